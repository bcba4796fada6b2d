/*
 * model_sts.h - operations of AWS Security Token Service, API version 2011-06-15.
 *
 * Written by providers/aws/model/generate.py from botocore 1.44.5's service model (Apache License 2.0)
 * and services.list. Do not edit: change those and run it again. The layout is model.h's.
 */
#ifndef PROVIDERS_AWS_MODEL_MODEL_STS_H
#define PROVIDERS_AWS_MODEL_MODEL_STS_H

#include "providers/aws/model/services.h"

enum {
    STS_AssumeRole = MODEL_OP(MODEL_SERVICE_STS, 0),
    STS_AssumeRoleWithSAML = MODEL_OP(MODEL_SERVICE_STS, 1),
    STS_AssumeRoleWithWebIdentity = MODEL_OP(MODEL_SERVICE_STS, 2),
    STS_AssumeRoot = MODEL_OP(MODEL_SERVICE_STS, 3),
    STS_DecodeAuthorizationMessage = MODEL_OP(MODEL_SERVICE_STS, 4),
    STS_GetAccessKeyInfo = MODEL_OP(MODEL_SERVICE_STS, 5),
    STS_GetCallerIdentity = MODEL_OP(MODEL_SERVICE_STS, 6),
    STS_GetDelegatedAccessToken = MODEL_OP(MODEL_SERVICE_STS, 7),
    STS_GetFederationToken = MODEL_OP(MODEL_SERVICE_STS, 8),
    STS_GetSessionToken = MODEL_OP(MODEL_SERVICE_STS, 9),
    STS_GetWebIdentityToken = MODEL_OP(MODEL_SERVICE_STS, 10),
};

#endif
