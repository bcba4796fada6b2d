/*
 * open.c - a session with the command's options; findings and errors are printed here once for all commands.
 */
#include "engine/cli/builtin_providers.h"
#include "engine/cli/cli.h"

#include <unistd.h>

static void print_line(void *context, struct pos at, struct str line)
{
    struct cli *cli = context;
    buf_printf(&cli->err, "%.*s:%u: ", STR_ARG(at.file), at.line);
    render_text(&cli->err, line); /* a module of somebody else does not write to the terminal */
    buf_add_char(&cli->err, '\n');
    cli_flush(cli);
}

static bool take_vars(struct cli *cli, struct lang_var *vars, struct err *err)
{
    for (size_t i = 0; i < cli->options.var_count; i++) {
        struct str text = str_of(cli->options.vars[i]);
        ptrdiff_t eq = str_find_char(text, '=');
        if (eq <= 0)
            return FAIL(err, ERR_INVALID, "--var must be NAME=VALUE, not '%.*s'", STR_ARG(eq < 0 ? text : STR("=...")));
        vars[i] = (struct lang_var){ .name = str_slice(text, 0, (size_t)eq), .value = str_slice(text, (size_t)eq + 1, text.len) };
    }
    return true;
}

static bool check_stack(struct cli *cli, struct err *err)
{
    struct io_file_info info;
    struct str file = arena_printf(&cli->arena, "%s/stack.lua", cli->stack_dir);
    if (io_file_info(cli->io, file.ptr, &info, NULL))
        return true;
    if (cli->arg_count && strcmp(cli->command->name, "show") != 0 && strcmp(cli->command->name, "output") != 0)
        (void)FAIL(err, ERR_NOT_FOUND, "there is no stack.lua in '%s'", cli->args[0]);
    else
        (void)FAIL(err, ERR_NOT_FOUND, "there is no stack.lua in %s", strcmp(cli->stack_dir, ".") == 0 ? "this folder" : cli->stack_dir);
    return err_hint(err, "name the stack's folder: infra %s stacks/prod", cli->command->name);
}

bool cli_open(struct cli *cli, uint32_t needs, const struct plan_file *from, struct session **ret, int *ret_code)
{
    struct err err = { 0 };
    struct lang_var *vars = ARENA_ARRAY(&cli->arena, struct lang_var, cli->options.var_count + 1);
    if (!check_stack(cli, &err) || !take_vars(cli, vars, &err)) {
        *ret_code = cli_fail(cli, &err);
        return false;
    }
    struct session_options o = {
        .stack_dir = cli->stack_dir, .env = cli->options.env, .vars = vars, .var_count = cli->options.var_count,
        .var_files = cli->options.var_files, .var_file_count = cli->options.var_file_count, .state_url = cli->options.state,
        .simulated = cli->options.sim, .needs = needs, .update_lookups = cli->options.update_lookups, .registry = &builtin_registry,
        .io = cli->io, .getenv = cli_getenv, .from_file = from, .sim_door = cli_sim_door, .sim_close = cli_sim_close, .sim_context = cli,
        .print = print_line, .print_context = cli,
    };
    struct diags diags = { .arena = &cli->arena };
    struct session *session = NULL;
    bool ok = session_open(&o, &session, &diags, &err);
    if (diags.list.count) {
        diag_sort(&diags);
        if (cli->options.json && !ok)
            render_diags_json(&cli->out, &diags);
        else
            render_diags(&cli->err, &diags, ok ? session_config(session) : NULL, cli->io, cli->stack_dir, &cli->err_render);
        cli_flush(cli);
    }
    if (!ok) {
        *ret_code = diags.error_count ? EXIT_ERROR : cli_fail(cli, &err);
        return false;
    }
    cli_watch_signals(net_loop(session_net(session)));
    *ret = session;
    return true;
}

void cli_close(struct cli *cli, struct session *session)
{
    cli_watch_signals(NULL);
    cli_flush(cli);
    session_close(session);
}

int cli_print_json(struct cli *cli, struct value v)
{
    struct err err = { 0 };
    if (!value_to_json(&cli->out, v, cli->out_tty, &err))
        return cli_fail(cli, &err);
    buf_add_char(&cli->out, '\n');
    return EXIT_OK;
}
