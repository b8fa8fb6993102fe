//! The picture of a table: which of its columns are drawn, as lines along the years or as bars. What could not be
//! read is refused where it was asked for, with what fits, and left out where it was not.

use crate::lang::{Lang, Text};
use crate::render::table::{Cell, Chart, ChartKind, Column, Series};

/// Lines or kinds of bars that can be told apart.
const MOST_SERIES: usize = 8;
/// Labels that can be read below bars.
const MOST_LABELS: usize = 40;

/// The word for all groups together in the labels of rows.
pub const TOTAL_LABEL: Text = Text::new("合计", "Total");
/// That for what the data leave blank.
pub const UNKNOWN_LABEL: Text = Text::new("未知", "Not known");

/// A table that a picture is drawn of.
pub struct Grid<'a> {
    pub columns: &'a [Column],
    pub rows: &'a [Vec<Cell>],
    /// How many columns at the left say what a row is of, and which of these holds the year.
    pub labels: usize,
    pub year: Option<usize>,
    /// The columns whose numbers are drawn.
    pub values: Vec<usize>,
    /// Their unit, where it does not stand with the columns.
    pub unit: String,
    /// Whether a total is as large as all else together: it then has no place beside its parts.
    pub counts: bool,
    pub lang: Lang,
}

/// A picture, and what it leaves out.
#[derive(Default)]
pub struct Drawn {
    pub charts: Vec<Chart>,
    pub note: Option<String>,
}

/// Why a picture would not say what the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    NoValues,
    NoLabels,
    OneYear,
    YearsNotLast,
    Series(usize),
    Labels(usize),
    /// None of the measures is drawn so.
    NotDrawn(ChartKind),
    Panels(usize),
}

impl Unfit {
    /// The chart that was asked for, and how many of what is too many.
    pub fn found(self, kind: Option<ChartKind>) -> String {
        let chart = match kind {
            Some(ChartKind::Bars) => "bars",
            Some(ChartKind::Trend) => "trend",
            Some(ChartKind::Scatter) => "scatter",
            Some(ChartKind::Lines) => "lines",
            Some(ChartKind::Heat) => "heat",
            Some(ChartKind::Caterpillar) => "caterpillar",
            Some(ChartKind::Intervals | ChartKind::Distribution) | None => "chart",
        };
        match self {
            Unfit::Series(number) | Unfit::Labels(number) | Unfit::Panels(number) => {
                format!("{chart}: {number}")
            }
            _ => chart.to_owned(),
        }
    }

    /// What a picture can be drawn of instead.
    pub fn expected(self) -> Text {
        match self {
            Unfit::NoValues => Text::new(
                "有可画数值的表：写明 rows 和 columns，show 里有 value",
                "a table with values to draw: rows and columns, with value in show",
            ),
            Unfit::NoLabels => Text::new(
                "rows 至少一项、行数不少于 2 的表（柱和线由各行画出）",
                "a table of two rows or more, with something in rows: they make the bars and lines",
            ),
            Unfit::OneYear => Text::new(
                "至少两个年份（表中写 last_years = 5，数据源给出以往各年）；只有一年时去掉 chart，或把别的分组写进 rows 画柱（chart = \"bars\"）",
                "two years or more (last_years = 5 in the table, and a source that has the years before); of one year leave chart out, or put another key into rows and draw bars (chart = \"bars\")",
            ),
            Unfit::YearsNotLast => Text::new(
                "走势图的 rows 以 year 结尾，如 rows = [\"residence\", \"year\"]；各组相比请用 chart = \"bars\"",
                "for a trend, rows that end with year, such as rows = [\"residence\", \"year\"]; to compare groups, chart = \"bars\"",
            ),
            Unfit::NotDrawn(ChartKind::Scatter) => Text::new(
                "有两个可以对画的统计量的表：columns = [\"quantity\"]，measures 里有难度和鉴别指数（预设 paper_items）或 entry_mean 和 exit_mean（预设 entry_exit_by_school）",
                "a table with two measures that are drawn against each other: columns = [\"quantity\"], difficulty and discrimination (preset paper_items) or entry_mean and exit_mean (preset entry_exit_by_school) among its measures",
            ),
            Unfit::NotDrawn(ChartKind::Lines) => Text::new(
                "沿列头画线的统计量：选项的 share 或 item_curve 的 difficulty，columns = [\"ability_group\"]（预设 paper_options、item_curves）",
                "a measure that is drawn along the head: the share of options or the difficulty of item_curve, with columns = [\"ability_group\"] (presets paper_options, item_curves)",
            ),
            Unfit::NotDrawn(ChartKind::Caterpillar) => Text::new(
                "以区间画的统计量：school_value_added 的 value、band_value_added 的 value_added、residual_gain 和 score_gain 的 gain；columns = [\"quantity\"]，show 里有 value、lower、upper（预设 value_added_by_school、growth_by_school 已写好）",
                "a measure that is drawn with its interval: value of school_value_added, value_added of band_value_added, gain of residual_gain or score_gain; columns = [\"quantity\"], with value, lower and upper in show (the presets value_added_by_school and growth_by_school are so)",
            ),
            Unfit::NotDrawn(_) => Text::new(
                "以颜色画的统计量：knowledge_rates 的 gap（预设 knowledge_by_school）、conversion 的 share（预设 conversion）、band_value_added 的 in_band（预设 growth_by_band）；如 rows = [\"school\"]、columns = [\"knowledge\", \"quantity\"]",
                "a measure that is drawn by colours: the gap of knowledge_rates (preset knowledge_by_school), the share of conversion (preset conversion), in_band of band_value_added (preset growth_by_band); such as rows = [\"school\"], columns = [\"knowledge\", \"quantity\"]",
            ),
            Unfit::Panels(_) => Text::new(
                "至多 60 幅小图、每幅 16 条线，色块至多 100 行、30 列，点至多 300 个，毛毛虫图至多 24 幅、每幅 400 行：用 filter 选几个",
                "at most 60 small pictures of 16 lines, 100 rows and 30 columns of colours, 300 points, 24 caterpillars of 400 rows: choose some with filter",
            ),
            Unfit::Series(_) => Text::new(
                "至多 8 条线（或 8 种柱），再多分不清：用 filter 选几组，或用 measures 只留一个统计量",
                "at most 8 lines or kinds of bars, more cannot be told apart: choose groups with filter, or one of the measures",
            ),
            Unfit::Labels(_) => Text::new(
                "至多 40 组柱，再多读不出：用 filter 选几组，或按片区、城乡分组",
                "at most 40 groups of bars, more cannot be read: choose some with filter, or group by district or residence",
            ),
        }
    }
}

/// Draws a table: as `asked`, or along the years where they stand last among the labels.
pub fn drawn(grid: &Grid<'_>, asked: Option<ChartKind>) -> Result<Drawn, Unfit> {
    let Some(last) = grid.labels.checked_sub(1) else {
        return if asked.is_some() { Err(Unfit::NoLabels) } else { Ok(Drawn::default()) };
    };
    let along_years = grid.year == Some(last);
    let kind = match asked {
        Some(kind) => kind,
        None if along_years && grid.rows.len() > 1 => ChartKind::Trend,
        None => return Ok(Drawn::default()),
    };
    if kind.is_of_roles() {
        return Err(Unfit::NotDrawn(kind));
    }
    let picture = Picture { grid, kind, last };
    match picture.draw(along_years) {
        Err(_) if asked.is_none() => Ok(Drawn::default()),
        other => other,
    }
}

struct Picture<'a> {
    grid: &'a Grid<'a>,
    kind: ChartKind,
    /// The column of the labels along the axis.
    last: usize,
}

/// Rows that share what stands before the last label.
struct Block {
    name: String,
    rows: std::ops::Range<usize>,
    labels: Vec<String>,
}

impl Picture<'_> {
    fn draw(&self, along_years: bool) -> Result<Drawn, Unfit> {
        if self.kind == ChartKind::Trend && !along_years {
            return Err(Unfit::YearsNotLast);
        }
        let (unit, values) = self.alike();
        if values.is_empty() {
            return Err(Unfit::NoValues);
        }
        let blocks = self.blocks();
        let labels = self.all_labels(&blocks);
        if labels.len() < 2 && blocks.len() < 2 {
            return Err(if along_years { Unfit::OneYear } else { Unfit::NoLabels });
        }
        // A workbook's chart takes the labels of its first line for all.
        let (whole, lacking): (Vec<Block>, Vec<Block>) =
            blocks.into_iter().partition(|block| block.labels == labels);
        let drawn = whole.len() * values.len();
        if labels.len() > MOST_LABELS {
            return Err(Unfit::Labels(labels.len()));
        }
        if drawn == 0 {
            return Err(Unfit::NoLabels);
        }
        if drawn > MOST_SERIES {
            return Err(Unfit::Series(drawn));
        }
        let names = self.names(&values);
        let series = whole.iter().flat_map(|block| {
            values.iter().zip(&names).map(|(values, name)| {
                let parts = [block.name.as_str(), name.as_str()];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                Series {
                    name: parts.join(" · "),
                    labels: self.last,
                    values: *values,
                    rows: block.rows.clone(),
                    ..Series::default()
                }
            })
        });
        let chart = Chart { axis: unit, series: series.collect(), ..Chart::of(self.kind) };
        Ok(Drawn { charts: vec![chart], note: self.left_out(&lacking) })
    }

    /// The columns that share the unit of the first: percent and points have no axis in common.
    fn alike(&self) -> (String, Vec<usize>) {
        let unit = |at: usize| self.grid.columns[at].unit.clone().unwrap_or_else(|| self.grid.unit.clone());
        let Some(first) = self.grid.values.first().map(|at| unit(*at)) else { return Default::default() };
        let alike = self.grid.values.iter().copied().filter(|at| unit(*at) == first).collect();
        (first, alike)
    }

    fn text(&self, row: usize, column: usize) -> String {
        match self.grid.rows[row].get(column) {
            Some(Cell::Text(text)) => text.to_string(),
            Some(Cell::Number(number)) => number.digits().to_owned(),
            _ => String::new(),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let total = TOTAL_LABEL.get(self.grid.lang);
        let mut blocks: Vec<Block> = Vec::new();
        let mut known: Option<Vec<String>> = None;
        for row in 0..self.grid.rows.len() {
            let before: Vec<String> = (0..self.last).map(|column| self.text(row, column)).collect();
            let label = self.text(row, self.last);
            // A bar of all together is no group beside the others; a sum of all dwarfs its parts.
            if label == total || (self.grid.counts && before.iter().any(|label| label == total)) {
                continue;
            }
            match blocks.last_mut().filter(|block| known.as_ref() == Some(&before) && block.rows.end == row) {
                Some(block) => {
                    block.rows.end += 1;
                    block.labels.push(label);
                }
                None => {
                    blocks.push(Block { name: before.join(" · "), rows: row..row + 1, labels: vec![label] })
                }
            }
            known = Some(before);
        }
        blocks
    }

    /// The labels along the axis: years ascend, groups stand as they come.
    fn all_labels(&self, blocks: &[Block]) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for label in blocks.iter().flat_map(|block| &block.labels) {
            if !labels.contains(label) {
                labels.push(label.clone());
            }
        }
        if self.kind == ChartKind::Trend {
            labels.sort();
        }
        labels
    }

    /// What tells the columns apart; of one column, nothing does.
    fn names(&self, values: &[usize]) -> Vec<String> {
        if values.len() < 2 {
            return vec![String::new(); values.len()];
        }
        let levels = |at: usize| -> Vec<&str> {
            let column = &self.grid.columns[at];
            column.over.iter().chain([&column.header]).map(String::as_str).collect()
        };
        let first = levels(values[0]);
        let is_common = |level: usize| values.iter().all(|at| levels(*at).get(level) == first.get(level));
        let name = |at: &usize| -> String {
            let own = levels(*at).into_iter().enumerate().filter(|(level, _)| !is_common(*level));
            own.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
        };
        values.iter().map(name).collect()
    }

    fn left_out(&self, lacking: &[Block]) -> Option<String> {
        if lacking.is_empty() {
            return None;
        }
        let names = lacking.iter().map(|block| block.name.as_str()).collect::<Vec<_>>();
        let lang = self.grid.lang;
        let listed = names.join(lang.pick("、", ", "));
        Some(lang.pick(
            format!("图中没有画 {listed}：没有各年或各项的数"),
            format!("Not in the picture, as not all years or groups are at hand: {listed}"),
        ))
    }
}
