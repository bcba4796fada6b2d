/*
 * plan_fold.c - rows that say the same become one, under joined names; then rows are written in columns.
 */
#include "engine/render/render_internal.h"

enum { NAMES_MAX = 6, NAME_COLUMN_MAX = 44, POSITION_GAP = 2 };

static bool says_the_same(const struct row *a, const struct row *b)
{
    return str_eq(a->side, b->side) && str_eq(a->body, b->body) && a->change->action == b->change->action &&
           (a->change->pair >= 0) == (b->change->pair >= 0) && str_eq(change_type_name(a->change), change_type_name(b->change));
}

size_t rows_fold(struct arena *arena, struct row *rows, size_t count)
{
    struct map seen = { .arena = arena }; /* text -> row kept: folding stays linear */
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct row row = rows[i];
        struct str parts[] = { change_type_name(row.change), str_of(action_symbol(row.change)), row.side, row.body };
        struct str key = arena_join(arena, parts, ARRAY_LEN(parts), STR("\n"));
        struct row *same = map_find(&seen, key);
        if (!same || !says_the_same(same, &row)) {
            rows[kept] = row;
            (void)map_put(&seen, key, &rows[kept++]);
            continue;
        }
        if (!(same->name_count & (same->name_count - 1))) { /* a power of two is full */
            struct str *names = ARENA_ARRAY(arena, struct str, same->name_count * 2);
            memcpy(names, same->names, same->name_count * sizeof *names);
            same->names = names;
        }
        same->names[same->name_count++] = row.names[0];
        if (!str_eq(same->position, row.position))
            same->position = STR_NONE;
    }
    return kept;
}

static struct str row_name(struct arena *arena, const struct row *row, bool whole)
{
    struct str names = say_names(arena, row->names, row->name_count, whole ? 0 : NAMES_MAX);
    return row->name_count > 1 ? arena_printf(arena, "%.*s × %zu", STR_ARG(names), row->name_count) : names;
}

static void write_body(const struct page *page, struct str body, bool whole)
{
    DROP_BUF struct buf line = { 0 };
    while (body.ptr && body.len) {
        buf_add_str(&line, str_split(&body, '\n'));
        if (whole)
            page_line_whole(page, &line);
        else
            page_line(page, &line);
    }
}

static const char *row_symbol(const struct row *row, enum rows_what what)
{
    return what == ROWS_DRIFT ? "!" : what == ROWS_UNREAD ? "?" : action_symbol(row->change);
}

void rows_write(struct arena *arena, const struct page *page, const struct row *rows, size_t count, enum rows_what what, bool verbose)
{
    bool whole = what == ROWS_DANGER || what == ROWS_UNREAD;
    int column = 0, symbols = 0;
    for (size_t i = 0; i < count; i++)
        symbols = MAX_OF(symbols, (int)strlen(row_symbol(&rows[i], what)));
    for (size_t i = 0; i < count; i++) {
        int name = 3 + symbols + markup_columns(page, row_name(arena, &rows[i], whole || verbose));
        column = MAX_OF(column, MIN_OF(name, NAME_COLUMN_MAX));
    }
    DROP_BUF struct buf line = { 0 };
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];
        buf_add_cstr(&line, "  ");
        enum style style = what == ROWS_DRIFT || what == ROWS_UNREAD ? STYLE_YELLOW : action_style(row->change);
        markup_styled(&line, style, str_of(row_symbol(row, what)));
        markup_pad(page, &line, 3 + symbols);
        markup_text(&line, row_name(arena, row, whole || verbose));
        if (row->side.len) {
            markup_pad(page, &line, column + POSITION_GAP);
            buf_add_str(&line, row->side);
        }
        if (row->position.len) {
            markup_pad(page, &line, row->side.len ? markup_columns(page, buf_str(&line)) + 3 : column + POSITION_GAP);
            markup_styled(&line, STYLE_DIM, row->position);
        }
        if (whole)
            page_line_whole(page, &line);
        else
            page_line(page, &line);
        write_body(page, row->body, whole);
    }
}
