/*
 * plan_summary_json.c - the plan for programs with little room: changed paths only, values cut, no unchanged resource.
 *
 *     {"stack","env","digest","counts":{...},"changes":[{"address","action","at","paths":[{"path","before","after","from"}],"because"}],
 *      "outputs":[...],"warnings":[...]}
 *
 * `from` names where an unknown value comes from; "(sensitive)" stands for a value that is not shown.
 */
#include "engine/render/json_internal.h"

enum { TEXT_CHARS = 120 };

static json_t *short_value(struct arena *arena, struct value v, bool hidden)
{
    if (!value_given(v))
        return NULL;
    if (hidden || value_sensitive(v))
        return json_cstr("(sensitive)");
    switch ((enum value_kind)v.kind) {
    case VALUE_NULL:
        return json_null();
    case VALUE_BOOL:
        return json_boolean(v.boolean);
    case VALUE_INT:
        return json_integer(v.integer);
    case VALUE_FLOAT:
        return json_real(v.real);
    case VALUE_STRING:
        if (v.count <= TEXT_CHARS)
            return json_text(value_text(v));
        break;
    case VALUE_ABSENT:
    case VALUE_BYTES:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_EXPR:
        break;
    }
    return json_text(value_show(arena, v, TEXT_CHARS));
}

static void put_after(struct arena *arena, json_t *o, struct value after, bool hidden)
{
    if (!value_given(after) || value_known(after))
        json_put(o, "after", short_value(arena, after, hidden));
    else
        json_put_text(o, "from", say_origin(arena, hidden ? value_mark_sensitive(after) : after));
}

static json_t *paths_of(struct arena *arena, const struct change *c)
{
    json_t *paths = NULL;
    for (size_t i = 0; i < c->attr_count && c->action != CHANGE_DELETE; i++) {
        const struct attr_change *a = &c->attrs[i];
        if (a->computed || (c->action == CHANGE_CREATE && c->pair < 0))
            continue;
        if (!paths)
            paths = json_array();
        json_t *o = json_object();
        json_put(o, "path", json_text(path_text(arena, a->path)));
        json_put(o, "before", short_value(arena, a->before, change_hides(a)));
        put_after(arena, o, a->after, change_hides(a));
        if (a->replaces)
            json_put(o, "replaces", json_true());
        if (a->drift)
            json_put(o, "drift", json_true());
        (void)json_array_append_new(paths, o);
    }
    return paths;
}

static json_t *because(const struct change *c)
{
    json_t *list = NULL;
    for (size_t i = 0; i < c->why_count; i++) {
        if (c->why[i].kind == CAUSE_CONFIG || str_empty(c->why[i].text))
            continue;
        if (!list)
            list = json_array();
        (void)json_array_append_new(list, json_text(c->why[i].text));
    }
    return list;
}

static json_t *change_row(struct arena *arena, const struct plan *plan, const struct change *c)
{
    json_t *o = json_object();
    json_put(o, "address", json_text(c->address));
    json_put(o, "action", json_cstr(action_verb(c)));
    json_put_text(o, "at", say_pos(arena, c->at));
    json_put_text(o, "id", c->id);
    json_put_text(o, "moved_from", c->moved_from);
    json_put(o, "paths", paths_of(arena, c));
    json_put(o, "because", because(c));
    if (change_notes(plan, c) & NOTE_DATA_AT_RISK)
        json_put(o, "data_at_risk", json_true());
    if (change_notes(plan, c) & NOTE_DENIED)
        json_put(o, "denied", json_true());
    if (c->notes & NOTE_UNREAD)
        json_put(o, "unread", json_true());
    json_put(o, "error", json_err(c->note_err));
    return o;
}

static json_t *counts_of(const struct plan_counts *n)
{
    const struct {
        const char *name;
        uint32_t n;
    } rows[] = { { "create", n->create }, { "update", n->update }, { "replace", n->replace }, { "delete", n->delete }, { "forget", n->forget },
                 { "import", n->import }, { "move", n->move }, { "settle", n->settle }, { "marks", n->marks }, { "keep", n->keep },
                 { "drift", n->drift }, { "unread", n->unread }, { "denied", n->denied } };
    json_t *o = json_object();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (rows[i].n)
            json_put(o, rows[i].name, json_integer(rows[i].n));
    return o;
}

bool render_plan_summary_json(struct buf *out, const struct plan *plan, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    DROP(json) json_t *root = json_object();
    json_t *changes = json_array(), *outputs = json_array(), *warnings = json_array();
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if ((change_acts(c) || c->notes) && !change_is_replace_half(c))
            (void)json_array_append_new(changes, change_row(&scratch, plan, c));
    }
    for (size_t i = 0; i < plan->outputs.count; i++) {
        const struct output_change *o = &plan->outputs.items[i];
        bool hidden = o->sensitive || value_sensitive(o->before) || value_sensitive(o->after);
        json_t *row = json_object();
        json_put(row, "name", json_text(o->name));
        json_put(row, "before", short_value(&scratch, o->before, hidden));
        put_after(&scratch, row, o->after, hidden);
        (void)json_array_append_new(outputs, row);
    }
    for (size_t i = 0; i < plan->warnings.count; i++)
        (void)json_array_append_new(warnings, json_text(plan->warnings.items[i]));
    json_put_text(root, "stack", plan->stack);
    json_put_text(root, "env", plan->env);
    json_put_text(root, "digest", plan->digest_hex);
    json_put(root, "counts", counts_of(&plan->counts));
    json_put(root, "changes", changes);
    json_put(root, "outputs", outputs);
    json_put(root, "warnings", warnings);
    if (plan->critical_path_ms)
        json_put(root, "about_ms", json_integer(plan->critical_path_ms));
    if (plan->simulated)
        json_put(root, "simulated", json_true());
    return json_write(out, root, false, err);
}
