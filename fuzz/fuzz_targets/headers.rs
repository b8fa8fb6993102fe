#![no_main]

thread_local! {
    static SCRATCH: tempfile::NamedTempFile = tempfile::NamedTempFile::new_in(scratch()).expect("a scratch file");
}

/// Memory where there is a file system of it: the file is written for every input.
fn scratch() -> std::path::PathBuf {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    SCRATCH.with(|file| edugauge::intake::invariants::headers(bytes, file.path()));
});
