//! High-quality balance (优质均衡): the resource sheet of 教督〔2017〕6号.

use super::super::arguments::Request;
use super::super::definition::{Example, Expected, INSTITUTIONS, Indicator, Layout, Measure, Method};
use super::super::small_tables::YEAR_COLUMN;
use super::schools::{COLUMNS, Item, Part, Stage};
use super::sheet::{Sheet, each_stage, verdict, within};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::indicators::conditions::{WHERE, over_rows};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

const fn item(
    name: &'static str,
    header: &'static str,
    unit: Unit,
    per: i128,
    requirement: [i128; 2],
) -> Item {
    // Teachers are counted by stage; rooms and things are shared.
    let shared = !matches!(unit, Unit::Persons);
    Item { name, header, unit, per, shared, requirement }
}

const ITEMS: &[Item] = &[
    item("每百名学生拥有高于规定学历教师数", "高于规定学历教师数", Unit::Persons, 100, [420, 530]),
    item("每百名学生拥有县级以上骨干教师数", "县级以上骨干教师数", Unit::Persons, 100, [100, 100]),
    item("每百名学生拥有体育艺术专任教师数", "体育艺术专任教师数", Unit::Persons, 100, [90, 90]),
    item("生均教学及辅助用房面积", "教学及辅助用房面积", Unit::SquareMetres, 1, [450, 580]),
    item("生均体育运动场馆面积", "体育运动场馆面积", Unit::SquareMetres, 1, [750, 1020]),
    item("生均教学仪器设备值", "教学仪器设备值", Unit::Yuan, 1, [200_000, 250_000]),
    item("每百名学生拥有网络多媒体教室数", "网络多媒体教室数", Unit::Rooms, 100, [230, 240]),
];

/// A school must meet this many, and reach this share of the requirement in the others.
const MET: usize = 6;
const FLOOR: (i128, i128) = (85, 100);

pub const QUALITY_BALANCE: Indicator = Indicator {
    id: "quality_balance",
    name: Text::new("优质均衡资源配置", "high-quality balance"),
    aliases: &["优质均衡", "教督〔2017〕6号", "优质均衡差异系数"],
    summary: Text::new(
        "县域义务教育优质均衡资源配置七项：县均值、差异系数、达标学校，未达标学校各缺多少",
        "the seven resource indicators of [2017] No. 6: county mean, CV, schools that meet them, and what each failing school lacks",
    ),
    formula: Text::new(
        "每所学校七项中至少 6 项达标，其余不低于要求的 85%；每项差异系数小学 ≤ 0.50、初中 ≤ 0.45",
        "each school meets at least 6 of 7 and reaches 85 % of the others; each CV ≤ 0.50 (primary), ≤ 0.45 (junior)",
    ),
    katex: r"CV_k=\frac{S_k}{X_k}\le c,\qquad \#\{k: x_{ik}\ge q_k\}\ge 6,\quad x_{ik}\ge 0.85\,q_k",
    universe: Text::new(
        "小学与初中各校；一贯制与完全中学先按 1:1.1（小学：初中）、1:1.2（初中：高中）拆分用房、场馆、设备与教室；不足 50 人的教学点、特殊教育与职业学校不计并注明",
        "primary and junior schools; combined schools are split first, 1:1.1 (primary : junior) and 1:1.2 (junior : senior), in rooms, grounds, equipment; teaching points under 50 pupils, special and vocational schools are left out and named",
    ),
    numerator: Text::new(
        "差异系数：标准差；达标率：达标学校数；所缺：现有数量",
        "cv: standard deviation; shares: schools that meet; lacking: the quantity at hand",
    ),
    denominator: Text::new(
        "差异系数：县均值；达标率：学校数；所缺：应有数量",
        "cv: county mean; shares: schools; lacking: the quantity needed",
    ),
    aggregation: Text::new(
        "县均值 = 资源总量 ÷ 学生总数；不设综合值",
        "county mean = sum of resources / sum of pupils; there is no composite",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new("mean", Text::new("县均值", "county mean"), INSTITUTIONS),
        Measure::new("standard_deviation", Text::new("标准差", "standard deviation"), INSTITUTIONS),
        Measure::new("cv", Text::new("差异系数", "coefficient of variation"), INSTITUTIONS),
        Measure::new(
            "share_meeting",
            Text::new("该项达标学校占比（%）", "share of schools that meet the item (%)"),
            INSTITUTIONS,
        ),
        Measure::new(
            "items_met",
            Text::new("该校达标项数（共 7 项）", "items that the school meets, of 7"),
            INSTITUTIONS,
        ),
        Measure::new(
            "lacking",
            Text::new("未达标学校该项所缺数量（补到要求）", "what a failing school lacks to the requirement"),
            INSTITUTIONS,
        ),
        Measure::new(
            "lacking_to_floor",
            Text::new("未达标学校该项所缺数量（补到要求的 85%）", "what it lacks to 85 % of the requirement"),
            INSTITUTIONS,
        ),
        Measure::new(
            "schools_passing",
            Text::new("资源配置达标学校占比（%）", "share of schools that pass (%)"),
            INSTITUTIONS,
        ),
        Measure::new(
            "verdict",
            Text::new("结论（1 达标，0 未达标）", "verdict (1 met, 0 not met)"),
            INSTITUTIONS,
        ),
    ],
    parameters: &[COLUMNS, WHERE, YEAR_COLUMN],
    edges: Text::new(
        "设备值以元计；达标按精确值判断，不按舍入后的值；有空白格：该项差异系数、该校与结论 missing_input 并指明学校；只有一所学校：差异系数 not_applicable，不影响结论；没有学校：no_denominator；一贯制学校须分学段给出教师数（列名前加 小学、初中）；负数或非数字：报错；教师与教室的所缺数向上取整",
        "equipment is in yuan; judged by exact values, not rounded ones; a blank cell: the item's CV, the school and the verdict missing_input with the school's name; one school: CV not_applicable, the verdict stands without it; no school: no_denominator; combined schools give teachers by stage (小学 or 初中 before the header); negative or no number: refused; lacking teachers and rooms are rounded up",
    ),
    reference: Text::new(
        "教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》；鸠江区 2023 小学七项检验",
        "Education Inspection [2017] No. 6; CVs held against Jiujiang district 2023",
    ),
    docstring: include_str!("quality_balance.txt"),
    example: Example {
        input: "学校名称,小学在校生数,高于规定学历教师数,县级以上骨干教师数,体育艺术专任教师数,教学及辅助用房面积,体育运动场馆面积,教学仪器设备值,网络多媒体教室数\n甲小学,1000,50,12,10,5000,8100,2500000,25\n乙小学,500,25,6,4,2400,3600,1100000,12\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "乙小学体育艺术教师 4 ÷ 5 = 0.8 < 0.9、场馆 3600 ÷ 500 = 7.2 < 7.5，其余 5 项达标，不足 6 项；缺教师 0.9 × 5 − 4 = 0.5，取整 1 人；缺场馆 3750 − 3600 = 150 平方米",
            "the second school has 4 / 5 = 0.8 < 0.9 PE and arts teachers, 3600 / 500 = 7.2 < 7.5 m², and meets 5, fewer than 6; it lacks 0.9 × 5 − 4 = 0.5, so 1 teacher, and 3750 − 3600 = 150 m²",
        ),
        expected: &[
            Expected {
                measure: "items_met", subject: None, group: &["小学", "", "甲小学"], value: "7.000"
            },
            Expected {
                measure: "items_met", subject: None, group: &["小学", "", "乙小学"], value: "5.000"
            },
            Expected {
                measure: "lacking",
                subject: None,
                group: &["小学", "每百名学生拥有体育艺术专任教师数", "乙小学"],
                value: "1.000",
            },
            Expected {
                measure: "lacking",
                subject: None,
                group: &["小学", "生均体育运动场馆面积", "乙小学"],
                value: "150.000",
            },
            Expected { measure: "verdict", subject: None, group: &["小学", "", ""], value: "0.000" },
        ],
    },
    method: Method::Table(|table, request| over_rows(table, request, quality_balance)),
};

fn quality_balance(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    each_stage(table, request, "quality_balance", ITEMS, stage_figures)
}

fn stage_figures(sheet: &Sheet<'_>) -> Vec<Figure> {
    let limit = Rational::new(if sheet.stage == Stage::Primary { 50 } else { 45 }, 100);
    let mut figures = Vec::new();
    let (mut reasons, mut complete) = (Vec::new(), true);
    for (at, item) in ITEMS.iter().enumerate() {
        let [mean, deviation, mut variation] = sheet.spread(at, item);
        match within(&mut variation, limit) {
            Some(false) => reasons.push(CV_ABOVE.with([Term::name(item.name)])),
            Some(true) => {}
            None => complete &= variation.status != Status::MissingInput,
        }
        let meeting = share_meeting(sheet, at, item);
        figures.extend([mean, deviation, variation, meeting]);
    }
    let mut passing = 0;
    for part in &sheet.parts {
        let (pass, of_school) = school(sheet, part);
        match pass {
            Some(true) => passing += 1,
            Some(false) => reasons.push(FAILING_SCHOOL.with([Term::name(part.name.as_str())])),
            None => complete = false,
        }
        figures.extend(of_school);
    }
    let share = sheet.at("schools_passing", None, None);
    let conclusion = sheet.at("verdict", None, None);
    if complete {
        figures.push(percentage(share, passing, sheet.parts.len()));
        figures.push(verdict(conclusion, reasons.is_empty(), reasons));
    } else {
        let missing = |figure: Figure| Figure {
            note: (&NEEDED_IS_BLANK).into(),
            ..figure.without_value(Status::MissingInput)
        };
        figures.extend([missing(share), missing(conclusion)]);
    }
    figures
}

fn percentage(figure: Figure, part: usize, whole: usize) -> Figure {
    let exact = |count: usize| Rational::from_integer(count as i128);
    Figure {
        numerator: Some(Value::Exact(exact(part))),
        denominator: Some(Value::Exact(exact(whole))),
        note: Clauses::default(),
        ..figure.with_value(Value::Exact(exact(part) * exact(100) / exact(whole)))
    }
}

/// What the school must have in all, at `share` of the requirement.
fn needed(part: &Part, item: &Item, share: (i128, i128)) -> Rational {
    let per_pupil = item.requirement(part.stage) / Rational::from_integer(item.per);
    per_pupil * part.pupils * Rational::new(share.0, share.1)
}

fn share_meeting(sheet: &Sheet<'_>, at: usize, item: &Item) -> Figure {
    let required = REQUIRED.with([Term::declared(item.requirement(sheet.stage))]);
    let figure = Figure { method: required.into(), ..sheet.at("share_meeting", Some(item), None) };
    let meets = |part: &&Part| Some(part.amounts[at]? >= needed(part, item, (1, 1)));
    match sheet.parts.iter().map(meets).collect::<Option<Vec<bool>>>() {
        Some(meets) => percentage(figure, meets.iter().filter(|meets| **meets).count(), meets.len()),
        None => figure.without_value(Status::MissingInput),
    }
}

/// Whether a school passes, how many items it meets, and, if it fails, what it lacks of each other one.
fn school(sheet: &Sheet<'_>, part: &Part) -> (Option<bool>, Vec<Figure>) {
    let figure = Figure { n: None, method: (&OF_7).into(), ..sheet.at("items_met", None, Some(part)) };
    let Some(amounts) = part.amounts.iter().copied().collect::<Option<Vec<Rational>>>() else {
        let note = (&NEEDED_IS_BLANK).into();
        return (None, vec![Figure { note, ..figure.without_value(Status::MissingInput) }]);
    };
    let below = |share| {
        let unmet = ITEMS.iter().zip(&amounts);
        unmet.filter(|(item, amount)| **amount < needed(part, item, share)).collect::<Vec<_>>()
    };
    let (unmet, under_floor) = (below((1, 1)), below(FLOOR));
    let met = ITEMS.len() - unmet.len();
    let pass = met >= MET && under_floor.is_empty();
    let note = if pass { &PASSES } else { &FAILS }.into();
    let count = Value::Exact(Rational::from_integer(met as i128));
    let mut figures = vec![Figure { note, ..figure.with_value(count) }];
    if !pass {
        let lack = |measure, share| {
            move |(item, amount): (&Item, &Rational)| lacking(sheet, part, item, *amount, measure, share)
        };
        figures.extend(unmet.into_iter().map(lack("lacking", (1, 1))));
        figures.extend(under_floor.into_iter().map(lack("lacking_to_floor", FLOOR)));
    }
    (Some(pass), figures)
}

fn lacking(
    sheet: &Sheet<'_>,
    part: &Part,
    item: &Item,
    amount: Rational,
    measure: &'static str,
    share: (i128, i128),
) -> Figure {
    let needed = needed(part, item, share);
    let whole = matches!(item.unit, Unit::Persons | Unit::Rooms);
    let lack = if whole { (needed - amount).ceil() } else { needed - amount };
    Figure {
        unit: item.unit,
        n: None,
        note: Clauses::default(),
        numerator: Some(Value::Exact(amount)),
        denominator: Some(Value::Exact(needed)),
        method: if whole { &LACK_ROUNDED_UP } else { &LACK }.into(),
        ..sheet.at(measure, Some(item), Some(part)).with_value(Value::Exact(lack))
    }
}

static CV_ABOVE: Phrase = Phrase::new("cv_above_limit", "差异系数超过限值：{}", "CV above the limit: {}");
static FAILING_SCHOOL: Phrase = Phrase::new("failing_school", "未达标学校：{}", "school: {}");
static NEEDED_IS_BLANK: Phrase =
    Phrase::new("needed_cell_blank", "所需的格有空白", "a cell that is needed is blank");
static REQUIRED: Phrase = Phrase::new("at_least_required", "≥ {}", ">= {}");
static OF_7: Phrase = Phrase::new("of_7_items", "共 7 项", "of 7 items");
static PASSES: Phrase = Phrase::new("school_passes", "达标", "passes");
static FAILS: Phrase = Phrase::new("school_fails", "未达标", "fails");
static LACK: Phrase = Phrase::new("needed_less_at_hand", "应有 − 现有", "needed - at hand");
static LACK_ROUNDED_UP: Phrase =
    Phrase::new("needed_less_at_hand_rounded_up", "应有 − 现有，向上取整", "needed - at hand, rounded up");
