//! Balance between schools: published coefficients, R's inequality measures, the two verdict sheets.

use edugauge::error::{Error, Result};
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::lang::Lang;
use edugauge::number::Rational;
use edugauge::release::{Heading, layout};
use edugauge::render::table::Cell;

fn golden(name: &str) -> String {
    let path = format!("{}/tests/golden/weighted_cv/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn tried(id: &str, csv: &str, by: &[&str], given: &[(&str, &str)]) -> Result<Figures> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), csv).unwrap();
    let (table, _) = read_table(file.path(), &ReadOptions::default())?;
    let mut arguments = Given::new();
    given.iter().for_each(|(name, value)| arguments.set(*name, vec![(*value).to_owned()]));
    let by: Vec<String> = by.iter().map(|key| (*key).to_owned()).collect();
    compute(find(id)?, Input::Table(&table), &by, &arguments)
}

fn computed(id: &str, csv: &str, given: &[(&str, &str)]) -> Figures {
    tried(id, csv, &[], given).unwrap()
}

fn measure<'a>(figures: &'a Figures, measure: &str) -> FigureRef<'a> {
    figures.iter().find(|figure| figure.measure() == measure).unwrap()
}

fn value(figures: &Figures, name: &str) -> f64 {
    measure(figures, name).value().unwrap().to_f64()
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

const BOOKS: &[(&str, &str)] = &[("resource", "图书册数"), ("weight", "在校生数")];

fn with<'a>(given: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [given, more].concat()
}

/// Published: X 6.3344, S 3.2639, CV .5152566 (printed as .52); plain .4888, plain with n − 1 .5465.
#[test]
fn the_five_school_example() {
    let csv = golden("worked_example_5schools.csv");
    let figures = computed("weighted_cv", &csv, BOOKS);
    assert_eq!(measure(&figures, "mean").value(), Some(Value::Exact(Rational::new(1913, 302))));
    near(value(&figures, "standard_deviation"), 3.2639, 5e-5);
    near(value(&figures, "cv"), 0.5152566, 5e-8);
    assert_eq!(measure(&figures, "cv").value().unwrap().round(3), "0.515");
    let plain = computed("weighted_cv", &csv, &with(BOOKS, &[("form", "plain")]));
    near(value(&plain, "cv"), 0.4888, 5e-5);
    let sample = computed("weighted_cv", &csv, &with(BOOKS, &[("form", "plain_n_minus_1")]));
    near(value(&sample, "cv"), 0.5465, 5e-5);
    assert!(measure(&sample, "cv").method().to_string().starts_with("plain_n_minus_1"));
}

/// CASchools of the R package AER, computers per pupil in 420 districts: published .37834 weighted and .47730 plain;
/// R's digits are in tests/golden/caschools/SOURCE.md.
#[test]
fn computers_in_californian_districts() {
    let path = format!("{}/tests/golden/caschools/input.csv", env!("CARGO_MANIFEST_DIR"));
    let csv = std::fs::read_to_string(path).unwrap();
    for (form, expected) in [
        ("enrolment_weighted", 0.378341337617052),
        ("plain", 0.477304878952165),
        ("plain_n_minus_1", 0.47787411574235),
    ] {
        let given = [("resource", "computer"), ("weight", "students"), ("form", form)];
        near(value(&computed("weighted_cv", &csv, &given), "cv"), expected, 1e-14);
    }
}

/// Two schools of nine and one tenth of the pupils whose mean and coefficient are as published: x = X (1 − c/3)
/// and X (1 + 3c) have the weighted deviation √(.9 c²/9 + .1 · 9c²) = c.
#[test]
fn the_seven_published_coefficients_of_jiujiang() {
    for line in golden("jiujiang_2023_primary.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].trim().parse::<f64>().unwrap();
        let (mean, deviation, published) = (number(1), number(2), number(3));
        let large = 9000.0 * (mean - deviation / 3.0);
        let small = 1000.0 * (mean + 3.0 * deviation);
        let csv = format!("学校名称,学生,量\n甲,9000,{large:.6}\n乙,1000,{small:.6}\n");
        let figures = computed("weighted_cv", &csv, &[("resource", "量"), ("weight", "学生")]);
        near(value(&figures, "mean"), mean, 1e-8);
        near(value(&figures, "cv"), published, 1e-5);
    }
}

#[test]
fn order_and_units_do_not_show() {
    let csv = golden("worked_example_5schools.csv");
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].reverse();
    let turned = computed("weighted_cv", &lines.join("\n"), BOOKS);
    assert_eq!(computed("weighted_cv", &csv, BOOKS), turned);
}

#[test]
fn equal_enrolments_are_no_weights() {
    let csv = "学校名称,在校生数,图书册数\n甲,100,1000\n乙,100,2500\n丙,100,1700\n丁,100,900\n";
    let weighted = computed("weighted_cv", csv, BOOKS);
    let plain = computed("weighted_cv", csv, &with(BOOKS, &[("form", "plain")]));
    assert_eq!(value(&weighted, "cv"), value(&plain, "cv"));
    assert_eq!(value(&weighted, "mean"), value(&plain, "mean"));
}

#[test]
fn edges_of_the_coefficient() {
    let statuses = |csv: &str| {
        let figures = computed("weighted_cv", csv, BOOKS);
        ["mean", "standard_deviation", "cv"].map(|name| measure(&figures, name).status())
    };
    use Status::{MissingInput, NoDenominator, NotApplicable, Ok};
    let header = "学校名称,在校生数,图书册数\n";
    assert_eq!(statuses(&format!("{header}甲,10,20\n")), [Ok, NotApplicable, NotApplicable]);
    assert_eq!(statuses(&format!("{header}甲,10,20\n乙,,20\n")), [MissingInput; 3]);
    assert_eq!(statuses(&format!("{header}甲,0,20\n乙,0,20\n")), [NoDenominator; 3]);
    assert_eq!(statuses(&format!("{header}甲,10,0\n乙,20,0\n")), [Ok, Ok, NoDenominator]);
    let left_out = computed("weighted_cv", &format!("{header}甲,10,20\n乙,20,30\n丙,0,5\n"), BOOKS);
    assert_eq!(measure(&left_out, "cv").note(), "left out, weight 0: rows 4");
    for bad in ["-1", "1e3", "很多", "99999999999999"] {
        let fault = tried("weighted_cv", &format!("{header}甲,10,{bad}\n"), &[], BOOKS).unwrap_err();
        assert!(matches!(fault, Error::BadCell { place, .. } if place.row == Some(2)), "{bad}");
    }
    let unweighted = tried("weighted_cv", &format!("{header}甲,10,20\n"), &[], &BOOKS[..1]).unwrap_err();
    assert!(matches!(unweighted, Error::MissingArgument { argument, .. } if argument == "weight"));
}

/// Shares of many schools of odd sizes have no common denominator in 128 bits; the figure stands all the same.
#[test]
fn many_schools_do_not_overflow() {
    let mut csv = "学校名称,在校生数,图书册数\n".to_owned();
    (1..400).for_each(|i| csv += &format!("校{i},{}.000{},{}.123456\n", 1000 + 7 * i, i, 900 + i * i));
    for form in ["enrolment_weighted", "plain", "plain_n_minus_1"] {
        let figures = computed("weighted_cv", &csv, &with(BOOKS, &[("form", form)]));
        assert!(value(&figures, "cv") > 0.0);
    }
}

#[test]
fn groups_and_years() {
    let csv = "年份,县,在校生数,图书册数\n2012,甲,100,1000\n2011,甲,1,1\n2012,乙,100,5\n2012,甲,300,5000\n";
    let figures = tried("weighted_cv", csv, &["县"], BOOKS).unwrap();
    let places: Vec<(Option<i32>, Option<&str>)> = figures
        .iter()
        .filter(|figure| figure.measure() == "cv")
        .map(|figure| (figure.year(), figure.group()[0].as_deref()))
        .collect();
    assert_eq!(places, [(Some(2011), Some("甲")), (Some(2012), Some("乙")), (Some(2012), Some("甲"))]);
    near(figures.get(8).value().unwrap().to_f64(), 0.19245, 5e-6);
}

/// Expected: R ineq 0.2 on incomes of one unit each; max/min 22261 / 541; range ratio 21720 / 6658.6; the
/// median is (4437 + 5401) / 2 = 4919, McLoone (541 + 1463 + 2445 + 3438 + 4437) / 5 / 4919.
#[test]
fn inequality_agrees_with_r() {
    let incomes = [8304, 541, 1463, 22261, 2445, 3438, 11904, 4437, 5401, 6392];
    let lines: Vec<String> = incomes.iter().map(|x| format!("校,2,{}\n", 2 * x)).collect();
    let csv = format!("学校名称,学生,量\n{}", lines.concat());
    let given = [("resource", "量"), ("weight", "学生")];
    for form in ["enrolment_weighted", "plain"] {
        let figures = computed("inequality", &csv, &with(&given, &[("form", form)]));
        near(value(&figures, "gini"), 0.4620911, 5e-8);
        near(value(&figures, "atkinson"), 0.1796591, 5e-8);
        near(value(&figures, "theil_t"), 0.3623412423, 5e-11);
        near(value(&figures, "theil_l"), 0.4335946495, 5e-11);
        near(value(&figures, "max_min_ratio"), 22261.0 / 541.0, 1e-12);
        near(value(&figures, "range_ratio"), 21720.0 / 6658.6, 1e-14);
        near(value(&figures, "mcloone"), 12324.0 / 5.0 / 4919.0, 1e-15);
        assert_eq!(measure(&figures, "theil_t_within").status(), Status::MissingInput);
    }
}

#[test]
fn theil_within_and_between_add_up() {
    let csv = "城乡,学生,量\n城区,100,900\n城区,50,600\n乡村,80,300\n乡村,20,90\n";
    let given = [("resource", "量"), ("weight", "学生"), ("group", "城乡")];
    let figures = computed("inequality", csv, &given);
    for name in ["theil_t", "theil_l"] {
        let parts = value(&figures, &format!("{name}_within")) + value(&figures, &format!("{name}_between"));
        near(parts, value(&figures, name), 1e-15);
    }
    // By hand: between T = 1500/1890 ln((1500/150)/7.56) + 390/1890 ln((390/100)/7.56), mean 1890/250 = 7.56.
    let between = 1500.0 / 1890.0 * (10.0f64 / 7.56).ln() + 390.0 / 1890.0 * (3.9f64 / 7.56).ln();
    near(value(&figures, "theil_t_between"), between, 1e-15);
}

#[test]
fn edges_of_inequality() {
    let status = |csv: &str, name: &str| {
        let given = with(BOOKS, &[("epsilon", "1")]);
        measure(&computed("inequality", &format!("在校生数,图书册数\n{csv}"), &given), name).status()
    };
    let zero = "10,0\n10,50\n";
    for (name, expected) in [
        ("gini", Status::Ok),
        ("theil_l", Status::NotApplicable),
        ("atkinson", Status::NotApplicable),
        ("max_min_ratio", Status::NoDenominator),
    ] {
        assert_eq!(status(zero, name), expected, "{name}");
        assert_eq!(status("10,0\n10,0\n", name), Status::NoDenominator, "{name}");
        assert_eq!(status("10,\n10,0\n", name), Status::MissingInput, "{name}");
    }
}

fn find_figure<'a>(figures: &'a Figures, name: &str, group: &[&str]) -> FigureRef<'a> {
    let same = |f: &FigureRef<'_>| {
        let labels = f.group().iter().map(|label| label.as_deref().unwrap_or(""));
        f.measure() == name && labels.eq(group.iter().copied())
    };
    figures.iter().find(same).unwrap_or_else(|| panic!("no {name} of {group:?}"))
}

/// 23 published composites of 教督〔2012〕3号: two schools of 9,000 and 1,000 pupils whose eight coefficients are
/// exactly the published ones (1 − c/3 and 1 + 3c per pupil). All but one agree within .0006, that one within
/// .00076; the verdict follows from the printed limit.
#[test]
fn the_published_composites() {
    let (mut checked, mut off) = (0, 0);
    for line in golden("published_cv_tables.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (stage, standard) = (cells[3], cells[4]);
        let Some(published) = cells[13].parse::<f64>().ok().filter(|_| standard == "2012-3") else {
            continue;
        };
        let mut rows = ["大校,9000".to_owned(), "小校,1000".to_owned()];
        for cell in &cells[5..13] {
            let thousandths: i64 = cell.replace('.', "").parse().unwrap();
            rows[0] += &format!(",{}", 9000 - 3 * thousandths);
            rows[1] += &format!(",{}", 1000 + 3 * thousandths);
        }
        let header = "教学及辅助用房面积,体育运动场馆面积,教学仪器设备值,计算机台数,图书册数,专任教师数,高于规定学历教师数,中级及以上专业技术职务教师数";
        let csv = format!("学校名称,{stage}在校生数,{header}\n{}\n{}\n", rows[0], rows[1]);
        let figures = computed("basic_balance", &csv, &[]);
        let computer = find_figure(&figures, "cv", &[stage, "每百名学生拥有计算机台数", ""]);
        near(computer.value().unwrap().to_f64(), cells[8].parse().unwrap(), 1e-12);
        let composite = value(&figures, "composite");
        near(composite, published, 0.00076);
        off += usize::from((composite - published).abs() > 0.0006);
        checked += 1;
        let limit = if stage == "小学" { 0.65 } else { 0.55 };
        assert_eq!(value(&figures, "verdict"), f64::from(u8::from(published <= limit)));
    }
    assert_eq!((checked, off), (23, 1));
}

const QUALITY: &str = "学校名称,学校类型,小学在校生数,初中在校生数,小学高于规定学历教师数,初中高于规定学历教师数,小学县级以上骨干教师数,初中县级以上骨干教师数,小学体育艺术专任教师数,初中体育艺术专任教师数,教学及辅助用房面积,体育运动场馆面积,教学仪器设备值,网络多媒体教室数\n";

/// By hand: 9300 m² over 600 + 1.1 × 300 = 930 is 10 per primary pupil; over 600/1.1 + 300 it is 11 per junior.
#[test]
fn combined_schools_are_split() {
    let csv = format!("{QUALITY}九年校,九年一贯制学校,600,300,30,20,6,3,6,3,9300,9300,9300000,93\n");
    let figures = computed("quality_balance", &csv, &[]);
    let mean = |stage, item| find_figure(&figures, "mean", &[stage, item, ""]).value().unwrap();
    let whole = |n| Value::Exact(Rational::from_integer(n));
    assert_eq!(mean("小学", "生均教学及辅助用房面积"), whole(10));
    assert_eq!(mean("初中", "生均教学及辅助用房面积"), whole(11));
    assert_eq!(mean("小学", "每百名学生拥有网络多媒体教室数"), whole(10));
    assert_eq!(mean("小学", "每百名学生拥有高于规定学历教师数"), whole(5));
    assert_eq!(mean("初中", "每百名学生拥有高于规定学历教师数"), Value::Exact(Rational::new(20, 3)));
    // One school: no coefficient, and the verdict stands without it.
    assert_eq!(
        find_figure(&figures, "cv", &["小学", "生均教学仪器设备值", ""]).status(),
        Status::NotApplicable
    );
    assert_eq!(find_figure(&figures, "verdict", &["小学", "", ""]).value(), Some(whole(1)));
}

/// Half a school each: 6 met and the seventh at 85 % passes; at one m² less it fails and lacks that much.
#[test]
fn the_floor_of_85_percent() {
    // 1000 pupils, required sports area 7500 m², 85 % of it 6375 m².
    let school = |area: &str| {
        let csv = format!("{QUALITY}甲,小学,1000,,42,,10,,9,,4500,{area},2000000,23\n");
        computed("quality_balance", &csv, &[])
    };
    let passes = school("6375");
    assert_eq!(find_figure(&passes, "items_met", &["小学", "", "甲"]).note(), "passes");
    assert!(!passes.iter().any(|figure| figure.measure().starts_with("lacking")));
    let fails = school("6374.5");
    assert_eq!(find_figure(&fails, "items_met", &["小学", "", "甲"]).note(), "fails");
    let item = "生均体育运动场馆面积";
    let exact = |n, d| Some(Value::Exact(Rational::new(n, d)));
    assert_eq!(find_figure(&fails, "lacking", &["小学", item, "甲"]).value(), exact(2251, 2));
    assert_eq!(find_figure(&fails, "lacking_to_floor", &["小学", item, "甲"]).value(), exact(1, 2));
    assert_eq!(find_figure(&fails, "verdict", &["小学", "", ""]).value(), exact(0, 1));
}

#[test]
fn what_the_standard_leaves_out_is_named() {
    let row = |name: &str, kind: &str, pupils: u32| {
        format!("{name},{kind},{pupils},,42,,10,,9,,4500,7500,2000000,23\n")
    };
    let rows = [
        row("甲", "小学", 1000),
        row("点", "教学点", 49),
        row("特", "特殊教育学校", 90),
        row("大点", "教学点", 50),
    ];
    let figures = computed("quality_balance", &format!("{QUALITY}{}", rows.concat()), &[]);
    let verdict = find_figure(&figures, "verdict", &["小学", "", ""]);
    assert_eq!(verdict.n(), Some(2));
    assert!(verdict.note().to_string().ends_with("left out by the standard: 点, 特"), "{}", verdict.note());
    let mut turned = rows.to_vec();
    turned.reverse();
    assert_eq!(figures, computed("quality_balance", &format!("{QUALITY}{}", turned.concat()), &[]));
}

#[test]
fn blank_cells_and_other_headers() {
    let blank = format!(
        "{QUALITY}甲,小学,1000,,42,,10,,9,,4500,,2000000,23\n乙,小学,500,,42,,10,,9,,4500,7500,2000000,23\n"
    );
    let figures = computed("quality_balance", &blank, &[]);
    let item = "生均体育运动场馆面积";
    let variation = find_figure(&figures, "cv", &["小学", item, ""]);
    assert_eq!(
        (variation.status(), variation.note().to_string().as_str()),
        (Status::MissingInput, "not given: 甲")
    );
    assert_eq!(find_figure(&figures, "verdict", &["小学", "", ""]).status(), Status::MissingInput);
    assert_eq!(find_figure(&figures, "items_met", &["小学", "", "乙"]).status(), Status::Ok);
    let renamed = blank.replacen("小学在校生数", "小学生", 1);
    assert_eq!(computed("quality_balance", &renamed, &[("columns", "小学在校生数=小学生")]), figures);
    let unknown = tried("quality_balance", &blank, &[], &[("columns", "学生数=小学生")]).unwrap_err();
    assert!(matches!(unknown, Error::UnknownArgument { .. }));
    let absent = tried("quality_balance", &renamed, &[], &[("columns", "小学在校生数=没有")]).unwrap_err();
    assert!(matches!(absent, Error::ColumnNotFound { .. }));
    let half = tried("quality_balance", &blank.replacen(",1000,", ",1000.5,", 1), &[], &[]).unwrap_err();
    assert!(matches!(half, Error::BadCell { .. }));
    let empty = computed("quality_balance", QUALITY.trim_end(), &[]);
    assert_eq!(empty.get(0).status(), Status::NoDenominator);
}

/// The largest amounts that are taken do not overflow anywhere.
#[test]
fn the_largest_amounts() {
    let huge = "999999999999.999999";
    let teachers = [huge; 6].join(",");
    let row = |name: &str, pupils: &str| {
        format!("{name},十二年一贯制学校,{pupils},{teachers},{huge},{huge},{huge},{huge}\n")
    };
    let csv = format!("{QUALITY}{}{}", row("甲", "999999999,999999998"), row("乙", "7,999999937"));
    let figures = computed("quality_balance", &csv, &[]);
    assert!(figures.iter().all(|figure| figure.value().is_some()));
    let poor = csv.replace(huge, "0.000001");
    assert!(computed("quality_balance", &poor, &[]).iter().any(|f| f.measure() == "lacking_to_floor"));
}

/// What a row of the sheet remarks stands in the row; below stand the definition and who counts alone.
#[test]
fn remarks_stand_once() {
    let csv = format!("{QUALITY}甲,小学,1000,,42,,10,,9,,4500,6374.5,2000000,23\n");
    let figures = computed("quality_balance", &csv, &[]);
    let indicator = find("quality_balance").unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let heading = Heading { id: "sheet", title: "", notes: &[], decimals: None, order: &[], lang };
        let table = layout(&figures, indicator, &heading, None).unwrap();
        let remarks: Vec<&str> = table
            .rows
            .iter()
            .filter_map(|row| match row.last() {
                Some(Cell::Text(remark)) if !remark.is_empty() => Some(&**remark),
                _ => None,
            })
            .collect();
        assert!(remarks.len() > 3, "{remarks:?}");
        assert!(table.notes.iter().all(|note| !remarks.contains(&&**note)), "{:?}", table.notes);
        assert_eq!(table.notes[0], indicator.formula.get(lang));
    }
}

/// Every worked example of this family comes out.
#[test]
fn worked_examples() {
    for id in ["weighted_cv", "inequality", "basic_balance", "quality_balance"] {
        let indicator = find(id).unwrap();
        let example = &indicator.example;
        let given: Vec<(&str, &str)> =
            example.arguments.iter().map(|(name, values)| (*name, values[0])).collect();
        let figures = computed(id, example.input, &given);
        for expected in example.expected {
            let figure = find_figure(&figures, expected.measure, expected.group);
            assert_eq!(
                figure.value().unwrap().round(indicator.decimals),
                expected.value,
                "{id} {expected:?}"
            );
        }
    }
}

/// Ten invented schools. Expected: tests/golden/weighted_cv/jackknife.py, from the definitions in exact fractions.
#[test]
fn errors_by_the_jackknife() {
    let csv = "学校,在校生数,图书册数\n1,100,1000\n2,300,9000\n3,250,4000\n4,80,2400\n5,420,6300\n\
               6,150,5100\n7,610,7930\n8,95,1805\n9,240,8400\n10,333,4995\n";
    let text = include_str!("../golden/weighted_cv/jackknife.csv");
    for line in text.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let [form, measure_name, value, se] = cells[..] else { panic!("{line}") };
        let indicator = if measure_name == "cv" { "weighted_cv" } else { "inequality" };
        let given =
            [("resource", "图书册数"), ("weight", "在校生数"), ("form", form), ("errors", "jackknife")];
        let found = computed(indicator, csv, &given);
        let figure = measure(&found, measure_name);
        near(figure.value().unwrap().to_f64(), value.parse().unwrap(), 1e-12);
        near(figure.se().unwrap(), se.parse().unwrap(), 1e-12);
        let without = computed(indicator, csv, &given[..3]);
        assert_eq!(measure(&without, measure_name).se(), None);
    }
}
