/*
 * aws_sts.h - the two STS requests that give temporary keys. Source: STS API 2011-06-15 (query protocol).
 *
 * Both are reads as far as the account is concerned: repeating them is harmless.
 */
#ifndef ENGINE_AUTH_AWS_STS_H
#define ENGINE_AUTH_AWS_STS_H

#include "engine/auth/aws_credentials.h"

/* Empty members are left out of the request. */
struct aws_role {
    struct str arn, session_name, external_id;
    int64_t duration_s;             /* 0: the role's default */
};

/*
 * Fills access key, secret, token and expiry of *ret (source is the caller's). Fails with ERR_AUTH: STS refused (remote_code,
 * request_id, http_status set); ERR_UNREACHABLE, ERR_AMBIGUOUS; ERR_FORMAT: the answer is not one. May suspend.
 */
bool aws_sts_assume_role(const struct aws_config *config, const struct aws_role *role, const struct sigv4_identity *identity,
                         struct aws_credentials *ret, struct err *err) MUST_USE;
bool aws_sts_web_identity(const struct aws_config *config, const struct aws_role *role, struct str token,
                          struct aws_credentials *ret, struct err *err) MUST_USE;

/* Where STS is for this configuration; without a region the global endpoint, signed for us-east-1. */
bool aws_sts_endpoint(const struct aws_config *config, struct arena *arena, struct aws_endpoint *ret, struct err *err) MUST_USE;

#endif
