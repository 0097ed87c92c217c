//! Tables as they stand on a page: every figure may be a link to the clocks behind it.

use report::Table;

/// One cell.
pub(crate) struct ShownCell {
    pub words: String,
    pub number: bool,
    pub address: Option<String>,
}

/// A table.
pub(crate) struct Shown {
    /// Titles, and whether numbers stand below.
    pub titles: Vec<(String, bool)>,
    pub rows: Vec<Vec<ShownCell>>,
}

/// A table with an address for each cell that has one, by row and column.
pub(crate) fn shown(table: &Table, address: impl Fn(usize, usize) -> Option<String>) -> Shown {
    let is_number =
        |column: usize| table.rows.iter().filter_map(|row| row.get(column)).any(report::Cell::is_number);
    let titles = table.titles.iter().enumerate().map(|(at, title)| (title.to_string(), is_number(at)));
    let row = |(row, cells): (usize, &Vec<report::Cell>)| {
        let cell = |(column, cell): (usize, &report::Cell)| ShownCell {
            words: cell.shown(),
            number: cell.is_number(),
            address: address(row, column).filter(|_| *cell != report::Cell::Empty),
        };
        cells.iter().enumerate().map(cell).collect()
    };
    Shown { titles: titles.collect(), rows: table.rows.iter().enumerate().map(row).collect() }
}
