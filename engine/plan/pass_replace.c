/*
 * pass_replace.c - a replace becomes two entries with one cause: a create and a delete.
 *
 * The declared change keeps its place and becomes the create (of the next generation, under a uid of its own); the delete of the old
 * object is appended. create_before_destroy spreads to what a resource needs and is replaced too: otherwise the old one below would
 * have to go before its user above.
 */
#include "engine/plan/plan_internal.h"

static void spread_create_before_destroy(struct planning *p)
{
    /* needs come first in config_order, so walking backwards meets users before what they need */
    for (uint32_t i = p->declared; i-- > 0;) {
        uint32_t index = p->config_order[i];
        if (!p->nodes.items[index].replace || !p->plan->changes.items[index].create_before_destroy)
            continue;
        for (size_t k = 0; k < p->nodes.items[index].need_count; k++)
            p->plan->changes.items[p->nodes.items[index].needs[k]].create_before_destroy = true;
    }
}

bool plan_pass_replace(struct planning *p, struct err *err)
{
    if (p->in->destroy)
        return true;
    spread_create_before_destroy(p);
    for (uint32_t index = 0; index < p->declared; index++) {
        struct node *n = &p->nodes.items[index];
        if (!n->replace || n->missing)
            continue;
        struct change *create = &p->plan->changes.items[index];
        struct change delete = *create;
        delete.action = CHANGE_DELETE;
        delete.config = NULL;
        delete.planned = delete.computed = VALUE_NONE;
        uint32_t other = planning_add(p, delete);
        create = &p->plan->changes.items[index];
        p->plan->changes.items[other].pair = (int32_t)index;
        create->pair = (int32_t)other;
        create->action = CHANGE_CREATE;
        create->uid = STR_NONE;
        create->id = STR_NONE;
        create->settled = NULL; /* the open intent concerns the old object */
        create->generation = create->object->generation + 1;
        n = &p->nodes.items[index];
        struct node *old = &p->nodes.items[other];
        old->why.items = n->why.items;
        old->why.count = old->why.room = n->why.count;
        old->read = n->read;
    }
    (void)err;
    return true;
}
