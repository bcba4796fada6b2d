/*
 * sim_internal.h - what the files of the simulated world share.
 */
#ifndef ENGINE_SIM_SIM_INTERNAL_H
#define ENGINE_SIM_SIM_INTERNAL_H

#include "engine/base/map.h"
#include "engine/sim/sim.h"

enum { SIM_AUDIT_MAX = 1 << 20 }; /* then the log starts again; `n` goes on */

/* Objects of one kind in one scope (and of one parent when that is not empty), sorted by id. */
struct sim_collection {
    struct str kind, scope, parent;
    VEC(struct sim_object *) objects;
};

struct sim_world {
    struct sim_options options;
    struct arena memory;              /* objects, ids, collections: never given back before the end */
    struct arena values;              /* data and before; copied to a fresh arena when mostly garbage */
    size_t values_limit_bytes;
    struct map collections;           /* key: kind, scope, parent with line feeds between */
    VEC(struct sim_object *) waiting; /* next_ms is set, in no order */
    VEC(struct sim_object *) spare;   /* swept structs for reuse */
    size_t object_count, gone_count;
    uint64_t random[4];
    uint64_t requests;
    int64_t last_ms;

    struct arena audit_memory;
    VEC(struct sim_audit) audit;
    bool in_request;                  /* the last audit row is about the request being handled */
};

/* All objects of a kind, scope and parent; NULL when there never were any. */
struct sim_collection *sim_collection_of(const struct sim_world *world, struct str kind, struct str scope, struct str parent);
/* Takes out what is gone and no longer seen; compacts values. Between requests only. */
void sim_sweep(struct sim_world *world, int64_t now_ms);
/* The waiting object whose time came first, no longer waiting; NULL when none is due. */
struct sim_object *sim_take_due(struct sim_world *world, int64_t now_ms, struct str *ret_state, int64_t *ret_at_ms);
struct sim_audit *sim_audit_begin(struct sim_world *world, int64_t now_ms, const struct sim_request *request);

#endif
