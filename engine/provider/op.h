/*
 * op.h - what a resource type's create, update and delete may use: the step's context.
 *
 *     static bool vpc_create(struct op *op, struct err *err)
 *     {
 *         struct value in = value_map_of(op_arena(op), "CidrBlock", op_want(op, "cidr_block"), NULL), out;
 *         TRY(aws_call(op, EC2_CreateVpc, in, &out, err));
 *         TRY(op_bind(op, "id", value_path(out, "Vpc.VpcId"), err));     durable before the next request
 *         return op_wait_ready(op, err);                                 polls through the type's reader
 *     }
 *
 * Everything an op hands out lives in the step's arena. Functions that suspend say so.
 */
#ifndef ENGINE_PROVIDER_OP_H
#define ENGINE_PROVIDER_OP_H

#include "engine/provider/journal.h"
#include "engine/provider/provider.h"

enum op_kind { OP_CREATE, OP_UPDATE, OP_DELETE, OP_MARKS };

/* A mark: one tag, label or annotation that says whose the object is. */
struct mark {
    const char *key;     /* "infra:stack", "infra:address" (or "infra-at"), "infra:uid" */
    struct str value;
};
enum { MARK_COUNT_MAX = 4 };

/* Filled by apply; providers use the functions below. */
struct op {
    enum op_kind kind;
    const struct resource_type *type;
    struct provider *provider;
    struct arena *arena;
    struct str address;
    struct str uid;                  /* base32 */
    struct value want;               /* resolved configuration with defaults; for delete: applied */
    struct value prior;              /* attributes as last observed (update, delete), plus what was bound; create: bound ids only */
    const struct schema_difference *differences;   /* update: what to bring about */
    size_t difference_count;
    struct mark marks[MARK_COUNT_MAX];
    size_t mark_count;
    struct str token;                /* derived from the intent: [a-z2-7]{32}; equal on every retry */
    struct journal *journal;
    struct net_scope scope;
    struct value result;             /* attributes collected so far: bound ids, reads, op_set */
    bool vanished;                   /* create: a row of ours stands here whose object is gone: what took its place was changed outside */
    bool resumed;                    /* an earlier attempt of this step may have done something */
    int64_t started_mono_ms, deadline_mono_ms;
    void (*progress)(struct op *op, struct str text);   /* "CREATING, 0 of 1 nodes Ready" */
    void *engine;                    /* the step, for progress */
};

static inline struct arena *op_arena(struct op *op) { return op->arena; }
/* Configuration as wanted; absent when not given and without a default. */
struct value op_want(struct op *op, const char *attribute);
/* Attribute as it was (or was bound in this step): op_prior(op, "id"). */
struct value op_prior(struct op *op, const char *attribute);
/* Does the update change this top-level attribute? In a create: is it given? */
bool op_changed(struct op *op, const char *attribute);
/* The object's id: bound in this step, or from state. Empty: none yet. */
struct str op_id(struct op *op);
/* A token for the n-th tokenised call of this step, cut or re-encoded by the caller; equal on every retry. */
struct str op_token(struct op *op, const char *purpose, size_t max_chars);

/* Makes an id (or handle) durable before anything else is sent; suspends until the log has it. Also sets it in the result. */
bool op_bind(struct op *op, const char *name, struct value v, struct err *err) MUST_USE;
/*
 * A non-idempotent call inside a step: returns in *ret_done what an earlier attempt recorded (present: do not call again); after the
 * call, op_effect_done records its outcome. Suspends.
 */
bool op_effect(struct op *op, const char *name, struct str key, struct value *ret_done, struct err *err) MUST_USE;
bool op_effect_done(struct op *op, const char *name, struct str key, struct value outcome, struct err *err) MUST_USE;
/* Sets a computed attribute that no read gives. */
void op_set(struct op *op, const char *attribute, struct value v);

/* Polls the reader by id until READY; takes the attributes into the result. ERR_REMOTE when dead, ERR_TIMEOUT. Suspends. */
bool op_wait_ready(struct op *op, struct err *err) MUST_USE;
/* After a marks step: polls until reads show our uid, for as long as reads may be behind. Suspends. */
bool op_wait_marked(struct op *op, struct err *err) MUST_USE;
/* Polls until the object is no longer listed, or GONE. Suspends. */
bool op_wait_gone(struct op *op, struct err *err) MUST_USE;
/* Reads the object once now (false + ERR_NOT_FOUND when it is not there). Takes the attributes into the result. Suspends. */
bool op_read(struct op *op, enum health *ret_health, struct err *err) MUST_USE;
/* For waits of a type's own: sleeps the next polling interval; ERR_TIMEOUT at the step's deadline. Suspends. */
bool op_poll_pause(struct op *op, const char *what, struct err *err) MUST_USE;
/*
 * Runs `call` again while it fails with one of the codes (space separated), up to `for_ms` or the deadline: eventual consistency,
 * DependencyViolation while leftovers go. Suspends.
 */
bool op_retry_while(struct op *op, const char *codes, int64_t for_ms, bool (*call)(struct op *op, struct err *err),
                    struct err *err) MUST_USE;
void op_progress(struct op *op, const char *format, ...) PRINTF_LIKE(2, 3);
/* Is this error one of the codes (space separated)? */
bool op_error_is(const struct err *err, const char *codes);

#endif
