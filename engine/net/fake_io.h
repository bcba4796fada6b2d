/*
 * fake_io.h - a door with virtual time whose HTTP is answered by a function: for tests of everything above base.
 *
 *     struct io *io = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = &server, .seed = 1 });
 *     ... loop_new(io), net_new(loop, ...) ...
 *     fake_io_close(io);
 *
 * Time stands still but for waits, which jump to the next answer or to their deadline: an hour of polling takes microseconds,
 * and the same seed gives the same run. Files are the real ones. An answer later than the request's time-out becomes
 * IO_AMBIGUOUS at that time, as a real transport has it.
 */
#ifndef ENGINE_NET_FAKE_IO_H
#define ENGINE_NET_FAKE_IO_H

#include "engine/base/io.h"

/* What the server does. Zero but for status is a plain answer at once. Strings are copied when `serve` returns. */
struct fake_io_answer {
    int64_t delay_ms;
    enum io_outcome outcome;
    int status;
    const struct io_header *headers;   /* names in lower case */
    size_t header_count;
    struct str body, problem;
};

struct fake_io_options {
    /* Called when a transfer starts; `n` counts from 0. */
    void (*serve)(void *context, uint64_t n, const struct io_http_request *request, struct fake_io_answer *ret);
    void *context;
    int64_t wall_ms, mono_ms;          /* at the start; 0: 2026-11-22T00:00:00Z and 1,000,000 */
    uint64_t seed;
};

struct io *fake_io_open(const struct fake_io_options *options);
void fake_io_close(struct io *io);
void fake_io_advance(struct io *io, int64_t ms);
uint64_t fake_io_started(const struct io *io);  /* transfers so far */
int fake_io_most_in_flight(const struct io *io);

#endif
