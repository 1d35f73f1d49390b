#!/usr/bin/env bash
# Builds and packs the npm packages and installs them from their files. Not part of `cargo test`, since it needs Node.js
# with npm.
#
#     bash tests/packages/npm.sh [PROGRAM]
#
# PROGRAM is a built wordgate; without it the script makes a release build. Only that build downloads anything, and the
# script writes only to it and to a temporary folder.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
needs node npm tar pgrep

if [ $# -gt 0 ]; then
    program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
else
    cargo build --release --locked --manifest-path "$root/Cargo.toml"
    program=$root/target/release/wordgate
fi
# A separate cache and no registry, so that packages must come from the files.
export npm_config_cache=$work/cache npm_config_registry=http://127.0.0.1:9/ npm_config_offline=true
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
unset npm_config_omit npm_config_include

platform=$(node -p 'process.platform + "-" + process.arch')
twin=
if [ "${platform%%-*}" = linux ]; then
    twin=$platform-musl
    if [ "$(node -p 'process.report.getReport().header.glibcVersionRuntime ? 1 : 0')" = 0 ]; then
        twin=$platform
        platform=$platform-musl
    fi
fi
other=darwin-arm64
[ "$platform" != "$other" ] || other=linux-arm64

build() { node "$root/npm/build.mjs" "$work/packages" "$@"; }
pack() { (cd "$work/packed" && npm pack --silent "$work/packages/$1" >/dev/null); }
mkdir "$work/packed" "$work/app"
build && pack wordgate
build "$platform" "$program" && pack "$platform"
build "$other" "$program" && pack "$other"
main=$work/packed/wordgate-$version.tgz
native=$work/packed/wordgate-$platform-$version.tgz

# holds FILE NAMES...: checks that the packed file has exactly these files.
holds() {
    local file=$1
    shift
    tar -tzf "$file" | sed 's|^package/||' | LC_ALL=C sort >"$work/output"
    printf '%s\n' "$@" | LC_ALL=C sort | diff - "$work/output" >"$work/errors" || fail "$(basename "$file") holds other files"
    printf 'ok: %s holds what it must and nothing else\n' "$(basename "$file")"
}
holds "$main" package.json README.md LICENSE-APACHE LICENSE-MIT platforms.json bin/wordgate.js
holds "$native" package.json LICENSE-APACHE LICENSE-MIT "$(basename "$program")"

cd "$work/app"
printf '{ "private": true }\n' >package.json
run 0 'both are installed from their files, offline' npm install "$main" "$native"
run 1 'a package for another system is refused' npm install "$work/packed/wordgate-$other-$version.tgz"
says errors EBADPLATFORM
checks npx wordgate

# A language server that gets a signal to end.
mkfifo pipe
node_modules/.bin/wordgate lsp <pipe >"$work/output" 2>"$work/errors" &
wrapper=$!
exec 9>pipe
for _ in $(seq 100); do
    server=$(pgrep -P "$wrapper" || true)
    [ -z "$server" ] || break
    sleep 0.1
done
[ -n "$server" ] || fail 'the server does not run'
kill -TERM "$wrapper"
status=0
wait "$wrapper" || status=$?
[ "$status" = 143 ] || fail "a signal ends it with $status, not with 128 + 15"
# Checked before its input ends, which would end it too.
! kill -0 "$server" 2>/dev/null || fail 'a signal does not reach the program'
exec 9>&-
echo 'ok: a signal reaches the program, and its end is told'

if [ -n "$twin" ]; then
    printf '#!/bin/sh\necho the wrong one\n' >"$work/wrong"
    build "$twin" "$work/wrong"
    mkdir "node_modules/@wordgate/$twin"
    cp "$work/packages/$twin"/* "node_modules/@wordgate/$twin"
    run 0 'of two packages, that for the C library of the system is run' npx wordgate --version
    says output "wordgate $version"
fi
chmod -x "node_modules/@wordgate/$platform/wordgate"
rm -rf "node_modules/@wordgate/$twin"
run 2 'a program that cannot be run is told' npx wordgate --version
says errors 'cannot be run: '
rm -r node_modules/@wordgate
run 2 'without the package of the system, it says what is missing' npx wordgate --version
says errors "@wordgate/$platform"
says errors '--omit=optional'
run 2 'no package is built for an unknown system' build plan9-x64 "$program"
says errors 'systems: linux-x64, '
echo 'All passed.'
