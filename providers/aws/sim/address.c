/*
 * address.c - elastic addresses.
 * Source: EC2 API 2016-11-15, AllocateAddress ... ResetAddressAttribute.
 */
#include "providers/aws/sim/handlers.h"

static const struct filter filters[] = {
    { "allocation-id", "AllocationId" },
    { "association-id", "AssociationId" },
    { "domain", "Domain" },
    { "instance-id", "InstanceId" },
    { "network-border-group", "NetworkBorderGroup" },
    { "network-interface-id", "NetworkInterfaceId" },
    { "network-interface-owner-id", "NetworkInterfaceOwnerId" },
    { "private-ip-address", "PrivateIpAddress" },
    { "public-ip", "PublicIp" },
    { 0 },
};

const struct type sim_type_address = {
    .kind = "ec2:elastic-ip", .name = "elastic-ip", .prefix = "eipalloc-", .id = "AllocationId", .ids = "AllocationIds", .list = "Addresses",
    .not_found = "InvalidAllocationID.NotFound", .malformed = "InvalidAllocationID.Malformed", .what = "allocation ID", .filters = filters,
};

static struct sim_object *address_of(struct call *c, struct str public_ip)
{
    struct sim_object *o;
    for (size_t i = 0; public_ip.len && (o = call_next_alive(c, &sim_type_address, STR(""), &i));) {
        if (str_eq(call_field_text(o, "PublicIp"), public_ip))
            return o;
    }
    return NULL;
}

bool sim_AllocateAddress(struct call *c)
{
    struct value tags;
    static const char *const unsimulated[] = { "PublicIpv4Pool", "CustomerOwnedIpv4Pool", "IpamPoolId", "Address" };
    for (size_t i = 0; i < ARRAY_LEN(unsimulated); i++) {
        if (call_given(c, unsimulated[i]))
            return call_refuse(c, "UnsupportedOperation", "%s is not simulated", unsimulated[i]);
    }
    if (value_is(call_in(c, "Domain"), "standard"))
        return call_refuse(c, "UnsupportedOperation", "EC2-Classic is no more");
    if (call_given(c, "NetworkBorderGroup") && !str_eq(call_in_text(c, "NetworkBorderGroup"), c->region))
        return call_refuse(c, "InvalidParameterValue", "The network border group '%.*s' is not valid", STR_ARG(call_in_text(c, "NetworkBorderGroup")));
    if (!call_tags_of_request(c, &sim_type_address, &tags))
        return false;
    if ((int64_t)call_count_all(c, &sim_type_address) >= call_knob(c, "addresses", INT64_MAX))
        return call_refuse(c, "AddressLimitExceeded", "The maximum number of addresses has been reached.");
    struct str id = call_new_id(c, "eipalloc-"), ip;
    do {
        uint64_t n = sim_random(c->world);
        ip = arena_printf(c->arena, "%d.%d.%d.%d", 43 + (int)(n & 1) * 9, 200 + (int)(n >> 1 & 15), (int)(n >> 8 & 255), 1 + (int)((n >> 16) % 254));
    } while (address_of(c, ip));
    (void)call_put(c, &sim_type_address, id,
                   value_map_of(c->arena, "AllocationId", value_str(id), "PublicIp", value_str(ip), "Domain", text("vpc"), "PublicIpv4Pool",
                                text("amazon"), "NetworkBorderGroup", value_str(c->region), "Tags", tags, NULL));
    c->out = value_map_of(c->arena, "AllocationId", value_str(id), "PublicIp", value_str(ip), "Domain", text("vpc"), "PublicIpv4Pool",
                          text("amazon"), "NetworkBorderGroup", value_str(c->region), NULL);
    return true;
}

/* Describe also takes addresses by what they are. */
bool sim_DescribeAddresses(struct call *c)
{
    struct value ips = call_in(c, "PublicIps");
    if (!ips.count)
        return call_describe(c, &sim_type_address);
    struct value ids = call_in(c, "AllocationIds");
    for (uint32_t i = 0; i < ips.count; i++) {
        struct sim_object *o = address_of(c, value_text(value_at(ips, i)));
        if (!o)
            return call_refuse(c, "InvalidAddress.NotFound", "Address '%.*s' not found.", STR_ARG(value_text(value_at(ips, i))));
        ids = call_list_with(c->arena, ids, value_str(o->id));
    }
    c->in = value_with(c->arena, c->in, "AllocationIds", ids);
    return call_describe(c, &sim_type_address);
}

bool sim_ReleaseAddress(struct call *c)
{
    struct sim_object *o;
    if (!call_given(c, "AllocationId"))
        return call_given(c, "PublicIp") ? call_refuse(c, "InvalidParameterValue", "You must specify an allocation id when releasing a VPC elastic IP address")
                                         : call_refuse_missing(c, "AllocationId");
    if (!call_find_in(c, &sim_type_address, "AllocationId", &o))
        return false;
    if (value_given(call_field(o, "AssociationId")))
        return call_refuse(c, "InvalidIPAddress.InUse", "Address %.*s is in use.", STR_ARG(call_field_text(o, "PublicIp")));
    struct value seen = sim_seen(c->world, o, c->now_ms), interface = value_get(seen, "NetworkInterfaceId");
    if (sim_world_options(c->world)->strict && value_given(interface)) /* its NAT gateway has only just gone */
        return call_refuse_not_found(c, &sim_type_network_interface, value_text(interface), false);
    call_delete(c, o);
    return true;
}

/* ---- Association --------------------------------------------------------------------------------------------------- */

void call_address_bind(struct call *c, struct sim_object *address, struct sim_object *interface)
{
    struct value data = address->data;
    struct str association = interface ? call_new_id(c, "eipassoc-") : STR("");
    struct str private_ip = interface ? call_field_text(interface, "PrivateIpAddress") : STR("");
    struct sim_object *before = call_truth(c, &sim_type_network_interface, call_field_text(address, "NetworkInterfaceId"));
    if (before)
        call_set_field(c, before, "Association", VALUE_NONE);
    data = value_with(c->arena, data, "AssociationId", interface ? value_str(association) : VALUE_NONE);
    data = value_with(c->arena, data, "NetworkInterfaceId", interface ? value_str(interface->id) : VALUE_NONE);
    data = value_with(c->arena, data, "NetworkInterfaceOwnerId", interface ? value_str(c->account) : VALUE_NONE);
    data = value_with(c->arena, data, "PrivateIpAddress", interface ? value_str(private_ip) : VALUE_NONE);
    call_set(c, address, data);
    if (interface)
        call_set_field(c, interface, "Association",
                       value_map_of(c->arena, "AllocationId", value_str(address->id), "AssociationId", value_str(association), "IpOwnerId",
                                    value_str(c->account), "PublicIp", value_str(call_field_text(address, "PublicIp")), NULL));
}

bool sim_AssociateAddress(struct call *c)
{
    struct sim_object *address, *interface;
    if (!call_given(c, "AllocationId"))
        return call_refuse_missing(c, "AllocationId");
    if (!call_find_in(c, &sim_type_address, "AllocationId", &address))
        return false;
    if (call_given(c, "InstanceId") && call_given(c, "NetworkInterfaceId"))
        return call_refuse(c, "InvalidParameterCombination", "You may specify either the instance or the network interface");
    if (call_given(c, "InstanceId")) /* there are no instances yet */
        return call_refuse(c, "InvalidInstanceID.NotFound", "The instance ID '%.*s' does not exist", STR_ARG(call_in_text(c, "InstanceId")));
    if (!call_find_in(c, &sim_type_network_interface, "NetworkInterfaceId", &interface))
        return false;
    if (value_to_bool(call_field(interface, "RequesterManaged"), false))
        return call_refuse(c, "OperationNotPermitted", "You do not have permission to access the specified resource.");
    if (str_eq(call_field_text(address, "NetworkInterfaceId"), interface->id)) { /* the same again */
        c->out = value_map_of(c->arena, "AssociationId", call_field(address, "AssociationId"), NULL);
        return true;
    }
    bool taken = value_given(call_field(address, "AssociationId")) || value_given(call_field(interface, "Association"));
    if (taken && !value_to_bool(call_in(c, "AllowReassociation"), true))
        return call_refuse(c, "Resource.AlreadyAssociated", "resource %.*s is already associated with associate-id %.*s", STR_ARG(address->id),
                           STR_ARG(call_field_text(address, "AssociationId")));
    call_address_bind(c, address, interface);
    c->out = value_map_of(c->arena, "AssociationId", call_field(address, "AssociationId"), NULL);
    return true;
}

bool sim_DisassociateAddress(struct call *c)
{
    struct str id = call_in_text(c, "AssociationId");
    struct sim_object *o, *address = NULL;
    if (!id.len && !call_given(c, "PublicIp"))
        return call_refuse_missing(c, "AssociationId");
    if (!id.len)
        address = address_of(c, call_in_text(c, "PublicIp"));
    for (size_t i = 0; id.len && (o = call_next_alive(c, &sim_type_address, STR(""), &i));) {
        if (str_eq(call_field_text(o, "AssociationId"), id))
            address = o;
    }
    if (!address)
        return call_refuse(c, "InvalidAssociationID.NotFound", "The association ID '%.*s' does not exist", STR_ARG(id));
    struct sim_object *interface = call_truth(c, &sim_type_network_interface, call_field_text(address, "NetworkInterfaceId"));
    if (interface && value_to_bool(call_field(interface, "RequesterManaged"), false)) /* a NAT gateway's own */
        return call_refuse(c, "AuthFailure", "You do not have permission to access the specified resource.");
    call_address_bind(c, address, NULL);
    return true;
}

/* ---- Reverse DNS --------------------------------------------------------------------------------------------------- */

static struct value attribute_of(struct call *c, const struct sim_object *o, struct value seen)
{
    return value_map_of(c->arena, "AllocationId", value_str(o->id), "PublicIp", value_get(seen, "PublicIp"), "PtrRecord",
                        value_get(seen, "_PtrRecord"), NULL);
}

bool sim_DescribeAddressesAttribute(struct call *c)
{
    struct value ids = call_in(c, "AllocationIds");
    struct value_builder rows = { .arena = c->arena };
    struct sim_object *o;
    for (uint32_t i = 0; i < ids.count; i++) {
        if (!call_find(c, &sim_type_address, value_text(value_at(ids, i)), &o))
            return false;
    }
    for (size_t i = 0; (o = sim_next(c->world, str_of(sim_type_address.kind), c->scope, &i));) {
        struct value seen = sim_seen(c->world, o, c->now_ms);
        if (value_given(seen) && (!ids.count || call_list_has(ids, o->id)))
            value_builder_add(&rows, attribute_of(c, o, seen));
    }
    static const struct filter none[] = { { 0 } };
    return call_describe_rows(c, "Addresses", "AllocationId", none, value_builder_list(&rows));
}

bool sim_ModifyAddressAttribute(struct call *c)
{
    struct sim_object *o;
    struct str name = call_in_text(c, "DomainName");
    if (!call_find_in(c, &sim_type_address, "AllocationId", &o))
        return false;
    if (!name.len)
        return call_refuse_missing(c, "DomainName");
    call_set_field(c, o, "_PtrRecord", value_str(str_ends(name, STR(".")) ? name : arena_printf(c->arena, "%.*s.", STR_ARG(name))));
    c->out = value_map_of(c->arena, "Address", attribute_of(c, o, o->data), NULL);
    return true;
}

bool sim_ResetAddressAttribute(struct call *c)
{
    struct sim_object *o;
    if (!call_find_in(c, &sim_type_address, "AllocationId", &o))
        return false;
    call_set_field(c, o, "_PtrRecord", VALUE_NONE);
    c->out = value_map_of(c->arena, "Address", attribute_of(c, o, o->data), NULL);
    return true;
}
