/*
 * body_json.h - values as JSON, by shape: bodies of json 1.0, json 1.1 and rest-json.
 *
 * A typed value becomes a value of JSON's kinds with the names of the wire, and back; the text itself is value_to_json's and
 * value_from_json's affair. Nulls in lists and maps stay, null members are absent. `reply`: an answer, where
 * members bound to a request's URI are in the body.
 */
#ifndef PROVIDERS_AWS_MODEL_BODY_JSON_H
#define PROVIDERS_AWS_MODEL_BODY_JSON_H

#include "engine/value/value.h"
#include "providers/aws/model/model.h"

/* Appends the text of a whole structure (or, through a payload member, of whatever that is). */
bool body_json_write(struct buf *out, const struct model *model, const struct model_shape *shape, bool reply, struct value v,
                     struct err *err) MUST_USE;
bool body_json_write_member(struct buf *out, const struct model *model, const struct model_member *member, bool reply,
                            struct value v, struct err *err) MUST_USE;
/* Fails with ERR_INVALID when the text is no JSON or does not fit. An empty text is an empty structure. */
bool body_json_read(struct arena *arena, const struct model *model, const struct model_shape *shape, bool reply,
                    struct str text, struct value *ret, struct err *err) MUST_USE;
bool body_json_read_member(struct arena *arena, const struct model *model, const struct model_member *member, bool reply,
                           struct str text, struct value *ret, struct err *err) MUST_USE;

#endif
