//! Errors of links by resampling: of pupils, or of schools with all their pupils.

use super::conventions::Conventions;
use super::forms::Side;
use crate::stats::bootstrap::{Replicates, bootstrap};
use crate::stats::equating::Form;
use crate::stats::random::Stream;
use crate::threads;

/// How a link comes of the counts of both forms, in steps of the other form.
pub type Link<'a> = &'a (dyn Fn(&Form<f64>, &Form<f64>) -> Option<f64> + Sync);

/// As many pupils of each form drawn anew, with replacement.
pub fn of_pupils(from: &Form<u64>, to: &Form<u64>, conventions: &Conventions, link: Link<'_>) -> Option<f64> {
    let places = |form: &Form<u64>| -> Vec<u32> {
        let each = form.counts.iter().enumerate();
        each.flat_map(|(at, count)| std::iter::repeat_n(at as u32, *count as usize)).collect()
    };
    let (from_places, to_places) = (places(from), places(to));
    let drawn = |form: &Form<u64>, places: &[u32], stream: &mut Stream| {
        let mut counts = vec![0.0; form.counts.len()];
        for _ in 0..places.len() {
            counts[places[stream.below(places.len())] as usize] += 1.0;
        }
        Form { lowest: form.lowest, counts }
    };
    let values = threads::map_numbers(conventions.replicates, |number| {
        threads::check();
        let mut stream = Stream::new(conventions.seed, number as u64);
        let (from, to) = (drawn(from, &from_places, &mut stream), drawn(to, &to_places, &mut stream));
        link(&from, &to)
    });
    Replicates::of(values).standard_error()
}

/// Schools drawn anew, with replacement, each with all its pupils of both forms.
pub fn of_schools(from: &Side<'_>, to: &Side<'_>, conventions: &Conventions, link: Link<'_>) -> Option<f64> {
    let (whole_from, whole_to) = (from.form(), to.form());
    let forms = |side: &Side<'_>, whole: &Form<u64>, name: &str| -> Option<Form<u64>> {
        let of_school = side.schools.as_ref()?.iter().find(|(school, _)| *school == name)?.1;
        Some(side.form_between(whole.lowest, whole.lowest + whole.counts.len() as i64 - 1, of_school))
    };
    let mut names: Vec<&str> =
        from.schools.iter().chain(&to.schools).flatten().map(|(school, _)| *school).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return None;
    }
    let schools: Vec<_> =
        names.iter().map(|name| (forms(from, &whole_from, name), forms(to, &whole_to, name))).collect();
    let sum = |whole: &Form<u64>, parts: &mut dyn Iterator<Item = (Option<&Form<u64>>, u32)>| {
        let mut counts = vec![0.0; whole.counts.len()];
        for (form, times) in parts.filter(|(_, times)| *times > 0) {
            let own = form.iter().flat_map(|form| &form.counts);
            counts.iter_mut().zip(own).for_each(|(sum, count)| *sum += f64::from(times) * *count as f64);
        }
        Form { lowest: whole.lowest, counts }
    };
    let statistic = |drawn: &[u32]| {
        let each = || schools.iter().zip(drawn.iter().copied());
        let from = sum(&whole_from, &mut each().map(|((from, _), times)| (from.as_ref(), times)));
        let to = sum(&whole_to, &mut each().map(|((_, to), times)| (to.as_ref(), times)));
        link(&from, &to)
    };
    let strata = [(0..schools.len()).collect::<Vec<_>>()];
    bootstrap(&strata, schools.len(), conventions.replicates, conventions.seed, statistic).standard_error()
}
