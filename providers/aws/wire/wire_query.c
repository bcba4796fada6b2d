/*
 * wire_query.c - requests of the ec2 and query protocols: one form-encoded line of Action, Version and parameters.
 *
 * Parameter names are paths: "Filter.1.Value.2". A query list is Name.member.1 (or whatever the model calls its items), a
 * flattened one and every EC2 list Name.1; a map is Name.entry.1.key, Name.entry.1.value, flattened Name.1.key. An empty list is
 * "Name=" for query and nothing at all for EC2.
 */
#include "providers/aws/wire/wire_internal.h"

#include "providers/aws/model/model_check.h"
#include "providers/aws/model/scalar.h"

struct form {
    const struct model *model;
    struct buf *out;
    struct buf name; /* of the parameter at hand */
};

static bool write_value(struct form *form, const struct model_member *member, struct value v,
                        struct err *err);

static void write_parameter(struct form *form, struct str value)
{
    buf_add_char(form->out, '&');
    scalar_percent_encode(form->out, buf_str(&form->name), "");
    buf_add_char(form->out, '=');
    size_t at = form->out->len;
    scalar_percent_encode(form->out, value, " ");
    for (; at < form->out->len; at++) /* a form's space, as every AWS SDK writes it: some servers sign what they would have written */
        if (form->out->ptr[at] == ' ')
            form->out->ptr[at] = '+';
}

/* Appends ".step" to the name and returns its length before. */
static size_t descend(struct form *form, const char *step)
{
    size_t len = form->name.len;
    if (len)
        buf_add_char(&form->name, '.');
    buf_add_cstr(&form->name, step);
    return len;
}

static bool write_structure(struct form *form, const struct model_shape *shape, struct value v,
                            struct err *err)
{
    const struct model_member *members = model_members(form->model, shape);
    struct str unknown = model_unknown_key(form->model, shape, v);
    if (unknown.ptr)
        return FAIL(err, ERR_INTERNAL, "%s has no member '%.*s'", model_text(form->model, shape->name),
                    STR_ARG(unknown));
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value member = value_get(v, model_text(form->model, members[i].name));
        if (!value_present(member))
            continue;
        size_t len = descend(form, model_text(form->model, members[i].request));
        if (!write_value(form, &members[i], member, err))
            return err_context(err, "%s", model_text(form->model, members[i].name));
        buf_truncate(&form->name, len);
    }
    return true;
}

static bool write_list(struct form *form, const struct model_member *member, struct value v, struct err *err)
{
    const struct model_member *item = model_item(form->model, model_shape_of(form->model, member));
    bool ec2 = form->model->protocol == MODEL_PROTOCOL_EC2;
    size_t len = form->name.len;
    if (!v.count && !ec2)
        write_parameter(form, STR(""));
    if (!ec2 && !(member->flags & MODEL_FLATTENED))
        descend(form, model_text(form->model, item->request));
    for (uint32_t i = 0; i < v.count; i++) {
        size_t list_len = form->name.len;
        buf_printf(&form->name, ".%u", i + 1);
        if (!write_value(form, item, v.items[i], err))
            return err_context(err, "[%u]", i);
        buf_truncate(&form->name, list_len);
    }
    buf_truncate(&form->name, len);
    return true;
}

static bool write_map(struct form *form, const struct model_member *member, struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(form->model, member);
    const struct model_member *key = model_key(form->model, shape), *value = model_value(form->model, shape);
    size_t len = form->name.len;
    if (!(member->flags & MODEL_FLATTENED))
        descend(form, "entry");
    for (uint32_t i = 0; i < v.count; i++) {
        size_t map_len = form->name.len;
        buf_printf(&form->name, ".%u", i + 1);
        size_t entry_len = descend(form, model_text(form->model, key->request));
        write_parameter(form, str_n(v.fields[i].key, v.fields[i].key_len));
        buf_truncate(&form->name, entry_len);
        descend(form, model_text(form->model, value->request));
        if (!write_value(form, value, v.fields[i].value, err))
            return err_context(err, "[\"%s\"]", v.fields[i].key);
        buf_truncate(&form->name, map_len);
    }
    buf_truncate(&form->name, len);
    return true;
}

static bool write_value(struct form *form, const struct model_member *member, struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(form->model, member);
    if (v.kind == VALUE_NULL)
        return true;
    if (shape->kind == MODEL_STRUCTURE && v.kind == VALUE_MAP)
        return write_structure(form, shape, v, err);
    if (shape->kind == MODEL_LIST && v.kind == VALUE_LIST)
        return write_list(form, member, v, err);
    if (shape->kind == MODEL_MAP && v.kind == VALUE_MAP)
        return write_map(form, member, v, err);
    DROP_BUF struct buf text = { 0 };
    TRY(scalar_write(&text, shape, scalar_time_format(member, shape, MODEL_TIME_ISO8601), v, err));
    write_parameter(form, buf_str(&text));
    return true;
}

bool query_write(struct draft *draft, const struct model_shape *shape, struct value input, struct err *err)
{
    struct form form = { draft->model, &draft->body, { 0 } };
    buf_printf(&draft->body, "Action=%s&Version=%s", model_text(draft->model, draft->op->name),
               draft->model->api_version);
    bool done = !shape || write_structure(&form, shape, input, err);
    buf_done(&form.name);
    return done && draft_header(draft, STR("Content-Type"),
                                STR("application/x-www-form-urlencoded; charset=utf-8"), err);
}
