/*
 * cmd_explain.c - infra explain and types: what the tables say, for people and for editors. Offline.
 */
#include "engine/cli/cli.h"

static const char *kind_of(const struct attr *a)
{
    if (a->flags & REQUIRED)
        return "required";
    return a->flags & OPTIONAL ? a->flags & COMPUTED ? "optional, computed" : "optional" : "computed";
}

static void explain_attr(struct cli *cli, const struct attr *a, int depth, bool whole)
{
    struct buf *out = &cli->out;
    buf_printf(out, "%*s%-*s %-16s %s", depth * 4 + 2, "", 30 - depth * 4, a->name, attr_type_name(a->type), kind_of(a));
    if (a->flags & FORCE_NEW)
        buf_printf(out, ", replaces");
    if (a->flags & SENSITIVE_ATTR)
        buf_printf(out, ", sensitive");
    if (a->fallback)
        buf_printf(out, ", default %s", a->fallback);
    buf_add_char(out, '\n');
    if (whole) {
        buf_printf(out, "%*s%s\n", depth * 4 + 6, "", a->doc ? a->doc : "");
        for (size_t i = 0; a->values && a->values[i]; i++)
            buf_printf(out, "%*s%s\"%s\"", i ? 0 : depth * 4 + 6, "", i ? " | " : "one of ", a->values[i]);
        if (a->values)
            buf_add_char(out, '\n');
        if (a->api)
            buf_printf(out, "%*sAPI field %s\n", depth * 4 + 6, "", a->api);
        if (a->example)
            buf_printf(out, "%*sexample %s = %s\n", depth * 4 + 6, "", a->name, a->example);
    }
    for (const struct attr *f = a->fields; f && f->name; f++)
        explain_attr(cli, f, depth + 1, whole);
}

static struct value attr_json(struct arena *arena, const struct attr *a)
{
    struct value_builder fields = { .arena = arena };
    for (const struct attr *f = a->fields; f && f->name; f++)
        value_builder_add(&fields, attr_json(arena, f));
    return value_map_of(arena, "name", value_cstr(a->name), "type", value_cstr(attr_type_name(a->type)), "required",
                        value_bool(a->flags & REQUIRED), "computed", value_bool(a->flags & COMPUTED), "replaces", value_bool(a->flags & FORCE_NEW),
                        "sensitive", value_bool(a->flags & SENSITIVE_ATTR), "default", value_cstr(a->fallback), "api", value_cstr(a->api), "doc",
                        value_cstr(a->doc), "example", value_cstr(a->example), "fields",
                        a->fields ? value_builder_list(&fields) : VALUE_NONE, NULL);
}

static int explain_code(struct cli *cli, const char *code)
{
    size_t count;
    const struct lang_code *codes = lang_codes(&count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(codes[i].code, code) != 0)
            continue;
        if (cli->options.json)
            return cli_print_json(cli, value_map_of(&cli->arena, "code", value_cstr(codes[i].code), "title", value_cstr(codes[i].title), "text",
                                                    value_cstr(codes[i].text), NULL));
        buf_printf(&cli->out, "%s: %s\n\n%s\n", codes[i].code, codes[i].title, codes[i].text);
        return EXIT_OK;
    }
    struct err err = { 0 };
    (void)FAIL(&err, ERR_NOT_FOUND, "there is no code %s", code);
    return cli_fail(cli, &err);
}

static int explain_type(struct cli *cli, const struct resource_type *t)
{
    if (cli->options.json) {
        struct value_builder attrs = { .arena = &cli->arena };
        for (const struct attr *a = t->attrs; a->name; a++)
            value_builder_add(&attrs, attr_json(&cli->arena, a));
        return cli_print_json(cli, value_map_of(&cli->arena, "type", value_cstr(t->name), "doc", value_cstr(t->doc), "source", value_cstr(t->source),
                                                "create_class", value_cstr(create_class_name(t->create_class)), "attributes",
                                                value_builder_list(&attrs), "permissions", value_cstr(t->permissions), NULL));
    }
    buf_printf(&cli->out, "%s: %s\n  source %s   create %s\n", t->name, t->doc, t->source, create_class_name(t->create_class));
    if (t->import_hint)
        buf_printf(&cli->out, "  import by %s\n", t->import_hint);
    if (t->permissions)
        buf_printf(&cli->out, "  permissions %s\n", t->permissions);
    buf_add_char(&cli->out, '\n');
    for (const struct attr *a = t->attrs; a->name; a++)
        explain_attr(cli, a, 0, false);
    return EXIT_OK;
}

int cmd_explain(struct cli *cli)
{
    struct err err = { 0 };
    if (!cli->arg_count) {
        (void)FAIL(&err, ERR_INVALID, "infra explain needs a type (core_data) or a code (E0107)");
        return cli_fail(cli, &err);
    }
    const char *what = cli->args[0];
    if (what[0] == 'E' && strlen(what) == 5 && what[1] >= '0' && what[1] <= '9')
        return explain_code(cli, what);
    struct str name = str_of(what);
    const struct resource_type *t = registry_type(&builtin_registry, name, NULL);
    if (!t) {
        struct str near = registry_nearest_type(&builtin_registry, name);
        (void)FAIL(&err, ERR_NOT_FOUND, "there is no type %s", what);
        if (!str_empty(near))
            (void)err_hint(&err, "did you mean %.*s?", STR_ARG(near));
        return cli_fail(cli, &err);
    }
    if (cli->arg_count == 1)
        return explain_type(cli, t);
    struct path path;
    const struct attr *a = path_parse(&cli->arena, str_of(cli->args[1]), &path, &err) ? schema_at(t->attrs, path, &err) : NULL;
    if (!a)
        return cli_fail(cli, &err);
    if (cli->options.json)
        return cli_print_json(cli, attr_json(&cli->arena, a));
    explain_attr(cli, a, 0, true);
    return EXIT_OK;
}

static const char *lua_type(const struct attr *a)
{
    switch (a->type) {
    case ATTR_STRING:
        return "string";
    case ATTR_BOOL:
        return "boolean";
    case ATTR_INT:
        return "integer";
    case ATTR_NUMBER:
        return "number";
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET:
        return "string[]";
    case ATTR_INT_LIST:
        return "integer[]";
    case ATTR_STRING_MAP:
        return "table<string, string>";
    case ATTR_DOCUMENT:
        return "string|table";
    case ATTR_OBJECT:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET:
    case ATTR_ANY:
    case ATTR_NONE:
        break;
    }
    return "any";
}

/* A class for a table, and one for each object inside it; the index signature makes a misspelt key an error in editors. */
static void stub_class(struct cli *cli, struct str name, const struct attr *table)
{
    for (const struct attr *a = table; a->name; a++)
        if (a->fields)
            stub_class(cli, arena_printf(&cli->arena, "%.*s.%s", STR_ARG(name), a->name), a->fields);
    buf_printf(&cli->out, "---@class (exact) %.*s\n", STR_ARG(name));
    for (const struct attr *a = table; a->name; a++) {
        if (!(a->flags & (REQUIRED | OPTIONAL)))
            continue;
        buf_printf(&cli->out, "---@field %s%s ", a->name, a->flags & REQUIRED ? "" : "?");
        if (a->fields)
            buf_printf(&cli->out, "%.*s.%s%s", STR_ARG(name), a->name, a->type == ATTR_OBJECT ? "" : "[]");
        else if (a->values)
            for (size_t i = 0; a->values[i]; i++)
                buf_printf(&cli->out, "%s\"%s\"", i ? "|" : "", a->values[i]);
        else
            buf_printf(&cli->out, "%s", lua_type(a));
        buf_printf(&cli->out, " %s\n", a->doc ? a->doc : "");
    }
    buf_printf(&cli->out, "---@field [string] infra.unknown_attribute\n\n");
}

int cmd_types(struct cli *cli)
{
    if (cli->options.json) {
        struct value_builder list = { .arena = &cli->arena };
        for (size_t i = 0; builtin_registry.providers[i]; i++)
            for (size_t k = 0; builtin_registry.providers[i]->types[k]; k++)
                value_builder_add(&list, value_cstr(builtin_registry.providers[i]->types[k]->name));
        return cli_print_json(cli, value_builder_list(&list));
    }
    buf_printf(&cli->out, "---@meta\n-- made by infra %s: infra types > infra.d.lua\n\n---@class infra.unknown_attribute\n---@field private __u integer\n\n",
               INFRA_VERSION);
    for (size_t i = 0; builtin_registry.providers[i]; i++) {
        const struct provider_type *p = builtin_registry.providers[i];
        buf_printf(&cli->out, "---@class infra.%s\n%s = {}\n\n", p->name, p->name);
        for (size_t k = 0; p->types[k]; k++) {
            const struct resource_type *t = p->types[k];
            stub_class(cli, arena_printf(&cli->arena, "%s.Args", t->name), t->attrs);
            buf_printf(&cli->out, "---@class (exact) %s\n", t->name);
            for (const struct attr *a = t->attrs; a->name; a++)
                buf_printf(&cli->out, "---@field %s %s\n", a->name, a->fields ? "any" : lua_type(a));
            buf_printf(&cli->out, "\n---@param name string\n---@return fun(args: %s.Args): %s\nfunction %s.%s(name) end\n\n", t->name, t->name, p->name,
                       t->name + strlen(p->prefix));
        }
    }
    return EXIT_OK;
}
