/*
 * route_table_association.c - aws_route_table_association: which table a subnet (or a gateway's incoming traffic) uses.
 * Source: EC2 API 2016-11-15, AssociateRouteTable / DescribeRouteTables / ReplaceRouteTableAssociation / DisassociateRouteTable.
 *
 * A subnet has at most one. Moving it to another table gives the association a new id.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const struct attr association_attrs[] = {
    { .name = "route_table_id", .type = ATTR_STRING, .flags = REQUIRED | HOLDS, .api = "RouteTableId", .doc = "the table", .example = "public.id" },
    { .name = "subnet_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .one_of = "who", .api = "SubnetId", .doc = "the subnet",
      .example = "subnet.id" },
    { .name = "gateway_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .one_of = "who", .api = "GatewayId",
      .doc = "or the gateway, for traffic that comes in" },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "RouteTableAssociationId", .doc = "rtbassoc-..." },
    { 0 }
};

/* {Parent: a route table, Item: one of its associations}. The main one belongs to the VPC. */
static enum health association_decode(struct arena *arena, struct value object, struct value *ret_attrs, struct str *ret_reason)
{
    struct value a = value_get(object, "Item"), subnet = value_get(a, "SubnetId"), gateway = value_get(a, "GatewayId");
    struct value state = value_path(a, "AssociationState.State"), message = value_path(a, "AssociationState.StatusMessage");
    if (!value_text(subnet).len && !value_text(gateway).len)
        return HEALTH_GONE;
    *ret_attrs = value_map_of(arena, "id", value_get(a, "RouteTableAssociationId"), "route_table_id", value_path(object, "Parent.RouteTableId"),
                              "subnet_id", value_text(subnet).len ? subnet : VALUE_NONE, "gateway_id",
                              value_text(gateway).len ? gateway : VALUE_NONE, NULL);
    *ret_reason = value_present(message) ? value_text(message) : value_text(state);
    if (value_is(state, "failed"))
        return HEALTH_DEAD;
    if (value_is(state, "disassociated"))
        return HEALTH_GONE;
    return value_is(state, "associating") || value_is(state, "disassociating") ? HEALTH_PENDING : HEALTH_READY;
}

static struct value who(struct op *op)
{
    struct value subnet = op_want(op, "subnet_id");
    return value_present(subnet) ? subnet : op_want(op, "gateway_id");
}

/* The subnet has an association: ours of an earlier attempt if it is to our table. */
static bool adopt(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    const char *filter = value_present(op_want(op, "subnet_id")) ? "association.subnet-id" : "association.gateway-id";
    struct value out;
    struct err failed = { 0 };
    if (!aws_list_op(op, EC2_DescribeRouteTables, value_map_of(arena, "Filters", aws_filters(arena, filter, who(op), NULL), NULL), &out, &failed))
        return false;
    struct value tables = value_get(out, "RouteTables");
    for (size_t t = 0; tables.kind == VALUE_LIST && t < tables.count; t++) {
        struct value table = value_get(value_at(tables, t), "RouteTableId"), list = value_get(value_at(tables, t), "Associations");
        for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++) {
            struct value a = value_at(list, i);
            if (!value_eq(value_get(a, "SubnetId"), who(op)) && !value_eq(value_get(a, "GatewayId"), who(op)))
                continue;
            if (value_eq(table, op_want(op, "route_table_id"))) {
                err_clear(err);
                return op_bind(op, "id", value_get(a, "RouteTableAssociationId"), err);
            }
            if (op->vanished) { /* it was ours until somebody moved the subnet to another table: moved back */
                err_clear(err);
                TRY(aws_call(op, EC2_ReplaceRouteTableAssociation,
                             value_map_of(arena, "AssociationId", value_get(a, "RouteTableAssociationId"), "RouteTableId",
                                          op_want(op, "route_table_id"), NULL), &out, err));
                return op_bind(op, "id", value_get(out, "NewAssociationId"), err);
            }
            (void)FAIL(err, ERR_CONFLICT, "%.*s: %.*s uses the table %.*s already", STR_ARG(op->address), STR_ARG(value_text(who(op))),
                       STR_ARG(value_text(table)));
            return err_hint(err, "declare import { to = \"%.*s\", id = \"%.*s\" }, or remove it", STR_ARG(op->address),
                            STR_ARG(value_text(value_get(a, "RouteTableAssociationId"))));
        }
    }
    return false;
}

static bool association_create(struct op *op, struct err *err)
{
    if (str_empty(op_id(op))) {
        struct value out, in = value_map_of(op_arena(op), "RouteTableId", op_want(op, "route_table_id"), "SubnetId", op_want(op, "subnet_id"),
                                            "GatewayId", op_want(op, "gateway_id"), NULL);
        struct err failed = { 0 };
        if (aws_call(op, EC2_AssociateRouteTable, in, &out, &failed)) {
            TRY(op_bind(op, "id", value_get(out, "AssociationId"), err));
        } else if (!op_error_is(&failed, op->type->foreign) || !adopt(op, &failed)) {
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    }
    return op_wait_ready(op, err);
}

static bool association_update(struct op *op, struct err *err)
{
    struct value table = op_want(op, "route_table_id"), out;
    if (op->kind == OP_MARKS)
        return true; /* carries none */
    struct err failed = { 0 };
    bool moved = value_eq(op_prior(op, "route_table_id"), table);
    op_set(op, "route_table_id", table); /* where reads look for it from now on */
    if (!moved && !aws_call(op, EC2_ReplaceRouteTableAssociation,
                            value_map_of(op_arena(op), "AssociationId", value_str(op_id(op)), "RouteTableId", table, NULL), &out, &failed)) {
        if (!op_error_is(&failed, op->type->gone) || !adopt(op, &failed)) { /* gone: an earlier attempt got a new id, and was cut off */
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    } else if (!moved) {
        TRY(op_bind(op, "id", value_get(out, "NewAssociationId"), err));
    }
    return op_wait_ready(op, err);
}

static bool association_delete(struct op *op, struct err *err)
{
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DisassociateRouteTable, .id_member = "AssociationId" }, err);
}

static const struct reader association_reader = {
    AWS_READS("ec2", EC2_DescribeRouteTables), .by = READ_BY_PARENT | READ_BY_IDS, .list = "RouteTables", .item_list = "Associations",
    .id_input = "Filter:association.route-table-association-id", .parent = "route_table_id", .parent_input = "Filter:route-table-id",
    .decode = association_decode,
};

const struct resource_type aws_route_table_association = {
    .name = "aws_route_table_association",
    .doc = "which route table a subnet uses",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = association_attrs,
    .create_class = CREATE_NAMED,
    .reader = &association_reader,
    .natural_key = "route_table_id subnet_id gateway_id",
    .gone = "InvalidAssociationID.NotFound",
    .foreign = "Resource.AlreadyAssociated",
    .headline = "subnet_id gateway_id route_table_id",
    .typical_create_s = 2, .typical_update_s = 2, .typical_delete_s = 2,
    .permissions = "ec2:AssociateRouteTable ec2:DescribeRouteTables ec2:ReplaceRouteTableAssociation ec2:DisassociateRouteTable",
    .create = association_create,
    .update = association_update,
    .delete = association_delete,
    .import_hint = "rtbassoc-0a1b2c3d4e5f60718",
};
