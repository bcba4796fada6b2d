/*
 * cmd_history.c - infra history: the runs of a deployment, or the records about one address.
 */
#include "engine/cli/cli.h"

static struct value run_json(struct arena *arena, const struct run *r)
{
    return value_map_of(arena, "run", value_int((int64_t)r->number), "began", value_str(io_format_time(arena, r->began_ms)), "ended",
                        r->ended_ms ? value_str(io_format_time(arena, r->ended_ms)) : value_null(), "exit_code",
                        r->ended_ms ? value_int(r->exit_code) : value_null(), "who", value_str(r->who), "where", value_str(r->where), "commit",
                        value_str(r->commit), "command", value_str(r->command), "digest", value_str(r->digest), "first_serial",
                        value_int((int64_t)r->first_serial), "last_serial", value_int((int64_t)r->last_serial), "counts", r->counts, NULL);
}

static void print_run(struct cli *cli, const struct run *r)
{
    struct arena *arena = &cli->arena;
    struct str end = !r->ended_ms ? STR("unfinished") : r->exit_code ? arena_printf(arena, "exit %d", r->exit_code) : STR("ok");
    buf_printf(&cli->out, "run %-4llu %.*s  %-10.*s %s by %.*s@%.*s", (unsigned long long)r->number, STR_ARG(io_format_time(arena, r->began_ms)),
               STR_ARG(end), r->command.ptr, STR_ARG(r->who), STR_ARG(r->where));
    if (!str_empty(r->commit))
        buf_printf(&cli->out, "  commit %.*s", STR_ARG(str_slice(r->commit, 0, 10)));
    int64_t done = value_to_int(value_get(r->counts, "done"), 0), failed = value_to_int(value_get(r->counts, "failed"), 0);
    buf_printf(&cli->out, "  done %lld failed %lld\n", (long long)done, (long long)failed);
}

static int list_runs(struct cli *cli, struct session *session)
{
    struct err err = { 0 };
    struct run *runs;
    size_t count;
    if (!state_runs(session_state(session), &cli->arena, &runs, &count, &err))
        return cli_fail(cli, &err);
    struct value_builder list = { .arena = &cli->arena };
    for (size_t i = count; i-- > 0;) { /* newest first */
        if (cli->options.json)
            value_builder_add(&list, run_json(&cli->arena, &runs[i]));
        else
            print_run(cli, &runs[i]);
    }
    if (!count)
        cli_note(cli, "nothing was applied yet");
    return cli->options.json ? cli_print_json(cli, value_builder_list(&list)) : EXIT_OK;
}

struct telling {
    struct cli *cli;
    struct str address;
    struct value_builder list;
    size_t count;
};

static bool tell(void *context, const struct record *r)
{
    struct telling *t = context;
    if (!str_eq(r->address, t->address))
        return true;
    struct arena *arena = &t->cli->arena;
    struct str result = value_text(value_get(r->body, "result")), kind = value_text(value_get(r->body, "kind"));
    t->count++;
    if (t->cli->options.json) {
        value_builder_add(&t->list, value_map_of(arena, "serial", value_int((int64_t)r->serial), "time", value_str(io_format_time(arena, r->wall_ms)),
                                                 "record", value_cstr(record_type_name(r->type)), "run", value_int((int64_t)r->run), "uid",
                                                 value_str(arena_str(arena, r->uid)), "result", value_str(arena_str(arena, result)), "kind",
                                                 value_str(arena_str(arena, kind)), NULL));
        return true;
    }
    buf_printf(&t->cli->out, "%6llu  %.*s  run %-4llu %-9s %.*s%s%.*s\n", (unsigned long long)r->serial, STR_ARG(io_format_time(arena, r->wall_ms)),
               (unsigned long long)r->run, record_type_name(r->type), STR_ARG(kind), kind.len ? ": " : "", STR_ARG(result));
    return true;
}

int cmd_history(struct cli *cli)
{
    struct session *session;
    struct err err = { 0 };
    int code;
    if (!cli_open(cli, SESSION_STATE, NULL, &session, &code))
        return code;
    if (!cli->arg_count) {
        code = list_runs(cli, session);
    } else {
        struct telling t = { .cli = cli, .address = str_of(cli->args[0]), .list = { .arena = &cli->arena } };
        if (!state_records(session_state(session), 1, 0, tell, &t, &err))
            code = cli_fail(cli, &err);
        else if (!t.count) {
            (void)FAIL(&err, ERR_NOT_FOUND, "the log never heard of %s", cli->args[0]);
            code = cli_fail(cli, &err);
        } else {
            code = cli->options.json ? cli_print_json(cli, value_builder_list(&t.list)) : EXIT_OK;
        }
    }
    cli_close(cli, session);
    return code;
}
