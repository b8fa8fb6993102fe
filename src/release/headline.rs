//! The headline sentences, as the bureau writes them. Every number comes from a figure.

use super::arguments::given_for;
use super::config::{Config, Headline, Options};
use super::inputs::joined;
use super::level::percent;
use super::protection::rounding_words;
use super::sources::Sources;
use super::tables::verdict;
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{FigureRef, Figures, LINE, Status};
use crate::indicators::headline::{ADMISSION_RATE, RATE_PER_10K, SIDES, SUBJECT_GAP, TOP_RANK_COUNT};
use crate::indicators::{Given, Indicator, Input, compute};
use crate::lang::Lang;
use crate::subjects::TOTAL;

/// The figures that the sentences are made of.
#[derive(Default)]
pub struct Told {
    pub rates: Figures,
    /// The counts per inhabitants, where a population is given.
    pub per_10k: Figures,
    /// The candidates among the province's first, where its score tables are at hand.
    pub top: Figures,
    pub gaps: Figures,
}

pub fn figures(config: &Config, sources: &Sources) -> Result<Told> {
    let Some(headline) = &config.content.headline else { return Ok(Told::default()) };
    let mut told = Told::default();
    let of = |indicator: &Indicator, exam, source: &str, options: &Options| {
        compute(indicator, Input::Exam(exam), &[], &given_for(config, source, indicator, options)?)
    };
    let source = headline.source.get_ref();
    if let Some(exam) = sources.exams.get(source) {
        told.rates = of(&ADMISSION_RATE, exam, source, &Options::new())?;
        if !config.content.populations.is_empty() {
            told.per_10k = of(&RATE_PER_10K, exam, source, &Options::new())?;
        }
        told.top = top_ranks(headline, sources, exam)?;
    }
    if let Some(source) = &headline.gap_source
        && let Some(exam) = sources.exams.get(source.get_ref())
    {
        told.gaps = of(&SUBJECT_GAP, exam, source.get_ref(), &gap_options(config))?;
    }
    Ok(told)
}

impl Told {
    /// All figures, each with the source that they are of.
    pub fn by_source<'a>(&'a self, headline: &'a Headline) -> [(&'a str, &'a Figures); 4] {
        let source = headline.source.get_ref().as_str();
        let gap_source = headline.gap_source.as_ref().map_or("", |source| source.get_ref());
        let [rates, per_10k, top, gaps] = self.all();
        [(source, rates), (source, per_10k), (source, top), (gap_source, gaps)]
    }

    pub fn all(&self) -> [&Figures; 4] {
        [&self.rates, &self.per_10k, &self.top, &self.gaps]
    }

    /// The same figures in the same order.
    pub fn all_mut(&mut self) -> [&mut Figures; 4] {
        [&mut self.rates, &mut self.per_10k, &mut self.top, &mut self.gaps]
    }
}

/// Whether a sentence of the year shows a figure.
pub fn shows(headline: &Headline, figures: &Figures, figure: FigureRef<'_>, year: i32) -> bool {
    let line = figures.key_index(LINE).and_then(|at| figure.group()[at].as_deref());
    let measure = match figure.indicator() == SUBJECT_GAP.id {
        true => [SIDES.difference, SIDES.change].contains(&figure.measure()),
        false => true,
    };
    line.is_none_or(|line| line == headline.line) && measure && figure.year().is_none_or(|of| of == year)
}

/// The sentences of the year, the most important first; a figure that was hidden is not told.
pub fn sentences(config: &Config, told: &Told, year: i32, lang: Lang) -> Vec<String> {
    let Some(headline) = &config.content.headline else { return Vec::new() };
    let admission = admission_sentence(headline, told, year, lang);
    // Only this sentence tells counts.
    let base = config.content.disclosure.base().filter(|_| admission.is_some());
    let rounding = base.map(|base| rounding_words(base, lang) + lang.pick("。", "."));
    admission
        .into_iter()
        .chain(gap_sentences(&told.gaps, is_census(config), year, lang))
        .chain(rounding)
        .collect()
}

/// The report's paragraph for pasting, in Chinese and in English.
pub fn paragraph(config: &Config, told: &Told, year: i32) -> Option<String> {
    let (zh, en) = (sentences(config, told, year, Lang::Zh), sentences(config, told, year, Lang::En));
    (!zh.is_empty()).then(|| format!("{}\r\n\r\n{}\r\n", zh.concat(), en.join(" ")))
}

fn top_ranks(headline: &Headline, sources: &Sources, exam: &Exam) -> Result<Figures> {
    let Some(province) = joined(sources, &headline.province) else { return Ok(Figures::default()) };
    let mut arguments = Given::new();
    arguments.set("ranks", vec![headline.top_rank.to_string()]);
    compute(&TOP_RANK_COUNT, Input::Against(exam, &province), &[], &arguments)
}

/// The conventions of the release's own gap table, so that the sentence and the table agree.
fn gap_options(config: &Config) -> Options {
    let table = config.content.tables.iter().find(|table| {
        let gap = |all: Vec<&Indicator>| all.iter().any(|indicator| indicator.id == SUBJECT_GAP.id);
        table.by.is_empty() && config.indicators(table).is_ok_and(gap)
    });
    table.map(|table| table.options.clone()).unwrap_or_default()
}

fn of_line<'a>(figures: &'a Figures, line: &str, year: i32) -> Option<FigureRef<'a>> {
    let at = figures.key_index(LINE)?;
    let mut rows = figures.iter().filter(|f| f.year().is_none() || f.year() == Some(year));
    rows.find(|figure| figure.group()[at].as_deref() == Some(line))
}

fn admission_sentence(
    headline: &Headline,
    Told { rates, per_10k, top, .. }: &Told,
    year: i32,
    lang: Lang,
) -> Option<String> {
    let line = &headline.line;
    let rate = of_line(rates, line, year)?;
    let attained = rate.numerator()?.round(0);
    let share = rate.value()?.round(1);
    let mut sentence = lang.pick(
        format!("{line}上线人数 {attained} 人，上线率 {share}%"),
        format!("{line}: {attained} candidates attained, admission rate {share} %"),
    );
    if let Some(value) = of_line(per_10k, line, year).and_then(|figure| figure.value()) {
        let value = value.round(1);
        sentence += &lang.pick(format!("，万人本 {value}"), format!(", {value} per 10,000 inhabitants"));
    }
    let mut of_year = top.iter().filter(|f| f.year().is_none() || f.year() == Some(year));
    if let Some(count) = of_year.next().and_then(|figure| figure.value()) {
        let count = count.round(0);
        let rank = headline.top_rank;
        sentence += &lang.pick(
            format!("；全省前{rank}名 {count} 人"),
            format!("; {count} among the province's first {rank}"),
        );
    }
    Some(sentence + lang.pick("。", "."))
}

fn gap_sentences(gaps: &Figures, is_census: bool, year: i32, lang: Lang) -> Vec<String> {
    let rows: Vec<FigureRef<'_>> =
        gaps.iter().filter(|f| f.year() == Some(year) || f.year().is_none()).collect();
    let subjects: Vec<FigureRef<'_>> = rows
        .iter()
        .copied()
        .filter(|f| f.measure() == SIDES.difference && f.status() == Status::Ok && f.subject() != Some(TOTAL))
        .collect();
    let change_of = |subject: Option<&str>| {
        rows.iter()
            .copied()
            .find(|f| f.measure() == SIDES.change && f.subject() == subject && f.status() == Status::Ok)
    };
    let described = subjects.iter().map(|difference| {
        gap_words(gaps.subject_of(*difference, lang), *difference, change_of(difference.subject()), lang)
    });
    let described: Vec<String> = described.collect();
    if described.is_empty() {
        return Vec::new();
    }
    let list = described.join(lang.pick("、", ", "));
    let mut sentences = vec![lang.pick(
        format!("城乡学校各学科均分差距：{list}。"),
        format!("Urban–rural gap in the subject means: {list}."),
    )];
    let changes: Vec<(FigureRef<'_>, FigureRef<'_>)> =
        subjects.iter().filter_map(|d| Some((*d, change_of(d.subject())?))).collect();
    if changes.len() == subjects.len() {
        sentences.push(change_sentence(&changes, is_census, lang));
    }
    sentences
}

fn gap_words(subject: &str, difference: FigureRef<'_>, change: Option<FigureRef<'_>>, lang: Lang) -> String {
    let value = difference.value().map_or_else(String::new, |value| value.round(1));
    let before =
        difference.value().zip(change.and_then(|c| c.value())).and_then(|(now, change)| before(now, change));
    match before {
        Some(before) => lang.pick(
            format!("{subject} {value} 分（上年 {before} 分）"),
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

/// Whether the gap is of a census, by the conventions of the release's gap table.
fn is_census(config: &Config) -> bool {
    super::config::given(&gap_options(config)).text("universe") == Some("census")
}

/// Says how many gaps narrowed, and of how many the intervals allow saying so, where there are any.
fn change_sentence(changes: &[(FigureRef<'_>, FigureRef<'_>)], is_census: bool, lang: Lang) -> String {
    let narrower = |(difference, change): &&(FigureRef<'_>, FigureRef<'_>)| {
        let (gap, change) = (difference.value().map(|v| v.to_f64()), change.value().map(|v| v.to_f64()));
        gap.zip(change).is_some_and(|(gap, change)| gap * change < 0.0)
    };
    let all = changes.len();
    let fewer = changes.iter().filter(narrower).count();
    let head = lang.pick(
        format!("与上年相比，{all} 科中 {fewer} 科差距缩小"),
        format!("Against the year before, the gap is narrower in {fewer} of {all} subjects"),
    );
    let judged: Vec<_> = changes.iter().filter(|(_, c)| c.lower().is_some() && c.upper().is_some()).collect();
    let Some(confidence) = judged.first().and_then(|(_, change)| change.confidence()) else {
        return head
            + match is_census {
                true => lang.pick("（普查，没有抽样误差）。", " (a census, without sampling error)."),
                false => lang.pick("，没有误差可据以判断。", ", with no error to judge it by."),
            };
    };
    let sure = judged.iter().filter(|(d, c)| verdict(Some(*d), Some(*c), Lang::En) == "narrower").count();
    let percent = percent(confidence);
    head + &lang.pick(
        format!("，其中 {sure} 科的缩小超出抽样误差（{percent}% 区间，按学校聚类）。"),
        format!(
            "; in {sure} of them by more than sampling error ({percent} % interval, clustered by school)."
        ),
    )
}
