//! What stops the reading of a file.

use super::super::Error;
use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::io_words;
use crate::lang::Lang::Zh;
use crate::lang::Text;

pub const UNREADABLE: Entry = Entry {
    code: "EG-101",
    exit: Exit::Input,
    class: Class::File,
    means: Text::new(
        "文件不存在、不是普通文件或无权读取。",
        "The file does not exist, is no regular file, or may not be read.",
    ),
    example: Text::new(
        "edugauge inspect 成绩.csv，而文件夹里只有 成绩.xls；或给出的是文件夹、管道。",
        "edugauge inspect scores.csv where the folder holds only scores.xls; or a folder or a pipe was named.",
    ),
    fix: Text::new(
        "核对路径和扩展名；在 Excel 中打开着的文件先关闭；文件只在云盘时先下载到本机。",
        "check the path and its ending; close the file in Excel; download a file that is only in the cloud.",
    ),
    said: |error| {
        let Error::Unreadable { path, source } = error else { return Said::default() };
        Said::of(
            format!("无法读取 {}：{}", path.display(), io_words(source)),
            format!("cannot read {}: {source}", path.display()),
        )
    },
};

pub const ENCODING: Entry = Entry {
    code: "EG-102",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "文件内容不属于任何一种导出常用的编码（UTF-8、GB18030、UTF-16），或与指明的编码不符；或虽是有效的 GB18030，却多半不是汉字（西文、日文等编码）；edugauge 从不用替代字符凑数。",
        "The bytes belong to none of the encodings of exports (UTF-8, GB18030, UTF-16), or not to the one named; or they are valid GB18030 but hardly Chinese (Western, Japanese, …); edugauge never puts replacement characters in their place.",
    ),
    example: Text::new(
        "UTF-8 的文件末尾被截断，或把一份 GBK 的导出粘贴到 UTF-8 的文件后面。",
        "a UTF-8 file cut off at its end, or an export in GBK pasted below one in UTF-8.",
    ),
    fix: Text::new(
        "从原系统重新导出；两份文件分开存放；确知编码时用 --encoding 指明。",
        "export again; keep the two files apart; name the encoding with --encoding where it is known.",
    ),
    said: |error| {
        let Error::Encoding { place, offset, tried } = error else { return Said::default() };
        if tried.is_empty() {
            let said = Said::of(
                format!(
                    "{}：不是 UTF-8；作为 GB18030，第 {offset} 字节（从 0 起）起多半不是汉字，可能是另一种编码",
                    place.describe(Zh)
                ),
                format!(
                    "{place}: not UTF-8, and from offset {offset} (from 0) on hardly Chinese as GB18030: most likely another encoding"
                ),
            );
            return said.help(
                "请指明编码：--encoding windows-1252（西欧文字）、--encoding big5（繁体中文）、--encoding shift-jis（日文）、--encoding euc-kr（韩文）；确是简体中文时 --encoding gb18030",
                "name the encoding: --encoding windows-1252 (Western), --encoding big5 (traditional Chinese), --encoding shift-jis (Japanese), --encoding euc-kr (Korean); --encoding gb18030 where it is simplified Chinese after all",
            );
        }
        let said = Said::of(
            format!(
                "{}：第 {offset} 字节（从 0 起）处的内容不是有效的 {} 文字",
                place.describe(Zh),
                tried.join("、")
            ),
            format!("{place}: the bytes at offset {offset} (from 0) are not valid {}", tried.join(" or ")),
        );
        said.help(
            "文件可能被截断，或由两种编码的文件拼接而成；请重新导出，或指明编码：--encoding windows-1252、--encoding big5、--encoding shift-jis、--encoding euc-kr 等",
            "the file may be cut off or put together from two encodings; export it again, or name the encoding: --encoding windows-1252, --encoding big5, --encoding shift-jis, --encoding euc-kr, …",
        )
    },
};

pub const EMPTY: Entry = Entry {
    code: "EG-103",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new("文件或表格里没有任何数据。", "The file or frame holds no data."),
    example: Text::new(
        "只有 0 字节的文件，或只有表头的表格。",
        "a file of 0 bytes, or a frame without rows.",
    ),
    fix: Text::new("核对导出是否成功。", "check that the export succeeded."),
    said: |error| {
        let Error::Empty { place } = error else { return Said::default() };
        Said::of(format!("{}：没有任何数据行", place.describe(Zh)), format!("{place}: no rows"))
    },
};

pub const LIMIT_EXCEEDED: Entry = Entry {
    code: "EG-114",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "文件超过了读取的上限（列数、单元格长度等）。",
        "The file is beyond a limit of reading (columns, length of a cell, …).",
    ),
    example: Text::new(
        "4 万列的文件，多半是整张工作表的空列一起导出了。",
        "a file of 40,000 columns, most likely the empty ones of a whole sheet.",
    ),
    fix: Text::new(
        "只选有数据的区域另存；确有更大的单元格或列数时先拆分文件。",
        "save only the range that holds data; split files that are truly larger.",
    ),
    said: |error| {
        let Error::LimitExceeded { place, what, found, allowed } = error else { return Said::default() };
        let said = Said::of(
            format!("{}：{}为 {found}，超过上限 {allowed}", place.describe(Zh), what.zh),
            format!("{place}: {found} {}, more than {allowed}", what.en),
        );
        said.help(
            "多半不是这样的表，或换行、引号已丢失；请核对文件，重新导出",
            "most likely no such table, or its line ends or quotes are lost; look at the file and export it again",
        )
    },
};

pub const MOJIBAKE: Entry = Entry {
    code: "EG-117",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "表头是乱码：文件曾被按错误的编码打开并保存，或指明的编码不对。",
        "The headers are garbled: the file was opened and saved by the wrong encoding, or the wrong one was named.",
    ),
    example: Text::new("表头成了“瀛︽牎”（本是“学校”）。", "the header reads 瀛︽牎 where 学校 was meant."),
    fix: Text::new(
        "用原来的文件；不要用记事本改存编码；或用 --encoding 指明。",
        "use the original file; do not save it again in another encoding; or name the encoding with --encoding.",
    ),
    said: |error| {
        let Error::Mojibake { place, found, meant, read_as, written_in } = error else {
            return Said::default();
        };
        let said = Said::of(
            format!(
                "{}：表头「{found}」是乱码，原文是「{meant}」：{written_in} 的文字被当作 {read_as} 读了",
                place.describe(Zh)
            ),
            format!(
                "{place}: the header \"{found}\" is garbled, it was \"{meant}\": text in {written_in} was read as {read_as}"
            ),
        );
        said.help(
            "请用 --encoding 指明真正的编码；若文件已按乱码保存，请从原系统重新导出",
            "name the true encoding with --encoding; if the file was saved garbled, export it again",
        )
    },
};

pub const FILE_CHANGED: Entry = Entry {
    code: "EG-120",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "文件在读取期间被写入（大小或修改时间变了）；等写完后再读。",
        "The file was written to while it was read (its size or time of change differs); read it when it is complete.",
    ),
    example: Text::new(
        "读取时原系统还在往同一个文件里写。",
        "the exporting program was still writing to the file while it was read.",
    ),
    fix: Text::new("等导出完成，或先复制一份再读。", "wait until the export has ended, or read a copy."),
    said: |error| {
        let Error::FileChanged { path } = error else { return Said::default() };
        Said::of(
            format!("{}：读取期间文件被改动，已读的部分不作数", path.display()),
            format!("{}: written to while it was read; nothing of it is used", path.display()),
        )
    },
};
