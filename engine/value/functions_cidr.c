/*
 * functions_cidr.c - cidr.*: subnets, addresses and plans of IPv4 and IPv6 ranges.
 *
 * cidr.plan gives each name its subnet, so that adding or removing a name never moves another one. A function without memory can
 * promise that only if a name's place depends on that name alone: it is a hash of the name modulo the number of places of its size.
 * Two names may fall on the same place (six names on sixteen places do so more often than not; the salt was picked so that public,
 * private, public-a and their like do not). That is an error, which names a free place, and the stack then says it:
 * { b = { bits = 4, at = 7 } }. The other form, a list { { name = "a", bits = 4 }, ... },
 * fills the range from its beginning, in order: appending moves nothing; an item without a name keeps a gap.
 */
#include "engine/value/functions_internal.h"

#include "engine/value/cidr.h"

enum { PLAN_MAX = 4096 };

/* Part of every place that was ever given: never to change. */
#define PLACE_SALT "cidr.plan 94975 "

static bool arg_range(const struct value *args, size_t i, struct cidr *ret, struct err *err)
{
    struct str text;
    TRY(arg_string(args, i, &text, err));
    if (!cidr_parse(text, ret))
        return FAIL(err, ERR_INVALID, "'%.*s' is not a range like 10.0.0.0/16", STR_ARG(text));
    cidr_clear_host_bits(ret);
    return true;
}

/* Checked sum: a subnet with `bits` more network bits. */
static bool deepen(struct cidr *c, int64_t bits, struct err *err)
{
    if (bits < 0 || c->prefix + bits > c->width)
        return FAIL(err, ERR_INVALID, "a /%u range cannot take %lld more bits", c->prefix, (long long)bits);
    c->prefix = (uint8_t)(c->prefix + bits);
    return true;
}

/* Subnet n of `range` with `bits` more bits. */
static bool subnet(const struct cidr *range, int64_t bits, uint64_t n, struct cidr *ret, struct err *err)
{
    struct cidr moved = *range, sized = *range;
    TRY(deepen(&sized, bits, err));
    if (!cidr_advance(&moved, sized.prefix, n))
        return FAIL(err, ERR_INVALID, "there is no subnet %llu: %lld bits make %s", (unsigned long long)n, (long long)bits,
                    bits ? "fewer" : "one");
    moved.prefix = sized.prefix;
    *ret = moved;
    return true;
}

FUNCTION(fn_cidr_subnet)
{
    (void)count;
    struct cidr range, result;
    int64_t bits, n;
    TRY(arg_range(args, 0, &range, err));
    TRY(arg_int(args, 1, 0, 128, &bits, err));
    TRY(arg_int(args, 2, 0, INT64_MAX, &n, err));
    TRY(subnet(&range, bits, (uint64_t)n, &result, err));
    *ret = value_str(cidr_text(arena, &result, true));
    return true;
}

FUNCTION(fn_cidr_host)
{
    (void)count;
    struct cidr range;
    int64_t n;
    TRY(arg_range(args, 0, &range, err));
    TRY(arg_int(args, 1, INT64_MIN + 1, INT64_MAX, &n, err));
    unsigned host_bits = range.width - range.prefix;
    uint64_t distance = n < 0 ? (uint64_t)-(n + 1) : (uint64_t)n;
    bool fits = host_bits >= 64 || distance >> host_bits == 0;
    struct cidr host = range;
    if (fits && n >= 0)
        fits = cidr_advance(&host, range.width, distance);
    if (!fits)
        return FAIL(err, ERR_INVALID, "the range has no address %lld", (long long)n);
    if (n < 0) {
        /* Address -1 is all host bits set, -2 one less: their complement is the distance. */
        struct cidr mask = { .width = range.width, .prefix = range.prefix };
        for (unsigned bit = 0; bit < host_bits; bit++) {
            bool set = bit >= 64 || !(distance >> bit & 1);
            unsigned at = range.width - 1 - bit;
            if (set)
                mask.bytes[at / 8] |= (uint8_t)(0x80 >> at % 8);
        }
        for (size_t i = 0; i < sizeof host.bytes; i++)
            host.bytes[i] |= mask.bytes[i];
    }
    *ret = value_str(cidr_text(arena, &host, false));
    return true;
}

FUNCTION(fn_cidr_netmask)
{
    (void)count;
    struct cidr range;
    TRY(arg_range(args, 0, &range, err));
    memset(range.bytes, 0xff, range.width / 8);
    cidr_clear_host_bits(&range);
    *ret = value_str(cidr_text(arena, &range, false));
    return true;
}

FUNCTION(fn_cidr_contains)
{
    (void)arena, (void)count;
    struct cidr outer, inner;
    struct str text;
    TRY(arg_range(args, 0, &outer, err));
    TRY(arg_string(args, 1, &text, err));
    if (!cidr_parse(text, &inner) && !cidr_parse_ip(text, &inner))
        return FAIL(err, ERR_INVALID, "'%.*s' is neither a range nor an address", STR_ARG(text));
    *ret = value_bool(cidr_contains(&outer, &inner));
    return true;
}

/* cidr.plan */

struct placed {
    struct str name;
    struct cidr range;
};

struct plan {
    struct cidr range;
    struct placed *items;
    size_t count;
};

static bool overlap(const struct cidr *a, const struct cidr *b)
{
    return cidr_contains(a, b) || cidr_contains(b, a);
}

static bool is_free(const struct plan *plan, const struct cidr *range)
{
    for (size_t i = 0; i < plan->count; i++)
        if (overlap(&plan->items[i].range, range))
            return false;
    return true;
}

/* The first 8 bytes of SHA-256(PLACE_SALT name), modulo 2^bits. */
static uint64_t place_of(struct str name, int64_t bits)
{
    struct digest d = digest_of_parts((struct str[]){ STR(PLACE_SALT), name }, 2);
    uint64_t n = 0;
    for (size_t i = 0; i < sizeof n; i++)
        n = n << 8 | d.bytes[i];
    return bits >= 64 ? n : n & ((UINT64_C(1) << bits) - 1);
}

static void suggest(const struct plan *plan, int64_t bits, struct err *err)
{
    struct cidr range;
    for (uint64_t at = 0; at <= PLAN_MAX && subnet(&plan->range, bits, at, &range, NULL); at++) {
        if (!is_free(plan, &range))
            continue;
        (void)err_hint(err, "give the newer one a place of its own: { bits = %lld, at = %llu }", (long long)bits, (unsigned long long)at);
        return;
    }
}

static bool place(struct plan *plan, struct str name, struct value spec, struct err *err)
{
    struct value bits = spec.kind == VALUE_MAP ? value_get(spec, "bits") : spec;
    struct value at = spec.kind == VALUE_MAP ? value_get(spec, "at") : VALUE_NONE;
    bool by_hand = value_present(at);
    if (bits.kind != VALUE_INT || (by_hand && (at.kind != VALUE_INT || at.integer < 0)))
        return FAIL(err, ERR_INVALID, "'%.*s' must be a number of bits, or { bits = , at = }", STR_ARG(name));
    struct cidr range = plan->range;
    TRY(deepen(&range, bits.integer, err));
    uint64_t n = by_hand ? (uint64_t)at.integer : place_of(name, bits.integer);
    TRY(subnet(&plan->range, bits.integer, n, &range, err));
    plan->items[plan->count++] = (struct placed){ name, range };
    return true;
}

static bool plan_by_name(struct plan *plan, struct value map, struct err *err)
{
    for (size_t i = 0; i < map.count; i++)
        TRY(place(plan, str_n(map.fields[i].key, map.fields[i].key_len), map.fields[i].value, err));
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct placed *a = &plan->items[j], *b = &plan->items[i];
            if (!overlap(&a->range, &b->range))
                continue;
            FAIL(err, ERR_INVALID, "'%.*s' and '%.*s' fall on the same addresses", STR_ARG(a->name), STR_ARG(b->name));
            suggest(plan, b->range.prefix - plan->range.prefix, err);
            return false;
        }
    }
    return true;
}

static bool plan_in_order(struct plan *plan, struct value list, struct err *err)
{
    struct cidr cursor = plan->range;
    bool full = false;
    for (size_t i = 0; i < list.count; i++) {
        struct value bits = value_get(list.items[i], "bits"), name = value_get(list.items[i], "name");
        if (bits.kind != VALUE_INT || (value_present(name) && name.kind != VALUE_STRING))
            return FAIL(err, ERR_INVALID, "item %zu must be { name = , bits = }", i + 1);
        struct cidr range = plan->range;
        TRY(deepen(&range, bits.integer, err));
        /* Up to the next multiple of this size. */
        struct cidr aligned = cursor;
        aligned.prefix = range.prefix;
        bool between = cidr_has_host_bits(&aligned);
        cidr_clear_host_bits(&aligned);
        aligned.prefix = plan->range.prefix;
        full = full || (between && !cidr_advance(&aligned, range.prefix, 1));
        if (full)
            return FAIL(err, ERR_INVALID, "item %zu does not fit any more", i + 1);
        cursor = aligned;
        aligned.prefix = range.prefix;
        if (value_present(name))
            plan->items[plan->count++] = (struct placed){ value_text(name), aligned };
        full = !cidr_advance(&cursor, range.prefix, 1);
    }
    return true;
}

FUNCTION(fn_cidr_plan)
{
    (void)count;
    struct plan plan = { 0 };
    TRY(arg_range(args, 0, &plan.range, err));
    if (args[1].kind != VALUE_MAP && args[1].kind != VALUE_LIST)
        return FAIL(err, ERR_INVALID, "argument 2 must be { name = bits, ... }");
    if (args[1].count > PLAN_MAX)
        return FAIL(err, ERR_LIMIT, "more than %d subnets", PLAN_MAX);
    plan.items = ARENA_ARRAY(arena, struct placed, args[1].count);
    TRY(args[1].kind == VALUE_MAP ? plan_by_name(&plan, args[1], err) : plan_in_order(&plan, args[1], err));
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < plan.count; i++)
        value_builder_put(&b, plan.items[i].name, value_str(cidr_text(arena, &plan.items[i].range, true)));
    *ret = value_builder_map(&b);
    if (ret->count != plan.count)
        return FAIL(err, ERR_INVALID, "a name is given twice");
    return true;
}
