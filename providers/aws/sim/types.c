/*
 * types.c - all types, and which of them an id belongs to.
 */
#include "providers/aws/sim/call.h"

static const struct type *const types[] = {
#define X(name) &sim_type_##name,
    SIM_TYPES(X)
#undef X
};

/* Prefixes end in "-", and none but "vpc-cidr-assoc-" (no object) starts with another. */
const struct type *call_type_of_id(struct str id)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (str_starts(id, str_of(types[i]->prefix)))
            return types[i];
    }
    return NULL;
}

const struct type *call_type_at(size_t index)
{
    return index < ARRAY_LEN(types) ? types[index] : NULL;
}

void call_due(struct call *c, struct sim_object *object, struct str state)
{
    static const struct {
        const struct type *type;
        void (*due)(struct call *c, struct sim_object *object, struct str state);
    } rows[] = {
        { &sim_type_vpc, call_vpc_due },
        { &sim_type_subnet, call_subnet_due },
        { &sim_type_nat_gateway, call_nat_gateway_due },
        { &sim_type_vpc_endpoint, call_endpoint_due },
        { &sim_type_route_association, call_association_due },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (str_is(object->kind, rows[i].type->kind))
            rows[i].due(c, object, state);
    }
}
