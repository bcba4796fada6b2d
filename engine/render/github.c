/*
 * github.c - workflow commands of GitHub Actions: ::error file=,line=,title=::message, escaped as the runner wants it.
 */
#include "engine/render/render_internal.h"

static void add_escaped(struct buf *out, struct str s, bool property)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            buf_printf(out, "%%%02X", (unsigned char)c);
        else
            buf_add_char(out, c);
    }
}

static void add_property(struct buf *out, char *sep, const char *name, struct str value)
{
    if (str_empty(value))
        return;
    buf_add_char(out, *sep);
    *sep = ',';
    buf_printf(out, "%s=", name);
    add_escaped(out, value, true);
}

static void add_number(struct buf *out, char *sep, const char *name, uint32_t n)
{
    if (!n)
        return;
    buf_printf(out, "%c%s=%u", *sep, name, n);
    *sep = ',';
}

void github_command(struct buf *out, const char *level, struct pos at, struct str title, struct str message)
{
    char sep = ' ';
    buf_printf(out, "::%s", level);
    add_property(out, &sep, "file", at.file);
    if (!str_empty(at.file)) {
        add_number(out, &sep, "line", at.line);
        add_number(out, &sep, "col", at.column);
        add_number(out, &sep, "endColumn", at.end_column);
    }
    add_property(out, &sep, "title", title);
    buf_add_cstr(out, "::");
    add_escaped(out, message, false);
    buf_add_char(out, '\n');
}
