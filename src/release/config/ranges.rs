//! The numbers of a configuration, each within its range: what is beyond is refused at its place, before anything is
//! computed.

use super::{Config, file_stem};
use crate::error::Result;
use crate::lang::Text;
use crate::number::Rational;

/// Names of files have 255 bytes at most; an ending and a number may follow.
const LONGEST_NAME: usize = 200;
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;
const MOST_DECIMALS: u8 = 9;
const MOST_YEARS: u16 = 1_000;
/// No group has as many.
const MOST_PUPILS: u64 = 1_000_000_000;
const LARGEST_SCORE: i128 = 1_000_000;
const LARGEST_POPULATION: i128 = 100_000_000_000;
/// Nine decimals.
const MOST_PLACES: i128 = 1_000_000_000;

impl Config {
    /// # Errors
    /// The first number that is beyond its range.
    pub(super) fn check_ranges(&self) -> Result<()> {
        self.check_years()?;
        self.check_names()?;
        self.check_limits()?;
        self.check_tables_numbers()?;
        self.check_amounts()
    }

    fn check_years(&self) -> Result<()> {
        let content = &self.content;
        let years = content.project.year.into_iter();
        let years = years.chain(content.populations.iter().map(|population| population.year));
        let mut years = years.chain(content.cut_scores.iter().filter_map(|cut| cut.year));
        let wrong = years.find(|year| !YEARS.contains(year));
        let expected = Text::new("四位数的年份", "a year of four digits");
        wrong.map_or(Ok(()), |year| self.beyond("year", &year.to_string(), expected))
    }

    /// Ids become names of files.
    fn check_names(&self) -> Result<()> {
        let tables = self.content.tables.iter().map(|table| &table.id);
        let mut ids = tables.chain(self.content.sources.iter().map(|source| &source.id));
        let long = ids.find(|id| file_stem(id).len() > LONGEST_NAME);
        let expected = Text::new(
            "较短的 id（文件名由它而来：至多约 60 个汉字或 190 个字母）",
            "a shorter id (files are named after it: about 60 Chinese characters or 190 letters at most)",
        );
        long.map_or(Ok(()), |id| {
            let shown: String = id.chars().take(20).chain(['…']).collect();
            let at = self.text.find(&format!("\"{id}\"")).unwrap_or(0);
            Err(self.bad(at..at, &shown, expected))
        })
    }

    fn check_limits(&self) -> Result<()> {
        let content = &self.content;
        let percents = [
            ("rejected_rows_percent", content.checks.rejected_rows_percent),
            ("invalid_cells_percent", content.checks.invalid_cells_percent),
        ];
        for (key, percent) in percents {
            if !(0.0..=100.0).contains(&percent) {
                let expected = Text::new("0 至 100 的数", "a number from 0 to 100");
                return self.beyond(key, &percent.to_string(), expected);
            }
        }
        let disclosure = &content.disclosure;
        let counts = [
            ("minimum_cell", Some(disclosure.minimum_cell)),
            ("protection", disclosure.protection),
            ("whole_group", disclosure.whole_group),
            ("top_rank", content.headline.as_ref().map(|headline| headline.top_rank)),
        ];
        for (key, count) in counts {
            let expected = Text::new("不超过 1000000000 的整数", "a whole number of 1,000,000,000 at most");
            if let Some(count) = count.filter(|count| *count > MOST_PUPILS) {
                return self.beyond(key, &count.to_string(), expected);
            }
        }
        let from_one = Text::new("1 以上的整数", "a whole number from 1");
        match &content.headline {
            _ if disclosure.minimum_cell == 0 => self.beyond("minimum_cell", "0", from_one),
            Some(headline) if headline.top_rank == 0 => self.beyond("top_rank", "0", from_one),
            _ => Ok(()),
        }
    }

    fn check_tables_numbers(&self) -> Result<()> {
        for table in &self.content.tables {
            if let Some(decimals) = table.decimals.filter(|decimals| *decimals > MOST_DECIMALS) {
                let expected = Text::new("0 至 9 的整数", "a whole number from 0 to 9");
                return self.beyond("decimals", &decimals.to_string(), expected);
            }
            if let Some(years) = table.last_years.filter(|years| !(1..=MOST_YEARS).contains(years)) {
                let expected = Text::new("1 至 1000 的整数", "a whole number from 1 to 1,000");
                return self.beyond("last_years", &years.to_string(), expected);
            }
        }
        Ok(())
    }

    /// Scores, full marks, steps and inhabitants.
    fn check_amounts(&self) -> Result<()> {
        let content = &self.content;
        let marks = |source: &super::Source| -> Vec<_> {
            source.full_marks.values().chain(source.steps.values()).cloned().collect()
        };
        let marks = content.sources.iter().flat_map(marks);
        let lines = content.cut_scores.iter().map(|cut| cut.score.clone());
        let people = content.populations.iter().map(|population| population.count.clone());
        // That full marks and steps are above 0 is seen to with them.
        let amounts = marks.map(|mark| (mark, -LARGEST_SCORE, LARGEST_SCORE));
        let amounts = amounts.chain(lines.map(|score| (score, 0, LARGEST_SCORE)));
        for (amount, least, most) in amounts.chain(people.map(|count| (count, 0, LARGEST_POPULATION))) {
            let number = self.number(&amount)?;
            let fits = number >= Rational::from_integer(least)
                && number <= Rational::from_integer(most)
                && *number.denom() <= MOST_PLACES;
            if !fits {
                let expected = match most {
                    LARGEST_SCORE => Text::new(
                        "0 至 1000000 的数（至多九位小数）",
                        "a number from 0 to 1,000,000 (nine decimals at most)",
                    ),
                    _ => Text::new(
                        "0 至 100000000000 的数（至多九位小数）",
                        "a number from 0 to 100,000,000,000 (nine decimals at most)",
                    ),
                };
                return Err(self.bad(amount.span(), "", expected));
            }
        }
        Ok(())
    }

    /// A wrong number, at the place where its key stands with it.
    fn beyond(&self, key: &str, found: &str, expected: Text) -> Result<()> {
        let mut start = 0;
        let mut place = None;
        for line in self.text.split_inclusive('\n') {
            let stands =
                line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
            let value = line.split_once('=').map(|(_, value)| value.replace('_', ""));
            if stands && (place.is_none() || value.is_some_and(|value| value.trim().starts_with(found))) {
                let at = start + line.len() - line.trim_start().len();
                place = Some(at..at + key.len());
            }
            start += line.len();
        }
        Err(self.bad(place.unwrap_or(0..0), found, expected))
    }
}
