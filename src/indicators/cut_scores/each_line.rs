//! The candidates at each line, block by block.

use super::{
    AtLine, Part, TRACK, check_tracks, higher_line, keys_with_track, line_for, line_names, lines_of_year,
};
use crate::error::Result;
use crate::exam::{Exam, YearTally};
use crate::figures::{Figure, Figures, Label};
use crate::indicators::CutScore;
use crate::indicators::arguments::Request;
use crate::indicators::grouping::{Block, Gathered, blocks, each_block, grouping_keys};
use crate::indicators::weighted::{Weights, refuse_table};

/// Calls `each` for every year, group and line, and fills in the place of its figures.
pub(super) fn at_lines(
    exam: &Exam,
    request: &Request<'_>,
    each: impl Fn(&AtLine<'_>) -> Vec<Figure> + Sync,
) -> Result<Figures> {
    at_lines_by(exam, request, None, |at, _| each(at))
}

/// The same, with the candidates told apart by the key of their weights.
pub(super) fn at_lines_by(
    exam: &Exam,
    request: &Request<'_>,
    weight: Option<&str>,
    each: impl Fn(&AtLine<'_>, Option<&Weights<'_>>) -> Vec<Figure> + Sync,
) -> Result<Figures> {
    let keys = grouping_keys(request).into_iter().chain(["line"]).map(str::to_owned).collect();
    each_line(exam, request, weight, Figures::new(keys), |at, weights, rows| {
        let (year, group) = (at.year, &at.group);
        let placed =
            |figure| Figure { year, group: group.clone(), subject: Some(at.subject.clone()), ..figure };
        rows.extend(each(at, weights).into_iter().map(placed));
    })
}

/// What `each` adds to what is gathered for every year, group and line, in their order.
pub(super) fn each_line<G: Gathered>(
    exam: &Exam,
    request: &Request<'_>,
    weight: Option<&str>,
    mut gathered: G,
    each: impl Fn(&AtLine<'_>, Option<&Weights<'_>>, &mut G) + Sync,
) -> Result<G> {
    let lines = request.arguments.cut_scores("lines").to_vec();
    let id = request.arguments.text("subject").unwrap_or_default();
    let (by, subject) = (grouping_keys(request), Label::from(id));
    let by_track = lines.iter().any(|line| line.track.is_some());
    let mut keys = keys_with_track(&by, &lines);
    keys.extend(weight);
    for of_year in exam.by_year(&keys)?.iter() {
        let YearTally { year, tally, .. } = of_year;
        let lines = lines_of_year(&lines, *year);
        let track_at = by_track.then(|| tally.key_index(TRACK)).transpose()?;
        check_tracks(&lines, of_year, track_at)?;
        let weight_at = weight.map(|_| keys.len() - 1);
        let weights = weight_at.map(|at| Weights::read(tally, at)).transpose()?;
        let at = tally.subject_index(id)?;
        if weight_at.is_some() {
            tally.groups.iter().try_for_each(|group| refuse_table(&group.distributions[at]))?;
        }
        let (names, scale) = (line_names(&lines), tally.subjects[at].scale);
        each_block(&mut gathered, &blocks(tally, by.len()), |block, rows| {
            let of_block = block.group();
            for name in &names {
                let group = of_block.with(Some((*name).into()));
                let place = AtLine {
                    year: *year,
                    labels: block.labels,
                    group,
                    subject: &subject,
                    scale,
                    parts: Vec::new(),
                    left_out: 0,
                };
                each(
                    &at_line(place, (block, at), &lines, name, [track_at, weight_at]),
                    weights.as_ref(),
                    rows,
                );
            }
        });
    }
    Ok(gathered)
}

/// The candidates of a block at the place of a line, and those for whom the line is not.
fn at_line<'a>(
    mut at: AtLine<'a>,
    (block, subject): (&Block<'a>, usize),
    lines: &[&'a CutScore],
    name: &str,
    [track_at, weight_at]: [Option<usize>; 2],
) -> AtLine<'a> {
    for group in block.groups {
        let track = track_at.map(|at| group.labels[at].as_str());
        let distribution = &group.distributions[subject];
        match line_for(lines, name, track) {
            Some(line) => {
                let higher = higher_line(lines, line, track);
                let weight = weight_at.map(|at| group.labels[at].as_str());
                at.parts.push(Part { track, weight, distribution, line, higher });
            }
            None => at.left_out += distribution.registered(),
        }
    }
    at
}
