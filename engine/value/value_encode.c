/*
 * value_encode.c - the canonical encoding of values, format v1, and digests of it.
 *
 *     encoding = version tree                  version: one byte, 1
 *     tree     = 01                            null
 *              | 02 | 03                       false, true
 *              | 04 zigzag-varint              integer
 *              | 05 8 bytes                    double, IEEE 754, big endian
 *              | 06 length bytes               string, UTF-8
 *              | 07 length bytes               bytes
 *              | 08 count tree*                list
 *              | 09 count (length key tree)*   map, keys ascending by bytes
 *              | 0a expression                 see expr_encode.c
 *     length, count = varint: LEB128, unsigned, shortest form, at most 2^32 - 1
 *
 * One value has one encoding, and decoding refuses every other spelling: a longer varint, keys out of order or twice, a double
 * that the integer form could say (integral and within 2^53), NaN, infinities, text that is not UTF-8, bytes after the end.
 * docs/formats.md says the same for people who write another implementation; tests/vectors/value holds the proof.
 */
#include "engine/value/value_internal.h"

#include <assert.h>
#include <math.h>

enum tag {
    TAG_NULL = 1,
    TAG_FALSE,
    TAG_TRUE,
    TAG_INT,
    TAG_FLOAT,
    TAG_STRING,
    TAG_BYTES,
    TAG_LIST,
    TAG_MAP,
    TAG_EXPR,
};

/* Writing. */

static void flush(struct encoder *e)
{
    buf_add(e->out, e->bytes, e->len);
    e->len = 0;
}

void encode_raw(struct encoder *e, const void *data, size_t len)
{
    if (len > sizeof e->bytes - e->len) {
        flush(e);
        if (len > sizeof e->bytes) {
            buf_add(e->out, data, len);
            return;
        }
    }
    if (len)
        memcpy(e->bytes + e->len, data, len);
    e->len += len;
}

void encode_byte(struct encoder *e, uint8_t byte)
{
    if (e->len == sizeof e->bytes)
        flush(e);
    e->bytes[e->len++] = byte;
}

void encode_varint(struct encoder *e, uint64_t n)
{
    while (n > 0x7f) {
        encode_byte(e, (uint8_t)(n | 0x80));
        n >>= 7;
    }
    encode_byte(e, (uint8_t)n);
}

void encode_text(struct encoder *e, const char *ptr, size_t len)
{
    encode_varint(e, len);
    encode_raw(e, ptr, len);
}

static void encode_double(struct encoder *e, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    for (int shift = 56; shift >= 0; shift -= 8)
        encode_byte(e, (uint8_t)(bits >> shift));
}

void encode_tree(struct encoder *e, struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_ABSENT:
        assert(!"an absent value is not encoded");
        break;
    case VALUE_NULL:
        encode_byte(e, TAG_NULL);
        break;
    case VALUE_BOOL:
        encode_byte(e, v.boolean ? TAG_TRUE : TAG_FALSE);
        break;
    case VALUE_INT:
        encode_byte(e, TAG_INT);
        encode_varint(e, ((uint64_t)v.integer << 1) ^ (uint64_t)(v.integer >> 63));
        break;
    case VALUE_FLOAT:
        encode_byte(e, TAG_FLOAT);
        encode_double(e, v.real);
        break;
    case VALUE_STRING:
    case VALUE_BYTES:
        encode_byte(e, v.kind == VALUE_STRING ? TAG_STRING : TAG_BYTES);
        encode_text(e, v.text, v.count);
        break;
    case VALUE_LIST:
        encode_byte(e, TAG_LIST);
        encode_varint(e, v.count);
        for (size_t i = 0; i < v.count; i++)
            encode_tree(e, v.items[i]);
        break;
    case VALUE_MAP:
        encode_byte(e, TAG_MAP);
        encode_varint(e, v.count);
        for (size_t i = 0; i < v.count; i++) {
            encode_text(e, v.fields[i].key, v.fields[i].key_len);
            encode_tree(e, v.fields[i].value);
        }
        break;
    case VALUE_EXPR:
        encode_byte(e, TAG_EXPR);
        encode_expr(e, v.expr);
        break;
    }
}

void value_encode(struct buf *out, struct value v)
{
    struct encoder e;
    e.out = out;
    e.len = 0;
    encode_byte(&e, VALUE_FORMAT_VERSION);
    encode_tree(&e, v);
    flush(&e);
}

/* Digest of the encoding; small values never leave the encoder's own buffer. */
static struct digest digest_with(const struct str *key, struct value v)
{
    DROP_BUF struct buf large = { .max_bytes = SIZE_MAX / 2 };
    struct encoder e;
    e.out = &large;
    e.len = 0;
    encode_byte(&e, VALUE_FORMAT_VERSION);
    encode_tree(&e, v);
    if (large.len)
        flush(&e);
    struct str bytes = large.len ? buf_str(&large) : str_n((const char *)e.bytes, e.len);
    struct digest d = key ? digest_hmac(*key, bytes) : digest_of(bytes);
    if (value_sensitive(v)) { /* the clear text lay on our stack and in the heap */
        secret_wipe(large.ptr, large.len);
        secret_wipe(e.bytes, sizeof e.bytes);
    }
    return d;
}

struct digest value_digest(struct value v)
{
    return digest_with(NULL, v);
}

struct digest value_digest_keyed(struct str key, struct value v)
{
    return digest_with(&key, v);
}

/* Reading. */

bool decode_fail(struct decoder *d, const char *what, struct err *err)
{
    FAIL(err, ERR_FORMAT, "damaged value at byte %zu: %s", (size_t)(d->at - d->start), what);
    return false; /* said plainly, so that the compiler sees it */
}

bool decode_byte(struct decoder *d, uint8_t *ret, struct err *err)
{
    if (d->at == d->end)
        return decode_fail(d, "it ends too early", err);
    *ret = *d->at++;
    return true;
}

bool decode_varint(struct decoder *d, uint64_t *ret, struct err *err)
{
    uint64_t n = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte;
        TRY(decode_byte(d, &byte, err));
        if (shift == 63 && byte > 1)
            return decode_fail(d, "number too large", err);
        n |= (uint64_t)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        if (!byte && shift)
            return decode_fail(d, "number not in its shortest form", err);
        *ret = n;
        return true;
    }
    return decode_fail(d, "number too large", err);
}

bool decode_count(struct decoder *d, size_t least, uint32_t *ret, struct err *err)
{
    uint64_t n;
    TRY(decode_varint(d, &n, err));
    if (n > (size_t)(d->end - d->at) / least || n > UINT32_MAX)
        return decode_fail(d, "it ends too early", err);
    *ret = (uint32_t)n;
    return true;
}

bool decode_raw(struct decoder *d, size_t len, const uint8_t **ret, struct err *err)
{
    if (len > (size_t)(d->end - d->at))
        return decode_fail(d, "it ends too early", err);
    *ret = d->at;
    d->at += len;
    return true;
}

static bool decode_bytes(struct decoder *d, struct str *ret, struct err *err)
{
    uint32_t len;
    const uint8_t *bytes;
    TRY(decode_count(d, 1, &len, err));
    TRY(decode_raw(d, len, &bytes, err));
    *ret = arena_str(d->arena, str_n((const char *)bytes, len));
    return true;
}

bool decode_text(struct decoder *d, struct str *ret, struct err *err)
{
    uint32_t len;
    const uint8_t *bytes;
    if (!d->rows) {
        TRY(decode_bytes(d, ret, err));
        return str_is_utf8(*ret) || decode_fail(d, "text is not UTF-8", err);
    }
    TRY(decode_count(d, 1, &len, err));
    TRY(decode_raw(d, len, &bytes, err));
    return rows_text(d, bytes, len, ret) || decode_fail(d, "text is not UTF-8", err);
}

static bool decode_double(struct decoder *d, struct value *ret, struct err *err)
{
    const uint8_t *bytes;
    TRY(decode_raw(d, sizeof(double), &bytes, err));
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof bits; i++)
        bits = bits << 8 | bytes[i];
    double real;
    memcpy(&real, &bits, sizeof real);
    if (!isfinite(real))
        return decode_fail(d, "not a finite number", err);
    *ret = value_float(real);
    return ret->kind == VALUE_FLOAT || decode_fail(d, "an integer in the form of a double", err);
}

static bool decode_list(struct decoder *d, size_t depth, struct value *ret, struct err *err)
{
    uint32_t count;
    TRY(decode_count(d, 1, &count, err));
    struct value_builder b = { .arena = d->arena };
    b.items.items = ARENA_ARRAY(d->arena, struct value, count);
    b.items.room = count;
    for (uint32_t i = 0; i < count; i++) {
        struct value item;
        TRY(decode_tree(d, depth, &item, err));
        value_builder_add(&b, item);
    }
    *ret = value_builder_list(&b);
    return true;
}

static bool decode_map(struct decoder *d, size_t depth, struct value *ret, struct err *err)
{
    uint32_t count;
    TRY(decode_count(d, 2, &count, err));
    struct value_field *fields = ARENA_ARRAY(d->arena, struct value_field, count);
    struct value_builder b = { .arena = d->arena };
    b.fields.items = fields;
    b.fields.room = count;
    struct str before = STR_NONE;
    for (uint32_t i = 0; i < count; i++) {
        struct str key;
        TRY(decode_text(d, &key, err));
        if (i && str_cmp(before, key) >= 0)
            return decode_fail(d, "map keys out of order", err);
        before = key;
        *VEC_PUSH(&b.fields, d->arena) = (struct value_field){ .key = key.ptr, .key_len = (uint32_t)key.len };
        TRY(decode_tree(d, depth, &fields[i].value, err));
    }
    *ret = value_builder_map(&b);
    return true;
}

static bool decode_shared(struct decoder *d, uint8_t tag, size_t depth, struct value *ret, struct err *err)
{
    if (rows_find(d, depth, ret))
        return true;
    const uint8_t *start = d->at - 1;
    TRY(tag == TAG_LIST ? decode_list(d, depth - 1, ret, err) : decode_map(d, depth - 1, ret, err));
    rows_keep(d, start, *ret);
    return true;
}

/* `depth`: how many more levels may be opened. */
bool decode_tree(struct decoder *d, size_t depth, struct value *ret, struct err *err)
{
    uint8_t tag;
    uint64_t n;
    struct str text;
    TRY(decode_byte(d, &tag, err));
    if (tag >= TAG_LIST && tag <= TAG_EXPR && !depth)
        return decode_fail(d, "nested too deeply", err);
    if (d->rows && (tag == TAG_LIST || tag == TAG_MAP))
        return decode_shared(d, tag, depth, ret, err);
    switch (tag) {
    case TAG_NULL:
        *ret = value_null();
        return true;
    case TAG_FALSE:
    case TAG_TRUE:
        *ret = value_bool(tag == TAG_TRUE);
        return true;
    case TAG_INT:
        TRY(decode_varint(d, &n, err));
        *ret = value_int((int64_t)(n >> 1 ^ -(n & 1)));
        return true;
    case TAG_FLOAT:
        return decode_double(d, ret, err);
    case TAG_STRING:
        TRY(decode_text(d, &text, err));
        *ret = value_str(text);
        return true;
    case TAG_BYTES:
        TRY(decode_bytes(d, &text, err));
        *ret = value_bytes(text);
        return true;
    case TAG_LIST:
        return decode_list(d, depth - 1, ret, err);
    case TAG_MAP:
        return decode_map(d, depth - 1, ret, err);
    case TAG_EXPR:
        return decode_expr(d, depth - 1, ret, err);
    default:
        d->at--;
        return decode_fail(d, "unknown tag", err);
    }
}

static bool decode_version(struct decoder *d, struct err *err)
{
    uint8_t version;
    TRY(decode_byte(d, &version, err));
    if (version > VALUE_FORMAT_VERSION)
        return FAIL(err, ERR_NEWER, "value has format %d, this version of infra reads up to %d", version, VALUE_FORMAT_VERSION);
    return version == VALUE_FORMAT_VERSION || decode_fail(d, "unknown format version", err);
}

bool decode_items(struct decoder *d, struct value *ret_items, size_t room, size_t *ret_count, struct err *err)
{
    uint8_t tag;
    uint32_t count, len;
    TRY(decode_version(d, err));
    TRY(decode_byte(d, &tag, err));
    if (tag != TAG_LIST)
        return decode_fail(d, "not a list", err);
    TRY(decode_count(d, 1, &count, err));
    for (uint32_t i = 0; i < count; i++) {
        struct value item;
        if (d->at < d->end && *d->at == TAG_BYTES) {
            const uint8_t *bytes;
            d->at++;
            TRY(decode_count(d, 1, &len, err));
            TRY(decode_raw(d, len, &bytes, err));
            item = value_bytes(str_n((const char *)bytes, len));
        } else {
            TRY(decode_tree(d, VALUE_DEPTH_MAX - 1, &item, err));
        }
        if (i < room)
            ret_items[i] = item;
    }
    if (d->at != d->end)
        return decode_fail(d, "bytes after the end", err);
    *ret_count = MIN_OF((size_t)count, room);
    return true;
}

bool value_decode(struct arena *arena, struct str bytes, struct value *ret, struct err *err)
{
    const uint8_t *start = (const uint8_t *)bytes.ptr;
    struct decoder d = { .arena = arena, .start = start, .at = start, .end = start + bytes.len };
    struct value v;
    TRY(decode_version(&d, err));
    TRY(decode_tree(&d, VALUE_DEPTH_MAX, &v, err));
    if (d.at != d.end)
        return decode_fail(&d, "bytes after the end", err);
    *ret = v;
    return true;
}
