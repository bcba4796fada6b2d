/*
 * aws_call.h - calling AWS: a value in, a value out; where to, signed, paced, tried again, its errors understood.
 *
 *     struct value in = value_map_of(op_arena(op), "VpcId", id, NULL), out;
 *     TRY(aws_call(op, EC2_DescribeVpcs, in, &out, err));              suspends
 *
 * Operations and members are the service model's (model_ec2.h). Errors: NOT_FOUND, DENIED, AUTH, THROTTLED, REMOTE, AMBIGUOUS and the
 * rest of net.h, with remote_code, request_id and a message that begins with the operation. A mutating operation needs the
 * approved step of an op. An operation with an idempotency token gets the step's own, equal on every retry.
 */
#ifndef PROVIDERS_AWS_WIRE_AWS_CALL_H
#define PROVIDERS_AWS_WIRE_AWS_CALL_H

#include "engine/auth/sigv4.h"
#include "engine/provider/op.h"
#include "providers/aws/model/model_ec2.h"
#include "providers/aws/model/model_sts.h"

struct aws;

/*
 * On behalf of a step. Suspends. A refusal because something else is not there (yet) is tried again while it may only be not visible:
 * up to the endpoint's settle time, in creates and updates; in a create also for the object's own id.
 */
bool aws_call(struct op *op, uint32_t operation, struct value input, struct value *ret, struct err *err) MUST_USE;

/* A read on behalf of a step: the step's deadline and arena. aws_list_op: all pages as one. Suspends. */
bool aws_list_op(struct op *op, uint32_t operation, struct value input, struct value *ret, struct err *err) MUST_USE;

/* Reads without a step. aws_list: all pages as one answer. What they answer lives in `arena`. Suspend. */
bool aws_get(struct provider *provider, const struct net_scope *scope, struct arena *arena, uint32_t operation, struct value input,
             struct value *ret, struct err *err) MUST_USE;
bool aws_list(struct provider *provider, const struct net_scope *scope, struct arena *arena, uint32_t operation, struct value input,
              struct value *ret, struct err *err) MUST_USE;

/* The whole of one call, for this room's own files. */
struct aws_request {
    uint32_t operation;
    struct value input;
    struct str token;                        /* of an operation that takes one */
    const struct net_scope *scope;           /* NULL: a read with the default deadline */
    const struct sigv4_identity *identity;   /* NULL: the handle's */
};
struct aws_result {
    struct value output;
    struct str sim_profile;                  /* header x-infra-sim, on loopback or simulated only; may be empty */
};
bool aws_send(struct aws *aws, struct arena *arena, const struct aws_request *request, struct aws_result *ret, struct err *err) MUST_USE;

#endif
