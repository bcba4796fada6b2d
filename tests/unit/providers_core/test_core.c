/*
 * test_core.c - core_data and the derived secrets: pure, equal for equal input, within their classes, without bias.
 */
#include "providers/core/core.h"
#include "tests/unit/test.h"

/* What stands in databases by now. */
#define GOLDEN "dZV=6eCm3CIA4->Rzz1("

static struct arena arena;

static void derive(const struct compute_input *in, const char *purpose, uint8_t *ret, size_t len)
{
    struct str info = arena_printf(&arena, "%.*s/%u/%s", STR_ARG(in->address_at_birth), in->generation, purpose);
    digest_hkdf(STR("secret of the test"), STR_NONE, info, ret, len);
}

static struct value computed(const struct resource_type *type, struct value config, uint32_t generation, struct err *err)
{
    struct compute_input in = { .address_at_birth = STR("core_x.a"), .generation = generation, .config = config, .derive = derive };
    struct value attrs = VALUE_NONE;
    return type->compute(&arena, &in, &attrs, err) ? attrs : VALUE_NONE;
}

static struct str result_of(struct value config)
{
    struct err err = { 0 };
    struct value attrs = computed(&core_random_password, config, 1, &err);
    if (err.code)
        fail_msg("%s", err.message);
    return value_text(value_get(attrs, "result"));
}

#define map(...) value_map_of(&arena, __VA_ARGS__)
#define LENGTH(n) "length", value_int(n)

static int done(void **unused)
{
    (void)unused;
    arena_done(&arena);
    return 0;
}

static size_t count_in(struct str s, const char *set)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += strchr(set, s.ptr[i]) != NULL;
    return n;
}

static void test_the_tables_are_sound(void **unused)
{
    (void)unused;
    static const struct provider_type *const providers[] = { &core_provider, NULL };
    struct err err = { 0 };
    if (!registry_check(&(struct registry){ .providers = providers }, &err))
        fail_msg("%s", err.message);
}

static void test_a_password_never_changes_for_the_same_input(void **unused)
{
    (void)unused;
    CHECK_STR(result_of(map(LENGTH(20), NULL)), GOLDEN);
    CHECK(str_eq(result_of(map(LENGTH(20), NULL)), result_of(map(LENGTH(20), NULL))));
    struct err err = { 0 };
    struct value second = computed(&core_random_password, map(LENGTH(20), NULL), 2, &err);
    CHECK_STR(value_text(value_get(second, "result")), GOLDEN); /* replaces do not count: they would be lost with the state */
}

static void test_rotate_gives_another_one(void **unused)
{
    (void)unused;
    struct str first = result_of(map(LENGTH(20), NULL)), second = result_of(map(LENGTH(20), "rotate", value_int(1), NULL));
    CHECK(!str_eq(first, second));
    CHECK(!str_eq(second, result_of(map(LENGTH(20), "rotate", value_int(2), NULL))));
}

static void test_classes_and_minimums_are_kept(void **unused)
{
    (void)unused;
    struct value off = value_bool(false);
    for (int64_t n = 1; n <= 200; n++) {
        CHECK_INT(result_of(map(LENGTH(n), NULL)).len, n);
        struct str s = result_of(map(LENGTH(n), "upper", off, "special", off, "rotate", value_int(n), NULL));
        CHECK_INT(count_in(s, "abcdefghijklmnopqrstuvwxyz0123456789"), n);
    }
    for (int64_t r = 0; r < 50; r++) {
        struct str s = result_of(map(LENGTH(8), "min_upper", value_int(2), "min_numeric", value_int(2), "min_special", value_int(3), "min_lower",
                                     value_int(1), "override_special", value_cstr("-"), "rotate", value_int(r), NULL));
        CHECK_INT(count_in(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 2);
        CHECK_INT(count_in(s, "0123456789"), 2);
        CHECK_INT(count_in(s, "-"), 3);
        CHECK_INT(count_in(s, "abcdefghijklmnopqrstuvwxyz"), 1);
    }
}

static void test_characters_are_drawn_evenly(void **unused)
{
    (void)unused;
    size_t seen[128] = { 0 }, total = 0;
    for (int64_t r = 0; r < 40; r++) {
        struct str s = result_of(map(LENGTH(1000), "special", value_bool(false), "rotate", value_int(r), NULL));
        for (size_t i = 0; i < s.len; i++, total++)
            seen[(unsigned char)s.ptr[i] & 127]++;
    }
    double chi = 0, each = (double)total / 62;
    for (size_t c = 0; c < 128; c++)
        if (seen[c])
            chi += ((double)seen[c] - each) * ((double)seen[c] - each) / each;
    assert_true(chi < 120); /* 61 degrees of freedom: 1 in 100,000 beyond 117; the input is fixed */
}

static void test_what_cannot_be_made_is_told(void **unused)
{
    (void)unused;
    struct value off = value_bool(false);
    struct err err = { 0 };
    (void)computed(&core_random_password, map(LENGTH(3), "min_upper", value_int(4), NULL), 1, &err);
    CHECK_ERR(&err, ERR_INVALID, "is 3 long, but asks for at least 4 characters");
    err_clear(&err);
    (void)computed(&core_random_password, map(LENGTH(3), "upper", off, "lower", off, "numeric", off, "special", off, NULL), 1, &err);
    CHECK_ERR(&err, ERR_INVALID, "turns every class of characters off");
    err_clear(&err);
    (void)computed(&core_random_password, map(LENGTH(3), "upper", off, "min_upper", value_int(1), NULL), 1, &err);
    CHECK_ERR(&err, ERR_INVALID, "of a class it turns off");
}

static void test_special_characters_are_ascii(void **unused)
{
    (void)unused;
    const struct attr *a = schema_find(core_random_string.attrs, STR("override_special"));
    struct err err = { 0 };
    CHECK(a->check(value_cstr("-_ ~"), NULL));
    CHECK(!a->check(value_cstr("\xc3\xa9"), &err)); /* half of a letter is no text */
    CHECK_ERR(&err, ERR_INVALID, "must be printable ASCII");
}

static void test_the_password_is_sensitive_the_string_is_not(void **unused)
{
    (void)unused;
    struct value attrs = computed(&core_random_password, map(LENGTH(9), NULL), 1, NULL);
    CHECK(value_sensitive(value_get(schema_mark_sensitive(&arena, core_random_password.attrs, attrs), "result")));
    CHECK(!value_sensitive(value_get(schema_mark_sensitive(&arena, core_random_string.attrs, attrs), "result")));
}

static void test_data_gives_its_input_back_under_an_id_of_its_generation(void **unused)
{
    (void)unused;
    struct value input = map("size", value_int(3), NULL);
    struct value one = computed(&core_data, map("input", input, NULL), 1, NULL), two = computed(&core_data, map("input", input, NULL), 2, NULL);
    CHECK(value_eq(value_get(one, "output"), input));
    CHECK_INT(value_text(value_get(one, "id")).len, 26);
    CHECK(!value_eq(value_get(one, "id"), value_get(two, "id")));
    CHECK(!value_given(value_get(computed(&core_data, map(NULL), 1, NULL), "output")));
}

static void test_there_is_nothing_to_read(void **unused)
{
    (void)unused;
    struct provider *provider;
    CHECK(core_provider.open(&(struct provider_open){ .name = STR("default") }, &provider, NULL));
    CHECK_STR(provider->key, "core");
    struct read read = { .type = &core_data };
    struct err err = { 0 };
    CHECK(!core_provider.read(provider, &read, &err));
    CHECK_ERR(&err, ERR_INTERNAL, "core_data has nothing to read");
    core_provider.close(provider);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_the_tables_are_sound, done),
        cmocka_unit_test_teardown(test_a_password_never_changes_for_the_same_input, done),
        cmocka_unit_test_teardown(test_rotate_gives_another_one, done),
        cmocka_unit_test_teardown(test_classes_and_minimums_are_kept, done),
        cmocka_unit_test_teardown(test_characters_are_drawn_evenly, done),
        cmocka_unit_test_teardown(test_what_cannot_be_made_is_told, done),
        cmocka_unit_test_teardown(test_special_characters_are_ascii, done),
        cmocka_unit_test_teardown(test_the_password_is_sensitive_the_string_is_not, done),
        cmocka_unit_test_teardown(test_data_gives_its_input_back_under_an_id_of_its_generation, done),
        cmocka_unit_test_teardown(test_there_is_nothing_to_read, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
