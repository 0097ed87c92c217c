//! One command line in, one command out. It refuses to know what was said before and who the recipients are.
//!
//! Own parser on purpose: the commands of a listener without AUTH and BDAT are few, and an envelope address
//! must come out exactly as it went in (quotes kept, `<postmaster>` told from `<>`).

/// A command as the peer gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Helo {
        name: String,
        extended: bool,
    },
    Mail {
        from: Option<String>,
        size: u64,
        utf8: bool,
    },
    Rcpt {
        to: String,
    },
    Data,
    Rset,
    Noop,
    Vrfy,
    Quit,
    /// Known to SMTP, not offered here.
    NotHere,
    /// Not offered either, but raw bytes follow it that must never be read as commands.
    Bdat,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misheard {
    UnknownCommand,
    Syntax,
    Address,
    Parameter,
}

/// Longest address (RFC 5321: 64 + 1 + 255).
const ADDRESS_MAX: usize = 320;
/// Longest name in EHLO.
const NAME_MAX: usize = 255;

/// Reads one line, without its CR LF.
pub(super) fn parse(line: &[u8]) -> Result<Command, Misheard> {
    let text = std::str::from_utf8(line).map_err(|_| Misheard::Syntax)?;
    if text.chars().any(char::is_control) {
        return Err(Misheard::Syntax);
    }
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" => hello(rest, true),
        "HELO" => hello(rest, false),
        "MAIL" => mail(rest),
        "RCPT" => rcpt(rest),
        "DATA" => bare(rest, Command::Data),
        "RSET" => bare(rest, Command::Rset),
        "QUIT" => bare(rest, Command::Quit),
        "NOOP" => Ok(Command::Noop),
        "VRFY" => Ok(Command::Vrfy),
        "BDAT" => Ok(Command::Bdat),
        "EXPN" | "HELP" | "STARTTLS" | "AUTH" | "ETRN" | "TURN" | "ATRN" | "BURL" | "LHLO" | "XCLIENT"
        | "XFORWARD" => Ok(Command::NotHere),
        _ => Err(Misheard::UnknownCommand),
    }
}

fn bare(rest: &str, command: Command) -> Result<Command, Misheard> {
    if rest.trim().is_empty() { Ok(command) } else { Err(Misheard::Syntax) }
}

fn hello(rest: &str, extended: bool) -> Result<Command, Misheard> {
    let name = rest.split_ascii_whitespace().next().unwrap_or_default();
    if name.is_empty() || name.len() > NAME_MAX {
        return Err(Misheard::Syntax);
    }
    Ok(Command::Helo { name: name.to_owned(), extended })
}

fn mail(rest: &str) -> Result<Command, Misheard> {
    let (path, parameters) = after(rest, "FROM:").and_then(path).ok_or(Misheard::Syntax)?;
    let (mut size, mut utf8) = (0, false);
    for parameter in parameters.split(' ').filter(|p| !p.is_empty()) {
        let (key, value) =
            parameter.split_once('=').map_or((parameter, None), |(key, value)| (key, Some(value)));
        match (key.to_ascii_uppercase().as_str(), value) {
            ("SIZE", Some(value)) => size = number(value).ok_or(Misheard::Syntax)?,
            ("BODY", Some(value)) if ["7BIT", "8BITMIME"].iter().any(|b| value.eq_ignore_ascii_case(b)) => {}
            ("BODY", _) => return Err(Misheard::Syntax),
            ("SMTPUTF8", None) => utf8 = true,
            _ => return Err(Misheard::Parameter),
        }
    }
    let from = match path {
        "" => None,
        path => Some(address(path).ok_or(Misheard::Address)?),
    };
    Ok(Command::Mail { from, size, utf8 })
}

fn rcpt(rest: &str) -> Result<Command, Misheard> {
    let (path, parameters) = after(rest, "TO:").and_then(path).ok_or(Misheard::Syntax)?;
    if !parameters.trim().is_empty() {
        return Err(Misheard::Parameter);
    }
    let to = if path.eq_ignore_ascii_case("postmaster") { Some(path.to_owned()) } else { address(path) };
    Ok(Command::Rcpt { to: to.ok_or(Misheard::Address)? })
}

fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let text = text.trim_start_matches(' ');
    let (head, tail) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then(|| tail.trim_start_matches(' '))
}

/// Digits; what does not fit is as large as can be.
fn number(text: &str) -> Option<u64> {
    let digits = (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

/// Splits a path from the parameters. Old devices leave the brackets off; that is understood.
fn path(text: &str) -> Option<(&str, &str)> {
    let Some(inner) = text.strip_prefix('<') else {
        let (path, rest) = text.split_once(' ').unwrap_or((text, ""));
        return (!path.is_empty()).then_some((path, rest));
    };
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in inner.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => {
                let rest = &inner[at + 1..];
                return (rest.is_empty() || rest.starts_with(' ')).then_some((&inner[..at], rest));
            }
            _ => {}
        }
    }
    None
}

/// An address as written, a source route taken off.
fn address(path: &str) -> Option<String> {
    let path = if path.starts_with('@') { path.split_once(':')?.1 } else { path };
    let (local, domain) = if path.starts_with('"') { quoted(path)? } else { path.split_once('@')? };
    let local_ok = local.starts_with('"') || (!local.is_empty() && local.chars().all(is_atom));
    (path.len() <= ADDRESS_MAX && local_ok && is_domain(domain)).then(|| path.to_owned())
}

/// Splits behind a quoted local part.
fn quoted(path: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, c) in path.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return path[at + 1..].strip_prefix('@').map(|domain| (&path[..=at], domain)),
            _ => {}
        }
    }
    None
}

fn is_atom(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"' | '@')
}

fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']')) {
        return !literal.is_empty()
            && literal.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-".contains(&b));
    }
    let ok = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '-' | '_') || (!c.is_ascii() && !c.is_whitespace())
    };
    !domain.is_empty() && !domain.starts_with('.') && domain.chars().all(ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(line: &str) -> Result<Option<String>, Misheard> {
        match parse(line.as_bytes())? {
            Command::Mail { from, .. } => Ok(from),
            other => panic!("{other:?}"),
        }
    }

    fn to(line: &str) -> Result<String, Misheard> {
        match parse(line.as_bytes())? {
            Command::Rcpt { to } => Ok(to),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn addresses_come_out_as_they_went_in() {
        for address in [
            "a@b.se",
            "a.b+c@sub.example.dk",
            "\"a b\"@c.se",
            "\"a>b\"@c.se",
            "\"a\\\"@b\"@c.se",
            "åsa@växjö.se",
            "x@[192.0.2.1]",
            "x@[IPv6:2001:db8::1]",
            "trailing.@docomo.example",
            "SRS0=x=y=z=a@b.se",
        ] {
            assert_eq!(from(&format!("MAIL FROM:<{address}>")), Ok(Some(address.to_owned())), "{address}");
            assert_eq!(to(&format!("rcpt to:<{address}>")), Ok(address.to_owned()), "{address}");
        }
        assert_eq!(from("MAIL FROM:<>"), Ok(None));
        assert_eq!(from("mail from: <a@b.se> body=8bitmime size=12"), Ok(Some("a@b.se".to_owned())));
        assert_eq!(from("MAIL FROM:a@b.se SIZE=12"), Ok(Some("a@b.se".to_owned())));
        assert_eq!(to("RCPT TO:<@relay.se,@other.se:a@b.se>"), Ok("a@b.se".to_owned()));
        assert_eq!(to("RCPT TO:<Postmaster>"), Ok("Postmaster".to_owned()));
    }

    #[test]
    fn nonsense_is_no_address() {
        for path in [
            "a",
            "@b.se",
            "a@",
            "a b@c.se",
            "a@b@c.se",
            "a@b c",
            "\"a\"b@c.se",
            "\"a@b.se",
            "a<b@c.se",
            "a@.se",
        ] {
            assert!(from(&format!("MAIL FROM:<{path}>")).is_err(), "{path}");
            assert!(to(&format!("RCPT TO:<{path}>")).is_err(), "{path}");
        }
        assert_eq!(to("RCPT TO:<>"), Err(Misheard::Address));
        assert_eq!(to(&format!("RCPT TO:<{}@b.se>", "x".repeat(400))), Err(Misheard::Address));
        assert_eq!(from("MAIL FROM:<a@b.se>x"), Err(Misheard::Syntax));
        assert_eq!(from("MAIL FROM:<a@b.se"), Err(Misheard::Syntax));
        assert_eq!(from("MAIL TO:<a@b.se>"), Err(Misheard::Syntax));
        assert_eq!(from("MAIL"), Err(Misheard::Syntax));
        assert_eq!(parse(b"MAIL FROM:<a\x00@b.se>"), Err(Misheard::Syntax));
        assert_eq!(parse(b"MAIL FROM:<\xff@b.se>"), Err(Misheard::Syntax));
    }

    #[test]
    fn only_offered_parameters_are_taken() {
        let utf8 = parse("MAIL FROM:<å@b.se> SMTPUTF8 SIZE=77".as_bytes());
        assert_eq!(utf8, Ok(Command::Mail { from: Some("å@b.se".to_owned()), size: 77, utf8: true }));
        let huge = parse(b"MAIL FROM:<> SIZE=99999999999999999999");
        assert_eq!(huge, Ok(Command::Mail { from: None, size: u64::MAX, utf8: false }));
        assert_eq!(from("MAIL FROM:<> SIZE=x"), Err(Misheard::Syntax));
        assert_eq!(from("MAIL FROM:<> BODY=BINARYMIME"), Err(Misheard::Syntax));
        assert_eq!(from("MAIL FROM:<> RET=HDRS"), Err(Misheard::Parameter));
        assert_eq!(to("RCPT TO:<a@b.se> NOTIFY=NEVER"), Err(Misheard::Parameter));
    }

    #[test]
    fn verbs() {
        assert_eq!(parse(b"noop whatever"), Ok(Command::Noop));
        assert_eq!(parse(b"Data"), Ok(Command::Data));
        assert_eq!(parse(b"DATA now"), Err(Misheard::Syntax));
        assert_eq!(parse(b"EHLO"), Err(Misheard::Syntax));
        assert_eq!(parse(b"EHLO a b"), Ok(Command::Helo { name: "a".to_owned(), extended: true }));
        assert_eq!(parse(b"STARTTLS"), Ok(Command::NotHere));
        assert_eq!(parse(b"GET / HTTP/1.1"), Err(Misheard::UnknownCommand));
        assert_eq!(parse(b""), Err(Misheard::UnknownCommand));
    }
}
