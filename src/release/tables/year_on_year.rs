//! Figures with their changes: a row each, so that arrow, change and interval have cells of their own.

use std::collections::BTreeSet;

use super::{Laid, Layout, Sheet, VALUE, natural_decimals, value_cell};
use crate::figures::FigureRef;
use crate::lang::Text;
use crate::render::table::Column;

impl Sheet<'_> {
    /// A row per group, subject and measure: who was counted, the value, and its change on the year before.
    pub(super) fn year_on_year(&self) -> Laid {
        let lang = self.lang();
        let rows = || self.figures.iter().filter(|figure| self.is_laid_out(*figure));
        let several =
            |of: &dyn Fn(FigureRef<'_>) -> String| rows().map(of).collect::<BTreeSet<_>>().len() > 1;
        let subjects = several(&|figure| figure.subject().unwrap_or("").to_owned());
        let measures = several(&|figure| figure.measure().to_owned());
        let units = several(&|figure| figure.unit().text().zh.to_owned());
        let counted = rows().any(|figure| figure.n().is_some());
        let mut columns = self.label_columns();
        columns.extend(subjects.then(|| self.subject_column()));
        columns.extend(measures.then(|| self.text("measure", Text::new("统计量", "Measure"))));
        columns.extend(counted.then(|| self.persons_column("n", Text::new("人数", "Count"))));
        let unit = rows().next().filter(|_| !units).map_or("", |figure| figure.unit().text().get(lang));
        columns.push(match measures {
            true => self.number(VALUE, Text::new("数值", "Value")).in_unit(unit),
            false => Column::number(rows().next().map_or_else(String::new, |figure| self.measure(figure)))
                .called(VALUE)
                .in_unit(unit),
        });
        columns.extend(units.then(|| self.text("unit", Text::new("单位", "Unit"))));
        columns.extend(self.changes.columns("", &[]));
        let laid = rows().map(|figure| {
            let mut row = self.begun(figure, &columns);
            let subject = self.figures.subject_of(figure, lang);
            row.extend(subjects.then(|| self.word(subject)));
            row.extend(measures.then(|| self.word(&self.measure(figure))));
            row.extend(counted.then(|| self.persons(figure)));
            let decimals = self.heading.decimals.unwrap_or_else(|| match measures {
                true => natural_decimals(figure),
                false => self.decimals(),
            });
            row.push(value_cell(figure, decimals));
            row.extend(units.then(|| self.word(figure.unit().text().get(lang))));
            row.extend(self.changes.cells(Some(figure), decimals));
            row
        });
        let laid = laid.collect();
        (columns, laid)
    }

    /// Of the means only these are laid out, as without changes.
    fn is_laid_out(&self, figure: FigureRef<'_>) -> bool {
        !matches!(self.indicator.layout, Layout::BySubject)
            || figure.measure() == self.indicator.measures[0].id
    }

    fn measure(&self, figure: FigureRef<'_>) -> String {
        let several = self.indicator.measures.len() > 1;
        let named = self.indicator.measure(figure.measure()).filter(|_| several);
        named.map_or(self.indicator.name, |measure| measure.name).get(self.lang()).to_owned()
    }
}
