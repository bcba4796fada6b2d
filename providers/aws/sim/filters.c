/*
 * filters.c - EC2's Filters: any of a filter's values, all of the filters; * and ? in values; tag:KEY, tag-key, tag-value.
 *
 * Each type has a table from filter names to paths into what its Describe shows; a name that is not in it is refused. A path goes
 * through lists with "[]": "Attachments[].VpcId". Booleans and numbers are compared as the text that a request has.
 */
#include "providers/aws/sim/call.h"

#include <stdio.h>

enum { VALUES_MAX = 200 };

/* Backslash takes the next character literally. Linear but for the last star, which is all that globbing needs. */
bool call_wildcard_match(struct str pattern, struct str s)
{
    size_t p = 0, i = 0, star = SIZE_MAX, mark = 0;
    while (i < s.len) {
        bool literal = p + 1 < pattern.len && pattern.ptr[p] == '\\';
        if (!literal && p < pattern.len && pattern.ptr[p] == '*') {
            star = ++p;
            mark = i;
        } else if (p < pattern.len && (literal ? pattern.ptr[p + 1] == s.ptr[i] : pattern.ptr[p] == '?' || pattern.ptr[p] == s.ptr[i])) {
            p += literal ? 2 : 1;
            i++;
        } else if (star != SIZE_MAX) {
            p = star;
            i = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}

static bool text_matches(struct value values, struct str s)
{
    for (uint32_t i = 0; i < values.count; i++) {
        if (call_wildcard_match(value_text(value_at(values, i)), s))
            return true;
    }
    return false;
}

static bool leaf_matches(struct value values, struct value leaf)
{
    char digits[24];
    if (leaf.kind == VALUE_BOOL)
        return text_matches(values, leaf.boolean ? STR("true") : STR("false"));
    if (leaf.kind == VALUE_INT)
        return text_matches(values, str_n(digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)leaf.integer)));
    return leaf.kind == VALUE_STRING && text_matches(values, value_text(leaf));
}

static bool path_matches(struct value values, struct value at, const char *path)
{
    if (at.kind == VALUE_LIST) {
        for (uint32_t i = 0; i < at.count; i++) {
            if (path_matches(values, value_at(at, i), path))
                return true;
        }
        return false;
    }
    if (!*path)
        return leaf_matches(values, at);
    size_t len = strcspn(path, ".["), step = len;
    while (path[step] == '[' || path[step] == ']' || path[step] == '.')
        step++;
    return path_matches(values, value_get_str(at, str_n(path, len)), path + step);
}

static const struct filter *filter_named(const struct filter *filters, struct str name)
{
    for (const struct filter *f = filters; f && f->name; f++) {
        if (str_is(name, f->name))
            return f;
    }
    return NULL;
}

/* Of filters that are about tags: "tag:KEY" any value of the key, "tag-key", "tag-value". */
static bool is_tag_filter(struct str name)
{
    return (str_starts(name, STR("tag:")) && name.len > 4) || str_is(name, "tag-key") || str_is(name, "tag-value");
}

static bool tags_match(struct str name, struct value values, struct value tags)
{
    if (str_is(name, "tag-key"))
        return path_matches(values, tags, "Key");
    if (str_is(name, "tag-value"))
        return path_matches(values, tags, "Value");
    struct str key = str_slice(name, 4, name.len);
    for (uint32_t i = 0; i < tags.count; i++) {
        struct value tag = value_at(tags, i);
        if (str_eq(value_text(value_get(tag, "Key")), key))
            return text_matches(values, value_text(value_get(tag, "Value")));
    }
    return false;
}

bool call_filters_check(struct call *c, const struct filter *filters)
{
    struct value given_filters = call_in(c, "Filters");
    for (uint32_t i = 0; i < given_filters.count; i++) {
        struct value f = value_at(given_filters, i), values = value_get(f, "Values");
        struct str name = value_text(value_get(f, "Name"));
        if (!name.len)
            return call_refuse_missing(c, "Filter.Name");
        if (!is_tag_filter(name) && !filter_named(filters, name))
            return call_refuse(c, "InvalidParameterValue", "The filter '%.*s' is invalid", STR_ARG(name));
        if (!values.count)
            return call_refuse(c, "InvalidParameterValue", "The filter '%.*s' has no values", STR_ARG(name));
        if (values.count > VALUES_MAX)
            return call_refuse(c, "FilterLimitExceeded", "The maximum number of filter values specified on a single call is %d", VALUES_MAX);
    }
    return true;
}

bool call_filters_match(struct call *c, const struct filter *filters, struct value object, const char *tags)
{
    struct value given_filters = call_in(c, "Filters");
    for (uint32_t i = 0; i < given_filters.count; i++) {
        struct value f = value_at(given_filters, i), values = value_get(f, "Values");
        struct str name = value_text(value_get(f, "Name"));
        const struct filter *filter = filter_named(filters, name);
        if (!(filter ? path_matches(values, object, filter->path) : tags_match(name, values, value_get(object, tags))))
            return false;
    }
    return true;
}
