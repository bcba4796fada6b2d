/*
 * world_file.c - a world as a JSON file, so that `infra sim --world FILE` and `--sim` go on where they were.
 *
 * { "format": "infra-world", "version": 1, "random": [4 x 16 hex digits], "requests": n, "last_ms": n, "objects": [
 *   { "kind", "scope", "id", "data", "before"?, "created_ms", "changed_ms", "visible_ms"?, "next_ms"?, "next_state"?,
 *     "parents"?: [..] } ] }
 *
 * Objects are sorted, so equal worlds have equal bytes. What is gone is not written, nor is the audit. Written whole or not at
 * all (io). A newer version is refused.
 */
#include "engine/sim/sim_internal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORLD_VERSION = 1, WORLD_MAX_BYTES = 512 << 20 };

static struct value time_value(int64_t ms)
{
    return ms ? value_int(ms) : VALUE_NONE;
}

static struct value object_value(struct arena *arena, const struct sim_object *o)
{
    struct value parents[SIM_PARENTS_MAX];
    size_t used = 0;
    for (int i = 0; i < SIM_PARENTS_MAX; i++) {
        parents[i] = value_str(o->parents[i].len ? o->parents[i] : STR(""));
        if (o->parents[i].len)
            used = (size_t)i + 1;
    }
    return value_map_of(arena, "kind", value_str(o->kind), "scope", value_str(o->scope), "id", value_str(o->id), "data",
                        o->data, "before", o->before, "created_ms", value_int(o->created_ms), "changed_ms",
                        value_int(o->changed_ms), "visible_ms", time_value(o->visible_ms), "next_ms", time_value(o->next_ms),
                        "next_state", o->next_ms ? value_str(o->next_state) : VALUE_NONE, "parents",
                        used ? value_list(arena, parents, used) : VALUE_NONE, NULL);
}

static int by_name(const void *a, const void *b)
{
    const struct sim_collection *const *x = a, *const *y = b;
    int order = str_cmp((*x)->kind, (*y)->kind);
    return order ? order : str_cmp((*x)->scope, (*y)->scope);
}

bool sim_world_save(struct sim_world *world, struct io *io, const char *path, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    VEC(struct sim_collection *) sorted = { 0 };
    struct map_entry entry;
    for (size_t i = 0; map_next(&world->collections, &i, &entry);) {
        struct sim_collection *c = entry.value;
        if (!c->parent.len)
            *VEC_PUSH(&sorted, &scratch) = c;
    }
    if (sorted.count)
        qsort(sorted.items, sorted.count, sizeof *sorted.items, by_name);

    struct value_builder objects = { .arena = &scratch };
    for (size_t i = 0; i < sorted.count; i++) {
        for (size_t k = 0; k < sorted.items[i]->objects.count; k++) {
            const struct sim_object *o = sorted.items[i]->objects.items[k];
            if (!o->gone_ms)
                value_builder_add(&objects, object_value(&scratch, o));
        }
    }
    struct value random[ARRAY_LEN(world->random)];
    for (size_t i = 0; i < ARRAY_LEN(random); i++)
        random[i] = value_str(arena_printf(&scratch, "%016llx", (unsigned long long)world->random[i]));
    struct value file = value_map_of(&scratch, "format", value_cstr("infra-world"), "version", value_int(WORLD_VERSION), "random",
                                     value_list(&scratch, random, ARRAY_LEN(random)), "requests",
                                     value_int((int64_t)world->requests), "last_ms", value_int(world->last_ms), "objects",
                                     value_builder_list(&objects), NULL);
    DROP_BUF struct buf text = { .max_bytes = WORLD_MAX_BYTES };
    TRY(value_to_json(&text, file, false, err));
    buf_add_char(&text, '\n');
    if (text.overflow)
        return FAIL(err, ERR_LIMIT, "the simulated world has more than %d MiB", WORLD_MAX_BYTES >> 20);
    return io_file_write(io, path, buf_str(&text), 0600, err);
}

static bool load_object(struct sim_world *world, struct value v, struct err *err)
{
    struct str kind = value_text(value_get(v, "kind")), id = value_text(value_get(v, "id"));
    struct str scope = value_text(value_get(v, "scope"));
    if (!kind.len || !id.len || !value_given(value_get(v, "data")) || value_get(v, "scope").kind != VALUE_STRING ||
        sim_get(world, kind, scope, id))
        return FAIL(err, ERR_FORMAT, "an object of the simulated world is damaged: '%.*s'", STR_ARG(id));
    struct sim_object *o = sim_put(world, kind, scope, id, value_get(v, "data"), 0);
    o->created_ms = value_to_int(value_get(v, "created_ms"), 0);
    o->changed_ms = value_to_int(value_get(v, "changed_ms"), 0);
    o->visible_ms = value_to_int(value_get(v, "visible_ms"), 0);
    o->before = value_copy(&world->values, value_get(v, "before"));
    struct value parents = value_get(v, "parents");
    for (size_t i = 0; i < SIM_PARENTS_MAX; i++)
        sim_link(world, o, (int)i, value_text(value_at(parents, i)));
    int64_t next_ms = value_to_int(value_get(v, "next_ms"), 0);
    if (next_ms)
        sim_schedule(world, o, next_ms, value_text(value_get(v, "next_state")).ptr);
    return true;
}

bool sim_world_load(struct sim_world *world, struct io *io, const char *path, struct err *err)
{
    assert(!world->object_count);
    DROP_ARENA struct arena scratch = { 0 };
    struct str text;
    struct err problem = { 0 };
    if (!io_file_read(io, &scratch, path, WORLD_MAX_BYTES, &text, &problem)) {
        if (problem.code == ERR_NOT_FOUND)
            return true;
        if (err)
            *err = problem;
        return false;
    }
    struct value file;
    if (!value_from_json(&scratch, text, &file, &problem))
        return FAIL(err, ERR_FORMAT, "the simulated world '%s' is damaged: %s", path, problem.message);
    if (!value_is(value_get(file, "format"), "infra-world"))
        return FAIL(err, ERR_FORMAT, "'%s' is not a simulated world", path);
    int64_t version = value_to_int(value_get(file, "version"), 0);
    if (version > WORLD_VERSION)
        return FAIL(err, ERR_NEWER, "the simulated world '%s' has version %lld; this program reads up to %d", path,
                    (long long)version, WORLD_VERSION);
    struct value objects = value_get(file, "objects"), random = value_get(file, "random");
    uint64_t state[ARRAY_LEN(world->random)];
    for (size_t i = 0; i < ARRAY_LEN(state); i++) {
        struct str hex = value_text(value_at(random, i));
        char *end = NULL;
        state[i] = hex.len == 16 ? strtoull(hex.ptr, &end, 16) : 0;
        if (version != WORLD_VERSION || objects.kind != VALUE_LIST || !end || *end)
            return FAIL(err, ERR_FORMAT, "the simulated world '%s' is damaged", path);
    }
    for (size_t i = 0; i < objects.count; i++)
        TRY(load_object(world, value_at(objects, i), err));
    memcpy(world->random, state, sizeof state); /* after the puts, which draw lags */
    world->requests = (uint64_t)value_to_int(value_get(file, "requests"), 0);
    world->last_ms = value_to_int(value_get(file, "last_ms"), 0);
    return true;
}
