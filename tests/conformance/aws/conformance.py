#!/usr/bin/env python3
"""conformance.py - the quickstart against servers over the real protocols, read back by boto3.

    conformance.py --infra PATH [--server moto|sim] [--kills N] [--keep]

For each server: apply, read everything back, an empty plan, changes behind our back (shown, then put back), a change of an input, kills in
the middle of an apply (no duplicate, nothing left), destroy (nothing left). Then what was read on the servers must agree, but for AGREED.
The last line is "conformance-aws: P passed, F failed, S skipped". Needs boto3: run it with the python of moto's folder.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import boto3
import botocore.config

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import facts  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
TIMEOUT_S = 200  # far more than any step takes: a hang is a failure
REGION = "ap-northeast-2"
# Where the servers may differ: a part of the path, and which side is right.
AGREED = []


class Checks:
    def __init__(self):
        self.passed = self.failed = 0
        self.where = ""

    def check(self, what, good, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED %s: %s" % (self.where, what))
            if detail:
                print("    " + str(detail).replace("\n", "\n    ")[:4000])
        return good

    def equal(self, what, got, wanted):
        return self.check(what, got == wanted, "got    %s\nwanted %s" % (json.dumps(got, sort_keys=True), json.dumps(wanted, sort_keys=True)))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A server on a free loopback port, ended with the script."""

    def __init__(self, name, infra):
        self.name, self.port = name, free_port()
        self.url = "http://127.0.0.1:%d" % self.port
        if name == "moto":
            command = [os.path.join(os.path.dirname(sys.executable), "moto_server"), "-H", "127.0.0.1", "-p", str(self.port)]
        else:
            command = [infra, "sim", "--listen", "127.0.0.1:%d" % self.port, "--speed", "1000"]
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        for _ in range(300):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            threading.Event().wait(0.1)
        self.log.seek(0)
        raise SystemExit("%s did not start: %s" % (name, self.log.read().decode()))

    def ec2(self):
        quiet = botocore.config.Config(retries={"max_attempts": 2}, region_name=REGION)
        return boto3.client("ec2", endpoint_url=self.url, aws_access_key_id="test", aws_secret_access_key="test", config=quiet)

    def wipe(self):
        if self.name == "moto":
            urllib.request.urlopen(urllib.request.Request(self.url + "/moto-api/reset", method="POST")).close()

    def close(self):
        self.process.terminate()
        self.process.wait()


class Stack:
    """A copy of the quickstart with a state of its own, and infra run on it."""

    def __init__(self, infra, server):
        self.infra, self.folder = infra, tempfile.mkdtemp(prefix="infra-conformance-")
        self.stack = os.path.join(self.folder, "quickstart")
        shutil.copytree(os.path.join(ROOT, "stacks", "quickstart"), self.stack, ignore=shutil.ignore_patterns(".infra", "infra.id"))
        self.env = {"PATH": os.environ["PATH"], "HOME": self.folder, "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "test",
                    "AWS_SECRET_ACCESS_KEY": "test", "LANG": "C.UTF-8"}

    def run(self, *words):
        done = subprocess.run([self.infra, words[0], self.stack, *words[1:]], env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=TIMEOUT_S, check=False)
        return done.returncode, done.stdout + done.stderr

    def apply_and_kill(self, after):
        """Kills apply when `after` steps are done. True: it was still running."""
        running = subprocess.Popen([self.infra, "apply", self.stack, "--yes"], env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        steps = 0
        for line in running.stderr:
            steps += " done " in line and "[" in line
            if steps >= after:
                break
        alive = running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stderr.close()
        return alive

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def expected(nat="one"):
    """The quickstart as its text says, written down a second time."""
    everywhere = [["-1", -1, -1, ["0.0.0.0/0"]]]
    project = {"project": "quickstart"}

    def named(name):
        return dict(project, Name=name)

    wanted = {
        "vpc 10.0.0.0/16": {"tags": named("quickstart"), "tenancy": "default", "enableDnsSupport": True, "enableDnsHostnames": True},
        "internet gateway": {"attached": 1, "tags": named("quickstart")},
        "route table quickstart-public": {
            "routes": [["0.0.0.0/0", "igw"], ["10.0.0.0/16", "local"]], "tags": named("quickstart-public"),
            "subnets": ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]},
        "security group quickstart-web": {
            "description": "HTTPS from everywhere", "tags": named("quickstart-web"), "out": everywhere,
            "in": [["tcp", 443, 443, ["0.0.0.0/0"]], ["tcp", 80, 80, ["0.0.0.0/0"]]]},
        "security group quickstart-bastion": {
            "description": "SSH from the office", "tags": named("quickstart-bastion"), "out": everywhere,
            "in": [["tcp", 22, 22, ["203.0.113.0/24"]]]},
        "endpoint": {"service": "com.amazonaws.%s.s3" % REGION, "type": "Gateway", "tables": 4, "tags": named("quickstart-s3")},
    }
    wanted["security group quickstart-web"]["in"].sort()
    for i, zone in enumerate("abc"):
        public, private = "10.0.%d.0/20" % (16 * i), "10.0.%d.0/20" % (16 * (i + 8))
        wanted["subnet " + public] = {"zone": REGION + zone, "public": True, "tags": named("quickstart-public-" + zone)}
        wanted["subnet " + private] = {"zone": REGION + zone, "public": False, "tags": named("quickstart-private-" + zone)}
        wanted["route table quickstart-private-" + zone] = {
            "routes": [["0.0.0.0/0", "nat"], ["10.0.0.0/16", "local"]], "subnets": [private], "tags": named("quickstart-private-" + zone)}
        if nat == "per-zone" or zone == "a":
            wanted["nat gateway in " + public] = {"state": "available", "addresses": 1, "tags": named("quickstart-" + zone)}
            wanted["address %d" % i] = {"domain": "vpc", "tags": named("quickstart-nat-" + zone)}
    return wanted


def meddle(ec2):
    """Changes behind our back; each with the address whose plan must show it."""
    found = facts.everything(ec2)
    vpc = found["vpc"][0]["VpcId"]
    subnet = [s for s in found["subnet"] if s["CidrBlock"] == "10.0.0.0/20"][0]["SubnetId"]
    bastion = [g for g in found["security_group"] if g["GroupName"] == "quickstart-bastion"][0]["GroupId"]
    web = [g for g in found["security_group"] if g["GroupName"] == "quickstart-web"][0]["GroupId"]
    table = [t for t in found["route_table"] if facts.tags(t)["Name"] == "quickstart-private-b"][0]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": False})
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": False})
    ec2.create_tags(Resources=[subnet], Tags=[{"Key": "Name", "Value": "renamed by hand"}, {"Key": "added", "Value": "by hand"}])
    ec2.authorize_security_group_ingress(GroupId=bastion, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 3389, "ToPort": 3389, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    ec2.revoke_security_group_ingress(GroupId=web, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    ec2.delete_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock="0.0.0.0/0")
    return ["net/aws_vpc.main", "net/aws_subnet.public-a", "aws_security_group.bastion", "aws_vpc_security_group_ingress_rule.web-http",
            "net/aws_route.private-b"]


def life(checks, stack, ec2):
    """One whole life of the stack. Returns what was read after the first apply."""
    code, text = stack.run("apply", "--yes")
    checks.check("apply", code == 0, text)
    first = facts.read(ec2)
    for line in facts.differences(expected(), first):
        checks.check("read back %s" % line.split(":")[0], False, "wanted, got" + line)
    checks.check("read back", True)
    code, text = stack.run("plan", "--detailed-exitcode")
    checks.check("second plan is empty", code == 0, text)

    addresses = meddle(ec2)
    code, text = stack.run("plan", "--detailed-exitcode", "-v")
    checks.check("drift is planned", code == 2, text)
    for address in addresses:
        checks.check("the plan shows %s" % address, address in text, text)
    code, text = stack.run("apply", "--yes")
    checks.check("drift is put back", code == 0, text)
    checks.equal("as before the meddling", facts.differences(first, facts.read(ec2)), [])
    code, text = stack.run("plan", "--detailed-exitcode")
    checks.check("plan after drift is empty", code == 0, text)

    code, text = stack.run("apply", "--yes", "--var", "nat=per-zone")
    checks.check("change of an input", code == 0, text)
    checks.equal("one NAT gateway per zone", facts.differences(expected("per-zone"), facts.read(ec2)), [])
    code, text = stack.run("plan", "--detailed-exitcode", "--var", "nat=per-zone")
    checks.check("plan after the change is empty", code == 0, text)

    code, text = stack.run("destroy", "--yes")
    checks.check("destroy", code == 0, text)
    checks.equal("nothing is left", sum(facts.counts(ec2).values()), 0)
    return first


def kills(checks, infra, server, points):
    """SIGKILL in the middle of an apply; the next apply leaves no duplicate and no orphan."""
    ec2 = server.ec2()
    for point in points:
        server.wipe()
        stack = Stack(infra, server)
        try:
            if not checks.check("kill after step %d found it running" % point, stack.apply_and_kill(point)):
                continue
            code, text = stack.run("apply", "--yes")
            checks.check("apply after a kill at step %d" % point, code == 0, text)
            checks.equal("no duplicates after a kill at step %d" % point, facts.duplicates(ec2), [])
            checks.equal("as if nothing had happened, step %d" % point, facts.differences(expected(), facts.read(ec2)), [])
            code, text = stack.run("plan", "--detailed-exitcode")
            checks.check("plan is empty after a kill at step %d" % point, code == 0, text)
            if server.name == "moto":
                continue  # where times are a real cloud's, destroy waits minutes for what the killed run may have sent
            code, text = stack.run("destroy", "--yes")
            checks.check("destroy after a kill at step %d" % point, code == 0, text)
            checks.equal("nothing is left, step %d" % point, sum(facts.counts(ec2).values()), 0)
        finally:
            stack.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--infra", required=True)
    parser.add_argument("--server", action="append", choices=["moto", "sim"])
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args()
    checks, read = Checks(), {}
    for name in options.server or ["moto", "sim"]:
        checks.where = name
        server = Server(name, os.path.abspath(options.infra))
        stack = Stack(os.path.abspath(options.infra), server)
        began = time.monotonic()
        try:
            read[name] = life(checks, stack, server.ec2())
            kills(checks, os.path.abspath(options.infra), server, [1 + 27 * n // max(options.kills, 1) for n in range(options.kills)])
        finally:
            stack.close()
            server.close()
        print("%s: %.0f s" % (name, time.monotonic() - began))
    if len(read) == 2:
        checks.where = "moto and sim"
        for line in facts.differences(read["moto"], read["sim"]):
            agreed = [why for part, why in AGREED if part in line]
            print("they differ: moto, sim %s%s" % (line, "  (%s)" % agreed[0] if agreed else ""))
            checks.check("they agree", bool(agreed), line)
        checks.check("they agree", True)
    print("conformance-aws: %d passed, %d failed, 0 skipped" % (checks.passed, checks.failed))
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
