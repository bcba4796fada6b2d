/*
 * key_pair.c - aws_key_pair: an SSH public key that instances are started with.
 * Source: EC2 API 2016-11-15, ImportKeyPair / DescribeKeyPairs / DeleteKeyPair.
 *
 * Imported only: CreateKeyPair would hand out the private key once, and an interruption would lose it.
 */
#include "providers/aws/ec2/ec2.h"

#include "providers/aws/aws_recipe.h"

/* Type and key; the comment behind them is nobody's, and EC2 puts the key's name there. */
static struct value normalise_key(struct arena *arena, struct value v)
{
    struct str rest = str_trim(value_text(v)), type = str_split(&rest, ' ');
    rest = str_trim(rest.ptr ? rest : STR(""));
    struct str key = str_split(&rest, ' ');
    if (v.kind != VALUE_STRING || str_empty(key))
        return v;
    return value_str(arena_printf(arena, "%.*s %.*s", STR_ARG(type), STR_ARG(key)));
}

static bool check_key(struct value v, struct err *err)
{
    struct str text = value_text(v);
    if (str_starts(text, STR("ssh-rsa ")) || str_starts(text, STR("ssh-ed25519 ")))
        return true;
    return FAIL(err, ERR_INVALID, "must be an SSH public key that begins with ssh-rsa or ssh-ed25519");
}

static const struct attr key_attrs[] = {
    { .name = "key_name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW | UNIQUE_NAME, .min = 1, .max = 255,
      .api = "KeyName", .doc = "name; derived from the address when not given", .example = "\"ops\"" },
    { .name = "public_key", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .check = check_key, .normalise = normalise_key,
      .api = "PublicKeyMaterial", .doc = "the key as in id_ed25519.pub; its comment does not count",
      .example = "\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0...\"" },
    AWS_TAGS_ATTR,
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "KeyName", .doc = "its name" },
    { .name = "key_pair_id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "KeyPairId", .doc = "key-..." },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "ARN" },
    { .name = "fingerprint", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "KeyFingerprint", .doc = "fingerprint as EC2 computes it" },
    { .name = "key_type", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .api = "KeyType", .doc = "rsa or ed25519" },
    { 0 }
};

static enum health key_decode(struct arena *arena, struct value key, struct value *ret_attrs, struct str *ret_reason)
{
    struct value name = value_get(key, "KeyName"), public_key = value_get(key, "PublicKey");
    *ret_attrs = value_map_of(arena, "id", name, "key_name", name, "key_pair_id", value_get(key, "KeyPairId"), "arn",
                              aws_arn(arena, "ec2", VALUE_NONE, "key-pair", name), "fingerprint", value_get(key, "KeyFingerprint"), "key_type",
                              value_get(key, "KeyType"), "public_key",
                              value_present(public_key) ? normalise_key(arena, public_key) : VALUE_NONE, "tags",
                              aws_tags_decode(arena, value_get(key, "Tags")), NULL);
    *ret_reason = STR_NONE;
    return HEALTH_READY;
}

static bool key_create(struct op *op, struct err *err)
{
    struct arena *arena = op_arena(op);
    if (str_empty(op_id(op))) {
        struct value name = op_want(op, "key_name"), out;
        struct value in = value_map_of(arena, "KeyName", name, "PublicKeyMaterial", op_want(op, "public_key"), "TagSpecifications",
                                       aws_tag_spec(op, "key-pair"), NULL);
        if (!aws_call(op, EC2_ImportKeyPair, in, &out, err)) {
            if (!aws_adopt(op, aws_filters(arena, "key-name", name, NULL), NULL, err))
                return err_frame_(err, __FILE__, __func__, __LINE__);
        } else {
            TRY(op_bind(op, "id", value_get(out, "KeyName"), err));
        }
    }
    return op_wait_ready(op, err);
}

/* Tags hang on the key pair's other id. */
static bool key_update(struct op *op, struct err *err)
{
    TRY(aws_update_tags_of(op, op_prior(op, "key_pair_id"), err));
    return aws_settled(op, false, err);
}

static bool key_delete(struct op *op, struct err *err)
{
    return aws_delete(op, &(struct aws_delete){ .operation = EC2_DeleteKeyPair, .id_member = "KeyName" }, err);
}

static const struct reader key_reader = {
    AWS_READS("ec2", EC2_DescribeKeyPairs), .by = READ_BY_MARK | READ_BY_IDS, .list = "KeyPairs", .id = "KeyName",
    .id_input = "Filter:key-name", .mark_input = "Filter:tag", .tags = "Tags", .fixed = "{\"IncludePublicKey\":true}", .decode = key_decode,
};

const struct resource_type aws_key_pair = {
    .name = "aws_key_pair",
    .doc = "an SSH public key for instances",
    .source = "EC2 API 2016-11-15",
    .version = 1,
    .attrs = key_attrs,
    .create_class = CREATE_NAMED,
    .reader = &key_reader,
    .natural_key = "key_name",
    .gone = "InvalidKeyPair.NotFound",
    .foreign = "InvalidKeyPair.Duplicate",
    .headline = "key_name key_type fingerprint",
    .derived_name = "key_name",
    .derived_name_max = 255,
    .typical_create_s = 2, .typical_update_s = 2, .typical_delete_s = 2,
    .permissions = "ec2:ImportKeyPair ec2:DescribeKeyPairs ec2:DeleteKeyPair ec2:CreateTags ec2:DeleteTags",
    .create = key_create,
    .update = key_update,
    .delete = key_delete,
    .import_hint = "ops",
};
