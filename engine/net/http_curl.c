/*
 * http_curl.c - the door whose HTTP is libcurl's multi interface.
 *
 * Transfers of one host wait while the first one resolves its name: curl starts a thread for every handle that finds the name
 * not in its cache yet, a hundred at once when an apply begins. The name counts as resolved from the moment the first transfer
 * opens a socket, for a little less than curl keeps it. If resolving fails, those that waited for it fail with it.
 *
 * Handles are kept for reuse and reset in between; connections, TLS sessions and the parsed CA bundle belong to the multi
 * handle and survive that. Everything here runs on the main stack: curl's frames are too deep for a fiber.
 */
#include "engine/net/http_curl.h"
#include "engine/base/map.h"
#include "engine/net/http_curl_internal.h"
#include "engine/net/net.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    NAME_TRUSTED_MS = 50000, /* curl keeps a name for 60 s */
    SPARE_EASY_MAX = 128, CONNECTIONS_MAX = 256,
    WAIT_MAX_MS = 3600000,
};

struct queue {
    struct http_transfer *first, *last;
};

struct http_host {
    struct str name;
    int64_t resolved_until_mono_ms;
    bool literal;                     /* an address, or localhost: nothing to resolve */
    struct http_transfer *leader;     /* resolves for the others */
    struct queue waiting;
    struct http_host *next;
};

struct door {
    struct io io;
    struct io_ops ops;
    struct arena memory;
    CURLM *multi;                     /* NULL until the first request */
    const char *ca_file;              /* NULL: as curl was built */
    struct map hosts;
    struct http_host *host_list;
    struct queue running, ended;
    struct http_transfer *free;
    CURL *spare[SPARE_EASY_MAX];
    size_t spare_count;
};

static struct door *door_of(struct io *io)
{
    return io->context;
}

/* ---- Queues -------------------------------------------------------------------------------------------------------- */

static void queue_add(struct queue *queue, struct http_transfer *transfer)
{
    transfer->next = NULL;
    transfer->previous = queue->last;
    *(queue->last ? &queue->last->next : &queue->first) = transfer;
    queue->last = transfer;
}

static void queue_remove(struct queue *queue, struct http_transfer *transfer)
{
    *(transfer->previous ? &transfer->previous->next : &queue->first) = transfer->next;
    *(transfer->next ? &transfer->next->previous : &queue->last) = transfer->previous;
}

static struct http_transfer *queue_find(const struct queue *queue, const void *tag)
{
    struct http_transfer *transfer = queue->first;
    while (transfer && transfer->tag != tag)
        transfer = transfer->next;
    return transfer;
}

/* ---- Transfers ----------------------------------------------------------------------------------------------------- */

/* Lets go of everything but the arena. */
static void transfer_release(struct door *door, struct http_transfer *transfer)
{
    if (transfer->easy) {
        curl_easy_reset(transfer->easy); /* before the lists: it points at them */
        if (door->spare_count < SPARE_EASY_MAX)
            door->spare[door->spare_count++] = transfer->easy;
        else
            curl_easy_cleanup(transfer->easy);
        transfer->easy = NULL;
    }
    if (door->multi) { /* else there is no library yet, and no list */
        curl_slist_free_all(TAKE(transfer->headers));
        curl_slist_free_all(TAKE(transfer->connect_to));
    }
    buf_done(&transfer->body);
}

static void end_unsent(struct door *door, struct http_transfer *transfer, struct str problem, bool final)
{
    transfer->reply.outcome = IO_NOT_SENT;
    transfer->reply.status = final ? HTTP_CURL_FINAL : 0;
    transfer->reply.problem = problem;
    transfer_release(door, transfer);
    queue_add(&door->ended, transfer);
}

static void hand_to_curl(struct door *door, struct http_transfer *transfer)
{
    CURLMcode code = curl_multi_add_handle(door->multi, transfer->easy);
    if (code == CURLM_OK)
        queue_add(&door->running, transfer);
    else
        end_unsent(door, transfer, arena_str(&transfer->memory, str_of(curl_multi_strerror(code))), false);
}

/* ---- Names: one transfer resolves for all of its host ---------------------------------------------------------------- */

static bool is_literal(const struct url *url)
{
    bool digits = true;
    for (size_t i = 0; i < url->host.len; i++)
        digits &= strchr("0123456789.", url->host.ptr[i]) != NULL;
    return digits || url->host.ptr[0] == '[' || url_is_loopback(url);
}

static struct http_host *host_of(struct door *door, struct str text)
{
    struct url url;
    if (!url_parse(text, &url))
        return NULL;
    struct http_host *host = map_find(&door->hosts, url.host);
    if (!host) {
        host = ARENA_NEW(&door->memory, struct http_host);
        host->name = arena_str(&door->memory, url.host);
        host->literal = is_literal(&url);
        host->next = door->host_list;
        door->host_list = host;
        (void)map_put(&door->hosts, host->name, host);
    }
    return host;
}

static bool may_start(const struct http_host *host, int64_t now_ms)
{
    return host->literal || now_ms < host->resolved_until_mono_ms;
}

static void start_or_wait(struct door *door, struct http_transfer *transfer)
{
    struct http_host *host = transfer->host;
    if (!may_start(host, io_mono_ms(&door->io))) {
        if (host->leader) {
            queue_add(&host->waiting, transfer);
            return;
        }
        host->leader = transfer;
    }
    hand_to_curl(door, transfer);
    if (host->leader == transfer && door->running.last != transfer)
        host->leader = NULL; /* curl did not take it */
}

static void start_waiting(struct door *door, struct http_host *host)
{
    while (host->waiting.first && !host->leader) {
        struct http_transfer *transfer = host->waiting.first;
        queue_remove(&host->waiting, transfer);
        start_or_wait(door, transfer);
    }
}

/* The leader is past resolving, or over. `code` CURLE_COULDNT_RESOLVE_HOST fails the others too. */
static void follow_leader(struct door *door, struct http_host *host, CURLcode code)
{
    struct http_transfer *leader = TAKE(host->leader);
    if (leader->socket_opened)
        host->resolved_until_mono_ms = io_mono_ms(&door->io) + NAME_TRUSTED_MS;
    while (code == CURLE_COULDNT_RESOLVE_HOST && host->waiting.first) {
        struct http_transfer *transfer = host->waiting.first;
        queue_remove(&host->waiting, transfer);
        end_unsent(door, transfer, arena_printf(&transfer->memory, "cannot resolve host: %.*s", STR_ARG(host->name)), false);
    }
    start_waiting(door, host);
}

/* A leader that opened a socket has resolved; one that sends without it had a kept connection: the next one resolves. */
static void follow_leaders(struct door *door)
{
    for (struct http_host *host = door->host_list; host; host = host->next)
        if (host->leader && (host->leader->socket_opened || host->leader->sends))
            follow_leader(door, host, CURLE_OK);
}

static bool open_multi(struct door *door, struct err *err)
{
    if (door->multi)
        return true;
    TRY(curl_library_open(err));
    door->multi = curl_multi_init();
    if (!door->multi) {
        curl_global_cleanup();
        return FAIL(err, ERR_INTERNAL, "libcurl gives no multi handle");
    }
    curl_multi_setopt(door->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_MAX);
    return true;
}

/* ---- The door's HTTP ------------------------------------------------------------------------------------------------- */

static void door_http_start(struct io *io, const struct io_http_request *request, void *tag)
{
    struct door *door = door_of(io);
    struct http_transfer *transfer = door->free;
    if (transfer)
        door->free = transfer->next;
    else
        transfer = ARENA_NEW(&door->memory, struct http_transfer);
    *transfer = (struct http_transfer){ .tag = tag, .request = request };
    struct err err = { 0 };
    if (!open_multi(door, &err)) {
        end_unsent(door, transfer, arena_str(&transfer->memory, str_of(err.message)), true);
        return;
    }
    transfer->easy = door->spare_count ? door->spare[--door->spare_count] : curl_easy_init();
    if (!transfer->easy) {
        end_unsent(door, transfer, STR("curl gives no handle"), false);
        return;
    }
    struct str problem = STR_NONE;
    if (!http_transfer_setup(transfer, door->ca_file, &problem)) {
        end_unsent(door, transfer, problem, true);
        return;
    }
    transfer->host = host_of(door, request->url);
    start_or_wait(door, transfer);
}

static void running_ended(struct door *door, struct http_transfer *transfer, CURLcode code)
{
    (void)curl_multi_remove_handle(door->multi, transfer->easy);
    queue_remove(&door->running, transfer);
    http_transfer_conclude(transfer, code);
    transfer_release(door, transfer);
    queue_add(&door->ended, transfer);
    if (transfer->host->leader == transfer)
        follow_leader(door, transfer->host, code);
}

static void perform(struct door *door)
{
    if (!door->running.first)
        return;
    int running, left;
    CURLMcode result = curl_multi_perform(door->multi, &running);
    assert(result == CURLM_OK);
    follow_leaders(door);
    for (CURLMsg *message; (message = curl_multi_info_read(door->multi, &left));) {
        struct http_transfer *transfer;
        CURLcode code = message->data.result; /* the message is gone once the handle is removed */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        running_ended(door, transfer, code);
    }
}

static void give_back(struct door *door, struct http_transfer *transfer)
{
    transfer->next = door->free;
    door->free = transfer;
}

static void *take_ended(struct door *door, struct io_http_reply *ret_reply)
{
    struct http_transfer *transfer = door->ended.first;
    queue_remove(&door->ended, transfer);
    *ret_reply = transfer->reply;
    ret_reply->memory = transfer->memory;
    void *tag = transfer->tag;
    give_back(door, transfer);
    return tag;
}

static void *door_wait(struct io *io, int64_t deadline_mono_ms, struct io_http_reply *ret_reply)
{
    struct door *door = door_of(io);
    if (!door->multi && !door->ended.first)
        return io_real_ops.wait(io, deadline_mono_ms, ret_reply);
    for (;;) {
        if (!door->ended.first)
            perform(door);
        if (door->ended.first)
            return take_ended(door, ret_reply);
        int64_t now_ms = io_mono_ms(io);
        if (now_ms >= deadline_mono_ms)
            return NULL;
        int64_t left_ms = deadline_mono_ms == INT64_MAX ? WAIT_MAX_MS : MIN_OF(deadline_mono_ms - now_ms, (int64_t)WAIT_MAX_MS);
        struct curl_waitfd wake = { .fd = io_wake_fd(), .events = CURL_WAIT_POLLIN };
        (void)curl_multi_poll(door->multi, &wake, 1, (int)left_ms, NULL);
        if (wake.revents && io_wake_clear())
            return NULL;
    }
}

static void door_http_cancel(struct io *io, void *tag)
{
    struct door *door = door_of(io);
    struct http_transfer *transfer = queue_find(&door->running, tag);
    if (transfer) {
        (void)curl_multi_remove_handle(door->multi, transfer->easy);
        queue_remove(&door->running, transfer);
    } else if ((transfer = queue_find(&door->ended, tag))) {
        queue_remove(&door->ended, transfer);
    }
    for (struct http_host *host = door->host_list; host && !transfer; host = host->next)
        if ((transfer = queue_find(&host->waiting, tag)))
            queue_remove(&host->waiting, transfer);
    assert(transfer && "a tag that is not under way");
    if (transfer->host && transfer->host->leader == transfer)
        follow_leader(door, transfer->host, CURLE_OK);
    transfer_release(door, transfer);
    arena_done(&transfer->memory);
    give_back(door, transfer);
}

void http_curl_wake(struct io *io)
{
    (void)io;
    io_wake();
}

/* ---- Opening and closing --------------------------------------------------------------------------------------------- */

/* The bundle as one file. NULL when there is none: then curl's own defaults stand. */
static const char *find_ca_file(void)
{
    static const char *const variables[] = { "SSL_CERT_FILE", "CURL_CA_BUNDLE" };
    static const char *const files[] = {
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    };
    for (size_t i = 0; i < ARRAY_LEN(variables); i++) {
        const char *file = getenv(variables[i]);
        if (file && *file)
            return file;
    }
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        if (access(files[i], R_OK) == 0)
            return files[i];
    return NULL;
}

/*
 * TLS writes to a closed connection raise SIGPIPE, and with NOSIGNAL curl leaves that to us: an apply must not die of it.
 * Whoever starts another program gives the signal its default back there.
 */
static void ignore_broken_pipes(void)
{
    struct sigaction now;
    if (sigaction(SIGPIPE, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        (void)sigaction(SIGPIPE, &(struct sigaction){ .sa_handler = SIG_IGN }, NULL);
}

struct io *http_curl_open(struct err *err)
{
    (void)err;
    ignore_broken_pipes();
    struct arena memory = { 0 };
    struct door *door = ARENA_NEW(&memory, struct door);
    door->memory = memory; /* it lives in its own arena */
    door->hosts.arena = &door->memory;
    const char *ca_file = find_ca_file();
    door->ca_file = ca_file ? arena_cstr(&door->memory, str_of(ca_file)) : NULL;
    door->ops = io_real_ops;
    door->ops.http_start = door_http_start;
    door->ops.http_cancel = door_http_cancel;
    door->ops.wait = door_wait;
    door->io = (struct io){ .ops = &door->ops, .context = door };
    return &door->io;
}

void http_curl_close(struct io *io)
{
    if (!io)
        return;
    struct door *door = door_of(io);
    while (door->running.first)
        door_http_cancel(io, door->running.first->tag);
    while (door->ended.first)
        door_http_cancel(io, door->ended.first->tag);
    while (door->spare_count)
        curl_easy_cleanup(door->spare[--door->spare_count]);
    if (door->multi) {
        (void)curl_multi_cleanup(door->multi);
        curl_global_cleanup();
    }
    struct arena memory = door->memory;
    arena_done(&memory);
}
