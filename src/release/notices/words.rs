//! What each notice says, and the line that mends it.

use super::doubtful_words::{few_linked, mend_of_few_linked};
use super::headline::lacks;
use super::missing_words::kept;
use super::public_words::{all_hidden, by_school, for_use_inside, mend_of_all_hidden};
use super::reading::subject_names;
use super::{Caller, Notice, Sentence, Unlike, Unlined};
use crate::figures::key_name;
use crate::intake::{Cause, Mend, Severity, remark_on_verdicts};
use crate::lang::Lang;
use crate::release::config::Yearly;
use crate::release::joins::listed;
use crate::subjects::subject_name;

/// The first file, and how many more.
fn among(files: &[String], lang: Lang) -> String {
    let first = files.first().map_or("", String::as_str);
    match files.len() {
        0 | 1 => first.to_owned(),
        n => lang.pick(format!("{first} 等 {n} 个文件"), format!("{first} and {} more files", n - 1)),
    }
}

fn said(mend: &Mend, caller: Caller<'_>) -> String {
    match caller {
        Caller::Configuration(_) => mend.as_setting().1,
        Caller::CommandLine => mend.as_option(),
        Caller::Python => mend.as_argument(),
    }
}

/// Where a line of a configuration stands.
fn in_source(table: &str, source: &Option<String>, lang: Lang) -> String {
    let source = source.as_deref().unwrap_or("…");
    if table.is_empty() {
        return lang.pick(format!("数据源 {source}："), format!("source {source}: "));
    }
    lang.pick(
        format!("数据源 {source} 的 [source.{table}]："),
        format!("[source.{table}] of source {source}: "),
    )
}

impl Notice {
    /// What was found, in one line.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Notice::Finding { group, files, .. } => {
                let (code, what, files) = (group.cause.code(), group.found(lang), among(files, lang));
                let effect = match group.cause.severity() {
                    Severity::RowRejected => lang.pick("整行不计", "the rows are left out"),
                    Severity::CellInvalid => lang.pick("这些格不计", "the cells are left out"),
                    Severity::Note => lang.pick("照此处理", "dealt with as said"),
                };
                lang.pick(
                    format!("{code} {what}；{effect}（{files}）"),
                    format!("{code} {what}; {effect} ({files})"),
                )
            }
            Notice::UnusedColumns { files, headers, .. } => {
                let (n, names, files) = (headers.len(), listed(headers), among(files, lang));
                lang.pick(
                    format!("{files}：{n} 列没有使用：{names}"),
                    format!("{files}: {n} columns not used: {names}"),
                )
            }
            Notice::DerivedTotal { files, subjects, .. } => {
                let (names, files) = (subject_names(subjects, lang), among(files, lang));
                lang.pick(
                    format!("{files}：没有总分列，总分按各科之和计：{names}"),
                    format!("{files}: no column of the total; it is the sum of {names}"),
                )
            }
            Notice::SheetNotRead { sheet } => {
                lang.pick(format!("{sheet}：没有成绩，未读"), format!("{sheet}: no scores in it, not read"))
            }
            Notice::ColumnsLacking { file, columns } => {
                let names = listed(columns);
                lang.pick(
                    format!("{file}：没有同一数据源其他文件有的列：{names}；这些格按空白算"),
                    format!(
                        "{file}: lacks columns that other files of its source have: {names}; blank there"
                    ),
                )
            }
            Notice::SentenceLacks { sentence, lacking, written } => lacks(*sentence, lacking, written, lang),
            Notice::SentenceDropped { sentence, line, year } => dropped(*sentence, line, *year, lang),
            Notice::UnlikeYearBefore { source, year, what, before, now } => {
                let (what, last) = (what.text(lang), year - 1);
                lang.pick(
                    format!("数据源 {source}：{year} 年{what}与上一年相差很大：{last} 年 {before}，{year} 年 {now}；请核对文件是否完整、读得是否正确"),
                    format!("source {source}: {what} of {year} lies far from the year before: {before} in {last}, {now} in {year}; is the file whole, and read rightly?"),
                )
            }
            Notice::Items { file, doubt, .. } => Notice::text_of_items(file, doubt, lang),
            Notice::FewLinked { year, linked, of } => few_linked(*year, *linked, *of, lang),
            Notice::SourceUnused { source } => lang.pick(
                format!("数据源 {source}：没有报表用到它"),
                format!("source {source}: no table uses it"),
            ),
            Notice::TargetsUnused { targets, .. } => lang.pick(
                format!("给了 {targets} 项目标，没有报表用到"),
                format!("{targets} targets are given, and no table uses them"),
            ),
            Notice::AdmissionsBySchool { tables } => by_school(&listed(tables), lang),
            Notice::TableHidden { table } => all_hidden(table, lang),
            Notice::LabelsUnmatched { table, key, labels, at_hand } => {
                let (labels, known) = (listed(labels), listed(at_hand));
                let [zh, en] =
                    if known.is_empty() { ["", ""] } else { ["；数据中有：", ", which have: "] };
                let place = match table.is_empty() {
                    true => String::new(),
                    false => lang.pick(format!("报表 {table}："), format!("table {table}: ")),
                };
                lang.pick(
                    format!("{place}{key} 中的 {labels} 在数据中没有{zh}{known}"),
                    format!("{place}{labels} of `{key}` is not in the data{en}{known}"),
                )
            }
            Notice::FiguresMissing(missing) => missing.text(lang),
            Notice::FullMarkDoubtful { .. } | Notice::LineDoubtful { .. } | Notice::ScoresOnceEach { .. } => {
                self.text_of_doubts(lang)
            }
            Notice::TableEmpty { table, lacks } => {
                let why = lacks.as_ref().map_or(String::new(), |lacks| lang.in_brackets(&lacks.text(lang)));
                lang.pick(
                    format!("报表 {table} 没有一个数值{why}"),
                    format!("table {table} has no value at all{why}"),
                )
            }
            other => other.text_of_joins(lang),
        }
    }

    fn text_of_joins(&self, lang: Lang) -> String {
        match self {
            Notice::CandidatesWithoutSchool { source, key, candidates: n } => lang.pick(
                format!("数据源 {source}：{n} 名考生没有 {key}，不知属于哪所学校"),
                format!("source {source}: {n} candidates have no {key}: their school is not known"),
            ),
            Notice::SchoolsWithoutCandidates { source, schools } => {
                let (n, names) = (schools.len(), listed(schools));
                lang.pick(
                    format!("数据源 {source}：学校表中有 {n} 所学校没有考生：{names}"),
                    format!("source {source}: {n} schools of the list have no candidate: {names}"),
                )
            }
            Notice::LinesWithoutCandidates { source, lines } => {
                let (n, names) = (lines.len(), listed(lines));
                lang.pick(
                    format!("数据源 {source}：{n} 条分数线没有对应的考生：{names}"),
                    format!("source {source}: {n} cut scores match no candidate: {names}"),
                )
            }
            Notice::CandidatesWithoutLine { source, groups } => {
                let names: Vec<String> = groups.iter().map(|group| group.described(lang)).collect();
                let names = listed(&names);
                lang.pick(
                    format!("数据源 {source}：以下考生没有分数线：{names}"),
                    format!("source {source}: candidates without a cut score: {names}"),
                )
            }
            _ => String::new(),
        }
    }

    /// The line to add, where one mends it.
    pub fn mend(&self, caller: Caller<'_>, lang: Lang) -> Option<String> {
        let is_config = matches!(caller, Caller::Configuration(_));
        Some(match self {
            Notice::UnusedColumns { source, headers, .. } => {
                let header = headers.first()?;
                let as_field = |field: String| Mend::Column { header: header.clone(), field };
                let fields = [format!("subject:{header}"), format!("key:{header}"), "ignore".to_owned()];
                let [scores, key, not] = fields.map(|field| said(&as_field(field), caller));
                let place = if is_config { in_source("columns", source, lang) } else { String::new() };
                lang.pick(
                    format!("{place}{scores}（是成绩）、{key}（是分组），或 {not}（不用）"),
                    format!("{place}{scores} if it holds scores, {key} if it holds groups, or {not}"),
                )
            }
            Notice::Finding { group, .. } if group.cause == Cause::SheetChosen => {
                let name = lang.pick("名称", "NAME");
                match caller {
                    Caller::Configuration(_) => format!("sheet = \"{name}\""),
                    Caller::CommandLine => format!("--sheet {name}"),
                    Caller::Python => format!("sheet=\"{name}\""),
                }
            }
            Notice::Finding { group, .. } if group.cause == Cause::UnknownMark => {
                let text = lang.pick("文字", "TEXT").to_owned();
                let mends = match group.mends() {
                    known if !known.is_empty() => known,
                    _ => vec![Mend::Policy { what: text, verdict: "absent" }],
                };
                let rules: Vec<String> = mends.iter().map(|mend| said(mend, caller)).collect();
                let place = if is_config { lang.pick("[policy]：", "[policy]: ") } else { "" };
                let rules = format!("{place}{}", rules.join(lang.pick("、", ", ")));
                let remark = remark_on_verdicts(&group.offers, lang);
                lang.pick(format!("{rules}（{remark}）"), format!("{rules} ({remark})"))
            }
            Notice::Finding { group, source, .. } => {
                let mends = group.mends();
                let place = match mends.first()?.as_setting() {
                    (table, _) if is_config => in_source(table, source, lang),
                    _ => String::new(),
                };
                let mends: Vec<String> = mends.iter().map(|mend| said(mend, caller)).collect();
                format!("{place}{}", mends.join(lang.pick(" 或 ", " or ")))
            }
            Notice::Items { doubt, .. } => Notice::mend_of_items(doubt, caller, lang)?,
            Notice::FewLinked { .. } => mend_of_few_linked(lang).to_owned(),
            Notice::SourceUnused { .. } => lang
                .pick(
                    "删去它，或在 [[table]] 中用 source 指它",
                    "delete it, or name it in `source` of a [[table]]",
                )
                .to_owned(),
            Notice::TargetsUnused { indicator, .. } => lang.pick(
                format!("加一张表：[[table]] 中写 indicator = \"{indicator}\""),
                format!("add a table: indicator = \"{indicator}\" in a [[table]]"),
            ),
            Notice::AdmissionsBySchool { .. } => for_use_inside(lang).to_owned(),
            Notice::TableHidden { .. } => mend_of_all_hidden(lang).to_owned(),
            Notice::LabelsUnmatched { .. } => {
                lang.pick("改成数据中的写法", "write it as the data do").to_owned()
            }
            Notice::TableEmpty { lacks: Some(lacks), .. } => lacks.mend(&None, caller, lang)?,
            Notice::TableEmpty { lacks: None, .. } => lang
                .pick(
                    "若本来可以全空，在这张表中写 allow_empty = true",
                    "if it may be empty, write allow_empty = true in the table",
                )
                .to_owned(),
            Notice::FiguresMissing(missing) => missing.lacks.mend(&missing.source, caller, lang)?,
            Notice::FullMarkDoubtful { .. } | Notice::LineDoubtful { .. } | Notice::ScoresOnceEach { .. } => {
                self.mend_of_doubts(caller, lang)?
            }
            Notice::CandidatesWithoutLine { source, groups } => {
                if let Some(table) = kept(&Yearly::CutScores, caller, lang) {
                    return Some(table);
                }
                let group = groups.first()?;
                let track = group.track.as_ref().filter(|track| !track.is_empty());
                let track = track.map_or(String::new(), |track| format!("track = \"{track}\", "));
                let year = group.year.map_or(String::new(), |year| format!("year = {year}, "));
                format!("[[cut_score]] source = \"{source}\", {year}{track}line = \"…\", score = …")
            }
            _ => return None,
        })
    }
}

impl Unlike {
    fn text(&self, lang: Lang) -> String {
        match self {
            Unlike::Candidates => lang.pick("考生数", "the number of candidates").to_owned(),
            Unlike::Schools => lang.pick("学校数", "the number of schools").to_owned(),
            Unlike::Mean(subject) => {
                let name = subject_name(subject, lang);
                lang.pick(format!("{name}平均分"), format!("the mean of {name}"))
            }
            Unlike::Share { key, label } => {
                let key = key_name(key, lang);
                lang.pick(format!("{key}「{label}」所占百分比"), format!("the per cent of {key} \"{label}\""))
            }
        }
    }
}

impl Unlined {
    fn described(&self, lang: Lang) -> String {
        let unknown = || lang.pick("科类不明", "track not known").to_owned();
        let track = self.track.as_ref().map(|track| if track.is_empty() { unknown() } else { track.clone() });
        let year = self.year.map(|year| year.to_string());
        let place: Vec<String> = year.into_iter().chain(track).collect();
        let (place, n) = (place.join(" "), self.candidates);
        lang.pick(format!("{place}（{n} 人）"), format!("{place} ({n})"))
    }
}

fn dropped(sentence: Sentence, line: &str, year: i32, lang: Lang) -> String {
    let what = match sentence {
        Sentence::Admission => lang.pick(format!("「{line}」上线"), format!("admission at \"{line}\"")),
        Sentence::Per10k => {
            lang.pick(format!("「{line}」万人本"), format!("\"{line}\" per 10,000 inhabitants"))
        }
        Sentence::TopRank => lang.pick("全省名次".to_owned(), "ranks in the province".to_owned()),
        Sentence::Gap => lang.pick("城乡差距".to_owned(), "the urban–rural gap".to_owned()),
    };
    lang.pick(
        format!("要点中少一句：{what}（{year} 年没有这个数）"),
        format!("the headline lacks a sentence: {what} ({year} has no such figure)"),
    )
}
