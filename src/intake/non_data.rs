//! Rows that are no candidates: totals, remarks, empty rows, the header once more.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::aliases::meaning;
use super::dialect::header_text;
use super::encoding::Encoding;
use super::fields::Field;
use super::header_or_data::holds_digits;
use super::marks;
use super::non_data_causes::NonData;
use super::non_data_words::{REMARK_WORDS, TOTAL_ENDINGS, TOTAL_WORDS, classify, is_english_total};
use super::plain_rows::is_code;
use super::text::{narrow, trim, trim_raw};

/// Recognises such rows of one file by their raw bytes.
pub(super) struct NonDataRows {
    pub encoding: Encoding,
    /// Which two bytes some word begins with, in the encoding of the file: almost no name does.
    beginnings: Vec<bool>,
    /// The rows of the header.
    headers: Vec<Vec<Vec<u8>>>,
    /// Whether the first cell of one of them looks like a code.
    pub(super) coded_header: bool,
    /// What the columns are called.
    names: Vec<String>,
    /// Columns whose cells hold digits.
    digits: Vec<usize>,
    /// Columns of id, name and the like, in which such a word may stand also when it is not the first cell.
    pub(super) identity: Vec<usize>,
    /// [`TOTAL_ENDINGS`] in the encoding of the file.
    endings: Vec<Vec<u8>>,
    full_stop: Vec<u8>,
    /// The column of ids, where these are numbers and the like, and the width of whole rows: what is no number
    /// there is told apart.
    pub(super) numbered: Option<(usize, usize)>,
    /// The row below the header that states full marks.
    full_marks: Option<Vec<String>>,
    /// The columns that are used, where the user said of others that they are not: of several classes side by side
    /// one may have fewer rows than those beside it.
    pub(super) used: Option<Vec<usize>>,
}

impl NonDataRows {
    pub fn new(encoding: Encoding, headers: Vec<Vec<Vec<u8>>>, identity: Vec<usize>) -> NonDataRows {
        let mut beginnings = vec![false; 1 << 16];
        for word in TOTAL_WORDS.iter().chain(REMARK_WORDS).chain(&["\u{3000}", "第"]) {
            beginnings[beginning(&encoding.encode(word))] = true;
        }
        let cells = headers.iter().flatten().map(|cell| header_text(&encoding.decode(cell)));
        let names = cells.filter(|name| !name.is_empty()).collect();
        let endings = TOTAL_ENDINGS.iter().map(|word| encoding.encode(word)).collect();
        let full_stop = encoding.encode("。");
        let coded_header = headers.iter().any(|row| row.first().is_some_and(|cell| is_code(cell)));
        NonDataRows {
            encoding,
            beginnings,
            headers,
            coded_header,
            names,
            digits: Vec::new(),
            identity,
            endings,
            full_stop,
            numbered: None,
            full_marks: None,
            used: None,
        }
    }

    /// For tables of any columns: those whose cells hold digits, so that a row of names in them is a header.
    pub fn with_digits(self, digits: Vec<usize>) -> NonDataRows {
        NonDataRows { digits, ..self }
    }

    /// For candidates whose ids, of which these are the first, stand in this column of so many.
    pub fn with_ids<'i>(
        self,
        column: Option<usize>,
        width: usize,
        first: impl Iterator<Item = Cow<'i, str>>,
    ) -> NonDataRows {
        let (mut all, mut numbers) = (0, 0);
        for id in first.filter(|id| !trim(id).is_empty()) {
            all += 1;
            numbers += usize::from(narrow(trim(&id)).is_ascii());
        }
        NonDataRows { numbered: column.filter(|_| 2 * numbers > all).map(|column| (column, width)), ..self }
    }

    /// With a row that states full marks, if there is one.
    pub fn with_full_marks(self, row: Option<&[String]>) -> NonDataRows {
        NonDataRows { full_marks: row.map(<[String]>::to_vec), ..self }
    }

    /// With the columns that are used, where the user says of others that they are not.
    pub fn with_used(self, used: Option<Vec<usize>>) -> NonDataRows {
        NonDataRows { used, ..self }
    }

    /// Whether nothing stands in any column that is used, though something stands beside them.
    fn is_beside(&self, fields: &[Field<'_>]) -> bool {
        let is_empty = |at: &usize| fields.get(*at).is_some_and(|field| trim_raw(field.raw).is_empty());
        self.used.as_ref().is_some_and(|used| used.iter().all(is_empty))
    }

    fn states_full_marks(&self, fields: &[Field<'_>]) -> bool {
        let same = |(field, cell): (&Field<'_>, &String)| {
            *trim(&narrow(&self.encoding.decode(&field.bytes()))) == **cell
        };
        let is_row = |row: &Vec<String>| row.len() == fields.len() && fields.iter().zip(row).all(same);
        self.full_marks.as_ref().is_some_and(is_row)
    }

    /// Why this row is no candidate; `None` for a candidate.
    #[inline]
    pub fn recognise(&self, fields: &[Field<'_>]) -> Option<NonData> {
        let Some(first) = fields.iter().position(|field| !trim_raw(field.raw).is_empty()) else {
            return Some(NonData::Blank);
        };
        if self.is_beside(fields) {
            return Some(NonData::Blank);
        }
        let mut found = self.word(fields[first]);
        for column in &self.identity {
            found = match found {
                None if *column != first => fields.get(*column).and_then(|field| self.word(*field)),
                found => found,
            };
        }
        let found = found.or_else(|| self.states_full_marks(fields).then_some(NonData::TotalRow));
        let found = found.or_else(|| self.other(fields, first));
        let found = found.or_else(|| self.total_by_its_end(fields[first]));
        let found = found.or_else(|| self.english_total(fields[first]));
        let sentence = fields.len() == 1 && self.is_sentence(fields[0].raw);
        found.or_else(|| if sentence { Some(NonData::Remark) } else { self.unnumbered(fields) })
    }

    /// Whether a row with scores names nobody: neither an id, where candidates have them, nor anything else.
    #[inline]
    pub fn names_nobody(&self, fields: &[Field<'_>]) -> bool {
        let Some(id) = self.id_of_whole(fields) else { return false };
        (!id.raw.is_ascii() || trim_raw(id.raw).is_empty()) && self.is_nobody(id.raw, fields)
    }

    #[cold]
    fn is_nobody(&self, id: &[u8], fields: &[Field<'_>]) -> bool {
        let id = self.encoding.decode(id);
        let id = narrow(trim(&id));
        if id.is_empty() {
            return !self.is_identified(fields);
        }
        !id.is_ascii() && !holds_digits(&id)
    }

    #[inline]
    fn total_by_its_end(&self, field: Field<'_>) -> Option<NonData> {
        let raw = trim_raw(field.raw);
        let ends = !raw.is_ascii() && self.endings.iter().any(|ending| raw.ends_with(ending));
        (ends && TOTAL_ENDINGS.iter().any(|ending| self.encoding.decode(raw).ends_with(ending)))
            .then_some(NonData::TotalRow)
    }

    /// Of candidates by numbers, and of the first cell alone: elsewhere such words may be names, or what a row is about.
    #[inline]
    fn english_total(&self, field: Field<'_>) -> Option<NonData> {
        let raw = trim_raw(field.raw);
        let may_be = self.numbered.is_some()
            && raw.len() <= 24
            && raw.first().is_some_and(u8::is_ascii_alphabetic)
            && !holds_digit(raw);
        (may_be && is_english_total(&self.encoding.decode(raw))).then_some(NonData::TotalRow)
    }

    /// The id of a row with as many cells as the header, where ids are numbers.
    #[inline]
    fn id_of_whole<'f, 'a>(&self, fields: &'f [Field<'a>]) -> Option<&'f Field<'a>> {
        let (column, width) = self.numbered?;
        fields.get(column).filter(|_| fields.len() == width)
    }

    /// A row without a number for an id and without a score: a remark, a title, a row of another small table.
    #[inline]
    fn unnumbered(&self, fields: &[Field<'_>]) -> Option<NonData> {
        let id = self.id_of_whole(fields)?;
        if id.raw.is_ascii() && !trim_raw(id.raw).is_empty() {
            return None;
        }
        self.remark(id.raw, fields)
    }

    #[cold]
    fn remark(&self, id: &[u8], fields: &[Field<'_>]) -> Option<NonData> {
        let id = self.encoding.decode(id);
        let id = narrow(trim(&id));
        let nobody = if id.is_empty() { !self.is_identified(fields) } else { !id.is_ascii() };
        let has_score = |column: &usize| {
            let cell = fields.get(*column).map(|field| self.encoding.decode(field.raw)).unwrap_or_default();
            holds_digits(&cell) || marks::find(&cell).is_some()
        };
        (nobody && !self.digits.iter().any(has_score)).then_some(NonData::Remark)
    }

    /// Whether anything stands in the columns of name, school and the like.
    fn is_identified(&self, fields: &[Field<'_>]) -> bool {
        let filled = |column: &usize| {
            fields.get(*column).is_some_and(|field| !trim(&self.encoding.decode(field.raw)).is_empty())
        };
        self.identity.iter().any(filled)
    }

    fn is_sentence(&self, line: &[u8]) -> bool {
        line.trim_ascii_end().ends_with(&self.full_stop)
    }

    /// Whether a line of one cell is a remark or the like by its first word, a sentence, or a title once more.
    pub fn is_note(&self, line: &[u8]) -> bool {
        let is_title = |row: &Vec<Vec<u8>>| matches!(&row[..], [title] if title == line);
        self.word(Field::plain(line)).is_some() || self.is_sentence(line) || self.headers.iter().any(is_title)
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
        let text = |field: &Field<'_>| !holds_digit(field.raw);
        let last = fields.iter().rfind(|field| !field.raw.is_empty());
        fields.len() > 1 && text(&fields[first]) && last.is_some_and(text)
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

fn holds_digit(raw: &[u8]) -> bool {
    raw.iter().any(u8::is_ascii_digit)
}

/// The first two bytes as an index; 0 where there are fewer.
#[inline]
fn beginning(raw: &[u8]) -> usize {
    let [first, second, ..] = raw else { return 0 };
    usize::from(*first) << 8 | usize::from(*second)
}

#[cfg(test)]
mod tests;
