/*
 * plan.h - from what is declared, recorded and seen to what is to be done: one array of changes, made by ordered passes.
 *
 *     struct plan *plan;
 *     TRY(plan_make(&input, &plan, err));     suspends? no: main stack; it runs the loop itself for its reads
 *     plan_free(plan);
 *
 * The passes (passes.c has the list, each is a file): declare, move, observe, refresh, resolve, diff, replace, destroy, select,
 * guard, estimate, seal. After `seal` a plan is immutable and has a digest (design section 8, docs/formats.md 5).
 */
#ifndef ENGINE_PLAN_PLAN_H
#define ENGINE_PLAN_PLAN_H

#include "engine/graph/graph.h"
#include "engine/lang/lang.h"
#include "engine/settle/settle.h"

#define CHANGE_ACTIONS(X)                                                                            \
    X(KEEP, "keep")                                                                                  \
    X(CREATE, "create")                                                                              \
    X(UPDATE, "update")                                                                              \
    X(DELETE, "delete")                                                                              \
    X(READ, "read")          /* a deferred lookup */                                                 \
    X(FORGET, "forget")      /* the row goes, the object stays */                                    \
    X(IMPORT, "import")      /* an existing object becomes ours (marks are added) */                 \
    X(MOVE, "move")          /* only the address changes */                                          \
    X(ADOPT, "adopt")        /* the object of an open intent becomes a row; unfinished work goes on */ \
    X(REISSUE, "reissue")    /* an open create is sent again under its own uid */                    \
    X(DROP, "drop")          /* an open intent is closed as absent, or a twin is removed */          \
    X(MARKS, "marks")        /* our marks are brought up to date after a move */

enum change_action {
#define X(name, text) CHANGE_##name,
    CHANGE_ACTIONS(X)
#undef X
    CHANGE_ACTION_COUNT
};
const char *change_action_name(enum change_action action);

/* One attribute that differs between what is and what is to be. */
struct attr_change {
    struct path path;
    const struct attr *attr;      /* top-level row */
    struct value before;          /* live; absent: not there */
    struct value after;           /* planned; may be an expression; absent: removed */
    bool replaces;                /* this is why the object is replaced */
    bool drift;                   /* before differs from what we applied: changed outside */
    bool computed;                /* known after the step (not part of the digest) */
    bool released;                /* applied before, declared no longer, no default to go back to: shown once */
};

enum cause_kind {
    CAUSE_CONFIG,      /* the stack says so now (position) */
    CAUSE_REMOVED,     /* the stack says so no longer */
    CAUSE_REPLACED,    /* because .address is replaced */
    CAUSE_DRIFT,       /* changed outside */
    CAUSE_GONE,        /* vanished outside */
    CAUSE_DEAD,        /* half made, or failed */
    CAUSE_TRIGGER,     /* lifecycle.replace_triggered_by */
    CAUSE_ASKED,       /* --replace, --destroy, import { } */
    CAUSE_SETTLE,      /* an interrupted run left it */
    CAUSE_DEPOSED,     /* left over from a replace */
    CAUSE_UPSTREAM,    /* a value it uses changes: .address, .path */
};

struct cause {
    enum cause_kind kind;
    struct str address;           /* of the change behind it; may be empty */
    struct path path;             /* attribute concerned; may be empty */
    struct pos at;
    struct str text;              /* complete sentence part for people: "because aws_vpc.main is replaced" */
};

enum change_note {
    NOTE_DATA_AT_RISK = 1,
    NOTE_UNREAD = 2,              /* could not be read: nothing may be planned for it */
    NOTE_BOUNDED = 4,             /* provider not there yet: bounds instead of a dry run */
    NOTE_HELD = 8,                /* mass disappearance: --accept-missing */
    NOTE_DENIED = 16,             /* prevent_destroy or a guard: the plan exits 3 */
};

struct change {
    enum change_action action;
    struct str address, uid;              /* uid empty until apply gives one (create) */
    uint32_t generation;
    const struct resource_type *type;
    const struct provider_type *provider_type;
    struct provider *provider;            /* opened; NULL when it could not be */
    struct str provider_key;
    const struct config_resource *config; /* NULL: not declared (any more) */
    const struct object *object;          /* NULL: not in state */
    const struct settled *settled;        /* open intent behind it; NULL: none */
    struct value applied, live, planned;  /* absent where there is none; planned may hold expressions */
    struct value computed;                /* attributes of the object that stay known through this change */
    const struct attr_change *attrs;
    size_t attr_count;
    const struct cause *why;              /* nearest first */
    size_t why_count;
    int32_t pair;                         /* other half of a replace: index; -1: none */
    bool create_before_destroy;
    uint32_t notes;                       /* change_note */
    const struct err *note_err;           /* text behind UNREAD, DENIED, HELD; NULL: none */
    uint32_t estimate_ms;                 /* duration, shipped or learned */
    struct digest digest;                 /* of acting entries, after seal */
    struct pos at;
    struct str import_id;
    struct str moved_from;                /* former address; empty: not moved */
    struct str id;                        /* the cloud's, when known: of the object, the intent's find, or the twin to drop */
    bool gone;                            /* delete: already not there, only the row goes */
    bool marks;                           /* our marks must be rewritten (folded into update) */
    struct str derived_name;              /* of the type's derived_name attribute, when the engine names it */
    const uint32_t *refs;                 /* changes of the resources it refers to: its dependencies as a row */
    size_t ref_count;
};

/* Is it part of the digest, counted and run? (KEEP and READ are not.) */
bool change_acts(const struct change *change);

struct output_change {
    struct str name;
    struct value before, after;
    bool sensitive;
};

struct plan_counts {
    uint32_t create, update, replace, delete, forget, import, move, settle, marks, keep, drift, unread, denied;
};

struct plan {
    struct arena arena;
    struct config *config;                /* not owned */
    VEC(struct change) changes;
    struct graph order;                   /* nodes are changes; "needs" = must run before it */
    VEC(struct output_change) outputs;
    VEC(struct str) warnings;             /* sentences, riskiest first */
    struct plan_counts counts;
    bool destroy;                         /* made by destroy */
    bool partial;                         /* --target / --exclude */
    bool stale_rows;                      /* kept rows whose flags or dependencies the stack now says otherwise: an apply rewrites them */
    uint64_t base_serial;                 /* of the state it was made from */
    uint32_t unfinished_run;              /* number of a run without end; 0: none */
    int64_t refreshed_ms;                 /* how long reading took */
    uint64_t read_requests;
    uint32_t critical_path_ms;
    const uint32_t *critical_path;        /* change indexes */
    size_t critical_path_len;
    struct digest digest;
    struct str digest_hex;                /* 64 chars; people see the first 32 */
    struct str stack, env;
    bool simulated;
    int64_t made_mono_ms;                 /* when reading ended: a step that starts much later looks again */
};

enum plan_refresh { PLAN_REFRESH, PLAN_NO_REFRESH, PLAN_REFRESH_ONLY };

struct plan_input {
    struct config *config;                 /* NULL only for destroy without a stack text */
    struct state *state;
    const struct identity *identity;
    struct str root;                       /* the stack's folder, for plan files; may be empty */
    const struct registry *registry;
    struct net *net;
    struct io *io;
    /* Opened provider of a config handle / of a recorded recipe. Suspends. NULL with err when it cannot be had. */
    struct provider *(*config_provider)(void *context, uint32_t index, struct err *err);
    struct provider *(*recorded_provider)(void *context, struct str provider_name, struct str key, struct value recipe,
                                          struct err *err);
    void *provider_context;
    enum plan_refresh refresh;
    bool destroy;
    const struct str *targets, *excludes, *replaces, *allows;
    size_t target_count, exclude_count, replace_count, allow_count;
    bool accept_missing;
    /* Learned durations: ms for (type, action), 0 unknown. NULL: shipped ones. */
    uint32_t (*duration)(void *context, struct str type, enum change_action action);
    void *duration_context;
};

/* ERR_INVALID: cycles, targets that do not exist, state of another deployment. A plan with DENIED entries is made all the same (exit 3). */
bool plan_make(const struct plan_input *input, struct plan **ret, struct err *err) MUST_USE;
void plan_free(struct plan *plan);
struct change *plan_find(const struct plan *plan, struct str address);   /* the acting half first */
bool plan_is_empty(const struct plan *plan);                             /* nothing acts, outputs equal */

/* Configuration plus declared defaults and derived names, for create and for op_want. */
struct value plan_with_defaults(struct arena *arena, const struct resource_type *type, struct value want, struct str derived_name);
/* Runs a type's compute() under the deployment's identity. */
bool plan_compute(struct arena *arena, const struct identity *identity, const struct resource_type *type, struct str address_at_birth,
                  uint32_t generation, struct value config, struct value prior, struct value *ret_attrs, struct err *err) MUST_USE;

/* The three-way diff of one object, as planning does it; for work that apply continues. Lives in `arena`. */
void plan_differences(struct arena *arena, const struct change *change, struct value want, struct value live,
                      struct schema_difference **ret, size_t *ret_count);

/*
 * Late resolution, for apply: the value of an expression from changes that are done (their results by address) and from rows.
 * `results` answers attributes of finished steps; UNKNOWN while they are not.
 */
struct plan_results {
    void *context;
    bool (*attrs)(void *context, struct str address, struct value *ret);
};
bool plan_resolve(const struct plan *plan, struct arena *arena, const struct plan_results *results, struct value v,
                  struct value *ret, struct err *err) MUST_USE;

/*
 * Plan files (docs/formats.md 6): preimage, changes, source bundle, inputs and lookup answers, sensitive parts sealed. A saved plan is
 * applied by evaluating its bundle again and requiring an equal digest.
 */
struct plan_file {
    struct str digest_hex, stack, env, lineage_text;
    struct str root, beside;               /* the stack's folder: as it was, and from the file's own folder (empty: not beneath it) */
    uint64_t base_serial;
    const struct config_file *bundle;
    size_t bundle_count;
    struct value inputs, answers;          /* maps */
    struct value options;                  /* targets, replaces, refresh, destroy … */
    struct value summary;                  /* changes for `show PLANFILE` */
};
bool plan_file_save(struct io *io, const char *path, const struct plan *plan, const struct identity *identity,
                    const struct plan_input *input, struct err *err) MUST_USE;
/* Where its stack is, without any key: root, beside and env alone, not authenticated. For finding the identity that opens the file. */
bool plan_file_peek(struct io *io, struct arena *arena, const char *path, struct plan_file *ret, struct err *err) MUST_USE;
bool plan_file_load(struct io *io, struct arena *arena, const char *path, const struct identity *identity,
                    struct plan_file *ret, struct err *err) MUST_USE;   /* ERR_FORMAT, ERR_NEWER, ERR_CONFLICT (another deployment) */

#endif
