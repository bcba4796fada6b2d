/*
 * apply.c - apply(ref, ..., fn): a function that runs when the references are known.
 *
 * The function stays in the Lua state; what leaves is data: bundle digest, chunk, line, and which call of
 * that line it was. That names it in digests and plan files, and finds it again when the same bundle is
 * evaluated with the same inputs. It gets copies of plain values, may not declare anything, and must answer
 * with plain values.
 */
#include "engine/lang/lang_internal.h"

enum { APPLY_ARGS_MAX = 64 };

static uint32_t next_ordinal(struct lang *lang, struct str file, uint32_t line)
{
    struct str key = arena_printf(&lang->work, "%.*s:%u", STR_ARG(file), line);
    uint32_t n = (uint32_t)(uintptr_t)map_find(&lang->ordinals, key) + 1;
    map_put(&lang->ordinals, key, (void *)(uintptr_t)n);
    return n;
}

static int apply(lua_State *L)
{
    struct lang *lang = lang_of(L);
    int count = lua_gettop(L);
    if (!lang->options)
        lang_code_throw(lang, "E0406", lang_line(lang), "give the outer apply all references",
                        "apply cannot be nested");
    if (count < 2 || !lua_isfunction(L, count) || lua_iscfunction(L, count)) {
        struct diag *finding = lang_finding(lang, "E0420", lang_here_call(lang, "apply"),
                                            "apply needs values first and a function last");
        finding->hint = STR("write apply(ref, function(value) return ... end)");
        lang_throw(lang, finding);
    }
    if (count > APPLY_ARGS_MAX)
        lang_code_throw(lang, "E0420", lang_here_call(lang, "apply"), "put them into one table",
                        "apply takes at most %d values", APPLY_ARGS_MAX - 1);
    struct value args[APPLY_ARGS_MAX];
    for (int i = 1; i < count; i++) {
        args[i - 1] = convert_arg(L, lang->arena, i, "apply", true);
        if (!value_given(args[i - 1]))
            args[i - 1] = value_null();
    }
    lua_Debug ar;
    lua_pushvalue(L, count);
    lua_getinfo(L, ">S", &ar);
    struct lang_module *module = chunk_by_source(lang, ar.source);
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct expr *expr = ARENA_NEW(lang->arena, struct expr);
    *expr = (struct expr){
        .kind = EXPR_CLOSURE,
        .at = {.file = frame.module ? frame.module->name : STR(""), .line = frame.line},
        .name = module ? module->name : STR(""),
        .args = arena_copy(lang->arena, args, (size_t)(count - 1) * sizeof *args),
        .arg_count = (size_t)count - 1,
        .line = (uint32_t)ar.linedefined,
    };
    expr->ordinal = next_ordinal(lang, expr->name, expr->line);
    for (size_t i = 0; i < expr->arg_count; i++)
        expr->sensitive |= value_sensitive(expr->args[i]);
    lua_pushvalue(L, count);
    expr->closure_id = (uint32_t)luaL_ref(L, LUA_REGISTRYINDEX);
    struct value v = value_expr(expr, expr->sensitive);
    if (v.depth > VALUE_DEPTH_MAX)
        lang_code_throw(lang, "E0504", lang_here_call(lang, "apply"), NULL, "apply is nested too deeply");
    *VEC_PUSH(&lang->closures, &lang->work) = expr;
    refs_push(L, v, NULL, false);
    return 1;
}

void apply_open(lua_State *L)
{
    lua_pushcfunction(L, apply);
    lua_setglobal(L, "apply");
}

void apply_seal(struct lang *lang)
{
    for (size_t i = 0; i < lang->closures.count; i++)
        lang->closures.items[i]->bundle = lang->config->bundle;
}

/* --- calling --- */

struct calling {
    const struct expr *expr;
    const struct value *args;
    struct arena *arena;
    struct value result;
};

static int call(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct calling *calling = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, (lua_Integer)calling->expr->closure_id);
    if (!lua_isfunction(L, -1))
        lang_code_throw(lang, "E0420", calling->expr->at, NULL,
                        "this function of apply is not known any more");
    luaL_checkstack(L, (int)calling->expr->arg_count + 8, "too many arguments");
    for (size_t i = 0; i < calling->expr->arg_count; i++)
        convert_push(L, calling->args[i].kind == VALUE_NULL ? VALUE_NONE : calling->args[i]);
    lua_call(L, (int)calling->expr->arg_count, 1);
    struct convert c = {.lang = lang, .arena = calling->arena};
    if (!convert_value(&c, L, -1, &calling->result)) {
        struct diag *finding = convert_finding(&c, calling->expr->at);
        if (!strcmp(finding->code, "E0215"))
            finding->hint = STR("give apply the reference as an argument, and use the argument");
        lang_throw(lang, finding);
    }
    return 0;
}

enum resolved lang_call_closure(struct config *config, struct arena *arena, const struct expr *expr,
                                const struct value *args, struct value *ret, struct err *err)
{
    struct lang *lang = config->lang;
    if (!lang || !lang->L) {
        FAIL(err, ERR_INTERNAL, "the functions of this stack are not loaded");
        return RESOLVED_FAILED;
    }
    struct calling calling = {.expr = expr, .args = args, .arena = arena};
    lang->instructions = 0;
    lang->frozen++;
    lua_pushcfunction(lang->L, call);
    lua_pushlightuserdata(lang->L, &calling);
    struct diag *failed = host_call(lang, 1, 0);
    lang->frozen--;
    lang->quiet = false;
    lang->field_stack.items = NULL;
    lang->field_stack.count = lang->field_stack.room = 0;
    lang->item_stack.items = NULL;
    lang->item_stack.count = lang->item_stack.room = 0;
    if (lang->options == NULL)
        arena_done(&lang->work);
    if (failed) {
        FAIL(err, lang->limit ? ERR_LIMIT : ERR_INVALID, "%.*s", STR_ARG(failed->message));
        if (failed->hint.len)
            err_hint(err, "%.*s", STR_ARG(failed->hint));
        if (failed->at.line)
            err_at(err, failed->at.file.ptr, (int)failed->at.line, (int)failed->at.column);
        return RESOLVED_FAILED;
    }
    *ret = calling.result;
    return RESOLVED_KNOWN;
}
