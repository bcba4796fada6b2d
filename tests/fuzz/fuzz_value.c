/*
 * fuzz_value.c - readers of foreign text in engine/value: canonical bytes, JSON, YAML, paths, ranges, patterns.
 *
 * Besides not crashing: one value has one encoding (what decodes encodes to the same bytes), and what is written as JSON or YAML
 * reads back as the same value.
 */
#include "engine/value/cidr.h"
#include "engine/value/expr.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool has_bytes(struct value v)
{
    bool found = v.kind == VALUE_BYTES;
    for (size_t i = 0; i < v.count && !found; i++) {
        if (v.kind == VALUE_LIST)
            found = has_bytes(v.items[i]);
        else if (v.kind == VALUE_MAP)
            found = has_bytes(v.fields[i].value);
    }
    return found;
}

static void written_and_read(struct arena *arena, struct value v)
{
    DROP_BUF struct buf bytes = { 0 };
    DROP_BUF struct buf json = { 0 };
    DROP_BUF struct buf yaml = { 0 };
    struct value again;
    value_encode(&bytes, v);
    must(value_decode(arena, buf_str(&bytes), &again, NULL) && value_eq(v, again));
    must(value_eq(value_copy(arena, v), v));
    (void)value_show(arena, v, 80);
    if (!value_known(v))
        return;
    must(value_to_json(&json, v, bytes.len & 1, NULL));
    must(value_from_json(arena, buf_str(&json), &again, NULL) && (has_bytes(v) || value_eq(v, again)));
    must(value_to_yaml(&yaml, v, NULL));
    must(value_from_yaml(arena, buf_str(&yaml), &again, NULL) && value_eq(v, again));
}

/* JSON has no NUL in keys: jansson refuses what our writer could say. */
static bool has_odd_key(struct value v)
{
    bool found = false;
    for (size_t i = 0; i < v.count && !found; i++) {
        if (v.kind == VALUE_LIST)
            found = has_odd_key(v.items[i]);
        else if (v.kind == VALUE_MAP)
            found = memchr(v.fields[i].key, '\0', v.fields[i].key_len) || has_odd_key(v.fields[i].value);
    }
    return found;
}

static void encodings(struct arena *arena, struct str in)
{
    struct value v;
    if (value_decode(arena, in, &v, NULL)) {
        DROP_BUF struct buf out = { 0 };
        value_encode(&out, v);
        must(str_eq(buf_str(&out), in));
        if (!has_odd_key(v))
            written_and_read(arena, v);
    }
    if (value_from_json(arena, in, &v, NULL))
        written_and_read(arena, v);
    if (value_from_yaml(arena, in, &v, NULL) && !has_odd_key(v))
        written_and_read(arena, v);
}

static void paths(struct arena *arena, struct str in)
{
    struct path path, again;
    if (!path_parse(arena, in, &path, NULL))
        return;
    struct str text = path_text(arena, path);
    must(path_parse(arena, text, &again, NULL) && path_eq(path, again) && path_covers(path, again));
    must(str_eq(path_text(arena, again), text));
    struct value root = path_set(arena, VALUE_NONE, path, value_int(1));
    (void)path_get(root, path);
}

static void ranges(struct arena *arena, struct str in)
{
    struct cidr c, again;
    if (!cidr_parse(in, &c))
        return;
    must(cidr_parse(cidr_text(arena, &c, true), &again) && memcmp(&c, &again, sizeof c) == 0);
    cidr_clear_host_bits(&again);
    must(cidr_contains(&again, &c) && !cidr_has_host_bits(&again));
}

static void functions(struct arena *arena, struct str in)
{
    if (!str_is_utf8(in))
        return;
    struct value text = value_str(in), ret;
    struct value vars = value_map_of(arena, "a", value_int(1), "b", text, NULL);
    struct value args[] = { text, text, value_int(-7), value_float(0.5), value_bool(true) };
    for (size_t count = 1; count <= ARRAY_LEN(args); count++)
        (void)!expr_call(arena, STR("format"), args, count, (struct pos){ 0 }, &ret, NULL);
    (void)!expr_call(arena, STR("template"), (struct value[]){ text, vars }, 2, (struct pos){ 0 }, &ret, NULL);
    (void)!expr_call(arena, STR("substr"), (struct value[]){ text, value_int(2), value_int(-2) }, 3, (struct pos){ 0 }, &ret, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DROP_ARENA struct arena arena = { 0 };
    struct str in = arena_str(&arena, str_n((const char *)data, size));
    encodings(&arena, in);
    paths(&arena, in);
    ranges(&arena, in);
    functions(&arena, in);
    return 0;
}
