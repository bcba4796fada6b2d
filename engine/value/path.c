/*
 * path.c - paths into values: grammar, comparison, walking, and replacing what a path leads to.
 *
 *     path  = name { "." name | "[" step "]" }
 *     name  = one or more characters except  . [ ] " =  and white space
 *     step  = digits                        the item with that number, from 1
 *           | text                          the key, or the element with that key
 *           | name "=" text                 the element whose field equals the text
 *     text  = quoted | characters except  ] " =
 *     quoted = '"' { character | \" | \\ } '"'
 *
 * A path may also begin with "[" (into a list or map itself). path_text quotes where it must, so parsing its answer gives the
 * same path.
 */
#include "engine/value/path.h"

enum { PATH_STEPS_MAX = VALUE_DEPTH_MAX };

struct scanner {
    struct arena *arena;
    struct str text;
    size_t at;
};

static bool scan_fail(struct scanner *s, const char *what, struct err *err)
{
    return FAIL(err, ERR_INVALID, "path '%.*s': %s at column %zu", STR_ARG(s->text), what, s->at + 1);
}

static char peek(const struct scanner *s)
{
    return s->at < s->text.len ? s->text.ptr[s->at] : '\0';
}

static bool is_name_char(char c)
{
    return (unsigned char)c > ' ' && c != '.' && c != '[' && c != ']' && c != '"' && c != '=' && c != 0x7f;
}

static bool scan_name(struct scanner *s, struct str *ret, struct err *err)
{
    size_t from = s->at;
    while (s->at < s->text.len && is_name_char(s->text.ptr[s->at]))
        s->at++;
    if (s->at == from)
        return scan_fail(s, "a name is missing", err);
    *ret = arena_str(s->arena, str_slice(s->text, from, s->at));
    return true;
}

static bool scan_quoted(struct scanner *s, struct str *ret, struct err *err)
{
    char *out = arena_alloc(s->arena, s->text.len - s->at + 1);
    size_t len = 0;
    for (s->at++; s->at < s->text.len; s->at++) {
        char c = s->text.ptr[s->at];
        if (c == '"') {
            s->at++;
            *ret = str_n(out, len);
            return true;
        }
        if (c == '\\') {
            c = ++s->at < s->text.len ? s->text.ptr[s->at] : '\0';
            if (c != '"' && c != '\\')
                return scan_fail(s, "only \\\" and \\\\ may follow a backslash", err);
        }
        out[len++] = c;
    }
    return scan_fail(s, "the closing quote is missing", err);
}

/* Text inside brackets; *ret_quoted tells "1" from 1. */
static bool scan_text(struct scanner *s, struct str *ret, bool *ret_quoted, struct err *err)
{
    *ret_quoted = peek(s) == '"';
    if (*ret_quoted)
        return scan_quoted(s, ret, err);
    size_t from = s->at;
    while (s->at < s->text.len && !strchr("]\"=", s->text.ptr[s->at]))
        s->at++;
    if (s->at == from)
        return scan_fail(s, "a key is missing", err);
    *ret = arena_str(s->arena, str_slice(s->text, from, s->at));
    return true;
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

static bool scan_bracket(struct scanner *s, struct path_step *step, struct err *err)
{
    bool quoted;
    size_t from = ++s->at;
    TRY(scan_text(s, &step->name, &quoted, err));
    if (peek(s) == '=') {
        s->at++;
        step->kind = PATH_MATCH;
        TRY(scan_text(s, &step->equal, &quoted, err));
    } else if (!quoted && all_digits(step->name)) {
        int64_t index;
        if (!str_to_i64(step->name, &index) || index < 1 || index > UINT32_MAX) {
            s->at = from;
            return scan_fail(s, "items are numbered from 1", err);
        }
        *step = (struct path_step){ .kind = PATH_INDEX, .index = (uint32_t)index };
    } else {
        step->kind = PATH_KEY;
    }
    if (peek(s) != ']')
        return scan_fail(s, "']' is missing", err);
    s->at++;
    return true;
}

bool path_parse(struct arena *arena, struct str text, struct path *ret, struct err *err)
{
    struct scanner s = { .arena = arena, .text = text };
    VEC(struct path_step) steps = { 0 };
    if (!str_is_utf8(text))
        return FAIL(err, ERR_INVALID, "a path that is not UTF-8");
    if (!text.len)
        return FAIL(err, ERR_INVALID, "the path is empty");
    while (s.at < text.len) {
        struct path_step step = { .kind = PATH_FIELD };
        if (steps.count == PATH_STEPS_MAX)
            return scan_fail(&s, "too many steps", err);
        if (peek(&s) == '[') {
            TRY(scan_bracket(&s, &step, err));
        } else {
            if (steps.count) {
                if (peek(&s) != '.')
                    return scan_fail(&s, "'.' or '[' is missing", err);
                s.at++;
            }
            TRY(scan_name(&s, &step.name, err));
        }
        *VEC_PUSH(&steps, arena) = step;
    }
    *ret = (struct path){ steps.items, steps.count };
    return true;
}

static bool is_plain_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_name_char(s.ptr[i]))
            return false;
    return s.len > 0;
}

static bool is_plain_text(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (strchr("]\"=", s.ptr[i]))
            return false;
    return s.len > 0;
}

static void add_text(struct buf *out, struct str s, bool plain)
{
    if (plain) {
        buf_add_str(out, s);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"' || s.ptr[i] == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, s.ptr[i]);
    }
    buf_add_char(out, '"');
}

struct str path_text(struct arena *arena, struct path path)
{
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < path.count; i++) {
        const struct path_step *step = &path.steps[i];
        switch (step->kind) {
        case PATH_FIELD:
            if (is_plain_name(step->name)) {
                if (i)
                    buf_add_char(&out, '.');
                buf_add_str(&out, step->name);
                break;
            }
            /* a name that the dot form cannot say is a key */
            __attribute__((fallthrough));
        case PATH_KEY:
            buf_add_char(&out, '[');
            add_text(&out, step->name, is_plain_text(step->name) && !all_digits(step->name));
            buf_add_char(&out, ']');
            break;
        case PATH_INDEX:
            buf_printf(&out, "[%u]", step->index);
            break;
        case PATH_MATCH:
            buf_add_char(&out, '[');
            add_text(&out, step->name, is_plain_text(step->name));
            buf_add_char(&out, '=');
            add_text(&out, step->equal, is_plain_text(step->equal));
            buf_add_char(&out, ']');
            break;
        }
    }
    return arena_str(arena, buf_str(&out));
}

static bool step_eq(const struct path_step *a, const struct path_step *b)
{
    bool a_named = a->kind == PATH_FIELD || a->kind == PATH_KEY, b_named = b->kind == PATH_FIELD || b->kind == PATH_KEY;
    if (a_named && b_named)
        return str_eq(a->name, b->name); /* tags.team is tags[team] */
    if (a->kind != b->kind)
        return false;
    if (a->kind == PATH_INDEX)
        return a->index == b->index;
    return str_eq(a->name, b->name) && str_eq(a->equal, b->equal);
}

/* In a keyed set [ai] and [name=ai] mean the same element. */
static bool step_covers(const struct path_step *outer, const struct path_step *inner)
{
    if (outer->kind == PATH_MATCH && inner->kind == PATH_KEY)
        return str_eq(outer->equal, inner->name);
    if (outer->kind == PATH_KEY && inner->kind == PATH_MATCH)
        return str_eq(outer->name, inner->equal);
    return step_eq(outer, inner);
}

bool path_eq(struct path a, struct path b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (!step_eq(&a.steps[i], &b.steps[i]))
            return false;
    return true;
}

bool path_covers(struct path outer, struct path inner)
{
    if (outer.count > inner.count)
        return false;
    for (size_t i = 0; i < outer.count; i++)
        if (!step_covers(&outer.steps[i], &inner.steps[i]))
            return false;
    return true;
}

struct path path_append(struct arena *arena, struct path base, struct path_step step)
{
    struct path_step *steps = ARENA_ARRAY(arena, struct path_step, base.count + 1);
    if (base.count)
        memcpy(steps, base.steps, base.count * sizeof *steps);
    steps[base.count] = step;
    return (struct path){ steps, base.count + 1 };
}

/* Walking. */

bool path_text_matches(struct value v, struct str text)
{
    if (v.kind == VALUE_STRING)
        return str_eq(value_text(v), text);
    int64_t number;
    if (v.kind == VALUE_INT)
        return str_to_i64(text, &number) && number == v.integer;
    return v.kind == VALUE_BOOL && str_is(text, v.boolean ? "true" : "false");
}

/* The element of a list with that key: a string that equals it, or a map that carries it under a usual name. */
static size_t find_keyed(struct value list, struct str key)
{
    static const char *const names[] = { "key", "name", "Key", "id" };
    for (size_t n = 0; n <= ARRAY_LEN(names); n++) {
        for (size_t i = 0; i < list.count; i++) {
            struct value item = list.items[i];
            if (n == 0 ? item.kind == VALUE_STRING && str_eq(value_text(item), key)
                       : path_text_matches(value_get(item, names[n - 1]), key))
                return i;
        }
    }
    return SIZE_MAX;
}

static size_t find_matching(struct value list, const struct path_step *step)
{
    for (size_t i = 0; i < list.count; i++)
        if (path_text_matches(value_get_str(list.items[i], step->name), step->equal))
            return i;
    return SIZE_MAX;
}

/* The place of a list's item that a step means; SIZE_MAX: none. */
static size_t find_item(struct value list, const struct path_step *step)
{
    switch (step->kind) {
    case PATH_INDEX:
        return step->index - 1 < list.count ? step->index - 1 : SIZE_MAX;
    case PATH_KEY:
        return find_keyed(list, step->name);
    case PATH_MATCH:
        return find_matching(list, step);
    case PATH_FIELD:
        break;
    }
    return SIZE_MAX;
}

static struct value step_into(struct value v, const struct path_step *step)
{
    if (v.kind == VALUE_LIST)
        return value_at(v, find_item(v, step));
    if (step->kind == PATH_FIELD || step->kind == PATH_KEY)
        return value_get_str(v, step->name);
    return VALUE_NONE;
}

struct value path_walk(struct value root, struct path path, size_t *ret_steps)
{
    size_t i = 0;
    for (; i < path.count && value_given(root) && root.kind != VALUE_EXPR; i++)
        root = step_into(root, &path.steps[i]);
    *ret_steps = i;
    return root;
}

struct value path_get(struct value root, struct path path)
{
    size_t steps;
    return path_walk(root, path, &steps);
}

static struct value set_item(struct arena *arena, struct value list, struct path path, struct value v)
{
    size_t at = find_item(list, path.steps);
    struct value item = value_at(list, at);
    struct path rest = { path.steps + 1, path.count - 1 };
    struct value changed = path_set(arena, item, rest, v);
    if (at == SIZE_MAX && !value_given(changed))
        return list;
    if (at == SIZE_MAX && path.steps->kind == PATH_MATCH && changed.kind == VALUE_MAP)
        changed = value_with(arena, changed, arena_cstr(arena, path.steps->name), value_str_copy(arena, path.steps->equal));
    struct value_builder b = { .arena = arena };
    for (size_t i = 0; i < list.count; i++)
        value_builder_add(&b, i == at ? changed : value_at(list, i));
    if (at == SIZE_MAX)
        value_builder_add(&b, changed);
    return value_builder_list(&b);
}

struct value path_set(struct arena *arena, struct value root, struct path path, struct value v)
{
    if (!path.count)
        return v;
    if (root.kind == VALUE_EXPR)
        return root;
    if (root.kind == VALUE_LIST)
        return set_item(arena, root, path, v);
    const struct path_step *step = path.steps;
    if (step->kind != PATH_FIELD && step->kind != PATH_KEY)
        return value_given(v) && !value_given(root) ? set_item(arena, value_list(arena, NULL, 0), path, v) : root;
    struct value child = value_get_str(root, step->name);
    if (!value_given(v) && !value_given(child))
        return root;
    struct value changed = path_set(arena, child, (struct path){ step + 1, path.count - 1 }, v);
    return value_with(arena, root, arena_cstr(arena, step->name), changed);
}
