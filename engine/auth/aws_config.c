/*
 * aws_config.c - reads the two files once and answers questions about profile, region and endpoint.
 *
 * Source: AWS SDKs and Tools Reference Guide (shared configuration, service-specific endpoints), botocore 1.44.
 */
#include "engine/auth/aws_config.h"
#include "engine/net/net.h"

enum { REGION_MAX = 40 };

/* ---- Files and profiles ----------------------------------------------------------------------------------------- */

static bool read_ini(struct aws_config *config, enum ini_dialect dialect, const char *variable, const char *fallback,
                     struct ini *ret, const char **ret_path, struct err *err)
{
    struct str set = auth_env(&config->world, variable);
    *ret_path = auth_expand_home(&config->world, &config->arena, str_empty(set) ? str_of(fallback) : set);
    *ret = (struct ini){ .arena = &config->arena };
    if ((*ret_path)[0] == '~')
        return true; /* no HOME: no file */
    struct str text = STR_NONE;
    struct err problem = { 0 };
    if (!auth_read_file(&config->world, &config->arena, *ret_path, INI_MAX_BYTES, &text, &problem)) {
        if (problem.code == ERR_NOT_FOUND)
            return true;
        return FAIL(err, problem.code, "%s", problem.message);
    }
    bool ok = ini_parse(&config->arena, dialect, *ret_path, text, ret, err);
    auth_wipe(text);
    return ok;
}

bool aws_config_has_profile(const struct aws_config *config, struct str profile)
{
    return ini_find(&config->config, INI_PROFILE, profile) || ini_find(&config->credentials, INI_PROFILE, profile);
}

static bool no_profile(const struct aws_config *config, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    VEC(struct str) names = { 0 };
    const struct ini *files[] = { &config->config, &config->credentials };
    for (size_t f = 0; f < ARRAY_LEN(files); f++)
        for (size_t i = 0; i < files[f]->sections.count; i++)
            if (files[f]->sections.items[i].kind == INI_PROFILE)
                *VEC_PUSH(&names, &scratch) = files[f]->sections.items[i].name;
    (void)FAIL(err, ERR_INVALID, "AWS profile '%.*s' is neither in %s nor in %s", STR_ARG(config->profile),
               config->config_path, config->credentials_path);
    struct str near = str_nearest(config->profile, names.items, names.count);
    if (near.ptr)
        return err_hint(err, "did you mean '%.*s'?", STR_ARG(near));
    return false;
}

bool aws_config_open(const struct auth_world *world, const struct aws_config_options *options, struct aws_config *ret,
                     struct err *err)
{
    struct aws_config config = { .world = *world };
    static const char *const variables[] = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE" };
    struct str profile = options->profile;
    config.profile_explicit = !str_empty(profile);
    for (size_t i = 0; i < ARRAY_LEN(variables) && str_empty(profile); i++)
        profile = auth_env(world, variables[i]);
    bool named = !str_empty(profile);
    config.profile = arena_str(&config.arena, named ? profile : STR("default"));
    /* The ini structs point at their arena: it must be where it will stay. */
    *ret = config;
    bool ok = read_ini(ret, INI_CONFIG, "AWS_CONFIG_FILE", "~/.aws/config", &ret->config, &ret->config_path, err) &&
              read_ini(ret, INI_CREDENTIALS, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials", &ret->credentials,
                       &ret->credentials_path, err);
    if (ok && named && !str_is(ret->profile, "default") && !aws_config_has_profile(ret, ret->profile))
        ok = no_profile(ret, err);
    if (!ok)
        aws_config_close(ret);
    return ok;
}

void aws_config_close(struct aws_config *config)
{
    ini_wipe(&config->config);
    ini_wipe(&config->credentials);
    arena_done(&config->arena);
    *config = (struct aws_config){ 0 };
}

struct str aws_config_get(const struct aws_config *config, struct str profile, const char *property)
{
    struct str value = ini_get(ini_find(&config->credentials, INI_PROFILE, profile), property);
    if (str_empty(value))
        value = ini_get(ini_find(&config->config, INI_PROFILE, profile), property);
    return str_empty(value) ? STR_NONE : value;
}

/* ---- Region ----------------------------------------------------------------------------------------------------- */

/* A region becomes part of a host name: it must not be able to name another host. */
static bool is_region(struct str region)
{
    if (region.len == 0 || region.len > REGION_MAX || region.ptr[0] == '-' || region.ptr[region.len - 1] == '-')
        return false;
    for (size_t i = 0; i < region.len; i++) {
        char c = region.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return true;
}

bool aws_config_region(const struct aws_config *config, struct str wanted, struct str *ret, struct err *err)
{
    const struct { const char *origin; struct str region; } candidates[] = {
        { "the stack", wanted },
        { "AWS_REGION", auth_env(&config->world, "AWS_REGION") },
        { "AWS_DEFAULT_REGION", auth_env(&config->world, "AWS_DEFAULT_REGION") },
        { "the profile", aws_config_get(config, config->profile, "region") },
    };
    for (size_t i = 0; i < ARRAY_LEN(candidates); i++) {
        struct str region = candidates[i].region;
        if (str_empty(region))
            continue;
        if (!is_region(region))
            return FAIL(err, ERR_INVALID, "'%.*s' (from %s) is not an AWS region", STR_ARG(str_slice(region, 0, 80)),
                        candidates[i].origin);
        *ret = region;
        return true;
    }
    (void)FAIL(err, ERR_INVALID, "no AWS region is configured: the stack, AWS_REGION, AWS_DEFAULT_REGION and profile '%.*s' "
               "in %s name none", STR_ARG(config->profile), config->config_path);
    return err_hint(err, "set region on the provider, or AWS_REGION");
}

/* ---- Endpoint --------------------------------------------------------------------------------------------------- */

struct partition {
    const char *region_prefix;      /* the first that fits */
    const char *suffix, *dual_stack_suffix;
    const char *global_region;      /* where global services are signed */
};
static const struct partition partitions[] = {
    { "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1" },
    { "us-gov-", "amazonaws.com", "api.aws", "us-gov-west-1" },
    { "us-isob-", "sc2s.sgov.gov", NULL, "us-isob-east-1" },
    { "us-isof-", "csp.hci.ic.gov", NULL, "us-isof-south-1" },
    { "us-iso-", "c2s.ic.gov", NULL, "us-iso-east-1" },
    { "eu-isoe-", "cloud.adc-e.uk", NULL, "eu-isoe-west-1" },
    { "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1" },
    { "", "amazonaws.com", "api.aws", "us-east-1" },
};
/* One endpoint for all regions of a partition. */
static const char *const global_services[] = { "iam", "route53", "cloudfront" };

static const struct partition *partition_of(struct str region)
{
    size_t i = 0;
    while (!str_starts(region, str_of(partitions[i].region_prefix)))
        i++;
    return &partitions[i];
}

/* "Elastic Load Balancing v2" -> "ELASTIC_LOAD_BALANCING_V2" or "elastic_load_balancing_v2" */
static struct str service_key(struct arena *arena, struct str service_id, bool upper)
{
    char *out = arena_cstr(arena, service_id);
    for (size_t i = 0; i < service_id.len; i++) {
        if (out[i] == ' ' || out[i] == '-')
            out[i] = '_';
        else if (upper && out[i] >= 'a' && out[i] <= 'z')
            out[i] = (char)(out[i] - 32);
        else if (!upper && out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] + 32);
    }
    return str_n(out, service_id.len);
}

static bool switched_on(const struct aws_config *config, const char *variable, const char *property)
{
    struct str set = auth_env(&config->world, variable);
    if (str_empty(set))
        set = aws_config_get(config, config->profile, property);
    return str_is(set, "true") || str_is(set, "True") || str_is(set, "TRUE");
}

static struct str configured_url(const struct aws_config *config, struct arena *arena, struct str service_id,
                                 const char **ret_origin)
{
    if (switched_on(config, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls"))
        return STR_NONE;
    struct str variable = arena_printf(arena, "AWS_ENDPOINT_URL_%s", service_key(arena, service_id, true).ptr);
    struct str url = auth_env(&config->world, variable.ptr);
    *ret_origin = variable.ptr;
    if (str_empty(url)) {
        url = auth_env(&config->world, "AWS_ENDPOINT_URL");
        *ret_origin = "AWS_ENDPOINT_URL";
    }
    struct str services = aws_config_get(config, config->profile, "services");
    if (str_empty(url) && !str_empty(services)) {
        struct str key = service_key(arena, service_id, false);
        url = ini_get_nested(ini_find(&config->config, INI_SERVICES, services), key.ptr, STR("endpoint_url"));
        *ret_origin = arena_printf(arena, "services '%.*s' in %s", STR_ARG(services), config->config_path).ptr;
    }
    if (str_empty(url)) {
        url = aws_config_get(config, config->profile, "endpoint_url");
        *ret_origin = arena_printf(arena, "profile '%.*s'", STR_ARG(config->profile)).ptr;
    }
    return url;
}

/* Everything that is signed goes here: it must be one clear place, and nobody between us and it may read along. */
static bool check_url(struct str text, const char *origin, struct err *err)
{
    struct url url;
    bool http = str_starts(text, STR("http://"));
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ' || (unsigned char)text.ptr[i] >= 127)
            return FAIL(err, ERR_INVALID, "the endpoint from %s has characters that no URL has", origin);
    if (str_find_char(text, '@') >= 0 || str_find_char(text, '?') >= 0 || str_find_char(text, '#') >= 0)
        return FAIL(err, ERR_INVALID, "the endpoint from %s must not have a user, query or fragment", origin);
    if ((!http && !str_starts(text, STR("https://"))) || !url_parse(text, &url) || str_empty(url.host))
        return FAIL(err, ERR_INVALID, "the endpoint from %s is not an http or https URL", origin);
    if (http && !url_is_loopback(&url))
        return FAIL(err, ERR_INVALID, "the endpoint from %s is plain http, which is accepted for loopback only, not for '%.*s'",
                    origin, STR_ARG(str_slice(url.host, 0, 120)));
    return true;
}

bool aws_config_endpoint(const struct aws_config *config, struct arena *arena, struct str service_id, struct str prefix,
                         struct str region, struct aws_endpoint *ret, struct err *err)
{
    if (!is_region(region))
        return FAIL(err, ERR_INVALID, "'%.*s' is not an AWS region", STR_ARG(str_slice(region, 0, 80)));
    const struct partition *partition = partition_of(region);
    bool global = false;
    for (size_t i = 0; i < ARRAY_LEN(global_services); i++)
        global = global || str_is(prefix, global_services[i]);
    struct aws_endpoint endpoint = { .signing_region = global ? str_of(partition->global_region) : arena_str(arena, region) };

    const char *origin = "";
    struct str url = configured_url(config, arena, service_id, &origin);
    if (!str_empty(url)) {
        TRY(check_url(url, origin, err));
        while (str_ends(url, STR("/")))
            url = str_slice(url, 0, url.len - 1);
        endpoint.url = arena_str(arena, url);
        endpoint.configured = true;
        *ret = endpoint;
        return true;
    }
    const char *fips = switched_on(config, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") ? "-fips" : "";
    bool dual_stack = switched_on(config, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
    if (dual_stack && !partition->dual_stack_suffix)
        return FAIL(err, ERR_INVALID, "region '%.*s' has no dual-stack endpoints", STR_ARG(region));
    const char *suffix = dual_stack ? partition->dual_stack_suffix : partition->suffix;
    if (global)
        endpoint.url = arena_printf(arena, "https://%.*s%s.%s", STR_ARG(prefix), fips, suffix);
    else
        endpoint.url = arena_printf(arena, "https://%.*s%s.%.*s.%s", STR_ARG(prefix), fips, STR_ARG(region), suffix);
    *ret = endpoint;
    return true;
}
