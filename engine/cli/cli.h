/*
 * cli.h - the command line: tables of commands and options, one file per command.
 *
 * A command gets its options parsed and checked against its row; it returns the exit code (design section 14): 0 ok, 1 error, 2 changes,
 * 3 denied, 4 locked, 5 partly applied, 6 stale, 130 interrupted. stdout carries only what was asked for; the rest goes to stderr.
 */
#ifndef ENGINE_CLI_CLI_H
#define ENGINE_CLI_CLI_H

#include "engine/render/render.h"

enum exit_code { EXIT_OK = 0, EXIT_ERROR = 1, EXIT_CHANGES = 2, EXIT_DENIED = 3, EXIT_LOCKED = 4, EXIT_PARTLY = 5, EXIT_STALE = 6, EXIT_INTERRUPTED = 130 };

enum { CLI_LIST_MAX = 64 };

/* Every option of section 14; which command takes which is in its row. */
struct cli_options {
    const char *chdir, *env, *state, *out, *json, *md, *html, *update_lookups, *digest, *resume, *on_failure, *lock_wait, *listen, *world,
        *parallelism, *speed, *color, *seed;
    bool destroy, iam, no_refresh, refresh_only, detailed_exitcode, sim, verbose, yes, accept_drift, accept_missing, raw, dot, mermaid, svg, all,
        help, no_verify;
    const char *targets[CLI_LIST_MAX], *excludes[CLI_LIST_MAX], *replaces[CLI_LIST_MAX], *allows[CLI_LIST_MAX], *vars[CLI_LIST_MAX],
        *var_files[CLI_LIST_MAX];
    size_t target_count, exclude_count, replace_count, allow_count, var_count, var_file_count;
};

struct cli {
    struct arena arena;
    struct io *io;                 /* the real door */
    const struct cli_command *command;
    struct cli_options options;
    const char *args[CLI_LIST_MAX];   /* what is not an option; the stack folder is taken out */
    size_t arg_count;
    const char *stack_dir;         /* chosen as section 14 says */
    const char *plan_file;         /* apply PLANFILE, show PLANFILE */
    bool out_tty, err_tty, in_tty, in_ci;
    struct render_options out_render, err_render;
    struct buf out, err;           /* flushed by cli_flush */
    struct loop *loop;             /* of the session, for signals */
};

typedef int cli_run_fn(struct cli *cli);

struct cli_command {
    const char *name;              /* "plan", "state list" */
    const char *usage;             /* after the name */
    const char *summary;           /* one line */
    cli_run_fn *run;               /* NULL: not built yet */
    const char *options;           /* space separated option names it takes, without the common ones */
    const char *examples;          /* a few lines for --help */
    size_t args;                   /* how many words it takes after the stack; one more is a mistake, never ignored */
};
extern const struct cli_command cli_commands[];   /* ended by { 0 } */

cli_run_fn cmd_plan, cmd_apply, cmd_destroy, cmd_validate, cmd_show, cmd_output, cmd_state_init, cmd_state_list, cmd_state_show, cmd_state_verify,
    cmd_state_lock, cmd_history, cmd_graph, cmd_why, cmd_explain, cmd_types, cmd_sim, cmd_version, cmd_help;

extern const struct registry builtin_registry;

bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err) MUST_USE;
const char *cli_getenv(void *context, const char *name);
void cli_flush(struct cli *cli);
/* Prints an err to stderr; returns the exit code that belongs to it. */
int cli_fail(struct cli *cli, const struct err *err);
int cli_exit_code(const struct err *err);
/* Opens the session; on failure prints what is wrong and sets *ret_code. */
bool cli_open(struct cli *cli, uint32_t needs, const struct plan_file *from, struct session **ret, int *ret_code);
void cli_close(struct cli *cli, struct session *session);
/* JSON of a value on stdout, with a newline. */
int cli_print_json(struct cli *cli, struct value v);
void cli_note(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);      /* a line on stderr */
/* The loop that signals interrupt; NULL: none. */
void cli_watch_signals(struct loop *loop);
/* While steps run, the first signal lets them finish; at other times it ends the command. */
void cli_finish_first(bool on);

/* sim_door.c: the simulated clouds of --sim. */
struct io *cli_sim_door(void *context, struct io *real, const char *world_path, struct err *err);
void cli_sim_close(void *context, struct io *door);

#endif
