/*
 * guard.c - write the text that Lua loads: the source with a call around each guarded operand.
 *
 * Nothing inserted has a line end, so each token stays on its line. The blank before `__g` keeps `not(a)` two words. At one
 * byte several operands may begin (the openings are alike, so their order does not matter) or end (inner ones first, which
 * is the order of the sites).
 */
#include "engine/lang/guard.h"

#include "engine/base/buf.h"

#include <stdlib.h>

#define PROLOGUE "local " GUARD_NAME "=... return function(...) "
#define EPILOGUE " end"

const char *guard_kind_text(enum guard_kind kind)
{
    static const char *const texts[] = {
#define X(name, text) [GUARD_##name] = text,
        GUARD_KINDS(X)
#undef X
    };
    return texts[kind];
}

struct edge {
    uint32_t at;
    uint32_t id;
};

/* By offset; equal offsets keep the order of the sites. */
static int compare_edges(const void *a, const void *b)
{
    const struct edge *left = a, *right = b;
    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

static struct edge *sorted_edges(struct arena *scratch, const struct guard_site *sites, size_t count, bool opening)
{
    struct edge *edges = ARENA_ARRAY(scratch, struct edge, count + 1);
    bool sorted = true;
    for (size_t i = 0; i < count; i++) {
        edges[i] = (struct edge){ opening ? sites[i].from : sites[i].to, (uint32_t)i };
        sorted &= i == 0 || edges[i - 1].at <= edges[i].at;
    }
    if (!sorted)
        qsort(edges, count, sizeof *edges, compare_edges);
    edges[count].at = UINT32_MAX;
    return edges;
}

static void add_closing(struct buf *out, uint32_t id)
{
    char digits[12];
    size_t n = sizeof digits;
    digits[--n] = ')';
    do
        digits[--n] = (char)('0' + id % 10);
    while (id /= 10);
    digits[--n] = ',';
    buf_add(out, digits + n, sizeof digits - n);
}

struct str guard_rewrite(struct arena *arena, struct str text, uint32_t last_token_end, const struct guard_site *sites,
                         size_t site_count)
{
    DROP_ARENA struct arena scratch = { 0 };
    const struct edge *opens = sorted_edges(&scratch, sites, site_count, true);
    const struct edge *closes = sorted_edges(&scratch, sites, site_count, false);
    DROP_BUF struct buf out = { 0 };
    buf_add_cstr(&out, PROLOGUE);
    uint32_t at = 0;
    while (opens->at != UINT32_MAX || closes->at != UINT32_MAX) {
        bool is_close = closes->at <= opens->at;
        uint32_t edge = is_close ? closes->at : opens->at;
        buf_add(&out, text.ptr + at, edge - at);
        at = edge;
        if (is_close)
            add_closing(&out, closes++->id);
        else
            opens++, buf_add_cstr(&out, " " GUARD_NAME "(");
    }
    buf_add(&out, text.ptr + at, last_token_end - at);
    buf_add_cstr(&out, EPILOGUE);
    buf_add(&out, text.ptr + last_token_end, text.len - last_token_end);
    return arena_str(arena, buf_str(&out));
}
