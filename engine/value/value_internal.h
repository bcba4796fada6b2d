/*
 * value_internal.h - what value_encode.c and expr_encode.c share: where encoded bytes go to and come from.
 */
#ifndef ENGINE_VALUE_VALUE_INTERNAL_H
#define ENGINE_VALUE_VALUE_INTERNAL_H

#include "engine/value/expr.h"

enum { VALUE_FORMAT_VERSION = 1 };

/* Collects bytes in a small buffer, so that a tag does not cost a call, and most digests no heap memory. */
struct encoder {
    struct buf *out; /* receives what does not fit */
    size_t len;
    uint8_t bytes[1024];
};

void encode_raw(struct encoder *e, const void *data, size_t len);
void encode_byte(struct encoder *e, uint8_t byte);
void encode_varint(struct encoder *e, uint64_t n);
void encode_text(struct encoder *e, const char *ptr, size_t len); /* varint length, bytes */
void encode_tree(struct encoder *e, struct value v);
void encode_expr(struct encoder *e, const struct expr *expr);

struct decoder {
    struct arena *arena;
    const uint8_t *start, *at, *end;
    struct value_rows *rows; /* shares what repeats; NULL: does not */
};

bool decode_fail(struct decoder *d, const char *what, struct err *err); /* ERR_FORMAT with the offset; always false */
bool decode_byte(struct decoder *d, uint8_t *ret, struct err *err) MUST_USE;
bool decode_varint(struct decoder *d, uint64_t *ret, struct err *err) MUST_USE;
/* A count of things that take at least `least` bytes each: refused before memory is taken for it. */
bool decode_count(struct decoder *d, size_t least, uint32_t *ret, struct err *err) MUST_USE;
bool decode_raw(struct decoder *d, size_t len, const uint8_t **ret, struct err *err) MUST_USE;
bool decode_text(struct decoder *d, struct str *ret, struct err *err) MUST_USE; /* UTF-8, copied */
bool decode_tree(struct decoder *d, size_t depth, struct value *ret, struct err *err) MUST_USE;
bool decode_expr(struct decoder *d, size_t depth, struct value *ret, struct err *err) MUST_USE;

/* One whole encoding, a list: its items. The first `room` are returned; BYTES among them are views. */
bool decode_items(struct decoder *d, struct value *ret_items, size_t room, size_t *ret_count, struct err *err) MUST_USE;

/* value_rows.c */
bool rows_text(struct decoder *d, const uint8_t *bytes, size_t len, struct str *ret); /* false: not UTF-8 */
bool rows_find(struct decoder *d, size_t depth, struct value *ret);
void rows_keep(struct decoder *d, const uint8_t *start, struct value v);

/* Pieces of JSON that cannot fail: a string in quotes; null, a boolean or a number (shortest text that reads back the same). */
void value_json_string(struct buf *out, struct str s);
void value_json_scalar(struct buf *out, struct value v);

#endif
