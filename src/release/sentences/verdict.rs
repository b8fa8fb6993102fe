//! What was found of a claim.

use super::cells::Lacking;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    Fails,
    /// The cells at hand do not say.
    Undecided,
}

impl Verdict {
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Holds => "true",
            Verdict::Fails => "false",
            Verdict::Undecided => "undecided",
        }
    }

    pub fn of(holds: bool) -> Verdict {
        if holds { Verdict::Holds } else { Verdict::Fails }
    }

    pub fn not(self) -> Verdict {
        match self {
            Verdict::Holds => Verdict::Fails,
            Verdict::Fails => Verdict::Holds,
            Verdict::Undecided => Verdict::Undecided,
        }
    }
}

/// A verdict, and what it rests on.
#[derive(Clone, Debug)]
pub struct Decided {
    pub verdict: Verdict,
    /// In Chinese and in English.
    pub because: Vec<[String; 2]>,
    pub lacking: Vec<Lacking>,
}

impl Decided {
    pub fn new(verdict: Verdict, zh: String, en: String) -> Decided {
        Decided { verdict, because: vec![[zh, en]], lacking: Vec::new() }
    }

    pub fn undecided(zh: impl Into<String>, en: impl Into<String>) -> Decided {
        Decided::new(Verdict::Undecided, zh.into(), en.into())
    }

    pub fn said(&self, number: usize, claim: &str) -> [String; 2] {
        let because = |at: usize, apart: &str| {
            self.because.iter().map(|one| one[at].clone()).collect::<Vec<_>>().join(apart)
        };
        let (zh, en) = match self.verdict {
            Verdict::Holds => ("成立", "holds"),
            Verdict::Fails => ("不成立", "does not hold"),
            Verdict::Undecided => ("无从判断", "is undecided"),
        };
        [
            format!("句子 {number}：{claim} {zh}（{}）", because(0, "；")),
            format!("sentence {number}: {claim} {en} ({})", because(1, "; ")),
        ]
    }
}

impl From<Lacking> for Decided {
    fn from(lacking: Lacking) -> Decided {
        let [zh, en] = &lacking.why;
        let because = [format!("{}：{zh}", lacking.name), format!("{}: {en}", lacking.name)];
        Decided { verdict: Verdict::Undecided, because: vec![because], lacking: vec![lacking] }
    }
}
