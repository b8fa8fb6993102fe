//! Words that several errors share.

use crate::lang::Lang;

pub fn listed(items: &[String], lang: Lang) -> String {
    const SHOWN: usize = 12;
    let mut text = items.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(lang.pick("、", ", "));
    if items.len() > SHOWN {
        let more = items.len() - SHOWN;
        text += &lang.pick(format!(" 等，另有 {more} 个"), format!(" and {more} more"));
    }
    text
}

/// What is said of pipes and devices.
pub const NOT_REGULAR: &str = "not a regular file";

/// A text of TOML, in the lines that mend something.
pub fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// As a list of TOML holds them.
pub fn toml_list(texts: &[String]) -> String {
    texts.iter().map(|text| toml_text(text)).collect::<Vec<_>>().join(", ")
}

/// A word of a command: in double quotes where a shell would take it apart or redirect it.
pub fn shell_word(word: &str) -> String {
    let plain = word.chars().all(|c| c.is_alphanumeric() || "._-=:,/%+％（）".contains(c));
    if plain { word.to_owned() } else { format!("\"{word}\"") }
}

/// What an operating system's refusal means; other refusals in its own words.
pub fn io_words(fault: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match fault.kind() {
        ErrorKind::NotFound => "文件不存在".to_owned(),
        ErrorKind::PermissionDenied => "没有权限，或正被其他程序占用".to_owned(),
        ErrorKind::IsADirectory => "是文件夹，不是文件".to_owned(),
        ErrorKind::InvalidInput if fault.to_string() == NOT_REGULAR => {
            "不是普通文件，而是管道或设备".to_owned()
        }
        ErrorKind::NotADirectory => "路径中的一段不是文件夹".to_owned(),
        ErrorKind::AlreadyExists => "已存在".to_owned(),
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的".to_owned(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "文件系统是只读的".to_owned(),
        _ => fault.to_string(),
    }
}

pub fn numbers(values: &[i32], separator: &str) -> String {
    values.iter().map(i32::to_string).collect::<Vec<_>>().join(separator)
}

/// Line and column (both from 1, in characters) of a byte offset.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
