/*
 * view.c - the materialised view: what a record does to the tables object, intent, pin, output and run.
 *
 * The same code serves appending (schema main) and verifying (a rebuilt schema in memory), so the two cannot differ.
 */
#include "state/store_internal.h"

#include <endian.h>

static const char tables[] =
    "CREATE TABLE %1$s.object(uid TEXT PRIMARY KEY NOT NULL, address TEXT NOT NULL, role INTEGER NOT NULL, serial INTEGER NOT NULL, bytes BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE INDEX %1$s.object_address ON object(address);"
    "CREATE TABLE %1$s.intent(uid TEXT PRIMARY KEY NOT NULL, serial INTEGER NOT NULL, bytes BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE %1$s.pin(key TEXT PRIMARY KEY NOT NULL, serial INTEGER NOT NULL, bytes BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE %1$s.output(one INTEGER PRIMARY KEY CHECK (one = 1), serial INTEGER NOT NULL, bytes BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE %1$s.run(number INTEGER PRIMARY KEY NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, began INTEGER NOT NULL,"
    " ended INTEGER NOT NULL, exit_code INTEGER NOT NULL, begin_bytes BLOB NOT NULL, end_bytes BLOB NOT NULL);";

bool view_create(sqlite3 *db, const char *schema, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    struct str sql = arena_printf(&scratch, tables, schema);
#pragma GCC diagnostic pop
    return store_exec(db, sql.ptr, err);
}

static const struct {
    size_t offset;
    const char *sql;
} statements[] = {
    { offsetof(struct view, put_object), "INSERT OR REPLACE INTO %s.object(uid, address, role, serial, bytes, sum) VALUES(?1, ?2, ?3, ?4, ?5, ?6)" },
    { offsetof(struct view, drop_object), "DELETE FROM %s.object WHERE uid = ?1" },
    { offsetof(struct view, put_intent), "INSERT OR REPLACE INTO %s.intent(uid, serial, bytes, sum) VALUES(?1, ?2, ?3, ?4)" },
    { offsetof(struct view, get_intent), "SELECT serial, bytes FROM %s.intent WHERE uid = ?1" },
    { offsetof(struct view, drop_intent), "DELETE FROM %s.intent WHERE uid = ?1" },
    { offsetof(struct view, put_pin), "INSERT OR REPLACE INTO %s.pin(key, serial, bytes, sum) VALUES(?1, ?2, ?3, ?4)" },
    { offsetof(struct view, put_outputs), "INSERT OR REPLACE INTO %s.output(one, serial, bytes, sum) VALUES(1, ?1, ?2, ?3)" },
    { offsetof(struct view, put_run), "INSERT OR REPLACE INTO %s.run(number, first, last, began, ended, exit_code, begin_bytes, end_bytes)"
                                      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)" },
    { offsetof(struct view, get_run), "SELECT first, began, begin_bytes FROM %s.run WHERE number = ?1" },
};

bool view_open(sqlite3 *db, const char *schema, struct view *ret, struct err *err)
{
    *ret = (struct view){ 0 };
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        DROP_ARENA struct arena scratch = { 0 };
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        struct str sql = arena_printf(&scratch, statements[i].sql, schema);
#pragma GCC diagnostic pop
        sqlite3_stmt **slot = (sqlite3_stmt **)((char *)ret + statements[i].offset);
        if (!store_prepare(db, sql.ptr, slot, err)) {
            view_close(ret);
            return false;
        }
    }
    return true;
}

void view_close(struct view *view)
{
    for (size_t i = 0; i < ARRAY_LEN(statements); i++)
        (void)sqlite3_finalize(*(sqlite3_stmt **)((char *)view + statements[i].offset));
    *view = (struct view){ 0 };
}

static void bind_text(sqlite3_stmt *s, int n, struct str text)
{
    (void)sqlite3_bind_text(s, n, text.ptr ? text.ptr : "", (int)text.len, SQLITE_TRANSIENT);
}

static void bind_value(sqlite3_stmt *s, int n, struct value v)
{
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, v);
    (void)sqlite3_bind_blob(s, n, bytes.ptr ? bytes.ptr : "", (int)bytes.len, SQLITE_TRANSIENT);
}

uint64_t view_sum(struct str bytes, int64_t serial)
{
    uint64_t sum = (uint64_t)serial ^ (uint64_t)bytes.len << 40;
    size_t i = 0;
    for (; i + 8 <= bytes.len; i += 8) {
        uint64_t word;
        memcpy(&word, bytes.ptr + i, 8);
        sum = (sum ^ le64toh(word)) * 0x9fb21c651e98df25u;
        sum ^= sum >> 32;
    }
    for (; i < bytes.len; i++)
        sum = (sum ^ (uint8_t)bytes.ptr[i]) * 0x100000001b3u;
    return sum;
}

/* Columns serial, bytes and sum of a row, in that order from n on. */
static void bind_row(sqlite3_stmt *s, int n, int64_t serial, struct value v)
{
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, v);
    (void)sqlite3_bind_int64(s, n, serial);
    (void)sqlite3_bind_blob(s, n + 1, bytes.ptr ? bytes.ptr : "", (int)bytes.len, SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(s, n + 2, (int64_t)view_sum(buf_str(&bytes), serial));
}

static bool done(sqlite3 *db, sqlite3_stmt *s, struct err *err)
{
    int rc = sqlite3_step(s);
    (void)sqlite3_reset(s);
    return rc == SQLITE_DONE || store_fail(db, NULL, err);
}

static bool put_object(sqlite3 *db, struct view *v, const struct record *r, struct value row, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct object o;
    TRY(object_from_value(&scratch, row, &o, err));
    if (!str_eq(o.uid, r->uid))
        return FAIL(err, ERR_FORMAT, "record %llu is about %.*s, its object is %.*s", (unsigned long long)r->serial, STR_ARG(r->uid),
                    STR_ARG(o.uid));
    bind_text(v->put_object, 1, o.uid);
    bind_text(v->put_object, 2, o.address);
    (void)sqlite3_bind_int(v->put_object, 3, (int)o.role);
    bind_row(v->put_object, 4, (int64_t)r->serial, row);
    return done(db, v->put_object, err);
}

static bool put_intent(sqlite3 *db, struct view *v, struct str uid, int64_t serial, struct value row, struct err *err)
{
    bind_text(v->put_intent, 1, uid);
    bind_row(v->put_intent, 2, serial, row);
    return done(db, v->put_intent, err);
}

/* bound and effect extend the stored intent. */
static bool extend_intent(sqlite3 *db, struct view *v, const struct record *r, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    bind_text(v->get_intent, 1, r->uid);
    if (sqlite3_step(v->get_intent) != SQLITE_ROW) {
        (void)sqlite3_reset(v->get_intent);
        return FAIL(err, ERR_FORMAT, "record %llu (%s) has no open intent", (unsigned long long)r->serial, record_type_name(r->type));
    }
    int64_t serial = sqlite3_column_int64(v->get_intent, 0);
    struct value row;
    bool ok = value_decode(&scratch, arena_str(&scratch, store_blob(v->get_intent, 1)), &row, err);
    (void)sqlite3_reset(v->get_intent);
    TRY(ok);
    if (r->type == RECORD_BOUND)
        row = intent_with_bound(&scratch, row, value_text(value_get(r->body, "name")), value_get(r->body, "value"));
    else
        row = intent_with_effect(&scratch, row, value_text(value_get(r->body, "key")), value_get(r->body, "outcome"));
    return put_intent(db, v, r->uid, serial, row, err);
}

static bool drop(sqlite3 *db, sqlite3_stmt *s, struct str uid, struct err *err)
{
    bind_text(s, 1, uid);
    return done(db, s, err);
}

static bool begin_run(sqlite3 *db, struct view *v, const struct record *r, struct err *err)
{
    struct value head = r->body; /* what a listing shows; plan, bundle and inputs stay in the record */
    DROP_ARENA struct arena scratch = { 0 };
    head = value_with(&scratch, head, "plan", VALUE_NONE);
    head = value_with(&scratch, head, "bundle", VALUE_NONE);
    head = value_with(&scratch, head, "inputs", VALUE_NONE);
    (void)sqlite3_bind_int64(v->put_run, 1, (int64_t)r->run);
    (void)sqlite3_bind_int64(v->put_run, 2, (int64_t)r->serial);
    (void)sqlite3_bind_int64(v->put_run, 3, (int64_t)r->serial);
    (void)sqlite3_bind_int64(v->put_run, 4, r->wall_ms);
    (void)sqlite3_bind_int64(v->put_run, 5, 0);
    (void)sqlite3_bind_int64(v->put_run, 6, -1);
    bind_value(v->put_run, 7, head);
    bind_value(v->put_run, 8, value_null());
    return done(db, v->put_run, err);
}

static bool end_run(sqlite3 *db, struct view *v, const struct record *r, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    (void)sqlite3_bind_int64(v->get_run, 1, (int64_t)r->run);
    if (sqlite3_step(v->get_run) != SQLITE_ROW) {
        (void)sqlite3_reset(v->get_run);
        return FAIL(err, ERR_FORMAT, "record %llu ends run %llu, which never began", (unsigned long long)r->serial,
                    (unsigned long long)r->run);
    }
    int64_t first = sqlite3_column_int64(v->get_run, 0), began = sqlite3_column_int64(v->get_run, 1);
    struct str head = arena_str(&scratch, store_blob(v->get_run, 2));
    (void)sqlite3_reset(v->get_run);
    (void)sqlite3_bind_int64(v->put_run, 1, (int64_t)r->run);
    (void)sqlite3_bind_int64(v->put_run, 2, first);
    (void)sqlite3_bind_int64(v->put_run, 3, (int64_t)r->serial);
    (void)sqlite3_bind_int64(v->put_run, 4, began);
    (void)sqlite3_bind_int64(v->put_run, 5, r->wall_ms);
    (void)sqlite3_bind_int64(v->put_run, 6, value_to_int(value_get(r->body, "exit_code"), 1));
    (void)sqlite3_bind_blob(v->put_run, 7, head.ptr, (int)head.len, SQLITE_TRANSIENT);
    bind_value(v->put_run, 8, value_get(r->body, "counts"));
    return done(db, v->put_run, err);
}

bool view_apply(sqlite3 *db, struct view *v, const struct record *r, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    switch (r->type) {
    case RECORD_INTENT:
        return put_intent(db, v, r->uid, (int64_t)r->serial, intent_stamp(&scratch, r->body, r), err);
    case RECORD_BOUND:
    case RECORD_EFFECT:
        return extend_intent(db, v, r, err);
    case RECORD_OUTCOME: {
        struct value object = value_get(r->body, "object");
        TRY(drop(db, v->drop_intent, r->uid, err));
        if (object.kind == VALUE_LIST)
            return put_object(db, v, r, object, err);
        return drop(db, v->drop_object, r->uid, err);
    }
    case RECORD_OBSERVED:
    case RECORD_FORGET:
    case RECORD_MOVE:
    case RECORD_IMPORT:
    case RECORD_MARKS:
        return put_object(db, v, r, value_get(r->body, "object"), err);
    case RECORD_PIN:
        bind_text(v->put_pin, 1, value_text(value_get(r->body, "key")));
        bind_row(v->put_pin, 2, (int64_t)r->serial, r->body);
        return done(db, v->put_pin, err);
    case RECORD_OUTPUT:
        bind_row(v->put_outputs, 1, (int64_t)r->serial, value_get(r->body, "outputs"));
        return done(db, v->put_outputs, err);
    case RECORD_RUN_BEGIN:
        return begin_run(db, v, r, err);
    case RECORD_RUN_END:
        return end_run(db, v, r, err);
    case RECORD_GENESIS:
    case RECORD_HEARTBEAT:
    case RECORD_TAKE_OVER:
        return true;
    case RECORD_TYPE_COUNT:
        break;
    }
    return FAIL(err, ERR_FORMAT, "record %llu has an unknown type", (unsigned long long)r->serial);
}
