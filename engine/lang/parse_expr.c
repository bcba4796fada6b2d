/*
 * parse_expr.c - expressions: grammar, precedence, and which operands need a guard (guard.h says why).
 *
 * Every expression carries its leaves: the operands whose value may come out of it. `a or b` has two, `a and b` only b (a,
 * when it comes out, is false or nil), `not a` has none. A context that looks at the value puts its guard on the leaves.
 */
#include "engine/lang/parse_internal.h"

enum { UNARY_PRIORITY = 12 };

static struct parse_expr parse_operators(struct parser *p, unsigned limit);

static struct parse_expr value_at(uint32_t from, uint32_t to, bool plain)
{
    return (struct parse_expr){ .from = from, .to = to, .plain = plain, .leaves = -1, .leaf_from = from, .leaf_to = to,
                          .counter = -1, .table = -1 };
}

/* --- guards --- */

static int32_t push_leaf(struct parser *p, uint32_t from, uint32_t to, int32_t counter, int32_t next)
{
    *VEC_PUSH(&p->leaves, p->arena) = (struct leaf){ from, to, counter, next };
    return (int32_t)p->leaves.count - 1;
}

static void push_site(struct parser *p, uint32_t from, uint32_t to, int32_t counter, enum guard_kind kind)
{
    *VEC_PUSH(&p->sites, p->arena) = (struct counted_site){ { from, to, kind }, counter };
}

void parse_guard(struct parser *p, const struct parse_expr *e, enum guard_kind kind)
{
    if (!p->options.guards || e->plain || p->failed)
        return;
    if (e->leaves < 0)
        push_site(p, e->leaf_from, e->leaf_to, e->counter, kind);
    for (int32_t i = e->leaves; i >= 0; i = p->leaves.items[i].next)
        push_site(p, p->leaves.items[i].from, p->leaves.items[i].to, p->leaves.items[i].counter, kind);
}

/* The leaves of e as a list with `next` after them. */
static int32_t leaf_list(struct parser *p, const struct parse_expr *e, int32_t next)
{
    if (e->plain)
        return next;
    if (e->leaves < 0)
        return push_leaf(p, e->leaf_from, e->leaf_to, e->counter, next);
    int32_t last = e->leaves;
    while (p->leaves.items[last].next >= 0)
        last = p->leaves.items[last].next;
    p->leaves.items[last].next = next;
    return e->leaves;
}

/* Guards of one binary operator, and what its result is. */
static void combine(struct parser *p, int op, const struct parse_expr *left, const struct parse_expr *right, struct parse_expr *result)
{
    switch (op) {
    case TK_AND:
        parse_guard(p, left, GUARD_CONDITION);
        result->plain = right->plain;
        result->leaves = right->leaves;
        result->leaf_from = right->leaf_from;
        result->leaf_to = right->leaf_to;
        result->counter = right->counter;
        return;
    case TK_OR:
        result->plain = left->plain && right->plain;
        if (p->options.guards && !result->plain)
            result->leaves = leaf_list(p, left, leaf_list(p, right, -1));
        return;
    case TK_EQ:
    case TK_NE:
        if (left->kind != EXPR_NIL && right->kind != EXPR_NIL) {
            parse_guard(p, left, GUARD_COMPARE);
            parse_guard(p, right, GUARD_COMPARE);
        }
        result->plain = true;
        return;
    case TK_CONCAT:
        result->plain = left->plain && right->plain; /* joined with a reference it is an expression over it */
        return;
    default: /* arithmetic, bits, order: metamethods of a reference raise, so the result is none */
        result->plain = true;
        return;
    }
}

void parse_condition(struct parser *p)
{
    struct parse_expr e = parse_expr(p);
    if (p->token.kind == '=')
        parse_fail(p, "E0001", p->token.from, p->token.to, "write `==` to compare", "`=` in a condition");
    parse_guard(p, &e, GUARD_CONDITION);
}

/* --- table constructors --- */

/* At a key that is a keyword: `{ end = 1 }`, `t.end`. */
static void fail_keyword_key(struct parser *p, bool in_table)
{
    const char *word = parse_kind_text(p->token.kind);
    struct str hint = arena_printf(p->diags->arena, in_table ? "write [\"%s\"] = ..." : "write [\"%s\"]", word);
    parse_fail(p, "E0007", p->token.from, p->token.to, hint.ptr, "`%s` is a word of Lua itself and cannot be a key without quotes", word);
}

static bool parse_field(struct parser *p, int32_t table)
{
    struct token key = p->token;
    if (key.kind == '[') {
        parse_next(p);
        struct parse_expr k = parse_expr(p);
        parse_guard(p, &k, GUARD_KEY);
        parse_expect(p, ']', NULL);
        parse_expect(p, '=', NULL);
        struct parse_expr value = parse_expr(p);
        parse_record_field(p, table, k.string ? RECORD_STRING : RECORD_COMPUTED, k.from, k.to, &value);
        return false;
    }
    if (key.kind == TK_NAME || parse_is_keyword(key.kind)) {
        int next = parse_peek(p).kind;
        if (next == '=' && key.kind != TK_NAME) {
            fail_keyword_key(p, true);
            return false;
        }
        if (next == '=' && key.kind == TK_NAME) {
            parse_next(p);
            parse_next(p);
            struct parse_expr value = parse_expr(p);
            parse_record_field(p, table, RECORD_NAME, key.from, key.to, &value);
            return false;
        }
    }
    struct parse_expr value = parse_expr(p);
    parse_record_field(p, table, RECORD_POSITION, value.from, value.to, &value);
    return true;
}

static const char *field_hint(const struct parser *p)
{
    if (p->token.kind == '=')
        return "a key that is not a name is written [\"key\"] = value";
    if (p->token.kind == TK_NAME || p->token.kind == TK_STRING || p->token.kind == '[' || p->token.kind == '{')
        return "a comma may be missing before it";
    return NULL;
}

static struct parse_expr parse_table(struct parser *p)
{
    enum { FIELDS_PER_FLUSH = 50 }; /* Lua stores array items in batches, and holds one batch in registers */
    struct token opener = p->token;
    int32_t table = parse_record_table(p, opener.from);
    uint32_t base = p->func->registers, pending = 0;
    p->func->registers++;
    parse_scope_registers(p, 0);
    parse_next(p);
    while (p->token.kind != '}' && !p->failed) {
        pending = parse_field(p, table) ? pending + 1 : pending;
        if (pending == FIELDS_PER_FLUSH)
            pending = 0;
        p->func->registers = base + 1 + pending;
        parse_scope_registers(p, 0);
        if (!parse_accept(p, ',') && !parse_accept(p, ';'))
            break;
    }
    p->func->registers = base;
    if (p->token.kind != '}' && p->token.kind != TK_EOS && !p->failed)
        parse_fail(p, "E0001", p->token.from, p->token.to, field_hint(p), "expected `,` or `}`, found %.*s", STR_ARG(parse_found(p)));
    parse_expect_match(p, '}', '{', &opener);
    struct parse_expr e = value_at(opener.from, p->last_end, true);
    e.table = table;
    return e;
}

/* --- names, indexes, calls --- */

static struct parse_expr parse_primary(struct parser *p)
{
    struct token token = p->token;
    if (token.kind == TK_NAME) {
        parse_next(p);
        return parse_scope_variable(p, token);
    }
    if (token.kind == '(') {
        parse_next(p);
        struct parse_expr e = parse_expr(p);
        parse_expect_match(p, ')', '(', &token);
        e.from = token.from;
        e.to = p->last_end;
        if (e.kind != EXPR_NIL && e.kind != EXPR_LITERAL)
            e.kind = EXPR_VALUE;
        e.last_name = (struct token){ 0 };
        return e;
    }
    const char *hint = token.kind == '=' ? "write `==` to compare"
                       : token.kind == '&' || token.kind == '|' ? "write `and`, `or`" : NULL;
    if (parse_is_keyword(token.kind))
        parse_fail(p, "E0001", token.from, token.to, hint, "expected a value, found the word `%s`", parse_kind_text(token.kind));
    else
        parse_fail(p, "E0001", token.from, token.to, hint, "expected a value, found %.*s", STR_ARG(parse_found(p)));
    return value_at(token.from, token.to, true);
}

uint32_t parse_expr_list(struct parser *p, struct parse_expr *ret_first, struct parse_expr *ret_last)
{
    uint32_t count = 1;
    uint32_t base = p->func->registers;
    struct parse_expr e = parse_expr(p);
    *ret_first = e;
    while (parse_accept(p, ',')) {
        p->func->registers++;
        parse_scope_registers(p, 1);
        e = parse_expr(p);
        count++;
    }
    p->func->registers = base;
    *ret_last = e;
    return count;
}

/* After `(`. */
static int32_t parse_arguments(struct parser *p, struct parse_record_args *args)
{
    struct token opener = p->token;
    int32_t table = -1;
    parse_next(p);
    if (p->token.kind != ')') {
        do {
            struct parse_expr e = parse_expr(p);
            parse_record_arg(p, args, &e);
            table = e.table;
            p->func->registers++;
            parse_scope_registers(p, 0);
        } while (parse_accept(p, ','));
    }
    parse_expect_match(p, ')', '(', &opener);
    return table;
}

/* House rules: `f` and, on a new line, what Lua takes for its arguments. */
static bool continues_line(struct parser *p)
{
    if (!p->options.house_rules || p->token.line == p->last_line)
        return false;
    parse_fail(p, "E0006", p->token.from, p->token.to,
               "write it on the line of the call, or put `;` before it if it is a statement of its own",
               "this line silently continues the one before it: Lua takes %.*s for the argument of a call", STR_ARG(parse_found(p)));
    return true;
}

static void parse_call(struct parser *p, struct parse_expr *e, struct parse_record_chain *chain, bool is_method)
{
    struct token opener = p->token;
    uint32_t base = p->func->registers;
    struct parse_record_args args = { -1, -1, 0 };
    int32_t table = -1;
    p->func->registers += is_method ? 2 : 1;
    parse_scope_registers(p, 0);
    if (continues_line(p))
        return;
    if (opener.kind == '(') {
        table = parse_arguments(p, &args);
    } else if (opener.kind == '{') {
        struct parse_expr arg = parse_table(p);
        parse_record_arg(p, &args, &arg);
        table = arg.table;
    } else {
        struct parse_expr arg = value_at(opener.from, opener.to, true);
        arg.string = true;
        parse_next(p);
        parse_record_arg(p, &args, &arg);
    }
    p->func->registers = base;
    parse_record_call(p, chain, &args, opener, p->last_end, table);
    *e = value_at(e->from, p->last_end, false);
    e->kind = EXPR_CALL;
    e->table = table;
}

static bool is_argument(int kind)
{
    return kind == '(' || kind == '{' || kind == TK_STRING;
}

static void parse_dot(struct parser *p, struct parse_expr *e)
{
    parse_next(p);
    if (parse_is_keyword(p->token.kind)) {
        fail_keyword_key(p, false);
        return;
    }
    struct token name = parse_name(p, "a name");
    *e = value_at(e->from, p->last_end, false);
    e->kind = EXPR_PLACE;
    e->last_name = name;
}

/* a:name, which must be called */
static void parse_method(struct parser *p, struct parse_expr *e)
{
    static const char hint[] = "`:` calls a method; a field is read with `.`, a key is written `key = value`";
    int next = parse_peek(p).kind;
    if (next != TK_NAME && !parse_is_keyword(next)) {
        parse_fail(p, "E0001", p->token.from, p->token.to, hint, "`:` without the name of a method");
        return;
    }
    parse_dot(p, e);
    if (!is_argument(p->token.kind))
        parse_fail(p, "E0001", p->token.from, p->token.to, hint, "expected the arguments of a method call, found %.*s",
                   STR_ARG(parse_found(p)));
}

struct parse_expr parse_suffixed(struct parser *p)
{
    struct parse_record_chain chain = { .first = p->token };
    struct parse_expr e = parse_primary(p);
    for (;;) {
        bool is_method = false;
        switch (p->token.kind) {
        case '.':
            parse_dot(p, &e);
            chain.calls = 0;
            continue;
        case '[': {
            parse_next(p);
            p->func->registers++;
            struct parse_expr key = parse_expr(p);
            p->func->registers--;
            parse_guard(p, &key, GUARD_KEY);
            parse_expect(p, ']', NULL);
            e = value_at(e.from, p->last_end, false);
            e.kind = EXPR_PLACE;
            chain.calls = 0;
            continue;
        }
        case ':':
            parse_method(p, &e);
            chain.calls = 0;
            is_method = true;
            if (p->failed)
                return e;
            break;
        case '(':
        case TK_STRING:
        case '{':
            break;
        default:
            return e;
        }
        if (chain.calls == 0) {
            chain.callee = e;
            chain.label = (struct token){ 0 };
        }
        parse_call(p, &e, &chain, is_method);
        chain.calls++;
    }
}

/* --- operators --- */

static bool is_number(const struct parse_expr *e)
{
    return e->kind == EXPR_LITERAL && !e->string;
}

static struct parse_expr parse_simple(struct parser *p)
{
    struct token token = p->token;
    struct parse_expr e = value_at(token.from, token.to, true);
    switch (token.kind) {
    case TK_STRING:
        e.string = true;
        e.kind = EXPR_LITERAL;
        break;
    case TK_NUMBER:
    case TK_TRUE:
    case TK_FALSE:
        e.kind = EXPR_LITERAL;
        break;
    case TK_NIL:
        e.kind = EXPR_NIL;
        break;
    case TK_DOTS:
        if (!p->func->is_vararg) {
            parse_fail(p, "E0015", token.from, token.to, "add `...` to the function's parameters",
                       "`...` outside of a function that takes `...`");
            return e;
        }
        e.plain = false;
        e.kind = EXPR_MANY;
        break;
    case '{':
        return parse_table(p);
    case TK_FUNCTION:
        parse_next(p);
        parse_func_body(p, false, &token);
        return value_at(token.from, p->last_end, true);
    default:
        return parse_suffixed(p);
    }
    parse_next(p);
    return e;
}

struct priority {
    uint8_t left, right; /* right is lower for what groups to the right */
};

static struct priority priority_of(int op)
{
    switch (op) {
    case '^': return (struct priority){ 14, 13 };
    case '*': case '/': case TK_IDIV: case '%': return (struct priority){ 11, 11 };
    case '+': case '-': return (struct priority){ 10, 10 };
    case TK_CONCAT: return (struct priority){ 9, 8 };
    case TK_SHL: case TK_SHR: return (struct priority){ 7, 7 };
    case '&': return (struct priority){ 6, 6 };
    case '~': return (struct priority){ 5, 5 };
    case '|': return (struct priority){ 4, 4 };
    case TK_EQ: case TK_NE: case '<': case '>': case TK_LE: case TK_GE: return (struct priority){ 3, 3 };
    case TK_AND: return (struct priority){ 2, 2 };
    case TK_OR: return (struct priority){ 1, 1 };
    default: return (struct priority){ 0, 0 };
    }
}

static struct parse_expr parse_unary(struct parser *p)
{
    struct token op = p->token;
    parse_next(p);
    struct parse_expr operand = parse_operators(p, UNARY_PRIORITY);
    if (op.kind == TK_NOT)
        parse_guard(p, &operand, GUARD_CONDITION);
    parse_record_op(p, op.kind, op, NULL, &operand);
    struct parse_expr e = value_at(op.from, operand.to, true); /* - # ~ of a reference raise */
    if (is_number(&operand))
        e.kind = EXPR_LITERAL;
    return e;
}

static struct parse_expr parse_operators(struct parser *p, unsigned limit)
{
    parse_enter(p);
    int kind = p->token.kind;
    struct parse_expr left = kind == TK_NOT || kind == '-' || kind == '#' || kind == '~' ? parse_unary(p) : parse_simple(p);
    for (;;) {
        struct token op = p->token;
        struct priority priority = priority_of(op.kind);
        if (priority.left <= limit)
            break;
        parse_next(p);
        bool in_register = (left.kind == EXPR_CALL || left.kind == EXPR_PLACE) && op.kind != TK_AND && op.kind != TK_OR;
        p->func->registers += in_register;
        parse_scope_registers(p, 0);
        struct parse_expr right = parse_operators(p, priority.right);
        p->func->registers -= in_register;
        parse_record_op(p, op.kind, op, &left, &right);
        struct parse_expr e = value_at(left.from, right.to, true);
        combine(p, op.kind, &left, &right, &e);
        if (priority.left > 3 && is_number(&left) && is_number(&right))
            e.kind = EXPR_LITERAL; /* Lua folds it into one */
        left = e;
    }
    parse_leave(p);
    return left;
}

struct parse_expr parse_expr(struct parser *p)
{
    return parse_operators(p, 0);
}
