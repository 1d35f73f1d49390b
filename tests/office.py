#!/usr/bin/env python3
"""Compares what wordgate reads of Office documents with what python-docx and python-pptx read.

    python3 -m venv venv && venv/bin/pip install python-docx python-pptx
    cargo build --release && venv/bin/python tests/office.py [--wordgate PATH] [FOLDER...]

It writes random documents with these libraries, and takes the documents of the folders as well. A rule finds every word,
so the findings of a document, in their order, are its words. The words of a paragraph must be those that the library
has, and each finding must name the paragraph, the slide and the heading that the library says. It ends with status 1 if
anything differs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# Every word of the documents begins so, and no other word does.
WORD = re.compile(r"\bqxz[a-z]+\b")
SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su"]
RULES = """[pack]
id = "words"
[[rule]]
id = "word"
severity = "info"
languages = ["*"]
scopes = ["paragraph", "heading", "list", "table", "footnote", "note", "link", "html"]
patterns = ["qxz*"]
"""


class Source:
    """Makes random words and texts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def word(self) -> str:
        return "qxz" + "".join(self.random.choice(SYLLABLES) for _ in range(3))

    def text(self) -> str:
        marks = ["", "", "", ",", " &", " <", " “x”", " é"]
        return " ".join(self.word() + self.random.choice(marks) for _ in range(self.random.randint(1, 6)))

    def parts(self, text: str) -> list[str]:
        """Cuts a text anywhere, also inside of words, as Word does with its runs."""
        cuts = sorted(self.random.sample(range(1, len(text)), min(3, len(text) - 1)))
        return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)])]


def write_docx(path: Path, source: Source) -> None:
    import docx

    document = docx.Document()
    styles = ["Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number", "Normal", "Normal", "Quote"]
    for _ in range(source.random.randint(3, 12)):
        kind = source.random.randint(0, 9)
        if kind == 0:
            rows, columns = source.random.randint(1, 4), source.random.randint(1, 4)
            table = document.add_table(rows, columns)
            for row in table.rows:
                for cell in row.cells:
                    cell.text = source.text()
            if columns > 2:
                table.cell(0, 0).merge(table.cell(0, 1))
        elif kind == 1:
            document.add_paragraph("")
        else:
            paragraph = document.add_paragraph(style=source.random.choice(styles))
            for part in source.parts(source.text()):
                run = paragraph.add_run(part)
                run.bold = source.random.random() < 0.3
            if source.random.random() < 0.2:
                paragraph.add_run("\n" + source.text() + "\t" + source.text())
    document.sections[0].header.paragraphs[0].text = source.text()
    document.sections[0].footer.paragraphs[0].text = source.text()
    document.save(path)


def read_docx(path: Path) -> list[dict]:
    import docx
    from docx.oxml.ns import qn

    document = docx.Document(path)
    found = []
    above: list[tuple[int, str]] = []
    for number, element in enumerate(document.element.body.iter(qn("w:p")), 1):
        paragraph = docx.text.paragraph.Paragraph(element, document)
        style = paragraph.style.name
        level = 1 if style == "Title" else int(style[8:]) + 1 if re.fullmatch("Heading [1-9]", style) else None
        if level:
            above = [heading for heading in above if heading[0] < level]
        headings = [text for _, text in above]
        found.append(paragraph_of("word/document.xml", number, None, headings, paragraph.text))
        if level and paragraph.text.strip():
            above.append((level, paragraph.text))
    parts = {}
    for section in document.sections:
        for part in (section.header, section.footer):
            parts[str(part.part.partname).lstrip("/")] = part
    for name in sorted(parts, key=lambda name: ("footer" in name, name)):
        for number, paragraph in enumerate(parts[name].paragraphs, 1):
            found.append(paragraph_of(name, number, None, [], paragraph.text))
    return found


def write_pptx(path: Path, source: Source) -> None:
    import pptx
    from pptx.util import Inches

    presentation = pptx.Presentation()
    for _ in range(source.random.randint(1, 5)):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = source.text()
        frame = slide.placeholders[1].text_frame
        frame.text = source.text()
        for _ in range(source.random.randint(0, 4)):
            paragraph = frame.add_paragraph()
            paragraph.level = source.random.randint(0, 2)
            for part in source.parts(source.text()):
                paragraph.add_run().text = part
        if source.random.random() < 0.5:
            table = slide.shapes.add_table(2, 3, 0, 0, Inches(4), Inches(2)).table
            for row in table.rows:
                for cell in row.cells:
                    cell.text = source.text()
        if source.random.random() < 0.5:
            box = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1))
            box.text_frame.text = source.text()
        if source.random.random() < 0.6:
            slide.notes_slide.notes_text_frame.text = source.text() + "\n" + source.text()
    # The order of the slides is not that of their files.
    slides = presentation.slides._sldIdLst
    slides.append(slides[0])
    presentation.save(path)


def read_pptx(path: Path) -> list[dict]:
    import pptx
    from pptx.oxml.ns import qn
    from pptx.text.text import _Paragraph

    presentation = pptx.Presentation(path)
    found = []
    # The library renames the slides when it lists them.
    part = presentation.part
    names = [str(part.related_part(slide.rId).partname) for slide in presentation.element.sldIdLst]
    for number, slide in enumerate(presentation.slides, 1):
        paragraphs = []
        title = slide.shapes.title
        heading = title.text_frame.text if title is not None else ""
        name = names[number - 1].lstrip("/")
        inside = set(title._element.iter(qn("a:p"))) if title is not None else set()
        for at, element in enumerate(slide._element.iter(qn("a:p")), 1):
            above = [] if element in inside or not heading.strip() else [heading]
            paragraph = paragraph_of(name, at, number, above, _Paragraph(element, None).text)
            paragraphs.append((element not in inside, paragraph))
        found += [paragraph for _, paragraph in sorted(paragraphs, key=lambda paragraph: paragraph[0])]
        if slide.has_notes_slide:
            name = str(slide.notes_slide.part.partname).lstrip("/")
            above = [heading] if heading.strip() else []
            for at, element in enumerate(slide.notes_slide._element.iter(qn("a:p")), 1):
                found.append(paragraph_of(name, at, number, above, _Paragraph(element, None).text))
    return found


def paragraph_of(part: str, number: int, slide: int | None, headings: list[str], text: str) -> dict:
    # wordgate keeps 200 bytes of a heading.
    headings = [heading.strip().encode()[:200].decode(errors="ignore") for heading in headings]
    headings = [" ".join(heading.split()) for heading in headings]
    place = {"part": part, "paragraph": number, "slide": slide, "heading": headings}
    return {"place": place, "words": WORD.findall(text)}


def expected(path: Path) -> list[tuple[str, dict]]:
    """Returns every word of a document with its place."""
    readers = {".docx": read_docx, ".pptx": read_pptx}
    paragraphs = readers[path.suffix](path)
    return [(word, paragraph["place"]) for paragraph in paragraphs for word in paragraph["words"]]


def reported(wordgate: str, path: Path, folder: Path) -> list[tuple[str, dict]]:
    command = [wordgate, "check", "--isolated", "--pack", "words", "--rules", str(folder / "rules.toml")]
    output = subprocess.run([*command, "--format", "json", str(path)], capture_output=True, text=True, check=False)
    report = json.loads(output.stdout)
    if report["errors"]:
        return [(error["message"], {}) for error in report["errors"]]
    keys = ("part", "paragraph", "slide", "heading")
    found = []
    for finding in report["findings"]:
        assert finding["start"] is None and finding["end"] is None and finding["spans"] is None, finding
        place = {key: finding["place"][key] for key in keys}
        place["heading"] = [" ".join(heading.split()) for heading in place["heading"]]
        found.append((finding["text"].lower(), place))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordgate", default="target/release/wordgate", help="the program (default: %(default)s)")
    parser.add_argument("--count", type=int, default=60, help="random documents of each format (default: %(default)s)")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folders with documents")
    args = parser.parse_args()
    wrong = words = documents = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules.toml").write_text(RULES, encoding="utf-8")
        paths = []
        for seed in range(args.count):
            for suffix, write in WRITERS.items():
                paths.append(folder / f"{seed}{suffix}")
                write(paths[-1], Source(seed))
        paths += [path for root in args.folders for path in sorted(root.rglob("*")) if path.suffix in WRITERS]
        for path in paths:
            documents += 1
            want, have = expected(path), reported(args.wordgate, path, folder)
            words += len(want)
            if want != have:
                wrong += 1
                pairs = zip([*want, None], [*have, None])
                print(f"{path.name}: {len(want)} words, {len(have)} found; first difference:", file=sys.stderr)
                print(*next((pair for pair in pairs if pair[0] != pair[1]), ()), sep="\n  ", file=sys.stderr)
    print(f"{documents} documents with {words} words, {wrong} read differently")
    return 1 if wrong else 0


WRITERS = {".docx": write_docx, ".pptx": write_pptx}

if __name__ == "__main__":
    sys.exit(main())
