/*
 * agree.h - holds our parser against Lua's own compiler, for the corpus and the fuzzer.
 *
 *     struct agree agree;  agree_init(&agree);
 *     if (!agree_check(&agree, text)) puts(agree.why);
 *     agree_done(&agree);
 *
 * Checked: both accept or both refuse; the guarded text compiles too; and every function in it has the lines, parameters
 * and number of locals of the original, and instructions on the same lines (but around a guard). Lines come
 * from lua_dump, whose format (Lua 5.4, lundump.c) is read here: it is the only public way to see them.
 */
#ifndef TESTS_LUA_AGREE_H
#define TESTS_LUA_AGREE_H

#include "engine/base/buf.h"
#include "engine/lang/parse.h"

#include <lauxlib.h>
#include <limits.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>

struct agree {
    lua_State *lua;
    char why[600];
    bool lua_accepts;
    unsigned beyond_cheap; /* texts that only exceed a register limit: our count of registers is a little late */
};

struct proto {
    int line, last_line, parameters, is_vararg, locals;
    int *lines; /* sorted, distinct */
    int line_count;
};

struct dump {
    const unsigned char *at, *end;
    struct arena *arena;
    VEC(struct proto) protos; /* in the order of the text */
};

static inline void agree_init(struct agree *agree)
{
    *agree = (struct agree){ .lua = luaL_newstate() };
    if (!agree->lua)
        abort();
}

static inline void agree_done(struct agree *agree)
{
    lua_close(agree->lua);
}

static inline size_t dump_number(struct dump *dump)
{
    size_t n = 0;
    unsigned char byte;
    do {
        byte = *dump->at++;
        n = n << 7 | (byte & 0x7f);
    } while (!(byte & 0x80));
    return n;
}

static inline void dump_string(struct dump *dump)
{
    size_t size = dump_number(dump);
    dump->at += size > 0 ? size - 1 : 0;
}

static inline int compare_ints(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static inline void dump_constants(struct dump *dump)
{
    for (size_t n = dump_number(dump); n > 0; n--) {
        int type = *dump->at++;
        if (type == LUA_TNUMBER || type == (LUA_TNUMBER | 16))
            dump->at += 8;
        else if ((type & 15) == LUA_TSTRING)
            dump_string(dump);
    }
}

/* lineinfo: a byte's difference for each instruction, -128 where abslineinfo has the line. */
static inline void dump_lines(struct dump *dump, struct proto *proto)
{
    size_t count = dump_number(dump);
    const signed char *differences = (const signed char *)dump->at;
    dump->at += count;
    size_t absolutes = dump_number(dump);
    int *lines = ARENA_ARRAY(dump->arena, int, count + 1);
    int line = proto->line;
    for (size_t i = 0; i < count; i++) {
        if (differences[i] == -128 && absolutes-- > 0) {
            (void)dump_number(dump);
            line = (int)dump_number(dump);
        } else {
            line += differences[i];
        }
        lines[i] = line;
    }
    if (count > 0)
        count--; /* the closing return: of the main function its line differs */
    qsort(lines, count, sizeof *lines, compare_ints);
    proto->lines = lines;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || lines[i] != lines[i - 1])
            lines[proto->line_count++] = lines[i];
}

static inline void dump_function(struct dump *dump)
{
    struct proto proto = { 0 };
    dump_string(dump);
    proto.line = (int)dump_number(dump);
    proto.last_line = (int)dump_number(dump);
    proto.parameters = *dump->at++;
    proto.is_vararg = *dump->at++;
    dump->at++; /* stack size */
    size_t index = dump->protos.count;
    *VEC_PUSH(&dump->protos, dump->arena) = proto;
    dump->at += 4 * dump_number(dump);
    dump_constants(dump);
    dump->at += 3 * dump_number(dump); /* upvalues */
    for (size_t n = dump_number(dump); n > 0; n--)
        dump_function(dump);
    dump_lines(dump, &proto);
    proto.locals = (int)dump_number(dump);
    for (int i = 0; i < proto.locals; i++) {
        dump_string(dump);
        (void)dump_number(dump);
        (void)dump_number(dump);
    }
    for (size_t n = dump_number(dump); n > 0; n--)
        dump_string(dump);
    dump->protos.items[index] = proto;
}

static inline int dump_write(lua_State *lua, const void *data, size_t size, void *context)
{
    (void)lua;
    buf_add(context, data, size);
    return 0;
}

/* The function on top of the Lua stack, which is popped. */
static inline struct dump dump_read(struct agree *agree, struct arena *arena)
{
    enum { HEADER_BYTES = 4 + 1 + 1 + 6 + 3 + 8 + 8 + 1 };
    DROP_BUF struct buf bytes = { 0 };
    lua_dump(agree->lua, dump_write, &bytes, 0);
    lua_pop(agree->lua, 1);
    const unsigned char *copy = arena_copy(arena, bytes.ptr, bytes.len);
    struct dump dump = { .at = copy + HEADER_BYTES, .end = copy + bytes.len, .arena = arena };
    dump_function(&dump);
    if (dump.at != dump.end)
        abort(); /* not the format of Lua 5.4 */
    return dump;
}

static inline bool is_guarded_line(struct chunk *chunk, int line)
{
    for (size_t i = 0; i < chunk->site_count; i++) {
        const struct guard_site *site = &chunk->sites[i];
        if ((int)source_pos(chunk->source, site->from, site->from).line <= line &&
            line <= (int)source_pos(chunk->source, site->to, site->to).line)
            return true;
    }
    return false;
}

/* After blanks and comments. */
static inline uint32_t next_token(struct str text, uint32_t at)
{
    while (at < text.len) {
        struct str rest = str_slice(text, at, text.len);
        if (strchr(" \t\v\f\r\n", rest.ptr[0]) && rest.ptr[0]) {
            at++;
        } else if (str_starts(rest, STR("--"))) {
            size_t level = 0;
            while (3 + level < rest.len && rest.ptr[3 + level] == '=')
                level++;
            bool is_long = rest.len > 3 + level && rest.ptr[2] == '[' && rest.ptr[3 + level] == '[';
            size_t end = 2;
            for (; end < rest.len; end++) {
                if (!is_long && (rest.ptr[end] == '\n' || rest.ptr[end] == '\r'))
                    break;
                if (is_long && rest.ptr[end] == ']' && end + level + 1 < rest.len && rest.ptr[end + level + 1] == ']' &&
                    memcmp(rest.ptr + end + 1, rest.ptr + 3, level) == 0) {
                    end += level + 2;
                    break;
                }
            }
            at += (uint32_t)end;
        } else {
            break;
        }
    }
    return at;
}

/*
 * Lua gives the load of an operand the line of the operator behind it; inside a guard it gets its own. So a line may be lost
 * where nothing but the operator behind a guarded operand stood on it.
 */
static inline bool is_line_behind_guard(struct chunk *chunk, int line)
{
    for (size_t i = 0; i < chunk->site_count; i++) {
        uint32_t next = next_token(chunk->source->text, chunk->sites[i].to);
        if ((int)source_pos(chunk->source, next, next).line == line)
            return true;
    }
    return false;
}

/* Lines are gained only where a guard is called, and lost only behind one. */
static inline bool same_code_lines(struct chunk *chunk, const struct proto *plain, const struct proto *guarded)
{
    int i = 0, k = 0;
    while (i < plain->line_count || k < guarded->line_count) {
        int left = i < plain->line_count ? plain->lines[i] : INT_MAX;
        int right = k < guarded->line_count ? guarded->lines[k] : INT_MAX;
        if ((left < right && !is_line_behind_guard(chunk, left)) || (right < left && !is_guarded_line(chunk, right)))
            return false;
        i += left <= right;
        k += right <= left;
    }
    return true;
}

static inline bool same_lines(struct agree *agree, struct chunk *chunk, const struct dump *plain, const struct dump *guarded)
{
    /* The guarded chunk is a function more: the one that takes the guard. */
    if (plain->protos.count + 1 != guarded->protos.count) {
        snprintf(agree->why, sizeof agree->why, "%zu functions, guarded %zu", plain->protos.count, guarded->protos.count);
        return false;
    }
    for (size_t i = 0; i < plain->protos.count; i++) {
        const struct proto *a = &plain->protos.items[i], *b = &guarded->protos.items[i + 1];
        bool ok = a->parameters == b->parameters && a->is_vararg == b->is_vararg && a->locals == b->locals &&
                  (i == 0 || (a->line == b->line && a->last_line == b->last_line)) && same_code_lines(chunk, a, b);
        if (!ok) {
            snprintf(agree->why, sizeof agree->why, "the function at lines %d-%d differs when guarded (%d-%d, %d against %d lines)",
                     a->line, a->last_line, b->line, b->last_line, a->line_count, b->line_count);
            return false;
        }
    }
    return true;
}

/* Loads text; on failure why has Lua's message. */
static inline bool agree_load(struct agree *agree, struct str text)
{
    if (luaL_loadbufferx(agree->lua, text.ptr, text.len, "=text", "t") == LUA_OK)
        return true;
    snprintf(agree->why, sizeof agree->why, "%s", lua_tostring(agree->lua, -1));
    lua_pop(agree->lua, 1);
    return false;
}

static inline bool agree_guarded(struct agree *agree, struct arena *arena, struct source *source, struct diags *diags)
{
    struct chunk *chunk = parse_chunk(arena, source, &(struct parse_options){ .guards = true }, diags);
    if (!chunk) {
        if (strcmp(diags->list.items[0].code, "E0008") == 0) {
            lua_pop(agree->lua, 1);
            return true; /* guards do not fit: refused with a reason of its own */
        }
        snprintf(agree->why, sizeof agree->why, "refused only with guards: %s", diags->list.items[0].message.ptr);
        return false;
    }
    struct dump plain = dump_read(agree, arena);
    if (!agree_load(agree, chunk->guarded))
        return false;
    struct dump guarded = dump_read(agree, arena);
    return same_lines(agree, chunk, &plain, &guarded);
}

static inline bool agree_check(struct agree *agree, struct str text)
{
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    struct source *source = source_new(&arena, STR("text"), text);
    bool ours = parse_chunk(&arena, source, &(struct parse_options){ 0 }, &diags) != NULL;
    agree->why[0] = '\0';
    bool theirs = agree->lua_accepts = agree_load(agree, text);
    if (ours && theirs)
        return agree_guarded(agree, &arena, source, &diags);
    if (ours && strstr(agree->why, "registers")) {
        agree->beyond_cheap++;
        return true;
    }
    if (ours) {
        memmove(agree->why + 16, agree->why, sizeof agree->why - 17);
        memcpy(agree->why, "only Lua denies ", 16);
        agree->why[sizeof agree->why - 1] = '\0';
    } else if (theirs) {
        const struct diag *diag = &diags.list.items[0];
        snprintf(agree->why, sizeof agree->why, "only we deny: %s at %u:%u: %s", diag->code, diag->at.line, diag->at.column,
                 diag->message.ptr);
        lua_pop(agree->lua, 1);
    }
    return ours == theirs;
}

#endif
