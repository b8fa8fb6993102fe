//! What may be wrong with a release that is checked years later.

use crate::lang::Text;

/// What of a release is not as its manifest says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    OutputMissing,
    OutputChanged,
    /// A file that the release did not write.
    OutputExtra,
    InputMissing,
    InputChanged,
    /// A tally that the run kept is not there, or not as it was written.
    TallyChanged,
    /// The manifest is not the one that the record is of.
    RecordOfAnother,
    /// Something that the manifest says of the release is not so.
    ManifestWrong,
    ConfigChanged,
    /// Nobody named the configuration, and the file where `run` would have found it is not the one.
    ConfigNotFound,
    /// Made by another version of edugauge than this one.
    OtherVersion,
    /// The same inputs give other bytes today.
    NotReproduced,
}

impl Problem {
    pub fn id(self) -> &'static str {
        match self {
            Problem::OutputMissing => "output_missing",
            Problem::OutputChanged => "output_changed",
            Problem::OutputExtra => "output_extra",
            Problem::InputMissing => "input_missing",
            Problem::InputChanged => "input_changed",
            Problem::TallyChanged => "tally_changed",
            Problem::RecordOfAnother => "record_of_another",
            Problem::ManifestWrong => "manifest_wrong",
            Problem::ConfigChanged => "config_changed",
            Problem::ConfigNotFound => "config_not_found",
            Problem::OtherVersion => "other_version",
            Problem::NotReproduced => "not_reproduced",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Problem::OutputMissing => Text::new("报表文件不见了", "a file of the release is missing"),
            Problem::OutputChanged => Text::new("报表文件被改动", "a file of the release was changed"),
            Problem::OutputExtra => Text::new("不属于这份报表的文件", "a file that is not the release's"),
            Problem::InputMissing => Text::new("输入文件不见了", "an input is missing"),
            Problem::InputChanged => Text::new("输入文件已变化", "an input has changed"),
            Problem::TallyChanged => {
                Text::new("保存的计数表不见了或已变化", "a kept tally is missing or has changed")
            }
            Problem::RecordOfAnother => Text::new(
                "清单与内部记录不符（清单被改动，或记录是另一份报表的）",
                "the manifest is not the one of the record (it was changed, or the record is another release's)",
            ),
            Problem::ManifestWrong => {
                Text::new("清单所说与报表不符", "the manifest says what is not so of the release")
            }
            Problem::ConfigChanged => Text::new("配置已变化", "the configuration has changed"),
            Problem::ConfigNotFound => Text::new(
                "没有找到生成这份报表的配置（报表上两层的这个文件内容不同：改过，或是另一份）；用 --config 文件 指明",
                "the configuration that made the release was not found (this file two folders up differs: it was changed, or is another one); name it with --config FILE",
            ),
            Problem::OtherVersion => {
                Text::new("由另一版本的 edugauge 生成", "made by another version of edugauge")
            }
            Problem::NotReproduced => {
                Text::new("重新计算得到不同的文件", "computing again gives another file")
            }
        }
    }

    /// Whether the release is at fault; an extra file is only worth knowing.
    pub fn is_fault(self) -> bool {
        self != Problem::OutputExtra
    }
}
