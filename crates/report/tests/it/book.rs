//! Workbooks, unpacked.

use crate::sample::document;
use report::Format;
use std::io::{Cursor, Read as _};

fn file(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn cells_are_typed_and_words_are_no_formulas() {
    let book = document(3).written(Format::Xlsx, None).unwrap();
    let sheets = file(&book, "xl/workbook.xml");
    for name in ["Per mål", "Månader", "Veckans timmar", "Överskridna tider", "Diagram"] {
        assert!(sheets.contains(&format!("name=\"{name}\"")), "{name}: {sheets}");
    }
    let targets = file(&book, "xl/worksheets/sheet1.xml");
    assert!(targets.contains("<v>399</v>") && targets.contains("<v>0.9975</v>"), "{targets}");
    let breaches = file(&book, "xl/worksheets/sheet4.xml");
    assert!(!breaches.contains("<f>"), "words are no formulas: {breaches}");
    // 36 061 s / 86 400 s = 0.417372685…; 2026-12-01 is day 46357 since 1900, 08:30 is 0.354166….
    assert!(breaches.contains("<v>0.41737268") && breaches.contains("<v>46357.354166"), "{breaches}");
    assert!(breaches.contains("<v>1.25</v>") && breaches.contains("<v>46357</v>"));
    let styles = file(&book, "xl/styles.xml");
    assert!(
        styles.contains("[h]:mm:ss") && styles.contains("yyyy\\-mm\\-dd") || styles.contains("yyyy-mm-dd")
    );
    let charts = file(&book, "xl/drawings/drawing1.xml") + &file(&book, "xl/charts/chart1.xml");
    assert!(charts.contains("Uppnådda och överskridna per mål.") && charts.contains("'Per mål'!$B$2:$B$3"));
    assert!(charts.contains("pattFill"), "series differ without colour");
    assert!(file(&book, "xl/charts/chart2.xml").contains("Månader!$B$2:$B$5"));
    let heat = file(&book, "xl/worksheets/sheet3.xml");
    assert!(heat.contains("colorScale"), "the heat map is the sheet itself");
    assert!(file(&book, "docProps/core.xml").contains("2026-12-01T08:30:00Z"), "no clock is read");
}

#[test]
fn the_same_report_is_the_same_file() {
    let written = |format| document(3).written(format, Some("breaches")).unwrap();
    for format in Format::ALL {
        assert_eq!(written(format), written(format), "{format:?}");
    }
    assert!(document(3).written(Format::Csv, Some("nothing")).is_err());
    assert!(
        String::from_utf8(written(Format::Csv)).unwrap().contains("\r\n'=WEB-0,2026-12-01 08:30,36061,1.25,")
    );
}
