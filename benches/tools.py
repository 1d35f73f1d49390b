"""The tools in the comparison: how each gets the list of phrases, and how its output is read.

Each tool gets the list in the closest form that it has, with its other rules switched off as far as possible, so that
all tools answer the same question. The configurations are written when the comparison runs, so that they always fit
together. Every command runs inside the tree, on `.` or a file.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PLACE = re.compile(r"^(?:\./)?(?P<path>[^\n]+?):(?P<line>\d+):", re.MULTILINE)


@dataclass
class Tool:
    """A tool that was found on this machine."""

    path: str
    label: str = ""

    name = ""
    # How the tool reads the list differently from the others; printed with the differences.
    note = ""
    results = (0, 1)
    is_slow = False
    # Whether it can read the phrases, so that its lines can be compared with those of the others.
    takes_phrases = True
    # Whether its report has one place on each line.
    names_places = True

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        """Writes the configuration into `folder`. Returns the command line up to the target."""
        raise NotImplementedError

    def for_lines(self, argv: Sequence[str]) -> list[str]:
        """Returns the command line that reports the lines of the matches; the default for most tools."""
        return list(argv)

    def version(self) -> str:
        """Returns the version that the tool prints, or else the one that the user gives."""
        if self.label:
            return self.label
        said = subprocess.run([self.path, "--version"], capture_output=True, text=True).stdout
        found = re.search(r"\d+(?:\.\d+)+", said.partition("\n")[0])
        return found[0] if found else "unknown"


class Ripgrep(Tool):
    name = "ripgrep"
    note = "it searches raw lines: code, URLs and tags too, and nothing that a line end, a hyphen or markup splits"

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        patterns = write(folder / "phrases.txt", "\n".join(phrases) + "\n")
        return [self.path, "--no-config", "-i", "-w", "-F", "-f", patterns]

    def for_lines(self, argv: Sequence[str]) -> list[str]:
        return [*argv, "--line-number", "--with-filename", "--no-heading", "--color=never"]


class Wordgate(Tool):
    name = "wordgate"
    note = "it reads prose: no code, URLs and tags, but phrases across line ends, hyphens and markup"

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        rules = write(folder / "measured.toml", rule_file(phrases))
        return [*self.checking(), "--pack", "measured", "--rules", rules]

    def checking(self) -> list[str]:
        """The command line with the default set of rules."""
        return [self.path, "check", "--isolated", "--format", "concise", "--color", "never"]


class WordgateBefore(Wordgate):
    name = "wordgate before"
    note = "the build that was named to compare with"


class Rumdl(Tool):
    name = "rumdl"
    note = (
        "MD061 matches line by line, inside longer words too, and leaves out code blocks and spans; it also reads "
        "URLs, tags and comments"
    )

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        terms = f"[MD061]\nterms = {json.dumps(phrases)}\ncase-sensitive = false\n"
        config = write(folder / "rumdl.toml", f'[global]\nenable = ["MD061"]\n{terms}')
        # With its cache, the second round would measure nothing.
        return [self.path, "check", "--no-cache", "--color", "never", "--config", config]


class Vale(Tool):
    name = "vale"
    note = "it reads prose, also across line ends, and looks up afterwards where in the source a hit stands"
    is_slow = True

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        tokens = "".join(f"  - {json.dumps(phrase)}\n" for phrase in phrases)
        rule = f"extends: existence\nmessage: \"'%s' is restricted\"\nlevel: error\nignorecase: true\ntokens:\n{tokens}"
        write(folder / "styles" / "Measured" / "Phrases.yml", rule)
        styles = f"StylesPath = {folder / 'styles'}\nMinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = Measured\n"
        config = write(folder / "vale.ini", styles)
        return [self.path, "--no-global", f"--config={config}", "--output=line"]

    def version(self) -> str:
        # Built from its module, it reports a branch as its version, but Go records the module's version in the program.
        recorded = re.search(rb"\tgithub\.com/vale-cli/vale/v3\tv([\d.]+)", Path(self.path).read_bytes())
        return self.label or (recorded[1].decode() if recorded else super().version())


class Textlint(Tool):
    name = "textlint"
    note = (
        "its rule looks into one text node after the other, so markup and line ends split a phrase, and wants a space "
        "or a mark of its own list behind the phrase"
    )
    is_slow = True

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        terms = [[phrase, "(restricted)"] for phrase in phrases]
        rule = {"defaultTerms": False, "skip": [], "terms": terms}
        config = write(folder / "textlintrc.json", json.dumps({"rules": {"terminology": rule}}))
        return [self.path, "--no-color", "--format", "unix", "--config", config]


class Typos(Tool):
    name = "typos"
    note = (
        "it judges single words, so it is given the longest word of each phrase instead; its own dictionary of "
        "misspellings cannot be switched off. So its lines are counted, but not compared"
    )
    results = (0, 2)
    takes_phrases = False

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        words = sorted({max(phrase.split(), key=len) for phrase in phrases})
        entries = "".join(f'"{word}" = ""\n' for word in words)
        text = f"[default]\ncheck-filename = false\n[default.extend-words]\n{entries}"
        return [self.path, "--isolated", "--config", write(folder / "typos.toml", text), "--format", "brief"]


class Alex(Tool):
    name = "alex"
    note = "it has its own list only, so it is timed as it is, and its lines are left out"
    is_slow = True
    takes_phrases = False
    names_places = False

    def prepare(self, folder: Path, phrases: Sequence[str]) -> list[str]:
        return [self.path]


@dataclass(frozen=True)
class Kind:
    """A tool that may be on this machine, by the name of its program."""

    tool: type[Tool]
    program: str


KINDS = [
    Kind(Ripgrep, "rg"),
    Kind(Wordgate, "wordgate"),
    Kind(WordgateBefore, ""),
    Kind(Rumdl, "rumdl"),
    Kind(Typos, "typos"),
    Kind(Vale, "vale"),
    Kind(Textlint, "textlint"),
    Kind(Alex, "alex"),
]
NAMES = [kind.tool.name for kind in KINDS if kind.program]


def find_tools(
    paths: dict[str, str], labels: dict[str, str], without: Sequence[str] = ()
) -> tuple[list[Tool], list[str]]:
    """Returns the tools that were found, and the names of those that are missing."""
    found, missing = [], []
    for kind in KINDS:
        name = kind.tool.name
        program = paths.get(name) or default_path(kind)
        if name in without or not program:
            continue
        path = shutil.which(program)
        if path:
            found.append(kind.tool(str(Path(path).absolute()), labels.get(name, "")))
        elif name in paths:
            sys.exit(f"{program}: this is no program, but was named as {name}")
        else:
            missing.append(name)
    return found, missing


def default_path(kind: Kind) -> str:
    """Returns the program on the PATH. For wordgate, returns the one that was built here, since that is measured."""
    built = Path(__file__).parent.parent / "target" / "release" / kind.program
    return str(built) if kind.tool is Wordgate and built.exists() else kind.program


def rule_file(patterns: Sequence[str]) -> str:
    """A pack `measured` with one rule that forbids all patterns."""
    return rules([("phrases", patterns)])


def rule_file_of_many(patterns: Sequence[str]) -> str:
    """A pack `measured` with a rule for each pattern."""
    return rules([(f"phrase-{at}", [pattern]) for at, pattern in enumerate(patterns)])


def rules(of_patterns: Sequence[tuple[str, Sequence[str]]]) -> str:
    """A pack `measured` with these rules: each an id and patterns."""
    keys = 'kind = "forbid"\nmessage = "“{match}” is restricted."\n'
    listed = [f'[[rule]]\nid = "{id}"\n{keys}patterns = {json.dumps(patterns)}\n' for id, patterns in of_patterns]
    return "\n".join(['[pack]\nid = "measured"\n', *listed])


def write(path: Path, text: str) -> str:
    """Writes a file and returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)
