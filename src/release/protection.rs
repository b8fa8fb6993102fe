//! Disclosure control of a release: what its figures are read with, and what of them is hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::config::{Config, Disclosure, Profile};
use super::headline::{self, Told};
use super::output::DisclosureRecord;
use super::public_before::Public;
use super::pupil_counts;
use super::row_counts;
use super::sources::Sources;
use crate::disclosure::{
    MOST_KEYS, Outcome, Recoverable, Rule, Sheet, counts_any_pupils, hide, is_withheld, protect, withhold,
};
use crate::error::{Error, Result};
use crate::exam::YearTally;
use crate::figures::Figures;
use crate::indicators::{Given, Indicator, find_again};
use crate::lang::{Lang, Text};
use crate::render::table::Table;
use crate::subjects::subject_name;

/// What stands on everything that an internal release writes.
pub const INTERNAL: Text = Text::new(
    "内部资料，未作隐私保护处理，不得公开",
    "Internal: small cells are not hidden, not for publication",
);

/// The figures of a table, of all years that are at hand.
pub struct Computed<'a> {
    pub id: &'a str,
    pub source: &'a str,
    pub by: &'a [String],
    pub indicator: &'static Indicator,
    pub arguments: Given,
    pub figures: Figures,
    /// For each figure, whether the release shows it.
    pub shown: Vec<bool>,
}

impl Computed<'_> {
    /// The figures that the release shows.
    pub fn of_release(self) -> Figures {
        match self.shown.iter().all(|shown| *shown) {
            true => self.figures,
            false => self.figures.select((0..self.shown.len()).filter(|at| self.shown[*at])),
        }
    }
}

/// Hides in all tables and in the headline what must be hidden, and says what was done.
///
/// # Errors
/// [`Error::Recoverable`] if a hidden number could still be told too closely.
pub fn apply(
    config: &Config,
    sources: &Sources,
    year: i32,
    earlier: &[PathBuf],
    tables: &mut [Computed<'_>],
    told: &mut Told,
) -> Result<DisclosureRecord> {
    let settings = &config.content.disclosure;
    let mut record = DisclosureRecord::new(settings);
    if settings.profile == Profile::Internal {
        return Ok(record);
    }
    let all = tables.iter().map(|table| &table.figures).chain(told.all());
    let public = Public::read(earlier, all, &mut record)?;
    let keys = keys(config, tables, told);
    let mut years: BTreeMap<&str, Arc<[YearTally]>> = BTreeMap::new();
    for (source, exam) in &sources.exams {
        let at_hand = exam.keys();
        // What is told of the same candidates by other keys, in another source of the same file, tells of these too.
        let path = |source: &str| config.source(source).map(|source| &source.path);
        let used = keys.iter().filter(|(other, _)| path(other) == path(source)).flat_map(|(_, keys)| keys);
        let used: BTreeSet<&str> =
            used.map(String::as_str).filter(|key| at_hand.iter().any(|k| k == key)).collect();
        let used: Vec<&str> = used.into_iter().collect();
        if used.len() > MOST_KEYS {
            let zh = format!("{source}：各表共用 {} 个键，至多 {MOST_KEYS} 个", used.len());
            let en = format!("{source}: tables by {} keys, at most {MOST_KEYS}", used.len());
            return Err(Error::Recoverable { place: [zh, en] });
        }
        years.insert(source, exam.by_year(&used)?);
    }
    for (source, rows) in &sources.tables {
        let own = || tables.iter().filter(|table| table.source == source);
        if own().any(|table| counts_any_pupils(&table.figures)) {
            let subjects = own().flat_map(|table| table.figures.iter()).filter_map(|row| row.subject());
            let used = keys.get(source.as_str()).cloned().unwrap_or_default();
            let counted = row_counts::counted(rows.rows(false), &used, &subjects.collect())?;
            years.insert(source, Arc::new([counted]));
        }
    }
    let of_source = |source: &str| years.get(source).map_or(&[][..], |years| years);
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for table in tables.iter() {
        sheets.push(Sheet {
            source: table.source,
            by: table.by,
            years: of_source(table.source),
            figures: &table.figures,
            standing: public.standing(&table.figures, &table.shown),
            kept: settings.keep.iter().any(|id| id.get_ref() == table.id),
        });
    }
    if let Some(headline) = &config.content.headline {
        for (source, figures) in told.by_source(headline) {
            let shown: Vec<bool> =
                figures.iter().map(|row| headline::shows(headline, figures, row, year)).collect();
            let standing = public.standing(figures, &shown);
            sheets.push(Sheet { source, by: &[], years: of_source(source), figures, standing, kept: false });
        }
    }
    let rule = Rule {
        minimum_cell: settings.minimum_cell,
        protection: settings.protection(),
        whole_group: settings.whole_group(),
        base: settings.base(),
    };
    let outcome = protect(&sheets, &rule).map_err(|fault| recoverable(&fault))?;
    drop(sheets);
    record.fill(&outcome);
    if let Some(rounded) = &outcome.rounded {
        rounded.apply(tables.iter_mut().map(|table| &mut table.figures).chain(told.all_mut()));
    }
    let all = tables.iter_mut().map(|table| &mut table.figures).chain(told.all_mut());
    for (figures, hidden) in all.zip(&outcome.hidden) {
        for (at, hidden) in hidden.iter().enumerate() {
            if *hidden {
                figures.update(at, hide);
            } else if is_withheld(figures.get(at)) {
                figures.update(at, withhold);
            }
        }
    }
    for table in tables.iter_mut() {
        find_again(table.indicator, &mut table.figures, &table.arguments)?;
    }
    record.primary += pupil_counts::protect(config, tables);
    Ok(record)
}

/// That counts are rounded, without a full stop.
pub fn rounding_words(base: u64, lang: Lang) -> String {
    lang.pick(
        format!("人数已取整到 {base} 的倍数，比率等由取整后的人数计算"),
        format!("Counts are rounded to multiples of {base}, rates are computed from them"),
    )
}

/// Says below a table that its counts are rounded.
pub fn note_rounding(table: &mut Table, record: &DisclosureRecord, lang: Lang) {
    let Some(base) = record.base else { return };
    let adds_up = lang.pick("；各表各合计相加一致。", "; all tables and totals add up.");
    table.notes.push(rounding_words(base, lang) + adds_up);
    if record.widened > 0 {
        let widened = record.widened;
        table.notes.push(lang.pick(
            format!("本报表有 {widened} 个人数与实数相差 {base} 人或以上，否则不能相加一致。"),
            format!("{widened} counts of this release are {base} or more away from the true ones, as they would not add up else."),
        ));
    }
}

/// What stands above a text of an internal release, in both languages as the text is.
pub fn stamp_of_text() -> String {
    format!("【{}】 [{}]\r\n\r\n", INTERNAL.get(Lang::Zh), INTERNAL.get(Lang::En))
}

/// Says on a table of an internal release, above and below, that it is not for publication.
pub fn stamp(table: &mut Table, lang: Lang) {
    table.title = format!("{}{}", lang.pick("【内部】", "[Internal] "), table.title);
    table.notes.insert(0, INTERNAL.get(lang).to_owned());
}

/// The keys that figures of each source are read by.
fn keys(config: &Config, tables: &[Computed<'_>], told: &Told) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |source: &str, by: &[String], figures: &Figures| {
        let of_source = keys.entry(source.to_owned()).or_default();
        of_source.extend(by.iter().cloned());
        let parts = figures.iter().flat_map(|row| row.told().iter()).flat_map(|told| &told.parts);
        of_source.extend(parts.flat_map(|part| &part.keys).map(|(key, _)| key.clone()));
    };
    for table in tables {
        add(table.source, table.by, &table.figures);
    }
    if let Some(headline) = &config.content.headline {
        told.by_source(headline).into_iter().for_each(|(source, figures)| add(source, &[], figures));
    }
    keys
}

fn recoverable(fault: &Recoverable) -> Error {
    let words = |lang: Lang| {
        let year = fault.year.map(|year| lang.pick(format!("{year} 年"), format!("{year}")));
        let subject = fault.subject.as_ref().filter(|id| !id.is_empty());
        let subject = subject.map(|id| subject_name(id, lang).to_owned());
        let group = fault.group.iter().map(|(_, label)| label.clone());
        let parts: Vec<String> =
            std::iter::once(fault.source.clone()).chain(year).chain(group).chain(subject).collect();
        parts.join(lang.pick("、", ", "))
    };
    Error::Recoverable { place: [words(Lang::Zh), words(Lang::En)] }
}

impl DisclosureRecord {
    fn new(settings: &Disclosure) -> DisclosureRecord {
        let is_public = settings.profile == Profile::Public;
        DisclosureRecord {
            profile: if is_public { "public" } else { "internal" }.to_owned(),
            method: is_public
                .then(|| if settings.base().is_some() { "rounding" } else { "suppression" }.to_owned()),
            base: settings.base(),
            minimum_cell: is_public.then_some(settings.minimum_cell),
            protection: (is_public && settings.base().is_none()).then(|| settings.protection()),
            whole_group: is_public.then(|| settings.whole_group()),
            ..DisclosureRecord::default()
        }
    }

    fn fill(&mut self, outcome: &Outcome) {
        self.rounded = outcome.rounded_figures;
        self.widened = outcome.rounded.as_ref().map_or(0, |rounded| rounded.widened);
        self.primary = outcome.primary;
        self.secondary = outcome.secondary;
        self.audited = outcome.audited;
        self.public_before = outcome.public_before;
    }
}
