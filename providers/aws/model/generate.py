#!/usr/bin/env python3
"""generate.py - writes model_*.c, model_*.h and services.h from the service models inside botocore's source archive.

    ./generate.py            rewrites the tables
    ./generate.py --check    exit 1 when a committed table differs from what would be written

The archive is taken from the test cache (INFRA_TESTBED, default ~/.cache/infra-testbed; folder dl). Without it --check
says so and succeeds: the tables are committed, so a build never needs it. Which operations are kept: services.list.
Documentation, examples, patterns and endpoint rules are dropped; everything the wire needs is kept, and so are required
members, enum values, lengths and ranges, because the simulator refuses what the model refuses.
"""
import json
import os
import re
import sys
import tarfile

VERSION = "1.44.5"
FOLDER = os.path.dirname(os.path.abspath(__file__))
CACHE = os.environ.get("INFRA_TESTBED") or os.path.expanduser("~/.cache/infra-testbed")
ARCHIVE = os.path.join(CACHE, "dl", f"botocore-{VERSION}.tar.gz")
TOKENS_MAX, RESULTS_MAX = 4, 6  # model.h has the same

PROTOCOLS = {"ec2": "EC2", "query": "QUERY", "json": "JSON", "rest-json": "REST_JSON", "rest-xml": "REST_XML"}
KINDS = {"structure": "STRUCTURE", "list": "LIST", "map": "MAP", "string": "STRING", "character": "STRING",
         "blob": "BLOB", "boolean": "BOOLEAN", "integer": "INTEGER", "long": "LONG", "float": "FLOAT",
         "double": "DOUBLE", "timestamp": "TIMESTAMP"}
LOCATIONS = {None: 0, "header": 1, "headers": 2, "uri": 3, "querystring": 4, "statusCode": 5}
TIMES = {None: 0, "iso8601": 1, "unixTimestamp": 2, "rfc822": 3}
REQUIRED, TOKEN, FLATTENED, ATTRIBUTE, JSON_VALUE, HOST_LABEL, STREAMING, LOCATION_NAME = (1 << i for i in range(8))
SENSITIVE, EXCEPTION, UNION = 1, 2, 4
MUTATES, UNSIGNED, NEEDS_CHECKSUM = 1, 2, 4
MATCHERS = {"path": 0, "pathAll": 1, "pathAny": 2, "status": 3, "error": 4}
STATES = {"success": 0, "failure": 1, "retry": 2}

# An operation is a read when its name begins so; anything else mutates until it is listed in READS.
READ_PREFIXES = ("Describe", "Get", "List", "Search", "Head", "BatchGet", "BatchDescribe")
# Not named as reads, but they change nothing that anybody owns: they answer or hand out credentials.
READS = {"sts": {"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot",
                 "DecodeAuthorizationMessage"}}
# Named as reads, but they change something.
MUTATIONS = {}


class Pool:
    """One string of NUL-terminated strings, each stored once; offset 0 is the empty one."""

    def __init__(self):
        self.offsets, self.texts, self.size = {"": 0}, {0: ""}, 1

    def add(self, text):
        text = text or ""
        if text not in self.offsets:
            self.offsets[text] = self.size
            self.texts[self.size] = text
            self.size += len(text.encode()) + 1
        return self.offsets[text]


class Table:
    """The tables of one service."""

    def __init__(self, name, model, paginators, waiters, wanted):
        self.name, self.model, self.meta = name, model, model["metadata"]
        self.pool = Pool()
        self.shape_index, self.shapes, self.members, self.enums = {}, [], [], []
        self.errors, self.limits, self.namespaces = [], [(None, None)], [("", "")]
        self.paginators, self.waiters, self.acceptors, self.ops = [], [], [], []
        operations = model["operations"]
        missing = sorted(set(wanted) - set(operations) - {"*"})
        if missing:
            sys.exit(f"generate.py: {name} has no operation {', '.join(missing)}")
        names = sorted(operations if wanted == ["*"] else wanted)
        self.asked = self.reached(operations[op]["input"]["shape"] for op in names if "input" in operations[op])
        for op in names:
            self.op(op, operations[op], paginators.get(op))
        op_index = {op: i for i, op in enumerate(names)}
        for waiter in sorted(waiters):
            if waiters[waiter]["operation"] in op_index:
                self.waiter(waiter, waiters[waiter], op_index)

    def reached(self, roots):
        """Names of all shapes that the given ones are made of."""
        found, todo = set(), list(roots)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                shape = self.model["shapes"][name]
                refs = [*shape.get("members", {}).values(), *(shape[k] for k in ("member", "key", "value") if k in shape)]
                todo += [ref["shape"] for ref in refs]
        return found

    def namespace(self, ns):
        if not ns:
            return 0
        row = (ns.get("prefix", ""), ns["uri"]) if isinstance(ns, dict) else ("", ns)
        if row not in self.namespaces:
            self.namespaces.append(row)
            self.pool.add(row[0]), self.pool.add(row[1])
        return self.namespaces.index(row)

    def limit(self, shape):
        row = tuple(int(shape[k]) if k in shape and float(shape[k]).is_integer() else None for k in ("min", "max"))
        if row not in self.limits:
            self.limits.append(row)
        return self.limits.index(row)

    def shape(self, name):
        """Index of a shape; takes it and everything it reaches into the table."""
        if name in self.shape_index:
            return self.shape_index[name]
        shape = self.model["shapes"][name]
        index = self.shape_index[name] = len(self.shapes)
        error = shape.get("error", {})
        row = {"name": name, "first": 0, "count": 0, "payload": 0, "limit": self.limit(shape), "members": [],
               "kind": "DOCUMENT" if shape.get("document") else KINDS[shape["type"]],
               "timestamp": TIMES[shape.get("timestampFormat")], "ns": self.namespace(shape.get("xmlNamespace")),
               "root": error.get("code", name) if shape.get("exception") else shape.get("locationName", ""),
               "status": error.get("httpStatusCode", 0),
               "flags": (SENSITIVE * bool(shape.get("sensitive")) | EXCEPTION * bool(shape.get("exception"))
                         | UNION * bool(shape.get("union")))}
        self.shapes.append(row)
        self.pool.add(name), self.pool.add(row["root"])
        if row["kind"] == "STRUCTURE":
            required = set(shape.get("required", ()))
            row["members"] = [self.member(m, self.payload_ref(m, ref) if m == shape.get("payload") else ref, m in required)
                              for m, ref in shape["members"].items()]
            if "payload" in shape:
                row["payload"] = 1 + list(shape["members"]).index(shape["payload"])
        elif row["kind"] == "LIST":
            row["members"] = [self.member("", shape["member"], default="member")]
        elif row["kind"] == "MAP":
            row["members"] = [self.member("", shape["key"], default="key"),
                              self.member("", shape["value"], default="value")]
        elif "enum" in shape and name in self.asked:  # what only answers carry is not checked
            row["first"], row["count"] = len(self.enums), len(shape["enum"])
            self.enums += [self.pool.add(v) for v in shape["enum"]]
        return index

    def payload_ref(self, member, ref):
        """The element of a structure that is the whole body: an explicit name of the member, else of the structure. S3 repeats
        the member's own name, and then has a namespace there; elsewhere such a repetition means nothing."""
        target = self.model["shapes"][ref["shape"]]
        if target["type"] != "structure":
            return ref
        own = ref.get("locationName")
        if own == member and "xmlNamespace" not in ref:
            own = None
        elif own == member and "locationName" in target:
            own = None
        return {**ref, "locationName": own or target.get("locationName") or ref["shape"]}

    def member(self, name, ref, required=False, default=""):
        target = self.model["shapes"][ref["shape"]]
        # A shape's own traits hold where a reference to it says nothing else, but a structure's element name is for bodies.
        inherited = {} if target["type"] == "structure" else target
        location_name = ref.get("locationName") or inherited.get("locationName")
        wire = location_name or name or default
        if ref.get("location") == "headers":
            wire = ref.get("locationName", "")  # a prefix of header names; the empty one means all
        request = wire
        if self.meta["protocol"] == "ec2" and name:
            request = ref.get("queryName") or wire[0].upper() + wire[1:]
        ns = self.namespace(ref.get("xmlNamespace") or target.get("xmlNamespace"))
        time = TIMES[ref.get("timestampFormat") or target.get("timestampFormat")]
        flags = (REQUIRED * required | TOKEN * bool(ref.get("idempotencyToken"))
                 | FLATTENED * bool(ref.get("flattened") or inherited.get("flattened"))
                 | ATTRIBUTE * bool(ref.get("xmlAttribute")) | JSON_VALUE * bool(ref.get("jsonvalue"))
                 | HOST_LABEL * bool(ref.get("hostLabel")) | LOCATION_NAME * bool(location_name)
                 | STREAMING * bool(ref.get("streaming") or target.get("streaming")))
        names = self.pool.add(name), self.pool.add(request), self.pool.add(wire)
        return (*names, self.shape(ref["shape"]), flags, LOCATIONS[ref.get("location")], time, ns)

    def op(self, name, op, paginator):
        def shape_of(key):
            return 1 + self.shape(op[key]["shape"]) if key in op else 0

        read = name.startswith(READ_PREFIXES) and name not in MUTATIONS.get(self.name, ()) or name in READS.get(self.name, ())
        if read and self.meta["protocol"].startswith("rest") and op["http"]["method"] in ("PUT", "DELETE", "PATCH"):
            sys.exit(f"generate.py: {self.name} {name} is named as a read but sent as {op['http']['method']}")
        unsigned = op.get("authtype") == "none" or op.get("auth") == ["smithy.api#noAuth"]
        checksum = op.get("httpChecksumRequired") or op.get("httpChecksum", {}).get("requestChecksumRequired")
        input_ref = op.get("input", {})
        wrapper = op.get("output", {}).get("resultWrapper", "")
        asked = self.model["shapes"][input_ref["shape"]] if input_ref else {}
        root = asked.get("locationName") or input_ref.get("locationName") or input_ref.get("shape")
        ns = input_ref.get("xmlNamespace") or asked.get("xmlNamespace")
        token = next((i for i, ref in enumerate(asked.get("members", {}).values(), 1) if ref.get("idempotencyToken")), 0)
        first = len(self.errors)
        row = (self.pool.add(name), self.pool.add(op["http"]["method"]), self.pool.add(op["http"]["requestUri"]),
               self.pool.add(wrapper), self.pool.add(root),
               self.pool.add(op.get("endpoint", {}).get("hostPrefix")), shape_of("input"), shape_of("output"))
        self.errors += [self.shape(e["shape"]) for e in op.get("errors", ())]
        page = self.paginator(paginator) if paginator else 0
        flags = MUTATES * (not read) | UNSIGNED * unsigned | NEEDS_CHECKSUM * bool(checksum)
        self.ops.append((*row, first, len(self.errors) - first, flags, op["http"].get("responseCode", 0),
                         self.namespace(ns), token, page))

    def paginator(self, page):
        def names(key, most):
            given = page.get(key, [])
            given = given if isinstance(given, list) else [given]
            if len(given) > most:
                sys.exit(f"generate.py: {self.name}: a paginator has {len(given)} of {key}")
            return [self.pool.add(n) for n in given] + [0] * (most - len(given))

        self.paginators.append((names("input_token", TOKENS_MAX), names("output_token", TOKENS_MAX),
                                names("result_key", RESULTS_MAX), self.pool.add(page.get("limit_key")),
                                self.pool.add(page.get("more_results"))))
        return len(self.paginators)

    def waiter(self, name, waiter, op_index):
        if any(set("?&|") & set(a.get("argument", "")) for a in waiter["acceptors"]):
            return  # needs a filter or a choice; the path walker has neither (see ../wire/aws_waiter.h)
        first = len(self.acceptors)
        for a in waiter["acceptors"]:
            expected = a["expected"]
            if isinstance(expected, bool):
                kind, expected = 2 + expected, 0
            elif isinstance(expected, int):
                kind = 1
            else:
                kind, expected = 0, self.pool.add(expected)
            self.acceptors.append((MATCHERS[a["matcher"]], STATES[a["state"]], kind, 0,
                                   self.pool.add(a.get("argument")), expected))
        self.waiters.append((self.pool.add(name), op_index[waiter["operation"]], waiter["delay"], waiter["maxAttempts"],
                             first, len(self.acceptors) - first))

    # ---- text

    def header(self):
        upper = self.name.upper()
        ops = "\n".join(f"    {upper}_{self.pool.texts[o[0]]} = MODEL_OP(MODEL_SERVICE_{upper}, {i}),"
                        for i, o in enumerate(self.ops))
        return (banner(f"model_{self.name}.h", "operations of " + self.meta["serviceFullName"], self.meta["apiVersion"])
                + f"#ifndef PROVIDERS_AWS_MODEL_MODEL_{upper}_H\n#define PROVIDERS_AWS_MODEL_MODEL_{upper}_H\n\n"
                f"#include \"providers/aws/model/services.h\"\n\nenum {{\n{ops}\n}};\n\n#endif\n")

    def source(self):
        members, shape_rows, member_rows = [], [], []
        for s in self.shapes:
            if s["members"]:
                s["first"], s["count"] = len(members), len(s["members"])
                members += s["members"]
                member_rows.append((s["name"], [row(m) for m in s["members"]]))
            shape_rows.append(row((self.pool.add(s["name"]), s["first"], self.pool.add(s["root"]), s["count"], s["flags"],
                                   "MODEL_" + s["kind"], s["timestamp"], s["ns"], s["payload"], s["limit"], s["status"])))
        limits = [row(("INT64_MIN" if lo is None else lo, "INT64_MAX" if hi is None else hi)) for lo, hi in self.limits]
        spaces = [row((self.pool.add(p), self.pool.add(u))) for p, u in self.namespaces]
        ops = [f"{row(o)} /* {self.pool.texts[o[0]]} */" for o in self.ops]
        pages = ["{ " + ", ".join("{ " + ", ".join(map(str, p[i])) + " }" for i in range(3)) + f", {p[3]}, {p[4]} }},"
                 for p in self.paginators]
        parts = [banner(f"model_{self.name}.c", "tables of " + self.meta["serviceFullName"], self.meta["apiVersion"]),
                 f"#include \"providers/aws/model/services.h\"\n\n#include \"providers/aws/model/model.h\"\n",
                 "static const char strings[] =\n" + literals(self.pool.texts.values()) + ";\n",
                 array("model_op", "ops", ops, lines=True),
                 array("model_shape", "shapes", shape_rows),
                 "static const struct model_member members[] = {\n"
                 + "".join(f"    /* {n} */\n{wrap(rows)}" for n, rows in member_rows) + "};\n",
                 array("uint32_t", "enums", [f"{e}," for e in self.enums] or ["0,"], struct=False),
                 array("uint16_t", "errors", [f"{e}," for e in self.errors] or ["0,"], struct=False),
                 array("model_limit", "limits", limits),
                 array("model_namespace", "namespaces", spaces)]
        if self.paginators:
            parts.append(array("model_paginator", "paginators", pages, lines=True))
        if self.waiters:
            parts.append(array("model_waiter", "waiters",
                               [f"{row(w)} /* {self.pool.texts[w[0]]} */" for w in self.waiters], lines=True))
            parts.append(array("model_acceptor", "acceptors", [row(a) for a in self.acceptors]))
        meta = self.meta
        ns = meta.get("xmlNamespace", "")
        text = {"service_id": meta["serviceId"], "endpoint_prefix": meta["endpointPrefix"],
                "signing_name": meta.get("signingName", meta["endpointPrefix"]), "api_version": meta["apiVersion"],
                "xml_namespace": ns["uri"] if isinstance(ns, dict) else ns, "target_prefix": meta.get("targetPrefix", ""),
                "global_endpoint": meta.get("globalEndpoint", "")}
        fields = [f".{k} = {json.dumps(v)}," for k, v in text.items()]
        fields += [f".protocol = MODEL_PROTOCOL_{PROTOCOLS[protocol_of(meta)]},",
                   f".json_version = {11 if meta.get('jsonVersion') == '1.1' else 10},",
                   f".query_compatible = {'true' if 'awsQueryCompatible' in meta else 'false'},",
                   *(f".{n} = {n}," for n in ("strings", "ops", "shapes", "members", "enums", "errors", "limits", "namespaces")),
                   *([".paginators = paginators,"] if self.paginators else []),
                   *([".waiters = waiters,", ".acceptors = acceptors,"] if self.waiters else []),
                   f".op_count = {len(self.ops)},", f".shape_count = {len(self.shapes)},",
                   f".waiter_count = {len(self.waiters)},", f".paginator_count = {len(self.paginators)},",
                   f".member_count = {len(members)},", ".strings_size = sizeof(strings),"]
        parts.append(f"const struct model model_{self.name} = {{\n" + "".join(f"    {f}\n" for f in fields) + "};\n")
        return "\n".join(parts)


def protocol_of(meta):
    """CBOR services keep their JSON form."""
    for p in [meta["protocol"], *meta.get("protocols", ())]:
        if p in PROTOCOLS:
            return p
    sys.exit(f"generate.py: {meta['serviceId']} speaks none of our protocols")


def banner(file, what, version):
    return (f"/*\n * {file} - {what}, API version {version}.\n *\n"
            f" * Written by providers/aws/model/generate.py from botocore {VERSION}'s service model (Apache License 2.0)\n"
            f" * and services.list. Do not edit: change those and run it again. The layout is model.h's.\n */\n")


def row(fields):
    return "{ " + ", ".join(map(str, fields)) + " },"


def wrap(rows, indent="    ", width=110):
    lines, line = [], indent
    for r in rows:
        if len(line) + len(r) + 1 > width and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += r + " "
    return "\n".join([*lines, line.rstrip()]) + "\n"


def array(kind, name, rows, lines=False, struct=True):
    body = "".join(f"    {r}\n" for r in rows) if lines else wrap(rows)
    return f"static const {'struct ' if struct else ''}{kind} {name}[] = {{\n{body}}};\n"


def literals(strings, width=106):
    """C string literals; a new one begins where a digit would run into the escape before it."""
    lines, line = [], ""
    for text in strings:
        piece = json.dumps(text)[1:-1] + "\\0"
        if line and (len(line) + len(piece) > width or piece[0].isdigit()):
            lines.append(line)
            line = ""
        line += piece
    return "\n".join(f'    "{l}"' for l in [*lines, line])


def services_header(names):
    listed = " \\\n".join(f"    X({n.upper()}, {n})" for n in names)
    return ("/*\n * services.h - the services that have tables.\n *\n"
            " * Written by providers/aws/model/generate.py from services.list. Do not edit.\n */\n"
            "#ifndef PROVIDERS_AWS_MODEL_SERVICES_H\n#define PROVIDERS_AWS_MODEL_SERVICES_H\n\n"
            "#include \"providers/aws/model/model.h\"\n\n"
            f"#define MODEL_SERVICES(X) \\\n{listed}\n\n"
            "enum model_service_id {\n    MODEL_SERVICE_NONE, /* so that operation number 0 is no operation */\n"
            "#define X(upper, lower) MODEL_SERVICE_##upper,\n    MODEL_SERVICES(X)\n#undef X\n    MODEL_SERVICE_COUNT,\n};\n\n"
            "#define X(upper, lower) extern const struct model model_##lower;\nMODEL_SERVICES(X)\n#undef X\n\n#endif\n")


def read_list():
    services = []
    with open(os.path.join(FOLDER, "services.list"), encoding="utf-8") as f:
        for line in f:
            words = line.split("#")[0].split()
            if words[:1] == ["service"]:
                services.append((words[1], words[2], []))
            elif words:
                services[-1][2].extend(words)
    return services


def read_models(services):
    """Reads each service's three files out of the archive in one pass."""
    wanted = {f"botocore-{VERSION}/botocore/data/{n}/{v}/{f}.json": (n, f) for n, v, _ in services
              for f in ("service-2", "paginators-1", "waiters-2")}
    found = {}
    with tarfile.open(ARCHIVE) as archive:
        for entry in archive:
            if entry.name in wanted:
                found[wanted[entry.name]] = json.load(archive.extractfile(entry))
    return found


def main():
    check = sys.argv[1:] == ["--check"]
    if not os.path.exists(ARCHIVE):
        print(f"generate.py: no botocore-{VERSION}.tar.gz in the test cache, "
              + ("tables not checked" if check else "get it with: pip download --no-deps --no-binary :all: "
                 f"-d {os.path.dirname(ARCHIVE)} botocore=={VERSION}"), file=sys.stderr)
        return 0 if check else 1
    services = read_list()
    found = read_models(services)
    files = {"services.h": services_header([n for n, _, _ in services])}
    for name, version, wanted in services:
        if (name, "service-2") not in found:
            sys.exit(f"generate.py: the archive has no model of {name} {version}")
        table = Table(name, found[name, "service-2"], found.get((name, "paginators-1"), {}).get("pagination", {}),
                      found.get((name, "waiters-2"), {}).get("waiters", {}), wanted)
        files[f"model_{name}.c"], files[f"model_{name}.h"] = table.source(), table.header()
    stale = 0
    for file, text in files.items():
        path = os.path.join(FOLDER, file)
        old = open(path, encoding="utf-8").read() if os.path.exists(path) else None
        if old == text:
            continue
        stale += 1
        if check:
            print(f"generate.py: {file} is out of date", file=sys.stderr)
        else:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            print(f"generate.py: wrote {file}")
    return 1 if check and stale else 0


sys.exit(main())
