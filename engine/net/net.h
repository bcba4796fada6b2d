/*
 * net.h - requests with a policy: gate (who may send, how fast), attempts, classification, redaction, tracing.
 *
 *     struct net_request request = { .method = STR("POST"), .url = url, .body = body, .mutates = true, .scope = op_scope(op),
 *                                    .bucket = STR("aws/ec2/ap-northeast-2/mutate"), .prepare = sign, .classify = judge };
 *     struct net_reply reply;
 *     TRY(net_call(net, &request, &reply, err));       suspends
 *
 * The engine owns retry, throttling, time-outs and the stamp rules; a provider's wire layer brings `prepare` (signing, once per
 * attempt) and `classify` (what an answer means). Nothing mutating leaves without an approved step (scope->approved).
 */
#ifndef ENGINE_NET_NET_H
#define ENGINE_NET_NET_H

#include "engine/net/fiber.h"

struct net;

/* What an answer means for the attempts that may follow. */
enum net_verdict {
    NET_OK,            /* take it */
    NET_REFUSED,       /* a parsed refusal: surely not applied; ends the call with ERR_REMOTE / DENIED / NOT_FOUND as classify set it */
    NET_THROTTLED,     /* surely not applied; tried again until the deadline; slows the bucket */
    NET_TRANSIENT,     /* 5xx and the like: unknown whether applied */
    NET_CLOCK_SKEW,    /* the clock differs: store the offset, prepare again, one extra attempt */
    NET_CREDENTIALS,   /* refresh once (request->refresh), one extra attempt */
};

/* The right to send, on behalf of a step or of a read. Lives as long as the calls that use it. */
struct net_scope {
    struct str step;           /* id of the approved step; empty for reads */
    bool approved;             /* mutating requests may be sent */
    int64_t deadline_mono_ms;  /* 0: the net's default for reads */
    int64_t sign_at_wall_ms;   /* not 0: keep this stamp, never sign again (class G after clearing) */
    bool never_resend;         /* class G: an unknown outcome ends the call with ERR_AMBIGUOUS instead of another attempt */
    int priority;              /* higher first when the bucket is short; recovery and critical path above refresh */
    /* Asked before each mutating send: is this engine still the writer? (the fence; NULL: yes) ERR_LOCKED when not. May suspend. */
    bool (*cleared)(void *context, struct err *err);
    void *cleared_context;
};

struct net_request {
    struct str method, url;
    const struct io_header *headers;
    size_t header_count;
    struct str body;
    const struct io_tls *tls;
    bool mutates;
    const struct net_scope *scope;   /* NULL: a read with default deadline */
    struct str operation;            /* "EC2 CreateVpc": for messages and traces */
    struct str bucket;               /* token bucket name; empty: none. Rates: net_bucket_rate */
    size_t max_body_bytes;
    int64_t timeout_ms;              /* one attempt; 0: 60 s */
    int max_attempts;                /* 0: until the deadline */
    void *context;                   /* for the three below */
    /* Adds or replaces headers/url for this attempt (signing) in `arena`. NULL: send as it is. Must not suspend. */
    bool (*prepare)(void *context, struct arena *arena, int64_t wall_ms, struct io_http_request *http, struct err *err);
    /* What the answer means; on anything but NET_OK fills err (remote_code, request_id, message). NULL: 2xx OK, 429 throttled, 5xx transient, else refused. */
    enum net_verdict (*classify)(void *context, const struct io_http_reply *reply, struct err *err);
    bool (*refresh)(void *context, struct err *err);   /* credentials; may suspend */
};

struct net_reply {
    int status;
    const struct io_header *headers;
    size_t header_count;
    struct str body;
    int attempts;
    bool earlier_unknown;     /* an earlier attempt may have been applied (so "already exists" may be our own doing) */
    struct arena memory;      /* the caller calls arena_done */
};

struct net_options {
    int max_in_flight;          /* 0: 128 */
    int64_t read_deadline_ms;   /* 0: 120 s */
    uint64_t seed;              /* jitter; 0: from io_random */
    bool fast_profile;          /* the endpoint states its own times (simulator on loopback): back-off base 1 ms */
};

struct net *net_new(struct loop *loop, const struct net_options *options);
void net_free(struct net *net);
struct loop *net_loop(struct net *net);

/*
 * Sends with gate and retries; suspends. On false, err->code tells what is known:
 *   REMOTE, NOT_FOUND, DENIED, AUTH, CONFLICT   refused, surely not applied (and no earlier attempt is unknown)
 *   THROTTLED, UNREACHABLE, TIMEOUT             gave up at the deadline; surely not applied
 *   AMBIGUOUS                                   some attempt may have been applied
 *   LOCKED, INTERRUPTED                         not sent any more
 * An unknown earlier attempt turns every code into AMBIGUOUS (remote_code and http_status stay), but LOCKED: who lost the fence can
 * record nothing. The message begins with the operation. A read without a step gives up after 8 attempts that reached nobody.
 */
bool net_call(struct net *net, const struct net_request *request, struct net_reply *ret, struct err *err) MUST_USE;

/* Declares a bucket's rate before its first use; later throttling adapts it (cut to 0.7, cubic growth, never above max). */
void net_bucket_rate(struct net *net, struct str bucket, double per_second, double burst);

/* Counters for reports, benches and tests. */
struct net_stats {
    uint64_t calls, requests, mutating_requests, throttled, transient, bytes_out, bytes_in;
};
struct net_stats net_stats(const struct net *net);

/* Header of a reply by lower-case name; STR_NONE: not there. */
struct str net_header(const struct io_header *headers, size_t count, const char *name);

/*
 * URL pieces (RFC 3986), no allocation. Strict: user names, fragments, spaces and what parsers could read differently are refused.
 * `host` as it is written ("[::1]" with its brackets); `path` with its slash; `query` without the question mark.
 */
struct url {
    struct str scheme, host, port, path, query;
};
bool url_parse(struct str text, struct url *ret);
bool url_is_loopback(const struct url *url);                        /* 127.0.0.0/8, ::1, localhost */
struct str url_encode(struct arena *arena, struct str s, bool keep_slash); /* RFC 3986 unreserved stay */
struct str url_decode(struct arena *arena, struct str s);

#endif
