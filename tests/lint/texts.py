"""texts.py - how files read: header, comments, white space, READMEs (style.md 3, 4, 11)."""

import os
import re

README_MAX_LINES = 60
TODO = re.compile(r"\b(TODO|FIXME)\b(?!\(\w)")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home/(?!user/)\w+)/")


def header(source, _root):
    name = os.path.basename(source.path)
    wanted = " * %s - " % name
    if source.lines[1] != "/*" or not (len(source.lines) > 2 and source.lines[2].startswith(wanted)):
        yield 1, "header", "must begin with '/*' and '%s' and what the file does" % wanted


def comments(source, _root):
    for number, line in enumerate(source.comments):
        if line.lstrip().startswith("//") and "lint-ok: comment - " not in line:
            yield number, "comment", "// is for lines that go before committing; write /* why */"
        if TODO.search(line):
            yield number, "todo", "a known gap is written TODO(<issue>): what would settle it"


def spaces(source, _root):
    for number, line in enumerate(source.lines):
        if line.endswith((" ", "\t", "\r")):
            yield number, "space", "white space at the end of the line"
        if "\t" in line:
            yield number, "space", "a tab; indent with four spaces"
    if source.text and not source.text.endswith("\n"):
        yield len(source.lines) - 1, "space", "no newline at the end of the file"


def machine_paths(path, text):
    """For every committed text file, not only C."""
    for number, line in enumerate(text.split("\n"), 1):
        if MACHINE_PATH.search(line) and "lint-ok: path - " not in line:
            yield number, "path", "a path of one machine: '%s'" % MACHINE_PATH.search(line).group()


def readmes(root, paths):
    """Each room with sources has a README.md of at most README_MAX_LINES lines."""
    from rooms import room_of

    rooms = {room_of(path) for path in paths if path.endswith((".c", ".h"))} - {None, "tests"}
    for room in sorted(rooms):
        readme = room + "/README.md"
        full = os.path.join(root, readme)
        if not os.path.isfile(full):
            yield readme, 1, "readme", "the room has no README.md"
            continue
        with open(full, encoding="utf-8") as file:
            count = sum(1 for _ in file)
        if count > README_MAX_LINES:
            yield readme, count, "readme", "%d lines; a room's README has at most %d" % (count, README_MAX_LINES)
