/*
 * schema_internal.h - what the files of this room share.
 */
#ifndef ENGINE_SCHEMA_SCHEMA_INTERNAL_H
#define ENGINE_SCHEMA_SCHEMA_INTERNAL_H

#include "engine/schema/schema.h"

/* Rows of a table: for (a = table; attr_valid(a); a++) */
static inline bool attr_valid(const struct attr *attr)
{
    return attr && attr->name;
}
static inline bool attr_is_object(const struct attr *attr)
{
    return attr->type == ATTR_OBJECT || attr->type == ATTR_OBJECT_LIST || attr->type == ATTR_OBJECT_SET;
}

/* The nearest name of the table, or empty. */
struct str schema_suggest(const struct attr *table, struct str name);

/*
 * Conversion of one scalar to a type (STRING, BOOL, INT, NUMBER) where nothing is lost. False: cannot be; *v is unchanged.
 * Strings made from numbers live in `arena`.
 */
bool schema_convert_scalar(struct arena *arena, enum attr_type type, struct value *v);
/* The type of the items of a list, set or map of scalars; ATTR_NONE for others. */
enum attr_type schema_item_type(enum attr_type type);
/* A document as data: text that is JSON of a list or map becomes it. False: text that is neither. */
bool schema_document(struct arena *arena, struct value *v);
/* Sorts items and drops repeats: by content, or, with `key`, by that field first. The array is the caller's. */
size_t schema_sort_set(struct value *items, size_t count, const char *key);

#endif
