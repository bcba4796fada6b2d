/*
 * err.h - the one error type: what failed, where in the stack, what to do, and the C frames it passed.
 *
 *     if (!in)
 *         return FAIL(err, ERR_NOT_FOUND, "cannot open '%s'", path);
 *     TRY(subnet_wait(op, id, err));               adds a frame and returns false
 *
 * A function that can fail returns bool and takes `struct err *err` last. On success *err is untouched; on failure it is
 * filled exactly once at the origin, and callers may only add context (err_context) or a hint. An err holds no pointers:
 * it is copied by value and never freed. Messages are one line, no "error:" in front, no full stop, no secrets.
 */
#ifndef ENGINE_BASE_ERR_H
#define ENGINE_BASE_ERR_H

#include "engine/base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

/* Codes a caller may act on. The exit code of the program follows from them in cli/, nowhere else. */
#define ERR_CODES(X)                                                                            \
    X(NONE, "none")                                                                             \
    X(INVALID, "invalid")           /* the user's input is wrong: stack, option, file */        \
    X(NOT_FOUND, "not_found")       /* the thing asked for is not there */                      \
    X(CONFLICT, "conflict")         /* it is there, but is not ours or differs */               \
    X(DENIED, "denied")             /* policy, guard or a 403 */                                \
    X(AUTH, "auth")                 /* no credentials, or refused ones */                       \
    X(LOCKED, "locked")             /* another run holds the deployment */                      \
    X(STALE, "stale")               /* plan or digest no longer fits */                         \
    X(FORMAT, "format")             /* damaged or unknown bytes in a file of ours */            \
    X(NEWER, "newer")               /* written by a newer infra than this one */                \
    X(IO, "io")                     /* disk or file system */                                   \
    X(UNREACHABLE, "unreachable")   /* never sent: DNS, connect, TLS */                         \
    X(AMBIGUOUS, "ambiguous")       /* sent, outcome unknown: time-out, reset, 5xx */           \
    X(THROTTLED, "throttled")       /* refused for its rate, surely not applied */              \
    X(REMOTE, "remote")             /* the cloud refused: parsed 4xx, surely not applied */     \
    X(TIMEOUT, "timeout")           /* our own deadline for a resource passed */                \
    X(LIMIT, "limit")               /* a limit of ours: depth, size, memory, instructions */    \
    X(INTERRUPTED, "interrupted")   /* Ctrl-C, SIGTERM */                                       \
    X(NOT_BUILT, "not_built")       /* listed, but this version does not have it */             \
    X(INTERNAL, "internal")

enum err_code {
#define X(name, text) ERR_##name,
    ERR_CODES(X)
#undef X
};

enum { ERR_MESSAGE_MAX = 1024, ERR_HINT_MAX = 400, ERR_FILE_MAX = 160, ERR_DETAIL_MAX = 128, ERR_FRAMES_MAX = 8 };

struct err_frame {
    const char *file; /* string literal */
    const char *function;
    int line;
};

struct err {
    enum err_code code;
    char message[ERR_MESSAGE_MAX];
    char hint[ERR_HINT_MAX];             /* what to do next; empty: none */
    char remote_code[ERR_DETAIL_MAX];    /* the provider's own error code, e.g. "DependencyViolation" */
    char request_id[ERR_DETAIL_MAX];     /* the provider's request id */
    int http_status;                     /* 0: no answer */
    struct {                             /* the stack position that asked for it; line 0: none */
        char file[ERR_FILE_MAX];
        int line, column;
    } at;
    struct err_frame frames[ERR_FRAMES_MAX];
    int frame_count;
};

/* Fills *err and evaluates to false. `err` may be NULL (the caller does not want to know). */
#define FAIL(err, code, ...) err_fail_((err), (code), __FILE__, __func__, __LINE__, __VA_ARGS__)
#define TRY(call)                                                     \
    do {                                                              \
        if (!(call))                                                  \
            return err_frame_((err), __FILE__, __func__, __LINE__);   \
    } while (0)

bool err_fail_(struct err *err, enum err_code code, const char *file, const char *function, int line,
               const char *format, ...) PRINTF_LIKE(6, 7);
bool err_frame_(struct err *err, const char *file, const char *function, int line); /* always false */

/* Puts "context: " in front of the message. Always returns false, so that `return err_context(...)` reads well. */
bool err_context(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);
bool err_hint(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);   /* replaces; always false */
void err_at(struct err *err, const char *file, int line, int column);        /* keeps a position that is already there */
const char *err_code_name(enum err_code code);
void err_clear(struct err *err);

#endif
