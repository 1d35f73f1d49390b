#!/usr/bin/env bash
# Tests the hook in a real commit, with the real pre-commit. Not part of `cargo test`, since it needs pre-commit from
# PyPI and builds wordgate again (some minutes).
#
#     python3 -m venv venv && venv/bin/pip install pre-commit
#     bash tests/pre_commit.sh venv/bin/pre-commit
#
# It tests the last commit of this repository, from a clone, in temporary folders. PRE_COMMIT_HOME keeps the build for
# the next run; HOOK=wordgate-python tests the hook of that name. With WORDGATE=FILE, nothing is built: the hooks run this
# program.
set -euo pipefail

pre_commit=$(command -v "${1:-pre-commit}") || { echo "pre-commit is missing: see the head of this file" >&2; exit 2; }
pre_commit=$(cd "$(dirname "$pre_commit")" && pwd)/$(basename "$pre_commit")
hook=${HOOK:-wordgate}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME=${PRE_COMMIT_HOME:-$work/home}
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
git config --global user.name A
git config --global user.email a@example.org
git config --global safe.directory '*'

git clone -q "$root" "$work/wordgate"
if [ -n "${WORDGATE:-}" ]; then
    mkdir "$work/bin"
    cp "$WORDGATE" "$work/bin/wordgate"
    export PATH=$work/bin:$PATH
    sed -i.old 's/language: .*/language: system/' "$work/wordgate/.pre-commit-hooks.yaml"
    git -C "$work/wordgate" commit -qam 'run the given program'
fi
revision=$(git -C "$work/wordgate" rev-parse HEAD)
mkdir "$work/docs"
cd "$work/docs"
git init -q .

fail() {
    printf 'FAILED: %s\n' "$1" >&2
    [ ! -f "$work/output" ] || cat "$work/output" >&2
    exit 1
}

# configure HOOK ARGS: configures the hook with these arguments, a YAML list.
configure() {
    printf 'repos:\n- repo: %s\n  rev: %s\n  hooks:\n  - id: %s\n    args: %s\n' \
        "$work/wordgate" "$revision" "$1" "$2" >.pre-commit-config.yaml
}

# commit yes|no TITLE: commits everything and checks whether the hook lets it pass.
commit() {
    git add -A
    local passed=yes
    git commit -qm x >"$work/output" 2>&1 || passed=no
    [ "$passed" = "$1" ] || fail "$2"
    printf 'ok: %s\n' "$2"
}

# says TEXT: checks that the output contains the text.
says() {
    grep -qF -- "$1" "$work/output" || fail "the output does not say: $1"
}

bad='We give direct access to OpenAI models.'
configure "$hook" '[]'
printf 'exclude = ["vendor"]\n' >wordgate.toml
printf 'Clean.\n' >a.md
"$pre_commit" install >/dev/null
commit yes 'a clean commit passes'

printf 'Clean.\n\n%s\n' "$bad" >'a b é.md'
commit no 'a restricted phrase is refused'
wordgate=${WORDGATE:+$work/bin/wordgate}
[ -n "$wordgate" ] || wordgate=$(find "$PRE_COMMIT_HOME" -path '*/bin/wordgate*' -type f -print -quit)
[ -n "$wordgate" ] || fail 'the installed program is not found'
status=0
"$wordgate" check --force-exclude 'a b é.md' >"$work/direct" || status=$?
[ "$status" = 1 ] || fail "wordgate by itself ends with $status"
while IFS= read -r line; do says "$line"; done <"$work/direct"
says 'ai-partnership/openai-direct-access'
echo 'ok: the message is that of wordgate, line by line'

mkdir vendor
git mv -f 'a b é.md' vendor/a.md
commit yes 'a file that the configuration excludes passes'

printf '%s\n' "$bad" >code.py
commit yes 'a file of another type passes'

configure "$hook" '[--staged]'
printf '%s\n\nMore.\n' "$bad" >old.md
git add -A
git commit -qnm 'not checked'
printf '%s\n\nMore, and cleanly.\n' "$bad" >old.md
commit yes 'with --staged an old phrase does not stand in the way'
printf '%s\n\n%s\n' "$bad" "$bad" >old.md
commit no 'with --staged a new one does'
says 'old.md:3:'
printf '%s\n\nMore.\n' "$bad" >old.md
git add old.md
printf '%s\n\n%s\n' "$bad" "$bad" >old.md
git commit -qm x >"$work/output" 2>&1 || fail 'what is not staged is not judged'
echo 'ok: what is not staged is not judged'
git add -A
git commit -qnm 'not checked'

# run yes|no TITLE ARGS…: runs pre-commit with these arguments and checks whether it passes.
run() {
    local passed=yes expected=$1 title=$2
    shift 2
    "$pre_commit" run "$@" >"$work/output" 2>&1 || passed=no
    [ "$passed" = "$expected" ] || fail "$title"
    printf 'ok: %s\n' "$title"
}

run no 'with --staged, --all-files checks whole files' --all-files
says 'old.md:1:'
says 'old.md:3:'
git commit -q --allow-empty -nm 'no change'
run yes 'a range without documents passes' --from-ref HEAD~1 --to-ref HEAD
printf '%s\n\n%s\n\nMore.\n' "$bad" "$bad" >old.md
git commit -qanm 'clean lines'
run yes 'with --staged, a range of revisions is checked by its changed lines' --from-ref HEAD~1 --to-ref HEAD
printf '%s\n\n%s\n\nMore.\n%s\n' "$bad" "$bad" "$bad" >old.md
git commit -qanm 'a bad line'
run no 'with --staged, a bad line of a range is found' --from-ref HEAD~1 --to-ref HEAD
says 'old.md:6:'

# A folder with its own configuration.
mkdir -p sub/old
printf 'exclude = ["old"]\npacks = ["inclusive-naming"]\n' >sub/wordgate.toml
printf 'Administrators can whitelist tools.\n' >sub/old/a.md
git rm -q old.md
commit yes 'a nested configuration excludes its own files'
printf 'Administrators can whitelist tools.\n' >sub/b.md
commit no 'a nested configuration applies to its own files'
says 'inclusive-naming/whitelist'
git commit -qnm 'not checked'
run no 'the same with --all-files' --all-files
says 'sub/b.md:1:'
run no 'the same for a range' --from-ref HEAD~1 --to-ref HEAD
says 'sub/b.md:1:'
configure "$hook" '[]'
git add -A
run no 'whole files without --staged, --all-files' --all-files
run no 'whole files without --staged, a range' --from-ref HEAD~1 --to-ref HEAD
git rm -qf sub/b.md
git commit -qnm 'not checked'
run yes 'clean files pass' --all-files

if [ "$hook" = wordgate ]; then
    configure wordgate-fix '[--staged]'
    printf 'Administrators can whitelist tools.\n' >part.md
    git add -A
    git commit -qnm 'not checked'
    printf 'Administrators can whitelist tools.\n\nUsers can whitelist hosts.\n' >part.md
    commit no 'a hook that fixes changed lines stops the commit'
    [ "$(cat part.md)" = 'Administrators can whitelist tools.

Users can allowlist hosts.' ] || fail 'it fixes exactly the changed lines'
    commit yes 'what it fixed passes, and old lines stay'
    run no 'it fixes whole files with --all-files' --all-files
    ! grep -q whitelist part.md || fail 'the file is not fixed'
    commit yes 'a fixed file passes'

    configure wordgate-fix '[]'
    printf 'Administrators can whitelist tools.\n' >fixed.md
    commit no 'a hook that fixes stops the commit'
    grep -q allowlist fixed.md || fail 'the file is not fixed'
    commit yes 'what it fixed passes'
fi
