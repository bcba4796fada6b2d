/*
 * vpc.c - VPCs: with each comes a default security group, a network ACL, a main route table.
 * Source: EC2 API 2016-11-15, CreateVpc ... DisassociateVpcCidrBlock.
 */
#include "providers/aws/sim/handlers.h"

#include <assert.h>

enum { CREATE_MIN_MS = 200, CREATE_MAX_MS = 1500, CIDR_MIN_MS = 500, CIDR_MAX_MS = 4000, IPV4_SHORTEST = 16, IPV4_LONGEST = 28 };

static const struct filter filters[] = {
    { "cidr", "CidrBlock" },
    { "cidr-block-association.association-id", "CidrBlockAssociationSet[].AssociationId" },
    { "cidr-block-association.cidr-block", "CidrBlockAssociationSet[].CidrBlock" },
    { "cidr-block-association.state", "CidrBlockAssociationSet[].CidrBlockState.State" },
    { "dhcp-options-id", "DhcpOptionsId" },
    { "ipv6-cidr-block-association.association-id", "Ipv6CidrBlockAssociationSet[].AssociationId" },
    { "ipv6-cidr-block-association.ipv6-cidr-block", "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock" },
    { "ipv6-cidr-block-association.ipv6-pool", "Ipv6CidrBlockAssociationSet[].Ipv6Pool" },
    { "ipv6-cidr-block-association.state", "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlockState.State" },
    { "is-default", "IsDefault" },
    { "isDefault", "IsDefault" },
    { "owner-id", "OwnerId" },
    { "state", "State" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_vpc = {
    .kind = "ec2:vpc", .name = "vpc", .prefix = "vpc-", .id = "VpcId", .ids = "VpcIds", .list = "Vpcs",
    .not_found = "InvalidVpcID.NotFound", .malformed = "InvalidVpcID.Malformed", .what = "vpc ID", .filters = filters,
};

/* ---- CIDR associations --------------------------------------------------------------------------------------------- */

static struct value ipv4_association(struct call *c, const struct cidr *cidr, const char *state)
{
    return value_map_of(c->arena, "AssociationId", value_str(call_new_id(c, "vpc-cidr-assoc-")), "CidrBlock",
                        value_str(cidr_text(c->arena, cidr, true)), "CidrBlockState", value_map_of(c->arena, "State", text(state), NULL), NULL);
}

/* A /56 of a range that the region owns. */
static struct value ipv6_association(struct call *c)
{
    uint64_t n = sim_random(c->world);
    struct cidr cidr = { .width = 128, .prefix = 56, .bytes = { 0x24, 0x06, 0xda, 0x12, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)(n >> 16) } };
    return value_map_of(c->arena, "AssociationId", value_str(call_new_id(c, "vpc-cidr-assoc-")), "Ipv6CidrBlock",
                        value_str(cidr_text(c->arena, &cidr, true)), "Ipv6CidrBlockState", value_map_of(c->arena, "State", text("associating"), NULL),
                        "NetworkBorderGroup", value_str(c->region), "Ipv6Pool", text("Amazon"), NULL);
}

/* What was associating is associated, what was disassociating is gone. `state` names the member with the state. */
static struct value settled(struct arena *arena, struct value list, const char *state)
{
    struct value_builder b = { .arena = arena };
    for (uint32_t i = 0; i < list.count; i++) {
        struct value a = value_at(list, i), now = value_get(value_get(a, state), "State");
        if (value_is(now, "disassociating"))
            continue;
        if (value_is(now, "associating"))
            a = value_with(arena, a, state, value_map_of(arena, "State", text("associated"), NULL));
        value_builder_add(&b, a);
    }
    return list.kind == VALUE_LIST ? value_builder_list(&b) : list;
}

void call_vpc_due(struct call *c, struct sim_object *vpc, struct str state)
{
    (void)state;
    struct value data = vpc->data;
    data = value_with(c->arena, data, "State", text("available"));
    data = value_with(c->arena, data, "CidrBlockAssociationSet", settled(c->arena, call_field(vpc, "CidrBlockAssociationSet"), "CidrBlockState"));
    data = value_with(c->arena, data, "Ipv6CidrBlockAssociationSet",
                      settled(c->arena, call_field(vpc, "Ipv6CidrBlockAssociationSet"), "Ipv6CidrBlockState"));
    call_set(c, vpc, data);
}

/* ---- Create and delete --------------------------------------------------------------------------------------------- */

static bool read_vpc_cidr(struct call *c, struct cidr *ret)
{
    struct str s = call_in_text(c, "CidrBlock");
    if (!s.len)
        return call_refuse(c, "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' must be provided.");
    if (!call_read_cidr(c, s, 32, "cidrBlock", ret))
        return false;
    if (ret->prefix < IPV4_SHORTEST || ret->prefix > IPV4_LONGEST)
        return call_refuse(c, "InvalidVpc.Range", "The CIDR '%.*s' is invalid.", STR_ARG(s));
    return true;
}

static bool refuse_unsimulated(struct call *c)
{
    static const char *const members[] = { "Ipv4IpamPoolId", "Ipv6IpamPoolId", "Ipv6Pool", "VpcEncryptionControl" };
    for (size_t i = 0; i < ARRAY_LEN(members); i++) {
        if (call_given(c, members[i]))
            return call_refuse(c, "UnsupportedOperation", "%s is not simulated", members[i]);
    }
    return true;
}

static struct sim_object *vpc_new(struct call *c, const struct cidr *cidr, bool is_default, struct value tags)
{
    struct str id = call_new_id(c, "vpc-");
    struct value tenancy = call_in(c, "InstanceTenancy");
    bool ipv6 = call_in_flag(c, "AmazonProvidedIpv6CidrBlock");
    struct value data =
        value_map_of(c->arena, "VpcId", value_str(id), "CidrBlock", value_str(cidr_text(c->arena, cidr, true)), "State", text("pending"),
                     "DhcpOptionsId", value_str(call_default_dhcp_options(c)), "OwnerId", value_str(c->account), "InstanceTenancy",
                     value_present(tenancy) ? tenancy : text("default"), "IsDefault", value_bool(is_default), "CidrBlockAssociationSet",
                     call_list_of_one(c->arena, ipv4_association(c, cidr, "associated")), "Ipv6CidrBlockAssociationSet",
                     ipv6 ? call_list_of_one(c->arena, ipv6_association(c)) : VALUE_NONE, "Tags", tags, "_EnableDnsSupport", value_bool(true),
                     "_EnableDnsHostnames", value_bool(is_default), "_EnableNetworkAddressUsageMetrics", value_bool(false), NULL);
    struct sim_object *vpc = call_put(c, &sim_type_vpc, id, data);
    (void)call_security_group_new(c, id, STR("default"), STR("default VPC security group"), VALUE_NONE);
    call_vpc_acl_new(c, id);
    (void)call_route_table_new(c, vpc, true, VALUE_NONE);
    return vpc;
}

bool sim_CreateVpc(struct call *c)
{
    struct cidr cidr;
    struct value tags;
    if (!refuse_unsimulated(c) || !read_vpc_cidr(c, &cidr) || !call_tags_of_request(c, &sim_type_vpc, &tags))
        return false;
    int64_t limit = call_knob(c, "vpcs", INT64_MAX);
    if ((int64_t)call_count_all(c, &sim_type_vpc) >= limit)
        return call_refuse(c, "VpcLimitExceeded", "The maximum number of VPCs has been reached.");
    struct sim_object *vpc = vpc_new(c, &cidr, false, tags);
    c->out = value_map_of(c->arena, "Vpc", call_answer_of(c, &sim_type_vpc, vpc), NULL);
    call_later(c, vpc, CREATE_MIN_MS, CREATE_MAX_MS, "available");
    return true;
}

/* Any object of the VPC that is not one of those that go with it. */
static bool has_dependants(struct call *c, struct str id)
{
    static const struct type *const types[] = { &sim_type_subnet, &sim_type_vpc_endpoint, &sim_type_network_interface,
                                                &sim_type_internet_gateway, &sim_type_egress_gateway };
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (call_child(c, types[i], id, NULL))
            return true;
    }
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_security_group, id, &i));) {
        if (!str_is(call_field_text(o, "GroupName"), "default"))
            return true;
    }
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_route_table, id, &i));) {
        if (!value_to_bool(call_field(o, "_Main"), false))
            return true;
    }
    return false;
}

bool sim_DeleteVpc(struct call *c)
{
    struct sim_object *vpc, *o;
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (has_dependants(c, vpc->id))
        return call_refuse(c, "DependencyViolation", "The vpc '%.*s' has dependencies and cannot be deleted.", STR_ARG(vpc->id));
    while ((o = call_child(c, &sim_type_security_group, vpc->id, NULL)))
        call_security_group_drop(c, o);
    while ((o = call_child(c, &sim_type_network_acl, vpc->id, NULL)))
        call_delete(c, o);
    while ((o = call_child(c, &sim_type_route_table, vpc->id, NULL)))
        call_route_table_drop(c, o);
    call_delete(c, vpc);
    return true;
}

bool sim_DescribeVpcs(struct call *c)
{
    return call_describe(c, &sim_type_vpc);
}

/* Once a region. */
void call_make_default_vpc(struct call *c)
{
    struct str kind = STR("ec2:_default_vpc");
    if (sim_get(c->world, kind, c->scope, STR("made")))
        return;
    (void)sim_put(c->world, kind, c->scope, STR("made"), value_map_of(c->arena, NULL), c->now_ms);
    struct cidr cidr;
    bool ok = cidr_parse(STR("172.31.0.0/16"), &cidr);
    assert(ok);
    struct sim_object *vpc = vpc_new(c, &cidr, true, VALUE_NONE);
    call_vpc_due(c, vpc, STR("available"));
    call_default_subnets_new(c, vpc);
}

/* ---- Attributes ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *member, *attribute, *field;
} attributes[] = {
    { "EnableDnsSupport", "enableDnsSupport", "_EnableDnsSupport" },
    { "EnableDnsHostnames", "enableDnsHostnames", "_EnableDnsHostnames" },
    { "EnableNetworkAddressUsageMetrics", "enableNetworkAddressUsageMetrics", "_EnableNetworkAddressUsageMetrics" },
};

bool sim_DescribeVpcAttribute(struct call *c)
{
    struct sim_object *vpc;
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    struct value seen = sim_seen(c->world, vpc, c->now_ms);
    if (!value_given(seen))
        return call_refuse_not_found(c, &sim_type_vpc, vpc->id, false);
    for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
        if (value_is(call_in(c, "Attribute"), attributes[i].attribute))
            c->out = value_map_of(c->arena, "VpcId", value_str(vpc->id), attributes[i].member,
                                  value_map_of(c->arena, "Value", value_get(seen, attributes[i].field), NULL), NULL);
    }
    return true;
}

bool sim_ModifyVpcAttribute(struct call *c)
{
    struct sim_object *vpc;
    size_t found = 0, which = 0;
    for (size_t i = 0; i < ARRAY_LEN(attributes); i++) {
        if (call_given(c, attributes[i].member)) {
            found++;
            which = i;
        }
    }
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (found != 1)
        return call_refuse(c, "InvalidParameterCombination", found ? "Fields for multiple attribute types specified" : "No attributes specified.");
    struct value v = value_get(call_in(c, attributes[which].member), "Value");
    if (v.kind != VALUE_BOOL)
        return call_refuse_missing(c, arena_printf(c->arena, "%s.Value", attributes[which].member).ptr);
    if (!value_eq(v, call_field(vpc, attributes[which].field)))
        call_set_field(c, vpc, attributes[which].field, v);
    return true;
}

bool sim_ModifyVpcTenancy(struct call *c)
{
    struct sim_object *vpc;
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    call_set_field(c, vpc, "InstanceTenancy", text("default"));
    c->out = value_map_of(c->arena, "ReturnValue", value_bool(true), NULL);
    return true;
}

/* ---- Secondary ranges ---------------------------------------------------------------------------------------------- */

/* Which of the private ranges of RFC 1918; 0: none. A VPC's ranges come from one of them. */
static int private_range(const struct cidr *cidr)
{
    static const char *const ranges[] = { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16" };
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
        struct cidr range;
        if (cidr_parse(str_of(ranges[i]), &range) && cidr_contains(&range, cidr))
            return (int)i + 1;
    }
    return 0;
}

static bool add_ipv4(struct call *c, struct sim_object *vpc)
{
    struct cidr cidr, other;
    if (!read_vpc_cidr(c, &cidr))
        return false;
    struct value all = call_field(vpc, "CidrBlockAssociationSet");
    for (uint32_t i = 0; i < all.count; i++) {
        struct value a = value_at(all, i);
        bool read = cidr_parse(value_text(value_get(a, "CidrBlock")), &other);
        assert(read);
        if (cidr_contains(&other, &cidr) || cidr_contains(&cidr, &other))
            return call_refuse(c, "InvalidVpc.Conflict", "CIDR block %.*s is conflicting with existing association %.*s",
                               STR_ARG(cidr_text(c->arena, &cidr, true)), STR_ARG(value_text(value_get(a, "AssociationId"))));
        if (i == 0 && private_range(&other) && private_range(&cidr) && private_range(&other) != private_range(&cidr))
            return call_refuse(c, "InvalidVpc.Range",
                               "The CIDR '%.*s' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a "
                               "publicly-routable CIDR.",
                               STR_ARG(cidr_text(c->arena, &cidr, true)));
    }
    struct value a = ipv4_association(c, &cidr, "associating");
    call_set_field(c, vpc, "CidrBlockAssociationSet", call_list_with(c->arena, all, a));
    c->out = value_map_of(c->arena, "VpcId", value_str(vpc->id), "CidrBlockAssociation", a, NULL);
    return true;
}

bool sim_AssociateVpcCidrBlock(struct call *c)
{
    struct sim_object *vpc;
    if (!refuse_unsimulated(c) || !call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (!call_in_flag(c, "AmazonProvidedIpv6CidrBlock")) {
        if (!add_ipv4(c, vpc))
            return false;
    } else {
        struct value a = ipv6_association(c);
        call_set_field(c, vpc, "Ipv6CidrBlockAssociationSet", call_list_with(c->arena, call_field(vpc, "Ipv6CidrBlockAssociationSet"), a));
        c->out = value_map_of(c->arena, "VpcId", value_str(vpc->id), "Ipv6CidrBlockAssociation", a, NULL);
    }
    call_later(c, vpc, CIDR_MIN_MS, CIDR_MAX_MS, "associated");
    return true;
}

static bool range_in_use(struct call *c, struct str vpc_id, struct str block, unsigned width)
{
    struct cidr range, inner;
    struct sim_object *subnet;
    if (!cidr_parse(block, &range))
        return false;
    for (size_t i = 0; (subnet = call_next_alive(c, &sim_type_subnet, vpc_id, &i));) {
        struct value ipv6 = call_field(subnet, "Ipv6CidrBlockAssociationSet");
        if (width == 32 && cidr_parse(call_field_text(subnet, "CidrBlock"), &inner) && cidr_contains(&range, &inner))
            return true;
        for (uint32_t k = 0; width == 128 && k < ipv6.count; k++) {
            if (cidr_parse(value_text(value_get(value_at(ipv6, k), "Ipv6CidrBlock")), &inner) && cidr_contains(&range, &inner))
                return true;
        }
    }
    return false;
}

static bool remove_association(struct call *c, struct sim_object *vpc, const char *set_name, uint32_t at, const char *state, const char *block,
                               const char *answer)
{
    struct value all = call_field(vpc, set_name), a = value_at(all, at);
    bool ipv4 = str_is(str_of(block), "CidrBlock");
    if (ipv4 && value_eq(value_get(a, block), call_field(vpc, "CidrBlock")))
        return call_refuse(c, "OperationNotPermitted",
                           "The vpc CIDR block with association ID %.*s may not be disassociated. It is the primary IPv4 CIDR block of the VPC",
                           STR_ARG(value_text(value_get(a, "AssociationId"))));
    if (range_in_use(c, vpc->id, value_text(value_get(a, block)), ipv4 ? 32 : 128))
        return call_refuse(c, "InvalidCidrBlock.InUse", "The vpc %.*s currently has a subnet within CIDR block %.*s", STR_ARG(vpc->id),
                           STR_ARG(value_text(value_get(a, block))));
    a = value_with(c->arena, a, state, value_map_of(c->arena, "State", text("disassociating"), NULL));
    struct value_builder b = { .arena = c->arena };
    for (uint32_t i = 0; i < all.count; i++)
        value_builder_add(&b, i == at ? a : value_at(all, i));
    call_set_field(c, vpc, set_name, value_builder_list(&b));
    c->out = value_map_of(c->arena, "VpcId", value_str(vpc->id), answer, a, NULL);
    call_later(c, vpc, CIDR_MIN_MS, CIDR_MAX_MS, "disassociated");
    return true;
}

bool sim_DisassociateVpcCidrBlock(struct call *c)
{
    struct str id = call_in_text(c, "AssociationId");
    struct sim_object *vpc;
    for (size_t i = 0; (vpc = call_next_alive(c, &sim_type_vpc, STR(""), &i));) {
        struct value ipv4 = call_field(vpc, "CidrBlockAssociationSet"), ipv6 = call_field(vpc, "Ipv6CidrBlockAssociationSet");
        for (uint32_t k = 0; k < ipv4.count; k++) {
            if (str_eq(value_text(value_get(value_at(ipv4, k), "AssociationId")), id))
                return remove_association(c, vpc, "CidrBlockAssociationSet", k, "CidrBlockState", "CidrBlock", "CidrBlockAssociation");
        }
        for (uint32_t k = 0; k < ipv6.count; k++) {
            if (str_eq(value_text(value_get(value_at(ipv6, k), "AssociationId")), id))
                return remove_association(c, vpc, "Ipv6CidrBlockAssociationSet", k, "Ipv6CidrBlockState", "Ipv6CidrBlock",
                                          "Ipv6CidrBlockAssociation");
        }
    }
    return call_refuse(c, "InvalidVpcCidrBlockAssociationID.NotFound", "The vpc CIDR block association ID '%.*s' does not exist", STR_ARG(id));
}

bool sim_DescribeVpcPeeringConnections(struct call *c)
{
    c->out = value_map_of(c->arena, "VpcPeeringConnections", call_empty_list(), NULL);
    return true;
}
