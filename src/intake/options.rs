//! What a user says about a file; everything else is found in the file itself.

use std::collections::BTreeMap;

use super::encoding::Encoding;
use super::fields::{Dialect, NO_QUOTE};
use super::policy::Policy;
use super::score_table::{BELIEVE, Believe};
use super::witness::Witness;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::number::Rational;

/// How the scores of a file stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLayout {
    /// One row per candidate, one column per subject.
    Wide,
    /// One row per candidate and subject.
    Long,
}

/// What a user says about a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadOptions {
    /// Instead of recognising it.
    pub encoding: Option<Encoding>,
    pub delimiter: Option<u8>,
    /// `Some(None)`: a quote is a character like any other.
    pub quote: Option<Option<u8>>,
    /// The character before one that stands for itself, instead of doubling quotes.
    pub escape: Option<u8>,
    /// What stands before the decimals of scores: a comma where `Some(true)`, else a point.
    pub decimal_comma: Option<bool>,
    /// The physical row of the (first row of the) header.
    pub header_row: Option<u64>,
    /// Physical rows of the header; 0 where there is none and columns go by their letters.
    pub header_rows: Option<u64>,
    /// The sheet of a workbook, or the file in an archive.
    pub sheet: Option<String>,
    pub layout: Option<TableLayout>,
    /// Header → field: `candidate_id`, `name`, a key (`school`, `class`, …), `subject:<id>`, a subject of the
    /// catalogue, `key:<name>` for any other key, or `ignore`. Wins over the aliases.
    pub columns: BTreeMap<String, String>,
    /// Subject → full mark; a score above it is a finding.
    pub full_marks: BTreeMap<String, Rational>,
    /// Subject → step; a score off it is a finding. Undeclared, the finest score of the column tells.
    pub steps: BTreeMap<String, Rational>,
    /// The year of the examination, where the file does not say it or says it wrongly.
    pub year: Option<i32>,
    /// What counts where no plain score stands.
    pub policy: Policy,
    /// Of a score table: which of two counts that contradict each other holds.
    pub believe: Option<Believe>,
    /// Who keeps the hashes of what is read.
    pub witness: Witness,
}

/// An option of reading that is one text: the same on the command line, in the configuration and in Python.
pub struct ReadOption {
    pub name: &'static str,
    pub text: Text,
    pub expected: Text,
    set: fn(&mut ReadOptions, &str) -> Option<()>,
}

/// Every such option.
pub const READ_OPTIONS: &[ReadOption] = &[
    ReadOption {
        name: "encoding",
        text: Text::new("文件编码（默认自动识别）", "the encoding (recognised by default)"),
        expected: Text::new(
            "utf-8、gb18030、utf-16le、utf-16be、windows-1252、big5、shift-jis 或 euc-kr",
            "utf-8, gb18030, utf-16le, utf-16be, windows-1252, big5, shift-jis or euc-kr",
        ),
        set: |options, text| Encoding::parse(text).and_then(|encoding| put(&mut options.encoding, encoding)),
    },
    ReadOption {
        name: "delimiter",
        text: Text::new("分隔符（默认自动识别）", "the delimiter (recognised by default)"),
        expected: Text::new("一个字符，如 , ; | 或 tab", "one character such as , ; | or the word tab"),
        set: |options, text| character(text).and_then(|byte| put(&mut options.delimiter, byte)),
    },
    ReadOption {
        name: "quote",
        text: Text::new("引号（默认 \"）", "the quote (\" by default)"),
        expected: Text::new("\"、' 或 none", "\", ' or none"),
        set: |options, text| match text {
            "none" | "" => put(&mut options.quote, None),
            text => character(text).and_then(|byte| put(&mut options.quote, Some(byte))),
        },
    },
    ReadOption {
        name: "escape",
        text: Text::new(
            "转义符（默认无：引号内的引号写两遍）",
            "the escape (none by default: quotes within quotes are doubled)",
        ),
        expected: Text::new("一个字符，如 \\", "one character such as \\"),
        set: |options, text| character(text).and_then(|byte| put(&mut options.escape, byte)),
    },
    ReadOption {
        name: "decimal",
        text: Text::new("小数点（默认 .）", "the decimal mark of scores (. by default)"),
        expected: Text::new(". 或 ,", ". or ,"),
        set: |options, text| match text {
            "." | "point" => put(&mut options.decimal_comma, false),
            "," | "comma" => put(&mut options.decimal_comma, true),
            _ => None,
        },
    },
    ReadOption {
        name: "header_row",
        text: Text::new("表头所在的行，从 1 数起", "the row of the header, the first being 1"),
        expected: Text::new("行号", "a row number"),
        set: |options, text| {
            let row = text.parse().ok().filter(|row| (1..=1_000_000).contains(row))?;
            put(&mut options.header_row, row)
        },
    },
    ReadOption {
        name: "header_rows",
        text: Text::new(
            "表头占几行；0 表示没有表头，各列以字母 A、B…… 为名",
            "how many rows the header takes; 0: there is none, columns are named A, B, …",
        ),
        expected: Text::new("0 至 5", "0 to 5"),
        set: |options, text| {
            let rows = text.parse().ok().filter(|rows| *rows <= 5)?;
            put(&mut options.header_rows, rows)
        },
    },
    ReadOption {
        name: "sheet",
        text: Text::new(
            "工作簿的工作表，或压缩包里的文件",
            "the sheet of a workbook, or the file in an archive",
        ),
        expected: Text::new("名称", "a name"),
        set: |options, text| {
            (!text.is_empty()).then_some(())?;
            put(&mut options.sheet, text.to_owned())
        },
    },
    ReadOption {
        name: "layout",
        text: Text::new(
            "wide：每名考生一行；long：每名考生每科一行（默认自动识别）",
            "wide: a row per candidate; long: a row per candidate and subject (recognised by default)",
        ),
        expected: Text::new("wide 或 long", "wide or long"),
        set: |options, text| {
            let layout = match text {
                "wide" => TableLayout::Wide,
                "long" => TableLayout::Long,
                _ => return None,
            };
            put(&mut options.layout, layout)
        },
    },
    ReadOption {
        name: "believe",
        text: BELIEVE,
        expected: Text::new("cumulative 或 count", "cumulative or count"),
        set: |options, text| Believe::parse(text).and_then(|believe| put(&mut options.believe, believe)),
    },
];

fn put<T>(option: &mut Option<T>, value: T) -> Option<()> {
    *option = Some(value);
    Some(())
}

/// A character that no other character of a file can hold as a part of itself.
fn character(text: &str) -> Option<u8> {
    match text {
        "tab" | "\\t" | "制表符" => Some(b'\t'),
        text => match text.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\r\n\0".contains(byte) => {
                Some(*byte)
            }
            _ => None,
        },
    }
}

impl ReadOptions {
    /// Sets an option by its name.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a text that the option does not take; an option that is not there is a
    /// fault of the caller.
    pub fn set(&mut self, name: &str, text: &str) -> Result<()> {
        let option = READ_OPTIONS.iter().find(|option| option.name == name);
        let option = option.ok_or(Error::Internal { what: "an unknown option of reading" })?;
        (option.set)(self, text).ok_or_else(|| Error::InvalidArgument {
            argument: name.to_owned(),
            found: text.to_owned(),
            expected: option.expected,
        })
    }

    /// The usual dialects as far as nothing is declared, with what is.
    ///
    /// # Errors
    /// One character declared for two purposes.
    pub(super) fn declared(&self, usual: &[Dialect]) -> Result<Vec<Dialect>> {
        let mut dialects: Vec<Dialect> = Vec::new();
        for usual in usual {
            let dialect = Dialect {
                delimiter: self.delimiter.unwrap_or(usual.delimiter),
                quote: self.quote.map_or(usual.quote, |quote| quote.unwrap_or(NO_QUOTE)),
                escape: self.escape,
            };
            if !dialects.contains(&dialect) {
                dialects.push(dialect);
            }
        }
        let clash = |d: &Dialect| {
            d.delimiter == d.quote || d.escape == Some(d.delimiter) || d.escape == Some(d.quote)
        };
        dialects.retain(|dialect| !clash(dialect));
        if dialects.is_empty() {
            return Err(Error::InvalidArgument {
                argument: "quote".to_owned(),
                found: self.quote.flatten().map(|byte| char::from(byte).to_string()).unwrap_or_default(),
                expected: Text::new(
                    "互不相同的分隔符、引号和转义符",
                    "a delimiter, a quote and an escape that differ",
                ),
            });
        }
        Ok(dialects)
    }

    /// The user's mapping of headers, for a file of which other rules hold.
    pub fn with_columns(columns: BTreeMap<String, String>) -> ReadOptions {
        ReadOptions { columns, ..ReadOptions::default() }
    }
}
