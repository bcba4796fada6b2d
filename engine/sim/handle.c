/*
 * handle.c - the one entry of a world: counts, lets time pass, decides the fate, asks the face, writes the audit.
 */
#include "engine/sim/sim_internal.h"

#include <assert.h>

struct str sim_header(const struct sim_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (str_is(request->headers[i].name, name))
            return request->headers[i].value;
    }
    return STR("");
}

static const struct sim_face *face_of(const struct sim_world *world, const struct sim_request *request)
{
    for (const struct sim_face *const *face = world->options.faces; face && *face; face++) {
        if ((*face)->serves(request))
            return *face;
    }
    return NULL;
}

bool sim_serves(const struct sim_world *world, const struct sim_request *request)
{
    return face_of(world, request) != NULL;
}

/* What was to happen until now happens, each at its own time. */
static void pass_time(struct sim_world *world, struct arena *arena, int64_t now_ms)
{
    struct sim_object *object;
    struct str state;
    int64_t at_ms;
    while ((object = sim_take_due(world, now_ms, &state, &at_ms))) {
        bool taken = false;
        for (const struct sim_face *const *face = world->options.faces; *face && !taken; face++)
            taken = (*face)->due && (*face)->due(world, arena, object, state, at_ms);
        assert(taken);
    }
}

static bool arrives(enum sim_fate fate)
{
    switch (fate) {
    case FATE_NORMAL:
    case FATE_RESET_AFTER:
    case FATE_ERROR_AFTER:
    case FATE_TIMEOUT_AFTER:
    case FATE_DUPLICATED: return true;
    case FATE_REFUSED:
    case FATE_RESET_BEFORE:
    case FATE_ERROR_BEFORE:
    case FATE_TIMEOUT_BEFORE:
    case FATE_THROTTLED:
    case FATE_COUNT: break;
    }
    return false;
}

static void run(struct sim_world *world, struct arena *arena, int64_t now_ms, const struct sim_face *face, enum sim_fate fate,
                const struct sim_request *request, struct sim_response *ret)
{
    if (arrives(fate))
        face->handle(world, arena, now_ms, request, ret);
    if (fate == FATE_DUPLICATED) {
        struct sim_response lost = { 0 };
        face->handle(world, arena, now_ms, request, &lost);
    }
    if (fate == FATE_ERROR_BEFORE || fate == FATE_ERROR_AFTER || fate == FATE_THROTTLED) {
        *ret = (struct sim_response){ 0 };
        face->fault(arena, fate, request, ret);
    }
}

enum sim_fate sim_handle(struct sim_world *world, struct arena *arena, int64_t now_ms, const struct sim_request *request,
                         struct sim_response *ret)
{
    *ret = (struct sim_response){ 0 };
    world->requests++;
    world->last_ms = MAX_OF(world->last_ms, now_ms);
    sim_sweep(world, now_ms);
    pass_time(world, arena, now_ms);

    const struct sim_face *face = face_of(world, request);
    enum sim_fate fate = FATE_NORMAL;
    if (!face)
        fate = FATE_REFUSED;
    else if (world->options.fate)
        fate = world->options.fate(world->options.fate_context, world->requests, request);
    assert((unsigned)fate < FATE_COUNT);

    struct sim_audit *row = sim_audit_begin(world, now_ms, request);
    row->fate = fate;
    if (face)
        row->face = str_of(face->name);
    if (face && face->operation)
        row->operation = arena_str(&world->audit_memory, face->operation(arena, request, &row->mutates));
    world->in_request = true;
    if (face)
        run(world, arena, now_ms, face, fate, request, ret);
    world->in_request = false;
    world->audit.items[world->audit.count - 1].status = ret->status;
    return fate;
}
