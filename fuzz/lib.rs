//! The bodies of the fuzz targets. They stand with the tests, which run them as well.

// The targets take a part of it, the tests all.
#[allow(dead_code)]
#[path = "../tests/all/fixture.rs"]
mod fixture;
#[path = "../tests/all/fuzz/targets/mod.rs"]
mod targets;

/// Runs a target.
pub fn run(name: &str, data: &[u8]) {
    let target = targets::TARGETS.iter().find(|target| target.name == name).expect("the target is in the table");
    (target.run)(data);
}
