/*
 * routes.h - one route in our words and in EC2's, shared by aws_route and the inline routes of aws_route_table.
 */
#ifndef PROVIDERS_AWS_EC2_ROUTES_H
#define PROVIDERS_AWS_EC2_ROUTES_H

#include "engine/provider/op.h"

/* Rows of the targets, of which a route has exactly one. */
#define ROUTE_TARGET_ATTRS(group)                                                                                                          \
    { .name = "gateway_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .check = routes_check_gateway, .api = "GatewayId",     \
      .doc = "internet gateway or virtual private gateway", .example = "igw.id" },                                                         \
    { .name = "nat_gateway_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "NatGatewayId", .doc = "NAT gateway" },     \
    { .name = "carrier_gateway_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "CarrierGatewayId",                    \
      .doc = "carrier gateway (Wavelength)" },                                                                                             \
    { .name = "core_network_arn", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .check = check_arn, .api = "CoreNetworkArn",     \
      .doc = "Cloud WAN core network" },                                                                                                   \
    { .name = "egress_only_gateway_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "EgressOnlyInternetGatewayId",     \
      .doc = "egress-only internet gateway" },                                                                                             \
    { .name = "local_gateway_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "LocalGatewayId",                        \
      .doc = "local gateway (Outposts)" },                                                                                                 \
    { .name = "network_interface_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "NetworkInterfaceId",                \
      .doc = "network interface" },                                                                                                        \
    { .name = "odb_network_arn", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .check = check_arn, .api = "OdbNetworkArn",       \
      .doc = "Oracle Database network" },                                                                                                  \
    { .name = "transit_gateway_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "TransitGatewayId",                    \
      .doc = "transit gateway" },                                                                                                          \
    { .name = "vpc_endpoint_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "VpcEndpointId",                          \
      .doc = "endpoint of a Gateway Load Balancer" },                                                                                      \
    { .name = "vpc_peering_connection_id", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = group, .api = "VpcPeeringConnectionId",       \
      .doc = "peering connection" }

bool routes_check_gateway(struct value v, struct err *err);

/* The destination's text, under whichever of the names it stands; both take our words. */
struct str routes_destination(struct value route, const char *ipv4, const char *ipv6, const char *prefix_list);
/* EC2's route -> our target attribute (one). Absent: the VPC's own local route, a propagated one, one of a gateway endpoint. */
struct value routes_decode_target(struct arena *arena, struct value route);
/* Our words -> members of CreateRoute and ReplaceRoute, without RouteTableId. The destination's names as above. */
struct value routes_input(struct arena *arena, struct value route, const char *ipv4, const char *ipv6, const char *prefix_list);
/* Members of DeleteRoute. */
struct value routes_destination_input(struct arena *arena, struct value route, const char *ipv4, const char *ipv6, const char *prefix_list);
bool routes_same_target(struct value a, struct value b);

#endif
