use super::super::header_rows::joined;
use super::*;

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// The item, and where its score and its options are.
type Found = (String, Option<usize>, Option<usize>);

fn found(headers: &[&str]) -> Result<Vec<Found>> {
    let found = columns(&row(headers), &[], &BTreeMap::new(), &Place::file("a.csv"))?;
    Ok(found.items.into_iter().map(|item| (item.id, item.score, item.options)).collect())
}

#[test]
fn two_rows_of_headers() {
    let upper = row(&["考号", "总分", "一.1", "", "一.2", "", "三.16.1"]);
    let joined_ = joined(&upper, &row(&["", "", "得分", "答案", "得分", "答案", ""])).unwrap();
    assert_eq!(joined_, ["考号", "总分", "一.1(得分)", "一.1(答案)", "一.2(得分)", "一.2(答案)", "三.16.1"]);
    let sections = row(&["考号", "一、选择题", "", "二、填空题"]);
    assert_eq!(
        joined(&sections, &row(&["", "1", "2", "13"])).unwrap(),
        ["考号", "一、选择题.1", "一、选择题.2", "二、填空题.13"]
    );
    // A row of full marks, and a candidate.
    assert_eq!(joined(&row(&["考号", "1", "2"]), &row(&["", "3", "6"])), None);
    assert_eq!(joined(&row(&["考号", "1", "2"]), &row(&["01", "3", "6"])), None);
}

#[test]
fn a_nameless_column_behind_a_score_holds_the_options() {
    let items = found(&["考号", "总分", "一.1", "", "一.2", "", "三.16.1", "三.16.2"]).unwrap();
    let expected =
        [("1", Some(2), Some(3)), ("2", Some(4), Some(5)), ("16.1", Some(6), None), ("16.2", Some(7), None)];
    assert_eq!(items, expected.map(|(id, score, options)| (id.to_owned(), score, options)));
}

#[test]
fn numbers_that_begin_anew_keep_their_section() {
    let items = found(&["考号", "一.1", "一.2", "二.1"]).unwrap();
    assert_eq!(items.into_iter().map(|item| item.0).collect::<Vec<_>>(), ["一.1", "一.2", "二.1"]);
}

#[test]
fn doubtful_names_are_refused() {
    let code = |headers: &[&str]| found(headers).unwrap_err().code();
    assert_eq!(code(&["考号", "1", "-1"]), "EG-125");
    assert_eq!(code(&["考号", "1", "2024-01-02"]), "EG-125");
    // 1.10 that became 1.1, and a part whose brothers are not there.
    assert_eq!(code(&["考号", "1.1", "1.2", "1.1"]), found(&["考号", "1", "1"]).unwrap_err().code());
    assert_eq!(code(&["考号", "11", "12.1"]), "EG-125");
    assert_eq!(code(&["考号", "语文", "数学"]), "EG-126");
}
