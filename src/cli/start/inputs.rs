//! The workbook of inputs that an analyst fills in.

use super::look::Found;
use super::write::{everywhere, full_mark, subject_names, years};
use crate::error::Result;
use crate::lang::Lang;
use crate::render::xlsx::{Sheet, template};
use crate::subjects::{SubjectNames, subject_id};

/// The workbook of inputs, with the years, tracks and subjects that are known.
pub(super) fn inputs(found: &Found, lang: Lang) -> Result<Vec<u8>> {
    let years: Vec<String> = years(found).iter().map(i32::to_string).collect();
    let tracks = everywhere(found, |candidates| &candidates.tracks);
    let tracks = if tracks.is_empty() { vec![String::new()] } else { tracks };
    let lines =
        years.iter().flat_map(|year| tracks.iter().map(move |track| vec![year.clone(), track.clone()]));
    let subjects = everywhere(found, |candidates| &candidates.subjects);
    let people = years.iter().map(|year| {
        let [unit, basis] = lang.pick(["万人", "户籍"], ["persons", "registered"]).map(str::to_owned);
        vec![year.clone(), String::new(), String::new(), unit, basis]
    });
    let sheet = |zh: &[&str], en: &[&str], rows| {
        let words = lang.pick(zh, en);
        let headers = words[1..].iter().map(|&word| word.to_owned()).collect();
        Sheet { name: words[0].to_owned(), headers, rows }
    };
    let names = subject_names(found);
    template(&[
        sheet(
            &["分数线", "年份", "科类", "分数线", "分数"],
            &["cut_scores", "year", "track", "line", "score"],
            lines.collect(),
        ),
        sheet(
            &["人口", "年份", "分组", "人数", "单位", "口径"],
            &["population", "year", "group", "count", "unit", "basis"],
            people.collect(),
        ),
        sheet(
            &["满分", "科目", "满分"],
            &["full_marks", "subject", "full_mark"],
            subjects
                .iter()
                .map(|id| {
                    let mark = full_mark(found, id).unwrap_or_default();
                    vec![recognised_name(&names, id, lang).to_owned(), mark]
                })
                .collect(),
        ),
        sheet(
            &["目标", "年份", "学校", "分数线", "目标"],
            &["targets", "year", "school", "line", "count"],
            Vec::new(),
        ),
    ])
}

/// The name of a subject, or its id where the name is not one that is read.
fn recognised_name<'a>(names: &'a SubjectNames, id: &'a str, lang: Lang) -> &'a str {
    Some(names.name(id, lang)).filter(|name| subject_id(name) == id).unwrap_or(id)
}
