/*
 * describe.c - every Describe: by ids, by filters, in pages.
 *
 * A page's token is the base64 of "list|last id": the next page starts behind that id whatever has come or gone since. Ids
 * that are missing refuse the whole request, all of them named, as EC2 does.
 */
#include "providers/aws/sim/call.h"

#include "engine/base/digest.h"

enum { PAGE_DEFAULT = 1000, PAGE_MIN = 5 };

static bool has_pages(const struct call *c)
{
    return model_member_named(c->model, model_output(c->model, c->op), STR("NextToken")) != NULL;
}

static bool page_of(struct call *c, const char *list, int64_t *ret_size, struct str *ret_after)
{
    *ret_size = INT64_MAX;
    *ret_after = STR("");
    if (!has_pages(c))
        return true;
    *ret_size = value_to_int(call_in(c, "MaxResults"), PAGE_DEFAULT);
    if (*ret_size < PAGE_MIN || *ret_size > PAGE_DEFAULT)
        return call_refuse(c, "InvalidParameterValue", "Value ( %lld ) for parameter maxResults is invalid. Expecting a value from %d to %d.",
                      (long long)*ret_size, PAGE_MIN, PAGE_DEFAULT);
    struct str token = call_in_text(c, "NextToken"), plain;
    if (!token.len)
        return true;
    struct str prefix = arena_printf(c->arena, "%s|", list);
    if (!base64_decode(c->arena, token, &plain) || !str_starts(plain, prefix))
        return call_refuse(c, "InvalidNextToken", "The token '%.*s' is invalid", STR_ARG(token));
    *ret_after = str_slice(plain, prefix.len, plain.len);
    return true;
}

static struct value token_after(struct call *c, const char *list, struct str id)
{
    return value_str(base64_encode(c->arena, arena_printf(c->arena, "%s|%.*s", list, STR_ARG(id))));
}

static bool answer(struct call *c, const char *list, struct value_builder *rows, struct value token)
{
    c->out = value_map_of(c->arena, list, value_builder_list(rows), "NextToken", has_pages(c) ? token : VALUE_NONE, NULL);
    return true;
}

static bool describe_ids(struct call *c, const struct type *type, struct value ids)
{
    struct value_builder rows = { .arena = c->arena };
    DROP_BUF struct buf missing = { 0 };
    size_t missing_count = 0;
    for (uint32_t i = 0; i < ids.count; i++) {
        struct str id = value_text(value_at(ids, i));
        struct value v = VALUE_NONE;
        const struct sim_object *o = sim_find(c->world, str_of(type->kind), c->scope, id);
        bool repeated = false;
        for (uint32_t k = 0; k < i; k++)
            repeated = repeated || str_eq(value_text(value_at(ids, k)), id);
        if (repeated)
            continue;
        if (o)
            v = call_shown(c, type, o);
        struct sim_object *ignored;
        if (!value_given(v)) {
            if (!o && !call_find(c, type, id, &ignored) && str_is(c->code, type->malformed))
                return false;
            buf_printf(&missing, "%s%.*s", missing_count++ ? ", " : "", STR_ARG(id));
        } else if (call_filters_match(c, type->filters, v, type->tags ? type->tags : "Tags")) {
            value_builder_add(&rows, v);
        }
    }
    c->code = STR_NONE;
    if (missing_count)
        return call_refuse_not_found(c, type, buf_str(&missing), missing_count > 1);
    return answer(c, type->list, &rows, VALUE_NONE);
}

bool call_describe(struct call *c, const struct type *type)
{
    int64_t size;
    struct str after;
    if (!call_filters_check(c, type->filters) || !page_of(c, type->list, &size, &after))
        return false;
    struct value ids = type->ids ? call_in(c, type->ids) : VALUE_NONE;
    if (ids.count)
        return describe_ids(c, type, ids);
    struct value_builder rows = { .arena = c->arena };
    struct value token = VALUE_NONE;
    struct str last = STR("");
    const struct sim_object *o;
    for (size_t i = 0; (o = sim_next(c->world, str_of(type->kind), c->scope, &i));) {
        if (after.len && str_cmp(o->id, after) <= 0)
            continue;
        struct value v = call_shown(c, type, o);
        if (!value_given(v) || !call_filters_match(c, type->filters, v, type->tags ? type->tags : "Tags"))
            continue;
        if ((int64_t)rows.items.count == size) {
            token = token_after(c, type->list, last);
            break;
        }
        value_builder_add(&rows, v);
        last = o->id;
    }
    return answer(c, type->list, &rows, token);
}

bool call_describe_rows(struct call *c, const char *list, const char *key, const struct filter *filters, struct value all)
{
    int64_t size;
    struct str after;
    if (!call_filters_check(c, filters) || !page_of(c, list, &size, &after))
        return false;
    struct value_builder rows = { .arena = c->arena };
    struct value token = VALUE_NONE;
    struct str last = STR("");
    bool begun = !after.len;
    for (uint32_t i = 0; i < all.count; i++) {
        struct value v = value_at(all, i);
        struct str name = value_text(value_get(v, key));
        if (begun && call_filters_match(c, filters, v, "Tags")) {
            if ((int64_t)rows.items.count == size) {
                token = token_after(c, list, last);
                break;
            }
            value_builder_add(&rows, v);
            last = name;
        }
        begun = begun || str_eq(name, after);
    }
    return answer(c, list, &rows, token);
}
