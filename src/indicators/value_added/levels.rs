//! Bands of entry and of exit scores, cut alike: by shares from the top, or at shares of the full marks.

use super::super::arguments::Arguments;
use super::super::definition::{Default, Kind, Parameter};
use super::cohort::Cohort;
use super::distributions::{Scores, Side, band};
use crate::error::{Error, Result};
use crate::figures::{Clauses, Phrase, Term};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Subject;

pub const BANDS: Parameter = Parameter {
    name: "bands",
    text: Text::new("等级怎样划定", "how bands are cut"),
    kind: Kind::Choice(&[
        ("quarters", Text::new("前 25%、中间 50%、后 25%", "first 25 %, middle 50 %, last 25 %")),
        ("nine", Text::new("九段：4 7 12 17 20 17 12 7 4%", "nine: 4 7 12 17 20 17 12 7 4 %")),
        (
            "nine_shenzhen",
            Text::new(
                "九段（深圳）：5 10 10 15 20 15 10 10 5%",
                "nine (Shenzhen): 5 10 10 15 20 15 10 10 5 %",
            ),
        ),
        ("six", Text::new("六级：10 15 15 20 15 25%", "six: 10 15 15 20 15 25 %")),
        ("thresholds", Text::new("按分数线（thresholds）", "at `thresholds`")),
    ]),
    default: Default::Value("quarters"),
    many: false,
};

pub const CUTS: Parameter = Parameter {
    name: "cuts",
    text: Text::new(
        "自定的累计份额，从上往下，如 0.1、0.5（代替 bands）",
        "own cumulative shares from the top, such as 0.1 and 0.5 (in place of `bands`)",
    ),
    kind: Kind::Share,
    default: Default::Nothing,
    many: true,
};

pub const THRESHOLDS: Parameter = Parameter {
    name: "thresholds",
    text: Text::new(
        "bands 为 thresholds 时的界线，从上往下：不超过 1 为满分的份额，大于 1 为分数（默认 0.85、0.6）",
        "with `bands` = thresholds, from the top: up to 1 a share of the full mark, above 1 a score (0.85 and 0.6, if not given)",
    ),
    kind: Kind::Threshold,
    default: Default::Nothing,
    many: true,
};

const NINE: &[i128] = &[4, 11, 23, 40, 60, 77, 89, 96];
const NINE_SHENZHEN: &[i128] = &[5, 15, 25, 40, 60, 75, 85, 95];
const SIX: &[i128] = &[10, 25, 40, 60, 75];
const QUARTERS: &[i128] = &[25, 75];

/// How bands are cut.
pub enum Scheme {
    Shares(Vec<Rational>),
    Thresholds(Vec<Rational>),
}

/// The bands of a cohort: 0 is the best.
pub struct Levels {
    pub bands: usize,
    entry: Vec<i64>,
    exit: Vec<i64>,
}

impl Scheme {
    pub fn asked(arguments: &Arguments) -> Result<Scheme> {
        let cuts = arguments.numbers("cuts");
        if !cuts.is_empty() {
            ordered("cuts", &cuts, |pair| pair[0] < pair[1], ASCENDING)?;
            return Ok(Scheme::Shares(cuts));
        }
        let of = |percents: &[i128]| percents.iter().map(|percent| Rational::new(*percent, 100)).collect();
        Ok(match arguments.text("bands") {
            Some("nine") => Scheme::Shares(of(NINE)),
            Some("nine_shenzhen") => Scheme::Shares(of(NINE_SHENZHEN)),
            Some("six") => Scheme::Shares(of(SIX)),
            Some("thresholds") => {
                let given = arguments.numbers("thresholds");
                ordered("thresholds", &given, |pair| pair[0] > pair[1], DESCENDING)?;
                Scheme::Thresholds(if given.is_empty() { of(&[85, 60]) } else { given })
            }
            _ => Scheme::Shares(of(QUARTERS)),
        })
    }

    pub fn method(&self) -> Clauses {
        match self {
            Scheme::Shares(cuts) => {
                let hundred = Rational::from_integer(100);
                BY_SHARES.with([cuts.iter().map(|cut| Term::chosen(*cut * hundred)).collect()]).into()
            }
            Scheme::Thresholds(lines) => {
                BY_THRESHOLDS.with([lines.iter().map(|line| Term::chosen(*line)).collect()]).into()
            }
        }
    }

    /// `None` where a full mark is not known that is needed.
    pub fn of(&self, cohort: &Cohort) -> Option<Levels> {
        match self {
            Scheme::Shares(cuts) => {
                let [entry, exit] = [Side::Entry, Side::Exit].map(|side| {
                    let scores = Scores::of(cohort, side);
                    cuts.iter().map(|cut| scores.cut(*cut)).collect()
                });
                Some(Levels { bands: cuts.len() + 1, entry, exit })
            }
            Scheme::Thresholds(lines) => {
                let of = |subject: &Subject| -> Option<Vec<i64>> {
                    let one = Rational::from_integer(1);
                    let score = |line: &Rational| {
                        if *line > one { Some(*line) } else { subject.full_mark.map(|full| full * *line) }
                    };
                    lines.iter().map(|line| Some(subject.scale.ticks_at_least(score(line)?))).collect()
                };
                Some(Levels { bands: lines.len() + 1, entry: of(&cohort.entry)?, exit: of(&cohort.exit)? })
            }
        }
    }
}

impl Levels {
    pub fn of(&self, entry: i64, exit: i64) -> (usize, usize) {
        (band(&self.entry, entry), band(&self.exit, exit))
    }
}

fn ordered(
    argument: &str,
    numbers: &[Rational],
    is_right: impl Fn(&[Rational]) -> bool,
    expected: Text,
) -> Result<()> {
    match numbers.windows(2).all(is_right) {
        true => Ok(()),
        false => Err(Error::InvalidArgument {
            argument: argument.to_owned(),
            found: numbers.iter().map(|number| crate::number::plain(*number)).collect::<Vec<_>>().join(", "),
            expected,
        }),
    }
}

const ASCENDING: Text = Text::new("从小到大、互不相同的累计份额", "cumulative shares that ascend");
const DESCENDING: Text = Text::new("从高到低、互不相同的界线", "thresholds that descend");

static BY_SHARES: Phrase = Phrase::new(
    "bands_by_shares",
    "等级按全体相连考生从上往下的累计份额 {}% 划定，同分归较好的一等",
    "bands at the first {} % of all linked candidates, ties to the better",
);
static BY_THRESHOLDS: Phrase = Phrase::new(
    "bands_by_thresholds",
    "等级界线 {}（不超过 1 的为满分的份额）",
    "bands at {} (up to 1: of the full mark)",
);
