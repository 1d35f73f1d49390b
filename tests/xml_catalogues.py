#!/usr/bin/env python3
"""Compares what wordgate reads of catalogues with what other programs read.

    python3 -m venv venv && venv/bin/pip install translate-toolkit lxml polib
    cargo build --release && venv/bin/python tests/xml_catalogues.py [--wordgate PATH] [FOLDER...]

It writes random catalogues in XML, and takes the catalogues of the folders as well. The other programs are lxml for XLIFF,
Translate Toolkit for .NET, Android, .properties and .strings, plistlib for .stringsdict and polib for gettext. Their texts
are written into a JSON catalogue. A rule finds the words of the file, so the findings of a file are its words; they must be
the same, in the same order, as those of the JSON catalogue. Where a file has the letters of a word as they are, the bytes
of its finding must be these letters. It ends with status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import plistlib
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from random_words import RandomWords

# Words of scripts with spaces between words, as rules write them.
WORD = re.compile(r"(?<![\w'’&\\-])[a-zà-öø-ÿāčďěłńňōřśšťūůźżžα-ωа-яё]{2,}(?![\w'’-])", re.IGNORECASE)
# The maximum number of words that the rule for a file has.
MAX_WORDS = 500


# The other programs. Each returns the texts of a file.


def read_xliff(path: Path) -> list[str]:
    from lxml import etree

    def local(element) -> str:
        return etree.QName(element).localname if isinstance(element.tag, str) else "#comment"

    def text_of(element) -> str:
        """Returns the text of an element, with a sign for a placeholder and without codes."""
        parts = [element.text or ""]
        for child in element:
            name = local(child)
            if name in ("x", "ph"):
                tag = (child.text or child.get("equiv-text") or child.get("disp") or "").strip().startswith("<")
                parts.append("" if tag else "{x}")
            elif name not in ("bpt", "ept", "it", "bx", "ex", "sc", "ec", "#comment"):
                parts.append(text_of(child))
            parts.append(child.tail or "")
        return "".join(parts)

    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True))
    texts = []
    for element in tree.iter():
        if local(element) in ("source", "target") and local(element.getparent()) in ("trans-unit", "segment", "ignorable"):
            texts.append(text_of(element))
    return texts


def read_resx(path: Path) -> list[str]:
    from translate.storage import resx

    store = resx.RESXFile.parsefile(str(path))
    return [unit.target or "" for unit in store.units if not unit.getid().startswith(">>") and is_string(unit.xmlelement)]


def is_string(element) -> bool:
    return element.get("mimetype") is None and (element.get("type") or "System.String").startswith("System.String")


def read_android(path: Path) -> list[str]:
    from translate.storage import aresource

    store = aresource.AndroidResourceFile.parsefile(str(path))
    # Translate Toolkit reads the plural forms of one language, and no arrays. It decodes any element.
    unit = aresource.AndroidResourceUnit("none")
    unit._store = store
    found = store.document.iter("string", "item")
    is_read = lambda element: element.tag == "string" or element.getparent().tag in ("plurals", "string-array", "array")
    texts = [unit.get_xml_text_value(element) or "" for element in found if is_read(element)]
    return [text for text in texts if not re.fullmatch(r"[@?]\S+", text.strip())]


def read_stringsdict(path: Path) -> list[str]:
    def values(value, key: str = "") -> list[str]:
        if isinstance(value, dict):
            return [text for key, inner in value.items() for text in values(inner, key)]
        return [value] if isinstance(value, str) and not key.startswith("NSStringFormat") else []

    return values(plistlib.loads(path.read_bytes()))


def read_po(path: Path) -> list[str]:
    import polib

    texts = []
    for entry in polib.pofile(str(path)):
        if not entry.obsolete:
            texts += [entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()]
    return texts


def read_properties(path: Path) -> list[str]:
    from translate.storage import properties

    return [unit.source or "" for unit in properties.javautf8file.parsefile(str(path)).units]


def read_strings(path: Path) -> list[str]:
    from translate.storage import properties

    kind = properties.stringsfile if path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff") else properties.stringsutf8file
    return [unit.source or "" for unit in kind.parsefile(str(path)).units]


# Random catalogues.


class Source(RandomWords):
    """Makes random texts, and XML of them."""

    def text(self) -> str:
        marks = ["", "", "", ",", " &", " <", " “x”", " é", " 'x'", ' "x"', " %s", "\n"]
        return " ".join(self.word() + self.random.choice(marks) for _ in range(self.random.randint(1, 6)))

    def xml(self, elements: list[str]) -> str:
        """Writes a text with references, CDATA sections and inline elements, also inside of words."""
        text = self.text()
        cuts = sorted(self.random.sample(range(1, len(text)), min(3, len(text) - 1)))
        out = []
        for part in (text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)])):
            kind = self.random.randint(0, 5)
            if kind == 0:
                out.append(f"<![CDATA[{part}]]>")
            elif kind == 1:
                out.append("".join(f"&#x{ord(c):x};" if self.random.random() < 0.3 else escape(c) for c in part))
            elif kind == 2 and elements:
                element = self.random.choice(elements)
                out.append(f"<{element}>{escape(part)}</{element.split()[0]}>")
            else:
                out.append(escape(part))
        return "".join(out)


def write_xliff(path: Path, source: Source) -> None:
    units = []
    for number in range(source.random.randint(1, 9)):
        texts = [source.xml(['g id="1"', 'mrk mtype="term"', 'bpt id="2"']) for _ in range(2)]
        units.append(f'<trans-unit id="{number}"><source>{texts[0]}</source><target>{texts[1]}</target><note>qxzno</note></trans-unit>')
    encoding, head = source.random.choice([("utf-8", "utf-8"), ("latin-1", "iso-8859-1"), ("utf-16", "utf-16")])
    text = f'<?xml version="1.0" encoding="{head}"?>\n<xliff version="1.2"><file source-language="en"><body>{"".join(units)}</body></file></xliff>'
    path.write_bytes(text.encode(encoding, "xmlcharrefreplace"))


def write_resx(path: Path, source: Source) -> None:
    data = "".join(f'<data name="n{number}"><value>{source.xml([])}</value><comment>qxzno</comment></data>' for number in range(9))
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<root>{data}</root>', encoding="utf-8-sig")


def write_android(path: Path, source: Source) -> None:
    from translate.storage import aresource

    store = aresource.AndroidResourceFile()
    for number in range(9):
        unit = store.addsourceunit(f"n{number}")
        unit.target = source.text()
    store.savefile(str(path))


def write_stringsdict(path: Path, source: Source) -> None:
    variants = {"NSStringFormatSpecTypeKey": "qxzno", "NSStringFormatValueTypeKey": "d"}
    entry = lambda: {"NSStringLocalizedFormatKey": "%#@qxzno@ " + source.text(), "qxzno": {**variants, "one": source.text(), "other": source.text()}}
    path.write_bytes(plistlib.dumps({f"qxz key {number}": entry() for number in range(5)}, sort_keys=False))


WRITERS = {"a.xlf": write_xliff, "a.resx": write_resx, "strings.xml": write_android, "a.stringsdict": write_stringsdict}
READERS = {
    ".xlf": read_xliff,
    ".xliff": read_xliff,
    ".resx": read_resx,
    ".xml": read_android,
    ".stringsdict": read_stringsdict,
    ".po": read_po,
    ".properties": read_properties,
    ".strings": read_strings,
}


def rules_for(texts: list[str]) -> str:
    """Returns a rule that finds words of the texts, chosen by chance but the same on every run."""
    words = sorted({word.lower() for text in texts for word in WORD.findall(text)})
    words = random.Random(len(words)).sample(words, min(len(words), MAX_WORDS)) or ["none"]
    rule = f"id = 'word'\nseverity = 'info'\nlanguages = ['*']\npatterns = {json.dumps(words, ensure_ascii=False)}"
    return f"[pack]\nid = 'words'\n[[rule]]\n{rule}\n"


def reported(wordgate: str, path: Path, rules: Path) -> list[str]:
    """Returns the words that wordgate reports in a file."""
    command = [wordgate, "check", "--isolated", "--pack", "words", "--rules", str(rules), "--format", "json", str(path)]
    output = subprocess.run(command, capture_output=True, check=False)
    if not output.stdout:
        raise RuntimeError(output.stderr.decode())
    report = json.loads(output.stdout)
    if report["errors"]:
        raise ValueError(report["errors"][0]["message"])
    stored = path.read_bytes()
    found = []
    for finding in report["findings"]:
        word = finding["text"].lower()
        found.append(word)
        written = b"".join(stored[span["start_byte"] : span["end_byte"]] for span in finding["spans"])
        texts = [written.decode(encoding, "replace").lower() for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")]
        assert word in texts or any("&" in text or "\\" in text for text in texts), (path, word, written)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordgate", default="target/release/wordgate", help="the program (default: %(default)s)")
    parser.add_argument("--count", type=int, default=60, help="random catalogues of each format (default: %(default)s)")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folders with catalogues")
    args = parser.parse_args()
    totals: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules, expected = folder / "rules.toml", folder / "expected.json"
        paths = []
        for seed in range(args.count):
            (folder / str(seed)).mkdir()
            for file, write in WRITERS.items():
                paths.append(folder / str(seed) / file)
                write(paths[-1], Source(seed))
        for root in args.folders:
            paths += [path for path in sorted(root.rglob("*")) if path.suffix in READERS and path.is_file()]
        for path in paths:
            total = totals[path.suffix]
            total["files"] += 1
            try:
                texts = READERS[path.suffix](path)
            except Exception as error:  # The libraries have exceptions of their own for damaged files.
                texts = error
            rules.write_text(rules_for([] if isinstance(texts, Exception) else texts), encoding="utf-8")
            try:
                have = reported(args.wordgate, path, rules)
            except ValueError as error:
                have = error
            if isinstance(texts, Exception) or isinstance(have, Exception):
                both = isinstance(texts, Exception) and isinstance(have, Exception)
                total["errors of both" if both else "errors of one"] += 1
                print(f"{path}: {texts if isinstance(texts, Exception) else 'read'!r:.200}; wordgate: {have!r:.200}", file=sys.stderr)
                continue
            messages = {str(number): text for number, text in enumerate(texts)}
            expected.write_text(json.dumps(messages, ensure_ascii=False), encoding="utf-8", errors="replace")
            want = reported(args.wordgate, expected, rules)
            total["texts"] += len(texts)
            total["words"] += len(want)
            if want != have:
                total["different"] += 1
                at = next(at for at, pair in enumerate(zip([*want, None], [*have, None])) if pair[0] != pair[1])
                lost, new = (dict(a - b) for a, b in itertools.permutations(map(collections.Counter, (want, have))))
                print(f"{path}: {want[at - 2 : at + 3]}, not {have[at - 2 : at + 3]}; lost {lost}, new {new}"[:500], file=sys.stderr)
    for suffix, total in sorted(totals.items()):
        print(f"{suffix}: " + ", ".join(f"{count} {what}" for what, count in total.items()))
    return 1 if any(total["different"] or total["errors of one"] for total in totals.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
