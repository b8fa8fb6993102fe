//! The catalogue of subjects: their ids, names, and the headers under which exports hold them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::lang::{Lang, Text};
use crate::threads::Lazy;

/// A subject that edugauge knows by name. Others are kept under the id that the user gives them.
pub struct KnownSubject {
    pub id: &'static str,
    pub name: Text,
    /// Headers of exports, besides the two names: short forms, older names, pinyin codes.
    pub aliases: &'static [&'static str],
    /// Whether many schools give grades in it and no scores: what its column holds is looked at.
    minor: bool,
}

const fn subject(
    id: &'static str,
    zh: &'static str,
    en: &'static str,
    aliases: &'static [&'static str],
) -> KnownSubject {
    KnownSubject { id, name: Text::new(zh, en), aliases, minor: false }
}

const fn minor(
    id: &'static str,
    zh: &'static str,
    en: &'static str,
    aliases: &'static [&'static str],
) -> KnownSubject {
    KnownSubject { minor: true, ..subject(id, zh, en, aliases) }
}

/// In the order in which tables show them; the total stands last.
pub const SUBJECTS: &[KnownSubject] = &[
    subject("chinese", "语文", "Chinese", &["语", "YW", "国文", "国语"]),
    subject("mathematics", "数学", "Mathematics", &["数", "SX", "math", "maths"]),
    subject("english", "英语", "English", &["英", "外语", "外", "YY", "WY", "英文"]),
    subject("physics", "物理", "Physics", &["物", "WL"]),
    subject("chemistry", "化学", "Chemistry", &["化", "HX"]),
    subject("biology", "生物", "Biology", &["生", "SW", "生物学"]),
    subject("politics", "政治", "Politics", &["政", "思想政治", "ZZ", "公民", "公民与社会", "civics"]),
    subject("history", "历史", "History", &["史", "LS"]),
    subject("geography", "地理", "Geography", &["地", "DL"]),
    subject(
        "morality_and_law",
        "道德与法治",
        "Morality and Law",
        &["道法", "思品", "思想品德", "品德与社会", "品德与生活", "品社"],
    ),
    subject("science", "科学", "Science", &["KX", "自然", "自然科学", "general science"]),
    minor(
        "history_and_society",
        "历史与社会",
        "History and Society",
        &["社会", "social studies", "social science"],
    ),
    minor("japanese", "日语", "Japanese", &["日文"]),
    minor("russian", "俄语", "Russian", &["俄文"]),
    minor("german", "德语", "German", &["德文"]),
    minor("french", "法语", "French", &["法文"]),
    minor("spanish", "西班牙语", "Spanish", &["西语"]),
    minor(
        "physical_education",
        "体育",
        "Physical Education",
        &["体", "体育与健康", "体健", "体育健康", "体育考试", "体育测试", "TY", "PE", "sports"],
    ),
    minor("music", "音乐", "Music", &["音"]),
    minor("art", "美术", "Art", &["美", "fine arts", "visual arts"]),
    minor("arts", "艺术", "Arts", &[]),
    minor(
        "information_technology",
        "信息技术",
        "Information Technology",
        &["信息科技", "信技", "资讯", "资讯科技", "XXJS", "ICT", "computer science", "computing"],
    ),
    minor("general_technology", "通用技术", "General Technology", &["通技", "TYJS"]),
    minor("technology", "技术", "Technology", &[]),
    minor("labour", "劳动", "Labour", &["劳动技术", "劳技", "劳动教育"]),
    minor("experiment", "实验操作", "Experiments", &["理化实验", "理化生实验", "理化实验操作"]),
    minor("reading", "阅读", "Reading", &["reading comprehension"]),
    minor("writing", "写作", "Writing", &["作文"]),
    minor("language_arts", "语言艺术", "Language Arts", &["english language arts", "ELA"]),
    minor("literature", "文学", "Literature", &["english literature"]),
    minor("algebra", "代数", "Algebra", &[]),
    minor("geometry", "几何", "Geometry", &[]),
    minor("statistics", "统计学", "Statistics", &[]),
    minor("economics", "经济学", "Economics", &[]),
    minor("philosophy", "哲学", "Philosophy", &[]),
    subject("arts_combined", "文综", "Arts (combined)", &["文科综合", "WZ"]),
    subject("science_combined", "理综", "Science (combined)", &["理科综合", "LZ"]),
    subject("physics_scaled", "物理赋分", "Physics (scaled)", &[]),
    subject("chemistry_scaled", "化学赋分", "Chemistry (scaled)", &[]),
    subject("biology_scaled", "生物赋分", "Biology (scaled)", &[]),
    subject("politics_scaled", "政治赋分", "Politics (scaled)", &[]),
    subject("history_scaled", "历史赋分", "History (scaled)", &[]),
    subject("geography_scaled", "地理赋分", "Geography (scaled)", &[]),
    subject("entry", "入口", "Entry", &["入口成绩", "入口分", "entry score"]),
    subject("exit", "出口", "Exit", &["出口成绩", "出口分", "exit score"]),
    subject("total_scaled", "赋分总分", "Total (scaled)", &["总分赋分", "总赋分"]),
    subject(
        "total",
        "总分",
        "Total",
        &["总成绩", "总得分", "合计分", "ZF", "总", "total score", "total marks"],
    ),
];

const SCALED: &str = "_scaled";

/// The scaled mark (赋分, 等级分) of a subject of the catalogue, where one is known.
pub fn scaled_of(raw: &str) -> Option<&'static str> {
    let known = |s: &&KnownSubject| s.id.strip_suffix(SCALED) == Some(raw);
    SUBJECTS.iter().find(known).map(|s| s.id)
}

/// The subject of which this is the scaled mark.
pub fn raw_of(id: &str) -> Option<&str> {
    id.strip_suffix(SCALED).filter(|raw| scaled_of(raw).is_some())
}

const ENTRY: &str = "_entry";

/// The id under which the score of the entry examination (入口) stands beside that of the exit examination.
pub fn entry_of(exit: &str) -> String {
    if exit == "exit" { "entry".to_owned() } else { format!("{exit}{ENTRY}") }
}

/// The subject of whose entry scores this is the id.
pub fn exit_of(entry: &str) -> &str {
    if entry == "entry" { "exit" } else { entry.strip_suffix(ENTRY).unwrap_or(entry) }
}

/// Whether scores are of an entry examination.
pub fn is_entry(id: &str) -> bool {
    id == "entry" || id.ends_with(ENTRY)
}

/// Whether columns of a subject often hold grades in place of scores.
pub fn is_minor(id: &str) -> bool {
    SUBJECTS.iter().any(|subject| subject.id == id && subject.minor)
}

/// The id under which the sum of the subjects stands.
pub const TOTAL: &str = "total";

/// The name of a subject as shown to people; unknown subjects are their own name.
pub fn subject_name(id: &str, lang: Lang) -> &str {
    catalogue(id).map(|name| name.get(lang)).or_else(|| entry_name(id, lang)).unwrap_or(id)
}

/// What a subject of the catalogue is called; another one has no name but its own.
pub fn catalogued_name(id: &str, lang: Lang) -> Option<&'static str> {
    catalogue(id).map(|name| name.get(lang))
}

fn catalogue(id: &str) -> Option<Text> {
    SUBJECTS.iter().find(|s| s.id == id).map(|s| s.name)
}

/// What the entry scores of the subjects of the catalogue are called.
static ENTRY_NAMES: Lazy<BTreeMap<String, [String; 2]>> = Lazy::new(|| {
    let named = SUBJECTS.iter().map(|subject| {
        let Text { zh, en } = subject.name;
        (format!("{}{ENTRY}", subject.id), [format!("入口{zh}"), format!("{en} (entry)")])
    });
    named.collect()
});

fn entry_name(id: &str, lang: Lang) -> Option<&'static str> {
    let [zh, en] = ENTRY_NAMES.get(id)?;
    Some(lang.pick(zh, en))
}

/// What subjects are called where their data come from: 外语 for what is otherwise 英语. The ids stay the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectNames(Arc<BTreeMap<String, Option<String>>>);

impl SubjectNames {
    /// Takes a word for a subject, as a header or a mapping writes it. Where there are several for one, none holds.
    pub fn tell(&mut self, id: &str, word: &str) {
        let word = Some(word).filter(|word| is_name(word)).map_or_else(|| catalogued(id), str::to_owned);
        self.take(id, Some(word));
    }

    /// Takes what others are called.
    pub fn join(&mut self, other: &SubjectNames) {
        for (id, word) in other.0.iter() {
            self.take(id, word.clone());
        }
    }

    fn take(&mut self, id: &str, word: Option<String>) {
        match self.0.get(id) {
            Some(known) if *known == word => {}
            Some(_) => drop(Arc::make_mut(&mut self.0).insert(id.to_owned(), None)),
            None => drop(Arc::make_mut(&mut self.0).insert(id.to_owned(), word)),
        }
    }

    /// The word of a subject, as it is kept; the catalogue's where there were several.
    pub fn word(&self, id: &str) -> Option<String> {
        self.0.get(id).map(|word| word.clone().unwrap_or_else(|| catalogued(id)))
    }

    /// Takes a word as it was kept.
    pub fn keep(&mut self, id: &str, word: &str) {
        self.take(id, Some(word.to_owned()));
    }

    /// Whether people read some subject by another word than the catalogue's.
    pub fn differ(&self) -> bool {
        let differs = |id: &str, lang| self.name(id, lang) != subject_name(id, lang);
        self.0.keys().any(|id| differs(id, Lang::Zh) || differs(id, Lang::En))
    }

    /// A subject as people read it: by its own word in the language that this is of, else by the catalogue's.
    pub fn name<'a>(&'a self, id: &'a str, lang: Lang) -> &'a str {
        let own = self.0.get(id).and_then(Option::as_deref);
        own.filter(|word| word.is_ascii() == (lang == Lang::En)).unwrap_or_else(|| subject_name(id, lang))
    }
}

fn catalogued(id: &str) -> String {
    subject_name(id, Lang::Zh).to_owned()
}

/// Whether a word names a subject in full: 语 and SX stand for names, and so do texts in small letters alone.
fn is_name(word: &str) -> bool {
    match word.is_ascii() {
        true => {
            word.len() > 3
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.bytes().any(|b| b.is_ascii_lowercase())
        }
        false => word.chars().count() > 1,
    }
}

/// The id that a user's word for a subject stands for: an id, a name or an alias; else the word itself.
pub fn subject_id(word: &str) -> &str {
    find_subject(word).unwrap_or(word)
}

/// Like [`subject_id`], but `None` for a word that is not in the catalogue.
pub fn find_subject(word: &str) -> Option<&'static str> {
    SUBJECTS
        .iter()
        .find(|s| {
            s.id.eq_ignore_ascii_case(word)
                || s.name.zh == word
                || s.name.en.eq_ignore_ascii_case(word)
                || s.aliases.iter().any(|a| a.eq_ignore_ascii_case(word))
        })
        .map(|s| s.id)
}

/// Where a subject stands in tables: the catalogue's order, unknown ones after it, the total last.
pub fn subject_rank(id: &str) -> usize {
    match SUBJECTS.iter().position(|s| s.id == id) {
        Some(at) if id == TOTAL => at + SUBJECTS.len(),
        Some(at) => at,
        None => SUBJECTS.len(),
    }
}
