//! Bands of a scheme and linking errors as they are written in arguments.

use super::given::{Key, Value};
use super::lines::{Band, LinkingError};
use super::written::{BAND, LINK, Parts, before_colon, head_and_value, parse_number};
use crate::number::Rational;
use crate::subjects::subject_id;

/// A band, however it was given.
pub(super) fn band(value: &Value) -> Option<Band> {
    let (name, share, high, low) = match value {
        Value::Text(text) => {
            let (name, range) = text.split_once('=')?;
            ranged(name, range)?
        }
        Value::Keyed(keys, range) => match &keys[..] {
            [name] => {
                let (_, share, high, low) = ranged("", range)?;
                return band_of(&name.to_string(), share, high, low);
            }
            _ => return None,
        },
        Value::Parts(parts) => {
            let parts = Parts::of(parts, BAND)?;
            let high = parts.text("high")?;
            (parts.text("name")?, parts.text("share")?, high, parts.text("low").unwrap_or(high))
        }
        _ => return None,
    };
    band_of(name, share, high, low)
}

/// `SHARE:HIGH-LOW` or `SHARE:SCORE`.
fn ranged<'a>(name: &'a str, text: &'a str) -> Option<(&'a str, &'a str, &'a str, &'a str)> {
    let (share, range) = text.split_once(':')?;
    let (high, low) = range.split_once('-').unwrap_or((range, range));
    Some((name, share, high, low))
}

/// The share is in per cent.
fn band_of(name: &str, share: &str, high: &str, low: &str) -> Option<Band> {
    let share = parse_number(share)? / Rational::from_integer(100);
    let (high, low) = (parse_number(high)?, parse_number(low)?);
    let right = !name.trim().is_empty() && share > Rational::from_integer(0) && high >= low;
    right.then(|| Band { name: name.trim().to_owned(), share, high, low })
}

/// A linking error, however it was given.
pub(super) fn linking_error(value: &Value) -> Option<LinkingError> {
    let found = match value {
        Value::Text(text) => {
            let (head, error) = head_and_value(text);
            let (subject, cycles) = before_colon(head);
            let cycles = if cycles.trim().is_empty() { None } else { Some(cycles.split_once('/')?) };
            link(subject, cycles, error)?
        }
        Value::Keyed(keys, error) => {
            let words: Vec<String> = keys.iter().map(Key::to_string).collect();
            match &words[..] {
                // `"2018/2022" = 1.47`, or a subject.
                [one] => match one.split_once('/') {
                    None => link(Some(one), None, error)?,
                    Some(_) => {
                        let (subject, cycles) = before_colon(one);
                        link(subject, cycles.split_once('/'), error)?
                    }
                },
                [earlier, later] => link(None, Some((earlier, later)), error)?,
                [subject, earlier, later] => link(Some(subject), Some((earlier, later)), error)?,
                _ => return None,
            }
        }
        Value::Parts(parts) => {
            let parts = Parts::of(parts, LINK)?;
            let cycles = match (parts.text("earlier"), parts.text("later")) {
                (None, None) => None,
                (earlier, later) => Some(earlier.zip(later)?),
            };
            link(parts.text("subject"), cycles, parts.text("error")?)?
        }
        _ => return None,
    };
    (found.error >= Rational::from_integer(0)).then_some(found)
}

fn link(subject: Option<&str>, cycles: Option<(&str, &str)>, error: &str) -> Option<LinkingError> {
    Some(LinkingError {
        subject: subject.map(|subject| subject_id(subject.trim()).to_owned()),
        cycles: cycles.map(|(earlier, later)| (earlier.trim().to_owned(), later.trim().to_owned())),
        error: parse_number(error)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn under(keys: &[&str], value: &str) -> Value {
        Value::Keyed(keys.iter().map(|key| Key::Word((*key).to_owned())).collect(), value.to_owned())
    }

    fn parts(parts: &[(&str, &str)]) -> Value {
        Value::Parts(parts.iter().map(|(name, part)| ((*name).to_owned(), (*part).to_owned())).collect())
    }

    #[test]
    fn bands_in_every_form() {
        let of = |n| Rational::from_integer(n);
        let band = |name: &str, low| Band {
            name: name.to_owned(),
            share: Rational::new(3, 20),
            high: of(100),
            low: of(low),
        };
        let read = super::band;
        assert_eq!(read(&text("A=15:100-86")), Some(band("A", 86)));
        assert_eq!(read(&text("1=15:100")), Some(band("1", 100)));
        assert_eq!(read(&under(&["A=B:C"], "15:100-86")), Some(band("A=B:C", 86)));
        let given = [("name", "A=B:C"), ("share", "15"), ("high", "100"), ("low", "86")];
        assert_eq!(read(&parts(&given)), Some(band("A=B:C", 86)));
        assert_eq!(read(&parts(&given[..3])), Some(band("A=B:C", 100)));
        for wrong in ["100", "A=15", "A=0:100-86", "=15:100-86", "A=15:86-100", "A=x:1"] {
            assert_eq!(read(&text(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn linking_errors_in_every_form() {
        let link = |subject: Option<&str>, cycles: Option<(&str, &str)>| LinkingError {
            subject: subject.map(str::to_owned),
            cycles: cycles.map(|(a, b)| (a.to_owned(), b.to_owned())),
            error: Rational::new(3, 2),
        };
        let read = linking_error;
        let both = Some(("2018", "2022"));
        assert_eq!(read(&text("1.5")), Some(link(None, None)));
        assert_eq!(read(&text("2018/2022=1.5")), Some(link(None, both)));
        assert_eq!(read(&text("数学:2018/2022=1.5")), Some(link(Some("mathematics"), both)));
        assert_eq!(read(&text("数学:1.5")), Some(link(Some("mathematics"), None)));
        assert_eq!(read(&under(&["2018/2022"], "1.5")), Some(link(None, both)));
        assert_eq!(read(&under(&["数学"], "1.5")), Some(link(Some("mathematics"), None)));
        assert_eq!(read(&under(&["2018", "2022"], "1.5")), Some(link(None, both)));
        let slashed = Some(("2017/18", "2021/22"));
        assert_eq!(
            read(&under(&["数学", "2017/18", "2021/22"], "1.5")),
            Some(link(Some("mathematics"), slashed))
        );
        assert_eq!(
            read(&parts(&[("earlier", "2017/18"), ("later", "2021/22"), ("error", "1.5")])),
            Some(link(None, slashed))
        );
        for wrong in ["-1", "2018=1.5", "x", "2018/2022=x"] {
            assert_eq!(read(&text(wrong)), None, "{wrong}");
        }
        assert_eq!(read(&parts(&[("earlier", "2018"), ("error", "1.5")])), None);
    }
}
