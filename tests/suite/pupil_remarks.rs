//! Remarks that count pupils: a public release of each shows the remark without its count. A count that slipped through
//! would tell a reader how few have no school, no covariate or no weight.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use crate::phrases::{phrases, rust_files};
use crate::support::{Project, text_of};

/// Where remarks count pupils, how often the sources say so, and the phrases that take these counts.
const SITES: [(&str, usize, &[&str]); 13] = [
    ("indicators/grouping.rs", 2, &["candidates_without_school", "outside_the_error"]),
    ("indicators/decomposition/mod.rs", 1, &["school_of_empty_label"]),
    ("indicators/cut_scores/mod.rs", 1, &["tracks_without_line"]),
    ("indicators/models/random_intercept.rs", 1, &["candidates_without_school_or_covariate"]),
    ("indicators/models/oaxaca_blinder.rs", 1, &["candidates_without_covariate_or_school"]),
    ("indicators/models/multilevel/words.rs", 1, &["candidates_without_covariate", "rows_of_weight_0"]),
    ("indicators/survey/levels.rs", 1, &["survey_level_unknown"]),
    ("indicators/survey/clusters.rs", 1, &["survey_linearised"]),
    ("indicators/survey/gap.rs", 1, &["survey_group_unknown"]),
    (
        "indicators/survey/report.rs",
        3,
        &[
            "fewer_pupils_than_reported",
            "fewer_schools_than_reported",
            "weightless_rows",
            "nobody_or_everybody",
        ],
    ),
    ("indicators/survey/regression.rs", 1, &["left_out_without_covariate"]),
    ("indicators/linked_score/mod.rs", 1, &["link_other_form"]),
    ("indicators/added.rs", 1, &["open_rows"]),
];

/// Those of indicators that a public release refuses to hold.
const REFUSED: [(&str, usize, &str, &str, &str); 3] = [
    ("indicators/value_added/school_value_added.rs", 1, "school_value_added", "exam", LINKED),
    ("indicators/value_added/band_value_added.rs", 1, "band_value_added", "exam", LINKED),
    ("indicators/items/paper.rs", 1, "item_difficulty", "paper", "公开报表不含小题分析"),
];
const LINKED: &str = "不能在公开报表中保护";

/// A table that has a remark: the phrase, its count, source, indicator, grouping and options.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// The counts are those of [`candidates`] and [`pupils`], by hand.
const CASES: [Case; 18] = [
    ("candidates_without_school", "7", "exam", "between_school_share", "", ""),
    ("outside_the_error", "7", "exam", "subject_gap", "", "universe = \"cohort\""),
    ("school_of_empty_label", "24", "many", "gap_by_school", "", "group = \"residence\""),
    ("tracks_without_line", "6", "exam", "admission_rate", "", "lines = [\"物理:本科=125\"]"),
    // 7 have no school, 9 no sex.
    (
        "candidates_without_school_or_covariate",
        "16",
        "exam",
        "random_intercept",
        "",
        "covariates = [\"sex\"]",
    ),
    ("candidates_without_covariate_or_school", "16", "exam", "oaxaca_blinder", "", "covariates = [\"sex\"]"),
    ("candidates_without_covariate", "9", "rows", "multilevel_model", "", MODEL),
    ("rows_of_weight_0", "8", "rows", "multilevel_model", "", MODEL),
    ("survey_level_unknown", "9", "sample", "survey_levels", "", "level = \"等级\""),
    ("survey_linearised", "294", "sample", "survey_mean", "", SCORES),
    ("survey_group_unknown", "8", "sample", "survey_gap", "", "scores = [\"分\"]\ngroup = \"性别\""),
    (
        "fewer_pupils_than_reported",
        "24",
        "sample",
        "survey_mean",
        "区县",
        "scores = [\"分\"]\nminimum_pupils = 30",
    ),
    (
        "fewer_schools_than_reported",
        "24",
        "sample",
        "survey_mean",
        "区县",
        "scores = [\"分\"]\nminimum_pupils = 30\nschool = \"学校\"\nminimum_schools = 3",
    ),
    ("weightless_rows", "6", "sample", "survey_mean", "", "scores = [\"分\"]\nweight = \"权\""),
    // Everybody reaches 10, so the effective size is that of those asked.
    ("nobody_or_everybody", "24.0", "sample", "survey_rate", "区县", "scores = [\"分\"]\nlines = [\"10\"]"),
    ("left_out_without_covariate", "7", "sample", "survey_regression", "", REGRESSION),
    // 20 girls of each of six schools, 3 without a school, 4 of weight 0 and 2 of the arts.
    ("link_other_form", "129", "exam", "linked_score", "", LINK),
    // A register of pupils: 9 without a level.
    (
        "open_rows",
        "9",
        "register",
        "count_by_year",
        "区县",
        "where = [{ column = \"等级\", is = [\"A\", \"B\"] }]",
    ),
];

const LINK: &str = "scores = [60]\nsubject = \"mathematics\"\nform = \"sex\"\nfrom_form = \"男\"\nto_form = \"女\"\nmethods = [\"mean\"]";
const SCORES: &str = "scores = [\"分\"]";
const REGRESSION: &str = "scores = [\"分\"]\ncovariates = [\"家境\"]";
const MODEL: &str = "scores = [\"数学\"]\ncovariates = [\"性别\"]\nschool = \"学校\"\nweight = \"权\"";

const SOURCES: &str = "
[[source]]
id = \"exam\"
path = \"exam.csv\"
[source.columns]
\"权\" = \"key:权\"
[source.full_marks]
\"语文\" = 100
\"数学\" = 100
[[source]]
id = \"many\"
path = \"many.csv\"
[source.columns]
\"权\" = \"key:权\"
[source.full_marks]
\"语文\" = 100
\"数学\" = 100
[[source]]
id = \"rows\"
kind = \"table\"
path = \"exam.csv\"
[[source]]
id = \"sample\"
kind = \"table\"
path = \"sample.csv\"
[[source]]
id = \"register\"
kind = \"table\"
counts = \"pupils\"
path = \"sample.csv\"
";

/// Six schools of 40; beside them some without a school, 9 without sex, 8 of weight 0, 6 of a track without a line.
fn candidates(without_school: usize) -> String {
    let mut text = "考号,学校,城乡,性别,科类,权,语文,数学\n".to_owned();
    let sides = ["城区", "乡村"];
    let mut add = |school: &str, side: &str, sex: &str, track: &str, weight: u8, scores: (usize, usize)| {
        let number = text.lines().count();
        writeln!(text, "{number},{school},{side},{sex},{track},{weight},{},{}", scores.0, scores.1).unwrap();
    };
    let sex = |k: usize| ["男", "女"][k % 2];
    for (at, school) in ["甲", "乙", "丙", "丁", "戊", "己"].into_iter().enumerate() {
        for k in 0..40 {
            let scores = (50 + at + k * 7 % 31, 40 + 2 * at + k * 11 % 37);
            add(school, sides[at / 3], sex(k), "物理", 1, scores);
        }
    }
    let few = |k: usize| (60 + k % 20, 60 + k % 20 * 2);
    (0..without_school).for_each(|k| add("", sides[k % 2], sex(k), "物理", 1, few(k)));
    (0..9).for_each(|k| {
        add(["甲", "丁", "戊"][k % 3], ["城区", "乡村", "乡村"][k % 3], "", "物理", 1, few(k));
    });
    (0..8).for_each(|k| add(["甲", "丁"][k % 2], sides[k % 2], sex(k / 2), "物理", 0, few(k)));
    (0..6).for_each(|k| add(["甲", "丁"][k % 2], sides[k % 2], sex(k / 2), "艺术", 1, few(k)));
    text
}

/// 240 pupils of three districts; beside them 9 without a level, 8 without sex, 7 without a home, 6 of weight 0, and 24
/// of a fourth district in two schools.
fn pupils() -> String {
    let mut text = "号,学校,性别,等级,区县,家境,权,分\n".to_owned();
    for k in 0..240 {
        let (school, sex) = (["甲", "乙", "丙", "丁"][k % 4], ["男", "女"][k / 3 % 2]);
        let (level, district) = (["A", "B", "C"][k / 5 % 3], ["东", "西", "南"][k % 3]);
        writeln!(text, "{k},{school},{sex},{level},{district},{},1,{}", k % 7, 40 + k * 13 % 53).unwrap();
    }
    let sex = |k: usize| ["男", "女"][k % 2];
    (0..9).for_each(|k| writeln!(text, "x{k},甲,男,,东,2,1,{}", 50 + k).unwrap());
    (0..8).for_each(|k| writeln!(text, "y{k},甲,,A,东,2,1,{}", 50 + k).unwrap());
    (0..7).for_each(|k| writeln!(text, "z{k},甲,{},A,东,,1,{}", sex(k), 50 + k).unwrap());
    (0..6).for_each(|k| writeln!(text, "w{k},甲,{},A,东,3,0,{}", sex(k), 50 + k).unwrap());
    for k in 0..24 {
        let (school, level) = (["甲", "乙"][k % 2], ["A", "B"][k % 2]);
        writeln!(text, "v{k},{school},{},{level},北,3,1,{}", sex(k), 50 + k).unwrap();
    }
    text
}

/// All that a release of the case says, the sheets of its workbooks included.
fn released(case: &Case, profile: &str) -> String {
    let (_, _, source, indicator, by, options) = case;
    let by = if by.is_empty() { String::new() } else { format!("\"{by}\"") };
    let config = format!(
        "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[disclosure]\nprofile = \"{profile}\"\n{SOURCES}\
         [[table]]\nid = \"t\"\nsource = \"{source}\"\nindicator = \"{indicator}\"\nby = [{by}]\n[table.options]\n{options}\n"
    );
    let (exam, many, sample) = (candidates(7), candidates(24), pupils());
    let files = [("exam.csv", &*exam), ("many.csv", &*many), ("sample.csv", &*sample)];
    let project = Project::made(&config, &files);
    let mut said = String::new();
    for entry in fs::read_dir(project.path("out/2024")).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().is_some_and(|end| end == "xlsx") {
            true => said += &sheets(&path),
            false => said += &text_of(&path),
        }
    }
    said
}

fn sheets(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

/// The words of a phrase around its first place, with something in it.
fn with(text: &str, filling: &str) -> String {
    let (before, after) = text.split_once("{}").expect("a place");
    let after = after.split('{').next().unwrap_or_default();
    match filling {
        "若干" => format!("{}若干{}", before.trim_end(), after.trim_start()),
        _ => format!("{before}{filling}{after}"),
    }
}

#[test]
fn a_public_release_shows_no_count_of_a_remark() {
    let phrases = phrases();
    for case in &CASES {
        let (id, count) = (case.0, case.1);
        let phrase = phrases.iter().find(|phrase| phrase.id == id).unwrap_or_else(|| panic!("{id}"));
        let [zh, en] = [&phrase.zh, &phrase.en];
        let (internal, public) = (released(case, "internal"), released(case, "public"));
        assert!(internal.contains(&with(en, count)), "{id}: the case does not make it");
        assert!(internal.contains(&with(zh, count)), "{id}: the case does not make it in Chinese");
        assert!(public.contains(&with(en, "some")), "{id}: hidden, so that nothing is shown of it");
        for told in [with(en, count), with(zh, count)] {
            assert!(!public.contains(&told), "{id}: {told}");
        }
    }
}

#[test]
fn every_remark_that_counts_pupils_has_its_release() {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    for (path, source) in &files {
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let calls = source.matches("Term::pupils(").count();
        let sites = SITES.iter().map(|(file, calls, _)| (file, calls));
        let mut sites = sites.chain(REFUSED.iter().map(|(file, calls, ..)| (file, calls)));
        let site = sites.find(|(file, _)| Path::new(path).ends_with(file));
        assert_eq!(calls, site.map_or(0, |(_, calls)| *calls), "{path}: a remark without a case here");
    }
    let named: BTreeSet<&str> = SITES.iter().flat_map(|(.., ids)| ids.iter().copied()).collect();
    let made: BTreeSet<&str> = CASES.iter().map(|case| case.0).collect();
    assert_eq!(named, made);
}

#[test]
fn a_public_release_refuses_what_it_cannot_protect() {
    for (.., indicator, source, said) in &REFUSED {
        let config = format!(
            "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[disclosure]\nprofile = \"public\"\n{SOURCES}\
             [[source]]\nid = \"paper\"\nkind = \"items\"\npath = \"exam.csv\"\n\
             [[table]]\nid = \"t\"\nsource = \"{source}\"\nindicator = \"{indicator}\"\nby = []\n"
        );
        let refused = Project::new(&config, &[("exam.csv", &candidates(7))]).run();
        assert_eq!(refused.code, 2, "{indicator}: {refused:?}");
        assert!(refused.err.contains(said), "{indicator}: {refused:?}");
    }
}
