/*
 * aws_access.c - who signs: the user's own keys, or a role of the provider block assumed with them; kept fresh.
 *
 * engine/auth finds and refreshes the user's keys. assume_role of the provider block comes on top: STS AssumeRole, signed with them.
 * What signs now is our own copy (aws->signer), so that it outlives suspensions; requests sign at the last moment with whatever it is
 * then. A simulated handle signs with constant keys that open nothing.
 */
#include "providers/aws/aws_internal.h"
#include "providers/aws/wire/aws_call.h"

static struct aws_credentials copy_keys(struct str id, struct str secret, struct str token, int64_t expires_ms, struct str source)
{
    struct aws_credentials keys = { .expires_ms = expires_ms };
    keys.source = arena_str(&keys.memory, source);
    keys.access_key_id = arena_str(&keys.memory, id);
    keys.secret_access_key = arena_str(&keys.memory, secret);
    keys.session_token = arena_str(&keys.memory, token);
    return keys;
}

static void sign_with(struct aws *aws, struct aws_credentials keys)
{
    aws_credentials_done(&aws->signer);
    aws->signer = keys;
}

/* ---- HTTP for credential sources ------------------------------------------------------------------------------------- */

/* The sources' own limits: metadata that does not answer within a second is not there. */
static bool keep_limits(void *context, struct arena *arena, int64_t wall_ms, struct io_http_request *http, struct err *err)
{
    const struct io_http_request *asked = context;
    (void)arena;
    (void)wall_ms;
    (void)err;
    http->connect_timeout_ms = asked->connect_timeout_ms;
    if (asked->proxy.ptr)
        http->proxy = asked->proxy;
    return true;
}

/* Any parsed answer is the source's to judge; only throttling and 5xx are tried again here. */
static enum net_verdict any_answer(void *context, const struct io_http_reply *reply, struct err *err)
{
    (void)context;
    if (reply->status != 429 && reply->status < 500)
        return NET_OK;
    (void)FAIL(err, ERR_UNREACHABLE, "HTTP %d", reply->status);
    return reply->status == 429 ? NET_THROTTLED : NET_TRANSIENT;
}

bool aws_access_http(void *ctx, const struct io_http_request *request, struct io_http_reply *ret, struct err *err)
{
    struct aws *aws = ctx;
    struct net_request net = {
        .method = request->method, .url = request->url, .headers = request->headers, .header_count = request->header_count,
        .body = request->body, .tls = request->tls, .max_body_bytes = request->max_body_bytes, .timeout_ms = request->timeout_ms,
        .max_attempts = request->connect_timeout_ms && request->connect_timeout_ms <= 2000 ? 1 : 3, .operation = STR("credentials"),
        .context = (void *)request, .prepare = keep_limits, .classify = any_answer,
    };
    struct net_reply reply;
    TRY(net_call(aws->base.net, &net, &reply, err));
    *ret = (struct io_http_reply){ .outcome = IO_ANSWERED, .status = reply.status, .headers = reply.headers,
                                   .header_count = reply.header_count, .body = reply.body, .memory = reply.memory };
    return true;
}

/* ---- Keys ------------------------------------------------------------------------------------------------------------ */

static bool assume(struct aws *aws, const struct aws_credentials *base, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    const struct aws_assume *a = &aws->assume;
    struct aws_credentials own = copy_keys(base->access_key_id, base->secret_access_key, base->session_token, 0, base->source);
    struct sigv4_identity identity = aws_identity(&own);
    struct value in = value_map_of(
        &scratch, "RoleArn", value_str(a->arn), "RoleSessionName", value_str(a->session_name.len ? a->session_name : STR("infra")),
        "ExternalId", a->external_id.len ? value_str(a->external_id) : VALUE_NONE, "Policy", a->policy.len ? value_str(a->policy) : VALUE_NONE,
        "SourceIdentity", a->source_identity.len ? value_str(a->source_identity) : VALUE_NONE,
        "DurationSeconds", a->duration_s ? value_int(a->duration_s) : VALUE_NONE, NULL);
    struct aws_request request = { .operation = STS_AssumeRole, .input = in, .identity = &identity };
    struct aws_result result;
    bool ok = aws_send(aws, &scratch, &request, &result, err);
    aws_credentials_done(&own);
    if (!ok) {
        (void)err_context(err, "assuming the role %.*s", STR_ARG(a->arn));
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    struct value keys = value_get(result.output, "Credentials");
    struct str id = value_text(value_get(keys, "AccessKeyId")), secret = value_text(value_get(keys, "SecretAccessKey"));
    int64_t expires_ms = 0;
    if (str_empty(id) || str_empty(secret) || !io_parse_time(value_text(value_get(keys, "Expiration")), &expires_ms))
        return FAIL(err, ERR_AUTH, "assuming the role %.*s: the answer carries no keys", STR_ARG(a->arn));
    sign_with(aws, copy_keys(id, secret, value_text(value_get(keys, "SessionToken")), expires_ms, a->arn));
    auth_wipe(secret);
    return true;
}

static bool is_fresh(const struct aws *aws, int64_t margin_ms)
{
    if (str_empty(aws->signer.access_key_id))
        return false;
    return !aws->signer.expires_ms || io_wall_ms(aws->world.io) < aws->signer.expires_ms - margin_ms;
}

bool aws_access_ready(struct aws *aws, struct err *err)
{
    if (aws->simulated) {
        if (str_empty(aws->signer.access_key_id))
            sign_with(aws, copy_keys(STR("AKIASIMULATED0000000"), STR("simulated"), STR(""), 0, STR("--sim")));
        return true;
    }
    if (aws->assume.arn.len && is_fresh(aws, AWS_REFRESH_ADVISORY_MS))
        return true;
    const struct aws_credentials *base;
    TRY(aws_auth_credentials(aws->auth, &base, err));
    if (aws->assume.arn.len) {
        struct err failed = { 0 };
        if (aws->assuming && is_fresh(aws, AWS_REFRESH_MANDATORY_MS))
            return true; /* another fiber is at it */
        aws->assuming = true;
        bool ok = assume(aws, base, &failed);
        aws->assuming = false;
        if (ok || is_fresh(aws, AWS_REFRESH_MANDATORY_MS))
            return true;
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    if (!str_eq(base->access_key_id, aws->signer.access_key_id) || !str_eq(base->session_token, aws->signer.session_token) ||
        !str_eq(base->secret_access_key, aws->signer.secret_access_key))
        sign_with(aws, copy_keys(base->access_key_id, base->secret_access_key, base->session_token, base->expires_ms, base->source));
    return true;
}

bool aws_access_renew(struct aws *aws, struct err *err)
{
    if (!aws->simulated)
        aws_auth_expire(aws->auth);
    aws_credentials_done(&aws->signer);
    return aws_access_ready(aws, err);
}

void aws_access_done(struct aws *aws)
{
    aws_credentials_done(&aws->signer);
    sigv4_keys_done(&aws->keys);
    aws_auth_free(aws->auth);
}
