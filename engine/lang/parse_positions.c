/*
 * parse_positions.c - where the calls, fields and operators of a chunk stand, for errors found while it runs.
 *
 * The tables are filled by parsing the chunk a second time with p->record set, at the first question; a stack without
 * errors never asks. Indexes, not pointers, join them, since they grow.
 */
#include "engine/lang/parse_internal.h"

struct field {
    enum parse_record_key kind;
    uint32_t key_from, key_to;     /* of a positional field: its value */
    uint32_t value_from, value_to;
    int32_t table;                 /* its value is or gives this table; -1: none */
    int32_t next;                  /* in the same table */
};

struct table {
    int32_t first, last;
};

struct argument {
    uint32_t from, to;
    int32_t next;
};

struct operation {
    int op;
    uint32_t line, end_line;       /* Lua reports one of them */
    bool unary;
    uint32_t left_from, left_to, right_from, right_to;
};

struct positions {
    struct arena *arena;           /* the chunk's */
    VEC(struct parse_call) calls;
    VEC(struct argument) arguments;
    VEC(struct table) tables;
    VEC(struct field) fields;
    VEC(struct operation) operations;
    int32_t last_call;
};

/* --- recording --- */

int32_t parse_record_table(struct parser *p, uint32_t from)
{
    (void)from;
    if (!p->record || p->failed)
        return -1;
    *VEC_PUSH(&p->record->tables, p->arena) = (struct table){ -1, -1 };
    return (int32_t)p->record->tables.count - 1;
}

void parse_record_field(struct parser *p, int32_t table, enum parse_record_key kind, uint32_t key_from, uint32_t key_to,
                  const struct parse_expr *value)
{
    struct positions *record = p->record;
    if (!record || p->failed || table < 0)
        return;
    *VEC_PUSH(&record->fields, p->arena) =
        (struct field){ kind, key_from, key_to, value->from, value->to, value->table, -1 };
    int32_t index = (int32_t)record->fields.count - 1;
    struct table *owner = &record->tables.items[table];
    if (owner->last >= 0)
        record->fields.items[owner->last].next = index;
    else
        owner->first = index;
    owner->last = index;
}

void parse_record_arg(struct parser *p, struct parse_record_args *args, const struct parse_expr *e)
{
    if (!p->record || p->failed)
        return;
    *VEC_PUSH(&p->record->arguments, p->arena) = (struct argument){ e->from, e->to, -1 };
    int32_t index = (int32_t)p->record->arguments.count - 1;
    if (args->last >= 0)
        p->record->arguments.items[args->last].next = index;
    else
        args->first = index;
    args->last = index;
    args->count++;
}

/* The literal that `f "label"` or `f("label", ...)` begins with. */
static struct token find_label(const struct parser *p, const struct parse_record_args *args)
{
    if (args->count == 0)
        return (struct token){ 0 };
    const struct argument *first = &p->record->arguments.items[args->first];
    struct token token = { .kind = TK_STRING, .from = first->from, .to = first->to };
    char c = p->text[first->from];
    bool is_string = c == '"' || c == '\'' || c == '[';
    /* `"a" .. b` begins with a quote too: the literal must be the whole argument, so lex it once more. */
    if (is_string) {
        struct parser lexer = *p;
        lexer.at = p->text + first->from;
        parse_next(&lexer);
        is_string = lexer.token.to == first->to;
    }
    return is_string ? token : (struct token){ 0 };
}

void parse_record_call(struct parser *p, struct parse_record_chain *chain, const struct parse_record_args *args, struct token opener,
                 uint32_t to, int32_t table)
{
    struct positions *record = p->record;
    if (!record || p->failed)
        return;
    const struct parse_expr *callee = &chain->callee;
    if (chain->label.kind == 0)
        chain->label = find_label(p, args);
    struct parse_call call = {
        .name = parse_text(p, callee->last_name.from, callee->last_name.to),
        .callee = parse_text(p, callee->from, callee->to),
        .line = chain->first.line,
        .args_line = opener.line,
        .at = source_pos(p->source, callee->from, callee->to),
        .whole = source_pos(p->source, callee->from, to),
        .has_label = chain->label.kind != 0,
        .has_table = table >= 0,
        .args_from = (uint32_t)MAX_OF(args->first, 0),
        .args_count = args->count,
        .curried = chain->calls,
        .table = table,
    };
    if (call.has_label)
        call.label = parse_string_value(record->arena, parse_text(p, chain->label.from, chain->label.to));
    *VEC_PUSH(&record->calls, p->arena) = call;
    record->last_call = (int32_t)record->calls.count - 1;
}

void parse_record_statement(struct parser *p)
{
    if (p->record && !p->failed && p->record->calls.count > 0)
        p->record->calls.items[p->record->last_call].is_statement = true;
}

void parse_record_op(struct parser *p, int op, struct token at, const struct parse_expr *left, const struct parse_expr *right)
{
    if (!p->record || p->failed)
        return;
    struct operation operation = { .op = op, .line = at.line, .end_line = p->last_line, .unary = !left,
                                   .right_from = right->from, .right_to = right->to };
    if (left) {
        operation.left_from = left->from;
        operation.left_to = left->to;
    }
    *VEC_PUSH(&p->record->operations, p->arena) = operation;
}

/* --- questions --- */

static struct positions *positions_of(struct chunk *chunk)
{
    if (chunk->positions)
        return chunk->positions;
    struct arena *arena = chunk->source->arena;
    struct positions *record = ARENA_NEW(arena, struct positions);
    record->arena = arena;
    struct diags ignored = { .arena = arena };
    struct parser p = { .arena = arena, .source = chunk->source, .diags = &ignored, .record = record };
    (void)parse_run(&p); /* it was accepted before */
    return chunk->positions = record;
}

const struct parse_call *parse_calls(struct chunk *chunk, size_t *ret_count)
{
    struct positions *record = positions_of(chunk);
    *ret_count = record->calls.count;
    return record->calls.items;
}

static bool is_same_chain(const struct parse_call *a, const struct parse_call *b)
{
    return a->callee.ptr == b->callee.ptr && a->callee.len == b->callee.len;
}

const struct parse_call *parse_call_at(struct chunk *chunk, uint32_t line, struct str name, struct str label)
{
    struct positions *record = positions_of(chunk);
    const struct parse_call *found = NULL;
    for (size_t i = 0; i < record->calls.count; i++) {
        const struct parse_call *call = &record->calls.items[i];
        if (call->line != line && call->args_line != line)
            continue;
        if ((name.ptr && !str_eq(call->name, name)) || (label.ptr && call->has_label && !str_eq(call->label, label)))
            continue;
        if (found && !is_same_chain(found, call)) {
            bool exact = label.ptr && call->has_label, was_exact = label.ptr && found->has_label;
            if (exact == was_exact)
                return NULL;
            if (was_exact)
                continue; /* "a" literally beats a computed label */
        }
        found = call;
    }
    return found;
}

static struct pos range(struct chunk *chunk, uint32_t from, uint32_t to)
{
    return source_pos(chunk->source, from, to);
}

bool parse_arg_pos(struct chunk *chunk, const struct parse_call *call, uint32_t n, struct pos *ret_pos)
{
    const struct positions *record = positions_of(chunk);
    if (n == 0 || n > call->args_count)
        return false;
    const struct argument *argument = &record->arguments.items[call->args_from];
    while (--n > 0)
        argument = &record->arguments.items[argument->next];
    *ret_pos = range(chunk, argument->from, argument->to);
    return true;
}

static bool is_key(struct chunk *chunk, const struct field *field, const struct parse_step *step, uint32_t position)
{
    struct str text = str_slice(chunk->source->text, field->key_from, field->key_to);
    switch (field->kind) {
    case RECORD_NAME:
        return step->key.ptr && str_eq(text, step->key);
    case RECORD_STRING:
        return step->key.ptr && text.ptr[0] != '(' && str_eq(parse_string_value(chunk->source->arena, text), step->key);
    case RECORD_POSITION:
        return !step->key.ptr && step->index == position;
    case RECORD_COMPUTED: {
        int64_t index;
        return !step->key.ptr && str_to_i64(text, &index) && index == (int64_t)step->index;
    }
    }
    return false;
}

/* The last field of the table that the step means: later ones win, as in Lua. */
static const struct field *find_field(struct chunk *chunk, int32_t table, const struct parse_step *step)
{
    const struct positions *record = chunk->positions;
    const struct field *found = NULL;
    uint32_t position = 0;
    for (int32_t i = record->tables.items[table].first; i >= 0; i = record->fields.items[i].next) {
        const struct field *field = &record->fields.items[i];
        position += field->kind == RECORD_POSITION;
        if (is_key(chunk, field, step, position))
            found = field;
    }
    return found;
}

bool parse_field_pos(struct chunk *chunk, const struct parse_call *call, const struct parse_step *steps,
                     size_t step_count, struct pos *ret_key, struct pos *ret_value)
{
    (void)positions_of(chunk);
    *ret_key = *ret_value = (struct pos){ .file = chunk->source->name };
    int32_t table = call->table;
    for (size_t i = 0; i < step_count; i++) {
        const struct field *field = table >= 0 ? find_field(chunk, table, &steps[i]) : NULL;
        if (!field)
            return false;
        *ret_key = range(chunk, field->key_from, field->key_to);
        *ret_value = range(chunk, field->value_from, field->value_to);
        table = field->table;
    }
    return step_count > 0;
}

bool parse_op_pos(struct chunk *chunk, uint32_t line, const char *op, bool unary, struct pos *ret_left,
                  struct pos *ret_right)
{
    const struct positions *record = positions_of(chunk);
    const struct operation *found = NULL;
    for (size_t i = 0; i < record->operations.count; i++) {
        const struct operation *operation = &record->operations.items[i];
        if (operation->unary != unary || strcmp(parse_kind_text(operation->op), op) != 0)
            continue;
        if (operation->line != line && operation->end_line != line)
            continue;
        if (found)
            return false;
        found = operation;
    }
    if (!found)
        return false;
    if (!unary)
        *ret_left = range(chunk, found->left_from, found->left_to);
    *ret_right = range(chunk, found->right_from, found->right_to);
    return true;
}

struct pos parse_line_pos(struct chunk *chunk, uint32_t line)
{
    struct str text = source_line(chunk->source, line);
    if (text.len == 0)
        return (struct pos){ .file = chunk->source->name, .line = line };
    struct str shown = str_trim(text);
    uint32_t column = shown.len > 0 ? (uint32_t)(shown.ptr - text.ptr) + 1 : 1;
    return (struct pos){ chunk->source->name, line, column, column + (uint32_t)shown.len };
}
