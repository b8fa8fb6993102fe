//! A configuration that came by mail reads and writes below its own folder only.

use std::fs;
use std::path::PathBuf;

use crate::support::{Outcome, edugauge, names_in};

/// A county in a folder, and beside it a folder that is none of its business.
struct Mail(tempfile::TempDir);

impl Mail {
    fn new(change: impl Fn(&str) -> String) -> Mail {
        let mail = Mail(tempfile::tempdir().unwrap());
        assert_eq!(edugauge(&["--lang", "en", "init", &mail.text("county")]).code, 0);
        fs::create_dir(mail.path("private")).unwrap();
        for name in ["考生_2023.csv", "考生_2024.csv", "学校.csv"] {
            fs::copy(mail.path("county/data").join(name), mail.path("private").join(name)).unwrap();
        }
        let config = fs::read_to_string(mail.path("county/edugauge.toml")).unwrap();
        let changed = change(&config.replace("PRIVATE", &mail.text("private")));
        fs::write(mail.path("county/edugauge.toml"), changed.replace("PRIVATE", &mail.text("private")))
            .unwrap();
        mail
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn run(&self, more: &[&str]) -> Outcome {
        edugauge(&[&["--lang", "en", "run", self.text("county/edugauge.toml").as_str()], more].concat())
    }
}

const SCORES: &str = "data/考生_{year}.csv";

#[test]
fn no_path_of_a_configuration_leads_out_of_its_folder() {
    let scores = |to: &'static str| move |config: &str| config.replace(SCORES, to);
    let mails = [
        Mail::new(scores("../private/考生_{year}.csv")),
        Mail::new(scores("PRIVATE/考生_{year}.csv")),
        Mail::new(scores("data/../../private/考生_{year}.csv")),
        Mail::new(scores("../private/*_{year}.csv")),
        Mail::new(scores("/**/*")),
        Mail::new(scores("/**/*{year}*")),
        Mail::new(|config| config.replace("data/学校.csv", "../private/学校.csv")),
        Mail::new(|config| config.replace("[schools]", "earlier = [\"../private\"]\n[schools]")),
        Mail::new(|config| {
            config.replace("kind = \"candidates\"", "tally = \"../private/{year}.csv\"\nkeep_tally = true\n#")
        }),
    ];
    for mail in &mails {
        let before = names_in(&mail.path("private"));
        let outcome = mail.run(&[]);
        assert_eq!((outcome.code, outcome.err.contains("EG-310")), (2, true), "{}", outcome.err);
        assert!(outcome.err.contains("--allow-outside"), "{}", outcome.err);
        assert!(!mail.path("county/out").exists());
        assert_eq!(names_in(&mail.path("private")), before);
        let checked = edugauge(&["--lang", "en", "check", &mail.text("county/edugauge.toml")]);
        assert!(checked.code != 0 && !checked.out.contains("accepted 120 rows of private"), "{checked:?}");
    }
    // Who runs it may allow it; a configuration cannot.
    let outcome = mails[0].run(&["--allow-outside", &mails[0].text("private")]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let verified =
        ["verify", &mails[0].text("county/out/2024"), "--allow-outside", &mails[0].text("private")];
    assert_eq!(edugauge(&verified).code, 0);
    let outcome = mails[4].run(&["--allow-outside", "/"]);
    assert_eq!((outcome.code, outcome.err.contains("EG-310")), (2, true), "{}", outcome.err);
    let asked = Mail::new(|config| format!("allow_outside = [\"/\"]\n{config}"));
    assert_eq!(asked.run(&[]).code, 2);
}

#[cfg(unix)]
#[test]
fn no_link_in_its_folder_leads_out_either() {
    use std::os::unix::fs::symlink;
    let mail = Mail::new(str::to_owned);
    fs::rename(mail.path("county/data"), mail.path("county/own")).unwrap();
    symlink(mail.path("private"), mail.path("county/data")).unwrap();
    let outcome = mail.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("EG-310")), (2, true), "{}", outcome.err);
    fs::remove_file(mail.path("county/data")).unwrap();
    fs::rename(mail.path("county/own"), mail.path("county/data")).unwrap();
    symlink(mail.path("private"), mail.path("county/out")).unwrap();
    let before = names_in(&mail.path("private"));
    let outcome = mail.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("EG-310")), (2, true), "{}", outcome.err);
    assert_eq!(names_in(&mail.path("private")), before);
    assert_eq!(mail.run(&["--out", &mail.text("elsewhere")]).code, 0, "where the command line says is fine");
}

/// A folder a line in a file of the person's own.
#[cfg(target_os = "linux")]
#[test]
fn a_file_of_the_persons_own_allows_folders_to_every_configuration() {
    let mail = Mail::new(|config| config.replace(SCORES, "../private/考生_{year}.csv"));
    let run = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_edugauge"));
        command.args(["--lang", "en", "run", &mail.text("county/edugauge.toml")]);
        command.env("XDG_CONFIG_HOME", mail.path("home")).output().unwrap()
    };
    assert_eq!(run().status.code(), Some(2));
    fs::create_dir_all(mail.path("home/edugauge")).unwrap();
    let lines = format!("# the share of the office\nprivate\n{}\n", mail.text("private"));
    fs::write(mail.path("home/edugauge/allow-outside.txt"), lines).unwrap();
    let outcome = run();
    assert_eq!(outcome.status.code(), Some(0), "{}", String::from_utf8_lossy(&outcome.stderr));
}
