//! What is wrong with data frames, Parquet and Arrow files.

use super::super::Error;
use super::super::entry::{Class, Entry, Exit, Said};
use crate::lang::Lang::Zh;
use crate::lang::Text;

pub const COLUMNAR_FILE: Entry = Entry {
    code: "EG-121",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "Parquet 或 Arrow（Feather）文件读不了：不完整、已损坏、已加密，或用了这里不支持的压缩方式（支持 snappy、zstd、lz4、gzip）。",
        "A Parquet or Arrow (Feather) file cannot be read: cut off, broken, encrypted, or compressed in a way that is not supported (snappy, zstd, lz4 and gzip are).",
    ),
    example: Text::new(
        "只下载了一半的 scores.parquet。",
        "scores.parquet of which only half was downloaded.",
    ),
    fix: Text::new(
        "从原来的程序重新写出，不加密，压缩用 zstd 或 snappy。",
        "write it again from where it comes, without encryption, compressed by zstd or snappy.",
    ),
    said: |error| {
        let Error::ColumnarFile { place, kind, detail } = error else { return Said::default() };
        let said = match detail {
            None => Said::of(
                format!("{}：{kind} 文件已加密，读不了", place.describe(Zh)),
                format!("{place}: an encrypted {kind} file"),
            ),
            Some(detail) if detail.is_empty() => Said::of(
                format!("{}：{kind} 文件读不了，内部各处互相矛盾", place.describe(Zh)),
                format!("{place}: this {kind} file cannot be read, its parts contradict each other"),
            ),
            Some(detail) => Said::of(
                format!("{}：{kind} 文件读不了，可能不完整或已损坏（{detail}）", place.describe(Zh)),
                format!("{place}: this {kind} file cannot be read, it may be cut off or broken ({detail})"),
            ),
        };
        said.help(
            "请从原来的程序重新写出，不加密，压缩用 zstd 或 snappy；也可以写成 CSV",
            "write it again from where it comes, without encryption, compressed by zstd or snappy; or as CSV",
        )
    },
};

pub const COLUMN_OF_NO_CELLS: Entry = Entry {
    code: "EG-122",
    exit: Exit::Input,
    class: Class::InvalidArgument,
    means: Text::new(
        "数据框或 Parquet、Arrow 文件里要用的一列，其单元格不是文字、数字、真假或不带时区的日期时间，而是列表、结构、二进制数据、时间长度或带时区的时间。",
        "A column that is used of a frame, Parquet or Arrow file holds neither texts, numbers, booleans nor dates and times without a timezone, but lists, structs, binary data, durations or times with a timezone.",
    ),
    example: Text::new(
        "语文一列的单元格是列表 [90, 85]。",
        "the cells of the column of Chinese are lists such as [90, 85].",
    ),
    fix: Text::new(
        "先在数据框里拆开或转换该列；不需要它，就写 columns={\"列名\": \"ignore\"}（命令行：--column 列名=ignore）。",
        "unnest or convert the column in the frame first; where it is not needed: columns={\"NAME\": \"ignore\"} (command line: --column NAME=ignore).",
    ),
    said: |error| {
        let Error::ColumnOfNoCells { place, found } = error else { return Said::default() };
        let header = place.column.as_ref().map_or("", |column| column.header.as_str());
        let said = Said::of(
            format!("{}：该列是{}，应为一列文字、数字或日期", place.describe(Zh), found.zh),
            format!("{place}: it holds {} where texts, numbers or dates are expected", found.en),
        );
        said.help(
            format!("请先转换该列；不需要它时：columns={{\"{header}\": \"ignore\"}}（命令行：--column \"{header}=ignore\"）"),
            format!("convert the column first; where it is not needed: columns={{\"{header}\": \"ignore\"}} (command line: --column \"{header}=ignore\")"),
        )
    },
};

pub const FRAME_FAILED: Entry = Entry {
    code: "EG-123",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "数据框所属的库（polars、pandas、pyarrow、DuckDB 等）交不出数据：惰性查询执行失败、两列同名、一列里混有不能放在一起的类型等。在 Python 中，那个库自己的异常在 __cause__ 中。",
        "The library of a frame (polars, pandas, pyarrow, DuckDB, …) does not hand it over: a lazy query that fails, two columns of one name, a column of types that do not go together. In Python its own exception is the __cause__.",
    ),
    example: Text::new(
        "polars 的 LazyFrame 里用了没有的列。",
        "a LazyFrame of polars with a column that is not there.",
    ),
    fix: Text::new(
        "先在那个库里执行（如 frame.collect()），按它的报错改正。",
        "let the library do it first (such as frame.collect()) and mend what it says.",
    ),
    said: |error| {
        let Error::FrameFailed { library, column } = error else { return Said::default() };
        let said = match column {
            None => Said::of(
                format!("{library} 交不出这个数据框"),
                format!("{library} does not hand over this frame"),
            ),
            Some(column) => Said::of(
                format!("{library} 交不出这个数据框的「{column}」一列（同名的列不止一个，或一列里有列表等）"),
                format!(
                    "{library} does not hand over the column \"{column}\" of this frame (more than one column of this name, or lists and the like in it)"
                ),
            ),
        };
        said.help(
            "请先在那个库里执行（如 frame.collect()），按它的报错改正（在 Python 中，它自己的异常在 __cause__ 中）",
            "let the library do it first (such as frame.collect()) and mend what it says (in Python its own exception is the __cause__)",
        )
    },
};

pub const FRAME_CHANGED: Entry = Entry {
    code: "EG-124",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "惰性数据框每次执行的结果行数不同（随机抽样、正在变化的表），而逐科计数要执行多次，各科人数因此对不上。",
        "A lazy frame has other rows each time it is run (a random sample, a table that is written to), and counting subject by subject runs it several times, so that the subjects do not have the same candidates.",
    ),
    example: Text::new("DuckDB 的查询里有 USING SAMPLE。", "a query of DuckDB with USING SAMPLE in it."),
    fix: Text::new(
        "先把结果固定下来（polars：collect()；DuckDB：存为表），再计数。",
        "keep the result first (polars: collect(); DuckDB: a table), then count it.",
    ),
    said: |error| {
        let Error::FrameChanged { library } = error else { return Said::default() };
        let said = Said::of(
            format!("{library} 的这个数据框每次执行行数不同，各科人数对不上"),
            format!(
                "this frame of {library} has other rows each time it is run: its subjects do not have the same candidates"
            ),
        );
        said.help(
            "请先把结果固定下来（polars：collect()；DuckDB：存为表），再计数",
            "keep the result first (polars: collect(); DuckDB: a table), then count it",
        )
    },
};
