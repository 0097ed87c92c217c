//! A refusal in words: what says no, and what would make it possible.

use crate::bundle::{Language, text, text_with};
use ticket::Refusal;

/// A refusal worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalWords {
    /// What says no.
    pub detail: String,
    /// What would make it possible.
    pub remedy: String,
}

/// Words a refusal. Facts are keys unless the caller put names in their place.
pub fn refusal(language: Language, refusal: &Refusal) -> RefusalWords {
    let mut facts = refusal.facts.clone();
    let fields: Vec<String> = refusal.missing.iter().map(|f| text(language, &format!("field-{f}"))).collect();
    facts.insert("fields".into(), fields.join(", "));
    if let Some(act) = refusal.act {
        facts.insert("act".into(), text(language, &format!("act-{act}")));
    }
    if let Some(phase) = refusal.facts.get("phase") {
        facts.insert("phase".into(), text(language, &format!("phase-{phase}")));
    }
    let worded = |kind: &str| text_with(language, &format!("{kind}-{}", refusal.rule), &facts);
    RefusalWords { detail: worded("refused"), remedy: worded("remedy") }
}

/// An act and field names in words, for a notice that a rule was refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusalParts {
    /// The act; empty for none.
    pub act: String,
    /// The fields that are missing, joined; empty for none.
    pub fields: String,
}

/// Words the key of an act and field keys joined by commas.
pub fn refusal_parts(language: Language, act: &str, missing: &str) -> RefusalParts {
    let word = |kind: &str, key: &str| text(language, &format!("{kind}-{key}"));
    let fields = missing.split(", ").filter(|f| !f.is_empty()).map(|f| word("field", f));
    RefusalParts {
        act: if act.is_empty() { String::new() } else { word("act", act) },
        fields: fields.collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ticket::{Act, Field, Phase, Rule};

    #[test]
    fn every_rule_field_act_and_phase_has_words_in_every_language() {
        for language in Language::ALL {
            for rule in Rule::ALL {
                let words = refusal(language, &Refusal::new(Act::Escalate, *rule));
                assert!(!words.detail.starts_with("refused-"), "{language:?} {rule}");
                assert!(!words.remedy.starts_with("remedy-"), "{language:?} {rule}");
            }
            let keys = Field::ALL.iter().map(|f| format!("field-{f}"));
            let keys = keys.chain(Act::ALL.iter().map(|a| format!("act-{a}")));
            for key in keys.chain(Phase::ALL.iter().map(|p| format!("phase-{p}"))) {
                assert_ne!(text(language, &key), key, "{language:?}");
            }
        }
    }
}
