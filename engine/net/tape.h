/*
 * tape.h - a door around a door: records what goes over the wire, plays it back, or breaks it on purpose.
 *
 *     struct io *io = tape_open(&(struct tape_options){ .inner = real, .record = true }, err);
 *     ... tape_text(io) ...                                        the recording so far, for a file beside the test
 *     struct io *io = tape_open(&(struct tape_options){ .inner = fake, .replay = text }, err);
 *     struct io *io = tape_open(&(struct tape_options){ .inner = fake, .fault = fail_nth, .context = &n }, err);
 *
 * Everything but HTTP goes to the inner door. A replay answers with the first unused exchange of the same method, URL and body,
 * at once; a request the tape does not know is IO_NOT_SENT (HTTP_CURL_FINAL). Recordings hold no header that could be a
 * credential (an allow-list), but they hold bodies: record against test accounts only.
 *
 * Format, version 1. Text lines end with \n; bodies are raw bytes followed by one \n.
 *     infra-tape 1
 *     > POST https://host/path?query
 *     > content-type: application/json          any number of headers, names in lower case
 *     body 12
 *     {"a": "bcd"}
 *     < 200                                     or "< not-sent PROBLEM" or "< unknown PROBLEM"
 *     < etag: "1"
 *     body 0
 */
#ifndef ENGINE_NET_TAPE_H
#define ENGINE_NET_TAPE_H

#include "engine/base/io.h"

enum tape_fault {
    TAPE_PASS,
    TAPE_NOT_SENT,       /* nothing leaves: connection refused */
    TAPE_RESET,          /* cut before the server acted; the client cannot tell */
    TAPE_LOST,           /* the server acts, its answer is lost */
    TAPE_TIMEOUT,        /* the server never acts, the client waits for its time-out */
    TAPE_THROTTLED,      /* refused for its rate, as options.throttled has it (plain 429) */
    TAPE_500,            /* a 500 and no effect */
    TAPE_500_AFTER,      /* the effect and a 500 */
};

struct tape_answer {
    int status;
    struct str body;
};

struct tape_options {
    struct io *inner;
    bool record;
    struct str replay;               /* the text of a tape; must outlive the door */
    /* What to do to request `n` (from 0). NULL: nothing. */
    enum tape_fault (*fault)(void *context, uint64_t n, const struct io_http_request *request);
    void *context;
    struct tape_answer throttled;    /* status 0: 429 without a body */
};

/* Fails with ERR_FORMAT when `replay` is no tape, ERR_NEWER when it is of a later version. */
struct io *tape_open(const struct tape_options *options, struct err *err) MUST_USE;
void tape_close(struct io *io);
struct str tape_text(struct io *io);      /* lives as long as the door, until the next transfer ends */
uint64_t tape_requests(const struct io *io);
size_t tape_unused(const struct io *io);  /* exchanges of the replay that nobody asked for */

#endif
