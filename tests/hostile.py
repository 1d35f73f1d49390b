#!/usr/bin/env python3
"""Hostile input at full size: makes each case, runs wordgate on it with limits on time and memory, prints a table.

    cargo build --release && python3 tests/hostile.py [--wordgate PATH] [--only PART] [--folder DIR]

It takes some minutes and 2 GB of disk. `cargo test` has the same cases in sizes that a debug build can handle. A case
passes if wordgate ends by itself within the limits, with the expected status and output: input that was not checked
must not look clean. Needs Linux or macOS and Python 3.9 or later.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MB = 1_000_000
RULES = """[pack]
id = "hostile"
[[rule]]
id = "phrase"
patterns = ["bad phrase"]
message = "Do not write “{match}”."
suggest = ["good phrase"]
fix = "safe"
[[rule]]
id = "claim"
kind = "require"
severity = "warning"
patterns = ["free of charge"]
requires = ["terms apply"]
within = "document"
"""


@dataclass
class Case:
    """One input. `make` fills an empty folder; `run` holds the arguments, which run in it."""

    name: str
    make: Callable[[Path], None]
    run: list[str] = field(default_factory=lambda: ["check", "."])
    status: tuple[int, ...] = (1,)
    says: str = ""
    seconds: float = 5
    megabytes: int = 1_000
    rules: bool = True
    stdin: Callable[[int], None] | None = None
    file_limit: int | None = None
    close_early: bool = False


def text(name: str, content: Callable[[], str | bytes] | str) -> Callable[[Path], None]:
    """A file with this content."""

    def make(folder: Path) -> None:
        made = content if isinstance(content, str) else content()
        (folder / name).write_bytes(made.encode() if isinstance(made, str) else made)

    return make


def repeated(unit: str, size: int, name: str = "a.md", end: str = "\n\nbad phrase\n") -> Callable[[Path], None]:
    """A file that says the same over and over, of about `size` bytes."""
    return text(name, lambda: unit * max(1, size // len(unit.encode())) + end)


def corpus(size: int, name: str = "a.md") -> Callable[[Path], None]:
    """The Markdown of the test corpus over and over."""
    root = Path(__file__).resolve().parent.parent / "test-corpus"

    def content() -> bytes:
        documents = [path.read_bytes() for path in sorted(root.glob("markdown/*.md"))]
        joined = b"\n\n".join(document for document in documents if b"\r" not in document)
        return joined * (size // len(joined)) + b"\n\nbad phrase\n"

    return text(name, content)


def many_files(count: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for number in range(count):
            if number % 1000 == 0:
                (folder / f"d{number // 1000}").mkdir()
            (folder / f"d{number // 1000}" / f"{number}.md").write_text("bad phrase\n" if number == 77 else "clean\n")

    return make


def links(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "x.md").write_text("bad phrase\n")
    os.symlink("..", folder / "a" / "up")
    os.symlink("loop.md", folder / "loop.md")


def folder_like_a_file(folder: Path) -> None:
    (folder / "x.md").mkdir()
    (folder / "x.md" / "y.md").write_text("bad phrase\n")


def deep_folders(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(600):
        os.mkdir("deeper", dir_fd=here)
        inner = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    file = os.open("x.md", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    os.write(file, b"bad phrase\n")
    os.close(file)
    os.close(here)


def hostile_names(folder: Path) -> None:
    for name in (b"::error file=x,line=1::pwned\n.md", b"\x1b]0;title\x07\x1b[31m.md", b"a\n::warning::b.md", b"\xff\xfe.md", b"%0A.md"):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_text("\x1b[2J bad phrase \x07::error::x\n")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "p.md")


def unreadable(folder: Path) -> None:
    text("a.md", "bad phrase\n")(folder)
    os.symlink("/proc/self/mem", folder / "mem.md")


def many_hits(folder: Path) -> None:
    text("a.md", lambda: (("word " * 248) + "bad phrase ") * 40_000)(folder)


def nested_terms(folder: Path) -> None:
    sets = "".join(f'[terms.s{n}]\nterms = ["@s{n - 1} @s{n - 1}"]\n' if n else '[terms.s0]\nterms = ["x y"]\n' for n in range(30))
    rule = '[[rule]]\nid = "r"\nmessage = "m"\npatterns = ["@s29"]\n'
    text("r.toml", '[pack]\nid = "p"\n' + sets + rule)(folder)
    text("a.md", "x\n")(folder)


def one_rule_file(body: Callable[[], str]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        text("r.toml", '[pack]\nid = "p"\n' + body())(folder)
        text("a.md", "bad phrase\n")(folder)

    return make


def front_matter(body: Callable[[], str]) -> Callable[[Path], None]:
    return text("a.md", lambda: f"---\n{body()}\n---\n\nbad phrase\n")


def growing(folder: Path) -> None:
    text("a.md", "bad phrase\n\n")(folder)

    def grow() -> None:
        with (folder / "a.md").open("ab") as file:
            for _ in range(200):
                file.write(b"more words\n" * 20_000)

    threading.Thread(target=grow, daemon=True).start()


def nested_items(depth: int) -> str:
    return "".join("  " * level + "- item\n" for level in range(depth))


RULE = '[[rule]]\nid = "r{}"\nmessage = "m"\npatterns = ["word{} (a|b|c) thing~"]\n'
CASES = [
    Case("invalid UTF-8, 10 MB", text("a.md", lambda: b"some more words \xff\n\n" * (MB // 2) + b"bad phrase\n"), says="no valid text"),
    Case("UTF-16 LE with a byte order mark, 20 MB", text("a.md", lambda: ("\ufeff" + "some words\n\n" * 800_000 + "bad phrase\n").encode("utf-16-le"))),
    Case("UTF-16 BE with a byte order mark, 20 MB", text("a.md", lambda: ("\ufeff" + "some words\n\n" * 800_000 + "bad phrase\n").encode("utf-16-be"))),
    Case("UTF-16 without a byte order mark, 20 MB", text("a.md", lambda: ("some words\n\n" * 800_000 + "bad phrase\n").encode("utf-16-le"))),
    Case("UTF-16 of Chinese without a byte order mark", text("a.md", lambda: ("中文文本" * 100_000 + "bad phrase\n").encode("utf-16-le")), status=(2,), says="hardly UTF-8 text"),
    Case("random bytes, 10 MB", text("a.md", lambda: os.urandom(10 * MB)), status=(2,), says="hardly UTF-8 text"),
    Case("NUL bytes, 100 MB", text("a.md", lambda: b"\0" * (100 * MB) + b"\n\nbad phrase\n"), seconds=10, says="warning"),
    Case("CR line ends, 100 MB", repeated("some words and more words\r\r", 100 * MB, end="\r\rbad phrase\r"), seconds=10),
    Case("documentation, 100 MB", corpus(100 * MB), seconds=10),
    Case("documentation dense with findings of all packs, 100 MB", corpus(100 * MB), run=["check", "--pack", "all", "."], seconds=10, rules=False, status=(2,), says="more than 50,000 matches"),
    Case("the same, as plain text", corpus(100 * MB, "a.txt"), run=["check", "--pack", "all", "."], seconds=10, rules=False, status=(2,), says="more than 50,000 matches"),
    Case("a million hits in a line", text("a.md", lambda: "bad phrase " * MB), status=(2,), says="more than 50,000 matches"),
    Case("a million directives that are none", text("a.md", lambda: "<!-- wordgate-allow -->\n\n" * MB), status=(2,), says="more than 50,000 matches", seconds=10, megabytes=2_000),
    Case("plain text, 100 MB", repeated("some words and more words\n\n", 100 * MB, "a.txt"), seconds=10),
    Case("paragraphs of two bytes, 100 MB", repeated("a\n\n", 100 * MB), seconds=10, megabytes=4_000),
    Case("a hit in each paragraph with markup, 100 MB", repeated("some *bad* **phrase** in [words](x) of a `paragraph`\n\n", 100 * MB), seconds=10, megabytes=4_000),
    Case("HTML, 100 MB", repeated("<p>some <b>words</b> and more</p>\n", 100 * MB, "a.html", end="<p>bad phrase</p>"), seconds=10),
    Case("HTML with a hit in each paragraph, 100 MB", repeated("<p>some <b>words</b> and a <i>bad</i> phrase</p>\n", 100 * MB, "a.html"), seconds=10, status=(2,), says="look"),
    Case("HTML without blocks, 100 MB", repeated("some <b>words</b> and more\n", 100 * MB, "a.html"), seconds=10, megabytes=3_000),
    Case("MDX, 100 MB", repeated("some *words* {and} more\n\n", 100 * MB, "a.mdx"), seconds=10),
    Case("reStructuredText, 100 MB", repeated("some *words* and `more`_\n\n", 100 * MB, "a.rst"), seconds=10),
    Case("reStructuredText, 8 MB of findings", repeated("some *bad* phrase\n\n", 8 * MB - 100, "a.rst"), status=(2,), says="more than 50,000 matches"),
    Case("reStructuredText, 8 MB of titles", repeated("a\n=\n\n", 8 * MB - 100, "a.rst")),
    Case("one line of 50 MB with 40,000 hits", many_hits, megabytes=2_000, run=["check", "--format", "concise", "."]),
    Case("the same, as JSON", many_hits, megabytes=2_000, run=["check", "--format", "json", "."]),
    # To draw 40,000 places takes two seconds.
    Case("the same, for people", many_hits, megabytes=2_000, seconds=6),
    Case("100,000 nested quotes", text("a.md", lambda: ">" * 100_000 + " bad phrase\n")),
    Case("100,000 lines of quotes, each one deeper", text("a.md", lambda: "".join(">" * (n % 500) + "x\n" for n in range(100_000)) + "\nbad phrase\n")),
    Case("100,000 list items on a line", text("a.md", lambda: "- " * 100_000 + "bad phrase\n")),
    Case("2,000 nested list levels", text("a.md", lambda: nested_items(2_000) + "\nbad phrase\n")),
    Case("50,000 nested <div> in HTML", text("a.html", lambda: "<div>" * 50_000 + "bad phrase\n")),
    Case("50,000 nested <div> in Markdown", text("a.md", lambda: "<div>" * 50_000 + "bad phrase\n")),
    Case("50,000 <div> on lines", text("a.md", lambda: "<div>\n" * 50_000 + "bad phrase\n")),
    Case("`a**b ` x 100,000", text("a.md", lambda: "a**b " * 100_000 + "bad phrase\n")),
    Case("`a**b ` in 20,000 paragraphs with hits", text("a.md", lambda: ("bad phrase " + "a**b " * 48 + "\n\n") * 20_000), says="warning"),
    Case("`_a ` and `*b ` in 20,000 paragraphs with hits", text("a.md", lambda: ("bad phrase " + "_a *b " * 40 + "\n\n") * 20_000)),
    Case("`[a](` in 20,000 paragraphs with hits", text("a.md", lambda: ("bad phrase " + "[a](" * 60 + "\n\n") * 20_000)),
    Case("`<a b=` in 20,000 paragraphs with hits", text("a.md", lambda: ("bad phrase " + "<a b='" * 40 + "\n\n") * 20_000)),
    Case("hostile paragraphs around one claim", text("a.md", lambda: "free of charge\n\n" + ("a**b " * 48 + "\n\n") * 20_000), run=["check", "--fail-on", "warning", "."]),
    Case("a million `[`", text("a.md", lambda: "[" * 1_000_000 + "\n\nbad phrase\n")),
    Case("a million backticks in runs", text("a.md", lambda: "".join("`" * (n % 1400) + " " for n in range(1400)) + "\n\nbad phrase\n")),
    Case("500,000 `[^1]: ` lines", text("a.md", lambda: "[^1]: x\n" * 500_000 + "\nbad phrase\n")),
    Case("a table of 1,000,000 cells", text("a.md", lambda: "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + ("|" + "b|" * 1000 + "\n") * 1000 + "\nbad phrase\n")),
    Case("YAML front matter nested 100,000 deep", front_matter(lambda: "title: " + "[" * 100_000)),
    Case("YAML front matter of 10,000 levels", front_matter(lambda: "".join(" " * n + "a:\n" for n in range(10_000)))),
    Case("YAML front matter of 10 MB", front_matter(lambda: "title: x\n" * 1_000_000)),
    Case("TOML front matter nested 100,000 deep", text("a.md", lambda: "+++\ntitle = " + "[" * 100_000 + "\n+++\n\nbad phrase\n")),
    Case("links that loop", links, says=""),
    Case("a file that cannot be read", unreadable, run=["check", "a.md", "mem.md"], status=(2,), says="mem.md"),
    Case("a named pipe", pipe, run=["check", "p.md"], status=(2,), says="p.md"),
    Case("a device without end", lambda _: None, run=["check", "/dev/zero"], status=(2,), says="/dev/zero"),
    Case("a folder with the name of a file", folder_like_a_file),
    Case("a rule path that is an empty folder", lambda folder: (folder / "r.toml").mkdir(), run=["check", "--rules", "r.toml", "."], status=(2,), says="r.toml"),
    Case("a config path that is a folder", lambda folder: (folder / "wordgate.toml").mkdir(), run=["check", "--config", "wordgate.toml", "."], status=(2,), says="wordgate.toml"),
    Case("600 nested folders", deep_folders, status=(2,), says="too long"),
    Case("hostile names and text", hostile_names, run=["check", "--format", "concise", "."]),
    Case("hostile names and text, as annotations", hostile_names, run=["check", "--format", "github", "."]),
    Case("hostile names and text, for people", hostile_names, run=["check", "--color", "always", "."]),
    Case("a file that grows", growing),
    Case("100,000 small files", many_files(100_000)),
    Case("a rule file of 50 MB", one_rule_file(lambda: "# " + "x" * 50 * MB), run=["check", "--rules", "r.toml", "."], status=(2,), says="r.toml"),
    Case("a rule file of 10 MB with 100,000 rules", one_rule_file(lambda: "".join(RULE.format(n, n) for n in range(100_000))), run=["check", "--rules", "r.toml", "."], megabytes=2_500, status=(0, 1, 2), seconds=10),
    Case("a rule file nested 100,000 deep", one_rule_file(lambda: "a = " + "[" * 100_000), run=["check", "--rules", "r.toml", "."], status=(2,), says="r.toml"),
    Case("a rule file with 100,000 mistakes", one_rule_file(lambda: '[[rule]]\nid = "X"\nmessage = "m"\npatterns = ["("]\n' * 100_000), run=["check", "--rules", "r.toml", "."], status=(2,), says="r.toml", megabytes=2_500),
    Case("term sets in a circle", one_rule_file(lambda: '[terms.a]\nterms = ["@b"]\n[terms.b]\nterms = ["@a"]\n[[rule]]\nid = "r"\nmessage = "m"\npatterns = ["@a"]\n'), run=["check", "--rules", "r.toml", "."], status=(2,), says="@a"),
    Case("term sets that double 30 times", nested_terms, run=["check", "--rules", "r.toml", "."], status=(2,), says="200000"),
    Case("a pattern of many optional parts", one_rule_file(lambda: '[[rule]]\nid = "r"\nmessage = "m"\npatterns = ["bad ' + "[a] " * 5_000 + 'phrase"]\n'), run=["check", "--rules", "r.toml", "."]),
    Case("a pattern of nested gaps and choices", one_rule_file(lambda: '[[rule]]\nid = "r"\nmessage = "m"\npatterns = ["bad ' + "..50 (a|b) " * 200 + 'phrase", "bad phrase"]\n'), run=["check", "--rules", "r.toml", "."]),
    Case("a pipe that closes early", many_hits, run=["check", "--format", "json", "."], close_early=True, status=(0, 1), megabytes=2_000),
    Case("fix on a full disk", repeated("bad phrase\n\n", MB), run=["fix", "."], file_limit=4096, status=(2,), says="a.md"),
    Case("fix of hits among `a**b ` in 20,000 paragraphs", text("a.md", lambda: ("bad phrase " + "a**b " * 48 + "\n\n") * 20_000), run=["fix", "."], says="another run", seconds=15),
    Case("fix of hits among `[a](` in 20,000 paragraphs", text("a.md", lambda: ("bad phrase " + "[a](" * 60 + "\n\n") * 20_000), run=["fix", "."], says="another run", seconds=15),
    Case("fix of a million hits", repeated("a bad phrase\n\n", 14 * MB), run=["fix", "."], status=(2,), says="nothing in it was fixed"),
    Case("fix of 10,000 hits", repeated("a bad phrase in *some* words\n\n", 290_000), run=["fix", "."], status=(0,)),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordgate", default="target/release/wordgate", type=Path)
    parser.add_argument("--only", default="", help="only the cases with this in their name")
    parser.add_argument("--folder", default=None, help="where the cases are made; default: a temporary folder")
    options = parser.parse_args()
    program = options.wordgate.resolve()
    failures = []
    print("| case | processor seconds | peak MB | status |\n|---|---:|---:|---:|")
    for case in CASES:
        if options.only not in case.name:
            continue
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            failure = run(case, program, Path(folder))
        if failure:
            failures.append(f"{case.name}: {failure}")
    for failure in failures:
        print("FAILED", failure, file=sys.stderr)
    print("All passed." if not failures else f"{len(failures)} failed.", file=sys.stderr)
    return 1 if failures else 0


def run(case: Case, program: Path, folder: Path) -> str | None:
    """Runs a case; says what is wrong."""
    here, rules = folder / "here", folder / "rules.toml"
    here.mkdir()
    rules.write_text(RULES)
    made_apart(case, here)
    flags = ["--isolated"] if "--config" not in case.run else []
    if case.rules and "--rules" not in case.run:
        flags += ["--pack", "hostile", "--rules", str(rules)]
    argv = [str(program), case.run[0], *flags, *case.run[1:]]

    def limit() -> None:
        if case.file_limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (case.file_limit, case.file_limit))

    out_path, err_path = folder / "out", folder / "err"
    with open(os.devnull) as nothing:
        if case.file_limit is not None or case.close_early:
            process = subprocess.Popen(argv, cwd=here, stdin=nothing, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit)
        else:
            with out_path.open("wb") as out, err_path.open("wb") as err:
                process = subprocess.Popen(argv, cwd=here, stdin=nothing, stdout=out, stderr=err)
    said: list[bytes] = []
    if process.stdout and process.stderr:
        # Both at once: the program waits where one of them is full.
        errors = threading.Thread(target=lambda stream: said.append(stream.read()), args=[process.stderr])
        errors.start()
        if case.close_early:
            process.stdout.read(1000)
            process.stdout.close()
        else:
            said.append(process.stdout.read())
        errors.join()
    timer = threading.Timer(case.seconds * 12, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    # Of the processor, so that what else the machine does is not counted; a case that waits is killed above.
    seconds = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    megabytes = usage.ru_maxrss / (1_000 if sys.platform != "darwin" else 1_000_000)
    for path in (out_path, err_path):
        if path.exists():
            with path.open("rb") as file:
                said.append(file.read(2 * MB))
    print(f"| {case.name} | {seconds:.1f} | {megabytes:,.0f} | {code} |", flush=True)
    everything = b"".join(said)
    return wrong(case, code, seconds, megabytes, everything)


def made_apart(case: Case, here: Path) -> None:
    """Makes the case in another process: the peak of a program counts that of the process that starts it."""
    if case.make is growing:
        return case.make(here)
    child = os.fork()
    if child == 0:
        case.make(here)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError(f"{case.name} cannot be made")


def wrong(case: Case, code: int, seconds: float, megabytes: float, said: bytes) -> str | None:
    if code not in case.status:
        return f"status {code}: {said[-500:].decode(errors='replace')}"
    if seconds > case.seconds:
        return f"{seconds:.1f} s"
    if megabytes > case.megabytes:
        return f"{megabytes:,.0f} MB"
    if case.says.encode() not in said:
        return f"does not say {case.says!r}: {said[:500].decode(errors='replace')}"
    if "hostile names" in case.name:
        colour = "always" in case.run
        plain = said if not colour else __import__("re").sub(rb"\x1b\[[0-9;]*m", b"", said)
        if b"\x1b" in plain or b"\x07" in plain or b"\n::error file=x" in plain or b"\n::warning::b" in plain:
            return "an escape sequence or a command gets through"
    return None


if __name__ == "__main__":
    sys.exit(main())
