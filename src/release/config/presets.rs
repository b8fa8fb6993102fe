//! The usual tables by name, so that a configuration need not spell them out.

use super::ChartChoice;
use super::linked_presets as linked;
use crate::lang::Text;

/// What a table is where its configuration says nothing else.
pub struct Preset {
    pub id: &'static str,
    pub title: Text,
    /// The title where other groups are named than its own; that of a preset without groups names none.
    pub holds: Text,
    pub indicators: &'static [&'static str],
    pub by: &'static [&'static str],
    /// With neither rows nor columns, the indicator's own layout.
    pub rows: &'static [&'static str],
    pub columns: &'static [&'static str],
    pub show: &'static [&'static str],
    pub measures: &'static [&'static str],
    /// Labels, or ids of measures, that come first.
    pub order: &'static [&'static str],
    pub options: &'static [(&'static str, &'static str)],
    /// Of the items of a paper: the parts that are the subjects.
    pub parts: Option<&'static str>,
    pub chart: Option<ChartChoice>,
    pub total: bool,
    pub counts: bool,
    pub last_years: Option<u16>,
}

pub(super) const PLAIN: Preset = Preset {
    id: "",
    title: Text::new("", ""),
    holds: Text::new("", ""),
    indicators: &[],
    by: &[],
    rows: &[],
    columns: &[],
    show: &[],
    measures: &[],
    order: &[],
    options: &[],
    parts: None,
    chart: None,
    total: false,
    counts: false,
    last_years: None,
};

const ADMISSION: Preset = Preset {
    holds: Text::new("上线情况", "Admission"),
    indicators: &["admission_rate"],
    columns: &["line"],
    show: &["numerator", "value"],
    total: true,
    counts: true,
    ..PLAIN
};

const RATES: &[&str] = &["subject_mean", "excellent_rate", "good_rate", "pass_rate", "low_rate"];

pub const PRESETS: &[Preset] = &[
    Preset {
        id: "admission_by_school",
        title: Text::new("各学校上线情况", "Admission by school"),
        by: &["school"],
        rows: &["school"],
        ..ADMISSION
    },
    Preset {
        id: "admission_by_track",
        title: Text::new("各科类上线情况", "Admission by track"),
        by: &["track"],
        rows: &["track"],
        ..ADMISSION
    },
    Preset {
        id: "per_10k_by_year",
        title: Text::new("历年每万人口上线人数", "Qualifiers per 10,000 inhabitants by year"),
        indicators: &["rate_per_10k"],
        rows: &["year"],
        columns: &["line"],
        show: &["numerator", "value"],
        last_years: Some(5),
        ..PLAIN
    },
    Preset {
        id: "means_and_rates",
        title: Text::new("各学校各科一分四率", "Subject means and four rates by school"),
        holds: Text::new("各科一分四率", "Subject means and four rates"),
        indicators: RATES,
        by: &["school"],
        rows: &["school"],
        columns: &["subject", "quantity"],
        measures: &["mean", "rate"],
        total: true,
        counts: true,
        ..PLAIN
    },
    Preset {
        id: "means_and_rates_by_residence",
        title: Text::new("城乡各科一分四率", "Subject means and four rates by residence"),
        holds: Text::new("各科一分四率", "Subject means and four rates"),
        indicators: RATES,
        by: &["residence"],
        rows: &["residence"],
        columns: &["subject", "quantity"],
        measures: &["mean", "rate"],
        total: true,
        counts: true,
        ..PLAIN
    },
    Preset {
        id: "gap",
        title: Text::new("城乡各科均分差距", "Urban–rural gap by subject"),
        indicators: &["subject_gap"],
        ..PLAIN
    },
    Preset {
        id: "score_table",
        title: Text::new("一分一段表", "Score table"),
        indicators: &["score_table"],
        ..PLAIN
    },
    Preset {
        id: "basic_balance",
        title: Text::new("义务教育基本均衡八项指标", "Basic balance: eight indicators"),
        indicators: &["basic_balance"],
        ..PLAIN
    },
    Preset {
        id: "quality_balance",
        title: Text::new("义务教育优质均衡七项指标", "High-quality balance: seven indicators"),
        indicators: &["quality_balance"],
        ..PLAIN
    },
    Preset {
        id: "teacher_mobility",
        title: Text::new("教师流动情况", "Teacher mobility"),
        indicators: &["ratio"],
        total: true,
        ..PLAIN
    },
    Preset {
        id: "plan_attainment",
        title: Text::new("年度计划完成情况", "Plan against achieved"),
        indicators: &["plan_attainment"],
        ..PLAIN
    },
    linked::MATCH_RATE_BY_SCHOOL,
    linked::VALUE_ADDED_BY_SCHOOL,
    linked::VALUE_ADDED_BY_CLASS,
    linked::GROWTH_BY_SCHOOL,
    linked::CONVERSION,
    linked::CONVERSION_BY_SCHOOL,
    linked::SCHOOL_VALUE_ADDED,
    linked::GROWTH_BY_BAND,
    linked::ENTRY_EXIT_BY_SCHOOL,
    linked::ENTRY_EXIT_CELLS,
    linked::STABILITY,
    Preset {
        id: "headline_years",
        title: Text::new("近五年主要数据", "Main figures of the last five years"),
        indicators: &["admission_rate", "rate_per_10k"],
        rows: &["year"],
        columns: &["line", "quantity"],
        last_years: Some(5),
        ..PLAIN
    },
    Preset {
        id: "paper_profile",
        title: Text::new("全卷指标", "The paper as a whole"),
        indicators: &["paper_profile"],
        ..PLAIN
    },
    Preset {
        id: "paper_items",
        title: Text::new("各题指标", "Items of the paper"),
        indicators: &["item_difficulty", "item_discrimination"],
        rows: &["item", "type"],
        columns: &["quantity"],
        measures: OF_EACH_ITEM,
        order: OF_EACH_ITEM,
        chart: Some(ChartChoice::Scatter),
        ..PLAIN
    },
    Preset {
        id: "paper_options",
        title: Text::new(
            "各题选项分布（%，按总分分组，1 为最低）",
            "Options by groups of the total, 1 the lowest (%)",
        ),
        indicators: &["option_shares"],
        rows: &["item", "answer_key", "option"],
        columns: &["ability_group"],
        measures: &["share"],
        chart: Some(ChartChoice::Lines),
        ..PLAIN
    },
    Preset {
        id: "item_curves",
        title: Text::new(
            "各题难度曲线（按总分分组，1 为最低）",
            "Item curves by groups of the total, 1 the lowest",
        ),
        indicators: &["item_curve"],
        rows: &["item"],
        columns: &["ability_group"],
        measures: &["difficulty"],
        chart: Some(ChartChoice::Lines),
        ..PLAIN
    },
    Preset {
        id: "knowledge_by_school",
        title: Text::new("各校知识点得分率与差距", "Points of knowledge by school, and gaps"),
        holds: Text::new("知识点得分率与差距", "Points of knowledge, and gaps"),
        indicators: &["knowledge_rates"],
        by: &["school"],
        rows: &["school"],
        columns: &["knowledge", "quantity"],
        measures: &["rate", "gap"],
        total: true,
        chart: Some(ChartChoice::Heat),
        ..PLAIN
    },
    Preset {
        id: "knowledge_by_ability",
        title: Text::new("双向细目表：分值与得分率", "Points and score rates by knowledge and ability"),
        indicators: &["knowledge_rates"],
        rows: &["knowledge"],
        columns: &["ability", "quantity"],
        measures: &["points", "rate"],
        order: &["points", "rate"],
        options: &[("across", "ability")],
        ..PLAIN
    },
    Preset {
        id: "weak_list",
        title: Text::new("各校薄弱知识点", "Weak points of knowledge by school"),
        holds: Text::new("薄弱知识点", "Weak points of knowledge"),
        indicators: &["weak_points"],
        by: &["school"],
        options: &[("listed", "weak")],
        ..PLAIN
    },
    Preset {
        id: "knowledge_gap",
        title: Text::new("城乡各知识点均分差距", "Urban–rural gap by point of knowledge"),
        indicators: &["subject_gap"],
        parts: Some("knowledge"),
        ..PLAIN
    },
];

const OF_EACH_ITEM: &[&str] = &[
    "full_mark",
    "mean",
    "difficulty",
    "sd",
    "discrimination",
    "item_total",
    "zero_share",
    "full_share",
    "expected",
];
