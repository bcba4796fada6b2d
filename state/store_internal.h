/*
 * store_internal.h - the opened store: database, statements, lock. Private to state/.
 */
#ifndef STATE_STORE_INTERNAL_H
#define STATE_STORE_INTERNAL_H

#include "state/record_internal.h"
#include "state/seal.h"

#include <sqlite3.h>

enum { STATE_FORMAT = 1 };

DEFINE_DROP(database, sqlite3 *, sqlite3_close)
DEFINE_DROP(statement, sqlite3_stmt *, sqlite3_finalize)

/* The view's statements over one schema: "main", or "rebuilt" while verifying. */
struct view {
    sqlite3_stmt *put_object, *drop_object, *put_intent, *get_intent, *drop_intent, *put_pin, *put_outputs, *put_run, *get_run;
};

struct state {
    struct io *io;
    struct arena arena;                /* of the paths */
    const char *path, *lock_path;      /* as given */
    const char *db_path;                    /* its folder resolved; NULL: no file yet */
    const struct identity *identity;   /* NULL: no keys */
    sqlite3 *db;                       /* NULL: no file yet */
    struct view view;
    sqlite3_stmt *add_record, *set_head;
    uint64_t serial, epoch;
    struct digest head;                /* hash of the newest record */
    int lock_fd;                       /* -1: not writing */
    bool read_only;
};

bool store_exec(sqlite3 *db, const char *sql, struct err *err) MUST_USE;
bool store_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct err *err) MUST_USE;
/* SQLite's complaint as an err: damage is ERR_FORMAT, the rest ERR_IO. */
bool store_fail(sqlite3 *db, const char *path, struct err *err);
struct str store_blob(sqlite3_stmt *s, int column);
bool store_check_file(struct state *s, bool *ret_exists, struct err *err) MUST_USE;
/* Makes the log at db_path, in `folder`; fine when another process just did. */
bool store_make(struct state *s, struct str folder, struct err *err) MUST_USE;
bool store_lock(struct state *s, int64_t wait_ms, struct err *err) MUST_USE;
void store_unlock(struct state *s);

bool view_create(sqlite3 *db, const char *schema, struct err *err) MUST_USE;
bool view_open(sqlite3 *db, const char *schema, struct view *ret, struct err *err) MUST_USE;
void view_close(struct view *view);
/* A row's checksum: any single change of its bytes or serial shows, without a key and for a fraction of a hash's cost. */
uint64_t view_sum(struct str bytes, int64_t serial);
/* Applies one record (its body as stored) to the view. */
bool view_apply(sqlite3 *db, struct view *view, const struct record *stored, struct err *err) MUST_USE;

/* A record as stored: canonical list (docs/formats.md 3). */
struct value record_to_value(struct arena *arena, const struct record *r, const struct digest *previous);
bool record_from_bytes(struct arena *arena, struct str bytes, struct record *ret, struct digest *ret_previous, struct err *err) MUST_USE;
struct str seal_context(struct arena *arena, const struct record *r);

#endif
