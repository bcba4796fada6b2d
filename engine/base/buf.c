/*
 * buf.c - the growing byte string.
 */
#include "engine/base/buf.h"

#include <stdio.h>
#include <stdlib.h>

static bool make_room(struct buf *buf, size_t more)
{
    size_t max = buf->max_bytes ? buf->max_bytes : BUF_DEFAULT_MAX;
    if (buf->overflow || more > max || buf->len > max - more) {
        buf->overflow = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->room)
        return true;
    size_t room = MAX_OF(buf->room * 2, MAX_OF(need, (size_t)64));
    char *bigger = realloc(buf->ptr, room);
    if (!bigger) {
        fprintf(stderr, "infra: out of memory (%zu bytes)\n", room);
        abort();
    }
    buf->ptr = bigger;
    buf->room = room;
    return true;
}

void buf_add(struct buf *buf, const void *data, size_t len)
{
    if (!make_room(buf, len))
        return;
    if (len)
        memcpy(buf->ptr + buf->len, data, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}

void buf_add_str(struct buf *buf, struct str s)
{
    buf_add(buf, s.ptr, s.len);
}

void buf_add_cstr(struct buf *buf, const char *s)
{
    buf_add(buf, s, strlen(s));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_vprintf(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0 && make_room(buf, (size_t)n)) {
        (void)vsnprintf(buf->ptr + buf->len, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

void buf_add_varint(struct buf *buf, uint64_t n)
{
    do {
        uint8_t byte = n & 0x7f;
        n >>= 7;
        buf_add_char(buf, (char)(n ? byte | 0x80 : byte));
    } while (n);
}

void buf_truncate(struct buf *buf, size_t len)
{
    if (len < buf->len) {
        buf->len = len;
        buf->ptr[len] = '\0';
    }
}

void buf_done(struct buf *buf)
{
    free(buf->ptr);
    *buf = (struct buf){ .max_bytes = buf->max_bytes };
}
