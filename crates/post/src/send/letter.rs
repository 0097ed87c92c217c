//! A message made safe for the wire: line ends are CR LF and nothing else. It refuses to know MIME.
//!
//! lettre 0.11 guards no dot after a lone LF, so that a body with `\n.\r\nMAIL FROM:` becomes a second mail
//! at servers that read a lone LF as a line end. Whatever is handed to it goes through here first.

use std::borrow::Cow;

use super::outcome::SendFault;

/// A message ready to be sent, less the CR LF of its last line, which the transport adds with the final dot.
#[derive(Debug)]
pub(super) struct Letter<'a> {
    content: Cow<'a, [u8]>,
    header: usize,
}

impl<'a> Letter<'a> {
    /// Refuses a header with a CR or LF alone or a control character, and canonicalises the body.
    pub(super) fn new(raw: &'a [u8]) -> Result<Self, SendFault> {
        let header = header_length(raw);
        check_header(&raw[..header])?;
        let mut content = canonical(raw);
        match &mut content {
            Cow::Borrowed(bytes) => *bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes),
            Cow::Owned(bytes) if bytes.ends_with(b"\r\n") => bytes.truncate(bytes.len() - 2),
            Cow::Owned(_) => {}
        }
        Ok(Self { header: header.min(content.len()), content })
    }

    /// The bytes to hand over.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.content
    }

    /// Whether it can travel anywhere.
    pub(super) fn is_ascii(&self) -> bool {
        self.content.is_ascii()
    }

    /// Whether its header can.
    pub(super) fn header_is_ascii(&self) -> bool {
        self.content[..self.header].is_ascii()
    }
}

/// Where the body begins: after the first empty line. Without one, everything is header.
fn header_length(raw: &[u8]) -> usize {
    if raw.starts_with(b"\r\n") {
        return 2;
    }
    raw.windows(4).position(|w| w == b"\r\n\r\n").map_or(raw.len(), |at| at + 4)
}

fn check_header(header: &[u8]) -> Result<(), SendFault> {
    let line = |at: usize| 1 + header[..at].iter().filter(|b| **b == b'\n').count();
    if let Some(at) = (0..header.len()).find(|at| is_alone(header, *at)) {
        return Err(SendFault::Header(format!("CR or LF alone in line {}", line(at))));
    }
    let odd = |b: &u8| b.is_ascii_control() && !matches!(b, b'\t' | b'\r' | b'\n');
    match header.iter().position(odd) {
        None => Ok(()),
        Some(at) => Err(SendFault::Header(format!("control character in line {}", line(at)))),
    }
}

/// Every CR LF, CR alone and LF alone as one CR LF.
fn canonical(raw: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = (0..raw.len()).find(|at| is_alone(raw, *at)) else {
        return Cow::Borrowed(raw);
    };
    let mut clean = Vec::with_capacity(raw.len() + raw.len() / 32);
    clean.extend_from_slice(&raw[..first]);
    for (at, byte) in raw.iter().enumerate().skip(first) {
        if is_alone(raw, at) {
            clean.extend_from_slice(b"\r\n");
        } else {
            clean.push(*byte);
        }
    }
    Cow::Owned(clean)
}

/// Whether a CR or LF stands here without its other half.
fn is_alone(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        b'\n' => at == 0 || bytes[at - 1] != b'\r',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(raw: &[u8]) -> Vec<u8> {
        Letter::new(raw).unwrap().bytes().to_vec()
    }

    #[test]
    fn bodies_get_whole_line_ends() {
        assert_eq!(sent(b"A: b\r\n\r\none\ntwo\rthree\r\n"), b"A: b\r\n\r\none\r\ntwo\r\nthree");
        assert_eq!(sent(b"A: b\r\n\r\n\n.\r\nMAIL"), b"A: b\r\n\r\n\r\n.\r\nMAIL");
        assert_eq!(sent(b"A: b\r\n\r\nx\r\r\n\n\r"), b"A: b\r\n\r\nx\r\n\r\n\r\n");
        assert_eq!(sent(b"A: b\r\n\r\n"), b"A: b\r\n");
        assert_eq!(sent(b"\r\n\nx"), b"\r\n\r\nx");
        assert_eq!(sent(b""), b"");
    }

    #[test]
    fn what_is_clean_is_not_copied() {
        let letter = Letter::new(b"A: b\r\n\r\nclean\r\n").unwrap();
        assert!(matches!(letter.content, Cow::Borrowed(_)));
    }

    #[test]
    fn headers_are_refused_not_mended() {
        for raw in [
            &b"Subject: x\nBcc: all@b.se\r\n\r\nbody"[..],
            b"Subject: x\rBcc: all@b.se\r\n\r\nbody",
            b"Subject: x\n.\r\nMAIL FROM:<a@b>\r\n\r\nbody",
            b"Subject: x\x00y\r\n\r\nbody",
            b"Subject: x\x1b[2J\r\n\r\nbody",
            b"Subject: only lf\n\nbody\n",
            b"Subject: x\r",
            b"Subject: x\n",
        ] {
            assert!(matches!(Letter::new(raw), Err(SendFault::Header(_))), "{raw:?}");
        }
        assert!(Letter::new(b"Subject: a\r\n\tb\r\n\r\n").is_ok());
        assert!(Letter::new("Subject: å".as_bytes()).is_ok());
        assert!(Letter::new(b"Subject: x\r\n").is_ok());
    }

    #[test]
    fn knows_where_the_header_ends() {
        let letter = Letter::new("A: b\r\n\r\nå".as_bytes()).unwrap();
        assert!(letter.header_is_ascii() && !letter.is_ascii());
        let letter = Letter::new("A: å\r\n\r\nb".as_bytes()).unwrap();
        assert!(!letter.header_is_ascii());
    }
}
