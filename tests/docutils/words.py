"""Writes the words that docutils finds in the documents of test-corpus/rst, for tests/all/extract/docutils.rs.

    python3 -m venv venv && venv/bin/pip install docutils && venv/bin/python tests/docutils/words.py

The directives and roles of Sphinx are registered here; which of them contain text is read from docs/reading.md. Code,
formulas, comments, targets, substitutions, marks of notes and addresses are left out.
"""

import collections
import pathlib
import re

import docutils.frontend
import docutils.nodes as nodes
import docutils.utils
from docutils.parsers.rst import Directive, Parser, directives, roles, states

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reading.md").read_text(encoding="utf-8")
READABLE_OPTIONS = ("alt", "caption", "title")
NOT_PROSE = (
    nodes.citation_reference, nodes.comment, nodes.doctest_block, nodes.footnote_reference, nodes.label, nodes.literal,
    nodes.literal_block, nodes.math, nodes.math_block, nodes.option_group, nodes.pending, nodes.raw,
    nodes.substitution_reference, nodes.system_message,
)


def listed(name):
    return re.findall("`([^`]+)`", PAGE.split(f"<!-- list: {name} -->\n")[1].split("\n\n")[0])


class AnyOption(dict):
    def __getitem__(self, name):
        return directives.unchanged

    def __contains__(self, name):
        return True

    def __bool__(self):
        return True


class Container(Directive):
    """A directive whose argument is code and whose body is text."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = AnyOption()
    has_title = has_text = False

    def run(self):
        found = nodes.container()
        texts = [self.options[name] for name in READABLE_OPTIONS if self.options.get(name)]
        if self.has_title:
            texts += self.arguments
        for text in texts:
            found += nodes.title("", "", *self.state.inline_text(text, self.lineno)[0])
        if not self.has_text:
            self.state.nested_parse(self.content, self.content_offset, found, match_titles=1)
        return [found]


class Titled(Container):
    has_title = True


class Code(Container):
    has_text = True


class Contents(Container):
    """A table of contents, of which the titles are text."""

    has_text = True

    def run(self):
        entries = (re.match(r"(.+?)\s*<[^<]*>$", line) for line in self.content)
        return super().run() + [nodes.paragraph("", entry[1]) for entry in entries if entry]


class Body(Container):
    optional_arguments = 0


class Version(Container):
    required_arguments = 1

    def run(self):
        self.has_title, self.arguments = True, self.arguments[1:]
        return super().run()


KNOWN = {name: Code for name in listed("code directives") + listed("reStructuredText code directives")}
KNOWN |= dict.fromkeys(("versionadded", "versionchanged", "versionremoved", "deprecated"), Version)
KNOWN |= dict.fromkeys(("glossary", "seealso", "todo"), Body)
KNOWN |= {"rubric": Titled, "toctree": Contents}
del KNOWN["csv-table"]
known_directive, known_role = directives.directive, roles.role


def directive(name, language, document):
    own = KNOWN.get(name.lower())
    return (own or known_directive(name, language, document)[0] or Container), []


def read_role(name):
    bare = name.lower().removeprefix("std:")

    def read(role, raw, text, line, inliner, options=None, content=None):
        plain = docutils.utils.unescape(text)
        target = re.match(r"(?s)^(.*?)\s*(?<!\x00)<([^<>]*?)>$", text)
        title = docutils.utils.unescape(target.group(1)) if target else ""
        if bare in listed("title roles"):
            return [nodes.inline("", title) if title else nodes.literal("", plain)], []
        if bare in listed("text roles"):
            return [nodes.inline("", title if bare == "term" and title else plain)], []
        return [nodes.literal("", plain)], []

    return read


def role(name, language, line, reporter):
    return (read_role(name), []) if name else known_role(name, language, line, reporter)


def texts(node):
    if isinstance(node, nodes.Text):
        yield str(node)
        return
    is_code_field = isinstance(node, nodes.field_name) and re.match(r"(param|returns)\b", node.astext())
    is_metadata = isinstance(node, nodes.field_name) and isinstance(node.parent.parent.parent, nodes.section)
    if isinstance(node, NOT_PROSE) or is_code_field or is_metadata and node.astext() in ("author", "date"):
        return
    if isinstance(node, nodes.target) and not isinstance(node.parent, nodes.TextElement):
        return
    if isinstance(node, nodes.reference) and re.match("https?://", node.astext()):
        yield " "
        return
    if isinstance(node, nodes.image):
        yield f" {node.get('alt', '')} "
        return
    if isinstance(node, nodes.meta):
        yield node["content"] if node.get("name") in ("description", "keywords") else ""
        return
    is_block = not isinstance(node, nodes.Inline)
    if is_block:
        yield "\n"
    for child in node.children:
        yield from texts(child)
    if is_block:
        yield "\n"


def main():
    directives.directive = states.directives.directive = directive
    roles.role = states.roles.role = role
    settings = docutils.frontend.get_default_settings(Parser)
    settings.report_level, settings.halt_level = 5, 6
    for path in sorted((ROOT / "test-corpus/rst").glob("*.rst")):
        document = docutils.utils.new_document(str(path), settings)
        Parser().parse(path.read_text(encoding="utf-8-sig"), document)
        text = re.sub("\x00[ \n]?", "", "".join(texts(document)))
        counts = collections.Counter(re.findall(r"[^\W_]+", text))
        lines = [f"{word} {count}\n" for word, count in sorted(counts.items())]
        (ROOT / "tests/docutils" / f"{path.stem}.words").write_text("".join(lines), encoding="utf-8")


main()
