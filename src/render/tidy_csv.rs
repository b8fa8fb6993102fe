//! Figures as CSV for machines.

use std::borrow::Cow;
use std::io;

use super::csv::{in_memory, inert, writer};
use super::described::Kind;
use super::tidy::{Field, fields, kinds, names, of_release};
use crate::figures::{Clauses, Figures, Texts};

/// Figures for machines: every column of [`crate::figures::COLUMNS`], the group keys after the year, full
/// precision, missing values empty with their reason in `status`. A column of numbers holds one type throughout: whole
/// numbers have a decimal point where others in the column have decimals.
pub fn figures_csv(figures: &Figures) -> Vec<u8> {
    let columns = Columns::of(figures);
    let texts = AllTexts::new(Texts::english());
    in_memory(|out| write(figures, &columns, 0..figures.len(), None, texts, out))
}

/// The same for a release. Readers tell the type of a column by its first rows, polars by a hundred: the rows by which
/// they can tell it stand among these, which moves few, if any. A stamp (that the file is not for publication) is the
/// name of a last, empty column.
///
/// # Errors
/// `out` takes no more.
pub fn write_figures_of_release(
    figures: &Figures,
    stamp: Option<&str>,
    out: impl io::Write,
) -> io::Result<()> {
    let columns = Columns::of(figures);
    let first = columns.rows_first();
    let rest = (0..figures.len()).filter(|row| !first.contains(row));
    let rows = first.iter().copied().chain(rest);
    write(figures, &columns, rows, stamp, AllTexts::new(Texts::english()), out)
}

/// The same with methods in the words that they had when releases said conventions by their words alone.
pub fn figures_csv_as_first_worded(figures: &Figures) -> Vec<u8> {
    let columns = Columns::of(figures);
    let texts = AllTexts::new(Texts::new(Clauses::as_first_worded));
    in_memory(|out| write(figures, &columns, 0..figures.len(), None, texts, out))
}

fn write(
    figures: &Figures,
    columns: &Columns,
    rows: impl Iterator<Item = usize>,
    stamp: Option<&str>,
    mut texts: AllTexts,
    out: impl io::Write,
) -> io::Result<()> {
    let mut writer = writer(out)?;
    writer.write_record(names(figures).into_iter().chain(stamp))?;
    let of_release = of_release(figures);
    for figure in rows.map(|row| figures.get(row)) {
        let cells = fields(figure, of_release).into_iter().zip(&columns.fractions);
        let cells = cells.map(|(field, fractions)| match field {
            Field::Integer(whole) if *fractions => Cow::Owned(format!("{whole}.0")),
            field => plain(field, &mut texts),
        });
        writer.write_record(cells.map(Bytes).chain(stamp.map(|_| Bytes(Cow::Borrowed("")))))?;
    }
    writer.flush()
}

/// Rows by which readers tell types, if they are told nothing.
const READ_FIRST: usize = 100;

/// What a reader can tell of the columns.
struct Columns {
    /// Which hold a number that is not whole.
    fractions: Vec<bool>,
    /// The first row that tells the type of each: holds a number, or a text that could not be taken for one.
    typed_by: Vec<Option<usize>>,
}

impl Columns {
    fn of(figures: &Figures) -> Columns {
        let (kinds, of_release) = (kinds(figures), of_release(figures));
        let mut texts = AllTexts::new(Texts::english());
        let mut columns = Columns { fractions: vec![false; kinds.len()], typed_by: vec![None; kinds.len()] };
        for (row, figure) in figures.iter().enumerate() {
            for (at, field) in fields(figure, of_release).into_iter().enumerate() {
                columns.fractions[at] |= matches!(field, Field::Real(_)) && kinds[at] == Kind::Number;
                let typed_by = &mut columns.typed_by[at];
                if typed_by.is_none() && field != Field::Nothing {
                    let decides = kinds[at] != Kind::Text || !is_like_a_number(&plain(field, &mut texts));
                    *typed_by = decides.then_some(row);
                }
            }
        }
        columns
    }

    /// The rows that must come first, in their order: those that stand too far down.
    fn rows_first(&self) -> Vec<usize> {
        let from = READ_FIRST.saturating_sub(self.typed_by.len());
        let mut rows: Vec<usize> =
            self.typed_by.iter().flatten().copied().filter(|row| *row >= from).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

fn is_like_a_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() || ["", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What cells say of conventions, each written once.
struct AllTexts {
    said: Texts,
    keys: Texts,
    parameters: Texts,
}

impl AllTexts {
    fn new(said: Texts) -> AllTexts {
        AllTexts { said, keys: Texts::new(Clauses::key), parameters: Texts::new(Clauses::parameters) }
    }
}

struct Bytes<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Bytes<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn plain<'a>(field: Field<'a>, texts: &mut AllTexts) -> Cow<'a, str> {
    match field {
        Field::Said(clauses) => Cow::Owned(inert(&texts.said.of(clauses)).into_owned()),
        Field::Key(clauses) => Cow::Owned(inert(&texts.keys.of(clauses)).into_owned()),
        Field::Parameters(clauses) => Cow::Owned(inert(&texts.parameters.of(clauses)).into_owned()),
        Field::Word(word) => word.into(),
        Field::Label(label) => inert(label),
        Field::Integer(integer) => integer.to_string().into(),
        Field::Real(real) => real.to_string().into(),
        Field::Nothing => "".into(),
    }
}
