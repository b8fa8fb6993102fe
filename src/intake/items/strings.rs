//! One column with the options of all choice items of a candidate, as reading machines write it: cut by the plan.

use super::super::text::{header_key, narrow};
use super::blueprint::{Planned, id_of};
use super::columns::Found;
use super::grammar::ItemName;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::records::KeyColumn;

/// The key under which such a column is read.
pub const STRING: &str = "answer_string";

const HEADERS: [&str; 9] =
    ["omrstr", "选项串", "作答串", "答题串", "填涂串", "客观题作答", "客观题选项", "客观题答案串", "answers"];

/// What says in the configuration that a column is one.
pub const WORD: &str = "answers";

pub fn is_string(header: &str) -> bool {
    HEADERS.contains(&header_key(header).as_str())
}

/// The items of the plan that have a key and no column of their own, in its order: one piece of the string each.
fn items(plan: &[Planned], known: &[Found], column: usize) -> Vec<Found> {
    let is_known = |planned: &&Planned| known.iter().any(|item| item.id == planned.id);
    let cut = plan.iter().filter(|planned| planned.key.is_some() && !is_known(planned));
    let item = |(piece, planned): (usize, &Planned)| Found {
        id: planned.id.clone(),
        name: planned.name.clone(),
        question: id_of(&planned.name).1.as_ref().map_or(&*planned.id, ItemName::question).to_owned(),
        options: Some(column),
        piece: Some(piece),
        ..Found::default()
    };
    cut.enumerate().map(item).collect()
}

/// The choice items stand where their string does.
///
/// # Errors
/// A plan without keys.
pub fn insert(
    known: &mut Vec<Found>,
    plan: &[Planned],
    column: usize,
    header: &str,
    place: &Place,
) -> Result<()> {
    let cut = items(plan, known, column);
    if cut.is_empty() {
        let lacks = Text::new(
            "双向细目表里各选择题的标准答案（选项串按其次序切开）",
            "the keys of the choice items in the plan, in whose order their string is cut",
        );
        return Err(Error::OptionsUnscored { place: place.clone(), items: vec![header.to_owned()], lacks });
    }
    let before = known.iter().filter(|item| item.score.or(item.options) < Some(column)).count();
    known.splice(before..before, cut);
    Ok(())
}

/// The pieces of a string, as many as there are items: one character each, or what stands between separators. `None`
/// where there are more or fewer, so that none can be said to be of an item; a blank string is blank in each.
fn pieces(text: &str, items: usize) -> Option<Vec<String>> {
    let plain = narrow(text);
    if plain.trim().is_empty() {
        return Some(vec![String::new(); items]);
    }
    let pieces: Vec<String> = match plain.contains([',', ';', '|']) {
        true => plain.split([',', ';', '|']).map(str::to_owned).collect(),
        false => plain.chars().map(|c| if c == '.' { String::new() } else { c.to_string() }).collect(),
    };
    (pieces.len() == items).then_some(pieces)
}

/// Which string of each code cannot be cut, and the options of one piece.
pub fn piece(strings: &KeyColumn, piece: usize, items: usize) -> (KeyColumn, Vec<bool>) {
    let cut: Vec<Option<Vec<String>>> = strings.labels.iter().map(|text| pieces(text, items)).collect();
    let label = |code: u32| {
        let own = cut.get(code as usize).and_then(Option::as_ref);
        own.and_then(|pieces| pieces.get(piece)).map_or("", String::as_str)
    };
    let column = KeyColumn::interned(&strings.name, strings.codes.iter().map(|code| label(*code)));
    (column, strings.codes.iter().map(|code| cut[*code as usize].is_none()).collect())
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_string_is_cut_into_as_many_pieces_as_there_are_items() {
        let cut = |text: &str, items| pieces(text, items).map(|pieces| pieces.join("/"));
        assert_eq!(cut("BD.C", 4).as_deref(), Some("B/D//C"));
        assert_eq!(cut("ＢＤ#C", 4).as_deref(), Some("B/D/#/C"));
        assert_eq!(cut("B,AC,,D", 4).as_deref(), Some("B/AC//D"));
        assert_eq!(cut("", 3).as_deref(), Some("//"));
        assert_eq!((cut("BDC", 4), cut("BDCAA", 4), cut("B,AC", 4)), (None, None, None));
    }
}
