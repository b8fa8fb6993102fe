//! One doubtful cell or one refused row, and all of one cause together.

use super::causes::Cause;
use super::rejects::{offered_verdict, shown_unknown_marks};
use super::report::Report;
use crate::error::{ColumnPlace, shell_word};
use crate::lang::{Lang, Text};

/// One doubtful cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The physical row, the first being 1.
    pub row: u64,
    pub column: Option<ColumnPlace>,
    pub cause: Cause,
}

/// A row that is out of every figure, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The physical row, the first being 1.
    pub row: u64,
    pub cause: Cause,
    /// Where that is the cause.
    pub cells: Option<Cells>,
}

/// How many cells a row has and how many its header has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    pub found: u32,
    pub expected: u32,
}

impl Rejected {
    /// The cause, with the numbers that it is about.
    pub fn describe(&self, lang: Lang) -> String {
        with_cells(self.cause.text(), self.cells, lang)
    }
}

/// What was found, in words, with the numbers of cells.
pub(super) fn with_cells(cause: Text, cells: Option<Cells>, lang: Lang) -> String {
    let what = cause.get(lang);
    let numbers = |Cells { found, expected }| {
        lang.pick(
            format!("（有 {found} 格，应为 {expected} 格）"),
            format!(" ({found} found, {expected} expected)"),
        )
    };
    format!("{what}{}", cells.map_or(String::new(), numbers))
}

/// All findings of one cause in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingGroup {
    pub cause: Cause,
    pub column: Option<ColumnPlace>,
    /// Further columns, where one line says the same of several.
    pub others: Vec<ColumnPlace>,
    pub count: u64,
    /// The physical row of the first.
    pub first_row: u64,
    /// Of the first, where that is the cause.
    pub cells: Option<Cells>,
    /// What the rest of the file offers to settle it: the marks that are not known, the columns that are not used.
    pub offers: Vec<Mend>,
}

impl FindingGroup {
    /// One line: the cause, where, how often, first at which row, and what mends it. It holds no pupil's data.
    pub fn describe(&self, lang: Lang) -> String {
        let mends: Vec<String> = self.mends().iter().map(Mend::as_option).collect();
        let mends = match &mends[..] {
            [] => String::new(),
            mends => {
                // Each mark has its own meaning; of other lines one settles it.
                let between = match self.cause {
                    Cause::UnknownMark => ("、", ", "),
                    _ => (" 或 ", " or "),
                };
                let mends = mends.join(lang.pick(between.0, between.1));
                match self.cause {
                    // Which of them stands in which column is not kept: a rule holds for the whole file.
                    Cause::UnknownMark => lang.pick(
                        format!("；全文件的标记可写：{mends}"),
                        format!("; for the marks of the file: {mends}"),
                    ),
                    _ => lang.pick(format!("；改法：{mends}"), format!("; to mend it: {mends}")),
                }
            }
        };
        self.found(lang) + &mends
    }

    /// [`FindingGroup::describe`] without what mends it.
    pub fn found(&self, lang: Lang) -> String {
        let what = with_cells(self.cause.text(), self.cells, lang);
        let named = |column: &ColumnPlace| {
            let (letters, header) = (column.letters(), &column.header);
            lang.pick(format!("{letters} 列「{header}」"), format!("column {letters} \"{header}\""))
        };
        let columns: Vec<String> = self.column.iter().chain(&self.others).map(named).collect();
        let column = match &columns[..] {
            [] => String::new(),
            columns => columns.join(lang.pick("、", ", ")) + lang.colon(),
        };
        let (count, row) = (self.count, self.first_row);
        // What an engine counted has no rows any more.
        let where_first = match row {
            0 => format!(" ×{count}"),
            row => {
                lang.pick(format!(" ×{count}，首见于第 {row} 行"), format!(" ×{count}, first at row {row}"))
            }
        };
        format!("{column}{what}{where_first}")
    }

    /// What settles the matter, each by itself, where something said of the file can.
    pub fn mends(&self) -> Vec<Mend> {
        let header = self.column.as_ref().map(|column| match column.header.as_str() {
            "" => column.letters(),
            header => header.to_owned(),
        });
        let policy = |verdict| vec![Mend::Policy { what: "total".to_owned(), verdict }];
        match (self.cause, header) {
            (Cause::UnusedScores, Some(header)) => {
                let field = format!("subject:{header}");
                let ignored = Mend::Column { header: header.clone(), field: "ignore".to_owned() };
                vec![Mend::Column { header, field }, ignored]
            }
            (Cause::TotalVoided | Cause::IncompleteTotal, _) => policy("given"),
            (Cause::NobodyScored, None) => policy("all"),
            (Cause::TooManyDecimals, Some(header)) => vec![Mend::Step { header, step: FINE_STEP }],
            (Cause::DecimalComma, _) => vec![Mend::DecimalComma],
            (Cause::Negative, Some(header)) => {
                let field = format!("progress:{header}");
                vec![Mend::Column { header, field }]
            }
            _ => self.offers.clone(),
        }
    }
}

/// So many lines that may settle a finding are told.
const OFFERED: usize = 3;

/// What may settle findings of a cause, as far as the report knows it.
pub(super) fn offers(report: &Report, cause: Cause) -> Vec<Mend> {
    let offers: Vec<Mend> = match cause {
        // Sittings are told by a column that is not used yet.
        Cause::SameSubjectTwice => {
            let unused = report.columns.iter().filter(|column| column.is_unknown());
            let headers = unused.map(|column| column.place.header.clone());
            headers.map(|header| Mend::Column { header, field: "exam".to_owned() }).collect()
        }
        Cause::UnknownMark => {
            let shown = shown_unknown_marks(report);
            let as_written = report.unknown_marks.keys().filter(|mark| shown.contains_key(*mark)).cloned();
            let offered = as_written.filter_map(|what| Some((offered_verdict(&what)?, what)));
            offered.map(|(verdict, what)| Mend::Policy { what, verdict }).collect()
        }
        _ => Vec::new(),
    };
    offers.into_iter().take(OFFERED).collect()
}

impl Report {
    /// The rules that may be given to the marks of the file that are not known: what a mark means holds for all columns.
    pub fn offered_rules(&self) -> Vec<Mend> {
        offers(self, Cause::UnknownMark)
    }
}

/// Something to be said of a file that settles a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Which field a column is.
    Column { header: String, field: String },
    /// What counts.
    Policy { what: String, verdict: &'static str },
    /// The step of the scores under a header.
    Step { header: String, step: &'static str },
    /// That a comma stands before the decimals.
    DecimalComma,
}

/// What is said beside rules that are offered for texts that are not known: what they are worth is a person's to say.
pub fn remark_on_verdicts(offers: &[Mend], lang: Lang) -> &'static str {
    let is_grade =
        |mend: &Mend| matches!(mend, Mend::Policy { verdict, .. } if verdict.parse::<f64>().is_ok());
    let remark = if offers.is_empty() {
        Text::new(
            "或 exempt、deferred、violation、blank、zero；是哪些文字，用 edugauge check 文件 --show-values 看",
            "or exempt, deferred, violation, blank, zero; edugauge check FILE --show-values shows the texts",
        )
    } else if offers.iter().any(is_grade) {
        Text::new(
            "等级折算的分数只是示例，请改成本地规定的；也可写 pass、fail",
            "what grades are worth is an example only: write what your rules say, or pass, fail",
        )
    } else {
        Text::new(
            "若表示缺考；或 exempt、deferred、violation、blank、zero",
            "if it means absent; or exempt, deferred, violation, blank, zero",
        )
    };
    remark.get(lang)
}

/// Holds what scores of models and surveys are written with.
const FINE_STEP: &str = "0.00001";

fn option(name: &str, value: &str) -> String {
    format!("{name} {}", shell_word(value))
}

impl Mend {
    /// As an option of the command line.
    pub fn as_option(&self) -> String {
        match self {
            Mend::Column { header, field } => option("--column", &format!("{header}={field}")),
            Mend::Policy { what, verdict } => option("--policy", &format!("{what}={verdict}")),
            Mend::Step { header, step } => option("--step", &format!("{header}={step}")),
            Mend::DecimalComma => option("--decimal", ","),
        }
    }

    /// As an argument of Python's `read_scores`.
    pub fn as_argument(&self) -> String {
        match self {
            Mend::Column { header, field } => format!("columns={{{header:?}: {field:?}}}"),
            Mend::Policy { what, verdict } => format!("policy={{{what:?}: {verdict:?}}}"),
            Mend::Step { header, step } => format!("steps={{{header:?}: {step}}}"),
            Mend::DecimalComma => "decimal=\",\"".to_owned(),
        }
    }

    /// As the table of a source in a configuration, and the line in it.
    pub fn as_setting(&self) -> (&'static str, String) {
        match self {
            Mend::Column { header, field } => ("columns", format!("{header:?} = {field:?}")),
            Mend::Policy { what, verdict } if what == "total" => ("policy", format!("total = \"{verdict}\"")),
            Mend::Policy { what, verdict } => ("policy", format!("{what:?} = \"{verdict}\"")),
            Mend::Step { header, step } => ("steps", format!("{header:?} = {step}")),
            Mend::DecimalComma => ("", "decimal = \",\"".to_owned()),
        }
    }
}
