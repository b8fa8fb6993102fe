//! The items of a paper that a command was given, read.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::console::{Console, Done, Stop};
use super::read_options::read_options;
use super::sources::{ALLOWED_PERCENT, Read, Source, schools};
use crate::intake::{ItemOptions, ReadOptions};
use crate::records::ItemSheet;
use crate::release::{Additions, PaperSaid, add_sheets, described_items, item_notices, written_sheets};

/// What was said of the paper.
pub fn paper_said(matches: &ArgMatches) -> PaperSaid {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    PaperSaid {
        plan: matches.get_one::<PathBuf>("plan").cloned(),
        plan_sheet: text("plan_sheet"),
        of: ItemOptions {
            subject: text("paper_subject"),
            plan: None,
            rule: text("rule"),
            drop_zero_papers: text("zero_papers").as_deref() == Some("drop"),
            drop_void: text("void").as_deref() == Some("drop"),
            best_of_choice: text("choice").as_deref() == Some("best"),
        },
    }
}

/// The candidates of all files of one paper.
pub fn read_paper(
    sources: &[Source],
    matches: &ArgMatches,
    told: &mut Read,
) -> std::result::Result<ItemSheet, Stop> {
    let of = paper_said(matches).read(&ReadOptions::default())?;
    let mut paper = ItemSheet::default();
    for source in sources {
        let options = read_options(matches, source.year)?;
        let sheets = written_sheets(&source.path, options.sheet.as_deref())?;
        let additions = Additions { year: None, schools: schools(matches)?, sheet: None };
        let reports =
            add_sheets(&mut paper, &source.path, sheets, &options, &of, &additions, ALLOWED_PERCENT)?;
        told.reports.extend(reports);
    }
    told.passed_over.extend(item_notices(None, &paper));
    Ok(paper)
}

/// What was found of a paper: its items, one a line.
pub fn say_paper(paper: &ItemSheet, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    writeln!(console.out, "  {}", described_items(paper, lang))?;
    for (at, item) in paper.items.iter().enumerate() {
        let full = item.full_mark.map_or_else(|| "?".to_owned(), crate::number::plain);
        let mut said = vec![lang.pick(format!("满分 {full}"), format!("full mark {full}"))];
        said.extend(item.key.as_ref().map(|key| lang.pick(format!("答案 {key}"), format!("key {key}"))));
        said.extend(item.kind.clone());
        said.extend(item.knowledge.iter().map(|(label, _)| label.clone()));
        said.extend(item.choice.as_ref().map(|choice| choice.group.clone()));
        let options =
            if paper.answers[at].is_some() { lang.pick("，有选项", ", with options") } else { "" };
        writeln!(
            console.out,
            "    {} ← {}{}{options}",
            item.id,
            item.name,
            lang.in_brackets(&said.join(lang.pick("，", ", ")))
        )?;
    }
    Ok(())
}

/// Whether the file is to be read as the items of a paper.
pub fn is_paper(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("kind").is_some_and(|kind| kind == "items")
}

/// How one sheet would be read.
pub fn inspected(
    file: &Path,
    matches: &ArgMatches,
    options: &ReadOptions,
) -> crate::error::Result<(ItemSheet, crate::intake::Report)> {
    let of = paper_said(matches).read(&ReadOptions::default())?;
    crate::intake::read_items(file, options, &of)
}
