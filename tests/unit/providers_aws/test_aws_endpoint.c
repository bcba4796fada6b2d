/*
 * test_aws_endpoint.c - partitions, hosts, signing regions, and endpoints of the user's own.
 */
#include "tests/unit/test.h"

#include "providers/aws/model/services.h"
#include "providers/aws/wire/aws_endpoint.h"

static const struct model iam = { .service_id = "IAM", .endpoint_prefix = "iam", .signing_name = "iam" };
static const struct model elb = { .service_id = "Elastic Load Balancing v2",
                                  .endpoint_prefix = "elasticloadbalancing",
                                  .signing_name = "elasticloadbalancing" };

static struct aws_endpoint found(struct arena *arena, const struct model *model, const char *region,
                                 struct aws_endpoint_options options)
{
    struct aws_endpoint e = { 0 };
    struct err err = { 0 };
    CHECK(aws_endpoint_find(arena, model, str_of(region), &options, &e, &err));
    return e;
}

static void test_hosts_of_regional_services(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct aws_endpoint_options plain = { 0 };
    CHECK_STR(found(&arena, &model_ec2, "ap-northeast-2", plain).url,
              "https://ec2.ap-northeast-2.amazonaws.com");
    CHECK_STR(found(&arena, &model_sts, "us-gov-east-1", plain).url,
              "https://sts.us-gov-east-1.amazonaws.com");
    CHECK_STR(found(&arena, &model_ec2, "cn-north-1", plain).url, "https://ec2.cn-north-1.amazonaws.com.cn");
    CHECK_STR(found(&arena, &model_ec2, "us-isob-east-1", plain).url,
              "https://ec2.us-isob-east-1.sc2s.sgov.gov");
    CHECK_STR(found(&arena, &model_ec2, "eusc-de-east-1", plain).url,
              "https://ec2.eusc-de-east-1.amazonaws.eu");
    CHECK_STR(found(&arena, &model_ec2, "us-east-1",
                    (struct aws_endpoint_options){ .fips = true, .dual_stack = true })
                  .url,
              "https://ec2-fips.us-east-1.api.aws");
    CHECK_STR(found(&arena, &model_ec2, "mx-central-1", plain).signing_region, "mx-central-1");
}

static void test_global_services_sign_for_where_they_live(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct aws_endpoint e = found(&arena, &iam, "ap-northeast-2", (struct aws_endpoint_options){ 0 });
    CHECK_STR(e.url, "https://iam.amazonaws.com");
    CHECK_STR(e.signing_region, "us-east-1");
    e = found(&arena, &iam, "cn-northwest-1", (struct aws_endpoint_options){ 0 });
    CHECK_STR(e.url, "https://iam.cn-north-1.amazonaws.com.cn");
    CHECK_STR(str_of(e.partition), "aws-cn");
}

static void refused(const struct model *model, const char *region, const char *override, const char *message)
{
    DROP_ARENA struct arena arena = { 0 };
    struct aws_endpoint e;
    struct err err = { 0 };
    CHECK(!aws_endpoint_find(&arena, model, str_of(region),
                             &(struct aws_endpoint_options){ .override = str_of(override) }, &e, &err));
    CHECK_ERR(&err, ERR_INVALID, message);
}

static void test_what_would_send_requests_elsewhere_is_refused(void **state)
{
    (void)state;
    refused(&model_ec2, "", NULL, "'' is not the name of an AWS region");
    refused(&model_ec2, "us-east-1.evil.example/1", NULL, "is not the name of an AWS region");
    refused(&model_ec2, "US-EAST-1", NULL, "is not the name");
    refused(&model_ec2, "mars-north-1", NULL, "is not the name");
    refused(&model_ec2, "us-east", NULL, "is not the name");
    refused(&iam, "eu-isoe-west-1", NULL, "partition aws-iso-e has no IAM");
    refused(&model_ec2, "us-east-1", "127.0.0.1:5555", "the endpoint of EC2 is not a URL of http or https");
    refused(&model_ec2, "us-east-1", "http://user@host", "is not a URL");
    refused(&model_ec2, "us-east-1", "http://host/?x=", "is not a URL");
}

static void test_a_url_is_put_together(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct wire_request request = { .path = STR("/a/b"), .query = STR("x=1"), .host_prefix = STR("data.") };
    struct aws_endpoint e = found(&arena, &model_ec2, "us-east-1", (struct aws_endpoint_options){ 0 });
    CHECK_STR(aws_endpoint_url(&arena, &e, &request), "https://data.ec2.us-east-1.amazonaws.com/a/b?x=1");
    e = found(&arena, &model_ec2, "us-east-1",
              (struct aws_endpoint_options){ .override = STR("http://127.0.0.1:5555/base/") });
    request.query = STR("");
    CHECK_STR(aws_endpoint_url(&arena, &e, &request), "http://127.0.0.1:5555/base/a/b");
    CHECK_STR(e.signing_region, "us-east-1");
}

static const char *from_table(void *ctx, const char *name)
{
    for (const char *const *pair = ctx; *pair; pair += 2) {
        if (str_is(str_of(name), pair[0]))
            return pair[1];
    }
    return NULL;
}

static struct str configured(struct arena *arena, const struct model *model, const char **table)
{
    struct auth_world world = { .getenv = from_table, .getenv_ctx = table };
    return aws_endpoint_configured(arena, model, &world);
}

static void test_the_environment_names_endpoints_per_service(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    const char *both[] = { "AWS_ENDPOINT_URL", "http://all", "AWS_ENDPOINT_URL_EC2", "http://ec2", NULL };
    const char *off[] = { "AWS_ENDPOINT_URL", "http://all", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true",
                          NULL };
    const char *nothing[] = { NULL };
    CHECK_STR(aws_endpoint_variable(&arena, &elb), "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2");
    CHECK_STR(configured(&arena, &model_ec2, both), "http://ec2");
    CHECK_STR(configured(&arena, &model_sts, both), "http://all");
    CHECK_STR(configured(&arena, &model_ec2, off), "");
    CHECK_STR(configured(&arena, &model_ec2, nothing), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts_of_regional_services),
        cmocka_unit_test(test_global_services_sign_for_where_they_live),
        cmocka_unit_test(test_what_would_send_requests_elsewhere_is_refused),
        cmocka_unit_test(test_a_url_is_put_together),
        cmocka_unit_test(test_the_environment_names_endpoints_per_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
