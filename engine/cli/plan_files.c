/*
 * plan_files.c - loading a saved plan for apply and show.
 */
#include "engine/cli/cmd_plan.h"

static struct str *list_of(struct cli *cli, struct value list, size_t *ret_count)
{
    struct str *out = ARENA_ARRAY(&cli->arena, struct str, list.count + 1);
    *ret_count = list.kind == VALUE_LIST ? list.count : 0;
    for (size_t i = 0; i < *ret_count; i++)
        out[i] = value_text(list.items[i]);
    return out;
}

void cli_options_from_file(struct cli *cli, const struct plan_file *file, struct session_plan_options *ret)
{
    struct value o = file->options;
    *ret = (struct session_plan_options){ .refresh = (enum plan_refresh)value_to_int(value_get(o, "refresh"), 0),
                                          .destroy = value_to_bool(value_get(o, "destroy"), false),
                                          .accept_missing = value_to_bool(value_get(o, "accept_missing"), false) };
    ret->targets = list_of(cli, value_get(o, "targets"), &ret->target_count);
    ret->excludes = list_of(cli, value_get(o, "excludes"), &ret->exclude_count);
    ret->replaces = list_of(cli, value_get(o, "replaces"), &ret->replace_count);
    ret->allows = list_of(cli, value_get(o, "allows"), &ret->allow_count);
}

static bool has_stack(struct cli *cli, struct str folder)
{
    struct io_file_info info;
    return folder.len && io_file_info(cli->io, arena_printf(&cli->arena, "%.*s/stack.lua", STR_ARG(folder)).ptr, &info, NULL);
}

/* Without -C, and outside any stack, the file says where its stack is: from its own folder, else where it was when it was made. */
static bool find_stack(struct cli *cli, struct err *err)
{
    struct plan_file file;
    TRY(plan_file_peek(cli->io, &cli->arena, cli->plan_file, &file, err));
    if (!cli->options.env && file.env.len && !str_is(file.env, "default"))
        cli->options.env = arena_cstr(&cli->arena, file.env);
    if (cli->options.chdir || has_stack(cli, str_of(cli->stack_dir)))
        return true;
    if (has_stack(cli, file.beside))
        cli->stack_dir = arena_cstr(&cli->arena, file.beside);
    else if (has_stack(cli, file.root))
        cli->stack_dir = arena_cstr(&cli->arena, file.root);
    else {
        (void)FAIL(err, ERR_NOT_FOUND, "the stack of %s is neither here nor where it was when the plan was made", cli->plan_file);
        return err_hint(err, "say where it is: -C DIR");
    }
    return true;
}

/* A session without configuration gives the identity, and the identity the key that opens the file. */
bool cli_load_plan_file(struct cli *cli, struct plan_file *ret, struct err *err)
{
    struct session *session;
    TRY(find_stack(cli, err));
    struct diags diags = { .arena = &cli->arena };
    struct session_options o = { .stack_dir = cli->stack_dir, .env = cli->options.env, .simulated = cli->options.sim,
                                 .needs = SESSION_IDENTITY, .io = cli->io, .getenv = cli_getenv, .state_url = cli->options.state,
                                 .registry = &builtin_registry, .sim_door = cli_sim_door, .sim_close = cli_sim_close, .sim_context = cli };
    TRY(session_open(&o, &session, &diags, err));
    bool ok = plan_file_load(cli->io, &cli->arena, cli->plan_file, session_identity(session), ret, err);
    session_close(session);
    return ok;
}
