/*
 * aws_token.h - the bearer token that an EKS cluster accepts: a presigned STS GetCallerIdentity in disguise.
 *
 *     TRY(aws_eks_token(arena, &config, &identity, cluster, region, now_ms, &token, &expires_ms, err));
 *
 * Anyone who holds the token is its owner until it expires: it goes to the cluster's own endpoint only.
 */
#ifndef ENGINE_AUTH_AWS_TOKEN_H
#define ENGINE_AUTH_AWS_TOKEN_H

#include "engine/auth/aws_credentials.h"

enum { AWS_EKS_TOKEN_MS = 14 * 60 * 1000 }; /* the server accepts 15 minutes from the signature */

/* The token lives in `arena`. Pure: nothing is sent. `region` is the cluster's. Fails with ERR_INVALID. */
bool aws_eks_token(struct arena *arena, const struct aws_config *config, const struct sigv4_identity *identity,
                   struct str cluster, struct str region, int64_t now_ms, struct str *ret_token, int64_t *ret_expires_ms,
                   struct err *err) MUST_USE;

#endif
