/*
 * test_model.c - the generated tables as their readers see them, and what a model refuses.
 */
#include "tests/unit/test.h"

#include "providers/aws/model/model_check.h"
#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/model_sts.h"

static void test_an_enumerator_finds_its_operation(void **state)
{
    (void)state;
    struct model_ref ref = model_find(EC2_CreateVpc);
    CHECK_STR(model_str(ref.model, ref.op->name), "CreateVpc");
    CHECK_STR(str_of(ref.model->service_id), "EC2");
    CHECK_STR(model_str(ref.model, ref.op->method), "POST");
    CHECK(model_find(STS_GetCallerIdentity).model == &model_sts);
    CHECK(model_service(STR("ec2")) == &model_ec2);
    CHECK(model_service(STR("nothing")) == NULL);
}

static void test_every_operation_is_found_by_its_name(void **state)
{
    (void)state;
    for (uint16_t i = 0; i < model_ec2.op_count; i++)
        CHECK(model_op_named(&model_ec2, model_str(&model_ec2, model_ec2.ops[i].name)) == &model_ec2.ops[i]);
    CHECK(model_op_named(&model_ec2, STR("CreateVp")) == NULL);
    CHECK(model_op_named(&model_ec2, STR("")) == NULL);
}

static void test_only_listed_operations_are_reads(void **state)
{
    (void)state;
    CHECK(model_find(EC2_CreateVpc).op->flags & MODEL_MUTATES);
    CHECK(model_find(EC2_AssociateAddress).op->flags & MODEL_MUTATES);
    CHECK(!(model_find(EC2_DescribeVpcs).op->flags & MODEL_MUTATES));
    CHECK(!(model_find(EC2_GetManagedPrefixListEntries).op->flags & MODEL_MUTATES));
    CHECK(!(model_find(STS_AssumeRoleWithWebIdentity).op->flags & MODEL_MUTATES));
    CHECK(model_find(STS_AssumeRoleWithWebIdentity).op->flags & MODEL_UNSIGNED);
    CHECK(!(model_find(STS_AssumeRole).op->flags & MODEL_UNSIGNED));
}

static void test_tokens_waiters_and_paginators_came_along(void **state)
{
    (void)state;
    struct model_ref nat = model_find(EC2_CreateNatGateway);
    const struct model_member *members = model_members(nat.model, model_input(nat.model, nat.op));
    CHECK(nat.op->token);
    CHECK_STR(model_str(nat.model, members[nat.op->token - 1].name), "ClientToken");
    CHECK_INT(model_find(EC2_CreateVpc).op->token, 0);

    const struct model_waiter *waiter = model_waiter_named(&model_ec2, STR("NatGatewayAvailable"));
    CHECK(waiter && waiter->count == 5);
    CHECK_INT(waiter->delay_s * waiter->max_attempts, 600);
    CHECK(model_waiter_named(&model_ec2, STR("SunRises")) == NULL);
    CHECK(model_find(EC2_DescribeVpcs).op->paginator);
}

static void test_ec2_names_differ_between_requests_and_answers(void **state)
{
    (void)state;
    struct model_ref ref = model_find(EC2_DescribeVpcs);
    const struct model_shape *list = model_shape_of(
        ref.model, model_member_named(ref.model, model_output(ref.model, ref.op), STR("Vpcs")));
    const struct model_shape *vpc = model_shape_of(ref.model, model_item(ref.model, list));
    const struct model_member *cidr = model_member_named(ref.model, vpc, STR("CidrBlock"));
    CHECK_STR(model_str(ref.model, cidr->request), "CidrBlock");
    CHECK_STR(model_str(ref.model, cidr->reply), "cidrBlock");

    uint16_t cursor = 0;
    CHECK(model_member_on_wire(ref.model, vpc, STR("cidrBlock"), true, &cursor) == cidr);
    CHECK(model_member_on_wire(ref.model, vpc, STR("cidrBlock"), true, &cursor) ==
          cidr); /* from where it was found */
    CHECK(model_member_on_wire(ref.model, vpc, STR("CidrBlock"), true, &cursor) == NULL);
}

static struct model_problem problem_of(struct arena *arena, uint32_t op, const char *json)
{
    struct model_ref ref = model_find(op);
    struct model_problem problem = { 0 };
    struct err err = { 0 };
    struct value input;
    CHECK(value_from_json(arena, str_of(json), &input, &err));
    CHECK(model_check(arena, ref.model, model_input(ref.model, ref.op), input, &problem) ==
          (problem.kind == MODEL_OK));
    return problem;
}

static void refused(uint32_t op, const char *json, enum model_problem_kind kind, const char *path,
                    const char *message)
{
    DROP_ARENA struct arena arena = { 0 };
    struct model_problem problem = problem_of(&arena, op, json);
    CHECK_INT(problem.kind, kind);
    CHECK_STR(problem.path, path);
    CHECK_STR(problem.message, message);
}

static void test_what_the_model_refuses(void **state)
{
    (void)state;
    refused(EC2_CreateSubnet, "{\"CidrBlock\":\"10.0.0.0/24\"}", MODEL_MISSING_MEMBER, "VpcId",
            "is required");
    refused(EC2_CreateVpc, "{\"CidrBlok\":\"10.0.0.0/16\"}", MODEL_UNKNOWN_MEMBER, "CidrBlok",
            "is not known");
    refused(EC2_CreateVpc, "{\"CidrBlock\":7}", MODEL_WRONG_KIND, "CidrBlock", "must be string, not integer");
    refused(EC2_CreateVpc, "{\"InstanceTenancy\":\"shared\"}", MODEL_NOT_IN_ENUM, "InstanceTenancy",
            "must be one of default, dedicated, host");
    refused(EC2_CreateVpc, "{\"TagSpecifications\":[{\"Tags\":[{\"Key\":\"a\"},{\"Kay\":\"b\"}]}]}",
            MODEL_UNKNOWN_MEMBER, "TagSpecification.1.Tag.2.Kay", "is not known");
    refused(EC2_DescribeVpcs, "{\"MaxResults\":3}", MODEL_OUT_OF_LIMITS, "MaxResults",
            "must have a value from 5 to 1000, not 3");
    refused(STS_AssumeRole, "{\"RoleArn\":\"arn:aws:iam::123456789012:role/r\",\"RoleSessionName\":\"x\"}",
            MODEL_OUT_OF_LIMITS, "RoleSessionName", "must have a length from 2 to 64, not 1");
}

static void test_what_the_model_takes(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    CHECK_INT(
        problem_of(
            &arena, EC2_CreateVpc,
            "{\"CidrBlock\":\"10.0.0.0/16\",\"AmazonProvidedIpv6CidrBlock\":true,"
            "\"TagSpecifications\":[{\"ResourceType\":\"vpc\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]}]}")
            .kind,
        MODEL_OK);
    CHECK_INT(problem_of(&arena, EC2_DescribeVpcs, "{}").kind, MODEL_OK);
    CHECK_INT(problem_of(&arena, EC2_CreateVpc, "{\"CidrBlock\":null}").kind, MODEL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_enumerator_finds_its_operation),
        cmocka_unit_test(test_every_operation_is_found_by_its_name),
        cmocka_unit_test(test_only_listed_operations_are_reads),
        cmocka_unit_test(test_tokens_waiters_and_paginators_came_along),
        cmocka_unit_test(test_ec2_names_differ_between_requests_and_answers),
        cmocka_unit_test(test_what_the_model_refuses),
        cmocka_unit_test(test_what_the_model_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
