"""source.py - a C file as the rules see it: lines of code, of code with strings, and of comments."""

import re

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
KEEP_LINES = re.compile(r"[^\n]")


class Source:
    """One file. Lines are numbered from 1; index 0 of each list is empty."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = self.split(text)
        self.code = self.split(self.only(text, keep_strings=False))
        self.code_and_strings = self.split(self.only(text, keep_strings=True))
        self.comments = self.split(self.only_comments(text))

    @staticmethod
    def split(text):
        return [""] + text.split("\n")

    @staticmethod
    def only(text, keep_strings):
        def blank(match):
            token = match.group()
            if token[0] == "/":
                return KEEP_LINES.sub(" ", token)
            return token if keep_strings else token[0] + " " * (len(token) - 2) + token[-1]

        return TOKEN.sub(blank, text)

    @staticmethod
    def only_comments(text):
        out, at = [], 0
        for match in TOKEN.finditer(text):
            out.append(KEEP_LINES.sub(" ", text[at:match.start()]))
            token = match.group()
            out.append(token if token[0] == "/" else KEEP_LINES.sub(" ", token))
            at = match.end()
        out.append(KEEP_LINES.sub(" ", text[at:]))
        return "".join(out)

    def allows(self, line, rule):
        """Whether a `lint-ok: RULE - reason` stands on the line or the one above."""
        wanted = re.compile(r"lint-ok: %s\b - [^\s*]" % re.escape(rule))
        return any(wanted.search(self.comments[n]) for n in (line, line - 1) if n > 0)

    def commented(self, line):
        return any(self.comments[n].strip() for n in (line, line - 1) if n > 0)
