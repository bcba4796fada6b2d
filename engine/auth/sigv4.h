/*
 * sigv4.h - AWS Signature Version 4: header signing, presigned URLs, and the same algorithm from the server's side.
 *
 *     struct sigv4_keys keys = { 0 };                       one per provider, caches derived keys; sigv4_keys_done at the end
 *     struct sigv4_params params = { .region = STR("eu-west-1"), .service = STR("ec2"), .sign_at_ms = stamp };
 *     TRY(sigv4_sign(arena, &keys, &identity, &params, &request, &headers, &count, err));
 *     ... send `request` with `headers` added to its own
 *
 * The time of signing is a parameter: a request that must not be signed twice (create class G, design 9) keeps the stamp of
 * its clearing. Source: AWS General Reference, "Signature Version 4"; the published vectors are in tests/vectors/sigv4.
 * Nothing here suspends, and no secret is copied anywhere but into `keys`, which are wiped.
 */
#ifndef ENGINE_AUTH_SIGV4_H
#define ENGINE_AUTH_SIGV4_H

#include "engine/base/arena.h"
#include "engine/base/digest.h"
#include "engine/base/err.h"
#include "engine/base/io.h"

enum { SIGV4_KEY_CACHE = 16, SIGV4_SCOPE_MAX = 64, SIGV4_EXPIRES_MAX_S = 7 * 24 * 3600 };

/* Who signs. Views; session_token is empty for long-lived keys. */
struct sigv4_identity {
    struct str access_key_id, secret_access_key, session_token;
};

/* What stands in the canonical request for the body. */
enum sigv4_payload {
    SIGV4_BODY_HASH,             /* SHA-256 of the body (presigned S3: UNSIGNED-PAYLOAD, as its URL outlives the body) */
    SIGV4_UNSIGNED,              /* UNSIGNED-PAYLOAD: https only */
    SIGV4_UNSIGNED_TRAILER,      /* STREAMING-UNSIGNED-PAYLOAD-TRAILER: the checksum follows the body */
};

/* Zero is right for every service but S3: path normalised and encoded once more, body hashed, token signed. */
struct sigv4_params {
    struct str region, service;  /* of the credential scope; at most SIGV4_SCOPE_MAX bytes each */
    int64_t sign_at_ms;          /* UTC; whole seconds are signed */
    enum sigv4_payload payload;
    bool s3;                     /* S3's rules: path as it is, encoded once, x-amz-content-sha256 always sent */
    bool keep_path;              /* do not normalise "." ".." "//" */
    bool encode_once;            /* the canonical path is the wire's; only what is not escaped yet is encoded */
    bool send_payload_hash;      /* add x-amz-content-sha256 */
    bool token_unsigned;         /* the session token is sent, but not signed */
    int64_t expires_s;           /* presigned URLs only: 1 to SIGV4_EXPIRES_MAX_S */
};

/* What is signed. `url` is absolute and encoded as it will be sent. */
struct sigv4_request {
    struct str method, url;
    const struct io_header *headers;
    size_t header_count;
    struct str body;
};

/* Signing keys by day, region and service: four HMACs saved for each request. */
struct sigv4_keys {
    struct sigv4_key {
        struct digest secret;                       /* of the secret key: a changed secret misses */
        char date[9], region[SIGV4_SCOPE_MAX + 1], service[SIGV4_SCOPE_MAX + 1];
        struct digest key;
    } entries[SIGV4_KEY_CACHE];
    size_t next, hits, misses;
};
void sigv4_keys_done(struct sigv4_keys *keys);      /* wipes */

/* True for services that follow S3's rules ("s3", "s3-outposts", "s3-object-lambda"). */
bool sigv4_is_s3(struct str service);

/*
 * Computes the headers to add: x-amz-date, x-amz-security-token and x-amz-content-sha256 where they apply, authorization. The request's
 * own headers of these names are taken as replaced. All other headers are signed, except those a proxy or the HTTP library may
 * change (user-agent, connection, expect, ...). Host comes from a host header, else from the URL without a default port.
 * Headers live in `arena`. `keys` may be NULL. Fails with ERR_INVALID: no host, empty keys, scope too long.
 */
bool sigv4_sign(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                const struct sigv4_params *params, const struct sigv4_request *request, struct io_header **ret_headers,
                size_t *ret_count, struct err *err) MUST_USE;

/*
 * The request's URL with the signature in its query. Whoever uses it sends the request's headers unchanged: they are signed.
 * Fails as sigv4_sign does, and when expires_s is out of range.
 */
bool sigv4_presign(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                   const struct sigv4_params *params, const struct sigv4_request *request, struct str *ret_url,
                   struct err *err) MUST_USE;

/* The two intermediate texts, for tests and for explaining a refused signature. They hold no secret but a session token. */
struct sigv4_trace {
    struct str canonical_request, string_to_sign, signature;
};
bool sigv4_trace(struct arena *arena, const struct sigv4_identity *identity, const struct sigv4_params *params,
                 const struct sigv4_request *request, bool presign, struct sigv4_trace *ret, struct err *err) MUST_USE;

/* ---- the server's side (sigv4_verify.c): for the simulator's loopback server, which gets it as a callback from cli ---- */

#define SIGV4_VERDICTS(X)                                                                                       \
    X(OK, "")                                                                                                   \
    X(MISSING, "MissingAuthenticationToken")    /* neither an Authorization header nor a presigned query */     \
    X(INCOMPLETE, "IncompleteSignature")        /* something unreadable or missing in it */                     \
    X(UNKNOWN_KEY, "InvalidClientTokenId")      /* EC2 says AuthFailure, JSON services UnrecognizedClientException */ \
    X(BAD_TOKEN, "InvalidToken")                /* session token missing or not the key's */                   \
    X(BAD_SCOPE, "SignatureDoesNotMatch")       /* date, region, service or terminator of the scope */          \
    X(BAD_SIGNATURE, "SignatureDoesNotMatch")                                                                   \
    X(BAD_PAYLOAD, "XAmzContentSHA256Mismatch")                                                                 \
    X(EXPIRED, "RequestExpired")                                                                                \
    X(NOT_YET, "RequestInTheFuture")

enum sigv4_verdict {
#define X(name, code) SIGV4_##name,
    SIGV4_VERDICTS(X)
#undef X
};

/* A request as a server sees it. path and query as they came, percent-encoded; query without '?'. */
struct sigv4_incoming {
    struct str method, path, query;
    const struct io_header *headers;
    size_t header_count;
    struct str body;
};

struct sigv4_policy {
    int64_t now_ms, max_skew_ms;    /* 5 min; S3 15 min */
    struct str region, service;     /* empty: any */
    bool s3, token_unsigned;
    /* Fills secret and token (empty: none) of a key; false: no such key. Views live until the verdict. */
    bool (*lookup)(void *ctx, struct str access_key_id, struct sigv4_identity *ret);
    void *ctx;
};

struct sigv4_checked {
    enum sigv4_verdict verdict;
    const char *code;               /* AWS's error code for the verdict */
    struct str access_key_id, region, service; /* as far as they could be read; in `arena` */
    struct str explanation;         /* for people: canonical request and string to sign when the signature differs */
    int64_t signed_at_ms;
};

void sigv4_verify(struct arena *arena, const struct sigv4_policy *policy, const struct sigv4_incoming *request,
                  struct sigv4_checked *ret);

#endif
