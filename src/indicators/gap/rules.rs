//! The conventions that all gaps share: between whom, what its error means, how it is computed.

use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Clause, Phrase, Term};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{Default, Kind, Parameter};
use crate::indicators::schools::school_key;
use crate::lang::Text;

/// Of what the candidates are taken to be a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Universe {
    /// These are all there are.
    Census,
    /// This year's, from those whom the schools produce.
    Cohort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    Linearised,
    Independent,
    Percentile,
    Bca,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// CR2 where a group has fewer than [`Rules::MANY_SCHOOLS`], else CR1.
    Auto,
    Cr1,
    Cr2,
}

/// How the errors of a request are computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub universe: Universe,
    pub kind: ErrorKind,
    pub correction: Correction,
    /// Whether intervals and p-values are normal ones, whatever the degrees of freedom.
    pub normal: bool,
    pub confidence: f64,
    pub replicates: usize,
    /// Relabellings of the permutation test, if it is asked for.
    pub permutations: Option<usize>,
    pub seed: u64,
    /// The key of the schools, if any is at hand.
    pub school: Option<String>,
}

impl Rules {
    /// From so many schools in each group on the bias of the plain sandwich does not matter: Cameron & Miller
    /// (2015), Journal of Human Resources 50, 317–372, put "few" between 20 and 50.
    pub const MANY_SCHOOLS: usize = 40;

    pub fn asked(exam: &Exam, request: &Request<'_>) -> Result<Rules> {
        let school = school_key(exam, request.arguments.text("cluster"));
        Ok(Rules { school, ..Rules::of_counts(request)? })
    }

    /// Where no school is known.
    pub fn of_counts(request: &Request<'_>) -> Result<Rules> {
        let text = |name| request.arguments.text(name).unwrap_or_default();
        let count = |name| request.arguments.whole(name);
        Ok(Rules {
            universe: match text("universe") {
                "census" => Universe::Census,
                "sample" => return Err(sample_is_not_for_this()),
                _ => Universe::Cohort,
            },
            kind: match text("error") {
                "independent" => ErrorKind::Independent,
                "bootstrap" => ErrorKind::Percentile,
                "bca" => ErrorKind::Bca,
                _ => ErrorKind::Linearised,
            },
            correction: match text("correction") {
                "cr1" => Correction::Cr1,
                "cr2" => Correction::Cr2,
                _ => Correction::Auto,
            },
            normal: text("distribution") == "normal",
            confidence: request.arguments.confidence(),
            replicates: count("replicates").map_or(2000, |count| count as usize),
            permutations: count("permutations").map(|count| count as usize),
            seed: count("seed").unwrap_or(1),
            school: None,
        })
    }
}

impl Rules {
    /// The degrees of freedom of intervals and p-values.
    pub fn df(&self, of_error: f64) -> f64 {
        if self.normal { f64::INFINITY } else { of_error }
    }
}

/// What a linearised error says of itself.
pub fn clustered(key: &str, clusters: usize, correction: &'static Phrase) -> Clause {
    CLUSTERED.with([Term::key(key), Term::found(clusters), correction.into()])
}

static CLUSTERED: Phrase = Phrase::new(
    "clustered",
    "按{}聚类（{} 个群），线性化，{}",
    "clustered by {} ({} clusters), linearised, {}",
);
pub static CR1: Phrase = Phrase::new("cr1", "G/(G−1)", "G/(G-1)");
pub static CR2: Phrase = Phrase::new("cr2", "CR2，Satterthwaite 自由度", "CR2, Satterthwaite df");

fn sample_is_not_for_this() -> Error {
    Error::InvalidArgument {
        argument: "universe".to_owned(),
        found: "sample".to_owned(),
        expected: Text::new(
            "census 或 cohort；抽样调查（权数、分层、重复权数）请用 survey_gap",
            "census or cohort; of a sample survey (weights, strata, replicate weights) take survey_gap",
        ),
    }
}

pub const GROUP: Parameter = Parameter {
    name: "group",
    text: Text::new("按哪一个字段分组", "the key that tells the groups apart"),
    kind: Kind::Name,
    default: Default::Value("residence"),
    many: false,
};

pub const FIRST: Parameter = Parameter {
    name: "first",
    text: Text::new(
        "第一组的标签，可多个（默认城区一类）",
        "labels of the first group, any number (urban by default)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const SECOND: Parameter = Parameter {
    name: "second",
    text: Text::new(
        "第二组的标签，可多个（默认乡村一类）",
        "labels of the second group, any number (rural by default)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const TOWNS: Parameter = Parameter {
    name: "towns",
    text: Text::new(
        "镇区算在哪边：apart 都不算、urban 城、rural 乡",
        "where towns belong: apart, urban or rural",
    ),
    kind: Kind::Choice(&[
        ("apart", Text::new("都不算", "in neither group")),
        ("urban", Text::new("算城", "with urban")),
        ("rural", Text::new("算乡", "with rural")),
    ]),
    default: Default::Value("apart"),
    many: false,
};

pub const CLUSTER: Parameter = Parameter {
    name: "cluster",
    text: Text::new(
        "误差按哪一个字段聚类（默认学校代码，没有则学校）",
        "the key by which errors are clustered (school code, else school)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

pub const UNIVERSE: Parameter = Parameter {
    name: "universe",
    text: Text::new(
        "误差指什么：census 普查（就是全体考生，没有抽样误差）、cohort 届别（这一届是各校所能培养的学生的一次抽取）、sample 抽样调查",
        "what the error means: census (these are all the candidates, no sampling error), cohort (this year's are a draw from those whom the schools produce), sample (a survey)",
    ),
    kind: Kind::Choice(&[
        ("census", Text::new("普查", "all candidates, no sampling error")),
        ("cohort", Text::new("届别", "a draw from those whom the schools produce")),
        ("sample", Text::new("抽样", "a sample survey")),
    ]),
    default: Default::Value("cohort"),
    many: false,
};

pub const CORRECTION: Parameter = Parameter {
    name: "correction",
    text: Text::new(
        "聚类误差的小样本修正：auto 某组不足 40 所学校时用 CR2，否则 CR1",
        "small-sample correction of the clustered error: auto takes CR2 where a group has fewer than 40 schools, else CR1",
    ),
    kind: Kind::Choice(&[
        ("auto", Text::new("自动", "CR2 below 40 schools in a group, else CR1")),
        ("cr1", Text::new("CR1", "factor G/(G-1), G - cells degrees of freedom")),
        ("cr2", Text::new("CR2", "Bell-McCaffrey, Satterthwaite degrees of freedom")),
    ]),
    default: Default::Value("auto"),
    many: false,
};

pub const DISTRIBUTION: Parameter = Parameter {
    name: "distribution",
    text: Text::new(
        "区间与 p 值所用的分布：t 用误差的自由度（Welch–Satterthwaite 或 Bell–McCaffrey），normal 用正态分布（DeLong 等的做法，如 R pROC）",
        "distribution of intervals and p-values: t with the degrees of freedom of the error (Welch-Satterthwaite or Bell-McCaffrey), or normal, as DeLong et al. have it for the AUC (R pROC)",
    ),
    kind: Kind::Choice(&[
        ("t", Text::new("t 分布", "Student's t with the error's degrees of freedom")),
        ("normal", Text::new("正态分布", "normal, whatever the degrees of freedom")),
    ]),
    default: Default::Value("t"),
    many: false,
};

pub const ERROR: Parameter = Parameter {
    name: "error",
    text: Text::new(
        "误差怎么算：linearised 线性化（按学校聚类）、bootstrap 学校自助法（百分位）、bca 学校自助法（BCa）、independent 视考生相互独立",
        "how the error is computed: linearised (clustered by school), bootstrap of schools (percentile), bca, or independent candidates",
    ),
    kind: Kind::Choice(&[
        ("linearised", Text::new("线性化", "linearised, clustered by school")),
        ("bootstrap", Text::new("自助法", "bootstrap of schools, percentile interval")),
        ("bca", Text::new("自助法 BCa", "bootstrap of schools, BCa interval")),
        ("independent", Text::new("相互独立", "candidates independent")),
    ]),
    default: Default::Value("linearised"),
    many: false,
};

pub const REPLICATES: Parameter = Parameter {
    name: "replicates",
    text: Text::new("自助法的重复次数，至多 100000", "replicates of the bootstrap, 100,000 at most"),
    kind: Kind::Repeats,
    default: Default::Value("2000"),
    many: false,
};

pub const PERMUTATIONS: Parameter = Parameter {
    name: "permutations",
    text: Text::new(
        "给出时，p 值来自学校标签的置换检验，至多这么多次（排列总数不超过时全部列举）",
        "if given, p-values come from permuting the schools' labels, at most so many times (all of them if there are no more)",
    ),
    kind: Kind::Repeats,
    default: Default::Nothing,
    many: false,
};
