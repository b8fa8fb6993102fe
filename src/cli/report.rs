//! Errors as people read them, in miette's style: the code, what happened, the place in the configuration, help.

use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

use crate::error::Error;
use crate::lang::Lang;

struct Shown<'a> {
    fault: &'a Error,
    lang: Lang,
    source: Option<NamedSource<String>>,
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
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Error::Config { offset, length, .. } = self.fault else { return None };
        let label = self.lang.pick("这里", "here");
        Some(Box::new(std::iter::once(LabeledSpan::new(Some(label.to_owned()), *offset, *length))))
    }
}

/// Writes one error.
pub fn write(fault: &Error, lang: Lang, err: &mut dyn Write) -> io::Result<()> {
    let source = match fault {
        Error::Config { file, text, length, .. } if *length > 0 => Some(NamedSource::new(file, text.clone())),
        _ => None,
    };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    match handler.render_report(&mut text, &Shown { fault, lang, source }) {
        Ok(()) => err.write_all(text.as_bytes()),
        Err(_) => writeln!(err, "{}: {}", fault.code(), fault.message(lang)),
    }
}
