/*
 * wire_rest.c - rest-json and rest-xml: members that travel in the path, the query string, headers and the status, and the body
 * that the others make.
 *
 * A path label must not be empty: it would name another resource ("DELETE /bucket/" instead of an object). Header lists are
 * joined by ", "; their strings are quoted when they hold a comma or a quote. Times are RFC 822 in headers and ISO 8601 in the
 * query string unless the model says otherwise.
 */
#include "providers/aws/wire/wire_internal.h"

#include "providers/aws/model/body_json.h"
#include "providers/aws/model/body_xml.h"
#include "providers/aws/model/model_check.h"
#include "providers/aws/model/scalar.h"

static bool is_json(const struct model *model)
{
    return model->protocol == MODEL_PROTOCOL_REST_JSON;
}

static bool scalar_text(struct draft *draft, const struct model_member *member, enum model_timestamp time,
                        struct value v, struct buf *out, struct err *err)
{
    const struct model_shape *shape = model_shape_of(draft->model, member);
    return scalar_write(out, shape, scalar_time_format(member, shape, time), v, err);
}

/* The member whose label is "{name}" in the URI. */
static const struct model_member *label_member(struct draft *draft, const struct model_shape *shape,
                                               struct str name)
{
    const struct model_member *members = shape ? model_members(draft->model, shape) : NULL;
    for (uint16_t i = 0; shape && i < shape->count; i++) {
        if (members[i].location == MODEL_URI && model_is(draft->model, members[i].request, name))
            return &members[i];
    }
    return NULL;
}

static bool write_label(struct draft *draft, const struct model_shape *shape, struct str label,
                        struct value input, struct err *err)
{
    bool greedy = str_ends(label, STR("+"));
    const struct model_member *member =
        label_member(draft, shape, greedy ? str_slice(label, 0, label.len - 1) : label);
    if (!member)
        return FAIL(err, ERR_INTERNAL, "no member fills the label '%.*s'", STR_ARG(label));
    const char *name = model_text(draft->model, member->name);
    struct value v = value_get(input, name);
    if (!value_present(v))
        return FAIL(err, ERR_INTERNAL, "%s is missing: it is part of the path", name);
    DROP_BUF struct buf text = { 0 };
    if (!scalar_text(draft, member, MODEL_TIME_ISO8601, v, &text, err))
        return err_context(err, "%s", name);
    struct str s = buf_str(&text);
    if (str_empty(s) || (!greedy && (str_is(s, ".") || str_is(s, ".."))))
        return FAIL(err, ERR_INVALID, "%s must not be '%.*s', because it is part of the path", name,
                    STR_ARG(s));
    scalar_percent_encode(&draft->path, s, greedy ? "/" : "");
    return true;
}

/* "/{Bucket}/{Key+}?tagging" into path and query. */
static bool write_uri(struct draft *draft, const struct model_shape *shape, struct value input,
                      struct err *err)
{
    struct str query = model_str(draft->model, draft->op->uri), path = str_split(&query, '?');
    while (path.len) {
        ptrdiff_t open = str_find_char(path, '{'), close = str_find_char(path, '}');
        if (open < 0 || close < open) {
            buf_add_str(&draft->path, path);
            break;
        }
        buf_add_str(&draft->path, str_slice(path, 0, (size_t)open));
        TRY(write_label(draft, shape, str_slice(path, (size_t)open + 1, (size_t)close), input, err));
        path = str_slice(path, (size_t)close + 1, path.len);
    }
    buf_add_str(&draft->query, query);
    return true;
}

void draft_query(struct draft *draft, struct str name, struct str value)
{
    if (draft->query.len)
        buf_add_char(&draft->query, '&');
    scalar_percent_encode(&draft->query, name, "");
    buf_add_char(&draft->query, '=');
    scalar_percent_encode(&draft->query, value, "");
}

static bool write_query_value(struct draft *draft, struct str name, const struct model_member *member,
                              struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(draft->model, member);
    if (shape->kind == MODEL_LIST && v.kind == VALUE_LIST) {
        for (uint32_t i = 0; i < v.count; i++) {
            if (v.items[i].kind != VALUE_NULL)
                TRY(write_query_value(draft, name, model_item(draft->model, shape), v.items[i], err));
        }
        return true;
    }
    DROP_BUF struct buf text = { 0 };
    TRY(scalar_text(draft, member, MODEL_TIME_ISO8601, v, &text, err));
    draft_query(draft, name, buf_str(&text));
    return true;
}

static bool is_query_member(struct draft *draft, const struct model_shape *shape, struct str name)
{
    const struct model_member *members = model_members(draft->model, shape);
    for (uint16_t i = 0; i < shape->count; i++) {
        if (members[i].location == MODEL_QUERYSTRING &&
            model_shape_of(draft->model, &members[i])->kind != MODEL_MAP &&
            model_is(draft->model, members[i].request, name))
            return true;
    }
    return false;
}

static bool write_query(struct draft *draft, const struct model_shape *shape,
                        const struct model_member *member, struct value v, struct err *err)
{
    const struct model_shape *target = model_shape_of(draft->model, member);
    if (target->kind != MODEL_MAP)
        return write_query_value(draft, model_str(draft->model, member->request), member, v, err);
    for (uint32_t i = 0; i < v.count; i++) {
        struct str key = str_n(v.fields[i].key, v.fields[i].key_len);
        if (!is_query_member(draft, shape, key)) /* a member of its own wins over the map */
            TRY(write_query_value(draft, key, model_value(draft->model, target), v.fields[i].value, err));
    }
    return true;
}

static void quote(struct buf *out, struct str text)
{
    if (str_find_char(text, ',') < 0 && str_find_char(text, '"') < 0) {
        buf_add_str(out, text);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_char(out, '"');
}

static bool header_text(struct draft *draft, const struct model_member *member, struct value v,
                        struct buf *out, struct err *err)
{
    const struct model_shape *shape = model_shape_of(draft->model, member);
    if (member->flags & MODEL_JSON_VALUE) {
        DROP_BUF struct buf json = { 0 };
        if (v.kind == VALUE_STRING)
            buf_add_str(&json, value_text(v));
        else
            TRY(value_to_json(&json, v, false, err));
        buf_add_str(out, base64_encode(draft->arena, buf_str(&json)));
        return true;
    }
    if (shape->kind != MODEL_LIST || v.kind != VALUE_LIST)
        return scalar_text(draft, member, MODEL_TIME_RFC822, v, out, err);
    const struct model_member *item = model_item(draft->model, shape);
    bool strings = model_shape_of(draft->model, item)->kind == MODEL_STRING, first = true;
    for (uint32_t i = 0; i < v.count; i++) {
        if (v.items[i].kind == VALUE_NULL)
            continue;
        if (!first)
            buf_add_cstr(out, ", ");
        first = false;
        if (strings)
            quote(out, value_text(v.items[i]));
        else
            TRY(scalar_text(draft, item, MODEL_TIME_RFC822, v.items[i], out, err));
    }
    return true;
}

static bool write_prefix_headers(struct draft *draft, const struct model_member *member, struct value v,
                                 struct err *err)
{
    for (uint32_t i = 0; i < v.count; i++) {
        struct str name =
            arena_printf(draft->arena, "%s%s", model_text(draft->model, member->request), v.fields[i].key);
        TRY(draft_header(draft, name, value_text(v.fields[i].value), err));
    }
    return true;
}

static bool write_located(struct draft *draft, const struct model_shape *shape,
                          const struct model_member *member, struct value v, struct err *err)
{
    switch ((enum model_location)member->location) {
    case MODEL_HEADER: {
        DROP_BUF struct buf text = { 0 };
        TRY(header_text(draft, member, v, &text, err));
        return draft_header(draft, model_str(draft->model, member->request), buf_str(&text), err);
    }
    case MODEL_HEADERS: return write_prefix_headers(draft, member, v, err);
    case MODEL_QUERYSTRING: return write_query(draft, shape, member, v, err);
    case MODEL_BODY:
    case MODEL_URI: /* write_uri */
    case MODEL_STATUS: /* answers only */ break;
    }
    return true;
}

static bool has_header(struct draft *draft, const char *lower)
{
    for (size_t i = 0; i < draft->headers.count; i++) {
        struct str name = draft->headers.items[i].name;
        bool same = name.len == strlen(lower);
        for (size_t k = 0; same && k < name.len; k++)
            same = (name.ptr[k] | 0x20) == (lower[k] | 0x20);
        if (same)
            return true;
    }
    return false;
}

static bool content_type(struct draft *draft, const char *type, struct err *err)
{
    return has_header(draft, "content-type") || draft_header(draft, STR("Content-Type"), str_of(type), err);
}

/* One member is the whole body. */
static bool write_payload(struct draft *draft, const struct model_member *member, struct value v,
                          struct err *err)
{
    const struct model_shape *shape = model_shape_of(draft->model, member);
    if (shape->kind == MODEL_BLOB || shape->kind == MODEL_STRING) {
        if (!value_present(v))
            return true;
        buf_add_str(&draft->body, value_text(v));
        return content_type(draft, shape->kind == MODEL_BLOB ? "application/octet-stream" : "text/plain",
                            err);
    }
    if (is_json(draft->model)) {
        if (value_present(v)) {
            TRY(body_json_write_member(&draft->body, draft->model, member, false, v, err));
        } else if (shape->kind == MODEL_STRUCTURE && !(shape->flags & MODEL_UNION)) {
            buf_add_cstr(&draft->body, "{}"); /* a union has no empty form */
        } else {
            return true;
        }
        return content_type(draft, "application/json", err);
    }
    if (!value_present(v))
        return true;
    TRY(body_xml_write(&draft->body, draft->model, shape, model_text(draft->model, member->request),
                       member->ns, false, v, err));
    return content_type(draft, "application/xml", err);
}

/* The members that travel nowhere else are the body. */
static bool write_body(struct draft *draft, const struct model_shape *shape, struct value input,
                       struct err *err)
{
    const struct model_member *members = model_members(draft->model, shape);
    bool modelled = false, given = false;
    for (uint16_t i = 0; i < shape->count; i++) {
        if (members[i].location != MODEL_BODY)
            continue;
        modelled = true;
        given = given || value_present(value_get(input, model_text(draft->model, members[i].name)));
    }
    if (is_json(draft->model) && modelled) {
        TRY(body_json_write(&draft->body, draft->model, shape, false, input, err));
        return content_type(draft, "application/json", err);
    }
    if (is_json(draft->model) || !given)
        return true;
    TRY(body_xml_write(&draft->body, draft->model, shape, model_text(draft->model, draft->op->root),
                       draft->op->ns, false, input, err));
    return content_type(draft, "application/xml", err);
}

bool rest_write(struct draft *draft, const struct model_shape *shape, struct value input, struct err *err)
{
    TRY(write_uri(draft, shape, input, err));
    if (!shape)
        return true;
    struct str unknown = model_unknown_key(draft->model, shape, input);
    if (unknown.ptr)
        return FAIL(err, ERR_INTERNAL, "%s has no member '%.*s'", model_text(draft->model, shape->name),
                    STR_ARG(unknown));
    const struct model_member *members = model_members(draft->model, shape),
                              *payload = model_payload(draft->model, shape);
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value v = value_get(input, model_text(draft->model, members[i].name));
        if (value_present(v) && !write_located(draft, shape, &members[i], v, err))
            return err_context(err, "%s", model_text(draft->model, members[i].name));
    }
    return payload
               ? write_payload(draft, payload, value_get(input, model_text(draft->model, payload->name)), err)
               : write_body(draft, shape, input, err);
}

/* The next item of a header list: quoted, up to a comma, or, for times, up to the second comma ("Mon, 16 Dec ..."). */
static struct str next_item(struct arena *arena, struct str *rest, bool dates)
{
    *rest = str_trim(*rest);
    DROP_BUF struct buf out = { 0 };
    size_t i = 0;
    if (rest->len && rest->ptr[0] == '"') {
        for (i = 1; i < rest->len && rest->ptr[i] != '"'; i++) {
            if (rest->ptr[i] == '\\' && i + 1 < rest->len)
                i++;
            buf_add_char(&out, rest->ptr[i]);
        }
        while (i < rest->len && rest->ptr[i] != ',')
            i++;
    } else {
        bool comma_is_inside = dates && rest->len > 3 && rest->ptr[3] == ',';
        for (; i < rest->len && (rest->ptr[i] != ',' || comma_is_inside); i++) {
            comma_is_inside = comma_is_inside && rest->ptr[i] != ',';
            buf_add_char(&out, rest->ptr[i]);
        }
    }
    *rest = i < rest->len ? str_slice(*rest, i + 1, rest->len) : STR_NONE;
    return arena_str(arena, str_trim(buf_str(&out)));
}

static bool read_header(struct arena *arena, const struct model *model, const struct model_member *member,
                        struct str text, struct value *ret, struct err *err)
{
    const struct model_shape *shape = model_shape_of(model, member);
    if (member->flags & MODEL_JSON_VALUE) {
        struct str json;
        if (!base64_decode(arena, text, &json))
            return FAIL(err, ERR_INVALID, "header %s is not base64", model_text(model, member->reply));
        *ret = value_str(json);
        return true;
    }
    if (shape->kind != MODEL_LIST)
        return scalar_read(arena, shape, text, ret, err);
    const struct model_shape *item = model_shape_of(model, model_item(model, shape));
    bool dates = item->kind == MODEL_TIMESTAMP &&
                 scalar_time_format(model_item(model, shape), item, MODEL_TIME_RFC822) == MODEL_TIME_RFC822;
    struct value_builder items = { .arena = arena };
    for (struct str rest = text; rest.ptr && str_trim(rest).len;) {
        struct value v;
        TRY(scalar_read(arena, item, next_item(arena, &rest, dates), &v, err));
        value_builder_add(&items, v);
    }
    *ret = value_builder_list(&items);
    return true;
}

static struct str lower(struct arena *arena, struct str s)
{
    char *copy = arena_cstr(arena, s);
    for (char *c = copy; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
    return str_n(copy, s.len);
}

/* Headers that begin with the prefix; header names come in lower case, so the keys do too. */
static struct value read_prefix_headers(struct arena *arena, struct str prefix,
                                        const struct io_http_reply *reply)
{
    struct value_builder fields = { .arena = arena };
    for (size_t i = 0; i < reply->header_count; i++) {
        struct str name = reply->headers[i].name;
        if (str_starts(name, prefix))
            value_builder_put(&fields, arena_str(arena, str_slice(name, prefix.len, name.len)),
                              value_str(arena_str(arena, reply->headers[i].value)));
    }
    return value_builder_map(&fields);
}

bool rest_read_headers(struct arena *arena, const struct model *model, const struct model_shape *shape,
                       const struct io_http_reply *reply, struct value_builder *fields, struct err *err)
{
    const struct model_member *members = model_members(model, shape);
    for (uint16_t i = 0; i < shape->count; i++) {
        struct value v = VALUE_NONE;
        struct str wire = lower(arena, model_str(model, members[i].reply)), text;
        if (members[i].location == MODEL_STATUS) {
            v = value_int(reply->status);
        } else if (members[i].location == MODEL_HEADERS) {
            v = read_prefix_headers(arena, wire, reply);
        } else if (members[i].location == MODEL_HEADER) {
            text = reply_header(reply, wire.ptr);
            if (text.ptr && !read_header(arena, model, &members[i], text, &v, err))
                return err_context(err, "header %s", wire.ptr);
        }
        value_builder_put(fields, model_str(model, members[i].name), v);
    }
    return true;
}

static bool read_payload(struct arena *arena, const struct model *model, const struct model_member *member,
                         struct str body, struct value *ret, struct err *err)
{
    const struct model_shape *shape = model_shape_of(model, member);
    if (str_empty(body)) /* also an empty string or blob: the protocols cannot tell it from none */
        return true;
    if (shape->kind == MODEL_STRING)
        return scalar_read(arena, shape, body, ret, err);
    if (shape->kind == MODEL_BLOB) {
        *ret = value_bytes(arena_str(arena, body));
        return true;
    }
    if (is_json(model))
        return body_json_read_member(arena, model, member, true, body, ret, err);
    struct xml_node *root;
    TRY(xml_parse(arena, body, NULL, &root, err));
    return body_xml_read(arena, model, shape, true, root, ret, err);
}

bool rest_read(struct arena *arena, const struct model *model, const struct model_shape *shape,
               const struct io_http_reply *reply, struct value *ret, struct err *err)
{
    struct value_builder fields = { .arena = arena };
    TRY(rest_read_headers(arena, model, shape, reply, &fields, err));
    const struct model_member *payload = model_payload(model, shape);
    struct value body = value_map(arena, NULL, 0);
    if (payload) {
        struct value v = VALUE_NONE;
        TRY(read_payload(arena, model, payload, reply->body, &v, err));
        value_builder_put(&fields, model_str(model, payload->name), v);
    } else if (is_json(model)) {
        TRY(body_json_read(arena, model, shape, true, reply->body, &body, err));
    } else if (!str_empty(str_trim(reply->body))) {
        struct xml_node *root;
        TRY(xml_parse(arena, reply->body, NULL, &root, err));
        if (str_is(root->name, "html") || str_is(root->name, "HTML"))
            return FAIL(err, ERR_INVALID, "it is a web page");
        TRY(body_xml_read(arena, model, shape, true, root, &body, err));
    }
    *ret = value_merge(arena, body, value_builder_map(&fields));
    return true;
}
