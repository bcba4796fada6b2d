/*
 * curl_library.c - loads libcurl.
 */
#include "engine/net/curl_library.h"

#include "engine/base/library.h"

struct curl_library curl_library;

bool curl_library_open(struct err *err)
{
    static const char *const names[] = { "libcurl.so.4", NULL };
    static const struct library_symbol symbols[] = {
#define X(name) { #name, offsetof(struct curl_library, name##_) },
        CURL_LIBRARY_FUNCTIONS(X)
#undef X
        { 0 },
    };
    TRY(library_load(names, symbols, &curl_library, err));
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK || FAIL(err, ERR_INTERNAL, "libcurl cannot be initialised");
}
