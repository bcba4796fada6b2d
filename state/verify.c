/*
 * verify.c - the whole log is walked: chain, serials, epochs, and a view rebuilt in memory that must equal the stored one. No keys needed.
 */
#include "state/store_internal.h"

struct walk {
    sqlite3 *rebuilt;       /* in memory: the view as the records have it */
    struct view view;
    struct digest head;
    uint64_t count, epoch;
};

static bool damaged(struct state *s, uint64_t serial, const char *what, struct err *err)
{
    (void)FAIL(err, ERR_FORMAT, "the log %s is damaged at serial %llu: %s", s->path, (unsigned long long)serial, what);
    return err_hint(err, "restore the file from a backup; nothing was changed");
}

/* Tables whose rows must be the same both ways, in the order of their keys. */
static const char *const compared[] = {
    "SELECT uid, address, role, serial, bytes, sum FROM object ORDER BY uid",
    "SELECT uid, serial, bytes, sum FROM intent ORDER BY uid",
    "SELECT key, serial, bytes, sum FROM pin ORDER BY key",
    "SELECT one, serial, bytes, sum FROM output ORDER BY one",
    "SELECT number, first, last, began, ended, exit_code, begin_bytes, end_bytes FROM run ORDER BY number",
};

static bool same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
    for (int i = 0; i < sqlite3_column_count(a); i++)
        if (sqlite3_column_type(a, i) != sqlite3_column_type(b, i) || !str_eq(store_blob(a, i), store_blob(b, i)))
            return false;
    return true;
}

static bool compare_table(struct state *s, sqlite3 *rebuilt, const char *sql, struct err *err)
{
    DROP(statement) sqlite3_stmt *stored = NULL;
    DROP(statement) sqlite3_stmt *folded = NULL;
    TRY(store_prepare(s->db, sql, &stored, err));
    TRY(store_prepare(rebuilt, sql, &folded, err));
    for (;;) {
        int one = sqlite3_step(stored), two = sqlite3_step(folded);
        if ((one != SQLITE_ROW && one != SQLITE_DONE) || (two != SQLITE_ROW && two != SQLITE_DONE))
            return store_fail(one == SQLITE_ROW || one == SQLITE_DONE ? rebuilt : s->db, s->path, err);
        if (one != two || (one == SQLITE_ROW && !same_row(stored, folded)))
            return damaged(s, s->serial, "its view does not fit its records", err);
        if (one == SQLITE_DONE)
            return true;
    }
}

/* Whom the log belongs to stands in meta, to be asked before anything is read, and in the first record, under the chain. */
static bool check_genesis(struct state *s, const struct record *r, struct err *err)
{
    DROP(statement) sqlite3_stmt *q = NULL;
    TRY(store_prepare(s->db, "SELECT value FROM meta WHERE key = 'deployment'", &q, err));
    if (sqlite3_step(q) != SQLITE_ROW || !str_eq(store_blob(q, 0), value_text(value_get(r->body, "deployment"))))
        return damaged(s, 1, "it is about another deployment", err);
    return true;
}

static bool check_record(struct state *s, sqlite3_stmt *q, struct walk *w, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    uint64_t serial = (uint64_t)sqlite3_column_int64(q, 0), expected = ++w->count;
    struct str bytes = arena_str(&scratch, store_blob(q, 1)), hash = store_blob(q, 2);
    if (serial != expected)
        return damaged(s, expected, "the record is missing", err);
    struct digest real = digest_of(bytes), previous;
    if (hash.len != DIGEST_BYTES || memcmp(hash.ptr, real.bytes, DIGEST_BYTES) != 0)
        return damaged(s, serial, "its bytes do not fit their hash", err);
    struct record r;
    if (!record_from_bytes(&scratch, bytes, &r, &previous, err))
        return err_context(err, "serial %llu", (unsigned long long)serial);
    if (r.serial != serial)
        return damaged(s, serial, "it stands in the wrong place", err);
    if (!digest_eq(&previous, &w->head))
        return damaged(s, serial, "it does not follow its predecessor", err);
    if ((r.type == RECORD_GENESIS) != (serial == 1))
        return damaged(s, serial, "a log has one genesis, at its beginning", err);
    if (r.epoch < w->epoch)
        return damaged(s, serial, "a writer wrote after it had been relieved", err);
    if (serial == 1)
        TRY(check_genesis(s, &r, err));
    w->head = real;
    w->epoch = r.epoch;
    return view_apply(w->rebuilt, &w->view, &r, err);
}

static bool walk_records(struct state *s, struct walk *w, struct err *err)
{
    DROP(statement) sqlite3_stmt *q = NULL;
    TRY(store_prepare(s->db, "SELECT serial, bytes, hash FROM record ORDER BY serial", &q, err));
    int rc;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW)
        TRY(check_record(s, q, w, err));
    if (rc != SQLITE_DONE)
        return store_fail(s->db, s->path, err);
    DROP_ARENA struct arena scratch = { 0 };
    DROP(statement) sqlite3_stmt *noted = NULL;
    TRY(store_prepare(s->db, "SELECT value FROM meta WHERE key = 'head'", &noted, err));
    if (!w->count || sqlite3_step(noted) != SQLITE_ROW || !str_eq(store_blob(noted, 0), digest_hex(&scratch, &w->head)))
        return damaged(s, w->count, "what follows it is missing", err);
    return true;
}

static bool check_file(struct state *s, struct err *err)
{
    DROP(statement) sqlite3_stmt *q = NULL;
    TRY(store_prepare(s->db, "PRAGMA main.integrity_check(1)", &q, err));
    if (sqlite3_step(q) != SQLITE_ROW || !str_is(store_blob(q, 0), "ok"))
        return damaged(s, s->serial, "the database file itself is broken", err);
    return true;
}

/* Within one transaction, so that a run that appends meanwhile does not look like damage. */
static bool verify(struct state *s, struct walk *w, struct err *err)
{
    TRY(check_file(s, err));
    TRY(walk_records(s, w, err));
    for (size_t i = 0; i < ARRAY_LEN(compared); i++)
        TRY(compare_table(s, w->rebuilt, compared[i], err));
    return true;
}

bool state_verify(struct state *s, uint64_t *ret_records, struct err *err)
{
    *ret_records = 0;
    if (!s->db)
        return true;
    DROP(database) sqlite3 *memory = NULL;
    if (sqlite3_open(":memory:", &memory) != SQLITE_OK)
        return store_fail(memory, "in memory", err);
    TRY(view_create(memory, "main", err));
    struct walk w = { .rebuilt = memory };
    TRY(view_open(memory, "main", &w.view, err));
    bool ok = store_exec(s->db, "BEGIN", err);
    if (ok) {
        ok = verify(s, &w, err);
        (void)sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL); /* it only read */
    }
    view_close(&w.view);
    if (ok)
        *ret_records = w.count;
    return ok;
}
