//! `edugauge verify` and `edugauge diff`: releases held against their manifests and against each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde_json::json;

use super::console::{Console, Done};
use super::options::allowed;
use crate::error::Error;
use crate::lang::Lang;
use crate::release::{self, Changed, Checking, Difference, Verification};

fn folder<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches.get_one::<PathBuf>(name).map_or(Path::new(""), PathBuf::as_path)
}

fn as_json(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").is_some_and(|format| format == "json")
}

/// Ends with exit code 1 where the release is not what its manifest says.
pub fn verify(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let release = folder(matches, "release");
    let against = Checking {
        config: matches.get_one("config").cloned(),
        record: matches.get_one("record").cloned(),
        allow_outside: allowed(matches),
    };
    let found = release::verify(release, &against)?;
    if as_json(matches) {
        let problems = found.problems.iter();
        let problems: Vec<_> = problems
            .map(
                |(problem, file)| json!({"problem": problem.id(), "fault": problem.is_fault(), "file": file}),
            )
            .collect();
        let told = json!({
            "release": release.display().to_string(),
            "outputs": found.outputs,
            "inputs": found.inputs,
            "reproduced": found.reproduced,
            "problems": problems,
        });
        writeln!(console.out, "{told}")?;
    } else {
        say_verification(&found, console)?;
    }
    match found.faults() {
        0 => Ok(()),
        problems => Err(Error::NotVerified { path: release.to_owned(), problems }.into()),
    }
}

fn say_verification(found: &Verification, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    for (problem, file) in &found.problems {
        writeln!(console.out, "{}{}{file}", problem.text().get(lang), lang.colon())?;
    }
    Ok(writeln!(console.out, "{}", found.describe(lang))?)
}

/// Ends with exit code 1 where figures differ, as `diff` does with files.
pub fn diff(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let (old, new) = (folder(matches, "old"), folder(matches, "new"));
    let difference = release::diff(old, new)?;
    if as_json(matches) {
        for changed in &difference.changed {
            writeln!(console.out, "{}", changed_json(changed))?;
        }
    } else {
        say_difference(&difference, console)?;
    }
    match difference.changed.len() {
        0 => Ok(()),
        figures => Err(Error::FiguresDiffer { old: old.to_owned(), new: new.to_owned(), figures }.into()),
    }
}

fn changed_json(changed: &Changed) -> serde_json::Value {
    let causes = changed.causes.iter();
    let causes: Vec<_> = causes.map(|cause| json!({"cause": cause.id(), "detail": cause.detail()})).collect();
    json!({
        "indicator": changed.indicator,
        "measure": changed.measure,
        "labels": changed.labels.iter().cloned().collect::<BTreeMap<_, _>>(),
        "old": changed.old,
        "new": changed.new,
        "causes": causes,
    })
}

fn say_difference(difference: &Difference, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    for same_cause in
        difference.changed.chunk_by(|a, b| (&a.indicator, &a.causes) == (&b.indicator, &b.causes))
    {
        writeln!(console.out, "{}  {}", same_cause[0].indicator, why(&same_cause[0], lang))?;
        for changed in same_cause {
            let labels = changed.labels.iter().map(|(_, label)| label.as_str());
            let what: Vec<&str> = std::iter::once(changed.measure.as_str()).chain(labels).collect();
            let side = |shown: &Option<String>| shown.clone().unwrap_or_else(|| "–".to_owned());
            writeln!(console.out, "  {}: {} → {}", what.join(" "), side(&changed.old), side(&changed.new))?;
        }
    }
    let (n, all) = (difference.changed.len(), difference.compared);
    Ok(writeln!(
        console.out,
        "{}",
        lang.pick(
            format!("两份报表共有 {all} 个数，{n} 处不同"),
            format!("{all} figures in both, {n} differ")
        )
    )?)
}

fn why(changed: &Changed, lang: Lang) -> String {
    let causes = changed.causes.iter().map(|cause| {
        let (name, detail) = (cause.text().get(lang), cause.detail());
        if detail.is_empty() { name.to_owned() } else { format!("{name} {detail}") }
    });
    causes.collect::<Vec<_>>().join(lang.pick("、", ", "))
}
