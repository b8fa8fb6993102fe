//! What each column is: the user's mapping first, the catalogue of aliases second, nothing guessed.

use super::aliases::{Meaning, long_score, meaning};
use super::mapped::{Mapped, mapping};
use super::text::header_key;
use super::{ReadOptions, TableLayout};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::lang::Text;

/// The key of the examination, where one file holds several: within it candidates are told apart.
pub(super) const EXAM: &str = "exam";

/// What the cells of a column are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    CandidateId,
    Name,
    Key(String),
    Subject(String),
    /// A score that may be below zero, such as progress since an earlier examination.
    Progress(String),
    /// The subject of the row, where each row is one candidate in one subject.
    SubjectName,
    /// The score beside it.
    LongScore,
    /// The item of the row, where each row is one candidate in one item of a paper.
    ItemName,
    /// The options chosen in it.
    ItemOptions,
    /// Those chosen in one item, where each row is one candidate; the key that they become.
    Options(String),
    Ignored,
}

impl Role {
    /// The field as the report and the options write it.
    pub fn field(&self) -> Option<String> {
        match self {
            Role::CandidateId => Some("candidate_id".to_owned()),
            Role::Name => Some("name".to_owned()),
            Role::Key(key) | Role::Options(key) => Some(key.clone()),
            Role::Subject(id) => Some(format!("subject:{id}")),
            Role::Progress(id) => Some(format!("progress:{id}")),
            Role::SubjectName => Some("subject".to_owned()),
            Role::LongScore => Some("score".to_owned()),
            Role::ItemName => Some("item".to_owned()),
            Role::ItemOptions => Some("answer".to_owned()),
            Role::Ignored => None,
        }
    }

    /// The subject of which the cells are scores.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Role::Subject(id) | Role::Progress(id) => Some(id),
            _ => None,
        }
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub place: ColumnPlace,
    pub role: Role,
    pub reason: Text,
    /// Of two columns for one field the lower rank is taken; equal ranks are refused.
    rank: usize,
}

impl Column {
    /// Whether the user said what it is.
    pub fn is_by_user(&self) -> bool {
        self.reason == BY_USER
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.role == Role::Ignored && (self.reason == UNKNOWN || self.reason == NO_HEADER)
    }

    /// Not read, because it holds grades.
    pub fn ignore_grades(&mut self) {
        (self.role, self.reason) = (Role::Ignored, GRADES);
    }

    /// Not read, because nothing stands in it.
    pub fn ignore_empty(&mut self) {
        (self.role, self.reason) = (Role::Ignored, EMPTY);
    }

    /// A key that no header of the catalogue names.
    pub fn of_key(place: ColumnPlace, key: &str) -> Column {
        Column { place, role: Role::Key(key.to_owned()), reason: BY_ALIAS, rank: 0 }
    }

    /// Read as this, by its header or because the user says so.
    pub fn read_as(&mut self, role: Role, by_user: bool) {
        (self.role, self.reason) = (role, if by_user { BY_USER } else { BY_ALIAS });
    }

    /// Not read, whatever its header says.
    pub fn not_used(place: ColumnPlace) -> Column {
        Column { place, role: Role::Ignored, reason: UNKNOWN, rank: 0 }
    }

    /// The scores of one subject that stand in a column of several.
    pub fn of_subject(place: ColumnPlace, id: &str) -> Column {
        Column { place, role: Role::Subject(id.to_owned()), reason: BY_ALIAS, rank: 0 }
    }
}

const BY_USER: Text = Text::new("用户指定", "named by the user");
const BY_ALIAS: Text = Text::new("按表头认出", "recognised by its header");
pub(super) const UNKNOWN: Text = Text::new("不认识的表头，未使用", "an unknown header, not used");
const LONG: Text = Text::new("每科一行的表里不用", "not used where each row is one candidate in one subject");
const NO_HEADER: Text = Text::new("没有表头，未使用", "no header, not used");
const SECOND: Text = Text::new("同一内容另有一列，未使用", "another column holds this, not used");
const EMPTY: Text = Text::new("整列空白，未使用", "nothing stands in it, not used");
const GRADES: Text = Text::new(
    "是等级而不是分数，未使用；要计入，用 policy 写明每个等级的分数，如 --policy 优秀=95（分数只是示例）",
    "grades, not scores: not used; to count them, say in the policy what each is worth, as --policy A=95",
);
const YEAR_GIVEN: Text = Text::new("年份由用户指定，未使用", "the year is given by the user, not used");

pub(super) fn identity(field: &str) -> Role {
    match field {
        "candidate_id" => Role::CandidateId,
        "name" => Role::Name,
        key => Role::Key(key.to_owned()),
    }
}

/// How many of these cells are headers of the catalogue.
pub(super) fn recognised(cells: &[String]) -> usize {
    cells.iter().filter(|cell| meaning(cell).is_some()).count()
}

/// How many of the headers that the user maps are among these cells.
pub(super) fn mapped(cells: &[String], options: &ReadOptions) -> usize {
    let keys: Vec<String> = cells.iter().map(|cell| header_key(cell)).collect();
    options.columns.keys().filter(|header| keys.contains(&header_key(header))).count()
}

/// What each column is.
///
/// # Errors
/// A mapped header that is not there, a mapping that means nothing, two columns for one field.
pub(super) fn resolve(headers: &[String], options: &ReadOptions, place: &Place) -> Result<Vec<Column>> {
    let mapping = mapping(headers, options, place)?;
    let mut columns: Vec<Column> =
        headers.iter().enumerate().map(|(index, header)| column(index, header, &mapping, options)).collect();
    settle_layout(&mut columns, options, place)?;
    settle(&mut columns, place)?;
    Ok(columns)
}

/// Whether each row is one candidate in one subject, or in one item.
pub(super) fn is_long(columns: &[Column]) -> bool {
    columns.iter().any(|column| matches!(column.role, Role::LongScore | Role::ItemName))
}

/// Leaves the columns of one layout: declared, or long where a subject and a score stand in each row and no
/// subject has a column.
fn settle_layout(columns: &mut [Column], options: &ReadOptions, place: &Place) -> Result<()> {
    let has = |wanted: &dyn Fn(&Role) -> bool| columns.iter().any(|column| wanted(&column.role));
    let (names, scores) = (has(&|r| *r == Role::SubjectName), has(&|r| *r == Role::LongScore));
    let wide = has(&|role| role.subject().is_some());
    let long = match options.layout {
        Some(layout) => layout == TableLayout::Long,
        None => names && scores && !wide,
    };
    if long {
        let identified = has(&|role| *role == Role::CandidateId);
        let needed = [(identified, "candidate_id"), (names, "subject"), (scores, "score")];
        if let Some((_, missing)) = needed.iter().find(|(there, _)| !there) {
            return Err(Error::ColumnNotFound {
                place: place.clone(),
                column: (*missing).to_owned(),
                available: columns.iter().map(|column| column.place.header.clone()).collect(),
                suggestion: None,
            });
        }
    }
    for column in columns {
        let (other, reason) = match &column.role {
            Role::Subject(_) | Role::Progress(_) => (long, LONG),
            Role::SubjectName => (!long, Meaning::SubjectName.ignored_because()),
            Role::LongScore => (!long, UNKNOWN),
            _ => (false, UNKNOWN),
        };
        if other {
            (column.role, column.reason) = (Role::Ignored, reason);
        }
    }
    Ok(())
}

fn column(index: usize, header: &str, mapping: &[(Mapped, Role)], options: &ReadOptions) -> Column {
    let place = ColumnPlace { index, header: header.to_owned() };
    let key = header_key(header);
    if let Some((_, role)) = mapping.iter().find(|(mapped, _)| mapped.is(index, &key)) {
        return Column { place, role: role.clone(), reason: BY_USER, rank: 0 };
    }
    let (role, reason, rank) = match meaning(header) {
        Some(Meaning::Identity { field: "year", .. }) if options.year.is_some() => {
            (Role::Ignored, YEAR_GIVEN, 0)
        }
        Some(Meaning::Identity { field, rank }) => (identity(field), BY_ALIAS, rank + 1),
        Some(Meaning::Subject(id)) => (Role::Subject(id.to_owned()), BY_ALIAS, 1),
        Some(Meaning::SubjectName) => (Role::SubjectName, BY_ALIAS, 1),
        Some(other) => (Role::Ignored, other.ignored_because(), 0),
        None if key.is_empty() => (Role::Ignored, NO_HEADER, 0),
        None => match long_score(header) {
            Some(rank) => (Role::LongScore, BY_ALIAS, rank + 1),
            None => (Role::Ignored, UNKNOWN, 0),
        },
    };
    Column { place, role, reason, rank }
}

/// Leaves one column for each field.
fn settle(columns: &mut [Column], place: &Place) -> Result<()> {
    for at in 0..columns.len() {
        let Some(field) = columns[at].role.field() else { continue };
        for other in 0..at {
            if columns[other].role != columns[at].role {
                continue;
            }
            if columns[other].rank == columns[at].rank {
                let here = columns[at].place.clone();
                return Err(Error::DuplicateColumn {
                    place: place.clone().at_column(here.index, here.header),
                    field,
                    other: columns[other].place.clone(),
                });
            }
            let loser = if columns[other].rank < columns[at].rank { at } else { other };
            columns[loser].role = Role::Ignored;
            columns[loser].reason = SECOND;
            if loser == at {
                break;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(headers: &[&str], mapping: &[(&str, &str)]) -> Result<Vec<Option<String>>> {
        let headers: Vec<String> = headers.iter().map(|h| (*h).to_owned()).collect();
        let columns = mapping.iter().map(|(h, f)| ((*h).to_owned(), (*f).to_owned())).collect();
        let options = ReadOptions { columns, ..ReadOptions::default() };
        let columns = resolve(&headers, &options, &Place::file("a.csv"))?;
        Ok(columns.iter().map(|c| c.role.field()).collect())
    }

    fn fields(expected: &[&str]) -> Vec<Option<String>> {
        expected.iter().map(|f| (!f.is_empty()).then(|| (*f).to_owned())).collect()
    }

    #[test]
    fn aliases_and_mapping() {
        let found = roles(&["考号", "学号", "电话", "语文"], &[]).unwrap();
        assert_eq!(found, fields(&["candidate_id", "", "", "subject:chinese"]));
        let found = roles(&["考号", "电话", "卷一"], &[("电话", "key:phone"), ("卷一", "数学")]).unwrap();
        assert_eq!(found, fields(&["candidate_id", "phone", "subject:mathematics"]));
        let found = roles(&["语文", "语文赋分"], &[("语文赋分", "subject:chinese")]).unwrap();
        assert_eq!(found, fields(&["", "subject:chinese"]));
    }

    #[test]
    fn equal_headers_are_told_apart_by_their_letters() {
        let found = roles(&["姓名", "语文", "姓名", "语文"], &[("C", "ignore"), ("D", "ignore")]).unwrap();
        assert_eq!(found, fields(&["name", "subject:chinese", "", ""]));
        assert!(matches!(roles(&["语文"], &[("B", "ignore")]), Err(Error::ColumnNotFound { .. })));
    }

    #[test]
    fn two_columns_for_one_field_are_refused() {
        for headers in [&["语文", "语文原始分"][..], &["班级", "行政班"], &["考号", "准考证号"]]
        {
            assert!(matches!(roles(headers, &[]), Err(Error::DuplicateColumn { .. })), "{headers:?}");
        }
    }

    #[test]
    fn mappings_must_mean_something() {
        let missing = roles(&["语文", "数学"], &[("语 文", "ignore"), ("数 学x", "ignore")]);
        assert!(matches!(missing, Err(Error::ColumnNotFound { column, .. }) if column == "数 学x"));
        let senseless = roles(&["语文"], &[("语文", "chinesee")]);
        assert!(matches!(senseless, Err(Error::InvalidArgument { .. })));
    }
}
