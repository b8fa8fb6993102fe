//! Tables as HTML: the report of a release as one self-contained page, and figures in a notebook.

use std::fmt::Write as _;

use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, context, value::Serde};
use serde::Serialize;

use super::heads;
use super::show::{Shown, clean, clean_line, grouped, legend, shown, unit_line, width};
use super::svg;
use super::table::{Cell, Column, Cover, Naming, Table};
use super::tidy;
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::lang::Lang;

const TEMPLATE: &str = include_str!("report.html.j2");
/// A table of up to so many rows is kept on one page in print, one of more columns than that turned, and one of
/// still more set in the smallest type.
const SHORT: usize = 12;
const WIDE: usize = 9;
const WIDEST: usize = 16;
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
    widest: bool,
    columns: Vec<ColumnView>,
    /// The head, level by level.
    head: Vec<Vec<HeadView>>,
    rows: Vec<Vec<CellView>>,
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

#[derive(Serialize)]
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
    Ok(TableView { chart, ..table_view(at, table, lang) })
}

fn table_view(at: usize, table: &Table, lang: Lang) -> TableView {
    let row = |cells: &Vec<Cell>| {
        let padded = cells.iter().chain(std::iter::repeat(&Cell::Empty));
        padded.zip(&table.columns).map(|(cell, column)| cell_view(cell, column, lang)).collect()
    };
    TableView {
        anchor: format!("table-{}", at + 1),
        title: clean_line(&table.title),
        unit: unit_line(table, lang),
        short: table.rows.len() <= SHORT,
        wide: table.columns.len() > WIDE,
        widest: table.columns.len() > WIDEST,
        columns: table.columns.iter().map(column_view).collect(),
        head: head_view(&table.columns),
        rows: table.rows.iter().map(row).collect(),
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
    let table = table_view(0, &tidy::table(figures, lang, naming), lang);
    let mut page = String::from("<table class=\"edugauge\">\n<thead><tr>");
    for column in &table.columns {
        element(&mut page, "th", &column.header, column.numeric, None);
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        page.push_str("<tr>");
        for cell in row {
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
mod tests {
    use super::*;
    use crate::figures::{Status, Value};
    use crate::number::Rational;
    use crate::render::tidy::tests::{plain_names, sample};

    #[test]
    fn escapes_everything_and_drops_what_reorders_text() {
        let evil = "<script>alert(1)</script></style>\u{202E}\"'&";
        let table = Table {
            id: evil.into(),
            title: evil.into(),
            unit: Some(evil.into()),
            columns: vec![Column::text(evil)],
            rows: vec![vec![Cell::Text(evil.into())], vec![Cell::Missing(Status::Suppressed)], vec![]],
            notes: vec![evil.into()],
            ..Table::default()
        };
        let cover = Cover {
            title: evil.into(),
            region: evil.into(),
            headlines: vec![evil.into()],
            methods: vec![(evil.into(), evil.into())],
            version: evil.into(),
            profile: Some(evil.into()),
            year: Some(2024),
        };
        let page = report(&cover, &[table], Lang::Zh).unwrap();
        assert!(!page.contains("<script") && !page.contains('\u{202E}') && page.contains("&lt;script&gt;"));
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("<meta charset=\"utf-8\">"));
        assert!(page.contains("title=\"为保护个人信息而隐去\">[c]</td>"));
    }

    #[test]
    fn an_empty_report_is_a_page() {
        let page = report(&Cover::default(), &[], Lang::En).unwrap();
        assert!(page.contains("Made with edugauge") && !page.contains("<nav"));
    }

    #[test]
    fn numbers_are_rounded_and_grouped() {
        let number = |n, d, decimals| Cell::Number { value: Value::Exact(Rational::new(n, d)), decimals };
        let table = Table {
            id: "t".into(),
            title: "t".into(),
            unit: None,
            columns: vec![Column::number("n")],
            rows: vec![vec![number(12_345, 1, 0)], vec![number(1, 8, 2)]],
            notes: Vec::new(),
            ..Table::default()
        };
        let page = report(&Cover::default(), &[table], Lang::En).unwrap();
        assert!(page.contains(">12,345</td>") && page.contains(">0.13</td>"));
    }

    #[test]
    fn notebooks_get_a_capped_escaped_table() {
        let page = figures_html(&sample(), Lang::En, 7, plain_names);
        assert!(page.contains("… 7 more rows") && page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script>") && !page.contains('\u{202E}'));
        assert!(!page.contains("degrees of freedom"));
        assert_eq!(page.matches("<tr>").count(), 1 + sample().rows.len());
        assert!(!figures_html(&sample(), Lang::Zh, 0, plain_names).contains("另有"));
    }
}
