//! The accessible workbook, as the guidance for official statistics has it: a cover, a sheet of contents, one of
//! notes, then one table a sheet from the first column on, with one header row, no merged cell and shorthand for
//! what is no number.

use std::collections::HashSet;

use rust_xlsxwriter::{
    Format, Table as Marked, TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError,
};

use super::cells::{Formats, write_number};
use super::layout::{BODY, row_height, wrapped_height};
use super::style::Styles;
use super::{
    Rows, Written, column_widths, fitting, made, names, print_on_a4, properties, reads, set_height, sheet_of,
};
use crate::error::{Error, Result};
use crate::figures::Status;
use crate::lang::{Lang, Text};
use crate::render::show::{Shown, clean, looks_like_formula, shown, unit_line};
use crate::render::table::{Cell, Column, Cover, Table};

/// Widths of the texts on the cover and among the notes.
const COVER: f64 = 100.0;
const NOTES: f64 = 110.0;

/// A value that is not zero but reads as zero.
const LOW: &str = "[low]";
/// A figure that rests on few candidates.
const UNRELIABLE: &str = "[u]";

/// The workbook, as bytes; the same tables give the same bytes on any day.
///
/// # Errors
/// [`Error::InvalidArgument`] for a table that is too large for a sheet of Excel.
pub fn accessible(cover: &Cover, tables: &[Table], lang: Lang) -> Result<Vec<u8>> {
    tables.iter().try_for_each(super::check_size)?;
    let made = made(|rows| build(cover, tables, lang, rows));
    made.ok_or(Error::Internal { what: "the accessible workbook could not be built" })
}

fn build(cover: &Cover, tables: &[Table], lang: Lang, rows: Rows) -> std::result::Result<Vec<u8>, XlsxError> {
    let styles = Styles::new(lang);
    let own = [
        lang.pick("封面", "Cover_sheet"),
        lang.pick("目录", "Table_of_contents"),
        lang.pick("说明", "Notes"),
    ];
    let names: Vec<String> = (1..=tables.len())
        .map(|number| lang.pick(format!("表{number}"), format!("Table_{number}")))
        .collect();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(cover)?);
    write_cover(named(&mut workbook, own[0])?, cover, &styles, lang)?;
    write_contents(named(&mut workbook, own[1])?, tables, &names, &styles, lang)?;
    write_notes(named(&mut workbook, own[2])?, cover, tables, &names, &styles, lang)?;
    for (number, (table, name)) in tables.iter().zip(&names).enumerate() {
        let sheet = sheet_of(&mut workbook, table, rows)?.set_name(name)?;
        write_table(sheet, number + 1, table, cover.profile.as_deref(), &styles, lang)?;
    }
    workbook.save_to_buffer()
}

fn named<'w>(workbook: &'w mut Workbook, name: &str) -> std::result::Result<&'w mut Worksheet, XlsxError> {
    workbook.add_worksheet().set_name(name)
}

/// Lines of text one below the other, the first as the title; the row behind them.
fn lines<'t>(
    sheet: &mut Worksheet,
    texts: impl IntoIterator<Item = &'t str>,
    styles: &Styles,
) -> std::result::Result<u32, XlsxError> {
    let mut row = 0;
    for text in texts {
        let style = if row == 0 { &styles.title_line } else { &styles.line };
        sheet.write_string_with_format(row, 0, fitting(&clean(text)), style)?;
        row += 1;
    }
    Ok(row)
}

/// Columns of fixed width, printed one page wide.
fn columns(sheet: &mut Worksheet, widths: &[f64]) -> Written {
    for (column, width) in (0u16..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    print_on_a4(sheet);
    Ok(())
}

fn write_cover(sheet: &mut Worksheet, cover: &Cover, styles: &Styles, lang: Lang) -> Written {
    columns(sheet, &[COVER])?;
    let subtitle = cover.subtitle(lang);
    let version = format!("edugauge {}", cover.version);
    let legend: Vec<String> =
        shorthand(lang).into_iter().map(|(symbol, text)| format!("{symbol} {text}")).collect();
    let mut texts = vec![cover.title.as_str(), subtitle.as_str()];
    texts.extend(cover.profile.as_deref());
    texts.extend(cover.headlines.iter().map(String::as_str));
    for (name, sentences) in &cover.sections {
        texts.extend(Some(name.as_str()).filter(|name| !name.is_empty()));
        texts.extend(sentences.iter().map(String::as_str));
    }
    texts.push(lang.pick(
        "本工作簿每张工作表一张表，没有合并单元格。表中符号：",
        "One table a sheet, no merged cells. Shorthand in the tables:",
    ));
    texts.extend(legend.iter().map(String::as_str));
    texts.push(&version);
    for (row, text) in (1u32..).zip(&texts[1..]) {
        sheet.write_string_with_format(row, 0, fitting(&clean(text)), &styles.paragraph)?;
        sheet.set_row_height(row, wrapped_height(&clean(text), COVER, BODY))?;
    }
    lines(sheet, texts.into_iter().take(1), styles).map(drop)
}

/// The symbols of the tables and what they stand for.
fn shorthand(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let own = [
        ("[c]", Status::Suppressed.text()),
        ("[x]", Status::MissingInput.text()),
        ("[z]", Text::new("不适用或分母为零", "not applicable, or the denominator is zero")),
        (LOW, Text::new("不是零，但四舍五入后为零", "not zero, but rounds to zero")),
        (UNRELIABLE, Text::new("所依据的考生不足 30 人", "rests on fewer than 30 candidates")),
    ];
    own.map(|(symbol, text)| (symbol, text.get(lang))).to_vec()
}

fn write_contents(
    sheet: &mut Worksheet,
    tables: &[Table],
    names: &[String],
    styles: &Styles,
    lang: Lang,
) -> Written {
    columns(sheet, &[14.0, 80.0])?;
    let first = lines(sheet, [lang.pick("目录", "Table of contents")], styles)?;
    let headers = [lang.pick("工作表", "Sheet"), lang.pick("标题", "Title")];
    for ((row, table), name) in (first + 1..).zip(tables).zip(names) {
        sheet.write_url_with_format(
            row,
            0,
            Url::new(format!("internal:'{name}'!A1")).set_text(name),
            &styles.link,
        )?;
        sheet.write_string_with_format(row, 1, fitting(&clean(&table.title)), &styles.line)?;
    }
    mark(sheet, first, tables.len(), &headers, 0, styles)
}

fn write_notes(
    sheet: &mut Worksheet,
    cover: &Cover,
    tables: &[Table],
    names: &[String],
    styles: &Styles,
    lang: Lang,
) -> Written {
    columns(sheet, &[16.0, NOTES])?;
    let first = lines(sheet, [lang.pick("说明", "Notes")], styles)?;
    let of_tables = tables
        .iter()
        .zip(names)
        .flat_map(|(table, name)| table.notes.iter().map(move |note| (name.clone(), note.clone())));
    let methods = cover.methods.iter().cloned();
    let notes: Vec<(String, String)> = of_tables.chain(methods).collect();
    for (row, (name, note)) in (first + 1..).zip(&notes) {
        sheet.write_string_with_format(row, 0, fitting(&clean(name)), &styles.line)?;
        sheet.write_string_with_format(row, 1, fitting(&clean(note)), &styles.paragraph)?;
        sheet.set_row_height(row, wrapped_height(&clean(note), NOTES, BODY))?;
    }
    let headers = [lang.pick("所属", "Belongs to"), lang.pick("内容", "Note")];
    mark(sheet, first, notes.len(), &headers, 1, styles)
}

fn write_table(
    sheet: &mut Worksheet,
    number: usize,
    table: &Table,
    stamp: Option<&str>,
    styles: &Styles,
    lang: Lang,
) -> Written {
    let widths: Vec<f64> = column_widths(table).into_iter().map(|width| width.max(12.0)).collect();
    columns(sheet, &widths)?;
    sheet.set_landscape();
    let title =
        lang.pick(format!("表 {number}：{}", table.title), format!("Table {number}: {}", table.title));
    let unit = unit_line(table, lang);
    let notes = lang.pick(
        "口径与说明见“说明”页；符号见封面。",
        "Definitions are on the sheet of notes, shorthand on the cover.",
    );
    let texts = [Some(title.as_str()), stamp, unit.as_deref(), Some(notes)];
    let first = lines(sheet, texts.into_iter().flatten(), styles)?;
    let mut headers: Vec<String> = table.columns.iter().map(Column::full_header).collect();
    let unreliable: HashSet<usize> = table.unreliable.iter().copied().collect();
    let flagged = !unreliable.is_empty();
    headers.extend(flagged.then(|| lang.pick("备注符号", "Shorthand").to_owned()));
    // Rows are written in their order, the header first.
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    sheet.set_row_height(first, row_height(headers.iter().copied().zip(&widths), BODY))?;
    mark(sheet, first, table.rows.len(), &headers, number + 1, styles)?;
    for (row, (at, cells)) in (first + 1..).zip(table.rows.iter().enumerate()) {
        set_height(sheet, row, row_height(cells.iter().map(reads).zip(&widths), BODY), table)?;
        let mut formats = Formats::of(row);
        for (column, model) in (0u16..).zip(&table.columns) {
            let cell = cells.get(usize::from(column)).unwrap_or(&Cell::Empty);
            let format = write_cell(sheet, row, column, cell, model, styles)?;
            formats.set(sheet, column, format)?;
        }
        formats.finish(sheet)?;
        if unreliable.contains(&at) {
            let column = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
            sheet.write_string_with_format(row, column, UNRELIABLE, &styles.line)?;
        }
    }
    sheet.set_repeat_rows(first, first)?;
    sheet.set_freeze_panes(first + 1, 0)?;
    Ok(())
}

/// The format it takes.
fn write_cell<'s>(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    model: &Column,
    styles: &'s Styles,
) -> std::result::Result<&'s Format, XlsxError> {
    let shorthand = match shown(cell) {
        Shown::Number(_) if matches!(cell, Cell::Number(number) if number.rounds_to_zero()) => LOW,
        Shown::Number(digits) => return write_number(sheet, row, column, digits, styles),
        Shown::Text(text) if !text.is_empty() => {
            sheet.write_string(row, column, fitting(&clean(text)))?;
            return Ok(styles.text(model, looks_like_formula(text)));
        }
        Shown::Symbol(status) => status.symbol(),
        // An empty cell would be read as a missing one.
        Shown::Text(_) | Shown::Nothing => Status::NotApplicable.symbol(),
    };
    sheet.write_string(row, column, shorthand).map(|_| &styles.plain_right)
}

/// Marks the cells as a table of Excel, so that screen readers announce it; its headers must differ.
fn mark(
    sheet: &mut Worksheet,
    first: u32,
    rows: usize,
    headers: &[&str],
    number: usize,
    styles: &Styles,
) -> Written {
    let mut columns: Vec<TableColumn> = Vec::new();
    let mut used: Vec<String> = Vec::new();
    for header in headers {
        let plain = names::within(&clean(header).replace('\n', " "), 200).to_owned();
        let plain = if plain.is_empty() { "-".to_owned() } else { plain };
        let taken = |name: &String| used.iter().any(|known| known.to_lowercase() == name.to_lowercase());
        let name = std::iter::once(plain.clone())
            .chain((2..).map(|n| format!("{plain} ({n})")))
            .find(|name| !taken(name))
            .unwrap_or_default();
        used.push(name.clone());
        columns.push(TableColumn::new().set_header(name).set_header_format(&styles.head_line));
    }
    let last = first + u32::try_from(rows.max(1)).unwrap_or(u32::MAX);
    let right = u16::try_from(headers.len().max(1) - 1).unwrap_or(u16::MAX);
    let table = Marked::new()
        .set_name(format!("table_{number}"))
        .set_columns(&columns)
        .set_autofilter(false)
        .set_style(TableStyle::Light1);
    sheet.add_table(first, 0, last, right, &table)?;
    Ok(())
}
