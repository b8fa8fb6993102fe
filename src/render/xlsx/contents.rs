//! The first sheet: what the release is, what it says, and where each table stands.

use rust_xlsxwriter::{Url, Worksheet};

use super::layout::{BODY, HEADING, NOTE, Span, TITLE, wrapped_height};
use super::style::Styles;
use super::{Written, merged, names, print_on_a4};
use crate::lang::Lang;
use crate::render::show::clean_line;
use crate::render::table::{Cover, Table};

/// The columns: the number of a table, its title, the name of its sheet.
const WIDTHS: [f64; 3] = [5.0, 60.0, 30.0];
const ALL: Span = Span { first: 0, last: 2, width: 95.0 };
/// UTF-16 units that Excel allows in the text of a link.
const LONGEST_LINK: usize = 255;

pub(super) fn write(
    sheet: &mut Worksheet,
    cover: &Cover,
    tables: &[Table],
    names: &[String],
    styles: &Styles,
    lang: Lang,
) -> Written {
    for (column, width) in (0u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_screen_gridlines(false);
    print_on_a4(sheet);
    merged(sheet, 0, ALL, &cover.title, &styles.title, TITLE)?;
    merged(sheet, 1, ALL, &subtitle(cover, lang), &styles.note, NOTE)?;
    let mut row = 3;
    if !cover.headlines.is_empty() {
        heading(sheet, &mut row, lang.pick("要点", "Highlights"), styles)?;
        for headline in &cover.headlines {
            merged(sheet, row, ALL, headline, &styles.paragraph, BODY)?;
            row += 1;
        }
        row += 1;
    }
    for (name, texts) in &cover.sections {
        if !name.is_empty() {
            heading(sheet, &mut row, name, styles)?;
        }
        for text in texts {
            merged(sheet, row, ALL, text, &styles.paragraph, BODY)?;
            row += 1;
        }
        row += 1;
    }
    heading(sheet, &mut row, lang.pick("表格", "Tables"), styles)?;
    for (number, (table, name)) in (1u32..).zip(tables.iter().zip(names)) {
        link(sheet, row, number, table, name, styles)?;
        row += 1;
    }
    row += 1;
    write_methods(sheet, row, cover, styles, lang)
}

/// Region, year and version, as far as they are known.
fn subtitle(cover: &Cover, lang: Lang) -> String {
    let known = [cover.subtitle(lang), format!("edugauge {}", cover.version)];
    let parts = known.iter().filter(|part| !part.is_empty()).map(String::as_str);
    parts.collect::<Vec<_>>().join(" · ").trim_end().to_owned()
}

fn heading(sheet: &mut Worksheet, row: &mut u32, text: &str, styles: &Styles) -> Written {
    merged(sheet, *row, ALL, text, &styles.heading, HEADING)?;
    *row += 1;
    Ok(())
}

fn link(sheet: &mut Worksheet, row: u32, number: u32, table: &Table, name: &str, styles: &Styles) -> Written {
    let title = clean_line(&table.title);
    let title = names::within(if title.is_empty() { name } else { &title }, LONGEST_LINK);
    let height = wrapped_height(title, WIDTHS[1], BODY).max(wrapped_height(name, WIDTHS[2], BODY));
    let target = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(title);
    sheet.set_row_height(row, height)?;
    sheet.write_number_with_format(row, 0, number, &styles.ordinal)?;
    sheet.write_url_with_format(row, 1, target, &styles.link)?;
    sheet.write_string_with_format(row, 2, name, &styles.ordinal)?;
    Ok(())
}

fn write_methods(sheet: &mut Worksheet, mut row: u32, cover: &Cover, styles: &Styles, lang: Lang) -> Written {
    if !cover.methods.is_empty() || cover.profile.is_some() {
        heading(sheet, &mut row, lang.pick("方法说明", "Methods"), styles)?;
    }
    let colon = lang.colon();
    let methods = cover.methods.iter().map(|(name, text)| format!("{name}{colon}{text}"));
    for (row, text) in (row..).zip(methods.chain(cover.profile.clone())) {
        merged(sheet, row, ALL, &text, &styles.note, NOTE)?;
    }
    Ok(())
}
