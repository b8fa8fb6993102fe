//! Sentences of the headline that were left out.

use super::Notice;
use crate::figures::{FigureRef, Figures, LINE, Status};
use crate::lang::Lang;
use crate::release::config::Config;
use crate::release::headline::Told;
use crate::release::sentences::Lacking;

/// What a sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sentence {
    Admission,
    Per10k,
    TopRank,
    Gap,
}

/// The sentences that were asked for and have no number. Those whose numbers are hidden are no fault.
pub fn dropped_sentences(config: &Config, told: &Told, year: i32) -> Vec<Notice> {
    let Some(headline) = &config.content.headline else { return Vec::new() };
    let line = &headline.line;
    let asked = [
        (Sentence::Admission, true, &told.rates, Some(line)),
        (Sentence::Per10k, !config.content.populations.is_empty(), &told.per_10k, Some(line)),
        (Sentence::TopRank, !headline.province.is_empty(), &told.top, None),
        (Sentence::Gap, headline.gap_source.is_some(), &told.gaps, None),
    ];
    let dropped =
        asked.into_iter().filter(|(_, asked, figures, line)| *asked && !has_value(figures, *line, year));
    dropped.map(|(sentence, ..)| Notice::SentenceDropped { sentence, line: line.clone(), year }).collect()
}

fn has_value(figures: &Figures, line: Option<&String>, year: i32) -> bool {
    let at = figures.key_index(LINE);
    let of_line = |figure: FigureRef<'_>| match (line, at) {
        (Some(line), Some(at)) => figure.group()[at].as_deref() == Some(line),
        (Some(_), None) => false,
        _ => true,
    };
    let of_year = figures.iter().filter(|f| f.year().is_none() || f.year() == Some(year));
    of_year.filter(|f| of_line(*f)).any(|f| matches!(f.status(), Status::Ok | Status::Suppressed))
}

/// What a sentence lacks, and what is written in its place.
pub(super) fn lacks(sentence: usize, lacking: &[Lacking], written: &str, lang: Lang) -> String {
    let each = lacking
        .iter()
        .map(|one| format!("{}{}{}", one.name, lang.colon(), lang.pick(&one.why[0], &one.why[1])));
    let each = each.collect::<Vec<_>>().join(lang.pick("；", "; "));
    let effect = match written {
        "nothing" => lang.pick("不写这一句", "the sentence is left out"),
        "else" => lang.pick("改写 else", "`else` is written"),
        _ => lang.pick("照写", "it is written all the same"),
    };
    lang.pick(
        format!("第 {sentence} 句 [[sentence]]：{each}；{effect}"),
        format!("[[sentence]] {sentence}: {each}; {effect}"),
    )
}
