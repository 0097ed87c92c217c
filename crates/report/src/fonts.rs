//! The two faces printed documents are set in, compiled in so that nothing depends on what a machine has installed.
//! Liberation Sans 2.1.5, SIL Open Font License 1.1; its text lies beside the files.

use std::sync::OnceLock;
use ttf_parser::Face;

/// Weight of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// The file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/LiberationSans-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/LiberationSans-Bold.ttf"),
        }
    }

    fn face(self) -> Option<&'static Face<'static>> {
        static REGULAR: OnceLock<Option<Face<'static>>> = OnceLock::new();
        static BOLD: OnceLock<Option<Face<'static>>> = OnceLock::new();
        let cell = match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        };
        cell.get_or_init(|| Face::parse(self.bytes(), 0).ok()).as_ref()
    }

    /// Width of words at a size, kerning apart.
    pub(crate) fn width(self, words: &str, size: f32) -> f32 {
        let Some(face) = self.face() else { return 0.0 };
        let advance = |c: char| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph));
        let units: u32 = words.chars().map(|c| u32::from(advance(c).unwrap_or(1_000))).sum();
        #[expect(clippy::cast_precision_loss, reason = "a line is some thousand units wide")]
        let units = units as f32;
        units * size / f32::from(face.units_per_em())
    }

    /// The words with a question mark for what the face cannot draw, which would else stand as an empty box.
    pub(crate) fn drawable(self, words: &str) -> String {
        let known = |c: char| self.face().is_some_and(|face| face.glyph_index(c).is_some());
        let shown = |c: char| match c {
            c if c.is_control() || c == '\u{a0}' => ' ',
            c if known(c) => c,
            _ => '?',
        };
        words.chars().map(shown).collect()
    }

    /// The words cut to a width, with an ellipsis where something is left out.
    pub(crate) fn cut(self, words: &str, size: f32, room: f32) -> String {
        if self.width(words, size) <= room {
            return words.to_owned();
        }
        let mut kept = String::new();
        for c in words.chars() {
            kept.push(c);
            if self.width(&kept, size) + self.width("…", size) > room {
                kept.pop();
                break;
            }
        }
        kept.trim_end().to_owned() + "…"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_our_languages_can_be_drawn() {
        let letters = "åäöæøÅÄÖÆØéüß–…≥%§»”";
        for weight in [Weight::Regular, Weight::Bold] {
            assert_eq!(weight.drawable(letters), letters);
            assert_eq!(weight.drawable("a\u{7}b漢"), "a b?");
        }
        // The digits are equally wide: columns of figures stand in line.
        let widths = ('0'..='9').map(|d| Weight::Regular.width(&d.to_string(), 10.0));
        assert!(widths.into_iter().all(|w| (w - 5.56).abs() < 0.01));
        // A 6.67 n 5.56 v 5 ä 5.56 n 5.56 is 28.35, the ellipsis 10; d would make 43.91.
        assert_eq!(Weight::Regular.cut("Användarsupport", 10.0, 40.0), "Använ…");
    }
}
