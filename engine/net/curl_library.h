/*
 * curl_library.h - libcurl, loaded at the first request. Include this instead of <curl/curl.h>: calls look the same.
 *
 * What never asks a cloud (version, validate, a plan of state-only resources) starts in a quarter of the time without it.
 */
#ifndef ENGINE_NET_CURL_LIBRARY_H
#define ENGINE_NET_CURL_LIBRARY_H

#include "engine/base/err.h"

#define CURL_DISABLE_TYPECHECK 1 /* its macros would call the library past the table */
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt
#undef curl_share_setopt

#define CURL_LIBRARY_FUNCTIONS(X)                                                                                                      \
    X(curl_easy_cleanup) X(curl_easy_getinfo) X(curl_easy_init) X(curl_easy_reset) X(curl_easy_setopt) X(curl_easy_strerror)           \
    X(curl_global_cleanup) X(curl_global_init) X(curl_multi_add_handle) X(curl_multi_cleanup) X(curl_multi_info_read)                  \
    X(curl_multi_init) X(curl_multi_perform) X(curl_multi_poll) X(curl_multi_remove_handle) X(curl_multi_setopt)                       \
    X(curl_multi_strerror) X(curl_slist_append) X(curl_slist_free_all)

struct curl_library {
#define X(name) __typeof__(name) *name##_;
    CURL_LIBRARY_FUNCTIONS(X)
#undef X
};
extern struct curl_library curl_library;

/* Loads and initialises it once. ERR_NOT_FOUND, ERR_NOT_BUILT, ERR_INTERNAL. Before this every call below is a crash. */
bool curl_library_open(struct err *err) MUST_USE;

#define curl_easy_cleanup curl_library.curl_easy_cleanup_
#define curl_easy_getinfo curl_library.curl_easy_getinfo_
#define curl_easy_init curl_library.curl_easy_init_
#define curl_easy_reset curl_library.curl_easy_reset_
#define curl_easy_setopt curl_library.curl_easy_setopt_
#define curl_easy_strerror curl_library.curl_easy_strerror_
#define curl_global_cleanup curl_library.curl_global_cleanup_
#define curl_global_init curl_library.curl_global_init_
#define curl_multi_add_handle curl_library.curl_multi_add_handle_
#define curl_multi_cleanup curl_library.curl_multi_cleanup_
#define curl_multi_info_read curl_library.curl_multi_info_read_
#define curl_multi_init curl_library.curl_multi_init_
#define curl_multi_perform curl_library.curl_multi_perform_
#define curl_multi_poll curl_library.curl_multi_poll_
#define curl_multi_remove_handle curl_library.curl_multi_remove_handle_
#define curl_multi_setopt curl_library.curl_multi_setopt_
#define curl_multi_strerror curl_library.curl_multi_strerror_
#define curl_slist_append curl_library.curl_slist_append_
#define curl_slist_free_all curl_library.curl_slist_free_all_

#endif
