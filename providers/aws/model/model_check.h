/*
 * model_check.h - does a value fit a shape? What the service model refuses: unknown and missing members, wrong kinds, enum
 * values, lengths, counts and ranges. The simulator answers with it; the wire layer only asks for unknown members.
 */
#ifndef PROVIDERS_AWS_MODEL_MODEL_CHECK_H
#define PROVIDERS_AWS_MODEL_MODEL_CHECK_H

#include "engine/value/value.h"
#include "providers/aws/model/model.h"

enum model_problem_kind {
    MODEL_OK,
    MODEL_UNKNOWN_MEMBER,
    MODEL_MISSING_MEMBER,
    MODEL_WRONG_KIND,
    MODEL_NOT_IN_ENUM,
    MODEL_OUT_OF_LIMITS, /* length, count or range */
    MODEL_NOT_ONE_MEMBER, /* of a union */
};

struct model_problem {
    enum model_problem_kind kind;
    struct str path;      /* "TagSpecification.1.Tag.2.Key": names as in requests, list positions from 1; "" is the whole */
    struct str message;   /* "is required", "must be one of default, dedicated" */
};

/* The first problem in the model's order of members; false when there is one. Texts live in `arena`. */
bool model_check(struct arena *arena, const struct model *model, const struct model_shape *shape, struct value v,
                 struct model_problem *ret_problem);
/* A key of `map` that the structure does not have; ptr NULL: there is none. */
struct str model_unknown_key(const struct model *model, const struct model_shape *shape, struct value map);

#endif
