/*
 * seal.h - sensitive bytes at rest: AES-256-GCM with a random nonce, bound to where they stand.
 *
 * Sealed bytes: version byte 1, 12 bytes nonce, ciphertext, 16 bytes tag. `context` (record type, uid, attribute) is authenticated but
 * not stored, so sealed bytes cannot be moved to another place.
 */
#ifndef STATE_SEAL_H
#define STATE_SEAL_H

#include "engine/base/io.h"
#include "engine/value/value.h"

struct str seal_bytes(struct arena *arena, struct io *io, const uint8_t key[32], struct str context, struct str plain);
bool seal_open(struct arena *arena, const uint8_t key[32], struct str context, struct str sealed, struct str *ret,
               struct err *err) MUST_USE;   /* ERR_AUTH: another key; ERR_FORMAT; ERR_NEWER */
/*
 * Replaces every sensitive leaf of v by { "$sealed": bytes, "$digest": keyed digest (hex, 16 chars) }; value_unseal restores them
 * with the SENSITIVE flag. Without a key value_unseal leaves sensitive placeholders (kind NULL, SENSITIVE).
 */
struct value value_seal(struct arena *arena, struct io *io, const uint8_t seal_key[32], const uint8_t digest_key[32],
                        struct str context, struct value v);
bool value_unseal(struct arena *arena, const uint8_t *seal_key, struct str context, struct value v, struct value *ret,
                  struct err *err) MUST_USE;

#endif
