"""signed.py - the quickstart against moto with signatures and IAM switched on: what we sign, a server that nobody here wrote accepts."""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import boto3

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
passed = failed = 0


def check(ok, what, shown=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(("ok   " if ok else "FAIL ") + what)
    if not ok and shown:
        print(shown)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start_moto(port):
    """The first four calls make a user who may do everything; from then on each request must be signed by its key."""
    env = dict(os.environ, INITIAL_NO_AUTH_ACTION_COUNT="4")
    server = subprocess.Popen([os.path.join(os.path.dirname(sys.executable), "moto_server"), "-H", "127.0.0.1", "-p", str(port)], env=env,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit("moto does not answer")


def make_user(url):
    iam = boto3.client("iam", region_name="us-east-1", endpoint_url=url, aws_access_key_id="none", aws_secret_access_key="none")
    iam.create_user(UserName="infra")
    key = iam.create_access_key(UserName="infra")["AccessKey"]
    policy = iam.create_policy(PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))["Policy"]["Arn"]
    iam.attach_user_policy(UserName="infra", PolicyArn=policy)
    return key["AccessKeyId"], key["SecretAccessKey"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--infra", required=True)
    infra = os.path.abspath(parser.parse_args().infra)
    folder = tempfile.mkdtemp(prefix="infra-signed-")
    port = free_port()
    server = start_moto(port)
    try:
        url = "http://127.0.0.1:%d" % port
        key, secret = make_user(url)
        stack = os.path.join(folder, "quickstart")
        shutil.copytree(os.path.join(ROOT, "stacks", "quickstart"), stack, ignore=shutil.ignore_patterns(".infra", "infra.id"))
        env = {k: v for k, v in os.environ.items() if not k.startswith("AWS_") and k != "CI"}
        env.update(HOME=folder, XDG_CONFIG_HOME=folder, AWS_ENDPOINT_URL=url, AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=secret)

        def run(*args, **more):
            done = subprocess.run([infra, *args], env=dict(env, **more), capture_output=True, text=True, stdin=subprocess.DEVNULL)
            return done.returncode, done.stdout + done.stderr

        code, text = run("plan", stack, AWS_SECRET_ACCESS_KEY="wrong" + secret[5:])
        check(code == 1 and "SignatureDoesNotMatch" in text, "a wrong secret is refused by name", text)
        check(secret not in text, "the secret is not shown", text)
        for args, wanted in ((("apply", stack, "--yes"), 0), (("plan", stack, "--detailed-exitcode"), 0),
                             (("apply", stack, "--yes", "--var", "nat=per-zone"), 0),
                             (("plan", stack, "--detailed-exitcode", "--var", "nat=per-zone"), 0), (("destroy", stack, "--yes"), 0)):
            code, text = run(*args)
            check(code == wanted, "signed: %s exits %d" % (" ".join(args[:1] + args[2:]), wanted), text)
        ec2 = boto3.client("ec2", region_name="ap-northeast-2", endpoint_url=url, aws_access_key_id=key, aws_secret_access_key=secret)
        left = ec2.describe_vpcs(Filters=[{"Name": "tag-key", "Values": ["infra:stack"]}])["Vpcs"]
        check(not left, "destroy leaves no VPC of ours", str(left))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    print("81-conformance-signed: %d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
