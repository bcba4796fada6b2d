/*
 * value_show.c - values for people and traces: one line, cut, nothing sensitive.
 *
 * Strings are quoted with JSON's escapes, maps read { a = 1 }, lists [1, 2], expressions as expr_text says them. Cutting counts
 * characters, never splits one, and ends with an ellipsis.
 */
#include "engine/value/value_internal.h"

enum { SHOW_BYTES_MAX = 16 << 10 }; /* of work, whatever the caller's max_chars */

static const char DOTS[] = "••••";

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(i && ((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return s.len > 0;
}

static void show(struct buf *out, struct value v, size_t max_bytes)
{
    if (value_sensitive(v) && (v.flags & VALUE_ALL_SENSITIVE || (v.kind != VALUE_LIST && v.kind != VALUE_MAP && v.kind != VALUE_EXPR))) {
        buf_add_cstr(out, DOTS);
        return;
    }
    switch ((enum value_kind)v.kind) {
    case VALUE_ABSENT:
        buf_add_cstr(out, "(absent)");
        break;
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        value_json_scalar(out, v);
        break;
    case VALUE_STRING: {
        size_t len = v.count;
        if (len > max_bytes)
            for (len = max_bytes; len && ((unsigned char)v.text[len] & 0xc0) == 0x80; len--)
                ; /* back to the beginning of a character */
        value_json_string(out, str_n(v.text, len));
        buf_add_cstr(out, len < v.count ? "…" : "");
        break;
    }
    case VALUE_BYTES:
        buf_printf(out, "(%u bytes)", v.count);
        break;
    case VALUE_LIST:
        buf_add_char(out, '[');
        for (size_t i = 0; i < v.count && out->len < max_bytes; i++) {
            if (i)
                buf_add(out, ", ", 2);
            show(out, v.items[i], max_bytes);
        }
        buf_add_char(out, ']');
        break;
    case VALUE_MAP:
        buf_add_cstr(out, v.count ? "{ " : "{}");
        for (size_t i = 0; i < v.count && out->len < max_bytes; i++) {
            struct str key = str_n(v.fields[i].key, v.fields[i].key_len);
            if (i)
                buf_add(out, ", ", 2);
            if (is_word(key))
                buf_add_str(out, key);
            else
                value_json_string(out, key);
            buf_add_cstr(out, " = ");
            show(out, v.fields[i].value, max_bytes);
        }
        buf_add_cstr(out, v.count ? " }" : "");
        break;
    case VALUE_EXPR: {
        DROP_ARENA struct arena scratch = { 0 };
        /* a computation may hold literal parts of a secret; a plain reference holds only names */
        if (value_sensitive(v) && (v.expr->kind == EXPR_CALL || v.expr->kind == EXPR_CLOSURE))
            buf_add_cstr(out, DOTS);
        else
            buf_add_str(out, expr_text(&scratch, v.expr));
        break;
    }
    }
}

/* Bytes of the first `chars` characters; all of s when it has no more. */
static size_t bytes_of(struct str s, size_t chars)
{
    size_t i = 0;
    for (; i < s.len; i++)
        if (((unsigned char)s.ptr[i] & 0xc0) != 0x80 && chars-- == 0)
            break;
    return i;
}

struct str value_show(struct arena *arena, struct value v, size_t max_chars)
{
    DROP_BUF struct buf out = { .max_bytes = 4 * SHOW_BYTES_MAX };
    size_t room = max_chars < SHOW_BYTES_MAX / 4 ? max_chars * 4 + 4 : SHOW_BYTES_MAX;
    show(&out, v, room);
    struct str all = buf_str(&out);
    if (bytes_of(all, max_chars) == all.len && !out.overflow)
        return arena_str(arena, all);
    struct str head = str_slice(all, 0, bytes_of(all, max_chars ? max_chars - 1 : 0));
    return arena_printf(arena, "%.*s…", STR_ARG(head));
}
