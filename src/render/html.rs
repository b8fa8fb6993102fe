//! Tables as HTML: the report of a release as one self-contained page, and figures in a notebook.

use std::fmt::Write as _;

use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, context, value::Serde};
use serde::Serialize;

use super::heads;
use super::html_parts::{Paper, paper, part};
use super::show::{Shown, clean, clean_line, grouped, legend, shown, unit_line, width};
use super::svg;
use super::table::{Cell, Column, Cover, Naming, Table};
use super::tidy;
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::lang::Lang;
use crate::threads;

const TEMPLATE: &str = include_str!("report.html.j2");
/// A table of up to so many rows is kept on one page in print; one of more columns than that may use the margin of a
/// large window.
const SHORT: usize = 12;
const WIDE: usize = 9;
/// Texts of up to so many columns stay on one line: Chinese breaks anywhere, a narrow column at each character.
const UNBROKEN: usize = 16;

#[derive(Serialize)]
struct CoverView {
    title: String,
    subtitle: String,
    headlines: Vec<String>,
    methods: Vec<(String, String)>,
    profile: Option<String>,
}

#[derive(Serialize)]
struct TableView {
    anchor: String,
    title: String,
    unit: Option<String>,
    short: bool,
    wide: bool,
    /// On paper it stands on a turned page, or as its parts.
    turned: bool,
    parts: Vec<TableView>,
    columns: Vec<ColumnView>,
    /// The head, level by level.
    head: Vec<Vec<HeadView>>,
    /// The rows of the body as elements: most of a page, and too much to be filled into a template cell by cell.
    body: String,
    /// An `<svg>` element, or nothing.
    chart: String,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ColumnView {
    header: String,
    numeric: bool,
}

#[derive(Serialize)]
struct HeadView {
    text: String,
    numeric: bool,
    unbroken: bool,
    /// Stands over several columns.
    group: bool,
    columns: usize,
    levels: usize,
}

struct CellView {
    text: String,
    numeric: bool,
    unbroken: bool,
    /// Which way a number went.
    arrow: bool,
    /// Why there is no value.
    reason: Option<&'static str>,
}

/// One page with everything on it: no script, no other file, printable on A4.
///
/// # Errors
///
/// [`Error::Internal`] if the built-in template is at fault.
pub fn report(cover: &Cover, tables: &[Table], lang: Lang) -> Result<String> {
    let tables: Vec<TableView> =
        tables.iter().enumerate().map(|(at, table)| with_chart(at, table, lang)).collect::<Result<_>>()?;
    let words = context! {
        highlights => lang.pick("要点", "Highlights"),
        tables => lang.pick("表格", "Tables"),
        methods => lang.pick("方法说明", "Methods"),
        made_by => made_by(cover, lang),
    };
    let page = context! {
        lang => lang.pick("zh-CN", "en"),
        cover => Serde(cover_view(cover, lang)),
        tables => Serde(tables),
        words => words,
    };
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment
        .render_str(TEMPLATE, page)
        .map_err(|_| Error::Internal { what: "the template of the report could not be filled in" })
}

fn made_by(cover: &Cover, lang: Lang) -> String {
    let version = clean_line(&cover.version);
    lang.pick(format!("由 edugauge {version} 生成"), format!("Made with edugauge {version}"))
}

fn cover_view(cover: &Cover, lang: Lang) -> CoverView {
    CoverView {
        title: clean_line(&cover.title),
        subtitle: cover.subtitle(lang),
        headlines: cover.headlines.iter().map(|text| clean_line(text)).collect(),
        methods: cover.methods.iter().map(|(name, text)| (clean_line(name), clean(text))).collect(),
        profile: cover.profile.as_deref().map(clean),
    }
}

fn with_chart(at: usize, table: &Table, lang: Lang) -> Result<TableView> {
    let chart = table.chart.as_ref().map_or(Ok(String::new()), |chart| svg::chart(table, chart))?;
    let paper = paper(table);
    let turned = paper != Paper::Upright;
    let parts = match paper {
        Paper::Parts(parts) => parts,
        _ => Vec::new(),
    };
    let all = parts.len();
    let parts = parts.iter().enumerate().map(|(number, columns)| {
        let part = part(table, columns);
        let (title, number) = (clean_line(&table.title), number + 1);
        let title = lang.pick(format!("{title}（{number}/{all}）"), format!("{title} ({number}/{all})"));
        TableView { title, body: body(&part, lang), ..table_view(at, &part, lang) }
    });
    let parts = parts.collect();
    Ok(TableView { chart, turned, parts, body: body(table, lang), ..table_view(at, table, lang) })
}

fn body(table: &Table, lang: Lang) -> String {
    let mut body = String::new();
    for row in &table.rows {
        threads::check();
        body.push_str("\n<tr>");
        for (at, cell) in cell_views(row, table, lang).enumerate() {
            push_cell(&mut body, at == 0, &cell);
        }
        body.push_str("</tr>");
    }
    body
}

/// Every cell of a row, as many as the table has columns.
fn cell_views(row: &[Cell], table: &Table, lang: Lang) -> impl Iterator<Item = CellView> {
    let padded = row.iter().chain(std::iter::repeat(&Cell::Empty));
    padded.zip(&table.columns).map(move |(cell, column)| cell_view(cell, column, lang))
}

fn push_cell(body: &mut String, is_first: bool, cell: &CellView) {
    let text = HtmlEscape(&cell.text);
    let class = if cell.unbroken { "unbroken" } else { "long" };
    // A string takes all that is written.
    let _ = match cell.reason {
        _ if is_first && !cell.numeric => write!(body, "<th scope=\"row\" class=\"{class}\">{text}</th>"),
        Some(reason) => {
            write!(body, "<td class=\"number symbol\" title=\"{}\">{text}</td>", HtmlEscape(reason))
        }
        None if cell.arrow => write!(body, "<td class=\"arrow\">{text}</td>"),
        None if cell.numeric => write!(body, "<td class=\"number\">{text}</td>"),
        None => write!(body, "<td class=\"{class}\">{text}</td>"),
    };
}

fn table_view(at: usize, table: &Table, lang: Lang) -> TableView {
    TableView {
        anchor: format!("table-{}", at + 1),
        title: clean_line(&table.title),
        unit: unit_line(table, lang),
        short: table.rows.len() <= SHORT,
        wide: table.columns.len() > WIDE,
        turned: false,
        parts: Vec::new(),
        columns: table.columns.iter().map(column_view).collect(),
        head: head_view(&table.columns),
        body: String::new(),
        chart: String::new(),
        notes: table.notes.iter().map(|note| clean(note)).chain(legend(table, lang)).collect(),
    }
}

fn column_view(column: &Column) -> ColumnView {
    ColumnView { header: clean(&column.full_header()), numeric: column.numeric }
}

fn head_view(columns: &[Column]) -> Vec<Vec<HeadView>> {
    let mut head: Vec<Vec<HeadView>> = (0..heads::depth(columns)).map(|_| Vec::new()).collect();
    for cell in heads::cells(columns) {
        head[cell.level].push(HeadView {
            unbroken: width(&cell.text) <= UNBROKEN,
            numeric: columns[cell.column].numeric,
            group: cell.columns > 1,
            text: cell.text,
            columns: cell.columns,
            levels: cell.levels,
        });
    }
    head
}

fn cell_view(cell: &Cell, column: &Column, lang: Lang) -> CellView {
    let (text, numeric, reason) = match shown(cell) {
        Shown::Text(text) => (clean(text), column.numeric, None),
        Shown::Number(digits) => (grouped(&digits), true, None),
        Shown::Symbol(status) => (status.symbol().to_owned(), true, Some(status.text().get(lang))),
        Shown::Nothing => (String::new(), column.numeric, None),
    };
    CellView { unbroken: width(&text) <= UNBROKEN, text, numeric, arrow: column.arrow, reason }
}

/// Figures as a compact table for a notebook, then how many more there are; without the columns that are empty
/// throughout.
pub fn figures_html(figures: &Figures, lang: Lang, more: usize, naming: Naming) -> String {
    let tidy = tidy::table(figures, lang, naming);
    let table = table_view(0, &tidy, lang);
    let mut page = String::from("<table class=\"edugauge\">\n<thead><tr>");
    for column in &table.columns {
        element(&mut page, "th", &column.header, column.numeric, None);
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &tidy.rows {
        page.push_str("<tr>");
        for cell in cell_views(row, &tidy, lang) {
            element(&mut page, "td", &cell.text, cell.numeric, cell.reason);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    for note in &table.notes {
        element(&mut page, "p", note, false, None);
    }
    if more > 0 {
        let text = lang.pick(format!("……另有 {more} 行"), format!("… {more} more rows"));
        element(&mut page, "p", &text, false, None);
    }
    page
}

// Styles stand in the elements: notebooks drop style sheets, and align all cells to the right.
fn element(page: &mut String, name: &str, text: &str, right: bool, reason: Option<&str>) {
    let side = if right { "right" } else { "left" };
    let title = reason.map_or(String::new(), |reason| format!(" title=\"{}\"", HtmlEscape(reason)));
    let _ = write!(page, "<{name} style=\"text-align:{side}\"{title}>{}</{name}>", HtmlEscape(text));
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
