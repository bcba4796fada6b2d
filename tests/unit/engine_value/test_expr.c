/*
 * test_expr.c - expressions: canonical form, resolving with some references known, what sensitive ones do to results and errors.
 */
#include "engine/value/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static struct arena memory;

static int empty_memory(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static const struct pos here = { .file = STR("stack.lua"), .line = 7, .column = 3 };

static struct value ref_with(const char *address, const char *path, bool sensitive)
{
    struct path p = { 0 };
    if (path)
        assert_true(path_parse(&memory, str_of(path), &p, NULL));
    return expr_ref(&memory, str_of(address), p, sensitive, here);
}

static struct value ref(const char *address, const char *path)
{
    return ref_with(address, path, false);
}

static struct value call_n(const char *function, const struct value *args, size_t count)
{
    struct value v;
    struct err err = { 0 };
    if (!expr_call(&memory, str_of(function), args, count, here, &v, &err))
        fail_msg("%s: %s", function, err.message);
    return v;
}
#define CALL(function, ...) \
    call_n(function, (struct value[]){ __VA_ARGS__ }, sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value))

static struct value json(const char *text)
{
    struct value v;
    assert_true(value_from_json(&memory, str_of(text), &v, NULL));
    return v;
}

static const char *show(struct value v)
{
    return value_show(&memory, v, 500).ptr;
}

/* Knows the references of a map { address = value } and the result of every closure: the list of its arguments. */
static enum resolved leaf(void *context, struct arena *arena, const struct expr *expr, struct value *ret, struct err *err)
{
    const struct value *known = context;
    struct value root = value_get_str(*known, expr->name);
    if (!value_given(root))
        return RESOLVED_UNKNOWN;
    if (value_is(root, "fail")) {
        FAIL(err, ERR_REMOTE, "cannot be read");
        return RESOLVED_FAILED;
    }
    *ret = expr_at(arena, root, expr->path);
    return RESOLVED_KNOWN;
}

static enum resolved closure(void *context, struct arena *arena, const struct expr *expr, const struct value *args, struct value *ret,
                             struct err *err)
{
    (void)context;
    if (expr->ordinal == 9) {
        FAIL(err, ERR_INVALID, "attempt to index '%.*s'", STR_ARG(value_text(args[0])));
        return RESOLVED_FAILED;
    }
    if (expr->ordinal == 8)
        return RESOLVED_UNKNOWN;
    *ret = expr->ordinal == 7 ? VALUE_NONE : value_list(arena, args, expr->arg_count);
    return RESOLVED_KNOWN;
}

static struct value resolved_with(struct value v, const char *known)
{
    struct value map = json(known), ret;
    struct err err = { 0 };
    struct resolver r = { .context = &map, .leaf = leaf, .closure = closure };
    if (!expr_resolve(&memory, v, &r, &ret, &err))
        fail_msg("%s", err.message);
    return ret;
}

static void test_known_arguments_are_computed_at_once(void **state)
{
    (void)state;
    assert_true(value_is(CALL("upper", value_cstr("a")), "A"));
    assert_int_equal(CALL("upper", ref("aws_vpc.a", "id")).kind, VALUE_EXPR);
}

static void test_joined_texts_have_one_form(void **state)
{
    (void)state;
    struct value id = ref("aws_vpc.a", "id");
    struct value steps = CALL("concat", CALL("concat", CALL("concat", value_cstr("x"), id), value_cstr("/")), value_int(1));
    struct value at_once = CALL("concat", value_cstr("x"), id, value_cstr("/1"), value_cstr(""));
    assert_true(value_eq(steps, at_once));
    assert_int_equal(steps.expr->arg_count, 3);
    assert_string_equal(show(steps), "\"x\" .. aws_vpc.a.id .. \"/1\"");
    struct value nested = CALL("concat", value_cstr("a"), CALL("concat", value_cstr("b"), id));
    assert_string_equal(show(nested), "\"ab\" .. aws_vpc.a.id");
    assert_true(value_is(resolved_with(nested, "{\"aws_vpc.a\":{\"id\":\"vpc-1\"}}"), "abvpc-1"));
}

static void test_joining_in_a_loop_is_limited(void **state)
{
    (void)state;
    struct value text = value_cstr(""), id = ref("aws_vpc.a", "id");
    struct err err = { 0 };
    bool ok = true;
    int n = 0;
    for (; n < 5000 && ok; n++)
        ok = expr_call(&memory, STR("concat"), (struct value[]){ text, id }, 2, here, &text, &err);
    assert_int_equal(n, 1001);
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(err.at.line, 7);
}

static void test_nesting_in_a_loop_is_limited(void **state)
{
    (void)state;
    struct value text = ref("aws_vpc.a", "id");
    struct err err = { 0 };
    int n = 0;
    while (expr_call(&memory, STR("upper"), &text, 1, here, &text, &err))
        assert_true(++n < 100);
    assert_int_equal(n, VALUE_DEPTH_MAX - 1);
    assert_int_equal(err.code, ERR_LIMIT);
}

static void test_bad_calls(void **state)
{
    (void)state;
    static const struct {
        const char *function;
        size_t count;
        const char *message, *hint;
    } cases[] = {
        { "uper", 1, "there is no function 'uper'", "did you mean 'upper'?" },
        { "xyzzyplugh", 1, "there is no function 'xyzzyplugh'", "" },
        { "upper", 0, "upper takes 1 argument, not 0", "" },
        { "upper", 2, "upper takes 1 argument, not 2", "" },
        { "substr", 1, "substr takes at least 2 arguments, not 1", "" },
        { "substr", 4, "substr takes at most 3 arguments, not 4", "" },
        { "upper", 1, "upper: argument 1 must be a string, not null", "" },
    };
    struct value args[4] = { value_null(), value_null(), value_null(), value_null() };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value v;
        struct err err = { 0 };
        assert_false(expr_call(&memory, str_of(cases[i].function), args, cases[i].count, here, &v, &err));
        assert_int_equal(err.code, ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_string_equal(err.hint, cases[i].hint);
        assert_string_equal(err.at.file, "stack.lua");
        assert_int_equal(err.at.column, 3);
    }
    struct value v, mixed[] = { json("[1]"), ref("aws_vpc.a", "id") };
    struct err err = { 0 };
    assert_false(expr_call(&memory, STR("concat"), mixed, 2, here, &v, &err));
    assert_string_equal(err.message, "concat: cannot join list to a text");
}

static void test_resolving_keeps_what_is_not_known(void **state)
{
    (void)state;
    struct value v = value_map_of(&memory, "a", ref("aws_vpc.a", "id"), "b", value_list(&memory, (struct value[]){ ref("aws_vpc.b", "id"), value_int(1) }, 2),
                                  "c", CALL("join", value_list(&memory, (struct value[]){ ref("aws_vpc.a", "id"), ref("aws_vpc.b", "id") }, 2), value_cstr(",")), NULL);
    struct value half = resolved_with(v, "{\"aws_vpc.a\":{\"id\":\"vpc-1\"}}");
    assert_string_equal(show(half), "{ a = \"vpc-1\", b = [aws_vpc.b.id, 1], c = join([\"vpc-1\", aws_vpc.b.id], \",\") }");
    struct value all = resolved_with(half, "{\"aws_vpc.b\":{\"id\":\"vpc-2\"}}");
    assert_string_equal(show(all), "{ a = \"vpc-1\", b = [\"vpc-2\", 1], c = \"vpc-1,vpc-2\" }");
    assert_true(value_known(all));
    struct value known = json("{\"x\":[1]}");
    assert_ptr_equal(resolved_with(known, "{}").fields, known.fields);
}

static void test_what_is_not_there_is_null(void **state)
{
    (void)state;
    assert_int_equal(resolved_with(ref("aws_vpc.a", "nope"), "{\"aws_vpc.a\":{}}").kind, VALUE_NULL);
}

static void test_partly_known_containers_pass_through(void **state)
{
    (void)state;
    struct value id = ref("aws_vpc.a", "id"), tags = value_map_of(&memory, "vpc", id, NULL);
    assert_string_equal(show(CALL("merge", json("{\"a\":1}"), tags)), "{ a = 1, vpc = aws_vpc.a.id }");
    assert_string_equal(show(CALL("list.concat", json("[1]"), value_list(&memory, &id, 1))), "[1, aws_vpc.a.id]");
    assert_int_equal(CALL("list.length", value_list(&memory, &id, 1)).integer, 1);
    assert_int_equal(CALL("merge", json("{\"a\":1}"), id).kind, VALUE_EXPR);
    assert_int_equal(CALL("list.flatten", value_list(&memory, &id, 1)).kind, VALUE_EXPR);
    struct value inner = value_list(&memory, (struct value[]){ value_list(&memory, &id, 1), json("[2]") }, 2);
    assert_string_equal(show(CALL("list.flatten", inner)), "[aws_vpc.a.id, 2]");
    assert_string_equal(show(CALL("entry", value_cstr("k"), id)), "{ k = aws_vpc.a.id }");
    assert_int_equal(CALL("entry", id, value_int(1)).kind, VALUE_EXPR);
    assert_string_equal(show(CALL("map.get", json("{}"), value_cstr("k"), id)), "aws_vpc.a.id");
    assert_int_equal(CALL("list.sort", value_list(&memory, &id, 1)).kind, VALUE_EXPR);
    struct value late = CALL("merge", CALL("entry", id, value_int(1)), json("{\"b\":2}"));
    assert_string_equal(show(resolved_with(late, "{\"aws_vpc.a\":{\"id\":\"vpc-1\"}}")), "{ b = 2, vpc-1 = 1 }");
}

static void test_paths_into_expressions(void **state)
{
    (void)state;
    struct path p;
    assert_true(path_parse(&memory, STR("x[2]"), &p, NULL));
    assert_string_equal(show(expr_at(&memory, ref("aws_vpc.a", "tags"), p)), "aws_vpc.a.tags.x[2]");
    struct value decoded = CALL("json.decode", ref("aws_vpc.a", "doc"));
    struct value part = expr_at(&memory, decoded, p);
    assert_string_equal(show(part), "at(json.decode(aws_vpc.a.doc), \"x[2]\")");
    assert_int_equal(resolved_with(part, "{\"aws_vpc.a\":{\"doc\":\"{\\\"x\\\":[1,5]}\"}}").integer, 5);
    struct value secret = expr_at(&memory, ref_with("aws_db.a", NULL, true), p);
    assert_true(value_sensitive(secret));
}

static struct value closure_over(struct value arg, uint32_t ordinal, bool sensitive)
{
    struct expr e = { .kind = EXPR_CLOSURE, .name = STR("stack.lua"), .line = 12, .ordinal = ordinal, .at = here, .sensitive = sensitive,
                      .args = &arg, .arg_count = 1 };
    return expr_new(&memory, &e);
}

static void test_closures_run_when_their_arguments_are_known(void **state)
{
    (void)state;
    struct value c = closure_over(ref("aws_vpc.a", "id"), 1, false);
    assert_string_equal(show(c), "apply(aws_vpc.a.id, stack.lua:12)");
    assert_int_equal(resolved_with(c, "{}").kind, VALUE_EXPR);
    assert_string_equal(show(resolved_with(c, "{\"aws_vpc.a\":{\"id\":\"vpc-1\"}}")), "[\"vpc-1\"]");
    assert_int_equal(resolved_with(closure_over(value_int(1), 8, false), "{}").kind, VALUE_EXPR);
    assert_int_equal(resolved_with(closure_over(value_int(1), 7, false), "{}").kind, VALUE_NULL);
    struct value map = json("{}"), ret;
    struct resolver none = { .context = &map, .leaf = leaf };
    assert_true(expr_resolve(&memory, closure_over(value_int(1), 1, false), &none, &ret, NULL));
    assert_int_equal(ret.kind, VALUE_EXPR);
}

static void test_sensitivity_is_inherited(void **state)
{
    (void)state;
    struct value secret = expr_new(&memory, &(struct expr){ .kind = EXPR_INPUT, .name = STR("pw") });
    const char *known = "{\"pw\":{\"user\":\"u\",\"list\":[\"hunter2\"]}}";
    struct value v = resolved_with(secret, known);
    assert_true(value_sensitive(v.fields[0].value.items[0]));
    struct value call = CALL("json.encode", value_list(&memory, &secret, 1));
    assert_true(value_sensitive(call));
    assert_true(value_sensitive(resolved_with(call, known)));
    assert_true(value_sensitive(resolved_with(closure_over(secret, 1, false), known)));
    assert_true(value_sensitive(resolved_with(closure_over(value_int(1), 1, true), known)));
    assert_true(value_sensitive(CALL("upper", value_mark_sensitive(value_cstr("a")))));
    assert_true(value_sensitive(CALL("list.length", value_mark_sensitive(json("[1]")))));
    struct value tags = CALL("merge", json("{\"a\":1}"), value_map_of(&memory, "pw", secret, NULL));
    struct value merged = resolved_with(tags, known);
    assert_false(value_sensitive(value_get(merged, "a")));
    assert_true(value_sensitive(value_get(merged, "pw")));
    struct value joined = CALL("concat", value_mark_sensitive(value_cstr("hunter2")), value_cstr("x"), ref("aws_vpc.a", "id"));
    assert_string_equal(show(joined), "••••"); /* also what stands beside the secret: it may be a part of it */
}

static void test_errors_of_sensitive_calls_say_nothing_but_where(void **state)
{
    (void)state;
    struct value pw = value_mark_sensitive(value_cstr("hunter2")), v;
    struct err err = { 0 };
    assert_false(expr_call(&memory, STR("to_number"), &pw, 1, here, &v, &err));
    assert_string_equal(err.message, "to_number failed on a sensitive value");
    assert_int_equal(err.at.line, 7);
    assert_string_equal(err.hint, "");

    struct value map = json("{\"pw\":\"hunter2\"}");
    struct resolver r = { .context = &map, .leaf = leaf, .closure = closure };
    struct value secret = expr_new(&memory, &(struct expr){ .kind = EXPR_INPUT, .name = STR("pw") });
    err_clear(&err);
    assert_false(expr_resolve(&memory, closure_over(secret, 9, false), &r, &v, &err));
    assert_string_equal(err.message, "the function of apply failed on a sensitive value");
    assert_int_equal(err.at.line, 7);
    err_clear(&err);
    assert_false(expr_resolve(&memory, CALL("to_number", secret), &r, &v, &err));
    assert_string_equal(err.message, "to_number failed on a sensitive value");
    err_clear(&err);
    assert_false(expr_resolve(&memory, closure_over(value_cstr("open"), 9, false), &r, &v, &err));
    assert_string_equal(err.message, "attempt to index 'open'");
    assert_false(expr_resolve(&memory, closure_over(secret, 9, false), &r, &v, NULL));
}

static void test_a_leaf_that_fails_ends_resolving(void **state)
{
    (void)state;
    struct value map = json("{\"aws_vpc.a\":\"fail\"}"), v = value_int(5);
    struct resolver r = { .context = &map, .leaf = leaf };
    struct err err = { 0 };
    struct value list = value_list(&memory, (struct value[]){ CALL("upper", ref("aws_vpc.a", "id")) }, 1);
    assert_false(expr_resolve(&memory, value_map_of(&memory, "a", list, NULL), &r, &v, &err));
    assert_int_equal(err.code, ERR_REMOTE);
    assert_int_equal(err.at.line, 7);
    assert_int_equal(v.integer, 5);
}

static void test_a_call_of_an_unknown_function_is_refused(void **state)
{
    (void)state;
    struct value v = expr_new(&memory, &(struct expr){ .kind = EXPR_CALL, .name = STR("from.later") }), map = json("{}");
    struct resolver r = { .context = &map, .leaf = leaf };
    struct err err = { 0 };
    assert_false(expr_resolve(&memory, v, &r, &v, &err));
    assert_string_equal(err.message, "there is no function 'from.later'");
}

static void count_ref(void *context, const struct expr *expr)
{
    struct buf *out = context;
    buf_printf(out, "%.*s ", STR_ARG(expr->name));
}

static void test_each_reference_is_visited(void **state)
{
    (void)state;
    struct value secret = expr_new(&memory, &(struct expr){ .kind = EXPR_INPUT, .name = STR("pw") });
    struct value v = value_map_of(&memory, "a", CALL("join", value_list(&memory, (struct value[]){ ref("x.a", NULL), ref("x.b", "id"), secret }, 3), value_cstr("")),
                                  "b", value_list(&memory, (struct value[]){ value_int(1), closure_over(ref("x.c", NULL), 0, false) }, 2), NULL);
    DROP_BUF struct buf out = { 0 };
    expr_each_ref(v, count_ref, &out);
    assert_string_equal(out.ptr, "x.a x.b x.c ");
}

static void test_texts_for_people(void **state)
{
    (void)state;
    assert_string_equal(show(ref("aws_vpc.a", NULL)), "aws_vpc.a");
    assert_string_equal(show(ref("aws_vpc.a", "[k]")), "aws_vpc.a[k]");
    assert_string_equal(show(expr_new(&memory, &(struct expr){ .kind = EXPR_LOOKUP, .name = STR("ami") })), "lookup.ami");
    assert_string_equal(show(expr_new(&memory, &(struct expr){ .kind = EXPR_INPUT, .name = STR("pw") })), "input.pw");
}

static void test_show_is_one_line_cut_and_without_secrets(void **state)
{
    (void)state;
    struct value v = json("{\"a b\":\"x\\ny\",\"list\":[1,true,null,0.5],\"empty\":{},\"none\":[]}");
    assert_string_equal(show(v), "{ \"a b\" = \"x\\ny\", empty = {}, list = [1, true, null, 0.5], none = [] }");
    assert_string_equal(show(value_with(&memory, json("{\"a\":1}"), "pw", value_mark_sensitive(value_cstr("s")))), "{ a = 1, pw = •••• }");
    assert_string_equal(show(value_mark_sensitive(json("{\"a\":1}"))), "••••");
    assert_string_equal(show(VALUE_NONE), "(absent)");
    assert_string_equal(show(value_bytes(STR("abc"))), "(3 bytes)");
    assert_string_equal(value_show(&memory, value_cstr("éééééééééé"), 6).ptr, "\"éééé…");
    assert_string_equal(value_show(&memory, value_cstr("abc"), 5).ptr, "\"abc\"");
    assert_string_equal(value_show(&memory, value_cstr("abc"), 0).ptr, "…");
    char *large = arena_alloc(&memory, 100001);
    for (size_t i = 0; i < 100000; i += 2)
        memcpy(large + i, "é", 2);
    struct str cut = value_show(&memory, value_str(str_n(large, 100000)), 1000000);
    assert_true(str_is_utf8(cut) && cut.len < 20000 && str_ends(cut, STR("\"…")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_known_arguments_are_computed_at_once, empty_memory),
        cmocka_unit_test_teardown(test_joined_texts_have_one_form, empty_memory),
        cmocka_unit_test_teardown(test_joining_in_a_loop_is_limited, empty_memory),
        cmocka_unit_test_teardown(test_nesting_in_a_loop_is_limited, empty_memory),
        cmocka_unit_test_teardown(test_bad_calls, empty_memory),
        cmocka_unit_test_teardown(test_resolving_keeps_what_is_not_known, empty_memory),
        cmocka_unit_test_teardown(test_what_is_not_there_is_null, empty_memory),
        cmocka_unit_test_teardown(test_partly_known_containers_pass_through, empty_memory),
        cmocka_unit_test_teardown(test_paths_into_expressions, empty_memory),
        cmocka_unit_test_teardown(test_closures_run_when_their_arguments_are_known, empty_memory),
        cmocka_unit_test_teardown(test_sensitivity_is_inherited, empty_memory),
        cmocka_unit_test_teardown(test_errors_of_sensitive_calls_say_nothing_but_where, empty_memory),
        cmocka_unit_test_teardown(test_a_leaf_that_fails_ends_resolving, empty_memory),
        cmocka_unit_test_teardown(test_a_call_of_an_unknown_function_is_refused, empty_memory),
        cmocka_unit_test_teardown(test_each_reference_is_visited, empty_memory),
        cmocka_unit_test_teardown(test_texts_for_people, empty_memory),
        cmocka_unit_test_teardown(test_show_is_one_line_cut_and_without_secrets, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
