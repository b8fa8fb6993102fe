//! What is wrong with workbooks and archives.

use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::{listed, toml_list};
use super::super::{ContainerProblem, Error};
use crate::lang::Lang::{En, Zh};
use crate::lang::Text;

pub const CONTAINER: Entry = Entry {
    code: "EG-118",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "工作簿或压缩包读不了：有密码、已损坏、没有内容，或解压后超过上限；或者文件其实不是表格（网页、PDF、图片、Word 文档、rar 等压缩包、数据库文件）。",
        "A workbook or archive cannot be read: protected, broken, without contents, or beyond the limits once unpacked; or the file is no table at all (a web page, PDF, picture, Word document, another kind of archive, the file of a database).",
    ),
    example: Text::new(
        "设了打开密码的工作簿，扩展名是 .xls 的网页，扫描成 PDF 的成绩单。",
        "a workbook with a password, a web page named .xls, a score sheet scanned into a PDF.",
    ),
    fix: Text::new(
        "在 Excel 中打开，去掉密码，另存为 .xlsx 或“CSV UTF-8”。",
        "open it in Excel, take the password off, save it as .xlsx or as CSV UTF-8.",
    ),
    said: |error| {
        let Error::Container { place, problem } = error else { return Said::default() };
        let (zh, en): (String, String) = match problem {
            ContainerProblem::Protected => ("有密码保护，读不了".into(), "protected by a password".into()),
            ContainerProblem::Broken { detail } => (
                format!("工作簿或压缩包已损坏（{detail}）"),
                format!("a broken workbook or archive ({detail})"),
            ),
            ContainerProblem::Garbled => {
                ("已损坏，各部分互相矛盾".into(), "broken, its parts contradict each other".into())
            }
            ContainerProblem::Html => (
                "其实是网页（HTML 或 XML），不是工作簿".into(),
                "really a web page (HTML or XML), not a workbook".into(),
            ),
            ContainerProblem::Foreign { what } => {
                (format!("其实是{}，不是表格", what.zh), format!("really {}, not a table", what.en))
            }
            ContainerProblem::Hollow => ("里面没有任何内容".into(), "there is nothing in it".into()),
            ContainerProblem::Bomb { found, packed, allowed } => (
                format!("{packed} 字节解压后为 {found} 字节，超过上限 {allowed} 字节"),
                format!("{packed} bytes unfold to {found}, more than the {allowed} allowed"),
            ),
        };
        let help = match problem {
            ContainerProblem::Protected => {
                Text::new("请在 Excel 中取消密码后另存", "save it without the password in Excel")
            }
            ContainerProblem::Html => Text::new(
                "请在 Excel 中打开并另存为 .xlsx 或 CSV",
                "open it in Excel and save it as .xlsx or CSV",
            ),
            ContainerProblem::Foreign { .. } => Text::new(
                "请从原系统导出为 .xlsx 或 CSV；PDF、图片、文档里的表格须先转成表格并核对，压缩包请先解压",
                "export it as .xlsx or CSV from where it comes; a table in a PDF, picture or document must be made one and checked first, an archive unpacked",
            ),
            ContainerProblem::Bomb { .. } => Text::new(
                "请删去空白却带格式的行列后另存，或导出为 CSV",
                "delete empty rows and columns that only hold formats and save it, or export it as CSV",
            ),
            ContainerProblem::Broken { .. } | ContainerProblem::Garbled | ContainerProblem::Hollow => {
                Text::new(
                    "请在 Excel 中打开检查，另存为 .xlsx 或 CSV",
                    "open it in Excel to see, and save it as .xlsx or CSV",
                )
            }
        };
        let said = Said::of(format!("{}：{zh}", place.describe(Zh)), format!("{place}: {en}"));
        said.help(help.zh, help.en)
    },
};

pub const WHICH_SHEET: Entry = Entry {
    code: "EG-119",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "工作簿里有几张同样像成绩表的工作表，或压缩包里有几个文件，需要指明读哪一个（sheet）。",
        "Several sheets of a workbook look alike, or an archive holds several files: say which to read (sheet).",
    ),
    example: Text::new(
        "一个工作簿里“一班”“二班”两张表都像成绩表。",
        "two sheets of one workbook both look like scores.",
    ),
    fix: Text::new(
        "用 --sheet 一班 指明，或在配置里为每张表写一个 [[source]]。",
        "name one with --sheet, or give each a [[source]] of its own.",
    ),
    said: |error| {
        let Error::WhichSheet { place, asked, choices } = error else { return Said::default() };
        if let Some(asked) = asked.as_ref().filter(|_| choices.is_empty()) {
            let said = Said::of(
                format!("{}：没有工作表，也就没有「{asked}」", place.describe(Zh)),
                format!("{place}: it has no sheet, and so no \"{asked}\""),
            );
            return said.help(
                "CSV 等文本文件没有工作表，工作簿也要有内容：不写 sheet（--sheet）",
                "a text file such as CSV has no sheets, and those of a workbook need cells: leave out `sheet` (--sheet)",
            );
        }
        let one = choices.first().map_or("NAME", String::as_str);
        let (all, quoted) = (choices.join(","), toml_list(choices));
        let said = match asked {
            Some(asked) => Said::of(
                format!("{}：里面没有「{asked}」；现有：{}", place.describe(Zh), listed(choices, Zh)),
                format!("{place}: there is no \"{asked}\" in it; there are: {}", listed(choices, En)),
            ),
            None => Said::of(
                format!("{}：不知该读哪一个：{}", place.describe(Zh), listed(choices, Zh)),
                format!("{place}: which one to read is not clear: {}", listed(choices, En)),
            ),
        };
        said.help(format!("请用 sheet 指明（命令行：--sheet \"{one}\"；几张都读：--sheet \"{all}\" 或 --sheet \"*\"；配置：sheet = [{quoted}]）"), format!("name it in `sheet` (command line: --sheet \"{one}\"; several: --sheet \"{all}\" or --sheet \"*\"; configuration: sheet = [{quoted}])"))
    },
};

pub const SHEETS_REPEAT: Entry = Entry {
    code: "EG-214",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "要一起读的几张工作表里，有一张的考生与别的表大多相同（成绩的分布九成以上重合），如「全年级」与各班：都读会重复计数。",
        "Of the sheets to be read together one holds mostly the candidates of others (nine tenths of the scores coincide), such as the whole grade beside its classes: reading both would count them twice.",
    ),
    example: Text::new(
        "--sheet \"*\" 把 1班、2班 和「全年级」一起读。",
        "--sheet \"*\" reads two classes together with the sheet of the whole grade.",
    ),
    fix: Text::new(
        "逐个写明各班的表，不写汇总的那张：--sheet \"1班,2班\"，配置中 sheet = [\"1班\", \"2班\"]。",
        "name the sheets of the classes and not that of all: --sheet \"1班,2班\", or sheet = [\"1班\", \"2班\"] in the configuration.",
    ),
    said: |error| {
        let Error::SheetsRepeat { place, sheet, others } = error else { return Said::default() };
        let said = Said::of(
            format!(
                "{}：工作表「{sheet}」与「{}」的考生大多相同，都读会重复计数",
                place.describe(Zh),
                listed(others, Zh)
            ),
            format!(
                "{place}: the sheet \"{sheet}\" holds mostly the candidates of {}; reading both would count them twice",
                listed(others, En)
            ),
        );
        said.help(
            "请逐个写明要读的表，不含汇总表：sheet = [\"1班\", \"2班\"]（命令行：--sheet \"1班,2班\"）",
            "name the sheets to read, without the one of all: sheet = [\"1班\", \"2班\"] (command line: --sheet \"1班,2班\")",
        )
    },
};
