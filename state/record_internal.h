/*
 * record_internal.h - layouts shared by the files of this room.
 */
#ifndef STATE_RECORD_INTERNAL_H
#define STATE_RECORD_INTERNAL_H

#include "state/state.h"

struct value object_to_value(struct arena *arena, const struct object *o);
bool object_from_value(struct arena *arena, struct value v, struct object *ret, struct err *err) MUST_USE;
struct value intent_to_value(struct arena *arena, const struct intent *i);
bool intent_from_value(struct arena *arena, struct value v, struct intent *ret, struct err *err) MUST_USE;
struct value intent_stamp(struct arena *arena, struct value v, const struct record *r);
struct value intent_with_bound(struct arena *arena, struct value v, struct str name, struct value bound);
struct value intent_with_effect(struct arena *arena, struct value v, struct str key, struct value outcome);

#endif
