/*
 * diff.c - three sides to one answer: what we last applied, what the stack says, what the cloud says.
 *
 * Per attribute (design section 8): present in the stack -> ours. Absent and never applied -> not ours, whatever the cloud has. Absent
 * but applied before -> back to the declared default, or to nothing where we own all elements; otherwise released: shown once. The
 * wanted side is built by laying the stack over what is not ours; then the two are compared under the schema.
 */
#include "engine/plan/plan_internal.h"

#include <stdlib.h>

static struct value overlay(struct arena *arena, const struct attr *attr, struct value applied, struct value want, struct value live);

static struct value overlay_fields(struct arena *arena, const struct attr *fields, struct value applied, struct value want,
                                   struct value live)
{
    struct value_builder b = { .arena = arena };
    for (const struct attr *f = fields; f->name; f++)
        value_builder_put(&b, str_of(f->name),
                          overlay(arena, f, value_get(applied, f->name), value_get(want, f->name), value_get(live, f->name)));
    return value_builder_map(&b);
}

static struct value element_by_key(struct value list, const char *key, struct value like)
{
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        if (key ? value_eq(value_get(list.items[i], key), value_get(like, key)) : value_eq(list.items[i], like))
            return list.items[i];
    return VALUE_NONE;
}

/* Elements others added stay, unless the table says that we own all. */
static void keep_foreign(struct value_builder *b, const char *key, uint32_t flags, struct value applied, struct value want,
                         struct value live)
{
    if (flags & OWNS_ALL)
        return;
    for (size_t i = 0; live.kind == VALUE_LIST && i < live.count; i++)
        if (!value_given(element_by_key(applied, key, live.items[i])) && !value_given(element_by_key(want, key, live.items[i])))
            value_builder_add(b, live.items[i]);
}

static int by_value(const void *a, const void *b)
{
    return value_cmp(*(const struct value *)a, *(const struct value *)b);
}

static struct value sorted(struct arena *arena, struct value list)
{
    struct value *items = arena_copy(arena, list.items, list.count * sizeof *items);
    qsort(items, list.count, sizeof *items, by_value);
    return value_list(arena, items, list.count);
}

static struct value overlay_map(struct arena *arena, const struct attr *attr, struct value applied, struct value want, struct value live)
{
    if (attr->flags & OWNS_ALL || live.kind != VALUE_MAP)
        return want;
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < live.count; i++) {
        struct str key = { live.fields[i].key, live.fields[i].key_len };
        if (!value_given(value_get_str(applied, key)) && !value_given(value_get_str(want, key)))
            value_builder_put(&b, key, live.fields[i].value);
    }
    for (size_t i = 0; i < want.count; i++)
        value_builder_put(&b, (struct str){ want.fields[i].key, want.fields[i].key_len }, want.fields[i].value);
    return value_builder_map(&b);
}

/* What is left of an attribute whose every part is ours. A single value, too, may be owned: state-only types know no other opinion. */
static struct value nothing(struct arena *arena, const struct attr *attr)
{
    switch (attr->type) {
    case ATTR_STRING_MAP:
        return value_map(arena, NULL, 0);
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
    case ATTR_INT_LIST:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
        return value_list(arena, NULL, 0);
    case ATTR_NONE:
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
    case ATTR_OBJECT:
    case ATTR_DOCUMENT:
    case ATTR_ANY:
        break;
    }
    return VALUE_NONE;
}

/* Not declared. */
static struct value without_want(struct arena *arena, const struct attr *attr, struct value applied, struct value live)
{
    if (!value_present(applied))
        return live;
    if (attr->fallback)
        return schema_default(arena, attr);
    if (attr->flags & OWNS_ALL)
        return nothing(arena, attr);
    if (attr->type == ATTR_STRING_MAP && live.kind == VALUE_MAP)
        return overlay_map(arena, attr, applied, value_map(arena, NULL, 0), live);
    return live; /* released */
}

static struct value overlay(struct arena *arena, const struct attr *attr, struct value applied, struct value want, struct value live)
{
    if (!value_present(want))
        return without_want(arena, attr, applied, live);
    if (want.kind == VALUE_EXPR)
        return want;
    switch (attr->type) {
    case ATTR_OBJECT:
        return attr->fields && want.kind == VALUE_MAP ? overlay_fields(arena, attr->fields, applied, want, live) : want;
    case ATTR_OBJECT_LIST: {
        struct value_builder b = { .arena = arena };
        for (size_t i = 0; i < want.count; i++)
            value_builder_add(&b, want.items[i].kind == VALUE_MAP
                                      ? overlay_fields(arena, attr->fields, value_at(applied, i), want.items[i], value_at(live, i))
                                      : want.items[i]);
        return value_builder_list(&b);
    }
    case ATTR_OBJECT_SET: {
        struct value_builder b = { .arena = arena };
        for (size_t i = 0; i < want.count; i++) {
            struct value w = want.items[i];
            bool keyed = attr->set_key && w.kind == VALUE_MAP && value_known(value_get(w, attr->set_key));
            value_builder_add(&b, keyed ? overlay_fields(arena, attr->fields, element_by_key(applied, attr->set_key, w), w,
                                                         element_by_key(live, attr->set_key, w))
                                        : w);
        }
        keep_foreign(&b, attr->set_key, attr->flags, applied, want, live);
        return sorted(arena, value_builder_list(&b));
    }
    case ATTR_STRING_SET: {
        struct value_builder b = { .arena = arena };
        for (size_t i = 0; i < want.count; i++)
            value_builder_add(&b, want.items[i]);
        keep_foreign(&b, NULL, attr->flags, applied, want, live);
        return sorted(arena, value_builder_list(&b));
    }
    case ATTR_STRING_MAP:
        return want.kind == VALUE_MAP ? overlay_map(arena, attr, applied, want, live) : want;
    case ATTR_NONE:
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
    case ATTR_STRING_LIST:
    case ATTR_INT_LIST:
    case ATTR_DOCUMENT:
    case ATTR_ANY:
        break;
    }
    return want;
}

/* Does a row on the way down to this leaf say that its change replaces? */
static bool path_replaces(const struct attr *table, struct path path)
{
    for (size_t n = 1; n <= path.count; n++) {
        const struct attr *row = schema_at(table, (struct path){ path.steps, n }, NULL);
        if (row && row->flags & FORCE_NEW)
            return true;
    }
    return false;
}

static bool ignored(const struct diff_sides *s, struct path path)
{
    if (s->ignore_all)
        return true;
    for (size_t i = 0; i < s->ignore_count; i++)
        if (path_covers(s->ignore[i], path))
            return true;
    return false;
}

/* Nothing and an empty collection mean the same to every API we know. */
static bool both_empty(struct value a, struct value b)
{
    bool a_none = !value_present(a) || ((a.kind == VALUE_LIST || a.kind == VALUE_MAP) && !a.count);
    bool b_none = !value_present(b) || ((b.kind == VALUE_LIST || b.kind == VALUE_MAP) && !b.count);
    return a_none && b_none;
}

void diff_attrs(struct arena *arena, const struct attr *table, const struct diff_sides *s, struct attr_change **ret, size_t *ret_count)
{
    VEC(struct attr_change) out = { 0 };
    for (const struct attr *a = table; a->name; a++) {
        struct value applied = value_get(s->applied, a->name), want = value_get(s->want, a->name), live = value_get(s->live, a->name);
        if (!(a->flags & (REQUIRED | OPTIONAL)))
            continue;
        if (!value_given(live)) /* the cloud does not tell (passwords) or was not asked: what we applied stands in */
            live = applied;
        struct value wanted = overlay(arena, a, applied, want, live);
        bool released = !value_present(want) && value_present(applied) && value_eq(wanted, live) && !a->fallback &&
                        !(a->flags & OWNS_ALL) && !(a->type == ATTR_STRING_MAP);
        if (released) {
            struct path_step *step = ARENA_NEW(arena, struct path_step);
            *step = (struct path_step){ .kind = PATH_FIELD, .name = str_of(a->name) };
            *VEC_PUSH(&out, arena) = (struct attr_change){ .path = { step, 1 }, .attr = a, .before = live, .after = live, .released = true };
            continue;
        }
        if (value_eq(wanted, live) || both_empty(wanted, live) || schema_equal(a, wanted, live))
            continue;
        struct value_field before_field = { .key = a->name, .key_len = (uint32_t)strlen(a->name), .value = live };
        struct value_field after_field = { .key = a->name, .key_len = (uint32_t)strlen(a->name), .value = wanted };
        const struct attr one[2] = { *a, { 0 } };
        struct schema_difference *differences;
        size_t count;
        schema_diff(arena, one, value_map(arena, &before_field, 1), value_map(arena, &after_field, 1), &differences, &count);
        for (size_t i = 0; i < count; i++) {
            const struct schema_difference *d = &differences[i];
            if (ignored(s, d->path))
                continue;
            struct value was = path_get(s->applied, d->path);
            *VEC_PUSH(&out, arena) = (struct attr_change){
                .path = d->path, .attr = a, .before = d->before, .after = d->after, .replaces = path_replaces(table, d->path),
                .drift = s->drift_known && value_given(s->applied) && !both_empty(was, d->before) && !value_eq(was, d->before) &&
                         (value_given(was) || a->flags & OWNS_ALL) && value_given(value_get(s->applied, a->name)) && value_given(value_get(s->live, a->name)),
            };
        }
    }
    *ret = out.items;
    *ret_count = out.count;
}

void plan_differences(struct arena *arena, const struct change *change, struct value want, struct value live,
                      struct schema_difference **ret, size_t *ret_count)
{
    const struct lifecycle *l = change->config ? &change->config->lifecycle : NULL;
    struct diff_sides sides = { .applied = change->applied, .want = want, .live = live };
    if (l) {
        sides.ignore = l->ignore_changes;
        sides.ignore_count = l->ignore_count;
        sides.ignore_all = l->ignore_all;
    }
    struct attr_change *attrs;
    size_t count;
    diff_attrs(arena, change->type->attrs, &sides, &attrs, &count);
    struct schema_difference *out = ARENA_ARRAY(arena, struct schema_difference, count + 1);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!attrs[i].released)
            out[kept++] = (struct schema_difference){ .path = attrs[i].path, .attr = attrs[i].attr, .before = attrs[i].before, .after = attrs[i].after };
    *ret = out;
    *ret_count = kept;
}
