/*
 * test_aws_config.c - profile, region and endpoint: who wins, and what is refused.
 */
#include "engine/auth/aws_config.h"
#include "engine/auth/aws_token.h"
#include "tests/unit/engine_auth/fake_world.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define CONFIG "/fake/.aws/config"
#define CREDENTIALS "/fake/.aws/credentials"

static bool open_config(struct fake_world *fake, struct str profile, struct aws_config *ret, struct err *err)
{
    return aws_config_open(&fake->world, &(struct aws_config_options){ .profile = profile }, ret, err);
}

static void test_the_shared_file_location_tests_pass(void **state)
{
    (void)state;
    json_error_t problem;
    json_t *root = json_load_file("tests/vectors/aws_config/file-location-tests.json", 0, &problem), *test, *value;
    size_t i, checked = 0;
    assert_non_null(root);
    json_array_foreach (json_object_get(root, "tests"), i, test) {
        if (strcmp(json_string_value(json_object_get(test, "platform")), "linux") != 0)
            continue;
        struct fake_world fake;
        struct aws_config config;
        const char *name;
        fake_init(&fake);
        fake_file(&fake, "/home/user/.aws/config", "[profile other]\n");
        json_object_foreach (json_object_get(test, "environment"), name, value)
            fake_set(&fake, name, json_string_value(value));
        assert_true(open_config(&fake, STR_NONE, &config, NULL));
        assert_string_equal(config.config_path, json_string_value(json_object_get(test, "configLocation")));
        assert_string_equal(config.credentials_path, json_string_value(json_object_get(test, "credentialsLocation")));
        if (json_object_get(test, "profile"))
            assert_true(str_is(config.profile, json_string_value(json_object_get(test, "profile"))));
        aws_config_close(&config);
        fake_done(&fake);
        checked++;
    }
    assert_int_equal(checked, 4);
    json_decref(root);
}

static void test_paths_may_begin_with_home_and_a_missing_home_means_no_files(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    fake_init(&fake);
    fake_set(&fake, "AWS_CONFIG_FILE", "~/other");
    fake_set(&fake, "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    fake_file(&fake, "/fake/other", "[default]\nregion = eu-west-1\n");
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    assert_true(str_is(aws_config_get(&config, STR("default"), "region"), "eu-west-1"));
    aws_config_close(&config);
    fake_set(&fake, "HOME", "");
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    assert_int_equal(config.config.sections.count, 0);
    aws_config_close(&config);
    fake_done(&fake);
}

static void test_the_credentials_file_wins_over_the_config_file(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    fake_init(&fake);
    fake_file(&fake, CONFIG, "[default]\nregion = a\noutput = x\nempty =\n");
    fake_file(&fake, CREDENTIALS, "[default]\nregion = b\n");
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    assert_true(str_is(aws_config_get(&config, STR("default"), "region"), "b"));
    assert_true(str_is(aws_config_get(&config, STR("default"), "output"), "x"));
    assert_null(aws_config_get(&config, STR("default"), "empty").ptr);
    assert_null(aws_config_get(&config, STR("nobody"), "region").ptr);
    aws_config_close(&config);
    fake_done(&fake);
}

static void test_a_profile_that_does_not_exist_is_an_error_with_a_suggestion(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    struct err err = { 0 };
    fake_init(&fake);
    fake_file(&fake, CONFIG, "[profile staging]\n");
    fake_set(&fake, "AWS_PROFILE", "stagin");
    assert_false(open_config(&fake, STR_NONE, &config, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.message, "AWS profile 'stagin' is neither in " CONFIG " nor in " CREDENTIALS);
    assert_string_equal(err.hint, "did you mean 'staging'?");
    assert_false(open_config(&fake, STR("zzzzzzzzzz"), &config, &err));
    assert_true(open_config(&fake, STR("staging"), &config, NULL)); /* the option wins over AWS_PROFILE */
    assert_true(config.profile_explicit);
    aws_config_close(&config);
    fake_set(&fake, "AWS_PROFILE", "");
    fake_set(&fake, "AWS_DEFAULT_PROFILE", "staging");
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    assert_true(str_is(config.profile, "staging"));
    assert_false(config.profile_explicit);
    aws_config_close(&config);
    fake_done(&fake);
}

static void test_damaged_and_unreadable_files_are_errors_with_their_place(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    struct err err = { 0 };
    fake_init(&fake);
    fake_file(&fake, CREDENTIALS, "[default]\naws_secret_access_key hush\n");
    assert_false(open_config(&fake, STR_NONE, &config, &err));
    assert_string_equal(err.message, CREDENTIALS ":2: expected an '=' sign defining a property");
    fake_file(&fake, CONFIG, NULL);
    assert_false(open_config(&fake, STR_NONE, &config, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_string_equal(err.message, "cannot read '" CONFIG "'");
    fake_done(&fake);
}

/* Mounted tokens (EKS) and dot files are links; io itself refuses to follow them. */
static void test_the_user_s_files_may_be_links(void **state)
{
    (void)state;
    char folder[] = "/tmp/infra-auth-XXXXXX";
    assert_non_null(mkdtemp(folder));
    DROP_ARENA struct arena arena = { 0 };
    const char *file = arena_printf(&arena, "%s/file", folder).ptr, *link = arena_printf(&arena, "%s/link", folder).ptr;
    FILE *out = fopen(file, "we");
    assert_non_null(out);
    assert_true(fputs("token", out) >= 0);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(symlink("file", link), 0);

    struct io io = { .ops = &io_real_ops };
    struct auth_world world = { .io = &io };
    struct str text;
    struct err err = { 0 };
    assert_true(auth_read_file(&world, &arena, link, 100, &text, NULL));
    assert_true(str_is(text, "token"));
    assert_false(auth_read_file(&world, &arena, link, 4, &text, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(unlink(file), 0);
    assert_false(auth_read_file(&world, &arena, link, 100, &text, &err));
    assert_int_equal(unlink(link), 0);
    assert_false(auth_read_file(&world, &arena, link, 100, &text, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_int_equal(rmdir(folder), 0);
}

static void test_region_comes_from_stack_then_environment_then_profile(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    struct err err = { 0 };
    struct str region;
    fake_init(&fake);
    fake_file(&fake, CONFIG, "[default]\nregion = eu-west-3\n[profile none]\n");
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    assert_true(aws_config_region(&config, STR_NONE, &region, NULL));
    assert_true(str_is(region, "eu-west-3"));
    fake_set(&fake, "AWS_DEFAULT_REGION", "eu-west-2");
    assert_true(aws_config_region(&config, STR_NONE, &region, NULL));
    assert_true(str_is(region, "eu-west-2"));
    fake_set(&fake, "AWS_REGION", "eu-west-1");
    assert_true(aws_config_region(&config, STR_NONE, &region, NULL));
    assert_true(str_is(region, "eu-west-1"));
    assert_true(aws_config_region(&config, STR("ap-northeast-2"), &region, NULL));
    assert_true(str_is(region, "ap-northeast-2"));
    static const char *const bad[] = { "evil.example/", "EU-WEST-1", "-x", "x-", "a.b", "an-unreasonably-long-region-name-of-many-parts" };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(aws_config_region(&config, str_of(bad[i]), &region, &err));
    fake_set(&fake, "AWS_REGION", "no@where");
    assert_false(aws_config_region(&config, STR_NONE, &region, &err));
    assert_string_equal(err.message, "'no@where' (from AWS_REGION) is not an AWS region");
    aws_config_close(&config);

    fake_set(&fake, "AWS_REGION", "");
    fake_set(&fake, "AWS_DEFAULT_REGION", "");
    assert_true(open_config(&fake, STR("none"), &config, NULL));
    assert_false(aws_config_region(&config, STR_NONE, &region, &err));
    assert_string_equal(err.message, "no AWS region is configured: the stack, AWS_REGION, AWS_DEFAULT_REGION and profile 'none' in "
                                     CONFIG " name none");
    assert_string_equal(err.hint, "set region on the provider, or AWS_REGION");
    aws_config_close(&config);
    fake_done(&fake);
}

static void check_url(const struct aws_config *config, const char *service_id, const char *prefix, const char *region, const char *url)
{
    DROP_ARENA struct arena arena = { 0 };
    struct err err = { 0 };
    struct aws_endpoint endpoint;
    if (!aws_config_endpoint(config, &arena, str_of(service_id), str_of(prefix), str_of(region), &endpoint, &err))
        fail_msg("%s", err.message);
    assert_string_equal(endpoint.url.ptr, url);
}

static void test_endpoints_follow_the_partition_s_rules(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    struct aws_endpoint endpoint;
    struct err err = { 0 };
    DROP_ARENA struct arena arena = { 0 };
    fake_init(&fake);
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    check_url(&config, "EC2", "ec2", "eu-west-1", "https://ec2.eu-west-1.amazonaws.com");
    check_url(&config, "EC2", "ec2", "cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn");
    check_url(&config, "EC2", "ec2", "us-gov-east-1", "https://ec2.us-gov-east-1.amazonaws.com");
    check_url(&config, "EC2", "ec2", "us-isob-east-1", "https://ec2.us-isob-east-1.sc2s.sgov.gov");
    check_url(&config, "EC2", "ec2", "us-iso-east-1", "https://ec2.us-iso-east-1.c2s.ic.gov");
    check_url(&config, "EC2", "ec2", "eusc-de-east-1", "https://ec2.eusc-de-east-1.amazonaws.eu");
    check_url(&config, "IAM", "iam", "eu-west-1", "https://iam.amazonaws.com");
    assert_true(aws_config_endpoint(&config, &arena, STR("IAM"), STR("iam"), STR("eu-west-1"), &endpoint, NULL));
    assert_true(str_is(endpoint.signing_region, "us-east-1"));
    assert_true(aws_config_endpoint(&config, &arena, STR("IAM"), STR("iam"), STR("cn-north-1"), &endpoint, NULL));
    assert_true(str_is(endpoint.signing_region, "cn-northwest-1"));
    fake_set(&fake, "AWS_USE_FIPS_ENDPOINT", "true");
    check_url(&config, "EC2", "ec2", "us-east-1", "https://ec2-fips.us-east-1.amazonaws.com");
    fake_set(&fake, "AWS_USE_DUALSTACK_ENDPOINT", "true");
    check_url(&config, "EC2", "ec2", "us-east-1", "https://ec2-fips.us-east-1.api.aws");
    assert_false(aws_config_endpoint(&config, &arena, STR("EC2"), STR("ec2"), STR("us-iso-east-1"), &endpoint, &err));
    assert_string_equal(err.message, "region 'us-iso-east-1' has no dual-stack endpoints");
    assert_false(aws_config_endpoint(&config, &arena, STR("EC2"), STR("ec2"), STR("a.b"), &endpoint, &err));
    aws_config_close(&config);
    fake_done(&fake);
}

static void test_configured_endpoints_win_in_order(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    fake_init(&fake);
    fake_file(&fake, CONFIG,
              "[default]\nservices = lab\nendpoint_url = https://profile.example/\n"
              "[services lab]\nelastic_load_balancing_v2 =\n  endpoint_url = https://service.example/x//\n");
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    const char *elb = "Elastic Load Balancing v2";
    check_url(&config, "EC2", "ec2", "eu-west-1", "https://profile.example");
    check_url(&config, elb, "elasticloadbalancing", "eu-west-1", "https://service.example/x");
    fake_set(&fake, "AWS_ENDPOINT_URL", "http://127.0.0.1:5555");
    check_url(&config, elb, "elasticloadbalancing", "eu-west-1", "http://127.0.0.1:5555");
    fake_set(&fake, "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2", "http://localhost:1/");
    check_url(&config, elb, "elasticloadbalancing", "eu-west-1", "http://localhost:1");
    check_url(&config, "EC2", "ec2", "eu-west-1", "http://127.0.0.1:5555");
    fake_set(&fake, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    check_url(&config, "EC2", "ec2", "eu-west-1", "https://ec2.eu-west-1.amazonaws.com");
    aws_config_close(&config);
    fake_done(&fake);
}

static void test_endpoints_that_could_leak_are_refused(void **state)
{
    (void)state;
    static const struct { const char *url, *message; } rows[] = {
        { "http://ec2.example", "the endpoint from AWS_ENDPOINT_URL is plain http, which is accepted for loopback only, not for 'ec2.example'" },
        { "http://127.0.0.1.evil.example", "the endpoint from AWS_ENDPOINT_URL is plain http, which is accepted for loopback only, "
                                           "not for '127.0.0.1.evil.example'" },
        { "https://user@ec2.example", "the endpoint from AWS_ENDPOINT_URL must not have a user, query or fragment" },
        { "https://ec2.example?x", "the endpoint from AWS_ENDPOINT_URL must not have a user, query or fragment" },
        { "https://ec2.example/\n", "the endpoint from AWS_ENDPOINT_URL has characters that no URL has" },
        { "ftp://ec2.example", "the endpoint from AWS_ENDPOINT_URL is not an http or https URL" },
        { "127.0.0.1:5555", "the endpoint from AWS_ENDPOINT_URL is not an http or https URL" },
    };
    struct fake_world fake;
    struct aws_config config;
    fake_init(&fake);
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        DROP_ARENA struct arena arena = { 0 };
        struct aws_endpoint endpoint;
        struct err err = { 0 };
        fake_set(&fake, "AWS_ENDPOINT_URL", rows[i].url);
        assert_false(aws_config_endpoint(&config, &arena, STR("EC2"), STR("ec2"), STR("eu-west-1"), &endpoint, &err));
        assert_string_equal(err.message, rows[i].message);
    }
    aws_config_close(&config);
    fake_done(&fake);
}

/* Made by botocore 1.44.5: SigV4QueryAuth of GetCallerIdentity, 60 s, header x-k8s-aws-id. */
static void test_eks_tokens_are_what_botocore_makes(void **state)
{
    (void)state;
    struct fake_world fake;
    struct aws_config config;
    DROP_ARENA struct arena arena = { 0 };
    struct str token;
    int64_t expires_ms;
    struct err err = { 0 };
    fake_init(&fake);
    assert_true(open_config(&fake, STR_NONE, &config, NULL));
    struct sigv4_identity identity = { STR("AKIDEXAMPLE"), STR("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), STR_NONE };
    assert_true(aws_eks_token(&arena, &config, &identity, STR("prod"), STR("eu-west-1"), fake.wall_ms, &token, &expires_ms, NULL));
    assert_string_equal(token.ptr,
        "k8s-aws-v1.aHR0cHM6Ly9zdHMuZXUtd2VzdC0xLmFtYXpvbmF3cy5jb20vP0FjdGlvbj1HZXRDYWxsZXJJZGVudGl0eSZWZXJzaW9uPTIwMTEtMDYtMTUmWC1B"
        "bXotQWxnb3JpdGhtPUFXUzQtSE1BQy1TSEEyNTYmWC1BbXotQ3JlZGVudGlhbD1BS0lERVhBTVBMRSUyRjIwMjYxMTIyJTJGZXUtd2VzdC0xJTJGc3RzJTJGYXdz"
        "NF9yZXF1ZXN0JlgtQW16LURhdGU9MjAyNjExMjJUMjM0ODMzWiZYLUFtei1FeHBpcmVzPTYwJlgtQW16LVNpZ25lZEhlYWRlcnM9aG9zdCUzQngtazhzLWF3cy1p"
        "ZCZYLUFtei1TaWduYXR1cmU9YWRhMTUxOGEwMDMzNDAyODYxMzI5MzQzN2M5ZDM5YTUyOTNjZDY5Y2QzZjFmYjVlM2I5Mzc5NDM5NDlmMWQ2ZA");
    assert_int_equal(expires_ms, fake.wall_ms + 14 * 60 * 1000);
    identity = (struct sigv4_identity){ STR("ASIAEXAMPLE"), identity.secret_access_key, STR("to/ken+x==") };
    assert_true(aws_eks_token(&arena, &config, &identity, STR("prod"), STR("eu-west-1"), fake.wall_ms, &token, &expires_ms, NULL));
    assert_true(str_ends(token, STR("OTAzNjEzZDI0ODRhM2FlOTNiZTg3YzhmOTg1Mjg")));
    assert_false(aws_eks_token(&arena, &config, &identity, STR_NONE, STR("eu-west-1"), 0, &token, &expires_ms, &err));
    assert_string_equal(err.message, "an EKS token needs the cluster's name");
    aws_config_close(&config);
    fake_done(&fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_shared_file_location_tests_pass),
        cmocka_unit_test(test_paths_may_begin_with_home_and_a_missing_home_means_no_files),
        cmocka_unit_test(test_the_credentials_file_wins_over_the_config_file),
        cmocka_unit_test(test_a_profile_that_does_not_exist_is_an_error_with_a_suggestion),
        cmocka_unit_test(test_damaged_and_unreadable_files_are_errors_with_their_place),
        cmocka_unit_test(test_the_user_s_files_may_be_links),
        cmocka_unit_test(test_region_comes_from_stack_then_environment_then_profile),
        cmocka_unit_test(test_endpoints_follow_the_partition_s_rules),
        cmocka_unit_test(test_configured_endpoints_win_in_order),
        cmocka_unit_test(test_endpoints_that_could_leak_are_refused),
        cmocka_unit_test(test_eks_tokens_are_what_botocore_makes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
