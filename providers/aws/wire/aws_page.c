/*
 * aws_page.c - pagination by the tables.
 */
#include "providers/aws/wire/aws_page.h"

#include "providers/aws/wire/aws_path.h"

static const struct model_paginator *paginator_of(struct model_ref ref)
{
    return ref.op->paginator ? &ref.model->paginators[ref.op->paginator - 1] : NULL;
}

static struct str result_path(struct aws_pages *pages, int i)
{
    const struct model_paginator *p = paginator_of(pages->ref);
    return p ? model_str(pages->ref.model, p->results[i]) : STR("");
}

static void take_results(struct aws_pages *pages, struct value output)
{
    for (int i = 0; i < MODEL_RESULTS_MAX; i++) {
        struct str path = result_path(pages, i);
        struct value list = path.len ? aws_path(pages->arena, output, path) : VALUE_NONE;
        pages->results[i].arena = pages->arena;
        for (uint32_t k = 0; list.kind == VALUE_LIST && k < list.count; k++)
            value_builder_add(&pages->results[i], list.items[k]);
    }
}

/* The tokens of this page put into the input; false: there are none. */
static bool next_input(struct aws_pages *pages, const struct model_paginator *p, struct value output,
                       struct value *ret)
{
    bool any = false;
    struct value next = pages->input;
    for (int i = 0; i < MODEL_TOKENS_MAX && p->input_tokens[i]; i++) {
        struct value token = p->output_tokens[i] ? aws_path(pages->arena, output,
                                                            model_str(pages->ref.model, p->output_tokens[i]))
                                                 : VALUE_NONE;
        if (token.kind == VALUE_STRING && !token.count)
            token = VALUE_NONE;
        any = any || value_present(token);
        next = value_with(pages->arena, next, model_text(pages->ref.model, p->input_tokens[i]),
                          value_present(token) ? token : VALUE_NONE);
    }
    *ret = next;
    return any;
}

bool aws_pages_add(struct aws_pages *pages, struct value output, bool *ret_more, struct err *err)
{
    const struct model_paginator *p = paginator_of(pages->ref);
    struct value next;
    if (!value_present(pages->input))
        pages->input = value_map(pages->arena, NULL, 0);
    pages->last = output;
    pages->count++;
    *ret_more = false;
    take_results(pages, output);
    if (!p)
        return true;
    if (p->more_results &&
        !value_to_bool(aws_path(pages->arena, output, model_str(pages->ref.model, p->more_results)), false))
        return true;
    if (!next_input(pages, p, output, &next))
        return true;
    if (value_eq(next, pages->input) || pages->count >= AWS_PAGES_MAX)
        return FAIL(err, ERR_REMOTE, "%s %s: page %zu leads to itself", pages->ref.model->service_id,
                    model_text(pages->ref.model, pages->ref.op->name), pages->count);
    pages->input = next;
    *ret_more = true;
    return true;
}

struct value aws_pages_results(struct aws_pages *pages)
{
    struct value all = value_present(pages->last) ? pages->last : value_map(pages->arena, NULL, 0);
    for (int i = 0; i < MODEL_RESULTS_MAX; i++) {
        struct str path = result_path(pages, i);
        if (path.len)
            all = value_with(
                pages->arena, all, path.ptr,
                value_list(pages->arena, pages->results[i].items.items, pages->results[i].items.count));
    }
    return all;
}

struct value aws_page_full(struct arena *arena, struct model_ref ref, struct value input)
{
    const struct model_paginator *p = paginator_of(ref);
    const struct model_shape *shape = model_input(ref.model, ref.op);
    if (!p || !p->limit_key || !shape)
        return input;
    const char *name = model_text(ref.model, p->limit_key);
    const struct model_member *member = model_member_named(ref.model, shape, str_of(name));
    const struct model_shape *number = member ? model_shape_of(ref.model, member) : NULL;
    if (!number || number->kind != MODEL_INTEGER || !number->limit || value_present(value_get(input, name)))
        return input;
    int64_t max = ref.model->limits[number->limit].max;
    return max == INT64_MAX ? input
                            : value_with(arena, value_present(input) ? input : value_map(arena, NULL, 0),
                                         name, value_int(max));
}
