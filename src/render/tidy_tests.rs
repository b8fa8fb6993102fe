use super::*;
use crate::figures::{Figure, FigureRef, Unit};
use crate::number::Rational;
use crate::render::show::shown;

/// A rate, a mean with an interval and a missing value, in two groups.
pub(in crate::render) fn sample() -> Figures {
    let mut figures = Figures::new(vec!["school".to_owned()]);
    let mut rate = Figure::new("admission_rate", "rate", Unit::Percent)
        .with_value(Value::Exact(Rational::new(196_700, 4717)));
    rate.year = Some(2024);
    rate.group = vec![Some("=SUM(A1)")].into();
    rate.numerator = Some(Value::Exact(Rational::from_integer(1967)));
    rate.denominator = Some(Value::Real(4717.0));
    rate.n = Some(4717);
    let mut mean =
        Figure::new("mean_score", "mean", Unit::Points).with_value(Value::Exact(Rational::new(1, 8)));
    mean.group = vec![Some("靖江\u{202E}<script>")].into();
    mean.subject = Some("数学".into());
    mean.se = Some(0.1);
    mean.p_value = Some(1e-9);
    let mut missing =
        Figure::new("mean_score", "new_measure", Unit::Number).without_value(Status::Suppressed);
    missing.group = vec![None::<&str>].into();
    figures.extend([rate, mean, missing]);
    figures
}

/// Stands in for the registry, which this room does not know.
pub(in crate::render) fn plain_names(figure: FigureRef<'_>, _: Lang) -> (String, String) {
    (figure.indicator().to_owned(), figure.measure().replace('_', " "))
}

fn reads(table: &Table, row: usize, header: &str) -> String {
    let at = table.columns.iter().position(|c| c.header == header).expect("the column is shown");
    shown(&table.rows[row][at]).plain().to_owned()
}

#[test]
fn keys_stand_after_the_year() {
    let figures = sample();
    let names = names(&figures);
    assert_eq!(names[..6], ["indicator", "measure", "year", "school", "subject", "value"]);
    assert!(figures.iter().all(|row| fields(row, of_release(&figures)).len() == names.len()));
    assert_eq!(kinds(&figures).len(), names.len());
}

#[test]
fn figures_with_and_without_a_table_have_the_same_columns() {
    let mut figures = sample();
    let origin = crate::figures::Origin { table: "a".into(), of: "s".into() };
    figures.update(1, |figure| figure.origin = Some(std::sync::Arc::new(origin)));
    let names = names(&figures);
    assert_eq!(names[names.len() - 2..], ["table", "of"]);
    assert_eq!(kinds(&figures).len(), names.len());
    assert!(figures.iter().all(|row| fields(row, of_release(&figures)).len() == names.len()));
}

#[test]
fn whole_numbers_are_integers_and_missing_ones_nothing() {
    assert_eq!(Field::real(Some(4717.0)), Field::Integer(4717));
    assert_eq!(Field::real(Some(f64::NAN)), Field::Nothing);
    assert_eq!(Field::value(Some(Value::Exact(Rational::new(1, 8)))), Field::Real(0.125));
}

#[test]
fn table_is_rounded_by_unit_and_in_words() {
    let table = table(&sample(), Lang::Zh, plain_names);
    assert_eq!(reads(&table, 0, "数值"), "41.7");
    assert_eq!(reads(&table, 1, "数值"), "0.13");
    assert_eq!(reads(&table, 1, "统计量"), "mean");
    assert_eq!(reads(&table, 1, "p 值"), "<0.0001");
    assert_eq!(reads(&table, 2, "统计量"), "new measure");
    assert_eq!(reads(&table, 2, "数值"), "[c]");
    assert_eq!(reads(&table, 2, "状态"), "为保护个人信息而隐去");
    assert!(table.columns.iter().all(|c| c.header != "自由度" && c.header != "说明"));
}
