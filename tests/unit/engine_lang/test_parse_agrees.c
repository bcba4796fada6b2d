/*
 * test_parse_agrees.c - texts at the edges of the language: our parser and Lua's compiler give the same verdict on each.
 *
 * Real files and damaged ones are in tests/groups/30-lua-corpus, any bytes in tests/fuzz/fuzz_parse.c.
 */
#include "tests/lua/agree.h"
#include "tests/unit/test.h"

#define T(text) STR(text)

static const struct str texts[] = {
    /* constants */
    T("local x <const> = 1 x = 2"), T("local x <const> = {} function f() x = 2 end"), T("local x <close> = nil x=1"),
    T("local x <foo> = 1"), T("local a <close>, b <close> = 1"), T("local x<const> = 1 function x() end"),
    T("local x<const> = 1 function x.y() end"), T("local x <const>,y = 1,2 y=3"), T("local x <const> x.y=1"),
    /* _ENV */
    T("local _ENV = {} x=1"), T("local _ENV <const> = {} x = 1"), T("function f(_ENV) return x end"), T("_ENV = nil"),
    T("local _ENV <const> = 5"),
    /* gotos, labels, break */
    T("goto a local b ::a::"), T("goto a local b ::a:: print(1)"), T("::a:: ::a::"), T("::a:: do ::a:: end"),
    T("do ::a:: end do ::a:: end goto a"), T("repeat local x if y then goto c end local z ::c:: until x"),
    T("do goto a end local x ::a:: ; ::b::"), T("goto a do ::a:: end"), T("while 1 do function f() break end end"),
    T("break"), T("for i=1,2 do break end"), T("::a:: function f() goto a end"),
    T("goto a; local x <const> = 5 ::a:: y()"), T("repeat goto a; local x ::a:: until x"), T("if a then break end"),
    T("while 1 do if a then break; else end end"), T("while 1 do if a then break ; f() end end"),
    T("::a:: ::b:: ::a::"), T("goto = 1"), T("do local x goto a do local y end end ::a::"),
    /* varargs */
    T("function f() return ... end"), T("return ..."), T("function f(...) return function() return ... end end"),
    T("function f(a,...,b) end"), T("function f(...) x=... end"),
    /* assignments and calls */
    T("(a)=1"), T("(a).b=1"), T("f()=1"), T("f().x=1"), T("a,(b)=1"), T("a"), T("a.b"), T("a:b"), T("(f())"),
    T("(f)()"), T("\"x\":f()"), T("(\"x\"):f()"), T("a.b:c\"x\".d=1"), T("a,b"), T("f(),g()=1"), T("f{}[1]=2"),
    /* numbers */
    T("x=3..2"), T("x=3 ..2"), T("x=0x"), T("x=0x.p1"), T("x=0x.8"), T("x=0xA."), T("x=3e"), T("x=3e+"), T("x=0x1p"),
    T("x=0x1e+1"), T("x=3a"), T("x=3x"), T("x=.5"), T("x=5."), T("x=1e5e5"), T("x=0xep1"), T("x=3_"), T("x=1..2"),
    T("x=0x1.8p-3"), T("x=08"), T("x=1e+5."), T("x=0b1"), T("x=0xg"), T("x=1.2.3"), T("x=0x1P+"), T("x = .e1"),
    /* strings and comments */
    T("x=\"\\q\""), T("x=\"\\x1\""), T("x=\"\\xgg\""), T("x=\"\\u{7fffffff}\""), T("x=\"\\u{80000000}\""),
    T("x=\"\\u{}\""), T("x=\"\\u1\""), T("x=\"\\256\""), T("x=\"\\255\""), T("x=\"\\z   \n\n  a\""),
    T("x=\"a\\\nb\""), T("x=\"a\nb\""), T("x=\"a"), T("x='a\\'"), T("x=[==[ ]=] ]==]"), T("x=[=="), T("x=[=[a]]"),
    T("--[==[ \n ]=] ]==] x=1"), T("--[==[ a"), T("--[== a\nx=1"), T("x=\"\\u{00000000000000041}\""), T("x=\"\000\""),
    T("\000"), T("--\000\nx=1"), T("x=[[\r\n\n\r]]y=1"), T("x=\"\\\r\na\""), T("x=\"\\0001\""), T("[=="), T("x=\"\\"),
    T("x = \"\\u{7fffffff"), T("--["),
    /* return and ends */
    T("return"), T("return;"), T("return;;"), T("return 1 x=1"), T("do return end x=1"), T("repeat return until x"),
    T("return return"), T("if x then return else end"), T("end"), T("x=1 end"), T("until x"), T(";;;"), T(""),
    T("#!x"), T("\357\273\277x=1"), T("\033Lua"),
    /* functions and loops */
    T("for a.b=1,2 do end"), T("for i=1 do end"), T("for i=1,2,3,4 do end"), T("for i in do end"),
    T("for i,j=1,2 do end"), T("for i in a,b,c,d,e do end"), T("function a.b.c:d() end"), T("function a:b.c() end"),
    T("function a:b:c() end"), T("local function a.b() end"), T("function () end"), T("function self.f() end"),
    T("local function f(self, self) end"),
    /* tables */
    T("x={a=1;b=2,}"), T("x={,}"), T("x={1,,2}"), T("x={[1]}"), T("x={[1]=}"), T("x={a.b=1}"), T("x={end=1}"),
    T("x={a=1 b=2}"), T("x={...}"), T("x={f=function() end,}"), T("x=a.end"), T("x={a==1}"), T("x={a}"),
    T("x={[\"a\"]=1;}"),
    /* operators */
    T("x=a~=b"), T("x=~a"), T("x=a~b"), T("x=-a^-b"), T("x=a//b"), T("x=a!=b"), T("x=not"), T("x=#-~not a"),
    T("x=a<b<c"), T("x=a..b..c"), T("x=a<<b>>c&d|e~f"), T("x=a and"), T("x= =1"), T("x=1/0//0"), T("x+=1"),
    T("x=a?b:c"),
};

static void test_edges_of_the_language(void **state)
{
    (void)state;
    struct agree agree;
    agree_init(&agree);
    unsigned accepted = 0;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (!agree_check(&agree, texts[i]))
            fail_msg("%.*s: %s", STR_ARG(texts[i]), agree.why);
        accepted += agree.lua_accepts;
    }
    CHECK(accepted > ARRAY_LEN(texts) / 4 && accepted < ARRAY_LEN(texts) * 3 / 4); /* the table has both kinds */
    agree_done(&agree);
}

/* head, then `count` times each part, then tail. # in a part is its number. */
struct shape {
    const char *head, *first, *middle, *second, *tail;
};

static void add_numbered(struct buf *out, const char *part, int number)
{
    for (; *part; part++)
        if (*part == '#')
            buf_printf(out, "%d", number);
        else
            buf_add_char(out, *part);
}

static void check_shape(struct agree *agree, const struct shape *shape, int count)
{
    DROP_BUF struct buf text = { 0 };
    buf_add_cstr(&text, shape->head);
    for (int i = 0; i < count; i++)
        add_numbered(&text, shape->first, i);
    buf_add_cstr(&text, shape->middle);
    for (int i = 0; i < count; i++)
        add_numbered(&text, shape->second, i);
    buf_add_cstr(&text, shape->tail);
    if (!agree_check(agree, buf_str(&text)))
        fail_msg("%d times '%s': %s", count, shape->first, agree->why);
}

static void test_limits_are_the_same_to_the_last_level(void **state)
{
    (void)state;
    static const struct shape shapes[] = {
        { "x = ", "(", "1", ")", "" }, { "", "do ", "", "end ", "" }, { "x = a", "..a", "", "", "" }, { "x = a", "^a", "", "", "" },
        { "x = ", "not ", "a", "", "" }, { "", "local a#\n", "", "", "" }, { "", "local a#\n", "for i = 1, 2 do end", "", "" },
        { "function f(", "a#, ", "b) end", "", "" }, { "b", ", a#", " = 1", "", "" }, { "x = ", "{", "", "}", "" },
        { "", "function f() ", "", "end ", "" }, { "while a do ", "if b then ", "break ", "end ", "end" },
        { "x = ", "a:b(", "", ")", "" }, { "if a then ", "elseif b then ", "", "", "end" }, { "x = ", "(a or ", "b", ")", "" },
        { "x = ", "(a == ", "b", ")", "" }, { "x = ", "t[", "a", "]", "" }, { "", "repeat ", "", "until a ", "" },
    };
    struct agree agree;
    agree_init(&agree);
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        for (int count = 95; count <= 202; count = count == 102 ? 194 : count + 1)
            check_shape(&agree, &shapes[i], count);
    CHECK_INT(agree.beyond_cheap, 0);
    agree_done(&agree);
}

static void test_arguments_and_upvalues_have_luas_limits(void **state)
{
    (void)state;
    static const struct shape shapes[] = {
        { "f(a", ", a", ")", "", "" },
        { "return a", ", a", "", "", "" },
        { "x = { a", ", a", "}", "", "" },
        { "x = a", ", a", "", "", "" },
    };
    struct agree agree;
    agree_init(&agree);
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        for (int count = 250; count <= 258; count++)
            check_shape(&agree, &shapes[i], count);
    for (int count = 250; count <= 258; count++) {
        DROP_BUF struct buf text = { 0 };
        for (int i = 0; i < count; i++)
            buf_printf(&text, i == 150 ? "function f()\nlocal v%d\n" : "local v%d\n", i);
        buf_add_cstr(&text, "function g() return 0");
        for (int i = 0; i < count; i++)
            buf_printf(&text, " + v%d", i);
        buf_add_cstr(&text, " end end");
        if (!agree_check(&agree, buf_str(&text)))
            fail_msg("%d upvalues: %s", count, agree.why);
    }
    agree_done(&agree);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges_of_the_language),
        cmocka_unit_test(test_limits_are_the_same_to_the_last_level),
        cmocka_unit_test(test_arguments_and_upvalues_have_luas_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
