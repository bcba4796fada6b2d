/*
 * network.c - what a VPC has by default: its network ACL and the region's DHCP options; further DHCP options.
 * Source: EC2 API 2016-11-15, DescribeNetworkAcls, CreateDhcpOptions ... AssociateDhcpOptions.
 */
#include "providers/aws/sim/handlers.h"

static const struct filter acl_filters[] = {
    { "association.network-acl-id", "Associations[].NetworkAclId" },
    { "association.subnet-id", "Associations[].SubnetId" },
    { "default", "IsDefault" },
    { "entry.cidr", "Entries[].CidrBlock" },
    { "entry.egress", "Entries[].Egress" },
    { "entry.protocol", "Entries[].Protocol" },
    { "entry.rule-action", "Entries[].RuleAction" },
    { "entry.rule-number", "Entries[].RuleNumber" },
    { "network-acl-id", "NetworkAclId" },
    { "owner-id", "OwnerId" },
    { "vpc-id", "VpcId" },
    { 0 },
};

/* Every subnet is in the default ACL: there is no other. */
static struct value show_acl(struct call *c, const struct sim_object *acl, struct value seen)
{
    struct value_builder b = { .arena = c->arena };
    const struct sim_object *subnet;
    for (size_t i = 0; (subnet = call_next_alive(c, &sim_type_subnet, acl->parents[0], &i));) {
        struct str id = arena_printf(c->arena, "aclassoc-%.*s", STR_ARG(str_slice(subnet->id, 7, subnet->id.len)));
        value_builder_add(&b, value_map_of(c->arena, "NetworkAclAssociationId", value_str(id), "NetworkAclId", value_str(acl->id), "SubnetId",
                                           value_str(subnet->id), NULL));
    }
    return value_with(c->arena, seen, "Associations", value_builder_list(&b));
}

const struct type sim_type_network_acl = {
    .kind = "ec2:network-acl", .name = "network-acl", .prefix = "acl-", .id = "NetworkAclId", .ids = "NetworkAclIds", .list = "NetworkAcls",
    .not_found = "InvalidNetworkAclID.NotFound", .malformed = "InvalidNetworkAclId.Malformed", .what = "networkAcl ID", .filters = acl_filters,
    .show = show_acl,
};

static struct value acl_entry(struct call *c, bool egress, int number)
{
    return value_map_of(c->arena, "CidrBlock", text("0.0.0.0/0"), "Egress", value_bool(egress), "Protocol", text("-1"), "RuleAction",
                        text(number == 100 ? "allow" : "deny"), "RuleNumber", value_int(number), NULL);
}

void call_vpc_acl_new(struct call *c, struct str vpc_id)
{
    struct str id = call_new_id(c, "acl-");
    struct value entries[] = { acl_entry(c, true, 100), acl_entry(c, true, 32767), acl_entry(c, false, 100), acl_entry(c, false, 32767) };
    struct sim_object *acl =
        call_put(c, &sim_type_network_acl, id,
                 value_map_of(c->arena, "NetworkAclId", value_str(id), "VpcId", value_str(vpc_id), "IsDefault", value_bool(true), "OwnerId",
                              value_str(c->account), "Entries", value_list(c->arena, entries, ARRAY_LEN(entries)), NULL));
    sim_link(c->world, acl, 0, vpc_id);
}

bool sim_DescribeNetworkAcls(struct call *c)
{
    return call_describe(c, &sim_type_network_acl);
}

/* ---- DHCP options -------------------------------------------------------------------------------------------------- */

static const struct filter dhcp_filters[] = {
    { "dhcp-options-id", "DhcpOptionsId" },
    { "key", "DhcpConfigurations[].Key" },
    { "owner-id", "OwnerId" },
    { "value", "DhcpConfigurations[].Values[].Value" },
    { 0 },
};

const struct type sim_type_dhcp_options = {
    .kind = "ec2:dhcp-options", .name = "dhcp-options", .prefix = "dopt-", .id = "DhcpOptionsId", .ids = "DhcpOptionsIds",
    .list = "DhcpOptions", .not_found = "InvalidDhcpOptionID.NotFound", .malformed = "InvalidDhcpOptionsId.Malformed", .what = "dhcpOption ID",
    .filters = dhcp_filters,
};

static struct value configuration(struct call *c, const char *key, struct value values)
{
    struct value_builder b = { .arena = c->arena };
    for (uint32_t i = 0; i < values.count; i++)
        value_builder_add(&b, value_map_of(c->arena, "Value", value_at(values, i), NULL));
    return value_map_of(c->arena, "Key", text(key), "Values", value_builder_list(&b), NULL);
}

static struct sim_object *dhcp_new(struct call *c, struct value configurations, struct value tags)
{
    struct str id = call_new_id(c, "dopt-");
    return call_put(c, &sim_type_dhcp_options, id,
                    value_map_of(c->arena, "DhcpOptionsId", value_str(id), "OwnerId", value_str(c->account), "DhcpConfigurations", configurations,
                                 "Tags", tags, NULL));
}

/* One a region; comes with the first VPC. */
struct str call_default_dhcp_options(struct call *c)
{
    struct str kind = STR("ec2:_default_dhcp");
    struct sim_object *made = sim_get(c->world, kind, c->scope, STR("made"));
    if (made)
        return call_field_text(made, "id");
    struct str domain = str_is(c->region, "us-east-1") ? STR("ec2.internal") : arena_printf(c->arena, "%.*s.compute.internal", STR_ARG(c->region));
    struct value rows[] = { configuration(c, "domain-name", call_list_of_one(c->arena, value_str(domain))),
                            configuration(c, "domain-name-servers", call_list_of_one(c->arena, text("AmazonProvidedDNS"))) };
    struct sim_object *o = dhcp_new(c, value_list(c->arena, rows, ARRAY_LEN(rows)), VALUE_NONE);
    (void)sim_put(c->world, kind, c->scope, STR("made"), value_map_of(c->arena, "id", value_str(o->id), NULL), c->now_ms);
    return o->id;
}

bool sim_CreateDhcpOptions(struct call *c)
{
    static const char *const keys[] = { "domain-name-servers",  "domain-name",       "ntp-servers",
                                        "netbios-name-servers", "netbios-node-type", "ipv6-address-preferred-lease-time" };
    struct value given = call_in(c, "DhcpConfigurations"), tags;
    struct value_builder b = { .arena = c->arena };
    if (!call_tags_of_request(c, &sim_type_dhcp_options, &tags))
        return false;
    for (uint32_t i = 0; i < given.count; i++) {
        struct str key = value_text(value_get(value_at(given, i), "Key"));
        struct value values = value_get(value_at(given, i), "Values");
        size_t k = 0;
        while (k < ARRAY_LEN(keys) && !str_is(key, keys[k]))
            k++;
        if (k == ARRAY_LEN(keys) || !values.count)
            return call_refuse(c, "InvalidParameterValue", "Value (%.*s) for parameter dhcpConfiguration is invalid", STR_ARG(key));
        value_builder_add(&b, configuration(c, keys[k], values));
    }
    if (!given.count)
        return call_refuse_missing(c, "DhcpConfiguration");
    struct sim_object *o = dhcp_new(c, value_builder_list(&b), tags);
    c->out = value_map_of(c->arena, "DhcpOptions", call_answer_of(c, &sim_type_dhcp_options, o), NULL);
    return true;
}

bool sim_DeleteDhcpOptions(struct call *c)
{
    struct sim_object *o, *vpc;
    if (!call_find_in(c, &sim_type_dhcp_options, "DhcpOptionsId", &o))
        return false;
    for (size_t i = 0; (vpc = call_next_alive(c, &sim_type_vpc, STR(""), &i));) {
        if (str_eq(call_field_text(vpc, "DhcpOptionsId"), o->id))
            return call_refuse(c, "DependencyViolation", "The dhcpOptions '%.*s' has dependencies and cannot be deleted.", STR_ARG(o->id));
    }
    if (str_eq(call_default_dhcp_options(c), o->id))
        return call_refuse(c, "OperationNotPermitted", "The default DHCP options cannot be deleted");
    call_delete(c, o);
    return true;
}

bool sim_AssociateDhcpOptions(struct call *c)
{
    struct sim_object *o, *vpc;
    struct str id = call_in_text(c, "DhcpOptionsId");
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (!str_is(id, "default") && !call_find_in(c, &sim_type_dhcp_options, "DhcpOptionsId", &o))
        return false;
    call_set_field(c, vpc, "DhcpOptionsId", value_str(id)); /* "default": no options */
    return true;
}

bool sim_DescribeDhcpOptions(struct call *c)
{
    return call_describe(c, &sim_type_dhcp_options);
}
