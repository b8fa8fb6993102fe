//! Polluted files, and the count of rows that came out of them silently wrong or not at all.

mod files;
mod judge;
mod pollutions;
mod sheets;

use std::collections::BTreeMap;

use files::{Encoding, Polluted};
use judge::{Verdict, judge_scores, judge_table};

fn all_files() -> Vec<Polluted> {
    let of = |sheet: &sheets::Sheet| {
        [Encoding::Utf8, Encoding::Gb18030]
            .into_iter()
            .flat_map(|e| pollutions::pollutions(sheet, e))
            .collect::<Vec<_>>()
    };
    sheets::sheets().iter().flat_map(of).collect()
}

/// What a reader did with all files of each kind.
#[derive(Default)]
struct Account {
    kinds: BTreeMap<&'static str, Verdict>,
    examples: Vec<String>,
}

impl Account {
    fn add(&mut self, file: &Polluted, verdict: Verdict) {
        if verdict.wrong + verdict.lost > 0 {
            self.examples.push(format!("{}: {verdict:?}", file.name));
        }
        let kind = self.kinds.entry(file.kind).or_default();
        kind.add(&verdict);
    }

    fn total(&self) -> Verdict {
        let mut total = Verdict::default();
        self.kinds.values().for_each(|verdict| total.add(verdict));
        total
    }

    /// Neither is it safe by refusing everything: four of five right rows and more come out.
    #[track_caller]
    fn assert_most_come_out(&self) {
        let total = self.total();
        assert!(total.right * 5 > total.could * 4, "{total:?}");
    }
}

#[test]
fn no_polluted_file_gives_a_silently_wrong_or_a_lost_row() {
    let files = all_files();
    assert!(files.len() >= 3000, "{} files", files.len());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let (mut tables, mut scores) = (Account::default(), Account::default());
    for file in &files {
        std::fs::write(&path, file.bytes()).unwrap();
        tables.add(file, judge_table(file, &path));
        scores.add(file, judge_scores(file, &path));
    }
    if let Ok(to) = std::env::var("EDUGAUGE_POLLUTED") {
        dump(&files, std::path::Path::new(&to), &tables.total(), &scores.total());
    }
    println!("{} files; table: {:?}; scores: {:?}", files.len(), tables.total(), scores.total());
    let examples: Vec<&String> = tables.examples.iter().chain(&scores.examples).collect();
    assert!(examples.is_empty(), "{} files: {:#?}", examples.len(), &examples[..examples.len().min(60)]);
    tables.assert_most_come_out();
    scores.assert_most_come_out();
}

/// Writes the files with what can be right of them, so that other readers can be held to the same.
fn dump(files: &[Polluted], to: &std::path::Path, table: &Verdict, scores: &Verdict) {
    std::fs::create_dir_all(to).unwrap();
    let mut list = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let name = format!("{at:05}.csv");
        std::fs::write(to.join(&name), file.bytes()).unwrap();
        // Rows of totals and remarks are rows to a reader that knows nothing of examinations.
        let also: Vec<&Vec<String>> = file.also_right.iter().chain(&file.footers).collect();
        list.push(serde_json::json!({
            "file": name,
            "kind": file.kind,
            "encoding": file.encoding.name(),
            "delimiter": file.style.delimiter.to_string(),
            "quote": file.style.quote.to_string(),
            "escape": file.style.escape.to_string(),
            "line_end": file.line_end,
            "has_header": file.has_header,
            "titles": file.titles,
            "right": file.right,
            "also": also,
            "could": file.right.iter().filter(|row| !row.is_empty()).count(),
        }));
    }
    std::fs::write(to.join("files.json"), serde_json::to_vec(&list).unwrap()).unwrap();
    let told = |v: &Verdict| {
        serde_json::json!({
            "could": v.could, "right": v.right, "wrong": v.wrong, "lost": v.lost, "refused": v.refused,
        })
    };
    let ours = serde_json::json!({ "table": told(table), "scores": told(scores) });
    std::fs::write(to.join("edugauge.json"), ours.to_string()).unwrap();
}
