/*
 * route_table.c - aws_route_table: where a subnet's packets go; with `route` also its routes.
 * Source: EC2 API 2016-11-15, CreateRouteTable / DescribeRouteTables / CreateRoute / ReplaceRoute / DeleteRoute /
 * EnableVgwRoutePropagation / DisableVgwRoutePropagation / DeleteRouteTable.
 *
 * `route` given: all routes are ours, others are drift. Not given: routes are left alone (aws_route makes them one by one). The VPC's
 * local route, propagated ones and those of gateway endpoints never count.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"
#include "providers/aws/ec2/routes.h"

#define DESTINATION "cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"

static const struct attr route_fields[] = {
    { .name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_cidr4, .one_of = "destination",
      .api = "DestinationCidrBlock", .doc = "IPv4 destination", .example = "\"0.0.0.0/0\"" },
    { .name = "ipv6_cidr_block", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_cidr6, .one_of = "destination",
      .api = "DestinationIpv6CidrBlock", .doc = "IPv6 destination" },
    { .name = "destination_prefix_list_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = "destination",
      .api = "DestinationPrefixListId", .doc = "prefix list as destination" },
    ROUTE_TARGET_ATTRS("target"),
    { 0 }
};

static const struct attr table_attrs[] = {
    { .name = "vpc_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .api = "VpcId", .doc = "its VPC", .example = "vpc.id" },
    { .name = "route", .type = ATTR_OBJECT_SET, .flags = OPTIONAL | OWNS_ALL, .fields = route_fields, .api = "Routes",
      .doc = "all routes of the table; leave it out to use aws_route", .example = "{ { cidr_block = \"0.0.0.0/0\", gateway_id = igw.id } }" },
    { .name = "propagating_vgws", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL, .api = "PropagatingVgws",
      .doc = "virtual private gateways whose routes come in" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "RouteTableId", .doc = "rtb-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "ARN" },
    { .name = "owner_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "OwnerId", .doc = "account that owns it" },
    { 0 }
};

static struct value decode_route(struct arena *arena, struct value route)
{
    struct value target = routes_decode_target(arena, route);
    if (!value_present(target))
        return VALUE_NONE;
    struct value destination = value_map_of(arena, "cidr_block", value_get(route, "DestinationCidrBlock"), "ipv6_cidr_block",
                                            value_get(route, "DestinationIpv6CidrBlock"), "destination_prefix_list_id",
                                            value_get(route, "DestinationPrefixListId"), NULL);
    return value_merge(arena, destination, target);
}

static enum health table_decode(struct arena *arena, struct value table, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(table, "RouteTableId"), routes = value_get(table, "Routes"), vgws = value_get(table, "PropagatingVgws");
    struct value_builder own = { .arena = arena }, gateways = { .arena = arena };
    for (size_t i = 0; routes.kind == VALUE_LIST && i < routes.count; i++)
        value_builder_add(&own, decode_route(arena, value_at(routes, i)));
    for (size_t i = 0; vgws.kind == VALUE_LIST && i < vgws.count; i++)
        value_builder_add(&gateways, value_get(value_at(vgws, i), "GatewayId"));
    *ret_attrs = value_map_of(arena, "id", id, "arn", aws_arn(arena, "ec2", value_get(table, "OwnerId"), "route-table", id), "owner_id",
                              value_get(table, "OwnerId"), "vpc_id", value_get(table, "VpcId"), "route", value_builder_list(&own),
                              "propagating_vgws", value_builder_list(&gateways), "tags",
                              aws_tags_decode(arena, value_get(table, "Tags")), NULL);
    *ret_reason = STR_NONE;
    return HEALTH_READY;
}

/* ---- Routes ---------------------------------------------------------------------------------------------------------- */

static struct value route_to(struct value routes, struct value like)
{
    struct str destination = routes_destination(like, DESTINATION);
    for (size_t i = 0; routes.kind == VALUE_LIST && i < routes.count; i++)
        if (str_eq(routes_destination(value_at(routes, i), DESTINATION), destination))
            return value_at(routes, i);
    return VALUE_NONE;
}

static bool route_call(struct op *op, uint32_t operation, struct value in, const char *fine, struct err *err)
{
    struct value out;
    struct err failed = { 0 };
    if (aws_call(op, operation, value_with(op_arena(op), in, "RouteTableId", value_str(op_id(op))), &out, &failed) ||
        op_error_is(&failed, fine))
        return true;
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

static bool apply_routes(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value want = op_want(op, "route"), have = op_prior(op, "route");
    if (op->kind == OP_UPDATE ? !op_changed(op, "route") : !value_present(want))
        return true;
    for (size_t i = 0; want.kind == VALUE_LIST && i < want.count; i++) {
        struct value route = value_at(want, i), there = route_to(have, route), in = routes_input(arena, route, DESTINATION);
        if (!value_present(there))
            TRY(route_call(op, EC2_CreateRoute, in, "RouteAlreadyExists", err));
        else if (!routes_same_target(route, there))
            TRY(route_call(op, EC2_ReplaceRoute, in, "", err));
    }
    for (size_t i = 0; have.kind == VALUE_LIST && i < have.count; i++)
        if (!value_present(route_to(want, value_at(have, i))))
            TRY(route_call(op, EC2_DeleteRoute, routes_destination_input(arena, value_at(have, i), DESTINATION), "InvalidRoute.NotFound", err));
    return true;
}

static bool apply_propagation(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value want = op_want(op, "propagating_vgws"), have = op_prior(op, "propagating_vgws");
    if (op->kind == OP_UPDATE ? !op_changed(op, "propagating_vgws") : !value_present(want))
        return true;
    struct value more = aws_without(arena, want, have), less = aws_without(arena, have, want);
    for (size_t i = 0; i < more.count; i++)
        TRY(route_call(op, EC2_EnableVgwRoutePropagation, value_map_of(arena, "GatewayId", value_at(more, i), NULL), "", err));
    for (size_t i = 0; i < less.count; i++)
        TRY(route_call(op, EC2_DisableVgwRoutePropagation, value_map_of(arena, "GatewayId", value_at(less, i), NULL), "", err));
    return true;
}

/* ---- Operations ------------------------------------------------------------------------------------------------------ */

static bool table_create(struct op *op, struct err *err)
{
    bool known = false;
    if (str_empty(op_id(op))) {
        struct value out, in = value_map_of(op_arena(op), "VpcId", op_want(op, "vpc_id"), "TagSpecifications", aws_tag_spec(op, "route-table"), NULL);
        TRY(aws_call(op, EC2_CreateRouteTable, in, &out, err));
        TRY(op_bind(op, "id", value_path(out, "RouteTable.RouteTableId"), err));
        known = aws_take(op, value_get(out, "RouteTable"));
    }
    if (!known)
        TRY(op_wait_ready(op, err));
    TRY(apply_propagation(op, err));
    TRY(apply_routes(op, err));
    return aws_settled(op, known, err);
}

static bool table_update(struct op *op, struct err *err)
{
    if (op_changed(op, "route") || op_changed(op, "propagating_vgws")) {
        enum health health;
        TRY(op_read(op, &health, err)); /* an earlier attempt may have done half */
    }
    TRY(apply_propagation(op, err));
    TRY(apply_routes(op, err));
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

static bool table_delete(struct op *op, struct err *err)
{
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteRouteTable, .id_member = "RouteTableId", .busy = "DependencyViolation" },
                      err);
}

static const struct reader table_reader = {
    AWS_READS("ec2", EC2_DescribeRouteTables), .by = READ_BY_MARK | READ_BY_IDS, .list = "RouteTables", .id = "RouteTableId",
    .id_input = "Filter:route-table-id", .mark_input = "Filter:tag", .tags = "Tags", .decode = table_decode,
};

const struct resource_type aws_route_table = {
    .name = "aws_route_table",
    .doc = "where a subnet's packets go",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = table_attrs,
    .create_class = CREATE_TOKEN,
    .reader = &table_reader,
    .gone = "InvalidRouteTableID.NotFound",
    .headline = "vpc_id route",
    .typical_create_s = 2, .typical_update_s = 2, .typical_delete_s = 3,
    .permissions = "ec2:CreateRouteTable ec2:DescribeRouteTables ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute "
                   "ec2:EnableVgwRoutePropagation ec2:DisableVgwRoutePropagation ec2:DeleteRouteTable ec2:CreateTags ec2:DeleteTags",
    .create = table_create,
    .update = table_update,
    .delete = table_delete,
    .import_hint = "rtb-0a1b2c3d4e5f60718",
};
