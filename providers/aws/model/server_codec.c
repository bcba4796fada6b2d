/*
 * server_codec.c - the service's side of the wire: which operation, its input, and the frames around answers.
 */
#include "providers/aws/model/server_internal.h"

#include "providers/aws/model/body_json.h"
#include "providers/aws/model/body_xml.h"
#include "providers/aws/model/scalar.h"

bool server_problem(struct arena *arena, struct model_problem *ret, enum model_problem_kind kind,
                    struct str path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *ret = (struct model_problem){ kind, arena_str(arena, path), arena_vprintf(arena, format, args) };
    va_end(args);
    return false;
}

struct str server_form_value(struct arena *arena, const struct server_request *request, const char *name)
{
    struct str sources[] = { request->body, request->query };
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        for (struct str rest = sources[i]; rest.ptr && rest.len;) {
            struct str value = str_split(&rest, '&');
            if (str_is(str_split(&value, '='), name))
                return scalar_percent_decode(arena, value, true);
        }
    }
    return STR("");
}

static struct str header_of(const struct server_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (str_is(request->headers[i].name, name))
            return request->headers[i].value;
    }
    return STR_NONE;
}

static bool is_form(const struct model *model)
{
    return model->protocol == MODEL_PROTOCOL_EC2 || model->protocol == MODEL_PROTOCOL_QUERY;
}

const struct model_op *server_operation(struct arena *arena, const struct model *model,
                                        const struct server_request *request)
{
    if (is_form(model))
        return model_op_named(model, server_form_value(arena, request, "Action"));
    if (model->protocol != MODEL_PROTOCOL_JSON)
        return rest_operation(arena, model, request);
    struct str target = header_of(request, "x-amz-target"), prefix = str_of(model->target_prefix);
    if (!str_starts(target, prefix) || target.len <= prefix.len || target.ptr[prefix.len] != '.')
        return NULL;
    return model_op_named(model, str_slice(target, prefix.len + 1, target.len));
}

bool server_read(struct arena *arena, const struct model *model, const struct model_op *op,
                 const struct server_request *request, struct value *ret_input,
                 struct model_problem *ret_problem)
{
    const struct model_shape *shape = model_input(model, op);
    struct value input = value_map(arena, NULL, 0);
    struct err err = { 0 };
    if (is_form(model)) {
        struct str form = request->body.len ? request->body : request->query;
        if (!form_read(arena, model, shape, form, &input, ret_problem))
            return false;
    } else if (model->protocol == MODEL_PROTOCOL_JSON) {
        if (shape && !body_json_read(arena, model, shape, false, request->body, &input, &err))
            return server_problem(arena, ret_problem, MODEL_WRONG_KIND, STR("body"), "%s", err.message);
    } else if (!server_rest_read(arena, model, op, request, &input, ret_problem)) {
        return false;
    }
    if (shape && !model_check(arena, model, shape, input, ret_problem))
        return false;
    *ret_input = input;
    return true;
}

void answer_header(struct answer_draft *draft, struct str name, struct str value)
{
    *VEC_PUSH(&draft->headers, draft->arena) =
        (struct io_header){ arena_str(draft->arena, name), arena_str(draft->arena, value) };
}

static void finish(struct answer_draft *draft, struct server_answer *ret)
{
    *ret = (struct server_answer){ draft->status, draft->headers.items, draft->headers.count,
                                   arena_str(draft->arena, buf_str(&draft->body)) };
}

static void open_element(struct buf *out, const char *name, const char *suffix, const char *ns)
{
    buf_printf(out, "<%s%s", name, suffix);
    if (*ns)
        buf_printf(out, " xmlns=\"%s\"", ns);
    buf_add_char(out, '>');
}

static void text_element(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, "<%s>", name);
    xml_escape(out, text);
    buf_printf(out, "</%s>", name);
}

/* <CreateVpcResponse xmlns=...><requestId>..</requestId>...; query wraps the members and puts the id last. */
static bool write_form_answer(struct answer_draft *draft, const struct model *model,
                              const struct model_op *op, struct value output, struct str request_id,
                              struct err *err)
{
    const struct model_shape *shape = model_output(model, op);
    const char *name = model_text(model, op->name), *wrapper = model_text(model, op->result_wrapper);
    struct buf *out = &draft->body;
    bool ec2 = model->protocol == MODEL_PROTOCOL_EC2;
    answer_header(draft, STR("content-type"), STR("text/xml;charset=UTF-8"));
    buf_add_cstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    open_element(out, name, "Response", model->xml_namespace);
    if (ec2)
        text_element(out, "requestId", request_id);
    if (*wrapper)
        open_element(out, wrapper, "", "");
    if (shape)
        TRY(body_xml_write_members(out, model, shape, true, output, err));
    if (*wrapper)
        buf_printf(out, "</%s>", wrapper);
    if (!ec2) {
        open_element(out, "ResponseMetadata", "", "");
        text_element(out, "RequestId", request_id);
        buf_add_cstr(out, "</ResponseMetadata>");
    }
    buf_printf(out, "</%sResponse>", name);
    return true;
}

static bool write_payload(struct answer_draft *draft, const struct model *model,
                          const struct model_member *member, struct value v, struct err *err)
{
    const struct model_shape *shape = model_shape_of(model, member);
    if (!value_present(v))
        return true;
    if (shape->kind == MODEL_BLOB || shape->kind == MODEL_STRING) {
        buf_add_str(&draft->body, value_text(v));
        answer_header(draft, STR("content-type"),
                      shape->kind == MODEL_BLOB ? STR("application/octet-stream") : STR("text/plain"));
        return true;
    }
    if (model->protocol == MODEL_PROTOCOL_REST_JSON) {
        answer_header(draft, STR("content-type"), STR("application/json"));
        return body_json_write_member(&draft->body, model, member, true, v, err);
    }
    answer_header(draft, STR("content-type"), STR("application/xml"));
    return body_xml_write(&draft->body, model, shape, model_text(model, member->reply), member->ns, true, v,
                          err);
}

static bool write_rest_answer(struct answer_draft *draft, const struct model *model,
                              const struct model_op *op, struct value output, struct str request_id,
                              struct err *err)
{
    const struct model_shape *shape = model_output(model, op);
    answer_header(draft, STR("x-amzn-requestid"), request_id);
    if (!shape)
        return true;
    TRY(server_rest_headers(draft, model, shape, output, err));
    const struct model_member *payload = model_payload(model, shape);
    if (payload)
        return write_payload(draft, model, payload, value_get(output, model_text(model, payload->name)), err);
    bool in_body = false;
    for (uint16_t i = 0; i < shape->count; i++)
        in_body = in_body || model_in_body(&model_members(model, shape)[i], true);
    if (!in_body)
        return true;
    if (model->protocol == MODEL_PROTOCOL_REST_JSON) {
        answer_header(draft, STR("content-type"), STR("application/json"));
        return body_json_write(&draft->body, model, shape, true, output, err);
    }
    answer_header(draft, STR("content-type"), STR("application/xml"));
    const char *root = model_text(model, shape->root ? shape->root : shape->name);
    return body_xml_write(&draft->body, model, shape, root, shape->ns, true, output, err);
}

static bool write_answer(struct answer_draft *draft, const struct model *model, const struct model_op *op,
                         struct value output, struct str request_id, struct err *err)
{
    const struct model_shape *shape = model_output(model, op);
    if (is_form(model))
        return write_form_answer(draft, model, op, output, request_id, err);
    if (model->protocol != MODEL_PROTOCOL_JSON)
        return write_rest_answer(draft, model, op, output, request_id, err);
    answer_header(draft, STR("content-type"),
                  model->json_version == 10 ? STR("application/x-amz-json-1.0")
                                            : STR("application/x-amz-json-1.1"));
    answer_header(draft, STR("x-amzn-requestid"), request_id);
    if (shape)
        return body_json_write(&draft->body, model, shape, true, output, err);
    buf_add_cstr(&draft->body, "{}");
    return true;
}

bool server_write(struct arena *arena, const struct model *model, const struct model_op *op,
                  struct value output, struct str request_id, struct server_answer *ret, struct err *err)
{
    struct answer_draft draft = { .arena = arena, .status = op->status ? op->status : 200 };
    if (!value_present(output))
        output = value_map(arena, NULL, 0);
    bool done = write_answer(&draft, model, op, output, request_id, err);
    if (done)
        finish(&draft, ret);
    buf_done(&draft.body);
    return done || err_context(err, "answering %s", model_text(model, op->name));
}

/* ec2: <Response><Errors><Error>; the others <ErrorResponse><Error>, S3 alone has <Error> as the root. */
static bool write_xml_error(struct answer_draft *draft, const struct model *model,
                            const struct model_shape *shape, const struct server_error *error,
                            struct str request_id, struct err *err)
{
    struct buf *out = &draft->body;
    bool ec2 = model->protocol == MODEL_PROTOCOL_EC2, s3 = str_is(str_of(model->service_id), "S3");
    answer_header(draft, STR("content-type"),
                  model->protocol == MODEL_PROTOCOL_REST_XML ? STR("application/xml")
                                                             : STR("text/xml;charset=UTF-8"));
    buf_add_cstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (ec2)
        buf_add_cstr(out, "<Response><Errors>");
    else if (!s3)
        open_element(out, "ErrorResponse", "", model->xml_namespace);
    buf_add_cstr(out, "<Error>");
    if (!ec2 && !s3)
        text_element(out, "Type", draft->status >= 500 ? STR("Receiver") : STR("Sender"));
    text_element(out, "Code", error->code);
    if (error->message.len)
        text_element(out, "Message", error->message);
    if (shape && value_present(error->members))
        TRY(body_xml_write_members(out, model, shape, true, error->members, err));
    if (s3)
        text_element(out, "RequestId", request_id);
    buf_add_cstr(out, "</Error>");
    if (ec2) {
        buf_add_cstr(out, "</Errors>");
        text_element(out, "RequestID", request_id);
        buf_add_cstr(out, "</Response>");
    } else if (!s3) {
        text_element(out, "RequestId", request_id);
        buf_add_cstr(out, "</ErrorResponse>");
    }
    return true;
}

static bool write_json_error(struct answer_draft *draft, const struct model *model,
                             const struct model_shape *shape, const struct server_error *error,
                             struct str request_id, struct err *err)
{
    bool rest = model->protocol == MODEL_PROTOCOL_REST_JSON;
    struct value body = value_map(draft->arena, NULL, 0);
    if (shape && value_present(error->members)) {
        DROP_BUF struct buf text = { 0 }; /* through the shape, for its names */
        TRY(body_json_write(&text, model, shape, true, error->members, err));
        TRY(value_from_json(draft->arena, buf_str(&text), &body, err));
    }
    if (!rest)
        body = value_with(draft->arena, body, "__type", value_str(error->code));
    if (error->message.len)
        body = value_with(draft->arena, body, "message", value_str(error->message));
    answer_header(draft, STR("x-amzn-requestid"), request_id);
    if (rest)
        answer_header(draft, STR("x-amzn-errortype"), error->code);
    answer_header(draft, STR("content-type"),
                  rest                        ? STR("application/json")
                  : model->json_version == 10 ? STR("application/x-amz-json-1.0")
                                              : STR("application/x-amz-json-1.1"));
    return value_to_json(&draft->body, body, false, err);
}

bool server_write_error(struct arena *arena, const struct model *model, const struct model_op *op,
                        const struct server_error *error, struct str request_id, struct server_answer *ret,
                        struct err *err)
{
    static const struct model_op no_op = { 0 };
    const struct model_shape *shape = model_error_named(model, op ? op : &no_op, error->code);
    struct answer_draft draft = { .arena = arena, .status = error->status };
    if (!draft.status)
        draft.status = shape && shape->http_status ? shape->http_status : 400;
    bool done = !shape || !value_present(error->members) ||
                server_rest_headers(&draft, model, shape, error->members, err);
    if (done && (is_form(model) || model->protocol == MODEL_PROTOCOL_REST_XML))
        done = write_xml_error(&draft, model, shape, error, request_id, err);
    else if (done)
        done = write_json_error(&draft, model, shape, error, request_id, err);
    if (done)
        finish(&draft, ret);
    buf_done(&draft.body);
    return done;
}
