#!/usr/bin/env python3
"""Makes a tree of Markdown documents to measure on, of any size. The same arguments give the same bytes.

Public documentation cannot be shipped with the project and changes over time, so others could not verify figures
measured on it. These documents are generated, but have the shape of real ones: wrapped and unwrapped paragraphs, lists,
tables, code, long links, anchors. The cost of a linter with a prefilter depends on how many files contain a match, so
restricted phrases are in an exact share of the files, and in no other file: every document is read back word by word
and made again if it contains a phrase that was not planted.

Only `random()` of Python's generator is used, because only its numbers are guaranteed to be the same in every version.

    python3 benches/tree.py --files 7000 --bytes 32MB --hits 2% --seed 1 OUT
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import vocabulary

WIDTH = 100
PHRASES = Path(__file__).with_name("phrases.txt")
UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
# More than one try is rarely needed. All of them fail only if the generator's own wording contains a phrase.
MOST_TRIES = 50

Slots = dict[str, Sequence[str]]


@dataclass(frozen=True)
class Plan:
    """The parameters of a tree. `share` is the share of files with phrases, from 0 to 1."""

    files: int
    size: int
    share: float
    seed: int


def plural(word: str) -> str:
    """The plural of a noun, which is also the third person of a verb."""
    if word.endswith(("s", "x", "ch", "sh", "z")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def words_of(text: str) -> list[str]:
    """Returns the words as the most lenient linter would read them: across every mark, line end and block end."""
    return re.findall(r"[^\W_]+", text.lower())


def count_phrases(text: str, phrases: Sequence[str]) -> int:
    """Counts all occurrences of the phrases in a text."""
    joined = f" {' '.join(words_of(text))} "
    return sum(joined.count(f" {phrase} ") for phrase in phrases)


def slots_without(phrases: Sequence[str]) -> Slots:
    """Returns the vocabulary without the longest word of each phrase, so that hardly any document must be made
    again."""
    banned = {max(phrase.split(), key=len) for phrase in phrases}

    def allowed(words: Sequence[str]) -> list[str]:
        return [word for word in words if word not in banned]

    nouns, verbs = allowed(vocabulary.NOUNS), allowed(vocabulary.VERBS)
    return {
        "n": nouns,
        "ns": allowed([plural(noun) for noun in nouns]),
        "v": verbs,
        "vs": allowed([plural(verb) for verb in verbs]),
        "a": allowed(vocabulary.ADJECTIVES),
        "r": allowed(vocabulary.ADVERBS),
    }


def parse_template(template: str) -> list[str]:
    """Returns text and slots in turn, starting with text: `str.format` would take most of the time."""
    return re.split(r"(?<!\{)\{(\w+)\}", template)


TEMPLATES = {
    name: [parse_template(line.replace("{{", "{").replace("}}", "}")) for line in getattr(vocabulary, name)]
    for name in ("SENTENCES", "SHORT", "PLANTED", "PLANTED_SHORT", "CODE")
}


class Author:
    """Writes one document. Plants `phrases` in the first blocks that have a place for one."""

    def __init__(self, seed: str, slots: Slots, phrases: Sequence[str]) -> None:
        self.random = random.Random(seed).random
        self.slots = slots
        self.phrases = list(phrases)
        self.is_wrapped = self.chance(0.55)
        self.has_anchors = self.chance(0.35)
        self.bullet = self.pick("-*+-")
        self.level = 2

    def chance(self, share: float) -> bool:
        return self.random() < share

    def number(self, low: int, high: int) -> int:
        """Returns a number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, choices: Sequence):
        return choices[int(self.random() * len(choices))]

    def word(self, slot: str) -> str:
        return self.pick(self.slots[slot])

    # --- Text

    def fill(self, template: Sequence[str], decorated: int = -1, phrase: str = "") -> str:
        """Fills the slots of a template; the slot with the index `decorated` gets some markup."""
        parts = list(template)
        for at in range(1, len(parts), 2):
            if parts[at] == "phrase":
                parts[at] = phrase
            else:
                word = self.word(parts[at])
                parts[at] = self.decorate(word) if at // 2 == decorated else word
        return "".join(parts)

    def decorate(self, word: str) -> str:
        kind = self.random()
        if kind < 0.40:
            name, call = f"{word}_{self.word('n')}", f"{word}.{self.word('v')}()"
            return f"`{self.pick((word, name, call, '--' + word))}`"
        if kind < 0.55:
            return f"**{word}**"
        if kind < 0.65:
            return self.pick((f"*{word}*", f"_{word}_"))
        if kind < 0.88:
            return f"[{word} {self.word('n')}]({self.address()})"
        if kind < 0.93:
            return f"“{word}”"
        if kind < 0.96:
            return f"{word} – {self.word('r')} –"
        if kind < 0.98:
            return f"{word} &amp; {self.word('n')}"
        return self.pick(vocabulary.ACCENTED)

    def address(self) -> str:
        if self.chance(0.4):
            return f"../{self.word('n')}/{self.word('v')}-{self.word('n')}.md#{self.word('a')}-{self.word('ns')}"
        path = "/".join(f"{self.word('n')}-{self.word('ns')}" for _ in range(self.number(1, 4)))
        return f"https://docs.example.com/{path}.html?version={self.number(1, 40)}"

    def next_phrase(self) -> str:
        """Returns the next phrase to plant, some with one word in markup; empty if there is no more or it must wait."""
        if not self.phrases or self.chance(0.5):
            return ""
        return self.dressed(self.phrases.pop())

    def dressed(self, phrase: str) -> str:
        if not self.chance(0.08):
            return phrase
        first, last = phrase.rsplit(" ", 1)
        return f"{first} **{last}**"

    def sentence(self, phrase: str = "") -> str:
        if phrase:
            text = self.fill(self.pick(TEMPLATES["PLANTED"]), phrase=phrase)
        else:
            template = self.pick(TEMPLATES["SENTENCES"])
            decorated = self.number(0, len(template) // 2 - 1) if self.chance(0.3) else -1
            text = self.fill(template, decorated)
        return text[0].upper() + text[1:]

    def short(self, phrase: str = "") -> str:
        text = self.fill(self.pick(TEMPLATES["PLANTED_SHORT" if phrase else "SHORT"]), phrase=phrase)
        return text[0].upper() + text[1:]

    def sentences(self, low: int, high: int) -> str:
        planted = self.next_phrase()
        sentences = [self.sentence() for _ in range(self.number(low, high))]
        if planted:
            sentences.insert(self.number(0, len(sentences)), self.sentence(planted))
        return " ".join(sentences)

    def lines(self, text: str, first: str = "", rest: str = "") -> str:
        """Returns a paragraph with its margins, wrapped if the document is."""
        if not self.is_wrapped:
            return first + text
        lines, line = [], first
        margin = first
        for word in text.split(" "):
            if len(line) + len(word) >= WIDTH and line != margin:
                lines.append(line.rstrip(" "))
                line = margin = rest
            line += word if line == margin else f" {word}"
        return "\n".join([*lines, line])

    # --- Blocks

    def heading(self, level: int) -> str:
        text = self.short(self.next_phrase() if level > 1 else "")
        if self.has_anchors:
            text += f'<a name="{self.word("n")}-{self.word("ns")}"></a>'
        return f"{'#' * level} {text}"

    def section(self) -> str:
        self.level = 2 if self.level == 4 or self.chance(0.4) else self.level + 1
        return self.heading(self.level)

    def paragraph(self) -> str:
        return self.lines(self.sentences(1, 5))

    def bullets(self) -> str:
        items = [self.lines(self.sentences(1, 2), f"{self.bullet} ", "  ") for _ in range(self.number(3, 8))]
        return "\n".join(items)

    def nested(self) -> str:
        items = []
        for _ in range(self.number(2, 4)):
            items.append(self.lines(self.sentences(1, 1), f"{self.bullet} ", "  "))
            inner = [self.lines(self.sentences(1, 1), f"  {self.bullet} ", "    ") for _ in range(self.number(1, 3))]
            items.extend(inner)
        return "\n".join(items)

    def steps(self) -> str:
        texts = [self.sentences(1, 2) for _ in range(self.number(3, 6))]
        return "\n\n".join(self.lines(text, f"{at}. ", "   ") for at, text in enumerate(texts, 1))

    def links(self) -> str:
        items = [f"{self.bullet} [{self.short()}]({self.address()})" for _ in range(self.number(3, 9))]
        return "\n".join(items)

    def code(self) -> str:
        lines = [self.fill(self.pick(TEMPLATES["CODE"])) for _ in range(self.number(2, 14))]
        return "\n".join([f"```{self.pick(('sh', 'python', 'json', 'yaml', ''))}", *lines, "```"])

    def table(self) -> str:
        columns = self.number(2, 4)
        head = [" | ".join(self.word("n").title() for _ in range(columns)), "|".join(["---"] * columns)]
        rows = []
        for _ in range(self.number(3, 10)):
            cells = [self.short(self.next_phrase()) for _ in range(columns - 1)]
            rows.append(" | ".join([f"`{self.word('n')}_{self.word('n')}`", *cells]))
        return "\n".join(f"| {row} |" for row in [*head, *rows])

    def quote(self) -> str:
        text = self.lines(self.sentences(1, 3), "> ", "> ")
        return f"> [!{self.pick(('NOTE', 'TIP', 'WARNING'))}]\n{text}" if self.chance(0.4) else text

    def image(self) -> str:
        name, title = f"{self.word('n')}-{self.word('ns')}", self.short()
        return f'![{self.short()}](images/{name}.png "{title}")'

    def comment(self) -> str:
        return f"<!-- {self.short()} -->"

    def front_matter(self) -> str:
        day = f"20{self.number(18, 26)}-0{self.number(1, 9)}-{self.number(10, 28)}"
        tags = ", ".join(self.word("n") for _ in range(3))
        return f"---\ntitle: {self.short()}\ndescription: {self.short()}.\ndate: {day}\ntags: [{tags}]\n---"

    def block(self) -> str:
        draw = self.random()
        for share, write in BLOCKS:
            draw -= share
            if draw < 0:
                return write(self)
        return self.paragraph()

    def document(self, size: int) -> str:
        """Writes blocks until there are about `size` bytes and every phrase is planted."""
        blocks = [self.front_matter()] if self.chance(0.3) else []
        blocks += [self.heading(1), self.paragraph()]
        length = sum(len(block) + 2 for block in blocks)
        while length < size:
            block = self.block()
            # On average, half a block too much would add up over a tree of small files.
            if length + len(block) // 2 > size:
                break
            blocks.append(block)
            length += len(block) + 2
        blocks += [self.lines(self.sentence(self.dressed(phrase))) for phrase in self.phrases]
        return "\n\n".join(blocks) + "\n"


BLOCKS: list[tuple[float, Callable[[Author], str]]] = [
    (0.16, Author.section),
    (0.42, Author.paragraph),
    (0.10, Author.bullets),
    (0.05, Author.nested),
    (0.06, Author.steps),
    (0.04, Author.links),
    (0.08, Author.code),
    (0.05, Author.table),
    (0.02, Author.quote),
    (0.015, Author.image),
    (0.005, Author.comment),
]


class Tree:
    """Makes the documents of a tree, one by one."""

    def __init__(self, plan: Plan, phrases: Sequence[str]) -> None:
        self.plan = plan
        self.phrases = phrases
        self.slots = slots_without(phrases)
        self.random = random.Random(f"tree {plan.seed}").random

    def documents(self) -> Iterator[tuple[Path, bytes]]:
        """Returns the paths and the bytes of the files."""
        planted = self.planted()
        left, weight_left = self.plan.size, 0.0
        weights = [0.25 + 1.5 * self.random() ** 2 for _ in range(self.plan.files)]
        weight_left = sum(weights)
        for at, weight in enumerate(weights):
            text = self.document(at, int(left * weight / weight_left), planted.get(at, []))
            left, weight_left = max(left - len(text), 0), weight_left - weight
            yield self.path(at), text

    def planted(self) -> dict[int, list[str]]:
        """Returns the phrases for each file that gets some. All phrases are used, so that all are measured."""
        order = sorted(range(self.plan.files), key=lambda _: self.random())
        chosen = sorted(order[: round(self.plan.files * self.plan.share)])
        turn, planted = 0, {}
        for at in chosen:
            count = 1 + int(self.random() ** 2 * 3)
            planted[at] = [self.phrases[(turn + offset) % len(self.phrases)] for offset in range(count)]
            turn += count
        return planted

    def document(self, at: int, size: int, planted: Sequence[str]) -> bytes:
        for attempt in range(MOST_TRIES):
            text = Author(f"{self.plan.seed} {at} {attempt}", self.slots, planted).document(size)
            if count_phrases(text, self.phrases) == len(planted):
                return text.encode()
        sys.exit("tree.py: the generator's own wording holds a phrase: take it from the list, or mend vocabulary.py")

    def path(self, at: int) -> Path:
        nouns = self.slots["n"]
        topic, part = nouns[at // 200 % len(nouns)], nouns[at // 25 * 7 % len(nouns)]
        return Path(topic) / part / f"{nouns[at * 13 % len(nouns)]}-{at:05}.md"


def read_phrases(path: Path) -> list[str]:
    """Returns the phrases of a list, one on each line, as their words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    phrases = [" ".join(words_of(line)) for line in lines if line.strip()]
    if not phrases:
        sys.exit(f"{path}: there is no phrase in this file")
    return phrases


def write_tree(plan: Plan, phrases: Sequence[str], out: Path) -> int:
    """Writes a tree into an empty or new folder. Returns the bytes written."""
    if out.exists() and any(out.iterdir()):
        sys.exit(f"{out}: the folder is not empty: name a new one, so that nothing else is measured with the tree")
    total = 0
    for path, text in Tree(plan, phrases).documents():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
        total += len(text)
    return total


def parse_size(text: str) -> int:
    """Parses `32MB`, `500KB` and the like to bytes, in powers of ten."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([A-Za-z]*)", text)
    if not found or found[2].upper() not in UNITS:
        raise argparse.ArgumentTypeError(f"{text!r} is no size: write it like 32MB or 500KB")
    return int(float(found[1]) * UNITS[found[2].upper()])


def parse_share(text: str) -> float:
    """Parses `2%` or `0.02` to 0.02."""
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share: write it like 2% or 0.02")
    return share


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the folder to write, new or empty")
    parser.add_argument("--files", type=int, default=7000, help="number of documents [default: 7000]")
    parser.add_argument("--bytes", type=parse_size, default="32MB", help="size of all of them [default: 32MB]")
    parser.add_argument("--hits", type=parse_share, default="2%", help="share of the files with phrases [default: 2%%]")
    parser.add_argument("--seed", type=int, default=1, help="another number, other documents [default: 1]")
    parser.add_argument("--phrases", type=Path, default=PHRASES, help="the list [default: phrases.txt here]")
    args = parser.parse_args()
    plan = Plan(args.files, args.bytes, args.hits, args.seed)
    total = write_tree(plan, read_phrases(args.phrases), args.out)
    print(f"{args.files} files, {total} bytes, phrases in {round(args.files * args.hits)} files: {args.out}")


if __name__ == "__main__":
    main()
