/*
 * aws_lookups.c - questions that a stack may ask with constant arguments: zones, AMI, VPC, subnets, region, who we are.
 * Source: EC2 API 2016-11-15, DescribeAvailabilityZones / DescribeImages / DescribeVpcs / DescribeSubnets; STS GetCallerIdentity.
 *
 * Answers are sorted, so that the same cloud gives the same answer. The engine pins them; caller identity is never pinned.
 */
#include "providers/aws/aws_internal.h"
#include "providers/aws/aws_recipe.h"

#include <stdlib.h>

static const struct attr filter_fields[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED, .api = "Name", .doc = "name of an EC2 filter", .example = "\"zone-type\"" },
    { .name = "values", .type = ATTR_STRING_SET, .flags = REQUIRED, .api = "Values", .doc = "any of these; * and ? match", .example = "{ \"availability-zone\" }" },
    { 0 }
};

#define FILTER_ATTR                                                                                                          \
    { .name = "filter", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = filter_fields, .api = "Filters", .doc = "EC2 filters; all must hold" }
#define RESULT(word, kind, text) { .name = word, .type = kind, .flags = COMPUTED, .doc = text }

/* Filters of the block and of `tags`, and further pairs as aws_filters takes them. */
static struct value filters_of(struct arena *arena, struct value args, struct value more)
{
    struct value_builder list = { .arena = arena };
    struct value given = value_get(args, "filter"), tags = value_get(args, "tags");
    for (size_t i = 0; given.kind == VALUE_LIST && i < given.count; i++)
        value_builder_add(&list, value_map_of(arena, "Name", value_get(value_at(given, i), "name"), "Values",
                                              value_get(value_at(given, i), "values"), NULL));
    for (size_t i = 0; tags.kind == VALUE_MAP && i < tags.count; i++) {
        struct value v = value_field_at(tags, i);
        value_builder_add(&list, value_map_of(arena, "Name", value_str(arena_printf(arena, "tag:%s", tags.fields[i].key)), "Values",
                                              value_list(arena, &v, 1), NULL));
    }
    for (size_t i = 0; i < more.count; i++)
        value_builder_add(&list, value_at(more, i));
    struct value all = value_builder_list(&list);
    return all.count ? all : VALUE_NONE;
}

static bool has(struct value list, struct value v)
{
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        if (value_eq(value_at(list, i), v))
            return true;
    return false;
}

static const char *sort_key; /* of by_key: lookups do not suspend while they sort */

static int by_key(const void *a, const void *b)
{
    return value_cmp(value_get(*(const struct value *)a, sort_key), value_get(*(const struct value *)b, sort_key));
}

static struct value sorted(struct arena *arena, struct value list, const char *key)
{
    if (list.kind != VALUE_LIST || !list.count)
        return value_list(arena, NULL, 0);
    struct value *items = arena_copy(arena, list.items, list.count * sizeof *items);
    sort_key = key;
    qsort(items, list.count, sizeof *items, by_key);
    return value_list(arena, items, list.count);
}

static struct value column(struct arena *arena, struct value list, const char *key)
{
    struct value_builder out = { .arena = arena };
    for (size_t i = 0; i < list.count; i++)
        value_builder_add(&out, value_get(value_at(list, i), key));
    return value_builder_list(&out);
}

/* ---- aws_availability_zones ------------------------------------------------------------------------------------------ */

static const struct attr zones_attrs[] = {
    { .name = "state", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "only zones in this state", .example = "\"available\"" },
    { .name = "all_availability_zones", .type = ATTR_BOOL, .flags = OPTIONAL, .api = "AllAvailabilityZones",
      .doc = "also zones that the account has not opted in to" },
    { .name = "exclude_names", .type = ATTR_STRING_SET, .flags = OPTIONAL, .doc = "without these" },
    { .name = "exclude_zone_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL, .doc = "without these, by id" },
    FILTER_ATTR,
    RESULT("id", ATTR_STRING, "the region"),
    RESULT("names", ATTR_STRING_LIST, "names of the zones, sorted"),
    RESULT("zone_ids", ATTR_STRING_LIST, "their ids, in the same order"),
    RESULT("group_names", ATTR_STRING_SET, "groups they belong to"),
    { 0 }
};

static bool zones_run(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                      struct err *err)
{
    struct value more = aws_filters(arena, "state", value_get(args, "state"), NULL), out;
    struct value in = value_map_of(arena, "AllAvailabilityZones", value_get(args, "all_availability_zones"), "Filters",
                                   filters_of(arena, args, more), NULL);
    TRY(aws_list(provider, scope, arena, EC2_DescribeAvailabilityZones, in, &out, err));
    struct value all = sorted(arena, value_get(out, "AvailabilityZones"), "ZoneName");
    struct value_builder kept = { .arena = arena };
    for (size_t i = 0; i < all.count; i++) {
        struct value zone = value_at(all, i);
        if (!has(value_get(args, "exclude_names"), value_get(zone, "ZoneName")) &&
            !has(value_get(args, "exclude_zone_ids"), value_get(zone, "ZoneId")))
            value_builder_add(&kept, zone);
    }
    struct value zones = value_builder_list(&kept);
    *ret = value_map_of(arena, "id", value_str(aws_of(provider)->region), "names", column(arena, zones, "ZoneName"), "zone_ids",
                        column(arena, zones, "ZoneId"), "group_names", column(arena, zones, "GroupName"), NULL);
    return true;
}

static const struct lookup_type zones_lookup = {
    .name = "aws_availability_zones", .doc = "zones of the region", .attrs = zones_attrs, .run = zones_run,
};

/* ---- aws_ami --------------------------------------------------------------------------------------------------------- */

static const struct attr ami_attrs[] = {
    { .name = "owners", .type = ATTR_STRING_SET, .flags = REQUIRED, .api = "Owners", .doc = "accounts, or amazon, aws-marketplace, self",
      .example = "{ \"amazon\" }" },
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .api = "Name", .doc = "name; * and ? match", .example = "\"al2023-ami-2023.*\"" },
    { .name = "architecture", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .api = "Architecture", .doc = "x86_64 or arm64" },
    { .name = "executable_users", .type = ATTR_STRING_SET, .flags = OPTIONAL, .api = "ExecutableUsers", .doc = "that these may start" },
    { .name = "include_deprecated", .type = ATTR_BOOL, .flags = OPTIONAL, .api = "IncludeDeprecated", .doc = "also deprecated ones" },
    FILTER_ATTR,
    RESULT("id", ATTR_STRING, "ami-..., the newest that fits"),
    RESULT("arn", ATTR_STRING, "ARN"),
    RESULT("creation_date", ATTR_STRING, "when it was made"),
    RESULT("description", ATTR_STRING, "what it is"),
    RESULT("owner_id", ATTR_STRING, "its account"),
    RESULT("image_location", ATTR_STRING, "owner and name"),
    RESULT("platform_details", ATTR_STRING, "system"),
    RESULT("boot_mode", ATTR_STRING, "legacy-bios or uefi"),
    RESULT("ena_support", ATTR_BOOL, "enhanced networking"),
    RESULT("root_device_name", ATTR_STRING, "name of the root volume"),
    RESULT("root_device_type", ATTR_STRING, "ebs or instance-store"),
    RESULT("virtualization_type", ATTR_STRING, "hvm"),
    { 0 }
};

/* The newest; of several of one second the greatest id. */
static struct value newest(struct value images)
{
    struct value best = VALUE_NONE;
    for (size_t i = 0; images.kind == VALUE_LIST && i < images.count; i++) {
        struct value image = value_at(images, i);
        int order = value_present(best) ? value_cmp(value_get(image, "CreationDate"), value_get(best, "CreationDate")) : 1;
        if (order > 0 || (order == 0 && value_cmp(value_get(image, "ImageId"), value_get(best, "ImageId")) > 0))
            best = image;
    }
    return best;
}

static bool ami_run(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                    struct err *err)
{
    struct value more = aws_filters(arena, "name", value_get(args, "name"), "architecture", value_get(args, "architecture"), "state",
                                    value_cstr("available"), NULL), out;
    struct value in = value_map_of(arena, "Owners", value_get(args, "owners"), "ExecutableUsers", value_get(args, "executable_users"),
                                   "IncludeDeprecated", value_get(args, "include_deprecated"), "Filters", filters_of(arena, args, more), NULL);
    TRY(aws_list(provider, scope, arena, EC2_DescribeImages, in, &out, err));
    struct value i = newest(value_get(out, "Images")), id = value_get(i, "ImageId");
    if (!value_present(i))
        return FAIL(err, ERR_NOT_FOUND, "no image of these owners has such a name");
    const struct aws *aws = aws_of(provider);
    *ret = value_map_of(
        arena, "id", id, "arn",
        value_str(arena_printf(arena, "arn:%.*s:ec2:%.*s::image/%.*s", STR_ARG(aws->partition), STR_ARG(aws->region), STR_ARG(value_text(id)))),
        "name", value_get(i, "Name"), "architecture", value_get(i, "Architecture"), "creation_date", value_get(i, "CreationDate"), "description",
        value_get(i, "Description"), "owner_id", value_get(i, "OwnerId"), "image_location", value_get(i, "ImageLocation"), "platform_details",
        value_get(i, "PlatformDetails"), "boot_mode", value_get(i, "BootMode"), "ena_support", value_get(i, "EnaSupport"), "root_device_name",
        value_get(i, "RootDeviceName"), "root_device_type", value_get(i, "RootDeviceType"), "virtualization_type",
        value_get(i, "VirtualizationType"), NULL);
    return true;
}

static const struct lookup_type ami_lookup = { .name = "aws_ami", .doc = "the newest machine image that fits", .attrs = ami_attrs, .run = ami_run };

/* ---- aws_vpc, aws_subnets -------------------------------------------------------------------------------------------- */

static const struct attr vpc_lookup_attrs[] = {
    { .name = "id", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .api = "VpcId", .doc = "vpc-..." },
    { .name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .api = "CidrBlock", .doc = "its IPv4 range" },
    { .name = "default", .type = ATTR_BOOL, .flags = OPTIONAL | COMPUTED, .api = "IsDefault", .doc = "the region's default VPC" },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL | COMPUTED, .api = "Tags", .doc = "tags it has" },
    FILTER_ATTR,
    RESULT("arn", ATTR_STRING, "ARN"),
    RESULT("owner_id", ATTR_STRING, "its account"),
    RESULT("dhcp_options_id", ATTR_STRING, "its DHCP options"),
    RESULT("instance_tenancy", ATTR_STRING, "hardware for instances"),
    { 0 }
};

static struct value bool_text(struct value v)
{
    return value_present(v) ? value_cstr(value_to_bool(v, false) ? "true" : "false") : VALUE_NONE;
}

static bool vpc_run(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                    struct err *err)
{
    struct value more = aws_filters(arena, "vpc-id", value_get(args, "id"), "cidr", value_get(args, "cidr_block"), "is-default",
                                    bool_text(value_get(args, "default")), NULL), out;
    TRY(aws_list(provider, scope, arena, EC2_DescribeVpcs, value_map_of(arena, "Filters", filters_of(arena, args, more), NULL), &out, err));
    struct value list = value_get(out, "Vpcs"), vpc = aws_first(list);
    if (list.kind != VALUE_LIST || list.count != 1)
        return FAIL(err, list.count ? ERR_CONFLICT : ERR_NOT_FOUND, "%u VPCs fit, one is needed", list.kind == VALUE_LIST ? list.count : 0);
    struct value attrs = value_map_of(
        arena, "id", value_get(vpc, "VpcId"), "arn", aws_arn(arena, "ec2", value_get(vpc, "OwnerId"), "vpc", value_get(vpc, "VpcId")),
        "cidr_block", value_get(vpc, "CidrBlock"), "default", aws_flag(value_get(vpc, "IsDefault")), "owner_id", value_get(vpc, "OwnerId"),
        "dhcp_options_id", value_get(vpc, "DhcpOptionsId"), "instance_tenancy", value_get(vpc, "InstanceTenancy"), NULL);
    const struct resource_type shape = { .attrs = vpc_lookup_attrs };
    attrs = aws_finish(arena, provider, &shape, attrs);
    *ret = value_with(arena, attrs, "tags", aws_tags_decode(arena, value_get(vpc, "Tags")));
    return true;
}

static const struct lookup_type vpc_lookup = { .name = "aws_vpc", .doc = "a VPC that exists", .attrs = vpc_lookup_attrs, .run = vpc_run };

static const struct attr subnets_attrs[] = {
    { .name = "vpc_id", .type = ATTR_STRING, .flags = OPTIONAL, .api = "VpcId", .doc = "their VPC" },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL, .api = "Tags", .doc = "tags they have" },
    FILTER_ATTR,
    RESULT("ids", ATTR_STRING_LIST, "their ids, by zone, then range"),
    RESULT("cidr_blocks", ATTR_STRING_LIST, "their IPv4 ranges, in the same order"),
    RESULT("availability_zones", ATTR_STRING_LIST, "their zones, in the same order"),
    { 0 }
};

static bool subnets_run(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                        struct err *err)
{
    struct value more = aws_filters(arena, "vpc-id", value_get(args, "vpc_id"), NULL), out;
    TRY(aws_list(provider, scope, arena, EC2_DescribeSubnets, value_map_of(arena, "Filters", filters_of(arena, args, more), NULL), &out, err));
    struct value_builder keyed = { .arena = arena };
    struct value all = value_get(out, "Subnets");
    for (size_t i = 0; all.kind == VALUE_LIST && i < all.count; i++) {
        struct value s = value_at(all, i);
        struct str key = arena_printf(arena, "%.*s %.*s %.*s", STR_ARG(value_text(value_get(s, "AvailabilityZone"))),
                                      STR_ARG(value_text(value_get(s, "CidrBlock"))), STR_ARG(value_text(value_get(s, "SubnetId"))));
        value_builder_add(&keyed, value_with(arena, s, "order", value_str(key)));
    }
    struct value list = sorted(arena, value_builder_list(&keyed), "order");
    *ret = value_map_of(arena, "ids", column(arena, list, "SubnetId"), "cidr_blocks", column(arena, list, "CidrBlock"), "availability_zones",
                        column(arena, list, "AvailabilityZone"), NULL);
    return true;
}

static const struct lookup_type subnets_lookup = { .name = "aws_subnets", .doc = "subnets that exist", .attrs = subnets_attrs, .run = subnets_run };

/* ---- aws_caller_identity, aws_region, aws_partition: what opening the handle has told -------------------------------- */

static const struct attr identity_attrs[] = {
    RESULT("id", ATTR_STRING, "the account"),
    RESULT("account_id", ATTR_STRING, "the account"),
    RESULT("arn", ATTR_STRING, "who signs"),
    RESULT("user_id", ATTR_STRING, "its unique id"),
    { 0 }
};

static bool identity_run(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                         struct err *err)
{
    (void)scope;
    (void)args;
    (void)err;
    const struct aws *aws = aws_of(provider);
    *ret = value_map_of(arena, "id", value_str(aws->account), "account_id", value_str(aws->account), "arn", value_str(aws->arn), "user_id",
                        value_str(aws->user_id), NULL);
    return true;
}

static const struct lookup_type identity_lookup = {
    .name = "aws_caller_identity", .doc = "who we are; asked anew each time", .attrs = identity_attrs, .fresh = true, .run = identity_run,
};

static const struct attr region_attrs[] = {
    RESULT("id", ATTR_STRING, "the region"),
    RESULT("name", ATTR_STRING, "the region"),
    RESULT("partition", ATTR_STRING, "aws, aws-cn, aws-us-gov, ..."),
    { 0 }
};

static bool region_run(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret,
                       struct err *err)
{
    (void)scope;
    (void)args;
    (void)err;
    const struct aws *aws = aws_of(provider);
    *ret = value_map_of(arena, "id", value_str(aws->region), "name", value_str(aws->region), "partition", value_str(aws->partition), NULL);
    return true;
}

static const struct lookup_type region_lookup = { .name = "aws_region", .doc = "the handle's region", .attrs = region_attrs, .run = region_run };

const struct lookup_type *const aws_lookups[] = {
    &zones_lookup, &ami_lookup, &vpc_lookup, &subnets_lookup, &identity_lookup, &region_lookup, NULL,
};
