/*
 * route.c - aws_route: one route of a route table.
 * Source: EC2 API 2016-11-15, CreateRoute / DescribeRouteTables / ReplaceRoute / DeleteRoute.
 *
 * Routes have neither id nor tags: table and destination identify them, and the id is made of both (rtb-1_0.0.0.0/0).
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"
#include "providers/aws/ec2/routes.h"

#define DESTINATION "destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"

static const struct attr route_attrs[] = {
    { .name = "route_table_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .api = "RouteTableId", .doc = "its table",
      .example = "public.id" },
    { .name = "destination_cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_cidr4, .one_of = "destination",
      .api = "DestinationCidrBlock", .doc = "IPv4 destination", .example = "\"0.0.0.0/0\"" },
    { .name = "destination_ipv6_cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_cidr6,
      .one_of = "destination", .api = "DestinationIpv6CidrBlock", .doc = "IPv6 destination", .example = "\"::/0\"" },
    { .name = "destination_prefix_list_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .one_of = "destination",
      .api = "DestinationPrefixListId", .doc = "prefix list as destination" },
    ROUTE_TARGET_ATTRS("target"),
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "table and destination: rtb-1_0.0.0.0/0" },
    { .name = "instance_id", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "InstanceId", .doc = "instance behind the interface" },
    { .name = "instance_owner_id", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "InstanceOwnerId", .doc = "its account" },
    { .name = "origin", .type = ATTR_STRING, .flags = COMPUTED, .api = "Origin", .doc = "how the route came about" },
    { .name = "state", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "State", .doc = "active, or blackhole when its target is gone" },
    { 0 }
};

/* {Parent: a route table, Item: one of its routes}. The local, propagated and endpoints' routes are nobody's. */
static enum health route_decode(struct arena *arena, struct value object, struct value *ret_attrs, struct str *ret_reason)
{
    struct value route = value_get(object, "Item"), table = value_path(object, "Parent.RouteTableId");
    struct value target = routes_decode_target(arena, route);
    *ret_reason = STR_NONE;
    if (!value_present(target))
        return HEALTH_GONE;
    struct str destination = routes_destination(route, "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId");
    struct value id = value_str(arena_printf(arena, "%.*s_%.*s", STR_ARG(value_text(table)), STR_ARG(destination)));
    *ret_attrs = value_merge(
        arena, target,
        value_map_of(arena, "id", id, "route_table_id", table, "destination_cidr_block", value_get(route, "DestinationCidrBlock"),
                     "destination_ipv6_cidr_block", value_get(route, "DestinationIpv6CidrBlock"), "destination_prefix_list_id",
                     value_get(route, "DestinationPrefixListId"), "instance_id", value_get(route, "InstanceId"), "instance_owner_id",
                     value_get(route, "InstanceOwnerId"), "origin", value_get(route, "Origin"), "state", value_get(route, "State"), NULL));
    return HEALTH_READY;
}

static struct value input(struct op *op)
{
    return value_with(op_arena(op), routes_input(op_arena(op), op->want, DESTINATION), "RouteTableId", op_want(op, "route_table_id"));
}

/* There is a route to this destination already: ours of an earlier attempt when it leads to the same place. */
static bool adopt(struct op *op, struct err *err)
{
    enum health health;
    struct err first = *err;
    err_clear(err);
    TRY(op_read(op, &health, err));
    if (routes_same_target(op->result, op->want))
        return true;
    *err = first;
    err->code = ERR_CONFLICT;
    return err_hint(err, "another route has this destination; declare import { to = \"%.*s\", id = \"%.*s\" }, or remove it", STR_ARG(op->address),
                    STR_ARG(op_id(op)));
}

static bool route_create(struct op *op, struct err *err)
{
    struct value out, table = op_want(op, "route_table_id");
    struct str destination = routes_destination(op->want, DESTINATION);
    struct err failed = { 0 };
    if (str_empty(op_id(op))) {
        struct value id = value_str(arena_printf(op_arena(op), "%.*s_%.*s", STR_ARG(value_text(table)), STR_ARG(destination)));
        if (aws_call(op, EC2_CreateRoute, input(op), &out, &failed)) {
            TRY(op_bind(op, "id", id, err));
        } else {
            bool exists = op_error_is(&failed, op->type->foreign);
            if (exists)
                op_set(op, "id", id); /* to look at it; ours only if it leads where we want */
            if (!exists || !adopt(op, &failed)) {
                op->result = VALUE_NONE;
                if (err)
                    *err = failed;
                return err_frame_(err, __FILE__, __func__, __LINE__);
            }
            TRY(op_bind(op, "id", id, err));
        }
    }
    return op_wait_ready(op, err);
}

static bool route_update(struct op *op, struct err *err)
{
    struct value out;
    if (op->kind == OP_MARKS)
        return true; /* carries none */
    TRY(aws_call(op, EC2_ReplaceRoute, input(op), &out, err));
    for (;;) { /* reads lag behind: until the new target shows, and the old one no longer does */
        op->result = VALUE_NONE;
        TRY(op_wait_ready(op, err));
        if (routes_same_target(op->result, op->want))
            return true;
        TRY(op_poll_pause(op, "changed", err));
    }
}

static bool route_delete(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value out, in = routes_destination_input(arena, op->prior, DESTINATION);
    struct err failed = { 0 };
    if (aws_call(op, EC2_DeleteRoute, value_with(arena, in, "RouteTableId", op_prior(op, "route_table_id")), &out, &failed))
        return op_wait_gone(op, err);
    if (op_error_is(&failed, op->type->gone))
        return true;
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

static const struct reader route_reader = {
    AWS_READS("ec2", EC2_DescribeRouteTables), .by = READ_BY_PARENT, .list = "RouteTables", .item_list = "Routes",
    .parent = "route_table_id", .parent_input = "Filter:route-table-id", .decode = route_decode,
};

const struct resource_type aws_route = {
    .name = "aws_route",
    .doc = "one route of a route table",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = route_attrs,
    .create_class = CREATE_NAMED,
    .reader = &route_reader,
    .natural_key = "route_table_id destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id",
    .gone = "InvalidRoute.NotFound InvalidRouteTableID.NotFound",
    .foreign = "RouteAlreadyExists",
    .headline = "destination_cidr_block gateway_id nat_gateway_id",
    .typical_create_s = 2, .typical_update_s = 2, .typical_delete_s = 2,
    .permissions = "ec2:CreateRoute ec2:DescribeRouteTables ec2:ReplaceRoute ec2:DeleteRoute",
    .create = route_create,
    .update = route_update,
    .delete = route_delete,
    .import_hint = "rtb-0a1b2c3d4e5f60718_0.0.0.0/0",
};
