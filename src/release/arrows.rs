//! Year on year in cells of their own: an arrow, the change and its interval, so that every column of numbers
//! holds numbers only.

use std::collections::BTreeMap;

use super::level::{bound_heads, level_of};
use crate::figures::{FigureRef, Figures, Status};
use crate::indicators::change::CHANGE_NAME;
use crate::lang::Lang;
use crate::render::table::{Cell, Column};

/// What a change belongs to: measure, year, group and subject of the figure.
type Place<'a> = (&'a str, &'a str, Option<i32>, Vec<Option<&'a str>>, Option<&'a str>);

fn place(figure: FigureRef<'_>) -> Place<'_> {
    let group = figure.group().iter().map(Option::as_deref).collect();
    (figure.indicator(), figure.measure(), figure.year(), group, figure.subject())
}

/// The changes of a table's figures, each under the measure that it is of.
pub struct Changes<'a> {
    by_place: BTreeMap<Place<'a>, FigureRef<'a>>,
    /// The level of their intervals, as heads write it; nothing where they have none.
    level: Option<String>,
    /// That of all changes; empty where they have several.
    unit: &'static str,
    lang: Lang,
}

impl<'a> Changes<'a> {
    pub fn of(changes: &'a Figures, lang: Lang) -> Changes<'a> {
        let by_place = changes.iter().map(|change| (place(change), change)).collect();
        let mut units = changes.iter().map(|change| change.unit().text().get(lang));
        let first = units.next().unwrap_or_default();
        let unit = if units.all(|unit| unit == first) { first } else { "" };
        Changes { by_place, level: level_of(changes, lang), unit, lang }
    }

    pub fn is_empty(&self) -> bool {
        self.by_place.is_empty()
    }

    pub fn level(&self) -> Option<&str> {
        self.level.as_deref()
    }

    /// What their arrows mean; nothing where there are none.
    pub fn note(&self) -> Option<String> {
        (!self.is_empty()).then(|| note(self.level(), self.lang))
    }

    /// The columns that show a change, below a header of their own; `of` is what their ids begin with.
    pub fn columns(&self, of: &str, over: &[String]) -> Vec<Column> {
        if self.is_empty() { Vec::new() } else { columns(of, over, self.level(), self.unit, self.lang) }
    }

    /// What stands in them for a figure; nothing where there is none.
    pub fn cells(&self, figure: Option<FigureRef<'_>>, decimals: u8) -> Vec<Cell> {
        if self.is_empty() {
            return Vec::new();
        }
        let change = figure.and_then(|figure| self.by_place.get(&place(figure)).copied());
        cells(change, self.level.is_some(), decimals)
    }
}

/// Arrow, change and, where there are any, the bounds of its interval.
pub fn columns(of: &str, over: &[String], level: Option<&str>, unit: &str, lang: Lang) -> Vec<Column> {
    let over: Vec<String> = over.iter().cloned().chain([CHANGE_NAME.get(lang).to_owned()]).collect();
    let named = |id: &str, head: &str| {
        let column = Column { over: over.clone(), ..Column::number(head) };
        column.called(format!("{of}{id}")).in_unit(unit)
    };
    let direction = named("change_direction", lang.pick("方向", "Direction"));
    let arrow = Column { arrow: true, numeric: false, unit: None, ..direction };
    let mut columns = vec![arrow, named("change", lang.pick("变化", "Change"))];
    if let Some(level) = level {
        let [lower, upper] = bound_heads(level, lang);
        columns.extend([named("change_lower", &lower), named("change_upper", &upper)]);
    }
    columns
}

pub fn cells(change: Option<FigureRef<'_>>, intervals: bool, decimals: u8) -> Vec<Cell> {
    let width = if intervals { 4 } else { 2 };
    let Some(change) = change else { return vec![Cell::Empty; width] };
    let Some(value) = change.value() else { return vec![Cell::Missing(change.status()); width] };
    let bound = |bound: Option<f64>| match bound {
        Some(real) => Cell::real(real, decimals),
        None => Cell::Missing(Status::NotApplicable),
    };
    let value = Cell::number(value, decimals);
    let arrow = match &value {
        Cell::Number(number) => Cell::text(arrow(change, number.digits())),
        _ => Cell::Empty,
    };
    let mut cells = vec![arrow, value];
    if intervals {
        cells.extend([bound(change.lower()), bound(change.upper())]);
    }
    cells
}

/// By the number as it is shown, so that the two never disagree; solid only where an interval leaves out zero.
fn arrow(change: FigureRef<'_>, shown: &str) -> &'static str {
    if !shown.contains(|digit: char| ('1'..='9').contains(&digit)) {
        return "–";
    }
    let sure = change.lower().zip(change.upper()).is_some_and(|(lower, upper)| lower > 0.0 || upper < 0.0);
    match (shown.starts_with('-'), sure) {
        (false, true) => "▲",
        (true, true) => "▼",
        (false, false) => "△",
        (true, false) => "▽",
    }
}

/// What the arrows mean, where the changes have intervals of a level.
pub fn note(level: Option<&str>, lang: Lang) -> String {
    match level {
        Some(level) => lang.pick(
            format!(
                "▲ 上升，▼ 下降：变化的 {level}区间不含零；△▽ 上升、下降，但区间含零或没有区间，不能断定；– 不变"
            ),
            format!(
                "▲ up, ▼ down: the {level}interval of the change leaves out zero; △▽ up and down, but the interval holds zero or there is none, so it cannot be said; – no change"
            ),
        ),
        None => lang
            .pick(
                "△ 上升，▽ 下降：变化没有区间，不说是否超出误差；– 不变",
                "△ up, ▽ down: the changes have no interval, so nothing is said of error; – no change",
            )
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figure, Unit, Value};

    fn shown(change: Figure, intervals: bool) -> Vec<Cell> {
        let mut changes = Figures::default();
        changes.push(change);
        cells(changes.first(), intervals, 1)
    }

    fn drawn(value: f64, bounds: Option<(f64, f64)>) -> String {
        let figure = Figure {
            value: Some(Value::Real(value)),
            lower: bounds.map(|bounds| bounds.0),
            upper: bounds.map(|bounds| bounds.1),
            ..Figure::new("subject_mean", "mean", Unit::Points)
        };
        match &shown(figure, true)[0] {
            Cell::Text(arrow) => arrow.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_arrow_says_no_more_than_the_number_and_its_interval() {
        assert_eq!(drawn(1.2, Some((0.3, 2.1))), "▲");
        assert_eq!(drawn(1.2, Some((-0.3, 2.7))), "△");
        assert_eq!(drawn(-1.2, Some((-2.0, -0.4))), "▼");
        assert_eq!(drawn(-1.2, Some((-2.4, 0.0))), "▽");
        assert_eq!(drawn(0.04, Some((0.01, 0.07))), "–", "shown as 0.0");
        assert_eq!(drawn(-3.0, None), "▽", "without an interval nothing is sure");
    }

    #[test]
    fn no_change_leaves_its_cells_empty_and_a_hidden_one_says_so() {
        assert_eq!(cells(None, true, 1), vec![Cell::Empty; 4]);
        let hidden =
            Figure { status: Status::Suppressed, ..Figure::new("subject_mean", "mean", Unit::Points) };
        assert_eq!(shown(hidden, false), vec![Cell::Missing(Status::Suppressed); 2]);
    }
}
