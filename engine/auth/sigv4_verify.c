/*
 * sigv4_verify.c - what AWS does with a signed request: find the key, rebuild the signature, compare, check the clock.
 *
 * Written for the simulator's loopback server. It is strict where AWS is: host and every x-amz-* header must be signed, the
 * scope's day is the stamp's day, a body must have the hash it announces.
 */
#include "engine/auth/sigv4.h"
#include "engine/auth/sigv4_internal.h"

struct claim {
    struct str algorithm, credential, signed_names, signature, stamp, token;
    struct str date, region, service; /* of the credential's scope */
    bool presigned;
    int64_t expires_s;
};

static struct str header_of(const struct sigv4_incoming *request, const char *lower_name, struct arena *arena)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (str_is(sigv4_lower(arena, request->headers[i].name), lower_name))
            return str_trim(request->headers[i].value);
    return STR_NONE;
}

/* Decodes by going through the canonical form: one name=value pair, encoded, is taken apart and decoded. */
static struct str query_value(struct arena *arena, struct str canonical_query, const char *name)
{
    for (struct str rest = canonical_query; rest.ptr;) {
        struct str value = str_split(&rest, '&');
        struct str key = str_split(&value, '=');
        if (!str_is(key, name))
            continue;
        char *out = arena_alloc(arena, value.len + 1);
        size_t len = 0;
        for (size_t i = 0; i < value.len; i++) {
            struct str byte;
            if (value.ptr[i] == '%' && hex_decode(arena, str_slice(value, i + 1, i + 3), &byte) && byte.len == 1) {
                out[len++] = byte.ptr[0];
                i += 2;
            } else {
                out[len++] = value.ptr[i];
            }
        }
        return str_n(out, len);
    }
    return STR_NONE;
}

static bool read_authorization(struct str text, struct claim *ret)
{
    ret->algorithm = str_split(&text, ' ');
    while (text.ptr) {
        struct str value = str_trim(str_split(&text, ','));
        struct str name = str_split(&value, '=');
        if (str_is(name, "Credential"))
            ret->credential = value;
        else if (str_is(name, "SignedHeaders"))
            ret->signed_names = value;
        else if (str_is(name, "Signature"))
            ret->signature = value;
    }
    return !str_empty(ret->credential) && !str_empty(ret->signed_names) && !str_empty(ret->signature);
}

/* AKID/20150830/us-east-1/service/aws4_request; the key itself may not hold a '/'. */
static bool read_credential(struct str credential, struct str *ret_access_key, struct claim *claim)
{
    *ret_access_key = str_split(&credential, '/');
    claim->date = str_split(&credential, '/');
    claim->region = str_split(&credential, '/');
    claim->service = str_split(&credential, '/');
    return str_is(credential, "aws4_request") && !str_empty(*ret_access_key) && claim->date.len == 8;
}

static bool is_signed(struct str signed_names, struct str lower_name)
{
    for (struct str rest = signed_names; rest.ptr;)
        if (str_eq(str_split(&rest, ';'), lower_name))
            return true;
    return false;
}

static enum sigv4_verdict gather_headers(struct arena *arena, const struct sigv4_policy *policy,
                                         const struct sigv4_incoming *request, const struct claim *claim,
                                         struct sigv4_headers *ret, struct str *ret_problem)
{
    size_t wanted = 0;
    for (struct str rest = claim->signed_names; rest.ptr; wanted++)
        (void)str_split(&rest, ';');
    for (size_t i = 0; i < request->header_count; i++) {
        struct str name = sigv4_lower(arena, request->headers[i].name);
        if (is_signed(claim->signed_names, name)) {
            sigv4_headers_add(ret, name, request->headers[i].value);
            continue;
        }
        bool free_token = policy->token_unsigned && str_is(name, "x-amz-security-token");
        if (str_is(name, "host") || (str_starts(name, STR("x-amz-")) && !free_token)) {
            *ret_problem = arena_printf(arena, "the header '%.*s' is not signed", STR_ARG(name));
            return SIGV4_BAD_SIGNATURE;
        }
    }
    sigv4_headers_sort(ret);
    if (ret->list.count != wanted) {
        *ret_problem = STR("a signed header is missing from the request");
        return SIGV4_BAD_SIGNATURE;
    }
    if (!is_signed(claim->signed_names, STR("host"))) {
        *ret_problem = STR("the host header is not signed");
        return SIGV4_BAD_SIGNATURE;
    }
    return SIGV4_OK;
}

static enum sigv4_verdict read_claim(struct arena *arena, const struct sigv4_incoming *request, struct str query,
                                     struct claim *ret, struct str *ret_problem)
{
    struct str authorization = header_of(request, "authorization", arena);
    if (!str_empty(authorization)) {
        if (!read_authorization(authorization, ret)) {
            *ret_problem = STR("the authorization header lacks a credential, signed headers or a signature");
            return SIGV4_INCOMPLETE;
        }
        ret->stamp = header_of(request, "x-amz-date", arena);
        ret->token = header_of(request, "x-amz-security-token", arena);
    } else {
        ret->presigned = true;
        ret->signature = query_value(arena, query, "X-Amz-Signature");
        ret->algorithm = query_value(arena, query, "X-Amz-Algorithm");
        if (str_empty(ret->signature) && str_empty(ret->algorithm))
            return SIGV4_MISSING;
        ret->credential = query_value(arena, query, "X-Amz-Credential");
        ret->signed_names = query_value(arena, query, "X-Amz-SignedHeaders");
        ret->stamp = query_value(arena, query, "X-Amz-Date");
        ret->token = query_value(arena, query, "X-Amz-Security-Token");
        if (!str_to_i64(query_value(arena, query, "X-Amz-Expires"), &ret->expires_s) || ret->expires_s < 1 ||
            ret->expires_s > SIGV4_EXPIRES_MAX_S || str_empty(ret->credential) || str_empty(ret->signed_names) ||
            str_empty(ret->signature)) {
            *ret_problem = STR("the presigned query lacks a parameter, or X-Amz-Expires is out of range");
            return SIGV4_INCOMPLETE;
        }
    }
    if (!str_is(ret->algorithm, SIGV4_ALGORITHM)) {
        *ret_problem = STR("the algorithm is not " SIGV4_ALGORITHM);
        return SIGV4_INCOMPLETE;
    }
    return SIGV4_OK;
}

static enum sigv4_verdict check_clock(const struct sigv4_policy *policy, const struct claim *claim, int64_t signed_at_ms)
{
    if (signed_at_ms > policy->now_ms + policy->max_skew_ms)
        return SIGV4_NOT_YET;
    int64_t lasts_ms = claim->presigned ? claim->expires_s * 1000 : policy->max_skew_ms;
    return policy->now_ms > signed_at_ms + lasts_ms ? SIGV4_EXPIRED : SIGV4_OK;
}

/* The hash that goes into the canonical request; false: the body is not what was announced. */
static bool body_hash(struct arena *arena, const struct sigv4_policy *policy, const struct sigv4_incoming *request,
                      const struct claim *claim, struct str *ret)
{
    struct digest hash = digest_of(request->body);
    struct str actual = digest_hex(arena, &hash);
    struct str announced = header_of(request, "x-amz-content-sha256", arena);
    if (str_empty(announced)) {
        *ret = claim->presigned && policy->s3 ? STR(SIGV4_UNSIGNED_PAYLOAD) : actual;
        return true;
    }
    *ret = announced;
    return str_is(announced, SIGV4_UNSIGNED_PAYLOAD) || str_starts(announced, STR("STREAMING-")) || str_eq(announced, actual);
}

static enum sigv4_verdict verify(struct arena *arena, const struct sigv4_policy *policy,
                                 const struct sigv4_incoming *request, struct sigv4_checked *ret)
{
    struct claim claim = { 0 };
    struct str query = sigv4_canonical_query(arena, request->query, STR_NONE);
    enum sigv4_verdict verdict = read_claim(arena, request, query, &claim, &ret->explanation);
    if (verdict)
        return verdict;
    struct str access_key_id;
    if (!read_credential(claim.credential, &access_key_id, &claim) || !sigv4_parse_stamp(claim.stamp, &ret->signed_at_ms)) {
        ret->explanation = STR("the credential or the time stamp cannot be read");
        return SIGV4_INCOMPLETE;
    }
    ret->access_key_id = arena_str(arena, access_key_id);
    ret->region = arena_str(arena, claim.region);
    ret->service = arena_str(arena, claim.service);

    struct sigv4_identity known = { 0 };
    if (!policy->lookup(policy->ctx, access_key_id, &known))
        return SIGV4_UNKNOWN_KEY;
    if (!str_eq(known.session_token, claim.token))
        return SIGV4_BAD_TOKEN;
    if (!str_eq(claim.date, str_slice(claim.stamp, 0, 8)) ||
        (!str_empty(policy->region) && !str_eq(policy->region, claim.region)) ||
        (!str_empty(policy->service) && !str_eq(policy->service, claim.service))) {
        ret->explanation = arena_printf(arena, "the credential is scoped to %.*s", STR_ARG(claim.credential));
        return SIGV4_BAD_SCOPE;
    }
    verdict = check_clock(policy, &claim, ret->signed_at_ms);
    if (verdict)
        return verdict;

    struct sigv4_headers headers = { .arena = arena };
    verdict = gather_headers(arena, policy, request, &claim, &headers, &ret->explanation);
    if (verdict)
        return verdict;
    struct str hash;
    if (!body_hash(arena, policy, request, &claim, &hash))
        return SIGV4_BAD_PAYLOAD;
    if (claim.presigned) {
        query = sigv4_canonical_query(arena, request->query, STR("X-Amz-Signature"));
        if (policy->token_unsigned)
            query = sigv4_canonical_query(arena, query, STR("X-Amz-Security-Token"));
    }
    struct str path = sigv4_canonical_path(arena, request->path,
                                           (struct sigv4_path_rules){ .keep = policy->s3, .encode_once = policy->s3 });
    struct str canonical = sigv4_canonical_request(arena, request->method, path, query, &headers, hash);
    struct str scope = arena_printf(arena, "%.*s/%.*s/%.*s/aws4_request", STR_ARG(claim.date), STR_ARG(claim.region),
                                    STR_ARG(claim.service));
    struct str to_sign = sigv4_string_to_sign(arena, claim.stamp, scope, canonical);
    struct digest key = sigv4_derive_key(known.secret_access_key, claim.date, claim.region, claim.service);
    struct digest expected = digest_hmac(str_n((const char *)key.bytes, sizeof key.bytes), to_sign), claimed;
    secret_wipe(&key, sizeof key);
    struct str bytes;
    if (hex_decode(arena, claim.signature, &bytes) && bytes.len == sizeof claimed.bytes) {
        memcpy(claimed.bytes, bytes.ptr, sizeof claimed.bytes);
        if (digest_eq(&expected, &claimed))
            return SIGV4_OK;
    }
    ret->explanation = arena_printf(arena, "The canonical string for this request should have been\n'%.*s'\n\nThe string to sign "
                                    "should have been\n'%.*s'", STR_ARG(canonical), STR_ARG(to_sign));
    return SIGV4_BAD_SIGNATURE;
}

void sigv4_verify(struct arena *arena, const struct sigv4_policy *policy, const struct sigv4_incoming *request,
                  struct sigv4_checked *ret)
{
    static const char *const codes[] = {
#define X(name, code) [SIGV4_##name] = code,
        SIGV4_VERDICTS(X)
#undef X
    };
    *ret = (struct sigv4_checked){ 0 };
    ret->verdict = verify(arena, policy, request, ret);
    ret->code = codes[ret->verdict];
}
