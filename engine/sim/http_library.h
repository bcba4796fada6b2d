/*
 * http_library.h - libmicrohttpd, loaded when a server starts: only `infra sim --listen` needs it. Include this instead of <microhttpd.h>.
 */
#ifndef ENGINE_SIM_HTTP_LIBRARY_H
#define ENGINE_SIM_HTTP_LIBRARY_H

#include "engine/base/err.h"

#include <microhttpd.h>

#define HTTP_LIBRARY_FUNCTIONS(X)                                                                                             \
    X(MHD_add_response_header) X(MHD_create_response_from_buffer) X(MHD_destroy_response) X(MHD_get_connection_values)        \
    X(MHD_get_daemon_info) X(MHD_queue_response) X(MHD_run_wait) X(MHD_start_daemon) X(MHD_stop_daemon)

struct http_library {
#define X(name) __typeof__(name) *name##_;
    HTTP_LIBRARY_FUNCTIONS(X)
#undef X
};
extern struct http_library http_library;

bool http_library_open(struct err *err) MUST_USE;

#define MHD_add_response_header http_library.MHD_add_response_header_
#define MHD_create_response_from_buffer http_library.MHD_create_response_from_buffer_
#define MHD_destroy_response http_library.MHD_destroy_response_
#define MHD_get_connection_values http_library.MHD_get_connection_values_
#define MHD_get_daemon_info http_library.MHD_get_daemon_info_
#define MHD_queue_response http_library.MHD_queue_response_
#define MHD_run_wait http_library.MHD_run_wait_
#define MHD_start_daemon http_library.MHD_start_daemon_
#define MHD_stop_daemon http_library.MHD_stop_daemon_

#endif
