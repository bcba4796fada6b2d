/*
 * arena.h - memory with one lifetime: allocate freely, free once.
 *
 *     struct arena scratch = { 0 };                     a zeroed arena is ready
 *     struct str name = arena_printf(&scratch, "%s-%d", base, n);
 *     arena_done(&scratch);
 *
 * Never returns NULL: out of memory ends the process, which is safe because apply survives a kill at any point. Memory is
 * zeroed, aligned to 16 bytes, and stays where it is until arena_reset or arena_done.
 */
#ifndef ENGINE_BASE_ARENA_H
#define ENGINE_BASE_ARENA_H

#include "engine/base/str.h"

#include <stdarg.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_block *large;  /* what has a block of its own */
    char *next, *end;           /* free room in the newest block: aligned data from the front, text from the back */
    size_t used_bytes;          /* of all blocks, for limits and reports */
};

void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2)));
void *arena_array_(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull, malloc));
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array_((arena), (count), sizeof(type)))

void *arena_copy(struct arena *arena, const void *data, size_t size) __attribute__((returns_nonnull));
struct str arena_str(struct arena *arena, struct str s);            /* copy, NUL after the last byte */
char *arena_cstr(struct arena *arena, struct str s);                /* the same, as a C string */
struct str arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);
struct str arena_join(struct arena *arena, const struct str *parts, size_t count, struct str sep);

void arena_reset(struct arena *arena);  /* keeps one block for reuse */
void arena_done(struct arena *arena);   /* frees everything; the arena is zeroed and ready again */

static inline void drop_arena(struct arena *arena)
{
    arena_done(arena);
}
/* DROP_ARENA struct arena scratch = { 0 }; */
#define DROP_ARENA __attribute__((cleanup(drop_arena)))

/*
 * A growing array inside an arena: VEC(struct node) nodes = { 0 }; *VEC_PUSH(&nodes, arena) = (struct node){ ... };
 * Growing moves, so keep indexes, not pointers, while pushing: the old place is gone (poisoned under ASan).
 */
#define VEC(type)              \
    struct {                   \
        type *items;           \
        size_t count, room;    \
    }
#define VEC_PUSH(vec, arena)                                                                                   \
    ({                                                                                                         \
        if ((vec)->count == (vec)->room)                                                                       \
            (vec)->items = arena_grow_((arena), (vec)->items, (vec)->count, &(vec)->room, sizeof *(vec)->items); \
        &(vec)->items[(vec)->count++];                                                                         \
    })
void *arena_grow_(struct arena *arena, void *items, size_t count, size_t *room, size_t size);

#endif
