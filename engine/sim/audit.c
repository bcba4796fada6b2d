/*
 * audit.c - what was asked of a world, in order.
 */
#include "engine/sim/sim_internal.h"

#include "engine/base/digest.h"

enum { DIGEST_CHARS = 16 };

const char *sim_fate_name(enum sim_fate fate)
{
    static const char *const names[] = {
        [FATE_NORMAL] = "normal",
        [FATE_REFUSED] = "refused",
        [FATE_RESET_BEFORE] = "reset_before",
        [FATE_RESET_AFTER] = "reset_after",
        [FATE_ERROR_BEFORE] = "error_before",
        [FATE_ERROR_AFTER] = "error_after",
        [FATE_TIMEOUT_BEFORE] = "timeout_before",
        [FATE_TIMEOUT_AFTER] = "timeout_after",
        [FATE_THROTTLED] = "throttled",
        [FATE_DUPLICATED] = "duplicated",
    };
    _Static_assert(ARRAY_LEN(names) == FATE_COUNT, "every fate has a name");
    return (unsigned)fate < FATE_COUNT ? names[fate] : "?";
}

/* The digest leaves headers out: signatures and dates differ where the request is the same. */
static struct str digest_of_request(struct arena *arena, const struct sim_request *r)
{
    struct str parts[] = { r->method, STR("\n"), r->host, STR("\n"), r->path, STR("?"), r->query, STR("\n"), r->body };
    struct digest digest = digest_of_parts(parts, ARRAY_LEN(parts));
    return hex_encode(arena, str_n((const char *)digest.bytes, DIGEST_CHARS / 2));
}

struct sim_audit *sim_audit_begin(struct sim_world *world, int64_t now_ms, const struct sim_request *request)
{
    if (world->audit.count >= SIM_AUDIT_MAX) {
        arena_reset(&world->audit_memory);
        world->audit.items = NULL;
        world->audit.count = world->audit.room = 0;
    }
    struct arena *arena = &world->audit_memory;
    struct sim_audit row = {
        .n = world->requests,
        .at_ms = now_ms,
        .step = arena_str(arena, request->step),
        .request_digest = digest_of_request(arena, request),
        .face = STR(""),
        .operation = STR(""),
    };
    *VEC_PUSH(&world->audit, arena) = row;
    return &world->audit.items[world->audit.count - 1];
}

void sim_audit_note(struct sim_world *world, struct str operation, bool mutates, bool effect)
{
    if (!world->in_request)
        return;
    struct sim_audit *row = &world->audit.items[world->audit.count - 1];
    if (!str_eq(row->operation, operation))
        row->operation = arena_str(&world->audit_memory, operation);
    row->mutates = mutates;
    row->effect = row->effect || effect; /* of a request that is delivered twice, either */
}

const struct sim_audit *sim_audit(const struct sim_world *world, size_t *ret_count)
{
    *ret_count = world->audit.count;
    return world->audit.items;
}

void sim_audit_text(const struct sim_world *world, struct buf *out)
{
    for (size_t i = 0; i < world->audit.count; i++) {
        const struct sim_audit *a = &world->audit.items[i];
        buf_printf(out, "%llu %lld %.*s %.*s%s%s %s %d %.*s%s%.*s\n", (unsigned long long)a->n, (long long)a->at_ms,
                   STR_ARG(a->face), STR_ARG(a->operation), a->mutates ? " mutates" : "", a->effect ? " effect" : "",
                   sim_fate_name(a->fate), a->status, STR_ARG(a->request_digest), a->step.len ? " " : "", STR_ARG(a->step));
    }
}
