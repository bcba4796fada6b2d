/*
 * buf.h - a growing byte string with a hard maximum, on the heap.
 *
 *     DROP_BUF struct buf out = { .max_bytes = 1 << 20 };
 *     buf_printf(&out, "%s=%d", key, n);
 *     if (out.overflow) ...                        checked once, at the end: appends past the maximum are dropped
 *
 * max_bytes 0 means BUF_DEFAULT_MAX. There is always a NUL after the last byte (once anything was appended).
 */
#ifndef ENGINE_BASE_BUF_H
#define ENGINE_BASE_BUF_H

#include "engine/base/arena.h"

enum { BUF_DEFAULT_MAX = 256 << 20 };

struct buf {
    char *ptr;
    size_t len, room, max_bytes;
    bool overflow;
};

void buf_add(struct buf *buf, const void *data, size_t len);
void buf_add_str(struct buf *buf, struct str s);
void buf_add_cstr(struct buf *buf, const char *s);
void buf_add_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *buf, const char *format, va_list args) PRINTF_LIKE(2, 0);
void buf_add_varint(struct buf *buf, uint64_t n);      /* LEB128, unsigned, shortest form */
void buf_truncate(struct buf *buf, size_t len);
void buf_done(struct buf *buf);

static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){ buf->ptr ? buf->ptr : "", buf->len };
}
static inline void drop_buf(struct buf *buf)
{
    buf_done(buf);
}
#define DROP_BUF __attribute__((cleanup(drop_buf)))

#endif
