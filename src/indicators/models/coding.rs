//! Labels as columns of 0 and 1, and the cells of candidates from which cross products are summed.

use crate::figures::{Phrase, Term};
use crate::stats::cross::CrossProducts;

/// A covariate is a key of the candidates or another subject.
pub enum Covariate {
    Key,
    Subject(String),
}

/// Candidates who share their labels.
pub struct Cell {
    pub units: Vec<String>,
    pub labels: Vec<String>,
    pub rows: Rows,
}

pub enum Rows {
    /// n, Σ ticks, Σ ticks².
    Sums(u64, i128, i128),
    /// y and the numeric covariates, in ticks.
    Each(Vec<(i64, Vec<i64>)>),
}

impl Covariate {
    pub fn subject(&self) -> Option<&str> {
        match self {
            Covariate::Subject(id) => Some(id),
            Covariate::Key => None,
        }
    }
}

impl Cell {
    pub fn n(&self) -> u64 {
        match &self.rows {
            Rows::Sums(n, ..) => *n,
            Rows::Each(rows) => rows.len() as u64,
        }
    }

    /// Its candidates of whom all is known; `None` where there are none.
    pub fn complete(mut self, numeric: usize) -> Option<Cell> {
        if let Rows::Each(rows) = &mut self.rows {
            rows.retain(|(_, x)| x.len() == numeric);
        }
        let labelled = self.units.iter().chain(&self.labels).all(|label| !label.is_empty());
        (labelled && self.n() > 0).then_some(self)
    }
}

/// The whole numbers of ticks next to the means, so that centred sums stay exact.
pub fn means(cells: &[Cell], numeric: usize, n: u64) -> (i64, Vec<i64>) {
    let (mut sum, mut sums) = (0i128, vec![0i128; numeric]);
    for cell in cells {
        match &cell.rows {
            Rows::Sums(_, own, _) => sum += own,
            Rows::Each(rows) => {
                for (y, x) in rows {
                    sum += i128::from(*y);
                    sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += i128::from(*x));
                }
            }
        }
    }
    let n = i128::from(n.max(1));
    ((sum / n) as i64, sums.into_iter().map(|sum| (sum / n) as i64).collect())
}

/// What a coefficient, or the constant, is of.
#[derive(Clone, Debug)]
pub enum Coded {
    Label { key: String, label: String },
    Subject(String),
}

impl Coded {
    /// As tables name it: `sex=女`, `chinese`.
    pub fn name(&self) -> String {
        match self {
            Coded::Label { key, label } => format!("{key}={label}"),
            Coded::Subject(id) => id.clone(),
        }
    }

    /// As sentences do.
    pub fn term(&self) -> Term {
        match self {
            Coded::Label { key, label } => {
                LABEL_OF_KEY.with([Term::key(key.as_str()), Term::name(label.as_str())]).into()
            }
            Coded::Subject(id) => Term::subject(id.as_str()),
        }
    }
}

static LABEL_OF_KEY: Phrase = Phrase::new("label_of_key", "{}={}", "{}={}");

/// Which columns of x a key's labels and the numbers fill.
pub struct Coding {
    pub terms: Vec<Coded>,
    pub covariate_of_term: Vec<usize>,
    pub references: Vec<Coded>,
    /// By key, its labels in order; the first is the reference.
    pub levels: Vec<(usize, Vec<String>)>,
    /// The columns of the numbers.
    pub numeric: Vec<usize>,
}

impl Coding {
    pub fn new(named: &[String], known: &[Covariate], cells: &[Cell]) -> Coding {
        let mut coding = Coding {
            terms: Vec::new(),
            covariate_of_term: Vec::new(),
            references: Vec::new(),
            levels: Vec::new(),
            numeric: Vec::new(),
        };
        for (covariate, (name, known)) in named.iter().zip(known).enumerate() {
            let from = coding.terms.len() + 1;
            match known {
                Covariate::Subject(id) => {
                    coding.numeric.push(from);
                    coding.terms.push(Coded::Subject(id.clone()));
                }
                Covariate::Key => {
                    let at = coding.levels.len();
                    let mut labels: Vec<String> = cells.iter().map(|cell| cell.labels[at].clone()).collect();
                    labels.sort();
                    labels.dedup();
                    let mut coded =
                        labels.iter().map(|label| Coded::Label { key: name.clone(), label: label.clone() });
                    coding.references.extend(coded.next());
                    coding.terms.extend(coded);
                    coding.levels.push((from, labels));
                }
            }
            coding.covariate_of_term.resize(coding.terms.len(), covariate);
        }
        coding
    }

    pub fn add(&self, cell: &Cell, products: &mut CrossProducts, centre: i64, centres: &[i64]) {
        let mut x = vec![0.0; self.terms.len() + 1];
        x[0] = 1.0;
        for (label, (from, labels)) in cell.labels.iter().zip(&self.levels) {
            if let Some(level @ 1..) = labels.iter().position(|known| known == label) {
                x[from + level - 1] = 1.0;
            }
        }
        match &cell.rows {
            Rows::Sums(n, sum, squares) => {
                let (count, c) = (i128::from(*n), i128::from(centre));
                let centred = squares - 2 * c * sum + count * c * c;
                products.add_cell(&x, *n as f64, (sum - count * c) as f64, centred as f64);
            }
            Rows::Each(rows) => {
                for (y, numbers) in rows {
                    for ((at, number), centre) in self.numeric.iter().zip(numbers).zip(centres) {
                        x[*at] = (number - centre) as f64;
                    }
                    products.add_row(&x, (y - centre) as f64);
                }
            }
        }
    }
}
