use super::*;
use crate::figures::{Status, Value};
use crate::number::Rational;
use crate::render::table::Column;

fn sample() -> (Cover, Vec<Table>) {
    let column = |header: &str, numeric| Column { numeric, ..Column::text(header) };
    let number = |n, d, decimals| Cell::number(Value::Exact(Rational::new(n, d)), decimals);
    let text = |text: &str| Cell::text(text);
    let table = Table {
        id: "城区/乡村".into(),
        title: "城乡比较".into(),
        unit: Some("分".into()),
        columns: vec![column("学校", false), column("均分", true), column("人数", true)],
        rows: vec![
            vec![text("=HYPERLINK(\"http://x\")"), number(1, 8, 2), number(12_345, 1, 0)],
            vec![text("@SUM(A1)"), Cell::Missing(Status::Suppressed), number(7, 1, 0)],
            vec![text("041"), Cell::real(f64::NAN, 1), text("too"), text("long")],
            vec![text("short")],
        ],
        notes: vec!["不含缺考".into()],
        ..Table::default()
    };
    let empty = Table { id: "it's".into(), columns: Vec::new(), rows: Vec::new(), ..table.clone() };
    let cover = Cover {
        title: "年报".into(),
        region: "靖江市".into(),
        year: Some(2024),
        headlines: vec!["本科率上升。".into()],
        sections: vec![("高考".into(), vec!["本二上线人数 3 人。".into()])],
        methods: vec![("本科率".into(), "达线人数÷考生数".into())],
        version: "0.1.0".into(),
        profile: Some("按默认口径".into()),
    };
    (cover, vec![table, empty])
}

#[test]
fn two_renders_are_identical() {
    let (cover, tables) = sample();
    let first = workbook(&cover, &tables, Lang::Zh).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, workbook(&cover, &tables, Lang::Zh).unwrap());
}

#[test]
fn a_table_beyond_the_limits_of_excel_is_an_error_that_says_so() {
    let (cover, mut tables) = sample();
    tables[0].rows = vec![Vec::new(); MAX_ROWS + 1];
    let error = workbook(&cover, &tables, Lang::Zh).unwrap_err();
    assert!(matches!(error, Error::InvalidArgument { .. }), "{error}");
}
