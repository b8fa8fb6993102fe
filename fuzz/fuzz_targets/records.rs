#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| edugauge::intake::invariants::records(bytes));
