//! Tables for people.

use comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table};

/// A table whose first column is text and whose others are figures.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_header(header);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
