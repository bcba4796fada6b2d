/*
 * json.c - values as JSON for others' tools: sensitive leaves replaced, unknown ones told apart, blocks in Terraform's shape.
 */
#include "engine/render/json_internal.h"

json_t *json_text(struct str s)
{
    if (str_is_utf8(s))
        return json_stringn_nocheck(s.ptr ? s.ptr : "", s.len);
    DROP_BUF struct buf clean = { 0 };
    markup_text(&clean, s);
    return json_stringn_nocheck(buf_str(&clean).ptr, clean.len);
}

json_t *json_cstr(const char *s)
{
    return json_text(str_of(s));
}

void json_put(json_t *object, const char *key, json_t *child)
{
    if (child)
        (void)json_object_set_new(object, key, child);
}

void json_put_text(json_t *object, const char *key, struct str s)
{
    if (!str_empty(s))
        json_put(object, key, json_text(s));
}

void json_put_str(json_t *object, struct str key, json_t *child)
{
    DROP_ARENA struct arena scratch = { 0 };
    json_put(object, arena_cstr(&scratch, key), child);
}

json_t *json_or(json_t *child, json_t *otherwise)
{
    if (!child)
        return otherwise;
    json_decref(otherwise);
    return child;
}

json_t *json_pos(struct pos at)
{
    if (str_empty(at.file))
        return NULL;
    json_t *o = json_object();
    json_put_text(o, "file", at.file);
    if (at.line)
        json_put(o, "line", json_integer(at.line));
    if (at.column)
        json_put(o, "column", json_integer(at.column));
    return o;
}

json_t *json_err(const struct err *err)
{
    if (!err || !err->message[0])
        return NULL;
    json_t *o = json_object();
    json_put(o, "code", json_cstr(err_code_name(err->code)));
    json_put(o, "message", json_cstr(err->message));
    json_put_text(o, "hint", str_of(err->hint));
    json_put_text(o, "provider_code", str_of(err->remote_code));
    json_put_text(o, "request_id", str_of(err->request_id));
    if (err->http_status)
        json_put(o, "http_status", json_integer(err->http_status));
    if (err->at.line)
        json_put(o, "position", json_pos((struct pos){ str_of(err->at.file), (uint32_t)err->at.line, (uint32_t)MAX_OF(err->at.column, 0), 0 }));
    return o;
}

static int add_bytes(const char *bytes, size_t len, void *out)
{
    buf_add(out, bytes, len);
    return 0;
}

bool json_write(struct buf *out, json_t *root, bool newline, struct err *err)
{
    if (!root || json_dump_callback(root, add_bytes, out, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17)))
        return FAIL(err, ERR_INTERNAL, "cannot write the JSON");
    if (newline)
        buf_add_char(out, '\n');
    if (out->overflow)
        return FAIL(err, ERR_LIMIT, "the JSON is larger than %zu bytes", out->max_bytes ? out->max_bytes : (size_t)BUF_DEFAULT_MAX);
    return true;
}

/* Sensitive leaves. */

json_t *json_replacement(const struct json_place *place, struct str path)
{
    struct str parts[] = { STR("infra sensitive leaf\n"), { (const char *)place->entry->bytes, DIGEST_BYTES }, place->address, STR("\n"), path,
                           STR("\n"), str_of(place->side) };
    struct digest d = digest_of_parts(parts, ARRAY_LEN(parts));
    return json_text(arena_printf(place->arena, "sensitive:%.16s", digest_hex(place->arena, &d).ptr));
}

void json_parts_done(struct json_parts *parts)
{
    json_decref(parts->plain);
    json_decref(parts->sensitive);
    json_decref(parts->unknown);
    *parts = (struct json_parts){ 0 };
}

struct splitting {
    const struct json_place *place;
    struct path path;      /* where we are; only for replacements */
};

static struct json_parts split(struct splitting *s, const struct attr *attr, struct value v, struct value other, bool hidden);

static struct json_parts split_at(const struct splitting *s, struct path_step step, const struct attr *attr, struct value v,
                                  struct value other, bool hidden)
{
    struct splitting below = { s->place, path_append(s->place->arena, s->path, step) };
    return split(&below, attr, v, other, hidden);
}

static void add_mask(json_t **mask, bool list, size_t at, struct str key, json_t *child)
{
    if (!child)
        return;
    if (!*mask)
        *mask = list ? json_array() : json_object();
    if (!list) {
        json_put_str(*mask, key, child);
        return;
    }
    while (json_array_size(*mask) < at) /* masks of lists have an item for each item */
        (void)json_array_append_new(*mask, json_false());
    (void)json_array_append_new(*mask, child);
}

static void fill_mask(json_t *mask, size_t count)
{
    while (mask && json_array_size(mask) < count)
        (void)json_array_append_new(mask, json_false());
}

static struct json_parts split_list(struct splitting *s, const struct attr *attr, struct value v, struct value other, bool hidden)
{
    struct json_parts parts = { .plain = json_array() };
    for (size_t i = 0; i < v.count; i++) {
        struct json_parts item = split_at(s, (struct path_step){ .kind = PATH_INDEX, .index = (uint32_t)i + 1 }, attr, v.items[i],
                                          value_at(other, i), hidden);
        (void)json_array_append_new(parts.plain, json_or(item.plain, json_null()));
        add_mask(&parts.sensitive, true, i, STR_NONE, item.sensitive);
        add_mask(&parts.unknown, true, i, STR_NONE, item.unknown);
    }
    fill_mask(parts.sensitive, v.count);
    fill_mask(parts.unknown, v.count);
    return parts;
}

static struct json_parts split_map(struct splitting *s, const struct attr *table, struct value v, struct value other, bool hidden)
{
    struct json_parts parts = { .plain = json_object() };
    for (size_t i = 0; i < v.count; i++) {
        struct str key = str_n(v.fields[i].key, v.fields[i].key_len);
        struct json_parts field = split_at(s, (struct path_step){ .kind = PATH_FIELD, .name = key }, table ? schema_find(table, key) : NULL,
                                           v.fields[i].value, value_get_str(other, key), hidden);
        if (field.plain)
            json_put_str(parts.plain, key, field.plain);
        add_mask(&parts.sensitive, false, 0, key, field.sensitive);
        add_mask(&parts.unknown, false, 0, key, field.unknown);
    }
    return parts;
}

static json_t *in_list(json_t *child)
{
    json_t *list = child ? json_array() : NULL;
    if (child)
        (void)json_array_append_new(list, child);
    return list;
}

static struct json_parts split_known_leaf(struct value v)
{
    struct json_parts parts = { 0 };
    switch ((enum value_kind)v.kind) {
    case VALUE_NULL:
        parts.plain = json_null();
        break;
    case VALUE_BOOL:
        parts.plain = json_boolean(v.boolean);
        break;
    case VALUE_INT:
        parts.plain = json_integer(v.integer);
        break;
    case VALUE_FLOAT:
        parts.plain = json_real(v.real);
        break;
    case VALUE_STRING:
        parts.plain = json_text(value_text(v));
        break;
    case VALUE_BYTES: {
        DROP_ARENA struct arena scratch = { 0 };
        parts.plain = json_text(base64_encode(&scratch, value_text(v)));
        break;
    }
    case VALUE_ABSENT:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_EXPR:
        break;
    }
    return parts;
}

/* Policies and the like are JSON text for Terraform; a part that is unknown makes all of it unknown. */
static struct json_parts split_document(struct value v)
{
    if (v.kind == VALUE_STRING)
        return split_known_leaf(v);
    DROP_BUF struct buf text = { 0 };
    if (!value_known(v))
        return (struct json_parts){ .unknown = json_true() };
    if (!value_to_json(&text, v, false, NULL))
        return (struct json_parts){ .plain = json_null() };
    return (struct json_parts){ .plain = json_text(buf_str(&text)) };
}

static bool is_whole_secret(struct value v)
{
    return value_sensitive(v) && (v.flags & VALUE_ALL_SENSITIVE || (v.kind != VALUE_LIST && v.kind != VALUE_MAP));
}

static struct json_parts split(struct splitting *s, const struct attr *attr, struct value v, struct value other, bool hidden)
{
    hidden = hidden || is_whole_secret(v) || (attr && attr->flags & SENSITIVE_ATTR);
    if (!value_given(v))
        return (struct json_parts){ 0 };
    enum attr_type type = attr ? attr->type : ATTR_ANY;
    if (v.kind == VALUE_EXPR)
        return (struct json_parts){ .unknown = json_true(), .sensitive = hidden ? json_true() : NULL };
    /* A document is one text: what is sensitive in it makes all of it so. */
    if (hidden || (type == ATTR_DOCUMENT && value_sensitive(v))) {
        struct json_place place = *s->place;
        if (value_eq(v, other))
            place.side = "";
        return (struct json_parts){ .plain = json_replacement(&place, path_text(place.arena, s->path)), .sensitive = json_true() };
    }
    if (type == ATTR_DOCUMENT)
        return split_document(v);
    if (v.kind == VALUE_LIST) {
        struct attr item = { .type = ATTR_OBJECT_LIST };
        bool blocks = type == ATTR_OBJECT_LIST || type == ATTR_OBJECT_SET;
        if (blocks) { /* each item is a map by the block's fields, not a list again */
            item = *attr;
            item.type = ATTR_ANY;
        }
        return split_list(s, blocks ? &item : NULL, v, other, false);
    }
    if (v.kind != VALUE_MAP)
        return split_known_leaf(v);
    const struct attr *fields = attr && (type == ATTR_OBJECT || type == ATTR_ANY) ? attr->fields : NULL;
    struct json_parts parts = split_map(s, fields, v, other, false);
    if (type == ATTR_OBJECT) /* a block that may stand once is a list of one */
        parts = (struct json_parts){ in_list(parts.plain), in_list(parts.sensitive), in_list(parts.unknown) };
    return parts;
}

struct json_parts json_split_row(const struct json_place *place, const struct attr *attr, struct value v, struct value other)
{
    struct splitting s = { .place = place };
    return split(&s, attr, v, other, false);
}

struct json_parts json_split(const struct json_place *place, const struct attr *table, struct value v, struct value other)
{
    struct splitting s = { .place = place };
    if (v.kind != VALUE_MAP || is_whole_secret(v))
        return json_split_row(place, NULL, v, other);
    return split_map(&s, table, v, other, false);
}
