/*
 * test_ec2.c - the recipes of the EC2 types: order of requests, going on after an interruption, taken names, what blocks a delete.
 */
#include "tests/unit/test.h"

#include "providers/aws/ec2/sg_rules.h"
#include "tests/unit/providers_aws/fake_aws.h"

/* The mutating requests from `from` on, in order. */
static struct str trail(struct fake_aws *aws, size_t from)
{
    struct str all = STR("");
    for (size_t i = from; i < aws->requests.count; i++)
        if (!str_starts(aws->requests.items[i].operation, STR("Describe")))
            all = arena_printf(&aws->memory, "%.*s%s%.*s", STR_ARG(all), all.len ? " " : "", STR_ARG(aws->requests.items[i].operation));
    return all;
}

static enum health decode(struct arena *arena, const char *type, const char *json, struct value *ret, struct str *ret_reason)
{
    const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };
    struct value object;
    struct err err = { 0 };
    CHECK(value_from_json(arena, str_of(json), &object, &err));
    *ret = VALUE_NONE;
    *ret_reason = STR_NONE;
    return registry_type(&registry, str_of(type), NULL)->reader->decode(arena, object, ret, ret_reason);
}

/* ---- Decoding -------------------------------------------------------------------------------------------------------- */

static void test_health_is_the_clouds_word(void **state)
{
    (void)state;
    static const struct {
        const char *type, *object;
        enum health health;
        const char *reason;
    } cases[] = {
        { "aws_vpc", "{\"VpcId\":\"v\",\"State\":\"pending\"}", HEALTH_PENDING, "pending" },
        { "aws_vpc", "{\"VpcId\":\"v\",\"State\":\"available\"}", HEALTH_READY, "available" },
        { "aws_vpc", "{\"VpcId\":\"v\",\"State\":\"available\",\"Ipv6CidrBlockAssociationSet\":[{\"Ipv6CidrBlockState\":{\"State\":\"associating\"}}]}",
          HEALTH_PENDING, "its IPv6 range is changing" },
        { "aws_subnet", "{\"State\":\"failed-insufficient-capacity\"}", HEALTH_DEAD, "failed-insufficient-capacity" },
        { "aws_internet_gateway", "{\"Attachments\":[{\"State\":\"attaching\",\"VpcId\":\"v\"}]}", HEALTH_PENDING, "attaching" },
        { "aws_internet_gateway", "{}", HEALTH_READY, "" },
        { "aws_nat_gateway", "{\"State\":\"failed\",\"FailureCode\":\"Gateway.NotAttached\",\"FailureMessage\":\"no gateway\"}", HEALTH_DEAD,
          "Gateway.NotAttached: no gateway" },
        { "aws_nat_gateway", "{\"State\":\"deleted\"}", HEALTH_GONE, "deleted" },
        { "aws_nat_gateway", "{\"State\":\"available\",\"NatGatewayAddresses\":[{\"IsPrimary\":true},{\"Status\":\"associating\"}]}", HEALTH_PENDING,
          "available" },
        { "aws_vpc_endpoint", "{\"State\":\"PendingAcceptance\"}", HEALTH_READY, "pendingacceptance" },
        { "aws_vpc_endpoint", "{\"State\":\"Rejected\",\"LastError\":{\"Message\":\"not you\"}}", HEALTH_DEAD, "rejected: not you" },
        { "aws_vpc_endpoint", "{\"State\":\"deleting\"}", HEALTH_PENDING, "deleting" },
        { "aws_route_table_association", "{\"Parent\":{\"RouteTableId\":\"r\"},\"Item\":{\"SubnetId\":\"s\",\"AssociationState\":{\"State\":\"failed\","
          "\"StatusMessage\":\"why\"}}}", HEALTH_DEAD, "why" },
    };
    DROP_ARENA struct arena arena = { 0 };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value attrs;
        struct str reason;
        CHECK_INT(decode(&arena, cases[i].type, cases[i].object, &attrs, &reason), cases[i].health);
        CHECK_STR(reason, cases[i].reason);
    }
}

static void test_each_rule_type_leaves_the_others_direction_out(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct value attrs;
    struct str reason;
    static const char out[] = "{\"SecurityGroupRuleId\":\"sgr-1\",\"IsEgress\":true,\"IpProtocol\":\"-1\",\"FromPort\":-1,\"ToPort\":-1,"
                              "\"GroupOwnerId\":\"1\",\"ReferencedGroupInfo\":{\"GroupId\":\"sg-2\",\"UserId\":\"2\"}}";
    decode(&arena, "aws_vpc_security_group_ingress_rule", out, &attrs, &reason);
    CHECK(!value_given(attrs));
    decode(&arena, "aws_vpc_security_group_egress_rule", out, &attrs, &reason);
    CHECK(value_is(value_get(attrs, "referenced_security_group_id"), "2/sg-2")); /* another account's */
    CHECK(!value_given(value_get(attrs, "from_port")));                          /* all protocols have no ports */
}

static void test_routes_that_nobody_declared_do_not_count(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct value attrs;
    struct str reason;
    decode(&arena, "aws_route_table",
           "{\"RouteTableId\":\"rtb-1\",\"Routes\":[{\"DestinationCidrBlock\":\"10.0.0.0/16\",\"GatewayId\":\"local\",\"Origin\":\"CreateRouteTable\"},"
           "{\"DestinationCidrBlock\":\"172.16.0.0/12\",\"GatewayId\":\"vgw-1\",\"Origin\":\"EnableVgwRoutePropagation\"},"
           "{\"DestinationPrefixListId\":\"pl-1\",\"GatewayId\":\"vpce-1\",\"Origin\":\"CreateRoute\"},"
           "{\"DestinationCidrBlock\":\"0.0.0.0/0\",\"GatewayId\":\"vpce-2\",\"Origin\":\"CreateRoute\"},"
           "{\"DestinationIpv6CidrBlock\":\"::/0\",\"EgressOnlyInternetGatewayId\":\"eigw-1\",\"Origin\":\"CreateRoute\"}]}",
           &attrs, &reason);
    struct value routes = value_get(attrs, "route");
    CHECK_INT(routes.count, 2);
    CHECK(value_is(value_get(value_at(routes, 0), "vpc_endpoint_id"), "vpce-2"));
    CHECK(value_is(value_get(value_at(routes, 1), "egress_only_gateway_id"), "eigw-1"));
}

static void test_blocks_and_rules_are_two_views_of_the_same(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct value permissions, blocks;
    struct err err = { 0 };
    CHECK(value_from_json(&arena,
                          STR("[{\"IpProtocol\":\"tcp\",\"FromPort\":443,\"ToPort\":443,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\",\"Description\":\"a\"},"
                              "{\"CidrIp\":\"0.0.0.0/0\"}],\"UserIdGroupPairs\":[{\"GroupId\":\"sg-1\",\"UserId\":\"1\",\"Description\":\"a\"},"
                              "{\"GroupId\":\"sg-2\",\"UserId\":\"2\"}]},{\"IpProtocol\":\"-1\",\"Ipv6Ranges\":[{\"CidrIpv6\":\"::/0\"}]}]"),
                          &permissions, &err));
    blocks = sg_blocks_decode(&arena, permissions, value_cstr("sg-1"), value_cstr("1"));
    CHECK_INT(blocks.count, 3);
    CHECK(value_to_bool(value_get(value_at(blocks, 0), "self"), false)); /* with 10/8, described a */
    CHECK(value_is(value_path(value_at(blocks, 1), "security_groups[0]"), "2/sg-2"));
    CHECK_INT(value_to_int(value_get(value_at(blocks, 2), "from_port"), -9), 0);
    struct value rules = sg_rules_of(&arena, blocks, value_cstr("sg-1"));
    CHECK_INT(rules.count, 5);
    struct value input = sg_rules_input(&arena, rules);
    CHECK(value_is(value_path(value_at(input, 0), "IpRanges[0].CidrIp"), "10.0.0.0/8"));
    CHECK(!value_given(value_get(value_at(input, 4), "FromPort")));
    CHECK_INT(sg_rules_without(&arena, rules, rules, true).count, 0);
    CHECK(sg_blocks_check(blocks, "ingress", &err));
    struct value twice[] = { value_at(blocks, 1), value_with(&arena, value_at(blocks, 1), "self", value_bool(true)) };
    CHECK(!sg_blocks_check(value_list(&arena, twice, 2), "ingress", &err));
    CHECK_ERR(&err, ERR_INVALID, "two blocks with protocol tcp, ports 443 to 443");
    CHECK(value_is(sg_normalise_protocol(&arena, value_cstr("TCP")), "tcp"));
    CHECK(value_is(sg_normalise_protocol(&arena, value_cstr("17")), "udp"));
    CHECK(value_is(sg_normalise_protocol(&arena, value_cstr("all")), "-1"));
}

/* ---- Creating -------------------------------------------------------------------------------------------------------- */

static void test_the_id_is_bound_before_the_next_request(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    struct fake_step *step = fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\",\"enable_dns_hostnames\":true}");
    size_t from = aws->requests.count;
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DescribeVpcs", .code = "UnauthorizedOperation", .status = 403 });
    CHECK(!fake_run(step));
    CHECK_INT(step->bound.count, 1);
    CHECK_STR(step->bound.items[0].name, "id");
    /* the step goes on: no second VPC */
    struct fake_step *again = fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\",\"enable_dns_hostnames\":true}");
    again->op.prior = fake_json(aws, "{\"id\":\"vpc-1\"}");
    again->op.resumed = true;
    CHECK(fake_run(again));
    CHECK_STR(trail(aws, from), "CreateVpc ModifyVpcAttribute");
    CHECK(value_to_bool(value_get(again->op.result, "enable_dns_hostnames"), false));
    fake_aws_close(aws);
}

static void test_every_create_can_be_run_again_with_its_id(void **state)
{
    (void)state;
    static const struct {
        const char *type, *want, *create;
    } cases[] = {
        { "aws_subnet", "{\"vpc_id\":\"vpc-1\",\"cidr_block\":\"10.0.1.0/24\",\"map_public_ip_on_launch\":true}", "CreateSubnet" },
        { "aws_internet_gateway", "{\"vpc_id\":\"vpc-1\"}", "CreateInternetGateway" },
        { "aws_eip", "{\"instance\":\"i-1\"}", "AllocateAddress" },
        { "aws_nat_gateway", "{\"subnet_id\":\"subnet-1\"}", "CreateNatGateway" },
        { "aws_route_table", "{\"vpc_id\":\"vpc-1\",\"route\":[{\"cidr_block\":\"0.0.0.0/0\",\"gateway_id\":\"igw-1\"}]}", "CreateRouteTable" },
        { "aws_route", "{\"route_table_id\":\"rtb-9\",\"destination_cidr_block\":\"0.0.0.0/0\",\"gateway_id\":\"igw-1\"}", "CreateRoute" },
        { "aws_route_table_association", "{\"route_table_id\":\"rtb-9\",\"subnet_id\":\"subnet-1\"}", "AssociateRouteTable" },
        { "aws_security_group", "{\"name\":\"web\",\"vpc_id\":\"vpc-1\"}", "CreateSecurityGroup" },
        { "aws_vpc_security_group_ingress_rule", "{\"security_group_id\":\"sg-9\",\"ip_protocol\":\"-1\",\"cidr_ipv4\":\"10.0.0.0/8\"}",
          "AuthorizeSecurityGroupIngress" },
        { "aws_vpc_endpoint", "{\"vpc_id\":\"vpc-1\",\"service_name\":\"s\"}", "CreateVpcEndpoint" },
        { "aws_key_pair", "{\"key_name\":\"ops\",\"public_key\":\"ssh-ed25519 AAAA\"}", "ImportKeyPair" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fake_aws *aws = fake_aws_open();
        fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"rtb-9\",\"VpcId\":\"vpc-1\"}");
        struct fake_step *first = fake_step(aws, cases[i].type, OP_CREATE, cases[i].want);
        CHECK(fake_run(first));
        CHECK(first->bound.count > 0);
        struct fake_step *again = fake_step(aws, cases[i].type, OP_CREATE, cases[i].want);
        again->op.prior = value_map_of(&aws->memory, "id", first->bound.items[0].v, NULL);
        again->op.resumed = true;
        if (!fake_run(again))
            print_error("%s: %s\n", cases[i].type, aws->err.message);
        CHECK(again->ok);
        CHECK_INT(fake_count(aws, cases[i].create), 1);
        fake_aws_close(aws);
    }
}

static void test_a_taken_name_is_adopted_only_with_our_mark(void **state)
{
    (void)state;
    static const char want[] = "{\"vpc_id\":\"vpc-1\",\"cidr_block\":\"10.0.1.0/24\"}";
    struct fake_aws *aws = fake_aws_open();
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateSubnet", .code = "InvalidSubnet.Conflict", .count = 9 });
    fake_aws_put(aws, "Subnets", "{\"SubnetId\":\"subnet-x\",\"State\":\"available\",\"Tags\":[{\"Key\":\"Name\",\"Value\":\"theirs\"},"
                                 "{\"Key\":\"infra:stack\",\"Value\":\"other/default/bb\"}]}");
    CHECK(!fake_run(fake_step(aws, "aws_subnet", OP_CREATE, want)));
    CHECK_ERR(&aws->err, ERR_CONFLICT, "its place is taken by subnet-x (Name=theirs), which is not ours");
    CHECK(strstr(aws->err.message, "it belongs to other/default/bb"));
    CHECK(strstr(aws->err.hint, "aws_subnet.a\", id = \"subnet-x"));
    fake_aws_put(aws, "Subnets", "{\"SubnetId\":\"subnet-y\",\"State\":\"available\",\"Tags\":[{\"Key\":\"infra:uid\",\"Value\":\"uid4567uid4567uid4567uid45\"}]}");
    struct fake_step *step = fake_step(aws, "aws_subnet", OP_CREATE, want);
    CHECK(fake_run(step));
    CHECK(value_is(step->bound.items[0].v, "subnet-y"));
    fake_aws_close(aws);
}

static void test_a_route_to_elsewhere_is_not_taken_over(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"rtb-9\",\"Routes\":[{\"DestinationCidrBlock\":\"0.0.0.0/0\",\"GatewayId\":\"igw-7\"}]}");
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateRoute", .code = "RouteAlreadyExists", .count = 9 });
    struct fake_step *step = fake_step(aws, "aws_route", OP_CREATE,
                                       "{\"route_table_id\":\"rtb-9\",\"destination_cidr_block\":\"0.0.0.0/0\",\"gateway_id\":\"igw-8\"}");
    CHECK(!fake_run(step));
    CHECK_INT(aws->err.code, ERR_CONFLICT);
    CHECK_INT(step->bound.count, 0);
    step = fake_step(aws, "aws_route", OP_CREATE, "{\"route_table_id\":\"rtb-9\",\"destination_cidr_block\":\"0.0.0.0/0\",\"gateway_id\":\"igw-7\"}");
    CHECK(fake_run(step)); /* leads where we want: an earlier attempt's */
    CHECK(value_is(step->bound.items[0].v, "rtb-9_0.0.0.0/0"));
    fake_aws_close(aws);
}

static void test_a_subnets_other_table_is_named(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"rtb-7\",\"Associations\":[{\"RouteTableAssociationId\":\"rtbassoc-7\",\"SubnetId\":\"subnet-1\"}]}");
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "AssociateRouteTable", .code = "Resource.AlreadyAssociated", .count = 9 });
    CHECK(!fake_run(fake_step(aws, "aws_route_table_association", OP_CREATE, "{\"route_table_id\":\"rtb-8\",\"subnet_id\":\"subnet-1\"}")));
    CHECK_ERR(&aws->err, ERR_CONFLICT, "subnet-1 uses the table rtb-7 already");
    struct fake_step *step = fake_step(aws, "aws_route_table_association", OP_CREATE, "{\"route_table_id\":\"rtb-7\",\"subnet_id\":\"subnet-1\"}");
    CHECK(fake_run(step));
    CHECK(value_is(step->bound.items[0].v, "rtbassoc-7"));
    fake_aws_close(aws);
}

static void test_a_new_group_lets_nothing_out_unless_declared(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    size_t from = aws->requests.count;
    CHECK(fake_run(fake_step(aws, "aws_security_group", OP_CREATE, "{\"name\":\"a\",\"vpc_id\":\"vpc-1\"}")));
    CHECK_STR(trail(aws, from), "CreateSecurityGroup RevokeSecurityGroupEgress");
    from = aws->requests.count;
    CHECK(fake_run(fake_step(aws, "aws_security_group", OP_CREATE,
                             "{\"name\":\"b\",\"vpc_id\":\"vpc-1\",\"egress\":[{\"protocol\":\"-1\",\"from_port\":0,\"to_port\":0,\"cidr_blocks\":[\"0.0.0.0/0\"]}]}")));
    CHECK_STR(trail(aws, from), "CreateSecurityGroup");
    fake_aws_close(aws);
}

static void test_new_rules_come_before_old_ones_go(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "SecurityGroups",
                 "{\"GroupId\":\"sg-1\",\"IpPermissions\":[{\"IpProtocol\":\"tcp\",\"FromPort\":1,\"ToPort\":1,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\"}]},"
                 "{\"IpProtocol\":\"tcp\",\"FromPort\":2,\"ToPort\":2,\"IpRanges\":[{\"CidrIp\":\"10.0.0.0/8\",\"Description\":\"old\"}]}]}");
    struct fake_step *step = fake_step(
        aws, "aws_security_group", OP_UPDATE,
        "{\"name\":\"a\",\"ingress\":[{\"protocol\":\"tcp\",\"from_port\":2,\"to_port\":2,\"cidr_blocks\":[\"10.0.0.0/8\"],\"description\":\"new\"},"
        "{\"protocol\":\"tcp\",\"from_port\":3,\"to_port\":3,\"cidr_blocks\":[\"10.0.0.0/8\"]}]}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"sg-1\",\"name\":\"a\",\"ingress\":[]}"));
    size_t from = aws->requests.count;
    CHECK(fake_run(step));
    CHECK_STR(trail(aws, from), "AuthorizeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsIngress RevokeSecurityGroupIngress");
    CHECK_INT(value_to_int(value_path(fake_sent(aws, "RevokeSecurityGroupIngress"), "IpPermissions[0].FromPort"), 0), 1);
    fake_aws_close(aws);
}

static void test_a_failed_nat_gateway_says_why(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    struct fake_step *step = fake_step(aws, "aws_nat_gateway", OP_CREATE, "{\"subnet_id\":\"subnet-1\"}");
    fake_aws_put(aws, "NatGateways", "{\"NatGatewayId\":\"nat-9\",\"State\":\"failed\",\"FailureCode\":\"InsufficientFreeAddressesInSubnet\",\"FailureMessage\":\"full\"}");
    step->op.prior = fake_json(aws, "{\"id\":\"nat-9\"}");
    CHECK(!fake_run(step));
    CHECK_ERR(&aws->err, ERR_REMOTE, "InsufficientFreeAddressesInSubnet: full");
    CHECK_STR(str_of(aws->err.remote_code), "dead");
    fake_aws_close(aws);
}

/* ---- Changing -------------------------------------------------------------------------------------------------------- */

static void test_moving_a_subnet_to_another_table_binds_the_new_id(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"rtb-2\"}");
    struct fake_step *step = fake_step(aws, "aws_route_table_association", OP_UPDATE, "{\"route_table_id\":\"rtb-2\",\"subnet_id\":\"subnet-x\"}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"rtbassoc-old\",\"route_table_id\":\"rtb-1\",\"subnet_id\":\"subnet-x\"}"));
    CHECK(fake_run(step));
    CHECK_INT(step->bound.count, 1);
    CHECK(value_is(step->bound.items[0].v, "rtbassoc-1"));
    fake_aws_close(aws);
}

static void test_dns_flags_change_in_the_order_that_ec2_takes(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    static const char prior[] = "{\"id\":\"vpc-1\",\"enable_dns_support\":%s,\"enable_dns_hostnames\":%s,\"enable_network_address_usage_metrics\":false,"
                                "\"assign_generated_ipv6_cidr_block\":false,\"instance_tenancy\":\"default\"}";
    struct fake_step *on = fake_step(aws, "aws_vpc", OP_UPDATE, "{\"enable_dns_support\":true,\"enable_dns_hostnames\":true}");
    fake_step_prior(on, fake_json(aws, arena_printf(&aws->memory, prior, "false", "false").ptr));
    fake_aws_put(aws, "Vpcs", "{\"VpcId\":\"vpc-1\",\"State\":\"available\"}");
    size_t from = aws->requests.count;
    CHECK(fake_run(on));
    CHECK_STR(trail(aws, from), "ModifyVpcAttribute ModifyVpcAttribute");
    CHECK(value_given(value_get(aws->requests.items[from].input, "EnableDnsSupport")));
    struct fake_step *off = fake_step(aws, "aws_vpc", OP_UPDATE, "{\"enable_dns_support\":false,\"enable_dns_hostnames\":false}");
    fake_step_prior(off, fake_json(aws, arena_printf(&aws->memory, prior, "true", "true").ptr));
    from = aws->requests.count;
    CHECK(fake_run(off));
    CHECK(value_given(value_get(aws->requests.items[from].input, "EnableDnsHostnames")));
    fake_aws_close(aws);
}

static void test_tenancy_changes_in_place_one_way_only(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };
    const struct resource_type *vpc = registry_type(&registry, STR("aws_vpc"), NULL);
    struct value shared = fake_json(aws, "{\"instance_tenancy\":\"default\"}"), own = fake_json(aws, "{\"instance_tenancy\":\"dedicated\"}");
    const char *replace = NULL;
    CHECK(vpc->plan(&aws->memory, own, shared, &replace, &aws->err));
    CHECK(replace == NULL);
    CHECK(vpc->plan(&aws->memory, shared, own, &replace, &aws->err));
    CHECK(replace && strcmp(replace, "instance_tenancy") == 0);
    fake_aws_close(aws);
}

static void test_another_vpc_gets_another_internet_gateway(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };
    const struct resource_type *gateway = registry_type(&registry, STR("aws_internet_gateway"), NULL);
    struct value one = fake_json(aws, "{\"vpc_id\":\"vpc-1\"}"), two = fake_json(aws, "{\"vpc_id\":\"vpc-2\"}"), none = fake_json(aws, "{}");
    const char *replace = NULL;
    CHECK(gateway->plan(&aws->memory, none, one, &replace, &aws->err));
    CHECK(gateway->plan(&aws->memory, one, none, &replace, &aws->err));
    CHECK(gateway->plan(&aws->memory, one, one, &replace, &aws->err));
    CHECK(replace == NULL);
    CHECK(gateway->plan(&aws->memory, one, two, &replace, &aws->err));
    CHECK(replace && strcmp(replace, "vpc_id") == 0);
    fake_aws_close(aws);
}

/* ---- Deleting -------------------------------------------------------------------------------------------------------- */

static void test_deleting_what_is_not_there_succeeds(void **state)
{
    (void)state;
    static const struct {
        const char *type, *prior, *operation, *code;
    } cases[] = {
        { "aws_vpc", "{\"id\":\"vpc-1\"}", "DeleteVpc", "InvalidVpcID.NotFound" },
        { "aws_subnet", "{\"id\":\"subnet-1\"}", "DeleteSubnet", "InvalidSubnetID.NotFound" },
        { "aws_internet_gateway", "{\"id\":\"igw-1\"}", "DeleteInternetGateway", "InvalidInternetGatewayID.NotFound" },
        { "aws_eip", "{\"id\":\"eipalloc-1\"}", "ReleaseAddress", "InvalidAllocationID.NotFound" },
        { "aws_nat_gateway", "{\"id\":\"nat-1\"}", "DeleteNatGateway", "NatGatewayNotFound" },
        { "aws_route_table", "{\"id\":\"rtb-1\"}", "DeleteRouteTable", "InvalidRouteTableID.NotFound" },
        { "aws_route", "{\"id\":\"rtb-1_0.0.0.0/0\",\"route_table_id\":\"rtb-1\",\"destination_cidr_block\":\"0.0.0.0/0\"}", "DeleteRoute",
          "InvalidRoute.NotFound" },
        { "aws_route_table_association", "{\"id\":\"rtbassoc-1\",\"route_table_id\":\"rtb-1\"}", "DisassociateRouteTable",
          "InvalidAssociationID.NotFound" },
        { "aws_security_group", "{\"id\":\"sg-1\"}", "DeleteSecurityGroup", "InvalidGroup.NotFound" },
        { "aws_vpc_security_group_egress_rule", "{\"id\":\"sgr-1\",\"security_group_id\":\"sg-1\"}", "RevokeSecurityGroupEgress",
          "InvalidSecurityGroupRuleId.NotFound" },
        { "aws_vpc_endpoint", "{\"id\":\"vpce-1\"}", "DeleteVpcEndpoints", "InvalidVpcEndpointId.NotFound" },
        { "aws_key_pair", "{\"id\":\"ops\"}", "DeleteKeyPair", "InvalidKeyPair.NotFound" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct fake_aws *aws = fake_aws_open();
        fake_aws_refuse(aws, (struct fake_refusal){ .operation = cases[i].operation, .code = cases[i].code, .count = 99 });
        struct fake_step *step = fake_step(aws, cases[i].type, OP_DELETE, "{}");
        fake_step_prior(step, fake_json(aws, cases[i].prior));
        if (!fake_run(step))
            print_error("%s: %s\n", cases[i].type, aws->err.message);
        CHECK(step->ok);
        CHECK_INT(fake_count(aws, cases[i].operation), 1);
        fake_aws_close(aws);
    }
}

static void test_what_blocks_a_delete_is_waited_for_and_named(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DeleteSubnet", .code = "DependencyViolation", .count = 5 });
    struct fake_step *step = fake_step(aws, "aws_subnet", OP_DELETE, "{}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"subnet-1\"}"));
    CHECK(fake_run(step));
    CHECK_INT(fake_count(aws, "DeleteSubnet"), 6);
    fake_aws_put(aws, "NetworkInterfaces", "{\"NetworkInterfaceId\":\"eni-1\",\"Description\":\"ELB app/web/50dc\",\"RequesterId\":\"amazon-elb\"}");
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DeleteSubnet", .code = "DependencyViolation", .nth = 6, .count = 100000 });
    step = fake_step(aws, "aws_subnet", OP_DELETE, "{}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"subnet-1\"}"));
    CHECK(!fake_run(step));
    CHECK_ERR(&aws->err, ERR_TIMEOUT, "aws_subnet.a (subnet-1) is still used by eni-1 (amazon-elb: ELB app/web/50dc)");
    CHECK(value_is(value_path(fake_sent(aws, "DescribeNetworkInterfaces"), "Filters[0].Name"), "subnet-id"));
    fake_aws_close(aws);
}

static void test_a_gateway_is_detached_before_it_goes(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "InternetGateways", "{\"InternetGatewayId\":\"igw-1\",\"Attachments\":[{\"VpcId\":\"vpc-1\",\"State\":\"available\"}]}");
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DetachInternetGateway", .code = "DependencyViolation",
                                                .message = "Network vpc-1 has some mapped public address(es).", .count = 2 });
    struct fake_step *step = fake_step(aws, "aws_internet_gateway", OP_DELETE, "{}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"igw-1\",\"vpc_id\":\"vpc-1\"}"));
    size_t from = aws->requests.count;
    CHECK(fake_run(step));
    CHECK_STR(trail(aws, from), "DetachInternetGateway DetachInternetGateway DetachInternetGateway DeleteInternetGateway");
    fake_aws_close(aws);
}

static void test_a_key_is_compared_without_its_comment(void **state)
{
    (void)state;
    const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };
    const struct attr *row = schema_find(registry_type(&registry, STR("aws_key_pair"), NULL)->attrs, STR("public_key"));
    CHECK(row->normalise != NULL);
    DROP_ARENA struct arena arena = { 0 };
    CHECK(value_is(row->normalise(&arena, value_cstr("ssh-rsa AAAA me@host\n")), "ssh-rsa AAAA"));
    CHECK(value_is(row->normalise(&arena, value_cstr("ssh-rsa")), "ssh-rsa"));
    CHECK(!row->check(value_cstr("-----BEGIN"), NULL));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_health_is_the_clouds_word),
        cmocka_unit_test(test_each_rule_type_leaves_the_others_direction_out),
        cmocka_unit_test(test_routes_that_nobody_declared_do_not_count),
        cmocka_unit_test(test_blocks_and_rules_are_two_views_of_the_same),
        cmocka_unit_test(test_the_id_is_bound_before_the_next_request),
        cmocka_unit_test(test_every_create_can_be_run_again_with_its_id),
        cmocka_unit_test(test_a_taken_name_is_adopted_only_with_our_mark),
        cmocka_unit_test(test_a_route_to_elsewhere_is_not_taken_over),
        cmocka_unit_test(test_a_subnets_other_table_is_named),
        cmocka_unit_test(test_a_new_group_lets_nothing_out_unless_declared),
        cmocka_unit_test(test_new_rules_come_before_old_ones_go),
        cmocka_unit_test(test_a_failed_nat_gateway_says_why),
        cmocka_unit_test(test_moving_a_subnet_to_another_table_binds_the_new_id),
        cmocka_unit_test(test_dns_flags_change_in_the_order_that_ec2_takes),
        cmocka_unit_test(test_tenancy_changes_in_place_one_way_only),
        cmocka_unit_test(test_another_vpc_gets_another_internet_gateway),
        cmocka_unit_test(test_deleting_what_is_not_there_succeeds),
        cmocka_unit_test(test_what_blocks_a_delete_is_waited_for_and_named),
        cmocka_unit_test(test_a_gateway_is_detached_before_it_goes),
        cmocka_unit_test(test_a_key_is_compared_without_its_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
