/*
 * plan_json_config.c - the part of the plan JSON that says what the stack declares: expressions with their references.
 *
 * A reference is given as attribute and as resource, in this order (graph checks need both), and by our own address where scopes make
 * it differ. Constants are given as they are; sensitive ones, also inside variables' defaults, are not given at all.
 */
#include "engine/render/json_internal.h"

struct str plan_json_name(struct arena *arena, struct str address)
{
    size_t scope = 0; /* up to and with the last slash before the type */
    ptrdiff_t dot = str_find_char(address, '.');
    for (size_t i = 0; i < address.len && (dot < 0 || i < (size_t)dot); i++)
        if (address.ptr[i] == '/')
            scope = i + 1;
    struct str rest = str_slice(address, scope, address.len);
    ptrdiff_t name = str_find_char(rest, '.');
    if (name < 0)
        return address;
    rest = str_slice(rest, (size_t)name + 1, rest.len);
    return scope ? arena_printf(arena, "%.*s%.*s", (int)scope, address.ptr, STR_ARG(rest)) : rest;
}

/* "cloud_net.net/main" for net/cloud_net.main. */
static struct str reference_name(struct arena *arena, struct str address)
{
    struct change c = { .address = address };
    return arena_printf(arena, "%.*s.%.*s", STR_ARG(change_type_name(&c)), STR_ARG(plan_json_name(arena, address)));
}

struct references {
    struct arena *arena;
    json_t *list;
};

static void add_reference(struct references *r, struct str text)
{
    size_t i;
    json_t *known;
    json_array_foreach(r->list, i, known) {
        if (str_eq(text, str_n(json_string_value(known), json_string_length(known))))
            return;
    }
    (void)json_array_append_new(r->list, json_text(text));
}

static void visit_reference(void *context, const struct expr *ref)
{
    struct references *r = context;
    struct str name = reference_name(r->arena, ref->name);
    if (ref->path.count && ref->path.steps[0].kind == PATH_FIELD)
        add_reference(r, arena_printf(r->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(ref->path.steps[0].name)));
    add_reference(r, name);
    add_reference(r, ref->name);
}

static json_t *references_in(struct arena *arena, struct value v)
{
    struct references r = { .arena = arena, .list = json_array() };
    expr_each_ref(v, visit_reference, &r);
    return r.list;
}

static json_t *expressions_of(struct arena *arena, const struct attr *table, struct value args);

/* An attribute: a constant or its references. A block: the expressions of its fields, in a list. */
static json_t *expression_of(struct arena *arena, const struct attr *attr, struct value v)
{
    bool blocks = attr && (attr->type == ATTR_OBJECT_LIST || attr->type == ATTR_OBJECT_SET);
    if (attr && attr->fields && !value_sensitive(v) && ((attr->type == ATTR_OBJECT && v.kind == VALUE_MAP) || (blocks && v.kind == VALUE_LIST))) {
        json_t *list = json_array();
        for (size_t i = 0; i < (blocks ? v.count : 1); i++)
            (void)json_array_append_new(list, expressions_of(arena, attr->fields, blocks ? v.items[i] : v));
        return list;
    }
    json_t *o = json_object();
    if (!value_known(v)) {
        json_put(o, "references", references_in(arena, v));
    } else if (!value_sensitive(v) && !(attr && attr->flags & SENSITIVE_ATTR)) {
        static const struct digest none;
        struct json_parts parts = json_split_row(&(struct json_place){ arena, &none, STR_NONE, "" }, attr, v, VALUE_NONE);
        if (parts.sensitive)
            json_parts_done(&parts); /* a sensitive field deep inside: nothing of it is given */
        json_put(o, "constant_value", parts.plain);
    }
    return o;
}

static json_t *expressions_of(struct arena *arena, const struct attr *table, struct value args)
{
    json_t *o = json_object();
    if (args.kind == VALUE_EXPR)
        json_put(o, "references", references_in(arena, args));
    for (size_t i = 0; args.kind == VALUE_MAP && i < args.count; i++) {
        struct str key = str_n(args.fields[i].key, args.fields[i].key_len);
        json_put_str(o, key, expression_of(arena, table ? schema_find(table, key) : NULL, value_field_at(args, i)));
    }
    return o;
}

static struct value args_of(const struct change *c)
{
    return c->config ? c->config->args : c->planned;
}

static bool is_declared(const struct change *c)
{
    return c->config || (c->action != CHANGE_DELETE && c->action != CHANGE_DROP && c->action != CHANGE_FORGET && c->planned.kind == VALUE_MAP);
}

static json_t *resource_config(struct arena *arena, const struct change *c)
{
    json_t *o = json_object();
    json_put(o, "address", json_text(c->address));
    json_put(o, "mode", json_cstr("managed"));
    json_put(o, "type", json_text(change_type_name(c)));
    json_put(o, "name", json_text(plan_json_name(arena, c->address)));
    if (c->provider_type)
        json_put(o, "provider_config_key", json_cstr(c->provider_type->name));
    json_put(o, "schema_version", json_integer(c->type ? c->type->version : 0));
    json_put(o, "expressions", expressions_of(arena, c->type ? c->type->attrs : NULL, args_of(c)));
    if (c->config && c->config->depends_on_count) {
        json_t *list = json_array();
        for (size_t i = 0; i < c->config->depends_on_count; i++) {
            struct str address = c->config->depends_on[i];
            (void)json_array_append_new(list, json_text(str_ends(address, STR("/")) ? address : reference_name(arena, address)));
        }
        json_put(o, "depends_on", list);
    }
    return o;
}

static json_t *provider_configs(const struct plan *plan)
{
    json_t *o = json_object();
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct provider_type *p = plan->changes.items[i].provider_type;
        if (!p || json_object_get(o, p->name))
            continue;
        json_t *row = json_object();
        json_put(row, "name", json_cstr(p->name));
        json_put(row, "full_name", json_cstr(p->name));
        json_put(o, p->name, row);
    }
    return o;
}

static json_t *output_configs(struct arena *arena, const struct plan *plan)
{
    json_t *o = json_object();
    for (size_t i = 0; plan->config && i < plan->config->outputs.count; i++) {
        const struct config_output *output = &plan->config->outputs.items[i];
        json_t *row = json_object();
        bool hidden = output->sensitive || value_sensitive(output->value);
        json_put(row, "expression", expression_of(arena, NULL, hidden ? value_mark_sensitive(output->value) : output->value));
        if (hidden)
            json_put(row, "sensitive", json_true());
        json_put_text(row, "description", output->description);
        json_put_str(o, output->name, row);
    }
    return o;
}

static bool input_hides(const struct config_input *input)
{
    return input->sensitive || value_sensitive(input->value) || value_sensitive(input->fallback);
}

static json_t *variable_configs(struct arena *arena, const struct plan *plan)
{
    static const struct digest none;
    json_t *o = json_object();
    for (size_t i = 0; plan->config && i < plan->config->inputs.count; i++) {
        const struct config_input *input = &plan->config->inputs.items[i];
        json_t *row = json_object();
        json_put_text(row, "description", input->description);
        if (input_hides(input)) { /* Terraform's own output leaks defaults here */
            json_put(row, "sensitive", json_true());
        } else if (value_given(input->fallback)) {
            struct json_parts parts = json_split_row(&(struct json_place){ arena, &none, input->name, "" }, NULL, input->fallback, VALUE_NONE);
            json_put(row, "default", parts.plain);
            parts.plain = NULL;
            json_parts_done(&parts);
        }
        json_put_str(o, input->name, row);
    }
    return o;
}

json_t *plan_json_variables(struct arena *arena, const struct plan *plan)
{
    json_t *o = json_object();
    for (size_t i = 0; plan->config && i < plan->config->inputs.count; i++) {
        const struct config_input *input = &plan->config->inputs.items[i];
        struct json_place place = { arena, &plan->digest, input->name, "" };
        json_t *row = json_object();
        if (input_hides(input)) {
            json_put(row, "value", json_replacement(&place, STR("var")));
        } else {
            struct json_parts parts = json_split_row(&place, NULL, input->value, VALUE_NONE);
            json_put(row, "value", parts.plain);
            parts.plain = NULL;
            json_parts_done(&parts);
        }
        json_put_str(o, input->name, row);
    }
    return o;
}

json_t *plan_json_configuration(struct arena *arena, const struct plan *plan)
{
    json_t *o = json_object(), *module = json_object(), *resources = json_array();
    for (size_t i = 0; i < plan->changes.count; i++)
        if (is_declared(&plan->changes.items[i]))
            (void)json_array_append_new(resources, resource_config(arena, &plan->changes.items[i]));
    json_put(module, "resources", resources);
    json_put(module, "outputs", output_configs(arena, plan));
    json_put(module, "variables", variable_configs(arena, plan));
    json_put(o, "provider_config", provider_configs(plan));
    json_put(o, "root_module", module);
    return o;
}

struct relevant {
    struct arena *arena;
    struct map seen;
    json_t *list;
};

static void visit_relevant(void *context, const struct expr *ref)
{
    struct relevant *r = context;
    struct str field = ref->path.count && ref->path.steps[0].kind == PATH_FIELD ? ref->path.steps[0].name : STR_NONE;
    struct str key = arena_printf(r->arena, "%.*s %.*s", STR_ARG(ref->name), STR_ARG(field));
    if (map_put(&r->seen, key, r))
        return;
    json_t *o = json_object(), *attribute = json_array();
    if (!str_empty(field))
        (void)json_array_append_new(attribute, json_text(field));
    json_put(o, "resource", json_text(ref->name));
    json_put(o, "attribute", attribute);
    (void)json_array_append_new(r->list, o);
}

json_t *plan_json_relevant(struct arena *arena, const struct plan *plan)
{
    struct relevant r = { .arena = arena, .seen = { .arena = arena }, .list = json_array() };
    for (size_t i = 0; i < plan->changes.count; i++)
        if (change_acts(&plan->changes.items[i]) && is_declared(&plan->changes.items[i]))
            expr_each_ref(args_of(&plan->changes.items[i]), visit_relevant, &r);
    return r.list;
}
