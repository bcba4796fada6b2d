/*
 * aws_sts.c - AssumeRole (signed) and AssumeRoleWithWebIdentity (the token is the proof).
 */
#include "engine/auth/aws_sts.h"
#include "engine/auth/sigv4_internal.h"
#include "engine/net/xml.h"

#include <stdio.h>

enum { STS_MAX_BODY = 64 << 10, STS_MESSAGE_MAX = 300, STS_TIMEOUT_MS = 20000 };

bool aws_sts_endpoint(const struct aws_config *config, struct arena *arena, struct aws_endpoint *ret, struct err *err)
{
    struct str region;
    struct err none;
    bool has_region = aws_config_region(config, STR_NONE, &region, &none);
    TRY(aws_config_endpoint(config, arena, STR("STS"), STR("sts"), has_region ? region : STR("us-east-1"), ret, err));
    if (!has_region && !ret->configured)
        ret->url = STR("https://sts.amazonaws.com");
    return true;
}

static void add(struct buf *form, const char *name, struct str value)
{
    if (str_empty(value))
        return;
    buf_printf(form, "&%s=", name);
    sigv4_encode(form, value, false);
}

static void build_form(struct buf *form, struct arena *scratch, const char *action, const struct aws_role *role,
                       struct str token)
{
    buf_printf(form, "Action=%s&Version=2011-06-15", action);
    add(form, "RoleArn", role->arn);
    add(form, "RoleSessionName", role->session_name);
    add(form, "ExternalId", role->external_id);
    if (role->duration_s)
        add(form, "DurationSeconds", arena_printf(scratch, "%lld", (long long)role->duration_s));
    add(form, "WebIdentityToken", token);
}

/* <ErrorResponse><Error><Code>, <Message>, <RequestId>; what is not XML is told by its status alone. */
static bool refused(struct arena *scratch, const struct io_http_reply *reply, struct err *err)
{
    struct xml_node *root = NULL;
    struct err unreadable;
    struct xml_limits limits = { .max_depth = 8, .max_bytes = STS_MAX_BODY };
    if (!xml_parse(scratch, reply->body, &limits, &root, &unreadable))
        root = NULL;
    const struct xml_node *error = xml_child(root, "Error");
    struct str code = auth_printable(scratch, xml_child_text(error, "Code"), ERR_DETAIL_MAX - 1);
    struct str text = auth_printable(scratch, xml_child_text(error, "Message"), STS_MESSAGE_MAX);
    struct str id = auth_printable(scratch, xml_child_text(root, "RequestId"), ERR_DETAIL_MAX - 1);
    enum err_code kind = reply->status >= 500 ? ERR_AMBIGUOUS : ERR_AUTH;
    if (str_empty(code))
        (void)FAIL(err, kind, "STS answered with HTTP status %d", reply->status);
    else
        (void)FAIL(err, kind, "STS refused: %.*s%s%.*s", STR_ARG(code), str_empty(text) ? "" : ": ", STR_ARG(text));
    if (!err)
        return false;
    (void)snprintf(err->remote_code, sizeof err->remote_code, "%.*s", STR_ARG(code));
    (void)snprintf(err->request_id, sizeof err->request_id, "%.*s", STR_ARG(id));
    err->http_status = reply->status;
    return false;
}

static bool take(struct arena *memory, const struct xml_node *credentials, const char *name, struct str *ret, struct err *err)
{
    struct str text = xml_child_text(credentials, name);
    if (str_empty(text))
        return FAIL(err, ERR_FORMAT, "STS gave no %s", name);
    *ret = arena_str(memory, text);
    auth_wipe(text);
    return true;
}

static bool read_reply(struct arena *scratch, const char *action, const struct io_http_reply *reply,
                       struct aws_credentials *ret, struct err *err)
{
    struct xml_node *root;
    struct xml_limits limits = { .max_depth = 8, .max_bytes = STS_MAX_BODY };
    if (!xml_parse(scratch, reply->body, &limits, &root, err))
        return err_context(err, "reading the answer of STS");
    struct str result = arena_printf(scratch, "%sResult", action);
    const struct xml_node *credentials = xml_child(xml_child(root, result.ptr), "Credentials");
    TRY(take(&ret->memory, credentials, "AccessKeyId", &ret->access_key_id, err));
    TRY(take(&ret->memory, credentials, "SecretAccessKey", &ret->secret_access_key, err));
    TRY(take(&ret->memory, credentials, "SessionToken", &ret->session_token, err));
    if (!io_parse_time(xml_child_text(credentials, "Expiration"), &ret->expires_ms))
        return FAIL(err, ERR_FORMAT, "STS gave no expiration that can be read");
    return true;
}

/* Sends the form and reads the keys. identity NULL: not signed. Wipes what held a secret on the way. */
static bool call(const struct aws_config *config, struct arena *scratch, const char *action, struct str form,
                 const struct sigv4_identity *identity, struct aws_credentials *ret, struct err *err)
{
    const struct auth_world *world = &config->world;
    if (!world->http)
        return FAIL(err, ERR_INTERNAL, "STS cannot be reached: no HTTP was supplied");
    struct aws_endpoint endpoint;
    TRY(aws_sts_endpoint(config, scratch, &endpoint, err));
    struct io_header headers[8] = { { STR("content-type"), STR("application/x-www-form-urlencoded; charset=utf-8") } };
    struct io_http_request request = {
        .method = STR("POST"), .url = arena_printf(scratch, "%.*s/", STR_ARG(endpoint.url)), .headers = headers,
        .header_count = 1, .body = form, .timeout_ms = STS_TIMEOUT_MS, .max_body_bytes = STS_MAX_BODY,
    };
    if (identity) {
        struct sigv4_params params = { .region = endpoint.signing_region, .service = STR("sts"),
                                       .sign_at_ms = io_wall_ms(world->io) };
        struct sigv4_request to_sign = { request.method, request.url, headers, 1, form };
        struct io_header *added;
        size_t count;
        TRY(sigv4_sign(scratch, NULL, identity, &params, &to_sign, &added, &count, err));
        memcpy(headers + 1, added, count * sizeof *added);
        request.header_count += count;
    }
    struct io_http_reply reply = { 0 };
    TRY(world->http(world->http_ctx, &request, &reply, err));
    bool ok;
    if (reply.outcome != IO_ANSWERED)
        ok = FAIL(err, reply.outcome == IO_NOT_SENT ? ERR_UNREACHABLE : ERR_AMBIGUOUS, "%.*s: %.*s", STR_ARG(endpoint.url),
                  STR_ARG(reply.problem));
    else if (reply.status == 200)
        ok = read_reply(scratch, action, &reply, ret, err);
    else
        ok = refused(scratch, &reply, err);
    auth_wipe(reply.body);
    arena_done(&reply.memory);
    return ok;
}

static bool assume(const struct aws_config *config, const char *action, const struct aws_role *role, struct str token,
                   const struct sigv4_identity *identity, struct aws_credentials *ret, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    DROP_BUF struct buf form = { 0 };
    build_form(&form, &scratch, action, role, token);
    bool ok = call(config, &scratch, action, buf_str(&form), identity, ret, err);
    secret_wipe(form.ptr, form.len);
    return ok || err_context(err, "assuming role '%.*s'", STR_ARG(role->arn));
}

bool aws_sts_assume_role(const struct aws_config *config, const struct aws_role *role, const struct sigv4_identity *identity,
                         struct aws_credentials *ret, struct err *err)
{
    return assume(config, "AssumeRole", role, STR_NONE, identity, ret, err);
}

bool aws_sts_web_identity(const struct aws_config *config, const struct aws_role *role, struct str token,
                          struct aws_credentials *ret, struct err *err)
{
    return assume(config, "AssumeRoleWithWebIdentity", role, token, NULL, ret, err);
}
