/*
 * seal.c - AES-256-GCM over sensitive leaves (OpenSSL underneath).
 */
#include "state/seal.h"

#include <openssl/evp.h>

#include <assert.h>

enum { SEAL_VERSION = 1, NONCE_BYTES = 12, TAG_BYTES = 16, HEAD_BYTES = 1 + NONCE_BYTES };

DEFINE_DROP(cipher, EVP_CIPHER_CTX *, EVP_CIPHER_CTX_free)

struct str seal_bytes(struct arena *arena, struct io *io, const uint8_t key[32], struct str context, struct str plain)
{
    uint8_t *out = arena_alloc(arena, HEAD_BYTES + plain.len + TAG_BYTES + 1);
    out[0] = SEAL_VERSION;
    io_random(io, out + 1, NONCE_BYTES);
    DROP(cipher) EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int n = 0;
    bool ok = c && EVP_EncryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, out + 1) == 1 &&
              EVP_EncryptUpdate(c, NULL, &n, (const uint8_t *)context.ptr, (int)context.len) == 1 &&
              EVP_EncryptUpdate(c, out + HEAD_BYTES, &n, (const uint8_t *)plain.ptr, (int)plain.len) == 1 &&
              EVP_EncryptFinal_ex(c, out + HEAD_BYTES + plain.len, &n) == 1 &&
              EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG_BYTES, out + HEAD_BYTES + plain.len) == 1;
    assert(ok); /* fails only without memory or with a broken OpenSSL: nothing may be written unsealed then */
    (void)ok;
    return (struct str){ (char *)out, HEAD_BYTES + plain.len + TAG_BYTES };
}

bool seal_open(struct arena *arena, const uint8_t key[32], struct str context, struct str sealed, struct str *ret, struct err *err)
{
    if (sealed.len < HEAD_BYTES + TAG_BYTES)
        return FAIL(err, ERR_FORMAT, "sealed bytes are cut off");
    const uint8_t *in = (const uint8_t *)sealed.ptr;
    if (in[0] > SEAL_VERSION)
        return FAIL(err, ERR_NEWER, "sealed by a newer infra (seal format %d)", in[0]);
    if (in[0] != SEAL_VERSION)
        return FAIL(err, ERR_FORMAT, "sealed bytes are damaged");
    size_t len = sealed.len - HEAD_BYTES - TAG_BYTES;
    uint8_t *out = arena_alloc(arena, len + 1);
    DROP(cipher) EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int n = 0;
    bool ok = c && EVP_DecryptInit_ex(c, EVP_aes_256_gcm(), NULL, key, in + 1) == 1 &&
              EVP_DecryptUpdate(c, NULL, &n, (const uint8_t *)context.ptr, (int)context.len) == 1 &&
              EVP_DecryptUpdate(c, out, &n, in + HEAD_BYTES, (int)len) == 1 &&
              EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG_BYTES, (void *)(uintptr_t)(in + HEAD_BYTES + len)) == 1 &&
              EVP_DecryptFinal_ex(c, out + n, &n) == 1;
    if (!ok)
        return FAIL(err, ERR_AUTH, "sealed bytes do not open: another key, or they were altered");
    *ret = (struct str){ (char *)out, len };
    return true;
}

static bool holds_sensitive(struct value v)
{
    return v.flags & VALUE_SENSITIVE;
}

static struct value seal_leaf(struct arena *arena, struct io *io, const uint8_t *seal_key, const uint8_t *digest_key, struct str context,
                              struct value v)
{
    DROP_BUF struct buf plain = { 0 };
    value_encode(&plain, v);
    struct str sealed = seal_bytes(arena, io, seal_key, context, buf_str(&plain));
    struct digest d = value_digest_keyed((struct str){ (const char *)digest_key, 32 }, v);
    secret_wipe(plain.ptr, plain.len);
    return value_map_of(arena, "$sealed", value_bytes(sealed), "$digest", value_str_copy(arena, str_slice(digest_hex(arena, &d), 0, 16)), NULL);
}

/* Exactly what seal_leaf makes: a user's own key "$sealed" is data. */
static bool is_sealed(struct value v)
{
    return v.kind == VALUE_MAP && v.count == 2 && value_get(v, "$sealed").kind == VALUE_BYTES && value_get(v, "$digest").kind == VALUE_STRING;
}

/* Data of that very shape would be opened when it is read: it is sealed, too. */
static bool holds_shape(struct value v)
{
    for (size_t i = 0; v.kind == VALUE_MAP && i < v.count; i++)
        if (holds_shape(v.fields[i].value))
            return true;
    for (size_t i = 0; v.kind == VALUE_LIST && i < v.count; i++)
        if (holds_shape(v.items[i]))
            return true;
    return is_sealed(v);
}

/*
 * The SENSITIVE flag rises, so an unflagged subtree needs no look. A flagged map or list is walked down to the leaves that carry it,
 * unless it is sensitive as a whole: then its children need not carry the flag, and all of it is one leaf.
 */
struct value value_seal(struct arena *arena, struct io *io, const uint8_t seal_key[32], const uint8_t digest_key[32], struct str context,
                        struct value v)
{
    if (!holds_sensitive(v) && !holds_shape(v))
        return v;
    if ((v.flags & VALUE_ALL_SENSITIVE) || is_sealed(v) || (v.kind != VALUE_MAP && v.kind != VALUE_LIST))
        return seal_leaf(arena, io, seal_key, digest_key, context, v);
    struct value_builder b = { .arena = arena };
    if (v.kind == VALUE_MAP) {
        for (size_t i = 0; i < v.count; i++)
            value_builder_put(&b, (struct str){ v.fields[i].key, v.fields[i].key_len },
                              value_seal(arena, io, seal_key, digest_key, context, v.fields[i].value));
        return value_builder_map(&b);
    }
    for (size_t i = 0; i < v.count; i++)
        value_builder_add(&b, value_seal(arena, io, seal_key, digest_key, context, v.items[i]));
    return value_builder_list(&b);
}

bool value_unseal(struct arena *arena, const uint8_t *seal_key, struct str context, struct value v, struct value *ret, struct err *err)
{
    struct value_builder b = { .arena = arena };
    if (v.kind == VALUE_LIST) {
        for (size_t i = 0; i < v.count; i++) {
            struct value item;
            TRY(value_unseal(arena, seal_key, context, v.items[i], &item, err));
            value_builder_add(&b, item);
        }
        *ret = value_builder_list(&b);
        return true;
    }
    if (v.kind != VALUE_MAP) {
        *ret = v;
        return true;
    }
    if (is_sealed(v)) {
        if (!seal_key) {
            *ret = value_mark_sensitive(value_null());
            return true;
        }
        struct str plain;
        TRY(seal_open(arena, seal_key, context, value_text(value_get(v, "$sealed")), &plain, err));
        struct value leaf;
        TRY(value_decode(arena, plain, &leaf, err));
        *ret = value_mark_sensitive(leaf);
        return true;
    }
    for (size_t i = 0; i < v.count; i++) {
        struct value field;
        TRY(value_unseal(arena, seal_key, context, v.fields[i].value, &field, err));
        value_builder_put(&b, (struct str){ v.fields[i].key, v.fields[i].key_len }, field);
    }
    *ret = value_builder_map(&b);
    return true;
}
