#!/usr/bin/env python3
"""test_lint.py - every rule of lint, fed samples that break it (found) and samples that keep it (left alone)."""

import contextlib
import io
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

import outside  # noqa: E402
import rooms  # noqa: E402

# (from, to, allowed)
INCLUDES = [
    ("engine/value/value.c", "engine/base/str.h", True),
    ("engine/base/str.c", "engine/value/value.h", False),
    ("engine/net/xml.c", "engine/net/xml.h", True),
    ("engine/plan/diff.c", "state/log.h", True),
    ("engine/lang/host.c", "engine/graph/graph.h", True),
    ("engine/policy/p.c", "engine/cost/c.h", False),
    ("engine/lang/host.c", "state/log.h", False),
    ("state/log.c", "engine/provider/provider.h", True),
    ("state/log.c", "engine/graph/graph.h", False),
    ("state/log.c", "engine/schema/schema.h", False),
    ("engine/settle/observe.c", "engine/lang/host.h", True),
    ("providers/aws/ec2/vpc.c", "engine/provider/provider.h", True),
    ("providers/aws/ec2/vpc.c", "providers/aws/wire/call.h", True),
    ("providers/aws/ec2/vpc.c", "providers/aws/sim/world.h", False),
    ("providers/aws/ec2/vpc.c", "providers/core/data.h", False),
    ("providers/aws/ec2/vpc.c", "state/log.h", False),
    ("providers/aws/ec2/vpc.c", "engine/plan/plan.h", False),
    ("providers/aws/ec2/vpc.c", "engine/sim/sim.h", False),
    ("providers/aws/sim/ec2.c", "engine/sim/sim.h", True),
    ("providers/aws/sim/ec2.c", "providers/aws/model/model.h", True),
    ("providers/aws/sim/ec2.c", "providers/aws/wire/call.h", False),
    ("providers/aws/sim/ec2.c", "providers/gcp/model/model.h", False),
    ("providers/aws/sim/ec2.c", "engine/provider/provider.h", False),
    ("engine/sim/sim.c", "engine/net/fiber.h", True),
    ("engine/sim/sim.c", "engine/auth/sigv4.h", False),
    ("engine/session/session.c", "engine/sim/sim.h", True),
    ("engine/plan/plan.c", "engine/sim/sim.h", False),
    ("engine/session/session.c", "providers/aws/aws.h", False),
    ("engine/cli/plan.c", "providers/aws/aws.h", False),
    ("engine/cli/builtin_providers.c", "providers/aws/aws.h", True),
    ("engine/cli/main.c", "tests/unit/test.h", False),
    ("tests/unit/engine_base/test_str.c", "engine/cli/options.h", True),
]

# rule, file, text below a good header, found
SAMPLES = [
    ("include", "engine/net/x.c", '#include "x.h"\n', True),
    ("include", "engine/net/x.c", '#include "engine/cli/cli.h"\n', True),
    ("include", "engine/net/x.c", '#include "engine/base/str.h"\n#include <stdio.h>\n', False),
    ("include", "engine/net/x.c", '/* #include "engine/cli/cli.h" */\n', False),
    ("cloud", "engine/plan/x.c", 'int aws_thing;\n', True),
    ("cloud", "engine/plan/x.c", 'const char *s = "EC2 said no";\n', True),
    ("cloud", "engine/plan/x.c", '/* as in aws_vpc */\nint laws, ec2x;\n', False),
    ("cloud", "engine/auth/x.c", 'int aws_thing;\n', False),
    ("cloud", "state/x.c", 'int aws_thing;\n', False),
    ("cloud", "engine/plan/x.c", '/* lint-ok: cloud - an example for people */\nconst char *s = "aws.vpc";\n', False),
    ("cloud", "engine/plan/x.c", '/* lint-ok: cloud - */\nconst char *s = "aws.vpc";\n', True),
    ("unsafe", "engine/net/x.c", 'void f(char *a) {\n    strcpy(a, "b");\n}\n', True),
    ("unsafe", "engine/base/x.c", 'int f(char *a) {\n    return atoi(a);\n}\n', True),
    ("unsafe", "engine/net/x.c", 'void f(char *a) {\n    my_strcpy(a, "strcpy(a)"); /* strcpy(a, b) */\n}\n', False),
    ("malloc", "engine/net/x.c", 'void f(void) {\n    g();\n    free(malloc(3));\n}\n', True),
    ("malloc", "engine/net/x.c", 'void f(char *a) {\n    g();\n    free(a); /* jansson gave it */\n}\n', False),
    ("malloc", "engine/net/x.c", 'void f(void) {\n    ops->free(a);\n    arena.malloc(3);\n}\n', False),
    ("malloc", "engine/base/x.c", 'void f(char *a) {\n    free(a);\n}\n', False),
    ("print", "engine/net/x.c", 'void f(void) {\n    printf("x");\n}\n', True),
    ("print", "engine/net/x.c", 'void f(char *b) {\n    snprintf(b, 1, "x");\n}\n', False),
    ("print", "engine/render/x.c", 'void f(void) {\n    printf("x");\n}\n', False),
    ("door", "state/x.c", 'long f(void) {\n    return time(0);\n}\n', True),
    ("door", "state/x.c", 'int f(void) {\n    /* lint-ok: door - a lock lives with its process */\n    return open("l", 0);\n}\n', False),
    ("door", "state/x.c", 'int f(void) {\n    return ops->open("l", 0) + log_open();\n}\n', False),
    ("global", "engine/net/x.c", 'void f(void) {\n    exit(1);\n}\n', True),
    ("global", "engine/cli/x.c", 'void f(void) {\n    exit(1);\n}\n', False),
    ("sleep", "tests/unit/engine_net/test_x.c", 'void f(void) {\n    usleep(1);\n}\n', True),
    ("comment", "engine/net/x.c", 'int a; \n// gone soon\n', True),
    ("comment", "engine/net/x.c", 'const char *a = "http://x/";\n', False),
    ("todo", "engine/net/x.c", '/* TODO: later */\n', True),
    ("todo", "engine/net/x.c", '/* TODO(12): a retry; settled by a measurement */\n', False),
    ("space", "engine/net/x.c", 'int a; \n', True),
    ("space", "engine/net/x.c", '\tint a;\n', True),
    ("space", "engine/net/x.c", 'int a;', True),
    ("space", "engine/net/x.c", 'int a;\n', False),
    ("path", "docs/x.md", 'see /work/notes.md\n', True),
    ("path", "docs/x.md", 'see /root/.cache\n', True),
    ("path", "tests/unit/x/t.md", "HOME=/home/user/x\n", False),
    ("path", "docs/x.md", "HOME=/home/ann/x\n", True),
    ("path", "docs/x.md", 'see network/work/notes and ~/.cache\n', False),
]


class Results:
    passed = failed = 0

    def check(self, ok, what):
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED " + what)


def make(root, files):
    for path, text in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)


def good_header(path):
    return "/*\n * %s - a sample.\n */\n" % os.path.basename(path) if path.endswith((".c", ".h")) else ""


def lint(root, *flags):
    run = subprocess.run([sys.executable, os.path.join(HERE, "run"), root, *flags], capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def test_samples(results):
    for rule, path, text, found in SAMPLES:
        with tempfile.TemporaryDirectory() as root:
            make(root, {path: good_header(path) + text, rooms.room_of(path) + "/README.md" if rooms.room_of(path) else "R": "# x\n",
                        "engine/cli/cli.h": good_header("cli.h"), "engine/base/str.h": good_header("str.h"),
                        "engine/cli/README.md": "# x\n", "engine/base/README.md": "# x\n"})
            code, output = lint(root)
            ours = [line for line in output.split("\n") if line.startswith(path + ":")]
            hit = any(line.endswith("[%s]" % rule) for line in ours)
            results.check(hit == found and (code == 1 if found else code == 0),
                          "%s in %s: wanted %s\n%s\n%s" % (rule, path, "a finding" if found else "none", text, output))


def test_includes(results):
    for path, target, allowed in INCLUDES:
        results.check(rooms.may_include(path, target) == allowed,
                      "%s includes %s: wanted %s" % (path, target, "allowed" if allowed else "refused"))


def test_headers_and_readmes(results):
    with tempfile.TemporaryDirectory() as root:
        make(root, {"engine/net/a.c": "int a;\n", "engine/net/b.c": "/*\n * a.c - the wrong name.\n */\n",
                    "engine/net/c.c": "/* c.c - on the first line. */\n", "engine/net/empty.c": "",
                    "engine/base/README.md": "line\n" * 61, "engine/base/a.h": good_header("a.h"),
                    "engine/value/README.md": "line\n" * 60, "engine/value/a.h": good_header("a.h")})
        _, output = lint(root)
        for name in "a.c", "b.c", "c.c", "empty.c":
            results.check("engine/net/%s:1: must begin" % name in output, "header of %s is not found:\n%s" % (name, output))
        results.check("engine/net/README.md:1: the room has no README.md" in output, "missing README is not found")
        results.check("engine/base/README.md:61: 61 lines" in output, "long README is not found")
        results.check("engine/value/" not in output, "a README of 60 lines is found")


def test_clang(results):
    with tempfile.TemporaryDirectory() as root:
        make(root, {"engine/base/README.md": "x\n", "engine/base/a.c": good_header("a.c") + "static int f(int a)\n{\n    return b;\n}\n",
                    "engine/base/b.c": good_header("b.c") + "extern int b;\nint b = 3;\n"})
        for again in range(2):  # a failure is not remembered as a success
            code, output = lint(root, "--", "-Wall")
            results.check(code == 1 and "engine/base/a.c:6: use of undeclared identifier 'b' [clang]" in output,
                          "clang, run %d:\n%s" % (again, output))
            results.check("b.c" not in output, "clang finds something in a good file")
        make(root, {"engine/base/a.c": good_header("a.c") + "extern int a;\nint a = 3;\n"})
        code, output = lint(root, "--", "-Wall")
        results.check(code == 0, "clang after the repair:\n" + output)


def test_generators(results):
    with tempfile.TemporaryDirectory() as root:
        path = "providers/aws/model/generate.py"
        for script, findings, notes in (("", 0, 0), ("import sys; print('model.c is stale'); sys.exit(1)", 1, 0),
                                        ("print('no models here, tables not checked')", 0, 1)):
            make(root, {path: script})
            found, noted = outside.generated(root, [path])
            results.check((len(found), len(noted)) == (findings, notes), "generator: %r: %r %r" % (script, found, noted))


def main():
    results = Results()
    for test in test_includes, test_samples, test_headers_and_readmes, test_clang, test_generators:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            test(results)
        sys.stdout.write(output.getvalue())
    print("lint-rules: %d passed, %d failed, 0 skipped" % (results.passed, results.failed))
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
