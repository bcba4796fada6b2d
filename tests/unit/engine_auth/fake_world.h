/*
 * fake_world.h - a world for the tests of this room: variables, files, a clock and scripted HTTP answers, all in memory.
 *
 *     struct fake_world fake = { 0 };
 *     fake_init(&fake);
 *     fake_set(&fake, "AWS_REGION", "eu-west-1");  fake_file(&fake, "/fake/.aws/config", "[default]\n");
 *     fake_answer(&fake, 200, body);
 *     ... fake.world ...  fake.requests[0].body
 *     fake_done(&fake);
 */
#ifndef TESTS_UNIT_ENGINE_AUTH_FAKE_WORLD_H
#define TESTS_UNIT_ENGINE_AUTH_FAKE_WORLD_H

#include "engine/auth/auth.h"

enum { FAKE_MAX = 24, FAKE_NOW_S = 1795391313 }; /* 2026-11-22T23:48:33Z */

struct fake_world {
    struct auth_world world;
    struct io io;
    struct arena arena;
    int64_t wall_ms, mono_ms, mono_step_ms;
    struct { const char *name, *value; } variables[FAKE_MAX], files[FAKE_MAX];
    struct { enum io_outcome outcome; int status; const char *body; } answers[FAKE_MAX];
    struct io_http_request requests[FAKE_MAX]; /* deep copies */
    size_t variable_count, file_count, answer_count, request_count;
};

static inline int64_t fake_wall(struct io *io)
{
    return ((struct fake_world *)io->context)->wall_ms;
}

static inline int64_t fake_mono(struct io *io)
{
    struct fake_world *fake = io->context;
    return fake->mono_ms += fake->mono_step_ms;
}

static inline bool fake_read(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret, struct err *err)
{
    struct fake_world *fake = io->context;
    for (size_t i = 0; i < fake->file_count; i++) {
        if (strcmp(fake->files[i].name, path) != 0)
            continue;
        if (!fake->files[i].value)
            return FAIL(err, ERR_IO, "cannot read '%s'", path);
        struct str text = str_of(fake->files[i].value);
        if (text.len > max_bytes)
            return FAIL(err, ERR_LIMIT, "'%s' is too long", path);
        *ret = arena_str(arena, text);
        return true;
    }
    return FAIL(err, ERR_NOT_FOUND, "there is no '%s'", path);
}

static inline const char *fake_getenv(void *ctx, const char *name)
{
    const struct fake_world *fake = ctx;
    for (size_t i = fake->variable_count; i-- > 0;)
        if (strcmp(fake->variables[i].name, name) == 0)
            return fake->variables[i].value;
    return NULL;
}

static inline bool fake_http(void *ctx, const struct io_http_request *request, struct io_http_reply *ret, struct err *err)
{
    struct fake_world *fake = ctx;
    if (fake->request_count == fake->answer_count)
        return FAIL(err, ERR_INTERNAL, "an HTTP request that no answer was scripted for");
    size_t i = fake->request_count++;
    struct io_http_request *copy = &fake->requests[i];
    *copy = *request;
    copy->url = arena_str(&fake->arena, request->url);
    copy->body = arena_str(&fake->arena, request->body);
    struct io_header *headers = ARENA_ARRAY(&fake->arena, struct io_header, request->header_count + 1);
    for (size_t h = 0; h < request->header_count; h++)
        headers[h] = (struct io_header){ arena_str(&fake->arena, request->headers[h].name),
                                         arena_str(&fake->arena, request->headers[h].value) };
    copy->headers = headers;
    *ret = (struct io_http_reply){ .outcome = fake->answers[i].outcome, .status = fake->answers[i].status };
    if (ret->outcome == IO_ANSWERED)
        ret->body = arena_str(&ret->memory, str_of(fake->answers[i].body));
    else
        ret->problem = arena_str(&ret->memory, str_of(fake->answers[i].body));
    return true;
}

static inline void fake_init(struct fake_world *fake)
{
    static const struct io_ops ops = { .wall_ms = fake_wall, .mono_ms = fake_mono, .file_read = fake_read };
    *fake = (struct fake_world){ .wall_ms = (int64_t)FAKE_NOW_S * 1000, .io = { .ops = &ops } };
    fake->io.context = fake;
    fake->world = (struct auth_world){ &fake->io, fake_getenv, fake, fake_http, fake };
    fake->variables[fake->variable_count].name = "HOME";
    fake->variables[fake->variable_count++].value = "/fake";
}

static inline void fake_done(struct fake_world *fake)
{
    arena_done(&fake->arena);
}

static inline void fake_set(struct fake_world *fake, const char *name, const char *value)
{
    fake->variables[fake->variable_count].name = name;
    fake->variables[fake->variable_count++].value = value;
}

/* text NULL: the file is there, but cannot be read. The last file of a name does not win: set each once. */
static inline void fake_file(struct fake_world *fake, const char *path, const char *text)
{
    fake->files[fake->file_count].name = path;
    fake->files[fake->file_count++].value = text;
}

static inline void fake_answer(struct fake_world *fake, int status, const char *body)
{
    fake->answers[fake->answer_count].status = status;
    fake->answers[fake->answer_count].outcome = status ? IO_ANSWERED : IO_NOT_SENT;
    fake->answers[fake->answer_count++].body = body;
}

#endif
