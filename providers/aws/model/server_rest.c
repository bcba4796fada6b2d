/*
 * server_rest.c - rest-json and rest-xml from the service's side: which operation a path means, and the members that travel in
 * path, query string and headers.
 */
#include "providers/aws/model/server_internal.h"

#include "engine/net/xml.h"
#include "providers/aws/model/body_json.h"
#include "providers/aws/model/body_xml.h"
#include "providers/aws/model/scalar.h"

enum { LABELS_MAX = 16 };

struct labels {
    struct str names[LABELS_MAX], values[LABELS_MAX]; /* values still encoded */
    size_t count;
};

/* Does the path fit "/{Bucket}/{Key+}"? Counts the literal characters, so that the most literal template wins. */
static bool fits(struct str template, struct str path, struct labels *labels, size_t *ret_literal)
{
    *labels = (struct labels){ 0 };
    *ret_literal = 0;
    while (template.len) {
        if (template.ptr[0] != '{') {
            if (!path.len || path.ptr[0] != template.ptr[0])
                return false;
            template = str_slice(template, 1, template.len), path = str_slice(path, 1, path.len);
            ++*ret_literal;
            continue;
        }
        ptrdiff_t close = str_find_char(template, '}');
        if (close < 0 || labels->count == LABELS_MAX)
            return false;
        struct str name = str_slice(template, 1, (size_t)close),
                   rest = str_slice(template, (size_t)close + 1, template.len);
        bool greedy = str_ends(name, STR("+"));
        size_t end = 0; /* up to the next literal character; a greedy label leaves just enough for the rest */
        if (greedy)
            end = path.len > rest.len ? path.len - rest.len : 0;
        else
            while (end < path.len && path.ptr[end] != '/' &&
                   !(rest.len && rest.ptr[0] != '/' && path.ptr[end] == rest.ptr[0]))
                end++;
        if (!end)
            return false;
        labels->names[labels->count] = greedy ? str_slice(name, 0, name.len - 1) : name;
        labels->values[labels->count++] = str_slice(path, 0, end);
        template = rest;
        path = str_slice(path, end, path.len);
    }
    return path.len == 0;
}

/* The value of a query parameter, decoded; ptr NULL: it is not there. `index` picks among several of one name. */
static struct str query_value(struct arena *arena, struct str query, struct str wanted, size_t index)
{
    for (struct str rest = query; rest.ptr && rest.len;) {
        struct str value = str_split(&rest, '&'), name = str_split(&value, '=');
        if (str_eq(scalar_percent_decode(arena, name, true), wanted) && index-- == 0)
            return value.ptr ? scalar_percent_decode(arena, value, true) : STR("");
    }
    return STR_NONE;
}

/* Every "name" or "name=value" that the template's own query has must be in the request's. */
static bool query_fits(struct arena *arena, struct str template, struct str query, size_t *ret_literal)
{
    for (struct str rest = template; rest.ptr && rest.len;) {
        struct str value = str_split(&rest, '&'), name = str_split(&value, '=');
        struct str got = query_value(arena, query, name, 0);
        if (!got.ptr || (value.ptr && value.len && !str_eq(got, value)))
            return false;
        *ret_literal += name.len + 1;
    }
    return true;
}

const struct model_op *rest_operation(struct arena *arena, const struct model *model,
                                      const struct server_request *request)
{
    const struct model_op *best = NULL;
    size_t best_literal = 0;
    for (uint16_t i = 0; i < model->op_count; i++) {
        struct str query = model_str(model, model->ops[i].uri), path = str_split(&query, '?');
        struct labels labels;
        size_t literal;
        if (!model_is(model, model->ops[i].method, request->method) ||
            !fits(path, request->path, &labels, &literal) ||
            !query_fits(arena, query, request->query, &literal))
            continue;
        if (!best || literal > best_literal)
            best = &model->ops[i], best_literal = literal;
    }
    return best;
}

static struct str header_of(const struct server_request *request, struct str name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        struct str have = request->headers[i].name;
        bool same = have.len == name.len;
        for (size_t k = 0; same && k < name.len; k++)
            same = have.ptr[k] ==
                   (name.ptr[k] >= 'A' && name.ptr[k] <= 'Z' ? (name.ptr[k] | 0x20) : name.ptr[k]);
        if (same)
            return request->headers[i].value;
    }
    return STR_NONE;
}

/* Splits "a, \"b,c\", d", or two times joined by a comma. */
static struct value header_list(struct arena *arena, const struct model_shape *item, struct str text,
                                struct err *err)
{
    struct value_builder items = { .arena = arena };
    size_t at = 0;
    while (at < text.len) {
        DROP_BUF struct buf one = { 0 };
        bool quoted = false;
        size_t commas = item->kind == MODEL_TIMESTAMP && at + 3 < text.len && text.ptr[at + 3] == ',' ? 1 : 0;
        for (; at < text.len; at++) {
            char c = text.ptr[at];
            if (c == '"') {
                quoted = !quoted;
                continue;
            }
            if (c == '\\' && quoted && at + 1 < text.len)
                c = text.ptr[++at];
            else if (c == ',' && !quoted && commas-- == 0)
                break;
            buf_add_char(&one, c);
        }
        at++;
        while (at < text.len && text.ptr[at] == ' ')
            at++;
        struct value v;
        if (!scalar_read(arena, item, str_trim(buf_str(&one)), &v, err))
            return VALUE_NONE;
        value_builder_add(&items, v);
    }
    return value_builder_list(&items);
}

static bool read_header(struct arena *arena, const struct model *model, const struct model_member *member,
                        struct str text, struct value *ret, struct err *err)
{
    const struct model_shape *shape = model_shape_of(model, member);
    if (member->flags & MODEL_JSON_VALUE) {
        struct str json;
        if (!base64_decode(arena, text, &json))
            return FAIL(err, ERR_INVALID, "it is not base64");
        *ret = value_str(json);
        return true;
    }
    if (shape->kind == MODEL_LIST) {
        *ret = header_list(arena, model_shape_of(model, model_item(model, shape)), text, err);
        return value_given(*ret);
    }
    return scalar_read(arena, shape, text, ret, err);
}

static struct value prefix_headers(struct arena *arena, struct str prefix,
                                   const struct server_request *request)
{
    struct value_builder fields = { .arena = arena };
    char *lower = arena_cstr(arena, prefix);
    for (char *c = lower; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
    for (size_t i = 0; i < request->header_count; i++) {
        struct str name = request->headers[i].name;
        if (str_starts(name, str_of(lower)))
            value_builder_put(&fields, arena_str(arena, str_slice(name, prefix.len, name.len)),
                              value_str(arena_str(arena, request->headers[i].value)));
    }
    return fields.fields.count ? value_builder_map(&fields) : VALUE_NONE;
}

static bool has_own_member(const struct model *model, const struct model_shape *input, struct str name)
{
    for (uint16_t i = 0; i < input->count; i++) {
        const struct model_member *member = &model_members(model, input)[i];
        if (member->location == MODEL_QUERYSTRING && model_shape_of(model, member)->kind != MODEL_MAP &&
            model_is(model, member->request, name))
            return true;
    }
    return false;
}

static bool read_query(struct arena *arena, const struct model *model, const struct model_shape *input,
                       const struct model_member *member, struct str query, struct value *ret,
                       struct err *err)
{
    const struct model_shape *shape = model_shape_of(model, member);
    struct str name = model_str(model, member->request), text;
    if (shape->kind == MODEL_MAP) { /* every parameter that no other member has, once or as a list */
        const struct model_shape *value = model_shape_of(model, model_value(model, shape));
        struct value_builder fields = { .arena = arena };
        for (struct str rest = query; rest.ptr && rest.len;) {
            struct str v = str_split(&rest, '&'),
                       key = scalar_percent_decode(arena, str_split(&v, '='), true);
            struct value_builder items = { .arena = arena };
            if (has_own_member(model, input, key))
                continue;
            for (size_t i = 0; (text = query_value(arena, query, key, i)).ptr; i++)
                value_builder_add(&items, value_str(text));
            value_builder_put(&fields, key,
                              value->kind == MODEL_LIST ? value_builder_list(&items) : items.items.items[0]);
        }
        *ret = fields.fields.count ? value_builder_map(&fields) : VALUE_NONE;
        return true;
    }
    if (shape->kind == MODEL_LIST) {
        const struct model_shape *item = model_shape_of(model, model_item(model, shape));
        struct value_builder items = { .arena = arena };
        for (size_t i = 0; (text = query_value(arena, query, name, i)).ptr; i++) {
            struct value v;
            TRY(scalar_read(arena, item, text, &v, err));
            value_builder_add(&items, v);
        }
        *ret = items.items.count ? value_builder_list(&items) : VALUE_NONE;
        return true;
    }
    text = query_value(arena, query, name, 0);
    return !text.ptr || scalar_read(arena, shape, text, ret, err);
}

static bool read_located(struct arena *arena, const struct model *model, const struct model_shape *input,
                         const struct model_member *member, const struct labels *labels,
                         const struct server_request *request, struct value *ret, struct err *err)
{
    struct str name = model_str(model, member->request), text;
    switch ((enum model_location)member->location) {
    case MODEL_HEADER:
        text = header_of(request, name);
        return !text.ptr || read_header(arena, model, member, text, ret, err);
    case MODEL_HEADERS: *ret = prefix_headers(arena, name, request); return true;
    case MODEL_URI:
        for (size_t i = 0; i < labels->count; i++) {
            if (str_eq(labels->names[i], name))
                return scalar_read(arena, model_shape_of(model, member),
                                   scalar_percent_decode(arena, labels->values[i], false), ret, err);
        }
        return true;
    case MODEL_QUERYSTRING: return read_query(arena, model, input, member, request->query, ret, err);
    case MODEL_BODY:
    case MODEL_STATUS: break;
    }
    return true;
}

static bool read_body(struct arena *arena, const struct model *model, const struct model_shape *shape,
                      struct str body, struct value *ret, struct err *err)
{
    const struct model_member *payload = model_payload(model, shape);
    const struct model_shape *target = payload ? model_shape_of(model, payload) : shape;
    struct value v = VALUE_NONE;
    *ret = value_map(arena, NULL, 0);
    if (str_empty(body))
        return true;
    if (payload && target->kind == MODEL_BLOB) {
        v = value_bytes(body);
    } else if (payload && target->kind == MODEL_STRING) {
        TRY(scalar_read(arena, target, body, &v, err));
    } else if (model->protocol == MODEL_PROTOCOL_REST_JSON) {
        TRY(body_json_read(arena, model, target, false, body, &v, err));
    } else {
        struct xml_node *root;
        TRY(xml_parse(arena, body, NULL, &root, err));
        TRY(body_xml_read(arena, model, target, false, root, &v, err));
    }
    *ret = payload ? value_with(arena, *ret, model_text(model, payload->name), v) : v;
    return true;
}

bool server_rest_read(struct arena *arena, const struct model *model, const struct model_op *op,
                      const struct server_request *request, struct value *ret, struct model_problem *problem)
{
    const struct model_shape *shape = model_input(model, op);
    struct value_builder fields = { .arena = arena };
    struct labels labels = { 0 };
    struct err err = { 0 };
    size_t literal;
    *ret = value_map(arena, NULL, 0);
    if (!shape)
        return true;
    struct str query = model_str(model, op->uri), path = str_split(&query, '?');
    (void)fits(path, request->path, &labels, &literal);
    for (uint16_t i = 0; i < shape->count; i++) {
        const struct model_member *member = &model_members(model, shape)[i];
        struct value v = VALUE_NONE;
        if (!read_located(arena, model, shape, member, &labels, request, &v, &err))
            return server_problem(arena, problem, MODEL_WRONG_KIND, model_str(model, member->request), "%s",
                                  err.message);
        value_builder_put(&fields, model_str(model, member->name), v);
    }
    struct value body;
    if (!read_body(arena, model, shape, request->body, &body, &err))
        return server_problem(arena, problem, MODEL_WRONG_KIND, STR("body"), "%s", err.message);
    *ret = value_merge(arena, body, value_builder_map(&fields));
    return true;
}

static void quote(struct buf *out, struct str text)
{
    bool needed = str_find_char(text, ',') >= 0 || str_find_char(text, '"') >= 0;
    if (needed)
        buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (needed && (text.ptr[i] == '"' || text.ptr[i] == '\\'))
            buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
    if (needed)
        buf_add_char(out, '"');
}

static bool header_text(struct buf *out, const struct model *model, const struct model_member *member,
                        struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(model, member);
    if (shape->kind == MODEL_LIST) {
        const struct model_member *item = model_item(model, shape);
        for (uint32_t i = 0; i < v.count; i++) {
            if (i)
                buf_add_cstr(out, ", ");
            if (v.items[i].kind == VALUE_STRING && model_shape_of(model, item)->kind == MODEL_STRING)
                quote(out, value_text(v.items[i]));
            else
                TRY(header_text(out, model, item, v.items[i], err));
        }
        return true;
    }
    if (!(member->flags & MODEL_JSON_VALUE))
        return scalar_write(out, shape, scalar_time_format(member, shape, MODEL_TIME_RFC822), v, err);
    DROP_ARENA struct arena scratch = { 0 };
    buf_add_str(out, base64_encode(&scratch, value_text(v)));
    return true;
}

bool server_rest_headers(struct answer_draft *draft, const struct model *model,
                         const struct model_shape *shape, struct value output, struct err *err)
{
    for (uint16_t i = 0; i < shape->count; i++) {
        const struct model_member *member = &model_members(model, shape)[i];
        struct value v = value_get(output, model_text(model, member->name));
        if (!value_present(v))
            continue;
        if (member->location == MODEL_STATUS)
            draft->status = (int)value_to_int(v, draft->status);
        if (member->location == MODEL_HEADER) {
            DROP_BUF struct buf text = { 0 };
            TRY(header_text(&text, model, member, v, err));
            answer_header(draft, model_str(model, member->reply), buf_str(&text));
        }
        for (uint32_t k = 0; member->location == MODEL_HEADERS && k < v.count; k++)
            answer_header(
                draft, arena_printf(draft->arena, "%s%s", model_text(model, member->reply), v.fields[k].key),
                value_text(v.fields[k].value));
    }
    return true;
}
