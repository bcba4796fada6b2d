/*
 * face.c - from an HTTP request to an operation and back: whose key, which service, what is wrong with it.
 *
 * Order of the checks, as the real services have it: the key, the clock, the action, the version, the parameters, DryRun, the
 * rate, then the operation. Signatures are not checked here (engine/sim's server has a hook): in process the engine's own would
 * only be checked against itself.
 */
#include "providers/aws/sim/face.h"

#include "engine/base/log.h"
#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/model_sts.h"
#include "providers/aws/model/scalar.h"
#include "providers/aws/model/server_codec.h"
#include "providers/aws/sim/handlers.h"

#include <assert.h>

#define DEFAULT_ACCOUNT "123456789012"
#define DEFAULT_REGION "us-east-1"
enum { CLOCK_SKEW_MAX_MS = 5 * 60 * 1000, OP_INDEX = 0xffff };

typedef bool handler_fn(struct call *c);

static handler_fn *const ec2_handlers[] = {
#define X(name) [EC2_##name & OP_INDEX] = sim_##name,
    SIM_EC2_OPERATIONS(X)
#undef X
};
static handler_fn *const sts_handlers[] = {
#define X(name) [STS_##name & OP_INDEX] = sim_##name,
    SIM_STS_OPERATIONS(X)
#undef X
};

static const struct {
    const struct model *model;
    handler_fn *const *handlers;
    size_t count;
} services[] = {
    { &model_ec2, ec2_handlers, ARRAY_LEN(ec2_handlers) },
    { &model_sts, sts_handlers, ARRAY_LEN(sts_handlers) },
};

/* ---- Whose request ------------------------------------------------------------------------------------------------- */

/* Credential=AKID/date/region/service/aws4_request, of the header or of a presigned query. */
struct credential {
    struct str key, region, service;
};

static struct str query_value(struct arena *arena, struct str query, const char *name)
{
    for (struct str rest = query; rest.ptr && rest.len;) {
        struct str v = str_split(&rest, '&');
        if (str_is(str_split(&v, '='), name))
            return scalar_percent_decode(arena, v, true);
    }
    return STR("");
}

static bool read_credential(struct arena *arena, const struct sim_request *r, struct credential *ret)
{
    struct str header = sim_header(r, "authorization"), rest = STR("");
    ptrdiff_t at = str_find(header, STR("Credential="));
    if (str_starts(header, STR("AWS4-HMAC-SHA256 ")) && at > 0) {
        rest = str_slice(header, (size_t)at + 11, header.len);
        rest = str_split(&rest, ',');
    } else if (!header.len) {
        rest = query_value(arena, r->query, "X-Amz-Credential");
    }
    struct credential credential = { .key = str_trim(str_split(&rest, '/')) };
    (void)str_split(&rest, '/'); /* date */
    credential.region = str_split(&rest, '/');
    credential.service = str_split(&rest, '/');
    *ret = credential;
    return credential.key.len && credential.region.len && credential.service.len;
}

static const struct model *service_of(struct arena *arena, const struct sim_request *r, const struct server_request *request)
{
    struct credential credential;
    if (read_credential(arena, r, &credential))
        return model_service(credential.service);
    struct str host = r->host;
    const struct model *model = model_service(str_split(&host, '.'));
    struct str action = model ? STR("") : server_form_value(arena, request, "Action");
    for (size_t i = 0; action.len && !model && i < ARRAY_LEN(services); i++)
        model = model_op_named(services[i].model, action) ? services[i].model : NULL;
    return model;
}

static bool digits_only(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    }
    return s.len > 0;
}

static bool refuse_key(struct call *c, bool expired)
{
    bool ec2 = c->model == &model_ec2;
    if (expired)
        return ec2 ? call_refuse(c, "RequestExpired", "Request has expired.")
                   : call_refuse_status(c, 403, "ExpiredToken", "The security token included in the request is expired");
    return ec2 ? call_refuse_status(c, 401, "AuthFailure", "AWS was not able to validate the provided access credentials")
               : call_refuse_status(c, 403, "InvalidClientTokenId", "The security token included in the request is invalid.");
}

/* Sets account, region and scope. */
static bool identify(struct call *c)
{
    struct credential credential;
    c->account = STR(DEFAULT_ACCOUNT);
    c->region = STR(DEFAULT_REGION);
    if (!read_credential(c->arena, c->request, &credential)) {
        if (!(c->op && c->op->flags & MODEL_UNSIGNED))
            return c->model == &model_ec2 ? refuse_key(c, false)
                                          : call_refuse_status(c, 403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    } else {
        c->access_key = credential.key;
        c->region = arena_str(c->arena, credential.region);
        if (credential.key.len == 12 && digits_only(credential.key))
            c->account = arena_str(c->arena, credential.key);
        struct str token = sim_header(c->request, "x-amz-security-token");
        if (!token.len)
            token = query_value(c->arena, c->request->query, "X-Amz-Security-Token");
        if (str_starts(credential.key, STR("ASIA"))) {
            c->session = sim_get(c->world, STR("aws:session"), STR(""), credential.key);
            if (!c->session || !value_is(call_field(c->session, "token"), arena_cstr(c->arena, token)))
                return refuse_key(c, false);
            if (c->now_ms >= value_to_int(call_field(c->session, "expires_ms"), 0))
                return refuse_key(c, true);
            c->account = call_field_text(c->session, "account");
        }
    }
    c->scope = arena_printf(c->arena, "%.*s/%.*s", STR_ARG(c->account), STR_ARG(c->region));
    return true;
}

/* Signatures are good for five minutes around their date. */
static bool check_clock(struct call *c)
{
    int64_t at_ms, now_ms = c->request->client_now_ms ? c->request->client_now_ms : c->now_ms;
    struct str date = sim_header(c->request, "x-amz-date");
    if (!date.len)
        return true;
    if (!io_parse_time(date, &at_ms))
        return call_refuse(c, "InvalidParameterValue", "The date '%.*s' is invalid", STR_ARG(date));
    if (at_ms >= now_ms - CLOCK_SKEW_MAX_MS && at_ms <= now_ms + CLOCK_SKEW_MAX_MS)
        return true;
    if (c->model == &model_ec2)
        return call_refuse(c, "RequestExpired", "Request has expired.");
    struct str now = io_format_time(c->arena, now_ms);
    return call_refuse_status(c, 403, "SignatureDoesNotMatch", "Signature %s: %.*s is not within 5 min of %.*s",
                              at_ms < now_ms ? "expired" : "not yet current", STR_ARG(date), STR_ARG(now));
}

/* ---- What it asks -------------------------------------------------------------------------------------------------- */

static bool refuse_problem(struct call *c, const struct model_problem *p)
{
    bool ec2 = c->model == &model_ec2;
    switch (p->kind) {
    case MODEL_UNKNOWN_MEMBER:
        return call_refuse(c, ec2 ? "UnknownParameter" : "ValidationError", "The parameter %.*s is not recognized", STR_ARG(p->path));
    case MODEL_MISSING_MEMBER:
        return ec2 ? call_refuse_missing(c, p->path.ptr)
                   : call_refuse(c, "ValidationError", "1 validation error detected: Value at '%.*s' failed to satisfy constraint: Member must not be null",
                                 STR_ARG(p->path));
    case MODEL_WRONG_KIND:
    case MODEL_NOT_IN_ENUM:
    case MODEL_OUT_OF_LIMITS:
    case MODEL_NOT_ONE_MEMBER:
        return call_refuse(c, ec2 ? "InvalidParameterValue" : "ValidationError", "Value for parameter %.*s is invalid. It %.*s", STR_ARG(p->path),
                           STR_ARG(p->message));
    case MODEL_OK: break;
    }
    return call_refuse_status(c, 500, "InternalError", "no problem");
}

static handler_fn *handler_of(const struct call *c)
{
    for (size_t i = 0; i < ARRAY_LEN(services); i++) {
        size_t index = (size_t)(c->op - c->model->ops);
        if (services[i].model == c->model)
            return index < services[i].count ? services[i].handlers[index] : NULL;
    }
    return NULL;
}

static bool answer_call(struct call *c, const struct server_request *request)
{
    struct model_problem problem = { 0 };
    c->op = server_operation(c->arena, c->model, request);
    if (!identify(c) || !check_clock(c))
        return false;
    struct str version = server_form_value(c->arena, request, "Version");
    if (!c->op || !handler_of(c))
        return call_refuse(c, "InvalidAction", "The action %s is not valid for this web service.",
                           server_form_value(c->arena, request, "Action").ptr);
    if (version.len && !str_is(version, c->model->api_version))
        return call_refuse(c, "InvalidAction", "Could not find operation %s for version %.*s", model_text(c->model, c->op->name), STR_ARG(version));
    if (!server_read(c->arena, c->model, c->op, request, &c->in, &problem))
        return refuse_problem(c, &problem);
    if (value_to_bool(call_in(c, "DryRun"), false))
        return call_refuse_status(c, 412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    if (c->model == &model_ec2 && !call_throttle(c))
        return false;
    if (c->model == &model_ec2 && call_knob(c, "default_vpc", 0))
        call_make_default_vpc(c);
    return handler_of(c)(c);
}

/* A presigned request says in its query how it is signed; the operation does not know those parameters. */
static struct str without_signature(struct arena *arena, struct str query)
{
    if (str_find(query, STR("X-Amz-")) < 0)
        return query;
    struct buf out = { 0 };
    for (struct str rest = query; rest.ptr;) {
        struct str part = str_split(&rest, '&');
        if (!str_starts(part, STR("X-Amz-")))
            buf_printf(&out, "%s%.*s", out.len ? "&" : "", STR_ARG(part));
    }
    struct str clean = arena_str(arena, buf_str(&out));
    buf_done(&out);
    return clean;
}

static struct server_request server_request_of(struct arena *arena, const struct sim_request *r)
{
    return (struct server_request){ r->method, r->path, without_signature(arena, r->query), r->headers, r->header_count, r->body };
}

static struct str request_id_of(struct sim_world *world, struct arena *arena)
{
    struct str hex = sim_new_id(world, arena, "", 32);
    return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex.ptr, hex.ptr + 8, hex.ptr + 12, hex.ptr + 16, hex.ptr + 20);
}

static void respond(struct arena *arena, const struct server_answer *answer, int64_t now_ms, struct str request_id, struct sim_response *ret)
{
    DROP_BUF struct buf date = { 0 };
    scalar_time_write(&date, now_ms, MODEL_TIME_RFC822);
    ret->status = answer->status;
    ret->body = answer->body;
    for (size_t i = 0; i < answer->header_count; i++)
        *VEC_PUSH(&ret->headers, arena) = answer->headers[i];
    if (request_id.len)
        *VEC_PUSH(&ret->headers, arena) = (struct io_header){ STR("x-amzn-requestid"), request_id };
    if (now_ms)
        *VEC_PUSH(&ret->headers, arena) = (struct io_header){ STR("date"), arena_str(arena, buf_str(&date)) };
}

/*
 * A server states its own times, so that nobody waits a real cloud's minutes for it (believed on loopback only): how long a request may
 * still be under way or a read lag behind, and how often polling is useful. In process time is virtual, there nothing is stated.
 */
static void state_times(const struct sim_world *world, struct arena *arena, struct sim_response *ret)
{
    const struct sim_options *o = sim_world_options(world);
    if (o->speed <= 0)
        return;
    double settle_ms = 500 + 2 * (double)o->lag_ms / o->speed, poll_ms = 1000 / o->speed;
    struct str text = arena_printf(arena, "settle_ms=%.0f;poll_ms=%.0f", settle_ms, poll_ms < 2 ? 2 : poll_ms);
    *VEC_PUSH(&ret->headers, arena) = (struct io_header){ STR("x-infra-sim"), text };
}

static void handle(struct sim_world *world, struct arena *arena, int64_t now_ms, const struct sim_request *request, struct sim_response *ret)
{
    struct server_request http = server_request_of(arena, request);
    struct call c = { .world = world, .arena = arena, .now_ms = now_ms, .request = request, .model = service_of(arena, request, &http) };
    struct err err = { 0 };
    struct server_answer answer;
    c.request_id = request_id_of(world, arena);
    bool done = false, written;
    if (c.model)
        done = answer_call(&c, &http);
    else
        (void)call_refuse(&c, "UnknownService", "this service is not simulated");
    if (done) {
        written = server_write(arena, c.model, c.op, c.out, c.request_id, &answer, &err);
    } else {
        struct server_error error = { .status = c.status ? c.status : 400, .code = c.code, .message = c.message };
        written = server_write_error(arena, c.model ? c.model : &model_ec2, c.op, &error, c.request_id, &answer, &err);
    }
    if (!written) /* a bug of this room: an answer that does not fit the model */
        LOG_DEBUG("sim", "an answer does not fit the model: %s", err.message);
    assert(written);
    struct str name = c.op ? arena_printf(arena, "%s:%s", c.model->signing_name, model_text(c.model, c.op->name)) : STR("");
    sim_audit_note(world, name, c.op && c.op->flags & MODEL_MUTATES, c.effect);
    respond(arena, &answer, now_ms, c.request_id, ret);
    state_times(world, arena, ret);
}

/* ---- The face ------------------------------------------------------------------------------------------------------ */

static bool serves(const struct sim_request *r)
{
    struct str host = r->host;
    static const char *const domains[] = { ".amazonaws.com", ".amazonaws.com.cn", ".api.aws" };
    host = str_split(&host, ':');
    for (size_t i = 0; i < ARRAY_LEN(domains); i++) {
        if (str_ends(host, str_of(domains[i])))
            return true;
    }
    return str_starts(sim_header(r, "authorization"), STR("AWS4-HMAC-SHA256 ")) || str_find(r->query, STR("X-Amz-Credential=")) >= 0 ||
           str_starts(r->body, STR("Action=")) || str_find(r->body, STR("&Action=")) >= 0 || str_find(r->query, STR("Action=")) >= 0;
}

static void fault(struct arena *arena, enum sim_fate fate, const struct sim_request *request, struct sim_response *ret)
{
    struct server_request http = server_request_of(arena, request);
    const struct model *model = service_of(arena, request, &http);
    bool ec2 = !model || model == &model_ec2, throttled = fate == FATE_THROTTLED;
    struct server_error error = {
        .status = throttled ? (ec2 ? 503 : 400) : ec2 ? 500 : 503,
        .code = throttled ? (ec2 ? STR("RequestLimitExceeded") : STR("Throttling")) : ec2 ? STR("InternalError") : STR("ServiceUnavailable"),
        .message = throttled ? (ec2 ? STR("Request limit exceeded.") : STR("Rate exceeded")) : STR("An internal error has occurred"),
    };
    struct server_answer answer;
    struct err err = { 0 };
    bool written = server_write_error(arena, model ? model : &model_ec2, NULL, &error, STR("00000000-0000-0000-0000-000000000000"), &answer, &err);
    assert(written);
    respond(arena, &answer, 0, STR(""), ret);
}

static bool due(struct sim_world *world, struct arena *arena, struct sim_object *object, struct str state, int64_t at_ms)
{
    if (!str_starts(object->kind, STR("ec2:")))
        return false;
    struct call c = { .world = world, .arena = arena, .now_ms = at_ms, .model = &model_ec2, .scope = object->scope };
    struct str rest = object->scope;
    c.account = arena_str(arena, str_split(&rest, '/'));
    c.region = rest;
    call_due(&c, object, state);
    return true;
}

static struct str operation(struct arena *arena, const struct sim_request *request, bool *ret_mutates)
{
    struct server_request http = server_request_of(arena, request);
    const struct model *model = service_of(arena, request, &http);
    const struct model_op *op = model ? server_operation(arena, model, &http) : NULL;
    *ret_mutates = op && op->flags & MODEL_MUTATES;
    return op ? arena_printf(arena, "%s:%s", model->signing_name, model_text(model, op->name)) : STR("");
}

const struct sim_face aws_sim_face = {
    .name = "aws",
    .serves = serves,
    .handle = handle,
    .fault = fault,
    .due = due,
    .operation = operation,
};
