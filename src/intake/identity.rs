//! By what candidates are told apart: the id, in plain digits and without spaces around it, within its year and its
//! examination.

use super::digits::behind;
use super::encoding::Encoding;
use super::fields::Field;
use super::headers::{Column, EXAM, Role};
use super::ids::{self, Id};
use super::interner::{FastMap, tidy_key};
use super::text::{narrow, trim, trim_raw};
use crate::error::ColumnPlace;

/// The columns of an identity.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    pub id: ColumnPlace,
    /// One file may hold several years: a candidate of another year is another candidate.
    pub year: Option<ColumnPlace>,
    /// Or several examinations, where the user names the column that says which.
    pub exam: Option<ColumnPlace>,
}

impl Identity {
    /// `None` where no column holds ids.
    pub fn of(columns: &[Column]) -> Option<Identity> {
        let place = |role: &Role| columns.iter().find(|c| c.role == *role).map(|c| c.place.clone());
        let key = |name: &str| place(&Role::Key(name.to_owned()));
        Some(Identity { id: place(&Role::CandidateId)?, year: key("year"), exam: key(EXAM) })
    }
}

/// An id as it was read.
pub(super) struct Identified<'r> {
    /// Of the id alone: in plain digits.
    pub plain: &'r [u8],
    pub id: Id<'r>,
    /// What it looks like as it is written, and in plain digits, where these differ; without what it says.
    pub made_plain: Option<(String, String)>,
}

/// Reads the identities of one file.
pub(super) struct IdReader {
    encoding: Encoding,
    years: FastMap<Box<[u8]>, Box<[u8]>>,
    exams: FastMap<Box<[u8]>, Box<[u8]>>,
    /// The year of the row above as it is written, and its number, if that has four digits.
    last_year: (Vec<u8>, Option<u64>),
    /// The same where it is written in four bytes, which are compared at once.
    last_four: Option<([u8; 4], u64)>,
    plain: Vec<u8>,
    whole: Vec<u8>,
}

/// Between year and id; in no text of either encoding.
const BETWEEN: u8 = 0xFF;
/// Further spellings of years are read anew each time.
const REMEMBERED: usize = 1 << 10;

impl IdReader {
    pub fn new(encoding: Encoding) -> IdReader {
        let (years, last_year) = (FastMap::default(), (Vec::new(), None));
        let exams = FastMap::default();
        IdReader { encoding, years, exams, last_year, last_four: None, plain: Vec::new(), whole: Vec::new() }
    }

    #[inline]
    pub fn read<'r>(&'r mut self, of: &Identity, fields: &[Field<'r>]) -> Identified<'r> {
        let raw = trim_raw(fields[of.id.index].raw);
        let id = ids::read(raw);
        match (&of.year, id) {
            _ if of.exam.is_some() => {}
            (None, Id::Text(text)) if !text.is_ascii() => {}
            (None, _) => return Identified { plain: raw, id, made_plain: None },
            // Nearly every id: digits that leave room for the four of the year before them.
            (Some(year), Id::Digits(digits)) => {
                if let Some(digits) = self.year(fields[year.index]).and_then(|of| behind(of, digits, raw)) {
                    return Identified { plain: raw, id: Id::Digits(digits), made_plain: None };
                }
            }
            (Some(_), _) => {}
        }
        self.read_odd(of, raw, fields)
    }

    /// The number of a year of four digits.
    #[inline]
    fn year(&mut self, field: Field<'_>) -> Option<u64> {
        match (<[u8; 4]>::try_from(field.raw), self.last_four) {
            (Ok(raw), Some((last, year))) if raw == last && field.escape == 0 => Some(year),
            _ => self.other_year(field),
        }
    }

    fn other_year(&mut self, field: Field<'_>) -> Option<u64> {
        if self.last_year.0 != field.raw {
            let label = label(&mut self.years, "year", self.encoding, field);
            let digits = std::str::from_utf8(label).ok().filter(|label| label.len() == 4);
            let year = digits.and_then(|digits| digits.parse().ok());
            self.last_year = (field.raw.to_vec(), year.filter(|_| field.escape == 0));
        }
        self.last_four = <[u8; 4]>::try_from(field.raw).ok().zip(self.last_year.1);
        self.last_year.1
    }

    fn read_odd<'r>(&'r mut self, of: &Identity, raw: &[u8], fields: &[Field<'r>]) -> Identified<'r> {
        self.plain.clear();
        let mut made_plain = None;
        if raw.is_ascii() {
            self.plain.extend_from_slice(raw);
        } else {
            let written = self.encoding.decode(raw);
            let plain = narrow(&written);
            let plain = trim(&plain);
            made_plain = (plain != written).then(|| (shape(&written), shape(plain)));
            self.plain.extend_from_slice(plain.as_bytes());
        }
        let year = of.year.as_ref().filter(|_| of.exam.is_none());
        let year = year.and_then(|year| self.year(fields[year.index]));
        let read = ids::read(&self.plain);
        let behind = match (read, year) {
            (Id::Digits(digits), Some(year)) => behind(year, digits, &self.plain),
            _ => None,
        };
        let within = of.year.is_some() || of.exam.is_some();
        let id = match (behind, read) {
            (Some(digits), _) => Id::Digits(digits),
            (None, id @ (Id::Empty | Id::Destroyed)) => id,
            (None, id) if !within => id,
            (None, _) => {
                self.whole.clear();
                let labels = [(&of.year, "year", &mut self.years), (&of.exam, EXAM, &mut self.exams)];
                for (place, key, known) in labels {
                    if let Some(place) = place {
                        self.whole.extend_from_slice(label(known, key, self.encoding, fields[place.index]));
                        self.whole.push(BETWEEN);
                    }
                }
                self.whole.extend_from_slice(&self.plain);
                Id::Text(&self.whole)
            }
        };
        Identified { plain: &self.plain, id, made_plain }
    }
}

fn label<'y>(
    known: &'y mut FastMap<Box<[u8]>, Box<[u8]>>,
    key: &str,
    encoding: Encoding,
    field: Field<'_>,
) -> &'y [u8] {
    let raw = field.bytes();
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.entry(raw.as_ref().into()).or_insert_with(|| {
        let plain = tidy_key(key)(&encoding.decode(&raw));
        plain.into_bytes().into()
    })
}

/// How an id is written, without what it says: the width of its characters, and its spaces.
fn shape(text: &str) -> String {
    let shape = |character: char| match character {
        '０'..='９' => '０',
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => 'ｘ',
        c if c.is_ascii_digit() => '0',
        c if c.is_ascii_alphabetic() => 'x',
        c if c.is_alphanumeric() => '＊',
        c => c,
    };
    text.chars().map(shape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(index: usize) -> ColumnPlace {
        ColumnPlace { index, header: String::new() }
    }

    #[test]
    fn an_id_is_the_same_in_any_width_and_another_in_another_year() {
        let with_year = Identity { id: place(1), year: Some(place(0)), exam: None };
        let mut reader = IdReader::new(Encoding::Utf8);
        let mut ids = ids::Ids::default();
        let mut new = |of: &Identity, cells: [&str; 2]| {
            let fields = cells.map(|cell| Field::plain(cell.as_bytes()));
            ids.see(reader.read(of, &fields).id)
        };
        for (cells, expected) in [
            (["2023", "0101"], true),
            (["2024", "0101"], true),
            (["2024年", "０１０１"], false),
            (["2024", "101"], true),
            (["2024", "0101\u{3000}"], false),
            (["2024", "Ｇ1"], true),
            (["２０２４", "G１"], false),
            (["", "G1"], true),
            (["2023", "20240001469337"], true),
            (["2024", "20240001469337"], true),
            (["2024 ", "20240001469337"], false),
            (["2023", "20240001469337"], false),
            (["202", "420240001469337"], true),
            (["2024", "320123201101012345"], true),
            (["2023", "320123201101012345"], true),
            (["2024", "320123201101012345"], false),
            (["", "20240101"], true),
            (["2024", "0101"], false),
        ] {
            assert_eq!(new(&with_year, cells), expected, "{cells:?}");
        }
        let with_exam = Identity { id: place(1), year: None, exam: Some(place(0)) };
        for (cells, expected) in [
            (["期中", "0909"], true),
            (["期末", "0909"], true),
            (["期中 ", "0909"], false),
            (["", "0909"], true),
        ] {
            assert_eq!(new(&with_exam, cells), expected, "{cells:?}");
        }
        let without = Identity { id: place(1), year: None, exam: None };
        assert_eq!((new(&without, ["", "77"]), new(&without, ["x", "７７"])), (true, false));
    }

    #[test]
    fn what_was_made_plain_is_shown_without_the_id() {
        let mut reader = IdReader::new(Encoding::Utf8);
        let of = Identity { id: place(0), year: None, exam: None };
        let fields = [Field::plain("Ｇ３２０ 李".as_bytes())];
        let read = reader.read(&of, &fields);
        assert_eq!(read.plain, "G320 李".as_bytes());
        assert_eq!(read.made_plain, Some(("ｘ０００ ＊".to_owned(), "x000 ＊".to_owned())));
        assert_eq!(reader.read(&of, &[Field::plain("甲".as_bytes())]).made_plain, None);
    }
}
