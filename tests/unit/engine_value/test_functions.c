/*
 * test_functions.c - the pure functions, one line a case: function, arguments as JSON, answer as JSON or the error's text.
 */
#include "engine/value/cidr.h"
#include "engine/value/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena memory;

static int empty_memory(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

struct example {
    const char *function, *args, *answer; /* "!text": fails, and says so */
};

static void check(const struct example *e)
{
    struct value args, answer;
    struct err err = { 0 };
    if (!value_from_json(&memory, str_of(e->args), &args, &err))
        fail_msg("%s: %s", e->args, err.message);
    bool ok = expr_call(&memory, str_of(e->function), args.items, args.count, (struct pos){ 0 }, &answer, &err);
    if (e->answer[0] == '!') {
        if (ok || !strstr(err.message, e->answer + 1))
            fail_msg("%s %s: %s", e->function, e->args, ok ? value_show(&memory, answer, 200).ptr : err.message);
        return;
    }
    if (!ok)
        fail_msg("%s %s: %s", e->function, e->args, err.message);
    DROP_BUF struct buf out = { 0 };
    assert_true(value_to_json(&out, answer, false, NULL));
    if (strcmp(out.ptr, e->answer) != 0)
        fail_msg("%s %s: %s, not %s", e->function, e->args, out.ptr, e->answer);
}

#define CHECK_ALL(examples)                          \
    for (size_t i = 0; i < ARRAY_LEN(examples); i++) \
    check(&(examples)[i])

static void test_text(void **state)
{
    (void)state;
    static const struct example examples[] = {
        { "concat", "[\"a\",1,true,1.5]", "\"a1true1.5\"" },
        { "concat", "[\"a\",null]", "!cannot join null" },
        { "join", "[[\"a\",1,true],\", \"]", "\"a, 1, true\"" },
        { "join", "[\", \",[\"a\",\"b\"]]", "\"a, b\"" },
        { "join", "[[],\",\"]", "\"\"" },
        { "join", "[{},\",\"]", "\"\"" },
        { "join", "[[[]],\",\"]", "!item 1 is list" },
        { "join", "[\",\",\",\"]", "!argument 2 must be a list" },
        { "join", "[[],1]", "!argument 2 must be a string" },
        { "split", "[\"a,b,,c\",\",\"]", "[\"a\",\"b\",\"\",\"c\"]" },
        { "split", "[\"\",\",\"]", "[\"\"]" },
        { "split", "[\"a\",\"\"]", "!separator is empty" },
        { "replace", "[\"aXbXc\",\"X\",\"--\"]", "\"a--b--c\"" },
        { "replace", "[\"https://oidc\",\"https://\",\"\"]", "\"oidc\"" },
        { "replace", "[\"a\",\"\",\"b\"]", "!empty" },
        { "trim", "[\" \\n a b \"]", "\"a b\"" },
        { "trim_prefix", "[\"https://x\",\"https://\"]", "\"x\"" },
        { "trim_prefix", "[\"x\",\"https://\"]", "\"x\"" },
        { "trim_suffix", "[\"a.dev.\",\".\"]", "\"a.dev\"" },
        { "trim_suffix", "[\"a\",\"b\"]", "\"a\"" },
        { "substr", "[\"héllo\",2]", "\"éllo\"" },
        { "substr", "[\"héllo\",2,3]", "\"él\"" },
        { "substr", "[\"héllo\",-2]", "\"lo\"" },
        { "substr", "[\"héllo\",-99,-4]", "\"hé\"" },
        { "substr", "[\"héllo\",4,2]", "\"\"" },
        { "substr", "[\"héllo\",0,99]", "\"héllo\"" },
        { "substr", "[\"héllo\",9]", "\"\"" },
        { "substr", "[\"a\",\"b\"]", "!argument 2 must be an integer" },
        { "substr", "[\"a\",99999999999]", "!must lie between" },
        { "starts_with", "[\"abc\",\"ab\"]", "true" },
        { "starts_with", "[\"abc\",\"b\"]", "false" },
        { "ends_with", "[\"abc\",\"bc\"]", "true" },
        { "ends_with", "[\"abc\",1]", "!argument 2" },
        { "contains", "[\"abc\",\"b\"]", "true" },
        { "contains", "[\"abc\",\"\"]", "true" },
        { "contains", "[[\"a\",1],1]", "true" },
        { "contains", "[[\"a\",1],\"1\"]", "false" },
        { "contains", "[1,1]", "!argument 1 must be a list" },
        { "lower", "[\"ABCÉ\"]", "\"abcÉ\"" },
        { "upper", "[\"abcz\"]", "\"ABCZ\"" },
        { "upper", "[[]]", "!argument 1 must be a string, not list" },
        { "to_string", "[1.5]", "\"1.5\"" },
        { "to_string", "[true]", "\"true\"" },
        { "to_string", "[[]]", "!json.encode" },
        { "to_number", "[\"12\"]", "12" },
        { "to_number", "[\"1.5\"]", "1.5" },
        { "to_number", "[3]", "3" },
        { "to_number", "[\"x\"]", "!'x' is not a number" },
        { "to_number", "[\"\"]", "!is not a number" },
        { "to_number", "[\"inf\"]", "!is not a number" },
    };
    CHECK_ALL(examples);
}

static void test_format(void **state)
{
    (void)state;
    static const struct example examples[] = {
        { "format", "[\"%s-%d\",\"a\",3]", "\"a-3\"" },
        { "format", "[\"%s %s %s\",1,true,0.5]", "\"1 true 0.5\"" },
        { "format", "[\"%q\",\"a\\\"b\"]", "\"\\\"a\\\\\\\"b\\\"\"" },
        { "format", "[\"%x %X %04x\",255,255,10]", "\"ff FF 000a\"" },
        { "format", "[\"%5.2f|%-6.1f|%06.2f|%+d|%e|%g\",3.14159,2,-1.5,4,1234.5,0.0001]", "\" 3.14|2.0   |-01.50|+4|1.234500e+03|0.0001\"" },
        { "format", "[\"%5s|%-5s|%.2s\",\"é\",\"é\",\"éàü\"]", "\"    é|é    |éà\"" },
        { "format", "[\"100%%\"]", "\"100%\"" },
        { "format", "[\"%d\",9223372036854775807]", "\"9223372036854775807\"" },
        { "format", "[\"%d\"]", "!asks for more than 0 values" },
        { "format", "[\"a\",1]", "!1 values are given, the pattern uses 0" },
        { "format", "[\"%d\",\"a\"]", "!%d cannot write string (value 1)" },
        { "format", "[\"%d\",1.5]", "!%d cannot write number" },
        { "format", "[\"%s\",[]]", "!%s cannot write list" },
        { "format", "[\"%p\",1]", "!'%p' at character 1 is not a verb" },
        { "format", "[\"%n\",1]", "!is not a verb" },
        { "format", "[\"é%*d\",1]", "!'%*' at character 2 is not a verb" },
        { "format", "[\"%\"]", "!is not a verb" },
        { "format", "[\"%9999d\",1]", "!is not a verb" },
        { "format", "[\"%.100f\",1]", "!is not a verb" },
        { "format", "[1]", "!argument 1 must be a string" },
    };
    CHECK_ALL(examples);
}

static void test_template(void **state)
{
    (void)state;
    static const struct example examples[] = {
        { "template", "[\"a ${x} $${x} ${ y } $x\",{\"x\":1,\"y\":\"two\"}]", "\"a 1 ${x} two $x\"" },
        { "template", "[\"${a.b[1]}\",{\"a\":{\"b\":[7]}}]", "\"7\"" },
        { "template", "[\"\",{}]", "\"\"" },
        { "template", "[\"${nam}\",{\"name\":1}]", "!there is no value for '${nam}'" },
        { "template", "[\"${x\",{}]", "!closing brace" },
        { "template", "[\"${}\",{}]", "!does not name a value" },
        { "template", "[\"${x}\",{\"x\":[1]}]", "!is list, not a text" },
        { "template", "[\"${x}\",1]", "!argument 2 must be a map" },
    };
    CHECK_ALL(examples);
}

static void test_data(void **state)
{
    (void)state;
    static const struct example examples[] = {
        { "json.encode", "[{\"b\":[1],\"a\":null}]", "\"{\\\"a\\\":null,\\\"b\\\":[1]}\"" },
        { "json.decode", "[\"{\\\"a\\\":[1]}\"]", "{\"a\":[1]}" },
        { "json.decode", "[\"{\"]", "!json.decode: not valid JSON" },
        { "json.decode", "[1]", "!argument 1 must be a string" },
        { "yaml.encode", "[{\"a\":[1]}]", "\"a:\\n  - 1\\n\"" },
        { "yaml.decode", "[\"a: [1]\"]", "{\"a\":[1]}" },
        { "yaml.decode", "[\"a: [\"]", "!not valid YAML" },
        { "base64.encode", "[\"hi\"]", "\"aGk=\"" },
        { "base64.encode", "[1]", "!a string or bytes" },
        { "base64.decode", "[\"aGk=\"]", "\"aGk=\"" },
        { "base64.decode", "[\"?\"]", "!not base64" },
        { "sha256", "[\"abc\"]", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"" },
        { "list.concat", "[[1],{},[2,3]]", "[1,2,3]" },
        { "list.concat", "[]", "[]" },
        { "list.concat", "[[1],2]", "!argument 2 must be a list" },
        { "list.flatten", "[[1,[2,[3]],[]]]", "[1,2,[3]]" },
        { "list.sort", "[[\"b\",2,\"a\",1.5,true,10]]", "[true,1.5,2,10,\"a\",\"b\"]" },
        { "list.unique", "[[3,1,3,\"1\",1]]", "[3,1,\"1\"]" },
        { "list.reverse", "[[1,2,3]]", "[3,2,1]" },
        { "list.slice", "[[1,2,3,4],2,3]", "[2,3]" },
        { "list.slice", "[[1,2,3,4],-2]", "[3,4]" },
        { "list.slice", "[[1,2,3,4],3,2]", "[]" },
        { "list.slice", "[[1,2],0,99]", "[1,2]" },
        { "list.length", "[[1,2]]", "2" },
        { "list.length", "[{\"a\":1}]", "1" },
        { "list.length", "[\"abc\"]", "!must be a list" },
        { "list.index", "[[5,6,5],5]", "1" },
        { "list.index", "[[5,6],7]", "null" },
        { "map.keys", "[{\"b\":1,\"a\":2}]", "[\"a\",\"b\"]" },
        { "map.keys", "[[]]", "[]" },
        { "map.values", "[{\"b\":1,\"a\":2}]", "[2,1]" },
        { "map.entries", "[{\"b\":1}]", "[{\"key\":\"b\",\"value\":1}]" },
        { "map.get", "[{\"b\":1},\"b\"]", "1" },
        { "map.get", "[{\"b\":1},\"c\",2]", "2" },
        { "map.get", "[{\"b\":1},\"c\"]", "!the map has no key 'c'" },
        { "map.keys", "[[1]]", "!must be a map, not list" },
        { "merge", "[{\"a\":1,\"b\":1},null,{\"b\":2}]", "{\"a\":1,\"b\":2}" },
        { "merge", "[]", "{}" },
        { "merge", "[1]", "!must be a map" },
        { "entry", "[\"k\",{\"a\":1}]", "{\"k\":{\"a\":1}}" },
        { "entry", "[80,1]", "{\"80\":1}" },
        { "entry", "[null,1]", "!a key must be a string" },
        { "at", "[{\"a\":[{\"name\":\"x\",\"v\":1}]},\"a[x].v\"]", "1" },
        { "at", "[{},\"a\"]", "!nothing at 'a'" },
        { "at", "[{},\"a[\"]", "!path 'a['" },
    };
    CHECK_ALL(examples);
}

static void test_bytes_and_text(void **state)
{
    (void)state;
    struct value bytes, text, bad = value_bytes(STR("\xff"));
    struct value encoded = value_cstr("aGk=");
    assert_true(expr_call(&memory, STR("base64.decode"), &encoded, 1, (struct pos){ 0 }, &bytes, NULL));
    assert_int_equal(bytes.kind, VALUE_BYTES);
    assert_true(expr_call(&memory, STR("to_string"), &bytes, 1, (struct pos){ 0 }, &text, NULL));
    assert_true(value_is(text, "hi"));
    struct err err = { 0 };
    assert_false(expr_call(&memory, STR("to_string"), &bad, 1, (struct pos){ 0 }, &text, &err));
    assert_string_equal(err.message, "to_string: the bytes are not UTF-8 text");
    struct value secret[] = { value_mark_sensitive(value_cstr("k")), value_int(1) };
    assert_false(expr_call(&memory, STR("entry"), secret, 2, (struct pos){ 0 }, &text, NULL));
}

static void test_cidr(void **state)
{
    (void)state;
    static const struct example examples[] = {
        { "cidr.subnet", "[\"10.0.0.0/16\",4,0]", "\"10.0.0.0/20\"" },
        { "cidr.subnet", "[\"10.0.0.0/16\",4,15]", "\"10.0.240.0/20\"" },
        { "cidr.subnet", "[\"10.0.0.0/16\",4,16]", "!there is no subnet 16" },
        { "cidr.subnet", "[\"10.1.2.3/16\",8,2]", "\"10.1.2.0/24\"" },
        { "cidr.subnet", "[\"0.0.0.0/0\",32,4294967295]", "\"255.255.255.255/32\"" },
        { "cidr.subnet", "[\"10.0.0.0/16\",0,0]", "\"10.0.0.0/16\"" },
        { "cidr.subnet", "[\"10.0.0.0/16\",0,1]", "!there is no subnet 1" },
        { "cidr.subnet", "[\"10.0.0.0/16\",17,0]", "!a /16 range cannot take 17 more bits" },
        { "cidr.subnet", "[\"2001:db8::/56\",8,255]", "\"2001:db8:0:ff::/64\"" },
        { "cidr.subnet", "[\"2001:db8::/32\",96,9223372036854775807]", "\"2001:db8::7fff:ffff:ffff:ffff/128\"" },
        { "cidr.subnet", "[\"::/0\",4,15]", "\"f000::/4\"" },
        { "cidr.subnet", "[\"10.0.0/16\",4,0]", "!is not a range" },
        { "cidr.subnet", "[\"10.0.0.01/16\",4,0]", "!is not a range" },
        { "cidr.subnet", "[\"10.0.0.0/33\",4,0]", "!is not a range" },
        { "cidr.subnet", "[\"10.0.0.0\",4,0]", "!is not a range" },
        { "cidr.subnet", "[\"10.0.0.0/16\",4,-1]", "!must lie between" },
        { "cidr.host", "[\"10.0.0.0/24\",5]", "\"10.0.0.5\"" },
        { "cidr.host", "[\"10.0.0.0/24\",255]", "\"10.0.0.255\"" },
        { "cidr.host", "[\"10.0.0.0/24\",256]", "!no address 256" },
        { "cidr.host", "[\"10.0.0.0/24\",-1]", "\"10.0.0.255\"" },
        { "cidr.host", "[\"10.0.0.0/24\",-256]", "\"10.0.0.0\"" },
        { "cidr.host", "[\"10.0.0.0/24\",-257]", "!no address -257" },
        { "cidr.host", "[\"10.0.0.7/32\",0]", "\"10.0.0.7\"" },
        { "cidr.host", "[\"10.0.0.7/32\",1]", "!no address 1" },
        { "cidr.host", "[\"2001:db8::/64\",-2]", "\"2001:db8::ffff:ffff:ffff:fffe\"" },
        { "cidr.host", "[\"2001:db8::/64\",17]", "\"2001:db8::11\"" },
        { "cidr.netmask", "[\"10.0.0.0/20\"]", "\"255.255.240.0\"" },
        { "cidr.netmask", "[\"0.0.0.0/0\"]", "\"0.0.0.0\"" },
        { "cidr.netmask", "[\"fd00::/8\"]", "\"ff00::\"" },
        { "cidr.contains", "[\"10.0.0.0/16\",\"10.0.5.0/24\"]", "true" },
        { "cidr.contains", "[\"10.0.0.0/16\",\"10.1.5.0/24\"]", "false" },
        { "cidr.contains", "[\"10.0.0.0/16\",\"10.0.0.0/8\"]", "false" },
        { "cidr.contains", "[\"10.0.0.0/16\",\"10.0.255.255\"]", "true" },
        { "cidr.contains", "[\"10.0.0.0/16\",\"fd00::1\"]", "false" },
        { "cidr.contains", "[\"10.0.0.0/16\",\"nope\"]", "!neither a range nor an address" },
    };
    CHECK_ALL(examples);
}

static void test_cidr_plan(void **state)
{
    (void)state;
    static const struct example examples[] = {
        /* places by hash: facts that stacks rely on, never to change (computed by another program) */
        { "cidr.plan", "[\"10.0.0.0/16\",{\"public\":4,\"private\":4}]", "{\"private\":\"10.0.240.0/20\",\"public\":\"10.0.0.0/20\"}" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"public-a\":4,\"public-b\":4,\"public-c\":4,\"private-a\":4,\"private-b\":4,\"private-c\":4,\"database-a\":4,\"database-b\":4,\"database-c\":4}]",
          "{\"database-a\":\"10.0.192.0/20\",\"database-b\":\"10.0.96.0/20\",\"database-c\":\"10.0.0.0/20\",\"private-a\":\"10.0.48.0/20\",\"private-b\":\"10.0.32.0/20\",\"private-c\":\"10.0.64.0/20\",\"public-a\":\"10.0.160.0/20\",\"public-b\":\"10.0.224.0/20\",\"public-c\":\"10.0.80.0/20\"}" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"a\":{\"bits\":4,\"at\":3},\"b\":{\"bits\":8,\"at\":0}}]", "{\"a\":\"10.0.48.0/20\",\"b\":\"10.0.0.0/24\"}" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"a\":{\"bits\":4,\"at\":0},\"b\":{\"bits\":8,\"at\":5}}]", "!'a' and 'b' fall on the same addresses" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"a\":{\"bits\":4,\"at\":16}}]", "!no subnet 16" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"a\":\"4\"}]", "!'a' must be a number of bits" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"a\":17}]", "!cannot take 17 more bits" },
        { "cidr.plan", "[\"10.0.0.0/16\",{\"a\":1,\"b\":1,\"c\":1}]", "!fall on the same addresses" },
        { "cidr.plan", "[\"10.0.0.0/16\",1]", "!argument 2 must be" },
        { "cidr.plan", "[\"10.0.0.0/16\",[{\"name\":\"a\",\"bits\":8},{\"name\":\"b\",\"bits\":4},{\"bits\":4},{\"name\":\"c\",\"bits\":4}]]",
          "{\"a\":\"10.0.0.0/24\",\"b\":\"10.0.16.0/20\",\"c\":\"10.0.48.0/20\"}" },
        { "cidr.plan", "[\"10.0.0.0/16\",[{\"name\":\"a\",\"bits\":1},{\"name\":\"b\",\"bits\":1}]]", "{\"a\":\"10.0.0.0/17\",\"b\":\"10.0.128.0/17\"}" },
        { "cidr.plan", "[\"10.0.0.0/16\",[{\"name\":\"a\",\"bits\":1},{\"name\":\"b\",\"bits\":1},{\"name\":\"c\",\"bits\":8}]]", "!item 3 does not fit" },
        { "cidr.plan", "[\"10.0.0.0/16\",[{\"name\":\"a\",\"bits\":8},{\"name\":\"a\",\"bits\":8}]]", "!a name is given twice" },
        { "cidr.plan", "[\"10.0.0.0/16\",[{\"name\":\"a\"}]]", "!item 1 must be" },
        { "cidr.plan", "[\"10.0.0.0/16\",{}]", "{}" },
        { "cidr.plan", "[\"fd00::/48\",[{\"name\":\"a\",\"bits\":16}]]", "{\"a\":\"fd00::/64\"}" },
    };
    CHECK_ALL(examples);
}

/* Names join one by one; a clash is solved as the hint says; nobody who is there ever moves. */
static void test_a_new_name_never_moves_another(void **state)
{
    (void)state;
    struct value spec = value_map(&memory, NULL, 0), before = spec;
    for (int i = 0; i < 40; i++) {
        const char *name = arena_printf(&memory, "private-%c%d", 'z' - i % 7, i).ptr;
        struct value args[] = { value_cstr("10.0.0.0/16"), value_with(&memory, spec, name, value_int(6)) }, plan;
        struct err err = { 0 };
        if (!expr_call(&memory, STR("cidr.plan"), args, 2, (struct pos){ 0 }, &plan, &err)) {
            const char *at = strstr(err.hint, "at = ");
            assert_non_null(at);
            int64_t place = 0;
            for (at += 5; *at >= '0' && *at <= '9'; at++)
                place = place * 10 + (*at - '0');
            /* the hint speaks of the later of the two names: give the new one that place */
            args[1] = value_with(&memory, spec, name, value_map_of(&memory, "bits", value_int(6), "at", value_int(place), NULL));
            err_clear(&err);
            if (!expr_call(&memory, STR("cidr.plan"), args, 2, (struct pos){ 0 }, &plan, &err))
                fail_msg("%s", err.message);
        }
        for (size_t n = 0; n < before.count; n++)
            assert_true(value_eq(value_get_str(plan, str_of(before.fields[n].key)), before.fields[n].value));
        assert_int_equal(plan.count, i + 1);
        spec = args[1];
        before = plan;
    }
}

static void test_results_are_limited(void **state)
{
    (void)state;
    char *large = arena_alloc(&memory, (1 << 20) + 1);
    memset(large, 'a', 1 << 20);
    struct value args[] = { value_str(str_n(large, 1 << 20)), value_cstr("a"), value_cstr("0123456789012345678901234567890123456789") }, v;
    struct err err = { 0 };
    assert_false(expr_call(&memory, STR("replace"), args, 3, (struct pos){ 0 }, &v, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static void test_the_table_is_sorted_and_every_row_is_described(void **state)
{
    (void)state;
    size_t count;
    const struct expr_function *all = expr_functions(&count);
    for (size_t i = 0; i < count; i++) {
        if (i)
            assert_true(strcmp(all[i - 1].name, all[i].name) < 0);
        assert_ptr_equal(expr_function_find(str_of(all[i].name)), &all[i]);
        assert_true(all[i].doc[0] && all[i].signature[0] && all[i].run);
        assert_true(all[i].min_args <= all[i].max_args);
    }
    assert_null(expr_function_find(STR("nope")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_text, empty_memory),
        cmocka_unit_test_teardown(test_format, empty_memory),
        cmocka_unit_test_teardown(test_template, empty_memory),
        cmocka_unit_test_teardown(test_data, empty_memory),
        cmocka_unit_test_teardown(test_bytes_and_text, empty_memory),
        cmocka_unit_test_teardown(test_cidr, empty_memory),
        cmocka_unit_test_teardown(test_cidr_plan, empty_memory),
        cmocka_unit_test_teardown(test_a_new_name_never_moves_another, empty_memory),
        cmocka_unit_test_teardown(test_results_are_limited, empty_memory),
        cmocka_unit_test_teardown(test_the_table_is_sorted_and_every_row_is_described, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
