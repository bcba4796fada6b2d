/*
 * wrap.c - wrapping the stack secret for a key file (X25519, HKDF, AES-256-GCM) or a passphrase (scrypt, AES-256-GCM).
 */
#include "state/identity_internal.h"

#include <openssl/evp.h>

DEFINE_DROP(pkey, EVP_PKEY *, EVP_PKEY_free)
DEFINE_DROP(pkey_ctx, EVP_PKEY_CTX *, EVP_PKEY_CTX_free)

enum { SCRYPT_LOG2_N = 15, SCRYPT_R = 8, SCRYPT_P = 1 };

static bool public_of(const uint8_t private_key[32], uint8_t ret[32], struct err *err)
{
    DROP(pkey) EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, private_key, 32);
    size_t len = 32;
    if (!key || EVP_PKEY_get_raw_public_key(key, ret, &len) != 1 || len != 32)
        return FAIL(err, ERR_INTERNAL, "X25519 is not available");
    return true;
}

/* Shared secret of a private and a public key, turned into a wrapping key bound to both public halves. */
static bool agree(const uint8_t private_key[32], const uint8_t other_public[32], const uint8_t ephemeral[32], uint8_t ret[WRAP_KEY_BYTES],
                  struct err *err)
{
    DROP(pkey) EVP_PKEY *mine = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, private_key, 32);
    DROP(pkey) EVP_PKEY *other = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, other_public, 32);
    DROP(pkey_ctx) EVP_PKEY_CTX *ctx = mine ? EVP_PKEY_CTX_new(mine, NULL) : NULL;
    uint8_t shared[32];
    size_t len = sizeof shared;
    if (!ctx || !other || EVP_PKEY_derive_init(ctx) != 1 || EVP_PKEY_derive_set_peer(ctx, other) != 1 ||
        EVP_PKEY_derive(ctx, shared, &len) != 1 || len != sizeof shared)
        return FAIL(err, ERR_AUTH, "the keys do not fit each other");
    digest_hkdf((struct str){ (const char *)shared, sizeof shared }, (struct str){ (const char *)ephemeral, 32 }, STR("infra-id wrap v1"),
                ret, WRAP_KEY_BYTES);
    secret_wipe(shared, sizeof shared);
    return true;
}

static struct str key_id_of(struct arena *arena, const uint8_t public_key[32])
{
    struct digest d = digest_of((struct str){ (const char *)public_key, 32 });
    return arena_str(arena, str_slice(base32_encode(arena, (struct str){ (const char *)d.bytes, DIGEST_BYTES }), 0, KEY_ID_CHARS));
}

static const char *env_of(const struct identity_options *o, const char *name)
{
    return o->getenv ? o->getenv(o->getenv_context, name) : NULL;
}

static bool key_path(struct arena *arena, const struct identity_options *o, struct str *ret, struct err *err)
{
    if (o->simulated) {
        *ret = arena_printf(arena, "%s/.infra/sim/key", o->stack_dir);
        return true;
    }
    const char *config = env_of(o, "XDG_CONFIG_HOME"), *home = env_of(o, "HOME");
    if (config && config[0] == '/')
        *ret = arena_printf(arena, "%s/infra/key", config);
    else if (home && home[0] == '/')
        *ret = arena_printf(arena, "%s/.config/infra/key", home);
    else
        return FAIL(err, ERR_AUTH, "no folder for your key: neither XDG_CONFIG_HOME nor HOME is set");
    return true;
}

bool wrap_load_key(struct arena *arena, const struct identity_options *o, bool create, uint8_t ret_private[32], struct str *ret_key_id,
                   struct err *err)
{
    struct str path, text, raw;
    TRY(key_path(arena, o, &path, err));
    struct err failed = { 0 };
    if (!io_file_read(o->io, arena, path.ptr, 4096, &text, &failed)) {
        if (failed.code != ERR_NOT_FOUND || !create) {
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
        io_random(o->io, ret_private, 32);
        char *folder = arena_cstr(arena, path);
        *strrchr(folder, '/') = '\0';
        TRY(io_make_dirs(o->io, folder, 0700, err));
        struct str line = arena_printf(arena, "infra-key 1 %s\n", base64_encode(arena, (struct str){ (const char *)ret_private, 32 }).ptr);
        TRY(io_file_write(o->io, path.ptr, line, 0600, err));
    } else {
        struct io_file_info info;
        TRY(io_file_info(o->io, path.ptr, &info, err));
        if (info.mode & 077) {
            (void)FAIL(err, ERR_AUTH, "your key %s can be read by others (mode %03o)", path.ptr, info.mode & 0777);
            return err_hint(err, "chmod 600 %s", path.ptr);
        }
        struct str rest = str_trim(text);
        int64_t version = 0;
        if (!str_is(str_split(&rest, ' '), "infra-key") || !str_to_i64(str_split(&rest, ' '), &version) || version < 1)
            return FAIL(err, ERR_FORMAT, "your key %s cannot be read", path.ptr);
        if (version > KEY_FORMAT)
            return FAIL(err, ERR_NEWER, "your key %s was written by a newer infra (format %lld, this one knows %d)", path.ptr,
                        (long long)version, KEY_FORMAT);
        if (!base64_decode(arena, rest, &raw) || raw.len != 32)
            return FAIL(err, ERR_FORMAT, "your key %s cannot be read", path.ptr);
        memcpy(ret_private, raw.ptr, 32);
    }
    uint8_t public_key[32];
    TRY(public_of(ret_private, public_key, err));
    *ret_key_id = key_id_of(arena, public_key);
    return true;
}

bool wrap_for_key(struct arena *arena, struct io *io, const uint8_t private_key[32], struct str key_id, struct str lineage,
                  const uint8_t secret[STACK_SECRET_BYTES], struct recipient *ret, struct err *err)
{
    uint8_t ephemeral_private[32], ephemeral_public[32], public_key[32], key[WRAP_KEY_BYTES];
    io_random(io, ephemeral_private, sizeof ephemeral_private);
    TRY(public_of(private_key, public_key, err));
    TRY(public_of(ephemeral_private, ephemeral_public, err));
    TRY(agree(ephemeral_private, public_key, ephemeral_public, key, err));
    *ret = (struct recipient){ .kind = WRAP_KEY_FILE, .key_id = key_id,
                               .ephemeral = arena_str(arena, (struct str){ (const char *)ephemeral_public, 32 }),
                               .sealed = seal_bytes(arena, io, key, lineage, (struct str){ (const char *)secret, STACK_SECRET_BYTES }) };
    secret_wipe(key, sizeof key);
    secret_wipe(ephemeral_private, sizeof ephemeral_private);
    return true;
}

static bool take_secret(struct str plain, uint8_t ret[STACK_SECRET_BYTES], struct err *err)
{
    if (plain.len != STACK_SECRET_BYTES)
        return FAIL(err, ERR_FORMAT, "the wrapped stack secret has the wrong length");
    memcpy(ret, plain.ptr, STACK_SECRET_BYTES);
    return true;
}

bool unwrap_with_key(struct arena *arena, const struct recipient *r, const uint8_t private_key[32], struct str lineage,
                     uint8_t ret_secret[STACK_SECRET_BYTES], struct err *err)
{
    uint8_t key[WRAP_KEY_BYTES];
    struct str plain;
    TRY(agree(private_key, (const uint8_t *)r->ephemeral.ptr, (const uint8_t *)r->ephemeral.ptr, key, err));
    bool ok = seal_open(arena, key, lineage, r->sealed, &plain, err);
    secret_wipe(key, sizeof key);
    TRY(ok);
    return take_secret(plain, ret_secret, err);
}

static bool scrypt_key(struct str passphrase, const struct recipient *r, uint8_t ret[WRAP_KEY_BYTES], struct err *err)
{
    if (EVP_PBE_scrypt(passphrase.ptr, passphrase.len, (const uint8_t *)r->salt.ptr, r->salt.len, 1ull << r->log2_n, r->r, r->p,
                       256u << 20, ret, WRAP_KEY_BYTES) != 1)
        return FAIL(err, ERR_FORMAT, "the passphrase's parameters cannot be used");
    return true;
}

bool wrap_for_passphrase(struct arena *arena, struct io *io, struct str passphrase, struct str lineage,
                         const uint8_t secret[STACK_SECRET_BYTES], struct recipient *ret, struct err *err)
{
    uint8_t salt[SALT_BYTES], key[WRAP_KEY_BYTES];
    io_random(io, salt, sizeof salt);
    *ret = (struct recipient){ .kind = WRAP_PASSPHRASE, .salt = arena_str(arena, (struct str){ (const char *)salt, sizeof salt }),
                               .log2_n = SCRYPT_LOG2_N, .r = SCRYPT_R, .p = SCRYPT_P };
    TRY(scrypt_key(passphrase, ret, key, err));
    ret->sealed = seal_bytes(arena, io, key, lineage, (struct str){ (const char *)secret, STACK_SECRET_BYTES });
    secret_wipe(key, sizeof key);
    return true;
}

bool unwrap_with_passphrase(struct arena *arena, const struct recipient *r, struct str passphrase, struct str lineage,
                            uint8_t ret_secret[STACK_SECRET_BYTES], struct err *err)
{
    uint8_t key[WRAP_KEY_BYTES];
    struct str plain;
    TRY(scrypt_key(passphrase, r, key, err));
    bool ok = seal_open(arena, key, lineage, r->sealed, &plain, err);
    secret_wipe(key, sizeof key);
    TRY(ok);
    return take_secret(plain, ret_secret, err);
}
