/*
 * expr_encode.c - the canonical encoding of expressions, part of the value format v1 (value_encode.c).
 *
 *     expression = 01 address path                          reference
 *                | 02 function count tree*                  call
 *                | 03 bundle chunk line ordinal count tree* closure; bundle: 32 bytes, line and ordinal: varint
 *                | 04 input path
 *                | 05 lookup path
 *     path       = count step*
 *     step       = 01 name | 02 index | 03 key | 04 name text    field, index (varint, from 1), key, match
 *     address, function, chunk, input, lookup, name, key, text = length bytes (UTF-8)
 *
 * Positions, handles and the sensitive mark are not part of it: two stacks that say the same have the same bytes. An input held
 * in an expression is always a sensitive one, so decoding marks it; for the others the schema knows.
 */
#include "engine/value/value_internal.h"

enum form { FORM_REF = 1, FORM_CALL, FORM_CLOSURE, FORM_INPUT, FORM_LOOKUP };
enum step_form { STEP_FIELD = 1, STEP_INDEX, STEP_KEY, STEP_MATCH };

static void encode_str(struct encoder *e, struct str s)
{
    encode_text(e, s.ptr, s.len);
}

static void encode_path(struct encoder *e, struct path path)
{
    encode_varint(e, path.count);
    for (size_t i = 0; i < path.count; i++) {
        const struct path_step *step = &path.steps[i];
        switch (step->kind) {
        case PATH_FIELD:
            encode_byte(e, STEP_FIELD);
            encode_str(e, step->name);
            break;
        case PATH_INDEX:
            encode_byte(e, STEP_INDEX);
            encode_varint(e, step->index);
            break;
        case PATH_KEY:
            encode_byte(e, STEP_KEY);
            encode_str(e, step->name);
            break;
        case PATH_MATCH:
            encode_byte(e, STEP_MATCH);
            encode_str(e, step->name);
            encode_str(e, step->equal);
            break;
        }
    }
}

static void encode_args(struct encoder *e, const struct expr *expr)
{
    encode_varint(e, expr->arg_count);
    for (size_t i = 0; i < expr->arg_count; i++)
        encode_tree(e, expr->args[i]);
}

void encode_expr(struct encoder *e, const struct expr *expr)
{
    switch (expr->kind) {
    case EXPR_REF:
    case EXPR_INPUT:
    case EXPR_LOOKUP:
        encode_byte(e, expr->kind == EXPR_REF ? FORM_REF : expr->kind == EXPR_INPUT ? FORM_INPUT : FORM_LOOKUP);
        encode_str(e, expr->name);
        encode_path(e, expr->path);
        break;
    case EXPR_CALL:
        encode_byte(e, FORM_CALL);
        encode_str(e, expr->name);
        encode_args(e, expr);
        break;
    case EXPR_CLOSURE:
        encode_byte(e, FORM_CLOSURE);
        encode_raw(e, expr->bundle.bytes, sizeof expr->bundle.bytes);
        encode_str(e, expr->name);
        encode_varint(e, expr->line);
        encode_varint(e, expr->ordinal);
        encode_args(e, expr);
        break;
    }
}

static bool decode_u32(struct decoder *d, uint32_t *ret, struct err *err)
{
    uint64_t n;
    TRY(decode_varint(d, &n, err));
    if (n > UINT32_MAX)
        return decode_fail(d, "number too large", err);
    *ret = (uint32_t)n;
    return true;
}

static bool decode_step(struct decoder *d, struct path_step *step, struct err *err)
{
    uint8_t form;
    TRY(decode_byte(d, &form, err));
    switch (form) {
    case STEP_FIELD:
        step->kind = PATH_FIELD;
        return decode_text(d, &step->name, err);
    case STEP_INDEX:
        step->kind = PATH_INDEX;
        TRY(decode_u32(d, &step->index, err));
        return step->index > 0 || decode_fail(d, "an index of 0", err);
    case STEP_KEY:
        step->kind = PATH_KEY;
        return decode_text(d, &step->name, err);
    case STEP_MATCH:
        step->kind = PATH_MATCH;
        TRY(decode_text(d, &step->name, err));
        return decode_text(d, &step->equal, err);
    default:
        return decode_fail(d, "unknown kind of path step", err);
    }
}

static bool decode_path(struct decoder *d, struct path *ret, struct err *err)
{
    uint32_t count;
    TRY(decode_count(d, 2, &count, err));
    struct path_step *steps = ARENA_ARRAY(d->arena, struct path_step, count);
    for (uint32_t i = 0; i < count; i++)
        TRY(decode_step(d, &steps[i], err));
    *ret = (struct path){ steps, count };
    return true;
}

static bool decode_args(struct decoder *d, size_t depth, struct expr *expr, struct err *err)
{
    uint32_t count;
    TRY(decode_count(d, 1, &count, err));
    struct value *args = ARENA_ARRAY(d->arena, struct value, count);
    for (uint32_t i = 0; i < count; i++)
        TRY(decode_tree(d, depth, &args[i], err));
    expr->args = args;
    expr->arg_count = count;
    return true;
}

static bool decode_closure(struct decoder *d, size_t depth, struct expr *expr, struct err *err)
{
    const uint8_t *bundle;
    TRY(decode_raw(d, sizeof expr->bundle.bytes, &bundle, err));
    memcpy(expr->bundle.bytes, bundle, sizeof expr->bundle.bytes);
    TRY(decode_text(d, &expr->name, err));
    TRY(decode_u32(d, &expr->line, err));
    TRY(decode_u32(d, &expr->ordinal, err));
    return decode_args(d, depth, expr, err);
}

bool decode_expr(struct decoder *d, size_t depth, struct value *ret, struct err *err)
{
    uint8_t form;
    struct expr *expr = ARENA_NEW(d->arena, struct expr);
    TRY(decode_byte(d, &form, err));
    switch (form) {
    case FORM_REF:
    case FORM_INPUT:
    case FORM_LOOKUP:
        expr->kind = form == FORM_REF ? EXPR_REF : form == FORM_INPUT ? EXPR_INPUT : EXPR_LOOKUP;
        TRY(decode_text(d, &expr->name, err));
        TRY(decode_path(d, &expr->path, err));
        break;
    case FORM_CALL:
        expr->kind = EXPR_CALL;
        TRY(decode_text(d, &expr->name, err));
        TRY(decode_args(d, depth, expr, err));
        break;
    case FORM_CLOSURE:
        expr->kind = EXPR_CLOSURE;
        TRY(decode_closure(d, depth, expr, err));
        break;
    default:
        return decode_fail(d, "unknown kind of expression", err);
    }
    expr->sensitive = expr->kind == EXPR_INPUT;
    *ret = value_expr(expr, expr->sensitive);
    return true;
}
