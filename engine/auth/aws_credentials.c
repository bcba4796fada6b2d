/*
 * aws_credentials.c - the keys in use: fetched once, refreshed before they end, replaced only by better ones.
 *
 * While a refresh waits for the network, other fibers keep using the old keys as long as these are valid; new keys are built
 * aside and swapped in, so nobody ever sees half of them.
 */
#include "engine/auth/aws_credentials.h"
#include "engine/auth/aws_sources.h"
#include "engine/base/log.h"

#include <stdlib.h>

struct aws_auth {
    struct arena arena;             /* owns this struct */
    const struct aws_config *config;
    struct aws_credentials current;
    bool has_current, stale;        /* stale: the cloud called them expired */
    bool refreshing;                /* some fiber is at it */
    int64_t next_try_ms;            /* of a refresh while the current keys are still valid */
};

void aws_credentials_done(struct aws_credentials *credentials)
{
    auth_wipe(credentials->access_key_id);
    auth_wipe(credentials->secret_access_key);
    auth_wipe(credentials->session_token);
    arena_done(&credentials->memory);
    *credentials = (struct aws_credentials){ 0 };
}

struct aws_auth *aws_auth_new(const struct aws_config *config)
{
    struct arena arena = { 0 };
    struct aws_auth *auth = ARENA_NEW(&arena, struct aws_auth);
    auth->arena = arena;
    auth->config = config;
    return auth;
}

void aws_auth_free(struct aws_auth *auth)
{
    if (!auth)
        return;
    aws_credentials_done(&auth->current);
    struct arena arena = auth->arena;
    arena_done(&arena);
}

void aws_auth_expire(struct aws_auth *auth)
{
    auth->stale = true;
}

static bool fetch(struct aws_auth *auth, struct err *err)
{
    struct aws_credentials fresh;
    TRY(aws_sources_search(auth->config, &fresh, err));
    int64_t now = io_wall_ms(auth->config->world.io);
    if (fresh.expires_ms && fresh.expires_ms <= now) {
        DROP_ARENA struct arena scratch = { 0 };
        (void)FAIL(err, ERR_AUTH, "the AWS credentials from %s expired at %s", fresh.source.ptr,
                   io_format_time(&scratch, fresh.expires_ms).ptr);
        aws_credentials_done(&fresh);
        return false;
    }
    LOG_DEBUG("auth", "credentials from %s%s", fresh.source.ptr, fresh.expires_ms ? ", temporary" : "");
    aws_credentials_done(&auth->current);
    auth->current = fresh;
    auth->has_current = true;
    auth->stale = false;
    auth->next_try_ms = now + AWS_REFRESH_PAUSE_MS;
    return true;
}

/* Tries, when it is time to; failing is fine. */
static void refresh_early(struct aws_auth *auth, int64_t now)
{
    if (auth->refreshing || now < auth->next_try_ms)
        return;
    struct err problem = { 0 };
    auth->refreshing = true;
    auth->next_try_ms = now + AWS_REFRESH_PAUSE_MS;
    if (!fetch(auth, &problem))
        LOG_DEBUG("auth", "early refresh failed: %s", problem.message);
    auth->refreshing = false;
}

bool aws_auth_credentials(struct aws_auth *auth, const struct aws_credentials **ret, struct err *err)
{
    int64_t now = io_wall_ms(auth->config->world.io);
    int64_t left_ms = !auth->current.expires_ms ? INT64_MAX : auth->current.expires_ms - now;
    if (!auth->has_current || auth->stale || left_ms <= 0) {
        TRY(fetch(auth, err));
    } else if (left_ms <= AWS_REFRESH_MANDATORY_MS && now >= auth->next_try_ms) {
        TRY(fetch(auth, err));
    } else if (left_ms <= AWS_REFRESH_ADVISORY_MS) {
        refresh_early(auth, now);
    }
    *ret = &auth->current;
    return true;
}
