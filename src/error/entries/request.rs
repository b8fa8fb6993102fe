//! What is wrong with what was asked for.

use super::super::entry::{Class, Entry, Exit, Said};
use super::super::toml_words::in_chinese;
use super::super::words::{line_and_column, listed, numbers};
use super::super::{ConfigProblem, Error};
use crate::lang::Lang::{En, Zh};
use crate::lang::{Lang, Text, nearest};

pub const CONFIG: Entry = Entry {
    code: "EG-201",
    exit: Exit::Usage,
    class: Class::Config,
    means: Text::new(
        "配置文件有误：语法、不认识的项、错误的值或缺少的项。",
        "The configuration is wrong: syntax, an unknown key, a wrong value or a missing one.",
    ),
    example: Text::new(
        "minimum_cell = \"1O\"（字母 O）；写了不存在的项 minimun_cell。",
        "minimum_cell = \"1O\" (the letter O); a key that does not exist, minimun_cell.",
    ),
    fix: Text::new(
        "按消息给出的行和列改正；edugauge init 可得到一份带注释的样例。",
        "mend it at the line and column of the message; edugauge init writes a commented sample.",
    ),
    said: |error| {
        let Error::Config { file, text, offset, problem, more, .. } = error else { return Said::default() };
        let (line, column) = line_and_column(text, *offset);
        let (zh, en) = match problem {
            ConfigProblem::Syntax { detail } => (format!("格式有误：{}", in_chinese(detail)), detail.clone()),
            ConfigProblem::UnknownKey { key, .. } => {
                (format!("不认识的项「{key}」"), format!("unknown key \"{key}\""))
            }
            ConfigProblem::BadValue { found, expected } => (
                format!("值是 {found}，应为{}", expected.zh),
                format!("found {found}, expected {}", expected.en),
            ),
            ConfigProblem::Missing { key } => (format!("缺少「{key}」"), format!("\"{key}\" is missing")),
        };
        let said = Said::of(
            format!("{file} 第 {line} 行第 {column} 列：{zh}"),
            format!("{file}, line {line}, column {column}: {en}"),
        );
        let said = match problem {
            ConfigProblem::UnknownKey { key, suggestion, sections, known } => {
                let said = said.did_you_mean(suggestion.as_deref().filter(|_| sections.is_empty()));
                let belongs = (!sections.is_empty()).then(|| {
                    let [zh, en] = ["、", ", "].map(|between| sections.join(between));
                    [format!("「{key}」写在 {zh} 中"), format!("\"{key}\" belongs into {en}")]
                });
                let others = (1..=LISTED).contains(&known.len()).then(|| {
                    let [zh, en] = ["、", ", "].map(|between| known.join(between));
                    [format!("这里可用：{zh}"), format!("what may stand here: {en}")]
                });
                belongs.into_iter().chain(others).fold(said, Said::and_help)
            }
            _ => said,
        };
        more.iter().fold(said, |said, other| said.and_help([Zh, En].map(|lang| also(other, lang))))
    },
};

/// A further fault in a line: where it is, and what was meant.
fn also(other: &Error, lang: Lang) -> String {
    let mut meant = String::new();
    if let Error::Config { problem: ConfigProblem::UnknownKey { suggestion: Some(near), .. }, .. } = other {
        meant = lang.pick(format!("（是不是 {near}？）"), format!(" (did you mean {near}?)"));
    }
    let message = other.message(lang);
    lang.pick(format!("还有：{message}{meant}"), format!("also: {message}{meant}"))
}

/// More names than this are not listed; the nearest is told.
const LISTED: usize = 40;

pub const UNKNOWN_INDICATOR: Entry = Entry {
    code: "EG-202",
    exit: Exit::Usage,
    class: Class::InvalidArgument,
    means: Text::new("没有这个指标或代码。", "There is no such indicator or code."),
    example: Text::new("edugauge explain pass_rat。", "edugauge explain pass_rat."),
    fix: Text::new(
        "edugauge list 列出全部指标；消息里会提示最接近的名字。",
        "edugauge list shows all; the message names the nearest.",
    ),
    said: |error| {
        let Error::UnknownIndicator { id, suggestion } = error else { return Said::default() };
        let said = Said::of(format!("没有名为「{id}」的指标"), format!("there is no indicator \"{id}\""));
        let said = said.help("edugauge list 列出全部指标", "edugauge list shows them all");
        said.or_did_you_mean(suggestion.as_deref())
    },
};

pub const KEY_NOT_AT_HAND: Entry = Entry {
    code: "EG-203",
    exit: Exit::Usage,
    class: Class::ColumnNotFound,
    means: Text::new("数据里没有所要的分组字段。", "The data do not have the grouping key asked for."),
    example: Text::new(
        "--by 学段，而成绩表和学校表里都没有学段。",
        "--by stage, and neither the candidates nor the school list have a stage.",
    ),
    fix: Text::new(
        "换一个现有的字段，或在学校表里补上这一列。",
        "take a key that is there, or put the column into the school list.",
    ),
    said: |error| {
        let Error::KeyNotAtHand { key, at_hand } = error else { return Said::default() };
        let said = Said::of(
            format!("数据中没有「{key}」这个分组；现有：{}", listed(at_hand, Zh)),
            format!("the data have no key \"{key}\"; at hand: {}", listed(at_hand, En)),
        );
        said.did_you_mean(nearest(key, at_hand.iter().map(String::as_str)).as_deref())
    },
};

pub const SUBJECT_NOT_AT_HAND: Entry = Entry {
    code: "EG-204",
    exit: Exit::Usage,
    class: Class::ColumnNotFound,
    means: Text::new("数据里没有所要的科目。", "The data do not have the subject asked for."),
    example: Text::new(
        "--subject 物理，而文件里只有文科。",
        "--subject physics of a file of the arts track.",
    ),
    fix: Text::new(
        "核对科目名和文件；现有的科目列在消息里。",
        "check the subject and the file; the message lists what is there.",
    ),
    said: |error| {
        let Error::SubjectNotAtHand { subject, at_hand } = error else { return Said::default() };
        let said = Said::of(
            format!("数据中没有「{subject}」这一科；现有：{}", listed(at_hand, Zh)),
            format!("the data have no subject \"{subject}\"; at hand: {}", listed(at_hand, En)),
        );
        said.did_you_mean(nearest(subject, at_hand.iter().map(String::as_str)).as_deref())
    },
};

pub const UNKNOWN_ARGUMENT: Entry = Entry {
    code: "EG-205",
    exit: Exit::Usage,
    class: Class::InvalidArgument,
    means: Text::new("指标没有这个参数。", "The indicator takes no such argument."),
    example: Text::new(
        "edugauge compute pass_rate a.csv --treshold 0.6。",
        "edugauge compute pass_rate a.csv --treshold 0.6.",
    ),
    fix: Text::new(
        "edugauge explain 指标名 列出它的参数。",
        "edugauge explain INDICATOR lists its arguments.",
    ),
    said: |error| {
        let Error::UnknownArgument { indicator, argument, suggestion, known } = error else {
            return Said::default();
        };
        let said = Said::of(
            format!("指标 {indicator} 没有「{argument}」这个参数；它的参数：{}", listed(known, Zh)),
            format!("{indicator} takes no argument \"{argument}\"; it takes: {}", listed(known, En)),
        );
        if argument == "weight" {
            return said.help(
                "抽样调查的误差、差距用 survey_mean、survey_rate、survey_quantiles、survey_gap",
                "of a sample survey, survey_mean, survey_rate, survey_quantiles and survey_gap tell errors and gaps",
            );
        }
        said.did_you_mean(suggestion.as_deref())
    },
};

pub const INVALID_ARGUMENT: Entry = Entry {
    code: "EG-206",
    exit: Exit::Usage,
    class: Class::InvalidArgument,
    means: Text::new("参数的值不合要求。", "The value of an argument is not what it must be."),
    example: Text::new(
        "--threshold 60，而应为 0 到 1 之间的比例。",
        "--threshold 60 where a share between 0 and 1 is expected.",
    ),
    fix: Text::new("按消息中“应为”的内容改写。", "write what the message says is expected."),
    said: |error| {
        let Error::InvalidArgument { argument, found, expected } = error else { return Said::default() };
        Said::of(
            format!("参数 {argument} 的值是「{found}」，应为{}", expected.zh),
            format!("argument {argument}: found \"{found}\", expected {}", expected.en),
        )
    },
};

pub const MISSING_ARGUMENT: Entry = Entry {
    code: "EG-207",
    exit: Exit::Usage,
    class: Class::InvalidArgument,
    means: Text::new("缺少必需的参数。", "A required argument is missing."),
    example: Text::new("算上线率没有给分数线。", "an admission rate without a line."),
    fix: Text::new(
        "补上消息中的参数，如 --line 本科=462。",
        "give the argument of the message, such as --line 本科=462.",
    ),
    said: |error| {
        let Error::MissingArgument { indicator, argument, expected } = error else { return Said::default() };
        Said::of(
            format!("指标 {indicator} 需要参数 {argument}：{}", expected.zh),
            format!("{indicator} needs the argument {argument}: {}", expected.en),
        )
    },
};

pub const POPULATION_YEAR: Entry = Entry {
    code: "EG-208",
    exit: Exit::Usage,
    class: Class::InvalidArgument,
    means: Text::new("人口与考生不是同一年份。", "The population is of another year than the candidates."),
    example: Text::new("考生是 2024 年的，人口是 2023 年的。", "candidates of 2024, inhabitants of 2023."),
    fix: Text::new(
        "给出 2024 年的人口；edugauge 不用别的年份代替。",
        "give those of 2024; edugauge takes no other year in their place.",
    ),
    said: |error| {
        let Error::PopulationYear { years, given } = error else { return Said::default() };
        let said = Said::of(
            format!("考生是 {} 年的，所给人口却是 {} 年的", numbers(years, "、"), numbers(given, "、")),
            format!(
                "the candidates are of {} but the population is of {}",
                numbers(years, ", "),
                numbers(given, ", ")
            ),
        );
        said.help(
            "请给出同一年份的人口；edugauge 不会用别的年份代替",
            "give the population of the same year; edugauge does not use another in its place",
        )
    },
};

pub const LINE_WITHOUT_CANDIDATES: Entry = Entry {
    code: "EG-209",
    exit: Exit::Usage,
    class: Class::InvalidArgument,
    means: Text::new("分数线定在没有考生的科类上。", "A line is for a track of which there is no candidate."),
    example: Text::new(
        "分数线写的科类是“理科”，数据里是“物理类”。",
        "a line for 理科 where the data say 物理类.",
    ),
    fix: Text::new("让两处的写法一致。", "write the track as the data do."),
    said: |error| {
        let Error::LineWithoutCandidates { line, track, tracks } = error else { return Said::default() };
        let said = Said::of(
            format!(
                "分数线「{line}」定在科类「{track}」上，但没有这一科类的考生；现有科类：{}",
                listed(tracks, Zh)
            ),
            format!(
                "the line \"{line}\" is for the track \"{track}\", of which there is no candidate; tracks at hand: {}",
                listed(tracks, En)
            ),
        );
        said.help(
            "请核对分数线的科类写法是否与数据一致",
            "check that the track of the line is written as in the data",
        )
    },
};

pub const LABEL_NOT_AT_HAND: Entry = Entry {
    code: "EG-217",
    exit: Exit::Usage,
    class: Class::ColumnNotFound,
    means: Text::new(
        "要比较的一组在数据中没有一名考生：first、second 写的标签数据里没有，或数据用的不是「城区、乡村」等通用的词。",
        "A group that is to be compared has no candidate: the data have no such label as `first` or `second` names, or call urban and rural by words of their own.",
    ),
    example: Text::new(
        "--first 城，而数据中的城乡类别是 县直、村小。",
        "--first urban, while the data call their schools A and B.",
    ),
    fix: Text::new(
        "按数据的写法写：--first 县直 --second 村小，或配置中 options = { first = \"县直\", second = \"村小\" }。",
        "write the labels as the data do: --first A --second B, or options = { first = \"A\", second = \"B\" } in the table.",
    ),
    said: |error| {
        let Error::LabelNotAtHand { argument, labels, at_hand } = error else { return Said::default() };
        let said = Said::of(
            format!(
                "{argument} 中的 {} 在数据中没有；数据中的分组有：{}",
                listed(labels, Zh),
                listed(at_hand, Zh)
            ),
            format!(
                "nobody in the data is of {} (`{argument}`); the groups there are: {}",
                listed(labels, En),
                listed(at_hand, En)
            ),
        );
        said.help(
            "请按数据中的写法写 first 和 second，各可写几个（命令行：--first 县直 --second 村小）",
            "write `first` and `second` as the data do, each one label or several (command line: --first A --second B)",
        )
    },
};
