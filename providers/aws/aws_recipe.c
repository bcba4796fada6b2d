/*
 * aws_recipe.c - taking answers, comparing, and small shapes of EC2's requests.
 */
#include "providers/aws/aws_recipe.h"

#include "providers/aws/aws_internal.h"

#include <stdarg.h>

enum { AGREE_MS = 30 * 1000 };

bool aws_take(struct op *op, struct value object)
{
    struct value attrs = VALUE_NONE;
    struct str reason = STR_NONE;
    if (object.kind != VALUE_MAP)
        return false;
    enum health health = op->type->reader->decode(op_arena(op), object, &attrs, &reason);
    if (attrs.kind != VALUE_MAP)
        return false;
    attrs = aws_finish(op_arena(op), op->provider, op->type, attrs);
    if (op->result.kind != VALUE_MAP)
        op->result = value_map(op_arena(op), NULL, 0);
    op->result = value_merge(op_arena(op), op->result, attrs);
    return health == HEALTH_READY;
}

bool aws_differs(struct op *op, const char *attribute)
{
    struct value want = op_want(op, attribute);
    return value_present(want) && !schema_equal(schema_find(op->type->attrs, str_of(attribute)), op_prior(op, attribute), want);
}

/* Does the live value say what was wanted? What the cloud does not say, and documents, which it rewrites, count as agreeing. */
static bool agrees_on(struct op *op, const struct attr *a)
{
    struct value want = op_want(op, a->name), live = op_prior(op, a->name);
    if (a->type == ATTR_STRING_MAP && !value_present(want) && op_changed(op, a->name))
        want = value_map(op_arena(op), NULL, 0);
    if (!value_present(want) || !value_given(live) || a->flags & (WRITE_ONLY | ENGINE_ONLY) || a->type == ATTR_DOCUMENT)
        return true;
    if (a->type == ATTR_STRING_MAP)
        want = aws_tags_strip(op_arena(op), op->provider, want);
    if (a->type != ATTR_OBJECT)
        return schema_equal(a, live, want);
    for (const struct attr *f = a->fields; f->name; f++)
        if (value_present(value_get(want, f->name)) && !schema_equal(f, value_get(live, f->name), value_get(want, f->name)))
            return false;
    return true;
}

static bool agrees(struct op *op)
{
    for (const struct attr *a = op->type->attrs; a->name; a++)
        if (a->flags & (REQUIRED | OPTIONAL) && !agrees_on(op, a))
            return false;
    return true;
}

bool aws_settled(struct op *op, bool look, struct err *err)
{
    const struct aws *aws = aws_of(op->provider);
    int64_t until = io_mono_ms(aws->world.io) + MIN_OF(aws->base.settle_ms, (int64_t)AGREE_MS);
    if (op->kind == OP_MARKS || (!look && agrees(op)))
        return true;
    for (;;) {
        if (op->kind == OP_UPDATE)
            op->result = VALUE_NONE; /* what has gone from the object must not stay in the result */
        TRY(op_wait_ready(op, err));
        if (agrees(op) || io_mono_ms(aws->world.io) >= until)
            return true;
        TRY(op_poll_pause(op, "as wanted", err));
    }
}

struct value aws_filters(struct arena *arena, ...)
{
    struct value_builder list = { .arena = arena };
    va_list args;
    va_start(args, arena);
    for (const char *name; (name = va_arg(args, const char *)) != NULL;) {
        struct value v = va_arg(args, struct value);
        if (!value_present(v))
            continue;
        struct value values = v.kind == VALUE_LIST ? v : value_list(arena, &v, 1);
        value_builder_add(&list, value_map_of(arena, "Name", value_cstr(name), "Values", values, NULL));
    }
    va_end(args);
    return value_builder_list(&list);
}

struct value aws_boolean(struct arena *arena, struct value v)
{
    return value_present(v) ? value_map_of(arena, "Value", v, NULL) : VALUE_NONE;
}

struct value aws_without(struct arena *arena, struct value a, struct value b)
{
    struct value_builder list = { .arena = arena };
    for (size_t i = 0; a.kind == VALUE_LIST && i < a.count; i++) {
        bool found = false;
        for (size_t k = 0; b.kind == VALUE_LIST && k < b.count && !found; k++)
            found = value_eq(value_at(a, i), value_at(b, k));
        if (!found)
            value_builder_add(&list, value_at(a, i));
    }
    struct value all = value_builder_list(&list);
    return all.count ? all : VALUE_NONE;
}

struct json_work {
    struct arena *arena;
    struct value v, text;
    struct err *err;
    bool ok;
};

static void write_json(void *argument)
{
    struct json_work *w = argument;
    DROP_BUF struct buf out = { 0 };
    w->ok = value_to_json(&out, w->v, false, w->err);
    w->text = value_str(arena_str(w->arena, buf_str(&out)));
}

bool aws_json_text(struct op *op, struct value v, struct value *ret, struct err *err)
{
    struct json_work work = { .arena = op_arena(op), .v = v, .text = v, .err = err, .ok = true };
    if (value_present(v) && v.kind != VALUE_STRING)
        loop_on_main(net_loop(op->provider->net), write_json, &work);
    *ret = work.text;
    return work.ok || err_frame_(err, __FILE__, __func__, __LINE__);
}

struct value aws_recall(struct provider *provider, struct str what)
{
    return value_get_str(aws_of(provider)->facts, what);
}

void aws_remember(struct provider *provider, struct str what, struct value v)
{
    struct aws *aws = aws_of(provider);
    struct value facts = aws->facts.kind == VALUE_MAP ? aws->facts : value_map(&aws->memory, NULL, 0);
    aws->facts = value_with(&aws->memory, facts, arena_cstr(&aws->memory, what), value_copy(&aws->memory, v));
}

struct value aws_first(struct value list)
{
    return list.kind == VALUE_LIST && list.count ? value_at(list, 0) : VALUE_NONE;
}

struct value aws_arn(struct arena *arena, const char *service, struct value owner, const char *word, struct value id)
{
    if (!value_present(id))
        return VALUE_NONE;
    return value_str(arena_printf(arena, "arn:{}:%s:{}:%.*s:%s/%.*s", service, STR_ARG(value_text(owner)), word, STR_ARG(value_text(id))));
}

/* Sets sorted, documents as data: what decode need not care about. Documents are parsed, so not on a fiber's stack. */
struct canonical_work {
    struct arena *arena;
    const struct attr *table;
    struct value attrs;
};

static void make_canonical(void *argument)
{
    struct canonical_work *w = argument;
    struct value_field *fields = ARENA_ARRAY(w->arena, struct value_field, w->attrs.count + 1);
    for (size_t i = 0; i < w->attrs.count; i++) {
        const struct attr *row = schema_find(w->table, str_n(w->attrs.fields[i].key, w->attrs.fields[i].key_len));
        fields[i] = w->attrs.fields[i];
        if (row)
            fields[i].value = schema_canonical(w->arena, row, fields[i].value);
    }
    w->attrs = value_map(w->arena, fields, w->attrs.count);
}

static bool has_document(const struct attr *table, struct value attrs)
{
    for (const struct attr *a = table; a->name; a++)
        if (a->type == ATTR_DOCUMENT && value_get(attrs, a->name).kind == VALUE_STRING)
            return true;
    return false;
}

struct value aws_finish(struct arena *arena, struct provider *provider, const struct resource_type *type, struct value attrs)
{
    const struct aws *aws = aws_of(provider);
    struct str arn = value_text(value_get(attrs, "arn"));
    if (str_starts(arn, STR("arn:{}:"))) {
        struct str rest = str_slice(arn, 7, arn.len), service = str_split(&rest, ':');
        (void)str_split(&rest, ':');
        struct str owner = str_split(&rest, ':');
        attrs = value_with(arena, attrs, "arn",
                           value_str(arena_printf(arena, "arn:%.*s:%.*s:%.*s:%.*s:%.*s", STR_ARG(aws->partition), STR_ARG(service),
                                                  STR_ARG(aws->region), STR_ARG(owner.len ? owner : aws->account), STR_ARG(rest))));
    }
    if (value_given(value_get(attrs, "tags")))
        attrs = value_with(arena, attrs, "tags", aws_tags_strip(arena, provider, value_get(attrs, "tags")));
    struct canonical_work work = { .arena = arena, .table = type->attrs, .attrs = attrs };
    if (has_document(type->attrs, attrs))
        loop_on_main(net_loop(provider->net), make_canonical, &work);
    else
        make_canonical(&work);
    return work.attrs;
}
