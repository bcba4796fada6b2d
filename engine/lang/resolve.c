/*
 * resolve.c - what configuration itself fixes is filled in: `eks.name` becomes "prod" wherever a resource
 * reads it.
 *
 * Resources are visited in dependency order, so chains of references end at their value in one visit each.
 * What stays an expression waits for the cloud, a lookup or is a sensitive input. Attributes under
 * ignore_changes do not resolve: live decides them. A dependency that came from a reference which is now a
 * value goes into depends_on: it still orders the run.
 */
#include "engine/graph/graph.h"
#include "engine/lang/lang_internal.h"

struct resolving {
    struct lang *lang;
    struct config_resource *self;  /* NULL: an output or a provider */
    bool resolvable;               /* found by look() */
    VEC(struct str) before, after; /* addresses, in work */
};

/* --- one reference --- */

static bool ignored(const struct config_resource *r, struct path path)
{
    if (r->lifecycle.ignore_all)
        return true;
    for (size_t i = 0; i < r->lifecycle.ignore_count; i++)
        if (path_covers(r->lifecycle.ignore_changes[i], path) ||
            path_covers(path, r->lifecycle.ignore_changes[i]))
            return true;
    return false;
}

/* What configuration says at the end of a reference; absent: nothing. */
static struct value fixed(struct lang *lang, const struct expr *ref)
{
    const struct config_resource *target = config_find(lang->config, ref->name);
    if (!target || !ref->path.count || ignored(target, ref->path))
        return VALUE_NONE;
    return expr_at(lang->arena, target->args, ref->path);
}

/* An item that a list written in the stack does not have will never come. */
static bool beyond_end(struct lang *lang, const struct expr *ref)
{
    const struct config_resource *target = config_find(lang->config, ref->name);
    if (!target || ref->path.count < 2 || ref->path.steps[ref->path.count - 1].kind != PATH_INDEX ||
        ignored(target, ref->path))
        return false;
    const struct attr *attr = schema_find(target->type->attrs, ref->path.steps[0].name);
    struct value list = path_get(target->args, (struct path){ref->path.steps, ref->path.count - 1});
    return attr && list.kind == VALUE_LIST && ref->path.steps[ref->path.count - 1].index > list.count;
}

static enum resolved leaf(void *context, struct arena *arena, const struct expr *expr, struct value *ret,
                          struct err *err)
{
    struct resolving *r = context;
    (void)arena;
    if (expr->kind != EXPR_REF)
        return RESOLVED_UNKNOWN;
    struct value v = fixed(r->lang, expr);
    if (value_given(v)) {
        *ret = v;
        return RESOLVED_KNOWN;
    }
    if (!beyond_end(r->lang, expr))
        return RESOLVED_UNKNOWN;
    FAIL(err, ERR_INVALID, "`%.*s` does not exist: the list is shorter",
         STR_ARG(expr_text(r->lang->arena, expr)));
    return RESOLVED_FAILED;
}

static enum resolved closure(void *context, struct arena *arena, const struct expr *expr,
                             const struct value *args, struct value *ret, struct err *err)
{
    struct resolving *r = context;
    return lang_call_closure(r->lang->config, arena, expr, args, ret, err);
}

/* --- a value --- */

static void look(void *context, const struct expr *ref)
{
    struct resolving *r = context;
    *VEC_PUSH(&r->before, &r->lang->work) = ref->name;
    r->resolvable = r->resolvable || value_given(fixed(r->lang, ref)) || beyond_end(r->lang, ref);
}

static void look_after(void *context, const struct expr *ref)
{
    struct resolving *r = context;
    *VEC_PUSH(&r->after, &r->lang->work) = ref->name;
}

static bool has_closure(struct value v)
{
    bool found = false;
    if (value_known(v))
        return false;
    if (v.kind == VALUE_EXPR) {
        found = v.expr->kind == EXPR_CLOSURE;
        for (size_t i = 0; i < v.expr->arg_count && !found; i++)
            found = has_closure(v.expr->args[i]);
        return found;
    }
    for (uint32_t i = 0; i < v.count && !found; i++)
        found = has_closure(v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value);
    return found;
}

/* An error of resolving stands where it was raised, as exactly as that is known, else where the field is. */
static struct pos error_pos(struct resolving *r, const struct err *err, struct pos at, struct str field)
{
    if (err->at.line && err->at.column)
        return (struct pos){.file = lang_textf(r->lang, "%s", err->at.file),
                            .line = (uint32_t)err->at.line,
                            .column = (uint32_t)err->at.column};
    struct path_step step = {.kind = PATH_FIELD, .name = field};
    return r->self && field.len ? config_attr_pos(r->self, (struct path){&step, 1}, true) : at;
}

/* True when *v changed. Errors are reported at `field` of the resource, or at `at`. */
static bool resolve_value(struct resolving *r, struct value *v, struct str field, struct pos at)
{
    if (value_known(*v))
        return false;
    r->resolvable = false;
    expr_each_ref(*v, look, r);
    if (!r->resolvable && !has_closure(*v)) {
        expr_each_ref(*v, look_after, r);
        return false;
    }
    struct resolver resolver = {.context = r, .leaf = leaf, .closure = closure};
    struct err err = {0};
    struct value out;
    if (!expr_resolve(r->lang->arena, *v, &resolver, &out, &err)) {
        struct diag *finding =
            lang_finding(r->lang, "E0422", error_pos(r, &err, at, field), "%s", err.message);
        if (err.hint[0])
            finding->hint = lang_textf(r->lang, "%s", err.hint);
        lang_report(r->lang, finding);
        return false;
    }
    *v = out;
    expr_each_ref(out, look_after, r);
    return true;
}

static bool among(const struct str *items, size_t count, struct str s)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i], s))
            return true;
    return false;
}

/* References that are values now still order the run. */
static void keep_order(struct resolving *r)
{
    VEC(struct str) more = {0};
    struct config_resource *self = r->self;
    for (size_t i = 0; i < r->before.count; i++) {
        struct str address = r->before.items[i];
        if (!among(r->after.items, r->after.count, address) &&
            !among(self->depends_on, self->depends_on_count, address) &&
            !among(more.items, more.count, address) && !str_eq(address, self->address))
            *VEC_PUSH(&more, &r->lang->work) = address;
    }
    if (!more.count)
        return;
    struct str *all = ARENA_ARRAY(r->lang->arena, struct str, self->depends_on_count + more.count);
    if (self->depends_on_count)
        memcpy(all, self->depends_on, self->depends_on_count * sizeof *all);
    memcpy(all + self->depends_on_count, more.items, more.count * sizeof *all);
    self->depends_on = all;
    self->depends_on_count += more.count;
}

/* Copies the fields only when one of them changes. */
static bool resolve_args(struct resolving *r, struct value *args)
{
    struct value_field *fields = NULL;
    for (uint32_t i = 0; i < args->count; i++) {
        struct value v = args->fields[i].value;
        if (!resolve_value(r, &v, str_n(args->fields[i].key, args->fields[i].key_len), r->self->at))
            continue;
        if (!fields)
            fields = arena_copy(&r->lang->scratch, args->fields, args->count * sizeof *fields);
        fields[i].value = v;
    }
    if (fields)
        *args = value_map(&r->lang->scratch, fields, args->count);
    return fields != NULL;
}

static void resolve_resource(struct lang *lang, struct config_resource *r)
{
    struct resolving resolving = {.lang = lang, .self = r};
    struct value args = r->args, checked;
    arena_reset(&lang->scratch);
    if (!value_known(args) && resolve_args(&resolving, &args)) {
        struct lang_frame frame = {map_find(&lang->modules, r->at.file), r->at.line};
        struct str word =
            str_of(r->type->name + strlen(lang->config->providers.items[r->provider].type->prefix));
        if (resources_check(lang, frame, word, r->name, r->type->name, r->type->attrs, args, &checked))
            r->args = convert_keep(lang, checked);
    }
    (void)resolve_value(&resolving, &r->lifecycle.preconditions, STR("lifecycle"), r->at);
    keep_order(&resolving);
    (void)resolve_value(&resolving, &r->lifecycle.postconditions, STR("lifecycle"), r->at);
}

/* --- order --- */

struct building {
    struct lang *lang;
    struct graph *graph;
    struct map scopes; /* "net/" -> node */
    VEC(struct str) scope_names;
    uint32_t from;
};

static uint32_t index_of(const struct config *config, struct str address, uint32_t none)
{
    const struct config_resource *r = config_find(config, address);
    return r ? (uint32_t)(r - config->resources.items) : none;
}

static void add_edge(void *context, const struct expr *ref)
{
    struct building *b = context;
    uint32_t to = index_of(b->lang->config, ref->name, UINT32_MAX);
    if (to != UINT32_MAX)
        graph_edge(b->graph, b->from, to);
}

static void add_depends(struct building *b, const struct config_resource *r)
{
    struct config *config = b->lang->config;
    for (size_t i = 0; i < r->depends_on_count; i++) {
        struct str address = r->depends_on[i];
        bool scope = address.len && address.ptr[address.len - 1] == '/';
        uint32_t to = scope ? UINT32_MAX : index_of(config, address, UINT32_MAX);
        if (scope)
            to = (uint32_t)config->resources.count + (uint32_t)(uintptr_t)map_find(&b->scopes, address) - 1;
        if (to != UINT32_MAX)
            graph_edge(b->graph, b->from, to);
    }
}

static void find_scopes(struct building *b)
{
    struct config *config = b->lang->config;
    for (size_t i = 0; i < config->resources.count; i++)
        for (size_t j = 0; j < config->resources.items[i].depends_on_count; j++) {
            struct str address = config->resources.items[i].depends_on[j];
            if (address.len && address.ptr[address.len - 1] == '/' && !map_find(&b->scopes, address)) {
                *VEC_PUSH(&b->scope_names, &b->lang->work) = address;
                map_put(&b->scopes, address, (void *)(uintptr_t)b->scope_names.count);
            }
        }
}

static struct str node_name(const struct building *b, uint32_t node)
{
    size_t count = b->lang->config->resources.count;
    return node < count ? b->lang->config->resources.items[node].address : b->scope_names.items[node - count];
}

/* The field of `from` that leads to `to`. */
struct looking {
    struct str to;
    bool found;
};

static void look_for(void *context, const struct expr *ref)
{
    struct looking *l = context;
    l->found |= str_eq(ref->name, l->to);
}

static struct pos edge_pos(const struct config_resource *r, struct str to)
{
    for (uint32_t i = 0; i < r->args.count; i++) {
        struct looking l = {.to = to};
        expr_each_ref(r->args.fields[i].value, look_for, &l);
        struct path_step step = {.kind = PATH_FIELD,
                                 .name = str_n(r->args.fields[i].key, r->args.fields[i].key_len)};
        if (l.found)
            return config_attr_pos(r, (struct path){&step, 1}, true);
    }
    for (size_t i = 0; i < r->depends_on_count; i++) {
        struct path_step steps[] = {{.kind = PATH_FIELD, .name = STR("depends_on")},
                                    {.kind = PATH_INDEX, .index = (uint32_t)i + 1}};
        if (str_eq(r->depends_on[i], to))
            return config_attr_pos(r, (struct path){steps, 2}, true);
    }
    return config_attr_pos(r, (struct path){0}, false);
}

static void report_cycle(struct building *b, const uint32_t *cycle, size_t len)
{
    struct lang *lang = b->lang;
    size_t count = lang->config->resources.count;
    struct str text = STR(""), where = STR("");
    struct pos first = {0};
    for (size_t i = 0; i < len; i++) {
        text =
            lang_textf(lang, "%.*s%s%.*s", STR_ARG(text), i ? " -> " : "", STR_ARG(node_name(b, cycle[i])));
        if (i + 1 == len || cycle[i] >= count)
            continue;
        struct pos at = edge_pos(&lang->config->resources.items[cycle[i]], node_name(b, cycle[i + 1]));
        if (!first.line)
            first = at;
        where = lang_textf(lang, "%.*s%s%.*s:%u:%u", STR_ARG(where), where.len ? ", " : "", STR_ARG(at.file),
                           at.line, at.column);
    }
    struct diag *finding = lang_finding(lang, "E0418", first, "dependency cycle: %.*s", STR_ARG(text));
    finding->label = STR("part of the cycle");
    finding->hint = lang_textf(lang, "the links are at %.*s", STR_ARG(where));
    lang_report(lang, finding);
}

void config_resolve(struct lang *lang)
{
    struct config *config = lang->config;
    size_t count = config->resources.count;
    struct building b = {.lang = lang, .scopes = {.arena = &lang->work}};
    find_scopes(&b);
    struct graph graph = {0};
    graph_init(&graph, &lang->work, (uint32_t)(count + b.scope_names.count));
    b.graph = &graph;
    for (size_t i = 0; i < count; i++) {
        const struct config_resource *r = &config->resources.items[i];
        b.from = (uint32_t)i;
        expr_each_ref(r->args, add_edge, &b);
        if (value_given(r->lifecycle.preconditions))
            expr_each_ref(r->lifecycle.preconditions, add_edge, &b);
        if (value_given(r->lifecycle.replace_triggered_by))
            expr_each_ref(r->lifecycle.replace_triggered_by, add_edge, &b);
        add_depends(&b, r);
        for (size_t s = 0; s < b.scope_names.count; s++)
            if (str_starts(r->address, b.scope_names.items[s]))
                graph_edge(&graph, (uint32_t)(count + s), (uint32_t)i);
    }
    graph_seal(&graph);
    uint32_t *order, *cycle;
    size_t cycle_len;
    if (!graph_sort(&graph, &order, &cycle, &cycle_len)) {
        report_cycle(&b, cycle, cycle_len);
        return;
    }
    for (size_t i = 0; i < graph.count; i++)
        if (order[i] < count)
            resolve_resource(lang, &config->resources.items[order[i]]);
    struct resolving rest = {.lang = lang};
    for (size_t i = 0; i < config->outputs.count; i++) {
        struct config_output *out = &config->outputs.items[i];
        (void)resolve_value(&rest, &out->value, STR_NONE, out->at);
        rest.before.count = rest.after.count = 0;
        out->sensitive |= value_sensitive(out->value);
    }
}
