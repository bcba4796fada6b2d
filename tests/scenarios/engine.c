/*
 * engine.c - evaluate, plan, apply as the command line does: in process, or in a child that dies.
 *
 * A child that dies first lets each request on its way arrive or not (sim_door_close), writes the world to a file beside the scenario's
 * folder and ends; the parent goes on with that world. Nothing of an engine outlives a session, so there is nothing else to carry over.
 */
#include "tests/scenarios/scenarios.h"

#include "engine/cli/builtin_providers.h"
#include "engine/render/render.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = 77, CHILD_MAX_S = 60, PAUSE_MS = 1500 };

/* Shared with children. */
static struct report {
    int64_t now_ms;
    uint64_t requests, faults_given;
    bool delivered_twice;
} *report;

static struct scenario *current; /* whose engine runs in this process */
static uint64_t die_at, moments; /* 0: it does not die */

/* ---- Dying ------------------------------------------------------------------------------------------------------------ */

static void write_beside(struct scenario *s, const char *ending, struct str text)
{
    static struct io files = { .ops = &io_real_ops };
    struct err err = { 0 };
    if (!io_file_write(&files, arena_printf(&s->memory, "%s%s", s->folder, ending).ptr, text, 0600, &err))
        abort();
}

static void leave(struct scenario *s, int status)
{
    static struct io files = { .ops = &io_real_ops };
    struct err err = { 0 };
    struct buf trace = { 0 };
    s->counting_faults = false;
    die_at = 0;
    if (s->door) {
        s->now_ms = io_wall_ms(s->door);
        sim_door_close(s->door);
    }
    if (!sim_world_save(s->world, &files, arena_printf(&s->memory, "%s.world", s->folder).ptr, &err))
        abort();
    sim_audit_text(s->world, &trace);
    write_beside(s, ".trace", buf_str(&trace));
    write_beside(s, ".problems", buf_str(&s->problems));
    write_beside(s, ".shown", buf_str(&s->shown));
    *report = (struct report){ .now_ms = s->now_ms, .requests = s->requests, .faults_given = s->faults_given,
                                .delivered_twice = s->delivered_twice };
    (void)fflush(stdout);
    _exit(status);
}

void engine_moment(struct scenario *s)
{
    if (die_at && ++moments == die_at)
        leave(s, KILLED);
}

static sqlite3_vfs vfs, *real;

struct file {
    sqlite3_file base;
    sqlite3_file *inner; /* lies right behind */
};

static sqlite3_file *in(sqlite3_file *f)
{
    return ((struct file *)f)->inner;
}

static void moment(void)
{
    if (current && current->kills_writes)
        engine_moment(current);
}

static int x_close(sqlite3_file *f) { return in(f)->pMethods ? in(f)->pMethods->xClose(in(f)) : SQLITE_OK; }
static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return in(f)->pMethods->xRead(in(f), p, n, at); }
static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    moment();
    return in(f)->pMethods->xWrite(in(f), p, n, at);
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 n) { return in(f)->pMethods->xTruncate(in(f), n); }
static int x_sync(sqlite3_file *f, int flags)
{
    moment();
    return in(f)->pMethods->xSync(in(f), flags);
}
static int x_size(sqlite3_file *f, sqlite3_int64 *ret) { return in(f)->pMethods->xFileSize(in(f), ret); }
static int x_lock(sqlite3_file *f, int l) { return in(f)->pMethods->xLock(in(f), l); }
static int x_unlock(sqlite3_file *f, int l) { return in(f)->pMethods->xUnlock(in(f), l); }
static int x_reserved(sqlite3_file *f, int *ret) { return in(f)->pMethods->xCheckReservedLock(in(f), ret); }
static int x_control(sqlite3_file *f, int op, void *p) { return in(f)->pMethods->xFileControl(in(f), op, p); }
static int x_sector(sqlite3_file *f) { return in(f)->pMethods->xSectorSize(in(f)); }
static int x_traits(sqlite3_file *f) { return in(f)->pMethods->xDeviceCharacteristics(in(f)); }
static int x_shm_map(sqlite3_file *f, int p, int n, int x, void volatile **ret) { return in(f)->pMethods->xShmMap(in(f), p, n, x, ret); }
static int x_shm_lock(sqlite3_file *f, int o, int n, int flags) { return in(f)->pMethods->xShmLock(in(f), o, n, flags); }
static void x_shm_barrier(sqlite3_file *f) { in(f)->pMethods->xShmBarrier(in(f)); }
static int x_shm_unmap(sqlite3_file *f, int drop) { return in(f)->pMethods->xShmUnmap(in(f), drop); }

static const sqlite3_io_methods methods = {
    .iVersion = 2, .xClose = x_close, .xRead = x_read, .xWrite = x_write, .xTruncate = x_truncate, .xSync = x_sync, .xFileSize = x_size,
    .xLock = x_lock, .xUnlock = x_unlock, .xCheckReservedLock = x_reserved, .xFileControl = x_control, .xSectorSize = x_sector,
    .xDeviceCharacteristics = x_traits, .xShmMap = x_shm_map, .xShmLock = x_shm_lock, .xShmBarrier = x_shm_barrier, .xShmUnmap = x_shm_unmap,
};

static int x_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    (void)v;
    struct file *file = (struct file *)f;
    file->inner = (sqlite3_file *)(file + 1);
    int rc = real->xOpen(real, name, file->inner, flags, ret_flags);
    f->pMethods = file->inner->pMethods ? &methods : NULL;
    return rc;
}

void engine_open(void)
{
    real = sqlite3_vfs_find(NULL);
    vfs = *real;
    vfs.zName = "infra-scenarios";
    vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
    vfs.xOpen = x_open;
    (void)sqlite3_vfs_register(&vfs, 0);
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert(report != MAP_FAILED);
}

/* ---- The doors -------------------------------------------------------------------------------------------------------- */

static void seeded_random(struct io *io, void *ret, size_t len)
{
    struct scenario *s = io->context;
    for (char *at = ret; len--; at++)
        *at = (char)dice_next(&s->dice);
}

static const char *counting_vfs(struct io *io)
{
    (void)io;
    return vfs.zName;
}

static int64_t virtual_wall(struct io *io)
{
    return ((struct scenario *)io->context)->now_ms;
}

static struct io *base_door(struct scenario *s)
{
    static struct io_ops ops;
    static struct io door;
    ops = io_real_ops;
    ops.random = seeded_random;
    ops.sqlite_vfs = counting_vfs;
    ops.wall_ms = virtual_wall;
    door = (struct io){ &ops, s };
    return &door;
}

static struct io *open_door(void *context, struct io *below, const char *world_path, struct err *err)
{
    (void)world_path;
    (void)err;
    struct scenario *s = context;
    return s->door = sim_door_open(s->world, below, s->now_ms + PAUSE_MS);
}

static void close_door(void *context, struct io *door)
{
    struct scenario *s = context;
    bool counting = s->counting_faults;
    s->counting_faults = false; /* what still arrives was sent by a step that was durable then */
    s->now_ms = io_wall_ms(door);
    s->door = NULL;
    sim_door_close(door);
    s->counting_faults = counting;
}

static const char *home(void *context, const char *name)
{
    return strcmp(name, "HOME") == 0 ? ((struct scenario *)context)->folder : NULL;
}

bool engine_reader(struct scenario *s)
{
    if (s->reader || !s->session)
        return s->reader;
    struct err err = { 0 };
    struct str path = arena_printf(&s->session_memory, "%s/.infra/sim/default/state.db", s->folder);
    if (!state_open(&(struct state_options){ .io = base_door(s), .path = path.ptr, .identity = session_identity(s->session), .read_only = true }, &s->reader, &err))
        problem(s, "harness: cannot read the log: %s", err.message);
    return s->reader;
}

/* ---- An engine -------------------------------------------------------------------------------------------------------- */

static void show_text(struct scenario *s, struct str text, bool print)
{
    buf_add_str(&s->shown, text);
    if (print)
        printf("%.*s", STR_ARG(text));
}

static void note_event(void *context, const struct apply_event *event)
{
    struct scenario *s = context;
    struct buf line = { 0 };
    render_event_json(&line, event);
    show_text(s, buf_str(&line), s->verbose && event->kind != EVENT_STEP_BEGIN && event->kind != EVENT_STEP_PROGRESS);
    buf_done(&line);
}

static void show_plan(struct scenario *s, const struct plan *plan, bool print)
{
    struct buf text = { 0 }, json = { 0 };
    struct err err = { 0 };
    render_plan(&text, plan, &(struct render_options){ .unicode = true, .verbose = true });
    if (!render_plan_json(&json, plan, &err))
        problem(s, "the plan has no JSON: %s", err.message);
    show_text(s, buf_str(&text), print);
    show_text(s, buf_str(&json), s->verbose && getenv("SCENARIOS_JSON"));
    buf_done(&text);
    buf_done(&json);
}

static bool open_session(struct scenario *s, uint32_t needs, struct err *err)
{
    struct lang_var secret = { .name = STR("secret"), .value = STR(SECRET_INPUT) };
    struct diags diags = { .arena = &s->session_memory };
    struct session_options o = {
        .stack_dir = s->folder, .vars = &secret, .var_count = 1, .simulated = true, .needs = needs, .registry = &builtin_registry, .io = base_door(s),
        .getenv = home, .getenv_context = s, .sim_door = open_door, .sim_close = close_door, .sim_context = s,
    };
    current = s;
    if (session_open(&o, &s->session, &diags, err))
        return true;
    for (size_t i = 0; i < diags.list.count; i++)
        problem(s, "stack.lua:%u: %.*s", diags.list.items[i].at.line, STR_ARG(diags.list.items[i].message));
    s->session = NULL;
    return false;
}

static void close_session(struct scenario *s)
{
    state_close(s->reader); /* first: the last one to close folds the WAL into the file, which a reader cannot */
    s->reader = NULL;
    if (s->session)
        session_close(s->session);
    s->session = NULL;
    current = NULL;
    arena_reset(&s->session_memory);
    s->open_tokens.items = NULL;
    s->open_tokens.count = s->open_tokens.room = 0;
}

static void note_error(struct scenario *s, const struct outcome *o)
{
    struct buf text = { 0 };
    if (!o->err.code)
        return;
    render_err(&text, &o->err, &(struct render_options){ 0 });
    show_text(s, buf_str(&text), s->verbose);
    buf_done(&text);
}

static void run(struct scenario *s, struct plan *plan, struct outcome *o)
{
    struct apply_result result = { 0 };
    struct session_apply_options options = { .command = "apply", .event = note_event, .event_context = s };
    o->empty = plan_is_empty(plan) && !plan->unfinished_run;
    o->ended = (o->empty && !plan->stale_rows) || session_apply(s->session, plan, &options, &result, &o->err);
    o->code = !o->ended ? 1 : result.exit_code ? result.exit_code : plan->counts.unread ? 1 : 0;
    if (o->ended)
        judge(s, o->code == 0);
}

struct outcome engine_apply(struct scenario *s, bool destroy)
{
    struct outcome o = { .code = 1 };
    struct plan *plan = NULL;
    s->applies++;
    s->counting_faults = true;
    if (open_session(s, SESSION_CONFIG | SESSION_STATE | SESSION_CREATE | SESSION_WRITE, &o.err) &&
        session_plan(s->session, &(struct session_plan_options){ .destroy = destroy }, &plan, &o.err)) {
        o.planned = true;
        show_plan(s, plan, s->verbose);
        if (plan->counts.denied)
            problem(s, "the plan is denied");
        run(s, plan, &o);
    }
    note_error(s, &o);
    plan_free(plan);
    close_session(s);
    s->counting_faults = false;
    if (s->verbose)
        printf("exit %d %s\n", o.code, o.err.message);
    return o;
}

struct outcome engine_plan(struct scenario *s)
{
    struct outcome o = { .code = 1 };
    struct plan *plan = NULL;
    if (open_session(s, SESSION_CONFIG | SESSION_STATE | SESSION_CREATE, &o.err) &&
        session_plan(s->session, &(struct session_plan_options){ 0 }, &plan, &o.err)) {
        o.planned = true;
        o.empty = plan_is_empty(plan) && !plan->unfinished_run && !plan->counts.drift;
        o.code = plan->counts.unread ? 1 : 0;
        show_plan(s, plan, s->verbose && !o.empty);
    }
    note_error(s, &o);
    plan_free(plan);
    close_session(s);
    return o;
}

/* ---- In a child ------------------------------------------------------------------------------------------------------- */

static void take_text(struct scenario *s, const char *ending, struct buf *to)
{
    static struct io files = { .ops = &io_real_ops };
    struct str text, path = arena_printf(&s->memory, "%s%s", s->folder, ending);
    struct err err = { 0 };
    DROP_ARENA struct arena scratch = { 0 };
    if (!io_file_read(&files, &scratch, path.ptr, 256 << 20, &text, &err)) {
        problem(s, "harness: %s", err.message);
        return;
    }
    buf_add_str(to, text);
    (void)unlink(path.ptr);
}

static void take_world(struct scenario *s)
{
    static struct io files = { .ops = &io_real_ops };
    struct err err = { 0 };
    sim_world_free(s->world);
    s->world = sim_world_new(&s->options);
    struct str path = arena_printf(&s->memory, "%s.world", s->folder);
    if (!sim_world_load(s->world, &files, path.ptr, &err))
        problem(s, "harness: %s", err.message);
    (void)unlink(path.ptr);
    take_text(s, ".trace", &s->trace);
    take_text(s, ".problems", &s->problems);
    take_text(s, ".shown", &s->shown);
    s->now_ms = report->now_ms;
    s->requests = report->requests;
    s->faults_given = report->faults_given;
    s->delivered_twice |= report->delivered_twice;
}

bool engine_apply_killed(struct scenario *s, bool destroy, uint64_t at)
{
    (void)fflush(stdout);
    pid_t pid = fork();
    assert(pid >= 0);
    if (pid == 0) {
        (void)alarm(CHILD_MAX_S); /* virtual time stands still when an engine spins */
        buf_truncate(&s->problems, 0);
        buf_truncate(&s->shown, 0);
        die_at = at;
        moments = 0;
        (void)engine_apply(s, destroy);
        leave(s, 0);
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        ;
    s->applies++;
    s->dice.at += 1; /* both go on with other numbers than the child drew */
    if (!WIFEXITED(status) || (WEXITSTATUS(status) != KILLED && WEXITSTATUS(status) != 0)) {
        problem(s, "the engine in the child crashed: status %x", (unsigned)status);
        return true;
    }
    take_world(s);
    if (s->verbose && WEXITSTATUS(status) == KILLED)
        printf("killed at moment %llu\n", (unsigned long long)at);
    s->kills += WEXITSTATUS(status) == KILLED;
    return WEXITSTATUS(status) == KILLED;
}
