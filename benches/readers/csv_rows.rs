//! The rows that the plain `csv` crate gives for the files of a folder, a line of JSON for each; for
//! `compare.py`. `strict` is the crate as it comes, `flexible` takes rows of any width.

use std::fs;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, setting] = arguments.as_slice() else { panic!("csv_rows FOLDER strict|flexible") };
    let folder = Path::new(folder);
    let list = fs::read(folder.join("files.json")).expect("files.json");
    let files: Vec<serde_json::Value> = serde_json::from_slice(&list).expect("a list of files");
    for file in &files {
        let name = file["file"].as_str().expect("a name");
        let bytes = fs::read(folder.join(name)).expect("a file");
        let rows = rows(&bytes, file, setting == "flexible");
        println!("{}", serde_json::json!({ "file": name, "rows": rows }));
    }
}

/// `None` where the file cannot be decoded or the crate refuses a row.
fn rows(bytes: &[u8], file: &serde_json::Value, flexible: bool) -> Option<Vec<Vec<String>>> {
    let encoding = if file["encoding"] == "utf-8" { encoding_rs::UTF_8 } else { encoding_rs::GB18030 };
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged && !flexible {
        return None;
    }
    let titles = file["titles"].as_u64().unwrap_or(0) as usize;
    let body = text.split_inclusive('\n').skip(titles).collect::<String>();
    let delimiter = file["delimiter"].as_str().and_then(|d| d.bytes().next()).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(flexible).from_reader(body.as_bytes());
    let row = |record: csv::Result<csv::StringRecord>| {
        record.ok().map(|record| record.iter().map(str::to_owned).collect())
    };
    reader.records().map(row).collect()
}
