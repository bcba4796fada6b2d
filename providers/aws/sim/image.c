/*
 * image.c - a few public images of Amazon's, by several dates, so that lookups have something to choose from. No instances.
 * Source: EC2 API 2016-11-15, DescribeImages, DescribeInstances.
 */
#include "providers/aws/sim/handlers.h"

#include "engine/base/digest.h"

static const struct {
    const char *name, *architecture, *created, *description;
} images[] = {
    { "al2023-ami-2023.8.20250818.0-kernel-6.1-x86_64", "x86_64", "2025-08-19T01:10:44.000Z", "Amazon Linux 2023 AMI 2023.8.20250818.0 x86_64 HVM kernel-6.1" },
    { "al2023-ami-2023.9.20251014.0-kernel-6.1-x86_64", "x86_64", "2025-10-15T02:20:31.000Z", "Amazon Linux 2023 AMI 2023.9.20251014.0 x86_64 HVM kernel-6.1" },
    { "al2023-ami-2023.9.20251105.0-kernel-6.1-x86_64", "x86_64", "2025-11-06T00:45:12.000Z", "Amazon Linux 2023 AMI 2023.9.20251105.0 x86_64 HVM kernel-6.1" },
    { "al2023-ami-2023.9.20251014.0-kernel-6.1-arm64", "arm64", "2025-10-15T02:21:09.000Z", "Amazon Linux 2023 AMI 2023.9.20251014.0 arm64 HVM kernel-6.1" },
    { "al2023-ami-2023.9.20251105.0-kernel-6.1-arm64", "arm64", "2025-11-06T00:46:58.000Z", "Amazon Linux 2023 AMI 2023.9.20251105.0 arm64 HVM kernel-6.1" },
    { "al2023-ami-minimal-2023.9.20251105.0-kernel-6.1-x86_64", "x86_64", "2025-11-06T00:47:33.000Z", "Amazon Linux 2023 minimal AMI 2023.9.20251105.0 x86_64" },
    { "amzn2-ami-hvm-2.0.20251020.1-x86_64-gp2", "x86_64", "2025-10-21T19:31:07.000Z", "Amazon Linux 2 AMI 2.0.20251020.1 x86_64 HVM gp2" },
};
#define AMAZON "137112412989"

static const struct filter filters[] = {
    { "architecture", "Architecture" },
    { "creation-date", "CreationDate" },
    { "description", "Description" },
    { "ena-support", "EnaSupport" },
    { "hypervisor", "Hypervisor" },
    { "image-id", "ImageId" },
    { "image-type", "ImageType" },
    { "is-public", "Public" },
    { "name", "Name" },
    { "owner-alias", "ImageOwnerAlias" },
    { "owner-id", "OwnerId" },
    { "platform-details", "PlatformDetails" },
    { "root-device-name", "RootDeviceName" },
    { "root-device-type", "RootDeviceType" },
    { "state", "State" },
    { "virtualization-type", "VirtualizationType" },
    { 0 },
};

/* The same image has another id in each region. */
static struct str id_of(struct call *c, size_t index)
{
    struct digest digest = value_digest(value_str(arena_printf(c->arena, "%.*s %s", STR_ARG(c->region), images[index].name)));
    struct str hex = digest_hex(c->arena, &digest);
    return arena_printf(c->arena, "ami-0%.*s", STR_ARG(str_slice(hex, 0, 16)));
}

static struct value image_value(struct call *c, size_t i)
{
    struct value ebs = value_map_of(c->arena, "VolumeSize", value_int(8), "VolumeType", text("gp3"), "DeleteOnTermination", value_bool(true), "Encrypted",
                                    value_bool(false), NULL);
    struct value device = value_map_of(c->arena, "DeviceName", text("/dev/xvda"), "Ebs", ebs, NULL);
    return value_map_of(c->arena, "ImageId", value_str(id_of(c, i)), "Name", text(images[i].name), "Architecture", text(images[i].architecture),
                        "CreationDate", text(images[i].created), "Description", text(images[i].description), "EnaSupport", value_bool(true),
                        "Hypervisor", text("xen"), "ImageType", text("machine"), "Public", value_bool(true), "OwnerId", text(AMAZON), "ImageOwnerAlias",
                        text("amazon"), "ImageLocation", value_str(arena_printf(c->arena, "amazon/%s", images[i].name)), "PlatformDetails",
                        text("Linux/UNIX"), "RootDeviceName", text("/dev/xvda"), "RootDeviceType", text("ebs"), "State", text("available"),
                        "VirtualizationType", text("hvm"), "BlockDeviceMappings", call_list_of_one(c->arena, device), NULL);
}

bool sim_DescribeImages(struct call *c)
{
    struct value ids = call_in(c, "ImageIds"), owners = call_in(c, "Owners");
    struct value_builder b = { .arena = c->arena };
    bool ours = !owners.count || call_list_has(owners, STR("amazon")) || call_list_has(owners, STR(AMAZON));
    size_t found = 0;
    for (size_t i = 0; i < ARRAY_LEN(images); i++) {
        bool wanted = !ids.count || call_list_has(ids, id_of(c, i));
        found += wanted;
        if (wanted && ours)
            value_builder_add(&b, image_value(c, i));
    }
    if (ids.count && found < ids.count)
        return call_refuse(c, "InvalidAMIID.NotFound", "The image id '[%.*s]' does not exist", STR_ARG(value_text(value_at(ids, 0))));
    return call_describe_rows(c, "Images", "ImageId", filters, value_builder_list(&b));
}

/* Filters are not checked: there is nothing to filter. */
bool sim_DescribeInstances(struct call *c)
{
    struct value ids = call_in(c, "InstanceIds");
    if (ids.count)
        return call_refuse(c, "InvalidInstanceID.NotFound", "The instance ID '%.*s' does not exist", STR_ARG(value_text(value_at(ids, 0))));
    c->out = value_map_of(c->arena, "Reservations", call_empty_list(), NULL);
    return true;
}
