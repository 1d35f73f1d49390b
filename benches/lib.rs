//! Empty: Cargo requires a library or a program in every package. The benchmarks are in `stages.rs`.
