/*
 * err.c - filling and extending the one error type.
 */
#include "engine/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const code_names[] = {
#define X(name, text) [ERR_##name] = text,
    ERR_CODES(X)
#undef X
};

const char *err_code_name(enum err_code code)
{
    return (size_t)code < ARRAY_LEN(code_names) ? code_names[code] : "unknown";
}

void err_clear(struct err *err)
{
    if (err)
        memset(err, 0, sizeof *err);
}

bool err_frame_(struct err *err, const char *file, const char *function, int line)
{
    if (err && err->frame_count < ERR_FRAMES_MAX)
        err->frames[err->frame_count++] = (struct err_frame){ .file = file, .function = function, .line = line };
    return false;
}

bool err_fail_(struct err *err, enum err_code code, const char *file, const char *function, int line,
               const char *format, ...)
{
    if (!err)
        return false;
    err_clear(err);
    err->code = code;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return err_frame_(err, file, function, line);
}

bool err_context(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    char text[ERR_MESSAGE_MAX / 2]; /* the context never takes more than half: the cause must stay readable */
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0)
        return false;
    size_t len = MIN_OF((size_t)n, sizeof text - 1), room = sizeof err->message - len - 3;
    size_t keep = MIN_OF(strlen(err->message), room);
    memmove(err->message + len + 2, err->message, keep);
    memcpy(err->message, text, len);
    memcpy(err->message + len, ": ", 2);
    err->message[len + 2 + keep] = '\0';
    return false;
}

bool err_hint(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
    return false;
}

void err_at(struct err *err, const char *file, int line, int column)
{
    if (!err || err->at.line || !file)
        return;
    (void)snprintf(err->at.file, sizeof err->at.file, "%s", file);
    err->at.line = line;
    err->at.column = column;
}
