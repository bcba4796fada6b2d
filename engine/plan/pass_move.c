/*
 * pass_move.c - moved { }, removed { }, import { }; then every row meets the change that stands for its address.
 *
 * A move renames rows before they are matched, so that nothing later needs to know of it; the change remembers where it came from and
 * its marks are rewritten. Moves are followed in declaration order, also through chains; a target that is taken is an error.
 */
#include "engine/plan/plan_internal.h"

static bool is_scope(struct str address)
{
    return address.len && address.ptr[address.len - 1] == '/';
}

static bool matches(struct str pattern, struct str address)
{
    return is_scope(pattern) ? str_starts(address, pattern) : str_eq(pattern, address);
}

struct renamed {
    struct str *from; /* per object; empty: not moved */
    bool *forget;
    struct map current; /* address -> the object that is current there */
};


static bool follow(struct planning *p, const struct config_move *move, struct renamed *names, struct err *err)
{
    for (size_t i = 0; i < p->object_count; i++) {
        struct object *o = &p->objects[i];
        if (o->role == OBJECT_FORGOTTEN || !matches(move->from, o->address))
            continue;
        if (str_empty(move->to)) {
            names->forget[i] = move->forget;
            continue;
        }
        struct str to = move->to;
        if (is_scope(move->from))
            to = arena_printf(p->arena, "%.*s%.*s", STR_ARG(move->to), (int)(o->address.len - move->from.len),
                              o->address.ptr + move->from.len);
        const struct object *taken = o->role == OBJECT_CURRENT ? map_find(&names->current, to) : NULL;
        if (taken && taken != o) {
            (void)FAIL(err, ERR_INVALID, "moved: %.*s cannot become %.*s, which has an object of its own",
                       STR_ARG(o->address), STR_ARG(to));
            err_at(err, arena_cstr(p->arena, move->at.file), (int)move->at.line, (int)move->at.column);
            return err_hint(err, "remove the moved block, or the resource that holds the new address");
        }
        if (str_empty(names->from[i]))
            names->from[i] = o->address;
        if (o->role == OBJECT_CURRENT) {
            (void)map_remove(&names->current, o->address);
            map_put(&names->current, to, o);
        }
        o->address = to;
    }
    return true;
}

/* Moves whose `from` is still declared are a contradiction only when both ends are. */
static bool follow_all(struct planning *p, struct renamed *names, struct err *err)
{
    if (!p->in->config || !p->in->config->moves.count)
        return true;
    for (size_t i = 0; i < p->object_count; i++)
        if (p->objects[i].role == OBJECT_CURRENT)
            map_put(&names->current, p->objects[i].address, &p->objects[i]);
    for (size_t i = 0; i < p->in->config->moves.count; i++)
        TRY(follow(p, &p->in->config->moves.items[i], names, err));
    return true;
}

static void fill_from_object(struct planning *p, struct change *c, const struct object *o)
{
    c->object = o;
    c->uid = o->uid;
    c->generation = o->generation;
    c->provider_key = o->provider_key;
    c->applied = o->applied;
    c->live = o->observed;
    c->id = o->id;
    if (!c->type)
        c->type = registry_type(p->in->registry, o->type, &c->provider_type);
    if (!c->at.line)
        c->at = o->at;
}

static void match(struct planning *p, size_t i, const struct renamed *names)
{
    const struct object *o = &p->objects[i];
    if (o->role == OBJECT_FORGOTTEN)
        return;
    int64_t declared = o->role == OBJECT_CURRENT ? planning_at(p, o->address) : -1;
    uint32_t index;
    if (declared >= 0) {
        index = (uint32_t)declared;
    } else {
        bool forget = names->forget[i];
        index = planning_add(p, (struct change){ .action = forget ? CHANGE_FORGET : CHANGE_DELETE, .address = o->address });
        if (o->role == OBJECT_CURRENT)
            map_put(&p->by_address, o->address, (void *)(uintptr_t)(index + 1));
        planning_cause(p, index, (struct cause){
            .kind = o->role == OBJECT_DEPOSED ? CAUSE_DEPOSED : p->in->destroy ? CAUSE_ASKED : CAUSE_REMOVED,
            .at = o->at,
            .text = o->role == OBJECT_DEPOSED ? STR("left over from a replace")
                    : p->in->destroy          ? STR("destroy was asked for")
                    : forget                  ? STR("removed { } says to leave it alone")
                                              : STR("no longer declared"),
        });
    }
    struct change *c = &p->plan->changes.items[index];
    fill_from_object(p, c, o);
    c->moved_from = names->from[i];
    map_put(&p->by_uid, o->uid, (void *)(uintptr_t)(index + 1));
}

static bool take_imports(struct planning *p, struct err *err)
{
    const struct config *config = p->in->config;
    for (size_t i = 0; config && i < config->imports.count; i++) {
        const struct config_import *import = &config->imports.items[i];
        int64_t index = planning_at(p, import->to);
        if (index < 0 || (uint64_t)index >= p->declared) {
            (void)FAIL(err, ERR_INVALID, "import: no resource is declared at %.*s", STR_ARG(import->to));
            err_at(err, arena_cstr(p->arena, import->at.file), (int)import->at.line, (int)import->at.column);
            return false;
        }
        struct change *c = &p->plan->changes.items[index];
        if (!c->object)
            c->import_id = import->id; /* done long ago otherwise: the block may stay */
    }
    return true;
}

bool plan_pass_move(struct planning *p, struct err *err)
{
    struct renamed names = { .from = ARENA_ARRAY(p->arena, struct str, p->object_count + 1),
                             .forget = ARENA_ARRAY(p->arena, bool, p->object_count + 1),
                             .current = { .arena = p->arena } };
    TRY(follow_all(p, &names, err));
    for (size_t i = 0; i < p->object_count; i++)
        match(p, i, &names);
    for (size_t i = 0; i < p->object_count; i++) {
        int64_t index = planning_at(p, p->objects[i].address);
        struct change *c = index >= 0 ? &p->plan->changes.items[index] : NULL;
        if (c && c->object && c->config && !str_eq(p->objects[i].type, str_of(c->type->name)))
            return FAIL(err, ERR_CONFLICT, "state holds %.*s as a %.*s", STR_ARG(c->address), STR_ARG(p->objects[i].type));
    }
    return take_imports(p, err);
}
