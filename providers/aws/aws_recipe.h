/*
 * aws_recipe.h - the steps that recipes share: taking an answer, comparing, adopting by name, deleting.
 *
 *     if (str_empty(op_id(op))) {
 *         struct value in = value_map_of(op_arena(op), "CidrBlock", op_want(op, "cidr_block"), NULL), out;
 *         if (!aws_call(op, EC2_CreateSubnet, in, &out, err))
 *             return aws_adopt(op, filters, NULL, err) && subnet_apply(op, err);   class N: "exists" may be our own doing
 *         TRY(op_bind(op, "id", value_path(out, "Subnet.SubnetId"), err));
 *         ready = aws_take(op, value_get(out, "Subnet"));
 *     }
 *
 * Everything lives in the step's arena. What sends suspends.
 */
#ifndef PROVIDERS_AWS_AWS_RECIPE_H
#define PROVIDERS_AWS_AWS_RECIPE_H

#include "providers/aws/aws_tags.h"
#include "providers/aws/wire/aws_call.h"

/* reader.service and reader.operation of an operation number: AWS_READS("ec2", EC2_DescribeVpcs). */
#define AWS_READS(service_word, number) .service = (service_word), .operation = (uint16_t)((number) & 0xffff)

/* Decodes an object out of an answer by the type's reader and takes its attributes into the result. True: it is ready. */
bool aws_take(struct op *op, struct value object);

/*
 * Is the attribute wanted otherwise than it is known to be (result, else prior)? What is not given is not wanted otherwise; what is not
 * known is. For recipes that bring one attribute after another about.
 */
bool aws_differs(struct op *op, const char *attribute);

/*
 * The end of a create or update: waits until reads show what was wanted (they lag behind writes), but not for ever: what a service keeps
 * in other words than it was given is the next plan's to show. `look`: nothing was read since the last change, so look at least once.
 * Otherwise one read is enough when the last one agrees already. Suspends.
 */
bool aws_settled(struct op *op, bool look, struct err *err) MUST_USE;

/* [{Name, Values: [value]}] from pairs (const char *name, struct value), ended by NULL; absent values are left out. */
struct value aws_filters(struct arena *arena, ...);

/* {Value: v}: EC2's AttributeBooleanValue; absent stays absent. */
struct value aws_boolean(struct arena *arena, struct value v);

/* A flag that the cloud leaves out is off. */
static inline struct value aws_flag(struct value v)
{
    return value_bool(value_to_bool(v, false));
}

/* Members of a and not of b, both lists; absent when none. */
struct value aws_without(struct arena *arena, struct value a, struct value b);

/* A value as JSON text, for members that take documents; text stays as it is, absent stays absent. Suspends. */
bool aws_json_text(struct op *op, struct value v, struct value *ret, struct err *err) MUST_USE;

/* Facts of a region that never change (prefix lists), kept while the handle is open. Absent: not known yet. */
struct value aws_recall(struct provider *provider, struct str what);
void aws_remember(struct provider *provider, struct str what, struct value v);

/* The first of an object's list, or absent. */
struct value aws_first(struct value list);

/* An ARN with places for what only the handle knows (partition, region; account when owner is absent): aws_finish fills them. */
struct value aws_arn(struct arena *arena, const char *service, struct value owner, const char *word, struct value id);
/* Completes what decode gave: ARN, tags as the stack may see them, collections in the table's one form. */
struct value aws_finish(struct arena *arena, struct provider *provider, const struct resource_type *type, struct value attrs);

/*
 * After a create of class N failed: when it was because the name is taken (type->foreign), finds the object by `filters`, binds its id
 * if it carries our uid mark, and takes it. Otherwise false: the failure as it was, or ERR_CONFLICT naming the foreign object: of those
 * listed the first for which `same` holds (NULL: the first).
 */
bool aws_adopt(struct op *op, struct value filters, bool (*same)(struct op *op, struct value object), struct err *err) MUST_USE;

struct aws_delete {
    uint32_t operation;
    const char *id_member;       /* "VpcId" */
    const char *busy;            /* codes of "something still uses it": tried again until the deadline */
    const char *interfaces;      /* filter of DescribeNetworkInterfaces that finds who uses it: "vpc-id"; NULL: none */
};
/* Deletes by id and waits until it is gone; a missing object is fine. What blocks it is named. Suspends. */
bool aws_delete(struct op *op, const struct aws_delete *how, struct err *err) MUST_USE;

#endif
