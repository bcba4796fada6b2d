/*
 * network_interface.c - interfaces of services (NAT gateways, endpoints): what keeps subnets, groups and gateways from going.
 * Source: EC2 API 2016-11-15, DescribeNetworkInterfaces, DeleteNetworkInterface, DetachNetworkInterface.
 */
#include "providers/aws/sim/handlers.h"

static const struct filter filters[] = {
    { "association.allocation-id", "Association.AllocationId" },
    { "association.association-id", "Association.AssociationId" },
    { "association.public-ip", "Association.PublicIp" },
    { "attachment.attachment-id", "Attachment.AttachmentId" },
    { "attachment.instance-id", "Attachment.InstanceId" },
    { "attachment.status", "Attachment.Status" },
    { "addresses.private-ip-address", "PrivateIpAddresses[].PrivateIpAddress" },
    { "availability-zone", "AvailabilityZone" },
    { "description", "Description" },
    { "group-id", "Groups[].GroupId" },
    { "group-name", "Groups[].GroupName" },
    { "interface-type", "InterfaceType" },
    { "mac-address", "MacAddress" },
    { "network-interface-id", "NetworkInterfaceId" },
    { "owner-id", "OwnerId" },
    { "private-ip-address", "PrivateIpAddress" },
    { "requester-id", "RequesterId" },
    { "requester-managed", "RequesterManaged" },
    { "source-dest-check", "SourceDestCheck" },
    { "status", "Status" },
    { "subnet-id", "SubnetId" },
    { "vpc-id", "VpcId" },
    { 0 },
};

const struct type sim_type_network_interface = {
    .kind = "ec2:network-interface", .name = "network-interface", .prefix = "eni-", .id = "NetworkInterfaceId", .ids = "NetworkInterfaceIds",
    .list = "NetworkInterfaces", .tags = "TagSet", .not_found = "InvalidNetworkInterfaceID.NotFound",
    .malformed = "InvalidNetworkInterfaceId.Malformed", .what = "networkInterface ID", .filters = filters,
};

struct sim_object *call_interface_new(struct call *c, struct sim_object *subnet, const char *interface_type, const char *description,
                                      struct value groups, struct str address)
{
    if (!address.len)
        address = call_subnet_address_pick(c, subnet);
    if (!address.len)
        return NULL;
    uint64_t mac = sim_random(c->world);
    struct str id = call_new_id(c, "eni-"), vpc_id = call_field_text(subnet, "VpcId");
    struct value private_ip = value_map_of(c->arena, "Primary", value_bool(true), "PrivateIpAddress", value_str(address), NULL);
    struct sim_object *o = call_put(
        c, &sim_type_network_interface, id,
        value_map_of(c->arena, "NetworkInterfaceId", value_str(id), "SubnetId", value_str(subnet->id), "VpcId", value_str(vpc_id),
                     "AvailabilityZone", call_field(subnet, "AvailabilityZone"), "Description", text(description), "Groups", groups,
                     "InterfaceType", text(interface_type), "MacAddress",
                     value_str(arena_printf(c->arena, "02:%02x:%02x:%02x:%02x:%02x", (int)(mac & 255), (int)(mac >> 8 & 255),
                                            (int)(mac >> 16 & 255), (int)(mac >> 24 & 255), (int)(mac >> 32 & 255))),
                     "OwnerId", value_str(c->account), "PrivateIpAddress", value_str(address), "PrivateIpAddresses",
                     call_list_of_one(c->arena, private_ip), "RequesterManaged", value_bool(true), "RequesterId", text("amazon-aws"),
                     "SourceDestCheck", value_bool(!str_is(str_of(interface_type), "nat_gateway")), "Status", text("in-use"), "Attachment",
                     value_map_of(c->arena, "AttachmentId", value_str(call_new_id(c, "ela-attach-")), "DeleteOnTermination", value_bool(false),
                                  "DeviceIndex", value_int(1), "InstanceOwnerId", text("amazon-aws"), "Status", text("attached"), NULL),
                     NULL));
    sim_link(c->world, o, 0, subnet->id);
    sim_link(c->world, o, 1, vpc_id);
    return o;
}

void call_interface_delete(struct call *c, struct str id)
{
    struct sim_object *o = call_truth(c, &sim_type_network_interface, id);
    if (!o)
        return;
    struct sim_object *address = call_truth(c, &sim_type_address, value_text(value_path(o->data, "Association.AllocationId")));
    if (address)
        call_address_bind(c, address, NULL);
    call_delete(c, o);
}

bool sim_DescribeNetworkInterfaces(struct call *c)
{
    return call_describe(c, &sim_type_network_interface);
}

/* All there are belong to services. */
bool sim_DeleteNetworkInterface(struct call *c)
{
    struct sim_object *o;
    if (!call_find_in(c, &sim_type_network_interface, "NetworkInterfaceId", &o))
        return false;
    return call_refuse(c, "InvalidParameterValue", "Network interface '%.*s' is currently in use.", STR_ARG(o->id));
}

bool sim_DetachNetworkInterface(struct call *c)
{
    struct str id = call_in_text(c, "AttachmentId");
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_network_interface, STR(""), &i));) {
        if (str_eq(value_text(value_path(o->data, "Attachment.AttachmentId")), id))
            return call_refuse(c, "AuthFailure", "You do not have permission to access the specified resource.");
    }
    return call_refuse(c, "InvalidAttachmentID.NotFound", "The attachment '%.*s' does not exist", STR_ARG(id));
}
