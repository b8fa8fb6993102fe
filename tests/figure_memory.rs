//! What a figure takes, counted at the allocator, which is why it is a program of its own.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use edugauge::exam::Exam;
use edugauge::figures::Figures;
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores};

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const SCHOOLS: usize = 500;
const MOST: usize = 120;

#[test]
fn a_figure_takes_no_more_than_its_share_of_columns() {
    let mut text = "考号,学校,语文,数学,总分\n".to_owned();
    for candidate in 0..3 * SCHOOLS {
        let (school, chinese, mathematics) = (candidate % SCHOOLS, candidate * 7 % 101, candidate * 13 % 97);
        writeln!(text, "{candidate:06},第{school}中学,{chinese},{mathematics},{}", chinese + mathematics)
            .unwrap();
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let exam = Exam::from_records(read_scores(file.path(), &ReadOptions::default(), None).unwrap().0);
    let school = ["school".to_owned()];
    let given = |lines: &[&str]| {
        let mut given = Given::new();
        if !lines.is_empty() {
            given.set("lines", lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        }
        given
    };
    // What is remembered of the exam is not the figures'.
    let computed = |id: &str, lines: &[&str]| -> Figures {
        compute(find(id).unwrap(), Input::Exam(&exam), &school, &given(lines)).unwrap()
    };
    let (mut held, mut figures) = (0, 0);
    for (id, lines) in
        [("subject_mean", &[][..]), ("subject_quantiles", &[]), ("admission_rate", &["重点=150", "普通=90"])]
    {
        drop(computed(id, lines));
        let before = HELD.load(Ordering::Relaxed);
        let some = computed(id, lines);
        let bytes = HELD.load(Ordering::Relaxed) - before;
        // Lines cost most: each group of labels is held, and there is one per school and line.
        println!("{id}: {} figures, {} bytes each", some.len(), bytes / some.len());
        assert!(some.len() >= SCHOOLS, "{id}");
        (held, figures) = (held + bytes, figures + some.len());
    }
    assert!(held / figures <= MOST, "{} bytes a figure", held / figures);
}
