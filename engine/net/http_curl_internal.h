/*
 * http_curl_internal.h - what http_curl.c (the door) and http_transfer.c (one transfer's options and callbacks) share.
 */
#ifndef ENGINE_NET_HTTP_CURL_INTERNAL_H
#define ENGINE_NET_HTTP_CURL_INTERNAL_H

#include "engine/base/buf.h"
#include "engine/base/io.h"
#include "engine/net/curl_library.h"

enum { HTTP_HEADER_MAX_BYTES = 256 << 10 };

struct http_host;

/* One transfer, in an arena of its own until its reply has been built. */
struct http_transfer {
    struct http_transfer *next, *previous;
    struct arena memory;              /* becomes the reply's; holds this struct's strings, never the struct */
    void *tag;
    CURL *easy;
    struct curl_slist *headers, *connect_to;
    const struct io_http_request *request;
    struct http_host *host;
    VEC(struct io_header) answer;
    struct buf body;
    size_t header_bytes;
    int sends;                        /* how often curl was about to send the request */
    bool socket_opened;               /* the name was resolved, or needed no resolving */
    bool resend_refused, body_too_large, header_too_large;
    struct io_http_reply reply;       /* once it has ended */
    char problem[CURL_ERROR_SIZE];
};

/* Sets everything about the request on transfer->easy. False: it must not be sent; *ret_problem says why. */
bool http_transfer_setup(struct http_transfer *transfer, const char *ca_file, struct str *ret_problem) MUST_USE;
/* Fills transfer->reply from how curl ended it. */
void http_transfer_conclude(struct http_transfer *transfer, CURLcode code);

#endif
