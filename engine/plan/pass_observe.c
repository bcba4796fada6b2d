/*
 * pass_observe.c - what interrupted runs left: findings of settle become entries of this plan.
 *
 * An open create whose object exists gets a row made up from the finding, so that later passes treat it like any other; whether the
 * stack still wants it decides between adopt and delete. One that surely does not exist is sent again under its own uid (reissue), or
 * closed (drop). A foreign object with our name blocks its address until a person has decided. Twins are dropped.
 */
#include "engine/plan/plan_internal.h"

struct observing {
    struct planning *p;
    struct err err;
    bool ok;
};

static struct provider *recorded(void *context, struct str name, struct str key, struct value recipe, struct err *err)
{
    struct planning *p = context;
    return p->in->recorded_provider(p->in->provider_context, name, key, recipe, err);
}

static void observe_on_fiber(void *argument)
{
    struct observing *o = argument;
    struct settle_input input = {
        .net = o->p->in->net,
        .arena = o->p->arena,
        .intents = o->p->intents,
        .intent_count = o->p->intent_count,
        .registry = o->p->in->registry,
        .mark_stack = o->p->in->identity->mark_stack,
        .provider = recorded,
        .provider_context = o->p,
    };
    o->ok = settle_observe(&input, &o->p->settled, &o->err);
}

/* The row an adopted object will get; role and status follow from what the plan makes of it. */
static const struct object *made_up_row(struct planning *p, const struct settled *s, struct str id)
{
    const struct intent *i = s->intent;
    struct object *o = ARENA_NEW(p->arena, struct object);
    *o = (struct object){
        .uid = i->uid, .address = i->address, .address_at_birth = i->address, .role = OBJECT_CURRENT,
        .status = s->health == HEALTH_DEAD ? OBJECT_DEAD : OBJECT_PARTIAL, .generation = i->generation, .type = i->type,
        .type_version = i->type_version, .create_class = i->create_class, .provider_key = i->provider_key,
        .provider_name = i->provider_name, .recipe = i->recipe, .id = id, .applied = i->planned,
        .observed = s->attrs, .depends_on = i->depends_on, .depends_on_count = i->depends_on_count, .at = i->at,
    };
    return o;
}

static void point_to(struct planning *p, uint32_t index, const struct settled *s)
{
    struct change *c = &p->plan->changes.items[index];
    c->settled = s;
    c->uid = s->intent->uid;
    c->generation = s->intent->generation;
    c->provider_key = s->intent->provider_key;
    c->id = s->id;
    if (!c->type)
        c->type = registry_type(p->in->registry, s->intent->type, &c->provider_type);
    planning_cause(p, index, (struct cause){ .kind = CAUSE_SETTLE, .at = s->intent->at,
                                             .text = arena_printf(p->arena, "run %llu began it and was interrupted",
                                                                  (unsigned long long)s->intent->run) });
}

static uint32_t leftover(struct planning *p, const struct settled *s, enum change_action action)
{
    uint32_t index = planning_add(p, (struct change){ .action = action, .address = s->intent->address, .at = s->intent->at });
    point_to(p, index, s);
    return index;
}

static void take_found(struct planning *p, uint32_t index, const struct settled *s)
{
    struct change *c = &p->plan->changes.items[index];
    c->object = made_up_row(p, s, s->id);
    c->applied = s->intent->planned;
    c->live = s->attrs;
    struct node *n = &p->nodes.items[index];
    n->read = true;
    n->health = s->health;
    n->reason = s->reason;
}

/* An open create: is there an address in the configuration that still waits for it? */
static void settle_create(struct planning *p, const struct settled *s)
{
    int64_t declared = planning_at(p, s->intent->address);
    bool wanted = declared >= 0 && (uint64_t)declared < p->declared && !p->in->destroy &&
                  !p->plan->changes.items[declared].object && !p->plan->changes.items[declared].settled &&
                  str_is(s->intent->type, p->plan->changes.items[declared].type->name);
    uint32_t index;
    switch (s->status) {
    case SETTLE_FOUND:
        index = wanted ? (uint32_t)declared : leftover(p, s, CHANGE_DELETE);
        if (wanted)
            point_to(p, index, s);
        take_found(p, index, s);
        if (wanted)
            p->plan->changes.items[index].action = CHANGE_ADOPT;
        break;
    case SETTLE_ABSENT:
    case SETTLE_OPEN:
        if (!wanted) {
            (void)leftover(p, s, CHANGE_DROP);
            break;
        }
        point_to(p, (uint32_t)declared, s);
        p->plan->changes.items[declared].action = CHANGE_REISSUE;
        break;
    case SETTLE_FOREIGN:
    case SETTLE_UNREAD:
        index = wanted ? (uint32_t)declared : leftover(p, s, CHANGE_KEEP);
        if (wanted)
            point_to(p, index, s);
        p->plan->changes.items[index].notes |= NOTE_UNREAD;
        p->plan->changes.items[index].note_err = &s->err;
        break;
    }
    for (size_t i = 0; i < s->twin_count; i++) {
        uint32_t twin = leftover(p, s, CHANGE_DROP);
        p->plan->changes.items[twin].id = s->twins[i];
        p->plan->changes.items[twin].object = made_up_row(p, s, s->twins[i]);
    }
}

bool plan_pass_observe(struct planning *p, struct err *err)
{
    if (!p->intent_count)
        return true;
    struct observing o = { .p = p };
    loop_call(net_loop(p->in->net), observe_on_fiber, &o);
    if (!o.ok) {
        if (err)
            *err = o.err;
        return false;
    }
    for (size_t i = 0; i < p->intent_count; i++) {
        const struct settled *s = &p->settled[i];
        int64_t row = (int64_t)(uintptr_t)map_find(&p->by_uid, s->intent->uid) - 1;
        if (row >= 0) {
            /* The object has a row: the ordinary read and diff say what is left to do; the intent is closed with it. */
            p->plan->changes.items[row].settled = s;
            planning_cause(p, (uint32_t)row, (struct cause){
                .kind = CAUSE_SETTLE, .at = s->intent->at,
                .text = arena_printf(p->arena, "run %llu was interrupted at its %s", (unsigned long long)s->intent->run,
                                     intent_kind_name(s->intent->kind)) });
        } else if (s->intent->kind == INTENT_CREATE) {
            settle_create(p, s);
        } else {
            (void)leftover(p, s, CHANGE_DROP); /* its row is gone: nothing is left but the open record */
        }
    }
    return true;
}
