/*
 * log.h - debug tracing: INFRA_LOG=debug|trace[:room,...] to stderr or INFRA_LOG_FILE. Never user-facing messages.
 *
 *     LOG_DEBUG("gate", "%s waits %lld ms", bucket, (long long)ms);
 *
 * Callers pass no secrets: values are rendered by value_redacted(), headers and bodies by net/'s tracer.
 */
#ifndef ENGINE_BASE_LOG_H
#define ENGINE_BASE_LOG_H

#include "engine/base/err.h"

enum log_level { LOG_OFF, LOG_LEVEL_DEBUG, LOG_LEVEL_TRACE };

/* `spec` as INFRA_LOG has it (NULL: off). Fails with ERR_INVALID when it cannot be understood. */
bool log_open(const char *spec, const char *file_path, struct err *err) MUST_USE;
bool log_on(enum log_level level, const char *room);
void log_line(enum log_level level, const char *room, const char *format, ...) PRINTF_LIKE(3, 4);
void log_close(void);

#define LOG_DEBUG(room, ...)                                \
    do {                                                    \
        if (log_on(LOG_LEVEL_DEBUG, (room)))                \
            log_line(LOG_LEVEL_DEBUG, (room), __VA_ARGS__); \
    } while (0)
#define LOG_TRACE(room, ...)                                \
    do {                                                    \
        if (log_on(LOG_LEVEL_TRACE, (room)))                \
            log_line(LOG_LEVEL_TRACE, (room), __VA_ARGS__); \
    } while (0)

#endif
