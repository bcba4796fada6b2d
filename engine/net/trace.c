/*
 * trace.c - what the debug log shows of a request. An allow-list: a header nobody thought of is shown by its size only.
 */
#include "engine/net/trace.h"
#include "engine/base/log.h"

#include <strings.h>

static const char *const harmless[] = {
    "accept", "cache-control", "connection", "content-length", "content-type", "date", "etag", "host", "if-match", "if-none-match",
    "retry-after", "server", "transfer-encoding", "user-agent", "warning", "x-guploader-uploadid", "x-kubernetes-pf-flowschema-uid",
    /* lint-ok: cloud - names of headers that hold no credential */
    "x-amz-date", "x-amz-id-2", "x-amz-request-id", "x-amz-retry-after", "x-amz-target", "x-amzn-errortype", "x-amzn-requestid",
    "amz-sdk-request", "amz-sdk-invocation-id", /* lint-ok: cloud - as above */
};

struct str trace_url(struct str url)
{
    ptrdiff_t query = str_find_char(url, '?');
    return query < 0 ? url : str_slice(url, 0, (size_t)query);
}

static bool is_harmless(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(harmless); i++)
        if (strlen(harmless[i]) == name.len && strncasecmp(harmless[i], name.ptr, name.len) == 0)
            return true;
    return false;
}

static void trace_headers(const char *direction, const struct io_header *headers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_harmless(headers[i].name))
            LOG_TRACE("net", "  %s %.*s: %.*s", direction, STR_ARG(headers[i].name), STR_ARG(headers[i].value));
        else
            LOG_TRACE("net", "  %s %.*s: (%zu bytes)", direction, STR_ARG(headers[i].name), headers[i].value.len);
    }
}

void trace_attempt(const struct trace_attempt *trace)
{
    if (!log_on(LOG_LEVEL_DEBUG, "net"))
        return;
    const struct io_http_reply *reply = trace->reply;
    struct str url = trace_url(trace->http->url);
    DROP_ARENA struct arena scratch = { 0 };
    struct str outcome = reply->outcome == IO_ANSWERED
                             ? arena_printf(&scratch, "%d, %zu bytes", reply->status, reply->body.len)
                             : arena_printf(&scratch, "%s (%.*s)", reply->outcome == IO_NOT_SENT ? "not sent" : "outcome unknown",
                                            STR_ARG(reply->problem));
    LOG_DEBUG("net", "%.*s%s%.*s attempt %d: %.*s %.*s, %zu bytes -> %.*s in %lld ms", STR_ARG(trace->operation),
              trace->step.len ? " step " : "", STR_ARG(trace->step), trace->attempt, STR_ARG(trace->http->method), STR_ARG(url),
              trace->http->body.len, STR_ARG(outcome), (long long)trace->took_ms);
    if (!log_on(LOG_LEVEL_TRACE, "net"))
        return;
    trace_headers(">", trace->http->headers, trace->http->header_count);
    trace_headers("<", reply->headers, reply->header_count);
}
