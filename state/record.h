/*
 * record.h - what the log is made of: records, and the objects and intents that they amount to.
 *
 * A record has a fixed head (type, serial, run, epoch, time, hash of its predecessor) and a body, a map in canonical encoding whose
 * sensitive leaves are sealed. hash = SHA-256(head and body as stored), so the chain is verified without keys. Layout and the fields
 * of each body: docs/formats.md 3. What is written when: docs/protocol.md.
 */
#ifndef STATE_RECORD_H
#define STATE_RECORD_H

#include "engine/base/diag.h"
#include "engine/provider/provider.h"

#define RECORD_TYPES(X)                                                                                      \
    X(GENESIS, "genesis")        /* first record: identity of the deployment, format version */             \
    X(RUN_BEGIN, "run-begin")    /* who, where, commit, digest, plan, source bundle, inputs */              \
    X(INTENT, "intent")          /* a mutating step is about to begin */                                    \
    X(BOUND, "bound")            /* an id or handle is known */                                             \
    X(EFFECT, "effect")          /* a non-idempotent call inside a step has happened */                     \
    X(OUTCOME, "outcome")        /* the step is settled: object ready, partial, dead, absent, deleted */    \
    X(OBSERVED, "observed")      /* attributes as read, without a step (refresh-only, adopt) */             \
    X(FORGET, "forget")          /* the row goes, the object stays */                                       \
    X(MOVE, "move")              /* address changes */                                                      \
    X(IMPORT, "import")          /* an existing object becomes ours */                                      \
    X(MARKS, "marks")            /* marks of an object were brought up to date */                           \
    X(PIN, "pin")                /* answer of a lookup */                                                   \
    X(OUTPUT, "output")          /* outputs after a run */                                                  \
    X(HEARTBEAT, "heartbeat")    /* the writer lives */                                                     \
    X(TAKE_OVER, "take-over")    /* a new writer with a higher epoch */                                     \
    X(RUN_END, "run-end")        /* exit code and counts */

enum record_type {
#define X(name, text) RECORD_##name,
    RECORD_TYPES(X)
#undef X
    RECORD_TYPE_COUNT
};
const char *record_type_name(enum record_type type);

struct record {
    enum record_type type;
    uint64_t serial;          /* given by append: 1, 2, 3 … */
    uint64_t run;             /* run number, from 1; 0: outside a run */
    uint64_t epoch;           /* of the writer */
    int64_t wall_ms;
    struct str uid;           /* of the object concerned; empty: none */
    struct str address;
    struct value body;        /* unsealed when read with a key */
};

enum object_role { OBJECT_CURRENT, OBJECT_DEPOSED, OBJECT_FORGOTTEN };
enum object_status { OBJECT_READY, OBJECT_PARTIAL, OBJECT_DEAD };

/* A row: one cloud object that we hold. */
struct object {
    struct str uid, address, address_at_birth;
    enum object_role role;
    enum object_status status;
    uint32_t generation;          /* of its address: 1, 2 after a replace … */
    struct str type;
    uint32_t type_version;
    enum create_class create_class;
    struct str provider_key;      /* "aws/aws/123456789012/ap-northeast-2" */
    struct str provider_name;     /* type of provider: "aws" */
    struct value recipe;          /* reaches the provider without the stack */
    struct str id;
    struct value applied;         /* resolved configuration as last applied (canonical) */
    struct digest applied_digest; /* of `applied`, for the fast no-op path */
    struct digest source_digest;  /* of the configuration with its expressions, for the fast no-op path */
    struct value observed;        /* attributes as last read */
    const struct str *depends_on; /* uids */
    size_t depends_on_count;
    bool prevent_destroy, create_before_destroy;
    bool sensitive_unknown;       /* read without a key: sensitive leaves are placeholders */
    uint64_t run, serial;         /* of the last record that changed it */
    struct pos at;                /* stack position at the last apply */
};

enum intent_kind { INTENT_CREATE, INTENT_UPDATE, INTENT_DELETE, INTENT_MARKS };
const char *intent_kind_name(enum intent_kind kind);

/* A step that began and has no outcome yet. */
struct intent {
    uint64_t serial, run, epoch;
    int64_t wall_ms;              /* when it became durable */
    enum intent_kind kind;
    struct str uid, address, type, provider_key, provider_name;
    struct value recipe;
    uint32_t generation, type_version;
    enum create_class create_class;
    struct value planned;         /* canonical resolved configuration the step was to bring about */
    struct digest planned_digest;
    struct value prior;           /* update, delete: expected before */
    struct str token;
    struct value bound;           /* map name -> value, so far */
    struct value effects;         /* map "name/key" -> outcome, so far */
    int64_t last_possible_send_ms;/* wall; for the settle window of class G */
    const struct str *depends_on;
    size_t depends_on_count;
    struct pos at;
};

struct pin {
    struct str key;               /* config_lookup.key */
    struct value args, answer;
    uint64_t serial;
};

struct run {
    uint64_t number, first_serial, last_serial;
    int64_t began_ms, ended_ms;   /* ended 0: unfinished */
    struct str who, where, commit, command;
    struct str digest;            /* of the plan, hex */
    int exit_code;                /* -1: unfinished */
    struct value counts;          /* map action -> number */
};

#endif
