/*
 * schema_diff.c - leaf differences between two maps under a table.
 *
 * Rows say how to pair things: fields by name, keyed sets by key, string sets by content, lists by place. Documents and ANY have
 * no rows: maps pair by key, lists of maps by a field that names every element ("name", "Sid"), other lists by place. Whatever is
 * equal costs one comparison, which for shared values is one of pointers.
 */
#include "engine/schema/schema_internal.h"

struct differ {
    struct arena *arena;
    VEC(struct schema_difference) found;
    const struct attr *row; /* the top-level one */
    bool sensitive;         /* we are beneath a sensitive row */
};

static void diff_table(struct differ *d, const struct attr *table, struct path path, struct value before, struct value after);
static void diff_data(struct differ *d, struct path path, struct value before, struct value after);

static void add(struct differ *d, struct path path, struct value before, struct value after)
{
    if (d->sensitive) {
        before = value_mark_sensitive_deep(d->arena, before);
        after = value_mark_sensitive_deep(d->arena, after);
    }
    struct schema_difference *found = VEC_PUSH(&d->found, d->arena);
    *found = (struct schema_difference){ .path = path, .attr = d->row, .before = before, .after = after };
}

static struct path beneath(struct differ *d, struct path path, enum path_step_kind kind, struct str name)
{
    return path_append(d->arena, path, (struct path_step){ .kind = kind, .name = name });
}

static struct path item_of(struct differ *d, struct path path, size_t index)
{
    return path_append(d->arena, path, (struct path_step){ .kind = PATH_INDEX, .index = (uint32_t)index + 1 });
}

static struct path element_of(struct differ *d, struct path path, const char *key, struct str text)
{
    return path_append(d->arena, path, (struct path_step){ .kind = PATH_MATCH, .name = str_of(key), .equal = text });
}

static bool container(struct value v, enum value_kind kind)
{
    return v.kind == kind || !value_present(v);
}

/* Both sides are lists or maps of this kind, or not there at all; one of them is there and holds something. */
static bool comparable(struct value before, struct value after, enum value_kind kind)
{
    return container(before, kind) && container(after, kind) && (before.count || after.count);
}

static void diff_leaf(struct differ *d, struct path path, struct value before, struct value after)
{
    if (!value_eq(before, after))
        add(d, path, before, after);
}

/* Maps without rows, and maps of leaves (`kind` KEY): both sides in step, since both are sorted. */
static void diff_map(struct differ *d, struct path path, struct value before, struct value after, enum path_step_kind kind)
{
    for (size_t i = 0, j = 0; i < before.count || j < after.count;) {
        struct str left = i < before.count ? str_n(before.fields[i].key, before.fields[i].key_len) : STR_NONE;
        struct str right = j < after.count ? str_n(after.fields[j].key, after.fields[j].key_len) : STR_NONE;
        int order = i >= before.count ? 1 : j >= after.count ? -1 : str_cmp(left, right);
        struct path at = beneath(d, path, kind, order <= 0 ? left : right);
        struct value was = order <= 0 ? value_field_at(before, i++) : VALUE_NONE;
        struct value is = order >= 0 ? value_field_at(after, j++) : VALUE_NONE;
        if (kind == PATH_KEY)
            diff_leaf(d, at, was, is);
        else
            diff_data(d, at, was, is);
    }
}

/* The field that names every element of both lists once; NULL: none does. */
static const char *naming_field(struct value before, struct value after)
{
    static const char *const names[] = { "name", "Sid" };
    for (size_t n = 0; n < ARRAY_LEN(names); n++) {
        bool all = true;
        for (int side = 0; side < 2 && all; side++) {
            struct value list = side ? after : before;
            for (size_t i = 0; i < list.count && all; i++) {
                struct value name = value_get(list.items[i], names[n]);
                all = name.kind == VALUE_STRING && !value_sensitive(name);
                for (size_t j = 0; j < i && all; j++)
                    all = !value_eq(value_get(list.items[j], names[n]), name);
            }
        }
        if (all)
            return names[n];
    }
    return NULL;
}

static struct value find_by(struct value list, const char *key, struct value wanted)
{
    for (size_t i = 0; i < list.count; i++)
        if (value_eq(value_get(list.items[i], key), wanted))
            return value_at(list, i);
    return VALUE_NONE;
}

static void diff_list(struct differ *d, struct path path, struct value before, struct value after)
{
    const char *key = naming_field(before, after);
    if (!key) {
        for (size_t i = 0; i < before.count || i < after.count; i++)
            diff_data(d, item_of(d, path, i), value_at(before, i), value_at(after, i));
        return;
    }
    size_t found = d->found.count;
    for (size_t i = 0; i < before.count; i++) {
        struct value name = value_get(before.items[i], key);
        diff_data(d, element_of(d, path, key, value_text(name)), value_at(before, i), find_by(after, key, name));
    }
    for (size_t i = 0; i < after.count; i++) {
        struct value name = value_get(after.items[i], key);
        if (!value_given(find_by(before, key, name)))
            diff_data(d, element_of(d, path, key, value_text(name)), VALUE_NONE, value_at(after, i));
    }
    if (d->found.count == found)
        add(d, path, before, after); /* only their order differs */
}

/* Without rows: by structure. */
static void diff_data(struct differ *d, struct path path, struct value before, struct value after)
{
    if (value_eq(before, after))
        return;
    if (comparable(before, after, VALUE_MAP))
        diff_map(d, path, before, after, PATH_FIELD);
    else if (comparable(before, after, VALUE_LIST))
        diff_list(d, path, before, after);
    else
        add(d, path, before, after);
}

/* Sets: both sides are sorted by content or key. */

static void diff_plain_set(struct differ *d, const struct attr *row, struct path path, struct value before, struct value after)
{
    for (size_t i = 0, j = 0; i < before.count || j < after.count;) {
        struct value left = value_at(before, i), right = value_at(after, j);
        int order = i >= before.count ? 1 : j >= after.count ? -1 : value_cmp(left, right);
        struct value element = order <= 0 ? left : right;
        i += order <= 0;
        j += order >= 0;
        if (!order)
            continue;
        /* The text of a sensitive element must not become part of a path. */
        bool named = row->type == ATTR_STRING_SET && element.kind == VALUE_STRING && !d->sensitive && !value_sensitive(element);
        struct path at = named ? beneath(d, path, PATH_KEY, value_text(element)) : path;
        add(d, at, order < 0 ? element : VALUE_NONE, order > 0 ? element : VALUE_NONE);
    }
}

static bool keyed_by_text(struct differ *d, struct value list, const char *key)
{
    for (size_t i = 0; i < list.count; i++) {
        struct value name = value_get(list.items[i], key);
        if ((name.kind != VALUE_STRING && name.kind != VALUE_INT) || value_sensitive(name) || d->sensitive)
            return false;
        if (i && value_eq(value_get(list.items[i - 1], key), name))
            return false;
    }
    return true;
}

static void diff_keyed_set(struct differ *d, const struct attr *row, struct path path, struct value before, struct value after)
{
    for (size_t i = 0, j = 0; i < before.count || j < after.count;) {
        struct value left = value_get(value_at(before, i), row->set_key), right = value_get(value_at(after, j), row->set_key);
        int order = i >= before.count ? 1 : j >= after.count ? -1 : value_cmp(left, right);
        struct value key = order <= 0 ? left : right;
        struct str text = key.kind == VALUE_INT ? arena_printf(d->arena, "%lld", (long long)key.integer) : value_text(key);
        struct value was = order <= 0 ? value_at(before, i++) : VALUE_NONE;
        struct value is = order >= 0 ? value_at(after, j++) : VALUE_NONE;
        diff_table(d, row->fields, element_of(d, path, row->set_key, text), was, is);
    }
}

static void diff_elements(struct differ *d, const struct attr *row, struct path path, struct value before, struct value after)
{
    bool by_key = row->type == ATTR_OBJECT_SET && row->set_key && keyed_by_text(d, before, row->set_key) &&
                  keyed_by_text(d, after, row->set_key);
    if (by_key) {
        diff_keyed_set(d, row, path, before, after);
    } else if (row->type == ATTR_OBJECT_LIST) {
        for (size_t i = 0; i < before.count || i < after.count; i++)
            diff_table(d, row->fields, item_of(d, path, i), value_at(before, i), value_at(after, i));
    } else if (row->type == ATTR_OBJECT_SET || row->type == ATTR_STRING_SET) {
        diff_plain_set(d, row, path, before, after);
    } else {
        for (size_t i = 0; i < before.count || i < after.count; i++)
            diff_leaf(d, item_of(d, path, i), value_at(before, i), value_at(after, i));
    }
}

static void diff_row(struct differ *d, const struct attr *row, struct path path, struct value before, struct value after)
{
    if (value_eq(before, after))
        return;
    before = schema_canonical(d->arena, row, before);
    after = schema_canonical(d->arena, row, after);
    if ((!value_present(before) && !value_present(after)) || value_eq(before, after))
        return;
    bool outer = d->sensitive;
    d->sensitive = outer || row->flags & SENSITIVE_ATTR;
    switch (row->type) {
    case ATTR_OBJECT:
        diff_table(d, row->fields, path, before, after);
        break;
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
    case ATTR_INT_LIST:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
        if (comparable(before, after, VALUE_LIST))
            diff_elements(d, row, path, before, after);
        else
            add(d, path, before, after);
        break;
    case ATTR_STRING_MAP:
        if (comparable(before, after, VALUE_MAP))
            diff_map(d, path, before, after, PATH_KEY);
        else
            add(d, path, before, after);
        break;
    case ATTR_DOCUMENT:
    case ATTR_ANY:
        diff_data(d, path, before, after);
        break;
    case ATTR_NONE:
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
        add(d, path, before, after);
        break;
    }
    d->sensitive = outer;
}

/* Either side may be absent, or an expression in place of the whole object. */
static void diff_table(struct differ *d, const struct attr *table, struct path path, struct value before, struct value after)
{
    bool top = !path.count;
    if (!comparable(before, after, VALUE_MAP) || !table) {
        if (!top && !table)
            diff_data(d, path, before, after);
        else if (!top)
            diff_leaf(d, path, before, after);
        return;
    }
    size_t found = d->found.count;
    for (const struct attr *row = table; attr_valid(row); row++) {
        struct str name = str_of(row->name);
        struct value was = value_get_str(before, name), is = value_get_str(after, name);
        if (!value_given(was) && !value_given(is))
            continue;
        if (top)
            d->row = row;
        if (!value_eq(was, is))
            diff_row(d, row, beneath(d, path, PATH_FIELD, name), was, is);
    }
    if (!top && d->found.count == found && value_given(before) != value_given(after))
        add(d, path, before, after); /* an object whose fields are all empty came or went */
}

void schema_diff(struct arena *arena, const struct attr *table, struct value before, struct value after,
                 struct schema_difference **ret, size_t *ret_count)
{
    struct differ d = { .arena = arena };
    if (!value_eq(before, after))
        diff_table(&d, table, (struct path){ 0 }, before, after);
    *ret = d.found.items;
    *ret_count = d.found.count;
}
