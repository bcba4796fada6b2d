/*
 * lab.c - an invented cloud for rules that no built type shows: data at risk, derived names, types that cannot be updated, values that
 * any update may change, a planning hook, order between types. Tables only; nothing here is ever sent.
 */
#include "tests/cases/cases.h"

static enum health decode(struct arena *arena, struct value object, struct value *ret_attrs, struct str *ret_reason)
{
    (void)arena;
    (void)ret_reason;
    *ret_attrs = object;
    return HEALTH_READY;
}

static bool step(struct op *op, struct err *err)
{
    (void)op;
    return FAIL(err, ERR_INTERNAL, "cases plan, they do not apply");
}

static const struct reader by_mark = { .by = READ_BY_MARK | READ_BY_IDS, .service = "lab", .list = "Items", .id = "Id", .id_input = "Ids",
                                       .mark_input = "Filter:tag", .tags = "Tags", .decode = decode };
/* Children are listed with their parent and carry no marks of their own. */
static const struct reader by_parent = { .by = READ_BY_PARENT | READ_BY_IDS, .service = "lab", .list = "Items", .id = "Id",
                                         .id_input = "Ids", .parent = "server_id", .parent_input = "ServerIds", .decode = decode };

static const struct reader by_parent_and_mark = { .by = READ_BY_PARENT | READ_BY_IDS, .service = "lab", .list = "Items", .id = "Id",
                                                  .id_input = "Ids", .parent = "server_id", .parent_input = "ServerIds", .tags = "Tags",
                                                  .decode = decode };

#define ID_ATTR { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "its id" }

static const struct attr disk_attrs[] = {
    { .name = "size", .type = ATTR_INT, .flags = REQUIRED, .doc = "GB; cannot shrink" },
    { .name = "zone", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW, .doc = "where it lies" },
    ID_ATTR,
    { 0 }
};

/* Growing is an update, shrinking a new disk. */
static bool disk_plan(struct arena *arena, struct value prior, struct value planned, const char **ret_replace, struct err *err)
{
    (void)arena;
    struct value before = value_get(prior, "size"), after = value_get(planned, "size");
    if (value_to_int(after, 1) <= 0)
        return FAIL(err, ERR_INVALID, "a disk of %lld GB cannot be made", (long long)value_to_int(after, 0));
    if (value_present(before) && value_known(after) && value_to_int(after, 0) < value_to_int(before, 0))
        *ret_replace = "size";
    return true;
}

static const struct attr bucket_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW | UNIQUE_NAME, .doc = "unique in the account" },
    { .name = "region", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .doc = "where it lies" },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL, .doc = "who may" },
    { .name = "labels", .type = ATTR_STRING_MAP, .flags = OPTIONAL | OWNS_ALL, .doc = "all labels are ours once given" },
    { .name = "notes", .type = ATTR_STRING_MAP, .flags = OPTIONAL, .doc = "others may add some" },
    ID_ATTR,
    { 0 }
};

static const struct attr certificate_attrs[] = {
    { .name = "domain", .type = ATTR_STRING, .flags = REQUIRED, .doc = "what it is for" },
    { .name = "names", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL, .doc = "further names" },
    ID_ATTR,
    { 0 }
};

static const struct attr limits_fields[] = {
    { .name = "cpu", .type = ATTR_INT, .flags = OPTIONAL, .doc = "cores" },
    { .name = "memory", .type = ATTR_INT, .flags = OPTIONAL, .doc = "GB" },
    { 0 }
};

static const struct attr port_fields[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED, .doc = "what it is called" },
    { .name = "number", .type = ATTR_INT, .flags = REQUIRED, .doc = "its number" },
    { .name = "comment", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "for people" },
    { 0 }
};

static const struct attr server_attrs[] = {
    { .name = "image", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "what it boots" },
    { .name = "title", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "for people" },
    { .name = "disk_id", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "disk in it" },
    { .name = "network", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .doc = "network it stands in" },
    { .name = "held", .type = ATTR_STRING, .flags = OPTIONAL | HOLDS, .doc = "what it keeps from being deleted" },
    { .name = "password", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR | WRITE_ONLY, .doc = "never told again" },
    { .name = "token", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR, .doc = "secret, but readable" },
    { .name = "limits", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = limits_fields, .doc = "what it may use" },
    { .name = "ports", .type = ATTR_OBJECT_SET, .flags = OPTIONAL | OWNS_ALL, .fields = port_fields, .set_key = "name", .doc = "open ports" },
    { .name = "groups", .type = ATTR_STRING_SET, .flags = OPTIONAL, .doc = "groups it is in; others may add some" },
    { .name = "notes", .type = ATTR_STRING_MAP, .flags = OPTIONAL, .doc = "others may add some" },
    { .name = "monitored", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false", .doc = "watch it" },
    { .name = "address", .type = ATTR_STRING, .flags = COMPUTED, .doc = "where it answers" },
    { .name = "version", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE, .doc = "any update may change it" },
    ID_ATTR,
    { 0 }
};

static const struct attr rule_attrs[] = {
    { .name = "server_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "whose rule" },
    { .name = "port", .type = ATTR_INT, .flags = REQUIRED | FORCE_NEW, .doc = "which port" },
    { .name = "allow", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "whom" },
    ID_ATTR,
    { 0 }
};

static const struct attr mount_attrs[] = {
    { .name = "server_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "whose mount" },
    { .name = "path", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "where" },
    ID_ATTR,
    { 0 }
};

static const struct attr road_attrs[] = {
    { .name = "server_id", .type = ATTR_STRING, .flags = REQUIRED, .doc = "where it leads" },
    ID_ATTR,
    { 0 }
};

#define STEPS .create = step, .update = step, .delete = step
static const struct resource_type lab_disk = {
    .name = "lab_disk", .doc = "holds data", .version = 1, .flags = TYPE_DATA_BEARING, .attrs = disk_attrs, .create_class = CREATE_TOKEN,
    .reader = &by_mark, .plan = disk_plan, .typical_create_s = 30, .typical_update_s = 10, .typical_delete_s = 20, STEPS };
static const struct resource_type lab_bucket = {
    .name = "lab_bucket", .doc = "has a unique name", .version = 1, .attrs = bucket_attrs, .create_class = CREATE_NAMED, .reader = &by_mark,
    .natural_key = "name", .derived_name = "name", .derived_name_max = 32, .typical_create_s = 5, .typical_delete_s = 5, STEPS };
static const struct resource_type lab_certificate = {
    .name = "lab_certificate", .doc = "cannot be changed", .version = 1, .flags = TYPE_NO_UPDATE, .attrs = certificate_attrs,
    .create_class = CREATE_TOKEN, .reader = &by_mark, .typical_create_s = 60, .typical_delete_s = 1, STEPS };
static const struct resource_type lab_server = {
    .name = "lab_server", .doc = "a machine", .version = 1, .attrs = server_attrs, .create_class = CREATE_TAGGED, .reader = &by_mark,
    .typical_create_s = 90, .typical_update_s = 15, .typical_delete_s = 40, STEPS };
static const struct resource_type lab_rule = {
    .name = "lab_rule", .doc = "belongs to a server", .version = 1, .attrs = rule_attrs, .create_class = CREATE_NATURAL, .reader = &by_parent,
    .natural_key = "server_id port", .typical_create_s = 1, .typical_delete_s = 1, STEPS };
static const struct resource_type lab_mount = {
    .name = "lab_mount", .doc = "has one path in a server", .version = 1, .attrs = mount_attrs, .create_class = CREATE_NATURAL,
    .reader = &by_parent_and_mark, .natural_key = "server_id path", .typical_create_s = 1, .typical_delete_s = 1, STEPS };
static const struct resource_type lab_road = {
    .name = "lab_road", .doc = "leads to a server", .version = 1, .attrs = road_attrs, .create_class = CREATE_TAGGED, .reader = &by_mark,
    .typical_create_s = 3, .typical_delete_s = 3, STEPS };
static const struct resource_type lab_door = {
    .name = "lab_door", .doc = "needs the roads to its server", .version = 1, .attrs = road_attrs, .create_class = CREATE_TAGGED,
    .reader = &by_mark, .after = "lab_road", .typical_create_s = 2, .typical_delete_s = 2, STEPS };

static const struct resource_type *const lab_types[] = {
    &lab_disk, &lab_bucket, &lab_certificate, &lab_server, &lab_rule, &lab_mount, &lab_road, &lab_door, NULL,
};

static const struct attr images_attrs[] = {
    { .name = "family", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "which ones" },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED, .doc = "the newest" },
    { 0 }
};
static bool lookup(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args, struct value *ret, struct err *err)
{
    (void)provider;
    (void)scope;
    (void)arena;
    (void)args;
    (void)ret;
    return FAIL(err, ERR_INTERNAL, "cases answer lookups themselves");
}
static const struct lookup_type lab_image = { .name = "lab_image", .doc = "newest image", .attrs = images_attrs, .run = lookup };
static const struct lookup_type *const lab_lookups[] = { &lab_image, NULL };

static const struct attr provider_attrs[] = {
    { .name = "region", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "where" },
    { 0 }
};

/* Opening and reading are the case's (case_cloud.c). */
const struct provider_type lab_provider = {
    .name = "lab", .prefix = "lab_", .doc = "an invented cloud", .attrs = provider_attrs, .types = lab_types, .lookups = lab_lookups };
