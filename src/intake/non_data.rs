//! Rows that are no candidates: totals, remarks, empty rows, the header once more.

use std::collections::BTreeSet;

use super::aliases::meaning;
use super::causes::NonData;
use super::dialect::header_text;
use super::encoding::Encoding;
use super::fields::Field;
use super::header_or_data::holds_digits;
use super::marks;
use super::text::{narrow, trim, trim_raw};

/// The first words of rows of totals.
const TOTAL_WORDS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "平均分",
    "平均",
    "均分",
    "平均值",
    "最高分",
    "最低分",
    "全市",
    "全区",
    "全县",
    "全校",
    "全年级",
    "年级共计",
    "年级平均",
    "班级平均",
];
/// The first words of remarks; anything may follow a colon.
const REMARK_WORDS: &[&str] = &[
    "备注",
    "注",
    "说明",
    "附注",
    "制表人",
    "制表",
    "填表人",
    "审核人",
    "审核",
    "打印时间",
    "打印日期",
    "导出时间",
    "统计时间",
    "数据来源",
];

/// Recognises such rows of one file by their raw bytes.
pub(super) struct NonDataRows {
    pub encoding: Encoding,
    /// Which two bytes some word begins with, in the encoding of the file: almost no name does.
    beginnings: Vec<bool>,
    /// The rows of the header.
    headers: Vec<Vec<Vec<u8>>>,
    /// What the columns are called.
    names: Vec<String>,
    /// Columns whose cells hold digits.
    digits: Vec<usize>,
    /// Columns of id, name and the like, in which such a word may stand also when it is not the first cell.
    identity: Vec<usize>,
}

impl NonDataRows {
    pub fn new(encoding: Encoding, headers: Vec<Vec<Vec<u8>>>, identity: Vec<usize>) -> NonDataRows {
        let mut beginnings = vec![false; 1 << 16];
        for word in TOTAL_WORDS.iter().chain(REMARK_WORDS).chain(&["\u{3000}"]) {
            beginnings[beginning(&encoding.encode(word))] = true;
        }
        let cells = headers.iter().flatten().map(|cell| header_text(&encoding.decode(cell)));
        let names = cells.filter(|name| !name.is_empty()).collect();
        NonDataRows { encoding, beginnings, headers, names, digits: Vec::new(), identity }
    }

    /// For tables of any columns: those whose cells hold digits, so that a row of names in them is a header.
    pub fn with_digits(self, digits: Vec<usize>) -> NonDataRows {
        NonDataRows { digits, ..self }
    }

    /// Why this row is no candidate; `None` for a candidate.
    #[inline]
    pub fn recognise(&self, fields: &[Field<'_>]) -> Option<NonData> {
        let Some(first) = fields.iter().position(|field| !trim_raw(field.raw).is_empty()) else {
            return Some(NonData::Blank);
        };
        let mut found = self.word(fields[first]);
        for column in &self.identity {
            found = match found {
                None if *column != first => fields.get(*column).and_then(|field| self.word(*field)),
                found => found,
            };
        }
        found.or_else(|| self.other(fields, first))
    }

    /// Whether a line of one cell is a remark or the like by its first word, or a title once more.
    pub fn is_note(&self, line: &[u8]) -> bool {
        let is_title = |row: &Vec<Vec<u8>>| matches!(&row[..], [title] if title == line);
        self.word(Field::plain(line)).is_some() || self.headers.iter().any(is_title)
    }

    #[inline]
    fn word(&self, field: Field<'_>) -> Option<NonData> {
        let raw = trim_raw(field.raw);
        if !self.beginnings[beginning(raw)] || raw.len() > 96 {
            return None;
        }
        classify(&self.encoding.decode(raw))
    }

    /// Cells at both ends without a digit: those of a row of data nearly always hold one.
    #[inline]
    fn may_be_header(&self, fields: &[Field<'_>], first: usize) -> bool {
        let text = |field: &Field<'_>| !field.raw.is_empty() && !field.raw.iter().any(u8::is_ascii_digit);
        fields.len() > 1 && fields.last().is_some_and(text) && text(&fields[first])
    }

    #[cold]
    fn is_other_header(&self, fields: &[Field<'_>]) -> bool {
        let cells: Vec<String> =
            fields.iter().map(|field| header_text(&self.encoding.decode(&field.bytes()))).collect();
        let names: BTreeSet<&str> = names_above_digits(&cells, &self.digits).into_iter().flatten().collect();
        names.len() > 1 && names.iter().all(|name| name.chars().count() > 1)
            || mostly_names(&cells, &self.names)
    }

    #[inline]
    fn other(&self, fields: &[Field<'_>], first: usize) -> Option<NonData> {
        let same = |header: &Vec<Vec<u8>>| {
            fields.len() == header.len()
                && fields[first].raw == header[first]
                && fields.iter().zip(header).all(|(field, cell)| field.raw == cell)
        };
        let repeated = self.headers.iter().any(same);
        if repeated {
            return Some(NonData::RepeatedHeader);
        }
        if self.may_be_header(fields, first) && self.is_other_header(fields) {
            return Some(NonData::OtherHeader);
        }
        // Cells of full-width spaces only: the first cell not empty in raw bytes tells.
        let blank = fields[first].raw.first().is_some_and(|byte| !byte.is_ascii())
            && fields.iter().all(|field| trim(&self.encoding.decode(field.raw)).is_empty());
        blank.then_some(NonData::Blank)
    }
}

/// The texts in columns of digits; `None` where one of them holds digits or is a mark.
pub(super) fn names_above_digits<'c>(cells: &'c [String], digits: &[usize]) -> Option<Vec<&'c str>> {
    let texts = digits.iter().filter_map(|at| cells.get(*at)).filter(|cell| !cell.is_empty());
    texts.map(|cell| (!holds_digits(cell) && marks::find(cell).is_none()).then_some(cell.as_str())).collect()
}

/// Whether names of columns are most of the cells.
fn mostly_names(cells: &[String], names: &[String]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let is_name = |cell: &&String| names.contains(cell) || meaning(cell).is_some();
    let named = cells.iter().filter(|cell| !cell.is_empty()).filter(is_name).count();
    named >= 2 && 2 * named >= filled
}

/// The first two bytes as an index; 0 where there are fewer.
#[inline]
fn beginning(raw: &[u8]) -> usize {
    let [first, second, ..] = raw else { return 0 };
    usize::from(*first) << 8 | usize::from(*second)
}

fn classify(text: &str) -> Option<NonData> {
    let text = narrow(text);
    let text: String = trim(&text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_end_matches(':');
    // 合计:352人 states a count.
    let counted = bare.trim_end_matches(['人', '名']).trim_end_matches(|c: char| c.is_ascii_digit());
    if TOTAL_WORDS.contains(&bare) || TOTAL_WORDS.contains(&counted.trim_end_matches(':')) {
        return Some(NonData::TotalRow);
    }
    let remark =
        |word: &&str| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    // 注 alone may be a name; with a colon it is not.
    let found = REMARK_WORDS.iter().find(|word| remark(word))?;
    (*found != "注" || text.len() > found.len()).then_some(NonData::Remark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognise(cells: &[&str]) -> Option<NonData> {
        let header = ["考号", "姓名", "语文"].map(|h| h.as_bytes().to_vec()).to_vec();
        let fields: Vec<_> = cells.iter().map(|c| Field::plain(c.as_bytes())).collect();
        NonDataRows::new(Encoding::Utf8, vec![header], vec![0, 1]).recognise(&fields)
    }

    #[test]
    fn rows_that_are_no_candidates() {
        assert_eq!(recognise(&["", " ", "\u{3000}"]), Some(NonData::Blank));
        assert_eq!(recognise(&["合计", "", "90"]), Some(NonData::TotalRow));
        assert_eq!(recognise(&["", "\u{3000}平均分：", "90"]), Some(NonData::TotalRow));
        assert_eq!(recognise(&["合计：352人", "", ""]), Some(NonData::TotalRow));
        assert_eq!(recognise(&["备注：缺考以空白表示"]), Some(NonData::Remark));
        assert_eq!(recognise(&["考号", "姓名", "语文"]), Some(NonData::RepeatedHeader));
    }

    #[test]
    fn candidates_are_left_alone() {
        assert_eq!(recognise(&["1", "全市文", "90"]), None);
        assert_eq!(recognise(&["1", "注", "90"]), None);
        assert_eq!(recognise(&["", "王小明", ""]), None);
    }
}
