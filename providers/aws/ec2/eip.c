/*
 * eip.c - aws_eip: a public IPv4 address; with instance or network_interface also its association.
 * Source: EC2 API 2016-11-15, AllocateAddress / DescribeAddresses / AssociateAddress / DisassociateAddress / ReleaseAddress.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

static const char *const domains[] = { "vpc", NULL };

static const struct attr eip_attrs[] = {
    { .name = "domain", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .values = domains, .api = "Domain",
      .doc = "vpc is the only kind left", .example = "\"vpc\"" },
    { .name = "instance", .type = ATTR_STRING, .flags = OPTIONAL, .conflicts = "network_interface", .api = "InstanceId",
      .doc = "instance that has it" },
    { .name = "network_interface", .type = ATTR_STRING, .flags = OPTIONAL, .api = "NetworkInterfaceId", .doc = "interface that has it" },
    { .name = "associate_with_private_ip", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_ip4, .api = "PrivateIpAddress",
      .doc = "private address that it stands for" },
    { .name = "address", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_ip4, .api = "Address",
      .doc = "a certain address of the pool" },
    { .name = "public_ipv4_pool", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .api = "PublicIpv4Pool",
      .doc = "pool to take it from; default Amazon's", .example = "\"ipv4pool-ec2-012345\"" },
    { .name = "ipam_pool_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW | WRITE_ONLY, .conflicts = "public_ipv4_pool",
      .api = "IpamPoolId", .doc = "IPAM pool to take it from" },
    { .name = "customer_owned_ipv4_pool", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .api = "CustomerOwnedIpv4Pool",
      .doc = "your own pool (Outposts)" },
    { .name = "network_border_group", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .api = "NetworkBorderGroup",
      .doc = "where it is announced (a local zone's group)" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "AllocationId", .doc = "eipalloc-..." },
    { .name = "allocation_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "AllocationId", .doc = "the same" },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "ARN" },
    { .name = "public_ip", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "PublicIp", .doc = "the address" },
    { .name = "private_ip", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "PrivateIpAddress", .doc = "private address behind it" },
    { .name = "association_id", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .api = "AssociationId", .doc = "its association" },
    { .name = "carrier_ip", .type = ATTR_STRING, .flags = COMPUTED, .api = "CarrierIp", .doc = "carrier address (Wavelength)" },
    { .name = "customer_owned_ip", .type = ATTR_STRING, .flags = COMPUTED, .api = "CustomerOwnedIp", .doc = "address of your own pool" },
    { 0 }
};

/* What a NAT gateway or load balancer holds is associated too: that is theirs, and not declared here. */
static enum health eip_decode(struct arena *arena, struct value eip, struct value *ret_attrs, struct str *ret_reason)
{
    struct value id = value_get(eip, "AllocationId"), instance = value_get(eip, "InstanceId"), private_ip = value_get(eip, "PrivateIpAddress");
    *ret_attrs = value_map_of(
        arena, "id", id, "allocation_id", id, "arn", aws_arn(arena, "ec2", VALUE_NONE, "elastic-ip", id), "domain", value_get(eip, "Domain"),
        "public_ip", value_get(eip, "PublicIp"), "address", value_get(eip, "PublicIp"), "instance",
        value_text(instance).len ? instance : VALUE_NONE, "network_interface", value_get(eip, "NetworkInterfaceId"), "private_ip", private_ip,
        "associate_with_private_ip", private_ip, "association_id", value_get(eip, "AssociationId"), "public_ipv4_pool",
        value_get(eip, "PublicIpv4Pool"), "network_border_group", value_get(eip, "NetworkBorderGroup"), "customer_owned_ipv4_pool",
        value_get(eip, "CustomerOwnedIpv4Pool"), "customer_owned_ip", value_get(eip, "CustomerOwnedIp"), "carrier_ip",
        value_get(eip, "CarrierIp"), "tags", aws_tags_decode(arena, value_get(eip, "Tags")), NULL);
    *ret_reason = STR_NONE;
    return HEALTH_READY;
}

static bool is_associated(struct op *op)
{
    return value_present(op_want(op, "instance")) || value_present(op_want(op, "network_interface"));
}

/* Somebody else's association is not taken over: AllowReassociation is off, EC2 says Resource.AlreadyAssociated. */
static bool associate(struct op *op, struct err *err)
{
    struct value out, in = value_map_of(op_arena(op), "AllocationId", value_str(op_id(op)), "InstanceId", op_want(op, "instance"),
                                        "NetworkInterfaceId", op_want(op, "network_interface"), "PrivateIpAddress",
                                        op_want(op, "associate_with_private_ip"), "AllowReassociation", value_bool(false), NULL);
    TRY(aws_call(op, EC2_AssociateAddress, in, &out, err));
    return op_wait_ready(op, err);
}

static bool differs(struct op *op)
{
    return aws_differs(op, "instance") || aws_differs(op, "network_interface") || aws_differs(op, "associate_with_private_ip");
}

static bool dissociate(struct op *op, struct value association, struct err *err)
{
    struct value out;
    struct err failed = { 0 };
    if (aws_call(op, EC2_DisassociateAddress, value_map_of(op_arena(op), "AssociationId", association, NULL), &out, &failed) ||
        op_error_is(&failed, "InvalidAssociationID.NotFound"))
        return true;
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

static bool eip_create(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    bool known = false;
    if (str_empty(op_id(op))) {
        struct value out, domain = op_want(op, "domain");
        struct value in = value_map_of(
            arena, "Domain", value_present(domain) ? domain : value_cstr("vpc"), "Address", op_want(op, "address"), "PublicIpv4Pool",
            op_want(op, "public_ipv4_pool"), "IpamPoolId", op_want(op, "ipam_pool_id"), "CustomerOwnedIpv4Pool",
            op_want(op, "customer_owned_ipv4_pool"), "NetworkBorderGroup", op_want(op, "network_border_group"), "TagSpecifications",
            aws_tag_spec(op, "elastic-ip"), NULL);
        TRY(aws_call(op, EC2_AllocateAddress, in, &out, err));
        TRY(op_bind(op, "id", value_get(out, "AllocationId"), err));
        /* The answer says all but the tags, and those were in the request. */
        known = aws_take(op, value_with(arena, out, "Tags", aws_tags_list(arena, aws_tags_wanted(op))));
    }
    if (!known)
        TRY(op_wait_ready(op, err));
    if (is_associated(op) && differs(op))
        TRY(associate(op, err));
    return aws_settled(op, known, err);
}

static bool eip_update(struct op *op, struct err *err)
{
    if (op_changed(op, "instance") || op_changed(op, "network_interface") || op_changed(op, "associate_with_private_ip")) {
        enum health health;
        TRY(op_read(op, &health, err)); /* an earlier attempt may have done half */
        struct value association = value_get(op->result, "association_id");
        bool move = !is_associated(op) || differs(op);
        if (value_present(association) && move)
            TRY(dissociate(op, association, err));
        if (is_associated(op) && move)
            TRY(associate(op, err));
    }
    TRY(aws_update_tags(op, err));
    return aws_settled(op, false, err);
}

static bool eip_delete(struct op *op, struct err *err)
{
    struct value association = op_prior(op, "association_id");
    if (is_associated(op) && value_present(association))
        TRY(dissociate(op, association, err));
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_ReleaseAddress, .id_member = "AllocationId",
                                                .busy = "InvalidIPAddress.InUse" }, err);
}

static const struct reader eip_reader = {
    AWS_READS("ec2", EC2_DescribeAddresses), .by = READ_BY_MARK | READ_BY_IDS, .list = "Addresses", .id = "AllocationId",
    .id_input = "Filter:allocation-id", .mark_input = "Filter:tag", .tags = "Tags", .decode = eip_decode,
};

const struct resource_type aws_eip = {
    .name = "aws_eip",
    .doc = "a public IPv4 address",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = eip_attrs,
    .create_class = CREATE_TAGGED,
    .reader = &eip_reader,
    .gone = "InvalidAllocationID.NotFound InvalidAddress.NotFound",
    .headline = "public_ip instance network_interface",
    .typical_create_s = 2, .typical_update_s = 3, .typical_delete_s = 3,
    .permissions = "ec2:AllocateAddress ec2:DescribeAddresses ec2:AssociateAddress ec2:DisassociateAddress ec2:ReleaseAddress "
                   "ec2:CreateTags ec2:DeleteTags",
    .create = eip_create,
    .update = eip_update,
    .delete = eip_delete,
    .import_hint = "eipalloc-0a1b2c3d4e5f60718",
};
