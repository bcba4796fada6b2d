/*
 * expr.h - expressions: what a value will be, once references are known.
 *
 * A resource's attribute read in a stack is a reference; joining or encoding it makes a call; apply(ref, fn) makes a closure.
 * Expressions are plain immutable data: canonical (they enter digests), printable (the plan shows them) and resolvable at any
 * time by a resolver that knows some references and not others. No Lua here: closures are called through the resolver.
 */
#ifndef ENGINE_VALUE_EXPR_H
#define ENGINE_VALUE_EXPR_H

#include "engine/base/diag.h"
#include "engine/value/path.h"

enum expr_kind {
    EXPR_REF,     /* an attribute of a resource: address + path */
    EXPR_CALL,    /* a pure function of the table below over values */
    EXPR_CLOSURE, /* a Lua function over values, run by lang */
    EXPR_INPUT,   /* a sensitive input: known, but held back */
    EXPR_LOOKUP,  /* an answer of a lookup (pinned, or a deferred read step), by its key, + path */
};

struct expr {
    enum expr_kind kind;
    bool sensitive;
    struct pos at;               /* where the stack wrote it */
    struct str name;             /* REF: address; CALL: function; INPUT: name; LOOKUP: key; CLOSURE: chunk file */
    struct path path;            /* REF, INPUT, LOOKUP */
    const struct value *args;    /* CALL, CLOSURE; may hold further expressions */
    size_t arg_count;
    struct digest bundle;        /* CLOSURE: digest of the source bundle */
    uint32_t line, ordinal;      /* CLOSURE: where its function begins, and which one on that line */
    uint32_t closure_id;         /* CLOSURE: lang's handle, not canonical */
};

enum resolved { RESOLVED_KNOWN, RESOLVED_UNKNOWN, RESOLVED_FAILED };

struct resolver {
    void *context;
    /* REF, INPUT, LOOKUP -> value. UNKNOWN leaves the expression standing. */
    enum resolved (*leaf)(void *context, struct arena *arena, const struct expr *expr, struct value *ret, struct err *err);
    /* CLOSURE with all arguments known. May be NULL: closures stay unknown. Main stack only. */
    enum resolved (*closure)(void *context, struct arena *arena, const struct expr *expr, const struct value *args,
                             struct value *ret, struct err *err);
};

/*
 * Replaces every expression in `v` that can be resolved; others stay, with their known parts resolved. A sensitive expression
 * gives sensitive values. Errors of a sensitive call are shortened to their position. Fails only when a function or closure fails.
 */
bool expr_resolve(struct arena *arena, struct value v, const struct resolver *resolver, struct value *ret,
                  struct err *err) MUST_USE;

/* Makers; copies args. */
struct value expr_ref(struct arena *arena, struct str address, struct path path, bool sensitive, struct pos at);
/* Computes at once when every argument is known and plain; otherwise a CALL. Fails with ERR_INVALID (bad arguments). */
bool expr_call(struct arena *arena, struct str function, const struct value *args, size_t count, struct pos at,
               struct value *ret, struct err *err) MUST_USE;

/* Calls visit for every REF inside v, also within arguments. */
void expr_each_ref(struct value v, void (*visit)(void *context, const struct expr *ref), void *context);
struct str expr_text(struct arena *arena, const struct expr *expr); /* "aws_vpc.main.id", "join(…)", for people */

/* Pure functions over values: json.encode, format, join, sha256, cidr.subnet ...; see functions.c for the table. */
struct expr_function {
    const char *name;                 /* as the stack calls it: "cidr.subnet" */
    const char *signature;            /* "cidr.subnet(range, bits, n) -> string" */
    const char *doc;                  /* one line */
    uint8_t min_args, max_args;       /* max 255: any */
    bool (*run)(struct arena *arena, const struct value *args, size_t count, struct value *ret, struct err *err);
};
const struct expr_function *expr_function_find(struct str name); /* NULL: none */
const struct expr_function *expr_functions(size_t *ret_count);

#endif
