/*
 * store.c - the local log: an SQLite file that is opened with suspicion, written by one process, durable at every batch.
 *
 * Tables: meta (format, who it belongs to, hash of the newest record), record (serial, bytes, hash: the truth), and the view (view.c). A batch is one
 * transaction: records and what they do to the view; WAL with synchronous=FULL makes it durable when COMMIT returns.
 */
#include "state/store_internal.h"

#include <errno.h>
#include <stdlib.h>

bool store_fail(sqlite3 *db, const char *path, struct err *err)
{
    int rc = sqlite3_extended_errcode(db);
    const char *file = path ? path : sqlite3_db_filename(db, "main");
    /* SQLITE_ERROR: our statements are constant, so a table is not what it was. */
    if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB || (rc & 0xff) == SQLITE_ERROR) {
        (void)FAIL(err, ERR_FORMAT, "the log %s is damaged: %s", file, sqlite3_errmsg(db));
        return err_hint(err, "restore the file from a backup; nothing was changed");
    }
    if ((rc & 0xff) == SQLITE_BUSY)
        return FAIL(err, ERR_LOCKED, "the log %s is in use by another process", file);
    return FAIL(err, ERR_IO, "the log %s: %s", file ? file : "", sqlite3_errmsg(db));
}

bool store_exec(sqlite3 *db, const char *sql, struct err *err)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || store_fail(db, NULL, err);
}

bool store_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct err *err)
{
    return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL) == SQLITE_OK || store_fail(db, NULL, err);
}

struct str store_blob(sqlite3_stmt *s, int column)
{
    const void *p = sqlite3_column_blob(s, column);
    return (struct str){ p ? p : "", (size_t)sqlite3_column_bytes(s, column) };
}

struct str seal_context(struct arena *arena, const struct record *r)
{
    return str_empty(r->uid) ? str_of(record_type_name(r->type)) : arena_printf(arena, "uid/%.*s", STR_ARG(r->uid));
}

enum { R_VERSION, R_TYPE, R_SERIAL, R_RUN, R_EPOCH, R_WALL, R_PREVIOUS, R_UID, R_ADDRESS, R_BODY, R_COUNT };

struct value record_to_value(struct arena *arena, const struct record *r, const struct digest *previous)
{
    struct value v[R_COUNT] = {
        [R_VERSION] = value_int(STATE_FORMAT), [R_TYPE] = value_int(r->type), [R_SERIAL] = value_int((int64_t)r->serial),
        [R_RUN] = value_int((int64_t)r->run), [R_EPOCH] = value_int((int64_t)r->epoch), [R_WALL] = value_int(r->wall_ms),
        [R_PREVIOUS] = value_bytes((struct str){ (const char *)previous->bytes, DIGEST_BYTES }), [R_UID] = value_str(r->uid),
        [R_ADDRESS] = value_str(r->address), [R_BODY] = value_given(r->body) ? r->body : value_map(arena, NULL, 0),
    };
    return value_list(arena, v, R_COUNT);
}

bool record_from_bytes(struct arena *arena, struct str bytes, struct record *ret, struct digest *ret_previous, struct err *err)
{
    struct value v;
    TRY(value_decode(arena, bytes, &v, err));
    int64_t version = value_to_int(value_at(v, R_VERSION), 0), type = value_to_int(value_at(v, R_TYPE), -1);
    if (version > STATE_FORMAT)
        return FAIL(err, ERR_NEWER, "a record was written in log format %lld, this infra knows %d", (long long)version, STATE_FORMAT);
    struct str previous = value_text(value_at(v, R_PREVIOUS));
    if (v.kind != VALUE_LIST || v.count < R_COUNT || version < 1 || type < 0 || type >= RECORD_TYPE_COUNT || previous.len != DIGEST_BYTES)
        return FAIL(err, ERR_FORMAT, "a record of the log cannot be read");
    *ret = (struct record){ .type = (enum record_type)type, .serial = (uint64_t)value_to_int(value_at(v, R_SERIAL), 0),
                            .run = (uint64_t)value_to_int(value_at(v, R_RUN), 0), .epoch = (uint64_t)value_to_int(value_at(v, R_EPOCH), 0),
                            .wall_ms = value_to_int(value_at(v, R_WALL), 0), .uid = value_text(value_at(v, R_UID)),
                            .address = value_text(value_at(v, R_ADDRESS)), .body = value_at(v, R_BODY) };
    memcpy(ret_previous->bytes, previous.ptr, DIGEST_BYTES);
    return true;
}

static bool scalar(sqlite3 *db, const char *sql, struct arena *arena, struct str *ret, struct err *err)
{
    sqlite3_stmt *s;
    TRY(store_prepare(db, sql, &s, err));
    int rc = sqlite3_step(s);
    *ret = rc == SQLITE_ROW ? arena_str(arena, store_blob(s, 0)) : STR_NONE;
    (void)sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE || store_fail(db, NULL, err);
}

/* Is this our kind of file, of a format we know, of this deployment? */
static bool check_meta(struct state *s, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct str format, needs, mark;
    TRY(scalar(s->db, "SELECT value FROM meta WHERE key = 'format'", &scratch, &format, err));
    TRY(scalar(s->db, "SELECT value FROM meta WHERE key = 'needs'", &scratch, &needs, err));
    TRY(scalar(s->db, "SELECT value FROM meta WHERE key = 'deployment'", &scratch, &mark, err));
    int64_t version = 0;
    if (!str_to_i64(format, &version) || version < 1)
        return FAIL(err, ERR_FORMAT, "%s is no log of infra", s->path);
    if (version > STATE_FORMAT) {
        (void)FAIL(err, ERR_NEWER, "the log %s was written by a newer infra (format %lld, this one knows %d)", s->path,
                   (long long)version, STATE_FORMAT);
        return err_hint(err, "get infra %.*s or later", STR_ARG(str_empty(needs) ? STR("newest") : needs));
    }
    if (s->identity && !str_eq(mark, s->identity->mark_stack)) {
        (void)FAIL(err, ERR_CONFLICT, "the log %s belongs to the deployment %.*s, not to %.*s", s->path, STR_ARG(mark),
                   STR_ARG(s->identity->mark_stack));
        return err_hint(err, "choose the right --env or --state, or restore the infra.id that belongs to this log");
    }
    return true;
}

/* The newest record gives serial, epoch and head; its own hash must fit, and be the one noted. The whole chain is state_verify's. */
static bool read_head(struct state *s, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    sqlite3_stmt *q;
    TRY(store_prepare(s->db, "SELECT serial, bytes, hash, (SELECT value FROM meta WHERE key = 'head') FROM record ORDER BY serial DESC LIMIT 1",
                      &q, err));
    int rc = sqlite3_step(q);
    if (rc != SQLITE_ROW) {
        (void)sqlite3_finalize(q);
        return rc == SQLITE_DONE ? FAIL(err, ERR_FORMAT, "the log %s has no first record", s->path) : store_fail(s->db, s->path, err);
    }
    struct str bytes = arena_str(&scratch, store_blob(q, 1)), hash = arena_str(&scratch, store_blob(q, 2));
    struct str noted = arena_str(&scratch, store_blob(q, 3));
    uint64_t serial = (uint64_t)sqlite3_column_int64(q, 0);
    (void)sqlite3_finalize(q);
    s->head = digest_of(bytes);
    struct record r;
    struct digest previous;
    if (hash.len != DIGEST_BYTES || memcmp(hash.ptr, s->head.bytes, DIGEST_BYTES) != 0) {
        (void)FAIL(err, ERR_FORMAT, "the log %s is damaged at serial %llu", s->path, (unsigned long long)serial);
        return err_hint(err, "restore the file from a backup; `infra state verify` tells more");
    }
    if (!str_eq(noted, digest_hex(&scratch, &s->head))) {
        (void)FAIL(err, ERR_FORMAT, "the log %s is damaged: what follows serial %llu is missing", s->path, (unsigned long long)serial);
        return err_hint(err, "restore the file from a backup; `infra state verify` tells more");
    }
    TRY(record_from_bytes(&scratch, bytes, &r, &previous, err));
    if (r.serial != serial)
        return FAIL(err, ERR_FORMAT, "the log %s is damaged: record %llu says it is %llu", s->path, (unsigned long long)serial,
                    (unsigned long long)r.serial);
    s->serial = serial;
    s->epoch = r.epoch;
    return true;
}

static bool open_database(struct state *s, struct err *err)
{
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | (s->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    if (sqlite3_open_v2(s->db_path, &s->db, flags, s->io->ops->sqlite_vfs(s->io)) != SQLITE_OK)
        return store_fail(s->db, s->path, err);
    (void)sqlite3_busy_timeout(s->db, 2000);
    DROP_ARENA struct arena scratch = { 0 };
    struct str name;
    TRY(scalar(s->db, "SELECT name FROM sqlite_master WHERE name = 'meta'", &scratch, &name, err));
    if (str_empty(name))
        return FAIL(err, ERR_FORMAT, "%s is a database, but no log of infra", s->path);
    TRY(check_meta(s, err));
    if (!s->read_only)
        TRY(store_exec(s->db, "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;", err));
    TRY(store_exec(s->db, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;", err));
    TRY(read_head(s, err));
    TRY(store_prepare(s->db, "INSERT INTO record(serial, bytes, hash) VALUES(?1, ?2, ?3)", &s->add_record, err));
    TRY(store_prepare(s->db, "UPDATE meta SET value = ?1 WHERE key = 'head'", &s->set_head, err));
    return view_open(s->db, "main", &s->view, err);
}

/*
 * SQLITE_OPEN_NOFOLLOW refuses a link anywhere in the path, also a home that is one: its folder is resolved first, so that only the
 * file itself must not be a link.
 */
static bool resolve_path(struct state *s, struct str folder, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct str real;
    const char *slash = strrchr(s->path, '/');
    TRY(io_file_resolve(s->io, &scratch, folder.ptr, &real, err));
    s->db_path = arena_printf(&s->arena, "%s/%s", str_is(real, "/") ? "" : real.ptr, slash ? slash + 1 : s->path).ptr;
    return true;
}

static bool open_file(struct state *s, bool create, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    const char *slash = strrchr(s->path, '/');
    struct str folder = !slash ? STR(".") : slash == s->path ? STR("/") : arena_str(&scratch, str_n(s->path, (size_t)(slash - s->path)));
    bool exists = false;
    TRY(store_check_file(s, &exists, err));
    if (!exists && (!create || s->read_only))
        return true;
    if (!exists)
        TRY(io_make_dirs(s->io, folder.ptr, 0700, err));
    TRY(resolve_path(s, folder, err));
    if (!exists)
        TRY(store_make(s, folder, err));
    return open_database(s, err);
}

bool state_open(const struct state_options *options, struct state **ret, struct err *err)
{
    struct state *s = calloc(1, sizeof *s); /* outlives arenas: closed by hand */
    if (!s)
        abort();
    s->io = options->io;
    s->identity = options->identity;
    s->read_only = options->read_only;
    s->lock_fd = -1;
    s->path = arena_cstr(&s->arena, str_of(options->path));
    s->lock_path = arena_printf(&s->arena, "%s.lock", options->path).ptr;
    if (!open_file(s, options->create, err)) {
        state_close(s);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    *ret = s;
    return true;
}

void state_close(struct state *s)
{
    if (!s)
        return;
    store_unlock(s);
    view_close(&s->view);
    (void)sqlite3_finalize(s->add_record);
    (void)sqlite3_finalize(s->set_head);
    (void)sqlite3_close(s->db);
    arena_done(&s->arena);
    free(s); /* calloc in state_open */
}

uint64_t state_serial(const struct state *s)
{
    return s->serial;
}

bool state_is_writing(const struct state *s)
{
    return s->lock_fd >= 0;
}

bool state_begin_writing(struct state *s, int64_t wait_ms, struct err *err)
{
    if (!s->db || s->read_only)
        return FAIL(err, ERR_INTERNAL, "the log is not open for writing");
    TRY(store_lock(s, wait_ms, err));
    if (!read_head(s, err)) { /* what another process appended before we had the lock */
        store_unlock(s);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    s->epoch++;
    return true;
}

void state_end_writing(struct state *s)
{
    store_unlock(s);
}

static bool append_one(struct state *s, struct record *r, struct digest *head, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    const struct identity *id = s->identity;
    struct record stored = *r;
    if (stored.body.flags & VALUE_SENSITIVE)
        stored.body = value_seal(&scratch, s->io, id->seal_key, id->digest_key, seal_context(&scratch, r), r->body);
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, record_to_value(&scratch, &stored, head));
    if (!(r->body.flags & VALUE_SENSITIVE) && str_find(buf_str(&bytes), STR("$sealed")) >= 0) { /* data that looks like it */
        stored.body = value_seal(&scratch, s->io, id->seal_key, id->digest_key, seal_context(&scratch, r), r->body);
        buf_truncate(&bytes, 0);
        value_encode(&bytes, record_to_value(&scratch, &stored, head));
    }
    *head = digest_of(buf_str(&bytes));
    (void)sqlite3_bind_int64(s->add_record, 1, (int64_t)r->serial);
    (void)sqlite3_bind_blob(s->add_record, 2, bytes.ptr, (int)bytes.len, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(s->add_record, 3, head->bytes, DIGEST_BYTES, SQLITE_TRANSIENT);
    int rc = sqlite3_step(s->add_record);
    (void)sqlite3_reset(s->add_record);
    if (rc != SQLITE_DONE)
        return store_fail(s->db, s->path, err);
    return view_apply(s->db, &s->view, &stored, err);
}

/* The hash of the newest record stands in meta too, so that a tail that went missing is seen. */
static bool note_head(struct state *s, const struct digest *head, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct str hex = digest_hex(&scratch, head);
    (void)sqlite3_bind_text(s->set_head, 1, hex.ptr, (int)hex.len, SQLITE_TRANSIENT);
    int rc = sqlite3_step(s->set_head);
    (void)sqlite3_reset(s->set_head);
    return rc == SQLITE_DONE || store_fail(s->db, s->path, err);
}

bool state_append(struct state *s, struct record *records, size_t count, struct err *err)
{
    if (s->lock_fd < 0)
        return FAIL(err, ERR_INTERNAL, "appending to the log without holding its lock");
    if (!s->identity || !s->identity->has_secret)
        return FAIL(err, ERR_AUTH, "appending to the log needs the deployment's key");
    if (!count)
        return true;
    struct digest head = s->head;
    TRY(store_exec(s->db, "BEGIN IMMEDIATE", err));
    int64_t now = io_wall_ms(s->io);
    for (size_t i = 0; i < count; i++) {
        records[i].serial = s->serial + 1 + i;
        records[i].epoch = s->epoch;
        if (!records[i].wall_ms)
            records[i].wall_ms = now;
        if (!append_one(s, &records[i], &head, err)) {
            (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    }
    if (!note_head(s, &head, err) || !store_exec(s->db, "COMMIT", err)) {
        (void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    s->serial += count;
    s->head = head;
    return true;
}
