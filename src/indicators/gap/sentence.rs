//! A change of a gap in words, which say no more than its interval allows.

use crate::figures::{Figure, Unit, Value};
use crate::lang::Lang;

/// The gap at the beginning and at the end, or what stands for them where a slope is described.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    pub first: f64,
    pub last: f64,
}

/// What the figure is: a change from the first year to the last, or one per year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Whole,
    PerYear,
}

/// The sentence in Chinese, then in English.
pub fn both(figure: &Figure, ends: Ends, span: Span) -> String {
    [Lang::Zh, Lang::En].map(|lang| sentence(figure, ends, span, lang)).join(" | ")
}

/// `缩小 2.1 分,95% 区间 -0.4 至 4.6:尚不能断定缩小`.
pub fn sentence(figure: &Figure, ends: Ends, span: Span, lang: Lang) -> String {
    let Some(value) = figure.value.map(Value::to_f64) else { return String::new() };
    if ends.first * ends.last < 0.0 {
        return turned(figure, value, ends, span, lang);
    }
    // Towards zero is narrower, on whichever side of it the gap stands.
    let side = if ends.first + ends.last < 0.0 { -1.0 } else { 1.0 };
    let moved = value * side;
    let each = per_year(span, lang);
    let by = amount(moved.abs(), figure.unit, lang);
    let narrower = moved < 0.0;
    let verb = match narrower {
        true => lang.pick("缩小", "narrower"),
        false => lang.pick("扩大", "wider"),
    };
    let head = match moved == 0.0 {
        true => lang.pick("差距没有变化".to_owned(), "the gap did not change".to_owned()),
        false => lang.pick(format!("差距{each}{verb} {by}"), format!("the gap is {verb} by {by}{each}")),
    };
    let sign = if narrower { -side } else { side };
    let bounds = figure.lower.zip(figure.upper).map(|(lower, upper)| {
        let (one, other) = (sign * lower, sign * upper);
        (one.min(other), one.max(other))
    });
    let Some((lower, upper)) = bounds else {
        return head + &no_interval(figure, lang);
    };
    let sure = lower > 0.0 || upper < 0.0;
    let verdict = match (sure, moved == 0.0) {
        (_, true) => lang.pick("不能断定有变化", "no change can be inferred").to_owned(),
        (true, _) => lang.pick(format!("可以断定{verb}"), format!("the data bear out that it is {verb}")),
        (false, _) => {
            lang.pick(format!("尚不能断定{verb}"), format!("the data do not bear out that it is {verb}"))
        }
    };
    head + &interval(figure, (lower, upper), &verdict, lang)
}

/// The gap stands on the other side of zero now: neither narrower nor wider.
fn turned(figure: &Figure, value: f64, ends: Ends, span: Span, lang: Lang) -> String {
    let unit = unit(figure.unit, lang);
    let (first, last) = (rounded(ends.first, figure.unit), rounded(ends.last, figure.unit));
    let (each, change) = (per_year(span, lang), rounded(value, figure.unit));
    let head = lang.pick(
        format!("差距由 {first} 变为 {last}{unit},方向反转,{each}变化 {change}{unit}"),
        format!("the gap turned from {first} to {last}{unit}, a change of {change}{unit}{each}"),
    );
    let Some(bounds) = figure.lower.zip(figure.upper) else { return head + &no_interval(figure, lang) };
    let sure = bounds.0 > 0.0 || bounds.1 < 0.0;
    let verdict = match sure {
        true => lang.pick("可以断定有变化", "the data bear out a change"),
        false => lang.pick("尚不能断定有变化", "the data do not bear out a change"),
    };
    head + &interval(figure, bounds, verdict, lang)
}

fn no_interval(figure: &Figure, lang: Lang) -> String {
    let words = match figure.note.contains("census") {
        true => lang.pick(",普查没有抽样误差", ", and a census has no sampling error"),
        false => lang.pick(",没有误差可据以判断", ", with no error to judge it by"),
    };
    words.to_owned()
}

fn interval(figure: &Figure, (lower, upper): (f64, f64), verdict: &str, lang: Lang) -> String {
    let percent = Value::Real(figure.confidence.unwrap_or(0.95) * 100.0).round(1);
    let percent = percent.trim_end_matches(".0");
    let (lower, upper) = (rounded(lower, figure.unit), rounded(upper, figure.unit));
    lang.pick(
        format!(",{percent}% 区间 {lower} 至 {upper}:{verdict}"),
        format!(", {percent} % interval {lower} to {upper}: {verdict}"),
    )
}

fn per_year(span: Span, lang: Lang) -> &'static str {
    match span {
        Span::Whole => "",
        Span::PerYear => lang.pick("平均每年", " a year on average"),
    }
}

fn rounded(value: f64, unit: Unit) -> String {
    Value::Real(value).round(if unit == Unit::Points { 1 } else { unit.decimals() })
}

fn unit(unit: Unit, lang: Lang) -> String {
    let text = unit.text().get(lang);
    if text.is_empty() { String::new() } else { format!(" {text}") }
}

fn amount(value: f64, of: Unit, lang: Lang) -> String {
    rounded(value, of) + &unit(of, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(value: f64, bounds: Option<(f64, f64)>) -> Figure {
        Figure {
            lower: bounds.map(|b| b.0),
            upper: bounds.map(|b| b.1),
            confidence: bounds.map(|_| 0.95),
            ..Figure::new("gap_trend", "change", Unit::Points).with_value(Value::Real(value))
        }
    }

    fn zh(value: f64, bounds: Option<(f64, f64)>, first: f64) -> String {
        let ends = Ends { first, last: first + value };
        sentence(&change(value, bounds), ends, Span::Whole, Lang::Zh)
    }

    #[test]
    fn no_more_than_the_interval_allows() {
        let narrowed = zh(-2.1, Some((-4.6, 0.4)), 10.0);
        assert_eq!(narrowed, "差距缩小 2.1 分,95% 区间 -0.4 至 4.6:尚不能断定缩小");
        assert_eq!(zh(-2.1, Some((-4.0, -0.2)), 10.0), "差距缩小 2.1 分,95% 区间 0.2 至 4.0:可以断定缩小");
        // Rural ahead of urban: towards zero is up.
        assert_eq!(zh(2.1, Some((0.2, 4.0)), -10.0), "差距缩小 2.1 分,95% 区间 0.2 至 4.0:可以断定缩小");
        assert_eq!(zh(2.0, Some((-1.0, 5.0)), 3.0), "差距扩大 2.0 分,95% 区间 -1.0 至 5.0:尚不能断定扩大");
        assert_eq!(zh(-2.1, None, 10.0), "差距缩小 2.1 分,没有误差可据以判断");
        assert_eq!(zh(0.0, Some((-1.0, 1.0)), 10.0), "差距没有变化,95% 区间 -1.0 至 1.0:不能断定有变化");
        let turned = zh(-5.0, Some((-8.0, -2.0)), 3.0);
        assert_eq!(
            turned,
            "差距由 3.0 变为 -2.0 分,方向反转,变化 -5.0 分,95% 区间 -8.0 至 -2.0:可以断定有变化"
        );
    }

    #[test]
    fn in_english_and_by_the_year() {
        let figure = change(-0.7, Some((-1.5, 0.1)));
        let ends = Ends { first: 10.0, last: 7.9 };
        assert_eq!(
            sentence(&figure, ends, Span::PerYear, Lang::En),
            "the gap is narrower by 0.7 points a year on average, 95 % interval -0.1 to 1.5: the data do not bear out that it is narrower"
        );
        assert!(both(&figure, ends, Span::PerYear).starts_with("差距平均每年缩小 0.7 分,"));
    }
}
