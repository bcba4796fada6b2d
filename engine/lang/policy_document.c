/*
 * policy_document.c - policy.document { allow { ... }, deny { ... } }: an IAM policy in the stack's own
 * words.
 *
 * The result is a plain table in AWS's form (Version, Statement), so it compares as data and shows in the
 * plan. Names are given in snake case, singular or plural; a single text counts as a list of one. References
 * may stand anywhere.
 */
#include "engine/lang/lang_internal.h"

#define STATEMENT_META "infra.policy.statement"

static const struct {
    const char *name, *key;
    bool list;
} fields[] = {
    {"sid", "Sid", false},
    {"action", "Action", true},
    {"actions", "Action", true},
    {"not_action", "NotAction", true},
    {"not_actions", "NotAction", true},
    {"resource", "Resource", true},
    {"resources", "Resource", true},
    {"not_resource", "NotResource", true},
    {"not_resources", "NotResource", true},
    {"principal", "Principal", false},
    {"principals", "Principal", false},
    {"not_principal", "NotPrincipal", false},
    {"not_principals", "NotPrincipal", false},
    {"condition", "Condition", false},
    {"conditions", "Condition", false},
};

static void unknown_field(lua_State *L, const char *effect)
{
    struct lang *lang = lang_of(L);
    struct str names[ARRAY_LEN(fields)],
        key = lua_type(L, -2) == LUA_TSTRING ? str_of(lua_tostring(L, -2)) : STR("?");
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        names[i] = str_of(fields[i].name);
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct path_step step = {.kind = PATH_FIELD, .name = key};
    struct diag *finding =
        lang_finding(lang, "E0421", lang_path_pos(frame, str_of(effect), STR_NONE, &step, 1, false),
                     "%s has no field `%.*s`", effect, STR_ARG(key));
    finding->label = STR("unknown field");
    lang_nearest(lang, finding, key, names, ARRAY_LEN(names));
    lang_throw(lang, finding);
}

/* Upvalue: "Allow" or "Deny". */
static int statement(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const char *effect = lua_tostring(L, lua_upvalueindex(1));
    const char *word = *effect == 'A' ? "allow" : "deny";
    if (!lua_istable(L, 1))
        lang_bad_arg(L, word, 1, "a table");
    lua_settop(L, 1);
    lua_newtable(L);
    luaL_setmetatable(L, STATEMENT_META);
    lua_pushstring(L, effect);
    lua_setfield(L, 2, "Effect");
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        size_t i = 0;
        while (i < ARRAY_LEN(fields) &&
               (lua_type(L, -2) != LUA_TSTRING || strcmp(lua_tostring(L, -2), fields[i].name) != 0))
            i++;
        if (i == ARRAY_LEN(fields))
            unknown_field(L, word);
        if (lua_getfield(L, 2, fields[i].key) != LUA_TNIL)
            lang_code_throw(lang, "E0421", lang_here_call(lang, word), NULL, "%s gives %s twice", word,
                            fields[i].key);
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        if (fields[i].list && !lua_istable(L, -1)) {
            lua_createtable(L, 1, 0);
            lua_insert(L, -2);
            lua_rawseti(L, -2, 1);
        }
        lua_setfield(L, 2, fields[i].key);
    }
    lua_settop(L, 2);
    return 1;
}

static int document(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (!lua_istable(L, 1))
        lang_bad_arg(L, "policy.document", 1, "a table of allow { } and deny { }");
    lua_settop(L, 1);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    lua_createtable(L, 0, 2);
    lua_pushliteral(L, "2012-10-17");
    lua_setfield(L, 2, "Version");
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        bool ok = lua_getmetatable(L, -1);
        if (ok) {
            luaL_getmetatable(L, STATEMENT_META);
            ok = lua_rawequal(L, -1, -2);
            lua_pop(L, 2);
        }
        if (!ok)
            lang_code_throw(lang, "E0421", lang_here_call(lang, "document"),
                            "write policy.document { allow { actions = { ... }, resources = { ... } } }",
                            "item %lld of policy.document is not allow { } or deny { }", (long long)i);
        lua_rawseti(L, 3, i);
    }
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        if (lua_type(L, -2) != LUA_TNUMBER)
            lang_code_throw(lang, "E0421", lang_here_call(lang, "document"), NULL,
                            "policy.document holds statements only, no named fields");
        lua_pop(L, 1);
    }
    if (!count)
        lang_code_throw(lang, "E0421", lang_here_call(lang, "document"), NULL,
                        "policy.document has no statement");
    lua_setfield(L, 2, "Statement");
    return 1;
}

void policy_document_open(lua_State *L)
{
    luaL_newmetatable(L, STATEMENT_META);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    stdlib_library(L, "policy");
    lua_pushliteral(L, "document");
    lua_pushcfunction(L, document);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    static const char *const effects[][2] = {{"allow", "Allow"}, {"deny", "Deny"}};
    for (size_t i = 0; i < ARRAY_LEN(effects); i++) {
        lua_pushstring(L, effects[i][1]);
        lua_pushcclosure(L, statement, 1);
        lua_setglobal(L, effects[i][0]);
    }
}
