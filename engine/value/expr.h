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
    /*
     * REF, INPUT, LOOKUP -> value. UNKNOWN leaves the expression standing. The answer is taken as it is: expressions inside stay.
     * Take it from a map with expr_at, which keeps the rest of the path where the map holds an expression.
     */
    enum resolved (*leaf)(void *context, struct arena *arena, const struct expr *expr, struct value *ret, struct err *err);
    /* CLOSURE with all arguments known. May be NULL: closures stay unknown. Main stack only. */
    enum resolved (*closure)(void *context, struct arena *arena, const struct expr *expr, const struct value *args,
                             struct value *ret, struct err *err);
};

/*
 * Replaces every expression in `v` that can be resolved; others stay, with their known parts resolved. A sensitive expression
 * gives sensitive values. Errors of a sensitive call are shortened to their position. Fails only when a leaf, function or closure
 * fails. The answer shares what did not change with `v`.
 */
bool expr_resolve(struct arena *arena, struct value v, const struct resolver *resolver, struct value *ret,
                  struct err *err) MUST_USE;

/* Makers. The array of arguments is copied; texts and path steps are shared, so they must live as long as `arena`. */
struct value expr_ref(struct arena *arena, struct str address, struct path path, bool sensitive, struct pos at);
struct value expr_new(struct arena *arena, const struct expr *from); /* any kind; for INPUT, LOOKUP, CLOSURE */
/*
 * Computes at once when what the function needs is known, else makes a CALL in its one canonical form (texts joined by several
 * concat are one concat). Results inherit sensitivity. Fails with ERR_INVALID (no such function, bad arguments) or ERR_LIMIT
 * (result larger than 16 MiB, nested deeper than VALUE_DEPTH_MAX), with `at` as position; without values when one is sensitive.
 */
bool expr_call(struct arena *arena, struct str function, const struct value *args, size_t count, struct pos at,
               struct value *ret, struct err *err) MUST_USE;
/*
 * The value at a path of something that may hold expressions: where one stands on the way, it is extended by the rest of the path
 * (REF, INPUT, LOOKUP) or wrapped into a call of `at` (CALL, CLOSURE).
 */
struct value expr_at(struct arena *arena, struct value root, struct path path);

/* Calls visit for every REF inside v, also within arguments. */
void expr_each_ref(struct value v, void (*visit)(void *context, const struct expr *ref), void *context);
/* For people: `aws_vpc.main.id`, `lower(aws_vpc.main.id)`, `"arn:" .. aws_vpc.main.arn`; sensitive parts as ••••, long ones cut. */
struct str expr_text(struct arena *arena, const struct expr *expr);

/* Pure functions over values: json.encode, format, join, sha256, cidr.subnet ...; see functions.c for the table. */
struct expr_function {
    const char *name;                 /* as the stack calls it: "cidr.subnet" */
    const char *signature;            /* "cidr.subnet(range, bits, n) -> string" */
    const char *doc;                  /* one line */
    uint8_t min_args, max_args;       /* max 255: any */
    /*
     * What must be known before it can run. 0: everything. n: the outer n levels of the arguments; what lies deeper may be
     * expressions and is passed through (merge, list.concat), so that a map of tags does not become unknown as a whole.
     */
    uint8_t known_levels;
    uint8_t lazy_args;                /* bit i: argument i is passed through, known or not */
    bool (*run)(struct arena *arena, const struct value *args, size_t count, struct value *ret, struct err *err);
};
const struct expr_function *expr_function_find(struct str name); /* NULL: none */
const struct expr_function *expr_functions(size_t *ret_count);

#endif
