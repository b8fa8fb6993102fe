//! Words that many figures have in common: kept once, shared by all.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A text that is cheap to clone: the label of a group, a subject.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(Arc<str>);

impl Default for Label {
    fn default() -> Label {
        Label::from("")
    }
}

impl Label {
    pub fn as_str(&self) -> &str {
        self
    }

    /// Whether they are one in memory.
    pub fn is_same(&self, other: &Label) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Label {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<Arc<str>>> From<T> for Label {
    fn from(text: T) -> Label {
        Label(text.into())
    }
}

impl Borrow<str> for Label {
    fn borrow(&self) -> &str {
        self
    }
}

impl AsRef<str> for Label {
    fn as_ref(&self) -> &str {
        self
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq<str> for Label {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Label {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<String> for Label {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}

/// The labels of a figure, one per key; figures of one group share them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Labels(Option<Arc<[Option<Label>]>>);

impl Labels {
    /// These and one more.
    pub fn with(&self, label: Option<Label>) -> Labels {
        self.iter().cloned().chain([label]).collect()
    }

    /// These and then others.
    pub fn joined(&self, others: &Labels) -> Labels {
        match (self.is_empty(), others.is_empty()) {
            (_, true) => self.clone(),
            (true, false) => others.clone(),
            (false, false) => self.iter().chain(others.iter()).cloned().collect(),
        }
    }

    /// Whether they are shared, not only equal.
    pub fn is_same(&self, other: &Labels) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(another)) => Arc::ptr_eq(one, another),
            (one, another) => one.is_none() && another.is_none(),
        }
    }

    pub fn push<T: Into<Label>>(&mut self, label: Option<T>) {
        *self = self.with(label.map(Into::into));
    }

    pub fn truncate(&mut self, length: usize) {
        if length < self.len() {
            *self = self[..length].iter().cloned().collect();
        }
    }
}

impl Deref for Labels {
    type Target = [Option<Label>];

    fn deref(&self) -> &[Option<Label>] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl DerefMut for Labels {
    fn deref_mut(&mut self) -> &mut [Option<Label>] {
        self.0.as_mut().map(Arc::make_mut).unwrap_or_default()
    }
}

impl<T: Into<Label>> FromIterator<Option<T>> for Labels {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(labels: I) -> Labels {
        let labels: Arc<[Option<Label>]> = labels.into_iter().map(|label| label.map(Into::into)).collect();
        Labels((!labels.is_empty()).then_some(labels))
    }
}

impl<T: Into<Label>> From<Vec<Option<T>>> for Labels {
    fn from(labels: Vec<Option<T>>) -> Labels {
        labels.into_iter().collect()
    }
}

impl<T: Into<Label>> Extend<Option<T>> for Labels {
    fn extend<I: IntoIterator<Item = Option<T>>>(&mut self, labels: I) {
        let more = labels.into_iter().map(|label| label.map(Into::into));
        *self = self.iter().cloned().chain(more).collect();
    }
}

impl<'a> IntoIterator for &'a Labels {
    type Item = &'a Option<Label>;
    type IntoIter = std::slice::Iter<'a, Option<Label>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_shared_until_one_changes() {
        let group: Labels = vec![Some("一中"), None].into();
        let mut other = group.clone();
        assert!(group.is_same(&other));
        other[1] = Some("女".into());
        assert_eq!(group[1], None);
        assert_eq!(other[1].as_deref(), Some("女"));
        other.push(Some("0.5"));
        assert_eq!(other.len(), 3);
        other.truncate(1);
        assert_eq!(other, Labels::from(vec![Some("一中")]));
    }
}
