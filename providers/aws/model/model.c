/*
 * model.c - reading the service tables: operations, members, enum values and errors by name.
 */
#include "providers/aws/model/model.h"

#include "providers/aws/model/services.h"

#include <assert.h>

static const struct model *const services[MODEL_SERVICE_COUNT] = {
#define X(upper, lower) [MODEL_SERVICE_##upper] = &model_##lower,
    MODEL_SERVICES(X)
#undef X
};

static const char *const service_names[MODEL_SERVICE_COUNT] = {
#define X(upper, lower) [MODEL_SERVICE_##upper] = #lower,
    MODEL_SERVICES(X)
#undef X
};

struct model_ref model_find(uint32_t op)
{
    uint32_t service = op >> 16, index = op & 0xffff;
    assert(service > MODEL_SERVICE_NONE && service < MODEL_SERVICE_COUNT);
    assert(index < services[service]->op_count);
    return (struct model_ref){ services[service], &services[service]->ops[index] };
}

const struct model *model_service(struct str name)
{
    for (int i = MODEL_SERVICE_NONE + 1; i < MODEL_SERVICE_COUNT; i++) {
        if (str_is(name, service_names[i]) || str_is(name, services[i]->endpoint_prefix))
            return services[i];
    }
    return NULL;
}

const struct model_op *model_op_named(const struct model *model, struct str name)
{
    size_t low = 0, high = model->op_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(name, model_str(model, model->ops[middle].name));
        if (order == 0)
            return &model->ops[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct model_waiter *model_waiter_named(const struct model *model, struct str name)
{
    for (uint16_t i = 0; i < model->waiter_count; i++) {
        if (model_is(model, model->waiters[i].name, name))
            return &model->waiters[i];
    }
    return NULL;
}

const struct model_member *model_member_named(const struct model *model, const struct model_shape *shape,
                                              struct str name)
{
    assert(shape->kind == MODEL_STRUCTURE);
    const struct model_member *members = model_members(model, shape);
    for (uint16_t i = 0; i < shape->count; i++) {
        if (model_is(model, members[i].name, name))
            return &members[i];
    }
    return NULL;
}

const struct model_member *model_member_on_wire(const struct model *model, const struct model_shape *shape,
                                                struct str wire, bool reply, uint16_t *cursor)
{
    assert(shape->kind == MODEL_STRUCTURE);
    const struct model_member *members = model_members(model, shape);
    for (uint16_t i = 0; i < shape->count; i++) {
        uint16_t at = (uint16_t)((*cursor + i) % shape->count);
        if (model_is(model, reply ? members[at].reply : members[at].request, wire)) {
            *cursor = at;
            return &members[at];
        }
    }
    return NULL;
}

bool model_enum_has(const struct model *model, const struct model_shape *shape, struct str text)
{
    for (uint16_t i = 0; i < shape->count; i++) {
        if (model_is(model, model->enums[shape->first + i], text))
            return true;
    }
    return shape->count == 0;
}

const struct model_shape *model_error_named(const struct model *model, const struct model_op *op,
                                            struct str code)
{
    for (uint16_t i = 0; i < op->error_count; i++) {
        const struct model_shape *shape = &model->shapes[model->errors[op->errors + i]];
        if (model_is(model, shape->root, code) || model_is(model, shape->name, code))
            return shape;
    }
    for (uint16_t i = 0; i < model->shape_count; i++) {
        const struct model_shape *shape = &model->shapes[i];
        if ((shape->flags & MODEL_EXCEPTION) && model_is(model, shape->root, code))
            return shape;
    }
    return NULL;
}

const char *model_kind_name(enum model_kind kind)
{
    static const char *const names[] = {
        [MODEL_STRUCTURE] = "structure", [MODEL_LIST] = "list",       [MODEL_MAP] = "map",
        [MODEL_DOCUMENT] = "document",   [MODEL_STRING] = "string",   [MODEL_BLOB] = "blob",
        [MODEL_BOOLEAN] = "boolean",     [MODEL_INTEGER] = "integer", [MODEL_LONG] = "long",
        [MODEL_FLOAT] = "float",         [MODEL_DOUBLE] = "double",   [MODEL_TIMESTAMP] = "timestamp",
    };
    return names[kind];
}
