/*
 * subnet.c - aws_subnet: a range of a VPC in one availability zone.
 * Source: EC2 API 2016-11-15, CreateSubnet / DescribeSubnets / ModifySubnetAttribute / Associate- and DisassociateSubnetCidrBlock /
 * DeleteSubnet.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const char *const hostname_types[] = { "ip-name", "resource-name", NULL };

static const struct attr subnet_attrs[] = {
    { .name = "vpc_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .api = "VpcId", .doc = "its VPC", .example = "vpc.id" },
    { .name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .check = check_cidr4,
      .api = "CidrBlock", .doc = "IPv4 range, part of the VPC's", .example = "\"10.0.1.0/24\"" },
    { .name = "ipv4_ipam_pool_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY,
      .api = "Ipv4IpamPoolId", .doc = "IPAM pool to take the IPv4 range from" },
    { .name = "ipv4_netmask_length", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY, .needs = "ipv4_ipam_pool_id",
      .conflicts = "cidr_block", .min = 16, .max = 28, .api = "Ipv4NetmaskLength", .doc = "size of the range that the IPv4 pool gives" },
    { .name = "availability_zone", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .conflicts = "availability_zone_id",
      .api = "AvailabilityZone", .doc = "zone by name", .example = "\"ap-northeast-2a\"" },
    { .name = "availability_zone_id", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .api = "AvailabilityZoneId",
      .doc = "zone by its id, the same in every account", .example = "\"apne2-az1\"" },
    { .name = "ipv6_cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .check = check_cidr6, .api = "Ipv6CidrBlock",
      .doc = "IPv6 range, a /64 of the VPC's" },
    { .name = "ipv6_ipam_pool_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY, .conflicts = "ipv6_cidr_block",
      .api = "Ipv6IpamPoolId", .doc = "IPAM pool to take the IPv6 range from" },
    { .name = "ipv6_netmask_length", .type = ATTR_INT, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY, .needs = "ipv6_ipam_pool_id", .min = 44,
      .max = 64, .api = "Ipv6NetmaskLength", .doc = "size of the range that the IPv6 pool gives" },
    { .name = "ipv6_native", .type = ATTR_BOOL, .flags = OPTIONAL | FORCE_NEW, .fallback = "false", .api = "Ipv6Native",
      .doc = "IPv6 only, without an IPv4 range" },
    { .name = "assign_ipv6_address_on_creation", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false",
      .api = "AssignIpv6AddressOnCreation", .doc = "give new interfaces an IPv6 address" },
    { .name = "map_public_ip_on_launch", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false", .api = "MapPublicIpOnLaunch",
      .doc = "give new instances a public address", .example = "true" },
    { .name = "enable_dns64", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false", .api = "EnableDns64",
      .doc = "answer with synthetic IPv6 addresses for names that only have IPv4 ones" },
    { .name = "private_dns_hostname_type_on_launch", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .values = hostname_types,
      .api = "PrivateDnsHostnameTypeOnLaunch", .doc = "how instances are named" },
    { .name = "enable_resource_name_dns_a_record_on_launch", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false",
      .api = "EnableResourceNameDnsARecordOnLaunch", .doc = "A records for instance names" },
    { .name = "enable_resource_name_dns_aaaa_record_on_launch", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false",
      .api = "EnableResourceNameDnsAAAARecordOnLaunch", .doc = "AAAA records for instance names" },
    { .name = "enable_lni_at_device_index", .type = ATTR_INT, .flags = OPTIONAL, .min = 1, .max = 15, .api = "EnableLniAtDeviceIndex",
      .doc = "device position of local network interfaces (Outposts)" },
    { .name = "map_customer_owned_ip_on_launch", .type = ATTR_BOOL, .flags = OPTIONAL, .needs = "customer_owned_ipv4_pool outpost_arn",
      .api = "MapCustomerOwnedIpOnLaunch", .doc = "give new interfaces an address of your own pool (Outposts)" },
    { .name = "customer_owned_ipv4_pool", .type = ATTR_STRING, .flags = OPTIONAL, .needs = "map_customer_owned_ip_on_launch outpost_arn",
      .api = "CustomerOwnedIpv4Pool", .doc = "that pool" },
    { .name = "outpost_arn", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_arn, .api = "OutpostArn",
      .doc = "Outpost that it lies on" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "SubnetId", .doc = "subnet-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "SubnetArn", .doc = "ARN" },
    { .name = "owner_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "OwnerId", .doc = "account that owns it" },
    { .name = "ipv6_cidr_block_association_id", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .doc = "association of its IPv6 range" },
    { 0 }
};

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

static struct value current_ipv6(struct value subnet, bool *ret_moving)
{
    struct value set = value_get(subnet, "Ipv6CidrBlockAssociationSet");
    *ret_moving = false;
    for (size_t i = 0; set.kind == VALUE_LIST && i < set.count; i++) {
        struct value state = value_path(value_at(set, i), "Ipv6CidrBlockState.State");
        *ret_moving = *ret_moving || value_is(state, "associating") || value_is(state, "disassociating");
        if (value_is(state, "associated") || value_is(state, "associating"))
            return value_at(set, i);
    }
    return VALUE_NONE;
}

/* Device position 0 is no setting. */
static struct value lni_index(struct value subnet)
{
    struct value v = value_get(subnet, "EnableLniAtDeviceIndex");
    return value_to_int(v, 0) > 0 ? v : VALUE_NONE;
}

static enum health subnet_decode(struct arena *arena, struct value subnet, struct value *ret_attrs, struct str *ret_reason)
{
    struct value state = value_get(subnet, "State"), id = value_get(subnet, "SubnetId"), names = value_get(subnet, "PrivateDnsNameOptionsOnLaunch");
    struct value arn = value_get(subnet, "SubnetArn"), outpost = value_get(subnet, "OutpostArn");
    bool moving, on_outpost = value_text(outpost).len;
    struct value ipv6 = current_ipv6(subnet, &moving);
    *ret_attrs = value_map_of(
        arena, "id", id, "arn", value_present(arn) ? arn : aws_arn(arena, "ec2", value_get(subnet, "OwnerId"), "subnet", id), "owner_id",
        value_get(subnet, "OwnerId"), "vpc_id", value_get(subnet, "VpcId"), "cidr_block", value_get(subnet, "CidrBlock"), "availability_zone",
        value_get(subnet, "AvailabilityZone"), "availability_zone_id", value_get(subnet, "AvailabilityZoneId"), "ipv6_cidr_block",
        value_get(ipv6, "Ipv6CidrBlock"), "ipv6_cidr_block_association_id", value_get(ipv6, "AssociationId"), "ipv6_native",
        aws_flag(value_get(subnet, "Ipv6Native")), "assign_ipv6_address_on_creation", aws_flag(value_get(subnet, "AssignIpv6AddressOnCreation")),
        "map_public_ip_on_launch", aws_flag(value_get(subnet, "MapPublicIpOnLaunch")), "enable_dns64", aws_flag(value_get(subnet, "EnableDns64")),
        "private_dns_hostname_type_on_launch", value_get(names, "HostnameType"), "enable_resource_name_dns_a_record_on_launch",
        aws_flag(value_get(names, "EnableResourceNameDnsARecord")), "enable_resource_name_dns_aaaa_record_on_launch",
        aws_flag(value_get(names, "EnableResourceNameDnsAAAARecord")), "enable_lni_at_device_index", lni_index(subnet),
        "map_customer_owned_ip_on_launch", on_outpost ? value_get(subnet, "MapCustomerOwnedIpOnLaunch") : VALUE_NONE,
        "customer_owned_ipv4_pool", on_outpost ? value_get(subnet, "CustomerOwnedIpv4Pool") : VALUE_NONE, "outpost_arn",
        on_outpost ? outpost : VALUE_NONE, "tags", aws_tags_decode(arena, value_get(subnet, "Tags")), NULL);
    *ret_reason = moving ? STR("its IPv6 range is changing") : value_text(state);
    if (value_is(state, "failed") || value_is(state, "failed-insufficient-capacity"))
        return HEALTH_DEAD;
    return value_is(state, "available") && !moving ? HEALTH_READY : HEALTH_PENDING;
}

/* ---- Making and changing --------------------------------------------------------------------------------------------- */

static bool modify(struct op *op, const char *member, struct value v, struct err *err)
{
    struct value out;
    return aws_call(op, EC2_ModifySubnetAttribute, value_map_of(op_arena(op), "SubnetId", value_str(op_id(op)), member, v, NULL), &out, err);
}

static bool modify_flag(struct op *op, const char *attribute, const char *member, struct err *err)
{
    if (!aws_differs(op, attribute))
        return true;
    return modify(op, member, aws_boolean(op_arena(op), op_want(op, attribute)), err);
}

/* The pool travels with its flag, in one request. */
static bool modify_customer_owned(struct op *op, struct err *err)
{
    if (!aws_differs(op, "map_customer_owned_ip_on_launch") && !aws_differs(op, "customer_owned_ipv4_pool"))
        return true;
    struct value out, in = value_map_of(op_arena(op), "SubnetId", value_str(op_id(op)), "MapCustomerOwnedIpOnLaunch",
                                        aws_boolean(op_arena(op), op_want(op, "map_customer_owned_ip_on_launch")), "CustomerOwnedIpv4Pool",
                                        op_want(op, "customer_owned_ipv4_pool"), NULL);
    return aws_call(op, EC2_ModifySubnetAttribute, in, &out, err);
}

static bool modify_lni(struct op *op, struct err *err)
{
    struct value want = op_want(op, "enable_lni_at_device_index");
    if (aws_differs(op, "enable_lni_at_device_index"))
        return modify(op, "EnableLniAtDeviceIndex", want, err);
    if (op->kind == OP_UPDATE && !value_present(want) && op_changed(op, "enable_lni_at_device_index"))
        return modify(op, "DisableLniAtDeviceIndex", aws_boolean(op_arena(op), value_bool(true)), err);
    return true;
}

/* One attribute a call. New addresses need the IPv6 range: it is given up last and taken first. */
static bool subnet_apply(struct op *op, struct err *err)
{
    struct value name_type = op_want(op, "private_dns_hostname_type_on_launch");
    TRY(modify_flag(op, "assign_ipv6_address_on_creation", "AssignIpv6AddressOnCreation", err));
    TRY(modify_flag(op, "map_public_ip_on_launch", "MapPublicIpOnLaunch", err));
    TRY(modify_flag(op, "enable_dns64", "EnableDns64", err));
    TRY(modify_flag(op, "enable_resource_name_dns_a_record_on_launch", "EnableResourceNameDnsARecordOnLaunch", err));
    TRY(modify_flag(op, "enable_resource_name_dns_aaaa_record_on_launch", "EnableResourceNameDnsAAAARecordOnLaunch", err));
    if (aws_differs(op, "private_dns_hostname_type_on_launch"))
        TRY(modify(op, "PrivateDnsHostnameTypeOnLaunch", name_type, err));
    TRY(modify_customer_owned(op, err));
    return modify_lni(op, err);
}

static bool subnet_create(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    bool known = false;
    if (str_empty(op_id(op))) {
        struct value native = op_want(op, "ipv6_native"), out;
        struct value in = value_map_of(
            arena, "VpcId", op_want(op, "vpc_id"), "CidrBlock", op_want(op, "cidr_block"), "Ipv4IpamPoolId", op_want(op, "ipv4_ipam_pool_id"),
            "Ipv4NetmaskLength", op_want(op, "ipv4_netmask_length"), "AvailabilityZone", op_want(op, "availability_zone"),
            "AvailabilityZoneId", op_want(op, "availability_zone_id"), "Ipv6CidrBlock", op_want(op, "ipv6_cidr_block"), "Ipv6IpamPoolId",
            op_want(op, "ipv6_ipam_pool_id"), "Ipv6NetmaskLength", op_want(op, "ipv6_netmask_length"), "Ipv6Native",
            value_to_bool(native, false) ? native : VALUE_NONE, "OutpostArn", op_want(op, "outpost_arn"), "TagSpecifications",
            aws_tag_spec(op, "subnet"), NULL);
        struct value filters = aws_filters(arena, "vpc-id", op_want(op, "vpc_id"), "cidr-block", op_want(op, "cidr_block"), NULL);
        if (!aws_call(op, EC2_CreateSubnet, in, &out, err)) {
            if (!aws_adopt(op, filters, NULL, err))
                return err_frame_(err, __FILE__, __func__, __LINE__);
        } else {
            TRY(op_bind(op, "id", value_path(out, "Subnet.SubnetId"), err));
            known = aws_take(op, value_get(out, "Subnet"));
        }
    }
    if (!known)
        TRY(op_wait_ready(op, err));
    TRY(subnet_apply(op, err));
    return aws_settled(op, known, err);
}

static bool update_ipv6(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    enum health health;
    struct value out, want = op_want(op, "ipv6_cidr_block");
    if (!op_changed(op, "ipv6_cidr_block"))
        return true;
    TRY(op_read(op, &health, err)); /* an earlier attempt may have done half */
    struct value association = value_get(op->result, "ipv6_cidr_block_association_id");
    bool right = value_present(association) && value_eq(want, value_get(op->result, "ipv6_cidr_block"));
    if (value_present(association) && !right) {
        TRY(aws_call(op, EC2_DisassociateSubnetCidrBlock, value_map_of(arena, "AssociationId", association, NULL), &out, err));
        TRY(op_wait_ready(op, err));
    }
    if (value_present(want) && !right) {
        TRY(aws_call(op, EC2_AssociateSubnetCidrBlock,
                     value_map_of(arena, "SubnetId", value_str(op_id(op)), "Ipv6CidrBlock", want, NULL), &out, err));
        TRY(op_wait_ready(op, err));
    }
    return true;
}

static bool subnet_update(struct op *op, struct err *err)
{
    bool taking = value_present(op_want(op, "ipv6_cidr_block"));
    if (taking)
        TRY(update_ipv6(op, err));
    TRY(subnet_apply(op, err));
    if (!taking)
        TRY(update_ipv6(op, err));
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

static bool subnet_delete(struct op *op, struct err *err)
{
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteSubnet, .id_member = "SubnetId", .busy = "DependencyViolation",
                                                .interfaces = "subnet-id" }, err);
}

static const struct reader subnet_reader = {
    AWS_READS("ec2", EC2_DescribeSubnets), .by = READ_BY_MARK | READ_BY_IDS, .list = "Subnets", .id = "SubnetId",
    .id_input = "Filter:subnet-id", .mark_input = "Filter:tag", .tags = "Tags", .decode = subnet_decode,
};

const struct resource_type aws_subnet = {
    .name = "aws_subnet",
    .doc = "a range of a VPC in one availability zone",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = subnet_attrs,
    .flags = TYPE_SETTLE_SLOW,
    .create_class = CREATE_NAMED,
    .reader = &subnet_reader,
    .natural_key = "vpc_id cidr_block",
    .gone = "InvalidSubnetID.NotFound",
    .foreign = "InvalidSubnet.Conflict",
    .headline = "cidr_block availability_zone map_public_ip_on_launch",
    .typical_create_s = 3, .typical_update_s = 3, .typical_delete_s = 5,
    .timeout_delete_s = 1200,
    .permissions = "ec2:CreateSubnet ec2:DescribeSubnets ec2:ModifySubnetAttribute ec2:AssociateSubnetCidrBlock "
                   "ec2:DisassociateSubnetCidrBlock ec2:DeleteSubnet ec2:CreateTags ec2:DeleteTags ec2:DescribeNetworkInterfaces",
    .create = subnet_create,
    .update = subnet_update,
    .delete = subnet_delete,
    .import_hint = "subnet-0a1b2c3d4e5f60718",
};
