//! What a sentence may assert: a closed list of claims, joined by and, or, not.

use super::tokens::{Fault, Token, tokens};
use crate::lang::Text;
use crate::number::Rational;

#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    All(Vec<Claim>),
    Any(Vec<Claim>),
    Not(Box<Claim>),
    One(Assertion),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Assertion {
    /// Above all of the years before, so many years in all.
    Record(String, i32),
    Rising(String, i32),
    Falling(String, i32),
    /// The first place, or the highest of all cells of its column.
    Highest(String),
    Lowest(String),
    /// Among the first so many places.
    Top(String, Rational),
    Reached(String, Operand),
    Within(String, Operand),
    /// Of a list.
    Every(Comparison),
    Some(Comparison),
    /// Every one, by more than error, adjusted for their number.
    Sure(Comparison),
    Count(Comparison, Order, Rational),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Name(String),
    Number(Rational),
}

/// Cells held against a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub name: String,
    pub order: Order,
    pub number: Rational,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Below,
    Above,
    AtMost,
    AtLeast,
}

impl Order {
    pub fn holds(self, value: Rational, number: Rational) -> bool {
        match self {
            Order::Below => value < number,
            Order::Above => value > number,
            Order::AtMost => value <= number,
            Order::AtLeast => value >= number,
        }
    }

    pub fn sign(self) -> &'static str {
        match self {
            Order::Below => "<",
            Order::Above => ">",
            Order::AtMost => "<=",
            Order::AtLeast => ">=",
        }
    }
}

const CLAIMS: Text = Text::new(
    "record(x)、record(x, years = 5)、rising(x, 3)、falling(x, 3)、highest(x)、lowest(x)、top(x, 3)、reached(x, y)、within(x, y)、all(x < 0)、any(x < 0)、sure(x < 0)、count(x < 0) >= 3，用 and、or、not 连接；x、y 为 [figure] 的名称",
    "record(x), record(x, years = 5), rising(x, 3), falling(x, 3), highest(x), lowest(x), top(x, 3), reached(x, y), within(x, y), all(x < 0), any(x < 0), sure(x < 0), count(x < 0) >= 3, joined by and, or, not; x and y are names of [figure]",
);

impl Claim {
    pub fn read(text: &str) -> Result<Claim, Fault> {
        let mut reader = Reader { tokens: tokens(text)?, at: 0, text };
        let claim = reader.any()?;
        match reader.peek() {
            None => Ok(claim),
            Some(_) => Err(reader.fault()),
        }
    }

    /// The names of the cells that it is about.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Claim::All(claims) | Claim::Any(claims) => claims.iter().flat_map(Claim::names).collect(),
            Claim::Not(claim) => claim.names(),
            Claim::One(assertion) => assertion.names(),
        }
    }
}

impl Assertion {
    fn names(&self) -> Vec<&str> {
        match self {
            Assertion::Record(name, _)
            | Assertion::Rising(name, _)
            | Assertion::Falling(name, _)
            | Assertion::Highest(name)
            | Assertion::Lowest(name)
            | Assertion::Top(name, _) => vec![name],
            Assertion::Reached(name, Operand::Name(other))
            | Assertion::Within(name, Operand::Name(other)) => {
                vec![name, other]
            }
            Assertion::Reached(name, _) | Assertion::Within(name, _) => vec![name],
            Assertion::Every(of) | Assertion::Some(of) | Assertion::Sure(of) | Assertion::Count(of, ..) => {
                vec![&of.name]
            }
        }
    }
}

pub struct Reader<'a> {
    tokens: Vec<Token>,
    at: usize,
    text: &'a str,
}

impl<'a> Reader<'a> {
    /// Of a list in a template: `gaps < 0`.
    pub fn comparison_of(text: &'a str) -> Result<Comparison, Fault> {
        let mut reader = Reader { tokens: tokens(text)?, at: 0, text };
        let comparison = reader.comparison()?;
        if reader.peek().is_some() { Err(reader.fault()) } else { Ok(comparison) }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn fault(&self) -> Fault {
        Fault { found: self.text.to_owned(), expected: CLAIMS }
    }

    fn next(&mut self) -> Result<Token, Fault> {
        let token = self.peek().cloned().ok_or_else(|| self.fault())?;
        self.at += 1;
        Ok(token)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &'static str) -> Result<(), Fault> {
        if self.takes(&Token::Sign(sign)) { Ok(()) } else { Err(self.fault()) }
    }

    fn word(&mut self, word: &str) -> bool {
        self.takes(&Token::Word(word.to_owned()))
    }

    fn any(&mut self) -> Result<Claim, Fault> {
        let mut claims = vec![self.all()?];
        while self.word("or") {
            claims.push(self.all()?);
        }
        Ok(if claims.len() == 1 { claims.remove(0) } else { Claim::Any(claims) })
    }

    fn all(&mut self) -> Result<Claim, Fault> {
        let mut claims = vec![self.one()?];
        while self.word("and") {
            claims.push(self.one()?);
        }
        Ok(if claims.len() == 1 { claims.remove(0) } else { Claim::All(claims) })
    }

    fn one(&mut self) -> Result<Claim, Fault> {
        if self.word("not") {
            return Ok(Claim::Not(Box::new(self.one()?)));
        }
        if self.takes(&Token::Sign("(")) {
            let claim = self.any()?;
            self.sign(")")?;
            return Ok(claim);
        }
        let Token::Word(name) = self.next()? else { return Err(self.fault()) };
        self.sign("(")?;
        let assertion = self.assertion(&name)?;
        Ok(Claim::One(assertion))
    }

    fn assertion(&mut self, claim: &str) -> Result<Assertion, Fault> {
        if matches!(claim, "all" | "any" | "sure" | "count") {
            let of = self.comparison()?;
            self.sign(")")?;
            return match claim {
                "all" => Ok(Assertion::Every(of)),
                "any" => Ok(Assertion::Some(of)),
                "sure" => Ok(Assertion::Sure(of)),
                _ => {
                    let order = self.order()?;
                    Ok(Assertion::Count(of, order, self.number()?))
                }
            };
        }
        let name = self.name()?;
        let assertion = match claim {
            "record" => {
                let years = if self.takes(&Token::Sign(",")) { self.years()? } else { 0 };
                Assertion::Record(name, years)
            }
            "highest" => Assertion::Highest(name),
            "lowest" => Assertion::Lowest(name),
            _ => {
                self.sign(",")?;
                match claim {
                    "rising" => Assertion::Rising(name, self.years()?),
                    "falling" => Assertion::Falling(name, self.years()?),
                    "top" => Assertion::Top(name, self.number()?),
                    "reached" => Assertion::Reached(name, self.operand()?),
                    "within" => Assertion::Within(name, self.operand()?),
                    _ => return Err(self.fault()),
                }
            }
        };
        self.sign(")")?;
        Ok(assertion)
    }

    fn comparison(&mut self) -> Result<Comparison, Fault> {
        let name = self.name()?;
        let order = self.order()?;
        Ok(Comparison { name, order, number: self.number()? })
    }

    fn name(&mut self) -> Result<String, Fault> {
        match self.next()? {
            Token::Word(name) => Ok(name),
            _ => Err(self.fault()),
        }
    }

    fn order(&mut self) -> Result<Order, Fault> {
        Ok(match self.next()? {
            Token::Sign("<") => Order::Below,
            Token::Sign(">") => Order::Above,
            Token::Sign("<=") => Order::AtMost,
            Token::Sign(">=") => Order::AtLeast,
            _ => return Err(self.fault()),
        })
    }

    fn number(&mut self) -> Result<Rational, Fault> {
        match self.next()? {
            Token::Number(number, _) => Ok(number),
            _ => Err(self.fault()),
        }
    }

    fn operand(&mut self) -> Result<Operand, Fault> {
        match self.next()? {
            Token::Number(number, _) => Ok(Operand::Number(number)),
            Token::Word(name) => Ok(Operand::Name(name)),
            Token::Sign(_) => Err(self.fault()),
        }
    }

    /// Two years at least.
    fn years(&mut self) -> Result<i32, Fault> {
        if self.word("years") {
            self.sign("=")?;
        }
        let years = self.number()?;
        let years = i32::try_from(years.to_integer()).ok().filter(|n| years.is_integer() && *n >= 2);
        years.ok_or_else(|| self.fault())
    }
}
