/*
 * services.h - the services that have tables.
 *
 * Written by providers/aws/model/generate.py from services.list. Do not edit.
 */
#ifndef PROVIDERS_AWS_MODEL_SERVICES_H
#define PROVIDERS_AWS_MODEL_SERVICES_H

#include "providers/aws/model/model.h"

#define MODEL_SERVICES(X) \
    X(EC2, ec2) \
    X(STS, sts)

enum model_service_id {
    MODEL_SERVICE_NONE, /* so that operation number 0 is no operation */
#define X(upper, lower) MODEL_SERVICE_##upper,
    MODEL_SERVICES(X)
#undef X
    MODEL_SERVICE_COUNT,
};

#define X(upper, lower) extern const struct model model_##lower;
MODEL_SERVICES(X)
#undef X

#endif
