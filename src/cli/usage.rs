//! What is wrong with a command line, in the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::options::long_name;
use crate::indicators::{INDICATORS, Indicator};
use crate::lang::{Lang, nearest};

/// A fault of the command line in our own words; `None` for what is no fault: help and versions.
pub fn said(fault: &clap::Error, lang: Lang) -> Option<String> {
    let context = |kind| fault.get(kind).map(text).unwrap_or_default();
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let valid = context(ContextKind::ValidValue);
    let what = match fault.kind() {
        ErrorKind::UnknownArgument => {
            lang.pick(format!("没有 {argument} 这个选项"), format!("there is no option {argument}"))
        }
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand);
            lang.pick(format!("没有 {command} 这个命令"), format!("there is no command {command}"))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            lang.pick(format!("{argument} 缺少值"), format!("{argument} needs a value"))
        }
        ErrorKind::InvalidValue if valid.is_empty() => {
            lang.pick(format!("{argument} 不能是 {value}"), format!("{argument} cannot be {value}"))
        }
        ErrorKind::InvalidValue => lang.pick(
            format!("{argument} 不能是 {value}；可用：{valid}"),
            format!("{argument} cannot be {value}; it may be: {valid}"),
        ),
        ErrorKind::ValueValidation => lang.pick(
            format!("{argument} 的值 {value} 不合要求{}", years(&argument, lang)),
            format!("the value {value} does not fit {argument}{}", years(&argument, lang)),
        ),
        ErrorKind::MissingRequiredArgument => {
            lang.pick(format!("缺少：{argument}"), format!("missing: {argument}"))
        }
        ErrorKind::MissingSubcommand => lang.pick("缺少命令", "a command is missing").to_owned(),
        ErrorKind::ArgumentConflict => {
            let prior = context(ContextKind::PriorArg);
            match prior.is_empty() || prior == argument {
                true => {
                    lang.pick(format!("{argument} 只能写一次"), format!("{argument} may be given only once"))
                }
                false => lang.pick(
                    format!("{argument} 不能与 {prior} 同用"),
                    format!("{argument} cannot be used together with {prior}"),
                ),
            }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => lang
            .pick(format!("{argument} 的值的个数不对"), format!("{argument} has too few or too many values")),
        ErrorKind::NoEquals => lang.pick(format!("{argument} 后面要有 ="), format!("{argument} needs a =")),
        ErrorKind::InvalidUtf8 => {
            lang.pick("命令行中有不是 UTF-8 的字符", "the command line is not in UTF-8").to_owned()
        }
        _ => return None,
    };
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .map(context)
            .into_iter()
            .find(|suggested| !suggested.is_empty());
    let elsewhere = match fault.kind() {
        ErrorKind::UnknownArgument => of_other_indicators(&argument, suggested.as_deref()),
        _ => None,
    };
    let suggested = match elsewhere {
        Some((option, indicators)) => lang.pick(
            format!("\n  {option} 是 {indicators} 的选项"),
            format!("\n  {option} is an option of {indicators}"),
        ),
        None => suggested.map_or(String::new(), |word| {
            lang.pick(format!("\n  您是不是想写 {word}？"), format!("\n  did you mean {word}?"))
        }),
    };
    let usage = context(ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let usage = match usage.is_empty() {
        true => String::new(),
        false => lang.pick(format!("\n  用法：{usage}"), format!("\n  usage: {usage}")),
    };
    let head = lang.pick("命令行有误：", "error: ");
    let help = lang.pick("\n  加 --help 看全部选项\n", "\n  --help lists all options\n");
    Some(format!("{head}{what}{suggested}{usage}{help}"))
}

/// An option of other indicators that is nearer in spelling than any of the command itself, and a few that have it.
fn of_other_indicators(argument: &str, suggested: Option<&str>) -> Option<(String, String)> {
    let word = argument.trim_start_matches('-');
    let parameters = || INDICATORS.iter().flat_map(|indicator| indicator.parameters);
    let own = suggested.map(|option| option.trim_start_matches('-').to_owned());
    let options: Vec<String> = parameters().map(|parameter| long_name(parameter.name)).collect();
    let nearest = nearest(word, options.iter().map(String::as_str).chain(own.as_deref()))?;
    if Some(&nearest) == own.as_ref() {
        return None;
    }
    let has = |indicator: &&&Indicator| indicator.parameters.iter().any(|of| long_name(of.name) == nearest);
    let indicators: Vec<&str> = INDICATORS.iter().filter(has).map(|indicator| indicator.id).take(3).collect();
    Some((format!("--{nearest}"), indicators.join(", ")))
}

fn years(argument: &str, lang: Lang) -> &'static str {
    match argument.starts_with("--year") {
        true => lang.pick("（四位数的年份，如 2011）", " (a year of four digits, such as 2011)"),
        false => "",
    }
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
