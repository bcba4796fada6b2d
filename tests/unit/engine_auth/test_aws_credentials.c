/*
 * test_aws_credentials.c - the chain: order, every source and its failures, roles through STS, refresh, and no secret in any message.
 */
#include "engine/auth/aws_credentials.h"
#include "tests/unit/engine_auth/fake_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define CONFIG "/fake/.aws/config"
#define CREDENTIALS "/fake/.aws/credentials"
#define STS_KEYS(action, id, expires)                                                                                        \
    "<" action "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" action "Result><AssumedRoleUser/>"           \
    "<Credentials><AccessKeyId>" id "</AccessKeyId><SecretAccessKey>hush-" id "</SecretAccessKey>"                           \
    "<SessionToken>token-" id "</SessionToken><Expiration>" expires "</Expiration></Credentials></" action                   \
    "Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" action "Response>"
#define ROLE_KEYS(id) STS_KEYS("AssumeRole", id, "2026-11-23T00:48:33Z") /* an hour from FAKE_NOW_S */

struct chain {
    struct fake_world fake;
    struct aws_config config;
    struct aws_auth *auth;
    struct err err;
    bool open;
};

/* Chains are static: aws_config must not move. */
static struct chain chain;

static struct fake_world *fresh(void)
{
    chain = (struct chain){ 0 };
    fake_init(&chain.fake);
    return &chain.fake;
}

static bool find_as(const char *profile, const struct aws_credentials **ret)
{
    chain.err = (struct err){ 0 };
    if (!chain.open) {
        if (!aws_config_open(&chain.fake.world, &(struct aws_config_options){ .profile = str_of(profile) }, &chain.config, &chain.err))
            return false;
        chain.auth = aws_auth_new(&chain.config);
        chain.open = true;
    }
    return aws_auth_credentials(chain.auth, ret, &chain.err);
}

static void drop(void)
{
    if (chain.open) {
        aws_auth_free(chain.auth);
        aws_config_close(&chain.config);
    }
    fake_done(&chain.fake);
}

static void check_found(const char *profile, const char *id, const char *source)
{
    const struct aws_credentials *keys;
    if (!find_as(profile, &keys))
        fail_msg("%s", chain.err.message);
    assert_string_equal(keys->access_key_id.ptr, id);
    assert_string_equal(keys->source.ptr, source);
}

static void check_fails(const char *profile, enum err_code code, const char *message)
{
    const struct aws_credentials *keys;
    assert_false(find_as(profile, &keys));
    assert_string_equal(chain.err.message, message);
    assert_int_equal(chain.err.code, code);
    assert_null(strstr(chain.err.hint, "hush"));
}

/* ---- Environment and files -------------------------------------------------------------------------------------- */

static void test_no_credentials_is_one_error_that_lists_what_was_tried(void **state)
{
    (void)state;
    fresh();
    check_fails(NULL, ERR_AUTH,
                "no AWS credentials; tried: environment (AWS_ACCESS_KEY_ID is not set), web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not "
                "set), profile 'default' in " CREDENTIALS " (it is not there), profile 'default' in " CONFIG " (it is not there), "
                "container (AWS_CONTAINER_CREDENTIALS_FULL_URI is not set), instance metadata (not built yet)");
    assert_string_equal(chain.err.hint, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with AWS_PROFILE");
    drop();
}

static void test_the_environment_comes_first(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CREDENTIALS, "[default]\naws_access_key_id = FILE\naws_secret_access_key = hush\n");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "ENV");
    fake_set(fake, "AWS_SECRET_ACCESS_KEY", "hush");
    fake_set(fake, "AWS_SESSION_TOKEN", "token");
    const struct aws_credentials *keys;
    check_found(NULL, "ENV", "environment");
    assert_true(find_as(NULL, &keys));
    struct sigv4_identity identity = aws_identity(keys);
    assert_true(str_is(identity.session_token, "token"));
    assert_true(str_is(identity.secret_access_key, "hush"));
    assert_int_equal(keys->expires_ms, 0);
    drop();
}

static void test_a_named_profile_switches_the_environment_off(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CREDENTIALS, "[dev]\naws_access_key_id = FILE\naws_secret_access_key = hush\naws_security_token = t\n[empty]\n");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "ENV");
    fake_set(fake, "AWS_SECRET_ACCESS_KEY", "hush");
    check_found("dev", "FILE", "profile 'dev' in " CREDENTIALS);
    drop();

    fake = fresh();
    fake_file(fake, CREDENTIALS, "[empty]\n");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "ENV");
    check_fails("empty", ERR_AUTH,
                "no AWS credentials; tried: environment (not used: a profile was named), web identity (AWS_WEB_IDENTITY_TOKEN_FILE is not "
                "set), profile 'empty' in " CREDENTIALS " (it has no keys), profile 'empty' in " CONFIG " (it is not there), container "
                "(AWS_CONTAINER_CREDENTIALS_FULL_URI is not set), instance metadata (not built yet)");
    drop();

    fake = fresh(); /* AWS_PROFILE does not: the environment's keys still win */
    fake_file(fake, CREDENTIALS, "[dev]\naws_access_key_id = FILE\naws_secret_access_key = hush\n");
    fake_set(fake, "AWS_PROFILE", "dev");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "ENV");
    fake_set(fake, "AWS_SECRET_ACCESS_KEY", "hush");
    fake_set(fake, "AWS_SECURITY_TOKEN", "old");
    check_found(NULL, "ENV", "environment");
    drop();
}

static void test_keys_in_the_config_file_come_last(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CONFIG, "[default]\naws_access_key_id = CONFIG\naws_secret_access_key = hush\n");
    check_found(NULL, "CONFIG", "profile 'default' in " CONFIG);
    drop();
}

static void test_half_a_pair_and_impossible_keys_are_refused(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_set(fake, "AWS_ACCESS_KEY_ID", "ENV");
    check_fails(NULL, ERR_INVALID, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not");
    fake_set(fake, "AWS_SECRET_ACCESS_KEY", "hu sh");
    check_fails(NULL, ERR_INVALID, "environment: the secret or the session token has characters that none has");
    fake_set(fake, "AWS_SECRET_ACCESS_KEY", "hush");
    fake_set(fake, "AWS_SESSION_TOKEN", "a\r\nX-Evil: hush");
    check_fails(NULL, ERR_INVALID, "environment: the secret or the session token has characters that none has");
    fake_set(fake, "AWS_SESSION_TOKEN", "");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "A/B");
    check_fails(NULL, ERR_INVALID, "environment: the access key id is not one");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "A");
    fake_set(fake, "AWS_CREDENTIAL_EXPIRATION", "soon");
    check_fails(NULL, ERR_INVALID, "AWS_CREDENTIAL_EXPIRATION is not a time like 2026-01-31T12:00:00Z");
    fake_set(fake, "AWS_CREDENTIAL_EXPIRATION", "2026-11-22T23:00:00Z");
    check_fails(NULL, ERR_AUTH, "the AWS credentials from environment expired at 2026-11-22T23:00:00Z");
    drop();

    fake = fresh();
    fake_file(fake, CREDENTIALS, "[default]\naws_access_key_id = A\n[b]\naws_secret_access_key = hush\n");
    check_fails(NULL, ERR_INVALID, "profile 'default' in " CREDENTIALS ": the secret access key is missing");
    drop();
    fake = fresh();
    fake_file(fake, CREDENTIALS, "[default]\naws_secret_access_key = hush\n");
    check_fails(NULL, ERR_INVALID, "profile 'default' in " CREDENTIALS ": the access key id is missing");
    drop();
}

/* ---- credential_process ----------------------------------------------------------------------------------------- */

static void check_process_fails(const char *script, enum err_code code, const char *message)
{
    DROP_ARENA struct arena arena = { 0 };
    struct fake_world *fake = fresh();
    fake_file(fake, CONFIG, arena_printf(&arena, "[default]\ncredential_process = %s\n", script).ptr);
    check_fails(NULL, code, message);
    drop();
}

static void test_credential_process_is_run_and_its_answer_checked(void **state)
{
    (void)state;
#define PROCESS "credential_process of profile 'default': "
    fake_file(fresh(), CONFIG, "[default]\ncredential_process = printf '%s' '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"hush\",\"SessionToken\":\"t\","
                  "\"Expiration\":\"2026-11-23T12:00:00Z\"}'\n");
    check_found(NULL, "PROC", "credential_process of profile 'default'");
    drop();
    check_process_fails("echo hush", ERR_AUTH, PROCESS "it did not print one JSON object");
    check_process_fails("echo '[\"hush\"]'", ERR_AUTH, PROCESS "it did not print one JSON object");
    check_process_fails("echo '{\"Version\":1,\"Version\":1}'", ERR_AUTH, PROCESS "it did not print one JSON object");
    check_process_fails("echo '{\"a\":[[[[[[[[[]]]]]]]]]}'", ERR_AUTH, PROCESS "it did not print one JSON object");
    check_process_fails("echo '{\"Version\":2}'", ERR_AUTH, PROCESS "its answer does not have Version 1");
    check_process_fails("echo '{\"Version\":1,\"AccessKeyId\":\"PROC\"}'", ERR_INVALID, PROCESS "the secret access key is missing");
    check_process_fails("echo '{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"hush\",\"Expiration\":\"never\"}'", ERR_AUTH,
                        PROCESS "its Expiration is not a time");
    check_process_fails("echo '{\"Version\":1,\"AccessKeyId\":\"P\",\"SecretAccessKey\":\"hush\",\"Expiration\":\"2026-11-22T01:00:00Z\"}'",
                        ERR_AUTH, "the AWS credentials from credential_process of profile 'default' expired at 2026-11-22T01:00:00Z");
    check_process_fails("sh -c 'echo hush; exit 2'", ERR_IO, PROCESS "'sh' ended with exit code 2");
    check_process_fails("/no/such/program hush", ERR_NOT_FOUND, PROCESS "cannot run '/no/such/program': No such file or directory");
    check_process_fails("sh 'hush", ERR_INVALID, PROCESS "the command has an open ' quote");
}

/* ---- Roles ------------------------------------------------------------------------------------------------------ */

static bool one_key(void *ctx, struct str access_key_id, struct sigv4_identity *ret)
{
    *ret = *(const struct sigv4_identity *)ctx;
    return str_eq(ret->access_key_id, access_key_id);
}

/* Request n was signed with these keys for STS. */
static void check_signed(size_t n, const char *id, const char *secret, const char *token)
{
    DROP_ARENA struct arena arena = { 0 };
    const struct io_http_request *r = &chain.fake.requests[n];
    struct sigv4_identity identity = { str_of(id), str_of(secret), str_of(token) };
    struct sigv4_policy policy = { .now_ms = chain.fake.wall_ms, .max_skew_ms = 300000, .service = STR("sts"),
                                   .lookup = one_key, .ctx = &identity };
    struct io_header headers[16] = { { STR("host"), str_slice(r->url, 8, r->url.len - 1) } };
    memcpy(headers + 1, r->headers, r->header_count * sizeof *headers);
    struct sigv4_incoming incoming = { r->method, STR("/"), STR_NONE, headers, r->header_count + 1, r->body };
    struct sigv4_checked checked;
    sigv4_verify(&arena, &policy, &incoming, &checked);
    if (checked.verdict != SIGV4_OK)
        fail_msg("%s %.*s", checked.code, STR_ARG(checked.explanation));
}

static void test_a_role_is_assumed_with_its_source_profile(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CONFIG, "[profile prod]\nrole_arn = arn:aws:iam::1:role/ops\nsource_profile = base\nexternal_id = x&y\n"
                            "role_session_name = ci\nduration_seconds = 3600\nregion = eu-west-1\n");
    fake_file(fake, CREDENTIALS, "[base]\naws_access_key_id = BASE\naws_secret_access_key = hush\n");
    fake_answer(fake, 200, ROLE_KEYS("ROLE"));
    check_found("prod", "ROLE", "profile 'prod' (role arn:aws:iam::1:role/ops)");
    const struct aws_credentials *keys;
    assert_true(find_as("prod", &keys));
    assert_string_equal(keys->secret_access_key.ptr, "hush-ROLE");
    assert_string_equal(keys->session_token.ptr, "token-ROLE");
    assert_int_equal(keys->expires_ms, fake->wall_ms + 3600000);
    assert_int_equal(fake->request_count, 1); /* kept */
    assert_string_equal(fake->requests[0].url.ptr, "https://sts.eu-west-1.amazonaws.com/");
    assert_string_equal(fake->requests[0].body.ptr, "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fops"
                                                    "&RoleSessionName=ci&ExternalId=x%26y&DurationSeconds=3600");
    assert_false(fake->requests[0].mutates);
    check_signed(0, "BASE", "hush", "");
    drop();
}

static void test_roles_chain_and_the_environment_can_be_their_source(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CONFIG, "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\ncredential_source = Environment\n");
    fake_set(fake, "AWS_ACCESS_KEY_ID", "ENV");
    fake_set(fake, "AWS_SECRET_ACCESS_KEY", "hush");
    fake_answer(fake, 200, ROLE_KEYS("KEYB"));
    fake_answer(fake, 200, ROLE_KEYS("KEYA"));
    check_found("a", "KEYA", "profile 'a' (role A)");
    assert_string_equal(fake->requests[0].url.ptr, "https://sts.amazonaws.com/"); /* no region */
    assert_non_null(strstr(fake->requests[0].body.ptr, "&RoleArn=B&RoleSessionName=infra-1795391313"));
    check_signed(0, "ENV", "hush", "");
    check_signed(1, "KEYB", "hush-KEYB", "token-KEYB");
    drop();
}

static void test_a_profile_may_be_its_own_source_when_it_has_keys(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CREDENTIALS, "[a]\naws_access_key_id = SELF\naws_secret_access_key = hush\nrole_arn = A\nsource_profile = a\n");
    fake_answer(fake, 200, ROLE_KEYS("ROLE"));
    check_found("a", "ROLE", "profile 'a' (role A)");
    check_signed(0, "SELF", "hush", "");
    drop();
}

static void test_a_source_profile_may_use_a_process(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CONFIG, "[profile a]\nrole_arn = A\nsource_profile = p\n[profile p]\ncredential_process = "
                            "echo '{\"Version\":1,\"AccessKeyId\":\"PROC\",\"SecretAccessKey\":\"hush\"}'\n");
    fake_answer(fake, 200, ROLE_KEYS("ROLE"));
    check_found("a", "ROLE", "profile 'a' (role A)");
    check_signed(0, "PROC", "hush", "");
    drop();
}

static void test_wrong_roles_are_refused(void **state)
{
    (void)state;
    static const struct { const char *config; enum err_code code; const char *message; } rows[] = {
        { "[profile a]\nrole_arn = A\n", ERR_INVALID, "profile 'a' has role_arn and neither source_profile nor credential_source" },
        { "[profile a]\nrole_arn = A\nsource_profile = b\ncredential_source = Environment\n", ERR_INVALID,
          "profile 'a' has role_arn and both source_profile and credential_source" },
        { "[profile a]\nrole_arn = A\nsource_profile = b\n", ERR_INVALID,
          "profile 'a' names the source_profile 'b', which does not exist" },
        { "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\n", ERR_AUTH,
          "profile 'b' (source_profile of 'a') has no credentials" },
        { "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = a\n", ERR_INVALID,
          "profile 'b': source_profile leads back to 'a', which has no keys" },
        { "[profile a]\nrole_arn = A\nsource_profile = a\n", ERR_INVALID,
          "profile 'a': source_profile leads back to 'a', which has no keys" },
        { "[profile a]\nrole_arn = A\ncredential_source = Environment\n", ERR_AUTH,
          "profile 'a' takes its keys from the environment, where AWS_ACCESS_KEY_ID is not set" },
        { "[profile a]\nrole_arn = A\ncredential_source = Ec2InstanceMetadata\n", ERR_NOT_BUILT,
          "profile 'a': credential_source = Ec2InstanceMetadata is not built yet" },
        { "[profile a]\nrole_arn = A\ncredential_source = Elsewhere\n", ERR_INVALID,
          "profile 'a': credential_source must be Environment, Ec2InstanceMetadata or EcsContainer" },
        { "[profile a]\nrole_arn = A\nsource_profile = b\nmfa_serial = M\n[profile b]\n", ERR_AUTH,
          "profile 'a' needs an MFA code (mfa_serial), and infra asks for none" },
        { "[profile a]\nrole_arn = A\nsource_profile = b\nduration_seconds = 60\n[profile b]\n", ERR_INVALID,
          "profile 'a': duration_seconds must be 900 to 43200" },
        { "[profile a]\nsso_session = s\n", ERR_NOT_BUILT, "profile 'a' uses single sign-on (sso_session), which is not built yet" },
        { "[profile a]\nsso_start_url = s\n", ERR_NOT_BUILT, "profile 'a' uses single sign-on (sso_session), which is not built yet" },
        { "[profile a]\nlogin_session = s\n", ERR_NOT_BUILT, "profile 'a' uses a login session (login_session), which is not built yet" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fake_file(fresh(), CONFIG, rows[i].config);
        check_fails("a", rows[i].code, rows[i].message);
        drop();
    }
    DROP_BUF struct buf deep = { 0 };
    for (int i = 0; i < 20; i++)
        buf_printf(&deep, "[profile p%d]\nrole_arn = A\nsource_profile = p%d\n", i, i + 1);
    fake_file(fresh(), CONFIG, deep.ptr);
    check_fails("p0", ERR_LIMIT, "profile 'p8': more than 8 roles are chained");
    drop();
    fake_set(fresh(), "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x");
    check_fails(NULL, ERR_NOT_BUILT, "AWS_CONTAINER_CREDENTIALS_FULL_URI is set, but container credentials are not built yet");
    drop();
}

static void test_what_sts_may_answer(void **state)
{
    (void)state;
    static const struct { int status; const char *body; enum err_code code; const char *message; } rows[] = {
        { 403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not\nallowed</Message></Error>"
               "<RequestId>id-1</RequestId></ErrorResponse>", ERR_AUTH, "assuming role 'R': STS refused: AccessDenied: not allowed" },
        { 403, "<html>hush", ERR_AUTH, "assuming role 'R': STS answered with HTTP status 403" },
        { 503, "", ERR_AMBIGUOUS, "assuming role 'R': STS answered with HTTP status 503" },
        { 0, "connection refused", ERR_UNREACHABLE, "assuming role 'R': https://sts.amazonaws.com: connection refused" },
        { 200, "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>", ERR_FORMAT, "assuming role 'R': STS gave no AccessKeyId" },
        { 200, STS_KEYS("AssumeRole", "K", "later"), ERR_FORMAT, "assuming role 'R': STS gave no expiration that can be read" },
        { 200, STS_KEYS("AssumeRole", "K", "2026-11-22T00:00:00Z"), ERR_AUTH,
          "the AWS credentials from profile 'a' (role R) expired at 2026-11-22T00:00:00Z" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct fake_world *fake = fresh();
        fake_file(fake, CREDENTIALS, "[a]\nrole_arn = R\nsource_profile = b\n[b]\naws_access_key_id = B\naws_secret_access_key = hush\n");
        fake_answer(fake, rows[i].status, rows[i].body);
        check_fails("a", rows[i].code, rows[i].message);
        if (i == 0) {
            assert_string_equal(chain.err.remote_code, "AccessDenied");
            assert_string_equal(chain.err.request_id, "id-1");
            assert_int_equal(chain.err.http_status, 403);
        }
        drop();
    }
    struct fake_world *fake = fresh();
    fake_file(fake, CREDENTIALS, "[a]\nrole_arn = R\nsource_profile = b\n[b]\naws_access_key_id = B\naws_secret_access_key = hush\n");
    fake->world.http = NULL;
    check_fails("a", ERR_INTERNAL, "assuming role 'R': STS cannot be reached: no HTTP was supplied");
    drop();
}

static void test_web_identity_sends_the_token_and_no_signature(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_set(fake, "AWS_WEB_IDENTITY_TOKEN_FILE", "/fake/token");
    fake_set(fake, "AWS_ROLE_ARN", "R");
    fake_set(fake, "AWS_ROLE_SESSION_NAME", "pod");
    fake_set(fake, "AWS_REGION", "eu-west-1");
    fake_file(fake, "/fake/token", "ey.J/x\n");
    fake_answer(fake, 200, STS_KEYS("AssumeRoleWithWebIdentity", "WEB", "2026-11-23T00:48:33Z"));
    check_found(NULL, "WEB", "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)");
    assert_string_equal(fake->requests[0].body.ptr, "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=R&RoleSessionName=pod"
                                                    "&WebIdentityToken=ey.J%2Fx");
    assert_int_equal(fake->requests[0].header_count, 1);
    drop();

    fake = fresh();
    fake_file(fake, CONFIG, "[profile w]\nrole_arn = R\nweb_identity_token_file = ~/token\n");
    fake_file(fake, "/fake/token", "t");
    fake_answer(fake, 200, STS_KEYS("AssumeRoleWithWebIdentity", "WEB", "2026-11-23T00:48:33Z"));
    check_found("w", "WEB", "web identity of profile 'w'");
    drop();
}

static void test_web_identity_without_role_or_token_is_refused(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_set(fake, "AWS_WEB_IDENTITY_TOKEN_FILE", "/fake/token");
    check_fails(NULL, ERR_INVALID,
                "web identity (AWS_WEB_IDENTITY_TOKEN_FILE): the token file is named, but no role (AWS_ROLE_ARN, role_arn)");
    fake_set(fake, "AWS_ROLE_ARN", "R");
    check_fails(NULL, ERR_NOT_FOUND, "web identity (AWS_WEB_IDENTITY_TOKEN_FILE): there is no '/fake/token'");
    fake_file(fake, "/fake/token", "t");
    fake_answer(fake, 400, "<ErrorResponse><Error><Code>ExpiredTokenException</Code></Error></ErrorResponse>");
    check_fails(NULL, ERR_AUTH, "assuming role 'R': STS refused: ExpiredTokenException");
    drop();
}

/* ---- Refresh ---------------------------------------------------------------------------------------------------- */

enum { MINUTE = 60 * 1000 };

static struct fake_world *role_chain(void)
{
    struct fake_world *fake = fresh();
    fake_file(fake, CREDENTIALS, "[a]\nrole_arn = R\nsource_profile = b\n[b]\naws_access_key_id = B\naws_secret_access_key = hush\n");
    fake_answer(fake, 200, ROLE_KEYS("FIRST")); /* valid for 60 minutes */
    return fake;
}

static void check_keys(const char *id, size_t requests)
{
    const struct aws_credentials *keys;
    if (!find_as("a", &keys))
        fail_msg("%s", chain.err.message);
    assert_string_equal(keys->access_key_id.ptr, id);
    assert_int_equal(chain.fake.request_count, requests);
}

static void test_keys_are_refreshed_fifteen_minutes_before_they_end(void **state)
{
    (void)state;
    struct fake_world *fake = role_chain();
    check_keys("FIRST", 1);
    fake->wall_ms += 45 * MINUTE - 1;
    check_keys("FIRST", 1);
    fake->wall_ms += 1;
    fake_answer(fake, 200, STS_KEYS("AssumeRole", "SECOND", "2026-11-23T01:48:33Z"));
    check_keys("SECOND", 2);
    drop();
}

static void test_a_failed_early_refresh_keeps_the_keys_and_pauses(void **state)
{
    (void)state;
    struct fake_world *fake = role_chain();
    check_keys("FIRST", 1);
    fake->wall_ms += 46 * MINUTE;
    fake_answer(fake, 503, "");
    check_keys("FIRST", 2);
    check_keys("FIRST", 2); /* within the minute: not asked again */
    fake->wall_ms += MINUTE;
    fake_answer(fake, 200, STS_KEYS("AssumeRole", "SECOND", "2026-11-23T01:48:33Z"));
    check_keys("SECOND", 3);
    drop();
}

static void test_ten_minutes_before_the_end_a_refresh_must_succeed(void **state)
{
    (void)state;
    struct fake_world *fake = role_chain();
    check_keys("FIRST", 1);
    fake->wall_ms += 50 * MINUTE;
    fake_answer(fake, 503, "");
    check_fails("a", ERR_AMBIGUOUS, "assuming role 'R': STS answered with HTTP status 503");
    fake_answer(fake, 200, STS_KEYS("AssumeRole", "SECOND", "2026-11-23T01:48:33Z"));
    check_keys("SECOND", 3);
    drop();
}

static void test_short_lived_keys_are_not_fetched_for_every_call(void **state)
{
    (void)state;
    struct fake_world *fake = fresh();
    fake_file(fake, CREDENTIALS, "[a]\nrole_arn = R\nsource_profile = b\n[b]\naws_access_key_id = B\naws_secret_access_key = hush\n");
    fake_answer(fake, 200, STS_KEYS("AssumeRole", "SHORT", "2026-11-22T23:53:33Z")); /* five minutes */
    check_keys("SHORT", 1);
    check_keys("SHORT", 1);
    fake->wall_ms += MINUTE;
    fake_answer(fake, 200, STS_KEYS("AssumeRole", "NEXT", "2026-11-22T23:54:33Z"));
    check_keys("NEXT", 2);
    drop();
}

static void test_keys_that_the_cloud_calls_expired_are_fetched_anew(void **state)
{
    (void)state;
    struct fake_world *fake = role_chain();
    check_keys("FIRST", 1);
    aws_auth_expire(chain.auth);
    fake_answer(fake, 200, ROLE_KEYS("SECOND"));
    check_keys("SECOND", 2);
    check_keys("SECOND", 2);
    drop();
}

static void test_done_wipes_the_keys(void **state)
{
    (void)state;
    struct aws_credentials keys = { 0 };
    keys.secret_access_key = arena_str(&keys.memory, STR("hush"));
    struct arena kept = keys.memory; /* as if somebody looked at the freed memory just before it goes */
    auth_wipe(keys.secret_access_key);
    assert_int_equal(keys.secret_access_key.ptr[0], 0);
    keys.memory = kept;
    aws_credentials_done(&keys);
    assert_null(keys.secret_access_key.ptr);
    aws_credentials_done(&keys); /* twice is fine */
    aws_auth_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_credentials_is_one_error_that_lists_what_was_tried),
        cmocka_unit_test(test_the_environment_comes_first),
        cmocka_unit_test(test_a_named_profile_switches_the_environment_off),
        cmocka_unit_test(test_keys_in_the_config_file_come_last),
        cmocka_unit_test(test_half_a_pair_and_impossible_keys_are_refused),
        cmocka_unit_test(test_credential_process_is_run_and_its_answer_checked),
        cmocka_unit_test(test_a_role_is_assumed_with_its_source_profile),
        cmocka_unit_test(test_roles_chain_and_the_environment_can_be_their_source),
        cmocka_unit_test(test_a_profile_may_be_its_own_source_when_it_has_keys),
        cmocka_unit_test(test_a_source_profile_may_use_a_process),
        cmocka_unit_test(test_wrong_roles_are_refused),
        cmocka_unit_test(test_what_sts_may_answer),
        cmocka_unit_test(test_web_identity_sends_the_token_and_no_signature),
        cmocka_unit_test(test_web_identity_without_role_or_token_is_refused),
        cmocka_unit_test(test_keys_are_refreshed_fifteen_minutes_before_they_end),
        cmocka_unit_test(test_a_failed_early_refresh_keeps_the_keys_and_pauses),
        cmocka_unit_test(test_ten_minutes_before_the_end_a_refresh_must_succeed),
        cmocka_unit_test(test_short_lived_keys_are_not_fetched_for_every_call),
        cmocka_unit_test(test_keys_that_the_cloud_calls_expired_are_fetched_anew),
        cmocka_unit_test(test_done_wipes_the_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
