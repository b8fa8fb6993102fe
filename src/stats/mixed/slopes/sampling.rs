//! Sampling weights of pupils and of schools.
//!
//! The likelihood of a pupil given the effects of the school is taken to the power of the weight within the school,
//! that of a school to the power of the school's (Pfeffermann et al. 1998; Rabe-Hesketh & Skrondal 2006).

use super::super::super::survey::NOWHERE;

/// How weights within schools are scaled. Their size is not settled by the design, and the variance between schools
/// depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// To sum to the school's number of pupils in the sample.
    Size,
    /// To sum to the effective number (Σw)² / Σw².
    Effective,
    /// The weight of the pupil divided by the school's.
    Nothing,
}

/// Of each row: of the pupil within the school, and of the school.
pub struct Sampling {
    pub pupil: Vec<f64>,
    pub school: Vec<f64>,
    /// What the schools' weights were divided by, so that they are 1 on average.
    pub divisor: f64,
}

impl Sampling {
    /// From the weights in all of pupils and those of schools, each 1 where there are none, of the rows in schools.
    pub fn new(pupil: Option<&[f64]>, school: Option<&[f64]>, of_row: &[u32], scaling: Scaling) -> Sampling {
        let rows = || of_row.iter().enumerate().filter(|(_, number)| **number != NOWHERE);
        let mut sums: Vec<Sums> = Vec::new();
        for (row, number) in rows() {
            let number = *number as usize;
            sums.resize(sums.len().max(number + 1), Sums::default());
            sums[number]
                .add(pupil.map_or(1.0, |weight| weight[row]), school.map_or(1.0, |weight| weight[row]));
        }
        let known = || sums.iter().filter(|sums| sums.pupils > 0.0);
        let divisor = known().map(|sums| sums.school).sum::<f64>() / known().count().max(1) as f64;
        let mut sampling =
            Sampling { pupil: vec![1.0; of_row.len()], school: vec![1.0; of_row.len()], divisor };
        for (row, number) in rows() {
            let own = &sums[*number as usize];
            sampling.school[row] = own.school / divisor;
            sampling.pupil[row] = pupil.map_or(1.0, |weight| weight[row] * own.factor(scaling));
        }
        sampling
    }
}

/// Of one school.
#[derive(Clone, Default)]
struct Sums {
    pupils: f64,
    weight: f64,
    square: f64,
    school: f64,
}

impl Sums {
    fn add(&mut self, weight: f64, school: f64) {
        self.pupils += 1.0;
        self.weight += weight;
        self.square += weight * weight;
        self.school = school;
    }

    fn factor(&self, scaling: Scaling) -> f64 {
        match scaling {
            Scaling::Size => self.pupils / self.weight,
            Scaling::Effective => self.weight / self.square,
            Scaling::Nothing => 1.0 / self.school,
        }
    }
}
