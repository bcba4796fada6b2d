#!/usr/bin/env python3
"""cli.py - black-box tests of the command line contract: exit codes, streams, approval, plan files, locks, bad input, secrets.

    cli.py --infra PATH [NAME...]        NAME picks tests by a part of their name

Everything runs in folders of its own in /tmp, on simulated clouds or on none. The last line is "cli: P passed, F failed, 0 skipped".
"""

import argparse
import http.server
import json
import os
import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import bad_stacks  # noqa: E402

STACK = """
local size = input "size" { type = "number", default = 1 }
local note = core.data "note" { input = { size = size } }
core.data "copy" { input = note.output }
output "size" { value = size }
"""
NET = """
aws.provider { region = "eu-west-1" }
local name = input "name" { type = "string", default = "one" }
local v = aws.vpc "main" { cidr_block = "10.0.0.0/16", tags = { Name = name } }
aws.subnet "a" { vpc_id = v.id, cidr_block = "10.0.1.0/24" }
output "vpc" { value = v.id }
"""
CANARY = "canary-7f3d19c2b8"
NOT_BUILT = ["drift", "blame aws_vpc.main", "rollback --to 1", "recover", "rehearse", "cost", "policy", "test", "console", "comment", "doctor", "key export",
             "vendor", "render --k8s .", "completion bash", "import a.b c", "adopt x", "affected --since HEAD", "state mv a.b a.c", "state rm a.b",
             "state pull", "state take-over", "state migrate file:x", "state compact", "state import-tfstate x", "state export-tfstate"]


class Result:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __str__(self):
        return "exit %d\n--- stdout\n%s--- stderr\n%s" % (self.code, self.out[-3000:], self.err[-3000:])


class Bench:
    """A folder with stacks, and infra run in it."""

    def __init__(self, infra):
        self.infra, self.folder = infra, tempfile.mkdtemp(prefix="infra-cli-")
        self.passed = self.failed = 0
        self.name = ""
        self.env = {"PATH": os.environ["PATH"], "HOME": self.folder, "LANG": "C.UTF-8"}

    def stack(self, name, text, **files):
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        self.write(os.path.join(folder, "stack.lua"), text)
        for path, content in files.items():
            self.write(os.path.join(folder, path.replace("__", ".")), content)
        return folder

    @staticmethod
    def write(path, content):
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode())

    def run(self, *words, env=None, stdin=subprocess.DEVNULL, cwd=None):
        done = subprocess.run([self.infra, *words], env={**self.env, **(env or {})}, stdin=stdin, capture_output=True, cwd=cwd or self.folder,
                              timeout=300, check=False)
        done.stdout, done.stderr = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        return Result(done)

    def check(self, what, good, seen=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED %s: %s" % (self.name, what))
            if str(seen):
                print("    " + str(seen).replace("\n", "\n    ")[:5000])
        return good

    def expect(self, result, code, out=None, err=None):
        """out, err: regular expressions; "" means that nothing may be there."""
        self.check("exit code %d" % code, result.code == code, result)
        for stream, text, wanted in (("stdout", result.out, out), ("stderr", result.err, err)):
            if wanted == "":
                self.check("nothing on " + stream, text == "", result)
            elif wanted is not None:
                self.check("%s like %s" % (stream, wanted), re.search(wanted, text), result)
        return result


# ---- What is printed where -------------------------------------------------------------------------------------------------------------


def test_version_goes_to_stdout(b):
    b.expect(b.run("version"), 0, out=r"infra \d+\.\d+\.\d+", err="")
    answer = b.expect(b.run("version", "--json"), 0, err="")
    b.check("is JSON", json.loads(answer.out))


def test_unknown_commands_and_options_suggest(b):
    b.expect(b.run("pln"), 1, out="", err=r"did you mean.*plan")
    b.expect(b.run("state", "lst"), 1, out="", err=r"did you mean.*state list")
    b.expect(b.run("plan", "--tagret", "x"), 1, out="", err=r"did you mean --target")
    b.expect(b.run("version", "--target", "x"), 1, out="", err=r"takes no --target")


def test_what_is_not_built_says_so(b):
    for words in NOT_BUILT:
        b.expect(b.run(*words.split()), 1, out="", err="not built yet")
    b.stack("s", STACK)
    for option in (["--md", "x"], ["--html", "x"], ["--iam"]):
        b.expect(b.run("plan", "s", *option), 1, out="", err="not built yet")


def test_help_lists_every_command(b):
    answer = b.expect(b.run("help"), 0, err="")
    for word in ("plan", "apply", "destroy", "state verify", "rollback", "sim"):
        b.check("help names " + word, word in answer.out, answer)


def test_plan_prints_to_stdout_only(b):
    b.stack("s", STACK)
    b.expect(b.run("plan", "s"), 0, out=r"\+2", err="")
    b.expect(b.run("plan", "s", "--detailed-exitcode"), 2)
    b.expect(b.run("validate", "s"), 0, out="", err="valid: 2 resources")


def test_apply_keeps_stdout_clean(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s", "--yes"), 0, out="", err="done 2 ok")
    b.expect(b.run("plan", "s", "--detailed-exitcode"), 0, out="no changes")
    b.expect(b.run("output", "s", "size"), 0, out=r"^1\n?$", err="")


def test_json_is_json_everywhere(b):
    b.stack("s", STACK)
    for words in (["plan", "s", "--json"], ["plan", "s", "--json=summary"], ["validate", "s", "--json"]):
        answer = b.expect(b.run(*words), 0, err="")
        b.check("%s is JSON" % words, answer.out and json.loads(answer.out), answer)
    answer = b.expect(b.run("apply", "s", "--yes", "--json"), 0)
    for line in answer.out.splitlines():
        b.check("each line of apply --json is JSON", isinstance(json.loads(line), dict), line)
    for words in (["state", "list", "s", "--json"], ["state", "show", "s", "core_data.note", "--json"], ["output", "s", "--json"], ["history", "s", "--json"],
                  ["show", "s", "--json"], ["state", "verify", "s", "--json"], ["state", "lock", "s", "--json"], ["explain", "aws_vpc", "--json"],
                  ["why", "s", "core_data.copy", "--json"], ["plan", "s", "--json"], ["types", "--json"]):
        answer = b.expect(b.run(*words), 0, err="")
        try:
            json.loads(answer.out)
            b.check("JSON", True)
        except ValueError as problem:
            b.check("%s is JSON: %s" % (words, problem), False, answer)


def test_findings_are_json_when_asked(b):
    b.stack("s", "aws.vpc 'x' { cidr_blok = '10.0.0.0/16' }")
    answer = b.expect(b.run("validate", "s", "--json"), 1)
    b.check("JSON with the code", "E0107" in answer.out and json.loads(answer.out), answer)


def test_no_color(b):
    b.stack("s", STACK)
    b.check("colour when asked", "\x1b[" in b.run("plan", "s", "--color=always").out)
    b.check("none without a terminal", "\x1b[" not in b.run("plan", "s").out)
    b.check("NO_COLOR wins over CLICOLOR_FORCE", "\x1b[" not in b.run("plan", "s", env={"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}).out)


def test_ascii_without_utf8(b):
    b.stack("s", STACK)
    answer = b.run("plan", "s", env={"LANG": "C", "LC_ALL": "C"})
    b.check("ASCII only", all(ord(c) < 128 for c in answer.out), answer)


def test_stack_is_found(b):
    folder = b.stack("s", STACK)
    b.expect(b.run("plan", "-C", "s"), 0, out=r"\+2")
    b.expect(b.run("plan", cwd=folder), 0, out=r"\+2")
    b.expect(b.run("plan", "nowhere"), 1, out="", err="nowhere")
    os.makedirs(os.path.join(b.folder, "empty"))
    b.expect(b.run("plan", cwd=os.path.join(b.folder, "empty")), 1, out="", err="stack.lua")


# ---- Approval --------------------------------------------------------------------------------------------------------------------------


def test_no_approval_sends_nothing(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s"), 1, out="", err="nobody approved this plan")
    b.expect(b.run("state", "list", "s"), 0, out="")
    b.expect(b.run("apply", "s", "--yes"), 0)
    b.expect(b.run("destroy", "s"), 1, out="", err="nobody approved this plan")
    b.expect(b.run("state", "list", "s"), 0, out="core_data.note")


def test_digest_approves_exactly_one_plan(b):
    b.stack("s", STACK)
    digest = re.search(r"--digest ([0-9a-f]{32})", b.run("plan", "s").out)
    if not b.check("the plan names its digest", digest):
        return
    b.expect(b.run("apply", "s", "--digest", "0" * 32), 6, out="")
    b.expect(b.run("apply", "s", "--digest", digest.group(1)[:31]), 1, err="32")
    b.expect(b.run("apply", "s", "--digest", digest.group(1), "--var", "size=2"), 6, out="")
    b.expect(b.run("state", "list", "s"), 0, out="")
    b.expect(b.run("apply", "s", "--digest", digest.group(1)), 0)
    b.expect(b.run("plan", "s", "--detailed-exitcode"), 0)


def test_plan_file_round_trip(b):
    folder = b.stack("s", STACK)
    b.expect(b.run("plan", "s", "--out", "p.plan", "--var", "size=7"), 0)
    b.check("nobody else may read it", os.stat(os.path.join(b.folder, "p.plan")).st_mode & 0o077 == 0)
    b.write(os.path.join(folder, "stack.lua"), STACK + "\ncore.data 'late' { input = 1 }")
    b.expect(b.run("show", "p.plan", "-C", "s"), 0, out="core_data.note")
    b.expect(b.run("apply", "p.plan", "-C", "s"), 0, out="")
    answer = b.expect(b.run("state", "list", "s"), 0, out="core_data.note")
    b.check("what was reviewed is what happened", "late" not in answer.out, answer)
    b.expect(b.run("output", "s", "size", "--raw"), 0, out="^7")


def test_plan_file_stale(b):
    b.stack("s", STACK)
    b.expect(b.run("plan", "s", "--out", "p.plan"), 0)
    b.expect(b.run("apply", "s", "--yes", "--var", "size=3"), 0)
    b.expect(b.run("apply", "p.plan", "-C", "s"), 6, out="")


def test_plan_file_damaged(b):
    b.stack("s", STACK)
    b.expect(b.run("plan", "s", "--out", "p.plan"), 0)
    with open(os.path.join(b.folder, "p.plan"), "rb") as file:
        whole = file.read()
    damaged = {"empty": b"", "truncated": whole[:len(whole) // 2], "text": b"not a plan\n", "longer": whole + b"x"}
    for n in range(0, len(whole), max(1, len(whole) // 23)):
        damaged["byte %d" % n] = whole[:n] + bytes([whole[n] ^ 0x20]) + whole[n + 1:]
    for name, content in damaged.items():
        b.write(os.path.join(b.folder, "d.plan"), content)
        answer = b.run("apply", "d.plan", "-C", "s")
        b.check("%s plan file is refused" % name, answer.code in (1, 6) and answer.err and not answer.out, answer)
    b.expect(b.run("state", "list", "s"), 0, out="")


def test_plan_file_of_another_deployment(b):
    b.stack("s", STACK)
    b.expect(b.run("plan", "s", "--out", "p.plan"), 0)
    shutil.rmtree(os.path.join(b.folder, "s", ".infra"), ignore_errors=True)
    os.remove(os.path.join(b.folder, "s", "infra.id"))
    b.expect(b.run("plan", "s"), 0)
    answer = b.run("apply", "p.plan", "-C", "s")
    b.check("refused", answer.code in (1, 6) and answer.err, answer)


# ---- State -----------------------------------------------------------------------------------------------------------------------------


def test_lock_is_held(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s", "--yes"), 0)
    holder = subprocess.Popen([sys.executable, "-c", LOCK_HOLDER, os.path.join(b.folder, "s", ".infra", "default")], stdout=subprocess.PIPE,
                              stdin=subprocess.PIPE, text=True)
    try:
        if "locked" not in holder.stdout.readline():
            b.check("somebody else holds the lock", False)
            return
        b.expect(b.run("apply", "s", "--yes", "--var", "size=9"), 4, out="", err="lock|hold")
        b.expect(b.run("plan", "s"), 0)
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()
    b.expect(b.run("apply", "s", "--yes", "--var", "size=9"), 0)


LOCK_HOLDER = """
import fcntl, os, struct, sys
folder = sys.argv[1]
files = []
for name in os.listdir(folder):
    if "lock" in name:
        f = open(os.path.join(folder, name), "r+")
        fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.fcntl(f, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))   # an open file description lock as well
        files.append(f)
print("locked" if files else "no lock file", flush=True)
sys.stdin.read()
"""


def log_of(b, name="s"):
    return os.path.join(b.folder, name, ".infra", "default", "state.db")


def test_log_world_readable(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s", "--yes"), 0)
    os.chmod(log_of(b), 0o644)
    b.expect(b.run("plan", "s"), 1, out="", err="state.db")


def test_log_symlink(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s", "--yes"), 0)
    os.rename(log_of(b), log_of(b) + ".real")
    os.symlink(log_of(b) + ".real", log_of(b))
    b.expect(b.run("plan", "s"), 1, out="", err="link")


def test_log_damaged(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s", "--yes"), 0)
    with open(log_of(b), "rb") as file:
        whole = file.read()
    for suffix in ("-wal", "-shm"):
        if os.path.exists(log_of(b) + suffix):
            os.remove(log_of(b) + suffix)
    b.write(log_of(b), whole[:1000])
    answer = b.run("plan", "s")
    b.check("a truncated log is said", answer.code == 1 and answer.err and not answer.out, answer)
    flipped = 0
    for n in range(4096, len(whole), len(whole) // 40):
        b.write(log_of(b), whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1:])
        os.chmod(log_of(b), 0o600)
        flipped += b.run("state", "verify", "s").code == 1
    b.check("most flipped bits are in records, and all of those are found (%d)" % flipped, flipped > 0)
    b.write(log_of(b), whole)
    b.expect(b.run("state", "verify", "s"), 0)


def test_identity_must_be_there_in_ci(b):
    b.stack("s", STACK)
    b.expect(b.run("plan", "s", env={"CI": "1"}), 1, out="", err="infra.id")


# ---- Providers -------------------------------------------------------------------------------------------------------------------------


def test_no_credentials(b):
    b.stack("s", NET)
    b.expect(b.run("plan", "s", env={"AWS_EC2_METADATA_DISABLED": "true"}), 1, out="", err="(?i)credential")


def test_refused_connection(b):
    b.stack("s", NET)
    answer = b.run("plan", "s", env={"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    b.check("exit 1, and the host is named", answer.code == 1 and re.search(r"127\.0\.0\.1|connect|refused", answer.err + answer.out), answer)


def test_plain_http_only_on_loopback(b):
    b.stack("s", NET)
    answer = b.run("plan", "s", env={"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": "http://192.0.2.1:80"})
    b.check("exit 1, and loopback is named", answer.code == 1 and "loopback" in answer.err + answer.out, answer)


class Answering:
    """A server on loopback that answers everything alike: status, body. With `tls` by a certificate that nobody signed."""

    def __init__(self, b, status, body, tls=False):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.asked += 1
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        outer, self.asked = self, 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            key, cert = os.path.join(b.folder, "key.pem"), os.path.join(b.folder, "cert.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj",
                            "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(cert, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.env = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
                    "AWS_ENDPOINT_URL": "http%s://127.0.0.1:%d" % ("s" if tls else "", self.server.server_address[1])}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def refusal(code, text):
    return ("<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error><RequestId>req-4711</RequestId></ErrorResponse>" % (code, text)).encode()


def test_remote_refusals_name_code_and_request(b):
    b.stack("s", NET)
    for status, body, wanted in ((403, refusal("AccessDenied", "not for you"), r"AccessDenied"), (403, refusal("InvalidClientTokenId", "who?"), r"InvalidClientTokenId"),
                                 (400, b"<html>what?</html>", r"400|html"), (404, b"", r"404|empty"), (200, b"\xff\xfe not XML", r"XML|answer|UTF")):
        server = Answering(b, status, body)
        try:
            answer = b.run("plan", "s", env=server.env)
            text = answer.out + answer.err
            b.check("%d %s is an error" % (status, body[:40]), answer.code in (1, 3) and re.search(wanted, text), answer)
            b.check("the request id is told", b"req-4711" not in body or "req-4711" in text, answer)
            b.check("it was asked once or a few times, not for ever", 0 < server.asked < 40, server.asked)
        finally:
            server.close()


def test_bad_certificate_is_refused(b):
    b.stack("s", NET)
    server = Answering(b, 200, b"", tls=True)
    try:
        answer = b.run("plan", "s", env=server.env)
        b.check("certificate", answer.code == 1 and re.search("(?i)certificate", answer.out + answer.err), answer)
        b.check("nothing was sent to it", server.asked == 0, server.asked)
    finally:
        server.close()


def test_log_of_a_newer_infra(b):
    b.stack("s", STACK)
    b.expect(b.run("apply", "s", "--yes"), 0)
    log = sqlite3.connect(log_of(b))
    log.execute("UPDATE meta SET value = '2' WHERE key = 'format'")
    log.execute("UPDATE meta SET value = '9.9.9' WHERE key = 'needs'")
    log.commit()
    log.close()
    b.expect(b.run("plan", "s"), 1, out="", err=r"9\.9\.9")


def test_wrong_account(b):
    b.stack("s", NET.replace('region = "eu-west-1"', 'region = "eu-west-1", allowed_account_ids = { "111111111111" }'))
    b.expect(b.run("plan", "s", "--sim"), 3, out="", err="account")


def test_sim_life(b):
    b.stack("s", NET)
    b.expect(b.run("plan", "s", "--sim", "--detailed-exitcode"), 2, out="SIMULATED")
    b.expect(b.run("apply", "s", "--sim", "--yes"), 0, out="", err="SIMULATED")
    b.expect(b.run("plan", "s", "--sim", "--detailed-exitcode"), 0, out="no changes")
    b.expect(b.run("plan", "s", "--sim", "--detailed-exitcode", "--var", "name=two"), 2, out="Name")
    b.expect(b.run("why", "s", "aws_subnet.a", "--sim"), 0, out=r"aws_vpc\.main")
    b.expect(b.run("graph", "s", "--sim", "--dot"), 0, out="digraph", err="")
    b.expect(b.run("history", "s", "--sim"), 0, out="apply")
    b.expect(b.run("state", "show", "s", "aws_vpc.main", "--sim"), 0, out="vpc-")
    b.expect(b.run("state", "show", "s", "aws_vpc.mian", "--sim"), 1, out="", err="did you mean.*aws_vpc.main")
    b.expect(b.run("destroy", "s", "--sim", "--yes"), 0, out="")
    b.expect(b.run("state", "list", "s", "--sim"), 0, out="")


def test_prevented_destroy_exits_3(b):
    b.stack("s", 'core.data "d" { input = 1, lifecycle = { prevent_destroy = true } }')
    b.expect(b.run("apply", "s", "--yes"), 0)
    b.expect(b.run("plan", "s", "--destroy"), 3, out="prevent_destroy")
    b.expect(b.run("destroy", "s", "--yes"), 3)
    b.expect(b.run("state", "list", "s"), 0, out="core_data.d")


def test_explain(b):
    answer = b.expect(b.run("explain", "aws_vpc"), 0, err="")
    for word in ("cidr_block", "CidrBlock", "enable_dns_hostnames"):
        b.check("explains " + word, word in answer.out, answer)
    b.expect(b.run("explain", "aws_vpc", "cidr_block"), 0, out="CidrBlock")
    b.expect(b.run("explain", "E0107"), 0, out="attribute")
    b.expect(b.run("explain", "aws_vpcc"), 1, out="", err="did you mean.*aws_vpc")


# ---- Bad stacks, secrets ---------------------------------------------------------------------------------------------------------------


def test_bad_stacks(b):
    for name, bad in bad_stacks.STACKS.items():
        b.name = "bad stack " + name
        b.stack(name, bad["text"], **bad.get("files", {}))
        answer = b.run("validate", name, *bad.get("words", []))
        b.check("exit 1", answer.code == 1, answer)
        b.check("nothing on stdout", answer.out == "", answer)
        for wanted in bad["err"]:
            b.check("stderr like %s" % wanted, re.search(wanted, answer.err), answer)


def test_no_secret_gets_out(b):
    """A secret of the stack is in no output, log, plan file or state, whatever is asked."""
    folder = b.stack("s", """
local secret = input "secret" { type = "string", sensitive = true }
local d = core.data "d" { input = { key = secret, text = "with " .. secret } }
core.random_password "p" { length = 20, keepers = { k = secret } }
output "o" { value = d.output, sensitive = true }
""", **{"inputs__yaml": "secret: %s\n" % CANARY})
    trace = {"INFRA_LOG": "trace", "INFRA_LOG_FILE": os.path.join(b.folder, "trace.log")}
    seen = []
    for words in (["plan", "s", "-v"], ["plan", "s", "--json"], ["plan", "s", "--json=summary"], ["plan", "s", "--out", "p.plan"], ["show", "p.plan", "-C", "s"],
                  ["apply", "s", "--yes"], ["apply", "s", "--yes", "--json", "--replace", "core_data.d"], ["show", "s"], ["show", "s", "--json"],
                  ["state", "list", "s", "--json"], ["state", "show", "s", "core_data.d"], ["state", "show", "s", "core_data.d", "--json"], ["history", "s", "--json"],
                  ["why", "s", "core_data.d"], ["graph", "s", "--dot"], ["output", "s"], ["plan", "s", "-v", "--destroy"]):
        answer = b.run(*words, env=trace)
        b.check("%s works" % words, answer.code in (0, 2), answer)
        seen.append((" ".join(words), (answer.out + answer.err).encode()))
    for where, _, names in os.walk(b.folder):
        for name in names:
            path = os.path.join(where, name)
            if not path.endswith(("inputs.yaml",)):
                with open(path, "rb") as file:
                    seen.append((path, file.read()))
    for what, content in seen:
        b.check("no secret in " + what, CANARY.encode() not in content)
    b.check("there was something to look at", os.path.getsize(os.path.join(b.folder, "trace.log")) > 100)
    b.expect(b.run("output", "s", "o", "--json"), 0, out=CANARY)
    os.remove(os.path.join(folder, "inputs.yaml"))
    b.expect(b.run("validate", "s"), 1, err="secret")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--infra", required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    passed = failed = 0
    for name, test in sorted(globals().items()):
        if not name.startswith("test_") or (options.names and not any(part in name for part in options.names)):
            continue
        bench = Bench(os.path.abspath(options.infra))
        bench.name = name
        try:
            test(bench)
        except Exception as problem:  # a test that cannot go on has failed; the others go on
            bench.check("goes on: %r" % problem, False)
        finally:
            shutil.rmtree(bench.folder, ignore_errors=True)
        passed, failed = passed + bench.passed, failed + bench.failed
    print("cli: %d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
