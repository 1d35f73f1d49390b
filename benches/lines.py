"""Compares the lines that two tools find, and explains the differences.

Times are only comparable if the tools do the same work. The reference is ripgrep, which reads raw lines. Most
differences follow from how a tool reads a document. They are classified by the text of the line itself, not by tool, so
an unexpected difference stays unexplained and is shown.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import PLACE

# A file, relative to the tree, and a 1-based line.
Line = tuple[str, int]

MARKUP = re.compile(r"<[^>]*>|\]\([^)]*\)|[*_~\\\[\]]")
NOT_PROSE = re.compile(r"(`+)[^`]+\1|\]\([^)]*\)|https?://\S+|<!--.*?-->|<[^>]*>")
FENCE = re.compile(r"\s{0,12}(?:>\s*)*(```|~~~)")
NEAR = 30
AROUND = 40

WHY = {
    "code": "in fenced or indented code",
    "not prose": "in inline code, a URL, a tag or a comment",
    "front matter": "in front matter",
    "table head": "in the head of a table",
    "wrapped": "split by a line end",
    "hyphen": "joined by hyphens",
    "markup": "split by markup",
    "inside": "inside a longer word",
    "edge": "beside a character that does not end a word for the tool, such as a backslash",
    "moved": "reported at another line of the same file",
    "unexplained": "NOT EXPLAINED",
}


@dataclass
class Differences:
    """The lines in which a tool differs from the reference, by reason."""

    same: int
    missing: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    extra: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))

    @property
    def unexplained(self) -> int:
        """The number of lines without a known reason."""
        return sum(len(reasons.get("unexplained", ())) for reasons in (self.missing, self.extra))


def read_lines(output: str, tree: Path) -> set[Line]:
    """Returns the places in a tool's output, whether it names files from the tree or from the root."""
    return {(os.path.relpath(tree / found["path"], tree), int(found["line"])) for found in PLACE.finditer(output)}


def compare(reference: set[Line], found: set[Line], explain: Explainer) -> Differences:
    """Compares the lines of a tool with those of the reference."""
    differences = Differences(len(reference & found))
    missing, extra = reference - found, found - reference
    for line in sorted(missing):
        differences.missing[explain.missing(line, extra)].append(line)
    for line in sorted(extra):
        differences.extra[explain.extra(line, missing)].append(line)
    return differences


class Explainer:
    """Returns why only one of the two tools found a line."""

    def __init__(self, tree: Path, phrases: Sequence[str]) -> None:
        self.tree = tree
        self.files: dict[str, list[str]] = {}
        words = [[re.escape(word) for word in phrase.split()] for phrase in phrases]

        def joined_by(joint: str, edge: str) -> re.Pattern[str]:
            any_phrase = "|".join(joint.join(phrase) for phrase in words)
            return re.compile(f"{edge}(?:{any_phrase}){edge}", re.IGNORECASE)

        self.plain = joined_by(" ", r"\b")
        self.inside = joined_by(" ", "")
        self.hyphen = joined_by(r"[ \u2010-\u2015-]", r"\b")
        self.wrapped = joined_by(r"\s+(?:>\s*)*", r"\b")
        self.any_joint = joined_by(r"[\s\u2010-\u2015-]+", r"\b")
        self.loose = joined_by(r"[\W_]+", "")
        self.clear = re.compile(rf"(?:^|(?<=\s)){self.plain.pattern}(?=[\s.,;:!?]|$)", re.IGNORECASE)

    def lines(self, path: str) -> list[str]:
        if path not in self.files:
            text = (self.tree / path).read_text(encoding="utf-8", errors="replace")
            self.files[path] = text.split("\n")
        return self.files[path]

    def missing(self, line: Line, extra: set[Line]) -> str:
        """Returns why the reference found this line and the tool did not."""
        lines, at = self.lines(line[0]), line[1] - 1
        text = lines[at]
        if is_code(lines, at):
            return "code"
        if is_front_matter(lines, at):
            return "front matter"
        if not self.plain.search(NOT_PROSE.sub(" ¤ ", text)):
            return "not prose"
        if at + 1 < len(lines) and re.fullmatch(r"[\s|:-]*-[\s|:-]*", lines[at + 1]) and "|" in lines[at + 1]:
            return "table head"
        if is_near(line, extra):
            return "moved"
        return "unexplained" if self.clear.search(text) else "edge"

    def excerpt(self, line: Line) -> str:
        """Returns the text around the phrase of a line, without characters that would end a code span."""
        below = "\n".join(self.lines(line[0])[line[1] - 1 : line[1] + 1])
        found = self.loose.search(below)
        start, end = found.span() if found else (0, 0)
        shown = below[max(0, start - AROUND) : end + AROUND].strip()
        return shown.replace("`", "'").replace("\n", " ⏎ ")

    def extra(self, line: Line, missing: set[Line]) -> str:
        """Returns why the tool found this line and the reference did not."""
        lines, at = self.lines(line[0]), line[1] - 1
        if at >= len(lines):
            return "unexplained"
        text = lines[at]
        if self.plain.search(text):
            return "unexplained"
        if self.inside.search(text):
            return "inside"
        # Some documents escape every hyphen.
        if self.hyphen.search(text.replace("\\", "")):
            return "hyphen"
        if self.any_joint.search(MARKUP.sub("", text)):
            return "markup"
        below = "\n".join(lines[at : at + 3])
        # The match must begin in this line.
        for paragraph, kind in ((below, "wrapped"), (MARKUP.sub("", below), "markup")):
            first = paragraph.partition("\n")[0]
            starts = [found.start() for found in self.any_joint.finditer(paragraph)]
            starts += [found.start() for found in self.wrapped.finditer(paragraph)]
            if any(start < len(first) for start in starts):
                return kind
        return "moved" if is_near(line, missing) else "unexplained"


def is_near(line: Line, others: set[Line]) -> bool:
    return any((line[0], line[1] + away) in others for away in range(-NEAR, NEAR + 1))


def is_front_matter(lines: Sequence[str], at: int) -> bool:
    return lines[0].strip() == "---" and "---" not in (line.strip() for line in lines[1 : at + 1])


def is_code(lines: Sequence[str], at: int) -> bool:
    """Returns whether a line is after an odd number of fences, or is indented like code after a blank line."""
    fences = sum(bool(FENCE.match(line)) for line in lines[:at])
    indented = lines[at].startswith(("    ", "\t")) and (at == 0 or not lines[at - 1].strip())
    return fences % 2 == 1 or indented
