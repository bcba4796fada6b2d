/*
 * sim.h - a simulated world: objects of clouds, virtual or real time, faults, an audit. Knows no cloud.
 *
 * Each cloud's simulated face (providers/X/sim) answers requests as a pure function of the world, the time and the request. Two
 * adapters carry it: a door (struct io) for the engine in the same process, with virtual time and seeded scheduling (the same seed
 * gives the same trace), and a loopback HTTP server (`infra sim --listen`) that any tool can talk to.
 */
#ifndef ENGINE_SIM_SIM_H
#define ENGINE_SIM_SIM_H

#include "engine/base/io.h"
#include "engine/value/value.h"

struct sim_world;

enum { SIM_PARENTS_MAX = 3 };

/* An object of a simulated cloud: a record with times. Faces keep what they like in `data`. */
struct sim_object {
    struct str kind;          /* "ec2:vpc" */
    struct str id;            /* "vpc-0a1b2c3d4e5f60718" */
    struct str scope;         /* "123456789012/ap-northeast-2" */
    struct value data;        /* current truth */
    int64_t created_ms, changed_ms;
    int64_t visible_ms;       /* reads before this do not see it (or see `before`) */
    struct value before;      /* what lagging reads still see; absent: nothing */
    int64_t next_ms;          /* when `next_state` comes; 0: never */
    struct str next_state;
    int64_t gone_ms;          /* when it was deleted; lagging reads still see it; 0: alive */
    struct str parents[SIM_PARENTS_MAX];  /* ids it can be found by with sim_next_of: its VPC, its subnet ... */
};

struct sim_request {
    struct str method, host, path, query;   /* path and query as sent */
    const struct io_header *headers;        /* names in lower case */
    size_t header_count;
    struct str body;
    struct str step;          /* approved step behind it, known in process only */
    int64_t client_now_ms;    /* the clock that clients sign by; 0: the world's (the server's may run faster) */
};

struct sim_response {
    int status;
    VEC(struct io_header) headers;
    struct str body;
};

/* What happens to a request besides its answer. */
enum sim_fate {
    FATE_NORMAL,
    FATE_REFUSED,             /* connection refused: no effect */
    FATE_RESET_BEFORE,        /* connection reset, no effect */
    FATE_RESET_AFTER,         /* effect happened, answer lost */
    FATE_ERROR_BEFORE,        /* 5xx without effect */
    FATE_ERROR_AFTER,         /* 5xx with effect */
    FATE_TIMEOUT_BEFORE,
    FATE_TIMEOUT_AFTER,
    FATE_THROTTLED,
    FATE_DUPLICATED,          /* delivered twice; the second answer is lost */
    FATE_COUNT
};

/* A cloud's simulated face. */
struct sim_face {
    const char *name;         /* "aws" */
    bool (*serves)(const struct sim_request *request);
    /* Answers from memory of `arena`; changes the world. */
    void (*handle)(struct sim_world *world, struct arena *arena, int64_t now_ms, const struct sim_request *request,
                   struct sim_response *ret);
    /* Answer of a fault in this cloud's own form (throttled, 5xx). */
    void (*fault)(struct arena *arena, enum sim_fate fate, const struct sim_request *request, struct sim_response *ret);
    /* The time of an object's next_state has come. False: not an object of this face. NULL: the face schedules nothing. */
    bool (*due)(struct sim_world *world, struct arena *arena, struct sim_object *object, struct str state, int64_t at_ms);
    /* What is asked, for the audit of requests that never arrive. */
    struct str (*operation)(struct arena *arena, const struct sim_request *request, bool *ret_mutates);
};

struct sim_options {
    const struct sim_face *const *faces;  /* ended by NULL */
    uint64_t seed;
    double speed;             /* virtual ms a real ms for the server; the in-process door jumps to the next event */
    int64_t lag_ms;           /* visibility lag of lists and reads; jittered by seed */
    int64_t latency_ms;       /* of a request, virtual */
    bool instant;             /* no states, no lag: everything final at once */
    bool strict;              /* what a read does not see yet cannot be referred to either */
    struct value knobs;       /* for faces, by name: { "aws": { "throttle": true } }; must outlive the world */
    /* Decides the fate of the n-th request; NULL: normal. */
    enum sim_fate (*fate)(void *context, uint64_t n, const struct sim_request *request);
    void *fate_context;
};

struct sim_world *sim_world_new(const struct sim_options *options);
void sim_world_free(struct sim_world *world);
bool sim_world_load(struct sim_world *world, struct io *io, const char *path, struct err *err) MUST_USE;  /* missing file: empty world */
bool sim_world_save(struct sim_world *world, struct io *io, const char *path, struct err *err) MUST_USE;
const struct sim_options *sim_world_options(const struct sim_world *world);

/*
 * Objects. A pointer stays valid, and so does the data it shows, until the end of the request. Strings and values are copied in.
 * With options.lag_ms reads lag behind a write by a random time of at most that.
 */
struct sim_object *sim_put(struct sim_world *world, struct str kind, struct str scope, struct str id, struct value data, int64_t now_ms);
struct sim_object *sim_get(struct sim_world *world, struct str kind, struct str scope, struct str id);  /* the truth, lag or not; not gone ones */
struct sim_object *sim_find(struct sim_world *world, struct str kind, struct str scope, struct str id); /* also one that is gone: for sim_seen */
void sim_set(struct sim_world *world, struct sim_object *object, struct value data, int64_t now_ms);    /* lagging reads see the old one */
void sim_delete(struct sim_world *world, struct sim_object *object, int64_t now_ms);
/* Iterates objects of a kind in a scope, by id order, those that lagging reads still see too (gone_ms): for (size_t i = 0; (o = sim_next(world, kind, scope, &i)); ) */
struct sim_object *sim_next(struct sim_world *world, struct str kind, struct str scope, size_t *index);
/* The same for those that were linked to a parent; no alive one is left out, so it answers "may it be deleted?". */
struct sim_object *sim_next_of(struct sim_world *world, struct str kind, struct str scope, struct str parent, size_t *index);
/* Sets parents[slot]; "" unlinks. Never while iterating over the same parent. */
void sim_link(struct sim_world *world, struct sim_object *object, int slot, struct str parent);
/* At `at_ms` the face's due() gets the object and `state`; replaces what was scheduled. */
void sim_schedule(struct sim_world *world, struct sim_object *object, int64_t at_ms, const char *state);
/* What a read at `now` sees of it: absent when it is not (yet, or any more) visible. */
struct value sim_seen(const struct sim_world *world, const struct sim_object *object, int64_t now_ms);
/* A fresh id with a prefix, from the world's seeded generator: "vpc-0" + 16 hex. */
struct str sim_new_id(struct sim_world *world, struct arena *arena, const char *prefix, int hex_digits);
uint64_t sim_random(struct sim_world *world);
/* A random number of milliseconds, both ends included; 0 when the world is instant. */
int64_t sim_duration(struct sim_world *world, int64_t min_ms, int64_t max_ms);
/* The latest time at which something was asked: a world that was loaded goes on from here. */
int64_t sim_world_last_ms(const struct sim_world *world);
/* Does any face serve it? */
bool sim_serves(const struct sim_world *world, const struct sim_request *request);
struct str sim_header(const struct sim_request *request, const char *name); /* "" when it is not there */

/*
 * The one entry: counts, decides the fate, dispatches to the face, writes the audit. The answer is what the client gets unless
 * the fate returned says that it gets none; a request that no face serves is FATE_REFUSED. Requests of one world come one by one.
 */
enum sim_fate sim_handle(struct sim_world *world, struct arena *arena, int64_t now_ms, const struct sim_request *request,
                         struct sim_response *ret);

/* Audit: what was asked, in order, for invariants and tests. */
struct sim_audit {
    uint64_t n;
    int64_t at_ms;
    struct str face, operation, step, request_digest;
    bool mutates, effect;
    int status;
    enum sim_fate fate;
};
const struct sim_audit *sim_audit(const struct sim_world *world, size_t *ret_count);
void sim_audit_note(struct sim_world *world, struct str operation, bool mutates, bool effect); /* by faces, about the current request */
/* One line a request; equal bytes are equal histories. */
void sim_audit_text(const struct sim_world *world, struct buf *out);
const char *sim_fate_name(enum sim_fate fate);

/*
 * The in-process door: virtual clock, HTTP answered by the world, files by `real`. The clock starts at the later of start_wall_ms
 * and the world's last request, and moves only when everything waits. Closing it is like a kill: of the requests that are
 * on their way some still arrive.
 */
struct io *sim_door_open(struct sim_world *world, struct io *real, int64_t start_wall_ms);
void sim_door_close(struct io *door);
/* Called after each request that changed the world, before its answer arrives: for keeping the world where a kill cannot lose it. */
void sim_door_on_effect(struct io *door, void (*changed)(void *context), void *context);

/*
 * The loopback server. `verify` checks signatures by the real clock (injected: sim knows no cloud); NULL: not checked. One thread;
 * serves until *stop is set. Fates that lose an answer close the connection.
 */
struct sim_server_options {
    const char *listen;       /* "127.0.0.1:5555"; port 0 picks one; anything but loopback is refused */
    struct io *io;
    const char *world_path;   /* saved soon after mutating requests, and at the end, when given */
    bool (*verify)(void *context, const struct sim_request *request, int64_t now_ms, struct arena *arena, struct sim_response *ret_refusal);
    void *verify_context;
    void (*ready)(void *context, int port);
    void *ready_context;
    volatile int *stop;
};
bool sim_serve(struct sim_world *world, const struct sim_server_options *options, struct err *err) MUST_USE;

#endif
