/*
 * main.c - starts the program: environment, streams, signals, dispatch, exit code.
 */
#include "engine/base/log.h"
#include "engine/cli/cli.h"
#include "engine/net/http_curl.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct loop *volatile watched_loop;
static volatile sig_atomic_t signal_count, finish_first;

static void on_signal(int number)
{
    (void)number;
    struct loop *loop = watched_loop;
    signal_count++;
    if (!loop)
        _exit(EXIT_INTERRUPTED); /* nothing is under way */
    /* steps that run are finished first, once; reads have nothing to finish */
    loop_interrupt(loop, finish_first && signal_count == 1 ? 1 : 2);
}

void cli_finish_first(bool on)
{
    finish_first = on;
}

void cli_watch_signals(struct loop *loop)
{
    watched_loop = loop;
}

const char *cli_getenv(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

static void write_all(int fd, struct buf *buf)
{
    size_t at = 0;
    while (at < buf->len) {
        ssize_t n = write(fd, buf->ptr + at, buf->len - at);
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    buf_truncate(buf, 0);
}

void cli_flush(struct cli *cli)
{
    write_all(STDOUT_FILENO, &cli->out);
    write_all(STDERR_FILENO, &cli->err);
}

void cli_note(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(&cli->err, format, args);
    va_end(args);
    buf_add_char(&cli->err, '\n');
    cli_flush(cli);
}

static bool set(const char *name)
{
    const char *v = getenv(name);
    return v && *v;
}

/* --color > NO_COLOR > CLICOLOR_FORCE, FORCE_COLOR > CLICOLOR=0 > TERM=dumb or no terminal; CI logs of GitHub take ANSI. */
static bool use_color(const struct cli *cli, bool tty)
{
    const char *asked = cli->options.color;
    if (asked && strcmp(asked, "auto") != 0)
        return strcmp(asked, "always") == 0;
    if (set("NO_COLOR"))
        return false;
    if ((set("CLICOLOR_FORCE") && strcmp(getenv("CLICOLOR_FORCE"), "0") != 0) || (set("FORCE_COLOR") && strcmp(getenv("FORCE_COLOR"), "0") != 0))
        return true;
    if (set("CLICOLOR") && strcmp(getenv("CLICOLOR"), "0") == 0)
        return false;
    if (set("GITHUB_ACTIONS"))
        return true;
    return tty && !(set("TERM") && strcmp(getenv("TERM"), "dumb") == 0);
}

static bool use_unicode(void)
{
    static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (set(names[i]))
            return strcasestr(getenv(names[i]), "utf-8") || strcasestr(getenv(names[i]), "utf8");
    return false;
}

static int width_of(int fd, bool tty)
{
    struct winsize size;
    if (!tty)
        return 0;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    int64_t columns;
    return set("COLUMNS") && str_to_i64(str_of(getenv("COLUMNS")), &columns) && columns > 20 ? (int)columns : 80;
}

static void choose_rendering(struct cli *cli)
{
    cli->out_tty = isatty(STDOUT_FILENO);
    cli->err_tty = isatty(STDERR_FILENO);
    cli->in_tty = isatty(STDIN_FILENO) && !set("INFRA_NO_INPUT");
    cli->in_ci = set("CI");
    struct render_options r = { .unicode = use_unicode(), .verbose = cli->options.verbose, .github = set("GITHUB_ACTIONS") };
    cli->out_render = cli->err_render = r;
    cli->out_render.color = use_color(cli, cli->out_tty);
    cli->out_render.width = width_of(STDOUT_FILENO, cli->out_tty);
    cli->err_render.color = use_color(cli, cli->err_tty);
    cli->err_render.width = width_of(STDERR_FILENO, cli->err_tty);
}

int cli_exit_code(const struct err *err)
{
    switch (err->code) {
    case ERR_DENIED:
        return EXIT_DENIED;
    case ERR_LOCKED:
        return EXIT_LOCKED;
    case ERR_STALE:
        return EXIT_STALE;
    case ERR_INTERRUPTED:
        return EXIT_INTERRUPTED;
    default:
        return EXIT_ERROR;
    }
}

int cli_fail(struct cli *cli, const struct err *err)
{
    render_err(&cli->err, err, &cli->err_render);
    for (int i = 0; i < err->frame_count; i++)
        LOG_DEBUG("cli", "at %s:%d %s", err->frames[i].file, err->frames[i].line, err->frames[i].function);
    cli_flush(cli);
    return cli_exit_code(err);
}

static int dispatch(struct cli *cli)
{
    if (cli->options.help)
        return cmd_help(cli);
    if (cli->command->run)
        return cli->command->run(cli);
    struct err err = { 0 };
    (void)FAIL(&err, ERR_NOT_BUILT, "`infra %s` is not built yet", cli->command->name);
    return cli_fail(cli, &err);
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    struct sigaction action = { .sa_handler = on_signal };
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    struct cli cli = { 0 };
    struct err err = { 0 };
    int code = EXIT_ERROR;
    cli.io = http_curl_open(&err);
    choose_rendering(&cli);
    if (!cli.io || !log_open(getenv("INFRA_LOG"), getenv("INFRA_LOG_FILE"), &err) || !cli_parse(&cli, argc, argv, &err)) {
        code = cli_fail(&cli, &err);
    } else {
        choose_rendering(&cli);
        code = dispatch(&cli);
        if (signal_count && code == EXIT_ERROR)
            code = EXIT_INTERRUPTED;
    }
    cli_flush(&cli);
    buf_done(&cli.out);
    buf_done(&cli.err);
    log_close();
    if (cli.io)
        http_curl_close(cli.io);
    arena_done(&cli.arena);
    return code;
}
