//! Options as small numbers while they are read: as keys, nearly every candidate would be a group.

use std::sync::{Mutex, PoisonError};

use super::answers::normal;

/// Sets of the first letters are their own numbers.
const SETS: u8 = 7;
const FIRST_SINGLE: i32 = 1 << SETS;
const FIRST_OTHER: i32 = FIRST_SINGLE + 26;

/// The options of one column, and the numbers of those that no rule gives one.
#[derive(Debug, Default)]
pub struct OptionCodes {
    others: Mutex<Vec<String>>,
}

impl OptionCodes {
    /// The number of what stands in a cell; `None` where nothing was chosen.
    #[inline]
    pub fn code(&self, raw: &[u8], text: impl FnOnce() -> String) -> Option<i32> {
        let mut set = 0;
        for byte in raw {
            let letter = byte.to_ascii_uppercase().wrapping_sub(b'A');
            if letter >= SETS {
                set = 0;
                break;
            }
            set |= 1 << letter;
        }
        if set > 0 { Some(set) } else { self.plain(&normal(&text())) }
    }

    fn plain(&self, option: &str) -> Option<i32> {
        let letter = |byte: u8| byte.wrapping_sub(b'A');
        match option.as_bytes() {
            [] => None,
            bytes if bytes.iter().all(|byte| letter(*byte) < SETS) => {
                Some(bytes.iter().fold(0, |set, byte| set | 1 << letter(*byte)))
            }
            [one] if one.is_ascii_uppercase() => Some(FIRST_SINGLE + i32::from(letter(*one))),
            _ => {
                // Texts are only ever added, so that a list left by a panic is still one.
                let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
                let at = others.iter().position(|other| other == option).unwrap_or_else(|| {
                    others.push(option.to_owned());
                    others.len() - 1
                });
                i32::try_from(at).ok().map(|at| FIRST_OTHER + at)
            }
        }
    }

    /// What a number stands for.
    pub fn label(&self, code: i32) -> String {
        let letter = |at: i32| char::from(b'A' + at as u8);
        match code {
            ..=0 => String::new(),
            1..FIRST_SINGLE => (0..i32::from(SETS)).filter(|at| code >> at & 1 == 1).map(letter).collect(),
            FIRST_SINGLE..FIRST_OTHER => letter(code - FIRST_SINGLE).to_string(),
            other => {
                let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
                others.get((other - FIRST_OTHER) as usize).cloned().unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_the_cell_says_in_plain_letters() {
        let codes = OptionCodes::default();
        for text in ["A", "b", "ACD", "D,A", "Ｂ", "", "0", "T", "BZ", "?", "对", "A?", "#", "12", "AA"] {
            let code = codes.code(text.as_bytes(), || text.to_owned()).unwrap_or(0);
            assert_eq!(codes.label(code), normal(text), "{text}");
        }
        assert_eq!(codes.others.lock().unwrap().len(), 4, "BZ, ?, 对 and 12");
    }
}
