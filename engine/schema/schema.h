/*
 * schema.h - attribute tables: what a resource type accepts, computes, replaces, hides; one table, many readers.
 *
 * A table is an array of `struct attr` ended by { 0 }. The same rows drive checking, defaults, diffing, docs, `explain` and
 * editor stubs. Names are Terraform's (design section 5); `api` is the field's name in the cloud's API.
 */
#ifndef ENGINE_SCHEMA_SCHEMA_H
#define ENGINE_SCHEMA_SCHEMA_H

#include "engine/base/diag.h"
#include "engine/value/expr.h"

#define ATTR_TYPES(X)                                                                                      \
    X(NONE, "none")                                                                                        \
    X(STRING, "string")                                                                                    \
    X(BOOL, "bool")                                                                                        \
    X(INT, "integer")                                                                                      \
    X(NUMBER, "number")                                                                                    \
    X(STRING_LIST, "list of string")                                                                       \
    X(STRING_SET, "set of string")             /* stored sorted, without repeats */                        \
    X(INT_LIST, "list of integer")                                                                         \
    X(STRING_MAP, "map of string")                                                                         \
    X(OBJECT, "object")                        /* at most one block: fields in .fields */                  \
    X(OBJECT_LIST, "list of object")                                                                       \
    X(OBJECT_SET, "set of object")             /* keyed by .set_key when given */                          \
    X(DOCUMENT, "document")                    /* JSON text or a table; compared as data (policies) */     \
    X(ANY, "any")

enum attr_type {
#define X(name, text) ATTR_##name,
    ATTR_TYPES(X)
#undef X
};

enum attr_flag {
    REQUIRED = 1 << 0,
    OPTIONAL = 1 << 1,     /* may be given; neither REQUIRED nor OPTIONAL and COMPUTED: read only */
    COMPUTED = 1 << 2,     /* the cloud fills it when it is not given */
    FORCE_NEW = 1 << 3,    /* a change replaces the object */
    SENSITIVE_ATTR = 1 << 4,
    OWNS_ALL = 1 << 5,     /* once given, elements that we did not declare are drift (tags, inline rules) */
    WRITE_ONLY = 1 << 6,   /* the cloud never tells: compared with what we last applied */
    UNIQUE_NAME = 1 << 7,  /* derived when not given (design section 8); constant with create_before_destroy is an error */
    STABLE = 1 << 8,       /* computed once at create and unchanged by updates: stays known through an update (ids, arns) */
    ENGINE_ONLY = 1 << 9,  /* never sent to a cloud (skip_destroy and the like) */
};

struct attr {
    const char *name;
    enum attr_type type;
    uint32_t flags;
    const char *fallback;          /* declared default, as text in the attribute's type ("false", "default"); NULL: none */
    const struct attr *fields;     /* OBJECT*, ended by { 0 } */
    const char *set_key;           /* OBJECT_SET: the field that identifies an element; NULL: the whole element */
    const char *const *values;     /* enum, ended by NULL */
    const char *conflicts;         /* space separated names that may not stand beside it */
    const char *needs;             /* space separated names that must stand beside it */
    const char *one_of;            /* group label: exactly one attribute of the group must be given; "?label": at most one */
    int64_t min, max;              /* of a number, or length of a string or list, when max != 0 */
    /* Further check of one known value; message as "must be ..., not ..." */
    bool (*check)(struct value v, struct err *err);
    /* Brings equal meanings to one form ("TCP" -> "tcp", "10.0.0.1/16" stays); NULL: as given. Pure. */
    struct value (*normalise)(struct arena *arena, struct value v);
    const char *api;               /* API field: "CidrBlock"; NULL for computed from elsewhere */
    const char *doc;               /* one line */
    const char *example;           /* as a stack would write it: "\"10.0.0.0/16\"" */
};

const char *attr_type_name(enum attr_type type);
const struct attr *schema_find(const struct attr *table, struct str name);                    /* NULL: none */
/* The row a path leads to, through OBJECT fields, indexes and keys. NULL with ERR_INVALID and a suggestion when there is none. */
const struct attr *schema_at(const struct attr *table, struct path path, struct err *err);

/* Where findings are placed: the position of an attribute's key in the stack file, found by its path text ("ingress[2].from_port"). */
struct schema_place {
    struct pos (*at)(void *context, struct path path, bool of_value);
    void *context;
    const char *subject;           /* "aws_vpc": for messages and the explain hint */
};

/*
 * Checks `given` (a map as the stack wrote it; expressions allowed anywhere a value may stand) against the table and returns
 * the configuration: converted (string <-> number/bool once), normalised, sets sorted, explicit null = absent, defaults NOT
 * filled in. Reports every finding to `diags` (codes E01xx; misspelt names get a suggestion). False when any error was reported.
 */
bool schema_check(struct arena *arena, const struct attr *table, struct value given, const struct schema_place *place,
                  struct diags *diags, struct value *ret_config) MUST_USE;

/* After resolving expressions late: the same conversion and checks for values that were unknown before. ERR_INVALID. */
bool schema_recheck(struct arena *arena, const struct attr *table, struct value resolved, struct value *ret_config,
                    struct err *err) MUST_USE;

/* Declared default of a row as a value; absent: none. */
struct value schema_default(struct arena *arena, const struct attr *attr);

/* Semantic equality under a row: sets by content, documents as data, numbers as numbers. */
bool schema_equal(const struct attr *attr, struct value a, struct value b);

/* One leaf that differs. before/after absent: not there on that side. */
struct schema_difference {
    struct path path;
    const struct attr *attr;       /* the top-level row */
    struct value before, after;
};
/* Leaf differences between two maps for the given rows, in table order: keyed sets by key, string sets as +/- elements. */
void schema_diff(struct arena *arena, const struct attr *table, struct value before, struct value after,
                 struct schema_difference **ret, size_t *ret_count);

/* Marks values under SENSITIVE_ATTR rows. */
struct value schema_mark_sensitive(struct arena *arena, const struct attr *table, struct value v);

/* Ready-made checks and normalisers for tables. */
bool check_cidr4(struct value v, struct err *err);   /* network/prefix, host bits zero */
bool check_cidr6(struct value v, struct err *err);
bool check_ip4(struct value v, struct err *err);
bool check_arn(struct value v, struct err *err);
struct value normalise_lower(struct arena *arena, struct value v);

#endif
