//! Rows as a workbook of typed cells. Words are written as strings and never as formulas.

use crate::chart::{Chart, Kind};
use crate::document::{Document, Part, Unwritten};
use crate::json::fraction;
use crate::table::{Cell, Title};
use chrono::{Datelike as _, NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{
    Chart as Picture, ChartPatternFill, ChartPatternFillType, ChartType, ConditionalFormat2ColorScale,
    DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeSet;
use std::io::Write;

/// Rows a sheet can hold, titles included.
const SHEET_ROWS: u32 = 1_048_576;
/// Characters a cell can hold.
const CELL_CHARS: usize = 32_767;

/// How cells of each kind are shown.
struct Formats {
    title: Format,
    count: Format,
    share: Format,
    seconds: Format,
    hundredths: Format,
    date: Format,
    minute: Format,
    words: Format,
}

impl Formats {
    fn new() -> Self {
        let number = |shown: &str| Format::new().set_num_format(shown);
        Self {
            title: Format::new().set_bold(),
            count: number("0"),
            share: number("0.00%"),
            seconds: number("[h]:mm:ss"),
            hundredths: number("0.00"),
            date: number("yyyy-mm-dd"),
            minute: number("yyyy-mm-dd hh:mm"),
            words: number("@"),
        }
    }

    fn put(&self, sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(words) => sheet.write_string_with_format(row, column, short(words), &self.words)?,
            Cell::Count(n) => sheet.write_number_with_format(row, column, fraction(*n, 1), &self.count)?,
            Cell::Share(n) => {
                sheet.write_number_with_format(row, column, fraction(*n, 10_000), &self.share)?
            }
            Cell::Seconds(n) => {
                sheet.write_number_with_format(row, column, fraction(*n, 86_400), &self.seconds)?
            }
            Cell::Hundredths(n) => {
                sheet.write_number_with_format(row, column, fraction(*n, 100), &self.hundredths)?
            }
            Cell::Date(date) => {
                let date = moment(date.and_time(chrono::NaiveTime::MIN))?;
                sheet.write_datetime_with_format(row, column, &date, &self.date)?
            }
            Cell::Minute(at) => sheet.write_datetime_with_format(row, column, &moment(*at)?, &self.minute)?,
        };
        Ok(())
    }
}

fn moment(at: NaiveDateTime) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(at.year()).unwrap_or_default();
    let number = |n: u32| u8::try_from(n).unwrap_or_default();
    ExcelDateTime::from_ymd(year, number(at.month()), number(at.day()))?.and_hms(
        u16::try_from(at.hour()).unwrap_or_default(),
        number(at.minute()),
        f64::from(at.second()),
    )
}

fn short(words: &str) -> String {
    words.chars().take(CELL_CHARS).collect()
}

fn column(at: usize) -> Result<u16, XlsxError> {
    u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}

/// A name a workbook takes for a sheet, unlike those it has.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c };
    let base: String = wanted.chars().map(plain).collect();
    let base = if base.trim().is_empty() { "1" } else { base.trim() };
    let mut name: String = base.chars().take(31).collect();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let end = format!(" {number}");
        name = base.chars().take(31 - end.len()).collect::<String>() + &end;
        number += 1;
    }
    name
}

fn titles(sheet: &mut Worksheet, formats: &Formats, titles: &[Title]) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    for (at, title) in titles.iter().enumerate() {
        sheet.write_string_with_format(0, column(at)?, short(title), &formats.title)?;
    }
    Ok(())
}

fn workbook(made: NaiveDateTime, title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&moment(made)?);
    book.set_properties(&properties);
    Ok(book)
}

/// A workbook of rows that are pulled one at a time and not kept: what has been written waits in a temporary file. A
/// sheet that is full is followed by another. Says how many rows there were.
///
/// # Errors
/// A row that cannot be had or written.
pub fn write_xlsx<E: From<Unwritten>>(
    out: impl Write + Send,
    (title, made): (&str, NaiveDateTime),
    head: &[Title],
    rows: impl IntoIterator<Item = Result<Vec<Cell>, E>>,
) -> Result<u64, E> {
    let formats = Formats::new();
    let mut book = workbook(made, title).map_err(Unwritten::from)?;
    let (mut rows, mut taken) = (rows.into_iter().peekable(), BTreeSet::new());
    let mut count = 0;
    loop {
        let sheet = book.add_worksheet_with_constant_memory().map_err(Unwritten::from)?;
        let name = sheet_name(title, &mut taken);
        sheet.set_name(name).map_err(Unwritten::from)?;
        titles(sheet, &formats, head).map_err(Unwritten::from)?;
        for at in 1..SHEET_ROWS {
            let Some(row) = rows.next() else { break };
            for (across, cell) in row?.iter().enumerate() {
                let place = column(across).map_err(Unwritten::from)?;
                formats.put(sheet, (at, place), cell).map_err(Unwritten::from)?;
            }
            count += 1;
        }
        if rows.peek().is_none() {
            break;
        }
    }
    book.save_to_writer(out).map_err(Unwritten::from)?;
    Ok(count)
}

/// A sheet for every part, and one with all charts.
pub(crate) fn to_xlsx(document: &Document) -> Result<Vec<u8>, Unwritten> {
    let formats = Formats::new();
    let mut book = workbook(document.made, &document.title)?;
    let mut taken = BTreeSet::new();
    let mut named = Vec::new();
    for part in &document.parts {
        let name = sheet_name(&part.heading, &mut taken);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        fill(sheet, &formats, part)?;
        named.push((name, part));
    }
    let drawn = |(name, part): (String, &Part)| match &part.chart {
        Some(chart) if !part.table.rows.is_empty() => picture(&name, part, chart).transpose(),
        _ => None,
    };
    let pictures = named.into_iter().filter_map(drawn).collect::<Result<Vec<_>, _>>()?;
    if !pictures.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&document.charts, &mut taken))?;
        let mut row = 0;
        for picture in &pictures {
            sheet.insert_chart(row, 0, picture)?;
            row += 22;
        }
    }
    Ok(book.save_to_buffer()?)
}

fn fill(sheet: &mut Worksheet, formats: &Formats, part: &Part) -> Result<(), XlsxError> {
    titles(sheet, formats, &part.table.titles)?;
    for (row, cells) in (1u32..).zip(&part.table.rows) {
        for (at, cell) in cells.iter().enumerate() {
            formats.put(sheet, (row, column(at)?), cell)?;
        }
    }
    for (at, title) in part.table.titles.iter().enumerate() {
        let cells = part.table.rows.iter().filter_map(|row| row.get(at));
        let widest = cells.map(|cell| cell.shown().chars().count()).chain([title.chars().count()]).max();
        let wide = u16::try_from(widest.unwrap_or(8).clamp(6, 48)).unwrap_or(48) + 2;
        sheet.set_column_width(column(at)?, wide)?;
    }
    if let (Some(last), Some(across)) =
        (part.table.rows.len().checked_sub(1), part.table.titles.len().checked_sub(1))
    {
        let last = u32::try_from(last).unwrap_or(u32::MAX - 1) + 1;
        sheet.autofilter(0, 0, last, column(across)?)?;
        if let Some(chart) = part.chart.as_ref().filter(|chart| chart.kind == Kind::Heat)
            && let (Some(from), Some(to)) = (chart.series.iter().min(), chart.series.iter().max())
        {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(rust_xlsxwriter::Color::White)
                .set_maximum_color(rust_xlsxwriter::Color::RGB(0x7A_B8_DA));
            sheet.add_conditional_format(1, column(*from)?, last, column(*to)?, &scale)?;
        }
    }
    Ok(())
}

/// The program's own chart over the cells of a part's sheet; a heat map is the sheet itself, coloured.
fn picture(name: &str, part: &Part, chart: &Chart) -> Result<Option<Picture>, Unwritten> {
    let kind = match chart.kind {
        Kind::Bars => ChartType::Bar,
        Kind::Stacked => ChartType::BarStacked,
        Kind::Lines => ChartType::Line,
        Kind::Heat => return Ok(None),
    };
    let last = u32::try_from(part.table.rows.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
    let label = column(chart.label)?;
    let mut picture = Picture::new(kind);
    picture.title().set_name(&chart.title);
    picture.set_alt_text(&chart.description).set_width(800).set_height(420);
    let patterns = [
        ChartPatternFillType::DiagonalStripesWideUpwards,
        ChartPatternFillType::HorizontalStripesNarrow,
        ChartPatternFillType::DiagonalStripesWideDownwards,
        ChartPatternFillType::LargeGrid,
    ];
    let drawn =
        if chart.kind == Kind::Bars { &chart.series[..1.min(chart.series.len())] } else { &chart.series };
    for (at, series) in drawn.iter().enumerate() {
        let across = column(*series)?;
        let added = picture.add_series();
        added
            .set_categories((name, 1, label, last, label))
            .set_values((name, 1, across, last, across))
            .set_name((name, 0, across));
        if at > 0 && chart.kind == Kind::Stacked {
            let fill = ChartPatternFill::new().set_pattern(patterns[(at - 1) % patterns.len()]).clone();
            added.set_format(rust_xlsxwriter::ChartFormat::new().set_pattern_fill(&fill));
        }
        if chart.kind == Kind::Lines {
            let marks = [
                rust_xlsxwriter::ChartMarkerType::Square,
                rust_xlsxwriter::ChartMarkerType::Triangle,
                rust_xlsxwriter::ChartMarkerType::Diamond,
                rust_xlsxwriter::ChartMarkerType::X,
            ];
            added.set_marker(rust_xlsxwriter::ChartMarker::new().set_type(marks[at % marks.len()]));
        }
    }
    if matches!(chart.kind, Kind::Bars | Kind::Stacked) {
        picture.y_axis().set_reverse();
    }
    Ok(Some(picture))
}
