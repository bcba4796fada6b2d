/*
 * lock.c - who may write: a suspicious look at the file, and a lock that dies with its process.
 *
 * The lock is flock(2) on `<log>.lock`, whose content tells people who holds it. It is no promise between machines: that is what the
 * epochs in the log are for (docs/protocol.md), and why a log on a network file system is refused.
 */
#include "state/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* statfs(2) f_type of file systems whose locks and syncs cannot be relied on. */
static const struct {
    long type;
    const char *name;
} network_file_systems[] = {
    { 0x6969, "NFS" }, { 0x517b, "SMB" }, { (long)0xff534d42, "CIFS" }, { (long)0xfe534d42, "SMB2" }, { 0x01021997, "9P" },
    { 0x5346414f, "AFS" }, { 0x00c36400, "Ceph" }, { 0x0bd00bd0, "Lustre" }, { 0x47504653, "GPFS" }, { 0x19830326, "FhGFS" },
};

static bool check_file_system(const char *path, struct err *err)
{
    struct statfs fs;
    if (statfs(path, &fs) != 0)
        return true; /* it is not there yet: its folder was looked at */
    for (size_t i = 0; i < ARRAY_LEN(network_file_systems); i++) {
        if ((unsigned int)fs.f_type != (unsigned int)network_file_systems[i].type)
            continue;
        (void)FAIL(err, ERR_IO, "the log %s is on a network file system (%s)", path, network_file_systems[i].name);
        return err_hint(err, "keep it on a local disk; --state file:PATH says where");
    }
    return true;
}

bool store_check_file(struct state *s, bool *ret_exists, struct err *err)
{
    struct stat st;
    *ret_exists = false;
    if (lstat(s->path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            DROP_ARENA struct arena scratch = { 0 };
            char *folder = arena_cstr(&scratch, str_of(s->path)), *slash = strrchr(folder, '/');
            if (slash && slash != folder)
                *slash = '\0';
            struct stat wal;
            if (lstat(arena_printf(&scratch, "%s-wal", s->path).ptr, &wal) == 0 && wal.st_size > 0) {
                (void)FAIL(err, ERR_FORMAT, "the log %s is missing, but %s-wal, which is a part of it, is there", s->path, s->path);
                return err_hint(err, "restore both from a backup");
            }
            return check_file_system(slash ? folder : ".", err);
        }
        return FAIL(err, ERR_IO, "cannot look at the log %s: %s", s->path, strerror(errno));
    }
    if (S_ISLNK(st.st_mode))
        return FAIL(err, ERR_IO, "the log %s is a symbolic link, which is not followed", s->path);
    if (!S_ISREG(st.st_mode))
        return FAIL(err, ERR_IO, "the log %s is not a regular file", s->path);
    if (st.st_mode & 077) {
        (void)FAIL(err, ERR_IO, "the log %s can be read or written by others (mode %03o)", s->path, st.st_mode & 0777u);
        return err_hint(err, "chmod 600 %s", s->path);
    }
    if (st.st_uid != geteuid() && geteuid() != 0)
        return FAIL(err, ERR_IO, "the log %s belongs to another user", s->path);
    if (st.st_size == 0) {
        (void)FAIL(err, ERR_FORMAT, "the log %s is empty: something cut it off", s->path);
        return err_hint(err, "restore the file from a backup");
    }
    *ret_exists = true;
    return check_file_system(s->path, err);
}

static void describe_holder(struct state *s, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct str text;
    if (!io_file_read(s->io, &scratch, s->lock_path, 4096, &text, NULL))
        text = STR("");
    text = str_trim(text);
    (void)FAIL(err, ERR_LOCKED, "another run holds the log%s%.*s", text.len ? ": " : "", STR_ARG(text));
    (void)err_hint(err, "wait for it, or use --lock-wait; a lock dies with its process");
}

static void write_holder(struct state *s)
{
    char host[256] = "?";
    (void)gethostname(host, sizeof host - 1);
    DROP_ARENA struct arena scratch = { 0 };
    const char *user = getenv("USER"); /* for people only */
    struct str when = io_format_time(&scratch, io_wall_ms(s->io));
    struct str text = arena_printf(&scratch, "%s@%s pid %ld since %.*s\n", user ? user : "?", host, (long)getpid(), STR_ARG(when));
    if (ftruncate(s->lock_fd, 0) == 0)
        (void)!pwrite(s->lock_fd, text.ptr, text.len, 0);
}

bool store_lock(struct state *s, int64_t wait_ms, struct err *err)
{
    if (s->lock_fd >= 0)
        return true;
    /* lint-ok: door - a lock is held by a descriptor, which the io door does not hand out */
    int fd = open(s->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return FAIL(err, ERR_IO, "cannot open the lock %s: %s", s->lock_path, strerror(errno));
    int64_t until = io_mono_ms(s->io) + wait_ms;
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            (void)FAIL(err, ERR_IO, "cannot lock %s: %s", s->lock_path, strerror(errno));
            (void)close(fd);
            return false;
        }
        int64_t now = io_mono_ms(s->io);
        if (now >= until) {
            (void)close(fd);
            describe_holder(s, err);
            return false;
        }
        struct io_http_reply unused;
        (void)s->io->ops->wait(s->io, MIN_OF(now + 200, until), &unused); /* nothing is in flight before the lock is held */
    }
    s->lock_fd = fd;
    write_holder(s);
    return true;
}

void store_unlock(struct state *s)
{
    if (s->lock_fd < 0)
        return;
    (void)!ftruncate(s->lock_fd, 0);
    (void)close(s->lock_fd); /* lets the lock go; the file stays, so that two waiters cannot hold two files */
    s->lock_fd = -1;
}
