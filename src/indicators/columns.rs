//! The columns and cells of a small table.

use crate::error::{ColumnPlace, Error, Place, Result};
use crate::lang::{Text, nearest};
use crate::number::{Decimal, Rational};
use crate::records::SmallTable;

pub fn position(table: &SmallTable, header: &str) -> Option<usize> {
    table.headers.iter().position(|h| h == header)
}

pub fn column(table: &SmallTable, header: &str) -> Result<usize> {
    let alike: Vec<usize> = (0..table.headers.len()).filter(|at| table.headers[*at] == header).collect();
    if let [first, second, ..] = alike[..] {
        return Err(Error::DuplicateColumn {
            place: Place::file(&table.file).at_column(second, header),
            field: header.to_owned(),
            other: ColumnPlace { index: first, header: header.to_owned() },
        });
    }
    position(table, header).ok_or_else(|| Error::ColumnNotFound {
        place: Place::file(&table.file),
        column: header.to_owned(),
        available: table.headers.clone(),
        suggestion: nearest(header, table.headers.iter().map(String::as_str)),
    })
}

/// The number in a cell, `None` where it is blank.
pub fn number(table: &SmallTable, row: usize, column: usize) -> Result<Option<Rational>> {
    number_in(table, row, column, &[])
}

/// The same of cells that may be written with one of these units.
pub fn number_in(
    table: &SmallTable,
    row: usize,
    column: usize,
    units: &[String],
) -> Result<Option<Rational>> {
    let cell = table.rows[row][column].trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let plain = |text: &str| Decimal::parse(text.as_bytes()).map(Decimal::to_rational);
    let end = cell.find(|c: char| !matches!(c, '0'..='9' | '.' | '+' | '-')).unwrap_or(cell.len());
    let suffix = cell[end..].trim();
    let factor = |unit: &String| match suffix.strip_suffix(unit.as_str())?.trim() {
        "" => Some(1),
        "万" => Some(10_000),
        "亿" => Some(100_000_000),
        _ => None,
    };
    let number = match suffix {
        "" => plain(cell),
        _ => units
            .iter()
            .find_map(factor)
            .and_then(|factor| Some(plain(cell[..end].trim())? * Rational::from_integer(factor))),
    };
    number.map(Some).ok_or_else(|| bad_cell(table, row, column, expected(cell, end, suffix)))
}

/// What mends a cell that is no number.
fn expected(cell: &str, end: usize, suffix: &str) -> Text {
    let is_rough = |text: &str| ["余", "多", "来", "左右", "以上", "+"].iter().any(|w| text.starts_with(w));
    let begins_roughly = ["约", "近", "超", "逾", "大约", "近乎"].iter().any(|word| cell.starts_with(word));
    match suffix {
        "是" | "否" | "有" | "无" | "√" | "×" | "yes" | "no" | "Yes" | "No" | "Y" | "N" if end == 0 => {
            YES_NO
        }
        _ if begins_roughly || (end > 0 && is_rough(suffix)) => ROUGH,
        "%" | "％" | "‰" if end > 0 => PER_CENT,
        _ if end > 0 && !suffix.starts_with([',', '，']) => WITH_UNIT,
        _ => Text::new("一个数", "a number"),
    }
}

const YES_NO: Text = Text::new(
    "一个数；是、否之类不能相加，请数行：不写这一列，写 where 或 numerator_where = [{ column = \"表头\", is = [\"是\"] }]",
    "a number; yes and no cannot be added: leave the column out and count rows, with where or numerator_where = [{ column = \"HEADER\", is = [\"是\"] }]",
);
const ROUGH: Text = Text::new(
    "准确的数；「余」「多」「约」不能相加：填台账中的准确数，或留空（按缺数据处理）；句子里可以再写成「余」",
    "an exact number; rough ones (余, 多, 约) cannot be added: fill in the exact one, or leave the cell blank (missing); a sentence may write it as 余 again",
);
const PER_CENT: Text = Text::new(
    "不带百分号的数；百分比不能相加：填分子、分母两列，由 ratio 计算；本身就是百分数的列写 units = [\"%\"]",
    "a number without a per cent sign; percentages cannot be added: fill in numerator and denominator for `ratio`; a column that is one of percentages: units = [\"%\"]",
);
const WITH_UNIT: Text = Text::new(
    "一个数；带单位的格写明单位：units = [\"场\"]（万、亿可在单位之前，如 140万元）",
    "a number; where cells carry a unit, name it: units = [\"场\"] (万 and 亿 may stand before it, as in 140万元)",
);

pub fn bad_cell(table: &SmallTable, row: usize, column: usize, expected: Text) -> Error {
    Error::BadCell {
        place: table.place(row).at_column(column, &table.headers[column]),
        found: table.rows[row][column].clone(),
        expected,
    }
}
