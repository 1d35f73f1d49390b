#!/usr/bin/env bash
# What the GitHub Action does, in two steps: `install`, then `check`.
#
# Inputs come in the environment and never in the text of a script, so a branch name or path with quotes, dollars or
# line ends stays data. Each becomes one argument, after its `=` or after `--`, so none can turn into an option.
#
#   WORDGATE_VERSION   a released version; empty: the checkout that contains this script
#   WORDGATE_ROOT      where to install; its bin folder goes before PATH
#   WORDGATE_PATHS     one path a line; empty: the working directory
#   WORDGATE_FORMAT    empty: github
#   WORDGATE_FAIL_ON   empty: what the configuration says
#   WORDGATE_SINCE     a revision: findings on changed lines only; empty: all
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${WORDGATE_ROOT:-${RUNNER_TEMP:-${TMPDIR:-/tmp}}/wordgate}
# Windows names it with a drive, whose colon would end it in PATH.
if command -v cygpath >/dev/null; then root=$(cygpath -u "$root"); fi
PATH=$root/bin:$PATH

install() {
    if ! command -v cargo >/dev/null; then
        echo "wordgate: cargo is missing: install a Rust toolchain in a step before this one" >&2
        exit 2
    fi
    if [ -n "${WORDGATE_VERSION:-}" ]; then
        cargo install --locked --root "$root" "--version=$WORDGATE_VERSION" wordgate
    else
        cargo install --locked --root "$root" --path "$here/.."
    fi
}

check() {
    local format=${WORDGATE_FORMAT:-github}
    local arguments=("--format=$format")
    [ -z "${WORDGATE_FAIL_ON:-}" ] || arguments+=("--fail-on=$WORDGATE_FAIL_ON")
    [ -z "${WORDGATE_SINCE:-}" ] || arguments+=("--since=$WORDGATE_SINCE")
    arguments+=(--)
    local path
    while IFS= read -r path || [ -n "$path" ]; do
        path=${path%$'\r'}
        # A workflow has no standard input: this is a file of that name.
        [ "$path" != - ] || path=./-
        [ -z "$path" ] || arguments+=("$path")
    done <<<"${WORDGATE_PATHS:-}"
    if [ "$format" = concise ] && [ -n "${GITHUB_ACTIONS:-}" ]; then
        # The lines of this format become annotations.
        echo "::add-matcher::${GITHUB_ACTION_PATH:-$here/..}/ci/problem-matcher.json"
    fi
    # Its exit status is that of the step.
    exec wordgate check "${arguments[@]}"
}

case ${1:-} in
install | check) "$1" ;;
*)
    echo "usage: wordgate.sh install|check" >&2
    exit 2
    ;;
esac
