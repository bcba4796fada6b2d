/*
 * parse_internal.h - what the files of the parser share: tokens, scopes, expressions, the parser itself.
 *
 * Layers: parse_lex.c (bytes to tokens), parse_string.c (their content), parse_scope.c (locals, upvalues, labels, gotos), parse_expr.c, parse.c (statements,
 * entry), parse_positions.c (tables for parse.h's questions). The first error wins: parse_fail records it and turns all that
 * follows into end of text, so that every loop and recursion ends by itself and no caller has to check.
 */
#ifndef ENGINE_LANG_PARSE_INTERNAL_H
#define ENGINE_LANG_PARSE_INTERNAL_H

#include "engine/lang/parse.h"

#define PARSE_KEYWORDS(X)                                                                                            \
    X(AND, "and") X(BREAK, "break") X(DO, "do") X(ELSE, "else") X(ELSEIF, "elseif") X(END, "end") X(FALSE, "false")  \
    X(FOR, "for") X(FUNCTION, "function") X(GOTO, "goto") X(IF, "if") X(IN, "in") X(LOCAL, "local") X(NIL, "nil")    \
    X(NOT, "not") X(OR, "or") X(REPEAT, "repeat") X(RETURN, "return") X(THEN, "then") X(TRUE, "true")                \
    X(UNTIL, "until") X(WHILE, "while")

#define PARSE_SYMBOLS(X)                                                                                             \
    X(IDIV, "//") X(CONCAT, "..") X(DOTS, "...") X(EQ, "==") X(GE, ">=") X(LE, "<=") X(NE, "~=") X(SHL, "<<")        \
    X(SHR, ">>") X(DBCOLON, "::") X(EOS, "<end>") X(NUMBER, "<number>") X(NAME, "<name>") X(STRING, "<string>")

/* One-byte tokens are their byte. */
enum token_kind {
    TK_FIRST = 256,
#define X(name, text) TK_##name,
    PARSE_KEYWORDS(X) PARSE_SYMBOLS(X)
#undef X
};

struct token {
    int kind;
    uint32_t from, to;   /* bytes in the source */
    uint32_t line;       /* where it begins */
    uint32_t hash;       /* of a name */
};

enum local_kind { LOCAL_PLAIN, LOCAL_CONST, LOCAL_CLOSE, LOCAL_FOLDED /* <const> with a literal: takes no register */ };

struct local {
    struct str name;
    uint32_t hash;
    enum local_kind kind;
    int32_t counter; /* the variable of a numeric for: index into parser.counters; -1: any other */
};

struct upvalue {
    struct str name;
    uint32_t hash;
    enum local_kind kind;
};

struct label {
    struct str name;
    uint32_t line;
    uint32_t active; /* locals in scope */
};

struct jump {
    struct str name; /* "break" for a break */
    struct token token;
    uint32_t active;
};

struct block {
    struct block *outer;
    uint32_t first_label, first_jump, active;
    bool is_loop;
};

struct func {
    struct func *outer;
    struct block *block;
    uint32_t first_local, first_label;
    uint32_t active;      /* of its locals, those in scope */
    uint32_t local_registers; /* those of the locals in scope */
    uint32_t registers;   /* in use, about as Lua's compiler would have it: sees "too many" a little late, never early */
    bool is_vararg;
    VEC(struct upvalue) upvalues;
};

/* What an expression can be besides a value. */
enum parse_expr_kind {
    EXPR_VALUE,   /* nothing special */
    EXPR_NIL,     /* the literal */
    EXPR_LITERAL, /* number, string, boolean */
    EXPR_LOCAL,   /* assignable */
    EXPR_CONST,   /* a variable, but not assignable */
    EXPR_PLACE,   /* global, upvalue or index: assignable */
    EXPR_CALL,
    EXPR_MANY     /* ... */
};

struct parse_expr {
    uint32_t from, to;
    enum parse_expr_kind kind;
    bool plain;                /* cannot be a reference */
    int32_t leaves;            /* list of operands whose value may come out; -1: leaf_from to leaf_to alone */
    uint32_t leaf_from, leaf_to;
    int32_t counter;           /* the variable of a numeric for, else -1 */
    int32_t table;             /* record: the table constructor that it is or gives to a call, -1 */
    struct token last_name;    /* record: of a.b.c the c */
    bool string;               /* record: a string literal */
};

struct leaf {
    uint32_t from, to;
    int32_t counter, next;
};

struct counted_site {
    struct guard_site site;
    int32_t counter; /* needed only if this numeric for variable was assigned; -1: needed */
};

struct parser {
    struct arena *arena;
    struct source *source;
    struct parse_options options;
    struct diags *diags;
    bool failed;

    const char *text, *at, *end; /* the lexer */
    uint32_t line;
    struct token token;          /* the current one */
    uint32_t last_end, last_line;/* where the one before it ended */

    uint32_t depth, depth_max;
    uint32_t upvalue_max, register_max;
    struct func *func;
    VEC(struct local) locals;    /* of all open functions */
    VEC(struct label) labels;
    VEC(struct jump) jumps;

    VEC(struct counted_site) sites;
    VEC(struct leaf) leaves;
    VEC(bool) counters;          /* numeric for variables: was it assigned? */
    struct positions *record;    /* NULL: no tables wanted */
};

/* parse_lex.c */
void parse_fail(struct parser *p, const char *code, uint32_t from, uint32_t to, const char *hint, const char *format, ...)
    PRINTF_LIKE(6, 7);
void parse_next(struct parser *p);
struct token parse_peek(struct parser *p); /* the token after the current one */
struct str parse_text(const struct parser *p, uint32_t from, uint32_t to);
struct str parse_found(struct parser *p);  /* the current token for a message: `x`, end of file */
const char *parse_kind_text(int kind);
bool parse_is_keyword(int kind);
uint32_t parse_hash(struct str name);      /* what token.hash would be */
/* The content of a string token, escapes resolved, in the arena. The token was lexed before, so it is well-formed. */
struct str parse_string_value(struct arena *arena, struct str token);

static inline bool parse_accept(struct parser *p, int kind)
{
    if (p->token.kind != kind)
        return false;
    parse_next(p);
    return true;
}
void parse_expect(struct parser *p, int kind, const char *hint);
void parse_expect_match(struct parser *p, int close, int open, const struct token *opener);
struct token parse_name(struct parser *p, const char *what);
void parse_enter(struct parser *p);
static inline void parse_leave(struct parser *p)
{
    p->depth--;
}

/* parse_scope.c */
void parse_scope_open_func(struct parser *p, struct func *func, bool is_vararg);
void parse_scope_close_func(struct parser *p);
void parse_scope_enter(struct parser *p, struct block *block, bool is_loop);
void parse_scope_leave(struct parser *p);
void parse_scope_declare(struct parser *p, struct token name);             /* not in scope yet */
void parse_scope_declare_hidden(struct parser *p, unsigned count);         /* a for loop's own */
void parse_scope_activate(struct parser *p, uint32_t count);
void parse_scope_label(struct parser *p, struct token name, bool is_last);
void parse_scope_check_label(struct parser *p, struct token name);         /* not defined before? */
void parse_scope_goto(struct parser *p, struct str name, struct token at);
struct parse_expr parse_scope_variable(struct parser *p, struct token name);
void parse_scope_registers(struct parser *p, uint32_t extra);              /* would `extra` more registers fit? */
void parse_scope_assigned(struct parser *p, const struct parse_expr *e);         /* a numeric for's variable is no longer plain */

/* parse_expr.c */
struct parse_expr parse_expr(struct parser *p);
struct parse_expr parse_suffixed(struct parser *p);
uint32_t parse_expr_list(struct parser *p, struct parse_expr *ret_first, struct parse_expr *ret_last); /* count */
void parse_condition(struct parser *p);                               /* an expression that is tested */
void parse_guard(struct parser *p, const struct parse_expr *e, enum guard_kind kind);

/* parse.c */
void parse_block(struct parser *p);                                  /* statements until a token that ends a block */
void parse_func_body(struct parser *p, bool is_method, const struct token *opener);
bool parse_run(struct parser *p);                                    /* the whole chunk; false: failed */

/* parse_positions.c; all do nothing unless p->record */
struct parse_record_args {
    int32_t first, last;     /* linked, since calls nest */
    uint32_t count;
};
struct parse_record_chain {        /* the calls of one a.b "c" { } so far */
    struct parse_expr callee;      /* until its last name */
    struct token first;      /* its first token */
    struct token label;      /* string literal first given; kind 0: none */
    uint32_t calls;
};
void parse_record_arg(struct parser *p, struct parse_record_args *args, const struct parse_expr *e);
void parse_record_call(struct parser *p, struct parse_record_chain *chain, const struct parse_record_args *args, struct token opener,
                 uint32_t to, int32_t table);
void parse_record_statement(struct parser *p); /* the last call is a statement of its own */
int32_t parse_record_table(struct parser *p, uint32_t from);
enum parse_record_key { RECORD_NAME, RECORD_STRING, RECORD_COMPUTED, RECORD_POSITION };
void parse_record_field(struct parser *p, int32_t table, enum parse_record_key kind, uint32_t key_from, uint32_t key_to,
                  const struct parse_expr *value);
void parse_record_op(struct parser *p, int op, struct token at, const struct parse_expr *left, const struct parse_expr *right);

#endif
