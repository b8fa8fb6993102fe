//! What stands above the columns of a table by rows and columns.

use super::{Labels, PARTS, Sheet, VERDICT};
use crate::figures::{FigureRef, Unit};
use crate::indicators::definition::Layout;
use crate::lang::Lang;
use crate::render::table::Column;

impl Sheet<'_> {
    pub(super) fn column(
        &self,
        labels: &Labels,
        part: &str,
        several_parts: bool,
        figure: Option<FigureRef<'_>>,
    ) -> Column {
        let mut levels: Vec<String> = labels.iter().map(|label| self.label(label)).collect();
        if several_parts || levels.is_empty() {
            levels.push(self.part_name(part, figure));
        }
        let is_number = part != VERDICT;
        let unit = figure.filter(|_| is_number).map(|figure| unit_of(figure, part, self.lang()));
        let unit = unit.filter(|unit| !unit.is_empty());
        let id = figure.map(|figure| self.id_of(figure)).into_iter().chain([part.to_owned()]);
        let id = id.filter(|level| !level.is_empty()).collect::<Vec<_>>().join(".");
        let mut header = levels.pop().unwrap_or_default();
        if let Some(unit) = unit.as_ref().filter(|_| self.units.len() > 1) {
            header = self.lang().pick(format!("{header}（{unit}）"), format!("{header} ({unit})"));
        }
        Column { id, over: levels, unit, numeric: is_number, ..Column::text(header) }
    }

    fn part_name(&self, part: &str, figure: Option<FigureRef<'_>>) -> String {
        // Where the quantity stands above, it need not be said again.
        let above = self.shape.columns.iter().any(|dimension| dimension == "quantity");
        let quantity = || figure.filter(|_| !above).and_then(|figure| self.quantity(figure).1);
        let own = figure.and_then(|figure| self.indicator_of(figure)).map(|indicator| indicator.layout);
        let text = match (part, own) {
            ("lower", _) => return self.bounds[0].clone(),
            ("upper", _) => return self.bounds[1].clone(),
            ("value", _) => match quantity() {
                Some(name) => return name,
                None => PARTS[0].1,
            },
            ("numerator", Some(Layout::Single(parts))) => parts.numerator,
            ("denominator", Some(Layout::Single(parts))) => parts.denominator_of(self.figures),
            (part, _) => PARTS.iter().find(|(id, _)| *id == part).map_or(PARTS[0].1, |(_, text)| *text),
        };
        text.get(self.lang()).to_owned()
    }
}

/// Counts of persons have their own unit.
fn unit_of(figure: FigureRef<'_>, part: &str, lang: Lang) -> String {
    let text = match part {
        "numerator" | "denominator" | "n" => Unit::Persons.text(),
        _ => figure.unit().text(),
    };
    text.get(lang).to_owned()
}
