/*
 * server.c - a world behind a loopback HTTP server (libmicrohttpd), for tools that are not this program.
 *
 * One thread: MHD_run_wait polls, the access handler collects a request and hands it to sim_handle whole, so requests come one by
 * one in the order in which they were complete. The world's clock starts at the later of the real wall clock and the
 * world's last request, and runs `speed` times as fast. The world is saved between turns, at most a tenth of the time.
 */
#include "engine/sim/sim_internal.h"

#include "engine/net/net.h"
#include "engine/sim/http_library.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>

enum { BODY_MAX_BYTES = 16 << 20, TURN_MS = 100, SAVE_SHARE = 10, IDLE_CONNECTION_S = 60, CONNECTIONS_MAX = 500 };

struct server {
    struct sim_world *world;
    const struct sim_server_options *options;
    int64_t start_wall_ms, start_mono_ms;
    bool changed;           /* since the last save */
    int64_t save_after_ms;  /* mono */
};

/* One request while it arrives. Made by the URI callback, which alone sees the URI undecoded. */
struct exchange {
    struct arena memory;
    struct str path, query;
    struct buf body;
    bool too_long, begun;
};

static int64_t world_now_ms(const struct server *server)
{
    double speed = sim_world_options(server->world)->speed > 0 ? sim_world_options(server->world)->speed : 1;
    return server->start_wall_ms + (int64_t)((double)(io_mono_ms(server->options->io) - server->start_mono_ms) * speed);
}

/* ---- One request --------------------------------------------------------------------------------------------------- */

static void *begin(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)context, (void)connection;
    struct arena memory = { 0 };
    struct exchange *x = ARENA_NEW(&memory, struct exchange);
    x->memory = memory;
    struct str query = arena_str(&x->memory, str_of(uri)), path = str_split(&query, '?');
    x->path = path;
    x->query = query.ptr ? query : STR("");
    x->body.max_bytes = BODY_MAX_BYTES;
    return x;
}

static void end(void *context, struct MHD_Connection *connection, void **exchange, enum MHD_RequestTerminationCode code)
{
    (void)context, (void)connection, (void)code;
    struct exchange *x = *exchange;
    if (!x)
        return;
    buf_done(&x->body);
    struct arena memory = x->memory;
    arena_done(&memory);
    *exchange = NULL;
}

static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

struct header_list {
    struct arena *arena;
    VEC(struct io_header) headers;
};

static enum MHD_Result add_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct header_list *list = context;
    char *copy = arena_cstr(list->arena, str_of(name));
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    *VEC_PUSH(&list->headers, list->arena) = (struct io_header){ str_of(copy), str_of(value ? value : "") };
    return MHD_YES;
}

static enum MHD_Result answer(struct MHD_Connection *connection, const struct sim_response *r)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(r->body.len, (void *)(uintptr_t)(r->body.len ? r->body.ptr : ""), MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    for (size_t i = 0; i < r->headers.count; i++) {
        struct str name = r->headers.items[i].name;
        if (!str_is(name, "content-length") && !str_is(name, "date")) /* the server's own */
            (void)MHD_add_response_header(response, name.ptr, r->headers.items[i].value.ptr);
    }
    enum MHD_Result done = MHD_queue_response(connection, (unsigned)r->status, response);
    MHD_destroy_response(response);
    return done;
}

static enum MHD_Result answer_text(struct MHD_Connection *connection, int status, const char *text)
{
    return answer(connection, &(struct sim_response){ .status = status, .body = str_of(text) });
}

static enum MHD_Result handle_request(struct server *server, struct MHD_Connection *connection, struct exchange *x, const char *method)
{
    if (x->too_long || x->body.overflow)
        return answer_text(connection, 413, "the request is too long\n");
    struct arena *arena = &x->memory;
    struct header_list list = { .arena = arena };
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &list);
    struct sim_request request = {
        .method = str_of(method),
        .path = x->path,
        .query = x->query,
        .headers = list.headers.items,
        .header_count = list.headers.count,
        .body = buf_str(&x->body),
        .client_now_ms = io_wall_ms(server->options->io),
    };
    request.host = sim_header(&request, "host");
    struct sim_response response = { 0 };
    const struct sim_server_options *o = server->options;
    if (o->verify && !o->verify(o->verify_context, &request, request.client_now_ms, arena, &response))
        return answer(connection, &response);
    bool served = sim_serves(server->world, &request);
    enum sim_fate fate = sim_handle(server->world, arena, world_now_ms(server), &request, &response);
    size_t count;
    const struct sim_audit *audit = sim_audit(server->world, &count);
    server->changed = server->changed || audit[count - 1].effect;
    switch (fate) {
    case FATE_NORMAL:
    case FATE_ERROR_BEFORE:
    case FATE_ERROR_AFTER:
    case FATE_THROTTLED:
    case FATE_DUPLICATED: return answer(connection, &response);
    case FATE_REFUSED:
        if (!served)
            return answer_text(connection, 404, "no simulated cloud serves this request\n");
        break;
    case FATE_RESET_BEFORE:
    case FATE_RESET_AFTER:
    case FATE_TIMEOUT_BEFORE:
    case FATE_TIMEOUT_AFTER:
    case FATE_COUNT: break;
    }
    return MHD_NO; /* closes the connection without an answer */
}

static enum MHD_Result take(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                            const char *version, const char *data, size_t *size, void **exchange)
{
    (void)url, (void)version;
    struct exchange *x = *exchange;
    if (!x->begun) { /* headers are here; the body, if any, comes next */
        x->begun = true;
        return MHD_YES;
    }
    if (*size) {
        x->too_long = x->too_long || x->body.len + *size > BODY_MAX_BYTES;
        if (!x->too_long)
            buf_add(&x->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return handle_request(context, connection, x, method);
}

/* ---- Listening ----------------------------------------------------------------------------------------------------- */

/* "127.0.0.1:5555", "[::1]:0", "localhost:80" */
static bool parse_listen(const char *text, struct sockaddr_storage *ret, struct err *err)
{
    struct str rest = str_of(text);
    ptrdiff_t colon = -1;
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.ptr[i] == ':')
            colon = (ptrdiff_t)i;
    }
    int64_t port = 0;
    struct str host = str_slice(rest, 0, colon < 0 ? 0 : (size_t)colon);
    if (colon < 1 || !str_to_i64(str_slice(rest, (size_t)colon + 1, rest.len), &port) || port < 0 || port > 65535)
        return FAIL(err, ERR_INVALID, "'%s' is not HOST:PORT", text);
    if (!url_is_loopback(&(struct url){ .host = host }))
        return FAIL(err, ERR_INVALID, "the simulated cloud listens on loopback only, not on '%.*s'", STR_ARG(host));
    *ret = (struct sockaddr_storage){ 0 };
    if (host.ptr[0] == '[') {
        struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)ret;
        *v6 = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port), .sin6_addr = in6addr_loopback };
        return true;
    }
    DROP_ARENA struct arena scratch = { 0 };
    struct sockaddr_in *v4 = (struct sockaddr_in *)ret;
    *v4 = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    const char *address = str_is(host, "localhost") ? "127.0.0.1" : arena_cstr(&scratch, host);
    if (inet_pton(AF_INET, address, &v4->sin_addr) != 1)
        return FAIL(err, ERR_INVALID, "'%s' is not an address", address);
    return true;
}

DEFINE_DROP(daemon, struct MHD_Daemon *, MHD_stop_daemon)

static bool save(struct server *server, struct err *err)
{
    if (!server->changed || !server->options->world_path)
        return true;
    struct io *io = server->options->io;
    int64_t began_ms = io_mono_ms(io);
    TRY(sim_world_save(server->world, io, server->options->world_path, err));
    server->changed = false;
    int64_t ended_ms = io_mono_ms(io);
    server->save_after_ms = ended_ms + (ended_ms - began_ms) * SAVE_SHARE;
    return true;
}

bool sim_serve(struct sim_world *world, const struct sim_server_options *options, struct err *err)
{
    struct sockaddr_storage address;
    TRY(parse_listen(options->listen, &address, err));
    TRY(http_library_open(err));
    struct server server = {
        .world = world,
        .options = options,
        .start_wall_ms = MAX_OF(io_wall_ms(options->io), sim_world_last_ms(world)),
        .start_mono_ms = io_mono_ms(options->io),
    };
    unsigned flags = address.ss_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG;
    DROP(daemon) struct MHD_Daemon *daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, take, &server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_URI_LOG_CALLBACK, begin,
        &server, MHD_OPTION_NOTIFY_COMPLETED, end, &server, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, &server,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_CONNECTION_S,
        MHD_OPTION_END);
    if (!daemon)
        return FAIL(err, ERR_IO, "cannot listen on %s: %m", options->listen);
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (options->ready)
        options->ready(options->ready_context, info ? info->port : 0);
    while (!*options->stop) {
        if (MHD_run_wait(daemon, TURN_MS) != MHD_YES)
            return FAIL(err, ERR_IO, "the server of the simulated cloud stopped: %m");
        if (io_mono_ms(options->io) >= server.save_after_ms)
            TRY(save(&server, err));
    }
    return save(&server, err);
}
