/*
 * path.h - paths into values: `scaling_config.desired_size`, `tags[team]`, `containers[name=ai].image`, `list[1]` (from 1).
 */
#ifndef ENGINE_VALUE_PATH_H
#define ENGINE_VALUE_PATH_H

#include "engine/value/value.h"

enum path_step_kind {
    PATH_FIELD, /* .name      a field of an object, or a key of a map */
    PATH_INDEX, /* [1]        an item of a list, from 1 */
    PATH_KEY,   /* ["key"]    a map key, or the element of a keyed set with that key */
    PATH_MATCH, /* [name=ai]  the element whose field equals the text */
};

struct path_step {
    enum path_step_kind kind;
    struct str name;  /* FIELD, KEY, MATCH: the field's name */
    struct str equal; /* MATCH: the text */
    uint32_t index;   /* INDEX, from 1 */
};

struct path {
    const struct path_step *steps;
    size_t count;
};

bool path_parse(struct arena *arena, struct str text, struct path *ret, struct err *err) MUST_USE; /* ERR_INVALID with column */
struct str path_text(struct arena *arena, struct path path);
bool path_eq(struct path a, struct path b);             /* .team is [team] */
bool path_covers(struct path outer, struct path inner); /* outer is inner or a prefix of it; [ai] covers [name=ai] and back */
struct path path_append(struct arena *arena, struct path base, struct path_step step);
/*
 * Walks by structure alone: a KEY into a list looks for an element that is this string, else for fields "key", "name", "Key" or
 * "id"; a table that keys by another field says so with a MATCH. Where an expression stands on the way it is the answer: what lies
 * beneath is not known. Resolvers want expr_at (expr.h), which keeps the rest of the path.
 */
struct value path_get(struct value root, struct path path);
/* The same, and how many steps were taken: fewer than all when the answer is absent or an expression. */
struct value path_walk(struct value root, struct path path, size_t *ret_steps);
bool path_text_matches(struct value v, struct str text); /* is a string, integer or boolean written so */
/* A copy of root with the value at path replaced (absent: removed). Missing maps on the way are made; beneath an expression nothing is. */
struct value path_set(struct arena *arena, struct value root, struct path path, struct value v);

#endif
