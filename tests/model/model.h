/*
 * model.h - the world that the crash protocol of docs/protocol.md is searched in: one packed state, its
 * rules, its moves.
 *
 * A state is everything that decides what may happen next: the log, what two engines know and do, the
 * requests under way and the objects in the cloud. search.c walks every state that any order of moves can
 * reach; each module adds the moves of one party. Nothing here is shared with the product: the checker must
 * not inherit its mistakes.
 *
 *     struct world w = { .class = CLASS_G, .rules = RULES_ALL, .runs = 3, ... };
 *     struct result r = search_run(&w, stdout);        // r.broken: the first rule broken, or NULL
 *
 * Bounds: two engines, at most two addresses, two uids an address, three requests under way, four objects,
 * `runs` runs. Time is not counted. A clock that has run out (lease, stamp, visibility lag) is a move that
 * may come at any moment; a *wait* may end only when the moves are over that its minutes outlast (engine.c,
 * waited_out).
 */
#ifndef TESTS_MODEL_MODEL_H
#define TESTS_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { ENGINES = 2, ADDRESSES = 2, UIDS = 2, REQUESTS = 3, OBJECTS = 4 };

/* The create classes of docs/protocol.md, and the kind of delete: by an id that is never used again, or by
 * name. */
enum class { CLASS_T, CLASS_N, CLASS_P, CLASS_G, CLASS_X };
enum stranger { STRANGER_NONE, STRANGER_FIRST, STRANGER_COMES };

/* clang-format off */
/* The rules of the protocol. Each can be taken out; main.c asserts that the search then finds harm. */
#define RULES(X)                                                                                                       \
    X(FENCE, "fence", "an append wins only at the head the writer has read")                                           \
    X(WRITE_AHEAD, "write-ahead", "no request before its intent is durable")                                           \
    X(OBSERVE, "observe", "open intents of earlier runs are looked up before anything is planned")                     \
    X(SETTLE, "settle", "class G is issued again only after the last request can no longer arrive or hide")            \
    X(MARK, "mark", "the uid is in the create request itself")                                                         \
    X(SIGN_ONCE, "sign-once", "a request carries the time of its clearing, also when it is sent late")                 \
    X(NO_BLIND_RETRY, "no-blind-retry", "class G without an answer is never simply sent again")                        \
    X(SAME_TOKEN, "same-token", "class T is repeated with the token of its intent")                                    \
    X(SELF_CHECK, "self-check", "a writer whose last won append is older than 30 s appends before it sends")           \
    X(LEASE_START, "lease-start", "those 30 s count from when the append was sent, not from its answer")               \
    X(QUIET_ABSENT, "quiet-absent", "an unwanted open create is dropped only when it can no longer arrive")            \
    X(QUIET_REUSE, "quiet-reuse", "a name is deleted or created anew only when nothing loose can reach it")            \
    X(QUIET_UPDATE, "quiet-update", "an update waits for a different loose request on the object")                     \
    X(INHERIT, "inherit", "who concludes another run's intent presumes that run's requests loose")                     \
    X(MARK_CHECK, "mark-check", "a name's holder is adopted only if it carries the intent's uid")                      \
    X(LOOK_FIRST, "look-first", "class P looks before it writes")                                                      \
    X(DELETE_SEEN, "delete-seen", "a delete ends only when reads agree that the object is gone")                       \
    X(ONE_SEND, "one-send", "the transport never repeats a mutating request by itself")

enum rule {
#define X(id, name, text) RULE_##id,
    RULES(X)
#undef X
        RULE_COUNT
};
#define RULES_ALL ((1u << RULE_COUNT) - 1)

/* clang-format on */

/* What is searched: one line of main.c's table. */
struct world {
    const char *name;
    enum class class;
    bool update;    /* value 1 -> 2 is an update in place; otherwise a replacement */
    bool by_id;     /* class N only: delete and update go to the object's id (or carry a precondition) */
    int addresses;  /* 1, or 2: both intents in one append (group commit) */
    unsigned wants; /* bit v: a run may want value v; 0 is "not there" */
    int runs;       /* how many runs may begin in all */
    enum stranger stranger;
    unsigned rules;
    bool harm_only; /* count as broken only what happens to objects, not what the records say about it */
};

static inline bool world_has(const struct world *world, enum rule rule)
{
    return world->rules >> rule & 1;
}
/* Types whose create and delete meet in one name, so that a late request can hit a later object. */
static inline bool world_named(const struct world *world)
{
    return world->class == CLASS_N || world->class == CLASS_P || world->class == CLASS_X;
}
static inline bool world_deletes_by_id(const struct world *world)
{
    return world->by_id || !world_named(world);
}

/*
 * States are compared byte by byte, so every bit of one has a name: an initialiser clears what is named, and
 * may leave anything in what is not (clang does).
 */

/* ---- the log, as its fold ---- */

enum { UID_UNUSED, UID_CREATE_OPEN, UID_LIVE, UID_UPDATE_OPEN, UID_DELETE_OPEN, UID_GONE };

struct uid_log {
    uint8_t st : 3;
    uint8_t id : 3;  /* object + 1, once bound */
    uint8_t val : 2; /* planned value of the open intent, or of the row */
};
struct address_log {
    struct uid_log uid[UIDS];
    uint8_t loose; /* loose_until lies ahead: a request on this address may still arrive */
};
struct log {
    struct address_log at[ADDRESSES];
    uint8_t ended : 1;   /* the last record is a run-end */
    uint8_t foreign : 1; /* that run reported a foreign object */
    uint8_t want : 2;    /* what that run wanted */
    uint8_t unused : 4;
};

/* ---- an engine ---- */

enum pc { PC_IDLE, PC_APPEND, PC_OBSERVE, PC_WAIT, PC_CLEARED, PC_AWAIT, PC_DEAD_APPEND };
enum record {
    REC_BEGIN,
    REC_CREATE,
    REC_DELETE,
    REC_UPDATE,
    REC_LIVE,
    REC_GONE,
    REC_REISSUED,
    REC_HEARTBEAT,
    REC_END
};
enum { SEEN_NONE, SEEN_OURS, SEEN_FOREIGN };
enum { MAIL_NONE, MAIL_OK, MAIL_CONFLICT, MAIL_NOT_FOUND };

struct engine {
    struct log view; /* the log as this engine has read and written it */
    uint8_t pc : 4;
    uint8_t record : 4; /* being appended */
    uint8_t landed : 1; /* the append has reached the log; the engine has not heard yet */
    uint8_t stale : 1;  /* somebody else has appended since the view was read */
    uint8_t fresh : 1;  /* last won append younger than 30 s */
    uint8_t stamp : 1;  /* PC_CLEARED: the signature is still valid */
    uint8_t want : 2;
    uint8_t mail : 2; /* PC_AWAIT: the answer */
    uint8_t mail_id : 3;
    uint8_t seen : 2; /* what the look found */
    uint8_t seen_id : 3;
    uint8_t seen_val : 2; /* its value: what a row concluded by a look records */
    uint8_t a : 1, u : 1; /* the step at hand */
    uint8_t batch : 2;    /* REC_CREATE: addresses whose intents share the append */
    uint8_t mine : 2;     /* bit per address: the open intent was written by this run */
    uint8_t virgin : 2;   /* ... and nothing was sent for it yet */
    uint8_t loose : 2;    /* ... and a request of ours stayed without an answer */
    uint8_t quiet : 2;    /* bit per address: waited out, nothing sent since */
    uint8_t foreign : 2;  /* bit per address: a foreign object was reported */
    uint8_t confirm : 1;  /* PC_OBSERVE: the delete was answered; is the object gone from reads too? */
    uint8_t attempt : 1;  /* only with same-token taken out: the next token */
    uint8_t unused : 6;
};

/* ---- the cloud ---- */

enum { REQUEST_NONE, REQUEST_CREATE, REQUEST_DELETE, REQUEST_UPDATE };
struct request {
    uint8_t kind : 2;
    uint8_t engine : 1;
    uint8_t awaited : 1; /* its sender still listens */
    uint8_t a : 1, u : 1;
    uint8_t val : 2;
    uint8_t id : 3; /* target of update and delete by id, object + 1 */
    uint8_t token : 1;
    uint8_t unused : 4;
};
struct object {
    uint8_t used : 1; /* slots are not used twice: an id names one object for ever, a token its object */
    uint8_t exists : 1;
    uint8_t visible : 1; /* reads show it: they lag behind `exists` both ways */
    uint8_t foreign : 1;
    uint8_t marked : 1;
    uint8_t a : 1, u : 1;
    uint8_t token : 1;
    uint8_t val : 2;
    uint8_t unused : 6;
};

struct state {
    struct log log;
    struct engine engine[ENGINES];
    struct request request[REQUESTS];
    struct object object[OBJECTS];
    uint8_t runs_left;
};

/* ---- moves ---- */

/* What a move is called in a trace. `broken` is set when the move itself breaks a promise. */
struct label {
    const char *text;
    int engine; /* -1: the world */
    int a, u;   /* -1: none */
    const char *broken;
    bool outside; /* a crash or a new run: not something a run may count on to get to its end */
};
_Static_assert(sizeof(struct uid_log) == 1 && sizeof(struct request) == 2 && sizeof(struct object) == 2 &&
                   sizeof(struct engine) == sizeof(struct log) + 6,
               "unnamed bits in a state");
struct search;
void search_emit(struct search *search, struct state *next, struct label label);

/* cloud.c: deliveries, losses, copies, expiry, lag and strangers. */
void cloud_moves(struct search *search, const struct world *world, const struct state *now);
int cloud_find(const struct state *now, int a); /* the object that holds the name of address a, or -1 */

/* log.c: one append a time for each engine, compare-and-set at the head. */
void log_append(const struct world *world, struct engine *engine, enum record record);
void log_fold(const struct world *world, struct log *log, const struct engine *engine);
void log_moves(struct search *search, const struct world *world, const struct state *now);

/* decide.c: from view and want to the next step. engine.c: that step's moves, pauses and crashes. */
void decide(const struct world *world, struct engine *engine);
void decide_send(const struct world *world, struct engine *engine); /* clear the step at hand and sign it */
void conclude(const struct world *world, struct engine *engine);
void decide_after_append(const struct world *world, struct engine *engine);
void engine_moves(struct search *search, const struct world *world, const struct state *now);

/* promise.c: what must hold; NULL or the promise broken. */
const char *promise_check(const struct world *world, const struct state *now);

/* search.c: breadth first, so a trace is a shortest one. `trace` may be NULL. */
struct result {
    const char *broken;
    long states, moves, returns; /* returns: states in which a run has just come to its end */
    int depth;
    bool full; /* stopped at the memory limit: nothing is proved */
};
struct result search_run(const struct world *world, FILE *trace);

#endif
