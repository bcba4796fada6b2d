/*
 * face.c - the toy cloud.
 */
#include "tests/unit/engine_sim/face.h"

static bool serves(const struct sim_request *r)
{
    return str_starts(r->host, STR("toy."));
}

static void handle(struct sim_world *world, struct arena *arena, int64_t now_ms, const struct sim_request *r, struct sim_response *ret)
{
    struct str id = str_slice(r->path, 1, r->path.len);
    struct sim_object *o = sim_get(world, TOY, STR(""), id);
    struct buf list = { 0 };
    bool mutates = !str_is(r->method, "GET"), effect = false;
    ret->status = 200;
    if (str_is(r->method, "POST")) {
        effect = !o;
        ret->status = o ? 409 : 201;
        if (!o) {
            o = sim_put(world, TOY, STR(""), id, value_str_copy(arena, r->body), now_ms);
            if (str_starts(r->body, STR("later")))
                sim_schedule(world, o, now_ms + 1000, "ready");
        }
    } else if (str_is(r->method, "PUT") && o) {
        effect = true;
        sim_set(world, o, value_str_copy(arena, r->body), now_ms);
    } else if (str_is(r->method, "DELETE") && o) {
        effect = true;
        sim_delete(world, o, now_ms);
    } else if (str_is(r->method, "GET") && id.len) {
        const struct sim_object *any = sim_find(world, TOY, STR(""), id);
        struct value seen = any ? sim_seen(world, any, now_ms) : VALUE_NONE;
        ret->status = value_given(seen) ? 200 : 404;
        ret->body = value_text(seen);
    } else if (str_is(r->method, "GET")) {
        for (size_t i = 0; (o = sim_next(world, TOY, STR(""), &i));) {
            if (value_given(sim_seen(world, o, now_ms)))
                buf_printf(&list, "%.*s ", STR_ARG(o->id));
        }
        ret->body = arena_str(arena, buf_str(&list));
    } else {
        ret->status = 404;
    }
    sim_audit_note(world, r->method, mutates, effect);
    *VEC_PUSH(&ret->headers, arena) = (struct io_header){ STR("x-toy"), sim_new_id(world, arena, "r-", 8) };
    buf_done(&list);
}

static void fault(struct arena *arena, enum sim_fate fate, const struct sim_request *r, struct sim_response *ret)
{
    (void)arena, (void)r;
    ret->status = fate == FATE_THROTTLED ? 429 : 500;
}

static bool due(struct sim_world *world, struct arena *arena, struct sim_object *o, struct str state, int64_t at_ms)
{
    sim_set(world, o, value_str_copy(arena, state), at_ms);
    return true;
}

const struct sim_face toy_face = { .name = "toy", .serves = serves, .handle = handle, .fault = fault, .due = due };
