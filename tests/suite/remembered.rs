//! Tallies that follow from others asked for before are those that are counted.

use std::fmt::Write;

use edugauge::error::Error;
use edugauge::exam::{Exam, YearTally};
use edugauge::intake::{Keys, Pace, ReadOptions, Wanted, read_candidates};

use crate::support::written;

/// More schools a year than a small tally has groups; each has one residence, but for the divided ones.
fn export(divided: &[usize]) -> String {
    let mut text = "年份,考号,学校,城乡,性别,语文,数学\n".to_owned();
    for number in 0..6000 {
        let (year, school) = (2011 + number % 2, number / 2 % 1200);
        let is_rural = school % 3 == 0 || (divided.contains(&school) && number > 3000);
        let (residence, sex) = (["城区", "乡村"][usize::from(is_rural)], ["男", "女"][number / 7 % 2]);
        let (chinese, mathematics) = (number * 37 % 101, number * 53 % 97);
        writeln!(text, "{year},{number:05},第{school}中学,{residence},{sex},{chinese},{mathematics}")
            .unwrap();
    }
    text
}

fn exam(text: &str) -> Exam {
    let file = written(text);
    let wanted = Wanted { counts: Some(Keys::All), records: 0 };
    let pace = Pace::default();
    let candidates = read_candidates(file.path(), &ReadOptions::default(), &wanted, pace, None).unwrap();
    let again = || Err(Error::KeyNotAtHand { key: String::new(), at_hand: Vec::new() });
    Exam::from_counts(candidates.cube.unwrap(), None, Box::new(again))
}

fn same(found: &[YearTally], counted: &[YearTally]) {
    assert_eq!(found.len(), counted.len());
    for (found, counted) in found.iter().zip(counted) {
        assert_eq!((found.year, found.only_scored), (counted.year, counted.only_scored));
        assert!(found.tally == counted.tally, "{:?}", found.tally.keys);
    }
}

/// Asks for one tally after the other, and for each of an examination that knows no other.
fn asked_in_turn(text: &str, in_turn: &[&[&str]]) {
    let one = exam(text);
    for keys in in_turn {
        same(&one.by_year(keys).unwrap(), &exam(text).by_year(keys).unwrap());
    }
}

#[test]
fn tallies_that_follow_from_others_are_those_counted() {
    let in_turn: [&[&str]; 7] = [
        &["school"],
        &["residence", "school"],
        &["school", "residence", "sex"],
        &["residence", "sex"],
        &["sex"],
        &[],
        &["residence"],
    ];
    for divided in [&[][..], &[7], &[7, 8, 601]] {
        asked_in_turn(&export(divided), &in_turn);
    }
}

#[test]
fn the_counts_of_a_school_are_shared_by_the_tallies_that_hold_it() {
    let counts_of = |exam: &Exam, keys: &[&str]| {
        let years = exam.by_year(keys).unwrap();
        let of_school = |group: &&edugauge::tally::Group| group.labels.contains(&"第7中学".to_owned());
        years[0].tally.groups.iter().find(of_school).unwrap().distributions[0].counts().as_ptr()
    };
    let (undivided, divided) = (exam(&export(&[])), exam(&export(&[7])));
    assert_eq!(counts_of(&undivided, &["school"]), counts_of(&undivided, &["residence", "school"]));
    assert_ne!(counts_of(&divided, &["school"]), counts_of(&divided, &["residence", "school"]));
}
