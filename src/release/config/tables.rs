//! The tables of a configuration: what each may say, presets filled in, and what is wrong with each.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::options::values;
use super::publishable::fits;
use super::{Config, Number, Options, PRESETS};
use crate::error::{Error, Result};
use crate::figures::key_name;
use crate::indicators::definition::Kind;
use crate::indicators::typed::typed;
use crate::indicators::{INDICATORS, Indicator, find};
use crate::lang::{Lang, Text};
use crate::release::pivot::{DIMENSIONS, PARTS};
use crate::render::table::ChartKind;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub id: String,
    /// One of the usual tables; all else that stands here goes before what it says.
    pub preset: Option<Spanned<String>>,
    /// That of the preset, or the name of the indicator, if not given.
    #[serde(default)]
    pub title: String,
    pub indicator: Option<Spanned<String>>,
    /// Several indicators in one table; they share `by` and those of the options that they have.
    #[serde(default)]
    pub indicators: Vec<Spanned<String>>,
    pub source: Spanned<String>,
    /// The score tables of the province, for indicators held against them.
    #[serde(default)]
    pub province: Vec<Spanned<String>>,
    #[serde(default)]
    pub by: Vec<String>,
    /// Of the items of a paper: the parts of its plan that are the subjects: `knowledge`, `ability`, `type`, `question`,
    /// `item`, `objective` or the header of another column.
    pub parts: Option<Spanned<String>>,
    /// Dimensions down the side and along the head: `year`, `subject`, `quantity` and group keys. With neither,
    /// the table has the layout that suits its indicator.
    #[serde(default)]
    pub rows: Vec<String>,
    #[serde(default)]
    pub columns: Vec<String>,
    /// Parts of each figure: `value`, `numerator`, `denominator`, `n`, `se`, `lower`, `upper`.
    #[serde(default)]
    pub show: Vec<Spanned<String>>,
    /// Only these measures of the indicators.
    #[serde(default)]
    pub measures: Vec<Spanned<String>>,
    /// Only these labels of a key (or `subject`).
    #[serde(default)]
    pub filter: BTreeMap<String, Vec<String>>,
    /// Labels that come first, in this order.
    #[serde(default)]
    pub order: Vec<String>,
    /// Whether a row for all groups together is added.
    #[serde(default)]
    pub total: bool,
    /// Whether the candidates counted stand before the other numbers.
    #[serde(default)]
    pub counts: bool,
    /// Whether the years before are shown too, where they are at hand.
    #[serde(default)]
    pub all_years: bool,
    /// How many years are shown, where they are at hand, the year reported the last.
    pub last_years: Option<u16>,
    /// Whether the change on the year before is added, and from which coverage on.
    #[serde(default)]
    pub change: bool,
    pub coverage: Option<Spanned<Number>>,
    /// Whether it may be without any value.
    #[serde(default)]
    pub allow_empty: bool,
    pub chart: Option<Spanned<ChartChoice>>,
    /// The picture of its preset, which is left out where the table is too large for it.
    #[serde(skip)]
    pub usual_chart: Option<ChartChoice>,
    /// Whether `rows` and `columns` are those of its preset: of these, the ones that its figures have.
    #[serde(skip)]
    pub are_sides_of_preset: bool,
    pub decimals: Option<u8>,
    #[serde(default)]
    pub options: Options,
    #[serde(default)]
    pub notes: Vec<String>,
    /// Where the numbers come from: a line below the table.
    pub source_line: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartChoice {
    None,
    Bars,
    Trend,
    Lines,
    Scatter,
    Heat,
    Caterpillar,
}

impl ChartChoice {
    pub fn kind(self) -> Option<ChartKind> {
        match self {
            ChartChoice::None => None,
            ChartChoice::Bars => Some(ChartKind::Bars),
            ChartChoice::Trend => Some(ChartKind::Trend),
            ChartChoice::Lines => Some(ChartKind::Lines),
            ChartChoice::Scatter => Some(ChartKind::Scatter),
            ChartChoice::Heat => Some(ChartKind::Heat),
            ChartChoice::Caterpillar => Some(ChartKind::Caterpillar),
        }
    }
}

impl Table {
    /// How many years are shown.
    pub fn years_shown(&self) -> u16 {
        match (self.last_years, self.all_years) {
            (Some(years), _) => years.max(1),
            (None, true) => u16::MAX,
            (None, false) => 1,
        }
    }

    /// How many years must be read for it: the year before is needed for changes.
    pub fn years_needed(&self) -> u16 {
        self.last_years.unwrap_or(1).max(2)
    }

    pub fn is_pivot(&self) -> bool {
        !(self.rows.is_empty() && self.columns.is_empty())
    }
}

impl Config {
    /// The indicators of a table, one at least.
    pub fn indicators(&self, table: &Table) -> Result<Vec<&'static Indicator>> {
        let named = table.indicator.iter().chain(&table.indicators);
        let found = named.map(|id| self.indicator(id)).collect::<Result<Vec<_>>>()?;
        match found.is_empty() {
            true => Err(self.bad(
                table.source.span(),
                &table.id,
                Text::new(
                    "表中写明 indicator、indicators 或 preset",
                    "a table with indicator, indicators or preset",
                ),
            )),
            false => Ok(found),
        }
    }

    fn indicator(&self, id: &Spanned<String>) -> Result<&'static Indicator> {
        find(id.get_ref()).map_err(|fault| match fault {
            Error::UnknownIndicator { .. } => self.unknown(id, INDICATORS.iter().map(|known| known.id)),
            other => other,
        })
    }

    /// The title as given, or what the table holds and how it is grouped.
    pub fn title(&self, table: &Table, lang: Lang) -> String {
        if !table.title.is_empty() {
            return table.title.clone();
        }
        let preset = table.preset.as_ref().and_then(|named| PRESETS.iter().find(|p| p.id == named.get_ref()));
        let titles = preset.into_iter().flat_map(|preset| [preset.holds, preset.title]);
        let held = titles.map(|title| title.get(lang)).find(|title| !title.is_empty());
        let held = held.map_or_else(|| self.names(table, lang), str::to_owned);
        let name = |key: &String| match key_name(key, lang) {
            own if own == key => own.to_owned(),
            name => name.to_lowercase(),
        };
        let keys: Vec<String> = table.by.iter().map(name).collect();
        match keys.is_empty() {
            true => held,
            false => lang
                .pick(format!("{held}（按{}）", keys.join("、")), format!("{held} by {}", keys.join(", "))),
        }
    }

    fn names(&self, table: &Table, lang: Lang) -> String {
        let indicators = self.indicators(table).unwrap_or_default();
        let names: Vec<&str> = indicators.iter().map(|indicator| indicator.name.get(lang)).collect();
        names.join(lang.pick("、", ", "))
    }

    pub(super) fn check_table(&self, table: &Table) -> Result<()> {
        let source = self.named_source(&table.source)?;
        let indicators = self.indicators(table)?;
        for indicator in &indicators {
            let (fits, expected) = fits(&indicator.method, source.kind, table.parts.is_some());
            if !fits {
                return Err(self.bad(table.source.span(), &source.id, expected));
            }
        }
        self.check_parts(table, &indicators, source)?;
        indicators.iter().try_for_each(|indicator| self.check_publishable(table, indicator))?;
        indicators.iter().try_for_each(|indicator| self.check_ranking(table, indicator))?;
        indicators.iter().try_for_each(|indicator| self.check_counted(table, indicator, source))?;
        self.check_options(table, &indicators)?;
        self.check_sides(table, &indicators)?;
        self.check_shape(table, &indicators)
    }

    /// The options of a table: names that one of its indicators has, values of their kind.
    fn check_options(&self, table: &Table, indicators: &[&Indicator]) -> Result<()> {
        for (name, written) in &table.options {
            let parameters: Vec<_> = indicators.iter().filter_map(|i| i.parameter(name.get_ref())).collect();
            if parameters.is_empty() {
                let known = indicators.iter().flat_map(|indicator| indicator.parameters).map(|p| p.name);
                return Err(self.unknown_option(name, &known.collect::<Vec<_>>()));
            }
            if parameters.iter().any(|parameter| parameter.kind == Kind::Condition) {
                self.check_condition(written)?;
            }
            let (spans, values): (Vec<_>, Vec<_>) = values(written).into_iter().unzip();
            for parameter in parameters {
                for (span, value) in spans.iter().zip(&values) {
                    let one = typed(parameter, std::slice::from_ref(value));
                    one.map_err(|fault| self.placed(span.clone(), fault))?;
                }
                typed(parameter, &values).map_err(|fault| self.placed(written.span(), fault))?;
            }
        }
        Ok(())
    }

    /// Parts and measures that there are; several indicators need rows and columns.
    fn check_shape(&self, table: &Table, indicators: &[&Indicator]) -> Result<()> {
        for part in &table.show {
            let mut known = PARTS.iter().map(|(id, _)| *id);
            if !known.clone().any(|id| id == part.get_ref()) {
                return Err(self.unknown(part, &mut known));
            }
        }
        let known = || indicators.iter().flat_map(|indicator| indicator.measures).map(|measure| measure.id);
        for measure in &table.measures {
            if !known().any(|id| id == measure.get_ref()) {
                return Err(self.unknown(measure, known()));
            }
        }
        if indicators.len() > 1 && !table.is_pivot() {
            let names = DIMENSIONS.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
            return Err(self.bad(
                table.source.span(),
                &format!("{} ({names}, …)", table.id),
                Text::new(
                    "有几个 indicators 的表写明 rows 和 columns",
                    "rows and columns in a table of several indicators",
                ),
            ));
        }
        Ok(())
    }
}
