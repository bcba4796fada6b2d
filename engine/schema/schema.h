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
    VOLATILE = 1 << 10,    /* computed, and any update may change it: unknown while one is planned */
    HOLDS = 1 << 11,       /* what it names cannot be deleted while it does (an attached gateway, a group in use) */
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
    int64_t min, max;              /* of a number, or length of a string (characters) or list, when max != 0 */
    /* Further check of one known value, of lists and maps of scalars: of each item; message as "must be ..., not ..." */
    bool (*check)(struct value v, struct err *err);
    /* Brings equal meanings to one form ("TCP" -> "tcp", "10.0.0.1/16" stays), of each item as above; NULL: as given. Pure. */
    struct value (*normalise)(struct arena *arena, struct value v);
    const char *api;               /* API field: "CidrBlock"; NULL for computed from elsewhere */
    const char *doc;               /* one line */
    const char *example;           /* as a stack would write it: "\"10.0.0.0/16\"" */
};

/*
 * Findings of schema_check: enum suffix, stable code, title, what `infra explain CODE` says. engine/lang/codes.inc takes these rows in.
 */
#define SCHEMA_CODES(X)                                                                                                     \
    X(UNKNOWN_ATTRIBUTE, "E0107", "unknown attribute",                                                                      \
      "The type has no attribute or field of this name. Names are Terraform's; `infra explain TYPE` lists them.")           \
    X(MISSING_ATTRIBUTE, "E0108", "required attribute missing",                                                             \
      "The type cannot be made without this attribute. null counts as not given.")                                          \
    X(WRONG_TYPE, "E0109", "wrong type",                                                                                    \
      "The value has another type than the attribute. Strings, numbers and booleans are converted where nothing is lost; "  \
      "a block is a plain table, several blocks are a list of tables.")                                                     \
    X(BAD_ENUM, "E0110", "value not allowed",                                                                               \
      "The attribute takes one of a fixed set of words. `infra explain TYPE ATTRIBUTE` lists them.")                        \
    X(BAD_COMBINATION, "E0111", "attributes do not go together",                                                            \
      "Some attributes exclude each other, need each other, or form a group of which exactly one (or at most one) is given.") \
    X(FAILED_CHECK, "E0112", "value out of range or malformed",                                                             \
      "The value has the right type, but is too small, too large, too short, too long, repeated, or not in the form the "   \
      "cloud accepts.")                                                                                                     \
    X(COMPUTED_GIVEN, "E0113", "attribute is filled by the cloud",                                                          \
      "The attribute can be read from a reference but not given: the cloud decides it.")                                    \
    X(MISPLACED_NULL, "E0114", "null where a value must stand",                                                             \
      "null means not given. It may stand for an attribute, a field or a map's value, but not as an item of a list.")

enum schema_code {
#define X(name, code, title, text) SCHEMA_##name,
    SCHEMA_CODES(X)
#undef X
};
const char *schema_code(enum schema_code code); /* "E0107" */

const char *attr_type_name(enum attr_type type);
const struct attr *schema_find(const struct attr *table, struct str name);                    /* NULL: none */
/* The row a path leads to, through OBJECT fields, indexes and keys. NULL with ERR_INVALID and a suggestion when there is none. */
const struct attr *schema_at(const struct attr *table, struct path path, struct err *err);

/*
 * The path with keys into keyed sets said in full ([api.acme.dev] becomes [domain_name=api.acme.dev] where domain_name is the
 * set_key), so that path_get finds the element without the table. Otherwise as it is; what schema_at refuses stays as it is.
 */
struct path schema_path(struct arena *arena, const struct attr *table, struct path path);

/* Where findings are placed: the position of an attribute's key in the stack file, found by its path text ("ingress[2].from_port"). */
struct schema_place {
    struct pos (*at)(void *context, struct path path, bool of_value); /* empty path: the resource; `path` is gone after the call */
    void *context;
    const char *subject;           /* "aws_vpc": for messages and the explain hint */
};

/*
 * Checks `given` (a map as the stack wrote it; expressions allowed anywhere a value may stand) against the table and returns
 * the configuration: converted (string <-> number/bool once), normalised, sets sorted, documents as data, explicit null = absent
 * (but beneath ANY, where null is data), {} = the empty list where a list is due, defaults NOT filled in. Checking the answer
 * again gives the same. It shares unchanged parts with `given`. Reports every finding to `diags` (codes above; misspelt names get
 * a suggestion; sensitive values are never quoted). False when any error was reported; then *ret_config is untouched.
 */
bool schema_check(struct arena *arena, const struct attr *table, struct value given, const struct schema_place *place,
                  struct diags *diags, struct value *ret_config) MUST_USE;

/* After resolving expressions late: the same conversion and checks for values that were unknown before. ERR_INVALID, the first finding. */
bool schema_recheck(struct arena *arena, const struct attr *table, struct value resolved, struct value *ret_config,
                    struct err *err) MUST_USE;

/* Declared default of a row as a value; absent: none. */
struct value schema_default(struct arena *arena, const struct attr *attr);

/*
 * The one form of equal meanings under a row, as far as the value allows: what schema_check would make of it, without checks.
 * For values from elsewhere (live, state of an older version): fields that the table does not know are dropped.
 */
struct value schema_canonical(struct arena *arena, const struct attr *attr, struct value v);

/* Semantic equality under a row: sets by content, documents as data, numbers as numbers; null = absent. attr NULL: plain equality. */
bool schema_equal(const struct attr *attr, struct value a, struct value b);

/* One leaf that differs. before/after absent: not there on that side. Values under SENSITIVE_ATTR rows are marked. */
struct schema_difference {
    struct path path;              /* tags[team], ingress[name=web].port, policy.Statement[1].Action */
    const struct attr *attr;       /* the top-level row */
    struct value before, after;
};
/*
 * Leaf differences between two maps for the given rows, in table order: keyed sets by key, string sets as +/- elements
 * (security_groups[sg-1]), elements of sets without key (and unknown ones) as +/- under the path of the set, documents and ANY by
 * their structure (lists of maps by a unique "name" or "Sid"). An expression is one leaf.
 */
void schema_diff(struct arena *arena, const struct attr *table, struct value before, struct value after,
                 struct schema_difference **ret, size_t *ret_count);

/* Marks values under SENSITIVE_ATTR rows. */
struct value schema_mark_sensitive(struct arena *arena, const struct attr *table, struct value v);
/* Marks what stands where `like` has something sensitive: what a cloud gives back of a secret that was written into an ordinary attribute. */
struct value schema_mark_like(struct arena *arena, struct value v, struct value like);

/* Ready-made checks and normalisers for tables. */
bool check_cidr4(struct value v, struct err *err);   /* network/prefix, host bits zero */
bool check_cidr6(struct value v, struct err *err);
bool check_ip4(struct value v, struct err *err);
bool check_arn(struct value v, struct err *err);
struct value normalise_lower(struct arena *arena, struct value v);

#endif
