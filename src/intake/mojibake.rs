//! Headers that are text decoded by the wrong encoding: 瀛︽牎 for 学校.

use encoding_rs::{GB18030, UTF_8, WINDOWS_1252};

use super::aliases::meaning;
use crate::error::{Error, Place, Result};

/// Which encoding text is mistaken for, and which it was in.
const MISTAKES: [(&encoding_rs::Encoding, &encoding_rs::Encoding); 3] =
    [(GB18030, UTF_8), (WINDOWS_1252, GB18030), (WINDOWS_1252, UTF_8)];

/// Refuses headers of which one, read again the other way, is in the catalogue.
///
/// # Errors
/// [`Error::Mojibake`].
pub(super) fn check(headers: &[String], place: &Place) -> Result<()> {
    for (index, header) in headers.iter().enumerate() {
        if header.is_ascii() || meaning(header).is_some() {
            continue;
        }
        for (read_as, written_in) in MISTAKES {
            if let Some(meant) = again(header, read_as, written_in).filter(|meant| meaning(meant).is_some()) {
                return Err(Error::Mojibake {
                    place: place.clone().at_column(index, header.clone()),
                    found: header.clone(),
                    meant,
                    read_as: read_as.name(),
                    written_in: written_in.name(),
                });
            }
        }
    }
    Ok(())
}

fn again(
    text: &str,
    read_as: &'static encoding_rs::Encoding,
    written_in: &'static encoding_rs::Encoding,
) -> Option<String> {
    let (bytes, _, unmappable) = read_as.encode(text);
    if unmappable {
        return None;
    }
    written_in.decode_without_bom_handling_and_without_replacement(&bytes).map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(header: &str) -> Option<(String, &'static str)> {
        match check(&["ok".to_owned(), header.to_owned()], &Place::file("a.csv")) {
            Err(Error::Mojibake { meant, written_in, .. }) => Some((meant, written_in)),
            _ => None,
        }
    }

    #[test]
    fn garbled_headers_are_read_again() {
        assert_eq!(meant("瀛︽牎"), Some(("学校".to_owned(), "UTF-8")));
        // The bytes of 学校 in GB18030 (D1 A7 D0 A3) as Latin letters.
        assert_eq!(meant("Ñ§Ð£"), Some(("学校".to_owned(), "gb18030")));
        assert_eq!(meant("学校"), None);
        assert_eq!(meant("电话"), None);
    }
}
