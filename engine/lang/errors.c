/*
 * errors.c - findings of a running stack: where they are, who called, and how they travel through Lua.
 *
 * A finding is a struct diag in the config's arena. As a Lua error it travels inside a userdata, so that
 * `error(e)` in a stack that caught it hands on the same finding. Lua's own errors become findings in the
 * message handler, while the stack that raised them still stands. Lua knows lines only: columns are asked of
 * the chunk's parser (parse.h), and when the answer is not unique the line is underlined.
 */
#include "engine/lang/lang_internal.h"

#include <stdio.h>

#define ERROR_META "infra.error"

struct str lang_textf(struct lang *lang, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = arena_vprintf(lang->arena, format, args);
    va_end(args);
    return s;
}

struct diag *lang_finding(struct lang *lang, const char *code, struct pos at, const char *format, ...)
{
    struct diag *finding = ARENA_NEW(lang->arena, struct diag);
    va_list args;
    va_start(args, format);
    *finding = (struct diag){
        .severity = DIAG_ERROR, .code = code, .at = at, .message = arena_vprintf(lang->arena, format, args)};
    va_end(args);
    lang_trail(lang, 0, finding);
    return finding;
}

void lang_report(struct lang *lang, struct diag *finding)
{
    if (!lang->diags)
        lang_throw(lang, finding);
    struct arena *arena = lang->diags->arena;
    struct diag *d = diag_add(lang->diags, finding->severity, finding->code, finding->at, "%.*s",
                              STR_ARG(finding->message));
    d->label = arena_str(arena, finding->label);
    d->hint = arena_str(arena, finding->hint);
    d->see = arena_str(arena, finding->see);
    if (!finding->trail_count)
        return;
    struct pos *trail = ARENA_ARRAY(arena, struct pos, finding->trail_count);
    struct str *labels = ARENA_ARRAY(arena, struct str, finding->trail_count);
    for (size_t i = 0; i < finding->trail_count; i++) {
        trail[i] = finding->trail[i];
        trail[i].file = arena_str(arena, trail[i].file);
        labels[i] = arena_str(arena, finding->trail_labels ? finding->trail_labels[i] : STR_NONE);
    }
    d->trail = trail;
    d->trail_labels = labels;
    d->trail_count = finding->trail_count;
}

/* --- as Lua values --- */

static int error_tostring(lua_State *L)
{
    struct diag *finding = lang_caught(L, 1);
    if (!finding)
        return luaL_error(L, "not an error value");
    lua_pushfstring(L, "%s:%d: ", finding->at.file.len ? finding->at.file.ptr : "?", (int)finding->at.line);
    lua_pushlstring(L, finding->message.ptr, finding->message.len);
    lua_concat(L, 2);
    return 1;
}

int lang_error_meta(lua_State *L)
{
    luaL_newmetatable(L, ERROR_META);
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    return 0;
}

struct diag *lang_caught(lua_State *L, int index)
{
    struct diag **box = luaL_testudata(L, index, ERROR_META);
    return box ? *box : NULL;
}

void lang_push_error(lua_State *L, struct diag *finding)
{
    struct diag **box = lua_newuserdatauv(L, sizeof *box, 0);
    *box = finding;
    luaL_setmetatable(L, ERROR_META);
}

void lang_throw(struct lang *lang, struct diag *finding)
{
    lang_push_error(lang->L, finding);
    lua_error(lang->L);
    __builtin_unreachable();
}

void lang_throw_quiet(struct lang *lang)
{
    lang->quiet = true;
    lang_throw(lang,
               lang_finding(lang, "E0020", lang_line(lang), "this follows from an error reported before"));
}

void lang_code_throw(struct lang *lang, const char *code, struct pos at, const char *hint, const char *format,
                     ...)
{
    va_list args;
    va_start(args, format);
    struct str message = arena_vprintf(lang->arena, format, args);
    va_end(args);
    struct diag *finding = lang_finding(lang, code, at, "%.*s", STR_ARG(message));
    finding->hint = str_of(hint);
    lang_throw(lang, finding);
}

void lang_throw_err(struct lang *lang, const char *code, struct pos at, const struct err *err)
{
    struct diag *finding = lang_finding(lang, code, at, "%s", err->message);
    if (err->hint[0])
        finding->hint = lang_textf(lang, "%s", err->hint);
    lang_throw(lang, finding);
}

void lang_bad_arg(lua_State *L, const char *name, int n, const char *want)
{
    struct lang *lang = lang_of(L);
    if (refs_test(L, n))
        refs_misuse(lang, n, "E0215", lang_here_arg(lang, name, (uint32_t)n), "use", NULL);
    const char *got = lua_isnoneornil(L, n) ? "nothing" : sandbox_type(L, n);
    const struct expr_function *known = expr_function_find(str_of(name));
    struct diag *finding = lang_finding(lang, "E0031", lang_here_arg(lang, name, (uint32_t)n),
                                        "argument %d of `%s` must be %s, not %s", n, name, want, got);
    if (known)
        finding->hint = lang_textf(lang, "%s", known->signature);
    lang_throw(lang, finding);
}

void lang_nearest(struct lang *lang, struct diag *finding, struct str word, const struct str *names,
                  size_t count)
{
    struct str near = str_nearest(word, names, count);
    if (near.len)
        finding->hint = lang_textf(lang, "did you mean `%.*s`?", STR_ARG(near));
}

/* --- positions --- */

bool lang_frame(struct lang *lang, int level, struct lang_frame *ret)
{
    lua_Debug ar;
    for (; lang->L && lua_getstack(lang->L, level, &ar); level++) {
        if (!lua_getinfo(lang->L, "Sl", &ar) || ar.currentline <= 0)
            continue;
        struct lang_module *module = chunk_by_source(lang, ar.source);
        if (!module)
            continue;
        *ret = (struct lang_frame){module, (uint32_t)ar.currentline};
        return true;
    }
    *ret = (struct lang_frame){NULL, 0};
    return false;
}

struct pos lang_frame_pos(struct lang_frame frame)
{
    if (!frame.module)
        return (struct pos){0};
    if (!frame.module->chunk)
        return (struct pos){.file = frame.module->name, .line = frame.line};
    return parse_line_pos(frame.module->chunk, frame.line);
}

struct pos lang_line(struct lang *lang)
{
    struct lang_frame frame;
    return lang_frame(lang, 0, &frame) ? lang_frame_pos(frame) : (struct pos){0};
}

struct pos lang_call_pos(struct lang *lang, struct lang_frame frame, struct str name, struct str label)
{
    (void)lang;
    if (!frame.module || !frame.module->chunk)
        return lang_frame_pos(frame);
    const struct parse_call *call = parse_call_at(frame.module->chunk, frame.line, name, label);
    if (!call && label.ptr)
        call = parse_call_at(frame.module->chunk, frame.line, name, STR_NONE);
    return call ? call->at : lang_frame_pos(frame);
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct pos lang_word_pos(struct lang_frame frame, struct str word)
{
    struct pos at = lang_frame_pos(frame);
    if (!frame.module || !frame.module->chunk || !word.len)
        return at;
    struct str line = source_line(frame.module->chunk->source, frame.line);
    uint32_t column = 0;
    for (size_t i = 0; i + word.len <= line.len; i++) {
        bool whole = (i == 0 || !is_word_char(line.ptr[i - 1])) &&
                     (i + word.len == line.len || !is_word_char(line.ptr[i + word.len]));
        if (!whole || memcmp(line.ptr + i, word.ptr, word.len) != 0)
            continue;
        if (column)
            return at;
        column = (uint32_t)i + 1;
    }
    if (column) {
        at.column = column;
        at.end_column = column + (uint32_t)word.len;
    }
    return at;
}

/* The last word of a dotted name: how the parser knows a callee. */
static struct str last_word(const char *name)
{
    const char *dot = strrchr(name, '.');
    return str_of(dot && dot[1] ? dot + 1 : name);
}

struct pos lang_here_call(struct lang *lang, const char *name)
{
    struct lang_frame frame;
    if (!lang_frame(lang, 0, &frame))
        return (struct pos){0};
    return lang_call_pos(lang, frame, last_word(name), STR_NONE);
}

struct pos lang_here_arg(struct lang *lang, const char *name, uint32_t n)
{
    struct lang_frame frame;
    struct pos at;
    if (!lang_frame(lang, 0, &frame))
        return (struct pos){0};
    const struct parse_call *call =
        frame.module->chunk ? parse_call_at(frame.module->chunk, frame.line, last_word(name), STR_NONE)
                            : NULL;
    if (call && parse_arg_pos(frame.module->chunk, call, n, &at))
        return at;
    return call ? call->at : lang_frame_pos(frame);
}

/* Who called: Lua frames beyond the first, innermost first. */
void lang_trail(struct lang *lang, int level, struct diag *finding)
{
    lua_Debug ar;
    struct pos trail[LANG_TRAIL_MAX];
    struct str labels[LANG_TRAIL_MAX];
    size_t count = 0;
    bool first = true;
    for (int seen = 0;
         lang->L && count < LANG_TRAIL_MAX && seen < LANG_LEVELS_MAX && lua_getstack(lang->L, level, &ar);
         level++, seen++) {
        if (!lua_getinfo(lang->L, "Sln", &ar) || ar.currentline <= 0)
            continue;
        struct lang_module *module = chunk_by_source(lang, ar.source);
        if (!module)
            continue;
        bool again = count && trail[count - 1].line == (uint32_t)ar.currentline &&
                     str_eq(trail[count - 1].file, module->name);
        bool same =
            str_eq(finding->at.file, module->name) && finding->at.line == (uint32_t)ar.currentline && !count;
        if (!first && !again && !same) {
            trail[count] = (struct pos){.file = module->name, .line = (uint32_t)ar.currentline};
            bool named = ar.name && strcmp(ar.what, "main") != 0 && ar.name[0] != '?' && ar.name[0] != '(';
            labels[count++] = named ? lang_textf(lang, "in function `%s`", ar.name) : STR_NONE;
        }
        first = false;
    }
    finding->trail = count ? arena_copy(lang->arena, trail, count * sizeof *trail) : NULL;
    finding->trail_labels = count ? arena_copy(lang->arena, labels, count * sizeof *labels) : NULL;
    finding->trail_count = count;
}

/* --- Lua's own errors --- */

/* Cuts "chunk:12: " in front of a message of Lua's. */
static struct str without_place(struct str message, struct lang_frame frame)
{
    char place[LUA_IDSIZE + 32];
    if (!frame.module)
        return message;
    /* Lua shortens long chunk names, so the prefix is looked for by its line. */
    int n = snprintf(place, sizeof place, ":%u: ", frame.line);
    ptrdiff_t at = str_find(message, str_n(place, (size_t)n));
    if (at < 0 || at > LUA_IDSIZE)
        return message;
    return str_slice(message, (size_t)at + (size_t)n, message.len);
}

/* The word in "(local 'x')", "(field 'x')", "(global 'x')", "(method 'x')", "(upvalue 'x')"; empty: none. */
static struct str named_culprit(struct str message, bool *ret_field)
{
    ptrdiff_t open = str_find(message, STR(" '"));
    if (open < 0 || message.len < 3 || message.ptr[message.len - 1] != ')')
        return STR_NONE;
    *ret_field = str_find(message, STR("(field")) >= 0 || str_find(message, STR("(method")) >= 0;
    return str_slice(message, (size_t)open + 2, message.len - 2);
}

static const char *const arithmetic_ops[] = {"+", "-", "*", "/", "%", "//", "^"};

/* The one operator of the line that a message of Lua's can mean. */
static bool operator_pos(struct chunk *chunk, uint32_t line, struct str message, struct pos *ret)
{
    struct pos left, right;
    const char *found = NULL;
    if (str_starts(message, STR("attempt to concatenate")))
        found = "..";
    else if (str_starts(message, STR("attempt to get length")))
        return parse_op_pos(chunk, line, "#", true, &left, ret);
    else if (str_starts(message, STR("attempt to perform arithmetic")))
        for (size_t i = 0; i < ARRAY_LEN(arithmetic_ops); i++)
            if (parse_op_pos(chunk, line, arithmetic_ops[i], false, &left, &right)) {
                if (found)
                    return false;
                found = arithmetic_ops[i];
            }
    if (!found || !parse_op_pos(chunk, line, found, false, &left, &right) || left.line != right.line)
        return false;
    *ret = (struct pos){
        .file = left.file, .line = left.line, .column = left.column, .end_column = right.end_column};
    return true;
}

static struct diag *of_message(struct lang *lang, struct lang_frame frame, struct str message,
                               const char *code)
{
    struct pos at = lang_frame_pos(frame), found;
    bool field = false;
    struct str culprit = named_culprit(message, &field);
    struct chunk *chunk = frame.module ? frame.module->chunk : NULL;
    if (chunk && operator_pos(chunk, frame.line, message, &found))
        at = found;
    else if (chunk && culprit.len && str_starts(message, STR("attempt to call")))
        at = lang_call_pos(lang, frame, culprit, STR_NONE);
    else if (chunk && culprit.len && str_starts(message, STR("attempt to index")))
        at = lang_word_pos(frame, culprit);
    struct diag *finding = lang_finding(lang, code, at, "%.*s", STR_ARG(message));
    if (str_starts(message, STR("attempt to index a nil value")) && culprit.len)
        finding->hint = lang_textf(lang, "`%.*s` is not given here", STR_ARG(culprit));
    return finding;
}

struct diag *lang_from_lua_error(struct lang *lang, int index)
{
    lua_State *L = lang->L;
    struct diag *finding = lang_caught(L, index);
    if (finding)
        return finding;
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    if (lua_type(L, index) != LUA_TSTRING)
        return lang_finding(lang, "E0026", lang_frame_pos(frame),
                            "the stack raised an error that is %s, not a text", sandbox_type(L, index));
    size_t len;
    const char *text = lua_tolstring(L, index, &len);
    bool raised = text == lang->raised;
    struct str message = str_n(text, len);
    if (!raised || lang->raised_at.line) {
        struct lang_frame said = frame;
        if (raised)
            said.line = lang->raised_at.line;
        message = without_place(message, said);
    }
    ptrdiff_t newline = str_find_char(message, '\n');
    if (newline >= 0)
        message = str_slice(message, 0, (size_t)newline);
    if (!str_is_utf8(message))
        message = STR("an error whose text is not UTF-8");
    if (str_starts(message, STR("stack overflow")) || str_find(message, STR("C stack overflow")) >= 0) {
        finding = lang_finding(lang, "E0023", lang_frame_pos(frame), "functions call each other too deeply");
        finding->hint = STR("a function that calls itself must end; loops do not need recursion");
        return finding;
    }
    finding = of_message(lang, frame, message, raised ? "E0026" : "E0020");
    if (raised && lang->raised_at.line) {
        finding->at = lang->raised_at;
        lang_trail(lang, 0, finding);
    }
    return finding;
}
