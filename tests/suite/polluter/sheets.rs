//! Score sheets as bureaus export them, before anything happens to them.

/// A sheet and how it is written to a file.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: &'static str,
    pub titles: Vec<String>,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Rows of totals and remarks below the candidates.
    pub footers: Vec<Vec<String>>,
    pub line_end: &'static str,
}

const ROWS: usize = 24;
const SURNAMES: &[&str] = &["王", "李", "张", "刘", "陈", "杨", "㐀", "𠮷"];
const GIVEN: &[&str] = &["伟", "芳", "小明", "秀英", "子涵", "欣怡", "浩然"];
const SCHOOLS: &[&str] = &["第一中学", "城关中学", "东(郊)学校"];

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn name(row: usize) -> String {
    format!("{}{}", SURNAMES[row % SURNAMES.len()], GIVEN[row * 3 % GIVEN.len()])
}

/// Scores that tell the rows apart: no two rows of a sheet have the same ones.
fn score(row: usize, subject: usize) -> String {
    let tenths = 400 + 7 * row * (subject + 2) + 13 * subject + row;
    if subject.is_multiple_of(2) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, 5 * (tenths % 2))
    }
}

fn narrow() -> Sheet {
    let row = |row: usize| vec![format!("{:06}", 10_100 + row), name(row), score(row, 1), score(row, 2)];
    Sheet {
        name: "narrow",
        titles: Vec::new(),
        header: strings(&["考号", "姓名", "语文", "数学"]),
        rows: (0..ROWS).map(row).collect(),
        footers: Vec::new(),
        line_end: "\n",
    }
}

fn wide() -> Sheet {
    let subjects = ["语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理"];
    let row = |row: usize| {
        let mut cells = vec![format!("320{:015}", 81_000_101 + row), name(row), SCHOOLS[row / 8].to_owned()];
        cells.push((row % 4 + 1).to_string());
        cells.extend((0..subjects.len()).map(|subject| score(row, subject)));
        cells
    };
    Sheet {
        name: "wide",
        titles: Vec::new(),
        header: [&["准考证号", "姓名", "学校", "班级"][..], &subjects]
            .concat()
            .iter()
            .map(|h| (*h).to_owned())
            .collect(),
        rows: (0..ROWS).map(row).collect(),
        footers: Vec::new(),
        line_end: "\r\n",
    }
}

/// Cells with commas, quotes and line ends, as remarks have them.
fn quoted() -> Sheet {
    let remark = |row: usize| match row % 4 {
        0 => "转入, 待核".to_owned(),
        1 => "曾用名\"小宝\"".to_owned(),
        2 => format!("第一行\n第二行{row}"),
        _ => String::new(),
    };
    let row = |row: usize| {
        let school = format!("{},分部", SCHOOLS[row / 8]);
        vec![format!("{:04}", 101 + row), name(row), school, remark(row), score(row, 1), score(row, 3)]
    };
    Sheet {
        name: "quoted",
        titles: Vec::new(),
        header: strings(&["学号", "姓名", "学校", "备注", "数学", "总分"]),
        rows: (0..ROWS).map(row).collect(),
        footers: Vec::new(),
        line_end: "\r\n",
    }
}

/// With a title above, totals and a remark below, and marks among the scores.
fn titled() -> Sheet {
    let row = |row: usize| {
        let second = if row % 7 == 3 { "缺考".to_owned() } else { score(row, 2) };
        vec![format!("G{:05}", 500 + row), name(row), SCHOOLS[row / 8].to_owned(), score(row, 1), second]
    };
    Sheet {
        name: "titled",
        titles: vec!["某县2024年期末考试成绩册,,,,".to_owned(), String::new()],
        header: strings(&["考生号", "姓名", "学校名称", "语文", "数学"]),
        rows: (0..ROWS).map(row).collect(),
        footers: vec![
            strings(&["合计", "", "", "1200", "1180"]),
            strings(&["备注：缺考不计", "", "", "", ""]),
        ],
        line_end: "\r\n",
    }
}

/// Short ids, a key of one character, empty cells: much of a row may be missing.
fn sparse() -> Sheet {
    let row = |row: usize| {
        let empty = |subject: usize| {
            if (row + subject).is_multiple_of(5) { String::new() } else { score(row, subject) }
        };
        vec![(row + 1).to_string(), ["城", "乡"][row % 2].to_owned(), score(row, 3), empty(1), empty(2)]
    };
    Sheet {
        name: "sparse",
        titles: Vec::new(),
        header: strings(&["编号", "城乡", "总分", "语文", "数学"]),
        rows: (0..ROWS).map(row).collect(),
        footers: Vec::new(),
        line_end: "\n",
    }
}

pub fn sheets() -> Vec<Sheet> {
    vec![narrow(), wide(), quoted(), titled(), sparse()]
}
