//! A release in memory: read, computed, protected, laid out.

use std::path::{Path, PathBuf};

use super::attention::Attention;
use super::compose::{compute_table, lay_out, no_data, wider_total};
use super::config::{Config, Profile};
use super::earlier::Known;
use super::kept::{Target, ToKeep, targets, to_keep};
use super::notices::Notice;
use super::options::{out_folder, year};
use super::output::{Manifest, OutputFile, Record};
use super::planned::needed;
use super::sentences::{self, Published};
use super::sources::{self, Sources};
use super::{
    RunOptions, cover, earlier, headline, origin, other_tables, protection, rejects, rendered, summary,
};
use crate::error::Result;
use crate::figures::{Clauses, Figures};
use crate::intake::Report;

/// A release that is not on disk yet.
pub(super) struct Produced {
    pub(super) year: i32,
    pub(super) files: Vec<OutputFile>,
    /// Files that are not published.
    pub(super) beside: Vec<OutputFile>,
    pub(super) manifest: Manifest,
    pub(super) record: Record,
    pub(super) headlines: Vec<String>,
    pub(super) readings: Vec<String>,
    pub(super) accounts: Vec<String>,
    pub(super) notices: Vec<Notice>,
    pub(super) empty: Vec<String>,
    pub(super) suppressed: usize,
    pub(super) figures: Figures,
    pub(super) tallies: Vec<ToKeep>,
}

/// Where a release goes, and where its tallies are kept.
pub(super) struct Destination<'a> {
    out: PathBuf,
    to_be_kept: Vec<Target<'a>>,
}

impl<'a> Destination<'a> {
    /// # Errors
    /// Folders that the configuration may not use; a tally's path that is taken or would be published.
    pub fn of(config: &'a Config, options: &RunOptions, year: i32) -> Result<Destination<'a>> {
        let out = out_folder(config, options)?;
        let to_be_kept = targets(config, year, &out)?;
        Ok(Destination { out, to_be_kept })
    }
}

/// The releases that readers may hold beside this one, with the configurations that made them.
pub(super) struct Before {
    record: Record,
    earlier: Vec<PathBuf>,
    configurations: Vec<Config>,
}

impl Before {
    /// Reads what tables of these releases are of, where the configuration has that source and no table of it.
    ///
    /// # Errors
    /// Releases that cannot be read or have changed; inputs that cannot be read.
    pub fn of(
        config: &Config,
        destination: &Destination<'_>,
        (sources, year): (&mut Sources, i32),
        known: Known<'_>,
        progress: &dyn Fn(&Path, u64),
    ) -> Result<Before> {
        let record = origin::record(config, sources, year)?;
        let earlier = match config.content.disclosure.profile {
            Profile::Internal => Vec::new(),
            Profile::Public => earlier::earlier(config, &destination.out, year, &record.inputs, known)?,
        };
        let configurations = other_tables::of(config, &earlier);
        let further = other_tables::sources_of(config, &configurations, year);
        if further.is_empty() {
            return Ok(Before { record, earlier, configurations });
        }
        other_tables::read(config, &further, (sources, year), progress)?;
        Ok(Before { record: origin::record(config, sources, year)?, earlier, configurations })
    }
}

/// Everything that a release is, in memory.
pub(super) fn produce(
    config: &Config,
    options: &RunOptions,
    known: Known<'_>,
    progress: &dyn Fn(&Path, u64),
) -> Result<Produced> {
    let year = year(config, options)?;
    let destination = Destination::of(config, options, year)?;
    let mut sources = Sources::new(config, options.said(config));
    sources::read(config, &needed(config), year, &mut sources, progress)?;
    let before = Before::of(config, &destination, (&mut sources, year), known, progress)?;
    produce_from(config, options, &destination, &sources, before)
}

/// [`produce`] from what was read.
pub(super) fn produce_from(
    config: &Config,
    options: &RunOptions,
    destination: &Destination<'_>,
    sources: &Sources,
    before: Before,
) -> Result<Produced> {
    let year = year(config, options)?;
    let Before { record, earlier, configurations } = before;
    let (lang, said) = (options.written(config), options.said(config));
    let settings = &config.content.disclosure;
    let mut computed = Vec::new();
    for table in &config.content.tables {
        computed.extend(compute_table(config, sources, table, year)?);
    }
    let mut told = headline::figures(config, sources)?;
    let mut attention = Attention::new(config, sources, year);
    attention.labels(&computed, said);
    let own = computed.len();
    let lost = other_tables::compute(config, sources, &configurations, year, &mut computed, said)?;
    let disclosure = protection::apply(config, sources, year, &earlier, &mut computed, &mut told)?;
    computed.truncate(own);
    let is_internal = settings.profile == Profile::Internal;
    let mut figures = Figures::default();
    let mut tables = Vec::new();
    let mut published = Vec::new();
    for table in &config.content.tables {
        let mut shown = Figures::default();
        let mut notes: Vec<String> = Vec::new();
        while computed.first().is_some_and(|one| one.id == table.id) {
            let one = computed.remove(0);
            for note in wider_total(table, &one, lang) {
                // Several indicators have the same groups.
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
            shown.append(one.of_release());
        }
        attention.table(table, &shown);
        if !is_internal {
            shown.map_notes(Clauses::masked);
            shown.map_methods(Clauses::masked);
        }
        let table_counts_pupils = crate::disclosure::counts_any_pupils(&shown);
        let mut laid = lay_out(config, table, &shown, lang)?;
        laid.notes.extend(notes);
        laid.notes.extend(no_data(table, &shown, lang));
        if is_internal {
            protection::stamp(&mut laid, lang);
        }
        if table_counts_pupils {
            protection::note_rounding(&mut laid, &disclosure, lang);
        }
        tables.push(laid);
        if !config.content.sentences.is_empty() {
            published.push(Published { table, figures: shown.clone() });
        }
        figures.append(shown);
    }
    let written = sentences::sentences(config, &published, year)?;
    attention.sentences(&written);
    let mut headlines = headline::sentences(config, &told, year, said);
    headlines.extend(written.by_section(said).into_iter().flat_map(|(_, texts)| texts));
    attention.headline(&told, year);
    let mut cover = cover::of(config, year, headline::sentences(config, &told, year, lang), lang);
    cover.sections = written.by_section(lang);
    let mut files = rendered::files(&cover, &tables, &figures, lang)?;
    let paragraph = headline::paragraph(config, &told, year).into_iter().chain(written.paragraph());
    let paragraph = paragraph.collect::<Vec<_>>().join("\r\n");
    if !paragraph.is_empty() {
        // With a byte order mark, so that the plainest editor on Windows shows the Chinese.
        let stamp = if is_internal { protection::stamp_of_text() } else { String::new() };
        let bytes = format!("\u{FEFF}{stamp}{paragraph}");
        files.push(OutputFile::new("paragraph.txt", bytes.as_bytes())?);
    }
    let reports: Vec<Report> = sources.reports.iter().map(|(_, report)| report.clone()).collect();
    let rejects = rejects::file(config, &reports, options.show_values, lang)?;
    let beside: Vec<OutputFile> = match is_internal {
        true => {
            files.extend(rejects);
            Vec::new()
        }
        false => rejects.into_iter().collect(),
    };
    let suppressed = disclosure.primary + disclosure.secondary;
    let mut manifest = origin::manifest(config, (year, lang), disclosure, &files)?;
    let mut readings: Vec<String> = reports.iter().flat_map(|report| summary(report, said)).collect();
    let (notices, empty) = attention.close()?;
    let tallies = to_keep(&destination.to_be_kept, sources, year)?;
    readings.extend(sources.accounts.iter().chain(&sources.remarks).cloned());
    readings.extend(written.evidence.iter().map(|[zh, en]| said.pick(zh, en).clone()));
    manifest.sentences = written.records;
    readings.extend(lost);
    // Whatever was read once more on the way was read of the same files.
    sources.witness.unchanged()?;
    Ok(Produced {
        year,
        files,
        beside,
        manifest,
        record,
        headlines,
        readings,
        accounts: sources.accounts.clone(),
        notices,
        empty,
        suppressed,
        figures,
        tallies,
    })
}
