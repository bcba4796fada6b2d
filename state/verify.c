/*
 * verify.c - the whole log is walked: chain, serials, and a view rebuilt in memory that must equal the stored one. No keys needed.
 */
#include "state/store_internal.h"

static bool damaged(struct state *s, uint64_t serial, const char *what, struct err *err)
{
    (void)FAIL(err, ERR_FORMAT, "the log %s is damaged at serial %llu: %s", s->path, (unsigned long long)serial, what);
    return err_hint(err, "restore the file from a backup; nothing was changed");
}

static bool check_record(struct state *s, sqlite3_stmt *q, uint64_t expected, struct digest *head, struct view *rebuilt, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    uint64_t serial = (uint64_t)sqlite3_column_int64(q, 0);
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
    if (!digest_eq(&previous, head))
        return damaged(s, serial, "it does not follow its predecessor", err);
    *head = real;
    return view_apply(s->db, rebuilt, &r, err);
}

/* Tables whose rows must be the same both ways. */
static const char *const compared[] = {
    "uid, address, role, serial, bytes FROM %s.object",
    "uid, serial, bytes FROM %s.intent",
    "key, serial, bytes FROM %s.pin",
    "one, serial, bytes FROM %s.output",
    "number, first, last, began, ended, exit_code, begin_bytes, end_bytes FROM %s.run",
};

static bool compare_views(struct state *s, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    for (size_t i = 0; i < ARRAY_LEN(compared); i++) {
        for (int way = 0; way < 2; way++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            struct str one = arena_printf(&scratch, compared[i], way ? "main" : "rebuilt");
            struct str two = arena_printf(&scratch, compared[i], way ? "rebuilt" : "main");
#pragma GCC diagnostic pop
            struct str sql = arena_printf(&scratch, "SELECT %s EXCEPT SELECT %s LIMIT 1", one.ptr, two.ptr);
            sqlite3_stmt *q;
            TRY(store_prepare(s->db, sql.ptr, &q, err));
            int rc = sqlite3_step(q);
            (void)sqlite3_finalize(q);
            if (rc == SQLITE_ROW)
                return damaged(s, s->serial, "its view does not fit its records", err);
            if (rc != SQLITE_DONE)
                return store_fail(s->db, s->path, err);
        }
    }
    return true;
}

static bool walk(struct state *s, uint64_t *ret_records, struct err *err)
{
    TRY(view_create(s->db, "rebuilt", err));
    struct view rebuilt;
    TRY(view_open(s->db, "rebuilt", &rebuilt, err));
    sqlite3_stmt *q = NULL;
    bool ok = store_prepare(s->db, "SELECT serial, bytes, hash FROM main.record ORDER BY serial", &q, err);
    struct digest head = { 0 };
    uint64_t count = 0;
    int rc = SQLITE_DONE;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW)
        ok = check_record(s, q, ++count, &head, &rebuilt, err);
    (void)sqlite3_finalize(q);
    view_close(&rebuilt);
    if (ok && rc != SQLITE_DONE)
        return store_fail(s->db, s->path, err);
    if (!ok)
        return err_frame_(err, __FILE__, __func__, __LINE__);
    TRY(compare_views(s, err));
    *ret_records = count;
    return true;
}

bool state_verify(struct state *s, uint64_t *ret_records, struct err *err)
{
    *ret_records = 0;
    if (!s->db)
        return true;
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "PRAGMA main.integrity_check(1)", &q, err));
    int rc = sqlite3_step(q);
    bool sound = rc == SQLITE_ROW && str_is(store_blob(q, 0), "ok");
    (void)sqlite3_finalize(q);
    if (!sound)
        return damaged(s, s->serial, "the database file itself is broken", err);
    TRY(store_exec(s->db, "ATTACH ':memory:' AS rebuilt", err));
    bool ok = walk(s, ret_records, err);
    if (sqlite3_exec(s->db, "DETACH rebuilt", NULL, NULL, NULL) != SQLITE_OK && ok)
        return store_fail(s->db, s->path, err);
    return ok;
}
