#!/usr/bin/env python3
"""Measures how long an editor waits for diagnostics after a keystroke, compared with a whole check.

    python3 benches/keystrokes.py DOCUMENT [--beside LARGE] [--wordgate PATH] [--count N] [-- OPTIONS OF BOTH COMMANDS]

Opens the document in `wordgate lsp`, types one letter at a time at random places, half of them inside of findings, and
prints medians. With --beside another document is open: before each keystroke it is replaced or its fixes are requested,
in turn, so that the server is busy. Needs a release build. Do not use the machine while it measures.
"""

import argparse
import json
import pathlib
import random
import statistics
import subprocess
import sys
import time


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self, wanted):
        """Returns the next message that `wanted` accepts, as bytes: parsing JSON in the client must not count."""
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = self.process.stdout.read(length)
            end = time.perf_counter()
            message = json.loads(body)
            if wanted(message):
                return message, end


def published(uri):
    def wanted(message):
        return message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri

    return wanted


class Beside:
    """Another document that keeps the server busy."""

    def __init__(self, server, document):
        self.server, self.uri = server, document.as_uri()
        self.text = document.read_text(encoding="utf-8")
        item = {"uri": self.uri, "languageId": "markdown", "version": 0, "text": self.text}
        server.send(method="textDocument/didOpen", params={"textDocument": item})
        server.receive(published(self.uri))

    def work(self, version):
        here = {"uri": self.uri, "version": version}
        if version % 2:
            changes = [{"text": f"{version}\n\n{self.text}"}]
            self.server.send(method="textDocument/didChange", params={"textDocument": here, "contentChanges": changes})
            return
        start = {"line": 0, "character": 0}
        context = {"diagnostics": [], "only": ["source.fixAll"]}
        params = {"textDocument": here, "range": {"start": start, "end": start}, "context": context}
        self.server.receive(published(self.uri))
        self.server.send(id=f"fix-{version}", method="textDocument/codeAction", params=params)


def keystrokes(wordgate, document, text, count, options, beside=None):
    server = Server([wordgate, "lsp", *options])
    server.send(id=1, method="initialize", params={"capabilities": {"general": {"positionEncodings": ["utf-8"]}}})
    server.receive(lambda message: message.get("id") == 1)
    server.send(method="initialized", params={})
    uri = document.as_uri()
    item = {"uri": uri, "languageId": "markdown", "version": 0, "text": text}
    server.send(method="textDocument/didOpen", params={"textDocument": item})
    found = server.receive(published(uri))[0]["params"]["diagnostics"]
    beside = beside and Beside(server, beside)
    lines, numbers, times = text.split("\n"), random.Random(1), []
    for version in range(1, count + 1):
        inside = found and version % 2
        line = numbers.choice(found)["range"]["start"]["line"] if inside else numbers.randrange(len(lines))
        # At the end of the line, so that the line stays the same kind of block.
        place = {"line": line, "character": 1_000_000}
        change = {"range": {"start": place, "end": place}, "text": "x"}
        if beside:
            beside.work(version)
        start = time.perf_counter()
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}
        server.send(method="textDocument/didChange", params=params)
        times.append(server.receive(published(uri))[1] - start)
    server.send(id=2, method="shutdown")
    server.receive(lambda message: message.get("id") == 2)
    server.send(method="exit")
    server.process.wait()
    return len(found), times


def checks(wordgate, document, options):
    times = []
    for _ in range(41):
        start = time.perf_counter()
        subprocess.run([wordgate, "check", document, *options], stdout=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return times


def main():
    arguments, options = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, options = arguments[:at], arguments[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("document", type=pathlib.Path)
    parser.add_argument("--beside", type=pathlib.Path, metavar="LARGE")
    parser.add_argument("--wordgate", default="target/release/wordgate")
    parser.add_argument("--count", type=int, default=500)
    args = parser.parse_args(arguments)
    document = args.document.resolve()
    text = document.read_text(encoding="utf-8")
    beside = args.beside and args.beside.resolve()
    found, typed = keystrokes(args.wordgate, document, text, args.count, options, beside)
    whole = checks(args.wordgate, document, options)
    key, check = statistics.median(typed), statistics.median(whole)
    print(f"{len(text.encode())} bytes, {found} findings")
    print(f"keystroke  {key * 1e3:7.2f} ms, median of {len(typed)}; slowest {max(typed) * 1e3:.2f} ms")
    print(f"check      {check * 1e3:7.2f} ms, median of {len(whole)}; fastest {min(whole) * 1e3:.2f} ms")
    print(f"ratio      {key / check:7.2f}")


if __name__ == "__main__":
    main()
