//! Columns of numbers, some of which are missing. What stands behind the last that is there takes no memory, so that
//! a column that an indicator does not fill takes none at all.

use crate::figures::Value;
use crate::number::Rational;

/// Counts, or doubles.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<u64>);

/// A word that no count comes to, and of the NaNs none that arithmetic gives.
const MISSING: u64 = 0x7ff8_9e37_79b9_7f4a;

impl Words {
    pub fn count(&self, at: usize) -> Option<u64> {
        self.0.get(at).copied().filter(|word| *word != MISSING)
    }

    pub fn real(&self, at: usize) -> Option<f64> {
        self.count(at).map(f64::from_bits)
    }

    pub fn put_count(&mut self, at: usize, count: Option<u64>) {
        match (self.0.get_mut(at), count) {
            (Some(word), count) => *word = count.unwrap_or(MISSING),
            (None, Some(count)) => {
                self.0.resize(at, MISSING);
                self.0.push(count);
            }
            (None, None) => {}
        }
    }

    pub fn put_real(&mut self, at: usize, real: Option<f64>) {
        self.put_count(at, real.map(f64::to_bits));
    }

    /// The words of others behind those of so many rows.
    pub fn append(&mut self, rows: usize, other: Words) {
        match (rows, other.0.is_empty()) {
            (_, true) => {}
            (0, false) => *self = other,
            (_, false) => {
                self.0.resize(rows, MISSING);
                self.0.extend(other.0);
            }
        }
    }

    pub fn select(&self, places: &[usize]) -> Words {
        let mut selected = Words::default();
        places.iter().enumerate().for_each(|(to, at)| selected.put_count(to, self.count(*at)));
        selected
    }

    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }
}

/// Fractions and doubles, in nine bytes each where the terms of the fraction fit 32 bits.
#[derive(Clone, Debug, Default)]
pub struct Values {
    forms: Vec<Form>,
    words: Vec<u64>,
    /// Fractions of larger terms, which their words are the places of.
    large: Vec<Rational>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Missing,
    Whole,
    Fraction,
    Large,
    Real,
}

impl Values {
    pub fn get(&self, at: usize) -> Option<Value> {
        let word = self.words.get(at).copied().unwrap_or_default();
        let exact = |above: i128, below: i128| Some(Value::Exact(Rational::new_raw(above, below)));
        match self.forms.get(at)? {
            Form::Missing => None,
            Form::Whole => exact(i128::from(word as i64), 1),
            Form::Fraction => exact(i128::from((word >> 32) as u32 as i32), i128::from(word as u32)),
            Form::Large => Some(Value::Exact(self.large[word as usize])),
            Form::Real => Some(Value::Real(f64::from_bits(word))),
        }
    }

    pub fn put(&mut self, at: usize, value: Option<Value>) {
        if value.is_none() && at >= self.forms.len() {
            return;
        }
        let (form, word) = self.written(value);
        if at < self.forms.len() {
            (self.forms[at], self.words[at]) = (form, word);
            return;
        }
        self.resize(at);
        self.forms.push(form);
        self.words.push(word);
    }

    fn written(&mut self, value: Option<Value>) -> (Form, u64) {
        let exact = match value {
            None => return (Form::Missing, 0),
            Some(Value::Real(real)) => return (Form::Real, real.to_bits()),
            Some(Value::Exact(exact)) => exact,
        };
        if let (1, Ok(whole)) = (*exact.denom(), i64::try_from(*exact.numer())) {
            return (Form::Whole, whole as u64);
        }
        if let (Ok(above), Ok(below)) = (i32::try_from(*exact.numer()), u32::try_from(*exact.denom())) {
            return (Form::Fraction, (u64::from(above as u32) << 32) | u64::from(below));
        }
        self.large.push(exact);
        (Form::Large, self.large.len() as u64 - 1)
    }

    fn resize(&mut self, rows: usize) {
        self.forms.resize(rows, Form::Missing);
        self.words.resize(rows, 0);
    }

    pub fn append(&mut self, rows: usize, other: Values) {
        match (rows, other.forms.is_empty()) {
            (_, true) => {}
            (0, false) => *self = other,
            (_, false) => {
                self.resize(rows);
                let before = self.large.len() as u64;
                let words = other.forms.iter().zip(other.words);
                self.words.extend(
                    words.map(|(form, word)| if *form == Form::Large { word + before } else { word }),
                );
                self.forms.extend(other.forms);
                self.large.extend(other.large);
            }
        }
    }

    pub fn select(&self, places: &[usize]) -> Values {
        let mut selected = Values::default();
        places.iter().enumerate().for_each(|(to, at)| selected.put(to, self.get(*at)));
        selected
    }

    pub fn shrink_to_fit(&mut self) {
        self.forms.shrink_to_fit();
        self.words.shrink_to_fit();
        self.large.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_given_back_as_it_was() {
        let exact = |above, below| Some(Value::Exact(Rational::new_raw(above, below)));
        let (most, least) = (i128::from(i64::MAX), i128::from(i64::MIN));
        let numbers = [
            None,
            exact(0, 1),
            exact(most, 1),
            exact(least, 1),
            exact(most + 1, 1),
            exact(-7, 3),
            exact(i128::from(i32::MIN), i128::from(u32::MAX)),
            exact(i128::from(i32::MAX) + 1, 3),
            exact(1, i128::from(u32::MAX) + 1),
            exact(i128::MIN, 3),
            Some(Value::Real(f64::INFINITY)),
            Some(Value::Real(-0.0)),
            None,
        ];
        let mut column = Values::default();
        numbers.iter().enumerate().for_each(|(at, number)| column.put(at, *number));
        let mut twice = column.clone();
        twice.append(numbers.len(), column.clone());
        for at in 0..2 * numbers.len() {
            assert_eq!(twice.get(at), numbers[at % numbers.len()], "{at}");
        }
        assert_eq!(column.select(&[9, 12, 4]).get(2), numbers[4]);
        column.put(9, None);
        column.put(0, numbers[9]);
        assert_eq!((column.get(9), column.get(0)), (None, numbers[9]));
    }

    #[test]
    fn what_is_missing_stays_so_and_no_other_number_is() {
        let mut column = Words::default();
        column.put_real(1, None);
        assert_eq!(column.0.len(), 0);
        column.put_real(2, Some(f64::NAN));
        column.put_real(3, Some(-0.0));
        assert_eq!(column.real(1), None);
        assert!(column.real(2).is_some_and(f64::is_nan));
        assert_eq!(column.real(3).map(f64::to_bits), Some((-0.0f64).to_bits()));
        let mut all = Words::default();
        all.append(5, column);
        assert_eq!((all.real(4), all.real(8), all.real(9)), (None, Some(-0.0), None));
    }
}
