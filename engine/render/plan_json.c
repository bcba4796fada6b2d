/*
 * plan_json.c - the plan as Terraform's JSON, format 1.2, so that scanners and policies work unchanged (ux.md 1.3).
 *
 * What consumers need, as they were tried: `terraform_version` looking like Terraform's (else the file is not recognised, silently),
 * `planned_values` (the resources they scan), `resource_changes` (policies), `configuration` with references (graph checks). One
 * line: one of them rewrites files of more. A replace is one change with two actions. Addresses are ours; `type`.`name` is unique,
 * scopes being part of the name. What Terraform has no word for stands under the extra key "infra". No time, no host: equal plans
 * have equal JSON.
 */
#include "engine/render/json_internal.h"

#define FORMAT_VERSION "1.2"
#define TERRAFORM_VERSION "1.9.8" /* a version that every consumer accepts; ours is in infra.version */

struct emitting {
    const struct plan *plan;
    struct arena *arena;
};

/* Both sides of a change, as far as they are known. */

static struct value before_of(const struct change *c)
{
    if (c->gone || !c->object)
        return value_given(c->live) && !c->gone ? c->live : VALUE_NONE;
    return value_given(c->live) ? c->live : value_given(c->object->observed) ? c->object->observed : c->applied;
}

static bool is_deleted(const struct change *c)
{
    return c->action == CHANGE_DELETE || c->action == CHANGE_DROP || c->action == CHANGE_FORGET;
}

static bool is_fresh(const struct change *c)
{
    return c->action == CHANGE_CREATE || c->action == CHANGE_REISSUE;
}

/* Is it decided anew by this change? */
static bool becomes_unknown(const struct change *c, const struct attr *a, struct value after)
{
    if (!(a->flags & COMPUTED) || value_given(value_get(after, a->name)))
        return false;
    return is_fresh(c) || a->flags & VOLATILE;
}

static struct value after_of(struct emitting *e, const struct change *c)
{
    struct value before = before_of(c);
    if (is_deleted(c))
        return VALUE_NONE;
    if (c->action == CHANGE_KEEP || c->action == CHANGE_MOVE || c->action == CHANGE_MARKS || !c->type)
        return value_given(before) ? before : c->planned;
    struct value want = c->planned.kind == VALUE_MAP ? plan_with_defaults(e->arena, c->type, c->planned, c->derived_name) : VALUE_NONE;
    struct value_builder after = { .arena = e->arena };
    for (size_t i = 0; !is_fresh(c) && before.kind == VALUE_MAP && i < before.count; i++) {
        struct str key = str_n(before.fields[i].key, before.fields[i].key_len);
        const struct attr *row = schema_find(c->type->attrs, key);
        bool goes = row && row->flags & VOLATILE;
        for (size_t k = 0; k < c->attr_count; k++)
            goes |= c->attrs[k].path.count == 1 && str_eq(c->attrs[k].path.steps[0].name, key) && !value_given(c->attrs[k].after);
        if (!goes)
            value_builder_put(&after, key, value_field_at(before, i));
    }
    for (size_t i = 0; c->computed.kind == VALUE_MAP && i < c->computed.count; i++)
        value_builder_put(&after, str_n(c->computed.fields[i].key, c->computed.fields[i].key_len), value_field_at(c->computed, i));
    for (size_t i = 0; want.kind == VALUE_MAP && i < want.count; i++)
        value_builder_put(&after, str_n(want.fields[i].key, want.fields[i].key_len), value_field_at(want, i));
    return value_builder_map(&after);
}

/* Identity. */

static json_t *resource_head(struct emitting *e, const struct change *c)
{
    json_t *o = json_object();
    json_put(o, "address", json_text(c->address));
    json_put(o, "mode", json_cstr(c->action == CHANGE_READ ? "data" : "managed"));
    json_put(o, "type", json_text(change_type_name(c)));
    json_put(o, "name", json_text(plan_json_name(e->arena, c->address)));
    if (c->provider_type)
        json_put(o, "provider_name", json_cstr(c->provider_type->name));
    return o;
}

static const struct attr *table_of(const struct change *c)
{
    return c->type ? c->type->attrs : NULL;
}

static struct json_parts side_parts(struct emitting *e, const struct change *c, bool after)
{
    struct value sides[2] = { before_of(c), after_of(e, c) };
    struct json_place place = { e->arena, &c->digest, c->address, after ? "after" : "before" };
    return json_split(&place, table_of(c), sides[after], sides[!after]);
}

static json_t *state_resource(struct emitting *e, const struct change *c, bool after)
{
    struct json_parts parts = side_parts(e, c, after);
    json_t *o = resource_head(e, c);
    json_put(o, "schema_version", json_integer(c->type ? c->type->version : 0));
    json_put(o, "values", json_or(parts.plain, json_object()));
    json_put(o, "sensitive_values", json_or(parts.sensitive, json_object()));
    json_decref(parts.unknown);
    return o;
}

/* Changes. */

static json_t *actions_of(const struct change *c)
{
    const char *first = "no-op", *second = NULL;
    switch (c->action) {
    case CHANGE_KEEP:
    case CHANGE_MOVE:
        break;
    case CHANGE_CREATE:
        first = c->pair < 0 || c->create_before_destroy ? "create" : "delete";
        second = c->pair < 0 ? NULL : c->create_before_destroy ? "delete" : "create";
        break;
    case CHANGE_REISSUE:
        first = "create";
        break;
    case CHANGE_UPDATE:
    case CHANGE_ADOPT:
    case CHANGE_MARKS:
        first = "update";
        break;
    case CHANGE_IMPORT:
        first = c->attr_count ? "update" : "no-op";
        break;
    case CHANGE_DELETE:
        first = "delete";
        break;
    case CHANGE_DROP:
        first = str_empty(c->id) ? "forget" : "delete";
        break;
    case CHANGE_FORGET:
        first = "forget";
        break;
    case CHANGE_READ:
        first = "read";
        break;
    case CHANGE_ACTION_COUNT:
        break;
    }
    json_t *actions = json_array();
    (void)json_array_append_new(actions, json_cstr(first));
    if (second)
        (void)json_array_append_new(actions, json_cstr(second));
    return actions;
}

static const char *action_reason(const struct change *c)
{
    bool replace = change_is_replace(c);
    for (size_t i = 0; i < c->why_count; i++) {
        switch (c->why[i].kind) {
        case CAUSE_REMOVED:
            return c->action == CHANGE_DELETE ? "delete_because_no_resource_config" : NULL;
        case CAUSE_DEAD:
            return replace ? "replace_because_tainted" : NULL;
        case CAUSE_ASKED:
            return replace ? "replace_by_request" : NULL;
        case CAUSE_TRIGGER:
            return replace ? "replace_by_triggers" : NULL;
        case CAUSE_CONFIG:
        case CAUSE_REPLACED:
        case CAUSE_DRIFT:
        case CAUSE_GONE:
        case CAUSE_SETTLE:
        case CAUSE_DEPOSED:
        case CAUSE_UPSTREAM:
            break;
        }
    }
    return replace ? "replace_because_cannot_update" : NULL;
}

static json_t *path_steps(struct path path)
{
    json_t *steps = json_array();
    for (size_t i = 0; i < path.count; i++) {
        const struct path_step *step = &path.steps[i];
        json_t *item = step->kind == PATH_INDEX ? json_integer((json_int_t)step->index - 1)
                                                : json_text(step->kind == PATH_MATCH ? step->equal : step->name);
        (void)json_array_append_new(steps, item);
    }
    return steps;
}

static json_t *replace_paths(const struct change *c)
{
    json_t *paths = NULL;
    for (size_t i = 0; i < c->attr_count && change_is_replace(c); i++) {
        if (!c->attrs[i].replaces)
            continue;
        if (!paths)
            paths = json_array();
        (void)json_array_append_new(paths, path_steps(c->attrs[i].path));
    }
    return paths;
}

/* What is decided only by the step, beside what expressions leave open. */
static json_t *unknown_of(struct emitting *e, const struct change *c, json_t *unknown)
{
    if (is_deleted(c) || !c->type || !change_acts(c) || c->action == CHANGE_MOVE || c->action == CHANGE_MARKS)
        return unknown;
    struct value after = after_of(e, c);
    for (const struct attr *a = c->type->attrs; a->name; a++) {
        if (!becomes_unknown(c, a, after))
            continue;
        if (!unknown)
            unknown = json_object();
        json_put(unknown, a->name, json_true());
    }
    return unknown;
}

static json_t *change_body(struct emitting *e, const struct change *c)
{
    struct json_parts before = side_parts(e, c, false), after = side_parts(e, c, true);
    json_t *o = json_object();
    json_put(o, "actions", actions_of(c));
    json_put(o, "before", json_or(before.plain, json_null()));
    json_put(o, "after", json_or(after.plain, json_null()));
    json_put(o, "before_sensitive", json_or(before.sensitive, json_object()));
    json_put(o, "after_sensitive", json_or(after.sensitive, json_object()));
    json_put(o, "after_unknown", json_or(unknown_of(e, c, after.unknown), json_object()));
    json_decref(before.unknown);
    json_put(o, "replace_paths", replace_paths(c));
    if (c->action == CHANGE_IMPORT) {
        json_t *importing = json_object();
        json_put_text(importing, "id", str_empty(c->import_id) ? c->id : c->import_id);
        json_put(o, "importing", importing);
    }
    return o;
}

static const char *cause_name(enum cause_kind kind)
{
    static const char *const names[] = {
        [CAUSE_CONFIG] = "config",   [CAUSE_REMOVED] = "removed", [CAUSE_REPLACED] = "replaced", [CAUSE_DRIFT] = "drift",
        [CAUSE_GONE] = "gone",       [CAUSE_DEAD] = "dead",       [CAUSE_TRIGGER] = "trigger",   [CAUSE_ASKED] = "asked",
        [CAUSE_SETTLE] = "unfinished", [CAUSE_DEPOSED] = "deposed", [CAUSE_UPSTREAM] = "upstream",
    };
    return (size_t)kind < ARRAY_LEN(names) && names[kind] ? names[kind] : "unknown";
}

static json_t *causes_of(struct emitting *e, const struct change *c)
{
    json_t *causes = c->why_count ? json_array() : NULL;
    for (size_t i = 0; i < c->why_count; i++) {
        const struct cause *cause = &c->why[i];
        json_t *o = json_object();
        json_put(o, "kind", json_cstr(cause_name(cause->kind)));
        json_put_text(o, "text", cause->text);
        json_put_text(o, "address", cause->address);
        if (cause->path.count)
            json_put(o, "path", json_text(path_text(e->arena, cause->path)));
        json_put(o, "position", json_pos(cause->at));
        (void)json_array_append_new(causes, o);
    }
    return causes;
}

static json_t *notes_of(uint32_t notes)
{
    static const struct {
        enum change_note note;
        const char *name;
    } names[] = { { NOTE_DATA_AT_RISK, "data_at_risk" }, { NOTE_UNREAD, "unread" }, { NOTE_BOUNDED, "bounded" }, { NOTE_HELD, "held" },
                  { NOTE_DENIED, "denied" } };
    json_t *list = notes ? json_array() : NULL;
    for (size_t i = 0; i < ARRAY_LEN(names) && notes; i++)
        if (notes & names[i].note)
            (void)json_array_append_new(list, json_cstr(names[i].name));
    return list;
}

static json_t *change_extras(struct emitting *e, const struct change *c)
{
    json_t *o = json_object();
    json_put(o, "action", json_cstr(action_verb(c)));
    json_put_text(o, "provider", c->provider_key);
    json_put_text(o, "uid", c->uid);
    json_put_text(o, "id", c->id);
    json_put(o, "position", json_pos(c->at));
    json_put(o, "causes", causes_of(e, c));
    json_put(o, "notes", notes_of(change_notes(e->plan, c)));
    json_put(o, "error", json_err(c->note_err));
    if (change_acts(c))
        json_put(o, "digest", json_text(digest_hex(e->arena, &c->digest)));
    if (c->estimate_ms)
        json_put(o, "estimate_ms", json_integer(c->estimate_ms));
    return o;
}

static json_t *resource_change(struct emitting *e, const struct change *c)
{
    json_t *o = resource_head(e, c);
    json_put(o, "change", change_body(e, c));
    const char *reason = action_reason(c);
    if (reason)
        json_put(o, "action_reason", json_cstr(reason));
    json_put_text(o, "previous_address", c->moved_from);
    if (c->object && c->object->role == OBJECT_DEPOSED)
        json_put_text(o, "deposed", c->uid);
    json_put(o, "infra", change_extras(e, c));
    return o;
}

static json_t *drift_of(struct emitting *e, const struct change *c)
{
    bool drifted = c->gone && c->action == CHANGE_CREATE;
    for (size_t i = 0; i < c->attr_count && !change_is_replace_half(c); i++)
        drifted |= c->attrs[i].drift;
    if (!drifted || change_is_replace_half(c))
        return NULL;
    struct value was = c->applied, is = c->gone ? VALUE_NONE : c->live;
    struct json_place places[2] = { { e->arena, &c->digest, c->address, "applied" }, { e->arena, &c->digest, c->address, "before" } };
    struct json_parts before = json_split(&places[0], table_of(c), was, is), after = json_split(&places[1], table_of(c), is, was);
    json_t *actions = json_array(), *change = json_object(), *o = resource_head(e, c);
    (void)json_array_append_new(actions, json_cstr(c->gone ? "delete" : "update"));
    json_put(change, "actions", actions);
    json_put(change, "before", json_or(before.plain, json_null()));
    json_put(change, "after", json_or(after.plain, json_null()));
    json_put(change, "before_sensitive", json_or(before.sensitive, json_object()));
    json_put(change, "after_sensitive", json_or(after.sensitive, json_object()));
    json_put(change, "after_unknown", json_object());
    json_decref(before.unknown);
    json_decref(after.unknown);
    json_put(o, "change", change);
    return o;
}

/* Outputs. */

static json_t *output_change(struct emitting *e, const struct output_change *o)
{
    struct json_place places[2] = { { e->arena, &e->plan->digest, o->name, "before" }, { e->arena, &e->plan->digest, o->name, "after" } };
    struct value before = o->sensitive && value_given(o->before) ? value_mark_sensitive(o->before) : o->before;
    struct value after = o->sensitive && value_given(o->after) ? value_mark_sensitive(o->after) : o->after;
    struct json_parts was = json_split_row(&places[0], NULL, before, after), is = json_split_row(&places[1], NULL, after, before);
    json_t *change = json_object(), *actions = json_array();
    (void)json_array_append_new(actions, json_cstr(!value_given(o->before) ? "create" : !value_given(o->after) ? "delete" : "update"));
    json_put(change, "actions", actions);
    json_put(change, "before", json_or(was.plain, json_null()));
    json_put(change, "after", json_or(is.plain, json_null()));
    json_put(change, "before_sensitive", json_or(was.sensitive, json_false()));
    json_put(change, "after_sensitive", json_or(is.sensitive, json_false()));
    json_put(change, "after_unknown", json_or(is.unknown, json_false()));
    json_decref(was.unknown);
    return change;
}

static json_t *planned_outputs(struct emitting *e)
{
    const struct plan *plan = e->plan;
    json_t *outputs = json_object();
    for (size_t i = 0; plan->config && !plan->destroy && i < plan->config->outputs.count; i++) {
        const struct config_output *o = &plan->config->outputs.items[i];
        struct value v = o->value;
        bool sensitive = o->sensitive || value_sensitive(v);
        for (size_t k = 0; k < plan->outputs.count; k++)
            if (str_eq(plan->outputs.items[k].name, o->name)) {
                v = plan->outputs.items[k].after;
                sensitive |= plan->outputs.items[k].sensitive;
            }
        struct json_place place = { e->arena, &plan->digest, o->name, "after" };
        struct json_parts parts = json_split_row(&place, NULL, sensitive && value_given(v) ? value_mark_sensitive(v) : v, VALUE_NONE);
        json_t *row = json_object();
        json_put(row, "sensitive", json_boolean(sensitive));
        json_put(row, "value", parts.plain);
        parts.plain = NULL;
        json_parts_done(&parts);
        json_put_str(outputs, o->name, row);
    }
    return outputs;
}

/* The whole. */

static json_t *root_module(json_t *resources, json_t *outputs)
{
    json_t *module = json_object(), *values = json_object();
    json_put(module, "resources", resources);
    json_put(values, "root_module", module);
    json_put(values, "outputs", outputs);
    return values;
}

static json_t *plan_extras(struct emitting *e)
{
    const struct plan *plan = e->plan;
    const struct plan_counts *n = &plan->counts;
    json_t *o = json_object(), *counts = json_object(), *path = json_array(), *warnings = json_array();
    const struct {
        const char *name;
        uint32_t n;
    } rows[] = { { "create", n->create }, { "update", n->update }, { "replace", n->replace }, { "delete", n->delete }, { "forget", n->forget },
                 { "import", n->import }, { "move", n->move }, { "settle", n->settle }, { "marks", n->marks }, { "keep", n->keep },
                 { "drift", n->drift }, { "unread", n->unread }, { "denied", n->denied } };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        json_put(counts, rows[i].name, json_integer(rows[i].n));
    for (size_t i = 0; i < plan->critical_path_len; i++)
        (void)json_array_append_new(path, json_text(plan->changes.items[plan->critical_path[i]].address));
    for (size_t i = 0; i < plan->warnings.count; i++)
        (void)json_array_append_new(warnings, json_text(plan->warnings.items[i]));
    json_put(o, "version", json_cstr(INFRA_VERSION));
    json_put_text(o, "digest", plan->digest_hex);
    json_put_text(o, "stack", plan->stack);
    json_put_text(o, "env", plan->env);
    json_put(o, "base_serial", json_integer((json_int_t)plan->base_serial));
    json_put(o, "counts", counts);
    json_put(o, "critical_path", path);
    json_put(o, "critical_path_ms", json_integer(plan->critical_path_ms));
    json_put(o, "warnings", warnings);
    json_put(o, "simulated", json_boolean(plan->simulated));
    json_put(o, "destroy", json_boolean(plan->destroy));
    json_put(o, "partial", json_boolean(plan->partial));
    if (plan->unfinished_run)
        json_put(o, "unfinished_run", json_integer(plan->unfinished_run));
    return o;
}

static void put_resources(struct emitting *e, json_t *root)
{
    const struct plan *plan = e->plan;
    json_t *planned = json_array(), *changes = json_array(), *prior = json_array(), *drift = json_array();
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (change_is_replace_half(c))
            continue;
        (void)json_array_append_new(changes, resource_change(e, c));
        if (!is_deleted(c))
            (void)json_array_append_new(planned, state_resource(e, c, true));
        if (c->object && !c->gone)
            (void)json_array_append_new(prior, state_resource(e, c, false));
        json_t *drifted = drift_of(e, c);
        if (drifted)
            (void)json_array_append_new(drift, drifted);
    }
    json_t *prior_state = json_object();
    json_put(prior_state, "format_version", json_cstr("1.0"));
    json_put(prior_state, "terraform_version", json_cstr(TERRAFORM_VERSION));
    json_put(prior_state, "values", root_module(prior, json_object()));
    json_put(root, "prior_state", prior_state);
    json_put(root, "planned_values", root_module(planned, planned_outputs(e)));
    json_put(root, "resource_changes", changes);
    json_put(root, "resource_drift", drift);
}

bool render_plan_json(struct buf *out, const struct plan *plan, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct emitting e = { .plan = plan, .arena = &scratch };
    DROP(json) json_t *root = json_object();
    json_put(root, "format_version", json_cstr(FORMAT_VERSION));
    json_put(root, "terraform_version", json_cstr(TERRAFORM_VERSION));
    json_put(root, "variables", plan_json_variables(&scratch, plan));
    put_resources(&e, root);
    json_t *outputs = json_object();
    for (size_t i = 0; i < plan->outputs.count; i++)
        json_put_str(outputs, plan->outputs.items[i].name, output_change(&e, &plan->outputs.items[i]));
    json_put(root, "output_changes", outputs);
    json_put(root, "configuration", plan_json_configuration(&scratch, plan));
    json_put(root, "relevant_attributes", plan_json_relevant(&scratch, plan));
    json_put(root, "errored", json_boolean(plan->counts.unread || plan->counts.denied));
    json_put(root, "applicable", json_boolean(!plan_is_empty(plan) && !plan->counts.denied));
    json_put(root, "complete", json_boolean(!plan->partial));
    json_put(root, "infra", plan_extras(&e));
    return json_write(out, root, false, err);
}
