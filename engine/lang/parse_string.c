/*
 * parse_string.c - the content of a string token: escapes resolved, line ends made one LF, as Lua does.
 *
 * Only for tokens that were lexed before, so what is here need not be checked again.
 */
#include "engine/lang/parse_internal.h"

#include "engine/base/buf.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static uint32_t hex_value(char c)
{
    return is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a') + 10;
}

static void add_utf8(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_add_char(out, (char)c);
        return;
    }
    char bytes[8];
    int n = 0;
    uint32_t first_max = 0x3f; /* what still fits beside the marks of the first byte */
    do {
        bytes[n++] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
        first_max >>= 1;
    } while (c > first_max);
    bytes[n++] = (char)((~first_max << 1) | c);
    while (n > 0)
        buf_add_char(out, bytes[--n]);
}

static const char *add_escape(struct buf *out, const char *at, const char *end)
{
    static const char letters[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
    char c = *at++;
    const char *letter = c ? strchr(letters, c) : NULL;
    if (letter) {
        buf_add_char(out, values[letter - letters]);
    } else if (c == '\n' || c == '\r') {
        buf_add_char(out, '\n');
        at += source_newline_len(at - 1, end) - 1;
    } else if (c == 'x') {
        buf_add_char(out, (char)(hex_value(at[0]) * 16 + hex_value(at[1])));
        at += 2;
    } else if (c == 'u') {
        uint32_t value = 0;
        for (at++; *at != '}'; at++)
            value = value * 16 + hex_value(*at);
        add_utf8(out, value);
        at++;
    } else if (c == 'z') {
        while (at < end && memchr(" \t\v\f\r\n", *at, 6))
            at++;
    } else if (is_digit(c)) {
        int value = c - '0';
        for (int i = 0; i < 2 && at < end && is_digit(*at); i++)
            value = value * 10 + (*at++ - '0');
        buf_add_char(out, (char)value);
    } else {
        buf_add_char(out, c); /* \\ \" \' */
    }
    return at;
}

struct str parse_string_value(struct arena *arena, struct str token)
{
    const char *at = token.ptr, *end = at + token.len;
    DROP_BUF struct buf out = { 0 };
    bool is_long = *at == '[';
    if (is_long) {
        size_t bracket = 2 + (size_t)((const char *)memchr(at + 1, '[', token.len - 1) - at - 1);
        at += bracket;
        end -= bracket;
        at += source_newline_len(at, end);
    } else {
        at++;
        end--;
    }
    while (at < end) {
        unsigned newline = source_newline_len(at, end);
        if (newline) {
            buf_add_char(&out, '\n');
            at += newline;
        } else if (*at == '\\' && !is_long) {
            at = add_escape(&out, at + 1, end);
        } else {
            buf_add_char(&out, *at++);
        }
    }
    return arena_str(arena, buf_str(&out));
}
