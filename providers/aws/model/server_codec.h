/*
 * server_codec.h - the service's side of the wire, by the same tables: requests into values, values into answers.
 *
 *     const struct model_op *op = server_operation(arena, model, &request);      NULL: unknown action
 *     struct value input;
 *     struct model_problem problem;
 *     if (!server_read(arena, model, op, &request, &input, &problem)) ...        answer what the service would say
 *     server_write(arena, model, op, output, request_id, &answer, err);
 *
 * For the simulator, which must not share the client codec's mistakes: it includes nothing of wire/. What the two have in
 * common is the shape-directed reading and writing of XML, JSON and scalars in this folder. The official protocol cases are run
 * against it in server direction (tests/groups/50-aws-protocols). Stands on base, value, net/xml and the tables.
 */
#ifndef PROVIDERS_AWS_MODEL_SERVER_CODEC_H
#define PROVIDERS_AWS_MODEL_SERVER_CODEC_H

#include "engine/base/io.h"
#include "engine/value/value.h"
#include "providers/aws/model/model_check.h"

struct server_request {
    struct str method, path, query;  /* path and query as sent, percent-encoded */
    const struct io_header *headers; /* names in lower case */
    size_t header_count;
    struct str body;
};

struct server_answer {
    int status;
    const struct io_header *headers; /* Content-Type, request id, bound headers */
    size_t header_count;
    struct str body;
};

/* Which operation is asked for: by Action, by X-Amz-Target or by method and path. NULL: none of the table. */
const struct model_op *server_operation(struct arena *arena, const struct model *model, const struct server_request *request);
/* The "Action" of a form-encoded request, for error messages and for telling services apart; "" when there is none. */
struct str server_form_value(struct arena *arena, const struct server_request *request, const char *name);

/*
 * The input as a map, checked against the model (model_check). False when the body cannot be read or does not fit;
 * problem->path names the parameter as it was sent. Everything lives in `arena`.
 */
bool server_read(struct arena *arena, const struct model *model, const struct model_op *op, const struct server_request *request,
                 struct value *ret_input, struct model_problem *ret_problem);

/* A success. ERR_INTERNAL when the output does not fit the operation's shape. */
bool server_write(struct arena *arena, const struct model *model, const struct model_op *op, struct value output,
                  struct str request_id, struct server_answer *ret, struct err *err) MUST_USE;

/*
 * A refusal in the service's own form. `op` may be NULL. `members` (may be absent) are those of a modelled error; `status` 0
 * takes the model's, or 400.
 */
struct server_error {
    int status;
    struct str code, message;
    struct value members;
};
bool server_write_error(struct arena *arena, const struct model *model, const struct model_op *op, const struct server_error *error,
                        struct str request_id, struct server_answer *ret, struct err *err) MUST_USE;

#endif
