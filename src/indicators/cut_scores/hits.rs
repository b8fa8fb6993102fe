//! Hits (单上线、双上线): who reached a line in a subject, in the total, or in both.

use super::super::arguments::Request;
use super::super::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, SUBJECTS, Whom,
};
use super::super::grouping::{chosen_subjects, grouping_keys};
use super::derive::{
    CUTS, Cohort, DERIVATION, Derived, MINIMUM, Pair, Rule, distribution, one_by_one, pairs,
};
use super::hit_cells::{Cells, Column, ID};
use super::subject_cut::TOTAL;
use super::{LINES, TRACK, check_tracks, keys_with_track, line_for, line_names, lines_of_year};
use crate::error::Result;
use crate::exam::{Candidates, Exam};
use crate::figures::{Figure, Figures, Label, Unit};
use crate::indicators::lines::CutScore;
use crate::lang::Text;

pub const HITS: Indicator = Indicator {
    id: ID,
    name: Text::new("单双上线", "single and double hits"),
    aliases: &["单上线", "双上线", "命中率", "贡献率", "错位", "错位生", "四象限"],
    summary: Text::new(
        "单科达线与总分达线的四格人数、命中率、贡献率、错位人数，按科目和分组",
        "who reached the line in a subject, in the total, in both or in neither, with precision and recall",
    ),
    formula: Text::new(
        "单上线 = #{x_j ≥ L_j}；双上线 = #{x_j ≥ L_j 且 X ≥ L}；命中率 = 双上线 ÷ 单上线；贡献率 = 双上线 ÷ 总分上线；错位 = 总分上线 − 双上线",
        "single = #{x_j ≥ L_j}; double = #{x_j ≥ L_j and X ≥ L}; precision = double / single; recall = double / attained in total; mismatch = attained in total − double",
    ),
    katex: r"\frac{\#\{x_j\ge L_j,\,X\ge L\}}{\#\{x_j\ge L_j\}},\quad \frac{\#\{x_j\ge L_j,\,X\ge L\}}{\#\{X\ge L\}}",
    universe: Text::new(
        "该科有成绩的考生；没有总分的视为总分未上线；单科线由全部考生（同年、同科类）推算，不由各组推算",
        "candidates with a score in the subject; without a total they are not at the line; cuts are derived from all candidates of the year and track, not from each group",
    ),
    numerator: Text::new("双上线人数（命中率、贡献率）", "double hits (of precision and recall)"),
    denominator: Text::new(
        "单上线人数（命中率）；总分上线人数（贡献率）",
        "single hits (precision); attained in total (recall)",
    ),
    aggregation: Text::new("各部分人数分别相加后再相除", "counts of the parts are added, then divided"),
    unit: Unit::Persons,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new("single", Text::new("单上线人数", "single hits"), Discloses::Count(Whom::Event))
            .of_admission(),
        Measure::new("double", Text::new("双上线人数", "double hits"), Discloses::Count(Whom::Event)),
        Measure::new(
            "subject_only",
            Text::new("仅单科上线人数", "in the subject only"),
            Discloses::Count(Whom::Event),
        ),
        Measure::new(
            "mismatch",
            Text::new("错位人数（仅总分上线）", "mismatch (in the total only)"),
            Discloses::Count(Whom::Event),
        ),
        Measure::new("neither", Text::new("均未上线人数", "in neither"), Discloses::Count(Whom::Event)),
        Measure::new(
            "attained",
            Text::new("总分上线人数", "attained in total"),
            Discloses::Count(Whom::Event),
        ),
        Measure::new(
            "precision",
            Text::new("命中率", "precision"),
            Discloses::Share { part: Whom::Event, whole: Whom::Event },
        ),
        Measure::new(
            "recall",
            Text::new("贡献率", "recall"),
            Discloses::Share { part: Whom::Event, whole: Whom::Event },
        ),
    ],
    parameters: &[LINES, DERIVATION, MINIMUM, CUTS, TOTAL, SUBJECTS],
    edges: Text::new(
        "该科无人实考：no_denominator；无人单上线则命中率、无人总分上线则贡献率：no_denominator；没有线或没有给定单科线：missing_input；单科线推不出来：其状态；只有一分一段表时：报错",
        "nobody tested in the subject: no_denominator; precision without single hits, recall without attained: no_denominator; no line or no cut given: missing_input; a cut that cannot be derived: its status; from a score table: refused",
    ),
    reference: Text::new(
        "各地双上线分析惯例；贡献率另有他义，此处取双上线 ÷ 总分上线",
        "usage of examination offices; 贡献率 has other meanings elsewhere: here it is recall",
    ),
    docstring: include_str!("hits.txt"),
    example: Example {
        input: "考号,语文,数学,总分\n1,110,130,240\n2,120,85,205\n3,100,90,190\n4,90,95,185\n5,80,70,150\n",
        by: &[],
        arguments: &[
            ("lines", &["本科=200"]),
            ("derivation", &["given"]),
            ("cuts", &["数学=90"]),
            ("subjects", &["数学"]),
        ],
        steps: Text::new(
            "数学 ≥ 90:1、3、4 号，单上线 3；总分 ≥ 200:1、2 号；双上线 1 号；错位 2 号；仅单科 3、4 号；均未 5 号；命中率 1 ÷ 3 = 33.3，贡献率 1 ÷ 2 = 50.0",
            "mathematics ≥ 90: 1, 3, 4; total ≥ 200: 1, 2; both: 1; mismatch: 2; subject only: 3, 4; neither: 5; precision 1 / 3 = 33.3, recall 1 / 2 = 50.0",
        ),
        expected: &[
            Expected { measure: "single", subject: Some("mathematics"), group: &["本科"], value: "3.0" },
            Expected { measure: "double", subject: Some("mathematics"), group: &["本科"], value: "1.0" },
            Expected {
                measure: "subject_only",
                subject: Some("mathematics"),
                group: &["本科"],
                value: "2.0",
            },
            Expected { measure: "mismatch", subject: Some("mathematics"), group: &["本科"], value: "1.0" },
            Expected { measure: "neither", subject: Some("mathematics"), group: &["本科"], value: "1.0" },
            Expected { measure: "attained", subject: Some("mathematics"), group: &["本科"], value: "2.0" },
            Expected {
                measure: "precision", subject: Some("mathematics"), group: &["本科"], value: "33.3"
            },
            Expected { measure: "recall", subject: Some("mathematics"), group: &["本科"], value: "50.0" },
        ],
    },
    method: Method::Exam(hits),
};

fn hits(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rule = Rule::new(request)?;
    let lines = request.arguments.cut_scores("lines").to_vec();
    let total = request.arguments.text("total").unwrap_or_default();
    let by = grouping_keys(request);
    let keys = keys_with_track(&by, &lines);
    let track_at = lines.iter().any(|l| l.track.is_some()).then(|| keys.iter().position(|k| *k == TRACK));
    let candidates = one_by_one(exam, &keys, ID)?;
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).chain(["line".to_owned()]).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let lines = lines_of_year(&lines, of_year.year);
        check_tracks(&lines, of_year, track_at.flatten())?;
        let rows: Vec<&Candidates<'_>> = candidates.iter().filter(|c| c.year == of_year.year).collect();
        let total_at = of_year.tally.subject_index(total)?;
        let mut subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        subjects.retain(|at| *at != total_at);
        let columns: Vec<Column<'_>> = subjects
            .into_iter()
            .map(|at| {
                let subject = &of_year.tally.subjects[at];
                let pairs = rows.iter().map(|c| pairs(c, total, &subject.id)).collect();
                Column { subject, total_scale: of_year.tally.subjects[total_at].scale, pairs }
            })
            .collect();
        let place = Place {
            rows: &rows,
            track_at: track_at.flatten(),
            leading: by.len(),
            rule: &rule,
            total: Label::from(total),
        };
        figures.extend(place.figures(of_year.year, &lines, &columns));
    }
    Ok(figures)
}

/// The candidates of one year, group by group, and how they are told apart.
struct Place<'a> {
    rows: &'a [&'a Candidates<'a>],
    track_at: Option<usize>,
    leading: usize,
    rule: &'a Rule,
    total: Label,
}

impl Place<'_> {
    fn figures(&self, year: Option<i32>, lines: &[&CutScore], columns: &[Column<'_>]) -> Vec<Figure> {
        let mut cells = Vec::new();
        for name in line_names(lines) {
            for column in columns {
                cells.push((name, column.subject, self.cells(year, lines, name, column)));
            }
        }
        let mut figures = Vec::new();
        for (block, labels) in self.blocks().iter().enumerate() {
            for (name, subject, by_block) in &cells {
                let group: Vec<_> = labels.iter().map(|l| Some(l.clone())).collect();
                let group = [group, vec![Some((*name).to_owned())]].concat();
                figures.extend(by_block[block].figures(&self.total).into_iter().map(|figure| Figure {
                    year,
                    group: group.clone().into(),
                    subject: Some(subject.id.as_str().into()),
                    ..figure
                }));
            }
        }
        figures
    }

    /// The labels of each block, ascending as the candidates stand.
    fn blocks(&self) -> Vec<Vec<String>> {
        let mut blocks: Vec<Vec<String>> =
            self.rows.iter().map(|c| c.labels[..self.leading].to_vec()).collect();
        blocks.dedup();
        blocks
    }

    fn line<'a>(&self, lines: &[&'a CutScore], name: &str, row: usize) -> Option<&'a CutScore> {
        line_for(lines, name, self.track_at.map(|at| self.rows[row].labels[at].as_str()))
    }

    /// The cells of every block at one line in one subject.
    fn cells(&self, year: Option<i32>, lines: &[&CutScore], name: &str, column: &Column<'_>) -> Vec<Cells> {
        let blocks = self.blocks();
        let mut cells: Vec<Cells> = blocks.iter().map(|_| Cells::default()).collect();
        let mut of_lines: Vec<&CutScore> = lines.iter().copied().filter(|line| line.name == name).collect();
        of_lines.dedup();
        for line in of_lines {
            let mine: Vec<usize> =
                (0..self.rows.len()).filter(|row| self.line(lines, name, *row) == Some(line)).collect();
            let derived = self.derive(year, line, column, &mine);
            for row in mine {
                let labels = &self.rows[row].labels[..self.leading];
                if let Some(block) = blocks.iter().position(|b| b == labels) {
                    cells[block].any_line = true;
                    cells[block].add(column, &column.pairs[row], line, &derived);
                }
            }
        }
        cells
    }

    fn derive(&self, year: Option<i32>, line: &CutScore, column: &Column<'_>, rows: &[usize]) -> Derived {
        let everybody: Vec<Pair> = rows.iter().flat_map(|row| column.pairs[*row].iter().copied()).collect();
        let cohort = Cohort {
            total: &distribution(everybody.iter().map(|pair| pair.0)),
            subject: &distribution(everybody.iter().map(|pair| pair.1)),
            pairs: &everybody,
            total_scale: column.total_scale,
            subject_scale: column.subject.scale,
        };
        self.rule.derive(&column.subject.id, year, line, &cohort)
    }
}
