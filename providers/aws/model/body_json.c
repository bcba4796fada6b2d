/*
 * body_json.c - values as JSON, by shape.
 */
#include "providers/aws/model/body_json.h"

#include "providers/aws/model/model_check.h"
#include "providers/aws/model/scalar.h"

struct codec {
    struct arena *arena;
    const struct model *model;
    bool reply; /* of an answer, not of a request */
};

static bool to_wire(struct codec *c, const struct model_member *member, const struct model_shape *shape,
                    struct value v, struct value *ret, struct err *err);

static bool structure_to_wire(struct codec *c, const struct model_shape *shape, struct value v,
                              struct value *ret, struct err *err)
{
    const struct model_member *members = model_members(c->model, shape);
    struct value_builder fields = { .arena = c->arena };
    struct str unknown = model_unknown_key(c->model, shape, v);
    if (unknown.ptr)
        return FAIL(err, ERR_INTERNAL, "%s has no member '%.*s'", model_text(c->model, shape->name),
                    STR_ARG(unknown));
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value member = value_get(v, model_text(c->model, members[i].name)), wire;
        if (!value_present(member) || !model_in_body(&members[i], c->reply))
            continue;
        if (!to_wire(c, &members[i], model_shape_of(c->model, &members[i]), member, &wire, err))
            return err_context(err, "%s", model_text(c->model, members[i].name));
        value_builder_put(&fields, model_str(c->model, members[i].request), wire);
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool list_to_wire(struct codec *c, const struct model_shape *shape, struct value v, struct value *ret,
                         struct err *err)
{
    const struct model_member *item = model_item(c->model, shape);
    struct value_builder items = { .arena = c->arena };
    for (uint32_t i = 0; i < v.count; i++) {
        struct value wire;
        if (!to_wire(c, item, model_shape_of(c->model, item), v.items[i], &wire, err))
            return err_context(err, "[%u]", i);
        value_builder_add(&items, wire);
    }
    *ret = value_builder_list(&items);
    return true;
}

static bool map_to_wire(struct codec *c, const struct model_shape *shape, struct value v, struct value *ret,
                        struct err *err)
{
    const struct model_member *value = model_value(c->model, shape);
    struct value_builder fields = { .arena = c->arena };
    for (uint32_t i = 0; i < v.count; i++) {
        struct value wire;
        if (!to_wire(c, value, model_shape_of(c->model, value), v.fields[i].value, &wire, err))
            return err_context(err, "[\"%s\"]", v.fields[i].key);
        value_builder_put(&fields, str_n(v.fields[i].key, v.fields[i].key_len), wire);
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool time_to_wire(struct codec *c, enum model_timestamp format, struct value v, struct value *ret,
                         struct err *err)
{
    int64_t ms;
    TRY(scalar_time_of(v, &ms, err));
    if (format == MODEL_TIME_UNIX) {
        *ret = ms % 1000 ? value_float((double)ms / 1000) : value_int(ms / 1000);
        return true;
    }
    DROP_BUF struct buf text = { 0 };
    scalar_time_write(&text, ms, format);
    *ret = value_str(arena_str(c->arena, buf_str(&text)));
    return true;
}

static bool to_wire(struct codec *c, const struct model_member *member, const struct model_shape *shape,
                    struct value v, struct value *ret, struct err *err)
{
    *ret = v;
    if (v.kind == VALUE_NULL)
        return true;
    switch ((enum model_kind)shape->kind) {
    case MODEL_STRUCTURE:
        if (v.kind != VALUE_MAP)
            break;
        return structure_to_wire(c, shape, v, ret, err);
    case MODEL_LIST:
        if (v.kind != VALUE_LIST)
            break;
        return list_to_wire(c, shape, v, ret, err);
    case MODEL_MAP:
        if (v.kind != VALUE_MAP)
            break;
        return map_to_wire(c, shape, v, ret, err);
    case MODEL_TIMESTAMP:
        return time_to_wire(c, scalar_time_format(member, shape, MODEL_TIME_UNIX), v, ret, err);
    case MODEL_BLOB: /* becomes base64 as text */
        if (v.kind != VALUE_STRING && v.kind != VALUE_BYTES)
            break;
        *ret = value_bytes(value_text(v));
        return true;
    case MODEL_DOCUMENT: return true;
    case MODEL_STRING:
    case MODEL_BOOLEAN:
    case MODEL_INTEGER:
    case MODEL_LONG:
    case MODEL_FLOAT:
    case MODEL_DOUBLE: {
        DROP_BUF struct buf text = { 0 }; /* only to learn whether it fits */
        return scalar_write(&text, shape, MODEL_TIME_DEFAULT, v, err);
    }
    }
    return FAIL(err, ERR_INTERNAL, "%s was given where the API takes %s", value_kind_name(v.kind),
                model_kind_name(shape->kind));
}

bool body_json_write(struct buf *out, const struct model *model, const struct model_shape *shape, bool reply,
                     struct value v, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct codec c = { &scratch, model, reply };
    struct value wire;
    TRY(to_wire(&c, NULL, shape, v, &wire, err));
    return value_to_json(out, wire, false, err);
}

bool body_json_write_member(struct buf *out, const struct model *model, const struct model_member *member,
                            bool reply, struct value v, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct codec c = { &scratch, model, reply };
    struct value wire;
    TRY(to_wire(&c, member, model_shape_of(model, member), v, &wire, err));
    return value_to_json(out, wire, false, err);
}

static bool from_wire(struct codec *c, const struct model_shape *shape, struct value wire, struct value *ret,
                      struct err *err);

static bool structure_from_wire(struct codec *c, const struct model_shape *shape, struct value wire,
                                struct value *ret, struct err *err)
{
    struct value_builder fields = { .arena = c->arena };
    uint16_t cursor = 0;
    for (uint32_t i = 0; i < wire.count && shape->count; i++) {
        struct str key = str_n(wire.fields[i].key, wire.fields[i].key_len);
        const struct model_member *member = model_member_on_wire(c->model, shape, key, c->reply, &cursor);
        struct value v;
        if (!member || !model_in_body(member, c->reply) || wire.fields[i].value.kind == VALUE_NULL)
            continue;
        if (!from_wire(c, model_shape_of(c->model, member), wire.fields[i].value, &v, err))
            return err_context(err, "%s", model_text(c->model, member->name));
        value_builder_put(&fields, model_str(c->model, member->name), v);
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool list_from_wire(struct codec *c, const struct model_shape *shape, struct value wire,
                           struct value *ret, struct err *err)
{
    const struct model_shape *item = model_shape_of(c->model, model_item(c->model, shape));
    struct value_builder items = { .arena = c->arena };
    for (uint32_t i = 0; i < wire.count; i++) {
        struct value v;
        if (!from_wire(c, item, wire.items[i], &v, err))
            return err_context(err, "[%u]", i);
        value_builder_add(&items, v);
    }
    *ret = value_builder_list(&items);
    return true;
}

static bool map_from_wire(struct codec *c, const struct model_shape *shape, struct value wire,
                          struct value *ret, struct err *err)
{
    const struct model_shape *value = model_shape_of(c->model, model_value(c->model, shape));
    struct value_builder fields = { .arena = c->arena };
    for (uint32_t i = 0; i < wire.count; i++) {
        struct value v;
        if (!from_wire(c, value, wire.fields[i].value, &v, err))
            return err_context(err, "[\"%s\"]", wire.fields[i].key);
        value_builder_put(&fields, str_n(wire.fields[i].key, wire.fields[i].key_len), v);
    }
    *ret = value_builder_map(&fields);
    return true;
}

/* Numbers also come as strings, timestamps as either. */
static bool scalar_from_wire(struct codec *c, const struct model_shape *shape, struct value wire,
                             struct value *ret, struct err *err)
{
    int64_t ms;
    if (shape->kind == MODEL_TIMESTAMP && scalar_time_of(wire, &ms, NULL)) {
        DROP_BUF struct buf text = { 0 };
        scalar_time_write(&text, ms, MODEL_TIME_ISO8601);
        *ret = value_str(arena_str(c->arena, buf_str(&text)));
        return true;
    }
    if (wire.kind == VALUE_STRING && shape->kind >= MODEL_STRING)
        return scalar_read(c->arena, shape, value_text(wire), ret, err);
    bool number = shape->kind == MODEL_FLOAT || shape->kind == MODEL_DOUBLE;
    bool fits =
        (wire.kind == VALUE_BOOL && shape->kind == MODEL_BOOLEAN) || (wire.kind == VALUE_FLOAT && number) ||
        (wire.kind == VALUE_INT && (number || shape->kind == MODEL_INTEGER || shape->kind == MODEL_LONG));
    if (!fits)
        return FAIL(err, ERR_INVALID, "%s came where the model has %s", value_kind_name(wire.kind),
                    model_kind_name(shape->kind));
    *ret = wire;
    return true;
}

static bool from_wire(struct codec *c, const struct model_shape *shape, struct value wire, struct value *ret,
                      struct err *err)
{
    *ret = wire;
    if (wire.kind == VALUE_NULL || shape->kind == MODEL_DOCUMENT)
        return true;
    if (shape->kind == MODEL_STRUCTURE && wire.kind == VALUE_MAP)
        TRY(structure_from_wire(c, shape, wire, ret, err));
    else if (shape->kind == MODEL_LIST && wire.kind == VALUE_LIST)
        TRY(list_from_wire(c, shape, wire, ret, err));
    else if (shape->kind == MODEL_MAP && wire.kind == VALUE_MAP)
        TRY(map_from_wire(c, shape, wire, ret, err));
    else
        TRY(scalar_from_wire(c, shape, wire, ret, err));
    if (shape->flags & MODEL_SENSITIVE)
        *ret = value_mark_sensitive(*ret);
    return true;
}

bool body_json_read(struct arena *arena, const struct model *model, const struct model_shape *shape,
                    bool reply, struct str text, struct value *ret, struct err *err)
{
    struct codec c = { arena, model, reply };
    struct value wire = VALUE_NONE;
    if (str_empty(str_trim(text))) {
        *ret = value_map(arena, NULL, 0);
        return true;
    }
    TRY(value_from_json(arena, text, &wire, err));
    return from_wire(&c, shape, wire, ret, err);
}

bool body_json_read_member(struct arena *arena, const struct model *model, const struct model_member *member,
                           bool reply, struct str text, struct value *ret, struct err *err)
{
    return body_json_read(arena, model, model_shape_of(model, member), reply, text, ret, err);
}
