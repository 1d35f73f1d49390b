#!/usr/bin/env python3
"""Finds every reported text again at its place: runs wordgate on folders of real documents, reads the bytes of each
finding from the file, undoes the escapes of the format and compares the letters with the reported text.

    cargo build --release && python3 tests/places.py [--wordgate PATH] FOLDER...

It shares no code with wordgate. It also recomputes lines and columns from the bytes, and compares the output with that
of `--no-gate`. It needs Python 3.9 or later, and ends with status 1 if a place is wrong or a run differs.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

# Frequent words, so that there are findings in every kind of place.
COMMON = """[pack]
id = "common"
[[rule]]
id = "word"
severity = "info"
languages = ["*"]
patterns = ["the", "you can", "data", "model~", "for (the|a)", "user~", "set~", "this is", "is (not|a)", "with the"]
"""

ESCAPE = re.compile(r"\\(U[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)


def undone(text: str) -> str:
    """Returns the text without escapes, character references and tags."""

    def decode(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "Uux" and len(code) > 1:
            return chr(int(code[1:].strip("{}"), 16))
        return " " if code in "nrtfv" else code

    decoded = ESCAPE.sub(decode, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"<[^<>]*>", " ", html.unescape(decoded))


def letters(text: str) -> str:
    """Returns the letters and digits of a text, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def place(data: bytes, at: int) -> tuple[int, int]:
    """Returns the line and the column of a byte, both 1-based; a byte order mark has no column."""
    before = data[:at].decode("utf-8", "replace").lstrip("\ufeff")
    lines = re.split(r"\r\n|\n|\r", before)
    return len(lines), len(lines[-1]) + 1


def run(wordgate: str, folders: list[str], *options: str) -> bytes:
    command = [wordgate, "check", "--isolated", "--format", "json", "--show-skipped", *options, *folders]
    ended = subprocess.run(command, capture_output=True, check=False)
    if ended.returncode not in (0, 1, 2) or not ended.stdout:
        sys.exit(f"wordgate failed with status {ended.returncode}: {ended.stderr.decode()[:500]}")
    return ended.stdout


def wrong_places(report: dict) -> list[str]:
    """Returns a line for each finding whose place is wrong."""
    wrong = []
    files: dict[str, bytes] = {}
    for finding in report["findings"]:
        path = finding["path"]
        data = files.setdefault(path, Path(path).read_bytes())
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            continue
        source = b"".join(data[span["start_byte"] : span["end_byte"]] for span in finding["spans"]).decode("utf-8", "replace")
        where = f"{path}:{finding['start']['line']}:{finding['start']['column']}"
        if letters(finding["text"]) not in (letters(source), letters(undone(source)), letters(html.unescape(source))):
            wrong.append(f"{where}: {finding['text']!r} is not {source!r}")
        for end in ("start", "end"):
            found = (finding[end]["line"], finding[end]["column"])
            if place(data, finding[end]["byte"]) != found:
                wrong.append(f"{where}: the {end} is at {place(data, finding[end]['byte'])}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wordgate", default="target/release/wordgate")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "common.toml"
        rules.write_text(COMMON)
        failed = False
        for arguments in (["--pack", "all"], ["--pack", "common", "--rules", str(rules)]):
            output = run(options.wordgate, options.folders, *arguments)
            report = json.loads(output)
            wrong = wrong_places(report)
            is_same = output == run(options.wordgate, options.folders, *arguments, "--no-gate")
            kinds = Counter(Path(finding["path"]).suffix for finding in report["findings"])
            errors = len(report["errors"])
            print(f"{arguments[1]}: {report['summary']['files']} files, {errors} unreadable, {dict(kinds)}")
            print(f"    {len(wrong)} wrong places; --no-gate {'is the same' if is_same else 'DIFFERS'}")
            for line in wrong[:20]:
                print("   ", line)
            failed |= bool(wrong) or not is_same
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
