//! Pictures of values with their intervals.

use super::pictures::Picture;
use crate::indicators::Verdict;
use crate::indicators::definition::DrawnAs;
use crate::release::charts::Unfit;
use crate::render::table::{Chart, ChartKind, Series, Side, Sign};

/// Intervals of one picture, and such pictures.
const MOST_INTERVALS: [usize; 2] = [400, 24];

impl Picture<'_> {
    /// Of every value with its interval a picture, subjects apart.
    pub(super) fn caterpillar(&self) -> Result<Vec<Chart>, Unfit> {
        let effects = self.of(DrawnAs::Effect);
        let bounds = |head: usize| self.part(head, "lower").zip(self.part(head, "upper"));
        if effects.is_empty() || effects.iter().any(|role| bounds(role.head).is_none()) {
            return Err(Unfit::NotDrawn(ChartKind::Caterpillar));
        }
        let (blocks, labels, wider) = self.blocks(ChartKind::Caterpillar)?;
        let longest = blocks.iter().map(|block| block.rows.len()).max().unwrap_or(0);
        if longest > MOST_INTERVALS[0] || blocks.len() * effects.len() > MOST_INTERVALS[1] {
            return Err(Unfit::Panels(longest));
        }
        let reliability = self.of(DrawnAs::Reliability);
        let mut charts = Vec::new();
        for (block, effect) in blocks.iter().flat_map(|block| effects.iter().map(move |of| (block, of))) {
            // A reliability is that of the value before it.
            let next = effects.iter().map(|other| other.at).filter(|at| *at > effect.at).min();
            let beside = reliability
                .iter()
                .find(|role| role.at > effect.at && next.is_none_or(|next| role.at < next))
                .map(|role| (role.at, self.columns[role.at].over.last().cloned().unwrap_or_default()));
            let series = Series {
                labels,
                wider,
                values: effect.at,
                bounds: bounds(effect.head),
                beside,
                signs: block.rows.clone().map(|row| self.sign(row, effect.head)).collect(),
                rows: block.rows.clone(),
                ..Series::default()
            };
            charts.push(Chart {
                of: block.of.clone(),
                axis: self.quantity(effect),
                series: vec![series],
                ..Chart::of(ChartKind::Caterpillar)
            });
        }
        Ok(charts)
    }

    fn sign(&self, row: usize, head: usize) -> Option<Sign> {
        let verdict = self.verdicts[row][head]?;
        let side = match verdict {
            Verdict::Above => Side::Above,
            Verdict::Below => Side::Below,
            Verdict::NotDistinguishable => Side::Within,
            Verdict::TooFew => Side::Few,
        };
        Some(Sign { side, name: verdict.text(self.sheet.lang()) })
    }
}
