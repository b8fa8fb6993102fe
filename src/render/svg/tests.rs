use super::plot::{Plot, nice_step};
use super::*;
use crate::figures::{Status, Value};
use crate::number::Rational;
use crate::render::table::{Cell, ChartKind, Column, Panel, Series, Side, Sign};

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
    let series = Series {
        name: "差距".to_owned(),
        labels: 0,
        values: 1,
        bounds: Some((2, 3)),
        rows: 0..3,
        ..Series::default()
    };
    let chart = Chart { axis: "分".to_owned(), series: vec![series], ..Chart::of(kind) };
    (table, chart)
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

/// Points have their labels, and no two of these stand on each other; what is hidden is not drawn.
#[test]
fn points_have_labels_that_can_be_read() {
    let number = |n: i128| Cell::number(Value::Exact(Rational::new(n, 100)), 2);
    let point = |label: &str, x, y| vec![Cell::text(label), number(x), number(y)];
    let table = Table {
        columns: vec![Column::text("题号"), Column::number("难度"), Column::number("D")],
        rows: vec![
            point("1", 50, 40),
            point("<2>", 50, 41),
            point("3", 51, 40),
            vec![Cell::text("4"), number(10), Cell::Missing(Status::Suppressed)],
        ],
        ..Table::default()
    };
    let series = Series { values: 2, across: Some(1), rows: 0..4, ..Series::default() };
    let [axis, across] = ["D", "难度"].map(str::to_owned);
    let scatter = Chart { axis, across, series: vec![series], ..Chart::of(ChartKind::Scatter) };
    let svg = chart(&table, &scatter).unwrap();
    assert_eq!((svg.matches("<circle").count(), svg.matches("class=\"small\"").count()), (3, 3));
    assert!(svg.contains("&lt;2&gt;") && !svg.contains("<2>") && !svg.contains(">4</text>"));
    let places: Vec<&str> =
        svg.split("class=\"small\" ").skip(1).map(|text| text.split('>').next().unwrap()).collect();
    assert!(places[0] != places[1] && places[1] != places[2] && places[0] != places[2], "{places:?}");
}

#[test]
fn a_panel_has_a_line_a_row_and_the_key_stands_out() {
    let number = |n: i128| Cell::number(Value::Exact(Rational::from_integer(n)), 0);
    let row = |option: &str, values: [i128; 3]| {
        std::iter::once(Cell::text(option)).chain(values.map(number)).collect()
    };
    let mut rows: Vec<Vec<Cell>> = vec![row("A", [60, 30, 10]), row("B", [40, 70, 90])];
    rows[0][2] = Cell::Missing(Status::Suppressed);
    let columns = vec![Column::text("选项"), Column::number("1"), Column::number("2"), Column::number("3")];
    let table = Table { columns, rows, ..Table::default() };
    let panel = Panel { title: "1（B）".to_owned(), names: 0, rows: 0..2, columns: 1..4, strong: vec![1] };
    let lines = Chart { axis: "%".to_owned(), panels: vec![panel], ..Chart::of(ChartKind::Lines) };
    let svg = chart(&table, &lines).unwrap();
    assert_eq!((svg.matches("class=\"line\"").count(), svg.matches("class=\"thin\"").count()), (1, 1));
    let broken = svg.split("class=\"thin\"").nth(1).unwrap().split("d=\"").nth(1).unwrap();
    assert_eq!(broken.split('"').next().unwrap().matches('M').count(), 2, "a hidden value breaks the line");
}

#[test]
fn colours_say_on_which_side_of_zero_a_cell_is() {
    let (mut table, mut heat) = sample(ChartKind::Heat);
    table.rows.push(vec![Cell::text("物理"), Cell::number(Value::Exact(Rational::from_integer(0)), 1)]);
    heat.series[0].rows = 0..4;
    let svg = chart(&table, &heat).unwrap();
    let colours: Vec<&str> =
        svg.split("fill=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(colours.len(), 3, "the hidden cell has none");
    let parts = |colour: &str| -> Vec<u8> {
        (0..3).map(|at| u8::from_str_radix(&colour[2 * at..2 * at + 2], 16).unwrap()).collect()
    };
    let [above, below, zero] = [parts(colours[0]), parts(colours[1]), parts(colours[2])];
    assert!(above[2] > above[0] && below[0] > below[2] && zero == [255; 3], "{colours:?}");
}

#[test]
fn steps_are_round() {
    for (range, step) in [(0.0, 1.0), (10.0, 2.0), (9.0, 2.0), (4.0, 1.0), (0.3, 0.1), (1234.0, 500.0)] {
        assert!((nice_step(range) - step).abs() < 1e-12, "{range}");
    }
}

fn signed(side: Side) -> Option<Sign> {
    Some(Sign { side, name: format!("{side:?}") })
}

#[test]
fn a_caterpillar_stands_in_order_and_its_marks_differ_in_form() {
    let (mut table, mut chart) = sample(ChartKind::Caterpillar);
    let number = |n: i128| Cell::number(Value::Exact(Rational::from_integer(n)), 0);
    table.rows.push(vec![Cell::text("物理"), number(9), number(8), number(10)]);
    chart.series[0].rows = 0..4;
    chart.series[0].signs =
        vec![signed(Side::Within), signed(Side::Above), signed(Side::Below), signed(Side::Above)];
    let svg = super::chart(&table, &chart).unwrap();
    let names: Vec<usize> = ["物理", "语文", "&lt;英语&gt;"]
        .iter()
        .map(|name| svg.find(&format!(">{name}</text>")).unwrap())
        .collect();
    assert!(names.is_sorted(), "the highest stands on top: {names:?}");
    assert!(!svg.contains(">数学</text>"), "a hidden value has no row");
    // Three rows and the names of three signs; only triangles are closed by lines.
    assert_eq!(svg.matches("class=\"sign\"").count(), 6);
    for form in ["l4.5 8h-9z", "l4.5 -8h-9z", "a3.5 3.5 0 1 0 7 0"] {
        assert_eq!(svg.matches(form).count(), 2, "{form}");
    }
}

#[test]
fn what_is_expected_is_a_line_among_the_points() {
    let number = |n: i128| Cell::number(Value::Exact(Rational::from_integer(n)), 0);
    let row = |name: &str, values: [i128; 3]| {
        std::iter::once(Cell::text(name)).chain(values.map(number)).collect::<Vec<Cell>>()
    };
    let table = Table {
        columns: vec![
            Column::text("学校"),
            Column::number("入口"),
            Column::number("出口"),
            Column::number("期望"),
        ],
        rows: vec![row("甲", [60, 70, 65]), row("乙", [50, 50, 55])],
        ..Table::default()
    };
    let series = Series {
        values: 2,
        across: Some(1),
        expected: Some((3, "期望".to_owned())),
        rows: 0..2,
        ..Series::default()
    };
    let scatter = Chart { series: vec![series], ..Chart::of(ChartKind::Scatter) };
    let svg = chart(&table, &scatter).unwrap();
    let line = svg.split("class=\"dashed\"").nth(1).unwrap().split("d=\"").nth(1).unwrap();
    let x: Vec<f64> = line
        .split('"')
        .next()
        .unwrap()
        .split(['M', 'L'])
        .skip(1)
        .map(|point| point.trim().split(' ').next().unwrap().parse().unwrap())
        .collect();
    assert!(x.len() == 2 && x[0] < x[1], "along the axis: {x:?}");
    assert!(svg.contains(">— 期望</text>"));
}
