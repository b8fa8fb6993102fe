//! Which encoding the bytes are in: decided over the whole file, strictly, never with replacement characters.

use std::borrow::Cow;

use encoding_rs::DecoderResult;

use super::lines::count_lines;
use super::signs::{Guess, Objection, Verdict};
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// The encodings that exports use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    /// Also GBK and GB2312, of which it is the superset.
    Gb18030,
    Utf16Le,
    Utf16Be,
    /// Western European; also Latin-1, of which it is the superset. Only where the user names it.
    Windows1252,
    Big5,
    ShiftJis,
    EucKr,
}

impl Encoding {
    /// An encoding by the name a user gives it.
    ///
    /// ```
    /// use edugauge::intake::Encoding;
    /// assert_eq!(Encoding::parse("GBK"), Some(Encoding::Gb18030));
    /// assert_eq!(Encoding::parse("utf8"), Some(Encoding::Utf8));
    /// assert_eq!(Encoding::parse("latin-1"), Some(Encoding::Windows1252));
    /// assert_eq!(Encoding::parse("ebcdic"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Encoding> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.to_ascii_lowercase().as_str() {
            "utf8" | "utf8sig" | "utf8bom" => Some(Encoding::Utf8),
            "gb18030" | "gbk" | "gb2312" | "cp936" | "ansi" => Some(Encoding::Gb18030),
            "utf16" | "utf16le" | "unicode" => Some(Encoding::Utf16Le),
            "utf16be" => Some(Encoding::Utf16Be),
            "windows1252" | "cp1252" | "latin1" | "iso88591" => Some(Encoding::Windows1252),
            "big5" | "cp950" | "big5hkscs" => Some(Encoding::Big5),
            "shiftjis" | "sjis" | "cp932" | "windows31j" => Some(Encoding::ShiftJis),
            "euckr" | "cp949" | "uhc" => Some(Encoding::EucKr),
            _ => None,
        }
    }

    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Big5 => "Big5",
            Encoding::ShiftJis => "Shift-JIS",
            Encoding::EucKr => "EUC-KR",
        }
    }

    /// Whether text in it can be cut at ASCII bytes as it is; else it is made UTF-8 first.
    pub(super) fn can_be_cut(self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Gb18030)
    }

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Gb18030 => encoding_rs::GB18030,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
            Encoding::Big5 => encoding_rs::BIG5,
            Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
            Encoding::EucKr => encoding_rs::EUC_KR,
        }
    }

    pub(super) fn bom(self) -> &'static [u8] {
        match self {
            Encoding::Utf8 => b"\xEF\xBB\xBF",
            Encoding::Gb18030 => b"\x84\x31\x95\x33",
            Encoding::Utf16Le => b"\xFF\xFE",
            Encoding::Utf16Be => b"\xFE\xFF",
            Encoding::Windows1252 | Encoding::Big5 | Encoding::ShiftJis | Encoding::EucKr => b"",
        }
    }

    /// The text of a field of a file that `recognise` has found valid.
    pub(super) fn decode(self, raw: &[u8]) -> Cow<'_, str> {
        // Fields are cut at ASCII bytes that are never part of another character, so that a piece of a
        // valid file is itself valid.
        self.codec().decode_without_bom_handling_and_without_replacement(raw).unwrap_or_default()
    }

    /// The text of bytes that may be cut anywhere; `None` where they are no text.
    pub(super) fn decode_strictly(self, raw: &[u8]) -> Option<Cow<'_, str>> {
        self.codec().decode_without_bom_handling_and_without_replacement(raw)
    }

    /// The bytes of a word in this encoding.
    pub(super) fn encode(self, word: &str) -> Vec<u8> {
        self.codec().encode(word).0.into_owned()
    }
}

/// What `recognise` found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    pub encoding: Encoding,
    pub reason: Text,
    /// Bytes of the byte order mark.
    pub start: usize,
}

pub(super) const UTF8_THROUGHOUT: Text = Text::new("全文是有效的 UTF-8", "valid UTF-8 throughout");
pub(super) const GB18030_THROUGHOUT: Text =
    Text::new("不是 UTF-8；全文是有效的 GB18030", "not UTF-8; valid GB18030 throughout");
/// Those that a byte order mark tells.
const MARKED: [Encoding; 4] = [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be];

/// What the first bytes of a file tell, with what the user says of it.
pub(super) enum Opening {
    Known(Recognised),
    /// UTF-8 or GB18030: the whole file must tell.
    Unmarked,
}

/// The encoding asked for, else that of the byte order mark, else that of a file in which every other byte is 0.
pub(super) fn opening(head: &[u8], asked: Option<Encoding>, file: &str) -> Result<Opening> {
    let marked = MARKED.into_iter().find(|encoding| head.starts_with(encoding.bom()));
    let known = |encoding, reason, start| Ok(Opening::Known(Recognised { encoding, reason, start }));
    if let Some(encoding) = asked {
        // Its byte order mark says what the file is; the user is mistaken.
        if marked.is_some_and(|marked| marked != encoding) {
            return Err(refusal(head, 0, vec![encoding.name()], file));
        }
        let start = if marked.is_some() { encoding.bom().len() } else { 0 };
        return known(encoding, Text::new("由用户指定", "named by the user"), start);
    }
    if let Some(encoding) = marked {
        let reason = Text::new("有字节顺序标记", "it has a byte order mark");
        return known(encoding, reason, encoding.bom().len());
    }
    match utf16_by_nul(head) {
        Some(encoding) => known(encoding, Text::new("每隔一个字节为 0", "every other byte is zero"), 0),
        None => Ok(Opening::Unmarked),
    }
}

/// As [`opening`]; else UTF-8 if the whole file is, else GB18030 if the whole file is.
pub(super) fn recognise(bytes: &[u8], asked: Option<Encoding>, file: &str) -> Result<Recognised> {
    match opening(bytes, asked, file)? {
        Opening::Known(recognised) => settled(bytes, recognised, file),
        Opening::Unmarked => unmarked(bytes, file),
    }
}

/// UTF-8 if the whole file is, else GB18030 if the whole file is.
fn unmarked(bytes: &[u8], file: &str) -> Result<Recognised> {
    let Err(fault) = std::str::from_utf8(bytes) else {
        return Ok(Recognised { encoding: Encoding::Utf8, reason: UTF8_THROUGHOUT, start: 0 });
    };
    let both = vec!["UTF-8", "GB18030"];
    let utf8_fault = fault.valid_up_to();
    if wide_characters(&bytes[..utf8_fault]) >= CERTAINLY_UTF8 {
        return Err(refusal(bytes, utf8_fault, both, file));
    }
    if let Err(offset) = strict(bytes, Encoding::Gb18030, |_| ()) {
        return Err(refusal(bytes, offset.max(utf8_fault), both, file));
    }
    if let Some((offset, tried)) = unlike_gb18030(bytes) {
        return Err(refusal(bytes, offset, tried, file));
    }
    Ok(Recognised { encoding: Encoding::Gb18030, reason: GB18030_THROUGHOUT, start: 0 })
}

/// The whole file as UTF-8, for the encodings that cannot be cut at ASCII bytes.
pub(super) fn transcode(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    // Validity was established by `recognise`.
    let _ = strict(bytes, encoding, |piece| text.extend_from_slice(piece));
    text
}

fn settled(bytes: &[u8], recognised: Recognised, file: &str) -> Result<Recognised> {
    let encoding = recognised.encoding;
    strict(&bytes[recognised.start..], encoding, |_| ()).map(|()| recognised).map_err(|offset| {
        let tried = vec![encoding.name()];
        refusal(bytes, offset + recognised.start, tried, file)
    })
}

fn refusal(bytes: &[u8], offset: usize, tried: Vec<&'static str>, file: &str) -> Error {
    let before = &bytes[..offset.min(bytes.len())];
    let ended = before.last().is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
    let row = count_lines(before) + u64::from(ended);
    let place = Place::file(file);
    // Rows of UTF-16 cannot be counted in its bytes.
    let place = if tried.first().is_some_and(|tried| tried.starts_with("UTF-16")) {
        place
    } else {
        place.at_row(row)
    };
    Error::Encoding { place, offset: offset as u64, tried }
}

/// Characters of three or more bytes in valid UTF-8 after which the text is no longer held to be GB18030:
/// bytes of GB18030 text form even two such characters in a row in fewer than one of 10,000 names.
pub(super) const CERTAINLY_UTF8: usize = 6;

pub(super) fn wide_characters(bytes: &[u8]) -> usize {
    // ASCII is seen to be that many bytes at a time.
    let pieces = bytes.chunks(512).filter(|piece| !piece.is_ascii());
    pieces.flatten().filter(|byte| **byte >= 0xE0).take(CERTAINLY_UTF8).count()
}

/// Where valid GB18030 has lines that are UTF-8 beyond chance, two exports copied into one file; or is hardly
/// Chinese.
fn unlike_gb18030(bytes: &[u8]) -> Option<(usize, Vec<&'static str>)> {
    let mut verdict = Verdict::new(Guess::Gb18030 { not_utf8_at: 0 });
    let seam = Guess::Gb18030 { not_utf8_at: 0 }.signs(bytes);
    match verdict.add(&seam, 0).and_then(|()| verdict.finish()) {
        Err(Objection::Refused { at, tried }) => Some((at as usize, tried)),
        _ => None,
    }
}

/// The offset of the first sequence that is none of this encoding.
pub(super) fn fault_at(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    match encoding {
        Encoding::Utf8 => {
            let valid = encoding_rs::Encoding::utf8_valid_up_to(bytes);
            (valid < bytes.len()).then_some(valid)
        }
        _ => strict(bytes, encoding, |_| ()).err(),
    }
}

fn utf16_by_nul(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let nul_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nul_at(0), nul_at(1));
    let many = head.len() / 16 + 1;
    // A few characters (㐀 is U+3400) have their zero on the other side.
    if odd > many && even * 8 <= odd {
        Some(Encoding::Utf16Le)
    } else if even > many && odd * 8 <= even {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Decodes strictly piece by piece; the offset of the first malformed sequence as the error.
fn strict(bytes: &[u8], encoding: Encoding, mut take: impl FnMut(&[u8])) -> std::result::Result<(), usize> {
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    let mut buffer = vec![0; 64 * 1024];
    let mut done = 0;
    loop {
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(&bytes[done..], &mut buffer, true);
        done += read;
        take(&buffer[..written]);
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, after) => {
                return Err(done.saturating_sub(usize::from(bad) + usize::from(after)));
            }
        }
    }
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
