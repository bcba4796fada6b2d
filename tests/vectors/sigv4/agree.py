#!/usr/bin/env python3
"""agree.py [COUNT] - made-up requests, signed by botocore, for agree.c (format there). The same ones every time."""
import datetime, random, sys
from unittest import mock
from urllib.parse import quote

import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

rng = random.Random(20261122)
CHARS = "abcXYZ019-_.~ +%&=/?#:@!$'()*,;[]\"<>^`{|}é한"


def word(low, high):
    return "".join(rng.choice(CHARS) for _ in range(rng.randint(low, high)))


def path(s3):
    parts = [rng.choice(["", ".", "..", word(1, 8), word(1, 8), word(1, 8)]) for _ in range(rng.randint(0, 5))]
    # botocore drops the slash that RFC 3986 and the aws-sigv4 crate leave after a last dot segment; we follow those.
    if not s3 and parts and parts[-1] in (".", ".."):
        parts.append("end")
    return "/" + "/".join(quote(p, safe="-_.~") for p in parts)


def query(form):
    pairs = [(quote(word(1, 5), safe="-_.~"), quote(word(0, 8), safe="-_.~")) for _ in range(rng.randint(0, 5))]
    if form == "query":
        pairs = dict(pairs).items()  # botocore drops repeated names when it presigns
    return "&".join(k + "=" + v for k, v in pairs)


for n in range(int(sys.argv[1]) if len(sys.argv) > 1 else 2000):
    s3, form = rng.random() < 0.4, rng.choice(["header", "header", "query"])
    when = datetime.datetime(2020 + rng.randint(0, 9), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23), rng.randint(0, 59),
                             rng.randint(0, 59), tzinfo=datetime.timezone.utc)
    host = rng.choice(["ec2.eu-west-1.amazonaws.com", "127.0.0.1:5555", "bucket.s3.amazonaws.com"])
    scheme = "http" if host.startswith("127") else "https"
    q = query(form)
    url = f"{scheme}://{host}{path(s3)}" + ("?" + q if q else "")
    method = rng.choice(["GET", "PUT", "POST", "DELETE"])
    body = "" if form == "query" else rng.choice(["", "Action=X&Version=1", "{\"a\":1}"])
    name, value = rng.choice([("", ""), ("X-Amz-Target", "a  b"), ("Content-Type", " text/plain "), ("x-k8s-aws-id", "prod")])
    token = rng.choice(["", "", "to/ken+x=="])
    access, secret = "AKID%06d" % n, "secret%d/+" % n
    region, service = rng.choice(["eu-west-1", "us-gov-west-1"]), "s3" if s3 else rng.choice(["ec2", "sts", "lambda"])
    request = AWSRequest(method, url, data=body.encode(), headers={name: value} if name else {})
    credentials = Credentials(access, secret, token or None)
    with mock.patch.object(auth, "get_current_datetime", lambda *a, **k: when.replace(tzinfo=None)):
        if form == "query":
            (auth.S3SigV4QueryAuth if s3 else auth.SigV4QueryAuth)(credentials, service, region, expires=60).add_auth(request)
            made = request.url
        else:
            (auth.S3SigV4Auth if s3 else auth.SigV4Auth)(credentials, service, region).add_auth(request)
            made = request.headers["Authorization"]
    print("\x1f".join([form, "1" if s3 else "0", method, url, name, value, body, access, secret, token, region, service,
                       str(int(when.timestamp())), made]))
