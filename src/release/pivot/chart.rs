//! The picture of a table: which of its columns are drawn.

use super::Sheet;
use crate::render::table::{Chart, ChartKind, Column, Series};

impl Sheet<'_> {
    /// Years in the rows make a trend; bars are drawn where they are asked for.
    pub(super) fn chart(
        &self,
        columns: &[Column],
        rows: usize,
        parts: &[&str],
        stride: usize,
    ) -> Option<Chart> {
        let trend = self.shape.rows.last().is_some_and(|dimension| dimension == "year") && rows > 1;
        let kind = self.shape.chart.or(trend.then_some(ChartKind::Trend))?;
        let labels = self.shape.rows.len().checked_sub(1)?;
        let before = self.shape.rows.len() + usize::from(self.shape.counts);
        let value_at = parts.iter().position(|part| *part == "value")?;
        let values = (before..columns.len()).filter(|at| (at - before) % stride == value_at);
        let values: Vec<usize> = values.collect();
        // Lines of percent and of points have no axis in common.
        let unit = |at: &usize| columns[*at].unit.clone();
        let first = values.first().map(unit)?;
        let alike: Vec<usize> = values.into_iter().filter(|at| unit(at) == first).collect();
        let series = alike.into_iter().map(|values| Series {
            name: columns[values].over.last().unwrap_or(&columns[values].header).clone(),
            labels,
            values,
            bounds: None,
            rows: 0..rows,
        });
        Some(Chart { kind, axis: first.unwrap_or_default(), series: series.take(8).collect() })
    }
}
