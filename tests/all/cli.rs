//! The program from outside: each case in `cmd/` is a command line with its output and exit status.

#[test]
fn command_lines() {
    crate::bless::by_trycmd("cli::command_lines");
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
