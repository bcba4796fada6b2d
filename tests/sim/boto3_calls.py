#!/usr/bin/env python3
"""boto3_calls.py SIM - drives the simulated AWS with boto3, a client that nobody here wrote: it signs, encodes and parses by its own tables.

Every operation that the simulator has is called at least once (the last check says so). Ends with "sim-boto3: P passed, F failed, 0 skipped".
"""
import base64
import json
import subprocess
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "ap-northeast-2"
passed, failures, called = 0, [], set()


def check(what, condition, got=None):
    global passed
    if condition:
        passed += 1
    else:
        failures.append(what)
        print("FAILED %s%s" % (what, "" if got is None else ": got %r" % (got,)))


def refused(what, code, call, **arguments):
    try:
        answer = call(**arguments)
        check(what, False, answer)
    except ClientError as e:
        check(what, e.response["Error"]["Code"] == code, e.response["Error"])


class Server:
    def __init__(self, program, *options):
        self.process = subprocess.Popen([program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def client(self, service, key="AKIAIOSFODNN7EXAMPLE", secret="secret", token=None, region=REGION, check_input=True):
        c = boto3.client(service, region_name=region, endpoint_url="http://127.0.0.1:%d" % self.port, aws_access_key_id=key,
                         aws_secret_access_key=secret, aws_session_token=token,
                         config=Config(retries={"max_attempts": 0}, parameter_validation=check_input))
        c.meta.events.register("before-call.*.*", lambda model, **_: called.add((service, model.name)))
        return c

    def stop(self):
        self.process.stdin.close()
        check("the server ends well", self.process.wait(20) == 0)


def tags(kind, **pairs):
    return [{"ResourceType": kind, "Tags": [{"Key": k, "Value": v} for k, v in pairs.items()]}]


def only(rows):
    assert len(rows) == 1, rows
    return rows[0]


def identity(server):
    sts = server.client("sts")
    me = sts.get_caller_identity()
    check("the account is the default one", me["Account"] == "123456789012" and ":user/" in me["Arn"], me)
    check("12 digits are an account", server.client("sts", key="210987654321").get_caller_identity()["Account"] == "210987654321")
    role = sts.assume_role(RoleArn="arn:aws:iam::999999999999:role/deploy", RoleSessionName="ci")
    keys = role["Credentials"]
    there = server.client("sts", key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])
    me = there.get_caller_identity()
    check("a role has its account", me["Account"] == "999999999999" and me["Arn"].endswith("assumed-role/deploy/ci"), me)
    wrong = server.client("sts", key=keys["AccessKeyId"], secret="x", token="other")
    refused("a session needs its token", "InvalidClientTokenId", wrong.get_caller_identity)
    claims = base64.urlsafe_b64encode(json.dumps({"sub": "repo:x", "iss": "https://i", "aud": "sts.amazonaws.com"}).encode()).decode().rstrip("=")
    web = sts.assume_role_with_web_identity(RoleArn="arn:aws:iam::999999999999:role/web", RoleSessionName="web", WebIdentityToken="a.%s.b" % claims)
    check("web identity", web["SubjectFromWebIdentityToken"] == "repo:x" and web["Credentials"]["AccessKeyId"].startswith("ASIA"), web)
    refused("a token that is none", "InvalidIdentityToken", sts.assume_role_with_web_identity, RoleArn="arn:aws:iam::999999999999:role/web",
            RoleSessionName="web", WebIdentityToken="nonsense")
    refused("a role that is none", "ValidationError", sts.assume_role, RoleArn="arn:aws:iam::999999999999:user/web", RoleSessionName="ss")
    check("session token", sts.get_session_token()["Credentials"]["SessionToken"])
    check("federation", sts.get_federation_token(Name="bob")["FederatedUser"]["FederatedUserId"].endswith(":bob"))
    check("key info", sts.get_access_key_info(AccessKeyId=keys["AccessKeyId"])["Account"] == "999999999999")
    refused("decode", "InvalidAuthorizationMessageException", sts.decode_authorization_message, EncodedMessage="x")
    for name, arguments in (("assume_root", dict(TargetPrincipal="123456789012", TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/root-task/x"})),
                            ("assume_role_with_saml", dict(RoleArn="arn:aws:iam::999999999999:role/web", PrincipalArn="arn:aws:iam::1:saml-provider/x",
                                                           SAMLAssertion="aaaa")),
                            ("get_delegated_access_token", dict(TradeInToken="x")),
                            ("get_web_identity_token", dict(Audience=["x"], SigningAlgorithm="RS256"))):
        refused(name, "AccessDenied", getattr(sts, name), **arguments)
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    import urllib.request
    check("a presigned request", b"123456789012" in urllib.request.urlopen(url).read())


def region_facts(ec2):
    zones = [z["ZoneName"] for z in ec2.describe_availability_zones(Filters=[{"Name": "state", "Values": ["available"]}])["AvailabilityZones"]]
    check("zones", zones == [REGION + x for x in "abcd"], zones)
    refused("a zone of elsewhere", "InvalidParameterValue", ec2.describe_availability_zones, ZoneNames=["us-east-1a"])
    check("regions", REGION in [r["RegionName"] for r in ec2.describe_regions()["Regions"]])
    check("account attributes", {a["AttributeName"] for a in ec2.describe_account_attributes()["AccountAttributes"]} >= {"default-vpc", "supported-platforms"})
    images = ec2.describe_images(Owners=["amazon"], Filters=[{"Name": "name", "Values": ["al2023-ami-2023.*-x86_64"]}])["Images"]
    check("images by several dates", len(images) == 3 and len({i["CreationDate"] for i in images}) == 3, images)
    refused("an image that is none", "InvalidAMIID.NotFound", ec2.describe_images, ImageIds=["ami-00000000000000000"])
    lists = ec2.describe_prefix_lists()["PrefixLists"]
    s3 = only([p for p in lists if p["PrefixListName"].endswith(".s3")])
    check("prefix lists", s3["Cidrs"])
    managed = ec2.describe_managed_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": ["com.amazonaws.%s.s3" % REGION]}])["PrefixLists"]
    check("managed prefix lists", only(managed)["PrefixListId"] == s3["PrefixListId"])
    entries = ec2.get_managed_prefix_list_entries(PrefixListId=s3["PrefixListId"])["Entries"]
    check("entries", [e["Cidr"] for e in entries] == s3["Cidrs"])
    services = ec2.describe_vpc_endpoint_services(ServiceNames=["com.amazonaws.%s.s3" % REGION])
    check("s3 has both kinds", {d["ServiceType"][0]["ServiceType"] for d in services["ServiceDetails"]} == {"Gateway", "Interface"}, services)
    check("no instances", ec2.describe_instances()["Reservations"] == [])
    check("no peerings", ec2.describe_vpc_peering_connections()["VpcPeeringConnections"] == [])
    return s3["PrefixListId"]


def vpcs(ec2):
    refused("a dry run", "DryRunOperation", ec2.create_vpc, CidrBlock="10.0.0.0/16", DryRun=True)
    check("a dry run does nothing", ec2.describe_vpcs()["Vpcs"] == [])
    vpc = ec2.create_vpc(CidrBlock="10.0.0.1/16", TagSpecifications=tags("vpc", Name="main", **{"infra:uid": "u1"}))["Vpc"]
    check("canonical range, tags", vpc["CidrBlock"] == "10.0.0.0/16" and {t["Key"] for t in vpc["Tags"]} == {"Name", "infra:uid"}, vpc)
    vpc = only(ec2.describe_vpcs(Filters=[{"Name": "tag:infra:uid", "Values": ["u1"]}])["Vpcs"])
    check("found by tag, available", vpc["State"] == "available" and vpc["InstanceTenancy"] == "default" and not vpc["IsDefault"], vpc)
    id = vpc["VpcId"]
    for parameters in (dict(CidrBlock="10.0.0.0/8"), dict(CidrBlock="10.0.0.0/29")):
        refused("range %s" % parameters, "InvalidVpc.Range", ec2.create_vpc, **parameters)
    refused("no range", "MissingParameter", ec2.create_vpc)
    refused("not a range", "InvalidParameterValue", ec2.create_vpc, CidrBlock="x")
    refused("missing vpc", "InvalidVpcID.NotFound", ec2.describe_vpcs, VpcIds=["vpc-00000000000000000"])
    refused("malformed id", "InvalidVpcID.Malformed", ec2.describe_vpcs, VpcIds=["subnet-1"])
    refused("unknown filter", "InvalidParameterValue", ec2.describe_vpcs, Filters=[{"Name": "colour", "Values": ["red"]}])
    for attribute, member in (("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames"),
                              ("enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics")):
        before = ec2.describe_vpc_attribute(VpcId=id, Attribute=attribute)[member]["Value"]
        ec2.modify_vpc_attribute(VpcId=id, **{member: {"Value": not before}})
        after = ec2.describe_vpc_attribute(VpcId=id, Attribute=attribute)[member]["Value"]
        check("attribute %s" % attribute, after != before)
    ec2.modify_vpc_attribute(VpcId=id, EnableDnsSupport={"Value": True})
    refused("two attributes", "InvalidParameterCombination", ec2.modify_vpc_attribute, VpcId=id, EnableDnsSupport={"Value": True},
            EnableDnsHostnames={"Value": True})
    a = ec2.associate_vpc_cidr_block(VpcId=id, CidrBlock="10.1.0.0/16")["CidrBlockAssociation"]
    refused("overlap", "InvalidVpc.Conflict", ec2.associate_vpc_cidr_block, VpcId=id, CidrBlock="10.1.128.0/17")
    refused("another private range", "InvalidVpc.Range", ec2.associate_vpc_cidr_block, VpcId=id, CidrBlock="192.168.0.0/16")
    v6 = ec2.associate_vpc_cidr_block(VpcId=id, AmazonProvidedIpv6CidrBlock=True)["Ipv6CidrBlockAssociation"]
    vpc = only(ec2.describe_vpcs(VpcIds=[id])["Vpcs"])
    check("two ranges", [x["CidrBlockState"]["State"] for x in vpc["CidrBlockAssociationSet"]] == ["associated"] * 2, vpc)
    check("an IPv6 range", vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].endswith("::/56"), vpc)
    ec2.disassociate_vpc_cidr_block(AssociationId=a["AssociationId"])
    refused("the primary range stays", "OperationNotPermitted", ec2.disassociate_vpc_cidr_block,
            AssociationId=vpc["CidrBlockAssociationSet"][0]["AssociationId"])
    check("one range again", len(only(ec2.describe_vpcs(VpcIds=[id])["Vpcs"])["CidrBlockAssociationSet"]) == 1)
    check("tenancy", ec2.modify_vpc_tenancy(VpcId=id, InstanceTenancy="default")["ReturnValue"])
    options = ec2.create_dhcp_options(DhcpConfigurations=[{"Key": "domain-name", "Values": ["x.test"]}])["DhcpOptions"]["DhcpOptionsId"]
    ec2.associate_dhcp_options(VpcId=id, DhcpOptionsId=options)
    check("options", ec2.describe_dhcp_options(DhcpOptionsIds=[options])["DhcpOptions"][0]["DhcpConfigurations"][0]["Values"][0]["Value"] == "x.test")
    refused("options in use", "DependencyViolation", ec2.delete_dhcp_options, DhcpOptionsId=options)
    ec2.associate_dhcp_options(VpcId=id, DhcpOptionsId="default")
    ec2.delete_dhcp_options(DhcpOptionsId=options)
    return id, v6["Ipv6CidrBlock"]


def subnets(ec2, vpc, v6):
    a = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24", AvailabilityZone=REGION + "a", TagSpecifications=tags("subnet", Name="a"))["Subnet"]
    b = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZoneId="apne2-az2", Ipv6CidrBlock=v6.replace("/56", "/64"))["Subnet"]
    check("zones", a["AvailabilityZone"] == REGION + "a" and b["AvailabilityZone"] == REGION + "b", (a, b))
    check("addresses", a["AvailableIpAddressCount"] == 251, a)
    refused("overlap", "InvalidSubnet.Conflict", ec2.create_subnet, VpcId=vpc, CidrBlock="10.0.0.128/25")
    refused("outside", "InvalidSubnet.Range", ec2.create_subnet, VpcId=vpc, CidrBlock="10.9.0.0/24")
    refused("another region's zone", "InvalidParameterValue", ec2.create_subnet, VpcId=vpc, CidrBlock="10.0.2.0/24", AvailabilityZone="us-east-1a")
    for member, value, read in (("MapPublicIpOnLaunch", {"Value": True}, lambda s: s["MapPublicIpOnLaunch"]),
                                ("EnableDns64", {"Value": True}, lambda s: s["EnableDns64"]),
                                ("AssignIpv6AddressOnCreation", {"Value": True}, lambda s: s["AssignIpv6AddressOnCreation"]),
                                ("PrivateDnsHostnameTypeOnLaunch", "resource-name", lambda s: s["PrivateDnsNameOptionsOnLaunch"]["HostnameType"] == "resource-name"),
                                ("EnableResourceNameDnsARecordOnLaunch", {"Value": True}, lambda s: s["PrivateDnsNameOptionsOnLaunch"]["EnableResourceNameDnsARecord"])):
        ec2.modify_subnet_attribute(SubnetId=b["SubnetId"], **{member: value})
        check("subnet attribute %s" % member, read(only(ec2.describe_subnets(SubnetIds=[b["SubnetId"]])["Subnets"])))
    refused("two at once", "InvalidParameterCombination", ec2.modify_subnet_attribute, SubnetId=b["SubnetId"], MapPublicIpOnLaunch={"Value": True},
            EnableDns64={"Value": True})
    association = b["Ipv6CidrBlockAssociationSet"][0]["AssociationId"]
    ec2.modify_subnet_attribute(SubnetId=b["SubnetId"], AssignIpv6AddressOnCreation={"Value": False})
    ec2.disassociate_subnet_cidr_block(AssociationId=association)
    check("no IPv6", only(ec2.describe_subnets(SubnetIds=[b["SubnetId"]])["Subnets"])["Ipv6CidrBlockAssociationSet"] == [])
    ec2.associate_subnet_cidr_block(SubnetId=b["SubnetId"], Ipv6CidrBlock=v6.replace("/56", "/64"))
    check("acl", len(only(ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"])["Associations"]) == 2)
    return a["SubnetId"], b["SubnetId"]


def gateways(ec2, vpc):
    igw = ec2.create_internet_gateway(TagSpecifications=tags("internet-gateway", Name="x"))["InternetGateway"]["InternetGatewayId"]
    other = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=igw, VpcId=vpc)
    refused("attached", "Resource.AlreadyAssociated", ec2.attach_internet_gateway, InternetGatewayId=igw, VpcId=vpc)
    refused("one a VPC", "InvalidParameterValue", ec2.attach_internet_gateway, InternetGatewayId=other, VpcId=vpc)
    refused("not attached", "Gateway.NotAttached", ec2.detach_internet_gateway, InternetGatewayId=other, VpcId=vpc)
    refused("in use", "DependencyViolation", ec2.delete_internet_gateway, InternetGatewayId=igw)
    ec2.delete_internet_gateway(InternetGatewayId=other)
    found = ec2.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}])["InternetGateways"]
    check("attachment", only(found)["Attachments"] == [{"State": "available", "VpcId": vpc}], found)
    eigw = ec2.create_egress_only_internet_gateway(VpcId=vpc, ClientToken="e")["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
    again = ec2.create_egress_only_internet_gateway(VpcId=vpc, ClientToken="e")["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"]
    check("token", eigw == again)
    check("egress", only(ec2.describe_egress_only_internet_gateways()["EgressOnlyInternetGateways"])["Attachments"][0]["VpcId"] == vpc)
    return igw, eigw


def addresses(ec2):
    eip = ec2.allocate_address(Domain="vpc", TagSpecifications=tags("elastic-ip", Name="n"))
    spare = ec2.allocate_address()["AllocationId"]
    check("address", only(ec2.describe_addresses(PublicIps=[eip["PublicIp"]])["Addresses"])["AllocationId"] == eip["AllocationId"])
    ec2.modify_address_attribute(AllocationId=spare, DomainName="host.example.com")
    check("ptr", only(ec2.describe_addresses_attribute(AllocationIds=[spare], Attribute="domain-name")["Addresses"])["PtrRecord"] == "host.example.com.")
    ec2.reset_address_attribute(AllocationId=spare, Attribute="domain-name")
    check("no ptr", "PtrRecord" not in only(ec2.describe_addresses_attribute(AllocationIds=[spare])["Addresses"]))
    refused("no instance", "InvalidInstanceID.NotFound", ec2.associate_address, AllocationId=spare, InstanceId="i-00000000000000000")
    refused("no association", "InvalidAssociationID.NotFound", ec2.disassociate_address, AssociationId="eipassoc-00000000000000000")
    ec2.release_address(AllocationId=spare)
    refused("released", "InvalidAllocationID.NotFound", ec2.release_address, AllocationId=spare)
    return eip["AllocationId"]


def nats(ec2, vpc, subnet, private_subnet, eip, igw):
    create = dict(SubnetId=subnet, AllocationId=eip, ClientToken="t1", TagSpecifications=tags("natgateway", Name="n"))
    nat = ec2.create_nat_gateway(**create)["NatGateway"]["NatGatewayId"]
    check("same token, same gateway", ec2.create_nat_gateway(**create)["NatGateway"]["NatGatewayId"] == nat)
    refused("same token, other subnet", "IdempotentParameterMismatch", ec2.create_nat_gateway, **dict(create, SubnetId=private_subnet))
    found = only(ec2.describe_nat_gateways(Filter=[{"Name": "vpc-id", "Values": [vpc]}])["NatGateways"])
    check("nat", found["State"] == "available" and found["NatGatewayAddresses"][0]["AllocationId"] == eip and "CreateTime" in found, found)
    refused("address in use", "InvalidIPAddress.InUse", ec2.release_address, AllocationId=eip)
    association = only(ec2.describe_addresses(AllocationIds=[eip])["Addresses"])["AssociationId"]
    refused("a service's address", "AuthFailure", ec2.disassociate_address, AssociationId=association)
    refused("subnet in use", "DependencyViolation", ec2.delete_subnet, SubnetId=subnet)
    refused("mapped addresses", "DependencyViolation", ec2.detach_internet_gateway, InternetGatewayId=igw, VpcId=vpc)
    eni = only(ec2.describe_network_interfaces(Filters=[{"Name": "subnet-id", "Values": [subnet]}])["NetworkInterfaces"])
    check("its interface", eni["InterfaceType"] == "nat_gateway" and eni["Association"]["AllocationId"] == eip, eni)
    refused("a service's interface", "InvalidParameterValue", ec2.delete_network_interface, NetworkInterfaceId=eni["NetworkInterfaceId"])
    refused("a service's attachment", "AuthFailure", ec2.detach_network_interface, AttachmentId=eni["Attachment"]["AttachmentId"])
    second = ec2.allocate_address()["AllocationId"]
    ec2.associate_nat_gateway_address(NatGatewayId=nat, AllocationIds=[second])
    rows = only(ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"])["NatGatewayAddresses"]
    check("two addresses", len(rows) == 2 and rows[1]["Status"] == "succeeded", rows)
    ec2.disassociate_nat_gateway_address(NatGatewayId=nat, AssociationIds=[rows[1]["AssociationId"]])
    check("one address", len(only(ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"])["NatGatewayAddresses"]) == 1)
    ec2.release_address(AllocationId=second)
    inner = ec2.create_nat_gateway(SubnetId=private_subnet, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
    ec2.assign_private_nat_gateway_address(NatGatewayId=inner, PrivateIpAddressCount=2)
    rows = only(ec2.describe_nat_gateways(NatGatewayIds=[inner])["NatGateways"])["NatGatewayAddresses"]
    check("three private addresses", len({r["PrivateIp"] for r in rows}) == 3, rows)
    ec2.unassign_private_nat_gateway_address(NatGatewayId=inner, PrivateIpAddresses=[rows[1]["PrivateIp"]])
    check("two private addresses", len(only(ec2.describe_nat_gateways(NatGatewayIds=[inner])["NatGateways"])["NatGatewayAddresses"]) == 2)
    ec2.delete_nat_gateway(NatGatewayId=inner)
    check("deleted, still listed", only(ec2.describe_nat_gateways(NatGatewayIds=[inner])["NatGateways"])["State"] == "deleted")
    taken = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=eip)["NatGateway"]["NatGatewayId"]
    row = only(ec2.describe_nat_gateways(NatGatewayIds=[taken])["NatGateways"])
    check("an address in use fails it later", row["State"] == "failed" and row["FailureCode"] == "Resource.AlreadyAssociated", row)
    refused("no such gateway", "NatGatewayNotFound", ec2.delete_nat_gateway, NatGatewayId="nat-00000000000000000")
    return nat


def routes(ec2, vpc, subnet, private_subnet, igw, eigw, nat):
    main = only(ec2.describe_route_tables(Filters=[{"Name": "association.main", "Values": ["true"]}, {"Name": "vpc-id", "Values": [vpc]}])["RouteTables"])
    table = ec2.create_route_table(VpcId=vpc, ClientToken="rt", TagSpecifications=tags("route-table", Name="p"))["RouteTable"]
    check("token", ec2.create_route_table(VpcId=vpc, ClientToken="rt", TagSpecifications=tags("route-table", Name="p"))["RouteTable"]["RouteTableId"]
          == table["RouteTableId"])
    check("local route", only(table["Routes"])["GatewayId"] == "local", table)
    id = table["RouteTableId"]
    ec2.create_route(RouteTableId=id, DestinationCidrBlock="0.0.0.0/0", GatewayId=igw)
    ec2.create_route(RouteTableId=id, DestinationIpv6CidrBlock="::/0", EgressOnlyInternetGatewayId=eigw)
    refused("route exists", "RouteAlreadyExists", ec2.create_route, RouteTableId=id, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    refused("no gateway", "InvalidGatewayID.NotFound", ec2.create_route, RouteTableId=id, DestinationCidrBlock="9.0.0.0/8", GatewayId="igw-00000000000000000")
    refused("no target", "MissingParameter", ec2.create_route, RouteTableId=id, DestinationCidrBlock="9.0.0.0/8")
    ec2.replace_route(RouteTableId=id, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    found = only(ec2.describe_route_tables(RouteTableIds=[id])["RouteTables"])
    check("replaced", [r.get("NatGatewayId") for r in found["Routes"] if r.get("DestinationCidrBlock") == "0.0.0.0/0"] == [nat], found)
    refused("no route", "InvalidRoute.NotFound", ec2.delete_route, RouteTableId=id, DestinationCidrBlock="8.0.0.0/8")
    refused("the local route", "InvalidParameterValue", ec2.delete_route, RouteTableId=id, DestinationCidrBlock="10.0.0.0/16")
    a = ec2.associate_route_table(RouteTableId=id, SubnetId=private_subnet)["AssociationId"]
    refused("associated", "Resource.AlreadyAssociated", ec2.associate_route_table, RouteTableId=main["RouteTableId"], SubnetId=private_subnet)
    refused("table in use", "DependencyViolation", ec2.delete_route_table, RouteTableId=id)
    new = ec2.replace_route_table_association(AssociationId=a, RouteTableId=main["RouteTableId"])["NewAssociationId"]
    check("a new association", new != a)
    refused("the old one is gone", "InvalidAssociationID.NotFound", ec2.disassociate_route_table, AssociationId=a)
    ec2.disassociate_route_table(AssociationId=new)
    ec2.associate_route_table(RouteTableId=id, SubnetId=private_subnet)
    refused("main association", "InvalidParameterValue", ec2.disassociate_route_table,
            AssociationId=main["Associations"][0]["RouteTableAssociationId"])
    refused("main table", "DependencyViolation", ec2.delete_route_table, RouteTableId=main["RouteTableId"])
    refused("no vgw", "InvalidGatewayID.NotFound", ec2.enable_vgw_route_propagation, RouteTableId=id, GatewayId="vgw-00000000000000000")
    refused("no vgw", "InvalidGatewayID.NotFound", ec2.disable_vgw_route_propagation, RouteTableId=id, GatewayId="vgw-00000000000000000")
    return id


def groups(ec2, vpc, prefix_list):
    a = ec2.create_security_group(GroupName="a", Description="d", VpcId=vpc, TagSpecifications=tags("security-group", Name="a"))["GroupId"]
    b = ec2.create_security_group(GroupName="b", Description="d", VpcId=vpc)["GroupId"]
    refused("same name", "InvalidGroup.Duplicate", ec2.create_security_group, GroupName="a", Description="d", VpcId=vpc)
    refused("reserved", "InvalidParameterValue", ec2.create_security_group, GroupName="default", Description="d", VpcId=vpc)
    default = only(ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["default"]}])["SecurityGroups"])
    check("default group", default["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] == default["GroupId"], default)
    refused("the default group stays", "CannotDelete", ec2.delete_security_group, GroupId=default["GroupId"])
    web = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}, {"CidrIp": "10.0.0.0/8"}],
            "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
           {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": b}]}, {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "PrefixListIds": [{"PrefixListId": prefix_list}]}]
    rules = ec2.authorize_security_group_ingress(GroupId=a, IpPermissions=web, TagSpecifications=tags("security-group-rule", Name="r"))["SecurityGroupRules"]
    check("five rules", len(rules) == 5 and all(r["SecurityGroupRuleId"].startswith("sgr-") for r in rules), rules)
    refused("duplicate", "InvalidPermission.Duplicate", ec2.authorize_security_group_ingress, GroupId=a, IpPermissions=web[:1])
    found = only(ec2.describe_security_groups(GroupIds=[a])["SecurityGroups"])
    https = only([p for p in found["IpPermissions"] if p.get("FromPort") == 443])
    check("as a permission", len(https["IpRanges"]) == 2 and len(https["Ipv6Ranges"]) == 1, https)
    check("default egress", found["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}], found)
    refused("referenced", "DependencyViolation", ec2.delete_security_group, GroupId=b)
    listed = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [a]}])["SecurityGroupRules"]
    check("rules listed", len(listed) == 6 and [r for r in listed if r.get("ReferencedGroupInfo", {}).get("GroupId") == b], listed)
    rule = only([r for r in listed if r.get("CidrIpv4") == "10.0.0.0/8"])["SecurityGroupRuleId"]
    ec2.modify_security_group_rules(GroupId=a, SecurityGroupRules=[{"SecurityGroupRuleId": rule, "SecurityGroupRule": {
        "IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "CidrIpv4": "10.2.0.0/16", "Description": "new"}}])
    changed = only(ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule])["SecurityGroupRules"])
    check("modified", changed["CidrIpv4"] == "10.2.0.0/16" and changed["FromPort"] == 8443 and changed["Description"] == "new", changed)
    ec2.update_security_group_rule_descriptions_ingress(GroupId=a, SecurityGroupRuleDescriptions=[{"SecurityGroupRuleId": rule, "Description": "by id"}])
    check("described", only(ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule])["SecurityGroupRules"])["Description"] == "by id")
    egress = [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 81, "IpRanges": [{"CidrIp": "1.2.3.4/32"}]}]
    ec2.authorize_security_group_egress(GroupId=a, IpPermissions=egress)
    egress[0]["IpRanges"][0]["Description"] = "out"
    ec2.update_security_group_rule_descriptions_egress(GroupId=a, IpPermissions=egress)
    ec2.revoke_security_group_egress(GroupId=a, IpPermissions=egress)
    refused("revoked", "InvalidPermission.NotFound", ec2.revoke_security_group_egress, GroupId=a, IpPermissions=egress)
    revoked = ec2.revoke_security_group_ingress(GroupId=a, SecurityGroupRuleIds=[rule])["RevokedSecurityGroupRules"]
    check("revoked by id", only(revoked)["SecurityGroupRuleId"] == rule)
    refused("a rule that is none", "InvalidSecurityGroupRuleId.NotFound", ec2.revoke_security_group_ingress, GroupId=a, SecurityGroupRuleIds=[rule])
    ec2.revoke_security_group_ingress(GroupId=a, IpPermissions=[web[1]])
    ec2.delete_security_group(GroupId=b)
    refused("deleted", "InvalidGroup.NotFound", ec2.describe_security_groups, GroupIds=[b])
    refused("too high", "InvalidParameterValue", ec2.authorize_security_group_ingress, GroupId=a, IpProtocol="tcp", FromPort=1, ToPort=70000, CidrIp="0.0.0.0/0")
    check("no references", ec2.describe_security_group_references(GroupId=[a])["SecurityGroupReferenceSet"] == [])
    return a


def endpoints(ec2, vpc, subnet, table, group):
    service = "com.amazonaws.%s." % REGION
    create = dict(VpcId=vpc, ServiceName=service + "s3", RouteTableIds=[table], ClientToken="g", TagSpecifications=tags("vpc-endpoint", Name="s3"))
    gateway = ec2.create_vpc_endpoint(**create)["VpcEndpoint"]
    check("token", ec2.create_vpc_endpoint(**create)["VpcEndpoint"]["VpcEndpointId"] == gateway["VpcEndpointId"])
    id = gateway["VpcEndpointId"]
    found = only(ec2.describe_route_tables(Filters=[{"Name": "route.gateway-id", "Values": [id]}])["RouteTables"])
    check("a route to it", [r["DestinationPrefixListId"] for r in found["Routes"] if r.get("GatewayId") == id], found)
    refused("twice", "RouteAlreadyExists", ec2.create_vpc_endpoint, VpcId=vpc, ServiceName=service + "s3", RouteTableIds=[table])
    refused("no such service", "InvalidServiceName", ec2.create_vpc_endpoint, VpcId=vpc, ServiceName=service + "nothing")
    ec2.modify_vpc_endpoint(VpcEndpointId=id, RemoveRouteTableIds=[table], PolicyDocument='{"Statement":[]}')
    row = only(ec2.describe_vpc_endpoints(VpcEndpointIds=[id])["VpcEndpoints"])
    check("changed", row["RouteTableIds"] == [] and row["PolicyDocument"] == '{"Statement":[]}' and row["State"] == "available", row)
    inner = ec2.create_vpc_endpoint(VpcId=vpc, VpcEndpointType="Interface", ServiceName=service + "ssm", SubnetIds=[subnet], SecurityGroupIds=[group],
                                    PrivateDnsEnabled=True)["VpcEndpoint"]
    check("interface", len(inner["NetworkInterfaceIds"]) == 1 and inner["Groups"][0]["GroupId"] == group, inner)
    refused("private name twice", "InvalidParameter", ec2.create_vpc_endpoint, VpcId=vpc, VpcEndpointType="Interface", ServiceName=service + "ssm",
            SubnetIds=[subnet], PrivateDnsEnabled=True)
    refused("group in use", "DependencyViolation", ec2.delete_security_group, GroupId=group)
    refused("same zone", "DuplicateSubnetsInSameZone", ec2.modify_vpc_endpoint, VpcEndpointId=inner["VpcEndpointId"], AddSubnetIds=[subnet])
    answer = ec2.delete_vpc_endpoints(VpcEndpointIds=[id, inner["VpcEndpointId"], "vpce-00000000000000000"])
    check("one was not there", only(answer["Unsuccessful"])["Error"]["Code"] == "InvalidVpcEndpointId.NotFound", answer)
    refused("deleted", "InvalidVpcEndpointId.NotFound", ec2.describe_vpc_endpoints, VpcEndpointIds=[id])


def key_pairs(ec2):
    ed = "ssh-ed25519 " + base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + b"k" * 32).decode() + " me"
    key = ec2.import_key_pair(KeyName="k", PublicKeyMaterial=ed.encode(), TagSpecifications=tags("key-pair", Name="k"))
    refused("same name", "InvalidKeyPair.Duplicate", ec2.import_key_pair, KeyName="k", PublicKeyMaterial=ed.encode())
    refused("not a key", "InvalidKey.Format", ec2.import_key_pair, KeyName="x", PublicKeyMaterial=b"nonsense")
    row = only(ec2.describe_key_pairs(KeyNames=["k"], IncludePublicKey=True)["KeyPairs"])
    check("key", row["KeyPairId"] == key["KeyPairId"] and row["KeyType"] == "ed25519" and row["PublicKey"] == ed, row)
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa
        import hashlib
        public = rsa.generate_private_key(65537, 2048).public_key()
        text = public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        md5 = hashlib.md5(der).hexdigest()
        want = ":".join(md5[i:i + 2] for i in range(0, 32, 2))
        check("RSA fingerprint", ec2.import_key_pair(KeyName="r", PublicKeyMaterial=text)["KeyFingerprint"] == want)
        ec2.delete_key_pair(KeyName="r")
    except ImportError:
        pass
    check("deleted", ec2.delete_key_pair(KeyName="k")["Return"])
    refused("gone", "InvalidKeyPair.NotFound", ec2.describe_key_pairs, KeyNames=["k"])
    check("deleting nothing is fine", ec2.delete_key_pair(KeyName="k")["Return"])


def tagging(ec2, vpc, subnet):
    ec2.create_tags(Resources=[vpc, subnet], Tags=[{"Key": "team", "Value": "x"}, {"Key": "empty", "Value": ""}])
    rows = ec2.describe_tags(Filters=[{"Name": "key", "Values": ["team", "empty"]}, {"Name": "resource-id", "Values": [vpc]}])["Tags"]
    check("tags", {(r["Key"], r["Value"]) for r in rows} == {("team", "x"), ("empty", "")}, rows)
    ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "team", "Value": "other"}, {"Key": "empty"}])
    check("only what matches goes", [t["Key"] for t in only(ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"])["Tags"]].count("team") == 1)
    refused("reserved", "InvalidParameterValue", ec2.create_tags, Resources=[vpc], Tags=[{"Key": "aws:x", "Value": "y"}])
    refused("not an id", "InvalidID", ec2.create_tags, Resources=["x-1"], Tags=[{"Key": "x", "Value": "y"}])
    refused("too many", "TagLimitExceeded", ec2.create_tags, Resources=[vpc], Tags=[{"Key": "k%d" % i, "Value": ""} for i in range(50)])
    refused("wrong kind", "InvalidParameterValue", ec2.create_vpc, CidrBlock="10.0.0.0/16", TagSpecifications=tags("subnet", a="b"))


def pages(server, ec2):
    ids = [ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"] for _ in range(12)]
    seen = []
    for page in ec2.get_paginator("describe_internet_gateways").paginate(PaginationConfig={"PageSize": 5}):
        check("a page", len(page["InternetGateways"]) <= 5)
        seen += [g["InternetGatewayId"] for g in page["InternetGateways"]]
    check("all, once", set(ids) <= set(seen) and len(seen) == len(set(seen)), seen)
    refused("small pages", "InvalidParameterValue", server.client("ec2", check_input=False).describe_vpcs, MaxResults=3)
    refused("a bad token", "InvalidNextToken", ec2.describe_vpcs, MaxResults=5, NextToken="nonsense")
    for id in ids:
        ec2.delete_internet_gateway(InternetGatewayId=id)


def take_down(ec2, vpc, subnet, private_subnet, igw, eigw, eip, nat, table, group):
    refused("vpc in use", "DependencyViolation", ec2.delete_vpc, VpcId=vpc)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    row = only(ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"])
    check("a blackhole", "blackhole" in [r["State"] for r in row["Routes"]], row)
    ec2.release_address(AllocationId=eip)
    ec2.delete_route(RouteTableId=table, DestinationIpv6CidrBlock="::/0")
    ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=eigw)
    for id in (subnet, private_subnet):
        ec2.delete_subnet(SubnetId=id)
    ec2.delete_route_table(RouteTableId=table)
    refused("gateway attached", "DependencyViolation", ec2.delete_vpc, VpcId=vpc)
    ec2.detach_internet_gateway(InternetGatewayId=igw, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=igw)
    refused("group", "DependencyViolation", ec2.delete_vpc, VpcId=vpc)
    ec2.delete_security_group(GroupId=group)
    ec2.delete_vpc(VpcId=vpc)
    refused("gone", "InvalidVpcID.NotFound", ec2.delete_vpc, VpcId=vpc)
    left = [ec2.describe_vpcs()["Vpcs"], ec2.describe_subnets()["Subnets"], ec2.describe_security_groups()["SecurityGroups"],
            ec2.describe_route_tables()["RouteTables"], ec2.describe_network_acls()["NetworkAcls"], ec2.describe_addresses()["Addresses"],
            ec2.describe_network_interfaces()["NetworkInterfaces"], ec2.describe_security_group_rules()["SecurityGroupRules"],
            ec2.describe_vpc_endpoints()["VpcEndpoints"], ec2.describe_internet_gateways()["InternetGateways"]]
    check("nothing is left", not any(left), left)


def wrong_requests(server):
    ec2 = server.client("ec2", check_input=False)
    refused("unknown parameter", "UnknownParameter", lambda: raw(server, "CreateVpc", CidrBlock="10.0.0.0/16", Colour="red"))
    refused("missing", "MissingParameter", ec2.create_subnet, CidrBlock="10.0.0.0/24")
    refused("enum", "InvalidParameterValue", ec2.create_vpc, CidrBlock="10.0.0.0/16", InstanceTenancy="nowhere")
    refused("unknown action", "InvalidAction", lambda: raw(server, "MakeCoffee"))
    refused("wrong version", "InvalidAction", lambda: raw(server, "DescribeVpcs", Version="1999-01-01"))
    refused("no key", "AuthFailure", lambda: raw(server, "DescribeVpcs", signed=False))


def raw(server, action, signed=True, **parameters):
    """A request that boto3 would not send; raises what it would raise."""
    import re
    import urllib.error
    import urllib.parse
    import urllib.request
    body = urllib.parse.urlencode(dict({"Action": action, "Version": "2016-11-15"}, **parameters)).encode()
    request = urllib.request.Request("http://127.0.0.1:%d/" % server.port, body)
    if signed:
        request.add_header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20261123/%s/ec2/aws4_request, SignedHeaders=host, Signature=0" % REGION)
    try:
        return urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as e:
        code = re.search("<Code>(.*?)</Code>", e.read().decode()).group(1)
        raise ClientError({"Error": {"Code": code, "Message": ""}}, action)


def until(what, call, wanted):
    for _ in range(20000):
        last = call()
        if wanted(last):
            check(what, True)
            return last
    check(what, False, last)
    return last


def states(program):
    """Virtual minutes pass while we ask."""
    server = Server(program, "--speed", "1000", "--seed", "3")
    ec2 = server.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
    check("pending at first", vpc["State"] == "pending", vpc)
    subnet = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    eip = ec2.allocate_address()["AllocationId"]
    lonely = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=eip)["NatGateway"]
    check("accepted", lonely["State"] == "pending", lonely)
    state = lambda id: only(ec2.describe_nat_gateways(NatGatewayIds=[id])["NatGateways"])
    row = until("fails without a gateway", lambda: state(lonely["NatGatewayId"]), lambda r: r["State"] != "pending")
    check("why", row["FailureCode"] == "Gateway.NotAttached", row)
    igw = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=igw, VpcId=vpc["VpcId"])
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=eip)["NatGateway"]["NatGatewayId"]
    check("pending", state(nat)["State"] == "pending")
    until("available", lambda: state(nat), lambda r: r["State"] == "available")
    ec2.delete_nat_gateway(NatGatewayId=nat)
    check("deleting", state(nat)["State"] == "deleting")
    refused("still in use", "DependencyViolation", ec2.delete_subnet, SubnetId=subnet)
    until("deleted", lambda: state(nat), lambda r: r["State"] == "deleted")
    ec2.delete_subnet(SubnetId=subnet)
    server.stop()


def main():
    program = sys.argv[1]
    server = Server(program, "--instant")
    ec2 = server.client("ec2")
    identity(server)
    prefix_list = region_facts(ec2)
    vpc, v6 = vpcs(ec2)
    subnet, private_subnet = subnets(ec2, vpc, v6)
    igw, eigw = gateways(ec2, vpc)
    eip = addresses(ec2)
    nat = nats(ec2, vpc, subnet, private_subnet, eip, igw)
    table = routes(ec2, vpc, subnet, private_subnet, igw, eigw, nat)
    group = groups(ec2, vpc, prefix_list)
    endpoints(ec2, vpc, private_subnet, table, group)
    key_pairs(ec2)
    tagging(ec2, vpc, subnet)
    pages(server, ec2)
    take_down(ec2, vpc, subnet, private_subnet, igw, eigw, eip, nat, table, group)
    wrong_requests(server)
    check("regions are apart", server.client("ec2", region="us-east-1").describe_vpcs()["Vpcs"] == [])
    server.stop()
    states(program)
    listed = [line for line in open("providers/aws/model/services.list") if line.strip() and not line.startswith(("#", "service", "*"))]
    missing = {n for line in listed for n in line.split()} - {n for s, n in called if s == "ec2"}
    check("every operation was called", not missing, missing)
    print("sim-boto3: %d passed, %d failed, 0 skipped" % (passed, len(failures)))
    sys.exit(1 if failures else 0)


main()
