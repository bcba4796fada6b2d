/*
 * cmd_plan.c - infra plan, apply, destroy: make a plan, show it, get it approved, run it.
 */
#include "engine/cli/cmd_plan.h"

#include <stdlib.h>
#include <unistd.h>

static struct str *strings(struct cli *cli, const char *const *items, size_t count)
{
    struct str *out = ARENA_ARRAY(&cli->arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++)
        out[i] = str_of(items[i]);
    return out;
}

struct session_plan_options cli_plan_options(struct cli *cli)
{
    struct cli_options *o = &cli->options;
    return (struct session_plan_options){
        .refresh = o->no_refresh ? PLAN_NO_REFRESH : o->refresh_only ? PLAN_REFRESH_ONLY : PLAN_REFRESH,
        .destroy = o->destroy, .accept_missing = o->accept_missing,
        .targets = strings(cli, o->targets, o->target_count), .target_count = o->target_count,
        .excludes = strings(cli, o->excludes, o->exclude_count), .exclude_count = o->exclude_count,
        .replaces = strings(cli, o->replaces, o->replace_count), .replace_count = o->replace_count,
        .allows = strings(cli, o->allows, o->allow_count), .allow_count = o->allow_count,
    };
}

static int show_plan(struct cli *cli, const struct plan *plan, struct buf *to, const struct render_options *render)
{
    struct err err = { 0 };
    const char *json = cli->options.json;
    bool ok = true;
    if (!json)
        render_plan(to, plan, render);
    else if (!*json)
        ok = render_plan_json(to, plan, &err);
    else if (strcmp(json, "summary") == 0)
        ok = render_plan_summary_json(to, plan, &err);
    else
        ok = FAIL(&err, ERR_INVALID, "--json is --json or --json=summary, not --json=%s", json);
    if (json && ok)
        buf_add_char(to, '\n');
    cli_flush(cli);
    return ok ? EXIT_OK : cli_fail(cli, &err);
}

/* What the plan itself says about going on. Its text has told why already. */
static int plan_code(const struct cli *cli, const struct plan *plan)
{
    if (plan->counts.denied)
        return EXIT_DENIED;
    if (plan->counts.unread)
        return EXIT_ERROR;
    bool changes = !plan_is_empty(plan) || (cli->options.refresh_only && plan->counts.drift);
    return cli->options.detailed_exitcode && changes ? EXIT_CHANGES : EXIT_OK;
}

int cmd_plan(struct cli *cli)
{
    struct session *session;
    int code;
    if (cli->options.refresh_only && cli->options.no_refresh) {
        struct err err = { 0 };
        (void)FAIL(&err, ERR_INVALID, "--refresh-only and --refresh=false exclude each other");
        return cli_fail(cli, &err);
    }
    uint32_t needs = SESSION_CONFIG | SESSION_STATE | SESSION_CREATE | (cli->options.destroy ? 0 : SESSION_LOOKUPS);
    if (!cli_open(cli, needs, NULL, &session, &code))
        return code;
    struct session_plan_options options = cli_plan_options(cli);
    struct plan *plan = NULL;
    struct err err = { 0 };
    if (!session_plan(session, &options, &plan, &err)) {
        code = cli_fail(cli, &err);
    } else {
        code = show_plan(cli, plan, &cli->out, &cli->out_render);
        if (code == EXIT_OK)
            code = plan_code(cli, plan);
        if (cli->options.out && (code == EXIT_OK || code == EXIT_CHANGES) && !session_save_plan(session, plan, cli->options.out, &err))
            code = cli_fail(cli, &err);
    }
    plan_free(plan);
    cli_close(cli, session);
    return code;
}

static bool ask(struct cli *cli, const struct plan *plan)
{
    buf_add_char(&cli->err, '\n');
    buf_printf(&cli->err, "%s Only 'yes' is taken: ", plan->destroy ? "Destroy all this?" : "Apply this plan?");
    cli_flush(cli);
    char line[16] = "";
    ssize_t n = read(STDIN_FILENO, line, sizeof line - 1);
    return n >= 4 && strncmp(line, "yes\n", 4) == 0;
}

static bool parse_duration(const char *text, int64_t *ret_ms, struct err *err)
{
    struct str s = str_of(text);
    int64_t unit = 1000;
    if (str_ends(s, STR("ms"))) {
        unit = 1;
        s.len -= 2;
    } else if (s.len && strchr("smh", s.ptr[s.len - 1])) {
        unit = s.ptr[s.len - 1] == 's' ? 1000 : s.ptr[s.len - 1] == 'm' ? 60000 : 3600000;
        s.len--;
    }
    int64_t n;
    if (!str_to_i64(s, &n) || n < 0 || n > 1000000)
        return FAIL(err, ERR_INVALID, "'%s' is no duration: 30s, 5m, 1h", text);
    *ret_ms = n * unit;
    return true;
}

static bool apply_options(struct cli *cli, struct session_apply_options *ret, struct err *err)
{
    const struct cli_options *o = &cli->options;
    *ret = (struct session_apply_options){ .accept_drift = o->accept_drift, .command = cli->command->name };
    if (o->on_failure && strcmp(o->on_failure, "stop") == 0)
        ret->stop_on_failure = true;
    else if (o->on_failure && strcmp(o->on_failure, "continue") != 0)
        return FAIL(err, ERR_INVALID, "--on-failure is continue or stop, not '%s'", o->on_failure);
    const char *parallelism = o->parallelism ? o->parallelism : cli_getenv(NULL, "INFRA_PARALLELISM");
    int64_t n = 0;
    if (parallelism && *parallelism && (!str_to_i64(str_of(parallelism), &n) || n < 1 || n > 10000))
        return FAIL(err, ERR_INVALID, "--parallelism is a number from 1 to 10000, not '%s'", parallelism);
    ret->parallelism = (int)n;
    return !o->lock_wait || parse_duration(o->lock_wait, &ret->lock_wait_ms, err);
}

/* The approval: a plan file, a digest, a resumed run, --yes, or a person who says yes. ERR_INVALID when there is none. */
static bool approved(struct cli *cli, struct session *session, const struct plan *plan, const struct plan_file *file,
                     struct session_apply_options *options, bool *ret_go, struct err *err)
{
    *ret_go = true;
    if (file)
        return session_check_approval(session, plan, file->digest_hex, &options->resume_run, err);
    if (cli->options.digest)
        return session_check_approval(session, plan, str_of(cli->options.digest), &options->resume_run, err);
    if (cli->options.resume && !plan->unfinished_run)
        return FAIL(err, ERR_NOT_FOUND, "there is no unfinished run to resume");
    int64_t wanted;
    if (cli->options.resume && *cli->options.resume && (!str_to_i64(str_of(cli->options.resume), &wanted) || wanted != plan->unfinished_run))
        return FAIL(err, ERR_INVALID, "the unfinished run is %u, not %s", plan->unfinished_run, cli->options.resume);
    if (cli->options.yes)
        return true;
    if (cli->in_tty && cli->err_tty && !cli->in_ci) {
        *ret_go = ask(cli, plan);
        return true;
    }
    (void)FAIL(err, ERR_INVALID, "nobody approved this plan, and there is no terminal to ask: nothing was sent");
    return err_hint(err, "use --yes, or --digest %.32s after a review, or a plan file", plan->digest_hex.ptr);
}

/* apply --json: one object a line on stdout, as things happen. */
static void print_event(void *context, const struct apply_event *event)
{
    struct cli *cli = context;
    render_event_json(&cli->out, event);
    cli_flush(cli);
}

static void begin_display(struct cli *cli, struct progress **ret, struct session_apply_options *options)
{
    *ret = NULL;
    options->event = print_event;
    options->event_context = cli;
    if (cli->options.json)
        return;
    *ret = progress_new(STDERR_FILENO, cli->err_tty && !cli->in_ci, &cli->err_render);
    options->event = progress_event;
    options->event_context = *ret;
}

static int run_plan(struct cli *cli, struct session *session, struct plan *plan, const struct plan_file *file)
{
    struct err err = { 0 };
    struct session_apply_options options;
    int code = show_plan(cli, plan, cli->options.json ? &cli->out : &cli->err, &cli->err_render);
    if (code != EXIT_OK)
        return code;
    code = plan_code(cli, plan);
    if (code == EXIT_DENIED || (code == EXIT_ERROR && !plan->counts.unread))
        return code;
    bool go;
    if (!apply_options(cli, &options, &err))
        return cli_fail(cli, &err);
    if (plan_is_empty(plan) && !plan->unfinished_run) {
        if ((file || cli->options.digest) && !approved(cli, session, plan, file, &options, &go, &err))
            return cli_fail(cli, &err);
        struct apply_result rewritten = { 0 }; /* no request: only rows that the stack now describes otherwise */
        if (plan->stale_rows && !session_apply(session, plan, &options, &rewritten, &err))
            return cli_fail(cli, &err);
        return plan->counts.unread ? EXIT_ERROR : EXIT_OK;
    }
    if (!approved(cli, session, plan, file, &options, &go, &err))
        return cli_fail(cli, &err);
    if (!go) {
        bool interrupted = loop_interrupted(net_loop(session_net(session)));
        cli_note(cli, "%snot applied", interrupted ? "\n" : "");
        return interrupted ? EXIT_INTERRUPTED : EXIT_ERROR;
    }
    struct progress *progress;
    begin_display(cli, &progress, &options);
    struct apply_result result = { 0 };
    cli_finish_first(true);
    bool ok = session_apply(session, plan, &options, &result, &err);
    cli_finish_first(false);
    if (progress)
        progress_free(progress);
    if (!ok)
        return cli_fail(cli, &err);
    return result.exit_code ? result.exit_code : plan->counts.unread ? EXIT_ERROR : EXIT_OK;
}

static int apply_or_destroy(struct cli *cli, bool destroy)
{
    struct session *session;
    struct err err = { 0 };
    int code;
    uint32_t needs = SESSION_CONFIG | SESSION_STATE | SESSION_CREATE | SESSION_WRITE | (destroy ? 0 : SESSION_LOOKUPS);
    struct plan_file file = { 0 };
    bool from_file = cli->plan_file != NULL;
    if (from_file && !cli_load_plan_file(cli, &file, &err))
        return cli_fail(cli, &err);
    if (!cli_open(cli, needs, from_file ? &file : NULL, &session, &code))
        return code;
    struct session_plan_options options = cli_plan_options(cli);
    options.destroy = destroy || cli->options.destroy;
    if (from_file)
        cli_options_from_file(cli, &file, &options);
    struct plan *plan = NULL;
    code = session_plan(session, &options, &plan, &err) ? run_plan(cli, session, plan, from_file ? &file : NULL) : cli_fail(cli, &err);
    plan_free(plan);
    cli_close(cli, session);
    return code;
}

int cmd_apply(struct cli *cli)
{
    return apply_or_destroy(cli, false);
}

int cmd_destroy(struct cli *cli)
{
    return apply_or_destroy(cli, true);
}
