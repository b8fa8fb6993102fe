//! What an indicator says of itself. Help, `explain`, the reference pages and the tests all come from here.

use std::collections::HashMap;

use super::change::{CHANGE_NAME, changed_measure};
pub use super::discloses::{Discloses, INSTITUTIONS, Measure, Whom};
use super::{
    Request, balance, between_schools, comparison, composite, control_lines, cut_scores, decomposition,
    distribution, equivalent_score, gap, mean_and_rates, models, n_tiles, participation, placement,
    rank_bands, ratio, scaling, standard_scores, survey, targets,
};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Unit};
use crate::lang::{Lang, Text, nearest};
use crate::records::SmallTable;
use crate::threads::Lazy;

/// A registered indicator: its definition, its conventions and how to compute it.
#[derive(Debug)]
pub struct Indicator {
    pub id: &'static str,
    pub name: Text,
    /// Other names in use, for searching.
    pub aliases: &'static [&'static str],
    /// One line: what the quantity is, per what.
    pub summary: Text,
    pub formula: Text,
    pub katex: &'static str,
    /// Who counts.
    pub universe: Text,
    pub numerator: Text,
    pub denominator: Text,
    /// How the figure of a whole follows from its parts.
    pub aggregation: Text,
    pub unit: Unit,
    /// Places that published tables show.
    pub decimals: u8,
    /// What each `measure` of the figures is, and what it discloses, in order.
    pub measures: &'static [Measure],
    pub parameters: &'static [Parameter],
    /// What happens at the edges, and with which status.
    pub edges: Text,
    pub reference: Text,
    pub example: Example,
    pub method: Method,
}

/// From what an indicator is computed.
#[derive(Clone, Copy, Debug)]
pub enum Method {
    Exam(fn(&Exam, &Request<'_>) -> Result<Figures>),
    /// From candidates held against the score tables of a whole; with the table of the worked example.
    Against(fn(&Exam, &Exam, &Request<'_>) -> Result<Figures>, &'static str),
    Table(fn(&SmallTable, &Request<'_>) -> Result<Figures>),
    /// A table with a row per pupil, as text or as numbers in memory.
    Rows(fn(&survey::Rows<'_>, &Request<'_>) -> Result<Figures>),
}

/// An argument of an indicator. Where `kind` is a choice, it is a convention and is written into the method.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub text: Text,
    pub kind: Kind,
    pub default: Default,
    /// Whether several values may be given.
    pub many: bool,
}

/// What is taken where an argument is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    Value(&'static str),
    /// Nothing: the parameter is optional.
    Nothing,
    Required,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A share between 0 and 1, exclusive.
    Share,
    /// A share from 0 to 1, inclusive.
    Probability,
    /// Any number.
    Number,
    /// A number above zero that is no score: degrees of freedom, a factor.
    Positive,
    /// A number of points above zero.
    Points,
    /// A share of the full mark (up to 1) or a score (above 1).
    Threshold,
    /// Such a threshold for all subjects, or `SUBJECT=` one.
    Thresholds,
    Count,
    /// How often something is done again, which takes its time.
    Repeats,
    Choice(&'static [(&'static str, Text)]),
    /// `[YEAR/][TRACK:][NAME=]SCORE`.
    CutScore,
    /// `[YEAR[/GROUP]=]COUNT[万]`.
    Population,
    /// `[YEAR/][GROUP:][LINE=]COUNT`.
    Target,
    Subject,
    /// A column, a key or a label.
    Name,
}

/// A case small enough to check by hand; executed by the tests.
#[derive(Debug)]
pub struct Example {
    /// A CSV file as an export would hold it.
    pub input: &'static str,
    pub by: &'static [&'static str],
    pub arguments: &'static [(&'static str, &'static [&'static str])],
    /// The working by hand.
    pub steps: Text,
    pub expected: &'static [Expected],
}

/// One figure of an example, rounded half up to the digits written here.
#[derive(Debug)]
pub struct Expected {
    pub measure: &'static str,
    pub subject: Option<&'static str>,
    pub group: &'static [&'static str],
    pub value: &'static str,
}

/// Every indicator, in the order in which `list` shows them.
pub const INDICATORS: &[&Indicator] = &[
    &cut_scores::ADMISSION_RATE,
    &cut_scores::RATE_PER_10K,
    &cut_scores::BORDERLINE,
    &cut_scores::SUBJECT_CUT,
    &cut_scores::HITS,
    &cut_scores::TARGET_ATTAINMENT,
    &cut_scores::TOP_RANK_COUNT,
    &control_lines::CONTROL_LINES,
    &mean_and_rates::SUBJECT_MEAN,
    &mean_and_rates::EXCELLENT_RATE,
    &mean_and_rates::GOOD_RATE,
    &mean_and_rates::PASS_RATE,
    &mean_and_rates::LOW_RATE,
    &mean_and_rates::SUBJECT_QUANTILES,
    &mean_and_rates::TAIL_MEAN,
    &mean_and_rates::PASS_ALL_RATE,
    &participation::PARTICIPATION_RATE,
    &comparison::MEAN_DEVIATION,
    &comparison::MEAN_RATIO,
    &comparison::ABOVE_MEAN_RATE,
    &comparison::SUBJECT_SHARE,
    &comparison::GROUP_T_SCORE,
    &gap::SUBJECT_GAP,
    &gap::GAP,
    &gap::GAP_TREND,
    &gap::LEVEL_GAP,
    &distribution::SCORE_TABLE,
    &rank_bands::RANK_BANDS,
    &n_tiles::N_TILES,
    &placement::LINE_FROM_SHARE,
    &placement::RANK_OF_SCORE,
    &equivalent_score::EQUIVALENT_SCORE,
    &standard_scores::STANDARD_SCORE,
    &scaling::SCALED_SCORE,
    &ratio::RATIO,
    &balance::WEIGHTED_CV,
    &balance::INEQUALITY,
    &balance::BASIC_BALANCE,
    &balance::QUALITY_BALANCE,
    &between_schools::BETWEEN_SCHOOL_SHARE,
    &between_schools::SCHOOL_MEAN_SPREAD,
    &models::RANDOM_INTERCEPT,
    &models::MULTILEVEL_MODEL,
    &models::OAXACA_BLINDER,
    &decomposition::GAP_COMPOSITION,
    &decomposition::GAP_BY_SCHOOL,
    &decomposition::GAP_BETWEEN_SCHOOLS,
    &targets::COUNT_BY_YEAR,
    &targets::PLAN_ATTAINMENT,
    &targets::RETENTION_RATE,
    &targets::TEACHER_ROTATION,
    &composite::COMPOSITE_INDEX,
    &survey::SURVEY_MEAN,
    &survey::SURVEY_RATE,
    &survey::SURVEY_QUANTILES,
    &survey::SURVEY_LEVELS,
    &survey::SURVEY_TOTAL,
    &survey::SURVEY_RATIO,
    &survey::SURVEY_STANDARD_DEVIATION,
    &survey::SURVEY_CORRELATION,
    &survey::SURVEY_DESIGN_EFFECT,
    &survey::SURVEY_GAP,
    &survey::SURVEY_AVERAGE,
    &survey::SURVEY_TREND,
    &survey::SURVEY_REGRESSION,
    &survey::SURVEY_LOGISTIC,
];

/// Every indicator by its id, Chinese name and aliases: figures are looked up by the hundred thousand.
static NAMED: Lazy<HashMap<&'static str, &'static Indicator>> = Lazy::new(|| {
    let mut named = HashMap::new();
    for indicator in INDICATORS {
        for name in [indicator.id, indicator.name.zh].iter().chain(indicator.aliases) {
            named.entry(*name).or_insert(*indicator);
        }
    }
    named
});

/// The indicator of that id, Chinese name or alias.
pub fn find(id: &str) -> Result<&'static Indicator> {
    NAMED.get(id).copied().ok_or_else(|| Error::UnknownIndicator {
        id: id.to_owned(),
        suggestion: nearest(id, INDICATORS.iter().map(|i| i.id)),
    })
}

/// The definition of a figure's measure; of one that is a change, that of the measure which changed.
pub fn measure_of(figure: &Figure) -> Option<&'static Measure> {
    let indicator = find(figure.indicator).ok()?;
    indicator.measure(figure.measure).or_else(|| indicator.measure(changed_measure(figure.measure)?))
}

/// What a figure's indicator and measure are called.
pub fn names(figure: &Figure, lang: Lang) -> (String, String) {
    let Ok(indicator) = find(figure.indicator) else {
        return (figure.indicator.to_owned(), figure.measure.to_owned());
    };
    let named = |id: &str| indicator.measure(id).map(|measure| measure.name);
    let measure = match (named(figure.measure), changed_measure(figure.measure).and_then(named)) {
        (Some(name), _) => name.get(lang).to_owned(),
        (None, Some(name)) => {
            let (name, change) = (name.get(lang), CHANGE_NAME.get(lang));
            lang.pick(format!("{name}{change}"), format!("{name}: {change}"))
        }
        (None, None) => figure.measure.to_owned(),
    };
    (indicator.name.get(lang).to_owned(), measure)
}

impl Indicator {
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|p| p.name == name)
    }

    pub fn measure(&self, id: &str) -> Option<&'static Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// Whether it is about pupils: small cells are hidden in public releases.
    pub fn is_about_pupils(&self) -> bool {
        self.measures.iter().any(|measure| !matches!(measure.discloses, Discloses::Nothing(_)))
    }

    /// Whether it lists pupils one by one, or ranks them: refused in public releases.
    pub fn lists_candidates(&self) -> bool {
        self.measures.iter().any(|measure| measure.discloses == Discloses::Candidate)
    }
}

pub const CONFIDENCE: Parameter = Parameter {
    name: "confidence",
    text: Text::new("区间的置信水平", "confidence of the intervals"),
    kind: Kind::Share,
    default: Default::Value("0.95"),
    many: false,
};

/// The key of the schools, where a method is by school.
pub const SCHOOL: Parameter = Parameter {
    name: "school",
    text: Text::new(
        "哪一个字段是学校(默认学校代码,没有则学校)",
        "the key that is the school (school code, else school)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

pub const SUBJECTS: Parameter = Parameter {
    name: "subjects",
    text: Text::new("科目(不给则为全部)", "the subjects (all, if not given)"),
    kind: Kind::Subject,
    default: Default::Nothing,
    many: true,
};

pub const SUBJECT: Parameter = Parameter {
    name: "subject",
    text: Text::new("在哪一科上计数", "the subject whose score counts"),
    kind: Kind::Subject,
    default: Default::Value("total"),
    many: false,
};
