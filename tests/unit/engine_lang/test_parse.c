/*
 * test_parse.c - what is wrong with a chunk, at which line and column; and where calls, fields and operators stand.
 *
 * That the parser accepts what Lua accepts is not tested here but by tests/groups/30-lua-corpus, against Lua itself.
 */
#include "engine/lang/parse.h"
#include "tests/unit/test.h"

#include "engine/base/buf.h"

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

/* "E0001 2:5-8 message (hint)", or "ok". */
static struct str problem_of(struct str text)
{
    struct diags diags = { .arena = &arena };
    struct source *source = source_new(&arena, STR("stack.lua"), text);
    struct parse_options options = { .house_rules = true, .guards = true };
    if (parse_chunk(&arena, source, &options, &diags))
        return STR("ok");
    const struct diag *diag = &diags.list.items[0];
    CHECK_INT(diags.list.count, 1);
    return arena_printf(&arena, "%s %u:%u-%u %.*s%s%.*s%s", diag->code, diag->at.line, diag->at.column, diag->at.end_column,
                        STR_ARG(diag->message), diag->hint.len ? " (" : "", STR_ARG(diag->hint), diag->hint.len ? ")" : "");
}

static struct chunk *chunk_of(const char *text)
{
    struct diags diags = { .arena = &arena };
    struct source *source = source_new(&arena, STR("stack.lua"), str_of(text));
    struct chunk *chunk = parse_chunk(&arena, source, &(struct parse_options){ .guards = true }, &diags);
    if (!chunk)
        fail_msg("%s", diags.list.items[0].message.ptr);
    return chunk;
}

/* "2:5-8" */
static struct str place(struct pos at)
{
    return arena_printf(&arena, "%u:%u-%u", at.line, at.column, at.end_column);
}

static void test_every_error_has_a_text_and_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *problem;
    } cases[] = {
        { "x = ", "E0001 1:5-5 expected a value, found the end of the file" },
        { "local x = 1\nif x = 2 then end", "E0001 2:6-7 `=` in a condition (write `==` to compare)" },
        { "x = = 2", "E0001 1:5-6 expected a value, found `=` (write `==` to compare)" },
        { "x = a && b", "E0001 1:8-9 expected a value, found `&` (write `and`, `or`)" },
        { "f(a b)", "E0009 1:5-6 expected `)`, found `b`" },
        { "f(a,\n  b\n", "E0009 3:1-1 expected `)`, found the end of the file (it closes the `(` at line 1)" },
        { "if x then\n  f()\nelse\n  g()\n", "E0009 5:1-1 expected `end`, found the end of the file (it closes the `if` at line 1)" },
        { "f()\nend", "E0009 2:1-4 this `end` closes nothing (there is one too many, or a block before it ended early)" },
        { "while x f() end", "E0001 1:9-10 expected `do`, found `f`" },
        { "if x f() end", "E0001 1:6-7 expected `then`, found `f`" },
        { "x = { a = 1 b = 2 }", "E0001 1:13-14 expected `,` or `}`, found `b` (a comma may be missing before it)" },
        { "x = { a: 1 }", "E0001 1:8-9 `:` without the name of a method (`:` calls a method; a field is read with `.`, a key is written `key = value`)" },
        { "x = { 1 = 2 }", "E0001 1:9-10 expected `,` or `}`, found `=` (a key that is not a name is written [\"key\"] = value)" },
        { "x = { a = 1,\n", "E0001 2:1-1 expected a value, found the end of the file" },
        { "x = { end = 1 }", "E0007 1:7-10 `end` is a word of Lua itself and cannot be a key without quotes (write [\"end\"] = ...)" },
        { "x = t.end", "E0007 1:7-10 `end` is a word of Lua itself and cannot be a key without quotes (write [\"end\"])" },
        { "local end = 1", "E0007 1:7-10 `end` is a word of Lua itself and cannot be a variable's name" },
        { "local 1 = 1", "E0001 1:7-8 expected a variable's name, found `1`" },
        { "x + 1", "E0001 1:1-2 this is a value, not a statement: `+` follows (Lua has no `+=` or `++`: write x = x + 1)" },
        { "x == 1", "E0001 1:1-2 this is a value, not a statement: `==` follows (write `=` to assign)" },
        { "for i = 1, 2 do continue end", "E0001 1:17-25 this is a value, not a statement: `end` follows "
                                          "(Lua has no continue: goto next, with ::next:: before the end of the loop)" },
        { "f() = 1", "E0001 1:1-4 cannot assign to this" },
        { "(a) = 1", "E0001 1:1-4 cannot assign to this" },
        { "x = a:b", "E0001 1:8-8 expected the arguments of a method call, found the end of the file "
                     "(`:` calls a method; a field is read with `.`, a key is written `key = value`)" },
        { "for i = 1 do end", "E0001 1:11-13 expected `,`, found `do` (a numeric for has a start and a limit: for i = 1, 10 do)" },
        { "for i do end", "E0001 1:7-9 expected `in`, found `do` (for i = 1, 10 do ... end, or for key, value in pairs(t) do ... end)" },
        { "return 1 f()", "E0001 1:10-11 `f` after `return`, which must end its block "
                          "(write do return ... end to leave in the middle of a block)" },
        { "x = 'abc", "E0002 1:5-9 the string is never closed (a string over several lines is written [[...]])" },
        { "x = \"abc\ny = 2", "E0002 1:5-9 the string is never closed (a string over several lines is written [[...]])" },
        { "x = [[abc\n\n", "E0002 1:5-7 the long string that begins at line 1 is never closed" },
        { "\n --[==[ abc ]=]", "E0002 2:2-6 the comment that begins at line 2 is never closed" },
        { "x = [=", "E0002 1:5-7 a long string begins with [[ or [=[" },
        { "x = '\\d+'", "E0003 1:6-8 a string has an escape that Lua does not know (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = '\\xg0'", "E0003 1:6-8 two hexadecimal digits expected in the escape \\xXX (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = '\\300'", "E0003 1:6-10 the escape \\ddd is at most \\255 (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = '\\u123'", "E0003 1:6-8 missing `{` in the escape \\u{XXX} (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = '\\u{}'", "E0003 1:6-9 hexadecimal digits expected in the escape \\u{XXX} (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = '\\u{41'", "E0003 1:6-11 missing `}` in the escape \\u{XXX} (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = '\\u{ffffffff}'", "E0003 1:6-17 the value of the escape \\u{XXX} is too large (a backslash itself is written \\\\, or use a long string [[...]])" },
        { "x = 12px", "E0004 1:5-8 malformed number `12p`" },
        { "x = 0x", "E0004 1:5-7 malformed number `0x`" },
        { "x = 1..2", "E0004 1:5-9 malformed number `1..2`" },
        { "if a != b then end", "E0005 1:6-8 `!=` is not Lua (write `~=`)" },
        { "if !a then end", "E0005 1:4-5 `!` is not Lua (write `not`)" },
        { "x = \xe2\x80\x9cprod\xe2\x80\x9d", "E0005 1:5-8 a typographic quote (write \")" },
        { "x =\xc2\xa0""1", "E0005 1:4-6 a no-break space (replace it by a space)" },
        { "\xef\xbb\xbfx = 1", "E0005 1:1-4 the file begins with a byte-order mark (save it as UTF-8 without one)" },
        { "x = a ? b", "E0005 1:7-8 `?` has no meaning in Lua" },
        { "x = \xc3\xa4", "E0005 1:5-6 a byte 0xc3 outside of a string (text other than ASCII goes into strings and comments)" },
        { "f()\n(g or h)()", "E0006 2:1-2 this line silently continues the one before it: Lua takes `(` for the argument of a call "
                             "(write it on the line of the call, or put `;` before it if it is a statement of its own)" },
        { "aws.vpc \"main\"\n{ a = 1 }", "E0006 2:1-2 this line silently continues the one before it: Lua takes `{` for the argument of a call "
                                       "(write it on the line of the call, or put `;` before it if it is a statement of its own)" },
        { "x = f\n\"a\"", "E0006 2:1-4 this line silently continues the one before it: Lua takes `\"a\"` for the argument of a call "
                          "(write it on the line of the call, or put `;` before it if it is a statement of its own)" },
        { "break", "E0010 1:1-6 `break` outside of a loop" },
        { "goto done", "E0010 1:6-10 there is no label `done` to go to" },
        { "::a:: f()\n::a::", "E0010 2:3-4 the label `a` is already at line 1" },
        { "goto out\nlocal x\n::out:: f()", "E0010 1:6-9 this goto jumps over the local `x` to the label `out` at line 3 "
                                           "(end the block before the label with do ... end)" },
        { "local x <const> = 1\nx = 2", "E0011 2:1-2 `x` is constant: it was declared <const> or <close>" },
        { "local x <const> = f()\nlocal function g() x = 2 end", "E0011 2:20-21 `x` is constant: it was declared <const> or <close>" },
        { "local function f() return ... end", "E0015 1:27-30 `...` outside of a function that takes `...` (add `...` to the function's parameters)" },
        { "local x <final> = 1", "E0016 1:10-15 unknown attribute `final` (there are <const> and <close>)" },
        { "local a <close>, b <close> = f()", "E0016 1:18-19 only one variable of a list can be <close>" },
        { "local _ENV = {}", "E0013 1:7-11 `_ENV` cannot be used in a stack (globals are what infra provides; keep your own values in locals)" },
        { "x = _ENV.aws", "E0013 1:5-9 `_ENV` cannot be used in a stack (globals are what infra provides; keep your own values in locals)" },
        { "local function f(__g) end", "E0013 1:18-21 the name `__g` is reserved" },
        { "__g = nil", "E0013 1:1-4 the name `__g` is reserved" },
        { "\x1bLua", "E0014 1:1-1 the file is compiled Lua (give the source text)" },
        { "local t = { __g = 1, _ENV = 2 } t.__g = 3", "ok" },
        { "f() ;(g or h)()", "ok" },
        { "cluster\n  .deployment \"a\" {\n}", "ok" },
        { "", "ok" },
        { "-- only a comment", "ok" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(problem_of(str_of(cases[i].text)), cases[i].problem);
}

static struct str repeated(const char *before, const char *what, int count, const char *after)
{
    DROP_BUF struct buf out = { 0 };
    buf_add_cstr(&out, before);
    for (int i = 0; i < count; i++)
        buf_add_cstr(&out, what);
    buf_add_cstr(&out, after);
    return arena_str(&arena, buf_str(&out));
}

static void test_limits_are_reported(void **state)
{
    (void)state;
    CHECK_STR(problem_of(repeated("x = ", "(", 300, "")),
              "E0008 1:203-204 nested more than 199 levels deep (split it into local variables or functions)");
    CHECK_STR(problem_of(repeated("", "local a ", 201, "")),
              "E0012 1:1607-1608 more than 200 local variables in one function (put some into a table, or into do ... end blocks)");
    struct str calls = problem_of(repeated("f(1", ", 1", 300, ")"));
    CHECK(str_find(calls, STR("too many values at once")) > 0);
    DROP_BUF struct buf text = { 0 };
    for (int i = 0; i < 256; i++)
        buf_printf(&text, i % 128 ? "local v%d\n" : "local v%d function f%d()\n", i, i);
    buf_add_cstr(&text, "function g() return 0");
    for (int i = 0; i < 256; i++)
        buf_printf(&text, " + v%d", i);
    buf_add_cstr(&text, " end end end");
    CHECK(str_find(problem_of(arena_str(&arena, buf_str(&text))), STR("uses more than 255 variables")) > 0);
}

static void test_guards_that_lua_could_not_nest_are_refused(void **state)
{
    (void)state;
    DROP_BUF struct buf text = { 0 };
    buf_add_cstr(&text, "x = ");
    for (int i = 0; i < 70; i++)
        buf_add_cstr(&text, "(a == ");
    buf_add_cstr(&text, "b");
    for (int i = 0; i < 70; i++)
        buf_add_char(&text, ')');
    CHECK_STR(problem_of(buf_str(&text)), "ok"); /* the results of comparisons are plain: one guard, no deeper */
    buf_truncate(&text, 0);
    buf_add_cstr(&text, "x = ");
    for (int i = 0; i < 150; i++)
        buf_add_cstr(&text, "t[");
    buf_add_cstr(&text, "b");
    for (int i = 0; i < 150; i++)
        buf_add_char(&text, ']');
    CHECK(str_starts(problem_of(buf_str(&text)), STR("E0008 1:0-0 too complex together with the guards")));
}

static void test_lines_end_as_luas_do(void **state)
{
    (void)state;
    struct source *source = source_new(&arena, STR("s"), STR("a\r\nb\n\rc\rd\n\n\ne"));
    CHECK_INT(source_line_count(source), 7);
    CHECK_STR(source_line(source, 1), "a");
    CHECK_STR(source_line(source, 3), "c");
    CHECK_STR(source_line(source, 4), "d");
    CHECK_STR(source_line(source, 5), "");
    CHECK_STR(source_line(source, 7), "e");
    CHECK_STR(source_line(source, 8), "");
    CHECK_STR(source_line(source, 0), "");
    CHECK_STR(place(source_pos(source, 3, 4)), "2:1-2");
    CHECK_STR(place(source_pos(source, 3, 9)), "2:1-2"); /* ends with its first line */
    CHECK_STR(problem_of(STR("a = 1\r\nb = 2\r\nc = = 1")), "E0001 3:5-6 expected a value, found `=` (write `==` to compare)");
}

/* --- positions --- */

static const char network[] = "local vpc = aws.vpc \"main\" {\n"
                              "    cidr_block = \"10.0.0.0/16\",\n"
                              "    tags = { Name = \"prod\", [\"a-b\"] = region },\n"
                              "    ingress = { { from_port = 1 }, list { 2, 3 } },\n"
                              "}\n"
                              "for i, az in ipairs(zones) do\n"
                              "  aws.subnet(\"private-\" .. az) { vpc_id = vpc.id }\n"
                              "end\n"
                              "aws.eip \"a\" {} aws.eip \"b\" { domain = \"vpc\" }\n"
                              "aws.vpc \"forgotten\"\n"
                              "cluster\n"
                              "  .deployment \"web\" { replicas = 1 }\n";

static void test_a_call_is_found_by_line_name_and_label(void **state)
{
    (void)state;
    struct chunk *chunk = chunk_of(network);
    const struct parse_call *call = parse_call_at(chunk, 1, STR("vpc"), STR("main"));
    CHECK(call && call->has_table && call->curried == 1 && !call->is_statement);
    CHECK_STR(place(call->at), "1:13-20");
    CHECK_STR(call->callee, "aws.vpc");
    CHECK_STR(call->label, "main");
    call = parse_call_at(chunk, 7, STR("subnet"), STR("private-a"));
    CHECK(call && call->has_table && !call->has_label && call->is_statement);
    CHECK_STR(place(call->at), "7:3-13");
    CHECK_STR(place(call->whole), "7:3-51");
    CHECK(!parse_call_at(chunk, 9, STR("eip"), STR_NONE)); /* two */
    call = parse_call_at(chunk, 9, STR("eip"), STR("b"));
    CHECK(call != NULL);
    CHECK_STR(place(call->at), "9:16-23");
    CHECK(!parse_call_at(chunk, 9, STR("eip"), STR("c")));
    CHECK(!parse_call_at(chunk, 2, STR("vpc"), STR_NONE));
    call = parse_call_at(chunk, 10, STR("vpc"), STR_NONE);
    CHECK(call && !call->has_table && call->is_statement);
    CHECK(parse_call_at(chunk, 11, STR("deployment"), STR("web"))); /* Lua 5.4.0 to 5.4.5 */
    CHECK(parse_call_at(chunk, 12, STR("deployment"), STR("web"))); /* later */
    size_t count;
    (void)parse_calls(chunk, &count);
    CHECK_INT(count, 13);
}

static void test_arguments_have_places(void **state)
{
    (void)state;
    struct chunk *chunk = chunk_of("x = merge(a, { b = f(1) }, c.d) print 'x'");
    const struct parse_call *call = parse_call_at(chunk, 1, STR("merge"), STR_NONE);
    struct pos at;
    CHECK(call && !call->has_table && call->args_count == 3);
    CHECK(parse_arg_pos(chunk, call, 2, &at));
    CHECK_STR(place(at), "1:14-26");
    CHECK(parse_arg_pos(chunk, call, 3, &at));
    CHECK_STR(place(at), "1:28-31");
    CHECK(!parse_arg_pos(chunk, call, 4, &at));
    CHECK(!parse_arg_pos(chunk, call, 0, &at));
    CHECK(parse_arg_pos(chunk, parse_call_at(chunk, 1, STR("print"), STR("x")), 1, &at));
    CHECK_STR(place(at), "1:39-42");
}

static void test_fields_are_found_by_path(void **state)
{
    (void)state;
    struct chunk *chunk = chunk_of(network);
    const struct parse_call *call = parse_call_at(chunk, 1, STR("vpc"), STR("main"));
    struct pos key, value;
    CHECK(parse_field_pos(chunk, call, (struct parse_step[]){ { .key = STR("cidr_block") } }, 1, &key, &value));
    CHECK_STR(place(key), "2:5-15");
    CHECK_STR(place(value), "2:18-31");
    CHECK(parse_field_pos(chunk, call, (struct parse_step[]){ { .key = STR("tags") }, { .key = STR("a-b") } }, 2, &key, &value));
    CHECK_STR(place(key), "3:30-35");
    CHECK_STR(place(value), "3:39-45");
    struct parse_step port[] = { { .key = STR("ingress") }, { .index = 1 }, { .key = STR("from_port") } };
    CHECK(parse_field_pos(chunk, call, port, 3, &key, &value));
    CHECK_STR(place(value), "4:31-32");
    struct parse_step second[] = { { .key = STR("ingress") }, { .index = 2 }, { .index = 2 } };
    CHECK(parse_field_pos(chunk, call, second, 3, &key, &value)); /* through list { } */
    CHECK_STR(place(value), "4:46-47");
    struct parse_step deeper[] = { { .key = STR("tags") }, { .key = STR("none") } };
    CHECK(!parse_field_pos(chunk, call, deeper, 2, &key, &value));
    CHECK_STR(place(key), "3:5-9"); /* the deepest that is there */
    CHECK(!parse_field_pos(chunk, call, (struct parse_step[]){ { .key = STR("none") } }, 1, &key, &value));
    CHECK_INT(key.line, 0);
    struct parse_step beyond[] = { { .key = STR("cidr_block") }, { .key = STR("x") } };
    CHECK(!parse_field_pos(chunk, call, beyond, 2, &key, &value));
}

static void test_labels_and_keys_resolve_escapes(void **state)
{
    (void)state;
    struct chunk *chunk = chunk_of("f '\\x61\\98\\u{63}\\z   \\n\\\n\\\\\\'' { ['\\65'] = 1, [ [==[\nx]]y]==]] = 2, [3] = 4 } g [[\r\nb]] {}");
    const struct parse_call *call = parse_call_at(chunk, 1, STR("f"), STR_NONE);
    CHECK_STR(call->label, "abc\n\n\\'");
    struct pos key, value;
    CHECK(parse_field_pos(chunk, call, (struct parse_step[]){ { .key = STR("A") } }, 1, &key, &value));
    CHECK(parse_field_pos(chunk, call, (struct parse_step[]){ { .key = STR("x]]y") } }, 1, &key, &value));
    CHECK(parse_field_pos(chunk, call, (struct parse_step[]){ { .index = 3 } }, 1, &key, &value));
    call = parse_call_at(chunk, 3, STR("g"), STR_NONE);
    CHECK_STR(call->label, "b");
    chunk = chunk_of("f '\\u{7FF}\\u{800}\\u{10FFFF}\\u{7FFFFFFF}' {}");
    CHECK_STR(parse_call_at(chunk, 1, STR("f"), STR_NONE)->label, "\xdf\xbf\xe0\xa0\x80\xf4\x8f\xbf\xbf\xfd\xbf\xbf\xbf\xbf\xbf");
}

static void test_operators_are_found_when_they_are_alone(void **state)
{
    (void)state;
    struct chunk *chunk = chunk_of("x = vpc.id + 1\ny = a + b + c\nz = #list - -n\nw = a ..\n  b\n");
    struct pos left, right;
    CHECK(parse_op_pos(chunk, 1, "+", false, &left, &right));
    CHECK_STR(place(left), "1:5-11");
    CHECK_STR(place(right), "1:14-15");
    CHECK(!parse_op_pos(chunk, 2, "+", false, &left, &right));
    CHECK(parse_op_pos(chunk, 3, "#", true, &left, &right));
    CHECK_STR(place(right), "3:6-10");
    CHECK(parse_op_pos(chunk, 3, "-", false, &left, &right));
    CHECK_STR(place(left), "3:5-10");
    CHECK(parse_op_pos(chunk, 3, "-", true, &left, &right));
    CHECK_STR(place(right), "3:14-15");
    CHECK(parse_op_pos(chunk, 4, "..", false, &left, &right));
    CHECK(parse_op_pos(chunk, 5, "..", false, &left, &right));
    CHECK(!parse_op_pos(chunk, 1, "<", false, &left, &right));
    CHECK_STR(place(parse_line_pos(chunk, 5)), "5:3-4");
    CHECK_STR(place(parse_line_pos(chunk, 99)), "99:0-0");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_every_error_has_a_text_and_a_place, reset),
        cmocka_unit_test_teardown(test_limits_are_reported, reset),
        cmocka_unit_test_teardown(test_guards_that_lua_could_not_nest_are_refused, reset),
        cmocka_unit_test_teardown(test_lines_end_as_luas_do, reset),
        cmocka_unit_test_teardown(test_a_call_is_found_by_line_name_and_label, reset),
        cmocka_unit_test_teardown(test_arguments_have_places, reset),
        cmocka_unit_test_teardown(test_fields_are_found_by_path, reset),
        cmocka_unit_test_teardown(test_labels_and_keys_resolve_escapes, reset),
        cmocka_unit_test_teardown(test_operators_are_found_when_they_are_alone, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
