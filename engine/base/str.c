/*
 * str.c - operations on string views.
 */
#include "engine/base/str.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

int str_cmp(struct str a, struct str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n ? memcmp(a.ptr, b.ptr, n) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && (!prefix.len || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && (!suffix.len || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    to = MIN_OF(to, s.len);
    from = MIN_OF(from, to);
    return (struct str){ s.ptr ? s.ptr + from : NULL, to - from };
}

ptrdiff_t str_find_char(struct str s, char c)
{
    const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;
    return at ? at - s.ptr : -1;
}

ptrdiff_t str_find(struct str s, struct str needle)
{
    if (!needle.len)
        return 0;
    const char *at = s.len ? memmem(s.ptr, s.len, needle.ptr, needle.len) : NULL;
    return at ? at - s.ptr : -1;
}

struct str str_split(struct str *rest, char sep)
{
    ptrdiff_t at = str_find_char(*rest, sep);
    struct str piece = *rest;
    if (at < 0) {
        *rest = STR_NONE;
        return piece;
    }
    piece.len = (size_t)at;
    *rest = (struct str){ rest->ptr + at + 1, rest->len - (size_t)at - 1 };
    return piece;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.len && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_to_i64(struct str s, int64_t *ret)
{
    bool negative = s.len && s.ptr[0] == '-';
    size_t i = negative;
    if (i == s.len)
        return false;
    int64_t n = 0; /* grows downwards: INT64_MIN has no positive twin */
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, s.ptr[i] - '0', &n))
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, n, &n))
        return false;
    *ret = n;
    return true;
}

bool str_to_f64(struct str s, double *ret)
{
    char text[64];
    if (!s.len || s.len >= sizeof text)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!s.ptr[i] || !strchr("0123456789+-.eE", s.ptr[i]))
            return false; /* no "inf", "nan", hex or locale forms */
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    char *end = NULL;
    double d = strtod(text, &end);
    if (*end || end == text || !isfinite(d))
        return false;
    *ret = d;
    return true;
}

bool str_is_utf8(struct str s)
{
    const uint8_t *p = (const uint8_t *)s.ptr, *end = p + s.len;
    while (p < end) {
        uint8_t lead = *p++;
        if (lead < 0x80)
            continue;
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || end - p < more)
            return false;
        uint32_t point = lead & (0x3f >> more);
        for (int i = 0; i < more; i++, p++) {
            if ((*p & 0xc0) != 0x80)
                return false;
            point = point << 6 | (*p & 0x3f);
        }
        if ((more == 2 && point < 0x800) || (more == 3 && point < 0x10000) || point > 0x10ffff ||
            (point >= 0xd800 && point <= 0xdfff))
            return false;
    }
    return true;
}

/* FNV-1a over 8-byte words with a final mix: fast for short keys; not for untrusted key floods beyond our size limits. */
uint64_t str_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u ^ s.len;
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word;
        memcpy(&word, s.ptr + i, 8);
        h = (h ^ word) * 0x9fb21c651e98df25u;
        h ^= h >> 32;
    }
    for (; i < s.len; i++)
        h = (h ^ (uint8_t)s.ptr[i]) * 0x100000001b3u;
    h ^= h >> 29;
    h *= 0x9fb21c651e98df25u;
    return h ^ h >> 32;
}

enum { DISTANCE_MAX_LEN = 64 };

size_t str_distance(struct str a, struct str b, size_t cap)
{
    if (a.len > DISTANCE_MAX_LEN || b.len > DISTANCE_MAX_LEN)
        return cap;
    size_t rows[3][DISTANCE_MAX_LEN + 1]; /* two back, previous, current: Damerau's transpositions need three */
    size_t *before = rows[0], *previous = rows[1], *current = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        before[j] = previous[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        current[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t substitute = previous[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            size_t best = MIN_OF(substitute, MIN_OF(previous[j] + 1, current[j - 1] + 1));
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                best = MIN_OF(best, before[j - 2] + 1);
            current[j] = best;
        }
        size_t *oldest = before;
        before = previous;
        previous = current;
        current = oldest;
    }
    return MIN_OF(previous[b.len], cap);
}

struct str str_nearest(struct str word, const struct str *candidates, size_t count)
{
    size_t cap = word.len / 3 + 1; /* a third of the word may be wrong */
    size_t best = cap + 1;
    struct str nearest = STR_NONE;
    for (size_t i = 0; i < count; i++) {
        size_t d = str_distance(word, candidates[i], cap + 1);
        if (d < best) {
            best = d;
            nearest = candidates[i];
        }
    }
    return nearest;
}
