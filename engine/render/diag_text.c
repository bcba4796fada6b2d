/*
 * diag_text.c - findings about the user's files, with the source they are about (ux.md 4.4).
 *
 *     error[E0107]: aws_eks_node_group has no attribute `instance_type`
 *       ┌─ stacks/eks.lua:52:5
 *     51 │     cluster_name  = eks.name,
 *     52 │     instance_type = "m6i.large",
 *        │     ^^^^^^^^^^^^^ unknown attribute
 *        = did you mean `instance_types` (list of string)?
 *
 * Source comes from the config's bundle, else from disk under `root`. Columns count bytes; the carets stand where the bytes are shown.
 */
#include "engine/render/render_internal.h"

enum { CONTEXT_LINES = 2, TAB_COLUMNS = 4, SOURCE_MAX_BYTES = 4 << 20, ANNOTATIONS_MAX = 10, LEFT_MARGIN = 20 };

struct showing {
    struct page page;
    const struct config *config;
    struct io *io;
    const char *root;
    struct arena *arena;
    struct map files;              /* path -> struct str; read once */
    struct buf line;
    int gutter;                    /* digits of the largest line number */
};

static struct str source_of(struct showing *s, struct str path)
{
    struct str *known = map_find(&s->files, path);
    if (known)
        return *known;
    known = ARENA_NEW(s->arena, struct str);
    (void)map_put(&s->files, path, known);
    for (size_t i = 0; s->config && i < s->config->files.count; i++)
        if (str_eq(s->config->files.items[i].path, path))
            return *known = s->config->files.items[i].bytes;
    struct str full = s->root && path.len && path.ptr[0] != '/' ? arena_printf(s->arena, "%s/%.*s", s->root, STR_ARG(path)) : path;
    if (s->io && full.len && !io_file_read(s->io, s->arena, arena_cstr(s->arena, full), SOURCE_MAX_BYTES, known, NULL))
        *known = STR_NONE; /* without its text a finding still has its position */
    return *known;
}

/* Line n (from 1); false: the file has fewer. */
static bool line_of(struct str source, uint32_t n, struct str *ret)
{
    struct str rest = source;
    while (rest.ptr && n) {
        *ret = str_split(&rest, '\n');
        n--;
    }
    if (n || (!rest.ptr && !ret->len))
        return false;
    if (ret->len && ret->ptr[ret->len - 1] == '\r')
        ret->len--;
    return true;
}

/* A source line as shown: tabs become spaces, control characters are made harmless. Columns of byte `upto` too. */
static struct str shown_line(struct showing *s, struct str line, size_t upto, int *ret_columns)
{
    DROP_BUF struct buf out = { 0 };
    *ret_columns = 0;
    for (size_t i = 0; i <= line.len; i++) {
        if (i == upto)
            *ret_columns = markup_columns(&s->page, buf_str(&out));
        if (i == line.len)
            break;
        unsigned char c = (unsigned char)line.ptr[i];
        size_t len = 1;
        while (c >= 0xc0 && i + len < line.len && ((unsigned char)line.ptr[i + len] & 0xc0) == 0x80)
            len++;
        if (c == '\t')
            buf_printf(&out, "%*s", TAB_COLUMNS, "");
        else
            markup_text(&out, str_n(line.ptr + i, len));
        i += len - 1;
    }
    if (upto > line.len)
        *ret_columns = markup_columns(&s->page, buf_str(&out));
    return arena_str(s->arena, buf_str(&out));
}

static void begin_gutter(struct showing *s, uint32_t number)
{
    markup_style(&s->line, STYLE_CYAN);
    if (number)
        buf_printf(&s->line, "%*u │", s->gutter, number);
    else
        buf_printf(&s->line, "%*s │", s->gutter, "");
    markup_style(&s->line, STYLE_PLAIN);
    buf_add_char(&s->line, ' ');
}

/* The end of a line that does not fit is cut; when the mark is beyond the width, so is its beginning. */
static int left_cut(const struct showing *s, int from, int to)
{
    int room = s->page.width - s->gutter - 3;
    return s->page.width <= 0 || to <= room || room < LEFT_MARGIN * 2 ? 0 : MAX_OF(from - LEFT_MARGIN, 0);
}

static struct str drop_columns(const struct showing *s, struct str text, int columns)
{
    size_t at = 0;
    while (at < text.len && markup_columns(&s->page, str_slice(text, 0, at)) < columns)
        do
            at++;
        while (at < text.len && ((unsigned char)text.ptr[at] & 0xc0) == 0x80);
    return str_slice(text, at, text.len);
}

static void write_source_line(struct showing *s, uint32_t number, struct str shown, int cut)
{
    begin_gutter(s, number);
    if (cut)
        buf_add_cstr(&s->line, "…");
    markup_text(&s->line, drop_columns(s, shown, cut ? cut + 1 : 0));
    page_line(&s->page, &s->line);
}

/* Carets under columns [from, to), then the label. */
static void write_carets(struct showing *s, int from, int to, enum diag_severity severity, struct str label)
{
    begin_gutter(s, 0);
    for (int i = 0; i < from; i++)
        buf_add_char(&s->line, ' ');
    markup_style(&s->line, severity == DIAG_ERROR ? STYLE_RED : STYLE_YELLOW);
    for (int i = from; i < to; i++)
        buf_add_char(&s->line, '^');
    if (label.len) {
        buf_add_char(&s->line, ' ');
        markup_text(&s->line, label);
    }
    markup_style(&s->line, STYLE_PLAIN);
    page_line_whole(&s->page, &s->line);
}

static void write_excerpt(struct showing *s, const struct diag *diag)
{
    struct pos at = diag->at;
    struct str source = source_of(s, at.file), line = { 0 };
    if (!at.line || !line_of(source, at.line, &line))
        return;
    size_t from = 0, to = line.len;
    if (at.column) { /* else the whole line is meant, from its first word */
        from = MIN_OF((size_t)at.column - 1, line.len);
        to = at.end_column > at.column ? MIN_OF((size_t)at.end_column - 1, line.len) : from + 1;
    } else {
        while (from < line.len && (line.ptr[from] == ' ' || line.ptr[from] == '\t'))
            from++;
    }
    int left, right;
    struct str shown = shown_line(s, line, from, &left);
    (void)shown_line(s, line, to, &right);
    right = MAX_OF(right, left + 1);
    int cut = left_cut(s, left, right);
    for (uint32_t n = at.line > CONTEXT_LINES ? at.line - CONTEXT_LINES : 1; n < at.line; n++) {
        struct str before = { 0 };
        int unused;
        if (line_of(source, n, &before) && (n == at.line - 1 || str_trim(before).len))
            write_source_line(s, n, shown_line(s, before, 0, &unused), cut);
    }
    write_source_line(s, at.line, shown, cut);
    write_carets(s, left - cut, s->page.width > 0 ? MIN_OF(right - cut, MAX_OF(s->page.width - s->gutter - 3, left - cut + 1)) : right - cut,
                 diag->severity, diag->label);
}

static void begin_note(struct showing *s)
{
    buf_printf(&s->line, "%*s ", s->gutter, "");
    markup_styled(&s->line, STYLE_CYAN, STR("= "));
}

static void write_note(struct showing *s, const char *lead, struct str text)
{
    if (str_empty(text))
        return;
    begin_note(s);
    markup_cstr(&s->line, lead);
    markup_text(&s->line, text);
    page_line_whole(&s->page, &s->line);
}

static void write_trail(struct showing *s, const struct diag *diag)
{
    int column = 0;
    for (size_t i = 0; i < diag->trail_count; i++)
        column = MAX_OF(column, markup_columns(&s->page, say_pos(s->arena, diag->trail[i])));
    static const char lead[] = "called from  ";
    for (size_t i = 0; i < diag->trail_count; i++) {
        if (i == 0) {
            begin_note(s);
            buf_add_cstr(&s->line, lead);
        } else {
            buf_printf(&s->line, "%*s", s->gutter + 3 + (int)strlen(lead), "");
        }
        int begun = markup_columns(&s->page, buf_str(&s->line));
        markup_text(&s->line, say_pos(s->arena, diag->trail[i]));
        struct str label = diag->trail_labels ? diag->trail_labels[i] : STR_NONE;
        if (label.len) {
            markup_pad(&s->page, &s->line, begun + column + 2);
            markup_text(&s->line, label);
        }
        page_line_whole(&s->page, &s->line);
    }
}

static const char *severity_word(enum diag_severity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        return "error";
    case DIAG_WARNING:
        return "warning";
    case DIAG_NOTE:
        return "note";
    }
    return "error";
}

static void write_head(struct showing *s, const struct diag *diag)
{
    markup_style(&s->line, diag->severity == DIAG_ERROR ? STYLE_ALARM : STYLE_YELLOW);
    buf_add_cstr(&s->line, severity_word(diag->severity));
    if (diag->code)
        markup_printf(&s->line, "[%s]", diag->code);
    markup_style(&s->line, STYLE_PLAIN);
    buf_add_cstr(&s->line, ": ");
    markup_style(&s->line, STYLE_BOLD);
    markup_text(&s->line, diag->message);
    markup_style(&s->line, STYLE_PLAIN);
    page_line_whole(&s->page, &s->line);
}

static void write_position(struct showing *s, const struct pos *at)
{
    if (str_empty(at->file))
        return;
    buf_printf(&s->line, "%*s", s->gutter, "");
    markup_styled(&s->line, STYLE_CYAN, STR("┌─ "));
    markup_text(&s->line, say_pos(s->arena, *at));
    if (at->line && at->column)
        buf_printf(&s->line, ":%u", at->column);
    page_line_whole(&s->page, &s->line);
}

static void write_diag(struct showing *s, const struct diag *diag)
{
    s->gutter = 1;
    for (uint32_t n = diag->at.line; n >= 10; n /= 10)
        s->gutter++;
    write_head(s, diag);
    write_position(s, &diag->at);
    write_excerpt(s, diag);
    write_note(s, "", diag->hint);
    write_trail(s, diag);
    write_note(s, "see: ", diag->see);
}

/* At most ten a step and level are shown by the runner; the rest would be dropped without a word, so it is said. */
static void write_annotations(struct showing *s, const struct diags *diags)
{
    static const char *const levels[] = { [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_NOTE] = "notice" };
    size_t shown[ARRAY_LEN(levels)] = { 0 };
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *diag = &diags->list.items[i];
        if (shown[diag->severity]++ >= ANNOTATIONS_MAX)
            continue;
        struct str message = diag->hint.len ? arena_printf(s->arena, "%.*s; %.*s", STR_ARG(diag->message), STR_ARG(diag->hint)) : diag->message;
        github_command(s->page.out, levels[diag->severity], diag->at, str_of(diag->code), message);
    }
}

void render_diags(struct buf *out, const struct diags *diags, const struct config *config, struct io *io, const char *root,
                  const struct render_options *options)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct showing s = { .page = page_of(out, options), .config = config, .io = io, .root = root, .arena = &scratch };
    s.files.arena = &scratch;
    size_t errors = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        if (i)
            page_empty(&s.page);
        write_diag(&s, &diags->list.items[i]);
        errors += diags->list.items[i].severity == DIAG_ERROR;
    }
    if (diags->error_count > errors) {
        page_empty(&s.page);
        buf_printf(&s.line, "and %zu more error%s", diags->error_count - errors, diags->error_count - errors == 1 ? "" : "s");
        page_line_whole(&s.page, &s.line);
    }
    if (options->github)
        write_annotations(&s, diags);
    buf_done(&s.line);
}
