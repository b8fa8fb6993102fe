//! The options of reading, from the command line.

use std::collections::BTreeMap;

use clap::ArgMatches;

use super::options::WEIGHT;
use crate::error::{Error, Result};
use crate::intake::{Policy, READ_OPTIONS, ReadOption, ReadOptions};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::subjects::subject_id;

/// The options for reading that the command line gave.
pub fn read_options(matches: &ArgMatches, year: Option<i32>) -> Result<ReadOptions> {
    let mut columns: BTreeMap<String, String> = pairs(matches, "column")?.into_iter().collect();
    if let Ok(Some(column)) = matches.try_get_one::<String>(WEIGHT) {
        columns.insert(column.clone(), format!("key:{WEIGHT}"));
    }
    Ok(ReadOptions {
        columns,
        full_marks: numbers(matches, "full-mark")?,
        steps: numbers(matches, "step")?,
        year,
        policy: policy(matches)?,
        ..file_options(matches)?
    })
}

fn policy(matches: &ArgMatches) -> Result<Policy> {
    let mut policy = Policy::default();
    for (what, verdict) in pairs(matches, "policy")? {
        policy.set(&what, &verdict)?;
    }
    Ok(policy)
}

/// How a file is written, as far as the command line says.
pub fn file_options(matches: &ArgMatches) -> Result<ReadOptions> {
    let mut options = ReadOptions::default();
    given_options(matches).try_for_each(|(name, text)| options.set(name, text))?;
    Ok(options)
}

/// The options of reading that the command line gave.
pub fn given_options(matches: &ArgMatches) -> impl Iterator<Item = (&'static str, &String)> {
    let given = |option: &'static ReadOption| Some((option.name, matches.get_one::<String>(option.name)?));
    READ_OPTIONS.iter().filter(|option| matches.try_contains_id(option.name).is_ok()).filter_map(given)
}

fn invalid(argument: &str, found: &str, expected: Text) -> Error {
    Error::InvalidArgument { argument: argument.to_owned(), found: found.to_owned(), expected }
}

/// `LEFT=RIGHT`, any number of times. A header may itself hold `=`; a field does not.
pub fn pairs(matches: &ArgMatches, name: &str) -> Result<Vec<(String, String)>> {
    let given = matches.get_many::<String>(name).into_iter().flatten();
    given
        .map(|text| {
            let pair = text.rsplit_once('=').filter(|(left, right)| !left.is_empty() && !right.is_empty());
            let (left, right) = pair.ok_or_else(|| invalid(name, text, Text::new("左=右", "LEFT=RIGHT")))?;
            Ok((left.to_owned(), right.to_owned()))
        })
        .collect()
}

fn numbers(matches: &ArgMatches, name: &str) -> Result<BTreeMap<String, Rational>> {
    let number = |(subject, text): (String, String)| {
        let number = Decimal::parse(text.as_bytes()).map(Decimal::to_rational);
        let number = number.filter(|number| *number > Rational::from_integer(0));
        let number =
            number.ok_or_else(|| invalid(name, &text, Text::new("大于 0 的数", "a number above 0")))?;
        Ok((subject_id(&subject).to_owned(), number))
    };
    pairs(matches, name)?.into_iter().map(number).collect()
}
