//! Physical lines: ended by LF, CRLF or a lone CR.

/// One physical line of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub start: usize,
    /// Without the line end.
    pub end: usize,
    /// Where the next line begins.
    pub next: usize,
}

/// The line that begins at `start`; `None` at the end of the bytes.
#[inline]
pub(super) fn line_at(bytes: &[u8], start: usize) -> Option<Span> {
    let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
    let Some(length) = memchr::memchr2(b'\n', b'\r', rest) else {
        return Some(Span { start, end: bytes.len(), next: bytes.len() });
    };
    let end = start + length;
    let pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
    Some(Span { start, end, next: end + 1 + usize::from(pair) })
}

/// The line that ends where another begins at `start`; `None` at the start of the bytes.
pub(super) fn line_before(bytes: &[u8], start: usize) -> Option<&[u8]> {
    let before = bytes.get(..start)?;
    let before = before.strip_suffix(b"\n").map_or(before, |rest| rest.strip_suffix(b"\r").unwrap_or(rest));
    let before = if before.len() == start { before.strip_suffix(b"\r")? } else { before };
    let begin = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
    Some(&before[begin..])
}

/// How many physical lines there are, counted without walking them: the check on everything that walks them.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let returns = memchr::memchr_iter(b'\r', bytes).count();
    let pairs = if returns == 0 { 0 } else { memchr::memmem::find_iter(bytes, b"\r\n").count() };
    let open = bytes.last().is_some_and(|byte| !matches!(byte, b'\n' | b'\r'));
    (feeds + returns - pairs) as u64 + u64::from(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_before_is_found_back() {
        let bytes = b"a\nb\r\nc\r\nd";
        let mut at = 0;
        while let Some(line) = line_at(bytes, at) {
            at = line.next;
            let expected = (line.next != line.end).then(|| &bytes[line.start..line.end]);
            assert_eq!(line_before(bytes, at), expected);
        }
        assert_eq!(line_before(bytes, 0), None);
    }

    #[test]
    fn every_line_end_counts_once() {
        for (bytes, expected) in [("", 0), ("a", 1), ("a\n", 1), ("a\r\nb\rc\n\nd", 5), ("\r\r\n", 2)] {
            let bytes = bytes.as_bytes();
            let mut walked = 0;
            let mut at = 0;
            while let Some(line) = line_at(bytes, at) {
                at = line.next;
                walked += 1;
            }
            assert_eq!((count_lines(bytes), walked), (expected, expected));
        }
    }
}
