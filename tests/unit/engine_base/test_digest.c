/*
 * test_digest.c - SHA-256, HMAC and HKDF against published vectors, and the text encodings against RFC 4648.
 *
 * Sources: FIPS 180-2 appendix B and NIST CAVP (SHA-256), RFC 4231 (HMAC), RFC 5869 appendix A (HKDF), RFC 4648 section 10,
 * RFC 1321 appendix A.5 (MD5).
 */
#include "engine/base/digest.h"
#include "tests/unit/test.h"

static struct arena arena;

static struct str unhex(const char *hex)
{
    struct str bytes;
    CHECK(hex_decode(&arena, str_of(hex), &bytes));
    return bytes;
}

static struct str repeat(char c, size_t count)
{
    char *p = arena_alloc(&arena, count + 1);
    memset(p, c, count);
    return str_n(p, count);
}

static void check_digest(struct digest got, const char *want_hex)
{
    CHECK_STR(digest_hex(&arena, &got), want_hex);
}

static void test_sha256_matches_published_vectors(void **state)
{
    (void)state;
    check_digest(digest_of(STR_NONE), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_digest(digest_of(STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_digest(digest_of(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_digest(digest_of(repeat('a', 1000000)), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    check_digest(digest_of(unhex("d3")), "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1");
}

static void test_parts_and_streams_equal_the_whole(void **state)
{
    (void)state;
    struct digest whole = digest_of(STR("hello, world"));
    const struct str parts[] = { STR("hello"), STR_NONE, STR(", "), STR("world") };
    struct digest of_parts = digest_of_parts(parts, ARRAY_LEN(parts));
    CHECK(digest_eq(&whole, &of_parts));
    struct digest_stream *stream = digest_stream_new();
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        digest_stream_add(stream, parts[i]);
    struct digest streamed = digest_stream_end(stream);
    CHECK(digest_eq(&whole, &streamed));
    streamed.bytes[31] ^= 1;
    CHECK(!digest_eq(&whole, &streamed));
}

static void test_hmac_matches_rfc_4231(void **state)
{
    (void)state;
    check_digest(digest_hmac(repeat('\x0b', 20), STR("Hi There")),
                 "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    check_digest(digest_hmac(STR("Jefe"), STR("what do ya want for nothing?")),
                 "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    check_digest(digest_hmac(repeat('\xaa', 20), repeat('\xdd', 50)),
                 "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    check_digest(digest_hmac(unhex("0102030405060708090a0b0c0d0e0f10111213141516171819"), repeat('\xcd', 50)),
                 "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    check_digest(digest_hmac(repeat('\xaa', 131), STR("Test Using Larger Than Block-Size Key - Hash Key First")),
                 "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    check_digest(digest_hmac(repeat('\xaa', 131),
                             STR("This is a test using a larger than block-size key and a larger than block-size data. "
                                 "The key needs to be hashed before being used by the HMAC algorithm.")),
                 "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    check_digest(digest_hmac(STR_NONE, STR_NONE), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void check_hkdf(struct str secret, struct str salt, struct str info, const char *want_hex)
{
    uint8_t out[100];
    size_t len = strlen(want_hex) / 2;
    memset(out, 0xee, sizeof out);
    digest_hkdf(secret, salt, info, out, len);
    CHECK_STR(hex_encode(&arena, str_n((const char *)out, len)), want_hex);
    CHECK(out[len] == 0xee); /* not one byte more */
}

static void test_hkdf_matches_rfc_5869(void **state)
{
    (void)state;
    check_hkdf(repeat('\x0b', 22), unhex("000102030405060708090a0b0c"), unhex("f0f1f2f3f4f5f6f7f8f9"),
               "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    char bytes[256];
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    check_hkdf(str_n(bytes, 80), str_n(bytes + 0x60, 80), str_n(bytes + 0xb0, 80),
               "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09"
               "b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
    check_hkdf(repeat('\x0b', 22), STR_NONE, STR_NONE,
               "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

static void test_md5_is_in_base64_as_s3_wants_it(void **state)
{
    (void)state;
    CHECK_STR(digest_md5_base64(&arena, STR_NONE), "1B2M2Y8AsgTpgAmY7PhCfg==");
    CHECK_STR(digest_md5_base64(&arena, STR("abc")), "kAFQmDzST7DWlj99KOF/cg==");
}

static void test_base64_and_base32_match_rfc_4648(void **state)
{
    (void)state;
    static const struct { const char *text, *base64, *base32; } rows[] = {
        { "", "", "" }, { "f", "Zg==", "my" }, { "fo", "Zm8=", "mzxq" }, { "foo", "Zm9v", "mzxw6" },
        { "foob", "Zm9vYg==", "mzxw6yq" }, { "fooba", "Zm9vYmE=", "mzxw6ytb" }, { "foobar", "Zm9vYmFy", "mzxw6ytboi" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str back;
        CHECK_STR(base64_encode(&arena, str_of(rows[i].text)), rows[i].base64);
        CHECK(base64_decode(&arena, str_of(rows[i].base64), &back));
        CHECK_STR(back, rows[i].text);
        CHECK_STR(base32_encode(&arena, str_of(rows[i].text)), rows[i].base32);
        CHECK(base32_decode(&arena, str_of(rows[i].base32), &back));
        CHECK_STR(back, rows[i].text);
    }
}

static void test_every_encoding_round_trips_every_length(void **state)
{
    (void)state;
    char bytes[67];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 37 + 251);
    for (size_t len = 0; len <= sizeof bytes; len++) {
        struct str in = str_n(bytes, len), back;
        CHECK(hex_decode(&arena, hex_encode(&arena, in), &back) && str_eq(in, back));
        CHECK(base32_decode(&arena, base32_encode(&arena, in), &back) && str_eq(in, back));
        CHECK(base64_decode(&arena, base64_encode(&arena, in), &back) && str_eq(in, back));
        CHECK(base64_decode(&arena, base64url_encode(&arena, in), &back) && str_eq(in, back));
    }
}

static void test_the_url_alphabet_has_no_padding(void **state)
{
    (void)state;
    struct str in = STR("\xfb\xff\xfe\xff"), back;
    CHECK_STR(base64_encode(&arena, in), "+//+/w==");
    CHECK_STR(base64url_encode(&arena, in), "-__-_w");
    CHECK(base64_decode(&arena, STR("+//+/w"), &back) && str_eq(in, back));
}

static void test_decoders_refuse_what_no_encoder_writes(void **state)
{
    (void)state;
    struct str out = STR("untouched");
    static const char *const bad_hex[] = { "a", "abc", "0g", "0x12", " 12", "1 2" };
    static const char *const bad_base32[] = { "a", "abc", "abcdef", "MY", "m1", "my======", "mz ", "mz", "mzxw7" };
    static const char *const bad_base64[] = { "A", "A===", "=", "==", "====", "Zg=", "Zg===", "Zh==", "Zm9=", "Z=g=",
                                              "Zm9v\n", "Zm 9v", "Zm9v====", "Zm9v=" };
    for (size_t i = 0; i < ARRAY_LEN(bad_hex); i++)
        CHECK(!hex_decode(&arena, str_of(bad_hex[i]), &out));
    for (size_t i = 0; i < ARRAY_LEN(bad_base32); i++)
        CHECK(!base32_decode(&arena, str_of(bad_base32[i]), &out));
    for (size_t i = 0; i < ARRAY_LEN(bad_base64); i++)
        CHECK(!base64_decode(&arena, str_of(bad_base64[i]), &out));
    CHECK_STR(out, "untouched");
    CHECK(hex_decode(&arena, STR("aBfF"), &out) && str_eq(out, STR("\xab\xff")));
}

static void test_wiping_overwrites(void **state)
{
    (void)state;
    char secret[] = "hunter2";
    secret_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++)
        CHECK_INT(secret[i], 0);
    secret_wipe(NULL, 0);
}

static int done(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256_matches_published_vectors),
        cmocka_unit_test(test_parts_and_streams_equal_the_whole),
        cmocka_unit_test(test_hmac_matches_rfc_4231),
        cmocka_unit_test(test_hkdf_matches_rfc_5869),
        cmocka_unit_test(test_md5_is_in_base64_as_s3_wants_it),
        cmocka_unit_test(test_base64_and_base32_match_rfc_4648),
        cmocka_unit_test(test_every_encoding_round_trips_every_length),
        cmocka_unit_test(test_the_url_alphabet_has_no_padding),
        cmocka_unit_test(test_decoders_refuse_what_no_encoder_writes),
        cmocka_unit_test(test_wiping_overwrites),
    };
    return cmocka_run_group_tests(tests, NULL, done);
}
