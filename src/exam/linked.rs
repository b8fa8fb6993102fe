//! Two examinations put side by side, candidate by candidate: the exit examination with the entry scores of those who
//! are found in the other, and an account of who was found.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::YEAR;
use crate::records::{KeyColumn, Keyed, Mark, Records, ScoreColumn};
use crate::subjects::{TOTAL, entry_of};

/// Which school candidates count for who changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movers {
    ExitSchool,
    EntrySchool,
    /// None, and they are no part of the reference.
    Exclude,
    /// None; they are part of the reference.
    StayersOnly,
}

/// The candidates of one examination, each with the id by which the two are linked.
pub struct Side {
    pub records: Records,
    /// Of each candidate; empty where there is none, or where more than one row has it.
    pub ids: Vec<String>,
    /// Ids that more than one row has.
    pub repeated: u64,
    /// Candidates whose number stands in no mapping.
    pub without_mapping: u64,
}

/// Who was found. Counts and means only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// The subject at entry and at exit in which scores are counted here.
    pub subjects: [String; 2],
    /// Candidates at entry and at exit.
    pub candidates: [u64; 2],
    pub without_id: [u64; 2],
    pub without_mapping: [u64; 2],
    pub repeated: [u64; 2],
    /// Found in both.
    pub matched: u64,
    pub entry_only: u64,
    pub exit_only: u64,
    /// Of the matched, those without a score at entry and at exit.
    pub without_score: [u64; 2],
    /// With a score at both.
    pub linked: u64,
    /// With an exit score.
    pub exit_scored: u64,
    /// Of the matched, those whose school is another; `None` where the two have no school in common.
    pub movers: Option<u64>,
    /// Means in points: at entry of the linked and of those at entry only, at exit of the linked and of those at exit
    /// only.
    pub means: [Option<f64>; 4],
    /// How most ids are written.
    pub shapes: [String; 2],
    /// By school: with an exit score, and linked.
    pub schools: Vec<(String, u64, u64)>,
}

impl Account {
    /// Of those with an exit score, the share who are linked.
    pub fn match_rate(&self) -> Option<f64> {
        (self.exit_scored > 0).then(|| self.linked as f64 / self.exit_scored as f64)
    }
}

impl Side {
    /// From the ids of all rows of its file.
    pub fn new(records: Records, rows: &[(u64, String)]) -> Side {
        let mut seen: HashMap<&str, u32> = HashMap::with_capacity(rows.len());
        for (_, id) in rows.iter().filter(|(_, id)| !id.is_empty()) {
            *seen.entry(id.as_str()).or_default() += 1;
        }
        let repeated = seen.values().filter(|count| **count > 1).count() as u64;
        let by_row: HashMap<u64, &str> = rows.iter().map(|(row, id)| (*row, id.as_str())).collect();
        let id = |row: &u64| by_row.get(row).filter(|id| seen.get(**id) == Some(&1)).map_or("", |id| *id);
        let ids = records.rows.iter().map(|row| id(row).to_owned()).collect();
        Side { records, ids, repeated, without_mapping: 0 }
    }

    /// With the ids that a table gives for its own numbers.
    pub fn mapped(self, mapping: &HashMap<String, String>) -> Side {
        let mut taken: HashMap<&str, u32> = HashMap::new();
        let found = || self.ids.iter().filter_map(|id| mapping.get(id));
        found().for_each(|id| *taken.entry(id.as_str()).or_default() += 1);
        let repeated = taken.values().filter(|count| **count > 1).count() as u64;
        let without =
            self.ids.iter().filter(|id| !id.is_empty() && !mapping.contains_key(*id)).count() as u64;
        let once = |id: &String| mapping.get(id).filter(|id| taken.get(id.as_str()) == Some(&1)).cloned();
        let ids = self.ids.iter().map(|id| once(id).unwrap_or_default()).collect();
        Side { ids, repeated: self.repeated + repeated, without_mapping: without, records: self.records }
    }

    fn column(&self, subject: &str) -> Option<&ScoreColumn> {
        self.records.scores.iter().find(|column| column.subject.id == subject)
    }

    fn subjects(&self) -> impl Iterator<Item = &str> {
        self.records.scores.iter().map(|column| column.subject.id.as_str())
    }

    /// The key of the schools, of two sides the one that both have.
    fn school<'s>(&'s self, other: &'s Side) -> Option<[&'s KeyColumn; 2]> {
        let of = |name: &str| Some([self.records.key(name).ok()?, other.records.key(name).ok()?]);
        of("school_code").or_else(|| of("school"))
    }
}

/// The exit examination with entry scores, and the account.
pub fn link(entry: &Side, exit: Side, movers: Movers) -> (Records, Account) {
    let places: HashMap<&str, usize> = (0..entry.ids.len())
        .filter(|at| !entry.ids[*at].is_empty())
        .map(|at| (entry.ids[at].as_str(), at))
        .collect();
    let found: Vec<Option<usize>> = exit.ids.iter().map(|id| places.get(id.as_str()).copied()).collect();
    let moved = moved(entry, &exit, &found);
    let account = account(entry, &exit, &found, moved.as_deref());
    let mut records = exit.records;
    for column in &entry.records.scores {
        records.scores.push(beside(column, &found));
    }
    let schools = ["school_code", "school"].map(|name| entry.records.key(name).ok()).into_iter().flatten();
    for key in schools {
        let labels = labels_of(key, &found);
        records.add_key(KeyColumn::interned(&format!("entry_{}", key.name), labels));
    }
    if let Some(moved) = moved {
        settle(&mut records, entry, &found, &moved, movers);
    }
    (records, account)
}

fn labels_of<'k>(key: &'k KeyColumn, found: &'k [Option<usize>]) -> impl Iterator<Item = &'k str> {
    found.iter().map(|at| at.map_or("", |at| key.label(at)))
}

/// The entry scores of those who were found.
fn beside(column: &ScoreColumn, found: &[Option<usize>]) -> ScoreColumn {
    let mut subject = column.subject.clone();
    subject.id = entry_of(&subject.id);
    ScoreColumn {
        subject,
        ticks: found.iter().map(|at| at.map_or(0, |at| column.ticks[at])).collect(),
        marks: found.iter().map(|at| at.map_or(Mark::Blank, |at| column.marks[at])).collect(),
    }
}

/// Who changed his school; `None` where the two have none in common.
fn moved(entry: &Side, exit: &Side, found: &[Option<usize>]) -> Option<Vec<bool>> {
    let [before, after] = entry.school(exit)?;
    let known: HashSet<&String> = after.labels.iter().collect();
    let is_common = |label: &String| !label.is_empty() && known.contains(label);
    before.labels.iter().any(is_common).then(|| {
        let changed = |(at, found): (usize, &Option<usize>)| {
            let before = found.map_or("", |found| before.label(found));
            let after = after.label(at);
            !before.is_empty() && !after.is_empty() && before != after
        };
        found.iter().enumerate().map(changed).collect()
    })
}

/// Puts those who changed their school where they are to count.
fn settle(records: &mut Records, entry: &Side, found: &[Option<usize>], moved: &[bool], movers: Movers) {
    match movers {
        Movers::ExitSchool => {}
        Movers::Exclude => keep(records, |at| !moved[at]),
        Movers::EntrySchool | Movers::StayersOnly => {
            for key in &mut records.keys {
                let before = entry.records.key(&key.name).ok().filter(|_| key.name != YEAR);
                let Some(before) = before else { continue };
                let label = |at: usize| match (moved[at], movers, found[at]) {
                    (true, Movers::EntrySchool, Some(found)) => before.label(found),
                    (true, ..) => "",
                    (false, ..) => key.label(at),
                };
                let labels: Vec<&str> = (0..moved.len()).map(label).collect();
                *key = KeyColumn::interned(&key.name, labels.into_iter());
            }
        }
    }
}

fn keep(records: &mut Records, is_kept: impl Fn(usize) -> bool) {
    fn only<T: Copy>(all: &mut Vec<T>, is_kept: &impl Fn(usize) -> bool) {
        let mut at = 0;
        all.retain(|_| {
            at += 1;
            is_kept(at - 1)
        });
    }
    only(&mut records.rows, &is_kept);
    records.keys.iter_mut().for_each(|key| only(&mut key.codes, &is_kept));
    for column in &mut records.scores {
        only(&mut column.ticks, &is_kept);
        only(&mut column.marks, &is_kept);
    }
    records.len = records.rows.len();
}

/// The subject in which scores are counted: the total, or the first that both have.
fn subjects(entry: &Side, exit: &Side) -> [String; 2] {
    let both: Vec<&str> = exit.subjects().filter(|id| entry.column(id).is_some()).collect();
    let common = both.iter().find(|id| **id == TOTAL).or(both.first());
    match common {
        Some(id) => [(*id).to_owned(), (*id).to_owned()],
        None => [entry, exit].map(|side| {
            let total = side.subjects().find(|id| *id == TOTAL);
            total.or_else(|| side.subjects().next()).unwrap_or_default().to_owned()
        }),
    }
}

fn account(entry: &Side, exit: &Side, found: &[Option<usize>], moved: Option<&[bool]>) -> Account {
    let subjects = subjects(entry, exit);
    let [of_entry, of_exit] = [entry.column(&subjects[0]), exit.column(&subjects[1])];
    let score = |column: Option<&ScoreColumn>, at: usize| {
        let column = column.filter(|column| column.marks[at] == Mark::Scored)?;
        let step = column.subject.scale.step();
        Some(f64::from(column.ticks[at]) * *step.numer() as f64 / *step.denom() as f64)
    };
    let mut account = Account {
        candidates: [entry, exit].map(|side| side.records.len as u64),
        without_id: [entry, exit].map(|side| side.ids.iter().filter(|id| id.is_empty()).count() as u64),
        without_mapping: [entry, exit].map(|side| side.without_mapping),
        repeated: [entry, exit].map(|side| side.repeated),
        shapes: [entry, exit].map(|side| usual_shape(&side.ids)),
        movers: moved.map(|moved| moved.iter().filter(|moved| **moved).count() as u64),
        subjects,
        ..Account::default()
    };
    let mut means = [(0u64, 0.0); 4];
    let mut add = |at: usize, score: f64| {
        means[at].0 += 1;
        means[at].1 += score;
    };
    let mut is_found = vec![false; entry.records.len];
    let mut schools: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let school = exit.records.key("school").or_else(|_| exit.records.key("school_code")).ok();
    for (at, place) in found.iter().enumerate() {
        let after = score(of_exit, at);
        let before = place.and_then(|place| score(of_entry, place));
        account.exit_scored += u64::from(after.is_some());
        match place {
            None => account.exit_only += 1,
            Some(place) => {
                is_found[*place] = true;
                account.matched += 1;
                account.without_score[0] += u64::from(before.is_none());
                account.without_score[1] += u64::from(after.is_none());
            }
        }
        if let (Some(before), Some(after)) = (before, after) {
            account.linked += 1;
            add(0, before);
            add(2, after);
        } else if let Some(after) = after {
            add(3, after);
        }
        if let Some(school) = school.filter(|_| after.is_some()) {
            let own = schools.entry(school.label(at)).or_default();
            own.0 += 1;
            own.1 += u64::from(before.is_some());
        }
    }
    for at in (0..is_found.len()).filter(|at| !is_found[*at]) {
        account.entry_only += 1;
        score(of_entry, at).into_iter().for_each(|score| add(1, score));
    }
    account.means = means.map(|(n, sum)| (n > 0).then(|| sum / n as f64));
    account.schools =
        schools.into_iter().map(|(school, (scored, linked))| (school.to_owned(), scored, linked)).collect();
    account
}

/// How most of the first ids are written, without what they say.
fn usual_shape(ids: &[String]) -> String {
    let mut shapes: BTreeMap<String, u32> = BTreeMap::new();
    let character = |c: char| match c {
        c if c.is_ascii_digit() => '0',
        c if c.is_ascii_alphabetic() => 'x',
        c if c.is_alphanumeric() => '＊',
        c => c,
    };
    for id in ids.iter().filter(|id| !id.is_empty()).take(1000) {
        *shapes.entry(id.chars().map(character).collect()).or_default() += 1;
    }
    shapes.into_iter().max_by_key(|(_, count)| *count).map_or_else(String::new, |(shape, _)| shape)
}
