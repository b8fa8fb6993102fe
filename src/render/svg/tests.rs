use super::plot::{Plot, nice_step};
use super::*;
use crate::figures::{Status, Value};
use crate::number::Rational;
use crate::render::table::{Cell, ChartKind, Column, Series};

fn sample(kind: ChartKind) -> (Table, Chart) {
    let number = |n: i128| Cell::number(Value::Exact(Rational::new(n, 10)), 1);
    let table = Table {
        title: "<b>差距</b>".to_owned(),
        columns: vec![Column::text("科目"), Column::number("差距")],
        rows: vec![
            vec![Cell::text("语文"), number(30), number(10), number(55)],
            vec![Cell::text("数学"), Cell::Missing(Status::Suppressed)],
            vec![Cell::text("<英语>"), number(-71), number(-90), number(-20)],
        ],
        ..Table::default()
    };
    let series = Series { name: "差距".to_owned(), labels: 0, values: 1, bounds: Some((2, 3)), rows: 0..3 };
    (table, Chart { kind, axis: "分".to_owned(), series: vec![series] })
}

#[test]
fn hidden_values_are_not_drawn_and_texts_are_escaped() {
    let (table, intervals) = sample(ChartKind::Intervals);
    let svg = chart(&table, &intervals).unwrap();
    assert_eq!((svg.matches("<circle").count(), svg.matches("class=\"whisker\"").count()), (2, 2));
    assert!(svg.contains("&lt;英语&gt;") && !svg.contains("<英语>") && !svg.contains("<script"));
    assert!(svg.contains("role=\"img\"") && svg.contains("数学"));
}

#[test]
fn a_gap_in_the_years_breaks_the_line() {
    let (table, trend) = sample(ChartKind::Trend);
    let svg = chart(&table, &trend).unwrap();
    let line = svg.split("class=\"line\"").nth(1).unwrap().split("d=\"").nth(1).unwrap();
    assert_eq!(line.split('"').next().unwrap().matches('M').count(), 2, "{line}");
}

#[test]
fn bars_stand_on_zero_and_hang_from_it() {
    let (table, bars) = sample(ChartKind::Bars);
    let plot = Plot::of(&table, &bars).unwrap();
    assert_eq!((plot.low, plot.high, plot.step), (-10.0, 10.0, 5.0));
    let bars = plot.bars();
    assert!((bars[0].y + bars[0].height - plot.y(0.0)).abs() < 0.11 && bars[1].y == plot.y(0.0));
}

#[test]
fn nothing_to_show_draws_nothing() {
    let (mut table, bars) = sample(ChartKind::Bars);
    table.rows.clear();
    assert_eq!(chart(&table, &bars).unwrap(), "");
}

#[test]
fn steps_are_round() {
    for (range, step) in [(0.0, 1.0), (10.0, 2.0), (9.0, 2.0), (4.0, 1.0), (0.3, 0.1), (1234.0, 500.0)] {
        assert!((nice_step(range) - step).abs() < 1e-12, "{range}");
    }
}
