/*
 * server_internal.h - what the files of the server codec share.
 */
#ifndef PROVIDERS_AWS_MODEL_SERVER_INTERNAL_H
#define PROVIDERS_AWS_MODEL_SERVER_INTERNAL_H

#include "providers/aws/model/server_codec.h"

/* A piece of a request that has been read so far: what went wrong, in model_check's terms. Always false. */
bool server_problem(struct arena *arena, struct model_problem *ret, enum model_problem_kind kind, struct str path, const char *format, ...)
    PRINTF_LIKE(5, 6);

/* server_form.c: Action=...&Name.1=...; ec2 and query. */
bool form_read(struct arena *arena, const struct model *model, const struct model_shape *shape, struct str body,
               struct value *ret, struct model_problem *problem);

/* server_rest.c */
const struct model_op *rest_operation(struct arena *arena, const struct model *model, const struct server_request *request);
bool server_rest_read(struct arena *arena, const struct model *model, const struct model_op *op, const struct server_request *request,
                      struct value *ret, struct model_problem *problem);
/* Adds the headers that members travel in. */
struct answer_draft {
    struct arena *arena;
    VEC(struct io_header) headers;
    struct buf body;
    int status;
};
void answer_header(struct answer_draft *draft, struct str name, struct str value);
bool server_rest_headers(struct answer_draft *draft, const struct model *model, const struct model_shape *shape, struct value output,
                         struct err *err) MUST_USE;

#endif
