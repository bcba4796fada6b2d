/*
 * aws_token.c - EKS tokens. Format (aws-iam-authenticator): "k8s-aws-v1." + base64url of the presigned URL, without padding;
 * the header x-k8s-aws-id names the cluster and is signed, X-Amz-Expires is 60.
 */
#include "engine/auth/aws_token.h"

enum { EKS_URL_EXPIRES_S = 60 };

bool aws_eks_token(struct arena *arena, const struct aws_config *config, const struct sigv4_identity *identity,
                   struct str cluster, struct str region, int64_t now_ms, struct str *ret_token, int64_t *ret_expires_ms,
                   struct err *err)
{
    if (str_empty(cluster))
        return FAIL(err, ERR_INVALID, "an EKS token needs the cluster's name");
    struct aws_endpoint endpoint;
    TRY(aws_config_endpoint(config, arena, STR("STS"), STR("sts"), region, &endpoint, err));
    struct io_header header = { STR("x-k8s-aws-id"), cluster };
    struct sigv4_request request = {
        .method = STR("GET"), .headers = &header, .header_count = 1,
        .url = arena_printf(arena, "%.*s/?Action=GetCallerIdentity&Version=2011-06-15", STR_ARG(endpoint.url)),
    };
    struct sigv4_params params = { .region = endpoint.signing_region, .service = STR("sts"), .sign_at_ms = now_ms,
                                   .expires_s = EKS_URL_EXPIRES_S };
    struct str url;
    TRY(sigv4_presign(arena, NULL, identity, &params, &request, &url, err));
    *ret_token = arena_printf(arena, "k8s-aws-v1.%s", base64url_encode(arena, url).ptr);
    *ret_expires_ms = now_ms + AWS_EKS_TOKEN_MS;
    return true;
}
