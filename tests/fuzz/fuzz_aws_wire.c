/*
 * fuzz_aws_wire.c - any bytes as an answer of AWS, and as a request to the simulated one: an error or a value that the codecs
 * can write again, never a crash. The first byte picks the operation and the status.
 */
#include "providers/aws/model/model_check.h"
#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/model_sts.h"
#include "providers/aws/model/server_codec.h"
#include "providers/aws/wire/wire.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void stop_unless(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* What was read can be written, and reads the same again. */
static void answer(struct arena *arena, struct model_ref ref, int status, struct str body)
{
    struct io_http_reply reply = { .status = status, .body = body };
    struct value output, again;
    struct err err = { 0 };
    if (!wire_parse(arena, ref, &reply, &output, &err)) {
        stop_unless(err.code != ERR_NONE && err.message[0], "a failure without a message");
        (void)wire_error_members(arena, ref, &reply);
        return;
    }
    struct server_answer answer;
    stop_unless(server_write(arena, ref.model, ref.op, output, STR("id"), &answer, &err), err.message);
    reply.body = answer.body;
    if (wire_parse(arena, ref, &reply, &again, &err))
        stop_unless(value_eq(output, again), "the answer is not the same when it is read again");
    else
        stop_unless(strstr(err.message, "malformed"), err.message); /* control characters have no form in XML */
}

static void request(struct arena *arena, struct model_ref ref, struct str body)
{
    struct server_request request = { .method = STR("POST"), .path = STR("/"), .body = body };
    struct model_problem problem = { 0 };
    struct value input, again;
    struct err err = { 0 };
    struct wire_request sent;
    if (!server_read(arena, ref.model, ref.op, &request, &input, &problem)) {
        stop_unless(problem.kind != MODEL_OK && problem.message.len, "a refusal without a message");
        return;
    }
    stop_unless(wire_serialize(arena, ref, input, NULL, &sent, &err), err.message);
    request.body = sent.body;
    stop_unless(server_read(arena, ref.model, ref.op, &request, &again, &problem), "what was accepted is refused the second time");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t ops[] = { EC2_DescribeVpcs,   EC2_DescribeInstances,           EC2_DescribeSecurityGroups, STS_AssumeRole,
                                    EC2_CreateVpc,      EC2_AuthorizeSecurityGroupEgress, STS_GetCallerIdentity,      EC2_CreateVpcEndpoint };
    if (!size)
        return 0;
    DROP_ARENA struct arena arena = { 0 };
    struct model_ref ref = model_find(ops[data[0] % ARRAY_LEN(ops)]);
    struct str body = arena_str(&arena, str_n((const char *)data + 1, size - 1));
    if (data[0] & 0x10)
        request(&arena, ref, body);
    else
        answer(&arena, ref, data[0] & 0x20 ? 400 : data[0] & 0x40 ? 503 : 200, body);
    return 0;
}
