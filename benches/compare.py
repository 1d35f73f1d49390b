#!/usr/bin/env python3
"""Compares wordgate with other tools that search for a list of phrases: lines first, then time and memory.

All tools are measured in one run on one machine with the phrases of `phrases.txt`, because figures of different runs
cannot be compared. First the lines that the tools find are compared, and every difference is counted and explained.
Then the commands are timed in turn, with a warm file cache. Missing tools are listed.

    python3 benches/compare.py --tree DOCS [--tree MORE] [--tool rumdl=PATH] [--output FILE]
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import lines
import measure
import tools
from measure import Command, Samples
from tree import PHRASES, read_phrases

SHOWN = 3
SMALL = "Please click here to read what the service does, and where its limits are.\n"


@dataclass(frozen=True)
class Setup:
    """The data shared by all parts of a comparison. `folder` is temporary."""

    folder: Path
    phrases: list[str]
    found: list[tools.Tool]
    missing: list[str]
    left_out: list[str]
    rounds: int
    slow_rounds: int
    small_rounds: int
    no_gate: bool
    failures: list[str] = field(default_factory=list)

    @property
    def output(self) -> Path:
        return self.folder / "output"


def commands(setup: Setup, tree: Path, target: str, rounds: int, slow_rounds: int) -> list[Command]:
    """The command of every tool, and wordgate with its built-in rules."""
    listed = []
    for tool in setup.found:
        argv = tool.prepare(setup.folder, setup.phrases)
        turns = slow_rounds if tool.is_slow else rounds
        listed.append(Command(tool.name, [*argv, target], tree, tool.results, turns))
        if isinstance(tool, tools.Wordgate):
            listed += wordgates_own(tool, argv, tree, target, rounds, setup.no_gate)
    return listed


def wordgates_own(
    tool: tools.Wordgate, argv: Sequence[str], tree: Path, target: str, rounds: int, no_gate: bool
) -> list[Command]:
    """The measurements that only wordgate supports."""
    asked = {"default rules": tool.checking(), "--pack all": [*tool.checking(), "--pack", "all"]}
    if no_gate:
        asked["--no-gate"] = [*argv, "--no-gate"]
    return [
        Command(f"{tool.name}, {name}", [*argv, target], tree, tool.results, rounds) for name, argv in asked.items()
    ]


def find_lines(setup: Setup, tree: Path) -> dict[str, set[lines.Line]]:
    """Returns the lines that each tool finds, by its name. Reading the tree also warms the file cache."""
    found = {}
    for tool in setup.found:
        argv = tool.for_lines(tool.prepare(setup.folder, setup.phrases))
        if tool.names_places:
            found[tool.name] = lines_of(setup, Command(tool.name, [*argv, "."], tree, tool.results))
    return found


def lines_of(setup: Setup, command: Command) -> set[lines.Line]:
    """Returns the lines that one command finds."""
    measure.say(f"lines: {command.name}")
    measure.run(command, setup.output)
    return lines.read_lines(setup.output.read_text(encoding="utf-8", errors="replace"), command.folder)


def lines_section(setup: Setup, tree: Path, found: dict[str, set[lines.Line]]) -> str:
    """Describes what the tools found, and where they differ from ripgrep."""
    reference = found.get(tools.Ripgrep.name)
    explain = lines.Explainer(tree, setup.phrases)
    parts = ["### Lines found", ""]
    unexplained = 0
    for tool in setup.found:
        own = found.get(tool.name)
        if own is None:
            parts.append(f"- **{tool.name}**: {tool.note}.")
            continue
        parts.append(f"- **{tool.name}**: {counted(own)}; {tool.note}.")
        if reference is None or not tool.takes_phrases or tool.name == tools.Ripgrep.name:
            continue
        differences = lines.compare(reference, own, explain)
        unexplained += differences.unexplained
        parts.append(f"  The same as ripgrep: {differences.same:,}.")
        parts += described("Only ripgrep", differences.missing, explain)
        parts += described("Only " + tool.name, differences.extra, explain)
    parts.append(f"- **Lines whose difference is not explained: {unexplained:,}.**")
    if reference is None:
        parts.append("- ripgrep is missing: the lines of the tools were not held against each other.")
    return "\n".join(parts)


def counted(found: set[lines.Line]) -> str:
    return f"{len(found):,} lines in {len({path for path, _ in found}):,} files"


def described(title: str, reasons: dict[str, list[lines.Line]], explain: lines.Explainer) -> list[str]:
    """Lists one item for each reason, with examples; more examples where there is no reason."""
    described = []
    for reason, places in sorted(reasons.items()):
        shown = places[: SHOWN * 4 if reason == "unexplained" else SHOWN]
        described.append(f"  - {title}: {len(places):,} {lines.WHY[reason]}, such as")
        described += [f"    - {path}:{line}: `{explain.excerpt((path, line))}`" for path, line in shown]
    return described


def times_section(setup: Setup, title: str, listed: Sequence[Command], least: int) -> str:
    """Runs the commands and formats their figures as a table."""
    samples = measure.measure(listed, setup.output)
    setup.failures.extend(own.failure for own in samples.values() if own.failure)
    versions = {tool.name: tool.version() for tool in setup.found}
    reference = samples.get(tools.Ripgrep.name)
    rows = [row(command, versions, samples[command.name], reference, least) for command in listed]
    rows += [[name, "missing", "", "", "", "", ""] for name in setup.missing]
    head = ["tool", "version", "wall (median)", "wall (least)", "ratio of medians to ripgrep", "peak memory", "rounds"]
    return f"### {title}\n\n{measure.table(head, rows)}"


def row(command: Command, versions: dict[str, str], own: Samples, reference: Samples | None, least: int) -> list[str]:
    version = versions[command.name.partition(",")[0]]
    if own.failure:
        return [command.name, version, "failed", "", "", "", ""]
    ratio = f"{own.wall / reference.wall:,.2f}" if reference and not reference.failure else "?"
    memory = measure.memory_text(own.peak, least)
    wall, least_wall = measure.time_text(own.wall), measure.time_text(own.least)
    return [command.name, version, wall, least_wall, ratio, memory, str(command.rounds)]


def lines_of_commands(listed: Sequence[Command], folder: Path) -> str:
    """Lists the command lines as they ran, without the paths of this machine."""
    shown = [[Path(command.argv[0]).name, *command.argv[1:]] for command in listed]
    typed = [shlex.join(argv).replace(str(folder), "CONFIG") for argv in shown]
    return "\n".join(["```sh", *typed, "```"])


def tree_section(setup: Setup, tree: Path, least: int) -> str:
    """Compares the tools on one tree."""
    files = [path for path in tree.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    found = find_lines(setup, tree)
    reference = found.get(tools.Ripgrep.name) or found.get(tools.Wordgate.name) or set()
    hits = len({path for path, _ in reference})
    listed = commands(setup, tree, ".", setup.rounds, setup.slow_rounds)
    title = f"## Tree `{tree.name}`: {len(files):,} files, {measure.size_text(size)}, lines with phrases in {hits:,} files"
    builtin = [command for command in listed if ", " in command.name]
    findings = [f"- {command.name}: {counted(lines_of(setup, command))}." for command in builtin]
    times = times_section(setup, "Time and memory, whole tree", listed, least)
    typed = lines_of_commands(listed, setup.folder)
    return "\n\n".join([title, typed, lines_section(setup, tree, found), "\n".join(findings), times])


def small_section(setup: Setup, least: int) -> str:
    """Measures the start-up time: one line in one file."""
    folder = setup.folder / "small"
    folder.mkdir()
    (folder / "small.md").write_text(SMALL, encoding="utf-8")
    listed = commands(setup, folder, "small.md", setup.small_rounds, max(setup.slow_rounds, 3))
    return "## One small file\n\n" + times_section(setup, "Time and memory, one line in one file", listed, least)


def report(setup: Setup, trees: Sequence[Path]) -> str:
    """Returns the whole comparison as Markdown."""
    least = measure.least_peak(setup.output)
    about = [
        "# wordgate and others",
        f"Machine: {measure.machine()}. {len(setup.phrases)} phrases. Warm cache, commands by turns, medians.",
        f"At the start {measure.load()}. Peak memory below {least / 1e6:.1f} MB cannot be seen.",
    ]
    if setup.missing:
        about.append(f"**Missing on this machine, not compared: {', '.join(setup.missing)}.**")
    if setup.left_out:
        about.append(f"**Left out by choice: {', '.join(setup.left_out)}.**")
    sections = [tree_section(setup, tree, least) for tree in trees]
    return "\n\n".join([*about, *sections, small_section(setup, least)]) + "\n"


def named(text: str) -> tuple[str, str]:
    """Parses `NAME=VALUE` with the name of a tool."""
    name, equals, value = text.partition("=")
    if not equals or name not in tools.NAMES:
        raise argparse.ArgumentTypeError(f"{text!r}: write NAME=VALUE with one of {', '.join(tools.NAMES)}")
    return name, value


def folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text}: no such folder")
    return path.resolve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tree", type=folder, action="append", required=True, help="a folder of Markdown (repeatable)")
    parser.add_argument("--phrases", type=Path, default=PHRASES, help="the list [default: phrases.txt here]")
    parser.add_argument("--tool", type=named, action="append", default=[], metavar="NAME=PATH",
                        help=f"where a tool is, if not on the PATH; names: {', '.join(tools.NAMES)} (repeatable)")
    parser.add_argument("--label", type=named, action="append", default=[], metavar="NAME=VERSION",
                        help="the version of a tool that does not know it (repeatable)")
    parser.add_argument("--without", action="append", default=[], choices=tools.NAMES, help="leave a tool out")
    parser.add_argument("--before", metavar="PATH", help="another wordgate, to see what a change brought")
    parser.add_argument("--no-gate", action="store_true", help="time wordgate with --no-gate too")
    parser.add_argument("--rounds", type=int, default=9, help="rounds [default: 9]")
    parser.add_argument("--slow-rounds", type=int, default=3, help="rounds of vale, textlint and alex [default: 3]")
    parser.add_argument("--small-rounds", type=int, default=25, help="rounds for the one small file [default: 25]")
    parser.add_argument("--output", type=Path, help="write to this file [default: standard output]")
    args = parser.parse_args()
    paths = dict(args.tool)
    if args.before:
        paths[tools.WordgateBefore.name] = args.before
    found, missing = tools.find_tools(paths, dict(args.label), args.without)
    with tempfile.TemporaryDirectory() as temporary:
        setup = Setup(
            folder=Path(temporary),
            phrases=read_phrases(args.phrases),
            found=found,
            missing=missing,
            left_out=args.without,
            rounds=args.rounds,
            slow_rounds=args.slow_rounds,
            small_rounds=args.small_rounds,
            no_gate=args.no_gate,
        )
        try:
            text = report(setup, args.tree)
        except measure.Failed as failed:
            sys.exit(f"compare.py: {failed}")
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    if setup.failures:
        sys.exit("compare.py: not everything was measured:\n" + "\n".join(setup.failures))


if __name__ == "__main__":
    main()
