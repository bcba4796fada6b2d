/*
 * test_ini.c - AWS configuration files: the parser tests that the SDKs share (tests/vectors/aws_config), and our own texts.
 */
#include "engine/auth/ini.h"
#include "engine/base/buf.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

DEFINE_DROP(json, json_t *, json_decref)

static bool parse(struct arena *arena, enum ini_dialect dialect, const char *text, struct ini *ret, struct err *err)
{
    return ini_parse(arena, dialect, "file", str_of(text), ret, err);
}

/* What a caller sees who merges both files: the credentials file wins. */
static struct str merged(const struct ini *config, const struct ini *credentials, enum ini_kind kind, struct str name,
                         const char *property)
{
    struct str value = ini_get(ini_find(credentials, kind, name), property);
    return value.ptr ? value : ini_get(ini_find(config, kind, name), property);
}

static size_t count_properties(const struct ini *a, const struct ini *b, enum ini_kind kind, struct str name)
{
    const struct ini_section *left = ini_find(a, kind, name), *right = ini_find(b, kind, name);
    size_t count = left ? left->properties.count : 0;
    for (size_t i = 0; right && i < right->properties.count; i++)
        count += !ini_get(left, arena_cstr(b->arena, right->properties.items[i].name)).ptr;
    return count;
}

static size_t count_sections(const struct ini *a, const struct ini *b, enum ini_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < a->sections.count; i++)
        count += a->sections.items[i].kind == kind;
    for (size_t i = 0; i < b->sections.count; i++)
        count += b->sections.items[i].kind == kind && !ini_find(a, kind, b->sections.items[i].name);
    return count;
}

static void check_sections(const char *test, const struct ini *config, const struct ini *credentials, enum ini_kind kind,
                           json_t *expected)
{
    const char *section, *property;
    json_t *properties, *value;
    if (count_sections(config, credentials, kind) != json_object_size(expected))
        fail_msg("%s: %zu sections instead of %zu", test, count_sections(config, credentials, kind), json_object_size(expected));
    json_object_foreach (expected, section, properties) {
        assert_int_equal(count_properties(config, credentials, kind, str_of(section)), json_object_size(properties));
        json_object_foreach (properties, property, value) {
            struct str actual = merged(config, credentials, kind, str_of(section), property);
            if (!actual.ptr || !str_is(actual, json_string_value(value)))
                fail_msg("%s: %s.%s is '%.*s'", test, section, property, STR_ARG(actual));
        }
    }
}

static void test_the_shared_parser_tests_pass(void **state)
{
    (void)state;
    json_error_t problem;
    DROP(json) json_t *root = json_load_file("tests/vectors/aws_config/profile-parser-tests.json", 0, &problem);
    assert_non_null(root);
    json_t *list = json_object_get(root, "tests"), *test;
    size_t i;
    assert_int_equal(json_array_size(list), 65);
    json_array_foreach (list, i, test) {
        DROP_ARENA struct arena arena = { 0 };
        struct err err = { 0 };
        const char *name = json_string_value(json_object_get(test, "name"));
        json_t *input = json_object_get(test, "input"), *output = json_object_get(test, "output");
        const char *config_text = json_string_value(json_object_get(input, "configFile"));
        const char *credentials_text = json_string_value(json_object_get(input, "credentialsFile"));
        struct ini config, credentials;
        bool ok = parse(&arena, INI_CONFIG, config_text ? config_text : "", &config, &err) &&
                  parse(&arena, INI_CREDENTIALS, credentials_text ? credentials_text : "", &credentials, &err);
        if (ok == !!json_object_get(output, "errorContaining"))
            fail_msg("%s: %s", name, ok ? "parsed" : err.message);
        if (!ok)
            continue;
        json_t *expected = json_object_get(output, "config");
        check_sections(name, &config, &credentials, INI_PROFILE, json_object_get(expected, "profiles"));
        if (json_object_get(expected, "sso_sessions"))
            check_sections(name, &config, &credentials, INI_SSO_SESSION, json_object_get(expected, "sso_sessions"));
    }
}

static void test_errors_name_file_and_line_and_never_quote_it(void **state)
{
    (void)state;
    static const struct { const char *text, *message; } rows[] = {
        { "[profile a", "file:1: a section must end with ']'" },
        { "[profile a] b", "file:1: a section must end with ']'" },
        { "\nhush", "file:2: expected a section like [default] or [profile NAME] before the first property" },
        { "[default]\n\nhush", "file:3: expected an '=' sign defining a property" },
        { "[default]\n= hush", "file:2: a property has no name before '='" },
        { " hush", "file:1: expected a section like [default] or [profile NAME], found an indented line" },
        { "[default]\n hush", "file:2: expected a property at the start of the line, found an indented line" },
        { "[default]\ns3 =\n hush", "file:3: expected an '=' sign defining a sub-property" },
        { "[default]\ns3 =\n = hush", "file:3: a sub-property has no name before '='" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        DROP_ARENA struct arena arena = { 0 };
        struct err err = { 0 };
        struct ini ini;
        assert_false(parse(&arena, INI_CONFIG, rows[i].text, &ini, &err));
        assert_int_equal(err.code, ERR_INVALID);
        assert_string_equal(err.message, rows[i].message);
    }
}

static void test_binary_and_oversized_files_are_refused(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct err err = { 0 };
    struct ini ini;
    assert_false(ini_parse(&arena, INI_CONFIG, "file", str_n("[default]\0x", 11), &ini, &err));
    assert_string_equal(err.message, "file is not a text file");
    err_clear(&err);
    assert_false(ini_parse(&arena, INI_CONFIG, "file", str_n("", INI_MAX_BYTES + 1), &ini, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    err_clear(&err);

    DROP_BUF struct buf many = { 0 };
    buf_add_cstr(&many, "[default]\n");
    for (int i = 0; i <= INI_MAX_PROPERTIES; i++)
        buf_printf(&many, "k=%d\n", i);
    assert_false(ini_parse(&arena, INI_CONFIG, "file", buf_str(&many), &ini, &err));
    assert_string_equal(err.message, "file:20002: more than 20000 properties");
}

static void test_services_blocks_hold_sub_properties(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct ini ini;
    assert_true(parse(&arena, INI_CONFIG,
                      "[services lab]\nec2 =\n  endpoint_url = http://127.0.0.1:1\n\ns3 =\n  # not this one\n"
                      "  Endpoint_URL = http://127.0.0.1:2\nplain = endpoint_url\n",
                      &ini, NULL));
    const struct ini_section *lab = ini_find(&ini, INI_SERVICES, STR("lab"));
    assert_true(str_is(ini_get_nested(lab, "ec2", STR("endpoint_url")), "http://127.0.0.1:1"));
    assert_true(str_is(ini_get_nested(lab, "s3", STR("endpoint_url")), "http://127.0.0.1:2"));
    assert_null(ini_get_nested(lab, "s3", STR("other")).ptr);
    assert_null(ini_get_nested(lab, "sts", STR("endpoint_url")).ptr);
    assert_null(ini_get_nested(lab, "plain", STR("endpoint_url")).ptr);
    assert_null(ini_get(NULL, "x").ptr);
}

static void test_byte_order_mark_quotes_and_indented_comments_are_taken(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct ini ini;
    assert_true(parse(&arena, INI_CONFIG, "\xef\xbb\xbf[profile \"my team\"]\n  ; indented\nregion = eu-west-1\n", &ini, NULL));
    assert_true(str_is(ini_get(ini_find(&ini, INI_PROFILE, STR("my team")), "region"), "eu-west-1"));
}

static void test_wipe_leaves_no_value(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct ini ini;
    assert_true(parse(&arena, INI_CREDENTIALS, "[default]\nx = secret\n", &ini, NULL));
    struct str value = ini_get(ini_find(&ini, INI_PROFILE, STR("default")), "x");
    assert_true(str_is(value, "secret"));
    ini_wipe(&ini);
    assert_int_equal(value.ptr[0], 0);
    assert_null(ini_get(ini_find(&ini, INI_PROFILE, STR("default")), "x").ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_shared_parser_tests_pass),
        cmocka_unit_test(test_errors_name_file_and_line_and_never_quote_it),
        cmocka_unit_test(test_binary_and_oversized_files_are_refused),
        cmocka_unit_test(test_services_blocks_hold_sub_properties),
        cmocka_unit_test(test_byte_order_mark_quotes_and_indented_comments_are_taken),
        cmocka_unit_test(test_wipe_leaves_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
