/*
 * schema_check.c - what a stack wrote, against a table: conversion with findings.
 *
 * One walk over `given` (its maps are sorted, so the answer's are too) converts and checks at once; a second look at each table
 * finds what is missing or does not go together. The path to the current value is a stack of steps, put into words only for a
 * finding. Depth is bounded by the tables, so recursion is too. Sensitive values are described, never quoted.
 */
#include "engine/schema/schema_internal.h"

#include <assert.h>

enum { STEPS_MAX = 32 };

struct checker {
    struct arena *arena;
    struct diags *diags;
    const struct schema_place *place;
    size_t errors;
    size_t depth;
    struct path_step steps[STEPS_MAX];
};

static bool check_row(struct checker *c, const struct attr *row, struct value *v);
static bool check_table(struct checker *c, const struct attr *table, struct value given, struct value *ret);

/* Findings. */

static void enter(struct checker *c, struct path_step step)
{
    assert(c->depth < STEPS_MAX);
    c->steps[c->depth++] = step;
}

static void enter_field(struct checker *c, const char *name)
{
    enter(c, (struct path_step){ .kind = PATH_FIELD, .name = str_of(name) });
}

static void enter_item(struct checker *c, size_t index)
{
    enter(c, (struct path_step){ .kind = PATH_INDEX, .index = (uint32_t)index + 1 });
}

static void leave(struct checker *c)
{
    c->depth--;
}

/* "aws_security_group" or "aws_security_group ingress[1]": where we are, for messages about a table. */
static struct str subject(struct checker *c)
{
    const char *type = c->place && c->place->subject ? c->place->subject : "it";
    if (!c->depth)
        return str_of(type);
    struct str path = path_text(c->diags->arena, (struct path){ c->steps, c->depth });
    return arena_printf(c->diags->arena, "%s %.*s", type, STR_ARG(path));
}

/* `ingress[1].from_port`: the value we are at. */
static struct str here(struct checker *c)
{
    return path_text(c->diags->arena, (struct path){ c->steps, c->depth });
}

/* A finding at the current path. `name`: the attribute that explain should tell about; NULL: the path's first. */
static struct diag *report(struct checker *c, enum schema_code code, bool of_value, const char *name, struct str message)
{
    struct pos at = { 0 };
    if (c->place && c->place->at)
        at = c->place->at(c->place->context, (struct path){ c->steps, c->depth }, of_value);
    c->errors++;
    struct diag *diag = diag_add(c->diags, DIAG_ERROR, schema_code(code), at, "%.*s", STR_ARG(message));
    if (c->place && c->place->subject) {
        struct str attribute = c->depth ? c->steps[0].name : str_of(name);
        const char *space = attribute.len ? " " : "";
        diag->see = arena_printf(c->diags->arena, "infra explain %s%s%.*s", c->place->subject, space, STR_ARG(attribute));
    }
    return diag;
}

#define SAY(c, ...) arena_printf((c)->diags->arena, __VA_ARGS__)

/* Type. */

static const char *type_hint(const struct attr *row, struct value v)
{
    bool several = row->type == ATTR_OBJECT_LIST || row->type == ATTR_OBJECT_SET;
    if (several && v.kind == VALUE_MAP)
        return "several blocks are a list: write { { ... } }";
    if (row->type == ATTR_OBJECT && v.kind == VALUE_LIST)
        return "at most one block: write it as a plain table { ... }";
    if (row->type == ATTR_STRING && v.kind == VALUE_BYTES)
        return "bytes become text by base64.encode";
    if (schema_item_type(row->type) && row->type != ATTR_STRING_MAP && v.kind == VALUE_STRING)
        return "one item is a list too: write { \"...\" }";
    if (row->type == ATTR_STRING && (v.kind == VALUE_MAP || v.kind == VALUE_LIST))
        return "json.encode or join makes a string of it";
    return NULL;
}

static bool wrong_type(struct checker *c, const struct attr *row, enum attr_type wanted, struct value v)
{
    const char *type = attr_type_name(wanted), *got = value_kind_name((enum value_kind)v.kind);
    struct str path = here(c);
    bool text_of_number = v.kind == VALUE_STRING && wanted >= ATTR_BOOL && wanted <= ATTR_NUMBER;
    bool quote = text_of_number && !value_sensitive(v) && !(row->flags & SENSITIVE_ATTR) && v.count <= 60;
    struct str message = quote ? SAY(c, "%.*s must be %s, not '%.*s'", STR_ARG(path), type, STR_ARG(value_text(v)))
                               : SAY(c, "%.*s must be %s, not %s", STR_ARG(path), type, got);
    struct diag *diag = report(c, SCHEMA_WRONG_TYPE, true, NULL, message);
    diag->label = SAY(c, "expected %s", type);
    diag->hint = str_of(type_hint(row, v));
    return false;
}

/* Content of one known value that has its type already. */

static size_t characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xc0) != 0x80;
    return n;
}

static bool out_of_range(struct checker *c, const struct attr *row, const char *what, bool low)
{
    struct str path = here(c);
    struct str message = SAY(c, "%.*s must %s at %s %lld", STR_ARG(path), what, low ? "least" : "most", (long long)(low ? row->min : row->max));
    (void)report(c, SCHEMA_FAILED_CHECK, true, NULL, message);
    return false;
}

static bool check_range(struct checker *c, const struct attr *row, struct value v)
{
    if (!row->max && !row->min)
        return true;
    if (v.kind == VALUE_INT || v.kind == VALUE_FLOAT) {
        bool low = v.kind == VALUE_INT ? v.integer < row->min : v.real < (double)row->min;
        bool high = v.kind == VALUE_INT ? v.integer > row->max : v.real > (double)row->max;
        return (!low && !high) || out_of_range(c, row, "be", low);
    }
    if (v.kind != VALUE_STRING && v.kind != VALUE_LIST)
        return true;
    int64_t length = v.kind == VALUE_STRING ? (int64_t)characters(value_text(v)) : (int64_t)v.count;
    if (length >= row->min && (!row->max || length <= row->max))
        return true;
    return out_of_range(c, row, v.kind == VALUE_STRING ? "have a length of" : "have a number of items of", length < row->min);
}

static bool check_enum(struct checker *c, const struct attr *row, struct value v)
{
    struct str candidates[256];
    size_t count = 0;
    if (!row->values || v.kind != VALUE_STRING)
        return true;
    for (; row->values[count] && count < ARRAY_LEN(candidates); count++) {
        candidates[count] = str_of(row->values[count]);
        if (str_eq(candidates[count], value_text(v)))
            return true;
    }
    struct str path = here(c);
    bool hide = value_sensitive(v) || row->flags & SENSITIVE_ATTR;
    struct str message = hide ? SAY(c, "%.*s is not one of its allowed values", STR_ARG(path))
                              : SAY(c, "%.*s cannot be '%.*s'", STR_ARG(path), STR_ARG(value_text(v)));
    struct diag *diag = report(c, SCHEMA_BAD_ENUM, true, NULL, message);
    struct str near = hide ? STR_NONE : str_nearest(value_text(v), candidates, count);
    size_t shown = MIN_OF(count, (size_t)12);
    struct str all = arena_join(c->diags->arena, candidates, shown, STR(", "));
    diag->label = STR("not allowed here");
    diag->hint = near.len ? SAY(c, "did you mean '%.*s'?", STR_ARG(near))
                          : SAY(c, "one of %.*s%s", STR_ARG(all), shown < count ? ", ..." : "");
    return false;
}

static bool check_function(struct checker *c, const struct attr *row, struct value v)
{
    struct err err = { 0 };
    if (!row->check || row->check(v, &err))
        return true;
    struct str path = here(c);
    bool hide = value_sensitive(v) || row->flags & SENSITIVE_ATTR;
    struct str message = hide ? SAY(c, "%.*s does not have the form it must have", STR_ARG(path))
                              : SAY(c, "%.*s %s", STR_ARG(path), err.message);
    struct diag *diag = report(c, SCHEMA_FAILED_CHECK, true, NULL, message);
    if (!hide && err.hint[0])
        diag->hint = SAY(c, "%s", err.hint);
    return false;
}

/* One scalar, or one item of a list or map of scalars. `whole`: ranges are about this value, not about its container. */
static bool check_scalar(struct checker *c, const struct attr *row, enum attr_type type, bool whole, struct value *v)
{
    if (v->kind == VALUE_EXPR)
        return true;
    if (!schema_convert_scalar(c->arena, type, v))
        return wrong_type(c, row, type, *v);
    if (row->normalise) {
        bool sensitive = value_sensitive(*v);
        *v = row->normalise(c->arena, *v);
        if (sensitive)
            *v = value_mark_sensitive(*v);
    }
    return check_enum(c, row, *v) && (!whole || check_range(c, row, *v)) && check_function(c, row, *v);
}

/* Containers. */

static bool check_item(struct checker *c, const struct attr *row, struct value *item)
{
    if (item->kind == VALUE_NULL) {
        struct str path = here(c);
        (void)report(c, SCHEMA_MISPLACED_NULL, true, NULL, SAY(c, "%.*s is null", STR_ARG(path)));
        return false;
    }
    if (item->kind == VALUE_EXPR)
        return true;
    enum attr_type type = schema_item_type(row->type);
    if (type)
        return check_scalar(c, row, type, false, item);
    if (item->kind != VALUE_MAP)
        return wrong_type(c, row, ATTR_OBJECT, *item);
    return check_table(c, row->fields, *item, item);
}

/* Two different elements of a keyed set must not share their key. They stand side by side after sorting. */
static bool check_keys(struct checker *c, const struct attr *row, const struct value *items, size_t count)
{
    for (size_t i = 1; i < count && row->set_key; i++) {
        struct value key = value_get(items[i], row->set_key);
        if (!value_given(key) || !value_known(key) || !value_eq(key, value_get(items[i - 1], row->set_key)))
            continue;
        struct str path = here(c);
        bool hide = value_sensitive(key) || row->flags & SENSITIVE_ATTR;
        struct str shown = value_show(c->diags->arena, hide ? value_mark_sensitive(key) : key, 80);
        struct str message = SAY(c, "%.*s has two elements with %s %.*s", STR_ARG(path), row->set_key, STR_ARG(shown));
        (void)report(c, SCHEMA_FAILED_CHECK, false, NULL, message);
        return false;
    }
    return true;
}

static bool check_list(struct checker *c, const struct attr *row, struct value *v)
{
    bool sensitive = v->flags & VALUE_ALL_SENSITIVE;
    if (v->kind == VALUE_MAP && v->count == 0)
        *v = value_list(c->arena, NULL, 0); /* {} in a stack */
    if (v->kind != VALUE_LIST)
        return wrong_type(c, row, row->type, *v);
    struct value *items = ARENA_ARRAY(c->arena, struct value, v->count);
    size_t count = v->count;
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        items[i] = value_at(*v, i);
        enter_item(c, i);
        ok = check_item(c, row, &items[i]) && ok;
        leave(c);
    }
    if (!ok)
        return false;
    if (row->type == ATTR_STRING_SET || row->type == ATTR_OBJECT_SET) {
        count = schema_sort_set(items, count, row->set_key);
        if (!check_keys(c, row, items, count))
            return false;
    }
    *v = value_list(c->arena, items, count);
    if (sensitive)
        *v = value_mark_sensitive(*v);
    return check_range(c, row, *v);
}

static bool check_map(struct checker *c, const struct attr *row, struct value *v)
{
    bool sensitive = v->flags & VALUE_ALL_SENSITIVE, ok = true;
    if (v->kind != VALUE_MAP)
        return wrong_type(c, row, row->type, *v);
    struct value_field *fields = ARENA_ARRAY(c->arena, struct value_field, v->count);
    for (size_t i = 0; i < v->count; i++) {
        fields[i] = v->fields[i];
        fields[i].value = value_field_at(*v, i);
        if (fields[i].value.kind == VALUE_NULL) {
            fields[i].value = VALUE_NONE;
            continue;
        }
        enter(c, (struct path_step){ .kind = PATH_KEY, .name = str_n(fields[i].key, fields[i].key_len) });
        ok = check_scalar(c, row, ATTR_STRING, false, &fields[i].value) && ok;
        leave(c);
    }
    *v = value_map(c->arena, fields, v->count);
    if (sensitive)
        *v = value_mark_sensitive(*v);
    return ok;
}

static bool check_document(struct checker *c, const struct attr *row, struct value *v)
{
    if (!schema_document(c->arena, v)) {
        if (v->kind != VALUE_STRING)
            return wrong_type(c, row, row->type, *v);
        struct str path = here(c);
        struct diag *diag = report(c, SCHEMA_FAILED_CHECK, true, NULL, SAY(c, "%.*s is not a JSON document", STR_ARG(path)));
        diag->hint = STR("write a plain table, or text that is a JSON object or list");
        return false;
    }
    if (!value_known(*v))
        return true;
    if (row->normalise)
        *v = row->normalise(c->arena, *v);
    return check_function(c, row, *v);
}

/* A value that is given and not null, at the current path. */
static bool check_row(struct checker *c, const struct attr *row, struct value *v)
{
    if (v->kind == VALUE_EXPR)
        return true;
    switch (row->type) {
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
        return check_scalar(c, row, row->type, true, v);
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
    case ATTR_INT_LIST:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
        return check_list(c, row, v);
    case ATTR_STRING_MAP:
        return check_map(c, row, v);
    case ATTR_OBJECT:
        return v->kind == VALUE_MAP ? check_table(c, row->fields, *v, v) : wrong_type(c, row, row->type, *v);
    case ATTR_DOCUMENT:
        return check_document(c, row, v);
    case ATTR_NONE:
    case ATTR_ANY:
        break;
    }
    return !value_known(*v) || check_function(c, row, *v);
}

/* A table: what is missing, and what does not go together. */

static bool given_in(struct value map, struct str name)
{
    return value_present(value_get_str(map, name));
}

static bool names_word(const char *words, const char *word)
{
    struct str rest = str_of(words);
    while (rest.ptr)
        if (str_is(str_split(&rest, ' '), word))
            return true;
    return false;
}

static void report_combination(struct checker *c, const char *at, struct str message)
{
    enter_field(c, at);
    (void)report(c, SCHEMA_BAD_COMBINATION, false, NULL, message);
    leave(c);
}

static void check_beside(struct checker *c, const struct attr *table, const struct attr *row, struct value given)
{
    struct str where = subject(c), rest = str_of(row->conflicts);
    while (rest.ptr) {
        struct str name = str_split(&rest, ' ');
        const struct attr *other = name.len ? schema_find(table, name) : NULL;
        bool said_by_other = other && other < row && other->conflicts && names_word(other->conflicts, row->name);
        if (name.len && !said_by_other && given_in(given, name))
            report_combination(c, row->name, SAY(c, "%.*s: `%s` and `%.*s` exclude each other", STR_ARG(where), row->name, STR_ARG(name)));
    }
    rest = str_of(row->needs);
    while (rest.ptr) {
        struct str name = str_split(&rest, ' ');
        if (name.len && !given_in(given, name))
            report_combination(c, row->name, SAY(c, "%.*s: `%s` needs `%.*s` beside it", STR_ARG(where), row->name, STR_ARG(name)));
    }
}

/* `first` is the first row of its group. */
static void check_group(struct checker *c, const struct attr *first, struct value given)
{
    struct arena *memory = c->diags->arena;
    VEC(struct str) names = { 0 };
    const char *extra = NULL;
    size_t count = 0;
    for (const struct attr *a = first; attr_valid(a); a++) {
        if (!a->one_of || strcmp(a->one_of, first->one_of) != 0)
            continue;
        if (given_in(given, str_of(a->name)) && ++count > 1 && !extra)
            extra = a->name;
        *VEC_PUSH(&names, memory) = SAY(c, "`%s`", a->name);
    }
    bool optional = first->one_of[0] == '?';
    if (count == 1 || (count == 0 && optional))
        return;
    struct str where = subject(c), all = arena_join(memory, names.items, names.count, STR(", "));
    struct str message = SAY(c, "%.*s takes %s of %.*s", STR_ARG(where), optional ? "at most one" : "exactly one", STR_ARG(all));
    if (extra)
        report_combination(c, extra, message);
    else
        (void)report(c, SCHEMA_BAD_COMBINATION, false, first->name, message);
}

static bool first_of_group(const struct attr *table, const struct attr *row)
{
    for (const struct attr *a = table; a < row; a++)
        if (a->one_of && strcmp(a->one_of, row->one_of) == 0)
            return false;
    return true;
}

static void check_presence(struct checker *c, const struct attr *table, struct value given)
{
    for (const struct attr *row = table; attr_valid(row); row++) {
        if (!(row->flags & REQUIRED) && !row->conflicts && !row->needs && !row->one_of)
            continue;
        bool is_given = given_in(given, str_of(row->name));
        if (row->flags & REQUIRED && !is_given) {
            struct str where = subject(c);
            struct diag *diag = report(c, SCHEMA_MISSING_ATTRIBUTE, false, row->name,
                                       SAY(c, "%.*s needs `%s` (%s)", STR_ARG(where), row->name, attr_type_name(row->type)));
            diag->label = SAY(c, "`%s` is missing", row->name);
            if (row->example)
                diag->hint = SAY(c, "for example %s = %s", row->name, row->example);
        }
        if (is_given && (row->conflicts || row->needs))
            check_beside(c, table, row, given);
        if (row->one_of && first_of_group(table, row))
            check_group(c, row, given);
    }
}

static bool unknown_attribute(struct checker *c, const struct attr *table, struct str name)
{
    struct str where = subject(c), near = schema_suggest(table, name);
    bool nested = c->depth > 0;
    enter(c, (struct path_step){ .kind = PATH_FIELD, .name = name });
    struct str message = SAY(c, "%.*s has no %s `%.*s`", STR_ARG(where), nested ? "field" : "attribute", STR_ARG(name));
    struct diag *diag = report(c, SCHEMA_UNKNOWN_ATTRIBUTE, false, NULL, message);
    leave(c);
    diag->label = nested ? STR("unknown field") : STR("unknown attribute");
    if (near.len) {
        const struct attr *row = schema_find(table, near);
        diag->hint = SAY(c, "did you mean `%s` (%s)?", row->name, attr_type_name(row->type));
    }
    if (!nested && c->place && c->place->subject)
        diag->see = SAY(c, "infra explain %s%s%.*s", c->place->subject, near.len ? " " : "", STR_ARG(near));
    return false;
}

static bool check_field(struct checker *c, const struct attr *table, struct value_field *field)
{
    struct str name = str_n(field->key, field->key_len);
    const struct attr *row = schema_find(table, name);
    if (!row)
        return unknown_attribute(c, table, name);
    if (field->value.kind == VALUE_NULL && row->type != ATTR_ANY) {
        field->value = VALUE_NONE;
        return true;
    }
    enter_field(c, row->name);
    bool ok = true;
    if (row->flags & COMPUTED && !(row->flags & (OPTIONAL | REQUIRED))) {
        struct str path = here(c);
        struct diag *diag = report(c, SCHEMA_COMPUTED_GIVEN, false, NULL, SAY(c, "%.*s cannot be given: the cloud fills it", STR_ARG(path)));
        diag->label = STR("read only");
        ok = false;
    } else {
        ok = check_row(c, row, &field->value);
    }
    leave(c);
    return ok;
}

static bool check_table(struct checker *c, const struct attr *table, struct value given, struct value *ret)
{
    if (!table) {
        *ret = given; /* an object without declared fields */
        return true;
    }
    size_t before = c->errors;
    struct value_field *fields = ARENA_ARRAY(c->arena, struct value_field, given.count);
    for (size_t i = 0; i < given.count; i++) {
        fields[i] = given.fields[i];
        fields[i].value = value_field_at(given, i);
        (void)check_field(c, table, &fields[i]);
    }
    check_presence(c, table, given);
    if (c->errors > before)
        return false;
    *ret = value_map(c->arena, fields, given.count);
    if (given.flags & VALUE_ALL_SENSITIVE)
        *ret = value_mark_sensitive(*ret);
    return true;
}

bool schema_check(struct arena *arena, const struct attr *table, struct value given, const struct schema_place *place,
                  struct diags *diags, struct value *ret_config)
{
    struct checker c = { .arena = arena, .diags = diags, .place = place };
    if (!value_present(given))
        given = value_map(arena, NULL, 0);
    if (given.kind == VALUE_LIST && given.count == 0)
        given = value_map(arena, NULL, 0);
    if (given.kind != VALUE_MAP) {
        struct str where = subject(&c);
        const char *kind = value_kind_name((enum value_kind)given.kind);
        (void)report(&c, SCHEMA_WRONG_TYPE, true, NULL, SAY(&c, "%.*s takes a table of attributes, not %s", STR_ARG(where), kind));
        return false;
    }
    return check_table(&c, table, given, ret_config);
}

bool schema_recheck(struct arena *arena, const struct attr *table, struct value resolved, struct value *ret_config,
                    struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct diags diags = { .arena = &scratch };
    return schema_check(arena, table, resolved, NULL, &diags, ret_config) || diag_to_err(&diags, err);
}
