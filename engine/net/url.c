/*
 * url.c - URLs taken apart and percent-encoding.
 *
 * Stricter than RFC 3986 on purpose: what two parsers could read differently (user names, backslashes, spaces, fragments, octal
 * or short IPv4 forms) is refused or not called loopback, so that curl never connects elsewhere than we judged.
 */
#include "engine/net/net.h"

#include <ctype.h>
#include <strings.h>

static bool all_in(struct str s, const char *allowed)
{
    for (size_t i = 0; i < s.len; i++)
        if (!isalnum((unsigned char)s.ptr[i]) && (s.ptr[i] == '\0' || !strchr(allowed, s.ptr[i])))
            return false;
    return true;
}

/* "host", "host:port", "[v6]", "[v6]:port" */
static bool parse_authority(struct str authority, struct url *ret)
{
    ptrdiff_t colon;
    if (str_starts(authority, STR("["))) {
        ptrdiff_t end = str_find_char(authority, ']');
        struct str inside = str_slice(authority, 1, end < 0 ? 0 : (size_t)end);
        if (end < 2 || str_find_char(inside, ':') < 0 || !all_in(inside, ":."))
            return false;
        ret->host = str_slice(authority, 0, (size_t)end + 1);
        if (authority.len > ret->host.len && authority.ptr[ret->host.len] != ':')
            return false;
        colon = authority.len > ret->host.len ? end + 1 : -1;
    } else {
        colon = str_find_char(authority, ':');
        ret->host = str_slice(authority, 0, colon < 0 ? authority.len : (size_t)colon);
        if (!ret->host.len || !all_in(ret->host, "-._"))
            return false;
    }
    if (colon < 0)
        return true;
    ret->port = str_slice(authority, (size_t)colon + 1, authority.len);
    int64_t port = 0;
    for (size_t i = 0; i < ret->port.len; i++)
        if (!isdigit((unsigned char)ret->port.ptr[i]))
            return false;
    return ret->port.len <= 5 && str_to_i64(ret->port, &port) && port >= 1 && port <= 65535;
}

bool url_parse(struct str text, struct url *ret)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c >= 0x7f || strchr("\\\"<>^`{|}#", c))
            return false;
    }
    struct url url = { 0 };
    ptrdiff_t colon = str_find(text, STR("://"));
    if (colon < 1 || !isalpha((unsigned char)text.ptr[0]))
        return false;
    url.scheme = str_slice(text, 0, (size_t)colon);
    struct str rest = str_slice(text, (size_t)colon + 3, text.len);
    size_t end = 0;
    while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?')
        end++;
    if (!all_in(url.scheme, "+-.") || !parse_authority(str_slice(rest, 0, end), &url))
        return false;
    rest = str_slice(rest, end, rest.len);
    url.path = str_split(&rest, '?');
    url.query = rest.ptr ? rest : STR_NONE;
    *ret = url;
    return true;
}

/* Four plain decimal numbers, the first one 127. */
static bool is_ipv4_loopback(struct str host)
{
    int parts = 0;
    bool first_fits = false;
    while (host.ptr) {
        struct str part = str_split(&host, '.');
        int64_t n;
        if (!part.len || part.len > 3 || (part.len > 1 && part.ptr[0] == '0') || !str_to_i64(part, &n) || n < 0 || n > 255)
            return false;
        if (parts++ == 0)
            first_fits = n == 127;
    }
    return parts == 4 && first_fits;
}

bool url_is_loopback(const struct url *url)
{
    struct str host = url->host;
    return (host.len == 9 && strncasecmp(host.ptr, "localhost", 9) == 0) || str_is(host, "[::1]") || is_ipv4_loopback(host);
}

struct str url_encode(struct arena *arena, struct str s, bool keep_slash)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(arena, s.len * 3 + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
        if (plain || (c == '/' && keep_slash)) {
            out[len++] = (char)c;
        } else {
            out[len++] = '%';
            out[len++] = hex[c >> 4];
            out[len++] = hex[c & 15];
        }
    }
    return str_n(out, len);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str url_decode(struct arena *arena, struct str s)
{
    char *out = arena_alloc(arena, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && s.len - i > 2 ? hex_digit(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[len++] = (char)(high << 4 | low);
            i += 2;
        } else {
            out[len++] = s.ptr[i];
        }
    }
    return str_n(out, len);
}
