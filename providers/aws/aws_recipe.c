/*
 * aws_recipe.c - taking answers, comparing, and small shapes of EC2's requests.
 */
#include "providers/aws/aws_recipe.h"

#include "providers/aws/aws_internal.h"

#include <stdarg.h>

bool aws_take(struct op *op, struct value object)
{
    struct value attrs = VALUE_NONE;
    struct str reason = STR_NONE;
    if (object.kind != VALUE_MAP)
        return false;
    enum health health = op->type->reader->decode(op_arena(op), object, &attrs, &reason);
    if (attrs.kind != VALUE_MAP)
        return false;
    attrs = aws_finish(op_arena(op), op->provider, attrs);
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

struct value aws_finish(struct arena *arena, struct provider *provider, struct value attrs)
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
    return attrs;
}
