//! The content after DATA, as a machine over bytes: finds the one true end, takes off the dots of
//! transparency, and stops keeping as soon as the message cannot be taken. It refuses to know sockets and
//! replies.
//!
//! Only CR LF `.` CR LF ends a message. A CR or LF alone is never a line end, so no other system's reading of
//! one can smuggle a second message in; such a message is read to its end and refused.

use super::budget::Share;

/// Why a message read to its end is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A CR or LF alone.
    LineEnd,
    /// More than one message may have.
    TooLarge,
    /// More than all messages together may have.
    NoMemory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    LineStart,
    Text,
    Cr,
    Dot,
    DotCr,
    End,
}

/// One message on its way in.
#[derive(Debug)]
pub(super) struct Content {
    at: At,
    kept: Vec<u8>,
    share: Share,
    bytes_max: usize,
    fault: Option<Fault>,
}

impl Content {
    /// An empty message of at most `bytes_max`, paid from `share`.
    pub(super) fn new(bytes_max: usize, share: Share) -> Self {
        Self { at: At::LineStart, kept: Vec::new(), share, bytes_max, fault: None }
    }

    /// Takes bytes, and says how many belonged to the message; what follows its end is left.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> usize {
        let mut used = 0;
        while used < bytes.len() && self.at != At::End {
            let rest = &bytes[used..];
            if matches!(self.at, At::LineStart | At::Text) {
                let run = rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
                let run = if self.at == At::LineStart && rest[0] == b'.' { 0 } else { run };
                if run > 0 {
                    self.keep(&rest[..run]);
                    self.at = At::Text;
                    used += run;
                    continue;
                }
            }
            self.step(rest[0]);
            used += 1;
        }
        used
    }

    /// Whether the final dot was seen.
    pub(super) fn ended(&self) -> bool {
        self.at == At::End
    }

    /// The message and what it holds of the budget, or why it is not taken.
    pub(super) fn finish(self) -> Result<(Vec<u8>, Share), Fault> {
        match self.fault {
            None => Ok((self.kept, self.share)),
            Some(fault) => Err(fault),
        }
    }

    fn step(&mut self, byte: u8) {
        self.at = match (self.at, byte) {
            (At::LineStart, b'.') => At::Dot,
            (At::Dot, b'\r') => At::DotCr,
            (At::DotCr, b'\n') => At::End,
            (At::Cr, b'\n') => {
                self.keep(b"\r\n");
                At::LineStart
            }
            (At::Cr | At::DotCr, _) => {
                self.fail(Fault::LineEnd);
                if byte == b'\r' { At::Cr } else { At::Text }
            }
            (_, b'\r') => At::Cr,
            (_, b'\n') => {
                self.fail(Fault::LineEnd);
                At::Text
            }
            // A dot that something follows was put there for transparency: it is dropped, the rest stays.
            (_, byte) => {
                self.keep(&[byte]);
                At::Text
            }
        };
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        if bytes.len() > self.bytes_max - self.kept.len() {
            self.fail(Fault::TooLarge);
        } else if self.share.grow(bytes.len()) {
            self.kept.extend_from_slice(bytes);
        } else {
            self.fail(Fault::NoMemory);
        }
    }

    /// The memory goes back at once; a lone CR or LF is the gravest fault.
    fn fail(&mut self, fault: Fault) {
        if self.fault.is_none() || fault == Fault::LineEnd {
            self.fault = Some(fault);
        }
        self.kept = Vec::new();
        self.share.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Budget;
    use super::*;

    fn content(max: usize) -> Content {
        Content::new(max, Budget::new(1_000).share())
    }

    /// What the standard says, by splitting: message, and whether it is clean, if the end is there.
    fn reference(bytes: &[u8]) -> Option<(Option<Vec<u8>>, usize)> {
        let mut whole = b"\r\n".to_vec();
        whole.extend_from_slice(bytes);
        let end = whole.windows(5).position(|w| w == b"\r\n.\r\n")?;
        let body = &whole[2..(end + 2).max(2)];
        let mut lines = Vec::new();
        let mut rest = body;
        while let Some(cut) = rest.windows(2).position(|w| w == b"\r\n") {
            lines.push(&rest[..cut]);
            rest = &rest[cut + 2..];
        }
        assert!(rest.is_empty());
        let mut raw = Vec::new();
        for line in lines {
            if line.iter().any(|b| matches!(b, b'\r' | b'\n')) {
                return Some((None, end + 3));
            }
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
            raw.extend_from_slice(b"\r\n");
        }
        Some((Some(raw), end + 3))
    }

    #[test]
    fn agrees_with_the_standard_on_every_short_stream_cut_anywhere() {
        let alphabet = [b'\r', b'\n', b'.', b'a'];
        let mut ended = 0;
        for length in 0..=8_u32 {
            for number in 0..4_usize.pow(length) {
                let bytes: Vec<u8> = (0..length).map(|i| alphabet[number / 4_usize.pow(i) % 4]).collect();
                for cut in 0..=bytes.len() {
                    let mut content = content(100);
                    let mut used = content.feed(&bytes[..cut]);
                    used += content.feed(&bytes[used.max(cut).min(bytes.len())..]);
                    match reference(&bytes) {
                        None => assert!(!content.ended(), "{bytes:?}"),
                        Some((raw, end)) => {
                            assert!(content.ended(), "{bytes:?}");
                            assert_eq!(used, end, "{bytes:?} {cut}");
                            assert_eq!(content.finish().map(|(kept, _)| kept).ok(), raw, "{bytes:?}");
                            ended += 1;
                        }
                    }
                }
            }
        }
        assert!(ended > 10_000, "{ended}");
    }

    #[test]
    fn the_limit_is_exact_and_frees_the_memory() {
        let budget = Budget::new(10);
        let mut fits = Content::new(8, budget.share());
        fits.feed(b"..bcde\r\n\r");
        assert!(!budget.share().grow(4));
        drop(fits);
        let mut fits = Content::new(7, budget.share());
        fits.feed(b"..bcde\r\n.\r\n");
        assert_eq!(fits.finish().map(|(raw, _)| raw), Ok(b".bcde\r\n".to_vec()));
        let mut over = Content::new(6, budget.share());
        over.feed(b"..bcde\r\n");
        assert!(budget.share().grow(10));
        over.feed(b".\r\n");
        assert!(over.ended());
        assert_eq!(over.finish().map(|(raw, _)| raw), Err(Fault::TooLarge));
        let mut hungry = Content::new(100, budget.share());
        hungry.feed(b"12345678901\r\n.\r\n");
        assert_eq!(hungry.finish().map(|(raw, _)| raw), Err(Fault::NoMemory));
    }
}
