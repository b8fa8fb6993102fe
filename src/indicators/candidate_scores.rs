//! Figures that hold of a score, put beside every candidate who has that score: standard scores, scaled scores,
//! ranks. For research only: no release holds it.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::exam::{Exam, YEAR, parse_year};
use crate::figures::Figures;
use crate::lang::Text;
use crate::number::{Decimal, Rational, to_f64};
use crate::records::{Mark, Records};

/// The key of figures that hold of one score.
const SCORE: &str = "score";

/// Candidates one by one. No id is among the columns: `rows` tells where each was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CandidateScores {
    /// The number of the file or frame, from 1, and the physical row in it.
    pub files: Vec<u32>,
    pub rows: Vec<u64>,
    /// Name and labels of each key; `None` where it is not known.
    pub keys: Vec<(String, Vec<Option<String>>)>,
    /// Name and numbers of each column: `<subject>` and `<subject>_<measure>`.
    pub columns: Vec<(String, Vec<Option<f64>>)>,
}

impl CandidateScores {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Year, labels of the grouping keys, subject and measure.
type Place<'f> = (Option<i32>, Vec<Option<&'f str>>, &'f str, &'f str);

/// Figures by what they hold of, and by score.
struct Looked<'f> {
    keys: Vec<&'f str>,
    /// Subject and measure, in order of appearance.
    columns: Vec<(&'f str, &'f str)>,
    of: HashMap<Place<'f>, HashMap<Rational, Option<f64>>>,
}

/// Every candidate with the raw scores of all subjects, and with what each of the tables says of the score that
/// he has: `score_table`, `standard_score` and `scaled_score` make such tables.
///
/// # Errors
/// Data that are only counted; a table without scores as a key, or by a key that the candidates do not have.
pub fn candidate_scores(exam: &Exam, tables: &[&Figures]) -> Result<CandidateScores> {
    let parts = exam.records()?.ok_or_else(|| Error::MissingArgument {
        indicator: "candidate_scores".to_owned(),
        argument: "source".to_owned(),
        expected: Text::new(
            "每个考生的成绩（计数表与一分一段表没有）",
            "each candidate's scores, which a tally or a score table does not hold",
        ),
    })?;
    let tables = tables.iter().map(|table| Looked::new(table, exam)).collect::<Result<Vec<_>>>()?;
    let mut all = CandidateScores::default();
    for (number, records) in parts.iter().enumerate() {
        all.files.extend(std::iter::repeat_n(number as u32 + 1, records.len));
        all.rows.extend(&records.rows);
    }
    for key in exam.keys() {
        let mut labels = Vec::with_capacity(all.len());
        for records in &parts {
            let column = records.key(&key)?;
            let label = |at| Some(column.label(at)).filter(|label| !label.is_empty()).map(str::to_owned);
            labels.extend((0..records.len).map(label));
        }
        all.keys.push((key, labels));
    }
    for subject in exam.subjects() {
        let mut scores = Vec::with_capacity(all.len());
        parts
            .iter()
            .for_each(|records| scores.extend(raw(records, &subject.id).map(|score| score.map(to_f64))));
        all.columns.push((subject.id, scores));
    }
    for table in &tables {
        for (subject, measure) in &table.columns {
            let mut values = Vec::with_capacity(all.len());
            for records in &parts {
                table.look_up(records, subject, measure, &mut values)?;
            }
            all.columns.push((format!("{subject}_{measure}"), values));
        }
    }
    Ok(all)
}

/// The scores of a subject; `None` for who has none.
fn raw<'r>(records: &'r Records, subject: &str) -> impl Iterator<Item = Option<Rational>> + 'r {
    let column = records.scores.iter().find(|column| column.subject.id == subject);
    (0..records.len).map(move |at| {
        let column = column.filter(|column| column.marks[at] == Mark::Scored)?;
        Some(column.subject.scale.score(i64::from(column.ticks[at])))
    })
}

impl<'f> Looked<'f> {
    fn new(table: &'f Figures, exam: &Exam) -> Result<Looked<'f>> {
        let at_score = table.key_index(SCORE).ok_or_else(|| Error::InvalidArgument {
            argument: "tables".to_owned(),
            found: table.keys.join(", "),
            expected: Text::new(
                "按分数列出的结果（score_table、standard_score、scaled_score）",
                "figures by score (score_table, standard_score, scaled_score)",
            ),
        })?;
        let at_hand = exam.keys();
        let places: Vec<usize> =
            (0..table.keys.len()).filter(|at| at_hand.contains(&table.keys[*at])).collect();
        let mut looked = Looked {
            keys: places.iter().map(|at| table.keys[*at].as_str()).collect(),
            columns: Vec::new(),
            of: HashMap::new(),
        };
        for row in table.iter() {
            let (Some(subject), Some(score)) = (row.subject_label(), &row.group()[at_score]) else {
                continue;
            };
            // Bands of several scores hold of no single one.
            let Some(score) = Decimal::parse(score.as_bytes()) else { continue };
            let column = (subject.as_str(), row.measure());
            if !looked.columns.contains(&column) {
                looked.columns.push(column);
            }
            let labels = places.iter().map(|at| row.group()[*at].as_deref()).collect();
            let of_score = looked.of.entry((row.year(), labels, subject, row.measure())).or_default();
            of_score.insert(score.to_rational(), row.value().map(|value| value.to_f64()));
        }
        Ok(looked)
    }

    fn look_up(
        &self,
        records: &Records,
        subject: &str,
        measure: &str,
        values: &mut Vec<Option<f64>>,
    ) -> Result<()> {
        let keys = self.keys.iter().map(|key| records.key(key)).collect::<Result<Vec<_>>>()?;
        let year = records.key(YEAR).ok();
        for (at, score) in raw(records, subject).enumerate() {
            let year = year.map_or(Ok(None), |year| parse_year(year.label(at)))?;
            let labels = keys.iter().map(|key| Some(key.label(at))).collect();
            let of_score = self.of.get(&(year, labels, subject, measure));
            values.push(score.and_then(|score| *of_score?.get(&score)?));
        }
        Ok(())
    }
}
