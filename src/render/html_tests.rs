use super::*;
use crate::figures::{Status, Value};
use crate::number::Rational;
use crate::render::tidy::tests::{plain_names, sample};

fn page(cover: &Cover, tables: &[Table], lang: Lang) -> String {
    let mut bytes = Vec::new();
    report(cover, tables, lang).unwrap().write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn escapes_everything_and_drops_what_reorders_text() {
    let evil = "<script>alert(1)</script></style>\u{202E}\"'&";
    let table = Table {
        id: evil.into(),
        title: evil.into(),
        unit: Some(evil.into()),
        columns: vec![Column::text(evil)],
        rows: vec![vec![Cell::text(evil)], vec![Cell::Missing(Status::Suppressed)], vec![]],
        notes: vec![evil.into()],
        ..Table::default()
    };
    let cover = Cover {
        title: evil.into(),
        region: evil.into(),
        headlines: vec![evil.into()],
        sections: vec![(evil.into(), vec![evil.into()])],
        methods: vec![(evil.into(), evil.into())],
        version: evil.into(),
        profile: Some(evil.into()),
        year: Some(2024),
    };
    let page = page(&cover, &[table], Lang::Zh);
    assert!(!page.contains("<script") && !page.contains('\u{202E}') && page.contains("&lt;script&gt;"));
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("<meta charset=\"utf-8\">"));
    assert!(page.contains("title=\"为保护个人信息而隐去\">[c]</td>"));
}

#[test]
fn an_empty_report_is_a_page() {
    let page = page(&Cover::default(), &[], Lang::En);
    assert!(page.contains("Made with edugauge") && !page.contains("<nav"));
}

#[test]
fn numbers_are_rounded_and_grouped() {
    let number = |n, d, decimals| Cell::number(Value::Exact(Rational::new(n, d)), decimals);
    let table = Table {
        id: "t".into(),
        title: "t".into(),
        unit: None,
        columns: vec![Column::number("n")],
        rows: vec![vec![number(12_345, 1, 0)], vec![number(1, 8, 2)]],
        notes: Vec::new(),
        ..Table::default()
    };
    let page = page(&Cover::default(), &[table], Lang::En);
    assert!(page.contains(">12,345</td>") && page.contains(">0.13</td>"));
}

#[test]
fn notebooks_get_a_capped_escaped_table() {
    let page = figures_html(&sample(), Lang::En, 7, plain_names);
    assert!(page.contains("… 7 more rows") && page.contains("&lt;script&gt;"));
    assert!(!page.contains("<script>") && !page.contains('\u{202E}'));
    assert!(!page.contains("degrees of freedom"));
    assert_eq!(page.matches("<tr>").count(), 1 + sample().len());
    assert!(!figures_html(&sample(), Lang::Zh, 0, plain_names).contains("另有"));
}
