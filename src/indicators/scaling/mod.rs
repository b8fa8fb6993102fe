//! Grade-band scaling (等级赋分): raw scores of elective subjects onto one scale.

mod exam;
mod rule;
mod schemes;
mod words;

use super::arguments::Request;
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Whom,
};
use super::grouping::each_table;
use super::lines::Band;
use super::mean_and_rates::{count, open_ended};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Range, Status, Term, Told, Unit, Value};
use crate::lang::Text;
use crate::number::plain;
use crate::records::Subject;
use crate::tally::Distribution;
pub use exam::scaled_exam;
use rule::{Options, Shares, SingleScore, Ties, convert};

const SUBJECTS: Parameter = Parameter {
    name: "subjects",
    text: Text::new(
        "要赋分的科目，如 化学、生物、政治、地理",
        "the subjects to be scaled, such as chemistry",
    ),
    kind: Kind::Subject,
    default: Default::Required,
    many: true,
};

const fn convention(
    name: &'static str,
    text: Text,
    choices: &'static [(&'static str, Text)],
    default: &'static str,
) -> Parameter {
    Parameter { name, text, kind: Kind::Choice(choices), default: Default::Value(default), many: false }
}

const SCHEME: Parameter = convention(
    "scheme",
    Text::new(
        "办法：national_312（默认）、shandong、zhejiang、shanghai、beijing、tianjin，或 custom（由 bands 说明）",
        "the scheme: national_312, shandong, zhejiang, shanghai, beijing, tianjin, or custom (declared in `bands`)",
    ),
    &[
        ("national_312", Text::new("国家 3+1+2", "national 3+1+2: 5 bands, 100 to 30")),
        ("shandong", Text::new("山东", "Shandong: 8 bands, 100 to 21")),
        ("zhejiang", Text::new("浙江", "Zhejiang: 21 grades, 100 to 40")),
        ("shanghai", Text::new("上海", "Shanghai: 11 grades, 70 to 40")),
        ("beijing", Text::new("北京", "Beijing: 21 grades, 100 to 40")),
        ("tianjin", Text::new("天津", "Tianjin: 21 grades, 100 to 40")),
        ("custom", Text::new("自定", "declared in `bands`")),
    ],
    "national_312",
);

const BANDS: Parameter = Parameter {
    name: "bands",
    text: Text::new(
        "自定等级，从好到差：名称=份额:最高分-最低分，或 名称=份额:分数，如 A=15:100-86、1=5:70；份额为百分数，之和须为 100",
        "bands of a custom scheme, the best first: NAME=SHARE:HIGH-LOW or NAME=SHARE:SCORE, such as A=15:100-86 or 1=5:70; the shares, in per cent, add up to 100",
    ),
    kind: Kind::Band,
    default: Default::Nothing,
    many: true,
};

const TIES: Parameter = convention(
    "ties",
    Text::new(
        "份额落在同分之内时，同分者归 better 较好、worse 较差、nearest 较近一侧",
        "where a tie goes when a share ends inside it: better, worse or nearest",
    ),
    &[
        ("better", Text::new("归较好等级", "the whole tie to the better band")),
        ("worse", Text::new("归较差等级", "the whole tie to the worse band")),
        ("nearest", Text::new("归较近一侧", "to the side that keeps the share nearest; halfway: the better")),
    ],
    "better",
);

const SHARES: Parameter = convention(
    "shares",
    Text::new(
        "份额 cumulative 从第一名累计，或 per_band 从上一等级实际结束处起算",
        "shares counted cumulative from the top, or per_band from where the band above really ended",
    ),
    &[
        ("cumulative", Text::new("累计", "from the top")),
        ("per_band", Text::new("分段", "from where the band above ended")),
    ],
    "cumulative",
);

const SINGLE_SCORE: Parameter = convention(
    "single_score",
    Text::new(
        "一等级内只有一个原始分（Y1 = Y2）时取 upper 上限、lower 下限、middle 中点",
        "what a band of one raw score (Y1 = Y2) gets: upper, lower or middle",
    ),
    &[
        ("upper", Text::new("上限", "its highest scaled score")),
        ("lower", Text::new("下限", "its lowest scaled score")),
        ("middle", Text::new("中点", "the middle, rounded half up")),
    ],
    "upper",
);

const BASE: Parameter = convention(
    "base",
    Text::new(
        "份额的基数：scored 有成绩的全部，above_zero 不含原始 0 分；缺考从不计入",
        "whom the shares are of: scored, or above_zero (without raw 0); the absent never count",
    ),
    &[
        ("scored", Text::new("有成绩者", "all with a score")),
        ("above_zero", Text::new("不含 0 分", "those above raw 0")),
    ],
    "scored",
);

pub const SCALED_SCORE: Indicator = Indicator {
    id: "scaled_score",
    name: Text::new("等级赋分", "scaled score"),
    aliases: &["赋分", "赋分对照表", "赋分转换"],
    summary: Text::new(
        "原始分与赋分的对照表：每个原始分的等级、赋分与人数",
        "conversion table: the band, scaled score and candidates of every raw score, per subject",
    ),
    formula: Text::new(
        "按名次份额分等级；等级内（Y2 − Y）÷ (Y − Y1) = (T2 − T) ÷ (T − T1)，T 四舍五入取整",
        "bands by shares of the ranking; within a band (Y2 − Y) / (Y − Y1) = (T2 − T) / (T − T1), T rounded half up",
    ),
    katex: r"\frac{Y_2-Y}{Y-Y_1}=\frac{T_2-T}{T-T_1}",
    universe: Text::new(
        "该科有成绩的考生（可选择除去原始 0 分）；缺考不计入",
        "candidates with a score in the subject (`base` may leave out raw 0); the absent do not count",
    ),
    numerator: Text::new("得该原始分的人数", "candidates with that raw score"),
    denominator: Text::new("基数人数", "candidates in the base"),
    aggregation: Text::new(
        "等级划在全体考生中：全省赋分不要分组；分组则各组各自赋分",
        "bands are drawn among all candidates of a group: leave `by` empty for the whole; groups are scaled each by itself",
    ),
    unit: Unit::Points,
    decimals: 0,
    layout: Layout::Listed,
    measures: &[Measure::new("scaled", Text::new("赋分", "scaled score"), Discloses::Scores(Whom::Scoring))],
    parameters: &[SUBJECTS, SCHEME, BANDS, TIES, SHARES, SINGLE_SCORE, BASE],
    edges: Text::new(
        "无人在基数内：no_denominator；不在基数内的原始 0 分：not_applicable；一分一段表两端合并：not_applicable；没有考生的等级在说明中列出；份额之和不为 100：报错",
        "nobody in the base: no_denominator; raw 0 outside the base: not_applicable; published table with open ends: not_applicable; empty bands are named in the note; shares that do not add up to 100: refused",
    ),
    reference: Text::new(
        "各省普通高中学业水平等级性考试赋分办法（3+1+2 八省市方案，2019）；山东、浙江、上海、北京、天津方案",
        "provincial rules of the elective examination: the 3+1+2 plan of 2019; Shandong, Zhejiang, Shanghai, Beijing, Tianjin",
    ),
    docstring: include_str!("scaled_score.txt"),
    example: Example {
        input: "考号,化学\n1,90\n2,80\n3,75\n4,75\n5,60\n6,55\n7,54\n8,40\n9,30\n10,20\n11,缺考\n",
        by: &[],
        arguments: &[("subjects", &["chemistry"])],
        steps: Text::new(
            "10 人：A 到 1.5 人，第 2 名 80 分也在内；B 到第 5 人，75、75、60；C 到 8.5 人，55、54、40、30；D 到 9.8 人，20。75 → 85；60 → 71；54:(56×(55−54) + 70×(54−30)) ÷ 25 = 69.44 → 69；40:(56×15 + 70×10) ÷ 25 = 61.6 → 62；D 只有 20 分，取上限 55",
            "10 candidates: A reaches to 1.5, so number 2 (80) is in; B to number 5: 75, 75, 60; C to 8.5: 55, 54, 40, 30; D to 9.8: 20. 54: (56×(55−54) + 70×(54−30)) / 25 = 69.44 → 69; 40: (56×15 + 70×10) / 25 = 61.6 → 62; D has 20 alone and gets its upper end, 55",
        ),
        expected: &[
            row(&["90", "A"], "100"),
            row(&["80", "A"], "86"),
            row(&["75", "B"], "85"),
            row(&["60", "B"], "71"),
            row(&["54", "C"], "69"),
            row(&["40", "C"], "62"),
            row(&["20", "D"], "55"),
        ],
    },
    method: Method::Exam(scaled_score),
};

const fn row(group: &'static [&'static str], value: &'static str) -> Expected {
    Expected { measure: "scaled", subject: Some("chemistry"), group, value }
}

/// What a request says: the bands, the options, and how both are called.
struct Chosen {
    bands: Vec<Band>,
    options: Options,
    without_zero: bool,
    method: Clauses,
}

fn scaled_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let chosen = chosen(request)?;
    each_table(exam, request, &["score", "band"], |subject, distribution| {
        table(&chosen, subject, distribution)
    })
}

fn chosen(request: &Request<'_>) -> Result<Chosen> {
    let text = |name| request.arguments.text(name).unwrap_or_default();
    let options = Options {
        ties: match text("ties") {
            "worse" => Ties::Worse,
            "nearest" => Ties::Nearest,
            _ => Ties::Better,
        },
        shares: if text("shares") == "per_band" { Shares::PerBand } else { Shares::Cumulative },
        single_score: match text("single_score") {
            "lower" => SingleScore::Lower,
            "middle" => SingleScore::Middle,
            _ => SingleScore::Upper,
        },
    };
    let without_zero = text("base") == "above_zero";
    let method = words::method(text("scheme"), options, without_zero);
    Ok(Chosen { bands: bands(request)?, options, without_zero, method })
}

/// The bands of the scheme. Declared bands beside a built-in scheme would be ignored, and are refused.
fn bands(request: &Request<'_>) -> Result<Vec<Band>> {
    let declared = request.arguments.bands("bands");
    let scheme = request.arguments.text("scheme").unwrap_or_default();
    match (schemes::built_in(scheme), declared) {
        (Some(bands), []) => Ok(bands),
        (Some(_), _) => Err(Error::InvalidArgument {
            argument: "bands".to_owned(),
            found: format!("scheme={scheme}"),
            expected: Text::new("scheme=custom", "scheme=custom"),
        }),
        (None, []) => Err(Error::MissingArgument {
            indicator: SCALED_SCORE.id.to_owned(),
            argument: "bands".to_owned(),
            expected: BANDS.text,
        }),
        (None, declared) => schemes::declared(declared),
    }
}

/// Scores with their candidates.
type Counted = Vec<(i64, u64)>;

/// The scores within the base, and those outside it.
fn in_base(chosen: &Chosen, distribution: &Distribution) -> (Counted, Counted) {
    distribution.counts().iter().partition(|(ticks, _)| !chosen.without_zero || *ticks != 0)
}

type Row = (Vec<Option<String>>, Figure);

fn table(chosen: &Chosen, subject: &Subject, distribution: &Distribution) -> Vec<Row> {
    let (inside, outside) = in_base(chosen, distribution);
    let base: u64 = inside.iter().map(|(_, candidates): &(i64, u64)| candidates).sum();
    let place = Figure {
        denominator: Some(count(base)),
        method: chosen.method.clone(),
        ..Figure::new(SCALED_SCORE.id, "scaled", Unit::Points)
    };
    if !distribution.is_exact() {
        return vec![(vec![None, None], open_ended(place))];
    }
    if base == 0 {
        return vec![(vec![None, None], Figure { n: Some(0), ..place.without_value(Status::NoDenominator) })];
    }
    let converted = convert(&inside, &chosen.bands, chosen.options);
    let is_empty = |at: usize| converted.iter().all(|scaled| scaled.band != at);
    let empty: Vec<usize> = (0..chosen.bands.len()).filter(|at| is_empty(*at)).collect();
    let names: Term = empty.iter().map(|at| Term::name(chosen.bands[*at].name.as_str())).collect();
    let note = Clauses::from((!empty.is_empty()).then(|| words::EMPTY_BANDS.with([names])));
    let of_base = if chosen.without_zero { Range::from(subject.scale.score(1)) } else { Range::TESTED };
    let counted = |ticks: i64, candidates| {
        let range =
            Range::between(subject.scale.score(ticks), Some(subject.scale.score(ticks.saturating_add(1))));
        Figure {
            n: Some(candidates),
            numerator: Some(count(candidates)),
            told: [Told::count(range), Told::count(of_base)].into(),
            ..place.clone()
        }
    };
    let score = |ticks| Some(plain(subject.scale.score(ticks)));
    let mut rows: Vec<Row> = Vec::with_capacity(converted.len() + outside.len());
    for scaled in &converted {
        let figure = Figure { note: note.clone(), ..counted(scaled.ticks, scaled.count) };
        let band = Some(chosen.bands[scaled.band].name.clone());
        rows.push((vec![score(scaled.ticks), band], figure.with_value(Value::Exact(scaled.score))));
    }
    for (ticks, candidates) in outside {
        let figure = counted(ticks, candidates).without_value(Status::NotApplicable);
        let figure = Figure { note: (&words::ZERO_OUTSIDE).into(), ..figure };
        rows.push((vec![score(ticks), None], figure));
    }
    rows
}
