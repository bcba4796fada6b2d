/*
 * aws_path.h - the small part of JMESPath that AWS's waiters and paginators use.
 *
 *     Reservations[].Instances[].State.Name      members; [] takes every item and joins lists of lists; [0], [-1] pick one
 *     NextMarker || Contents[-1].Key             the first that is neither absent, null, false nor empty
 *     length(KeyPairs[].KeyName) > `0`           comparisons of a length with a number: > >= < <= == !=
 *
 * No filters: the one waiter that has them is not in the tables (generate.py).
 */
#ifndef PROVIDERS_AWS_WIRE_AWS_PATH_H
#define PROVIDERS_AWS_WIRE_AWS_PATH_H

#include "engine/value/value.h"

/* What the path leads to: a value of `root` or a new list in `arena`; absent when it leads nowhere. */
struct value aws_path(struct arena *arena, struct value root, struct str path);

#endif
