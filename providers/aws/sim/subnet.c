/*
 * subnet.c - subnets: a range of the VPC in one zone.
 * Source: EC2 API 2016-11-15, CreateSubnet ... DisassociateSubnetCidrBlock.
 */
#include "providers/aws/sim/handlers.h"

#include <assert.h>

enum { CREATE_MIN_MS = 200, CREATE_MAX_MS = 1000, CIDR_MIN_MS = 300, CIDR_MAX_MS = 2000, RESERVED_ADDRESSES = 5, FIRST_ADDRESS = 4 };

/* Addresses that no interface has taken. */
static int64_t free_addresses(struct call *c, struct str subnet_id, const struct cidr *cidr)
{
    return ((int64_t)1 << (32 - cidr->prefix)) - RESERVED_ADDRESSES - (int64_t)call_count_children(c, &sim_type_network_interface, subnet_id);
}

static struct value show(struct call *c, const struct sim_object *subnet, struct value seen)
{
    struct cidr cidr;
    if (!cidr_parse(value_text(value_get(seen, "CidrBlock")), &cidr))
        return seen;
    return value_with(c->arena, seen, "AvailableIpAddressCount", value_int(free_addresses(c, subnet->id, &cidr)));
}

static const struct filter filters[] = {
    { "availability-zone", "AvailabilityZone" },
    { "availabilityZone", "AvailabilityZone" },
    { "availability-zone-id", "AvailabilityZoneId" },
    { "availabilityZoneId", "AvailabilityZoneId" },
    { "available-ip-address-count", "AvailableIpAddressCount" },
    { "cidr-block", "CidrBlock" },
    { "cidr", "CidrBlock" },
    { "cidrBlock", "CidrBlock" },
    { "default-for-az", "DefaultForAz" },
    { "defaultForAz", "DefaultForAz" },
    { "enable-dns64", "EnableDns64" },
    { "ipv6-cidr-block-association.association-id", "Ipv6CidrBlockAssociationSet[].AssociationId" },
    { "ipv6-cidr-block-association.ipv6-cidr-block", "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock" },
    { "ipv6-cidr-block-association.state", "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlockState.State" },
    { "ipv6-native", "Ipv6Native" },
    { "map-public-ip-on-launch", "MapPublicIpOnLaunch" },
    { "owner-id", "OwnerId" },
    { "private-dns-name-options-on-launch.hostname-type", "PrivateDnsNameOptionsOnLaunch.HostnameType" },
    { "state", "State" },
    { "subnet-arn", "SubnetArn" },
    { "subnet-id", "SubnetId" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_subnet = {
    .kind = "ec2:subnet", .name = "subnet", .prefix = "subnet-", .id = "SubnetId", .ids = "SubnetIds", .list = "Subnets",
    .not_found = "InvalidSubnetID.NotFound", .malformed = "InvalidSubnetId.Malformed", .what = "subnet ID", .filters = filters, .show = show,
};

static struct value ipv6_association(struct call *c, const struct cidr *cidr, const char *state)
{
    return value_map_of(c->arena, "AssociationId", value_str(call_new_id(c, "subnet-cidr-assoc-")), "Ipv6CidrBlock",
                        value_str(cidr_text(c->arena, cidr, true)), "Ipv6CidrBlockState", value_map_of(c->arena, "State", text(state), NULL),
                        NULL);
}

void call_subnet_due(struct call *c, struct sim_object *subnet, struct str state)
{
    (void)state;
    struct value all = call_field(subnet, "Ipv6CidrBlockAssociationSet");
    struct value_builder b = { .arena = c->arena };
    for (uint32_t i = 0; i < all.count; i++) {
        struct value a = value_at(all, i), now = value_path(a, "Ipv6CidrBlockState.State");
        if (value_is(now, "associating"))
            a = value_with(c->arena, a, "Ipv6CidrBlockState", value_map_of(c->arena, "State", text("associated"), NULL));
        if (!value_is(now, "disassociating"))
            value_builder_add(&b, a);
    }
    struct value data = value_with(c->arena, subnet->data, "State", text("available"));
    call_set(c, subnet, value_with(c->arena, data, "Ipv6CidrBlockAssociationSet", value_builder_list(&b)));
}

/* ---- Create and delete --------------------------------------------------------------------------------------------- */

/* Is the block within one of the VPC's ranges that are associated? */
static bool within_vpc(const struct sim_object *vpc, const struct cidr *cidr)
{
    bool ipv4 = cidr->width == 32;
    struct value all = call_field(vpc, ipv4 ? "CidrBlockAssociationSet" : "Ipv6CidrBlockAssociationSet");
    for (uint32_t i = 0; i < all.count; i++) {
        struct cidr range;
        struct value a = value_at(all, i);
        if (value_is(value_path(a, ipv4 ? "CidrBlockState.State" : "Ipv6CidrBlockState.State"), "associated") &&
            cidr_parse(value_text(value_get(a, ipv4 ? "CidrBlock" : "Ipv6CidrBlock")), &range) && cidr_contains(&range, cidr))
            return true;
    }
    return false;
}

static bool overlaps(const struct cidr *cidr, struct str other_text)
{
    struct cidr other;
    return cidr_parse(other_text, &other) && other.width == cidr->width && (cidr_contains(&other, cidr) || cidr_contains(cidr, &other));
}

static bool check_block(struct call *c, struct sim_object *vpc, const struct cidr *cidr)
{
    struct str block = cidr_text(c->arena, cidr, true);
    bool ipv4 = cidr->width == 32;
    if (ipv4 ? cidr->prefix < 16 || cidr->prefix > 28 : cidr->prefix < 44 || cidr->prefix > 64 || cidr->prefix % 4)
        return call_refuse(c, "InvalidSubnet.Range", "The CIDR '%.*s' is invalid.", STR_ARG(block));
    if (!within_vpc(vpc, cidr))
        return call_refuse(c, "InvalidSubnet.Range", "The CIDR '%.*s' is invalid.", STR_ARG(block));
    struct sim_object *other;
    for (size_t i = 0; (other = call_next_alive(c, &sim_type_subnet, vpc->id, &i));) {
        struct value ipv6 = call_field(other, "Ipv6CidrBlockAssociationSet");
        bool conflict = ipv4 && overlaps(cidr, call_field_text(other, "CidrBlock"));
        for (uint32_t k = 0; !ipv4 && k < ipv6.count; k++)
            conflict = conflict || overlaps(cidr, value_text(value_get(value_at(ipv6, k), "Ipv6CidrBlock")));
        if (conflict)
            return call_refuse(c, "InvalidSubnet.Conflict", "The CIDR '%.*s' conflicts with another subnet", STR_ARG(block));
    }
    return true;
}

static bool read_zone(struct call *c, struct zone *ret)
{
    struct str name = call_in_text(c, "AvailabilityZone"), id = call_in_text(c, "AvailabilityZoneId");
    struct buf names = { .max_bytes = 200 };
    if (name.len && id.len)
        return call_refuse(c, "InvalidParameterCombination", "availabilityZone and availabilityZoneId cannot be given together");
    for (size_t i = 0; call_zone_at(c, i, ret); i++) {
        if ((!name.len && !id.len) || (name.len ? str_eq(name, ret->name) : str_eq(id, ret->id))) {
            buf_done(&names);
            return true;
        }
        buf_printf(&names, "%s%.*s", i ? ", " : "", STR_ARG(ret->name));
    }
    (void)call_refuse(c, "InvalidParameterValue",
                      "Value (%.*s) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability "
                      "zones: %s.",
                      STR_ARG(name.len ? name : id), names.ptr);
    buf_done(&names);
    return false;
}

static struct sim_object *subnet_new(struct call *c, struct sim_object *vpc, const struct cidr *cidr, const struct cidr *ipv6,
                                     const struct zone *zone, struct value tags)
{
    struct str id = call_new_id(c, "subnet-");
    struct value data = value_map_of(
        c->arena, "SubnetId", value_str(id), "VpcId", value_str(vpc->id), "State", text("pending"), "CidrBlock",
        value_str(cidr_text(c->arena, cidr, true)), "AvailabilityZone", value_str(zone->name), "AvailabilityZoneId", value_str(zone->id),
        "OwnerId", value_str(c->account), "SubnetArn",
        value_str(arena_printf(c->arena, "arn:aws:ec2:%.*s:%.*s:subnet/%.*s", STR_ARG(c->region), STR_ARG(c->account), STR_ARG(id))),
        "AvailableIpAddressCount", value_int(0), "DefaultForAz", value_bool(false), "MapPublicIpOnLaunch", value_bool(false),
        "AssignIpv6AddressOnCreation", value_bool(false), "EnableDns64", value_bool(false), "Ipv6Native", value_bool(false),
        "MapCustomerOwnedIpOnLaunch", value_bool(false), "Ipv6CidrBlockAssociationSet",
        ipv6 ? call_list_of_one(c->arena, ipv6_association(c, ipv6, "associating")) : call_empty_list(), "PrivateDnsNameOptionsOnLaunch",
        value_map_of(c->arena, "HostnameType", text("ip-name"), "EnableResourceNameDnsARecord", value_bool(false),
                     "EnableResourceNameDnsAAAARecord", value_bool(false), NULL),
        "Tags", tags, NULL);
    struct sim_object *subnet = call_put(c, &sim_type_subnet, id, data);
    sim_link(c->world, subnet, 0, vpc->id);
    return subnet;
}

bool sim_CreateSubnet(struct call *c)
{
    struct sim_object *vpc;
    struct cidr cidr, ipv6;
    struct zone zone;
    struct value tags;
    static const char *const unsimulated[] = { "Ipv4IpamPoolId", "Ipv6IpamPoolId", "OutpostArn" };
    for (size_t i = 0; i < ARRAY_LEN(unsimulated); i++) {
        if (call_given(c, unsimulated[i]))
            return call_refuse(c, "UnsupportedOperation", "%s is not simulated", unsimulated[i]);
    }
    if (call_in_flag(c, "Ipv6Native"))
        return call_refuse(c, "UnsupportedOperation", "Ipv6Native is not simulated");
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (!call_given(c, "CidrBlock"))
        return call_refuse(c, "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
    if (!call_read_cidr(c, call_in_text(c, "CidrBlock"), 32, "cidrBlock", &cidr) || !check_block(c, vpc, &cidr))
        return false;
    bool with_ipv6 = call_given(c, "Ipv6CidrBlock");
    if (with_ipv6 && (!call_read_cidr(c, call_in_text(c, "Ipv6CidrBlock"), 128, "ipv6CidrBlock", &ipv6) || !check_block(c, vpc, &ipv6)))
        return false;
    if (!read_zone(c, &zone) || !call_tags_of_request(c, &sim_type_subnet, &tags))
        return false;
    if ((int64_t)call_count_children(c, &sim_type_subnet, vpc->id) >= call_knob(c, "subnets_per_vpc", INT64_MAX))
        return call_refuse(c, "SubnetLimitExceeded", "The maximum number of subnets has been reached.");
    struct sim_object *subnet = subnet_new(c, vpc, &cidr, with_ipv6 ? &ipv6 : NULL, &zone, tags);
    c->out = value_map_of(c->arena, "Subnet", call_answer_of(c, &sim_type_subnet, subnet), NULL);
    call_later(c, subnet, CREATE_MIN_MS, CREATE_MAX_MS, "available");
    return true;
}

void call_default_subnets_new(struct call *c, struct sim_object *vpc)
{
    struct zone zone;
    struct cidr cidr;
    bool read = cidr_parse(STR("172.31.0.0/20"), &cidr);
    assert(read);
    for (size_t i = 0; call_zone_at(c, i, &zone); i++, cidr.bytes[2] += 16) {
        struct sim_object *subnet = subnet_new(c, vpc, &cidr, NULL, &zone, VALUE_NONE);
        call_subnet_due(c, subnet, STR("available"));
        call_set_field(c, subnet, "DefaultForAz", value_bool(true));
        call_set_field(c, subnet, "MapPublicIpOnLaunch", value_bool(true));
    }
    call_default_gateway_new(c, vpc);
}

bool sim_DeleteSubnet(struct call *c)
{
    struct sim_object *subnet;
    if (!call_find_in(c, &sim_type_subnet, "SubnetId", &subnet))
        return false;
    if (call_child(c, &sim_type_network_interface, subnet->id, NULL))
        return call_refuse(c, "DependencyViolation", "The subnet '%.*s' has dependencies and cannot be deleted.", STR_ARG(subnet->id));
    call_route_table_forget_subnet(c, subnet->id);
    call_delete(c, subnet);
    return true;
}

bool sim_DescribeSubnets(struct call *c)
{
    return call_describe(c, &sim_type_subnet);
}

/* ---- Attributes ---------------------------------------------------------------------------------------------------- */

bool sim_ModifySubnetAttribute(struct call *c)
{
    static const struct {
        const char *member, *field, *option; /* option: a field of PrivateDnsNameOptionsOnLaunch */
    } rows[] = {
        { "AssignIpv6AddressOnCreation", "AssignIpv6AddressOnCreation", NULL },
        { "MapPublicIpOnLaunch", "MapPublicIpOnLaunch", NULL },
        { "MapCustomerOwnedIpOnLaunch", "MapCustomerOwnedIpOnLaunch", NULL },
        { "EnableDns64", "EnableDns64", NULL },
        { "PrivateDnsHostnameTypeOnLaunch", "PrivateDnsNameOptionsOnLaunch", "HostnameType" },
        { "EnableResourceNameDnsARecordOnLaunch", "PrivateDnsNameOptionsOnLaunch", "EnableResourceNameDnsARecord" },
        { "EnableResourceNameDnsAAAARecordOnLaunch", "PrivateDnsNameOptionsOnLaunch", "EnableResourceNameDnsAAAARecord" },
        { "EnableLniAtDeviceIndex", "EnableLniAtDeviceIndex", NULL },
    };
    struct sim_object *subnet;
    size_t found = 0, which = 0;
    if (!call_find_in(c, &sim_type_subnet, "SubnetId", &subnet))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (call_given(c, rows[i].member)) {
            found++;
            which = i;
        }
    }
    if (found != 1) /* "You can only modify one attribute at a time" */
        return call_refuse(c, "InvalidParameterCombination", found ? "Only one attribute can be modified at a time" : "No attributes specified.");
    struct value v = call_in(c, rows[which].member);
    if (v.kind == VALUE_MAP)
        v = value_get(v, "Value");
    if (!value_present(v))
        return call_refuse_missing(c, rows[which].member);
    bool on = value_to_bool(v, false), ipv6 = call_field(subnet, "Ipv6CidrBlockAssociationSet").count;
    if (on && !ipv6 && (str_is(str_of(rows[which].member), "AssignIpv6AddressOnCreation") ||
                        str_is(str_of(rows[which].member), "EnableResourceNameDnsAAAARecordOnLaunch")))
        return call_refuse(c, "InvalidParameterValue", "Invalid value for parameter %s: subnet %.*s has no IPv6 CIDR block", rows[which].member,
                           STR_ARG(subnet->id));
    if (on && str_is(str_of(rows[which].member), "MapCustomerOwnedIpOnLaunch"))
        return call_refuse(c, "InvalidParameterValue", "Subnet %.*s is not on an Outpost", STR_ARG(subnet->id));
    if (rows[which].option)
        v = value_with(c->arena, call_field(subnet, rows[which].field), rows[which].option, v);
    call_set_field(c, subnet, rows[which].field, v);
    return true;
}

/* ---- IPv6 ---------------------------------------------------------------------------------------------------------- */

bool sim_AssociateSubnetCidrBlock(struct call *c)
{
    struct sim_object *subnet, *vpc;
    struct cidr cidr;
    if (!call_find_in(c, &sim_type_subnet, "SubnetId", &subnet))
        return false;
    if (!call_given(c, "Ipv6CidrBlock"))
        return call_refuse_missing(c, "ipv6CidrBlock");
    if (!call_find(c, &sim_type_vpc, call_field_text(subnet, "VpcId"), &vpc) ||
        !call_read_cidr(c, call_in_text(c, "Ipv6CidrBlock"), 128, "ipv6CidrBlock", &cidr))
        return false;
    struct value all = call_field(subnet, "Ipv6CidrBlockAssociationSet");
    if (all.count)
        return call_refuse(c, "SubnetAlreadyAssociated", "The subnet %.*s already has an IPv6 CIDR block", STR_ARG(subnet->id));
    if (!check_block(c, vpc, &cidr))
        return false;
    struct value a = ipv6_association(c, &cidr, "associating");
    call_set_field(c, subnet, "Ipv6CidrBlockAssociationSet", call_list_of_one(c->arena, a));
    c->out = value_map_of(c->arena, "SubnetId", value_str(subnet->id), "Ipv6CidrBlockAssociation", a, NULL);
    call_later(c, subnet, CIDR_MIN_MS, CIDR_MAX_MS, "associated");
    return true;
}

bool sim_DisassociateSubnetCidrBlock(struct call *c)
{
    struct str id = call_in_text(c, "AssociationId");
    struct sim_object *subnet;
    for (size_t i = 0; (subnet = call_next_alive(c, &sim_type_subnet, STR(""), &i));) {
        struct value a = value_at(call_field(subnet, "Ipv6CidrBlockAssociationSet"), 0);
        if (!str_eq(value_text(value_get(a, "AssociationId")), id))
            continue;
        a = value_with(c->arena, a, "Ipv6CidrBlockState", value_map_of(c->arena, "State", text("disassociating"), NULL));
        struct value data = value_with(c->arena, subnet->data, "Ipv6CidrBlockAssociationSet", call_list_of_one(c->arena, a));
        call_set(c, subnet, value_with(c->arena, data, "AssignIpv6AddressOnCreation", value_bool(false)));
        c->out = value_map_of(c->arena, "SubnetId", value_str(subnet->id), "Ipv6CidrBlockAssociation", a, NULL);
        call_later(c, subnet, CIDR_MIN_MS, CIDR_MAX_MS, "disassociated");
        return true;
    }
    return call_refuse(c, "InvalidSubnetCidrBlockAssociationID.NotFound", "The subnet CIDR block association ID '%.*s' does not exist",
                       STR_ARG(id));
}

/* ---- Addresses of interfaces --------------------------------------------------------------------------------------- */

bool call_subnet_address_free(struct call *c, struct sim_object *subnet, struct str address)
{
    struct cidr cidr, ip;
    struct sim_object *o;
    if (!cidr_parse(call_field_text(subnet, "CidrBlock"), &cidr) || !cidr_parse_ip(address, &ip) || !cidr_contains(&cidr, &ip))
        return false;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_network_interface, subnet->id, &i));) {
        struct value all = call_field(o, "PrivateIpAddresses");
        for (uint32_t k = 0; k < all.count; k++) {
            if (str_eq(value_text(value_get(value_at(all, k), "PrivateIpAddress")), address))
                return false;
        }
    }
    return true;
}

struct str call_subnet_address_pick(struct call *c, struct sim_object *subnet)
{
    struct cidr cidr;
    if (!cidr_parse(call_field_text(subnet, "CidrBlock"), &cidr) || free_addresses(c, subnet->id, &cidr) <= 0)
        return STR("");
    uint64_t room = ((uint64_t)1 << (32 - cidr.prefix)) - RESERVED_ADDRESSES, start = sim_random(c->world) % room;
    for (uint64_t i = 0; i < room; i++) {
        struct cidr ip = cidr;
        struct str s;
        if (!cidr_advance(&ip, 32, FIRST_ADDRESS + (start + i) % room))
            continue;
        s = cidr_text(c->arena, &ip, false);
        if (call_subnet_address_free(c, subnet, s))
            return s;
    }
    return STR("");
}
