/*
 * key_pair.c - imported key pairs and their fingerprints.
 * Source: EC2 API 2016-11-15, ImportKeyPair, DeleteKeyPair, DescribeKeyPairs; "Verify the fingerprint of your key pair":
 * RSA: MD5 of the public key in DER (SubjectPublicKeyInfo), ED25519: SHA-256 of the OpenSSH blob in base64.
 */
#include "providers/aws/sim/handlers.h"

#include "engine/base/digest.h"

enum { NAME_MAX_CHARS = 255, DER_SEQUENCE = 0x30, DER_INTEGER = 0x02, DER_BIT_STRING = 0x03 };

static const struct filter filters[] = {
    { "fingerprint", "KeyFingerprint" },
    { "key-name", "KeyName" },
    { "key-pair-id", "KeyPairId" },
    { 0 },
};

static struct value show(struct call *c, const struct sim_object *key, struct value seen)
{
    (void)key;
    return call_in_flag(c, "IncludePublicKey") ? value_with(c->arena, seen, "PublicKey", value_get(seen, "_PublicKey")) : seen;
}

const struct type sim_type_key_pair = {
    .kind = "ec2:key-pair", .name = "key-pair", .prefix = "key-", .id = "KeyPairId", .ids = "KeyPairIds", .list = "KeyPairs",
    .not_found = "InvalidKeyPair.NotFound", .malformed = "InvalidKeyPair.Malformed", .what = "key pair", .filters = filters, .show = show,
};

static struct sim_object *key_named(struct call *c, struct str name)
{
    struct sim_object *o;
    for (size_t i = 0; (o = call_next_alive(c, &sim_type_key_pair, STR(""), &i));) {
        if (str_eq(call_field_text(o, "KeyName"), name))
            return o;
    }
    return NULL;
}

/* ---- Fingerprints -------------------------------------------------------------------------------------------------- */

/* A string of the OpenSSH format: 4 bytes of length, then the bytes. */
static bool eat(struct str *rest, struct str *ret)
{
    if (rest->len < 4)
        return false;
    const unsigned char *p = (const unsigned char *)rest->ptr;
    size_t len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    if (len > rest->len - 4)
        return false;
    *ret = str_slice(*rest, 4, 4 + len);
    *rest = str_slice(*rest, 4 + len, rest->len);
    return true;
}

static struct str der(struct arena *arena, int tag, struct str content)
{
    struct buf out = { 0 };
    buf_add_char(&out, (char)tag);
    if (content.len < 128) {
        buf_add_char(&out, (char)content.len);
    } else if (content.len < 256) {
        buf_add(&out, (const char[]){ (char)0x81, (char)content.len }, 2);
    } else {
        buf_add(&out, (const char[]){ (char)0x82, (char)(content.len >> 8), (char)content.len }, 3);
    }
    buf_add_str(&out, content);
    struct str done = arena_str(arena, buf_str(&out));
    buf_done(&out);
    return done;
}

static struct str joined(struct arena *arena, struct str a, struct str b)
{
    return arena_join(arena, (struct str[]){ a, b }, 2, STR(""));
}

/* SubjectPublicKeyInfo of rsaEncryption. */
static struct str rsa_der(struct arena *arena, struct str e, struct str n)
{
    static const char algorithm[] = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
    struct str key = der(arena, DER_SEQUENCE, joined(arena, der(arena, DER_INTEGER, n), der(arena, DER_INTEGER, e)));
    struct str bits = der(arena, DER_BIT_STRING, joined(arena, str_n("\0", 1), key));
    return der(arena, DER_SEQUENCE, joined(arena, str_n(algorithm, sizeof algorithm - 1), bits));
}

static struct str md5_with_colons(struct arena *arena, struct str data)
{
    struct str bytes = STR(""), hex;
    (void)base64_decode(arena, digest_md5_base64(arena, data), &bytes);
    hex = hex_encode(arena, bytes);
    struct buf out = { 0 };
    for (size_t i = 0; i < hex.len; i += 2)
        buf_printf(&out, "%s%.2s", i ? ":" : "", hex.ptr + i);
    struct str done = arena_str(arena, buf_str(&out));
    buf_done(&out);
    return done;
}

/* "ssh-rsa AAAA... comment" */
static bool read_key(struct call *c, struct str material, const char **ret_type, struct str *ret_fingerprint)
{
    struct str rest = str_trim(material), type = str_split(&rest, ' '), blob, inner, e, n;
    rest = rest.ptr ? str_trim(rest) : STR("");
    struct str body = str_split(&rest, ' ');
    bool fine = base64_decode(c->arena, body, &blob) && blob.len > 0;
    struct str parts = fine ? blob : STR("");
    fine = fine && eat(&parts, &inner) && str_eq(inner, type);
    if (fine && str_is(type, "ssh-rsa") && eat(&parts, &e) && eat(&parts, &n) && !parts.len) {
        *ret_type = "rsa";
        *ret_fingerprint = md5_with_colons(c->arena, rsa_der(c->arena, e, n));
        return true;
    }
    if (fine && str_is(type, "ssh-ed25519") && eat(&parts, &e) && e.len == 32 && !parts.len) {
        struct digest d = digest_of(blob);
        *ret_type = "ed25519";
        *ret_fingerprint = base64_encode(c->arena, str_n((const char *)d.bytes, sizeof d.bytes));
        return true;
    }
    return call_refuse(c, "InvalidKey.Format", "Key is not in valid OpenSSH public key format");
}

/* ---- Operations ---------------------------------------------------------------------------------------------------- */

bool sim_ImportKeyPair(struct call *c)
{
    struct str name = call_in_text(c, "KeyName"), material = value_text(call_in(c, "PublicKeyMaterial")), fingerprint;
    const char *type = NULL;
    struct value tags;
    if (!name.len)
        return call_refuse_missing(c, "KeyName");
    if (name.len > NAME_MAX_CHARS)
        return call_refuse(c, "InvalidParameterValue", "Value (%.*s) for parameter KeyName is invalid. It has at most %d characters", STR_ARG(name),
                           NAME_MAX_CHARS);
    if (!read_key(c, material, &type, &fingerprint) || !call_tags_of_request(c, &sim_type_key_pair, &tags))
        return false;
    if (key_named(c, name))
        return call_refuse(c, "InvalidKeyPair.Duplicate", "The keypair already exists");
    struct str id = call_new_id(c, "key-");
    (void)call_put(c, &sim_type_key_pair, id,
                   value_map_of(c->arena, "KeyPairId", value_str(id), "KeyName", value_str(name), "KeyType", text(type), "KeyFingerprint",
                                value_str(fingerprint), "CreateTime", call_now(c), "Tags", tags, "_PublicKey", value_str_copy(c->arena, str_trim(material)),
                                NULL));
    c->out = value_map_of(c->arena, "KeyPairId", value_str(id), "KeyName", value_str(name), "KeyFingerprint", value_str(fingerprint), "Tags", tags, NULL);
    return true;
}

/* Deleting what is not there succeeds. */
bool sim_DeleteKeyPair(struct call *c)
{
    if (!call_given(c, "KeyName") && !call_given(c, "KeyPairId"))
        return call_refuse(c, "MissingParameter", "The request must contain the parameter KeyName or KeyPairId");
    struct sim_object *o = call_given(c, "KeyPairId") ? call_truth(c, &sim_type_key_pair, call_in_text(c, "KeyPairId")) : key_named(c, call_in_text(c, "KeyName"));
    c->out = value_map_of(c->arena, "Return", value_bool(true), "KeyPairId", o ? value_str(o->id) : VALUE_NONE, NULL);
    if (o)
        call_delete(c, o);
    return true;
}

bool sim_DescribeKeyPairs(struct call *c)
{
    struct value names = call_in(c, "KeyNames"), ids = call_in(c, "KeyPairIds");
    for (uint32_t i = 0; i < names.count; i++) {
        struct str name = value_text(value_at(names, i)), id = STR("");
        struct sim_object *o;
        for (size_t k = 0; !id.len && (o = sim_next(c->world, str_of(sim_type_key_pair.kind), c->scope, &k));) {
            if (str_eq(value_text(value_get(sim_seen(c->world, o, c->now_ms), "KeyName")), name))
                id = o->id;
        }
        if (!id.len)
            return call_refuse_not_found(c, &sim_type_key_pair, name, false);
        ids = call_list_with(c->arena, ids, value_str(id));
    }
    c->in = value_with(c->arena, c->in, "KeyPairIds", ids);
    return call_describe(c, &sim_type_key_pair);
}
