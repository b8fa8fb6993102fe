//! Remarks that count candidates, in a release that anybody can read: no table has these counts, so that nothing would
//! protect the small ones among them, and those that follow from two of them.

use crate::figures::Figures;

const COUNTED: [&str; 2] = [" candidates ", " rows of weight 0 "];
const SOME: &str = "some";
/// Before a number of the rule, which is no count.
const LIMIT: &str = "fewer than ";

/// Takes the counts out of the remarks of all figures.
pub fn remarks(figures: &mut Figures) {
    for figure in figures.rows.iter_mut().filter(|figure| !figure.note.is_empty()) {
        for counted in COUNTED.into_iter().filter(|counted| figure.note.contains(counted)).collect::<Vec<_>>()
        {
            figure.note = veiled(&figure.note, counted);
        }
    }
}

/// "3 candidates without a school are left out" is "some candidates without a school are left out".
fn veiled(note: &str, counted: &str) -> String {
    let parts: Vec<&str> = note.split(counted).collect();
    let (last, before) = parts.split_last().unwrap_or((&"", &[]));
    let said = before.iter().map(|part| {
        let words = part.trim_end_matches(|c: char| c.is_ascii_digit());
        if words.len() == part.len() || words.ends_with(LIMIT) {
            (*part).to_owned()
        } else {
            format!("{words}{SOME}")
        }
    });
    said.chain([(*last).to_owned()]).collect::<Vec<_>>().join(counted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::release::in_words;

    #[test]
    fn counts_go_and_everything_else_stays() {
        let counted = "12 candidates without a school are left out; no variance within schools";
        let said = "some candidates without a school are left out; no variance within schools";
        assert_eq!(veiled(counted, COUNTED[0]), said);
        for kept in
            ["fewer than 30 candidates in a group", "fewer candidates than the minimum", "no count", ""]
        {
            assert_eq!(veiled(kept, COUNTED[0]), kept);
        }
        let two = "12 candidates of a; 9 candidates of tracks without this line are left out";
        let said = "some candidates of a; some candidates of tracks without this line are left out";
        assert_eq!(veiled(two, COUNTED[0]), said);
    }

    #[test]
    fn what_is_said_instead_reads_well_in_chinese() {
        let said = in_words("some candidates of tracks without this line are left out", Lang::Zh);
        assert_eq!(said, "若干名考生所在科类没有这条线,未计入");
        assert_eq!(in_words("some rows of weight 0 count for nothing", Lang::Zh), "若干行权数为 0,不计");
    }
}
