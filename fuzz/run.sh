#!/usr/bin/env bash
# Fuzzes one target: bash fuzz/run.sh TARGET [libFuzzer options]
# Needs cargo-fuzz (cargo install cargo-fuzz) and a stable toolchain. The seeds are made from the documents and the rules
# of this repository; what was found in earlier runs stays in fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
target=${1:?"which target? one of: $(ls fuzz/fuzz_targets | sed 's/\.rs$//' | tr '\n' ' ')"}
shift
seeds=fuzz/corpus/$target
mkdir -p "$seeds"
number=0
case $target in
rule_files)
    find rules tests/cmd -name '*.toml' | while read -r file; do
        number=$((number + 1))
        head -c 8000 "$file" >"$seeds/seed-$number"
    done
    ;;
patterns)
    grep -rhoE '"[^"]*[~(@&][^"]*"' rules --include='*.toml' | sort -u | awk 'NR % 10 == 0' | tr -d '"' |
        while read -r pattern; do
            number=$((number + 1))
            printf '%b%s\n%s' "\\$(printf '%03o' $((96 + number % 12)))" "$pattern" "$pattern" >"$seeds/seed-$number"
        done
    ;;
*)
    # The first byte chooses the format, and how the document is looked at.
    find test-corpus tests/cmd/directives.in -type f ! -name '*.expected' ! -name '*.toml' | while read -r file; do
        for choice in 0 1 2 3 4 8; do
            number=$((number + 1))
            { printf '%s' "$choice" && head -c 4000 "$file"; } >"$seeds/seed-$number"
        done
    done
    ;;
esac
exec cargo fuzz run --sanitizer none "$target" -- -dict=fuzz/markup.dict -max_len=4096 -timeout=120 -rss_limit_mb=2048 "$@"
