//! Runs the program: each case in `cmd/` is a command line with its output and exit status.

#[test]
fn command_lines_give_the_expected_output() {
    crate::bless::by_trycmd("cli::command_lines_give_the_expected_output");
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
