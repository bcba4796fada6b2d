/*
 * gateway.c - internet gateways and egress-only internet gateways.
 * Source: EC2 API 2016-11-15, CreateInternetGateway ... DeleteEgressOnlyInternetGateway.
 */
#include "providers/aws/sim/handlers.h"

static const struct filter filters[] = {
    { "attachment.state", "Attachments[].State" },
    { "attachment.vpc-id", "Attachments[].VpcId" },
    { "internet-gateway-id", "InternetGatewayId" },
    { "owner-id", "OwnerId" },
    { 0 },
};

const struct type sim_type_internet_gateway = {
    .kind = "ec2:internet-gateway", .name = "internet-gateway", .prefix = "igw-", .id = "InternetGatewayId", .ids = "InternetGatewayIds",
    .list = "InternetGateways", .not_found = "InvalidInternetGatewayID.NotFound", .malformed = "InvalidInternetGatewayId.Malformed",
    .what = "internetGateway ID", .filters = filters,
};

static const struct filter egress_filters[] = { { 0 } }; /* tags only */

const struct type sim_type_egress_gateway = {
    .kind = "ec2:egress-only-internet-gateway", .name = "egress-only-internet-gateway", .prefix = "eigw-",
    .id = "EgressOnlyInternetGatewayId", .ids = "EgressOnlyInternetGatewayIds", .list = "EgressOnlyInternetGateways",
    .not_found = "InvalidEgressOnlyInternetGatewayId.NotFound", .malformed = "InvalidEgressOnlyInternetGatewayId.Malformed",
    .what = "egress only internet gateway ID", .filters = egress_filters,
};

static struct value attachment(struct call *c, struct str vpc_id, const char *state)
{
    return call_list_of_one(c->arena, value_map_of(c->arena, "State", text(state), "VpcId", value_str(vpc_id), NULL));
}

static struct sim_object *gateway_new(struct call *c, struct value tags)
{
    struct str id = call_new_id(c, "igw-");
    return call_put(c, &sim_type_internet_gateway, id,
                    value_map_of(c->arena, "InternetGatewayId", value_str(id), "OwnerId", value_str(c->account), "Attachments",
                                 call_empty_list(), "Tags", tags, NULL));
}

bool sim_CreateInternetGateway(struct call *c)
{
    struct value tags;
    if (!call_tags_of_request(c, &sim_type_internet_gateway, &tags))
        return false;
    if ((int64_t)call_count_all(c, &sim_type_internet_gateway) >= call_knob(c, "gateways", INT64_MAX))
        return call_refuse(c, "InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached.");
    struct sim_object *gateway = gateway_new(c, tags);
    c->out = value_map_of(c->arena, "InternetGateway", call_answer_of(c, &sim_type_internet_gateway, gateway), NULL);
    return true;
}

/* EC2 calls the attachment of an internet gateway "available", which the enum of the model does not have. */
static void attach(struct call *c, struct sim_object *gateway, struct str vpc_id)
{
    call_set_field(c, gateway, "Attachments", attachment(c, vpc_id, "available"));
    sim_link(c->world, gateway, 0, vpc_id);
}

bool sim_AttachInternetGateway(struct call *c)
{
    struct sim_object *gateway, *vpc;
    if (!call_find_in(c, &sim_type_internet_gateway, "InternetGatewayId", &gateway) || !call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (gateway->parents[0].len)
        return call_refuse(c, "Resource.AlreadyAssociated", "resource %.*s is already attached to network %.*s", STR_ARG(gateway->id),
                           STR_ARG(gateway->parents[0]));
    if (call_vpc_internet_gateway(c, vpc->id))
        return call_refuse(c, "InvalidParameterValue", "Network %.*s already has an internet gateway attached", STR_ARG(vpc->id));
    attach(c, gateway, vpc->id);
    return true;
}

struct sim_object *call_vpc_internet_gateway(struct call *c, struct str vpc_id)
{
    return call_child(c, &sim_type_internet_gateway, vpc_id, NULL);
}

static bool has_public_addresses(struct call *c, struct str vpc_id)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_network_interface, vpc_id, &i));) {
        if (value_given(call_field(o, "Association")))
            return true;
    }
    return false;
}

bool sim_DetachInternetGateway(struct call *c)
{
    struct sim_object *gateway, *vpc;
    if (!call_find_in(c, &sim_type_internet_gateway, "InternetGatewayId", &gateway) || !call_find_in(c, &sim_type_vpc, "VpcId", &vpc))
        return false;
    if (!str_eq(gateway->parents[0], vpc->id))
        return call_refuse(c, "Gateway.NotAttached", "resource %.*s is not attached to network %.*s", STR_ARG(gateway->id), STR_ARG(vpc->id));
    if (has_public_addresses(c, vpc->id))
        return call_refuse(c, "DependencyViolation",
                           "Network %.*s has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
                           STR_ARG(vpc->id));
    call_set_field(c, gateway, "Attachments", call_empty_list());
    sim_link(c->world, gateway, 0, STR(""));
    return true;
}

bool sim_DeleteInternetGateway(struct call *c)
{
    struct sim_object *gateway;
    if (!call_find_in(c, &sim_type_internet_gateway, "InternetGatewayId", &gateway))
        return false;
    if (gateway->parents[0].len)
        return call_refuse(c, "DependencyViolation", "The internetGateway '%.*s' has dependencies and cannot be deleted.", STR_ARG(gateway->id));
    call_delete(c, gateway);
    return true;
}

bool sim_DescribeInternetGateways(struct call *c)
{
    return call_describe(c, &sim_type_internet_gateway);
}

void call_default_gateway_new(struct call *c, struct sim_object *vpc)
{
    struct sim_object *gateway = gateway_new(c, VALUE_NONE), *table = call_child(c, &sim_type_route_table, vpc->id, NULL);
    attach(c, gateway, vpc->id);
    struct value route = value_map_of(c->arena, "DestinationCidrBlock", text("0.0.0.0/0"), "GatewayId", value_str(gateway->id), "Origin",
                                      text("CreateRoute"), "State", text("active"), NULL);
    call_set_field(c, table, "Routes", call_list_with(c->arena, call_field(table, "Routes"), route));
}

/* ---- Egress only --------------------------------------------------------------------------------------------------- */

bool sim_CreateEgressOnlyInternetGateway(struct call *c)
{
    struct sim_object *vpc;
    struct value tags;
    bool done;
    if (!call_token_check(c, &done) || done)
        return done;
    if (!call_find_in(c, &sim_type_vpc, "VpcId", &vpc) || !call_tags_of_request(c, &sim_type_egress_gateway, &tags))
        return false;
    struct str id = call_new_id(c, "eigw-");
    struct sim_object *gateway =
        call_put(c, &sim_type_egress_gateway, id,
                 value_map_of(c->arena, "EgressOnlyInternetGatewayId", value_str(id), "Attachments", attachment(c, vpc->id, "attached"), "Tags",
                              tags, NULL));
    sim_link(c->world, gateway, 0, vpc->id);
    c->out = value_map_of(c->arena, "EgressOnlyInternetGateway", call_answer_of(c, &sim_type_egress_gateway, gateway), NULL);
    call_token_keep(c, gateway, "EgressOnlyInternetGateway");
    return true;
}

bool sim_DeleteEgressOnlyInternetGateway(struct call *c)
{
    struct sim_object *gateway;
    if (!call_find_in(c, &sim_type_egress_gateway, "EgressOnlyInternetGatewayId", &gateway))
        return false;
    call_delete(c, gateway);
    c->out = value_map_of(c->arena, "ReturnCode", value_bool(true), NULL);
    return true;
}

bool sim_DescribeEgressOnlyInternetGateways(struct call *c)
{
    return call_describe(c, &sim_type_egress_gateway);
}
