//! Rows that are candidates beyond question, told apart from all others at a glance.

use super::fields::Field;
use super::non_data::NonDataRows;

impl NonDataRows {
    /// Whether a row is a candidate beyond question, as nearly every row is: whole, with a code in its first
    /// cell, an id, and no word in any column that may hold one. What is said of others is for
    /// [`Self::recognise`] and [`Self::names_nobody`], which say nothing of these.
    #[inline]
    pub fn is_plain(&self, fields: &[Field<'_>], width: usize) -> bool {
        let [first, _, ..] = fields else { return false };
        let no_word = |column: &usize| fields.get(*column).is_some_and(|field| is_plain_cell(field.raw));
        let has_id = |(id, whole): (usize, usize)| {
            whole == width && fields.get(id).is_some_and(|field| is_code(field.raw))
        };
        fields.len() == width
            && !self.coded_header
            && self.used.is_none()
            && is_code(first.raw)
            && self.numbered.is_none_or(has_id)
            && self.identity.iter().all(no_word)
    }
}

/// ASCII from a letter or digit on, a digit somewhere.
#[inline]
pub(super) fn is_code(raw: &[u8]) -> bool {
    raw.first().is_some_and(u8::is_ascii_alphanumeric) && raw.is_ascii() && raw.iter().any(u8::is_ascii_digit)
}

/// No word of rows that are no candidates begins so: all are Chinese.
#[inline]
fn is_plain_cell(raw: &[u8]) -> bool {
    raw.first().is_none_or(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::encoding::Encoding;
    use super::*;

    /// What is beyond question is none of what is recognised, in whatever cells.
    #[test]
    fn plain_rows_are_never_recognised() {
        let header = |cells: [&str; 3]| vec![cells.map(|cell| cell.as_bytes().to_vec()).to_vec()];
        let cells = [
            "",
            " ",
            "12",
            "Total",
            "7班平均",
            "合计",
            " 合计",
            "注:",
            "姓名",
            "1。",
            "王",
            "A1",
            "\u{3000}",
            "缺考",
        ];
        let ids = || ["1", "2"].into_iter().map(Cow::Borrowed);
        let headers = [header(["考号", "姓名", "语文"]), header(["12", "姓名", "12"])];
        let rows = |headers| NonDataRows::new(Encoding::Utf8, headers, vec![0, 1]).with_digits(vec![2]);
        let all = headers.map(|headers| rows(headers).with_ids(Some(1), 3, ids()));
        let mut plain = 0;
        for rows in &all {
            for number in 0..cells.len().pow(3) {
                let cut = [number, number / cells.len(), number / cells.len().pow(2)];
                let fields = cut.map(|at| Field::plain(cells[at % cells.len()].as_bytes()));
                if rows.is_plain(&fields, 3) {
                    plain += 1;
                    assert_eq!(
                        (rows.recognise(&fields), rows.names_nobody(&fields)),
                        (None, false),
                        "{fields:?}"
                    );
                }
            }
        }
        // 12 or A1 in the first two cells, anything in the third.
        assert_eq!(plain, 4 * cells.len());
    }
}
