/*
 * functions.c - the table of pure functions of the stack language, and how they read their arguments.
 *
 * The subject comes first (`ref:trim_prefix(s)` is trim_prefix(ref, s)), places count from 1 as everywhere in Lua, and text is
 * measured in characters. Rows are sorted by name: lookup is a binary search. Docs, stubs and `infra explain` read the same rows.
 */
#include "engine/value/functions_internal.h"

#include "engine/value/value_internal.h"

enum { ANY_COUNT = 255 };

static const struct expr_function functions[] = {
    { "at", "at(value, path) -> any", "the part of a value that a path leads to", 2, 2, 0, 0, fn_at },
    { "base64.decode", "base64.decode(text) -> bytes", "the bytes that base64 text stands for (either alphabet)", 1, 1, 0, 0, fn_base64_decode },
    { "base64.encode", "base64.encode(text) -> string", "a string or bytes as base64", 1, 1, 0, 0, fn_base64_encode },
    { "cidr.contains", "cidr.contains(range, other) -> boolean", "whether a range or address lies inside a range", 2, 2, 0, 0, fn_cidr_contains },
    { "cidr.host", "cidr.host(range, n) -> string", "address n of a range, from 0; negative counts from its end", 2, 2, 0, 0, fn_cidr_host },
    { "cidr.netmask", "cidr.netmask(range) -> string", "the mask of a range, like 255.255.0.0", 1, 1, 0, 0, fn_cidr_netmask },
    { "cidr.plan", "cidr.plan(range, { name = bits, ... }) -> map", "subnets by name; adding a name never moves another", 2, 2, 0, 0, fn_cidr_plan },
    { "cidr.subnet", "cidr.subnet(range, bits, n) -> string", "subnet n, from 0, of those with `bits` more network bits", 3, 3, 0, 0, fn_cidr_subnet },
    { "concat", "a .. b -> string", "texts, numbers and booleans joined into one text", 1, ANY_COUNT, 0, 0, fn_concat },
    { "contains", "contains(text or list, x) -> boolean", "whether a text holds a text, or a list a value", 2, 2, 0, 0, fn_contains },
    { "ends_with", "ends_with(text, suffix) -> boolean", "whether a text ends so", 2, 2, 0, 0, fn_ends_with },
    { "entry", "entry(key, value) -> map", "a map of one key, which may be a reference", 2, 2, 1, 2, fn_entry },
    { "format", "format(pattern, ...) -> string", "text by pattern: %s %d %x %X %f %e %g %q %%, with width and precision", 1, ANY_COUNT, 0, 0, fn_format },
    { "join", "join(list, separator) -> string", "the items of a list as one text (either order of arguments)", 2, 2, 0, 0, fn_join },
    { "json.decode", "json.decode(text) -> any", "the value that JSON text stands for", 1, 1, 0, 0, fn_json_decode },
    { "json.encode", "json.encode(value) -> string", "a value as JSON, keys sorted", 1, 1, 0, 0, fn_json_encode },
    { "list.concat", "list.concat(list, ...) -> list", "several lists as one", 0, ANY_COUNT, 1, 0, fn_list_concat },
    { "list.flatten", "list.flatten(list) -> list", "the list with those of its items that are lists opened, one level", 1, 1, 2, 0, fn_list_flatten },
    { "list.index", "list.index(list, value) -> integer", "where a value stands, from 1; null when it does not", 2, 2, 0, 0, fn_list_index },
    { "list.length", "list.length(list) -> integer", "how many items a list or map has", 1, 1, 1, 0, fn_list_length },
    { "list.reverse", "list.reverse(list) -> list", "the list from its end", 1, 1, 1, 0, fn_list_reverse },
    { "list.slice", "list.slice(list, from, to) -> list", "items from..to, from 1; negative counts from the end", 2, 3, 1, 0, fn_list_slice },
    { "list.sort", "list.sort(list) -> list", "sorted: booleans, numbers, then texts by bytes", 1, 1, 0, 0, fn_list_sort },
    { "list.unique", "list.unique(list) -> list", "without repeats, first ones stay", 1, 1, 0, 0, fn_list_unique },
    { "lower", "lower(text) -> string", "with A-Z as a-z", 1, 1, 0, 0, fn_lower },
    { "map.entries", "map.entries(map) -> list", "a list of { key = , value = }, by key", 1, 1, 1, 0, fn_map_entries },
    { "map.get", "map.get(map, key, default) -> any", "the value under a key; without default a missing key is an error", 2, 3, 1, 4, fn_map_get },
    { "map.keys", "map.keys(map) -> list", "the keys, sorted", 1, 1, 1, 0, fn_map_keys },
    { "map.values", "map.values(map) -> list", "the values, by key", 1, 1, 1, 0, fn_map_values },
    { "merge", "merge(map, ...) -> map", "maps in one, later ones win; one level; null counts as empty", 0, ANY_COUNT, 1, 0, fn_merge },
    { "replace", "replace(text, old, new) -> string", "every occurrence of a text replaced, literally", 3, 3, 0, 0, fn_replace },
    { "sha256", "sha256(text) -> string", "SHA-256 of a string or bytes, in hex", 1, 1, 0, 0, fn_sha256 },
    { "split", "split(text, separator) -> list", "the parts of a text between separators", 2, 2, 0, 0, fn_split },
    { "starts_with", "starts_with(text, prefix) -> boolean", "whether a text begins so", 2, 2, 0, 0, fn_starts_with },
    { "substr", "substr(text, from, to) -> string", "characters from..to, from 1; negative counts from the end", 2, 3, 0, 0, fn_substr },
    { "template", "template(text, map) -> string", "text with ${name} filled in; $${ writes ${", 2, 2, 0, 0, fn_template },
    { "to_number", "to_number(text) -> number", "the number that a text says", 1, 1, 0, 0, fn_to_number },
    { "to_string", "to_string(value) -> string", "a number, boolean or bytes as text", 1, 1, 0, 0, fn_to_string },
    { "trim", "trim(text) -> string", "without white space at both ends", 1, 1, 0, 0, fn_trim },
    { "trim_prefix", "trim_prefix(text, prefix) -> string", "without that beginning, if it has it", 2, 2, 0, 0, fn_trim_prefix },
    { "trim_suffix", "trim_suffix(text, suffix) -> string", "without that end, if it has it", 2, 2, 0, 0, fn_trim_suffix },
    { "upper", "upper(text) -> string", "with a-z as A-Z", 1, 1, 0, 0, fn_upper },
    { "yaml.decode", "yaml.decode(text) -> any", "the value that one YAML document stands for", 1, 1, 0, 0, fn_yaml_decode },
    { "yaml.encode", "yaml.encode(value) -> string", "a value as YAML, keys sorted", 1, 1, 0, 0, fn_yaml_encode },
};

const struct expr_function *expr_functions(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(functions);
    return functions;
}

const struct expr_function *expr_function_find(struct str name)
{
    size_t low = 0, high = ARRAY_LEN(functions);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(str_of(functions[middle].name), name);
        if (!order)
            return &functions[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Arguments. */

static bool wrong(const struct value *args, size_t i, const char *wanted, struct err *err)
{
    return FAIL(err, ERR_INVALID, "argument %zu must be %s, not %s", i + 1, wanted, value_kind_name((enum value_kind)args[i].kind));
}

bool arg_string(const struct value *args, size_t i, struct str *ret, struct err *err)
{
    if (args[i].kind != VALUE_STRING)
        return wrong(args, i, "a string", err);
    *ret = value_text(args[i]);
    return true;
}

bool arg_bytes(const struct value *args, size_t i, struct str *ret, struct err *err)
{
    if (args[i].kind != VALUE_STRING && args[i].kind != VALUE_BYTES)
        return wrong(args, i, "a string or bytes", err);
    *ret = value_text(args[i]);
    return true;
}

bool arg_int(const struct value *args, size_t i, int64_t min, int64_t max, int64_t *ret, struct err *err)
{
    if (args[i].kind != VALUE_INT)
        return wrong(args, i, "an integer", err);
    if (args[i].integer < min || args[i].integer > max)
        return FAIL(err, ERR_INVALID, "argument %zu must lie between %lld and %lld", i + 1, (long long)min, (long long)max);
    *ret = args[i].integer;
    return true;
}

static struct value empty_as(struct value v, enum value_kind kind)
{
    struct value empty = { .kind = (uint8_t)kind, .depth = 1, .flags = v.flags };
    return empty;
}

bool arg_list(const struct value *args, size_t i, struct value *ret, struct err *err)
{
    if (args[i].kind == VALUE_MAP && !args[i].count) {
        *ret = empty_as(args[i], VALUE_LIST);
        return true;
    }
    if (args[i].kind != VALUE_LIST)
        return wrong(args, i, "a list", err);
    *ret = args[i];
    return true;
}

bool arg_map(const struct value *args, size_t i, struct value *ret, struct err *err)
{
    if (args[i].kind == VALUE_LIST && !args[i].count) {
        *ret = empty_as(args[i], VALUE_MAP);
        return true;
    }
    if (args[i].kind != VALUE_MAP)
        return wrong(args, i, "a map", err);
    *ret = args[i];
    return true;
}

bool scalar_text(struct arena *arena, struct value v, struct str *ret)
{
    if (v.kind == VALUE_STRING) {
        *ret = value_text(v);
        return true;
    }
    if (v.kind != VALUE_BOOL && v.kind != VALUE_INT && v.kind != VALUE_FLOAT)
        return false;
    DROP_BUF struct buf out = { 0 };
    value_json_scalar(&out, v);
    *ret = arena_str(arena, buf_str(&out));
    return true;
}

bool string_result(struct arena *arena, const struct buf *out, struct value *ret, struct err *err)
{
    if (out->overflow)
        return FAIL(err, ERR_LIMIT, "the result is larger than %d MiB", FUNCTION_MAX_BYTES >> 20);
    *ret = value_str_copy(arena, buf_str(out));
    return true;
}
