/*
 * nat_gateway.c - aws_nat_gateway: a way out for subnets without public addresses.
 * Source: EC2 API 2016-11-15, CreateNatGateway / DescribeNatGateways / Associate- and DisassociateNatGatewayAddress /
 * Assign- and UnassignPrivateNatGatewayAddress / DeleteNatGateway.
 *
 * Takes minutes, and may end as failed: FailureCode then says why, and the dead gateway stays listed for an hour. A deleted one does too.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const char *const connectivities[] = { "public", "private", NULL };
static const char *const availabilities[] = { "zonal", "regional", NULL };

static const struct attr zone_fields[] = {
    { .name = "allocation_ids", .type = ATTR_STRING_SET, .flags = REQUIRED, .api = "AllocationIds", .doc = "addresses in this zone" },
    { .name = "availability_zone", .type = ATTR_STRING, .flags = REQUIRED, .api = "AvailabilityZone", .doc = "zone by name" },
    { 0 }
};

static const struct attr nat_attrs[] = {
    { .name = "subnet_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .conflicts = "vpc_id", .api = "SubnetId",
      .doc = "subnet it stands in; for zonal gateways", .example = "public.id" },
    { .name = "allocation_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .api = "AllocationId",
      .doc = "its public address; for public zonal gateways", .example = "eip.id" },
    { .name = "connectivity_type", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .fallback = "public", .values = connectivities,
      .api = "ConnectivityType", .doc = "to the internet, or to other networks only" },
    { .name = "availability_mode", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .values = availabilities,
      .api = "AvailabilityMode", .doc = "one zone, or every zone of the VPC" },
    { .name = "vpc_id", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .api = "VpcId", .doc = "VPC; for regional gateways" },
    { .name = "availability_zone_address", .type = ATTR_OBJECT_SET, .flags = OPTIONAL | OWNS_ALL, .fields = zone_fields,
      .needs = "vpc_id", .api = "AvailabilityZoneAddresses", .doc = "addresses of a regional gateway, zone by zone",
      .example = "{ { availability_zone = \"ap-northeast-2a\", allocation_ids = { eip.id } } }" },
    { .name = "private_ip", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .check = check_ip4, .api = "PrivateIpAddress",
      .doc = "its private address" },
    { .name = "secondary_allocation_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL | HOLDS, .api = "SecondaryAllocationIds",
      .doc = "further public addresses" },
    { .name = "secondary_private_ip_addresses", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL, .check = check_ip4,
      .conflicts = "secondary_private_ip_address_count", .api = "SecondaryPrivateIpAddresses", .doc = "further private addresses" },
    { .name = "secondary_private_ip_address_count", .type = ATTR_INT, .flags = OPTIONAL | COMPUTED, .min = 1, .max = 31,
      .api = "SecondaryPrivateIpAddressCount", .doc = "number of further private addresses that EC2 chooses; for private gateways" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "NatGatewayId", .doc = "nat-..." },
    { .name = "public_ip", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "its public address" },
    { .name = "network_interface_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "its interface" },
    { .name = "association_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "association of its public address" },
    { .name = "route_table_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "RouteTableId", .doc = "route table of a regional gateway" },
    { .name = "auto_provision_zones", .type = ATTR_STRING, .flags = COMPUTED, .api = "AutoProvisionZones", .doc = "of a regional gateway" },
    { .name = "auto_scaling_ips", .type = ATTR_STRING, .flags = COMPUTED, .api = "AutoScalingIps", .doc = "of a regional gateway" },
    { 0 }
};

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

static bool is_leaving(struct value address)
{
    struct value status = value_get(address, "Status");
    return value_is(status, "unassigning") || value_is(status, "disassociating") || value_is(status, "failed");
}

/* The primary one is marked, or alone. */
static size_t primary_of(struct value addresses)
{
    for (size_t i = 0; addresses.kind == VALUE_LIST && i < addresses.count; i++)
        if (value_to_bool(value_get(value_at(addresses, i), "IsPrimary"), false))
            return i;
    return 0;
}

static struct value zone_addresses(struct arena *arena, struct value addresses)
{
    struct value_builder zones = { .arena = arena };
    for (size_t i = 0; addresses.kind == VALUE_LIST && i < addresses.count; i++) {
        struct value zone = value_get(value_at(addresses, i), "AvailabilityZone");
        bool first = !is_leaving(value_at(addresses, i));
        for (size_t k = 0; k < i; k++)
            first = first && !(value_eq(value_get(value_at(addresses, k), "AvailabilityZone"), zone) && !is_leaving(value_at(addresses, k)));
        if (!first)
            continue;
        struct value_builder ids = { .arena = arena };
        for (size_t k = i; k < addresses.count; k++)
            if (value_eq(value_get(value_at(addresses, k), "AvailabilityZone"), zone) && !is_leaving(value_at(addresses, k)))
                value_builder_add(&ids, value_get(value_at(addresses, k), "AllocationId"));
        value_builder_add(&zones, value_map_of(arena, "availability_zone", zone, "allocation_ids", value_builder_list(&ids), NULL));
    }
    return value_builder_list(&zones);
}

static enum health nat_health(struct arena *arena, struct value nat, bool moving, struct str *ret_reason)
{
    struct value state = value_get(nat, "State");
    *ret_reason = value_text(state);
    if (value_is(state, "failed")) {
        *ret_reason = arena_printf(arena, "%.*s: %.*s", STR_ARG(value_text(value_get(nat, "FailureCode"))),
                                   STR_ARG(value_text(value_get(nat, "FailureMessage"))));
        return HEALTH_DEAD;
    }
    if (value_is(state, "deleted"))
        return HEALTH_GONE;
    return value_is(state, "available") && !moving ? HEALTH_READY : HEALTH_PENDING;
}

static enum health nat_decode(struct arena *arena, struct value nat, struct value *ret_attrs, struct str *ret_reason)
{
    struct value addresses = value_get(nat, "NatGatewayAddresses"), primary = VALUE_NONE;
    bool regional = value_is(value_get(nat, "AvailabilityMode"), "regional"), moving = false;
    struct value_builder allocations = { .arena = arena }, privates = { .arena = arena };
    size_t first = primary_of(addresses), secondary = 0;
    for (size_t i = 0; addresses.kind == VALUE_LIST && i < addresses.count; i++) {
        struct value a = value_at(addresses, i), status = value_get(a, "Status");
        moving = moving || value_is(status, "assigning") || value_is(status, "associating") || value_is(status, "unassigning") ||
                 value_is(status, "disassociating");
        if (i == first)
            primary = a;
        if (i == first || is_leaving(a) || regional)
            continue;
        value_builder_add(&allocations, value_get(a, "AllocationId"));
        value_builder_add(&privates, value_get(a, "PrivateIp"));
        secondary++;
    }
    if (regional)
        primary = VALUE_NONE;
    struct value connectivity = value_get(nat, "ConnectivityType");
    *ret_attrs = value_map_of(
        arena, "id", value_get(nat, "NatGatewayId"), "subnet_id", value_get(nat, "SubnetId"), "vpc_id", value_get(nat, "VpcId"),
        "connectivity_type", value_present(connectivity) ? connectivity : value_cstr("public"), "availability_mode",
        value_get(nat, "AvailabilityMode"), "allocation_id", value_get(primary, "AllocationId"), "private_ip", value_get(primary, "PrivateIp"),
        "public_ip", value_get(primary, "PublicIp"), "network_interface_id", value_get(primary, "NetworkInterfaceId"), "association_id",
        value_get(primary, "AssociationId"), "secondary_allocation_ids", value_builder_list(&allocations), "secondary_private_ip_addresses",
        value_builder_list(&privates), "secondary_private_ip_address_count", value_int((int64_t)secondary), "availability_zone_address",
        regional ? zone_addresses(arena, addresses) : VALUE_NONE, "route_table_id", value_get(nat, "RouteTableId"), "auto_provision_zones",
        value_get(nat, "AutoProvisionZones"), "auto_scaling_ips", value_get(nat, "AutoScalingIps"), "tags",
        aws_tags_decode(arena, value_get(nat, "Tags")), NULL);
    return nat_health(arena, nat, moving, ret_reason);
}

/* ---- Making and changing --------------------------------------------------------------------------------------------- */

static struct value zones_input(struct op *op)
{
    struct arena *arena = op_arena(op);
    struct value zones = op_want(op, "availability_zone_address");
    struct value_builder list = { .arena = arena };
    for (size_t i = 0; zones.kind == VALUE_LIST && i < zones.count; i++) {
        struct value z = value_at(zones, i);
        value_builder_add(&list, value_map_of(arena, "AllocationIds", value_get(z, "allocation_ids"), "AvailabilityZone",
                                              value_get(z, "availability_zone"), NULL));
    }
    return zones.kind == VALUE_LIST && zones.count ? value_builder_list(&list) : VALUE_NONE;
}

static bool nat_create(struct op *op, struct err *err)
{
    if (str_empty(op_id(op))) {
        struct value out;
        struct value in = value_map_of(
            op_arena(op), "SubnetId", op_want(op, "subnet_id"), "AllocationId", op_want(op, "allocation_id"), "ConnectivityType",
            op_want(op, "connectivity_type"), "AvailabilityMode", op_want(op, "availability_mode"), "VpcId", op_want(op, "vpc_id"),
            "AvailabilityZoneAddresses", zones_input(op), "PrivateIpAddress", op_want(op, "private_ip"), "SecondaryAllocationIds",
            op_want(op, "secondary_allocation_ids"), "SecondaryPrivateIpAddresses", op_want(op, "secondary_private_ip_addresses"),
            "SecondaryPrivateIpAddressCount", op_want(op, "secondary_private_ip_address_count"), "TagSpecifications",
            aws_tag_spec(op, "natgateway"), NULL);
        TRY(aws_call(op, EC2_CreateNatGateway, in, &out, err));
        TRY(op_bind(op, "id", value_path(out, "NatGateway.NatGatewayId"), err));
    }
    return op_wait_ready(op, err);
}

/* Association ids of the live addresses that stand in `allocations`. */
static bool associations_of(struct op *op, struct value allocations, struct value *ret, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value out, id = value_str(op_id(op));
    struct value_builder list = { .arena = arena };
    TRY(aws_list_op(op, EC2_DescribeNatGateways, value_map_of(arena, "NatGatewayIds", value_list(arena, &id, 1), NULL), &out, err));
    struct value addresses = value_get(aws_first(value_get(out, "NatGateways")), "NatGatewayAddresses");
    for (size_t i = 0; addresses.kind == VALUE_LIST && i < addresses.count; i++)
        for (size_t k = 0; k < allocations.count; k++)
            if (value_eq(value_get(value_at(addresses, i), "AllocationId"), value_at(allocations, k)))
                value_builder_add(&list, value_get(value_at(addresses, i), "AssociationId"));
    *ret = value_builder_list(&list);
    return true;
}

static bool associate(struct op *op, struct value allocations, struct value zone, struct err *err)
{
    struct value out, in = value_map_of(op_arena(op), "NatGatewayId", value_str(op_id(op)), "AllocationIds", allocations, "AvailabilityZone",
                                        value_get(zone, "availability_zone"), NULL);
    return aws_call(op, EC2_AssociateNatGatewayAddress, in, &out, err) && op_wait_ready(op, err);
}

static bool dissociate(struct op *op, struct value allocations, struct err *err)
{
    struct value associations, out;
    TRY(associations_of(op, allocations, &associations, err));
    if (!associations.count)
        return true;
    TRY(aws_call(op, EC2_DisassociateNatGatewayAddress,
                 value_map_of(op_arena(op), "NatGatewayId", value_str(op_id(op)), "AssociationIds", associations, NULL), &out, err));
    return op_wait_ready(op, err);
}

static struct value all_allocations(struct arena *arena, struct value zones)
{
    struct value_builder list = { .arena = arena };
    for (size_t i = 0; zones.kind == VALUE_LIST && i < zones.count; i++) {
        struct value ids = value_get(value_at(zones, i), "allocation_ids");
        for (size_t k = 0; ids.kind == VALUE_LIST && k < ids.count; k++)
            value_builder_add(&list, value_at(ids, k));
    }
    return value_builder_list(&list);
}

static bool update_public(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value have = op_prior(op, "secondary_allocation_ids"), want = op_want(op, "secondary_allocation_ids");
    if (op_changed(op, "secondary_allocation_ids")) {
        struct value more = aws_without(arena, want, have), less = aws_without(arena, have, want);
        if (value_present(more))
            TRY(associate(op, more, VALUE_NONE, err));
        if (value_present(less))
            TRY(dissociate(op, less, err));
    }
    if (!op_changed(op, "availability_zone_address"))
        return true;
    struct value zones = op_want(op, "availability_zone_address"), there = all_allocations(arena, op_prior(op, "availability_zone_address"));
    for (size_t i = 0; zones.kind == VALUE_LIST && i < zones.count; i++) {
        struct value more = aws_without(arena, value_get(value_at(zones, i), "allocation_ids"), there);
        if (value_present(more))
            TRY(associate(op, more, value_at(zones, i), err));
    }
    struct value less = aws_without(arena, there, all_allocations(arena, zones));
    return !value_present(less) || dissociate(op, less, err);
}

static bool private_call(struct op *op, uint32_t operation, const char *member, struct value v, struct err *err)
{
    struct value out;
    TRY(aws_call(op, operation, value_map_of(op_arena(op), "NatGatewayId", value_str(op_id(op)), member, v, NULL), &out, err));
    return op_wait_ready(op, err);
}

/* Addresses by name, or by number: then EC2 chooses new ones, and the last ones go. */
static bool update_private(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value have = op_prior(op, "secondary_private_ip_addresses"), want = op_want(op, "secondary_private_ip_addresses");
    if (op_changed(op, "secondary_private_ip_addresses")) {
        struct value more = aws_without(arena, want, have), less = aws_without(arena, have, want);
        if (value_present(more))
            TRY(private_call(op, EC2_AssignPrivateNatGatewayAddress, "PrivateIpAddresses", more, err));
        if (value_present(less))
            TRY(private_call(op, EC2_UnassignPrivateNatGatewayAddress, "PrivateIpAddresses", less, err));
    }
    int64_t number = value_to_int(op_want(op, "secondary_private_ip_address_count"), -1);
    if (!op_changed(op, "secondary_private_ip_address_count") || number < 0)
        return true;
    if (number > (int64_t)have.count)
        return private_call(op, EC2_AssignPrivateNatGatewayAddress, "PrivateIpAddressCount", value_int(number - (int64_t)have.count), err);
    struct value surplus = value_list(arena, have.items + number, have.count - (size_t)number);
    return !surplus.count || private_call(op, EC2_UnassignPrivateNatGatewayAddress, "PrivateIpAddresses", surplus, err);
}

static bool nat_update(struct op *op, struct err *err)
{
    if (op->kind == OP_UPDATE) {
        enum health health;
        TRY(op_read(op, &health, err)); /* an earlier attempt may have done half */
        bool is_private = value_is(op_want(op, "connectivity_type"), "private");
        TRY(is_private ? update_private(op, err) : update_public(op, err));
    }
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

/* A failed one holds nothing and stays listed for an hour whatever is asked: asking once is all there is to do. */
static bool nat_delete(struct op *op, struct err *err)
{
    enum health health;
    struct err seen = { 0 };
    struct value out;
    if (op_read(op, &health, &seen) && health == HEALTH_DEAD)
        return aws_call(op, EC2_DeleteNatGateway, value_map_of(op_arena(op), "NatGatewayId", value_str(op_id(op)), NULL), &out, err);
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteNatGateway, .id_member = "NatGatewayId" }, err);
}

static const struct reader nat_reader = {
    AWS_READS("ec2", EC2_DescribeNatGateways), .by = READ_BY_MARK | READ_BY_IDS, .list = "NatGateways", .id = "NatGatewayId",
    .id_input = "Filter:nat-gateway-id", .mark_input = "Filter:tag", .tags = "Tags", .decode = nat_decode,
};

const struct resource_type aws_nat_gateway = {
    .name = "aws_nat_gateway",
    .doc = "a way out for subnets without public addresses",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = nat_attrs,
    .create_class = CREATE_TOKEN,
    .reader = &nat_reader,
    .after = "aws_internet_gateway", /* a public one fails minutes later when its VPC has none attached yet */
    .gone = "NatGatewayNotFound InvalidNatGatewayID.NotFound",
    .headline = "subnet_id connectivity_type public_ip",
    .typical_create_s = 110, .typical_update_s = 30, .typical_delete_s = 60,
    .timeout_create_s = 900, .timeout_delete_s = 1800,
    .permissions = "ec2:CreateNatGateway ec2:DescribeNatGateways ec2:AssociateNatGatewayAddress ec2:DisassociateNatGatewayAddress "
                   "ec2:AssignPrivateNatGatewayAddress ec2:UnassignPrivateNatGatewayAddress ec2:DeleteNatGateway ec2:CreateTags "
                   "ec2:DeleteTags",
    .create = nat_create,
    .update = nat_update,
    .delete = nat_delete,
    .import_hint = "nat-0a1b2c3d4e5f60718",
};
