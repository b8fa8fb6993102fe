//! Distinct texts stored once: looked up by raw bytes, decoded only at first sight.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::container::LINE_END;
use super::encoding::Encoding;
use super::fields::Field;
use super::text::{narrow, trim, trim_raw};

/// Multiply and rotate over eight bytes at a time: keys here are short, and the default hasher is most of the
/// cost of reading them.
#[derive(Default)]
pub(super) struct FastHasher(u64);

impl FastHasher {
    #[inline]
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FastHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.add(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        self.add(chunks.remainder().iter().fold(1, |word, byte| word << 8 | u64::from(*byte)));
    }

    #[inline]
    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    #[inline]
    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    #[inline]
    fn finish(&self) -> u64 {
        // The table takes its slots from the low bits, the product mixes into the high ones.
        self.0 ^ (self.0 >> 32)
    }
}

pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A key column in the making.
pub(super) struct Interner<'a> {
    labels: Vec<String>,
    by_raw: FastMap<Cow<'a, [u8]>, u32>,
    by_label: FastMap<String, u32>,
    last: Option<(&'a [u8], u32)>,
}

impl<'a> Interner<'a> {
    pub fn new() -> Interner<'a> {
        Interner { labels: Vec::new(), by_raw: FastMap::default(), by_label: FastMap::default(), last: None }
    }

    /// The code of a cell; `true` when its text had to be made plain and was not seen before.
    #[inline]
    pub fn code(&mut self, field: Field<'a>, encoding: Encoding, tidy: fn(&str) -> String) -> (u32, bool) {
        // Exports are mostly sorted by school and class.
        if let Some((raw, code)) = self.last
            && raw == field.raw
        {
            return (code, false);
        }
        let bytes = field.bytes();
        let (code, normalised) = match self.by_raw.get(&bytes) {
            Some(code) => (*code, false),
            None => self.first_sight(bytes, encoding, tidy),
        };
        if field.escape == 0 {
            self.last = Some((field.raw, code));
        }
        (code, normalised)
    }

    pub fn is_blank(&self, code: u32) -> bool {
        self.labels.get(code as usize).is_some_and(String::is_empty)
    }

    /// Whether two cells of one candidate say different things.
    pub fn disagrees(&self, earlier: Option<u32>, code: u32) -> bool {
        earlier != Some(code) && !self.is_blank(code) && !earlier.is_some_and(|code| self.is_blank(code))
    }

    #[cold]
    fn first_sight(
        &mut self,
        bytes: Cow<'a, [u8]>,
        encoding: Encoding,
        tidy: fn(&str) -> String,
    ) -> (u32, bool) {
        let text = encoding.decode(&bytes);
        let label = tidy(&text);
        let normalised = label.as_bytes() != encoding.decode(trim_raw(&bytes)).as_bytes();
        let next = self.labels.len() as u32;
        let labels = &mut self.labels;
        let code = *self.by_label.entry(label).or_insert_with_key(|label| {
            labels.push(label.clone());
            next
        });
        self.by_raw.insert(bytes, code);
        (code, normalised)
    }

    /// Every label that was made plain: as it was written, as it is kept.
    pub fn normalised(&self, encoding: Encoding) -> Vec<(String, String)> {
        let mapping = |(raw, code): (&Cow<'a, [u8]>, &u32)| {
            let (written, kept) = (encoding.decode(trim_raw(raw)).into_owned(), &self.labels[*code as usize]);
            (written != *kept).then(|| (written, kept.clone()))
        };
        self.by_raw.iter().filter_map(mapping).collect()
    }

    pub fn into_labels(self) -> Vec<String> {
        self.labels
    }
}

const LINE_ENDS: [char; 3] = ['\r', '\n', LINE_END];

/// A label of a key as records hold it: full-width ASCII made plain, on one line, without spaces around it. Tables that are
/// joined to records by a key must pass their cells through it.
///
/// ```
/// assert_eq!(edugauge::intake::tidy_label("\u{3000}第１中学（东） "), "第1中学(东)");
/// ```
pub fn tidy_label(text: &str) -> String {
    let plain = narrow(text);
    let plain = trim(&plain);
    match plain.contains(LINE_ENDS) {
        true => plain.split(LINE_ENDS).map(trim).collect::<Vec<_>>().join(" "),
        false => plain.to_owned(),
    }
}

/// How the labels of a key are made plain.
pub(super) fn tidy_key(name: &str) -> fn(&str) -> String {
    if name == "year" { tidy_year } else { tidy_label }
}

/// A year as it is kept: 2024 for `2024年`, `2024届` and `2024级`.
fn tidy_year(text: &str) -> String {
    let label = tidy_label(text);
    let bare = label.trim_end_matches(['年', '届', '级', '度']);
    if !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) { bare.to_owned() } else { label }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_for_all_its_spellings() {
        let cells = ["一中", "二中", "一中 ", "一中\u{3000}", "041", "041", "４１"];
        let mut interner = Interner::new();
        let (codes, normalised): (Vec<u32>, Vec<bool>) = cells
            .iter()
            .map(|c| interner.code(Field::plain(c.as_bytes()), Encoding::Utf8, tidy_label))
            .unzip();
        assert_eq!(codes, [0, 1, 0, 0, 2, 2, 3]);
        assert_eq!(interner.into_labels(), ["一中", "二中", "041", "41"]);
        assert_eq!(normalised, [false, false, false, true, false, false, true]);
    }

    #[test]
    fn years_are_bare() {
        assert_eq!(tidy_year("２０２４年"), "2024");
        assert_eq!(tidy_year("春季"), "春季");
    }
}
