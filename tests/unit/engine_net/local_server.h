/*
 * local_server.h - a small HTTP server on loopback for test_http_curl.c: a thread a connection, odd behaviour by path.
 *
 *   /ok /keep     200, echoes method, target, Host, X-Test, Content-Type and the body; the connection is kept
 *   /drop         the first request on a connection is answered, a later one is read and the connection closed (a stale keep-alive)
 *   /reset /close read, then RST or FIN without a byte       /truncated   less body than announced
 *   /slow /hang   headers only, or nothing, until the client goes away
 *   /redirect /big /headers /garbage /interim /204           as they are called
 */
#ifndef TESTS_UNIT_ENGINE_NET_LOCAL_SERVER_H
#define TESTS_UNIT_ENGINE_NET_LOCAL_SERVER_H

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct local_server {
    int fd, port;
    pthread_t thread;
    SSL_CTX *tls;                   /* NULL: plain */
    bool reset_at_accept;
    atomic_int requests, connections, open;
};

struct local_connection {
    struct local_server *server;
    int fd;
    SSL *tls;
};

static inline int local_read(struct local_connection *c, char *out, int size)
{
    return c->tls ? SSL_read(c->tls, out, size) : (int)recv(c->fd, out, (size_t)size, 0);
}

static inline bool local_write(struct local_connection *c, const char *data, size_t len)
{
    while (len) {
        int n = c->tls ? SSL_write(c->tls, data, (int)len) : (int)send(c->fd, data, len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

static inline bool local_say(struct local_connection *c, const char *text)
{
    return local_write(c, text, strlen(text));
}

/* Reads one request; *ret_body points into buf. */
static inline bool local_request(struct local_connection *c, char *buf, int size, char **ret_body)
{
    int len = 0;
    size_t need = 0;
    *ret_body = NULL;
    while (len < size - 1) {
        int n = local_read(c, buf + len, size - 1 - len);
        if (n <= 0)
            return false;
        len += n;
        buf[len] = '\0';
        char *end = strstr(buf, "\r\n\r\n");
        if (end && !*ret_body) {
            char *length = strstr(buf, "Content-Length: ");
            need = length && length < end ? strtoul(length + 16, NULL, 10) : 0;
            *ret_body = end + 4;
        }
        if (*ret_body && (size_t)(buf + len - *ret_body) >= need)
            return true;
    }
    return false;
}

static inline void local_field(const char *head, const char *name, char *out, size_t size)
{
    const char *at = strstr(head, name);
    snprintf(out, size, "%.*s", at ? (int)strcspn(at + strlen(name), "\r\n") : 1, at ? at + strlen(name) : "-");
}

static inline bool local_echo(struct local_connection *c, const char *head, const char *body)
{
    char target[200], host[200], test[200], type[200], text[4096], answer[8192];
    snprintf(target, sizeof target, "%.*s", (int)strcspn(head, "\r\n"), head);
    local_field(head, "\r\nHost: ", host, sizeof host);
    local_field(head, "\r\nX-Test:", test, sizeof test);
    local_field(head, "\r\nContent-Type: ", type, sizeof type);
    snprintf(text, sizeof text, "%s|%s|%s|%s|%s", target, host, test, type, body);
    bool no_body = strncmp(head, "HEAD ", 5) == 0;
    snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nX-Mixed-Case:  Value \r\nContent-Length: %zu\r\n\r\n%s", strlen(text), no_body ? "" : text);
    return local_say(c, answer);
}

/* False: close the connection. */
static inline bool local_answer(struct local_connection *c, const char *head, const char *body, int n)
{
    char drain[256], path[100] = "";
    (void)sscanf(head, "%*s %99[^? ]", path);
    if (strcmp(path, "/drop") == 0 && n > 0)
        return false;
    if (strcmp(path, "/close") == 0)
        return false;
    if (strcmp(path, "/reset") == 0) {
        (void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger));
        return false;
    }
    if (strcmp(path, "/truncated") == 0)
        return local_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this") && false;
    if (strcmp(path, "/slow") == 0 || strcmp(path, "/hang") == 0) {
        if (path[1] == 's')
            (void)local_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow");
        while (local_read(c, drain, sizeof drain) > 0)
            ;
        return false;
    }
    if (strcmp(path, "/redirect") == 0)
        return local_say(c, "HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n");
    if (strcmp(path, "/204") == 0)
        return local_say(c, "HTTP/1.1 204 No Content\r\n\r\n");
    if (strcmp(path, "/garbage") == 0)
        return local_say(c, "this is no HTTP\r\n\r\n") && false;
    if (strcmp(path, "/interim") == 0)
        return local_say(c, "HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    if (strcmp(path, "/big") == 0) {
        if (!local_say(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
            return false;
        for (int i = 0; i < 64; i++) {
            char chunk[1024 + 7];
            memset(chunk, 'b', sizeof chunk);
            memcpy(chunk, "400\r\n", 5);
            memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
            if (!local_write(c, chunk, sizeof chunk))
                return false;
        }
        return local_say(c, "0\r\n\r\n");
    }
    if (strcmp(path, "/headers") == 0) {
        if (!local_say(c, "HTTP/1.1 200 OK\r\n"))
            return false;
        for (int i = 0; i < 600; i++) {
            char line[1024];
            memset(line, 'h', sizeof line);
            memcpy(line, "X-H: ", 5);
            memcpy(line + sizeof line - 2, "\r\n", 2);
            if (!local_write(c, line, sizeof line))
                return false;
        }
        return local_say(c, "\r\n");
    }
    return local_echo(c, head, body);
}

static inline void *local_serve(void *argument)
{
    struct local_connection *c = argument;
    char buf[16384], *body;
    bool up = true;
    if (c->server->tls) {
        c->tls = SSL_new(c->server->tls);
        SSL_set_fd(c->tls, c->fd);
        up = SSL_accept(c->tls) == 1;
    }
    for (int n = 0; up && local_request(c, buf, sizeof buf, &body); n++) {
        atomic_fetch_add(&c->server->requests, 1);
        up = local_answer(c, buf, body, n);
    }
    SSL_free(c->tls);
    (void)close(c->fd);
    atomic_fetch_sub(&c->server->open, 1);
    free(c);
    return NULL;
}

static inline void *local_accept(void *argument)
{
    struct local_server *server = argument;
    for (int fd; (fd = accept(server->fd, NULL, NULL)) >= 0;) {
        atomic_fetch_add(&server->connections, 1);
        if (server->reset_at_accept) {
            (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 }, sizeof(struct linger));
            (void)close(fd);
            continue;
        }
        atomic_fetch_add(&server->open, 1);
        struct local_connection *c = calloc(1, sizeof *c);
        c->server = server;
        c->fd = fd;
        pthread_t thread;
        if (pthread_create(&thread, NULL, local_serve, c) == 0)
            (void)pthread_detach(thread);
    }
    return NULL;
}

static inline void local_server_start(struct local_server *server)
{
    server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof at;
    if (bind(server->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(server->fd, 512) != 0 ||
        getsockname(server->fd, (struct sockaddr *)&at, &len) != 0)
        abort();
    server->port = ntohs(at.sin_port);
    if (pthread_create(&server->thread, NULL, local_accept, server) != 0)
        abort();
}

/* Clients must have gone: waits for the connections' threads. */
static inline void local_server_stop(struct local_server *server)
{
    (void)shutdown(server->fd, SHUT_RDWR);
    (void)pthread_join(server->thread, NULL);
    (void)close(server->fd);
    while (atomic_load(&server->open))
        (void)sched_yield();
}

#endif
