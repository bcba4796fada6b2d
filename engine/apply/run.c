/*
 * run.c - the scheduler: steps become ready when what they need is done, the longest remaining path first.
 */
#include "engine/apply/apply_internal.h"

#include <stdlib.h>

enum { PARALLEL_DEFAULT = 256, TICK_MS = 100, STEP_KEPT_BYTES = 32 << 10 };

void run_event(struct run_state *run, enum apply_event_kind kind, uint32_t change, int64_t elapsed_ms, struct str text, const struct err *err)
{
    if (!run->in->event)
        return;
    run->in->event(run->in->event_context, &(struct apply_event){
        .kind = kind, .plan = run->plan, .change = change, .elapsed_ms = elapsed_ms, .text = text, .err = err, .done = run->done,
        .failed = run->failed, .skipped = run->skipped, .running = run->running, .waiting = run->waiting, .total = run->total,
        .run = run->number, .exit_code = run->exit_code });
}

static bool before(const struct run_state *run, uint32_t a, uint32_t b)
{
    if (run->slots[a].priority != run->slots[b].priority)
        return run->slots[a].priority > run->slots[b].priority;
    return a < b;
}

static void ready_push(struct run_state *run, uint32_t index)
{
    run->slots[index].state = STEP_READY;
    size_t at = run->ready_count++;
    for (; at && before(run, index, run->ready[(at - 1) / 2]); at = (at - 1) / 2)
        run->ready[at] = run->ready[(at - 1) / 2];
    run->ready[at] = index;
}

static uint32_t ready_pop(struct run_state *run)
{
    uint32_t top = run->ready[0], last = run->ready[--run->ready_count];
    size_t at = 0;
    for (;;) {
        size_t child = at * 2 + 1;
        if (child >= run->ready_count)
            break;
        if (child + 1 < run->ready_count && before(run, run->ready[child + 1], run->ready[child]))
            child++;
        if (!before(run, run->ready[child], last))
            break;
        run->ready[at] = run->ready[child];
        at = child;
    }
    run->ready[at] = last;
    return top;
}

static bool stopping(const struct run_state *run)
{
    return run->broken || loop_interrupted(run->loop) || (run->failed && run->in->stop_on_failure);
}

/* Everything that needs a failed or skipped step is skipped with it. */
static void skip_dependents(struct run_state *run, uint32_t index)
{
    const struct graph *g = &run->plan->order;
    VEC(uint32_t) stack = { 0 };
    *VEC_PUSH(&stack, &run->arena) = index;
    while (stack.count) {
        uint32_t n = stack.items[--stack.count];
        for (uint32_t e = g->first_by[n]; e < g->first_by[n + 1]; e++) {
            uint32_t user = g->needed_by[e];
            if (run->slots[user].state != STEP_WAITING)
                continue;
            run->slots[user].state = STEP_SKIPPED;
            run->waiting--;
            run->skipped++;
            run_event(run, EVENT_STEP_SKIPPED, user, 0, run->plan->changes.items[index].address, NULL);
            *VEC_PUSH(&stack, &run->arena) = user;
        }
    }
}

static struct step *take_step(struct run_state *run, uint32_t index)
{
    struct step *step = run->free_steps;
    if (step) {
        run->free_steps = step->next_free;
    } else {
        step = ARENA_NEW(&run->arena, struct step);
        step->next_made = run->made_steps;
        run->made_steps = step;
    }
    *step = (struct step){ .journal = { .ops = &step_journal_ops }, .run = run, .index = index, .arena = step->arena,
                           .uid = run->plan->changes.items[index].uid, .next_made = step->next_made };
    return step;
}

/* What outlives the step moves to its slot. */
static void give_back(struct step *step)
{
    struct run_state *run = step->run;
    struct slot *slot = &run->slots[step->index];
    if (!str_eq(step->uid, slot->uid))
        slot->uid = arena_str(&run->arena, step->uid);
    if (slot->wanted && slot->state == STEP_DONE)
        slot->result = value_copy(&run->arena, step->result);
    if (step->arena.used_bytes > STEP_KEPT_BYTES)
        arena_done(&step->arena);
    else
        arena_reset(&step->arena);
    step->next_free = run->free_steps;
    run->free_steps = step;
}

static void run_and_tell(struct step *step)
{
    struct run_state *run = step->run;
    struct slot *slot = &run->slots[step->index];
    step_run(step);
    int64_t elapsed = io_mono_ms(run->io) - step->began_mono_ms;
    run->running--;
    if (step->err.code) {
        slot->state = STEP_FAILED;
        run->failed++;
        const struct change *c = &run->plan->changes.items[step->index];
        err_at(&step->err, str_empty(c->at.file) ? NULL : c->at.file.ptr, (int)c->at.line, (int)c->at.column);
        run_event(run, EVENT_STEP_FAILED, step->index, elapsed, STR_NONE, &step->err);
        skip_dependents(run, step->index);
        return;
    }
    slot->state = STEP_DONE;
    run->done++;
    run_event(run, EVENT_STEP_DONE, step->index, elapsed, value_text(value_get(step->result, "id")), NULL);
    const struct graph *g = &run->plan->order;
    for (uint32_t e = g->first_by[step->index]; e < g->first_by[step->index + 1]; e++) {
        struct slot *user = &run->slots[g->needed_by[e]];
        if (user->state == STEP_WAITING && !--user->waits_for) {
            run->waiting--;
            ready_push(run, g->needed_by[e]);
        }
    }
}

static void step_on_fiber(void *argument)
{
    run_and_tell(argument);
    give_back(argument);
}

static bool start_ready(struct run_state *run)
{
    uint32_t most = run->in->parallelism > 0 ? (uint32_t)run->in->parallelism : PARALLEL_DEFAULT;
    bool started = false;
    while (run->ready_count && run->running < most && !stopping(run)) {
        struct step *step = take_step(run, ready_pop(run));
        run->slots[step->index].state = STEP_RUNNING;
        step->began_mono_ms = io_mono_ms(run->io);
        run->running++;
        run_event(run, EVENT_STEP_BEGIN, step->index, 0, STR_NONE, NULL);
        (void)loop_spawn(run->loop, step_on_fiber, step);
        started = true;
    }
    return started;
}

/* No fiber is ready: commit what was asked for, start what can be started, let people see. */
static bool tick(void *context)
{
    struct run_state *run = context;
    bool busy = run_flush(run);
    busy |= start_ready(run);
    int64_t now = io_mono_ms(run->io);
    if (now - run->last_tick_mono_ms >= TICK_MS) {
        run->last_tick_mono_ms = now;
        run_event(run, EVENT_TICK, 0, now - run->began_mono_ms, STR_NONE, NULL);
    }
    return busy;
}

static void mark_wanted(void *context, const struct expr *ref)
{
    struct run_state *run = context;
    size_t index = (size_t)(uintptr_t)map_find(&run->results, ref->name);
    if (index)
        run->slots[index - 1].wanted = true;
}

static void prepare(struct run_state *run)
{
    const struct plan *plan = run->plan;
    uint32_t count = (uint32_t)plan->changes.count;
    run->slots = ARENA_ARRAY(&run->arena, struct slot, count + 1);
    run->ready = ARENA_ARRAY(&run->arena, uint32_t, count + 1);
    run->results.arena = &run->arena;
    uint64_t *cost = ARENA_ARRAY(&run->arena, uint64_t, count + 1), *remaining = ARENA_ARRAY(&run->arena, uint64_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        cost[i] = change_acts(&plan->changes.items[i]) ? plan->changes.items[i].estimate_ms + 1 : 0;
    uint32_t *order = NULL;
    if (graph_sort(&plan->order, &order, NULL, NULL))
        graph_longest(&plan->order, order, cost, remaining);
    for (uint32_t i = 0; i < count; i++) {
        const struct change *c = &plan->changes.items[i];
        struct slot *s = &run->slots[i];
        *s = (struct slot){ .priority = remaining[i], .uid = c->uid, .wanted = plan->order.first_by[i] != plan->order.first_by[i + 1] };
        bool stands_for = c->config || !map_find(&run->results, c->address);
        if (stands_for && !(c->pair >= 0 && !c->config))
            map_put(&run->results, c->address, (void *)(uintptr_t)(i + 1));
        if (!change_acts(c))
            continue;
        run->total++;
        for (uint32_t e = plan->order.first[i]; e < plan->order.first[i + 1]; e++)
            s->waits_for += change_acts(&plan->changes.items[plan->order.needs[e]]);
        s->state = s->waits_for ? STEP_WAITING : STEP_IDLE;
        if (s->waits_for)
            run->waiting++;
    }
    for (uint32_t i = 0; i < count; i++)
        if (run->slots[i].state == STEP_IDLE && change_acts(&plan->changes.items[i]))
            ready_push(run, i);
    for (size_t i = 0; plan->config && i < plan->config->outputs.count; i++)
        expr_each_ref(plan->config->outputs.items[i].value, mark_wanted, run);
}

/* For resuming an approved run: the list of entry digests a later plan must be a part of. */
static struct value approved(struct run_state *run)
{
    struct value_builder entries = { .arena = &run->arena };
    for (size_t i = 0; i < run->plan->changes.count; i++) {
        const struct change *c = &run->plan->changes.items[i];
        if (change_acts(c))
            value_builder_add(&entries, value_map_of(&run->arena, "address", value_str(c->address), "action",
                                                     value_cstr(change_action_name(c->action)), "provider", value_str(c->provider_key),
                                                     "digest", value_str(digest_hex(&run->arena, &c->digest)), NULL));
    }
    return value_map_of(&run->arena, "digest", value_str(run->plan->digest_hex), "entries", value_builder_list(&entries), "preimage",
                        run->in->run_plan, NULL);
}

static struct value bundle_of(struct run_state *run)
{
    const struct config *config = run->plan->config;
    struct value_builder files = { .arena = &run->arena };
    for (size_t i = 0; config && i < config->files.count; i++)
        value_builder_add(&files, value_map_of(&run->arena, "path", value_str(config->files.items[i].path), "bytes",
                                               value_bytes(config->files.items[i].bytes), "chunk", value_bool(config->files.items[i].chunk), NULL));
    return value_builder_list(&files);
}

static struct value inputs_of(struct run_state *run)
{
    const struct config *config = run->plan->config;
    struct value_builder inputs = { .arena = &run->arena };
    for (size_t i = 0; config && i < config->inputs.count; i++)
        value_builder_put(&inputs, config->inputs.items[i].name, config->inputs.items[i].sensitive
                                                                     ? value_mark_sensitive(config->inputs.items[i].value)
                                                                     : config->inputs.items[i].value);
    return value_builder_map(&inputs);
}

static bool begin(struct run_state *run, struct err *err)
{
    TRY(loose_load(run, err));
    run->number = run->earlier_count ? run->earlier[run->earlier_count - 1].number + 1 : 1;
    struct run head = { .number = run->number, .who = run->in->who, .where = run->in->where, .commit = run->in->commit,
                        .command = run->in->command, .digest = run->plan->digest_hex };
    struct record r = record_run_begin(&run->arena, &head, approved(run), bundle_of(run), inputs_of(run));
    return commit(run, &r, 1, err);
}

bool apply_run(const struct apply_input *input, struct apply_result *ret, struct err *err)
{
    struct run_state *run = calloc(1, sizeof *run); /* lint-ok: malloc - large, and steps point into it */
    if (!run)
        abort();
    run->in = input;
    run->plan = input->plan;
    run->loop = net_loop(input->planning->net);
    run->io = input->planning->io;
    run->state = input->planning->state;
    run->began_mono_ms = run->won_append_began_ms = io_mono_ms(run->io);
    run->won_append_began_wall_ms = io_wall_ms(run->io);
    prepare(run);
    bool ok = begin(run, err);
    if (ok) {
        run_event(run, EVENT_RUN_BEGIN, 0, 0, STR_NONE, NULL);
        loop_on_idle(run->loop, tick, run);
        (void)start_ready(run);
        loop_run(run->loop);
        while (run->pending.count || (run->ready_count && !stopping(run))) { /* the last fiber may have left work behind */
            (void)tick(run);
            loop_run(run->loop);
        }
        loop_on_idle(run->loop, NULL, NULL);
        for (uint32_t i = 0; i < run->plan->changes.count; i++)
            if (run->slots[i].state == STEP_WAITING || run->slots[i].state == STEP_READY)
                run->skipped++;
        ok = run_finish(run, ret, err);
    }
    for (struct step *step = run->made_steps; step; step = step->next_made)
        arena_done(&step->arena);
    arena_done(&run->batch_arena);
    arena_done(&run->arena);
    free(run); /* calloc above: steps point into it */
    return ok;
}
