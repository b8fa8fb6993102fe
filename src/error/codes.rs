//! What each code means, for `edugauge explain EG-…`.

use crate::lang::Text;

/// Every code of [`super::Error`], in order. Those of findings (5xx) are told by the causes of intake.
pub const CODES: &[(&str, Text)] = &[
    (
        "EG-101",
        Text::new(
            "文件不存在、不是普通文件或无权读取。",
            "The file does not exist, is no regular file, or may not be read.",
        ),
    ),
    (
        "EG-102",
        Text::new(
            "文件内容不属于任何一种导出常用的编码（UTF-8、GB18030、UTF-16），或与指明的编码不符；或虽是有效的 GB18030，却多半不是汉字（西文、日文等编码）；edugauge 从不用替代字符凑数。",
            "The bytes belong to none of the encodings of exports (UTF-8, GB18030, UTF-16), or not to the one named; or they are valid GB18030 but hardly Chinese (Western, Japanese, …); edugauge never puts replacement characters in their place.",
        ),
    ),
    ("EG-103", Text::new("文件或表格里没有任何数据。", "The file or frame holds no data.")),
    ("EG-104", Text::new("前 20 行里没有一行像表头。", "None of the first 20 rows looks like a header.")),
    (
        "EG-105",
        Text::new(
            "两列被认作同一内容，不知该信哪一列。",
            "Two columns were taken for the same field, and none can be preferred.",
        ),
    ),
    ("EG-106", Text::new("所需的列不在文件里。", "A column that is needed is not in the file.")),
    (
        "EG-107",
        Text::new(
            "小表中的一个单元格不是所需的内容（数、年份等）。",
            "A cell of a small table is not what it must be (a number, a year, …).",
        ),
    ),
    (
        "EG-108",
        Text::new(
            "被拒收的行或读不懂的单元格超过了允许的比例，因此不出数。",
            "More rows or cells were refused than is allowed, so no figure is given.",
        ),
    ),
    (
        "EG-109",
        Text::new(
            "一分一段表自相矛盾：分数未递减，或累计人数与人数之和不符。",
            "A score table contradicts itself: scores do not fall, or counts do not add up to the cumulative ones.",
        ),
    ),
    (
        "EG-110",
        Text::new(
            "每个键只应有一行的表里，同一个键出现了两次。",
            "A key is there twice in a table that must have one row per key.",
        ),
    ),
    (
        "EG-111",
        Text::new(
            "考生中的学校（或其他键）不在学校表里；若照常连接，这些考生会丢失。",
            "Candidates have a school (or other key) that the list lacks; a join would lose them.",
        ),
    ),
    (
        "EG-112",
        Text::new(
            "两份数据的分值间隔或满分不同，不能合并。",
            "Two sets of data have another step or full mark and cannot be put together.",
        ),
    ),
    ("EG-113", Text::new("文件里没有一列被认作成绩。", "No column of the file was taken for scores.")),
    (
        "EG-114",
        Text::new(
            "文件超过了读取的上限（列数、单元格长度等）。",
            "The file is beyond a limit of reading (columns, length of a cell, …).",
        ),
    ),
    (
        "EG-115",
        Text::new(
            "考号或代码已被 Excel 改写（如 1.1E+17、第 16 位起全为 0），原来的数字找不回来，不能用来连接。请从原系统以文本格式重新导出。",
            "Ids or codes were rewritten by Excel (as 1.1E+17, or zeros from the sixteenth digit on); the digits are gone, so nothing can be joined on them. Export them again as text.",
        ),
    ),
    (
        "EG-116",
        Text::new(
            "同一考生出现多次，而 policy 规定此时拒绝（duplicates = \"refuse\"）。",
            "Candidates are there more than once, and the policy refuses that (duplicates = \"refuse\").",
        ),
    ),
    (
        "EG-117",
        Text::new(
            "表头是乱码：文件曾被按错误的编码打开并保存，或指明的编码不对。",
            "The headers are garbled: the file was opened and saved by the wrong encoding, or the wrong one was named.",
        ),
    ),
    (
        "EG-118",
        Text::new(
            "工作簿或压缩包读不了：有密码、已损坏、没有内容，或解压后超过上限；或者文件其实不是表格（网页、PDF、图片、Word 文档、rar 等压缩包、数据库文件）。",
            "A workbook or archive cannot be read: protected, broken, without contents, or beyond the limits once unpacked; or the file is no table at all (a web page, PDF, picture, Word document, another kind of archive, the file of a database).",
        ),
    ),
    (
        "EG-119",
        Text::new(
            "工作簿里有几张同样像成绩表的工作表，或压缩包里有几个文件，需要指明读哪一个（sheet）。",
            "Several sheets of a workbook look alike, or an archive holds several files: say which to read (sheet).",
        ),
    ),
    (
        "EG-120",
        Text::new(
            "文件在读取期间被写入（大小或修改时间变了）；等写完后再读。",
            "The file was written to while it was read (its size or time of change differs); read it when it is complete.",
        ),
    ),
    (
        "EG-201",
        Text::new(
            "配置文件有误：语法、不认识的项、错误的值或缺少的项。",
            "The configuration is wrong: syntax, an unknown key, a wrong value or a missing one.",
        ),
    ),
    ("EG-202", Text::new("没有这个指标或代码。", "There is no such indicator or code.")),
    ("EG-203", Text::new("数据里没有所要的分组字段。", "The data do not have the grouping key asked for.")),
    ("EG-204", Text::new("数据里没有所要的科目。", "The data do not have the subject asked for.")),
    ("EG-205", Text::new("指标没有这个参数。", "The indicator takes no such argument.")),
    ("EG-206", Text::new("参数的值不合要求。", "The value of an argument is not what it must be.")),
    ("EG-207", Text::new("缺少必需的参数。", "A required argument is missing.")),
    (
        "EG-208",
        Text::new("人口与考生不是同一年份。", "The population is of another year than the candidates."),
    ),
    (
        "EG-209",
        Text::new("分数线定在没有考生的科类上。", "A line is for a track of which there is no candidate."),
    ),
    (
        "EG-214",
        Text::new(
            "要一起读的几张工作表里，有一张的考生与别的表大多相同（成绩的分布九成以上重合），如「全年级」与各班：都读会重复计数。",
            "Of the sheets to be read together one holds mostly the candidates of others (nine tenths of the scores coincide), such as the whole grade beside its classes: reading both would count them twice.",
        ),
    ),
    (
        "EG-215",
        Text::new(
            "用了 --strict，而有需要注意的事项（没有使用的列、导出的总分、没有值的数、对不上的名称等）；逐项列在输出的末尾。",
            "With --strict there are things that need attention (columns not used, derived totals, figures without a value, labels that match nothing, …); they are listed at the end of the output.",
        ),
    ),
    (
        "EG-216",
        Text::new(
            "报表中有整张表没有一个数值（缺分数线、人口、满分，或筛选的名称在数据中没有）。本来可以全空的表写 allow_empty = true。",
            "A whole table of the release has no value (lines, inhabitants or full marks are missing, or a filter names what the data lack). A table that may be empty says allow_empty = true.",
        ),
    ),
    (
        "EG-217",
        Text::new(
            "要比较的一组在数据中没有一名考生：first、second 写的标签数据里没有，或数据用的不是「城区、乡村」等通用的词。",
            "A group that is to be compared has no candidate: the data have no such label as `first` or `second` names, or call urban and rural by words of their own.",
        ),
    ),
    (
        "EG-301",
        Text::new(
            "结果无法写出：文件被占用、文件夹只读或磁盘已满。原有结果保持不变。",
            "The result cannot be written: the file is in use, the folder read-only or the disk full. What was there stays as it was.",
        ),
    ),
    ("EG-302", Text::new("另一次运行正在写同一个文件夹。", "Another run is writing to the same folder.")),
    (
        "EG-303",
        Text::new(
            "要写结果的地方已有不是报表的文件；edugauge 只替换自己写过的报表（其中有 manifest.json）。",
            "Where the release is to go are files that are no release; edugauge replaces only what it wrote (a folder with manifest.json).",
        ),
    ),
    (
        "EG-304",
        Text::new(
            "旧报表的文件被占用（多半在 Excel 中打开），不能替换；新报表写在旁边的文件夹里，旧报表保持不变。",
            "Files of the old release are in use (open in Excel, most likely), so it cannot be replaced; the new release is in a folder beside it, the old one as it was.",
        ),
    ),
    (
        "EG-305",
        Text::new(
            "文件夹里没有 edugauge 的 manifest.json，或其内容不是清单；没有清单的文件夹不是报表。",
            "The folder has no manifest.json of edugauge, or what is in it is no manifest; a folder without one is no release.",
        ),
    ),
    (
        "EG-306",
        Text::new(
            "报表的文件、输入、配置或程序与清单不符：有人改过，或输入已经变化。",
            "Files, inputs, configuration or program are not what the manifest of the release says: somebody changed them since.",
        ),
    ),
    (
        "EG-307",
        Text::new(
            "两份报表中有的数不同；`edugauge diff` 逐条列出新旧两值和原因。",
            "Figures of two releases differ; `edugauge diff` lists both values of each, and why.",
        ),
    ),
    (
        "EG-308",
        Text::new(
            "一次要生成多份报表时，有的没有生成；退出码取第一份的。",
            "Of several releases asked for in one call some did not come about; the exit code is that of the first.",
        ),
    ),
    (
        "EG-309",
        Text::new(
            "要写计数表的地方已有别的文件。edugauge 只替换自己保存的计数表（首列为 edugauge_tally），从不覆盖数据、配置或其他文件。",
            "Another file is where a tally is to be kept. edugauge replaces only tallies that it kept (their first column is edugauge_tally), never data, a configuration or any other file.",
        ),
    ),
    (
        "EG-310",
        Text::new(
            "配置中的路径（path、tally、earlier、学校表，或默认的 out）离开了配置自己的文件夹，也许经由链接。别人寄来的配置不应读写这台电脑上别处的文件；确实需要时，由运行的人在命令行用 --allow-outside 文件夹 准许，或写进自己的 edugauge/allow-outside.txt（每行一个文件夹）。",
            "A path of the configuration (path, tally, earlier, the school list, or the default out) leaves the configuration's own folder, perhaps by a link. A configuration that somebody sent should not read or write elsewhere on this computer; who runs it can allow that with --allow-outside FOLDER, or in an edugauge/allow-outside.txt of their own (a folder a line).",
        ),
    ),
    (
        "EG-311",
        Text::new(
            "报表的年份文件夹，或运行在它旁边写的文件，是指向别处的链接；写它会动到别处的文件，所以不写。",
            "The folder of the year, or what a run writes beside it, is a link to somewhere else; writing there would touch files elsewhere, so it is not done.",
        ),
    ),
    (
        "EG-401",
        Text::new(
            "隐私审核未过：把所有公布的数字（各表、合计、figures.csv、要点、以往公布的报表）放在一起，某个应隐去的人数或分数仍可推算到保护区间以内，所以什么也不发布。多因 keep 列出的表不许补隐。docs/zh/disclosure.md 说明规则与做法。",
            "The disclosure audit failed: from all published figures together (tables, totals, figures.csv, headlines, earlier releases) a count or score that must be hidden could still be told more closely than the protection interval allows, so nothing is published. Mostly because the tables in `keep` may not be hidden. docs/en/disclosure.md explains the rule and what to do.",
        ),
    ),
    (
        "EG-901",
        Text::new("行数对不上，这是 edugauge 自身的错误。", "Rows are unaccounted for: a fault of edugauge."),
    ),
    ("EG-902", Text::new("edugauge 自身的错误。", "A fault of edugauge.")),
];
