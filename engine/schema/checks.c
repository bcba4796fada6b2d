/*
 * checks.c - ready-made checks and normalisers for attribute tables.
 *
 * A check sees one known value that already has the row's type, and completes the sentence "<attribute> must be ..., not ...".
 */
#include "engine/schema/schema.h"

#include "engine/value/cidr.h"

static bool check_cidr(struct value v, unsigned width, const char *example, struct err *err)
{
    struct str text = value_text(v);
    struct cidr c;
    if (!cidr_parse(text, &c) || c.width != width)
        return FAIL(err, ERR_INVALID, "must be an IPv%d range like %s, not '%.*s'", width == 32 ? 4 : 6, example, STR_ARG(text));
    if (!cidr_has_host_bits(&c))
        return true;
    DROP_ARENA struct arena scratch = { 0 };
    cidr_clear_host_bits(&c);
    struct str network = cidr_text(&scratch, &c, true);
    FAIL(err, ERR_INVALID, "must be the first address of its range, not '%.*s'", STR_ARG(text));
    return err_hint(err, "did you mean %.*s?", STR_ARG(network));
}

bool check_cidr4(struct value v, struct err *err)
{
    return check_cidr(v, 32, "10.0.0.0/16", err);
}

bool check_cidr6(struct value v, struct err *err)
{
    return check_cidr(v, 128, "2001:db8::/56", err);
}

bool check_ip4(struct value v, struct err *err)
{
    struct cidr c;
    if (!cidr_parse_ip(value_text(v), &c) || c.width != 32)
        return FAIL(err, ERR_INVALID, "must be an IPv4 address like 10.0.0.5, not '%.*s'", STR_ARG(value_text(v)));
    return true;
}

/* arn:partition:service:region:account:resource; region and account may be empty, the resource may hold colons. */
bool check_arn(struct value v, struct err *err)
{
    struct str rest = value_text(v), part[5] = { 0 };
    for (size_t i = 0; i < ARRAY_LEN(part) && rest.ptr; i++)
        part[i] = str_split(&rest, ':');
    if (!str_is(part[0], "arn") || !part[1].len || !part[2].len || !rest.len)
        return FAIL(err, ERR_INVALID, "must be an ARN (arn:partition:service:region:account:resource), not '%.*s'", STR_ARG(value_text(v)));
    return true;
}

struct value normalise_lower(struct arena *arena, struct value v)
{
    if (v.kind != VALUE_STRING)
        return v;
    struct str text = value_text(v);
    char *lower = arena_cstr(arena, text);
    for (size_t i = 0; i < text.len; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] - 'A' + 'a');
    return value_str(str_n(lower, text.len));
}
