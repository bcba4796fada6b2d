/*
 * aws_internal.h - one opened AWS handle: region, account, who signs, where services are. Shared by this room's own files.
 *
 * Resource files do not include this: they use aws_recipe.h, aws_tags.h and wire/aws_call.h.
 */
#ifndef PROVIDERS_AWS_AWS_INTERNAL_H
#define PROVIDERS_AWS_AWS_INTERNAL_H

#include "engine/auth/aws_credentials.h"
#include "engine/provider/provider.h"
#include "providers/aws/model/services.h"

/* assume_role of the provider block; empty arn: none. */
struct aws_assume {
    struct str arn, external_id, session_name, policy, source_identity;
    int64_t duration_s;
};

/* Where a service is and which buckets pace it; found at the first call. */
struct aws_service {
    struct str url;              /* empty: not looked for yet */
    struct str signing_region;
    struct str read_bucket, mutate_bucket;
    bool configured;             /* the user's own endpoint: one server, no host prefixes */
};

/* A listing under way, so that readers who ask the same share it (aws_read.c). */
struct aws_listing;

struct aws {
    struct provider base;
    struct arena memory;         /* the handle itself lives here */
    struct auth_world world;
    struct aws_config config;
    struct aws_auth *auth;       /* NULL: simulated */
    struct sigv4_keys keys;
    struct aws_credentials signer;      /* our copy of what signs now: outlives suspensions */
    struct aws_assume assume;
    struct str region, account, partition, user_id, arn;
    struct value default_tags;   /* map of string, may be empty */
    struct value ignore_keys, ignore_key_prefixes;  /* lists of string */
    struct aws_service services[MODEL_SERVICE_COUNT];
    struct value facts;          /* aws_recall */
    struct aws_listing *listings;
    uint64_t mutations;          /* mutating calls begun and ended: a listing older than one is not shared */
    bool simulated, loopback;
    bool assuming;               /* a fiber renews the role's keys */
};

static inline struct aws *aws_of(struct provider *provider)
{
    return (struct aws *)provider; /* struct aws begins with it */
}

/* ---- aws_access.c: who signs ---- */

/* The room's HTTP for credential sources (STS, instance and container metadata), over the gate. Suspends. */
bool aws_access_http(void *ctx, const struct io_http_request *request, struct io_http_reply *ret, struct err *err);
/* Makes aws->signer current: fetched, refreshed or assumed. Suspends. */
bool aws_access_ready(struct aws *aws, struct err *err) MUST_USE;
/* The cloud says that the keys have expired: fetches others. Suspends. */
bool aws_access_renew(struct aws *aws, struct err *err) MUST_USE;
void aws_access_done(struct aws *aws);

/* ---- aws_read.c: the contract's batched read ---- */
bool aws_read(struct provider *provider, struct read *read, struct err *err);
/* The operation number behind a reader's service and operation. */
uint32_t aws_read_operation(const struct reader *reader);

/* ---- aws_lookups.c ---- */
extern const struct lookup_type *const aws_lookups[];

#endif
