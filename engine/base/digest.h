/*
 * digest.h - SHA-256 and what is built on it, and the text encodings of bytes (OpenSSL underneath).
 *
 * Base32 is RFC 4648 in lower case without padding; base64 comes in the standard and the URL alphabet.
 */
#ifndef ENGINE_BASE_DIGEST_H
#define ENGINE_BASE_DIGEST_H

#include "engine/base/buf.h"

enum { DIGEST_BYTES = 32, DIGEST_HEX_CHARS = 64 };

struct digest {
    uint8_t bytes[DIGEST_BYTES];
};

struct digest digest_of(struct str data);
struct digest digest_of_parts(const struct str *parts, size_t count);   /* of their concatenation */
struct digest digest_hmac(struct str key, struct str data);
/* RFC 5869 with SHA-256: extract with `salt` (may be empty), expand with `info`. ret_len <= 255 * 32. */
void digest_hkdf(struct str secret, struct str salt, struct str info, uint8_t *ret, size_t ret_len);
bool digest_eq(const struct digest *a, const struct digest *b);         /* constant time */
struct str digest_hex(struct arena *arena, const struct digest *d);
struct str digest_md5_base64(struct arena *arena, struct str data);     /* S3 Content-MD5 only */

/* Streaming form, for what does not lie in one piece. */
struct digest_stream;
struct digest_stream *digest_stream_new(void);
void digest_stream_add(struct digest_stream *stream, struct str data);
struct digest digest_stream_end(struct digest_stream *stream);          /* frees it */

struct str hex_encode(struct arena *arena, struct str bytes);
bool hex_decode(struct arena *arena, struct str text, struct str *ret); /* false: not hex */
struct str base32_encode(struct arena *arena, struct str bytes);
bool base32_decode(struct arena *arena, struct str text, struct str *ret);
struct str base64_encode(struct arena *arena, struct str bytes);
struct str base64url_encode(struct arena *arena, struct str bytes);     /* without padding */
bool base64_decode(struct arena *arena, struct str text, struct str *ret); /* either alphabet, padding optional */

/* Overwrites secrets so that the compiler cannot drop it. */
void secret_wipe(void *ptr, size_t len);

#endif
