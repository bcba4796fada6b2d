/*
 * test_aws_page.c - pages, waiters and the paths that both follow.
 */
#include "tests/unit/test.h"

#include "providers/aws/model/model_ec2.h"
#include "providers/aws/wire/aws_page.h"
#include "providers/aws/wire/aws_path.h"
#include "providers/aws/wire/aws_waiter.h"

static struct value json(struct arena *arena, const char *text)
{
    struct value v = VALUE_NONE;
    struct err err = { 0 };
    CHECK(value_from_json(arena, str_of(text), &v, &err));
    return v;
}

static void leads_to(const char *path, const char *want)
{
    DROP_ARENA struct arena arena = { 0 };
    struct value root = json(&arena, "{\"R\":[{\"I\":[{\"s\":\"a\"},{\"s\":\"b\"}]},{\"I\":[{\"s\":\"c\"}]},{"
                                     "}],\"E\":[],\"T\":\"\",\"m\":{\"n\":1},"
                                     "\"C\":[{\"Key\":\"k1\"},{\"Key\":\"k2\"}]}");
    struct value got = aws_path(&arena, root, str_of(path));
    if (!want)
        CHECK(!value_given(got));
    else
        CHECK_STR(value_show(&arena, got, 200), want);
}

static void test_paths(void **state)
{
    (void)state;
    leads_to("m.n", "1");
    leads_to("R[].I[].s", "[\"a\", \"b\", \"c\"]");
    leads_to("C[-1].Key", "\"k2\"");
    leads_to("C[0].Key", "\"k1\"");
    leads_to("C[7].Key", NULL);
    leads_to("T || C[-1].Key", "\"k2\"");
    leads_to("m.n || T", "1");
    leads_to("length(C[]) > `0`", "true");
    leads_to("length(E[]) > `0`", "false");
    leads_to("length(E) == `0`", "true");
    leads_to("length(C[].Key) <= `1`", "false");
    leads_to("length(nothing[]) > `0`", NULL);
    leads_to("length(C", NULL);
    leads_to("m[0]", NULL);
    leads_to("m.n.o", NULL);
    leads_to("C[x]", NULL);
}

static void test_pages_are_followed_to_the_last_and_joined(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct aws_pages pages = { .arena = &arena,
                               .ref = model_find(EC2_DescribeVpcs),
                               .input = json(&arena, "{\"MaxResults\":5}") };
    struct err err = { 0 };
    bool more;
    CHECK(aws_pages_add(&pages,
                        json(&arena, "{\"Vpcs\":[{\"VpcId\":\"1\"},{\"VpcId\":\"2\"}],\"NextToken\":\"t\"}"),
                        &more, &err));
    CHECK(more);
    CHECK_STR(value_text(value_get(pages.input, "NextToken")), "t");
    CHECK_INT(value_to_int(value_get(pages.input, "MaxResults"), 0), 5);
    CHECK(aws_pages_add(&pages, json(&arena, "{\"NextToken\":\"u\"}"), &more,
                        &err)); /* an empty page is not the end */
    CHECK(more);
    CHECK(aws_pages_add(&pages, json(&arena, "{\"Vpcs\":[{\"VpcId\":\"3\"}],\"NextToken\":\"\"}"), &more,
                        &err));
    CHECK(!more);
    CHECK_STR(value_text(value_path(aws_pages_results(&pages), "Vpcs[2].VpcId")), "3");
    CHECK_INT(value_get(aws_pages_results(&pages), "Vpcs").count, 3);
}

static void test_a_token_that_repeats_is_an_error(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct aws_pages pages = { .arena = &arena, .ref = model_find(EC2_DescribeVpcs) };
    struct err err = { 0 };
    bool more;
    CHECK(aws_pages_add(&pages, json(&arena, "{\"NextToken\":\"t\"}"), &more, &err));
    CHECK(!aws_pages_add(&pages, json(&arena, "{\"NextToken\":\"t\"}"), &more, &err));
    CHECK_ERR(&err, ERR_REMOTE, "EC2 DescribeVpcs: page 2 leads to itself");
}

static void test_an_operation_without_paginator_has_one_page(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct aws_pages pages = { .arena = &arena, .ref = model_find(EC2_DescribeAddresses) };
    struct err err = { 0 };
    bool more = true;
    CHECK(aws_pages_add(&pages, json(&arena, "{\"Addresses\":[{\"PublicIp\":\"1.2.3.4\"}]}"), &more, &err));
    CHECK(!more);
    CHECK_STR(value_text(value_path(aws_pages_results(&pages), "Addresses[0].PublicIp")), "1.2.3.4");
}

static void test_the_largest_page_is_asked_for(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    CHECK_INT(
        value_to_int(value_get(aws_page_full(&arena, model_find(EC2_DescribeVpcs), VALUE_NONE), "MaxResults"),
                     0),
        1000);
    struct value given = json(&arena, "{\"MaxResults\":7}");
    CHECK_INT(
        value_to_int(value_get(aws_page_full(&arena, model_find(EC2_DescribeVpcs), given), "MaxResults"), 0),
        7);
    CHECK(!value_given(aws_page_full(&arena, model_find(EC2_DescribeAddresses), VALUE_NONE)));
}

static enum aws_wait judged(const char *waiter, const char *output, const char *error)
{
    DROP_ARENA struct arena arena = { 0 };
    const struct model *model = model_find(EC2_CreateVpc).model;
    struct aws_answer answer = { .output = output ? json(&arena, output) : VALUE_NONE,
                                 .error_code = str_of(error),
                                 .http_status = error ? 400 : 200 };
    return aws_waiter_judge(&arena, model, model_waiter_named(model, str_of(waiter)), &answer);
}

static void test_waiters(void **state)
{
    (void)state;
    CHECK_INT(judged("VpcAvailable", "{\"Vpcs\":[{\"State\":\"available\"}]}", NULL), AWS_WAIT_DONE);
    CHECK_INT(judged("VpcAvailable", "{\"Vpcs\":[{\"State\":\"available\"},{\"State\":\"pending\"}]}", NULL),
              AWS_WAIT_AGAIN);
    CHECK_INT(judged("VpcAvailable", "{\"Vpcs\":[]}", NULL), AWS_WAIT_AGAIN); /* all of nothing */
    CHECK_INT(judged("NatGatewayAvailable", "{\"NatGateways\":[{\"State\":\"pending\"}]}", NULL),
              AWS_WAIT_AGAIN);
    CHECK_INT(judged("NatGatewayAvailable",
                     "{\"NatGateways\":[{\"State\":\"available\"},{\"State\":\"failed\"}]}", NULL),
              AWS_WAIT_FAILED);
    CHECK_INT(judged("NatGatewayAvailable", NULL, "NatGatewayNotFound"), AWS_WAIT_AGAIN);
    CHECK_INT(judged("NatGatewayDeleted", NULL, "NatGatewayNotFound"), AWS_WAIT_DONE);
    CHECK_INT(judged("NatGatewayDeleted", NULL, "UnauthorizedOperation"), AWS_WAIT_FAILED);
    CHECK_INT(judged("VpcExists", "{\"Vpcs\":[]}", NULL), AWS_WAIT_DONE);
    CHECK_INT(judged("VpcExists", NULL, "InvalidVpcID.NotFound"), AWS_WAIT_AGAIN);
    CHECK_INT(judged("KeyPairExists", "{\"KeyPairs\":[{\"KeyName\":\"k\"}]}", NULL), AWS_WAIT_DONE);
    CHECK_INT(judged("KeyPairExists", "{\"KeyPairs\":[]}", NULL), AWS_WAIT_AGAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_pages_are_followed_to_the_last_and_joined),
        cmocka_unit_test(test_a_token_that_repeats_is_an_error),
        cmocka_unit_test(test_an_operation_without_paginator_has_one_page),
        cmocka_unit_test(test_the_largest_page_is_asked_for),
        cmocka_unit_test(test_waiters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
