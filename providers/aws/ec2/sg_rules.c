/*
 * sg_rules.c - rules of security groups: blocks as stacks write them, single rules, EC2's IpPermissions.
 *
 * EC2 keeps single rules: protocol, ports, one source, a description. It shows them grouped by protocol and ports; a stack groups them
 * by protocol, ports and description. So both sides are taken apart into single rules before they are compared.
 */
#include "providers/aws/ec2/sg_rules.h"

static struct value normalise_self(struct arena *arena, struct value v)
{
    (void)arena;
    return value_to_bool(v, false) ? v : VALUE_NONE; /* false is as good as not given */
}

static bool check_port(struct value v, struct err *err)
{
    int64_t port = value_to_int(v, 0);
    return (port >= -1 && port <= 65535) || FAIL(err, ERR_INVALID, "must be a port, or -1, not %lld", (long long)port);
}

const struct attr sg_block_fields[] = {
    { .name = "protocol", .type = ATTR_STRING, .flags = REQUIRED, .normalise = sg_normalise_protocol, .api = "IpProtocol",
      .doc = "tcp, udp, icmp, icmpv6, a number, or -1 for all", .example = "\"tcp\"" },
    { .name = "from_port", .type = ATTR_INT, .flags = REQUIRED, .check = check_port, .api = "FromPort",
      .doc = "first port, or ICMP type; 0 for all protocols", .example = "443" },
    { .name = "to_port", .type = ATTR_INT, .flags = REQUIRED, .check = check_port, .api = "ToPort",
      .doc = "last port, or ICMP code; 0 for all protocols", .example = "443" },
    { .name = "cidr_blocks", .type = ATTR_STRING_SET, .flags = OPTIONAL, .check = check_cidr4, .api = "IpRanges", .doc = "IPv4 ranges",
      .example = "{ \"10.0.0.0/8\" }" },
    { .name = "ipv6_cidr_blocks", .type = ATTR_STRING_SET, .flags = OPTIONAL, .check = check_cidr6, .api = "Ipv6Ranges", .doc = "IPv6 ranges" },
    { .name = "prefix_list_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL, .api = "PrefixListIds", .doc = "prefix lists" },
    { .name = "security_groups", .type = ATTR_STRING_SET, .flags = OPTIONAL, .api = "UserIdGroupPairs",
      .doc = "groups, of another account as account/sg-..." },
    { .name = "self", .type = ATTR_BOOL, .flags = OPTIONAL, .normalise = normalise_self, .doc = "the group itself" },
    { .name = "description", .type = ATTR_STRING, .flags = OPTIONAL, .normalise = sg_normalise_description, .max = 255, .api = "Description",
      .doc = "why" },
    { 0 }
};

static const struct {
    const char *attribute, *member, *field, *description;
} kinds[] = {
    { "cidr_blocks", "IpRanges", "CidrIp", "Description" },
    { "ipv6_cidr_blocks", "Ipv6Ranges", "CidrIpv6", "Description" },
    { "prefix_list_ids", "PrefixListIds", "PrefixListId", "Description" },
    { "security_groups", "UserIdGroupPairs", "GroupId", "Description" },
};

struct value sg_normalise_protocol(struct arena *arena, struct value v)
{
    static const struct {
        const char *number, *name;
    } known[] = { { "6", "tcp" }, { "17", "udp" }, { "1", "icmp" }, { "58", "icmpv6" }, { "all", "-1" } };
    v = normalise_lower(arena, v);
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (value_is(v, known[i].number))
            return value_cstr(known[i].name);
    return v;
}

struct value sg_normalise_description(struct arena *arena, struct value v)
{
    (void)arena;
    return v.kind == VALUE_STRING && !v.count ? VALUE_NONE : v;
}

/* ---- EC2 -> blocks --------------------------------------------------------------------------------------------------- */

static struct value source_of(struct arena *arena, size_t kind, struct value entry, struct value owner_id)
{
    struct value source = value_get(entry, kinds[kind].field), user = value_get(entry, "UserId");
    bool other = strcmp(kinds[kind].member, "UserIdGroupPairs") == 0 && value_text(user).len && !value_eq(user, owner_id);
    return other ? value_str(arena_printf(arena, "%.*s/%.*s", STR_ARG(value_text(user)), STR_ARG(value_text(source)))) : source;
}

/* The block that this permission's entries with this description make. */
static struct value block_of(struct arena *arena, struct value permission, struct value description, struct value group_id, struct value owner_id)
{
    struct value protocol = sg_normalise_protocol(arena, value_get(permission, "IpProtocol"));
    bool all = value_is(protocol, "-1");
    struct value block = value_map_of(arena, "protocol", protocol, "from_port", all ? value_int(0) : value_get(permission, "FromPort"),
                                      "to_port", all ? value_int(0) : value_get(permission, "ToPort"), "description", description, NULL);
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
        struct value entries = value_get(permission, kinds[k].member);
        struct value_builder sources = { .arena = arena };
        for (size_t i = 0; entries.kind == VALUE_LIST && i < entries.count; i++) {
            struct value entry = value_at(entries, i), source = source_of(arena, k, entry, owner_id);
            if (!value_eq(sg_normalise_description(arena, value_get(entry, "Description")), description))
                continue;
            if (value_eq(source, group_id))
                block = value_with(arena, block, "self", value_bool(true));
            else
                value_builder_add(&sources, source);
        }
        struct value list = value_builder_list(&sources);
        if (list.count)
            block = value_with(arena, block, kinds[k].attribute, list);
    }
    return block;
}

struct value sg_blocks_decode(struct arena *arena, struct value permissions, struct value group_id, struct value owner_id)
{
    struct value_builder blocks = { .arena = arena };
    for (size_t p = 0; permissions.kind == VALUE_LIST && p < permissions.count; p++) {
        struct value permission = value_at(permissions, p);
        VEC(struct value) seen = { 0 };
        for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
            struct value entries = value_get(permission, kinds[k].member);
            for (size_t i = 0; entries.kind == VALUE_LIST && i < entries.count; i++) {
                struct value description = sg_normalise_description(arena, value_get(value_at(entries, i), "Description"));
                bool known = false;
                for (size_t s = 0; s < seen.count && !known; s++)
                    known = value_eq(seen.items[s], description);
                if (known)
                    continue;
                *VEC_PUSH(&seen, arena) = description;
                value_builder_add(&blocks, block_of(arena, permission, description, group_id, owner_id));
            }
        }
    }
    return value_builder_list(&blocks);
}

/* ---- Blocks ---------------------------------------------------------------------------------------------------------- */

static bool same_heading(struct value a, struct value b)
{
    static const char *const names[] = { "protocol", "from_port", "to_port", "description" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (!value_eq(value_get(a, names[i]), value_get(b, names[i])))
            return false;
    return value_known(value_get(a, "protocol")) && value_known(value_get(a, "from_port")) && value_known(value_get(a, "to_port"));
}

bool sg_blocks_check(struct value blocks, const char *which, struct err *err)
{
    for (size_t i = 0; blocks.kind == VALUE_LIST && i < blocks.count; i++) {
        struct value block = value_at(blocks, i);
        if (value_is(value_get(block, "protocol"), "-1") &&
            (value_to_int(value_get(block, "from_port"), 0) || value_to_int(value_get(block, "to_port"), 0)))
            return FAIL(err, ERR_INVALID, "%s: with protocol -1 both ports are 0, as it means all of them", which);
        for (size_t k = 0; k < i; k++) {
            if (!same_heading(value_at(blocks, k), block))
                continue;
            (void)FAIL(err, ERR_INVALID, "%s has two blocks with protocol %.*s, ports %lld to %lld and the same description", which,
                       STR_ARG(value_text(value_get(block, "protocol"))), (long long)value_to_int(value_get(block, "from_port"), 0),
                       (long long)value_to_int(value_get(block, "to_port"), 0));
            return err_hint(err, "EC2 cannot tell them apart: put their sources into one block, or describe them differently");
        }
    }
    return true;
}

/* ---- Single rules ---------------------------------------------------------------------------------------------------- */

static struct value rule(struct arena *arena, struct value block, size_t kind, struct value source)
{
    return value_map_of(arena, "protocol", value_get(block, "protocol"), "from", value_get(block, "from_port"), "to",
                        value_get(block, "to_port"), "kind", value_int((int64_t)kind), "source", source, "description",
                        value_get(block, "description"), NULL);
}

struct value sg_rules_of(struct arena *arena, struct value blocks, struct value group_id)
{
    struct value_builder rules = { .arena = arena };
    for (size_t b = 0; blocks.kind == VALUE_LIST && b < blocks.count; b++) {
        struct value block = value_at(blocks, b);
        for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
            struct value sources = value_get(block, kinds[k].attribute);
            for (size_t i = 0; sources.kind == VALUE_LIST && i < sources.count; i++)
                value_builder_add(&rules, rule(arena, block, k, value_at(sources, i)));
        }
        if (value_to_bool(value_get(block, "self"), false))
            value_builder_add(&rules, rule(arena, block, ARRAY_LEN(kinds) - 1, group_id));
    }
    return value_builder_list(&rules);
}

static bool same_rule(struct value a, struct value b, bool described)
{
    static const char *const names[] = { "protocol", "from", "to", "kind", "source", "description" };
    for (size_t i = 0; i < ARRAY_LEN(names) - !described; i++)
        if (!value_eq(value_get(a, names[i]), value_get(b, names[i])))
            return false;
    return true;
}

struct value sg_rules_without(struct arena *arena, struct value a, struct value b, bool described)
{
    struct value_builder list = { .arena = arena };
    for (size_t i = 0; i < a.count; i++) {
        bool found = false;
        for (size_t k = 0; k < b.count && !found; k++)
            found = same_rule(value_at(a, i), value_at(b, k), described);
        if (!found)
            value_builder_add(&list, value_at(a, i));
    }
    return value_builder_list(&list);
}

struct value sg_rules_input(struct arena *arena, struct value rules)
{
    struct value_builder list = { .arena = arena };
    for (size_t i = 0; i < rules.count; i++) {
        struct value r = value_at(rules, i), protocol = value_get(r, "protocol");
        size_t kind = (size_t)value_to_int(value_get(r, "kind"), 0);
        bool all = value_is(protocol, "-1");
        struct str source = value_text(value_get(r, "source")), user = STR_NONE;
        if (str_find_char(source, '/') >= 0 && strcmp(kinds[kind].member, "UserIdGroupPairs") == 0)
            user = arena_str(arena, str_split(&source, '/'));
        struct value entry = value_map_of(arena, kinds[kind].field, value_str(source), "UserId", user.len ? value_str(user) : VALUE_NONE,
                                          "Description", value_get(r, "description"), NULL);
        value_builder_add(&list, value_map_of(arena, "IpProtocol", protocol, "FromPort", all ? VALUE_NONE : value_get(r, "from"), "ToPort",
                                              all ? VALUE_NONE : value_get(r, "to"), kinds[kind].member, value_list(arena, &entry, 1), NULL));
    }
    return value_builder_list(&list);
}
