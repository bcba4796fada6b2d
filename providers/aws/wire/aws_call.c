/*
 * aws_call.c - one AWS call: endpoint, codec, signature, pace, verdict.
 *
 * Serializing and parsing happen on the main stack (their recursion is bounded, but a fiber's stack is small). An answer is parsed
 * once, while it is judged: what net/ then does with it follows from the error table alone.
 *
 * Pace: buckets aws/<account>/<region>/<service>/<read|mutate>, at half the refill that is known of one EC2 action (cloud-facts 8):
 * our bucket is one for all actions, theirs one for each, and other programs draw on theirs too. Throttling adapts it. Loopback has
 * no quota to protect.
 */
#include "providers/aws/wire/aws_call.h"

#include "providers/aws/aws_internal.h"
#include "providers/aws/wire/aws_errors.h"
#include "providers/aws/wire/aws_page.h"
#include "providers/aws/wire/wire.h"

#include <stdlib.h>

enum { SKEW_MS = 5 * 60 * 1000, RESPONSE_MAX_BYTES = 64 << 20 };

/* ---- Where, and how fast -------------------------------------------------------------------------------------------- */

static const struct rate {
    const char *service;             /* NULL: the rest */
    double read_per_s, read_burst, mutate_per_s, mutate_burst;
} rates[] = {
    { "ec2", 5, 50, 2.5, 50 },
    { NULL, 4, 20, 1, 10 },
};

static struct str bucket(struct aws *aws, const struct model *model, const char *class, double per_s, double burst)
{
    struct str name = arena_printf(&aws->memory, "aws/%.*s/%.*s/%s/%s", STR_ARG(aws->account), STR_ARG(aws->region),
                                   model->endpoint_prefix, class);
    net_bucket_rate(aws->base.net, name, per_s, burst);
    return name;
}

static bool find_service(struct aws *aws, uint32_t operation, const struct model *model, struct aws_service **ret, struct err *err)
{
    struct aws_service *s = &aws->services[operation >> 16];
    *ret = s;
    if (str_empty(s->url)) {
        struct aws_endpoint endpoint;
        TRY(aws_config_endpoint(&aws->config, &aws->memory, str_of(model->service_id), str_of(model->endpoint_prefix), aws->region,
                                &endpoint, err));
        *s = (struct aws_service){ .url = endpoint.url, .signing_region = endpoint.signing_region, .configured = endpoint.configured };
        struct url url;
        aws->loopback = aws->loopback || (url_parse(s->url, &url) && url_is_loopback(&url));
    }
    struct url url;
    bool paced = !aws->simulated && !(url_parse(s->url, &url) && url_is_loopback(&url));
    if (paced && str_empty(s->read_bucket) && !str_empty(aws->account)) {
        const struct rate *r = rates;
        while (r->service && strcmp(r->service, model->endpoint_prefix) != 0)
            r++;
        s->read_bucket = bucket(aws, model, "read", r->read_per_s, r->read_burst);
        s->mutate_bucket = bucket(aws, model, "mutate", r->mutate_per_s, r->mutate_burst);
    }
    return true;
}

static struct str url_of(struct arena *arena, const struct aws_service *service, const struct wire_request *wire)
{
    struct str base = service->url, rest = base;
    ptrdiff_t scheme = str_find(base, STR("://"));
    struct str head = STR("");
    if (!service->configured && wire->host_prefix.len && scheme >= 0) {
        head = str_slice(base, 0, (size_t)scheme + 3);
        rest = str_slice(base, (size_t)scheme + 3, base.len);
    }
    return arena_printf(arena, "%.*s%.*s%.*s%.*s%s%.*s", STR_ARG(head), (int)(head.len ? wire->host_prefix.len : 0),
                        wire->host_prefix.ptr ? wire->host_prefix.ptr : "", STR_ARG(rest), STR_ARG(wire->path),
                        wire->query.len ? "?" : "", STR_ARG(wire->query));
}

/* ---- One call ------------------------------------------------------------------------------------------------------- */

struct call {
    struct aws *aws;
    struct arena *arena;
    const struct aws_request *request;
    struct model_ref ref;
    const struct aws_service *service;
    struct wire_request wire;
    struct str operation;            /* "EC2 CreateVpc" */
    /* for what runs on the main stack */
    const struct io_http_reply *reply;
    struct value output;
    bool ok;
    struct err *err;
};

static void serialize(void *argument)
{
    struct call *c = argument;
    struct wire_options options = { .token = c->request->token };
    struct value input = value_present(c->request->input) ? c->request->input : value_map(c->arena, NULL, 0);
    c->ok = wire_serialize(c->arena, c->ref, input, &options, &c->wire, c->err);
}

static void parse(void *argument)
{
    struct call *c = argument;
    c->ok = wire_parse(c->arena, c->ref, c->reply, &c->output, c->err);
}

static bool sign(void *context, struct arena *arena, int64_t wall_ms, struct io_http_request *http, struct err *err)
{
    struct call *c = context;
    struct aws *aws = c->aws;
    const struct model *model = c->ref.model;
    struct io_header *signature = NULL;
    size_t signature_count = 0;
    if (!(c->ref.op->flags & MODEL_UNSIGNED)) {
        struct sigv4_identity own = aws_identity(&aws->signer);
        struct sigv4_params params = { .region = c->service->signing_region, .service = str_of(model->signing_name),
                                       .sign_at_ms = wall_ms, .s3 = sigv4_is_s3(str_of(model->signing_name)) };
        struct sigv4_request request = { .method = http->method, .url = http->url, .headers = http->headers,
                                         .header_count = http->header_count, .body = http->body };
        TRY(sigv4_sign(arena, &aws->keys, c->request->identity ? c->request->identity : &own, &params, &request, &signature,
                       &signature_count, err));
    }
    struct io_header *all = ARENA_ARRAY(arena, struct io_header, http->header_count + signature_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < http->header_count; i++)
        all[n++] = http->headers[i];
    for (size_t i = 0; i < signature_count; i++)
        all[n++] = signature[i];
    all[n++] = (struct io_header){ STR("User-Agent"), STR("infra/" INFRA_VERSION) };
    http->headers = all;
    http->header_count = n;
    return true;
}

/* EC2 says AuthFailure both for unknown keys and for a clock that is off: the answer's Date tells. */
static bool clock_differs(const struct call *c, const struct io_http_reply *reply)
{
    int64_t server_ms;
    if (!io_parse_time(net_header(reply->headers, reply->header_count, "date"), &server_ms))
        return false;
    return llabs(server_ms - io_wall_ms(c->aws->world.io)) > SKEW_MS;
}

/* The codec's message begins with the operation, and net/ puts it there again. */
static void cut_operation(const struct call *c, struct err *err)
{
    size_t len = c->operation.len;
    struct str message = str_of(err->message);
    if (str_starts(message, c->operation) && message.len > len + 2 && message.ptr[len] == ':')
        memmove(err->message, err->message + len + 2, message.len - len - 1);
}

static enum net_verdict judge(void *context, const struct io_http_reply *reply, struct err *err)
{
    struct call *c = context;
    struct err none = { 0 };
    c->reply = reply;
    c->err = err ? err : &none;
    loop_on_main(net_loop(c->aws->base.net), parse, c);
    if (c->ok)
        return NET_OK;
    err = c->err;
    if (err->code == ERR_INTERNAL)
        return NET_REFUSED; /* our tables do not know this answer: again would not help */
    if (reply->status == 501)
        return NET_REFUSED; /* not implemented, by an emulator: it will not be the next time either */
    cut_operation(c, err);
    int status = reply->status < 300 ? 500 : reply->status; /* a success that cannot be read: unknown whether applied */
    switch (aws_error_class_of(c->ref.model, status, str_of(err->remote_code), str_of(err->message))) {
    case AWS_REFUSED:
    case AWS_NOT_FOUND:
    case AWS_DENIED:
        return err->code == ERR_AMBIGUOUS ? NET_TRANSIENT : NET_REFUSED;
    case AWS_THROTTLED:
        return NET_THROTTLED;
    case AWS_TRANSIENT:
        return NET_TRANSIENT;
    case AWS_CLOCK_SKEW:
        return NET_CLOCK_SKEW;
    case AWS_CREDENTIALS:
        return clock_differs(c, reply) ? NET_CLOCK_SKEW : NET_CREDENTIALS;
    }
    return NET_REFUSED;
}

static bool renew(void *context, struct err *err)
{
    struct call *c = context;
    return aws_access_renew(c->aws, err);
}

bool aws_send(struct aws *aws, struct arena *arena, const struct aws_request *request, struct aws_result *ret, struct err *err)
{
    struct call c = { .aws = aws, .arena = arena, .request = request, .ref = model_find(request->operation), .err = err };
    struct aws_service *service;
    struct loop *loop = net_loop(aws->base.net);
    TRY(find_service(aws, request->operation, c.ref.model, &service, err));
    c.service = service;
    c.operation = arena_printf(arena, "%s %s", c.ref.model->service_id, model_text(c.ref.model, c.ref.op->name));
    loop_on_main(loop, serialize, &c);
    if (!c.ok)
        return err_frame_(err, __FILE__, __func__, __LINE__);
    bool own_keys = !request->identity && !(c.ref.op->flags & MODEL_UNSIGNED);
    if (own_keys)
        TRY(aws_access_ready(aws, err));

    bool mutates = c.ref.op->flags & MODEL_MUTATES;
    struct net_request net = {
        .method = c.wire.method, .url = url_of(arena, service, &c.wire), .headers = c.wire.headers,
        .header_count = c.wire.header_count, .body = c.wire.body, .mutates = mutates, .scope = request->scope,
        .operation = c.operation, .bucket = mutates ? service->mutate_bucket : service->read_bucket,
        .max_body_bytes = RESPONSE_MAX_BYTES, .context = &c, .prepare = sign, .classify = judge,
        .refresh = own_keys && !aws->simulated ? renew : NULL,
    };
    struct net_reply reply;
    aws->mutations += mutates;
    bool ok = net_call(aws->base.net, &net, &reply, err);
    aws->mutations += mutates;
    if (!ok)
        return err_frame_(err, __FILE__, __func__, __LINE__);
    *ret = (struct aws_result){ .output = c.output };
    if (aws->simulated || aws->loopback)
        ret->sim_profile = arena_str(arena, net_header(reply.headers, reply.header_count, "x-infra-sim"));
    arena_done(&reply.memory);
    return true;
}

/* ---- Without a step ------------------------------------------------------------------------------------------------- */

/* Reads are signed when they are sent, even beside a create whose stamp is kept. */
static struct net_scope read_scope(const struct net_scope *scope)
{
    struct net_scope read = scope ? *scope : (struct net_scope){ 0 };
    read.sign_at_wall_ms = 0;
    read.never_resend = false;
    return read;
}

bool aws_get(struct provider *provider, const struct net_scope *scope, struct arena *arena, uint32_t operation, struct value input,
             struct value *ret, struct err *err)
{
    struct net_scope read = read_scope(scope);
    struct aws_request request = { .operation = operation, .input = input, .scope = &read };
    struct aws_result result;
    TRY(aws_send(aws_of(provider), arena, &request, &result, err));
    *ret = result.output;
    return true;
}

bool aws_list(struct provider *provider, const struct net_scope *scope, struct arena *arena, uint32_t operation, struct value input,
              struct value *ret, struct err *err)
{
    struct aws_pages pages = { .arena = arena, .ref = model_find(operation), .input = input };
    bool more = true;
    while (more) {
        struct value output;
        TRY(aws_get(provider, scope, arena, operation, pages.input, &output, err));
        if (!pages.count && !pages.ref.op->paginator) {
            *ret = output;
            return true;
        }
        TRY(aws_pages_add(&pages, output, &more, err));
    }
    *ret = aws_pages_results(&pages);
    return true;
}

/* ---- On behalf of a step -------------------------------------------------------------------------------------------- */

bool aws_list_op(struct op *op, uint32_t operation, struct value input, struct value *ret, struct err *err)
{
    return aws_list(op->provider, &op->scope, op->arena, operation, input, ret, err);
}

/* What takes something away is not asked for again when that is not there. */
static bool takes_away(struct model_ref ref)
{
    static const char *const words[] = { "Delete", "Revoke", "Disassociate", "Detach", "Release", "Unassign", "Disable" };
    struct str name = model_str(ref.model, ref.op->name);
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(name, str_of(words[i])))
            return true;
    return false;
}

/*
 * May what is missing only be not visible yet? In a create: yes, the object's own id too, as it is seconds old. In an update what the
 * request names beside the object may be. In a delete: no.
 */
static bool may_appear(const struct op *op, struct model_ref ref, const struct err *err)
{
    if (err->code != ERR_NOT_FOUND || takes_away(ref))
        return false;
    if (op->kind == OP_CREATE)
        return true;
    return op->kind == OP_UPDATE && !(op->type->gone && op_error_is(err, op->type->gone));
}

bool aws_call(struct op *op, uint32_t operation, struct value input, struct value *ret, struct err *err)
{
    struct aws *aws = aws_of(op->provider);
    struct model_ref ref = model_find(operation);
    struct net_scope scope = op->scope;
    /* Only the one call that makes a class G object keeps its stamp and is never sent twice: what follows has the id. */
    if (!(ref.op->flags & MODEL_MUTATES) || (op->type->create_class == CREATE_TAGGED && op_id(op).len))
        scope = read_scope(&op->scope);
    struct aws_request request = { .operation = operation, .input = input, .scope = &scope };
    if (ref.op->token)
        request.token = op_token(op, model_text(ref.model, ref.op->name), 32);
    int64_t until = io_mono_ms(aws->world.io) + aws->base.settle_ms;
    for (;;) {
        struct aws_result result;
        struct err failed = { 0 };
        if (aws_send(aws, op->arena, &request, &result, &failed)) {
            *ret = result.output;
            return true;
        }
        bool again = may_appear(op, ref, &failed) && io_mono_ms(aws->world.io) < until;
        struct err late = { 0 };
        if (again)
            op_progress(op, "%s", failed.remote_code);
        if (!again || !op_poll_pause(op, "visible", &late)) {
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    }
}
