//! What a public release may show: no count so small that it points at pupils, and nothing from which one follows.
//!
//! All figures of a release are looked at together, with those of an earlier release that are public already. Each
//! tells counts and sums of scores ([`crate::figures::Told`]); a `model` says how these hang together. Small
//! ones are hidden, further ones are hidden to protect them, and an audit of what is left asks of every sensitive
//! number how closely a reader could still tell it.

mod additive;
mod blocks;
mod build;
mod cells;
mod cohort;
mod domain;
mod entries;
mod entry;
mod events;
mod extremes;
mod hiding;
mod kinship;
mod levels;
mod local;
mod lp;
mod model;
mod moves;
mod part;
mod people;
mod plan;
mod problem;
mod ranges;
mod relax;
mod rest;
pub mod rounding;
mod same_scores;
mod secondary;
mod sensitive;
mod sheet;
mod span;
mod swaps;
#[cfg(test)]
mod tests;
mod union;
mod web;
mod whole;

use crate::figures::FigureRef;
use crate::indicators::definition::Discloses;
use crate::tally::Tally;
use crate::threads;
use cohort::Tested;
pub use domain::Recoverable;
use domain::{Domain, Told};
use entry::Entry;
pub use hiding::{counts_any_pupils, hide, is_withheld, withhold};
use hiding::{discloses, is_extreme};
pub use levels::MOST_KEYS;
use model::Model;
use rounding::Rounded;
use sensitive::Asked;
pub use sheet::{Published, Rule, Sheet, Standing};

/// What was hidden, and what the audit looked at. Holds no number that was hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// For each figure of each sheet, whether it is to be hidden.
    pub hidden: Vec<Vec<bool>>,
    /// What counts were rounded to, where the rule asks for it.
    pub rounded: Option<Rounded>,
    /// Figures that show rounded counts.
    pub rounded_figures: usize,
    /// Figures hidden because they say something sensitive.
    pub primary: usize,
    /// Figures hidden to protect others.
    pub secondary: usize,
    /// Sensitive counts and sums whose ranges the audit found wide enough.
    pub audited: usize,
    /// Sensitive counts and sums that earlier releases alone give away; nothing can be done for them.
    pub public_before: usize,
}

/// Decides what to hide, rounds counts where the rule says so, and audits what is left.
///
/// # Errors
/// The first number that remains recoverable.
pub fn protect(sheets: &[Sheet<'_>], rule: &Rule) -> Result<Outcome, Recoverable> {
    let mut standing = blocks::with_implied(sheets);
    let rows = || sheets.iter().flat_map(|sheet| sheet.figures.iter().map(move |row| (sheet, row)));
    let kept: Vec<bool> = rows().map(|(sheet, _)| sheet.kept).collect();
    // An extreme makes no other quantity of its group less safe, so it hides alone.
    let mut alone: Vec<bool> = rows().map(|(sheet, row)| is_extreme(sheet.figures, row, rule)).collect();
    let mut outcome = Outcome::default();
    let mut exactly = vec![true; standing.len()];
    let mut refused = vec![false; standing.len()];
    let mut kept_domains = None;
    if rule.base.is_some() || standing.iter().any(|at| at.rounded_before.is_some()) {
        let mut domains = Domains::new(sheets, &standing, rule).all();
        let forms = rounding::forms(sheets, &domains);
        for (form, at) in forms.iter().zip(&mut standing) {
            // A release whose counts are rounded still tells exactly what is no count.
            at.public_before |= !form.is_rounded() && at.rounded_before.is_some_and(|before| before.exactly);
        }
        let earlier = rounding::know_earlier(&forms, &standing, &mut domains);
        if let Some(base) = rule.base {
            exactly = forms.iter().map(|form| !form.is_rounded()).collect();
            refused = forms.iter().map(|form| form.value == rounding::Recipe::Refused).collect();
            outcome.rounded = Some(rounding::round(forms, &earlier, &mut domains, base as i64)?);
        }
        kept_domains = Some(domains);
    }
    let domains = Domains { kept: kept_domains, ..Domains::new(sheets, &standing, rule) };
    let told = Told { standing: &standing, exactly: &exactly };
    let chosen = domains.each(|_, domain| domain.choose(told, &kept));
    let mut primary = vec![false; standing.len()];
    let mut hidden = vec![false; standing.len()];
    for (figure, is_primary) in chosen.iter().flatten().flat_map(|chosen| &chosen.figures) {
        primary[*figure] |= is_primary;
        hidden[*figure] = true;
    }
    blocks::families(sheets, &mut primary, rule);
    blocks::tails(sheets, &mut primary, &standing, rule);
    blocks::whole(sheets, &mut primary, &standing);
    hidden.iter_mut().zip(&primary).for_each(|(hidden, primary)| *hidden |= primary);
    blocks::whole(sheets, &mut hidden, &standing);
    for at in 0..standing.len() {
        // What follows from rounded counts needs no hiding, unless nothing says how it adds up.
        primary[at] = refused[at] || (primary[at] && exactly[at]);
        hidden[at] = refused[at] || (hidden[at] && exactly[at]);
    }
    blocks::without_value(sheets, &mut hidden);
    let audits = domains.each(|at, domain| {
        let pools = chosen[at].as_ref().map_or(&[][..], |chosen| &chosen.pools);
        domain.audit(told, &hidden, pools)
    });
    for audited in audits.into_iter().flatten() {
        let audited = audited?;
        outcome.audited += audited.protected;
        outcome.public_before += audited.public_before;
    }
    let count = |flags: &[bool]| flags.iter().zip(&standing).filter(|(flag, at)| **flag && at.shown).count();
    extremes::clear_published(sheets, &standing, &hidden, &mut alone);
    for (flag, alone) in alone.iter().enumerate().filter(|(_, alone)| **alone) {
        (primary[flag], hidden[flag]) = (*alone, *alone);
    }
    outcome.primary = count(&primary);
    outcome.secondary = count(&hidden) - outcome.primary;
    outcome.rounded_figures = outcome.rounded.as_ref().map_or(0, |rounded| rounded.figures(&standing));
    let mut flags = hidden.into_iter();
    outcome.hidden = sheets.iter().map(|sheet| flags.by_ref().take(sheet.figures.len()).collect()).collect();
    Ok(outcome)
}

/// What the figures tell, by source and year, and what of it is sensitive.
struct Domains<'a> {
    sheets: &'a [Sheet<'a>],
    standing: &'a [Standing],
    asked: Asked,
    rule: &'a Rule,
    names: Vec<entries::Domain<'a>>,
    /// The same, with those of which only earlier releases tell.
    known: Vec<entries::Domain<'a>>,
    /// All of them, where counts are rounded. Else each is made when it is needed: ten years take much memory.
    kept: Option<Vec<Domain>>,
}

impl<'a> Domains<'a> {
    fn new(sheets: &'a [Sheet<'a>], standing: &'a [Standing], rule: &'a Rule) -> Domains<'a> {
        let rows = sheets.iter().flat_map(|sheet| sheet.figures.iter()).enumerate();
        let is_rate = |row: FigureRef<'_>| discloses(row).is_some_and(Discloses::is_rate);
        let rates = rows.filter(|(_, row)| is_rate(*row)).map(|(at, _)| at).collect();
        let table = |(at, sheet): (usize, &Sheet<'_>)| std::iter::repeat_n(at, sheet.figures.len());
        let asked = Asked { rates, tables: sheets.iter().enumerate().flat_map(table).collect() };
        let domains = |test: &dyn Fn(usize) -> bool| entries::domains(sheets, test).into_iter().collect();
        let names = domains(&|figure| standing[figure].is_told());
        let known = domains(&|figure| standing[figure].matters());
        Domains { sheets, standing, asked, rule, names, known, kept: None }
    }

    fn all(&self) -> Vec<Domain> {
        threads::map_each(&self.names, |name| self.make(*name)).into_iter().flatten().collect()
    }

    /// `None` where nothing is told that can be looked up.
    fn make(&self, (source, year): entries::Domain<'_>) -> Option<Domain> {
        let standing = self.standing;
        let mut entries = entries::read(self.sheets, (source, year), &|figure| standing[figure].matters());
        if !entries.iter().any(|entry| standing[entry.figure].is_told()) {
            return None;
        }
        let of_source = self.sheets.iter().filter(|sheet| sheet.source == source);
        let tally = of_source.into_iter().find_map(|sheet| entries::tally_of(sheet, year));
        let mut sat = Vec::new();
        if let Some(tally) = tally {
            sat = cohort::sat(&Tested::new(tally), &entries, None);
            for (source, of_other, told) in self.others(tally, (source, year)) {
                let mut of_source = cohort::sat(&Tested::new(of_other), &told, Some(source));
                entries.extend(same_scores::told(tally, of_other, told, &mut of_source));
                sat.extend(of_source);
            }
            entries.sort_by_key(|entry| entry.figure);
        }
        let slack = self.rule.base.unwrap_or(self.rule.protection);
        let mut model = Model::of_cohort(tally, &entries, (&sat, slack), plan::FEW);
        if self.rule.base.is_none() {
            // Rounded to zero, a group looks like one of nobody.
            model.limit_to_somebody((5 * self.rule.protection).max(3 * self.rule.minimum_cell) as i64);
        }
        let mut found = sensitive::find(&model, &self.asked, self.rule);
        for (hidden, quantity) in found.hidden.iter_mut().zip(&model.quantities) {
            let any =
                |test: &dyn Fn(&Standing) -> bool| quantity.figures.iter().any(|at| test(&standing[*at]));
            *hidden |= any(&|at| at.hidden_before) && !any(&|at| at.public_before);
        }
        Some(Domain { source: source.to_owned(), year, model, found, rounded: Vec::new() })
    }

    /// Other sources of the same candidates, with what is told of them.
    fn others(&self, tally: &Tally, own: entries::Domain<'_>) -> Vec<(&'a str, &'a Tally, Vec<Entry>)> {
        let matters = |figure: usize| self.standing[figure].matters();
        let others = self.known.iter().filter(|other| other.0 != own.0 && other.1 == own.1);
        let found = others.filter_map(|other| {
            let mut of_source = self.sheets.iter().filter(|sheet| sheet.source == other.0);
            let of_other = of_source.find_map(|sheet| entries::tally_of(sheet, other.1))?;
            let told = || entries::read(self.sheets, *other, &matters);
            cohort::is_one(tally, of_other).then(|| (other.0, of_other, told()))
        });
        found.collect()
    }

    /// What `work` makes of each.
    fn each<T: Send>(&self, work: impl Fn(usize, &Domain) -> T + Sync) -> Vec<Option<T>> {
        let made = |at: usize| self.make(self.names[at]).map(|domain| work(at, &domain));
        match &self.kept {
            Some(kept) => threads::map_numbers(kept.len(), |at| Some(work(at, &kept[at]))),
            None => threads::map_numbers(self.names.len(), made),
        }
    }
}
