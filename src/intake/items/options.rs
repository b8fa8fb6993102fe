//! What a user says of a paper.

use super::answers;
use super::blueprint::{self, Planned};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::records::{ScoringRule, SmallTable};

/// What a user says of a paper, beside how its file is written.
#[derive(Clone, Debug, Default)]
pub struct ItemOptions {
    pub subject: Option<String>,
    pub plan: Option<SmallTable>,
    /// What a part of a key of several options is worth, where the plan does not say: `half`, `subset=2`, ….
    pub rule: Option<String>,
    /// Leave out those who have 0 in every item.
    pub drop_zero_papers: bool,
    /// Leave out items that count for nothing (key `*`), instead of giving everybody their full mark.
    pub drop_void: bool,
    /// Of too many answers to a choice the best count, not the first.
    pub best_of_choice: bool,
}

impl ItemOptions {
    pub(super) fn planned(&self) -> Result<Vec<Planned>> {
        self.plan.as_ref().map_or(Ok(Vec::new()), blueprint::read)
    }

    pub(super) fn rule(&self) -> Result<Option<ScoringRule>> {
        let Some(text) = &self.rule else { return Ok(None) };
        answers::rule(text).map(Some).ok_or_else(|| Error::InvalidArgument {
            argument: "rule".to_owned(),
            found: text.clone(),
            expected: Text::new(
                "exact、half、per_option 或 subset=分数",
                "exact, half, per_option or subset=POINTS",
            ),
        })
    }
}
