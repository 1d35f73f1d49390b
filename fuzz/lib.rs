//! Runs the fuzz targets. Their code is in the tests, which run them too.

// The tests use all of this module, the targets only a part.
#[allow(dead_code)]
#[path = "../tests/all/fixture.rs"]
mod fixture;
#[path = "../tests/all/fuzz/targets/mod.rs"]
mod targets;

/// Runs the target with this name.
pub fn run(name: &str, data: &[u8]) {
    let target = targets::TARGETS.iter().find(|target| target.name == name).expect("the target is in the table");
    (target.run)(data);
}
