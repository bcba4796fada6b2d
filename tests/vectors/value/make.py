#!/usr/bin/env python3
"""make.py - golden vectors of the value format v1, from docs/formats.md section 1 alone.

This is a second implementation on purpose: it shares nothing with engine/value. `make.py` writes the files beside it,
`make.py --check` compares them. Vectors are never changed: a new format version gets new files.

values.txt       JSON text      <tab> encoding in hex <tab> SHA-256 of the encoding   ("bytes HEX" where JSON has no word)
expressions.txt  a description  <tab> encoding in hex <tab> SHA-256
refused.txt      why            <tab> hex that a reader must refuse ("newer: ..." with its own error)
"""
import hashlib
import json
import os
import struct
import sys


def varint(n):
    out = bytearray()
    while True:
        if n < 0x80:
            out.append(n)
            return bytes(out)
        out.append(0x80 | n % 0x80)
        n //= 0x80


def text(s):
    raw = s if isinstance(s, bytes) else s.encode("utf-8")
    return varint(len(raw)) + raw


class Expr:
    def __init__(self, raw):
        self.raw = raw


def tree(v):
    if v is None:
        return b"\x01"
    if v is False:
        return b"\x02"
    if v is True:
        return b"\x03"
    if isinstance(v, float) and v.is_integer() and abs(v) <= 2**53:
        v = int(v)
    if isinstance(v, int):
        return b"\x04" + varint(2 * v if v >= 0 else -2 * v - 1)
    if isinstance(v, float):
        return b"\x05" + struct.pack(">d", v)
    if isinstance(v, str):
        return b"\x06" + text(v)
    if isinstance(v, bytes):
        return b"\x07" + text(v)
    if isinstance(v, list):
        return b"\x08" + varint(len(v)) + b"".join(tree(x) for x in v)
    if isinstance(v, dict):
        pairs = sorted((k.encode("utf-8"), x) for k, x in v.items())
        return b"\x09" + varint(len(v)) + b"".join(text(k) + tree(x) for k, x in pairs)
    if isinstance(v, Expr):
        return b"\x0a" + v.raw
    raise TypeError(v)


def field(name):
    return b"\x01" + text(name)


def index(n):
    return b"\x02" + varint(n)


def key(name):
    return b"\x03" + text(name)


def match(name, equal):
    return b"\x04" + text(name) + text(equal)


def path(*steps):
    return varint(len(steps)) + b"".join(steps)


def ref(address, *steps):
    return Expr(b"\x01" + text(address) + path(*steps))


def call(function, *args):
    return Expr(b"\x02" + text(function) + varint(len(args)) + b"".join(tree(a) for a in args))


def closure(bundle, chunk, line, ordinal, *args):
    return Expr(b"\x03" + bundle + text(chunk) + varint(line) + varint(ordinal) + varint(len(args)) + b"".join(tree(a) for a in args))


def held(name, *steps):
    return Expr(b"\x04" + text(name) + path(*steps))


def lookup(name, *steps):
    return Expr(b"\x05" + text(name) + path(*steps))


JSON = [
    "null", "false", "true",
    "0", "1", "-1", "2", "-2", "63", "64", "-64", "-65", "127", "128", "8191", "8192", "-8193", "2147483647", "-2147483648",
    "9007199254740992", "9007199254740993", "9223372036854775807", "-9223372036854775808",
    "0.5", "-0.5", "0.1", "1e-7", "1.0", "-0.0", "1e3", "9007199254740992.0", "9007199254740994.0", "-9007199254740994.0", "1e300",
    "5e-324", "1.7976931348623157e308", "3.141592653589793",
    '""', '"a"', '"text"', '"é"', '"日本"', '"\\ud83d\\ude00"', '"a\\u0000b"', '"\\"\\\\\\n\\t"', '"%s"' % ("x" * 127), '"%s"' % ("x" * 128),
    "[]", "[null]", "[1,2,3]", '[[],{},[[]]]', '[true,"a",1.5]', "[%s]" % ",".join("0" for _ in range(130)),
    "{}", '{"a":1}', '{"b":1,"a":2}', '{"a":1,"aa":2,"b":3,"A":4}', '{"":null}', '{"é":1,"z":2,"e":3}', '{"\\ud83d\\ude00":1,"\\uffff":2}',
    '{"cidr_block":"10.0.0.0/16","enable_dns_hostnames":true,"tags":{"Name":"prod","team":"infra"}}',
    "[" * 64 + "]" * 64,
]

BYTES = [b"", b"\x00", b"\xff\xfe", bytes(range(256))]

BUNDLE = bytes(range(32))
EXPRESSIONS = [
    ("aws_vpc.main", ref("aws_vpc.main")),
    ("aws_vpc.main.id", ref("aws_vpc.main", field("id"))),
    ("net/aws_subnet.a.tags[Name]", ref("net/aws_subnet.a", field("tags"), key("Name"))),
    ("aws_acm_certificate.c.domain_validation_options[\"api.acme.dev\"].resource_record_name",
     ref("aws_acm_certificate.c", field("domain_validation_options"), key("api.acme.dev"), field("resource_record_name"))),
    ("k8s_deployment.prod:web.spec.containers[name=ai].image",
     ref("k8s_deployment.prod:web", field("spec"), field("containers"), match("name", "ai"), field("image"))),
    ("aws_instance.a.ips[300]", ref("aws_instance.a", field("ips"), index(300))),
    ("input.db_password", held("db_password")),
    ("input.db.password", held("db", field("password"))),
    ("lookup.ami.image_id", lookup("ami", field("image_id"))),
    ("\"arn:\" .. aws_vpc.main.arn", call("concat", "arn:", ref("aws_vpc.main", field("arn")))),
    ("json.encode({ id = aws_vpc.main.id, n = { 1, 2 } })", call("json.encode", {"id": ref("aws_vpc.main", field("id")), "n": [1, 2]})),
    ("apply(aws_vpc.main.id, stack.lua:17)", closure(BUNDLE, "stack.lua", 17, 0, ref("aws_vpc.main", field("id")))),
    ("apply(lib/net.lua:300), second on the line", closure(BUNDLE, "lib/net.lua", 300, 1)),
    ("a list that holds a reference", [1, ref("aws_vpc.main", field("id")), None]),
    ("a map that holds a reference", {"vpc_id": ref("aws_vpc.main", field("id")), "cidr": "10.0.1.0/24"}),
]

REFUSED = [
    ("nothing at all", b""),
    ("newer: format 2", b"\x02\x01"),
    ("newer: format 255", b"\xff\x01"),
    ("format 0", b"\x00\x01"),
    ("only a version", b"\x01"),
    ("tag 0", b"\x01\x00"),
    ("tag 11", b"\x01\x0b"),
    ("bytes after the end", b"\x01\x01\x01"),
    ("integer without digits", b"\x01\x04"),
    ("varint 0 in two bytes", b"\x01\x04\x80\x00"),
    ("varint 1 in two bytes", b"\x01\x04\x81\x00"),
    ("varint of 65 bits", b"\x01\x04" + b"\xff" * 9 + b"\x02"),
    ("varint without end", b"\x01\x04" + b"\xff" * 12),
    ("double cut off", b"\x01\x05" + b"\x00" * 7),
    ("double that is an integer", b"\x01\x05" + struct.pack(">d", 1.0)),
    ("double zero", b"\x01\x05" + struct.pack(">d", 0.0)),
    ("double minus zero", b"\x01\x05" + struct.pack(">d", -0.0)),
    ("double 2^53", b"\x01\x05" + struct.pack(">d", 2.0**53)),
    ("infinity", b"\x01\x05" + struct.pack(">d", float("inf"))),
    ("minus infinity", b"\x01\x05" + struct.pack(">d", float("-inf"))),
    ("not a number", b"\x01\x05" + struct.pack(">d", float("nan"))),
    ("string longer than the rest", b"\x01\x06\x05abcd"),
    ("string length in two bytes", b"\x01\x06\x81\x00a"),
    ("string that is not UTF-8", b"\x01\x06\x01\xff"),
    ("string with an overlong form", b"\x01\x06\x02\xc0\x80"),
    ("string with a surrogate", b"\x01\x06\x03\xed\xa0\x80"),
    ("string of 2^32 bytes", b"\x01\x06" + varint(2**32)),
    ("list longer than the rest", b"\x01\x08\x05\x01\x01"),
    ("list of 2^60 items", b"\x01\x08" + varint(2**60)),
    ("map keys out of order", b"\x01\x09\x02" + text("b") + b"\x01" + text("a") + b"\x01"),
    ("map key twice", b"\x01\x09\x02" + text("a") + b"\x01" + text("a") + b"\x01"),
    ("map key that is not UTF-8", b"\x01\x09\x01\x01\xff\x01"),
    ("map without its last value", b"\x01\x09\x01\x01a"),
    ("65 lists in each other", b"\x01" + b"\x08\x01" * 64 + b"\x08\x00"),
    ("expression of kind 0", b"\x01\x0a\x00"),
    ("expression of kind 6", b"\x01\x0a\x06\x01a\x00"),
    ("path step of kind 5", b"\x01\x0a\x01\x01a\x01\x05\x01x"),
    ("path step with index 0", b"\x01\x0a\x01\x01a\x01\x02\x00"),
    ("path step with an index of 33 bits", b"\x01\x0a\x01\x01a\x01\x02" + varint(2**32)),
    ("path longer than the rest", b"\x01\x0a\x01\x01a\x05\x01\x01x"),
    ("address that is not UTF-8", b"\x01\x0a\x01\x01\xff\x00"),
    ("call with a missing argument", b"\x01\x0a\x02\x05lower\x01"),
    ("closure with half a bundle digest", b"\x01\x0a\x03" + b"\x00" * 16),
    ("33 calls and lists in each other, twice", b"\x01" + (b"\x0a\x02\x05lower\x01" + b"\x08\x01") * 33 + b"\x01"),
]


def line(name, v):
    raw = b"\x01" + tree(v)
    return "%s\t%s\t%s\n" % (name, raw.hex(), hashlib.sha256(raw).hexdigest())


def files():
    head = "# Golden vectors of the value format v1 (docs/formats.md, section 1). Made by make.py, an implementation of its own.\n"
    values = head + "".join(line(t, json.loads(t)) for t in JSON) + "".join(line("bytes " + b.hex(), b) for b in BYTES)
    expressions = head + "".join(line(name, v) for name, v in EXPRESSIONS)
    refused = head + "".join("%s\t%s\n" % (why, raw.hex()) for why, raw in REFUSED)
    return {"values.txt": values, "expressions.txt": expressions, "refused.txt": refused}


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    for name, content in files().items():
        where = os.path.join(here, name)
        if "--check" in sys.argv:
            with open(where, encoding="utf-8", newline="") as f:
                if f.read() != content:
                    sys.exit("%s differs from what make.py makes" % where)
        else:
            with open(where, "w", encoding="utf-8", newline="") as f:
                f.write(content)


if __name__ == "__main__":
    main()
