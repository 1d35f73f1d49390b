//! How many cases a test run tries.
//!
//! `PROPTEST_CASES` sets the number of cases of every property, for a longer run: `PROPTEST_CASES=100000 cargo test
//! --release --test all gate::`.

/// Returns the number of cases: `PROPTEST_CASES`, or else one number for debug builds and another for release builds.
pub fn cases(debug: u32, release: u32) -> u32 {
    number("PROPTEST_CASES", if cfg!(debug_assertions) { debug } else { release })
}

/// Returns the number in an environment variable, or the default.
pub fn number<N: std::str::FromStr>(name: &str, default: N) -> N {
    let Ok(value) = std::env::var(name) else { return default };
    value.parse().unwrap_or_else(|_| panic!("{name}={value} is not a number"))
}
