//! Candidates as a frame of polars in, tidy figures as a frame out:
//! `cargo run --features polars --example polars`.
//!
//! In a program of your own:
//!
//! ```toml
//! [dependencies]
//! edugauge = { version = "0.2", features = ["polars"] }
//! polars = { version = "0.55", features = ["lazy", "parquet"] } # what else you need of it
//! ```

use edugauge::exam::Exam;
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, Report};
use edugauge::lang::Lang;
use edugauge::number::Rational;
use edugauge::polars::prelude::*;
use edugauge::tally::Tally;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let candidates = df!(
        "考号" => ["01", "02", "03", "04", "05", "06"],
        "学校" => ["一中", "一中", "一中", "二中", "二中", "二中"],
        "城乡" => ["城市", "城市", "城市", "农村", "农村", "农村"],
        "语文" => ["108", "缺考", "96.5", "88", "101", "92"],
        "数学" => [Some(120.0), Some(97.0), None, Some(75.5), Some(110.0), Some(84.0)],
    )?;
    let options = ReadOptions {
        full_marks: [("语文", 150), ("数学", 150)]
            .map(|(subject, mark)| (subject.to_owned(), Rational::from_integer(mark)))
            .into(),
        year: Some(2024),
        ..ReadOptions::default()
    };

    // Every cell is a score, a mark or a finding; what became of them stands in the report.
    let (exam, report) = Exam::from_dataframe(&candidates, &options)?;
    tell(&report);
    // As Python and the command line: refuse more than one per cent of unreadable rows or cells.
    report.refuse_above(1.0, 1.0)?;

    let by_school = ["school".to_owned()];
    let means = compute(find("subject_mean")?, Input::Exam(&exam), &by_school, &Given::new())?;
    let means = means.to_dataframe()?;
    println!("{}", means.select(["school", "subject", "measure", "value", "n"])?);

    // Arguments go by their names, as on the command line.
    let mut thresholds = Given::new();
    thresholds.set("subjects", vec!["chinese".to_owned()]);
    let rates = compute(find("pass_rate")?, Input::Exam(&exam), &by_school, &thresholds)?;
    println!("{}", rates.to_dataframe()?.select(["school", "value", "n", "status"])?);

    // A lazy frame (a Parquet file, a query) is run with the columns named here alone, and only counts are kept.
    let (tally, report) = Tally::from_lazyframe(candidates.lazy(), &["城乡"], &["语文", "数学"], &options)?;
    report.refuse_above(1.0, 1.0)?;
    println!("{}", tally.to_dataframe()?);

    // A tally is an exam of which nothing but counts is known.
    let exam = Exam::from_tally(tally);
    let means = compute(find("subject_mean")?, Input::Exam(&exam), &["residence".to_owned()], &Given::new())?;
    println!("{}", means.to_dataframe()?.select(["residence", "subject", "value", "n"])?);
    Ok(())
}

/// Says what reading found, by cause, with the first row of each.
fn tell(report: &Report) {
    println!("{} rows, {} candidates", report.physical_rows, report.accepted);
    for group in report.grouped() {
        println!("{} {}", group.cause.code(), group.describe(Lang::En));
    }
}
