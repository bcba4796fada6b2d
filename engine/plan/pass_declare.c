/*
 * pass_declare.c - every resource of the configuration becomes a change; rows and open intents are loaded.
 */
#include "engine/plan/plan_internal.h"

static bool load(struct planning *p, struct err *err)
{
    TRY(state_objects(p->in->state, p->arena, &p->objects, &p->object_count, err));
    TRY(state_intents(p->in->state, p->arena, &p->intents, &p->intent_count, err));
    struct run *runs;
    size_t run_count;
    TRY(state_runs(p->in->state, p->arena, &runs, &run_count, err));
    for (size_t i = 0; i < run_count; i++) {
        bool unfinished = !runs[i].ended_ms || runs[i].exit_code == 5 || runs[i].exit_code == 130;
        p->plan->unfinished_run = i + 1 == run_count && unfinished ? (uint32_t)runs[i].number : 0;
    }
    if (run_count) {
        p->last_run = runs[run_count - 1].number;
        p->last_run_ms = MAX_OF(runs[run_count - 1].began_ms, runs[run_count - 1].ended_ms);
    }
    return true;
}

bool plan_pass_declare(struct planning *p, struct err *err)
{
    TRY(load(p, err));
    const struct config *config = p->in->config;
    if (!config)
        return true;
    p->declared = (uint32_t)config->resources.count;
    for (uint32_t i = 0; i < p->declared; i++) {
        const struct config_resource *r = &config->resources.items[i];
        const struct config_provider *handle = &config->providers.items[r->provider];
        uint32_t index = planning_add(p, (struct change){
            .action = CHANGE_KEEP, /* until decided */
            .address = r->address,
            .type = r->type,
            .provider_type = handle->type,
            .config = r,
            .create_before_destroy = r->lifecycle.create_before_destroy,
            .at = r->at,
        });
        map_put(&p->by_address, r->address, (void *)(uintptr_t)(index + 1));
    }
    return true;
}
