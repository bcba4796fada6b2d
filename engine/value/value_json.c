/*
 * value_json.c - values from JSON text and back (RFC 8259).
 *
 * jansson parses; nothing else in the program sees a json_t. jansson recurses once a level, and bodies are also parsed on small
 * fiber stacks, so depth is measured by a scan of the text before jansson gets it. Error texts name line and column but never
 * quote the text: it may be the answer of a secrets store. Writing needs no jansson: maps are sorted already.
 *
 * Refused: repeated keys, integers beyond 64 bits, numbers beyond a double, NUL inside a key, nesting past VALUE_DEPTH_MAX.
 */
#include "engine/value/value_internal.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

DEFINE_DROP(json, json_t *, json_decref)

/* Where byte `offset` is, counted from 1; columns in bytes. */
static void locate(struct str text, size_t offset, size_t *ret_line, size_t *ret_column)
{
    size_t line = 1, line_start = 0;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            line++;
            line_start = i + 1;
        }
    }
    *ret_line = line;
    *ret_column = offset - line_start + 1;
}

static bool fail_at(struct str text, size_t offset, const char *what, struct err *err)
{
    size_t line, column;
    locate(text, offset, &line, &column);
    return FAIL(err, ERR_INVALID, "not valid JSON: %s at line %zu, column %zu", what, line, column);
}

/* Brackets outside strings. Text that is not JSON may be measured wrongly, but never as less deep than a parser would go. */

static bool depth_check(struct str text, struct err *err)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > VALUE_DEPTH_MAX)
                return fail_at(text, i, "nested too deeply", err);
        } else if ((c == ']' || c == '}') && depth) {
            depth--;
        }
    }
    return true;
}

/* jansson says "unexpected token near 'text'": the text stays out. */
static const char *what_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        return "it ends too early";
    case json_error_end_of_input_expected:
        return "text after the end";
    case json_error_duplicate_key:
        return "a key is given twice";
    case json_error_numeric_overflow:
        return "a number is too large";
    case json_error_invalid_utf8:
        return "text is not UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "a NUL character inside a key";
    case json_error_stack_overflow:
        return "nested too deeply";
    default:
        return "syntax error";
    }
}

static struct value from_json(struct arena *arena, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_NULL:
        return value_null();
    case JSON_TRUE:
        return value_bool(true);
    case JSON_FALSE:
        return value_bool(false);
    case JSON_INTEGER:
        return value_int(json_integer_value(json));
    case JSON_REAL:
        return value_float(json_real_value(json));
    case JSON_STRING:
        return value_str_copy(arena, str_n(json_string_value(json), json_string_length(json)));
    case JSON_ARRAY: {
        size_t count = json_array_size(json);
        struct value_builder b = { .arena = arena };
        b.items.items = ARENA_ARRAY(arena, struct value, count);
        b.items.room = count;
        for (size_t i = 0; i < count; i++)
            value_builder_add(&b, from_json(arena, json_array_get(json, i)));
        return value_builder_list(&b);
    }
    case JSON_OBJECT: {
        struct value_builder b = { .arena = arena };
        b.fields.room = json_object_size(json);
        b.fields.items = ARENA_ARRAY(arena, struct value_field, b.fields.room);
        const char *key;
        json_t *child;
        json_object_foreach(json, key, child) {
            value_builder_put(&b, str_of(key), from_json(arena, child));
        }
        return value_builder_map(&b);
    }
    }
    return VALUE_NONE;
}

bool value_from_json(struct arena *arena, struct str text, struct value *ret, struct err *err)
{
    TRY(depth_check(text, err));
    json_error_t error;
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    DROP(json) json_t *root = json_loadb(text.ptr ? text.ptr : "", text.len, flags, &error);
    if (!root) {
        size_t offset = error.position > 0 ? (size_t)error.position - 1 : 0;
        return fail_at(text, offset, what_of(&error), err);
    }
    *ret = from_json(arena, root);
    return true;
}

/* Writing. */

struct writer {
    struct buf *out;
    bool pretty;
};

static void new_line(struct writer *w, size_t indent)
{
    if (!w->pretty)
        return;
    buf_add_char(w->out, '\n');
    for (size_t i = 0; i < indent; i++)
        buf_add(w->out, "  ", 2);
}

void value_json_string(struct buf *out, struct str s)
{
    buf_add_char(out, '"');
    size_t plain = 0; /* start of what needs no escape */
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(out, s.ptr + plain, i - plain);
        plain = i + 1;
        switch (c) {
        case '"':
            buf_add(out, "\\\"", 2);
            break;
        case '\\':
            buf_add(out, "\\\\", 2);
            break;
        case '\n':
            buf_add(out, "\\n", 2);
            break;
        case '\t':
            buf_add(out, "\\t", 2);
            break;
        case '\r':
            buf_add(out, "\\r", 2);
            break;
        default:
            buf_printf(out, "\\u%04x", c);
        }
    }
    if (s.len)
        buf_add(out, s.ptr + plain, s.len - plain);
    buf_add_char(out, '"');
}

static void write_double(struct buf *out, double d)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, d);
        if (strtod(text, NULL) == d)
            break;
    }
    buf_add_cstr(out, text);
    if (!strpbrk(text, ".e"))
        buf_add(out, ".0", 2); /* beyond 2^53: stays a double when read again */
}

void value_json_scalar(struct buf *out, struct value v)
{
    if (v.kind == VALUE_BOOL)
        buf_add_cstr(out, v.boolean ? "true" : "false");
    else if (v.kind == VALUE_INT)
        buf_printf(out, "%lld", (long long)v.integer);
    else if (v.kind == VALUE_FLOAT)
        write_double(out, v.real);
    else
        buf_add(out, "null", 4);
}

static bool write_json(struct writer *w, struct value v, size_t indent, struct err *err)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_ABSENT:
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        value_json_scalar(w->out, v);
        return true;
    case VALUE_STRING:
        value_json_string(w->out, value_text(v));
        return true;
    case VALUE_BYTES: {
        DROP_ARENA struct arena scratch = { 0 };
        value_json_string(w->out, base64_encode(&scratch, value_text(v)));
        return true;
    }
    case VALUE_LIST:
        buf_add_char(w->out, '[');
        for (size_t i = 0; i < v.count; i++) {
            if (i)
                buf_add_char(w->out, ',');
            new_line(w, indent + 1);
            TRY(write_json(w, v.items[i], indent + 1, err));
        }
        if (v.count)
            new_line(w, indent);
        buf_add_char(w->out, ']');
        return true;
    case VALUE_MAP:
        buf_add_char(w->out, '{');
        for (size_t i = 0; i < v.count; i++) {
            if (i)
                buf_add_char(w->out, ',');
            new_line(w, indent + 1);
            value_json_string(w->out, str_n(v.fields[i].key, v.fields[i].key_len));
            buf_add_cstr(w->out, w->pretty ? ": " : ":");
            TRY(write_json(w, v.fields[i].value, indent + 1, err));
        }
        if (v.count)
            new_line(w, indent);
        buf_add_char(w->out, '}');
        return true;
    case VALUE_EXPR:
        break;
    }
    return FAIL(err, ERR_INVALID, "a value that is not known yet cannot be written as JSON");
}

bool value_to_json(struct buf *out, struct value v, bool pretty, struct err *err)
{
    return write_json(&(struct writer){ out, pretty }, v, 0, err);
}
