/*
 * aws_credentials.h - where AWS keys come from, and keeping them fresh.
 *
 *     struct aws_auth *auth = aws_auth_new(&config);
 *     const struct aws_credentials *keys;
 *     TRY(aws_auth_credentials(auth, &keys, err));         suspends when keys must be fetched
 *     struct sigv4_identity who = aws_identity(keys);       sign now: `keys` is valid until this fiber suspends
 *     aws_auth_free(auth);
 *
 * The first source that is configured answers, in botocore's order: environment, assume role (profile), web identity, SSO,
 * credentials file, login session, credential_process, config file, container, instance metadata. A source that is
 * configured but fails ends the search: falling through to other keys could act on another account. A profile named by the
 * user (not by AWS_PROFILE) switches the environment's keys off.
 */
#ifndef ENGINE_AUTH_AWS_CREDENTIALS_H
#define ENGINE_AUTH_AWS_CREDENTIALS_H

#include "engine/auth/aws_config.h"
#include "engine/auth/sigv4.h"

enum {
    AWS_REFRESH_ADVISORY_MS = 15 * 60 * 1000,   /* before expiry: try; the old ones still serve when it fails */
    AWS_REFRESH_MANDATORY_MS = 10 * 60 * 1000,  /* before expiry: must succeed */
    AWS_REFRESH_PAUSE_MS = 60 * 1000,           /* between two tries while keys are valid */
};

/* One set of keys. Owns its bytes; aws_credentials_done wipes them. */
struct aws_credentials {
    struct str access_key_id, secret_access_key, session_token; /* token empty: long-lived keys */
    int64_t expires_ms;         /* 0: never */
    struct str source;          /* for people: "environment", "profile 'dev' (assume role arn:...)" */
    struct arena memory;
};
void aws_credentials_done(struct aws_credentials *credentials);

static inline struct sigv4_identity aws_identity(const struct aws_credentials *keys)
{
    return (struct sigv4_identity){ keys->access_key_id, keys->secret_access_key, keys->session_token };
}

struct aws_auth;
struct aws_auth *aws_auth_new(const struct aws_config *config);   /* config outlives it */
void aws_auth_free(struct aws_auth *auth);

/*
 * The current keys, fetched or refreshed first when there are none or they end soon. *ret is valid until the caller's fiber
 * suspends. Fails with ERR_AUTH (none found: the message lists what was tried; refused; expired), ERR_INVALID (a damaged
 * configuration), ERR_NOT_BUILT (a source this version does not have), ERR_UNREACHABLE / ERR_AMBIGUOUS (STS). May suspend.
 */
bool aws_auth_credentials(struct aws_auth *auth, const struct aws_credentials **ret, struct err *err) MUST_USE;

/* The cloud said that the current keys have expired: the next aws_auth_credentials fetches anew. */
void aws_auth_expire(struct aws_auth *auth);

#endif
