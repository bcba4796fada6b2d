/*
 * routes.c - one route in our words and in EC2's.
 */
#include "providers/aws/ec2/routes.h"

static const struct {
    const char *attribute, *member;
} targets[] = {
    { "gateway_id", "GatewayId" },
    { "nat_gateway_id", "NatGatewayId" },
    { "carrier_gateway_id", "CarrierGatewayId" },
    { "core_network_arn", "CoreNetworkArn" },
    { "egress_only_gateway_id", "EgressOnlyInternetGatewayId" },
    { "local_gateway_id", "LocalGatewayId" },
    { "network_interface_id", "NetworkInterfaceId" },
    { "odb_network_arn", "OdbNetworkArn" },
    { "transit_gateway_id", "TransitGatewayId" },
    { "vpc_endpoint_id", "VpcEndpointId" },
    { "vpc_peering_connection_id", "VpcPeeringConnectionId" },
};

bool routes_check_gateway(struct value v, struct err *err)
{
    if (!value_is(v, "local"))
        return true;
    (void)FAIL(err, ERR_INVALID, "must be a gateway, not 'local'");
    return err_hint(err, "the VPC's own route is always there; leave it out");
}

struct str routes_destination(struct value route, const char *ipv4, const char *ipv6, const char *prefix_list)
{
    const char *const names[] = { ipv4, ipv6, prefix_list };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (value_text(value_get(route, names[i])).len)
            return value_text(value_get(route, names[i]));
    return STR_NONE;
}

struct value routes_decode_target(struct arena *arena, struct value route)
{
    struct value gateway = value_get(route, "GatewayId"), origin = value_get(route, "Origin");
    bool endpoint = str_starts(value_text(gateway), STR("vpce-"));
    if (value_is(gateway, "local") || value_is(origin, "EnableVgwRoutePropagation") || value_is(origin, "Advertisement") ||
        (endpoint && value_present(value_get(route, "DestinationPrefixListId"))))
        return VALUE_NONE;
    if (endpoint) /* a Gateway Load Balancer's endpoint is shown as a gateway */
        return value_map_of(arena, "vpc_endpoint_id", gateway, NULL);
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        struct value v = value_get(route, targets[i].member);
        if (value_text(v).len)
            return value_map_of(arena, targets[i].attribute, v, NULL);
    }
    return value_map(arena, NULL, 0); /* what it led to is gone: a black hole without a name */
}

struct value routes_destination_input(struct arena *arena, struct value route, const char *ipv4, const char *ipv6, const char *prefix_list)
{
    return value_map_of(arena, "DestinationCidrBlock", value_get(route, ipv4), "DestinationIpv6CidrBlock", value_get(route, ipv6),
                        "DestinationPrefixListId", value_get(route, prefix_list), NULL);
}

struct value routes_input(struct arena *arena, struct value route, const char *ipv4, const char *ipv6, const char *prefix_list)
{
    struct value in = routes_destination_input(arena, route, ipv4, ipv6, prefix_list);
    for (size_t i = 0; i < ARRAY_LEN(targets); i++)
        in = value_with(arena, in, targets[i].member, value_get(route, targets[i].attribute));
    return in;
}

bool routes_same_target(struct value a, struct value b)
{
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        struct value x = value_get(a, targets[i].attribute), y = value_get(b, targets[i].attribute);
        if (value_present(x) != value_present(y) || (value_present(x) && !value_eq(x, y)))
            return false;
    }
    return true;
}
