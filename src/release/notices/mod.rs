//! All that needs a person's attention, in one list: what was left out, taken for something, or left empty, and
//! the line that mends it.

mod doubtful;
mod doubtful_words;
mod figures;
mod headline;
mod items;
mod labels;
mod missing;
mod missing_words;
mod public_schools;
mod public_words;
mod reading;
mod unlike;
mod words;

use serde_json::{Value as Json, json};

use crate::intake::FindingGroup;
use crate::lang::Lang;
use crate::records::ItemDoubt;
use crate::release::config::Inputs;
use crate::release::sentences::Lacking;

pub use doubtful::{doubtful_full_marks, doubtful_lines};
pub use figures::{MissingFigures, empty_tables, missing_figures, of_figures};
pub use headline::{Sentence, dropped_sentences};
pub use labels::{hidden_table, unmatched_labels, unmatched_words, words_unmatched};
pub use missing::{Known, Missing};
pub use public_schools::admissions_by_school;
pub use reading::{merged, of_report, of_reports};
pub use unlike::{Unlike, unlike_year_before};

/// One thing that needs attention. Each writes itself, in both languages, as what was found and what mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Refused rows, cells that could not be read, or what else reading found, by cause and column.
    Finding {
        source: Option<String>,
        group: FindingGroup,
        files: Vec<String>,
    },
    /// Columns of which it is not known what they are.
    UnusedColumns {
        source: Option<String>,
        files: Vec<String>,
        headers: Vec<String>,
    },
    /// A total that is the sum of these subjects, because the files have none.
    DerivedTotal {
        source: Option<String>,
        files: Vec<String>,
        subjects: Vec<String>,
    },
    /// A sheet that a pattern names and that holds no scores.
    SheetNotRead {
        sheet: String,
    },
    /// Columns that other files of a small table have.
    ColumnsLacking {
        file: String,
        columns: Vec<String>,
    },
    CandidatesWithoutSchool {
        source: String,
        key: String,
        candidates: u64,
    },
    SchoolsWithoutCandidates {
        source: String,
        schools: Vec<String>,
    },
    /// Cut scores of years and tracks that no candidate is of, as arguments write them.
    LinesWithoutCandidates {
        source: String,
        lines: Vec<String>,
    },
    CandidatesWithoutLine {
        source: String,
        groups: Vec<Unlined>,
    },
    /// Labels that the configuration names and no figure of the table has.
    LabelsUnmatched {
        table: String,
        key: String,
        labels: Vec<String>,
        at_hand: Vec<String>,
    },
    /// Figures without a value, by what they lack.
    FiguresMissing(MissingFigures),
    /// A table of which no figure has a value.
    TableEmpty {
        table: String,
        lacks: Option<Missing>,
    },
    /// A table of which every figure that could have a value is hidden.
    TableHidden {
        table: String,
    },
    /// A sentence of the headline that could not be written.
    SentenceDropped {
        sentence: Sentence,
        line: String,
        year: i32,
    },
    /// A sentence of which the tables lack a number.
    SentenceLacks {
        /// In the order of the configuration.
        sentence: usize,
        lacking: Vec<Lacking>,
        /// `sentence`, `else` or `nothing`.
        written: &'static str,
    },
    /// A year that lies far from the year before in something.
    UnlikeYearBefore {
        source: String,
        year: i32,
        what: Unlike,
        before: String,
        now: String,
    },
    /// A full mark that the best score is far below.
    FullMarkDoubtful {
        source: Option<String>,
        subject: String,
        year: Option<i32>,
        full_mark: String,
        best: String,
    },
    /// Totals of which each is that of one candidate, evenly apart.
    ScoresOnceEach {
        source: Option<String>,
        year: Option<i32>,
        candidates: u64,
    },
    /// A line, as arguments write it, that all of so many candidates reach, or none.
    LineDoubtful {
        source: Option<String>,
        line: String,
        all: bool,
        candidates: u64,
    },
    /// What is doubtful of the items of a paper.
    Items {
        source: Option<String>,
        file: String,
        doubt: ItemDoubt,
    },
    /// Of two linked examinations, fewer candidates are found in both than the configuration wants.
    FewLinked {
        year: Option<i32>,
        linked: u64,
        of: u64,
    },
    /// A source that no table and no headline uses.
    SourceUnused {
        source: String,
    },
    /// Targets that no table holds achievements against.
    TargetsUnused {
        targets: u64,
        /// The indicator that takes them.
        indicator: &'static str,
    },
    /// Public tables that give admissions or first ranks by school.
    AdmissionsBySchool {
        tables: Vec<String>,
    },
}

/// Candidates for whom no line was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlined {
    pub year: Option<i32>,
    /// Empty where it is not known; `None` where the source tells no tracks.
    pub track: Option<String>,
    pub candidates: u64,
}

/// By which words a notice is mended: those of the configuration, of the command line or of a call in Python.
#[derive(Clone, Copy, Debug)]
pub enum Caller<'a> {
    /// With the table files in which it keeps what every year brings anew.
    Configuration(&'a Inputs),
    CommandLine,
    Python,
}

impl Notice {
    /// The kind, as machines read it.
    pub fn id(&self) -> &'static str {
        match self {
            Notice::Finding { .. } => "finding",
            Notice::UnusedColumns { .. } => "unused_columns",
            Notice::DerivedTotal { .. } => "derived_total",
            Notice::SheetNotRead { .. } => "sheet_not_read",
            Notice::ColumnsLacking { .. } => "columns_lacking",
            Notice::CandidatesWithoutSchool { .. } => "candidates_without_school",
            Notice::SchoolsWithoutCandidates { .. } => "schools_without_candidates",
            Notice::LinesWithoutCandidates { .. } => "lines_without_candidates",
            Notice::CandidatesWithoutLine { .. } => "candidates_without_line",
            Notice::LabelsUnmatched { .. } => "labels_unmatched",
            Notice::FiguresMissing(_) => "figures_missing",
            Notice::TableEmpty { .. } => "table_empty",
            Notice::TableHidden { .. } => "table_hidden",
            Notice::SentenceDropped { .. } => "sentence_dropped",
            Notice::SentenceLacks { .. } => "sentence_lacks",
            Notice::UnlikeYearBefore { .. } => "unlike_year_before",
            Notice::FullMarkDoubtful { .. } => "full_mark_doubtful",
            Notice::ScoresOnceEach { .. } => "scores_once_each",
            Notice::LineDoubtful { .. } => "line_doubtful",
            Notice::Items { .. } => "items",
            Notice::FewLinked { .. } => "few_linked",
            Notice::SourceUnused { .. } => "source_unused",
            Notice::TargetsUnused { .. } => "targets_unused",
            Notice::AdmissionsBySchool { .. } => "admissions_by_school",
        }
    }

    /// How many rows, cells, columns, candidates, figures or tables it is about.
    pub fn count(&self) -> u64 {
        match self {
            Notice::Finding { group, .. } => group.count,
            Notice::UnusedColumns { headers: all, .. }
            | Notice::DerivedTotal { subjects: all, .. }
            | Notice::ColumnsLacking { columns: all, .. }
            | Notice::SchoolsWithoutCandidates { schools: all, .. }
            | Notice::LinesWithoutCandidates { lines: all, .. }
            | Notice::LabelsUnmatched { labels: all, .. }
            | Notice::AdmissionsBySchool { tables: all } => all.len() as u64,
            Notice::CandidatesWithoutSchool { candidates, .. }
            | Notice::ScoresOnceEach { candidates, .. }
            | Notice::LineDoubtful { candidates, .. } => *candidates,
            Notice::CandidatesWithoutLine { groups, .. } => groups.iter().map(|group| group.candidates).sum(),
            Notice::FiguresMissing(missing) => missing.figures,
            Notice::TargetsUnused { targets, .. } => *targets,
            Notice::FewLinked { linked, of, .. } => of - linked,
            Notice::SheetNotRead { .. }
            | Notice::TableEmpty { .. }
            | Notice::TableHidden { .. }
            | Notice::SentenceDropped { .. }
            | Notice::SentenceLacks { .. }
            | Notice::UnlikeYearBefore { .. }
            | Notice::FullMarkDoubtful { .. }
            | Notice::Items { .. }
            | Notice::SourceUnused { .. } => 1,
        }
    }

    /// Whether it is told of how the inputs fit together, rather than of one of them.
    pub fn is_of_fit(&self) -> bool {
        !matches!(self, Notice::Finding { .. } | Notice::UnusedColumns { .. } | Notice::DerivedTotal { .. })
    }

    pub fn as_json(&self, caller: Caller<'_>) -> Json {
        let both = |text: &dyn Fn(Lang) -> String| json!({ "zh": text(Lang::Zh), "en": text(Lang::En) });
        let code = if let Notice::Finding { group, .. } = self { Some(group.cause.code()) } else { None };
        json!({
            "kind": self.id(),
            "code": code,
            "count": self.count(),
            "message": both(&|lang| self.text(lang)),
            "help": self.mend(caller, Lang::En).map(|_| both(&|lang| self.mend(caller, lang).unwrap_or_default())),
        })
    }
}

/// The block at the end: its heading, then each notice with the line that mends it; empty where there are none.
pub fn block(notices: &[Notice], caller: Caller<'_>, lang: Lang) -> Vec<String> {
    if notices.is_empty() {
        return Vec::new();
    }
    let n = notices.len();
    let mut lines = vec![lang.pick(format!("需要注意（{n} 项）："), format!("Needs attention ({n}):"))];
    for (at, notice) in notices.iter().enumerate() {
        lines.push(format!("  {}. {}", at + 1, notice.text(lang)));
        let mend = notice.mend(caller, lang);
        lines.extend(mend.iter().flat_map(|mend| mend.lines()).map(|line| format!("     → {line}")));
    }
    lines
}
