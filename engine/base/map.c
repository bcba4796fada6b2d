/*
 * map.c - open addressing over an insertion-ordered entry array.
 *
 * Slots hold entry indexes; a removed entry stays in the array as a tombstone (key.ptr NULL) until the next rebuild, so
 * iteration order never changes and probes never break.
 */
#include "engine/base/map.h"

#include <assert.h>

static size_t find_slot(const struct map *map, struct str key, uint64_t hash, bool *ret_found)
{
    size_t mask = map->slot_count - 1, at = hash & mask;
    for (;; at = (at + 1) & mask) {
        uint32_t index = map->slots[at];
        if (!index) {
            *ret_found = false;
            return at;
        }
        const struct map_entry *entry = &map->entries[index - 1];
        if (entry->hash == hash && entry->key.ptr && str_eq(entry->key, key)) {
            *ret_found = true;
            return at;
        }
    }
}

/* Drops tombstones; when that does not free half of the room, doubles it. */
static void rebuild(struct map *map)
{
    size_t count = 0;
    for (size_t i = 0; i < map->count; i++)
        if (map->entries[i].key.ptr)
            map->entries[count++] = map->entries[i];
    map->count = count;
    if (count * 2 >= map->room)
        map->entries = arena_grow_(map->arena, map->entries, count, &map->room, sizeof *map->entries);
    size_t wanted = MAX_OF(map->room * 2, (size_t)16), had = map->slot_count;
    while (map->slot_count < wanted) /* a power of two: arena_grow_ begins with 8 and doubles */
        map->slots = arena_grow_(map->arena, map->slots, 0, &map->slot_count, sizeof *map->slots);
    memset(map->slots, 0, had * sizeof *map->slots);
    for (size_t i = 0; i < count; i++) {
        size_t at = map->entries[i].hash & (map->slot_count - 1);
        while (map->slots[at])
            at = (at + 1) & (map->slot_count - 1);
        map->slots[at] = (uint32_t)i + 1;
    }
}

void *map_find(const struct map *map, struct str key)
{
    if (!map->slot_count)
        return NULL;
    bool found;
    size_t at = find_slot(map, key, str_hash(key), &found);
    return found ? map->entries[map->slots[at] - 1].value : NULL;
}

void *map_put(struct map *map, struct str key, void *value)
{
    assert(map->arena && value);
    if (!key.ptr)
        key.ptr = "";
    if (map->count == map->room)
        rebuild(map);
    uint64_t hash = str_hash(key);
    bool found;
    size_t at = find_slot(map, key, hash, &found);
    if (found) {
        struct map_entry *entry = &map->entries[map->slots[at] - 1];
        void *old = entry->value;
        entry->value = value;
        return old;
    }
    map->entries[map->count] = (struct map_entry){ .key = key, .value = value, .hash = hash };
    map->slots[at] = (uint32_t)++map->count;
    map->live++;
    return NULL;
}

void *map_remove(struct map *map, struct str key)
{
    if (!map->slot_count)
        return NULL;
    bool found;
    size_t at = find_slot(map, key, str_hash(key), &found);
    if (!found)
        return NULL;
    struct map_entry *entry = &map->entries[map->slots[at] - 1];
    void *old = entry->value;
    *entry = (struct map_entry){ .hash = entry->hash };
    map->live--;
    return old;
}

bool map_next(const struct map *map, size_t *index, struct map_entry *ret_entry)
{
    for (; *index < map->count; (*index)++) {
        if (!map->entries[*index].key.ptr)
            continue;
        *ret_entry = map->entries[(*index)++];
        return true;
    }
    return false;
}
