//! The answers to a paper as packages of item response theory read them: categories from 0 up, blanks empty.

use std::fmt::Write;

use super::paper::{NONE, Paper, Unit};
use crate::error::{Error, Result};
use crate::figures::Clauses;
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::ItemSheet;

/// What is written of a paper for these packages.
#[derive(Clone, Copy, Debug, Default)]
pub struct IrtOptions {
    pub by_question: bool,
    /// Whether blanks, and items not reached, are answers that are not known.
    pub blank_missing: bool,
    pub not_reached_missing: bool,
    /// From which share of the full mark on an item is right: 0 and 1 in place of categories.
    pub right_from: Option<Rational>,
}

/// Two files as comma-separated text: a row a candidate, and a row an item.
pub struct IrtFiles {
    pub responses: String,
    pub items: String,
}

/// Categories are the scores that occur, in their order; of a choice those who did not choose a question have none in it.
///
/// # Errors
/// Rights of an item whose full mark is not known.
pub fn irt_files(sheet: &ItemSheet, options: IrtOptions) -> Result<IrtFiles> {
    let paper = Paper::new(
        sheet,
        options.by_question,
        options.blank_missing,
        options.not_reached_missing,
        Clauses::default(),
    );
    let single = paper.units.iter().zip(&paper.scores).filter(|(unit, _)| unit.choose.is_none());
    let columns: Vec<(&Unit, &Vec<i32>)> =
        single.chain(paper.alternatives.iter().zip(&paper.alternative_scores)).collect();
    let coded: Vec<Coded> =
        columns.iter().map(|(unit, scores)| coded(&paper, unit, scores, &options)).collect::<Result<_>>()?;
    let ids: Vec<String> = columns.iter().map(|(unit, _)| quoted(&unit.id)).collect();
    let mut responses = format!("row,{}\n", ids.join(","));
    for (candidate, row) in sheet.rows.iter().enumerate() {
        let _ = write!(responses, "{row}");
        for item in &coded {
            match item.categories[candidate] {
                Some(category) => _ = write!(responses, ",{category}"),
                None => responses.push(','),
            }
        }
        responses.push('\n');
    }
    let mut items = "item,question,type,key,full_mark,categories,scores\n".to_owned();
    for ((unit, _), item) in columns.iter().zip(&coded) {
        let said = |of: fn(&crate::records::Item) -> Option<String>| paper.said(unit, of).unwrap_or_default();
        let cells = [
            unit.id.clone(),
            said(|item| Some(item.question.clone())),
            said(|item| item.kind.clone()),
            if unit.items.len() == 1 { said(|item| item.key.clone()) } else { String::new() },
            unit.full.map(plain).unwrap_or_default(),
            item.scores.len().to_string(),
            item.scores.join(" "),
        ];
        items += &cells.map(|cell| quoted(&cell)).join(",");
        items.push('\n');
    }
    Ok(IrtFiles { responses, items })
}

/// An item in categories, and what score each of them is.
struct Coded {
    categories: Vec<Option<usize>>,
    scores: Vec<String>,
}

fn coded(paper: &Paper<'_>, unit: &Unit, scores: &[i32], options: &IrtOptions) -> Result<Coded> {
    let points = |steps: i32| paper.points(Rational::from_integer(i128::from(steps)));
    let known = |score: i32| (score != NONE).then_some(score);
    if let Some(share) = options.right_from {
        let least = unit.full.map(|full| full * share).ok_or_else(|| Error::InvalidArgument {
            argument: "right_from".to_owned(),
            found: unit.id.clone(),
            expected: Text::new(
                "满分已知的题（在细目表写明分值）",
                "items whose full mark is known (say it in the plan)",
            ),
        })?;
        let right = |score: i32| usize::from(points(score) >= least);
        let categories = scores.iter().map(|score| known(*score).map(right)).collect();
        let least = plain(least);
        return Ok(Coded { categories, scores: vec![format!("<{least}"), format!(">={least}")] });
    }
    let mut occurring: Vec<i32> = scores.iter().copied().filter(|score| *score != NONE).collect();
    occurring.sort_unstable();
    occurring.dedup();
    let category = |score: i32| occurring.binary_search(&score).ok();
    Ok(Coded {
        categories: scores.iter().map(|score| known(*score).and_then(category)).collect(),
        scores: occurring.iter().map(|score| plain(points(*score))).collect(),
    })
}

fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}
