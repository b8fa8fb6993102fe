//! The rows that the plain `csv` crate gives for the files of a folder, a line of JSON for each; for
//! `compare.py`. `strict` ends at the first refused row, `rows` leaves it out and goes on, `flexible` takes rows
//! of any width and replaces what cannot be decoded.

use std::fs;
use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, setting] = arguments.as_slice() else { panic!("csv_rows FOLDER strict|rows|flexible") };
    let folder = Path::new(folder);
    let list = fs::read(folder.join("files.json")).expect("files.json");
    let files: Vec<serde_json::Value> = serde_json::from_slice(&list).expect("a list of files");
    for file in &files {
        let name = file["file"].as_str().expect("a name");
        let bytes = fs::read(folder.join(name)).expect("a file");
        let (rows, refused) = rows(&bytes, file, setting).map_or((None, 0), |(rows, n)| (Some(rows), n));
        println!("{}", serde_json::json!({ "file": name, "rows": rows, "refused": refused }));
    }
}

/// The rows, and how many were refused; `None` where the whole file was.
fn rows(bytes: &[u8], file: &serde_json::Value, setting: &str) -> Option<(Vec<Vec<String>>, usize)> {
    let encoding = if file["encoding"] == "utf-8" { encoding_rs::UTF_8 } else { encoding_rs::GB18030 };
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged && setting != "flexible" {
        return None;
    }
    let titles = file["titles"].as_u64().unwrap_or(0) as usize;
    let line_end = if file["line_end"] == "\r" { '\r' } else { '\n' };
    let body = text.split_inclusive(line_end).skip(titles).collect::<String>();
    let byte = |name: &str| file[name].as_str().and_then(|text| text.bytes().next()).expect("a character");
    let (quote, escape) = (byte("quote"), byte("escape"));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(byte("delimiter"))
        .quote(quote)
        .double_quote(escape == quote)
        .escape((escape != quote).then_some(escape))
        .has_headers(file["has_header"].as_bool().unwrap_or(true))
        .flexible(setting == "flexible")
        .from_reader(body.as_bytes());
    let (mut rows, mut refused) = (Vec::new(), 0);
    for record in reader.records() {
        match record {
            Ok(record) => rows.push(record.iter().map(str::to_owned).collect()),
            Err(_) if setting == "rows" => refused += 1,
            Err(_) => return None,
        }
    }
    Some((rows, refused))
}
