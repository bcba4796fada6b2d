/*
 * diag.h - many errors of one run: collected, sorted by position, shown together (at most DIAG_MAX).
 *
 * An err ends one operation; a diag is one finding among several about the user's files. Codes (E0107) are stable and
 * explained by `infra explain CODE`; their texts live in engine/lang/codes.inc.
 */
#ifndef ENGINE_BASE_DIAG_H
#define ENGINE_BASE_DIAG_H

#include "engine/base/arena.h"
#include "engine/base/err.h"

enum { DIAG_MAX = 20 };

enum diag_severity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

/* A place in a stack file. `file` is relative to the project root; line and column start at 1, 0 means unknown; columns count bytes. */
struct pos {
    struct str file;
    uint32_t line, column, end_column;
};

struct diag {
    enum diag_severity severity;
    const char *code;          /* "E0107" */
    struct str message;        /* one line */
    struct pos at;
    struct str label;          /* under the marked text; may be empty */
    struct str hint;           /* "did you mean ..."; may be empty */
    struct str see;            /* "infra explain ..."; may be empty */
    const struct pos *trail;   /* called from, innermost first */
    const struct str *trail_labels;
    size_t trail_count;
};

struct diags {
    struct arena *arena;       /* must be set; copies live here */
    VEC(struct diag) list;
    size_t error_count;        /* also those beyond DIAG_MAX */
    struct diag *spill;        /* what diag_add returns once the list is full; never shown */
};

/* Appends a copy (strings are copied). Returns it so that optional fields can be set, from memory of diags->arena; valid until the next diag_add. */
struct diag *diag_add(struct diags *diags, enum diag_severity severity, const char *code, struct pos at,
                      const char *format, ...) PRINTF_LIKE(5, 6);
void diag_sort(struct diags *diags);    /* by file, line, column; stable; drops exact repeats; cuts to DIAG_MAX, errors first */
/* The first error as an err (ERR_INVALID) for callers that can show only one; false always. Asserts that there is one. */
bool diag_to_err(const struct diags *diags, struct err *err);

#endif
