#!/usr/bin/env python3
"""Compares what wordgate reads of Office documents with what python-docx, python-pptx and odfpy read.

    python3 -m venv venv && venv/bin/pip install python-docx python-pptx odfpy
    cargo build --release && venv/bin/python tests/office.py [--wordgate PATH] [FOLDER...]

It writes random documents with these libraries, and takes the documents of the folders as well. A rule finds every word,
so the findings of a document, in their order, are its words. The words of a paragraph must be those that the library
has, and each finding must name the paragraph, the slide and the heading that the library says. It ends with status 1 if
anything differs.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from random_words import RandomWords

# Every word of the random documents begins with `qxz`; the others are frequent in any document.
COMMON = ["the", "and", "this", "with", "text", "slide", "table", "paragraph", "header", "footer", "section", "foo", "bar"]
WORD = re.compile(rf"\b(?:qxz[a-z]+|{'|'.join(COMMON)})\b")
# Addresses and names of files are opaque to rules.
OPAQUE = re.compile(r"\S*(?:://|\w[.#=]\w)\S*")
RULES = f"""[pack]
id = "words"
[[rule]]
id = "word"
severity = "info"
languages = ["*"]
scopes = ["paragraph", "heading", "list", "table", "footnote", "note", "link", "html"]
patterns = {json.dumps(["qxz*", *COMMON])}
"""


class Source(RandomWords):
    """Makes random texts."""

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
    related = [relationship for relationship in document.part.rels.values() if not relationship.is_external]
    for kind in ("header", "footer"):
        parts = {part.target_part for part in related if part.reltype.endswith(f"/{kind}")}
        for part in sorted(parts, key=lambda part: part.partname):
            for number, element in enumerate(part.element.iter(qn("w:p")), 1):
                text = docx.text.paragraph.Paragraph(element, document).text
                found.append(paragraph_of(part.partname.lstrip("/"), number, None, [], text))
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
    slides = presentation.element.sldIdLst if presentation.element.sldIdLst is not None else []
    names = [str(part.related_part(slide.rId).partname) for slide in slides]
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


def write_odt(path: Path, source: Source) -> None:
    from odf import draw, opendocument, style, table, text

    document = opendocument.OpenDocumentText()
    title = style.Style(name="P1", family="paragraph", parentstylename="Title")
    document.automaticstyles.addElement(title)
    layout = style.PageLayout(name="Page")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    document.masterstyles.addElement(master)
    for element in (style.Header(), style.Footer()):
        element.addElement(text.P(text=source.text()))
        master.addElement(element)

    def fill(paragraph) -> None:
        for part in source.parts(source.text()):
            paragraph.addElement(text.Span(text=part))
        if source.random.random() < 0.3:
            paragraph.addElement(text.LineBreak())
            paragraph.addText(source.text())
            paragraph.addElement(text.S(c=2))
            paragraph.addElement(text.A(href="https://example.org", text=source.text()))
        if source.random.random() < 0.2:
            kind = source.random.choice(["footnote", "endnote"])
            note, body = text.Note(noteclass=kind), text.NoteBody()
            note.addElement(text.NoteCitation(text="1"))
            body.addElement(text.P(text=source.text()))
            note.addElement(body)
            paragraph.addElement(note)
            paragraph.addText(" " + source.text())

    for _ in range(source.random.randint(3, 12)):
        kind = source.random.randint(0, 5)
        if kind == 0:
            grid = table.Table()
            for _ in range(source.random.randint(1, 3)):
                row = table.TableRow()
                for _ in range(3):
                    cell = table.TableCell()
                    cell.addElement(text.P(text=source.text()))
                    row.addElement(cell)
                grid.addElement(row)
            document.text.addElement(grid)
        elif kind == 1:
            heading = text.H(outlinelevel=source.random.randint(1, 4))
            fill(heading)
            document.text.addElement(heading)
        elif kind == 2:
            items = text.List()
            for _ in range(source.random.randint(1, 3)):
                item = text.ListItem()
                paragraph = text.P()
                fill(paragraph)
                item.addElement(paragraph)
                items.addElement(item)
            document.text.addElement(items)
        elif kind == 3:
            document.text.addElement(text.P(stylename=title, text=source.text()))
        elif kind == 4:
            paragraph, frame, box = text.P(text=source.text() + " "), draw.Frame(), draw.TextBox()
            box.addElement(text.P(text=source.text()))
            frame.addElement(box)
            paragraph.addElement(frame)
            paragraph.addText(source.text())
            document.text.addElement(paragraph)
        else:
            paragraph = text.P()
            fill(paragraph)
            document.text.addElement(paragraph)
    document.save(path)


def own_text(element) -> str:
    """Returns the text of a paragraph without that of notes, text boxes and paragraphs inside."""
    from odf import draw, text

    spaces = {text.S().qname, text.Tab().qname, text.LineBreak().qname}
    inner = {text.Note(noteclass="footnote").qname, draw.Frame().qname}
    parts = []
    for child in element.childNodes:
        if child.nodeType == child.TEXT_NODE:
            parts.append(child.data)
        elif child.qname in spaces:
            parts.append(" ")
        elif child.qname not in inner:
            parts.append(own_text(child))
    return "".join(parts)


def paragraphs_in(element):
    """Yields the paragraphs inside of an element, in the order of the file."""
    for child in element.childNodes:
        if child.nodeType == child.ELEMENT_NODE:
            if child.qname[1] in ("p", "h") and child.qname[0].endswith(":text:1.0"):
                yield child
            yield from paragraphs_in(child)


def area_of(element) -> str:
    while element is not None:
        if element.qname[1] == "note":
            return element.getAttribute("noteclass")
        element = element.parentNode
    return "text"


def read_odt(path: Path) -> list[dict]:
    from odf import opendocument

    document = opendocument.load(path)
    areas: dict[str, list[dict]] = {"text": [], "footnote": [], "endnote": []}
    above: list[tuple[int, str]] = []
    for number, element in enumerate(paragraphs_in(document.text), 1):
        area = area_of(element)
        words = own_text(element)
        level = 1 if element.getAttribute("stylename") == "P1" else None
        if element.qname[1] == "h":
            level = min(int(element.getAttribute("outlinelevel")) + 1, 6)
        if level:
            above = [heading for heading in above if heading[0] < level]
        headings = [heading for _, heading in above] if area == "text" else []
        areas[area].append(paragraph_of("content.xml", number, None, headings, words))
        if level and words.strip():
            above.append((level, words))
    found = areas["text"] + areas["footnote"] + areas["endnote"]
    # In the part with the styles, the header and the footer have one paragraph each.
    for number, element in enumerate(paragraphs_in(document.masterstyles), 1):
        found.append(paragraph_of("styles.xml", number, None, [], own_text(element)))
    return found


def write_odp(path: Path, source: Source) -> None:
    from odf import draw, opendocument, presentation, style, text

    document = opendocument.OpenDocumentPresentation()
    layout = style.PageLayout(name="Page")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="M", pagelayoutname=layout)
    document.masterstyles.addElement(master)

    def frame(kind: str, *content) -> draw.Frame:
        shape, box = draw.Frame(attributes={"class": kind}) if kind else draw.Frame(), draw.TextBox()
        for element in content:
            box.addElement(element)
        shape.addElement(box)
        return shape

    for _ in range(source.random.randint(1, 4)):
        page = draw.Page(masterpagename=master)
        shapes = [frame("title", text.P(text=source.text()))]
        items = text.List()
        for _ in range(source.random.randint(1, 3)):
            item = text.ListItem()
            item.addElement(text.P(text=source.text()))
            items.addElement(item)
        shapes.append(frame("outline", items))
        shapes.append(frame("", text.P(text=source.text())))
        source.random.shuffle(shapes)
        for shape in shapes:
            page.addElement(shape)
        if source.random.random() < 0.5:
            notes = presentation.Notes()
            notes.addElement(frame("notes", text.P(text=source.text()), text.P(text=source.text())))
            page.addElement(notes)
        document.presentation.addElement(page)
    document.save(path)


def read_odp(path: Path) -> list[dict]:
    from odf import opendocument

    def place(element) -> tuple[bool, bool]:
        """Returns whether an element is in notes, and in a title."""
        names = []
        while element is not None:
            names.append((element.qname[1], element.getAttrNS(PRESENTATION, "class") if element.qname[1] == "frame" else None))
            element = element.parentNode
        return ("notes", None) in names, ("frame", "title") in names

    found = []
    pages = [page for page in document_pages(opendocument.load(path).presentation)]
    for number, page in enumerate(pages, 1):
        elements = [(element, *place(element)) for element in paragraphs_in(page)]
        titles = [own_text(element) for element, in_notes, in_title in elements if in_title and not in_notes]
        heading = [titles[-1]] if titles and titles[-1].strip() else []
        slide, notes = [], []
        for element, in_notes, in_title in elements:
            into = notes if in_notes else slide
            above = [] if in_title and not in_notes else heading
            paragraph = paragraph_of("content.xml", len(into) + 1, number, above, own_text(element))
            into.append((in_notes or not in_title, paragraph))
        found += [paragraph for _, paragraph in sorted(slide, key=lambda paragraph: paragraph[0])]
        found += [paragraph for _, paragraph in notes]
    return found


PRESENTATION = "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"


def document_pages(presentation):
    return (child for child in presentation.childNodes if child.qname[1] == "page")


def paragraph_of(part: str, number: int, slide: int | None, headings: list[str], text: str) -> dict:
    # wordgate keeps 200 bytes of a heading.
    headings = [heading.strip().encode()[:200].decode(errors="ignore") for heading in headings]
    headings = [" ".join(heading.split()) for heading in headings]
    place = {"part": part, "paragraph": number, "slide": slide, "heading": headings}
    return {"place": place, "words": WORD.findall(OPAQUE.sub(" ", text.lower()))}


def expected(path: Path) -> list[tuple[str, dict]]:
    """Returns every word of a document with its place."""
    paragraphs = READERS[path.suffix](path)
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
            have = reported(args.wordgate, path, folder)
            try:
                want = expected(path)
            except Exception as error:  # The libraries have exceptions of their own for damaged documents.
                print(f"{path.name}: {error!r}; wordgate: {have[:1]}", file=sys.stderr)
                continue
            if path.parent != folder:
                # What is a heading depends on the styles, and only those of the random documents are known here.
                want, have = ([(word, {**place, "heading": []}) for word, place in found] for found in (want, have))
            words += len(want)
            if want != have:
                wrong += 1
                pairs = zip([*want, None], [*have, None])
                print(f"{path.name}: {len(want)} words, {len(have)} found; first difference:", file=sys.stderr)
                print(*next((pair for pair in pairs if pair[0] != pair[1]), ()), sep="\n  ", file=sys.stderr)
    print(f"{documents} documents with {words} words, {wrong} read differently")
    return 1 if wrong else 0


WRITERS = {".docx": write_docx, ".pptx": write_pptx, ".odt": write_odt, ".odp": write_odp}
READERS = {".docx": read_docx, ".pptx": read_pptx, ".odt": read_odt, ".odp": read_odp}

if __name__ == "__main__":
    sys.exit(main())
