/*
 * cloud.h - a small cloud for tests of the engine: objects of every create class in plain memory, faults, late arrivals.
 *
 *     struct cloud *cloud = cloud_new();                       shared between forked processes
 *     struct io *io = cloud_door(cloud, now_ms);               the engine's door: virtual time, answered by the cloud
 *     cloud->fault_at = 7; cloud->fault = FAULT_RESET_AFTER;   what happens to the 7th request
 *
 * The cloud is one struct without pointers, so that it outlives an engine that is killed, can be saved by assignment and judged
 * by who was not there. It checks write-ahead itself: `durable` is asked at each mutating request it receives.
 *
 * Types (provider.c tells the engine): net G, gate G with a second request, part N under a net, disk T and slow, name N with a derived
 * name, policy P, link X under a part.
 */
#ifndef TESTS_CRASH_CLOUD_H
#define TESTS_CRASH_CLOUD_H

#include "engine/base/io.h"

enum { CLOUD_OBJECTS_MAX = 400, CLOUD_LATE_MAX = 16, CLOUD_BODY_MAX = 640 };

enum cloud_fault {
    FAULT_NONE,
    FAULT_NOT_SENT,
    FAULT_RESET_BEFORE,
    FAULT_RESET_AFTER,
    FAULT_TIMEOUT_BEFORE,
    FAULT_TIMEOUT_AFTER,
    FAULT_500_BEFORE,
    FAULT_500_AFTER,
    FAULT_THROTTLED,
    FAULT_LATE,          /* cut now, and the request arrives later all the same */
    FAULT_COUNT,
};
const char *cloud_fault_name(enum cloud_fault fault);

struct cloud_object {
    bool live, dead, stranger;
    char type[12], id[40], parent[40], target[40], name[64], range[24], uid[32], stack[96], address[64], token[40], mismatch[24];
    int64_t size, made_ms, ready_ms, deleted_ms;   /* deleted 0: not */
};

/* A request that was cut and is still on its way. */
struct cloud_late {
    bool used;
    int64_t arrives_ms;
    char operation[12], type[12], body[CLOUD_BODY_MAX];
};

struct cloud {
    struct cloud_object objects[CLOUD_OBJECTS_MAX];
    size_t count;
    struct cloud_late late[CLOUD_LATE_MAX];
    int64_t now_ms;               /* newest time a door has shown */
    /* How it behaves. */
    int64_t lag_ms;               /* reads show objects, and forget them, so much later */
    int64_t slow_ms;              /* until a disk is ready */
    int64_t late_ms;              /* FAULT_LATE arrives so much later */
    int64_t blocked_ms;           /* deletes of nets are refused that long: leftovers of what was in them */
    bool dead_disks;              /* the next disk to be made is dead, and this false again */
    uint64_t fault_at;            /* request (from 1) that meets the fault; 0: none */
    enum cloud_fault fault;
    uint64_t fault_every;         /* not 0: each request whose number this divides */
    bool late_at_kill;            /* the request during which the engine is killed arrives late all the same */
    /* What happened. */
    uint64_t requests, mutations, creates, undurable, faults_met, updates, deletes;
    char last_undurable[96];
    uint64_t ids, doors;
};

struct cloud *cloud_new(void);    /* in memory that forked processes share */
void cloud_free(struct cloud *cloud);

struct cloud_hooks {
    /* Is an open intent of this step in the log? Asked at each mutating request. NULL: not asked. */
    bool (*durable)(void *context, struct str step, const char *operation);
    /* Called before a request has an effect, and after (a kill lands here). */
    void (*point)(void *context);
    void *context;
};
/* A door whose clock begins at the cloud's newest time plus `pause_ms`. Closed with fake_io_close. */
/* Each door has randomness of its own, the same in every run of a test. */
struct io *cloud_door(struct cloud *cloud, int64_t pause_ms, const struct cloud_hooks *hooks);

/* One request, without a door: answers into `ret` (at most `room` bytes); the status. */
int cloud_handle(struct cloud *cloud, const char *operation, const char *type, const char *body, char *ret, size_t room);
void cloud_arrive(struct cloud *cloud);   /* whatever is late by now, arrives */

struct cloud_object *cloud_find(struct cloud *cloud, const char *type, const char *id);
struct cloud_object *cloud_stranger(struct cloud *cloud, const char *type, const char *parent, const char *name_or_range);
size_t cloud_live(const struct cloud *cloud);   /* objects that are there and not a stranger's */

#endif
