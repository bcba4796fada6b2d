/*
 * digest.c - SHA-256, HMAC and HKDF over OpenSSL's EVP.
 *
 * The algorithm is fetched once: a fetch by name for every hash (what SHA256() and HMAC() do in OpenSSL 3) costs more than
 * hashing a resource does. HMAC (RFC 2104) is built here from the hash for the same reason. A hash that cannot be computed
 * is a broken installation, not an error to handle: it ends the process.
 */
#include "engine/base/digest.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { HMAC_BLOCK_BYTES = 64, HKDF_MAX_BYTES = 255 * DIGEST_BYTES, MD5_BYTES = 16 };

static EVP_MD *sha256; /* for the life of the process */

static void must(int ok)
{
    if (ok == 1)
        return;
    fprintf(stderr, "infra: OpenSSL cannot compute SHA-256\n");
    abort();
}

static void fetch_sha256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    must(sha256 != NULL);
}

static EVP_MD_CTX *begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, fetch_sha256);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(context && EVP_DigestInit_ex2(context, sha256, NULL));
    return context;
}

static void add(EVP_MD_CTX *context, const void *data, size_t len)
{
    if (len)
        must(EVP_DigestUpdate(context, data, len));
}

static struct digest finish(EVP_MD_CTX *context)
{
    struct digest d;
    must(EVP_DigestFinal_ex(context, d.bytes, NULL));
    EVP_MD_CTX_free(context); /* wipes its state */
    return d;
}

struct digest digest_of(struct str data)
{
    return digest_of_parts(&data, 1);
}

struct digest digest_of_parts(const struct str *parts, size_t count)
{
    EVP_MD_CTX *context = begin();
    for (size_t i = 0; i < count; i++)
        add(context, parts[i].ptr, parts[i].len);
    return finish(context);
}

/* HMAC of the concatenation of parts. */
static struct digest hmac_parts(struct str key, const struct str *parts, size_t count)
{
    uint8_t block[HMAC_BLOCK_BYTES] = { 0 };
    if (key.len > sizeof block) {
        struct digest short_key = digest_of(key);
        memcpy(block, short_key.bytes, sizeof short_key.bytes);
        secret_wipe(&short_key, sizeof short_key);
    } else if (key.len) {
        memcpy(block, key.ptr, key.len);
    }
    for (size_t i = 0; i < sizeof block; i++)
        block[i] ^= 0x36;
    EVP_MD_CTX *context = begin();
    add(context, block, sizeof block);
    for (size_t i = 0; i < count; i++)
        add(context, parts[i].ptr, parts[i].len);
    struct digest inner = finish(context);

    for (size_t i = 0; i < sizeof block; i++)
        block[i] ^= 0x36 ^ 0x5c;
    context = begin();
    add(context, block, sizeof block);
    add(context, inner.bytes, sizeof inner.bytes);
    secret_wipe(block, sizeof block);
    return finish(context);
}

struct digest digest_hmac(struct str key, struct str data)
{
    return hmac_parts(key, &data, 1);
}

void digest_hkdf(struct str secret, struct str salt, struct str info, uint8_t *ret, size_t ret_len)
{
    assert(ret_len <= HKDF_MAX_BYTES);
    struct digest prk = digest_hmac(salt, secret); /* an empty salt is a key of zeros, which HMAC's padding makes of it */
    struct digest last = { 0 };
    size_t last_len = 0;
    for (uint8_t n = 1; ret_len; n++) {
        struct str parts[] = { { (const char *)last.bytes, last_len }, info, { (const char *)&n, 1 } };
        last = hmac_parts((struct str){ (const char *)prk.bytes, sizeof prk.bytes }, parts, ARRAY_LEN(parts));
        last_len = sizeof last.bytes;
        size_t take = MIN_OF(ret_len, last_len);
        memcpy(ret, last.bytes, take);
        ret += take;
        ret_len -= take;
    }
    secret_wipe(&prk, sizeof prk);
    secret_wipe(&last, sizeof last);
}

bool digest_eq(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

struct str digest_hex(struct arena *arena, const struct digest *d)
{
    return hex_encode(arena, (struct str){ (const char *)d->bytes, sizeof d->bytes });
}

struct str digest_md5_base64(struct arena *arena, struct str data)
{
    uint8_t md5[MD5_BYTES];
    must(EVP_Digest(data.len ? data.ptr : "", data.len, md5, NULL, EVP_md5(), NULL));
    return base64_encode(arena, (struct str){ (const char *)md5, sizeof md5 });
}

/* A digest_stream is OpenSSL's context under our name: there is nothing to add to it. */
struct digest_stream *digest_stream_new(void)
{
    return (struct digest_stream *)begin();
}

void digest_stream_add(struct digest_stream *stream, struct str data)
{
    add((EVP_MD_CTX *)stream, data.ptr, data.len);
}

struct digest digest_stream_end(struct digest_stream *stream)
{
    return finish((EVP_MD_CTX *)stream);
}

void secret_wipe(void *ptr, size_t len)
{
    if (len)
        explicit_bzero(ptr, len);
}
