//! Errors as people read them, in miette's style: the code, what happened, the place in the configuration, help.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    NamedSource, SourceCode, SourceSpan, SpanContents,
};

use crate::error::Error;
use crate::intake::{CellLine, cell_line};
use crate::lang::Lang;

struct Shown<'a> {
    fault: &'a Error,
    lang: Lang,
    source: Option<Source>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.fault, f)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fault.message(self.lang))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.fault.code()))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.help(self.lang).map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| match source {
            Source::Config(source) => source as &dyn SourceCode,
            Source::Row(row) => row,
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (offset, length) = match (self.fault, &self.source) {
            (Error::Config { offset, length, .. }, _) => (*offset, *length),
            (_, Some(Source::Row(row))) => (row.line.cell.start, row.line.cell.len()),
            _ => return None,
        };
        let label = self.lang.pick("这里", "here");
        Some(Box::new(std::iter::once(LabeledSpan::new(Some(label.to_owned()), offset, length))))
    }
}

/// Where an error is shown.
enum Source {
    Config(NamedSource<String>),
    Row(Row),
}

/// One line of a file by its number.
#[derive(Debug)]
struct Row {
    file: String,
    row: u64,
    line: CellLine,
}

impl SourceCode for Row {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> std::result::Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.line.text.as_bytes();
        let line = usize::try_from(self.row.saturating_sub(1)).unwrap_or(usize::MAX);
        let whole = SourceSpan::from((0, text.len()));
        Ok(Box::new(MietteSpanContents::new_named(self.file.clone(), text, whole, line, 0, 1)))
    }
}

fn source(fault: &Error) -> Option<Source> {
    if let Error::Config { file, text, length, .. } = fault {
        return (*length > 0).then(|| Source::Config(NamedSource::new(file, text.clone())));
    }
    let place = fault.row_place()?;
    let row = place.row?;
    let line = cell_line(Path::new(&place.file), row, place.column.as_ref().map(|c| c.index), false)?;
    Some(Source::Row(Row { file: place.file.clone(), row, line }))
}

/// Writes one error.
pub fn write(fault: &Error, lang: Lang, err: &mut dyn Write) -> io::Result<()> {
    let source = source(fault);
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    match handler.render_report(&mut text, &Shown { fault, lang, source }) {
        Ok(()) => err.write_all(text.as_bytes()),
        Err(_) => writeln!(err, "{}: {}", fault.code(), fault.message(lang)),
    }
}
