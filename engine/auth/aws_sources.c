/*
 * aws_sources.c - every source of AWS keys: one function each, one table, one search.
 *
 * A source says "not configured" (with a note for the message that lists what was tried), "found", or fails. Order and
 * meaning follow botocore 1.44; environment-only sources do not count inside a profile that another profile names.
 */
#include "engine/auth/aws_sources.h"
#include "engine/auth/aws_sts.h"
#include "engine/auth/process.h"

#include <jansson.h>

enum { ROLE_CHAIN_MAX = 8, TOKEN_FILE_MAX = 64 << 10, ROLE_MIN_S = 900, ROLE_MAX_S = 43200 };

enum found { NOT_CONFIGURED, FOUND, FAILED };

/* One search: of the user's profile (depth 0) or of one that a role's source_profile names. */
struct search {
    const struct aws_config *config;
    struct str profile;
    const struct search *outer;
    int depth;
    struct buf tried;
};

DEFINE_DROP(json, struct json_t *, auth_json_drop)

/* ---- Shared pieces ---------------------------------------------------------------------------------------------- */

static enum found note(struct search *s, const char *format, ...) PRINTF_LIKE(2, 3);
static enum found note(struct search *s, const char *format, ...)
{
    if (s->tried.len)
        buf_add_cstr(&s->tried, ", ");
    va_list args;
    va_start(args, format);
    buf_vprintf(&s->tried, format, args);
    va_end(args);
    return NOT_CONFIGURED;
}

/* For FAIL in functions that return enum found. */
static enum found failed(bool always_false)
{
    (void)always_false;
    return FAILED;
}

static struct str property(const struct search *s, const char *name)
{
    return aws_config_get(s->config, s->profile, name);
}

/* The environment's own keys and roles count for the user's profile only, and not when the user named one. */
static bool environment_counts(const struct search *s)
{
    return s->depth == 0 && !s->config->profile_explicit;
}

static bool all_printable(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= ' ' || (unsigned char)s.ptr[i] >= 127)
            return false;
    return true;
}

/* Copies the keys. What cannot be a key never reaches a header. */
static enum found take(struct aws_credentials *ret, struct str id, struct str secret, struct str token, struct err *err)
{
    const char *source = ret->source.ptr;
    if (str_empty(id) || str_empty(secret))
        return failed(FAIL(err, ERR_INVALID, "%s: %s is missing", source, str_empty(id) ? "the access key id" : "the secret access key"));
    if (!all_printable(id) || id.len > 128 || str_find_char(id, '/') >= 0 || str_find_char(id, ',') >= 0)
        return failed(FAIL(err, ERR_INVALID, "%s: the access key id is not one", source));
    if (!all_printable(secret) || !all_printable(token))
        return failed(FAIL(err, ERR_INVALID, "%s: the secret or the session token has characters that none has", source));
    ret->access_key_id = arena_str(&ret->memory, id);
    ret->secret_access_key = arena_str(&ret->memory, secret);
    ret->session_token = str_empty(token) ? STR_NONE : arena_str(&ret->memory, token);
    return FOUND;
}

static void name_source(struct aws_credentials *ret, const char *format, ...) PRINTF_LIKE(2, 3);
static void name_source(struct aws_credentials *ret, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ret->source = arena_vprintf(&ret->memory, format, args);
    va_end(args);
}

/* ---- Environment and files -------------------------------------------------------------------------------------- */

static enum found take_environment(const struct auth_world *world, struct aws_credentials *ret, struct err *err)
{
    name_source(ret, "environment");
    struct str token = auth_env(world, "AWS_SESSION_TOKEN"), expires = auth_env(world, "AWS_CREDENTIAL_EXPIRATION");
    if (str_empty(token))
        token = auth_env(world, "AWS_SECURITY_TOKEN");
    if (str_empty(auth_env(world, "AWS_SECRET_ACCESS_KEY")))
        return failed(FAIL(err, ERR_INVALID, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"));
    if (!str_empty(expires) && !io_parse_time(expires, &ret->expires_ms))
        return failed(FAIL(err, ERR_INVALID, "AWS_CREDENTIAL_EXPIRATION is not a time like 2026-01-31T12:00:00Z"));
    return take(ret, auth_env(world, "AWS_ACCESS_KEY_ID"), auth_env(world, "AWS_SECRET_ACCESS_KEY"), token, err);
}

static enum found from_environment(struct search *s, struct aws_credentials *ret, struct err *err)
{
    if (!environment_counts(s))
        return s->depth ? NOT_CONFIGURED : note(s, "environment (not used: a profile was named)");
    if (str_empty(auth_env(&s->config->world, "AWS_ACCESS_KEY_ID")))
        return note(s, "environment (AWS_ACCESS_KEY_ID is not set)");
    return take_environment(&s->config->world, ret, err);
}

static enum found take_section(struct search *s, const struct ini *ini, const char *path, struct aws_credentials *ret,
                               struct err *err)
{
    const struct ini_section *section = ini_find(ini, INI_PROFILE, s->profile);
    struct str id = ini_get(section, "aws_access_key_id"), secret = ini_get(section, "aws_secret_access_key");
    if (str_empty(id) && str_empty(secret))
        return note(s, "profile '%.*s' in %s (%s)", STR_ARG(s->profile), path, section ? "it has no keys" : "it is not there");
    name_source(ret, "profile '%.*s' in %s", STR_ARG(s->profile), path);
    struct str token = ini_get(section, "aws_session_token");
    if (str_empty(token))
        token = ini_get(section, "aws_security_token");
    return take(ret, id, secret, token, err);
}

static enum found from_credentials_file(struct search *s, struct aws_credentials *ret, struct err *err)
{
    return take_section(s, &s->config->credentials, s->config->credentials_path, ret, err);
}

static enum found from_config_file(struct search *s, struct aws_credentials *ret, struct err *err)
{
    return take_section(s, &s->config->config, s->config->config_path, ret, err);
}

/* ---- credential_process ----------------------------------------------------------------------------------------- */

static enum found take_process_output(struct str output, struct aws_credentials *ret, struct err *err)
{
    DROP(json) struct json_t *answer = auth_json_object(output);
    const char *source = ret->source.ptr;
    if (!answer)
        return failed(FAIL(err, ERR_AUTH, "%s: it did not print one JSON object", source));
    if (json_integer_value(json_object_get(answer, "Version")) != 1)
        return failed(FAIL(err, ERR_AUTH, "%s: its answer does not have Version 1", source));
    DROP_ARENA struct arena scratch = { 0 };
    struct str id = auth_json_string(&scratch, answer, "AccessKeyId");
    struct str secret = auth_json_string(&scratch, answer, "SecretAccessKey");
    struct str token = auth_json_string(&scratch, answer, "SessionToken");
    struct str expires = auth_json_string(&scratch, answer, "Expiration");
    enum found found = FAILED;
    if (!str_empty(expires) && !io_parse_time(expires, &ret->expires_ms))
        (void)FAIL(err, ERR_AUTH, "%s: its Expiration is not a time", source);
    else
        found = take(ret, id, secret, token, err);
    auth_wipe(secret);
    auth_wipe(token);
    return found;
}

static enum found from_process(struct search *s, struct aws_credentials *ret, struct err *err)
{
    struct str command = property(s, "credential_process");
    if (str_empty(command))
        return NOT_CONFIGURED;
    name_source(ret, "credential_process of profile '%.*s'", STR_ARG(s->profile));
    DROP_ARENA struct arena scratch = { 0 };
    struct process_options options = { .io = s->config->world.io };
    char **args;
    struct str output;
    if (!process_split(&scratch, command, &args, err) || !process_run(&scratch, &options, args, &output, err)) {
        (void)err_context(err, "%s", ret->source.ptr);
        return FAILED;
    }
    enum found found = take_process_output(output, ret, err);
    auth_wipe(output);
    return found;
}

/* ---- Roles ------------------------------------------------------------------------------------------------------ */

static enum found search_all(struct search *s, struct aws_credentials *ret, struct err *err);

static bool has_static_keys(const struct search *s, struct str profile)
{
    return !str_empty(aws_config_get(s->config, profile, "aws_access_key_id"));
}

static struct str session_name(const struct search *s, struct arena *arena, struct str configured)
{
    if (!str_empty(configured))
        return configured;
    return arena_printf(arena, "infra-%lld", (long long)(io_wall_ms(s->config->world.io) / 1000));
}

static bool read_role(struct search *s, struct arena *scratch, struct aws_role *ret, struct err *err)
{
    *ret = (struct aws_role){ .arn = property(s, "role_arn"), .external_id = property(s, "external_id"),
                              .session_name = session_name(s, scratch, property(s, "role_session_name")) };
    struct str duration = property(s, "duration_seconds");
    if (!str_empty(duration) &&
        (!str_to_i64(duration, &ret->duration_s) || ret->duration_s < ROLE_MIN_S || ret->duration_s > ROLE_MAX_S))
        return FAIL(err, ERR_INVALID, "profile '%.*s': duration_seconds must be %d to %d", STR_ARG(s->profile), ROLE_MIN_S,
                    ROLE_MAX_S);
    if (!str_empty(property(s, "mfa_serial"))) {
        (void)FAIL(err, ERR_AUTH, "profile '%.*s' needs an MFA code (mfa_serial), and infra asks for none", STR_ARG(s->profile));
        return err_hint(err, "get a session by other means, for example `aws configure export-credentials --profile %.*s "
                        "--format env`, and run infra with it", STR_ARG(s->profile));
    }
    return true;
}

/* The keys of source_profile: its own if it has some, else whatever its sources give, roles included. */
static enum found from_source_profile(struct search *s, struct str source, struct aws_credentials *ret, struct err *err)
{
    if (!aws_config_has_profile(s->config, source))
        return failed(FAIL(err, ERR_INVALID, "profile '%.*s' names the source_profile '%.*s', which does not exist",
                           STR_ARG(s->profile), STR_ARG(source)));
    if (!has_static_keys(s, source)) {
        for (const struct search *up = s; up; up = up->outer)
            if (str_eq(up->profile, source))
                return failed(FAIL(err, ERR_INVALID, "profile '%.*s': source_profile leads back to '%.*s', which has no keys",
                                   STR_ARG(s->profile), STR_ARG(source)));
        if (s->depth == ROLE_CHAIN_MAX)
            return failed(FAIL(err, ERR_LIMIT, "profile '%.*s': more than %d roles are chained", STR_ARG(s->profile), ROLE_CHAIN_MAX));
    }
    struct search inner = { .config = s->config, .profile = source, .outer = s, .depth = s->depth + 1 };
    enum found found = search_all(&inner, ret, err);
    buf_done(&inner.tried);
    if (found == NOT_CONFIGURED)
        return failed(FAIL(err, ERR_AUTH, "profile '%.*s' (source_profile of '%.*s') has no credentials", STR_ARG(source),
                           STR_ARG(s->profile)));
    return found;
}

static enum found from_credential_source(struct search *s, struct str source, struct aws_credentials *ret, struct err *err)
{
    if (str_is(source, "Environment")) {
        if (str_empty(auth_env(&s->config->world, "AWS_ACCESS_KEY_ID")))
            return failed(FAIL(err, ERR_AUTH, "profile '%.*s' takes its keys from the environment, where AWS_ACCESS_KEY_ID is not set",
                               STR_ARG(s->profile)));
        return take_environment(&s->config->world, ret, err);
    }
    if (str_is(source, "Ec2InstanceMetadata") || str_is(source, "EcsContainer"))
        return failed(FAIL(err, ERR_NOT_BUILT, "profile '%.*s': credential_source = %.*s is not built yet", STR_ARG(s->profile),
                           STR_ARG(source)));
    return failed(FAIL(err, ERR_INVALID, "profile '%.*s': credential_source must be Environment, Ec2InstanceMetadata or EcsContainer",
                       STR_ARG(s->profile)));
}

static enum found from_role(struct search *s, struct aws_credentials *ret, struct err *err)
{
    struct str source_profile = property(s, "source_profile"), credential_source = property(s, "credential_source");
    if (str_empty(property(s, "role_arn")) || !str_empty(property(s, "web_identity_token_file")))
        return NOT_CONFIGURED;
    if (s->depth && has_static_keys(s, s->profile))
        return NOT_CONFIGURED; /* as somebody's source, its keys count, not its role */
    if (str_empty(source_profile) == str_empty(credential_source))
        return failed(FAIL(err, ERR_INVALID, "profile '%.*s' has role_arn and %s source_profile %s credential_source",
                           STR_ARG(s->profile), str_empty(source_profile) ? "neither" : "both",
                           str_empty(source_profile) ? "nor" : "and"));
    DROP_ARENA struct arena scratch = { 0 };
    struct aws_role role;
    if (!read_role(s, &scratch, &role, err))
        return FAILED;
    struct aws_credentials base = { 0 };
    enum found found = str_empty(source_profile) ? from_credential_source(s, credential_source, &base, err)
                                                 : from_source_profile(s, source_profile, &base, err);
    if (found == FOUND) {
        struct sigv4_identity identity = aws_identity(&base);
        name_source(ret, "profile '%.*s' (role %.*s)", STR_ARG(s->profile), STR_ARG(role.arn));
        found = aws_sts_assume_role(s->config, &role, &identity, ret, err) ? FOUND : FAILED;
    }
    aws_credentials_done(&base);
    return found;
}

static enum found from_web_identity(struct search *s, struct aws_credentials *ret, struct err *err)
{
    const struct auth_world *world = &s->config->world;
    DROP_ARENA struct arena scratch = { 0 };
    struct aws_role role = { 0 };
    struct str path = environment_counts(s) ? auth_env(world, "AWS_WEB_IDENTITY_TOKEN_FILE") : STR_NONE;
    if (!str_empty(path)) {
        name_source(ret, "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)");
        role.arn = auth_env(world, "AWS_ROLE_ARN");
        role.session_name = session_name(s, &scratch, auth_env(world, "AWS_ROLE_SESSION_NAME"));
    } else {
        path = property(s, "web_identity_token_file");
        if (str_empty(path))
            return s->depth ? NOT_CONFIGURED : note(s, "web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not set)");
        name_source(ret, "web identity of profile '%.*s'", STR_ARG(s->profile));
        role.arn = property(s, "role_arn");
        role.session_name = session_name(s, &scratch, property(s, "role_session_name"));
    }
    if (str_empty(role.arn))
        return failed(FAIL(err, ERR_INVALID, "%s: the token file is named, but no role (AWS_ROLE_ARN, role_arn)", ret->source.ptr));
    struct str token;
    if (!auth_read_file(world, &scratch, auth_expand_home(world, &scratch, path), TOKEN_FILE_MAX, &token, err)) {
        (void)err_context(err, "%s", ret->source.ptr);
        return FAILED;
    }
    bool ok = aws_sts_web_identity(s->config, &role, str_trim(token), ret, err);
    auth_wipe(token);
    return ok ? FOUND : FAILED;
}

/* ---- Known, not built ------------------------------------------------------------------------------------------- */

static enum found not_built(struct search *s, const char *what, struct err *err)
{
    (void)FAIL(err, ERR_NOT_BUILT, "profile '%.*s' uses %s, which is not built yet", STR_ARG(s->profile), what);
    (void)err_hint(err, "`aws configure export-credentials --profile %.*s --format env` gives keys for the environment",
                   STR_ARG(s->profile));
    return FAILED;
}

static enum found from_sso(struct search *s, struct aws_credentials *ret, struct err *err)
{
    (void)ret;
    if (str_empty(property(s, "sso_session")) && str_empty(property(s, "sso_start_url")))
        return NOT_CONFIGURED;
    return not_built(s, "single sign-on (sso_session)", err);
}

static enum found from_login(struct search *s, struct aws_credentials *ret, struct err *err)
{
    (void)ret;
    if (str_empty(property(s, "login_session")))
        return NOT_CONFIGURED;
    return not_built(s, "a login session (login_session)", err);
}

static enum found from_container(struct search *s, struct aws_credentials *ret, struct err *err)
{
    (void)ret;
    static const char *const variables[] = { "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI" };
    for (size_t i = 0; i < ARRAY_LEN(variables); i++)
        if (!str_empty(auth_env(&s->config->world, variables[i])))
            return failed(FAIL(err, ERR_NOT_BUILT, "%s is set, but container credentials are not built yet", variables[i]));
    return note(s, "container (AWS_CONTAINER_CREDENTIALS_FULL_URI is not set)");
}

static enum found from_instance_metadata(struct search *s, struct aws_credentials *ret, struct err *err)
{
    (void)ret, (void)err;
    return note(s, "instance metadata (not built yet)");
}

/* ---- The table -------------------------------------------------------------------------------------------------- */

static const struct source {
    const char *name;
    enum found (*load)(struct search *s, struct aws_credentials *ret, struct err *err);
    bool in_profiles;       /* counts for a profile that another one names as its source */
} sources[] = {
    { "environment", from_environment, false },
    { "assume role", from_role, true },
    { "web identity", from_web_identity, true },
    { "single sign-on", from_sso, true },
    { "credentials file", from_credentials_file, true },
    { "login session", from_login, true },
    { "credential_process", from_process, true },
    { "config file", from_config_file, true },
    { "container", from_container, false },
    { "instance metadata", from_instance_metadata, false },
};

static enum found search_all(struct search *s, struct aws_credentials *ret, struct err *err)
{
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        if (s->depth && !sources[i].in_profiles)
            continue;
        enum found found = sources[i].load(s, ret, err);
        if (found != NOT_CONFIGURED)
            return found;
    }
    return NOT_CONFIGURED;
}

bool aws_sources_search(const struct aws_config *config, struct aws_credentials *ret, struct err *err)
{
    struct search s = { .config = config, .profile = config->profile };
    *ret = (struct aws_credentials){ 0 };
    enum found found = search_all(&s, ret, err);
    if (found == NOT_CONFIGURED) {
        (void)FAIL(err, ERR_AUTH, "no AWS credentials; tried: %.*s", STR_ARG(buf_str(&s.tried)));
        (void)err_hint(err, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with AWS_PROFILE");
    }
    buf_done(&s.tried);
    if (found != FOUND)
        aws_credentials_done(ret);
    return found == FOUND;
}
