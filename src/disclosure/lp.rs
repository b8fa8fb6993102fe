//! Linear programmes; the only place that knows the solver.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable};

/// How a sum stands to its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtMost,
}

pub type Terms = Vec<(usize, f64)>;

/// Larger than any score in ticks.
const LARGE: f64 = 10_000.0;

#[derive(Clone, Copy, Debug)]
pub struct Unknown {
    pub lower: f64,
    pub upper: f64,
    /// Its value in a solution that is known, or nearly one.
    pub start: f64,
    /// What it costs to differ from there, each unit.
    pub price: f64,
}

impl Unknown {
    pub fn between(lower: f64, upper: f64) -> Unknown {
        Unknown { lower, upper, start: lower, price: 0.0 }
    }

    pub fn from(start: f64, lower: f64, upper: f64) -> Unknown {
        Unknown { lower, upper, start, price: 0.0 }
    }
}

#[derive(Clone, Default, Debug)]
pub struct Program {
    pub unknowns: Vec<Unknown>,
    pub rows: Vec<(Terms, Relation, f64)>,
}

/// An unknown as the solver has it: how far it is above and below its start.
struct Moving {
    start: f64,
    rise: Option<Variable>,
    fall: Option<Variable>,
}

impl Moving {
    fn new(unknown: &Unknown, is_whole: bool, problem: &mut ProblemVariables) -> Moving {
        let start = unknown.start.clamp(unknown.lower, unknown.upper);
        let mut up_to = |most: f64| {
            let definition = variable().min(0.0).max(most);
            (most > 0.0).then(|| problem.add(if is_whole { definition.integer() } else { definition }))
        };
        Moving { start, rise: up_to(unknown.upper - start), fall: up_to(start - unknown.lower) }
    }

    /// How far it is above its start, as a sum of variables.
    fn terms(&self, weight: f64) -> impl Iterator<Item = Expression> {
        let rise = self.rise.map(|rise| weight * rise);
        rise.into_iter().chain(self.fall.map(|fall| -weight * fall))
    }

    fn variables(&self) -> impl Iterator<Item = Variable> {
        self.rise.into_iter().chain(self.fall)
    }
}

impl Program {
    /// The unknowns where a sum, less the prices, is largest; `None` where the solver finds no solution. With
    /// `whole`, only whole numbers are tried for the unknowns that it marks.
    ///
    /// A solver begins with its variables at their bounds. Here these are differences from the start, so that it
    /// begins there instead of far from any solution, and leaves alone what need not move.
    pub fn maximise(&self, objective: &[(usize, f64)], whole: &[bool]) -> Option<Vec<f64>> {
        let mut problem = ProblemVariables::new();
        let moving = |(at, unknown): (usize, &Unknown)| {
            Moving::new(unknown, whole.get(at).copied().unwrap_or(false), &mut problem)
        };
        let moving: Vec<Moving> = self.unknowns.iter().enumerate().map(moving).collect();
        let sum = |terms: &[(usize, f64)]| -> Expression {
            terms.iter().flat_map(|(at, weight)| moving[*at].terms(*weight)).sum()
        };
        let prices = self.unknowns.iter().zip(&moving).filter(|(unknown, _)| unknown.price > 0.0);
        let prices: Expression = prices
            .flat_map(|(unknown, moving)| moving.variables().map(|variable| unknown.price * variable))
            .sum();
        let mut model = problem.maximise(sum(objective) - prices).using(microlp);
        for (terms, relation, limit) in &self.rows {
            // Rows of weighted counts have large numbers, by which the solver would lose the small ones.
            let largest = terms.iter().map(|(_, weight)| weight.abs()).fold(0.0, f64::max);
            let scale = if largest > LARGE { 1.0 / largest } else { 1.0 };
            let scaled: Terms = terms.iter().map(|(at, weight)| (*at, weight * scale)).collect();
            let left: f64 = limit - terms.iter().map(|(at, weight)| weight * moving[*at].start).sum::<f64>();
            model = model.with(match relation {
                Relation::Equal => constraint!(sum(&scaled) == left * scale),
                Relation::AtMost => constraint!(sum(&scaled) <= left * scale),
            });
        }
        let solution = model.solve().ok()?;
        let by = |variable: Option<Variable>| variable.map_or(0.0, |variable| solution.value(variable));
        Some(moving.iter().map(|moving| moving.start + by(moving.rise) - by(moving.fall)).collect())
    }
}
