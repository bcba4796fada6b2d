/*
 * library.h - a shared library that is loaded when it is first needed.
 *
 *     static const char *const names[] = { "libcurl.so.4", NULL };
 *     TRY(library_load(names, symbols, &functions, err));
 *
 * Starting the program must not cost what few of its commands use: libcurl brings 25 libraries with it, 5 ms and 5 MB.
 */
#ifndef ENGINE_BASE_LIBRARY_H
#define ENGINE_BASE_LIBRARY_H

#include "engine/base/err.h"

#include <stddef.h>

struct library_symbol {
    const char *name;
    size_t offset; /* of the pointer in the table */
};

/*
 * Opens the first of `names` that is there (ended by NULL) and fills the table, a struct of function pointers, with its `symbols` (ended by
 * a NULL name). Stays loaded. ERR_NOT_FOUND when no library is there, ERR_NOT_BUILT when it lacks a symbol.
 */
bool library_load(const char *const *names, const struct library_symbol *symbols, void *table, struct err *err) MUST_USE;

#endif
