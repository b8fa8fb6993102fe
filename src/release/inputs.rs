//! What the indicator of a table is computed from: its source, the province's tables, the year before.

use toml::Spanned;

use super::arguments::table_arguments;
use super::config::{Config, Table};
use super::sources::Sources;
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::indicators::change::Comparison;
use crate::indicators::definition::Method;
use crate::indicators::typed::typed;
use crate::indicators::{Given, Indicator, Input, exam_of_parts};

/// What a table asks of one of its indicators.
pub struct Asked<'a> {
    table: &'a Table,
    pub indicator: &'static Indicator,
    pub arguments: Given,
    /// The columns of the source that the table names.
    columns: Vec<String>,
    province: Option<Exam>,
    /// The parts of a paper, as subjects.
    parts: Option<Exam>,
}

impl<'a> Asked<'a> {
    pub fn all(config: &Config, sources: &Sources, table: &'a Table) -> Result<Vec<Asked<'a>>> {
        let asked = |indicator: &'static Indicator| {
            let arguments = table_arguments(config, table, indicator)?;
            let named = indicator.parameters.iter().filter(|parameter| parameter.kind.is_of_columns());
            let named = named.map(|parameter| Ok(typed(parameter, arguments.all(parameter.name))?.names()));
            let columns = named.collect::<Result<Vec<_>>>()?.concat();
            let province = joined(sources, &table.province);
            Ok(Asked {
                table,
                indicator,
                arguments,
                columns,
                province,
                parts: parts(config, sources, table)?,
            })
        };
        config.indicators(table)?.into_iter().map(asked).collect()
    }

    /// The source, and the columns of it that the table names.
    pub fn of(&self) -> String {
        let source = self.table.source.get_ref();
        match self.columns.is_empty() {
            true => source.clone(),
            false => format!("{source}: {}", self.columns.join(", ")),
        }
    }

    pub fn input<'b>(&'b self, sources: &'b Sources) -> Result<Input<'b>> {
        let source = self.table.source.get_ref();
        let missing = || Error::Internal { what: "a source was not read" };
        let exam = || self.parts.as_ref().or_else(|| sources.exams.get(source)).ok_or_else(missing);
        Ok(match self.indicator.method {
            Method::Exam(_) => Input::Exam(exam()?),
            Method::Against(..) => Input::Against(exam()?, self.province.as_ref().ok_or_else(missing)?),
            Method::Items(_) => Input::Items(sources.items.get(source).ok_or_else(missing)?),
            Method::Table(_) | Method::Rows(_) => {
                Input::Table(sources.tables.get(source).ok_or_else(missing)?.rows_for(self.indicator))
            }
        })
    }
}

/// The candidates of a paper with the parts of its plan that the table names as subjects.
fn parts(config: &Config, sources: &Sources, table: &Table) -> Result<Option<Exam>> {
    let Some((paper, named)) = sources.items.get(table.source.get_ref()).zip(table.parts.as_ref()) else {
        return Ok(None);
    };
    let exam = exam_of_parts(paper, named.get_ref(), "full");
    exam.map(Some).map_err(|fault| config.placed(named.span(), fault))
}

/// The score tables of the whole, one a track, side by side.
pub fn joined(sources: &Sources, ids: &[Spanned<String>]) -> Option<Exam> {
    let mut tables = ids.iter().map(|id| sources.exams.get(id.get_ref()).cloned());
    let mut all = tables.next()??;
    for table in tables {
        all.join(table?);
    }
    Some(all)
}

/// Whether a table shows changes, and from which coverage on.
pub fn comparison(config: &Config, table: &Table) -> Result<Option<Comparison>> {
    match (&table.coverage, table.change) {
        (Some(coverage), _) => {
            let share = config.number(coverage)?;
            let parsed = Comparison::parse(&crate::number::plain(share));
            parsed.map(Some).map_err(|fault| match fault {
                Error::InvalidArgument { found, expected, .. } => {
                    config.bad(coverage.span(), &found, expected)
                }
                other => other,
            })
        }
        (None, true) => Ok(Some(Comparison::default())),
        (None, false) => Ok(None),
    }
}
