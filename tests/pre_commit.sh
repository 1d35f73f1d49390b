#!/usr/bin/env bash
# Tests the hook in a real commit, with the real pre-commit. Not part of `cargo test`, since it needs pre-commit from
# PyPI and builds wordgate again (some minutes).
#
#     python3 -m venv venv && venv/bin/pip install pre-commit
#     bash tests/pre_commit.sh venv/bin/pre-commit
#
# It tests the last commit of this repository, from a clone, in temporary folders. PRE_COMMIT_HOME keeps the build for
# the next run; HOOK=wordgate-python tests the hook of that name.
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
wordgate=$(find "$PRE_COMMIT_HOME" -path '*/bin/wordgate*' -type f -print -quit)
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

if [ "$hook" = wordgate ]; then
    configure wordgate-fix '[]'
    printf 'Administrators can whitelist tools.\n' >fixed.md
    commit no 'a hook that fixes stops the commit'
    grep -q allowlist fixed.md || fail 'the file is not fixed'
    commit yes 'what it fixed passes'
fi
