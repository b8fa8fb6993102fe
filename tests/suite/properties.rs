//! What must hold for any data, not only for the examples.

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::figures::{Figures, Value};
use edugauge::number::{Decimal, Rational, Scale, round_half_up};
use edugauge::records::{KeyColumn, Mark, Records, ScoreColumn, Subject};
use edugauge::render::csv::figures_csv;
use edugauge::tally::Tally;
use proptest::prelude::*;

use crate::support::{Given, figures, whole};

/// A candidate: school, residence, sex, and two cells.
type Row = (usize, usize, usize, (i32, Mark), (i32, Mark));

const SCHOOLS: [&str; 5] = ["051", "012", "甲校", "", "乙校"];
const RESIDENCES: [&str; 3] = ["乡村", "城区", "镇区"];
const SEXES: [&str; 2] = ["女", "男"];
const KEYS: [&str; 3] = ["school", "residence", "sex"];

fn cell() -> impl Strategy<Value = (i32, Mark)> {
    let mark = prop_oneof![8 => Just(Mark::Scored), 1 => prop::sample::select(&Mark::ALL[..])];
    (0..=200i32, mark).prop_map(|(ticks, mark)| (if mark == Mark::Scored { ticks } else { 0 }, mark))
}

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (0..SCHOOLS.len(), 0..RESIDENCES.len(), 0..SEXES.len(), cell(), cell());
    prop::collection::vec(row, 0..most)
}

/// Labels numbered in order of appearance, as intake does: two parts of a file number them differently.
fn key(name: &str, labels: &[&str], codes: impl Iterator<Item = usize>) -> KeyColumn {
    let mut column = KeyColumn { name: name.to_owned(), ..KeyColumn::default() };
    for label in codes.map(|code| labels[code]) {
        let known = column.labels.iter().position(|known| known == label);
        let code = known.unwrap_or_else(|| {
            column.labels.push(label.to_owned());
            column.labels.len() - 1
        });
        column.codes.push(u32::try_from(code).unwrap());
    }
    column
}

fn scores(id: &str, cells: impl Iterator<Item = (i32, Mark)>) -> ScoreColumn {
    let subject = Subject { id: id.to_owned(), full_mark: Some(whole(100)), scale: half_points() };
    let (ticks, marks) = cells.unzip();
    ScoreColumn { subject, ticks, marks }
}

fn half_points() -> Scale {
    Scale::new(Rational::new(1, 2)).unwrap()
}

fn records(rows: &[Row]) -> Records {
    Records {
        rows: Vec::new(),
        len: rows.len(),
        keys: vec![
            key("school", &SCHOOLS, rows.iter().map(|row| row.0)),
            key("residence", &RESIDENCES, rows.iter().map(|row| row.1)),
            key("sex", &SEXES, rows.iter().map(|row| row.2)),
        ],
        scores: vec![
            scores("chinese", rows.iter().map(|row| row.3)),
            scores("total", rows.iter().map(|row| row.4)),
        ],
    }
}

/// Whether these have totals of which none can be read: a source of a kind of its own, for which no total of its
/// year is given.
fn without_totals(rows: &[Row]) -> bool {
    let counted = tally(rows, &[]);
    let total = counted.subjects.iter().position(|subject| subject.id == "total").unwrap();
    let of = |group: &edugauge::tally::Group| {
        let totals = &group.distributions[total];
        (totals.tested(), totals.marked(Mark::Invalid))
    };
    counted.groups.iter().all(|group| of(group).0 == 0) && counted.groups.iter().any(|group| of(group).1 > 0)
}

fn tally(rows: &[Row], keys: &[&str]) -> Tally {
    Tally::count(&records(rows), keys).unwrap()
}

/// Every indicator over candidates, with what it needs.
const ASKED: &[(&str, &Given<'_>)] = &[
    ("admission_rate", &[("lines", &["本二=60", "本一=80"])]),
    ("rate_per_10k", &[("lines", &["60"]), ("population", &["12345"]), ("basis", &["resident"])]),
    ("subject_mean", &[]),
    ("excellent_rate", &[]),
    ("good_rate", &[]),
    ("pass_rate", &[]),
    ("low_rate", &[]),
    ("score_table", &[("width", &["5"])]),
    ("n_tiles", &[("tiles", &["5"]), ("ties", &["middle"])]),
    ("rank_bands", &[("edges", &["5", "20"])]),
    ("rank_of_score", &[("scores", &["60"])]),
    ("line_from_share", &[("share", &["0.3"])]),
    ("standard_score", &[]),
    ("scaled_score", &[("subjects", &["chinese"])]),
    ("mean_deviation", &[]),
    ("mean_ratio", &[]),
    ("above_mean_rate", &[("convention", &["share"])]),
    ("group_t_score", &[]),
    ("subject_quantiles", &[]),
    ("tail_mean", &[]),
    ("target_attainment", &[("lines", &["60"]), ("targets", &["5"])]),
    ("subject_gap", &[]),
];

/// What k copies of everybody leave as it is. Deviations with n − 1, interpolated quantiles and ranks in persons
/// are other numbers of another group.
const UNMOVED_BY_COPIES: &[(&str, &Given<'_>, &[&str])] = &[
    ("admission_rate", &[("lines", &["本二=60", "本一=80"])], &["rate"]),
    ("subject_mean", &[], &["mean", "facility"]),
    ("excellent_rate", &[], &["rate"]),
    ("good_rate", &[], &["rate"]),
    ("pass_rate", &[], &["rate"]),
    ("low_rate", &[], &["rate"]),
    ("score_table", &[("width", &["5"])], &["share", "cumulative_share"]),
    ("standard_score", &[], &["z", "t", "ceeb", "normalised_t", "stanine", "percentile_rank"]),
    ("scaled_score", &[("subjects", &["chinese"])], &["scaled"]),
    ("subject_quantiles", &[], &["minimum", "maximum", "mode"]),
    ("mean_deviation", &[], &["deviation"]),
    ("mean_ratio", &[], &["ratio"]),
    ("above_mean_rate", &[("convention", &["share"])], &["rate"]),
    ("tail_mean", &[], &["mean"]),
];

fn all_figures(exam: &Exam, by: &[&str]) -> Vec<Figures> {
    ASKED.iter().map(|(id, given)| figures(exam, id, by, given)).collect()
}

fn exact(value: Option<Value>) -> Option<Rational> {
    match value {
        Some(Value::Exact(ratio)) => Some(ratio),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn parts_add_up_to_the_whole(all in rows(120), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(all.len() + 1)).collect();
        ends.extend([0, all.len()]);
        ends.sort_unstable();
        let mut sum = Tally::default();
        for part in ends.windows(2) {
            sum.merge(&tally(&all[part[0]..part[1]], &KEYS)).unwrap();
        }
        prop_assert_eq!(sum, tally(&all, &KEYS));
    }

    #[test]
    fn nothing_added_changes_nothing(all in rows(40)) {
        let whole = tally(&all, &KEYS);
        let mut left = Tally::default();
        left.merge(&whole).unwrap();
        prop_assert_eq!(&left, &whole);
        left.merge(&Tally::default()).unwrap();
        prop_assert_eq!(&left, &whole);
        left.merge(&tally(&[], &KEYS)).unwrap();
        prop_assert_eq!(&left, &whole);
    }

    #[test]
    fn a_marginal_is_a_direct_count(all in rows(120), keys in prop::sample::subsequence(&KEYS[..], 0..=3)) {
        prop_assert_eq!(tally(&all, &KEYS).marginal(&keys).unwrap(), tally(&all, &keys));
    }

    /// Against counting by hand: per school and mark, per school and score.
    #[test]
    fn counts_are_what_counting_finds(all in rows(120)) {
        for group in tally(&all, &["school"]).groups {
            let of_school: Vec<&Row> = all.iter().filter(|row| SCHOOLS[row.0] == group.labels[0]).collect();
            let distribution = &group.distributions[1];
            prop_assert_eq!(distribution.registered(), of_school.len() as u64);
            for mark in Mark::ALL {
                let marked = of_school.iter().filter(|row| row.4.1 == mark).count();
                prop_assert_eq!(distribution.marked(mark), marked as u64);
            }
            for ticks in 0..=201 {
                let reached = of_school.iter().filter(|row| row.4.1 == Mark::Scored && row.4.0 >= ticks).count();
                prop_assert_eq!(distribution.at_least(i64::from(ticks)), Some(reached as u64));
            }
        }
    }

    /// A subject that only one of two files has is blank for the candidates of the other.
    #[test]
    fn merging_other_subjects_loses_nobody(first in rows(40), second in rows(40)) {
        prop_assume!(!first.is_empty() && !second.is_empty());
        let (mut left, mut right) = (records(&first), records(&second));
        left.scores.truncate(1);
        right.scores.remove(0);
        let mut sum = Tally::count(&left, &["sex"]).unwrap();
        sum.merge(&Tally::count(&right, &["sex"]).unwrap()).unwrap();
        let everybody = (first.len() + second.len()) as u64;
        for subject in 0..2 {
            let registered: u64 = sum.groups.iter().map(|group| group.distributions[subject].registered()).sum();
            prop_assert_eq!(registered, everybody);
        }
    }

    #[test]
    fn another_scale_or_full_mark_is_refused(all in rows(20)) {
        let ours = tally(&all, &["sex"]);
        let mut other_step = records(&all);
        other_step.scores[0].subject.scale = Scale::of_decimals(0);
        let mut other_mark = records(&all);
        other_mark.scores[1].subject.full_mark = Some(whole(150));
        for other in [other_step, other_mark] {
            let fault = ours.clone().merge(&Tally::count(&other, &["sex"]).unwrap()).unwrap_err();
            let not_mergeable = matches!(fault, Error::NotMergeable { .. });
            prop_assert!(not_mergeable);
            prop_assert_eq!(fault.code(), "EG-112");
        }
    }

    #[test]
    fn k_times_the_candidates_leave_means_and_rates(all in rows(60), k in 2..5usize) {
        let (once, times) = (Exam::from_records(records(&all)), Exam::from_records(records(&all.repeat(k))));
        for (id, given, measures) in UNMOVED_BY_COPIES {
            let of = |exam| {
                let rows = figures(exam, id, &["residence"], given).to_vec().into_iter();
                rows.filter(|figure| measures.contains(&figure.measure)).collect::<Vec<_>>()
            };
            let (ones, many) = (of(&once), of(&times));
            prop_assert_eq!(ones.len(), many.len());
            for (one, many) in ones.iter().zip(&many) {
                prop_assert_eq!((one.measure, one.status), (many.measure, many.status));
                prop_assert_eq!(one.n.map(|n| n * k as u64), many.n);
                match (one.value, many.value) {
                    (Some(Value::Real(one)), Some(Value::Real(many))) => {
                        prop_assert!((one - many).abs() <= 1e-12 * one.abs().max(1.0), "{id}: {one} {many}");
                    }
                    (one, many) => prop_assert_eq!(one, many, "{}", id),
                }
            }
        }
    }

    /// Numerators are counts of candidates or sums of their scores.
    #[test]
    fn k_times_the_candidates_are_k_times_the_numerator(all in rows(60), k in 2..5usize) {
        let (once, times) = (Exam::from_records(records(&all)), Exam::from_records(records(&all.repeat(k))));
        for (id, measure) in [("subject_mean", "mean"), ("pass_rate", "rate"), ("low_rate", "rate")] {
            let of = |exam| figures(exam, id, &["residence"], &[]).to_vec().into_iter().filter(|f| f.measure == measure);
            for (one, many) in of(&once).zip(of(&times)) {
                let times = |value| exact(value).map(|ratio| ratio * whole(k as i128));
                prop_assert_eq!(times(one.numerator), exact(many.numerator));
            }
        }
    }

    /// Schools that change their names change places in the tables, and nothing else. (Clustered errors are sums
    /// of doubles in the order of the schools: those of `subject_gap` may differ in the last bit.)
    #[test]
    fn what_schools_are_called_leaves_every_figure(all in rows(80), names in Just(SCHOOLS.to_vec()).prop_shuffle()) {
        let renamed = |row: &Row| (SCHOOLS.iter().position(|name| *name == names[row.0]).unwrap(), row.1, row.2, row.3, row.4);
        let other: Vec<Row> = all.iter().map(renamed).collect();
        let lines = |figures: &Figures| {
            let text = String::from_utf8(figures_csv(figures)).unwrap();
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        for (id, given) in ASKED.iter().filter(|(id, _)| *id != "subject_gap") {
            let ours = figures(&Exam::from_records(records(&all)), id, &["school"], given);
            let theirs = figures(&Exam::from_records(records(&other)), id, &["school"], given);
            let mut turned = ours.none();
            for mut row in ours.to_vec() {
                let name = row.group[0].as_deref().unwrap_or("");
                row.group[0] = Some(names[SCHOOLS.iter().position(|school| *school == name).unwrap()].into());
                turned.push(row);
            }
            prop_assert_eq!(lines(&turned), lines(&theirs), "{}", id);
        }
    }

    /// Every figure, errors and all, to the byte.
    #[test]
    fn the_order_of_rows_leaves_every_figure(
        (all, shuffled) in rows(80).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let (ordered, other) = (Exam::from_records(records(&all)), Exam::from_records(records(&shuffled)));
        for by in [&[][..], &["school"], &["sex", "school"]] {
            for (ours, theirs) in all_figures(&ordered, by).iter().zip(all_figures(&other, by)) {
                prop_assert_eq!(figures_csv(ours), figures_csv(&theirs));
            }
        }
    }

    /// A tally that was asked for before is not that of the candidates who came later.
    #[test]
    fn what_was_asked_before_is_not_what_is_there_now(first in rows(40), second in rows(40)) {
        prop_assume!(!first.is_empty() && !second.is_empty());
        prop_assume!(!without_totals(&first) && !without_totals(&second));
        let mut exam = Exam::from_records(records(&first));
        let before = figures_csv(&figures(&exam, "subject_mean", &["sex"], &[]));
        prop_assert_eq!(&before, &figures_csv(&figures(&exam, "subject_mean", &["sex"], &[])));
        let copy = exam.clone();
        exam.join(Exam::from_records(records(&second)));
        let both = Exam::from_records(records(&[&first[..], &second[..]].concat()));
        let asked = |exam: &Exam| figures_csv(&figures(exam, "subject_mean", &["sex"], &[]));
        prop_assert_eq!(asked(&exam), asked(&both));
        prop_assert_eq!(asked(&copy), before);
    }

    #[test]
    fn two_files_give_the_figures_of_one(all in rows(80), cut in any::<prop::sample::Index>()) {
        let (first, second) = all.split_at(cut.index(all.len() + 1));
        prop_assume!(!first.is_empty() && !second.is_empty());
        prop_assume!(!without_totals(first) && !without_totals(second));
        let mut parts = Exam::from_records(records(first));
        parts.join(Exam::from_tally(tally(second, &["sex", "residence", "school"])));
        let one = Exam::from_records(records(&all));
        for (ours, theirs) in all_figures(&one, &["sex"]).iter().zip(all_figures(&parts, &["sex"])) {
            prop_assert_eq!(figures_csv(ours), figures_csv(&theirs));
        }
    }

    #[test]
    fn the_gap_the_other_way_round_is_its_negative(all in rows(80)) {
        let exam = Exam::from_records(records(&all));
        // A gap between groups that nobody is of is refused.
        let has = |label: &str| all.iter().any(|row| RESIDENCES[row.1] == label);
        prop_assume!(has("城区") && has("乡村"));
        let gap = |first, second| figures(&exam, "subject_gap", &[], &[("first", &[first]), ("second", &[second])]);
        let (one, other) = (gap("城区", "乡村"), gap("乡村", "城区"));
        prop_assert_eq!(one.len(), other.len());
        for (a, b) in one.iter().zip(&other).filter(|(a, _)| !a.measure().starts_with("mean_")) {
            prop_assert_eq!((a.measure(), &a.subject(), a.status(), a.n()), (b.measure(), &b.subject(), b.status(), b.n()));
            prop_assert_eq!(exact(a.value()).map(|value| -value), exact(b.value()));
            prop_assert_eq!(a.value().map(|v| -v.to_f64()), b.value().map(Value::to_f64));
            prop_assert_eq!((a.se(), a.df(), a.p_value()), (b.se(), b.df(), b.p_value()));
            prop_assert_eq!((a.lower().map(|l| -l), a.upper().map(|u| -u)), (b.upper(), b.lower()));
        }
    }
}

/// Half up by long division on paper: digit by digit, then one more digit decides, then the carries.
fn by_hand(numerator: i64, denominator: u64, decimals: u8) -> String {
    let (numerator_abs, denominator) = (u128::from(numerator.unsigned_abs()), u128::from(denominator));
    let mut digits: Vec<u8> = (numerator_abs / denominator).to_string().bytes().map(|b| b - b'0').collect();
    let mut rest = numerator_abs % denominator;
    for _ in 0..decimals {
        rest *= 10;
        digits.push(u8::try_from(rest / denominator).unwrap());
        rest %= denominator;
    }
    if rest * 10 / denominator >= 5 {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, 1);
                break;
            }
            at -= 1;
            if digits[at] < 9 {
                digits[at] += 1;
                break;
            }
            digits[at] = 0;
        }
    }
    let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let (whole, fraction) = text.split_at(text.len() - usize::from(decimals));
    let sign = if numerator < 0 && digits.iter().any(|digit| *digit != 0) { "-" } else { "" };
    let point = if decimals == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

proptest! {
    #[test]
    fn rounding_is_half_up_as_on_paper(numerator in any::<i64>(), denominator in 1..=1_000_000_000u64, decimals in 0..=9u8) {
        let value = Rational::new(i128::from(numerator), i128::from(denominator));
        prop_assert_eq!(round_half_up(value, decimals), by_hand(numerator, denominator, decimals));
    }

    /// Near zero, where a sign may be left over: -0.04 with one place is 0.0.
    #[test]
    fn small_numbers_round_to_a_plain_zero(numerator in -99i64..=99, denominator in 1..=1_000u64, decimals in 0..=2u8) {
        let value = Rational::new(i128::from(numerator), i128::from(denominator));
        prop_assert_eq!(round_half_up(value, decimals), by_hand(numerator, denominator, decimals));
    }

    /// Halves, where a double would go either way: k + 1/2 in the last place.
    #[test]
    fn exact_halves_go_away_from_zero(k in -1_000_000_000i64..1_000_000_000, decimals in 0..=9u8) {
        let denominator = 2 * 10u64.pow(u32::from(decimals));
        let value = Rational::new(i128::from(2 * k + 1), i128::from(denominator));
        prop_assert_eq!(round_half_up(value, decimals), by_hand(2 * k + 1, denominator, decimals));
        let away = if k >= 0 { k + 1 } else { k };
        let expected = Rational::new(i128::from(away), 10i128.pow(u32::from(decimals)));
        prop_assert_eq!(Decimal::parse(round_half_up(value, decimals).as_bytes()).unwrap().to_rational(), expected);
    }

    #[test]
    fn decimals_survive_being_written_and_read(mantissa in -i64::MAX..=i64::MAX, decimals in 0..=18u8) {
        let text = {
            let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = usize::from(decimals) + 1);
            let (whole, fraction) = digits.split_at(digits.len() - usize::from(decimals));
            let sign = if mantissa < 0 { "-" } else { "" };
            if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
        };
        let read = Decimal::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(read.to_rational(), Rational::new(i128::from(mantissa), 10i128.pow(u32::from(decimals))));
        prop_assert_eq!(Decimal::parse(read.to_string().as_bytes()), Some(read));
        let trailing_zero = read.decimals > 0 && read.mantissa % 10 == 0;
        prop_assert!(!trailing_zero, "{} keeps a trailing zero", text);
    }

    /// Any text: read only if it is digits with at most one point inside and one sign before.
    #[test]
    fn only_plain_decimals_are_numbers(text in "[-+]?[0-9.eE, _１]{0,8}") {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
        let parts: Vec<&str> = digits.split('.').collect();
        let all_digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
        prop_assert_eq!(Decimal::parse(text.as_bytes()).is_some(), all_digits && parts.len() <= 2);
    }

    #[test]
    fn a_score_has_its_ticks_and_reaches_itself(ticks in -1_000_000i64..1_000_000, halves in any::<bool>(), decimals in 0..=3u8) {
        let scale = if halves { half_points() } else { Scale::of_decimals(decimals) };
        let score = scale.score(ticks);
        prop_assert_eq!(scale.ticks(score), Some(ticks));
        prop_assert_eq!(scale.ticks_at_least(score), ticks);
        prop_assert_eq!(scale.ticks_at_least(score + scale.step() / whole(3)), ticks + 1);
        prop_assert_eq!(scale.ticks(score + scale.step() / whole(3)), None);
    }
}
