//! The release of a year: configuration → plan → tables → files → manifest. Composes, computes nothing.

mod arguments;
mod arrows;
mod attention;
mod candidates;
mod charts;
mod check;
mod compose;
pub mod config;
mod cover;
mod diff;
mod earlier;
mod headline;
mod inputs;
mod joined_tables;
mod joins;
mod kept;
pub mod notices;
mod origin;
mod other_tables;
mod output;
mod phrases;
mod pivot;
mod planned;
mod problem;
mod protection;
mod public_before;
mod public_schools;
mod pupil_counts;
mod reach;
mod readings;
mod rejects;
mod rendered;
mod sheets;
mod sources;
mod tables;
mod unmatched_lines;
mod veiled;
mod verify;
mod words;

use std::path::{Path, PathBuf};

pub use candidates::{Additions, Counts, Schools};
pub use check::{Checked, Places, check, check_file, places};
pub use config::{Config, Kept, Said, Written, write_mapping};
pub use diff::{Changed, Difference, What, diff};
pub use kept::keep_tally;
pub use output::{Account, Hashed, Input, Manifest, Record, TableOrigin};
pub use planned::{Planned, planned_files};
pub use problem::Problem;
pub use public_schools::remarks as remarks_of_schools;
pub use readings::{describe, summary};
pub use rejects::write_rejects;
pub use sheets::{AskedSheet, holds_nothing, refuse_repeats, written_sheets};
pub use tables::{Heading, layout};
pub use verify::{Checking, Verification, verify};
pub use words::{in_words, worded};

use attention::Attention;
use compose::{compute_table, lay_out, wider_total};
use config::Profile;
use earlier::Known;
use notices::Notice;
use output::{Beside, Lock, MANIFEST, OutputFile, RECORD, name_beside, publish};
use planned::needed;

use crate::error::Result;
use crate::figures::Figures;
use crate::intake::Report;
use crate::lang::Lang;
use kept::{ToKeep, targets, to_keep};

/// What a run is asked for beyond its configuration.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Instead of the configuration's year.
    pub year: Option<i32>,
    /// Lines in `rejects.csv` as they are, pupils' data and all; for internal releases only.
    pub show_values: bool,
    /// Instead of `out` beside the configuration.
    pub out: Option<PathBuf>,
    /// Of the documents, where the configuration names no language.
    pub lang: Option<Lang>,
    /// Of what is said of the run; that of the documents, if not given.
    pub messages: Option<Lang>,
}

impl RunOptions {
    /// The language of the documents: the configuration's, so that they are the same whoever runs it.
    fn written(&self, config: &Config) -> Lang {
        config.lang().or(self.lang).unwrap_or_default()
    }

    /// The language of what is said of the run.
    fn said(&self, config: &Config) -> Lang {
        self.messages.unwrap_or_else(|| self.written(config))
    }
}

/// What a run did.
#[derive(Debug)]
pub struct Release {
    pub year: i32,
    pub folder: PathBuf,
    pub files: Vec<String>,
    pub headlines: Vec<String>,
    /// What intake did with each file, a line each.
    pub readings: Vec<String>,
    /// All that needs attention.
    pub notices: Vec<Notice>,
    /// The tables without any value that may not be so.
    pub empty: Vec<String>,
    pub suppressed: usize,
    /// Files in the release's folder that are not the release's: a person's own, or edited ones of the old release.
    pub kept: Vec<String>,
    /// What is not to be published, beside the folder: the record, and the rows that were refused.
    pub beside: Vec<PathBuf>,
    /// Every figure, as written to `figures.csv`.
    pub figures: Figures,
}

/// A release that is not on disk yet.
struct Produced {
    year: i32,
    files: Vec<OutputFile>,
    /// Files that are not published.
    beside: Vec<OutputFile>,
    manifest: Manifest,
    record: Record,
    headlines: Vec<String>,
    readings: Vec<String>,
    notices: Vec<Notice>,
    empty: Vec<String>,
    suppressed: usize,
    figures: Figures,
    tallies: Vec<ToKeep>,
}

/// What a run would do, without doing it.
#[derive(Debug)]
pub struct Plan {
    pub year: i32,
    pub inputs: Vec<Planned>,
    pub tables: Vec<(String, String)>,
    pub folder: PathBuf,
}

/// The files that a run would read and the tables that it would write; refuses what a run would refuse before
/// reading.
pub fn plan(config: &Config, options: &RunOptions) -> Result<Plan> {
    let year = year(config, options)?;
    let needed = needed(config);
    let schools = sources::schools_path(config, &needed).map(Planned::undated);
    let written = config.inputs.iter().cloned().map(Planned::undated);
    let mut inputs: Vec<Planned> = written.chain(schools).collect();
    for source in needed {
        inputs.extend(planned_files(config, source, year)?);
    }
    let lang = options.written(config);
    let tables = config.content.tables.iter();
    let tables = tables.map(|table| (table.id.clone(), config.title(table, lang))).collect();
    Ok(Plan { year, inputs, tables, folder: out_folder(config, options)?.join(year.to_string()) })
}

/// Everything that a run would do, without writing: what needs attention, and the tables without any value.
///
/// # Errors
/// Whatever would stop the run, the audit included.
pub fn rehearse(config: &Config, options: &RunOptions) -> Result<(Vec<Notice>, Vec<String>)> {
    let made = produce(config, options, Known::OnDisk, &|_, _| {})?;
    Ok((made.notices, made.empty))
}

/// The output folder of one or several runs, which no other run can write to until this goes away.
pub struct Held(Lock);

/// Takes the output folder. Asked for before anything is read, so that of two runs side by side one ends at once,
/// and the years of one call all come of one configuration.
///
/// # Errors
/// Held by another run; not writable.
pub fn hold(config: &Config, options: &RunOptions) -> Result<Held> {
    Lock::take(&out_folder(config, options)?).map(Held)
}

/// Computes and writes the tables of a year. Nothing is written unless everything was computed.
pub fn run(config: &Config, options: &RunOptions, progress: &dyn Fn(&Path, u64)) -> Result<Release> {
    run_in(&hold(config, options)?, config, options, progress)
}

/// [`run`] in an output folder that is held already.
///
/// # Errors
/// As there.
pub fn run_in(
    held: &Held,
    config: &Config,
    options: &RunOptions,
    progress: &dyn Fn(&Path, u64),
) -> Result<Release> {
    let mut made = produce(config, options, Known::OnDisk, progress)?;
    made.tallies.iter().try_for_each(|kept| keep_tally(&kept.tally, &kept.path))?;
    made.record.tallies = origin::tallies(config, &made.tallies)?;
    let name = made.year.to_string();
    let names = made.beside.iter().map(|file| file.name().to_owned()).chain([RECORD.to_owned()]);
    let beside = names.map(|file| held.0.out().join(name_beside(&name, &file))).collect();
    let record = Beside { record: &made.record, files: &mut made.beside };
    let published = publish(&held.0, &name, &mut made.files, &made.manifest, record)?;
    Ok(Release {
        year: made.year,
        folder: published.folder,
        files: made.files.into_iter().map(|file| file.hashed.file).chain([MANIFEST.to_owned()]).collect(),
        headlines: made.headlines,
        readings: made.readings,
        notices: made.notices,
        empty: made.empty,
        suppressed: made.suppressed,
        kept: published.kept,
        beside,
        figures: made.figures,
    })
}

/// Everything that a release is, in memory.
fn produce(
    config: &Config,
    options: &RunOptions,
    known: Known<'_>,
    progress: &dyn Fn(&Path, u64),
) -> Result<Produced> {
    let year = year(config, options)?;
    let (lang, said) = (options.written(config), options.said(config));
    let settings = &config.content.disclosure;
    let out = out_folder(config, options)?;
    let to_be_kept = targets(config, year, &out)?;
    let mut sources = sources::read(config, &needed(config), year, said, progress)?;
    let mut computed = Vec::new();
    for table in &config.content.tables {
        computed.extend(compute_table(config, &sources, table, year)?);
    }
    let mut told = headline::figures(config, &sources)?;
    let mut attention = Attention::new(config, &sources, year);
    attention.labels(&computed, said);
    let record = origin::record(config, &sources, year)?;
    let earlier = match settings.profile {
        Profile::Internal => Vec::new(),
        Profile::Public => earlier::earlier(config, &out, year, &record.inputs, known)?,
    };
    let before = other_tables::of(config, &earlier);
    let own = computed.len();
    let lost = other_tables::compute(config, &sources, &before, year, &mut computed, said)?;
    let disclosure = protection::apply(config, &sources, year, &earlier, &mut computed, &mut told)?;
    computed.truncate(own);
    let is_internal = settings.profile == Profile::Internal;
    let mut figures = Figures::default();
    let mut tables = Vec::new();
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
            veiled::remarks(&mut shown);
        }
        let table_counts_pupils = crate::disclosure::counts_any_pupils(&shown);
        let mut laid = lay_out(config, table, &shown, lang)?;
        laid.notes.extend(notes);
        if is_internal {
            protection::stamp(&mut laid, lang);
        }
        if table_counts_pupils {
            protection::note_rounding(&mut laid, &disclosure, lang);
        }
        tables.push(laid);
        figures.append(shown);
    }
    let headlines = headline::sentences(config, &told, year, said);
    attention.headline(&told, year);
    let cover = cover::of(config, year, headline::sentences(config, &told, year, lang), lang);
    let mut files = rendered::files(&cover, &tables, &figures, lang)?;
    if let Some(paragraph) = headline::paragraph(config, &told, year) {
        // With a byte order mark, so that the plainest editor on Windows shows the Chinese.
        let stamp = if is_internal { protection::stamp_of_text() } else { String::new() };
        let bytes = format!("\u{FEFF}{stamp}{paragraph}").into_bytes();
        files.push(OutputFile::new("paragraph.txt", bytes)?);
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
    let manifest = origin::manifest(config, (year, lang), disclosure, &files)?;
    let mut readings: Vec<String> = reports.iter().flat_map(|report| summary(report, said)).collect();
    let (notices, empty) = attention.close()?;
    let tallies = to_keep(&to_be_kept, &sources, year)?;
    readings.extend(std::mem::take(&mut sources.remarks));
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
        notices,
        empty,
        suppressed,
        figures,
        tallies,
    })
}

/// Every year that a configuration has candidates or score tables of, ascending: those that its paths with
/// `{year}` are there for; without such a path, the configuration's own.
///
/// # Errors
/// No year at all.
pub fn years(config: &Config) -> Result<Vec<i32>> {
    let mut years = planned::years(config);
    if years.is_empty() {
        years.push(year(config, &RunOptions::default())?);
    }
    Ok(years)
}

fn year(config: &Config, options: &RunOptions) -> Result<i32> {
    options.year.or(config.content.project.year).ok_or_else(|| config.missing("project.year"))
}

/// Where the command line says, else `out` beside the configuration, which must not be a link that leads away.
fn out_folder(config: &Config, options: &RunOptions) -> Result<PathBuf> {
    options.out.clone().map_or_else(|| config.within(config.folder.join("out")), Ok)
}
