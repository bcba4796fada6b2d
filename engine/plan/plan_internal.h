/*
 * plan_internal.h - what the passes share: the planning in progress.
 *
 * A pass is one function, one file. It may read everything and writes what its comment in passes.c says. Changes 0 .. declared-1 are
 * the config's resources in declaration order, whatever becomes of them; later ones are rows nobody declares, halves of replaces and
 * leftovers of interrupted runs.
 */
#ifndef ENGINE_PLAN_INTERNAL_H
#define ENGINE_PLAN_INTERNAL_H

#include "engine/base/log.h"
#include "engine/base/map.h"
#include "engine/plan/plan.h"

enum plan_phase { PHASE_NEW, PHASE_DECLARED, PHASE_MATCHED, PHASE_OBSERVED, PHASE_READ, PHASE_DECIDED, PHASE_PAIRED, PHASE_ORDERED, PHASE_SELECTED, PHASE_SEALED };

/* What the passes know of a change beyond what the plan shows. Parallel to plan->changes. */
struct node {
    struct value want;            /* configuration with references resolved as far as they are */
    struct value want_full;       /* the same with declared defaults and derived names */
    bool replace;                 /* must be replaced */
    bool read;                    /* live comes from the cloud of this very plan */
    bool missing;                 /* read, and not there */
    bool decided;
    bool visible_upstream;        /* some value it uses changes */
    bool left_out;                /* by --target or --exclude */
    enum health health;
    struct str reason;
    const uint32_t *needs;        /* changes of resources it refers to (declared ones only) */
    size_t need_count;
    VEC(struct attr_change) attrs;
    VEC(struct cause) why;
};

struct planning {
    const struct plan_input *in;
    struct plan *plan;
    struct arena *arena;          /* the plan's */
    enum plan_phase phase;
    struct object *objects;
    size_t object_count;
    struct intent *intents;
    size_t intent_count;
    struct settled *settled;      /* parallel to intents */
    uint64_t last_run;            /* number of the newest run, and when it last was at work */
    int64_t last_run_ms;
    uint32_t declared;            /* changes that stand for config resources */
    VEC(struct node) nodes;
    struct map by_address;        /* address -> (void *)(index + 1) of the change that stands for it */
    struct map by_uid;            /* uid -> (void *)(index + 1) */
    uint32_t *config_order;       /* declared changes, needs first */
    struct graph config_graph;
};

typedef bool plan_pass_fn(struct planning *p, struct err *err);
plan_pass_fn plan_pass_declare, plan_pass_move, plan_pass_observe, plan_pass_refresh, plan_pass_resolve, plan_pass_diff,
    plan_pass_replace, plan_pass_destroy, plan_pass_select, plan_pass_guard, plan_pass_estimate, plan_pass_seal;

/* Appends a change and its node; returns the index. Pointers to changes do not survive it. */
uint32_t planning_add(struct planning *p, struct change change);
/* Index of the change for an address, -1: none. */
int64_t planning_at(const struct planning *p, struct str address);
/* Will its object be changed in place, be it while finishing what an earlier run began? */
bool planning_updates(const struct planning *p, uint32_t index);
void planning_cause(struct planning *p, uint32_t index, struct cause cause);
void planning_warn(struct planning *p, const char *format, ...) PRINTF_LIKE(2, 3);

/* diff.c: what the three sides come to. Pure. */
struct diff_sides {
    struct value applied;         /* as last applied; absent: never */
    struct value want;            /* resolved configuration; may hold expressions */
    struct value live;            /* as read */
    const struct path *ignore;
    size_t ignore_count;
    bool ignore_all;
    bool drift_known;             /* live was read by this plan */
};
void diff_attrs(struct arena *arena, const struct attr *table, const struct diff_sides *sides, struct attr_change **ret, size_t *ret_count);

/* resolve.c: an attribute of a planned change, as far as it is known. */
enum resolved planning_attr(struct planning *p, uint32_t index, struct path path, struct value *ret);
struct resolver planning_resolver(struct planning *p);

#endif
