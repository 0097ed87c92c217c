//! The server's one configuration file, with environment variables over it. Every setting is documented in
//! `config/stafett.toml`; an unknown one is refused by name and line.

use crate::exit::Exit;
use app::Secrets;
use faces::Chance;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// All settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the data lie.
    pub database: Database,
    /// The web server.
    pub http: Http,
    /// Receiving mail.
    pub smtp: Smtp,
    /// Sending mail.
    pub mail: Mail,
    /// Signing in.
    pub sign_in: SignIn,
    /// Secrets.
    pub secrets: SecretFile,
    /// Logs.
    pub log: Log,
}

/// Where the data lie.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://…`; the variable `DATABASE_URL` wins.
    pub url: String,
    /// Reading connections for pages.
    pub readers: u32,
    /// Reading connections for reports.
    pub report_readers: u32,
}

/// The web server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address and port; port 0 takes a free one.
    pub bind: String,
    /// Address people reach it by, for links in mails.
    pub public_url: String,
}

/// Receiving mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Address and port; port 0 takes a free one; empty for no listener.
    pub bind: String,
    /// Largest mail, by every way it may come.
    pub message_megabytes: u32,
    /// Open connections at most.
    pub sessions: u32,
}

/// Sending mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Host name in Message-IDs and greetings.
    pub domain: String,
    /// The organisation's mail server; empty for none, and mails wait.
    pub relay_host: String,
    /// Its port.
    pub relay_port: u16,
    /// How the connection is encrypted.
    pub relay_tls: RelayTls,
    /// Account; empty for none.
    pub relay_user: String,
    /// File of its password.
    pub relay_password_file: String,
    /// File of certificates (PEM) trusted beside the public ones.
    pub relay_authority_file: String,
}

/// How the connection to the relay is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelayTls {
    /// Not at all.
    None,
    /// By STARTTLS, which must be there.
    Starttls,
    /// From the first byte.
    Tls,
}

/// Signing in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// How long a session lasts.
    pub session_hours: u16,
}

/// Secrets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretFile {
    /// File of the server's own keys; made at the first start, readable by its owner alone.
    pub file: PathBuf,
}

/// Logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// `human` or `json`.
    pub format: LogFormat,
    /// tracing's filter, such as `info` or `info,store=debug`.
    pub level: String,
}

/// Form of the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

const DEFAULTS: &str = include_str!("../../../config/stafett.toml");

impl Config {
    /// Reads the file the variable `STAFETT_CONFIG` or the command line names, over the shipped defaults, and the
    /// environment over both.
    ///
    /// # Errors
    /// 78 with file and line, or the variable, that is wrong.
    pub fn read(
        path: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Exit> {
        let mut table: toml::Table = parse(Path::new("config/stafett.toml"), DEFAULTS)?;
        if let Some(path) = path {
            let source = std::fs::read_to_string(path)
                .map_err(|e| Exit::Config(format!("{}: {e}", path.display())))?;
            // Read alone first, so that an unknown key is named with its line.
            let own: toml::Table = parse(path, &source)?;
            let mut whole = table.clone();
            merge(&mut whole, own.clone());
            if let Err(error) = Self::deserialize(whole) {
                return Err(located(path, &source, &error));
            }
            merge(&mut table, own);
        }
        for (name, value) in variables {
            apply(&mut table, &name, &value)?;
        }
        let config = Self::deserialize(table).map_err(|e| Exit::Config(e.to_string().trim().to_owned()))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), Exit> {
        let wrong = |what: String| Err(Exit::Config(what));
        if self.http.bind.parse::<std::net::SocketAddr>().is_err() {
            return wrong(format!(
                "http.bind: `{}` is no address; write it like 127.0.0.1:8080",
                self.http.bind
            ));
        }
        if !self.http.public_url.starts_with("http://") && !self.http.public_url.starts_with("https://") {
            return wrong("http.public_url: must begin with http:// or https://".into());
        }
        if !self.smtp.bind.is_empty() && self.smtp.bind.parse::<std::net::SocketAddr>().is_err() {
            return wrong(format!(
                "smtp.bind: `{}` is no address; write it like 127.0.0.1:2525, or nothing for no listener",
                self.smtp.bind
            ));
        }
        if self.smtp.message_megabytes == 0 || self.smtp.sessions == 0 {
            return wrong("smtp.message_megabytes and smtp.sessions: at least 1".into());
        }
        let host = &self.mail.domain;
        if host.is_empty() || !host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b)) {
            return wrong(format!("mail.domain: `{host}` is no host name; write it like desk.example"));
        }
        self.carrier()?;
        if self.database.readers == 0 || self.database.report_readers == 0 {
            return wrong("database.readers and database.report_readers: at least 1".into());
        }
        if self.sign_in.session_hours == 0 {
            return wrong("sign_in.session_hours: at least 1".into());
        }
        let levels = ["off", "error", "warn", "info", "debug", "trace"];
        let of_part = |part: &str| part.rsplit('=').next().unwrap_or_default().trim().to_lowercase();
        if let Some(part) = self.log.level.split(',').find(|part| !levels.contains(&of_part(part).as_str())) {
            return wrong(format!("log.level: `{part}` is no level; one of: {}", levels.join(", ")));
        }
        store::Database::parse(&self.database.url)?;
        Ok(())
    }

    /// Largest mail in bytes.
    pub fn mail_bytes_max(&self) -> usize {
        usize::try_from(self.smtp.message_megabytes).unwrap_or(usize::MAX).saturating_mul(1024 * 1024)
    }

    /// Who takes what is sent.
    ///
    /// # Errors
    /// 78: a file that cannot be read, an account half given, a password without TLS.
    pub fn carrier(&self) -> Result<post::Carrier, Exit> {
        let mail = &self.mail;
        if mail.relay_host.is_empty() {
            return Ok(post::Carrier::Missing);
        }
        let bytes = |name: &str, path: &str| match path {
            "" => Ok(None),
            path => {
                std::fs::read(path).map(Some).map_err(|e| Exit::Config(format!("mail.{name} {path}: {e}")))
            }
        };
        let password = bytes("relay_password_file", &mail.relay_password_file)?;
        let password =
            password.map(|p| String::from_utf8_lossy(&p).trim_end_matches(['\n', '\r']).to_owned());
        let relay = post::Relay {
            tls: match mail.relay_tls {
                RelayTls::None => post::Tls::None,
                RelayTls::Starttls => post::Tls::StartTls,
                RelayTls::Tls => post::Tls::Tls,
            },
            authority_pem: bytes("relay_authority_file", &mail.relay_authority_file)?,
            user: Some(mail.relay_user.clone()).filter(|user| !user.is_empty()),
            password,
            hello: Some(mail.domain.clone()),
            ..post::Relay::plain(&mail.relay_host, mail.relay_port)
        };
        let courier = post::Courier::new(relay).map_err(|e| Exit::Config(format!("mail.relay_host: {e}")))?;
        Ok(post::Carrier::Relay(Box::new(courier)))
    }

    /// The server's keys, made where there are none.
    ///
    /// # Errors
    /// The file cannot be read or written, or is not what it must be.
    pub fn secrets(&self, chance: &dyn Chance) -> Result<Secrets, Exit> {
        let path = &self.secrets.file;
        let fault = |e: std::io::Error| Exit::Config(format!("secrets.file {}: {e}", path.display()));
        if !path.exists() {
            write_new(path, &chance.bytes()).map_err(fault)?;
        }
        let bytes = std::fs::read(path).map_err(fault)?;
        if bytes.len() != 64 {
            return Err(Exit::Config(format!("secrets.file {}: must hold 64 bytes", path.display())));
        }
        Ok(Secrets { token_key: bytes[..32].to_vec(), thread_key: bytes[32..].to_vec() })
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn parse(path: &Path, source: &str) -> Result<toml::Table, Exit> {
    toml::from_str(source).map_err(|e| located(path, source, &e))
}

/// A fault with file and line; a fault of a merged table is found again by the key it names.
fn located(path: &Path, source: &str, error: &toml::de::Error) -> Exit {
    let message = error.message();
    let named = message.split('`').nth(1).unwrap_or_default();
    let by_key = || source.lines().position(|l| l.trim_start().starts_with(named) && !named.is_empty());
    let line = match error.span() {
        Some(span) => source[..span.start.min(source.len())].matches('\n').count() + 1,
        None => match by_key() {
            Some(at) => at + 1,
            None => return Exit::Config(format!("{}: {}", path.display(), message.trim())),
        },
    };
    Exit::Config(format!("{}:{line}: {}", path.display(), message.trim()))
}

fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// `DATABASE_URL`, and `STAFETT_<SECTION>_<KEY>` for every setting of the file.
fn apply(table: &mut toml::Table, name: &str, value: &str) -> Result<(), Exit> {
    if name == "DATABASE_URL" {
        return set(table, "database", "url", value);
    }
    let Some(rest) = name.strip_prefix("STAFETT_").filter(|rest| !matches!(*rest, "CONFIG")) else {
        return Ok(());
    };
    let rest = rest.to_lowercase();
    let section = table.keys().find(|s| rest.starts_with(&format!("{s}_"))).cloned();
    let Some(section) = section else {
        return Err(Exit::Config(format!("{name}: no setting has this name")));
    };
    let key = rest[section.len() + 1..].to_owned();
    let known = table.get(&section).and_then(|s| s.as_table()).is_some_and(|s| s.contains_key(&key));
    if known {
        set(table, &section, &key, value)
    } else {
        Err(Exit::Config(format!("{name}: no setting has this name")))
    }
}

fn set(table: &mut toml::Table, section: &str, key: &str, value: &str) -> Result<(), Exit> {
    let old = table.get_mut(section).and_then(|s| s.as_table_mut()).and_then(|s| s.get_mut(key));
    let Some(old) = old else { return Ok(()) };
    let wrong = || Exit::Config(format!("{section}.{key} in the environment: `{value}` is no number"));
    *old = match old {
        toml::Value::Integer(_) => toml::Value::Integer(value.parse().map_err(|_| wrong())?),
        _ => toml::Value::String(value.to_owned()),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str, variables: &[(&str, &str)]) -> Result<Config, Exit> {
        let dir =
            std::env::temp_dir().join(format!("stafett-config-{}-{}", std::process::id(), source.len()));
        std::fs::create_dir_all(&dir).expect("a folder");
        let path = dir.join("stafett.toml");
        std::fs::write(&path, source).expect("a file");
        let variables = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::read(Some(&path), variables)
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        let config = read("[http]\nbind = \"127.0.0.1:1\"\n", &[]).expect("read");
        assert_eq!(config.http.bind, "127.0.0.1:1");
        let over = [
            ("STAFETT_HTTP_BIND", "127.0.0.1:2"),
            ("DATABASE_URL", "sqlite:x.db"),
            ("STAFETT_SIGN_IN_SESSION_HOURS", "3"),
        ];
        let config = read("[http]\nbind = \"127.0.0.1:1\"\n", &over).expect("read");
        assert_eq!((config.http.bind.as_str(), config.database.url.as_str()), ("127.0.0.1:2", "sqlite:x.db"));
        assert_eq!(config.sign_in.session_hours, 3);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place_and_exits_78() {
        for (source, variables, words) in [
            ("[http]\nbnd = \"x\"\n", &[][..], "stafett.toml:2: unknown field `bnd`"),
            ("[http]\nbind = 7\n", &[], "stafett.toml"),
            ("[http\n", &[], "stafett.toml:1:"),
            ("[http]\nbind = \"here\"\n", &[], "http.bind"),
            ("[database]\nurl = \"mysql://x\"\n", &[], "DATABASE_URL"),
            ("[log]\nformat = \"xml\"\n", &[], "xml"),
            ("[log]\nlevel = \"loud\"\n", &[], "loud"),
            ("[smtp]\nbind = \"here\"\n", &[], "smtp.bind"),
            ("[smtp]\nsessions = 0\n", &[], "smtp.sessions"),
            ("[mail]\ndomain = \"a b\"\n", &[], "mail.domain"),
            ("[mail]\nrelay_host = \"mx.example\"\nrelay_user = \"u\"\n", &[], "relay"),
            ("[mail]\nrelay_host = \"mx.example\"\nrelay_password_file = \"/nowhere\"\n", &[], "/nowhere"),
            ("[mail]\nrelay_tls = \"ssl\"\n", &[], "ssl"),
            ("", &[("STAFETT_HTTP_BND", "x")], "STAFETT_HTTP_BND"),
            ("", &[("STAFETT_SIGN_IN_SESSION_HOURS", "x")], "no number"),
        ] {
            let exit = read(source, variables).expect_err(source);
            assert_eq!(exit.code(), 78, "{source}");
            assert!(exit.to_string().contains(words), "{source}: {exit}");
        }
    }
}
