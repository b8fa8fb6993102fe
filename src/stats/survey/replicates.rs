//! Replicate weights: the sampling variance from how a statistic moves when the sample is drawn anew.

/// From what the replicates' deviations are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// The full-sample estimate, as the OECD and the IEA do.
    Estimate,
    /// The mean of the replicates.
    Replicates,
}

/// Variance = scale × Σ scale_r (θ_r − centre)².
#[derive(Clone, Debug, PartialEq)]
pub struct Replication {
    pub scale: f64,
    /// One factor per replicate.
    pub scales: Vec<f64>,
    pub centre: Centre,
    pub degrees_of_freedom: f64,
}

impl Replication {
    /// `deviations` are θ_r − θ.
    pub fn variance(&self, deviations: &[f64]) -> f64 {
        let centre = match self.centre {
            Centre::Estimate => 0.0,
            Centre::Replicates => {
                let counted = || self.scales.iter().zip(deviations).filter(|(scale, _)| **scale > 0.0);
                counted().map(|(_, deviation)| deviation).sum::<f64>() / counted().count() as f64
            }
        };
        let squares = deviations.iter().zip(&self.scales).map(|(d, scale)| scale * (d - centre).powi(2));
        self.scale * squares.sum::<f64>()
    }
}
