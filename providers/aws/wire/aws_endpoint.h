/*
 * aws_endpoint.h - where a service is: partition, host, and what its signatures are made for.
 *
 *     TRY(aws_endpoint_find(arena, model, region, &(struct aws_endpoint_options){ .override = aws_endpoint_configured(...) }, &e, err));
 *     struct str url = aws_endpoint_url(arena, &e, &request);
 *
 * Sources: botocore 1.44.5 partitions.json and endpoints.json. Endpoints of the user's own come from the environment and the
 * configuration file only, never from a stack (design 14); that plain http stays on loopback is enforced by the door (io).
 */
#ifndef PROVIDERS_AWS_WIRE_AWS_ENDPOINT_H
#define PROVIDERS_AWS_WIRE_AWS_ENDPOINT_H

#include "engine/auth/auth.h"
#include "providers/aws/wire/wire.h"

struct aws_endpoint_options {
    struct str override; /* "http://127.0.0.1:5555"; empty: the service's own */
    bool fips, dual_stack;
};

struct aws_endpoint {
    struct str url;            /* scheme, host and perhaps a path; no slash at the end */
    struct str signing_region; /* of global services the one where they live */
    struct str signing_name;
    const char *partition;     /* "aws", "aws-cn" */
    bool overridden;
};

/* ERR_INVALID: a region of no partition's form, a service that the partition does not have, an override that is no URL. */
bool aws_endpoint_find(struct arena *arena, const struct model *model, struct str region, const struct aws_endpoint_options *options,
                       struct aws_endpoint *ret, struct err *err) MUST_USE;
/* The request's URL. An overridden endpoint gets no host prefix: it is one server for everything. */
struct str aws_endpoint_url(struct arena *arena, const struct aws_endpoint *endpoint, const struct wire_request *request);

/* "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2" */
struct str aws_endpoint_variable(struct arena *arena, const struct model *model);
/* AWS_ENDPOINT_URL_<SERVICE>, then AWS_ENDPOINT_URL; empty when neither is set or AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is true. */
struct str aws_endpoint_configured(struct arena *arena, const struct model *model, const struct auth_world *world);

/* "aws" for "eu-west-1"; NULL: no partition has such regions. For ARNs. */
const char *aws_partition_of(struct str region);

#endif
