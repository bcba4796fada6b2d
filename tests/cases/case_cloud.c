/*
 * case_cloud.c - provider types with their real tables, whose opening and reading answer from the case.
 *
 * Copies of the built types: what would send a request (complete, find, create …) is taken out, what the planner looks at stays.
 */
#include "providers/aws/aws.h"
#include "providers/core/core.h"
#include "tests/cases/cases.h"

#include <stdlib.h>

enum { TYPES_MAX = 64 };

struct cloud cloud;

struct fake_provider {
    struct provider_type type;
    struct resource_type types[TYPES_MAX];
    const struct resource_type *type_list[TYPES_MAX + 1];
    struct lookup_type lookups[TYPES_MAX];
    const struct lookup_type *lookup_list[TYPES_MAX + 1];
};
static struct fake_provider fake_aws, fake_lab;

struct str cloud_key(const struct provider_type *type)
{
    if (!strcmp(type->name, "core"))
        return STR("core");
    return arena_printf(cloud.arena, "%s/%s/%.*s/us-east-1", type->name, type->name, STR_ARG(cloud.account));
}

static const struct cloud_word *find_word(const struct cloud_word *words, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(words[i].name, name))
            return &words[i];
    return NULL;
}

static bool open_as(const struct provider_type *type, const struct provider_open *in, struct provider **ret, struct err *err)
{
    if (find_word(cloud.unreachable.items, cloud.unreachable.count, type->name))
        return FAIL(err, ERR_UNREACHABLE, "%s does not answer", type->name);
    struct value region = value_get(in->config, "region");
    struct str where = value_present(region) ? arena_str(cloud.arena, value_text(region)) : STR("us-east-1");
    struct provider *p = ARENA_NEW(cloud.arena, struct provider);
    *p = (struct provider){ .type = type, .name = arena_str(cloud.arena, in->name), .net = in->net, .settle_ms = 120000, .poll_ms = 1000 };
    p->recipe = value_map_of(cloud.arena, "region", value_str(where), NULL);
    p->key = arena_printf(cloud.arena, "%s/%s/%.*s/%.*s", type->name, type->name, STR_ARG(cloud.account), STR_ARG(where));
    *ret = p;
    return true;
}

static bool open_aws(const struct provider_open *in, struct provider **ret, struct err *err)
{
    return open_as(&fake_aws.type, in, ret, err);
}

static bool open_lab(const struct provider_open *in, struct provider **ret, struct err *err)
{
    return open_as(&fake_lab.type, in, ret, err);
}

static void fake_close(struct provider *provider)
{
    (void)provider;
}

static bool is_wanted(const struct read *read, const struct seen *o)
{
    const char *parent = read->type->reader->parent;
    switch (read->want) {
    case READ_ALL_MARKED:
        return str_eq(o->mark_stack, read->mark_stack);
    case READ_UID:
        return str_eq(o->mark_uid, read->mark_uid);
    case READ_IDS:
        for (size_t i = 0; i < read->id_count; i++)
            if (str_empty(read->ids[i]) ? parent && str_eq(value_text(value_get(o->attrs, parent)), read->parent_ids[i])
                                        : str_eq(o->id, read->ids[i]))
                return true;
        return false;
    }
    return false;
}

static bool fake_read(struct provider *provider, struct read *read, struct err *err)
{
    bool regional = provider->type == &fake_aws.type; /* the lab is one for all regions, as IAM is */
    if (find_word(cloud.unreadable.items, cloud.unreadable.count, read->type->name))
        return FAIL(err, ERR_DENIED, "reading %s is not allowed", read->type->name);
    for (size_t i = 0; i < cloud.objects.count; i++) {
        const struct seen *o = &cloud.objects.items[i];
        if (o->gone || o->type != read->type || !is_wanted(read, o) || (regional && !str_eq(o->key, provider->key)))
            continue;
        *VEC_PUSH(&read->objects, read->arena) = (struct read_object){
            .id = o->id, .health = o->health, .reason = o->reason, .attrs = o->attrs, .mark_stack = o->mark_stack,
            .mark_address = o->address, .mark_uid = o->mark_uid };
    }
    return true;
}

/* Which lookup is meant is not told to run(): the type's own arguments say it. One function a slot would be worse. */
static bool fake_lookup(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                        struct err *err)
{
    (void)provider;
    (void)scope;
    (void)arena;
    (void)args;
    if (!cloud.lookups.count)
        return FAIL(err, ERR_NOT_FOUND, "@live says no lookup");
    *ret = cloud.lookups.items[0].answer;
    return true;
}

static void copy_types(struct fake_provider *fake, const struct provider_type *real)
{
    fake->type = *real;
    size_t n = 0;
    for (; real->types[n]; n++) {
        if (n == TYPES_MAX)
            abort();
        fake->types[n] = *real->types[n];
        fake->types[n].find = NULL;
        fake->type_list[n] = &fake->types[n];
    }
    for (n = 0; real->lookups && real->lookups[n]; n++) {
        fake->lookups[n] = *real->lookups[n];
        fake->lookups[n].run = fake_lookup;
        fake->lookup_list[n] = &fake->lookups[n];
    }
    fake->type.types = fake->type_list;
    fake->type.lookups = fake->lookup_list;
    fake->type.close = fake_close;
    fake->type.read = fake_read;
}

const struct registry *cloud_registry(void)
{
    static const struct provider_type *providers[] = { &fake_aws.type, &fake_lab.type, &core_provider, NULL };
    static const struct registry registry = { providers };
    if (!fake_aws.type.name) {
        copy_types(&fake_aws, &aws_provider);
        copy_types(&fake_lab, &lab_provider);
        fake_aws.type.open = open_aws;
        fake_lab.type.open = open_lab;
    }
    return &registry;
}
