//! What a public release may not hold of linked examinations: whatever would count other candidates than those of the
//! exit examination, by whose tables they are protected.

use super::{Config, LINK, Table};
use crate::exam::linked::Movers;
use crate::indicators::Indicator;
use crate::indicators::definition::Discloses;
use crate::lang::Text;

const NOT_OF_THE_LINK: Text = Text::new(
    "数据源 link 上的表（公开报表里的增值须由 [link] 相连，才能与出口考试一起保护；内部使用请写 profile = \"internal\"）",
    "a table of the source `link` (in a public release value added needs [link], to be protected together with the exit examination; for use inside: profile = \"internal\")",
);
const NOT_LINKED: Text = Text::new(
    "增值类指标（数据源 link 在公开报表中只用于这些；其他指标请用出口考试的数据源）",
    "an indicator of value added (in a public release `link` has no others; take the source of the exit examination for them)",
);
const MOVERS: Text = Text::new(
    "movers = \"exit_school\"（按别的办法计转学者时，与出口考试各校人数之差会说出转学的人数；内部使用请写 profile = \"internal\"）",
    "movers = \"exit_school\" (counted otherwise, who moved follows from the schools of the exit examination; for use inside: profile = \"internal\")",
);
const ENTRY_KEYS: Text = Text::new(
    "出口时的分组（按入口学校分组时，与入口考试人数之差会说出谁没有再考；内部使用请写 profile = \"internal\"）",
    "groups of the exit examination (by schools of the entry, who did not sit the exit follows from the entry's own counts; for use inside: profile = \"internal\")",
);
const ENTRY_TABLES: Text = Text::new(
    "没有入口考试自己的表的报表（入口人数减去相连人数会说出谁没有再考；请把入口考试的表放到另一份报表，或写 profile = \"internal\"）",
    "a release without tables of the entry examination itself (its counts less the linked tell who did not sit the exit; put them into another release, or say profile = \"internal\")",
);
const ROUNDED: Text = Text::new(
    "method = \"suppression\"（取整还不能用于相连的考试；内部使用请写 profile = \"internal\"）",
    "method = \"suppression\" (counts of linked examinations cannot be rounded yet; for use inside: profile = \"internal\")",
);
const RANKS: Text = Text::new(
    "不给学校排名的表（公开报表不按增值排名：去掉 ranks = \"yes\"，或写 profile = \"internal\"）",
    "a table without ranks (a public release never ranks by value added: leave out ranks = \"yes\", or say profile = \"internal\")",
);

const NOT_COVERED: Text = Text::new(
    "能够保护的指标或数值（分段增值 in_bands、稳定性、入口与出口的图还不能与出口考试一起保护：去掉它们，或写 profile = \"internal\"）",
    "quantities that can be protected (values within entry bands, stability, and pictures of entry and exit cannot be yet: leave them out, or say profile = \"internal\")",
);

impl Config {
    /// Why a table of linked candidates cannot be protected; `None` where it can.
    pub(super) fn fault_of_linked(&self, table: &Table, indicator: &Indicator) -> Option<Text> {
        let Some(link) = self.content.link.as_ref().filter(|_| table.source.get_ref() == LINK) else {
            return Some(NOT_OF_THE_LINK);
        };
        let headline = self.content.headline.iter();
        let headlines = headline.flat_map(|of| std::iter::once(&of.source).chain(&of.gap_source));
        let mut sources = self.content.tables.iter().map(|table| &table.source).chain(headlines);
        let asks_for = |option: &str| {
            let mut given = table.options.iter().filter(|(name, _)| name.get_ref() == option);
            given.any(|(_, value)| value.get_ref().text().is_some_and(|word| word == "yes"))
        };
        let is_shown = |id: &str| table.measures.iter().any(|measure| measure.get_ref() == id);
        let mut not_covered =
            indicator.measures.iter().filter(|measure| measure.discloses == Discloses::Linked);
        let is_uncovered = indicator.measures.iter().all(|measure| measure.discloses == Discloses::Linked)
            || not_covered.any(|measure| is_shown(measure.id))
            || asks_for("in_bands");
        match () {
            () if !indicator.is_linked() => Some(NOT_LINKED),
            () if self.movers(link).is_ok_and(|movers| movers != Movers::ExitSchool) => Some(MOVERS),
            () if table.by.iter().any(|key| key.starts_with("entry_")) => Some(ENTRY_KEYS),
            () if sources.any(|source| source.get_ref() == link.entry.get_ref()) => Some(ENTRY_TABLES),
            () if self.content.disclosure.base().is_some() => Some(ROUNDED),
            () if is_uncovered => Some(NOT_COVERED),
            () => asks_for("ranks").then_some(RANKS),
        }
    }
}
