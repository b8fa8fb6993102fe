//! Tables as HTML: the report of a release as one self-contained page, and figures in a notebook.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, context, value::Serde};
use serde::Serialize;

use super::heads;
use super::html_parts::{Paper, paper};
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
    sections: Vec<(String, Vec<String>)>,
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
    /// The head, level by level.
    head: Vec<Vec<HeadView>>,
    body: &'static str,
    /// An `<svg>` element, or nothing.
    chart: String,
    notes: Vec<String>,
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

struct CellView<'c> {
    text: Cow<'c, str>,
    numeric: bool,
    unbroken: bool,
    /// Which way a number went.
    arrow: bool,
    /// Why there is no value.
    reason: Option<&'static str>,
}

/// Stands in the template for the rows of a table: a character that no text keeps.
const BODY: &str = "\0";

/// A page but for the bodies of its tables: most of it, so they are written row by row.
pub struct Report<'t> {
    page: String,
    bodies: Vec<Body<'t>>,
    lang: Lang,
}

/// The rows of a table, or of some of its columns.
struct Body<'t> {
    table: &'t Table,
    columns: Vec<usize>,
}

impl Report<'_> {
    /// # Errors
    /// `out` takes no more.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        let mut pieces = self.page.split(BODY);
        for (body, piece) in self.bodies.iter().zip(&mut pieces) {
            out.write_all(piece.as_bytes())?;
            body.write(self.lang, &mut out)?;
        }
        pieces.try_for_each(|piece| out.write_all(piece.as_bytes()))
    }
}

/// One page with everything on it: no script, no other file, printable on A4.
///
/// # Errors
///
/// [`Error::Internal`] if the built-in template is at fault.
pub fn report<'t>(cover: &Cover, tables: &'t [Table], lang: Lang) -> Result<Report<'t>> {
    let mut bodies = Vec::new();
    let views = tables.iter().enumerate().map(|(at, table)| with_chart(at, table, lang, &mut bodies));
    let tables: Vec<TableView> = views.collect::<Result<_>>()?;
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
    let page = environment.render_str(TEMPLATE, page).ok();
    let page = page.filter(|page| page.matches(BODY).count() == bodies.len());
    let page = page.ok_or(Error::Internal { what: "the template of the report could not be filled in" })?;
    Ok(Report { page, bodies, lang })
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
        sections: cover
            .sections
            .iter()
            .map(|(name, texts)| (clean_line(name), texts.iter().map(|text| clean_line(text)).collect()))
            .collect(),
        methods: cover
            .methods
            .iter()
            .map(|(name, text)| (clean_line(name), clean(text).into_owned()))
            .collect(),
        profile: cover.profile.as_deref().map(|text| clean(text).into_owned()),
    }
}

/// The view of a table; its bodies are added in the order in which the template has them.
fn with_chart<'t>(at: usize, table: &'t Table, lang: Lang, bodies: &mut Vec<Body<'t>>) -> Result<TableView> {
    let chart = table.charts.iter().map(|chart| svg::chart(table, chart)).collect::<Result<String>>()?;
    let paper = paper(table);
    let turned = paper != Paper::Upright;
    let parts = if let Paper::Parts(parts) = paper { parts } else { Vec::new() };
    bodies.push(Body { table, columns: all_columns(table) });
    let all = parts.len();
    let parts = parts.into_iter().enumerate().map(|(number, columns)| {
        let (title, number) = (clean_line(&table.title), number + 1);
        let title = lang.pick(format!("{title}（{number}/{all}）"), format!("{title} ({number}/{all})"));
        let view = TableView { title, ..table_view(at, table, &columns, lang) };
        bodies.push(Body { table, columns });
        view
    });
    let parts = parts.collect();
    Ok(TableView {
        chart,
        turned,
        parts,
        notes: table.notes.iter().map(|note| clean(note).into_owned()).chain(legend(table, lang)).collect(),
        ..table_view(at, table, &all_columns(table), lang)
    })
}

impl Body<'_> {
    fn write(&self, lang: Lang, out: &mut impl Write) -> io::Result<()> {
        for row in &self.table.rows {
            threads::check();
            out.write_all(b"\n<tr>")?;
            for (at, column) in self.columns.iter().enumerate() {
                let cell = row.get(*column).unwrap_or(&Cell::Empty);
                write_cell(out, at == 0, &cell_view(cell, &self.table.columns[*column], lang))?;
            }
            out.write_all(b"</tr>")?;
        }
        Ok(())
    }
}

fn write_cell(out: &mut impl Write, is_first: bool, cell: &CellView<'_>) -> io::Result<()> {
    let text = HtmlEscape(&cell.text);
    let class = if cell.unbroken { "unbroken" } else { "long" };
    match cell.reason {
        _ if is_first && !cell.numeric => write!(out, "<th scope=\"row\" class=\"{class}\">{text}</th>"),
        Some(reason) => {
            write!(out, "<td class=\"number symbol\" title=\"{}\">{text}</td>", HtmlEscape(reason))
        }
        None if cell.arrow => write!(out, "<td class=\"arrow\">{text}</td>"),
        None if cell.numeric => write!(out, "<td class=\"number\">{text}</td>"),
        None => write!(out, "<td class=\"{class}\">{text}</td>"),
    }
}

fn all_columns(table: &Table) -> Vec<usize> {
    (0..table.columns.len()).collect()
}

/// A table, or some columns of it, but for what stands below the rows.
fn table_view(at: usize, table: &Table, columns: &[usize], lang: Lang) -> TableView {
    let head: Vec<Column> = columns.iter().map(|column| table.columns[*column].clone()).collect();
    TableView {
        anchor: format!("table-{}", at + 1),
        title: clean_line(&table.title),
        unit: unit_line(table, lang),
        short: table.rows.len() <= SHORT,
        wide: columns.len() > WIDE,
        turned: false,
        parts: Vec::new(),
        head: head_view(&head),
        body: BODY,
        chart: String::new(),
        notes: Vec::new(),
    }
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

fn cell_view<'c>(cell: &'c Cell, column: &Column, lang: Lang) -> CellView<'c> {
    let (text, numeric, reason) = match shown(cell) {
        Shown::Text(text) => (clean(text), column.numeric, None),
        Shown::Number(digits) => (grouped(digits), true, None),
        Shown::Symbol(status) => (status.symbol().into(), true, Some(status.text().get(lang))),
        Shown::Nothing => ("".into(), column.numeric, None),
    };
    CellView { unbroken: width(&text) <= UNBROKEN, text, numeric, arrow: column.arrow, reason }
}

/// Figures as a compact table for a notebook, then how many more there are; without the columns that are empty
/// throughout.
pub fn figures_html(figures: &Figures, lang: Lang, more: usize, naming: Naming) -> String {
    let tidy = tidy::table(figures, lang, naming);
    let mut page = String::from("<table class=\"edugauge\">\n<thead><tr>");
    for column in &tidy.columns {
        element(&mut page, "th", &clean(&column.full_header()), column.numeric, None);
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &tidy.rows {
        page.push_str("<tr>");
        for (cell, column) in row.iter().zip(&tidy.columns) {
            let cell = cell_view(cell, column, lang);
            element(&mut page, "td", &cell.text, cell.numeric, cell.reason);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    if let Some(note) = legend(&tidy, lang) {
        element(&mut page, "p", &note, false, None);
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
