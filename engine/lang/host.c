/*
 * host.c - the Lua state: its memory, its instruction budget, and calls that end in findings.
 *
 * Limits cannot be caught. The instruction hook runs every LANG_HOOK_EVERY instructions and, once the budget
 * is gone, at each one; memory has a cap in the allocator and, for what lies in arenas, in the hook and in
 * every constructor. pcall lets a limit through: it raises again what it caught.
 */
#include "engine/lang/lang_internal.h"

#include <stdlib.h>

enum { MEMORY_DEFAULT_BYTES = 256 << 20 };
#define INSTRUCTIONS_DEFAULT UINT64_C(2000000000)

/* Lua's own memory: the one place where libc's allocator is called, because Lua frees piece by piece. */
static void *allocate(void *context, void *ptr, size_t old_size, size_t new_size)
{
    struct lang *lang = context;
    size_t old = ptr ? old_size : 0;
    if (!new_size) {
        free(ptr); /* lint-ok: malloc - Lua's allocator */
        lang->memory_used -= old;
        return NULL;
    }
    if (new_size > old && new_size - old > lang->memory_max - MIN_OF(lang->memory_used, lang->memory_max)) {
        (void)lang_frame(lang, 0, &lang->starved); /* reads only */
        return NULL; /* Lua collects garbage and asks again, then raises LUA_ERRMEM */
    }
    void *moved = realloc(ptr, new_size); /* lint-ok: malloc - Lua's allocator */
    if (moved)
        lang->memory_used += new_size - old;
    return moved;
}

static size_t memory_now(const struct lang *lang)
{
    return lang->memory_used + lang->work.used_bytes + lang->scratch.used_bytes + lang->arena->used_bytes;
}

static struct diag *limit_finding(struct lang *lang)
{
    struct lang_frame frame;
    struct pos at = lang_frame(lang, 0, &frame) ? lang_frame_pos(frame) : lang_frame_pos(lang->starved);
    struct diag *finding;
    switch (lang->limit) {
    case LIMIT_MEMORY:
        if (lang->starved.module)
            at = lang_frame_pos(lang->starved);
        finding = lang_finding(lang, "E0022", at, "the stack uses more than %zu MB of memory",
                               lang->memory_max >> 20);
        finding->hint = STR("a loop that makes ever more values is the usual cause");
        return finding;
    case LIMIT_PATTERN:
        finding = lang_finding(lang, "E0034", at, "matching patterns takes too long");
        finding->hint =
            STR("a pattern with several `*` or `-` in a row can take forever: make it more exact");
        return finding;
    case LIMIT_DEPTH:
        finding = lang_finding(lang, "E0023", at, "functions call each other too deeply");
        finding->hint = STR("a function that calls itself must end; loops do not need recursion");
        return finding;
    case LIMIT_INSTRUCTIONS:
    case LIMIT_NONE:
        break;
    }
    finding = lang_finding(lang, "E0021", at, "the stack runs for too long: more than %llu instructions",
                           (unsigned long long)lang->instructions_max);
    finding->hint = STR("a loop without an end is the usual cause");
    return finding;
}

static void on_count(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    struct lang *lang = lang_of(L);
    lang->instructions += LANG_HOOK_EVERY;
    if (lang->instructions > lang->instructions_max && !lang->limit)
        lang->limit = LIMIT_INSTRUCTIONS;
    host_check_limits(L);
}

void host_check_limits(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (!lang->limit && memory_now(lang) > lang->memory_max)
        lang->limit = LIMIT_MEMORY;
    if (!lang->limit)
        return;
    lua_sethook(L, on_count, LUA_MASKCOUNT, 1); /* whatever catches this does not get far */
    lang_throw(lang, limit_finding(lang));
}

/* Outside any protected call: only the memory for the first few objects can have failed. */
static int open_state(lua_State *L)
{
    struct lang *lang = lang_of(L);
    lang_error_meta(L);
    sandbox_open(lang);
    return 0;
}

bool host_open(struct lang *lang, struct err *err)
{
    lang->memory_max =
        lang->options->memory_max_bytes ? lang->options->memory_max_bytes : (size_t)MEMORY_DEFAULT_BYTES;
    lang->instructions_max =
        lang->options->instructions_max ? lang->options->instructions_max : INSTRUCTIONS_DEFAULT;
    lang->L = lua_newstate(allocate, lang);
    if (!lang->L)
        return FAIL(err, ERR_LIMIT, "the stack's memory cap of %zu bytes is too small to start",
                    lang->memory_max);
    *(struct lang **)lua_getextraspace(lang->L) = lang;
    lua_pushcfunction(lang->L, open_state);
    if (lua_pcall(lang->L, 0, 0, 0) != LUA_OK) {
        FAIL(err, ERR_LIMIT, "the stack's environment cannot be made: %s",
             lua_type(lang->L, -1) == LUA_TSTRING ? lua_tostring(lang->L, -1) : "an error");
        host_close(lang);
        return false;
    }
    lua_sethook(lang->L, on_count, LUA_MASKCOUNT, LANG_HOOK_EVERY);
    return true;
}

void host_close(struct lang *lang)
{
    if (lang->L)
        lua_close(lang->L);
    lang->L = NULL;
}

static int handler(lua_State *L)
{
    struct lang *lang = lang_of(L);
    lang_push_error(L, lang_from_lua_error(lang, 1));
    return 1;
}

/* LUA_ERRMEM skips the handler, and LUA_ERRERR comes instead of its answer. */
static struct diag *of_status(struct lang *lang, int status, int index)
{
    struct diag *finding = lang_caught(lang->L, index);
    if (status == LUA_ERRMEM || (status == LUA_ERRERR && !finding)) {
        lang->limit = LIMIT_MEMORY;
        return limit_finding(lang);
    }
    return finding ? finding
                   : lang_finding(lang, "E0020", (struct pos){0}, "the stack failed without a reason");
}

struct diag *host_call(struct lang *lang, int args, int results)
{
    lua_State *L = lang->L;
    int base = lua_gettop(L) - args;
    lua_pushcfunction(L, handler);
    lua_insert(L, base);
    int status = lua_pcall(L, args, results, base);
    lua_remove(L, base);
    if (status == LUA_OK)
        return NULL;
    struct diag *finding = of_status(lang, status, -1);
    lua_pop(L, 1);
    return finding;
}

/* Lua's own "stack overflow", not a text of the stack: who catches it and calls again would take for ever. */
static bool is_overflow(lua_State *L, int status)
{
    if (status == LUA_OK || lua_type(L, -1) != LUA_TSTRING)
        return false;
    size_t len;
    const char *text = lua_tolstring(L, -1, &len);
    return text != lang_of(L)->raised && str_find(str_n(text, len), STR("stack overflow")) >= 0;
}

/* What a stack's pcall caught: limits and what follows from reported errors go on, the rest is the stack's.
 */
static void pass_limits(lua_State *L, int status)
{
    struct lang *lang = lang_of(L);
    if (status == LUA_ERRMEM)
        lang->limit = LIMIT_MEMORY;
    else if (!lang->limit && is_overflow(L, status))
        lang->limit = LIMIT_DEPTH;
    if (lang->limit)
        host_check_limits(L);
    if (status != LUA_OK && lang->quiet)
        lua_error(L);
}

int host_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    struct str scope = lang_of(L)->scope;
    int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    lang_of(L)->scope = scope;
    pass_limits(L, status);
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}

/*
 * The handler runs when the stack has unwound, not at the raise as Lua's does: an error of the instruction
 * hook calls it with hooks off, and a handler that loops would then never end. Without a debug library nobody
 * can tell the difference.
 */
int host_xpcall(lua_State *L)
{
    if (!lua_isfunction(L, 2))
        lang_bad_arg(L, "xpcall", 2, "a function");
    struct str scope = lang_of(L)->scope;
    lua_pushvalue(L, 2);
    lua_insert(L, 1); /* handler, f, handler, args */
    lua_remove(L, 3); /* handler, f, args */
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    lang_of(L)->scope = scope;
    pass_limits(L, status);
    if (status != LUA_OK)
        lua_call(L, 1, 1); /* handler(error) */
    else
        lua_remove(L, 1);
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}
