//! Whether a figure has a value, and its unit.

use crate::lang::Text;

/// Whether a figure has a value, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Ok,
    /// The denominator is zero: nobody is counted.
    NoDenominator,
    /// The input that the figure needs (a line, a population, a full mark) was not given.
    MissingInput,
    /// The quantity has no meaning here (an error by school where no school is known).
    NotApplicable,
    /// Two years (or groups) differ in what must be the same before they are subtracted.
    NotComparable,
    /// Hidden so that no pupil can be recognised.
    Suppressed,
}

impl Status {
    pub const ALL: [Status; 6] = [
        Status::Ok,
        Status::NoDenominator,
        Status::MissingInput,
        Status::NotApplicable,
        Status::NotComparable,
        Status::Suppressed,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::NoDenominator => "no_denominator",
            Status::MissingInput => "missing_input",
            Status::NotApplicable => "not_applicable",
            Status::NotComparable => "not_comparable",
            Status::Suppressed => "suppressed",
        }
    }

    /// The shorthand symbol of published tables: `[x]` not available, `[z]` not applicable,
    /// `[b]` break in the series, `[c]` confidential.
    pub fn symbol(self) -> &'static str {
        match self {
            Status::Ok => "",
            Status::NoDenominator | Status::NotApplicable => "[z]",
            Status::MissingInput => "[x]",
            Status::NotComparable => "[b]",
            Status::Suppressed => "[c]",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Status::Ok => Text::new("有数据", "value present"),
            Status::NoDenominator => Text::new("分母为零，没有可计数的对象", "the denominator is zero"),
            Status::MissingInput => Text::new("缺少所需的输入", "an input that it needs was not given"),
            Status::NotApplicable => Text::new("不适用", "not applicable"),
            Status::NotComparable => Text::new("口径或范围不同，不可比", "not comparable"),
            Status::Suppressed => Text::new("为保护个人信息而隐去", "hidden to protect pupils"),
        }
    }
}

/// The unit of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    Percent,
    PerMille,
    Per10k,
    Points,
    Persons,
    /// A pure number: an effect size, a coefficient of variation.
    Number,
    /// Percentage points: a difference of two percentages.
    PercentagePoints,
    SquareMetres,
    Yuan,
    Rooms,
    /// A resource per pupil or per hundred: official forms show two decimals.
    PerPupil,
    /// Things counted: items met, a verdict of 1 or 0.
    Count,
}

impl Unit {
    pub const ALL: [Unit; 12] = [
        Unit::Percent,
        Unit::PerMille,
        Unit::Per10k,
        Unit::Points,
        Unit::Persons,
        Unit::Number,
        Unit::PercentagePoints,
        Unit::SquareMetres,
        Unit::Yuan,
        Unit::Rooms,
        Unit::PerPupil,
        Unit::Count,
    ];

    /// Decimal places that suit the unit where nothing else is asked for.
    pub fn decimals(self) -> u8 {
        match self {
            Unit::Percent | Unit::PerMille | Unit::Per10k | Unit::PercentagePoints => 1,
            Unit::Points | Unit::SquareMetres | Unit::Yuan | Unit::PerPupil => 2,
            Unit::Persons | Unit::Rooms | Unit::Count => 0,
            Unit::Number => 3,
        }
    }

    pub fn text(self) -> Text {
        match self {
            Unit::Percent => Text::new("%", "%"),
            Unit::PerMille => Text::new("‰", "‰"),
            Unit::Per10k => Text::new("人/万人", "per 10,000"),
            Unit::Points => Text::new("分", "points"),
            Unit::Persons => Text::new("人", "persons"),
            Unit::Number | Unit::PerPupil | Unit::Count => Text::new("", ""),
            Unit::PercentagePoints => Text::new("百分点", "percentage points"),
            Unit::SquareMetres => Text::new("平方米", "m²"),
            Unit::Yuan => Text::new("元", "yuan"),
            Unit::Rooms => Text::new("间", "rooms"),
        }
    }
}
