//! What figures lack, in words, and the line that gives it.

use super::missing::Missing;
use super::reading::subject_names;
use super::{Caller, MissingFigures};
use crate::lang::Lang;
use crate::release::config::Yearly;
use crate::release::joins::listed;

fn years(years: &[i32], lang: Lang) -> String {
    let mut sorted = years.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(i32::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// A key of TOML, in quotes where it needs them.
pub(super) fn bare(key: &str) -> String {
    let is_bare = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if is_bare { key.to_owned() } else { format!("{key:?}") }
}

/// The table file in which the configuration keeps such inputs.
pub(super) fn kept(of: &Yearly, caller: Caller<'_>, lang: Lang) -> Option<String> {
    let Caller::Configuration(inputs) = caller else { return None };
    inputs.place(of, lang)
}

impl MissingFigures {
    pub(super) fn text(&self, lang: Lang) -> String {
        let (n, tables, why) = (self.figures, listed(&self.tables), self.lacks.text(lang));
        match self.tables.iter().all(String::is_empty) {
            true => lang.pick(
                format!("{why} → {n} 个数没有值 [x]"),
                format!("{why} → {n} figures without a value [x]"),
            ),
            false => lang.pick(
                format!("{why} → {n} 个数没有值 [x]（报表 {tables}）"),
                format!("{why} → {n} figures without a value [x] (tables {tables})"),
            ),
        }
    }
}

impl Missing {
    pub(super) fn text(&self, lang: Lang) -> String {
        match self {
            Missing::FullMark(subjects) => {
                let names = subject_names(subjects, lang);
                lang.pick(format!("没有满分：{names}"), format!("no full mark: {names}"))
            }
            Missing::Population(of) => {
                let of = years(of, lang);
                lang.pick(format!("{of} 年没有人口"), format!("no population for {of}"))
            }
            Missing::Line(of) if of.is_empty() => {
                lang.pick("没有分数线或目标", "no line or target").to_owned()
            }
            Missing::Line(of) => {
                let of = years(of, lang);
                lang.pick(format!("{of} 年没有分数线或目标"), format!("no line or target for {of}"))
            }
            Missing::YearBefore(of) if of.is_empty() => lang
                .pick("没有年份，无从与上一年相比", "no years, so nothing of the year before to compare with")
                .to_owned(),
            Missing::YearBefore(of) => {
                let of = years(of, lang);
                lang.pick(
                    format!("{of} 年没有上一年的数据可比"),
                    format!("nothing of the year before {of} to compare with"),
                )
            }
            Missing::Total => lang.pick("总分不知是否完整", "totals not known to be whole").to_owned(),
            Missing::Cells => lang.pick("小表中有空白格", "blank cells in a small table").to_owned(),
            Missing::Other => lang.pick("缺少所需的输入", "an input that is needed was not given").to_owned(),
        }
    }

    pub(super) fn mend(&self, source: &Option<String>, caller: Caller<'_>, lang: Lang) -> Option<String> {
        let of = match self {
            Missing::FullMark(_) => Some(Yearly::FullMarks),
            Missing::Population(_) => Some(Yearly::Population),
            Missing::Line(_) => Some(Yearly::CutScores),
            _ => None,
        };
        if let Some(table) = of.and_then(|of| kept(&of, caller, lang)) {
            return Some(table);
        }
        let source = source.as_deref().unwrap_or("…");
        let year = |of: &[i32]| of.iter().min().map_or_else(|| "…".to_owned(), i32::to_string);
        Some(match (self, caller) {
            (Missing::FullMark(subjects), _) => {
                let all = |of: &dyn Fn(&String) -> String, between: &str| {
                    subjects.iter().map(of).collect::<Vec<_>>().join(between)
                };
                let marks = match caller {
                    Caller::Configuration(_) => {
                        let place = lang.pick(format!("数据源 {source}："), format!("source {source}: "));
                        format!(
                            "{place}full_marks = {{ {} }}",
                            all(&|id| format!("{} = 100", bare(id)), ", ")
                        )
                    }
                    Caller::CommandLine => all(&|id| format!("--full-mark {id}=100"), " "),
                    Caller::Python => {
                        format!("read_scores(…, full_marks={{{}}})", all(&|id| format!("{id:?}: 100"), ", "))
                    }
                };
                lang.pick(format!("{marks}（换成实际的满分）"), format!("{marks} (with the real ones)"))
            }
            (Missing::Population(of), Caller::Configuration(_)) => {
                format!("[[population]] year = {}, count = …, unit = \"万人\", basis = \"户籍\"", year(of))
            }
            (Missing::Population(of), Caller::CommandLine) => format!("--population {}=…", year(of)),
            (Missing::Population(of), Caller::Python) => format!("population={{{}: …}}", year(of)),
            (Missing::Line(of), Caller::Configuration(_)) => {
                format!("[[cut_score]] source = \"{source}\", year = {}, line = \"…\", score = …", year(of))
            }
            (Missing::Line(of), Caller::CommandLine) => format!("--line {}/…=…", year(of)),
            (Missing::Line(of), Caller::Python) => format!("lines={{({}, \"…\", \"…\"): …}}", year(of)),
            _ => return None,
        })
    }
}
