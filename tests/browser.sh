#!/usr/bin/env bash
# Tests the evidence page in a real browser: light and dark, wide and narrow, in print, and with hostile text.
#
#   npm install --prefix FOLDER playwright-core
#   bash tests/browser.sh FOLDER [CHROMIUM] [PICTURES]
#
# Needs Node.js 18 or later, Chromium (/usr/bin/chromium) and a built wordgate (target/debug, or $WORDGATE). Writes
# screenshots and the PDF to PICTURES, for you to look at.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
playwright=$(cd "${1:?a folder with playwright-core}" && pwd)
chromium=${2:-/usr/bin/chromium}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${3:-$work}
mkdir -p "$pictures"

cp -r "$root/tests/browser/handbook" "$work/handbook"
cd "$work/handbook"
# Names and bytes that should not be files of a repository.
printf 'A world-class name.\n' >'docs/<script>document.title = "name"<'$'\u202e''.md'
printf '\xff\xfea' >docs/cut.md
wordgate=${WORDGATE:-$root/target/debug/wordgate}
"$wordgate" baseline --quiet docs/old.md >/dev/null
status=0
SOURCE_DATE_EPOCH=1795000000 "$wordgate" check --quiet --baseline --timestamp --format html --output "$work/page.html" \
    docs 2>/dev/null || status=$?
if [ "$status" -ne 2 ]; then
    echo "wordgate ended with status $status, and not with 2 for what it could not read" >&2
    exit 1
fi
cp "$work/page.html" "$pictures/" 2>/dev/null || true
node "$root/tests/browser/page.mjs" "$playwright" "$chromium" "$work/page.html" "$pictures"
