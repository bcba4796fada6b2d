/*
 * expr.c - making expressions, resolving them, and putting them into words.
 *
 * An expression keeps its one canonical form all the time: makers and resolving both go through `call`, which runs a function as
 * soon as what it needs is known and folds what can be folded (texts joined in several steps are one concat). So a stack that says
 * the same thing in another way has the same bytes in a digest. Nothing here loops over Lua or follows references on its own:
 * resolving goes as deep as the value is nested, which the makers limit.
 */
#include "engine/value/functions_internal.h"

#include <assert.h>

enum { CONCAT_PARTS_MAX = 1000, TEXT_CHARS_MAX = 200, TEXT_ARG_CHARS_MAX = 100 };

struct value expr_new(struct arena *arena, const struct expr *from)
{
    struct expr *expr = ARENA_NEW(arena, struct expr);
    *expr = *from;
    if (from->arg_count)
        expr->args = arena_copy(arena, from->args, from->arg_count * sizeof *from->args);
    expr->sensitive |= from->kind == EXPR_INPUT;
    for (size_t i = 0; i < from->arg_count; i++)
        expr->sensitive |= value_sensitive(from->args[i]);
    return value_expr(expr, expr->sensitive);
}

struct value expr_ref(struct arena *arena, struct str address, struct path path, bool sensitive, struct pos at)
{
    return expr_new(arena, &(struct expr){ .kind = EXPR_REF, .sensitive = sensitive, .at = at, .name = address, .path = path });
}

/* Calls. */

static void place_err(struct err *err, struct pos at)
{
    if (!err || !at.line)
        return;
    DROP_ARENA struct arena scratch = { 0 };
    err_at(err, arena_cstr(&scratch, at.file), (int)at.line, (int)at.column);
}

/* What went wrong with a secret in it: nothing but what and where. */
static bool fail_quietly(struct err *err, const char *what, struct str name, struct pos at)
{
    enum err_code code = err && err->code ? err->code : ERR_INVALID;
    if (err)
        err_clear(err);
    FAIL(err, code, "%s%.*s failed on a sensitive value", what, STR_ARG(name));
    place_err(err, at);
    return false;
}

/* Is the outer part of v known? levels 0: all of it. */
static bool known_to(struct value v, unsigned levels)
{
    if (value_known(v))
        return true;
    if (!levels || v.kind == VALUE_EXPR)
        return false;
    if (levels == 1)
        return true;
    for (size_t i = 0; i < v.count; i++) {
        struct value child = v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value;
        if (!known_to(child, levels - 1))
            return false;
    }
    return true;
}

static bool can_run(const struct expr_function *f, const struct value *args, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool lazy = i < 8 && f->lazy_args >> i & 1;
        if (!lazy && !known_to(args[i], f->known_levels))
            return false;
    }
    return true;
}

/* Does the whole result become sensitive? Functions that pass items through keep each item's own mark. */
static bool taints(const struct expr_function *f, struct value arg)
{
    bool container = arg.kind == VALUE_LIST || arg.kind == VALUE_MAP;
    return f->known_levels && container ? arg.flags & VALUE_ALL_SENSITIVE : value_sensitive(arg);
}

static bool run(struct arena *arena, const struct expr_function *f, const struct value *args, size_t count, struct pos at,
                struct value *ret, struct err *err)
{
    bool secret = false, taint = false;
    for (size_t i = 0; i < count; i++) {
        bool lazy = i < 8 && f->lazy_args >> i & 1;
        secret |= value_sensitive(args[i]);
        taint |= !lazy && taints(f, args[i]);
    }
    struct value result = VALUE_NONE;
    if (!f->run(arena, args, count, &result, err)) {
        if (secret)
            return fail_quietly(err, "", str_of(f->name), at);
        (void)err_context(err, "%s", f->name);
        place_err(err, at);
        return false;
    }
    *ret = taint ? value_mark_sensitive_deep(arena, result) : result;
    return true;
}

/* concat: opens concats inside, writes known scalars as text, joins neighbours that are text, leaves out the empty one. */
static void add_part(struct arena *arena, struct value_builder *b, struct value v)
{
    struct str text;
    if (v.kind == VALUE_EXPR && v.expr->kind == EXPR_CALL && str_is(v.expr->name, "concat")) {
        for (size_t i = 0; i < v.expr->arg_count; i++)
            add_part(arena, b, v.expr->args[i]);
        return;
    }
    if (!value_known(v) || !scalar_text(arena, v, &text)) {
        value_builder_add(b, v);
        return;
    }
    if (!text.len)
        return;
    struct value part = value_str(text);
    part.flags |= v.flags & VALUE_SENSITIVE;
    struct value *last = b->items.count ? &b->items.items[b->items.count - 1] : NULL;
    if (last && last->kind == VALUE_STRING && value_sensitive(*last) == value_sensitive(part)) {
        last->text = arena_join(arena, (struct str[]){ value_text(*last), text }, 2, STR("")).ptr;
        last->count += part.count;
        return;
    }
    value_builder_add(b, part);
}

static bool standing_call(struct arena *arena, const struct expr_function *f, const struct value *args, size_t count,
                          struct pos at, struct value *ret, struct err *err)
{
    struct expr expr = { .kind = EXPR_CALL, .at = at, .name = str_of(f->name), .args = args, .arg_count = count };
    struct value_builder parts = { .arena = arena };
    if (f->run == fn_concat) {
        for (size_t i = 0; i < count; i++) {
            if (args[i].kind == VALUE_LIST || args[i].kind == VALUE_MAP)
                return FAIL(err, ERR_INVALID, "concat: cannot join %s to a text", value_kind_name((enum value_kind)args[i].kind));
            add_part(arena, &parts, args[i]);
        }
        expr.args = parts.items.items;
        expr.arg_count = parts.items.count;
        if (expr.arg_count > CONCAT_PARTS_MAX)
            return FAIL(err, ERR_LIMIT, "a text joined from more than %d parts; put them into a list and join it", CONCAT_PARTS_MAX);
    }
    struct value v = expr_new(arena, &expr);
    if (v.depth > VALUE_DEPTH_MAX)
        return FAIL(err, ERR_LIMIT, "%s: expressions are nested deeper than %d", f->name, VALUE_DEPTH_MAX);
    *ret = v;
    return true;
}

static bool call(struct arena *arena, const struct expr_function *f, const struct value *args, size_t count, struct pos at,
                 struct value *ret, struct err *err)
{
    if (can_run(f, args, count))
        return run(arena, f, args, count, at, ret, err);
    if (standing_call(arena, f, args, count, at, ret, err))
        return true;
    place_err(err, at);
    return false;
}

static bool no_function(struct str name, struct err *err)
{
    size_t count;
    const struct expr_function *all = expr_functions(&count);
    DROP_ARENA struct arena scratch = { 0 };
    struct str *names = ARENA_ARRAY(&scratch, struct str, count);
    for (size_t i = 0; i < count; i++)
        names[i] = str_of(all[i].name);
    struct str near = str_nearest(name, names, count);
    FAIL(err, ERR_INVALID, "there is no function '%.*s'", STR_ARG(name));
    return near.len ? err_hint(err, "did you mean '%.*s'?", STR_ARG(near)) : false;
}

bool expr_call(struct arena *arena, struct str function, const struct value *args, size_t count, struct pos at,
               struct value *ret, struct err *err)
{
    const struct expr_function *f = expr_function_find(function);
    if (!f) {
        (void)no_function(function, err);
    } else if (count < f->min_args || (count > f->max_args && f->max_args != UINT8_MAX)) {
        FAIL(err, ERR_INVALID, "%s takes %s%d argument%s, not %zu", f->name,
             f->min_args == f->max_args ? "" : count < f->min_args ? "at least " : "at most ",
             count < f->min_args ? f->min_args : f->max_args, (count < f->min_args ? f->min_args : f->max_args) == 1 ? "" : "s", count);
    } else {
        return call(arena, f, args, count, at, ret, err);
    }
    place_err(err, at);
    return false;
}

struct value expr_at(struct arena *arena, struct value root, struct path path)
{
    size_t taken;
    struct value v = path_walk(root, path, &taken);
    if (v.kind != VALUE_EXPR || taken == path.count)
        return v;
    struct path rest = { path.steps + taken, path.count - taken };
    struct expr expr = *v.expr;
    if (expr.kind != EXPR_CALL && expr.kind != EXPR_CLOSURE) {
        for (size_t i = 0; i < rest.count; i++)
            expr.path = path_append(arena, expr.path, rest.steps[i]);
        expr.sensitive |= value_sensitive(v);
        return expr_new(arena, &expr);
    }
    struct value args[] = { v, value_str(path_text(arena, rest)) };
    return expr_new(arena, &(struct expr){ .kind = EXPR_CALL, .sensitive = expr.sensitive, .at = expr.at, .name = STR("at"),
                                           .args = args, .arg_count = ARRAY_LEN(args) });
}

/* Resolving. */

struct resolving {
    struct arena *arena;
    const struct resolver *with;
};

static bool resolve(struct resolving *r, struct value v, struct value *ret, struct err *err);

/* Resolves an array. *ret_items is `items` itself when nothing changed. */
static bool resolve_items(struct resolving *r, const struct value *items, size_t count, const struct value **ret_items,
                          struct err *err)
{
    struct value *own = ARENA_ARRAY(r->arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        TRY(resolve(r, items[i], &own[i], err));
    *ret_items = own;
    return true;
}

static bool resolve_leaf(struct resolving *r, struct value v, struct value *ret, struct err *err)
{
    struct value answer = VALUE_NONE;
    switch (r->with->leaf(r->with->context, r->arena, v.expr, &answer, err)) {
    case RESOLVED_KNOWN:
        break;
    case RESOLVED_UNKNOWN:
        *ret = v;
        return true;
    case RESOLVED_FAILED:
        place_err(err, v.expr->at);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    if (!value_given(answer))
        answer = value_null(); /* what was asked for is not there */
    *ret = value_sensitive(v) ? value_mark_sensitive_deep(r->arena, answer) : answer;
    return true;
}

static bool resolve_closure(struct resolving *r, struct value v, const struct value *args, struct value *ret, struct err *err)
{
    struct expr expr = *v.expr;
    bool known = r->with->closure != NULL;
    expr.args = args;
    for (size_t i = 0; i < expr.arg_count; i++)
        known = known && value_known(args[i]);
    expr.sensitive |= value_sensitive(v);
    struct value standing = expr_new(r->arena, &expr); /* may have become sensitive by its arguments */
    if (!known) {
        *ret = standing;
        return true;
    }
    struct value answer = VALUE_NONE;
    switch (r->with->closure(r->with->context, r->arena, standing.expr, standing.expr->args, &answer, err)) {
    case RESOLVED_KNOWN:
        break;
    case RESOLVED_UNKNOWN:
        *ret = standing;
        return true;
    case RESOLVED_FAILED:
        if (value_sensitive(standing))
            return fail_quietly(err, "the function of apply", STR(""), expr.at);
        place_err(err, expr.at);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    if (!value_given(answer))
        answer = value_null();
    *ret = value_sensitive(standing) ? value_mark_sensitive_deep(r->arena, answer) : answer;
    return true;
}

static bool resolve_expr(struct resolving *r, struct value v, struct value *ret, struct err *err)
{
    const struct value *args;
    const struct expr_function *f;
    switch (v.expr->kind) {
    case EXPR_REF:
    case EXPR_INPUT:
    case EXPR_LOOKUP:
        return resolve_leaf(r, v, ret, err);
    case EXPR_CALL:
        f = expr_function_find(v.expr->name);
        if (!f)
            return no_function(v.expr->name, err); /* from a newer version's plan */
        TRY(resolve_items(r, v.expr->args, v.expr->arg_count, &args, err));
        TRY(call(r->arena, f, args, v.expr->arg_count, v.expr->at, ret, err));
        if (value_sensitive(v) && v.expr->sensitive && !value_sensitive(*ret))
            *ret = value_mark_sensitive_deep(r->arena, *ret);
        return true;
    case EXPR_CLOSURE:
        TRY(resolve_items(r, v.expr->args, v.expr->arg_count, &args, err));
        return resolve_closure(r, v, args, ret, err);
    }
    return true;
}

static bool resolve(struct resolving *r, struct value v, struct value *ret, struct err *err)
{
    if (value_known(v)) {
        *ret = v;
        return true;
    }
    struct value resolved;
    if (v.kind == VALUE_EXPR) {
        return resolve_expr(r, v, ret, err);
    } else if (v.kind == VALUE_LIST) {
        const struct value *items;
        TRY(resolve_items(r, v.items, v.count, &items, err));
        resolved = value_list(r->arena, items, v.count);
    } else {
        assert(v.kind == VALUE_MAP);
        struct value_field *fields = ARENA_ARRAY(r->arena, struct value_field, v.count);
        for (size_t i = 0; i < v.count; i++) {
            fields[i] = v.fields[i];
            TRY(resolve(r, v.fields[i].value, &fields[i].value, err));
        }
        resolved = value_map(r->arena, fields, v.count);
    }
    *ret = v.flags & VALUE_ALL_SENSITIVE ? value_mark_sensitive_deep(r->arena, resolved) : resolved;
    return true;
}

bool expr_resolve(struct arena *arena, struct value v, const struct resolver *resolver, struct value *ret, struct err *err)
{
    struct err own = { 0 };
    struct resolving r = { .arena = arena, .with = resolver };
    struct value resolved;
    TRY(resolve(&r, v, &resolved, err ? err : &own));
    *ret = resolved;
    return true;
}

/* Looking. */

void expr_each_ref(struct value v, void (*visit)(void *context, const struct expr *ref), void *context)
{
    if (value_known(v))
        return;
    if (v.kind == VALUE_EXPR) {
        if (v.expr->kind == EXPR_REF)
            visit(context, v.expr);
        for (size_t i = 0; i < v.expr->arg_count; i++)
            expr_each_ref(v.expr->args[i], visit, context);
        return;
    }
    for (size_t i = 0; i < v.count; i++)
        expr_each_ref(v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value, visit, context);
}

static void add_args(struct arena *arena, struct buf *out, const struct expr *expr, const char *between)
{
    for (size_t i = 0; i < expr->arg_count && out->len < 4 * TEXT_CHARS_MAX; i++) {
        if (i)
            buf_add_cstr(out, between);
        buf_add_str(out, value_show(arena, expr->args[i], TEXT_ARG_CHARS_MAX));
    }
}

struct str expr_text(struct arena *arena, const struct expr *expr)
{
    DROP_BUF struct buf out = { 0 };
    switch (expr->kind) {
    case EXPR_REF:
    case EXPR_INPUT:
    case EXPR_LOOKUP:
        buf_add_cstr(&out, expr->kind == EXPR_INPUT ? "input." : expr->kind == EXPR_LOOKUP ? "lookup." : "");
        buf_add_str(&out, expr->name);
        if (expr->path.count && (expr->path.steps[0].kind == PATH_FIELD))
            buf_add_char(&out, '.');
        buf_add_str(&out, path_text(arena, expr->path));
        break;
    case EXPR_CALL:
        if (str_is(expr->name, "concat") && expr->arg_count > 1) {
            add_args(arena, &out, expr, " .. ");
            break;
        }
        buf_add_str(&out, expr->name);
        buf_add_char(&out, '(');
        add_args(arena, &out, expr, ", ");
        buf_add_char(&out, ')');
        break;
    case EXPR_CLOSURE:
        buf_add_cstr(&out, "apply(");
        add_args(arena, &out, expr, ", ");
        buf_printf(&out, "%s%.*s:%u)", expr->arg_count ? ", " : "", STR_ARG(expr->name), expr->line);
        break;
    }
    return arena_str(arena, buf_str(&out));
}
