/*
 * aws_path.c - the small part of JMESPath that AWS's waiters and paginators use.
 */
#include "providers/aws/wire/aws_path.h"

static bool take(struct str *text, const char *prefix)
{
    *text = str_trim(*text);
    if (!str_starts(*text, str_of(prefix)))
        return false;
    *text = str_slice(*text, strlen(prefix), text->len);
    return true;
}

static struct value walk(struct arena *arena, struct value at, struct str path);

/* Every item of a list through the rest of the path. A list that an item leads to is joined when the rest has a [] of its own. */
static struct value project(struct arena *arena, struct value list, struct str rest)
{
    struct value_builder items = { .arena = arena };
    if (list.kind != VALUE_LIST)
        return VALUE_NONE;
    bool joins = str_find(rest, STR("[]")) >= 0;
    for (uint32_t i = 0; i < list.count; i++) {
        struct value v = walk(arena, list.items[i], rest);
        if (!value_present(v))
            continue;
        if (!joins || v.kind != VALUE_LIST) {
            value_builder_add(&items, v);
            continue;
        }
        for (uint32_t k = 0; k < v.count; k++)
            value_builder_add(&items, v.items[k]);
    }
    return value_builder_list(&items);
}

/* "a.b[].c[0].d" */
static struct value walk(struct arena *arena, struct value at, struct str path)
{
    while (path.len && value_given(at)) {
        int64_t index;
        if (take(&path, "."))
            continue;
        if (take(&path, "[]"))
            return project(arena, at, path);
        if (take(&path, "[")) {
            ptrdiff_t close = str_find_char(path, ']');
            if (close < 0 || !str_to_i64(str_slice(path, 0, (size_t)close), &index) || at.kind != VALUE_LIST)
                return VALUE_NONE;
            index = index < 0 ? index + (int64_t)at.count : index;
            at = index >= 0 ? value_at(at, (size_t)index) : VALUE_NONE;
            path = str_slice(path, (size_t)close + 1, path.len);
            continue;
        }
        size_t end = 0;
        while (end < path.len && path.ptr[end] != '.' && path.ptr[end] != '[')
            end++;
        at = value_get_str(at, str_trim(str_slice(path, 0, end)));
        path = str_slice(path, end, path.len);
    }
    return at;
}

static bool compare(int64_t left, struct str operator, int64_t right)
{
    return str_is(operator, ">")    ? left > right
           : str_is(operator, ">=") ? left >= right
           : str_is(operator, "<")  ? left < right
           : str_is(operator, "<=") ? left <= right
           : str_is(operator, "==") ? left == right
                                    : str_is(operator, "!=") && left != right;
}

/* The rest of "length(" : "path) OP `N`" */
static struct value length_compares(struct arena *arena, struct value root, struct str text)
{
    ptrdiff_t close = str_find_char(text, ')'), tick = str_find_char(text, '`');
    int64_t wanted;
    if (close < 0 || tick < close)
        return VALUE_NONE;
    struct str rest = str_slice(text, (size_t)tick + 1, text.len), number = str_split(&rest, '`');
    if (!str_to_i64(str_trim(number), &wanted))
        return VALUE_NONE;
    struct value counted = walk(arena, root, str_trim(str_slice(text, 0, (size_t)close)));
    if (counted.kind != VALUE_LIST && counted.kind != VALUE_MAP && counted.kind != VALUE_STRING)
        return VALUE_NONE; /* JMESPath: an error, which no acceptor matches */
    return value_bool(
        compare(counted.count, str_trim(str_slice(text, (size_t)close + 1, (size_t)tick)), wanted));
}

static bool is_something(struct value v)
{
    bool countable = v.kind == VALUE_STRING || v.kind == VALUE_LIST || v.kind == VALUE_MAP;
    return value_present(v) && !(countable && !v.count) && !(v.kind == VALUE_BOOL && !v.boolean);
}

struct value aws_path(struct arena *arena, struct value root, struct str path)
{
    ptrdiff_t bars = str_find(path, STR("||"));
    if (bars >= 0) {
        struct value left = aws_path(arena, root, str_slice(path, 0, (size_t)bars));
        return is_something(left) ? left : aws_path(arena, root, str_slice(path, (size_t)bars + 2, path.len));
    }
    path = str_trim(path);
    return take(&path, "length(") ? length_compares(arena, root, path) : walk(arena, root, path);
}
