/*
 * test_network.c - what depends on what, what changes with time, and what a network looks like from each side.
 */
#include "tests/unit/providers_aws_sim/cloud.h"
#include "tests/unit/test.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static const char *state_of_nat(struct cloud *c, struct str id)
{
    struct str row = answered(c, "Action=DescribeNatGateways&NatGatewayId.1=%s", id.ptr);
    return element(c, row, "state").ptr;
}

/* A network with a gateway, an address and a NAT gateway that is pending. */
struct built {
    struct net net;
    struct str igw, address, nat;
};

static struct built build(struct cloud *c)
{
    struct built b = { .net = network(c) };
    b.igw = made(c, "internetGatewayId", "Action=CreateInternetGateway");
    answered(c, "Action=AttachInternetGateway&InternetGatewayId=%s&VpcId=%s", b.igw.ptr, b.net.vpc.ptr);
    b.address = made(c, "allocationId", "Action=AllocateAddress");
    b.nat = made(c, "natGatewayId", "Action=CreateNatGateway&SubnetId=%s&AllocationId=%s", b.net.subnet.ptr, b.address.ptr);
    return b;
}

static void test_new_networks_are_pending_and_come_with_their_parts(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ 0 });
    struct str answer = answered(c, "Action=CreateVpc&CidrBlock=10.0.0.7/16"), vpc = element(c, answer, "vpcId");
    CHECK_STR(element(c, answer, "cidrBlock"), "10.0.0.0/16");
    CHECK(has(answer, "<state>pending</state>"));
    CHECK(has(answered(c, "Action=DescribeVpcs&VpcId.1=%s", vpc.ptr), "<state>pending</state>"));
    c->now_ms += 1600;
    CHECK(has(answered(c, "Action=DescribeVpcs&VpcId.1=%s", vpc.ptr), "<state>available</state>"));
    CHECK_STR(made(c, "groupName", "Action=DescribeSecurityGroups"), "default");
    CHECK(has(answered(c, "Action=DescribeRouteTables"), "<main>true</main>"));
    CHECK_INT(count_of(answered(c, "Action=DescribeNetworkAcls"), "<ruleNumber>"), 4);
    CHECK(has(answered(c, "Action=DescribeDhcpOptions"), "AmazonProvidedDNS"));
    CHECK_INT(count_of(answered(c, "Action=DescribeSecurityGroupRules"), "<securityGroupRuleId>"), 2);
    answered(c, "Action=DeleteVpc&VpcId=%s", vpc.ptr);
    static const char *const lists[] = { "DescribeVpcs", "DescribeSecurityGroups", "DescribeRouteTables", "DescribeNetworkAcls", "DescribeSecurityGroupRules" };
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        CHECK(!has(answered(c, "Action=%s", lists[i]), "<item>"));
    cloud_free(c);
}

static void test_a_nat_gateway_takes_minutes_both_ways(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 9 });
    struct built b = build(c);
    CHECK(!strcmp(state_of_nat(c, b.nat), "pending"));
    c->now_ms += 59 * 1000;
    CHECK(!strcmp(state_of_nat(c, b.nat), "pending"));
    c->now_ms += 2 * MINUTE + 1000;
    CHECK(!strcmp(state_of_nat(c, b.nat), "available"));
    CHECK(has(answered(c, "Action=DescribeAddresses"), b.nat.ptr) == false);
    refused(c, "InvalidIPAddress.InUse", "Action=ReleaseAddress&AllocationId=%s", b.address.ptr);
    answered(c, "Action=DeleteNatGateway&NatGatewayId=%s", b.nat.ptr);
    CHECK(!strcmp(state_of_nat(c, b.nat), "deleting"));
    refused(c, "DependencyViolation", "Action=DeleteSubnet&SubnetId=%s", b.net.subnet.ptr);
    c->now_ms += 91 * 1000;
    CHECK(!strcmp(state_of_nat(c, b.nat), "deleted"));
    answered(c, "Action=ReleaseAddress&AllocationId=%s", b.address.ptr);
    answered(c, "Action=DeleteSubnet&SubnetId=%s", b.net.subnet.ptr);
    c->now_ms += 59 * MINUTE;
    CHECK(!strcmp(state_of_nat(c, b.nat), "deleted"));
    c->now_ms += 2 * MINUTE;
    refused(c, "NatGatewayNotFound", "Action=DescribeNatGateways&NatGatewayId.1=%s", b.nat.ptr);
    cloud_free(c);
}

static void test_a_nat_gateway_fails_later_for_what_is_wrong_around_it(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 9 });
    struct net net = network(c);
    struct str address = made(c, "allocationId", "Action=AllocateAddress");
    struct str nat = made(c, "natGatewayId", "Action=CreateNatGateway&SubnetId=%s&AllocationId=%s", net.subnet.ptr, address.ptr);
    CHECK(!strcmp(state_of_nat(c, nat), "pending"));
    c->now_ms += MINUTE;
    CHECK_STR(made(c, "failureCode", "Action=DescribeNatGateways&NatGatewayId.1=%s", nat.ptr), "Gateway.NotAttached");
    answered(c, "Action=ReleaseAddress&AllocationId=%s", address.ptr); /* it was not taken */
    answered(c, "Action=DeleteSubnet&SubnetId=%s", net.subnet.ptr);
    c->now_ms += HOUR;
    CHECK(!has(answered(c, "Action=DescribeNatGateways"), "<natGatewayId>"));
    struct built b = build(c);
    nat = made(c, "natGatewayId", "Action=CreateNatGateway&SubnetId=%s&AllocationId=%s", b.net.subnet.ptr, b.address.ptr);
    c->now_ms += MINUTE;
    CHECK_STR(made(c, "failureCode", "Action=DescribeNatGateways&NatGatewayId.1=%s", nat.ptr), "Resource.AlreadyAssociated");
    cloud_free(c);
}

static void test_a_strict_cloud_forgets_the_interface_of_an_address_late(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 9, .lag_ms = 20000, .strict = true });
    struct net net = { .vpc = made(c, "vpcId", "Action=CreateVpc&CidrBlock=10.0.0.0/16") };
    c->now_ms += MINUTE;
    struct str subnet = made(c, "subnetId", "Action=CreateSubnet&VpcId=%s&CidrBlock=10.0.0.0/24", net.vpc.ptr);
    struct str igw = made(c, "internetGatewayId", "Action=CreateInternetGateway"), address = made(c, "allocationId", "Action=AllocateAddress");
    c->now_ms += MINUTE;
    answered(c, "Action=AttachInternetGateway&InternetGatewayId=%s&VpcId=%s", igw.ptr, net.vpc.ptr);
    struct str nat = made(c, "natGatewayId", "Action=CreateNatGateway&SubnetId=%s&AllocationId=%s", subnet.ptr, address.ptr);
    c->now_ms += 5 * MINUTE;
    answered(c, "Action=DescribeVpcs");
    c->now_ms += MINUTE;
    answered(c, "Action=DeleteNatGateway&NatGatewayId=%s", nat.ptr);
    bool late = false;
    for (int s = 0; s < 120; s++) {
        struct str code = element(c, ask(c, "Action=ReleaseAddress&AllocationId=%s", address.ptr), "Code");
        late = late || str_is(code, "InvalidNetworkInterfaceID.NotFound");
        if (!code.len)
            break;
        CHECK(str_is(code, "InvalidIPAddress.InUse") || late);
        c->now_ms += 1000;
    }
    CHECK(late);
    refused(c, "InvalidAllocationID.NotFound", "Action=ReleaseAddress&AllocationId=%s", address.ptr);
    cloud_free(c);
}

static void test_everything_holds_what_it_needs(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 9 });
    struct built b = build(c);
    const char *vpc = b.net.vpc.ptr;
    refused(c, "DependencyViolation", "Action=DetachInternetGateway&InternetGatewayId=%s&VpcId=%s", b.igw.ptr, vpc);
    refused(c, "DependencyViolation", "Action=DeleteInternetGateway&InternetGatewayId=%s", b.igw.ptr);
    refused(c, "DependencyViolation", "Action=DeleteVpc&VpcId=%s", vpc);
    struct str table = made(c, "routeTableId", "Action=CreateRouteTable&VpcId=%s", vpc);
    answered(c, "Action=AssociateRouteTable&RouteTableId=%s&SubnetId=%s", table.ptr, b.net.subnet.ptr);
    answered(c, "Action=CreateRoute&RouteTableId=%s&DestinationCidrBlock=0.0.0.0/0&NatGatewayId=%s", table.ptr, b.nat.ptr);
    refused(c, "DependencyViolation", "Action=DeleteRouteTable&RouteTableId=%s", table.ptr);
    struct str endpoint = made(c, "vpcEndpointId", "Action=CreateVpcEndpoint&VpcId=%s&ServiceName=com.amazonaws.ap-northeast-2.s3&RouteTableId.1=%s", vpc, table.ptr);
    refused(c, "InvalidParameterValue", "Action=DeleteRoute&RouteTableId=%s&DestinationPrefixListId=pl-78a54011", table.ptr);
    struct str one = made(c, "groupId", "Action=CreateSecurityGroup&GroupName=one&GroupDescription=d&VpcId=%s", vpc);
    struct str two = made(c, "groupId", "Action=CreateSecurityGroup&GroupName=two&GroupDescription=d&VpcId=%s", vpc);
    struct str rule = made(c, "securityGroupRuleId",
                           "Action=AuthorizeSecurityGroupIngress&GroupId=%s&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId=%s", one.ptr, two.ptr);
    refused(c, "DependencyViolation", "Action=DeleteSecurityGroup&GroupId=%s", two.ptr);
    struct str inner = made(c, "vpcEndpointId",
                            "Action=CreateVpcEndpoint&VpcEndpointType=Interface&VpcId=%s&ServiceName=com.amazonaws.ap-northeast-2.ssm&SubnetId.1=%s&SecurityGroupId.1=%s",
                            vpc, b.net.subnet.ptr, one.ptr);
    refused(c, "DependencyViolation", "Action=DeleteSecurityGroup&GroupId=%s", one.ptr);
    c->now_ms += 5 * MINUTE;
    CHECK(has(answered(c, "Action=DescribeVpcEndpoints&VpcEndpointId.1=%s", inner.ptr), "<state>available</state>"));

    /* and down again */
    answered(c, "Action=DeleteVpcEndpoints&VpcEndpointId.1=%s&VpcEndpointId.2=%s", endpoint.ptr, inner.ptr);
    refused(c, "DependencyViolation", "Action=DeleteSecurityGroup&GroupId=%s", one.ptr);
    answered(c, "Action=DeleteNatGateway&NatGatewayId=%s", b.nat.ptr);
    c->now_ms += 5 * MINUTE;
    CHECK(has(answered(c, "Action=DescribeRouteTables&RouteTableId.1=%s", table.ptr), "<state>blackhole</state>"));
    answered(c, "Action=RevokeSecurityGroupIngress&GroupId=%s&SecurityGroupRuleId.1=%s", one.ptr, rule.ptr);
    answered(c, "Action=DeleteSecurityGroup&GroupId=%s", two.ptr);
    answered(c, "Action=DeleteSecurityGroup&GroupId=%s", one.ptr);
    answered(c, "Action=DeleteSubnet&SubnetId=%s", b.net.subnet.ptr); /* takes the association along */
    answered(c, "Action=DeleteRouteTable&RouteTableId=%s", table.ptr);
    answered(c, "Action=DetachInternetGateway&InternetGatewayId=%s&VpcId=%s", b.igw.ptr, vpc);
    refused(c, "Gateway.NotAttached", "Action=DetachInternetGateway&InternetGatewayId=%s&VpcId=%s", b.igw.ptr, vpc);
    answered(c, "Action=DeleteInternetGateway&InternetGatewayId=%s", b.igw.ptr);
    answered(c, "Action=DeleteVpc&VpcId=%s", vpc);
    refused(c, "InvalidVpcID.NotFound", "Action=DeleteVpc&VpcId=%s", vpc);
    cloud_free(c);
}

static void test_rules_are_objects_and_permissions(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .instant = true });
    struct net net = network(c);
    struct str group = made(c, "groupId", "Action=CreateSecurityGroup&GroupName=g&GroupDescription=d&VpcId=%s", net.vpc.ptr);
    struct str answer = answered(c, "Action=AuthorizeSecurityGroupIngress&GroupId=%s&IpPermissions.1.IpProtocol=6&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443"
                                    "&IpPermissions.1.IpRanges.1.CidrIp=10.1.2.3/8&IpPermissions.1.IpRanges.2.CidrIp=11.0.0.0/8&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0",
                                 group.ptr);
    CHECK_INT(count_of(answer, "<securityGroupRuleId>"), 3);
    CHECK(has(answer, "<ipProtocol>tcp</ipProtocol>") && has(answer, "<cidrIpv4>10.0.0.0/8</cidrIpv4>"));
    struct str shown = answered(c, "Action=DescribeSecurityGroups&GroupId.1=%s", group.ptr);
    CHECK_INT(count_of(shown, "<fromPort>443</fromPort>"), 1); /* one permission of three ranges */
    CHECK_INT(count_of(shown, "<cidrIp>"), 3);                 /* and the default egress */
    struct str rule = element(c, answer, "securityGroupRuleId");
    answered(c, "Action=CreateTags&ResourceId.1=%s&Tag.1.Key=k&Tag.1.Value=v", rule.ptr);
    CHECK(has(answered(c, "Action=DescribeSecurityGroupRules&Filter.1.Name=tag:k&Filter.1.Value.1=v"), rule.ptr));
    answered(c, "Action=ModifySecurityGroupRules&GroupId=%s&SecurityGroupRule.1.SecurityGroupRuleId=%s&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=udp"
                "&SecurityGroupRule.1.SecurityGroupRule.FromPort=1&SecurityGroupRule.1.SecurityGroupRule.ToPort=2&SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupId=%s",
             group.ptr, rule.ptr, group.ptr);
    struct str changed = answered(c, "Action=DescribeSecurityGroupRules&SecurityGroupRuleId.1=%s", rule.ptr);
    CHECK(has(changed, "<key>k</key>") && has(changed, "udp") && !has(changed, "cidrIpv4"));
    answered(c, "Action=DeleteSecurityGroup&GroupId=%s", group.ptr); /* its own references do not hold it */
    CHECK(!has(answered(c, "Action=DescribeSecurityGroupRules&Filter.1.Name=group-id&Filter.1.Value.1=%s", group.ptr), "<item>"));
    cloud_free(c);
}

static void test_associations_settle_and_get_new_ids(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ 0 });
    struct net net = network(c);
    struct str table = made(c, "routeTableId", "Action=CreateRouteTable&VpcId=%s", net.vpc.ptr);
    struct str main = made(c, "routeTableId", "Action=DescribeRouteTables&Filter.1.Name=association.main&Filter.1.Value.1=true");
    struct str answer = answered(c, "Action=AssociateRouteTable&RouteTableId=%s&SubnetId=%s", table.ptr, net.subnet.ptr);
    struct str a = element(c, answer, "associationId");
    CHECK(has(answer, "<state>associating</state>"));
    c->now_ms += 4000;
    CHECK(has(answered(c, "Action=DescribeRouteTables&RouteTableId.1=%s", table.ptr), "<state>associated</state>"));
    refused(c, "Resource.AlreadyAssociated", "Action=AssociateRouteTable&RouteTableId=%s&SubnetId=%s", table.ptr, net.subnet.ptr);
    struct str b = made(c, "newAssociationId", "Action=ReplaceRouteTableAssociation&AssociationId=%s&RouteTableId=%s", a.ptr, main.ptr);
    CHECK(!str_eq(a, b));
    refused(c, "InvalidAssociationID.NotFound", "Action=DisassociateRouteTable&AssociationId=%s", a.ptr);
    answered(c, "Action=DisassociateRouteTable&AssociationId=%s", b.ptr);
    struct str main_association = made(c, "routeTableAssociationId", "Action=DescribeRouteTables&RouteTableId.1=%s", main.ptr);
    refused(c, "InvalidParameterValue", "Action=DisassociateRouteTable&AssociationId=%s", main_association.ptr);
    answered(c, "Action=ReplaceRouteTableAssociation&AssociationId=%s&RouteTableId=%s", main_association.ptr, table.ptr);
    answered(c, "Action=DeleteRouteTable&RouteTableId=%s", main.ptr);
    answered(c, "Action=DeleteSubnet&SubnetId=%s", net.subnet.ptr);
    answered(c, "Action=DeleteVpc&VpcId=%s", net.vpc.ptr); /* the new main one goes with it */
    CHECK(!has(answered(c, "Action=DescribeRouteTables"), "<item>"));
    cloud_free(c);
}

static void test_second_ranges_settle_and_are_held_by_subnets(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ 0 });
    struct net net = network(c);
    struct str a = made(c, "associationId", "Action=AssociateVpcCidrBlock&VpcId=%s&CidrBlock=10.1.0.0/16", net.vpc.ptr);
    refused(c, "InvalidSubnet.Range", "Action=CreateSubnet&VpcId=%s&CidrBlock=10.1.0.0/24", net.vpc.ptr); /* still associating */
    c->now_ms += 5000;
    struct str subnet = made(c, "subnetId", "Action=CreateSubnet&VpcId=%s&CidrBlock=10.1.0.0/24", net.vpc.ptr);
    refused(c, "InvalidCidrBlock.InUse", "Action=DisassociateVpcCidrBlock&AssociationId=%s", a.ptr);
    answered(c, "Action=DeleteSubnet&SubnetId=%s", subnet.ptr);
    CHECK(has(answered(c, "Action=DisassociateVpcCidrBlock&AssociationId=%s", a.ptr), "disassociating"));
    c->now_ms += 5000;
    CHECK(!has(answered(c, "Action=DescribeVpcs"), "10.1.0.0/16"));
    cloud_free(c);
}

static void test_limits_are_limits(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct value limits = value_map_of(&arena, "vpcs", value_int(1), "subnets_per_vpc", value_int(1), "addresses", value_int(1), "gateways", value_int(1),
                                       "groups_per_vpc", value_int(2), "rules_per_group", value_int(1), "routes_per_table", value_int(1), NULL);
    struct cloud *c = cloud_new((struct sim_options){ .instant = true, .knobs = value_map_of(&arena, "aws", limits, NULL) });
    struct net net = network(c);
    struct str group = made(c, "groupId", "Action=CreateSecurityGroup&GroupName=a&GroupDescription=d&VpcId=%s", net.vpc.ptr);
    struct str igw = made(c, "internetGatewayId", "Action=CreateInternetGateway");
    answered(c, "Action=AttachInternetGateway&InternetGatewayId=%s&VpcId=%s", igw.ptr, net.vpc.ptr);
    answered(c, "Action=AllocateAddress");
    struct str table = made(c, "routeTableId", "Action=DescribeRouteTables");
    refused(c, "VpcLimitExceeded", "Action=CreateVpc&CidrBlock=10.0.0.0/16");
    refused(c, "SubnetLimitExceeded", "Action=CreateSubnet&VpcId=%s&CidrBlock=10.0.7.0/24", net.vpc.ptr);
    refused(c, "AddressLimitExceeded", "Action=AllocateAddress");
    refused(c, "InternetGatewayLimitExceeded", "Action=CreateInternetGateway");
    refused(c, "SecurityGroupLimitExceeded", "Action=CreateSecurityGroup&GroupName=b&GroupDescription=d&VpcId=%s", net.vpc.ptr);
    refused(c, "RulesPerSecurityGroupLimitExceeded", "Action=AuthorizeSecurityGroupEgress&GroupId=%s&IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=1.0.0.0/8", group.ptr);
    refused(c, "RouteLimitExceeded", "Action=CreateRoute&RouteTableId=%s&DestinationCidrBlock=9.0.0.0/8&GatewayId=%s", table.ptr, igw.ptr);
    cloud_free(c);
}

static void test_a_default_vpc_is_there_when_asked_for(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct value knobs = value_map_of(&arena, "aws", value_map_of(&arena, "default_vpc", value_bool(true), NULL), NULL);
    struct cloud *c = cloud_new((struct sim_options){ .knobs = knobs });
    CHECK(has(answered(c, "Action=DescribeVpcs"), "<isDefault>true</isDefault>"));
    CHECK_INT(count_of(answered(c, "Action=DescribeSubnets"), "<defaultForAz>true"), 4);
    CHECK(has(answered(c, "Action=DescribeRouteTables"), "igw-"));
    CHECK_STR(made(c, "groupName", "Action=DescribeSecurityGroups&GroupName.1=default"), "default");
    CHECK(has(answered(c, "Action=DescribeAccountAttributes&AttributeName.1=default-vpc"), "vpc-"));
    cloud_free(c);
}

/* A world that is saved in the middle goes on the same. */
static void test_a_saved_network_goes_on(void **state)
{
    (void)state;
    struct io io = { .ops = &io_real_ops };
    struct err err = { 0 };
    const char *path = "/tmp/infra-test-aws-world.json";
    struct cloud *c = cloud_new((struct sim_options){ .seed = 9 });
    struct built b = build(c);
    CHECK(sim_world_save(c->world, &io, path, &err));
    struct cloud *d = cloud_new((struct sim_options){ .seed = 1 });
    CHECK(sim_world_load(d->world, &io, path, &err));
    d->now_ms = c->now_ms += 4 * MINUTE;
    CHECK(!strcmp(state_of_nat(d, b.nat), "available"));
    static const char *const lists[] = { "DescribeVpcs", "DescribeNatGateways", "DescribeRouteTables", "DescribeNetworkInterfaces", "DescribeAddresses" };
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        (void)state_of_nat(c, b.nat);
        struct str left = answered(c, "Action=%s", lists[i]), right = answered(d, "Action=%s", lists[i]);
        CHECK_INT(left.len, right.len);
    }
    CHECK(io_file_remove(&io, path, &err));
    cloud_free(c);
    cloud_free(d);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_networks_are_pending_and_come_with_their_parts),
        cmocka_unit_test(test_a_nat_gateway_takes_minutes_both_ways),
        cmocka_unit_test(test_a_nat_gateway_fails_later_for_what_is_wrong_around_it),
        cmocka_unit_test(test_a_strict_cloud_forgets_the_interface_of_an_address_late),
        cmocka_unit_test(test_everything_holds_what_it_needs),
        cmocka_unit_test(test_rules_are_objects_and_permissions),
        cmocka_unit_test(test_associations_settle_and_get_new_ids),
        cmocka_unit_test(test_second_ranges_settle_and_are_held_by_subnets),
        cmocka_unit_test(test_limits_are_limits),
        cmocka_unit_test(test_a_default_vpc_is_there_when_asked_for),
        cmocka_unit_test(test_a_saved_network_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
