/*
 * graph.c - the plan's resources and what they refer to, as DOT and as Mermaid.
 *
 * An arrow goes from a resource to what it needs, as in "a -> b: a needs b". Groups are the top scopes of addresses. Every node says
 * its action in words besides the colour. Delete halves of replaces stand with their other half.
 */
#include "engine/render/render_internal.h"

struct look {
    const char *dot;       /* fill colour */
    const char *mermaid;   /* class */
};

static struct look look_of(const struct change *c)
{
    if (c->pair >= 0)
        return (struct look){ "#f8c9a0", "replace" };
    switch (c->action) {
    case CHANGE_CREATE:
    case CHANGE_REISSUE:
        return (struct look){ "#c8e6c9", "create" };
    case CHANGE_UPDATE:
    case CHANGE_ADOPT:
    case CHANGE_IMPORT:
    case CHANGE_MARKS:
        return (struct look){ "#fff3b0", "update" };
    case CHANGE_DELETE:
    case CHANGE_DROP:
        return (struct look){ "#f5b7b1", "delete" };
    case CHANGE_KEEP:
    case CHANGE_READ:
    case CHANGE_FORGET:
    case CHANGE_MOVE:
    case CHANGE_ACTION_COUNT:
        break;
    }
    return (struct look){ "#eeeeee", "keep" };
}

/* Both languages' quoted texts: control characters are gone already, the rest is escaped. */
static void add_quoted(struct buf *out, struct str s, bool mermaid)
{
    DROP_BUF struct buf clean = { 0 };
    markup_text(&clean, s);
    for (size_t i = 0; i < clean.len; i++) {
        char c = clean.ptr[i];
        if (mermaid && (c == '"' || c == '#' || c == '<' || c == '>' || c == '&' || c == '`'))
            buf_printf(out, "#%d;", c);
        else if (!mermaid && (c == '"' || c == '\\'))
            buf_printf(out, "\\%c", c);
        else
            buf_add_char(out, c);
    }
}

static struct str scope_of(struct str address)
{
    ptrdiff_t slash = str_find_char(address, '/');
    return slash > 0 ? str_slice(address, 0, (size_t)slash) : STR_NONE;
}

/* Scopes in order of appearance; the changes without one come first, under the empty name. */
static struct map scopes_of(struct arena *arena, const struct plan *plan)
{
    struct map scopes = { .arena = arena };
    (void)map_put(&scopes, STR(""), arena);
    for (size_t i = 0; i < plan->changes.count; i++)
        (void)map_put(&scopes, scope_of(plan->changes.items[i].address), arena);
    return scopes;
}

/* A reference may lead to the delete half of a replace: its node is the create. */
static uint32_t node_of(const struct plan *plan, uint32_t index)
{
    const struct change *c = &plan->changes.items[index];
    return change_is_replace_half(c) ? (uint32_t)c->pair : index;
}

static const char *label_action(const struct change *c)
{
    return c->action == CHANGE_KEEP ? "" : action_verb(c);
}

static void dot_nodes(struct buf *out, const struct plan *plan, struct str scope, const char *indent)
{
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (change_is_replace_half(c) || !str_eq(scope_of(c->address), scope))
            continue;
        buf_printf(out, "%sn%zu [label=\"", indent, i);
        add_quoted(out, c->address, false);
        if (*label_action(c))
            buf_printf(out, "\\n%s %s", action_symbol(c), label_action(c));
        buf_printf(out, "\", fillcolor=\"%s\"];\n", look_of(c).dot);
    }
}

void render_graph_dot(struct buf *out, const struct plan *plan)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct map scopes = scopes_of(&scratch, plan);
    struct map_entry scope;
    buf_add_cstr(out, "digraph infra {\n    rankdir=LR;\n    node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n");
    size_t cluster = 0;
    for (size_t i = 0; map_next(&scopes, &i, &scope);) {
        if (str_empty(scope.key)) {
            dot_nodes(out, plan, scope.key, "    ");
            continue;
        }
        buf_printf(out, "    subgraph cluster_%zu {\n        label=\"", cluster++);
        add_quoted(out, scope.key, false);
        buf_add_cstr(out, "\";\n");
        dot_nodes(out, plan, scope.key, "        ");
        buf_add_cstr(out, "    }\n");
    }
    for (uint32_t i = 0; i < plan->changes.count; i++)
        for (size_t k = 0; k < plan->changes.items[i].ref_count; k++)
            if (!change_is_replace_half(&plan->changes.items[i]))
                buf_printf(out, "    n%u -> n%u;\n", i, node_of(plan, plan->changes.items[i].refs[k]));
    buf_add_cstr(out, "}\n");
}

static void mermaid_nodes(struct buf *out, const struct plan *plan, struct str scope, const char *indent)
{
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (change_is_replace_half(c) || !str_eq(scope_of(c->address), scope))
            continue;
        buf_printf(out, "%sn%zu[\"", indent, i);
        add_quoted(out, c->address, true);
        if (*label_action(c))
            buf_printf(out, "<br/>%s %s", action_symbol(c), label_action(c));
        buf_printf(out, "\"]:::%s\n", look_of(c).mermaid);
    }
}

void render_graph_mermaid(struct buf *out, const struct plan *plan)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct map scopes = scopes_of(&scratch, plan);
    struct map_entry scope;
    buf_add_cstr(out, "flowchart LR\n");
    size_t group = 0;
    for (size_t i = 0; map_next(&scopes, &i, &scope);) {
        if (str_empty(scope.key)) {
            mermaid_nodes(out, plan, scope.key, "    ");
            continue;
        }
        buf_printf(out, "    subgraph s%zu[\"", group++);
        add_quoted(out, scope.key, true);
        buf_add_cstr(out, "\"]\n");
        mermaid_nodes(out, plan, scope.key, "        ");
        buf_add_cstr(out, "    end\n");
    }
    for (uint32_t i = 0; i < plan->changes.count; i++)
        for (size_t k = 0; k < plan->changes.items[i].ref_count; k++)
            if (!change_is_replace_half(&plan->changes.items[i]))
                buf_printf(out, "    n%u --> n%u\n", i, node_of(plan, plan->changes.items[i].refs[k]));
    buf_add_cstr(out, "    classDef create fill:#c8e6c9\n    classDef update fill:#fff3b0\n    classDef replace fill:#f8c9a0\n"
                      "    classDef delete fill:#f5b7b1\n    classDef keep fill:#eeeeee\n");
}
