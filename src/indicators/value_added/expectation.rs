//! What is expected at exit of an entry score: a line or a cubic through all linked candidates.

use std::collections::BTreeMap;

use super::super::arguments::Arguments;
use super::super::definition::{Default, Kind, Parameter};
use super::cohort::{Cohort, Moments};
use super::distributions::{Scores, Side};
use crate::lang::Text;
use crate::stats::polynomial::{Cell, Polynomial, fit};

pub const FORM: Parameter = Parameter {
    name: "form",
    text: Text::new("期望曲线的形式", "the form of the expectation"),
    kind: Kind::Choice(&[
        ("linear", Text::new("直线", "a line")),
        ("cubic", Text::new("三次曲线", "a cubic")),
    ]),
    default: Default::Value("linear"),
    many: false,
};

/// From an entry score in ticks to the expected exit score, in ticks above its mean.
pub struct Expectation {
    mean_entry: f64,
    scale: f64,
    form: Form,
}

enum Form {
    Line(f64),
    Curve(Polynomial),
}

impl Expectation {
    /// The line or the cubic of least squares over candidates.
    pub fn of(cohort: &Cohort, arguments: &Arguments) -> Expectation {
        match arguments.text("form") {
            Some("cubic") => Expectation::cubic(cohort),
            _ => Expectation::line(cohort, &cohort.whole),
        }
    }

    /// A line of the slope within schools, through the means of all.
    pub fn within(cohort: &Cohort) -> Option<Expectation> {
        let schools = of_schools(cohort);
        let (both, entry) = schools
            .iter()
            .filter(|school| school.n > 0)
            .fold((0.0, 0.0), |(both, entry), school| (both + school.of_both(), entry + school.of_entry()));
        (entry > 0.0).then(|| Expectation { form: Form::Line(both / entry), ..Expectation::flat(cohort) })
    }

    fn flat(cohort: &Cohort) -> Expectation {
        Expectation { mean_entry: cohort.whole.mean_entry(), scale: 1.0, form: Form::Line(0.0) }
    }

    fn line(cohort: &Cohort, of: &Moments) -> Expectation {
        Expectation { form: Form::Line(of.of_both() / of.of_entry()), ..Expectation::flat(cohort) }
    }

    fn cubic(cohort: &Cohort) -> Expectation {
        let entries = Scores::of(cohort, Side::Entry);
        let mut sums = vec![0.0; entries.distinct().len()];
        for (x, y, count) in cohort.parts().flat_map(|part| part.pairs.iter()) {
            if let Some(at) = entries.place(x) {
                sums[at] += (y as f64 - cohort.whole.mean_exit()) * count as f64;
            }
        }
        let scale = (cohort.whole.of_entry() / cohort.whole.n as f64).sqrt();
        let mean_entry = cohort.whole.mean_entry();
        let cell = |((x, n), sum): (&(i64, u64), f64)| Cell {
            x: (*x as f64 - mean_entry) / scale,
            n: *n as f64,
            sum,
        };
        let cells: Vec<Cell> = entries.distinct().iter().zip(sums).map(cell).collect();
        match fit(&cells, 3) {
            Some(curve) => Expectation { mean_entry, scale, form: Form::Curve(curve) },
            None => Expectation::flat(cohort),
        }
    }

    pub fn at(&self, entry: i64) -> f64 {
        let x = (entry as f64 - self.mean_entry) / self.scale;
        match &self.form {
            Form::Line(slope) => slope * x,
            Form::Curve(curve) => curve.at(x),
        }
    }
}

/// The sums of every school; where no school is known, of every group.
pub fn of_schools(cohort: &Cohort) -> Vec<Moments> {
    let mut schools: BTreeMap<&str, Moments> = BTreeMap::new();
    for part in cohort.parts().filter(|part| !part.school.is_empty()) {
        schools.entry(part.school.as_str()).or_default().add(&part.moments);
    }
    match schools.is_empty() {
        true => cohort.units.iter().map(|unit| unit.moments).collect(),
        false => schools.into_values().collect(),
    }
}
