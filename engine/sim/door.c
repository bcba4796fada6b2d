/*
 * door.c - the in-process door: a virtual clock, HTTP answered by a world, files by the real door.
 *
 * A transfer is two events: the request arrives at the cloud (the world handles it then, not when it was started) and the answer
 * is back. wait() jumps the clock to the earliest event, or to the deadline when that comes first; nothing else moves it, so
 * the same seed gives the same trace. Times on the way are drawn from the world's generator: with a latency, requests that
 * were started together arrive in any order.
 *
 * What was sent is sent: a transfer that is cancelled still arrives. When the door closes (the process is killed), each request on
 * its way arrives or not by the toss of a coin.
 */
#include "engine/sim/sim_internal.h"

#include "engine/net/net.h"

#include <assert.h>
#include <ctype.h>

enum { TIMEOUT_MS = 60000, CONNECT_TIMEOUT_MS = 10000, MAX_BODY_BYTES = 64 << 20 };

struct transfer {
    struct transfer *next;
    struct io_http_request request; /* its views are the caller's until it is cancelled; then copies */
    void *tag;                      /* NULL: cancelled */
    uint64_t number;                /* breaks ties of time */
    int64_t event_ms;               /* virtual mono: arrival, then the answer */
    bool arrived;
    struct io_http_reply reply;
};

struct door {
    struct io io;
    struct io *real;
    struct sim_world *world;
    struct arena memory;            /* this struct, and transfers */
    struct transfer *transfers, *spare;
    uint64_t number;
    int64_t start_wall_ms, now_ms;  /* mono; the wall is start + now */
    uint64_t random;
    void (*changed)(void *context);  /* after each effect; NULL: nobody wants to know */
    void *changed_context;
};

static struct door *door_of(struct io *io)
{
    return io->context;
}

/* ---- Clock and randomness ------------------------------------------------------------------------------------------ */

static int64_t door_wall_ms(struct io *io)
{
    return door_of(io)->start_wall_ms + door_of(io)->now_ms;
}

static int64_t door_mono_ms(struct io *io)
{
    return door_of(io)->now_ms;
}

/* A stream of its own (splitmix64), so that ids of the cloud do not depend on what the engine draws. */
static void door_random(struct io *io, void *ret, size_t len)
{
    struct door *door = door_of(io);
    for (char *at = ret; len;) {
        uint64_t z = door->random += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        z ^= z >> 31;
        size_t part = MIN_OF(len, sizeof z);
        memcpy(at, &z, part);
        at += part;
        len -= part;
    }
}

/* ---- Transfers ----------------------------------------------------------------------------------------------------- */

static int64_t leg_ms(struct door *door)
{
    int64_t latency_ms = sim_world_options(door->world)->latency_ms;
    return latency_ms > 0 ? sim_duration(door->world, latency_ms / 4, latency_ms / 2) : 0;
}

static void door_http_start(struct io *io, const struct io_http_request *request, void *tag)
{
    struct door *door = door_of(io);
    assert(tag);
    struct transfer *t = door->spare;
    if (t)
        door->spare = t->next;
    else
        t = ARENA_NEW(&door->memory, struct transfer);
    *t = (struct transfer){ .next = door->transfers, .request = *request, .tag = tag, .number = door->number++ };
    t->event_ms = door->now_ms + leg_ms(door);
    door->transfers = t;
}

static void copy_request(struct arena *arena, struct io_http_request *r)
{
    struct io_header *headers = ARENA_ARRAY(arena, struct io_header, r->header_count);
    for (size_t i = 0; i < r->header_count; i++)
        headers[i] = (struct io_header){ arena_str(arena, r->headers[i].name), arena_str(arena, r->headers[i].value) };
    r->headers = headers;
    r->method = arena_str(arena, r->method);
    r->url = arena_str(arena, r->url);
    r->body = arena_str(arena, r->body);
    r->step = arena_str(arena, r->step);
}

static void door_http_cancel(struct io *io, void *tag)
{
    struct door *door = door_of(io);
    for (struct transfer *t = door->transfers; t; t = t->next) {
        if (t->tag != tag)
            continue;
        t->tag = NULL;
        if (!t->arrived)
            copy_request(&t->reply.memory, &t->request);
        return;
    }
}

static struct str lower(struct arena *arena, struct str s)
{
    char *copy = arena_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = (char)tolower((unsigned char)copy[i]);
    return str_n(copy, s.len);
}

static bool read_request(struct arena *arena, const struct io_http_request *from, struct sim_request *ret)
{
    struct url url;
    if (!url_parse(from->url, &url))
        return false;
    struct io_header *headers = ARENA_ARRAY(arena, struct io_header, from->header_count);
    struct str host = url.host;
    for (size_t i = 0; i < from->header_count; i++) {
        headers[i] = (struct io_header){ lower(arena, from->headers[i].name), from->headers[i].value };
        if (str_is(headers[i].name, "host"))
            host = headers[i].value;
    }
    *ret = (struct sim_request){
        .method = from->method,
        .host = host,
        .path = url.path.len ? url.path : STR("/"),
        .query = url.query,
        .headers = headers,
        .header_count = from->header_count,
        .body = from->body,
        .step = from->step,
    };
    return true;
}

static void fail(struct io_http_reply *reply, enum io_outcome outcome, const char *problem)
{
    reply->outcome = outcome;
    reply->problem = str_of(problem);
}

static void tell_effect(struct door *door)
{
    size_t count;
    const struct sim_audit *audit = sim_audit(door->world, &count);
    if (door->changed && count && audit[count - 1].mutates && audit[count - 1].effect)
        door->changed(door->changed_context);
}

/* The answer as the client gets it, and when. */
static void arrive(struct door *door, struct transfer *t)
{
    struct io_http_reply *reply = &t->reply;
    struct arena *arena = &reply->memory;
    struct sim_request request;
    struct sim_response response = { 0 };
    t->arrived = true;
    t->event_ms = door->now_ms + leg_ms(door);
    if (!read_request(arena, &t->request, &request)) {
        fail(reply, IO_NOT_SENT, "not a URL");
        return;
    }
    bool served = sim_serves(door->world, &request);
    int64_t timeout_ms = t->request.timeout_ms ? t->request.timeout_ms : TIMEOUT_MS;
    enum sim_fate fate = sim_handle(door->world, arena, door_wall_ms(&door->io), &request, &response);
    tell_effect(door);
    switch (fate) {
    case FATE_REFUSED: fail(reply, IO_NOT_SENT, served ? "connection refused" : "no simulated cloud serves this host"); return;
    case FATE_RESET_BEFORE:
    case FATE_RESET_AFTER: fail(reply, IO_AMBIGUOUS, "connection reset"); return;
    case FATE_TIMEOUT_BEFORE:
    case FATE_TIMEOUT_AFTER:
        fail(reply, IO_AMBIGUOUS, "no answer in time");
        t->event_ms = MAX_OF(t->event_ms, door->now_ms + timeout_ms);
        return;
    case FATE_NORMAL:
    case FATE_ERROR_BEFORE:
    case FATE_ERROR_AFTER:
    case FATE_THROTTLED:
    case FATE_DUPLICATED: break;
    case FATE_COUNT: assert(!"a fate");
    }
    if (response.body.len > (t->request.max_body_bytes ? t->request.max_body_bytes : (size_t)MAX_BODY_BYTES)) {
        fail(reply, IO_AMBIGUOUS, "the answer is too long");
        return;
    }
    reply->outcome = IO_ANSWERED;
    reply->status = response.status;
    reply->headers = response.headers.items;
    reply->header_count = response.headers.count;
    reply->body = str_is(request.method, "HEAD") ? STR("") : response.body;
}

static struct transfer *earliest(struct door *door)
{
    struct transfer *first = door->transfers;
    for (struct transfer *t = first; t; t = t->next) {
        if (t->event_ms < first->event_ms || (t->event_ms == first->event_ms && t->number < first->number))
            first = t;
    }
    return first;
}

static void take_out(struct door *door, struct transfer *gone)
{
    struct transfer **at = &door->transfers;
    while (*at != gone)
        at = &(*at)->next;
    *at = gone->next;
    gone->next = door->spare;
    door->spare = gone;
}

static void *door_wait(struct io *io, int64_t deadline_mono_ms, struct io_http_reply *ret_reply)
{
    struct door *door = door_of(io);
    if (io_wake_clear())
        return NULL;
    for (;;) {
        struct transfer *t = earliest(door);
        if (!t || t->event_ms > MAX_OF(deadline_mono_ms, door->now_ms)) {
            assert(deadline_mono_ms != INT64_MAX && "everything waits for ever");
            door->now_ms = MAX_OF(door->now_ms, deadline_mono_ms);
            return NULL;
        }
        door->now_ms = MAX_OF(door->now_ms, t->event_ms);
        if (!t->arrived) {
            arrive(door, t);
            continue;
        }
        void *tag = t->tag;
        if (tag)
            *ret_reply = t->reply;
        else
            arena_done(&t->reply.memory);
        take_out(door, t);
        if (tag)
            return tag;
    }
}

/* ---- Files: the real ones ------------------------------------------------------------------------------------------ */

static bool door_file_read(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret, struct err *err)
{
    return io_file_read(door_of(io)->real, arena, path, max_bytes, ret, err);
}

static bool door_file_write(struct io *io, const char *path, struct str data, unsigned mode, struct err *err)
{
    return io_file_write(door_of(io)->real, path, data, mode, err);
}

static bool door_file_remove(struct io *io, const char *path, struct err *err)
{
    return io_file_remove(door_of(io)->real, path, err);
}

static bool door_make_dirs(struct io *io, const char *path, unsigned mode, struct err *err)
{
    return io_make_dirs(door_of(io)->real, path, mode, err);
}

static const char *door_sqlite_vfs(struct io *io)
{
    struct io *real = door_of(io)->real;
    return real->ops->sqlite_vfs(real);
}

static bool door_file_info(struct io *io, const char *path, struct io_file_info *ret, struct err *err)
{
    return io_file_info(door_of(io)->real, path, ret, err);
}

static bool door_file_resolve(struct io *io, struct arena *arena, const char *path, struct str *ret, struct err *err)
{
    return io_file_resolve(door_of(io)->real, arena, path, ret, err);
}

static bool door_dir_list(struct io *io, struct arena *arena, const char *path, struct str **ret, size_t *ret_count, struct err *err)
{
    return io_dir_list(door_of(io)->real, arena, path, ret, ret_count, err);
}

static const struct io_ops door_ops = {
    .wall_ms = door_wall_ms,
    .mono_ms = door_mono_ms,
    .random = door_random,
    .http_start = door_http_start,
    .http_cancel = door_http_cancel,
    .wait = door_wait,
    .file_read = door_file_read,
    .file_write = door_file_write,
    .file_remove = door_file_remove,
    .make_dirs = door_make_dirs,
    .sqlite_vfs = door_sqlite_vfs,
    .file_info = door_file_info,
    .file_resolve = door_file_resolve,
    .dir_list = door_dir_list,
};

/* ---- Lifecycle ----------------------------------------------------------------------------------------------------- */

struct io *sim_door_open(struct sim_world *world, struct io *real, int64_t start_wall_ms)
{
    struct arena memory = { 0 };
    struct door *door = ARENA_NEW(&memory, struct door);
    door->io = (struct io){ &door_ops, door };
    door->real = real;
    door->world = world;
    door->memory = memory;
    door->start_wall_ms = MAX_OF(start_wall_ms, sim_world_last_ms(world));
    door->random = sim_random(world);
    return &door->io;
}

void sim_door_on_effect(struct io *io, void (*changed)(void *context), void *context)
{
    struct door *door = door_of(io);
    door->changed = changed;
    door->changed_context = context;
}

void sim_door_close(struct io *io)
{
    if (!io)
        return;
    struct door *door = door_of(io);
    for (struct transfer *t; (t = earliest(door));) {
        door->now_ms = MAX_OF(door->now_ms, t->event_ms);
        if (!t->arrived && (sim_random(door->world) & 1))
            arrive(door, t);
        arena_done(&t->reply.memory);
        take_out(door, t);
    }
    struct arena memory = door->memory;
    arena_done(&memory);
}
