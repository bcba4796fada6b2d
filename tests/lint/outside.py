"""outside.py - checks that other programs make: clang's warnings, generated files in date."""

import concurrent.futures
import hashlib
import os
import re
import subprocess

MESSAGE = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+):\d+: (?:fatal )?error: (?P<text>.*)$", re.M)


def digest(*parts):
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def clang(root, paths, flags, cache):
    """Syntax and warnings over each .c file. What passed is remembered under `cache` by content of it and of all headers."""
    def read(path):
        with open(os.path.join(root, path), "rb") as file:
            return file.read()

    headers = digest(*[read(path) for path in sorted(paths) if not path.endswith(".c")])
    os.makedirs(cache, exist_ok=True)

    def check(path):
        stamp = os.path.join(cache, digest(read(path), headers.encode(), " ".join(flags).encode(), path.encode()))
        if os.path.exists(stamp):
            return []
        run = subprocess.run(["clang", "-fsyntax-only", "-Werror", *flags, path], cwd=root, capture_output=True, text=True)
        if run.returncode == 0:
            with open(stamp, "w", encoding="ascii"):
                return []
        found = [(m["file"], int(m["line"]), "clang", m["text"]) for m in MESSAGE.finditer(run.stderr)]
        return found or [(path, 1, "clang", run.stderr.strip()[-300:] or "clang failed")]

    sources = [path for path in paths if path.endswith(".c")]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for found in pool.map(check, sources):
            yield from found


def generated(root, paths):
    """Every providers/*/model/generate.py checks its output. What one says while content (no raw model here) is a note."""
    findings, notes = [], []
    for path in sorted(paths):
        if not re.fullmatch(r"providers/[^/]+/model/generate\.py", path):
            continue
        run = subprocess.run(["python3", path, "--check"], cwd=root, capture_output=True, text=True)
        said = (run.stdout + run.stderr).strip().split("\n")[-1]
        if run.returncode != 0:
            findings.append((path, 1, "generated", said or "its output is out of date"))
        elif said:
            notes.append(said)
    return findings, notes
