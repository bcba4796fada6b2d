/*
 * cidr.c - arithmetic on IPv4 and IPv6 ranges.
 *
 * An address is up to 128 bits, held in 16 bytes as on the wire; additions go byte by byte from the right. Text follows the usual
 * rules: IPv4 without leading zeros (which some read as octal), IPv6 written as RFC 5952 says (inet_ntop).
 */
#include "engine/value/cidr.h"

#include <arpa/inet.h>

static bool parse_ip4(struct str text, struct cidr *ret)
{
    struct str rest = text;
    for (size_t i = 0; i < 4; i++) {
        if (!rest.ptr)
            return false;
        struct str part = str_split(&rest, '.');
        unsigned n = 0;
        if (!part.len || part.len > 3 || (part.len > 1 && part.ptr[0] == '0'))
            return false;
        for (size_t j = 0; j < part.len; j++) {
            if (part.ptr[j] < '0' || part.ptr[j] > '9')
                return false;
            n = n * 10 + (unsigned)(part.ptr[j] - '0');
        }
        if (n > 255)
            return false;
        ret->bytes[i] = (uint8_t)n;
    }
    ret->width = ret->prefix = 32;
    return !rest.ptr;
}

static bool parse_ip6(struct str text, struct cidr *ret)
{
    char copy[INET6_ADDRSTRLEN];
    if (text.len >= sizeof copy || memchr(text.ptr, '\0', text.len))
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    ret->width = ret->prefix = 128;
    return inet_pton(AF_INET6, copy, ret->bytes) == 1;
}

bool cidr_parse_ip(struct str text, struct cidr *ret)
{
    struct cidr c = { 0 };
    if (!text.len || !(str_find_char(text, ':') >= 0 ? parse_ip6(text, &c) : parse_ip4(text, &c)))
        return false;
    *ret = c;
    return true;
}

bool cidr_parse(struct str text, struct cidr *ret)
{
    struct cidr c;
    int64_t prefix;
    ptrdiff_t slash = str_find_char(text, '/');
    if (slash < 0 || !cidr_parse_ip(str_slice(text, 0, (size_t)slash), &c))
        return false;
    struct str digits = str_slice(text, (size_t)slash + 1, text.len);
    if (!digits.len || digits.ptr[0] < '0' || digits.ptr[0] > '9' || (digits.len > 1 && digits.ptr[0] == '0'))
        return false;
    if (!str_to_i64(digits, &prefix) || prefix > c.width)
        return false;
    c.prefix = (uint8_t)prefix;
    *ret = c;
    return true;
}

struct str cidr_text(struct arena *arena, const struct cidr *c, bool with_prefix)
{
    char text[INET6_ADDRSTRLEN];
    (void)inet_ntop(c->width == 32 ? AF_INET : AF_INET6, c->bytes, text, sizeof text);
    return with_prefix ? arena_printf(arena, "%s/%u", text, c->prefix) : arena_str(arena, str_of(text));
}

void cidr_clear_host_bits(struct cidr *c)
{
    for (unsigned bit = c->prefix; bit < c->width; bit++)
        c->bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
}

bool cidr_has_host_bits(const struct cidr *c)
{
    struct cidr network = *c;
    cidr_clear_host_bits(&network);
    return memcmp(network.bytes, c->bytes, sizeof c->bytes) != 0;
}

bool cidr_contains(const struct cidr *outer, const struct cidr *inner)
{
    if (outer->width != inner->width || inner->prefix < outer->prefix)
        return false;
    struct cidr a = *outer, b = *inner;
    b.prefix = a.prefix;
    cidr_clear_host_bits(&a);
    cidr_clear_host_bits(&b);
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool cidr_advance(struct cidr *c, unsigned at, uint64_t n)
{
    struct cidr moved = *c;
    unsigned shift = c->width - at; /* n counts from this bit on */
    unsigned carry = 0;
    for (int i = c->width / 8 - 1; i >= 0; i--) {
        unsigned low = (unsigned)(c->width / 8 - 1 - i) * 8; /* bits to the right of this byte */
        unsigned part = 0;
        if (low + 8 > shift && low < shift + 64)
            part = low >= shift ? (unsigned)(n >> (low - shift)) & 0xff : (unsigned)(n << (shift - low)) & 0xff;
        unsigned sum = moved.bytes[i] + part + carry;
        moved.bytes[i] = (uint8_t)sum;
        carry = sum >> 8;
    }
    bool fits = at >= 64 || n >> at == 0;
    if (carry || !fits || !cidr_contains(c, &moved))
        return false;
    *c = moved;
    return true;
}
