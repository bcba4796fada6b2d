/*
 * test_aws_errors.c - what error codes mean for the attempts that may follow.
 */
#include "tests/unit/test.h"

#include "providers/aws/model/services.h"
#include "providers/aws/wire/aws_errors.h"

static enum aws_error_class class_of(int status, const char *code)
{
    return aws_error_class_of(&model_ec2, status, str_of(code), STR("message"));
}

static void test_codes_decide_before_the_status(void **state)
{
    (void)state;
    CHECK_INT(class_of(503, "SlowDown"), AWS_THROTTLED);
    CHECK_INT(class_of(400, "ThrottlingException"), AWS_THROTTLED);
    CHECK_INT(class_of(400, "RequestTimeout"), AWS_TRANSIENT);
    CHECK_INT(class_of(403, "RequestTimeTooSkewed"), AWS_CLOCK_SKEW);
    CHECK_INT(class_of(403, "SignatureDoesNotMatch"), AWS_CLOCK_SKEW);
    CHECK_INT(class_of(400, "ExpiredToken"), AWS_CREDENTIALS);
    CHECK_INT(class_of(403, "AccessDenied"), AWS_DENIED);
    CHECK_INT(class_of(400, "NatGatewayNotFound"), AWS_NOT_FOUND);
    CHECK_INT(class_of(400, "InvalidRoute.NotFound"), AWS_NOT_FOUND);
    CHECK_INT(class_of(400, "ResourceNotFoundException"), AWS_NOT_FOUND);
    CHECK_INT(class_of(400, "DependencyViolation"), AWS_REFUSED);
    CHECK_INT(class_of(404, "SomethingElse"), AWS_REFUSED);
}

static void test_the_status_decides_where_there_is_no_code(void **state)
{
    (void)state;
    static const struct {
        int status;
        enum aws_error_class class;
    } cases[] = { { 400, AWS_REFUSED },   { 401, AWS_CREDENTIALS }, { 403, AWS_DENIED },
                  { 404, AWS_NOT_FOUND }, { 408, AWS_TRANSIENT },   { 410, AWS_NOT_FOUND },
                  { 429, AWS_THROTTLED }, { 500, AWS_TRANSIENT },   { 503, AWS_TRANSIENT } };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(class_of(cases[i].status, ""), cases[i].class);
    CHECK_INT(class_of(502, "Unlisted"), AWS_TRANSIENT);
    CHECK_INT(class_of(429, "Unlisted"), AWS_THROTTLED);
}

static void test_limit_exceeded_is_a_quota_for_some_services(void **state)
{
    (void)state;
    struct model kms = { .service_id = "KMS" }, acm = { .service_id = "ACM" };
    struct str code = STR("LimitExceededException");
    CHECK_INT(aws_error_class_of(&kms, 400, code, STR("You have reached the limit of 100000 keys")),
              AWS_REFUSED);
    CHECK_INT(aws_error_class_of(&kms, 400, code, STR("Rate exceeded")), AWS_THROTTLED);
    CHECK_INT(aws_error_class_of(&acm, 400, code, STR("You have reached the limit")), AWS_THROTTLED);
    CHECK_INT(aws_error_class_of(NULL, 400, code, STR("")), AWS_THROTTLED);
}

static void test_every_class_has_its_err_code(void **state)
{
    (void)state;
    CHECK_INT(aws_error_to_err(AWS_REFUSED), ERR_REMOTE);
    CHECK_INT(aws_error_to_err(AWS_NOT_FOUND), ERR_NOT_FOUND);
    CHECK_INT(aws_error_to_err(AWS_DENIED), ERR_DENIED);
    CHECK_INT(aws_error_to_err(AWS_THROTTLED), ERR_THROTTLED);
    CHECK_INT(aws_error_to_err(AWS_TRANSIENT), ERR_AMBIGUOUS);
    CHECK_INT(aws_error_to_err(AWS_CLOCK_SKEW), ERR_AUTH);
    CHECK_INT(aws_error_to_err(AWS_CREDENTIALS), ERR_AUTH);
}

static void test_fresh_iam_objects_are_told_from_wrong_ones(void **state)
{
    (void)state;
    CHECK(aws_error_fresh_iam(STR("EC2"), STR("InvalidParameterValue"),
                              STR("Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM "
                                  "Instance Profile name")));
    CHECK(!aws_error_fresh_iam(STR("EC2"), STR("InvalidParameterValue"),
                               STR("Value (x) for parameter cidrBlock is invalid")));
    CHECK(aws_error_fresh_iam(STR("KMS"), STR("MalformedPolicyDocumentException"), STR("anything")));
    CHECK(!aws_error_fresh_iam(STR("KMS"), STR("AccessDenied"), STR("anything")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_codes_decide_before_the_status),
        cmocka_unit_test(test_the_status_decides_where_there_is_no_code),
        cmocka_unit_test(test_limit_exceeded_is_a_quota_for_some_services),
        cmocka_unit_test(test_every_class_has_its_err_code),
        cmocka_unit_test(test_fresh_iam_objects_are_told_from_wrong_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
