//! What holds for any text at all.

use proptest::prelude::*;
use text::*;

/// Text made of pieces that mean something to some function here, between random characters.
fn noisy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        ".{0,8}",
        proptest::sample::select(vec![
            "\n",
            "\r\n",
            "> ",
            "-- ",
            "--",
            "Från: a",
            "Skickat: b",
            "Ämne: c",
            "skrev X:",
            "Den 4 dec. 2026 kl. 07:51 ",
            "________________",
            "-----Original Message-----",
            "Skickat från min iPhone",
            "199001012385",
            "900101",
            "-2385",
            "+9802",
            "251248-9996",
            "patient ",
            "<table>",
            "<td>",
            "</b>",
            "<b>",
            "<a href=\"",
            "\">",
            "<!--",
            "-->",
            "<script>",
            "&#x41;",
            "&aring;",
            "&",
            "<p>",
            "</p>",
            "<blockquote>",
            "tack ",
            "å",
            "e\u{301}",
            "•",
            "\u{202e}",
            "\u{feff}",
            "&#xfeff;",
            "&#0;",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_without_digits_is_left(text in "[^0-9]{0,200}") {
        let masked = mask(&text);
        prop_assert_eq!(masked.count, 0);
        prop_assert_eq!(masked.text, text);
    }

    #[test]
    fn masking_twice_changes_nothing(text in noisy()) {
        let once = mask(&text).text;
        let again = mask(&once);
        prop_assert_eq!(again, Masked { text: once, count: 0 });
    }

    #[test]
    fn found_ranges_are_ordered_and_on_characters(text in noisy()) {
        let mut at = 0;
        for hit in find_identity_numbers(&text) {
            prop_assert!(hit.range.start >= at && text.get(hit.range.clone()).is_some());
            at = hit.range.end;
        }
    }

    #[test]
    fn every_line_of_a_reply_is_a_line_of_the_mail(text in noisy()) {
        let mut lines = text.lines();
        for line in trim_reply(&text, false).reply.lines() {
            prop_assert!(lines.any(|whole| whole.trim_end_matches('\r') == line.trim_end_matches('\r')), "{line:?}");
        }
        prop_assert_eq!(trim_reply(&text, true).reply, text);
    }

    #[test]
    fn intake_is_settled(text in noisy()) {
        let once = Intake::new(text.clone());
        prop_assert_eq!(&Intake::new(once.original().to_owned()), &once);
        let line = Intake::line(text);
        prop_assert!(!line.original().contains(['\n', '\t', '\r']));
        prop_assert_eq!(&Intake::line(line.original().to_owned()), &line);
    }

    #[test]
    fn safe_html_is_settled(text in noisy()) {
        let safe = html_to_safe(&text);
        prop_assert!(!safe.contains("<script") && !safe.contains("<img"));
        prop_assert_eq!(html_to_safe(&safe), safe);
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,80}", noisy in noisy()) {
        for text in [text, noisy] {
            let _seen = (html_to_text(&text), guess(&text), is_mere_thanks(&text), html_to_safe(&text));
            for language in [Language::Sv, Language::Da, Language::En] {
                let stems = stem_words(&text, language);
                prop_assert!(!stems.contains("  ") && stems.trim() == stems);
            }
        }
    }
}
