/*
 * address.c - reads addresses: { segment "/" } type "." name.
 *
 * Segments and names are [A-Za-z0-9_][A-Za-z0-9_.:-]*, at most 100 bytes (names of Kubernetes objects 320);
 * the type ends at the first dot. No attribute is ever part of an address.
 */
#include "engine/lang/lang_internal.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

const char *address_segment_problem(struct str s, size_t max)
{
    if (!s.len)
        return "is empty";
    if (!is_word(s.ptr[0]))
        return "must begin with a letter, digit or _";
    for (size_t i = 0; i < s.len; i++)
        if (!is_word(s.ptr[i]) && s.ptr[i] != '.' && s.ptr[i] != ':' && s.ptr[i] != '-')
            return "may hold letters, digits and _ . : - only";
    if (s.len > max)
        return max == LANG_NAME_MAX ? "is longer than 100 bytes" : "is longer than 320 bytes";
    return NULL;
}

bool address_segment_ok(struct str s, size_t max)
{
    return !address_segment_problem(s, max);
}

bool address_parse(struct str text, struct address *ret, struct err *err)
{
    struct address a = {.scope = STR("")};
    struct str rest = text;
    for (ptrdiff_t slash; (slash = str_find_char(rest, '/')) >= 0;
         rest = str_slice(rest, (size_t)slash + 1, rest.len)) {
        struct str segment = str_slice(rest, 0, (size_t)slash);
        const char *problem = address_segment_problem(segment, LANG_NAME_MAX);
        if (problem)
            return FAIL(err, ERR_INVALID, "address '%.*s': scope '%.*s' %s", STR_ARG(text), STR_ARG(segment),
                        problem);
    }
    a.scope = str_slice(text, 0, text.len - rest.len);
    ptrdiff_t dot = str_find_char(rest, '.');
    if (dot < 0) {
        FAIL(err, ERR_INVALID, "address '%.*s' has no name: write TYPE.NAME", STR_ARG(text));
        /* lint-ok: cloud - an example for people */
        return err_hint(err, "as in aws_vpc.main, or net/aws_vpc.main inside a scope");
    }
    a.type = str_slice(rest, 0, (size_t)dot);
    a.name = str_slice(rest, (size_t)dot + 1, rest.len);
    for (size_t i = 0; i < a.type.len; i++)
        if (!is_word(a.type.ptr[i]))
            return FAIL(err, ERR_INVALID, "address '%.*s': type '%.*s' may hold letters, digits and _ only",
                        STR_ARG(text), STR_ARG(a.type));
    if (!a.type.len)
        return FAIL(err, ERR_INVALID, "address '%.*s' has no type before the dot", STR_ARG(text));
    size_t max = str_starts(a.type, STR("k8s_")) ? LANG_K8S_NAME_MAX : LANG_NAME_MAX;
    const char *problem = address_segment_problem(a.name, max);
    if (problem)
        return FAIL(err, ERR_INVALID, "address '%.*s': name '%.*s' %s", STR_ARG(text), STR_ARG(a.name),
                    problem);
    *ret = a;
    return true;
}
