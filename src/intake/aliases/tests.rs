use super::*;

#[test]
fn headers_as_exports_write_them() {
    assert_eq!(meaning(" 姓\u{3000}名"), Some(Meaning::Identity { field: "name", rank: 0 }));
    assert_eq!(meaning("KSH"), Some(Meaning::Identity { field: "candidate_id", rank: 0 }));
    assert_eq!(meaning("语文原始分"), Some(Meaning::Subject("chinese")));
    assert_eq!(meaning("数学（满分150）"), Some(Meaning::Subject("mathematics")));
    assert_eq!(meaning("YW"), Some(Meaning::Subject("chinese")));
    assert_eq!(meaning("Math Score"), Some(Meaning::Subject("mathematics")));
    assert_eq!(meaning("总成绩"), Some(Meaning::Subject("total")));
    for header in ["物理赋分", "物理(赋分)", "物理等级分", "物理赋分成绩"] {
        assert_eq!(meaning(header), Some(Meaning::Subject("physics_scaled")), "{header}");
    }
    for header in ["班级排名", "语文班名", "校名次", "级名", "物理赋分排名", "语文赋分", "物理等级"]
    {
        assert_eq!(meaning(header), Some(Meaning::NotAScore), "{header}");
    }
    assert_eq!(meaning("总分(原始)"), Some(Meaning::Subject("total")));
    assert_eq!(meaning("语文满分150"), Some(Meaning::Subject("chinese")));
    let full = |header| stated_full_mark(header).map(|mark| mark.to_string());
    for header in ["语文（满分150）", "语文(150)", "语文(150分)", "语文【满分：150分】", "语文满分150"]
    {
        assert_eq!(full(header).as_deref(), Some("150"), "{header}");
    }
    for header in ["数学(2)", "数学(2024)", "物理(赋分)", "语文", "2024", "满分"] {
        assert_eq!(full(header), None, "{header}");
    }
    assert_eq!(meaning("总分（赋分）"), Some(Meaning::Subject("total_scaled")));
    assert_eq!(meaning("科目"), Some(Meaning::SubjectName));
    assert_eq!(meaning("电话"), None);
}

#[test]
fn the_catalogue_is_written_in_its_own_keys_and_names_each_once() {
    let mut all: Vec<&str> =
        ALIASES.iter().flat_map(|a| a.primary.iter().chain(a.secondary)).copied().collect();
    assert!(all.iter().all(|word| header_key(word) == *word));
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}
