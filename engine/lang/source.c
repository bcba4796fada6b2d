/*
 * source.c - lines of a source text.
 *
 * The table of line starts is made by the first question, in one pass; a chunk without errors never asks.
 */
#include "engine/lang/source.h"

struct source *source_new(struct arena *arena, struct str name, struct str text)
{
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){ .arena = arena, .name = name, .text = text };
    return source;
}

static void index_lines(struct source *source)
{
    if (source->line_starts)
        return;
    const char *begin = source->text.ptr, *end = begin + source->text.len;
    uint32_t count = 1;
    for (const char *at = begin; at < end;) {
        unsigned newline = source_newline_len(at, end);
        count += newline > 0;
        at += newline ? newline : 1;
    }
    source->line_starts = ARENA_ARRAY(source->arena, uint32_t, count);
    source->line_count = count;
    uint32_t line = 1;
    for (const char *at = begin; at < end;) {
        unsigned newline = source_newline_len(at, end);
        at += newline ? newline : 1;
        if (newline)
            source->line_starts[line++] = (uint32_t)(at - begin);
    }
}

uint32_t source_line_count(struct source *source)
{
    index_lines(source);
    return source->line_count;
}

struct str source_line(struct source *source, uint32_t line)
{
    index_lines(source);
    if (line == 0 || line > source->line_count)
        return STR("");
    const char *from = source->text.ptr + source->line_starts[line - 1];
    const char *end = source->text.ptr + source->text.len, *to = from;
    while (to < end && *to != '\n' && *to != '\r')
        to++;
    return str_n(from, (size_t)(to - from));
}

/* The line that holds the byte at `offset`, from 1. */
static uint32_t line_of(const struct source *source, uint32_t offset)
{
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

struct pos source_pos(struct source *source, uint32_t from, uint32_t to)
{
    index_lines(source);
    uint32_t line = line_of(source, from);
    uint32_t start = source->line_starts[line - 1];
    uint32_t stop = start + (uint32_t)source_line(source, line).len;
    if (to > stop)
        to = stop;
    if (to < from)
        to = from;
    return (struct pos){ .file = source->name, .line = line, .column = from - start + 1, .end_column = to - start + 1 };
}
