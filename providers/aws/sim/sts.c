/*
 * sts.c - who is asking, and temporary keys for another role.
 * Source: STS API 2011-06-15.
 *
 * Trust policies are not simulated: any role of any account can be assumed. A session lies in the world under its key id, so
 * requests signed with it are its role's, in its role's account, until it expires. Its secret follows from the key id
 * (aws_sim_session_secret), so that a server that verifies signatures can know it.
 */
#include "providers/aws/sim/handlers.h"

#include "engine/base/digest.h"
#include "providers/aws/sim/face.h"

enum { SESSION_DEFAULT_S = 3600, SESSION_MIN_S = 900, USER_SESSION_DEFAULT_S = 43200, SECRET_CHARS = 40, KEY_BYTES = 10 };
#define SESSION_KIND STR("aws:session")

struct str aws_sim_session_secret(struct arena *arena, struct str access_key_id)
{
    struct digest d = digest_hmac(STR("the simulated security token service"), access_key_id);
    return arena_str(arena, str_slice(base64_encode(arena, str_n((const char *)d.bytes, sizeof d.bytes)), 0, SECRET_CHARS));
}

static struct str upper(struct arena *arena, struct str s)
{
    char *copy = arena_cstr(arena, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = copy[i] >= 'a' && copy[i] <= 'z' ? (char)(copy[i] - 32) : copy[i];
    return str_n(copy, s.len);
}

/* Ids like AROA0123456789ABCDEF: stable for what they name. */
static struct str stable_id(struct call *c, const char *prefix, struct str of)
{
    struct digest d = digest_of(of);
    return arena_printf(c->arena, "%s%.*s", prefix, STR_ARG(upper(c->arena, base32_encode(c->arena, str_n((const char *)d.bytes, KEY_BYTES)))));
}

/* Answers with new keys; `arn` is who they are. */
static struct value credentials_new(struct call *c, struct str account, struct str arn, struct str user_id, int64_t seconds)
{
    uint64_t random[2] = { sim_random(c->world), sim_random(c->world) };
    struct str key = arena_printf(c->arena, "ASIA%.*s",
                                  STR_ARG(upper(c->arena, base32_encode(c->arena, str_n((const char *)random, KEY_BYTES)))));
    struct str token = arena_printf(c->arena, "FwoGZXIvYXdzE%.*s", STR_ARG(sim_new_id(c->world, c->arena, "", 32)));
    int64_t expires_ms = c->now_ms + seconds * 1000;
    (void)sim_put(c->world, SESSION_KIND, STR(""), key,
                  value_map_of(c->arena, "account", value_str(account), "arn", value_str(arn), "user_id", value_str(user_id), "token",
                               value_str(token), "expires_ms", value_int(expires_ms), NULL),
                  c->now_ms);
    return value_map_of(c->arena, "AccessKeyId", value_str(key), "SecretAccessKey", value_str(aws_sim_session_secret(c->arena, key)), "SessionToken",
                        value_str(token), "Expiration", value_str(io_format_time(c->arena, expires_ms)), NULL);
}

bool sim_GetCallerIdentity(struct call *c)
{
    struct str arn = arena_printf(c->arena, "arn:aws:iam::%.*s:user/simulated", STR_ARG(c->account));
    c->out = value_map_of(c->arena, "Account", value_str(c->account), "Arn", c->session ? call_field(c->session, "arn") : value_str(arn), "UserId",
                          c->session ? call_field(c->session, "user_id") : value_str(stable_id(c, "AIDA", arn)), NULL);
    return true;
}

/* arn:aws:iam::123456789012:role/path/name */
static bool read_role(struct call *c, struct str *ret_account, struct str *ret_name)
{
    struct str arn = call_in_text(c, "RoleArn"), rest = arn, part = STR("");
    struct str account = STR("");
    for (int i = 0; i < 5 && rest.ptr; i++) {
        part = str_split(&rest, ':');
        if (i == 4)
            account = part;
    }
    if (!str_starts(arn, STR("arn:")) || account.len != 12 || !rest.ptr || !str_starts(rest, STR("role/")) || rest.len < 6)
        return call_refuse(c, "ValidationError", "%.*s is invalid", STR_ARG(arn));
    for (struct str path = rest; path.ptr;)
        part = str_split(&path, '/');
    *ret_account = arena_str(c->arena, account);
    *ret_name = part;
    return true;
}

static bool read_duration(struct call *c, int64_t fallback_s, int64_t *ret)
{
    *ret = value_to_int(call_in(c, "DurationSeconds"), fallback_s);
    if (c->session && *ret > SESSION_DEFAULT_S && call_given(c, "RoleArn"))
        return call_refuse(c, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
    return *ret >= SESSION_MIN_S || call_refuse(c, "ValidationError", "DurationSeconds is at least %d", SESSION_MIN_S);
}

static bool assume(struct call *c, struct value extra)
{
    struct str account = STR_NONE, name = STR_NONE, session = call_in_text(c, "RoleSessionName");
    int64_t seconds;
    if (!read_role(c, &account, &name) || !read_duration(c, SESSION_DEFAULT_S, &seconds))
        return false;
    struct str arn = arena_printf(c->arena, "arn:aws:sts::%.*s:assumed-role/%.*s/%.*s", STR_ARG(account), STR_ARG(name), STR_ARG(session));
    struct str id = arena_printf(c->arena, "%.*s:%.*s", STR_ARG(stable_id(c, "AROA", call_in_text(c, "RoleArn"))), STR_ARG(session));
    c->out = value_merge(c->arena, extra,
                         value_map_of(c->arena, "Credentials", credentials_new(c, account, arn, id, seconds), "AssumedRoleUser",
                                      value_map_of(c->arena, "Arn", value_str(arn), "AssumedRoleId", value_str(id), NULL), NULL));
    return true;
}

bool sim_AssumeRole(struct call *c)
{
    return assume(c, value_map_of(c->arena, "SourceIdentity", call_in(c, "SourceIdentity"), NULL));
}

/* header.payload.signature; the signature is not checked. */
static bool read_token(struct call *c, struct value *ret_claims)
{
    struct str rest = call_in_text(c, "WebIdentityToken"), json;
    (void)str_split(&rest, '.');
    struct str payload = rest.ptr ? str_split(&rest, '.') : STR("");
    if (rest.ptr && payload.len && base64_decode(c->arena, payload, &json) && value_from_json(c->arena, json, ret_claims, NULL) &&
        value_text(value_get(*ret_claims, "sub")).len)
        return true;
    return call_refuse(c, "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
}

bool sim_AssumeRoleWithWebIdentity(struct call *c)
{
    struct value claims;
    if (!read_token(c, &claims))
        return false;
    struct value expires = value_get(claims, "exp");
    if (expires.kind == VALUE_INT && c->now_ms / 1000 >= expires.integer)
        return call_refuse(c, "ExpiredTokenException", "Token expired: current date/time must be before the expiration date/time");
    struct value audience = value_get(claims, "aud");
    return assume(c, value_map_of(c->arena, "SubjectFromWebIdentityToken", value_get(claims, "sub"), "Provider", value_get(claims, "iss"), "Audience",
                                  audience.kind == VALUE_LIST ? value_at(audience, 0) : audience, NULL));
}

bool sim_GetSessionToken(struct call *c)
{
    int64_t seconds;
    if (c->session)
        return call_refuse_status(c, 403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
    if (!read_duration(c, USER_SESSION_DEFAULT_S, &seconds))
        return false;
    struct str arn = arena_printf(c->arena, "arn:aws:iam::%.*s:user/simulated", STR_ARG(c->account));
    c->out = value_map_of(c->arena, "Credentials", credentials_new(c, c->account, arn, stable_id(c, "AIDA", arn), seconds), NULL);
    return true;
}

bool sim_GetFederationToken(struct call *c)
{
    int64_t seconds;
    if (c->session)
        return call_refuse_status(c, 403, "AccessDenied", "Cannot call GetFederationToken with session credentials");
    if (!read_duration(c, USER_SESSION_DEFAULT_S, &seconds))
        return false;
    struct str name = call_in_text(c, "Name"), arn = arena_printf(c->arena, "arn:aws:sts::%.*s:federated-user/%.*s", STR_ARG(c->account), STR_ARG(name));
    struct str id = arena_printf(c->arena, "%.*s:%.*s", STR_ARG(c->account), STR_ARG(name));
    c->out = value_map_of(c->arena, "Credentials", credentials_new(c, c->account, arn, id, seconds), "FederatedUser",
                          value_map_of(c->arena, "Arn", value_str(arn), "FederatedUserId", value_str(id), NULL), NULL);
    return true;
}

bool sim_GetAccessKeyInfo(struct call *c)
{
    struct str key = call_in_text(c, "AccessKeyId");
    const struct sim_object *session = sim_get(c->world, SESSION_KIND, STR(""), key);
    c->out = value_map_of(c->arena, "Account", session ? call_field(session, "account") : value_str(c->account), NULL);
    return true;
}

bool sim_DecodeAuthorizationMessage(struct call *c)
{
    return call_refuse(c, "InvalidAuthorizationMessageException", "The message is not one of this service");
}

static bool refuse_unsimulated(struct call *c)
{
    return call_refuse_status(c, 403, "AccessDenied", "%s is not simulated", model_text(c->model, c->op->name));
}

bool sim_AssumeRoleWithSAML(struct call *c)
{
    return refuse_unsimulated(c);
}

bool sim_AssumeRoot(struct call *c)
{
    return refuse_unsimulated(c);
}

bool sim_GetDelegatedAccessToken(struct call *c)
{
    return refuse_unsimulated(c);
}

bool sim_GetWebIdentityToken(struct call *c)
{
    return refuse_unsimulated(c);
}
