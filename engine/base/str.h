/*
 * str.h - a string view: pointer and length, passed by value, never owning.
 *
 * What our own code makes is NUL-terminated after the last byte (arena_str, buf), so C libraries can read it; our code
 * relies on the length. A view into foreign bytes (a slice) need not be terminated: str_cstr copies when one is needed.
 */
#ifndef ENGINE_BASE_STR_H
#define ENGINE_BASE_STR_H

#include "engine/base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *ptr;
    size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

static inline struct str str_of(const char *cstr)
{
    return cstr ? (struct str){ cstr, strlen(cstr) } : STR_NONE;
}
static inline struct str str_n(const char *ptr, size_t len)
{
    return (struct str){ ptr, len };
}
static inline bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool str_is(struct str a, const char *cstr)
{
    return str_eq(a, str_of(cstr));
}
static inline bool str_empty(struct str s)
{
    return s.len == 0;
}

int str_cmp(struct str a, struct str b);                    /* by bytes, then length: memcmp order */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
struct str str_slice(struct str s, size_t from, size_t to); /* clamped */
ptrdiff_t str_find_char(struct str s, char c);              /* -1: not there */
ptrdiff_t str_find(struct str s, struct str needle);        /* -1: not there */
/* Cuts `*rest` at the first `sep`: returns what is before it, leaves what is after. The last piece leaves rest.ptr NULL. */
struct str str_split(struct str *rest, char sep);
struct str str_trim(struct str s);                          /* ASCII white space at both ends */
bool str_to_i64(struct str s, int64_t *ret);                /* whole string, decimal, no overflow */
bool str_to_f64(struct str s, double *ret);                 /* whole string, finite */
bool str_is_utf8(struct str s);                             /* well-formed, no surrogates, no overlong forms */
uint64_t str_hash(struct str s);
/* Edit distance with transpositions, capped at `cap` (for "did you mean"). */
size_t str_distance(struct str a, struct str b, size_t cap);
/* The candidate nearest to `word`, or STR_NONE when none is near enough to suggest. */
struct str str_nearest(struct str word, const struct str *candidates, size_t count);

#endif
