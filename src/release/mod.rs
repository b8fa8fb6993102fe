//! The release of a year: configuration → plan → tables → files → manifest. Composes, computes nothing.

pub mod config;
mod headline;
mod output;
mod sources;
mod tables;
mod words;

use std::path::{Path, PathBuf};

pub use config::Config;
pub use output::{Hashed, Manifest};
pub use sources::{Planned, describe, planned_files};
pub use tables::{Heading, layout};

use config::{Options, Profile, Source, Table as TableConfig};
use output::{MANIFEST, OutputFile, publish};
use sources::Sources;

use crate::disclosure::{Rule, suppress};
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::indicators::registry::Method;
use crate::indicators::{Arguments, INDICATORS, Indicator, Input, compute};
use crate::lang::Lang;
use crate::number::Rational;
use crate::render;
use crate::render::table::{Cover, Table};

/// What a run is asked for beyond its configuration.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Instead of the configuration's year.
    pub year: Option<i32>,
    /// Instead of `out` beside the configuration.
    pub out: Option<PathBuf>,
    /// Instead of the configuration's language.
    pub lang: Option<Lang>,
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
    pub suppressed: usize,
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
    let mut inputs = Vec::new();
    for source in needed(config) {
        inputs.extend(planned_files(config, source, year)?);
    }
    let tables = config.content.tables.iter().map(|table| (table.id.clone(), table.title.clone())).collect();
    Ok(Plan { year, inputs, tables, folder: out_folder(config, options).join(year.to_string()) })
}

/// Computes and writes the tables of a year. Nothing is written unless everything was computed.
pub fn run(config: &Config, options: &RunOptions, progress: &dyn Fn(&Path, u64)) -> Result<Release> {
    let year = year(config, options)?;
    let lang = options.lang.or(config.lang()).unwrap_or_default();
    let sources = sources::read(config, &needed(config), year, progress)?;
    let mut figures = Figures::default();
    let mut tables = Vec::new();
    let mut suppressed = 0;
    for table in &config.content.tables {
        let (mut computed, indicator) = compute_table(config, &sources, table)?;
        if !table.all_years {
            computed.rows.retain(|figure| figure.year.is_none() || figure.year == Some(year));
        }
        if config.content.disclosure.profile == Profile::Public {
            suppressed +=
                suppress(&mut computed, Rule { minimum_cell: config.content.disclosure.minimum_cell });
        }
        tables.push(layout(&computed, indicator, &heading(table, lang)));
        figures.append(computed);
    }
    let headlines = headline::sentences(config, &sources, year, lang)?;
    let cover = cover(config, year, headlines.clone(), lang);
    let files = render_all(&cover, &tables, &figures, lang)?;
    let manifest = manifest(config, &sources, year, &files)?;
    let folder = publish(&out_folder(config, options), &year.to_string(), &files, &manifest)?;
    let mut readings: Vec<String> =
        sources.reports.iter().flat_map(|report| describe(report, lang)).collect();
    readings.extend(sources.remarks);
    Ok(Release {
        year,
        folder,
        files: files.into_iter().map(|file| file.name).chain([MANIFEST.to_owned()]).collect(),
        headlines,
        readings,
        suppressed,
        figures,
    })
}

fn year(config: &Config, options: &RunOptions) -> Result<i32> {
    options.year.or(config.content.project.year).ok_or_else(|| config.missing("project.year"))
}

fn out_folder(config: &Config, options: &RunOptions) -> PathBuf {
    options.out.clone().unwrap_or_else(|| config.folder.join("out"))
}

/// The sources that a table or the headline uses, in the order of the configuration.
fn needed(config: &Config) -> Vec<&Source> {
    let content = &config.content;
    let tables = content.tables.iter().map(|table| table.source.get_ref());
    let headline = content.headline.iter().flat_map(|h| [Some(&h.source), h.gap_source.as_ref()]);
    let used: Vec<&String> = tables.chain(headline.flatten().map(|id| id.get_ref())).collect();
    content.sources.iter().filter(|source| used.contains(&&source.id)).collect()
}

fn compute_table(
    config: &Config,
    sources: &Sources,
    table: &TableConfig,
) -> Result<(Figures, &'static Indicator)> {
    let indicator = config.indicator(&table.indicator)?;
    let source = table.source.get_ref();
    let mut arguments = arguments_for(config, source, indicator, &table.options)?;
    let disclosure = &config.content.disclosure;
    if indicator.parameter("merge_below").is_some() && disclosure.profile == Profile::Public {
        // A score table has small counts by its nature: they are put together as the provinces do. Hidden ones
        // would follow from the cumulative counts, so no option may ask for less.
        let least = Rational::from_integer(i128::from(disclosure.minimum_cell));
        if !arguments.contains("merge_below") || arguments.number("merge_below").is_some_and(|n| n < least) {
            arguments.set("merge_below", vec![disclosure.minimum_cell.to_string()]);
        }
    }
    let input = || {
        let missing = || Error::Internal { what: "a source was not read" };
        Ok::<_, Error>(match indicator.method {
            Method::Exam(_) => Input::Exam(sources.exams.get(source).ok_or_else(missing)?),
            Method::Table(_) => Input::Table(sources.tables.get(source).ok_or_else(missing)?),
        })
    };
    let mut figures = compute(indicator, input()?, &table.by, &arguments)?;
    if table.total && !table.by.is_empty() {
        figures.append(compute(indicator, input()?, &[], &arguments)?);
    }
    Ok((figures, indicator))
}

/// A table's own options, and what the configuration holds for all: lines and inhabitants.
fn arguments_for(
    config: &Config,
    source: &str,
    indicator: &Indicator,
    options: &Options,
) -> Result<Arguments> {
    let mut arguments = config::arguments(options);
    let takes = |name: &str| indicator.parameter(name).is_some();
    if takes("lines") && !arguments.contains("lines") {
        arguments.set("lines", lines(config, source)?);
    }
    if takes("population") && !arguments.contains("population") {
        let basis = arguments.text("basis").map(str::to_owned);
        let (populations, basis) = populations(config, basis.as_deref())?;
        arguments.set("population", populations);
        arguments.set("basis", basis);
    }
    Ok(arguments)
}

/// The configuration's cut scores as arguments: `YEAR/TRACK:NAME=SCORE`.
fn lines(config: &Config, source: &str) -> Result<Vec<String>> {
    let of_source = config.content.cut_scores.iter().filter(|cut| cut.source.get_ref() == source);
    of_source
        .map(|cut| {
            let year = cut.year.map_or_else(String::new, |year| format!("{year}/"));
            let track = cut.track.as_ref().map_or_else(String::new, |track| format!("{track}:"));
            let score = crate::number::plain(config.number(&cut.score)?);
            Ok(format!("{year}{track}{}={score}", cut.line))
        })
        .collect()
}

/// The configuration's inhabitants as arguments; one basis only, the first unless the table names one.
fn populations(config: &Config, basis: Option<&str>) -> Result<(Vec<String>, Vec<String>)> {
    let all = &config.content.populations;
    let named = all
        .iter()
        .map(|p| p.basis)
        .find(|b| basis.is_none_or(|id| b.id() == id || b.text().zh.starts_with(id)));
    let Some(basis) = named else { return Ok((Vec::new(), Vec::new())) };
    let texts = all.iter().filter(|p| p.basis == basis).map(|population| {
        let group = population.group.as_ref().map_or_else(String::new, |group| format!("/{group}"));
        let count = crate::number::plain(config.number(&population.count)?);
        let unit = if population.unit == config::PopulationUnit::TenThousands { "万" } else { "" };
        Ok(format!("{}{group}={count}{unit}", population.year))
    });
    Ok((texts.collect::<Result<_>>()?, vec![basis.id().to_owned()]))
}

fn heading(table: &TableConfig, lang: Lang) -> Heading<'_> {
    Heading { id: &table.id, title: &table.title, notes: &table.notes, decimals: table.decimals, lang }
}

fn cover(config: &Config, year: i32, headlines: Vec<String>, lang: Lang) -> Cover {
    let project = &config.content.project;
    let used = |indicator: &&&Indicator| {
        config
            .content
            .tables
            .iter()
            .any(|table| config.indicator(&table.indicator).is_ok_and(|used| used.id == indicator.id))
    };
    let method = |indicator: &&Indicator| {
        let name = indicator.name.get(lang).to_owned();
        let text = [indicator.formula, indicator.universe, indicator.aggregation, indicator.reference];
        (name, text.map(|text| text.get(lang)).join(lang.pick("。", ". ")))
    };
    let profile = match config.content.disclosure.profile {
        Profile::Public => None,
        Profile::Internal => Some(
            lang.pick(
                "内部资料,未作隐私保护处理,不得公开",
                "Internal: small cells are not hidden, not for publication",
            )
            .to_owned(),
        ),
    };
    Cover {
        title: project.title.clone(),
        region: project.region.clone(),
        year: Some(year),
        headlines,
        methods: INDICATORS.iter().filter(used).map(method).collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        profile,
    }
}

fn render_all(cover: &Cover, tables: &[Table], figures: &Figures, lang: Lang) -> Result<Vec<OutputFile>> {
    let mut files = vec![
        OutputFile { name: "tables.xlsx".to_owned(), bytes: render::xlsx::workbook(cover, tables, lang)? },
        OutputFile {
            name: "report.html".to_owned(),
            bytes: render::html::report(cover, tables, lang)?.into_bytes(),
        },
        OutputFile { name: "figures.csv".to_owned(), bytes: render::csv::figures_csv(figures) },
    ];
    for table in tables {
        files.push(OutputFile {
            name: format!("{}.csv", config::file_stem(&table.id)),
            bytes: render::csv::csv(table),
        });
    }
    Ok(files)
}

fn manifest(config: &Config, sources: &Sources, year: i32, files: &[OutputFile]) -> Result<Manifest> {
    let inputs = sources.files.iter().map(|path| {
        let bytes = std::fs::read(path).map_err(|source| Error::Unreadable { path: path.clone(), source })?;
        let relative = path.strip_prefix(&config.folder).unwrap_or(path);
        Ok(Hashed::of(relative.display().to_string().replace('\\', "/"), &bytes))
    });
    let name = config.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(Manifest {
        edugauge: env!("CARGO_PKG_VERSION").to_owned(),
        year,
        config: Hashed::of(name, config.text.as_bytes()),
        inputs: inputs.collect::<Result<_>>()?,
        outputs: files.iter().map(|file| Hashed::of(file.name.clone(), &file.bytes)).collect(),
    })
}
