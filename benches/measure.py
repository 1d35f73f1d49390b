"""Runs whole commands and measures them: wall time and peak memory, in rounds.

A user waits for the whole command, so only whole commands are measured. Commands take turns (A B C A B C …), so that a
machine that gets hot or busy slows all of them alike. The peak memory that the system reports for a child includes what
it shared with its parent before `exec`. So each command is started by a tiny Python process of its own, whose peak
memory is reported as the lower limit of the measurement.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Output goes to a file: a pipe would time its reader too, and some tools do less when it is /dev/null.
STARTER = """
import os, sys, time
out, *argv = sys.argv[1:]
flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
actions += [(os.POSIX_SPAWN_OPEN, 1, out, flags, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]
started = time.perf_counter_ns()
child = os.posix_spawnp(argv[0], argv, os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
took = time.perf_counter_ns() - started
code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
print(took, usage.ru_maxrss, code)
"""
# macOS counts in bytes, the others in units of 1,024.
MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """A command ended with an unexpected status."""


@dataclass(frozen=True)
class Command:
    """A command line to run in `folder`, and the exit statuses that count as success."""

    name: str
    argv: Sequence[str]
    folder: Path
    results: Sequence[int] = (0, 1)
    rounds: int = 5


@dataclass
class Samples:
    """The measurements of a command over all rounds."""

    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    # How the command failed, if it did. It is not run again then.
    failure: str = ""

    @property
    def wall(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    @property
    def least(self) -> float:
        """The fastest round, in seconds: the one that other load disturbed least."""
        return min(self.seconds)

    @property
    def peak(self) -> int:
        """The median of the peak memory, in bytes."""
        return int(statistics.median(self.peaks))


def run(command: Command, output: Path) -> tuple[float, int]:
    """Runs a command once with its output in a file. Returns seconds and bytes of peak memory."""
    argv = [sys.executable, "-I", "-S", "-c", STARTER, str(output.resolve()), *command.argv]
    starter = subprocess.run(argv, cwd=command.folder, capture_output=True, text=True)
    if starter.returncode != 0:
        raise Failed(f"{command.name} cannot be started: {starter.stderr.strip().splitlines()[-1:]}")
    took, peak, status = map(int, starter.stdout.split())
    if status not in command.results:
        end = output.read_text(encoding="utf-8", errors="replace")[-600:].strip()
        raise Failed(f"{command.name} ended with status {status}:\n{' '.join(command.argv)}\n{end}")
    return took / 1e9, peak * MEMORY_UNIT


def measure(commands: Sequence[Command], output: Path) -> dict[str, Samples]:
    """Measures commands in turn, each for its number of rounds; the keys are the names."""
    samples = {command.name: Samples() for command in commands}
    rounds = max((command.rounds for command in commands), default=0)
    for turn in range(rounds):
        say(f"round {turn + 1} of {rounds}")
        for command in commands:
            own = samples[command.name]
            if turn < command.rounds and not own.failure:
                add_sample(command, own, output)
    return samples


def add_sample(command: Command, samples: Samples, output: Path) -> None:
    """Runs a command once and records its figures, or that it failed: the others are still measured."""
    try:
        seconds, peak = run(command, output)
    except Failed as failed:
        say(str(failed))
        samples.failure = str(failed).partition("\n")[0]
    else:
        samples.seconds.append(seconds)
        samples.peaks.append(peak)


def least_peak(output: Path) -> int:
    """The peak memory of a program that does nothing, which is the lower limit of the measurement."""
    return run(Command("nothing", ["true"], Path.cwd()), output)[1]


def say(text: str) -> None:
    """Prints the progress to standard error, apart from the result."""
    print(text, file=sys.stderr, flush=True)


def machine() -> str:
    """Describes the machine in a line: figures of different machines must not be compared."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{processor()}, {cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def load() -> str:
    """Describes the load of the machine, so that figures of a busy one can be recognised."""
    return f"{os.getloadavg()[0]:.1f} processes ran on average in the minute before"


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def time_text(seconds: float) -> str:
    """Formats milliseconds below ten seconds, or seconds, with three significant digits."""
    if seconds >= 10:
        return f"{seconds:,.1f} s"
    return f"{seconds * 1e3:,.0f} ms" if seconds >= 0.1 else f"{seconds * 1e3:,.1f} ms"


def memory_text(size: int, least: int) -> str:
    """Formats megabytes (powers of ten); at the lower limit of the measurement as an upper bound."""
    return f"{size / 1e6:,.0f} MB" if size > least * 1.05 else f"≤ {least / 1e6:,.0f} MB"


def size_text(size: int) -> str:
    """Formats bytes as megabytes."""
    return f"{size / 1e6:,.1f} MB"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Formats a Markdown table: two columns of text, then columns of numbers."""
    rule = ["---" if at < 2 else "---:" for at in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])
