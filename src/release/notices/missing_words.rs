//! What figures lack, in words, and the line that gives it.

use super::missing::Missing;
use super::reading::subject_names;
use super::{Caller, MissingFigures};
use crate::lang::Lang;
use crate::release::joins::listed;

fn years(years: &[i32], lang: Lang) -> String {
    let mut sorted = years.to_vec();
    sorted.sort_unstable();
    sorted.iter().map(i32::to_string).collect::<Vec<_>>().join(lang.pick("、", ", "))
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
            Missing::YearBefore(of) => {
                let of = years(of, lang);
                lang.pick(
                    format!("{of} 年没有上一年的数据可比"),
                    format!("nothing of the year before {of} to compare with"),
                )
            }
            Missing::Cells => lang.pick("小表中有空白格", "blank cells in a small table").to_owned(),
            Missing::Other => lang.pick("缺少所需的输入", "an input that is needed was not given").to_owned(),
        }
    }

    pub(super) fn mend(&self, source: &Option<String>, caller: Caller, lang: Lang) -> Option<String> {
        let is_config = caller == Caller::Configuration;
        let source = source.as_deref().unwrap_or("…");
        let year = |of: &[i32]| of.iter().min().map_or_else(|| "…".to_owned(), i32::to_string);
        Some(match (self, is_config) {
            (Missing::FullMark(subjects), true) => {
                let marks: Vec<String> = subjects.iter().map(|id| format!("{id} = 100")).collect();
                let marks = marks.join(", ");
                lang.pick(
                    format!("数据源 {source}：full_marks = {{ {marks} }}（换成实际的满分）"),
                    format!("source {source}: full_marks = {{ {marks} }} (with the real ones)"),
                )
            }
            (Missing::FullMark(subjects), false) => {
                let marks: Vec<String> = subjects.iter().map(|id| format!("--full-mark {id}=100")).collect();
                let marks = marks.join(" ");
                lang.pick(format!("{marks}（换成实际的满分）"), format!("{marks} (with the real ones)"))
            }
            (Missing::Population(of), true) => {
                format!("[[population]] year = {}, count = …, unit = \"万人\", basis = \"户籍\"", year(of))
            }
            (Missing::Population(of), false) => format!("--population {}=…", year(of)),
            (Missing::Line(of), true) => {
                format!("[[cut_score]] source = \"{source}\", year = {}, line = \"…\", score = …", year(of))
            }
            (Missing::Line(of), false) => format!("--line {}/…=…", year(of)),
            _ => return None,
        })
    }
}
