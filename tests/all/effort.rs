//! How many cases a test run tries.
//!
//! `PROPTEST_CASES` sets the number of cases of every property, for a longer run: `PROPTEST_CASES=100000 cargo test
//! --release --test all gate::`.

use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// Returns the number of cases: `PROPTEST_CASES`, or else one number for debug builds and another for release builds.
fn cases(debug: u32, release: u32) -> u32 {
    number("PROPTEST_CASES", if cfg!(debug_assertions) { debug } else { release })
}

/// Returns the configuration of a property test with [`cases`]. The seed is fixed unless `PROPTEST_CASES` or
/// `PROPTEST_RNG_SEED` is set: an unrelated change must not fail by chance, and a longer run must try new inputs.
pub fn config(debug: u32, release: u32) -> ProptestConfig {
    let config = ProptestConfig { cases: cases(debug, release), ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        None if config.rng_seed == RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(1), ..config },
        _ => config,
    }
}

/// Returns the number in an environment variable, or the default.
pub fn number<N: std::str::FromStr>(name: &str, default: N) -> N {
    let Ok(value) = std::env::var(name) else { return default };
    value.parse().unwrap_or_else(|_| panic!("{name}={value} is not a number"))
}
