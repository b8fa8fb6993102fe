//! Whether the first row of a table of any columns is its header or already its data.

/// A row is data where one of its cells is written as most cells below it are (a number above numbers, a date
/// above dates), or stands again below itself. Years, and numbers that count the columns, may be headers.
pub(super) fn looks_like_data(cells: &[String], below: &[&[String]]) -> bool {
    let below: Vec<&[String]> = below.iter().copied().filter(|row| !is_the_same_header(cells, row)).collect();
    let counting = counts_columns(cells);
    cells.iter().enumerate().any(|(at, cell)| {
        let under: Vec<&str> = below.iter().map(|row| row[at].as_str()).filter(|c| !c.is_empty()).collect();
        if cell.is_empty() || under.is_empty() {
            return false;
        }
        if !holds_digits(cell) {
            return under.contains(&cell.as_str());
        }
        let alike = under.iter().filter(|other| runs(other).eq(runs(cell))).count();
        if 5 * alike < 4 * under.len() {
            return false;
        }
        let years = || under.iter().all(|other| is_year(other));
        !(counting || is_year(cell) && !years())
    })
}

/// Whether a row holds a number, date or the like where nearly all other rows have one written alike: it is one of
/// them, whatever words stand beside. Years, and numbers that count the columns, may be headers.
pub(super) fn is_row_among(cells: &[String], others: &[&[String]]) -> bool {
    let counting = counts_columns(cells);
    let others: Vec<&&[String]> = others.iter().filter(|row| **row != cells).collect();
    cells.iter().enumerate().filter(|(_, cell)| holds_digits(cell) && !is_year(cell)).any(|(at, cell)| {
        let filled = others.iter().filter_map(|row| row.get(at)).filter(|other| !other.is_empty());
        let (mut all, mut alike) = (0, 0);
        for other in filled {
            all += 1;
            alike += usize::from(runs(other).eq(runs(cell)));
        }
        // One of them may be the header.
        !counting && alike > 1 && 5 * alike + 4 >= 4 * all
    })
}

/// What separates cells in files that this reader does not split by itself; and what it does split at, where the
/// rows have been found to hold no header.
const OTHER_SEPARATORS: &[&str] =
    &[",", "\t", ";", "|", " ", ":", "\\t", "，", "、", "~", "^", "#", "\u{1f}", "\u{1}"];

/// Whether rows of one cell hold the same separator equally often: then they are no table of one column; or
/// whether every other cell is empty, as between doubled delimiters.
pub(super) fn is_separated_otherwise(cells: &[String], below: &[&[String]]) -> bool {
    if let [header] = cells {
        let often = |separator: &&&str| {
            let count = header.matches(**separator).count();
            let same = below.iter().filter(|row| row[0].matches(**separator).count() == count).count();
            count > 0 && below.len() > 1 && 5 * same >= 4 * below.len()
        };
        return OTHER_SEPARATORS.iter().any(|separator| often(&separator));
    }
    let doubled = |row: &[String]| row.iter().skip(1).step_by(2).all(String::is_empty);
    cells.len() > 2 && cells.len() % 2 == 1 && doubled(cells) && below.iter().all(|row| doubled(row))
}

/// Whether a row with digits stands below one without, most of whose cells are filled: that one is the header.
pub(super) fn is_below_names(cells: &[String], above: &[&[String]]) -> bool {
    let names = |row: &&[String]| {
        let filled = row.iter().filter(|cell| !cell.is_empty()).count();
        2 * filled >= row.len() && filled > 0 && !row.iter().any(|cell| holds_digits(cell))
    };
    cells.iter().any(|cell| holds_digits(cell)) && above.iter().any(names)
}

/// A header repeated at a page break may differ in a cell or two.
fn is_the_same_header(cells: &[String], row: &[String]) -> bool {
    let same = cells.iter().zip(row).filter(|(cell, other)| cell == other).count();
    same > 1 && 2 * same >= cells.len()
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4
        && cell.bytes().all(|b| b.is_ascii_digit())
        && (cell.starts_with("19") || cell.starts_with("20"))
}

/// Whether the numbers among the cells go up by one, as those of questions do: 1, 2, 3, …
fn counts_columns(cells: &[String]) -> bool {
    let numbers: Vec<u32> = cells
        .iter()
        .filter(|cell| !cell.is_empty() && !cell.starts_with('0') && cell.bytes().all(|b| b.is_ascii_digit()))
        .filter_map(|cell| cell.parse().ok())
        .collect();
    numbers.len() > 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// Full-width ones too.
pub(super) fn holds_digits(cell: &str) -> bool {
    cell.chars().any(char::is_numeric)
}

/// How a cell is written: runs of digits, of letters, and other characters.
fn runs(cell: &str) -> impl Iterator<Item = char> + '_ {
    let class = |character: char| match character {
        c if c.is_numeric() => '9',
        c if c.is_ascii_alphabetic() => 'a',
        c if c.is_alphabetic() => '字',
        other => other,
    };
    let mut last = None;
    cell.chars().map(class).filter(move |class| {
        let same = last.replace(*class) == Some(*class);
        !(same && matches!(class, '9' | 'a' | '字'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_data(rows: &[&[&str]]) -> bool {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let below: Vec<&[String]> = rows[1..].iter().map(Vec::as_slice).collect();
        looks_like_data(&rows[0], &below)
    }

    #[test]
    fn one_column_is_not_many_behind_another_separator() {
        let table = |lines: &[&str], at: char| -> Vec<Vec<String>> {
            lines.iter().map(|line| line.split(at).map(str::to_owned).collect()).collect()
        };
        let separated = |rows: &[Vec<String>]| {
            is_separated_otherwise(&rows[0], &rows[1..].iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        assert!(separated(&table(&["id name", "1 a", "2 b"], ',')));
        assert!(separated(&table(&["id\t\tname", "1\t\ta", "2\t\tb"], '\t')));
        assert!(!separated(&table(&["name", "a b", "c"], ',')));
        assert!(!separated(&table(&["id,,name", "1,,a", "2,x,b"], ',')));
    }

    #[test]
    fn a_row_of_data_is_told_by_its_numbers() {
        let rows: Vec<Vec<String>> = ["year,group,n", "2022,North,10", "2022,Total,30", "2022,South,11"]
            .map(|line| line.split(',').map(str::to_owned).collect())
            .to_vec();
        let among = |at: usize| {
            let others = rows.iter().enumerate().filter(|(other, _)| *other != at);
            is_row_among(&rows[at], &others.map(|(_, row)| row.as_slice()).collect::<Vec<_>>())
        };
        assert_eq!([0, 1, 2].map(among), [false, true, true]);
    }

    #[test]
    fn headers_are_told_from_data() {
        assert!(is_data(&[&["041", "一中", "1200"], &["042", "二中", "980"]]));
        assert!(is_data(&[&["张三", "男"], &["李四", "女"], &["王五", "男"]]));
        assert!(is_data(&[&["28/01/2018", "MG-8769"], &["29/01/2018", "RI-3895"]]));
        assert!(!is_data(&[&["学校代码", "学校"], &["041", "一中"], &["学校代码", "学校"]]));
        assert!(!is_data(&[&["学校", "2010", "2011"], &["一中", "1200", "1190"]]));
        assert!(!is_data(&[&["考号", "1", "2", "3"], &["001", "5", "4", "0"]]));
        assert!(!is_data(&[&["a", "", "b"], &["x", "1", "y"]]));
        assert!(!is_data(&[&["只有表头", "1"]]));
    }
}
