/*
 * build_model.c - a service table made at run time from a model in JSON.
 */
#include "tests/protocols/build_model.h"

#include "engine/base/map.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct builder {
    struct arena *arena;
    struct value shapes_json;
    bool ec2;
    struct buf strings;
    struct map shape_index; /* name -> index + 1 */
    VEC(struct model_shape) shapes;
    VEC(struct model_member) members;
    VEC(uint32_t) enums;
    VEC(uint16_t) errors;
    VEC(struct model_namespace) namespaces;
};

static uint16_t add_shape(struct builder *b, struct str name);

static uint32_t add_text(struct builder *b, struct str s)
{
    if (str_empty(s))
        return 0;
    uint32_t at = (uint32_t)b->strings.len;
    buf_add_str(&b->strings, s);
    buf_add_char(&b->strings, 0);
    return at;
}

static uint16_t add_namespace(struct builder *b, struct value ns)
{
    if (!value_present(ns))
        return 0;
    bool map = ns.kind == VALUE_MAP;
    *VEC_PUSH(&b->namespaces, b->arena) = (struct model_namespace){
        add_text(b, map ? value_text(value_get(ns, "prefix")) : STR("")),
        add_text(b, map ? value_text(value_get(ns, "uri")) : value_text(ns)),
    };
    return (uint16_t)(b->namespaces.count - 1);
}

static enum model_kind kind_of(struct value shape)
{
    static const struct {
        const char *type;
        enum model_kind kind;
    } kinds[] = {
        { "structure", MODEL_STRUCTURE }, { "list", MODEL_LIST },        { "map", MODEL_MAP },
        { "string", MODEL_STRING },       { "character", MODEL_STRING }, { "blob", MODEL_BLOB },
        { "boolean", MODEL_BOOLEAN },     { "integer", MODEL_INTEGER },  { "long", MODEL_LONG },
        { "float", MODEL_FLOAT },         { "double", MODEL_DOUBLE },    { "timestamp", MODEL_TIMESTAMP },
    };
    if (value_to_bool(value_get(shape, "document"), false))
        return MODEL_DOCUMENT;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (value_is(value_get(shape, "type"), kinds[i].type))
            return kinds[i].kind;
    }
    fprintf(stderr, "shape of unknown type\n");
    abort();
}

static uint8_t time_of(struct value traits)
{
    struct value format = value_get(traits, "timestampFormat");
    return value_is(format, "iso8601")         ? MODEL_TIME_ISO8601
           : value_is(format, "unixTimestamp") ? MODEL_TIME_UNIX
           : value_is(format, "rfc822")        ? MODEL_TIME_RFC822
                                               : MODEL_TIME_DEFAULT;
}

static uint8_t location_of(struct value ref)
{
    struct value location = value_get(ref, "location");
    return value_is(location, "header")        ? MODEL_HEADER
           : value_is(location, "headers")     ? MODEL_HEADERS
           : value_is(location, "uri")         ? MODEL_URI
           : value_is(location, "querystring") ? MODEL_QUERYSTRING
           : value_is(location, "statusCode")  ? MODEL_STATUS
                                               : MODEL_BODY;
}

static bool trait(struct value ref, const char *name)
{
    return value_to_bool(value_get(ref, name), false);
}

static struct value first_given(struct value a, struct value b)
{
    return value_present(a) ? a : b;
}

static struct model_member add_member(struct builder *b, struct str name, struct value ref,
                                      const char *fallback, bool required)
{
    struct str shape_name = value_text(value_get(ref, "shape"));
    struct value target = value_get_str(b->shapes_json, shape_name);
    struct value inherited = value_is(value_get(target, "type"), "structure") ? VALUE_NONE : target;
    struct str location_name =
        value_text(first_given(value_get(ref, "locationName"), value_get(inherited, "locationName")));
    struct str wire = location_name.len ? location_name : name.len ? name : str_of(fallback), request = wire;
    if (location_of(ref) == MODEL_HEADERS)
        wire = request = location_name; /* a prefix of header names; the empty one means all */
    if (b->ec2 && name.len) {
        struct str query_name = value_text(value_get(ref, "queryName"));
        char *copy = arena_cstr(b->arena, wire);
        if (copy[0] >= 'a' && copy[0] <= 'z')
            copy[0] = (char)(copy[0] & ~0x20);
        request = query_name.len ? query_name : str_of(copy);
    }
    int flags = (required ? MODEL_REQUIRED : 0) | (trait(ref, "idempotencyToken") ? MODEL_TOKEN : 0) |
                (trait(ref, "flattened") || trait(inherited, "flattened") ? MODEL_FLATTENED : 0) |
                (trait(ref, "xmlAttribute") ? MODEL_ATTRIBUTE : 0) |
                (trait(ref, "jsonvalue") ? MODEL_JSON_VALUE : 0) |
                (trait(ref, "hostLabel") ? MODEL_HOST_LABEL : 0) |
                (location_name.len ? MODEL_LOCATION_NAME : 0);
    uint8_t time = time_of(ref);
    struct model_member member = {
        .name = add_text(b, name),
        .request = add_text(b, request),
        .reply = add_text(b, wire),
        .flags = (uint16_t)flags,
        .location = location_of(ref),
        .timestamp = time ? time : time_of(target),
        .ns =
            add_namespace(b, first_given(value_get(ref, "xmlNamespace"), value_get(target, "xmlNamespace"))),
    };
    member.shape = add_shape(b, shape_name);
    return member;
}

static bool lists(struct value list, struct str name)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (str_eq(value_text(list.items[i]), name))
            return true;
    }
    return false;
}

/*
 * The element of a structure that is the whole body: an explicit name of the member, else of the structure. S3 repeats the
 * member's own name, and then has a namespace there; elsewhere such a repetition means nothing.
 */
static struct value payload_ref(struct builder *b, struct str member, struct value ref)
{
    struct value target = value_get_str(b->shapes_json, value_text(value_get(ref, "shape")));
    if (!value_is(value_get(target, "type"), "structure"))
        return ref;
    struct value own = value_get(ref, "locationName"), name = value_get(target, "locationName");
    if (str_eq(value_text(own), member) &&
        (value_present(name) || !value_present(value_get(ref, "xmlNamespace"))))
        own = VALUE_NONE;
    return value_with(b->arena, ref, "locationName",
                      first_given(own, first_given(name, value_get(ref, "shape"))));
}

static void add_members(struct builder *b, uint16_t index, struct value json)
{
    VEC(struct model_member) own = { 0 };
    struct value members = value_get(json, "members"), required = value_get(json, "required");
    struct str payload = value_text(value_get(json, "payload"));
    switch ((enum model_kind)b->shapes.items[index].kind) {
    case MODEL_STRUCTURE:
        for (uint32_t i = 0; i < members.count; i++) {
            struct str name = str_n(members.fields[i].key, members.fields[i].key_len);
            struct value ref = members.fields[i].value;
            bool is_payload = payload.len && str_eq(payload, name);
            struct model_member m =
                add_member(b, name, is_payload ? payload_ref(b, name, ref) : ref, "", lists(required, name));
            *VEC_PUSH(&own, b->arena) = m;
            if (is_payload)
                b->shapes.items[index].payload = (uint16_t)own.count;
        }
        break;
    case MODEL_LIST: {
        struct model_member m = add_member(b, STR(""), value_get(json, "member"), "member", false);
        *VEC_PUSH(&own, b->arena) = m;
        break;
    }
    case MODEL_MAP: {
        struct model_member key = add_member(b, STR(""), value_get(json, "key"), "key", false);
        struct model_member value = add_member(b, STR(""), value_get(json, "value"), "value", false);
        *VEC_PUSH(&own, b->arena) = key;
        *VEC_PUSH(&own, b->arena) = value;
        break;
    }
    default: return;
    }
    b->shapes.items[index].first = (uint32_t)b->members.count;
    b->shapes.items[index].count = (uint16_t)own.count;
    for (size_t i = 0; i < own.count; i++)
        *VEC_PUSH(&b->members, b->arena) = own.items[i];
}

static uint16_t add_shape(struct builder *b, struct str name)
{
    uintptr_t known = (uintptr_t)map_find(&b->shape_index, name);
    if (known)
        return (uint16_t)(known - 1);
    struct value json = value_get_str(b->shapes_json, name), error = value_get(json, "error"),
                 values = value_get(json, "enum");
    assert(value_present(json));
    uint16_t index = (uint16_t)b->shapes.count;
    bool exception = trait(json, "exception");
    struct value root =
        exception ? first_given(value_get(error, "code"), value_str(name)) : value_get(json, "locationName");
    struct model_shape shape = {
        .name = add_text(b, name),
        .root = add_text(b, value_text(root)),
        .kind = (uint8_t)kind_of(json),
        .timestamp = time_of(json),
        .ns = add_namespace(b, value_get(json, "xmlNamespace")),
        .first = (uint32_t)b->enums.count,
        .count = (uint16_t)values.count,
        .flags = (uint16_t)((trait(json, "sensitive") ? MODEL_SENSITIVE : 0) |
                            (exception ? MODEL_EXCEPTION : 0) | (trait(json, "union") ? MODEL_UNION : 0)),
        .http_status = (uint16_t)value_to_int(value_get(error, "httpStatusCode"), 0),
    };
    *VEC_PUSH(&b->shapes, b->arena) = shape;
    map_put(&b->shape_index, name, (void *)(uintptr_t)(index + 1));
    for (uint32_t i = 0; i < values.count; i++)
        *VEC_PUSH(&b->enums, b->arena) = add_text(b, value_text(values.items[i]));
    add_members(b, index, json);
    return index;
}

static struct model_op add_op(struct builder *b, struct value json)
{
    struct value input = value_get(json, "input"), output = value_get(json, "output"),
                 http = value_get(json, "http");
    struct value errors = value_get(json, "errors"), asked = VALUE_NONE;
    struct model_op op = {
        .name = add_text(b, value_text(value_get(json, "name"))),
        .method = add_text(b, value_text(value_get(http, "method"))),
        .uri = add_text(b, value_text(value_get(http, "requestUri"))),
        .result_wrapper = add_text(b, value_text(value_get(output, "resultWrapper"))),
        .host_prefix = add_text(b, value_text(value_path(json, "endpoint.hostPrefix"))),
        .flags = (uint16_t)(MODEL_MUTATES | (trait(json, "httpChecksumRequired") ? MODEL_NEEDS_CHECKSUM : 0)),
        .status = (uint16_t)value_to_int(value_get(http, "responseCode"), 0),
    };
    if (value_present(input)) {
        op.input = (uint16_t)(1 + add_shape(b, value_text(value_get(input, "shape"))));
        asked = value_get_str(b->shapes_json, value_text(value_get(input, "shape")));
        op.root = add_text(b, value_text(first_given(
                                  value_get(asked, "locationName"),
                                  first_given(value_get(input, "locationName"), value_get(input, "shape")))));
        op.ns =
            add_namespace(b, first_given(value_get(input, "xmlNamespace"), value_get(asked, "xmlNamespace")));
        const struct model_shape *shape = &b->shapes.items[op.input - 1];
        for (uint16_t i = 0; !op.token && i < shape->count; i++) {
            if (b->members.items[shape->first + i].flags & MODEL_TOKEN)
                op.token = (uint16_t)(i + 1);
        }
    }
    if (value_present(output))
        op.output = (uint16_t)(1 + add_shape(b, value_text(value_get(output, "shape"))));
    for (uint32_t i = 0; i < errors.count; i++)
        *VEC_PUSH(&b->errors, b->arena) = add_shape(b, value_text(value_get(errors.items[i], "shape")));
    op.error_count = (uint16_t)errors.count;
    return op;
}

static uint8_t protocol_of(struct value metadata)
{
    struct value p = value_get(metadata, "protocol");
    return value_is(p, "ec2")         ? MODEL_PROTOCOL_EC2
           : value_is(p, "query")     ? MODEL_PROTOCOL_QUERY
           : value_is(p, "json")      ? MODEL_PROTOCOL_JSON
           : value_is(p, "rest-json") ? MODEL_PROTOCOL_REST_JSON
                                      : MODEL_PROTOCOL_REST_XML;
}

static const char *text_of(struct arena *arena, struct value v)
{
    return arena_cstr(arena, value_text(v));
}

const struct model *build_model(struct arena *arena, struct value metadata, struct value shapes,
                                struct value operation)
{
    static const struct model_limit no_limits[] = { { INT64_MIN, INT64_MAX } };
    struct builder b = { .arena = arena,
                         .shapes_json = shapes,
                         .ec2 = value_is(value_get(metadata, "protocol"), "ec2"),
                         .shape_index = { .arena = arena } };
    buf_add_char(&b.strings, 0);
    *VEC_PUSH(&b.namespaces, arena) = (struct model_namespace){ 0 };
    struct model_op *op = ARENA_NEW(arena, struct model_op);
    *op = add_op(&b, operation);

    struct model *model = ARENA_NEW(arena, struct model);
    *model = (struct model){
        .service_id = "Test",
        .endpoint_prefix = "test",
        .signing_name = "test",
        .global_endpoint = "",
        .api_version = text_of(arena, value_get(metadata, "apiVersion")),
        .xml_namespace = text_of(arena, value_get(metadata, "xmlNamespace")),
        .target_prefix = text_of(arena, value_get(metadata, "targetPrefix")),
        .protocol = protocol_of(metadata),
        .json_version = value_is(value_get(metadata, "jsonVersion"), "1.1") ? 11 : 10,
        .query_compatible = value_present(value_get(metadata, "awsQueryCompatible")),
        .strings = arena_copy(arena, b.strings.ptr, b.strings.len),
        .strings_size = b.strings.len,
        .ops = op,
        .op_count = 1,
        .shapes = b.shapes.items,
        .shape_count = (uint16_t)b.shapes.count,
        .members = b.members.items,
        .member_count = (uint32_t)b.members.count,
        .enums = b.enums.items,
        .errors = b.errors.items,
        .limits = no_limits,
        .namespaces = b.namespaces.items,
    };
    buf_done(&b.strings);
    return model;
}
