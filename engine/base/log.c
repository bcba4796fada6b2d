/*
 * log.c - the debug log: one line a call, written at once, so that a crash loses nothing.
 *
 * Line: milliseconds since log_open, level, room, text. Control characters are shown as '?': what a server sent must not
 * drive the terminal.
 */
#include "engine/base/log.h"
#include "engine/base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LOG_SPEC_MAX = 256, LOG_LINE_MAX = 16 << 10 };

static struct {
    enum log_level level;
    char spec[LOG_SPEC_MAX]; /* owns the bytes of `rooms` */
    struct str rooms;        /* "net,auth"; empty: every room */
    int fd;
    int64_t opened_ms;
} logging = { .fd = STDERR_FILENO };

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool are_room_names(struct str rooms)
{
    while (rooms.ptr) {
        struct str room = str_split(&rooms, ',');
        for (size_t i = 0; i < room.len; i++)
            if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", room.ptr[i]))
                return false;
        if (!room.len)
            return false;
    }
    return true;
}

bool log_open(const char *spec, const char *file_path, struct err *err)
{
    log_close();
    if (!spec || !*spec)
        return true;
    struct str rest = str_of(spec), word = str_split(&rest, ':');
    enum log_level level = str_is(word, "debug") ? LOG_LEVEL_DEBUG : str_is(word, "trace") ? LOG_LEVEL_TRACE : LOG_OFF;
    if (str_is(word, "off") && !rest.ptr)
        return true;
    if (level == LOG_OFF || strlen(spec) >= sizeof logging.spec || !are_room_names(rest)) {
        FAIL(err, ERR_INVALID, "INFRA_LOG=%.60s is not understood", spec);
        return err_hint(err, "use debug or trace, and rooms if wanted: INFRA_LOG=debug:net,auth");
    }
    if (file_path && *file_path) {
        int fd = open(file_path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0)
            return FAIL(err, ERR_INVALID, "cannot open INFRA_LOG_FILE '%s': %m", file_path);
        logging.fd = fd;
    }
    memcpy(logging.spec, spec, strlen(spec) + 1);
    if (rest.ptr)
        logging.rooms = (struct str){ logging.spec + (rest.ptr - spec), rest.len };
    logging.opened_ms = now_ms();
    logging.level = level;
    return true;
}

bool log_on(enum log_level level, const char *room)
{
    if (level > logging.level || level == LOG_OFF)
        return false;
    struct str rooms = logging.rooms;
    if (!rooms.len)
        return true;
    while (rooms.ptr)
        if (str_is(str_split(&rooms, ','), room))
            return true;
    return false;
}

void log_line(enum log_level level, const char *room, const char *format, ...)
{
    if (!log_on(level, room))
        return;
    int saved_errno = errno; /* tracing changes nothing for the caller */
    char line[LOG_LINE_MAX];
    int head = snprintf(line, sizeof line, "%7lld %s %s: ", (long long)(now_ms() - logging.opened_ms),
                        level == LOG_LEVEL_TRACE ? "trace" : "debug", room);
    size_t len = MIN_OF((size_t)MAX_OF(head, 0), sizeof line - 2);
    va_list args;
    va_start(args, format);
    int body = vsnprintf(line + len, sizeof line - 1 - len, format, args);
    va_end(args);
    len = MIN_OF(len + (size_t)MAX_OF(body, 0), sizeof line - 2);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[len++] = '\n';
    for (size_t done = 0; done < len;) {
        ssize_t n = write(logging.fd, line + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break; /* nowhere to tell */
        done += (size_t)n;
    }
    errno = saved_errno;
}

void log_close(void)
{
    if (logging.fd != STDERR_FILENO)
        (void)close(logging.fd);
    logging.fd = STDERR_FILENO;
    logging.level = LOG_OFF;
    logging.rooms = STR_NONE;
}
