/*
 * diag.c - collecting, ordering and capping findings.
 *
 * Findings arrive in evaluation order and are shown in file order, so which ones are "the first DIAG_MAX" is known only
 * once all are there: diag_add keeps up to DIAG_KEEP_MAX, diag_sort cuts. A stack that errs in an endless loop stays bounded.
 */
#include "engine/base/diag.h"

#include <assert.h>
#include <stdlib.h>

enum { DIAG_KEEP_MAX = 1000 };

struct diag *diag_add(struct diags *diags, enum diag_severity severity, const char *code, struct pos at,
                      const char *format, ...)
{
    assert(diags->arena);
    if (severity == DIAG_ERROR)
        diags->error_count++;
    if (diags->list.count >= DIAG_KEEP_MAX) { /* counted, not kept */
        if (!diags->spill)
            diags->spill = ARENA_NEW(diags->arena, struct diag);
        return diags->spill;
    }
    struct diag *diag = VEC_PUSH(&diags->list, diags->arena);
    at.file = arena_str(diags->arena, at.file);
    *diag = (struct diag){ .severity = severity, .code = code, .at = at };
    va_list args;
    va_start(args, format);
    diag->message = arena_vprintf(diags->arena, format, args);
    va_end(args);
    return diag;
}

static int by_position(const struct diag *a, const struct diag *b)
{
    int order = str_cmp(a->at.file, b->at.file);
    if (!order)
        order = (a->at.line > b->at.line) - (a->at.line < b->at.line);
    if (!order)
        order = (a->at.column > b->at.column) - (a->at.column < b->at.column);
    return order;
}

/* Over pointers into one array: equal positions keep the order of arrival. */
static int compare(const void *left, const void *right)
{
    const struct diag *a = *(const struct diag *const *)left, *b = *(const struct diag *const *)right;
    int order = by_position(a, b);
    return order ? order : (a > b) - (a < b);
}

static bool is_repeat(const struct diag *a, const struct diag *b)
{
    return a->severity == b->severity && by_position(a, b) == 0 && str_eq(a->message, b->message) &&
           str_eq(str_of(a->code), str_of(b->code));
}

void diag_sort(struct diags *diags)
{
    size_t count = diags->list.count;
    if (!count)
        return;
    const struct diag **order = ARENA_ARRAY(diags->arena, const struct diag *, count);
    for (size_t i = 0; i < count; i++)
        order[i] = &diags->list.items[i];
    qsort(order, count, sizeof *order, compare);

    size_t unique = 0, errors = 0;
    for (size_t i = 0; i < count; i++) {
        bool repeat = false;
        for (size_t j = unique; j-- && !repeat && by_position(order[j], order[i]) == 0;)
            repeat = is_repeat(order[j], order[i]);
        if (repeat) {
            diags->error_count -= order[i]->severity == DIAG_ERROR;
            continue;
        }
        errors += order[i]->severity == DIAG_ERROR;
        order[unique++] = order[i];
    }
    /* Cut: warnings and notes only take the places that errors leave. */
    size_t error_places = MIN_OF(errors, (size_t)DIAG_MAX), other_places = DIAG_MAX - error_places, kept = 0;
    struct diag *sorted = ARENA_ARRAY(diags->arena, struct diag, MIN_OF(unique, (size_t)DIAG_MAX));
    for (size_t i = 0; i < unique; i++) {
        size_t *places = order[i]->severity == DIAG_ERROR ? &error_places : &other_places;
        if (!*places)
            continue;
        --*places;
        sorted[kept++] = *order[i];
    }
    diags->list.items = sorted;
    diags->list.count = diags->list.room = kept;
}

bool diag_to_err(const struct diags *diags, struct err *err)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *diag = &diags->list.items[i];
        if (diag->severity != DIAG_ERROR)
            continue;
        FAIL(err, ERR_INVALID, "%.*s", STR_ARG(diag->message));
        if (diag->hint.len)
            err_hint(err, "%.*s", STR_ARG(diag->hint));
        DROP_ARENA struct arena scratch = { 0 };
        if (diag->at.line)
            err_at(err, arena_cstr(&scratch, diag->at.file), (int)diag->at.line, (int)diag->at.column);
        return false;
    }
    assert(!"diag_to_err without an error");
    return false;
}
