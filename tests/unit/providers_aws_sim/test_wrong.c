/*
 * test_wrong.c - requests that EC2 refuses: the same two dozen mistakes for every type, and those of single operations.
 *
 * @V is the id of a VPC, @S of a subnet in it, @A of an address, @T of a route table, @G of a group; they are filled in before each
 * request. A mistake that does not apply to a type (it has no tags, no pages) is left out by an empty column.
 */
#include "tests/unit/providers_aws_sim/cloud.h"
#include "tests/unit/test.h"

static struct cloud *c;
static struct str vpc, subnet, address, table, group;

static struct str filled(const char *template)
{
    struct buf out = { 0 };
    for (const char *p = template; *p; p++) {
        struct str id = p[0] != '@' ? STR("") : p[1] == 'V' ? vpc : p[1] == 'S' ? subnet : p[1] == 'A' ? address : p[1] == 'T' ? table : p[1] == 'G' ? group : STR("");
        if (id.len) {
            buf_add_str(&out, id);
            p++;
        } else {
            buf_add_char(&out, *p);
        }
    }
    struct str done = arena_str(&c->arena, buf_str(&out));
    buf_done(&out);
    return done;
}

struct row {
    const char *type, *create; /* a create that would succeed */
    const char *missing;       /* parameter of create that is required; "" none */
    const char *describe, *ids, *remove, *not_found, *malformed, *nobody;
    bool pages;
};

static const struct row rows[] = {
    { "vpc", "CreateVpc&CidrBlock=10.9.0.0/16", "CidrBlock", "DescribeVpcs", "VpcId.1", "DeleteVpc&VpcId", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed",
      "vpc-0123456789abcdef0", true },
    { "subnet", "CreateSubnet&VpcId=@V&CidrBlock=10.0.9.0/24", "VpcId", "DescribeSubnets", "SubnetId.1", "DeleteSubnet&SubnetId", "InvalidSubnetID.NotFound",
      "InvalidSubnetId.Malformed", "subnet-0123456789abcdef0", true },
    { "internet-gateway", "CreateInternetGateway", "", "DescribeInternetGateways", "InternetGatewayId.1", "DeleteInternetGateway&InternetGatewayId",
      "InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayId.Malformed", "igw-0123456789abcdef0", true },
    { "egress-only-internet-gateway", "CreateEgressOnlyInternetGateway&VpcId=@V", "VpcId", "DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGatewayId.1",
      "DeleteEgressOnlyInternetGateway&EgressOnlyInternetGatewayId", "InvalidEgressOnlyInternetGatewayId.NotFound",
      "InvalidEgressOnlyInternetGatewayId.Malformed", "eigw-0123456789abcdef0", true },
    { "elastic-ip", "AllocateAddress", "", "DescribeAddresses", "AllocationId.1", "ReleaseAddress&AllocationId", "InvalidAllocationID.NotFound",
      "InvalidAllocationID.Malformed", "eipalloc-0123456789abcdef0", false },
    { "natgateway", "CreateNatGateway&SubnetId=@S&AllocationId=@A", "SubnetId", "DescribeNatGateways", "NatGatewayId.1", "DeleteNatGateway&NatGatewayId",
      "NatGatewayNotFound", "NatGatewayMalformed", "nat-0123456789abcdef0", true },
    { "route-table", "CreateRouteTable&VpcId=@V", "VpcId", "DescribeRouteTables", "RouteTableId.1", "DeleteRouteTable&RouteTableId", "InvalidRouteTableID.NotFound",
      "InvalidRouteTableId.Malformed", "rtb-0123456789abcdef0", true },
    { "security-group", "CreateSecurityGroup&GroupName=n&GroupDescription=d&VpcId=@V", "GroupName", "DescribeSecurityGroups", "GroupId.1",
      "DeleteSecurityGroup&GroupId", "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "sg-0123456789abcdef0", true },
    { "security-group-rule", "AuthorizeSecurityGroupIngress&GroupId=@G&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=2&IpPermissions.1.IpRanges.1.CidrIp=1.0.0.0/8", "GroupId",
      "DescribeSecurityGroupRules", "SecurityGroupRuleId.1", "RevokeSecurityGroupIngress&GroupId=@G&SecurityGroupRuleId.1", "InvalidSecurityGroupRuleId.NotFound",
      "InvalidSecurityGroupRuleId.Malformed", "sgr-0123456789abcdef0", true },
    { "vpc-endpoint", "CreateVpcEndpoint&VpcId=@V&ServiceName=com.amazonaws.ap-northeast-2.s3", "VpcId", "DescribeVpcEndpoints", "VpcEndpointId.1", "",
      "InvalidVpcEndpointId.NotFound", "InvalidVpcEndpointId.Malformed", "vpce-0123456789abcdef0", true },
    { "key-pair", "ImportKeyPair&KeyName=k&PublicKeyMaterial=c3NoLWVkMjU1MTkgQUFBQUMzTnphQzFsWkRJMU5URTVBQUFBSUJyYTNLN1d4OFU1T0x3dEVKS0hGMDZ3VXF2aVFpT3VqN2ZhZ0V6ZEJ0clQ=", "KeyName", "DescribeKeyPairs", "KeyPairId.1", "",
      "InvalidKeyPair.NotFound", "InvalidKeyPair.Malformed", "key-0123456789abcdef0", false },
    { "dhcp-options", "CreateDhcpOptions&DhcpConfiguration.1.Key=domain-name&DhcpConfiguration.1.Value.1=x", "", "DescribeDhcpOptions", "DhcpOptionsId.1",
      "DeleteDhcpOptions&DhcpOptionsId", "InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsId.Malformed", "dopt-0123456789abcdef0", true },
};

static size_t tried;

static void wrong(const char *code, const char *request)
{
    tried++;
    refused(c, code, "%s", filled(arena_printf(&c->arena, "Action=%s", request).ptr).ptr);
}
#define WRONG(code, ...) wrong((code), arena_printf(&c->arena, __VA_ARGS__).ptr)

static const char *tag_spec(const char *type, const char *key, const char *value)
{
    return arena_printf(&c->arena, "&TagSpecification.1.ResourceType=%s&TagSpecification.1.Tag.1.Key=%s&TagSpecification.1.Tag.1.Value=%s", type, key, value).ptr;
}

static const char *repeated(char ch, size_t n)
{
    char *s = arena_alloc(&c->arena, n + 1);
    memset(s, ch, n);
    return s;
}

static void wrong_creates(const struct row *r)
{
    WRONG("UnknownParameter", "%s&Colour=red", r->create);
    WRONG("UnknownParameter", "%s&TagSpecification.1.Colour=red", r->create);
    WRONG("InvalidParameterValue", "%s&DryRun=maybe", r->create);
    WRONG("DryRunOperation", "%s&DryRun=true", r->create);
    WRONG("InvalidAction", "%s&Version=2001-01-01", r->create);
    WRONG("InvalidParameterValue", "%s%s", r->create, tag_spec("castle", "a", "b"));
    WRONG("InvalidParameterValue", "%s%s", r->create, tag_spec("snapshot", "a", "b"));
    WRONG("InvalidParameterValue", "%s%s", r->create, tag_spec(r->type, "", "b"));
    WRONG("InvalidParameterValue", "%s%s", r->create, tag_spec(r->type, "aws:a", "b"));
    WRONG("InvalidParameterValue", "%s%s", r->create, tag_spec(r->type, repeated('k', 129), "b"));
    WRONG("InvalidParameterValue", "%s%s", r->create, tag_spec(r->type, "k", repeated('v', 257)));
    WRONG("InvalidParameterValue", "%s%s&TagSpecification.1.Tag.2.Key=a&TagSpecification.1.Tag.2.Value=c", r->create, tag_spec(r->type, "a", "b"));
    WRONG("InvalidParameterValue", "%s&TagSpecification.1.ResourceType=%s", r->create, r->type);
    WRONG("MissingParameter", "%s&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b", r->create);
    struct buf many = { 0 };
    for (int i = 0; i < 51; i++)
        buf_printf(&many, "&TagSpecification.1.Tag.%d.Key=k%d", i + 1, i);
    WRONG("TagLimitExceeded", "%s&TagSpecification.1.ResourceType=%s%s", r->create, r->type, many.ptr);
    buf_done(&many);
    if (*r->missing) { /* without its parameter: rename it away */
        struct str whole = str_of(r->create), name = arena_printf(&c->arena, "&%s=", r->missing);
        ptrdiff_t at = str_find(whole, name);
        CHECK(at > 0);
        struct str rest = str_slice(whole, (size_t)at + 1, whole.len), head = str_slice(whole, 0, (size_t)at);
        (void)str_split(&rest, '&');
        WRONG("MissingParameter", "%.*s%s%.*s", STR_ARG(head), rest.ptr ? "&" : "", STR_ARG(rest));
    }
}

static void wrong_reads(const struct row *r)
{
    WRONG("UnknownParameter", "%s&Colour=red", r->describe);
    WRONG("InvalidParameterValue", "%s&Filter.1.Name=colour&Filter.1.Value.1=red", r->describe);
    WRONG("InvalidParameterValue", "%s&Filter.1.Name=tag-key", r->describe);
    WRONG("MissingParameter", "%s&Filter.1.Value.1=red", r->describe);
    WRONG(r->not_found, "%s&%s=%s", r->describe, r->ids, r->nobody);
    WRONG(r->malformed, "%s&%s=nonsense", r->describe, r->ids);
    if (r->pages) {
        WRONG("InvalidParameterValue", "%s&MaxResults=many", r->describe);
        WRONG("InvalidParameterValue", "%s&MaxResults=2", r->describe);
        WRONG("InvalidNextToken", "%s&NextToken=nonsense", r->describe);
    }
    if (!*r->remove)
        return;
    WRONG(r->not_found, "%s=%s", r->remove, r->nobody);
    WRONG(r->malformed, "%s=%s-x", r->remove, r->nobody);
    WRONG("UnknownParameter", "%s=%s&Colour=red", r->remove, r->nobody);
    WRONG("InvalidParameterValue", "%s=%s&DryRun=2", r->remove, r->nobody);
}

static void setup(void)
{
    c = cloud_new((struct sim_options){ .instant = true });
    struct net net = network(c);
    vpc = net.vpc;
    subnet = net.subnet;
    address = made(c, "allocationId", "Action=AllocateAddress");
    table = made(c, "routeTableId", "Action=CreateRouteTable&VpcId=%s", vpc.ptr);
    group = made(c, "groupId", "Action=CreateSecurityGroup&GroupName=g&GroupDescription=d&VpcId=%s", vpc.ptr);
}

static void test_every_type_refuses_at_least_twenty_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        setup();
        tried = 0;
        struct str before = answered(c, "Action=%s", rows[i].describe);
        wrong_creates(&rows[i]);
        wrong_reads(&rows[i]);
        CHECK(tried >= 20);
        /* nothing was made by any of them; and without a mistake it is made */
        CHECK_INT(count_of(answered(c, "Action=%s", rows[i].describe), "<item>"), count_of(before, "<item>"));
        answered(c, "Action=%s", filled(rows[i].create).ptr);
        cloud_free(c);
    }
}

static void test_single_operations_refuse_their_own_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *code, *request;
    } own[] = {
        { "InvalidVpc.Range", "CreateVpc&CidrBlock=10.0.0.0/15" },
        { "InvalidVpc.Range", "CreateVpc&CidrBlock=10.0.0.0/29" },
        { "InvalidParameterValue", "CreateVpc&CidrBlock=10.0.0/16" },
        { "InvalidParameterValue", "CreateVpc&CidrBlock=fd00::/56" },
        { "InvalidParameterValue", "CreateVpc&CidrBlock=10.0.0.0/16&InstanceTenancy=cheap" },
        { "UnsupportedOperation", "CreateVpc&CidrBlock=10.0.0.0/16&Ipv4IpamPoolId=p" },
        { "InvalidParameterCombination", "ModifyVpcAttribute&VpcId=@V" },
        { "InvalidParameterValue", "DescribeVpcAttribute&VpcId=@V&Attribute=colour" },
        { "MissingParameter", "DescribeVpcAttribute&VpcId=@V" },
        { "InvalidVpc.Conflict", "AssociateVpcCidrBlock&VpcId=@V&CidrBlock=10.0.0.0/20" },
        { "InvalidVpc.Range", "AssociateVpcCidrBlock&VpcId=@V&CidrBlock=172.16.0.0/20" },
        { "InvalidVpcCidrBlockAssociationID.NotFound", "DisassociateVpcCidrBlock&AssociationId=x" },
        { "InvalidSubnet.Conflict", "CreateSubnet&VpcId=@V&CidrBlock=10.0.0.0/24" },
        { "InvalidSubnet.Range", "CreateSubnet&VpcId=@V&CidrBlock=10.1.0.0/24" },
        { "InvalidSubnet.Range", "CreateSubnet&VpcId=@V&CidrBlock=10.0.8.0/29" },
        { "InvalidParameterValue", "CreateSubnet&VpcId=@V&CidrBlock=10.0.8.0/24&AvailabilityZone=moon-1a" },
        { "InvalidParameterCombination", "CreateSubnet&VpcId=@V&CidrBlock=10.0.8.0/24&AvailabilityZone=ap-northeast-2a&AvailabilityZoneId=apne2-az1" },
        { "InvalidSubnet.Range", "CreateSubnet&VpcId=@V&CidrBlock=10.0.8.0/24&Ipv6CidrBlock=fd00::/64" },
        { "MissingParameter", "CreateSubnet&VpcId=@V" },
        { "InvalidParameterCombination", "ModifySubnetAttribute&SubnetId=@S" },
        { "InvalidParameterValue", "ModifySubnetAttribute&SubnetId=@S&AssignIpv6AddressOnCreation.Value=true" },
        { "InvalidParameterValue", "ModifySubnetAttribute&SubnetId=@S&MapCustomerOwnedIpOnLaunch.Value=true" },
        { "InvalidSubnetCidrBlockAssociationID.NotFound", "DisassociateSubnetCidrBlock&AssociationId=x" },
        { "InvalidParameterValue", "AllocateAddress&NetworkBorderGroup=moon" },
        { "UnsupportedOperation", "AllocateAddress&Domain=standard" },
        { "InvalidParameterValue", "ReleaseAddress&PublicIp=1.2.3.4" },
        { "MissingParameter", "ReleaseAddress" },
        { "MissingParameter", "CreateNatGateway&SubnetId=@S" },
        { "InvalidParameterCombination", "CreateNatGateway&SubnetId=@S&ConnectivityType=private&AllocationId=@A" },
        { "InvalidParameterValue", "CreateNatGateway&SubnetId=@S&AllocationId=@A&PrivateIpAddress=10.9.0.4" },
        { "UnsupportedOperation", "CreateNatGateway&VpcId=@V&AvailabilityMode=regional" },
        { "MissingParameter", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8" },
        { "MissingParameter", "CreateRoute&RouteTableId=@T&GatewayId=igw-0123456789abcdef0" },
        { "InvalidParameterCombination", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&GatewayId=igw-0123456789abcdef0&NatGatewayId=nat-0123456789abcdef0" },
        { "InvalidParameterCombination", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&DestinationIpv6CidrBlock=::/0&GatewayId=x" },
        { "InvalidGatewayID.NotFound", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&GatewayId=igw-0123456789abcdef0" },
        { "InvalidNatGatewayID.NotFound", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&NatGatewayId=nat-0123456789abcdef0" },
        { "InvalidTransitGatewayID.NotFound", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&TransitGatewayId=tgw-1" },
        { "InvalidVpcPeeringConnectionID.NotFound", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&VpcPeeringConnectionId=pcx-1" },
        { "InvalidPrefixListId.NotFound", "CreateRoute&RouteTableId=@T&DestinationPrefixListId=pl-1&GatewayId=x" },
        { "InvalidParameterValue", "CreateRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0/8&GatewayId=x" },
        { "InvalidParameterValue", "ReplaceRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8&GatewayId=x" },
        { "InvalidRoute.NotFound", "DeleteRoute&RouteTableId=@T&DestinationCidrBlock=9.0.0.0/8" },
        { "InvalidParameterValue", "DeleteRoute&RouteTableId=@T&DestinationCidrBlock=10.0.0.0/16" },
        { "MissingParameter", "AssociateRouteTable&RouteTableId=@T" },
        { "InvalidParameterCombination", "AssociateRouteTable&RouteTableId=@T&SubnetId=@S&GatewayId=x" },
        { "InvalidAssociationID.NotFound", "DisassociateRouteTable&AssociationId=rtbassoc-0123456789abcdef0" },
        { "InvalidGroup.Duplicate", "CreateSecurityGroup&GroupName=g&GroupDescription=d&VpcId=@V" },
        { "InvalidParameterValue", "CreateSecurityGroup&GroupName=sg-x&GroupDescription=d&VpcId=@V" },
        { "InvalidParameterValue", "CreateSecurityGroup&GroupName=default&GroupDescription=d&VpcId=@V" },
        { "InvalidParameterValue", "CreateSecurityGroup&GroupName=x&GroupDescription=%C3%A9&VpcId=@V" },
        { "VPCIdNotSpecified", "CreateSecurityGroup&GroupName=x&GroupDescription=d" },
        { "MissingParameter", "AuthorizeSecurityGroupIngress&GroupId=@G" },
        { "MissingParameter", "AuthorizeSecurityGroupIngress&GroupId=@G&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=1" },
        { "InvalidParameterValue", "AuthorizeSecurityGroupIngress&GroupId=@G&IpProtocol=tcp&FromPort=9&ToPort=1&CidrIp=1.0.0.0/8" },
        { "InvalidParameterValue", "AuthorizeSecurityGroupIngress&GroupId=@G&IpProtocol=tcp&CidrIp=1.0.0.0/8" },
        { "InvalidParameterValue", "AuthorizeSecurityGroupIngress&GroupId=@G&IpProtocol=icmp&FromPort=300&ToPort=0&CidrIp=1.0.0.0/8" },
        { "InvalidPermission.Malformed", "AuthorizeSecurityGroupIngress&GroupId=@G&IpProtocol=smoke&CidrIp=1.0.0.0/8" },
        { "InvalidParameterValue", "AuthorizeSecurityGroupIngress&GroupId=@G&IpProtocol=-1&CidrIp=1.0.0/8" },
        { "InvalidGroup.NotFound", "AuthorizeSecurityGroupIngress&GroupId=@G&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId=sg-0123456789abcdef0" },
        { "InvalidPermission.Duplicate", "AuthorizeSecurityGroupEgress&GroupId=@G&IpPermissions.1.IpProtocol=all&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0" },
        { "InvalidParameterValue", "AuthorizeSecurityGroupIngress&GroupId=@G&IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=1.0.0.0/8&IpPermissions.2.IpProtocol=-1&IpPermissions.2.IpRanges.1.CidrIp=1.2.3.4/8" },
        { "InvalidPermission.NotFound", "RevokeSecurityGroupIngress&GroupId=@G&IpProtocol=-1&CidrIp=1.0.0.0/8" },
        { "MissingParameter", "ModifySecurityGroupRules&GroupId=@G" },
        { "InvalidServiceName", "CreateVpcEndpoint&VpcId=@V&ServiceName=com.amazonaws.us-east-1.s3" },
        { "InvalidParameter", "CreateVpcEndpoint&VpcId=@V&ServiceName=com.amazonaws.ap-northeast-2.s3&SubnetId.1=@S" },
        { "InvalidParameter", "CreateVpcEndpoint&VpcId=@V&VpcEndpointType=Interface&ServiceName=com.amazonaws.ap-northeast-2.ssm&RouteTableId.1=@T" },
        { "InvalidParameter", "CreateVpcEndpoint&VpcId=@V&VpcEndpointType=Interface&ServiceName=com.amazonaws.ap-northeast-2.ssm&SubnetId.1=@S&PrivateDnsEnabled=true" },
        { "InvalidPolicyDocument", "CreateVpcEndpoint&VpcId=@V&ServiceName=com.amazonaws.ap-northeast-2.s3&PolicyDocument=nonsense" },
        { "UnsupportedOperation", "CreateVpcEndpoint&VpcId=@V&VpcEndpointType=Tunnel&ServiceName=x" },
        { "InvalidKey.Format", "ImportKeyPair&KeyName=k&PublicKeyMaterial=bm9uc2Vuc2U=" },
        { "MissingParameter", "DeleteKeyPair" },
        { "InvalidKeyPair.NotFound", "DescribeKeyPairs&KeyName.1=none" },
        { "InvalidID", "CreateTags&ResourceId.1=castle-1&Tag.1.Key=a&Tag.1.Value=b" },
        { "InvalidVpcID.NotFound", "CreateTags&ResourceId.1=vpc-0123456789abcdef0&Tag.1.Key=a&Tag.1.Value=b" },
        { "MissingParameter", "CreateTags&ResourceId.1=@V" },
        { "InvalidParameterValue", "CreateTags&ResourceId.1=@V&Tag.1.Key=aws:a&Tag.1.Value=b" },
        { "InvalidParameterValue", "CreateDhcpOptions&DhcpConfiguration.1.Key=colour&DhcpConfiguration.1.Value.1=x" },
        { "InvalidParameterValue", "DescribeAvailabilityZones&ZoneName.1=moon-1a" },
        { "InvalidAMIID.NotFound", "DescribeImages&ImageId.1=ami-1" },
        { "InvalidInstanceID.NotFound", "DescribeInstances&InstanceId.1=i-1" },
        { "InvalidAttachmentID.NotFound", "DetachNetworkInterface&AttachmentId=x" },
        { "InvalidAddress.NotFound", "DescribeAddresses&PublicIp.1=1.2.3.4" },
        { "InvalidAction", "MakeCoffee" },
    };
    setup();
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        wrong(own[i].code, own[i].request);
    cloud_free(c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type_refuses_at_least_twenty_mistakes),
        cmocka_unit_test(test_single_operations_refuse_their_own_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
