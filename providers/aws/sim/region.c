/*
 * region.c - what Amazon provides in a region: zones, prefix lists, endpoint services, account attributes.
 * Source: EC2 API 2016-11-15, DescribeAvailabilityZones, DescribeRegions, DescribeAccountAttributes, DescribePrefixLists,
 * DescribeManagedPrefixLists, GetManagedPrefixListEntries, DescribeVpcEndpointServices. Any region that looks like one exists; the
 * table knows how many zones the well-known ones have.
 */
#include "providers/aws/sim/handlers.h"

#include "engine/base/digest.h"

static const struct {
    const char *name, *code; /* of zone ids: "apne2" */
    const char *zones;
} regions[] = {
    { "ap-northeast-1", "apne1", "acd" }, { "ap-northeast-2", "apne2", "abcd" }, { "ap-northeast-3", "apne3", "abc" },
    { "ap-south-1", "aps1", "abc" },      { "ap-southeast-1", "apse1", "abc" },  { "ap-southeast-2", "apse2", "abc" },
    { "ca-central-1", "cac1", "abd" },    { "eu-central-1", "euc1", "abc" },     { "eu-north-1", "eun1", "abc" },
    { "eu-west-1", "euw1", "abc" },       { "eu-west-2", "euw2", "abc" },        { "eu-west-3", "euw3", "abc" },
    { "sa-east-1", "sae1", "abc" },       { "us-east-1", "use1", "abcdef" },     { "us-east-2", "use2", "abc" },
    { "us-west-1", "usw1", "ac" },        { "us-west-2", "usw2", "abcd" },
};

bool call_zone_at(struct call *c, size_t index, struct zone *ret)
{
    const char *letters = "abc";
    struct str code = c->region;
    for (size_t i = 0; i < ARRAY_LEN(regions); i++) {
        if (str_is(c->region, regions[i].name)) {
            letters = regions[i].zones;
            code = str_of(regions[i].code);
        }
    }
    if (index >= strlen(letters))
        return false;
    ret->name = arena_printf(c->arena, "%.*s%c", STR_ARG(c->region), letters[index]);
    ret->id = arena_printf(c->arena, "%.*s-az%zu", STR_ARG(code), index + 1);
    return true;
}

static const struct filter zone_filters[] = {
    { "group-name", "GroupName" }, { "message", "Messages[].Message" }, { "opt-in-status", "OptInStatus" }, { "region-name", "RegionName" },
    { "state", "State" },          { "zone-id", "ZoneId" },             { "zone-name", "ZoneName" },        { "zone-type", "ZoneType" },
    { 0 },
};

/* Names that were asked for must exist. */
static bool all_there(struct call *c, struct value wanted, struct value rows, const char *member, const char *code, const char *what)
{
    for (uint32_t i = 0; i < wanted.count; i++) {
        bool there = false;
        for (uint32_t k = 0; k < rows.count; k++)
            there = there || value_eq(value_get(value_at(rows, k), member), value_at(wanted, i));
        if (!there)
            return call_refuse(c, code, "Invalid %s: [%.*s]", what, STR_ARG(value_text(value_at(wanted, i))));
    }
    return true;
}

static struct value only(struct call *c, struct value rows, const char *member, struct value wanted)
{
    struct value_builder b = { .arena = c->arena };
    for (uint32_t i = 0; i < rows.count; i++) {
        if (!wanted.count || call_list_has(wanted, value_text(value_get(value_at(rows, i), member))))
            value_builder_add(&b, value_at(rows, i));
    }
    return value_builder_list(&b);
}

bool sim_DescribeAvailabilityZones(struct call *c)
{
    struct value_builder b = { .arena = c->arena };
    struct zone zone;
    for (size_t i = 0; call_zone_at(c, i, &zone); i++)
        value_builder_add(&b, value_map_of(c->arena, "ZoneName", value_str(zone.name), "ZoneId", value_str(zone.id), "RegionName",
                                           value_str(c->region), "State", text("available"), "OptInStatus", text("opt-in-not-required"),
                                           "GroupName", value_str(arena_printf(c->arena, "%.*s-zg-1", STR_ARG(c->region))), "NetworkBorderGroup",
                                           value_str(c->region), "ZoneType", text("availability-zone"), "Messages", call_empty_list(), NULL));
    struct value rows = value_builder_list(&b), names = call_in(c, "ZoneNames"), ids = call_in(c, "ZoneIds");
    if (!all_there(c, names, rows, "ZoneName", "InvalidParameterValue", "availability zone") ||
        !all_there(c, ids, rows, "ZoneId", "InvalidParameterValue", "availability zone-id"))
        return false;
    return call_describe_rows(c, "AvailabilityZones", "ZoneName", zone_filters, only(c, only(c, rows, "ZoneName", names), "ZoneId", ids));
}

bool sim_DescribeRegions(struct call *c)
{
    static const struct filter filters[] = { { "endpoint", "Endpoint" }, { "opt-in-status", "OptInStatus" }, { "region-name", "RegionName" }, { 0 } };
    struct value_builder b = { .arena = c->arena };
    for (size_t i = 0; i < ARRAY_LEN(regions); i++)
        value_builder_add(&b, value_map_of(c->arena, "RegionName", text(regions[i].name), "Endpoint",
                                           value_str(arena_printf(c->arena, "ec2.%s.amazonaws.com", regions[i].name)), "OptInStatus",
                                           text("opt-in-not-required"), NULL));
    struct value rows = value_builder_list(&b), names = call_in(c, "RegionNames");
    return all_there(c, names, rows, "RegionName", "InvalidParameterValue", "region name") &&
           call_describe_rows(c, "Regions", "RegionName", filters, only(c, rows, "RegionName", names));
}

bool sim_DescribeAccountAttributes(struct call *c)
{
    static const struct {
        const char *name, *value;
    } rows[] = { { "supported-platforms", "VPC" },
                 { "vpc-max-security-groups-per-interface", "5" },
                 { "max-elastic-ips", "5" },
                 { "max-instances", "20" },
                 { "vpc-max-elastic-ips", "5" },
                 { "default-vpc", NULL } };
    struct value names = call_in(c, "AttributeNames");
    struct value_builder b = { .arena = c->arena };
    struct sim_object *vpc;
    struct str default_vpc = STR("none");
    for (size_t i = 0; (vpc = call_next_alive(c, &sim_type_vpc, STR(""), &i));) {
        if (value_to_bool(call_field(vpc, "IsDefault"), false))
            default_vpc = vpc->id;
    }
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (names.count && !call_list_has(names, str_of(rows[i].name)))
            continue;
        struct value v = rows[i].value ? text(rows[i].value) : value_str(default_vpc);
        value_builder_add(&b, value_map_of(c->arena, "AttributeName", text(rows[i].name), "AttributeValues",
                                           call_list_of_one(c->arena, value_map_of(c->arena, "AttributeValue", v, NULL)), NULL));
    }
    c->out = value_map_of(c->arena, "AccountAttributes", value_builder_list(&b), NULL);
    return true;
}

/* ---- Prefix lists -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *service, *id;
    const char *cidrs[3];
} prefix_lists[] = {
    { "dynamodb", "pl-48a54021", { "52.94.8.0/24", "3.33.130.0/24" } },
    { "s3", "pl-78a54011", { "52.219.56.0/22", "3.5.140.0/22", "52.219.144.0/22" } },
};

static struct str list_name(struct call *c, size_t index)
{
    return arena_printf(c->arena, "com.amazonaws.%.*s.%s", STR_ARG(c->region), prefix_lists[index].service);
}

struct str call_prefix_list_of(struct call *c, struct str service_name)
{
    for (size_t i = 0; i < ARRAY_LEN(prefix_lists); i++) {
        if (str_eq(service_name, list_name(c, i)))
            return str_of(prefix_lists[i].id);
    }
    return STR("");
}

bool call_prefix_list_known(struct call *c, struct str id)
{
    (void)c;
    for (size_t i = 0; i < ARRAY_LEN(prefix_lists); i++) {
        if (str_is(id, prefix_lists[i].id))
            return true;
    }
    return false;
}

static struct value cidrs_of(struct call *c, size_t index)
{
    struct value_builder b = { .arena = c->arena };
    for (size_t k = 0; k < ARRAY_LEN(prefix_lists[index].cidrs) && prefix_lists[index].cidrs[k]; k++)
        value_builder_add(&b, text(prefix_lists[index].cidrs[k]));
    return value_builder_list(&b);
}

static bool describe_lists(struct call *c, const struct filter *filters, bool managed)
{
    struct value_builder b = { .arena = c->arena };
    for (size_t i = 0; i < ARRAY_LEN(prefix_lists); i++) {
        struct value id = text(prefix_lists[i].id), name = value_str(list_name(c, i)), cidrs = cidrs_of(c, i);
        struct str arn = arena_printf(c->arena, "arn:aws:ec2:%.*s:aws:prefix-list/%s", STR_ARG(c->region), prefix_lists[i].id);
        value_builder_add(&b, managed ? value_map_of(c->arena, "PrefixListId", id, "PrefixListName", name, "AddressFamily", text("IPv4"), "State",
                                                     text("create-complete"), "PrefixListArn", value_str(arn), "OwnerId", text("AWS"), NULL)
                                      : value_map_of(c->arena, "PrefixListId", id, "PrefixListName", name, "Cidrs", cidrs, NULL));
    }
    struct value rows = value_builder_list(&b), ids = call_in(c, "PrefixListIds");
    return all_there(c, ids, rows, "PrefixListId", "InvalidPrefixListId.NotFound", "prefix list ID") &&
           call_describe_rows(c, "PrefixLists", "PrefixListId", filters, only(c, rows, "PrefixListId", ids));
}

bool sim_DescribePrefixLists(struct call *c)
{
    static const struct filter filters[] = { { "prefix-list-id", "PrefixListId" }, { "prefix-list-name", "PrefixListName" }, { 0 } };
    return describe_lists(c, filters, false);
}

bool sim_DescribeManagedPrefixLists(struct call *c)
{
    static const struct filter filters[] = {
        { "owner-id", "OwnerId" }, { "prefix-list-id", "PrefixListId" }, { "prefix-list-name", "PrefixListName" }, { 0 }
    };
    return describe_lists(c, filters, true);
}

bool sim_GetManagedPrefixListEntries(struct call *c)
{
    for (size_t i = 0; i < ARRAY_LEN(prefix_lists); i++) {
        if (!str_is(call_in_text(c, "PrefixListId"), prefix_lists[i].id))
            continue;
        struct value cidrs = cidrs_of(c, i);
        struct value_builder b = { .arena = c->arena };
        for (uint32_t k = 0; k < cidrs.count; k++)
            value_builder_add(&b, value_map_of(c->arena, "Cidr", value_at(cidrs, k), NULL));
        c->out = value_map_of(c->arena, "Entries", value_builder_list(&b), NULL);
        return true;
    }
    return call_refuse(c, "InvalidPrefixListId.NotFound", "The prefix list ID '%.*s' does not exist", STR_ARG(call_in_text(c, "PrefixListId")));
}

/* ---- Endpoint services --------------------------------------------------------------------------------------------- */

static const char *const interface_services[] = {
    "autoscaling", "cloudformation", "ec2",  "ec2messages", "ecr.api", "ecr.dkr", "ecs",     "eks",  "eks-auth",    "elasticfilesystem",
    "elasticloadbalancing", "events", "kms", "lambda",      "logs",    "monitoring", "rds",  "s3",   "secretsmanager", "sns",
    "sqs",         "ssm",            "ssmmessages", "sts",
};

static struct str service_suffix(struct call *c, struct str service)
{
    struct str prefix = arena_printf(c->arena, "com.amazonaws.%.*s.", STR_ARG(c->region));
    return str_starts(service, prefix) ? str_slice(service, prefix.len, service.len) : STR("");
}

bool call_service_known(struct call *c, struct str service, bool gateway)
{
    struct str suffix = service_suffix(c, service);
    if (gateway)
        return call_prefix_list_of(c, service).len > 0;
    for (size_t i = 0; i < ARRAY_LEN(interface_services); i++) {
        if (str_is(suffix, interface_services[i]))
            return true;
    }
    return false;
}

static struct value service_detail(struct call *c, struct str suffix, const char *type)
{
    struct value_builder zones = { .arena = c->arena };
    struct zone zone;
    for (size_t i = 0; call_zone_at(c, i, &zone); i++)
        value_builder_add(&zones, value_str(zone.name));
    struct str name = arena_printf(c->arena, "com.amazonaws.%.*s.%.*s", STR_ARG(c->region), STR_ARG(suffix));
    struct str dns = arena_printf(c->arena, "%.*s.%.*s.amazonaws.com", STR_ARG(suffix), STR_ARG(c->region));
    struct digest digest = value_digest(value_str(arena_printf(c->arena, "%.*s %s", STR_ARG(name), type)));
    struct str hex = digest_hex(c->arena, &digest);
    bool interface = str_is(str_of(type), "Interface");
    return value_map_of(c->arena, "ServiceName", value_str(name), "ServiceId",
                        value_str(arena_printf(c->arena, "vpce-svc-0%.*s", STR_ARG(str_slice(hex, 0, 16)))), "ServiceType",
                        call_list_of_one(c->arena, value_map_of(c->arena, "ServiceType", text(type), NULL)), "ServiceRegion", value_str(c->region),
                        "AvailabilityZones", value_builder_list(&zones), "Owner", text("amazon"), "BaseEndpointDnsNames",
                        call_list_of_one(c->arena, value_str(dns)), "PrivateDnsName", interface ? value_str(dns) : VALUE_NONE,
                        "VpcEndpointPolicySupported", value_bool(true), "AcceptanceRequired", value_bool(false), "ManagesVpcEndpoints",
                        value_bool(false), "SupportedIpAddressTypes", call_list_of_one(c->arena, text("ipv4")), NULL);
}

bool sim_DescribeVpcEndpointServices(struct call *c)
{
    static const struct filter filters[] = { { "owner", "Owner" },
                                             { "service-name", "ServiceName" },
                                             { "service-region", "ServiceRegion" },
                                             { "service-type", "ServiceType[].ServiceType" },
                                             { "supported-ip-address-types", "SupportedIpAddressTypes[]" },
                                             { 0 } };
    struct value_builder b = { .arena = c->arena }, names_out = { .arena = c->arena };
    for (size_t i = 0; i < ARRAY_LEN(prefix_lists); i++)
        value_builder_add(&b, service_detail(c, str_of(prefix_lists[i].service), "Gateway"));
    for (size_t i = 0; i < ARRAY_LEN(interface_services); i++)
        value_builder_add(&b, service_detail(c, str_of(interface_services[i]), "Interface"));
    struct value rows = value_builder_list(&b), names = call_in(c, "ServiceNames");
    if (!all_there(c, names, rows, "ServiceName", "InvalidServiceName", "service name") ||
        !call_describe_rows(c, "ServiceDetails", "ServiceId", filters, only(c, rows, "ServiceName", names)))
        return false;
    struct value page = value_get(c->out, "ServiceDetails");
    for (uint32_t i = 0; i < page.count; i++)
        value_builder_add(&names_out, value_get(value_at(page, i), "ServiceName"));
    c->out = value_with(c->arena, c->out, "ServiceNames", value_builder_list(&names_out));
    return true;
}
