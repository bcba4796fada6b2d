/*
 * aws_tags.c - tags: the user's, the provider's default ones and our marks.
 *
 * default_tags are part of what a resource wants (provider->defaults): the planner lays them under its own `tags`, so they are
 * planned, shown and compared like them. Marks never appear in `tags`.
 */
#include "providers/aws/aws_tags.h"

#include "providers/aws/aws_internal.h"
#include "providers/aws/wire/aws_call.h"

enum { TAG_KEY_MAX = 128, TAG_VALUE_MAX = 256 };

static bool is_mark(struct str key)
{
    return str_starts(key, STR("infra:")) || str_is(key, "infra-at") || str_is(key, "infra-uid");
}

bool aws_check_tag(struct value v, struct err *err)
{
    if (value_text(v).len > TAG_VALUE_MAX * 4)
        return FAIL(err, ERR_INVALID, "must be at most %d characters long", TAG_VALUE_MAX);
    return true;
}

struct value aws_tags_decode(struct arena *arena, struct value tags)
{
    struct value_builder map = { .arena = arena };
    for (size_t i = 0; tags.kind == VALUE_LIST && i < tags.count; i++) {
        struct str key = value_text(value_get(value_at(tags, i), "Key"));
        if (is_mark(key) || str_starts(key, STR("aws:")))
            continue;
        struct value v = value_get(value_at(tags, i), "Value");
        value_builder_put(&map, key, value_present(v) ? v : value_cstr(""));
    }
    return value_builder_map(&map);
}

void aws_tags_marks(struct value tags, struct read_object *ret)
{
    for (size_t i = 0; tags.kind == VALUE_LIST && i < tags.count; i++) {
        struct str key = value_text(value_get(value_at(tags, i), "Key"));
        struct str text = value_text(value_get(value_at(tags, i), "Value"));
        if (str_is(key, "infra:stack"))
            ret->mark_stack = text;
        else if (str_is(key, "infra:uid"))
            ret->mark_uid = text;
        else if (str_is(key, "infra:address") || (str_is(key, "infra-at") && str_empty(ret->mark_address)))
            ret->mark_address = text;
    }
}

struct value aws_tags_wanted(struct op *op)
{
    struct arena *arena = op_arena(op);
    struct value all = aws_of(op->provider)->default_tags, own = op_want(op, "tags");
    if (all.kind != VALUE_MAP)
        all = value_map(arena, NULL, 0);
    if (own.kind == VALUE_MAP)
        all = value_merge(arena, all, own);
    for (size_t i = 0; i < op->mark_count; i++)
        all = value_with(arena, all, op->marks[i].key, value_str(op->marks[i].value));
    return all;
}

struct value aws_tags_list(struct arena *arena, struct value map)
{
    struct value_builder list = { .arena = arena };
    for (size_t i = 0; map.kind == VALUE_MAP && i < map.count; i++)
        value_builder_add(&list, value_map_of(arena, "Key", value_str(str_n(map.fields[i].key, map.fields[i].key_len)), "Value",
                                              value_field_at(map, i), NULL));
    return value_builder_list(&list);
}

struct value aws_tag_spec(struct op *op, const char *resource_type)
{
    struct arena *arena = op_arena(op);
    struct value tags = aws_tags_list(arena, aws_tags_wanted(op));
    if (!tags.count)
        return VALUE_NONE;
    struct value spec = value_map_of(arena, "ResourceType", value_cstr(resource_type), "Tags", tags, NULL);
    return value_list(arena, &spec, 1);
}

static bool is_ignored(const struct aws *aws, struct str key)
{
    for (size_t i = 0; aws->ignore_keys.kind == VALUE_LIST && i < aws->ignore_keys.count; i++)
        if (str_eq(key, value_text(value_at(aws->ignore_keys, i))))
            return true;
    for (size_t i = 0; aws->ignore_key_prefixes.kind == VALUE_LIST && i < aws->ignore_key_prefixes.count; i++)
        if (str_starts(key, value_text(value_at(aws->ignore_key_prefixes, i))))
            return true;
    return false;
}

struct value aws_tags_strip(struct arena *arena, struct provider *provider, struct value tags)
{
    const struct aws *aws = aws_of(provider);
    struct value_builder map = { .arena = arena };
    for (size_t i = 0; tags.kind == VALUE_MAP && i < tags.count; i++) {
        struct str key = str_n(tags.fields[i].key, tags.fields[i].key_len);
        if (!is_ignored(aws, key))
            value_builder_put(&map, key, value_field_at(tags, i));
    }
    return value_builder_map(&map);
}

/* Keys that the object has and shall not have. Ignored ones are left alone. */
static struct value surplus(struct op *op, struct value have, struct value want)
{
    struct value_builder list = { .arena = op_arena(op) };
    for (size_t i = 0; have.kind == VALUE_MAP && i < have.count; i++) {
        struct str key = str_n(have.fields[i].key, have.fields[i].key_len);
        if (!value_given(value_get_str(want, key)) && !is_ignored(aws_of(op->provider), key))
            value_builder_add(&list, value_map_of(op_arena(op), "Key", value_str(key), NULL));
    }
    for (size_t i = 0; op->kind == OP_MARKS && i < op->mark_count; i++) /* a long address took the short one's place */
        if (strcmp(op->marks[i].key, "infra-at") == 0)
            value_builder_add(&list, value_map_of(op_arena(op), "Key", value_cstr("infra:address"), NULL));
    return value_builder_list(&list);
}

/* Entries of `want` that `have` lacks or has otherwise; marks in a marks step only, as nobody else moves them. */
static struct value missing(struct op *op, struct value have, struct value want)
{
    struct value_builder map = { .arena = op_arena(op) };
    for (size_t i = 0; want.kind == VALUE_MAP && i < want.count; i++) {
        struct str key = str_n(want.fields[i].key, want.fields[i].key_len);
        struct value v = value_field_at(want, i);
        if (is_mark(key) ? op->kind == OP_MARKS : !value_eq(value_get_str(have, key), v))
            value_builder_put(&map, key, v);
    }
    return value_builder_map(&map);
}

bool aws_update_tags(struct op *op, struct err *err)
{
    return aws_update_tags_of(op, value_str(op_id(op)), err);
}

bool aws_update_tags_of(struct op *op, struct value id, struct err *err)
{
    if (op->kind != OP_MARKS && !op_changed(op, "tags"))
        return true;
    struct arena *arena = op_arena(op);
    struct value have = op_prior(op, "tags"), want = aws_tags_wanted(op), out;
    struct value put = missing(op, have, want), drop = surplus(op, have, want);
    struct value ids = value_list(arena, &id, 1);
    if (put.count)
        TRY(aws_call(op, EC2_CreateTags, value_map_of(arena, "Resources", ids, "Tags", aws_tags_list(arena, put), NULL), &out, err));
    if (drop.count)
        TRY(aws_call(op, EC2_DeleteTags, value_map_of(arena, "Resources", ids, "Tags", drop, NULL), &out, err));
    return true;
}
