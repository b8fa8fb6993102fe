//! The columns of a score table: what its headers say, in one row or two, and where it goes on to the right.

use super::super::ReadOptions;
use super::super::dialect::{Around, Judge, Rank};
use super::super::headers;
use super::super::text::header_key;
use super::words::{BESIDE, Field, JOINT, RANKS, Role, count_of, is_track, role};

/// Where a table, or a part of it that goes on to the right, has its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub score: usize,
    pub count: Option<usize>,
    pub cumulative: Option<usize>,
    /// The track that the headers name.
    pub track: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Keys that have a column.
    pub labels: Vec<(String, usize)>,
    pub blocks: Vec<Block>,
}

/// The columns, or the field that is missing; nothing where candidates or schools have a column.
pub fn columns(headers: &[String], options: &ReadOptions) -> Result<Columns, &'static str> {
    let roles: Vec<Role> = headers.iter().map(|header| role(header, options)).collect();
    if roles.contains(&Role::Person) {
        return Err("分数");
    }
    let is_score = |at: &usize| matches!(roles[*at], Role::Of(Field::Score, _));
    let scores: Vec<usize> = (0..roles.len()).filter(is_score).collect();
    if scores.is_empty() {
        return Err("分数");
    }
    let mut blocks = Vec::new();
    for (at, score) in scores.iter().enumerate() {
        let from = if at == 0 { 0 } else { *score };
        let to = scores.get(at + 1).copied().unwrap_or(roles.len());
        blocks.extend(of_part(&roles, *score, from..to));
    }
    if blocks.is_empty() {
        return Err("人数");
    }
    let mut labels: Vec<(String, usize)> = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        if let Role::Label(key) = role
            && !labels.iter().any(|(known, _)| known == key)
        {
            labels.push((key.clone(), at));
        }
    }
    Ok(Columns { labels, blocks })
}

/// The header of the places, where a file has one beside its scores and no count: 分数, 位次.
pub fn rank_header<'a>(headers: &'a [String], options: &ReadOptions) -> Option<&'a String> {
    let roles: Vec<Role> = headers.iter().map(|header| role(header, options)).collect();
    let has_score = roles.iter().any(|role| matches!(role, Role::Of(Field::Score, _)));
    let is_list = roles.contains(&Role::Person) || columns(headers, options).is_ok();
    let is_rank = |header: &&String| RANKS.contains(&header_key(header).as_str());
    headers.iter().find(is_rank).filter(|_| has_score && !is_list)
}

/// The counts of the first of several batches that stand side by side over one column of scores (本科人数, 本科累计,
/// 专科人数, …), each with its field, and those of the others with `ignore`; nothing where there are none.
pub fn of_batches(headers: &[String]) -> Vec<(&String, &'static str)> {
    let options = ReadOptions::default();
    let has_score = headers.iter().any(|header| matches!(role(header, &options), Role::Of(Field::Score, _)));
    let named: Vec<(&String, String, Field)> = headers
        .iter()
        .filter(|header| role(header, &options) == Role::Other)
        .filter_map(|header| count_of(header).map(|(batch, field)| (header, batch, field)))
        .collect();
    let Some((_, first, _)) = named.first().filter(|_| has_score) else { return Vec::new() };
    if named.iter().all(|(_, batch, _)| batch == first) {
        return Vec::new();
    }
    let field = |batch: &String, field: Field| match field {
        _ if batch != first => "ignore",
        Field::Count => "count",
        _ => "cumulative",
    };
    named.iter().map(|(header, batch, of)| (*header, field(batch, *of))).collect()
}

/// The blocks that share a column of scores: one, or one per track.
fn of_part(roles: &[Role], score: usize, range: std::ops::Range<usize>) -> Vec<Block> {
    let Role::Of(_, above) = &roles[score] else { return Vec::new() };
    let mut blocks: Vec<Block> = Vec::new();
    for at in range {
        let Role::Of(field, of) = &roles[at] else { continue };
        if *field == Field::Score {
            continue;
        }
        let of = of.trim_start_matches(BESIDE);
        let track = [of, above].into_iter().find(|track| is_track(track)).map(str::to_owned);
        if track.is_none() && !of.is_empty() {
            continue;
        }
        let place = blocks.iter().position(|block| block.track == track).unwrap_or_else(|| {
            blocks.push(Block { score, count: None, cumulative: None, track: track.clone() });
            blocks.len() - 1
        });
        let slot =
            if *field == Field::Count { &mut blocks[place].count } else { &mut blocks[place].cumulative };
        slot.get_or_insert(at);
    }
    // Beside the count of all, those of some are no tracks.
    if blocks.iter().any(|block| block.track.is_none()) {
        blocks.retain(|block| block.track.is_none());
    }
    let beside = |at: usize| matches!(&roles[at], Role::Of(_, of) if of.starts_with(BESIDE));
    blocks.retain(|block| block.cumulative.is_some() || block.count.is_some_and(|at| !beside(at)));
    blocks
}

/// How the header of a score table is found.
pub fn judge(options: &ReadOptions) -> Judge<'_> {
    Judge {
        rank: Box::new(|cells, alike, around| rank(cells, alike, around, options)),
        likelihood: Box::new(|headers| 2 * usize::from(columns(headers, options).is_ok())),
        merge: merged,
    }
}

fn rank(cells: &[String], alike: usize, _: &Around<'_>, options: &ReadOptions) -> Option<Rank> {
    let roles: Vec<Role> = cells.iter().map(|cell| role(cell, options)).collect();
    let fields = roles.iter().filter(|role| matches!(role, Role::Of(..))).count();
    let whole = columns(cells, options).is_ok();
    // The lower row of a header of two.
    let lower = fields > 1 && !roles.contains(&Role::Person);
    (whole || lower).then_some([headers::mapped(cells, options), fields + usize::from(whole), alike])
}

/// The headers of two rows, of which the upper names tracks over columns that the lower tells apart.
fn merged(rows: &[&[String]]) -> Option<Vec<String>> {
    let [upper, lower] = rows else { return None };
    let options = ReadOptions::default();
    let field = |cell: &String| matches!(role(cell, &options), Role::Of(..));
    if upper.len() != lower.len()
        || !lower.iter().any(field)
        || !lower.iter().all(|c| c.is_empty() || field(c))
    {
        return None;
    }
    let mut headers: Vec<String> = Vec::with_capacity(lower.len());
    let (mut over, mut tracks) = ("", Vec::new());
    for (above, below) in upper.iter().zip(*lower) {
        if !above.is_empty() {
            over = above;
        }
        if below.is_empty() || above == below {
            headers.push(above.clone());
        } else if is_track(over) {
            tracks.push(over);
            headers.push(format!("{over}{JOINT}{below}"));
        } else {
            headers.push(below.clone());
        }
    }
    tracks.dedup();
    // One text over all is a title.
    (tracks.len() > 1 && columns(&headers, &options).is_ok()).then_some(headers)
}

/// Whether one of these rows, or two together, is the header of a score table.
pub fn holds_header(rows: &[Vec<String>], options: &ReadOptions) -> bool {
    let pair = |pair: &[Vec<String>]| merged(&[&pair[0], &pair[1]]).is_some();
    rows.iter().any(|cells| columns(cells, options).is_ok()) || rows.windows(2).any(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[&str]) -> Result<Columns, &'static str> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        columns(&headers, &ReadOptions::default())
    }

    #[test]
    fn headers_of_every_kind() {
        let block = |score, count, cumulative| Block { score, count, cumulative, track: None };
        let blocks = |headers: &[&str]| of(headers).unwrap().blocks;
        assert_eq!(blocks(&["分数", "人数", "累计人数"]), [block(0, Some(1), Some(2))]);
        assert_eq!(blocks(&["分数", "累计人数"]), [block(0, None, Some(1))]);
        assert_eq!(blocks(&["score", "num", "accumulate"]), [block(0, Some(1), Some(2))]);
        assert_eq!(
            blocks(&["分数", "人数", "累计", "分数", "人数", "累计"]),
            [block(0, Some(1), Some(2)), block(3, Some(4), Some(5))]
        );
        let tracks = blocks(&["分数", "物理类人数", "物理类累计", "历史类人数", "历史类累计"]);
        assert_eq!(tracks[1], Block { track: Some("历史类".to_owned()), ..block(0, Some(3), Some(4)) });
        assert_eq!(blocks(&["分数", "人数", "男生人数", "累计人数"]), [block(0, Some(1), Some(3))]);
        assert_eq!(
            of(&["年份", "科类", "分数", "人数"]).unwrap().labels,
            [("year".to_owned(), 0), ("track".to_owned(), 1)]
        );
        for none in
            [&["考号", "分数", "人数"][..], &["num", "score"], &["分数", "名次"], &["人数", "累计人数"]]
        {
            assert!(of(none).is_err(), "{none:?}");
        }
    }

    #[test]
    fn headers_of_two_rows() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let upper = row(&["分数", "物理类", "", "历史类", ""]);
        let lower = row(&["", "本段人数", "累计人数", "本段人数", "累计人数"]);
        let headers = merged(&[&upper, &lower]).unwrap();
        assert_eq!(headers[3], "历史类·本段人数");
        let columns = columns(&headers, &ReadOptions::default()).unwrap();
        assert_eq!(
            columns.blocks.iter().map(|b| b.track.as_deref()).collect::<Vec<_>>(),
            [Some("物理类"), Some("历史类")]
        );
        let title = row(&["江苏省物理类一分一段表", "", ""]);
        assert_eq!(merged(&[&title, &row(&["分数", "人数", "累计"])]), None);
        assert_eq!(merged(&[&row(&["分数", "人数"]), &row(&["700", "3"])]), None);
    }
}
