/*
 * security_rule.c - rules of security groups: objects with sgr- ids, shown as permissions too.
 * Source: EC2 API 2016-11-15, Authorize/Revoke/Modify/UpdateDescriptions of security group rules.
 *
 * A permission of a request is one rule for each range, group and prefix list in it. Two rules are the same when everything but
 * description and tags is equal; the "_key" of a rule is that, as text. A rule is linked to its group (parent 0) and, when it names
 * another, to that one too (parent 1).
 */
#include "providers/aws/sim/handlers.h"

#include <stdlib.h>

static const struct filter filters[] = { { "group-id", "GroupId" }, { "security-group-rule-id", "SecurityGroupRuleId" }, { 0 } };

const struct type sim_type_security_rule = {
    .kind = "ec2:security-group-rule", .name = "security-group-rule", .prefix = "sgr-", .id = "SecurityGroupRuleId",
    .ids = "SecurityGroupRuleIds", .list = "SecurityGroupRules", .not_found = "InvalidSecurityGroupRuleId.NotFound",
    .malformed = "InvalidSecurityGroupRuleId.Malformed", .what = "security group rule ID", .filters = filters,
};

/* One rule as asked for, in canonical form. */
struct rule {
    struct str protocol, cidr4, cidr6, prefix_list, group, group_owner;
    int64_t from, to;
    struct value description;
    bool egress;
};

/* ---- Reading ------------------------------------------------------------------------------------------------------- */

static struct str canonical_protocol(struct arena *arena, struct str s)
{
    static const struct {
        const char *number, *name;
    } names[] = { { "1", "icmp" }, { "6", "tcp" }, { "17", "udp" }, { "58", "icmpv6" }, { "-1", "-1" }, { "all", "-1" } };
    char *lower = arena_cstr(arena, s);
    for (char *ch = lower; *ch; ch++)
        *ch = *ch >= 'A' && *ch <= 'Z' ? (char)(*ch + 32) : *ch;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_is(str_of(lower), names[i].number) || str_is(str_of(lower), names[i].name))
            return str_of(names[i].name);
    }
    return str_of(lower);
}

static bool read_ports(struct call *c, struct value from, struct value to, struct rule *rule)
{
    int64_t number;
    bool tcp = str_is(rule->protocol, "tcp") || str_is(rule->protocol, "udp"), icmp = str_starts(rule->protocol, STR("icmp"));
    rule->from = rule->to = -1;
    if (!tcp && !icmp) {
        if (!str_is(rule->protocol, "-1") && (!str_to_i64(rule->protocol, &number) || number < 0 || number > 255))
            return call_refuse(c, "InvalidPermission.Malformed", "Unknown IP protocol %.*s", STR_ARG(rule->protocol));
        return true; /* all ports, whatever was asked for */
    }
    if (tcp && (!value_present(from) || !value_present(to)))
        return call_refuse(c, "InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    rule->from = value_to_int(from, -1);
    rule->to = value_to_int(to, -1);
    int64_t low = tcp ? 0 : -1, high = tcp ? 65535 : 255;
    if (rule->from < low || rule->from > high || rule->to < low || rule->to > high || (tcp && rule->from > rule->to))
        return call_refuse(c, "InvalidParameterValue", "Invalid value for portRange. %s (%lld:%lld)", tcp ? "Invalid TCP/UDP port range" : "Invalid ICMP type or code",
                           (long long)rule->from, (long long)rule->to);
    return true;
}

static bool check_description(struct call *c, struct value description)
{
    return value_text(description).len <= 255 ||
           call_refuse(c, "InvalidParameterValue", "Invalid rule description. Valid descriptions are strings less than 256 characters");
}

static bool read_group(struct call *c, const struct sim_object *group, struct str id, struct str name, struct rule *rule)
{
    struct sim_object *other;
    if (!id.len && name.len)
        return call_refuse(c, "InvalidGroup.NotFound", "The security group '%.*s' does not exist in default VPC", STR_ARG(name));
    if (!call_find(c, &sim_type_security_group, id, &other))
        return false;
    if (!str_eq(call_field_text(other, "VpcId"), call_field_text(group, "VpcId")))
        return call_refuse(c, "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
    rule->group = other->id;
    rule->group_owner = c->account;
    return true;
}

struct rule_list {
    VEC(struct rule) rules;
};

static void add(struct call *c, struct rule_list *list, const struct rule *rule)
{
    *VEC_PUSH(&list->rules, c->arena) = *rule;
}

static bool read_permission(struct call *c, const struct sim_object *group, struct value p, bool egress, struct rule_list *list)
{
    struct rule base = { .egress = egress };
    struct cidr cidr;
    base.protocol = canonical_protocol(c->arena, value_text(value_get(p, "IpProtocol")));
    if (!base.protocol.len)
        return call_refuse_missing(c, "ipProtocol");
    if (!read_ports(c, value_get(p, "FromPort"), value_get(p, "ToPort"), &base))
        return false;
    size_t before = list->rules.count;
    static const char *const members[] = { "IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs" };
    for (size_t m = 0; m < ARRAY_LEN(members); m++) {
        struct value all = value_get(p, members[m]);
        for (uint32_t i = 0; i < all.count; i++) {
            struct value row = value_at(all, i);
            struct rule rule = base;
            rule.description = value_get(row, "Description");
            if (!check_description(c, rule.description))
                return false;
            if (m < 2) {
                struct str s = value_text(value_get(row, m ? "CidrIpv6" : "CidrIp"));
                if (!call_read_cidr(c, s, m ? 128 : 32, m ? "cidrIpv6" : "cidrIp", &cidr))
                    return false;
                *(m ? &rule.cidr6 : &rule.cidr4) = cidr_text(c->arena, &cidr, true);
            } else if (m == 2) {
                rule.prefix_list = value_text(value_get(row, "PrefixListId"));
                if (!call_prefix_list_known(c, rule.prefix_list))
                    return call_refuse(c, "InvalidPrefixListId.NotFound", "The prefix list ID '%.*s' does not exist", STR_ARG(rule.prefix_list));
            } else if (!read_group(c, group, value_text(value_get(row, "GroupId")), value_text(value_get(row, "GroupName")), &rule)) {
                return false;
            }
            add(c, list, &rule);
        }
    }
    return list->rules.count > before ||
           call_refuse(c, "MissingParameter", "A permission needs a range, a prefix list or a security group");
}

/* IpPermissions, or the old flat parameters: CidrIp, IpProtocol, FromPort, ToPort. */
static bool read_rules(struct call *c, const struct sim_object *group, bool egress, struct rule_list *list)
{
    struct value permissions = call_in(c, "IpPermissions");
    for (uint32_t i = 0; i < permissions.count; i++) {
        if (!read_permission(c, group, value_at(permissions, i), egress, list))
            return false;
    }
    if (permissions.count)
        return true;
    if (!call_given(c, "IpProtocol") || !call_given(c, "CidrIp"))
        return call_refuse(c, "MissingParameter", "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
    struct value range = value_map_of(c->arena, "CidrIp", call_in(c, "CidrIp"), NULL);
    return read_permission(c, group,
                           value_map_of(c->arena, "IpProtocol", call_in(c, "IpProtocol"), "FromPort", call_in(c, "FromPort"), "ToPort",
                                        call_in(c, "ToPort"), "IpRanges", call_list_of_one(c->arena, range), NULL),
                           egress, list);
}

/* ---- Objects ------------------------------------------------------------------------------------------------------- */

static struct str key_of(struct call *c, const struct rule *r)
{
    return arena_printf(c->arena, "%d %.*s %lld %lld %.*s|%.*s|%.*s|%.*s", r->egress, STR_ARG(r->protocol), (long long)r->from, (long long)r->to,
                        STR_ARG(r->cidr4), STR_ARG(r->cidr6), STR_ARG(r->prefix_list), STR_ARG(r->group));
}

static struct sim_object *rule_with_key(struct call *c, struct str group_id, struct str key)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_security_rule, group_id, &i));) {
        if (str_eq(o->parents[0], group_id) && str_eq(call_field_text(o, "_key"), key))
            return o;
    }
    return NULL;
}

static struct value text_or_none(struct str s)
{
    return s.len ? value_str(s) : VALUE_NONE;
}

static struct value rule_value(struct call *c, struct str id, const struct sim_object *group, const struct rule *r, struct value tags)
{
    return value_map_of(
        c->arena, "SecurityGroupRuleId", value_str(id), "GroupId", value_str(group->id), "GroupOwnerId", value_str(c->account), "IsEgress",
        value_bool(r->egress), "IpProtocol", value_str(r->protocol), "FromPort", value_int(r->from), "ToPort", value_int(r->to), "CidrIpv4",
        text_or_none(r->cidr4), "CidrIpv6", text_or_none(r->cidr6), "PrefixListId", text_or_none(r->prefix_list), "ReferencedGroupInfo",
        r->group.len ? value_map_of(c->arena, "GroupId", value_str(r->group), "UserId", value_str(r->group_owner), "VpcId",
                                    call_field(group, "VpcId"), NULL)
                     : VALUE_NONE,
        "Description", value_text(r->description).len ? r->description : VALUE_NONE, "SecurityGroupRuleArn",
        value_str(arena_printf(c->arena, "arn:aws:ec2:%.*s:%.*s:security-group-rule/%.*s", STR_ARG(c->region), STR_ARG(c->account), STR_ARG(id))),
        "Tags", tags, "_key", value_str(key_of(c, r)), NULL);
}

static struct sim_object *rule_new(struct call *c, struct sim_object *group, const struct rule *r, struct value tags)
{
    struct str id = call_new_id(c, "sgr-");
    struct sim_object *o = call_put(c, &sim_type_security_rule, id, rule_value(c, id, group, r, tags));
    sim_link(c->world, o, 0, group->id);
    sim_link(c->world, o, 1, r->group);
    return o;
}

void call_rule_default_new(struct call *c, struct sim_object *group, bool egress)
{
    struct rule rule = { .protocol = STR("-1"), .from = -1, .to = -1, .egress = egress };
    if (egress) {
        rule.cidr4 = STR("0.0.0.0/0");
    } else {
        rule.group = group->id;
        rule.group_owner = c->account;
    }
    (void)rule_new(c, group, &rule, VALUE_NONE);
}

/* ---- As permissions ------------------------------------------------------------------------------------------------ */

struct permission {
    struct str protocol;
    int64_t from, to;
    struct value_builder lists[4]; /* IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs */
};

static struct value permission_value(struct call *c, struct permission *p)
{
    bool ports = p->from != -1 || p->to != -1 || str_starts(p->protocol, STR("icmp"));
    return value_map_of(c->arena, "IpProtocol", value_str(p->protocol), "FromPort", ports ? value_int(p->from) : VALUE_NONE, "ToPort",
                        ports ? value_int(p->to) : VALUE_NONE, "IpRanges", value_builder_list(&p->lists[0]), "Ipv6Ranges",
                        value_builder_list(&p->lists[1]), "PrefixListIds", value_builder_list(&p->lists[2]), "UserIdGroupPairs",
                        value_builder_list(&p->lists[3]), NULL);
}

struct value call_rules_as_permissions(struct call *c, struct str group_id, bool egress)
{
    VEC(struct permission) all = { 0 };
    const struct sim_object *o;
    for (size_t i = 0; (o = sim_next_of(c->world, str_of(sim_type_security_rule.kind), c->scope, group_id, &i));) {
        struct value r = sim_seen(c->world, o, c->now_ms);
        if (!str_eq(o->parents[0], group_id) || !value_given(r) || value_to_bool(value_get(r, "IsEgress"), false) != egress)
            continue;
        struct str protocol = value_text(value_get(r, "IpProtocol"));
        int64_t from = value_to_int(value_get(r, "FromPort"), -1), to = value_to_int(value_get(r, "ToPort"), -1);
        size_t at = 0;
        while (at < all.count && !(str_eq(all.items[at].protocol, protocol) && all.items[at].from == from && all.items[at].to == to))
            at++;
        if (at == all.count) {
            *VEC_PUSH(&all, c->arena) = (struct permission){ .protocol = protocol, .from = from, .to = to };
            for (size_t k = 0; k < ARRAY_LEN(all.items[at].lists); k++)
                all.items[at].lists[k].arena = c->arena;
        }
        struct value description = value_get(r, "Description"), info = value_get(r, "ReferencedGroupInfo");
        static const char *const members[][2] = { { "CidrIpv4", "CidrIp" }, { "CidrIpv6", "CidrIpv6" }, { "PrefixListId", "PrefixListId" } };
        for (size_t k = 0; k < ARRAY_LEN(members); k++) {
            struct value v = value_get(r, members[k][0]);
            if (value_given(v))
                value_builder_add(&all.items[at].lists[k], value_map_of(c->arena, members[k][1], v, "Description", description, NULL));
        }
        if (value_given(info))
            value_builder_add(&all.items[at].lists[3], value_map_of(c->arena, "GroupId", value_get(info, "GroupId"), "UserId",
                                                                    value_get(info, "UserId"), "Description", description, NULL));
    }
    struct value_builder out = { .arena = c->arena };
    for (size_t i = 0; i < all.count; i++)
        value_builder_add(&out, permission_value(c, &all.items[i]));
    return value_builder_list(&out);
}

/* ---- Authorize and revoke ------------------------------------------------------------------------------------------ */

static bool find_group(struct call *c, struct sim_object **ret)
{
    if (!call_given(c, "GroupId"))
        return call_given(c, "GroupName") ? call_refuse(c, "InvalidGroup.NotFound", "The security group '%.*s' does not exist in default VPC",
                                                        STR_ARG(call_in_text(c, "GroupName")))
                                          : call_refuse(c, "MissingParameter", "The request must contain the parameter groupName or groupId");
    return call_find_in(c, &sim_type_security_group, "GroupId", ret);
}

static struct str peer_of(const struct rule *r)
{
    return r->cidr4.len ? r->cidr4 : r->cidr6.len ? r->cidr6 : r->prefix_list.len ? r->prefix_list : r->group;
}

static bool refuse_duplicate(struct call *c, const struct rule *r)
{
    if (r->from == -1)
        return call_refuse(c, "InvalidPermission.Duplicate", "the specified rule \"peer: %.*s, %.*s, ALLOW\" already exists", STR_ARG(peer_of(r)),
                           STR_ARG(str_is(r->protocol, "-1") ? STR("ALL") : r->protocol));
    return call_refuse(c, "InvalidPermission.Duplicate", "the specified rule \"peer: %.*s, %.*s, from port: %lld, to port: %lld, ALLOW\" already exists",
                       STR_ARG(peer_of(r)), STR_ARG(r->protocol), (long long)r->from, (long long)r->to);
}

static size_t count_rules(struct call *c, struct str group_id, bool egress)
{
    struct sim_object *o;
    size_t count = 0;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_security_rule, group_id, &i));)
        count += str_eq(o->parents[0], group_id) && value_to_bool(call_field(o, "IsEgress"), false) == egress;
    return count;
}

/* All or nothing. */
static bool authorize(struct call *c, bool egress)
{
    struct sim_object *group;
    struct rule_list list = { 0 };
    struct value tags;
    if (!find_group(c, &group) || !read_rules(c, group, egress, &list) || !call_tags_of_request(c, &sim_type_security_rule, &tags))
        return false;
    for (size_t i = 0; i < list.rules.count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (str_eq(key_of(c, &list.rules.items[k]), key_of(c, &list.rules.items[i])))
                return call_refuse(c, "InvalidParameterValue", "The same permission must not appear multiple times");
        }
        if (rule_with_key(c, group->id, key_of(c, &list.rules.items[i])))
            return refuse_duplicate(c, &list.rules.items[i]);
    }
    if ((int64_t)(count_rules(c, group->id, egress) + list.rules.count) > call_knob(c, "rules_per_group", INT64_MAX))
        return call_refuse(c, "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
    struct value_builder out = { .arena = c->arena };
    for (size_t i = 0; i < list.rules.count; i++)
        value_builder_add(&out, call_answer_of(c, &sim_type_security_rule, rule_new(c, group, &list.rules.items[i], tags)));
    c->out = value_map_of(c->arena, "Return", value_bool(true), "SecurityGroupRules", value_builder_list(&out), NULL);
    return true;
}

bool sim_AuthorizeSecurityGroupIngress(struct call *c)
{
    return authorize(c, false);
}

bool sim_AuthorizeSecurityGroupEgress(struct call *c)
{
    return authorize(c, true);
}

/* The rules of the request: by ids, or by what they say. */
static bool find_rules(struct call *c, struct sim_object *group, bool egress, struct sim_object ***ret, size_t *ret_count)
{
    VEC(struct sim_object *) found = { 0 };
    struct value ids = call_in(c, "SecurityGroupRuleIds");
    struct sim_object *o;
    for (uint32_t i = 0; i < ids.count; i++) {
        if (!call_find(c, &sim_type_security_rule, value_text(value_at(ids, i)), &o))
            return false;
        if (!str_eq(o->parents[0], group->id) || value_to_bool(call_field(o, "IsEgress"), false) != egress)
            return call_refuse_not_found(c, &sim_type_security_rule, o->id, false);
        *VEC_PUSH(&found, c->arena) = o;
    }
    struct rule_list list = { 0 };
    if (!ids.count && !read_rules(c, group, egress, &list))
        return false;
    for (size_t i = 0; i < list.rules.count; i++) {
        if (!(o = rule_with_key(c, group->id, key_of(c, &list.rules.items[i]))))
            return call_refuse(c, "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
        *VEC_PUSH(&found, c->arena) = o;
    }
    *ret = found.items;
    *ret_count = found.count;
    return true;
}

static struct value revoked_value(struct call *c, const struct sim_object *o)
{
    static const char *const same[] = { "SecurityGroupRuleId", "GroupId", "IsEgress", "IpProtocol", "FromPort", "ToPort", "CidrIpv4", "CidrIpv6",
                                        "PrefixListId", "Description" };
    struct value_builder b = { .arena = c->arena };
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        value_builder_put(&b, str_of(same[i]), call_field(o, same[i]));
    value_builder_put(&b, STR("ReferencedGroupId"), value_path(o->data, "ReferencedGroupInfo.GroupId"));
    return value_builder_map(&b);
}

static bool revoke(struct call *c, bool egress)
{
    struct sim_object *group, **rules = NULL;
    size_t count = 0;
    if (!find_group(c, &group) || !find_rules(c, group, egress, &rules, &count))
        return false;
    struct value_builder out = { .arena = c->arena };
    for (size_t i = 0; i < count; i++) {
        value_builder_add(&out, revoked_value(c, rules[i]));
        call_delete(c, rules[i]);
    }
    c->out = value_map_of(c->arena, "Return", value_bool(true), "RevokedSecurityGroupRules", value_builder_list(&out), NULL);
    return true;
}

bool sim_RevokeSecurityGroupIngress(struct call *c)
{
    return revoke(c, false);
}

bool sim_RevokeSecurityGroupEgress(struct call *c)
{
    return revoke(c, true);
}

/* ---- Changing ------------------------------------------------------------------------------------------------------ */

static bool modify(struct call *c, struct sim_object *group, struct value update)
{
    struct sim_object *o;
    struct value want = value_get(update, "SecurityGroupRule");
    if (!call_find(c, &sim_type_security_rule, value_text(value_get(update, "SecurityGroupRuleId")), &o))
        return false;
    if (!str_eq(o->parents[0], group->id))
        return call_refuse_not_found(c, &sim_type_security_rule, o->id, false);
    static const char *const members[][3] = { { "CidrIpv4", "IpRanges", "CidrIp" },
                                              { "CidrIpv6", "Ipv6Ranges", "CidrIpv6" },
                                              { "PrefixListId", "PrefixListIds", "PrefixListId" },
                                              { "ReferencedGroupId", "UserIdGroupPairs", "GroupId" } };
    struct value_builder p = { .arena = c->arena };
    size_t sources = 0;
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        struct value v = value_get(want, members[i][0]);
        if (!value_present(v))
            continue;
        sources++;
        value_builder_put(&p, str_of(members[i][1]),
                          call_list_of_one(c->arena, value_map_of(c->arena, members[i][2], v, "Description", value_get(want, "Description"), NULL)));
    }
    if (sources != 1)
        return call_refuse(c, sources ? "InvalidParameterCombination" : "MissingParameter", "Exactly one source or destination must be specified");
    value_builder_put(&p, STR("IpProtocol"), value_get(want, "IpProtocol"));
    value_builder_put(&p, STR("FromPort"), value_get(want, "FromPort"));
    value_builder_put(&p, STR("ToPort"), value_get(want, "ToPort"));
    struct rule_list list = { 0 };
    if (!read_permission(c, group, value_builder_map(&p), value_to_bool(call_field(o, "IsEgress"), false), &list))
        return false;
    const struct sim_object *same = rule_with_key(c, group->id, key_of(c, &list.rules.items[0]));
    if (same && same != o)
        return refuse_duplicate(c, &list.rules.items[0]);
    call_set(c, o, rule_value(c, o->id, group, &list.rules.items[0], call_field(o, "Tags")));
    sim_link(c->world, o, 1, list.rules.items[0].group);
    return true;
}

bool sim_ModifySecurityGroupRules(struct call *c)
{
    struct sim_object *group;
    struct value updates = call_in(c, "SecurityGroupRules");
    if (!call_find_in(c, &sim_type_security_group, "GroupId", &group))
        return false;
    if (!updates.count)
        return call_refuse_missing(c, "SecurityGroupRule");
    for (uint32_t i = 0; i < updates.count; i++) {
        if (!modify(c, group, value_at(updates, i)))
            return false;
    }
    c->out = value_map_of(c->arena, "Return", value_bool(true), NULL);
    return true;
}

static bool update_descriptions(struct call *c, bool egress)
{
    struct sim_object *group, *o;
    struct value by_id = call_in(c, "SecurityGroupRuleDescriptions");
    struct rule_list list = { 0 };
    if (!find_group(c, &group) || (!by_id.count && !read_rules(c, group, egress, &list)))
        return false;
    for (uint32_t i = 0; i < by_id.count; i++) {
        struct value row = value_at(by_id, i), description = value_get(row, "Description");
        if (!call_find(c, &sim_type_security_rule, value_text(value_get(row, "SecurityGroupRuleId")), &o) || !check_description(c, description))
            return false;
        call_set_field(c, o, "Description", value_text(description).len ? description : VALUE_NONE);
    }
    for (size_t i = 0; i < list.rules.count; i++) {
        if (!(o = rule_with_key(c, group->id, key_of(c, &list.rules.items[i]))))
            return call_refuse(c, "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
        struct value description = list.rules.items[i].description;
        call_set_field(c, o, "Description", value_text(description).len ? description : VALUE_NONE);
    }
    c->out = value_map_of(c->arena, "Return", value_bool(true), NULL);
    return true;
}

bool sim_UpdateSecurityGroupRuleDescriptionsIngress(struct call *c)
{
    return update_descriptions(c, false);
}

bool sim_UpdateSecurityGroupRuleDescriptionsEgress(struct call *c)
{
    return update_descriptions(c, true);
}

bool sim_DescribeSecurityGroupRules(struct call *c)
{
    return call_describe(c, &sim_type_security_rule);
}
