#!/usr/bin/env bash
# Builds the source distribution and the wheel for pip and installs them from their files. Not part of `cargo test`,
# since it needs maturin from PyPI and a release build.
#
#     python3 -m venv venv && venv/bin/pip install maturin
#     bash tests/packages/wheel.sh venv/bin/maturin
#
# The wheel is built from the unpacked source distribution, as pip does if there is no wheel. Only cargo downloads
# anything, for the build.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
needs python3 tar "${1:-maturin}"

maturin=$(command -v "${1:-maturin}")
maturin=$(cd "$(dirname "$maturin")" && pwd)/$(basename "$maturin")
export CARGO_TARGET_DIR=$root/target PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1
unset PIP_FIND_LINKS

run 0 'the source distribution is made' "$maturin" sdist --manifest-path "$root/Cargo.toml" --out "$work/dist"
source=$work/dist/wordgate-$version.tar.gz
tar -tzf "$source" | sed "s|^wordgate-$version/||" >"$work/output"
for name in Cargo.toml Cargo.lock pyproject.toml README.md LICENSE-MIT src/main.rs crates/packs/rules/ai-claims/pack.toml PKG-INFO; do
    grep -qxF "$name" "$work/output" || fail "the source distribution lacks $name"
done
if grep -E '^(tests|test-corpus|benches|editors|npm|docs|target)/' "$work/output"; then
    fail 'the source distribution holds more than it needs'
fi
[ "$(wc -c <"$source")" -lt 2000000 ] || fail 'the source distribution is larger than 2 MB'
echo 'ok: it holds what a build needs, and no test documents'

tar -xzf "$source" -C "$work"
cd "$work/wordgate-$version"
run 0 'the wheel is built from it' "$maturin" build --release --locked --out "$work/dist"
wheels=("$work/dist"/*.whl)
[ ${#wheels[@]} = 1 ] || fail "there are ${#wheels[@]} wheels"
python3 -m zipfile -l "${wheels[0]}" >"$work/output"
for name in scripts/wordgate dist-info/licenses/LICENSE-MIT dist-info/licenses/LICENSE-APACHE; do says output "$name"; done
! grep -q '\.py ' "$work/output" || fail 'the wheel holds Python'
case ${wheels[0]##*/} in
wordgate-"$version"-py3-none-*) echo 'ok: it holds the program and its licences, for any Python 3' ;;
*) fail "the wheel is called ${wheels[0]##*/}" ;;
esac

cd "$work"
python3 -m venv "$work/venv"
run 0 'pip installs it, offline' "$work/venv/bin/pip" install "${wheels[0]}"
run 0 'pip tells its version' "$work/venv/bin/pip" show wordgate
says output "Version: $version"
checks "$work/venv/bin/wordgate"
run 0 'pip uninstalls it' "$work/venv/bin/pip" uninstall --yes wordgate
[ ! -e "$work/venv/bin/wordgate" ] || fail 'the program is left behind'
echo 'All passed.'
