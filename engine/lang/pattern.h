/*
 * pattern.h - Lua patterns (string.find, match, gmatch, gsub) with a budget of steps, and without lua.h.
 *
 *     struct pattern_scan scan;
 *     pattern_scan_init(&scan, subject, pattern, pattern_start(init, subject.len), true, &steps);
 *     while (pattern_scan_next(&scan, &match, err)) ...           false: no more, or failed: see scan.failed
 *
 * The semantics are those of Lua 5.4's lstrlib.c to the letter, errors included (a differential test holds them together),
 * with character classes of the C locale. A pattern can take exponential time: every step of the matcher is taken from a
 * budget, which a host shares among all calls of a run; when it is used up, the call fails with ERR_LIMIT. What is wrong with
 * a pattern is ERR_INVALID. Recursion is at most PATTERN_DEPTH_MAX frames of about 100 bytes ("pattern too complex").
 */
#ifndef ENGINE_LANG_PATTERN_H
#define ENGINE_LANG_PATTERN_H

#include "engine/base/buf.h"
#include "engine/base/err.h"

enum { PATTERN_CAPTURES_MAX = 32, PATTERN_DEPTH_MAX = 200 };

enum pattern_capture_kind { PATTERN_SPAN, PATTERN_POSITION, PATTERN_UNFINISHED };

struct pattern_capture {
    size_t from, len; /* bytes of the subject; of a position capture `from` is what Lua calls from + 1 */
    enum pattern_capture_kind kind;
};

struct pattern_match {
    size_t from, to; /* the whole match in the subject */
    unsigned capture_count;
    struct pattern_capture captures[PATTERN_CAPTURES_MAX];
};

struct pattern_scan {
    struct str subject, pattern;
    size_t at;          /* where the next attempt begins: gsub copies the bytes between the end of a match and the next */
    size_t last_end;    /* an empty match does not follow a match at the same place; SIZE_MAX: none yet */
    bool anchored, done, failed;
    uint64_t *steps;    /* left */
};

/*
 * A scan from `start` on (SIZE_MAX: no match at all, see pattern_start). With `anchors` a leading ^ ties the match to the
 * start (find, match, gsub); without, it is a byte like any other (gmatch). The scan views subject and pattern.
 */
void pattern_scan_init(struct pattern_scan *scan, struct str subject, struct str pattern, size_t start, bool anchors,
                       uint64_t *steps);

/*
 * The next match. False: there is none, or scan->failed is set and *err filled (ERR_INVALID: the pattern, ERR_LIMIT: the
 * budget is used up). find and match take the first, gmatch and gsub all.
 */
bool pattern_scan_next(struct pattern_scan *scan, struct pattern_match *ret_match, struct err *err);

/* Lua's `init` argument (from 1, negative from the end) as an offset; SIZE_MAX when it lies behind the subject. */
size_t pattern_start(int64_t init, size_t subject_len);

/* How many values find, match and gmatch give for a match: its captures, or the whole when it has none. */
unsigned pattern_value_count(const struct pattern_match *match);

/* Value i (from 0) of a match. A position capture has kind PATTERN_POSITION. ERR_INVALID: not finished, or no such. */
bool pattern_value(const struct pattern_match *match, unsigned i, struct pattern_capture *ret, struct err *err) MUST_USE;

/* Appends gsub's replacement string with %0 to %9 and %% resolved. */
bool pattern_expand(const struct pattern_match *match, struct str subject, struct str replacement, struct buf *out,
                    struct err *err) MUST_USE;

/*
 * No byte of it means anything special: find (not match, gmatch, gsub) then searches for it plainly, as Lua does, which
 * also decides that find(s, ")") is no error. Linear time.
 */
bool pattern_is_plain(struct str pattern);

/* Offset of needle in subject at or after start, SIZE_MAX: none. Linear time. */
size_t pattern_find_plain(struct str subject, struct str needle, size_t start);

#endif
