/*
 * http_library.c - loads libmicrohttpd.
 */
#include "engine/sim/http_library.h"

#include "engine/base/library.h"

struct http_library http_library;

bool http_library_open(struct err *err)
{
    static const char *const names[] = { "libmicrohttpd.so.12", "libmicrohttpd.so", NULL };
    static const struct library_symbol symbols[] = {
#define X(name) { #name, offsetof(struct http_library, name##_) },
        HTTP_LIBRARY_FUNCTIONS(X)
#undef X
        { 0 },
    };
    return library_load(names, symbols, &http_library, err);
}
