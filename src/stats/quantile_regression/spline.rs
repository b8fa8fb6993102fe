//! Cubic B-splines with the knots of Betebenner's growth percentiles.

/// Functions of a cubic spline with four interior knots.
pub const FUNCTIONS: usize = 8;
const DEGREE: usize = 3;
const INTERIOR: usize = FUNCTIONS - DEGREE - 1;

/// The eight functions sum to one everywhere: with an intercept and without the first, as R's `bs` gives them, they
/// span the same curves.
pub struct Spline {
    /// The boundaries four times each, and what is between.
    knots: [f64; FUNCTIONS + DEGREE + 1],
}

impl Spline {
    /// With knots by the quantiles of scores that ascend, each with its pupils.
    pub fn of(scores: &[(f64, u64)]) -> Spline {
        let (low, high) = (scores[0].0, scores[scores.len() - 1].0);
        let wider = (high - low) / 10.0;
        let interior: [f64; INTERIOR] =
            std::array::from_fn(|at| quantile(scores, at as u64 + 1, INTERIOR as u64 + 1));
        let thousandths = |value: f64| (value * 1e3).round() / 1e3;
        let exact = Spline::with([low - wider, high + wider], interior);
        let rounded = Spline::with([low - wider, high + wider].map(thousandths), interior.map(thousandths));
        // Thousandths are too coarse for scores that differ by less.
        let [from, to] = rounded.boundary();
        let holds_all = from < low && high < to;
        if holds_all { rounded } else { exact }
    }

    fn with([low, high]: [f64; 2], interior: [f64; INTERIOR]) -> Spline {
        let at = |at: usize| match at {
            0..=DEGREE => low,
            FUNCTIONS.. => high,
            _ => interior[at - DEGREE - 1],
        };
        Spline { knots: std::array::from_fn(at) }
    }

    pub fn interior(&self) -> [f64; INTERIOR] {
        std::array::from_fn(|at| self.knots[DEGREE + 1 + at])
    }

    pub fn boundary(&self) -> [f64; 2] {
        [self.knots[0], self.knots[FUNCTIONS]]
    }

    /// The functions at a place within the boundaries, by the recurrence of Cox and de Boor.
    pub fn at(&self, x: f64) -> [f64; FUNCTIONS] {
        let mut functions = [0.0; FUNCTIONS];
        let [low, high] = self.boundary();
        if low >= high {
            // One score only: a constant.
            functions[0] = 1.0;
            return functions;
        }
        let knots = &self.knots;
        let place = (DEGREE..FUNCTIONS).rev().find(|at| knots[*at] <= x && knots[*at] < knots[*at + 1]);
        let place = place.unwrap_or(DEGREE);
        functions[place] = 1.0;
        for degree in 1..=DEGREE {
            for at in place - degree..=place {
                let rising = share(x - knots[at], knots[at + degree] - knots[at]) * functions[at];
                let next = functions.get(at + 1).filter(|_| at < place).copied().unwrap_or(0.0);
                let falling =
                    share(knots[at + degree + 1] - x, knots[at + degree + 1] - knots[at + 1]) * next;
                functions[at] = rising + falling;
            }
        }
        functions
    }
}

/// Knots that coincide leave nothing between them.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The quantile `part`/`parts` of scores that ascend: type 7 of Hyndman and Fan, R's default.
fn quantile(scores: &[(f64, u64)], part: u64, parts: u64) -> f64 {
    let last = scores.iter().map(|(_, count)| count).sum::<u64>() - 1;
    let place = u128::from(last) * u128::from(part);
    let (number, rest) = ((place / u128::from(parts)) as u64, (place % u128::from(parts)) as f64);
    let (from, to) = (number_of(scores, number), number_of(scores, (number + 1).min(last)));
    from + rest / parts as f64 * (to - from)
}

/// The score of the pupil of that number, from 0.
fn number_of(scores: &[(f64, u64)], number: u64) -> f64 {
    let mut before = 0;
    let reached = |(_, count): &&(f64, u64)| {
        before += count;
        before > number
    };
    scores.iter().find(reached).map_or(scores[scores.len() - 1].0, |(score, _)| *score)
}
