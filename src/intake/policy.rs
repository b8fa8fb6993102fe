//! What counts where no plain score stands: nothing is assumed that a policy does not say.

use super::report::Report;
use super::scores::Reading;
use super::text::{narrow, trim};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::number::Decimal;
use crate::records::Mark;

/// What a policy says about a mark, a number or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The number is a score like any other.
    Score,
    /// Leaves the denominator.
    Exclude,
    /// Counts as a score of 0.
    Zero,
    /// Stands for this mark.
    Mark(Mark),
    /// A grade is worth so many points.
    Value(Decimal),
}

/// When the total of a candidate is not believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TotalRule {
    /// As soon as one subject is absent, deferred or a violation.
    #[default]
    Any,
    /// Only where no subject is scored; a derived total is the sum of the subjects that are.
    All,
    /// Never: the file's total stands.
    Given,
}

/// Which row of a candidate who is there twice counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    #[default]
    First,
    Last,
    /// The one with the higher total (the higher score, where each row is one candidate in one subject); of
    /// equal ones the first.
    Best,
    /// None: the file is refused.
    Refuse,
}

/// One line of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PolicyRule {
    subject: What,
    verdict: Verdict,
    /// As the user wrote it.
    pub words: String,
}

impl PolicyRule {
    /// The text of score cells that the rule is about, if it is about one.
    pub fn text(&self) -> Option<&str> {
        match &self.subject {
            What::Text(text) => Some(text),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Mark(Mark),
    Number(Decimal),
    Text(String),
}

/// The rules of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    pub(super) rules: Vec<PolicyRule>,
    pub total: TotalRule,
    pub duplicates: Duplicates,
}

/// A mark by its id or its Chinese name.
fn mark_named(word: &str) -> Option<Mark> {
    let statuses = [Mark::Blank, Mark::Absent, Mark::Deferred, Mark::Exempt, Mark::Violation];
    statuses.into_iter().find(|mark| mark.id() == word || mark.text().zh == word)
}

impl Policy {
    /// Adds a rule: `absent` → `exclude` or `zero`; a number such as `0`, `-1`, `999` → `score`, `zero` or a
    /// mark; any other text of a score cell → a mark, `zero`, what a grade is worth, `pass` (1) or `fail` (0); `total` → `any`, `all`, `given`;
    /// `duplicates` → `first`, `last`, `best`, `refuse`.
    ///
    /// ```
    /// use edugauge::intake::{Policy, TotalRule};
    /// let mut policy = Policy::default();
    /// policy.set("absent", "zero").unwrap();
    /// policy.set("-1", "absent").unwrap();
    /// policy.set("total", "all").unwrap();
    /// assert_eq!(policy.total, TotalRule::All);
    /// assert!(policy.set("absent", "nought").is_err());
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidArgument`].
    pub fn set(&mut self, what: &str, verdict: &str) -> Result<()> {
        self.try_set(trim(&narrow(what)), verdict.trim()).ok_or_else(|| Error::InvalidArgument {
            argument: format!("policy.{what}"),
            found: verdict.to_owned(),
            expected: expected(what),
        })
    }

    fn try_set(&mut self, what: &str, word: &str) -> Option<()> {
        match what {
            "total" => {
                self.total = match word {
                    "any" => TotalRule::Any,
                    "all" => TotalRule::All,
                    "given" => TotalRule::Given,
                    _ => return None,
                };
                return Some(());
            }
            "duplicates" => {
                self.duplicates = match word {
                    "first" => Duplicates::First,
                    "last" => Duplicates::Last,
                    "best" => Duplicates::Best,
                    "refuse" => Duplicates::Refuse,
                    _ => return None,
                };
                return Some(());
            }
            _ => {}
        }
        let verdict = match word {
            "score" => Verdict::Score,
            "exclude" => Verdict::Exclude,
            "zero" => Verdict::Zero,
            "pass" => Verdict::Value(Decimal { mantissa: 1, decimals: 0 }),
            "fail" => Verdict::Value(Decimal { mantissa: 0, decimals: 0 }),
            word => match Decimal::parse(word.as_bytes()) {
                Some(number) => Verdict::Value(number),
                None => Verdict::Mark(mark_named(word)?),
            },
        };
        let subject = match (mark_named(what), Decimal::parse(what.as_bytes()), verdict) {
            (Some(mark), _, Verdict::Exclude | Verdict::Zero) => What::Mark(mark),
            (_, Some(number), Verdict::Score | Verdict::Zero | Verdict::Mark(_)) => What::Number(number),
            (None, None, Verdict::Value(number)) if number.mantissa >= 0 && !what.is_empty() => {
                What::Text(what.to_owned())
            }
            (_, None, Verdict::Zero | Verdict::Mark(_)) if !what.is_empty() => What::Text(what.to_owned()),
            _ => return None,
        };
        self.rules.retain(|rule| rule.subject != subject);
        self.rules.push(PolicyRule { subject, verdict, words: format!("{what} = {word}") });
        Some(())
    }

    /// What the cell says under this policy, and the rules that said so.
    #[inline]
    pub(super) fn apply(&self, reading: Reading) -> (Reading, [Option<usize>; 2]) {
        if self.rules.is_empty() {
            return (reading, [None; 2]);
        }
        self.apply_rules(reading)
    }

    fn apply_rules(&self, reading: Reading) -> (Reading, [Option<usize>; 2]) {
        let zero = Reading::Score(Decimal { mantissa: 0, decimals: 0 });
        let (reading, first) = match reading {
            Reading::Score(number) | Reading::WideScore(number) | Reading::PercentScore(number) => {
                match self.rule(&What::Number(number)) {
                    Some((at, Verdict::Mark(mark))) => (Reading::Mark(mark), Some(at)),
                    Some((at, Verdict::Zero)) => return (zero, [Some(at), None]),
                    Some((at, _)) => return (reading, [Some(at), None]),
                    None => return (reading, [None; 2]),
                }
            }
            other => (other, None),
        };
        let Reading::Mark(mark) = reading else { return (reading, [first, None]) };
        match self.rule(&What::Mark(mark)) {
            Some((at, Verdict::Zero)) => (zero, [first, Some(at)]),
            Some((at, _)) => (reading, [first, Some(at)]),
            None => (reading, [first, None]),
        }
    }

    fn rule(&self, what: &What) -> Option<(usize, Verdict)> {
        let at = self.rules.iter().position(|rule| rule.subject == *what)?;
        Some((at, self.rules[at].verdict))
    }

    /// What a text in a score cell stands for by a rule of its own.
    pub(super) fn of_text(&self, text: &str) -> Option<(usize, Verdict)> {
        let same =
            |rule: &PolicyRule| matches!(&rule.subject, What::Text(own) if own.eq_ignore_ascii_case(text));
        let at = self.rules.iter().position(same)?;
        Some((at, self.rules[at].verdict))
    }

    /// Whether the policy says of any number what it is.
    pub(super) fn says_numbers(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule.subject, What::Number(_)))
    }

    /// Whether the policy says what this whole number is.
    pub(super) fn knows(&self, number: i64) -> bool {
        self.rule(&What::Number(Decimal { mantissa: number, decimals: 0 })).is_some()
    }
}

impl Report {
    /// Counts a cell that a rule of the policy decided.
    pub(super) fn touch(&mut self, rule: usize) {
        if self.touched.len() <= rule {
            self.touched.resize(rule + 1, 0);
        }
        self.touched[rule] += 1;
    }

    /// Puts the words of the rules to their counts.
    pub(super) fn name_rules(&mut self, policy: &Policy) {
        let cells = |(at, rule): (usize, &PolicyRule)| {
            let by_number = self.touched.get(at).copied().unwrap_or(0);
            let by_text = rule.text().and_then(|text| self.marks_seen.get(text)).copied().unwrap_or(0);
            (rule.words.clone(), by_number + by_text)
        };
        self.policy = policy.rules.iter().enumerate().map(cells).collect();
    }
}

fn expected(what: &str) -> Text {
    match what {
        "total" => Text::new("any、all 或 given", "any, all or given"),
        "duplicates" => Text::new("first、last、best 或 refuse", "first, last, best or refuse"),
        what if mark_named(what).is_some() => {
            Text::new("exclude（不进分母）或 zero（按 0 分计）", "exclude (leaves the denominator) or zero")
        }
        _ => Text::new(
            "score、zero 或一种状态：absent、deferred、exempt、violation、blank；等级写它的分数，或 pass（1）、fail（0）",
            "score, zero or a mark: absent, deferred, exempt, violation, blank; of a grade what it is worth, or pass (1), fail (0)",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(rules: &[(&str, &str)]) -> Policy {
        let mut policy = Policy::default();
        rules.iter().for_each(|(what, verdict)| policy.set(what, verdict).unwrap());
        policy
    }

    fn score(mantissa: i64) -> Reading {
        Reading::Score(Decimal { mantissa, decimals: 0 })
    }

    #[test]
    fn numbers_become_marks_and_marks_become_zero() {
        let policy = policy(&[("缺考", "zero"), ("-1", "absent"), ("999", "exempt"), ("0", "score")]);
        assert_eq!(policy.apply(score(-1)), (score(0), [Some(1), Some(0)]));
        assert_eq!(policy.apply(score(999)), (Reading::Mark(Mark::Exempt), [Some(2), None]));
        assert_eq!(policy.apply(score(0)), (score(0), [Some(3), None]));
        assert_eq!(policy.apply(score(90)), (score(90), [None, None]));
        assert_eq!(policy.apply(Reading::Mark(Mark::Violation)).0, Reading::Mark(Mark::Violation));
    }

    #[test]
    fn the_last_rule_for_a_thing_holds() {
        let policy = policy(&[("absent", "zero"), ("absent", "exclude"), ("事假", "absent")]);
        assert_eq!(policy.apply(Reading::Mark(Mark::Absent)).0, Reading::Mark(Mark::Absent));
        assert_eq!(policy.of_text("事假"), Some((1, Verdict::Mark(Mark::Absent))));
        let mut grades = Policy::default();
        [("优秀", "95"), ("P", "pass")].iter().for_each(|(what, worth)| grades.set(what, worth).unwrap());
        let worth = |mantissa| Some(Verdict::Value(Decimal { mantissa, decimals: 0 }));
        assert_eq!(
            ["优秀", "p"].map(|text| grades.of_text(text).map(|(_, worth)| worth)),
            [worth(95), worth(1)]
        );
    }

    #[test]
    fn senseless_rules_are_refused() {
        let mut policy = Policy::default();
        for rule in ["absent=score", "0=exclude", "=zero", "total=none", "x=score", "5=7", "x=-1"] {
            let (what, verdict) = rule.split_once('=').unwrap();
            assert!(policy.set(what, verdict).is_err(), "{what} = {verdict}");
        }
    }
}
