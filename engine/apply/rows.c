/*
 * rows.c - what a step leaves in the log: rows, and the attributes that other steps refer to.
 */
#include "engine/apply/apply_internal.h"

/* Uids of the objects a change refers to, as they stand now (a replaced one by its new object). */
static const struct str *dependencies(struct step *step, size_t *ret_count)
{
    struct run_state *run = step->run;
    const struct change *c = &run->plan->changes.items[step->index];
    VEC(struct str) uids = { 0 };
    for (size_t i = 0; i < c->ref_count; i++) {
        const struct slot *other = &run->slots[c->refs[i]];
        const struct change *to = &run->plan->changes.items[c->refs[i]];
        struct str uid = str_empty(other->uid) ? to->uid : other->uid;
        if (!str_empty(uid))
            *VEC_PUSH(&uids, &step->arena) = uid;
    }
    *ret_count = uids.count;
    return uids.items;
}

struct object step_object(struct step *step, enum object_status status, struct str id, struct value applied, struct value observed)
{
    const struct change *c = &step->run->plan->changes.items[step->index];
    const struct object *old = c->object;
    bool fresh = c->action == CHANGE_CREATE || c->action == CHANGE_REISSUE || !old;
    if (!value_given(applied)) /* nothing of ours is applied yet: an import, an intent */
        applied = value_map(&step->arena, NULL, 0);
    struct object o = {
        .uid = step->uid,
        .address = c->address,
        .address_at_birth = fresh || str_empty(old->address_at_birth) ? c->address : old->address_at_birth,
        .role = OBJECT_CURRENT,
        .status = status,
        .generation = MAX_OF(c->generation, 1u),
        .type = str_of(c->type->name),
        .type_version = c->type->version,
        .create_class = c->type->create_class,
        .provider_key = c->provider_key,
        .provider_name = str_of(c->provider_type->name),
        .recipe = c->provider ? c->provider->recipe : old ? old->recipe : VALUE_NONE,
        .id = id,
        .applied = applied,
        .observed = schema_mark_like(&step->arena, observed, applied),
        .run = step->run->number,
        .at = c->at,
    };
    o.applied_digest = value_digest(applied);
    o.depends_on = dependencies(step, &o.depends_on_count);
    if (c->config) {
        o.source_digest = value_digest(c->config->args);
        o.prevent_destroy = c->config->lifecycle.prevent_destroy;
        o.create_before_destroy = c->create_before_destroy;
    } else if (old) {
        o.source_digest = old->source_digest;
        o.prevent_destroy = old->prevent_destroy;
        o.create_before_destroy = old->create_before_destroy;
        o.depends_on = old->depends_on;
        o.depends_on_count = old->depends_on_count;
    }
    return o;
}

/* What a reference sees while applying: results of finished steps, then what was kept. */
bool run_attrs(void *context, struct str address, struct value *ret)
{
    struct run_state *run = context;
    size_t index = (size_t)(uintptr_t)map_find(&run->results, address);
    if (!index)
        return false;
    const struct slot *slot = &run->slots[index - 1];
    const struct change *c = &run->plan->changes.items[index - 1];
    if (slot->state == STEP_DONE) {
        *ret = slot->result;
        return true;
    }
    if (!change_acts(c) && c->object) {
        *ret = value_given(c->live) ? value_merge(&run->arena, c->applied.kind == VALUE_MAP ? c->applied : value_map(&run->arena, NULL, 0), c->live)
                                    : c->object->observed;
        return true;
    }
    return false;
}
