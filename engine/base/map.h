/*
 * map.h - a hash map from string to pointer, inside an arena; iteration is in insertion order (so it is deterministic).
 *
 *     struct map by_address = { .arena = &plan->arena };
 *     map_put(&by_address, address, node);
 *     struct node *n = map_find(&by_address, address);        NULL: not there
 *
 * Keys are views: the caller keeps their bytes alive. Removal keeps the order of the rest.
 */
#ifndef ENGINE_BASE_MAP_H
#define ENGINE_BASE_MAP_H

#include "engine/base/arena.h"

struct map_entry {
    struct str key;
    void *value;
    uint64_t hash;
};

struct map {
    struct arena *arena;        /* must be set before the first put */
    struct map_entry *entries;  /* insertion order; value NULL with key.ptr NULL: removed */
    size_t count, room, live;
    uint32_t *slots;            /* entry index + 1; 0: free */
    size_t slot_count;
};

void *map_find(const struct map *map, struct str key);
void *map_put(struct map *map, struct str key, void *value); /* returns the value it replaced, or NULL */
void *map_remove(struct map *map, struct str key);           /* returns what was there, or NULL */

/* for (size_t i = 0; map_next(map, &i, &entry); ) */
bool map_next(const struct map *map, size_t *index, struct map_entry *ret_entry);

#endif
