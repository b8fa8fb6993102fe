//! Remarks that count candidates, in a release that anybody can read: a small count among them tells of pupils as
//! much as one in a cell.

use crate::figures::Figures;

const COUNTED: &str = " candidates ";
const FEWER: &str = "fewer than ";

/// Replaces counts below the minimum in the remarks of all figures; where counts are rounded to multiples of a base,
/// the others too.
pub fn remarks(figures: &mut Figures, minimum: u64, base: Option<u64>) {
    for figure in figures.rows.iter_mut().filter(|figure| figure.note.contains(COUNTED)) {
        figure.note = veiled(&figure.note, minimum, base);
    }
}

/// "3 candidates without a school are left out" is "fewer than 10 candidates without a school are left out".
fn veiled(note: &str, minimum: u64, base: Option<u64>) -> String {
    let parts: Vec<&str> = note.split(COUNTED).collect();
    let (last, counted) = parts.split_last().unwrap_or((&"", &[]));
    let said = counted.iter().map(|part| {
        let words = part.trim_end_matches(|c: char| c.is_ascii_digit());
        match part[words.len()..].parse::<u64>() {
            Ok(count) if count < minimum && !words.ends_with(FEWER) => format!("{words}{FEWER}{minimum}"),
            Ok(count) if !words.ends_with(FEWER) => {
                let rounded = base.map_or(count, |base| (count + base / 2) / base * base);
                format!("{words}{rounded}")
            }
            _ => (*part).to_owned(),
        }
    });
    said.chain([(*last).to_owned()]).collect::<Vec<_>>().join(COUNTED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::release::in_words;

    #[test]
    fn small_counts_go_and_everything_else_stays() {
        let small = "3 candidates without a school are left out; no variance within schools";
        let said = "fewer than 10 candidates without a school are left out; no variance within schools";
        assert_eq!(veiled(small, 10, None), said);
        for kept in [
            "10 candidates without a school are left out",
            "fewer than 5 candidates in a group",
            "no count",
            "",
        ] {
            assert_eq!(veiled(kept, 10, None), kept);
        }
        let two =
            veiled("12 candidates of a; 9 candidates of tracks without this line are left out", 10, None);
        assert_eq!(
            two,
            "12 candidates of a; fewer than 10 candidates of tracks without this line are left out"
        );
    }

    #[test]
    fn what_is_said_instead_reads_well_in_chinese() {
        let said = in_words("fewer than 10 candidates of tracks without this line are left out", Lang::Zh);
        assert_eq!(said, "少于 10 名考生所在科类没有这条线,未计入");
    }
}
