/*
 * test_server_codec.c - EC2 from the service's side: what the client wrote is read, what the service says is understood, and
 * requests that the service would refuse are named by their parameter.
 */
#include "tests/unit/test.h"

#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/server_codec.h"
#include "providers/aws/wire/wire.h"

static struct value json(struct arena *arena, const char *text)
{
    struct value v = VALUE_NONE;
    struct err err = { 0 };
    CHECK(value_from_json(arena, str_of(text), &v, &err));
    return v;
}

static void test_what_the_client_sends_is_what_the_service_reads(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct model_ref ref = model_find(EC2_AuthorizeSecurityGroupIngress);
    struct value input = json(
        &arena,
        "{\"GroupId\":\"sg-1\",\"IpPermissions\":[{\"IpProtocol\":\"tcp\",\"FromPort\":443,\"ToPort\":443,"
        "\"IpRanges\":[{\"CidrIp\":\"0.0.0.0/"
        "0\",\"Description\":\"a&b=c;d\\u00e9\"}]},{\"IpProtocol\":\"-1\"},"
        "{\"IpProtocol\":\"3\"},{\"IpProtocol\":\"4\"},{\"IpProtocol\":\"5\"},{\"IpProtocol\":\"6\"},{"
        "\"IpProtocol\":\"7\"},"
        "{\"IpProtocol\":\"8\"},{\"IpProtocol\":\"9\"},{\"IpProtocol\":\"10\"},{\"IpProtocol\":\"11\"}]}");
    struct wire_request sent;
    struct err err = { 0 };
    CHECK(wire_serialize(&arena, ref, input, NULL, &sent, &err));
    struct server_request request = { .method = sent.method, .path = sent.path, .body = sent.body };
    struct value got;
    struct model_problem problem;
    CHECK(server_operation(&arena, ref.model, &request) == ref.op);
    CHECK(server_read(&arena, ref.model, ref.op, &request, &got, &problem));
    CHECK(value_eq(input, got)); /* eleven permissions in their order: 10 comes after 9 */
    CHECK_STR(server_form_value(&arena, &request, "Version"), "2016-11-15");
}

static void refused(uint32_t op, const char *body, enum model_problem_kind kind, const char *path)
{
    DROP_ARENA struct arena arena = { 0 };
    struct model_ref ref = model_find(op);
    struct server_request request = { .method = STR("POST"), .path = STR("/"), .body = str_of(body) };
    struct value got;
    struct model_problem problem = { 0 };
    CHECK(!server_read(&arena, ref.model, ref.op, &request, &got, &problem));
    CHECK_INT(problem.kind, kind);
    CHECK_STR(problem.path, path);
}

static void test_wrong_requests_are_named_by_their_parameter(void **state)
{
    (void)state;
    refused(EC2_CreateVpc, "Action=CreateVpc&Version=2016-11-15&CidrBlok=1", MODEL_UNKNOWN_MEMBER,
            "CidrBlok");
    refused(EC2_CreateVpc, "Action=CreateVpc&TagSpecification.1.Tag.1.Kay=1", MODEL_UNKNOWN_MEMBER,
            "TagSpecification.1.Tag.1.Kay");
    refused(EC2_CreateVpc, "Action=CreateVpc&cidrBlock=1", MODEL_UNKNOWN_MEMBER, "cidrBlock");
    refused(EC2_CreateVpc, "Action=CreateVpc&CidrBlock.1=1", MODEL_UNKNOWN_MEMBER, "CidrBlock.1");
    refused(EC2_CreateVpc, "Action=CreateVpc&DryRun=perhaps", MODEL_WRONG_KIND, "DryRun");
    refused(EC2_CreateVpc, "Action=CreateVpc&InstanceTenancy=shared", MODEL_NOT_IN_ENUM, "InstanceTenancy");
    refused(EC2_CreateSubnet, "Action=CreateSubnet&CidrBlock=10.0.0.0%2F24", MODEL_MISSING_MEMBER, "VpcId");
    refused(EC2_DescribeVpcs, "Action=DescribeVpcs&MaxResults=1001", MODEL_OUT_OF_LIMITS, "MaxResults");
}

static void test_an_unknown_action_is_no_operation(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct server_request request = { .method = STR("POST"),
                                      .path = STR("/"),
                                      .body = STR("Action=Explode&Version=2016-11-15") };
    CHECK(server_operation(&arena, &model_ec2, &request) == NULL);
    CHECK_STR(server_form_value(&arena, &request, "Action"), "Explode");
    request.body = STR("");
    CHECK(server_operation(&arena, &model_ec2, &request) == NULL);
    request.query = STR("Action=DescribeVpcs"); /* GET is as good */
    CHECK(server_operation(&arena, &model_ec2, &request) == model_find(EC2_DescribeVpcs).op);
}

static struct io_http_reply as_reply(const struct server_answer *answer)
{
    return (struct io_http_reply){ .status = answer->status,
                                   .headers = answer->headers,
                                   .header_count = answer->header_count,
                                   .body = answer->body };
}

static void test_what_the_service_says_is_what_the_client_reads(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct model_ref ref = model_find(EC2_DescribeVpcs);
    struct value output = json(&arena, "{\"Vpcs\":[{\"VpcId\":\"vpc-1\",\"IsDefault\":false,\"Tags\":[{"
                                       "\"Key\":\"<&>\",\"Value\":\" x\\n\"}],"
                                       "\"CidrBlockAssociationSet\":[]}],\"NextToken\":\"n\"}");
    struct server_answer answer;
    struct err err = { 0 };
    CHECK(server_write(&arena, ref.model, ref.op, output, STR("r-1"), &answer, &err));
    CHECK_INT(answer.status, 200);
    CHECK(str_find(answer.body,
                   STR("<DescribeVpcsResponse "
                       "xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15\"><requestId>r-1</requestId>")) > 0);
    CHECK(str_find(answer.body, STR("<vpcSet><item>")) > 0);
    struct io_http_reply reply = as_reply(&answer);
    struct value got;
    CHECK(wire_parse(&arena, ref, &reply, &got, &err));
    CHECK(value_eq(output, got));
}

static void test_a_refusal_arrives_as_one(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct model_ref ref = model_find(EC2_DeleteVpc);
    struct server_error error = { .code = STR("DependencyViolation"), .message = STR("has <dependencies>") };
    struct server_answer answer;
    struct err err = { 0 }, got = { 0 };
    struct value none;
    CHECK(server_write_error(&arena, ref.model, ref.op, &error, STR("r-2"), &answer, &err));
    CHECK_INT(answer.status, 400);
    struct io_http_reply reply = as_reply(&answer);
    CHECK(!wire_parse(&arena, ref, &reply, &none, &got));
    CHECK_STR(str_of(got.message), "EC2 DeleteVpc: has <dependencies> (DependencyViolation)");
    CHECK_STR(str_of(got.request_id), "r-2");
    error = (struct server_error){ .status = 503, .code = STR("RequestLimitExceeded") };
    CHECK(server_write_error(&arena, ref.model, NULL, &error, STR("r-3"), &answer, &err));
    CHECK_INT(answer.status, 503);
}

static void test_an_answer_that_does_not_fit_is_our_own_mistake(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct model_ref ref = model_find(EC2_DescribeVpcs);
    struct server_answer answer;
    struct err err = { 0 };
    CHECK(!server_write(&arena, ref.model, ref.op, json(&arena, "{\"Vpc\":[]}"), STR("r"), &answer, &err));
    CHECK_ERR(&err, ERR_INTERNAL, "answering DescribeVpcs: DescribeVpcsResult has no member 'Vpc'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_client_sends_is_what_the_service_reads),
        cmocka_unit_test(test_wrong_requests_are_named_by_their_parameter),
        cmocka_unit_test(test_an_unknown_action_is_no_operation),
        cmocka_unit_test(test_what_the_service_says_is_what_the_client_reads),
        cmocka_unit_test(test_a_refusal_arrives_as_one),
        cmocka_unit_test(test_an_answer_that_does_not_fit_is_our_own_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
