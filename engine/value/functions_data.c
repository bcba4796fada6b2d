/*
 * functions_data.c - functions on lists, maps and encodings.
 *
 * Items are read with value_at and value_field_at, which carry the mark of a container that is sensitive as a whole on to what is
 * taken out of it. The table in functions.c says which of these run although items are not known yet.
 */
#include "engine/value/functions_internal.h"

#include <stdlib.h>

/* Encodings. */

FUNCTION(fn_json_encode)
{
    (void)count;
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    TRY(value_to_json(&out, args[0], false, err));
    return string_result(arena, &out, ret, err);
}

FUNCTION(fn_json_decode)
{
    (void)count;
    struct str text;
    TRY(arg_string(args, 0, &text, err));
    return value_from_json(arena, text, ret, err);
}

FUNCTION(fn_yaml_encode)
{
    (void)count;
    DROP_BUF struct buf out = { .max_bytes = FUNCTION_MAX_BYTES };
    TRY(value_to_yaml(&out, args[0], err));
    return string_result(arena, &out, ret, err);
}

FUNCTION(fn_yaml_decode)
{
    (void)count;
    struct str text;
    TRY(arg_string(args, 0, &text, err));
    return value_from_yaml(arena, text, ret, err);
}

FUNCTION(fn_base64_encode)
{
    (void)count;
    struct str bytes;
    TRY(arg_bytes(args, 0, &bytes, err));
    *ret = value_str(base64_encode(arena, bytes));
    return true;
}

FUNCTION(fn_base64_decode)
{
    (void)count;
    struct str text, bytes;
    TRY(arg_string(args, 0, &text, err));
    if (!base64_decode(arena, text, &bytes))
        return FAIL(err, ERR_INVALID, "the text is not base64");
    *ret = value_bytes(bytes);
    return true;
}

FUNCTION(fn_sha256)
{
    (void)count;
    struct str bytes;
    TRY(arg_bytes(args, 0, &bytes, err));
    struct digest d = digest_of(bytes);
    *ret = value_str(digest_hex(arena, &d));
    return true;
}

FUNCTION(fn_to_string)
{
    (void)count;
    struct str text;
    if (args[0].kind == VALUE_BYTES) {
        if (!str_is_utf8(value_text(args[0])))
            return FAIL(err, ERR_INVALID, "the bytes are not UTF-8 text");
        *ret = value_str(value_text(args[0]));
        return true;
    }
    if (!scalar_text(arena, args[0], &text))
        return FAIL(err, ERR_INVALID, "%s is not a text; json.encode makes one of it", value_kind_name((enum value_kind)args[0].kind));
    *ret = value_str(text);
    return true;
}

FUNCTION(fn_to_number)
{
    (void)arena, (void)count;
    struct str text;
    int64_t integer;
    double real;
    if (args[0].kind == VALUE_INT || args[0].kind == VALUE_FLOAT) {
        *ret = args[0];
        return true;
    }
    TRY(arg_string(args, 0, &text, err));
    if (str_to_i64(text, &integer))
        *ret = value_int(integer);
    else if (str_to_f64(text, &real))
        *ret = value_float(real);
    else
        return FAIL(err, ERR_INVALID, "'%.*s' is not a number", STR_ARG(text));
    return true;
}

/* Lists. */

static void add_all(struct value_builder *b, struct value list)
{
    for (size_t i = 0; i < list.count; i++)
        value_builder_add(b, value_at(list, i));
}

FUNCTION(fn_list_concat)
{
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < count; i++) {
        struct value list;
        TRY(arg_list(args, i, &list, err));
        add_all(&b, list);
    }
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_list_flatten)
{
    (void)count;
    struct value list;
    TRY(arg_list(args, 0, &list, err));
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < list.count; i++) {
        struct value item = value_at(list, i);
        if (item.kind == VALUE_LIST)
            add_all(&b, item);
        else
            value_builder_add(&b, item);
    }
    *ret = value_builder_list(&b);
    return true;
}

static int by_value(const void *left, const void *right)
{
    const struct value *a = left, *b = right;
    bool numbers = (a->kind == VALUE_INT || a->kind == VALUE_FLOAT) && (b->kind == VALUE_INT || b->kind == VALUE_FLOAT);
    if (numbers && a->kind != b->kind) {
        double x = a->kind == VALUE_INT ? (double)a->integer : a->real, y = b->kind == VALUE_INT ? (double)b->integer : b->real;
        if (x != y)
            return x < y ? -1 : 1;
    }
    return value_cmp(*a, *b);
}

FUNCTION(fn_list_sort)
{
    (void)count;
    struct value list;
    TRY(arg_list(args, 0, &list, err));
    struct value *items = ARENA_ARRAY(arena, struct value, list.count);
    for (size_t i = 0; i < list.count; i++)
        items[i] = value_at(list, i);
    qsort(items, list.count, sizeof *items, by_value);
    *ret = value_list(arena, items, list.count);
    return true;
}

/* Orders places of a list by value, then place: equal values stand together, the first one first. */
static int by_target(const void *left, const void *right)
{
    const struct value *a = *(const struct value *const *)left, *b = *(const struct value *const *)right;
    int order = value_cmp(*a, *b);
    return order ? order : (a > b) - (a < b);
}

FUNCTION(fn_list_unique)
{
    (void)count;
    struct value list;
    TRY(arg_list(args, 0, &list, err));
    const struct value **sorted = ARENA_ARRAY(arena, const struct value *, list.count);
    bool *repeat = ARENA_ARRAY(arena, bool, list.count);
    for (size_t i = 0; i < list.count; i++)
        sorted[i] = &list.items[i];
    qsort(sorted, list.count, sizeof *sorted, by_target);
    for (size_t i = 1; i < list.count; i++)
        repeat[sorted[i] - list.items] = value_eq(*sorted[i - 1], *sorted[i]);
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < list.count; i++)
        if (!repeat[i])
            value_builder_add(&b, value_at(list, i));
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_list_reverse)
{
    (void)count;
    struct value list;
    TRY(arg_list(args, 0, &list, err));
    struct value_builder b = { .arena = arena };
    for (size_t i = list.count; i--;)
        value_builder_add(&b, value_at(list, i));
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_list_slice)
{
    struct value list;
    int64_t from, to = -1;
    TRY(arg_list(args, 0, &list, err));
    TRY(arg_int(args, 1, INT32_MIN, INT32_MAX, &from, err));
    if (count > 2)
        TRY(arg_int(args, 2, INT32_MIN, INT32_MAX, &to, err));
    int64_t length = list.count;
    from = from < 0 ? MAX_OF(length + from + 1, (int64_t)1) : MAX_OF(from, (int64_t)1);
    to = to < 0 ? length + to + 1 : MIN_OF(to, length);
    struct value_builder b = { .arena = arena };
    for (int64_t i = from; i <= to; i++)
        value_builder_add(&b, value_at(list, (size_t)i - 1));
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_list_length)
{
    (void)arena, (void)count;
    struct value list;
    if (args[0].kind == VALUE_MAP)
        list = args[0];
    else
        TRY(arg_list(args, 0, &list, err));
    *ret = value_int(list.count);
    return true;
}

FUNCTION(fn_list_index)
{
    (void)arena, (void)count;
    struct value list;
    TRY(arg_list(args, 0, &list, err));
    *ret = value_null();
    for (size_t i = list.count; i--;)
        if (value_eq(list.items[i], args[1]))
            *ret = value_int((int64_t)i + 1);
    return true;
}

/* Maps. */

static struct value key_at(struct value map, size_t i)
{
    return value_str(str_n(map.fields[i].key, map.fields[i].key_len));
}

FUNCTION(fn_map_keys)
{
    (void)count;
    struct value map;
    TRY(arg_map(args, 0, &map, err));
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < map.count; i++)
        value_builder_add(&b, key_at(map, i));
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_map_values)
{
    (void)count;
    struct value map;
    TRY(arg_map(args, 0, &map, err));
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < map.count; i++)
        value_builder_add(&b, value_field_at(map, i));
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_map_entries)
{
    (void)count;
    struct value map;
    TRY(arg_map(args, 0, &map, err));
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < map.count; i++)
        value_builder_add(&b, value_map_of(arena, "key", key_at(map, i), "value", value_field_at(map, i), NULL));
    *ret = value_builder_list(&b);
    return true;
}

FUNCTION(fn_map_get)
{
    (void)arena;
    struct value map;
    struct str key;
    TRY(arg_map(args, 0, &map, err));
    TRY(arg_string(args, 1, &key, err));
    struct value v = value_get_str(map, key);
    if (!value_given(v)) {
        if (count < 3)
            return FAIL(err, ERR_INVALID, "the map has no key '%.*s'", STR_ARG(key));
        v = args[2];
    }
    *ret = v;
    return true;
}

FUNCTION(fn_merge)
{
    struct value merged = value_map(arena, NULL, 0);
    for (size_t i = 0; i < count; i++) {
        struct value map;
        if (args[i].kind == VALUE_NULL)
            continue;
        TRY(arg_map(args, i, &map, err));
        merged = value_merge(arena, merged, map);
    }
    *ret = merged;
    return true;
}

FUNCTION(fn_entry)
{
    (void)count;
    struct str key;
    if (value_sensitive(args[0]))
        return FAIL(err, ERR_INVALID, "a sensitive value cannot be a key");
    if (!scalar_text(arena, args[0], &key))
        return FAIL(err, ERR_INVALID, "a key must be a string, not %s", value_kind_name((enum value_kind)args[0].kind));
    struct value_builder b = { .arena = arena };
    value_builder_put(&b, key, args[1]);
    *ret = value_builder_map(&b);
    return true;
}

FUNCTION(fn_at)
{
    (void)count;
    struct str text;
    struct path path;
    TRY(arg_string(args, 1, &text, err));
    TRY(path_parse(arena, text, &path, err));
    struct value v = path_get(args[0], path);
    if (!value_given(v))
        return FAIL(err, ERR_INVALID, "the value has nothing at '%.*s'", STR_ARG(text));
    *ret = v;
    return true;
}
