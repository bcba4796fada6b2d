/*
 * world.c - the simulated AWS of a scenario: faults by dice, objects that are not ours, changes behind our back.
 */
#include "tests/scenarios/scenarios.h"

#include "providers/aws/sim/call.h"
#include "providers/aws/sim/face.h"

#include <stdio.h>


const char *const world_scopes[] = { ACCOUNT "/" NEAR_REGION, ACCOUNT "/" FAR_REGION, NULL };
static const struct sim_face *const faces[] = { &aws_sim_face, NULL };

void problem(struct scenario *s, const char *format, ...)
{
    if (s->problems.len > 20000)
        return;
    buf_printf(&s->problems, "  [%llu] ", (unsigned long long)s->phase);
    va_list args;
    va_start(args, format);
    buf_vprintf(&s->problems, format, args);
    va_end(args);
    buf_add_char(&s->problems, '\n');
}

/* ---- Faults ----------------------------------------------------------------------------------------------------------- */

/* Also where each request is checked: what changes something must belong to a step whose intent is durable at this moment. */
static enum sim_fate fate(void *context, uint64_t n, const struct sim_request *request)
{
    (void)n;
    struct scenario *s = context;
    if (!s->counting_faults)
        return FATE_NORMAL;
    engine_moment(s);
    DROP_ARENA struct arena scratch = { 0 };
    bool mutates = false;
    struct str operation = aws_sim_face.operation(&scratch, request, &mutates);
    s->requests++;
    if (mutates && !judge_durable(s, request->step))
        problem(s, "%.*s arrived, but no open intent of its step '%.*s' is durable", STR_ARG(operation), STR_ARG(request->step));
    if (!dice_percent(&s->faults, s->fault_percent))
        return FATE_NORMAL;
    s->faults_given++;
    enum sim_fate fate = (enum sim_fate)(1 + dice_below(&s->faults, FATE_COUNT - 1));
    bool tagged_only = str_ends(operation, STR("CreateVpc")) || str_ends(operation, STR("CreateInternetGateway")) || str_ends(operation, STR("AllocateAddress"));
    s->delivered_twice |= tagged_only && fate == FATE_DUPLICATED;
    return fate;
}

void world_open(struct scenario *s)
{
    static const int64_t lags[] = { 0, 0, 300, 2000, 20000 }, latencies[] = { 0, 20, 80, 400 };
    struct value_builder aws = { .arena = &s->memory }, knobs = { .arena = &s->memory };
    value_builder_put(&aws, STR("throttle"), value_int(dice_percent(&s->dice, 25)));
    value_builder_put(&knobs, STR("aws"), value_builder_map(&aws));
    s->options = (struct sim_options){ .faces = faces, .seed = s->seed, .lag_ms = lags[dice_below(&s->dice, 5)], .latency_ms = latencies[dice_below(&s->dice, 4)],
                                       .instant = dice_percent(&s->dice, 15), .strict = dice_percent(&s->dice, 40), .knobs = value_builder_map(&knobs),
                                       .fate = fate, .fate_context = s };
    s->world = sim_world_new(&s->options);
    s->now_ms = 1800000000000;
    if (s->verbose)
        printf("world: lag %lld ms, latency %lld ms%s%s%s\n", (long long)s->options.lag_ms, (long long)s->options.latency_ms,
               s->options.instant ? ", instant" : "", s->options.strict ? ", strict" : "",
               value_to_int(value_path(s->options.knobs, "aws.throttle"), 0) ? ", throttled" : "");
}

/* ---- By hand ---------------------------------------------------------------------------------------------------------- */

static struct str ask(struct scenario *s, const char *region, bool must, const char *format, ...) PRINTF_LIKE(4, 5);
static struct str ask(struct scenario *s, const char *region, bool must, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str body = arena_vprintf(&s->memory, format, args);
    va_end(args);
    struct io_header headers[] = {
        { STR("authorization"), arena_printf(&s->memory, "AWS4-HMAC-SHA256 Credential=AKIAELSE/20270115/%s/ec2/aws4_request, SignedHeaders=host, Signature=0",
                                             region) },
        { STR("content-type"), STR("application/x-www-form-urlencoded") },
    };
    struct sim_request request = { .method = STR("POST"), .host = arena_printf(&s->memory, "ec2.%s.amazonaws.com", region), .path = STR("/"),
                                   .headers = headers, .header_count = ARRAY_LEN(headers), .body = body };
    struct sim_response response;
    bool counting = s->counting_faults;
    s->counting_faults = false;
    s->now_ms += 700;
    (void)sim_handle(s->world, &s->memory, s->now_ms, &request, &response);
    s->counting_faults = counting;
    if (must && response.status != 200)
        problem(s, "harness: %.*s -> %d %.*s", STR_ARG(body), response.status, STR_ARG(response.body));
    return response.status == 200 ? response.body : STR_NONE;
}

static const char *element(struct scenario *s, struct str xml, const char *name)
{
    struct str open = arena_printf(&s->memory, "<%s>", name);
    ptrdiff_t from = str_find(xml, open);
    struct str rest = from < 0 ? STR("") : str_slice(xml, (size_t)from + open.len, xml.len);
    return arena_cstr(&s->memory, str_split(&rest, '<'));
}

void world_wait(struct scenario *s, int64_t ms)
{
    s->now_ms += ms;
    for (int i = 0; i < 2; i++)
        (void)ask(s, i ? FAR_REGION : NEAR_REGION, true, "Action=DescribeVpcs");
}

bool world_is_foreign(const struct scenario *s, struct str kind, struct str scope, struct str id)
{
    for (size_t i = 0; i < s->foreign.count; i++)
        if (str_eq(s->foreign.items[i].kind, kind) && str_eq(s->foreign.items[i].scope, scope) && str_eq(s->foreign.items[i].id, id))
            return true;
    return false;
}

void world_plant(struct scenario *s)
{
    static const char marks[] = "&TagSpecification.1.ResourceType=%s&TagSpecification.1.Tag.1.Key=infra:stack&TagSpecification.1.Tag.1.Value=scenario/default/"
                                "aaaaaaaaaaaaaaaaaaaaaaaaaa&TagSpecification.1.Tag.2.Key=infra:uid&TagSpecification.1.Tag.2.Value=bbbbbbbbbbbbbbbbbbbbbbbbbb";
    for (int i = 0; i < 2; i++) {
        const char *region = i ? FAR_REGION : NEAR_REGION;
        const char *vpc = element(s, ask(s, region, true, "Action=CreateVpc&CidrBlock=10.%d.0.0/16", 10 + i), "vpcId");
        world_wait(s, 30000);
        const char *subnet = element(s, ask(s, region, true, "Action=CreateSubnet&VpcId=%s&CidrBlock=10.%d.0.0/24", vpc, 10 + i), "subnetId");
        world_wait(s, 30000);
        const char *table = element(s, ask(s, region, true, "Action=CreateRouteTable&VpcId=%s", vpc), "routeTableId");
        const char *gateway = element(s, ask(s, region, true, "Action=CreateInternetGateway"), "internetGatewayId");
        const char *group = element(s, ask(s, region, true, "Action=CreateSecurityGroup&VpcId=%s&GroupName=g0_0-0&GroupDescription=x", vpc), "groupId");
        world_wait(s, 30000);
        (void)ask(s, region, true, "Action=AttachInternetGateway&VpcId=%s&InternetGatewayId=%s", vpc, gateway);
        world_wait(s, 30000);
        (void)ask(s, region, true, "Action=AssociateRouteTable&SubnetId=%s&RouteTableId=%s", subnet, table);
        (void)ask(s, region, true, "Action=CreateRoute&RouteTableId=%s&DestinationCidrBlock=0.0.0.0/0&GatewayId=%s", table, gateway);
        (void)ask(s, region, true, "Action=AuthorizeSecurityGroupIngress&GroupId=%s&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&"
                                   "IpPermissions.1.ToPort=22&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", group);
        (void)ask(s, region, true, "Action=AllocateAddress&Domain=vpc%s", arena_printf(&s->memory, marks, "elastic-ip").ptr);
    }
    world_wait(s, 600000);
    const struct sim_object *o;
    const struct type *type;
    for (size_t k = 0; world_scopes[k]; k++)
        for (size_t t = 0; (type = call_type_at(t)); t++)
            for (size_t i = 0; (o = sim_next(s->world, str_of(type->kind), str_of(world_scopes[k]), &i));)
                *VEC_PUSH(&s->foreign, &s->memory) = (struct foreign){ arena_str(&s->memory, o->kind), arena_str(&s->memory, o->scope),
                                                                       arena_str(&s->memory, o->id), value_copy(&s->memory, o->data) };
}

/* ---- Drift ------------------------------------------------------------------------------------------------------------ */

static bool has_mark(const struct type *type, const struct sim_object *o)
{
    return type->name && value_given(call_tag_value(value_get(o->data, type->tags ? type->tags : "Tags"), STR("infra:uid")));
}

/* One object of ours of a kind, by dice; NULL: there is none. */
static const struct sim_object *pick(struct scenario *s, struct dice *d, const struct type *type, const char **ret_region)
{
    const struct sim_object *o, *chosen = NULL;
    int seen = 0;
    for (size_t k = 0; world_scopes[k]; k++)
        for (size_t i = 0; (o = sim_next(s->world, str_of(type->kind), str_of(world_scopes[k]), &i));) {
            if (o->gone_ms || !has_mark(type, o) || world_is_foreign(s, o->kind, o->scope, o->id) || dice_below(d, ++seen))
                continue;
            chosen = o;
            *ret_region = k ? FAR_REGION : NEAR_REGION;
        }
    return chosen;
}

/* True: changed, and a plan must show it. */
static bool drift_one(struct scenario *s, struct dice *d)
{
    const char *region = NEAR_REGION;
    static const struct type *const tagged[] = { &sim_type_vpc, &sim_type_subnet, &sim_type_route_table, &sim_type_security_group, &sim_type_address };
    const struct type *type = tagged[dice_below(d, (int)ARRAY_LEN(tagged))];
    int kind = dice_below(d, 7);
    if (kind == 2)
        type = &sim_type_vpc;
    else if (kind == 3)
        type = &sim_type_subnet;
    else if (kind == 4)
        type = &sim_type_security_rule;
    else if (kind == 5)
        type = &sim_type_key_pair;
    else if (kind == 6)
        type = &sim_type_route_table;
    const struct sim_object *o = pick(s, d, type, &region);
    if (!o)
        return false;
    for (size_t i = 0; i < s->drifted.count; i++)
        if (str_eq(s->drifted.items[i], o->id))
            return false; /* changed back, it would not show */
    *VEC_PUSH(&s->drifted, &s->memory) = arena_str(&s->memory, o->id);
    const char *id = arena_cstr(&s->memory, o->id);
    if (s->verbose)
        printf("drift %d of %s\n", kind, id);
    switch (kind) {
    case 0: /* a tag of the stack's; shown where the stack has tags */
        (void)ask(s, region, true, "Action=CreateTags&ResourceId.1=%s&Tag.1.Key=team&Tag.1.Value=somebody", id);
        return value_given(call_tag_value(value_get(o->data, type->tags ? type->tags : "Tags"), STR("Name")));
    case 1: /* a mark */
        (void)ask(s, region, true, "Action=DeleteTags&ResourceId.1=%s&Tag.1.Key=infra:uid", id);
        return true;
    case 2: {
        bool on = str_find(ask(s, region, true, "Action=DescribeVpcAttribute&VpcId=%s&Attribute=enableDnsHostnames", id), STR(">true<")) >= 0;
        (void)ask(s, region, true, "Action=ModifyVpcAttribute&VpcId=%s&EnableDnsHostnames.Value=%s", id, on ? "false" : "true");
        return true;
    }
    case 3: {
        bool on = value_to_bool(value_get(o->data, "MapPublicIpOnLaunch"), false);
        (void)ask(s, region, true, "Action=ModifySubnetAttribute&SubnetId=%s&MapPublicIpOnLaunch.Value=%s", id, on ? "false" : "true");
        return true;
    }
    case 4:
        (void)ask(s, region, true, "Action=RevokeSecurityGroup%s&GroupId=%s&SecurityGroupRuleId.1=%s",
                  value_to_bool(value_get(o->data, "IsEgress"), false) ? "Egress" : "Ingress", arena_cstr(&s->memory, value_text(value_get(o->data, "GroupId"))), id);
        return true;
    case 5: (void)ask(s, region, true, "Action=DeleteKeyPair&KeyPairId=%s", id); return true;
    default: {
        struct value routes = value_get(o->data, "Routes");
        for (uint32_t i = 0; i < routes.count; i++) {
            struct value r = value_at(routes, i);
            if (!value_is(value_get(r, "Origin"), "CreateRoute") || !value_given(value_get(r, "DestinationCidrBlock")))
                continue;
            (void)ask(s, region, true, "Action=DeleteRoute&RouteTableId=%s&DestinationCidrBlock=%s", id,
                      arena_cstr(&s->memory, value_text(value_get(r, "DestinationCidrBlock"))));
            return true;
        }
        return false;
    }
    }
}

int world_drift(struct scenario *s, struct dice *d)
{
    int shown = 0;
    for (int i = 0; i < 3; i++)
        shown += drift_one(s, d);
    world_wait(s, 300000); /* seen by every read */
    return shown;
}
