/*
 * retry.c - the back-off table and what servers may ask for.
 */
#include "engine/net/retry.h"
#include "engine/net/net.h"

#include <math.h>

enum { CAP_MS = 20000, FAST_BASE_MS = 1, FAST_CAP_MS = 400, WISH_MARGIN_MS = 5000, WISH_MAX_MS = 120000 };

static const int64_t base_ms[RETRY_REASONS] = {
    [RETRY_TRANSIENT] = 50,
    [RETRY_THROTTLED] = 1000,
};

void retry_seed(struct retry_random *random, uint64_t seed)
{
    random->state = seed * 0x9e3779b97f4a7c15u + 0x2545f4914f6cdd1du; /* spreads small seeds */
    if (!random->state)
        random->state = 1;
}

double retry_uniform(struct retry_random *random)
{
    uint64_t x = random->state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    random->state = x;
    return (double)(x * 0x2545f4914f6cdd1du >> 11) * 0x1p-53;
}

/* Retry-After: seconds or a date. -1: none. */
static int64_t retry_after_ms(struct str text, int64_t wall_ms)
{
    int64_t n;
    if (str_to_i64(text, &n))
        return n < 0 ? -1 : MIN_OF(n, (int64_t)WISH_MAX_MS / 1000) * 1000;
    if (text.len && io_parse_time(text, &n))
        return MIN_OF(MAX_OF(n - wall_ms, (int64_t)0), (int64_t)WISH_MAX_MS);
    return -1;
}

int64_t retry_delay_ms(struct retry_random *random, enum retry_reason reason, int retries, bool fast, int64_t wall_ms,
                       const struct io_header *headers, size_t header_count)
{
    double base = fast ? FAST_BASE_MS : (double)base_ms[reason], cap = fast ? FAST_CAP_MS : CAP_MS;
    double most = MIN_OF(ldexp(base, MIN_OF(retries, 30)), cap);
    int64_t delay_ms = (int64_t)ceil(retry_uniform(random) * most), wish_ms;

    /* One cloud's own header is in milliseconds, and may add at most 5 s to what we would wait anyway. */
    /* lint-ok: cloud - the policy is the engine's, the name of the header is theirs */
    if (str_to_i64(net_header(headers, header_count, "x-amz-retry-after"), &wish_ms) && wish_ms >= 0)
        return MIN_OF(MAX_OF(delay_ms, wish_ms), delay_ms + WISH_MARGIN_MS);
    wish_ms = retry_after_ms(net_header(headers, header_count, "retry-after"), wall_ms);
    return MAX_OF(delay_ms, wish_ms);
}
