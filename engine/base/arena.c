/*
 * arena.c - bump allocation in growing blocks.
 */
#include "engine/base/arena.h"

#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK_BYTES = 4 << 10, LAST_BLOCK_BYTES = 1 << 20, ALIGNMENT = 16, RED_ZONE = 16 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of the data behind this header */
    char data[] __attribute__((aligned(ALIGNMENT)));
};

static NORETURN void out_of_memory(size_t size)
{
    fprintf(stderr, "infra: out of memory (%zu bytes)\n", size);
    abort();
}

static void add_block(struct arena *arena, size_t need)
{
    size_t size = FIRST_BLOCK_BYTES;
    if (arena->blocks)
        size = MIN_OF(arena->blocks->size * 2, (size_t)LAST_BLOCK_BYTES);
    size = MAX_OF(size, need);
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block)
        out_of_memory(size);
    block->older = arena->blocks;
    block->size = size;
    ASAN_POISON_MEMORY_REGION(block->data, size);
    arena->blocks = block;
    arena->next = block->data;
    arena->end = block->data + size;
    arena->used_bytes += sizeof *block + size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t room = (MAX_OF(size, (size_t)1) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); /* nothing has an address too */
#ifdef ARENA_ASAN
    room += RED_ZONE; /* so that running over an allocation's end is seen */
#endif
    if (room < size)
        out_of_memory(size);
    if ((size_t)(arena->end - arena->next) < room)
        add_block(arena, room);
    char *p = arena->next;
    arena->next += room;
    ASAN_UNPOISON_MEMORY_REGION(p, size);
    memset(p, 0, size);
    return p;
}

void *arena_array_(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory(SIZE_MAX);
    return arena_alloc(arena, bytes);
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
    void *p = arena_alloc(arena, size);
    if (size)
        memcpy(p, data, size);
    return p;
}

char *arena_cstr(struct arena *arena, struct str s)
{
    char *p = arena_alloc(arena, s.len + 1);
    if (s.len)
        memcpy(p, s.ptr, s.len);
    return p;
}

struct str arena_str(struct arena *arena, struct str s)
{
    return (struct str){ arena_cstr(arena, s), s.len };
}

struct str arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char small[256];
    int n = vsnprintf(small, sizeof small, format, args);
    if (n < 0)
        n = 0;
    char *p = arena_alloc(arena, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(p, small, (size_t)n + 1);
    else
        (void)vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (struct str){ p, (size_t)n };
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = arena_vprintf(arena, format, args);
    va_end(args);
    return s;
}

struct str arena_join(struct arena *arena, const struct str *parts, size_t count, struct str sep)
{
    size_t len = count ? sep.len * (count - 1) : 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *p = arena_alloc(arena, len + 1), *at = p;
    for (size_t i = 0; i < count; i++) {
        if (i && sep.len)
            at = (char *)memcpy(at, sep.ptr, sep.len) + sep.len;
        if (parts[i].len)
            at = (char *)memcpy(at, parts[i].ptr, parts[i].len) + parts[i].len;
    }
    return (struct str){ p, len };
}

void *arena_grow_(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    *room = *room ? *room * 2 : 8;
    void *bigger = arena_array_(arena, *room, size);
    if (count)
        memcpy(bigger, items, count * size);
    return bigger;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *keep = arena->blocks;
    if (!keep)
        return;
    for (struct arena_block *b = keep->older, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    keep->older = NULL;
    ASAN_POISON_MEMORY_REGION(keep->data, keep->size);
    arena->next = keep->data;
    arena->end = keep->data + keep->size;
    arena->used_bytes = sizeof *keep + keep->size;
}

void arena_done(struct arena *arena)
{
    for (struct arena_block *b = arena->blocks, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    memset(arena, 0, sizeof *arena);
}
