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
bool path_eq(struct path a, struct path b);
bool path_covers(struct path outer, struct path inner); /* outer is inner or a prefix of it */
struct path path_append(struct arena *arena, struct path base, struct path_step step);
/* Walks by structure alone: a KEY into a list looks for fields "key", "name", "Key" or "id", unless the schema said which (schema.h). */
struct value path_get(struct value root, struct path path);
/* A copy of root with the value at path replaced (absent: removed). Missing maps on the way are made. */
struct value path_set(struct arena *arena, struct value root, struct path path, struct value v);

#endif
