//! What stops the writing of a result.

use std::io::ErrorKind;

use super::super::Error;
use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::io_words;
use crate::lang::Text;

pub const UNWRITABLE: Entry = Entry {
    code: "EG-301",
    exit: Exit::Output,
    class: Class::File,
    means: Text::new(
        "结果无法写出：文件被占用、文件夹只读或磁盘已满。原有结果保持不变。",
        "The result cannot be written: the file is in use, the folder read-only or the disk full. What was there stays as it was.",
    ),
    example: Text::new(
        "输出文件夹是只读的网络盘，或磁盘已满。",
        "the output folder is a read-only share, or the disk is full.",
    ),
    fix: Text::new(
        "关闭 Excel 中打开的文件，或用 --out 另选文件夹。",
        "close the files in Excel, or choose another folder with --out.",
    ),
    said: |error| {
        let Error::Unwritable { path, source } = error else { return Said::default() };
        let said = Said::of(
            format!("无法写入 {}：{}", path.display(), io_words(source)),
            format!("cannot write {}: {source}", path.display()),
        );
        if source.kind() == ErrorKind::DirectoryNotEmpty {
            return said.help(
                "请换一个还没有的文件夹，或一个空的；已有配置时用 edugauge check 检查、edugauge run 出表",
                "name a folder that does not exist yet, or an empty one; where a configuration is there already: edugauge check, edugauge run",
            );
        }
        said.help(
            "请检查文件是否正在 Excel 中打开、文件夹是否只读、磁盘是否已满",
            "check that the file is not open in Excel, the folder not read-only, the disk not full",
        )
    },
};

pub const OUTPUT_LOCKED: Entry = Entry {
    code: "EG-302",
    exit: Exit::Output,
    class: Class::Base,
    means: Text::new("另一次运行正在写同一个文件夹。", "Another run is writing to the same folder."),
    example: Text::new(
        "两个窗口同时对同一配置运行 edugauge run。",
        "edugauge run in two windows for the same configuration.",
    ),
    fix: Text::new(
        "等前一次结束；若它已中断，删去该文件夹里的 .edugauge.lock。",
        "wait for the first; if it has died, delete .edugauge.lock in that folder.",
    ),
    said: |error| {
        let Error::OutputLocked { path } = error else { return Said::default() };
        let said = Said::of(
            format!("另一次运行正在写 {}", path.display()),
            format!("another run is writing to {}", path.display()),
        );
        said.help("等它结束再运行", "wait until it ends, then run again")
    },
};

pub const OUTPUT_OCCUPIED: Entry = Entry {
    code: "EG-303",
    exit: Exit::Output,
    class: Class::Base,
    means: Text::new(
        "要写结果的地方已有不是报表的文件；edugauge 只替换自己写过的报表（其中有 manifest.json）。",
        "Where the release is to go are files that are no release; edugauge replaces only what it wrote (a folder with manifest.json).",
    ),
    example: Text::new("--out 指向了放着自己文件的文件夹。", "--out names a folder with files of your own."),
    fix: Text::new(
        "另选一个空文件夹，或先把文件移走。",
        "choose an empty folder, or move those files away first.",
    ),
    said: |error| {
        let Error::OutputOccupied { path } = error else { return Said::default() };
        let said = Said::of(
            format!("{} 里有不属于 edugauge 的文件，未作任何改动", path.display()),
            format!("{} holds files that are no release of edugauge; nothing was changed", path.display()),
        );
        said.help(
            "请另选输出文件夹（--out），或先把其中的文件移走",
            "choose another output folder (--out), or move those files away first",
        )
    },
};

pub const OUTPUT_NOT_REPLACED: Entry = Entry {
    code: "EG-304",
    exit: Exit::Output,
    class: Class::Base,
    means: Text::new(
        "旧报表的文件被占用（多半在 Excel 中打开），不能替换；新报表写在旁边的文件夹里，旧报表保持不变。",
        "Files of the old release are in use (open in Excel, most likely), so it cannot be replaced; the new release is in a folder beside it, the old one as it was.",
    ),
    example: Text::new(
        "旧报表的 tables.xlsx 正在 Excel 中打开。",
        "tables.xlsx of the old release is open in Excel.",
    ),
    fix: Text::new(
        "关闭后再运行一次；新报表已写在消息所说的文件夹里。",
        "close it and run again; the new release is in the folder that the message names.",
    ),
    said: |error| {
        let Error::OutputNotReplaced { path, beside, source } = error else { return Said::default() };
        let said = Said::of(
            format!(
                "无法替换 {}：{}；原有报表保持不变，新报表已写在 {}",
                path.display(),
                io_words(source),
                beside.display()
            ),
            format!(
                "cannot replace {}: {source}; the old release stays as it was, the new one is in {}",
                path.display(),
                beside.display()
            ),
        );
        said.help(
            "关闭正在打开旧报表的程序（如 Excel）再运行，或直接用旁边的新报表",
            "close the programs that have the old release open (Excel, say) and run again, or use the new one beside it",
        )
    },
};

pub const NO_TALLY_TO_REPLACE: Entry = Entry {
    code: "EG-309",
    exit: Exit::Output,
    class: Class::Base,
    means: Text::new(
        "要写计数表的地方已有别的文件。edugauge 只替换自己保存的计数表（首列为 edugauge_tally），从不覆盖数据、配置或其他文件。",
        "Another file is where a tally is to be kept. edugauge replaces only tallies that it kept (their first column is edugauge_tally), never data, a configuration or any other file.",
    ),
    example: Text::new(
        "配置写了 tally = \"data/中考_2011.csv\" 和 keep_tally = true，而那里是原始导出文件。",
        "tally = \"data/中考_2011.csv\" with keep_tally = true, where the raw export lies.",
    ),
    fix: Text::new(
        "让 tally 指向另一个文件名，如 tally = \"kept/{year}.csv\"。",
        "name another file, such as tally = \"kept/{year}.csv\".",
    ),
    said: |error| {
        let Error::NoTallyToReplace { path } = error else { return Said::default() };
        let said = Said::of(
            format!("{}：已有文件，但不是保存的计数表，未作任何改动", path.display()),
            format!("{} is there and is no kept tally; nothing was changed", path.display()),
        );
        said.help(
            "请把计数表的路径改为没有文件的地方，或旧计数表所在的地方（配置中的 tally，命令行的 -o）",
            "let the tally go where no file is, or where the old tally is (`tally` in the configuration, -o on the command line)",
        )
    },
};

pub const OUTSIDE_FOLDER: Entry = Entry {
    code: "EG-310",
    exit: Exit::Usage,
    class: Class::Config,
    means: Text::new(
        "配置中的路径（path、tally、earlier、学校表，或默认的 out）离开了配置自己的文件夹，也许经由链接。别人寄来的配置不应读写这台电脑上别处的文件；确实需要时，由运行的人在命令行用 --allow-outside 文件夹 准许，或写进自己的 edugauge/allow-outside.txt（每行一个文件夹）。",
        "A path of the configuration (path, tally, earlier, the school list, or the default out) leaves the configuration's own folder, perhaps by a link. A configuration that somebody sent should not read or write elsewhere on this computer; who runs it can allow that with --allow-outside FOLDER, or in an edugauge/allow-outside.txt of their own (a folder a line).",
    ),
    example: Text::new(
        "配置写了 path = \"../别的县/中考_2011.csv\"。",
        "path = \"../other/scores_2011.csv\" in the configuration.",
    ),
    fix: Text::new(
        "把文件放进配置所在的文件夹；确实需要时，运行时加 --allow-outside ../别的县。",
        "put the file into the configuration's folder; where it is meant, run with --allow-outside ../other.",
    ),
    said: |error| {
        let Error::OutsideFolder { path, folder } = error else { return Said::default() };
        let said = Said::of(
            format!("配置中的路径 {} 在配置自己的文件夹（{}）之外", path.display(), folder.display()),
            format!(
                "a path of the configuration, {}, is outside of its own folder ({})",
                path.display(),
                folder.display()
            ),
        );
        said.help(
            "把文件放进配置的文件夹；确要使用别处的文件，请在命令行写 --allow-outside 文件夹",
            "put the file into the configuration's folder; to use files elsewhere, say --allow-outside FOLDER on the command line",
        )
    },
};

pub const RELEASE_IS_LINK: Entry = Entry {
    code: "EG-311",
    exit: Exit::Output,
    class: Class::Base,
    means: Text::new(
        "报表的年份文件夹，或运行在它旁边写的文件，是指向别处的链接；写它会动到别处的文件，所以不写。",
        "The folder of the year, or what a run writes beside it, is a link to somewhere else; writing there would touch files elsewhere, so it is not done.",
    ),
    example: Text::new("out/2011 是指向共享盘的链接。", "out/2011 is a link to a shared drive."),
    fix: Text::new(
        "用 --out 指明真正的文件夹，或先移走链接。",
        "name the real folder by --out, or take the link away first.",
    ),
    said: |error| {
        let Error::ReleaseIsLink { path } = error else { return Said::default() };
        let said = Said::of(
            format!("{} 是指向别处的链接，未作任何改动", path.display()),
            format!("{} is a link to somewhere else; nothing was changed", path.display()),
        );
        said.help(
            "请把链接移走，或用 --out 指明链接所指的输出文件夹",
            "move the link away, or name the folder that it leads to with --out",
        )
    },
};
