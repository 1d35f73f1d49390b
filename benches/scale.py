#!/usr/bin/env python3
"""Measures how wordgate's time grows with patterns and bytes, and how it falls with threads.

A linter that is fast with twenty phrases may be slow with a long list of trademarks. The patterns of the first table do
not occur in the tree, so only the search for them is measured. Loading them is measured separately, on two tiny files:
the data for the search is built at the first file, and in another way if there is only one file. Half of the patterns
are made-up words alone, like product names. The others have common words around a made-up one, so that a search for the
wrong word of a pattern shows. Each pattern is a rule of its own, as in a list made from a spreadsheet.

    python3 benches/scale.py [--tree DOCS] [--wordgate PATH] [--output FILE]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import measure
import vocabulary
from compare import folder
from measure import Command
from tools import NAMES, Wordgate, find_tools, rule_file, rule_file_of_many, write
from tree import PHRASES, Plan, parse_size, read_phrases, write_tree

CONSONANTS = "bdfgklmnprstvz"
VOWELS = "aeiou"
# About the size of a page of real documentation.
FILE_SIZE = 4_600
SHARE = 0.02


class Scale:
    """The measurements. `folder` is temporary."""

    def __init__(self, wordgate: Wordgate, folder: Path, rounds: int) -> None:
        self.wordgate = wordgate
        self.folder = folder
        self.rounds = rounds
        self.output = folder / "output"
        self.tiny = folder / "tiny"
        self.tiny.mkdir()
        for name in ("a.md", "b.md"):
            (self.tiny / name).write_text("Nothing.\n", encoding="utf-8")
        self.least = measure.least_peak(self.output)

    def command(self, name: str, rules: str, tree: Path, flags: Sequence[str] = (), finds: bool = True) -> Command:
        """Returns a `wordgate check` command with only these rules; without `finds`, a finding is a failure."""
        argv = [*self.wordgate.checking(), "--pack", "measured", "--rules", rules, *flags, "."]
        return Command(name, argv, tree, (0, 1) if finds else (0,), self.rounds)

    def tree(self, size: int) -> Path:
        """Makes a tree of about this size."""
        out = self.folder / f"tree-{size}"
        if not out.exists():
            measure.say(f"making a tree of {measure.size_text(size)}")
            plan = Plan(max(1, size // FILE_SIZE), size, SHARE, seed=1)
            write_tree(plan, read_phrases(PHRASES), out)
        return out

    def patterns(self, counts: Sequence[int], tree: Path) -> str:
        """Measures time and memory against the number of patterns that do not occur."""
        commands = []
        for count in counts:
            rules = write(self.folder / f"{count}.toml", rule_file_of_many(patterns(count)))
            commands.append(self.command(f"{count} load", rules, self.tiny, finds=False))
            commands.append(self.command(f"{count}", rules, tree, finds=False))
        samples = measure.measure(commands, self.output)
        rows = []
        for count in counts:
            load, whole = samples[f"{count} load"], samples[f"{count}"]
            if load.failure or whole.failure:
                rows.append([f"{count:,}", load.failure or whole.failure, "", "", ""])
                continue
            search = measure.time_text(max(whole.wall - load.wall, 0.0))
            memory = measure.memory_text(whole.peak, self.least)
            rows.append([f"{count:,}", measure.time_text(whole.wall), measure.time_text(load.wall), search, memory])
        head = ["patterns", "wall (median)", "of it: start and load", "of it: the tree", "peak memory"]
        return section(f"Time against patterns that do not occur, tree of {size_of(tree)}", head, rows)

    def sizes(self, sizes: Sequence[int]) -> str:
        """Measures time against bytes, with the list of phrases."""
        rules = self.phrases()
        trees = [self.tree(size) for size in sizes]
        commands = [self.command(str(size), rules, tree) for size, tree in zip(sizes, trees)]
        samples = measure.measure(commands, self.output)
        rows = []
        for size, tree in zip(sizes, trees):
            own = samples[str(size)]
            if own.failure:
                rows.append([size_of(tree), own.failure, "", ""])
                continue
            each = f"{own.wall * 1e9 / size:,.1f} ns"
            rows.append([size_of(tree), measure.time_text(own.wall), each, measure.memory_text(own.peak, self.least)])
        return section("Time against bytes", ["tree", "wall (median)", "for each byte", "peak memory"], rows)

    def threads(self, counts: Sequence[int], size: int) -> str:
        """Measures time against threads, with the list of phrases."""
        rules, tree = self.phrases(), self.tree(size)
        commands = [self.command(str(count), rules, tree, ["--threads", str(count)]) for count in counts]
        samples = measure.measure(commands, self.output)
        first = samples[str(counts[0])]
        rows = []
        for count in counts:
            own = samples[str(count)]
            if own.failure or first.failure:
                rows.append([str(count), own.failure or first.failure, "", ""])
                continue
            gain = f"{first.wall / own.wall:.2f}"
            rows.append([str(count), measure.time_text(own.wall), gain, measure.memory_text(own.peak, self.least)])
        head = ["threads", "wall (median)", f"faster than with {counts[0]}", "peak memory"]
        return section(f"Time against threads, tree of {size_of(tree)}", head, rows)

    def phrases(self) -> str:
        return write(self.folder / "phrases.toml", rule_file(read_phrases(PHRASES)))


def section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"## {title}\n\n{measure.table(head, rows)}"


def size_of(tree: Path) -> str:
    return measure.size_text(sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()))


def patterns(count: int) -> list[str]:
    """Returns different patterns that do not occur, the same in every run."""
    draw = random.Random("patterns").random
    made = set()
    listed = []
    while len(listed) < count:
        odd = len(listed) % 2
        middle = unused_word(draw)
        pattern = f"{common_word(draw)} {middle} {common_word(draw)}" if odd else f"{middle} {unused_word(draw)}"
        if pattern not in made:
            made.add(pattern)
            listed.append(pattern)
    return listed


def unused_word(draw) -> str:
    """Returns a pronounceable word that is in no text: no English word has its ending."""
    syllables = (CONSONANTS[int(draw() * len(CONSONANTS))] + VOWELS[int(draw() * len(VOWELS))] for _ in range(3))
    return "".join(syllables) + "vuq"


def common_word(draw) -> str:
    return vocabulary.NOUNS[int(draw() * len(vocabulary.NOUNS))]


def numbers(text: str) -> list[int]:
    """Parses `20,500`: whole numbers separated by commas."""
    return [int(number) for number in text.split(",")]


def sizes(text: str) -> list[int]:
    """Parses `10MB,20MB`: sizes separated by commas."""
    return [parse_size(size) for size in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordgate", help="the program [default: the one built here, or the one on the PATH]")
    parser.add_argument("--tree", type=folder, help="a folder for the patterns [default: the first generated tree]")
    parser.add_argument("--patterns", type=numbers, default="20,500,5000,50000", help="[default: 20,500,5000,50000]")
    parser.add_argument("--sizes", type=sizes, default="10MB,20MB,40MB,80MB", help="[default: 10MB,20MB,40MB,80MB]")
    parser.add_argument("--threads", type=numbers, default="1,2", help="[default: 1,2]")
    parser.add_argument("--threads-size", type=parse_size, default="100MB", help="the tree for them [default: 100MB]")
    parser.add_argument("--rounds", type=int, default=5, help="[default: 5]")
    parser.add_argument("--output", type=Path, help="write to this file [default: standard output]")
    args = parser.parse_args()
    paths = {Wordgate.name: args.wordgate} if args.wordgate else {}
    found, _ = find_tools(paths, {}, [name for name in NAMES if name != Wordgate.name])
    if not found:
        sys.exit("scale.py: there is no wordgate: build it with cargo build --release, or say --wordgate PATH")
    with tempfile.TemporaryDirectory() as temporary:
        scale = Scale(found[0], Path(temporary), args.rounds)
        parts = [
            f"# How wordgate {found[0].version()} scales",
            f"Machine: {measure.machine()}. Warm cache, commands by turns, medians of {args.rounds} rounds. "
            f"At the start {measure.load()}.",
            scale.patterns(args.patterns, args.tree or scale.tree(args.sizes[0])),
            scale.sizes(args.sizes),
            scale.threads(args.threads, args.threads_size),
        ]
    text = "\n\n".join(parts) + "\n"
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
