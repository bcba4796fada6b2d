/*
 * process.c - one child, one pipe, a time limit: posix_spawn, poll, waitpid.
 *
 * The child gets default signal handling (ours ignores or blocks some) and leads its own process group, so that what it
 * started ends with it.
 */
#include "engine/auth/process.h"
#include "engine/base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_SLICE_MS = 50 };

extern char **environ;

bool process_split(struct arena *arena, struct str command, char ***ret_args, struct err *err)
{
    VEC(char *) args = { 0 };
    size_t i = 0;
    for (;;) {
        while (i < command.len && strchr(" \t\r\n", command.ptr[i]))
            i++;
        if (i == command.len)
            break;
        if (args.count == PROCESS_MAX_ARGS)
            return FAIL(err, ERR_LIMIT, "the command has more than %d words", PROCESS_MAX_ARGS);
        char *word = arena_alloc(arena, command.len - i + 1);
        size_t len = 0;
        char quote = '\0';
        for (; i < command.len && (quote || !strchr(" \t\r\n", command.ptr[i])); i++) {
            char c = command.ptr[i];
            char next = i + 1 < command.len ? command.ptr[i + 1] : '\0';
            if (c == '\\' && quote != '\'' && next && (!quote || next == '"' || next == '\\'))
                word[len++] = command.ptr[++i];
            else if (quote ? c == quote : c == '"' || c == '\'')
                quote = quote ? '\0' : c;
            else
                word[len++] = c;
        }
        if (quote)
            return FAIL(err, ERR_INVALID, "the command has an open %c quote", quote);
        *VEC_PUSH(&args, arena) = word;
    }
    if (!args.count)
        return FAIL(err, ERR_INVALID, "the command is empty");
    *VEC_PUSH(&args, arena) = NULL;
    *ret_args = args.items;
    return true;
}

/* Starts the child with its output on `output_fd`. Returns an errno value. */
static int start(char *const *args, int output_fd, pid_t *ret_pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int rc = posix_spawn_file_actions_init(&files);
    if (rc)
        return rc;
    rc = posix_spawnattr_init(&attributes);
    if (rc) {
        (void)posix_spawn_file_actions_destroy(&files);
        return rc;
    }
    (void)posix_spawnattr_setflags(&attributes,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    (void)posix_spawnattr_setpgroup(&attributes, 0);
    (void)posix_spawnattr_setsigmask(&attributes, &none);
    (void)posix_spawnattr_setsigdefault(&attributes, &all);
    rc = posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!rc)
        rc = posix_spawn_file_actions_adddup2(&files, output_fd, STDOUT_FILENO);
    if (!rc)
        rc = posix_spawnp(ret_pid, args[0], &files, &attributes, args, environ);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return rc;
}

/* Reads until the child closes its output. */
static bool collect(const struct process_options *options, int fd, char *room, size_t max_bytes, size_t *ret_len,
                    const char *name, struct err *err)
{
    int64_t limit_ms = options->timeout_ms ? options->timeout_ms : PROCESS_DEFAULT_TIMEOUT_MS;
    int64_t deadline = io_mono_ms(options->io) + limit_ms;
    size_t len = 0;
    for (;;) {
        if (io_mono_ms(options->io) >= deadline)
            return FAIL(err, ERR_TIMEOUT, "'%s' did not finish within %lld s", name, (long long)(limit_ms / 1000));
        struct pollfd output = { .fd = fd, .events = POLLIN };
        int ready = poll(&output, 1, POLL_SLICE_MS);
        if (ready <= 0) {
            if (ready < 0 && errno != EINTR)
                return FAIL(err, ERR_IO, "cannot wait for '%s': %m", name);
            continue;
        }
        ssize_t n = read(fd, room + len, max_bytes + 1 - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return FAIL(err, ERR_IO, "cannot read what '%s' prints: %m", name);
        if (n == 0)
            break;
        len += (size_t)n;
        if (len > max_bytes)
            return FAIL(err, ERR_LIMIT, "'%s' printed more than %zu bytes", name, max_bytes);
    }
    *ret_len = len;
    return true;
}

/* The output is closed, but the child may still run: it gets what is left of a second, then its group is killed. */
static int reap(pid_t pid, bool kill_now)
{
    int status = 0;
    for (int slices = 0;; slices++) {
        if (kill_now || slices >= 1000 / POLL_SLICE_MS)
            (void)kill(-pid, SIGKILL);
        pid_t done = waitpid(pid, &status, kill_now ? 0 : WNOHANG);
        if (done == pid || (done < 0 && errno != EINTR))
            return status;
        if (!kill_now)
            (void)poll(NULL, 0, POLL_SLICE_MS);
    }
}

bool process_run(struct arena *arena, const struct process_options *options, char *const *args, struct str *ret_output,
                 struct err *err)
{
    size_t max_bytes = options->max_bytes ? options->max_bytes : PROCESS_DEFAULT_MAX_BYTES;
    char *room = arena_alloc(arena, max_bytes + 2), *name = args[0];
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return FAIL(err, ERR_IO, "cannot make a pipe for '%s': %m", name);
    pid_t pid;
    int rc = start(args, ends[1], &pid);
    (void)close(ends[1]);
    if (rc) {
        (void)close(ends[0]);
        return FAIL(err, rc == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot run '%s': %s", name, strerror(rc));
    }
    size_t len = 0;
    bool ok = collect(options, ends[0], room, max_bytes, &len, name, err);
    (void)close(ends[0]);
    int status = reap(pid, !ok);
    if (ok && WIFSIGNALED(status))
        ok = FAIL(err, ERR_IO, "'%s' was ended by signal %d", name, WTERMSIG(status));
    else if (ok && WEXITSTATUS(status) != 0)
        ok = FAIL(err, ERR_IO, "'%s' ended with exit code %d", name, WEXITSTATUS(status));
    if (!ok) {
        secret_wipe(room, max_bytes + 2);
        return false;
    }
    *ret_output = str_n(room, len);
    return true;
}
