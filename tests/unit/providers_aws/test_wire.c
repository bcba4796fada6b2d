/*
 * test_wire.c - real EC2 and STS operations on the wire: requests, answers, and every odd way in which an answer can go wrong.
 * What the protocols ask for in general is tested by the official cases (tests/protocols).
 */
#include "tests/unit/test.h"

#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/model_sts.h"
#include "providers/aws/wire/wire.h"

#include <stdio.h>

static struct value json(struct arena *arena, const char *text)
{
    struct value v = VALUE_NONE;
    struct err err = { 0 };
    CHECK(value_from_json(arena, str_of(text), &v, &err));
    return v;
}

static struct wire_request sent(struct arena *arena, uint32_t op, const char *input, const char *token)
{
    struct wire_request request = { 0 };
    struct wire_options options = { .token = str_of(token) };
    struct err err = { 0 };
    if (!wire_serialize(arena, model_find(op), json(arena, input), &options, &request, &err))
        print_error("%s\n", err.message);
    CHECK_INT(err.code, ERR_NONE);
    return request;
}

static void test_a_request_of_ec2(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct wire_request r = sent(
        &arena, EC2_CreateVpc,
        "{\"CidrBlock\":\"10.0.0.0/16\",\"DryRun\":false,\"TagSpecifications\":[{\"ResourceType\":\"vpc\","
        "\"Tags\":[{\"Key\":\"infra:uid\",\"Value\":\"a b+c\"}]}]}",
        NULL);
    CHECK_STR(r.method, "POST");
    CHECK_STR(r.path, "/");
    CHECK_STR(r.query, "");
    CHECK_INT(r.header_count, 1);
    CHECK_STR(r.headers[0].value, "application/x-www-form-urlencoded; charset=utf-8");
    CHECK(str_starts(r.body, STR("Action=CreateVpc&Version=2016-11-15&")));
    CHECK(str_find(r.body, STR("&CidrBlock=10.0.0.0%2F16")) > 0);
    CHECK(str_find(r.body, STR("&TagSpecification.1.ResourceType=vpc")) > 0);
    CHECK(str_find(r.body, STR("&TagSpecification.1.Tag.1.Value=a+b%2Bc")) > 0);
    CHECK(str_find(r.body, STR("&DryRun=false")) > 0);
}

static void test_a_token_is_filled_in_only_where_one_belongs_and_none_is_given(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    CHECK(str_find(sent(&arena, EC2_CreateNatGateway, "{\"SubnetId\":\"s\"}", "t-1").body,
                   STR("&ClientToken=t-1")) > 0);
    CHECK(str_find(
              sent(&arena, EC2_CreateNatGateway, "{\"SubnetId\":\"s\",\"ClientToken\":\"mine\"}", "t-1").body,
              STR("=mine")) > 0);
    CHECK(str_find(sent(&arena, EC2_CreateVpc, "{}", "t-1").body, STR("t-1")) < 0);
    CHECK(str_find(sent(&arena, EC2_CreateNatGateway, "{\"SubnetId\":\"s\"}", NULL).body,
                   STR("ClientToken")) < 0);
}

static void refused_input(uint32_t op, struct value input, const char *message)
{
    DROP_ARENA struct arena arena = { 0 };
    struct wire_request request;
    struct err err = { 0 };
    CHECK(!wire_serialize(&arena, model_find(op), input, NULL, &request, &err));
    CHECK_ERR(&err, ERR_INTERNAL, message);
}

static void test_an_input_that_the_tables_do_not_know_is_our_own_mistake(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    refused_input(EC2_CreateVpc, json(&arena, "{\"CidrBlok\":\"x\"}"),
                  "EC2 CreateVpc: CreateVpcRequest has no member 'CidrBlok'");
    refused_input(EC2_CreateVpc, json(&arena, "{\"TagSpecifications\":[{\"Tags\":[{\"Kay\":\"x\"}]}]}"),
                  "EC2 CreateVpc: TagSpecifications: [0]: Tags: [0]: Tag has no member 'Kay'");
    refused_input(EC2_CreateVpc, json(&arena, "{\"CidrBlock\":1}"),
                  "CidrBlock: integer was given where the API takes string");
    refused_input(EC2_CreateVpc, json(&arena, "[]"), "the input is not a map");
    refused_input(EC2_DescribeVpcs, json(&arena, "{\"VpcIds\":\"vpc-1\"}"),
                  "VpcIds: string was given where the API takes list");
}

static struct io_http_reply reply_of(int status, const char *body)
{
    static const struct io_header headers[] = { { { "content-type", 12 }, { "text/html", 9 } } };
    return (struct io_http_reply){
        .status = status, .body = str_of(body), .headers = headers, .header_count = 1
    };
}

static void test_an_answer_of_ec2(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct io_http_reply reply =
        reply_of(200, "<DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\n "
                      "<requestId>r-1</requestId>\n <vpcSet>\n"
                      "  "
                      "<item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><isDefault>true</"
                      "isDefault><newFeature>x</newFeature>"
                      "<tagSet><item><key>Name</key><value/></item></tagSet></item>\n  "
                      "<item><vpcId>vpc-2</vpcId><tagSet/></item>\n </vpcSet>\n"
                      "</DescribeVpcsResponse>");
    struct value out;
    struct err err = { 0 };
    CHECK(wire_parse(&arena, model_find(EC2_DescribeVpcs), &reply, &out, &err));
    CHECK_STR(value_text(value_path(out, "Vpcs[0].VpcId")), "vpc-1");
    CHECK(value_path(out, "Vpcs[0].IsDefault").boolean);
    CHECK_STR(value_text(value_path(out, "Vpcs[0].Tags[0].Key")), "Name");
    CHECK(value_is(value_path(out, "Vpcs[0].Tags[0].Value"), ""));
    CHECK_INT(value_path(out, "Vpcs[1].Tags").kind, VALUE_LIST);
    CHECK(!value_given(value_path(out, "Vpcs[1].IsDefault")));
    CHECK_STR(wire_request_id(&arena, model_find(EC2_DescribeVpcs), &reply), "r-1");
}

static void test_an_answer_of_sts_is_unwrapped_and_its_secrets_are_marked(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct io_http_reply reply =
        reply_of(200, "<AssumeRoleResponse "
                      "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                      "<AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>s3cret</"
                      "SecretAccessKey><SessionToken>t</SessionToken>"
                      "<Expiration>2026-11-22T23:48:33.250Z</Expiration></Credentials></AssumeRoleResult>"
                      "<ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></AssumeRoleResponse>");
    struct value out;
    struct err err = { 0 };
    CHECK(wire_parse(&arena, model_find(STS_AssumeRole), &reply, &out, &err));
    CHECK_STR(value_text(value_path(out, "Credentials.Expiration")), "2026-11-22T23:48:33.250Z");
    CHECK(value_sensitive(value_path(out, "Credentials.SecretAccessKey")));
    CHECK(!value_sensitive(value_path(out, "Credentials.AccessKeyId")));
    CHECK_STR(wire_request_id(&arena, model_find(STS_AssumeRole), &reply), "r-2");
}

static struct err failure(uint32_t op, int status, const char *body)
{
    DROP_ARENA struct arena arena = { 0 };
    struct io_http_reply reply = reply_of(status, body);
    struct value out;
    struct err err = { 0 };
    CHECK(!wire_parse(&arena, model_find(op), &reply, &out, &err));
    CHECK_INT(err.http_status, status);
    return err;
}

static struct err ec2_failure(int status, const char *code, const char *message)
{
    char body[600];
    snprintf(
        body, sizeof body,
        "<?xml "
        "version=\"1.0\"?>\n<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors>"
        "<RequestID>req-9</RequestID></Response>",
        code, message);
    return failure(EC2_CreateVpc, status, body);
}

static void test_a_refusal_has_code_message_status_and_request_id(void **state)
{
    (void)state;
    struct err err = ec2_failure(400, "InvalidVpc.Range", "The CIDR &apos;10.0.0.0/8&apos;\nis invalid.");
    CHECK_INT(err.code, ERR_REMOTE);
    CHECK_STR(str_of(err.message), "EC2 CreateVpc: The CIDR '10.0.0.0/8' is invalid. (InvalidVpc.Range)");
    CHECK_STR(str_of(err.remote_code), "InvalidVpc.Range");
    CHECK_STR(str_of(err.request_id), "req-9");
}

static void test_refusals_are_told_apart(void **state)
{
    (void)state;
    CHECK_INT(ec2_failure(400, "InvalidVpcID.NotFound", "x").code, ERR_NOT_FOUND);
    CHECK_INT(ec2_failure(400, "DependencyViolation", "x").code, ERR_REMOTE);
    CHECK_INT(ec2_failure(503, "RequestLimitExceeded", "x").code, ERR_THROTTLED);
    CHECK_INT(ec2_failure(403, "UnauthorizedOperation", "x").code, ERR_DENIED);
    CHECK_INT(ec2_failure(401, "AuthFailure", "x").code, ERR_AUTH);
    CHECK_INT(ec2_failure(500, "InternalError", "x").code, ERR_AMBIGUOUS);
    CHECK_INT(ec2_failure(500, "NeverHeardOf", "x").code, ERR_AMBIGUOUS);
}

static void test_what_is_not_aws_s_own_is_shown_and_leaves_a_mutation_unknown(void **state)
{
    (void)state;
    struct err err = failure(
        EC2_CreateVpc, 502,
        "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>\n<body>proxy</body></html>");
    CHECK_ERR(&err, ERR_AMBIGUOUS,
              "EC2 CreateVpc: HTTP 502 with a body that is not AWS's (90 bytes of text/html): 502 Bad "
              "Gateway proxy");
    err = failure(EC2_CreateVpc, 403, "<html>blocked</html>");
    CHECK_INT(err.code, ERR_AMBIGUOUS);
    err = failure(EC2_DescribeVpcs, 403, "<html>blocked</html>");
    CHECK_INT(err.code, ERR_DENIED);
    err = failure(EC2_CreateVpc, 500, "");
    CHECK_ERR(&err, ERR_AMBIGUOUS, "EC2 CreateVpc: HTTP 500 with an empty body");
    err = failure(EC2_DescribeVpcs, 404, "");
    CHECK_INT(err.code, ERR_NOT_FOUND);
    err = failure(EC2_CreateVpc, 400, "<Response><Errors><Error><Code>Invalid"); /* cut off */
    CHECK_ERR(&err, ERR_AMBIGUOUS, "HTTP 400 with a body that is not AWS's");
    err = failure(EC2_CreateVpc, 301, "<html>moved</html>");
    CHECK_INT(err.code, ERR_AMBIGUOUS);
    err = failure(EC2_CreateVpc, 500, "\x01\xff\xfe binary");
    CHECK_ERR(&err, ERR_AMBIGUOUS, "(not text)");
}

static void test_a_huge_body_is_cut_in_the_message(void **state)
{
    (void)state;
    static char huge[200001];
    memset(huge, 'x', sizeof huge - 1);
    struct err err = failure(EC2_CreateVpc, 503, huge);
    CHECK_ERR(&err, ERR_AMBIGUOUS, "(200000 bytes of text/html): xxx");
    CHECK(strlen(err.message) < 300);
}

static void test_a_success_that_cannot_be_read_is_ambiguous(void **state)
{
    (void)state;
    struct err err = failure(EC2_CreateVpc, 200, "<CreateVpcResponse><vpc><vpcId>vpc-1</vp");
    CHECK_ERR(&err, ERR_AMBIGUOUS,
              "EC2 CreateVpc: the answer (HTTP 200) cannot be read: XML is malformed at line 1");
    err = failure(EC2_CreateVpc, 200, "<html><body>Please log in</body></html>");
    CHECK_ERR(&err, ERR_AMBIGUOUS, "its root is <html>, not <CreateVpcResponse>");
    err = failure(EC2_CreateVpc, 200, "");
    CHECK_ERR(&err, ERR_AMBIGUOUS, "cannot be read");
    err = failure(EC2_DescribeVpcs, 200,
                  "<DescribeVpcsResponse><vpcSet><item><isDefault>maybe</isDefault></item></vpcSet></"
                  "DescribeVpcsResponse>");
    CHECK_ERR(&err, ERR_AMBIGUOUS, "Vpcs: IsDefault: 'maybe' is no boolean");
    err = failure(STS_GetCallerIdentity, 200, "<GetCallerIdentityResponse/>");
    CHECK_ERR(&err, ERR_AMBIGUOUS, "it has no <GetCallerIdentityResult>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_request_of_ec2),
        cmocka_unit_test(test_a_token_is_filled_in_only_where_one_belongs_and_none_is_given),
        cmocka_unit_test(test_an_input_that_the_tables_do_not_know_is_our_own_mistake),
        cmocka_unit_test(test_an_answer_of_ec2),
        cmocka_unit_test(test_an_answer_of_sts_is_unwrapped_and_its_secrets_are_marked),
        cmocka_unit_test(test_a_refusal_has_code_message_status_and_request_id),
        cmocka_unit_test(test_refusals_are_told_apart),
        cmocka_unit_test(test_what_is_not_aws_s_own_is_shown_and_leaves_a_mutation_unknown),
        cmocka_unit_test(test_a_huge_body_is_cut_in_the_message),
        cmocka_unit_test(test_a_success_that_cannot_be_read_is_ambiguous),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
