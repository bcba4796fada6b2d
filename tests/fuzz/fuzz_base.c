/*
 * fuzz_base.c - readers of foreign text in engine/base: encodings, UTF-8, numbers, times.
 *
 * Besides not crashing: what decodes encodes back to the same text, and what a time reads as is written and read again alike.
 */
#include "engine/base/digest.h"
#include "engine/base/io.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct str lower(struct arena *arena, struct str s)
{
    char *copy = arena_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++)
        if (copy[i] >= 'A' && copy[i] <= 'F')
            copy[i] |= 0x20;
    return str_n(copy, s.len);
}

static void encodings(struct arena *arena, struct str in)
{
    struct str out;
    if (hex_decode(arena, in, &out))
        must(str_eq(hex_encode(arena, out), lower(arena, in)));
    if (base32_decode(arena, in, &out))
        must(str_eq(base32_encode(arena, out), in));
    if (base64_decode(arena, in, &out)) {
        struct str again;
        must(base64_decode(arena, base64_encode(arena, out), &again) && str_eq(out, again));
    }
    must(base64_decode(arena, base64_encode(arena, in), &out) && str_eq(in, out));
    must(base32_decode(arena, base32_encode(arena, in), &out) && str_eq(in, out));
}

static void times(struct arena *arena, struct str in)
{
    int64_t ms, again;
    if (!io_parse_time(in, &ms))
        return;
    struct str text = io_format_time(arena, ms);
    if (text.len == sizeof "2026-11-22T23:48:33Z" - 1 && !str_starts(text, STR("0000"))) /* an offset may leave years 1 to 9999 */
        must(io_parse_time(text, &again) && again <= ms && ms - again < 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DROP_ARENA struct arena arena = { 0 };
    struct str in = arena_str(&arena, str_n((const char *)data, size));
    int64_t n;
    double d;
    encodings(&arena, in);
    times(&arena, in);
    (void)str_is_utf8(in);
    (void)str_to_i64(in, &n);
    (void)str_to_f64(in, &d);
    struct str rest = in, half = str_split(&rest, '\n');
    must(str_distance(half, rest, 9) == str_distance(rest, half, 9));
    return 0;
}
