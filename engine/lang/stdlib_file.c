/*
 * stdlib_file.c - file.text, file.bytes, file.exists and template: what a stack may read, all of it beneath
 * the project root.
 *
 * Paths are looked for beside the file that asks, then in the stack's folder. What was read is part of the
 * source bundle.
 */
#include "engine/lang/lang_internal.h"

static struct str read(lua_State *L, const char *name, bool *ret_missing)
{
    struct lang *lang = lang_of(L);
    if (lua_type(L, 1) != LUA_TSTRING)
        lang_bad_arg(L, name, 1, "a path");
    size_t len;
    const char *path = lua_tolstring(L, 1, &len);
    struct str bytes = STR("");
    struct err err = {0};
    if (chunk_read(lang, str_n(path, len), &bytes, &err))
        return bytes;
    if (ret_missing && err.code == ERR_NOT_FOUND)
        *ret_missing = true;
    else
        lang_throw_err(lang, "E0028", lang_here_arg(lang, name, 1), &err);
    return bytes;
}

static int file_text(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct str bytes = read(L, "file.text", NULL);
    if (!str_is_utf8(bytes))
        lang_code_throw(lang, "E0503", lang_here_arg(lang, "file.text", 1), "file.bytes reads it as it is",
                        "the file is not UTF-8 text");
    lua_pushlstring(L, bytes.ptr, bytes.len);
    return 1;
}

static int file_bytes(lua_State *L)
{
    convert_push(L, value_bytes(read(L, "file.bytes", NULL)));
    return 1;
}

static int file_exists(lua_State *L)
{
    bool missing = false;
    (void)read(L, "file.exists", &missing);
    lua_pushboolean(L, !missing);
    return 1;
}

/* template(text, map): the text is a template; template(file.text "x.tpl", map) is one from a file. */
static int template(lua_State *L)
{
    if (refs_test(L, 1))
        lang_bad_arg(L, "template", 1, "a text known at plan");
    return stdlib_expr_call(L, "template", 1, lua_gettop(L));
}

void stdlib_file_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"text", file_text}, {"bytes", file_bytes}, {"exists", file_exists}};
    stdlib_library(L, "file");
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        lua_pushstring(L, functions[i].name);
        lua_pushcfunction(L, functions[i].func);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
    lua_pushcfunction(L, template);
    lua_setglobal(L, "template");
}
