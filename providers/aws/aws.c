/*
 * aws.c - the AWS provider: its block, opening a handle, its list of types.
 *
 * A handle is one account in one region. Opening it asks STS who we are before anything else, and refuses an account that the stack
 * does not allow. Key: aws/<partition>/<account>/<region>. The recipe holds what the block said that reaching the account again needs
 * (region, profile, role), never a key.
 *
 * Times: AWS's own are 120 s to settle, 1 s between polls; in process they cost nothing, as its time is virtual. A simulator that
 * listens states its own in the header x-infra-sim of GetCallerIdentity ("settle_ms=50;poll_ms=2"), believed on loopback only.
 */
#include "providers/aws/aws.h"

#include "providers/aws/aws_internal.h"
#include "providers/aws/aws_tags.h"
#include "providers/aws/ec2/ec2.h"
#include "providers/aws/wire/aws_call.h"

enum { SETTLE_MS = 120 * 1000, POLL_MS = 1000, POLL_LOOPBACK_MS = 200 };

static bool check_account(struct value v, struct err *err)
{
    struct str text = value_text(v);
    bool digits = text.len == 12;
    for (size_t i = 0; i < text.len; i++)
        digits = digits && text.ptr[i] >= '0' && text.ptr[i] <= '9';
    return digits || FAIL(err, ERR_INVALID, "must be an account id of 12 digits, not '%.*s'", STR_ARG(text));
}

static const struct attr default_tags_fields[] = {
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL, .check = aws_check_tag, .doc = "tags for everything that takes tags",
      .example = "{ team = \"net\" }" },
    { 0 }
};

static const struct attr ignore_tags_fields[] = {
    { .name = "keys", .type = ATTR_STRING_SET, .flags = OPTIONAL, .doc = "tags with these keys are somebody else's" },
    { .name = "key_prefixes", .type = ATTR_STRING_SET, .flags = OPTIONAL, .doc = "and those whose keys begin so",
      .example = "{ \"kubernetes.io/\" }" },
    { 0 }
};

static const struct attr assume_role_fields[] = {
    { .name = "role_arn", .type = ATTR_STRING, .flags = REQUIRED, .check = check_arn, .api = "RoleArn", .doc = "role to work as",
      .example = "\"arn:aws:iam::123456789012:role/infra\"" },
    { .name = "external_id", .type = ATTR_STRING, .flags = OPTIONAL, .min = 2, .max = 1224, .api = "ExternalId",
      .doc = "what the role's trust policy asks for" },
    { .name = "session_name", .type = ATTR_STRING, .flags = OPTIONAL, .min = 2, .max = 64, .api = "RoleSessionName",
      .doc = "name of the session in CloudTrail; default infra" },
    { .name = "source_identity", .type = ATTR_STRING, .flags = OPTIONAL, .min = 2, .max = 64, .api = "SourceIdentity",
      .doc = "who is behind it, kept through further roles" },
    { .name = "duration", .type = ATTR_INT, .flags = OPTIONAL, .min = 900, .max = 43200, .api = "DurationSeconds",
      .doc = "seconds that a session lasts; it is renewed in time" },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL, .api = "Policy", .doc = "limits the session further" },
    { 0 }
};

static const struct attr provider_attrs[] = {
    { .name = "region", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "default: AWS_REGION, then the profile's",
      .example = "\"ap-northeast-2\"" },
    { .name = "profile", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "profile of ~/.aws/config; then AWS_ACCESS_KEY_ID does not count" },
    { .name = "default_tags", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = default_tags_fields, .doc = "tags for everything",
      .example = "{ tags = { team = \"net\" } }" },
    { .name = "ignore_tags", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = ignore_tags_fields, .doc = "tags that others manage" },
    { .name = "assume_role", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = assume_role_fields, .doc = "role to work as" },
    { .name = "allowed_account_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL, .check = check_account, .conflicts = "forbidden_account_ids",
      .doc = "any other account is refused before anything is read", .example = "{ \"123456789012\" }" },
    { .name = "forbidden_account_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL, .check = check_account,
      .doc = "these accounts are refused before anything is read" },
    { 0 }
};

/* ---- Opening --------------------------------------------------------------------------------------------------------- */

static const char *no_variable(void *context, const char *name)
{
    (void)context;
    (void)name;
    return NULL;
}

static bool policy_text(struct aws *aws, struct value policy, struct str *ret, struct err *err)
{
    if (!value_present(policy) || policy.kind == VALUE_STRING) {
        *ret = value_text(policy);
        return true;
    }
    DROP_BUF struct buf out = { .max_bytes = 64 << 10 };
    TRY(value_to_json(&out, policy, false, err));
    *ret = arena_str(&aws->memory, buf_str(&out));
    return true;
}

static bool take_block(struct aws *aws, struct value config, struct err *err)
{
    struct value block = value_copy(&aws->memory, config), role = value_get(block, "assume_role");
    aws->default_tags = value_path(block, "default_tags.tags");
    if (aws->default_tags.kind == VALUE_MAP && aws->default_tags.count)
        aws->base.defaults = value_map_of(&aws->memory, "tags", aws->default_tags, NULL);
    aws->ignore_keys = value_path(block, "ignore_tags.keys");
    aws->ignore_key_prefixes = value_path(block, "ignore_tags.key_prefixes");
    aws->assume = (struct aws_assume){
        .arn = value_text(value_get(role, "role_arn")), .external_id = value_text(value_get(role, "external_id")),
        .session_name = value_text(value_get(role, "session_name")), .source_identity = value_text(value_get(role, "source_identity")),
        .duration_s = value_to_int(value_get(role, "duration"), 0),
    };
    return policy_text(aws, value_get(role, "policy"), &aws->assume.policy, err);
}

static bool find_region(struct aws *aws, const struct provider_open *in, struct err *err)
{
    struct str wanted = value_text(value_get(in->config, "region")), region;
    if (!aws->simulated || wanted.len) {
        TRY(aws_config_region(&aws->config, wanted, &region, err));
        aws->region = arena_str(&aws->memory, region);
        return true;
    }
    static const char *const variables[] = { "AWS_REGION", "AWS_DEFAULT_REGION" };
    const char *text = NULL;
    for (size_t i = 0; i < ARRAY_LEN(variables) && (!text || !*text); i++)
        text = in->getenv(in->getenv_context, variables[i]);
    TRY(aws_config_region(&aws->config, text && *text ? str_of(text) : STR("us-east-1"), &region, err));
    aws->region = arena_str(&aws->memory, region);
    return true;
}

static int64_t stated(struct str profile, const char *name, int64_t fallback)
{
    while (profile.ptr) {
        struct str rest = str_trim(str_split(&profile, ';')), key = str_trim(str_split(&rest, '='));
        int64_t ms;
        if (str_is(key, name) && str_to_i64(str_trim(rest), &ms) && ms >= 0)
            return ms;
    }
    return fallback;
}

static void set_times(struct aws *aws, struct str profile)
{
    aws->base.settle_ms = stated(profile, "settle_ms", SETTLE_MS);
    aws->base.poll_ms = stated(profile, "poll_ms", aws->loopback ? POLL_LOOPBACK_MS : POLL_MS);
    aws->base.profile.fast_profile = profile.len; /* the header is dropped before it comes here, unless loopback or in process */
}

static bool ask_who_we_are(struct aws *aws, const struct net_scope *scope, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct aws_request request = { .operation = STS_GetCallerIdentity, .scope = scope };
    struct aws_result result;
    TRY(aws_send(aws, &scratch, &request, &result, err));
    aws->account = arena_str(&aws->memory, value_text(value_get(result.output, "Account")));
    aws->arn = arena_str(&aws->memory, value_text(value_get(result.output, "Arn")));
    aws->user_id = arena_str(&aws->memory, value_text(value_get(result.output, "UserId")));
    struct str rest = aws->arn;
    (void)str_split(&rest, ':');
    aws->partition = str_split(&rest, ':');
    if (str_empty(aws->account) || str_empty(aws->partition))
        return FAIL(err, ERR_REMOTE, "STS GetCallerIdentity: the answer names no account");
    aws->partition = arena_str(&aws->memory, aws->partition);
    set_times(aws, result.sim_profile);
    return true;
}

static bool holds(struct value list, struct str text)
{
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        if (str_eq(value_text(value_at(list, i)), text))
            return true;
    return false;
}

static bool allow_account(const struct aws *aws, struct value config, struct err *err)
{
    struct value allowed = value_get(config, "allowed_account_ids"), forbidden = value_get(config, "forbidden_account_ids");
    if ((!value_present(allowed) || holds(allowed, aws->account)) && !holds(forbidden, aws->account))
        return true;
    (void)FAIL(err, ERR_DENIED, "the credentials belong to account %.*s, which this stack %s", STR_ARG(aws->account),
               value_present(allowed) ? "does not allow" : "forbids");
    return err_hint(err, "they are %.*s, from %.*s; choose another profile or role", STR_ARG(aws->arn),
                    STR_ARG(aws->signer.source.len ? aws->signer.source : STR("the environment or configuration")));
}

static struct value recipe_of(struct aws *aws, struct value config)
{
    struct value block = value_copy(&aws->memory, config);
    return value_map_of(&aws->memory, "region", value_str(aws->region), "profile", value_get(block, "profile"), "assume_role",
                        value_get(block, "assume_role"), "default_tags", value_get(block, "default_tags"), "ignore_tags",
                        value_get(block, "ignore_tags"), NULL);
}

static bool open_handle(struct aws *aws, const struct provider_open *in, struct err *err)
{
    aws->base = (struct provider){ .type = &aws_provider, .name = arena_str(&aws->memory, in->name), .net = in->net,
                                   .settle_ms = SETTLE_MS, .poll_ms = POLL_MS };
    aws->simulated = in->simulated;
    aws->world = (struct auth_world){ .io = in->io, .getenv = in->simulated ? no_variable : in->getenv,
                                      .getenv_ctx = in->getenv_context, .http = aws_access_http, .http_ctx = aws };
    TRY(take_block(aws, in->config, err));
    struct aws_config_options options = { .profile = in->simulated ? STR_NONE : value_text(value_get(in->config, "profile")) };
    TRY(aws_config_open(&aws->world, &options, &aws->config, err));
    TRY(find_region(aws, in, err));
    if (aws->simulated)
        aws->assume = (struct aws_assume){ 0 };
    else
        aws->auth = aws_auth_new(&aws->config);
    TRY(ask_who_we_are(aws, &in->scope, err));
    TRY(allow_account(aws, in->config, err));
    aws->base.key = arena_printf(&aws->memory, "aws/%.*s/%.*s/%.*s", STR_ARG(aws->partition), STR_ARG(aws->account), STR_ARG(aws->region));
    aws->base.recipe = recipe_of(aws, in->config);
    return true;
}

static void aws_close(struct provider *provider)
{
    struct aws *aws = aws_of(provider);
    aws_access_done(aws);
    aws_config_close(&aws->config);
    struct arena memory = aws->memory; /* holds the handle itself */
    arena_done(&memory);
}

static bool aws_open(const struct provider_open *in, struct provider **ret, struct err *err)
{
    struct arena memory = { 0 };
    struct aws *aws = ARENA_NEW(&memory, struct aws);
    aws->memory = memory;
    if (!open_handle(aws, in, err)) {
        aws_close(&aws->base);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    *ret = &aws->base;
    return true;
}

static const struct resource_type *const aws_types[] = {
    &aws_vpc,
    &aws_subnet,
    &aws_internet_gateway,
    &aws_eip,
    &aws_nat_gateway,
    &aws_route_table,
    &aws_route,
    &aws_route_table_association,
    &aws_security_group,
    &aws_vpc_security_group_ingress_rule,
    &aws_vpc_security_group_egress_rule,
    &aws_vpc_endpoint,
    &aws_key_pair,
    NULL,
};

const struct provider_type aws_provider = {
    .name = "aws",
    .prefix = "aws_",
    .doc = "Amazon Web Services",
    .attrs = provider_attrs,
    .types = aws_types,
    .lookups = aws_lookups,
    .open = aws_open,
    .close = aws_close,
    .read = aws_read,
};
