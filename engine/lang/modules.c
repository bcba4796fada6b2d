/*
 * modules.c - scope, stack, output, moved, removed, import: what a stack declares besides resources.
 *
 * Addresses written as text are relative to the scope they are written in, since a module does not know its
 * prefix. They are checked when the stack has run.
 */
#include "engine/lang/lang_internal.h"

/* --- reading a block --- */

struct block {
    struct lang *lang;
    struct lang_frame at;
    const char *word;
    struct str label;
};

static struct pos block_pos(const struct block *b, const char *field, bool of_value)
{
    struct path_step step = {.kind = PATH_FIELD, .name = str_of(field)};
    return lang_path_pos(b->at, str_of(b->word), b->label, &step, field ? 1 : 0, of_value);
}

static struct diag *block_finding(const struct block *b, const char *code, const char *field,
                                  const char *format, ...) __attribute__((format(printf, 4, 5)));

static struct diag *block_finding(const struct block *b, const char *code, const char *field,
                                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str message = arena_vprintf(b->lang->arena, format, args);
    va_end(args);
    return lang_finding(b->lang, code, block_pos(b, field, true), "%.*s", STR_ARG(message));
}

/* The table at `index`, with only these fields. False: reported. */
static bool block_fields(const struct block *b, lua_State *L, int index, const char *code,
                         const char *const *allowed, size_t count)
{
    struct str names[8];
    bool ok = true;
    for (size_t i = 0; i < count; i++)
        names[i] = str_of(allowed[i]);
    if (!lua_istable(L, index)) {
        struct diag *finding =
            lang_finding(b->lang, code, block_pos(b, NULL, false), "%s needs a table, not %s", b->word,
                         lua_isnoneornil(L, index) ? "nothing" : sandbox_type(L, index));
        finding->hint = lang_textf(b->lang, "write %s%s { ... }", b->word, b->label.ptr ? " \"name\"" : "");
        lang_report(b->lang, finding);
        return false;
    }
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        struct str key = lua_type(L, -2) == LUA_TSTRING ? str_of(lua_tostring(L, -2)) : STR("?");
        bool known = false;
        for (size_t i = 0; i < count; i++)
            known |= str_eq(key, names[i]);
        if (known)
            continue;
        struct path_step step = {.kind = PATH_FIELD, .name = key};
        struct diag *finding =
            lang_finding(b->lang, code, lang_path_pos(b->at, str_of(b->word), b->label, &step, 1, false),
                         "%s has no field `%.*s`", b->word, STR_ARG(key));
        finding->label = STR("unknown field");
        lang_nearest(b->lang, finding, key, names, count);
        lang_report(b->lang, finding);
        ok = false;
    }
    return ok;
}

/* A text field. *ret stays empty when it is not given. False: reported. */
static bool block_text(const struct block *b, lua_State *L, int index, const char *code, const char *field,
                       bool required, struct str *ret)
{
    bool ok = true;
    lua_pushstring(L, field);
    int type = lua_rawget(L, index);
    if (type == LUA_TSTRING) {
        size_t len;
        const char *text = lua_tolstring(L, -1, &len);
        *ret = arena_str(b->lang->arena, str_n(text, len));
        ok = str_is_utf8(*ret);
    } else if (type != LUA_TNIL || required) {
        ok = false;
    }
    if (!ok)
        lang_report(b->lang, type == LUA_TNIL
                                 ? lang_finding(b->lang, code, block_pos(b, NULL, false),
                                                "%s needs the field `%s`", b->word, field)
                                 : block_finding(b, code, field, "%s of %s is a text known at plan, not a %s",
                                                 field, b->word, sandbox_type(L, -1)));
    lua_pop(L, 1);
    return ok;
}

static bool block_flag(const struct block *b, lua_State *L, int index, const char *code, const char *field,
                       bool *ret)
{
    lua_pushstring(L, field);
    int type = lua_rawget(L, index);
    bool ok = type == LUA_TNIL || type == LUA_TBOOLEAN;
    if (type == LUA_TBOOLEAN)
        *ret = lua_toboolean(L, -1);
    if (!ok)
        lang_report(b->lang, block_finding(b, code, field, "%s of %s is true or false, not a %s", field,
                                           b->word, sandbox_type(L, -1)));
    lua_pop(L, 1);
    return ok;
}

/* --- named blocks: word "name" { ... } --- */

/* Upvalues: the function for the body, which gets name and body; the name; what waits for it. */
static int named_body(lua_State *L)
{
    struct lang_pending *pending = lua_touserdata(L, lua_upvalueindex(3));
    pending->done = true;
    host_check_limits(L);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

int modules_named(lua_State *L, const char *word, const char *code, lua_CFunction body)
{
    struct lang *lang = lang_of(L);
    struct ref *ref = refs_test(L, 1);
    if (ref)
        refs_misuse(lang, 1, value_sensitive(ref->v) ? "E0214" : "E0215", lang_here_call(lang, word),
                    "use as a name", "names must be known at plan");
    size_t len = 0;
    const char *name = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &len) : NULL;
    const char *problem = name ? address_segment_problem(str_n(name, len), LANG_NAME_MAX) : NULL;
    if (!name || problem) {
        struct diag *finding =
            name ? lang_finding(lang, code, lang_here_call(lang, word), "the name \"%.*s\" of %s %s",
                                (int)MIN_OF(len, (size_t)100), name, word, problem)
                 : lang_finding(lang, code, lang_here_call(lang, word), "%s needs a name first", word);
        finding->hint = lang_textf(lang, "write %s \"name\" { ... }", word);
        lang_throw(lang, finding);
    }
    if (lua_gettop(L) > 1) {
        lua_settop(L, 2);
        return body(L);
    }
    struct lang_pending *pending = ARENA_NEW(&lang->work, struct lang_pending);
    pending->name = str_of(word);
    pending->label = arena_str(&lang->work, str_n(name, len));
    (void)lang_frame(lang, 1, &pending->at);
    pending->next = lang->pending;
    lang->pending = pending;
    lua_pushcfunction(L, body);
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, pending);
    lua_pushcclosure(L, named_body, 3);
    return 1;
}

/* --- stack "prod" { } --- */

/* One plain string literal, nothing joined or called. */
static bool is_literal(struct lang *lang, struct pos at, struct lang_frame frame)
{
    (void)lang;
    if (!at.line || !frame.module || !frame.module->chunk || !at.end_column)
        return true; /* not found: leave it */
    struct str line = source_line(frame.module->chunk->source, at.line);
    struct str text = str_slice(line, at.column - 1, at.end_column - 1);
    if (text.len < 2 || (text.ptr[0] != '"' && text.ptr[0] != '\'') || text.ptr[text.len - 1] != text.ptr[0])
        return false;
    for (size_t i = 1; i + 1 < text.len; i++)
        if (text.ptr[i] == text.ptr[0] || text.ptr[i] == '\\')
            return false;
    return true;
}

static bool needs_ok(struct str needs)
{
    struct str rest = str_trim(needs);
    static const char *const ops[] = {">=", "<=", "=", ">", "<", "~>", ""};
    size_t i = 0;
    while (!str_starts(rest, str_of(ops[i])))
        i++;
    rest = str_trim(str_slice(rest, strlen(ops[i]), rest.len));
    bool digits = false;
    for (size_t j = 0; j < rest.len; j++) {
        bool digit = rest.ptr[j] >= '0' && rest.ptr[j] <= '9';
        if (!digit && (rest.ptr[j] != '.' || !digits))
            return false;
        digits = digit;
    }
    return digits;
}

static int stack_body(lua_State *L)
{
    struct lang *lang = lang_of(L);
    static const char *const fields[] = {"infra", "state"};
    struct block b = {.lang = lang, .word = "stack", .label = str_of(lua_tostring(L, 1))};
    (void)lang_frame(lang, 0, &b.at);
    struct pos at = block_pos(&b, NULL, false);
    if (lang->stack_seen) {
        struct diag *finding = lang_finding(lang, "E0411", at, "the stack is named twice");
        finding->hint =
            lang_textf(lang, "the first is at %.*s:%u", STR_ARG(lang->stack_at.file), lang->stack_at.line);
        lang_report(lang, finding);
        return 0;
    }
    lang->stack_seen = true;
    lang->stack_at = at;
    if (lang->anything_seen)
        lang_report(lang,
                    lang_finding(lang, "E0411", at, "stack must come first, before anything is declared"));
    lang->config->stack_name = arena_str(lang->arena, b.label);
    if (!block_fields(&b, L, 2, "E0411", fields, ARRAY_LEN(fields)))
        return 0;
    struct str needs = STR_NONE, state = STR_NONE;
    if (block_text(&b, L, 2, "E0411", "infra", false, &needs) &&
        block_text(&b, L, 2, "E0411", "state", false, &state)) {
        lang->config->needs_infra = needs;
        lang->config->state_url = state;
    }
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if ((i ? state : needs).len && !is_literal(lang, block_pos(&b, fields[i], true), b.at)) {
            struct diag *finding = block_finding(&b, "E0411", fields[i],
                                                 "%s of stack is a plain text, nothing computed", fields[i]);
            finding->hint = STR("it is read before the stack runs; --state says another one for a run");
            lang_report(lang, finding);
        }
    if (needs.len && !needs_ok(needs)) {
        struct diag *finding =
            block_finding(&b, "E0411", "infra", "`%.*s` is not a version requirement", STR_ARG(needs));
        finding->hint = STR("write it as in \">= 0.1\"");
        lang_report(lang, finding);
    }
    return 0;
}

static int stack(lua_State *L)
{
    struct lang *lang = lang_of(L);
    bool seen = lang->anything_seen;
    (void)resources_may_declare(L, "the stack's name");
    lang->anything_seen = seen;
    return modules_named(L, "stack", "E0411", stack_body);
}

/* --- output "x" { value = } --- */

static int output_body(lua_State *L)
{
    struct lang *lang = lang_of(L);
    static const char *const fields[] = {"value", "sensitive", "description"};
    struct block b = {.lang = lang, .word = "output", .label = str_of(lua_tostring(L, 1))};
    (void)lang_frame(lang, 0, &b.at);
    struct config_output out = {.name = lang_textf(lang, "%.*s%.*s", STR_ARG(lang->scope), STR_ARG(b.label))};
    out.at = (struct pos){.file = b.at.module ? b.at.module->name : STR(""), .line = b.at.line};
    for (size_t i = 0; i < lang->config->outputs.count; i++)
        if (str_eq(lang->config->outputs.items[i].name, out.name)) {
            struct diag *finding = lang_finding(lang, "E0412", block_pos(&b, NULL, false),
                                                "output `%.*s` is declared twice", STR_ARG(out.name));
            struct pos first = lang->config->outputs.items[i].at;
            finding->hint = lang_textf(lang, "the first is at %.*s:%u", STR_ARG(first.file), first.line);
            lang_report(lang, finding);
            return 0;
        }
    if (!block_fields(&b, L, 2, "E0412", fields, ARRAY_LEN(fields)) ||
        !block_flag(&b, L, 2, "E0412", "sensitive", &out.sensitive) ||
        !block_text(&b, L, 2, "E0412", "description", false, &out.description))
        return 0;
    struct convert c = {.lang = lang, .arena = lang->arena, .refs = true};
    lang->field_stack.count = lang->item_stack.count = 0;
    lua_pushliteral(L, "value");
    if (lua_rawget(L, 2) == LUA_TNIL) {
        struct diag *finding = lang_finding(lang, "E0412", block_pos(&b, NULL, false),
                                            "output \"%.*s\" has no value", STR_ARG(b.label));
        finding->hint = STR("null says on purpose that there is none");
        lang_report(lang, finding);
        return 0;
    }
    c.steps[c.depth++] = (struct path_step){.kind = PATH_FIELD, .name = STR("value")};
    if (!convert_value(&c, L, -1, &out.value)) {
        lang_report(lang, convert_finding(&c, convert_pos(&c, b.at, STR("output"), b.label)));
        return 0;
    }
    out.sensitive |= value_sensitive(out.value);
    *VEC_PUSH(&lang->config->outputs, lang->arena) = out;
    return 0;
}

static int output(lua_State *L)
{
    (void)resources_may_declare(L, "an output");
    return modules_named(L, "output", "E0412", output_body);
}

/* --- moved, removed, import --- */

/* An address or scope in the current scope; a resource handle counts where `handles`. Empty: reported. */
static struct str block_address(const struct block *b, lua_State *L, const char *code, const char *field,
                                bool scopes, bool handles)
{
    struct lang *lang = b->lang;
    lua_pushstring(L, field);
    lua_rawget(L, 1);
    struct handle *handle = handles ? handle_test(L, -1) : NULL;
    if (handle) {
        struct lang_resource *resource = lang_resource_at(lang, handle->index);
        lua_pop(L, 1);
        return resource ? lang_resource_address(lang, resource) : STR_NONE;
    }
    lua_pop(L, 1);
    struct str text = STR_NONE;
    if (!block_text(b, L, 1, code, field, true, &text))
        return STR_NONE;
    struct str whole = lang_textf(lang, "%.*s%.*s", STR_ARG(lang->scope), STR_ARG(text));
    struct address address;
    struct err err = {0};
    bool scope = scopes && text.len && text.ptr[text.len - 1] == '/';
    struct str probe = scope ? lang_textf(lang, "%.*st.n", STR_ARG(whole)) : whole;
    if (address_parse(probe, &address, &err))
        return whole;
    struct diag *finding = block_finding(b, code, field, "%s", err.message);
    if (err.hint[0])
        finding->hint = lang_textf(lang, "%s", err.hint);
    lang_report(lang, finding);
    return STR_NONE;
}

static bool open_block(struct block *b, lua_State *L, const char *word, const char *code,
                       const char *const *fields, size_t count)
{
    struct lang *lang = lang_of(L);
    *b = (struct block){.lang = lang, .word = word};
    (void)resources_may_declare(L, word);
    (void)lang_frame(lang, 0, &b->at);
    lua_settop(L, 1);
    return block_fields(b, L, 1, code, fields, count);
}

static int moved(lua_State *L)
{
    struct block b;
    static const char *const fields[] = {"from", "to"};
    if (!open_block(&b, L, "moved", "E0413", fields, ARRAY_LEN(fields)))
        return 0;
    struct str from = block_address(&b, L, "E0413", "from", true, false),
               to = block_address(&b, L, "E0413", "to", true, true);
    if (!from.len || !to.len)
        return 0;
    bool from_scope = from.ptr[from.len - 1] == '/', to_scope = to.ptr[to.len - 1] == '/';
    if (from_scope != to_scope) {
        struct diag *finding = lang_finding(b.lang, "E0413", block_pos(&b, NULL, false),
                                            "moved goes from scope to scope or from resource to resource");
        finding->hint = STR("a scope ends with /, as in \"net/\"");
        lang_report(b.lang, finding);
        return 0;
    }
    if (str_eq(from, to)) {
        lang_report(b.lang, block_finding(&b, "E0413", "to", "`%.*s` moves to itself", STR_ARG(from)));
        return 0;
    }
    *VEC_PUSH(&b.lang->config->moves, b.lang->arena) =
        (struct config_move){.from = from, .to = to, .at = block_pos(&b, "from", true)};
    return 0;
}

static int removed(lua_State *L)
{
    struct block b;
    static const char *const fields[] = {"from", "destroy"};
    bool destroy = true;
    if (!open_block(&b, L, "removed", "E0414", fields, ARRAY_LEN(fields)) ||
        !block_flag(&b, L, 1, "E0414", "destroy", &destroy))
        return 0;
    struct str from = block_address(&b, L, "E0414", "from", true, false);
    if (from.len)
        *VEC_PUSH(&b.lang->config->moves, b.lang->arena) =
            (struct config_move){.from = from, .forget = !destroy, .at = block_pos(&b, "from", true)};
    return 0;
}

static int import(lua_State *L)
{
    struct block b;
    static const char *const fields[] = {"to", "id"};
    struct str id = STR_NONE;
    if (!open_block(&b, L, "import", "E0415", fields, ARRAY_LEN(fields)))
        return 0;
    struct str to = block_address(&b, L, "E0415", "to", false, true);
    if (!block_text(&b, L, 1, "E0415", "id", true, &id) || !to.len)
        return 0;
    if (!id.len)
        lang_report(b.lang, block_finding(&b, "E0415", "id", "the id to import is empty"));
    else
        *VEC_PUSH(&b.lang->config->imports, b.lang->arena) =
            (struct config_import){.to = to, .id = id, .at = block_pos(&b, "to", true)};
    return 0;
}

/* --- scope("net", fn, ...) --- */

static int scope(lua_State *L)
{
    struct lang *lang = lang_of(L);
    (void)resources_may_declare(L, "a scope");
    struct ref *ref = refs_test(L, 1);
    if (ref)
        refs_misuse(lang, 1, value_sensitive(ref->v) ? "E0214" : "E0215", lang_here_arg(lang, "scope", 1),
                    "use as a name", "names must be known at plan");
    if (lua_type(L, 1) != LUA_TSTRING)
        lang_bad_arg(L, "scope", 1, "a name");
    if (!lua_isfunction(L, 2)) {
        struct diag *finding = lang_finding(lang, "E0410", lang_here_arg(lang, "scope", 2),
                                            "scope needs a function second, not a %s", sandbox_type(L, 2));
        finding->hint = STR("write scope(\"net\", require \"lib.network\", { ... }), and let lib/network.lua "
                            "return a function");
        lang_throw(lang, finding);
    }
    struct str name = str_of(lua_tostring(L, 1));
    const char *problem = address_segment_problem(name, LANG_NAME_MAX);
    if (problem)
        lang_code_throw(lang, "E0410", lang_here_arg(lang, "scope", 1), NULL, "the scope's name \"%.*s\" %s",
                        (int)MIN_OF(name.len, (size_t)100), name.ptr, problem);
    struct str outer = lang->scope;
    lang->scope = lang_textf(lang, "%.*s%.*s/", STR_ARG(outer), STR_ARG(name));
    int args = lua_gettop(L) - 2;
    lua_call(L, args, LUA_MULTRET); /* after an error pcall puts the scope back */
    lang->scope = outer;
    return lua_gettop(L) - 1;
}

void modules_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"stack", stack},   {"output", output}, {"moved", moved}, {"removed", removed},
        {"import", import}, {"scope", scope},   {NULL, NULL},
    };
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}

/* --- when the stack has run --- */

void modules_suggest_address(struct lang *lang, struct diag *finding, struct str address)
{
    arena_reset(&lang->scratch);
    VEC(struct str) names = {0};
    bool scope_wanted = address.len && address.ptr[address.len - 1] == '/';
    for (size_t i = 0; i < lang->resources.count; i++) {
        struct str a = lang->config->resources.items[i].address;
        size_t slash = a.len;
        while (slash && a.ptr[slash - 1] != '/')
            slash--;
        if (!scope_wanted)
            *VEC_PUSH(&names, &lang->scratch) = a;
        else if (slash)
            *VEC_PUSH(&names, &lang->scratch) = str_slice(a, 0, slash);
    }
    lang_nearest(lang, finding, address, names.items, names.count);
}

static bool exists(struct lang *lang, struct str address)
{
    bool scope = address.len && address.ptr[address.len - 1] == '/';
    if (!scope)
        return map_find(&lang->by_address, address);
    for (size_t i = 0; i < lang->resources.count; i++)
        if (str_starts(lang->config->resources.items[i].address, address))
            return true;
    return false;
}

static bool moves_on(const struct config *config, struct str address)
{
    for (size_t i = 0; i < config->moves.count; i++)
        if (str_eq(config->moves.items[i].from, address))
            return true;
    return false;
}

static void check_move(struct lang *lang, const struct config_move *move, size_t index)
{
    const char *word = move->to.len ? "moved" : "removed", *code = move->to.len ? "E0413" : "E0414";
    struct config *config = lang->config;
    for (size_t i = 0; i < index; i++)
        if (str_eq(config->moves.items[i].from, move->from)) {
            struct diag *finding =
                lang_finding(lang, code, move->at, "`%.*s` is moved or removed twice", STR_ARG(move->from));
            finding->hint =
                lang_textf(lang, "the first is at %.*s:%u", STR_ARG(config->moves.items[i].at.file),
                           config->moves.items[i].at.line);
            lang_report(lang, finding);
            return;
        }
    if (exists(lang, move->from)) {
        struct diag *finding =
            lang_finding(lang, code, move->at, "%s from `%.*s`, but the stack still declares it", word,
                         STR_ARG(move->from));
        finding->label = STR("still declared");
        lang_report(lang, finding);
    }
    if (!move->to.len || exists(lang, move->to) || moves_on(config, move->to))
        return;
    struct diag *finding = lang_finding(
        lang, code, move->at, "moved to `%.*s`, which the stack does not declare", STR_ARG(move->to));
    modules_suggest_address(lang, finding, move->to);
    lang_report(lang, finding);
}

/* a -> b -> a never ends. */
static void check_move_cycle(struct lang *lang, size_t start)
{
    const struct config *config = lang->config;
    struct str at = config->moves.items[start].to;
    for (size_t hops = 0; at.len && hops <= config->moves.count; hops++) {
        if (str_eq(at, config->moves.items[start].from)) {
            lang_report(lang, lang_finding(lang, "E0413", config->moves.items[start].at,
                                           "`%.*s` moves in a circle", STR_ARG(at)));
            return;
        }
        size_t i = 0;
        while (i < config->moves.count && !str_eq(config->moves.items[i].from, at))
            i++;
        at = i < config->moves.count ? config->moves.items[i].to : STR_NONE;
    }
}

void modules_finish(struct lang *lang)
{
    struct config *config = lang->config;
    for (size_t i = 0; i < config->moves.count; i++) {
        check_move(lang, &config->moves.items[i], i);
        check_move_cycle(lang, i);
    }
    for (size_t i = 0; i < config->imports.count; i++) {
        const struct config_import *import = &config->imports.items[i];
        if (exists(lang, import->to))
            continue;
        struct diag *finding =
            lang_finding(lang, "E0415", import->at, "import to `%.*s`, which the stack does not declare",
                         STR_ARG(import->to));
        finding->label = STR("unknown address");
        modules_suggest_address(lang, finding, import->to);
        lang_report(lang, finding);
    }
}
