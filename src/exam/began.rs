//! Where linked candidates began, as keys of the examination: the ranges of entry scores that figures tell apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Exam, Part};
use crate::error::Result;
use crate::figures::{self, AllTold, Began, BeganFrom, Figures, Told};
use crate::number::Rational;
use crate::records::{KeyColumn, Keyed, Mark, Records};

/// The label of those without both scores. Those with both have the number of their range, the lowest 1.
const NOWHERE: &str = "0";

/// By the subjects at exit and at entry, the scores at which a range of entry scores begins.
type Cuts = BTreeMap<(String, String), BTreeSet<Rational>>;

/// The examination with a key for each pair of subjects of which figures tell where candidates began. What the figures
/// tell is said by these keys, too, from now on.
///
/// # Errors
/// Candidates that cannot be read again.
pub fn by_where_they_began(exam: &Exam, figures: &mut [&mut Figures]) -> Result<Exam> {
    let cuts = cuts(figures);
    for figures in figures.iter_mut() {
        for at in 0..figures.len() {
            let told = figures.get(at).told();
            if told.iter().flat_map(|told| &told.parts).any(|part| part.began.is_some()) {
                let subject = figures.get(at).subject().unwrap_or_default().to_owned();
                let told = told.iter().map(|told| by_keys(told, &subject, &cuts)).collect::<AllTold>();
                figures.update(at, |figure| figure.told = told);
            }
        }
    }
    let with_keys = |part: &Part| -> Result<Part> {
        let Some(records) = part.records()? else { return Ok(part.clone()) };
        let mut records = records.clone();
        for ((exit, entry), cuts) in &cuts {
            let key = key_of(&records, (exit, entry), cuts);
            records.add_key(key);
        }
        Ok(Part::Records(Arc::new(records)))
    };
    let parts = exam.parts.iter().map(with_keys).collect::<Result<_>>()?;
    Ok(Exam { parts, method: exam.method, names: exam.names.clone(), ..Exam::default() })
}

/// The names of the keys that [`by_where_they_began`] adds.
pub fn key_name(exit: &str, entry: &str) -> String {
    format!("{entry} → {exit}")
}

fn cuts(all: &[&mut Figures]) -> Cuts {
    let mut cuts = Cuts::new();
    for figure in all.iter().flat_map(|figures| figures.iter()) {
        for told in figure.told().iter() {
            let exit = told.subject.as_deref().or(figure.subject()).unwrap_or_default();
            for began in told.parts.iter().filter_map(|part| part.began.as_ref()) {
                let of = cuts.entry((exit.to_owned(), began.entry.to_string())).or_default();
                if let BeganFrom::Scores { from, below } = began.from {
                    of.extend(from.into_iter().chain(below));
                }
            }
        }
    }
    cuts
}

fn by_keys(told: &Told, subject: &str, cuts: &Cuts) -> Told {
    let exit = told.subject.as_deref().unwrap_or(subject);
    let spelled = |part: &figures::Part| -> Vec<figures::Part> {
        let Some(began) = &part.began else { return vec![part.clone()] };
        let labels = labels(began, exit, cuts);
        let key = key_name(exit, &began.entry);
        let of = |label: String| {
            let keys = part.keys.iter().cloned().chain([(key.clone(), label)]).collect();
            figures::Part { keys, ..part.clone() }
        };
        labels.into_iter().map(of).collect()
    };
    Told { parts: told.parts.iter().flat_map(spelled).collect(), ..told.clone() }
}

fn labels(began: &Began, exit: &str, cuts: &Cuts) -> Vec<String> {
    let BeganFrom::Scores { from, below } = began.from else { return vec![NOWHERE.to_owned()] };
    let cuts = cuts.get(&(exit.to_owned(), began.entry.to_string()));
    let lower = |score: Rational| cuts.map_or(0, |cuts| cuts.range(..=score).count());
    let first = from.map_or(0, lower);
    let end = below.map_or_else(|| cuts.map_or(0, BTreeSet::len) + 1, lower);
    (first..end).map(|range| (range + 1).to_string()).collect()
}

fn key_of(records: &Records, (exit, entry): (&str, &str), cuts: &BTreeSet<Rational>) -> KeyColumn {
    let column = |id: &str| records.scores.iter().find(|column| column.subject.id == id);
    let name = key_name(exit, entry);
    let (Some(exit), Some(entry)) = (column(exit), column(entry)) else {
        return KeyColumn::constant(&name, NOWHERE.to_owned(), records.len);
    };
    let cuts: Vec<i64> = cuts.iter().map(|cut| entry.subject.scale.ticks_at_least(*cut)).collect();
    let mut labels = vec![NOWHERE.to_owned()];
    labels.extend((0..=cuts.len()).map(|range| (range + 1).to_string()));
    let code = |at: usize| match (entry.marks[at], exit.marks[at]) {
        (Mark::Scored, Mark::Scored) => {
            let ticks = i64::from(entry.ticks[at]);
            cuts.partition_point(|cut| *cut <= ticks) as u32 + 1
        }
        _ => 0,
    };
    KeyColumn { name, codes: (0..records.len).map(code).collect(), labels }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figure, Range, Unit, What};
    use crate::number::Scale;
    use crate::records::{ScoreColumn, Subject};

    fn column(id: &str, scores: [Option<i32>; 5]) -> ScoreColumn {
        let subject = Subject { id: id.to_owned(), full_mark: None, scale: Scale::of_decimals(0) };
        let marks = scores.map(|score| if score.is_some() { Mark::Scored } else { Mark::Blank });
        ScoreColumn { subject, ticks: scores.map(Option::unwrap_or_default).into(), marks: marks.into() }
    }

    /// Five candidates, the fourth without an entry score, the fifth without one at exit: ranges below 60, from 60 and
    /// from 80 hold one each.
    #[test]
    fn ranges_of_entry_scores_are_keys() {
        let entry = column("m_entry", [Some(50), Some(60), Some(90), None, Some(70)]);
        let exit = column("m", [Some(1), Some(2), Some(3), Some(4), None]);
        let records = Records { len: 5, rows: (0..5).collect(), keys: Vec::new(), scores: vec![entry, exit] };
        let scale = records.scores[0].subject.scale;
        let score = |ticks: i64| Some(scale.score(ticks));
        let part = |from: BeganFrom| figures::Part {
            began: Some(Began { entry: "m_entry".into(), from }),
            ..figures::Part::of(None, Range::TESTED)
        };
        let spans = [(score(60), None), (None, score(80)), (None, None)];
        let told = spans.map(|(from, below)| Told::count_of(vec![part(BeganFrom::Scores { from, below })]));
        let told = told.into_iter().chain([Told::count_of(vec![part(BeganFrom::Nowhere)])]);
        let figure = Figure {
            subject: Some("m".into()),
            told: told.collect(),
            ..Figure::new("conversion", "count", Unit::Persons)
        };
        let mut figures = Figures::new(Vec::new());
        figures.push(figure);
        let exam = by_where_they_began(&Exam::from_records(records), &mut [&mut figures]).unwrap();
        let key = key_name("m", "m_entry");
        let years = exam.by_year(&[&key]).unwrap();
        let tally = &years[0].tally;
        let count = |told: &Told| -> u64 {
            assert_eq!(told.what, What::Count);
            let is_in =
                |label: &String| told.parts.iter().any(|part| part.keys == [(key.clone(), label.clone())]);
            let groups = tally.groups.iter().filter(|group| is_in(&group.labels[0]));
            groups.map(|group| group.distributions[tally.subject_index("m").unwrap()].tested()).sum()
        };
        let counts: Vec<u64> = figures.get(0).told().iter().map(count).collect();
        assert_eq!(counts, [2, 2, 3, 1]);
    }
}
