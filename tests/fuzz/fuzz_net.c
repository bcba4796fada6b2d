/*
 * fuzz_net.c - readers of foreign text in engine/net: URLs, percent-encoding, tapes, what servers ask for by Retry-After.
 *
 * Besides not crashing: a URL's pieces lie in it in order and hold nothing that another parser could read differently, decoding
 * undoes encoding, and delays stay within their bounds.
 */
#include "engine/net/fake_io.h"
#include "engine/net/net.h"
#include "engine/net/retry.h"
#include "engine/net/tape.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void urls(struct str in)
{
    struct url url;
    if (!url_parse(in, &url))
        return;
    must(url.scheme.ptr == in.ptr && url.host.ptr == in.ptr + url.scheme.len + 3 && url.host.len > 0);
    must(str_find_char(in, '@') < 0 || str_find_char(in, '@') > (url.host.ptr - in.ptr) + (ptrdiff_t)url.host.len);
    must(str_find_char(in, '\\') < 0 && str_find_char(in, '\n') < 0 && str_find_char(in, ' ') < 0);
    must(!url.path.len || url.path.ptr[0] == '/');
    (void)url_is_loopback(&url);
}

static void encoding(struct arena *arena, struct str in)
{
    must(str_eq(url_decode(arena, url_encode(arena, in, false)), in));
    must(str_eq(url_decode(arena, url_encode(arena, in, true)), in));
    must(url_decode(arena, in).len <= in.len);
}

static void delays(struct str in)
{
    static const char *const names[] = { "retry-after", "x-amz-retry-after" };
    struct retry_random random;
    retry_seed(&random, in.len);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct io_header header = { str_of(names[i]), in };
        int64_t ms = retry_delay_ms(&random, RETRY_THROTTLED, (int)in.len, false, 0, &header, 1);
        must(ms >= 0 && ms <= 120000);
    }
}

static void tapes(struct str in)
{
    struct io *inner = fake_io_open(&(struct fake_io_options){ .seed = 1 });
    struct err err = { 0 };
    struct io *io = tape_open(&(struct tape_options){ .inner = inner, .replay = in, .record = true }, &err);
    must(io || err.code == ERR_FORMAT || err.code == ERR_NEWER);
    tape_close(io);
    fake_io_close(inner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DROP_ARENA struct arena arena = { 0 };
    struct str in = arena_str(&arena, str_n((const char *)data, size));
    urls(in);
    encoding(&arena, in);
    delays(in);
    tapes(in);
    return 0;
}
