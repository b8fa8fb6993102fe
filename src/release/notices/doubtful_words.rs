//! What is said of full marks and lines that the scores speak against, and what mends it.

use super::missing_words::{bare, kept};
use super::{Caller, Notice};
use crate::lang::Lang;
use crate::release::config::Yearly;
use crate::subjects::subject_name;

impl Notice {
    pub(super) fn text_of_doubts(&self, lang: Lang) -> String {
        let of = |source: &Option<String>| {
            let named = |id: &String| lang.pick(format!("数据源 {id}："), format!("source {id}: "));
            source.as_ref().map_or_else(String::new, named)
        };
        match self {
            Notice::FullMarkDoubtful { source, subject, year, full_mark, best } => {
                let (of, name) = (of(source), subject_name(subject, lang));
                let year = year.map_or_else(String::new, |year| {
                    lang.pick(format!("（{year} 年）"), format!(" in {year}"))
                });
                lang.pick(
                    format!("{of}{name}满分 {full_mark}，而最高只有 {best} 分{year}，不到三分之一：满分对吗？"),
                    format!("{of}the full mark of {name} is {full_mark}, yet the best score{year} is {best}, less than a third: is it right?"),
                )
            }
            Notice::LineDoubtful { source, line, all, candidates: n } => {
                let of = of(source);
                match all {
                    true => lang.pick(
                        format!("{of}分数线 {line}：{n} 名考生全部达到，线对吗？"),
                        format!("{of}the line {line} is reached by all of {n} candidates: is it right?"),
                    ),
                    false => lang.pick(
                        format!("{of}分数线 {line}：{n} 名考生无一达到，线对吗？"),
                        format!("{of}the line {line} is reached by none of {n} candidates: is it right?"),
                    ),
                }
            }
            Notice::ScoresOnceEach { source, year, candidates: n } => {
                let of = of(source);
                let year = year
                    .map_or_else(String::new, |year| lang.pick(format!(" {year} 年"), format!(" of {year}")));
                lang.pick(
                    format!("{of}{n} 名考生{year}的总分各不相同：是否把一分一段表（分数与位次）当成了考生？"),
                    format!("{of}the totals of {n} candidates{year} are all different: is it a score table (scores and places), read as candidates?"),
                )
            }
            _ => String::new(),
        }
    }

    pub(super) fn mend_of_doubts(&self, caller: Caller<'_>, lang: Lang) -> Option<String> {
        if let Notice::ScoresOnceEach { .. } = self {
            let header = lang.pick("位次", "PLACE");
            return Some(match caller {
                Caller::Configuration(_) => {
                    format!("kind = \"score_table\", columns = {{ {header} = \"cumulative\" }}")
                }
                Caller::CommandLine => format!("--column {header}=cumulative"),
                Caller::Python => format!("read_score_table(…, columns={{\"{header}\": \"cumulative\"}})"),
            });
        }
        let of = match self {
            Notice::FullMarkDoubtful { .. } => Yearly::FullMarks,
            _ => Yearly::CutScores,
        };
        if let Some(table) = kept(&of, caller, lang) {
            return Some(table);
        }
        let real = lang.pick("…（写实际的）", "… (the real one)");
        Some(match (self, caller) {
            (Notice::FullMarkDoubtful { source, subject, .. }, Caller::Configuration(_)) => {
                let source = source.as_deref().unwrap_or("…");
                let place = lang.pick(format!("数据源 {source}："), format!("source {source}: "));
                format!("{place}full_marks = {{ {} = {real} }}", bare(subject))
            }
            (Notice::FullMarkDoubtful { subject, .. }, Caller::CommandLine) => {
                format!("--full-mark {subject}={real}")
            }
            (Notice::FullMarkDoubtful { subject, .. }, Caller::Python) => {
                format!("read_scores(…, full_marks={{{subject:?}: {real}}})")
            }
            (_, Caller::Configuration(_)) => format!("[[cut_score]] score = {real}"),
            (_, Caller::CommandLine) => format!("--line {real}"),
            (_, Caller::Python) => format!("lines={real}"),
        })
    }
}

pub(super) fn few_linked(year: Option<i32>, linked: u64, of: u64, lang: Lang) -> String {
    let rate = linked as f64 / of as f64 * 100.0;
    let year = year.map_or_else(String::new, |year| lang.pick(format!("{year} 年"), format!(" of {year}")));
    lang.pick(
        format!("{year}有出口成绩的 {of} 名考生中只有 {linked} 人有入口成绩（匹配率 {rate:.1}%），其余的人可能与他们不同"),
        format!("only {linked} of {of} candidates with an exit score{year} have an entry score (match rate {rate:.1} %); the others may differ"),
    )
}

pub(super) fn mend_of_few_linked(lang: Lang) -> &'static str {
    lang.pick(
        "核对 [link] 的 id 与 mapping：只有一边的考生见 edugauge link；情况属实则在 [link] 写 match_rate",
        "look at id and mapping of [link] (edugauge link shows who is at one side only); where it is so, write match_rate in [link]",
    )
}
