/*
 * vpc.c - aws_vpc: an isolated network.
 * Source: EC2 API 2016-11-15, CreateVpc / DescribeVpcs / DescribeVpcAttribute / ModifyVpcAttribute / ModifyVpcTenancy /
 * AssociateVpcCidrBlock / DisassociateVpcCidrBlock / DeleteVpc.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const char *const tenancies[] = { "default", "dedicated", NULL };

static const struct attr vpc_attrs[] = {
    { .name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .check = check_cidr4,
      .api = "CidrBlock", .doc = "IPv4 range, /16 to /28", .example = "\"10.0.0.0/16\"" },
    { .name = "ipv4_ipam_pool_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY,
      .api = "Ipv4IpamPoolId", .doc = "IPAM pool to take the IPv4 range from", .example = "\"ipam-pool-0a1b2c3d4e5f60718\"" },
    { .name = "ipv4_netmask_length", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY, .needs = "ipv4_ipam_pool_id",
      .conflicts = "cidr_block", .min = 16, .max = 28, .api = "Ipv4NetmaskLength", .doc = "size of the range that the IPv4 pool gives", .example = "20" },
    { .name = "instance_tenancy", .type = ATTR_STRING, .flags = OPTIONAL, .fallback = "default", .values = tenancies,
      .api = "InstanceTenancy", .doc = "hardware for instances; dedicated to default changes in place, the other way replaces" },
    { .name = "enable_dns_support", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "true", .api = "EnableDnsSupport",
      .doc = "answer DNS queries at the range's second address" },
    { .name = "enable_dns_hostnames", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false", .api = "EnableDnsHostnames",
      .doc = "give instances with public addresses a public DNS name", .example = "true" },
    { .name = "enable_network_address_usage_metrics", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false",
      .api = "EnableNetworkAddressUsageMetrics", .doc = "count used addresses in CloudWatch" },
    { .name = "assign_generated_ipv6_cidr_block", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false",
      .conflicts = "ipv6_ipam_pool_id ipv6_cidr_block", .api = "AmazonProvidedIpv6CidrBlock", .doc = "take a /56 from Amazon's pool" },
    { .name = "ipv6_ipam_pool_id", .type = ATTR_STRING, .flags = OPTIONAL, .api = "Ipv6IpamPoolId",
      .doc = "IPAM pool to take the IPv6 range from" },
    { .name = "ipv6_netmask_length", .type = ATTR_INT, .flags = OPTIONAL | WRITE_ONLY, .needs = "ipv6_ipam_pool_id",
      .conflicts = "ipv6_cidr_block", .min = 44, .max = 60, .api = "Ipv6NetmaskLength", .doc = "size of the range that the IPv6 pool gives" },
    { .name = "ipv6_cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .check = check_cidr6, .needs = "ipv6_ipam_pool_id",
      .api = "Ipv6CidrBlock", .doc = "a range of the IPv6 pool" },
    { .name = "ipv6_cidr_block_network_border_group", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED,
      .needs = "assign_generated_ipv6_cidr_block", .api = "Ipv6CidrBlockNetworkBorderGroup",
      .doc = "where the IPv6 range is announced (a local zone's group)" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "VpcId", .doc = "vpc-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "ARN" },
    { .name = "owner_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "OwnerId", .doc = "account that owns it" },
    { .name = "dhcp_options_id", .type = ATTR_STRING, .flags = COMPUTED, .api = "DhcpOptionsId", .doc = "its DHCP options" },
    { .name = "ipv6_association_id", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .doc = "association of its IPv6 range" },
    { 0 }
};

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

/* Former ranges stay listed as disassociated for a while. */
static struct value current_ipv6(struct value vpc, bool *ret_moving)
{
    struct value set = value_get(vpc, "Ipv6CidrBlockAssociationSet");
    *ret_moving = false;
    for (size_t i = 0; set.kind == VALUE_LIST && i < set.count; i++) {
        struct value state = value_path(value_at(set, i), "Ipv6CidrBlockState.State");
        *ret_moving = *ret_moving || value_is(state, "associating") || value_is(state, "disassociating");
        if (value_is(state, "associated") || value_is(state, "associating"))
            return value_at(set, i);
    }
    return VALUE_NONE;
}

/* Pure: one element of DescribeVpcs' answer -> attributes. Serves refresh, create, import, recover and polling. */
static enum health vpc_decode(struct arena *arena, struct value vpc, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(vpc, "VpcId"), state = value_get(vpc, "State");
    bool moving;
    struct value ipv6 = current_ipv6(vpc, &moving), pool = value_get(ipv6, "Ipv6Pool");
    bool generated = value_is(pool, "Amazon") || value_is(value_get(ipv6, "IpSource"), "amazon");
    *ret_attrs = value_map_of(
        arena, "id", id, "arn", aws_arn(arena, "ec2", value_get(vpc, "OwnerId"), "vpc", id), "cidr_block", value_get(vpc, "CidrBlock"),
        "instance_tenancy", value_get(vpc, "InstanceTenancy"), "owner_id", value_get(vpc, "OwnerId"), "dhcp_options_id",
        value_get(vpc, "DhcpOptionsId"), "assign_generated_ipv6_cidr_block", value_bool(generated), "ipv6_ipam_pool_id",
        str_starts(value_text(pool), STR("ipam-pool-")) ? pool : VALUE_NONE, "ipv6_cidr_block", value_get(ipv6, "Ipv6CidrBlock"),
        "ipv6_cidr_block_network_border_group", value_get(ipv6, "NetworkBorderGroup"), "ipv6_association_id",
        value_get(ipv6, "AssociationId"), "tags", aws_tags_decode(arena, value_get(vpc, "Tags")), NULL);
    *ret_reason = moving ? STR("its IPv6 range is changing") : value_text(state);
    return value_is(state, "available") && !moving ? HEALTH_READY : HEALTH_PENDING;
}

static const struct {
    const char *attribute, *member, *question; /* ours, ModifyVpcAttribute's, DescribeVpcAttribute's */
} flags[] = {
    { "enable_dns_support", "EnableDnsSupport", "enableDnsSupport" },
    { "enable_dns_hostnames", "EnableDnsHostnames", "enableDnsHostnames" },
    { "enable_network_address_usage_metrics", "EnableNetworkAddressUsageMetrics", "enableNetworkAddressUsageMetrics" },
};

/* DescribeVpcs does not tell the flags; DescribeVpcAttribute tells one a call. */
static bool vpc_complete(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value *attrs, struct err *err)
{
    for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
        struct value in = value_map_of(arena, "VpcId", value_get(*attrs, "id"), "Attribute", value_cstr(flags[i].question), NULL), out;
        TRY(aws_get(provider, scope, arena, EC2_DescribeVpcAttribute, in, &out, err));
        *attrs = value_with(arena, *attrs, flags[i].attribute, value_get(value_get(out, flags[i].member), "Value"));
    }
    return true;
}

/* ---- Making and changing --------------------------------------------------------------------------------------------- */

/* One attribute a call. Host names need DNS support: off they go first, on they come last. */
static bool apply_flag(struct op *op, size_t i, struct err *err)
{
    struct value v = op_want(op, flags[i].attribute), out;
    if (!aws_differs(op, flags[i].attribute))
        return true;
    return aws_call(op, EC2_ModifyVpcAttribute,
                    value_map_of(op_arena(op), "VpcId", value_str(op_id(op)), flags[i].member, aws_boolean(op_arena(op), v), NULL), &out, err);
}

static bool apply_flags(struct op *op, struct err *err)
{
    bool names = value_to_bool(op_want(op, "enable_dns_hostnames"), false);
    TRY(apply_flag(op, names ? 0 : 1, err));
    TRY(apply_flag(op, names ? 1 : 0, err));
    return apply_flag(op, 2, err);
}

static struct value ipv6_request(struct op *op, struct value in)
{
    struct arena *arena = op_arena(op);
    in = value_with(arena, in, "Ipv6IpamPoolId", op_want(op, "ipv6_ipam_pool_id"));
    in = value_with(arena, in, "Ipv6NetmaskLength", op_want(op, "ipv6_netmask_length"));
    in = value_with(arena, in, "Ipv6CidrBlock", op_want(op, "ipv6_cidr_block"));
    in = value_with(arena, in, "Ipv6CidrBlockNetworkBorderGroup", op_want(op, "ipv6_cidr_block_network_border_group"));
    if (value_to_bool(op_want(op, "assign_generated_ipv6_cidr_block"), false))
        in = value_with(arena, in, "AmazonProvidedIpv6CidrBlock", value_bool(true));
    return in;
}

/* The range is an association of its own: another one means letting go of the first. */
static bool update_ipv6(struct op *op, struct err *err)
{
    if (!op_changed(op, "assign_generated_ipv6_cidr_block") && !op_changed(op, "ipv6_ipam_pool_id") &&
        !op_changed(op, "ipv6_netmask_length") && !op_changed(op, "ipv6_cidr_block") && !op_changed(op, "ipv6_cidr_block_network_border_group"))
        return true;
    struct arena *arena = op_arena(op);
    enum health health;
    struct value out, bare = value_map_of(arena, "VpcId", value_str(op_id(op)), NULL), in = ipv6_request(op, bare);
    bool wanted = value_present(op_want(op, "ipv6_ipam_pool_id")) || value_to_bool(op_want(op, "assign_generated_ipv6_cidr_block"), false);
    op->result = VALUE_NONE; /* what is there now, also when an earlier attempt did half */
    TRY(op_read(op, &health, err));
    struct value association = value_get(op->result, "ipv6_association_id");
    bool right = wanted && value_present(association) && !aws_differs(op, "assign_generated_ipv6_cidr_block") &&
                 !aws_differs(op, "ipv6_ipam_pool_id") && !aws_differs(op, "ipv6_cidr_block") &&
                 !aws_differs(op, "ipv6_cidr_block_network_border_group") && !op_changed(op, "ipv6_netmask_length");
    if (value_present(association) && !right) {
        TRY(aws_call(op, EC2_DisassociateVpcCidrBlock, value_map_of(arena, "AssociationId", association, NULL), &out, err));
        TRY(op_wait_ready(op, err));
    }
    if (wanted && !right)
        TRY(aws_call(op, EC2_AssociateVpcCidrBlock, in, &out, err));
    return op_wait_ready(op, err);
}

static bool vpc_create(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    if (str_empty(op_id(op))) {
        struct value out, in = value_map_of(arena, "CidrBlock", op_want(op, "cidr_block"), "Ipv4IpamPoolId", op_want(op, "ipv4_ipam_pool_id"),
                                            "Ipv4NetmaskLength", op_want(op, "ipv4_netmask_length"), "InstanceTenancy",
                                            op_want(op, "instance_tenancy"), "TagSpecifications", aws_tag_spec(op, "vpc"), NULL);
        TRY(aws_call(op, EC2_CreateVpc, ipv6_request(op, in), &out, err));
        TRY(op_bind(op, "id", value_path(out, "Vpc.VpcId"), err)); /* durable before the next request */
    }
    TRY(op_wait_ready(op, err));
    TRY(apply_flags(op, err)); /* CreateVpc cannot set them */
    return aws_settled(op, false, err);
}

static bool vpc_update(struct op *op, struct err *err)
{
    struct value out, tenancy = op_want(op, "instance_tenancy");
    TRY(update_ipv6(op, err));
    TRY(apply_flags(op, err));
    if (op_changed(op, "instance_tenancy"))
        TRY(aws_call(op, EC2_ModifyVpcTenancy,
                     value_map_of(op_arena(op), "VpcId", value_str(op_id(op)), "InstanceTenancy", tenancy, NULL), &out, err));
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

static bool vpc_delete(struct op *op, struct err *err)
{
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteVpc, .id_member = "VpcId", .busy = "DependencyViolation",
                                                .interfaces = "vpc-id" }, err);
}

static bool vpc_plan(struct arena *arena, struct value prior, struct value planned, const char **ret_replace, struct err *err)
{
    (void)arena;
    (void)err;
    if (value_is(value_get(prior, "instance_tenancy"), "default") && value_is(value_get(planned, "instance_tenancy"), "dedicated"))
        *ret_replace = "instance_tenancy";
    return true;
}

static const struct reader vpc_reader = {
    AWS_READS("ec2", EC2_DescribeVpcs), .by = READ_BY_MARK | READ_BY_IDS, .list = "Vpcs", .id = "VpcId", .id_input = "Filter:vpc-id",
    .mark_input = "Filter:tag", .tags = "Tags", .decode = vpc_decode, .complete = vpc_complete,
};

const struct resource_type aws_vpc = {
    .name = "aws_vpc",
    .doc = "an isolated network",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = vpc_attrs,
    .flags = TYPE_SETTLE_SLOW,
    .create_class = CREATE_TAGGED,
    .reader = &vpc_reader,
    .gone = "InvalidVpcID.NotFound",
    .headline = "cidr_block enable_dns_hostnames",
    .typical_create_s = 5, .typical_update_s = 3, .typical_delete_s = 5,
    .permissions = "ec2:CreateVpc ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:ModifyVpcAttribute ec2:ModifyVpcTenancy "
                   "ec2:AssociateVpcCidrBlock ec2:DisassociateVpcCidrBlock ec2:DeleteVpc ec2:CreateTags ec2:DeleteTags "
                   "ec2:DescribeNetworkInterfaces",
    .create = vpc_create,
    .update = vpc_update,
    .delete = vpc_delete,
    .plan = vpc_plan,
    .import_hint = "vpc-0a1b2c3d4e5f60718",
};
