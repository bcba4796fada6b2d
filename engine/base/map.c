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

static void rebuild(struct map *map)
{
    size_t room = map->live * 2 < 8 ? 8 : map->live * 2;
    struct map_entry *entries = ARENA_ARRAY(map->arena, struct map_entry, room);
    size_t slot_count = 16;
    while (slot_count < room * 2)
        slot_count *= 2;
    uint32_t *slots = ARENA_ARRAY(map->arena, uint32_t, slot_count);
    size_t count = 0;
    for (size_t i = 0; i < map->count; i++) {
        if (!map->entries[i].key.ptr)
            continue;
        entries[count++] = map->entries[i];
        size_t at = map->entries[i].hash & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = (uint32_t)count;
    }
    map->entries = entries;
    map->count = count;
    map->room = room;
    map->slots = slots;
    map->slot_count = slot_count;
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
