//! One source and year: what to hide there, and the audit of what is left.

use std::collections::BTreeSet;

use super::model::{Model, Quantity};
use super::moves::Move;
use super::problem::{Given, Problem, problems};
use super::ranges::{Pool, Ranges, Width};
use super::secondary;
use super::sensitive::{Primary, Sensitive};
use super::sheet::Standing;
use super::span::Row;
use crate::figures::What;
use crate::threads;

pub struct Domain {
    pub source: String,
    pub year: Option<i32>,
    pub model: Model,
    pub found: Primary,
    /// Where counts are rounded, by how much the cells were.
    pub rounded: Move,
}

/// The figures of a release.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub standing: &'a [Standing],
    /// Whether a figure tells exactly what it tells; else only what it was rounded to.
    pub exactly: &'a [bool],
}

impl Told<'_> {
    /// Whether it is known to everybody already.
    fn is_public(&self, figure: usize) -> bool {
        self.standing[figure].public_before
    }

    /// Whether it tells something exactly, unless it is hidden.
    fn is_told(&self, figure: usize) -> bool {
        self.standing[figure].is_told() && self.exactly[figure]
    }
}

/// A number that could still be told too closely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recoverable {
    pub source: String,
    pub year: Option<i32>,
    /// The subject and group, as far as they are those of a figure.
    pub subject: Option<String>,
    pub group: Vec<(String, String)>,
}

/// What is to be hidden of a domain.
pub struct Hiding {
    /// The figures, and whether each says what is sensitive itself.
    pub figures: Vec<(usize, bool)>,
    /// For each problem, solutions that were found on the way.
    pub pools: Vec<Pool>,
}

/// How many sensitive numbers an audit found protected, and how many earlier releases alone give away.
pub struct Audited {
    pub protected: usize,
    pub public_before: usize,
}

impl Domain {
    /// The figures that are to be hidden: those that are sensitive themselves, and others to protect them.
    pub fn choose(&self, told: Told<'_>, kept: &[bool]) -> Hiding {
        let model = &self.model;
        let any = |test: &dyn Fn(usize) -> bool| -> Vec<bool> {
            model.quantities.iter().map(|quantity| quantity.figures.iter().any(|at| test(*at))).collect()
        };
        let sizes = self.sizes();
        let worth: Vec<f64> = model.quantities.iter().map(|quantity| worth(quantity, &sizes)).collect();
        // What is told by rounded figures alone is told of nobody exactly.
        let exact = any(&|figure| told.is_public(figure) || told.is_told(figure));
        let primary: Vec<bool> =
            self.found.hidden.iter().zip(exact).map(|(hidden, exact)| *hidden || !exact).collect();
        let given = Given {
            primary: &primary,
            public: &any(&|figure| told.is_public(figure)),
            kept: &any(&|figure| kept[figure]),
            worth: &worth,
        };
        let problems = problems(model, &self.found.sensitive);
        // What cannot be protected is left to the audit. What the largest problem hides need not be chosen anew: the
        // same figures tell of the same pupils in the others.
        let largest = (0..problems.len()).max_by_key(|at| (problems[*at].quantities.len(), usize::MAX - at));
        let first = largest.map(|at| secondary::choose(model, &problems[at], &given));
        let primary = match &first {
            Some(first) => self.hidden_with(told, &first.hidden, &primary),
            None => primary.clone(),
        };
        let given = Given { primary: &primary, ..given };
        let other =
            |at: usize| (Some(at) != largest).then(|| secondary::choose(model, &problems[at], &given));
        let others = threads::map_numbers(problems.len(), other);
        let mut first = first.into_iter();
        let chosen: Vec<secondary::Chosen> =
            others.into_iter().filter_map(|chosen| chosen.or_else(|| first.next())).collect();
        let mut hidden = vec![false; model.quantities.len()];
        chosen.iter().flat_map(|chosen| &chosen.hidden).for_each(|at| hidden[*at] = true);
        let mut figures = Vec::new();
        for (at, quantity) in model.quantities.iter().enumerate() {
            let is_primary = self.found.hidden[at];
            if is_primary || hidden[at] {
                let exact = quantity.figures.iter().filter(|figure| told.exactly[**figure]);
                figures.extend(exact.map(|figure| (*figure, is_primary)));
            }
        }
        Hiding { figures, pools: chosen.into_iter().map(|chosen| chosen.pool).collect() }
    }

    /// The quantities that are hidden, with those of which all figures are that are hidden with some others.
    fn hidden_with(&self, told: Told<'_>, chosen: &[usize], primary: &[bool]) -> Vec<bool> {
        let quantities = &self.model.quantities;
        let hidden: BTreeSet<usize> =
            chosen.iter().flat_map(|at| &quantities[*at].figures).copied().collect();
        let goes = |quantity: &Quantity| {
            let mut left = quantity.figures.iter().filter(|figure| told.is_told(**figure));
            left.all(|figure| hidden.contains(figure)) && !quantity.figures.is_empty()
        };
        quantities.iter().zip(primary).map(|(quantity, primary)| *primary || goes(quantity)).collect()
    }

    /// The largest count of each group: its candidates.
    fn sizes(&self) -> Vec<i64> {
        let mut sizes = vec![0; self.model.places.len()];
        for quantity in self.model.quantities.iter().filter(|quantity| quantity.what == What::Count) {
            sizes[quantity.place] = sizes[quantity.place].max(quantity.truth);
        }
        sizes
    }

    /// Asks of each sensitive number how wide the range is that the figures left to see allow.
    ///
    /// # Errors
    /// The first whose range is too narrow.
    pub fn audit(&self, told: Told<'_>, hidden: &[bool], pools: &[Pool]) -> Result<Audited, Recoverable> {
        let problems = problems(&self.model, &self.found.sensitive);
        let one = |number: usize| self.audit_problem(&problems[number], pools.get(number), told, hidden);
        let audits = threads::map_numbers(problems.len(), one);
        let mut all = Audited { protected: 0, public_before: 0 };
        for audited in audits {
            let audited = audited?;
            all.protected += audited.protected;
            all.public_before += audited.public_before;
        }
        Ok(all)
    }

    fn audit_problem(
        &self,
        problem: &Problem<'_>,
        pool: Option<&Pool>,
        told: Told<'_>,
        hidden: &[bool],
    ) -> Result<Audited, Recoverable> {
        let is_public = |figure: usize| told.is_public(figure);
        let is_seen = |figure: usize| is_public(figure) || (told.is_told(figure) && !hidden[figure]);
        let quantities = || problem.quantities.iter().map(|at| &self.model.quantities[*at].figures);
        let any =
            |figures: &[usize], test: &dyn Fn(usize) -> bool| figures.iter().any(|figure| test(*figure));
        // Where nothing new is told, nothing new follows.
        if self.rounded.is_empty()
            && quantities().all(|figures| any(figures, &is_public) || !any(figures, &is_seen))
        {
            return Ok(Audited { protected: 0, public_before: 0 });
        }
        let is_public_quantity = |at: usize| any(&self.model.quantities[at].figures, &is_public);
        let before = secondary::public_span(&self.model, problem, &is_public_quantity);
        let (given_away, open): (Vec<&Sensitive>, Vec<&Sensitive>) =
            problem.sensitive.iter().copied().partition(|sensitive| before.follows(&sensitive.row));
        let rows: Vec<&Row> = open.iter().map(|sensitive| &sensitive.row).collect();
        let needs: Vec<f64> = open.iter().map(|sensitive| sensitive.need as f64).collect();
        let mut ranges = Ranges::new(&self.model, &self.told(problem, &is_seen), &problem.limits, &rows);
        pool.into_iter().for_each(|pool| ranges.recall(pool));
        if !self.rounded.is_empty() {
            // What was published could be the truth, unless something else is told exactly.
            ranges.recall(&vec![self.rounded.clone()]);
        }
        ranges.explore(&rows, &needs);
        for (sensitive, need) in open.iter().zip(&needs) {
            if ranges.width(&sensitive.row, *need) != Width::Enough {
                return Err(self.recoverable(sensitive));
            }
        }
        Ok(Audited { protected: open.len(), public_before: given_away.len() })
    }

    /// What is always known, and what figures of some kind tell.
    fn told<'m>(&'m self, problem: &Problem<'m>, kind: &dyn Fn(usize) -> bool) -> Vec<&'m Row> {
        let quantities = problem.quantities.iter().map(|at| &self.model.quantities[*at]);
        let told = quantities.filter(|quantity| quantity.figures.iter().any(|figure| kind(*figure)));
        problem.links.iter().copied().chain(told.map(|quantity| &quantity.row)).collect()
    }

    /// No rounding was found in which all adds up.
    pub fn not_rounded(&self) -> Recoverable {
        Recoverable { source: self.source.clone(), year: self.year, subject: None, group: Vec::new() }
    }

    fn recoverable(&self, sensitive: &Sensitive) -> Recoverable {
        let place = sensitive.place.map(|place| &self.model.places[place]);
        Recoverable {
            source: self.source.clone(),
            year: self.year,
            subject: place.map(|place| place.subject.clone()),
            group: place.map_or_else(Vec::new, |place| place.group.clone()),
        }
    }
}

/// Large groups and large counts are worth more to a reader, and what many figures tell is worth more than what one
/// does. A count of nobody protects nothing: hiding it is a waste.
fn worth(quantity: &Quantity, sizes: &[i64]) -> f64 {
    let log = |count: i64| (1.0 + count as f64).ln();
    let size = log(sizes[quantity.place]);
    let own = match quantity.truth {
        0 => size,
        count if quantity.what == What::Count => log(count),
        _ => size,
    };
    size + own + 2.0 * log(quantity.figures.len() as i64)
}
