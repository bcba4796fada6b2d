/*
 * world.c - objects of simulated clouds: keyed by kind, scope and id, iterated in id order, seen with a lag.
 *
 * A collection is a sorted array of pointers, so a lookup is a binary search and iteration is deterministic. An object that is
 * deleted stays in its collections (gone_ms) until lagging reads have lost it and a sweep between two requests takes it out:
 * iteration is never disturbed by a deletion. Data lives in one arena; what updates leave behind is garbage, and a sweep
 * copies what is alive into a fresh arena when the garbage outweighs it.
 */
#include "engine/sim/sim_internal.h"

#include <assert.h>
#include <stdio.h>

enum { VALUES_LIMIT_BYTES = 1 << 20, SWEEP_GONE_MIN = 64, KEY_MAX_BYTES = 512 };

/* ---- Lifecycle and randomness -------------------------------------------------------------------------------------- */

/* splitmix64: spreads a seed over the generator's state. */
static uint64_t spread(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

struct sim_world *sim_world_new(const struct sim_options *options)
{
    struct arena memory = { 0 };
    struct sim_world *world = ARENA_NEW(&memory, struct sim_world);
    world->memory = memory;
    world->options = *options;
    world->collections.arena = &world->memory;
    world->values_limit_bytes = VALUES_LIMIT_BYTES;
    uint64_t seed = options->seed;
    for (size_t i = 0; i < ARRAY_LEN(world->random); i++)
        world->random[i] = spread(&seed);
    return world;
}

void sim_world_free(struct sim_world *world)
{
    if (!world)
        return;
    arena_done(&world->audit_memory);
    arena_done(&world->values);
    struct arena memory = world->memory; /* the world itself lies in it */
    arena_done(&memory);
}

const struct sim_options *sim_world_options(const struct sim_world *world)
{
    return &world->options;
}

int64_t sim_world_last_ms(const struct sim_world *world)
{
    return world->last_ms;
}

static uint64_t rotate(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

/* xoshiro256** (Blackman and Vigna, public domain). */
uint64_t sim_random(struct sim_world *world)
{
    uint64_t *s = world->random, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

int64_t sim_duration(struct sim_world *world, int64_t min_ms, int64_t max_ms)
{
    if (world->options.instant)
        return 0;
    assert(min_ms >= 0 && max_ms >= min_ms);
    return min_ms + (int64_t)(sim_random(world) % (uint64_t)(max_ms - min_ms + 1));
}

struct str sim_new_id(struct sim_world *world, struct arena *arena, const char *prefix, int hex_digits)
{
    char hex[33];
    assert(hex_digits > 0 && hex_digits <= 32);
    (void)snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)sim_random(world), (unsigned long long)sim_random(world));
    return arena_printf(arena, "%s%.*s", prefix, hex_digits, hex);
}

/* ---- Collections --------------------------------------------------------------------------------------------------- */

static struct str key_of(char *room, struct str kind, struct str scope, struct str parent)
{
    int len = snprintf(room, KEY_MAX_BYTES, "%.*s\n%.*s\n%.*s", STR_ARG(kind), STR_ARG(scope), STR_ARG(parent));
    assert(len > 0 && len < KEY_MAX_BYTES);
    return str_n(room, (size_t)len);
}

struct sim_collection *sim_collection_of(const struct sim_world *world, struct str kind, struct str scope, struct str parent)
{
    char room[KEY_MAX_BYTES];
    return map_find(&world->collections, key_of(room, kind, scope, parent));
}

static struct sim_collection *collection_for(struct sim_world *world, struct str kind, struct str scope, struct str parent)
{
    char room[KEY_MAX_BYTES];
    struct str key = key_of(room, kind, scope, parent);
    struct sim_collection *c = map_find(&world->collections, key);
    if (c)
        return c;
    c = ARENA_NEW(&world->memory, struct sim_collection);
    c->kind = arena_str(&world->memory, kind);
    c->scope = arena_str(&world->memory, scope);
    c->parent = arena_str(&world->memory, parent);
    (void)map_put(&world->collections, arena_str(&world->memory, key), c);
    return c;
}

/* Where `id` is, or belongs. */
static size_t place_of(const struct sim_collection *c, struct str id, bool *ret_there)
{
    size_t low = 0, high = c->objects.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(c->objects.items[middle]->id, id);
        if (order == 0) {
            *ret_there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_there = false;
    return low;
}

static void insert(struct sim_world *world, struct sim_collection *c, struct sim_object *object)
{
    bool there;
    size_t at = place_of(c, object->id, &there);
    if (there)
        return;
    (void)VEC_PUSH(&c->objects, &world->memory);
    memmove(&c->objects.items[at + 1], &c->objects.items[at], (c->objects.count - 1 - at) * sizeof *c->objects.items);
    c->objects.items[at] = object;
}

static void take_out(struct sim_collection *c, struct str id)
{
    bool there;
    size_t at = place_of(c, id, &there);
    if (!there)
        return;
    c->objects.count--;
    memmove(&c->objects.items[at], &c->objects.items[at + 1], (c->objects.count - at) * sizeof *c->objects.items);
}

/* ---- Objects ------------------------------------------------------------------------------------------------------- */

/* Reads at `now_ms` do not see the newest write: they keep seeing what they saw. */
static bool lags(const struct sim_object *object, int64_t now_ms)
{
    return now_ms < object->visible_ms;
}

static int64_t lag_of(struct sim_world *world)
{
    if (world->options.instant || world->options.lag_ms <= 0)
        return 0;
    return (int64_t)(sim_random(world) % (uint64_t)(world->options.lag_ms + 1));
}

/* A write at now_ms: reads see `before` for a while. A second write within that time does not make it longer. */
static void written(struct sim_world *world, struct sim_object *object, int64_t now_ms, struct value before)
{
    object->changed_ms = now_ms;
    if (lags(object, now_ms))
        return;
    object->before = before;
    object->visible_ms = now_ms + lag_of(world);
}

struct sim_object *sim_find(struct sim_world *world, struct str kind, struct str scope, struct str id)
{
    const struct sim_collection *c = sim_collection_of(world, kind, scope, STR(""));
    bool there = false;
    size_t at = c ? place_of(c, id, &there) : 0;
    return there ? c->objects.items[at] : NULL;
}

struct sim_object *sim_put(struct sim_world *world, struct str kind, struct str scope, struct str id, struct value data, int64_t now_ms)
{
    struct sim_object *object = sim_find(world, kind, scope, id);
    if (object) { /* a name that was used before */
        assert(object->gone_ms);
        for (int i = 0; i < SIM_PARENTS_MAX; i++)
            sim_link(world, object, i, STR(""));
        object->gone_ms = 0;
        object->created_ms = now_ms;
        world->gone_count--;
    } else {
        struct sim_collection *c = collection_for(world, kind, scope, STR(""));
        object = world->spare.count ? world->spare.items[--world->spare.count] : ARENA_NEW(&world->memory, struct sim_object);
        *object = (struct sim_object){ .kind = c->kind, .scope = c->scope, .id = arena_str(&world->memory, id), .created_ms = now_ms };
        insert(world, c, object);
        world->object_count++;
    }
    object->data = value_copy(&world->values, data);
    written(world, object, now_ms, VALUE_NONE);
    return object;
}

struct sim_object *sim_get(struct sim_world *world, struct str kind, struct str scope, struct str id)
{
    struct sim_object *object = sim_find(world, kind, scope, id);
    return object && !object->gone_ms ? object : NULL;
}

void sim_set(struct sim_world *world, struct sim_object *object, struct value data, int64_t now_ms)
{
    assert(!object->gone_ms);
    written(world, object, now_ms, object->data);
    object->data = value_copy(&world->values, data);
}

void sim_delete(struct sim_world *world, struct sim_object *object, int64_t now_ms)
{
    if (object->gone_ms)
        return;
    written(world, object, now_ms, object->data);
    object->gone_ms = MAX_OF(now_ms, (int64_t)1);
    object->next_ms = 0;
    world->gone_count++;
}

struct value sim_seen(const struct sim_world *world, const struct sim_object *object, int64_t now_ms)
{
    (void)world;
    if (lags(object, now_ms))
        return object->before;
    return object->gone_ms ? VALUE_NONE : object->data;
}

static struct sim_object *next_in(struct sim_collection *c, size_t *index)
{
    return c && *index < c->objects.count ? c->objects.items[(*index)++] : NULL;
}

struct sim_object *sim_next(struct sim_world *world, struct str kind, struct str scope, size_t *index)
{
    return next_in(sim_collection_of(world, kind, scope, STR("")), index);
}

struct sim_object *sim_next_of(struct sim_world *world, struct str kind, struct str scope, struct str parent, size_t *index)
{
    assert(parent.len);
    return next_in(sim_collection_of(world, kind, scope, parent), index);
}

void sim_link(struct sim_world *world, struct sim_object *object, int slot, struct str parent)
{
    assert(slot >= 0 && slot < SIM_PARENTS_MAX);
    struct str old = object->parents[slot];
    if (str_eq(old, parent))
        return;
    object->parents[slot] = STR("");
    bool elsewhere = false;
    for (int i = 0; i < SIM_PARENTS_MAX; i++)
        elsewhere = elsewhere || (old.len && str_eq(object->parents[i], old));
    if (old.len && !elsewhere)
        take_out(sim_collection_of(world, object->kind, object->scope, old), object->id);
    if (!parent.len)
        return;
    struct sim_collection *c = collection_for(world, object->kind, object->scope, parent);
    object->parents[slot] = c->parent;
    insert(world, c, object);
}

/* ---- States to come ------------------------------------------------------------------------------------------------ */

void sim_schedule(struct sim_world *world, struct sim_object *object, int64_t at_ms, const char *state)
{
    bool waits = false;
    for (size_t i = 0; i < world->waiting.count; i++)
        waits = waits || world->waiting.items[i] == object;
    if (!waits)
        *VEC_PUSH(&world->waiting, &world->memory) = object;
    object->next_ms = MAX_OF(at_ms, (int64_t)1);
    object->next_state = arena_str(&world->values, str_of(state));
}

struct sim_object *sim_take_due(struct sim_world *world, int64_t now_ms, struct str *ret_state, int64_t *ret_at_ms)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < world->waiting.count; i++) {
        struct sim_object *o = world->waiting.items[i];
        if (!o->next_ms || o->gone_ms) { /* deleted since */
            world->waiting.items[i--] = world->waiting.items[--world->waiting.count];
            continue;
        }
        if (o->next_ms > now_ms)
            continue;
        const struct sim_object *best = first == SIZE_MAX ? NULL : world->waiting.items[first];
        if (!best || o->next_ms < best->next_ms || (o->next_ms == best->next_ms && str_cmp(o->id, best->id) < 0))
            first = i;
    }
    if (first == SIZE_MAX)
        return NULL;
    struct sim_object *o = world->waiting.items[first];
    world->waiting.items[first] = world->waiting.items[--world->waiting.count];
    *ret_state = o->next_state;
    *ret_at_ms = o->next_ms;
    o->next_ms = 0;
    return o;
}

/* ---- Sweeping ------------------------------------------------------------------------------------------------------ */

static void sweep_gone(struct sim_world *world, int64_t now_ms)
{
    struct map_entry entry;
    for (int pass = 0; pass < 2; pass++) { /* the parents' collections first: the structs are recycled by the main ones */
        for (size_t i = 0; map_next(&world->collections, &i, &entry);) {
            struct sim_collection *c = entry.value;
            if ((c->parent.len == 0) != (pass == 1))
                continue;
            size_t kept = 0;
            for (size_t k = 0; k < c->objects.count; k++) {
                struct sim_object *o = c->objects.items[k];
                if (!o->gone_ms || lags(o, now_ms)) {
                    c->objects.items[kept++] = o;
                } else if (pass == 1) {
                    *VEC_PUSH(&world->spare, &world->memory) = o;
                    world->object_count--;
                    world->gone_count--;
                }
            }
            c->objects.count = kept;
        }
    }
}

static void compact_values(struct sim_world *world)
{
    struct arena fresh = { 0 };
    struct map_entry entry;
    for (size_t i = 0; map_next(&world->collections, &i, &entry);) {
        const struct sim_collection *c = entry.value;
        for (size_t k = 0; !c->parent.len && k < c->objects.count; k++) {
            struct sim_object *o = c->objects.items[k];
            o->data = value_copy(&fresh, o->data);
            o->before = value_copy(&fresh, o->before);
            o->next_state = arena_str(&fresh, o->next_state);
        }
    }
    arena_done(&world->values);
    world->values = fresh;
    world->values_limit_bytes = MAX_OF((size_t)VALUES_LIMIT_BYTES, fresh.used_bytes * 2);
}

/* A struct is recycled only when nothing waits for it. */
static void forget_waiting(struct sim_world *world)
{
    size_t kept = 0;
    for (size_t i = 0; i < world->waiting.count; i++) {
        struct sim_object *o = world->waiting.items[i];
        if (o->next_ms && !o->gone_ms)
            world->waiting.items[kept++] = o;
    }
    world->waiting.count = kept;
}

void sim_sweep(struct sim_world *world, int64_t now_ms)
{
    if (world->gone_count >= SWEEP_GONE_MIN && world->gone_count * 4 >= world->object_count) {
        forget_waiting(world);
        sweep_gone(world, now_ms);
    }
    if (world->values.used_bytes > world->values_limit_bytes)
        compact_values(world);
}
