/*
 * parse.c - statements of Lua 5.4, and the entry: a source in, a chunk or one error out.
 *
 * The grammar and its order of checks follow lparser.c, since the promise is to accept exactly what Lua accepts. Depth is
 * counted where Lua counts it (statement, expression, multiple assignment), with Lua's own limit.
 */
#include "engine/lang/parse_internal.h"

static bool ends_block(const struct parser *p, bool with_until)
{
    switch (p->token.kind) {
    case TK_ELSE: case TK_ELSEIF: case TK_END: case TK_EOS:
        return true;
    case TK_UNTIL:
        return with_until;
    default:
        return false;
    }
}

static void parse_scoped_block(struct parser *p)
{
    struct block block;
    parse_scope_enter(p, &block, false);
    parse_block(p);
    parse_scope_leave(p);
}

/* --- functions --- */

static void parse_parameters(struct parser *p)
{
    uint32_t count = 0;
    if (p->token.kind != ')') {
        do {
            if (parse_accept(p, TK_DOTS)) {
                p->func->is_vararg = true;
                break;
            }
            parse_scope_declare(p, parse_name(p, "a parameter"));
            count++;
        } while (parse_accept(p, ','));
    }
    parse_scope_activate(p, count);
}

void parse_func_body(struct parser *p, bool is_method, const struct token *opener)
{
    struct func func;
    struct block block;
    parse_scope_open_func(p, &func, false);
    parse_scope_enter(p, &block, false);
    parse_expect(p, '(', NULL);
    if (is_method) {
        struct token self = { .kind = TK_NAME };
        parse_scope_declare(p, self);
        if (!p->failed) { /* `self` has no bytes in the source: name it after the fact */
            struct local *local = &p->locals.items[p->locals.count - 1];
            local->name = STR("self");
            local->hash = parse_hash(local->name);
        }
        parse_scope_activate(p, 1);
    }
    parse_parameters(p);
    parse_expect(p, ')', NULL);
    parse_block(p);
    parse_expect_match(p, TK_END, TK_FUNCTION, opener);
    parse_scope_leave(p);
    parse_scope_close_func(p);
}

static void fail_const(struct parser *p, const struct parse_expr *e)
{
    parse_fail(p, "E0011", e->from, e->to, NULL, "`%.*s` is constant: it was declared <const> or <close>",
               STR_ARG(parse_text(p, e->from, e->to)));
}

/* function a.b:c() ... end */
static void parse_function(struct parser *p)
{
    struct token opener = p->token;
    parse_next(p);
    struct parse_expr e = parse_scope_variable(p, parse_name(p, "a function's name"));
    bool is_method = false;
    while (p->token.kind == '.' || p->token.kind == ':') {
        is_method = p->token.kind == ':';
        parse_next(p);
        (void)parse_name(p, "a name");
        e.kind = EXPR_PLACE;
        e.counter = -1;
        if (is_method)
            break;
    }
    parse_scope_assigned(p, &e);
    parse_func_body(p, is_method, &opener);
    if (e.kind == EXPR_CONST)
        fail_const(p, &e);
}

/* --- local --- */

static void parse_local_function(struct parser *p, const struct token *opener)
{
    parse_scope_declare(p, parse_name(p, "a function's name"));
    parse_scope_activate(p, 1);
    parse_func_body(p, false, opener);
}

static enum local_kind parse_attribute(struct parser *p)
{
    if (!parse_accept(p, '<'))
        return LOCAL_PLAIN;
    struct token name = parse_name(p, "an attribute");
    struct str text = parse_text(p, name.from, name.to);
    if (!p->failed && !str_is(text, "const") && !str_is(text, "close"))
        parse_fail(p, "E0016", name.from, name.to, "there are <const> and <close>", "unknown attribute `%.*s`", STR_ARG(text));
    parse_expect(p, '>', NULL);
    return p->failed || str_is(text, "const") ? LOCAL_CONST : LOCAL_CLOSE;
}

static void parse_local(struct parser *p)
{
    uint32_t count = 0, values = 0;
    bool has_close = false;
    enum local_kind kind;
    do {
        struct token name = parse_name(p, "a variable's name");
        parse_scope_declare(p, name);
        kind = parse_attribute(p);
        if (p->failed)
            return;
        p->locals.items[p->locals.count - 1].kind = kind;
        if (kind == LOCAL_CLOSE && has_close)
            parse_fail(p, "E0016", name.from, name.to, NULL, "only one variable of a list can be <close>");
        has_close |= kind == LOCAL_CLOSE;
        count++;
    } while (parse_accept(p, ','));
    struct parse_expr first, last;
    if (parse_accept(p, '='))
        values = parse_expr_list(p, &first, &last);
    if (p->failed)
        return;
    if (kind == LOCAL_CONST && values == count && (last.kind == EXPR_LITERAL || last.kind == EXPR_NIL))
        p->locals.items[p->locals.count - 1].kind = LOCAL_FOLDED;
    parse_scope_activate(p, count);
}

/* --- control --- */

/* if C then ... or elseif C then ..., until the next elseif, else or end */
static void parse_branch(struct parser *p)
{
    struct block block;
    parse_next(p);
    parse_condition(p);
    parse_expect(p, TK_THEN, NULL);
    parse_scope_enter(p, &block, false);
    if (p->token.kind == TK_BREAK) { /* Lua takes this one without a level of depth */
        parse_scope_goto(p, STR("break"), p->token);
        parse_next(p);
        while (parse_accept(p, ';'))
            continue;
    }
    parse_block(p);
    parse_scope_leave(p);
}

static void parse_if(struct parser *p)
{
    struct token opener = p->token;
    parse_branch(p);
    while (p->token.kind == TK_ELSEIF)
        parse_branch(p);
    if (parse_accept(p, TK_ELSE))
        parse_scoped_block(p);
    parse_expect_match(p, TK_END, TK_IF, &opener);
}

static void parse_while(struct parser *p)
{
    struct token opener = p->token;
    struct block block;
    parse_next(p);
    parse_condition(p);
    parse_scope_enter(p, &block, true);
    parse_expect(p, TK_DO, NULL);
    parse_scoped_block(p);
    parse_expect_match(p, TK_END, TK_WHILE, &opener);
    parse_scope_leave(p);
}

static void parse_repeat(struct parser *p)
{
    struct token opener = p->token;
    struct block loop, scope;
    parse_scope_enter(p, &loop, true);
    parse_scope_enter(p, &scope, false);
    parse_next(p);
    parse_block(p);
    parse_expect_match(p, TK_UNTIL, TK_REPEAT, &opener);
    parse_condition(p); /* sees the locals of the block */
    parse_scope_leave(p);
    parse_scope_leave(p);
}

static void parse_for_body(struct parser *p, uint32_t hidden, uint32_t count)
{
    struct block block;
    parse_scope_activate(p, hidden);
    parse_expect(p, TK_DO, NULL);
    parse_scope_enter(p, &block, false);
    parse_scope_activate(p, count);
    parse_scoped_block(p);
    parse_scope_leave(p);
}

static void parse_limit(struct parser *p)
{
    struct parse_expr e = parse_expr(p);
    parse_guard(p, &e, GUARD_FOR);
    p->func->registers++;
    parse_scope_registers(p, 0);
}

/* for i = a, b, c do */
static void parse_numeric_for(struct parser *p, struct token name)
{
    parse_scope_declare_hidden(p, 3);
    parse_scope_declare(p, name);
    if (!p->failed) {
        p->locals.items[p->locals.count - 1].counter = (int32_t)p->counters.count;
        *VEC_PUSH(&p->counters, p->arena) = false;
    }
    parse_next(p);
    parse_limit(p);
    parse_expect(p, ',', "a numeric for has a start and a limit: for i = 1, 10 do");
    parse_limit(p);
    if (parse_accept(p, ','))
        parse_limit(p);
    parse_for_body(p, 3, 1);
}

/* for k, v in ... do */
static void parse_generic_for(struct parser *p, struct token name)
{
    uint32_t count = 1;
    parse_scope_declare_hidden(p, 4);
    parse_scope_declare(p, name);
    for (; parse_accept(p, ','); count++)
        parse_scope_declare(p, parse_name(p, "a variable's name"));
    parse_expect(p, TK_IN, NULL);
    struct parse_expr first, last;
    uint32_t values = parse_expr_list(p, &first, &last);
    if (values > 1 || (first.kind != EXPR_CALL && first.kind != EXPR_MANY)) /* else a guard would cut off its other results */
        parse_guard(p, &first, GUARD_ITERATE);
    parse_for_body(p, 4, count);
}

static void parse_for(struct parser *p)
{
    struct token opener = p->token;
    struct block block;
    parse_scope_enter(p, &block, true);
    parse_next(p);
    struct token name = parse_name(p, "a variable's name");
    if (p->token.kind == '=')
        parse_numeric_for(p, name);
    else if (p->token.kind == ',' || p->token.kind == TK_IN)
        parse_generic_for(p, name);
    else
        parse_expect(p, TK_IN, "for i = 1, 10 do ... end, or for key, value in pairs(t) do ... end");
    parse_expect_match(p, TK_END, TK_FOR, &opener);
    parse_scope_leave(p);
}

static void parse_statement(struct parser *p);

/* After `::`. */
static void parse_label(struct parser *p)
{
    parse_next(p);
    struct token name = parse_name(p, "a label");
    parse_expect(p, TK_DBCOLON, NULL);
    while (p->token.kind == ';' || p->token.kind == TK_DBCOLON)
        parse_statement(p);
    parse_scope_check_label(p, name);
    parse_scope_label(p, name, ends_block(p, false));
}

static void parse_return(struct parser *p)
{
    parse_next(p);
    struct parse_expr first, last;
    if (!ends_block(p, true) && p->token.kind != ';')
        (void)parse_expr_list(p, &first, &last);
    (void)parse_accept(p, ';');
    if (!ends_block(p, true))
        parse_fail(p, "E0001", p->token.from, p->token.to, "write do return ... end to leave in the middle of a block",
                   "%.*s after `return`, which must end its block", STR_ARG(parse_found(p)));
}

/* --- assignments and calls --- */

static const char *statement_hint(const struct parser *p, const struct parse_expr *e)
{
    struct str word = parse_text(p, e->from, e->to);
    struct token next = p->token;
    if (str_is(word, "continue"))
        return "Lua has no continue: goto next, with ::next:: before the end of the loop";
    if (next.kind == ':' && e->kind != EXPR_CALL)
        return "`:` calls a method: object:method(...)";
    if (next.kind == '+' || next.kind == '-' || next.kind == '*' || next.kind == TK_CONCAT)
        return "Lua has no `+=` or `++`: write x = x + 1";
    if (next.kind == TK_EQ)
        return "write `=` to assign";
    return NULL;
}

static void check_assignable(struct parser *p, const struct parse_expr *e)
{
    if (e->kind == EXPR_CONST)
        fail_const(p, e);
    else if (e->kind != EXPR_LOCAL && e->kind != EXPR_PLACE)
        parse_fail(p, "E0001", e->from, e->to, NULL, "cannot assign to this");
    parse_scope_assigned(p, e);
}

static void parse_assignment(struct parser *p, struct parse_expr target)
{
    uint32_t depth = p->depth;
    check_assignable(p, &target);
    while (parse_accept(p, ',')) {
        target = parse_suffixed(p);
        parse_enter(p);
        check_assignable(p, &target);
    }
    struct parse_expr first, last;
    parse_expect(p, '=', NULL);
    (void)parse_expr_list(p, &first, &last);
    p->depth = depth;
}

static void parse_expression_statement(struct parser *p)
{
    struct parse_expr e = parse_suffixed(p);
    if (p->token.kind == '=' || p->token.kind == ',') {
        parse_assignment(p, e);
    } else if (e.kind == EXPR_CALL) {
        parse_record_statement(p);
    } else if (!p->failed) {
        parse_fail(p, "E0001", e.from, e.to, statement_hint(p, &e), "this is a value, not a statement: %.*s follows",
                   STR_ARG(parse_found(p)));
    }
}

static void parse_statement(struct parser *p)
{
    struct token opener = p->token;
    parse_enter(p);
    switch (p->token.kind) {
    case ';': parse_next(p); break;
    case TK_IF: parse_if(p); break;
    case TK_WHILE: parse_while(p); break;
    case TK_DO:
        parse_next(p);
        parse_scoped_block(p);
        parse_expect_match(p, TK_END, TK_DO, &opener);
        break;
    case TK_FOR: parse_for(p); break;
    case TK_REPEAT: parse_repeat(p); break;
    case TK_FUNCTION: parse_function(p); break;
    case TK_LOCAL:
        parse_next(p);
        if (parse_accept(p, TK_FUNCTION))
            parse_local_function(p, &opener);
        else
            parse_local(p);
        break;
    case TK_DBCOLON: parse_label(p); break;
    case TK_RETURN: parse_return(p); break;
    case TK_BREAK:
        parse_scope_goto(p, STR("break"), p->token);
        parse_next(p);
        break;
    case TK_GOTO: {
        parse_next(p);
        struct token name = parse_name(p, "a label");
        parse_scope_goto(p, parse_text(p, name.from, name.to), name);
        break;
    }
    default: parse_expression_statement(p); break;
    }
    p->func->registers = p->func->local_registers;
    parse_leave(p);
}

void parse_block(struct parser *p)
{
    while (!ends_block(p, true)) {
        bool is_return = p->token.kind == TK_RETURN;
        parse_statement(p);
        if (is_return)
            return;
    }
}

/* --- the chunk --- */

bool parse_run(struct parser *p)
{
    struct func func;
    struct block block;
    struct str text = p->source->text;
    p->text = p->at = text.ptr ? text.ptr : "";
    p->end = p->text + text.len;
    p->line = 1;
    parse_scope_open_func(p, &func, true);
    parse_scope_enter(p, &block, false);
    if (text.len > SOURCE_MAX_BYTES)
        parse_fail(p, "E0014", 0, 0, NULL, "the file is larger than %d MB", SOURCE_MAX_BYTES >> 20);
    else if (text.len > 0 && text.ptr[0] == '\x1b')
        parse_fail(p, "E0014", 0, 0, "give the source text", "the file is compiled Lua");
    parse_next(p);
    parse_block(p);
    if (p->token.kind != TK_EOS && !p->failed)
        parse_fail(p, "E0009", p->token.from, p->token.to, "there is one too many, or a block before it ended early",
                   "this %.*s closes nothing", STR_ARG(parse_found(p)));
    parse_scope_leave(p);
    parse_scope_close_func(p);
    return !p->failed;
}

/* Guards nest calls and take registers: does what Lua will be given still keep Lua's limits? */
static bool fits_lua(struct parser *p, const struct chunk *chunk)
{
    enum { SAFE_DEPTH = 60, SAFE_UPVALUES = 240, SAFE_REGISTERS = 120 };
    if (p->depth_max < SAFE_DEPTH && p->upvalue_max < SAFE_UPVALUES && p->register_max < SAFE_REGISTERS)
        return true;
    DROP_ARENA struct arena scratch = { 0 };
    struct diags found = { .arena = &scratch };
    struct parser again = { .arena = &scratch, .diags = &found,
                            .source = source_new(&scratch, chunk->source->name, chunk->guarded) };
    if (parse_run(&again))
        return true;
    struct pos at = { .file = chunk->source->name, .line = found.list.items[0].at.line };
    struct diag *diag = diag_add(p->diags, DIAG_ERROR, "E0008", at, "too complex together with the guards around conditions: %.*s",
                                 STR_ARG(found.list.items[0].message));
    diag->hint = STR("split it into local variables or functions");
    return false;
}

static bool add_guards(struct parser *p, struct arena *arena, struct chunk *chunk)
{
    struct guard_site *sites = ARENA_ARRAY(p->arena, struct guard_site, p->sites.count);
    size_t count = 0;
    for (size_t i = 0; i < p->sites.count; i++) {
        const struct counted_site *site = &p->sites.items[i];
        if (site->counter < 0 || p->counters.items[site->counter])
            sites[count++] = site->site;
    }
    chunk->sites = sites;
    chunk->site_count = count;
    chunk->guarded = guard_rewrite(arena, p->source->text, p->last_end, sites, count);
    return fits_lua(p, chunk);
}

struct chunk *parse_chunk(struct arena *arena, struct source *source, const struct parse_options *options,
                          struct diags *diags)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct parser p = { .arena = &scratch, .source = source, .options = *options, .diags = diags };
    if (!parse_run(&p))
        return NULL;
    struct chunk *chunk = ARENA_NEW(arena, struct chunk);
    *chunk = (struct chunk){ .source = source, .guarded = source->text };
    if (options->guards && !add_guards(&p, arena, chunk))
        return NULL;
    chunk->sites = arena_copy(arena, chunk->sites, chunk->site_count * sizeof *chunk->sites);
    return chunk;
}

struct pos parse_site_pos(struct chunk *chunk, size_t id)
{
    if (id >= chunk->site_count)
        return (struct pos){ .file = chunk->source->name };
    return source_pos(chunk->source, chunk->sites[id].from, chunk->sites[id].to);
}
