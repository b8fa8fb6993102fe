//! The headline sentences, as the bureau writes them. Every number comes from a figure.

use super::arguments::arguments_for;
use super::config::{Config, Headline, Options, Profile};
use super::inputs::joined;
use super::sources::Sources;
use super::tables::verdict;
use crate::disclosure::{Rule, suppress};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Status};
use crate::indicators::{Arguments, Indicator, Input, compute, find};
use crate::lang::Lang;
use crate::subjects::{TOTAL, subject_name};

/// The figures of which the sentences are made; the sentences come in either language.
#[derive(Default)]
pub struct Facts<'a> {
    /// With the rates, the counts per inhabitants where a population is given, and the candidates among the
    /// province's first where its score tables are.
    admission: Option<(&'a Headline, [Figures; 3])>,
    gaps: Option<Figures>,
}

impl<'a> Facts<'a> {
    pub fn gather(config: &'a Config, sources: &Sources) -> Result<Facts<'a>> {
        let Some(headline) = &config.content.headline else { return Ok(Facts::default()) };
        let mut facts = Facts::default();
        let of = |id: &str, exam, source: &str, options: &Options| {
            let indicator = find(id)?;
            compute(indicator, Input::Exam(exam), &[], &arguments_for(config, source, indicator, options)?)
        };
        let source = headline.source.get_ref();
        if let Some(exam) = sources.exams.get(source) {
            let rates = of("admission_rate", exam, source, &Options::new())?;
            let per_10k = match config.content.populations.is_empty() {
                true => Figures::default(),
                false => of("rate_per_10k", exam, source, &Options::new())?,
            };
            let top = top_ranks(config, headline, sources, exam)?;
            facts.admission = Some((headline, [rates, per_10k, top]));
        }
        if let Some(source) = &headline.gap_source
            && let Some(exam) = sources.exams.get(source.get_ref())
        {
            facts.gaps = Some(of("subject_gap", exam, source.get_ref(), &gap_options(config))?);
        }
        Ok(facts)
    }

    /// The sentences of the year, the most important first.
    pub fn sentences(&self, year: i32, lang: Lang) -> Vec<String> {
        let admission = self.admission.as_ref();
        let first =
            admission.and_then(|(headline, figures)| admission_sentence(headline, figures, year, lang));
        let gaps = self.gaps.iter().flat_map(|gaps| gap_sentences(gaps, year, lang));
        first.into_iter().chain(gaps).collect()
    }

    /// The report's paragraph for pasting, in Chinese and in English.
    pub fn paragraph(&self, year: i32) -> Option<String> {
        let (zh, en) = (self.sentences(year, Lang::Zh).concat(), self.sentences(year, Lang::En).join(" "));
        (!zh.is_empty()).then(|| format!("{zh}\r\n\r\n{en}\r\n"))
    }
}

/// The candidates among the province's first, where its score tables are at hand.
fn top_ranks(config: &Config, headline: &Headline, sources: &Sources, exam: &Exam) -> Result<Figures> {
    let Some(province) = joined(sources, &headline.province) else { return Ok(Figures::default()) };
    let mut arguments = Arguments::new();
    arguments.set("ranks", vec![headline.top_rank.to_string()]);
    let input = Input::Against(exam, &province);
    let mut figures = compute(find("top_rank_count")?, input, &[], &arguments)?;
    let disclosure = &config.content.disclosure;
    if disclosure.profile == Profile::Public {
        suppress(&mut figures, Rule { minimum_cell: disclosure.minimum_cell });
    }
    Ok(figures)
}

/// The conventions of the release's own gap table, so that the sentence and the table agree.
fn gap_options(config: &Config) -> Options {
    let table = config.content.tables.iter().find(|table| {
        let gap = |all: Vec<&Indicator>| all.iter().any(|indicator| indicator.id == "subject_gap");
        table.by.is_empty() && config.indicators(table).is_ok_and(gap)
    });
    table.map(|table| table.options.clone()).unwrap_or_default()
}

fn of_line<'a>(figures: &'a Figures, line: &str, year: i32) -> Option<&'a Figure> {
    let at = figures.key_index("line")?;
    let mut rows = figures.rows.iter().filter(|f| f.year.is_none() || f.year == Some(year));
    rows.find(|figure| figure.group[at].as_deref() == Some(line))
}

fn admission_sentence(
    headline: &Headline,
    [rates, per_10k, top]: &[Figures; 3],
    year: i32,
    lang: Lang,
) -> Option<String> {
    let line = &headline.line;
    let rate = of_line(rates, line, year)?;
    let attained = rate.numerator?.round(0);
    let share = rate.value?.round(1);
    let mut sentence = lang.pick(
        format!("{line}上线人数 {attained} 人,上线率 {share}%"),
        format!("{line}: {attained} candidates attained, admission rate {share} %"),
    );
    if let Some(value) = of_line(per_10k, line, year).and_then(|figure| figure.value) {
        let value = value.round(1);
        sentence += &lang.pick(format!(",万人本 {value}"), format!(", {value} per 10,000 inhabitants"));
    }
    let mut of_year = top.rows.iter().filter(|f| f.year.is_none() || f.year == Some(year));
    if let Some(count) = of_year.next().and_then(|figure| figure.value) {
        let count = count.round(0);
        let rank = headline.top_rank;
        sentence += &lang.pick(
            format!(";全省前{rank}名 {count} 人"),
            format!("; {count} among the province's first {rank}"),
        );
    }
    Some(sentence + lang.pick("。", "."))
}

fn gap_sentences(gaps: &Figures, year: i32, lang: Lang) -> Vec<String> {
    let rows: Vec<&Figure> = gaps.rows.iter().filter(|f| f.year == Some(year) || f.year.is_none()).collect();
    let subjects: Vec<&Figure> = rows
        .iter()
        .copied()
        .filter(|f| {
            f.measure == "difference" && f.status == Status::Ok && f.subject.as_deref() != Some(TOTAL)
        })
        .collect();
    let change_of = |subject: &Option<String>| {
        rows.iter()
            .copied()
            .find(|f| f.measure == "change" && f.subject == *subject && f.status == Status::Ok)
    };
    let described =
        subjects.iter().map(|difference| gap_words(difference, change_of(&difference.subject), lang));
    let described: Vec<String> = described.collect();
    if described.is_empty() {
        return Vec::new();
    }
    let list = described.join(lang.pick("、", ", "));
    let mut sentences = vec![lang.pick(
        format!("城乡学校各学科均分差距:{list}。"),
        format!("Urban–rural gap in the subject means: {list}."),
    )];
    let changes: Vec<(&Figure, &Figure)> =
        subjects.iter().filter_map(|d| Some((*d, change_of(&d.subject)?))).collect();
    if changes.len() == subjects.len() {
        sentences.push(change_sentence(&changes, lang));
    }
    sentences
}

fn gap_words(difference: &Figure, change: Option<&Figure>, lang: Lang) -> String {
    let subject = subject_name(difference.subject.as_deref().unwrap_or(""), lang);
    let value = difference.value.map_or_else(String::new, |value| value.round(1));
    let before =
        difference.value.zip(change.and_then(|c| c.value)).and_then(|(now, change)| before(now, change));
    match before {
        Some(before) => lang.pick(
            format!("{subject} {value} 分(上年 {before} 分)"),
            format!("{subject} {value} (year before {before})"),
        ),
        None => lang.pick(format!("{subject} {value} 分"), format!("{subject} {value}")),
    }
}

/// Last year's gap, exactly: this year's less the change.
fn before(now: crate::figures::Value, change: crate::figures::Value) -> Option<String> {
    match (now, change) {
        (crate::figures::Value::Exact(now), crate::figures::Value::Exact(change)) => {
            Some(crate::number::round_half_up(now - change, 1))
        }
        _ => None,
    }
}

/// Says how many gaps narrowed, and of how many the intervals allow saying so.
fn change_sentence(changes: &[(&Figure, &Figure)], lang: Lang) -> String {
    let narrower = |(difference, change): &&(&Figure, &Figure)| {
        let (gap, change) = (difference.value.map(|v| v.to_f64()), change.value.map(|v| v.to_f64()));
        gap.zip(change).is_some_and(|(gap, change)| gap * change < 0.0)
    };
    let all = changes.len();
    let fewer = changes.iter().filter(narrower).count();
    let sure = changes.iter().filter(|(d, c)| verdict(Some(d), Some(c), Lang::En) == "narrower").count();
    lang.pick(
        format!("与上年相比,{all} 科中 {fewer} 科差距缩小,其中 {sure} 科的缩小超出抽样误差(95% 区间,按学校聚类)。"),
        format!("Against the year before, the gap is narrower in {fewer} of {all} subjects; in {sure} of them by more than sampling error (95 % interval, clustered by school)."),
    )
}
