# Shared code of the package tests, which source it. Sets `root` to the root of the repository, `version` to the version
# in Cargo.toml, `work` to a temporary folder that is deleted when the script ends, and `bad` to a restricted sentence.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad='We give direct access to OpenAI models.'
export NO_COLOR=1

fail() {
    printf 'FAILED: %s\n' "$1" >&2
    for name in output errors; do
        [ ! -s "$work/$name" ] || { echo "--- $name" >&2; cat "$work/$name" >&2; }
    done
    exit 1
}

# needs TOOL...: checks that the tools which a script needs are installed.
needs() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "$tool is missing: see the head of the script" >&2; exit 2; }
    done
}

# run STATUS TITLE COMMAND...: checks that the command ends with this status. Its output is stored for `says`.
run() {
    local expected=$1 title=$2 status=0
    shift 2
    "$@" >"$work/output" 2>"$work/errors" || status=$?
    [ "$status" = "$expected" ] || fail "$title: it ended with $status"
    printf 'ok: %s\n' "$title"
}

# says output|errors TEXT: checks that this stream contains the text.
says() {
    grep -qF -- "$2" "$work/$1" || fail "$1 does not say: $2"
}

# checks COMMAND...: checks that the installed program works.
checks() {
    run 0 'it runs' "$@" --version
    says output "wordgate $version"
    printf 'Clean.\n' >"$work/clean.md"
    printf '%s\n' "$bad" >"$work/a \"b\" \$c é.md"
    run 0 'a clean file has the status 0' "$@" check "$work/clean.md"
    run 1 'findings have the status 1, and names come through as they are' \
        "$@" check --format concise "$work/a \"b\" \$c é.md"
    says output "a \"b\" \$c é.md:1:9: error: "
    run 2 'a missing file has the status 2' "$@" check "$work/missing.md"
    says errors missing.md
    run 1 'standard input comes through' "$@" check --format concise - <<<"$bad"
    says output ':1:9: error: '
    run 0 'and so does its end' "$@" check - <<<Clean.
    run 0 'the built-in rules are in it, and hold' "$@" test
}
