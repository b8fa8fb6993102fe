//! The words of every error, in both languages: what happened, and what to do about it.

use super::{ColumnPlace, ConfigProblem, ContainerProblem, Error};
use crate::lang::{Lang, nearest};

fn listed(items: &[String], lang: Lang) -> String {
    const SHOWN: usize = 12;
    let mut text = items.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(lang.pick("、", ", "));
    if items.len() > SHOWN {
        let more = items.len() - SHOWN;
        text += &lang.pick(format!(" 等，另有 {more} 个"), format!(" and {more} more"));
    }
    text
}

fn did_you_mean(suggestion: &Option<String>, lang: Lang) -> Option<String> {
    let word = suggestion.as_ref()?;
    Some(lang.pick(format!("您是不是想写「{word}」?"), format!("did you mean \"{word}\"?")))
}

/// What is said of pipes and devices.
pub(crate) const NOT_REGULAR: &str = "not a regular file";

impl Error {
    /// The stable code: 1xx the input, 2xx the request or its configuration, 3xx the output, 4xx disclosure, 9xx edugauge itself.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Unreadable { .. } => "EG-101",
            Error::Encoding { .. } => "EG-102",
            Error::Empty { .. } => "EG-103",
            Error::HeaderNotFound { .. } => "EG-104",
            Error::DuplicateColumn { .. } => "EG-105",
            Error::ColumnNotFound { .. } => "EG-106",
            Error::BadCell { .. } => "EG-107",
            Error::TooManyFindings { .. } => "EG-108",
            Error::ScoreTableBroken { .. } => "EG-109",
            Error::DuplicateKey { .. } => "EG-110",
            Error::JoinUnmatched { .. } => "EG-111",
            Error::NotMergeable { .. } => "EG-112",
            Error::NoScoreColumn { .. } => "EG-113",
            Error::LimitExceeded { .. } => "EG-114",
            Error::KeyDestroyed { .. } => "EG-115",
            Error::RepeatedCandidates { .. } => "EG-116",
            Error::Mojibake { .. } => "EG-117",
            Error::Container { .. } => "EG-118",
            Error::WhichSheet { .. } => "EG-119",
            Error::FileChanged { .. } => "EG-120",
            Error::Config { .. } => "EG-201",
            Error::UnknownIndicator { .. } => "EG-202",
            Error::KeyNotAtHand { .. } => "EG-203",
            Error::SubjectNotAtHand { .. } => "EG-204",
            Error::UnknownArgument { .. } => "EG-205",
            Error::InvalidArgument { .. } => "EG-206",
            Error::MissingArgument { .. } => "EG-207",
            Error::PopulationYear { .. } => "EG-208",
            Error::LineWithoutCandidates { .. } => "EG-209",
            Error::SheetsRepeat { .. } => "EG-214",
            Error::Attention { .. } => "EG-215",
            Error::EmptyTables { .. } => "EG-216",
            Error::LabelNotAtHand { .. } => "EG-217",
            Error::Unwritable { .. } => "EG-301",
            Error::OutputLocked { .. } => "EG-302",
            Error::OutputOccupied { .. } => "EG-303",
            Error::OutputNotReplaced { .. } => "EG-304",
            Error::NoRelease { .. } => "EG-305",
            Error::NotVerified { .. } => "EG-306",
            Error::FiguresDiffer { .. } => "EG-307",
            Error::SomeFailed { .. } => "EG-308",
            Error::NoTallyToReplace { .. } => "EG-309",
            Error::OutsideFolder { .. } => "EG-310",
            Error::ReleaseIsLink { .. } => "EG-311",
            Error::Recoverable { .. } => "EG-401",
            Error::RowsLost { .. } => "EG-901",
            Error::Internal { .. } => "EG-902",
        }
    }

    /// The exit code of the command line.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::SomeFailed { exit_code, .. } => *exit_code,
            Error::TooManyFindings { .. }
            | Error::NotVerified { .. }
            | Error::FiguresDiffer { .. }
            | Error::Attention { .. }
            | Error::EmptyTables { .. } => 1,
            Error::Config { .. }
            | Error::OutsideFolder { .. }
            | Error::UnknownIndicator { .. }
            | Error::KeyNotAtHand { .. }
            | Error::SubjectNotAtHand { .. }
            | Error::LabelNotAtHand { .. }
            | Error::UnknownArgument { .. }
            | Error::InvalidArgument { .. }
            | Error::MissingArgument { .. }
            | Error::PopulationYear { .. }
            | Error::LineWithoutCandidates { .. }
            | Error::NotMergeable { .. } => 2,
            Error::Unreadable { .. }
            | Error::Encoding { .. }
            | Error::Empty { .. }
            | Error::HeaderNotFound { .. }
            | Error::DuplicateColumn { .. }
            | Error::ColumnNotFound { .. }
            | Error::BadCell { .. }
            | Error::ScoreTableBroken { .. }
            | Error::NoScoreColumn { .. }
            | Error::LimitExceeded { .. }
            | Error::FileChanged { .. }
            | Error::DuplicateKey { .. }
            | Error::JoinUnmatched { .. }
            | Error::NoRelease { .. }
            | Error::KeyDestroyed { .. }
            | Error::RepeatedCandidates { .. }
            | Error::Mojibake { .. }
            | Error::Container { .. }
            | Error::SheetsRepeat { .. }
            | Error::WhichSheet { .. } => 3,
            Error::Unwritable { .. }
            | Error::OutputLocked { .. }
            | Error::OutputOccupied { .. }
            | Error::NoTallyToReplace { .. }
            | Error::ReleaseIsLink { .. }
            | Error::OutputNotReplaced { .. } => 4,
            Error::Recoverable { .. } => 5,
            Error::RowsLost { .. } | Error::Internal { .. } => 70,
        }
    }

    /// What happened and where: found against expected.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.message_zh(),
            Lang::En => self.message_en(),
        }
    }

    fn message_zh(&self) -> String {
        let zh = Lang::Zh;
        match self {
            Error::Unreadable { path, source } => {
                format!("无法读取 {}：{}", path.display(), io_words(source))
            }
            Error::Unwritable { path, source } => {
                format!("无法写入 {}：{}", path.display(), io_words(source))
            }
            Error::Encoding { place, offset, tried } if tried.is_empty() => format!(
                "{}：不是 UTF-8；作为 GB18030，第 {offset} 字节（从 0 起）起多半不是汉字，可能是另一种编码",
                place.describe(zh)
            ),
            Error::Encoding { place, offset, tried } => format!(
                "{}：第 {offset} 字节（从 0 起）处的内容不是有效的 {} 文字",
                place.describe(zh),
                tried.join("、")
            ),
            Error::Empty { place } => format!("{}：没有任何数据行", place.describe(zh)),
            Error::HeaderNotFound { place, seen, .. } if seen.is_empty() => {
                format!("{}：找不到表头行", place.describe(zh))
            }
            Error::HeaderNotFound { place, seen, .. } => {
                format!("{}：找不到表头行；前几行各有 {} 格", place.describe(zh), seen.join("、"))
            }
            Error::DuplicateColumn { place, field, other } => format!(
                "{}：与 {} 列「{}」都被认作「{field}」，同一内容只能有一列",
                place.describe(zh),
                other.letters(),
                other.header
            ),
            Error::ColumnNotFound { place, column, available, .. } => {
                format!("{}：没有「{column}」这一列；现有的列：{}", place.describe(zh), listed(available, zh))
            }
            Error::BadCell { place, found, expected } => {
                format!("{}：内容是「{found}」，应为{}", place.describe(zh), expected.zh)
            }
            Error::TooManyFindings { place, refused, total, allowed_percent, first } => format!(
                "{}：共 {total} 处中有 {refused} 处无法采信，超过允许的 {allowed_percent}%；第一处：{}",
                place.describe(zh),
                first[0]
            ),
            Error::RowsLost { place, physical, accounted } => format!(
                "{}：文件有 {physical} 行，却只交代了 {accounted} 行（edugauge 自身的错误）",
                place.describe(zh)
            ),
            Error::ScoreTableBroken { place, found, expected } => {
                format!("{}：一分一段表前后矛盾：内容是 {found}，应为 {expected}", place.describe(zh))
            }
            Error::NoScoreColumn { place, headers, .. } => {
                format!("{}：没有认出任何成绩列；现有的列：{}", place.describe(zh), listed(headers, zh))
            }
            Error::LimitExceeded { place, what, found, allowed } => {
                format!("{}：{}为 {found}，超过上限 {allowed}", place.describe(zh), what.zh)
            }
            Error::FileChanged { path } => {
                format!("{}：读取期间文件被改动，已读的部分不作数", path.display())
            }
            Error::DuplicateKey { place, key, first_row } => {
                format!("{}：「{key}」重复，第 {first_row} 行已有", place.describe(zh))
            }
            Error::JoinUnmatched { place, key, missing, count } => format!(
                "{}：考生数据中有 {count} 个「{key}」不在此表内：{}",
                place.describe(zh),
                listed(missing, zh)
            ),
            Error::KeyDestroyed { place } => {
                format!(
                    "{}：已被 Excel 改写（如 1.1E+17、第 16 位起全为 0），不能用来连接",
                    place.describe(zh)
                )
            }
            Error::RepeatedCandidates { place, count } => {
                format!("{}：考生与前面的行重复，这样的行共 {count} 行", place.describe(zh))
            }
            Error::Mojibake { place, found, meant, read_as, written_in } => format!(
                "{}：表头「{found}」是乱码，原文是「{meant}」：{written_in} 的文字被当作 {read_as} 读了",
                place.describe(zh)
            ),
            Error::Container { place, problem } => format!(
                "{}:{}",
                place.describe(zh),
                match problem {
                    ContainerProblem::Protected => "有密码保护，读不了".to_owned(),
                    ContainerProblem::Broken { detail } => format!("工作簿或压缩包已损坏（{detail}）"),
                    ContainerProblem::Html => "其实是网页（HTML 或 XML），不是工作簿".to_owned(),
                    ContainerProblem::Foreign { what } => format!("其实是{}，不是表格", what.get(zh)),
                    ContainerProblem::Hollow => "里面没有任何内容".to_owned(),
                    ContainerProblem::Bomb { found, packed, allowed } => {
                        format!("{packed} 字节解压后为 {found} 字节，超过上限 {allowed} 字节")
                    }
                }
            ),
            Error::WhichSheet { place, asked, choices } => match asked {
                Some(asked) => {
                    format!("{}：里面没有「{asked}」；现有：{}", place.describe(zh), listed(choices, zh))
                }
                None => format!("{}：不知该读哪一个：{}", place.describe(zh), listed(choices, zh)),
            },
            Error::LabelNotAtHand { argument, labels, at_hand } => format!(
                "{argument} 中的 {} 在数据中没有；数据中的分组有：{}",
                listed(labels, zh),
                listed(at_hand, zh)
            ),
            Error::Attention { notices } => format!("有 {notices} 项需要注意，而 --strict 要求一项也没有"),
            Error::EmptyTables { tables } => {
                format!("{} 张报表没有一个数值：{}", tables.len(), listed(tables, zh))
            }
            Error::SheetsRepeat { place, sheet, others } => format!(
                "{}：工作表「{sheet}」与「{}」的考生大多相同，都读会重复计数",
                place.describe(zh),
                listed(others, zh)
            ),
            Error::Config { file, text, offset, problem, .. } => {
                let (line, column) = line_and_column(text, *offset);
                let what = match problem {
                    ConfigProblem::Syntax { detail } => {
                        format!("格式有误：{}", super::toml_words::in_chinese(detail))
                    }
                    ConfigProblem::UnknownKey { key, .. } => format!("不认识的项「{key}」"),
                    ConfigProblem::BadValue { found, expected } => {
                        format!("值是 {found}，应为{}", expected.zh)
                    }
                    ConfigProblem::Missing { key } => format!("缺少「{key}」"),
                };
                format!("{file} 第 {line} 行第 {column} 列：{what}")
            }
            Error::UnknownIndicator { id, .. } => format!("没有名为「{id}」的指标"),
            Error::KeyNotAtHand { key, at_hand } => {
                format!("数据中没有「{key}」这个分组；现有：{}", listed(at_hand, zh))
            }
            Error::SubjectNotAtHand { subject, at_hand } => {
                format!("数据中没有「{subject}」这一科；现有：{}", listed(at_hand, zh))
            }
            Error::UnknownArgument { indicator, argument, known, .. } => {
                format!("指标 {indicator} 没有「{argument}」这个参数；它的参数：{}", listed(known, zh))
            }
            Error::InvalidArgument { argument, found, expected } => {
                format!("参数 {argument} 的值是「{found}」，应为{}", expected.zh)
            }
            Error::MissingArgument { indicator, argument, expected } => {
                format!("指标 {indicator} 需要参数 {argument}：{}", expected.zh)
            }
            Error::NotMergeable { subject, ours, theirs } => {
                format!("「{subject}」的数据不能合并：一份是 {ours}，另一份是 {theirs}")
            }
            Error::PopulationYear { years, given } => {
                format!("考生是 {} 年的，所给人口却是 {} 年的", numbers(years, "、"), numbers(given, "、"))
            }
            Error::LineWithoutCandidates { line, track, tracks } => format!(
                "分数线「{line}」定在科类「{track}」上，但没有这一科类的考生；现有科类：{}",
                listed(tracks, zh)
            ),
            Error::OutputLocked { path } => format!("另一次运行正在写 {}", path.display()),
            Error::OutputOccupied { path } => {
                format!("{} 里有不属于 edugauge 的文件，未作任何改动", path.display())
            }
            Error::OutputNotReplaced { path, beside, source } => format!(
                "无法替换 {}：{}；原有报表保持不变，新报表已写在 {}",
                path.display(),
                io_words(source),
                beside.display()
            ),
            Error::NoTallyToReplace { path } => {
                format!("{}：已有文件，但不是保存的计数表，未作任何改动", path.display())
            }
            Error::OutsideFolder { path, folder } => {
                format!("配置中的路径 {} 在配置自己的文件夹（{}）之外", path.display(), folder.display())
            }
            Error::ReleaseIsLink { path } => {
                format!("{} 是指向别处的链接，未作任何改动", path.display())
            }
            Error::NoRelease { place } => format!("{}：不是 edugauge 报表的清单", place.describe(zh)),
            Error::Recoverable { place: [zh, _] } => {
                format!("隐私审核未过：由其余数字仍可推出应隐去的人数或分数（{zh}）；未生成任何文件")
            }
            Error::NotVerified { path, problems } => {
                format!("{} 与其清单有 {problems} 处不符", path.display())
            }
            Error::FiguresDiffer { old, new, figures } => {
                format!("{} 与 {} 有 {figures} 个数不同", old.display(), new.display())
            }
            Error::SomeFailed { failed, of, .. } => format!("{of} 份报表中有 {failed} 份没有生成"),
            Error::Internal { what } => format!("edugauge 自身的错误：{what}"),
        }
    }

    fn message_en(&self) -> String {
        let en = Lang::En;
        match self {
            Error::Unreadable { path, source } => format!("cannot read {}: {source}", path.display()),
            Error::Unwritable { path, source } => format!("cannot write {}: {source}", path.display()),
            Error::Encoding { place, offset, tried } if tried.is_empty() => {
                format!(
                    "{place}: not UTF-8, and from offset {offset} (from 0) on hardly Chinese as GB18030: most likely another encoding"
                )
            }
            Error::Encoding { place, offset, tried } => {
                format!("{place}: the bytes at offset {offset} (from 0) are not valid {}", tried.join(" or "))
            }
            Error::Empty { place } => format!("{place}: no rows"),
            Error::HeaderNotFound { place, seen, .. } if seen.is_empty() => {
                format!("{place}: no header row found")
            }
            Error::HeaderNotFound { place, seen, .. } => {
                format!("{place}: no header row found; cells in the first rows: {}", seen.join(", "))
            }
            Error::DuplicateColumn { place, field, other } => format!(
                "{place}: this column and column {} \"{}\" both hold \"{field}\"; only one may",
                other.letters(),
                other.header
            ),
            Error::ColumnNotFound { place, column, available, .. } => {
                format!("{place}: no column \"{column}\"; the columns are: {}", listed(available, en))
            }
            Error::BadCell { place, found, expected } => {
                format!("{place}: found \"{found}\", expected {}", expected.en)
            }
            Error::TooManyFindings { place, refused, total, allowed_percent, first } => format!(
                "{place}: {refused} of {total} could not be accepted, more than the {allowed_percent} % allowed; the first: {}",
                first[1]
            ),
            Error::RowsLost { place, physical, accounted } => format!(
                "{place}: the file has {physical} rows but {accounted} are accounted for (a fault of edugauge)"
            ),
            Error::ScoreTableBroken { place, found, expected } => {
                format!("{place}: the score table contradicts itself: found {found}, expected {expected}")
            }
            Error::NoScoreColumn { place, headers, .. } => {
                format!(
                    "{place}: no column is known to hold scores; the columns are: {}",
                    listed(headers, en)
                )
            }
            Error::LimitExceeded { place, what, found, allowed } => {
                format!("{place}: {found} {}, more than {allowed}", what.en)
            }
            Error::FileChanged { path } => {
                format!("{}: written to while it was read; nothing of it is used", path.display())
            }
            Error::DuplicateKey { place, key, first_row } => {
                format!("{place}: \"{key}\" is there twice, first in row {first_row}")
            }
            Error::JoinUnmatched { place, key, missing, count } => format!(
                "{place}: {count} values of \"{key}\" among the candidates are not in this table: {}",
                listed(missing, en)
            ),
            Error::KeyDestroyed { place } => format!(
                "{place}: rewritten by Excel (as 1.1E+17, or zeros from the sixteenth digit on); nothing can be joined on it"
            ),
            Error::RepeatedCandidates { place, count } => {
                format!("{place}: the candidate is in an earlier row; there are {count} such rows")
            }
            Error::Mojibake { place, found, meant, read_as, written_in } => format!(
                "{place}: the header \"{found}\" is garbled, it was \"{meant}\": text in {written_in} was read as {read_as}"
            ),
            Error::Container { place, problem } => format!(
                "{place}: {}",
                match problem {
                    ContainerProblem::Protected => "protected by a password".to_owned(),
                    ContainerProblem::Broken { detail } => format!("a broken workbook or archive ({detail})"),
                    ContainerProblem::Html => "really a web page (HTML or XML), not a workbook".to_owned(),
                    ContainerProblem::Foreign { what } => {
                        format!("really {}, not a table", what.get(Lang::En))
                    }
                    ContainerProblem::Hollow => "there is nothing in it".to_owned(),
                    ContainerProblem::Bomb { found, packed, allowed } => {
                        format!("{packed} bytes unfold to {found}, more than the {allowed} allowed")
                    }
                }
            ),
            Error::WhichSheet { place, asked, choices } => match asked {
                Some(asked) => {
                    format!("{place}: there is no \"{asked}\" in it; there are: {}", listed(choices, en))
                }
                None => format!("{place}: which one to read is not clear: {}", listed(choices, en)),
            },
            Error::LabelNotAtHand { argument, labels, at_hand } => format!(
                "nobody in the data is of {} (`{argument}`); the groups there are: {}",
                listed(labels, en),
                listed(at_hand, en)
            ),
            Error::Attention { notices } => {
                format!("{notices} things need attention, and --strict allows none")
            }
            Error::EmptyTables { tables } => {
                format!("{} tables have no value at all: {}", tables.len(), listed(tables, en))
            }
            Error::SheetsRepeat { place, sheet, others } => format!(
                "{place}: the sheet \"{sheet}\" holds mostly the candidates of {}; reading both would count them twice",
                listed(others, en)
            ),
            Error::Config { file, text, offset, problem, .. } => {
                let (line, column) = line_and_column(text, *offset);
                let what = match problem {
                    ConfigProblem::Syntax { detail } => detail.clone(),
                    ConfigProblem::UnknownKey { key, .. } => format!("unknown key \"{key}\""),
                    ConfigProblem::BadValue { found, expected } => {
                        format!("found {found}, expected {}", expected.en)
                    }
                    ConfigProblem::Missing { key } => format!("\"{key}\" is missing"),
                };
                format!("{file}, line {line}, column {column}: {what}")
            }
            Error::UnknownIndicator { id, .. } => format!("there is no indicator \"{id}\""),
            Error::KeyNotAtHand { key, at_hand } => {
                format!("the data have no key \"{key}\"; at hand: {}", listed(at_hand, en))
            }
            Error::SubjectNotAtHand { subject, at_hand } => {
                format!("the data have no subject \"{subject}\"; at hand: {}", listed(at_hand, en))
            }
            Error::UnknownArgument { indicator, argument, known, .. } => {
                format!("{indicator} takes no argument \"{argument}\"; it takes: {}", listed(known, en))
            }
            Error::InvalidArgument { argument, found, expected } => {
                format!("argument {argument}: found \"{found}\", expected {}", expected.en)
            }
            Error::MissingArgument { indicator, argument, expected } => {
                format!("{indicator} needs the argument {argument}: {}", expected.en)
            }
            Error::NotMergeable { subject, ours, theirs } => {
                format!(
                    "the data of \"{subject}\" cannot be put together: one has {ours}, the other {theirs}"
                )
            }
            Error::PopulationYear { years, given } => format!(
                "the candidates are of {} but the population is of {}",
                numbers(years, ", "),
                numbers(given, ", ")
            ),
            Error::LineWithoutCandidates { line, track, tracks } => format!(
                "the line \"{line}\" is for the track \"{track}\", of which there is no candidate; tracks at hand: {}",
                listed(tracks, en)
            ),
            Error::OutputLocked { path } => format!("another run is writing to {}", path.display()),
            Error::OutputOccupied { path } => {
                format!("{} holds files that are no release of edugauge; nothing was changed", path.display())
            }
            Error::OutputNotReplaced { path, beside, source } => format!(
                "cannot replace {}: {source}; the old release stays as it was, the new one is in {}",
                path.display(),
                beside.display()
            ),
            Error::NoTallyToReplace { path } => {
                format!("{} is there and is no kept tally; nothing was changed", path.display())
            }
            Error::OutsideFolder { path, folder } => format!(
                "a path of the configuration, {}, is outside of its own folder ({})",
                path.display(),
                folder.display()
            ),
            Error::ReleaseIsLink { path } => {
                format!("{} is a link to somewhere else; nothing was changed", path.display())
            }
            Error::NoRelease { place } => format!("{place}: not the manifest of a release"),
            Error::Recoverable { place: [_, en] } => format!(
                "the disclosure audit failed: a hidden count or score still follows from the other figures ({en}); nothing was written"
            ),
            Error::NotVerified { path, problems } => {
                format!("{} differs from its manifest in {problems} places", path.display())
            }
            Error::FiguresDiffer { old, new, figures } => {
                format!("{figures} figures differ between {} and {}", old.display(), new.display())
            }
            Error::SomeFailed { failed, of, .. } => {
                format!("{failed} of {of} releases did not come about")
            }
            Error::Internal { what } => format!("a fault of edugauge: {what}"),
        }
    }

    /// What to do about it, where there is something to be done.
    pub fn help(&self, lang: Lang) -> Option<String> {
        let text = match self {
            Error::UnknownArgument { argument, .. } if argument == "weight" => lang.pick(
                "抽样调查的误差、差距用 survey_mean、survey_rate、survey_quantiles、survey_gap",
                "of a sample survey, survey_mean, survey_rate, survey_quantiles and survey_gap tell errors and gaps",
            ),
            Error::Config { problem: ConfigProblem::UnknownKey { suggestion, .. }, .. }
            | Error::UnknownArgument { suggestion, .. } => return did_you_mean(suggestion, lang),
            Error::ColumnNotFound { suggestion: Some(word), .. } => {
                return did_you_mean(&Some(word.clone()), lang);
            }
            Error::KeyNotAtHand { key: word, at_hand } | Error::SubjectNotAtHand { subject: word, at_hand } => {
                return did_you_mean(&nearest(word, at_hand.iter().map(String::as_str)), lang);
            }
            Error::UnknownIndicator { suggestion, .. } => {
                let list = lang.pick("edugauge list 列出全部指标", "edugauge list shows them all");
                return Some(match did_you_mean(suggestion, lang) {
                    Some(hint) => format!("{hint} {list}"),
                    None => list.to_owned(),
                });
            }
            Error::Unwritable { source, .. } if source.kind() == std::io::ErrorKind::DirectoryNotEmpty => lang.pick(
                "请换一个还没有的文件夹，或一个空的；已有配置时用 edugauge check 检查、edugauge run 出表",
                "name a folder that does not exist yet, or an empty one; where a configuration is there already: edugauge check, edugauge run",
            ),
            Error::Unwritable { .. } => lang.pick(
                "请检查文件是否正在 Excel 中打开、文件夹是否只读、磁盘是否已满",
                "check that the file is not open in Excel, the folder not read-only, the disk not full",
            ),
            Error::Encoding { tried, .. } if tried.is_empty() => lang.pick(
                "请指明编码：--encoding windows-1252（西欧文字）、--encoding big5（繁体中文）、--encoding shift-jis（日文）、--encoding euc-kr（韩文）；确是简体中文时 --encoding gb18030",
                "name the encoding: --encoding windows-1252 (Western), --encoding big5 (traditional Chinese), --encoding shift-jis (Japanese), --encoding euc-kr (Korean); --encoding gb18030 where it is simplified Chinese after all",
            ),
            Error::Encoding { .. } => lang.pick(
                "文件可能被截断，或由两种编码的文件拼接而成；请重新导出，或指明编码：--encoding windows-1252、--encoding big5、--encoding shift-jis、--encoding euc-kr 等",
                "the file may be cut off or put together from two encodings; export it again, or name the encoding: --encoding windows-1252, --encoding big5, --encoding shift-jis, --encoding euc-kr, …",
            ),
            Error::HeaderNotFound { choose, .. } if !choose.is_empty() => {
                let lines = choose.join("\n");
                return Some(lang.pick(
                    format!("首行若是表头，请写明哪些列是成绩，例如：\n{lines}\n若表头不在首行，写明 --header-row；首行显示为乱码时写明 --encoding"),
                    format!("if the first row is the header, say which columns hold scores, for example:\n{lines}\nif another row is, say --header-row; where the first row is garbled, --encoding"),
                ));
            }
            Error::HeaderNotFound { .. } => lang.pick(
                "请核对分隔符（逗号要用半角；--delimiter 可指明）和表头所在的行（--header-row；没有表头用 --header-rows 0），或写明哪一列是什么（--column 表头=字段）；表头显示为乱码时指明编码（--encoding big5、--encoding shift-jis、--encoding euc-kr、--encoding windows-1252）",
                "see whether the cells are separated by , ; | or a tab (--delimiter names another), say where the header is (--header-row; --header-rows 0 for none) or which header is which field (--column HEADER=FIELD); name the encoding where the headers are garbled (--encoding big5, --encoding shift-jis, --encoding euc-kr, --encoding windows-1252)",
            ),
            Error::LimitExceeded { .. } => lang.pick(
                "多半不是这样的表，或换行、引号已丢失；请核对文件，重新导出",
                "most likely no such table, or its line ends or quotes are lost; look at the file and export it again",
            ),
            Error::NoScoreColumn { choose, .. } if !choose.is_empty() => {
                let lines = choose.join("\n");
                return Some(lang.pick(
                    format!("请写明哪些列是成绩（几次考试或几个班并列时选其中一个的），例如：\n{lines}"),
                    format!("say which columns hold scores (those of one where several examinations or classes stand side by side), for example:\n{lines}"),
                ));
            }
            Error::ColumnNotFound { .. } | Error::NoScoreColumn { .. } => lang.pick(
                "请在 columns 中写明哪一列是什么（命令行：--column 表头=字段）",
                "say in `columns` which header is which field (command line: --column HEADER=FIELD)",
            ),
            Error::DuplicateColumn { place, .. } => {
                let letters = place.column.as_ref().map_or_else(String::new, ColumnPlace::letters);
                return Some(lang.pick(
                    format!("请在 columns 中把其中一列标为 ignore（命令行：--column 表头=ignore；表头相同时写列的字母：--column {letters}=ignore）"),
                    format!("mark one of them as `ignore` in `columns` (command line: --column HEADER=ignore, or by its letters where headers are equal: --column {letters}=ignore)"),
                ));
            }
            Error::TooManyFindings { .. } => lang.pick(
                "用 edugauge inspect 查看全部问题；改正数据，或在 [checks] 中放宽",
                "see them all with edugauge inspect; mend the data, or allow more in [checks]",
            ),
            Error::PopulationYear { .. } => lang.pick(
                "请给出同一年份的人口；edugauge 不会用别的年份代替",
                "give the population of the same year; edugauge does not use another in its place",
            ),
            Error::LineWithoutCandidates { .. } => lang.pick(
                "请核对分数线的科类写法是否与数据一致",
                "check that the track of the line is written as in the data",
            ),
            Error::NotMergeable { .. } => lang.pick(
                "请在 full_marks 与 steps 中为各份数据写明满分与分值间隔",
                "declare the full mark and the step of each in full_marks and steps",
            ),
            Error::OutputOccupied { .. } => lang.pick(
                "请另选输出文件夹（--out），或先把其中的文件移走",
                "choose another output folder (--out), or move those files away first",
            ),
            Error::OutputLocked { .. } => lang.pick(
                "等它结束再运行",
                "wait until it ends, then run again",
            ),
            Error::OutputNotReplaced { .. } => lang.pick(
                "关闭正在打开旧报表的程序（如 Excel）再运行，或直接用旁边的新报表",
                "close the programs that have the old release open (Excel, say) and run again, or use the new one beside it",
            ),
            Error::Recoverable { .. } => lang.pick(
                "减少 keep 所列的表，或合并小组（如按片区而不按学校）",
                "name fewer tables in `keep`, or put small groups together (districts instead of schools)",
            ),
            Error::NoTallyToReplace { .. } => lang.pick(
                "请把计数表的路径改为没有文件的地方，或旧计数表所在的地方（配置中的 tally，命令行的 -o）",
                "let the tally go where no file is, or where the old tally is (`tally` in the configuration, -o on the command line)",
            ),
            Error::OutsideFolder { .. } => lang.pick(
                "把文件放进配置的文件夹；确要使用别处的文件，请在命令行写 --allow-outside 文件夹",
                "put the file into the configuration's folder; to use files elsewhere, say --allow-outside FOLDER on the command line",
            ),
            Error::ReleaseIsLink { .. } => lang.pick(
                "请把链接移走，或用 --out 指明链接所指的输出文件夹",
                "move the link away, or name the folder that it leads to with --out",
            ),
            Error::NoRelease { .. } => lang.pick(
                "请给出 `edugauge run` 写出的年份文件夹（其中有 manifest.json）",
                "name a folder that `edugauge run` wrote (with manifest.json in it)",
            ),
            Error::FiguresDiffer { .. } => lang.pick(
                "每个数为何不同，上面已逐条列出",
                "why each of them differs is listed above",
            ),
            Error::SomeFailed { .. } => lang.pick(
                "各自的原因见上；其余的报表已经生成",
                "the reason of each is told above; the other releases stand",
            ),
            Error::NotVerified { .. } => lang.pick(
                "上面逐条列出了不符之处；重新运行 `edugauge run` 可得到与现有输入一致的报表",
                "the places are listed above; `edugauge run` makes a release that agrees with the inputs of today",
            ),
            Error::JoinUnmatched { .. } => lang.pick(
                "请补全学校表，或核对代码写法（前导零、空格）",
                "complete the school list, or check how the codes are written (leading zeros, spaces)",
            ),
            Error::KeyDestroyed { .. } => lang.pick(
                "请从原系统重新导出：先把该列设为文本格式，不要用 Excel 打开后另存",
                "export it again with the column as text, and do not save it from Excel",
            ),
            Error::RepeatedCandidates { .. } => lang.pick(
                "改正数据，或在 [policy] 中写 duplicates = \"first\"（取第一次）",
                "mend the data, or say duplicates = \"first\" in [policy]",
            ),
            Error::Mojibake { .. } => lang.pick(
                "请用 --encoding 指明真正的编码；若文件已按乱码保存，请从原系统重新导出",
                "name the true encoding with --encoding; if the file was saved garbled, export it again",
            ),
            Error::Container { problem, .. } => match problem {
                ContainerProblem::Protected => lang.pick(
                    "请在 Excel 中取消密码后另存",
                    "save it without the password in Excel",
                ),
                ContainerProblem::Html => lang.pick(
                    "请在 Excel 中打开并另存为 .xlsx 或 CSV",
                    "open it in Excel and save it as .xlsx or CSV",
                ),
                ContainerProblem::Foreign { .. } => lang.pick(
                    "请从原系统导出为 .xlsx 或 CSV；PDF、图片、文档里的表格须先转成表格并核对，压缩包请先解压",
                    "export it as .xlsx or CSV from where it comes; a table in a PDF, picture or document must be made one and checked first, an archive unpacked",
                ),
                ContainerProblem::Bomb { .. } => lang.pick(
                    "请删去空白却带格式的行列后另存，或导出为 CSV",
                    "delete empty rows and columns that only hold formats and save it, or export it as CSV",
                ),
                ContainerProblem::Broken { .. } | ContainerProblem::Hollow => lang.pick(
                    "请在 Excel 中打开检查，另存为 .xlsx 或 CSV",
                    "open it in Excel to see, and save it as .xlsx or CSV",
                ),
            },
            Error::WhichSheet { choices, .. } => {
                let one = choices.first().map_or("NAME", String::as_str);
                let (all, listed) = (choices.join(","), quoted_list(choices));
                return Some(lang.pick(
                    format!("请用 sheet 指明（命令行：--sheet \"{one}\"；几张都读：--sheet \"{all}\" 或 --sheet \"*\"；配置：sheet = [{listed}]）"),
                    format!("name it in `sheet` (command line: --sheet \"{one}\"; several: --sheet \"{all}\" or --sheet \"*\"; configuration: sheet = [{listed}])"),
                ));
            }
            Error::LabelNotAtHand { .. } => lang.pick(
                "请按数据中的写法写 first 和 second，各可写几个（命令行：--first 县直 --second 村小）",
                "write `first` and `second` as the data do, each one label or several (command line: --first A --second B)",
            ),
            Error::Attention { .. } => lang.pick(
                "上面的「需要注意」逐项说明了怎样处理；结果已照常给出",
                "the block above says of each what mends it; the results were given as usual",
            ),
            Error::EmptyTables { .. } => lang.pick(
                "上面的「需要注意」说明了缺什么；若本来可以全空，在这张表中写 allow_empty = true。报表已照常写出",
                "the block above says what is missing; where a table may be empty, write allow_empty = true in it. The release was written as usual",
            ),
            Error::SheetsRepeat { .. } => lang.pick(
                "请逐个写明要读的表，不含汇总表：sheet = [\"1班\", \"2班\"]（命令行：--sheet \"1班,2班\"）",
                "name the sheets to read, without the one of all: sheet = [\"1班\", \"2班\"] (command line: --sheet \"1班,2班\")",
            ),
            Error::RowsLost { .. } | Error::Internal { .. } => {
                lang.pick("请将此信息报告给 edugauge 的开发者", "please report this to the developers of edugauge")
            }
            _ => return None,
        };
        Some(text.to_owned())
    }
}

/// As a list of TOML holds them.
fn quoted_list(texts: &[String]) -> String {
    texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ")
}

/// What an operating system's refusal means; other refusals in its own words.
fn io_words(fault: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match fault.kind() {
        ErrorKind::NotFound => "文件不存在".to_owned(),
        ErrorKind::PermissionDenied => "没有权限，或正被其他程序占用".to_owned(),
        ErrorKind::IsADirectory => "是文件夹，不是文件".to_owned(),
        ErrorKind::InvalidInput if fault.to_string() == NOT_REGULAR => {
            "不是普通文件，而是管道或设备".to_owned()
        }
        ErrorKind::NotADirectory => "路径中的一段不是文件夹".to_owned(),
        ErrorKind::AlreadyExists => "已存在".to_owned(),
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "文件系统是只读的".to_owned(),
        _ => fault.to_string(),
    }
}

fn numbers(values: &[i32], separator: &str) -> String {
    values.iter().map(i32::to_string).collect::<Vec<_>>().join(separator)
}

/// Line and column (both from 1, in characters) of a byte offset.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
