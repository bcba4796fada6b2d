/*
 * build_model.h - a service table made at run time from a model in JSON, for the protocol cases, which bring their own shapes.
 *
 * The layout is what providers/aws/model/generate.py writes, and so are the rules of names and traits: a change there belongs
 * here, too. Limits are left out; no case has any.
 */
#ifndef TESTS_PROTOCOLS_BUILD_MODEL_H
#define TESTS_PROTOCOLS_BUILD_MODEL_H

#include "engine/value/value.h"
#include "providers/aws/model/model.h"

/* `metadata` and `shapes` as in service-2.json, `operation` one element of its operations. Everything lives in `arena`. */
const struct model *build_model(struct arena *arena, struct value metadata, struct value shapes, struct value operation);

#endif
