//! `edugauge list` and `edugauge explain`: the registry, for people.

use clap::ArgMatches;

use super::console::{Console, Done};
use super::options::long_name;
use crate::error::{ENTRIES, Entry, Error, Explained, shell_word};
use crate::indicators::definition::{Default, Kind, Method, Parameter};
use crate::indicators::{INDICATORS, Indicator, find};
use crate::intake::{Cause, NonData};
use crate::lang::{Lang, Text, nearest};

pub fn list(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let word = matches.get_one::<String>("search").map(|word| word.to_lowercase());
    let has = |indicator: &Indicator, word: &str| {
        let measures = indicator.measures.iter().map(|measure| measure.name);
        let texts: Vec<Text> = [indicator.name, indicator.summary].into_iter().chain(measures).collect();
        let texts = texts.iter().flat_map(|text| [text.zh, text.en]).chain(indicator.aliases.iter().copied());
        std::iter::once(indicator.id).chain(texts).any(|text| text.to_lowercase().contains(word))
    };
    for indicator in INDICATORS.iter().filter(|i| word.as_ref().is_none_or(|word| has(i, word))) {
        writeln!(
            console.out,
            "{:<22} {}  {}",
            indicator.id,
            indicator.name.get(lang),
            indicator.summary.get(lang)
        )?;
    }
    Ok(())
}

pub fn explain(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let id = matches.get_one::<String>("id").map_or("", String::as_str);
    if id.to_ascii_uppercase().starts_with("EG-") {
        return explain_code(&id.to_ascii_uppercase(), console);
    }
    Ok(console.out.write_all(indicator_text(find(id)?, lang).as_bytes())?)
}

fn explain_code(code: &str, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let known = codes();
    let Some(found) = known.iter().find(|known| known.code == code) else {
        let suggestion = nearest(code, known.iter().map(|known| known.code));
        return Err(Error::UnknownIndicator { id: code.to_owned(), suggestion }.into());
    };
    writeln!(console.out, "{code} {}", found.means.get(lang))?;
    for (title, text) in [(Text::new("例", "Example"), found.example), (Text::new("办法", "Fix"), found.fix)]
    {
        writeln!(console.out, "{}{}{}", title.get(lang), lang.colon(), text.get(lang))?;
    }
    Ok(())
}

/// Every code that edugauge gives, in their order.
pub fn codes() -> Vec<Explained> {
    let errors = ENTRIES.iter().map(Entry::explained);
    let causes = Cause::ALL.iter().map(|cause| cause.explained());
    let mut codes: Vec<Explained> =
        errors.chain(causes).chain(NonData::ALL.iter().map(|reason| reason.explained())).collect();
    codes.sort_by_key(|explained| explained.code);
    codes
}

/// Everything that an indicator says of itself.
pub fn indicator_text(indicator: &Indicator, lang: Lang) -> String {
    let mut text =
        format!("{} · {}\n{}\n\n", indicator.id, indicator.name.get(lang), indicator.summary.get(lang));
    let part = |title: Text, body: &str| format!("{}{}{body}\n", title.get(lang), lang.colon());
    text += &part(Text::new("公式", "Formula"), indicator.formula.get(lang));
    text += &part(Text::new("计数对象", "Who counts"), indicator.universe.get(lang));
    text += &part(Text::new("分子", "Numerator"), indicator.numerator.get(lang));
    text += &part(Text::new("分母", "Denominator"), indicator.denominator.get(lang));
    text += &part(Text::new("汇总", "Aggregation"), indicator.aggregation.get(lang));
    let decimals = indicator.decimals;
    let shown = lang.pick(
        format!("报表取 {decimals} 位小数，四舍五入"),
        format!("tables show {decimals} decimals, rounded half up"),
    );
    let unit = format!("{}{}", indicator.unit.text().get(lang), lang.in_brackets(&shown));
    text += &part(Text::new("单位", "Unit"), &unit);
    text += &part(Text::new("公开", "Publication"), indicator.publication().text().get(lang));
    text += &part(Text::new("别名", "Also called"), &indicator.aliases.join(lang.pick("、", ", ")));
    text += &format!(
        "\n{}{}\n",
        Text::new("结果中的统计量（measure）", "Measures").get(lang),
        lang.colon().trim_end()
    );
    for measure in indicator.measures {
        text += &format!("  {}{}{}\n", measure.id, lang.colon(), measure.name.get(lang));
    }
    text += &format!(
        "\n{}{}\n",
        Text::new("参数与口径", "Arguments and conventions").get(lang),
        lang.colon().trim_end()
    );
    for parameter in indicator.parameters {
        text += &parameter_text(parameter, lang);
    }
    text += "\n";
    text += &part(Text::new("边界情形", "Edge cases"), indicator.edges.get(lang));
    text += &part(Text::new("依据", "Reference"), indicator.reference.get(lang));
    text + &example_text(indicator, lang)
}

fn parameter_text(parameter: &Parameter, lang: Lang) -> String {
    let default = match parameter.default {
        Default::Value(value) => format!(" [{}{value}]", lang.pick("默认：", "default: ")),
        Default::Required => format!(" [{}]", lang.pick("必需", "required")),
        Default::Nothing => String::new(),
    };
    let mut text = format!("  {}{}{}{default}\n", parameter.name, lang.colon(), parameter.text.get(lang));
    if let Kind::Choice(choices) = parameter.kind {
        for (id, meaning) in choices {
            text += &format!("    {id}{}{}\n", lang.colon(), meaning.get(lang));
        }
    }
    text
}

fn example_text(indicator: &Indicator, lang: Lang) -> String {
    let example = &indicator.example;
    let mut text =
        format!("\n{}{}\n", Text::new("算例", "Worked example").get(lang), lang.colon().trim_end());
    for line in example.input.lines() {
        text += &format!("    {line}\n");
    }
    let arguments: Vec<String> =
        example.arguments.iter().map(|(name, values)| format!("{name} = {}", values.join(", "))).collect();
    if !arguments.is_empty() {
        text += &format!("  {}\n", arguments.join("; "));
    }
    text += &format!("  {}\n", example.steps.get(lang));
    text + &format!("  {}\n", command(indicator, "example.csv", "province.csv").join(" "))
}

/// The command that computes the worked example from a file, quoted as a shell needs it.
pub fn command(indicator: &Indicator, file: &str, province: &str) -> Vec<String> {
    let example = &indicator.example;
    let mut words = ["edugauge", "compute", indicator.id, file].map(str::to_owned).to_vec();
    if let Method::Against(..) = indicator.method {
        words.extend(["--province".to_owned(), province.to_owned()]);
    }
    if !example.by.is_empty() {
        words.extend(["--by".to_owned(), example.by.join(",")]);
    }
    for (name, values) in example.arguments {
        for value in *values {
            words.extend([format!("--{}", long_name(name)), shell_word(value)]);
        }
    }
    words
}
