//! Which labels a figure has in each dimension, in which order they stand, and which figure stands where.

use std::collections::{BTreeMap, BTreeSet};

use super::{DIMENSIONS, Labels, Sheet};
use crate::error::{Error, Result};
use crate::figures::{FigureRef, Label, label_name};
use crate::lang::Text;
use crate::subjects::subject_rank;

impl<'a> Sheet<'a> {
    /// What a figure is in one dimension, and where that stands among the others.
    pub(super) fn labelled(&self, figure: FigureRef<'_>, dimension: &str) -> (usize, Option<String>) {
        match dimension {
            "year" => (
                usize::try_from(figure.year().unwrap_or(0)).unwrap_or(0),
                Some(figure.year().map_or_else(String::new, |year| year.to_string())),
            ),
            "subject" => {
                let id = figure.subject().unwrap_or("");
                (subject_rank(id), Some(self.figures.subjects.name(id, self.lang()).to_owned()))
            }
            "quantity" => self.quantity(figure),
            key => {
                let label = self
                    .figures
                    .key_index(key)
                    .and_then(|at| figure.group()[at].as_ref().map(Label::to_string));
                let listed =
                    label.as_ref().and_then(|label| self.heading.order.iter().position(|o| o == label));
                let named = label.as_deref().and_then(|label| label_name(key, label, self.lang()));
                (listed.unwrap_or(self.heading.order.len()), named.map(str::to_owned).or(label))
            }
        }
    }

    /// The indicator, or the measure where the indicator has several.
    pub(super) fn quantity(&self, figure: FigureRef<'_>) -> (usize, Option<String>) {
        let at = self.indicators.iter().position(|indicator| indicator.id == figure.indicator());
        let Some(indicator) = at.map(|at| self.indicators[at]) else { return (0, None) };
        let measure = indicator.measures.iter().position(|of| of.id == figure.measure()).unwrap_or(0);
        let several = self.indicators.len() == 1
            || self.measures.get(figure.indicator()).is_some_and(|measures| measures.len() > 1);
        let name = match indicator.measures.get(measure) {
            Some(of) if several && indicator.measures.len() > 1 => of.name.heading(self.lang()),
            _ => indicator.name.heading(self.lang()),
        };
        // Measures come first that the table puts first, by their ids.
        let order = self.heading.order;
        let place = order.iter().position(|first| first == figure.measure());
        let own = order.len() + at.unwrap_or(0) * 1000 + measure;
        (place.unwrap_or(own), Some(name))
    }

    /// What programs call the column of a figure: the years, ids and labels along the head.
    pub(super) fn id_of(&self, figure: FigureRef<'_>) -> String {
        let level = |dimension: &String| match dimension.as_str() {
            "year" => figure.year().map_or_else(String::new, |year| year.to_string()),
            "subject" => figure.subject().unwrap_or("").to_owned(),
            "quantity" => self.quantity_id(figure),
            key => {
                let label = self.figures.key_index(key).map(|at| figure.group()[at].as_deref());
                label.map_or("", |label| label.unwrap_or("total")).to_owned()
            }
        };
        self.shape.columns.iter().map(level).collect::<Vec<_>>().join(".")
    }

    fn quantity_id(&self, figure: FigureRef<'_>) -> String {
        match self.indicators.len() {
            1 => figure.measure().to_owned(),
            _ => format!("{}.{}", figure.indicator(), figure.measure()),
        }
    }

    fn labels_of(&self, figure: FigureRef<'_>, dimensions: &[String]) -> Labels {
        dimensions.iter().map(|dimension| self.labelled(figure, dimension)).collect()
    }

    /// The combinations that occur: years, subjects and quantities in their order, groups as they come.
    pub(super) fn labels(&self, dimensions: &[String]) -> Vec<Labels> {
        let mut seen: BTreeMap<Labels, usize> = BTreeMap::new();
        for figure in self.figures.iter() {
            let number = seen.len();
            seen.entry(self.labels_of(figure, dimensions)).or_insert(number);
        }
        let mut firsts: Vec<BTreeMap<&(usize, Option<String>), usize>> =
            vec![BTreeMap::new(); dimensions.len()];
        for (labels, number) in &seen {
            for (first, label) in firsts.iter_mut().zip(labels) {
                let entry = first.entry(label).or_insert(*number);
                *entry = (*entry).min(*number);
            }
        }
        let place = |labels: &Labels| -> Vec<(usize, usize)> {
            labels.iter().zip(&firsts).map(|(label, first)| (label.0, first[label])).collect()
        };
        let mut ordered: Vec<Labels> = seen.keys().cloned().collect();
        ordered.sort_by_key(place);
        ordered
    }

    pub(super) fn cells(&self) -> Result<BTreeMap<(Labels, Labels), FigureRef<'a>>> {
        let mut cells = BTreeMap::new();
        for figure in self.figures.iter() {
            let place = (self.labels_of(figure, self.shape.rows), self.labels_of(figure, self.shape.columns));
            if cells.insert(place, figure).is_some() {
                return Err(self.left_open());
            }
        }
        Ok(cells)
    }

    fn left_open(&self) -> Error {
        let named: Vec<&String> = self.shape.rows.iter().chain(self.shape.columns).collect();
        let own = DIMENSIONS.iter().map(|(id, _)| (*id).to_owned());
        let all = own.chain(self.figures.keys.iter().cloned());
        let open = all.filter(|dimension| !named.contains(&dimension)).filter(|dimension| {
            let values: BTreeSet<_> = self.figures.iter().map(|f| self.labelled(f, dimension)).collect();
            values.len() > 1
        });
        Error::InvalidArgument {
            argument: format!("table \"{}\": rows, columns", self.heading.id),
            found: open.collect::<Vec<_>>().join(", "),
            expected: Text::new(
                "列在行或列中（有多个取值的维度不能空着；或用 filter、measures 只留一个取值）",
                "among the rows or the columns (what has several values cannot be left out; or let filter or measures leave one)",
            ),
        }
    }
}
