/*
 * internet_gateway.c - aws_internet_gateway: a VPC's door to the internet; with vpc_id also its attachment.
 * Source: EC2 API 2016-11-15, CreateInternetGateway / DescribeInternetGateways / Attach- and DetachInternetGateway /
 * DeleteInternetGateway.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const struct attr igw_attrs[] = {
    { .name = "vpc_id", .type = ATTR_STRING, .flags = OPTIONAL, .api = "Attachments[].VpcId",
      .doc = "VPC that it is attached to, in place; another VPC gets a gateway of its own",
      .example = "vpc.id" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "InternetGatewayId", .doc = "igw-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "ARN" },
    { .name = "owner_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "OwnerId", .doc = "account that owns it" },
    { 0 }
};

/* Attachments of internet gateways are "available", not "attached" as the model says. Being unattached is a healthy state too. */
static enum health igw_decode(struct arena *arena, struct value igw, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(igw, "InternetGatewayId"), attachment = aws_first(value_get(igw, "Attachments"));
    struct value state = value_get(attachment, "State");
    bool moving = value_is(state, "attaching") || value_is(state, "detaching");
    *ret_attrs = value_map_of(arena, "id", id, "arn", aws_arn(arena, "ec2", value_get(igw, "OwnerId"), "internet-gateway", id), "owner_id",
                              value_get(igw, "OwnerId"), "vpc_id", value_is(state, "detached") ? VALUE_NONE : value_get(attachment, "VpcId"),
                              "tags", aws_tags_decode(arena, value_get(igw, "Tags")), NULL);
    *ret_reason = value_text(state);
    return moving ? HEALTH_PENDING : HEALTH_READY;
}

static bool attach(struct op *op, struct value vpc_id, struct err *err)
{
    struct value out;
    struct err failed = { 0 };
    if (!aws_call(op, EC2_AttachInternetGateway, value_map_of(op_arena(op), "InternetGatewayId", value_str(op_id(op)), "VpcId", vpc_id, NULL),
                  &out, &failed)) {
        enum health health;
        if (op_error_is(&failed, "Resource.AlreadyAssociated") && op_read(op, &health, NULL) &&
            value_eq(value_get(op->result, "vpc_id"), vpc_id))
            return true; /* by an earlier attempt */
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    return true;
}

static bool detach_once(struct op *op, struct err *err)
{
    struct value out;
    struct err failed = { 0 };
    if (aws_call(op, EC2_DetachInternetGateway, value_map_of(op_arena(op), "InternetGatewayId", value_str(op_id(op)), "VpcId",
                                                             value_get(op->prior, "vpc_id"), NULL), &out, &failed) ||
        op_error_is(&failed, "Gateway.NotAttached InvalidInternetGatewayID.NotFound"))
        return true;
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

/* "has some mapped public address(es)": NAT gateways, load balancers and instances let go of theirs with delay. */
static bool detach(struct op *op, struct err *err)
{
    if (!value_present(value_get(op->prior, "vpc_id")))
        return true;
    return op_retry_while(op, "DependencyViolation", INT32_MAX, detach_once, err);
}

static bool igw_create(struct op *op, struct err *err)
{
    bool known = false;
    if (str_empty(op_id(op))) {
        struct value out, in = value_map_of(op_arena(op), "TagSpecifications", aws_tag_spec(op, "internet-gateway"), NULL);
        TRY(aws_call(op, EC2_CreateInternetGateway, in, &out, err));
        TRY(op_bind(op, "id", value_path(out, "InternetGateway.InternetGatewayId"), err));
        known = aws_take(op, value_get(out, "InternetGateway"));
    }
    if (!known)
        TRY(op_wait_ready(op, err));
    if (aws_differs(op, "vpc_id"))
        TRY(attach(op, op_want(op, "vpc_id"), err));
    return aws_settled(op, true, err);
}

static bool igw_update(struct op *op, struct err *err)
{
    if (op_changed(op, "vpc_id")) {
        TRY(detach(op, err));
        if (value_present(op_want(op, "vpc_id")))
            TRY(attach(op, op_want(op, "vpc_id"), err));
    }
    TRY(aws_update_tags(op, err));
    return aws_settled(op, op_changed(op, "vpc_id"), err);
}

static bool igw_delete(struct op *op, struct err *err)
{
    TRY(detach(op, err));
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteInternetGateway, .id_member = "InternetGatewayId",
                                                .busy = "DependencyViolation" }, err);
}

/*
 * From one VPC to another it would have to be detached while public addresses are still mapped in the first, and what they hang on may
 * wait for the second: only a new gateway is sure to come to an end.
 */
static bool igw_plan(struct arena *arena, struct value prior, struct value planned, const char **ret_replace, struct err *err)
{
    (void)arena;
    (void)err;
    struct value from = value_get(prior, "vpc_id"), to = value_get(planned, "vpc_id");
    if (value_present(from) && value_present(to) && !value_eq(from, to))
        *ret_replace = "vpc_id";
    return true;
}

static const struct reader igw_reader = {
    AWS_READS("ec2", EC2_DescribeInternetGateways), .by = READ_BY_MARK | READ_BY_IDS, .list = "InternetGateways", .id = "InternetGatewayId",
    .id_input = "Filter:internet-gateway-id", .mark_input = "Filter:tag", .tags = "Tags", .decode = igw_decode,
};

const struct resource_type aws_internet_gateway = {
    .name = "aws_internet_gateway",
    .doc = "a VPC's door to the internet",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = igw_attrs,
    .flags = TYPE_SETTLE_SLOW,
    .create_class = CREATE_TAGGED,
    .reader = &igw_reader,
    .gone = "InvalidInternetGatewayID.NotFound InvalidInternetGateway.NotFound",
    .headline = "vpc_id",
    .typical_create_s = 2, .typical_update_s = 3, .typical_delete_s = 10,
    .permissions = "ec2:CreateInternetGateway ec2:DescribeInternetGateways ec2:AttachInternetGateway ec2:DetachInternetGateway "
                   "ec2:DeleteInternetGateway ec2:CreateTags ec2:DeleteTags",
    .create = igw_create,
    .update = igw_update,
    .plan = igw_plan,
    .delete = igw_delete,
    .import_hint = "igw-0a1b2c3d4e5f60718",
};
