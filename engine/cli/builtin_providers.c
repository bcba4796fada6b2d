/*
 * builtin_providers.c - the one list of providers, and of their simulated faces, in the program; and how the simulated ones are reached.
 */
#include "engine/cli/builtin_providers.h"

#include "engine/auth/sigv4.h"
#include "providers/aws/aws.h"
#include "providers/aws/sim/face.h"
#include "providers/core/core.h"

static const struct provider_type *const providers[] = { &core_provider, &aws_provider, NULL };

const struct registry builtin_registry = { .providers = providers };

const struct sim_face *const builtin_faces[] = { &aws_sim_face, NULL };

void builtin_sim_hint(struct buf *out, int port)
{
    buf_printf(out, "  AWS_ENDPOINT_URL=http://127.0.0.1:%d AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test   (any key id; the secret is checked)\n", port);
}

struct keys {
    struct arena *arena;
};

/* Sessions have the secret that the simulated STS gave out; any other key's secret is "test". */
static bool find_key(void *context, struct str access_key_id, struct sigv4_identity *ret)
{
    struct keys *keys = context;
    bool session = str_starts(access_key_id, STR("ASIA")); /* AWS's own prefix of temporary keys */
    *ret = (struct sigv4_identity){ .access_key_id = access_key_id,
                                    .secret_access_key = session ? aws_sim_session_secret(keys->arena, access_key_id) : STR("test") };
    return true;
}

bool builtin_sim_verify(void *context, const struct sim_request *request, int64_t now_ms, struct arena *arena, struct sim_response *ret_refusal)
{
    (void)context;
    struct keys keys = { .arena = arena };
    struct sigv4_policy policy = { .now_ms = now_ms, .max_skew_ms = 5 * 60 * 1000, .token_unsigned = false, .lookup = find_key, .ctx = &keys };
    struct sigv4_incoming incoming = { .method = request->method, .path = request->path, .query = request->query, .headers = request->headers,
                                       .header_count = request->header_count, .body = request->body };
    struct sigv4_checked checked;
    sigv4_verify(arena, &policy, &incoming, &checked);
    if (checked.verdict == SIGV4_OK || checked.verdict == SIGV4_BAD_TOKEN)
        return true;
    const char *code = checked.verdict == SIGV4_UNKNOWN_KEY && str_is(checked.service, "ec2") ? "AuthFailure" : checked.code;
    *ret_refusal = (struct sim_response){
        .status = 403,
        .body = arena_printf(arena, "<Response><Errors><Error><Code>%s</Code><Message>the signature of this request was not accepted</Message>"
                                    "</Error></Errors><RequestID>infra-sim</RequestID></Response>", code) };
    *VEC_PUSH(&ret_refusal->headers, arena) = (struct io_header){ STR("content-type"), STR("text/xml") };
    return false;
}
