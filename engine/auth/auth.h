/*
 * auth.h - what every credential source of this room needs: the world it may look at, and small helpers for secrets.
 *
 * The environment, files and HTTP come from the caller, so tests are hermetic and the real process looks nowhere else.
 */
#ifndef ENGINE_AUTH_AUTH_H
#define ENGINE_AUTH_AUTH_H

#include "engine/base/arena.h"
#include "engine/base/digest.h"
#include "engine/base/err.h"
#include "engine/base/io.h"

/*
 * Sends one read-only request and returns its answer, whatever its status (the caller of this room supplies it over net/;
 * retries of transport failures, 5xx and throttling are its business). On true the reply's memory belongs to the caller.
 * May suspend.
 */
typedef bool auth_http_fn(void *ctx, const struct io_http_request *request, struct io_http_reply *ret, struct err *err);
typedef const char *auth_getenv_fn(void *ctx, const char *name);

struct auth_world {
    struct io *io;              /* clock and files */
    auth_getenv_fn *getenv;
    void *getenv_ctx;
    auth_http_fn *http;         /* NULL: sources that need it fail */
    void *http_ctx;
};

/* The variable's value; STR_NONE when it is not set or empty (AWS and Google treat both alike). */
struct str auth_env(const struct auth_world *world, const char *name);

/*
 * Reads a file of the user's. Unlike io_file_read it follows symlinks: mounted tokens and dot files are usually links. A
 * missing file, and /dev/null, are ERR_NOT_FOUND.
 */
bool auth_read_file(const struct auth_world *world, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                    struct err *err) MUST_USE;
/* "~/x" with HOME in front; other paths as they are. */
const char *auth_expand_home(const struct auth_world *world, struct arena *arena, struct str path);

/* Overwrites the bytes behind a view. The bytes must be ours to write (arena, buf): never a literal or the environment. */
void auth_wipe(struct str secret);

/* Text from outside for a message: at most `max` bytes, control characters replaced. */
struct str auth_printable(struct arena *arena, struct str text, size_t max);

/* A flat JSON object of secrets (credential_process, token caches): depth is checked before jansson sees it, so it is safe on a fiber. */
struct json_t;
enum { AUTH_JSON_MAX_BYTES = 64 << 10, AUTH_JSON_MAX_DEPTH = 8 };
/* The object (the caller hands it to auth_json_drop), or NULL: not one JSON object, too deep, too long, or a member twice. */
struct json_t *auth_json_object(struct str text);
/* Copies a string member into `arena`; STR_NONE: absent, null or not a string. */
struct str auth_json_string(struct arena *arena, const struct json_t *object, const char *name);
void auth_json_drop(struct json_t *object);     /* wipes its strings, then frees; NULL-safe */

#endif
