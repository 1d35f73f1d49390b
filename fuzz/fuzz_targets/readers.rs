#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| wordgate_fuzz::run("readers", data));
