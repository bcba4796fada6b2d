/*
 * net.c - one call: gate, fence, signing, attempts, and what may be said about its effect afterwards.
 *
 * What an attempt can have done decides everything (cloud-facts 9): never sent, or a parsed refusal or throttling: surely not
 * applied; an answer that is missing, broken or a 5xx: unknown. One unknown attempt of a mutating call makes every later failure
 * of that call ERR_AMBIGUOUS, also a plain refusal ("already exists" may be our own doing); the remote code stays readable.
 * The one exception is ERR_LOCKED: who lost the fence can record nothing any more.
 *
 * A call ends early when the next back-off would end after its deadline. Reads without a step give up after NOT_SENT_MAX
 * attempts that reached nobody, so that a wrong endpoint is reported in seconds; calls of a step go on until their deadline, so
 * that an apply survives a network that is away for a minute.
 */
#include "engine/net/net.h"
#include "engine/base/log.h"
#include "engine/base/map.h"
#include "engine/net/gate.h"
#include "engine/net/http_curl.h"
#include "engine/net/loop.h"
#include "engine/net/retry.h"
#include "engine/net/trace.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    READ_DEADLINE_MS = 120000,
    ATTEMPT_MS = 60000,
    LAST_ATTEMPT_MS = 1000,  /* an attempt is not cut shorter than this by the deadline */
    SKEW_MS = 300000,        /* less than that is not what a server complains about */
    NOT_SENT_MAX = 8,
};

struct net {
    struct loop *loop;
    struct arena memory;
    struct gate *gate;
    struct map clock_offsets;   /* host -> int64_t *, ms to add to our clock */
    struct retry_random random;
    int64_t read_deadline_ms;
    bool fast;
    struct net_stats stats;
};

/* Why the attempts so far did not do. */
enum reason { REASON_NONE, REASON_THROTTLED, REASON_NOT_SENT, REASON_UNKNOWN };

struct call {
    struct net *net;
    const struct net_request *request;
    const struct net_scope *scope;
    struct str operation;
    struct gate_bucket *bucket;
    struct gate_ticket ticket;
    int attempts, retries, not_sent;
    bool unknown;               /* an attempt of this mutating call may have been applied */
    bool skew_corrected, refreshed;
    enum reason reason;
    struct arena memory;        /* of `last` */
    struct err *last;           /* what the last attempt, or what stopped the next one, said; NULL: nothing yet */
};

/* An err is 2 KiB: it is made when there is something to say, not on the stacks of thousands that wait at the gate. */
static struct err *clean_last(struct call *call)
{
    if (!call->last)
        call->last = ARENA_NEW(&call->memory, struct err);
    err_clear(call->last);
    return call->last;
}

/* ---- The end of a call --------------------------------------------------------------------------------------------- */

/* The call fails with what call->last says; the code follows the rule at the top of this file. */
static bool fail_call(struct call *call, struct err *err)
{
    if (call->unknown && call->last->code != ERR_LOCKED)
        call->last->code = ERR_AMBIGUOUS;
    (void)err_context(call->last, "%.*s", STR_ARG(call->operation));
    if (err)
        *err = *call->last;
    return false;
}

/* The last attempt's own words, as the reason in a longer message. */
static bool give_up(struct call *call, const char *what, struct err *err)
{
    static const enum err_code codes[] = {
        [REASON_NONE] = ERR_TIMEOUT,
        [REASON_THROTTLED] = ERR_THROTTLED,
        [REASON_NOT_SENT] = ERR_UNREACHABLE,
        [REASON_UNKNOWN] = ERR_TIMEOUT,
    };
    if (!call->last || call->last->code == ERR_NONE)
        (void)FAIL(clean_last(call), codes[call->reason], "%s", what);
    else
        (void)err_context(call->last, "%s after %d attempt%s", what, call->attempts, call->attempts == 1 ? "" : "s");
    call->last->code = codes[call->reason];
    return fail_call(call, err);
}

static bool interrupted(struct call *call, struct err *err)
{
    clean_last(call);
    (void)FAIL(call->last, ERR_INTERRUPTED, "interrupted");
    return fail_call(call, err);
}

static bool gate_stopped(struct call *call, enum gate_result result, const char *what, struct err *err)
{
    return result == GATE_INTERRUPTED ? interrupted(call, err) : give_up(call, what, err);
}

/* ---- Before the attempt -------------------------------------------------------------------------------------------- */

static int64_t now_ms(const struct net *net)
{
    return io_mono_ms(loop_io(net->loop));
}

static bool is_interrupted(const struct net *net)
{
    return loop_interrupted(net->loop) >= 2;
}

/* Token, slot, fence. On true a slot is held. */
static bool pass_gate(struct call *call, struct err *err)
{
    struct gate *gate = call->net->gate;
    if (is_interrupted(call->net))
        return interrupted(call, err);
    enum gate_result result = gate_token(gate, call->bucket, &call->ticket);
    if (result != GATE_PASS)
        return gate_stopped(call, result, "waited for the rate limit until the deadline", err);
    do {
        result = gate_wait_slot(gate, &call->ticket);
        if (result != GATE_PASS)
            return gate_stopped(call, result, "waited for other requests until the deadline", err);
        if (!call->request->mutates || !call->scope->cleared)
            continue;
        /* Without a slot in hand: the answer may need requests of its own. Nothing suspends between a yes and the send. */
        clean_last(call);
        if (!call->scope->cleared(call->scope->cleared_context, call->last))
            return fail_call(call, err);
    } while (!gate_take_slot(gate, &call->ticket));
    if (is_interrupted(call->net)) { /* while the fence was asked */
        gate_leave(gate, NULL, false);
        return interrupted(call, err);
    }
    return true;
}

static struct str host_of(struct str text)
{
    struct url url;
    return url_parse(text, &url) ? url.host : STR_NONE;
}

static int64_t *clock_offset(struct net *net, struct str url)
{
    struct str host = host_of(url);
    int64_t *offset = map_find(&net->clock_offsets, host);
    if (!offset) {
        offset = ARENA_NEW(&net->memory, int64_t);
        (void)map_put(&net->clock_offsets, arena_str(&net->memory, host), offset);
    }
    return offset;
}

static bool prepare(struct call *call, struct arena *arena, struct io_http_request *http, struct err *err)
{
    const struct net_request *request = call->request;
    struct net *net = call->net;
    int64_t left_ms = call->ticket.deadline_mono_ms - now_ms(net);
    *http = (struct io_http_request){
        .method = request->method, .url = request->url, .headers = request->headers, .header_count = request->header_count,
        .body = request->body, .tls = request->tls, .max_body_bytes = request->max_body_bytes,
        .timeout_ms = MIN_OF(request->timeout_ms ? request->timeout_ms : ATTEMPT_MS, MAX_OF(left_ms, (int64_t)LAST_ATTEMPT_MS)),
    };
    int64_t wall_ms = call->scope->sign_at_wall_ms;
    if (!wall_ms)
        wall_ms = io_wall_ms(loop_io(net->loop)) + *clock_offset(net, request->url);
    clean_last(call);
    if (request->prepare && !request->prepare(request->context, arena, wall_ms, http, call->last))
        return fail_call(call, err);
    http->mutates = request->mutates;
    http->step = call->scope->step;
    return true;
}

/* ---- The attempt --------------------------------------------------------------------------------------------------- */

static void send_once(struct call *call, const struct io_http_request *http, struct io_http_reply *reply)
{
    struct net *net = call->net;
    int64_t start_ms = now_ms(net);
    call->attempts++;
    net->stats.requests++;
    net->stats.mutating_requests += http->mutates;
    net->stats.bytes_out += http->body.len;
    loop_http(net->loop, http, reply);
    net->stats.bytes_in += reply->body.len;
    trace_attempt(&(struct trace_attempt){ .operation = call->operation, .step = call->scope->step, .attempt = call->attempts,
                                           .http = http, .reply = reply, .took_ms = now_ms(net) - start_ms });
}

static enum net_verdict classify_by_status(const struct io_http_reply *reply, struct err *err)
{
    if (reply->status >= 200 && reply->status < 300)
        return NET_OK;
    (void)FAIL(err, ERR_NONE, "the server answered %d", reply->status);
    if (reply->status == 429)
        return NET_THROTTLED;
    return reply->status >= 500 || reply->status == 408 ? NET_TRANSIENT : NET_REFUSED;
}

static enum err_code code_of_status(int status)
{
    switch (status) {
    case 401:
        return ERR_AUTH;
    case 403:
        return ERR_DENIED;
    case 404:
        return ERR_NOT_FOUND;
    case 409:
    case 412:
        return ERR_CONFLICT;
    default:
        return ERR_REMOTE;
    }
}

/* What the answer means; fills call->last unless it is NET_OK. */
static enum net_verdict judge(struct call *call, const struct io_http_reply *reply)
{
    const struct net_request *request = call->request;
    clean_last(call);
    enum net_verdict verdict = request->classify ? request->classify(request->context, reply, call->last)
                                                 : classify_by_status(reply, call->last);
    if (verdict == NET_OK) {
        clean_last(call);
        return verdict;
    }
    struct err *last = call->last;
    if (!last->message[0])
        (void)snprintf(last->message, sizeof last->message, "the server answered %d", reply->status);
    if (last->code == ERR_NONE)
        last->code = verdict == NET_CREDENTIALS ? ERR_AUTH : code_of_status(reply->status);
    if (!last->http_status)
        last->http_status = reply->status;
    return verdict;
}

/* The server's clock by its Date header. False: it does not differ enough, or none may be signed again. */
static bool correct_clock(struct call *call, const struct io_http_reply *reply)
{
    struct net *net = call->net;
    int64_t server_ms;
    if (call->skew_corrected || call->scope->sign_at_wall_ms ||
        !io_parse_time(net_header(reply->headers, reply->header_count, "date"), &server_ms))
        return false;
    int64_t *offset = clock_offset(net, call->request->url);
    int64_t differs_ms = server_ms - io_wall_ms(loop_io(net->loop));
    if (llabs(differs_ms - *offset) <= SKEW_MS)
        return false;
    LOG_DEBUG("net", "the clock of %.*s differs by %lld s", STR_ARG(host_of(call->request->url)), (long long)differs_ms / 1000);
    *offset = differs_ms;
    call->skew_corrected = true;
    return true;
}

/* ---- After the attempt --------------------------------------------------------------------------------------------- */

enum next { NEXT_TAKE, NEXT_FAIL, NEXT_GIVE_UP, NEXT_AT_ONCE, NEXT_REFRESH, NEXT_BACK_OFF };

static enum next after_unknown(struct call *call)
{
    call->reason = REASON_UNKNOWN;
    call->unknown |= call->request->mutates;
    if (call->unknown && call->scope->never_resend)
        return NEXT_FAIL;
    call->net->stats.transient++;
    return NEXT_BACK_OFF;
}

static enum next after_answer(struct call *call, const struct io_http_reply *reply)
{
    switch (judge(call, reply)) {
    case NET_OK:
        return NEXT_TAKE;
    case NET_REFUSED:
        return NEXT_FAIL;
    case NET_THROTTLED:
        call->reason = REASON_THROTTLED;
        call->net->stats.throttled++;
        return NEXT_BACK_OFF;
    case NET_TRANSIENT:
        return after_unknown(call);
    case NET_CLOCK_SKEW:
        return correct_clock(call, reply) ? NEXT_AT_ONCE : NEXT_FAIL;
    case NET_CREDENTIALS:
        if (call->refreshed || !call->request->refresh)
            return NEXT_FAIL;
        call->refreshed = true;
        return NEXT_REFRESH; /* after the slot is let go: it may need requests of its own */
    }
    assert(!"a verdict that does not exist");
    return NEXT_FAIL;
}

static enum next after_attempt(struct call *call, const struct io_http_reply *reply)
{
    if (reply->outcome == IO_ANSWERED) {
        call->not_sent = 0;
        return after_answer(call, reply);
    }
    clean_last(call);
    if (reply->outcome == IO_AMBIGUOUS) {
        (void)FAIL(call->last, ERR_AMBIGUOUS, "no whole answer: %.*s", STR_ARG(reply->problem));
        return after_unknown(call);
    }
    struct str url = trace_url(call->request->url);
    (void)FAIL(call->last, ERR_UNREACHABLE, "cannot reach %.*s: %.*s", STR_ARG(url), STR_ARG(reply->problem));
    call->reason = REASON_NOT_SENT;
    if (reply->status == HTTP_CURL_FINAL)
        return NEXT_FAIL; /* a certificate or a URL does not get better */
    call->not_sent++;
    return call->not_sent >= NOT_SENT_MAX && !call->scope->step.len ? NEXT_GIVE_UP : NEXT_BACK_OFF;
}

/* Suspends until the next attempt is due. */
static bool back_off(struct call *call, int64_t delay_ms, struct err *err)
{
    struct net *net = call->net;
    int64_t until_ms = now_ms(net) + delay_ms;
    if (until_ms >= call->ticket.deadline_mono_ms)
        return give_up(call, "gave up at the deadline", err);
    while (!is_interrupted(net) && now_ms(net) < until_ms)
        (void)fiber_park(net->loop, until_ms);
    return is_interrupted(net) ? interrupted(call, err) : true;
}

static void take_reply(const struct call *call, const struct io_http_reply *reply, struct net_reply *ret)
{
    *ret = (struct net_reply){
        .status = reply->status, .headers = reply->headers, .header_count = reply->header_count, .body = reply->body,
        .attempts = call->attempts, .earlier_unknown = call->unknown, .memory = reply->memory,
    };
}

static bool refresh(struct call *call, struct err *err)
{
    clean_last(call);
    return call->request->refresh(call->request->context, call->last) ? true : fail_call(call, err);
}

/* One attempt and what follows from it. *ret_done: the call is over (true: answered). */
static bool attempt(struct call *call, struct net_reply *ret, bool *ret_done, struct err *err)
{
    struct net *net = call->net;
    *ret_done = false;
    TRY(pass_gate(call, err));
    DROP_ARENA struct arena scratch = { 0 };
    struct io_http_request http;
    if (!prepare(call, &scratch, &http, err)) {
        gate_leave(net->gate, NULL, false);
        return false;
    }
    struct io_http_reply reply;
    send_once(call, &http, &reply);
    call->reason = REASON_NONE;
    enum next next = after_attempt(call, &reply);
    gate_leave(net->gate, call->bucket, call->reason == REASON_THROTTLED);
    if (next == NEXT_TAKE) {
        take_reply(call, &reply, ret);
        *ret_done = true;
        return true;
    }
    enum retry_reason reason = call->reason == REASON_THROTTLED ? RETRY_THROTTLED : RETRY_TRANSIENT;
    int64_t delay_ms = 0;
    if (next == NEXT_BACK_OFF)
        delay_ms = retry_delay_ms(&net->random, reason, call->retries++, net->fast, io_wall_ms(loop_io(net->loop)), reply.headers,
                                  reply.header_count);
    bool unanswered = reply.outcome != IO_ANSWERED;
    arena_done(&reply.memory);
    if (unanswered && is_interrupted(net))
        return interrupted(call, err);
    if (next == NEXT_FAIL)
        return fail_call(call, err);
    if (next == NEXT_GIVE_UP || (call->request->max_attempts && call->attempts >= call->request->max_attempts))
        return give_up(call, "gave up", err);
    if (next == NEXT_REFRESH)
        return refresh(call, err);
    return next == NEXT_AT_ONCE || back_off(call, delay_ms, err);
}

/* ---- The room's face ----------------------------------------------------------------------------------------------- */

bool net_call(struct net *net, const struct net_request *request, struct net_reply *ret, struct err *err)
{
    static const struct net_scope read_scope = { 0 };
    struct call call = { .net = net, .request = request, .scope = request->scope ? request->scope : &read_scope };
    call.operation = request->operation.len ? request->operation : request->method;
    net->stats.calls++;
    if (request->mutates && (!call.scope->approved || str_empty(call.scope->step)))
        return FAIL(err, ERR_INTERNAL, "%.*s changes things but belongs to no approved step: it was not sent",
                    STR_ARG(call.operation));
    call.bucket = gate_bucket(net->gate, request->bucket);
    call.ticket.priority = call.scope->priority;
    call.ticket.deadline_mono_ms = call.scope->deadline_mono_ms ? call.scope->deadline_mono_ms
                                                                : now_ms(net) + net->read_deadline_ms;
    bool done = false, going = true;
    while (going && !done)
        going = attempt(&call, ret, &done, err);
    arena_done(&call.memory);
    return done;
}

void net_bucket_rate(struct net *net, struct str bucket, double per_second, double burst)
{
    gate_rate(net->gate, gate_bucket(net->gate, bucket), per_second, burst);
}

struct net_stats net_stats(const struct net *net)
{
    return net->stats;
}

struct str net_header(const struct io_header *headers, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(headers[i].name, name))
            return headers[i].value;
    return STR_NONE;
}

struct net *net_new(struct loop *loop, const struct net_options *options)
{
    static const struct net_options defaults = { 0 };
    if (!options)
        options = &defaults;
    struct arena memory = { 0 };
    struct net *net = ARENA_NEW(&memory, struct net);
    net->memory = memory; /* it lives in its own arena */
    net->loop = loop;
    net->gate = gate_new(loop, options->max_in_flight);
    net->clock_offsets.arena = &net->memory;
    net->read_deadline_ms = options->read_deadline_ms ? options->read_deadline_ms : READ_DEADLINE_MS;
    net->fast = options->fast_profile;
    uint64_t seed = options->seed;
    if (!seed)
        io_random(loop_io(loop), &seed, sizeof seed);
    retry_seed(&net->random, seed);
    return net;
}

void net_free(struct net *net)
{
    if (!net)
        return;
    gate_free(net->gate);
    struct arena memory = net->memory;
    arena_done(&memory);
}

struct loop *net_loop(struct net *net)
{
    return net->loop;
}
