/*
 * render_internal.h - what the renderers share: markup, lines of a page, words and symbols for changes.
 *
 * Markup is a line being written: text without control characters, and style marks (enum style) that are control characters. So
 * whatever a cloud puts into a name cannot move the cursor or colour anything. A page turns markup into a line: colours or none,
 * Unicode or ASCII, cut at the width.
 *
 *     markup_text(&line, address);             made harmless on the way in
 *     markup_pad(&page, &line, 40);
 *     page_line(&page, &line);                 cut, ended, and the line is empty again
 */
#ifndef ENGINE_RENDER_RENDER_INTERNAL_H
#define ENGINE_RENDER_RENDER_INTERNAL_H

#include "engine/render/render.h"

enum style {
    STYLE_PLAIN = 1,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_RED,
    STYLE_GREEN,
    STYLE_YELLOW,
    STYLE_CYAN,
    STYLE_ALARM, /* bold red */
    STYLE_END,
};

struct page {
    struct buf *out;
    bool color, unicode;
    int width;                  /* 0: lines are not cut */
};

struct page page_of(struct buf *out, const struct render_options *options);

/* text.c: markup and pages */
void markup_text(struct buf *line, struct str s);                        /* control characters become "?", broken UTF-8 too */
void markup_cstr(struct buf *line, const char *s);
void markup_printf(struct buf *line, const char *format, ...) PRINTF_LIKE(2, 3); /* the whole result is made harmless */
void markup_style(struct buf *line, enum style style);
void markup_styled(struct buf *line, enum style style, struct str s);
int markup_columns(const struct page *page, struct str markup);          /* as shown: wide characters 2, marks 0 */
void markup_pad(const struct page *page, struct buf *line, int column);  /* at least one space when the line is longer already */
void page_line(const struct page *page, struct buf *line);               /* cut at the width */
void page_line_whole(const struct page *page, struct buf *line);         /* never cut: what must not be missed */
void page_markup(const struct page *page, struct str markup, int columns);/* no newline; columns 0: whole */
void page_empty(const struct page *page);
/* Cut to so many columns, an ellipsis last. */
struct str text_cut(struct arena *arena, const struct page *page, struct str s, int columns);

/* words.c: how values, times and changes are said */
struct str say_value(struct arena *arena, struct value v, size_t max_chars);  /* bare words bare, the rest as value_show */
struct str say_duration(struct arena *arena, uint64_t ms);                    /* "0.4 s", "2.1 s", "48 s", "6 m 40 s", "2 h 5 m" */
struct str say_about(struct arena *arena, uint64_t ms);                       /* "1 s", "40 s", "9 min", "2 h" */
struct str say_clock(struct arena *arena, int64_t ms, bool hours);            /* "00:01:30", "01:30" */
struct str say_pos(struct arena *arena, struct pos at);                       /* "stack.lua:14"; "" when unknown */
struct str say_count(struct arena *arena, size_t n, const char *one, const char *many);
/* Names that differ in one place as one: aws_subnet.private-{a,b}. At most max_names of them, then an ellipsis; 0: all. */
struct str say_names(struct arena *arena, const struct str *names, size_t count, size_t max_names);
/* The references inside a value, joined like names; empty when there are none. */
struct str say_origin(struct arena *arena, struct value v);

enum style action_style(const struct change *change);
const char *action_symbol(const struct change *change);       /* + ~ -/+ - = > < */
const char *action_verb(const struct change *change);         /* "create", "replace" ... */
bool change_is_replace_half(const struct change *change);     /* the delete beside a create: shown with it */
bool change_is_replace(const struct change *change);          /* the create half of a pair */
uint32_t change_notes(const struct plan *plan, const struct change *change);  /* also those of the other half */
struct str change_type_name(const struct change *change);     /* also when the type is unknown to this program */
bool change_hides(const struct attr_change *a);               /* either side is sensitive, or its row is */

/* github.c: workflow commands; nothing unless options->github. */
void github_command(struct buf *out, const char *level, struct pos at, struct str title, struct str message);

/* plan_rows.c: one change as lines */
struct row {
    const struct change *change;
    struct str side;            /* markup to the right of the name, without position */
    struct str position;        /* "stack.lua:14" */
    struct str body;            /* markup, lines ended by \n */
    struct str *names;          /* addresses folded into this row, in plan order */
    size_t name_count;
};
enum rows_what { ROWS_NORMAL, ROWS_DANGER, ROWS_DRIFT, ROWS_SETTLE, ROWS_UNREAD };
struct row row_make(struct arena *arena, const struct plan *plan, const struct change *change, enum rows_what what,
                    const struct render_options *options);
/* plan_fold.c */
/* Folds rows that say the same of several addresses; returns how many are left. */
size_t rows_fold(struct arena *arena, struct row *rows, size_t count);
void rows_write(struct arena *arena, const struct page *page, const struct row *rows, size_t count, enum rows_what what, bool verbose);

#endif
