/*
 * vpc_endpoint.c - aws_vpc_endpoint: a private way from a VPC to a service: Gateway (S3, DynamoDB), Interface, and others.
 * Source: EC2 API 2016-11-15, CreateVpcEndpoint / DescribeVpcEndpoints / ModifyVpcEndpoint / DeleteVpcEndpoints / DescribePrefixLists.
 *
 * Its ClientToken is not one that the model fills: it is given here. States come in lower or mixed case.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const char *const types[] = { "Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork", NULL };
static const char *const address_types[] = { "ipv4", "dualstack", "ipv6", NULL };
static const char *const record_types[] = { "ipv4", "dualstack", "ipv6", "service-defined", NULL };

static const struct attr dns_fields[] = {
    { .name = "dns_record_ip_type", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .values = record_types, .api = "DnsRecordIpType",
      .doc = "records that are made" },
    { .name = "private_dns_only_for_inbound_resolver_endpoint", .type = ATTR_BOOL, .flags = OPTIONAL,
      .api = "PrivateDnsOnlyForInboundResolverEndpoint", .doc = "private names for what comes from on-premises only" },
    { .name = "private_dns_preference", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .api = "PrivateDnsPreference",
      .doc = "which domains get private names (Resource, ServiceNetwork)" },
    { .name = "private_dns_specified_domains", .type = ATTR_STRING_SET, .flags = OPTIONAL | COMPUTED, .api = "PrivateDnsSpecifiedDomains",
      .doc = "those domains" },
    { 0 }
};

static const struct attr subnet_fields[] = {
    { .name = "subnet_id", .type = ATTR_STRING, .flags = REQUIRED, .api = "SubnetId", .doc = "the subnet" },
    { .name = "ipv4", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_ip4, .api = "Ipv4", .doc = "IPv4 address in it" },
    { .name = "ipv6", .type = ATTR_STRING, .flags = OPTIONAL, .api = "Ipv6", .doc = "IPv6 address in it" },
    { 0 }
};

static const struct attr entry_fields[] = {
    { .name = "dns_name", .type = ATTR_STRING, .flags = COMPUTED, .api = "DnsName", .doc = "name" },
    { .name = "hosted_zone_id", .type = ATTR_STRING, .flags = COMPUTED, .api = "HostedZoneId", .doc = "zone of the name, for alias records" },
    { 0 }
};

static const struct attr endpoint_attrs[] = {
    { .name = "vpc_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .api = "VpcId", .doc = "its VPC", .example = "vpc.id" },
    { .name = "vpc_endpoint_type", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .fallback = "Gateway", .values = types,
      .api = "VpcEndpointType", .doc = "what kind of way", .example = "\"Interface\"" },
    { .name = "service_name", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .one_of = "service", .api = "ServiceName",
      .doc = "the service", .example = "\"com.amazonaws.ap-northeast-2.s3\"" },
    { .name = "resource_configuration_arn", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_arn, .one_of = "service",
      .api = "ResourceConfigurationArn", .doc = "VPC Lattice resource; for type Resource" },
    { .name = "service_network_arn", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_arn, .one_of = "service",
      .api = "ServiceNetworkArn", .doc = "VPC Lattice service network; for type ServiceNetwork" },
    { .name = "service_region", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .api = "ServiceRegion",
      .doc = "region of the service, when it is another" },
    { .name = "route_table_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL, .api = "RouteTableIds",
      .doc = "tables that get its route; for type Gateway", .example = "{ private.id }" },
    { .name = "subnet_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL | HOLDS, .api = "SubnetIds", .doc = "subnets it has interfaces in" },
    { .name = "security_group_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL | HOLDS, .api = "SecurityGroupIds",
      .doc = "groups of its interfaces; default the VPC's" },
    { .name = "subnet_configuration", .type = ATTR_OBJECT_SET, .flags = OPTIONAL | WRITE_ONLY, .fields = subnet_fields,
      .set_key = "subnet_id", .api = "SubnetConfigurations", .doc = "addresses of its interfaces" },
    { .name = "private_dns_enabled", .type = ATTR_BOOL, .flags = OPTIONAL | COMPUTED, .api = "PrivateDnsEnabled",
      .doc = "answer the service's own name with private addresses" },
    { .name = "ip_address_type", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .values = address_types, .api = "IpAddressType",
      .doc = "addresses of its interfaces" },
    { .name = "dns_options", .type = ATTR_OBJECT, .flags = OPTIONAL | COMPUTED, .fields = dns_fields, .api = "DnsOptions", .doc = "its names" },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL | COMPUTED, .api = "PolicyDocument",
      .doc = "who may do what through it; default everything" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "VpcEndpointId", .doc = "vpce-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "ARN" },
    { .name = "owner_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "OwnerId", .doc = "account that owns it" },
    { .name = "state", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "State", .doc = "available, pendingacceptance, ..." },
    { .name = "requester_managed", .type = ATTR_BOOL, .flags = COMPUTED | STABLE, .api = "RequesterManaged", .doc = "made by a service" },
    { .name = "prefix_list_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "prefix list of the service; for type Gateway" },
    { .name = "cidr_blocks", .type = ATTR_STRING_LIST, .flags = COMPUTED, .doc = "ranges of that list" },
    { .name = "network_interface_ids", .type = ATTR_STRING_SET, .flags = COMPUTED | VOLATILE, .api = "NetworkInterfaceIds",
      .doc = "its interfaces" },
    { .name = "dns_entry", .type = ATTR_OBJECT_LIST, .flags = COMPUTED | VOLATILE, .fields = entry_fields, .api = "DnsEntries",
      .doc = "names that lead to it" },
    { 0 }
};

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

static struct value dns_entries(struct arena *arena, struct value list)
{
    struct value_builder out = { .arena = arena };
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        value_builder_add(&out, value_map_of(arena, "dns_name", value_get(value_at(list, i), "DnsName"), "hosted_zone_id",
                                             value_get(value_at(list, i), "HostedZoneId"), NULL));
    return value_builder_list(&out);
}

static struct value group_ids(struct arena *arena, struct value groups)
{
    struct value_builder out = { .arena = arena };
    for (size_t i = 0; groups.kind == VALUE_LIST && i < groups.count; i++)
        value_builder_add(&out, value_get(value_at(groups, i), "GroupId"));
    return value_builder_list(&out);
}

static struct value decode_dns(struct arena *arena, struct value o)
{
    if (!value_present(o))
        return VALUE_NONE;
    return value_map_of(arena, "dns_record_ip_type", value_get(o, "DnsRecordIpType"), "private_dns_only_for_inbound_resolver_endpoint",
                        value_get(o, "PrivateDnsOnlyForInboundResolverEndpoint"), "private_dns_preference",
                        value_get(o, "PrivateDnsPreference"), "private_dns_specified_domains", value_get(o, "PrivateDnsSpecifiedDomains"), NULL);
}

static enum health health_of(struct arena *arena, struct value endpoint, struct value state, struct str *ret_reason)
{
    struct value why = value_path(endpoint, "LastError.Message");
    *ret_reason = value_present(why) ? arena_printf(arena, "%.*s: %.*s", STR_ARG(value_text(state)), STR_ARG(value_text(why))) : value_text(state);
    if (value_is(state, "failed") || value_is(state, "rejected") || value_is(state, "expired"))
        return HEALTH_DEAD;
    if (value_is(state, "deleted"))
        return HEALTH_GONE;
    /* accepting it is the service owner's to do: nothing of ours is left */
    return value_is(state, "available") || value_is(state, "pendingacceptance") || value_is(state, "partial") ? HEALTH_READY : HEALTH_PENDING;
}

static enum health endpoint_decode(struct arena *arena, struct value e, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(e, "VpcEndpointId"), state = normalise_lower(arena, value_get(e, "State"));
    *ret_attrs = value_map_of(
        arena, "id", id, "arn", aws_arn(arena, "ec2", value_get(e, "OwnerId"), "vpc-endpoint", id), "owner_id", value_get(e, "OwnerId"),
        "vpc_id", value_get(e, "VpcId"), "vpc_endpoint_type", value_get(e, "VpcEndpointType"), "service_name", value_get(e, "ServiceName"),
        "service_region", value_get(e, "ServiceRegion"), "resource_configuration_arn", value_get(e, "ResourceConfigurationArn"),
        "service_network_arn", value_get(e, "ServiceNetworkArn"), "state", state, "requester_managed", value_get(e, "RequesterManaged"),
        "route_table_ids", value_get(e, "RouteTableIds"), "subnet_ids", value_get(e, "SubnetIds"), "security_group_ids",
        group_ids(arena, value_get(e, "Groups")), "private_dns_enabled", value_get(e, "PrivateDnsEnabled"), "ip_address_type",
        value_get(e, "IpAddressType"), "dns_options", decode_dns(arena, value_get(e, "DnsOptions")), "policy", value_get(e, "PolicyDocument"),
        "network_interface_ids", value_get(e, "NetworkInterfaceIds"), "dns_entry", dns_entries(arena, value_get(e, "DnsEntries")), "tags",
        aws_tags_decode(arena, value_get(e, "Tags")), NULL);
    return health_of(arena, e, state, ret_reason);
}

/* A gateway's prefix list is the service's: asked once for each service while the handle is open. */
static bool endpoint_complete(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value *attrs,
                              struct err *err)
{
    struct value service = value_get(*attrs, "service_name");
    if (!value_is(value_get(*attrs, "vpc_endpoint_type"), "Gateway") || !value_present(service))
        return true;
    struct str key = arena_printf(arena, "prefix list of %.*s", STR_ARG(value_text(service)));
    struct value fact = aws_recall(provider, key), out;
    if (!value_present(fact)) {
        struct value in = value_map_of(arena, "Filters", aws_filters(arena, "prefix-list-name", service, NULL), NULL);
        TRY(aws_get(provider, scope, arena, EC2_DescribePrefixLists, in, &out, err));
        struct value list = aws_first(value_get(out, "PrefixLists"));
        fact = value_map_of(arena, "prefix_list_id", value_get(list, "PrefixListId"), "cidr_blocks", value_get(list, "Cidrs"), NULL);
        aws_remember(provider, key, fact);
    }
    *attrs = value_merge(arena, *attrs, fact);
    return true;
}

/* ---- Making and changing --------------------------------------------------------------------------------------------- */

static struct value dns_input(struct op *op)
{
    struct value o = op_want(op, "dns_options");
    if (!value_present(o))
        return VALUE_NONE;
    return value_map_of(op_arena(op), "DnsRecordIpType", value_get(o, "dns_record_ip_type"), "PrivateDnsOnlyForInboundResolverEndpoint",
                        value_get(o, "private_dns_only_for_inbound_resolver_endpoint"), "PrivateDnsPreference",
                        value_get(o, "private_dns_preference"), "PrivateDnsSpecifiedDomains", value_get(o, "private_dns_specified_domains"), NULL);
}

static struct value subnets_input(struct op *op)
{
    struct value list = op_want(op, "subnet_configuration");
    struct value_builder out = { .arena = op_arena(op) };
    for (size_t i = 0; list.kind == VALUE_LIST && i < list.count; i++)
        value_builder_add(&out, value_map_of(op_arena(op), "SubnetId", value_get(value_at(list, i), "subnet_id"), "Ipv4",
                                             value_get(value_at(list, i), "ipv4"), "Ipv6", value_get(value_at(list, i), "ipv6"), NULL));
    return list.kind == VALUE_LIST && list.count ? value_builder_list(&out) : VALUE_NONE;
}

static bool endpoint_create(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    if (str_empty(op_id(op))) {
        struct value policy, out;
        TRY(aws_json_text(op, op_want(op, "policy"), &policy, err));
        struct value in = value_map_of(
            arena, "VpcId", op_want(op, "vpc_id"), "VpcEndpointType", op_want(op, "vpc_endpoint_type"), "ServiceName", op_want(op, "service_name"),
            "ResourceConfigurationArn", op_want(op, "resource_configuration_arn"), "ServiceNetworkArn", op_want(op, "service_network_arn"),
            "ServiceRegion", op_want(op, "service_region"), "PolicyDocument", policy, "RouteTableIds", op_want(op, "route_table_ids"),
            "SubnetIds", op_want(op, "subnet_ids"), "SecurityGroupIds", op_want(op, "security_group_ids"), "SubnetConfigurations",
            subnets_input(op), "PrivateDnsEnabled", op_want(op, "private_dns_enabled"), "IpAddressType", op_want(op, "ip_address_type"),
            "DnsOptions", dns_input(op), "ClientToken", value_str(op_token(op, "CreateVpcEndpoint", 32)), "TagSpecifications",
            aws_tag_spec(op, "vpc-endpoint"), NULL);
        TRY(aws_call(op, EC2_CreateVpcEndpoint, in, &out, err));
        TRY(op_bind(op, "id", value_path(out, "VpcEndpoint.VpcEndpointId"), err));
    }
    return op_wait_ready(op, err);
}

/* One request brings about all that has changed. */
static bool change_request(struct op *op, struct value *ret, struct err *err)
{
    static const struct {
        const char *attribute, *add, *remove;
    } sets[] = { { "route_table_ids", "AddRouteTableIds", "RemoveRouteTableIds" },
                 { "subnet_ids", "AddSubnetIds", "RemoveSubnetIds" },
                 { "security_group_ids", "AddSecurityGroupIds", "RemoveSecurityGroupIds" } };
    struct arena *arena = op_arena(op);
    struct value in = value_map(arena, NULL, 0), policy;
    for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
        struct value want = op_want(op, sets[i].attribute), have = op_prior(op, sets[i].attribute);
        if (!op_changed(op, sets[i].attribute))
            continue;
        in = value_with(arena, in, sets[i].add, aws_without(arena, want, have));
        in = value_with(arena, in, sets[i].remove, aws_without(arena, have, want));
    }
    if (op_changed(op, "subnet_configuration"))
        in = value_with(arena, in, "SubnetConfigurations", subnets_input(op));
    if (op_changed(op, "private_dns_enabled"))
        in = value_with(arena, in, "PrivateDnsEnabled", op_want(op, "private_dns_enabled"));
    if (op_changed(op, "ip_address_type"))
        in = value_with(arena, in, "IpAddressType", op_want(op, "ip_address_type"));
    if (op_changed(op, "dns_options"))
        in = value_with(arena, in, "DnsOptions", dns_input(op));
    if (op_changed(op, "policy")) {
        TRY(aws_json_text(op, op_want(op, "policy"), &policy, err));
        in = value_present(policy) ? value_with(arena, in, "PolicyDocument", policy) : value_with(arena, in, "ResetPolicy", value_bool(true));
    }
    *ret = in;
    return true;
}

static bool endpoint_update(struct op *op, struct err *err)
{
    struct value in = VALUE_NONE, out;
    if (op->kind == OP_UPDATE) {
        enum health health;
        TRY(op_read(op, &health, err)); /* an earlier attempt may have done it */
        TRY(change_request(op, &in, err));
    }
    if (in.count) {
        TRY(aws_call(op, EC2_ModifyVpcEndpoint, value_with(op_arena(op), in, "VpcEndpointId", value_str(op_id(op))), &out, err));
        TRY(op_wait_ready(op, err));
    }
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

/* Takes many ids and answers with those it could not delete, as a success. */
static bool endpoint_delete(struct op *op, struct err *err)
{
    struct value id = value_str(op_id(op)), out;
    struct err failed = { 0 };
    if (!aws_call(op, EC2_DeleteVpcEndpoints, value_map_of(op_arena(op), "VpcEndpointIds", value_list(op_arena(op), &id, 1), NULL), &out, &failed)) {
        if (op_error_is(&failed, op->type->gone))
            return true;
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    struct value left = value_get(aws_first(value_get(out, "Unsuccessful")), "Error");
    struct str code = value_text(value_get(left, "Code"));
    (void)FAIL(&failed, ERR_REMOTE, "EC2 DeleteVpcEndpoints: %.*s (%.*s)", STR_ARG(value_text(value_get(left, "Message"))), STR_ARG(code));
    memcpy(failed.remote_code, code.ptr ? code.ptr : "", MIN_OF(code.len, sizeof failed.remote_code - 1));
    if (code.len && op_error_is(&failed, op->type->gone))
        return true;
    if (code.len) {
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    return op_wait_gone(op, err);
}

static const struct reader endpoint_reader = {
    AWS_READS("ec2", EC2_DescribeVpcEndpoints), .by = READ_BY_MARK | READ_BY_IDS, .list = "VpcEndpoints", .id = "VpcEndpointId",
    .id_input = "VpcEndpointIds", .mark_input = "Filter:tag", .tags = "Tags", .decode = endpoint_decode, .complete = endpoint_complete,
};

const struct resource_type aws_vpc_endpoint = {
    .name = "aws_vpc_endpoint",
    .doc = "a private way from a VPC to a service",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = endpoint_attrs,
    .create_class = CREATE_TOKEN,
    .reader = &endpoint_reader,
    .gone = "InvalidVpcEndpointId.NotFound InvalidVpcEndpoint.NotFound",
    .headline = "service_name vpc_endpoint_type vpc_id",
    .typical_create_s = 60, .typical_update_s = 30, .typical_delete_s = 60,
    .timeout_create_s = 900, .timeout_delete_s = 1200,
    .permissions = "ec2:CreateVpcEndpoint ec2:DescribeVpcEndpoints ec2:ModifyVpcEndpoint ec2:DeleteVpcEndpoints ec2:DescribePrefixLists "
                   "ec2:CreateTags ec2:DeleteTags",
    .create = endpoint_create,
    .update = endpoint_update,
    .delete = endpoint_delete,
    .import_hint = "vpce-0a1b2c3d4e5f60718",
};
