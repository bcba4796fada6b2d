/*
 * text.c - markup into lines: what is harmless, how wide it is, where it is cut, colours and ASCII.
 *
 * Width follows the terminal's habit: combining marks 0, East Asian wide characters and emoji 2, all else 1. Without Unicode our own
 * signs are written in ASCII (-> for an arrow) and every other character as "?"; widths count what is written.
 */
#include "engine/render/render_internal.h"

struct page page_of(struct buf *out, const struct render_options *options)
{
    return (struct page){ .out = out, .color = options->color, .unicode = options->unicode, .width = options->width };
}

/* One character of valid UTF-8; *ret_len 0 at the end, 1 with U+FFFD for a broken byte. */
static uint32_t decode(struct str s, size_t at, size_t *ret_len)
{
    *ret_len = 0;
    if (at >= s.len)
        return 0;
    unsigned char c = (unsigned char)s.ptr[at];
    size_t len = c < 0x80 ? 1 : (c & 0xe0) == 0xc0 ? 2 : (c & 0xf0) == 0xe0 ? 3 : (c & 0xf8) == 0xf0 ? 4 : 0;
    *ret_len = 1;
    if (!len || at + len > s.len || !str_is_utf8(str_n(s.ptr + at, len)))
        return 0xfffd;
    *ret_len = len;
    uint32_t code = len == 1 ? c : c & (0x7fu >> len);
    for (size_t i = 1; i < len; i++)
        code = code << 6 | ((unsigned char)s.ptr[at + i] & 0x3f);
    return code;
}

static bool is_control(uint32_t code)
{
    /* C0, DEL, C1, line separators, and the marks that turn the direction of text round */
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

void markup_text(struct buf *line, struct str s)
{
    size_t len;
    for (size_t i = 0; i < s.len; i += len) {
        uint32_t code = decode(s, i, &len);
        if (code == '\t' || code == '\n')
            buf_add_char(line, ' ');
        else if (is_control(code) || (code == 0xfffd && len == 1))
            buf_add_char(line, '?');
        else
            buf_add(line, s.ptr + i, len);
    }
}

void render_text(struct buf *out, struct str s)
{
    markup_text(out, s);
}

void markup_cstr(struct buf *line, const char *s)
{
    markup_text(line, str_of(s));
}

void markup_printf(struct buf *line, const char *format, ...)
{
    DROP_ARENA struct arena scratch = { 0 };
    va_list args;
    va_start(args, format);
    markup_text(line, arena_vprintf(&scratch, format, args));
    va_end(args);
}

void markup_style(struct buf *line, enum style style)
{
    buf_add_char(line, (char)style);
}

void markup_styled(struct buf *line, enum style style, struct str s)
{
    markup_style(line, style);
    markup_text(line, s);
    markup_style(line, STYLE_PLAIN);
}

/* Our own signs in ASCII. */
static const struct {
    uint32_t code;
    const char *text;
} in_ascii[] = {
    { 0x2190, "<-" }, { 0x2192, "->" }, { 0x2026, "..." }, { 0x2022, "*" }, { 0x00b7, "-" }, { 0x00d7, "x" }, { 0x2500, "-" },
    { 0x2502, "|" }, { 0x250c, "-" }, { 0x2713, "ok" }, { 0x2717, "x" }, { 0x2593, "=" }, { 0x2591, " " }, { 0x2013, "-" }, { 0x2014, "-" },
    { 0x201c, "\"" }, { 0x201d, "\"" }, { 0x2018, "'" }, { 0x2019, "'" },
};

static const char *ascii_of(uint32_t code)
{
    for (size_t i = 0; i < ARRAY_LEN(in_ascii); i++)
        if (in_ascii[i].code == code)
            return in_ascii[i].text;
    return "?";
}

static bool between(uint32_t code, const uint32_t (*ranges)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i][0] && code <= ranges[i][1])
            return true;
    return false;
}

static int columns_of(const struct page *page, uint32_t code)
{
    static const uint32_t none[][2] = { { 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x0610, 0x061a }, { 0x064b, 0x065f },
                                        { 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a }, { 0x0e47, 0x0e4e }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
                                        { 0x200b, 0x200f }, { 0x20d0, 0x20ff }, { 0x302a, 0x302d }, { 0x3099, 0x309a }, { 0xfe00, 0xfe0f },
                                        { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff }, { 0xe0100, 0xe01ef } };
    static const uint32_t wide[][2] = { { 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x23e9, 0x23ec }, { 0x2e80, 0x303e }, { 0x3041, 0x33ff },
                                        { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xa000, 0xa4cf }, { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 },
                                        { 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f },
                                        { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd } };
    if (code < STYLE_END)
        return 0;
    if (code < 0x7f)
        return 1;
    if (!page->unicode)
        return (int)strlen(ascii_of(code));
    if (between(code, none, ARRAY_LEN(none)))
        return 0;
    return between(code, wide, ARRAY_LEN(wide)) ? 2 : 1;
}

int markup_columns(const struct page *page, struct str markup)
{
    int columns = 0;
    size_t len;
    for (size_t i = 0; i < markup.len; i += len)
        columns += columns_of(page, decode(markup, i, &len));
    return columns;
}

void markup_pad(const struct page *page, struct buf *line, int column)
{
    int at = markup_columns(page, buf_str(line));
    do
        buf_add_char(line, ' ');
    while (++at < column);
}

static const char *const ansi[] = {
    [STYLE_PLAIN] = "\x1b[0m",   [STYLE_BOLD] = "\x1b[1m",    [STYLE_DIM] = "\x1b[2m",  [STYLE_RED] = "\x1b[31m",
    [STYLE_GREEN] = "\x1b[32m",  [STYLE_YELLOW] = "\x1b[33m", [STYLE_CYAN] = "\x1b[36m", [STYLE_ALARM] = "\x1b[1;31m",
};
_Static_assert(ARRAY_LEN(ansi) == STYLE_END, "every style has a sequence");

static int ellipsis_columns(const struct page *page)
{
    return page->unicode ? 1 : 3;
}

/* How many bytes fit into `columns`, room for the ellipsis kept when not all of it does. */
static size_t fitting(const struct page *page, struct str s, int columns)
{
    if (markup_columns(page, s) <= columns)
        return s.len;
    int room = columns - ellipsis_columns(page), at = 0;
    size_t len, i = 0;
    for (; i < s.len; i += len) {
        at += columns_of(page, decode(s, i, &len));
        if (at > room)
            break;
    }
    return i;
}

struct str text_cut(struct arena *arena, const struct page *page, struct str s, int columns)
{
    size_t fits = fitting(page, s, columns);
    return fits == s.len ? s : arena_printf(arena, "%.*s…", (int)fits, s.ptr);
}

void page_markup(const struct page *page, struct str markup, int columns)
{
    size_t fits = columns > 0 ? fitting(page, markup, columns) : markup.len, len;
    bool styled = false;
    for (size_t i = 0; i < fits; i += len) {
        uint32_t code = decode(markup, i, &len);
        if (code && code < STYLE_END) {
            if (page->color)
                buf_add_cstr(page->out, ansi[code]);
            styled = code != STYLE_PLAIN;
        } else if (code < 0x7f || page->unicode) {
            buf_add(page->out, markup.ptr + i, len);
        } else {
            buf_add_cstr(page->out, ascii_of(code));
        }
    }
    if (fits < markup.len)
        buf_add_cstr(page->out, page->unicode ? "…" : "...");
    if (styled && page->color)
        buf_add_cstr(page->out, ansi[STYLE_PLAIN]);
}

static void end_line(const struct page *page, struct buf *line, int columns)
{
    while (line->len && line->ptr[line->len - 1] == ' ')
        buf_truncate(line, line->len - 1);
    page_markup(page, buf_str(line), columns);
    buf_add_char(page->out, '\n');
    buf_truncate(line, 0);
}

void page_line(const struct page *page, struct buf *line)
{
    end_line(page, line, page->width);
}

void page_line_whole(const struct page *page, struct buf *line)
{
    end_line(page, line, 0);
}

void page_empty(const struct page *page)
{
    buf_add_char(page->out, '\n');
}
