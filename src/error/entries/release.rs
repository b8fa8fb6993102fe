//! What a release, once made, is found to be.

use super::super::Error;
use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::listed;
use crate::lang::Lang::{En, Zh};
use crate::lang::Text;

pub const ATTENTION: Entry = Entry {
    code: "EG-215",
    exit: Exit::Findings,
    class: Class::Base,
    means: Text::new(
        "用了 --strict，而有需要注意的事项（没有使用的列、导出的总分、没有值的数、对不上的名称等）；逐项列在输出的末尾。",
        "With --strict there are things that need attention (columns not used, derived totals, figures without a value, labels that match nothing, …); they are listed at the end of the output.",
    ),
    example: Text::new(
        "edugauge run 配置 --strict，而成绩表里「特长」一列没有使用。",
        "edugauge run with --strict, while a column of the scores was not used.",
    ),
    fix: Text::new(
        "照「需要注意」里每项下面的一行改正，或去掉 --strict。",
        "write the line that stands below each thing that needs attention, or leave --strict out.",
    ),
    said: |error| {
        let Error::Attention { notices } = error else { return Said::default() };
        let said = Said::of(
            format!("有 {notices} 项需要注意，而 --strict 要求一项也没有"),
            format!("{notices} things need attention, and --strict allows none"),
        );
        said.help(
            "上面的「需要注意」逐项说明了怎样处理；结果已照常给出",
            "the block above says of each what mends it; the results were given as usual",
        )
    },
};

pub const LOW_MATCH: Entry = Entry {
    code: "EG-218",
    exit: Exit::Findings,
    class: Class::Base,
    means: Text::new(
        "两次考试相连，有出口成绩的考生中有入口成绩的不到八成：未匹配的人可能与匹配的人不同，增值只说匹配的人。",
        "Two examinations were linked, and fewer than 80 % of those with an exit score have an entry score: the others may differ, and value added speaks of the linked alone.",
    ),
    example: Text::new(
        "高三 5 人中 3 人在高一成绩表里找得到。",
        "of five in grade 12, three are found in the file of grade 10.",
    ),
    fix: Text::new(
        "看清未匹配的是谁（转入、号码写错、对照表不全），补全对照表；情况属实则照此使用，并把匹配率写在增值旁边。",
        "find out who the others are (newcomers, mistyped ids, a mapping that is not whole) and complete the mapping; where it is so, use it and print the match rate beside.",
    ),
    said: |error| {
        let Error::LowMatch { linked, of, percent } = error else { return Said::default() };
        let said = Said::of(
            format!("有出口成绩的 {of} 名考生中只有 {linked} 人有入口成绩，不到 {percent}%"),
            format!(
                "only {linked} of {of} candidates with an exit score have an entry score, fewer than {percent} %"
            ),
        );
        said.help(
            "其余的人可能与他们不同：核对号码与对照表；结果已照常给出",
            "the others may differ: look at ids and mapping; the account was given as usual",
        )
    },
};

pub const NO_CONFIGURATION: Entry = Entry {
    code: "EG-219",
    exit: Exit::Usage,
    class: Class::Config,
    means: Text::new(
        "给出的文件夹里没有配置文件 edugauge.toml。",
        "The folder that was named holds no configuration edugauge.toml.",
    ),
    example: Text::new(
        "edugauge run 数据，而配置在 数据 的上一层；或各县的文件夹都在里面，没有说是哪一个。",
        "edugauge run data where the configuration lies one folder above; or the folders of several counties are in it.",
    ),
    fix: Text::new(
        "给出配置文件所在的文件夹或配置文件本身；没有配置时用 edugauge init 写一份。",
        "name the folder that holds the configuration, or the file itself; edugauge init writes one.",
    ),
    said: |error| {
        let Error::NoConfiguration { folder, found } = error else { return Said::default() };
        let said = Said::of(
            format!("文件夹 {} 里没有 edugauge.toml", folder.display()),
            format!("the folder {} holds no edugauge.toml", folder.display()),
        );
        match found.is_empty() {
            true => said.help(
                "用 edugauge init 文件夹 --from 成绩文件 写一份",
                "edugauge init FOLDER --from FILE writes one",
            ),
            false => said.and_help([
                format!("要用哪一个：{}（run 可以给出几个）", listed(found, Zh)),
                format!("which one is meant: {} (run takes several)", listed(found, En)),
            ]),
        }
    },
};

pub const EMPTY_TABLES: Entry = Entry {
    code: "EG-216",
    exit: Exit::Findings,
    class: Class::Base,
    means: Text::new(
        "报表中有整张表没有一个数值（缺分数线、人口、满分，或筛选的名称在数据中没有）。本来可以全空的表写 allow_empty = true。",
        "A whole table of the release has no value (lines, inhabitants or full marks are missing, or a filter names what the data lack). A table that may be empty says allow_empty = true.",
    ),
    example: Text::new(
        "及格率表没有一个数，因为没有写满分。",
        "a table of pass rates has no value, as no full mark was given.",
    ),
    fix: Text::new(
        "补上「需要注意」里说的输入；本来可以全空的表写 allow_empty = true。",
        "give what the block says is missing; a table that may be empty says allow_empty = true.",
    ),
    said: |error| {
        let Error::EmptyTables { tables } = error else { return Said::default() };
        let said = Said::of(
            format!("{} 张报表没有一个数值：{}", tables.len(), listed(tables, Zh)),
            format!("{} tables have no value at all: {}", tables.len(), listed(tables, En)),
        );
        said.help(
            "上面的「需要注意」说明了缺什么；若本来可以全空，在这张表中写 allow_empty = true。报表已照常写出",
            "the block above says what is missing; where a table may be empty, write allow_empty = true in it. The release was written as usual",
        )
    },
};

pub const NO_RELEASE: Entry = Entry {
    code: "EG-305",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "文件夹里没有 edugauge 的 manifest.json，或其内容不是清单；没有清单的文件夹不是报表。",
        "The folder has no manifest.json of edugauge, or what is in it is no manifest; a folder without one is no release.",
    ),
    example: Text::new("edugauge verify 指向了一个普通文件夹。", "edugauge verify of an ordinary folder."),
    fix: Text::new(
        "给出 edugauge run 写出的年份文件夹。",
        "name the folder of a year that edugauge run wrote.",
    ),
    said: |error| {
        let Error::NoRelease { place } = error else { return Said::default() };
        let said = Said::of(
            format!("{}：不是 edugauge 报表的清单", place.describe(Zh)),
            format!("{place}: not the manifest of a release"),
        );
        said.help(
            "请给出 `edugauge run` 写出的年份文件夹（其中有 manifest.json）",
            "name a folder that `edugauge run` wrote (with manifest.json in it)",
        )
    },
};

pub const NOT_VERIFIED: Entry = Entry {
    code: "EG-306",
    exit: Exit::Findings,
    class: Class::Base,
    means: Text::new(
        "报表的文件、输入、配置或程序与清单不符：有人改过，或输入已经变化。",
        "Files, inputs, configuration or program are not what the manifest of the release says: somebody changed them since.",
    ),
    example: Text::new(
        "有人在 figures.csv 里改了一个数，或换了输入文件。",
        "somebody edited figures.csv, or the inputs were replaced.",
    ),
    fix: Text::new(
        "用原来的输入重新运行 edugauge run；有意的改动应改在输入或配置里。",
        "run edugauge run again; changes belong into the inputs or the configuration.",
    ),
    said: |error| {
        let Error::NotVerified { path, problems } = error else { return Said::default() };
        let said = Said::of(
            format!("{} 与其清单有 {problems} 处不符", path.display()),
            format!("{} differs from its manifest in {problems} places", path.display()),
        );
        said.help(
            "上面逐条列出了不符之处；重新运行 `edugauge run` 可得到与现有输入一致的报表",
            "the places are listed above; `edugauge run` makes a release that agrees with the inputs of today",
        )
    },
};

pub const FIGURES_DIFFER: Entry = Entry {
    code: "EG-307",
    exit: Exit::Findings,
    class: Class::Base,
    means: Text::new(
        "两份报表中有的数不同；`edugauge diff` 逐条列出新旧两值和原因。",
        "Figures of two releases differ; `edugauge diff` lists both values of each, and why.",
    ),
    example: Text::new(
        "补报了三名考生，上线率由 41.7% 变为 41.8%。",
        "three candidates were added, and the admission rate went from 41.7 % to 41.8 %.",
    ),
    fix: Text::new(
        "看 edugauge diff 列出的原因；若不该变，核对输入。",
        "read the reasons that edugauge diff lists; check the inputs where nothing should have changed.",
    ),
    said: |error| {
        let Error::FiguresDiffer { old, new, figures } = error else { return Said::default() };
        let said = Said::of(
            format!("{} 与 {} 有 {figures} 个数不同", old.display(), new.display()),
            format!("{figures} figures differ between {} and {}", old.display(), new.display()),
        );
        said.help("每个数为何不同，上面已逐条列出", "why each of them differs is listed above")
    },
};

pub const SOME_FAILED: Entry = Entry {
    code: "EG-308",
    exit: Exit::Findings,
    class: Class::Base,
    means: Text::new(
        "一次要生成多份报表时，有的没有生成；退出码取第一份的。",
        "Of several releases asked for in one call some did not come about; the exit code is that of the first.",
    ),
    example: Text::new("十个县里有一个县缺学校表。", "one county of ten lacks its school list."),
    fix: Text::new(
        "看该县的消息，改正后单独再运行。",
        "read the message of that county, mend it, run it alone.",
    ),
    said: |error| {
        let Error::SomeFailed { failed, of, .. } = error else { return Said::default() };
        let said = Said::of(
            format!("{of} 份报表中有 {failed} 份没有生成"),
            format!("{failed} of {of} releases did not come about"),
        );
        said.help(
            "各自的原因见上；其余的报表已经生成",
            "the reason of each is told above; the other releases stand",
        )
    },
};

pub const RECOVERABLE: Entry = Entry {
    code: "EG-401",
    exit: Exit::Disclosure,
    class: Class::Base,
    means: Text::new(
        "隐私审核未过：把所有公布的数字（各表、合计、figures.csv、要点、以往公布的报表）放在一起，某个应隐去的人数或分数仍可推算到保护区间以内，所以什么也不发布。多因 keep 列出的表不许补隐。docs/zh/disclosure.md 说明规则与做法。",
        "The disclosure audit failed: from all published figures together (tables, totals, figures.csv, headlines, earlier releases) a count or score that must be hidden could still be told more closely than the protection interval allows, so nothing is published. Mostly because the tables in `keep` may not be hidden. docs/en/disclosure.md explains the rule and what to do.",
    ),
    example: Text::new(
        "公布了全县和其余各校的上线人数，只隐去一所学校的 3 人，而 keep 不许再隐别的。",
        "all schools but one and the total are shown, and keep allows nothing more to be hidden.",
    ),
    fix: Text::new(
        "减少 [disclosure] 的 keep，或去掉一张表，或按片区而不按学校公布。",
        "keep fewer tables in [disclosure], leave a table out, or publish by district.",
    ),
    said: |error| {
        let Error::Recoverable { place: [zh, en] } = error else { return Said::default() };
        let said = Said::of(
            format!("隐私审核未过：由其余数字仍可推出应隐去的人数或分数（{zh}）；未生成任何文件"),
            format!(
                "the disclosure audit failed: a hidden count or score still follows from the other figures ({en}); nothing was written"
            ),
        );
        said.help(
            "减少 keep 所列的表，或合并小组（如按片区而不按学校）",
            "name fewer tables in `keep`, or put small groups together (districts instead of schools)",
        )
    },
};
