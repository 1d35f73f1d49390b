#!/usr/bin/env bash
# Packs the crate and installs it from its file. Not part of `cargo test`, since it needs a release build.
#
#     bash tests/packages/crate.sh
#
# It packs the working tree. cargo fetches what the build needs.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
needs cargo tar git

export CARGO_TARGET_DIR=$root/target
cd "$root"
run 0 'the crates are packed' cargo package --workspace --locked --allow-dirty --no-verify
crate=$CARGO_TARGET_DIR/package/wordgate-$version.crate
tar -tzf "$crate" | sed "s|^wordgate-$version/||" | LC_ALL=C sort >"$work/packed"
# The files that cargo adds, and those of the repository.
{
    printf '%s\n' .cargo_vcs_info.json Cargo.lock Cargo.toml Cargo.toml.orig
    git ls-files --cached --others --exclude-standard askama.toml src README.md CHANGELOG.md 'LICENSE-*'
} | LC_ALL=C sort | diff - "$work/packed" >"$work/errors" || fail 'the crate holds other files'
[ "$(wc -c <"$crate")" -lt 2000000 ] || fail 'the crate is larger than 2 MB'
echo 'ok: it holds what a build needs, and nothing else'

# The libraries are not published yet, so the packed ones replace those of the registry.
patches=()
for packed in "$CARGO_TARGET_DIR/package"/wordgate*-"$version".crate; do
    tar -xzf "$packed" -C "$work"
    name=$(basename "$packed" "-$version.crate")
    [ "$name" = wordgate ] || patches+=(--config "patch.crates-io.$name.path='$work/$name-$version'")
done
run 0 'cargo installs it' cargo install "${patches[@]}" --path "$work/wordgate-$version" --root "$work/root"
checks "$work/root/bin/wordgate"
echo 'All passed.'
