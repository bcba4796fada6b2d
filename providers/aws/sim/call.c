/*
 * call.c - steps that most operations take: refusing, reading input, finding, writing and showing objects.
 */
#include "providers/aws/sim/call.h"

#include <assert.h>
#include <ctype.h>

/* ---- Refusals ------------------------------------------------------------------------------------------------------ */

static PRINTF_LIKE(4, 0) bool refuse_args(struct call *c, int status, const char *code, const char *format, va_list args)
{
    c->status = status;
    c->code = str_of(code);
    c->message = arena_vprintf(c->arena, format, args);
    return false;
}

bool call_refuse(struct call *c, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    refuse_args(c, 0, code, format, args);
    va_end(args);
    return false;
}

bool call_refuse_status(struct call *c, int status, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    refuse_args(c, status, code, format, args);
    va_end(args);
    return false;
}

bool call_refuse_missing(struct call *c, const char *parameter)
{
    return call_refuse(c, "MissingParameter", "The request must contain the parameter %s", parameter);
}

bool call_refuse_not_found(struct call *c, const struct type *type, struct str ids, bool several)
{
    if (str_is(str_of(type->what), "Nat Gateway"))
        return call_refuse(c, type->not_found, "The Nat Gateway %.*s was not found", STR_ARG(ids));
    return call_refuse(c, type->not_found, several ? "The %ss '%.*s' do not exist" : "The %s '%.*s' does not exist", type->what, STR_ARG(ids));
}

/* ---- Values -------------------------------------------------------------------------------------------------------- */

struct value call_empty_list(void)
{
    return (struct value){ .kind = VALUE_LIST };
}

bool call_list_has(struct value list, struct str wanted)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (str_eq(value_text(value_at(list, i)), wanted))
            return true;
    }
    return false;
}

struct value call_list_with(struct arena *arena, struct value list, struct value item)
{
    struct value_builder b = { .arena = arena };
    for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        value_builder_add(&b, value_at(list, i));
    value_builder_add(&b, item);
    return value_builder_list(&b);
}

struct value call_list_without(struct arena *arena, struct value list, struct str unwanted)
{
    struct value_builder b = { .arena = arena };
    for (uint32_t i = 0; list.kind == VALUE_LIST && i < list.count; i++) {
        if (!str_eq(value_text(value_at(list, i)), unwanted))
            value_builder_add(&b, value_at(list, i));
    }
    return value_builder_list(&b);
}

struct value call_list_of_one(struct arena *arena, struct value item)
{
    return value_list(arena, &item, 1);
}

struct value call_now(struct call *c)
{
    return value_str(io_format_time(c->arena, c->now_ms));
}

struct value call_public_part(struct arena *arena, struct value data)
{
    uint32_t ours = 0;
    for (uint32_t i = 0; i < data.count; i++)
        ours += data.fields[i].key[0] == '_';
    if (!ours)
        return data;
    struct value_field *fields = ARENA_ARRAY(arena, struct value_field, data.count - ours);
    size_t count = 0;
    for (uint32_t i = 0; i < data.count; i++) {
        if (data.fields[i].key[0] != '_')
            fields[count++] = data.fields[i];
    }
    return value_map(arena, fields, count);
}

int64_t call_knob(const struct call *c, const char *name, int64_t fallback)
{
    struct value v = value_get(value_get(sim_world_options(c->world)->knobs, "aws"), name);
    return v.kind == VALUE_BOOL ? v.boolean : value_to_int(v, fallback);
}

/* ---- Finding ------------------------------------------------------------------------------------------------------- */

/* "vpc-" and 8 or 17 hex digits. */
static bool well_formed(const struct type *type, struct str id)
{
    size_t prefix = strlen(type->prefix);
    if (!str_starts(id, str_of(type->prefix)) || (id.len - prefix != 17 && id.len - prefix != 8))
        return false;
    for (size_t i = prefix; i < id.len; i++) {
        if (!isxdigit((unsigned char)id.ptr[i]))
            return false;
    }
    return true;
}

struct sim_object *call_truth(struct call *c, const struct type *type, struct str id)
{
    return id.len ? sim_get(c->world, str_of(type->kind), c->scope, id) : NULL;
}

struct sim_object *call_peek(struct call *c, const struct type *type, struct str id)
{
    struct sim_object *o = call_truth(c, type, id);
    if (o && sim_world_options(c->world)->strict && !value_given(sim_seen(c->world, o, c->now_ms)))
        return NULL;
    return o;
}

bool call_find(struct call *c, const struct type *type, struct str id, struct sim_object **ret)
{
    struct sim_object *o = call_peek(c, type, id);
    if (!o && !well_formed(type, id))
        return call_refuse(c, type->malformed, "Invalid id: \"%.*s\" (expecting \"%s...\")", STR_ARG(id), type->prefix);
    if (!o)
        return call_refuse_not_found(c, type, id, false);
    *ret = o;
    return true;
}

bool call_find_in(struct call *c, const struct type *type, const char *member, struct sim_object **ret)
{
    if (!call_in_text(c, member).len)
        return call_refuse_missing(c, member);
    return call_find(c, type, call_in_text(c, member), ret);
}

struct sim_object *call_next_alive(struct call *c, const struct type *type, struct str parent, size_t *index)
{
    struct sim_object *o;
    do
        o = parent.len ? sim_next_of(c->world, str_of(type->kind), c->scope, parent, index)
                       : sim_next(c->world, str_of(type->kind), c->scope, index);
    while (o && o->gone_ms);
    return o;
}

struct sim_object *call_child(struct call *c, const struct type *type, struct str parent, const struct sim_object *except)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, type, parent, &i));) {
        if (o != except)
            return o;
    }
    return NULL;
}

size_t call_count_children(struct call *c, const struct type *type, struct str parent)
{
    size_t count = 0;
    for (size_t i = 0; call_next_alive(c, type, parent, &i);)
        count++;
    return count;
}

size_t call_count_all(struct call *c, const struct type *type)
{
    return call_count_children(c, type, STR(""));
}

/* ---- Writing ------------------------------------------------------------------------------------------------------- */

struct sim_object *call_put(struct call *c, const struct type *type, struct str id, struct value data)
{
    c->effect = true;
    return sim_put(c->world, str_of(type->kind), c->scope, id, data, c->now_ms);
}

void call_set(struct call *c, struct sim_object *object, struct value data)
{
    c->effect = true;
    sim_set(c->world, object, data, c->now_ms);
}

void call_set_field(struct call *c, struct sim_object *object, const char *name, struct value v)
{
    call_set(c, object, value_with(c->arena, object->data, name, v));
}

void call_delete(struct call *c, struct sim_object *object)
{
    c->effect = true;
    sim_delete(c->world, object, c->now_ms);
}

struct value call_field(const struct sim_object *object, const char *name)
{
    return value_get(object->data, name);
}

struct str call_field_text(const struct sim_object *object, const char *name)
{
    return value_text(call_field(object, name));
}

struct str call_new_id(struct call *c, const char *prefix)
{
    return sim_new_id(c->world, c->arena, arena_printf(c->arena, "%s0", prefix).ptr, 16);
}

void call_later(struct call *c, struct sim_object *object, int64_t min_ms, int64_t max_ms, const char *state)
{
    int64_t after_ms = sim_duration(c->world, min_ms, max_ms);
    if (after_ms)
        sim_schedule(c->world, object, c->now_ms + after_ms, state);
    else
        call_due(c, object, str_of(state));
}

/* ---- Showing ------------------------------------------------------------------------------------------------------- */

struct value call_shown(struct call *c, const struct type *type, const struct sim_object *object)
{
    struct value seen = sim_seen(c->world, object, c->now_ms);
    if (!value_given(seen))
        return seen;
    return call_public_part(c->arena, type->show ? type->show(c, object, seen) : seen);
}

struct value call_answer_of(struct call *c, const struct type *type, const struct sim_object *object)
{
    return call_public_part(c->arena, type->show ? type->show(c, object, object->data) : object->data);
}

bool call_read_cidr(struct call *c, struct str s, unsigned width, const char *parameter, struct cidr *ret)
{
    struct cidr cidr;
    if (!cidr_parse(s, &cidr) || cidr.width != width)
        return call_refuse(c, "InvalidParameterValue", "Value (%.*s) for parameter %s is invalid. This is not a valid CIDR block.", STR_ARG(s),
                      parameter);
    cidr_clear_host_bits(&cidr);
    *ret = cidr;
    return true;
}
