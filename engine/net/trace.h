/*
 * trace.h - requests and answers in the debug log, without what may be secret.
 *
 * INFRA_LOG=debug:net shows a line per attempt: operation, method, host and path, outcome, sizes, times. trace adds header names,
 * with values only for those known to be harmless. Never shown: queries (presigned signatures), other headers' values, bodies.
 */
#ifndef ENGINE_NET_TRACE_H
#define ENGINE_NET_TRACE_H

#include "engine/base/io.h"

struct trace_attempt {
    struct str operation, step;
    int attempt;
    const struct io_http_request *http;
    const struct io_http_reply *reply;
    int64_t took_ms;
};
void trace_attempt(const struct trace_attempt *trace);

/* "https://host:port/path", for messages too: the URL without its query. */
struct str trace_url(struct str url);

#endif
