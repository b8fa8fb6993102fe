//! Gathers all that needs attention while a release is made.

use std::collections::{BTreeMap, BTreeSet};

use super::config::{Config, LINK, Table};
use super::headline::Told;
use super::inputs::Asked;
use super::notices::{
    Known, Missing, MissingFigures, Notice, admissions_by_school, doubtful_full_marks, doubtful_lines,
    dropped_sentences, empty_tables, hidden_table, missing_figures, of_reports, unlike_year_before,
    unmatched_labels, unmatched_words,
};
use super::planned::unneeded;
use super::protection::Computed;
use super::sentences::Sentences;
use super::sources::Sources;
use super::unmatched_lines;
use crate::error::Result;
use crate::figures::Figures;
use crate::indicators::{INDICATORS, Indicator, Input};
use crate::lang::Lang;
use crate::subjects::{exit_of, is_entry};

pub(super) struct Attention<'a> {
    config: &'a Config,
    sources: &'a Sources,
    year: i32,
    /// By source, the subjects whose full mark is known.
    marked: BTreeMap<&'a str, BTreeSet<String>>,
    missing: Vec<MissingFigures>,
    empty: Vec<String>,
    notices: Vec<Notice>,
}

impl<'a> Attention<'a> {
    pub fn new(config: &'a Config, sources: &'a Sources, year: i32) -> Attention<'a> {
        let marked = sources.exams.iter().map(|(id, exam)| {
            let subjects = exam.subjects().into_iter().filter(|subject| subject.full_mark.is_some());
            (id.as_str(), subjects.map(|subject| subject.id).collect())
        });
        Attention {
            config,
            sources,
            year,
            marked: marked.collect(),
            missing: Vec::new(),
            empty: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// Labels that tables name, held against all that was computed.
    pub fn labels(&mut self, computed: &[Computed<'_>], lang: Lang) {
        for table in &self.config.content.tables {
            let of_table = computed.iter().filter(|one| one.id == table.id).map(|one| &one.figures);
            self.notices.extend(unmatched_labels(table, &of_table.collect::<Vec<_>>(), lang));
        }
        for one in computed {
            let Some(tables) = self.sources.tables.get(one.source) else { continue };
            for notice in unmatched_words(one, tables.rows_for(one.indicator)) {
                if !self.notices.contains(&notice) {
                    self.notices.push(notice);
                }
            }
        }
    }

    /// The figures that a table shows.
    pub fn table(&mut self, table: &Table, shown: &Figures) {
        let source = table.source.get_ref();
        let marked = self.marked.get(source.as_str());
        let years: Vec<i32> = self.config.content.populations.iter().map(|p| p.year).collect();
        let known = Known {
            full_mark: &|subject| marked.is_none_or(|marked| marked.contains(subject)),
            population: &|year| year.map_or(!years.is_empty(), |year| years.contains(&year)),
        };
        self.notices.extend(hidden_table(&table.id, shown));
        match empty_tables(&table.id, shown, &known) {
            // It may wait for what only a person knows, which is asked for all the same.
            Some(Notice::TableEmpty { table: id, lacks }) if table.allow_empty => {
                let lacks = lacks.or_else(|| self.awaited(table)).filter(Missing::is_input);
                self.notices.extend(lacks.map(|lacks| Notice::TableEmpty { table: id, lacks: Some(lacks) }));
            }
            Some(notice) => {
                self.empty.push(table.id.clone());
                self.notices.push(notice);
            }
            None => missing_figures(&table.id, Some(source), shown, &known, &mut self.missing),
        }
    }

    /// What the indicators of a table without figures cannot be computed without, and is not given.
    fn awaited(&self, table: &Table) -> Option<Missing> {
        let content = &self.config.content;
        let takes = |name: &str| {
            let given = table.options.keys().any(|key| key.get_ref() == name);
            let indicators = self.config.indicators(table).unwrap_or_default();
            !given && indicators.iter().any(|indicator| indicator.parameter(name).is_some())
        };
        let lined = content.cut_scores.iter().any(|cut| cut.source.get_ref() == table.source.get_ref());
        if takes("lines") && !lined {
            return Some(Missing::Line(vec![self.year]));
        }
        let peopled = content.populations.iter().any(|population| population.year == self.year);
        (takes("population") && !peopled).then(|| Missing::Population(vec![self.year]))
    }

    pub fn headline(&mut self, told: &Told, year: i32) {
        self.notices.extend(dropped_sentences(self.config, told, year));
    }

    pub fn sentences(&mut self, written: &Sentences) {
        self.notices.extend(written.notices.iter().cloned());
    }

    /// All notices, those of reading first, and the tables that are empty and may not be.
    ///
    /// # Errors
    /// Candidates that cannot be counted by their tracks.
    pub fn close(self) -> Result<(Vec<Notice>, Vec<String>)> {
        let Attention { config, sources, year, missing, empty, notices, .. } = self;
        let mut ids: Vec<Option<&str>> = Vec::new();
        for (id, _) in &sources.reports {
            if !ids.contains(&id.as_deref()) {
                ids.push(id.as_deref());
            }
        }
        let mut all = Vec::new();
        for id in ids {
            let reports =
                sources.reports.iter().filter(|(of, _)| of.as_deref() == id).map(|(_, report)| report);
            all.extend(of_reports(id, reports));
        }
        all.extend(sources.notices.iter().cloned());
        all.extend(unmatched_lines::notices(config, sources)?);
        for (id, exam) in &sources.exams {
            all.extend(unlike_year_before(id, exam, year)?);
            // Of linked examinations, each subject is of one of the two.
            let marks = doubtful_full_marks(Some(id), exam)?;
            all.extend(marks.into_iter().map(|notice| of_side(config, notice)));
        }
        all.extend(lines_of_tables(config, sources)?);
        let linked = config.content.link.iter().flat_map(|link| [link.entry.get_ref(), link.exit.get_ref()]);
        let linked: Vec<&String> = linked.collect();
        let idle = unneeded(config).into_iter().filter(|source| !linked.contains(&&source.id));
        all.extend(idle.map(|source| Notice::SourceUnused { source: source.id.clone() }));
        all.extend(targets_unused(config));
        all.extend(admissions_by_school(config));
        all.extend(missing.into_iter().map(Notice::FiguresMissing));
        all.extend(notices);
        Ok((all, empty))
    }
}

/// A notice of a subject of linked examinations, said of the source that it is of.
fn of_side(config: &Config, notice: Notice) -> Notice {
    match (notice, &config.content.link) {
        (Notice::FullMarkDoubtful { source: Some(source), subject, year, full_mark, best }, Some(link))
            if source == LINK =>
        {
            let side = if is_entry(&subject) { &link.entry } else { &link.exit };
            let subject = exit_of(&subject).to_owned();
            let source = Some(side.get_ref().clone());
            Notice::FullMarkDoubtful { source, subject, year, full_mark, best }
        }
        (notice, _) => notice,
    }
}

/// Lines of tables that nobody reaches or everybody, each once.
fn lines_of_tables(config: &Config, sources: &Sources) -> Result<Vec<Notice>> {
    let mut found: Vec<Notice> = Vec::new();
    for table in &config.content.tables {
        for asked in Asked::all(config, sources, table)? {
            let Input::Exam(exam) = asked.input(sources)? else { continue };
            // A table that may be empty may lack its lines.
            let Ok(arguments) = asked.arguments.typed(asked.indicator) else { continue };
            for notice in doubtful_lines(Some(table.source.get_ref()), exam, asked.indicator, &arguments)? {
                if !found.contains(&notice) {
                    found.push(notice);
                }
            }
        }
    }
    Ok(found)
}

/// Targets that none of the tables takes.
fn targets_unused(config: &Config) -> Option<Notice> {
    let targets = config.content.targets.len() as u64;
    let takes = |indicator: &&&Indicator| indicator.parameter("targets").is_some();
    let of_table = |table| config.indicators(table).unwrap_or_default();
    let used = config.content.tables.iter().any(|table| of_table(table).iter().any(|one| takes(&one)));
    let indicator = INDICATORS.iter().find(takes).filter(|_| targets > 0 && !used)?;
    Some(Notice::TargetsUnused { targets, indicator: indicator.id })
}
