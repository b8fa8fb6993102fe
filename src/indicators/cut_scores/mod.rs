//! Cut scores (上线): how many reached a line, came near it, or reached it in a subject too.

mod admission;
mod admitted;
mod borderline;
mod derive;
mod derived_words;
mod each_line;
mod hit_cells;
mod hits;
mod per_10k;
mod subject_cut;
mod target_attainment;
mod top_rank_count;
mod weighted_admission;

pub use admission::ADMISSION_RATE;
pub use borderline::BORDERLINE;
pub use hits::HITS;
pub(super) use per_10k::GARWOOD;
pub use per_10k::RATE_PER_10K;
pub use subject_cut::SUBJECT_CUT;
pub use target_attainment::TARGET_ATTAINMENT;
pub use top_rank_count::TOP_RANK_COUNT;

use super::definition::{Default, Kind, Parameter};
use super::lines::CutScore;
use super::mean_and_rates::SCORE_AT_LEAST;
use crate::error::{Error, Result};
use crate::exam::YearTally;
use crate::figures::{self, Clause, Clauses, Figure, Label, Labels, Phrase, Range, Status, Term, Told};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::tally::Distribution;

const TRACK: &str = "track";

const LINES: Parameter = Parameter {
    name: "lines",
    text: Text::new(
        "分数线，可给多条：[年份/][科类:][名称=]分数",
        "the lines, any number: [YEAR/][TRACK:][NAME=]SCORE",
    ),
    kind: Kind::CutScore,
    default: Default::Required,
    many: true,
};

/// The candidates of one track (or of all) and the line that holds for them.
struct Part<'a> {
    /// `None` where candidates of all tracks are together.
    track: Option<&'a str>,
    /// The label of their weight, where they are weighted.
    weight: Option<&'a str>,
    distribution: &'a Distribution,
    line: &'a CutScore,
    /// The next line above it for the same candidates.
    higher: Option<&'a CutScore>,
}

/// One block of candidates at one line.
struct AtLine<'a> {
    year: Option<i32>,
    /// Of its figures: those of the block, and the line.
    group: Labels,
    subject: &'a Label,
    labels: &'a [String],
    scale: Scale,
    parts: Vec<Part<'a>>,
    /// Candidates of tracks that have no line.
    left_out: u64,
}

impl AtLine<'_> {
    /// Whether any line applied at all.
    fn any_line(&self) -> bool {
        !self.parts.is_empty()
    }

    fn tested(&self) -> u64 {
        self.parts.iter().map(|part| part.distribution.tested()).sum()
    }

    fn registered(&self) -> u64 {
        self.parts.iter().map(|part| part.distribution.registered()).sum()
    }

    /// Those at their line; `None` where a published table does not tell.
    fn attained(&self) -> Option<u64> {
        self.sum(|part| at_least(part.distribution, self.scale, part.line.score))
    }

    /// Those at their line but not at the next line above it.
    fn attained_exclusively(&self) -> Option<u64> {
        self.sum(|part| {
            let attained = at_least(part.distribution, self.scale, part.line.score)?;
            let higher = part.higher.map(|line| at_least(part.distribution, self.scale, line.score));
            Some(attained - higher.unwrap_or(Some(0))?)
        })
    }

    fn sum(&self, of: impl Fn(&Part<'_>) -> Option<u64>) -> Option<u64> {
        self.parts.iter().map(of).sum()
    }

    /// The candidates in a range that each track has of its own, for disclosure control.
    fn told(&self, range: impl Fn(&Part<'_>) -> Range) -> Told {
        let part = |part: &Part<'_>| {
            figures::Part::of(part.track.map(|track| (TRACK.to_owned(), track.to_owned())), range(part))
        };
        // Those of one track who differ in weight stand side by side.
        let tracks = self.parts.chunk_by(|a, b| a.track == b.track).filter_map(<[Part<'_>]>::first);
        Told::count_of(tracks.map(part).collect())
    }

    fn told_tested(&self) -> Told {
        self.told(|_| Range::TESTED)
    }

    /// The lines as the method shows them, each once.
    fn cut(&self) -> Clauses {
        self.described(|line| match &line.track {
            Some(track) => TRACK_AT_LEAST.with([Term::name(track.as_str()), Term::declared(line.score)]),
            None => SCORE_AT_LEAST.with([Term::declared(line.score)]),
        })
    }

    fn described(&self, words: impl Fn(&CutScore) -> Clause) -> Clauses {
        let mut cuts: Vec<Clause> = Vec::new();
        for part in &self.parts {
            let cut = words(part.line);
            if !cuts.contains(&cut) {
                cuts.push(cut);
            }
        }
        Clause::listed(cuts)
    }
}

fn at_least(distribution: &Distribution, scale: Scale, score: Rational) -> Option<u64> {
    distribution.at_least(scale.ticks_at_least(score))
}

fn inside_bucket(figure: Figure) -> Figure {
    Figure { note: (&LINE_IN_BUCKET).into(), ..figure.without_value(Status::NotApplicable) }
}

fn left_out_note(at: &AtLine<'_>) -> Clauses {
    (at.left_out > 0).then(|| LEFT_OUT.with([Term::pupils(at.left_out)])).into()
}

static TRACK_AT_LEAST: Phrase = Phrase::new("track_at_least", "{} ≥ {}", "{} >= {}");
static LINE_IN_BUCKET: Phrase = Phrase::new(
    "line_in_bucket",
    "分数线落在一分一段表的合并档内",
    "the line lies inside an open bucket of the published table",
);
static LEFT_OUT: Phrase = Phrase::new(
    "tracks_without_line",
    "{} 名考生所在科类没有这条线，未计入",
    "{} candidates of tracks without this line are left out",
);

/// The keys by which candidates are told apart: those asked for, and the track where a line is for one track.
fn keys_with_track<'a>(by: &[&'a str], lines: &[CutScore]) -> Vec<&'a str> {
    let mut keys = by.to_vec();
    if lines.iter().any(|line| line.track.is_some()) && !by.contains(&TRACK) {
        keys.push(TRACK);
    }
    keys
}

/// The lowest of the lines of a track that stand above one of them.
fn higher_line<'a>(lines: &[&'a CutScore], line: &CutScore, track: Option<&str>) -> Option<&'a CutScore> {
    let of_track = line_names(lines).into_iter().filter_map(|name| line_for(lines, name, track));
    of_track.filter(|other| other.score > line.score).min_by_key(|other| other.score)
}

fn lines_of_year(lines: &[CutScore], year: Option<i32>) -> Vec<&CutScore> {
    lines.iter().filter(|line| line.year.is_none() || year.is_none() || line.year == year).collect()
}

fn line_names<'a>(lines: &[&'a CutScore]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for line in lines {
        if !names.contains(&line.name.as_str()) {
            names.push(&line.name);
        }
    }
    names
}

fn check_tracks(lines: &[&CutScore], of_year: &YearTally, track_at: Option<usize>) -> Result<()> {
    let Some(track_at) = track_at else { return Ok(()) };
    let mut tracks: Vec<String> = of_year.tally.groups.iter().map(|g| g.labels[track_at].clone()).collect();
    tracks.sort();
    tracks.dedup();
    for line in lines {
        if let Some(track) = line.track.as_ref().filter(|track| !tracks.contains(track)) {
            return Err(Error::LineWithoutCandidates {
                line: line.name.clone(),
                track: track.clone(),
                tracks,
            });
        }
    }
    Ok(())
}

/// The line of that name for a track: its own, else one that is for all tracks.
fn line_for<'a>(lines: &[&'a CutScore], name: &str, track: Option<&str>) -> Option<&'a CutScore> {
    let named = || lines.iter().copied().filter(|line| line.name == name);
    named()
        .find(|line| line.track.is_some() && line.track.as_deref() == track)
        .or_else(|| named().find(|line| line.track.is_none()))
}
