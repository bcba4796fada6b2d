/*
 * wire.c - one request, one answer: the parts that all protocols share, and the choice of the protocol.
 */
#include "providers/aws/wire/wire_internal.h"

#include "providers/aws/model/body_json.h"
#include "providers/aws/model/body_xml.h"
#include "providers/aws/model/model_check.h"

bool is_xml_protocol(const struct model *model)
{
    return model->protocol == MODEL_PROTOCOL_EC2 || model->protocol == MODEL_PROTOCOL_QUERY ||
           model->protocol == MODEL_PROTOCOL_REST_XML;
}

struct str reply_header(const struct io_http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        if (str_is(reply->headers[i].name, name))
            return reply->headers[i].value;
    }
    return STR_NONE;
}

bool draft_header(struct draft *draft, struct str name, struct str value, struct err *err)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '\r' || c == '\n' || c == 0)
            return FAIL(err, ERR_INVALID, "header %.*s would hold a line break", STR_ARG(name));
    }
    *VEC_PUSH(&draft->headers, draft->arena) =
        (struct io_header){ arena_str(draft->arena, name), arena_str(draft->arena, value) };
    return true;
}

/* The input with the idempotency token in it, when it lacks one and there is one to give. */
static struct value with_token(struct draft *draft, const struct model_shape *shape, struct value input,
                               struct str token)
{
    if (!draft->op->token || str_empty(token))
        return input;
    const char *name =
        model_text(draft->model, model_members(draft->model, shape)[draft->op->token - 1].name);
    if (value_present(value_get(input, name)))
        return input;
    return value_with(draft->arena, input, name, value_str(arena_str(draft->arena, token)));
}

/* "foo.{Label}." with its labels filled in. */
static bool expand_host_prefix(struct draft *draft, const struct model_shape *shape, struct value input,
                               struct str *ret, struct err *err)
{
    struct str rest = model_str(draft->model, draft->op->host_prefix);
    DROP_BUF struct buf out = { 0 };
    while (rest.len) {
        ptrdiff_t open = str_find_char(rest, '{'), close = str_find_char(rest, '}');
        if (open < 0 || close < open) {
            buf_add_str(&out, rest);
            break;
        }
        struct str name = str_slice(rest, (size_t)open + 1, (size_t)close);
        buf_add_str(&out, str_slice(rest, 0, (size_t)open));
        const struct model_member *member = shape ? model_member_named(draft->model, shape, name) : NULL;
        struct str label = member ? value_text(value_get_str(input, name)) : STR("");
        bool fits = label.len > 0;
        for (size_t i = 0; i < label.len; i++) {
            char c = label.ptr[i];
            fits = fits && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            c == '-' || c == '.');
        }
        if (!fits)
            return FAIL(err, ERR_INVALID,
                        "%.*s must be letters, digits, '-' and '.', because it is part of a host name",
                        STR_ARG(name));
        buf_add_str(&out, label);
        rest = str_slice(rest, (size_t)close + 1, rest.len);
    }
    *ret = arena_str(draft->arena, buf_str(&out));
    return true;
}

static bool json_write(struct draft *draft, const struct model_shape *shape, struct value input,
                       struct err *err)
{
    struct str target = arena_printf(draft->arena, "%s.%s", draft->model->target_prefix,
                                     model_text(draft->model, draft->op->name));
    TRY(draft_header(draft, STR("Content-Type"),
                     draft->model->json_version == 10 ? STR("application/x-amz-json-1.0")
                                                      : STR("application/x-amz-json-1.1"),
                     err));
    TRY(draft_header(draft, STR("X-Amz-Target"), target, err));
    if (draft->model->query_compatible)
        TRY(draft_header(draft, STR("x-amzn-query-mode"), STR("true"), err));
    if (shape)
        return body_json_write(&draft->body, draft->model, shape, false, input, err);
    buf_add_cstr(&draft->body, "{}");
    return true;
}

static bool write_request(struct draft *draft, const struct model_shape *shape, struct value input,
                          struct err *err)
{
    switch ((enum model_protocol)draft->model->protocol) {
    case MODEL_PROTOCOL_EC2:
    case MODEL_PROTOCOL_QUERY: TRY(query_write(draft, shape, input, err)); break;
    case MODEL_PROTOCOL_JSON: TRY(json_write(draft, shape, input, err)); break;
    case MODEL_PROTOCOL_REST_JSON:
    case MODEL_PROTOCOL_REST_XML: TRY(rest_write(draft, shape, input, err)); break;
    }
    if (!draft->path.len)
        buf_add_char(&draft->path, '/');
    if (draft->op->flags & MODEL_NEEDS_CHECKSUM)
        TRY(draft_header(draft, STR("Content-MD5"), digest_md5_base64(draft->arena, buf_str(&draft->body)),
                         err));
    if (draft->body.overflow || draft->query.overflow || draft->path.overflow)
        return FAIL(err, ERR_LIMIT, "the request is larger than %d bytes", BUF_DEFAULT_MAX);
    return true;
}

bool wire_serialize(struct arena *arena, struct model_ref ref, struct value input,
                    const struct wire_options *options, struct wire_request *ret, struct err *err)
{
    struct draft draft = { .arena = arena, .model = ref.model, .op = ref.op };
    const struct model_shape *shape = model_input(ref.model, ref.op);
    struct str host_prefix = STR("");
    if (!value_present(input))
        input = value_map(arena, NULL, 0);

    bool done = false;
    if (input.kind != VALUE_MAP || (!shape && input.count))
        (void)FAIL(err, ERR_INTERNAL, "%s",
                   shape ? "the input is not a map" : "the operation takes no input");
    else if (!value_known(input))
        (void)FAIL(err, ERR_INTERNAL, "the input holds a value that is not known yet");
    else {
        if (shape)
            input = with_token(&draft, shape, input, options ? options->token : STR_NONE);
        done = expand_host_prefix(&draft, shape, input, &host_prefix, err) &&
               write_request(&draft, shape, input, err);
    }
    if (done)
        *ret = (struct wire_request){
            .method = model_str(ref.model, ref.op->method),
            .path = arena_str(arena, buf_str(&draft.path)),
            .query = arena_str(arena, buf_str(&draft.query)),
            .host_prefix = host_prefix,
            .headers = draft.headers.items,
            .header_count = draft.headers.count,
            .body = arena_str(arena, buf_str(&draft.body)),
        };
    buf_done(&draft.path);
    buf_done(&draft.query);
    buf_done(&draft.body);
    return done || err_context(err, "%s %s", ref.model->service_id, model_text(ref.model, ref.op->name));
}

/* The element that holds the output's members: the root (ec2) or the one that wraps the result (query). */
static bool read_xml_answer(struct arena *arena, struct model_ref ref, const struct model_shape *shape,
                            struct str body, struct value *ret, struct err *err)
{
    struct xml_node *root, *node;
    TRY(xml_parse(arena, body, NULL, &root, err));
    if (!str_ends(root->name, STR("Response"))) /* a page of some proxy, well-formed by chance */
        return FAIL(err, ERR_INVALID, "its root is <%.*s>, not <%sResponse>", STR_ARG(root->name),
                    model_text(ref.model, ref.op->name));
    node = root;
    if (ref.op->result_wrapper) {
        node = xml_child(root, model_text(ref.model, ref.op->result_wrapper));
        if (!node)
            return FAIL(err, ERR_INVALID, "it has no <%s>", model_text(ref.model, ref.op->result_wrapper));
    }
    return body_xml_read(arena, ref.model, shape, true, node, ret, err);
}

static bool read_answer(struct arena *arena, struct model_ref ref, const struct model_shape *shape,
                        const struct io_http_reply *reply, struct value *ret, struct err *err)
{
    switch ((enum model_protocol)ref.model->protocol) {
    case MODEL_PROTOCOL_EC2:
    case MODEL_PROTOCOL_QUERY: return read_xml_answer(arena, ref, shape, reply->body, ret, err);
    case MODEL_PROTOCOL_JSON: return body_json_read(arena, ref.model, shape, true, reply->body, ret, err);
    case MODEL_PROTOCOL_REST_JSON:
    case MODEL_PROTOCOL_REST_XML: break;
    }
    return rest_read(arena, ref.model, shape, reply, ret, err);
}

/* S3 begins some long answers with 200 and ends them with an error. */
static bool is_late_error(struct model_ref ref, const struct io_http_reply *reply)
{
    struct str body = str_trim(reply->body);
    if (ref.model->protocol != MODEL_PROTOCOL_REST_XML || !str_starts(body, STR("<")))
        return false;
    ptrdiff_t at = str_find(str_slice(body, 0, 200), STR("<Error>"));
    return at == 0 ||
           (at > 0 && str_starts(body, STR("<?xml")) &&
            str_find(str_slice(body, 0, (size_t)at), STR("?>")) >= 0 &&
            str_empty(str_trim(str_slice(body, (size_t)str_find(body, STR("?>")) + 2, (size_t)at))));
}

bool wire_parse(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply,
                struct value *ret_output, struct err *err)
{
    if (reply->status < 200 || reply->status > 299 || is_late_error(ref, reply))
        return error_read(arena, ref, reply, err);
    const struct model_shape *shape = model_output(ref.model, ref.op);
    struct value output = value_map(arena, NULL, 0);
    if (shape && !read_answer(arena, ref, shape, reply, &output, err))
        return error_unreadable(ref, reply, err);
    *ret_output = output;
    return true;
}
