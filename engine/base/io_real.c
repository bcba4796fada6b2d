/*
 * io_real.c - the real door's clock, randomness and files. net/http_curl.c plugs its transport into a copy of these ops.
 *
 * Files are ours and private: the last component of a path is never followed (O_NOFOLLOW), descriptors close on exec, and
 * a file is replaced whole: temporary file beside it, fsync, rename, fsync of the folder. After a kill at any point the
 * path holds the old bytes or the new ones; a left-over ".<name>.<random>.tmp" is harmless.
 */
#include "engine/base/io.h"
#include "engine/base/digest.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { READ_CHUNK_BYTES = 64 << 10, PRIVATE_MODE = 0600, TEMP_RANDOM_BYTES = 8 };

static int64_t clock_ms(clockid_t clock)
{
    struct timespec t;
    int rc = clock_gettime(clock, &t);
    assert(rc == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t real_wall_ms(struct io *io)
{
    (void)io;
    return clock_ms(CLOCK_REALTIME);
}

static int64_t real_mono_ms(struct io *io)
{
    (void)io;
    return clock_ms(CLOCK_MONOTONIC);
}

static void real_random(struct io *io, void *ret, size_t len)
{
    (void)io;
    for (char *at = ret; len;) {
        ssize_t n = getrandom(at, len, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            fprintf(stderr, "infra: the system gives no random bytes: %m\n");
            abort(); /* keys and ids must not come from anywhere else */
        }
        at += n;
        len -= (size_t)n;
    }
}

/* ---- Waiting ---------------------------------------------------------------------------------------------------- */

static int wake_fd_plus_1; /* 0: not made yet; atomic, since a signal handler may be first */

int io_wake_fd(void)
{
    int have = __atomic_load_n(&wake_fd_plus_1, __ATOMIC_ACQUIRE);
    if (have)
        return have - 1;
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    assert(fd >= 0);
    if (!__atomic_compare_exchange_n(&wake_fd_plus_1, &have, fd + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        (void)close(fd);
        fd = have - 1;
    }
    return fd;
}

void io_wake(void)
{
    int saved_errno = errno;
    ssize_t n = write(io_wake_fd(), &(uint64_t){ 1 }, sizeof(uint64_t));
    (void)n; /* full counter: it is readable already */
    errno = saved_errno;
}

bool io_wake_clear(void)
{
    uint64_t wakes;
    return read(io_wake_fd(), &wakes, sizeof wakes) == sizeof wakes;
}

static void *real_wait(struct io *io, int64_t deadline_mono_ms, struct io_http_reply *ret_reply)
{
    (void)ret_reply;
    for (;;) {
        int64_t left_ms = deadline_mono_ms - real_mono_ms(io);
        struct pollfd wake = { .fd = io_wake_fd(), .events = POLLIN };
        int n = poll(&wake, 1, (int)MIN_OF(MAX_OF(left_ms, (int64_t)0), (int64_t)1 << 30));
        if (n > 0)
            (void)io_wake_clear();
        if (n > 0 || left_ms <= 0)
            return NULL;
    }
}

static NORETURN void no_transport(void)
{
    fprintf(stderr, "infra: bug: HTTP through a door without a transport\n");
    abort();
}

static void real_http_start(struct io *io, const struct io_http_request *request, void *tag)
{
    (void)io, (void)request, (void)tag;
    no_transport();
}

static void real_http_cancel(struct io *io, void *tag)
{
    (void)io, (void)tag;
    no_transport();
}

/* ---- Files ------------------------------------------------------------------------------------------------------ */

static void close_fd(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}
#define DROP_FD __attribute__((cleanup(close_fd)))

/* What open and lstat say about `path`, from errno. */
static bool path_fail(struct err *err, const char *verb, const char *path)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return FAIL(err, ERR_NOT_FOUND, "there is no '%s'", path);
    if (errno == ELOOP)
        return FAIL(err, ERR_IO, "'%s' is a symbolic link, which is not followed here", path);
    return FAIL(err, ERR_IO, "cannot %s '%s': %m", verb, path);
}

static bool real_file_info(struct io *io, const char *path, struct io_file_info *ret, struct err *err)
{
    (void)io;
    struct stat st;
    if (lstat(path, &st) < 0)
        return path_fail(err, "look at", path);
    *ret = (struct io_file_info){
        .kind = S_ISREG(st.st_mode)   ? IO_FILE
                : S_ISDIR(st.st_mode) ? IO_DIR
                : S_ISLNK(st.st_mode) ? IO_LINK
                                      : IO_OTHER,
        .mode = st.st_mode & 07777,
        .owner = st.st_uid,
        .size_bytes = st.st_size,
        .modified_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000,
    };
    return true;
}

static bool real_file_read(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                           struct err *err)
{
    (void)io;
    /* O_NONBLOCK: opening a FIFO must not hang before we can refuse it */
    DROP_FD int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return path_fail(err, "open", path);
    max_bytes = MIN_OF(max_bytes, SIZE_MAX / 4); /* room for the sums below */
    struct stat st;
    if (fstat(fd, &st) < 0)
        return path_fail(err, "look at", path);
    if (!S_ISREG(st.st_mode))
        return FAIL(err, ERR_IO, "'%s' is not a regular file", path);
    if ((uint64_t)st.st_size > max_bytes)
        return FAIL(err, ERR_LIMIT, "'%s' has %lld bytes, more than the %zu that are read", path, (long long)st.st_size,
                    max_bytes);
    /* The size is a guess: /proc files say 0, and a file may grow while it is read. One byte more shows the end. */
    size_t room = MIN_OF(MAX_OF((size_t)st.st_size + 1, (size_t)READ_CHUNK_BYTES * !st.st_size), max_bytes + 1), len = 0;
    char *data = arena_alloc(arena, room + 1);
    for (;;) {
        if (len == room) {
            if (len > max_bytes)
                return FAIL(err, ERR_LIMIT, "'%s' has more than the %zu bytes that are read", path, max_bytes);
            room = MIN_OF(room * 2, max_bytes + 1);
            char *bigger = arena_alloc(arena, room + 1);
            memcpy(bigger, data, len);
            data = bigger;
        }
        ssize_t n = read(fd, data + len, room - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return path_fail(err, "read", path);
        if (n == 0)
            break;
        len += (size_t)n;
    }
    data[len] = '\0';
    *ret = (struct str){ data, len };
    return true;
}

static struct str folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return STR(".");
    return slash == path ? STR("/") : str_n(path, (size_t)(slash - path));
}

static bool sync_folder(const char *folder, struct err *err)
{
    DROP_FD int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) < 0)
        return path_fail(err, "sync the folder", folder);
    return true;
}

static bool write_all(int fd, struct str data)
{
    while (data.len) {
        ssize_t n = write(fd, data.ptr, data.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data = str_slice(data, (size_t)n, data.len);
    }
    return true;
}

static bool real_file_write(struct io *io, const char *path, struct str data, unsigned mode, struct err *err)
{
    /* Rename would replace a link or a device; neither is ours to replace. */
    struct io_file_info there;
    if (real_file_info(io, path, &there, NULL) && there.kind != IO_FILE)
        return FAIL(err, ERR_IO, "'%s' is not a regular file", path);

    DROP_ARENA struct arena scratch = { 0 };
    struct str folder = folder_of(path);
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char random[TEMP_RANDOM_BYTES];
    real_random(io, random, sizeof random);
    const char *temp = arena_printf(&scratch, "%.*s/.%.*s.%s.tmp", STR_ARG(folder), 200, name,
                                    hex_encode(&scratch, str_n(random, sizeof random)).ptr).ptr;

    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, PRIVATE_MODE);
    if (fd < 0)
        return path_fail(err, "write", path);
    /* fchmod: the mode asked for, whatever the umask; a failing close is a failing write */
    bool written = write_all(fd, data) && fchmod(fd, mode ? mode : PRIVATE_MODE) == 0 && fsync(fd) == 0;
    int problem = errno;
    if (close(fd) < 0 && written) {
        written = false;
        problem = errno;
    }
    if (written && rename(temp, path) < 0) {
        written = false;
        problem = errno;
    }
    if (!written) {
        (void)unlink(temp);
        errno = problem;
        return FAIL(err, ERR_IO, "cannot write '%s': %m", path);
    }
    return sync_folder(arena_cstr(&scratch, folder), err);
}

static bool real_file_remove(struct io *io, const char *path, struct err *err)
{
    (void)io;
    if (unlink(path) < 0 && errno != ENOENT)
        return FAIL(err, ERR_IO, "cannot remove '%s': %m", path);
    return true;
}

static bool real_make_dirs(struct io *io, const char *path, unsigned mode, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    char *part = arena_cstr(&scratch, str_of(path));
    for (char *at = part; *at;) {
        at += strspn(at, "/");
        at += strcspn(at, "/");
        char keep = *at;
        *at = '\0';
        if (*part && mkdir(part, mode) < 0 && errno != EEXIST)
            return FAIL(err, ERR_IO, "cannot make the folder '%s': %m", part);
        *at = keep;
    }
    struct io_file_info there;
    TRY(real_file_info(io, path, &there, err));
    if (there.kind != IO_DIR)
        return FAIL(err, ERR_IO, "'%s' is not a folder", path);
    return true;
}

static bool real_file_resolve(struct io *io, struct arena *arena, const char *path, struct str *ret, struct err *err)
{
    (void)io;
    char *resolved = realpath(path, NULL);
    if (!resolved)
        return path_fail(err, "find", path);
    *ret = arena_str(arena, str_of(resolved));
    free(resolved);
    return true;
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

DEFINE_DROP(dir, DIR *, closedir)

static bool real_dir_list(struct io *io, struct arena *arena, const char *path, struct str **ret, size_t *ret_count,
                          struct err *err)
{
    (void)io;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOTDIR)
        return FAIL(err, ERR_IO, "'%s' is not a folder", path);
    if (fd < 0)
        return path_fail(err, "list", path);
    DROP(dir) DIR *dir = fdopendir(fd);
    if (!dir) {
        (void)close(fd);
        return path_fail(err, "list", path);
    }
    VEC(struct str) names = { 0 };
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (!entry && errno)
            return path_fail(err, "list", path);
        if (!entry)
            break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (names.count == IO_DIR_MAX)
            return FAIL(err, ERR_LIMIT, "'%s' holds more than %d names", path, IO_DIR_MAX);
        *VEC_PUSH(&names, arena) = arena_str(arena, str_of(entry->d_name));
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_bytes);
    *ret = names.items;
    *ret_count = names.count;
    return true;
}

static const char *real_sqlite_vfs(struct io *io)
{
    (void)io;
    return NULL;
}

const struct io_ops io_real_ops = {
    .wall_ms = real_wall_ms,
    .mono_ms = real_mono_ms,
    .random = real_random,
    .http_start = real_http_start,
    .http_cancel = real_http_cancel,
    .wait = real_wait,
    .file_read = real_file_read,
    .file_write = real_file_write,
    .file_remove = real_file_remove,
    .make_dirs = real_make_dirs,
    .sqlite_vfs = real_sqlite_vfs,
    .file_info = real_file_info,
    .file_resolve = real_file_resolve,
    .dir_list = real_dir_list,
};
