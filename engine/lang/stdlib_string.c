/*
 * stdlib_string.c - the string library: Lua's, on our own pattern matcher with a budget, plus the text
 * functions of expressions.
 *
 * Strings have the library as methods, so `name:trim_prefix("x")` works on a string and on a reference alike.
 * format is the one of expressions: deterministic, without %p, and open to references. Everything that would
 * build a huge string is capped.
 */
#include "engine/lang/lang_internal.h"
#include "engine/lang/pattern.h"

#define STEPS_MAX UINT64_C(200000000)

static struct str text_arg(lua_State *L, int n, const char *name)
{
    if (lua_type(L, n) != LUA_TSTRING && lua_type(L, n) != LUA_TNUMBER)
        lang_bad_arg(L, name, n, "a string");
    size_t len;
    const char *ptr = lua_tolstring(L, n, &len);
    return str_n(ptr, len);
}

static lua_Integer int_arg(lua_State *L, int n, const char *name, bool required, lua_Integer fallback)
{
    int whole;
    if (!required && lua_isnoneornil(L, n))
        return fallback;
    lua_Integer i = lua_tointegerx(L, n, &whole);
    if (!whole || refs_test(L, n))
        lang_bad_arg(L, name, n, "an integer");
    return i;
}

static bool is_ref(lua_State *L, int n)
{
    return refs_test(L, n) != NULL;
}

/* --- simple ones --- */

static int string_len(lua_State *L)
{
    if (is_ref(L, 1))
        refs_misuse(lang_of(L), 1, "E0207", lang_here_call(lang_of(L), "len"), "take the length of", NULL);
    lua_pushinteger(L, (lua_Integer)text_arg(L, 1, "string.len").len);
    return 1;
}

static lua_Integer from_end(lua_Integer at, size_t len)
{
    if (at >= 0)
        return at;
    return (lua_Integer)len + at < 0 ? 0 : (lua_Integer)len + at + 1;
}

static int string_sub(lua_State *L)
{
    struct str s = text_arg(L, 1, "string.sub");
    lua_Integer from = from_end(int_arg(L, 2, "string.sub", true, 1), s.len),
                to = int_arg(L, 3, "string.sub", false, -1);
    to = from_end(to, s.len);
    if (from < 1)
        from = 1;
    if (to > (lua_Integer)s.len)
        to = (lua_Integer)s.len;
    struct str part = from > to ? STR("") : str_slice(s, (size_t)from - 1, (size_t)to);
    lua_pushlstring(L, part.ptr, part.len);
    return 1;
}

static int map_bytes(lua_State *L, const char *name, char first, char last, int delta)
{
    struct str s = text_arg(L, 1, name);
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, s.len);
    for (size_t i = 0; i < s.len; i++)
        out[i] = s.ptr[i] >= first && s.ptr[i] <= last ? (char)(s.ptr[i] + delta) : s.ptr[i];
    luaL_pushresultsize(&b, s.len);
    return 1;
}

static int string_upper(lua_State *L)
{
    return is_ref(L, 1) ? stdlib_expr_call(L, "upper", 1, 1)
                        : map_bytes(L, "string.upper", 'a', 'z', 'A' - 'a');
}

static int string_lower(lua_State *L)
{
    return is_ref(L, 1) ? stdlib_expr_call(L, "lower", 1, 1)
                        : map_bytes(L, "string.lower", 'A', 'Z', 'a' - 'A');
}

static int string_reverse(lua_State *L)
{
    struct str s = text_arg(L, 1, "string.reverse");
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, s.len);
    for (size_t i = 0; i < s.len; i++)
        out[i] = s.ptr[s.len - 1 - i];
    luaL_pushresultsize(&b, s.len);
    return 1;
}

static int string_rep(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct str s = text_arg(L, 1, "string.rep"),
               sep = lua_isnoneornil(L, 3) ? STR("") : text_arg(L, 3, "string.rep");
    lua_Integer n = int_arg(L, 2, "string.rep", true, 0);
    if (n <= 0 || s.len + sep.len == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((size_t)n > LANG_STRING_MAX_BYTES / (s.len + sep.len))
        lang_code_throw(lang, "E0505", lang_here_call(lang, "rep"), NULL,
                        "string.rep would make a string of more than %d MB", LANG_STRING_MAX_BYTES >> 20);
    size_t total = (size_t)n * (s.len + sep.len) - sep.len;
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, total);
    for (lua_Integer i = 0; i < n; i++) {
        memcpy(out, s.ptr, s.len);
        out += s.len;
        if (i + 1 < n && sep.len) {
            memcpy(out, sep.ptr, sep.len);
            out += sep.len;
        }
    }
    luaL_pushresultsize(&b, total);
    return 1;
}

static int string_byte(lua_State *L)
{
    struct str s = text_arg(L, 1, "string.byte");
    lua_Integer from = int_arg(L, 2, "string.byte", false, 1), to = int_arg(L, 3, "string.byte", false, from);
    from = from_end(from, s.len);
    to = from_end(to, s.len);
    if (from < 1)
        from = 1;
    if (to > (lua_Integer)s.len)
        to = (lua_Integer)s.len;
    if (to - from >= 10000)
        lang_bad_arg(L, "string.byte", 3, "at most 10000 bytes further");
    int count = from > to ? 0 : (int)(to - from + 1);
    luaL_checkstack(L, count + 1, "too many bytes");
    for (int i = 0; i < count; i++)
        lua_pushinteger(L, (unsigned char)s.ptr[from - 1 + i]);
    return count;
}

static int string_char(lua_State *L)
{
    int count = lua_gettop(L);
    luaL_Buffer b;
    char *out = luaL_buffinitsize(L, &b, (size_t)count);
    for (int i = 1; i <= count; i++) {
        lua_Integer c = lua_tointeger(L, i);
        if (!lua_isinteger(L, i) || c < 0 || c > 255)
            lang_bad_arg(L, "string.char", i, "a byte from 0 to 255");
        out[i - 1] = (char)c;
    }
    luaL_pushresultsize(&b, (size_t)count);
    return 1;
}

/* --- format --- */

static bool wants_number(char directive)
{
    return strchr("dixXeEfFgGaAcou", directive) != NULL;
}

/* A reference whose type the schema knows must fit its directive already now. */
static void check_directive(lua_State *L, int n, char directive)
{
    struct lang *lang = lang_of(L);
    struct ref *ref = refs_test(L, n);
    if (handle_test(L, n))
        refs_misuse(lang, n, "E0217", lang_here_arg(lang, "format", (uint32_t)n), "format", NULL);
    if (!ref || !ref->attr || ref->poison)
        return;
    enum attr_type type = ref->attr->type;
    bool number = type == ATTR_INT || type == ATTR_NUMBER, text = type == ATTR_STRING || type == ATTR_BOOL;
    if ((!text && !number) || ref->shape == REF_ANY || number || !wants_number(directive)) {
        if (text || number || ref->shape == REF_LEAF || ref->shape == REF_ANY)
            return;
    }
    struct str shown = refs_text(lang, n);
    struct diag *finding = lang_finding(lang, "E0213", lang_here_arg(lang, "format", (uint32_t)n),
                                        "cannot format `%.*s` with %%%c: it is a %s", STR_ARG(shown),
                                        directive, attr_type_name(type));
    finding->label = STR("a reference");
    finding->hint = text ? STR("use %s, or apply(ref, function(value) return format(...) end)")
                         : STR("join(ref, \",\") or json.encode(ref) makes a text of it");
    lang_throw(lang, finding);
}

static int string_format(lua_State *L)
{
    struct str pattern = text_arg(L, 1, "format");
    int n = 2;
    for (size_t i = 0; i + 1 < pattern.len; i++) {
        if (pattern.ptr[i] != '%')
            continue;
        if (pattern.ptr[++i] == '%')
            continue;
        while (i < pattern.len && strchr("-+ #0123456789.", pattern.ptr[i]))
            i++;
        if (i < pattern.len && n <= lua_gettop(L))
            check_directive(L, n++, pattern.ptr[i]);
    }
    return stdlib_expr_call(L, "format", 1, lua_gettop(L));
}

/* --- patterns --- */

NORETURN static void pattern_failed(lua_State *L, const char *name, const struct err *err)
{
    struct lang *lang = lang_of(L);
    if (err->code == ERR_LIMIT && lang->pattern_steps == 0) {
        lang->limit = LIMIT_PATTERN;
        host_check_limits(L);
    }
    lang_throw_err(lang, "E0034", lang_here_call(lang, name), err);
}

static bool next_match(lua_State *L, const char *name, struct pattern_scan *scan, struct pattern_match *match)
{
    struct err err = {0};
    if (pattern_scan_next(scan, match, &err))
        return true;
    if (scan->failed)
        pattern_failed(L, name, &err);
    return false;
}

static int push_values(lua_State *L, const char *name, struct str subject, const struct pattern_match *match)
{
    unsigned count = pattern_value_count(match);
    luaL_checkstack(L, (int)count, "too many captures");
    for (unsigned i = 0; i < count; i++) {
        struct pattern_capture c;
        struct err err = {0};
        if (!pattern_value(match, i, &c, &err))
            pattern_failed(L, name, &err);
        if (c.kind == PATTERN_POSITION)
            lua_pushinteger(L, (lua_Integer)c.from + 1);
        else
            lua_pushlstring(L, subject.ptr + c.from, c.len);
    }
    return (int)count;
}

static int find_or_match(lua_State *L, const char *name, bool find)
{
    struct lang *lang = lang_of(L);
    const char *full = find ? "string.find" : "string.match";
    struct str subject = text_arg(L, 1, full), pattern = text_arg(L, 2, full);
    size_t start = pattern_start(int_arg(L, 3, full, false, 1), subject.len);
    if (find && start != SIZE_MAX && (lua_toboolean(L, 4) || pattern_is_plain(pattern))) {
        size_t at = pattern_find_plain(subject, pattern, start);
        if (at == SIZE_MAX) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushinteger(L, (lua_Integer)at + 1);
        lua_pushinteger(L, (lua_Integer)(at + pattern.len));
        return 2;
    }
    struct pattern_scan scan;
    struct pattern_match match;
    pattern_scan_init(&scan, subject, pattern, start, true, &lang->pattern_steps);
    if (!next_match(L, name, &scan, &match)) {
        lua_pushnil(L);
        return 1;
    }
    if (!find)
        return push_values(L, name, subject, &match);
    lua_pushinteger(L, (lua_Integer)match.from + 1);
    lua_pushinteger(L, (lua_Integer)match.to);
    return 2 + (match.capture_count ? push_values(L, name, subject, &match) : 0);
}

static int string_find(lua_State *L)
{
    return find_or_match(L, "find", true);
}

static int string_match(lua_State *L)
{
    return find_or_match(L, "match", false);
}

/* Upvalues: subject, pattern (so that they live), the scan. */
static int gmatch_step(lua_State *L)
{
    struct pattern_scan *scan = lua_touserdata(L, lua_upvalueindex(3));
    struct pattern_match match;
    scan->steps = &lang_of(L)->pattern_steps;
    if (scan->done || !next_match(L, "gmatch", scan, &match)) {
        scan->done = true;
        return 0;
    }
    return push_values(L, "gmatch", scan->subject, &match);
}

static int string_gmatch(lua_State *L)
{
    struct str subject = text_arg(L, 1, "string.gmatch"), pattern = text_arg(L, 2, "string.gmatch");
    size_t start = pattern_start(int_arg(L, 3, "string.gmatch", false, 1), subject.len);
    lua_settop(L, 2);
    struct pattern_scan *scan = lua_newuserdatauv(L, sizeof *scan, 0);
    pattern_scan_init(scan, subject, pattern, start, false, &lang_of(L)->pattern_steps);
    lua_pushcclosure(L, gmatch_step, 3);
    return 1;
}

/* Adds what takes the place of one match. */
static void add_replacement(lua_State *L, luaL_Buffer *b, struct str subject,
                            const struct pattern_match *match)
{
    struct lang *lang = lang_of(L);
    int type = lua_type(L, 3);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        struct err err = {0};
        size_t len;
        const char *text = lua_tolstring(L, 3, &len);
        buf_truncate(&lang->text, 0);
        if (!pattern_expand(match, subject, str_n(text, len), &lang->text, &err))
            pattern_failed(L, "gsub", &err);
        luaL_addlstring(b, buf_str(&lang->text).ptr, lang->text.len);
        return;
    }
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        int count = push_values(L, "gsub", subject, match);
        lua_call(L, count, 1);
    } else {
        int count = push_values(L, "gsub", subject, match);
        lua_pop(L, count - 1);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        luaL_addlstring(b, subject.ptr + match->from, match->to - match->from);
        return;
    }
    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
        lang_code_throw(lang, "E0031", lang_here_call(lang, "gsub"), NULL,
                        "string.gsub: the replacement is a %s, not a string", sandbox_type(L, -1));
    luaL_addvalue(b);
}

static int string_gsub(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct str subject = text_arg(L, 1, "string.gsub"), pattern = text_arg(L, 2, "string.gsub");
    int type = lua_type(L, 3);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TFUNCTION && type != LUA_TTABLE)
        lang_bad_arg(L, "string.gsub", 3, "a string, table or function");
    lua_Integer most = int_arg(L, 4, "string.gsub", false, (lua_Integer)subject.len + 1), count = 0;
    struct pattern_scan scan;
    struct pattern_match match;
    pattern_scan_init(&scan, subject, pattern, 0, true, &lang->pattern_steps);
    size_t copied = 0;
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    while (count < most && next_match(L, "gsub", &scan, &match)) {
        luaL_addlstring(&b, subject.ptr + copied, match.from - copied);
        add_replacement(L, &b, subject, &match);
        copied = match.to;
        count++;
    }
    luaL_addlstring(&b, subject.ptr + copied, subject.len - copied);
    luaL_pushresult(&b);
    lua_pushinteger(L, count);
    return 2;
}

static int expression(lua_State *L)
{
    return stdlib_expr_call(L, lua_tostring(L, lua_upvalueindex(1)), 1, lua_gettop(L));
}

void stdlib_string_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"len", string_len},     {"sub", string_sub},         {"upper", string_upper},
        {"lower", string_lower}, {"reverse", string_reverse}, {"rep", string_rep},
        {"byte", string_byte},   {"char", string_char},       {"format", string_format},
        {"find", string_find},   {"match", string_match},     {"gmatch", string_gmatch},
        {"gsub", string_gsub},
    };
    static const char *const also[] = {"trim_prefix", "trim_suffix", "trim",      "replace",  "split",
                                       "substr",      "starts_with", "ends_with", "contains", "to_number"};
    lang_of(L)->pattern_steps = STEPS_MAX;
    stdlib_library(L, "string");
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        lua_pushstring(L, functions[i].name);
        lua_pushcfunction(L, functions[i].func);
        lua_rawset(L, -3);
    }
    for (size_t i = 0; i < ARRAY_LEN(also); i++) {
        lua_pushstring(L, also[i]);
        lua_pushvalue(L, -1);
        lua_pushcclosure(L, expression, 1);
        lua_rawset(L, -3);
    }
    lua_pushcfunction(L, string_format);
    lua_setglobal(L, "format");
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 2);
}
