/*
 * main.c - runs the official AWS protocol cases against the codecs, in both directions.
 *
 *     protocols FOLDER [PART_OF_ID]     FOLDER is tests/unit/protocols of botocore's sources
 *
 * Client direction: params -> wire_serialize is the expected request; response -> wire_parse is the expected result or error.
 * Server direction: the expected request -> server_read is params; result or error -> server_write -> wire_parse is the same again.
 * Order is not compared where the protocols do not give it meaning: parameters of a query or form, headers, members of JSON
 * objects and XML elements of different names. Cases that are left out stand in exceptions[] with the reason, and one that
 * passes nevertheless is a failure. CBOR is not among our protocols.
 */
#include "tests/protocols/build_model.h"

#include "engine/net/xml.h"
#include "providers/aws/model/scalar.h"
#include "providers/aws/model/server_codec.h"
#include "providers/aws/wire/wire.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/protocols/exceptions.inc"

static const char token[] =
    "00000000-0000-4000-8000-000000000000"; /* what the cases expect where one is filled in */
static int passed, failed, excused;

struct run {
    struct arena *arena;
    struct value suite, test;
    struct model_ref ref;
    bool from_request; /* empty lists and maps leave no trace in a request */
    struct str why;    /* the first difference */
};

static bool differs(struct run *run, const char *format, ...) PRINTF_LIKE(2, 3);
static bool differs(struct run *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    run->why = arena_vprintf(run->arena, format, args);
    va_end(args);
    return false;
}

static struct str show(struct run *run, struct value v)
{
    return value_show(run->arena, v, 300);
}

/* ---- comparing */

static bool same(struct run *run, const struct model_shape *shape, const char *path, struct value want,
                 struct value got);

static bool same_structure(struct run *run, const struct model_shape *shape, const char *path,
                           struct value want, struct value got)
{
    const struct model *model = run->ref.model;
    for (uint32_t i = 0; i < want.count; i++) {
        if (!model_member_named(model, shape, str_of(want.fields[i].key)))
            return differs(run, "%s.%s is not in the model", path, want.fields[i].key);
    }
    for (uint16_t i = 0; i < shape->count; i++) {
        const struct model_member *member = &model_members(model, shape)[i];
        const char *name = model_text(model, member->name);
        struct str below = arena_printf(run->arena, "%s.%s", path, name);
        if (!same(run, model_shape_of(model, member), below.ptr, value_get(want, name), value_get(got, name)))
            return false;
    }
    return true;
}

static bool same_scalar(const struct model_shape *shape, struct value want, struct value got)
{
    int64_t a, b;
    if (shape->kind == MODEL_TIMESTAMP)
        return got.kind == VALUE_STRING && scalar_time_of(want, &a, NULL) && scalar_time_of(got, &b, NULL) &&
               a == b;
    if (shape->kind == MODEL_BLOB)
        return got.kind == VALUE_BYTES && str_eq(value_text(want), value_text(got));
    if (shape->kind == MODEL_FLOAT && want.kind == VALUE_FLOAT && got.kind == VALUE_FLOAT)
        return fabs(want.real - got.real) <= 1e-6 * fabs(want.real);
    return value_eq(want, got);
}

static bool same(struct run *run, const struct model_shape *shape, const char *path, struct value want,
                 struct value got)
{
    const struct model *model = run->ref.model;
    if (!value_present(want) && !value_present(got))
        return true;
    if (run->from_request && !value_present(got) && (want.kind == VALUE_LIST || want.kind == VALUE_MAP) &&
        !want.count)
        return true;
    bool container = shape->kind == MODEL_STRUCTURE || shape->kind == MODEL_MAP || shape->kind == MODEL_LIST;
    if (!value_present(want) || !value_present(got) || (container && (want.kind != got.kind)))
        return differs(run, "%s: want %.*s, got %.*s", path, STR_ARG(show(run, want)),
                       STR_ARG(show(run, got)));
    if (shape->kind == MODEL_STRUCTURE)
        return same_structure(run, shape, path, want, got);
    if (container && want.count != got.count)
        return differs(run, "%s: want %u elements, got %u: %.*s", path, want.count, got.count,
                       STR_ARG(show(run, got)));
    for (uint32_t i = 0; i < want.count && shape->kind == MODEL_LIST; i++) {
        struct str below = arena_printf(run->arena, "%s[%u]", path, i);
        if (!same(run, model_shape_of(model, model_item(model, shape)), below.ptr, want.items[i],
                  got.items[i]))
            return false;
    }
    for (uint32_t i = 0; i < want.count && shape->kind == MODEL_MAP; i++) {
        struct str below = arena_printf(run->arena, "%s.%s", path, want.fields[i].key);
        if (!same(run, model_shape_of(model, model_value(model, shape)), below.ptr, want.fields[i].value,
                  value_get(got, want.fields[i].key)))
            return false;
    }
    if (!container && !same_scalar(shape, want, got))
        return differs(run, "%s: want %.*s, got %.*s", path, STR_ARG(show(run, want)),
                       STR_ARG(show(run, got)));
    return true;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* "b=2&a=1" -> "a=1&b=2" */
static struct str sorted_pairs(struct arena *arena, struct str text)
{
    VEC(struct str) pairs = { 0 };
    for (struct str rest = text; rest.ptr && rest.len;)
        *VEC_PUSH(&pairs, arena) = str_split(&rest, '&');
    for (size_t i = 0; i < pairs.count; i++) { /* "flag" and "flag=" are the same */
        if (str_ends(pairs.items[i], STR("=")))
            pairs.items[i].len--;
    }
    if (pairs.count)
        qsort(pairs.items, pairs.count, sizeof *pairs.items, by_text);
    return arena_join(arena, pairs.items, pairs.count, STR("&"));
}

static void canonical_xml(struct arena *arena, const struct xml_node *node, struct buf *out)
{
    VEC(struct str) attributes = { 0 };
    for (const struct xml_attribute *a = node->attributes; a; a = a->next)
        *VEC_PUSH(&attributes, arena) =
            arena_printf(arena, " %.*s='%.*s'", STR_ARG(a->name), STR_ARG(a->value));
    if (attributes.count)
        qsort(attributes.items, attributes.count, sizeof *attributes.items, by_text);
    buf_printf(out, "<%.*s%s>", STR_ARG(node->name),
               arena_cstr(arena, arena_join(arena, attributes.items, attributes.count, STR(""))));
    buf_add_str(out, node->first ? STR("") : node->child_count ? STR("") : str_trim(node->text));
    VEC(struct str) names = { 0 };
    for (const struct xml_node *n = node->first; n; n = n->next) {
        bool seen = false;
        for (size_t i = 0; i < names.count; i++)
            seen = seen || str_eq(names.items[i], n->name);
        if (!seen)
            *VEC_PUSH(&names, arena) = n->name;
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_text);
    for (size_t i = 0; i < names.count; i++) { /* elements of one name keep their order: they are a list */
        VEC(struct str) texts = { 0 };
        bool pairs = true;
        for (const struct xml_node *n = node->first; n; n = n->next) {
            if (!str_eq(names.items[i], n->name))
                continue;
            DROP_BUF struct buf text = { 0 };
            canonical_xml(arena, n, &text);
            *VEC_PUSH(&texts, arena) = arena_str(arena, buf_str(&text));
            pairs = pairs && n->child_count == 2;
        }
        if (pairs) /* may be the entries of a map, which have none */
            qsort(texts.items, texts.count, sizeof *texts.items, by_text);
        buf_add_str(out, arena_join(arena, texts.items, texts.count, STR("")));
    }
    buf_printf(out, "</%.*s>", STR_ARG(node->name));
}

/* The namespace declarations, sorted: the tree does not keep them. */
static struct str namespaces(struct arena *arena, struct str text)
{
    VEC(struct str) found = { 0 };
    for (ptrdiff_t at; (at = str_find(text, STR(" xmlns"))) >= 0;) {
        text = str_slice(text, (size_t)at + 1, text.len);
        ptrdiff_t quote = str_find_char(text, '"'),
                  end = quote < 0 ? -1 : str_find_char(str_slice(text, (size_t)quote + 1, text.len), '"');
        if (end >= 0)
            *VEC_PUSH(&found, arena) = str_slice(text, 0, (size_t)(quote + 1 + end));
    }
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, by_text);
    return arena_join(arena, found.items, found.count, STR(" "));
}

static bool same_xml(struct run *run, struct str want, struct str got)
{
    struct xml_node *a, *b;
    if (!xml_parse(run->arena, want, NULL, &a, NULL) || !xml_parse(run->arena, got, NULL, &b, NULL))
        return str_eq(str_trim(want), str_trim(got)) ||
               differs(run, "body: want %.*s\n got %.*s", STR_ARG(want), STR_ARG(got));
    DROP_BUF struct buf left = { 0 }, right = { 0 };
    canonical_xml(run->arena, a, &left);
    canonical_xml(run->arena, b, &right);
    if (!str_eq(buf_str(&left), buf_str(&right)))
        return differs(run, "body: want %s\n got %s", left.ptr, right.ptr);
    struct str spaces = namespaces(run->arena, want), got_spaces = namespaces(run->arena, got);
    return str_eq(spaces, got_spaces) ||
           differs(run, "namespaces: want %.*s, got %.*s", STR_ARG(spaces), STR_ARG(got_spaces));
}

static bool same_json(struct run *run, struct str want, struct str got)
{
    struct value a, b;
    if (value_from_json(run->arena, want, &a, NULL) && value_from_json(run->arena, got, &b, NULL))
        return value_eq(a, b) || differs(run, "body: want %.*s\n got %.*s", STR_ARG(want), STR_ARG(got));
    return str_eq(want, got) || differs(run, "body: want %.*s\n got %.*s", STR_ARG(want), STR_ARG(got));
}

static bool same_body(struct run *run, struct str want, struct str got)
{
    switch ((enum model_protocol)run->ref.model->protocol) {
    case MODEL_PROTOCOL_EC2:
    case MODEL_PROTOCOL_QUERY: {
        struct str a = sorted_pairs(run->arena, want), b = sorted_pairs(run->arena, got);
        return str_eq(a, b) || differs(run, "body: want %.*s\n got %.*s", STR_ARG(a), STR_ARG(b));
    }
    case MODEL_PROTOCOL_REST_XML: return same_xml(run, want, got);
    case MODEL_PROTOCOL_JSON:
    case MODEL_PROTOCOL_REST_JSON: break;
    }
    return same_json(run, want, got);
}

static struct str lower(struct arena *arena, struct str s)
{
    char *copy = arena_cstr(arena, s);
    for (char *c = copy; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
    return str_n(copy, s.len);
}

static struct str header_named(struct arena *arena, const struct io_header *headers, size_t count,
                               const char *name)
{
    struct str wanted = lower(arena, str_of(name));
    for (size_t i = 0; i < count; i++) {
        if (str_eq(lower(arena, headers[i].name), wanted))
            return headers[i].value;
    }
    return STR_NONE;
}

static bool same_header(struct run *run, const struct wire_request *request, const char *name,
                        struct str want)
{
    struct str got = header_named(run->arena, request->headers, request->header_count, name);
    bool form =
        run->ref.model->protocol == MODEL_PROTOCOL_EC2 || run->ref.model->protocol == MODEL_PROTOCOL_QUERY;
    if (form && str_is(lower(run->arena, str_of(name)), "content-type") && got.ptr)
        got = str_split(&got, ';'); /* ours says charset=utf-8, as every SDK does */
    if (str_is(lower(run->arena, str_of(name)),
               "content-md5")) /* the case's body has white space that ours has not */
        want = digest_md5_base64(run->arena, request->body);
    if (!got.ptr || !str_eq(got, want))
        return differs(run, "header %s: want '%.*s', got '%.*s'", name, STR_ARG(want), STR_ARG(got));
    return true;
}

static bool same_headers(struct run *run, const struct wire_request *request, struct value want)
{
    struct value headers = value_get(want, "headers"), forbidden = value_get(want, "forbidHeaders");
    for (uint32_t i = 0; i < headers.count; i++) {
        if (!same_header(run, request, headers.fields[i].key, value_text(headers.fields[i].value)))
            return false;
    }
    for (uint32_t i = 0; i < forbidden.count; i++) {
        if (header_named(run->arena, request->headers, request->header_count,
                         value_text(forbidden.items[i]).ptr)
                .ptr)
            return differs(run, "header %s must not be there", value_text(forbidden.items[i]).ptr);
    }
    return true;
}

/* The endpoint may have a path of its own, which goes in front. */
static struct str endpoint_path(struct run *run)
{
    struct str endpoint = value_text(value_get(run->suite, "clientEndpoint"));
    ptrdiff_t scheme = str_find(endpoint, STR("://"));
    struct str host = scheme < 0 ? STR("") : str_slice(endpoint, (size_t)scheme + 3, endpoint.len);
    ptrdiff_t slash = str_find_char(host, '/');
    return slash < 0 ? STR("") : str_slice(host, (size_t)slash, host.len);
}

static bool same_place(struct run *run, const struct wire_request *request, struct value want)
{
    struct str endpoint = value_text(value_get(run->suite, "clientEndpoint")), base = endpoint_path(run);
    ptrdiff_t scheme = str_find(endpoint, STR("://"));
    struct str host = scheme < 0 ? STR("") : str_slice(endpoint, (size_t)scheme + 3, endpoint.len - base.len);
    struct str want_query = value_text(value_get(want, "uri")), want_path = str_split(&want_query, '?');
    struct str path = arena_printf(run->arena, "%.*s%.*s", STR_ARG(base), STR_ARG(request->path));
    if (!str_eq(want_path, path))
        return differs(run, "path: want %.*s, got %.*s", STR_ARG(want_path), STR_ARG(path));
    struct str a = sorted_pairs(run->arena, want_query), b = sorted_pairs(run->arena, request->query);
    if (!str_eq(a, b))
        return differs(run, "query: want %.*s, got %.*s", STR_ARG(a), STR_ARG(b));
    struct str want_host = value_text(value_get(want, "host")),
               full = arena_printf(run->arena, "%.*s%.*s", STR_ARG(request->host_prefix), STR_ARG(host));
    if (want_host.len) {
        struct str only_host = str_split(&want_host, '/');
        return str_eq(only_host, full) ||
               differs(run, "host: want %.*s, got %.*s", STR_ARG(only_host), STR_ARG(full));
    }
    return true;
}

/* ---- the four ways */

static bool client_input(struct run *run)
{
    struct value want = value_get(run->test, "serialized"), body = value_get(want, "body");
    struct wire_request request;
    struct err err = { 0 };
    if (!wire_serialize(run->arena, run->ref, value_get(run->test, "params"),
                        &(struct wire_options){ .token = str_of(token) }, &request, &err))
        return differs(run, "%s", err.message);
    if (!value_is(value_get(want, "method"), request.method.ptr))
        return differs(run, "method: got %s", request.method.ptr);
    return same_place(run, &request, want) && same_headers(run, &request, want) &&
           (!value_present(body) || same_body(run, value_text(body), request.body));
}

static const struct io_header *headers_of(struct run *run, struct value map)
{
    struct io_header *headers = ARENA_ARRAY(run->arena, struct io_header, map.count);
    for (uint32_t i = 0; i < map.count; i++)
        headers[i] = (struct io_header){ lower(run->arena, str_of(map.fields[i].key)),
                                         value_text(map.fields[i].value) };
    return headers;
}

static bool is_error(struct run *run)
{
    return value_given(value_get(run->test, "error"));
}

static bool same_reply(struct run *run, const struct io_http_reply *reply)
{
    struct value output = VALUE_NONE, want = value_get(run->test, "result");
    struct err err = { 0 };
    bool parsed = wire_parse(run->arena, run->ref, reply, &output, &err);
    if (!is_error(run)) {
        const struct model_shape *shape = model_output(run->ref.model, run->ref.op);
        return parsed ? !shape || same_structure(run, shape, "result", want, output)
                      : differs(run, "%s", err.message);
    }
    struct str code = value_text(value_get(run->test, "errorCode")),
               message = value_text(value_get(run->test, "errorMessage"));
    if (parsed || !str_is(code, err.remote_code))
        return differs(run, "error code: want %.*s, got '%s' (%s)", STR_ARG(code), err.remote_code,
                       err.message);
    if (message.len && !strstr(err.message, message.ptr))
        return differs(run, "error message: want %.*s, got %s", STR_ARG(message), err.message);
    if (err.http_status != reply->status)
        return differs(run, "status: got %d", err.http_status);
    const struct model_shape *shape = model_error_named(run->ref.model, run->ref.op, code);
    struct value members = wire_error_members(run->arena, run->ref, reply);
    return !shape || same_structure(run, shape, "error", value_get(run->test, "error"), members);
}

static bool client_output(struct run *run)
{
    struct value response = value_get(run->test, "response"), headers = value_get(response, "headers");
    struct io_http_reply reply = {
        .status = (int)value_to_int(value_get(response, "status_code"), 0),
        .body = value_text(value_get(response, "body")),
        .headers = headers_of(run, headers),
        .header_count = headers.count,
    };
    if (!value_present(value_get(response, "body")) && run->ref.model->protocol == MODEL_PROTOCOL_QUERY)
        reply.body = STR(
            "<NoInputAndOutputResponse/>"); /* as botocore's runner: a case without a body is about something else */
    return same_reply(run, &reply);
}

static bool server_input(struct run *run)
{
    struct value want = value_get(run->test, "serialized"), headers = value_get(want, "headers");
    struct str query = value_text(value_get(want, "uri")), path = str_split(&query, '?'),
               base = endpoint_path(run);
    bool nameless =
        run->ref.model->protocol == MODEL_PROTOCOL_JSON && !value_present(value_get(headers, "X-Amz-Target"));
    path = str_slice(path, base.len, path.len);
    run->from_request = true;
    struct server_request request = {
        .method = value_text(value_get(want, "method")),
        .path = path,
        .query = query,
        .headers = headers_of(run, headers),
        .header_count = headers.count,
        .body = value_text(value_get(want, "body")),
    };
    struct value input;
    struct model_problem problem;
    if (!nameless && server_operation(run->arena, run->ref.model, &request) != run->ref.op)
        return differs(run, "the operation is not recognised");
    if (!server_read(run->arena, run->ref.model, run->ref.op, &request, &input, &problem))
        return differs(run, "%.*s %.*s", STR_ARG(problem.path), STR_ARG(problem.message));
    const struct model_shape *shape = model_input(run->ref.model, run->ref.op);
    struct value params = value_get(run->test, "params");
    if (shape && run->ref.op->token) { /* the client fills it in */
        const char *name =
            model_text(run->ref.model, model_members(run->ref.model, shape)[run->ref.op->token - 1].name);
        if (!value_present(value_get(params, name)))
            params = value_with(run->arena, params, name, value_str(str_of(token)));
    }
    return !shape || same_structure(run, shape, "params", params, input);
}

static bool server_output(struct run *run)
{
    struct server_answer answer;
    struct err err = { 0 };
    int status = (int)value_to_int(value_path(run->test, "response.status_code"), 0);
    struct server_error error = { .status = status,
                                  .code = value_text(value_get(run->test, "errorCode")),
                                  .message = value_text(value_get(run->test, "errorMessage")),
                                  .members = value_get(run->test, "error") };
    bool written = is_error(run) ? server_write_error(run->arena, run->ref.model, run->ref.op, &error,
                                                      STR("id-1"), &answer, &err)
                                 : server_write(run->arena, run->ref.model, run->ref.op,
                                                value_get(run->test, "result"), STR("id-1"), &answer, &err);
    if (!written)
        return differs(run, "%s", err.message);
    struct io_header *headers = ARENA_ARRAY(run->arena, struct io_header, answer.header_count);
    for (size_t i = 0; i < answer.header_count; i++)
        headers[i] = (struct io_header){ lower(run->arena, answer.headers[i].name), answer.headers[i].value };
    struct io_http_reply reply = {
        .status = answer.status, .headers = headers, .header_count = answer.header_count, .body = answer.body
    };
    if (!str_is(wire_request_id(run->arena, run->ref, &reply), "id-1"))
        return differs(run, "the request id is lost");
    return same_reply(run, &reply) ||
           differs(run, "%.*s\n answer: %.*s", STR_ARG(run->why), STR_ARG(answer.body));
}

/* ---- running */

static const struct exception *exception_of(struct str id, const char *way)
{
    for (size_t i = 0; i < ARRAY_LEN(exceptions); i++) {
        struct str listed = str_of(exceptions[i].id);
        bool family = str_ends(listed, STR("*"));
        bool fits = family ? str_starts(id, str_slice(listed, 0, listed.len - 1)) : str_eq(id, listed);
        if (fits && strstr(exceptions[i].ways, way))
            return &exceptions[i];
    }
    return NULL;
}

static void judge(struct run *run, const char *file, const char *way, bool (*test)(struct run *run))
{
    struct str id = value_text(value_get(run->test, "id"));
    const struct exception *exception = exception_of(id, way);
    bool ok = test(run);
    if (exception && ok) {
        printf("FAILED %s %.*s (%s): is listed as an exception, but passes\n", file, STR_ARG(id), way);
        failed++;
    } else if (exception) {
        printf("left out %.*s (%s): %s\n", STR_ARG(id), way, exception->why);
        excused++;
    } else if (ok) {
        passed++;
    } else {
        printf("FAILED %s %.*s (%s): %.*s\n", file, STR_ARG(id), way, STR_ARG(run->why));
        failed++;
    }
}

/* Query answers are wrapped in <OperationResult>, which the cases do not say. */
static struct value with_wrapper(struct arena *arena, struct value suite, struct value given)
{
    struct value output = value_get(given, "output");
    struct value shape = value_get_str(value_get(suite, "shapes"), value_text(value_get(output, "shape")));
    if (!value_is(value_path(suite, "metadata.protocol"), "query") || !value_get(shape, "members").count)
        return given;
    struct str wrapper = arena_printf(arena, "%.*sResult", STR_ARG(value_text(value_get(given, "name"))));
    return value_with(arena, given, "output", value_with(arena, output, "resultWrapper", value_str(wrapper)));
}

static void run_case(struct value suite, struct value test, const char *file, const char *only)
{
    DROP_ARENA struct arena arena = { 0 };
    bool input = value_given(value_get(test, "params"));
    if (only && !strstr(value_text(value_get(test, "id")).ptr, only))
        return;
    struct value given = with_wrapper(&arena, suite, value_get(test, "given"));
    const struct model *model =
        build_model(&arena, value_get(suite, "metadata"), value_get(suite, "shapes"), given);
    struct run run = { .arena = &arena, .suite = suite, .test = test, .ref = { model, &model->ops[0] } };
    judge(&run, file, input ? "client-in" : "client-out", input ? client_input : client_output);
    judge(&run, file, input ? "server-in" : "server-out", input ? server_input : server_output);
}

static bool run_file(const char *folder, const char *name, const char *only)
{
    DROP_ARENA struct arena arena = { 0 };
    char path[4096];
    struct str text;
    struct value suites;
    struct err err = { 0 };
    struct io io = { .ops = &io_real_ops };
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!io_file_read(&io, &arena, path, 64 << 20, &text, &err) ||
        !value_from_json(&arena, text, &suites, &err)) {
        printf("FAILED %s: %s\n", name, err.message);
        return false;
    }
    for (uint32_t i = 0; i < suites.count; i++) {
        struct value cases = value_get(suites.items[i], "cases");
        for (uint32_t k = 0; k < cases.count; k++)
            run_case(suites.items[i], cases.items[k], name, only);
    }
    return true;
}

int main(int argc, char **argv)
{
    static const char *const files[] = {
        "ec2", "query", "json", "json_1_0", "json_1_0-query-compatible", "rest-json", "rest-xml"
    };
    if (argc < 2) {
        fprintf(stderr, "usage: protocols FOLDER [PART_OF_ID]\n");
        return 2;
    }
    for (size_t i = 0; i < ARRAY_LEN(files) * 2; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s/%s.json", i % 2 ? "output" : "input", files[i / 2]);
        failed += !run_file(argv[1], name, argc > 2 ? argv[2] : NULL);
    }
    printf("aws-protocols: %d passed, %d failed, %d skipped\n", passed, failed, excused);
    return failed > 0;
}
