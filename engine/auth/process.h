/*
 * process.h - runs a program named in the user's own configuration and takes what it prints (credential_process, kubeconfig exec).
 *
 * No shell: the command line is split as POSIX quoting says and executed directly. Input is empty, the error output stays the
 * terminal's, the environment is our own. What it prints is a secret: it appears in no message and no log.
 */
#ifndef ENGINE_AUTH_PROCESS_H
#define ENGINE_AUTH_PROCESS_H

#include "engine/base/arena.h"
#include "engine/base/err.h"
#include "engine/base/io.h"

enum { PROCESS_DEFAULT_TIMEOUT_MS = 60000, PROCESS_DEFAULT_MAX_BYTES = 64 << 10, PROCESS_MAX_ARGS = 256 };

struct process_options {
    struct io *io;             /* its monotonic clock measures the time limit */
    int64_t timeout_ms;        /* 0: PROCESS_DEFAULT_TIMEOUT_MS */
    size_t max_bytes;          /* of output; 0: PROCESS_DEFAULT_MAX_BYTES */
};

/* 'a b', "a \" b", a\ b. ret_args ends with NULL. ERR_INVALID: an open quote or nothing to run; ERR_LIMIT: too many words. */
bool process_split(struct arena *arena, struct str command, char ***ret_args, struct err *err) MUST_USE;

/*
 * Runs `args` (args[0] is looked up in PATH) in its own process group and waits for it. On time-out or too much output the
 * group is killed. Blocks the thread: credentials are fetched before fibers run, or while they may wait. ret_output lives in
 * `arena`; the caller wipes it. Fails with ERR_NOT_FOUND (no such program), ERR_TIMEOUT, ERR_LIMIT, ERR_IO (it failed).
 */
bool process_run(struct arena *arena, const struct process_options *options, char *const *args, struct str *ret_output,
                 struct err *err) MUST_USE;

#endif
