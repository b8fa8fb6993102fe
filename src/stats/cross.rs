//! Cross products of a regression, group by group: all that least squares and its errors need of the rows.

/// Σ x x', Σ x y and Σ y² over the candidates of one group; the first of x is 1.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossProducts {
    pub xx: Vec<f64>,
    pub xy: Vec<f64>,
    pub yy: f64,
}

impl CrossProducts {
    pub fn zero(size: usize) -> CrossProducts {
        CrossProducts { xx: vec![0.0; size * size], xy: vec![0.0; size], yy: 0.0 }
    }

    /// Adds `n` candidates who share `x`, from the sum and the sum of squares of their y.
    pub fn add_cell(&mut self, x: &[f64], n: f64, sum: f64, sum_of_squares: f64) {
        for (row, a) in x.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            for (column, b) in x.iter().enumerate() {
                self.xx[row * x.len() + column] += n * a * b;
            }
            self.xy[row] += a * sum;
        }
        self.yy += sum_of_squares;
    }

    pub fn add_row(&mut self, x: &[f64], y: f64) {
        self.add_cell(x, 1.0, y, y * y);
    }

    pub fn add(&mut self, other: &CrossProducts) {
        self.add_times(other, 1.0);
    }

    pub fn add_times(&mut self, other: &CrossProducts, times: f64) {
        self.xx.iter_mut().zip(&other.xx).for_each(|(a, b)| *a += times * b);
        self.xy.iter_mut().zip(&other.xy).for_each(|(a, b)| *a += times * b);
        self.yy += times * other.yy;
    }

    /// In other units: x and y times their factors.
    pub fn scale(&mut self, x: &[f64], y: f64) {
        for (row, a) in x.iter().enumerate() {
            for (column, b) in x.iter().enumerate() {
                self.xx[row * x.len() + column] *= a * b;
            }
            self.xy[row] *= a * y;
        }
        self.yy *= y * y;
    }

    pub fn size(&self) -> usize {
        self.xy.len()
    }

    /// Candidates.
    pub fn n(&self) -> f64 {
        self.xx[0]
    }

    /// Σ x, which is the row of the constant.
    pub fn sums(&self) -> &[f64] {
        &self.xx[..self.size()]
    }
}
