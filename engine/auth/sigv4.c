/*
 * sigv4.c - signs a request in its headers or in its URL.
 *
 * Steps: 1. take the URL apart, 2. gather the headers to sign, 3. canonical request, 4. string to sign, 5. signature with the
 * day's key. Presigning differs in where the parameters stand: in the query, before it is made canonical.
 */
#include "engine/auth/sigv4.h"
#include "engine/auth/sigv4_internal.h"

struct target {
    struct str host, path, query;
};

/* What is about to be signed, in canonical pieces. */
struct signing {
    struct str stamp, scope, payload_hash, path, query;
    struct sigv4_headers headers;
    struct str canonical_request, string_to_sign, signature;
};

bool sigv4_is_s3(struct str service)
{
    return str_is(service, "s3") || str_is(service, "s3-outposts") || str_is(service, "s3-object-lambda");
}

void sigv4_keys_done(struct sigv4_keys *keys)
{
    secret_wipe(keys, sizeof *keys);
}

static bool split_url(struct str url, struct target *ret, struct err *err)
{
    ptrdiff_t scheme_end = str_find(url, STR("://"));
    if (scheme_end < 0)
        return FAIL(err, ERR_INVALID, "cannot sign a request without an absolute URL");
    struct str scheme = str_slice(url, 0, (size_t)scheme_end);
    struct str rest = str_slice(url, (size_t)scheme_end + 3, url.len);
    ptrdiff_t fragment = str_find_char(rest, '#');
    if (fragment >= 0)
        rest = str_slice(rest, 0, (size_t)fragment);
    size_t host_end = 0;
    while (host_end < rest.len && rest.ptr[host_end] != '/' && rest.ptr[host_end] != '?')
        host_end++;
    ret->host = str_slice(rest, 0, host_end);
    ptrdiff_t user_end = str_find_char(ret->host, '@');
    if (user_end >= 0)
        ret->host = str_slice(ret->host, (size_t)user_end + 1, ret->host.len);
    struct str port = str_is(scheme, "https") ? STR(":443") : str_is(scheme, "http") ? STR(":80") : STR_NONE;
    if (!str_empty(port) && str_ends(ret->host, port))
        ret->host = str_slice(ret->host, 0, ret->host.len - port.len);
    ret->query = str_slice(rest, host_end, rest.len);
    ret->path = str_split(&ret->query, '?');
    return true;
}

static struct digest day_key(struct sigv4_keys *keys, struct str secret, struct str date, struct str region,
                             struct str service)
{
    if (!keys)
        return sigv4_derive_key(secret, date, region, service);
    struct digest of_secret = digest_of(secret);
    for (size_t i = 0; i < SIGV4_KEY_CACHE; i++) {
        struct sigv4_key *have = &keys->entries[i];
        if (str_is(date, have->date) && str_is(region, have->region) && str_is(service, have->service) &&
            digest_eq(&have->secret, &of_secret)) {
            keys->hits++;
            return have->key;
        }
    }
    keys->misses++;
    struct sigv4_key *entry = &keys->entries[keys->next++ % SIGV4_KEY_CACHE];
    *entry = (struct sigv4_key){ .secret = of_secret, .key = sigv4_derive_key(secret, date, region, service) };
    memcpy(entry->date, date.ptr, date.len); /* 8 digits; region and service were checked by begin() */
    memcpy(entry->region, region.ptr, region.len);
    memcpy(entry->service, service.ptr, service.len);
    return entry->key;
}

static struct str payload_hash(struct arena *arena, const struct sigv4_params *params, const struct sigv4_request *request,
                               bool presign)
{
    switch (params->payload) {
    case SIGV4_UNSIGNED:
        return STR(SIGV4_UNSIGNED_PAYLOAD);
    case SIGV4_UNSIGNED_TRAILER:
        return STR(SIGV4_TRAILER_PAYLOAD);
    case SIGV4_BODY_HASH:
        break;
    }
    if (presign && params->s3)
        return STR(SIGV4_UNSIGNED_PAYLOAD);
    struct digest hash = digest_of(request->body);
    return digest_hex(arena, &hash);
}

static bool set_by_signing(struct str lower_name)
{
    return str_is(lower_name, "x-amz-date") || str_is(lower_name, "x-amz-security-token") ||
           str_is(lower_name, "x-amz-content-sha256");
}

/* Steps 1 and 2, without what header signing adds itself. */
static bool begin(struct arena *arena, const struct sigv4_identity *identity, const struct sigv4_params *params,
                  const struct sigv4_request *request, struct target *ret_target, struct signing *ret, struct err *err)
{
    if (str_empty(identity->access_key_id) || str_empty(identity->secret_access_key))
        return FAIL(err, ERR_INVALID, "cannot sign without an access key and its secret");
    if (str_empty(params->region) || params->region.len > SIGV4_SCOPE_MAX)
        return FAIL(err, ERR_INVALID, "'%.*s' is not a region to sign for", STR_ARG(str_slice(params->region, 0, 80)));
    if (str_empty(params->service) || params->service.len > SIGV4_SCOPE_MAX)
        return FAIL(err, ERR_INVALID, "'%.*s' is not a service to sign for", STR_ARG(str_slice(params->service, 0, 80)));
    TRY(split_url(request->url, ret_target, err));

    ret->stamp = sigv4_stamp(arena, params->sign_at_ms);
    ret->scope = arena_printf(arena, "%.8s/%.*s/%.*s/aws4_request", ret->stamp.ptr, STR_ARG(params->region),
                              STR_ARG(params->service));
    ret->path = sigv4_canonical_path(arena, ret_target->path,
                                     (struct sigv4_path_rules){ .keep = params->keep_path || params->s3,
                                                                .encode_once = params->encode_once || params->s3 });
    ret->headers = (struct sigv4_headers){ .arena = arena };
    bool has_host = false;
    for (size_t i = 0; i < request->header_count; i++) {
        struct str name = sigv4_lower(arena, request->headers[i].name);
        if (sigv4_never_signed(name) || set_by_signing(name))
            continue;
        has_host = has_host || str_is(name, "host");
        sigv4_headers_add(&ret->headers, name, request->headers[i].value);
    }
    if (!has_host && str_empty(ret_target->host))
        return FAIL(err, ERR_INVALID, "cannot sign a request to no host");
    if (!has_host)
        sigv4_headers_add(&ret->headers, STR("host"), sigv4_lower(arena, ret_target->host));
    return true;
}

/* Steps 3 to 5. */
static void finish(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                   const struct sigv4_params *params, struct str method, struct signing *s)
{
    s->canonical_request = sigv4_canonical_request(arena, method, s->path, s->query, &s->headers, s->payload_hash);
    s->string_to_sign = sigv4_string_to_sign(arena, s->stamp, s->scope, s->canonical_request);
    struct digest key =
        day_key(keys, identity->secret_access_key, str_slice(s->stamp, 0, 8), params->region, params->service);
    struct digest signature = digest_hmac(str_n((const char *)key.bytes, sizeof key.bytes), s->string_to_sign);
    secret_wipe(&key, sizeof key);
    s->signature = digest_hex(arena, &signature);
}

static bool sign_headers(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                         const struct sigv4_params *params, const struct sigv4_request *request, struct signing *s,
                         struct io_header **ret_headers, size_t *ret_count, struct err *err)
{
    struct target target;
    TRY(begin(arena, identity, params, request, &target, s, err));
    s->query = sigv4_canonical_query(arena, target.query, STR_NONE);
    s->payload_hash = payload_hash(arena, params, request, false);

    struct io_header *added = ARENA_ARRAY(arena, struct io_header, 5);
    size_t count = 0;
    added[count++] = (struct io_header){ STR("x-amz-date"), s->stamp };
    if (params->s3 || params->send_payload_hash)
        added[count++] = (struct io_header){ STR("x-amz-content-sha256"), s->payload_hash };
    if (!str_empty(identity->session_token) && !params->token_unsigned)
        added[count++] = (struct io_header){ STR("x-amz-security-token"), identity->session_token };
    for (size_t i = 0; i < count; i++)
        sigv4_headers_add(&s->headers, added[i].name, added[i].value);
    sigv4_headers_sort(&s->headers);
    finish(arena, keys, identity, params, request->method, s);

    if (!str_empty(identity->session_token) && params->token_unsigned)
        added[count++] = (struct io_header){ STR("x-amz-security-token"), identity->session_token };
    struct str names = sigv4_headers_names(&s->headers);
    added[count++] = (struct io_header){
        STR("authorization"),
        arena_printf(arena, SIGV4_ALGORITHM " Credential=%.*s/%.*s, SignedHeaders=%.*s, Signature=%.*s",
                     STR_ARG(identity->access_key_id), STR_ARG(s->scope), STR_ARG(names), STR_ARG(s->signature)),
    };
    *ret_headers = added;
    *ret_count = count;
    return true;
}

static void add_parameter(struct buf *query, const char *name, struct str value)
{
    if (query->len)
        buf_add_char(query, '&');
    buf_add_cstr(query, name);
    buf_add_char(query, '=');
    sigv4_encode(query, value, false);
}

static bool sign_url(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                     const struct sigv4_params *params, const struct sigv4_request *request, struct signing *s,
                     struct str *ret_url, struct err *err)
{
    if (params->expires_s < 1 || params->expires_s > SIGV4_EXPIRES_MAX_S)
        return FAIL(err, ERR_INVALID, "a presigned URL lasts 1 to %d seconds, not %lld", SIGV4_EXPIRES_MAX_S,
                    (long long)params->expires_s);
    struct target target;
    TRY(begin(arena, identity, params, request, &target, s, err));
    sigv4_headers_sort(&s->headers);
    s->payload_hash = payload_hash(arena, params, request, true);

    DROP_BUF struct buf query = { 0 };
    buf_add_str(&query, target.query);
    add_parameter(&query, "X-Amz-Algorithm", STR(SIGV4_ALGORITHM));
    add_parameter(&query, "X-Amz-Credential",
                  arena_printf(arena, "%.*s/%.*s", STR_ARG(identity->access_key_id), STR_ARG(s->scope)));
    add_parameter(&query, "X-Amz-Date", s->stamp);
    add_parameter(&query, "X-Amz-Expires", arena_printf(arena, "%lld", (long long)params->expires_s));
    add_parameter(&query, "X-Amz-SignedHeaders", sigv4_headers_names(&s->headers));
    bool has_token = !str_empty(identity->session_token);
    if (has_token && !params->token_unsigned)
        add_parameter(&query, "X-Amz-Security-Token", identity->session_token);
    s->query = sigv4_canonical_query(arena, buf_str(&query), STR_NONE);
    finish(arena, keys, identity, params, request->method, s);

    if (has_token && params->token_unsigned)
        add_parameter(&query, "X-Amz-Security-Token", identity->session_token);
    add_parameter(&query, "X-Amz-Signature", s->signature);
    size_t before_query = 0;
    while (before_query < request->url.len && request->url.ptr[before_query] != '?' && request->url.ptr[before_query] != '#')
        before_query++;
    *ret_url = arena_printf(arena, "%.*s?%.*s", STR_ARG(str_slice(request->url, 0, before_query)), STR_ARG(buf_str(&query)));
    return true;
}

bool sigv4_sign(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                const struct sigv4_params *params, const struct sigv4_request *request, struct io_header **ret_headers,
                size_t *ret_count, struct err *err)
{
    struct signing s = { 0 };
    return sign_headers(arena, keys, identity, params, request, &s, ret_headers, ret_count, err);
}

bool sigv4_presign(struct arena *arena, struct sigv4_keys *keys, const struct sigv4_identity *identity,
                   const struct sigv4_params *params, const struct sigv4_request *request, struct str *ret_url,
                   struct err *err)
{
    struct signing s = { 0 };
    return sign_url(arena, keys, identity, params, request, &s, ret_url, err);
}

bool sigv4_trace(struct arena *arena, const struct sigv4_identity *identity, const struct sigv4_params *params,
                 const struct sigv4_request *request, bool presign, struct sigv4_trace *ret, struct err *err)
{
    struct signing s = { 0 };
    struct io_header *headers;
    size_t count;
    struct str url;
    if (presign)
        TRY(sign_url(arena, NULL, identity, params, request, &s, &url, err));
    else
        TRY(sign_headers(arena, NULL, identity, params, request, &s, &headers, &count, err));
    *ret = (struct sigv4_trace){ s.canonical_request, s.string_to_sign, s.signature };
    return true;
}
