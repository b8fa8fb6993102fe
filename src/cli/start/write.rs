//! The configuration and the workbook of inputs that follow from what was found.

use super::look::{Candidates, Found, Looked, What, joined};
use crate::error::{toml_list, toml_text};
use crate::lang::Lang;
use crate::number::{decimals_of, round_half_up};
use crate::subjects::{SubjectNames, TOTAL};

/// Customary words for urban and rural, between which gaps are taken without being told.
const CUSTOMARY: [&str; 8] = ["城区", "城市", "镇区", "县镇", "乡村", "农村", "urban", "rural"];

fn list(texts: &[String]) -> String {
    if let [only] = texts { toml_text(only) } else { format!("[{}]", toml_list(texts)) }
}

pub(super) fn with_candidates(found: &Found) -> impl Iterator<Item = (&Looked, &Candidates)> {
    found.looked.iter().filter_map(|looked| match &looked.what {
        What::Candidates(candidates) => Some((looked, candidates)),
        _ => None,
    })
}

/// All years of the candidates, ascending.
pub(super) fn years(found: &Found) -> Vec<i32> {
    let mut years: Vec<i32> = with_candidates(found).flat_map(|(looked, _)| looked.years.clone()).collect();
    years.sort_unstable();
    years.dedup();
    years
}

pub(super) fn everywhere(found: &Found, of: impl Fn(&Candidates) -> &Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (_, candidates) in with_candidates(found) {
        for one in of(candidates) {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
    }
    all
}

/// What the subjects are called in all files.
pub(super) fn subject_names(found: &Found) -> SubjectNames {
    let mut names = SubjectNames::default();
    with_candidates(found).for_each(|(_, candidates)| names.join(&candidates.names));
    names
}

/// The configuration; what only the user can say is added to the list of what is missing.
pub(super) fn configuration(found: &mut Found, lang: Lang) -> String {
    let years = years(found);
    let mut text = lang
        .pick(
            "# 由 edugauge init --from 按文件写成，可以修改。\n\n",
            "# Written by edugauge init --from after the files; to be corrected.\n\n",
        )
        .to_owned();
    let year = years.last().map_or("# year = 2024".to_owned(), |year| format!("year = {year}"));
    let language = lang.pick("zh", "en");
    text += &format!(
        "[project]\ntitle = {}\nregion = \"\"\n{year}\nlanguage = \"{language}\"\n\n[inputs]\nworkbook = \"inputs.xlsx\"\n",
        toml_text(lang.pick("教育质量年度报告", "Annual report on education"))
    );
    text += "\n[disclosure]\n";
    text += lang.pick(
        "# 草稿：全部数字可见，各表注明不得公布。要公布时改为 \"public\"，人数很少的格子就隐去。\n",
        "# A draft: every number is shown, and each table says that it is not for publication. \"public\" hides small cells.\n",
    );
    text += "profile = \"internal\"\n";
    let list = schools(found, &mut text);
    source(found, &mut text, lang);
    others(found, &mut text);
    tables(found, &list, &mut text, lang);
    missing_inputs(found, &years, lang);
    text
}

/// What the candidates have from the list of schools.
struct List {
    names: bool,
    /// Of urban and rural, its own or the candidates'.
    labels: Vec<String>,
}

/// The list of schools.
fn schools(found: &Found, text: &mut String) -> List {
    let labels = everywhere(found, |candidates| &candidates.residences);
    let mut list = List { names: false, labels };
    let keys = everywhere(found, |candidates| &candidates.keys);
    for looked in &found.looked {
        if let What::Schools { key, names, labels } = &looked.what
            && keys.iter().any(|known| known == key)
        {
            *text += &format!(
                "\n[schools]\npath = {}\nkey = \"{key}\"\n",
                toml_text(&format!("data/{}", looked.name))
            );
            list.names = *names;
            list.labels.extend(labels.iter().cloned());
            break;
        }
    }
    list
}

/// One source of all candidates: by one pattern where the names of the files allow it, else file by file.
fn source(found: &mut Found, text: &mut String, lang: Lang) {
    *text += "\n[[source]]\nid = \"exam\"\n";
    let pattern = |looked: &Looked| match looked.years[..] {
        [year] if looked.name.contains(&year.to_string()) => {
            Some(looked.name.replacen(&year.to_string(), "{year}", 1))
        }
        _ => None,
    };
    let mut missing = Vec::new();
    {
        let files: Vec<(&Looked, &Candidates)> = with_candidates(found).collect();
        let first = pattern(files[0].0);
        let same_sheets = files.iter().all(|(_, candidates)| candidates.sheets == files[0].1.sheets);
        if first.is_some() && files.iter().all(|(looked, _)| pattern(looked) == first) && same_sheets {
            *text += &format!("path = {}\n", toml_text(&format!("data/{}", first.unwrap_or_default())));
            if !files[0].1.sheets.is_empty() {
                *text += &format!("sheet = {}\n", list(&files[0].1.sheets));
            }
        } else if let [(looked, candidates)] = &files[..] {
            *text += &format!("path = {}\n", toml_text(&format!("data/{}", looked.name)));
            if !candidates.sheets.is_empty() {
                *text += &format!("sheet = {}\n", list(&candidates.sheets));
            }
            if looked.years.is_empty() {
                missing.push(lang.pick(
                    "年份：在 [project] 中写 year = …".to_owned(),
                    "the year: write year = … in [project]".to_owned(),
                ));
            }
        } else {
            for (looked, candidates) in &files {
                *text += "[[source.file]]\n";
                match looked.years[..] {
                    [year] => *text += &format!("years = [{year}]\n"),
                    _ => {
                        *text += "# years = [2024]\n";
                        let name = &looked.name;
                        missing.push(lang.pick(
                            format!("{name} 的年份：在它的 [[source.file]] 中写 years = [年份]"),
                            format!("the year of {name}: write years = [YEAR] in its [[source.file]]"),
                        ));
                    }
                }
                *text += &format!("path = {}\n", toml_text(&format!("data/{}", looked.name)));
                if !candidates.sheets.is_empty() {
                    *text += &format!("sheet = {}\n", list(&candidates.sheets));
                }
            }
        }
        let unknown = everywhere(found, |candidates| &candidates.unknown);
        if !unknown.is_empty() {
            let names = joined(&unknown, lang);
            missing.push(lang.pick(
                format!("这些列是什么：{names}；在 [source.columns] 中写 \"{0}\" = \"subject:{0}\"（是成绩）或 \"ignore\"", unknown[0]),
                format!("what these columns are: {names}; write \"{0}\" = \"subject:{0}\" (scores) or \"ignore\" in [source.columns]", unknown[0]),
            ));
        }
    }
    let rules = everywhere(found, |candidates| &candidates.rules);
    if !rules.is_empty() {
        let rules = joined(&rules, lang);
        missing.push(lang.pick(
            format!("不认识的标记是什么意思：在 [source.policy] 中写 {rules}（若表示缺考）"),
            format!(
                "what marks that are not known mean: write {rules} in [source.policy], if they mean absent"
            ),
        ));
    }
    found.missing.extend(missing);
}

/// Score tables and other tables: sources that no table uses yet.
fn others(found: &Found, text: &mut String) {
    let mut number = 0;
    for looked in &found.looked {
        let kind = match looked.what {
            What::ScoreTable => "score_table",
            What::Table { .. } => "table",
            _ => continue,
        };
        number += 1;
        let path = toml_text(&format!("data/{}", looked.name));
        *text += &format!("\n[[source]]\nid = \"{kind}_{number}\"\nkind = \"{kind}\"\npath = {path}\n");
    }
}

fn tables(found: &mut Found, list: &List, text: &mut String, lang: Lang) {
    let labels = &list.labels;
    let keys = everywhere(found, |candidates| &candidates.keys);
    let subjects = everywhere(found, |candidates| &candidates.subjects);
    let has = |key: &str| keys.iter().any(|known| known == key);
    let mut table = |id: &str, rest: &str| {
        *text += &format!("\n[[table]]\nid = \"{id}\"\nsource = \"exam\"\n{rest}");
    };
    let school = match list.names || has("school") {
        true => Some("school"),
        false => has("school_code").then_some("school_code"),
    };
    match school {
        Some(key) => table("rates", &format!("preset = \"means_and_rates\"\nby = [\"{key}\"]\n")),
        None => table("rates", "indicator = \"subject_mean\"\n"),
    }
    // Empty until the lines and inhabitants stand in the workbook of inputs.
    let empty = "allow_empty = true\n";
    match school {
        Some(key) => {
            table("admission", &format!("preset = \"admission_by_school\"\nby = [\"{key}\"]\n{empty}"))
        }
        None => table("admission", &format!("indicator = \"admission_rate\"\n{empty}")),
    }
    if has("track") {
        table("admission_by_track", &format!("preset = \"admission_by_track\"\n{empty}"));
    }
    table("per_10k", &format!("preset = \"per_10k_by_year\"\n{empty}"));
    if subjects.iter().any(|id| id == TOTAL) {
        let remark = lang.pick(
            "# 公布时与 admission 只留一张：两表相减会露出很少几个人，于是都要隐去许多格子。\n",
            "# In public keep this table or admission: what the two tell together is hidden in both.\n",
        );
        table("score_table", &format!("{remark}preset = \"score_table\"\n"));
    }
    let other: Vec<String> = labels.iter().filter(|l| !CUSTOMARY.contains(&l.as_str())).cloned().collect();
    if labels.is_empty() {
        return;
    }
    if other.is_empty() {
        table("gap", "preset = \"gap\"\n");
    } else {
        let other = joined(labels, lang);
        found.missing.push(lang.pick(
            format!("城乡差距：数据中的类别是 {other}，请写一张表：preset = \"gap\"，options = {{ first = \"…\", second = \"…\" }}"),
            format!("urban–rural gaps: the data call their groups {other}; write a table with preset = \"gap\" and options = {{ first = \"…\", second = \"…\" }}"),
        ));
    }
}

fn missing_inputs(found: &mut Found, years: &[i32], lang: Lang) {
    let names = subject_names(found);
    let (mut subjects, mut known) = (Vec::new(), Vec::new());
    for id in everywhere(found, |candidates| &candidates.subjects) {
        let name = names.name(&id, lang);
        match full_mark(found, &id) {
            Some(mark) => known.push(format!("{name} {mark}")),
            None => subjects.push(name.to_owned()),
        }
    }
    if !known.is_empty() {
        let known = joined(&known, lang);
        found.taken.push(lang.pick(
            format!("满分按文件所写填入 inputs.xlsx 的「满分」表（{known}），各年都按它计算，请核对"),
            format!("full marks as the files say them, in the sheet full_marks of inputs.xlsx ({known}): they hold for all years, please check"),
        ));
    }
    let lacks_marks = !subjects.is_empty();
    let (subjects, years) = (joined(&subjects, lang), years.iter().map(i32::to_string).collect::<Vec<_>>());
    let years = match years.as_slice() {
        [] => String::new(),
        years => lang.in_brackets(&joined(years, lang)),
    };
    if lacks_marks {
        found.missing.push(lang.pick(
            format!("满分（{subjects}）：inputs.xlsx 的「满分」表"),
            format!("full marks ({subjects}): the sheet full_marks of inputs.xlsx"),
        ));
    }
    found.missing.extend([
        lang.pick(
            format!("分数线{years}：inputs.xlsx 的「分数线」表"),
            format!("cut scores{years}: the sheet cut_scores of inputs.xlsx"),
        ),
        lang.pick(
            format!("人口{years}：inputs.xlsx 的「人口」表"),
            format!("inhabitants{years}: the sheet population of inputs.xlsx"),
        ),
    ]);
}

/// The full mark that the files say of a subject, where all that say one say the same.
pub(super) fn full_mark(found: &Found, id: &str) -> Option<String> {
    let marks = with_candidates(found).flat_map(|(_, candidates)| &candidates.full_marks);
    let mut marks = marks.filter(|(of, _)| of == id).map(|(_, mark)| *mark);
    let first = marks.next()?;
    marks.all(|mark| mark == first).then(|| round_half_up(first, decimals_of(first)))
}
