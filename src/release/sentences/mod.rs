//! Sentences written from the cells of a release's own tables, each with what it asserts: a sentence is written where
//! the cells bear its claim out, as they are printed.

mod cells;
mod claim;
mod decide;
mod lists;
mod template;
mod tokens;
mod verdict;

use serde::{Deserialize, Serialize};

pub use cells::{Cells, Lacking, Published};
pub use claim::Claim;
pub use template::Template;
pub use tokens::Fault;

use super::config::{Config, Sentence};
use super::notices::Notice;
use crate::error::Result;
use crate::lang::Lang;
use decide::decide;
use verdict::Verdict;

/// What became of the sentences of a configuration.
#[derive(Default)]
pub struct Sentences {
    /// In the order of the configuration.
    pub written: Vec<Written>,
    pub records: Vec<SentenceRecord>,
    /// A line for each claim, in both languages: whether it holds, and by which cells.
    pub evidence: Vec<[String; 2]>,
    pub notices: Vec<Notice>,
}

/// A sentence of the release.
pub struct Written {
    pub section: String,
    pub zh: Option<String>,
    pub en: Option<String>,
}

/// What a release says of one of its sentences: nothing that its tables do not show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SentenceRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// `true`, `false` or `undecided`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// `sentence`, `else` or `nothing`.
    pub written: String,
    /// The cells that the claim and the texts were held against, as printed.
    pub cells: Vec<String>,
}

/// Writes all sentences from what a release publishes.
///
/// # Errors
/// Sentences that a configuration may not hold.
pub fn sentences(config: &Config, published: &[Published<'_>], year: i32) -> Result<Sentences> {
    let cells = Cells::of(config, published, year)?;
    let mut all = Sentences::default();
    for (at, sentence) in config.content.sentences.iter().enumerate() {
        one(sentence, at + 1, &cells, &mut all);
    }
    Ok(all)
}

fn one(sentence: &Sentence, number: usize, cells: &Cells<'_>, all: &mut Sentences) {
    let claim = sentence.claim.as_ref().and_then(|text| Claim::read(text.get_ref()).ok());
    let decided = claim.as_ref().map(|claim| decide(claim, cells));
    let mut used: Vec<String> = claim.iter().flat_map(Claim::names).flat_map(|n| cells.printed(n)).collect();
    let bears = decided.as_ref().is_none_or(|decided| decided.verdict == Verdict::Holds);
    let [first, otherwise] = [[&sentence.zh, &sentence.en], [&sentence.else_zh, &sentence.else_en]];
    let mut lacking: Vec<Lacking> = decided.iter().flat_map(|decided| decided.lacking.clone()).collect();
    let mut chosen = None;
    for (name, texts) in [("sentence", first), ("else", otherwise)] {
        if chosen.is_some() || (name == "sentence" && !bears) || texts.iter().all(|text| text.is_none()) {
            continue;
        }
        match filled(texts, cells) {
            Ok(texts) => chosen = Some((name, texts)),
            Err(missing) => lacking.extend(missing),
        }
    }
    if let Some((name, _)) = &chosen {
        let texts = if *name == "else" { otherwise } else { first };
        let templates = texts.into_iter().flatten().filter_map(|text| Template::read(text.get_ref()).ok());
        for name in templates.flat_map(|t| t.names().into_iter().map(str::to_owned).collect::<Vec<_>>()) {
            used.extend(
                cells.printed(&name).into_iter().filter(|cell| !used.contains(cell)).collect::<Vec<_>>(),
            );
        }
    }
    if let (Some(decided), Some(text)) = (&decided, &sentence.claim) {
        all.evidence.push(decided.said(number, text.get_ref()));
    }
    lacking.dedup();
    // What disclosure control hides is no fault of the configuration's.
    let faults: Vec<Lacking> = lacking.iter().filter(|lacking| !lacking.is_hidden).cloned().collect();
    let written = chosen.as_ref().map_or("nothing", |(name, _)| *name);
    if !faults.is_empty() {
        all.notices.push(Notice::SentenceLacks { sentence: number, lacking: faults, written });
    } else if !lacking.is_empty() {
        all.evidence.push(said_hidden(number, &lacking, written));
    }
    let template = |text: &Option<toml::Spanned<String>>| text.as_ref().map(|text| text.get_ref().clone());
    all.records.push(SentenceRecord {
        zh: template(&sentence.zh),
        en: template(&sentence.en),
        claim: template(&sentence.claim),
        verdict: decided.map(|decided| decided.verdict.id().to_owned()),
        written: written.to_owned(),
        cells: used,
    });
    if let Some((_, [zh, en])) = chosen {
        let section = sentence.section.clone().unwrap_or_default();
        all.written.push(Written { section, zh, en });
    }
}

/// Both texts, as far as they are given.
fn filled(
    texts: [&Option<toml::Spanned<String>>; 2],
    cells: &Cells<'_>,
) -> std::result::Result<[Option<String>; 2], Vec<Lacking>> {
    let mut filled = [None, None];
    for ((text, lang), place) in texts.into_iter().zip([Lang::Zh, Lang::En]).zip(&mut filled) {
        let Some(text) = text else { continue };
        let Ok(template) = Template::read(text.get_ref()) else { continue };
        *place = Some(template.fill(cells, lang)?);
    }
    Ok(filled)
}

fn said_hidden(number: usize, lacking: &[Lacking], written: &str) -> [String; 2] {
    let names: Vec<&str> = lacking.iter().map(|lacking| lacking.name.as_str()).collect();
    let (zh, en) = match written {
        "nothing" => ("不写这一句", "it is left out"),
        _ => ("改写 else", "`else` is written"),
    };
    [
        format!("句子 {number}：{} 在公开报表中隐去，{zh}", names.join("、")),
        format!("sentence {number}: {} is hidden in the public release, {en}", names.join(", ")),
    ]
}

impl Sentences {
    /// The sentences of a language by section, in the order in which sections first stand there.
    pub fn by_section(&self, lang: Lang) -> Vec<(String, Vec<String>)> {
        let mut sections: Vec<(String, Vec<String>)> = Vec::new();
        for written in &self.written {
            let Some(text) = lang.pick(&written.zh, &written.en) else { continue };
            match sections.iter_mut().find(|(name, _)| *name == written.section) {
                Some((_, texts)) => texts.push(text.clone()),
                None => sections.push((written.section.clone(), vec![text.clone()])),
            }
        }
        sections
    }

    /// All sentences for pasting, in Chinese and in English, a paragraph a section.
    pub fn paragraph(&self) -> Option<String> {
        let of = |lang: Lang| {
            let section = |(name, texts): (String, Vec<String>)| {
                let head = if name.is_empty() { String::new() } else { format!("{name}\r\n") };
                format!("{head}{}\r\n", texts.join(lang.pick("", " ")))
            };
            self.by_section(lang).into_iter().map(section).collect::<Vec<_>>().join("\r\n")
        };
        let texts: Vec<String> = [of(Lang::Zh), of(Lang::En)].into_iter().filter(|t| !t.is_empty()).collect();
        (!texts.is_empty()).then(|| texts.join("\r\n"))
    }
}
