/*
 * source.h - the text of one stack file, and the way from an offset in it to line and column.
 *
 *     struct source *src = source_new(arena, STR("lib/network.lua"), text);
 *     struct pos at = source_pos(src, offset, offset_end);       what a diag wants
 *     struct str shown = source_line(src, 52);                   what the renderer prints under it
 *
 * Lines are Lua's: LF, CR, CRLF and LFCR each end one line. Columns count bytes from 1. Text is at most
 * SOURCE_MAX_BYTES, so that offsets fit 32 bits; the parser refuses more.
 */
#ifndef ENGINE_LANG_SOURCE_H
#define ENGINE_LANG_SOURCE_H

#include "engine/base/diag.h"

enum { SOURCE_MAX_BYTES = 32 << 20 };

struct source {
    struct arena *arena;
    struct str name;       /* relative to the project root, as people see it */
    struct str text;
    uint32_t *line_starts; /* offsets; made by the first question */
    uint32_t line_count;
};

/* The source views `name` and `text`: both must live as long as `arena`. */
struct source *source_new(struct arena *arena, struct str name, struct str text);

/* Line and column of the bytes [from, to). A range over several lines ends with its first line. */
struct pos source_pos(struct source *source, uint32_t from, uint32_t to);

/* Line `line` without its end; empty when there is no such line. */
struct str source_line(struct source *source, uint32_t line);
uint32_t source_line_count(struct source *source);

/* Bytes of the line end at text[at]: 0 when there is none, 2 for CRLF and LFCR. */
static inline unsigned source_newline_len(const char *at, const char *end)
{
    if (at >= end || (*at != '\n' && *at != '\r'))
        return 0;
    return at + 1 < end && (at[1] == '\n' || at[1] == '\r') && at[1] != at[0] ? 2 : 1;
}

#endif
