/*
 * sigv4_canonical.c - one canonical text for a request, whatever way it was written.
 *
 * Paths: the wire path is normalised (".", "..", "//") and percent-encoded once more, so that "%3D" becomes "%253D"; S3 instead
 * keeps the escapes that are there and normalises nothing. Query: '+' is a plus sign, never a space (our wire layers write %20).
 */
#include "engine/auth/sigv4_internal.h"

#include <stdlib.h>
#include <time.h>

static bool unreserved(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~';
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* A '%' that begins no escape stands for itself. */
static struct str decode(struct arena *arena, struct str s)
{
    char *out = arena_alloc(arena, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = s.ptr[i];
        }
    }
    return str_n(out, len);
}

void sigv4_encode(struct buf *out, struct str raw, bool keep_slash)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];
        if (unreserved(c) || (keep_slash && c == '/')) {
            buf_add_char(out, (char)c);
        } else {
            char escape[3] = { '%', digits[c >> 4], digits[c & 15] };
            buf_add(out, escape, sizeof escape);
        }
    }
}

/* Encodes what needs it and leaves escapes alone: "/a b%2Fc" becomes "/a%20b%2Fc". */
static struct str encoded_once(struct arena *arena, struct str path)
{
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < path.len; i++) {
        bool escape = path.ptr[i] == '%' && i + 2 < path.len && hex_digit(path.ptr[i + 1]) >= 0 && hex_digit(path.ptr[i + 2]) >= 0;
        if (escape)
            buf_add_char(&out, '%');
        else
            sigv4_encode(&out, str_slice(path, i, i + 1), true);
    }
    return arena_str(arena, buf_str(&out));
}

static struct str encoded(struct arena *arena, struct str raw, bool keep_slash)
{
    DROP_BUF struct buf out = { 0 };
    sigv4_encode(&out, raw, keep_slash);
    return arena_str(arena, buf_str(&out));
}

/* RFC 3986 5.2.4, and repeated slashes fold. A trailing slash stays, "/.." at the root goes. */
static struct str normalise(struct arena *arena, struct str path)
{
    char *out = arena_alloc(arena, path.len + 2);
    size_t len = 0;
    bool slash_at_end = false;
    for (struct str rest = path; rest.ptr;) {
        struct str segment = str_split(&rest, '/');
        bool dots = str_is(segment, ".") || str_is(segment, "..");
        slash_at_end = str_empty(segment) || dots;
        if (str_is(segment, "..")) {
            while (len > 0 && out[--len] != '/')
                ;
        } else if (!slash_at_end) {
            out[len++] = '/';
            memcpy(out + len, segment.ptr, segment.len);
            len += segment.len;
        }
    }
    if (slash_at_end || len == 0)
        out[len++] = '/';
    return str_n(out, len);
}

struct str sigv4_canonical_path(struct arena *arena, struct str path, struct sigv4_path_rules rules)
{
    if (str_empty(path))
        return STR("/");
    if (!rules.keep)
        path = normalise(arena, path);
    return rules.encode_once ? encoded_once(arena, path) : encoded(arena, path, true);
}

struct pair {
    struct str name, value;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *left = a, *right = b;
    int order = str_cmp(left->name, right->name);
    return order ? order : str_cmp(left->value, right->value);
}

struct str sigv4_canonical_query(struct arena *arena, struct str query, struct str leave_out)
{
    VEC(struct pair) pairs = { 0 };
    for (struct str rest = query; rest.ptr;) {
        struct str value = str_split(&rest, '&');
        if (str_empty(value))
            continue;
        struct str name = str_split(&value, '=');
        name = encoded(arena, decode(arena, name), false);
        if (!str_empty(leave_out) && str_eq(name, leave_out))
            continue;
        *VEC_PUSH(&pairs, arena) = (struct pair){ name, encoded(arena, decode(arena, value), false) };
    }
    if (pairs.count)
        qsort(pairs.items, pairs.count, sizeof *pairs.items, compare_pairs);
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < pairs.count; i++) {
        if (i)
            buf_add_char(&out, '&');
        buf_add_str(&out, pairs.items[i].name);
        buf_add_char(&out, '=');
        buf_add_str(&out, pairs.items[i].value);
    }
    return arena_str(arena, buf_str(&out));
}

struct str sigv4_lower(struct arena *arena, struct str s)
{
    char *out = arena_copy(arena, s.ptr ? s.ptr : "", s.len);
    for (size_t i = 0; i < s.len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] - 'A' + 'a');
    return str_n(out, s.len);
}

/* Runs of white space (also those of a folded header line) become one space. */
static struct str fold(struct arena *arena, struct str value)
{
    value = str_trim(value);
    char *out = arena_alloc(arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!space)
            out[len++] = c;
        else if (out[len - 1] != ' ')
            out[len++] = ' ';
    }
    return str_n(out, len);
}

void sigv4_headers_add(struct sigv4_headers *headers, struct str name, struct str value)
{
    struct str lower = sigv4_lower(headers->arena, name), folded = fold(headers->arena, value);
    for (size_t i = 0; i < headers->list.count; i++) {
        struct sigv4_header *have = &headers->list.items[i];
        if (str_eq(have->name, lower)) {
            have->value = arena_join(headers->arena, (struct str[]){ have->value, folded }, 2, STR(","));
            return;
        }
    }
    *VEC_PUSH(&headers->list, headers->arena) = (struct sigv4_header){ lower, folded };
}

static int compare_headers(const void *a, const void *b)
{
    return str_cmp(((const struct sigv4_header *)a)->name, ((const struct sigv4_header *)b)->name);
}

void sigv4_headers_sort(struct sigv4_headers *headers)
{
    if (headers->list.count)
        qsort(headers->list.items, headers->list.count, sizeof *headers->list.items, compare_headers);
}

struct str sigv4_headers_names(const struct sigv4_headers *headers)
{
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < headers->list.count; i++) {
        if (i)
            buf_add_char(&out, ';');
        buf_add_str(&out, headers->list.items[i].name);
    }
    return arena_str(headers->arena, buf_str(&out));
}

/* What a proxy, a tracer or the HTTP library adds or changes on the way (cloud-facts 9). */
bool sigv4_never_signed(struct str lower_name)
{
    static const char *const names[] = { "authorization", "connection", "expect",      "keep-alive",      "te",
                                         "trailer",       "upgrade",    "user-agent",  "x-amzn-trace-id", "traceparent",
                                         "tracestate",    "baggage",    "transfer-encoding" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is(lower_name, names[i]))
            return true;
    return str_starts(lower_name, STR("proxy-"));
}

struct str sigv4_canonical_request(struct arena *arena, struct str method, struct str path, struct str query,
                                   const struct sigv4_headers *headers, struct str payload_hash)
{
    DROP_BUF struct buf out = { 0 };
    struct str head[] = { method, path, query };
    for (size_t i = 0; i < ARRAY_LEN(head); i++) {
        buf_add_str(&out, head[i]);
        buf_add_char(&out, '\n');
    }
    for (size_t i = 0; i < headers->list.count; i++) {
        buf_add_str(&out, headers->list.items[i].name);
        buf_add_char(&out, ':');
        buf_add_str(&out, headers->list.items[i].value);
        buf_add_char(&out, '\n');
    }
    buf_add_char(&out, '\n');
    buf_add_str(&out, sigv4_headers_names(headers));
    buf_add_char(&out, '\n');
    buf_add_str(&out, payload_hash);
    return arena_str(arena, buf_str(&out));
}

struct str sigv4_string_to_sign(struct arena *arena, struct str stamp, struct str scope, struct str canonical_request)
{
    struct digest hash = digest_of(canonical_request);
    struct str parts[] = { STR(SIGV4_ALGORITHM), stamp, scope, digest_hex(arena, &hash) };
    return arena_join(arena, parts, ARRAY_LEN(parts), STR("\n"));
}

struct str sigv4_stamp(struct arena *arena, int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    return arena_printf(arena, "%04d%02d%02dT%02d%02d%02dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour,
                        utc.tm_min, utc.tm_sec);
}

bool sigv4_parse_stamp(struct str stamp, int64_t *ret_wall_ms)
{
    if (stamp.len != 16 || stamp.ptr[8] != 'T' || stamp.ptr[15] != 'Z')
        return false;
    int64_t date, clock;
    if (!str_to_i64(str_slice(stamp, 0, 8), &date) || !str_to_i64(str_slice(stamp, 9, 15), &clock) || date < 0 || clock < 0)
        return false;
    struct tm utc = { .tm_year = (int)(date / 10000) - 1900, .tm_mon = (int)(date / 100 % 100) - 1,
                      .tm_mday = (int)(date % 100), .tm_hour = (int)(clock / 10000),
                      .tm_min = (int)(clock / 100 % 100), .tm_sec = (int)(clock % 100) };
    if (utc.tm_mon > 11 || utc.tm_mon < 0 || utc.tm_mday < 1 || utc.tm_mday > 31 || utc.tm_hour > 23 || utc.tm_min > 59 ||
        utc.tm_sec > 60)
        return false;
    *ret_wall_ms = (int64_t)timegm(&utc) * 1000;
    return true;
}

struct digest sigv4_derive_key(struct str secret, struct str date, struct str region, struct str service)
{
    DROP_BUF struct buf start = { 0 };
    buf_add_cstr(&start, "AWS4");
    buf_add_str(&start, secret);
    struct digest key = digest_hmac(buf_str(&start), date);
    secret_wipe(start.ptr, start.len);
    struct str rest[] = { region, service, STR("aws4_request") };
    for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
        struct digest next = digest_hmac(str_n((const char *)key.bytes, sizeof key.bytes), rest[i]);
        key = next;
    }
    return key;
}
