/*
 * security_group_rule.c - aws_vpc_security_group_ingress_rule and _egress_rule: one rule of a security group, with an id of its own.
 * Source: EC2 API 2016-11-15, AuthorizeSecurityGroupIngress and -Egress / DescribeSecurityGroupRules / ModifySecurityGroupRules /
 * RevokeSecurityGroupIngress and -Egress.
 *
 * One listing shows both directions: each type leaves the other's rules out.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"
#include "providers/aws/ec2/sg_rules.h"

static const struct attr rule_attrs[] = {
    { .name = "security_group_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .api = "GroupId", .doc = "its group", .example = "web.id" },
    { .name = "ip_protocol", .type = ATTR_STRING, .flags = REQUIRED, .normalise = sg_normalise_protocol, .api = "IpProtocol",
      .doc = "tcp, udp, icmp, icmpv6, a number, or -1 for all", .example = "\"tcp\"" },
    { .name = "from_port", .type = ATTR_INT, .flags = OPTIONAL, .min = -1, .max = 65535, .api = "FromPort",
      .doc = "first port, or ICMP type; not with protocol -1", .example = "443" },
    { .name = "to_port", .type = ATTR_INT, .flags = OPTIONAL, .min = -1, .max = 65535, .api = "ToPort",
      .doc = "last port, or ICMP code; not with protocol -1", .example = "443" },
    { .name = "cidr_ipv4", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_cidr4, .one_of = "peer", .api = "CidrIpv4",
      .doc = "IPv4 range", .example = "\"10.0.0.0/8\"" },
    { .name = "cidr_ipv6", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_cidr6, .one_of = "peer", .api = "CidrIpv6",
      .doc = "IPv6 range" },
    { .name = "prefix_list_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = "peer", .api = "PrefixListId", .doc = "prefix list" },
    { .name = "referenced_security_group_id", .type = ATTR_STRING, .flags = OPTIONAL | HOLDS, .one_of = "peer", .api = "ReferencedGroupId",
      .doc = "group, of another account as account/sg-..." },
    { .name = "description", .type = ATTR_STRING, .flags = OPTIONAL, .normalise = sg_normalise_description, .max = 255, .api = "Description",
      .doc = "why" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "SecurityGroupRuleId", .doc = "sgr-..." },
    { .name = "security_group_rule_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "SecurityGroupRuleId", .doc = "the same" },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "SecurityGroupRuleArn", .doc = "ARN" },
    { 0 }
};

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

static struct value referenced(struct arena *arena, struct value rule)
{
    struct value group = value_path(rule, "ReferencedGroupInfo.GroupId"), user = value_path(rule, "ReferencedGroupInfo.UserId");
    struct value owner = value_get(rule, "GroupOwnerId"); /* some do not say it: then both are taken for one account's */
    if (!value_text(user).len || !value_text(owner).len || value_eq(user, owner))
        return group;
    return value_str(arena_printf(arena, "%.*s/%.*s", STR_ARG(value_text(user)), STR_ARG(value_text(group))));
}

static enum health decode(struct arena *arena, struct value rule, bool is_egress, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(rule, "SecurityGroupRuleId"), protocol = sg_normalise_protocol(arena, value_get(rule, "IpProtocol"));
    struct value arn = value_get(rule, "SecurityGroupRuleArn");
    bool all = value_is(protocol, "-1");
    *ret_reason = STR_NONE;
    if (value_to_bool(value_get(rule, "IsEgress"), false) != is_egress)
        return HEALTH_GONE; /* the other type's */
    *ret_attrs = value_map_of(
        arena, "id", id, "security_group_rule_id", id, "arn",
        value_present(arn) ? arn : aws_arn(arena, "ec2", value_get(rule, "GroupOwnerId"), "security-group-rule", id), "security_group_id",
        value_get(rule, "GroupId"), "ip_protocol", protocol, "from_port", all ? VALUE_NONE : value_get(rule, "FromPort"), "to_port",
        all ? VALUE_NONE : value_get(rule, "ToPort"), "cidr_ipv4", value_get(rule, "CidrIpv4"), "cidr_ipv6", value_get(rule, "CidrIpv6"),
        "prefix_list_id", value_get(rule, "PrefixListId"), "referenced_security_group_id", referenced(arena, rule), "description",
        sg_normalise_description(arena, value_get(rule, "Description")), "tags", aws_tags_decode(arena, value_get(rule, "Tags")), NULL);
    return HEALTH_READY;
}

static enum health ingress_decode(struct arena *arena, struct value rule, struct value *ret_attrs, struct str *ret_reason)
{
    return decode(arena, rule, false, ret_attrs, ret_reason);
}

static enum health egress_decode(struct arena *arena, struct value rule, struct value *ret_attrs, struct str *ret_reason)
{
    return decode(arena, rule, true, ret_attrs, ret_reason);
}

/* ---- Making and changing --------------------------------------------------------------------------------------------- */

/* As the group's inline block would be. */
static struct value permission(struct op *op)
{
    static const char *const peers[][2] = { { "cidr_ipv4", "cidr_blocks" }, { "cidr_ipv6", "ipv6_cidr_blocks" },
                                            { "prefix_list_id", "prefix_list_ids" }, { "referenced_security_group_id", "security_groups" } };
    struct arena *arena = op_arena(op);
    struct value block = value_map_of(arena, "protocol", op_want(op, "ip_protocol"), "from_port", op_want(op, "from_port"), "to_port",
                                      op_want(op, "to_port"), "description", op_want(op, "description"), NULL);
    for (size_t i = 0; i < ARRAY_LEN(peers); i++) {
        struct value peer = op_want(op, peers[i][0]);
        if (value_present(peer))
            block = value_with(arena, block, peers[i][1], value_list(arena, &peer, 1));
    }
    return sg_rules_input(arena, sg_rules_of(arena, value_list(arena, &block, 1), op_want(op, "security_group_id")));
}

/* The rule that is in the way when ours is a duplicate. */
static bool same(struct op *op, struct value rule)
{
    static const char *const names[] = { "ip_protocol", "from_port", "to_port", "cidr_ipv4", "cidr_ipv6", "prefix_list_id",
                                         "referenced_security_group_id" };
    struct value attrs = VALUE_NONE;
    struct str reason;
    op->type->reader->decode(op_arena(op), rule, &attrs, &reason);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct value there = value_get(attrs, names[i]), want = op_want(op, names[i]);
        if (value_present(there) != value_present(want) || (value_present(want) && !value_eq(there, want)))
            return false;
    }
    return true;
}

static bool create(struct op *op, uint32_t authorize, struct err *err)
{
    struct arena *arena = op_arena(op);
    if (str_empty(op_id(op))) {
        struct value group = op_want(op, "security_group_id"), out;
        struct value in = value_map_of(arena, "GroupId", group, "IpPermissions", permission(op), "TagSpecifications",
                                       aws_tag_spec(op, "security-group-rule"), NULL);
        if (!aws_call(op, authorize, in, &out, err)) {
            if (!aws_adopt(op, aws_filters(arena, "group-id", group, NULL), same, err))
                return err_frame_(err, __FILE__, __func__, __LINE__);
        } else {
            struct value rule = aws_first(value_get(out, "SecurityGroupRules"));
            TRY(op_bind(op, "id", value_get(rule, "SecurityGroupRuleId"), err));
        }
    }
    return op_wait_ready(op, err);
}

static bool ingress_create(struct op *op, struct err *err)
{
    return create(op, EC2_AuthorizeSecurityGroupIngress, err);
}

static bool egress_create(struct op *op, struct err *err)
{
    return create(op, EC2_AuthorizeSecurityGroupEgress, err);
}

/* The whole rule travels, whatever of it changes. A group of another account is named by its id alone. */
static bool rule_update(struct op *op, struct err *err)
{
    static const char *const names[] = { "ip_protocol", "from_port", "to_port", "cidr_ipv4", "cidr_ipv6", "prefix_list_id",
                                         "referenced_security_group_id", "description" };
    struct arena *arena = op_arena(op);
    bool changed = false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        changed = changed || (op->kind == OP_UPDATE && op_changed(op, names[i]));
    if (changed) {
        struct str group = value_text(op_want(op, "referenced_security_group_id"));
        if (str_find_char(group, '/') >= 0)
            (void)str_split(&group, '/');
        bool all = value_is(op_want(op, "ip_protocol"), "-1");
        struct value rule = value_map_of(
            arena, "IpProtocol", op_want(op, "ip_protocol"), "FromPort", all ? value_int(-1) : op_want(op, "from_port"), "ToPort",
            all ? value_int(-1) : op_want(op, "to_port"), "CidrIpv4", op_want(op, "cidr_ipv4"), "CidrIpv6", op_want(op, "cidr_ipv6"),
            "PrefixListId", op_want(op, "prefix_list_id"), "ReferencedGroupId", group.len ? value_str(group) : VALUE_NONE, "Description",
            op_want(op, "description"), NULL);
        struct value update = value_map_of(arena, "SecurityGroupRuleId", value_str(op_id(op)), "SecurityGroupRule", rule, NULL), out;
        TRY(aws_call(op, EC2_ModifySecurityGroupRules, value_map_of(arena, "GroupId", op_want(op, "security_group_id"), "SecurityGroupRules",
                                                                    value_list(arena, &update, 1), NULL), &out, err));
    }
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

static bool delete(struct op *op, uint32_t revoke, struct err *err)
{
    struct value id = value_str(op_id(op)), out;
    struct value in = value_map_of(op_arena(op), "GroupId", op_prior(op, "security_group_id"), "SecurityGroupRuleIds",
                                   value_list(op_arena(op), &id, 1), NULL);
    struct err failed = { 0 };
    if (aws_call(op, revoke, in, &out, &failed))
        return op_wait_gone(op, err);
    if (op_error_is(&failed, op->type->gone))
        return true;
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

static bool ingress_delete(struct op *op, struct err *err)
{
    return delete(op, EC2_RevokeSecurityGroupIngress, err);
}

static bool egress_delete(struct op *op, struct err *err)
{
    return delete(op, EC2_RevokeSecurityGroupEgress, err);
}

static bool rule_plan(struct arena *arena, struct value prior, struct value planned, const char **ret_replace, struct err *err)
{
    (void)arena;
    (void)prior;
    (void)ret_replace;
    struct value protocol = value_get(planned, "ip_protocol"), from = value_get(planned, "from_port"), to = value_get(planned, "to_port");
    if (value_is(protocol, "-1") && (value_present(from) || value_present(to)))
        return FAIL(err, ERR_INVALID, "ip_protocol -1 means every port: leave from_port and to_port out");
    if ((value_is(protocol, "tcp") || value_is(protocol, "udp")) && !(value_present(from) && value_present(to)))
        return FAIL(err, ERR_INVALID, "ip_protocol %.*s needs from_port and to_port", STR_ARG(value_text(protocol)));
    return true;
}

/* ---- Descriptors ----------------------------------------------------------------------------------------------------- */

static const struct reader ingress_reader = {
    AWS_READS("ec2", EC2_DescribeSecurityGroupRules), .by = READ_BY_MARK | READ_BY_IDS, .list = "SecurityGroupRules",
    .id = "SecurityGroupRuleId", .id_input = "Filter:security-group-rule-id", .mark_input = "Filter:tag", .tags = "Tags",
    .decode = ingress_decode,
}, egress_reader = {
    AWS_READS("ec2", EC2_DescribeSecurityGroupRules), .by = READ_BY_MARK | READ_BY_IDS, .list = "SecurityGroupRules",
    .id = "SecurityGroupRuleId", .id_input = "Filter:security-group-rule-id", .mark_input = "Filter:tag", .tags = "Tags",
    .decode = egress_decode,
};

#define RULE_COMMON                                                                                                              \
    .source = "EC2 API 2016-11-15", .version = 1, .attrs = rule_attrs, .create_class = CREATE_NAMED,                             \
    .natural_key = "security_group_id ip_protocol from_port to_port cidr_ipv4 cidr_ipv6 prefix_list_id referenced_security_group_id", \
    .gone = "InvalidSecurityGroupRuleId.NotFound InvalidPermission.NotFound InvalidGroup.NotFound InvalidGroupId.NotFound",      \
    .foreign = "InvalidPermission.Duplicate", .headline = "ip_protocol from_port cidr_ipv4 referenced_security_group_id",        \
    .typical_create_s = 2, .typical_update_s = 2, .typical_delete_s = 2, .update = rule_update, .plan = rule_plan,               \
    .import_hint = "sgr-0a1b2c3d4e5f60718"

const struct resource_type aws_vpc_security_group_ingress_rule = {
    .name = "aws_vpc_security_group_ingress_rule",
    .doc = "one rule of a security group for what comes in",
    RULE_COMMON,
    .reader = &ingress_reader,
    .permissions = "ec2:AuthorizeSecurityGroupIngress ec2:DescribeSecurityGroupRules ec2:ModifySecurityGroupRules "
                   "ec2:RevokeSecurityGroupIngress ec2:CreateTags ec2:DeleteTags",
    .create = ingress_create,
    .delete = ingress_delete,
};

const struct resource_type aws_vpc_security_group_egress_rule = {
    .name = "aws_vpc_security_group_egress_rule",
    .doc = "one rule of a security group for what goes out",
    RULE_COMMON,
    .reader = &egress_reader,
    .permissions = "ec2:AuthorizeSecurityGroupEgress ec2:DescribeSecurityGroupRules ec2:ModifySecurityGroupRules "
                   "ec2:RevokeSecurityGroupEgress ec2:CreateTags ec2:DeleteTags",
    .create = egress_create,
    .delete = egress_delete,
};
