/*
 * http_curl.h - the real transport: libcurl's multi interface behind the io door.
 *
 *     struct io *io = http_curl_open(err);       a real door: io_real_ops with HTTP through curl
 *
 * TLS is always verified (system CA bundle; CURLOPT_CAPATH stays NULL, it costs 20 ms a connection), redirects are never
 * followed, plain http only to loopback, HTTP/2 where offered, connections are kept. Our gate limits what is in flight:
 * curl's own queue costs four times the CPU.
 */
#ifndef ENGINE_NET_HTTP_CURL_H
#define ENGINE_NET_HTTP_CURL_H

#include "engine/base/io.h"

/* `status` of an IO_NOT_SENT reply when trying again is pointless: a certificate, a URL or a header that will not do. */
enum { HTTP_CURL_FINAL = -1 };

struct io *http_curl_open(struct err *err) MUST_USE;
void http_curl_close(struct io *io);
/* Makes a wait that is under way return; safe in a signal handler. */
void http_curl_wake(struct io *io);

#endif
