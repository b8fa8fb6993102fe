//! What the parts of a workbook declare, held against what they hold, before the library that reads them makes room
//! for it: a part of two kilobytes may declare four thousand million texts.

use std::io::{self, BufRead, Write};

use crate::error::{Error, Place};
use crate::lang::Text;
use crate::threads;

/// More than is allowed of something.
pub(super) struct Beyond {
    pub what: Text,
    pub found: u64,
    pub allowed: u64,
}

impl Beyond {
    pub fn at(self, file: &str) -> Error {
        let Beyond { what, found, allowed } = self;
        Error::LimitExceeded { place: Place::file(file), what, found, allowed }
    }
}

/// A text of a cell has 32,767 characters at most; nothing else in a workbook is as long.
const LONGEST_PIECE: u64 = 16 << 20;
/// Of the texts that cells share; each takes four.
const MOST_TAGS: u64 = 40_000_000;
/// `<si/>`: no text takes fewer bytes.
const LEAST_OF_A_TEXT: u64 = 5;
/// The attribute that declares how many there are, and within how many bytes its value stands.
const COUNT: &[u8] = b"uniqueCount";
const NEAR: usize = 64;

/// A part of an archive as it is unfolded.
pub(super) struct Part {
    kind: Kind,
    size: u64,
    /// The last bytes and those that are looked at.
    seen: Vec<u8>,
    /// Bytes since the last `<`.
    piece: u64,
    tags: u64,
    pub beyond: Option<Beyond>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Xml,
    SharedTexts,
    Other,
}

impl Part {
    pub fn new(name: &str, size: u64) -> Part {
        let name = name.to_ascii_lowercase();
        let kind = match () {
            () if name.ends_with("sharedstrings.xml") => Kind::SharedTexts,
            () if name.ends_with(".xml") || name.ends_with(".rels") => Kind::Xml,
            () => Kind::Other,
        };
        Part { kind, size, seen: Vec::new(), piece: 0, tags: 0, beyond: None }
    }

    fn look_at(&mut self, bytes: &[u8]) -> Option<Beyond> {
        if self.kind == Kind::SharedTexts {
            self.seen.drain(..self.seen.len().saturating_sub(COUNT.len() + NEAR));
            self.seen.extend_from_slice(bytes);
            let (found, allowed) = (declared_texts(&self.seen), self.size / LEAST_OF_A_TEXT);
            if found > allowed {
                let what = Text::new("工作簿声明的共用文字数", "shared texts that the workbook declares");
                return Some(Beyond { what, found, allowed });
            }
        }
        let mut from = 0;
        for at in memchr::memchr_iter(b'<', bytes) {
            self.piece = 0;
            self.tags += 1;
            from = at;
        }
        self.piece += (bytes.len() - from) as u64;
        if self.piece > LONGEST_PIECE {
            let what = Text::new("工作簿中一段内容的字节数", "bytes of one piece of the workbook");
            return Some(Beyond { what, found: self.piece, allowed: LONGEST_PIECE });
        }
        if self.kind == Kind::SharedTexts && self.tags > MOST_TAGS {
            let what = Text::new("工作簿中共用文字的标记数", "tags of shared texts in the workbook");
            return Some(Beyond { what, found: self.tags, allowed: MOST_TAGS });
        }
        None
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        threads::check();
        if self.kind != Kind::Other && self.beyond.is_none() {
            self.beyond = self.look_at(bytes);
        }
        match self.beyond {
            Some(_) => Err(io::Error::from(io::ErrorKind::InvalidData)),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The largest count that is declared in some bytes; one that is written as no program writes it counts as too large.
fn declared_texts(bytes: &[u8]) -> u64 {
    let is_attribute = |at: &usize| {
        let tag = memchr::memrchr2(b'<', b'>', &bytes[..*at]);
        tag.is_none_or(|tag| bytes[tag] == b'<')
    };
    // What ends within reach of the end is seen once more, with what follows it.
    let value = |at: usize| {
        let rest = &bytes[at + COUNT.len()..];
        count_in(&rest[..rest.len().min(NEAR)]).or((rest.len() >= NEAR).then_some(u64::MAX))
    };
    memchr::memmem::find_iter(bytes, COUNT).filter(is_attribute).filter_map(value).max().unwrap_or(0)
}

/// The count behind an attribute's name; 0 where there is none, `None` where the bytes end before that is seen.
fn count_in(rest: &[u8]) -> Option<u64> {
    let rest = rest.trim_ascii_start();
    let (sign, rest) = rest.split_first()?;
    let rest = rest.trim_ascii_start();
    let (quote, value) = rest.split_first()?;
    if *sign != b'=' || !b"\"'".contains(quote) {
        return Some(0);
    }
    let digits = value.iter().position(|byte| !byte.is_ascii_digit())?;
    let add = |sum: u64, digit: &u8| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    Some(value[..digits].iter().fold(0, add))
}

/// No record of a binary workbook is as long.
const LONGEST_RECORD: u64 = 16 << 20;

/// Walks the records of a part of a binary workbook: type, length, bytes, as [MS-XLSB] 2.1.4 has them.
///
/// # Errors
/// Where it cannot be read to its end.
pub(super) fn records(part: &mut impl BufRead) -> io::Result<Option<Beyond>> {
    let mut byte = [0];
    loop {
        threads::check();
        if part.fill_buf()?.is_empty() {
            return Ok(None);
        }
        part.read_exact(&mut byte)?;
        if byte[0] & 0x80 != 0 {
            part.read_exact(&mut byte)?;
        }
        let mut length = 0u64;
        for place in 0..4 {
            part.read_exact(&mut byte)?;
            length |= u64::from(byte[0] & 0x7F) << (7 * place);
            if byte[0] & 0x80 == 0 {
                break;
            }
        }
        if length > LONGEST_RECORD {
            let what = Text::new("工作簿中一条记录的字节数", "bytes of one record of the workbook");
            return Ok(Some(Beyond { what, found: length, allowed: LONGEST_RECORD }));
        }
        io::copy(&mut io::Read::take(&mut *part, length), &mut io::sink())?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_found_wherever_the_bytes_are_cut() {
        let list =
            b"<?xml version='1.0'?><sst count='3' uniqueCount = \"4294967295\"><si><t>a</t></si></sst>";
        for cut in 0..list.len() {
            let mut part = Part::new("xl/sharedStrings.xml", list.len() as u64);
            let done = part.write_all(&list[..cut]).and_then(|()| part.write_all(&list[cut..]));
            assert!(
                done.is_err() && part.beyond.is_some_and(|beyond| beyond.found == 4_294_967_295),
                "{cut}"
            );
        }
        assert_eq!(declared_texts(b"<sst uniqueCount=\"12\">"), 12);
        assert_eq!(declared_texts(b"<t>uniqueCount=\"999\"</t>"), 0);
        assert_eq!(declared_texts(b"<t a=\"uniqueCount\">"), 0);
        assert_eq!(declared_texts(&[b"<sst uniqueCount", &[b' '; 70][..], b"=\"5\">"].concat()), u64::MAX);
    }
}
