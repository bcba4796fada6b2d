/*
 * security_group.c - security groups; their rules are objects of their own (security_rule.c).
 * Source: EC2 API 2016-11-15, CreateSecurityGroup, DeleteSecurityGroup, DescribeSecurityGroups, DescribeSecurityGroupReferences.
 */
#include "providers/aws/sim/handlers.h"

enum { NAME_MAX_CHARS = 255 };

static struct value arn_of(struct call *c, struct str id)
{
    return value_str(arena_printf(c->arena, "arn:aws:ec2:%.*s:%.*s:security-group/%.*s", STR_ARG(c->region), STR_ARG(c->account), STR_ARG(id)));
}

static struct value show(struct call *c, const struct sim_object *group, struct value seen)
{
    seen = value_with(c->arena, seen, "IpPermissions", call_rules_as_permissions(c, group->id, false));
    return value_with(c->arena, seen, "IpPermissionsEgress", call_rules_as_permissions(c, group->id, true));
}

static const struct filter filters[] = {
    { "description", "Description" },
    { "egress.ip-permission.cidr", "IpPermissionsEgress[].IpRanges[].CidrIp" },
    { "egress.ip-permission.from-port", "IpPermissionsEgress[].FromPort" },
    { "egress.ip-permission.group-id", "IpPermissionsEgress[].UserIdGroupPairs[].GroupId" },
    { "egress.ip-permission.ipv6-cidr", "IpPermissionsEgress[].Ipv6Ranges[].CidrIpv6" },
    { "egress.ip-permission.prefix-list-id", "IpPermissionsEgress[].PrefixListIds[].PrefixListId" },
    { "egress.ip-permission.protocol", "IpPermissionsEgress[].IpProtocol" },
    { "egress.ip-permission.to-port", "IpPermissionsEgress[].ToPort" },
    { "group-id", "GroupId" },
    { "group-name", "GroupName" },
    { "ip-permission.cidr", "IpPermissions[].IpRanges[].CidrIp" },
    { "ip-permission.from-port", "IpPermissions[].FromPort" },
    { "ip-permission.group-id", "IpPermissions[].UserIdGroupPairs[].GroupId" },
    { "ip-permission.ipv6-cidr", "IpPermissions[].Ipv6Ranges[].CidrIpv6" },
    { "ip-permission.prefix-list-id", "IpPermissions[].PrefixListIds[].PrefixListId" },
    { "ip-permission.protocol", "IpPermissions[].IpProtocol" },
    { "ip-permission.to-port", "IpPermissions[].ToPort" },
    { "owner-id", "OwnerId" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_security_group = {
    .kind = "ec2:security-group", .name = "security-group", .prefix = "sg-", .id = "GroupId", .ids = "GroupIds", .list = "SecurityGroups",
    .not_found = "InvalidGroup.NotFound", .malformed = "InvalidGroupId.Malformed", .what = "security group", .filters = filters, .show = show,
};

static struct sim_object *group_named(struct call *c, struct str vpc_id, struct str name)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_security_group, vpc_id, &i));) {
        if (str_eq(call_field_text(o, "GroupName"), name))
            return o;
    }
    return NULL;
}

struct sim_object *call_security_group_default(struct call *c, struct str vpc_id)
{
    return group_named(c, vpc_id, STR("default"));
}

struct sim_object *call_security_group_new(struct call *c, struct str vpc_id, struct str name, struct str description, struct value tags)
{
    struct str id = call_new_id(c, "sg-");
    struct sim_object *group = call_put(c, &sim_type_security_group, id,
                                        value_map_of(c->arena, "GroupId", value_str(id), "GroupName", value_str(name), "Description",
                                                     value_str(description), "VpcId", value_str(vpc_id), "OwnerId", value_str(c->account),
                                                     "SecurityGroupArn", arn_of(c, id), "Tags", tags, NULL));
    sim_link(c->world, group, 0, vpc_id);
    call_rule_default_new(c, group, true);
    if (str_is(name, "default"))
        call_rule_default_new(c, group, false);
    return group;
}

static bool check_text(struct call *c, const char *parameter, struct str s)
{
    if (!s.len || s.len > NAME_MAX_CHARS)
        return call_refuse(c, s.len ? "InvalidParameterValue" : "MissingParameter", "Value (%.*s) for parameter %s is invalid. It has 1 to %d characters",
                           STR_ARG(s), parameter, NAME_MAX_CHARS);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char ch = (unsigned char)s.ptr[i];
        bool letter = (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
        if (!letter && (!ch || !strchr(" ._-:/()#,@[]+=&;{}!$*", ch)))
            return call_refuse(c, "InvalidParameterValue",
                               "Invalid security group %s. Valid descriptions are strings less than 256 characters from the following set: "
                               "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
                               parameter);
    }
    return true;
}

bool sim_CreateSecurityGroup(struct call *c)
{
    struct str name = call_in_text(c, "GroupName"), description = call_in_text(c, "Description");
    struct sim_object *vpc;
    struct value tags;
    if (!check_text(c, "name", name) || !check_text(c, "description", description))
        return false;
    if (str_starts(name, STR("sg-")))
        return call_refuse(c, "InvalidParameterValue", "Invalid security group name. Group names may not be in the format sg-*.");
    if (!call_given(c, "VpcId"))
        return call_refuse(c, "VPCIdNotSpecified", "No default VPC for this user");
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc) || !call_tags_of_request(c, &sim_type_security_group, &tags))
        return false;
    if (str_is(name, "default"))
        return call_refuse(c, "InvalidParameterValue", "Cannot use reserved security group name: default");
    if (group_named(c, vpc->id, name))
        return call_refuse(c, "InvalidGroup.Duplicate", "The security group '%.*s' already exists for VPC '%.*s'", STR_ARG(name), STR_ARG(vpc->id));
    if ((int64_t)call_count_children(c, &sim_type_security_group, vpc->id) >= call_knob(c, "groups_per_vpc", INT64_MAX))
        return call_refuse(c, "SecurityGroupLimitExceeded", "The maximum number of security groups for VPC '%.*s' has been reached.", STR_ARG(vpc->id));
    struct sim_object *group = call_security_group_new(c, vpc->id, name, description, tags);
    c->out = value_map_of(c->arena, "GroupId", value_str(group->id), "SecurityGroupArn", call_field(group, "SecurityGroupArn"), "Tags", tags, NULL);
    return true;
}

void call_security_group_drop(struct call *c, struct sim_object *group)
{
    struct sim_object *rule;
    for (size_t i = 0; (rule = call_next_alive(c, &sim_type_security_rule, group->id, &i));)
        if (str_eq(rule->parents[0], group->id))
            call_delete(c, rule);
    call_delete(c, group);
}

/* An interface that has it, or a rule of another group that names it. */
static bool in_use(struct call *c, const struct sim_object *group)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_network_interface, call_field_text(group, "VpcId"), &i));) {
        struct value groups = call_field(o, "Groups");
        for (uint32_t k = 0; k < groups.count; k++) {
            if (value_is(value_get(value_at(groups, k), "GroupId"), group->id.ptr))
                return true;
        }
    }
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_security_rule, group->id, &i));) {
        if (!str_eq(o->parents[0], group->id))
            return true;
    }
    return false;
}

bool sim_DeleteSecurityGroup(struct call *c)
{
    struct sim_object *group;
    if (!call_given(c, "GroupId"))
        return call_given(c, "GroupName") ? call_refuse(c, "InvalidGroup.NotFound", "The security group '%.*s' does not exist in default VPC",
                                                        STR_ARG(call_in_text(c, "GroupName")))
                                          : call_refuse(c, "MissingParameter", "The request must contain the parameter groupName or groupId");
    if (!call_find_in(c, &sim_type_security_group, "GroupId", &group))
        return false;
    if (value_is(call_field(group, "GroupName"), "default"))
        return call_refuse(c, "CannotDelete", "the specified group: \"%.*s\" name: \"default\" cannot be deleted by a user", STR_ARG(group->id));
    if (in_use(c, group))
        return call_refuse(c, "DependencyViolation", "resource %.*s has a dependent object", STR_ARG(group->id));
    call_security_group_drop(c, group);
    c->out = value_map_of(c->arena, "Return", value_bool(true), "GroupId", value_str(group->id), NULL);
    return true;
}

/* GroupNames only mean something in a default VPC; here they are a filter over all. */
bool sim_DescribeSecurityGroups(struct call *c)
{
    struct value names = call_in(c, "GroupNames"), ids = call_in(c, "GroupIds");
    for (uint32_t i = 0; i < names.count; i++) {
        struct str name = value_text(value_at(names, i));
        struct sim_object *vpc, *group = NULL;
        for (size_t k = 0; !group && (vpc = call_next_alive(c, &sim_type_vpc, STR(""), &k));) {
            if (value_to_bool(call_field(vpc, "IsDefault"), false))
                group = group_named(c, vpc->id, name);
        }
        if (!group)
            return call_refuse(c, "InvalidGroup.NotFound", "The security group '%.*s' does not exist in default VPC", STR_ARG(name));
        ids = call_list_with(c->arena, ids, value_str(group->id));
    }
    c->in = value_with(c->arena, c->in, "GroupIds", ids);
    return call_describe(c, &sim_type_security_group);
}

/* References across peerings, of which there are none. */
bool sim_DescribeSecurityGroupReferences(struct call *c)
{
    struct value ids = call_in(c, "GroupId");
    struct sim_object *group;
    for (uint32_t i = 0; i < ids.count; i++) {
        if (!call_find(c, &sim_type_security_group, value_text(value_at(ids, i)), &group))
            return false;
    }
    c->out = value_map_of(c->arena, "SecurityGroupReferenceSet", call_empty_list(), NULL);
    return true;
}
