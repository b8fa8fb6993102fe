//! The release of a year: configuration → plan → tables → files → manifest. Composes, computes nothing.

mod arguments;
mod arrows;
mod attention;
mod candidates;
mod charts;
mod check;
mod check_file;
mod compose;
pub mod config;
mod cover;
mod diff;
mod earlier;
mod headline;
mod inputs;
mod items;
mod joined_tables;
mod joins;
mod kept;
mod level;
mod link_account;
mod linked_remarks;
mod linked_sources;
pub mod linking;
pub mod notices;
mod options;
mod order;
mod origin;
mod other_tables;
mod output;
mod pivot;
mod planned;
mod printed;
mod problem;
mod produced;
mod protection;
mod public_before;
mod pupil_counts;
mod reach;
mod readings;
mod rejects;
mod rendered;
mod row_counts;
mod score_tables;
mod sentences;
mod sheets;
mod sources;
mod tables;
mod unmatched_lines;
mod verify;

use std::path::{Path, PathBuf};

pub use candidates::{Additions, Counts, Schools};
pub use check::{Checked, Places, Scope, check, places};
pub use check_file::check_file;
pub use config::{Config, Found, Kept, Said, Written, write_mapping};
pub use diff::{Changed, Difference, What, diff};
pub use items::{PaperSaid, add_items, add_sheets, append, described as described_items, item_notices};
pub use joined_tables::Tables as JoinedTables;
pub use kept::keep_tally;
pub use options::{RunOptions, years};
pub use output::{Account, Hashed, Input, Manifest, Record, TableOrigin};
pub use planned::{Planned, planned_files};
pub use problem::Problem;
pub use readings::{describe, summary};
pub use rejects::write_rejects;
pub use score_tables::{Said as SaidOfTable, are_score_tables, labelled, read_score_tables};
pub use sheets::{AskedSheet, asked_sheets, holds_nothing, read_sheets, refuse_repeats, written_sheets};
pub use tables::{Heading, layout};
pub use verify::{Checking, Verification, verify};

use earlier::Known;
use notices::Notice;
use options::{out_folder, year};
use output::{Beside, Lock, MANIFEST, RECORD, name_beside, publish};
use planned::needed;
use produced::produce;

use crate::error::Result;
use crate::figures::Figures;

/// What a run did.
#[derive(Debug)]
pub struct Release {
    pub year: i32,
    pub folder: PathBuf,
    pub files: Vec<String>,
    pub headlines: Vec<String>,
    /// What intake did with each file, a line each.
    pub readings: Vec<String>,
    /// Who was found in two linked examinations, which stands in `readings` too.
    pub accounts: Vec<String>,
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
    let out = out_folder(config, options)?;
    // Of which only earlier releases have tables.
    if config.content.disclosure.profile == config::Profile::Public {
        let before = earlier::earlier(config, &out, year, &[], Known::OnDisk)?;
        for source in other_tables::sources_of(config, &other_tables::of(config, &before), year) {
            let mut further = planned_files(config, source, year)?;
            further.retain(|file| !inputs.contains(file));
            inputs.append(&mut further);
        }
    }
    let lang = options.written(config);
    let tables = config.content.tables.iter();
    let tables = tables.map(|table| (table.id.clone(), config.title(table, lang))).collect();
    Ok(Plan { year, inputs, tables, folder: out.join(year.to_string()) })
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
        accounts: made.accounts,
        notices: made.notices,
        empty: made.empty,
        suppressed: made.suppressed,
        kept: published.kept,
        beside,
        figures: made.figures,
    })
}
