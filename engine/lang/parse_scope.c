/*
 * parse_scope.c - what a name means: locals, upvalues, labels and gotos, with Lua 5.4's limits.
 *
 * Mirrors lparser.c: locals of all open functions are one stack, of which each function owns the end; a local is declared
 * (counts against the limit) before it is active (can be seen). Labels live until their block ends; a goto whose label is
 * not known yet waits and moves outwards, and may not jump into the scope of a local.
 */
#include "engine/lang/parse_internal.h"

enum { LOCALS_MAX = 200, UPVALUES_MAX = 255, REGISTERS_MAX = 254 };

void parse_scope_registers(struct parser *p, uint32_t extra)
{
    uint32_t wanted = p->func->registers + extra;
    if (wanted > p->register_max)
        p->register_max = wanted;
    if (wanted > REGISTERS_MAX)
        parse_fail(p, "E0012", p->token.from, p->token.to, "use a table, or local variables for the parts",
                   "too many values at once: a function or expression needs more than %d registers", REGISTERS_MAX);
}

/* --- blocks and functions --- */

void parse_scope_enter(struct parser *p, struct block *block, bool is_loop)
{
    *block = (struct block){
        .outer = p->func->block,
        .first_label = (uint32_t)p->labels.count,
        .first_jump = (uint32_t)p->jumps.count,
        .active = p->func->active,
        .is_loop = is_loop,
    };
    p->func->block = block;
}

static void fail_undefined(struct parser *p, const struct jump *jump)
{
    if (jump->token.kind == TK_BREAK)
        parse_fail(p, "E0010", jump->token.from, jump->token.to, NULL, "`break` outside of a loop");
    else
        parse_fail(p, "E0010", jump->token.from, jump->token.to, NULL, "there is no label `%.*s` to go to", STR_ARG(jump->name));
}

/* Settles the waiting gotos of this block that mean this label. */
static void solve_jumps(struct parser *p, struct str name, uint32_t active, uint32_t line)
{
    size_t kept = p->func->block->first_jump;
    for (size_t i = kept; i < p->jumps.count; i++) {
        const struct jump *jump = &p->jumps.items[i];
        if (!str_eq(jump->name, name)) {
            p->jumps.items[kept++] = *jump;
        } else if (jump->active < active) {
            struct str local = p->locals.items[p->func->first_local + jump->active].name;
            parse_fail(p, "E0010", jump->token.from, jump->token.to, "end the block before the label with do ... end",
                       "this goto jumps over the local `%.*s` to the label `%.*s` at line %u", STR_ARG(local), STR_ARG(name), line);
            return;
        }
    }
    p->jumps.count = kept;
}

void parse_scope_leave(struct parser *p)
{
    struct func *func = p->func;
    struct block *block = func->block;
    if (p->failed) {
        func->block = block->outer;
        return;
    }
    if (block->is_loop)
        solve_jumps(p, STR("break"), func->active, 0);
    if (p->failed)
        return;
    for (uint32_t i = block->active; i < func->active; i++)
        func->local_registers -= p->locals.items[func->first_local + i].kind != LOCAL_FOLDED;
    func->active = block->active;
    func->registers = func->local_registers;
    p->locals.count = func->first_local + func->active;
    p->labels.count = block->first_label;
    func->block = block->outer;
    if (block->outer) {
        for (size_t i = block->first_jump; i < p->jumps.count; i++)
            p->jumps.items[i].active = block->active;
    } else if (block->first_jump < p->jumps.count) {
        fail_undefined(p, &p->jumps.items[block->first_jump]);
    }
}

void parse_scope_open_func(struct parser *p, struct func *func, bool is_vararg)
{
    *func = (struct func){
        .outer = p->func,
        .first_local = (uint32_t)p->locals.count,
        .first_label = (uint32_t)p->labels.count,
        .is_vararg = is_vararg,
    };
    p->func = func;
}

void parse_scope_close_func(struct parser *p)
{
    p->func = p->func->outer;
}

/* --- locals --- */

static void declare(struct parser *p, struct str name, uint32_t hash, struct token at)
{
    if (p->locals.count + 1 - p->func->first_local > LOCALS_MAX) {
        parse_fail(p, "E0012", at.from, at.to, "put some into a table, or into do ... end blocks",
                   "more than %d local variables in one function", LOCALS_MAX);
        return;
    }
    *VEC_PUSH(&p->locals, p->arena) = (struct local){ .name = name, .hash = hash, .counter = -1 };
}

/* House rules: names that strict globals and guards stand on. */
static void check_reserved(struct parser *p, struct str name, struct token at)
{
    if (str_is(name, "_ENV"))
        parse_fail(p, "E0013", at.from, at.to, "globals are what infra provides; keep your own values in locals",
                   "`_ENV` cannot be used in a stack");
    else if (str_is(name, GUARD_NAME))
        parse_fail(p, "E0013", at.from, at.to, NULL, "the name `%s` is reserved", GUARD_NAME);
}

void parse_scope_declare(struct parser *p, struct token name)
{
    struct str text = parse_text(p, name.from, name.to);
    if (p->options.house_rules && text.ptr && text.len > 0 && text.ptr[0] == '_')
        check_reserved(p, text, name);
    declare(p, text, name.hash, name);
}

void parse_scope_declare_hidden(struct parser *p, unsigned count)
{
    while (count-- > 0)
        declare(p, STR("(for state)"), 0, p->token);
}

void parse_scope_activate(struct parser *p, uint32_t count)
{
    struct func *func = p->func;
    if (p->failed)
        return;
    for (uint32_t i = 0; i < count; i++)
        func->local_registers += p->locals.items[func->first_local + func->active + i].kind != LOCAL_FOLDED;
    func->active += count;
    func->registers = func->local_registers;
    parse_scope_registers(p, 0);
}

/* --- variables --- */

static const struct local *find_local(const struct parser *p, const struct func *func, struct str name, uint32_t hash)
{
    for (uint32_t i = func->first_local + func->active; i-- > func->first_local;)
        if (p->locals.items[i].hash == hash && str_eq(p->locals.items[i].name, name))
            return &p->locals.items[i];
    return NULL;
}

struct meaning {
    bool found;      /* not global */
    bool is_upvalue;
    enum local_kind kind;
    int32_t counter;
};

static struct meaning find_variable(struct parser *p, struct func *func, struct str name, uint32_t hash, struct token at)
{
    const struct local *local = find_local(p, func, name, hash);
    if (local)
        return (struct meaning){ .found = true, .kind = local->kind, .counter = local->counter };
    for (size_t i = 0; i < func->upvalues.count; i++)
        if (func->upvalues.items[i].hash == hash && str_eq(func->upvalues.items[i].name, name))
            return (struct meaning){ true, true, func->upvalues.items[i].kind, -1 };
    if (!func->outer) /* the chunk's one upvalue is _ENV */
        return (struct meaning){ .found = str_is(name, "_ENV"), .is_upvalue = true, .counter = -1 };
    struct meaning outer = find_variable(p, func->outer, name, hash, at);
    if (!outer.found || outer.kind == LOCAL_FOLDED)
        return outer;
    if (func->upvalues.count + 1 > UPVALUES_MAX) {
        parse_fail(p, "E0012", at.from, at.to, "put some into a table",
                   "a function uses more than %d variables of the functions around it", UPVALUES_MAX);
        return outer;
    }
    *VEC_PUSH(&func->upvalues, p->arena) = (struct upvalue){ name, hash, outer.kind };
    if (func->upvalues.count > p->upvalue_max)
        p->upvalue_max = (uint32_t)func->upvalues.count;
    outer.is_upvalue = true;
    return outer;
}

struct parse_expr parse_scope_variable(struct parser *p, struct token name)
{
    struct parse_expr e = { .from = name.from, .to = name.to, .kind = EXPR_PLACE, .leaves = -1, .leaf_from = name.from,
                      .leaf_to = name.to, .counter = -1, .table = -1, .last_name = name };
    if (p->failed)
        return e;
    struct str text = parse_text(p, name.from, name.to);
    if (p->options.house_rules && text.ptr[0] == '_')
        check_reserved(p, text, name);
    struct meaning meaning = find_variable(p, p->func, text, name.hash, name);
    if (!meaning.found) { /* _ENV.name: each function on the way takes _ENV as an upvalue */
        if (p->func->outer)
            (void)find_variable(p, p->func, STR("_ENV"), parse_hash(STR("_ENV")), name);
        return e;
    }
    e.counter = meaning.counter;
    if (meaning.kind != LOCAL_PLAIN)
        e.kind = EXPR_CONST;
    else if (!meaning.is_upvalue)
        e.kind = EXPR_LOCAL;
    if (meaning.kind == LOCAL_FOLDED)
        e.plain = true;
    return e;
}

void parse_scope_assigned(struct parser *p, const struct parse_expr *e)
{
    if (e->counter >= 0)
        p->counters.items[e->counter] = true;
}

/* --- labels --- */

static const struct label *find_label(const struct parser *p, struct str name)
{
    for (size_t i = p->func->first_label; i < p->labels.count; i++)
        if (str_eq(p->labels.items[i].name, name))
            return &p->labels.items[i];
    return NULL;
}

void parse_scope_check_label(struct parser *p, struct token name)
{
    const struct label *known = find_label(p, parse_text(p, name.from, name.to));
    if (known && !p->failed)
        parse_fail(p, "E0010", name.from, name.to, NULL, "the label `%.*s` is already at line %u", STR_ARG(known->name), known->line);
}

void parse_scope_label(struct parser *p, struct token name, bool is_last)
{
    if (p->failed)
        return;
    struct str text = parse_text(p, name.from, name.to);
    /* A label that ends its block counts as outside the scope of the block's locals. */
    uint32_t active = is_last ? p->func->block->active : p->func->active;
    *VEC_PUSH(&p->labels, p->arena) = (struct label){ text, name.line, active };
    solve_jumps(p, text, active, name.line);
}

void parse_scope_goto(struct parser *p, struct str name, struct token at)
{
    if (p->failed || (at.kind != TK_BREAK && find_label(p, name)))
        return;
    *VEC_PUSH(&p->jumps, p->arena) = (struct jump){ name, at, p->func->active };
}
