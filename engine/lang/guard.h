/*
 * guard.h - guards: the small calls put around conditions and comparisons, so that a reference cannot be mistaken for its value.
 *
 * Plain Lua cannot see `if ref` or `ref == "x"`: a userdata is true, and equal to no string. So before a chunk is loaded,
 * each operand that such a construct looks at is wrapped, `X` -> ` __g(X,ID)`, where
 *
 *     __g(value, id)      raises an error when value is a reference, else returns value (exactly one)
 *
 * is a C function of the host, and ID leads to line, column and kind in chunk->sites. What is wrapped:
 *
 *     if C  elseif C  while C  until C  not C       GUARD_CONDITION  C
 *     C and X                                       GUARD_CONDITION  C; X too where the whole is a condition
 *     C or X                                        GUARD_CONDITION  C and X, only where the whole is a condition
 *     a == b  a ~= b                                GUARD_COMPARE    a and b, unless one of them is literally nil
 *     t[k]  { [k] = v }                             GUARD_KEY        k
 *     for i = a, b, c                               GUARD_FOR        a, b and c
 *     for k, v in x                                 GUARD_ITERATE    x, if it is not a call (pairs and ipairs look themselves)
 *
 * Decisions. `args.x or default` is legal as a value and yields the reference: it asks whether something was given. In a
 * condition (`if a or b`) its operands are tested, so they are guarded. `ref and a or b` is an error: with a reference to a
 * boolean it would always choose a; `ref ~= nil and a or b` asks whether it was given. `cond and ref or other` is legal.
 * Order (`<`), arithmetic, `#` and calls need no guard: metamethods of the reference see them (parse_op_pos has columns).
 * Operands that cannot be a reference are left alone: literals, arithmetic, comparisons, `not`, `#`, functions, tables, and
 * the variable of a numeric for that is never assigned. Guards that look through `and`, `or` and parentheses are put around
 * the operands whose value may come out, so the column is that of the culprit.
 *
 * What Lua loads is   local __g=... return function(...) <text> end   all on the lines of the source, so `...`, locals,
 * upvalues and line numbers stay what they were, and no name of the chunk can reach or replace __g. Loading gives a function
 * to be called once with the guard as its only argument; it returns the chunk's function. Guarding preserves evaluation
 * order, short circuits and the truncation of `(f())`, since __g(X,ID) takes exactly one value of X. Where an operator stands
 * on the line after its operand, Lua blames the operator's line for an error in the operand; guarded, the operand's own.
 */
#ifndef ENGINE_LANG_GUARD_H
#define ENGINE_LANG_GUARD_H

#include "engine/base/arena.h"

#define GUARD_NAME "__g" /* house rules refuse it as a variable */

/* kind, and what the text of the error says of the operand: "cannot <text> a reference" */
#define GUARD_KINDS(X)                              \
    X(CONDITION, "branch on")                       \
    X(COMPARE, "compare")                           \
    X(KEY, "use as a key")                          \
    X(FOR, "count with")                            \
    X(ITERATE, "iterate over")

enum guard_kind {
#define X(name, text) GUARD_##name,
    GUARD_KINDS(X)
#undef X
};

struct guard_site {
    uint32_t from, to; /* the operand's bytes in the source: parse_site_pos makes line and columns of them */
    enum guard_kind kind;
};

const char *guard_kind_text(enum guard_kind kind);

/*
 * The text for Lua: `text` with the guards of `sites` in it. `last_token_end` is the offset after the last token (comments
 * may follow). Where two operands end at the same byte, the inner one comes first in `sites`.
 */
struct str guard_rewrite(struct arena *arena, struct str text, uint32_t last_token_end, const struct guard_site *sites,
                         size_t site_count);

#endif
