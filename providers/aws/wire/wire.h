/*
 * wire.h - AWS requests and answers by the tables: a value in, an HTTP request out; an HTTP answer in, a value out.
 *
 *     struct model_ref ref = model_find(EC2_CreateVpc);
 *     struct wire_request request;
 *     TRY(wire_serialize(arena, ref, input, &(struct wire_options){ .token = token }, &request, err));
 *     ... send, signed ...
 *     TRY(wire_parse(arena, ref, &reply, &output, err));
 *
 * Structures are maps keyed by member name; the kinds of everything else are in model/scalar.h. All five protocols; nothing
 * here suspends, sends, signs or retries. Sources: the service models and the protocols' descriptions (ec2, query, json,
 * rest-json, rest-xml); checked against botocore's protocol cases (tests/groups/50-aws-protocols).
 */
#ifndef PROVIDERS_AWS_WIRE_WIRE_H
#define PROVIDERS_AWS_WIRE_WIRE_H

#include "engine/base/io.h"
#include "engine/value/value.h"
#include "providers/aws/model/model.h"

struct wire_options {
    struct str token; /* fills the operation's idempotency token when the input does not; empty: leave it out */
};

struct wire_request {
    struct str method;
    struct str path;        /* "/...", percent-encoded */
    struct str query;       /* "a=b&c=d", percent-encoded; may be empty */
    struct str host_prefix; /* goes before the endpoint's host: "data."; mostly empty */
    const struct io_header *headers; /* Content-Type, X-Amz-Target, bound headers; not Host, not Content-Length */
    size_t header_count;
    struct str body;
};

/*
 * Everything in ret lives in `arena`. `options` may be NULL. An input that the tables do not know (unknown member, wrong kind,
 * an unknown value) is a bug of ours: ERR_INTERNAL. ERR_INVALID: an empty value where it would change the URL, a line break in
 * a header, a host label with other characters than letters, digits, "-" and ".".
 */
bool wire_serialize(struct arena *arena, struct model_ref ref, struct value input, const struct wire_options *options,
                    struct wire_request *ret, struct err *err) MUST_USE;

/*
 * Reads a whole answer. Success: ret_output is a map (empty when the operation answers nothing). Failure: err has http_status,
 * remote_code, request_id and the service's message. Codes:
 *   ERR_REMOTE     parsed 4xx (AUTH, DENIED, NOT_FOUND, THROTTLED, CONFLICT where the error's class says so: aws_errors.h)
 *   ERR_AMBIGUOUS  a mutating operation answered 5xx, 408, or anything that cannot be read: unknown whether applied
 *   ERR_UNREACHABLE the same for a read: try again
 * Values of sensitive members are marked.
 */
bool wire_parse(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply, struct value *ret_output,
                struct err *err) MUST_USE;

/* The members that the model gives an error (after wire_parse failed); absent when it has none or the body cannot be read. */
struct value wire_error_members(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply);

/* The request id of any answer: header or body; "" when there is none. */
struct str wire_request_id(struct arena *arena, struct model_ref ref, const struct io_http_reply *reply);

#endif
