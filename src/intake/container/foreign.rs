//! Files that are no tables at all, told by their first bytes: read as text they would be nonsense, or pass for a
//! table of one column.

use std::path::Path;

use crate::lang::Text;

/// So many bytes tell.
pub(super) const FIRST: usize = 16;

const PDF: Text = Text::new("PDF 文件", "a PDF");
const PICTURE: Text = Text::new("图片", "a picture");
const WORD: Text = Text::new("Word 文档", "a Word document");
const SLIDES: Text = Text::new("演示文稿", "a presentation");
const ARCHIVE: Text =
    Text::new("zip 以外的压缩包（rar、7z、gz、xz）", "an archive other than zip (rar, 7z, gz, xz)");
const DATABASE: Text =
    Text::new("数据库文件（dBase、Access、SQLite）", "the file of a database (dBase, Access, SQLite)");
const STATISTICS: Text =
    Text::new("统计软件的数据文件（SPSS、Stata）", "a data file of another program (SPSS, Stata)");
const COLUMNS: Text = Text::new(
    "压缩包里的 Parquet、Feather 文件（请先解压），或第一版的 Feather 文件",
    "a Parquet or Feather file within an archive (unpack it first), or one of Feather's first version",
);
const LOCK: Text = Text::new(
    "Office 打开文件时留下的临时文件（~$ 开头）",
    "the temporary file that Office keeps beside one that is open (~$…)",
);

const BEGINNINGS: &[(&[u8], Text)] = &[
    (b"%PDF-", PDF),
    (b"\xEF\xBB\xBF%PDF-", PDF),
    (b"\x89PNG\r\n", PICTURE),
    (b"\xFF\xD8\xFF", PICTURE),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"Rar!\x1A\x07", ARCHIVE),
    (b"7z\xBC\xAF\x27\x1C", ARCHIVE),
    (b"\x1F\x8B\x08", ARCHIVE),
    (b"\xFD7zXZ\0", ARCHIVE),
    (b"{\\rtf", WORD),
    (b"SQLite format 3", DATABASE),
    (b"\0\x01\0\0Standard ", DATABASE),
    (b"$FL2@(#)", STATISTICS),
    (b"$FL3@(#)", STATISTICS),
    (b"<stata_dta>", STATISTICS),
    (b"PAR1", COLUMNS),
    (b"PARE", COLUMNS),
    (b"ARROW1\0\0", COLUMNS),
    (b"FEA1", COLUMNS),
];

/// What a file is that begins so, if it is no table.
pub(super) fn by_first_bytes(start: &[u8]) -> Option<Text> {
    let begins = BEGINNINGS.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, what)| *what);
    begins.or(match *start {
        // A bitmap says its size, then has four bytes of nothing.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some(PICTURE),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(PICTURE),
        // dBase: the version, then the date of the last change.
        [0x03 | 0x30 | 0x83 | 0x8B | 0xF5, _, 1..=12, 1..=31, ..] => Some(DATABASE),
        _ => None,
    })
}

/// A file whose name begins with ~$ holds who has another open, and nothing else.
pub(super) fn by_name(path: &Path, size: u64) -> Option<Text> {
    let name = path.file_name()?.to_string_lossy();
    (name.starts_with("~$") && size < 1024).then_some(LOCK)
}

/// What else a container of Office holds, by the names of its parts.
pub(super) fn by_parts(holds: impl Fn(&str) -> bool) -> Option<Text> {
    if holds("xl/workbook.xml") || holds("xl/workbook.bin") {
        return None;
    }
    match (holds("word/document.xml"), holds("ppt/presentation.xml")) {
        (true, _) => Some(WORD),
        (_, true) => Some(SLIDES),
        _ => None,
    }
}

/// The same of the containers of before 2007, whose parts are named in UTF-16.
pub(super) fn by_old_parts(bytes: &[u8]) -> Option<Text> {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    if holds("Workbook") || holds("Book") {
        return None;
    }
    let parts = [("WordDocument", WORD), ("PowerPoint Document", SLIDES)];
    parts.into_iter().find(|(name, _)| holds(name)).map(|(_, what)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beginnings from the Library of Congress' format descriptions (fdd000030, fdd000153, …) and file(1).
    #[test]
    fn what_is_no_table_is_told_by_its_first_bytes() {
        for start in [
            &b"%PDF-1.7\n%"[..],
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF",
            b"BM\x36\x10\x0E\0\0\0\0\0\x36",
            b"RIFF\x24\0\0\0WEBPVP8 ",
            b"Rar!\x1A\x07\x01\0",
            b"\x03\x18\x06\x01\x28\0\0\0",
        ] {
            assert!(by_first_bytes(start).is_some(), "{start:?}");
        }
        for start in
            ["考号,语文\n", "BM,数学,语文\n1,2", "MM,II*\n", "RIFF,1,2,3,4,5", "7z,8\n", "%\n", "\u{3}"]
        {
            assert_eq!(by_first_bytes(start.as_bytes()), None, "{start}");
        }
    }
}
