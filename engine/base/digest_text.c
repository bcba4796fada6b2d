/*
 * digest_text.c - bytes as text: hex, base32, base64 (RFC 4648).
 *
 * Decoders are strict, so that equal bytes have one text: no white space, no bits left over, padding whole or absent.
 */
#include "engine/base/digest.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Digits of `bits` bits each, from the most significant end; a last partial digit is filled with zeros. */
static struct str encode(struct arena *arena, struct str bytes, const char *digits, unsigned bits, size_t pad_to)
{
    size_t len = bytes.len / bits * 8 + (bytes.len % bits * 8 + bits - 1) / bits; /* no overflow for huge inputs */
    size_t padded = pad_to ? (len + pad_to - 1) / pad_to * pad_to : len;
    char *text = arena_alloc(arena, padded + 1), *at = text;
    uint32_t window = 0;
    unsigned held = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        window = window << 8 | (uint8_t)bytes.ptr[i];
        for (held += 8; held >= bits; held -= bits)
            *at++ = digits[window >> (held - bits) & ((1u << bits) - 1)];
    }
    if (held)
        *at++ = digits[window << (bits - held) & ((1u << bits) - 1)];
    while (at < text + padded)
        *at++ = '=';
    return (struct str){ text, padded };
}

static bool decode(struct arena *arena, struct str text, int (*value_of)(char), unsigned bits, struct str *ret)
{
    size_t len = text.len / 8 * bits + text.len % 8 * bits / 8;
    char *bytes = arena_alloc(arena, len + 1), *at = bytes;
    uint32_t window = 0;
    unsigned held = 0;
    for (size_t i = 0; i < text.len; i++) {
        int value = value_of(text.ptr[i]);
        if (value < 0)
            return false;
        window = window << bits | (uint32_t)value;
        held += bits;
        if (held >= 8) {
            held -= 8;
            *at++ = (char)(window >> held);
        }
    }
    if (held >= bits || (window & ((1u << held) - 1)))
        return false; /* a whole digit, or bits, that no encoder writes */
    *ret = (struct str){ bytes, len };
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int base32_value(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

struct str hex_encode(struct arena *arena, struct str bytes)
{
    return encode(arena, bytes, hex_digits, 4, 0);
}

bool hex_decode(struct arena *arena, struct str text, struct str *ret)
{
    return decode(arena, text, hex_value, 4, ret);
}

struct str base32_encode(struct arena *arena, struct str bytes)
{
    return encode(arena, bytes, base32_digits, 5, 0);
}

bool base32_decode(struct arena *arena, struct str text, struct str *ret)
{
    return decode(arena, text, base32_value, 5, ret);
}

struct str base64_encode(struct arena *arena, struct str bytes)
{
    return encode(arena, bytes, base64_digits, 6, 4);
}

struct str base64url_encode(struct arena *arena, struct str bytes)
{
    return encode(arena, bytes, base64url_digits, 6, 0);
}

bool base64_decode(struct arena *arena, struct str text, struct str *ret)
{
    if (text.len && text.ptr[text.len - 1] == '=') {
        if (text.len % 4)
            return false;
        text.len -= text.ptr[text.len - 2] == '=' ? 2 : 1;
    }
    return decode(arena, text, base64_value, 6, ret);
}
