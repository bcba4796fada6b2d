/*
 * test_lang_cases.c - runs tests/lang/: small stacks beside what evaluating them says.
 *
 * A file holds cases: `=== name`, then sections `@stack`, `@file NAME`, `@var k=v`, `@env NAME`, and
 * `@expect`: the findings, or what was declared. LANG_CASES_UPDATE=1 writes what the program says into the
 * files; read the diff before committing it.
 */
#include "tests/unit/engine_lang/lang_world.h"

#include <stdio.h>
#include <stdlib.h>

static struct arena memory;
static size_t case_count;

struct text_case {
    struct str name;
    struct str until_expect; /* as written */
    struct str expect;
};

static struct str take_line(struct str *rest)
{
    return str_split(rest, '\n');
}

static void run_case(const struct text_case *c, struct buf *out)
{
    struct world w = {0};
    struct str rest = c->until_expect;
    struct lang_var vars[8];
    const char *name = NULL;
    const char *from = NULL;
    while (rest.ptr) {
        struct str line = take_line(&rest);
        if (line.len && line.ptr[0] == '@') {
            if (name)
                world_bytes(&w, name, arena_str(&w.memory, str_n(from, (size_t)(line.ptr - from))));
            name = NULL;
            struct str word = str_split(&line, ' ');
            if (str_is(word, "@stack") || str_is(word, "@file")) {
                name = str_is(word, "@stack") ? "stack.lua" : arena_cstr(&w.memory, line);
                from = rest.ptr ? rest.ptr : "";
            } else if (str_is(word, "@env")) {
                w.options.env = line;
            } else if (str_is(word, "@var")) {
                struct str key = str_split(&line, '=');
                vars[w.options.var_count++] = (struct lang_var){key, line};
                w.options.vars = vars;
            }
        }
    }
    if (name)
        world_bytes(
            &w, name,
            arena_str(&w.memory, str_n(from, (size_t)(c->until_expect.ptr + c->until_expect.len - from))));
    bool ok = world_run(&w);
    buf_add_str(out, ok ? world_config(&w) : world_findings(&w));
    world_done(&w);
}

static int failures;

static void run_file(const char *path)
{
    struct str text;
    struct err err = {0};
    struct io io = {.ops = &io_real_ops};
    DROP_BUF struct buf updated = {0};
    if (!io_file_read(&io, &memory, path, 1 << 20, &text, &err))
        fail_msg("%s: %s", path, err.message);
    ptrdiff_t first = str_find(text, STR("=== "));
    assert_true(first >= 0);
    buf_add_str(&updated, str_slice(text, 0, (size_t)first));
    struct str rest = str_slice(text, (size_t)first, text.len);
    while (rest.len) {
        ptrdiff_t next = str_find(str_slice(rest, 4, rest.len), STR("\n=== "));
        struct str whole = next < 0 ? rest : str_slice(rest, 0, (size_t)next + 5);
        rest = str_slice(rest, whole.len, rest.len);
        struct text_case c = {0};
        ptrdiff_t expect = str_find(whole, STR("@expect\n"));
        ptrdiff_t line_end = str_find_char(whole, '\n');
        assert_true(expect > 0);
        c.name = str_slice(whole, 4, (size_t)line_end);
        c.until_expect = str_slice(whole, (size_t)line_end + 1, (size_t)expect);
        c.expect = str_trim(str_slice(whole, (size_t)expect + 8, whole.len));
        DROP_BUF struct buf got = {0};
        run_case(&c, &got);
        case_count++;
        buf_printf(&updated, "=== %.*s\n%.*s@expect\n%s\n", STR_ARG(c.name), STR_ARG(c.until_expect),
                   got.ptr ? got.ptr : "");
        if (str_eq(str_trim(buf_str(&got)), c.expect))
            continue;
        if (getenv("LANG_CASES_UPDATE"))
            continue;
        print_error("%s: %.*s\n--- got\n%s--- want\n%.*s\n", path, STR_ARG(c.name), got.ptr ? got.ptr : "",
                    STR_ARG(c.expect));
        failures++;
    }
    while (updated.len > 1 && updated.ptr[updated.len - 2] == '\n')
        buf_truncate(&updated, updated.len - 1);
    if (getenv("LANG_CASES_UPDATE"))
        assert_true(io_file_write(&io, path, buf_str(&updated), 0644, &err));
}

static void test_every_case_says_what_it_expects(void **state)
{
    (void)state;
    struct io io = {.ops = &io_real_ops};
    struct str *names;
    size_t count;
    struct err err = {0};
    if (!io_dir_list(&io, &memory, "tests/lang", &names, &count, &err))
        fail_msg("%s (run from the repository's root)", err.message);
    for (size_t i = 0; i < count; i++)
        if (str_ends(names[i], STR(".cases")))
            run_file(arena_printf(&memory, "tests/lang/%.*s", STR_ARG(names[i])).ptr);
    print_message("%zu cases\n", case_count);
    arena_done(&memory);
    assert_int_equal(failures, 0);
    assert_true(case_count > 50);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_case_says_what_it_expects)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
