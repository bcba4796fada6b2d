/*
 * value.h - immutable values: 16 bytes, children in an arena, safe to copy and to share.
 *
 *     struct value tags = value_map_of(arena, "Name", value_cstr("prod"), NULL);
 *     struct str name = value_text(value_get(tags, "Name"));
 *
 * Kinds (design section 6): null, bool, int64, double, string, bytes, list, map, expression. VALUE_ABSENT (all zero) is
 * "not given": it never stands inside a list or map. Strings are UTF-8; maps are sorted by key bytes, keys are unique.
 * Flags rise: a list or map carries SENSITIVE and HAS_UNKNOWN of its children (HAS_UNKNOWN = an expression is inside). A list or
 * map that is sensitive as a whole also has ALL_SENSITIVE, and reading a child of it gives a sensitive value.
 * Nothing here suspends. Depth is limited to VALUE_DEPTH_MAX by every function that makes values from outside data; the makers
 * count it, so that whoever nests by hand (expressions, Lua) can refuse in time.
 */
#ifndef ENGINE_VALUE_VALUE_H
#define ENGINE_VALUE_VALUE_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/digest.h"
#include "engine/base/err.h"

enum { VALUE_DEPTH_MAX = 64 };

enum value_kind {
    VALUE_ABSENT, /* not given; never stored */
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STRING,
    VALUE_BYTES,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_EXPR, /* known only later: see expr.h */
};

enum value_flag {
    VALUE_SENSITIVE = 1,   /* never shown, never stored in clear */
    VALUE_HAS_UNKNOWN = 2, /* is, or holds, an expression */
    VALUE_ALL_SENSITIVE = 4, /* of a list or map: not just a child, the whole; always beside VALUE_SENSITIVE */
};

struct expr;
struct value_field;

struct value {
    uint8_t kind, flags;
    uint16_t depth;    /* 0: a leaf; else one more than the deepest child (an expression's arguments count) */
    uint32_t count;    /* bytes of a string, items of a list, fields of a map */
    union {
        bool boolean;
        int64_t integer;
        double real;
        const char *text;                 /* STRING and BYTES; NUL after the last byte */
        const struct value *items;        /* LIST */
        const struct value_field *fields; /* MAP, sorted by key */
        const struct expr *expr;
    };
};
_Static_assert(sizeof(struct value) == 16, "values are copied by the million");

struct value_field {
    const char *key; /* NUL-terminated */
    uint32_t key_len;
    uint32_t reserved;
    struct value value;
};

#define VALUE_NONE ((struct value){ .kind = VALUE_ABSENT })

/* Makers. Those without an arena do not copy: the caller keeps the bytes alive, NUL after the last one. */
struct value value_null(void);
struct value value_bool(bool b);
struct value value_int(int64_t i);
struct value value_float(double d);           /* integral within 2^53 becomes INT; the caller refuses NaN and infinities */
struct value value_str(struct str s);         /* must be UTF-8 */
struct value value_str_copy(struct arena *arena, struct str s); /* for slices and what goes away */
struct value value_cstr(const char *s);       /* NULL makes VALUE_ABSENT */
struct value value_bytes(struct str s);
struct value value_expr(const struct expr *expr, bool sensitive);
struct value value_list(struct arena *arena, const struct value *items, size_t count);  /* copies the array; absent items are left out */
/* Sorts and copies the array, not the keys; fields with an absent value are left out; of equal keys the last wins. */
struct value value_map(struct arena *arena, const struct value_field *fields, size_t count);
/* Pairs (const char *key, struct value), ended by NULL. Keys are not copied: literals, as a rule. */
struct value value_map_of(struct arena *arena, ...);
struct value value_list_of_strings(struct arena *arena, const struct str *items, size_t count);

/* Step by step building; done() sorts and closes. */
struct value_builder {
    struct arena *arena;
    VEC(struct value_field) fields; /* for maps */
    VEC(struct value) items;        /* for lists */
};
void value_builder_put(struct value_builder *b, struct str key, struct value v); /* copies key; absent: left out */
void value_builder_add(struct value_builder *b, struct value v);
struct value value_builder_map(struct value_builder *b);
struct value value_builder_list(struct value_builder *b);

/* A deep copy whose bytes all live in `arena`. */
struct value value_copy(struct arena *arena, struct value v);

/* Reading. Wrong kinds give absent / empty / fallback, never a crash. */
static inline bool value_given(struct value v) { return v.kind != VALUE_ABSENT; }
static inline bool value_present(struct value v) { return v.kind != VALUE_ABSENT && v.kind != VALUE_NULL; }
static inline bool value_sensitive(struct value v) { return v.flags & VALUE_SENSITIVE; }
static inline bool value_known(struct value v) { return !(v.flags & VALUE_HAS_UNKNOWN); }
struct value value_get(struct value map, const char *key);
struct value value_get_str(struct value map, struct str key);
struct value value_at(struct value list, size_t index);            /* from 0 */
struct value value_path(struct value root, const char *path);      /* "Vpc.VpcId", "Tags[0].Key" (from 0); for provider code */
struct value value_field_at(struct value map, size_t index);       /* the field's value, sensitive when the map is as a whole */
struct str value_text(struct value v);                             /* "" when not a string or bytes */
int64_t value_to_int(struct value v, int64_t fallback);
bool value_to_bool(struct value v, bool fallback);
bool value_is(struct value v, const char *text);                   /* is this very string */
const char *value_kind_name(enum value_kind kind);                 /* "string", for messages */

/* Makers of changed copies (shallow). */
struct value value_with(struct arena *arena, struct value map, const char *key, struct value v); /* sets, or removes when absent */
struct value value_merge(struct arena *arena, struct value base, struct value over);             /* maps, one level */
struct value value_mark_sensitive(struct value v);                 /* as a whole; children are sensitive through value_get, value_at ... */
struct value value_mark_sensitive_deep(struct arena *arena, struct value v); /* every leaf, for who walks .items and .fields */
struct value value_clear_sensitive(struct value v);                /* top level only; for what is deliberately revealed */

/* Order: kind, then content. Expressions compare by their canonical text. Equality ignores the SENSITIVE flag. */
int value_cmp(struct value a, struct value b);
bool value_eq(struct value a, struct value b);

/*
 * Canonical encoding, format v1 (docs/formats.md): version byte, then tag byte, varint length or count, content; map keys
 * sorted by bytes; ints zigzag varint, doubles 8 bytes big endian. Equal values have equal bytes and the other way round.
 * SENSITIVE is not encoded: whoever stores values knows from the schema what to seal. An absent value is not encoded either.
 */
void value_encode(struct buf *out, struct value v);
bool value_decode(struct arena *arena, struct str bytes, struct value *ret, struct err *err) MUST_USE; /* whole input; ERR_FORMAT, ERR_NEWER */
/*
 * Reads many encoded lists that resemble each other, such as rows of a log: texts and trees that stand in the same row or the one before
 * are shared.
 *
 *     struct value_rows *rows = ARENA_NEW(&scratch, struct value_rows);      8 KB: not on a fiber's stack
 *     rows->arena = arena;
 *     TRY(value_rows_read(rows, bytes, items, ARRAY_LEN(items), &count, err));   as value_decode; further items are left out
 *     value_rows_done(rows);
 *
 * BYTES that are items of the list itself are views into `bytes`; everything else lives in the arena.
 */
enum { VALUE_ROWS_TEXTS = 512, VALUE_ROWS_TREES = 8, VALUE_ROWS_KEPT_MAX = 16 << 10 };
struct value_rows_tree {
    const uint8_t *bytes;   /* its encoding */
    size_t len;             /* 0: none */
    struct value value;
};
struct value_rows {
    struct arena *arena;
    struct str texts[VALUE_ROWS_TEXTS];
    struct value_rows_tree trees[VALUE_ROWS_TREES * 2];   /* this row's and the last one's */
    size_t next, half;                                    /* where this row's next tree goes; which half is this row's */
    struct buf kept[2];                                   /* bytes that the trees of a half stand in */
};
bool value_rows_read(struct value_rows *rows, struct str bytes, struct value *ret_items, size_t room, size_t *ret_count, struct err *err) MUST_USE;
void value_rows_done(struct value_rows *rows);
struct digest value_digest(struct value v);
struct digest value_digest_keyed(struct str key, struct value v);

/* JSON text (RFC 8259): keys sorted, no white space unless pretty. Bytes become base64, expressions are an error. */
bool value_from_json(struct arena *arena, struct str text, struct value *ret, struct err *err) MUST_USE; /* ERR_INVALID with line and column */
bool value_to_json(struct buf *out, struct value v, bool pretty, struct err *err) MUST_USE;
bool value_from_yaml(struct arena *arena, struct str text, struct value *ret, struct err *err) MUST_USE; /* one document; YAML 1.2 core schema; alias and size limits */
bool value_to_yaml(struct buf *out, struct value v, struct err *err) MUST_USE;

/* For people and traces: one line, cut at max_chars, sensitive parts as ••••, expressions as their text. */
struct str value_show(struct arena *arena, struct value v, size_t max_chars);

#endif
