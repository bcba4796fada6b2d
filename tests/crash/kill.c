/*
 * kill.c - see kill.h. The log's VFS stands in front of the system's; children report through a shared page.
 */
#include "tests/crash/kill.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = 77, ENGINE_MAX_S = 60 };

/* Shared with children. */
static struct report {
    uint64_t points;
    struct engine_result result;
    struct recovery recovery;
} *report;

static uint64_t die_at; /* of this process */
static bool counting;

static void moment(void *context)
{
    (void)context;
    if (counting && ++report->points == die_at)
        _exit(KILLED);
}

/* ---- The log's files ------------------------------------------------------------------------------------------------- */

static sqlite3_vfs vfs, *real;

struct file {
    sqlite3_file base;
    sqlite3_file *inner; /* lies right behind */
};

static sqlite3_file *in(sqlite3_file *f)
{
    return ((struct file *)f)->inner;
}

static int x_close(sqlite3_file *f) { return in(f)->pMethods ? in(f)->pMethods->xClose(in(f)) : SQLITE_OK; }
static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return in(f)->pMethods->xRead(in(f), p, n, at); }
static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    moment(NULL);
    return in(f)->pMethods->xWrite(in(f), p, n, at);
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    moment(NULL);
    return in(f)->pMethods->xTruncate(in(f), n);
}
static int x_sync(sqlite3_file *f, int flags)
{
    moment(NULL);
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
    .xDeviceCharacteristics = x_traits, .xShmMap = x_shm_map, .xShmLock = x_shm_lock, .xShmBarrier = x_shm_barrier,
    .xShmUnmap = x_shm_unmap,
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

void kill_open(struct deployment *d)
{
    if (!real) {
        real = sqlite3_vfs_find(NULL);
        vfs = *real;
        vfs.zName = "infra-crash-kill";
        vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
        vfs.xOpen = x_open;
        (void)sqlite3_vfs_register(&vfs, 0);
        report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        assert(report != MAP_FAILED);
    }
    d->vfs = vfs.zName;
    d->point = moment;
}

/* ---- Children -------------------------------------------------------------------------------------------------------- */

/* The status of a child that ran `work`; a signal (an assertion, a sanitizer) is 1. */
static int in_child(void (*work)(struct deployment *d, const struct engine_options *options), struct deployment *d,
                    const struct engine_options *options)
{
    (void)fflush(stdout);
    pid_t pid = fork();
    assert(pid >= 0);
    if (pid == 0) {
        (void)alarm(ENGINE_MAX_S); /* virtual time stands still when an engine spins */
        work(d, options);
        _exit(0);
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void apply_and_report(struct deployment *d, const struct engine_options *options)
{
    counting = true;
    report->result = deployment_apply(d, options);
}

bool kill_run(struct deployment *d, const struct engine_options *options, uint64_t at, struct engine_result *ret)
{
    *report = (struct report){ 0 };
    die_at = at;
    int status = in_child(apply_and_report, d, options);
    die_at = KILL_NONE;
    if (status != 0 && status != KILLED) {
        report->result.exit_code = -1;
        (void)snprintf(report->result.err.message, sizeof report->result.err.message, "the engine crashed");
    }
    if (ret)
        *ret = report->result;
    return status == KILLED;
}

uint64_t kill_points(struct deployment *d, const struct engine_options *options)
{
    (void)kill_run(d, options, KILL_NONE, NULL);
    return report->points;
}

static void recover(struct deployment *d, const struct engine_options *options)
{
    struct recovery *r = &report->recovery;
    struct engine_result result = { 0 };
    char text[256];
    for (r->applies = 0; r->applies < 3 && !r->ended; r->applies++) {
        result = deployment_apply(d, options);
        r->took_ms += result.took_ms;
        r->ended = result.ok && result.exit_code == 0;
        struct verdict now = deployment_judge(d, text, sizeof text); /* the promise holds whenever an apply returns, whatever its exit code */
        r->verdict.orphans += now.orphans;
        r->verdict.duplicates += now.duplicates;
        r->verdict.missing += now.missing;
        r->verdict.strangers_touched += now.strangers_touched;
        r->verdict.undurable = now.undurable;
        r->verdict.open_intents = now.open_intents;
        if (*text && !*r->text)
            (void)snprintf(r->text, sizeof r->text, "apply %d: %s", r->applies + 1, text);
        r->no_plan = r->no_plan || strstr(result.err.message, "no order fits");
        if (!r->ended && !*r->text)
            (void)snprintf(r->text, sizeof r->text, "exit %d: %.250s", result.exit_code, result.err.message);
    }
    r->empty = options->destroy ? cloud_live(d->cloud) == 0 : deployment_plan_is_empty(d, text, sizeof text);
    if (!r->empty && !*r->text)
        (void)snprintf(r->text, sizeof r->text, "the next plan is not empty: %.250s", options->destroy ? "objects are left" : text);
}

struct recovery kill_recover(struct deployment *d, const struct engine_options *options)
{
    report->recovery = (struct recovery){ 0 };
    if (in_child(recover, d, options) != 0)
        (void)snprintf(report->recovery.text, sizeof report->recovery.text, "the recovering engine crashed");
    return report->recovery;
}

bool recovery_is_clean(const struct recovery *r)
{
    return r->ended && r->empty && r->applies <= 2 && verdict_is_clean(&r->verdict);
}
