//! The schools of a county for the verdict sheets: a row a school, split into its stages.

use num_traits::Zero;

use super::super::arguments::{Pair, Request};
use super::super::columns::{column, position};
use super::super::definition::{Default, Kind, Parameter};
use super::cells::{Rows, amount, headcount};
use super::sample::School;
use crate::error::{Error, Result};
use crate::figures::Unit;
use crate::lang::{Text, nearest};
use crate::number::Rational;
use crate::records::SmallTable;

pub const COLUMNS: Parameter = Parameter {
    name: "columns",
    text: Text::new(
        "表头与官方名称不同时的对应，写作 官方名称=表头，如 小学在校生数=小学学生；按学段分列的教师数在前加 小学、初中",
        "headers that differ from the official ones, as OFFICIAL=HEADER, such as 小学在校生数=pupils; teachers by stage have 小学 or 初中 before the name",
    ),
    kind: Kind::Pair,
    default: Default::Nothing,
    many: true,
};

/// The stages that the standards judge; a senior pupil only takes a share of common rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Primary,
    Junior,
}

impl Stage {
    pub const ALL: [Stage; 2] = [Stage::Primary, Stage::Junior];

    pub fn label(self) -> &'static str {
        match self {
            Stage::Primary => "小学",
            Stage::Junior => "初中",
        }
    }
}

/// Enrolments, and what a pupil of each stage counts for where a school's stages share rooms:
/// 1 : 1.1, and 1 : 1.2 from junior to senior, hence 1 : 1.1 : 1.32.
const ENROLMENTS: [(&str, i128); 3] = [("小学在校生数", 100), ("初中在校生数", 110), ("高中在校生数", 132)];

/// One line of a standard's form.
#[derive(Debug)]
pub struct Item {
    pub name: &'static str,
    /// The header of the amounts.
    pub header: &'static str,
    pub unit: Unit,
    /// Per how many pupils.
    pub per: i128,
    /// Whether the stages of a school share it; teachers are counted by stage.
    pub shared: bool,
    /// What a primary and a junior school must have per `per` pupils, in hundredths.
    pub requirement: [i128; 2],
}

impl Item {
    pub fn requirement(&self, stage: Stage) -> Rational {
        Rational::new(self.requirement[stage as usize], 100)
    }
}

/// One stage of one school.
pub struct Part {
    pub name: String,
    pub stage: Stage,
    pub pupils: Rational,
    /// Per item; `None` where the cell is blank.
    pub amounts: Vec<Option<Rational>>,
}

impl Part {
    pub fn school(&self, item: usize) -> Option<School> {
        self.amounts[item].map(|resource| School { resource, weight: self.pupils })
    }
}

/// Where the columns are.
pub struct Layout {
    name: usize,
    kind: Option<usize>,
    enrolments: [Option<usize>; 3],
    /// Per item: of both stages together, of primary, of junior.
    items: Vec<[Option<usize>; 3]>,
}

impl Layout {
    pub fn read(table: &SmallTable, request: &Request<'_>, items: &[Item]) -> Result<Layout> {
        let mapping = mapping(request, items)?;
        let find = |name: &str| match mapping.iter().find(|(official, _)| official == name) {
            Some((_, header)) => column(table, header).map(Some),
            None => Ok(position(table, name)),
        };
        let name = match find("学校名称")?.or_else(|| position(table, "学校")) {
            Some(name) => name,
            None => column(table, "学校名称")?,
        };
        let mut enrolments = [None; 3];
        for (place, (header, _)) in enrolments.iter_mut().zip(ENROLMENTS) {
            *place = find(header)?;
        }
        if enrolments[..2].iter().all(Option::is_none) {
            column(table, ENROLMENTS[0].0)?;
        }
        let mut places = Vec::new();
        for item in items {
            let staged = |stage: Stage| match item.shared {
                true => Ok(None),
                false => find(&format!("{}{}", stage.label(), item.header)),
            };
            let found = [find(item.header)?, staged(Stage::Primary)?, staged(Stage::Junior)?];
            if found.iter().all(Option::is_none) {
                column(table, item.header)?;
            }
            places.push(found);
        }
        Ok(Layout { name, kind: find("学校类型")?, enrolments, items: places })
    }
}

/// The `OFFICIAL=HEADER` pairs; unknown official names are refused.
fn mapping(request: &Request<'_>, items: &[Item]) -> Result<Vec<(String, String)>> {
    let mut known: Vec<String> = ["学校名称", "学校类型"].map(str::to_owned).to_vec();
    known.extend(ENROLMENTS.iter().map(|(header, _)| (*header).to_owned()));
    for item in items {
        known.push(item.header.to_owned());
        known.extend(Stage::ALL.map(|stage| format!("{}{}", stage.label(), item.header)));
    }
    let official = |pair: &Pair| match &pair.name {
        Some(name) if known.contains(name) => Ok((name.clone(), pair.text.trim().to_owned())),
        name => Err(Error::UnknownArgument {
            indicator: "columns".to_owned(),
            argument: pair.to_string(),
            suggestion: nearest(name.as_ref().unwrap_or(&pair.text), known.iter().map(String::as_str)),
            known: known.clone(),
        }),
    };
    request.arguments.pairs("columns").iter().map(official).collect()
}

/// A school that a standard leaves out.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    pub name: String,
    /// It is of a kind that counts but teaches neither stage.
    pub without_pupils: bool,
}

/// The stages of the schools of one county, and the schools that the standards leave out.
pub fn parts(
    table: &SmallTable,
    rows: &Rows,
    layout: &Layout,
    items: &[Item],
) -> Result<(Vec<Part>, Vec<LeftOut>)> {
    let (mut parts, mut left_out) = (Vec::new(), Vec::new());
    for &at in &rows.places {
        let mut pupils = [Rational::zero(); 3];
        for (count, column) in pupils.iter_mut().zip(layout.enrolments) {
            *count = column.map_or(Ok(None), |c| headcount(table, at, c))?.unwrap_or_default();
        }
        let name = table.rows[at][layout.name].clone();
        let kind = layout.kind.map_or("", |column| table.rows[at][column].as_str());
        if is_left_out(kind, pupils.iter().sum()) {
            left_out.push(LeftOut { name, without_pupils: false });
            continue;
        }
        if pupils[..2].iter().all(Zero::is_zero) {
            left_out.push(LeftOut { name: name.clone(), without_pupils: true });
        }
        for stage in Stage::ALL.into_iter().filter(|stage| !pupils[*stage as usize].is_zero()) {
            let amounts = items.iter().zip(&layout.items);
            let amounts = amounts.map(|(item, places)| own_amount(table, at, item, places, stage, &pupils));
            let amounts = amounts.collect::<Result<Vec<_>>>()?;
            parts.push(Part { name: name.clone(), stage, pupils: pupils[stage as usize], amounts });
        }
    }
    // Neither the order of rows nor of files may show.
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    left_out.sort();
    Ok((parts, left_out))
}

/// Teaching points under 50 pupils, special and vocational schools.
fn is_left_out(kind: &str, pupils: Rational) -> bool {
    let any = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    any(&["特殊教育", "特教", "职业", "中职"]) || (any(&["教学点"]) && pupils < Rational::from_integer(50))
}

/// What one stage has: teachers by their own column, rooms by the stage's share of a combined school.
fn own_amount(
    table: &SmallTable,
    at: usize,
    item: &Item,
    places: &[Option<usize>; 3],
    stage: Stage,
    pupils: &[Rational; 3],
) -> Result<Option<Rational>> {
    let combined = pupils.iter().filter(|count| !count.is_zero()).count() > 1;
    if !item.shared {
        let whole = places[0].filter(|_| !combined);
        return places[1 + stage as usize].or(whole).map_or(Ok(None), |column| amount(table, at, column));
    }
    let Some(whole) = places[0].map_or(Ok(None), |column| amount(table, at, column))? else {
        return Ok(None);
    };
    if !combined {
        return Ok(Some(whole));
    }
    let counts: Vec<Rational> = pupils
        .iter()
        .zip(ENROLMENTS)
        .map(|(count, (_, weight))| count * Rational::from_integer(weight))
        .collect();
    Ok(Some(whole * (counts[stage as usize] / counts.iter().sum::<Rational>())))
}
