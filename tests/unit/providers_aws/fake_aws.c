/*
 * fake_aws.c - an EC2 that believes everything.
 */
#include "tests/unit/providers_aws/fake_aws.h"

#include "tests/unit/test.h"

#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/model_sts.h"
#include "providers/aws/model/server_codec.h"
#include "providers/aws/wire/aws_path.h"

#include <stdio.h>
#include <stdlib.h>

#define MARK_STACK "net/default/aaaa"
#define MARK_UID "uid4567uid4567uid4567uid45"

/* What a create makes: where the answer holds it, how it is listed, what it has from birth. */
static const struct maker {
    const char *operation, *wrapper, *list, *id, *prefix, *born;
} makers[] = {
    { "CreateVpc", "Vpc", "Vpcs", "VpcId", "vpc-", "{\"State\":\"available\",\"OwnerId\":\"123456789012\"}" },
    { "CreateSubnet", "Subnet", "Subnets", "SubnetId", "subnet-", "{\"State\":\"available\"}" },
    { "CreateInternetGateway", "InternetGateway", "InternetGateways", "InternetGatewayId", "igw-", "{}" },
    { "AllocateAddress", "", "Addresses", "AllocationId", "eipalloc-", "{\"PublicIp\":\"198.51.100.7\"}" },
    { "CreateNatGateway", "NatGateway", "NatGateways", "NatGatewayId", "nat-", "{\"State\":\"available\"}" },
    { "CreateRouteTable", "RouteTable", "RouteTables", "RouteTableId", "rtb-", "{}" },
    { "CreateSecurityGroup", "", "SecurityGroups", "GroupId", "sg-",
      "{\"OwnerId\":\"123456789012\",\"IpPermissionsEgress\":[{\"IpProtocol\":\"-1\",\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/0\"}]}]}" },
    { "CreateVpcEndpoint", "VpcEndpoint", "VpcEndpoints", "VpcEndpointId", "vpce-", "{\"State\":\"available\"}" },
    { "ImportKeyPair", "", "KeyPairs", "KeyPairId", "key-", "{\"KeyFingerprint\":\"aa:bb\"}" },
};

static struct value keep_members(struct arena *arena, const struct model *model, const struct model_shape *shape, struct value v)
{
    struct value_builder out = { .arena = arena };
    for (size_t i = 0; v.kind == VALUE_MAP && i < v.count; i++) {
        struct str name = str_n(v.fields[i].key, v.fields[i].key_len);
        const struct model_member *m = model_member_named(model, shape, name);
        struct value one = v.fields[i].value;
        bool fits = m && (one.kind == VALUE_LIST) == (model_shape_of(model, m)->kind == MODEL_LIST) &&
                    (one.kind == VALUE_MAP) == (model_shape_of(model, m)->kind == MODEL_STRUCTURE);
        if (fits)
            value_builder_put(&out, name, one);
    }
    return value_builder_map(&out);
}

/* The shape of an object: the item of the list that the describe operation answers. */
static const struct model_shape *object_shape(const char *list)
{
    const struct model *model = &model_ec2;
    char name[80];
    (void)snprintf(name, sizeof name, "Describe%s", list);
    const struct model_op *op = model_op_named(model, str_of(name));
    const struct model_member *member = model_member_named(model, model_output(model, op), str_of(list));
    return model_shape_of(model, model_item(model, model_shape_of(model, member)));
}

static struct fake_object *add(struct fake_aws *aws, const char *list, struct value data)
{
    struct fake_object *o = VEC_PUSH(&aws->objects, &aws->memory);
    *o = (struct fake_object){ list, data };
    return o;
}

static struct fake_object *find(struct fake_aws *aws, const char *list, const char *member, struct value id)
{
    for (size_t i = 0; i < aws->objects.count; i++)
        if (strcmp(aws->objects.items[i].list, list) == 0 && value_eq(value_get(aws->objects.items[i].data, member), id))
            return &aws->objects.items[i];
    return NULL;
}

static struct value list_of(struct fake_aws *aws, const char *list)
{
    struct value_builder all = { .arena = &aws->memory };
    for (size_t i = 0; i < aws->objects.count; i++)
        if (strcmp(aws->objects.items[i].list, list) == 0)
            value_builder_add(&all, aws->objects.items[i].data);
    return value_builder_list(&all);
}

static void append(struct fake_aws *aws, struct fake_object *o, const char *member, struct value item)
{
    struct value_builder all = { .arena = &aws->memory };
    struct value old = value_get(o->data, member);
    for (size_t i = 0; old.kind == VALUE_LIST && i < old.count; i++)
        value_builder_add(&all, value_at(old, i));
    value_builder_add(&all, item);
    o->data = value_with(&aws->memory, o->data, member, value_builder_list(&all));
}

static struct value make(struct fake_aws *aws, const struct maker *m, struct value in)
{
    struct arena *a = &aws->memory;
    struct value id = value_str(arena_printf(a, "%s%d", m->prefix, ++aws->ids));
    struct value o = value_merge(a, keep_members(a, &model_ec2, object_shape(m->list), in), fake_json(aws, m->born));
    o = value_with(a, o, m->id, id);
    o = value_with(a, o, "Tags", value_get(value_at(value_get(in, "TagSpecifications"), 0), "Tags"));
    if (value_present(value_get(in, "PublicKeyMaterial")))
        o = value_with(a, o, "PublicKey", value_str(value_text(value_get(in, "PublicKeyMaterial"))));
    if (strcmp(m->list, "NatGateways") == 0) {
        struct value address = keep_members(a, &model_ec2, object_shape("Addresses"), in);
        address = value_map_of(a, "AllocationId", value_get(address, "AllocationId"), "IsPrimary", value_bool(true), NULL);
        o = value_with(a, o, "NatGatewayAddresses", value_list(a, &address, 1));
    }
    add(aws, m->list, o);
    return *m->wrapper ? value_map_of(a, m->wrapper, o, NULL) : o;
}

static struct value rule_from(struct fake_aws *aws, struct value in, bool egress)
{
    struct arena *a = &aws->memory;
    struct value p = value_at(value_get(in, "IpPermissions"), 0), group = value_at(value_get(p, "UserIdGroupPairs"), 0);
    struct value rule = value_map_of(
        a, "SecurityGroupRuleId", value_str(arena_printf(a, "sgr-%d", ++aws->ids)), "GroupId", value_get(in, "GroupId"), "GroupOwnerId",
        value_cstr("123456789012"), "IsEgress", value_bool(egress), "IpProtocol", value_get(p, "IpProtocol"), "FromPort", value_get(p, "FromPort"),
        "ToPort", value_get(p, "ToPort"), "CidrIpv4", value_path(p, "IpRanges[0].CidrIp"), "CidrIpv6", value_path(p, "Ipv6Ranges[0].CidrIpv6"),
        "PrefixListId", value_path(p, "PrefixListIds[0].PrefixListId"), "Tags", value_path(in, "TagSpecifications[0].Tags"), NULL);
    if (value_present(group))
        rule = value_with(a, rule, "ReferencedGroupInfo", value_map_of(a, "GroupId", value_get(group, "GroupId"), "UserId", value_get(group, "UserId"), NULL));
    add(aws, "SecurityGroupRules", rule);
    return value_map_of(a, "Return", value_bool(true), "SecurityGroupRules", value_list(a, &rule, 1), NULL);
}

/* Deletes whatever carries the id that the request names. */
static void drop(struct fake_aws *aws, struct value in, bool rules)
{
    for (size_t i = 0; i < aws->objects.count; i++) {
        struct fake_object *o = &aws->objects.items[i];
        for (size_t k = 0; !rules && k < ARRAY_LEN(makers); k++) {
            struct value id = value_get(o->data, makers[k].id), many = value_at(value_get(in, "VpcEndpointIds"), 0);
            if (strcmp(o->list, makers[k].list) == 0 && value_present(id) && (value_eq(id, value_get(in, makers[k].id)) || value_eq(id, many)))
                o->list = "";
        }
        if (strcmp(o->list, "KeyPairs") == 0 && value_eq(value_get(o->data, "KeyName"), value_get(in, "KeyName")))
            o->list = "";
        if (strcmp(o->list, "SecurityGroupRules") == 0 && value_eq(value_get(o->data, "SecurityGroupRuleId"), value_at(value_get(in, "SecurityGroupRuleIds"), 0)))
            o->list = "";
    }
}

static struct value attach(struct fake_aws *aws, struct str op, struct value in)
{
    struct arena *a = &aws->memory;
    struct fake_object *table = find(aws, "RouteTables", "RouteTableId", value_get(in, "RouteTableId"));
    if (str_is(op, "AttachInternetGateway")) {
        struct fake_object *o = find(aws, "InternetGateways", "InternetGatewayId", value_get(in, "InternetGatewayId"));
        append(aws, o, "Attachments", value_map_of(a, "VpcId", value_get(in, "VpcId"), "State", value_cstr("available"), NULL));
    } else if (str_is(op, "DetachInternetGateway")) {
        struct fake_object *o = find(aws, "InternetGateways", "InternetGatewayId", value_get(in, "InternetGatewayId"));
        o->data = value_with(a, o->data, "Attachments", VALUE_NONE);
    } else if (str_is(op, "ReplaceRoute") || str_is(op, "CreateRoute")) {
        if (str_is(op, "ReplaceRoute"))
            table->data = value_with(a, table->data, "Routes", VALUE_NONE);
        struct value route = value_with(a, value_with(a, in, "RouteTableId", VALUE_NONE), "VpcEndpointId", VALUE_NONE);
        if (value_present(value_get(in, "VpcEndpointId")))
            route = value_with(a, route, "GatewayId", value_get(in, "VpcEndpointId"));
        append(aws, table, "Routes", value_with(a, route, "Origin", value_cstr("CreateRoute")));
    } else if (str_is(op, "DeleteRoute")) {
        table->data = value_with(a, table->data, "Routes", VALUE_NONE);
    } else if (str_is(op, "AssociateRouteTable")) {
        struct value id = value_str(arena_printf(a, "rtbassoc-%d", ++aws->ids));
        append(aws, table, "Associations", value_map_of(a, "RouteTableAssociationId", id, "RouteTableId", value_get(in, "RouteTableId"), "SubnetId",
                                                        value_get(in, "SubnetId"), "GatewayId", value_get(in, "GatewayId"), NULL));
        return value_map_of(a, "AssociationId", id, NULL);
    } else if (str_is(op, "ReplaceRouteTableAssociation")) {
        struct value id = value_str(arena_printf(a, "rtbassoc-%d", ++aws->ids));
        append(aws, table, "Associations", value_map_of(a, "RouteTableAssociationId", id, "SubnetId", value_cstr("subnet-x"), NULL));
        return value_map_of(a, "NewAssociationId", id, NULL);
    } else if (str_is(op, "DisassociateRouteTable")) {
        for (size_t i = 0; i < aws->objects.count; i++)
            if (strcmp(aws->objects.items[i].list, "RouteTables") == 0)
                aws->objects.items[i].data = value_with(a, aws->objects.items[i].data, "Associations", VALUE_NONE);
    }
    return value_map(a, NULL, 0);
}

static struct value act(struct fake_aws *aws, struct str op, struct value in)
{
    struct arena *a = &aws->memory;
    if (str_is(op, "GetCallerIdentity"))
        return value_map_of(a, "Account", value_cstr(aws->account), "Arn", value_str(arena_printf(a, "arn:aws:iam::%s:user/me", aws->account)),
                            "UserId", value_cstr("AIDAME"), NULL);
    if (str_is(op, "AssumeRole"))
        return fake_json(aws, "{\"Credentials\":{\"AccessKeyId\":\"ASIAROLE\",\"SecretAccessKey\":\"role-secret\",\"SessionToken\":\"tok\","
                              "\"Expiration\":\"2026-11-22T01:00:00Z\"}}");
    if (str_is(op, "DescribeVpcAttribute"))
        return value_present(aws->flags) ? aws->flags
                                         : fake_json(aws, "{\"EnableDnsSupport\":{\"Value\":true},\"EnableDnsHostnames\":{\"Value\":false},"
                                                          "\"EnableNetworkAddressUsageMetrics\":{\"Value\":false}}");
    if (str_is(op, "ModifyVpcAttribute"))
        aws->flags = value_merge(a, act(aws, STR("DescribeVpcAttribute"), in), in);
    for (size_t i = 0; i < ARRAY_LEN(makers); i++)
        if (str_is(op, makers[i].operation))
            return make(aws, &makers[i], in);
    if (str_is(op, "AuthorizeSecurityGroupIngress") || str_is(op, "AuthorizeSecurityGroupEgress"))
        return rule_from(aws, in, str_is(op, "AuthorizeSecurityGroupEgress"));
    if (str_starts(op, STR("Describe"))) {
        const char *list = arena_cstr(a, str_slice(op, 8, op.len));
        return value_map_of(a, list, list_of(aws, list), NULL);
    }
    if (str_is(op, "RevokeSecurityGroupEgress") && value_present(value_get(in, "IpPermissions"))) {
        struct fake_object *group = find(aws, "SecurityGroups", "GroupId", value_get(in, "GroupId"));
        if (group)
            group->data = value_with(a, group->data, "IpPermissionsEgress", VALUE_NONE);
    }
    if (str_starts(op, STR("Delete")) || str_starts(op, STR("Release")) || str_starts(op, STR("Revoke")))
        if (!str_is(op, "DeleteRoute"))
            drop(aws, in, str_starts(op, STR("Revoke")));
    return attach(aws, op, in);
}

static const struct fake_refusal *refusal_of(struct fake_aws *aws, struct str op, size_t nth)
{
    for (size_t i = 0; i < aws->refusals.count; i++) {
        const struct fake_refusal *r = &aws->refusals.items[i];
        if (str_is(op, r->operation) && nth >= (size_t)r->nth && nth < (size_t)r->nth + (size_t)MAX_OF(r->count, 1))
            return r;
    }
    return NULL;
}

static struct str header(const struct io_http_request *http, const char *name)
{
    for (size_t i = 0; i < http->header_count; i++)
        if (http->headers[i].name.len == strlen(name) && strncasecmp(http->headers[i].name.ptr, name, strlen(name)) == 0)
            return http->headers[i].value;
    return STR_NONE;
}

static void serve(void *context, uint64_t n, const struct io_http_request *http, struct fake_io_answer *ret)
{
    struct fake_aws *aws = context;
    struct arena *a = &aws->memory;
    (void)n;
    struct server_request request = { .method = http->method, .path = STR("/"), .body = arena_str(a, http->body) };
    const struct model *model = str_find(http->body, STR("2011-06-15")) >= 0 ? &model_sts : &model_ec2;
    const struct model_op *op = server_operation(a, model, &request);
    struct value input = VALUE_NONE;
    struct model_problem problem = { 0 };
    if (!op || !server_read(a, model, op, &request, &input, &problem)) {
        print_error("the model refuses %.*s at %.*s\n", STR_ARG(http->body), STR_ARG(problem.path));
        fail();
    }
    struct str name = model_str(model, op->name);
    size_t nth = fake_count(aws, name.ptr);
    *VEC_PUSH(&aws->requests, a) = (struct fake_request){ name, input, arena_str(a, http->url), arena_str(a, header(http, "authorization")),
                                                          request.body };
    const struct fake_refusal *refusal = refusal_of(aws, name, nth);
    struct server_answer answer;
    struct err err = { 0 };
    bool ok;
    if (!refusal || refusal->applied) {
        struct value out = act(aws, name, input);
        const struct model_shape *shape = model_output(model, op);
        ok = server_write(a, model, op, shape ? keep_members(a, model, shape, out) : VALUE_NONE, STR("req-1"), &answer, &err);
    }
    if (refusal)
        ok = server_write_error(a, model, op, &(struct server_error){ .status = refusal->status, .code = str_of(refusal->code),
                                                                      .message = str_of(refusal->message) }, STR("req-1"), &answer, &err);
    if (!ok) {
        print_error("%s: %s\n", name.ptr, err.message);
        fail();
    }
    struct io_header *headers = ARENA_ARRAY(a, struct io_header, 1);
    headers[0] = (struct io_header){ STR("x-infra-sim"), str_of(aws->sim_header) };
    *ret = (struct fake_io_answer){ .status = answer.status, .body = answer.body, .headers = headers, .header_count = aws->sim_header != NULL };
}

/* ---- The test's side ------------------------------------------------------------------------------------------------- */

struct value fake_json(struct fake_aws *aws, const char *text)
{
    struct value v = VALUE_NONE;
    struct err err = { 0 };
    if (!value_from_json(&aws->memory, str_of(text), &v, &err))
        print_error("%s: %s\n", text, err.message);
    CHECK(value_given(v));
    return v;
}

struct fake_aws *fake_aws_new(void)
{
    struct arena memory = { 0 };
    struct fake_aws *aws = ARENA_NEW(&memory, struct fake_aws);
    aws->memory = memory;
    aws->account = "123456789012";
    aws->io = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = aws, .seed = 1 });
    aws->loop = loop_new(aws->io);
    aws->net = net_new(aws->loop, &(struct net_options){ .seed = 1 });
    fake_aws_set(aws, "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    fake_aws_set(aws, "AWS_SECRET_ACCESS_KEY", "secret");
    fake_aws_set(aws, "HOME", "/nonexistent");
    return aws;
}

void fake_aws_set(struct fake_aws *aws, const char *name, const char *value)
{
    *VEC_PUSH(&aws->variables, &aws->memory) = (struct fake_variable){ name, value };
}

static const char *variable(void *context, const char *name)
{
    struct fake_aws *aws = context;
    for (size_t i = aws->variables.count; i-- > 0;)
        if (strcmp(aws->variables.items[i].name, name) == 0)
            return aws->variables.items[i].value;
    return NULL;
}

struct starting {
    struct fake_aws *aws;
    struct provider_open open;
    bool ok;
};

static void start_on_fiber(void *argument)
{
    struct starting *s = argument;
    err_clear(&s->aws->err);
    s->ok = aws_provider.open(&s->open, &s->aws->provider, &s->aws->err);
}

bool fake_aws_start(struct fake_aws *aws, const char *config)
{
    struct starting s = { .aws = aws, .open = { .name = STR("default"), .config = fake_json(aws, config), .net = aws->net, .io = aws->io,
                                                .getenv = variable, .getenv_context = aws } };
    loop_call(aws->loop, start_on_fiber, &s);
    return s.ok;
}

struct fake_aws *fake_aws_open(void)
{
    struct fake_aws *aws = fake_aws_new();
    if (!fake_aws_start(aws, "{\"region\":\"eu-west-1\"}"))
        print_error("%s\n", aws->err.message);
    CHECK(aws->provider != NULL);
    return aws;
}

void fake_aws_close(struct fake_aws *aws)
{
    if (aws->provider)
        aws->provider->type->close(aws->provider);
    net_free(aws->net);
    loop_free(aws->loop);
    fake_io_close(aws->io);
    struct arena memory = aws->memory;
    arena_done(&memory);
}

void fake_aws_refuse(struct fake_aws *aws, struct fake_refusal refusal)
{
    if (!refusal.status)
        refusal.status = 400;
    if (!refusal.message)
        refusal.message = "no";
    *VEC_PUSH(&aws->refusals, &aws->memory) = refusal;
}

void fake_aws_put(struct fake_aws *aws, const char *list, const char *json)
{
    add(aws, list, fake_json(aws, json));
}

static bool journal_bind(struct journal *journal, struct str name, struct value v, struct err *err)
{
    struct fake_step *step = (struct fake_step *)((char *)journal - offsetof(struct fake_step, journal));
    (void)err;
    *VEC_PUSH(&step->bound, &step->aws->memory) = (struct fake_bound){ name, v };
    return true;
}

static struct value journal_find(struct journal *journal, struct str name, struct str key)
{
    (void)journal;
    (void)name;
    (void)key;
    return VALUE_NONE;
}

static bool journal_effect(struct journal *journal, struct str name, struct str key, struct value outcome, struct err *err)
{
    (void)journal;
    (void)name;
    (void)key;
    (void)outcome;
    (void)err;
    return true;
}

static const struct journal_ops journal_ops = { journal_bind, journal_find, journal_effect };

struct fake_step *fake_step_value(struct fake_aws *aws, const struct resource_type *type, enum op_kind kind, struct value want)
{
    struct arena *a = &aws->memory;
    struct fake_step *step = ARENA_NEW(a, struct fake_step);
    for (const struct attr *row = type->attrs; row->name; row++)
        if (row->fallback && !value_given(value_get(want, row->name)))
            want = value_with(a, want, row->name, schema_default(a, row));
    step->aws = aws;
    step->journal.ops = &journal_ops;
    step->op = (struct op){ .kind = kind, .type = type, .provider = aws->provider, .arena = a, .address = arena_printf(a, "%s.a", type->name),
                            .uid = STR(MARK_UID), .want = want, .token = STR("abcdefghijklmnopqrstuvwxyz234567"), .journal = &step->journal,
                            .marks = { { "infra:stack", STR(MARK_STACK) }, { "infra:address", arena_printf(a, "%s.a", type->name) },
                                       { "infra:uid", STR(MARK_UID) } },
                            .mark_count = 3, .scope = { .step = STR("step-1"), .approved = true } };
    step->op.started_mono_ms = io_mono_ms(aws->io);
    step->op.deadline_mono_ms = step->op.started_mono_ms + 600 * 1000;
    return step;
}

struct fake_step *fake_step(struct fake_aws *aws, const char *type, enum op_kind kind, const char *want)
{
    const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };
    return fake_step_value(aws, registry_type(&registry, str_of(type), NULL), kind, fake_json(aws, want));
}

void fake_step_prior(struct fake_step *step, struct value prior)
{
    struct op *op = &step->op;
    struct schema_difference *differences;
    op->prior = prior;
    if (op->kind == OP_UPDATE) {
        schema_diff(op->arena, op->type->attrs, prior, op->want, &differences, &op->difference_count);
        op->differences = differences;
    }
    if (op->kind == OP_DELETE)
        op->want = prior;
}

static void run_on_fiber(void *argument)
{
    struct fake_step *step = argument;
    struct op *op = &step->op;
    bool (*const operations[])(struct op *, struct err *) = { [OP_CREATE] = op->type->create, [OP_UPDATE] = op->type->update,
                                                              [OP_DELETE] = op->type->delete, [OP_MARKS] = op->type->update };
    err_clear(&step->aws->err);
    step->ok = operations[op->kind](op, &step->aws->err);
}

bool fake_run(struct fake_step *step)
{
    loop_call(step->aws->loop, run_on_fiber, step);
    return step->ok;
}

struct reading {
    struct fake_aws *aws;
    struct read *read;
    bool ok;
};

static void read_on_fiber(void *argument)
{
    struct reading *r = argument;
    err_clear(&r->aws->err);
    r->ok = aws_provider.read(r->aws->provider, r->read, &r->aws->err);
}

bool fake_read(struct fake_aws *aws, struct read *read)
{
    static const struct net_scope scope;
    read->scope = &scope;
    read->arena = &aws->memory;
    struct reading r = { aws, read, false };
    loop_call(aws->loop, read_on_fiber, &r);
    return r.ok;
}

struct looking {
    struct fake_aws *aws;
    const struct lookup_type *type;
    struct value args, answer;
};

static void look_on_fiber(void *argument)
{
    struct looking *l = argument;
    static const struct net_scope scope;
    err_clear(&l->aws->err);
    if (!l->type->run(l->aws->provider, &scope, &l->aws->memory, l->args, &l->answer, &l->aws->err))
        l->answer = VALUE_NONE;
}

struct value fake_lookup(struct fake_aws *aws, const char *name, const char *args)
{
    const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };
    struct looking l = { aws, registry_lookup(&registry, str_of(name), NULL), fake_json(aws, args), VALUE_NONE };
    loop_call(aws->loop, look_on_fiber, &l);
    return l.answer;
}

struct value fake_sent(struct fake_aws *aws, const char *operation)
{
    for (size_t i = aws->requests.count; i-- > 0;)
        if (str_is(aws->requests.items[i].operation, operation))
            return aws->requests.items[i].input;
    return VALUE_NONE;
}

size_t fake_count(struct fake_aws *aws, const char *operation)
{
    size_t n = 0;
    for (size_t i = 0; i < aws->requests.count; i++)
        n += str_is(aws->requests.items[i].operation, operation);
    return n;
}
