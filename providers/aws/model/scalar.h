/*
 * scalar.h - the text of single values on AWS's wire: numbers, booleans, timestamps, blobs; percent encoding.
 *
 * How values look inside this program, in both directions:
 *   string, enum   STRING                          blob       BYTES (a STRING is taken for its bytes when sent)
 *   boolean        BOOL                            float      INT or FLOAT; "NaN", "Infinity", "-Infinity" are STRINGs
 *   integer, long  INT                             timestamp  STRING, RFC 3339 in UTC: "2014-04-29T18:30:38Z", fraction when
 *                                                             there is one (a number of seconds since 1970 is taken when sent)
 * Client codecs, server codec and simulator share these rules.
 */
#ifndef PROVIDERS_AWS_MODEL_SCALAR_H
#define PROVIDERS_AWS_MODEL_SCALAR_H

#include "engine/value/value.h"
#include "providers/aws/model/model.h"

/* Appends the text; blobs as base64. Fails with ERR_INTERNAL when the value is not of the shape's kind. */
bool scalar_write(struct buf *out, const struct model_shape *shape, enum model_timestamp format, struct value v,
                  struct err *err) MUST_USE;
/* Reads the text; what it makes lives in `arena`. Fails with ERR_INVALID. */
bool scalar_read(struct arena *arena, const struct model_shape *shape, struct str text, struct value *ret, struct err *err) MUST_USE;

/* The member's own format, else the shape's, else `fallback`. */
enum model_timestamp scalar_time_format(const struct model_member *member, const struct model_shape *shape,
                                        enum model_timestamp fallback);
/* Milliseconds since 1970 of a value as above; ERR_INTERNAL when it is none. */
bool scalar_time_of(struct value v, int64_t *ret_ms, struct err *err) MUST_USE;
/* Any of the three formats, with offsets and fractions. */
bool scalar_time_read(struct str text, int64_t *ret_ms);
void scalar_time_write(struct buf *out, int64_t ms, enum model_timestamp format);
/* The shortest text that reads back as the same double. */
void scalar_number_write(struct buf *out, double d);

/* RFC 3986: all but unreserved characters; `keep` lists further ones that stay ("/" in greedy labels). */
void scalar_percent_encode(struct buf *out, struct str text, const char *keep);
/* Also "+" as a space when `plus`. A malformed escape stays as it is. */
struct str scalar_percent_decode(struct arena *arena, struct str text, bool plus);

#endif
