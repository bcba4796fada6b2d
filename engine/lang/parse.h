/*
 * parse.h - our own Lua 5.4 parser: says what is wrong with a chunk, at line and column, and puts the guards in.
 *
 *     struct source *src = source_new(arena, name, text);
 *     struct parse_options options = { .house_rules = true, .guards = true };
 *     struct chunk *chunk = parse_chunk(arena, src, &options, diags);        NULL: diags has the reason
 *     luaL_loadbufferx(L, chunk->guarded.ptr, chunk->guarded.len, "@lib/network.lua", "t");
 *     lua_pushcfunction(L, guard);  lua_call(L, 1, 1);                       gives the chunk's own function (see guard.h)
 *
 * Without house rules it accepts exactly what luaL_loadbufferx(..., "t") accepts (tests/groups/30-lua-corpus and
 * tests/fuzz/fuzz_parse.c hold both against each other). The house rules refuse, on top:
 *   - a call whose `(`, string or `{` begins on a new line: the line silently continues the one before it;
 *   - the names `_ENV` and `__g` as variables: strict globals and guards must not be got around.
 * Only the first error of a chunk is reported: what follows a syntax error is guessing.
 */
#ifndef ENGINE_LANG_PARSE_H
#define ENGINE_LANG_PARSE_H

#include "engine/lang/guard.h"
#include "engine/lang/source.h"

enum { PARSE_DEPTH_MAX = 200 }; /* Lua's LUAI_MAXCCALLS: nesting of statements and expressions */

struct parse_options {
    bool house_rules;
    bool guards;
};

struct chunk {
    struct source *source;
    struct str guarded;             /* the text for Lua; every token is on the line where the source has it */
    const struct guard_site *sites; /* by site id, from 0 */
    size_t site_count;
    struct positions *positions;    /* made by the first question about a position */
};

/* The chunk lives in `arena`, and views the source. NULL: one error was added to diags (E0001 to E0019). */
struct chunk *parse_chunk(struct arena *arena, struct source *source, const struct parse_options *options,
                          struct diags *diags) MUST_USE;

/* Where the operand of a guard stands: `id` is what __g was given. An id that no guard has: line 0. */
struct pos parse_site_pos(struct chunk *chunk, size_t id);

/*
 * Positions. Lua's debug info has lines only, so an error found while a call runs asks here for the column. The tables
 * are made by parsing the chunk once more at the first question, so that a stack without errors pays nothing for them.
 * Every answer may be "not found" (NULL or false) or not unique: then underline the line (`parse_line_pos`).
 */
struct parse_call {
    struct str name;          /* the callee's last name: "vpc" of `aws.vpc "main" { }`; empty: no name */
    struct str callee;        /* the callee's whole text: `aws.vpc` (a view of the source) */
    uint32_t line;            /* Lua 5.4.0 to 5.4.5 report the line where the callee begins, */
    uint32_t args_line;       /*  later ones the line where the arguments begin */
    struct pos at;            /* the callee, from its first token to its last name */
    struct pos whole;         /* until the last `)`, string or `}` */
    struct str label;         /* content of the string literal in `f "label"`, `f("label", ...)`, `f "label" { }` */
    bool has_label;
    bool is_statement;        /* a statement of its own: `aws.vpc "main"` without a body is one of these */
    bool has_table;           /* its last argument is a table constructor: `f { }`, `f "a" { }`, `f(x, { })` */
    uint32_t args_from, args_count; /* internal: into positions */
    uint32_t curried;         /* how many calls of the same chain come before: 1 for the `{ }` of `f "a" { }` */
    int32_t table;            /* internal: the table constructor, -1: none */
};

/* One step of a path into a table constructor: a key, or (key.ptr NULL) a position from 1. */
struct parse_step {
    struct str key;
    uint32_t index;
};

/*
 * The one call that Lua reports at `line`, whose callee ends in `name` (`subnet` of `aws.subnet("private-" .. az) {`) and
 * whose label is `label` where it is a literal. STR_NONE for name or label: any. Of the calls of one curried chain the last
 * is meant. NULL: none, or more than one.
 */
const struct parse_call *parse_call_at(struct chunk *chunk, uint32_t line, struct str name, struct str label);

/* Calls in source order, for checks of the host's own. */
const struct parse_call *parse_calls(struct chunk *chunk, size_t *ret_count);

/* Argument n (from 1) of a call; a string or table argument without parentheses counts. False: there is none. */
bool parse_arg_pos(struct chunk *chunk, const struct parse_call *call, uint32_t n, struct pos *ret_pos);

/*
 * The key token and the value of a field in the table that `call` is given. Tables inside tables, and in calls such as
 * `list { ... }`, are followed. A positional field has its value as key. False: not written there literally; ret_key then
 * is the deepest step that was found, if any (line 0: none).
 */
bool parse_field_pos(struct chunk *chunk, const struct parse_call *call, const struct parse_step *steps,
                     size_t step_count, struct pos *ret_key, struct pos *ret_value);

/*
 * Operands of the one operator `op` ("+", "..", "<", "#", "-" ...) at `line`, for errors that a metamethod finds. A unary
 * operator has only ret_right. False: none, or more than one.
 */
bool parse_op_pos(struct chunk *chunk, uint32_t line, const char *op, bool unary, struct pos *ret_left,
                  struct pos *ret_right);

/* The line without its indentation and without a trailing comment's blanks: what to underline when nothing is unique. */
struct pos parse_line_pos(struct chunk *chunk, uint32_t line);

#endif
