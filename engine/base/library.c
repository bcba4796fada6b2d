/*
 * library.c - loading shared libraries late.
 */
#include "engine/base/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(const char *const *names, const struct library_symbol *symbols, void *table, struct err *err)
{
    void *library = NULL;
    for (const char *const *name = names; !library && *name; name++)
        library = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *why = dlerror();
        (void)FAIL(err, ERR_NOT_FOUND, "the library %s cannot be loaded: %s", names[0], why ? why : "it is not there");
        return err_hint(err, "install the package that contains it");
    }
    for (const struct library_symbol *s = symbols; s->name; s++) {
        void *symbol = dlsym(library, s->name);
        if (!symbol)
            return FAIL(err, ERR_NOT_BUILT, "the library %s is too old: it has no %s", names[0], s->name);
        memcpy((char *)table + s->offset, &symbol, sizeof symbol); /* a function pointer, by way of its bytes: C has no cast for it */
    }
    return true;
}
