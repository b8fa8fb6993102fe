//! The described examination data: one row per candidate, keys as text, scores as integers.

mod append;
mod items;

use std::borrow::Cow;
use std::collections::HashMap;

pub use items::{BLANK, Choice, Item, ItemDoubt, ItemSheet, Part, ScoringRule, UNKNOWN};

use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::number::{Rational, Scale};

/// What stands in a score cell. Blank is not zero: only [`Mark::Scored`] cells have a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Mark {
    Scored = 0,
    /// An empty cell.
    Blank = 1,
    /// 缺考, 弃考, 旷考, …
    Absent = 2,
    /// 缓考.
    Deferred = 3,
    /// 免考, 免修, 休学, 转学, …
    Exempt = 4,
    /// 违纪, 作弊, 取消, …
    Violation = 5,
    /// Could not be read as a score; the reading report says why.
    Invalid = 6,
    /// A total that was not formed: a column that is not used may be a part of it.
    Withheld = 7,
}

impl Mark {
    pub const COUNT: usize = 8;
    pub const ALL: [Mark; Mark::COUNT] = [
        Mark::Scored,
        Mark::Blank,
        Mark::Absent,
        Mark::Deferred,
        Mark::Exempt,
        Mark::Violation,
        Mark::Invalid,
        Mark::Withheld,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Mark::Scored => "scored",
            Mark::Blank => "blank",
            Mark::Absent => "absent",
            Mark::Deferred => "deferred",
            Mark::Exempt => "exempt",
            Mark::Violation => "violation",
            Mark::Invalid => "invalid",
            Mark::Withheld => "withheld",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Mark::Scored => Text::new("有成绩", "scored"),
            Mark::Blank => Text::new("空白", "blank"),
            Mark::Absent => Text::new("缺考", "absent"),
            Mark::Deferred => Text::new("缓考", "deferred"),
            Mark::Exempt => Text::new("免考", "exempt"),
            Mark::Violation => Text::new("违纪", "disqualified"),
            Mark::Invalid => Text::new("读不懂", "not readable"),
            Mark::Withheld => Text::new("总分未定", "total not settled"),
        }
    }
}

/// A column of scores: which subject, out of how many, in which steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub id: String,
    pub full_mark: Option<Rational>,
    pub scale: Scale,
}

/// A key of every candidate (school, class, track, …), each distinct text stored once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyColumn {
    pub name: String,
    /// Per candidate, an index into `labels`.
    pub codes: Vec<u32>,
    /// Distinct labels; the empty label means "not known".
    pub labels: Vec<String>,
}

impl KeyColumn {
    /// One label for all.
    pub fn constant(name: &str, label: String, len: usize) -> KeyColumn {
        KeyColumn { name: name.to_owned(), codes: vec![0; len], labels: vec![label] }
    }

    /// The labels in the order in which they come first.
    pub fn interned<'a>(name: &str, cells: impl Iterator<Item = &'a str>) -> KeyColumn {
        let mut codes_of: HashMap<&str, u32> = HashMap::new();
        let mut column = KeyColumn { name: name.to_owned(), ..KeyColumn::default() };
        for cell in cells {
            let code = *codes_of.entry(cell).or_insert_with(|| {
                column.labels.push(cell.to_owned());
                column.labels.len() as u32 - 1
            });
            column.codes.push(code);
        }
        column
    }

    /// The label at an index.
    pub fn label(&self, index: usize) -> &str {
        self.codes.get(index).and_then(|code| self.labels.get(*code as usize)).map_or("", String::as_str)
    }
}

/// Candidates, one by one or in groups, to whom keys can be added that follow from those they have.
pub trait Keyed {
    fn keys(&self) -> &[KeyColumn];
    fn add_key(&mut self, key: KeyColumn);
    /// How many candidates or groups there are.
    fn len(&self) -> usize;
    /// How many candidates stand at an index.
    fn candidates_at(&self, index: usize) -> u64;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct ScoreColumn {
    pub subject: Subject,
    /// Per candidate, the score in ticks of the scale; 0 where `marks` is not `Scored`.
    pub ticks: Vec<i32>,
    pub marks: Vec<Mark>,
}

/// Candidates of one or several examinations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    pub len: usize,
    /// Per candidate, the physical row of the file or frame it was read from.
    pub rows: Vec<u64>,
    pub keys: Vec<KeyColumn>,
    pub scores: Vec<ScoreColumn>,
}

impl Records {
    pub fn key(&self, name: &str) -> Result<&KeyColumn> {
        self.keys
            .iter()
            .find(|k| k.name == name)
            .ok_or_else(|| Error::KeyNotAtHand { key: name.to_owned(), at_hand: self.key_names() })
    }

    pub fn key_names(&self) -> Vec<String> {
        self.keys.iter().map(|k| k.name.clone()).collect()
    }

    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.scores.iter().map(|s| &s.subject)
    }
}

impl Keyed for Records {
    fn keys(&self) -> &[KeyColumn] {
        &self.keys
    }

    fn add_key(&mut self, key: KeyColumn) {
        self.keys.push(key);
    }

    fn len(&self) -> usize {
        self.len
    }

    fn candidates_at(&self, _index: usize) -> u64 {
        1
    }
}

/// A small table as text (schools, population, staff): every accepted row, cells untouched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SmallTable {
    /// The file as the user named it, or `<frame>`.
    pub file: String,
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// For each row, its physical row number, the first row of the file being 1.
    pub row_numbers: Vec<u64>,
    /// Where rows of another file than `file` begin, and which.
    pub further: Vec<(usize, String)>,
}

impl SmallTable {
    /// Where a row stands.
    pub fn place(&self, row: usize) -> Place {
        let further = self.further.iter().rev().find(|(first, _)| *first <= row);
        let file = further.map_or(&self.file, |(_, file)| file);
        let place = Place::file(file);
        self.row_numbers.get(row).map_or(place.clone(), |number| place.at_row(*number))
    }

    /// Puts the rows of another file below ours, column by column as the headers say; a cell that one of the two
    /// has no column for is blank.
    pub fn append(&mut self, other: &SmallTable) {
        if self.headers.is_empty() && self.rows.is_empty() {
            *self = other.clone();
            return;
        }
        let mut taken = vec![false; self.headers.len()];
        let mut columns = Vec::new();
        for header in &other.headers {
            let known = (0..taken.len()).find(|at| !taken[*at] && self.headers[*at] == *header);
            let at = known.unwrap_or(self.headers.len());
            if known.is_none() {
                self.headers.push(header.clone());
                taken.push(false);
            }
            taken[at] = true;
            columns.push(at);
        }
        let width = self.headers.len();
        self.rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        self.further.push((self.rows.len(), other.file.clone()));
        for row in &other.rows {
            let mut cells = vec![String::new(); width];
            columns.iter().zip(row).for_each(|(at, cell)| cells[*at].clone_from(cell));
            self.rows.push(cells);
        }
        self.row_numbers.extend(&other.row_numbers);
    }

    /// Only these rows, in this order.
    pub fn select(&self, rows: &[usize]) -> SmallTable {
        let before = |first: usize| rows.iter().filter(|row| **row < first).count();
        SmallTable {
            file: self.file.clone(),
            headers: self.headers.clone(),
            rows: rows.iter().map(|row| self.rows[*row].clone()).collect(),
            row_numbers: rows.iter().filter_map(|row| self.row_numbers.get(*row).copied()).collect(),
            further: self.further.iter().map(|(first, file)| (before(*first), file.clone())).collect(),
        }
    }
}

/// A column of a frame, read where it stands.
pub trait Cells: Send + Sync {
    /// As doubles, `NaN` for a missing cell; `None` where the column holds no numbers.
    fn numbers(&self) -> Option<Cow<'_, [f64]>>;

    /// As texts, each distinct one once, the empty text for a missing cell; `None` where it holds no plain cells.
    fn labels(&self) -> Option<KeyColumn>;
}

/// Many rows of numbers and labels in memory, whose owner lends them without a copy.
pub struct Frame {
    pub rows: usize,
    /// By header.
    pub columns: Vec<(String, Box<dyn Cells>)>,
}
