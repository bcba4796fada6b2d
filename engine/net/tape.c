/*
 * tape.c - records, replays and breaks transfers. The format is in tape.h.
 *
 * Each transfer under way has an entry here, and the entry is the tag the inner door sees. Answers that the tape gives itself
 * (replays, faults) wait in a list of their own until wait() asks.
 */
#include "engine/net/tape.h"
#include "engine/base/buf.h"
#include "engine/net/http_curl.h"
#include "engine/net/net.h"

#include <assert.h>
#include <ctype.h>

enum { TIMEOUT_MS = 60000, VERSION = 1 };

static const char *const recorded_headers[] = {
    "accept", "content-type", "date", "etag", "if-match", "if-none-match", "location", "retry-after", "server",
    /* lint-ok: cloud - names of headers that hold no credential */
    "x-amz-date", "x-amz-request-id", "x-amz-retry-after", "x-amz-target", "x-amzn-errortype", "x-amzn-requestid",
};

struct exchange {
    struct str method, url, body;
    struct io_http_reply reply;   /* its strings are views into the tape */
    bool used;
};

struct entry {
    struct entry *next;
    void *tag;
    const struct io_http_request *request;
    enum tape_fault fault;
    bool inner;                   /* the inner door has it */
    int64_t ready_mono_ms;        /* when the tape's own answer is due */
    struct io_http_reply reply;
};

struct tape {
    struct io io;
    struct tape_options options;
    struct arena memory;
    struct entry *entries, *free; /* in the order they were started */
    uint64_t requests;
    struct buf text;
    VEC(struct exchange) exchanges;
};

static struct tape *tape_of(const struct io *io)
{
    return io->context;
}

/* ---- Writing a tape ------------------------------------------------------------------------------------------------ */

static void write_headers(struct buf *out, char side, const struct io_header *headers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        DROP_BUF struct buf name = { 0 };
        for (size_t k = 0; k < headers[i].name.len; k++)
            buf_add_char(&name, (char)tolower((unsigned char)headers[i].name.ptr[k]));
        for (size_t k = 0; k < ARRAY_LEN(recorded_headers); k++)
            if (str_is(buf_str(&name), recorded_headers[k]))
                buf_printf(out, "%c %s: %.*s\n", side, recorded_headers[k], STR_ARG(headers[i].value));
    }
}

static void write_body(struct buf *out, struct str body)
{
    buf_printf(out, "body %zu\n", body.len);
    buf_add_str(out, body);
    buf_add_char(out, '\n');
}

static void record(struct tape *tape, const struct io_http_request *request, const struct io_http_reply *reply)
{
    struct buf *out = &tape->text;
    buf_printf(out, "> %.*s %.*s\n", STR_ARG(request->method), STR_ARG(request->url));
    write_headers(out, '>', request->headers, request->header_count);
    write_body(out, request->body);
    if (reply->outcome == IO_ANSWERED)
        buf_printf(out, "< %d\n", reply->status);
    else
        buf_printf(out, "< %s %.*s\n", reply->outcome == IO_NOT_SENT ? "not-sent" : "unknown", STR_ARG(reply->problem));
    write_headers(out, '<', reply->headers, reply->header_count);
    write_body(out, reply->body);
}

/* ---- Reading a tape ------------------------------------------------------------------------------------------------ */

struct reader {
    struct arena *arena;
    struct str rest;
    int line;
};

static struct str next_line(struct reader *reader)
{
    reader->line++;
    return str_split(&reader->rest, '\n');
}

/* "> TEXT" or "< TEXT": the next line's text when it begins with `side`. */
static bool sided_line(struct reader *reader, char side, struct str *ret)
{
    if (reader->rest.len < 2 || reader->rest.ptr[0] != side || reader->rest.ptr[1] != ' ')
        return false;
    struct str line = next_line(reader);
    *ret = str_slice(line, 2, line.len);
    return true;
}

static bool read_body(struct reader *reader, struct str *ret, struct err *err)
{
    struct str line = next_line(reader);
    int64_t len;
    if (!str_starts(line, STR("body ")) || !str_to_i64(str_slice(line, 5, line.len), &len) || len < 0 ||
        (uint64_t)len >= reader->rest.len || reader->rest.ptr[len] != '\n')
        return FAIL(err, ERR_FORMAT, "line %d of the tape: a body was expected", reader->line);
    *ret = str_slice(reader->rest, 0, (size_t)len);
    reader->rest = str_slice(reader->rest, (size_t)len + 1, reader->rest.len);
    return true;
}

static bool read_headers(struct reader *reader, char side, const struct io_header **ret, size_t *ret_count, struct err *err)
{
    VEC(struct io_header) headers = { 0 };
    for (struct str line; sided_line(reader, side, &line);) {
        ptrdiff_t colon = str_find(line, STR(": "));
        if (colon < 1)
            return FAIL(err, ERR_FORMAT, "line %d of the tape: a header was expected", reader->line);
        *VEC_PUSH(&headers, reader->arena) = (struct io_header){
            .name = str_slice(line, 0, (size_t)colon), .value = str_slice(line, (size_t)colon + 2, line.len),
        };
    }
    *ret = headers.items;
    *ret_count = headers.count;
    return true;
}

static bool read_status(struct reader *reader, struct io_http_reply *reply, struct err *err)
{
    struct str line;
    int64_t status = 0;
    if (!sided_line(reader, '<', &line))
        return FAIL(err, ERR_FORMAT, "line %d of the tape: an answer was expected", reader->line + 1);
    if (str_starts(line, STR("not-sent ")) || str_starts(line, STR("unknown "))) {
        reply->outcome = line.ptr[0] == 'n' ? IO_NOT_SENT : IO_AMBIGUOUS;
        (void)str_split(&line, ' ');
        reply->problem = line;
        return true;
    }
    if (!str_to_i64(line, &status) || status < 100 || status > 999)
        return FAIL(err, ERR_FORMAT, "line %d of the tape: a status was expected", reader->line);
    reply->status = (int)status;
    return true;
}

static bool read_exchange(struct reader *reader, struct exchange *ret, struct err *err)
{
    struct str line;
    const struct io_header *ignored;
    size_t count;
    if (!sided_line(reader, '>', &line))
        return FAIL(err, ERR_FORMAT, "line %d of the tape: a request was expected", reader->line + 1);
    ret->method = str_split(&line, ' ');
    ret->url = line;
    TRY(read_headers(reader, '>', &ignored, &count, err));
    TRY(read_body(reader, &ret->body, err));
    TRY(read_status(reader, &ret->reply, err));
    TRY(read_headers(reader, '<', &ret->reply.headers, &ret->reply.header_count, err));
    return read_body(reader, &ret->reply.body, err);
}

static bool read_tape(struct tape *tape, struct str text, struct err *err)
{
    struct reader reader = { .arena = &tape->memory, .rest = text };
    struct str first = next_line(&reader);
    int64_t version;
    if (!str_starts(first, STR("infra-tape ")) || !str_to_i64(str_slice(first, 11, first.len), &version) || version < 1)
        return FAIL(err, ERR_FORMAT, "this is no tape");
    if (version > VERSION)
        return FAIL(err, ERR_NEWER, "this tape has version %lld; this infra reads up to %d", (long long)version, VERSION);
    while (reader.rest.len) {
        struct exchange exchange = { 0 };
        TRY(read_exchange(&reader, &exchange, err));
        *VEC_PUSH(&tape->exchanges, &tape->memory) = exchange;
    }
    return true;
}

/* ---- Answers of the tape's own --------------------------------------------------------------------------------------- */

static void answer_text(struct io_http_reply *reply, enum io_outcome outcome, int status, struct str text)
{
    arena_done(&reply->memory);
    *reply = (struct io_http_reply){ .outcome = outcome, .status = status };
    *(outcome == IO_ANSWERED ? &reply->body : &reply->problem) = arena_str(&reply->memory, text);
}

static void answer_from_tape(struct tape *tape, struct entry *entry)
{
    const struct io_http_request *request = entry->request;
    for (size_t i = 0; i < tape->exchanges.count; i++) {
        struct exchange *exchange = &tape->exchanges.items[i];
        if (exchange->used || !str_eq(exchange->method, request->method) || !str_eq(exchange->url, request->url) ||
            !str_eq(exchange->body, request->body))
            continue;
        exchange->used = true;
        entry->reply = exchange->reply;
        entry->reply.body = arena_str(&entry->reply.memory, exchange->reply.body); /* C libraries want the NUL */
        return;
    }
    answer_text(&entry->reply, IO_NOT_SENT, HTTP_CURL_FINAL, STR("the tape has no such request"));
}

/* What the fault does to an answer that has come, or instead of one. */
static void apply_fault(const struct tape *tape, enum tape_fault fault, struct io_http_reply *reply)
{
    const struct tape_answer *throttled = &tape->options.throttled;
    switch (fault) {
    case TAPE_PASS:
        return;
    case TAPE_NOT_SENT:
        answer_text(reply, IO_NOT_SENT, 0, STR("connection refused (tape)"));
        return;
    case TAPE_RESET:
    case TAPE_LOST:
        answer_text(reply, IO_AMBIGUOUS, 0, STR("connection reset (tape)"));
        return;
    case TAPE_TIMEOUT:
        answer_text(reply, IO_AMBIGUOUS, 0, STR("no answer in time (tape)"));
        return;
    case TAPE_THROTTLED:
        answer_text(reply, IO_ANSWERED, throttled->status ? throttled->status : 429, throttled->body);
        return;
    case TAPE_500:
    case TAPE_500_AFTER:
        answer_text(reply, IO_ANSWERED, 500, STR_NONE);
        return;
    }
}

static bool reaches_server(enum tape_fault fault)
{
    return fault == TAPE_PASS || fault == TAPE_LOST || fault == TAPE_500_AFTER;
}

/* ---- The door ------------------------------------------------------------------------------------------------------ */

static struct io *inner_of(struct io *io)
{
    return tape_of(io)->options.inner;
}

static int64_t tape_wall_ms(struct io *io)
{
    return io_wall_ms(inner_of(io));
}

static int64_t tape_mono_ms(struct io *io)
{
    return io_mono_ms(inner_of(io));
}

static void tape_random(struct io *io, void *ret, size_t len)
{
    io_random(inner_of(io), ret, len);
}

static const char *tape_sqlite_vfs(struct io *io)
{
    return inner_of(io)->ops->sqlite_vfs(inner_of(io));
}

static bool tape_file_read(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret, struct err *err)
{
    return inner_of(io)->ops->file_read(inner_of(io), arena, path, max_bytes, ret, err);
}

static bool tape_file_write(struct io *io, const char *path, struct str data, unsigned mode, struct err *err)
{
    return inner_of(io)->ops->file_write(inner_of(io), path, data, mode, err);
}

static bool tape_file_remove(struct io *io, const char *path, struct err *err)
{
    return inner_of(io)->ops->file_remove(inner_of(io), path, err);
}

static bool tape_make_dirs(struct io *io, const char *path, unsigned mode, struct err *err)
{
    return inner_of(io)->ops->make_dirs(inner_of(io), path, mode, err);
}

static bool tape_file_info(struct io *io, const char *path, struct io_file_info *ret, struct err *err)
{
    return inner_of(io)->ops->file_info(inner_of(io), path, ret, err);
}

static bool tape_file_resolve(struct io *io, struct arena *arena, const char *path, struct str *ret, struct err *err)
{
    return inner_of(io)->ops->file_resolve(inner_of(io), arena, path, ret, err);
}

static bool tape_dir_list(struct io *io, struct arena *arena, const char *path, struct str **ret, size_t *ret_count, struct err *err)
{
    return inner_of(io)->ops->dir_list(inner_of(io), arena, path, ret, ret_count, err);
}

static void tape_http_start(struct io *io, const struct io_http_request *request, void *tag)
{
    struct tape *tape = tape_of(io);
    struct entry *entry = tape->free;
    if (entry)
        tape->free = entry->next;
    else
        entry = ARENA_NEW(&tape->memory, struct entry);
    *entry = (struct entry){ .tag = tag, .request = request };
    uint64_t n = tape->requests++;
    if (tape->options.fault)
        entry->fault = tape->options.fault(tape->options.context, n, request);
    struct entry **end = &tape->entries;
    while (*end)
        end = &(*end)->next;
    *end = entry;
    entry->ready_mono_ms = tape_mono_ms(io);
    if (!reaches_server(entry->fault)) {
        if (entry->fault == TAPE_TIMEOUT)
            entry->ready_mono_ms += request->timeout_ms ? request->timeout_ms : TIMEOUT_MS;
        apply_fault(tape, entry->fault, &entry->reply);
    } else if (tape->options.replay.ptr) {
        answer_from_tape(tape, entry);
        apply_fault(tape, entry->fault, &entry->reply);
    } else {
        entry->inner = true;
        tape->options.inner->ops->http_start(tape->options.inner, request, entry);
    }
}

static void remove_entry(struct tape *tape, struct entry *entry)
{
    struct entry **at = &tape->entries;
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    entry->next = tape->free;
    tape->free = entry;
}

static void *finish(struct tape *tape, struct entry *entry, struct io_http_reply *ret_reply)
{
    if (tape->options.record)
        record(tape, entry->request, &entry->reply);
    *ret_reply = entry->reply;
    remove_entry(tape, entry);
    return entry->tag;
}

/* The own answer that is due first. */
static struct entry *first_own(const struct tape *tape)
{
    struct entry *first = NULL;
    for (struct entry *entry = tape->entries; entry; entry = entry->next)
        if (!entry->inner && (!first || entry->ready_mono_ms < first->ready_mono_ms))
            first = entry;
    return first;
}

static void *tape_wait(struct io *io, int64_t deadline_mono_ms, struct io_http_reply *ret_reply)
{
    struct tape *tape = tape_of(io);
    struct entry *own = first_own(tape);
    if (own && own->ready_mono_ms <= tape_mono_ms(io))
        return finish(tape, own, ret_reply);
    int64_t until_ms = own ? MIN_OF(own->ready_mono_ms, deadline_mono_ms) : deadline_mono_ms;
    struct io_http_reply reply = { 0 };
    struct entry *entry = tape->options.inner->ops->wait(tape->options.inner, until_ms, &reply);
    if (entry) {
        entry->reply = reply;
        apply_fault(tape, entry->fault, &entry->reply);
        return finish(tape, entry, ret_reply);
    }
    return own && own->ready_mono_ms <= tape_mono_ms(io) ? finish(tape, own, ret_reply) : NULL;
}

static void tape_http_cancel(struct io *io, void *tag)
{
    struct tape *tape = tape_of(io);
    struct entry *entry = tape->entries;
    while (entry && entry->tag != tag)
        entry = entry->next;
    assert(entry && "a tag that is not under way");
    if (entry->inner)
        tape->options.inner->ops->http_cancel(tape->options.inner, entry);
    arena_done(&entry->reply.memory);
    remove_entry(tape, entry);
}

/* ---- Lifecycle ----------------------------------------------------------------------------------------------------- */

static const struct io_ops tape_ops = {
    .wall_ms = tape_wall_ms,
    .mono_ms = tape_mono_ms,
    .random = tape_random,
    .http_start = tape_http_start,
    .http_cancel = tape_http_cancel,
    .wait = tape_wait,
    .file_read = tape_file_read,
    .file_write = tape_file_write,
    .file_remove = tape_file_remove,
    .make_dirs = tape_make_dirs,
    .sqlite_vfs = tape_sqlite_vfs,
    .file_info = tape_file_info,
    .file_resolve = tape_file_resolve,
    .dir_list = tape_dir_list,
};

struct io *tape_open(const struct tape_options *options, struct err *err)
{
    struct arena memory = { 0 };
    struct tape *tape = ARENA_NEW(&memory, struct tape);
    tape->memory = memory; /* it lives in its own arena */
    tape->options = *options;
    tape->io = (struct io){ .ops = &tape_ops, .context = tape };
    buf_printf(&tape->text, "infra-tape %d\n", VERSION);
    if (options->replay.ptr && !read_tape(tape, options->replay, err)) {
        tape_close(&tape->io);
        return NULL;
    }
    return &tape->io;
}

void tape_close(struct io *io)
{
    if (!io)
        return;
    struct tape *tape = tape_of(io);
    while (tape->entries)
        tape_http_cancel(io, tape->entries->tag);
    buf_done(&tape->text);
    struct arena memory = tape->memory;
    arena_done(&memory);
}

struct str tape_text(struct io *io)
{
    return buf_str(&tape_of(io)->text);
}

uint64_t tape_requests(const struct io *io)
{
    return tape_of(io)->requests;
}

size_t tape_unused(const struct io *io)
{
    size_t unused = 0;
    for (size_t i = 0; i < tape_of(io)->exchanges.count; i++)
        unused += !tape_of(io)->exchanges.items[i].used;
    return unused;
}
