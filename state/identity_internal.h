/*
 * identity_internal.h - the file infra.id as data, and wrapping the stack secret. Private to state/.
 */
#ifndef STATE_IDENTITY_INTERNAL_H
#define STATE_IDENTITY_INTERNAL_H

#include "state/identity.h"
#include "state/seal.h"

enum { IDENTITY_FORMAT = 1, KEY_FORMAT = 1, WRAP_KEY_BYTES = 32, KEY_ID_CHARS = 16, SALT_BYTES = 16 };

enum wrap_kind { WRAP_KEY_FILE, WRAP_PASSPHRASE };

/* One way to open the stack secret. */
struct recipient {
    enum wrap_kind kind;
    struct str key_id;          /* KEY_FILE: first characters of base32(SHA-256(public key)) */
    struct str ephemeral;       /* KEY_FILE: X25519 public key of the wrapping, 32 bytes */
    struct str salt;            /* PASSPHRASE */
    uint32_t log2_n, r, p;      /* PASSPHRASE: scrypt */
    struct str sealed;          /* the secret, sealed with the wrapping key; context: lineage */
};

struct id_env {
    struct str name, lineage;   /* lineage: base32 */
    VEC(struct recipient) recipients;
};

struct id_file {
    struct str stack;
    VEC(struct id_env) envs;
};

bool id_file_parse(struct arena *arena, struct str text, const char *path, struct id_file *ret, struct err *err) MUST_USE;
struct str id_file_text(struct arena *arena, const struct id_file *file);

/* The user's key file: made on first use (0600). *ret_private is 32 bytes. */
bool wrap_load_key(struct arena *arena, const struct identity_options *o, bool create, uint8_t ret_private[32], struct str *ret_key_id,
                   struct err *err) MUST_USE;
bool wrap_for_key(struct arena *arena, struct io *io, const uint8_t private_key[32], struct str key_id, struct str lineage,
                  const uint8_t secret[STACK_SECRET_BYTES], struct recipient *ret, struct err *err) MUST_USE;
bool wrap_for_passphrase(struct arena *arena, struct io *io, struct str passphrase, struct str lineage,
                         const uint8_t secret[STACK_SECRET_BYTES], struct recipient *ret, struct err *err) MUST_USE;
/* ERR_AUTH when it does not open. */
bool unwrap_with_key(struct arena *arena, const struct recipient *r, const uint8_t private_key[32], struct str lineage,
                     uint8_t ret_secret[STACK_SECRET_BYTES], struct err *err) MUST_USE;
bool unwrap_with_passphrase(struct arena *arena, const struct recipient *r, struct str passphrase, struct str lineage,
                            uint8_t ret_secret[STACK_SECRET_BYTES], struct err *err) MUST_USE;

#endif
