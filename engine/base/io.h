/*
 * io.h - the only door outside: clock, waiting, randomness, HTTP, files, the SQLite VFS.
 *
 * Everything else in the program is a pure function of what comes through here, so a simulated world swaps one struct: the
 * real door is io_real() (files, clock, random) with net/http_curl.h plugged in for HTTP; engine/sim offers a door with
 * virtual time. The crash harness counts calls through this door as kill points.
 *
 * HTTP is asynchronous: http_start hands a transfer over, wait returns transfers as they end. One thread uses a door.
 */
#ifndef ENGINE_BASE_IO_H
#define ENGINE_BASE_IO_H

#include "engine/base/arena.h"
#include "engine/base/err.h"

struct io_header {
    struct str name, value;
};

/* What a transfer needs. Views stay valid until the transfer has been returned by wait or cancelled. */
struct io_http_request {
    struct str method;              /* "GET" */
    struct str url;                 /* absolute; http is accepted for loopback hosts only */
    const struct io_header *headers;
    size_t header_count;
    struct str body;
    int64_t connect_timeout_ms;     /* 0: 10 s */
    int64_t timeout_ms;             /* whole transfer; 0: 60 s */
    size_t max_body_bytes;          /* of the answer; 0: 64 MiB; more than that ends the transfer as AMBIGUOUS, never truncated */
    bool mutates;                   /* for audit and fault injection only */
    struct str step;                /* id of the approved step behind a mutating request, for audit; may be empty */
    const struct io_tls *tls;       /* NULL: the system's CA bundle, no client certificate */
    struct str proxy;               /* empty: the usual environment */
};

struct io_tls {
    struct str ca_pem;              /* empty: system bundle */
    struct str client_cert_pem, client_key_pem;
    struct str server_name;         /* SNI and verification name; empty: the URL's host */
    bool insecure;                  /* only from the user's own kubeconfig */
};

enum io_outcome {
    IO_ANSWERED,    /* a whole HTTP answer, any status */
    IO_NOT_SENT,    /* surely nothing reached the server: DNS, connect, TLS handshake */
    IO_AMBIGUOUS,   /* something was sent and the answer is missing or broken */
};

struct io_http_reply {
    enum io_outcome outcome;
    int status;
    const struct io_header *headers; /* names in lower case */
    size_t header_count;
    struct str body;
    struct str problem;              /* for people, when not IO_ANSWERED: "connection refused" */
    struct arena memory;             /* owns all of the above; whoever took the reply calls arena_done */
};

/* What lies at a path; the last component is not followed. */
struct io_file_info {
    enum io_file_kind { IO_FILE, IO_DIR, IO_LINK, IO_OTHER } kind;
    unsigned mode;                   /* permission bits: 0600 */
    unsigned owner;                  /* user id */
    int64_t size_bytes, modified_ms;
};

enum { IO_DIR_MAX = 100000 };

struct io;

struct io_ops {
    int64_t (*wall_ms)(struct io *io);      /* since 1970, UTC */
    int64_t (*mono_ms)(struct io *io);      /* never goes back */
    void (*random)(struct io *io, void *ret, size_t len);
    /* Starts a transfer. `tag` comes back from wait; it is never NULL. */
    void (*http_start)(struct io *io, const struct io_http_request *request, void *tag);
    void (*http_cancel)(struct io *io, void *tag);  /* tag will not be returned any more */
    /*
     * Waits until a transfer ends (returns its tag, fills *ret_reply), or until `deadline_mono_ms`, or until io_wake (both: NULL).
     * This is also how the program sleeps. A deadline in the past polls.
     */
    void *(*wait)(struct io *io, int64_t deadline_mono_ms, struct io_http_reply *ret_reply);

    /* Files. Paths are as the system takes them; none of these follows a symlink in the last component. */
    bool (*file_read)(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                      struct err *err);                  /* ERR_NOT_FOUND, ERR_LIMIT, ERR_IO */
    /* Writes a temporary file beside it (mode 0600 or as given), syncs, renames over `path`, syncs the folder. */
    bool (*file_write)(struct io *io, const char *path, struct str data, unsigned mode, struct err *err);
    bool (*file_remove)(struct io *io, const char *path, struct err *err); /* a missing file is fine */
    bool (*make_dirs)(struct io *io, const char *path, unsigned mode, struct err *err);
    const char *(*sqlite_vfs)(struct io *io);            /* NULL: SQLite's default */
    bool (*file_info)(struct io *io, const char *path, struct io_file_info *ret, struct err *err);   /* ERR_NOT_FOUND, ERR_IO */
    /* The path with every symlink resolved, absolute. ERR_NOT_FOUND, ERR_IO. */
    bool (*file_resolve)(struct io *io, struct arena *arena, const char *path, struct str *ret, struct err *err);
    /* Names in a folder, sorted by bytes, without "." and "..". ERR_NOT_FOUND, ERR_IO, ERR_LIMIT beyond IO_DIR_MAX names. */
    bool (*dir_list)(struct io *io, struct arena *arena, const char *path, struct str **ret, size_t *ret_count,
                     struct err *err);
};

struct io {
    const struct io_ops *ops;
    void *context;
};

static inline int64_t io_wall_ms(struct io *io) { return io->ops->wall_ms(io); }
static inline int64_t io_mono_ms(struct io *io) { return io->ops->mono_ms(io); }
static inline void io_random(struct io *io, void *ret, size_t len) { io->ops->random(io, ret, len); }

bool io_file_read(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                  struct err *err) MUST_USE;
bool io_file_write(struct io *io, const char *path, struct str data, unsigned mode, struct err *err) MUST_USE;
bool io_file_remove(struct io *io, const char *path, struct err *err) MUST_USE;
bool io_make_dirs(struct io *io, const char *path, unsigned mode, struct err *err) MUST_USE;

bool io_file_info(struct io *io, const char *path, struct io_file_info *ret, struct err *err) MUST_USE;
bool io_file_resolve(struct io *io, struct arena *arena, const char *path, struct str *ret, struct err *err) MUST_USE;
bool io_dir_list(struct io *io, struct arena *arena, const char *path, struct str **ret, size_t *ret_count,
                 struct err *err) MUST_USE;
/*
 * For the user's own configuration, where links are customary (~/.aws/config kept elsewhere, mounted tokens): follows
 * symlinks, then reads. Never for state, stacks or anything we write.
 */
bool io_file_read_linked(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                         struct err *err) MUST_USE;

/* Parts of the real door, for doors to be built from. Their http_start ends the process: plug a transport in. */
extern const struct io_ops io_real_ops;

/* Ends a wait of the real door from a signal handler (async-signal-safe); a wake before the wait ends it at once. */
void io_wake(void);
/* For a transport's own wait: readable after io_wake. io_wake_clear makes it unreadable; true when there was a wake. */
int io_wake_fd(void);
bool io_wake_clear(void);

/* "2026-11-22T23:48:33Z" */
struct str io_format_time(struct arena *arena, int64_t wall_ms);
/* Reads RFC 3339 (any offset, fractions cut to ms), the basic form "20261122T234833Z" and HTTP dates ("Sun, 06 Nov 1994 08:49:37 GMT"). */
bool io_parse_time(struct str text, int64_t *ret_wall_ms);

#endif
