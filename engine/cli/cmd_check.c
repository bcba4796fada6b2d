/*
 * cmd_check.c - infra validate, graph, why, version: looking at a stack without changing anything.
 */
#include "engine/cli/cmd_plan.h"

#include <sqlite3.h>

int cmd_version(struct cli *cli)
{
    if (cli->options.json)
        return cli_print_json(cli, value_map_of(&cli->arena, "infra", value_cstr(INFRA_VERSION), "log_format", value_int(1), "plan_format",
                                                value_int(1), "sqlite", value_cstr(sqlite3_libversion()), NULL));
    buf_printf(&cli->out, "infra %s\n", INFRA_VERSION);
    return EXIT_OK;
}

int cmd_validate(struct cli *cli)
{
    struct session *session;
    int code;
    if (!cli_open(cli, SESSION_CONFIG | SESSION_STATE, NULL, &session, &code))
        return code;
    size_t count = session_config(session)->resources.count;
    code = EXIT_OK;
    if (cli->options.json)
        code = cli_print_json(cli, value_map_of(&cli->arena, "valid", value_bool(true), "resources", value_int((int64_t)count), "diagnostics",
                                                value_list(&cli->arena, NULL, 0), NULL));
    else
        cli_note(cli, "valid: %zu resources", count);
    cli_close(cli, session);
    return code;
}

/* A plan from the log alone: what needs what, without asking any cloud. */
static struct plan *offline_plan(struct cli *cli, struct session *session, struct err *err)
{
    struct session_plan_options options = cli_plan_options(cli);
    options.refresh = PLAN_NO_REFRESH;
    struct plan *plan = NULL;
    return session_plan(session, &options, &plan, err) ? plan : NULL;
}

int cmd_graph(struct cli *cli)
{
    struct session *session;
    struct err err = { 0 };
    int code;
    if (!cli_open(cli, SESSION_CONFIG | SESSION_STATE | SESSION_CREATE | SESSION_LOOKUPS, NULL, &session, &code))
        return code;
    struct plan *plan = offline_plan(cli, session, &err);
    code = EXIT_OK;
    if (!plan)
        code = cli_fail(cli, &err);
    else if (cli->options.mermaid)
        render_graph_mermaid(&cli->out, plan);
    else
        render_graph_dot(&cli->out, plan);
    plan_free(plan);
    cli_close(cli, session);
    return code;
}

static void position(struct cli *cli, struct pos at)
{
    if (at.line)
        buf_printf(&cli->out, "  %.*s:%u", STR_ARG(at.file), at.line);
    buf_add_char(&cli->out, '\n');
}


/* Sensitive inputs stay references in the configuration; others are values by then, so only the former can be named. */
static void name_inputs(struct cli *cli, struct value v)
{
    if (v.kind == VALUE_EXPR && v.expr->kind == EXPR_INPUT)
        buf_printf(&cli->out, "  reached by input %.*s\n", STR_ARG(v.expr->name));
    if (v.kind == VALUE_EXPR)
        for (size_t i = 0; i < v.expr->arg_count; i++)
            name_inputs(cli, v.expr->args[i]);
    for (size_t i = 0; v.kind == VALUE_MAP && i < v.count; i++)
        name_inputs(cli, v.fields[i].value);
    for (size_t i = 0; v.kind == VALUE_LIST && i < v.count; i++)
        name_inputs(cli, v.items[i]);
}

static struct value why_json(struct cli *cli, const struct plan *plan, const struct change *c)
{
    struct value_builder why = { .arena = &cli->arena }, needs = { .arena = &cli->arena }, users = { .arena = &cli->arena };
    uint32_t self = (uint32_t)(c - plan->changes.items);
    for (size_t i = 0; i < c->why_count; i++)
        value_builder_add(&why, value_map_of(&cli->arena, "text", value_str(c->why[i].text), "address", value_str(c->why[i].address), "path",
                                             value_str(path_text(&cli->arena, c->why[i].path)), "file", value_str(c->why[i].at.file), "line",
                                             value_int(c->why[i].at.line), NULL));
    for (size_t i = 0; i < c->ref_count; i++)
        value_builder_add(&needs, value_str(plan->changes.items[c->refs[i]].address));
    for (size_t i = 0; i < plan->changes.count; i++)
        for (size_t k = 0; k < plan->changes.items[i].ref_count; k++)
            if (plan->changes.items[i].refs[k] == self)
                value_builder_add(&users, value_str(plan->changes.items[i].address));
    return value_map_of(&cli->arena, "address", value_str(c->address), "action", value_cstr(change_action_name(c->action)), "why",
                        value_builder_list(&why), "needs", value_builder_list(&needs), "needed_by", value_builder_list(&users), NULL);
}

static void why_text(struct cli *cli, const struct plan *plan, const struct change *c)
{
    uint32_t self = (uint32_t)(c - plan->changes.items);
    buf_printf(&cli->out, "%.*s  %s", STR_ARG(c->address), c->pair >= 0 ? "replace" : change_action_name(c->action));
    position(cli, c->at);
    for (size_t i = 0; i < c->why_count; i++) {
        buf_printf(&cli->out, "  because %.*s", STR_ARG(c->why[i].text));
        if (c->why[i].path.count && str_empty(c->why[i].address))
            buf_printf(&cli->out, ": %.*s", STR_ARG(path_text(&cli->arena, c->why[i].path)));
        position(cli, c->why[i].at);
    }
    if (c->config)
        name_inputs(cli, c->config->args);
    for (size_t i = 0; i < c->ref_count; i++)
        buf_printf(&cli->out, "  needs %.*s\n", STR_ARG(plan->changes.items[c->refs[i]].address));
    for (size_t i = 0; i < plan->changes.count; i++)
        for (size_t k = 0; k < plan->changes.items[i].ref_count; k++)
            if (plan->changes.items[i].refs[k] == self)
                buf_printf(&cli->out, "  needed by %.*s\n", STR_ARG(plan->changes.items[i].address));
}

int cmd_why(struct cli *cli)
{
    struct session *session;
    struct err err = { 0 };
    int code;
    if (cli->arg_count != 1) {
        (void)FAIL(&err, ERR_INVALID, "infra why needs an address");
        return cli_fail(cli, &err);
    }
    if (!cli_open(cli, SESSION_CONFIG | SESSION_STATE | SESSION_CREATE | SESSION_LOOKUPS, NULL, &session, &code))
        return code;
    struct session_plan_options options = cli_plan_options(cli);
    struct plan *plan = NULL;
    code = EXIT_OK;
    if (!session_plan(session, &options, &plan, &err)) {
        code = cli_fail(cli, &err);
    } else {
        const struct change *c = plan_find(plan, str_of(cli->args[0]));
        if (!c) {
            (void)FAIL(&err, ERR_NOT_FOUND, "neither the stack nor its state has %s", cli->args[0]);
            code = cli_fail(cli, &err);
        } else if (cli->options.json) {
            code = cli_print_json(cli, why_json(cli, plan, c));
        } else {
            why_text(cli, plan, c);
        }
    }
    plan_free(plan);
    cli_close(cli, session);
    return code;
}
