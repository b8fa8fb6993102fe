//! The registry and the one way to compute whatever is in it.

use std::collections::{BTreeMap, BTreeSet};

use pyo3::prelude::*;
use serde_json::{Value as Json, json};

use super::call::released;
use super::exam::{Exam, Table, notice_texts, to_python};
use super::figures::Figures;
use super::frames::wrong_type;
use super::given::{Arguments, given};
use super::items::Items;
use super::numbers::Frame;
use crate::error::{ENTRIES, Explained};
use crate::figures::{Status, Unit, key_id};
use crate::indicators::change::{Comparison, with_changes};
use crate::indicators::definition::{Default, DrawnAs, Family, Kind, Method, Parameter};
use crate::indicators::{FAMILIES, Indicator, Input, expand, find};
use crate::lang::{Lang, Text};
use crate::release::notices::{Caller, Known, doubtful_lines, of_figures, words_unmatched};
use crate::subjects::subject_id;

const OF_DATA: Text = Text::new(
    "read_scores、read_score_table、read_items 或 read_table 读出的数据",
    "an Exam (from read_scores or read_score_table), Items (from read_items) or a Table (from read_table)",
);

/// Computes an indicator of the registry from an `Exam`, a `Table` or a `Frame`; each argument a list of
/// values. With a coverage, each figure's change on the year before too.
#[pyfunction]
#[pyo3(signature = (indicator, data, by, arguments, against = None, coverage = None))]
pub fn compute(
    indicator: &str,
    data: &Bound<'_, PyAny>,
    by: Vec<String>,
    arguments: Arguments,
    against: Option<&Bound<'_, Exam>>,
    coverage: Option<&str>,
) -> PyResult<Figures> {
    let indicator = find(indicator)?;
    let given = given(arguments);
    let input = if let Ok(exam) = data.cast::<Exam>() {
        match against {
            Some(against) => Input::Against(&exam.get().exam, &against.get().exam),
            None => Input::Exam(&exam.get().exam),
        }
    } else if let Ok(table) = data.cast::<Table>() {
        Input::Table(&table.get().table)
    } else if let Ok(frame) = data.cast::<Frame>() {
        Input::Frame(&frame.get().frame)
    } else if let Ok(items) = data.cast::<Items>() {
        Input::Items(&items.get().sheet)
    } else {
        return Err(wrong_type("data", data, OF_DATA));
    };
    let comparison = coverage.map(Comparison::parse).transpose()?;
    // Columns of small tables go by their own headers.
    let of_exam = matches!(input, Input::Exam(_) | Input::Against(..) | Input::Items(_));
    let by: Vec<String> =
        by.into_iter().map(|word| if of_exam { key_id(&word).to_owned() } else { word }).collect();
    released(data.py(), || {
        let figures = crate::indicators::compute(indicator, input, &by, &given)?;
        Ok(Figures(match comparison {
            Some(comparison) => with_changes(figures, indicator, input, &by, &given, comparison)?,
            None => figures,
        }))
    })
}

/// What figures lack that have no value, and lines that nobody reaches or everybody, each with the argument that
/// mends it.
#[pyfunction]
pub fn lacking(
    figures: &Bound<'_, Figures>,
    data: &Bound<'_, PyAny>,
    indicator: &str,
    arguments: Arguments,
) -> PyResult<Vec<String>> {
    let (indicator, population) = (find(indicator)?, arguments.contains_key("population"));
    let exam = data.cast::<Exam>().ok().map(|exam| &exam.get().exam);
    let subjects = exam.map_or_else(Vec::new, crate::exam::Exam::subjects);
    let marked = |id: &str| subjects.iter().any(|known| known.id == id && known.full_mark.is_some());
    let known = Known { full_mark: &marked, population: &|_| population };
    let mut notices = of_figures(&figures.get().0, &known);
    let given = given(arguments);
    if let Some(exam) = exam {
        notices.extend(doubtful_lines(None, exam, indicator, &given.typed(indicator)?)?);
    }
    if let Ok(table) = data.cast::<Table>() {
        notices.extend(words_unmatched("", indicator, &given, &table.get().table));
    }
    Ok(notice_texts(&notices, Caller::Python))
}

/// The key that a word stands for: an id, or a name in either language; else the word itself.
#[pyfunction]
#[pyo3(name = "key_id")]
pub fn key_of(word: &str) -> String {
    key_id(word).to_owned()
}

/// The subject that a word stands for: an id, a name or an alias; else the word itself.
#[pyfunction]
#[pyo3(name = "subject_id")]
pub fn subject_of(word: &str) -> String {
    subject_id(word).to_owned()
}

/// Every indicator of the registry, as it describes itself.
#[pyfunction]
pub fn indicators(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let of_family = |family: &'static Family| family.indicators.iter().map(|of| described(of, family));
    to_python(py, &FAMILIES.iter().flat_map(of_family).collect())
}

/// The words that may stand in the columns of figures with a closed vocabulary, the same whatever the figures.
#[pyfunction]
pub fn words_of_columns() -> BTreeMap<&'static str, Vec<String>> {
    let registered = || FAMILIES.iter().flat_map(|family| family.indicators.iter());
    let measures = || registered().flat_map(|of| of.measures).map(|of| of.id.to_owned());
    let units = Unit::ALL.iter().map(|unit| unit.text().en.to_owned()).filter(|unit| !unit.is_empty());
    let distinct = |words: &mut dyn Iterator<Item = String>| {
        let mut known = BTreeSet::new();
        words.filter(|word| known.insert(word.clone())).collect()
    };
    BTreeMap::from([
        ("indicator", distinct(&mut registered().map(|of| of.id.to_owned()))),
        ("measure", distinct(&mut measures().chain(measures().map(|id| format!("{id}_change"))))),
        ("unit", distinct(&mut units.into_iter())),
        ("status", distinct(&mut Status::ALL.iter().map(|status| status.id().to_owned()))),
    ])
}

/// Every code that edugauge gives, with what is said of it.
#[pyfunction]
pub fn codes(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let described = |of: Explained| {
        let entry = ENTRIES.iter().find(|entry| entry.code == of.code);
        let (exit, exception) = (entry.map(|of| of.exit as u8), entry.map(|of| of.class.name()));
        let said = (both(of.means), both(of.example), both(of.fix));
        json!({"code": of.code, "means": said.0, "example": said.1, "fix": said.2, "exit": exit, "exception": exception})
    };
    to_python(py, &crate::cli::codes().into_iter().map(described).collect())
}

/// What a subject is called; an unknown one is its own name.
#[pyfunction]
pub fn subject_name(id: &str, lang: &str) -> String {
    crate::subjects::subject_name(id, Lang::parse(lang).unwrap_or_default()).to_owned()
}

/// The columns that a pattern names: `W{1..3}` is W1, W2 and W3.
#[pyfunction]
pub fn expanded(argument: &str, pattern: &str) -> PyResult<Vec<String>> {
    Ok(expand(argument, pattern)?)
}

/// In which language messages are.
#[pyfunction]
pub fn message_language() -> &'static str {
    Lang::from_environment().pick("zh", "en")
}

/// What a measure of an indicator is called.
#[pyfunction]
pub fn measure_name(indicator: &str, measure: &str, lang: &str) -> PyResult<String> {
    let known = find(indicator)?.measure(measure);
    Ok(known.map_or(measure, |known| known.name.get(Lang::parse(lang).unwrap_or_default())).to_owned())
}

/// What a measure of an indicator is in a picture, if it says so.
#[pyfunction]
pub fn drawn_as(indicator: &str, measure: &str) -> PyResult<Option<&'static str>> {
    let drawn = find(indicator)?.measure(measure).and_then(|known| known.drawn);
    Ok(drawn.map(DrawnAs::word))
}

/// What a key of figures is called.
#[pyfunction]
pub fn key_name(key: &str, lang: &str) -> String {
    crate::figures::key_name(key, Lang::parse(lang).unwrap_or_default()).to_owned()
}

fn described(indicator: &Indicator, family: &Family) -> Json {
    let measures = indicator.measures.iter().map(|of| json!({"id": of.id, "name": both(of.name)}));
    json!({
        "id": indicator.id,
        "family": {"id": family.id, "docstring": family.docstring},
        "name": both(indicator.name),
        "aliases": indicator.aliases,
        "summary": both(indicator.summary),
        "formula": both(indicator.formula),
        "katex": indicator.katex,
        "universe": both(indicator.universe),
        "numerator": both(indicator.numerator),
        "denominator": both(indicator.denominator),
        "aggregation": both(indicator.aggregation),
        "unit": both(indicator.unit.text()),
        "decimals": indicator.decimals,
        "measures": measures.collect::<Vec<_>>(),
        "parameters": indicator.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "publication": both(indicator.publication().text()),
        "edges": both(indicator.edges),
        "reference": both(indicator.reference),
        "source": match indicator.method {
            Method::Exam(_) => "exam",
            Method::Against(..) => "against",
            Method::Items(_) => "items",
            Method::Table(_) | Method::Rows(_) => "table",
        },
        "is_of_rows": matches!(indicator.method, Method::Rows(_)),
        "docstring": indicator.docstring,
        "example": json!({
            "input": indicator.example.input,
            "against": match indicator.method { Method::Against(_, table) => Some(table), _ => None },
            "by": indicator.example.by,
            "arguments": indicator.example.arguments.iter().copied().collect::<BTreeMap<_, _>>(),
            "steps": both(indicator.example.steps),
            "expected": indicator.example.expected.iter().map(|figure| json!({
                "measure": figure.measure,
                "subject": figure.subject,
                "group": figure.group,
                "value": figure.value,
            })).collect::<Vec<_>>(),
        }),
    })
}

fn parameter(parameter: &Parameter) -> Json {
    let (kind, choices) = match parameter.kind {
        Kind::Share => ("share", &[][..]),
        Kind::Probability => ("probability", &[][..]),
        Kind::Number => ("number", &[][..]),
        Kind::Positive => ("positive", &[][..]),
        Kind::Points => ("points", &[][..]),
        Kind::Threshold => ("threshold", &[][..]),
        Kind::Thresholds => ("thresholds", &[][..]),
        Kind::Count => ("count", &[][..]),
        Kind::Repeats => ("repeats", &[][..]),
        Kind::Choice(choices) => ("choice", choices),
        Kind::CutScore => ("cut_score", &[][..]),
        Kind::Population => ("population", &[][..]),
        Kind::Target => ("target", &[][..]),
        Kind::Subject => ("subject", &[][..]),
        Kind::Name => ("name", &[][..]),
        Kind::Pair => ("pair", &[][..]),
        Kind::Weight => ("weight", &[][..]),
        Kind::Band => ("band", &[][..]),
        Kind::LinkingError => ("linking_error", &[][..]),
        Kind::Condition => ("condition", &[][..]),
    };
    let default = match parameter.default {
        Default::Value(value) => Some(value),
        Default::Nothing | Default::Required => None,
    };
    json!({
        "name": parameter.name,
        "text": both(parameter.text),
        "kind": kind,
        "choices": choices.iter().map(|(id, name)| json!({"id": id, "name": both(*name)})).collect::<Vec<_>>(),
        "default": default,
        "required": parameter.default == Default::Required,
        "many": parameter.many,
    })
}

fn both(text: Text) -> Json {
    json!({"zh": text.zh, "en": text.en})
}
