//! The printed page: A4 across, as few pages as stay legible.

use rust_xlsxwriter::Worksheet;

use super::Written;
use super::layout::{Span, span_of};
use crate::render::table::Table;

/// A table of up to so many rows stands on one page with its chart.
pub(super) const ON_ONE_PAGE: usize = 25;
/// Units of column width that are still legible on one page of A4 across; wider tables take several pages.
const LEGIBLE: f64 = 250.0;
/// Titles and notes run over columns of so many units at least and at most: wide enough to read, and within the
/// first page.
const ROOM: (f64, f64) = (72.0, 130.0);

/// Which rows stay in sight, and how the sheet is printed.
pub(super) fn set_up_page(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    table: &Table,
    width: f64,
) -> Written {
    let frozen = u16::from(table.columns.len() > 1);
    sheet.set_freeze_panes(last + 1, frozen)?;
    sheet.set_repeat_rows(first, last)?;
    print_on_a4(sheet.set_landscape());
    let across = (width / LEGIBLE).ceil().max(1.0) as u16;
    if across > 1 {
        sheet.set_print_fit_to_pages(across, 0);
        sheet.set_repeat_columns(0, 0)?;
    } else if table.charts.len() == 1 && table.rows.len() <= ON_ONE_PAGE {
        sheet.set_print_fit_to_pages(1, 1);
    }
    Ok(())
}

/// The columns that titles and notes run over.
pub(super) fn readable_span(widths: &[f64]) -> Span {
    let mut room = 0.0;
    let within = |width: &&f64| {
        room += **width;
        room <= ROOM.1
    };
    let first = widths.iter().take_while(within).count().max(1);
    span_of(&widths[..first.min(widths.len())], ROOM.0)
}

pub(super) fn print_on_a4(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_footer("&C&P / &N");
}
