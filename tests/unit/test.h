/*
 * test.h - what every unit test includes: cmocka with its headers, and checks that read like sentences.
 *
 *     CHECK_STR(got, "text");      struct str against a C string
 *     static const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_thing_holds) };
 *     return cmocka_run_group_tests(tests, NULL, NULL);
 */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

#include "engine/base/err.h"
#include "engine/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define CHECK(condition) assert_true(condition)
#define CHECK_INT(got, want) assert_int_equal((got), (want))
#define CHECK_STR(got, want) check_str_((got), (want), __FILE__, __LINE__)
#define CHECK_ERR(err, want_code, want_part) check_err_((err), (want_code), (want_part), __FILE__, __LINE__)

static inline void check_str_(struct str got, const char *want, const char *file, int line)
{
    if (str_is(got, want))
        return;
    print_error("%s:%d: got  \"%.*s\"\n%s:%d: want \"%s\"\n", file, line, STR_ARG(got), file, line, want);
    _fail(file, line);
}

/* The code, and a part of the message. */
static inline void check_err_(const struct err *err, enum err_code code, const char *part, const char *file, int line)
{
    if (err->code == code && strstr(err->message, part))
        return;
    print_error("%s:%d: got  %s: %s\n%s:%d: want %s: ...%s...\n", file, line, err_code_name(err->code), err->message,
                file, line, err_code_name(code), part);
    _fail(file, line);
}

#endif
