/*
 * pass_resolve.c - references -> the order in which the configuration can be decided; and what is known of a planned attribute.
 *
 * An edge stands for: a reference in the arguments, depends_on (a scope means all in it), lifecycle.replace_triggered_by, and a type's
 * `after` list (a NAT gateway starts after the internet gateway of its VPC) where it makes no cycle.
 */
#include "engine/plan/plan_internal.h"

#include <assert.h>

struct edges {
    struct planning *p;
    uint32_t from;
    uint32_t *noted;              /* a declared change: from + 1 when it is among needs already */
    VEC(uint32_t) needs;
};

static void add_need(struct edges *e, uint32_t to)
{
    if (e->noted[to] == e->from + 1)
        return;
    e->noted[to] = e->from + 1;
    *VEC_PUSH(&e->needs, e->p->arena) = to;
}

static void visit_ref(void *context, const struct expr *ref)
{
    struct edges *e = context;
    int64_t to = planning_at(e->p, ref->name);
    if (to >= 0 && (uint64_t)to < e->p->declared)
        add_need(e, (uint32_t)to);
}

static void add_depends_on(struct edges *e, struct str address)
{
    if (address.len && address.ptr[address.len - 1] == '/') {
        for (uint32_t i = 0; i < e->p->declared; i++)
            if (str_starts(e->p->plan->changes.items[i].address, address))
                add_need(e, i);
        return;
    }
    int64_t to = planning_at(e->p, address);
    if (to >= 0 && (uint64_t)to < e->p->declared)
        add_need(e, (uint32_t)to);
}

static void collect(struct planning *p, uint32_t index, uint32_t *noted)
{
    const struct config_resource *r = p->plan->changes.items[index].config;
    struct edges e = { .p = p, .from = index, .noted = noted };
    if (r->args.flags & VALUE_HAS_UNKNOWN)
        expr_each_ref(r->args, visit_ref, &e);
    if (value_given(r->lifecycle.replace_triggered_by))
        expr_each_ref(r->lifecycle.replace_triggered_by, visit_ref, &e);
    for (size_t i = 0; i < r->depends_on_count; i++)
        add_depends_on(&e, r->depends_on[i]);
    p->nodes.items[index].needs = e.needs.items;
    p->nodes.items[index].need_count = e.needs.count;
}

/* Does `from` reach `to` along needs? Small: only asked for types with an `after` list. */
static bool reaches(struct planning *p, uint32_t from, uint32_t to, bool *seen)
{
    VEC(uint32_t) stack = { 0 };
    memset(seen, 0, p->declared);
    *VEC_PUSH(&stack, p->arena) = from;
    while (stack.count) {
        uint32_t n = stack.items[--stack.count];
        if (n == to)
            return true;
        if (seen[n])
            continue;
        seen[n] = true;
        for (size_t i = 0; i < p->nodes.items[n].need_count; i++)
            *VEC_PUSH(&stack, p->arena) = p->nodes.items[n].needs[i];
    }
    return false;
}

static bool word_in(const char *words, struct str word)
{
    struct str rest = str_of(words);
    while (rest.ptr) {
        struct str one = str_split(&rest, ' ');
        if (str_eq(one, word))
            return true;
    }
    return false;
}

/* Changes whose type is among the words, made once for each list of words. */
struct of_types {
    const char *words;
    VEC(uint32_t) members;
};

static const struct of_types *members_of(struct planning *p, struct map *by_words, const char *words)
{
    struct of_types *t = map_find(by_words, str_of(words));
    if (t)
        return t;
    t = ARENA_NEW(p->arena, struct of_types);
    t->words = words;
    for (uint32_t m = 0; m < p->declared; m++)
        if (word_in(words, str_of(p->plan->changes.items[m].type->name)))
            *VEC_PUSH(&t->members, p->arena) = m;
    map_put(by_words, str_of(words), t);
    return t;
}

/* A type's `after`: n waits for every m of those types that refers to something n refers to, directly or through others. */
static void implicit_order(struct planning *p, uint32_t *noted)
{
    struct map by_words = { .arena = p->arena };
    memset(noted, 0, p->declared * sizeof *noted);
    bool *seen = ARENA_ARRAY(p->arena, bool, p->declared + 1), *back = ARENA_ARRAY(p->arena, bool, p->declared + 1);
    for (uint32_t n = 0; n < p->declared; n++) {
        const char *after = p->plan->changes.items[n].type->after;
        if (!after)
            continue;
        const struct of_types *others = members_of(p, &by_words, after);
        if (!others->members.count)
            continue;
        struct edges e = { .p = p, .from = n, .noted = noted };
        for (size_t i = 0; i < p->nodes.items[n].need_count; i++)
            add_need(&e, p->nodes.items[n].needs[i]);
        (void)reaches(p, n, UINT32_MAX, seen); /* fills seen with everything n refers to */
        for (size_t k = 0; k < others->members.count; k++) {
            uint32_t m = others->members.items[k];
            const struct node *other = &p->nodes.items[m];
            if (m == n)
                continue;
            bool common = false;
            for (size_t i = 0; i < other->need_count && !common; i++)
                common = seen[other->needs[i]];
            if (common && !reaches(p, m, n, back))
                add_need(&e, m);
        }
        p->nodes.items[n].needs = e.needs.items;
        p->nodes.items[n].need_count = e.needs.count;
    }
}

static bool cycle_error(struct planning *p, const uint32_t *cycle, size_t len, struct err *err)
{
    DROP_BUF struct buf text = { 0 };
    for (size_t i = 0; i < len; i++)
        buf_printf(&text, "%s%.*s", i ? " -> " : "", STR_ARG(p->plan->changes.items[cycle[i]].address));
    (void)FAIL(err, ERR_INVALID, "dependency cycle: %.*s", STR_ARG(buf_str(&text)));
    struct pos at = p->plan->changes.items[cycle[0]].at;
    err_at(err, arena_cstr(p->arena, at.file), (int)at.line, (int)at.column);
    return err_hint(err, "one of these must do without the other; move the shared part into a resource of its own");
}

bool plan_pass_resolve(struct planning *p, struct err *err)
{
    uint32_t *noted = ARENA_ARRAY(p->arena, uint32_t, p->declared + 1);
    for (uint32_t i = 0; i < p->declared; i++)
        collect(p, i, noted);
    implicit_order(p, noted);
    graph_init(&p->config_graph, p->arena, p->declared);
    for (uint32_t i = 0; i < p->declared; i++)
        for (size_t k = 0; k < p->nodes.items[i].need_count; k++)
            graph_edge(&p->config_graph, i, p->nodes.items[i].needs[k]);
    graph_seal(&p->config_graph);
    uint32_t *cycle = NULL;
    size_t len = 0;
    if (!graph_sort(&p->config_graph, &p->config_order, &cycle, &len))
        return cycle_error(p, cycle, len, err);
    return true;
}
