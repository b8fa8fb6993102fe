//! The level of intervals, as heads and notes write it.

use crate::figures::{Figures, Value};
use crate::lang::Lang;

/// The level before the word interval (`95% `); empty where the intervals of the figures have several levels.
/// Nothing where no figure has an interval.
pub fn level_of(figures: &Figures, lang: Lang) -> Option<String> {
    let mut levels = figures.iter().filter(|f| f.lower().is_some()).map(|figure| figure.confidence());
    let first = levels.next()?;
    let common = first.filter(|_| levels.all(|level| level == first));
    Some(common.map_or_else(String::new, |level| lang.pick(percent(level) + "% ", percent(level) + " % ")))
}

/// A level in per cent: 95, 97.5.
pub fn percent(confidence: f64) -> String {
    Value::Real(confidence * 100.0).round(1).trim_end_matches(".0").to_owned()
}

/// The heads of the bounds of intervals of a level.
pub fn bound_heads(level: &str, lang: Lang) -> [String; 2] {
    let head = |zh: &str, en: &str| lang.pick(format!("{level}区间{zh}"), format!("{level}{en}"));
    [head("下限", "lower"), head("上限", "upper")]
}
