//! The bodies of the fuzz targets. They stand with the tests, which run them as well.

#[path = "../tests/fuzz/targets/mod.rs"]
mod targets;

/// Runs a target.
pub fn run(name: &str, data: &[u8]) {
    let target = targets::TARGETS.iter().find(|target| target.name == name).expect("the target is in the table");
    (target.run)(data);
}
