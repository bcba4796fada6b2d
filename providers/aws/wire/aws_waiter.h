/*
 * aws_waiter.h - the models' waiters: does an answer say that the wait is over? Pure: asking again, and when, is the engine's.
 *
 *     const struct model_waiter *w = model_waiter_named(model, STR("NatGatewayAvailable"));
 *     switch (aws_waiter_judge(arena, model, w, &(struct aws_answer){ .output = output, .http_status = 200 })) ...
 *
 * Acceptors are asked in the model's order, the first that matches decides. None: an answer means again, an error means failed.
 */
#ifndef PROVIDERS_AWS_WIRE_AWS_WAITER_H
#define PROVIDERS_AWS_WIRE_AWS_WAITER_H

#include "engine/value/value.h"
#include "providers/aws/model/model.h"

enum aws_wait { AWS_WAIT_DONE, AWS_WAIT_FAILED, AWS_WAIT_AGAIN };

struct aws_answer {
    struct value output;   /* absent when the request failed */
    struct str error_code; /* empty when it did not */
    int http_status;
};

enum aws_wait aws_waiter_judge(struct arena *arena, const struct model *model, const struct model_waiter *waiter,
                               const struct aws_answer *answer);

#endif
