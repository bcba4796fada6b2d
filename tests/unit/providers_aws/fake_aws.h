/*
 * fake_aws.h - an EC2 that believes everything, for tests of the provider: it keeps what a create says and shows it again.
 *
 *     struct fake_aws *aws = fake_aws_open();
 *     struct fake_step *step = fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\"}");
 *     CHECK(fake_run(step));
 *     fake_sent(aws, "CreateVpc") ... the request's input; fake_count(aws, "CreateVpc")
 *     fake_aws_close(aws);
 *
 * It reads and writes the wire by the service model in server direction, so a request that the model refuses fails the test. It
 * judges nothing else: the simulator does. Time is virtual.
 */
#ifndef TESTS_UNIT_PROVIDERS_AWS_FAKE_AWS_H
#define TESTS_UNIT_PROVIDERS_AWS_FAKE_AWS_H

#include "engine/net/fake_io.h"
#include "engine/provider/op.h"
#include "providers/aws/aws.h"

struct fake_request {
    struct str operation;
    struct value input;
    struct str url, authorization, body;
};

/* Answers the nth (from 0) request of an operation with an error. count 0: once. */
struct fake_refusal {
    const char *operation, *code, *message;
    int nth, count, status;
    bool applied;                /* the effect happened all the same: an answer that was lost */
};

struct fake_variable {
    const char *name, *value;
};

struct fake_object {
    const char *list;            /* "Vpcs"; "": deleted */
    struct value data;
};

struct fake_bound {
    struct str name;
    struct value v;
};

struct fake_aws {
    struct arena memory;
    struct io *io;
    struct loop *loop;
    struct net *net;
    struct provider *provider;
    struct err err;              /* of the last thing that failed */
    VEC(struct fake_request) requests;
    VEC(struct fake_object) objects;
    VEC(struct fake_refusal) refusals;
    VEC(struct fake_variable) variables;
    const char *sim_header;      /* x-infra-sim of GetCallerIdentity */
    const char *account;
    struct value flags;          /* DescribeVpcAttribute's */
    int ids;
};

struct fake_step {
    struct fake_aws *aws;
    struct op op;
    struct journal journal;
    VEC(struct fake_bound) bound;
    bool ok;
};

struct fake_aws *fake_aws_new(void);                        /* not opened yet: variables may be set */
bool fake_aws_start(struct fake_aws *aws, const char *config);
struct fake_aws *fake_aws_open(void);                       /* both, region eu-west-1 */
void fake_aws_close(struct fake_aws *aws);
void fake_aws_set(struct fake_aws *aws, const char *name, const char *value);
void fake_aws_refuse(struct fake_aws *aws, struct fake_refusal refusal);
struct value fake_json(struct fake_aws *aws, const char *text);
/* Puts an object in, as "Vpcs" lists it. */
void fake_aws_put(struct fake_aws *aws, const char *list, const char *json);

struct fake_step *fake_step(struct fake_aws *aws, const char *type, enum op_kind kind, const char *want);
struct fake_step *fake_step_value(struct fake_aws *aws, const struct resource_type *type, enum op_kind kind, struct value want);
/* Update from `prior` (a map): differences are computed. */
void fake_step_prior(struct fake_step *step, struct value prior);
bool fake_run(struct fake_step *step);                      /* err in aws->err */
bool fake_read(struct fake_aws *aws, struct read *read);
struct value fake_lookup(struct fake_aws *aws, const char *name, const char *args);

struct value fake_sent(struct fake_aws *aws, const char *operation);   /* the last one's input; absent: none was sent */
size_t fake_count(struct fake_aws *aws, const char *operation);

#endif
