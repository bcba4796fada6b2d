/*
 * endpoint.c - VPC endpoints: gateway ones put routes into tables, interface ones put interfaces into subnets.
 * Source: EC2 API 2016-11-15, CreateVpcEndpoint, ModifyVpcEndpoint, DeleteVpcEndpoints, DescribeVpcEndpoints.
 */
#include "providers/aws/sim/handlers.h"

enum {
    GATEWAY_MIN_MS = 1000,
    GATEWAY_MAX_MS = 5000,
    INTERFACE_MIN_MS = 60 * 1000,
    INTERFACE_MAX_MS = 240 * 1000,
    DELETE_MIN_MS = 20 * 1000,
    DELETE_MAX_MS = 120 * 1000,
};

#define FULL_ACCESS \
    "{\"Version\":\"2008-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}"

static const struct filter filters[] = {
    { "ip-address-type", "IpAddressType" },
    { "service-name", "ServiceName" },
    { "service-region", "ServiceRegion" },
    { "vpc-endpoint-id", "VpcEndpointId" },
    { "vpc-endpoint-state", "State" },
    { "vpc-endpoint-type", "VpcEndpointType" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_vpc_endpoint = {
    .kind = "ec2:vpc-endpoint", .name = "vpc-endpoint", .prefix = "vpce-", .id = "VpcEndpointId", .ids = "VpcEndpointIds",
    .list = "VpcEndpoints", .not_found = "InvalidVpcEndpointId.NotFound", .malformed = "InvalidVpcEndpointId.Malformed",
    .what = "Vpc Endpoint Id", .filters = filters,
};

static bool is_gateway(const struct sim_object *endpoint)
{
    return value_is(call_field(endpoint, "VpcEndpointType"), "Gateway");
}

/* ---- Parts --------------------------------------------------------------------------------------------------------- */

static bool check_policy(struct call *c)
{
    struct value parsed;
    struct str policy = call_in_text(c, "PolicyDocument");
    if (!policy.len || (value_from_json(c->arena, policy, &parsed, NULL) && value_given(value_get(parsed, "Statement"))))
        return true;
    return call_refuse(c, "InvalidPolicyDocument", "The policy document is not valid");
}

/* Route tables of the VPC, each in `tables` once. */
static bool add_tables(struct call *c, struct sim_object *endpoint, struct value tables)
{
    struct value all = call_field(endpoint, "RouteTableIds");
    struct str prefix_list = call_prefix_list_of(c, call_field_text(endpoint, "ServiceName"));
    for (uint32_t i = 0; i < tables.count; i++) {
        struct sim_object *table;
        if (!call_find(c, &sim_type_route_table, value_text(value_at(tables, i)), &table))
            return false;
        if (!value_eq(call_field(table, "VpcId"), call_field(endpoint, "VpcId")))
            return call_refuse(c, "InvalidParameter", "Route table %.*s belongs to another VPC", STR_ARG(table->id));
        if (call_list_has(all, table->id))
            continue;
        if (!call_route_endpoint_add(c, table, prefix_list, endpoint->id))
            return false;
        all = call_list_with(c->arena, all, value_str(table->id));
    }
    call_set_field(c, endpoint, "RouteTableIds", all);
    return true;
}

static void remove_table(struct call *c, struct sim_object *endpoint, struct str table_id)
{
    struct sim_object *table = call_truth(c, &sim_type_route_table, table_id);
    if (table)
        call_route_endpoint_remove(c, table, call_prefix_list_of(c, call_field_text(endpoint, "ServiceName")));
    call_set_field(c, endpoint, "RouteTableIds", call_list_without(c->arena, call_field(endpoint, "RouteTableIds"), table_id));
}

void call_endpoints_forget_table(struct call *c, const struct sim_object *table)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_vpc_endpoint, call_field_text(table, "VpcId"), &i));) {
        if (call_list_has(call_field(o, "RouteTableIds"), table->id))
            call_set_field(c, o, "RouteTableIds", call_list_without(c->arena, call_field(o, "RouteTableIds"), table->id));
    }
}

static struct str interface_in(struct call *c, const struct sim_object *endpoint, struct str subnet_id)
{
    struct value ids = call_field(endpoint, "NetworkInterfaceIds");
    for (uint32_t i = 0; i < ids.count; i++) {
        struct sim_object *o = call_truth(c, &sim_type_network_interface, value_text(value_at(ids, i)));
        if (o && value_is(call_field(o, "SubnetId"), subnet_id.ptr))
            return o->id;
    }
    return STR("");
}

static bool add_subnets(struct call *c, struct sim_object *endpoint, struct value subnets)
{
    for (uint32_t i = 0; i < subnets.count; i++) {
        struct sim_object *subnet, *other;
        if (!call_find(c, &sim_type_subnet, value_text(value_at(subnets, i)), &subnet))
            return false;
        if (!value_eq(call_field(subnet, "VpcId"), call_field(endpoint, "VpcId")))
            return call_refuse(c, "InvalidParameter", "Subnet %.*s belongs to another VPC", STR_ARG(subnet->id));
        struct value have = call_field(endpoint, "SubnetIds");
        for (uint32_t k = 0; k < have.count; k++) {
            other = call_truth(c, &sim_type_subnet, value_text(value_at(have, k)));
            if (other && value_eq(call_field(other, "AvailabilityZone"), call_field(subnet, "AvailabilityZone")))
                return call_refuse(c, "DuplicateSubnetsInSameZone", "Found another VPC endpoint subnet in the availability zone of %.*s",
                                   STR_ARG(subnet->id));
        }
        struct sim_object *interface =
            call_interface_new(c, subnet, "vpc_endpoint", arena_printf(c->arena, "VPC Endpoint Interface %.*s", STR_ARG(endpoint->id)).ptr,
                               call_field(endpoint, "Groups"), STR(""));
        if (!interface)
            return call_refuse(c, "InsufficientFreeAddressesInSubnet", "The subnet %.*s has no free addresses", STR_ARG(subnet->id));
        call_set_field(c, endpoint, "SubnetIds", call_list_with(c->arena, have, value_str(subnet->id)));
        call_set_field(c, endpoint, "NetworkInterfaceIds",
                       call_list_with(c->arena, call_field(endpoint, "NetworkInterfaceIds"), value_str(interface->id)));
    }
    return true;
}

static void remove_subnet(struct call *c, struct sim_object *endpoint, struct str subnet_id)
{
    struct str interface = interface_in(c, endpoint, subnet_id);
    call_interface_delete(c, interface);
    call_set_field(c, endpoint, "SubnetIds", call_list_without(c->arena, call_field(endpoint, "SubnetIds"), subnet_id));
    call_set_field(c, endpoint, "NetworkInterfaceIds", call_list_without(c->arena, call_field(endpoint, "NetworkInterfaceIds"), interface));
}

static bool add_groups(struct call *c, struct sim_object *vpc, struct value ids, struct value *groups)
{
    for (uint32_t i = 0; i < ids.count; i++) {
        struct sim_object *group;
        if (!call_find(c, &sim_type_security_group, value_text(value_at(ids, i)), &group))
            return false;
        if (!value_is(call_field(group, "VpcId"), vpc->id.ptr))
            return call_refuse(c, "InvalidParameter", "Security group %.*s belongs to another VPC", STR_ARG(group->id));
        struct value row = value_map_of(c->arena, "GroupId", value_str(group->id), "GroupName", call_field(group, "GroupName"), NULL);
        bool there = false;
        for (uint32_t k = 0; k < groups->count; k++)
            there = there || value_eq(value_at(*groups, k), row);
        if (!there)
            *groups = call_list_with(c->arena, *groups, row);
    }
    return true;
}

static bool check_private_dns(struct call *c, struct sim_object *vpc, struct str service, const struct sim_object *except)
{
    struct sim_object *o;
    if (!value_to_bool(call_field(vpc, "_EnableDnsSupport"), false) || !value_to_bool(call_field(vpc, "_EnableDnsHostnames"), false))
        return call_refuse(c, "InvalidParameter",
                           "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %.*s",
                           STR_ARG(vpc->id));
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_vpc_endpoint, vpc->id, &i));) {
        if (o != except && value_to_bool(call_field(o, "PrivateDnsEnabled"), false) && str_eq(call_field_text(o, "ServiceName"), service))
            return call_refuse(c, "InvalidParameter",
                               "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %.*s in the VPC %.*s",
                               STR_ARG(service), STR_ARG(vpc->id));
    }
    return true;
}

static struct value dns_entries(struct call *c, struct sim_object *endpoint)
{
    struct str service = call_field_text(endpoint, "ServiceName"), last = service;
    for (struct str rest = service; rest.ptr;)
        last = str_split(&rest, '.');
    struct str name = arena_printf(c->arena, "%.*s-0a1b2c3d.%.*s.%.*s.vpce.amazonaws.com", STR_ARG(endpoint->id), STR_ARG(last), STR_ARG(c->region));
    return call_list_of_one(c->arena, value_map_of(c->arena, "DnsName", value_str(name), "HostedZoneId", text("Z27UANNT0PRK1T"), NULL));
}

/* ---- Create -------------------------------------------------------------------------------------------------------- */

/* What does not fit the kind of endpoint. */
static bool check_members(struct call *c, bool gateway)
{
    static const char *const of_interface[] = { "SubnetIds", "SecurityGroupIds", "SubnetConfigurations", "IpAddressType", "DnsOptions" };
    for (size_t i = 0; gateway && i < ARRAY_LEN(of_interface); i++) {
        if (call_in(c, of_interface[i]).count)
            return call_refuse(c, "InvalidParameter", "%s is not valid for Gateway type endpoints", of_interface[i]);
    }
    if (!gateway && call_in(c, "RouteTableIds").count)
        return call_refuse(c, "InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint.");
    if (gateway && call_in_flag(c, "PrivateDnsEnabled"))
        return call_refuse(c, "InvalidParameter", "Private DNS can't be enabled for Gateway type endpoints");
    return true;
}

static bool read_service(struct call *c, bool *ret_gateway)
{
    struct str type = call_in_text(c, "VpcEndpointType"), service = call_in_text(c, "ServiceName");
    bool gateway = !type.len || str_is(type, "Gateway");
    if (!gateway && !str_is(type, "Interface"))
        return call_refuse(c, "UnsupportedOperation", "%.*s endpoints are not simulated", STR_ARG(type));
    if (!service.len)
        return call_refuse_missing(c, "ServiceName");
    if (!call_service_known(c, service, gateway))
        return call_refuse(c, "InvalidServiceName", "The Vpc Endpoint Service '%.*s' does not exist", STR_ARG(service));
    *ret_gateway = gateway;
    return true;
}

static void undo(struct call *c, struct sim_object *endpoint)
{
    while (call_field(endpoint, "RouteTableIds").count)
        remove_table(c, endpoint, value_text(value_at(call_field(endpoint, "RouteTableIds"), 0)));
    while (call_field(endpoint, "SubnetIds").count)
        remove_subnet(c, endpoint, value_text(value_at(call_field(endpoint, "SubnetIds"), 0)));
}

bool sim_CreateVpcEndpoint(struct call *c)
{
    struct sim_object *vpc;
    struct value tags, groups = call_empty_list();
    bool done, gateway = false;
    if (!call_token_check(c, &done) || done)
        return done;
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc) || !read_service(c, &gateway) || !check_members(c, gateway) || !check_policy(c) ||
        !call_tags_of_request(c, &sim_type_vpc_endpoint, &tags) || !add_groups(c, vpc, call_in(c, "SecurityGroupIds"), &groups))
        return false;
    struct str service = call_in_text(c, "ServiceName");
    bool private_dns = !gateway && value_to_bool(call_in(c, "PrivateDnsEnabled"), false);
    if (private_dns && !check_private_dns(c, vpc, service, NULL))
        return false;
    if (!gateway && !groups.count) {
        struct sim_object *group = call_security_group_default(c, vpc->id);
        if (group && !add_groups(c, vpc, call_list_of_one(c->arena, value_str(group->id)), &groups))
            return false;
    }
    struct str id = call_new_id(c, "vpce-"), policy = call_in_text(c, "PolicyDocument");
    struct value dns = call_in(c, "DnsOptions"), ip_type = call_in(c, "IpAddressType");
    struct sim_object *endpoint = call_put(
        c, &sim_type_vpc_endpoint, id,
        value_map_of(c->arena, "VpcEndpointId", value_str(id), "VpcEndpointType", text(gateway ? "Gateway" : "Interface"), "VpcId",
                     value_str(vpc->id), "ServiceName", value_str(service), "State", text("pending"), "PolicyDocument",
                     policy.len ? value_str(policy) : text(FULL_ACCESS), "RouteTableIds", call_empty_list(), "SubnetIds", call_empty_list(),
                     "Groups", groups, "PrivateDnsEnabled", value_bool(private_dns), "RequesterManaged", value_bool(false),
                     "NetworkInterfaceIds", call_empty_list(), "CreationTimestamp", call_now(c), "OwnerId", value_str(c->account), "Tags", tags,
                     "ServiceRegion", value_str(c->region), "IpAddressType", gateway ? VALUE_NONE : value_present(ip_type) ? ip_type : text("ipv4"),
                     "DnsOptions", gateway ? VALUE_NONE : value_present(dns) ? dns : value_map_of(c->arena, "DnsRecordIpType", text("ipv4"), NULL),
                     NULL));
    sim_link(c->world, endpoint, 0, vpc->id);
    bool fits = gateway ? add_tables(c, endpoint, call_in(c, "RouteTableIds")) : add_subnets(c, endpoint, call_in(c, "SubnetIds"));
    if (!fits) {
        undo(c, endpoint);
        call_delete(c, endpoint);
        return false;
    }
    if (!gateway)
        call_set_field(c, endpoint, "DnsEntries", dns_entries(c, endpoint));
    c->out = value_map_of(c->arena, "VpcEndpoint", call_answer_of(c, &sim_type_vpc_endpoint, endpoint), NULL);
    call_token_keep(c, endpoint, "VpcEndpoint");
    call_later(c, endpoint, gateway ? GATEWAY_MIN_MS : INTERFACE_MIN_MS, gateway ? GATEWAY_MAX_MS : INTERFACE_MAX_MS, "available");
    return true;
}

void call_endpoint_due(struct call *c, struct sim_object *endpoint, struct str state)
{
    if (str_is(state, "deleted")) {
        undo(c, endpoint);
        call_delete(c, endpoint);
    } else {
        call_set_field(c, endpoint, "State", value_str_copy(c->arena, state));
    }
}

/* ---- Modify, delete, describe -------------------------------------------------------------------------------------- */

static bool modify_groups(struct call *c, struct sim_object *endpoint, struct sim_object *vpc)
{
    struct value groups = call_field(endpoint, "Groups"), gone = call_in(c, "RemoveSecurityGroupIds");
    if (!add_groups(c, vpc, call_in(c, "AddSecurityGroupIds"), &groups))
        return false;
    struct value_builder kept = { .arena = c->arena };
    for (uint32_t i = 0; i < groups.count; i++) {
        if (!call_list_has(gone, value_text(value_get(value_at(groups, i), "GroupId"))))
            value_builder_add(&kept, value_at(groups, i));
    }
    groups = value_builder_list(&kept);
    call_set_field(c, endpoint, "Groups", groups);
    struct value ids = call_field(endpoint, "NetworkInterfaceIds");
    for (uint32_t i = 0; i < ids.count; i++) {
        struct sim_object *o = call_truth(c, &sim_type_network_interface, value_text(value_at(ids, i)));
        if (o)
            call_set_field(c, o, "Groups", groups);
    }
    return true;
}

static bool modify_dns(struct call *c, struct sim_object *endpoint, struct sim_object *vpc)
{
    static const char *const plain[] = { "IpAddressType", "DnsOptions" };
    if (call_in_flag(c, "PrivateDnsEnabled") && !check_private_dns(c, vpc, call_field_text(endpoint, "ServiceName"), endpoint))
        return false;
    if (call_given(c, "PrivateDnsEnabled"))
        call_set_field(c, endpoint, "PrivateDnsEnabled", call_in(c, "PrivateDnsEnabled"));
    for (size_t i = 0; i < ARRAY_LEN(plain); i++) {
        if (call_given(c, plain[i]))
            call_set_field(c, endpoint, plain[i], call_in(c, plain[i]));
    }
    return true;
}

bool sim_ModifyVpcEndpoint(struct call *c)
{
    struct sim_object *endpoint, *vpc;
    if (!call_find_in(c, &sim_type_vpc_endpoint, "VpcEndpointId", &endpoint))
        return false;
    if (value_is(call_field(endpoint, "State"), "deleting"))
        return call_refuse(c, "IncorrectState", "The Vpc Endpoint %.*s is being deleted", STR_ARG(endpoint->id));
    vpc = call_truth(c, &sim_type_vpc, call_field_text(endpoint, "VpcId"));
    struct value add_subnet_ids = call_in(c, "AddSubnetIds"), gone_subnets = call_in(c, "RemoveSubnetIds");
    struct value add_table_ids = call_in(c, "AddRouteTableIds"), gone_tables = call_in(c, "RemoveRouteTableIds");
    bool gateway = is_gateway(endpoint);
    if (!vpc || !check_policy(c))
        return false;
    if (gateway ? add_subnet_ids.count + gone_subnets.count > 0 : add_table_ids.count + gone_tables.count > 0)
        return call_refuse(c, "InvalidParameter", "%s cannot be changed for this type of endpoint", gateway ? "Subnets" : "Route tables");
    if (call_in_flag(c, "ResetPolicy") && call_given(c, "PolicyDocument"))
        return call_refuse(c, "InvalidParameterCombination", "The policy is either reset or given");
    for (uint32_t i = 0; i < gone_tables.count; i++)
        remove_table(c, endpoint, value_text(value_at(gone_tables, i)));
    for (uint32_t i = 0; i < gone_subnets.count; i++)
        remove_subnet(c, endpoint, value_text(value_at(gone_subnets, i)));
    if (!modify_groups(c, endpoint, vpc) || !modify_dns(c, endpoint, vpc) || (add_table_ids.count && !add_tables(c, endpoint, add_table_ids)) ||
        !add_subnets(c, endpoint, add_subnet_ids))
        return false;
    if (call_in_flag(c, "ResetPolicy"))
        call_set_field(c, endpoint, "PolicyDocument", text(FULL_ACCESS));
    if (call_given(c, "PolicyDocument"))
        call_set_field(c, endpoint, "PolicyDocument", call_in(c, "PolicyDocument"));
    c->out = value_map_of(c->arena, "Return", value_bool(true), NULL);
    return true;
}

/* Succeeds as a whole; what could not be deleted is listed. */
bool sim_DeleteVpcEndpoints(struct call *c)
{
    struct value ids = call_in(c, "VpcEndpointIds");
    struct value_builder failed = { .arena = c->arena };
    for (uint32_t i = 0; i < ids.count; i++) {
        struct sim_object *endpoint;
        if (!call_find(c, &sim_type_vpc_endpoint, value_text(value_at(ids, i)), &endpoint)) {
            struct value error = value_map_of(c->arena, "Code", value_str(c->code), "Message", value_str(c->message), NULL);
            value_builder_add(&failed, value_map_of(c->arena, "ResourceId", value_at(ids, i), "Error", error, NULL));
            c->code = STR_NONE;
            continue;
        }
        if (value_is(call_field(endpoint, "State"), "deleting"))
            continue;
        call_set_field(c, endpoint, "State", text("deleting"));
        if (is_gateway(endpoint)) {
            undo(c, endpoint);
            call_later(c, endpoint, GATEWAY_MIN_MS, GATEWAY_MAX_MS, "deleted");
        } else {
            call_later(c, endpoint, DELETE_MIN_MS, DELETE_MAX_MS, "deleted");
        }
    }
    c->out = value_map_of(c->arena, "Unsuccessful", value_builder_list(&failed), NULL);
    return true;
}

bool sim_DescribeVpcEndpoints(struct call *c)
{
    return call_describe(c, &sim_type_vpc_endpoint);
}
