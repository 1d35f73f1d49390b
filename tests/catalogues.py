#!/usr/bin/env python3
"""Compares what wordgate reads of YAML, TOML and Fluent files with what PyYAML, tomllib and fluent.syntax read.

    python3 -m venv venv && venv/bin/pip install PyYAML fluent.syntax    # Python 3.11 or later
    cargo build --release && venv/bin/python tests/catalogues.py [--wordgate PATH] [FOLDER...]

It writes random files in all kinds of quoting, and takes the files of the folders as well. A rule finds every word of the
random files, so the findings of a file, in their order, must be the words of the strings that the library has. It finds
the most frequent words of the other files too. There, code is opaque, so the number of each word must be at least that
among clear words and at most that in all text. The bytes of each finding must be those of its word. It ends with status 1
if anything differs.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

import yaml
from fluent.syntax import FluentParser, FluentSerializer, ast

from random_words import RandomWords

# How many of the words of the folders the rule finds.
FREQUENT = 300
# A word may stand next to Japanese, but not next to other Latin letters.
WORD = re.compile(r"(?<![0-9A-Za-z\u00C0-\u024F])[A-Za-z]{3,}(?![0-9A-Za-z\u00C0-\u024F])")
# A word that is certainly neither code nor in a placeholder or a tag, with what precedes it.
CLEAR_WORD = re.compile(r"(?:(?<=[a-z] )|(?<=[a-z], ))[A-Za-z]{3,}(?=,? [a-z]|[.!?]?$)", re.MULTILINE)
NOT_CLEAR = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}|<[^<>]*>|`[^`]*`|[^{}<>`\n]*[=_/\\$@:#&|][^\n]*", re.DOTALL)
SEPARATOR = " \u2022 "


class Source(RandomWords):
    """Makes random texts."""

    def text(self) -> str:
        marks = ["", "", "", "", ",", ".", " –", " é", " 日本", " \"x\"", " it's", " \\", ": x", " # x", " 100%", "\n", "\n\n", "\n  "]
        words = [self.word() + self.random.choice(marks) for _ in range(self.random.randint(1, 12))]
        return " ".join(words).strip() + self.random.choice(["", "", "\n"])


def write_yaml(source: Source) -> str:
    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    def scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = source.random.choice([None, "'", '"', "|", ">"])
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, scalar)

    def value(depth: int) -> object:
        kind = source.random.randint(0, 9) if depth < 4 else 9
        if kind < 2:
            return [value(depth + 1) for _ in range(source.random.randint(0, 4))]
        if kind < 5:
            return {f"key{at}": value(depth + 1) for at in range(source.random.randint(0, 4))}
        return source.random.choice([source.text(), source.text(), source.text(), 12, True, None, 1.5])

    options = {
        "default_flow_style": source.random.choice([None, False, False, True]),
        "width": source.random.choice([20, 80, 1000]),
        "indent": source.random.choice([2, 4, 7]),
        "allow_unicode": source.random.random() < 0.8,
        "line_break": source.random.choice(["\n", "\n", "\r\n"]),
    }
    documents = [{"root": value(0), "list": [value(1), value(2)]} for _ in range(source.random.randint(1, 3))]
    return yaml.dump_all(documents, Dumper=Dumper, explicit_start=True, **options)


def write_toml(source: Source) -> str:
    def string(text: str) -> str:
        basic = json.dumps(text, ensure_ascii=source.random.random() < 0.2)
        kind = source.random.randint(0, 4)
        if kind == 0 and "'" not in text:
            return f"'''\n{text}'''" if "\n" in text else f"'{text}'"
        if kind == 1:
            return '"""\n' + basic[1:-1].replace("\\n", "\n") + '"""'
        if kind == 2:
            return '"""' + basic[1:-1].replace(" ", " \\\n    ", 1) + '"""'
        return basic

    lines = []
    for at in range(source.random.randint(1, 6)):
        lines.append(source.random.choice([f"[table{at}]", f"[a.'b c'.\"d{at}\"]", f"[[list{at}]]"]))
        for key in range(source.random.randint(0, 4)):
            texts = [string(source.text()) for _ in range(3)]
            value = source.random.choice([texts[0], texts[1], "[" + ", # x\n  ".join(texts) + "]", "12", "2026-01-01"])
            lines.append(f"key{key} = {value}")
        lines.append("inline = { one = " + string(source.word()) + ", two = [1, " + string(source.word()) + "] }")
    return source.random.choice(["\n", "\r\n"]).join("\n".join(lines).split("\n"))


def write_ftl(source: Source) -> str:
    def pattern(depth: int) -> ast.Pattern:
        elements: list = []
        for _ in range(source.random.randint(1, 4)):
            kind = source.random.randint(0, 9) if depth < 3 else 9
            variable = ast.VariableReference(ast.Identifier("count"))
            if kind == 0:
                elements.append(ast.Placeable(ast.StringLiteral(source.word())))
            elif kind == 1:
                elements.append(ast.Placeable(variable))
            elif kind == 2:
                call = ast.CallArguments([variable], [ast.NamedArgument(ast.Identifier("x"), ast.StringLiteral("{ y"))])
                elements.append(ast.Placeable(ast.FunctionReference(ast.Identifier("FUN"), call)))
            elif kind == 3:
                keys = ["one", "two", "other"][-source.random.randint(1, 3) :]
                variants = [ast.Variant(ast.Identifier(key), pattern(depth + 1), key == "other") for key in keys]
                elements.append(ast.Placeable(ast.SelectExpression(variable, variants)))
            elif not elements or not isinstance(elements[-1], ast.TextElement):
                text = re.sub(r"\n[\s–#:.\\]*", "\n", source.text().strip())
                elements.append(ast.TextElement(text + " " if depth < 3 else text))
        if isinstance(elements[-1], ast.TextElement):
            elements[-1].value = elements[-1].value.rstrip()
        return ast.Pattern(elements)

    body: list = []
    for at in range(source.random.randint(1, 6)):
        attributes = [ast.Attribute(ast.Identifier(f"a{n}"), pattern(1)) for n in range(source.random.randint(0, 2))]
        kind = source.random.randint(0, 3)
        if kind == 0:
            body.append(ast.Term(ast.Identifier(f"t{at}"), pattern(0), attributes, ast.Comment(source.word())))
        else:
            body.append(ast.Message(ast.Identifier(f"m{at}"), pattern(0), attributes))
        if kind == 1:
            body.append(source.random.choice([ast.GroupComment, ast.ResourceComment])(source.word()))
    return FluentSerializer().serialize(ast.Resource(body))


def read_yaml(text: str) -> list[str]:
    seen: set[int] = set()
    found: list[str] = []

    def walk(node: yaml.Node, key: str, is_api: bool) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                walk(value, name.value if isinstance(name, yaml.ScalarNode) else key, is_api)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                walk(value, key, is_api)
        elif not node.tag.startswith("tag:yaml.org,2002:") or node.tag.endswith(":str"):
            if not is_api or key in ("title", "summary", "description"):
                found.append(node.value)

    for document in list(yaml.compose_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))):
        if document is not None:
            keys = [key.value for key, _ in document.value] if isinstance(document, yaml.MappingNode) else []
            walk(document, "", "openapi" in keys or "swagger" in keys)
    return found


def read_toml(text: str) -> list[str]:
    def walk(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [text for item in inside for text in walk(item)]

    return walk(tomllib.loads(text.replace("\r\n", "\n")))


def read_ftl(text: str) -> list[str]:
    def flat(pattern: ast.Pattern) -> str:
        parts = []
        for element in pattern.elements:
            expression = getattr(element, "expression", None)
            while isinstance(expression, ast.Placeable):
                expression = expression.expression
            if isinstance(element, ast.TextElement):
                parts.append(element.value)
            elif isinstance(expression, ast.StringLiteral):
                parts.append(expression.parse()["value"])
            elif isinstance(expression, ast.SelectExpression):
                parts += [SEPARATOR + flat(variant.value) for variant in expression.variants] + [SEPARATOR]
            else:
                parts.append(SEPARATOR)
        return "".join(parts)

    found = []
    for entry in FluentParser(with_spans=False).parse(text).body:
        if isinstance(entry, ast.Junk):
            raise ValueError(f"junk: {entry.content[:60]!r}")
        if isinstance(entry, (ast.Message, ast.Term)):
            patterns = [entry.value, *(attribute.value for attribute in entry.attributes)]
            found += [flat(pattern) for pattern in patterns if pattern is not None]
    return found


READERS = {".yaml": read_yaml, ".yml": read_yaml, ".toml": read_toml, ".ftl": read_ftl}
WRITERS = {".yml": write_yaml, ".toml": write_toml, ".ftl": write_ftl}


def words_of(texts: list[str]) -> list[str]:
    return [word.lower() for text in texts for word in WORD.findall(text)]


def difference(texts: list[str], found: list[str], frequent: set[str]) -> str:
    """Returns how the words that were found in a file of a folder differ from its texts."""
    most, least, have = Counter(words_of(texts)), Counter(), Counter(found)
    for text in texts:
        least.update(word.lower() for word in CLEAR_WORD.findall(NOT_CLEAR.sub(SEPARATOR, text)))
    wrong = [word for word in sorted(frequent) if not least[word] <= have[word] <= most[word]]
    return ", ".join(f"{word}: {have[word]} found of {least[word]} to {most[word]}" for word in wrong)


def check(wordgate: str, rules: Path, paths: list[Path]) -> dict:
    command = [wordgate, "check", "--isolated", "--pack", "words", "--rules", str(rules), "--format", "json"]
    output = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    return json.loads(output.stdout)


def is_at_its_place(finding: dict, source: bytes) -> bool:
    """Returns whether the bytes of a finding are its word, unless escapes or line breaks are in it."""
    stored = b"".join(source[span["start_byte"] : span["end_byte"]] for span in finding["spans"]).decode()
    return "\\" in stored or stored.lower() == finding["text"].lower()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordgate", default="target/release/wordgate", help="the program (default: %(default)s)")
    parser.add_argument("--count", type=int, default=300, help="random files of each format (default: %(default)s)")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="folders with files")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        paths = []
        for seed in range(args.count):
            for suffix, write in WRITERS.items():
                paths.append(folder / f"{seed}{suffix}")
                paths[-1].write_bytes(write(Source(seed)).encode())
        paths += [path for root in args.folders for path in sorted(root.resolve().rglob("*")) if path.suffix in READERS]
        expected: dict[str, list[str]] = {}  # the texts of each file
        refused: dict[str, str] = {}
        for path in paths:
            try:
                expected[str(path)] = READERS[path.suffix](path.read_bytes().decode("utf-8-sig"))
            except (yaml.YAMLError, ValueError) as error:
                refused[str(path)] = " ".join(str(error).split())
        counts = Counter(word for path, texts in expected.items() if not path.startswith(str(folder)) for word in words_of(texts))
        frequent = {word for word, _ in counts.most_common(FREQUENT)}
        rules = folder / "rules.toml"
        patterns = json.dumps(["qxz*", *sorted(frequent)])
        rule = f'id = "word"\nseverity = "info"\nlanguages = ["*"]\npatterns = {patterns}\n'
        rules.write_text(f'[pack]\nid = "words"\n[[rule]]\n{rule}', encoding="utf-8")
        wrong = words = files = 0
        for start in range(0, len(paths), 500):
            report = check(args.wordgate, rules, paths[start : start + 500])
            errors = {error["path"]: error["message"] for error in report["errors"]}
            found: dict[str, list[dict]] = {}
            for finding in report["findings"]:
                found.setdefault(str(Path(finding["path"]).resolve()), []).append(finding)
            errors = {str(Path(path).resolve()): message for path, message in errors.items()}
            for path in map(str, paths[start : start + 500]):
                if path in refused or path in errors:
                    if not (path in refused and path in errors):
                        wrong += 1
                        print(f"{path}: library: {refused.get(path, 'reads it')}; wordgate: {errors.get(path, 'reads it')}")
                    continue
                files += 1
                source = Path(path).read_bytes()
                have = [finding["text"].lower() for finding in found.get(path, [])]
                words += len(have)
                misplaced = [finding for finding in found.get(path, []) if not is_at_its_place(finding, source)]
                if path.startswith(str(folder)):
                    want = [word for word in words_of(expected[path]) if word.startswith("qxz")]
                    have = [word for word in have if word.startswith("qxz")]
                    if path.endswith(".toml"):
                        # The library has the tables in another order.
                        have, want = sorted(have), sorted(want)
                    pairs = zip([*want, None], [*have, None])
                    different = next((f"{pair[0]} is read as {pair[1]}" for pair in pairs if pair[0] != pair[1]), "")
                else:
                    different = difference(expected[path], have, frequent)
                if different or misplaced:
                    wrong += 1
                    print(f"{path}: {different}; {len(misplaced)} of {len(have)} words misplaced")
    print(f"{files} files with {words} words found, {wrong} read differently; the library refuses {len(refused)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
