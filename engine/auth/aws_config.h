/*
 * aws_config.h - the user's AWS configuration: which profile, which region, which endpoint.
 *
 *     struct aws_config config = { 0 };
 *     TRY(aws_config_open(&world, &(struct aws_config_options){ .profile = profile }, &config, err));
 *     TRY(aws_config_region(&config, STR_NONE, &region, err));
 *     TRY(aws_config_endpoint(&config, arena, STR("EC2"), STR("ec2"), region, &endpoint, err));
 *     aws_config_close(&config);
 *
 * Profile: option, AWS_PROFILE, AWS_DEFAULT_PROFILE, "default". Files: AWS_CONFIG_FILE or ~/.aws/config,
 * AWS_SHARED_CREDENTIALS_FILE or ~/.aws/credentials (which wins where both have a property). Nothing here suspends.
 */
#ifndef ENGINE_AUTH_AWS_CONFIG_H
#define ENGINE_AUTH_AWS_CONFIG_H

#include "engine/auth/auth.h"
#include "engine/auth/ini.h"

struct aws_config_options {
    struct str profile;         /* named by the user (stack, flag): then the environment's keys do not count. Empty: none */
};

struct aws_config {
    struct auth_world world;
    struct arena arena;
    struct ini config, credentials;
    const char *config_path, *credentials_path;
    struct str profile;
    bool profile_explicit;      /* by option */
};

/* *ret must not move afterwards. Missing files are empty. Fails with ERR_INVALID: a damaged file (FILE:LINE), or a named profile that is in neither file. */
bool aws_config_open(const struct auth_world *world, const struct aws_config_options *options, struct aws_config *ret,
                     struct err *err) MUST_USE;
void aws_config_close(struct aws_config *config);   /* wipes */

bool aws_config_has_profile(const struct aws_config *config, struct str profile);
/* A property of a profile, credentials file first. STR_NONE: not there or empty. */
struct str aws_config_get(const struct aws_config *config, struct str profile, const char *property);

/*
 * `wanted` (from the stack) if not empty, AWS_REGION, AWS_DEFAULT_REGION, the profile's region. The result is a well-formed host
 * label. Fails with ERR_INVALID when there is none.
 */
bool aws_config_region(const struct aws_config *config, struct str wanted, struct str *ret, struct err *err) MUST_USE;

struct aws_endpoint {
    struct str url;             /* "https://ec2.eu-west-1.amazonaws.com", without a slash at the end */
    struct str signing_region;  /* differs for global services (iam, route53, cloudfront) */
    bool configured;            /* by the user, not by AWS's rules */
};

/*
 * `service_id` is the service model's ("EC2", "Elastic Load Balancing v2"), `prefix` its endpoint prefix ("ec2"). Order:
 * AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's services section, the profile's endpoint_url (all unless
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS), then the partition's rules with FIPS and dual-stack as configured. Plain http is
 * accepted for loopback only. Fails with ERR_INVALID naming where the URL came from.
 */
bool aws_config_endpoint(const struct aws_config *config, struct arena *arena, struct str service_id, struct str prefix,
                         struct str region, struct aws_endpoint *ret, struct err *err) MUST_USE;

#endif
