/*
 * tags.c - tags: at create, CreateTags, DeleteTags, DescribeTags, and their rules.
 * Source: EC2 API 2016-11-15; "Tag your Amazon EC2 resources" (50 tags, keys of 1-128 and values of 0-256 characters, aws: reserved).
 */
#include "providers/aws/sim/call.h"
#include "providers/aws/sim/handlers.h"

#include <stdlib.h>

enum { TAGS_MAX = 50, KEY_MAX = 128, VALUE_MAX = 256, RESOURCES_MAX = 1000 };

static const char *tags_member(const struct type *type)
{
    return type->tags ? type->tags : "Tags";
}

struct value call_tag_value(struct value tags, struct str key)
{
    for (uint32_t i = 0; i < tags.count; i++) {
        if (str_eq(value_text(value_get(value_at(tags, i), "Key")), key))
            return value_get(value_at(tags, i), "Value");
    }
    return VALUE_NONE;
}

static size_t characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
    return n;
}

static bool check_tags(struct call *c, struct value tags)
{
    for (uint32_t i = 0; i < tags.count; i++) {
        struct str key = value_text(value_get(value_at(tags, i), "Key")), v = value_text(value_get(value_at(tags, i), "Value"));
        if (!key.len)
            return call_refuse(c, "InvalidParameterValue", "Tag key cannot be empty");
        if (characters(key) > KEY_MAX)
            return call_refuse(c, "InvalidParameterValue", "Tag key exceeds the maximum length of %d characters", KEY_MAX);
        if (characters(v) > VALUE_MAX)
            return call_refuse(c, "InvalidParameterValue", "Tag value exceeds the maximum length of %d characters", VALUE_MAX);
        if (str_starts(key, STR("aws:")))
            return call_refuse(c, "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
        for (uint32_t k = 0; k < i; k++) {
            if (str_eq(value_text(value_get(value_at(tags, k), "Key")), key))
                return call_refuse(c, "InvalidParameterValue", "Duplicate tag key '%.*s' specified.", STR_ARG(key));
        }
    }
    return true;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp(value_text(value_get(*(const struct value *)a, "Key")), value_text(value_get(*(const struct value *)b, "Key")));
}

/* `over` wins; sorted by key. */
static struct value merged(struct arena *arena, struct value base, struct value over)
{
    struct value_builder b = { .arena = arena };
    for (uint32_t i = 0; i < base.count; i++) {
        if (!value_given(call_tag_value(over, value_text(value_get(value_at(base, i), "Key")))))
            value_builder_add(&b, value_at(base, i));
    }
    for (uint32_t i = 0; i < over.count; i++) {
        struct value tag = value_at(over, i), v = value_get(tag, "Value");
        value_builder_add(&b, value_map_of(arena, "Key", value_get(tag, "Key"), "Value", value_present(v) ? v : text(""), NULL));
    }
    if (b.items.count)
        qsort(b.items.items, b.items.count, sizeof *b.items.items, by_key);
    return value_builder_list(&b);
}

bool call_tags_of_request(struct call *c, const struct type *type, struct value *ret_tags)
{
    struct value specs = call_in(c, "TagSpecifications");
    struct value tags = call_empty_list();
    for (uint32_t i = 0; i < specs.count; i++) {
        struct value spec = value_at(specs, i);
        struct str resource_type = value_text(value_get(spec, "ResourceType"));
        if (!resource_type.len)
            return call_refuse_missing(c, "TagSpecification.ResourceType");
        if (!str_is(resource_type, type->name))
            return call_refuse(c, "InvalidParameterValue", "'%.*s' is not a valid taggable resource type for this operation.",
                          STR_ARG(resource_type));
        if (tags.count)
            return call_refuse(c, "InvalidParameterValue", "The same resource type may not be specified more than once in tag specifications");
        if (!value_get(spec, "Tags").count)
            return call_refuse(c, "InvalidParameterValue", "Tag specification must have at least one tag");
        tags = value_get(spec, "Tags");
    }
    if (!check_tags(c, tags))
        return false;
    if (tags.count > TAGS_MAX)
        return call_refuse(c, "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    *ret_tags = tags.count ? merged(c->arena, call_empty_list(), tags) : VALUE_NONE;
    return true;
}

static bool find_resource(struct call *c, struct str id, const struct type **ret_type, struct sim_object **ret)
{
    *ret_type = call_type_of_id(id);
    if (!*ret_type || !(*ret_type)->name)
        return call_refuse(c, "InvalidID", "The ID '%.*s' is not valid", STR_ARG(id));
    return call_find(c, *ret_type, id, ret);
}

/* All resources are looked up before any is changed. */
static bool find_resources(struct call *c)
{
    struct value ids = call_in(c, "Resources");
    if (!ids.count)
        return call_refuse_missing(c, "resourceIdSet");
    if (ids.count > RESOURCES_MAX)
        return call_refuse(c, "InvalidParameterValue", "At most %d resources can be tagged at once", RESOURCES_MAX);
    const struct type *type;
    struct sim_object *o;
    for (uint32_t i = 0; i < ids.count; i++) {
        if (!find_resource(c, value_text(value_at(ids, i)), &type, &o))
            return false;
    }
    return true;
}

bool sim_CreateTags(struct call *c)
{
    struct value ids = call_in(c, "Resources"), tags = call_in(c, "Tags");
    if (!tags.count)
        return call_refuse_missing(c, "tagSet");
    if (!find_resources(c) || !check_tags(c, tags))
        return false;
    for (int pass = 0; pass < 2; pass++) { /* the limit first */
        for (uint32_t i = 0; i < ids.count; i++) {
            const struct type *type;
            struct sim_object *o;
            if (!find_resource(c, value_text(value_at(ids, i)), &type, &o))
                return false;
            struct value all = merged(c->arena, call_field(o, tags_member(type)), tags);
            if (all.count > TAGS_MAX)
                return call_refuse(c, "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
            if (pass && !value_eq(all, call_field(o, tags_member(type))))
                call_set_field(c, o, tags_member(type), all);
        }
    }
    return true;
}

bool sim_DeleteTags(struct call *c)
{
    struct value ids = call_in(c, "Resources"), unwanted = call_in(c, "Tags");
    if (!find_resources(c))
        return false;
    for (uint32_t i = 0; i < ids.count; i++) {
        const struct type *type;
        struct sim_object *o;
        if (!find_resource(c, value_text(value_at(ids, i)), &type, &o))
            return false;
        struct value tags = call_field(o, tags_member(type));
        struct value_builder kept = { .arena = c->arena };
        for (uint32_t k = 0; k < tags.count; k++) {
            struct value tag = value_at(tags, k);
            bool goes = !unwanted.count; /* without tags: all of them */
            for (uint32_t u = 0; u < unwanted.count; u++) {
                struct value v = value_get(value_at(unwanted, u), "Value");
                goes = goes || (value_eq(value_get(value_at(unwanted, u), "Key"), value_get(tag, "Key")) &&
                                (!value_present(v) || value_eq(v, value_get(tag, "Value")))); /* no value: whatever it is */
            }
            if (!goes)
                value_builder_add(&kept, tag);
        }
        if (kept.items.count != tags.count)
            call_set_field(c, o, tags_member(type), kept.items.count ? value_builder_list(&kept) : VALUE_NONE);
    }
    return true;
}

static const struct filter tag_filters[] = { { "key", "Key" },
                                             { "value", "Value" },
                                             { "resource-id", "ResourceId" },
                                             { "resource-type", "ResourceType" },
                                             { 0 } };

bool sim_DescribeTags(struct call *c)
{
    struct value_builder rows = { .arena = c->arena };
    const struct type *type;
    for (size_t t = 0; (type = call_type_at(t)); t++) {
        struct sim_object *o;
        for (size_t i = 0; type->name && (o = sim_next(c->world, str_of(type->kind), c->scope, &i));) {
            struct value tags = value_get(sim_seen(c->world, o, c->now_ms), tags_member(type));
            for (uint32_t k = 0; k < tags.count; k++) {
                struct value tag = value_at(tags, k), key = value_get(tag, "Key");
                value_builder_add(&rows, value_map_of(c->arena, "Key", key, "Value", value_get(tag, "Value"), "ResourceId",
                                                      value_str(o->id), "ResourceType", text(type->name), "_row",
                                                      value_str(arena_printf(c->arena, "%.*s %.*s", STR_ARG(o->id), STR_ARG(value_text(key)))),
                                                      NULL));
            }
        }
    }
    if (!call_describe_rows(c, "Tags", "_row", tag_filters, value_builder_list(&rows)))
        return false;
    struct value page = value_get(c->out, "Tags");
    struct value_builder clean = { .arena = c->arena };
    for (uint32_t i = 0; i < page.count; i++)
        value_builder_add(&clean, call_public_part(c->arena, value_at(page, i)));
    c->out = value_with(c->arena, c->out, "Tags", value_builder_list(&clean));
    return true;
}
