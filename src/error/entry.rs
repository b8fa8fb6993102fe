//! What an error has: a code, what it means to programs, and its words.

use super::Error;
use crate::lang::{Lang, Text};

/// Everything that there is to an error, beside each other.
pub struct Entry {
    /// Stable: 1xx the input, 2xx the request or its configuration, 3xx the output, 4xx disclosure, 9xx edugauge
    /// itself. Those of findings (5xx) stand with the causes of intake.
    pub code: &'static str,
    pub exit: Exit,
    pub class: Class,
    /// What the code means, whatever was found.
    pub means: Text,
    /// An input or a call that leads to it.
    pub example: Text,
    pub fix: Text,
    /// What is said where it happens; of another error it has nothing to say.
    pub(super) said: fn(&Error) -> Said,
}

/// What `edugauge explain` says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    pub code: &'static str,
    pub means: Text,
    pub example: Text,
    pub fix: Text,
}

impl Entry {
    pub fn explained(&self) -> Explained {
        Explained { code: self.code, means: self.means, example: self.example, fix: self.fix }
    }
}

/// The exit code of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Findings = 1,
    Usage = 2,
    Input = 3,
    Output = 4,
    Disclosure = 5,
    Internal = 70,
}

/// The exception of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Base,
    Data,
    ColumnNotFound,
    InvalidArgument,
    Config,
    /// The built-in one for what the system says.
    File,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Class::Base => "EdugaugeError",
            Class::Data => "DataError",
            Class::ColumnNotFound => "ColumnNotFoundError",
            Class::InvalidArgument => "InvalidArgumentError",
            Class::Config => "ConfigError",
            Class::File => "OSError",
        }
    }
}

/// What happened and where, found against expected, in Chinese and in English; what to do, where there is something
/// to be done.
#[derive(Default)]
pub struct Said {
    message: [String; 2],
    help: Option<[String; 2]>,
}

impl Said {
    pub fn of(zh: impl Into<String>, en: impl Into<String>) -> Said {
        Said { message: [zh.into(), en.into()], help: None }
    }

    pub fn help(self, zh: impl Into<String>, en: impl Into<String>) -> Said {
        Said { help: Some([zh.into(), en.into()]), ..self }
    }

    /// The word that was meant, where one is near, goes before other help.
    pub fn did_you_mean(self, word: Option<&str>) -> Said {
        match word {
            Some(word) => self.help(format!("您是不是想写「{word}」？"), format!("did you mean \"{word}\"?")),
            None => self,
        }
    }

    /// The same, with other help behind it.
    pub fn or_did_you_mean(self, word: Option<&str>) -> Said {
        let others = self.help.clone().unwrap_or_default();
        let said = self.did_you_mean(word);
        match (word, said.help) {
            (Some(_), Some([zh, en])) => {
                Said { help: Some([format!("{zh} {}", others[0]), format!("{en} {}", others[1])]), ..said }
            }
            (_, help) => Said { help, ..said },
        }
    }

    /// Further help, on a line of its own.
    pub fn and_help(self, [zh, en]: [String; 2]) -> Said {
        let help = match self.help {
            None => [zh, en],
            Some([first_zh, first_en]) => [format!("{first_zh}\n{zh}"), format!("{first_en}\n{en}")],
        };
        Said { help: Some(help), ..self }
    }

    pub fn message_in(self, lang: Lang) -> String {
        let [zh, en] = self.message;
        lang.pick(zh, en)
    }

    pub fn help_in(self, lang: Lang) -> Option<String> {
        self.help.map(|[zh, en]| lang.pick(zh, en))
    }
}
