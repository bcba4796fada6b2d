/*
 * test_face.c - keys, accounts, clocks, faults, throttling, tokens, lag, pages, determinism.
 */
#include "tests/unit/providers_aws_sim/cloud.h"
#include "tests/unit/test.h"

#include "engine/base/digest.h"

static struct value throttling(struct arena *arena)
{
    return value_map_of(arena, "aws", value_map_of(arena, "throttle", value_bool(true), NULL), NULL);
}

static void test_accounts_and_regions_are_apart(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .instant = true });
    (void)network(c);
    CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 1);
    c->region = "us-east-1";
    CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 0);
    c->region = "ap-northeast-2";
    c->key = "210987654321";
    CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 0);
    c->service = "sts";
    CHECK_STR(made(c, "Account", "Action=GetCallerIdentity&Version=2011-06-15"), "210987654321");
    cloud_free(c);
}

static void test_a_session_is_its_role_until_it_expires(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 2 });
    c->service = "sts";
    struct str answer = answered(c, "Action=AssumeRole&RoleArn=arn:aws:iam::999999999999:role/x/deploy&RoleSessionName=ci&DurationSeconds=900");
    c->key = element(c, answer, "AccessKeyId").ptr;
    c->token = element(c, answer, "SessionToken");
    CHECK_STR(element(c, answer, "SecretAccessKey"), aws_sim_session_secret(&c->arena, str_of(c->key)).ptr);
    CHECK_STR(made(c, "Arn", "Action=GetCallerIdentity"), "arn:aws:sts::999999999999:assumed-role/deploy/ci");
    refused(c, "AccessDenied", "Action=GetSessionToken");
    refused(c, "ValidationError", "Action=AssumeRole&RoleArn=arn:aws:iam::999999999999:role/x&RoleSessionName=ci&DurationSeconds=7200");
    c->service = "ec2";
    CHECK_STR(element(c, answered(c, "Action=CreateVpc&CidrBlock=10.0.0.0/16"), "ownerId"), "999999999999");
    c->now_ms += 900 * 1000;
    refused(c, "RequestExpired", "Action=DescribeVpcs");
    c->service = "sts";
    refused(c, "ExpiredToken", "Action=GetCallerIdentity");
    CHECK_INT(c->status, 403);
    c->token = STR("other");
    refused(c, "InvalidClientTokenId", "Action=GetCallerIdentity");
    c->service = "ec2";
    refused(c, "AuthFailure", "Action=DescribeVpcs");
    cloud_free(c);
}

static void test_web_identity_needs_no_key_but_a_token(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 2 });
    struct sim_request request = { .method = STR("POST"), .host = STR("sts.amazonaws.com"), .path = STR("/") };
    struct sim_response response;
    struct str claims = base64url_encode(&c->arena, STR("{\"sub\":\"repo\",\"iss\":\"https://i\",\"aud\":[\"sts\"],\"exp\":1700000100}"));
    struct str body = arena_printf(&c->arena, "Action=AssumeRoleWithWebIdentity&RoleArn=arn:aws:iam::1234567890ab:role/w&RoleSessionName=ci&WebIdentityToken=a.%s.c",
                                   claims.ptr);
    request.body = body;
    sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
    CHECK_INT(response.status, 200);
    CHECK_STR(element(c, response.body, "SubjectFromWebIdentityToken"), "repo");
    sim_handle(c->world, &c->arena, 1700000100000, &request, &response);
    CHECK_STR(element(c, response.body, "Code"), "ExpiredTokenException");
    request.body = STR("Action=AssumeRoleWithWebIdentity&RoleArn=arn:aws:iam::123456789012:role/w&RoleSessionName=ci&WebIdentityToken=none");
    sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
    CHECK_STR(element(c, response.body, "Code"), "InvalidIdentityToken");
    request.body = STR("Action=GetCallerIdentity");
    sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
    CHECK_STR(element(c, response.body, "Code"), "MissingAuthenticationToken");
    request.host = STR("s3.amazonaws.com");
    request.body = STR("");
    sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
    CHECK_STR(element(c, response.body, "Code"), "UnknownService");
    cloud_free(c);
}

static void test_a_stamp_is_good_for_five_minutes(void **state)
{
    (void)state;
    static const struct {
        const char *date, *service, *code;
        int64_t client_now_ms;
    } rows[] = {
        { "20231114T221320Z", "ec2", "", 0 },
        { "20231114T220820Z", "ec2", "", 0 },
        { "20231114T220819Z", "ec2", "RequestExpired", 0 },
        { "20231114T221821Z", "ec2", "RequestExpired", 0 },
        { "20231114T220819Z", "sts", "SignatureDoesNotMatch", 0 },
        { "20240101T000000Z", "ec2", "", 1704067200000 }, /* the clock of the clients, not the world's */
        { "nonsense", "ec2", "InvalidParameterValue", 0 },
    };
    struct cloud *c = cloud_new((struct sim_options){ 0 });
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct io_header headers[] = {
            { STR("authorization"), arena_printf(&c->arena, "AWS4-HMAC-SHA256 Credential=AKIA/20231114/us-east-1/%s/aws4_request, Signature=0", rows[i].service) },
            { STR("x-amz-date"), str_of(rows[i].date) },
        };
        struct sim_request request = { .method = STR("POST"), .host = STR("x.amazonaws.com"), .path = STR("/"), .headers = headers, .header_count = 2,
                                       .body = str_is(str_of(rows[i].service), "ec2") ? STR("Action=DescribeVpcs") : STR("Action=GetCallerIdentity"),
                                       .client_now_ms = rows[i].client_now_ms };
        struct sim_response response;
        sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
        CHECK_STR(element(c, response.body, "Code"), rows[i].code);
    }
    cloud_free(c);
}

static void test_presigned_requests_are_understood(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ 0 });
    struct sim_request request = { .method = STR("GET"), .host = STR("sts.us-east-1.amazonaws.com"), .path = STR("/"),
                                   .query = STR("Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                                                "AKIA%2F20231114%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Signature=00") };
    struct sim_response response;
    sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
    CHECK_INT(response.status, 200);
    CHECK_STR(element(c, response.body, "Account"), "123456789012");
    cloud_free(c);
}

static enum sim_fate fated;
static enum sim_fate fate_of(void *context, uint64_t n, const struct sim_request *request)
{
    (void)context, (void)n, (void)request;
    return fated;
}

static void test_faults_have_the_form_of_the_service(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .fate = fate_of });
    static const struct {
        enum sim_fate fate;
        const char *service, *body, *code;
        int status;
    } rows[] = {
        { FATE_THROTTLED, "ec2", "Action=CreateVpc&CidrBlock=10.0.0.0/16", "RequestLimitExceeded", 503 },
        { FATE_ERROR_BEFORE, "ec2", "Action=CreateVpc&CidrBlock=10.0.0.0/16", "InternalError", 500 },
        { FATE_ERROR_AFTER, "ec2", "Action=CreateVpc&CidrBlock=10.0.0.0/16", "InternalError", 500 },
        { FATE_THROTTLED, "sts", "Action=GetCallerIdentity", "Throttling", 400 },
        { FATE_ERROR_BEFORE, "sts", "Action=GetCallerIdentity", "ServiceUnavailable", 503 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fated = rows[i].fate;
        c->service = rows[i].service;
        refused(c, rows[i].code, "%s", rows[i].body);
        CHECK_INT(c->status, rows[i].status);
    }
    fated = FATE_NORMAL;
    c->service = "ec2";
    CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 1); /* of ERROR_AFTER */
    fated = FATE_DUPLICATED;
    answered(c, "Action=CreateVpc&CidrBlock=10.0.0.0/16");
    fated = FATE_NORMAL;
    CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 3); /* no token, no name: two more */
    fated = FATE_REFUSED;
    (void)ask(c, "Action=DeleteVpc&VpcId=x");
    size_t count;
    const struct sim_audit *audit = sim_audit(c->world, &count);
    CHECK_STR(audit[count - 1].operation, "ec2:DeleteVpc");
    CHECK(audit[count - 1].mutates && !audit[count - 1].effect);
    CHECK_STR(audit[0].operation, "ec2:CreateVpc");
    cloud_free(c);
}

static void test_buckets_empty_and_fill(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct cloud *c = cloud_new((struct sim_options){ .knobs = throttling(&arena), .instant = true });
    for (int i = 0; i < 50; i++)
        answered(c, "Action=CreateInternetGateway");
    refused(c, "RequestLimitExceeded", "Action=CreateInternetGateway");
    CHECK_INT(c->status, 503);
    answered(c, "Action=DescribeInternetGateways"); /* another action, another bucket */
    c->now_ms += 200;
    answered(c, "Action=CreateInternetGateway");
    refused(c, "RequestLimitExceeded", "Action=CreateInternetGateway");
    c->region = "us-east-1";
    answered(c, "Action=CreateInternetGateway");
    cloud_free(c);
}

static void test_dry_runs_do_nothing(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ 0 });
    refused(c, "DryRunOperation", "Action=CreateVpc&CidrBlock=10.0.0.0/16&DryRun=true");
    CHECK_INT(c->status, 412);
    CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 0);
    cloud_free(c);
}

/* A new VPC: listed late, and with `strict` not even there for a subnet. */
static void test_lag_hides_what_is_new(void **state)
{
    (void)state;
    for (int strict = 0; strict < 2; strict++) {
        struct cloud *c = cloud_new((struct sim_options){ .lag_ms = 100000, .strict = strict, .seed = 5 });
        struct str vpc = made(c, "vpcId", "Action=CreateVpc&CidrBlock=10.0.0.0/16");
        CHECK_INT(count_of(answered(c, "Action=DescribeVpcs"), "<vpcId>"), 0);
        refused(c, "InvalidVpcID.NotFound", "Action=DescribeVpcs&VpcId.1=%s", vpc.ptr);
        refused(c, "InvalidVpcID.NotFound", "Action=DescribeVpcAttribute&Attribute=enableDnsSupport&VpcId=%s", vpc.ptr);
        if (strict)
            refused(c, "InvalidVpcID.NotFound", "Action=CreateSubnet&VpcId=%s&CidrBlock=10.0.0.0/24", vpc.ptr);
        else
            answered(c, "Action=CreateSubnet&VpcId=%s&CidrBlock=10.0.0.0/24", vpc.ptr);
        c->now_ms += 300000;
        answered(c, "Action=DescribeVpcs");
        c->now_ms += 300000;
        CHECK(has(answered(c, "Action=DescribeVpcs&VpcId.1=%s", vpc.ptr), "<state>available</state>"));
        cloud_free(c);
    }
}

static void test_pages_miss_nothing_when_things_come_and_go(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .instant = true });
    for (int i = 0; i < 23; i++)
        answered(c, "Action=CreateInternetGateway");
    size_t seen = 0, pages = 0;
    struct str token = STR("");
    do {
        struct str page = token.len ? answered(c, "Action=DescribeInternetGateways&MaxResults=5&NextToken=%s", token.ptr)
                                    : answered(c, "Action=DescribeInternetGateways&MaxResults=5");
        seen += count_of(page, "<internetGatewayId>");
        token = element(c, page, "nextToken");
        pages++;
        answered(c, "Action=DeleteInternetGateway&InternetGatewayId=%s", element(c, page, "internetGatewayId").ptr); /* already seen */
    } while (token.len);
    CHECK_INT(seen, 23);
    CHECK_INT(pages, 5);
    refused(c, "InvalidNextToken", "Action=DescribeVpcs&MaxResults=5&NextToken=bm9uc2Vuc2U=");
    refused(c, "InvalidParameterValue", "Action=DescribeVpcs&MaxResults=4");
    refused(c, "InvalidParameterValue", "Action=DescribeVpcs&MaxResults=1001");
    cloud_free(c);
}

static void test_filters_select(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .instant = true });
    answered(c, "Action=CreateVpc&CidrBlock=10.0.0.0/16&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=one"
                "&TagSpecification.1.Tag.2.Key=a*b&TagSpecification.1.Tag.2.Value=");
    answered(c, "Action=CreateVpc&CidrBlock=10.1.0.0/16&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=two");
    answered(c, "Action=CreateVpc&CidrBlock=172.16.0.0/24");
    static const struct {
        const char *filters;
        size_t count;
    } rows[] = {
        { "Filter.1.Name=tag:Name&Filter.1.Value.1=one", 1 },
        { "Filter.1.Name=tag:Name&Filter.1.Value.1=one&Filter.1.Value.2=two", 2 },
        { "Filter.1.Name=tag:Name&Filter.1.Value.1=*o*", 2 },
        { "Filter.1.Name=tag:Name&Filter.1.Value.1=?wo", 1 },
        { "Filter.1.Name=tag:Name&Filter.1.Value.1=on", 0 },
        { "Filter.1.Name=tag-key&Filter.1.Value.1=Name", 2 },
        { "Filter.1.Name=tag-key&Filter.1.Value.1=a%5C*b", 1 },
        { "Filter.1.Name=tag-key&Filter.1.Value.1=a%5C*c", 0 },
        { "Filter.1.Name=cidr&Filter.1.Value.1=10.*", 2 },
        { "Filter.1.Name=cidr&Filter.1.Value.1=10.*&Filter.2.Name=tag:Name&Filter.2.Value.1=two", 1 },
        { "Filter.1.Name=is-default&Filter.1.Value.1=false", 3 },
        { "Filter.1.Name=is-default&Filter.1.Value.1=true", 0 },
        { "Filter.1.Name=cidr-block-association.state&Filter.1.Value.1=associated", 3 },
        { "Filter.1.Name=state&Filter.1.Value.1=available", 3 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str page = answered(c, "Action=DescribeVpcs&%s", rows[i].filters);
        if (count_of(page, "<ownerId>") != rows[i].count)
            print_error("%s\n", rows[i].filters);
        CHECK_INT(count_of(page, "<ownerId>"), rows[i].count);
    }
    refused(c, "InvalidParameterValue", "Action=DescribeVpcs&Filter.1.Name=colour&Filter.1.Value.1=red");
    refused(c, "InvalidParameterValue", "Action=DescribeVpcs&Filter.1.Name=cidr");
    refused(c, "MissingParameter", "Action=DescribeVpcs&Filter.1.Value.1=x");
    cloud_free(c);
}

/* Six operations take a token. */
static void test_tokens_make_one_object_of_two_requests(void **state)
{
    (void)state;
    struct cloud *c = cloud_new((struct sim_options){ .seed = 3 });
    struct net net = network(c);
    struct str eip = made(c, "allocationId", "Action=AllocateAddress");
    const char *requests[][3] = {
        { arena_printf(&c->arena, "Action=CreateRouteTable&VpcId=%s&ClientToken=t", net.vpc.ptr).ptr, "routeTableId", "&TagSpecification.1.ResourceType=route-table&TagSpecification.1.Tag.1.Key=x" },
        { arena_printf(&c->arena, "Action=CreateNatGateway&SubnetId=%s&AllocationId=%s&ClientToken=t", net.subnet.ptr, eip.ptr).ptr, "natGatewayId", "&PrivateIpAddress=10.0.0.9" },
        { arena_printf(&c->arena, "Action=CreateVpcEndpoint&VpcId=%s&ServiceName=com.amazonaws.ap-northeast-2.s3&ClientToken=t", net.vpc.ptr).ptr, "vpcEndpointId", "&PolicyDocument={\"Statement\":[]}" },
        { arena_printf(&c->arena, "Action=CreateEgressOnlyInternetGateway&VpcId=%s&ClientToken=t", net.vpc.ptr).ptr, "egressOnlyInternetGatewayId", "&TagSpecification.1.ResourceType=egress-only-internet-gateway&TagSpecification.1.Tag.1.Key=x" },
    };
    for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
        struct str id = made(c, requests[i][1], "%s", requests[i][0]);
        CHECK(str_eq(made(c, requests[i][1], "%s", requests[i][0]), id));
        c->now_ms += 3600 * 1000;
        CHECK(str_eq(made(c, requests[i][1], "%s", requests[i][0]), id));
        refused(c, "IdempotentParameterMismatch", "%s%s", requests[i][0], requests[i][2]);
        refused(c, "InvalidParameterValue", "%s0123456789012345678901234567890123456789012345678901234567890123456789", requests[i][0]);
    }
    c->now_ms += 25LL * 3600 * 1000;
    struct str table = made(c, "routeTableId", "%s", requests[0][0]); /* the token is forgotten */
    CHECK_INT(count_of(answered(c, "Action=DescribeRouteTables"), "<routeTableId>") > 2, 1);
    answered(c, "Action=DeleteRouteTable&RouteTableId=%s", table.ptr);
    CHECK(str_eq(made(c, "routeTableId", "%s", requests[0][0]), table)); /* the answer stands, though it is gone */
    cloud_free(c);
}

static struct str life(struct arena *arena, uint64_t seed)
{
    struct cloud *c = cloud_new((struct sim_options){ .seed = seed, .lag_ms = 500 });
    for (int i = 0; i < 5; i++) {
        c->now_ms += 700;
        (void)ask(c, "Action=CreateVpc&CidrBlock=10.%d.0.0/16", i);
        (void)ask(c, "Action=AllocateAddress");
    }
    struct buf out = { 0 };
    buf_add_str(&out, ask(c, "Action=DescribeVpcs"));
    buf_add_str(&out, ask(c, "Action=DescribeAddresses"));
    sim_audit_text(c->world, &out);
    struct str done = arena_str(arena, buf_str(&out));
    buf_done(&out);
    cloud_free(c);
    return done;
}

static void test_the_same_seed_is_the_same_cloud(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    CHECK(str_eq(life(&arena, 11), life(&arena, 11)));
    CHECK(!str_eq(life(&arena, 11), life(&arena, 12)));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accounts_and_regions_are_apart),
        cmocka_unit_test(test_a_session_is_its_role_until_it_expires),
        cmocka_unit_test(test_web_identity_needs_no_key_but_a_token),
        cmocka_unit_test(test_a_stamp_is_good_for_five_minutes),
        cmocka_unit_test(test_presigned_requests_are_understood),
        cmocka_unit_test(test_faults_have_the_form_of_the_service),
        cmocka_unit_test(test_buckets_empty_and_fill),
        cmocka_unit_test(test_dry_runs_do_nothing),
        cmocka_unit_test(test_lag_hides_what_is_new),
        cmocka_unit_test(test_pages_miss_nothing_when_things_come_and_go),
        cmocka_unit_test(test_filters_select),
        cmocka_unit_test(test_tokens_make_one_object_of_two_requests),
        cmocka_unit_test(test_the_same_seed_is_the_same_cloud),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
