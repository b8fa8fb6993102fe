//! The text of a sentence, with places for cells: `{n}`, `{n:1}`, `{n:余(100)}`, `{up:变化}`, `{rank:名次}`,
//! `{each gaps: "{subject} {value} 分" join "、"}`, `{count(gaps < 0)}`.

use super::cells::{Cells, Found, Lacking};
use super::claim::{Comparison, Reader};
use super::lists::{count, sure};
use super::tokens::Fault;
use super::verdict::Decided;
use crate::lang::{Lang, Text};
use crate::number::{Rational, plain, round_half_up};

#[derive(Clone, Debug, PartialEq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Cell(String, Format),
    /// A list: what is written of each, and what stands between.
    Each(String, Vec<Part>, String),
    Count(Comparison),
    Sure(Comparison),
}

#[derive(Clone, Debug, PartialEq)]
enum Format {
    AsPrinted,
    Places(u8),
    /// Down to a multiple of the step; without one, to two figures.
    Rough(&'static str, Option<Rational>),
    Change,
    Place,
}

const PLACES: Text = Text::new(
    "{名称}、{名称:1}（小数位）、{名称:余}、{名称:余(100)}、{名称:多(10)}、{名称:变化}、{名称:名次}、{each 名称: \"{label} {value} 分\" join \"、\"}、{count(名称 < 0)}、{sure(名称 < 0)}",
    "{NAME}, {NAME:1} (decimals), {NAME:over}, {NAME:over(100)}, {NAME:change}, {NAME:place}, {each NAME: \"{label} {value}\" join \", \"}, {count(NAME < 0)}, {sure(NAME < 0)}",
);

impl Template {
    pub fn read(text: &str) -> Result<Template, Fault> {
        parts(text).map(Template)
    }

    /// The names of the cells that it takes.
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().filter_map(Part::name).collect()
    }

    /// # Errors
    /// Cells without a number.
    pub fn fill(&self, cells: &Cells<'_>, lang: Lang) -> Result<String, Vec<Lacking>> {
        let mut text = String::new();
        let mut lacking = Vec::new();
        for part in &self.0 {
            match part.write(cells, lang) {
                Ok(written) => text += &written,
                Err(missing) => lacking.push(missing),
            }
        }
        if lacking.is_empty() { Ok(text) } else { Err(lacking) }
    }
}

fn fault(found: &str) -> Fault {
    Fault { found: found.to_owned(), expected: PLACES }
}

/// Text and what stands in braces; `{{` and `}}` are braces.
fn parts(text: &str) -> Result<Vec<Part>, Fault> {
    let mut all = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        plain += &rest[..at];
        let brace = &rest[at..=at];
        if rest[at + 1..].starts_with(brace) {
            plain += brace;
            rest = &rest[at + 2..];
            continue;
        }
        if brace == "}" {
            return Err(fault(text));
        }
        let end = closing(&rest[at..]).ok_or_else(|| fault(text))?;
        if !plain.is_empty() {
            all.push(Part::Text(std::mem::take(&mut plain)));
        }
        all.push(part(rest[at + 1..at + end].trim())?);
        rest = &rest[at + end + 1..];
    }
    plain += rest;
    if !plain.is_empty() {
        all.push(Part::Text(plain));
    }
    Ok(all)
}

/// Where the first brace is closed: braces within quotes belong to what is quoted.
fn closing(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().skip(1).find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '}' && !quoted).then_some(at)
    })
}

fn part(text: &str) -> Result<Part, Fault> {
    if let Some(rest) = text.strip_prefix("each ") {
        let (name, rest) = rest.split_once(':').ok_or_else(|| fault(text))?;
        let mut quotes = rest.split('"');
        let (before, each, join, between, end) =
            (quotes.next(), quotes.next(), quotes.next(), quotes.next(), quotes.next());
        let is_right = before.is_some_and(|t| t.trim().is_empty())
            && join.is_some_and(|t| t.trim() == "join")
            && end.is_some_and(|t| t.trim().is_empty());
        let (Some(each), Some(between), true) = (each, between, is_right) else { return Err(fault(text)) };
        let each = parts(each)?;
        let known =
            |part: &Part| part.name().is_none_or(|name| ["value", "label", "subject"].contains(&name));
        if !each.iter().all(known) {
            return Err(fault(text));
        }
        return Ok(Part::Each(name.trim().to_owned(), each, between.to_owned()));
    }
    for (name, make) in [("count(", Part::Count as fn(Comparison) -> Part), ("sure(", Part::Sure)] {
        if let Some(inner) = text.strip_prefix(name).and_then(|rest| rest.strip_suffix(')')) {
            return Reader::comparison_of(inner).map(make);
        }
    }
    let (name, format) =
        text.split_once([':', '：']).map_or((text, None), |(name, f)| (name, Some(f.trim())));
    let name = name.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return Err(fault(text));
    }
    let format = format.map_or(Ok(Format::AsPrinted), |f| format_of(f).ok_or_else(|| fault(text)))?;
    Ok(Part::Cell(name.to_owned(), format))
}

fn format_of(text: &str) -> Option<Format> {
    if let Ok(places) = text.parse::<u8>() {
        return (places <= 6).then_some(Format::Places(places));
    }
    let (word, step) = match text.split_once(['(', '（']) {
        None => (text, None),
        Some((word, step)) => {
            let step = step.strip_suffix([')', '）'])?.trim().parse::<u32>().ok().filter(|step| *step > 0)?;
            (word, Some(Rational::from_integer(i128::from(step))))
        }
    };
    match (word.trim(), step) {
        ("变化" | "change", None) => Some(Format::Change),
        ("名次" | "place", None) => Some(Format::Place),
        ("余" | "over", step) => Some(Format::Rough("余", step)),
        ("多", step) => Some(Format::Rough("多", step)),
        _ => None,
    }
}

impl Part {
    fn name(&self) -> Option<&str> {
        match self {
            Part::Text(_) => None,
            Part::Cell(name, _) | Part::Each(name, ..) => Some(name),
            Part::Count(of) | Part::Sure(of) => Some(&of.name),
        }
    }

    fn write(&self, cells: &Cells<'_>, lang: Lang) -> Result<String, Lacking> {
        match self {
            Part::Text(text) => Ok(text.clone()),
            Part::Cell(name, format) => match &cells.find(name, 0)?[..] {
                [cell] => Ok(format.write(cell, lang)),
                _ => Err(refused(name, "是一列：写作 {each …}", "it is a list: write {each …}")),
            },
            Part::Each(name, each, between) => {
                let all = cells.find(name, 0)?;
                let written = all.iter().map(|cell| each.iter().map(|part| part.of(cell, lang)).collect());
                Ok(written.collect::<Vec<String>>().join(between))
            }
            Part::Count(of) => number_of(of, cells, count),
            Part::Sure(of) => number_of(of, cells, sure),
        }
    }

    /// Of one cell of a list.
    fn of(&self, cell: &Found, lang: Lang) -> String {
        match self {
            Part::Text(text) => text.clone(),
            Part::Cell(name, format) if name == "value" => format.write(cell, lang),
            _ => {
                let [zh, en] = &cell.label;
                lang.pick(zh, en).clone()
            }
        }
    }
}

fn refused(name: &str, zh: &str, en: &str) -> Lacking {
    Lacking { name: name.to_owned(), why: [zh.to_owned(), en.to_owned()], is_hidden: false }
}

fn number_of(
    of: &Comparison,
    cells: &Cells<'_>,
    number: fn(&Comparison, &[Found]) -> Result<usize, Decided>,
) -> Result<String, Lacking> {
    let found = cells.find(&of.name, 0)?;
    number(of, &found).map(|n| n.to_string()).map_err(|undecided| {
        let [zh, en] = undecided.because.first().cloned().unwrap_or_default();
        refused(&of.name, &zh, &en)
    })
}

impl Format {
    fn write(&self, cell: &Found, lang: Lang) -> String {
        let zero = Rational::from_integer(0);
        match self {
            Format::AsPrinted => cell.printed.clone(),
            Format::Places(places) => cell.full.round(*places),
            Format::Rough(word, step) => rough(cell.value, *step, word, lang),
            Format::Change => {
                let size =
                    round_half_up(if cell.value < zero { -cell.value } else { cell.value }, cell.decimals);
                match cell.value.cmp(&zero) {
                    std::cmp::Ordering::Greater => lang.pick(format!("提高 {size} "), format!("up {size}")),
                    std::cmp::Ordering::Less => lang.pick(format!("下降 {size} "), format!("down {size}")),
                    std::cmp::Ordering::Equal => lang.pick("持平".to_owned(), "unchanged".to_owned()),
                }
            }
            Format::Place => {
                let place = plain(cell.value);
                match cell.is_shared {
                    true => lang.pick(format!("并列第 {place}"), format!("joint place {place}")),
                    false => lang.pick(format!("第 {place}"), format!("place {place}")),
                }
            }
        }
    }
}

/// Down to a multiple of the step, with a word that says so, unless it is one.
fn rough(value: Rational, step: Option<Rational>, word: &str, lang: Lang) -> String {
    let whole = value.to_integer().unsigned_abs().to_string().len() as u32;
    let step = step.unwrap_or_else(|| Rational::from_integer(10_i128.pow(whole.saturating_sub(2))));
    let floor = (value / step).floor() * step;
    let number = plain(floor);
    match floor == value {
        true => number,
        false => lang.pick(format!("{number}{word}"), format!("more than {number}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rough_numbers_are_floors() {
        let rough = |n: i128, step: Option<i128>| {
            super::rough(Rational::from_integer(n), step.map(Rational::from_integer), "余", Lang::Zh)
        };
        // The founding report's: 5012 training places, 4523 lessons, 812, 131 lectures.
        assert_eq!(rough(5012, None), "5000余");
        assert_eq!(rough(4523, None), "4500余");
        assert_eq!(rough(812, Some(100)), "800余");
        assert_eq!(rough(131, None), "130余");
        assert_eq!(rough(5000, Some(100)), "5000");
        assert_eq!(super::rough(Rational::from_integer(131), None, "多", Lang::En), "more than 130");
    }

    #[test]
    fn what_stands_in_braces_is_of_a_closed_list() {
        let template = Template::read(
            "{n}人，{each gaps: \"{label} {value:1} 分\" join \"、\"}，{{余}}{count(gaps < 0)}",
        );
        assert_eq!(template.unwrap().names(), ["n", "gaps", "gaps"]);
        for wrong in [
            "{n",
            "n}",
            "{n:高}",
            "{n:余(0)}",
            "{each gaps}",
            "{a b}",
            "{each g: \"{other}\" join \"\"}",
            "{}",
        ] {
            assert!(Template::read(wrong).is_err(), "{wrong}");
        }
    }
}
