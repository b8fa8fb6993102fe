//! The two languages in which everything a user reads is written.

use serde::{Deserialize, Serialize};

/// The language of messages, headers and texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    Zh,
    #[default]
    En,
}

impl Lang {
    /// `zh…` is Chinese, `en…` English; anything else is not a language of edugauge.
    pub fn parse(name: &str) -> Option<Lang> {
        let name = name.to_ascii_lowercase();
        match name.get(..2)? {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// `EDUGAUGE_LANG`, else the locale of the system, else English.
    pub fn from_environment() -> Lang {
        let chosen = std::env::var("EDUGAUGE_LANG").ok();
        chosen
            .as_deref()
            .and_then(Lang::parse)
            .or_else(|| sys_locale::get_locale().as_deref().and_then(Lang::parse))
            .unwrap_or_default()
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// What is said beside something.
    pub fn in_brackets(self, text: &str) -> String {
        self.pick(format!("（{text}）"), format!(" ({text})"))
    }

    /// What stands between a label and what it names.
    pub fn colon(self) -> &'static str {
        self.pick("：", ": ")
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn new(zh: &'static str, en: &'static str) -> Text {
        Text { zh, en }
    }

    pub fn get(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }

    /// As the head of a column: with a capital, unless a symbol begins it (`p value`).
    ///
    /// ```
    /// use edugauge::lang::{Lang, Text};
    /// assert_eq!(Text::new("上线率", "admission rate").heading(Lang::En), "Admission rate");
    /// assert_eq!(Text::new("p 值", "p value").heading(Lang::En), "p value");
    /// ```
    pub fn heading(&self, lang: Lang) -> String {
        let text = self.get(lang);
        match text.as_bytes() {
            [first, second, ..] if first.is_ascii_lowercase() && second.is_ascii_lowercase() => {
                text[..1].to_ascii_uppercase() + &text[1..]
            }
            _ => text.to_owned(),
        }
    }
}

/// The candidate nearest in spelling to `word`, for "did you mean".
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(score, _)| *score > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}
