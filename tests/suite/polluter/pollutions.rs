//! What happens to files, after the pollutions of Pollock (Vitagliano and others, PVLDB 16, 2023) and what
//! exports of examinations suffer besides. Each knows which rows can still be right.

use super::files::{Encoding, Polluted, Style, USUAL};
use super::sheets::Sheet;

/// Rows at both ends and in the middle.
const PLACES: &[usize] = &[0, 1, 10, 11, 22, 23];

/// Every polluted file of a sheet.
pub fn pollutions(sheet: &Sheet, encoding: Encoding) -> Vec<Polluted> {
    let clean = Polluted::clean(sheet, encoding, USUAL);
    let mut files = vec![clean.clone().named("clean", "")];
    let of = Of { sheet, encoding, clean };
    of.whole_file(&mut files);
    of.around_the_table(&mut files);
    for row in PLACES {
        of.row(*row, &mut files);
        for column in 0..sheet.header.len() {
            of.cell(*row, column, &mut files);
        }
    }
    files
}

struct Of<'s> {
    sheet: &'s Sheet,
    encoding: Encoding,
    clean: Polluted,
}

impl Of<'_> {
    fn bytes(&self, text: &str) -> Vec<u8> {
        self.encoding.bytes(text)
    }

    fn line(&self, text: &str) -> Vec<u8> {
        self.bytes(&format!("{text}{}", self.sheet.line_end))
    }

    fn cells(&self, row: usize) -> Vec<String> {
        self.sheet.rows[row].iter().map(|cell| USUAL.cell(cell)).collect()
    }

    /// The file with a candidate's line written anew, and the readings of it that are right.
    fn with(
        &self,
        kind: &'static str,
        place: &str,
        row: usize,
        line: &str,
        right: &[Vec<String>],
    ) -> Polluted {
        let mut file = self.clean.clone();
        file.spoil(row, self.line(line));
        file.right[row] = right.to_vec();
        file.named(kind, place)
    }

    fn cell(&self, row: usize, column: usize, files: &mut Vec<Polluted>) {
        let place = format!("-{row}-{column}");
        let cells = self.cells(row);
        let width = cells.len();
        let original = self.sheet.rows[row].clone();
        let plain = &self.sheet.rows[row][column];
        let mut push = |kind, line: String, right: &[Vec<String>]| {
            files.push(self.with(kind, &place, row, &line, right));
        };
        if column + 1 < width {
            let mut joined = cells.clone();
            let next = joined.remove(column + 1);
            joined[column] += &next;
            push("delimiter missing", joined.join(","), &[]);
            let mut around = cells.clone();
            let next = around.remove(column + 1);
            around[column] = format!("\"{},{next}\"", around[column].replace('"', ""));
            push("quotes around two cells", around.join(","), &[]);
        }
        let mut added = cells.clone();
        added.insert(column, String::new());
        push("delimiter added", added.join(","), &[]);
        for (kind, at) in [("quote at the start", 0), ("quote within", 1), ("quote at the end", 2)] {
            let mut broken = cells.clone();
            let cut = middle(&broken[column]);
            match at {
                0 => broken[column].insert(0, '"'),
                1 => broken[column].insert(cut, '"'),
                _ => broken[column].push('"'),
            }
            push(kind, broken.join(","), &[]);
        }
        if !plain.is_empty() && !cells[column].contains('"') {
            let mut part = cells.clone();
            part[column] = {
                let (left, right) = plain.split_at(middle(plain));
                format!("\"{left}\"{right}")
            };
            let whole = middle(plain) == plain.len();
            push(
                "quotes around a part",
                part.join(","),
                if whole { std::slice::from_ref(&original) } else { &[] },
            );
            let (left, right) = plain.split_at(middle(plain));
            // A line end within, at the start and at the end of a cell.
            for (kind, torn) in [
                ("line end within a cell", format!("{left}\n{right}")),
                ("line end at the start of a cell", format!("\n{plain}")),
                ("line end at the end of a cell", format!("{plain}\n")),
            ] {
                let at_an_end = !torn.trim_matches('\n').contains('\n');
                let harmless = at_an_end
                    && (column == 0 && torn.starts_with('\n') || column + 1 == width && torn.ends_with('\n'));
                let split_off = left.is_empty() || right.is_empty();
                let right: &[Vec<String>] =
                    if harmless || split_off { std::slice::from_ref(&original) } else { &[] };
                let mut broken = cells.clone();
                broken[column] = torn;
                push(kind, broken.join(","), right);
            }
            let mut held = original.clone();
            held[column] = format!("{left}\n{right}");
            push("line end in quotes", USUAL.line(&held), std::slice::from_ref(&held));
        }
        self.values(row, column, &place, files);
        self.bytes_of(row, column, &place, files);
    }

    /// Cells that hold something else.
    fn values(&self, row: usize, column: usize, place: &str, files: &mut Vec<Polluted>) {
        let plain = &self.sheet.rows[row][column];
        let is_score = column >= self.sheet.header.len() - 2;
        let mut put = |kind, text: &str| {
            let mut cells = self.sheet.rows[row].clone();
            cells[column] = text.to_owned();
            files.push(self.with(kind, place, row, &USUAL.line(&cells), std::slice::from_ref(&cells)));
        };
        if is_score {
            for mark in ["缺考", "违纪", "-", "", "优秀", "1O0", "9,5", "78分", "-1", "1e2", "90..5"] {
                put("mark", mark);
            }
        }
        if plain.chars().any(|c| c.is_ascii_digit()) {
            let wide: String = plain
                .chars()
                .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c })
                .collect();
            put("full-width digits", &wide);
        }
        if column == 0 {
            put("destroyed id", "3.20E+17");
        }
    }

    /// Bytes cut out, put in, or of another encoding.
    fn bytes_of(&self, row: usize, column: usize, place: &str, files: &mut Vec<Polluted>) {
        let cells = self.cells(row);
        let before = self.bytes(&cells[..column].iter().map(|cell| format!("{cell},")).collect::<String>());
        let cell = self.bytes(&cells[column]);
        let mut nul = self.clean.clone();
        let mut line = self.line(&cells.join(","));
        line.insert(before.len() + cell.len() / 2, 0);
        nul.spoil(row, line);
        files.push(nul.named("NUL", place));
        if cell.iter().any(|byte| !byte.is_ascii()) {
            for (kind, less) in [("first byte cut", false), ("last byte cut", true)] {
                let at = before.len();
                let at = match less {
                    false => at + cell.iter().position(|byte| !byte.is_ascii()).unwrap(),
                    true => at + cell.iter().rposition(|byte| !byte.is_ascii()).unwrap(),
                };
                let mut line = self.line(&cells.join(","));
                line.remove(at);
                let mut cut = self.clean.clone();
                cut.spoil(row, line);
                cut.whole = true;
                files.push(cut.named(kind, place));
            }
            let other = self.encoding.other().bytes(&cells[column]);
            let mut line = self.line(&cells.join(","));
            line.splice(before.len()..before.len() + cell.len(), other);
            let mut mixed = self.clean.clone();
            mixed.spoil(row, line);
            mixed.whole = true;
            files.push(mixed.named("cell of another encoding", place));
        }
    }

    fn row(&self, row: usize, files: &mut Vec<Polluted>) {
        let place = format!("-{row}");
        let original = self.sheet.rows[row].clone();
        let usual = USUAL.line(&original);
        let right = std::slice::from_ref(&original);
        let width = original.len();
        let mut push = |kind, line: String, right: &[Vec<String>]| {
            files.push(self.with(kind, &place, row, &line, right));
        };
        push("longer by one", format!("{usual},"), &[]);
        push("longer by three", format!("{usual},,,x"), &[]);
        push("shorter by one", USUAL.line(&original[..width - 1]), &[]);
        push("half a row", USUAL.line(&original[..width / 2]), &[]);
        push("another delimiter", Style { delimiter: ';', ..USUAL }.line(&original), right);
        push("a tab for a delimiter", Style { delimiter: '\t', ..USUAL }.line(&original), right);
        push("all cells in quotes", Style { all: true, ..USUAL }.line(&original), right);
        push("another quote", Style { quote: '\'', all: true, ..USUAL }.line(&original), right);
        push("another escape", Style { escape: '\\', all: true, ..USUAL }.line(&original), right);
        push(
            "blanks around delimiters",
            Style { all: true, ..USUAL }.line(&original).replace(",", " , "),
            &[],
        );
        self.line_ends(row, &place, files);
        let mut twice = self.clean.clone();
        let at = twice.piece(row);
        twice.insert(at + 1, self.line(&usual));
        twice.also_right.push(original.clone());
        files.push(twice.named("row twice", &place));
        for (kind, text) in [("header again", USUAL.line(&self.sheet.header)), ("empty line", String::new())]
        {
            let mut between = self.clean.clone();
            between.insert(at + 1, self.line(&text));
            files.push(between.named(kind, &place));
        }
        let mut other_header = self.clean.clone();
        let mut header = self.sheet.header.clone();
        header.swap(width - 1, width - 2);
        other_header.insert(at + 1, self.line(&USUAL.line(&header)));
        other_header.right[row + 1..].iter_mut().for_each(Vec::clear);
        files.push(other_header.named("header of another order", &place));
        let mut mixed = self.clean.clone();
        for later in row..self.sheet.rows.len() {
            let bytes =
                self.encoding.other().bytes(&(USUAL.line(&self.sheet.rows[later]) + self.sheet.line_end));
            if bytes != self.line(&USUAL.line(&self.sheet.rows[later])) {
                mixed.spoil(later, bytes);
            }
        }
        mixed.whole = true;
        files.push(mixed.named("rest in another encoding", &place));
        let mut line = self.bytes(&self.encoding.other().name().to_uppercase());
        line = [self.encoding.other().bytes(&usual), self.bytes(self.sheet.line_end), line].concat();
        line.truncate(line.len() - self.encoding.other().name().len());
        let mut alone = self.clean.clone();
        alone.spoil(row, line);
        alone.whole = true;
        files.push(alone.named("row of another encoding", &place));
    }

    fn line_ends(&self, row: usize, place: &str, files: &mut Vec<Polluted>) {
        let original = &self.sheet.rows[row];
        let usual = USUAL.line(original);
        for (kind, end) in
            [("lone CR", "\r"), ("LF", "\n"), ("CR LF", "\r\n"), ("LF CR", "\n\r"), ("two CR", "\r\r\n")]
        {
            let mut file = self.clean.clone();
            file.spoil(row, self.bytes(&(usual.clone() + end)));
            file.right[row] = vec![original.clone()];
            files.push(file.named("line end", &format!(" {kind}{place}")));
        }
        let mut joined = self.clean.clone();
        joined.spoil(row, self.bytes(&usual));
        if row + 1 < self.sheet.rows.len() {
            joined.right[row + 1].clear();
        } else {
            joined.right[row] = vec![original.clone()];
            if !self.sheet.footers.is_empty() {
                joined.right[row].clear();
            }
        }
        files.push(joined.named("line end missing", place));
    }

    fn whole_file(&self, files: &mut Vec<Polluted>) {
        let styled = |kind, place: &str, style: Style| {
            Polluted::clean(self.sheet, self.encoding, style).named(kind, place)
        };
        for delimiter in ['\t', ';', '|'] {
            files.push(styled(
                "delimiter of the file",
                &format!(" {delimiter:?}"),
                Style { delimiter, ..USUAL },
            ));
        }
        files.push(styled("all in quotes", "", Style { all: true, ..USUAL }));
        files.push(styled("quote of the file", "", Style { quote: '\'', ..USUAL }));
        files.push(styled("quote of the file, all", "", Style { quote: '\'', all: true, ..USUAL }));
        files.push(styled("escape of the file", "", Style { escape: '\\', ..USUAL }));
        files.push(styled("escape of the file, all", "", Style { escape: '\\', all: true, ..USUAL }));
        for (kind, end) in [("LF", "\n"), ("CR LF", "\r\n"), ("CR", "\r")] {
            let sheet = Sheet { line_end: end, ..self.sheet.clone() };
            files.push(
                Polluted::clean(&sheet, self.encoding, USUAL)
                    .named("line ends of the file", &format!(" {kind}")),
            );
        }
        for (kind, style) in [("destroyed ids", USUAL)] {
            let mut sheet = self.sheet.clone();
            for row in &mut sheet.rows {
                row[0] = "3.20E+17".to_owned();
            }
            files.push(Polluted::clean(&sheet, self.encoding, style).named(kind, ""));
        }
        let mut open = self.clean.clone();
        if let Some(last) = open.pieces.last_mut() {
            last.bytes = last.bytes.trim_ascii_end().to_vec();
        }
        files.push(open.clone().named("no line end at the end", ""));
        let mut cut = open;
        if let Some(last) = cut.pieces.last_mut() {
            let half = last.bytes.len() / 2;
            last.bytes.truncate(half);
            if self.sheet.footers.is_empty() {
                let row = self.sheet.rows.len() - 1;
                cut.right[row].clear();
            }
        }
        cut.whole = true;
        files.push(cut.named("cut off at the end", ""));
        for (kind, ends) in [("two line ends at the end", 1), ("many line ends at the end", 5)] {
            let mut file = self.clean.clone();
            let at = file.pieces.len();
            (0..ends).for_each(|_| file.insert(at, self.line("")));
            files.push(file.named(kind, ""));
        }
        if self.encoding == Encoding::Utf8 {
            let mut marked = self.clean.clone();
            marked.pieces[0].bytes.splice(0..0, *b"\xEF\xBB\xBF");
            files.push(marked.named("byte order mark", ""));
        }
    }

    fn around_the_table(&self, files: &mut Vec<Polluted>) {
        let width = self.sheet.header.len();
        let header = self.clean.header_piece();
        let padded = |text: &str| format!("{text}{}", ",".repeat(width - 1));
        for (kind, lines) in [
            ("title", vec!["成绩册".to_owned()]),
            ("title of all cells", vec![padded("成绩册")]),
            ("three titles", vec!["成绩册".to_owned(), "2024年".to_owned(), "制表:教研室".to_owned()]),
            ("three titles of all cells", vec![padded("成绩册"), padded("2024年"), padded("制表:教研室")]),
            ("title and empty line", vec!["成绩册".to_owned(), String::new()]),
            ("title and empty cells", vec![padded("成绩册"), padded("")]),
        ] {
            let mut file = self.clean.clone();
            lines.iter().rev().for_each(|line| file.insert(header, self.line(line)));
            files.push(file.named(kind, ""));
        }
        let mut without = self.clean.clone();
        without.pieces.remove(header);
        (without.has_header, without.whole) = (false, true);
        files.push(without.named("no header", ""));
        for column in 0..width {
            let mut cells = self.sheet.header.clone();
            let mut file = self.clean.clone();
            if column + 1 < width {
                let next = cells.remove(column + 1);
                cells[column] += &next;
                file.pieces[header].bytes = self.line(&USUAL.line(&cells));
                file.right.iter_mut().for_each(Vec::clear);
                file.whole = true;
                files.push(file.named("delimiter missing in the header", &format!("-{column}")));
            }
            let mut cells = self.sheet.header.clone();
            cells.insert(column, String::new());
            let mut file = self.clean.clone();
            file.pieces[header].bytes = self.line(&USUAL.line(&cells));
            file.right.iter_mut().for_each(Vec::clear);
            file.whole = true;
            files.push(file.named("delimiter added in the header", &format!("-{column}")));
        }
        let mut twice = self.clean.clone();
        twice.insert(header + 1, self.line(&USUAL.line(&self.sheet.header)));
        files.push(twice.named("header of two equal rows", ""));
        let below: Vec<String> =
            (0..width).map(|at| if at + 2 < width { String::new() } else { "原始分".to_owned() }).collect();
        let mut two = self.clean.clone();
        two.insert(header + 1, self.line(&USUAL.line(&below)));
        files.push(two.named("header of two rows", ""));
        let mut ragged = self.clean.clone();
        for row in 0..self.sheet.rows.len() {
            let line = self.line(&(USUAL.line(&self.sheet.rows[row]) + ","));
            ragged.spoil(row, line);
        }
        // The same rows below a header that lost a name: what stands behind it is one column off.
        for column in 0..width {
            let mut cells = self.sheet.header.clone();
            cells.remove(column);
            let mut file = ragged.clone();
            file.pieces[header].bytes = self.line(&USUAL.line(&cells));
            file.whole = true;
            files.push(
                file.named("name missing in the header, rows end in an empty cell", &format!("-{column}")),
            );
        }
        files.push(ragged.named("all rows longer by an empty cell", ""));
        self.below_the_table(files);
    }

    fn below_the_table(&self, files: &mut Vec<Polluted>) {
        let width = self.sheet.header.len();
        for (kind, text) in [
            ("total", "合计"),
            ("mean", "平均分"),
            ("remark", "备注:以上成绩已核对"),
            ("note", "制表人:教研室"),
        ] {
            let mut file = self.clean.clone();
            let at = file.pieces.len();
            file.insert(at, self.line(&format!("{text}{}", ",".repeat(width - 1))));
            file.footers.push([vec![text.to_owned()], vec![String::new(); width - 1]].concat());
            files.push(file.clone().named(kind, " of all cells"));
            file.pieces[at].bytes = self.line(text);
            files.push(file.named(kind, ""));
        }
        for (kind, columns) in
            [("narrower table", width - 1), ("wider table", width + 2), ("table of equal width", width)]
        {
            for gap in [false, true] {
                let mut file = self.clean.clone();
                let head: Vec<String> =
                    (0..columns).map(|at| format!("项目{}", ["甲", "乙", "丙", "丁"][at % 4])).collect();
                let end = file.pieces.len();
                let mut lines = vec![head.join(",")];
                lines.extend((0..3).map(|row| {
                    (0..columns).map(|at| format!("{}", 10 * row + at)).collect::<Vec<_>>().join(",")
                }));
                if gap {
                    lines.insert(0, String::new());
                }
                for (at, line) in (end..).zip(&lines) {
                    file.insert(at, self.line(line));
                }
                files.push(file.named(kind, if gap { " after a gap" } else { "" }));
            }
        }
    }
}

/// The byte at which a text is cut in two, at a character.
fn middle(text: &str) -> usize {
    let count = text.chars().count();
    text.char_indices().nth(count.div_ceil(2)).map_or(text.len(), |(at, _)| at)
}
