//! `edugauge init`: a commented configuration and a small sample of data to start from.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::console::{Console, Done};
use super::options::path_of;
use super::start::start;
use crate::error::Error;

const CONFIG: &str = include_str!("template/edugauge.toml");
const SCHOOLS: &str = "学校代码,学校,城乡类别\r\n01,第一中学,城区\r\n02,第二中学,城区\r\n03,河东中学,乡村\r\n04,河西中学,乡村\r\n";
/// Candidates per school and year in the sample.
const CANDIDATES: u64 = 30;

pub fn init(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let folder = path_of(matches, "dir");
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        let source = std::io::Error::from(std::io::ErrorKind::DirectoryNotEmpty);
        return Err(Error::Unwritable { path: folder.to_owned(), source }.into());
    }
    let files: Vec<PathBuf> = matches.get_many("from").into_iter().flatten().cloned().collect();
    if !files.is_empty() {
        return start(folder, &files, console);
    }
    write(&folder.join("edugauge.toml"), CONFIG.as_bytes())?;
    write(&folder.join("data/学校.csv"), &gb18030(SCHOOLS))?;
    for year in [2023, 2024] {
        write(&folder.join(format!("data/考生_{year}.csv")), &gb18030(&candidates(year)))?;
    }
    let config = folder.join("edugauge.toml");
    let lang = console.lang;
    let next = lang.pick("下一步：", "next: ");
    writeln!(console.out, "{next}edugauge run {}", config.display())?;
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> std::result::Result<(), Error> {
    let unwritable = |source| Error::Unwritable { path: file.to_owned(), source };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    std::fs::write(file, bytes).map_err(unwritable)
}

/// As Excel in China saves a CSV.
fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// Invented scores from plain arithmetic: no pupil's, and the same on every machine.
fn candidates(year: u64) -> String {
    let mut text = "考号,学校代码,语文,数学,总分\r\n".to_owned();
    for school in 1..=4u64 {
        for number in 1..=CANDIDATES {
            let spread = (number * 37 + school * 11 + year * 5) % 61;
            let urban = if school <= 2 { 12 } else { 2 * (year - 2022) };
            let (chinese, mathematics) = (70 + spread * 2 / 3 + urban / 2, 55 + spread + urban);
            let id = format!("{year}{school:02}{number:03}");
            text += &match number == CANDIDATES {
                true => format!("{id},{school:02},{chinese},缺考,缺考\r\n"),
                false => format!("{id},{school:02},{chinese},{mathematics},{}\r\n", chinese + mathematics),
            };
        }
    }
    text
}
