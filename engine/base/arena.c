/*
 * arena.c - bump allocation in growing blocks.
 *
 * A block is filled from both ends: what needs alignment from the front, text from the back, so that short strings cost no padding.
 * Blocks are born zeroed; a reset zeroes what was used. What is LARGE gets a block of its own straight from the kernel: a growing
 * array of ten thousand structs is then moved by page tables instead of copies, leaves no old copies behind, and the half of it that
 * is not used yet costs nothing.
 */
#include "engine/base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

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

enum { FIRST_BLOCK_BYTES = 1 << 10, LAST_BLOCK_BYTES = 1 << 20, LARGE_BYTES = 128 << 10, ALIGNMENT = 16, RED_ZONE = 16 };

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
    struct arena_block *block = calloc(1, sizeof *block + size);
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

/* Large blocks: zeroed pages; growing keeps what is there and adds zeroes. The sanitizer's build has them in its heap, which it scans. */
#ifdef ARENA_ASAN
static void *large_new(size_t size)
{
    return calloc(1, size);
}

static void *large_grow(void *old, size_t old_size, size_t size)
{
    char *p = large_new(size);
    if (p)
        memcpy(p, old, old_size);
    free(old);
    return p;
}

static void large_free(void *p, size_t size)
{
    (void)size;
    free(p);
}
#else
static void *large_new(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void *large_grow(void *old, size_t old_size, size_t size)
{
    void *p = mremap(old, old_size, size, MREMAP_MAYMOVE);
    return p == MAP_FAILED ? NULL : p;
}

static void large_free(void *p, size_t size)
{
    (void)munmap(p, size);
}
#endif

static void *add_large(struct arena *arena, size_t need)
{
    struct arena_block *block = large_new(sizeof *block + need);
    if (!block)
        out_of_memory(need);
    block->older = arena->large;
    block->size = need;
    arena->large = block;
    arena->used_bytes += sizeof *block + need;
    return block->data;
}

static void free_large(struct arena *arena)
{
    for (struct arena_block *b = arena->large, *older; b; b = older) {
        older = b->older;
        large_free(b, sizeof *b + b->size);
    }
    arena->large = NULL;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t room = (MAX_OF(size, (size_t)1) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); /* nothing has an address too */
#ifdef ARENA_ASAN
    room += RED_ZONE; /* so that running over an allocation's end is seen */
#endif
    if (room < size || room > SIZE_MAX / 2)
        out_of_memory(size);
    if (room >= LARGE_BYTES)
        return add_large(arena, room);
    if ((size_t)(arena->end - arena->next) < room)
        add_block(arena, room);
    char *p = arena->next;
    arena->next += room;
    ASAN_UNPOISON_MEMORY_REGION(p, size);
    return p;
}

/* `len` bytes and a NUL, for text: anywhere. */
static char *text_alloc(struct arena *arena, size_t len)
{
#ifdef ARENA_ASAN
    return arena_alloc(arena, len + 1); /* poison needs alignment */
#else
    if (len >= (size_t)(arena->end - arena->next)) {
        if (len >= FIRST_BLOCK_BYTES)
            return arena_alloc(arena, len + 1);
        add_block(arena, len + 1);
    }
    arena->end -= len + 1;
    return arena->end;
#endif
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
    char *p = text_alloc(arena, s.len);
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
    char *p = text_alloc(arena, (size_t)n);
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
    char *p = text_alloc(arena, len), *at = p;
    for (size_t i = 0; i < count; i++) {
        if (i && sep.len)
            at = (char *)memcpy(at, sep.ptr, sep.len) + sep.len;
        if (parts[i].len)
            at = (char *)memcpy(at, parts[i].ptr, parts[i].len) + parts[i].len;
    }
    return (struct str){ p, len };
}

/* Makes a large block larger, where it is or elsewhere. NULL: `items` is none. */
static void *grow_large(struct arena *arena, const void *items, size_t bytes)
{
    for (struct arena_block **link = &arena->large; *link; link = &(*link)->older) {
        struct arena_block *block = *link;
        if (block->data != items)
            continue;
        size_t old = block->size;
        block = large_grow(block, sizeof *block + old, sizeof *block + bytes);
        if (!block)
            out_of_memory(bytes);
        block->size = bytes;
        arena->used_bytes += bytes - old;
        *link = block;
        return block->data;
    }
    return NULL;
}

void *arena_grow_(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    size_t first = size <= 16 ? 8 : size <= 64 ? 4 : 2; /* most arrays of large things hold one */
    size_t more = *room ? *room * 2 : first, bytes, had = *room * size;
    if (__builtin_mul_overflow(more, size, &bytes) || bytes > SIZE_MAX / 4)
        out_of_memory(SIZE_MAX);
    *room = more;
    void *bigger = had >= LARGE_BYTES ? grow_large(arena, items, (bytes + RED_ZONE + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1)) : NULL;
    if (bigger)
        return bigger;
    bigger = arena_alloc(arena, bytes);
    if (count)
        memcpy(bigger, items, count * size);
    if (items)
        ASAN_POISON_MEMORY_REGION(items, had); /* whoever kept a pointer while pushing is found */
    return bigger;
}

/* Back to zero: what was used, from both ends. */
static void wipe(struct arena *arena, struct arena_block *block)
{
    ASAN_UNPOISON_MEMORY_REGION(block->data, block->size);
    memset(block->data, 0, (size_t)(arena->next - block->data));
    memset(arena->end, 0, (size_t)(block->data + block->size - arena->end));
    ASAN_POISON_MEMORY_REGION(block->data, block->size);
}

void arena_reset(struct arena *arena)
{
    struct arena_block *keep = arena->blocks;
    free_large(arena);
    if (!keep) {
        arena->used_bytes = 0;
        return;
    }
    for (struct arena_block *b = keep->older, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    keep->older = NULL;
    wipe(arena, keep);
    arena->next = keep->data;
    arena->end = keep->data + keep->size;
    arena->used_bytes = sizeof *keep + keep->size;
}

void arena_done(struct arena *arena)
{
    free_large(arena);
    for (struct arena_block *b = arena->blocks, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    memset(arena, 0, sizeof *arena);
}
