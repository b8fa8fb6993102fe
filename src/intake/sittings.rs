//! In how many subjects the candidates of one sitting (a year, a grade, a track) have scores: who has fewer than
//! most of them is incomplete, whatever stands in the other cells.

use super::fields::Field;
use super::headers::{Column, EXAM, Role};
use super::interner::FastMap;
use super::text::trim_raw;

/// The keys within which candidates sit the same number of papers.
const KEYS: [&str; 4] = ["year", "grade", "track", EXAM];
/// Whether a key tells sittings apart.
pub(super) fn is_sitting(key: &str) -> bool {
    KEYS.contains(&key)
}

/// Between the cells of a sitting; in no text of either encoding.
const BETWEEN: u8 = 0xFF;

/// Which columns tell the sitting of a candidate.
#[derive(Clone, Debug, Default)]
pub(super) struct SittingColumns(Vec<usize>);

impl SittingColumns {
    pub fn of(columns: &[Column]) -> SittingColumns {
        let is_one = |role: &Role| matches!(role, Role::Key(key) if is_sitting(key));
        let of = columns.iter().filter(|column| is_one(&column.role));
        SittingColumns(of.map(|column| column.place.index).collect())
    }

    /// Writes the sitting of a row into `sitting`.
    #[inline]
    pub fn read(&self, fields: &[Field<'_>], sitting: &mut Vec<u8>) {
        sitting.clear();
        for at in &self.0 {
            sitting.extend_from_slice(trim_raw(fields[*at].raw));
            sitting.push(BETWEEN);
        }
    }
}

/// By sitting, how many candidates have scores in so many subjects.
#[derive(Clone, Debug, Default)]
pub(super) struct Sat {
    places: FastMap<Box<[u8]>, usize>,
    counts: Vec<(Box<[u8]>, Vec<u64>)>,
    last: usize,
}

impl Sat {
    #[inline]
    pub fn see(&mut self, sitting: &[u8], subjects: usize) {
        self.see_many(sitting, subjects, 1);
    }

    #[inline]
    pub fn see_many(&mut self, sitting: &[u8], subjects: usize, candidates: u64) {
        let at = match self.counts.get(self.last) {
            Some((of, _)) if **of == *sitting => self.last,
            _ => self.place(sitting),
        };
        self.last = at;
        let counts = &mut self.counts[at].1;
        if counts.len() <= subjects {
            counts.resize(subjects + 1, 0);
        }
        counts[subjects] += candidates;
    }

    fn place(&mut self, sitting: &[u8]) -> usize {
        if let Some(at) = self.places.get(sitting) {
            return *at;
        }
        let at = self.counts.len();
        self.counts.push((sitting.into(), Vec::new()));
        self.places.insert(sitting.into(), at);
        at
    }

    pub fn add(&mut self, other: &Sat) {
        for (sitting, counts) in &other.counts {
            let at = self.place(sitting);
            let ours = &mut self.counts[at].1;
            ours.resize(ours.len().max(counts.len()), 0);
            ours.iter_mut().zip(counts).for_each(|(ours, theirs)| *ours += theirs);
        }
    }

    /// Whether it makes a difference to nobody that these were judged by another number than [`Sat::usual`].
    pub fn judged_alike(&self, by: &Usual) -> bool {
        let usual = self.usual();
        self.counts.iter().all(|(sitting, counts)| {
            let (one, other) = (by.of(sitting), usual.of(sitting));
            let between = counts.iter().take(one.max(other)).skip(one.min(other));
            between.sum::<u64>() == 0
        })
    }

    /// By sitting, the most subjects in which more than half of those who have any score have one.
    pub fn usual(&self) -> Usual {
        let usual = |counts: &Vec<u64>| {
            let mut left = counts.iter().skip(1).sum::<u64>();
            let all = left;
            let mut usual = 0;
            for (subjects, count) in counts.iter().enumerate().skip(1) {
                if 2 * left <= all {
                    break;
                }
                usual = subjects;
                left -= count;
            }
            usual
        };
        Usual(self.counts.iter().map(|(sitting, counts)| (sitting.clone(), usual(counts))).collect())
    }
}

/// By sitting, in how many subjects most candidates have scores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Usual(FastMap<Box<[u8]>, usize>);

impl Usual {
    /// 0 for a sitting that was not seen.
    #[inline]
    pub fn of(&self, sitting: &[u8]) -> usize {
        self.0.get(sitting).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_is_what_more_than_half_have() {
        let mut sat = Sat::default();
        let mut see = |sitting: &str, subjects: &[usize]| {
            subjects.iter().for_each(|subjects| sat.see(sitting.as_bytes(), *subjects));
        };
        see("文", &[6, 6, 5, 0, 0, 0, 0]);
        see("理", &[3, 4]);
        see("无", &[0, 0]);
        let usual = sat.usual();
        assert_eq!(["文", "理", "无", "?"].map(|sitting| usual.of(sitting.as_bytes())), [6, 3, 0, 0]);
        assert!(sat.judged_alike(&usual) && !sat.judged_alike(&Usual::default()));
        let mut both = Sat::default();
        both.add(&sat);
        both.see("理".as_bytes(), 4);
        assert_eq!(both.usual().of("理".as_bytes()), 4);
    }
}
