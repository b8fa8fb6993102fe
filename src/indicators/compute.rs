//! An indicator computed, whatever it is computed from.

use super::arguments::{Arguments, Request};
use super::definition::{Indicator, Method};
use super::given::Given;
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, FigureRef, Figures, Phrase};
use crate::lang::Text;
use crate::records::{Frame, ItemSheet, SmallTable};
use crate::subjects::{TOTAL, subject_id};

/// What an indicator is computed from.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    Exam(&'a Exam),
    /// An examination, and the score tables of the whole that it is part of (the province).
    Against(&'a Exam, &'a Exam),
    Table(&'a SmallTable),
    Frame(&'a Frame),
    /// The items of a paper.
    Items(&'a ItemSheet),
}

impl Input<'_> {
    /// What every figure says of how the source was read.
    fn method(self) -> Option<&'static Phrase> {
        match self {
            Input::Exam(exam) => exam.method(),
            Input::Against(exam, whole) => exam.method().or(whole.method()),
            Input::Table(_) | Input::Frame(_) | Input::Items(_) => None,
        }
    }
}

/// Computes a registered indicator. Unknown arguments, keys and subjects are refused; whatever cannot be
/// computed for one group is a figure with a status.
pub fn compute(indicator: &Indicator, input: Input<'_>, by: &[String], given: &Given) -> Result<Figures> {
    let arguments = given.typed(indicator)?;
    let request = Request { by, arguments: &arguments };
    let mut figures = by_method(indicator, input, &request)?;
    if let Some(key) = (1..figures.keys.len()).find(|at| figures.keys[..*at].contains(&figures.keys[*at])) {
        return Err(Error::InvalidArgument {
            argument: "by".to_owned(),
            found: figures.keys[key].clone(),
            expected: Text::new(
                "指标自己没有的分组字段（它本来就按这一项分列）",
                "keys that the indicator does not give itself (it tells these apart anyway)",
            ),
        });
    }
    if let Some(method) = input.method() {
        figures.map_methods(|own| own.and(method));
    }
    if let Input::Exam(exam) | Input::Against(exam, _) = input {
        figures.subjects = exam.names().clone();
        withhold_totals(indicator, exam, &arguments, &mut figures)?;
    }
    figures.shrink_to_fit();
    Ok(figures)
}

/// Finds again what depends on which figures are shown, where others are hidden.
pub fn find_again(indicator: &Indicator, figures: &mut Figures, given: &Given) -> Result<()> {
    if let Some(find) = indicator.measures.iter().find_map(|measure| measure.found_again) {
        find(figures, &given.typed(indicator)?);
    }
    Ok(())
}

/// Takes away the figures of totals that are not known to be whole, and those that ask who reached a line of them.
fn withhold_totals(
    indicator: &Indicator,
    exam: &Exam,
    arguments: &Arguments,
    figures: &mut Figures,
) -> Result<()> {
    let years = exam.years_without_total(TOTAL)?;
    if years.is_empty() {
        return Ok(());
    }
    let by_line = indicator.parameters.iter().any(|parameter| parameter.name == TOTAL)
        && arguments.text(TOTAL).is_none_or(|subject| subject_id(subject) == TOTAL);
    let is_withheld = |figure: FigureRef<'_>| {
        (by_line || figure.subject() == Some(TOTAL)) && years.contains(&figure.year())
    };
    for at in 0..figures.len() {
        if is_withheld(figures.get(at)) {
            figures.update(at, withhold);
        }
    }
    Ok(())
}

/// Leaves nothing of what was counted, only of what was asked.
fn withhold(figure: &mut Figure) {
    let bare = Figure::new(figure.indicator, figure.measure, figure.unit);
    *figure = Figure {
        year: figure.year,
        group: std::mem::take(&mut figure.group),
        subject: figure.subject.take(),
        method: std::mem::take(&mut figure.method),
        note: (&UNSETTLED).into(),
        ..bare
    };
}

/// Said of figures of a total that is not known to be whole.
pub static UNSETTLED: Phrase = Phrase::new(
    "no_total",
    "有数据源没有可计的总分：有一列像成绩而没有使用，各科相加可能缺这一科，或总分都读不懂",
    "a source has no total that could be counted: a column beside its subjects looks like scores and is not used or none of its totals can be read",
);

fn by_method(indicator: &Indicator, input: Input<'_>, request: &Request<'_>) -> Result<Figures> {
    match (indicator.method, input) {
        (Method::Exam(method), Input::Exam(exam)) => method(exam, request),
        (Method::Against(method, _), Input::Against(exam, whole)) => method(exam, whole, request),
        (Method::Table(method), Input::Table(table)) => method(table, request),
        (Method::Rows(method), Input::Table(table)) => method(&Rows::Table(table), request),
        (Method::Rows(method), Input::Frame(frame)) => method(&Rows::Frame(frame), request),
        (Method::Items(method), Input::Items(items)) => method(items, request),
        (Method::Items(_), _) => Err(wrong_source(
            indicator,
            Text::new(
                "小题表（read_items；配置里 kind = \"items\"）",
                "the items of a paper (read_items; kind = \"items\" in a configuration)",
            ),
        )),
        (Method::Against(..), Input::Exam(_)) => Err(missing(indicator, AGAINST, AGAINST_TEXT)),
        (Method::Exam(_), Input::Against(..)) => Err(unknown_against(indicator)),
        (Method::Exam(_) | Method::Against(..), Input::Table(_) | Input::Frame(_) | Input::Items(_)) => Err(
            wrong_source(indicator, Text::new("考生数据或一分一段表", "candidates' scores or a score table")),
        ),
        (Method::Table(_), Input::Exam(_) | Input::Against(..) | Input::Frame(_) | Input::Items(_))
        | (Method::Rows(_), Input::Exam(_) | Input::Against(..) | Input::Items(_)) => {
            Err(wrong_source(indicator, Text::new("一张普通的小表", "a plain small table")))
        }
    }
}

/// The argument that holds the score tables of the whole.
pub const AGAINST: &str = "province";
pub const AGAINST_TEXT: Text = Text::new(
    "全省（或全市）的一分一段表，分科类时每科类一张",
    "the score tables of the province (or city), one per track where it has tracks",
);

fn wrong_source(indicator: &Indicator, expected: Text) -> Error {
    missing(indicator, "source", expected)
}

fn missing(indicator: &Indicator, argument: &str, expected: Text) -> Error {
    Error::MissingArgument { indicator: indicator.id.to_owned(), argument: argument.to_owned(), expected }
}

fn unknown_against(indicator: &Indicator) -> Error {
    Error::UnknownArgument {
        indicator: indicator.id.to_owned(),
        argument: AGAINST.to_owned(),
        suggestion: None,
        known: indicator.parameters.iter().map(|parameter| parameter.name.to_owned()).collect(),
    }
}
