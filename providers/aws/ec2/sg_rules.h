/*
 * sg_rules.h - what inline rules of a security group and rules of their own have in common.
 */
#ifndef PROVIDERS_AWS_EC2_SG_RULES_H
#define PROVIDERS_AWS_EC2_SG_RULES_H

#include "engine/provider/op.h"

/* Rows of a group's ingress and egress blocks. */
extern const struct attr sg_block_fields[];

/* "TCP" -> "tcp", "6" -> "tcp", "all" -> "-1". */
struct value sg_normalise_protocol(struct arena *arena, struct value v);
/* "" is no description. */
struct value sg_normalise_description(struct arena *arena, struct value v);
/* [IpPermission] -> blocks, one for each protocol, ports and description. */
struct value sg_blocks_decode(struct arena *arena, struct value permissions, struct value group_id, struct value owner_id);
/* Blocks that say the same twice, or ports for all protocols: ERR_INVALID. `which` is "ingress" or "egress". */
bool sg_blocks_check(struct value blocks, const char *which, struct err *err) MUST_USE;

/*
 * One rule is {protocol, from, to, kind, source, description}, kind a member of IpPermission. Every source of every block makes one.
 */
struct value sg_rules_of(struct arena *arena, struct value blocks, struct value group_id);
/* Rules of a and not of b; `described`: the description counts too. */
struct value sg_rules_without(struct arena *arena, struct value a, struct value b, bool described);
/* Rules -> IpPermissions. */
struct value sg_rules_input(struct arena *arena, struct value rules);

#endif
