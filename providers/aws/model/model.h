/*
 * model.h - the AWS service models as compact tables, and the functions that read them.
 *
 *     struct model_ref ref = model_find(EC2_CreateVpc);                       model_ec2.h has the enumerators
 *     const struct model_shape *in = model_input(ref.model, ref.op);
 *     for (uint16_t i = 0; i < in->count; i++)
 *         puts(model_text(ref.model, model_members(ref.model, in)[i].name));
 *
 * generate.py writes one table for each service (model_ec2.c, ...); tests build tables of the same layout at run time.
 * Everything is an offset or an index: strings lie NUL-terminated in one pool (offset 0 is ""), shapes name their members
 * by position. Tables are constant and are shared by every thread. Client codecs (wire/), server codec and simulator all
 * read them, so this file stands on base and value alone.
 */
#ifndef PROVIDERS_AWS_MODEL_MODEL_H
#define PROVIDERS_AWS_MODEL_MODEL_H

#include "engine/base/str.h"

enum model_protocol { MODEL_PROTOCOL_EC2, MODEL_PROTOCOL_QUERY, MODEL_PROTOCOL_JSON, MODEL_PROTOCOL_REST_JSON, MODEL_PROTOCOL_REST_XML };

enum model_kind {
    MODEL_STRUCTURE,
    MODEL_LIST,
    MODEL_MAP,
    MODEL_DOCUMENT, /* any JSON */
    MODEL_STRING,
    MODEL_BLOB,
    MODEL_BOOLEAN,
    MODEL_INTEGER,
    MODEL_LONG,
    MODEL_FLOAT,
    MODEL_DOUBLE,
    MODEL_TIMESTAMP,
};

/* Where a member travels. REST protocols only; everything else is BODY. */
enum model_location { MODEL_BODY, MODEL_HEADER, MODEL_HEADERS, MODEL_URI, MODEL_QUERYSTRING, MODEL_STATUS };

enum model_timestamp { MODEL_TIME_DEFAULT, MODEL_TIME_ISO8601, MODEL_TIME_UNIX, MODEL_TIME_RFC822 };

enum model_member_flag {
    MODEL_REQUIRED = 1,
    MODEL_TOKEN = 2,       /* idempotency token: the wire layer may fill it */
    MODEL_FLATTENED = 4,   /* list or map without a wrapper element */
    MODEL_ATTRIBUTE = 8,   /* XML attribute */
    MODEL_JSON_VALUE = 16, /* JSON text; base64 in a header */
    MODEL_HOST_LABEL = 32, /* fills a {Label} of the operation's host prefix */
    MODEL_STREAMING = 64,
    MODEL_LOCATION_NAME = 128, /* the model names it on the wire (list items and map entries: not "member", "key", "value") */
};

enum model_shape_flag {
    MODEL_SENSITIVE = 1, /* values are marked when they are read */
    MODEL_EXCEPTION = 2,
    MODEL_UNION = 4,     /* exactly one member */
};

enum model_op_flag {
    MODEL_MUTATES = 1,        /* changes something, or nobody said that it does not */
    MODEL_UNSIGNED = 2,       /* sent without a signature (STS web identity and SAML) */
    MODEL_NEEDS_CHECKSUM = 4, /* Content-MD5 of the body is required */
};

/* A member of a structure, the item of a list, or the key and then the value of a map. */
struct model_member {
    uint32_t name;    /* as values have it; empty for items, keys and values */
    uint32_t request; /* on the wire, in requests: element, field, header or parameter */
    uint32_t reply;   /* and in answers; they differ for EC2 only ("CidrBlock", "cidrBlock") */
    uint16_t shape, flags;
    uint8_t location, timestamp;
    uint16_t ns;      /* XML namespace: index into namespaces; 0 is none */
};

struct model_shape {
    uint32_t name;
    uint32_t first;       /* structure, list, map: into members; string: into enums */
    uint32_t root;        /* XML element when the structure is a body; error code of an exception */
    uint16_t count;       /* of members or enum values */
    uint16_t flags;
    uint8_t kind, timestamp;
    uint16_t ns;
    uint16_t payload;     /* structure: 1 + position of the member that is the whole body; 0 is none */
    uint16_t limit;       /* index into limits; 0 is none */
    uint16_t http_status; /* of an exception; 0 is not said */
};

struct model_op {
    uint32_t name, method, uri;
    uint32_t result_wrapper; /* element around the answer (query) */
    uint32_t root;           /* XML element that the request's body is (rest-xml) */
    uint32_t host_prefix;
    uint16_t input, output;  /* 1 + shape; 0 is none */
    uint16_t errors, error_count; /* into model.errors */
    uint16_t flags;
    uint16_t status;         /* of a success; 0 is 200 */
    uint16_t ns;             /* XML namespace of the request */
    uint16_t token;          /* 1 + position of the idempotency token among the input's members; 0 is none */
    uint16_t paginator;      /* 1 + index into paginators; 0 is none */
};

/* A string's or blob's length, a list's or map's count, a number's value. */
struct model_limit {
    int64_t min, max; /* INT64_MIN, INT64_MAX: none */
};

struct model_namespace {
    uint32_t prefix, uri;
};

/* Up to MODEL_TOKENS_MAX pairs of tokens that travel together; unused ones are 0. */
enum { MODEL_TOKENS_MAX = 4, MODEL_RESULTS_MAX = 6 };
struct model_paginator {
    uint32_t input_tokens[MODEL_TOKENS_MAX], output_tokens[MODEL_TOKENS_MAX]; /* member names; output: paths */
    uint32_t results[MODEL_RESULTS_MAX];                                      /* paths of the lists that pages carry */
    uint32_t limit_key, more_results;                                         /* member name; path; may be "" */
};

enum model_matcher { MODEL_MATCH_PATH, MODEL_MATCH_PATH_ALL, MODEL_MATCH_PATH_ANY, MODEL_MATCH_STATUS, MODEL_MATCH_ERROR };
enum model_waiter_state { MODEL_WAIT_SUCCESS, MODEL_WAIT_FAILURE, MODEL_WAIT_RETRY };
enum model_expected { MODEL_EXPECT_TEXT, MODEL_EXPECT_NUMBER, MODEL_EXPECT_FALSE, MODEL_EXPECT_TRUE };

struct model_acceptor {
    uint8_t matcher, state, expected_kind, reserved;
    uint32_t argument; /* path; matchers PATH* only */
    uint32_t expected; /* text, or the number itself */
};

struct model_waiter {
    uint32_t name;
    uint16_t op; /* index into ops */
    uint16_t delay_s, max_attempts;
    uint16_t first, count; /* into acceptors */
};

struct model {
    const char *service_id;      /* "EC2": makes the name of the environment variable */
    const char *endpoint_prefix; /* "ec2", "api.ecr" */
    const char *signing_name;
    const char *api_version;
    const char *xml_namespace;   /* of query requests and answers; may be "" */
    const char *target_prefix;   /* JSON: X-Amz-Target is this, a dot and the operation */
    const char *global_endpoint; /* "iam.amazonaws.com"; "" when regional */
    uint8_t protocol;            /* enum model_protocol */
    uint8_t json_version;        /* 10 or 11 */
    bool query_compatible;       /* JSON service that keeps its old query error codes in a header */

    const char *strings;
    const struct model_op *ops;  /* sorted by name */
    const struct model_shape *shapes;
    const struct model_member *members; /* of one shape in the model's own order */
    const uint32_t *enums;
    const uint16_t *errors;
    const struct model_limit *limits;
    const struct model_namespace *namespaces;
    const struct model_paginator *paginators;
    const struct model_waiter *waiters;
    const struct model_acceptor *acceptors;
    uint16_t op_count, shape_count, waiter_count, paginator_count;
    uint32_t member_count;
    size_t strings_size;
};

/* Operation numbers: service in the upper half, index into ops in the lower. They live in this program only. */
#define MODEL_OP(service, index) ((uint32_t)(service) << 16 | (index))

struct model_ref {
    const struct model *model;
    const struct model_op *op;
};

/* The operation behind an enumerator such as EC2_CreateVpc; a number that is none is our own mistake and ends the process. */
struct model_ref model_find(uint32_t op);
/* The service by its lower-case name ("ec2") or its endpoint prefix; NULL: no such service. */
const struct model *model_service(struct str name);

/* By name; NULL: not in the table. */
const struct model_op *model_op_named(const struct model *model, struct str name);
const struct model_waiter *model_waiter_named(const struct model *model, struct str name);

static inline const char *model_text(const struct model *model, uint32_t offset)
{
    return model->strings + offset;
}
static inline struct str model_str(const struct model *model, uint32_t offset)
{
    return str_of(model->strings + offset);
}
static inline bool model_is(const struct model *model, uint32_t offset, struct str s)
{
    const char *text = model->strings + offset;
    return strncmp(text, s.ptr ? s.ptr : "", s.len) == 0 && text[s.len] == 0;
}
static inline const struct model_shape *model_input(const struct model *model, const struct model_op *op)
{
    return op->input ? &model->shapes[op->input - 1] : NULL;
}
static inline const struct model_shape *model_output(const struct model *model, const struct model_op *op)
{
    return op->output ? &model->shapes[op->output - 1] : NULL;
}
static inline const struct model_member *model_members(const struct model *model, const struct model_shape *shape)
{
    return &model->members[shape->first];
}
static inline const struct model_shape *model_shape_of(const struct model *model, const struct model_member *member)
{
    return &model->shapes[member->shape];
}
/* Answers have no URI: what the model binds there for requests is in an answer's body. */
static inline bool model_in_body(const struct model_member *member, bool reply)
{
    return member->location == MODEL_BODY || (reply && (member->location == MODEL_URI || member->location == MODEL_QUERYSTRING));
}
static inline const struct model_member *model_item(const struct model *model, const struct model_shape *list)
{
    return &model->members[list->first];
}
static inline const struct model_member *model_key(const struct model *model, const struct model_shape *map)
{
    return &model->members[map->first];
}
static inline const struct model_member *model_value(const struct model *model, const struct model_shape *map)
{
    return &model->members[map->first + 1];
}
static inline const struct model_member *model_payload(const struct model *model, const struct model_shape *shape)
{
    return shape->payload ? &model->members[shape->first + shape->payload - 1] : NULL;
}

/* A structure's member by its name in values; NULL: it has none. */
const struct model_member *model_member_named(const struct model *model, const struct model_shape *shape, struct str name);
/*
 * By its name in answers (or requests). `*cursor` (start at 0) remembers where the last one was found: members mostly arrive
 * in the model's order, so this is one comparison each.
 */
const struct model_member *model_member_on_wire(const struct model *model, const struct model_shape *shape, struct str wire,
                                                bool reply, uint16_t *cursor);
/* Is `text` among a string shape's enum values? Shapes without enum values accept everything. */
bool model_enum_has(const struct model *model, const struct model_shape *shape, struct str text);
/* The operation's modelled error with this code; NULL: none. Falls back to any exception of the service. */
const struct model_shape *model_error_named(const struct model *model, const struct model_op *op, struct str code);
/* "structure", "list", ...: for messages. */
const char *model_kind_name(enum model_kind kind);

#endif
