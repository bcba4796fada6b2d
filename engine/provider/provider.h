/*
 * provider.h - the contract between the engine and what knows a cloud.
 *
 * A provider is a table of resource types and a few functions. A resource type is one file: source, attribute table, reader,
 * straight-line create/update/delete, descriptor. Operations run on a fiber: calls suspend, code reads top to bottom.
 *
 * The engine owns retry, throttling, signing times, tokens, marks, journal, waiting between polls and redaction; a provider file has
 * none of these. What an operation may use is op.h; what the engine promises around it is docs/protocol.md. The two meet in:
 *   create class   how an unknown outcome of a create is settled (design 7, cloud-facts 0)
 *   reader         how objects are listed and decoded, batched; one pure decode serves refresh, create, import, recover, polling
 *   op_bind        ids become durable before the next request leaves
 *   op_effect      a non-idempotent call inside a step becomes durable likewise
 */
#ifndef ENGINE_PROVIDER_PROVIDER_H
#define ENGINE_PROVIDER_PROVIDER_H

#include "engine/net/net.h"
#include "engine/schema/schema.h"

struct op;
struct provider;
struct read;
struct compute_input;

/* How a create is made safe against its own unknown outcome. */
#define CREATE_CLASSES(X)                                                                                      \
    X(STATE, "state only")       /* no cloud at all: the record is the object (core_data, core_random_password) */ \
    X(TOKEN, "T: client token")                                                                                \
    X(NAMED, "N: unique name")                                                                                 \
    X(PUT, "P: repeatable put")                                                                                \
    X(TAGGED, "G: tags only")    /* settles by listing our uid mark; signed once, never sent again */              \
    X(NATURAL, "X: natural key")

enum create_class {
#define X(name, text) CREATE_##name,
    CREATE_CLASSES(X)
#undef X
};
const char *create_class_name(enum create_class c);

/* What a decoded object says about itself. */
enum health {
    HEALTH_READY,
    HEALTH_PENDING, /* still becoming what was asked */
    HEALTH_DEAD,    /* will never be: failed, or half made beyond repair */
    HEALTH_GONE,    /* listed, but only as a trace of what was (a deleted NAT gateway, a terminated instance) */
};

/* How a reader finds objects. Several may be given; the engine uses the cheapest that serves. */
enum read_by {
    READ_BY_MARK = 1,    /* list everything that carries our deployment's mark */
    READ_BY_IDS = 2,     /* filter by up to .max_ids ids a request */
    READ_BY_PARENT = 4,  /* children are listed with, or filtered by, their parent's id (attribute .parent) */
    READ_ONE = 8,        /* one request an object */
};

struct reader {
    uint32_t by;                   /* read_by flags */
    uint16_t operation;            /* the provider's operation number (EC2_DescribeVpcs) */
    const char *service;           /* "ec2"; the provider's word */
    const char *list;              /* path to the objects in the answer: "Vpcs", "Reservations[].Instances" */
    const char *item_list;         /* READ_BY_PARENT inside the parent's object: "Routes". decode then gets {Parent, Item} */
    const char *id;                /* path of the id in an object: "VpcId"; NULL: decode makes it (attribute "id") */
    const char *id_input;          /* request member that takes ids: "VpcIds"; or "Filter:vpc-id" */
    const char *mark_input;        /* how a mark is asked for: "Filter:tag" */
    const char *parent;            /* attribute holding the parent's id: "route_table_id" */
    const char *parent_input;      /* "RouteTableIds" or "Filter:route-table-id" */
    const char *tags;              /* path of the tags in an object: "Tags"; NULL: carries no marks */
    uint16_t max_ids;              /* 0: 200 */
    const char *fixed;             /* constant request members as JSON, or NULL */
    /*
     * Pure: one listed object -> attributes (all readable ones, also "id") and health. `ret_reason` says why not ready, in the
     * cloud's words (may stay empty). Absent attributes are "the cloud did not say". Tags come without our marks.
     */
    enum health (*decode)(struct arena *arena, struct value object, struct value *ret_attrs, struct str *ret_reason);
    /* Attributes that need further requests for one object (vpc DNS flags). Adds to *attrs; may suspend. NULL: none. */
    bool (*complete)(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value *attrs,
                     struct err *err);
};

/* A lookup: read-only, constant arguments, answer pinned by the engine unless .fresh. */
struct lookup_type {
    const char *name;              /* "aws_ami": constructor aws.lookup.ami */
    const char *doc;
    const struct attr *attrs;      /* arguments, and COMPUTED results */
    bool fresh;                    /* never pinned and never feeds a resource (caller identity) */
    bool (*run)(struct provider *provider, const struct net_scope *scope, struct arena *arena, struct value args,
                struct value *ret, struct err *err);   /* suspends */
};

enum type_flag {
    TYPE_SETTLE_SLOW = 1,     /* deleting waits for others' leftovers (ENIs): retry DependencyViolation to the time-out */
    TYPE_DATA_BEARING = 2,    /* replace or delete loses data: danger in every plan */
    TYPE_NO_UPDATE = 4,       /* every change replaces */
};

struct resource_type {
    const char *name;              /* "aws_vpc" */
    const char *doc;               /* one line */
    const char *source;            /* "EC2 API 2016-11-15" */
    uint16_t version;              /* of the attribute table, recorded with each object; from 1 */
    uint32_t flags;
    const struct attr *attrs;
    enum create_class create_class;
    const struct reader *reader;   /* NULL for CREATE_STATE */
    /*
     * Classes N, P, X: the attributes that identify the object before it has an id ("vpc_id group_name"). The engine's generic find
     * lists by parent or mark and compares these. NULL: by mark, or find().
     */
    const char *natural_key;
    const char *gone;              /* error codes, space separated, that say "does not exist" */
    const char *foreign;           /* error codes of a create that say "exists already" (class N) */
    const char *headline;          /* 3 to 5 attributes shown in one-line plans */
    const char *derived_name;      /* attribute named by the engine when not given; NULL: none */
    uint16_t derived_name_max;
    /* Types that must be complete before this one starts (and outlive it), when both refer to a common resource. Space separated. */
    const char *after;
    uint32_t typical_create_s, typical_update_s, typical_delete_s;  /* shipped durations, until learned */
    uint32_t timeout_create_s, timeout_update_s, timeout_delete_s;  /* 0: 600, 600, 1200 */
    const char *permissions;       /* "ec2:CreateVpc ec2:DescribeVpcs ..." for --iam */
    /* All three may suspend and may run again after a crash: they read and converge. Delete of a missing thing succeeds. */
    bool (*create)(struct op *op, struct err *err);
    bool (*update)(struct op *op, struct err *err);
    bool (*delete)(struct op *op, struct err *err);
    /*
     * Classes N, P, X where the generic find does not serve: looks for the object of this intent by its natural key. Sets *ret_id, or
     * leaves it empty when there is none. May suspend.
     */
    bool (*find)(struct op *op, struct str *ret_id, struct err *err);
    /* Pure, at plan: may refine (mark further attributes as replacing, refuse a combination with ERR_INVALID). NULL: none. */
    bool (*plan)(struct arena *arena, struct value prior, struct value planned, const char **ret_replace, struct err *err);
    /* CREATE_STATE: computes attributes from the configuration (derived secrets). Pure. */
    bool (*compute)(struct arena *arena, const struct compute_input *in, struct value *ret_attrs, struct err *err);
    /* Turns what a person gives to `infra import` into the id; NULL: taken as it is. */
    const char *import_hint;       /* "vpc-0123…" */
};

/* What CREATE_STATE types may derive from (design 9: generated secrets). */
struct compute_input {
    struct str address_at_birth;
    uint32_t generation;
    struct value config;           /* resolved */
    struct value prior;            /* attributes at birth; absent for new ones */
    /* Derives `len` secret bytes for a purpose; equal on every call for equal input. */
    void (*derive)(const struct compute_input *in, const char *purpose, uint8_t *ret, size_t len);
    const void *secret;            /* the engine's */
};

/* One object as a read found it. */
struct read_object {
    struct str id;
    struct str parent_id;
    enum health health;
    struct str reason;
    struct value attrs;            /* decoded and completed */
    /* Our marks, empty when it has none. */
    struct str mark_stack, mark_address, mark_uid;
};

enum read_want { READ_ALL_MARKED, READ_IDS, READ_UID };

/* A batched read: one provider, one reader, many rows. */
struct read {
    const struct resource_type *type;
    enum read_want want;
    struct str mark_stack;         /* READ_ALL_MARKED: "<stack>/<env>/<lineage>" */
    struct str mark_uid;           /* READ_UID */
    const struct str *ids;         /* READ_IDS */
    const struct str *parent_ids;  /* READ_IDS: parallel to ids, for READ_BY_PARENT readers */
    size_t id_count;
    const struct net_scope *scope;
    struct arena *arena;
    VEC(struct read_object) objects;   /* result; ids that are not there are simply missing */
};

/* What opening a provider needs. */
struct provider_open {
    struct str name;               /* handle name: "default", "virginia" */
    struct value config;           /* of its block, checked and resolved */
    struct net *net;
    struct io *io;
    const char *(*getenv)(void *context, const char *name);
    void *getenv_context;
    struct net_scope scope;        /* for the reads of opening */
    bool simulated;                /* --sim: constant credentials, the in-process transport answers */
};

struct provider_type {
    const char *name;              /* "aws": constructors aws.*, types aws_* */
    const char *prefix;            /* "aws_" */
    const char *doc;
    const struct attr *attrs;      /* of the provider block */
    const struct resource_type *const *types;  /* ended by NULL */
    const struct lookup_type *const *lookups;  /* ended by NULL; NULL: none */
    /*
     * Opens a handle; suspends. Resolves credentials and the account, checks allowed_account_ids, fills provider->key. Refusals
     * (wrong account) are ERR_DENIED before any other read.
     */
    bool (*open)(const struct provider_open *in, struct provider **ret, struct err *err);
    void (*close)(struct provider *provider);
    /* Batched read; suspends. Fails as a whole (the rows stay unread); ERR_DENIED for a 403. */
    bool (*read)(struct provider *provider, struct read *read, struct err *err);
};

/* A provider handle, opened. A provider's own struct begins with this one. */
struct provider {
    const struct provider_type *type;
    struct str name;
    struct str key;                /* "aws/aws/123456789012/ap-northeast-2", "core" */
    struct value recipe;           /* how to reach it again without the stack: sealed into object rows */
    /*
     * Attributes that every resource of this handle wants besides its own ({ tags = { team = "core" } }); its own win, key by key. The
     * planner lays them under the configuration of types that have such an attribute, so they are planned, shown and compared like it.
     */
    struct value defaults;
    struct net *net;
    struct net_options profile;
    int64_t settle_ms;             /* class G settle window of this endpoint (real: 120 s; a simulator on loopback states its own) */
    int64_t poll_ms;               /* shortest useful time between polls (real: 1 s growing) */
};

/* The registry: all providers of the program, in the order of cli/builtin_providers.c. */
struct registry {
    const struct provider_type *const *providers;  /* ended by NULL */
};
const struct provider_type *registry_provider(const struct registry *r, struct str name);
const struct resource_type *registry_type(const struct registry *r, struct str name, const struct provider_type **ret_provider);
const struct lookup_type *registry_lookup(const struct registry *r, struct str name, const struct provider_type **ret_provider);
/* Nearest type name for "did you mean". */
struct str registry_nearest_type(const struct registry *r, struct str name);
/* Every table is well-formed (names, flags, reader, create class and functions fit together); run by a test and at start in asan builds. */
bool registry_check(const struct registry *r, struct err *err) MUST_USE;

#endif
