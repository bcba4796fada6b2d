/*
 * route.c - route tables, routes, and which subnet uses which table.
 * Source: EC2 API 2016-11-15, CreateRouteTable ... DisableVgwRoutePropagation.
 *
 * Routes lie in the table's data; a route's State is worked out when it is shown: what it points to may be gone by then
 * (blackhole). Associations are objects of their own, because they have ids, states, and are looked up by subnet; the main one is
 * linked to the VPC instead of a subnet.
 */
#include "providers/aws/sim/handlers.h"

#include <assert.h>

enum { ASSOCIATE_MIN_MS = 300, ASSOCIATE_MAX_MS = 3000 };

static const char *const destinations[] = { "DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId" };

static const struct filter filters[] = {
    { "association.gateway-id", "Associations[].GatewayId" },
    { "association.main", "Associations[].Main" },
    { "association.route-table-association-id", "Associations[].RouteTableAssociationId" },
    { "association.route-table-id", "Associations[].RouteTableId" },
    { "association.subnet-id", "Associations[].SubnetId" },
    { "owner-id", "OwnerId" },
    { "route-table-id", "RouteTableId" },
    { "route.destination-cidr-block", "Routes[].DestinationCidrBlock" },
    { "route.destination-ipv6-cidr-block", "Routes[].DestinationIpv6CidrBlock" },
    { "route.destination-prefix-list-id", "Routes[].DestinationPrefixListId" },
    { "route.egress-only-internet-gateway-id", "Routes[].EgressOnlyInternetGatewayId" },
    { "route.gateway-id", "Routes[].GatewayId" },
    { "route.instance-id", "Routes[].InstanceId" },
    { "route.nat-gateway-id", "Routes[].NatGatewayId" },
    { "route.origin", "Routes[].Origin" },
    { "route.state", "Routes[].State" },
    { "route.transit-gateway-id", "Routes[].TransitGatewayId" },
    { "route.vpc-peering-connection-id", "Routes[].VpcPeeringConnectionId" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_route_association = {
    .kind = "ec2:route-table-association", .prefix = "rtbassoc-", .id = "RouteTableAssociationId", .not_found = "InvalidAssociationID.NotFound",
    .malformed = "InvalidAssociationID.Malformed", .what = "association ID",
};

/* ---- Showing ------------------------------------------------------------------------------------------------------- */

static bool leads_somewhere(struct call *c, struct str vpc_id, struct value route)
{
    struct str gateway = value_text(value_get(route, "GatewayId")), nat = value_text(value_get(route, "NatGatewayId"));
    struct sim_object *o;
    if (str_starts(gateway, STR("igw-")))
        return (o = call_truth(c, &sim_type_internet_gateway, gateway)) && str_eq(o->parents[0], vpc_id);
    if (str_starts(gateway, STR("vpce-")))
        return call_truth(c, &sim_type_vpc_endpoint, gateway);
    if (nat.len) {
        o = call_truth(c, &sim_type_nat_gateway, nat);
        return o && !value_is(call_field(o, "State"), "deleted") && !value_is(call_field(o, "State"), "failed");
    }
    struct str egress = value_text(value_get(route, "EgressOnlyInternetGatewayId")), interface = value_text(value_get(route, "NetworkInterfaceId"));
    if (egress.len)
        return call_truth(c, &sim_type_egress_gateway, egress);
    if (interface.len)
        return call_truth(c, &sim_type_network_interface, interface);
    return true; /* local */
}

static struct value show(struct call *c, const struct sim_object *table, struct value seen)
{
    struct value_builder routes = { .arena = c->arena }, associations = { .arena = c->arena };
    struct value all = value_get(seen, "Routes");
    struct str vpc_id = value_text(value_get(seen, "VpcId"));
    for (uint32_t i = 0; i < all.count; i++) {
        struct value route = value_at(all, i);
        value_builder_add(&routes, value_with(c->arena, route, "State", text(leads_somewhere(c, vpc_id, route) ? "active" : "blackhole")));
    }
    const struct sim_object *o;
    for (size_t i = 0; (o = sim_next_of(c->world, str_of(sim_type_route_association.kind), c->scope, table->id, &i));) {
        struct value a = sim_seen(c->world, o, c->now_ms);
        if (value_given(a) && value_is(value_get(a, "RouteTableId"), table->id.ptr))
            value_builder_add(&associations, call_public_part(c->arena, a));
    }
    seen = value_with(c->arena, seen, "Routes", value_builder_list(&routes));
    return value_with(c->arena, seen, "Associations", value_builder_list(&associations));
}

const struct type sim_type_route_table = {
    .kind = "ec2:route-table", .name = "route-table", .prefix = "rtb-", .id = "RouteTableId", .ids = "RouteTableIds", .list = "RouteTables",
    .not_found = "InvalidRouteTableID.NotFound", .malformed = "InvalidRouteTableId.Malformed", .what = "routeTable ID", .filters = filters,
    .show = show,
};

/* ---- Associations -------------------------------------------------------------------------------------------------- */

void call_association_due(struct call *c, struct sim_object *association, struct str state)
{
    call_set_field(c, association, "AssociationState", value_map_of(c->arena, "State", value_str_copy(c->arena, state), NULL));
}

/* `subnet` may be a gateway's id; "": the main one of the VPC. */
static struct sim_object *associate(struct call *c, struct sim_object *table, struct str subnet)
{
    struct str id = call_new_id(c, "rtbassoc-");
    bool main = !subnet.len, gateway = str_starts(subnet, STR("igw-"));
    struct sim_object *a =
        call_put(c, &sim_type_route_association, id,
                 value_map_of(c->arena, "RouteTableAssociationId", value_str(id), "RouteTableId", value_str(table->id), "Main", value_bool(main),
                              "SubnetId", main || gateway ? VALUE_NONE : value_str(subnet), "GatewayId", gateway ? value_str(subnet) : VALUE_NONE,
                              "AssociationState", value_map_of(c->arena, "State", text(main ? "associated" : "associating"), NULL), NULL));
    sim_link(c->world, a, 0, table->id);
    sim_link(c->world, a, 1, main ? call_field_text(table, "VpcId") : subnet);
    if (!main)
        call_later(c, a, ASSOCIATE_MIN_MS, ASSOCIATE_MAX_MS, "associated");
    return a;
}

static bool is_main(const struct sim_object *association)
{
    return value_to_bool(call_field(association, "Main"), false);
}

bool sim_AssociateRouteTable(struct call *c)
{
    struct sim_object *table, *target, *there;
    if (!call_find_in(c, &sim_type_route_table, "RouteTableId", &table))
        return false;
    if (call_given(c, "SubnetId") == call_given(c, "GatewayId"))
        return call_refuse(c, call_given(c, "SubnetId") ? "InvalidParameterCombination" : "MissingParameter",
                           "Either subnetId or gatewayId must be specified, and not both");
    struct str vpc_id;
    if (call_given(c, "SubnetId")) {
        if (!call_find_in(c, &sim_type_subnet, "SubnetId", &target))
            return false;
        vpc_id = call_field_text(target, "VpcId");
    } else {
        if (!call_find_in(c, &sim_type_internet_gateway, "GatewayId", &target))
            return false;
        vpc_id = target->parents[0];
    }
    if (!str_eq(vpc_id, call_field_text(table, "VpcId")))
        return call_refuse(c, "InvalidParameterValue", "Route table %.*s and %s %.*s belong to different networks", STR_ARG(table->id),
                           call_given(c, "SubnetId") ? "subnet" : "gateway", STR_ARG(target->id));
    if ((there = call_child(c, &sim_type_route_association, target->id, NULL)))
        return call_refuse(c, "Resource.AlreadyAssociated", "the specified association for route table %.*s conflicts with an existing association",
                           STR_ARG(table->id));
    struct sim_object *a = associate(c, table, target->id);
    c->out = value_map_of(c->arena, "AssociationId", value_str(a->id), "AssociationState", call_field(a, "AssociationState"), NULL);
    return true;
}

bool sim_DisassociateRouteTable(struct call *c)
{
    struct sim_object *a;
    if (!call_find_in(c, &sim_type_route_association, "AssociationId", &a))
        return false;
    if (is_main(a))
        return call_refuse(c, "InvalidParameterValue", "cannot disassociate the main route table association %.*s", STR_ARG(a->id));
    call_delete(c, a);
    return true;
}

bool sim_ReplaceRouteTableAssociation(struct call *c)
{
    struct sim_object *a, *table, *old;
    if (!call_find_in(c, &sim_type_route_association, "AssociationId", &a) || !call_find_in(c, &sim_type_route_table, "RouteTableId", &table))
        return false;
    old = call_truth(c, &sim_type_route_table, call_field_text(a, "RouteTableId"));
    assert(old);
    if (!str_eq(call_field_text(old, "VpcId"), call_field_text(table, "VpcId")))
        return call_refuse(c, "InvalidParameterValue", "Route table %.*s and association %.*s belong to different networks", STR_ARG(table->id),
                           STR_ARG(a->id));
    bool main = is_main(a);
    struct str target = main ? STR("") : a->parents[1];
    call_delete(c, a);
    sim_link(c->world, a, 1, STR(""));
    struct sim_object *fresh = associate(c, table, target);
    if (main) {
        call_set_field(c, old, "_Main", VALUE_NONE);
        call_set_field(c, table, "_Main", value_bool(true));
    }
    c->out = value_map_of(c->arena, "NewAssociationId", value_str(fresh->id), "AssociationState", call_field(fresh, "AssociationState"), NULL);
    return true;
}

void call_route_table_forget_subnet(struct call *c, struct str subnet_id)
{
    struct sim_object *a;
    while ((a = call_child(c, &sim_type_route_association, subnet_id, NULL)))
        call_delete(c, a);
}

/* ---- Tables -------------------------------------------------------------------------------------------------------- */

struct sim_object *call_route_table_new(struct call *c, struct sim_object *vpc, bool main, struct value tags)
{
    struct str id = call_new_id(c, "rtb-");
    struct value local = value_map_of(c->arena, "DestinationCidrBlock", call_field(vpc, "CidrBlock"), "GatewayId", text("local"), "Origin",
                                      text("CreateRouteTable"), "State", text("active"), NULL);
    struct sim_object *table = call_put(c, &sim_type_route_table, id,
                                        value_map_of(c->arena, "RouteTableId", value_str(id), "VpcId", value_str(vpc->id), "OwnerId",
                                                     value_str(c->account), "Routes", call_list_of_one(c->arena, local), "PropagatingVgws",
                                                     call_empty_list(), "Tags", tags, "_Main", main ? value_bool(true) : VALUE_NONE, NULL));
    sim_link(c->world, table, 0, vpc->id);
    if (main)
        (void)associate(c, table, STR(""));
    return table;
}

bool sim_CreateRouteTable(struct call *c)
{
    struct sim_object *vpc;
    struct value tags;
    bool done;
    if (!call_token_check(c, &done) || done)
        return done;
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc) || !call_tags_of_request(c, &sim_type_route_table, &tags))
        return false;
    struct sim_object *table = call_route_table_new(c, vpc, false, tags);
    c->out = value_map_of(c->arena, "RouteTable", call_answer_of(c, &sim_type_route_table, table), NULL);
    call_token_keep(c, table, "RouteTable");
    return true;
}

void call_route_table_drop(struct call *c, struct sim_object *table)
{
    struct sim_object *a;
    while ((a = call_child(c, &sim_type_route_association, table->id, NULL)))
        call_delete(c, a);
    call_delete(c, table);
}

bool sim_DeleteRouteTable(struct call *c)
{
    struct sim_object *table;
    if (!call_find_in(c, &sim_type_route_table, "RouteTableId", &table))
        return false;
    if (call_child(c, &sim_type_route_association, table->id, NULL))
        return call_refuse(c, "DependencyViolation", "The routeTable '%.*s' has dependencies and cannot be deleted.", STR_ARG(table->id));
    call_endpoints_forget_table(c, table);
    call_delete(c, table);
    return true;
}

bool sim_DescribeRouteTables(struct call *c)
{
    return call_describe(c, &sim_type_route_table);
}

/* ---- Routes -------------------------------------------------------------------------------------------------------- */

/* The destination of the request in canonical form, and its member's name. */
static bool read_destination(struct call *c, const char **ret_member, struct str *ret)
{
    size_t count = 0, which = 0;
    for (size_t i = 0; i < ARRAY_LEN(destinations); i++) {
        if (call_given(c, destinations[i])) {
            count++;
            which = i;
        }
    }
    if (count != 1)
        return call_refuse(c, count ? "InvalidParameterCombination" : "MissingParameter", "Exactly one destination must be specified");
    struct str s = call_in_text(c, destinations[which]);
    struct cidr cidr;
    if (which == 2 && !call_prefix_list_known(c, s))
        return call_refuse(c, "InvalidPrefixListId.NotFound", "The prefix list ID '%.*s' does not exist", STR_ARG(s));
    if (which < 2) {
        if (!call_read_cidr(c, s, which ? 128 : 32, which ? "destinationIpv6CidrBlock" : "destinationCidrBlock", &cidr))
            return false;
        s = cidr_text(c->arena, &cidr, true);
    }
    *ret_member = destinations[which];
    *ret = s;
    return true;
}

/* What a route may point to; types that are not simulated exist nowhere. */
static const struct {
    const char *member, *not_found, *what;
} targets[] = {
    { "GatewayId", "InvalidGatewayID.NotFound", "gateway" },
    { "NatGatewayId", "InvalidNatGatewayID.NotFound", "natGateway" },
    { "EgressOnlyInternetGatewayId", "InvalidGatewayID.NotFound", "egress only internet gateway" },
    { "NetworkInterfaceId", "InvalidNetworkInterfaceID.NotFound", "networkInterface" },
    { "VpcEndpointId", "InvalidVpcEndpointId.NotFound", "vpcEndpoint" },
    { "InstanceId", "InvalidInstanceID.NotFound", "instance" },
    { "VpcPeeringConnectionId", "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection" },
    { "TransitGatewayId", "InvalidTransitGatewayID.NotFound", "transitGateway" },
    { "LocalGatewayId", "InvalidLocalGatewayID.NotFound", "localGateway" },
    { "CarrierGatewayId", "InvalidCarrierGatewayID.NotFound", "carrierGateway" },
    { "CoreNetworkArn", "InvalidCoreNetworkArn.NotFound", "coreNetwork" },
    { "OdbNetworkArn", "InvalidOdbNetworkArn.NotFound", "odbNetwork" },
};

static bool belongs(struct call *c, struct sim_object *table, const struct sim_object *target, struct str vpc_id)
{
    return str_eq(vpc_id, call_field_text(table, "VpcId")) ||
           call_refuse(c, "InvalidParameterValue", "route table %.*s and network gateway %.*s belong to different networks", STR_ARG(table->id),
                       STR_ARG(target->id));
}

static bool check_target(struct call *c, struct sim_object *table, size_t which, struct str id)
{
    struct sim_object *o = NULL;
    struct str vpc_id = STR("");
    switch (which) {
    case 0:
        o = call_peek(c, &sim_type_internet_gateway, id);
        vpc_id = o ? o->parents[0] : vpc_id;
        break;
    case 1:
        o = call_peek(c, &sim_type_nat_gateway, id);
        if (o && (value_is(call_field(o, "State"), "deleted") || value_is(call_field(o, "State"), "failed")))
            o = NULL;
        vpc_id = o ? call_field_text(o, "VpcId") : vpc_id;
        break;
    case 2:
        o = call_peek(c, &sim_type_egress_gateway, id);
        vpc_id = o ? o->parents[0] : vpc_id;
        break;
    case 3:
        o = call_peek(c, &sim_type_network_interface, id);
        vpc_id = o ? call_field_text(o, "VpcId") : vpc_id;
        break;
    case 4:
        o = call_peek(c, &sim_type_vpc_endpoint, id);
        vpc_id = o ? call_field_text(o, "VpcId") : vpc_id;
        if (o && !value_is(call_field(o, "VpcEndpointType"), "GatewayLoadBalancer"))
            return call_refuse(c, "InvalidParameterValue", "endpoint %.*s cannot be the target of a route", STR_ARG(id));
        break;
    default: break;
    }
    if (!o)
        return call_refuse(c, targets[which].not_found, "The %s ID '%.*s' does not exist", targets[which].what, STR_ARG(id));
    return belongs(c, table, o, vpc_id);
}

static bool read_target(struct call *c, struct sim_object *table, const char **ret_member, struct str *ret)
{
    size_t count = 0, which = 0;
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        if (call_given(c, targets[i].member)) {
            count++;
            which = i;
        }
    }
    if (count != 1)
        return call_refuse(c, count ? "InvalidParameterCombination" : "MissingParameter", "Exactly one target must be specified");
    struct str id = call_in_text(c, targets[which].member);
    if (!check_target(c, table, which, id))
        return false;
    *ret_member = str_is(str_of(targets[which].member), "VpcEndpointId") ? "GatewayId" : targets[which].member;
    *ret = id;
    return true;
}

/* Position among the table's routes; the count when there is none. */
static uint32_t route_at(const struct sim_object *table, const char *member, struct str destination)
{
    struct value routes = call_field(table, "Routes");
    uint32_t i = 0;
    while (i < routes.count && !str_eq(value_text(value_get(value_at(routes, i), member)), destination))
        i++;
    return i;
}

static bool is_local(struct value route)
{
    return value_is(value_get(route, "GatewayId"), "local");
}

bool sim_CreateRoute(struct call *c)
{
    struct sim_object *table;
    const char *member, *target_member;
    struct str destination, target;
    if (!call_find_in(c, &sim_type_route_table, "RouteTableId", &table) || !read_destination(c, &member, &destination) ||
        !read_target(c, table, &target_member, &target))
        return false;
    struct value routes = call_field(table, "Routes");
    if (route_at(table, member, destination) < routes.count)
        return call_refuse(c, "RouteAlreadyExists", "The route identified by %.*s already exists.", STR_ARG(destination));
    if (routes.count >= call_knob(c, "routes_per_table", INT64_MAX))
        return call_refuse(c, "RouteLimitExceeded", "The maximum number of routes has been reached.");
    struct value route = value_map_of(c->arena, member, value_str(destination), target_member, value_str(target), "Origin", text("CreateRoute"), NULL);
    call_set_field(c, table, "Routes", call_list_with(c->arena, routes, route));
    c->out = value_map_of(c->arena, "Return", value_bool(true), NULL);
    return true;
}

static bool find_route(struct call *c, struct sim_object **ret_table, const char **ret_member, struct str *ret_destination, uint32_t *ret_at)
{
    if (!call_find_in(c, &sim_type_route_table, "RouteTableId", ret_table) || !read_destination(c, ret_member, ret_destination))
        return false;
    *ret_at = route_at(*ret_table, *ret_member, *ret_destination);
    return *ret_at < call_field(*ret_table, "Routes").count;
}

static void set_route(struct call *c, struct sim_object *table, uint32_t at, struct value route)
{
    struct value routes = call_field(table, "Routes");
    struct value_builder b = { .arena = c->arena };
    for (uint32_t i = 0; i < routes.count; i++)
        value_builder_add(&b, i == at ? route : value_at(routes, i));
    call_set_field(c, table, "Routes", value_builder_list(&b));
}

bool sim_ReplaceRoute(struct call *c)
{
    struct sim_object *table;
    const char *member, *target_member;
    struct str destination, target;
    uint32_t at;
    if (!find_route(c, &table, &member, &destination, &at))
        return c->code.len ? false
                           : call_refuse(c, "InvalidParameterValue",
                                         "There is no route defined for '%.*s' in the route table. Use CreateRoute instead.", STR_ARG(destination));
    if (call_in_flag(c, "LocalTarget") || str_is(call_in_text(c, "GatewayId"), "local")) {
        target_member = "GatewayId";
        target = STR("local");
    } else if (!read_target(c, table, &target_member, &target)) {
        return false;
    }
    struct value old = value_at(call_field(table, "Routes"), at);
    if (str_starts(value_text(value_get(old, "GatewayId")), STR("vpce-")))
        return call_refuse(c, "InvalidParameterValue", "cannot replace the route of a gateway endpoint in route table %.*s", STR_ARG(table->id));
    set_route(c, table, at,
              value_map_of(c->arena, member, value_str(destination), target_member, value_str(target), "Origin", value_get(old, "Origin"), NULL));
    return true;
}

bool sim_DeleteRoute(struct call *c)
{
    struct sim_object *table;
    const char *member;
    struct str destination;
    uint32_t at;
    if (!find_route(c, &table, &member, &destination, &at))
        return c->code.len ? false
                           : call_refuse(c, "InvalidRoute.NotFound", "no route with destination-cidr-block %.*s in route table %.*s",
                                         STR_ARG(destination), STR_ARG(table->id));
    struct value route = value_at(call_field(table, "Routes"), at);
    if (is_local(route))
        return call_refuse(c, "InvalidParameterValue", "cannot remove local route %.*s in route table %.*s", STR_ARG(destination), STR_ARG(table->id));
    if (str_starts(value_text(value_get(route, "GatewayId")), STR("vpce-")))
        return call_refuse(c, "InvalidParameterValue", "cannot remove VPC endpoint route %.*s in route table %.*s", STR_ARG(destination),
                           STR_ARG(table->id));
    set_route(c, table, at, VALUE_NONE);
    return true;
}

bool call_route_endpoint_add(struct call *c, struct sim_object *table, struct str prefix_list, struct str endpoint)
{
    struct value routes = call_field(table, "Routes");
    if (route_at(table, "DestinationPrefixListId", prefix_list) < routes.count)
        return call_refuse(c, "RouteAlreadyExists", "route table %.*s already has a route with destination-prefix-list-id %.*s", STR_ARG(table->id),
                           STR_ARG(prefix_list));
    call_set_field(c, table, "Routes",
                   call_list_with(c->arena, routes,
                                  value_map_of(c->arena, "DestinationPrefixListId", value_str(prefix_list), "GatewayId", value_str(endpoint), "Origin",
                                               text("CreateRoute"), NULL)));
    return true;
}

void call_route_endpoint_remove(struct call *c, struct sim_object *table, struct str prefix_list)
{
    uint32_t at = route_at(table, "DestinationPrefixListId", prefix_list);
    if (at < call_field(table, "Routes").count)
        set_route(c, table, at, VALUE_NONE);
}

/* ---- Propagation: there are no virtual private gateways ---------------------------------------------------------------- */

static bool refuse_propagation(struct call *c)
{
    struct sim_object *table;
    if (!call_find_in(c, &sim_type_route_table, "RouteTableId", &table))
        return false;
    return call_refuse(c, "InvalidGatewayID.NotFound", "The gateway ID '%.*s' does not exist", STR_ARG(call_in_text(c, "GatewayId")));
}

bool sim_EnableVgwRoutePropagation(struct call *c)
{
    return refuse_propagation(c);
}

bool sim_DisableVgwRoutePropagation(struct call *c)
{
    return refuse_propagation(c);
}
