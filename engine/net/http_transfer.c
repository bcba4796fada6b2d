/*
 * http_transfer.c - one transfer: what curl is told, what it tells us, and whether the request can have had an effect.
 *
 * Sent or not sent. curl calls the pre-request function after the connection (proxy tunnel and TLS handshake included) stands
 * and before the first byte of a request. No call: IO_NOT_SENT, exactly. One call or more and no whole answer: IO_AMBIGUOUS.
 *
 * No hidden resend. When a kept connection turns out to be dead, or an HTTP/2 server refuses a stream, curl sends the request
 * again by itself, whatever the method: for a request that creates something without a token this would be a duplicate nobody
 * knows of. Such a resend passes the pre-request function a second time, and there a mutating request is stopped:
 * IO_AMBIGUOUS, and net/ decides. Turning connection reuse off would cost a TLS handshake a request instead. To make the case
 * rare, mutating requests do not use a connection that was idle for more than MUTATE_IDLE_S. Reads are resent by curl.
 */
#include "engine/net/http_curl.h"
#include "engine/net/http_curl_internal.h"
#include "engine/net/net.h"

#include <ctype.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>

enum {
    CONNECT_MS = 10000, WHOLE_MS = 60000,
    BODY_MAX_BYTES = 64 << 20,
    MUTATE_IDLE_S = 4, READ_IDLE_S = 60,
    KEEPALIVE_IDLE_S = 30, KEEPALIVE_INTERVAL_S = 15,
};

/* ---- What curl tells us -------------------------------------------------------------------------------------------- */

static int before_request(void *context, char *primary_ip, char *local_ip, int primary_port, int local_port)
{
    (void)primary_ip, (void)local_ip, (void)primary_port, (void)local_port;
    struct http_transfer *transfer = context;
    if (transfer->sends > 0 && transfer->request->mutates) {
        transfer->resend_refused = true;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->sends++;
    return CURL_PREREQFUNC_OK;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    (void)purpose;
    struct http_transfer *transfer = context;
    transfer->socket_opened = true;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    struct http_transfer *transfer = context;
    size_t len = size * count;
    transfer->header_bytes += len;
    if (transfer->header_bytes > HTTP_HEADER_MAX_BYTES) {
        transfer->header_too_large = true;
        return 0;
    }
    struct str line = str_n(data, len);
    if (str_starts(line, STR("HTTP/"))) { /* a new answer: what came before was interim, or of an earlier attempt */
        transfer->answer.count = 0;
        buf_truncate(&transfer->body, 0);
        return len;
    }
    ptrdiff_t colon = str_find_char(line, ':');
    if (colon <= 0)
        return len;
    struct str name = arena_str(&transfer->memory, str_slice(line, 0, (size_t)colon));
    char *lower = (char *)name.ptr;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = (char)tolower((unsigned char)lower[i]);
    struct str value = arena_str(&transfer->memory, str_trim(str_slice(line, (size_t)colon + 1, line.len)));
    *VEC_PUSH(&transfer->answer, &transfer->memory) = (struct io_header){ .name = name, .value = value };
    return len;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    struct http_transfer *transfer = context;
    buf_add(&transfer->body, data, size * count);
    transfer->body_too_large = transfer->body.overflow;
    return transfer->body_too_large ? 0 : size * count;
}

/* ---- What curl is told --------------------------------------------------------------------------------------------- */

static bool has_header(const struct io_http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (request->headers[i].name.len == strlen(name) &&
            strncasecmp(request->headers[i].name.ptr, name, request->headers[i].name.len) == 0)
            return true;
    return false;
}

static bool is_clean(struct str s, bool is_name)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < ' ' && (c != '\t' || is_name)) || c == 0x7f || (is_name && (c == ':' || c == ' ' || c > 0x7e)))
            return false;
    }
    return !is_name || s.len > 0;
}

static void add_header(struct http_transfer *transfer, struct str text)
{
    struct curl_slist *longer = curl_slist_append(transfer->headers, text.ptr);
    transfer->headers = longer ? longer : transfer->headers;
}

static bool set_headers(struct http_transfer *transfer, const struct url *url, struct str *ret_problem)
{
    const struct io_http_request *request = transfer->request;
    struct arena *arena = &transfer->memory;
    for (size_t i = 0; i < request->header_count; i++) {
        struct str name = request->headers[i].name, value = request->headers[i].value;
        if (!is_clean(name, true) || !is_clean(value, false)) {
            *ret_problem = arena_printf(arena, "header %zu has characters that do not belong there", i + 1);
            return false;
        }
        /* For curl "Name:" removes a header; "Name;" is how to send an empty one. */
        add_header(transfer, value.len ? arena_printf(arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(value))
                                       : arena_printf(arena, "%.*s;", STR_ARG(name)));
    }
    add_header(transfer, STR("Expect:")); /* 100-continue, and the resend after a 417 */
    if (!has_header(request, "content-type"))
        add_header(transfer, STR("Content-Type:")); /* not curl's form type */
    if (request->tls && request->tls->server_name.len && !has_header(request, "host"))
        add_header(transfer, arena_printf(arena, "Host: %.*s%s%.*s", STR_ARG(url->host), url->port.len ? ":" : "", STR_ARG(url->port)));
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
    return true;
}

static void set_body(struct http_transfer *transfer)
{
    const struct io_http_request *request = transfer->request;
    CURL *easy = transfer->easy;
    char *method = arena_cstr(&transfer->memory, request->method);
    bool takes_body = str_is(request->method, "POST") || str_is(request->method, "PUT") || str_is(request->method, "PATCH");
    if (str_is(request->method, "HEAD")) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (takes_body || request->body.len) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.len ? request->body.ptr : "");
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
}

static struct curl_blob blob_of(struct str s)
{
    return (struct curl_blob){ .data = (void *)s.ptr, .len = s.len, .flags = CURL_BLOB_COPY };
}

static void set_tls(struct http_transfer *transfer, const char *ca_file)
{
    CURL *easy = transfer->easy;
    const struct io_tls *tls = transfer->request->tls;
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca_file) {
        /* With a CApath set curl keeps no parsed store and reads the bundle again for each connection: 20 ms. */
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
    }
    if (!tls)
        return;
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, tls->insecure ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, tls->insecure ? 0L : 2L);
    struct curl_blob blob;
    if (tls->ca_pem.len) {
        blob = blob_of(tls->ca_pem);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(easy, CURLOPT_CAINFO, NULL); /* these and no others */
        curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob);
    }
    if (tls->client_cert_pem.len) {
        blob = blob_of(tls->client_cert_pem);
        curl_easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM");
        curl_easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &blob);
    }
    if (tls->client_key_pem.len) {
        blob = blob_of(tls->client_key_pem);
        curl_easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM");
        curl_easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &blob);
    }
}

/* A verification name of its own: curl is given that name as the host, and told to connect to the real one. */
static struct str set_url(struct http_transfer *transfer, const struct url *url)
{
    const struct io_http_request *request = transfer->request;
    struct arena *arena = &transfer->memory;
    struct str text = request->url;
    if (request->tls && request->tls->server_name.len) {
        struct str port = url->port.len ? url->port : STR("443");
        text = arena_printf(arena, "%.*s://%.*s:%.*s%.*s%s%.*s", STR_ARG(url->scheme), STR_ARG(request->tls->server_name),
                            STR_ARG(port), STR_ARG(url->path), url->query.ptr ? "?" : "", STR_ARG(url->query));
        struct str rule = arena_printf(arena, "::%.*s:%.*s", STR_ARG(url->host), STR_ARG(port));
        transfer->connect_to = curl_slist_append(NULL, rule.ptr);
        curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_TO, transfer->connect_to);
    }
    curl_easy_setopt(transfer->easy, CURLOPT_URL, arena_cstr(arena, text));
    return text;
}

static void set_connection(struct http_transfer *transfer, const struct url *url)
{
    const struct io_http_request *request = transfer->request;
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(request->connect_timeout_ms ? request->connect_timeout_ms : CONNECT_MS));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(request->timeout_ms ? request->timeout_ms : WHOLE_MS));
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)(request->mutates ? MUTATE_IDLE_S : READ_IDLE_S));
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, (long)KEEPALIVE_IDLE_S);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, (long)KEEPALIVE_INTERVAL_S);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L); /* wait and see whether the first connection speaks HTTP/2 */
    if (request->proxy.len)
        curl_easy_setopt(easy, CURLOPT_PROXY, arena_cstr(&transfer->memory, request->proxy));
    else if (url_is_loopback(url))
        curl_easy_setopt(easy, CURLOPT_PROXY, ""); /* else curl reads the usual environment */
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

static void set_callbacks(struct http_transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->problem);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
}

bool http_transfer_setup(struct http_transfer *transfer, const char *ca_file, struct str *ret_problem)
{
    const struct io_http_request *request = transfer->request;
    struct url url;
    if (!url_parse(request->url, &url)) {
        *ret_problem = STR("the URL cannot be understood");
        return false;
    }
    bool http = url.scheme.len == 4 && strncasecmp(url.scheme.ptr, "http", 4) == 0;
    bool https = url.scheme.len == 5 && strncasecmp(url.scheme.ptr, "https", 5) == 0;
    if (!http && !https) {
        *ret_problem = arena_printf(&transfer->memory, "'%.*s' is not http or https", STR_ARG(url.scheme));
        return false;
    }
    if (http && !url_is_loopback(&url)) {
        *ret_problem = arena_printf(&transfer->memory, "plain http is accepted on loopback only, not for %.*s", STR_ARG(url.host));
        return false;
    }
    if (!is_clean(request->method, true)) {
        *ret_problem = STR("the method is not one");
        return false;
    }
    transfer->body.max_bytes = request->max_body_bytes ? request->max_body_bytes : BODY_MAX_BYTES;
    curl_easy_setopt(transfer->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(transfer->easy, CURLOPT_PATH_AS_IS, 1L); /* what is signed is what is sent */
    curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, "infra/" INFRA_VERSION);
    (void)set_url(transfer, &url);
    set_body(transfer);
    set_connection(transfer, &url);
    set_tls(transfer, ca_file);
    set_callbacks(transfer);
    return set_headers(transfer, &url, ret_problem);
}

/* ---- How it ended -------------------------------------------------------------------------------------------------- */

/* Will not be better next time. */
static bool is_final(CURLcode code)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
        return true;
    default:
        return false;
    }
}

static struct str problem_of(struct http_transfer *transfer, CURLcode code)
{
    if (transfer->resend_refused)
        return STR("a kept connection was closed after the request was sent");
    if (transfer->body_too_large)
        return arena_printf(&transfer->memory, "the answer is larger than %zu bytes", transfer->body.max_bytes);
    if (transfer->header_too_large)
        return arena_printf(&transfer->memory, "the answer has more than %d bytes of headers", HTTP_HEADER_MAX_BYTES);
    const char *text = transfer->problem[0] ? transfer->problem : curl_easy_strerror(code);
    return arena_str(&transfer->memory, str_of(text));
}

void http_transfer_conclude(struct http_transfer *transfer, CURLcode code)
{
    struct io_http_reply *reply = &transfer->reply;
    long status = 0;
    (void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && status >= 200) {
        reply->outcome = IO_ANSWERED;
        reply->status = (int)status;
        reply->headers = transfer->answer.items;
        reply->header_count = transfer->answer.count;
        reply->body = arena_str(&transfer->memory, buf_str(&transfer->body));
    } else {
        reply->outcome = transfer->sends ? IO_AMBIGUOUS : IO_NOT_SENT;
        reply->status = transfer->sends || !is_final(code) ? 0 : HTTP_CURL_FINAL;
        reply->problem = problem_of(transfer, code);
    }
}
