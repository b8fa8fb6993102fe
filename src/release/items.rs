//! The items of a paper: the sheets of all classes put together, with their schools.

use std::path::{Path, PathBuf};

use super::candidates::{Additions, Schools};
use super::config::{ChoiceRule, Config, Source, VoidItems, ZeroPapers};
use super::notices::Notice;
use super::planned::Planned;
use super::sheets::AskedSheet;
use super::sources::Sources;
use crate::error::{Error, Result};
use crate::intake::{ItemOptions, ReadOptions, Report, read_items, read_table};
use crate::lang::Lang;
use crate::records::ItemSheet;

/// How a paper is read.
#[derive(Clone, Debug, Default)]
pub struct PaperSaid {
    pub plan: Option<PathBuf>,
    pub plan_sheet: Option<String>,
    pub of: ItemOptions,
}

impl PaperSaid {
    /// With the plan, read.
    ///
    /// # Errors
    /// A plan that cannot be read.
    pub fn read(mut self, options: &ReadOptions) -> Result<ItemOptions> {
        if let Some(path) = &self.plan {
            let own = ReadOptions {
                sheet: self.plan_sheet.clone(),
                witness: options.witness.clone(),
                ..ReadOptions::default()
            };
            self.of.plan = Some(read_table(path, &own)?.0);
        }
        Ok(self.of)
    }
}

/// The candidates of a file with their schools, below those that were read before.
///
/// # Errors
/// As [`read_items`]; another paper than before; a school that the list does not have.
pub fn add_items(
    paper: &mut ItemSheet,
    path: &Path,
    options: &ReadOptions,
    of: &ItemOptions,
    additions: &Additions,
) -> Result<Report> {
    let (mut sheet, report) = read_items(path, options, of)?;
    additions.apply(&mut sheet).map_err(|fault| report.place_missing_key(fault))?;
    append(paper, sheet)?;
    Ok(report)
}

/// # Errors
/// Another paper.
pub fn append(paper: &mut ItemSheet, sheet: ItemSheet) -> Result<()> {
    let (file, other) = (paper.file.clone(), sheet.file.clone());
    if paper.append(sheet) { Ok(()) } else { Err(Error::PapersDiffer { file, other }) }
}

/// Reads one file of a source of the items of a paper; another year is another paper.
///
/// # Errors
/// As [`add_items`].
pub(super) fn read_paper(
    config: &Config,
    source: &Source,
    file: &Planned,
    (year, schools, refuse): (i32, Option<Schools>, bool),
    options: &ReadOptions,
    sources: &mut Sources,
) -> Result<Option<Report>> {
    if file.year.is_some_and(|of| of != year) {
        sources.files.retain(|known| *known != file.path);
        return Ok(None);
    }
    let paper = said(config, source)?;
    if let Some(plan) = paper.plan.as_ref().filter(|plan| !sources.files.contains(plan)) {
        sources.files.push(plan.clone());
    }
    let of = paper.read(options)?;
    let additions = Additions { year: Some(year), schools, sheet: file.sheet.label() };
    let sheet = sources.items.entry(source.id.clone()).or_default();
    let report = add_items(sheet, &file.path, options, &of, &additions)?;
    if refuse {
        let checks = &config.content.checks;
        report.refuse_above(checks.rejected_rows_percent, checks.invalid_cells_percent)?;
    }
    Ok(Some(report))
}

/// What the configuration says of a paper.
fn said(config: &Config, source: &Source) -> Result<PaperSaid> {
    let plan = source.plan.as_ref().map(|plan| config.within(config.folder.join(plan))).transpose()?;
    Ok(PaperSaid {
        plan,
        plan_sheet: source.plan_sheet.clone(),
        of: ItemOptions {
            subject: source.subject.clone(),
            plan: None,
            rule: source.rule.clone(),
            drop_zero_papers: source.zero_papers == ZeroPapers::Drop,
            drop_void: source.void == VoidItems::Drop,
            best_of_choice: source.choice == ChoiceRule::Best,
        },
    })
}

/// All sheets that were asked for of one file.
///
/// # Errors
/// As [`add_items`]; more refused than is allowed.
pub fn add_sheets(
    paper: &mut ItemSheet,
    path: &Path,
    sheets: Vec<AskedSheet>,
    options: &ReadOptions,
    of: &ItemOptions,
    additions: &Additions,
    allowed_percent: f64,
) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    for sheet in sheets {
        let own = ReadOptions { sheet: sheet.name.clone(), ..options.clone() };
        let additions = Additions { sheet: sheet.label(), ..additions.clone() };
        let report = add_items(paper, path, &own, of, &additions)?;
        report.refuse_above(allowed_percent, allowed_percent)?;
        reports.push(report);
    }
    Ok(reports)
}

/// The account of a paper in a line.
pub fn described(paper: &ItemSheet, lang: Lang) -> String {
    let (n, k, absent) = (paper.len(), paper.items.len(), paper.absent);
    lang.pick(
        format!("{}：{k} 题，到考 {n} 人，缺考 {absent} 人", paper.file),
        format!("{}: {k} items, {n} candidates, {absent} absent", paper.file),
    )
}

/// What a person should look at before the paper is believed.
pub fn item_notices(source: Option<&str>, paper: &ItemSheet) -> Vec<Notice> {
    let notice = |doubt: &crate::records::ItemDoubt| Notice::Items {
        source: source.map(str::to_owned),
        file: paper.file.clone(),
        doubt: doubt.clone(),
    };
    paper.doubts.iter().map(notice).collect()
}
