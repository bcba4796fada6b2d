/*
 * genesis.c - making a log: a whole file under another name, moved to its place when it is durable.
 *
 * So the log's own name never stands for something half made: a file that is empty, or gone while its -wal is still there, is
 * damage and not a beginning. Makers take the log's lock; whoever comes second finds the file.
 */
#include "state/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAKE_WAIT_MS = 5000 };

static bool run(sqlite3 *db, sqlite3_stmt *q, struct err *err)
{
    return sqlite3_step(q) == SQLITE_DONE || store_fail(db, NULL, err);
}

static bool write_genesis(struct state *s, sqlite3 *db, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    TRY(store_exec(db, "PRAGMA synchronous=FULL; BEGIN IMMEDIATE;"
                       "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);"
                       "CREATE TABLE record(serial INTEGER PRIMARY KEY NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL);", err));
    TRY(view_create(db, "main", err));
    struct record genesis = { .type = RECORD_GENESIS, .serial = 1, .wall_ms = io_wall_ms(s->io),
                              .body = value_map_of(&scratch, "deployment", value_str(s->identity->mark_stack), "infra",
                                                   value_cstr(INFRA_VERSION), NULL) };
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, record_to_value(&scratch, &genesis, &(struct digest){ 0 }));
    struct digest hash = digest_of(buf_str(&bytes));
    DROP(statement) sqlite3_stmt *record = NULL;
    TRY(store_prepare(db, "INSERT INTO record(serial, bytes, hash) VALUES(1, ?1, ?2)", &record, err));
    (void)sqlite3_bind_blob(record, 1, bytes.ptr, (int)bytes.len, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(record, 2, hash.bytes, DIGEST_BYTES, SQLITE_TRANSIENT);
    TRY(run(db, record, err));
    DROP(statement) sqlite3_stmt *meta = NULL;
    TRY(store_prepare(db, "INSERT INTO meta(key, value) VALUES('format', '1'), ('needs', '0.1.0'), ('deployment', ?1), ('head', ?2)", &meta,
                      err));
    struct str head = digest_hex(&scratch, &hash);
    (void)sqlite3_bind_text(meta, 1, s->identity->mark_stack.ptr, (int)s->identity->mark_stack.len, SQLITE_TRANSIENT);
    (void)sqlite3_bind_text(meta, 2, head.ptr, (int)head.len, SQLITE_TRANSIENT);
    TRY(run(db, meta, err));
    /* WAL last: it only marks the file, so that nothing of it is still elsewhere when it is moved. */
    return store_exec(db, "COMMIT; PRAGMA journal_mode=WAL;", err);
}

/* An empty file that only we can read; SQLite gives its mode to everything it puts beside it. */
static bool make_private(const char *path, struct err *err)
{
    /* lint-ok: door - the mode must be right before SQLite opens it */
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return FAIL(err, ERR_IO, "cannot make the log %s: %s", path, strerror(errno));
    (void)fchmod(fd, 0600); /* whatever the umask */
    (void)close(fd);
    return true;
}

static bool move_into_place(struct state *s, struct str from, struct str folder, struct err *err)
{
    /* lint-ok: door - SQLite wrote the file, so the door's own write-and-rename does not serve */
    if (rename(from.ptr, s->db_path) != 0)
        return FAIL(err, ERR_IO, "cannot make the log %s: %s", s->path, strerror(errno));
    /* lint-ok: door - the folder's entry must be durable too */
    int fd = open(folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return synced || FAIL(err, ERR_IO, "cannot make the log %s durable: %s", s->path, strerror(errno));
}

static bool make(struct state *s, struct str folder, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct str fresh = arena_printf(&scratch, "%s.new", s->db_path);
    static const char *const leftovers[] = { "", "-journal", "-wal", "-shm" }; /* of a maker that died */
    for (size_t i = 0; i < ARRAY_LEN(leftovers); i++)
        TRY(io_file_remove(s->io, arena_printf(&scratch, "%.*s%s", STR_ARG(fresh), leftovers[i]).ptr, err));
    TRY(make_private(fresh.ptr, err));
    DROP(database) sqlite3 *db = NULL;
    if (sqlite3_open_v2(fresh.ptr, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX,
                        s->io->ops->sqlite_vfs(s->io)) != SQLITE_OK)
        return store_fail(db, s->path, err);
    TRY(write_genesis(s, db, err));
    if (sqlite3_close(TAKE(db)) != SQLITE_OK)
        return FAIL(err, ERR_IO, "cannot make the log %s", s->path);
    return move_into_place(s, fresh, folder, err);
}

bool store_make(struct state *s, struct str folder, struct err *err)
{
    TRY(store_lock(s, MAKE_WAIT_MS, err));
    bool exists = false, ok = store_check_file(s, &exists, err) && (exists || make(s, folder, err));
    store_unlock(s);
    return ok;
}
