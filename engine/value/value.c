/*
 * value.c - making, reading and changing immutable values.
 *
 * A value is 16 bytes and is copied freely; what it points at never changes once the maker has returned. So copies share their
 * children, and "changing" a map copies its array of fields only. Flags and depth are computed once, by the makers, from the
 * children: no reader ever walks a tree to learn whether something unknown or sensitive is inside.
 */
#include "engine/value/value.h"

#include "engine/value/expr.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { SMALL_SORT = 12 };

#define EXACT_INTEGERS 9007199254740992.0 /* 2^53: up to here a double holds every integer */

struct value value_null(void)
{
    return (struct value){ .kind = VALUE_NULL };
}

struct value value_bool(bool b)
{
    return (struct value){ .kind = VALUE_BOOL, .boolean = b };
}

struct value value_int(int64_t i)
{
    return (struct value){ .kind = VALUE_INT, .integer = i };
}

struct value value_float(double d)
{
    assert(isfinite(d));
    if (d >= -EXACT_INTEGERS && d <= EXACT_INTEGERS && d == trunc(d))
        return value_int((int64_t)d);
    return (struct value){ .kind = VALUE_FLOAT, .real = d };
}

static struct value text(enum value_kind kind, struct str s)
{
    assert(s.len <= UINT32_MAX);
    return (struct value){ .kind = (uint8_t)kind, .count = (uint32_t)s.len, .text = s.ptr ? s.ptr : "" };
}

struct value value_str(struct str s)
{
    return text(VALUE_STRING, s);
}

struct value value_str_copy(struct arena *arena, struct str s)
{
    return text(VALUE_STRING, arena_str(arena, s));
}

struct value value_cstr(const char *s)
{
    return s ? text(VALUE_STRING, str_of(s)) : VALUE_NONE;
}

struct value value_bytes(struct str s)
{
    return text(VALUE_BYTES, s);
}

/* Takes over what rises from a child. */
static void rise(struct value *parent, struct value child)
{
    parent->flags |= child.flags & (VALUE_SENSITIVE | VALUE_HAS_UNKNOWN);
    if (child.depth >= parent->depth)
        parent->depth = child.depth < UINT16_MAX ? child.depth + 1 : UINT16_MAX;
}

struct value value_expr(const struct expr *expr, bool sensitive)
{
    struct value v = { .kind = VALUE_EXPR, .depth = 1, .expr = expr };
    for (size_t i = 0; i < expr->arg_count; i++)
        rise(&v, expr->args[i]);
    v.flags |= VALUE_HAS_UNKNOWN | (sensitive || expr->sensitive ? VALUE_SENSITIVE : 0);
    return v;
}

/* Closes an array that is already ours. */
static struct value list_of_own(struct value *items, size_t count)
{
    struct value v = { .kind = VALUE_LIST, .depth = 1, .items = items };
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!value_given(items[i]))
            continue;
        rise(&v, items[i]);
        items[kept++] = items[i];
    }
    assert(kept <= UINT32_MAX);
    v.count = (uint32_t)kept;
    return v;
}

struct value value_list(struct arena *arena, const struct value *items, size_t count)
{
    struct value *own = ARENA_ARRAY(arena, struct value, count);
    if (count)
        memcpy(own, items, count * sizeof *own);
    return list_of_own(own, count);
}

struct value value_list_of_strings(struct arena *arena, const struct str *items, size_t count)
{
    struct value *own = ARENA_ARRAY(arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        own[i] = value_str_copy(arena, items[i]);
    return list_of_own(own, count);
}

static int key_cmp(const struct value_field *a, const struct value_field *b)
{
    uint32_t shorter = a->key_len < b->key_len ? a->key_len : b->key_len;
    int order = shorter ? memcmp(a->key, b->key, shorter) : 0;
    return order ? order : (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

/* While sorting, `reserved` holds where a field came from: the last of equal keys must win. */
static int by_key_then_arrival(const void *left, const void *right)
{
    const struct value_field *a = left, *b = right;
    int order = key_cmp(a, b);
    return order ? order : (a->reserved > b->reserved) - (a->reserved < b->reserved);
}

static void sort_fields(struct value_field *fields, size_t count)
{
    size_t sorted = 1;
    while (sorted < count && key_cmp(&fields[sorted - 1], &fields[sorted]) < 0)
        sorted++;
    if (sorted >= count)
        return; /* the usual case: copies, decoded maps */
    if (count <= SMALL_SORT) {
        for (size_t i = sorted; i < count; i++) {
            struct value_field moving = fields[i];
            size_t j = i;
            for (; j && key_cmp(&fields[j - 1], &moving) > 0; j--)
                fields[j] = fields[j - 1];
            fields[j] = moving;
        }
        return;
    }
    for (size_t i = 0; i < count; i++)
        fields[i].reserved = (uint32_t)i;
    qsort(fields, count, sizeof *fields, by_key_then_arrival);
}

/* Closes an array that is already ours. */
static struct value map_of_own(struct value_field *fields, size_t count)
{
    assert(count <= UINT32_MAX);
    struct value v = { .kind = VALUE_MAP, .depth = 1, .fields = fields };
    sort_fields(fields, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && key_cmp(&fields[i], &fields[i + 1]) == 0)
            continue;
        if (!value_given(fields[i].value))
            continue;
        rise(&v, fields[i].value);
        fields[kept] = fields[i];
        fields[kept++].reserved = 0;
    }
    v.count = (uint32_t)kept;
    return v;
}

struct value value_map(struct arena *arena, const struct value_field *fields, size_t count)
{
    struct value_field *own = ARENA_ARRAY(arena, struct value_field, count);
    if (count)
        memcpy(own, fields, count * sizeof *own);
    return map_of_own(own, count);
}

static struct value_field field(const char *key, struct value v)
{
    return (struct value_field){ .key = key, .key_len = (uint32_t)strlen(key), .value = v };
}

struct value value_map_of(struct arena *arena, ...)
{
    va_list args;
    size_t count = 0;
    va_start(args, arena);
    while (va_arg(args, const char *)) {
        (void)va_arg(args, struct value);
        count++;
    }
    va_end(args);
    struct value_field *own = ARENA_ARRAY(arena, struct value_field, count);
    va_start(args, arena);
    for (size_t i = 0; i < count; i++) {
        const char *key = va_arg(args, const char *);
        own[i] = field(key, va_arg(args, struct value));
    }
    va_end(args);
    return map_of_own(own, count);
}

void value_builder_put(struct value_builder *b, struct str key, struct value v)
{
    assert(key.len <= UINT32_MAX);
    if (!value_given(v))
        return;
    const char *own = arena_cstr(b->arena, key);
    *VEC_PUSH(&b->fields, b->arena) = (struct value_field){ .key = own, .key_len = (uint32_t)key.len, .value = v };
}

void value_builder_add(struct value_builder *b, struct value v)
{
    if (value_given(v))
        *VEC_PUSH(&b->items, b->arena) = v;
}

struct value value_builder_map(struct value_builder *b)
{
    struct value v = map_of_own(b->fields.items, b->fields.count);
    *b = (struct value_builder){ .arena = b->arena };
    return v;
}

struct value value_builder_list(struct value_builder *b)
{
    struct value v = list_of_own(b->items.items, b->items.count);
    *b = (struct value_builder){ .arena = b->arena };
    return v;
}

/* Copying. Flags and depth of the original are right for the copy, so they are kept rather than computed. */

static const struct expr *expr_copy(struct arena *arena, const struct expr *from)
{
    struct expr *copy = ARENA_NEW(arena, struct expr);
    *copy = *from;
    copy->at.file = arena_str(arena, from->at.file);
    copy->name = arena_str(arena, from->name);
    struct path_step *steps = ARENA_ARRAY(arena, struct path_step, from->path.count);
    for (size_t i = 0; i < from->path.count; i++) {
        steps[i] = from->path.steps[i];
        steps[i].name = arena_str(arena, steps[i].name);
        steps[i].equal = arena_str(arena, steps[i].equal);
    }
    copy->path.steps = steps;
    struct value *args = ARENA_ARRAY(arena, struct value, from->arg_count);
    for (size_t i = 0; i < from->arg_count; i++)
        args[i] = value_copy(arena, from->args[i]);
    copy->args = args;
    return copy;
}

struct value value_copy(struct arena *arena, struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_ABSENT:
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        break;
    case VALUE_STRING:
    case VALUE_BYTES:
        v.text = arena_cstr(arena, value_text(v));
        break;
    case VALUE_LIST: {
        struct value *items = ARENA_ARRAY(arena, struct value, v.count);
        for (size_t i = 0; i < v.count; i++)
            items[i] = value_copy(arena, v.items[i]);
        v.items = items;
        break;
    }
    case VALUE_MAP: {
        struct value_field *fields = ARENA_ARRAY(arena, struct value_field, v.count);
        for (size_t i = 0; i < v.count; i++) {
            fields[i] = v.fields[i];
            fields[i].key = arena_cstr(arena, str_n(fields[i].key, fields[i].key_len));
            fields[i].value = value_copy(arena, fields[i].value);
        }
        v.fields = fields;
        break;
    }
    case VALUE_EXPR:
        v.expr = expr_copy(arena, v.expr);
        break;
    }
    return v;
}

/* Reading. */

/* A child of a container that is sensitive as a whole is so itself. */
static struct value child_of(struct value container, struct value child)
{
    return container.flags & VALUE_ALL_SENSITIVE ? value_mark_sensitive(child) : child;
}

struct value value_get_str(struct value map, struct str key)
{
    if (map.kind != VALUE_MAP || key.len > UINT32_MAX)
        return VALUE_NONE;
    struct value_field wanted = { .key = key.ptr, .key_len = (uint32_t)key.len };
    size_t low = 0, high = map.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = key_cmp(&map.fields[middle], &wanted);
        if (!order)
            return child_of(map, map.fields[middle].value);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return VALUE_NONE;
}

struct value value_get(struct value map, const char *key)
{
    return value_get_str(map, str_of(key));
}

struct value value_at(struct value list, size_t index)
{
    if (list.kind != VALUE_LIST || index >= list.count)
        return VALUE_NONE;
    return child_of(list, list.items[index]);
}

struct value value_field_at(struct value map, size_t index)
{
    if (map.kind != VALUE_MAP || index >= map.count)
        return VALUE_NONE;
    return child_of(map, map.fields[index].value);
}

struct value value_path(struct value root, const char *path)
{
    struct str rest = str_of(path);
    while (rest.len && value_given(root)) {
        if (rest.ptr[0] == '[') {
            int64_t index;
            ptrdiff_t end = str_find_char(rest, ']');
            if (end < 0 || !str_to_i64(str_slice(rest, 1, (size_t)end), &index) || index < 0)
                return VALUE_NONE;
            root = value_at(root, (size_t)index);
            rest = str_slice(rest, (size_t)end + 1, rest.len);
            continue;
        }
        if (rest.ptr[0] == '.')
            rest = str_slice(rest, 1, rest.len);
        size_t len = 0;
        while (len < rest.len && rest.ptr[len] != '.' && rest.ptr[len] != '[')
            len++;
        root = value_get_str(root, str_n(rest.ptr, len));
        rest = str_slice(rest, len, rest.len);
    }
    return root;
}

struct str value_text(struct value v)
{
    if (v.kind != VALUE_STRING && v.kind != VALUE_BYTES)
        return STR("");
    return str_n(v.text, v.count);
}

int64_t value_to_int(struct value v, int64_t fallback)
{
    return v.kind == VALUE_INT ? v.integer : fallback;
}

bool value_to_bool(struct value v, bool fallback)
{
    return v.kind == VALUE_BOOL ? v.boolean : fallback;
}

bool value_is(struct value v, const char *wanted)
{
    return v.kind == VALUE_STRING && str_is(value_text(v), wanted);
}

const char *value_kind_name(enum value_kind kind)
{
    switch (kind) {
    case VALUE_ABSENT:
        return "nothing";
    case VALUE_NULL:
        return "null";
    case VALUE_BOOL:
        return "boolean";
    case VALUE_INT:
        return "integer";
    case VALUE_FLOAT:
        return "number";
    case VALUE_STRING:
        return "string";
    case VALUE_BYTES:
        return "bytes";
    case VALUE_LIST:
        return "list";
    case VALUE_MAP:
        return "map";
    case VALUE_EXPR:
        return "expression";
    }
    return "unknown kind";
}

/* Changed copies. */

struct value value_with(struct arena *arena, struct value map, const char *key, struct value v)
{
    size_t count = map.kind == VALUE_MAP ? map.count : 0;
    struct value_field *own = ARENA_ARRAY(arena, struct value_field, count + 1);
    if (count)
        memcpy(own, map.fields, count * sizeof *own);
    own[count] = field(arena_cstr(arena, str_of(key)), v);
    struct value changed = map_of_own(own, count + 1);
    changed.flags |= map.flags & VALUE_ALL_SENSITIVE ? VALUE_SENSITIVE | VALUE_ALL_SENSITIVE : 0;
    return changed;
}

struct value value_merge(struct arena *arena, struct value base, struct value over)
{
    size_t base_count = base.kind == VALUE_MAP ? base.count : 0;
    size_t over_count = over.kind == VALUE_MAP ? over.count : 0;
    struct value_field *own = ARENA_ARRAY(arena, struct value_field, base_count + over_count);
    for (size_t i = 0; i < base_count; i++) {
        own[i] = base.fields[i];
        own[i].value = child_of(base, own[i].value);
    }
    for (size_t i = 0; i < over_count; i++) {
        own[base_count + i] = over.fields[i];
        own[base_count + i].value = child_of(over, over.fields[i].value);
    }
    return map_of_own(own, base_count + over_count);
}

static bool is_container(struct value v)
{
    return v.kind == VALUE_LIST || v.kind == VALUE_MAP;
}

struct value value_mark_sensitive(struct value v)
{
    if (value_given(v))
        v.flags |= VALUE_SENSITIVE | (is_container(v) ? VALUE_ALL_SENSITIVE : 0);
    return v;
}

struct value value_mark_sensitive_deep(struct arena *arena, struct value v)
{
    if (v.kind == VALUE_LIST) {
        struct value *items = ARENA_ARRAY(arena, struct value, v.count);
        for (size_t i = 0; i < v.count; i++)
            items[i] = value_mark_sensitive_deep(arena, v.items[i]);
        v.items = items;
    } else if (v.kind == VALUE_MAP) {
        struct value_field *fields = ARENA_ARRAY(arena, struct value_field, v.count);
        for (size_t i = 0; i < v.count; i++) {
            fields[i] = v.fields[i];
            fields[i].value = value_mark_sensitive_deep(arena, fields[i].value);
        }
        v.fields = fields;
    }
    return value_mark_sensitive(v);
}

struct value value_clear_sensitive(struct value v)
{
    v.flags &= (uint8_t)~(VALUE_SENSITIVE | VALUE_ALL_SENSITIVE);
    return v;
}

/* Order and equality. */

static int expr_cmp(struct value a, struct value b)
{
    DROP_BUF struct buf left = { 0 };
    DROP_BUF struct buf right = { 0 };
    value_encode(&left, a);
    value_encode(&right, b);
    return str_cmp(buf_str(&left), buf_str(&right));
}

int value_cmp(struct value a, struct value b)
{
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    switch ((enum value_kind)a.kind) {
    case VALUE_ABSENT:
    case VALUE_NULL:
        return 0;
    case VALUE_BOOL:
        return a.boolean - b.boolean;
    case VALUE_INT:
        return (a.integer > b.integer) - (a.integer < b.integer);
    case VALUE_FLOAT:
        return (a.real > b.real) - (a.real < b.real);
    case VALUE_STRING:
    case VALUE_BYTES:
        return a.text == b.text && a.count == b.count ? 0 : str_cmp(value_text(a), value_text(b));
    case VALUE_LIST:
        if (a.items == b.items && a.count == b.count)
            return 0;
        for (size_t i = 0; i < a.count && i < b.count; i++) {
            int order = value_cmp(a.items[i], b.items[i]);
            if (order)
                return order;
        }
        break;
    case VALUE_MAP:
        if (a.fields == b.fields && a.count == b.count)
            return 0;
        for (size_t i = 0; i < a.count && i < b.count; i++) {
            int order = key_cmp(&a.fields[i], &b.fields[i]);
            if (!order)
                order = value_cmp(a.fields[i].value, b.fields[i].value);
            if (order)
                return order;
        }
        break;
    case VALUE_EXPR:
        return a.expr == b.expr ? 0 : expr_cmp(a, b);
    }
    return (a.count > b.count) - (a.count < b.count);
}

bool value_eq(struct value a, struct value b)
{
    return a.kind == b.kind && a.count == b.count && value_cmp(a, b) == 0;
}
