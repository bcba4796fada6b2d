"""facts.py - what exists in an AWS account, as plain facts without ids: read by boto3, a client nobody here wrote.

`read(ec2)` answers a dictionary that is equal for equal networks, whoever made them. Names stand for ids: a route's gateway is "igw", a
subnet is its range. Nothing here knows infra, but for the marks it leaves out of tags (they are asked for by `marks`).
"""

MARKS = ("infra:stack", "infra:address", "infra:uid")


def tags(thing):
    return {t["Key"]: t["Value"] for t in thing.get("Tags", []) if t["Key"] not in MARKS}


def pages(client, operation, key, **arguments):
    if client.can_paginate(operation):
        return [x for page in client.get_paginator(operation).paginate(**arguments) for x in page[key]]
    return getattr(client, operation)(**arguments)[key]


def ours(items):
    return [x for x in items if any(t["Key"] == "infra:stack" for t in x.get("Tags", []))]


def alive(items):
    return [x for x in items if x.get("State") not in ("deleted", "deleting")]


def everything(ec2):
    """Everything that carries our mark, by kind."""
    found = {
        "vpc": pages(ec2, "describe_vpcs", "Vpcs"),
        "subnet": pages(ec2, "describe_subnets", "Subnets"),
        "internet_gateway": pages(ec2, "describe_internet_gateways", "InternetGateways"),
        "eip": ec2.describe_addresses()["Addresses"],
        "nat_gateway": alive(pages(ec2, "describe_nat_gateways", "NatGateways")),
        "route_table": pages(ec2, "describe_route_tables", "RouteTables"),
        "security_group": pages(ec2, "describe_security_groups", "SecurityGroups"),
        "rule": pages(ec2, "describe_security_group_rules", "SecurityGroupRules"),
        "endpoint": alive(pages(ec2, "describe_vpc_endpoints", "VpcEndpoints")),
    }
    return {kind: ours(items) for kind, items in found.items()}


def counts(ec2):
    return {kind: len(items) for kind, items in everything(ec2).items()}


def duplicates(ec2):
    """Objects that carry one uid twice: must always be empty."""
    seen, twice = set(), []
    for kind, items in everything(ec2).items():
        for item in items:
            uid = [t["Value"] for t in item["Tags"] if t["Key"] == "infra:uid"]
            if len(uid) != 1 or uid[0] in seen:
                twice.append(kind + " " + ",".join(uid))
            seen.update(uid)
    return twice


def route(item):
    for key, word in (("GatewayId", None), ("NatGatewayId", "nat"), ("VpcEndpointId", "endpoint")):
        if item.get(key):
            target = item[key]
            return word or ("local" if target == "local" else target.split("-")[0])
    return "none"


def permission(p):
    peers = sorted([r["CidrIp"] for r in p.get("IpRanges", [])] + [r["CidrIpv6"] for r in p.get("Ipv6Ranges", [])])
    return [p["IpProtocol"], p.get("FromPort", -1) if p["IpProtocol"] != "-1" else -1, p.get("ToPort", -1) if p["IpProtocol"] != "-1" else -1, peers]


def read(ec2):
    found = everything(ec2)
    subnets = {s["SubnetId"]: s["CidrBlock"] for s in found["subnet"]}
    facts = {}
    for vpc in found["vpc"]:
        attributes = {}
        for name in ("enableDnsSupport", "enableDnsHostnames"):
            answer = ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=name)
            attributes[name] = answer[name[0].upper() + name[1:]]["Value"]
        facts["vpc " + vpc["CidrBlock"]] = {"tags": tags(vpc), "tenancy": vpc["InstanceTenancy"], **attributes}
    for subnet in found["subnet"]:
        facts["subnet " + subnet["CidrBlock"]] = {
            "zone": subnet["AvailabilityZone"], "public": subnet["MapPublicIpOnLaunch"], "tags": tags(subnet)}
    for gateway in found["internet_gateway"]:
        facts["internet gateway"] = {"attached": len(gateway["Attachments"]), "tags": tags(gateway)}
    for table in found["route_table"]:
        name = tags(table).get("Name", "?")
        facts["route table " + name] = {
            "routes": sorted([r["DestinationCidrBlock"], route(r)] for r in table["Routes"] if "DestinationCidrBlock" in r),
            "subnets": sorted(subnets.get(a["SubnetId"], "?") for a in table["Associations"] if a.get("SubnetId")),
            "tags": tags(table)}
    for nat in found["nat_gateway"]:
        facts["nat gateway in " + subnets.get(nat["SubnetId"], "?")] = {
            "state": nat["State"], "addresses": len(nat["NatGatewayAddresses"]), "tags": tags(nat)}
    for number, address in enumerate(sorted(found["eip"], key=lambda a: str(tags(a)))):
        facts["address %d" % number] = {"domain": address["Domain"], "tags": tags(address)}
    for group in found["security_group"]:
        facts["security group " + group["GroupName"]] = {
            "description": group["Description"], "tags": tags(group),
            "in": sorted(permission(p) for p in group["IpPermissions"]), "out": sorted(permission(p) for p in group["IpPermissionsEgress"])}
    for endpoint in found["endpoint"]:
        facts["endpoint"] = {
            "service": endpoint["ServiceName"], "type": endpoint["VpcEndpointType"], "tables": len(endpoint["RouteTableIds"]), "tags": tags(endpoint)}
    return facts


def differences(a, b, path=""):
    """Lines that say where two readings differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        return [line for key in sorted(set(a) | set(b)) for line in differences(a.get(key), b.get(key), path + "/" + str(key))]
    return [] if a == b else ["%s: %r, %r" % (path, a, b)]
