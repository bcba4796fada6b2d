/*
 * body_xml.c - values as XML, by shape.
 */
#include "providers/aws/model/body_xml.h"

#include "providers/aws/model/model_check.h"
#include "providers/aws/model/scalar.h"

struct writer {
    struct buf *out;
    const struct model *model;
    bool reply;
};

static bool write_element(struct writer *w, const char *name, const struct model_member *member,
                          struct value v, struct err *err);

static const char *wire_name(const struct writer *w, const struct model_member *member)
{
    return model_text(w->model, w->reply ? member->reply : member->request);
}

static void open_tag(struct writer *w, const char *name, uint16_t ns)
{
    buf_printf(w->out, "<%s", name);
    if (ns) {
        struct model_namespace space = w->model->namespaces[ns];
        const char *prefix = model_text(w->model, space.prefix);
        buf_printf(w->out, " xmlns%s%s=\"%s\"", *prefix ? ":" : "", prefix, model_text(w->model, space.uri));
    }
}

static void close_tag(struct writer *w, const char *name)
{
    buf_printf(w->out, "</%s>", name);
}

static bool write_scalar(struct writer *w, const struct model_member *member, struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(w->model, member);
    DROP_BUF struct buf text = { 0 };
    TRY(scalar_write(&text, shape, scalar_time_format(member, shape, MODEL_TIME_ISO8601), v, err));
    xml_escape(w->out, buf_str(&text));
    return true;
}

static bool write_attributes(struct writer *w, const struct model_shape *shape, struct value v,
                             struct err *err)
{
    const struct model_member *members = model_members(w->model, shape);
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value member = value_get(v, model_text(w->model, members[i].name));
        if (!(members[i].flags & MODEL_ATTRIBUTE) || !value_present(member))
            continue;
        buf_printf(w->out, " %s=\"", wire_name(w, &members[i]));
        TRY(write_scalar(w, &members[i], member, err));
        buf_add_char(w->out, '"');
    }
    return true;
}

static bool write_members(struct writer *w, const struct model_shape *shape, struct value v, struct err *err)
{
    const struct model_member *members = model_members(w->model, shape);
    if (v.kind != VALUE_MAP)
        return FAIL(err, ERR_INTERNAL, "%s was given where the API takes structure %s",
                    value_kind_name(v.kind), model_text(w->model, shape->name));
    struct str unknown = model_unknown_key(w->model, shape, v);
    if (unknown.ptr)
        return FAIL(err, ERR_INTERNAL, "%s has no member '%.*s'", model_text(w->model, shape->name),
                    STR_ARG(unknown));
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value member = value_get(v, model_text(w->model, members[i].name));
        if (!value_present(member) || !model_in_body(&members[i], w->reply) ||
            (members[i].flags & MODEL_ATTRIBUTE))
            continue;
        if (!write_element(w, wire_name(w, &members[i]), &members[i], member, err))
            return err_context(err, "%s", model_text(w->model, members[i].name));
    }
    return true;
}

static bool write_list(struct writer *w, const char *name, const struct model_member *member, struct value v,
                       struct err *err)
{
    const struct model_member *item = model_item(w->model, model_shape_of(w->model, member));
    bool flat = member->flags & MODEL_FLATTENED;
    if (v.kind != VALUE_LIST)
        return FAIL(err, ERR_INTERNAL, "%s was given where the API takes list", value_kind_name(v.kind));
    if (!flat) {
        open_tag(w, name, member->ns);
        buf_add_char(w->out, '>');
    }
    for (uint32_t i = 0; i < v.count; i++) {
        if (v.items[i].kind == VALUE_NULL)
            continue;
        if (!write_element(w, flat ? name : wire_name(w, item), item, v.items[i], err))
            return err_context(err, "[%u]", i);
    }
    if (!flat)
        close_tag(w, name);
    return true;
}

static bool write_map(struct writer *w, const char *name, const struct model_member *member, struct value v,
                      struct err *err)
{
    const struct model_shape *shape = model_shape_of(w->model, member);
    const struct model_member *key = model_key(w->model, shape), *value = model_value(w->model, shape);
    bool flat = member->flags & MODEL_FLATTENED;
    if (v.kind != VALUE_MAP)
        return FAIL(err, ERR_INTERNAL, "%s was given where the API takes map", value_kind_name(v.kind));
    if (!flat) {
        open_tag(w, name, member->ns);
        buf_add_char(w->out, '>');
    }
    for (uint32_t i = 0; i < v.count; i++) {
        open_tag(w, flat ? name : "entry", flat ? member->ns : 0);
        buf_add_char(w->out, '>');
        struct value key_value = value_str(str_n(v.fields[i].key, v.fields[i].key_len));
        TRY(write_element(w, wire_name(w, key), key, key_value, err));
        if (v.fields[i].value.kind != VALUE_NULL &&
            !write_element(w, wire_name(w, value), value, v.fields[i].value, err))
            return err_context(err, "[\"%s\"]", v.fields[i].key);
        close_tag(w, flat ? name : "entry");
    }
    if (!flat)
        close_tag(w, name);
    return true;
}

static bool write_structure(struct writer *w, const char *name, uint16_t ns, const struct model_shape *shape,
                            struct value v, struct err *err)
{
    open_tag(w, name, ns);
    TRY(write_attributes(w, shape, v, err));
    buf_add_char(w->out, '>');
    TRY(write_members(w, shape, v, err));
    close_tag(w, name);
    return true;
}

static bool write_element(struct writer *w, const char *name, const struct model_member *member,
                          struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(w->model, member);
    switch ((enum model_kind)shape->kind) {
    case MODEL_STRUCTURE: return write_structure(w, name, member->ns, shape, v, err);
    case MODEL_LIST: return write_list(w, name, member, v, err);
    case MODEL_MAP: return write_map(w, name, member, v, err);
    case MODEL_DOCUMENT:
    case MODEL_STRING:
    case MODEL_BLOB:
    case MODEL_BOOLEAN:
    case MODEL_INTEGER:
    case MODEL_LONG:
    case MODEL_FLOAT:
    case MODEL_DOUBLE:
    case MODEL_TIMESTAMP: break;
    }
    open_tag(w, name, member->ns);
    buf_add_char(w->out, '>');
    TRY(write_scalar(w, member, v, err));
    close_tag(w, name);
    return true;
}

bool body_xml_write(struct buf *out, const struct model *model, const struct model_shape *shape,
                    const char *name, uint16_t ns, bool reply, struct value v, struct err *err)
{
    struct writer w = { out, model, reply };
    return write_structure(&w, name, ns, shape, v, err);
}

bool body_xml_write_members(struct buf *out, const struct model *model, const struct model_shape *shape,
                            bool reply, struct value v, struct err *err)
{
    struct writer w = { out, model, reply };
    return write_members(&w, shape, v, err);
}

struct reading {
    struct arena *arena;
    const struct model *model;
    bool reply;
};

static bool read_element(struct reading *r, const struct model_member *member, const struct xml_node *node,
                         struct value *ret, struct err *err);

static bool read_list(struct reading *r, const struct model_member *member, const struct xml_node *node,
                      struct value *ret, struct err *err)
{
    const struct model_member *item = model_item(r->model, model_shape_of(r->model, member));
    bool flat = member->flags & MODEL_FLATTENED;
    struct value_builder items = { .arena = r->arena };
    for (const struct xml_node *n = flat ? node : node->first; n; n = n->next) {
        struct value v = VALUE_NONE;
        if (flat && !str_eq(n->name, node->name))
            continue;
        TRY(read_element(r, item, n, &v, err));
        value_builder_add(&items, v);
    }
    *ret = value_builder_list(&items);
    return true;
}

/* One <entry> (or one element of a flattened map). An entry without a key is skipped. */
static bool read_entry(struct reading *r, const struct model_shape *map, const struct xml_node *entry,
                       struct value_builder *fields, struct err *err)
{
    const struct model_member *key = model_key(r->model, map), *value = model_value(r->model, map);
    struct str name = STR_NONE;
    struct value v = value_null();
    for (const struct xml_node *n = entry->first; n; n = n->next) {
        if (model_is(r->model, key->reply, n->name))
            name = n->text;
        else if (model_is(r->model, value->reply, n->name))
            TRY(read_element(r, value, n, &v, err));
    }
    if (name.ptr)
        value_builder_put(fields, name, v);
    return true;
}

static bool read_map(struct reading *r, const struct model_member *member, const struct xml_node *node,
                     struct value *ret, struct err *err)
{
    const struct model_shape *shape = model_shape_of(r->model, member);
    bool flat = member->flags & MODEL_FLATTENED;
    struct value_builder fields = { .arena = r->arena };
    for (const struct xml_node *n = flat ? node : node->first; n; n = n->next) {
        if (!flat || str_eq(n->name, node->name))
            TRY(read_entry(r, shape, n, &fields, err));
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool is_put(const struct value_builder *b, struct str key)
{
    for (size_t i = 0; i < b->fields.count; i++) {
        if (str_eq(str_n(b->fields.items[i].key, b->fields.items[i].key_len), key))
            return true;
    }
    return false;
}

static bool read_structure(struct reading *r, const struct model_shape *shape, const struct xml_node *node,
                           struct value *ret, struct err *err)
{
    struct value_builder fields = { .arena = r->arena };
    uint16_t cursor = 0;
    for (const struct xml_node *n = node->first; n && shape->count; n = n->next) {
        const struct model_member *member = model_member_on_wire(r->model, shape, n->name, r->reply, &cursor);
        struct value v = VALUE_NONE;
        if (!member || !model_in_body(member, r->reply) || (member->flags & MODEL_ATTRIBUTE))
            continue;
        struct str name = model_str(r->model, member->name);
        if ((member->flags & MODEL_FLATTENED) && is_put(&fields, name))
            continue; /* its first element took the whole list */
        if (!read_element(r, member, n, &v, err))
            return err_context(err, "%s", name.ptr);
        value_builder_put(&fields, name, v);
    }
    for (uint16_t i = 0; node->attributes && i < shape->count; i++) {
        const struct model_member *member = &model_members(r->model, shape)[i];
        struct str text = xml_attribute(node, model_str(r->model, member->reply));
        struct value v;
        if (!(member->flags & MODEL_ATTRIBUTE) || !text.ptr)
            continue;
        TRY(scalar_read(r->arena, model_shape_of(r->model, member), text, &v, err));
        value_builder_put(&fields, model_str(r->model, member->name), v);
    }
    *ret = value_builder_map(&fields);
    return true;
}

static bool read_element(struct reading *r, const struct model_member *member, const struct xml_node *node,
                         struct value *ret, struct err *err)
{
    const struct model_shape *shape = model_shape_of(r->model, member);
    switch ((enum model_kind)shape->kind) {
    case MODEL_STRUCTURE: TRY(read_structure(r, shape, node, ret, err)); break;
    case MODEL_LIST: TRY(read_list(r, member, node, ret, err)); break;
    case MODEL_MAP: TRY(read_map(r, member, node, ret, err)); break;
    case MODEL_STRING: /* the tree outlives the value: both are the caller's arena's */
        *ret = value_str(node->text);
        break;
    case MODEL_DOCUMENT:
    case MODEL_BLOB:
    case MODEL_BOOLEAN:
    case MODEL_INTEGER:
    case MODEL_LONG:
    case MODEL_FLOAT:
    case MODEL_DOUBLE:
    case MODEL_TIMESTAMP:
        if (shape->kind != MODEL_BLOB && str_empty(str_trim(node->text)))
            return true; /* absent */
        TRY(scalar_read(r->arena, shape, node->text, ret, err));
        break;
    }
    if (shape->flags & MODEL_SENSITIVE)
        *ret = value_mark_sensitive(*ret);
    return true;
}

bool body_xml_read(struct arena *arena, const struct model *model, const struct model_shape *shape,
                   bool reply, const struct xml_node *node, struct value *ret, struct err *err)
{
    struct reading r = { arena, model, reply };
    return read_structure(&r, shape, node, ret, err);
}
