//! The words of claims.

use crate::lang::Text;
use crate::number::{Decimal, Rational};

/// What a claim or a template may not hold.
#[derive(Debug, PartialEq)]
pub struct Fault {
    pub found: String,
    pub expected: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Word(String),
    Number(Rational, String),
    /// One of `( ) , = < > <= >=`.
    Sign(&'static str),
}

const SIGNS: [&str; 8] = ["<=", ">=", "(", ")", ",", "=", "<", ">"];

pub fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut rest = text.trim_start();
    let mut all = Vec::new();
    while let Some(first) = rest.chars().next() {
        let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
        let length = if let Some(sign) = sign {
            all.push(Token::Sign(sign));
            sign.len()
        } else if first.is_ascii_digit() || first == '-' || first == '+' {
            let end =
                rest[1..].find(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(rest.len(), |at| at + 1);
            let number = Decimal::parse(&rest.as_bytes()[..end]).map(Decimal::to_rational);
            let number = number.ok_or_else(|| Fault {
                found: rest[..end].to_owned(),
                expected: Text::new("一个数", "a number"),
            })?;
            all.push(Token::Number(number, rest[..end].to_owned()));
            end
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            all.push(Token::Word(rest[..end].to_owned()));
            end
        } else {
            return Err(Fault {
                found: first.to_string(),
                expected: Text::new("名称、数或 ( ) , < > <= >=", "a name, a number or ( ) , < > <= >="),
            });
        };
        rest = rest[length..].trim_start();
    }
    Ok(all)
}
