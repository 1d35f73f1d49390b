#!/usr/bin/env python3
"""Compares what wordgate reads of PDF documents with what pypdf and pdfminer.six read.

    python3 -m venv venv && venv/bin/pip install pypdf pdfminer.six reportlab cryptography
    cargo build --release && venv/bin/python tests/pdf.py [--wordgate PATH] [--each] [--random N] [FOLDER...]

It writes random documents with reportlab, whose sentences it knows, and takes the PDF files of the folders as well. For each
document, a rule finds every word that one of the two libraries has read, so the findings are the words that wordgate
reads, by page. It prints the share of words that are lost (both libraries have them on that page, wordgate has not), that
are extra (only wordgate has them), the share of neighbours that are the same as those of pdfminer, and the share of
sentences that wordgate has as a whole. The order of text is uncertain, so there is no exact answer for documents of others:
look at those with the worst figures. For the random documents there is one, and the script ends with status 1 if too few of
their sentences are whole. Justified text in narrow columns has gaps as wide as those of tables.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

WORD = re.compile(r"[A-Za-z]{2,}")
# Addresses and names of files are opaque to rules.
OPAQUE = re.compile(r"\S*(?:://|\w[.#=@/]\w)\S*")
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
TIMEOUT = 60
# The least share of the sentences of random documents that are whole.
MIN_WHOLE = 0.97


def words(text: str) -> list[str]:
    """Returns the words of a text. Ligatures are letters, and words that a line divides are one."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"(?<=[a-z])[-\u2010]\s*\n\s*(?=[a-z])", "", text)
    return [word.lower() for word in WORD.findall(OPAQUE.sub(" ", text))]


def read_pypdf(path: Path) -> list[list[str]] | None:
    from pypdf import PdfReader

    try:
        return [words(page.extract_text() or "") for page in PdfReader(path).pages]
    except Exception:
        return None


def read_pdfminer(path: Path) -> list[str] | None:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextContainer

    try:
        pages = extract_pages(path, laparams=LAParams())
        return ["\n\n".join(box.get_text() for box in page if isinstance(box, LTTextContainer)) for page in pages]
    except Exception:
        return None


def run(wordgate: str, path: Path, vocabulary: set[str]) -> dict | str:
    """Returns the report of wordgate with a rule for all words of a vocabulary, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "words.toml"
        spelled = json.dumps([word for word in sorted(vocabulary) if re.fullmatch("[a-z]+", word)])
        rules.write_text(
            '[pack]\nid = "words"\n[[rule]]\nid = "word"\nseverity = "info"\nlanguages = ["*"]\n'
            'scopes = ["paragraph", "heading", "list", "table", "footnote", "note", "link", "html"]\n'
            f'patterns = ["@all"]\n[terms.all]\nterms = {spelled}\n'
        )
        command = [wordgate, "check", "--isolated", "--no-ignore", "--rules", str(rules), "--pack", "words"]
        try:
            done = subprocess.run([*command, "--format", "json", str(path)], capture_output=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            return "it takes too long"
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return done.stderr.decode(errors="replace")[-300:]
    errors = [error["message"] for error in report["errors"] if "50,000" not in error["message"]]
    return errors[0] if errors else report


class Figures:
    def __init__(self) -> None:
        self.words = self.lost = self.extra = self.pairs = self.same = self.sentences = self.whole = 0
        self.lost_words: Counter[str] = Counter()

    def add(self, other: Figures) -> None:
        for key in ("words", "lost", "extra", "pairs", "same", "sentences", "whole"):
            setattr(self, key, getattr(self, key) + getattr(other, key))

    def __str__(self) -> str:
        def share(part: int, of: int) -> str:
            return f"{100 * part / of:.2f} %" if of else "-"

        return (
            f"{self.words} words, {share(self.lost, self.words)} lost, {share(self.extra, self.words)} extra, "
            f"{share(self.same, self.pairs)} neighbours, {share(self.whole, self.sentences)} of {self.sentences} sentences"
        )


def sentences_of(report: dict) -> set[str]:
    """Returns the sentences of all findings as words."""
    found = set()
    for finding in report["findings"]:
        place = finding["place"]
        found.add(" ".join(words(place["before"] + finding["text"] + place["after"])))
    return found


def compare(report: dict, pypdf: list[list[str]] | None, pdfminer: list[str], known: list[str] | None) -> Figures:
    figures = Figures()
    by_page: dict[int, list[str]] = {}
    for finding in report["findings"]:
        by_page.setdefault(finding["place"]["page"], []).extend(words(finding["text"]))
    for number, text in enumerate(pdfminer, 1):
        ours, theirs = by_page.get(number, []), words(text)
        both = Counter(theirs)
        if pypdf is not None and number <= len(pypdf):
            both &= Counter(pypdf[number - 1])
        either = Counter(theirs) | (Counter(pypdf[number - 1]) if pypdf and number <= len(pypdf) else Counter())
        # These include running headers, which are read once, and numbers of pages.
        lost = both - Counter(ours)
        figures.words += sum(both.values())
        figures.lost += sum(lost.values())
        figures.extra += sum((Counter(ours) - either).values())
        figures.lost_words += lost
        pairs, own = Counter(zip(theirs, theirs[1:])), Counter(zip(ours, ours[1:]))
        figures.pairs += sum(pairs.values())
        figures.same += sum((pairs & own).values())
    whole = sentences_of(report)
    text = "  ".join(sorted(whole))
    if known is None:
        known = []
        for page in pdfminer:
            for box in page.split("\n\n"):
                parts = SENTENCE.split(box)
                # The first and the last of a box may go on elsewhere.
                known += [part for part in parts if part.rstrip().endswith((".", "?", "!")) and part[:1].isupper()]
    for sentence in known:
        wanted = " ".join(words(sentence))
        if wanted.count(" ") < 3:
            continue
        figures.sentences += 1
        figures.whole += wanted in whole or wanted in text
    return figures


SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ffi", "fl"]


def write_random(path: Path, chance: random.Random) -> list[str]:
    """Writes a document with reportlab and returns its sentences."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, PageTemplate, Paragraph, Spacer

    columns = chance.choice([1, 1, 2, 3])
    width, height = A4
    gutter, margin = chance.choice([12, 18, 30]), 50
    column = (width - 2 * margin - gutter * (columns - 1)) / columns
    frames = [Frame(margin + at * (column + gutter), 60, column, height - 120, 0, 0, 0, 0) for at in range(columns)]

    def furniture(canvas, document) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(margin, height - 30, "Running header of the document")
        canvas.drawCentredString(width / 2, 30, f"Page {document.page}")

    template = PageTemplate(frames=frames, onPage=furniture)
    document = BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[template], invariant=1)
    size = chance.choice([9, 10, 11, 12])
    body = ParagraphStyle(
        "body",
        fontName=chance.choice(["Times-Roman", "Helvetica"]),
        fontSize=size,
        leading=size * chance.choice([1.15, 1.2, 1.4]),
        spaceAfter=chance.choice([0, 6, 10]),
        firstLineIndent=chance.choice([0, 15]),
        alignment=chance.choice([0, 4]),
        hyphenationLang="",
    )
    if body.spaceAfter == 0 and body.firstLineIndent == 0:
        body.spaceAfter = 8
    heading = getSampleStyleSheet()["Heading1"]
    sentences = []

    def sentence() -> str:
        made = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(chance.randint(5, 25))]
        text = " ".join(made).capitalize() + "."
        sentences.append(text)
        return text

    story = []
    for _ in range(chance.randint(3, 25)):
        if chance.random() < 0.2:
            story.append(Paragraph(" ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(3)).capitalize(), heading))
        if chance.random() < 0.15:
            items = [Paragraph(sentence(), body) for _ in range(3)]
            story.append(ListFlowable(items, bulletType=chance.choice(["bullet", "1"])))
            story.append(Spacer(1, 12))
        story.append(Paragraph(" ".join(sentence() for _ in range(chance.randint(1, 9))), body))
    document.build(story)
    return sentences


def main() -> int:
    logging.disable(logging.CRITICAL)
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--wordgate", default="target/release/wordgate")
    arguments.add_argument("--each", action="store_true", help="print a line for each document")
    arguments.add_argument("--random", type=int, default=40, help="the number of random documents")
    arguments.add_argument("folders", nargs="*", type=Path)
    given = arguments.parse_args()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        made = [(Path(folder) / f"{at}.pdf") for at in range(given.random)]
        documents = [(path, write_random(path, chance)) for path in made]
        total = Figures()
        for path, sentences in documents:
            figures = check(given.wordgate, path, sentences, given.each)
            if figures is not None:
                total.add(figures)
        failed = total.whole < MIN_WHOLE * total.sentences
        print(f"random documents: {total}")
    total = Figures()
    for path in sorted(path for folder in given.folders for path in folder.rglob("*.pdf")):
        figures = check(given.wordgate, path, None, given.each)
        if figures is not None:
            total.add(figures)
    if given.folders:
        print(f"documents of others: {total}")
    return int(failed)


def check(wordgate: str, path: Path, sentences: list[str] | None, each: bool) -> Figures | None:
    pypdf, pdfminer = read_pypdf(path), read_pdfminer(path)
    if pdfminer is None:
        report = run(wordgate, path, {"the"})
        if each:
            print(f"{path.name}: pdfminer does not read it, wordgate {report if isinstance(report, str) else 'does'}")
        return None
    vocabulary = {word for page in pdfminer for word in words(page)} | {word for page in pypdf or [] for word in page}
    report = run(wordgate, path, vocabulary or {"the"})
    if isinstance(report, str):
        print(f"{path.name}: {report}")
        return None
    figures = compare(report, pypdf, pdfminer, sentences)
    if each:
        most = ", ".join(word for word, _ in figures.lost_words.most_common(6))
        print(f"{path.name}: {figures}{'; lost ' + most if most else ''}")
    return figures


if __name__ == "__main__":
    sys.exit(main())
