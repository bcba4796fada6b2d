/*
 * fault_vfs.c - see fault_vfs.h. It stands in front of the system's VFS and counts what changes the disk.
 */
#include "tests/unit/state/fault_vfs.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>

static sqlite3_vfs vfs, *real;
static int count, nth;
static bool happened;

struct file {
    sqlite3_file base;
    sqlite3_file *inner; /* lies right behind */
};

static sqlite3_file *in(sqlite3_file *f)
{
    return ((struct file *)f)->inner;
}

static bool fails(void)
{
    if (!nth || ++count < nth)
        return false;
    happened = true;
    return true;
}

static int x_close(sqlite3_file *f) { return in(f)->pMethods ? in(f)->pMethods->xClose(in(f)) : SQLITE_OK; }
static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return in(f)->pMethods->xRead(in(f), p, n, at); }
static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    if (!fails())
        return in(f)->pMethods->xWrite(in(f), p, n, at);
    if (count == nth && n > 1) /* the first one is torn: half of it arrives */
        (void)in(f)->pMethods->xWrite(in(f), p, n / 2, at);
    return SQLITE_IOERR_WRITE;
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 n) { return fails() ? SQLITE_IOERR_TRUNCATE : in(f)->pMethods->xTruncate(in(f), n); }
static int x_sync(sqlite3_file *f, int flags) { return fails() ? SQLITE_IOERR_FSYNC : in(f)->pMethods->xSync(in(f), flags); }
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

void fault_open(void)
{
    if (real)
        return;
    real = sqlite3_vfs_find(NULL);
    vfs = *real;
    vfs.zName = "infra-test-faults";
    vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
    vfs.xOpen = x_open;
    (void)sqlite3_vfs_register(&vfs, 0);
}

void fault_arm(int n)
{
    nth = n;
    count = 0;
    happened = false;
}

bool fault_happened(void)
{
    return happened;
}
