/*
 * sigv4_internal.h - the canonical form of a request, shared by signing (sigv4.c) and verifying (sigv4_verify.c).
 *
 * canonical request = method \n path \n query \n headers \n\n signed names \n payload hash. Implemented in sigv4_canonical.c.
 */
#ifndef ENGINE_AUTH_SIGV4_INTERNAL_H
#define ENGINE_AUTH_SIGV4_INTERNAL_H

#include "engine/auth/sigv4.h"

struct sigv4_path_rules {
    bool keep, encode_once;
};

/* Percent-encoding of RFC 3986: all but letters, digits and -_.~ (and '/' where `keep_slash`), in upper-case hex. */
void sigv4_encode(struct buf *out, struct str raw, bool keep_slash);
struct str sigv4_canonical_path(struct arena *arena, struct str path, struct sigv4_path_rules rules);
/* Every name and value decoded and encoded again, sorted by encoded name, then value. `leave_out`: a name to skip, may be empty. */
struct str sigv4_canonical_query(struct arena *arena, struct str query, struct str leave_out);

/* A header in canonical form: name in lower case, value trimmed, inner white space folded, repeats joined with ','. */
struct sigv4_header {
    struct str name, value;
};
/* Appends one header; the same name again joins the values in order of appearance. */
struct sigv4_headers {
    struct arena *arena;
    VEC(struct sigv4_header) list;
};
void sigv4_headers_add(struct sigv4_headers *headers, struct str name, struct str value);
void sigv4_headers_sort(struct sigv4_headers *headers);
struct str sigv4_headers_names(const struct sigv4_headers *headers);    /* "host;x-amz-date" */

bool sigv4_never_signed(struct str lower_name);
struct str sigv4_lower(struct arena *arena, struct str s);

struct str sigv4_canonical_request(struct arena *arena, struct str method, struct str path, struct str query,
                                   const struct sigv4_headers *headers, struct str payload_hash);
/* `stamp` is 20150830T123600Z, `scope` 20150830/us-east-1/service/aws4_request. */
struct str sigv4_string_to_sign(struct arena *arena, struct str stamp, struct str scope, struct str canonical_request);
struct str sigv4_stamp(struct arena *arena, int64_t wall_ms);
bool sigv4_parse_stamp(struct str stamp, int64_t *ret_wall_ms);
struct digest sigv4_derive_key(struct str secret, struct str date, struct str region, struct str service);

#define SIGV4_ALGORITHM "AWS4-HMAC-SHA256"
#define SIGV4_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"
#define SIGV4_TRAILER_PAYLOAD "STREAMING-UNSIGNED-PAYLOAD-TRAILER"

#endif
