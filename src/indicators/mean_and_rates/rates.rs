//! The four rates: excellent, good, pass, low.

use super::rate_counts::{Side, rates};
use super::{INTERVAL, POOLED, TESTED};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    Parts, SUBJECTS, Whom,
};
use crate::indicators::weighted::WEIGHT;
use crate::lang::Text;

/// The four rates differ only in name, threshold and side.
struct RateWords {
    id: &'static str,
    name: Text,
    aliases: &'static [&'static str],
    summary: Text,
    formula: Text,
    katex: &'static str,
    numerator: Text,
    docstring: &'static str,
    example_steps: Text,
    parameters: &'static [Parameter],
    method: Method,
}

const fn threshold(default: &'static str) -> Parameter {
    Parameter {
        name: "threshold",
        text: Text::new(
            "界线：不超过 1 的数是满分的份额，大于 1 的数是单科的分数（不用于总分）；可分科写，如 数学=70、语文=0.6",
            "the threshold: up to 1 a share of the full mark, above 1 a score of single subjects (not of the total); one a subject as mathematics=70",
        ),
        kind: Kind::Thresholds,
        default: Default::Value(default),
        many: true,
    }
}

const BANDS: Parameter = Parameter {
    name: "bands",
    text: Text::new(
        "cumulative 累计（含更好的等次）或 band 分段（不含更好的等次）",
        "cumulative (the better bands count) or band (they are left out)",
    ),
    kind: Kind::Choice(&[
        ("cumulative", Text::new("累计", "the better bands count")),
        ("band", Text::new("分段", "the better bands are left out")),
    ]),
    default: Default::Value("cumulative"),
    many: false,
};

const fn upper(default: &'static str) -> Parameter {
    Parameter {
        name: "upper",
        text: Text::new(
            "更好等次的界线，只在分段时用；写法同 threshold",
            "the threshold of the next better band, used with band only; written like `threshold`",
        ),
        kind: Kind::Thresholds,
        default: Default::Value(default),
        many: true,
    }
}

const RANK_SHARE: Parameter = Parameter {
    name: "rank_share",
    text: Text::new(
        "常模参照：界线取全体最好的 base_share 中，名次在此份额处的分数，代替 threshold",
        "norm-referenced: the threshold is the score at this share of the ranking of the whole's best `base_share`, in place of `threshold`",
    ),
    kind: Kind::Share,
    default: Default::Nothing,
    many: false,
};

const UPPER_RANK_SHARE: Parameter = Parameter {
    name: "upper_rank_share",
    text: Text::new(
        "常模参照的分段口径中，更好等次的名次份额",
        "the rank share of the next better band, used with rank_share and band",
    ),
    kind: Kind::Share,
    default: Default::Nothing,
    many: false,
};

const BASE_SHARE: Parameter = Parameter {
    name: "base_share",
    text: Text::new(
        "常模参照的基数：全体实考考生中最好的这一份额，1 为全部",
        "whom the rank share is of: the best this share of all tested, 1 for all; used with rank_share only",
    ),
    kind: Kind::Threshold,
    default: Default::Value("0.9"),
    many: false,
};

const RATE_MEASURES: &[Measure] = &[Measure::new(
    "rate",
    Text::new("比率", "rate"),
    Discloses::Share { part: Whom::Scoring, whole: Whom::Tested },
)];
const EXCELLENT_PARAMETERS: &[Parameter] =
    &[threshold("0.85"), RANK_SHARE, BASE_SHARE, SUBJECTS, INTERVAL, CONFIDENCE, WEIGHT];
const GOOD_PARAMETERS: &[Parameter] = &[
    threshold("0.7"),
    BANDS,
    upper("0.85"),
    RANK_SHARE,
    UPPER_RANK_SHARE,
    BASE_SHARE,
    SUBJECTS,
    INTERVAL,
    CONFIDENCE,
    WEIGHT,
];
const PASS_PARAMETERS: &[Parameter] = &[
    threshold("0.6"),
    BANDS,
    upper("0.7"),
    RANK_SHARE,
    UPPER_RANK_SHARE,
    BASE_SHARE,
    SUBJECTS,
    INTERVAL,
    CONFIDENCE,
    WEIGHT,
];
const LOW_PARAMETERS: &[Parameter] =
    &[threshold("0.4"), RANK_SHARE, BASE_SHARE, SUBJECTS, INTERVAL, CONFIDENCE, WEIGHT];

const fn rate_indicator(words: RateWords, expected: &'static [Expected]) -> Indicator {
    Indicator {
        id: words.id,
        name: words.name,
        aliases: words.aliases,
        summary: words.summary,
        formula: words.formula,
        katex: words.katex,
        universe: TESTED,
        numerator: words.numerator,
        denominator: Text::new("实考人数", "candidates tested"),
        aggregation: POOLED,
        unit: Unit::Percent,
        decimals: 1,
        layout: Layout::Single(Parts::SHARE),
        measures: RATE_MEASURES,
        parameters: words.parameters,
        edges: Text::new(
            "无人实考：no_denominator；界线按满分份额给出而满分未知：missing_input；界线是分数时的总分（除非只算总分，或写明 total=…）、界线高于满分的科目：not_applicable；界线或名次落在一分一段表合并档内：not_applicable；分段时上界不高于界线、或常模参照而没有更好等次的份额：报错；按学校聚类的区间而不知学校、不足 2 所或各校没有差异：区间为空并说明",
            "nobody tested: no_denominator; a share without a full mark: missing_input; the total where the threshold is a score (unless nothing else is asked for, or total=… is given), or a subject whose full mark is below it: not_applicable; a threshold or rank inside an open bucket: not_applicable; band with an upper threshold not above the threshold, or norm-referenced without the rank share of the better band: refused; an interval clustered by school without schools, with fewer than 2 or with none that differ: no interval, and the note says why",
        ),
        reference: Text::new(
            "各地教育局质量分析通行口径（累计口径；常模参照以最好的 90% 为基数）；区间：Wilson (1927)、Clopper & Pearson (1934)、Agresti & Coull (1998)、Korn & Graubard (1998)",
            "usage of education bureaus, cumulative convention, norm-referenced on the best 90 %; intervals: Wilson (1927), Clopper & Pearson (1934), Agresti & Coull (1998), Korn & Graubard (1998)",
        ),
        docstring: words.docstring,
        example: Example {
            input: "考号,数学\n1,100\n2,85\n3,70\n4,60\n5,39.5\n6,缺考\n",
            by: &[],
            arguments: &[],
            steps: words.example_steps,
            expected,
        },
        method: words.method,
    }
}

pub const EXCELLENT_RATE: Indicator = rate_indicator(
    RateWords {
        id: "excellent_rate",
        name: Text::new("优秀率", "excellent rate"),
        aliases: &["优分率"],
        summary: Text::new(
            "达到优秀线的实考考生所占百分比",
            "share of those tested who reach the excellent threshold",
        ),
        formula: Text::new(
            "优秀率 = 分数 ≥ 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score ≥ threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i \ge cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 ≥ 界线的人数（默认满分的 85%）",
            "scores ≥ threshold (default 0.85 of the full mark)",
        ),
        docstring: include_str!("excellent_rate.txt"),
        example_steps: Text::new(
            "满分 100:≥ 85 的有 100、85，2 ÷ 5 = 40.0",
            "full mark 100: 100 and 85 are ≥ 85, 2 / 5 = 40.0",
        ),
        parameters: EXCELLENT_PARAMETERS,
        method: Method::Exam(|exam, request| rates(exam, request, "excellent_rate", Side::AtLeast)),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "40.0" }],
);

pub const GOOD_RATE: Indicator = rate_indicator(
    RateWords {
        id: "good_rate",
        name: Text::new("良好率", "good rate"),
        aliases: &["优良率"],
        summary: Text::new(
            "达到良好线的实考考生所占百分比（含优秀）",
            "share of those tested who reach the good threshold, the excellent included",
        ),
        formula: Text::new(
            "良好率 = 分数 ≥ 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score ≥ threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i \ge cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 ≥ 界线的人数（默认满分的 70%）",
            "scores ≥ threshold (default 0.7 of the full mark)",
        ),
        docstring: include_str!("good_rate.txt"),
        example_steps: Text::new(
            "满分 100:≥ 70 的有 100、85、70，3 ÷ 5 = 60.0",
            "full mark 100: 100, 85, 70 are ≥ 70, 3 / 5 = 60.0",
        ),
        parameters: GOOD_PARAMETERS,
        method: Method::Exam(|exam, request| rates(exam, request, "good_rate", Side::AtLeast)),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "60.0" }],
);

pub const PASS_RATE: Indicator = rate_indicator(
    RateWords {
        id: "pass_rate",
        name: Text::new("及格率", "pass rate"),
        aliases: &["合格率"],
        summary: Text::new(
            "达到及格线的实考考生所占百分比",
            "share of those tested who reach the pass threshold",
        ),
        formula: Text::new(
            "及格率 = 分数 ≥ 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score ≥ threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i \ge cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 ≥ 界线的人数（默认满分的 60%）",
            "scores ≥ threshold (default 0.6 of the full mark)",
        ),
        docstring: include_str!("pass_rate.txt"),
        example_steps: Text::new(
            "满分 100:≥ 60 的有 100、85、70、60，4 ÷ 5 = 80.0",
            "full mark 100: 100, 85, 70, 60 are ≥ 60, 4 / 5 = 80.0",
        ),
        parameters: PASS_PARAMETERS,
        method: Method::Exam(|exam, request| rates(exam, request, "pass_rate", Side::AtLeast)),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "80.0" }],
);

pub const LOW_RATE: Indicator = rate_indicator(
    RateWords {
        id: "low_rate",
        name: Text::new("低分率", "low rate"),
        aliases: &["后进率"],
        summary: Text::new(
            "低于低分线的实考考生所占百分比",
            "share of those tested who stay below the low threshold",
        ),
        formula: Text::new(
            "低分率 = 分数 < 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score < threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i < cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 < 界线的人数（默认满分的 40%）",
            "scores < threshold (default 0.4 of the full mark)",
        ),
        docstring: include_str!("low_rate.txt"),
        example_steps: Text::new(
            "满分 100:< 40 的只有 39.5，1 ÷ 5 = 20.0",
            "full mark 100: only 39.5 is < 40, 1 / 5 = 20.0",
        ),
        parameters: LOW_PARAMETERS,
        method: Method::Exam(|exam, request| rates(exam, request, "low_rate", Side::Below)),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "20.0" }],
);
