/*
 * pattern.c - the matcher of Lua patterns: backtracking as in lstrlib.c, but counted.
 *
 * Lua's own reads one byte past the end of pattern and subject, where it keeps a NUL; here those reads give 0 through
 * pattern_byte and subject_byte. A failure is sticky: every path then answers "no match", so that recursion unwinds at once.
 */
#include "engine/lang/pattern.h"

enum { NO_MATCH = -1 };

struct matcher {
    const unsigned char *subject, *pattern;
    ptrdiff_t subject_len, pattern_len;
    uint64_t *steps;
    unsigned depth_left;
    unsigned capture_count;
    struct pattern_capture captures[PATTERN_CAPTURES_MAX];
    bool failed;
    struct err *err;
};

/* --- helpers --- */

#define FAIL_MATCH(m, code, ...) ((void)((m)->failed || ((m)->failed = true, FAIL((m)->err, code, __VA_ARGS__))))

static int pattern_byte(const struct matcher *m, ptrdiff_t p)
{
    return p < m->pattern_len ? m->pattern[p] : 0;
}

static int subject_byte(const struct matcher *m, ptrdiff_t s)
{
    return s < m->subject_len ? m->subject[s] : 0;
}

static bool spend(struct matcher *m, ptrdiff_t steps)
{
    if (m->failed)
        return false;
    if (*m->steps < (uint64_t)steps) {
        *m->steps = 0;
        FAIL_MATCH(m, ERR_LIMIT, "this pattern takes too many steps");
        return false;
    }
    *m->steps -= (uint64_t)steps;
    return true;
}

/* --- classes, C locale --- */

static bool in_range(int c, int from, int to)
{
    return c >= from && c <= to;
}

static bool is_alpha(int c)
{
    return in_range(c | 0x20, 'a', 'z');
}

static bool is_digit(int c)
{
    return in_range(c, '0', '9');
}

static bool matches_class(int c, int class)
{
    bool result;
    switch (class | 0x20) {
    case 'a': result = is_alpha(c); break;
    case 'c': result = c < ' ' || c == 0x7f; break;
    case 'd': result = is_digit(c); break;
    case 'g': result = in_range(c, '!', '~'); break;
    case 'l': result = in_range(c, 'a', 'z'); break;
    case 'p': result = in_range(c, '!', '~') && !is_alpha(c) && !is_digit(c); break;
    case 's': result = c == ' ' || in_range(c, '\t', '\r'); break;
    case 'u': result = in_range(c, 'A', 'Z'); break;
    case 'w': result = is_alpha(c) || is_digit(c); break;
    case 'x': result = is_digit(c) || in_range(c | 0x20, 'a', 'f'); break;
    case 'z': result = c == 0; break; /* deprecated since 5.2, still there */
    default: return class == c;
    }
    return in_range(class, 'A', 'Z') ? !result : result;
}

/* After the single-character class at p: past %a, [set] or one byte. */
static ptrdiff_t class_end(struct matcher *m, ptrdiff_t p)
{
    int c = pattern_byte(m, p++);
    if (c == '%') {
        if (p >= m->pattern_len)
            FAIL_MATCH(m, ERR_INVALID, "malformed pattern (ends with '%%')");
        return p + 1;
    }
    if (c != '[')
        return p;
    if (pattern_byte(m, p) == '^')
        p++;
    do { /* the first byte may be a ] */
        if (p >= m->pattern_len) {
            FAIL_MATCH(m, ERR_INVALID, "malformed pattern (missing ']')");
            return p;
        }
        if (pattern_byte(m, p++) == '%' && p < m->pattern_len)
            p++;
    } while (pattern_byte(m, p) != ']' || p >= m->pattern_len);
    return p + 1;
}

/* Is c in the set at p, whose closing bracket is at `end`? */
static bool matches_set(const struct matcher *m, int c, ptrdiff_t p, ptrdiff_t end)
{
    bool positive = true;
    if (pattern_byte(m, p + 1) == '^') {
        positive = false;
        p++;
    }
    while (++p < end) {
        if (pattern_byte(m, p) == '%') {
            p++;
            if (matches_class(c, pattern_byte(m, p)))
                return positive;
        } else if (pattern_byte(m, p + 1) == '-' && p + 2 < end) {
            p += 2;
            if (in_range(c, pattern_byte(m, p - 2), pattern_byte(m, p)))
                return positive;
        } else if (pattern_byte(m, p) == c) {
            return positive;
        }
    }
    return !positive;
}

static bool matches_one(struct matcher *m, ptrdiff_t s, ptrdiff_t p, ptrdiff_t end)
{
    if (s >= m->subject_len || !spend(m, end - p))
        return false;
    int c = m->subject[s];
    switch (pattern_byte(m, p)) {
    case '.': return true;
    case '%': return matches_class(c, pattern_byte(m, p + 1));
    case '[': return matches_set(m, c, p, end - 1);
    default: return pattern_byte(m, p) == c;
    }
}

/* --- the matcher: s and p are offsets; the answer is where the match ends, or NO_MATCH --- */

static ptrdiff_t match_here(struct matcher *m, ptrdiff_t s, ptrdiff_t p);

/* %bxy */
static ptrdiff_t match_balance(struct matcher *m, ptrdiff_t s, ptrdiff_t p)
{
    if (p >= m->pattern_len - 1) {
        FAIL_MATCH(m, ERR_INVALID, "malformed pattern (missing arguments to '%%b')");
        return NO_MATCH;
    }
    int open = m->pattern[p], close = m->pattern[p + 1];
    if (subject_byte(m, s) != open)
        return NO_MATCH;
    ptrdiff_t level = 1;
    while (++s < m->subject_len && spend(m, 1)) {
        int c = m->subject[s];
        if (c == close) {
            if (--level == 0)
                return s + 1;
        } else if (c == open) {
            level++;
        }
    }
    return NO_MATCH;
}

static ptrdiff_t match_longest(struct matcher *m, ptrdiff_t s, ptrdiff_t p, ptrdiff_t end)
{
    ptrdiff_t count = 0;
    while (matches_one(m, s + count, p, end))
        count++;
    for (; count >= 0 && !m->failed; count--) {
        ptrdiff_t found = match_here(m, s + count, end + 1);
        if (found != NO_MATCH)
            return found;
    }
    return NO_MATCH;
}

static ptrdiff_t match_shortest(struct matcher *m, ptrdiff_t s, ptrdiff_t p, ptrdiff_t end)
{
    while (!m->failed) {
        ptrdiff_t found = match_here(m, s, end + 1);
        if (found != NO_MATCH)
            return found;
        if (!matches_one(m, s, p, end))
            break;
        s++;
    }
    return NO_MATCH;
}

static ptrdiff_t open_capture(struct matcher *m, ptrdiff_t s, ptrdiff_t p, enum pattern_capture_kind kind)
{
    if (m->capture_count >= PATTERN_CAPTURES_MAX) {
        FAIL_MATCH(m, ERR_INVALID, "too many captures");
        return NO_MATCH;
    }
    m->captures[m->capture_count++] = (struct pattern_capture){ (size_t)s, 0, kind };
    ptrdiff_t found = match_here(m, s, p);
    if (found == NO_MATCH)
        m->capture_count--;
    return found;
}

static ptrdiff_t close_capture(struct matcher *m, ptrdiff_t s, ptrdiff_t p)
{
    unsigned i = m->capture_count;
    while (i > 0 && m->captures[i - 1].kind != PATTERN_UNFINISHED)
        i--;
    if (i == 0) {
        FAIL_MATCH(m, ERR_INVALID, "invalid pattern capture");
        return NO_MATCH;
    }
    struct pattern_capture *capture = &m->captures[i - 1];
    capture->kind = PATTERN_SPAN;
    capture->len = (size_t)s - capture->from;
    ptrdiff_t found = match_here(m, s, p);
    if (found == NO_MATCH)
        capture->kind = PATTERN_UNFINISHED;
    return found;
}

/* %1 to %9: what that capture holds, once more. */
static ptrdiff_t match_again(struct matcher *m, ptrdiff_t s, int digit)
{
    int i = digit - '1';
    if (i < 0 || i >= (int)m->capture_count || m->captures[i].kind == PATTERN_UNFINISHED) {
        FAIL_MATCH(m, ERR_INVALID, "invalid capture index %%%d", i + 1);
        return NO_MATCH;
    }
    const struct pattern_capture *capture = &m->captures[i];
    ptrdiff_t len = (ptrdiff_t)capture->len;
    if (capture->kind == PATTERN_POSITION || m->subject_len - s < len || !spend(m, len))
        return NO_MATCH;
    return memcmp(m->subject + capture->from, m->subject + s, (size_t)len) == 0 ? s + len : NO_MATCH;
}

/* %f[set]: between a byte outside of the set and one inside. Sets *p behind it when it matches. */
static bool match_frontier(struct matcher *m, ptrdiff_t s, ptrdiff_t *p)
{
    if (pattern_byte(m, *p) != '[') {
        FAIL_MATCH(m, ERR_INVALID, "missing '[' after '%%f' in pattern");
        return false;
    }
    ptrdiff_t end = class_end(m, *p);
    if (m->failed || !spend(m, end - *p))
        return false;
    int before = s == 0 ? 0 : m->subject[s - 1];
    if (matches_set(m, before, *p, end - 1) || !matches_set(m, subject_byte(m, s), *p, end - 1))
        return false;
    *p = end;
    return true;
}

/* One class with its suffix. True: go on at *s, *p. False: *s is the answer. */
static bool match_item(struct matcher *m, ptrdiff_t *s, ptrdiff_t *p)
{
    ptrdiff_t end = class_end(m, *p);
    if (m->failed) {
        *s = NO_MATCH;
        return false;
    }
    int suffix = pattern_byte(m, end);
    bool matches = matches_one(m, *s, *p, end);
    bool may_be_none = suffix == '*' || suffix == '?' || suffix == '-';
    if (!matches && !may_be_none) {
        *s = NO_MATCH;
        return false;
    }
    ptrdiff_t at = *s, item = *p;
    *p = end + (may_be_none ? 1 : 0);
    if (!matches)
        return true;
    switch (suffix) {
    case '?':
        *s = match_here(m, at + 1, end + 1);
        if (*s != NO_MATCH)
            return false;
        *s = at;
        return true;
    case '+':
        *s = match_longest(m, at + 1, item, end);
        return false;
    case '*':
        *s = match_longest(m, at, item, end);
        return false;
    case '-':
        *s = match_shortest(m, at, item, end);
        return false;
    default:
        *s = at + 1;
        return true;
    }
}

/* An escape that is more than a class. True: go on at *s, *p. False: *s is the answer. */
static bool match_escape(struct matcher *m, ptrdiff_t *s, ptrdiff_t *p)
{
    int c = pattern_byte(m, *p + 1);
    if (c == 'b') {
        *s = match_balance(m, *s, *p + 2);
        *p += 4;
        return *s != NO_MATCH;
    }
    if (c == 'f') {
        *p += 2;
        if (match_frontier(m, *s, p))
            return true;
        *s = NO_MATCH;
        return false;
    }
    if (is_digit(c)) {
        *s = match_again(m, *s, c);
        *p += 2;
        return *s != NO_MATCH;
    }
    return match_item(m, s, p);
}

static ptrdiff_t match_here(struct matcher *m, ptrdiff_t s, ptrdiff_t p)
{
    if (m->depth_left-- == 0) {
        m->depth_left = 0;
        FAIL_MATCH(m, ERR_INVALID, "pattern too complex");
        return NO_MATCH;
    }
    bool more = true;
    while (more && p < m->pattern_len) {
        if (!spend(m, 1)) {
            s = NO_MATCH;
            break;
        }
        int c = m->pattern[p];
        if (c == '(') {
            bool is_position = pattern_byte(m, p + 1) == ')';
            s = open_capture(m, s, p + (is_position ? 2 : 1), is_position ? PATTERN_POSITION : PATTERN_UNFINISHED);
            more = false;
        } else if (c == ')') {
            s = close_capture(m, s, p + 1);
            more = false;
        } else if (c == '$' && p + 1 == m->pattern_len) {
            s = s == m->subject_len ? s : NO_MATCH;
            more = false;
        } else if (c == '%') {
            more = match_escape(m, &s, &p);
        } else {
            more = match_item(m, &s, &p);
        }
    }
    m->depth_left++;
    return m->failed ? NO_MATCH : s;
}

/* --- scanning --- */

void pattern_scan_init(struct pattern_scan *scan, struct str subject, struct str pattern, size_t start, bool anchors,
                       uint64_t *steps)
{
    bool anchored = anchors && pattern.len > 0 && pattern.ptr[0] == '^';
    *scan = (struct pattern_scan){ .subject = subject, .pattern = anchored ? str_slice(pattern, 1, pattern.len) : pattern,
                                   .at = start, .last_end = SIZE_MAX, .anchored = anchored, .done = start == SIZE_MAX,
                                   .steps = steps };
}

bool pattern_scan_next(struct pattern_scan *scan, struct pattern_match *ret_match, struct err *err)
{
    struct matcher m = {
        .subject = (const unsigned char *)scan->subject.ptr, .subject_len = (ptrdiff_t)scan->subject.len,
        .pattern = (const unsigned char *)scan->pattern.ptr, .pattern_len = (ptrdiff_t)scan->pattern.len,
        .steps = scan->steps, .err = err,
    };
    while (!scan->done) {
        size_t from = scan->at;
        m.depth_left = PATTERN_DEPTH_MAX;
        m.capture_count = 0;
        ptrdiff_t to = spend(&m, 1) ? match_here(&m, (ptrdiff_t)from, 0) : NO_MATCH;
        scan->failed = m.failed;
        scan->done = m.failed || scan->anchored;
        if (to != NO_MATCH && (size_t)to != scan->last_end) {
            scan->at = scan->last_end = (size_t)to;
            ret_match->from = from;
            ret_match->to = (size_t)to;
            ret_match->capture_count = m.capture_count;
            memcpy(ret_match->captures, m.captures, m.capture_count * sizeof *m.captures);
            return true;
        }
        if (from >= scan->subject.len)
            scan->done = true;
        else if (!scan->done)
            scan->at++;
    }
    return false;
}

size_t pattern_start(int64_t init, size_t subject_len)
{
    if (init > 0)
        return (uint64_t)init - 1 <= subject_len ? (size_t)init - 1 : SIZE_MAX;
    if (init == 0 || (uint64_t)-(init + 1) >= subject_len)
        return 0;
    return subject_len - (size_t)-init;
}

/* --- results --- */

unsigned pattern_value_count(const struct pattern_match *match)
{
    return match->capture_count > 0 ? match->capture_count : 1;
}

bool pattern_value(const struct pattern_match *match, unsigned i, struct pattern_capture *ret, struct err *err)
{
    if (i >= match->capture_count) {
        if (i > 0)
            return FAIL(err, ERR_INVALID, "invalid capture index %%%u", i + 1);
        *ret = (struct pattern_capture){ match->from, match->to - match->from, PATTERN_SPAN };
        return true;
    }
    if (match->captures[i].kind == PATTERN_UNFINISHED)
        return FAIL(err, ERR_INVALID, "unfinished capture");
    *ret = match->captures[i];
    return true;
}

bool pattern_expand(const struct pattern_match *match, struct str subject, struct str replacement, struct buf *out,
                    struct err *err)
{
    for (size_t i = 0; i < replacement.len; i++) {
        char c = replacement.ptr[i];
        if (c != '%') {
            buf_add_char(out, c);
            continue;
        }
        c = ++i < replacement.len ? replacement.ptr[i] : '\0';
        if (c == '%') {
            buf_add_char(out, c);
        } else if (c == '0') {
            buf_add(out, subject.ptr + match->from, match->to - match->from);
        } else if (is_digit((unsigned char)c)) {
            struct pattern_capture value;
            TRY(pattern_value(match, (unsigned)(c - '1'), &value, err));
            if (value.kind == PATTERN_POSITION)
                buf_printf(out, "%zu", value.from + 1);
            else
                buf_add(out, subject.ptr + value.from, value.len);
        } else {
            return FAIL(err, ERR_INVALID, "invalid use of '%%' in replacement string");
        }
    }
    return true;
}

bool pattern_is_plain(struct str pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (pattern.ptr[i] && strchr("^$*+?.([%-", pattern.ptr[i]))
            return false;
    return true;
}

size_t pattern_find_plain(struct str subject, struct str needle, size_t start)
{
    if (start > subject.len)
        return SIZE_MAX;
    if (needle.len == 0)
        return start;
    const char *found = memmem(subject.ptr + start, subject.len - start, needle.ptr, needle.len);
    return found ? (size_t)(found - subject.ptr) : SIZE_MAX;
}
