//! A file, opened: where its header is, and how its bytes are to be read.

use std::path::Path;

use super::ReadOptions;
use super::bytes::{Bytes, OpenFile, Stamp};
use super::chunk::MAX_LINE_BYTES;
use super::container;
use super::dialect::{HEADER_ROWS, Judge, Layout};
use super::encoding::{
    CERTAINLY_UTF8, Encoding, GB18030_THROUGHOUT, Opening, UTF8_THROUGHOUT, opening, wide_characters,
};
use super::lines::line_at;
use super::pass::Stopped;
use super::proof::{prove, refusal};
use super::report::Report;
use super::score_file::too_long;
use super::signs::{Guess, Objection};
use super::source::{Sheet, Source};
use super::witness::Witness;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// The head of a file is looked for in so many bytes at first.
const HEAD: u64 = 1 << 20;

pub(super) struct Opened {
    /// The file as the user named it.
    pub file: String,
    pub bytes: Bytes,
    /// Behind the byte order mark.
    pub start: u64,
    /// What must still be proved of the bytes, block by block.
    pub check: Option<Guess>,
    /// Of the bytes.
    pub encoding: Encoding,
    /// Of the file.
    pub original: Encoding,
    pub reason: Text,
    /// Of the file.
    pub size: u64,
    pub stamp: Stamp,
    pub layout: Layout,
    /// The sheet of a workbook.
    pub sheet: Option<Sheet>,
    pub witness: Witness,
}

impl Opened {
    /// Files of at most `whole` bytes are read at once.
    ///
    /// # Errors
    /// Not a regular file, not readable, empty, in none of the encodings, without a header.
    pub fn open(path: &Path, options: &ReadOptions, judge: &Judge<'_>, whole: u64) -> Result<Opened> {
        container::refuse_foreign(path)?;
        if container::holds_others(path) {
            let open = OpenFile::open(path)?;
            let (source, layout) = container::open(path, options, judge)?;
            open.unchanged()?;
            return Ok(Opened::of_source(source, layout, &Bytes::File(open), options));
        }
        let open = OpenFile::open(path)?;
        let name = path.display().to_string();
        if open.size() <= whole {
            return Opened::whole(Bytes::File(open), name, options, judge);
        }
        let bytes = Bytes::File(open);
        let head = head(&bytes, &name)?;
        let (guess, reason, start) = match opening(&head, options.encoding, &name)? {
            Opening::Known(found) if !found.encoding.can_be_cut() => {
                return Opened::whole(bytes, name, options, judge);
            }
            Opening::Known(found) => (Guess::Told(found.encoding), found.reason, found.start),
            Opening::Unmarked => match std::str::from_utf8(&head) {
                Ok(_) => (Guess::Utf8, UTF8_THROUGHOUT, 0),
                // The blocks are to say where it is neither.
                Err(fault) if wide_characters(&head[..fault.valid_up_to()]) >= CERTAINLY_UTF8 => {
                    (Guess::Utf8, UTF8_THROUGHOUT, 0)
                }
                Err(fault) => {
                    let guess = Guess::Gb18030 { not_utf8_at: fault.valid_up_to() as u64 };
                    (guess, GB18030_THROUGHOUT, 0)
                }
            },
        };
        Opened::streamed(bytes, name, options, judge, guess, reason, head[start..].to_vec())
    }

    /// The same file as the objection wants it read, or its refusal.
    pub fn object(self, options: &ReadOptions, judge: &Judge<'_>, objection: Objection) -> Result<Opened> {
        match objection {
            Objection::Refused { at, tried } => Err(refusal(&self.bytes, &self.file, at, tried)),
            Objection::NotUtf8 { at } => Opened::as_gb18030(self.bytes, self.file, options, judge, at),
        }
    }

    fn as_gb18030(
        bytes: Bytes,
        file: String,
        options: &ReadOptions,
        judge: &Judge<'_>,
        not_utf8_at: u64,
    ) -> Result<Opened> {
        let head = head(&bytes, &file)?;
        let guess = Guess::Gb18030 { not_utf8_at };
        Opened::streamed(bytes, file, options, judge, guess, GB18030_THROUGHOUT, head)
    }

    /// The same file, read once to be sure of its encoding.
    ///
    /// # Errors
    /// In none of the encodings; not readable.
    pub fn proved(mut self, options: &ReadOptions, judge: &Judge<'_>) -> Result<Opened> {
        while let Some(guess) = self.check {
            match prove(&self.bytes, self.start, guess)? {
                None => break,
                Some(objection) => self = self.object(options, judge, objection)?,
            }
        }
        Ok(self)
    }

    /// The first bytes behind the byte order mark.
    pub fn first_bytes(&self) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.bytes.read(self.start, self.bytes.size().min(self.start + HEAD), &mut head)?;
        Ok(head)
    }

    /// A fault of the contents may come of the wrong encoding, which then is the fault.
    pub fn doubt(&self, fault: Error) -> Stopped {
        let of_contents = !matches!(
            fault,
            Error::Unreadable { .. } | Error::FileChanged { .. } | Error::LimitExceeded { .. }
        );
        match self.check.filter(|_| of_contents) {
            None => Stopped::Fault(fault),
            Some(guess) => match prove(&self.bytes, self.start, guess) {
                Ok(None) => Stopped::Fault(fault),
                Ok(Some(objection)) => Stopped::Objection(objection),
                Err(fault) => Stopped::Fault(fault),
            },
        }
    }

    fn streamed(
        bytes: Bytes,
        file: String,
        options: &ReadOptions,
        judge: &Judge<'_>,
        guess: Guess,
        reason: Text,
        head: Vec<u8>,
    ) -> Result<Opened> {
        let encoding = guess.encoding();
        let (size, stamp) = (bytes.size(), bytes.stamp());
        let start =
            if matches!(guess, Guess::Told(_)) && bom(&bytes, encoding)? { encoding.bom().len() } else { 0 };
        let mut source =
            Source { file: file.clone(), bytes: head, encoding, original: encoding, reason, sheet: None };
        let layout = match container::find(&mut source, judge, options) {
            Ok(layout) => layout,
            // No header may be found because the encoding is another: then that is the fault.
            Err(fault) => match prove(&bytes, start as u64, guess)? {
                None => return Err(fault),
                Some(Objection::Refused { at, tried }) => return Err(refusal(&bytes, &file, at, tried)),
                Some(Objection::NotUtf8 { at }) => {
                    return Opened::as_gb18030(bytes, file, options, judge, at);
                }
            },
        };
        if source.encoding != encoding {
            // Cells parted by a pipe, which GB18030 has inside its characters.
            return Opened::whole(bytes, file, options, judge);
        }
        let original = encoding;
        Ok(Opened {
            file,
            bytes,
            start: start as u64,
            check: Some(guess),
            encoding,
            original,
            reason,
            size,
            stamp,
            layout,
            sheet: None,
            witness: options.witness.clone(),
        })
    }

    fn whole(bytes: Bytes, file: String, options: &ReadOptions, judge: &Judge<'_>) -> Result<Opened> {
        let mut all = Vec::new();
        bytes.read(0, bytes.size(), &mut all)?;
        bytes.unchanged()?;
        options.witness.note_whole(&bytes, &all)?;
        let mut source = Source::from_bytes(all, file, options.encoding)?;
        let layout = container::find(&mut source, judge, options)?;
        Ok(Opened::of_source(source, layout, &bytes, options))
    }

    fn of_source(source: Source, layout: Layout, of: &Bytes, options: &ReadOptions) -> Opened {
        let Source { file, bytes, encoding, original, reason, sheet } = source;
        let (size, stamp) = (of.size(), of.stamp());
        Opened {
            file,
            bytes: Bytes::Memory(bytes),
            start: 0,
            check: None,
            encoding,
            original,
            reason,
            size,
            stamp,
            layout,
            sheet,
            witness: options.witness.clone(),
        }
    }

    /// The bytes before those that are read.
    pub fn mark(&self) -> &'static [u8] {
        if self.start == 0 { b"" } else { self.encoding.bom() }
    }

    /// Notes the hash of a file that was read to its end piece by piece.
    pub fn note(&self, hash: impl FnOnce() -> blake3::Hash) -> Result<()> {
        match self.bytes.path() {
            Some(path) => self.witness.note(path, self.stamp, hash),
            // Noted when it was read into memory.
            None => Ok(()),
        }
    }

    pub fn report(&self) -> Report {
        let mut report = Report::new(&self.file, self.original, self.reason);
        report.sheet = self.sheet.as_ref().map(|sheet| sheet.name.clone());
        report
    }

    pub fn place(&self) -> Place {
        Place::file(&self.file)
    }
}

fn bom(bytes: &Bytes, encoding: Encoding) -> Result<bool> {
    let mut first = Vec::new();
    bytes.read(0, bytes.size().min(4), &mut first)?;
    Ok(first.starts_with(encoding.bom()))
}

/// Whole lines at the beginning: enough for the header, and more to see by how many cells a row has.
fn head(bytes: &Bytes, file: &str) -> Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut length = HEAD.min(bytes.size());
    loop {
        bytes.read(head.len() as u64, length, &mut head)?;
        let complete = length == bytes.size();
        let mut lines = 0;
        let mut at = 0;
        while let Some(line) = line_at(&head, at).filter(|line| complete || line.next < head.len()) {
            lines += 1;
            at = line.next;
        }
        if (head.len() - at) as u64 > MAX_LINE_BYTES {
            return Err(too_long(Place::file(file).at_row(lines + 1), (head.len() - at) as u64));
        }
        if complete || lines >= 2 * HEADER_ROWS || length >= 2 * MAX_LINE_BYTES {
            head.truncate(at);
            return Ok(head);
        }
        length = (2 * length).min(bytes.size());
    }
}
