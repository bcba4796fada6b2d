/*
 * read.c - the view and the log as data.
 */
#include "state/store_internal.h"

static const uint8_t *key_of(const struct state *s)
{
    return s->identity && s->identity->has_secret ? s->identity->seal_key : NULL;
}

static struct str uid_context(struct arena *arena, struct str uid)
{
    return arena_printf(arena, "uid/%.*s", STR_ARG(uid));
}

/* Stored bytes -> value with sensitive leaves opened. Most rows have none: a search for the marker saves the walk. */
static bool open_row(struct state *s, struct arena *arena, struct str bytes, struct str context, struct value *ret, bool *ret_sealed,
                     struct err *err)
{
    TRY(value_decode(arena, bytes, ret, err));
    *ret_sealed = str_find(bytes, STR("$sealed")) >= 0;
    return !*ret_sealed || value_unseal(arena, key_of(s), context, *ret, ret, err);
}

/* Columns 0 to 2 of every view query: serial, bytes, sum. */
static bool sound(struct state *s, sqlite3_stmt *q, struct err *err)
{
    int64_t serial = sqlite3_column_int64(q, 0);
    if ((uint64_t)sqlite3_column_int64(q, 2) == view_sum(store_blob(q, 1), serial))
        return true;
    (void)FAIL(err, ERR_FORMAT, "the log %s is damaged: a row from serial %lld is not what was written", s->path, (long long)serial);
    return err_hint(err, "restore the file from a backup; `infra state verify` tells more");
}

enum { ROW_ITEMS = 32 }; /* more than any row has */

/* The same for rows that are lists and come by the thousand. The list itself is in `items`. */
static bool open_list(struct state *s, struct value_rows *rows, struct str bytes, struct str uid, struct value items[ROW_ITEMS],
                      struct value *ret, bool *ret_sealed, struct err *err)
{
    size_t count;
    TRY(value_rows_read(rows, bytes, items, ROW_ITEMS, &count, err));
    *ret = (struct value){ .kind = VALUE_LIST, .depth = 1, .count = (uint32_t)count, .items = items };
    *ret_sealed = str_find(bytes, STR("$sealed")) >= 0;
    return !*ret_sealed || value_unseal(rows->arena, key_of(s), uid_context(rows->arena, uid), value_list(rows->arena, items, count), ret, err);
}

static bool finish(struct state *s, sqlite3_stmt *q, int rc, bool ok, struct err *err)
{
    (void)sqlite3_finalize(q);
    if (!ok)
        return err_frame_(err, __FILE__, __func__, __LINE__);
    return rc == SQLITE_DONE || store_fail(s->db, s->path, err);
}

bool state_objects(struct state *s, struct arena *arena, struct object **ret, size_t *ret_count, struct err *err)
{
    *ret = NULL;
    *ret_count = 0;
    if (!s->db)
        return true;
    VEC(struct object) list = { 0 };
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT serial, bytes, sum, uid, address, role FROM object ORDER BY address, serial", &q, err));
    DROP_ARENA struct arena scratch = { 0 };
    struct value_rows *rows = ARENA_NEW(&scratch, struct value_rows);
    rows->arena = arena;
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        struct value items[ROW_ITEMS], row;
        bool sealed = false;
        struct object o;
        ok = sound(s, q, err) && open_list(s, rows, store_blob(q, 1), store_blob(q, 3), items, &row, &sealed, err) &&
             object_from_value(arena, row, &o, err);
        if (ok && (!str_eq(store_blob(q, 4), o.address) || sqlite3_column_int(q, 5) != (int)o.role || !str_eq(store_blob(q, 3), o.uid)))
            ok = FAIL(err, ERR_FORMAT, "the log %s is damaged: the row of %.*s stands elsewhere", s->path, STR_ARG(o.address));
        if (!ok)
            break;
        o.serial = (uint64_t)sqlite3_column_int64(q, 0);
        o.sensitive_unknown = sealed && !key_of(s);
        *VEC_PUSH(&list, arena) = o;
    }
    value_rows_done(rows);
    TRY(finish(s, q, rc, ok, err));
    *ret = list.items;
    *ret_count = list.count;
    return true;
}

bool state_intents(struct state *s, struct arena *arena, struct intent **ret, size_t *ret_count, struct err *err)
{
    *ret = NULL;
    *ret_count = 0;
    if (!s->db)
        return true;
    VEC(struct intent) list = { 0 };
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT serial, bytes, sum, uid FROM intent ORDER BY serial", &q, err));
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        struct value row;
        bool sealed;
        struct intent i;
        ok = sound(s, q, err) && open_row(s, arena, store_blob(q, 1), uid_context(arena, store_blob(q, 3)), &row, &sealed, err) &&
             intent_from_value(arena, row, &i, err);
        if (!ok)
            break;
        i.serial = (uint64_t)sqlite3_column_int64(q, 0);
        *VEC_PUSH(&list, arena) = i;
    }
    TRY(finish(s, q, rc, ok, err));
    *ret = list.items;
    *ret_count = list.count;
    return true;
}

bool state_pins(struct state *s, struct arena *arena, struct pin **ret, size_t *ret_count, struct err *err)
{
    *ret = NULL;
    *ret_count = 0;
    if (!s->db)
        return true;
    VEC(struct pin) list = { 0 };
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT serial, bytes, sum FROM pin ORDER BY key", &q, err));
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        struct value row;
        bool sealed;
        ok = sound(s, q, err) && open_row(s, arena, store_blob(q, 1), STR("pin"), &row, &sealed, err);
        if (ok)
            *VEC_PUSH(&list, arena) = (struct pin){ .key = value_text(value_get(row, "key")), .args = value_get(row, "args"),
                                                    .answer = value_get(row, "answer"), .serial = (uint64_t)sqlite3_column_int64(q, 0) };
    }
    TRY(finish(s, q, rc, ok, err));
    *ret = list.items;
    *ret_count = list.count;
    return true;
}

bool state_outputs(struct state *s, struct arena *arena, struct value *ret_map, struct err *err)
{
    *ret_map = value_map(arena, NULL, 0);
    if (!s->db)
        return true;
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT serial, bytes, sum FROM output", &q, err));
    int rc = sqlite3_step(q);
    bool ok = true, sealed;
    if (rc == SQLITE_ROW) {
        ok = sound(s, q, err) && open_row(s, arena, store_blob(q, 1), STR("output"), ret_map, &sealed, err);
        rc = SQLITE_DONE;
    }
    return finish(s, q, rc, ok, err);
}

bool state_runs(struct state *s, struct arena *arena, struct run **ret, size_t *ret_count, struct err *err)
{
    *ret = NULL;
    *ret_count = 0;
    if (!s->db)
        return true;
    VEC(struct run) list = { 0 };
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT number, first, last, began, ended, exit_code, begin_bytes, end_bytes FROM run ORDER BY number", &q, err));
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        struct value head, counts;
        bool sealed;
        ok = open_row(s, arena, store_blob(q, 6), STR("run-begin"), &head, &sealed, err) &&
             open_row(s, arena, store_blob(q, 7), STR("run-end"), &counts, &sealed, err);
        if (ok)
            *VEC_PUSH(&list, arena) = (struct run){
                .number = (uint64_t)sqlite3_column_int64(q, 0), .first_serial = (uint64_t)sqlite3_column_int64(q, 1),
                .last_serial = (uint64_t)sqlite3_column_int64(q, 2), .began_ms = sqlite3_column_int64(q, 3),
                .ended_ms = sqlite3_column_int64(q, 4), .exit_code = sqlite3_column_int(q, 5), .who = value_text(value_get(head, "who")),
                .where = value_text(value_get(head, "where")), .commit = value_text(value_get(head, "commit")),
                .command = value_text(value_get(head, "command")), .digest = value_text(value_get(head, "digest")), .counts = counts };
    }
    TRY(finish(s, q, rc, ok, err));
    *ret = list.items;
    *ret_count = list.count;
    return true;
}

uint64_t state_address_serial(struct state *s, struct str address)
{
    sqlite3_stmt *q;
    if (!s->db || !store_prepare(s->db, "SELECT serial FROM object WHERE address = ?1 AND role = 0", &q, NULL))
        return 0;
    (void)sqlite3_bind_text(q, 1, address.ptr, (int)address.len, SQLITE_TRANSIENT);
    uint64_t serial = sqlite3_step(q) == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(q, 0) : 0;
    (void)sqlite3_finalize(q);
    return serial;
}

bool state_records(struct state *s, uint64_t from, uint64_t to, bool (*visit)(void *context, const struct record *record), void *context,
                   struct err *err)
{
    if (!s->db)
        return true;
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT bytes FROM record WHERE serial >= ?1 AND serial <= ?2 ORDER BY serial", &q, err));
    (void)sqlite3_bind_int64(q, 1, (int64_t)from);
    (void)sqlite3_bind_int64(q, 2, to ? (int64_t)to : INT64_MAX);
    int rc;
    bool ok = true, more = true;
    while (ok && more && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        DROP_ARENA struct arena scratch = { 0 };
        struct str bytes = arena_str(&scratch, store_blob(q, 0));
        struct record r;
        struct digest previous;
        ok = record_from_bytes(&scratch, bytes, &r, &previous, err);
        if (ok && str_find(bytes, STR("$sealed")) >= 0)
            ok = value_unseal(&scratch, key_of(s), seal_context(&scratch, &r), r.body, &r.body, err);
        more = ok && visit(context, &r);
    }
    return finish(s, q, more ? rc : SQLITE_DONE, ok, err);
}
