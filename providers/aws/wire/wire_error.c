/*
 * wire_error.c - answers that are no success: AWS's own errors in three dialects, and whatever proxies and load balancers say.
 *
 * XML: <Response><Errors><Error> (ec2), <ErrorResponse><Error> (query, rest-xml) or <Error> as the root (S3), with Code and
 * Message. JSON: the code is in the header x-amzn-errortype, in "code" or in "__type", wrapped as "prefix#Code:uri". A body of
 * neither kind is shown to the user as one cut line, never taken for a refusal when something may have been applied.
 */
#include "providers/aws/wire/wire_internal.h"

#include "providers/aws/model/body_json.h"
#include "providers/aws/model/body_xml.h"
#include "providers/aws/wire/aws_errors.h"

#include <stdio.h>

enum { EXCERPT_MAX = 160, MESSAGE_MAX = 800 };

struct remote_error {
    struct str code, message, request_id;
    struct xml_node *node; /* XML: the element with the members */
    struct str json;       /* JSON: the body */
};

static struct xml_node *find_error(struct xml_node *root)
{
    if (str_is(root->name, "Error"))
        return root;
    struct xml_node *error = xml_child(root, "Error");
    return error ? error : xml_child(xml_child(root, "Errors"), "Error");
}

static struct str first_of(const struct xml_node *node, const char *const *names)
{
    for (; node && *names; names++) {
        struct str text = xml_child_text(node, *names);
        if (text.len)
            return text;
    }
    return STR("");
}

static void read_xml_error(struct arena *arena, const struct io_http_reply *reply, struct remote_error *ret)
{
    static const char *const id_names[] = { "RequestId", "RequestID", "requestId", NULL };
    static const char *const message_names[] = { "Message", "message", NULL };
    struct xml_node *root;
    if (!xml_parse(arena, reply->body, NULL, &root, NULL))
        return;
    ret->request_id = first_of(root, id_names);
    ret->node = find_error(root);
    ret->code = str_trim(xml_child_text(ret->node, "Code"));
    ret->message = first_of(ret->node, message_names);
    if (!ret->request_id.len)
        ret->request_id = first_of(ret->node, id_names);
    if (!ret->request_id.len)
        ret->request_id = first_of(xml_child(root, "ResponseMetadata"), id_names);
}

/* "aws.protocoltests#FooError:http://example.com/" -> "FooError" */
static struct str bare_code(struct str code)
{
    ptrdiff_t hash, colon = str_find_char(code, ':');
    if (colon >= 0)
        code = str_slice(code, 0, (size_t)colon);
    hash = str_find_char(code, '#');
    return str_trim(hash >= 0 ? str_slice(code, (size_t)hash + 1, code.len) : code);
}

static struct str first_text(struct value map, const char *const *names)
{
    for (; *names; names++) {
        struct str text = value_text(value_get(map, *names));
        if (text.len)
            return text;
    }
    return STR("");
}

static void read_json_error(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply,
                            struct remote_error *ret)
{
    static const char *const code_names[] = { "code", "Code", "__type", NULL };
    static const char *const message_names[] = { "message", "Message", "errorMessage", NULL };
    struct value body = VALUE_NONE;
    if (!value_from_json(arena, reply->body, &body, NULL) || body.kind != VALUE_MAP)
        body = value_map(arena, NULL, 0);
    else
        ret->json = reply->body;
    struct str header = reply_header(reply, "x-amzn-errortype");
    ret->code = bare_code(header.len ? header : first_text(body, code_names));
    ret->message = first_text(body, message_names);

    struct str old =
        reply_header(reply, "x-amzn-query-error"); /* "AWS.SimpleQueueService.NonExistentQueue;Sender" */
    if (ref.model->query_compatible && str_find_char(old, ';') > 0)
        ret->code = str_split(&old, ';');
}

static struct remote_error read_remote_error(struct arena *arena, struct model_ref ref,
                                             const struct io_http_reply *reply)
{
    struct remote_error remote = { 0 };
    if (is_xml_protocol(ref.model))
        read_xml_error(arena, reply, &remote);
    else
        read_json_error(arena, ref, reply, &remote);
    if (!remote.request_id.len)
        remote.request_id = reply_header(reply, "x-amzn-requestid");
    if (!remote.request_id.len)
        remote.request_id = reply_header(reply, "x-amz-request-id");
    return remote;
}

/* One line, cut, and without markup when it comes from a page: enough for a person to recognise whose it is. */
static struct str one_line(struct arena *arena, struct str body, bool markup, size_t max)
{
    DROP_BUF struct buf out = { .max_bytes = max };
    bool in_tag = false, gap = false;
    for (size_t i = 0; i < body.len && i < 8 * max && !out.overflow; i++) {
        unsigned char c = (unsigned char)body.ptr[i];
        if (c <= ' ' || c == 0x7f || (markup && (c == '<' || c == '>' || in_tag))) {
            in_tag = markup && (c == '<' || (in_tag && c != '>'));
            gap = out.len > 0;
            continue;
        }
        if (gap)
            buf_add_char(&out, ' ');
        gap = false;
        buf_add_char(&out, (char)c);
    }
    struct str text = buf_str(&out);
    while (text.len && out.overflow && !str_is_utf8(text)) /* cut within a character */
        text.len--;
    return str_is_utf8(text) ? arena_str(arena, text) : STR("(not text)");
}

static void fill(struct err *err, const struct remote_error *remote, int status)
{
    if (!err)
        return;
    err->http_status = status;
    snprintf(err->remote_code, sizeof err->remote_code, "%.*s", STR_ARG(remote->code));
    snprintf(err->request_id, sizeof err->request_id, "%.*s", STR_ARG(remote->request_id));
}

bool error_read(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply, struct err *err)
{
    const char *operation = model_text(ref.model, ref.op->name);
    struct remote_error remote = read_remote_error(arena, ref, reply);
    bool mutates = ref.op->flags & MODEL_MUTATES;

    if (remote.code.len) {
        int status = reply->status < 300 ? 500 : reply->status; /* a late error of S3 */
        enum aws_error_class class = aws_error_class_of(ref.model, status, remote.code, remote.message);
        struct str message = remote.message.len ? one_line(arena, remote.message, false, MESSAGE_MAX)
                                                : STR("the service gave no reason");
        (void)FAIL(err, aws_error_to_err(class), "%s %s: %.*s (%.*s)", ref.model->service_id, operation,
                   STR_ARG(message), (int)MIN_OF(remote.code.len, (size_t)100), remote.code.ptr);
        fill(err, &remote, reply->status);
        return false;
    }
    /* Not in AWS's form. HEAD answers are empty by their nature, and reads cannot have changed anything. */
    enum aws_error_class class = aws_error_class_of(ref.model, reply->status, STR(""), STR(""));
    enum err_code code = mutates ? ERR_AMBIGUOUS : aws_error_to_err(class);
    struct str type = reply_header(reply, "content-type"),
               text = one_line(arena, reply->body, true, EXCERPT_MAX);
    if (str_empty(str_trim(reply->body)))
        (void)FAIL(err, code, "%s %s: HTTP %d with an empty body", ref.model->service_id, operation,
                   reply->status);
    else
        (void)FAIL(err, code, "%s %s: HTTP %d with a body that is not AWS's (%zu bytes of %.*s): %.*s",
                   ref.model->service_id, operation, reply->status, reply->body.len,
                   type.len ? (int)MIN_OF(type.len, (size_t)60) : 12, type.len ? type.ptr : "unknown type",
                   STR_ARG(text));
    fill(err, &remote, reply->status);
    return false;
}

bool error_unreadable(struct model_ref ref, const struct io_http_reply *reply, struct err *err)
{
    if (!err)
        return false;
    struct remote_error remote = { 0 };
    remote.request_id = reply_header(reply, "x-amzn-requestid");
    if (err->code != ERR_INTERNAL)
        err->code = ERR_AMBIGUOUS;
    fill(err, &remote, reply->status);
    return err_context(err, "%s %s: the answer (HTTP %d) cannot be read", ref.model->service_id,
                       model_text(ref.model, ref.op->name), reply->status);
}

struct value wire_error_members(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply)
{
    struct remote_error remote = read_remote_error(arena, ref, reply);
    const struct model_shape *shape = model_error_named(ref.model, ref.op, remote.code);
    struct value members = VALUE_NONE;
    if (!shape)
        return VALUE_NONE;
    if (remote.node ? !body_xml_read(arena, ref.model, shape, true, remote.node, &members, NULL)
                    : !body_json_read(arena, ref.model, shape, true, remote.json, &members, NULL))
        members = value_map(arena, NULL, 0);

    struct value_builder fields = { .arena = arena };
    if (!rest_read_headers(arena, ref.model, shape, reply, &fields, NULL))
        return members;
    return value_merge(arena, members, value_builder_map(&fields));
}

struct str wire_request_id(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply)
{
    return read_remote_error(arena, ref, reply).request_id;
}
