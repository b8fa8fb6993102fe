//! What the tests hold against other implementations, from which docs/truth.py writes docs/en/truth.md and
//! docs/zh/truth.md.
//!
//! tests/truth.csv says what is compared with what, how many values and how far the farthest is off. A test that
//! compares fewer or more, or agrees in fewer digits than the pages promise, fails; `make truth` measures anew.

use std::fs;

use crate::support::repository;

pub struct Truth {
    key: &'static str,
    pub compared: u64,
    /// The largest relative difference.
    pub worst: f64,
}

impl Truth {
    pub fn of(key: &'static str) -> Truth {
        Truth { key, compared: 0, worst: 0.0 }
    }

    /// Counts a value that is within `relative` of what is expected.
    #[track_caller]
    pub fn near(&mut self, found: f64, expected: f64, relative: f64, what: &str) {
        crate::precision::assert_near(found, expected, relative, what);
        self.saw(((found - expected) / expected).abs());
    }

    /// Counts a value by its relative difference, which the test judges itself.
    pub fn saw(&mut self, off: f64) {
        self.compared += 1;
        self.worst = self.worst.max(off);
    }

    /// Holds what was seen to what the pages say, or writes it down where it is measured anew.
    #[track_caller]
    pub fn done(self) {
        let Truth { key, compared, worst } = self;
        if let Some(folder) = std::env::var_os("EDUGAUGE_TRUTH") {
            fs::create_dir_all(&folder).unwrap();
            let file = std::path::Path::new(&folder).join(format!("{key}.csv"));
            return fs::write(file, format!("{key},{compared},{worst:.1e}\n")).unwrap();
        }
        let table = fs::read_to_string(repository("tests/truth.csv")).unwrap();
        let own = table.lines().find(|line| line.starts_with(&format!("{key},")));
        let own = own.unwrap_or_else(|| panic!("tests/truth.csv does not name {key}"));
        let mut numbers = own.rsplitn(3, ',');
        let (recorded, count) = (numbers.next().unwrap(), numbers.next().unwrap());
        assert_eq!(count, compared.to_string(), "{key}: values compared; make truth");
        let promised = digits(recorded.parse().unwrap());
        assert!(worst <= 10f64.powi(-promised), "{key}: {worst:e} off, {promised} digits promised");
    }
}

/// Of two platforms, whose last digits differ: half a place of each is left.
fn digits(worst: f64) -> i32 {
    if worst > 0.0 { (-(2.0 * worst).log10()).floor().min(15.0) as i32 } else { 15 }
}
