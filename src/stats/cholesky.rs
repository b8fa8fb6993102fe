//! Symmetric systems of a few dozen unknowns, factored as L L'.
//!
//! A page by hand: the models here have at most a few dozen coefficients, for which a matrix library would cost
//! more to build than all the rest of this room.

/// Below this share of its diagonal element a pivot is a rounding error: the column follows from those before it.
const DEPENDENT: f64 = 1e-11;

/// The factor of a positive definite matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    size: usize,
    /// L by rows.
    lower: Vec<f64>,
}

impl Cholesky {
    /// From a symmetric matrix by rows. `Err` is the first column that is a combination of those before it.
    pub fn new(matrix: &[f64], size: usize) -> Result<Cholesky, usize> {
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let done: f64 = (0..column).map(|k| lower[row * size + k] * lower[column * size + k]).sum();
                let left = matrix[row * size + column] - done;
                if row > column {
                    lower[row * size + column] = left / lower[column * size + column];
                } else if left > DEPENDENT * matrix[row * size + row] {
                    lower[row * size + row] = left.sqrt();
                } else {
                    return Err(row);
                }
            }
        }
        Ok(Cholesky { size, lower })
    }

    /// The solution of L z = v.
    fn forward(&self, v: &[f64]) -> Vec<f64> {
        let mut z = v.to_vec();
        for row in 0..self.size {
            let done: f64 = (0..row).map(|k| self.lower[row * self.size + k] * z[k]).sum();
            z[row] = (z[row] - done) / self.lower[row * self.size + row];
        }
        z
    }

    /// v' M⁻¹ v.
    pub fn quadratic(&self, v: &[f64]) -> f64 {
        self.forward(v).iter().map(|z| z * z).sum()
    }

    /// M⁻¹ v.
    pub fn solve(&self, v: &[f64]) -> Vec<f64> {
        let mut x = self.forward(v);
        for row in (0..self.size).rev() {
            let done: f64 = (row + 1..self.size).map(|k| self.lower[k * self.size + row] * x[k]).sum();
            x[row] = (x[row] - done) / self.lower[row * self.size + row];
        }
        x
    }

    /// M⁻¹ by rows.
    pub fn inverse(&self) -> Vec<f64> {
        let unit = |at: usize| (0..self.size).map(move |k| f64::from(u8::from(k == at))).collect::<Vec<_>>();
        (0..self.size).flat_map(|at| self.solve(&unit(at))).collect()
    }

    pub fn log_determinant(&self) -> f64 {
        2.0 * (0..self.size).map(|k| self.lower[k * self.size + k].ln()).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: [4 2; 2 5] has determinant 16 and inverse [5 −2; −2 4] / 16.
    #[test]
    fn a_matrix_of_two() {
        let factor = Cholesky::new(&[4.0, 2.0, 2.0, 5.0], 2).unwrap();
        assert!((factor.log_determinant() - 16f64.ln()).abs() < 1e-15);
        let expected = [5.0, -2.0, -2.0, 4.0].map(|n: f64| n / 16.0);
        assert!(factor.inverse().iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-16));
        assert!((factor.quadratic(&[1.0, 1.0]) - 5.0 / 16.0).abs() < 1e-16);
    }

    #[test]
    fn a_column_that_repeats_another_is_named() {
        assert_eq!(Cholesky::new(&[1.0, 2.0, 2.0, 4.0], 2), Err(1));
        assert_eq!(Cholesky::new(&[0.0], 1), Err(0));
    }
}
