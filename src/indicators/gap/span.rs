//! The years that a gap, or its change, is over.

use crate::figures::{Clause, Clauses, Phrase, Term};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// One year, which the figure has itself.
    Year,
    Since(i32),
    /// From the first year to the last.
    Between(i32, i32),
    /// A line through so many years.
    LeastSquares(usize),
}

impl Span {
    pub fn clause(self) -> Option<Clause> {
        match self {
            Span::Year => None,
            Span::Since(year) => Some(SINCE.with([Term::found(year)])),
            Span::Between(first, last) => Some(BETWEEN.with([Term::found(first), Term::found(last)])),
            Span::LeastSquares(years) => Some(LEAST_SQUARES.with([Term::found(years)])),
        }
    }

    /// How the error was computed, of these years.
    pub fn of(self, method: Clause) -> Clauses {
        match self.clause() {
            None => method.into(),
            Some(span) => OVER.with([method.into(), span.into()]).into(),
        }
    }
}

static OVER: Phrase = Phrase::new("over_years", "{}，{}", "{}, {}");
static SINCE: Phrase = Phrase::new("since_year", "自 {} 年起", "since {}");
static BETWEEN: Phrase = Phrase::new("year_to_year", "{} 年至 {} 年", "{} to {}");
static LEAST_SQUARES: Phrase =
    Phrase::new("least_squares_over", "{} 个年份的最小二乘", "least squares over {} years");
