#!/usr/bin/env python3
"""make.py - golden vectors of docs/formats.md sections 2 to 6, from that text alone.

A second implementation on purpose: it shares nothing with state/ and engine/plan but the text (values come from ../value/make.py, which
shares nothing with engine/value either). `make.py` writes vectors.txt, `make.py --check` compares it. Vectors are never changed: a new
format version gets new lines.

vectors.txt      name <tab> text, or hex after "hex:"
"""
import base64
import hashlib
import hmac
import importlib.util
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("values", os.path.join(here, "..", "value", "make.py"))
values = importlib.util.module_from_spec(spec)
spec.loader.exec_module(values)
varint, text, tree, Expr = values.varint, values.text, values.tree, values.Expr


def encode(v):
    return b"\x01" + tree(v)


def sha(b):
    return hashlib.sha256(b).digest()


def base32(b):
    return base64.b32encode(b).decode().rstrip("=").lower()


def hkdf(secret, salt, info, length):
    key = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    out, block, n = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([n]), hashlib.sha256).digest()
        out, n = out + block, n + 1
    return out[:length]


lineage = bytes(range(16))
lineage_text = base32(lineage)
deployment = "prod/default/" + lineage_text


# 2. Addresses and marks
def at_mark(address):
    return base32(sha(lineage + address.encode()))[:26]


def derived_name(stack, address, name, generation, most):
    tail = "-" + at_mark(address)[:6] + ("-%d" % generation if generation > 1 else "")
    clean = "".join(c if c in "abcdefghijklmnopqrstuvwxyz0123456789" else "-" for c in (stack + "-" + name).lower())
    return clean[: max(0, most - len(tail))].rstrip("-") + tail


def derived_bytes(address, generation, keepers, purpose, length):
    key = bytes(range(100, 132))
    info = text(address) + varint(generation) + text(keepers) + purpose.encode()
    return hkdf(key, b"infra derived v1", info, length)


# 3. Log records
GENESIS, INTENT, OUTCOME = 0, 2, 5


def record(kind, serial, run, epoch, wall, previous, uid, address, body):
    return encode([1, kind, serial, run, epoch, wall, previous, uid, address, body])


def chain():
    planned = {"cidr_block": "10.0.0.0/16"}
    position = ["stack.lua", 14, 3]
    intent = [0, "uid-1", "aws_vpc.main", "aws_vpc", 3, 4, "aws/aws/123456789012/eu-west-1", "aws", {"region": "eu-west-1"}, 1, planned,
              sha(encode(planned)), None, "token-1", 1763856000100, ["uid-0"], position, {}, {}, 0, 0, 0]
    row = ["uid-1", "aws_vpc.main", "aws_vpc.main", 0, 0, 1, "aws_vpc", 3, 4, "aws/aws/123456789012/eu-west-1", "aws",
           {"region": "eu-west-1"}, "vpc-1", planned, sha(encode(planned)), sha(encode(planned)), {"cidr_block": "10.0.0.0/16", "id": "vpc-1"},
           ["uid-0"], 1, 7, position]
    first = record(GENESIS, 1, 0, 0, 1763856000000, bytes(32), "", "", {"deployment": deployment, "infra": "0.1.0"})
    second = record(INTENT, 2, 7, 1, 1763856000100, sha(first), "uid-1", "aws_vpc.main", intent)
    third = record(OUTCOME, 3, 7, 1, 1763856000200, sha(second), "uid-1", "aws_vpc.main", {"result": "done", "kind": "create", "object": row})
    return first, second, third


# 4. Identity file
def identity_file():
    return "".join([
        "infra-id 1\n", "# Who this deployment is. Commit this file: it holds no secret in clear.\n", "stack prod\n",
        "env default lineage %s\n" % lineage_text,
        "  key aaaabbbbccccdddd ephemeral %s secret %s\n" % (base64.b64encode(bytes(range(32))).decode(), base64.b64encode(bytes(range(61))).decode()),
        "  passphrase scrypt 15 8 1 salt %s secret %s\n" % (base64.b64encode(bytes(range(16))).decode(), base64.b64encode(bytes(range(61))).decode()),
    ])


# 5. Plan digest
digest_key = bytes(range(50, 82))


def keyed(v):
    return {"keyed": hmac.new(digest_key, encode(v), hashlib.sha256).digest()}


def entry(action, address, kind, uid, ident, generation, attributes):
    return sha(encode({
        "version": 1, "address": address, "action": action, "type": kind, "provider": "t/one", "uid": uid, "id": ident,
        "generation": generation, "before_destroy": False, "moved_from": "", "attributes": attributes}))


def plan_digest(entries):
    return sha(b"\x01" + b"".join(sorted(entries)))


def reference(address, field):
    return Expr(b"\x01" + text(address) + varint(1) + b"\x01" + text(field))


def plan():
    return [
        entry("update", "t_net.a", "t_net", "u-net-1", "net-1", 1, [["name", None, "x"]]),
        entry("create", "t_net.c", "t_net", "", "", 1, [["cidr", None, "10.1.0.0/16"]]),
        entry("create", "t_sub.b", "t_sub", "", "", 1, [["net_id", None, reference("t_net.c", "id")], ["password", None, keyed("s3cret")]]),
        sha(encode(["output", "o", None, "v"])),
    ]


# 6. Plan file
def plan_file():
    content = {
        "digest": plan_digest([]).hex(), "stack": "prod", "env": "default", "root": "", "beside": "", "lineage": lineage_text, "serial": 1, "bundle": [], "inputs": {},
        "answers": {}, "summary": [],
        "options": {"destroy": False, "refresh": 0, "accept_missing": False, "targets": [], "excludes": [], "replaces": [], "allows": []}}
    head = b"INFRAPLN\x01" + encode(content)
    return head + hmac.new(digest_key, head, hashlib.sha256).digest()


def lines():
    yield "at-mark aws_vpc.main", at_mark("aws_vpc.main")
    yield "derived-name main 1 63", derived_name("prod", "aws_vpc.main", "main", 1, 63)
    yield "derived-name Main_X.y 2 63", derived_name("prod", "aws_vpc.main", "Main_X.y", 2, 63)
    yield "derived-name main 1 12", derived_name("prod", "aws_vpc.main", "main", 1, 12)
    yield "derived-bytes", "hex:" + derived_bytes("core_random_password.db", 1, "{}", "password", 16).hex()
    for name, raw in zip(("genesis", "intent", "outcome"), chain()):
        yield "record " + name, "hex:" + raw.hex()
        yield "hash " + name, "hex:" + sha(raw).hex()
    yield "identity-file", "hex:" + identity_file().encode().hex()
    for name, digest in zip(("update", "create", "create-unknown", "output"), plan()):
        yield "entry " + name, "hex:" + digest.hex()
    yield "plan-digest", plan_digest(plan()).hex()
    yield "plan-digest empty", plan_digest([]).hex()
    yield "plan-file", "hex:" + plan_file().hex()


def main():
    path = os.path.join(here, "vectors.txt")
    want = "".join("%s\t%s\n" % pair for pair in lines())
    if "--check" not in sys.argv[1:]:
        with open(path, "w", encoding="utf-8") as out:
            out.write(want)
        return 0
    with open(path, encoding="utf-8") as stored:
        have = stored.read()
    if have != want:
        print("vectors.txt differs from what docs/formats.md says")
    return have != want


if __name__ == "__main__":
    sys.exit(main())
