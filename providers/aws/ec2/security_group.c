/*
 * security_group.c - aws_security_group: who may talk to an interface; with ingress and egress also its rules.
 * Source: EC2 API 2016-11-15, CreateSecurityGroup / DescribeSecurityGroups / Authorize- and RevokeSecurityGroupIngress and -Egress /
 * UpdateSecurityGroupRuleDescriptionsIngress and -Egress / DeleteSecurityGroup.
 *
 * `ingress` or `egress` given: all rules of that direction are ours, others are drift. Not given: left alone, so that rules of their own
 * type can be used; but the rule that lets everything out, which EC2 puts into every new group, is revoked at create unless declared.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"
#include "providers/aws/ec2/sg_rules.h"

enum { EGRESS_LOOKS = 15 };

static bool check_name(struct value v, struct err *err)
{
    if (str_starts(value_text(v), STR("sg-")))
        return FAIL(err, ERR_INVALID, "must not begin with sg-");
    return true;
}

static const struct attr group_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW | UNIQUE_NAME, .min = 1, .max = 255, .check = check_name,
      .api = "GroupName", .doc = "name, unique in the VPC; derived from the address when not given", .example = "\"web\"" },
    { .name = "description", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .fallback = "Managed by infra", .max = 255,
      .api = "GroupDescription", .doc = "what it is for; cannot be changed" },
    { .name = "vpc_id", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .api = "VpcId", .doc = "its VPC; default the default one",
      .example = "vpc.id" },
    { .name = "ingress", .type = ATTR_OBJECT_SET, .flags = OPTIONAL | OWNS_ALL | HOLDS, .fields = sg_block_fields, .api = "IpPermissions",
      .doc = "all rules for what comes in; leave it out to use aws_vpc_security_group_ingress_rule",
      .example = "{ { protocol = \"tcp\", from_port = 443, to_port = 443, cidr_blocks = { \"0.0.0.0/0\" } } }" },
    { .name = "egress", .type = ATTR_OBJECT_SET, .flags = OPTIONAL | OWNS_ALL | HOLDS, .fields = sg_block_fields, .api = "IpPermissionsEgress",
      .doc = "all rules for what goes out; a new group without any lets nothing out: EC2's own allow-all rule is revoked",
      .example = "{ { protocol = \"-1\", from_port = 0, to_port = 0, cidr_blocks = { \"0.0.0.0/0\" } } }" },
    { .name = "revoke_rules_on_delete", .type = ATTR_BOOL, .flags = OPTIONAL | ENGINE_ONLY, .fallback = "false",
      .doc = "take all rules away before deleting, where groups name each other" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "GroupId", .doc = "sg-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "SecurityGroupArn", .doc = "ARN" },
    { .name = "owner_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "OwnerId", .doc = "account that owns it" },
    { 0 }
};

static enum health group_decode(struct arena *arena, struct value group, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(group, "GroupId"), owner = value_get(group, "OwnerId"), arn = value_get(group, "SecurityGroupArn");
    *ret_attrs = value_map_of(
        arena, "id", id, "arn", value_present(arn) ? arn : aws_arn(arena, "ec2", owner, "security-group", id), "owner_id", owner, "name",
        value_get(group, "GroupName"), "description", value_get(group, "Description"), "vpc_id", value_get(group, "VpcId"), "ingress",
        sg_blocks_decode(arena, value_get(group, "IpPermissions"), id, owner), "egress",
        sg_blocks_decode(arena, value_get(group, "IpPermissionsEgress"), id, owner), "tags",
        aws_tags_decode(arena, value_get(group, "Tags")), NULL);
    *ret_reason = STR_NONE;
    return HEALTH_READY;
}

/* ---- Rules ----------------------------------------------------------------------------------------------------------- */

static const struct direction {
    const char *attribute;
    uint32_t authorize, revoke, describe;
} ingress = { "ingress", EC2_AuthorizeSecurityGroupIngress, EC2_RevokeSecurityGroupIngress, EC2_UpdateSecurityGroupRuleDescriptionsIngress },
  egress = { "egress", EC2_AuthorizeSecurityGroupEgress, EC2_RevokeSecurityGroupEgress, EC2_UpdateSecurityGroupRuleDescriptionsEgress };

static bool send_rules(struct op *op, uint32_t operation, struct value rules, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value out, in = value_map_of(arena, "GroupId", value_str(op_id(op)), "IpPermissions", sg_rules_input(arena, rules), NULL);
    return aws_call(op, operation, in, &out, err);
}

/* All in one request; when one of them is there (or gone) already, which fails the whole, one by one. */
static bool rule_call(struct op *op, uint32_t operation, struct value rules, const char *fine, struct err *err)
{
    struct err failed = { 0 };
    if (!rules.count || send_rules(op, operation, rules, &failed))
        return true;
    bool ok = op_error_is(&failed, fine);
    for (size_t i = 0; ok && i < rules.count; i++) {
        struct value one = value_at(rules, i);
        err_clear(&failed);
        ok = send_rules(op, operation, value_list(op_arena(op), &one, 1), &failed) || op_error_is(&failed, fine);
    }
    if (!ok && err)
        *err = failed;
    return ok || err_frame_(err, __FILE__, __func__, __LINE__);
}

/* New rules first: what is allowed before and after stays allowed in between. */
static bool converge(struct op *op, const struct direction *d, struct value wanted, struct value there, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value fresh = sg_rules_without(arena, wanted, there, false), surplus = sg_rules_without(arena, there, wanted, false);
    struct value known = sg_rules_without(arena, wanted, fresh, false), redescribed = sg_rules_without(arena, known, there, true);
    TRY(rule_call(op, d->authorize, fresh, "InvalidPermission.Duplicate", err));
    TRY(rule_call(op, d->describe, redescribed, "", err));
    return rule_call(op, d->revoke, surplus, "InvalidPermission.NotFound", err);
}

static struct value rules_of(struct op *op, struct value blocks)
{
    return sg_rules_of(op_arena(op), blocks, value_str(op_id(op)));
}

static bool apply(struct op *op, const struct direction *d, struct value want, struct err *err)
{
    return converge(op, d, rules_of(op, want), rules_of(op, op_prior(op, d->attribute)), err);
}

/* The rule that EC2 puts into every new group is there, whether a lagging read shows it or not. (So is ::/0, in VPCs with IPv6.) */
static bool apply_first_egress(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    struct value range = value_cstr("0.0.0.0/0"), want = rules_of(op, op_want(op, "egress"));
    struct value block = value_map_of(arena, "protocol", value_cstr("-1"), "from_port", value_int(0), "to_port", value_int(0), "cidr_blocks",
                                      value_list(arena, &range, 1), NULL);
    struct value born = rules_of(op, value_list(arena, &block, 1)), seen = rules_of(op, op_prior(op, "egress"));
    struct value_builder there = { .arena = arena };
    for (size_t i = 0; i < seen.count; i++)
        value_builder_add(&there, value_at(seen, i));
    if (sg_rules_without(arena, born, seen, false).count)
        value_builder_add(&there, value_at(born, 0));
    TRY(converge(op, &egress, want, value_builder_list(&there), err));
    for (int look = 0; look < EGRESS_LOOKS; look++) { /* until reads show nothing that was not declared */
        TRY(op_wait_ready(op, err));
        struct value surplus = sg_rules_without(arena, rules_of(op, op_prior(op, "egress")), want, false);
        if (!surplus.count)
            return true;
        TRY(rule_call(op, egress.revoke, surplus, "InvalidPermission.NotFound", err));
        TRY(op_poll_pause(op, "closed", err));
    }
    return true;
}

/* ---- Operations ------------------------------------------------------------------------------------------------------ */

static bool group_create(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    if (str_empty(op_id(op))) {
        struct value name = op_want(op, "name"), vpc = op_want(op, "vpc_id"), out;
        struct value in = value_map_of(arena, "GroupName", name, "Description", op_want(op, "description"), "VpcId", vpc, "TagSpecifications",
                                       aws_tag_spec(op, "security-group"), NULL);
        if (!aws_call(op, EC2_CreateSecurityGroup, in, &out, err)) {
            if (!aws_adopt(op, aws_filters(arena, "group-name", name, "vpc-id", vpc, NULL), NULL, err))
                return err_frame_(err, __FILE__, __func__, __LINE__);
        } else {
            TRY(op_bind(op, "id", value_get(out, "GroupId"), err));
        }
    }
    TRY(op_wait_ready(op, err)); /* with the rule that EC2 put in */
    TRY(apply_first_egress(op, err));
    if (value_present(op_want(op, "ingress")))
        TRY(apply(op, &ingress, op_want(op, "ingress"), err));
    return aws_settled(op, false, err);
}

static bool group_update(struct op *op, struct err *err)
{
    enum health health;
    if (op_changed(op, "ingress") || op_changed(op, "egress"))
        TRY(op_read(op, &health, err)); /* an earlier attempt may have done half */
    if (op_changed(op, "ingress"))
        TRY(apply(op, &ingress, op_want(op, "ingress"), err));
    if (op_changed(op, "egress"))
        TRY(apply(op, &egress, op_want(op, "egress"), err));
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

static bool group_delete(struct op *op, struct err *err)
{
    enum health health;
    if (value_to_bool(op_want(op, "revoke_rules_on_delete"), false) && op_read(op, &health, NULL)) {
        TRY(apply(op, &ingress, VALUE_NONE, err));
        TRY(apply(op, &egress, VALUE_NONE, err));
    }
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteSecurityGroup, .id_member = "GroupId",
                                                .busy = "DependencyViolation InvalidGroup.InUse", .interfaces = "group-id" }, err);
}

static bool group_plan(struct arena *arena, struct value prior, struct value planned, const char **ret_replace, struct err *err)
{
    (void)arena;
    (void)prior;
    (void)ret_replace;
    TRY(sg_blocks_check(value_get(planned, "ingress"), "ingress", err));
    return sg_blocks_check(value_get(planned, "egress"), "egress", err);
}

static const struct reader group_reader = {
    AWS_READS("ec2", EC2_DescribeSecurityGroups), .by = READ_BY_MARK | READ_BY_IDS, .list = "SecurityGroups", .id = "GroupId",
    .id_input = "Filter:group-id", .mark_input = "Filter:tag", .tags = "Tags", .decode = group_decode,
};

const struct resource_type aws_security_group = {
    .name = "aws_security_group",
    .doc = "who may talk to an interface",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = group_attrs,
    .flags = TYPE_SETTLE_SLOW,
    .create_class = CREATE_NAMED,
    .reader = &group_reader,
    .natural_key = "vpc_id name",
    .gone = "InvalidGroup.NotFound InvalidGroupId.NotFound",
    .foreign = "InvalidGroup.Duplicate",
    .headline = "name vpc_id ingress egress",
    .derived_name = "name",
    .derived_name_max = 255,
    .typical_create_s = 3, .typical_update_s = 2, .typical_delete_s = 3,
    .timeout_delete_s = 2700,
    .permissions = "ec2:CreateSecurityGroup ec2:DescribeSecurityGroups ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress "
                   "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress ec2:UpdateSecurityGroupRuleDescriptionsIngress "
                   "ec2:UpdateSecurityGroupRuleDescriptionsEgress ec2:DeleteSecurityGroup ec2:CreateTags ec2:DeleteTags "
                   "ec2:DescribeNetworkInterfaces",
    .create = group_create,
    .update = group_update,
    .delete = group_delete,
    .plan = group_plan,
    .import_hint = "sg-0a1b2c3d4e5f60718",
};
