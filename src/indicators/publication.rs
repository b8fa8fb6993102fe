//! Whether the figures of an indicator may stand in a public release.

use super::definition::{Indicator, Method};
use crate::lang::Text;

#[derive(Clone, Copy)]
pub enum Publication {
    /// Nothing of it is about pupils.
    Open,
    /// Small cells are hidden, and what they would follow from.
    Protected,
    /// Refused in a public release; what is expected instead.
    Inside(Text),
}

pub const OF_ITEMS: Text = Text::new(
    "不是小题分析的指标（小题、知识点与总分相加的关系还不在隐私保护的计算之内，公开报表不含小题分析；内部使用请写 profile = \"internal\"）",
    "an indicator that is not of items (that items and points of knowledge add up to the total is not yet in the disclosure control, so a public release holds none of them; for use inside: profile = \"internal\")",
);
pub const LINKED: Text = Text::new(
    "不涉及两次考试相连的指标（相连考生的数字还不能在公开报表中保护；内部使用请写 profile = \"internal\"）",
    "an indicator that is not of two linked examinations (figures of linked candidates cannot yet be protected in a public release; for use inside: profile = \"internal\")",
);
const LISTS: Text = Text::new(
    "不逐个列出学生的指标（公开报表不含名单与个人名次；内部使用请写 profile = \"internal\"）",
    "an indicator that does not list pupils (a public release holds no lists and no ranks of pupils; for use inside: profile = \"internal\")",
);

impl Indicator {
    pub fn publication(&self) -> Publication {
        match self.method {
            Method::Items(_) => Publication::Inside(OF_ITEMS),
            _ if self.is_linked() => Publication::Inside(LINKED),
            _ if self.lists_candidates() => Publication::Inside(LISTS),
            _ if self.is_about_pupils() => Publication::Protected,
            _ => Publication::Open,
        }
    }
}

impl Publication {
    pub fn text(self) -> Text {
        match self {
            Publication::Open => {
                Text::new("公开报表照列（不涉及学生）", "in public releases as it is (not about pupils)")
            }
            Publication::Protected => Text::new(
                "公开报表可列，人数少的格子和能推出它们的数字隐去",
                "in public releases; small cells, and what they would follow from, are hidden",
            ),
            Publication::Inside(_) => {
                Text::new("只供内部使用（profile = \"internal\"）", "inside only (profile = \"internal\")")
            }
        }
    }
}
