#!/usr/bin/env python3
"""Draws the pictures of the documentation from what wordgate really says.

    cargo build
    python3 docs/pictures/make.py             # terminal.svg and editor.svg
    python3 docs/pictures/make.py --check     # status 1 if they are stale
    python3 docs/pictures/make.py --page /usr/bin/chromium    # evidence.png too

The terminal is the coloured output of `wordgate check`, the editor the answers of `wordgate lsp`, both for
tests/pictures/release-notes.md. The page is a screenshot, so its bytes depend on the browser: look at it before you
commit it. A test of the documentation compares the texts of the SVG files with the program.

Needs Python 3.9 or later, and nothing else.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SAMPLE = ROOT / "tests" / "pictures" / "release-notes.md"

# The width of a character and the height of a line, in pixels. Each run of text is fitted to its width, so that the
# picture is the same with any monospace font.
WIDTH, HEIGHT = 8, 19
MARGIN = 16
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
SANS = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', 'Liberation Sans', sans-serif"
COLOURS = {31: "#ff7b72", 33: "#e3b341", 34: "#79c0ff", 36: "#56d4dd"}
TEXT, DIM = "#e6edf3", "#8b949e"


def run(x, y, text, fill=TEXT, bold=False, underline=False):
    """A run of monospace text whose first character stands in column `x`."""
    if not text:
        return ""
    style = ' font-weight="bold"' if bold else ""
    style += ' text-decoration="underline"' if underline else ""
    return (
        f'<tspan x="{x * WIDTH + MARGIN}" textLength="{len(text) * WIDTH}" lengthAdjust="spacingAndGlyphs"'
        f' fill="{fill}"{style}>{escape(text, quote=False)}</tspan>'
    )


def line(y, runs):
    """A line of runs."""
    return f'<text class="line" y="{y}" xml:space="preserve">{"".join(runs)}</text>'


def svg(width, height, title, body):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" font-family="{FONT}" font-size="13.3">\n<title>{escape(title)}</title>\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117" stroke="#30363d"/>\n'
        '<g fill="#484f58"><circle cx="20" cy="16" r="5"/><circle cx="37" cy="16" r="5"/><circle cx="54" cy="16" r="5"/>'
        "</g>\n" + "\n".join(body) + "\n</svg>\n"
    )


def coloured(text):
    """The runs of a line with escape sequences for colours."""
    runs, column = [], 0
    fill, bold, underline = TEXT, False, False
    for part in re.split(r"(\x1b\[[0-9;]*m)", text):
        if not part.startswith("\x1b["):
            runs.append(run(column, 0, part, fill, bold, underline))
            column += len(part)
            continue
        for code in (int(number or 0) for number in part[2:-1].split(";")):
            if code == 0:
                fill, bold, underline = TEXT, False, False
            elif code == 1:
                bold = True
            elif code == 2:
                fill = DIM
            elif code == 4:
                underline = True
            else:
                fill = COLOURS[code]
    return runs, column


def terminal(wordgate):
    command = ["check", SAMPLE.name]
    output = subprocess.run(
        [wordgate, *command, "--isolated", "--color", "always"], cwd=SAMPLE.parent, capture_output=True, check=False
    )
    lines = ["\x1b[2m$\x1b[0m wordgate " + " ".join(command), *output.stdout.decode().splitlines()]
    body, columns = [], 0
    for number, text in enumerate(lines):
        runs, width = coloured(text)
        columns = max(columns, width)
        body.append(line(46 + number * HEIGHT, runs))
    return svg(columns * WIDTH + 2 * MARGIN, 46 + len(lines) * HEIGHT, "wordgate check in a terminal", body)


class Server:
    """A language server, asked one thing after the other."""

    def __init__(self, wordgate):
        command = [wordgate, "lsp", "--isolated"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.count = 0
        self.request("initialize", {"capabilities": {}, "processId": None, "rootUri": None})
        self.notify("initialized", {})

    def send(self, message):
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.process.stdin.flush()

    def receive(self, is_wanted):
        while True:
            length = 0
            while header := self.process.stdout.readline().strip():
                length = int(header.split(b":")[1]) if header.lower().startswith(b"content-length") else length
            message = json.loads(self.process.stdout.read(length))
            if is_wanted(message):
                return message

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.count += 1
        own = self.count
        self.send({"id": own, "method": method, "params": params})
        return self.receive(lambda message: message.get("id") == own)["result"]

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait()


def squiggle(start, end, y):
    """A wavy line under columns of a line."""
    points = [f"M{start} {y}"]
    points += [f"q2 {3 if step % 2 else -3} 4 0" for step in range(round((end - start) / 4))]
    return f'<path d="{" ".join(points)}" fill="none" stroke="#ff7b72"/>'


def editor(wordgate):
    text = SAMPLE.read_text(encoding="utf-8")
    uri = "file:///" + SAMPLE.name
    server = Server(wordgate)
    document = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
    server.notify("textDocument/didOpen", {"textDocument": document})
    is_published = lambda message: message.get("method") == "textDocument/publishDiagnostics"
    diagnostics = server.receive(is_published)["params"]["diagnostics"]
    chosen = diagnostics[-1]
    request = {"textDocument": {"uri": uri}, "range": chosen["range"], "context": {"diagnostics": [chosen]}}
    titles = [action["title"] for action in server.request("textDocument/codeAction", request)]
    server.end()

    gutter, top = 5, 72
    width = 100 * WIDTH
    lines = text.splitlines()
    body = [
        f'<path d="M0 32H{width}" stroke="#30363d"/>',
        '<rect x="72" y="5" width="150" height="27" rx="4" fill="#161b22"/>',
        f'<text x="88" y="23" fill="{TEXT}">{SAMPLE.name}</text>',
    ]
    for number, content in enumerate(lines):
        y = top + number * HEIGHT
        body.append(f'<text x="{MARGIN + 2 * WIDTH}" y="{y}" fill="{DIM}">{number + 1}</text>')
        body.append(line(y, [run(gutter, 0, content)]) if content else "")
    for diagnostic in diagnostics:
        start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
        for number in range(start["line"], end["line"] + 1):
            indent = len(lines[number]) - len(lines[number].lstrip())
            first = start["character"] if number == start["line"] else indent
            last = end["character"] if number == end["line"] else len(lines[number])
            at = lambda column: (gutter + column) * WIDTH + MARGIN
            body.append(squiggle(at(first), at(last), top + number * HEIGHT + 5))

    # The menu under the word, and the message with its rule at the bottom.
    left = (gutter + chosen["range"]["start"]["character"]) * WIDTH + MARGIN
    y = top + chosen["range"]["end"]["line"] * HEIGHT + 14
    height = len(titles) * 26 + 34
    body.append(f'<rect x="{left}" y="{y}" width="420" height="{height}" rx="6" fill="#161b22" stroke="#30363d"/>')
    body.append(f'<text x="{left + 14}" y="{y + 20}" font-family="{SANS}" font-size="12" fill="{DIM}">Quick fix</text>')
    for number, title in enumerate(titles):
        row = y + 30 + number * 26
        if number == 0:
            body.append(f'<rect x="{left + 5}" y="{row}" width="410" height="24" rx="4" fill="#1f6feb"/>')
        body.append(
            f'<text class="action" x="{left + 14}" y="{row + 17}" font-family="{SANS}" fill="{TEXT}">'
            f"{escape(title, quote=False)}</text>"
        )
    bottom = y + height + 24
    body.append(f'<path d="M0 {bottom}H{width}" stroke="#30363d"/>')
    body.append(f'<circle cx="24" cy="{bottom + 22}" r="6" fill="#ff7b72"/>')
    body.append(
        f'<text x="40" y="{bottom + 26}" font-family="{SANS}" fill="{TEXT}"><tspan class="message">'
        f'{escape(chosen["message"], quote=False)}</tspan>'
        f'<tspan x="40" dy="20" fill="{DIM}">{chosen["source"]}: {chosen["code"]}</tspan></text>'
    )
    body = [part for part in body if part]
    return svg(width, bottom + 62, "A finding and its quick fixes in an editor", body)


def page(wordgate, chromium):
    """A screenshot of the evidence page of the sample: its head, and the first finding."""
    with tempfile.TemporaryDirectory() as folder:
        handbook = Path(folder) / "handbook"
        (handbook / "docs").mkdir(parents=True)
        shutil.copy(SAMPLE, handbook / "docs")
        report = ["--quiet", "--isolated", "--as-of", "2026-11-22", "--format", "html", "--output", "../page.html"]
        subprocess.run([wordgate, "check", *report, "docs"], cwd=handbook, check=False)
        # Two views of the page side by side: its head, and a finding.
        views = "".join(
            f'<iframe src="page.html{at}" style="border:0;width:{width}px;height:900px"></iframe>'
            for at, width in [("", 700), ("#g2", 700)]
        )
        both = Path(folder) / "both.html"
        both.write_text(f'<body style="margin:0;display:flex;background:#d0d7de;gap:4px">{views}', encoding="utf-8")
        window = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1404,900"]
        target = [f"--screenshot={HERE / 'evidence.png'}", both.as_uri()]
        subprocess.run([chromium, *window, *target], check=True, stderr=subprocess.DEVNULL)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wordgate", default=str(ROOT / "target" / "debug" / "wordgate"), help="the program")
    arguments.add_argument("--check", action="store_true", help="write nothing; end with status 1 if a picture is stale")
    arguments.add_argument("--page", metavar="CHROMIUM", help="take the screenshot of the evidence page too")
    options = arguments.parse_args()
    stale = []
    for name, draw in [("terminal.svg", terminal), ("editor.svg", editor)]:
        picture, path = draw(options.wordgate), HERE / name
        if options.check:
            kept = path.read_text(encoding="utf-8") if path.exists() else ""
            stale += [] if kept == picture else [name]
        else:
            path.write_text(picture, encoding="utf-8")
    if options.page and not options.check:
        page(options.wordgate, options.page)
    if stale:
        sys.exit(f"stale: {', '.join(stale)}; run docs/pictures/make.py")


if __name__ == "__main__":
    main()
