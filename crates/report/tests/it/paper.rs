//! Printed documents, as far as a file shows without a reader.

use crate::sample::document;
use report::Format;

fn count(pdf: &[u8], what: &str) -> usize {
    pdf.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn it_is_tagged_titled_and_has_its_own_face() {
    let pdf = document(120).written(Format::Pdf, None).unwrap();
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/sample.pdf"), &pdf).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    for mark in
        ["/Marked true", "/Lang(sv)", "/DisplayDocTitle true", "pdfuaid:part", "/Outlines", "LiberationSans"]
    {
        assert!(count(&pdf, mark) > 0, "{mark}");
    }
    // Three figures, four tables; titles of columns are told once: 4 + 2 + 25 + 6.
    for (mark, times) in
        [("/S/Figure", 3), ("/S/Table", 4), ("/S/THead", 4), ("/S/H2", 4), ("/Scope/Column", 37)]
    {
        assert_eq!(count(&pdf, mark), times, "{mark}");
    }
    // A breach is at least 15.4 points high, of which a lying page holds fewer than 40.
    assert!(count(&pdf, "/Type/Page/") > 3);
}
