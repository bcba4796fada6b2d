/*
 * schema.c - reading attribute tables: rows by name and by path, defaults, the one form of equal meanings, equality.
 *
 * "Canonical" is the heart: two values mean the same under a row exactly when their canonical forms are equal. Schema checking
 * makes the same form with findings on the way; here it is quiet and keeps what it cannot convert.
 */
#include "engine/schema/schema_internal.h"

#include <assert.h>
#include <stdlib.h>

const char *schema_code(enum schema_code code)
{
    static const char *const codes[] = {
#define X(name, code, title, text) code,
        SCHEMA_CODES(X)
#undef X
    };
    return codes[code];
}

const char *attr_type_name(enum attr_type type)
{
    static const char *const names[] = {
#define X(name, text) text,
        ATTR_TYPES(X)
#undef X
    };
    _Static_assert(ARRAY_LEN(names) == ATTR_ANY + 1, "one name a type");
    return names[type];
}

const struct attr *schema_find(const struct attr *table, struct str name)
{
    for (const struct attr *a = table; attr_valid(a); a++)
        if (strncmp(a->name, name.ptr ? name.ptr : "", name.len) == 0 && a->name[name.len] == '\0')
            return a;
    return NULL;
}

struct str schema_suggest(const struct attr *table, struct str name)
{
    struct str names[512];
    size_t count = 0;
    for (const struct attr *a = table; attr_valid(a) && count < ARRAY_LEN(names); a++)
        names[count++] = str_of(a->name);
    return str_nearest(name, names, count);
}

static bool no_row(const struct attr *table, struct str name, struct err *err)
{
    struct str near = schema_suggest(table, name);
    FAIL(err, ERR_INVALID, "there is no attribute '%.*s'", STR_ARG(name));
    if (near.len)
        err_hint(err, "did you mean '%.*s'?", STR_ARG(near));
    return false;
}

const struct attr *schema_at(const struct attr *table, struct path path, struct err *err)
{
    const struct attr *row = NULL;
    const struct attr *rows = table; /* NULL: beneath a row that has no fields */
    bool inside_element = false;     /* an index or key has been taken already */
    if (!path.count) {
        FAIL(err, ERR_INVALID, "the path is empty");
        return NULL;
    }
    for (size_t i = 0; i < path.count; i++) {
        const struct path_step *step = &path.steps[i];
        if (rows && (step->kind == PATH_FIELD || (!row && step->kind == PATH_KEY))) {
            row = schema_find(rows, step->name);
            if (!row) {
                (void)no_row(rows, step->name, err);
                return NULL;
            }
            rows = attr_is_object(row) ? row->fields : NULL;
            inside_element = false;
            continue;
        }
        bool open = row && (row->type == ATTR_DOCUMENT || row->type == ATTR_ANY || (attr_is_object(row) && !row->fields));
        bool element = row && !inside_element && (row->type == ATTR_OBJECT_LIST || row->type == ATTR_OBJECT_SET) &&
                       step->kind != PATH_FIELD;
        bool item = row && !inside_element && schema_item_type(row->type) != ATTR_NONE;
        if (!open && !element && !item) {
            if (row && row->type == ATTR_OBJECT)
                FAIL(err, ERR_INVALID, "'%s' is one object: a field follows it directly", row->name);
            else
                FAIL(err, ERR_INVALID, "'%s' (%s) has nothing beneath it", row ? row->name : "", row ? attr_type_name(row->type) : "");
            return NULL;
        }
        inside_element = true;
    }
    return row;
}

struct path schema_path(struct arena *arena, const struct attr *table, struct path path)
{
    struct path_step *steps = NULL; /* ours, from the first change on */
    const struct attr *rows = table, *row = NULL;
    for (size_t i = 0; i < path.count && rows; i++) {
        const struct path_step *step = &path.steps[i];
        if (step->kind == PATH_FIELD || !row) {
            row = schema_find(rows, step->name);
            rows = row && attr_is_object(row) ? row->fields : NULL;
        } else if (step->kind == PATH_KEY && row->type == ATTR_OBJECT_SET && row->set_key) {
            if (!steps)
                steps = arena_copy(arena, path.steps, path.count * sizeof *path.steps);
            steps[i] = (struct path_step){ .kind = PATH_MATCH, .name = str_of(row->set_key), .equal = step->name };
        }
    }
    return steps ? (struct path){ steps, path.count } : path;
}

/* Scalars. */

static bool number_of(struct value v, struct value *ret)
{
    int64_t integer;
    double real;
    if (v.kind != VALUE_STRING)
        return false;
    if (str_to_i64(value_text(v), &integer))
        *ret = value_int(integer);
    else if (str_to_f64(value_text(v), &real))
        *ret = value_float(real);
    else
        return false;
    return true;
}

static bool to_string(struct arena *arena, struct value *v)
{
    if (v->kind == VALUE_BOOL) {
        *v = value_cstr(v->boolean ? "true" : "false");
        return true;
    }
    if (v->kind != VALUE_INT && v->kind != VALUE_FLOAT)
        return false;
    DROP_BUF struct buf out = { 0 };
    if (!value_to_json(&out, *v, false, NULL))
        return false;
    *v = value_str_copy(arena, buf_str(&out));
    return true;
}

static bool convert(struct arena *arena, enum attr_type type, struct value *v)
{
    struct value number = *v;
    switch (type) {
    case ATTR_STRING:
        return v->kind == VALUE_STRING || to_string(arena, v);
    case ATTR_BOOL:
        if (v->kind == VALUE_BOOL)
            return true;
        if (!value_is(*v, "true") && !value_is(*v, "false"))
            return false;
        *v = value_bool(value_is(*v, "true"));
        return true;
    case ATTR_INT:
    case ATTR_NUMBER:
        if (v->kind == VALUE_INT || (v->kind == VALUE_FLOAT && type == ATTR_NUMBER))
            return true;
        if (!number_of(*v, &number) || (type == ATTR_INT && number.kind != VALUE_INT))
            return false;
        *v = number;
        return true;
    case ATTR_NONE:
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
    case ATTR_INT_LIST:
    case ATTR_STRING_MAP:
    case ATTR_OBJECT:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
    case ATTR_DOCUMENT:
    case ATTR_ANY:
        break;
    }
    assert(!"not a scalar type");
    return false;
}

bool schema_convert_scalar(struct arena *arena, enum attr_type type, struct value *v)
{
    uint8_t sensitive = v->flags & VALUE_SENSITIVE;
    if (!convert(arena, type, v))
        return false;
    v->flags |= sensitive;
    return true;
}

enum attr_type schema_item_type(enum attr_type type)
{
    switch (type) {
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
    case ATTR_STRING_MAP:
        return ATTR_STRING;
    case ATTR_INT_LIST:
        return ATTR_INT;
    case ATTR_NONE:
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
    case ATTR_OBJECT:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
    case ATTR_DOCUMENT:
    case ATTR_ANY:
        break;
    }
    return ATTR_NONE;
}

bool schema_document(struct arena *arena, struct value *v)
{
    struct value data;
    if (v->kind != VALUE_STRING)
        return v->kind == VALUE_MAP || v->kind == VALUE_LIST || v->kind == VALUE_EXPR;
    if (!value_from_json(arena, value_text(*v), &data, NULL) || (data.kind != VALUE_MAP && data.kind != VALUE_LIST))
        return false;
    *v = value_sensitive(*v) ? value_mark_sensitive_deep(arena, data) : data;
    return true;
}

/* Sets. Repeats: equal content; with a key, only whole repeats are dropped, so that a caller can find clashing keys side by side. */

struct keyed {
    struct value key, item;
};

static int by_key(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    int order = value_cmp(a->key, b->key);
    return order ? order : value_cmp(a->item, b->item);
}

size_t schema_sort_set(struct value *items, size_t count, const char *key)
{
    DROP_ARENA struct arena scratch = { 0 };
    bool sorted = true;
    for (size_t i = 1; i < count && sorted; i++) {
        int order = key ? value_cmp(value_get(items[i - 1], key), value_get(items[i], key)) : 0;
        sorted = (order ? order : value_cmp(items[i - 1], items[i])) < 0;
    }
    if (sorted)
        return count;
    struct keyed *order = ARENA_ARRAY(&scratch, struct keyed, count);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct keyed){ key ? value_get(items[i], key) : VALUE_NONE, items[i] };
    qsort(order, count, sizeof *order, by_key);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!kept || !value_eq(items[kept - 1], order[i].item))
            items[kept++] = order[i].item;
        else
            items[kept - 1].flags |= order[i].item.flags & VALUE_SENSITIVE;
    }
    return kept;
}

/* Canonical form, quietly. */

static struct value normalised(struct arena *arena, const struct attr *attr, struct value v)
{
    if (!attr->normalise || !value_known(v))
        return v;
    struct value n = attr->normalise(arena, v);
    return value_sensitive(v) ? value_mark_sensitive(n) : n;
}

static struct value canonical_item(struct arena *arena, const struct attr *attr, enum attr_type type, struct value v)
{
    (void)schema_convert_scalar(arena, type, &v);
    return normalised(arena, attr, v);
}

static struct value canonical_fields(struct arena *arena, const struct attr *table, struct value map)
{
    if (map.kind != VALUE_MAP || !table)
        return map;
    struct value_field *fields = ARENA_ARRAY(arena, struct value_field, map.count);
    for (size_t i = 0; i < map.count; i++) {
        const struct attr *row = schema_find(table, str_n(map.fields[i].key, map.fields[i].key_len));
        fields[i] = map.fields[i];
        fields[i].value = row ? schema_canonical(arena, row, value_field_at(map, i)) : VALUE_NONE;
    }
    return value_map(arena, fields, map.count);
}

static struct value canonical_list(struct arena *arena, const struct attr *attr, struct value v)
{
    struct value empty = value_list(arena, NULL, 0);
    if (v.kind == VALUE_MAP && v.count == 0)
        return empty;
    if (v.kind != VALUE_LIST)
        return v;
    enum attr_type item_type = schema_item_type(attr->type);
    struct value *items = ARENA_ARRAY(arena, struct value, v.count);
    size_t count = v.count;
    for (size_t i = 0; i < count; i++)
        items[i] = item_type ? canonical_item(arena, attr, item_type, value_at(v, i))
                             : canonical_fields(arena, attr->fields, value_at(v, i));
    if (attr->type == ATTR_STRING_SET || attr->type == ATTR_OBJECT_SET)
        count = schema_sort_set(items, count, attr->set_key);
    return value_list(arena, items, count);
}

static struct value canonical_map(struct arena *arena, const struct attr *attr, struct value v)
{
    if (v.kind != VALUE_MAP)
        return v;
    struct value_field *fields = ARENA_ARRAY(arena, struct value_field, v.count);
    for (size_t i = 0; i < v.count; i++) {
        fields[i] = v.fields[i];
        fields[i].value = value_field_at(v, i);
        fields[i].value = value_present(fields[i].value) ? canonical_item(arena, attr, ATTR_STRING, fields[i].value) : VALUE_NONE;
    }
    return value_map(arena, fields, v.count);
}

struct value schema_canonical(struct arena *arena, const struct attr *attr, struct value v)
{
    if (v.kind == VALUE_EXPR || !value_given(v))
        return v;
    if (v.kind == VALUE_NULL)
        return attr->type == ATTR_ANY ? v : VALUE_NONE;
    switch (attr->type) {
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
        return canonical_item(arena, attr, attr->type, v);
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
    case ATTR_INT_LIST:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
        return canonical_list(arena, attr, v);
    case ATTR_STRING_MAP:
        return canonical_map(arena, attr, v);
    case ATTR_OBJECT:
        return canonical_fields(arena, attr->fields, v);
    case ATTR_DOCUMENT:
        (void)schema_document(arena, &v);
        return normalised(arena, attr, v);
    case ATTR_NONE:
    case ATTR_ANY:
        break;
    }
    return normalised(arena, attr, v);
}

bool schema_equal(const struct attr *attr, struct value a, struct value b)
{
    if (value_eq(a, b))
        return true;
    if (!attr)
        return false;
    DROP_ARENA struct arena scratch = { 0 };
    a = schema_canonical(&scratch, attr, a);
    b = schema_canonical(&scratch, attr, b);
    return value_present(a) || value_present(b) ? value_eq(a, b) : true;
}

struct value schema_default(struct arena *arena, const struct attr *attr)
{
    if (!attr->fallback)
        return VALUE_NONE;
    struct value v = value_cstr(attr->fallback);
    bool scalar = attr->type >= ATTR_STRING && attr->type <= ATTR_NUMBER;
    bool ok = scalar ? schema_convert_scalar(arena, attr->type, &v) : value_from_json(arena, str_of(attr->fallback), &v, NULL);
    assert(ok); /* a table's mistake */
    return schema_canonical(arena, attr, v);
}

/* Marks. */

static bool has_sensitive(const struct attr *table)
{
    for (const struct attr *a = table; attr_valid(a); a++)
        if (a->flags & SENSITIVE_ATTR || (attr_is_object(a) && has_sensitive(a->fields)))
            return true;
    return false;
}

static struct value mark_row(struct arena *arena, const struct attr *row, struct value v)
{
    if (row->flags & SENSITIVE_ATTR)
        return value_mark_sensitive_deep(arena, v);
    if (!attr_is_object(row) || !has_sensitive(row->fields))
        return v;
    if (v.kind == VALUE_MAP)
        return schema_mark_sensitive(arena, row->fields, v);
    if (v.kind != VALUE_LIST)
        return v;
    struct value *items = ARENA_ARRAY(arena, struct value, v.count);
    for (size_t i = 0; i < v.count; i++)
        items[i] = schema_mark_sensitive(arena, row->fields, value_at(v, i));
    return value_list(arena, items, v.count);
}

struct value schema_mark_sensitive(struct arena *arena, const struct attr *table, struct value v)
{
    if (v.kind != VALUE_MAP || !has_sensitive(table))
        return v;
    struct value_field *fields = ARENA_ARRAY(arena, struct value_field, v.count);
    for (size_t i = 0; i < v.count; i++) {
        const struct attr *row = schema_find(table, str_n(v.fields[i].key, v.fields[i].key_len));
        fields[i] = v.fields[i];
        fields[i].value = value_field_at(v, i);
        if (row)
            fields[i].value = mark_row(arena, row, fields[i].value);
    }
    return value_map(arena, fields, v.count);
}

struct value schema_mark_like(struct arena *arena, struct value v, struct value like)
{
    if (!value_sensitive(like))
        return v;
    if (like.kind != VALUE_MAP || like.flags & VALUE_ALL_SENSITIVE || v.kind != VALUE_MAP)
        return value_mark_sensitive_deep(arena, v); /* items of a list have no lasting place */
    struct value_field *fields = ARENA_ARRAY(arena, struct value_field, v.count);
    for (size_t i = 0; i < v.count; i++) {
        fields[i] = v.fields[i];
        fields[i].value = schema_mark_like(arena, value_field_at(v, i), value_get_str(like, str_n(v.fields[i].key, v.fields[i].key_len)));
    }
    return value_map(arena, fields, v.count);
}
