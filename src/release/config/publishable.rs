//! What a public release may not hold: lists of pupils, schools in order unless somebody decided so, counts of which
//! nobody has said whether they are of pupils.

use toml::Spanned;

use super::{Config, LINK, Profile, Source, SourceKind, Table};
use crate::error::Result;
use crate::indicators::Indicator;
use crate::indicators::definition::Method;
use crate::indicators::publication::{LINKED, OF_ITEMS, Publication};
use crate::lang::Text;

/// Words of headers whose columns count persons.
const PUPILS: &[&str] = &["人数", "学生", "考生", "pupil", "student", "candidate"];

/// Whether the groups of a key are schools.
pub fn names_schools(key: &str) -> bool {
    key.contains("学校") || key.contains("校名") || key.to_lowercase().contains("school")
}

/// Whether a source is what an indicator is computed from, and what is.
pub fn fits(method: &Method, kind: SourceKind, by_parts: bool) -> (bool, Text) {
    match method {
        Method::Table(_) | Method::Rows(_) => {
            (kind == SourceKind::Table, Text::new("kind 为 table 的数据源", "a source with kind = \"table\""))
        }
        Method::Items(_) => (
            kind == SourceKind::Items,
            Text::new("kind 为 items 的数据源（小题表）", "a source with kind = \"items\""),
        ),
        Method::Exam(_) | Method::Against(..) => (
            matches!(kind, SourceKind::Candidates | SourceKind::ScoreTable)
                || by_parts && kind == SourceKind::Items && matches!(method, Method::Exam(_))
                || kind == SourceKind::Linked && matches!(method, Method::Exam(_)),
            Text::new(
                "kind 为 candidates 或 score_table 的数据源；小题表（kind = \"items\"）在表中写明按什么分科，如 parts = \"knowledge\"",
                "a source with kind = \"candidates\" or \"score_table\"; of items (kind = \"items\") say in the table what its subjects are, such as parts = \"knowledge\"",
            ),
        ),
    }
}

const CONDITIONS: Text = Text::new(
    "没有 where 的表（只计部分学生的数与全部学生的数之差还不在隐私保护的计算之内；内部使用请写 profile = \"internal\"）",
    "a table without `where` (what pupils of some rows and of all tell together is not yet in the disclosure control; for use inside: profile = \"internal\")",
);

fn has_conditions(table: &Table) -> bool {
    table.options.keys().any(|name| name.get_ref() == "where")
}

impl Config {
    /// A list of pupils has no place in a public release.
    pub(super) fn check_publishable(&self, table: &Table, indicator: &Indicator) -> Result<()> {
        let is_public = self.content.disclosure.profile == Profile::Public;
        let named = table.indicator.iter().chain(&table.indicators).chain(&table.preset).next();
        let refused = match indicator.publication() {
            _ if !is_public => None,
            Publication::Inside(instead) => Some(instead),
            _ if table.parts.is_some() => Some(OF_ITEMS),
            _ if table.source.get_ref() == LINK => Some(LINKED),
            Publication::Protected => has_conditions(table).then_some(CONDITIONS),
            Publication::Open => None,
        };
        let place = named.map_or(table.source.span(), Spanned::span);
        refused.map_or(Ok(()), |expected| Err(self.bad(place, indicator.id, expected)))
    }

    /// Only a paper has parts, and only candidates have scores in them.
    pub(super) fn check_parts(
        &self,
        table: &Table,
        indicators: &[&Indicator],
        source: &Source,
    ) -> Result<()> {
        let Some(parts) = &table.parts else { return Ok(()) };
        let of_candidates = |indicator: &&Indicator| matches!(indicator.method, Method::Exam(_));
        if source.kind == SourceKind::Items && indicators.iter().all(of_candidates) {
            return Ok(());
        }
        let expected = Text::new(
            "没有这一项（parts 只用于小题表 kind = \"items\" 上的考生指标，如 subject_mean、subject_gap；小题分析的指标用 options 里的 of）",
            "no such key (parts are for indicators of candidates, such as subject_mean or subject_gap, of a source with kind = \"items\"; indicators of items have `of` in their options)",
        );
        Err(self.bad(parts.span(), "parts", expected))
    }

    /// Schools are ranked in public only where somebody decided so.
    pub(super) fn check_ranking(&self, table: &Table, indicator: &Indicator) -> Result<()> {
        let disclosure = &self.content.disclosure;
        if disclosure.profile == Profile::Internal || disclosure.rank_schools {
            return Ok(());
        }
        let is_shown =
            |id: &str| table.measures.is_empty() || table.measures.iter().any(|m| m.get_ref() == id);
        if !indicator.measures.iter().any(|measure| measure.ranks && is_shown(measure.id))
            || !table.by.iter().any(|key| names_schools(key))
        {
            return Ok(());
        }
        let named = table.indicator.iter().chain(&table.indicators).chain(&table.preset).next();
        Err(self.bad(
            named.map_or(table.source.span(), Spanned::span),
            indicator.id,
            Text::new(
                "不给学校排名的表（公开报表默认不给学校排名：用 measures 去掉 rank，或写 profile = \"internal\"；确要公开排名，在 [disclosure] 写 rank_schools = true）",
                "a table that does not rank schools (a public release does not: leave rank out by `measures`, or say profile = \"internal\"; to rank them in public all the same, rank_schools = true in [disclosure])",
            ),
        ))
    }

    /// Sums of columns that seem to count pupils: somebody must say what they count.
    pub(super) fn check_counted(&self, table: &Table, indicator: &Indicator, source: &Source) -> Result<()> {
        let is_public = self.content.disclosure.profile == Profile::Public;
        if !is_public || source.counts.is_some() || !indicator.is_of_columns() {
            return Ok(());
        }
        let is_given = |name: &str| table.options.keys().any(|key| key.get_ref() == name);
        if indicator.counts_rows(is_given) {
            let expected = Text::new(
                "在这个数据源里写明一行是什么：counts = \"pupils\"（学生，小的人数隐去）或 counts = \"things\"（学校、教师、项目、物品）",
                "a source that says what a row is: counts = \"pupils\" (small counts are hidden) or counts = \"things\" (schools, teachers, projects, goods)",
            );
            return Err(self.bad(table.source.span(), &source.id, expected));
        }
        let headers = table.options.values().filter(|value| {
            value.get_ref().text().is_some_and(|header| PUPILS.iter().any(|word| header.contains(word)))
        });
        headers.take(1).try_for_each(|header| {
            let expected = Text::new(
                "在这个数据源里写明数的是什么：counts = \"pupils\"（学生，小的人数隐去）或 counts = \"things\"（学校、教师、物品）",
                "a source that says what is counted: counts = \"pupils\" (small counts are hidden) or counts = \"things\" (schools, teachers, goods)",
            );
            Err(self.bad(header.span(), "", expected))
        })
    }
}
