//! Sheets written to bytes, and what of them can still be right.

use super::sheets::Sheet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Gb18030,
}

impl Encoding {
    pub fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Gb18030 => "gb18030",
        }
    }

    pub fn other(self) -> Encoding {
        match self {
            Encoding::Utf8 => Encoding::Gb18030,
            Encoding::Gb18030 => Encoding::Utf8,
        }
    }
}

/// How cells are put between delimiters.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub delimiter: char,
    pub quote: char,
    /// Before a quote within quotes.
    pub escape: char,
    pub all: bool,
}

pub const USUAL: Style = Style { delimiter: ',', quote: '"', escape: '"', all: false };

impl Style {
    pub fn cell(self, cell: &str) -> String {
        let special = |c: char| c == self.delimiter || c == self.quote || matches!(c, '\r' | '\n' | '"');
        if !self.all && !cell.contains(special) {
            return cell.to_owned();
        }
        let escaped = cell.replace(self.quote, &format!("{}{}", self.escape, self.quote));
        format!("{0}{escaped}{0}", self.quote)
    }

    pub fn line(self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
        cells.join(&self.delimiter.to_string())
    }
}

/// What stands in a piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Titles, header, totals, remarks, and what a pollution puts in.
    Other,
    /// The candidate at this index of the sheet.
    Row(usize),
}

/// A record of the file, with its line end.
#[derive(Clone, Debug)]
pub struct Piece {
    pub content: Content,
    pub bytes: Vec<u8>,
}

/// A file and which rows a reader may give for it.
#[derive(Clone, Debug)]
pub struct Polluted {
    /// The kind of pollution.
    pub kind: &'static str,
    /// Sheet, encoding, kind and place.
    pub name: String,
    pub encoding: Encoding,
    /// Of most of its rows.
    pub style: Style,
    pub line_end: &'static str,
    pub has_header: bool,
    pub header: Vec<String>,
    /// Rows above the header that everybody who knows the sheet skips.
    pub titles: usize,
    /// Rows of totals and remarks.
    pub footers: Vec<Vec<String>>,
    pub pieces: Vec<Piece>,
    /// For each candidate the readings that are right: none, where the file no longer holds the row.
    pub right: Vec<Vec<Vec<String>>>,
    /// Rows that are right as well and no candidates of the sheet.
    pub also_right: Vec<Vec<String>>,
    /// The whole file is damaged: a reader may refuse it.
    pub whole: bool,
}

impl Polluted {
    /// A sheet as it is.
    pub fn clean(sheet: &Sheet, encoding: Encoding, style: Style) -> Polluted {
        let piece =
            |content, line: String| Piece { content, bytes: encoding.bytes(&(line + sheet.line_end)) };
        let other = |line: String| piece(Content::Other, line);
        let titles = sheet.titles.iter().map(|title| other(title.replace(',', &style.delimiter.to_string())));
        let rows = sheet.rows.iter().enumerate();
        let pieces = titles
            .chain([other(style.line(&sheet.header))])
            .chain(rows.map(|(at, row)| piece(Content::Row(at), style.line(row))))
            .chain(sheet.footers.iter().map(|row| other(style.line(row))));
        Polluted {
            kind: "clean",
            name: format!("{}-{}", sheet.name, encoding.name()),
            encoding,
            style,
            line_end: sheet.line_end,
            has_header: true,
            header: sheet.header.clone(),
            titles: sheet.titles.len(),
            footers: sheet.footers.clone(),
            pieces: pieces.collect(),
            right: sheet.rows.iter().map(|row| vec![row.clone()]).collect(),
            also_right: Vec::new(),
            whole: false,
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.pieces.iter().flat_map(|piece| piece.bytes.iter().copied()).collect()
    }

    pub fn named(mut self, kind: &'static str, place: &str) -> Polluted {
        self.kind = kind;
        self.name = format!("{}-{kind}{place}", self.name);
        self
    }

    /// The index of the piece that holds a candidate.
    pub fn piece(&self, row: usize) -> usize {
        self.pieces.iter().position(|piece| piece.content == Content::Row(row)).unwrap()
    }

    /// The piece of the header.
    pub fn header_piece(&self) -> usize {
        self.piece(0) - 1
    }

    /// Writes a candidate's line anew; no reading of it is right.
    pub fn spoil(&mut self, row: usize, bytes: Vec<u8>) {
        let at = self.piece(row);
        self.pieces[at].bytes = bytes;
        self.right[row].clear();
    }

    pub fn insert(&mut self, at: usize, bytes: Vec<u8>) {
        self.pieces.insert(at, Piece { content: Content::Other, bytes });
    }

    /// The physical rows of each candidate's piece, the first being 1.
    pub fn physical(&self) -> Vec<(usize, std::ops::Range<u64>)> {
        let bytes = self.bytes();
        let mut physical = Vec::new();
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.bytes.len();
            if let Content::Row(row) = piece.content {
                physical.push((row, line_of(&bytes, start)..line_of(&bytes, end.saturating_sub(1)) + 1));
            }
            start = end;
        }
        physical
    }
}

/// The number of the line in which a byte stands.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = &bytes[..at];
    let ends = before.iter().enumerate().filter(|(i, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(i + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() as u64 + 1
}
