/*
 * wire_internal.h - what the files of the codec share: a request being put together, and the two protocol families.
 */
#ifndef PROVIDERS_AWS_WIRE_WIRE_INTERNAL_H
#define PROVIDERS_AWS_WIRE_WIRE_INTERNAL_H

#include "engine/net/xml.h"
#include "providers/aws/wire/wire.h"

struct draft {
    struct arena *arena;
    const struct model *model;
    const struct model_op *op;
    VEC(struct io_header) headers;
    struct buf path, query, body;
};

/* Appends a copy. Fails with ERR_INVALID when the value holds a line break or NUL. */
bool draft_header(struct draft *draft, struct str name, struct str value, struct err *err) MUST_USE;
/* Appends "name=value", both encoded. */
void draft_query(struct draft *draft, struct str name, struct str value);

/* wire_query.c: Action=...&Version=...&Member.1=... into the body; ec2 and query. */
bool query_write(struct draft *draft, const struct model_shape *shape, struct value input, struct err *err) MUST_USE;

/* wire_rest.c: headers, URI, query string and body; rest-json and rest-xml. `input` is a map. */
bool rest_write(struct draft *draft, const struct model_shape *shape, struct value input, struct err *err) MUST_USE;
/* The members of a success, or of an error (then `shape` is the exception and `error` the element that holds them, XML only). */
bool rest_read(struct arena *arena, const struct model *model, const struct model_shape *shape, const struct io_http_reply *reply,
               struct value *ret, struct err *err) MUST_USE;
/* Only what travels in headers and status. */
bool rest_read_headers(struct arena *arena, const struct model *model, const struct model_shape *shape,
                       const struct io_http_reply *reply, struct value_builder *fields, struct err *err) MUST_USE;

/* wire_error.c: fills err from an answer that is no success; always false. */
bool error_read(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply, struct err *err);
/* An answer of success that cannot be read: keeps the reason that is in err and says whose answer it was; always false. */
bool error_unreadable(struct model_ref ref, const struct io_http_reply *reply, struct err *err);

/* A header of an answer by its lower-case name; ptr NULL: none. */
struct str reply_header(const struct io_http_reply *reply, const char *name);
bool is_xml_protocol(const struct model *model);

#endif
