//! What figures of single items are labelled by: the item and, where the plan has types, its type.

use super::paper::{Paper, Unit};
use crate::figures::Labels;

pub struct ItemLabels<'p> {
    paper: &'p Paper<'p>,
    with_types: bool,
}

impl<'p> ItemLabels<'p> {
    pub fn of(paper: &'p Paper<'p>) -> ItemLabels<'p> {
        ItemLabels { paper, with_types: paper.sheet.items.iter().any(|item| item.kind.is_some()) }
    }

    pub fn keys(&self) -> &'static [&'static str] {
        if self.with_types { &["item", "type"] } else { &["item"] }
    }

    pub fn unit(&self, unit: &Unit) -> Labels {
        let kind = self.paper.said(unit, |item| item.kind.clone()).unwrap_or_default();
        self.labels(Some(&unit.id), Some(&kind))
    }

    pub fn whole_paper(&self) -> Labels {
        self.labels(None, None)
    }

    fn labels(&self, item: Option<&str>, kind: Option<&str>) -> Labels {
        [item, kind].into_iter().take(self.keys().len()).collect()
    }
}
