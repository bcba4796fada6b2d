/*
 * call.h - what the files of this room share: one request being answered, the table of types, and the steps most operations take.
 *
 * An operation is a function sim_<Operation>(struct call *c): reads c->in (checked against the model), fills c->out and returns true, or
 * returns call_refuse(...). An object's data is exactly what its Describe answers; keys that start with "_" are ours and never leave.
 */
#ifndef PROVIDERS_AWS_SIM_CALL_H
#define PROVIDERS_AWS_SIM_CALL_H

#include "engine/sim/sim.h"
#include "engine/value/cidr.h"
#include "providers/aws/model/model.h"

struct call {
    struct sim_world *world;
    struct arena *arena;
    int64_t now_ms;
    const struct sim_request *request;
    const struct model *model;
    const struct model_op *op;
    struct str account, region, scope; /* scope: "123456789012/ap-northeast-2" */
    struct str access_key, request_id;
    struct value in, out;
    struct sim_object *session;        /* of a temporary key; NULL: a user's */
    bool effect;                       /* something was written */
    int status;                        /* of the refusal; 0: 400 */
    struct str code, message;
};

/* Records why the request is refused. Always false. */
bool call_refuse(struct call *c, const char *code, const char *format, ...) PRINTF_LIKE(3, 4);
bool call_refuse_status(struct call *c, int status, const char *code, const char *format, ...) PRINTF_LIKE(4, 5);
bool call_refuse_missing(struct call *c, const char *parameter);

/* ---- Input, values ------------------------------------------------------------------------------------------------- */

static inline struct value call_in(const struct call *c, const char *name) { return value_get(c->in, name); }
static inline bool call_given(const struct call *c, const char *name) { return value_present(call_in(c, name)); }
static inline struct str call_in_text(const struct call *c, const char *name) { return value_text(call_in(c, name)); }
static inline bool call_in_flag(const struct call *c, const char *name) { return value_to_bool(call_in(c, name), false); }
static inline struct value text(const char *s) { return value_cstr(s); }

struct value call_empty_list(void);
bool call_list_has(struct value list, struct str text);
struct value call_list_with(struct arena *arena, struct value list, struct value item);        /* appended */
struct value call_list_without(struct arena *arena, struct value list, struct str text);       /* of strings */
struct value call_list_of_one(struct arena *arena, struct value item);
struct value call_now(struct call *c);                                                   /* a timestamp */
/* The data without what is ours. */
struct value call_public_part(struct arena *arena, struct value data);
/* A knob of the world, "aws" part. */
int64_t call_knob(const struct call *c, const char *name, int64_t fallback);

/* ---- Types and objects --------------------------------------------------------------------------------------------- */

struct filter {
    const char *name, *path; /* path into what Describe shows: "Attachments[].VpcId" */
};

struct type {
    const char *kind;        /* "ec2:vpc" */
    const char *name;        /* as tags call it: "vpc"; NULL: has no tags */
    const char *prefix;      /* of ids: "vpc-" */
    const char *id;          /* "VpcId" */
    const char *ids;         /* request member of its Describe: "VpcIds" */
    const char *list;        /* answer member: "Vpcs" */
    const char *tags;        /* member with its tags; NULL: "Tags" */
    const char *not_found, *malformed;
    const char *what;        /* "vpc ID": The vpc ID 'vpc-1' does not exist */
    const struct filter *filters;
    /* What Describe shows of it, when that is more than its data. `seen` is the data as the read sees it. */
    struct value (*show)(struct call *c, const struct sim_object *object, struct value seen);
};

#define SIM_TYPES(X) \
    X(vpc) X(subnet) X(internet_gateway) X(egress_gateway) X(address) X(nat_gateway) X(route_table) X(route_association) \
    X(security_group) X(security_rule) X(vpc_endpoint) X(key_pair) X(network_acl) X(dhcp_options) X(network_interface)
#define X(name) extern const struct type sim_type_##name;
SIM_TYPES(X)
#undef X

/* By the prefix of an id; NULL: no such prefix. */
const struct type *call_type_of_id(struct str id);
/* In order of kind; NULL after the last. */
const struct type *call_type_at(size_t index);

/* The object, or the refusal that this type gives (malformed, not found). */
bool call_find(struct call *c, const struct type *type, struct str id, struct sim_object **ret);
bool call_find_in(struct call *c, const struct type *type, const char *member, struct sim_object **ret);
/* Not refused: NULL when it is not there. */
struct sim_object *call_peek(struct call *c, const struct type *type, struct str id);
struct sim_object *call_truth(struct call *c, const struct type *type, struct str id); /* the same, whatever reads see */
bool call_refuse_not_found(struct call *c, const struct type *type, struct str ids, bool several);
struct sim_object *call_put(struct call *c, const struct type *type, struct str id, struct value data);
void call_set(struct call *c, struct sim_object *object, struct value data);
void call_set_field(struct call *c, struct sim_object *object, const char *name, struct value v);
void call_delete(struct call *c, struct sim_object *object);
struct value call_field(const struct sim_object *object, const char *name);
struct str call_field_text(const struct sim_object *object, const char *name);
struct str call_new_id(struct call *c, const char *prefix);
/* `state` comes after min..max ms; at once when the world is instant. */
void call_later(struct call *c, struct sim_object *object, int64_t min_ms, int64_t max_ms, const char *state);
/* The first alive object of a type that is linked to `parent` and not `except`. */
struct sim_object *call_child(struct call *c, const struct type *type, struct str parent, const struct sim_object *except);
size_t call_count_children(struct call *c, const struct type *type, struct str parent);
size_t call_count_all(struct call *c, const struct type *type);
struct sim_object *call_next_alive(struct call *c, const struct type *type, struct str parent, size_t *index); /* parent "": all */
/* What a read sees, composed; absent: nothing. */
struct value call_shown(struct call *c, const struct type *type, const struct sim_object *object);
/* The object's state at this moment as an answer's member. */
struct value call_answer_of(struct call *c, const struct type *type, const struct sim_object *object);

/* ---- Shared steps -------------------------------------------------------------------------------------------------- */

/* Describe*: by ids, by filters, in pages. */
bool call_describe(struct call *c, const struct type *type);
/* The same over rows that are no objects; `key` names the member that a page's token remembers. */
bool call_describe_rows(struct call *c, const char *list, const char *key, const struct filter *filters, struct value rows);
bool call_filters_check(struct call *c, const struct filter *filters);
bool call_filters_match(struct call *c, const struct filter *filters, struct value shown, const char *tags);
bool call_wildcard_match(struct str pattern, struct str text);

/* Tags at create: those of TagSpecifications for `type`, checked. Absent when there are none. */
bool call_tags_of_request(struct call *c, const struct type *type, struct value *ret_tags);
struct value call_tag_value(struct value tags, struct str key);

/*
 * ClientToken: true and *ret_done when the request was answered before (c->out is set again). Refuses another request with the same
 * token. token_keep remembers the answer; `member` holds what describes `object`.
 */
bool call_token_check(struct call *c, bool *ret_done);
void call_token_keep(struct call *c, const struct sim_object *object, const char *member);

/* Takes from the bucket of the operation; refuses when it is empty. */
bool call_throttle(struct call *c);

/* An IPv4 or IPv6 range in canonical form; refuses when it is none. `parameter` is for the message. */
bool call_read_cidr(struct call *c, struct str s, unsigned width, const char *parameter, struct cidr *ret);

/* ---- Between the types --------------------------------------------------------------------------------------------- */

/* A network interface of a service in a subnet; NULL: no address is free. `address` may be "". */
struct sim_object *call_interface_new(struct call *c, struct sim_object *subnet, const char *interface_type, const char *description,
                                 struct value groups, struct str address);
void call_interface_delete(struct call *c, struct str id);
bool call_subnet_address_free(struct call *c, struct sim_object *subnet, struct str address);
/* Puts an elastic address on an interface (or takes it off: interface NULL). */
void call_address_bind(struct call *c, struct sim_object *address, struct sim_object *interface);
struct sim_object *call_vpc_internet_gateway(struct call *c, struct str vpc_id);
struct sim_object *call_security_group_default(struct call *c, struct str vpc_id);
struct sim_object *call_security_group_new(struct call *c, struct str vpc_id, struct str name, struct str description, struct value tags);
void call_rule_default_new(struct call *c, struct sim_object *group, bool egress); /* all out, or all from itself */
struct value call_rules_as_permissions(struct call *c, struct str group_id, bool egress);
void call_security_group_drop(struct call *c, struct sim_object *group);
struct sim_object *call_route_table_new(struct call *c, struct sim_object *vpc, bool main, struct value tags);
void call_route_table_drop(struct call *c, struct sim_object *table);
void call_route_table_forget_subnet(struct call *c, struct str subnet_id);
bool call_route_endpoint_add(struct call *c, struct sim_object *table, struct str prefix_list, struct str endpoint);
void call_route_endpoint_remove(struct call *c, struct sim_object *table, struct str prefix_list);
void call_endpoints_forget_table(struct call *c, const struct sim_object *table);
void call_vpc_acl_new(struct call *c, struct str vpc_id);
void call_default_gateway_new(struct call *c, struct sim_object *vpc);
struct str call_subnet_address_pick(struct call *c, struct sim_object *subnet); /* "" when none is free */
void call_default_subnets_new(struct call *c, struct sim_object *vpc); /* one a zone, with an internet gateway and a route to it */
struct str call_default_dhcp_options(struct call *c);
void call_make_default_vpc(struct call *c);

/* The zones of a region: "ap-northeast-2a", "apne2-az1"; NULL: no such index. */
struct zone {
    struct str name, id;
};
bool call_zone_at(struct call *c, size_t index, struct zone *ret);
/* A prefix list that AWS manages: "pl-..." of "com.amazonaws.REGION.s3". "" when there is none. */
struct str call_prefix_list_of(struct call *c, struct str service_name);
bool call_service_known(struct call *c, struct str service, bool gateway); /* of endpoints */
bool call_prefix_list_known(struct call *c, struct str id);

/* What is to happen at its time; one for each type that schedules. */
void call_vpc_due(struct call *c, struct sim_object *vpc, struct str state);
void call_subnet_due(struct call *c, struct sim_object *subnet, struct str state);
void call_nat_gateway_due(struct call *c, struct sim_object *nat, struct str state);
void call_endpoint_due(struct call *c, struct sim_object *endpoint, struct str state);
void call_association_due(struct call *c, struct sim_object *association, struct str state);
void call_due(struct call *c, struct sim_object *object, struct str state);

#endif
