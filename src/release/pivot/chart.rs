//! The picture of a table by rows and columns: which of its columns are drawn.

use super::Sheet;
use super::roles::Role;
use crate::figures::Unit;
use crate::release::charts::{Drawn, Grid, Unfit, drawn};
use crate::render::table::{Cell, Column};

impl Sheet<'_> {
    /// Years last in the rows make a trend; bars are drawn where they are asked for.
    pub(super) fn drawn(
        &self,
        columns: &[Column],
        rows: &[Vec<Cell>],
        roles: &[Role<'_>],
    ) -> Result<Drawn, Unfit> {
        let values = roles.iter().filter(|role| role.part == "value").map(|role| role.at);
        let grid = Grid {
            columns,
            rows,
            labels: self.shape.rows.len(),
            year: self.shape.rows.iter().position(|dimension| dimension == "year"),
            values: values.collect(),
            unit: String::new(),
            counts: self.figures.iter().all(|f| matches!(f.unit(), Unit::Persons | Unit::Count)),
            lang: self.lang(),
        };
        drawn(&grid, self.shape.chart)
    }
}
