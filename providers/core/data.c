/*
 * data.c - core_data: any value kept in the state, with triggers. No cloud, no request.
 *
 * `input` comes back as `output` once it is applied; a change of `triggers_replace` replaces the object (and so its id), which
 * lifecycle.replace_triggered_by of others can follow. The counterpart of the peer's terraform_data.
 */
#include "providers/core/core.h"

/* OWNS_ALL: nobody else has a say, so what is taken out of the stack is gone. */
static const struct attr data_attrs[] = {
    { .name = "input", .type = ATTR_ANY, .flags = OPTIONAL | OWNS_ALL, .doc = "value to keep", .example = "{ size = 3 }" },
    { .name = "triggers_replace", .type = ATTR_ANY, .flags = OPTIONAL | FORCE_NEW | OWNS_ALL, .doc = "a change of it replaces this object",
      .example = "{ version = \"7\" }" },
    { .name = "output", .type = ATTR_ANY, .flags = COMPUTED | VOLATILE, .doc = "the input, once it is applied" },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "26 characters, new after each replace" },
    { 0 }
};

static bool data_compute(struct arena *arena, const struct compute_input *in, struct value *ret_attrs, struct err *err)
{
    (void)err;
    uint8_t bytes[16];
    in->derive(in, "core_data id", bytes, sizeof bytes);
    *ret_attrs = value_map_of(arena, "id", value_str(base32_encode(arena, (struct str){ (const char *)bytes, sizeof bytes })), "output",
                              value_get(in->config, "input"), "input", value_get(in->config, "input"), "triggers_replace",
                              value_get(in->config, "triggers_replace"), NULL);
    return true;
}

const struct resource_type core_data = {
    .name = "core_data",
    .doc = "a value kept in the state, with triggers",
    .source = "infra",
    .version = 1,
    .attrs = data_attrs,
    .create_class = CREATE_STATE,
    .headline = "input",
    .compute = data_compute,
};
