//! Candidates of several files put below each other.

use super::{KeyColumn, Mark, Records, ScoreColumn};
use crate::error::{Error, Result};
use crate::number::{Scale, common_step, plain, to_f64};

impl Records {
    /// Puts the candidates of another file below ours. A key or a subject that one of the two lacks is blank there.
    ///
    /// # Errors
    /// Another full mark; steps with no common one.
    pub fn append(&mut self, other: Records) -> Result<()> {
        if self.len == 0 && self.keys.is_empty() {
            *self = other;
            return Ok(());
        }
        let (ours, theirs) = (self.len, other.len);
        for key in &other.keys {
            if self.keys.iter().all(|known| known.name != key.name) {
                self.keys.push(KeyColumn::constant(&key.name, String::new(), ours));
            }
        }
        for key in &mut self.keys {
            let further = other.keys.iter().find(|further| further.name == key.name);
            let labels = (0..ours).map(|at| key.label(at));
            let labels = labels.chain((0..theirs).map(|at| further.map_or("", |further| further.label(at))));
            *key = KeyColumn::interned(&key.name, labels);
        }
        for column in &other.scores {
            if self.scores.iter().all(|known| known.subject.id != column.subject.id) {
                self.scores.push(blank(column, ours));
            }
        }
        for column in &mut self.scores {
            match other.scores.iter().find(|further| further.subject.id == column.subject.id) {
                Some(further) => below(column, further.clone())?,
                None => below(column, blank(column, theirs))?,
            }
        }
        self.rows.extend(&other.rows);
        self.len += theirs;
        Ok(())
    }
}

/// A column of the same subject in which nobody has a score.
fn blank(of: &ScoreColumn, len: usize) -> ScoreColumn {
    ScoreColumn { subject: of.subject.clone(), ticks: vec![0; len], marks: vec![Mark::Blank; len] }
}

fn below(column: &mut ScoreColumn, mut further: ScoreColumn) -> Result<()> {
    let differ = |ours: String, theirs: String| Error::NotMergeable {
        subject: column.subject.id.clone(),
        ours,
        theirs,
    };
    let (own, new) = (&column.subject, &further.subject);
    if let (Some(ours), Some(theirs)) = (own.full_mark, new.full_mark)
        && ours != theirs
    {
        return Err(differ(plain(ours), plain(theirs)));
    }
    let (step, of_new) = (own.scale.step(), new.scale.step());
    let scale = common_step(step, of_new).and_then(Scale::new);
    let Some(scale) = scale else { return Err(differ(plain(step), plain(of_new))) };
    refine(column, scale);
    refine(&mut further, scale);
    column.subject.full_mark = column.subject.full_mark.or(further.subject.full_mark);
    column.ticks.append(&mut further.ticks);
    column.marks.append(&mut further.marks);
    Ok(())
}

/// The same scores in ticks of a step of which the old one is a multiple.
fn refine(column: &mut ScoreColumn, scale: Scale) {
    let times = to_f64(column.subject.scale.step() / scale.step()) as i32;
    column.ticks.iter_mut().for_each(|ticks| *ticks *= times);
    column.subject.scale = scale;
}
