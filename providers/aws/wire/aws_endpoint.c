/*
 * aws_endpoint.c - where a service is.
 */
#include "providers/aws/wire/aws_endpoint.h"

struct partition {
    const char *name, *suffix, *dual_suffix;
    const char *prefixes; /* region names begin so; separated by spaces */
};

/* The longest prefix wins, so "us-gov-" is not "us-". */
static const struct partition partitions[] = {
    { "aws", "amazonaws.com", "api.aws", "us- eu- ap- sa- ca- me- af- il- mx-" },
    { "aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-" },
    { "aws-us-gov", "amazonaws.com", "api.aws", "us-gov-" },
    { "aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-" },
    { "aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-" },
    { "aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-" },
    { "aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-" },
    { "aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-" },
};

/* Services with one control plane for a partition. A global service that a partition lacks here is not there at all. */
static const struct global_service {
    const char *service_id, *partition, *host, *signing_region;
} global_services[] = {
    { "IAM", "aws", "iam.amazonaws.com", "us-east-1" },
    { "IAM", "aws-cn", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1" },
    { "IAM", "aws-us-gov", "iam.us-gov.amazonaws.com", "us-gov-west-1" },
    { "IAM", "aws-iso", "iam.us-iso-east-1.c2s.ic.gov", "us-iso-east-1" },
    { "IAM", "aws-iso-b", "iam.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1" },
    { "IAM", "aws-iso-f", "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1" },
    { "Route 53", "aws", "route53.amazonaws.com", "us-east-1" },
    { "Route 53", "aws-cn", "route53.amazonaws.com.cn", "cn-northwest-1" },
    { "Route 53", "aws-us-gov", "route53.us-gov.amazonaws.com", "us-gov-west-1" },
    { "Route 53", "aws-iso", "route53.c2s.ic.gov", "us-iso-east-1" },
    { "Route 53", "aws-iso-b", "route53.sc2s.sgov.gov", "us-isob-east-1" },
    { "Route 53", "aws-iso-e", "route53.cloud.adc-e.uk", "eu-isoe-west-1" },
    { "Route 53", "aws-iso-f", "route53.csp.hci.ic.gov", "us-isof-south-1" },
    { "CloudFront", "aws", "cloudfront.amazonaws.com", "us-east-1" },
    { "CloudFront", "aws-cn", "cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1" },
};

/* Letters, digits and dashes, ending in a number: the region becomes part of a host name. */
static bool is_region(struct str region)
{
    for (size_t i = 0; i < region.len; i++) {
        char c = region.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return region.len > 4 && region.len < 40 && region.ptr[region.len - 1] >= '0' &&
           region.ptr[region.len - 1] <= '9';
}

static const struct partition *partition_of(struct str region)
{
    const struct partition *best = NULL;
    size_t best_len = 0;
    for (size_t i = 0; is_region(region) && i < ARRAY_LEN(partitions); i++) {
        for (struct str rest = str_of(partitions[i].prefixes); rest.ptr;) {
            struct str prefix = str_split(&rest, ' ');
            if (str_starts(region, prefix) && prefix.len > best_len)
                best = &partitions[i], best_len = prefix.len;
        }
    }
    return best;
}

const char *aws_partition_of(struct str region)
{
    const struct partition *p = partition_of(region);
    return p ? p->name : NULL;
}

/* NULL when the service is regional. ret_row is the partition's, if it has one. */
static bool is_global(const struct model *model, const struct partition *partition,
                      const struct global_service **ret_row)
{
    bool global = false;
    *ret_row = NULL;
    for (size_t i = 0; i < ARRAY_LEN(global_services); i++) {
        if (!str_is(str_of(model->service_id), global_services[i].service_id))
            continue;
        global = true;
        if (str_is(str_of(partition->name), global_services[i].partition))
            *ret_row = &global_services[i];
    }
    return global;
}

static bool is_url(struct str url)
{
    bool scheme = str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
    for (size_t i = 0; i < url.len; i++) {
        if ((unsigned char)url.ptr[i] <= ' ' || url.ptr[i] == '?' || url.ptr[i] == '#' || url.ptr[i] == '@')
            return false;
    }
    return scheme && url.len > 8;
}

bool aws_endpoint_find(struct arena *arena, const struct model *model, struct str region,
                       const struct aws_endpoint_options *options, struct aws_endpoint *ret, struct err *err)
{
    static const struct aws_endpoint_options none = { 0 };
    const struct partition *partition = partition_of(region);
    const struct global_service *row;
    options = options ? options : &none;
    if (!partition)
        return FAIL(err, ERR_INVALID, "'%.*s' is not the name of an AWS region",
                    (int)MIN_OF(region.len, (size_t)60), region.ptr ? region.ptr : "");
    bool global = is_global(model, partition, &row);
    if (global && !row)
        return FAIL(err, ERR_INVALID, "partition %s has no %s", partition->name, model->service_id);

    struct aws_endpoint e = { .signing_region =
                                  arena_str(arena, global ? str_of(row->signing_region) : region),
                              .signing_name = str_of(model->signing_name),
                              .partition = partition->name };
    struct str override = options->override;
    if (override.len) {
        if (!is_url(override))
            return FAIL(err, ERR_INVALID, "the endpoint of %s is not a URL of http or https",
                        model->service_id);
        while (str_ends(override, STR("/")))
            override.len--;
        e.url = arena_str(arena, override);
        e.overridden = true;
    } else if (global) {
        e.url = arena_printf(arena, "https://%s", row->host);
    } else {
        e.url =
            arena_printf(arena, "https://%s%s.%.*s.%s", model->endpoint_prefix, options->fips ? "-fips" : "",
                         STR_ARG(region), options->dual_stack ? partition->dual_suffix : partition->suffix);
    }
    *ret = e;
    return true;
}

struct str aws_endpoint_url(struct arena *arena, const struct aws_endpoint *endpoint,
                            const struct wire_request *request)
{
    ptrdiff_t at = str_find(endpoint->url, STR("://"));
    size_t host = (size_t)at + 3;
    struct str prefix = endpoint->overridden ? STR("") : request->host_prefix;
    return arena_printf(arena, "%.*s%.*s%.*s%.*s%s%.*s", (int)host, endpoint->url.ptr, STR_ARG(prefix),
                        (int)(endpoint->url.len - host), endpoint->url.ptr + host, STR_ARG(request->path),
                        request->query.len ? "?" : "", STR_ARG(request->query));
}

struct str aws_endpoint_variable(struct arena *arena, const struct model *model)
{
    struct str name = arena_printf(arena, "AWS_ENDPOINT_URL_%s", model->service_id);
    char *copy = arena_cstr(arena, name);
    for (char *c = copy; *c; c++)
        *c = *c == ' ' || *c == '-' ? '_' : *c >= 'a' && *c <= 'z' ? (char)(*c & ~0x20) : *c;
    return str_n(copy, name.len);
}

struct str aws_endpoint_configured(struct arena *arena, const struct model *model,
                                   const struct auth_world *world)
{
    struct str ignore = auth_env(world, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
    if (str_is(ignore, "true") || str_is(ignore, "True") || str_is(ignore, "TRUE"))
        return STR("");
    struct str own = auth_env(world, aws_endpoint_variable(arena, model).ptr);
    return own.len ? own : auth_env(world, "AWS_ENDPOINT_URL");
}
