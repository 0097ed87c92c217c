//! `stafett explain`.

use crate::command::{application, say};
use crate::config::Config;
use crate::demo;
use crate::exit::Exit;
use crate::report::language;
use desk::{Principal, System};
use faces::explanation_words;
use ticket::Reference;

/// Tells how every clock of a case came to its figure, as the server's operator.
pub(crate) fn run(config: &Config, case: &str, json: bool, lang: Option<&str>) -> Result<(), Exit> {
    let reference = Reference::parse(case).map_err(|_| Exit::Data(format!("`{case}` is no reference")))?;
    let app = application(config)?;
    let operator = Principal::System { system: System::CommandLine, contact: None };
    let explanation = app.explain(&operator, &reference, demo::moment(&app)?)?;
    if json {
        let said =
            serde_json::to_string_pretty(&explanation).map_err(|e| Exit::Unavailable(e.to_string()))?;
        return say(&said);
    }
    let desk =
        app.desk(&explanation.desk).ok_or_else(|| Exit::Data(format!("no desk {}", explanation.desk)))?;
    let language = language(lang, &desk)?;
    for clock in explanation_words(&explanation, &desk, language) {
        say(&clock.title)?;
        for (label, value) in &clock.facts {
            say(&format!("  {label}: {value}"))?;
        }
        for table in [&clock.segments, &clock.pauses, &clock.rules] {
            if !table.rows.is_empty() {
                say(&format!("\n{}", ::report::to_text(table).trim_end()))?;
            }
        }
        say("")?;
    }
    Ok(())
}
