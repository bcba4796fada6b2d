/*
 * nat.c - NAT gateways: pending for minutes, failed with a code, deleted and still listed for an hour.
 * Source: EC2 API 2016-11-15, CreateNatGateway ... UnassignPrivateNatGatewayAddress; "Troubleshoot NAT gateways".
 *
 * What is wrong with the addresses or the VPC shows after the create was accepted: state failed, FailureCode. A failed gateway is
 * listed for about an hour, too. Its interface and address are taken from the start and given back when it fails or is deleted.
 */
#include "providers/aws/sim/handlers.h"

enum {
    CREATE_MIN_MS = 60 * 1000,
    CREATE_MAX_MS = 180 * 1000,
    FAIL_MS = 15 * 1000,
    DELETE_MIN_MS = 30 * 1000,
    DELETE_MAX_MS = 90 * 1000,
    TRACE_MS = 3600 * 1000,
    ADDRESS_MIN_MS = 5 * 1000,
    ADDRESS_MAX_MS = 30 * 1000,
};

static const struct filter filters[] = {
    { "connectivity-type", "ConnectivityType" },
    { "nat-gateway-id", "NatGatewayId" },
    { "state", "State" },
    { "subnet-id", "SubnetId" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_nat_gateway = {
    .kind = "ec2:natgateway", .name = "natgateway", .prefix = "nat-", .id = "NatGatewayId", .ids = "NatGatewayIds", .list = "NatGateways",
    .not_found = "NatGatewayNotFound", .malformed = "NatGatewayMalformed", .what = "Nat Gateway", .filters = filters,
};

static bool is_public(const struct sim_object *nat)
{
    return value_is(call_field(nat, "ConnectivityType"), "public");
}

/* ---- Create -------------------------------------------------------------------------------------------------------- */

/* Why it will fail; NULL: it will not. */
static const char *problem_of(struct call *c, struct sim_object *subnet, struct sim_object *address, const char **ret_message)
{
    struct str vpc_id = call_field_text(subnet, "VpcId");
    if (address && value_given(call_field(address, "AssociationId"))) {
        *ret_message = arena_printf(c->arena, "Elastic IP address [%.*s] is already associated", STR_ARG(address->id)).ptr;
        return "Resource.AlreadyAssociated";
    }
    if (address && !call_vpc_internet_gateway(c, vpc_id)) {
        *ret_message = arena_printf(c->arena, "Network %.*s has no Internet gateway attached", STR_ARG(vpc_id)).ptr;
        return "Gateway.NotAttached";
    }
    return NULL;
}

static struct value address_row(struct call *c, struct sim_object *interface, struct sim_object *address, struct str private_ip, bool primary)
{
    return value_map_of(c->arena, "NetworkInterfaceId", interface ? value_str(interface->id) : VALUE_NONE, "PrivateIp",
                        private_ip.len ? value_str(private_ip) : VALUE_NONE, "AllocationId", address ? value_str(address->id) : VALUE_NONE,
                        "PublicIp", address ? call_field(address, "PublicIp") : VALUE_NONE, "AssociationId",
                        address && primary && interface ? call_field(address, "AssociationId") : VALUE_NONE, "IsPrimary", value_bool(primary),
                        "Status", text(primary ? "succeeded" : address ? "associating" : "assigning"), NULL);
}

static bool check_create(struct call *c, struct sim_object **ret_subnet, struct sim_object **ret_address)
{
    bool private = value_is(call_in(c, "ConnectivityType"), "private");
    if (value_is(call_in(c, "AvailabilityMode"), "regional") || call_given(c, "AvailabilityZoneAddresses") || call_given(c, "VpcId"))
        return call_refuse(c, "UnsupportedOperation", "regional NAT gateways are not simulated");
    if (!call_find_in(c, &sim_type_subnet, "SubnetId", ret_subnet))
        return false;
    if (private && call_given(c, "AllocationId"))
        return call_refuse(c, "InvalidParameterCombination", "AllocationId cannot be given for a private NAT gateway");
    if (!private && !call_given(c, "AllocationId"))
        return call_refuse(c, "MissingParameter", "The request must contain the parameter AllocationId");
    *ret_address = NULL;
    if (!private && !call_find_in(c, &sim_type_address, "AllocationId", ret_address))
        return false;
    struct str ip = call_in_text(c, "PrivateIpAddress");
    if (ip.len && !call_subnet_address_free(c, *ret_subnet, ip))
        return call_refuse(c, "InvalidParameterValue", "Address %.*s is not available in the subnet", STR_ARG(ip));
    return true;
}

/* Secondary addresses, by allocation, by private address, or by count. False: refused. */
static bool add_secondaries(struct call *c, struct sim_object *nat, struct sim_object *subnet, struct value allocations, struct value privates,
                            int64_t count)
{
    struct value rows = call_field(nat, "NatGatewayAddresses");
    struct sim_object *interface = call_truth(c, &sim_type_network_interface, value_text(value_path(nat->data, "NatGatewayAddresses[0].NetworkInterfaceId")));
    if (!interface)
        return call_refuse(c, "InvalidParameterValue", "The NAT gateway has no network interface");
    int64_t wanted = MAX_OF(MAX_OF((int64_t)allocations.count, (int64_t)privates.count), count);
    struct value all = call_field(interface, "PrivateIpAddresses");
    for (int64_t i = 0; i < wanted; i++) {
        struct sim_object *address = NULL;
        struct str ip = value_text(value_at(privates, (size_t)i));
        if (allocations.count && !call_find(c, &sim_type_address, value_text(value_at(allocations, (size_t)i)), &address))
            return false;
        if (address && value_given(call_field(address, "AssociationId")))
            return call_refuse(c, "Resource.AlreadyAssociated", "Elastic IP address [%.*s] is already associated", STR_ARG(address->id));
        if (ip.len && !call_subnet_address_free(c, subnet, ip))
            return call_refuse(c, "InvalidParameterValue", "Address %.*s is not available in the subnet", STR_ARG(ip));
        if (!ip.len)
            ip = call_subnet_address_pick(c, subnet);
        if (!ip.len)
            return call_refuse(c, "InsufficientFreeAddressesInSubnet", "The subnet has no free addresses");
        if (address) {
            struct value data = value_with(c->arena, address->data, "AssociationId", value_str(call_new_id(c, "eipassoc-")));
            data = value_with(c->arena, data, "NetworkInterfaceId", value_str(interface->id));
            call_set(c, address, value_with(c->arena, data, "PrivateIpAddress", value_str(ip)));
        }
        all = call_list_with(c->arena, all, value_map_of(c->arena, "Primary", value_bool(false), "PrivateIpAddress", value_str(ip), NULL));
        call_set_field(c, interface, "PrivateIpAddresses", all);
        rows = call_list_with(c->arena, rows, address_row(c, interface, address, ip, false));
    }
    call_set_field(c, nat, "NatGatewayAddresses", rows);
    return true;
}

bool sim_CreateNatGateway(struct call *c)
{
    struct sim_object *subnet, *address;
    struct value tags;
    bool done;
    if (!call_token_check(c, &done) || done)
        return done;
    if (!check_create(c, &subnet, &address) || !call_tags_of_request(c, &sim_type_nat_gateway, &tags))
        return false;
    const char *message = "The subnet has insufficient free addresses to create this NAT gateway", *code = problem_of(c, subnet, address, &message);
    struct str id = call_new_id(c, "nat-");
    struct sim_object *interface = NULL;
    if (!code) {
        interface = call_interface_new(c, subnet, "nat_gateway", arena_printf(c->arena, "Interface for NAT Gateway %.*s", STR_ARG(id)).ptr,
                                       call_empty_list(), call_in_text(c, "PrivateIpAddress"));
        code = interface ? NULL : "InsufficientFreeAddressesInSubnet";
    }
    if (interface && address)
        call_address_bind(c, address, interface);
    struct str ip = interface ? call_field_text(interface, "PrivateIpAddress") : STR("");
    struct sim_object *nat =
        call_put(c, &sim_type_nat_gateway, id,
                 value_map_of(c->arena, "NatGatewayId", value_str(id), "SubnetId", value_str(subnet->id), "VpcId", call_field(subnet, "VpcId"),
                              "State", text("pending"), "CreateTime", call_now(c), "ConnectivityType", text(address ? "public" : "private"),
                              "AvailabilityMode", text("zonal"), "NatGatewayAddresses",
                              call_list_of_one(c->arena, address_row(c, interface, address, ip, true)), "Tags", tags, "_FailureCode", text(code),
                              "_FailureMessage", code ? text(message) : VALUE_NONE, NULL));
    sim_link(c->world, nat, 0, subnet->id);
    sim_link(c->world, nat, 1, call_field_text(subnet, "VpcId"));
    if (!code && !add_secondaries(c, nat, subnet, call_in(c, "SecondaryAllocationIds"), call_in(c, "SecondaryPrivateIpAddresses"),
                                  value_to_int(call_in(c, "SecondaryPrivateIpAddressCount"), 0))) {
        call_interface_delete(c, interface->id);
        call_delete(c, nat);
        return false;
    }
    c->out = value_map_of(c->arena, "NatGateway", call_answer_of(c, &sim_type_nat_gateway, nat), NULL);
    call_token_keep(c, nat, "NatGateway");
    if (code)
        call_later(c, nat, FAIL_MS / 2, FAIL_MS, "failed");
    else
        call_later(c, nat, CREATE_MIN_MS, CREATE_MAX_MS, "available");
    return true;
}

/* ---- Time ---------------------------------------------------------------------------------------------------------- */

static void settle_addresses(struct call *c, struct sim_object *nat)
{
    struct value rows = call_field(nat, "NatGatewayAddresses");
    struct value_builder b = { .arena = c->arena };
    for (uint32_t i = 0; i < rows.count; i++) {
        struct value row = value_at(rows, i), status = value_get(row, "Status"), id = value_get(row, "AllocationId");
        struct sim_object *address = call_truth(c, &sim_type_address, value_text(id));
        if (value_is(status, "disassociating") || value_is(status, "unassigning"))
            continue;
        if (address)
            row = value_with(c->arena, row, "AssociationId", call_field(address, "AssociationId"));
        value_builder_add(&b, value_with(c->arena, row, "Status", text("succeeded")));
    }
    call_set_field(c, nat, "NatGatewayAddresses", value_builder_list(&b));
}

/* Interface and addresses are free again. */
static void let_go(struct call *c, struct sim_object *nat)
{
    struct value rows = call_field(nat, "NatGatewayAddresses");
    for (uint32_t i = 1; i < rows.count; i++) {
        struct sim_object *address =
            call_truth(c, &sim_type_address, value_text(value_get(value_at(rows, i), "AllocationId")));
        if (address)
            call_address_bind(c, address, NULL);
    }
    call_interface_delete(c, value_text(value_get(value_at(rows, 0), "NetworkInterfaceId")));
}

void call_nat_gateway_due(struct call *c, struct sim_object *nat, struct str state)
{
    if (str_is(state, "gone")) {
        call_delete(c, nat);
        return;
    }
    if (str_is(state, "available") || str_is(state, "addresses")) {
        settle_addresses(c, nat);
        call_set_field(c, nat, "State", text("available"));
        return;
    }
    if (str_is(state, "deleted"))
        let_go(c, nat);
    struct value data = value_with(c->arena, nat->data, "State", value_str_copy(c->arena, state));
    if (str_is(state, "failed")) {
        data = value_with(c->arena, data, "FailureCode", call_field(nat, "_FailureCode"));
        data = value_with(c->arena, data, "FailureMessage", call_field(nat, "_FailureMessage"));
    }
    call_set(c, nat, value_with(c->arena, data, "DeleteTime", call_now(c)));
    sim_link(c->world, nat, 0, STR(""));
    sim_link(c->world, nat, 1, STR(""));
    sim_schedule(c->world, nat, c->now_ms + TRACE_MS, "gone");
}

/* ---- Delete, describe ---------------------------------------------------------------------------------------------- */

/* Deleting what is being deleted, or was, is fine as long as it is listed. */
bool sim_DeleteNatGateway(struct call *c)
{
    struct sim_object *nat;
    if (!call_find_in(c, &sim_type_nat_gateway, "NatGatewayId", &nat))
        return false;
    c->out = value_map_of(c->arena, "NatGatewayId", value_str(nat->id), NULL);
    struct value state = call_field(nat, "State");
    if (value_is(state, "deleting") || value_is(state, "deleted") || value_is(state, "failed"))
        return true;
    call_set_field(c, nat, "State", text("deleting"));
    call_later(c, nat, DELETE_MIN_MS, DELETE_MAX_MS, "deleted");
    return true;
}

bool sim_DescribeNatGateways(struct call *c)
{
    if (call_given(c, "Filter")) /* this one operation calls its member Filter */
        c->in = value_with(c->arena, c->in, "Filters", call_in(c, "Filter"));
    return call_describe(c, &sim_type_nat_gateway);
}

/* ---- Secondary addresses ------------------------------------------------------------------------------------------- */

static bool find_available(struct call *c, bool public, struct sim_object **ret, struct sim_object **ret_subnet)
{
    if (!call_find_in(c, &sim_type_nat_gateway, "NatGatewayId", ret))
        return false;
    if (!value_is(call_field(*ret, "State"), "available"))
        return call_refuse(c, "IncorrectState", "NAT gateway %.*s is not available", STR_ARG((*ret)->id));
    if (is_public(*ret) != public)
        return call_refuse(c, "InvalidParameterValue", "NAT gateway %.*s is %s", STR_ARG((*ret)->id), public ? "private" : "public");
    return call_find(c, &sim_type_subnet, call_field_text(*ret, "SubnetId"), ret_subnet);
}

static bool answer_addresses(struct call *c, struct sim_object *nat)
{
    c->out = value_map_of(c->arena, "NatGatewayId", value_str(nat->id), "NatGatewayAddresses", call_field(nat, "NatGatewayAddresses"), NULL);
    call_later(c, nat, ADDRESS_MIN_MS, ADDRESS_MAX_MS, "addresses");
    return true;
}

bool sim_AssociateNatGatewayAddress(struct call *c)
{
    struct sim_object *nat, *subnet;
    return find_available(c, true, &nat, &subnet) &&
           add_secondaries(c, nat, subnet, call_in(c, "AllocationIds"), call_in(c, "PrivateIpAddresses"), 0) && answer_addresses(c, nat);
}

bool sim_AssignPrivateNatGatewayAddress(struct call *c)
{
    struct sim_object *nat, *subnet;
    return find_available(c, false, &nat, &subnet) &&
           add_secondaries(c, nat, subnet, VALUE_NONE, call_in(c, "PrivateIpAddresses"), value_to_int(call_in(c, "PrivateIpAddressCount"), 0)) &&
           answer_addresses(c, nat);
}

/* Rows whose `member` is in `wanted` go. */
static bool drop_rows(struct call *c, struct sim_object *nat, const char *member, struct value wanted, const char *status, const char *not_found)
{
    struct value rows = call_field(nat, "NatGatewayAddresses");
    struct value_builder b = { .arena = c->arena };
    size_t found = 0;
    struct sim_object *interface =
        call_truth(c, &sim_type_network_interface, value_text(value_get(value_at(rows, 0), "NetworkInterfaceId")));
    for (uint32_t i = 0; i < rows.count; i++) {
        struct value row = value_at(rows, i);
        if (call_list_has(wanted, value_text(value_get(row, member)))) {
            if (value_to_bool(value_get(row, "IsPrimary"), false))
                return call_refuse(c, "InvalidParameterValue", "The primary address of a NAT gateway cannot be removed");
            row = value_with(c->arena, row, "Status", text(status));
            found++;
        }
        value_builder_add(&b, row);
    }
    if (found != wanted.count)
        return call_refuse(c, not_found, "An address of the request does not belong to NAT gateway %.*s", STR_ARG(nat->id));
    for (uint32_t i = 0; i < rows.count; i++) {
        struct value row = value_at(rows, i);
        if (!call_list_has(wanted, value_text(value_get(row, member))))
            continue;
        struct sim_object *address = call_truth(c, &sim_type_address, value_text(value_get(row, "AllocationId")));
        if (address) {
            static const char *const gone[] = { "AssociationId", "NetworkInterfaceId", "PrivateIpAddress" };
            struct value data = address->data;
            for (size_t k = 0; k < ARRAY_LEN(gone); k++)
                data = value_with(c->arena, data, gone[k], VALUE_NONE);
            call_set(c, address, data);
        }
        struct value ips = interface ? call_field(interface, "PrivateIpAddresses") : VALUE_NONE;
        struct value_builder kept = { .arena = c->arena };
        for (uint32_t k = 0; k < ips.count; k++) {
            if (!value_eq(value_get(value_at(ips, k), "PrivateIpAddress"), value_get(row, "PrivateIp")))
                value_builder_add(&kept, value_at(ips, k));
        }
        if (interface)
            call_set_field(c, interface, "PrivateIpAddresses", value_builder_list(&kept));
    }
    call_set_field(c, nat, "NatGatewayAddresses", value_builder_list(&b));
    return true;
}

bool sim_DisassociateNatGatewayAddress(struct call *c)
{
    struct sim_object *nat, *subnet;
    return find_available(c, true, &nat, &subnet) &&
           drop_rows(c, nat, "AssociationId", call_in(c, "AssociationIds"), "disassociating", "InvalidAssociationID.NotFound") &&
           answer_addresses(c, nat);
}

bool sim_UnassignPrivateNatGatewayAddress(struct call *c)
{
    struct sim_object *nat, *subnet;
    return find_available(c, false, &nat, &subnet) &&
           drop_rows(c, nat, "PrivateIp", call_in(c, "PrivateIpAddresses"), "unassigning", "InvalidParameterValue") && answer_addresses(c, nat);
}
