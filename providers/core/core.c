/*
 * core.c - the provider of things that live in the state alone: data, derived passwords and strings.
 */
#include "providers/core/core.h"

struct core {
    struct provider base;
};

static bool core_open(const struct provider_open *in, struct provider **ret, struct err *err)
{
    (void)err;
    static struct core core; /* has no state of its own: one serves every handle */
    core.base = (struct provider){ .type = &core_provider, .name = STR("default"), .key = STR("core"), .net = in->net,
                                   .recipe = value_null(), .settle_ms = 0, .poll_ms = 1 };
    *ret = &core.base;
    return true;
}

static void core_close(struct provider *provider)
{
    (void)provider;
}

static bool core_read(struct provider *provider, struct read *read, struct err *err)
{
    (void)provider;
    return FAIL(err, ERR_INTERNAL, "%s has nothing to read outside the state", read->type->name);
}

static const struct resource_type *const core_types[] = { &core_data, &core_random_password, &core_random_string, NULL };

const struct provider_type core_provider = {
    .name = "core",
    .prefix = "core_",
    .doc = "resources that live in the state alone",
    .types = core_types,
    .open = core_open,
    .close = core_close,
    .read = core_read,
};
