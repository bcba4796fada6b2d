/*
 * functions_text.c - functions on text: joining, cutting, searching, format, template.
 *
 * Text is UTF-8 and stays so: places are counted in characters, padding too. Letters change case in ASCII only, because the
 * names of clouds are ASCII and other alphabets' rules differ from one system's tables to another's.
 */
#include "engine/value/functions_internal.h"

#include "engine/value/value_internal.h"

#include <stdio.h>

enum { WIDTH_MAX = 999, PRECISION_MAX = 99 };

/* Joining and cutting. */

FUNCTION(fn_concat)
{
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    for (size_t i = 0; i < count; i++) {
        struct str text;
        if (!scalar_text(arena, args[i], &text))
            return FAIL(err, ERR_INVALID, "cannot join %s to a text", value_kind_name((enum value_kind)args[i].kind));
        buf_add_str(&out, text);
    }
    return string_result(arena, &out, ret, err);
}

FUNCTION(fn_join)
{
    (void)count;
    size_t at = args[0].kind == VALUE_STRING ? 1 : 0; /* Terraform says join(separator, list) */
    struct value list;
    struct str separator;
    TRY(arg_list(args, at, &list, err));
    TRY(arg_string(args, 1 - at, &separator, err));
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    for (size_t i = 0; i < list.count; i++) {
        struct str text;
        if (!scalar_text(arena, list.items[i], &text))
            return FAIL(err, ERR_INVALID, "item %zu is %s, not a text", i + 1, value_kind_name((enum value_kind)list.items[i].kind));
        if (i)
            buf_add_str(&out, separator);
        buf_add_str(&out, text);
    }
    return string_result(arena, &out, ret, err);
}

FUNCTION(fn_split)
{
    (void)count;
    struct str text, separator;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_string(args, 1, &separator, err));
    if (!separator.len)
        return FAIL(err, ERR_INVALID, "the separator is empty");
    struct value_builder b = { .arena = arena };
    for (;;) {
        ptrdiff_t at = str_find(text, separator);
        value_builder_add(&b, value_str_copy(arena, at < 0 ? text : str_slice(text, 0, (size_t)at)));
        if (at < 0)
            break;
        text = str_slice(text, (size_t)at + separator.len, text.len);
    }
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_replace)
{
    (void)count;
    struct str text, old, new;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_string(args, 1, &old, err));
    TRY(arg_string(args, 2, &new, err));
    if (!old.len)
        return FAIL(err, ERR_INVALID, "the text to replace is empty");
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    for (ptrdiff_t at; (at = str_find(text, old)) >= 0; text = str_slice(text, (size_t)at + old.len, text.len)) {
        buf_add(&out, text.ptr, (size_t)at);
        buf_add_str(&out, new);
    }
    buf_add_str(&out, text);
    return string_result(arena, &out, ret, err);
}

FUNCTION(fn_trim)
{
    (void)count;
    struct str text;
    TRY(arg_string(args, 0, &text, err));
    *ret = value_str_copy(arena, str_trim(text));
    return true;
}

FUNCTION(fn_trim_prefix)
{
    (void)count;
    struct str text, prefix;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_string(args, 1, &prefix, err));
    *ret = str_starts(text, prefix) ? value_str_copy(arena, str_slice(text, prefix.len, text.len)) : args[0];
    return true;
}

FUNCTION(fn_trim_suffix)
{
    (void)count;
    struct str text, suffix;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_string(args, 1, &suffix, err));
    *ret = str_ends(text, suffix) ? value_str_copy(arena, str_slice(text, 0, text.len - suffix.len)) : args[0];
    return true;
}

static size_t characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
    return n;
}

/* Where character n (from 0) begins; s.len when there are fewer. */
static size_t offset_of(struct str s, size_t n)
{
    size_t i = 0;
    for (; i < s.len; i++)
        if (((unsigned char)s.ptr[i] & 0xc0) != 0x80 && n-- == 0)
            break;
    return i;
}

FUNCTION(fn_substr)
{
    struct str text;
    int64_t from, to = -1;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_int(args, 1, INT32_MIN, INT32_MAX, &from, err));
    if (count > 2)
        TRY(arg_int(args, 2, INT32_MIN, INT32_MAX, &to, err));
    int64_t length = (int64_t)characters(text);
    from = from < 0 ? MAX_OF(length + from + 1, (int64_t)1) : MAX_OF(from, (int64_t)1);
    to = to < 0 ? length + to + 1 : MIN_OF(to, length);
    if (from > to)
        *ret = value_cstr("");
    else
        *ret = value_str_copy(arena, str_slice(text, offset_of(text, (size_t)from - 1), offset_of(text, (size_t)to)));
    return true;
}

/* Asking. */

FUNCTION(fn_starts_with)
{
    (void)arena, (void)count;
    struct str text, prefix;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_string(args, 1, &prefix, err));
    *ret = value_bool(str_starts(text, prefix));
    return true;
}

FUNCTION(fn_ends_with)
{
    (void)arena, (void)count;
    struct str text, suffix;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_string(args, 1, &suffix, err));
    *ret = value_bool(str_ends(text, suffix));
    return true;
}

FUNCTION(fn_contains)
{
    (void)arena, (void)count;
    if (args[0].kind == VALUE_STRING) {
        struct str wanted;
        TRY(arg_string(args, 1, &wanted, err));
        *ret = value_bool(str_find(value_text(args[0]), wanted) >= 0);
        return true;
    }
    struct value list;
    TRY(arg_list(args, 0, &list, err));
    bool found = false;
    for (size_t i = 0; i < list.count && !found; i++)
        found = value_eq(list.items[i], args[1]);
    *ret = value_bool(found);
    return true;
}

/* Changing case. */

static bool change_case(struct arena *arena, const struct value *args, char from, char to, struct value *ret, struct err *err)
{
    struct str text;
    TRY(arg_string(args, 0, &text, err));
    char *out = arena_cstr(arena, text);
    for (size_t i = 0; i < text.len; i++)
        if (out[i] >= from && out[i] <= from + 25)
            out[i] = (char)(out[i] - from + to);
    *ret = value_str(str_n(out, text.len));
    return true;
}

FUNCTION(fn_lower)
{
    (void)count;
    return change_case(arena, args, 'A', 'a', ret, err);
}

FUNCTION(fn_upper)
{
    (void)count;
    return change_case(arena, args, 'a', 'A', ret, err);
}

/* format */

struct verb {
    bool left, zero, plus, has_precision;
    int width, precision;
    char kind;
};

/* Reads what follows a '%'. False: not one of ours. */
static bool read_verb(struct str pattern, size_t *at, struct verb *ret)
{
    struct verb v = { 0 };
    for (; *at < pattern.len && strchr("-0+", pattern.ptr[*at]) && pattern.ptr[*at]; ++*at) {
        v.left |= pattern.ptr[*at] == '-';
        v.zero |= pattern.ptr[*at] == '0';
        v.plus |= pattern.ptr[*at] == '+';
    }
    for (; *at < pattern.len && pattern.ptr[*at] >= '0' && pattern.ptr[*at] <= '9' && v.width <= WIDTH_MAX; ++*at)
        v.width = v.width * 10 + (pattern.ptr[*at] - '0');
    if (*at < pattern.len && pattern.ptr[*at] == '.') {
        v.has_precision = true;
        for (++*at; *at < pattern.len && pattern.ptr[*at] >= '0' && pattern.ptr[*at] <= '9' && v.precision <= PRECISION_MAX; ++*at)
            v.precision = v.precision * 10 + (pattern.ptr[*at] - '0');
    }
    if (*at >= pattern.len || v.width > WIDTH_MAX || v.precision > PRECISION_MAX)
        return false;
    v.kind = pattern.ptr[(*at)++];
    *ret = v;
    return v.kind && strchr("sdxXfegq", v.kind);
}

/* Puts text out, filled up to the width. Zeros go between a sign and the digits. */
static void put_padded(struct buf *out, const struct verb *v, struct str text, bool number)
{
    size_t length = characters(text), width = (size_t)v->width;
    size_t fill = width > length ? width - length : 0;
    bool zeros = v->zero && number && !v->left;
    if (zeros && text.len && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
        buf_add_char(out, text.ptr[0]);
        text = str_slice(text, 1, text.len);
    }
    for (size_t i = 0; i < fill && !v->left; i++)
        buf_add_char(out, zeros ? '0' : ' ');
    buf_add_str(out, text);
    for (size_t i = 0; i < fill && v->left; i++)
        buf_add_char(out, ' ');
}

static bool put_number(struct buf *out, const struct verb *v, struct value arg)
{
    char text[512]; /* the largest double has 309 digits before the point, and at most 99 follow */
    bool whole = v->kind == 'd' || v->kind == 'x' || v->kind == 'X';
    if (arg.kind != VALUE_INT && (whole || arg.kind != VALUE_FLOAT))
        return false;
    double real = arg.kind == VALUE_INT ? (double)arg.integer : arg.real;
    int precision = v->has_precision ? v->precision : 6;
    switch (v->kind) {
    case 'd':
        (void)snprintf(text, sizeof text, v->plus ? "%+lld" : "%lld", (long long)arg.integer);
        break;
    case 'x':
        (void)snprintf(text, sizeof text, "%llx", (unsigned long long)arg.integer);
        break;
    case 'X':
        (void)snprintf(text, sizeof text, "%llX", (unsigned long long)arg.integer);
        break;
    case 'f':
        (void)snprintf(text, sizeof text, v->plus ? "%+.*f" : "%.*f", precision, real);
        break;
    case 'e':
        (void)snprintf(text, sizeof text, v->plus ? "%+.*e" : "%.*e", precision, real);
        break;
    default:
        (void)snprintf(text, sizeof text, v->plus ? "%+.*g" : "%.*g", precision, real);
        break;
    }
    put_padded(out, v, str_of(text), true);
    return true;
}

static bool put_text(struct arena *arena, struct buf *out, const struct verb *v, struct value arg)
{
    struct str text;
    if (!scalar_text(arena, arg, &text))
        return false;
    if (v->has_precision)
        text = str_slice(text, 0, offset_of(text, (size_t)v->precision));
    if (v->kind == 's') {
        put_padded(out, v, text, false);
        return true;
    }
    DROP_BUF struct buf quoted = { .max_bytes = FUNCTION_MAX_BYTES };
    value_json_string(&quoted, text);
    put_padded(out, v, buf_str(&quoted), false);
    return true;
}

FUNCTION(fn_format)
{
    struct str pattern;
    size_t next = 1;
    TRY(arg_string(args, 0, &pattern, err));
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    for (size_t i = 0; i < pattern.len;) {
        if (pattern.ptr[i] != '%') {
            buf_add_char(&out, pattern.ptr[i++]);
            continue;
        }
        if (i + 1 < pattern.len && pattern.ptr[i + 1] == '%') {
            buf_add_char(&out, '%');
            i += 2;
            continue;
        }
        struct verb verb;
        size_t start = i++;
        if (!read_verb(pattern, &i, &verb))
            return FAIL(err, ERR_INVALID, "'%.*s' at character %zu is not a verb (%%s %%d %%x %%X %%f %%e %%g %%q %%%%)",
                        STR_ARG(str_slice(pattern, start, i)), characters(str_slice(pattern, 0, start)) + 1);
        if (next >= count)
            return FAIL(err, ERR_INVALID, "the pattern asks for more than %zu values", count - 1);
        struct value arg = args[next++];
        bool ok = verb.kind == 's' || verb.kind == 'q' ? put_text(arena, &out, &verb, arg) : put_number(&out, &verb, arg);
        if (!ok)
            return FAIL(err, ERR_INVALID, "%%%c cannot write %s (value %zu)", verb.kind,
                        value_kind_name((enum value_kind)arg.kind), next - 1);
    }
    if (next < count)
        return FAIL(err, ERR_INVALID, "%zu values are given, the pattern uses %zu", count - 1, next - 1);
    return string_result(arena, &out, ret, err);
}

/* template */

static bool fill_in(struct arena *arena, struct buf *out, struct str name, struct value map, struct err *err)
{
    struct path path;
    struct str text;
    if (!path_parse(arena, str_trim(name), &path, NULL))
        return FAIL(err, ERR_INVALID, "'${%.*s}' does not name a value", STR_ARG(name));
    struct value v = path_get(map, path);
    if (!value_given(v)) {
        struct str keys[64];
        size_t count = 0;
        for (; count < map.count && count < ARRAY_LEN(keys); count++)
            keys[count] = str_n(map.fields[count].key, map.fields[count].key_len);
        struct str near = str_nearest(str_trim(name), keys, count);
        FAIL(err, ERR_INVALID, "there is no value for '${%.*s}'", STR_ARG(name));
        return near.len ? err_hint(err, "did you mean '${%.*s}'?", STR_ARG(near)) : false;
    }
    if (!scalar_text(arena, v, &text))
        return FAIL(err, ERR_INVALID, "'${%.*s}' is %s, not a text", STR_ARG(name), value_kind_name((enum value_kind)v.kind));
    buf_add_str(out, text);
    return true;
}

FUNCTION(fn_template)
{
    (void)count;
    struct str text;
    struct value map;
    TRY(arg_string(args, 0, &text, err));
    TRY(arg_map(args, 1, &map, err));
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    for (ptrdiff_t at; (at = str_find(text, STR("${"))) >= 0;) {
        bool escaped = at > 0 && text.ptr[at - 1] == '$';
        buf_add(&out, text.ptr, (size_t)at - escaped);
        text = str_slice(text, (size_t)at, text.len);
        if (escaped) {
            buf_add(&out, "${", 2);
            text = str_slice(text, 2, text.len);
            continue;
        }
        ptrdiff_t end = str_find_char(text, '}');
        if (end < 0)
            return FAIL(err, ERR_INVALID, "the closing brace of '${' is missing");
        TRY(fill_in(arena, &out, str_slice(text, 2, (size_t)end), map, err));
        text = str_slice(text, (size_t)end + 1, text.len);
    }
    buf_add_str(&out, text);
    return string_result(arena, &out, ret, err);
}
