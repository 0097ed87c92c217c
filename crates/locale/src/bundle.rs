//! The compiled-in Fluent texts.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// `sv` or `en`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.key() == key)
    }

    /// The first spoken language of an Accept-Language header, by its order; else English.
    pub fn of_header(header: &str) -> Self {
        Self::spoken(header).unwrap_or(Self::En)
    }

    /// The first language of an Accept-Language header that is spoken at all, by its order.
    pub fn spoken(header: &str) -> Option<Self> {
        let tags = header.split(',').filter_map(|part| part.split([';', '-']).next());
        tags.filter_map(|tag| Self::parse(&tag.trim().to_ascii_lowercase())).next()
    }
}

type Bundles = BTreeMap<Language, FluentBundle<FluentResource>>;

/// The files of a language, by name.
macro_rules! sources {
    ($language:literal) => {
        &[
            include_str!(concat!("../../../config/locales/", $language, "/refusals.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/console.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/case.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/letters.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/report.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/mails.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/office.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/faults.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/effort.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/sla_report.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/explain.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/rejudge.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/paper.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/volumes.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/operations.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/staffing.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/objective.ftl")),
            include_str!(concat!("../../../config/locales/", $language, "/telephone.ftl")),
        ]
    };
}

const SOURCES: [(Language, &[&str]); 2] = [(Language::Sv, sources!("sv")), (Language::En, sources!("en"))];

static BUNDLES: LazyLock<Bundles> = LazyLock::new(|| {
    SOURCES.into_iter().map(|(language, sources)| (language, bundle(language, sources))).collect()
});

fn bundle(language: Language, sources: &[&str]) -> FluentBundle<FluentResource> {
    // Both keys are well-formed tags; the undetermined language would only change plural rules.
    let id: LanguageIdentifier = language.key().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for source in sources {
        // A text with a fault keeps its sound messages; a test holds that there are no faults.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Whether every language has words for a key.
pub fn knows(key: &str) -> bool {
    BUNDLES.values().all(|bundle| bundle.get_message(key).is_some_and(|m| m.value().is_some()))
}

/// The words of a message without arguments; its key where there is none.
pub fn text(language: Language, key: &str) -> String {
    text_with(language, key, &BTreeMap::new())
}

/// The words of a message; its key where there is none.
pub fn text_with(language: Language, key: &str, arguments: &BTreeMap<String, String>) -> String {
    let found = BUNDLES.get(&language).and_then(|b| Some((b, b.get_message(key)?.value()?)));
    let Some((bundle, pattern)) = found else { return key.to_owned() };
    let mut args = FluentArgs::new();
    for (name, value) in arguments {
        args.set(name.as_str(), FluentValue::from(value.as_str()));
    }
    let mut faults = Vec::new();
    bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_is_said_twice() {
        for (language, sources) in SOURCES {
            let mut seen = std::collections::BTreeSet::new();
            for line in sources.iter().flat_map(|s| s.lines()).filter(|l| !l.starts_with(['#', ' '])) {
                let Some((key, _)) = line.split_once(" =") else { continue };
                assert!(seen.insert(key), "{language:?}: {key} stands twice");
            }
        }
    }

    #[test]
    fn every_language_has_the_same_messages_without_faults() {
        let keys = |source: &str| -> Vec<String> {
            let resource = FluentResource::try_new(source.to_owned()).expect("sound Fluent");
            assert!(resource.entries().count() > 0);
            source
                .lines()
                .filter_map(|l| l.split_once(" ="))
                .map(|(k, _)| k.to_owned())
                .filter(|k| !k.starts_with(' '))
                .collect()
        };
        for (sv, en) in sources!("sv").iter().zip(sources!("en")) {
            assert_eq!(keys(sv), keys(en));
        }
    }

    #[test]
    fn the_header_chooses_the_first_language_spoken() {
        for (header, language) in [
            ("sv-SE,sv;q=0.9,en;q=0.8", Language::Sv),
            ("da, en", Language::En),
            ("", Language::En),
            ("fi", Language::En),
        ] {
            assert_eq!(Language::of_header(header), language, "{header}");
        }
    }
}
