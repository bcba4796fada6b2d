/*
 * loose.c - requests that may still arrive: what they could hit waits for them (docs/protocol.md 4, quiet-reuse and quiet-update).
 *
 * Loose are the requests of open intents that another run wrote (inherit), and those of steps of ours in whose time some answer was lost. The
 * second kind is noted in the log, as an effect "engine/loose" of the intent in the batch of its outcome, so that the next runs know it; run-end
 * says until when there is anything to know, so that an undisturbed log is not read again.
 *
 * What need not wait: creates of T (the token) and G (sent once), deletes and updates by an id that is never used again, the same value once more.
 */
#include "engine/apply/step_internal.h"

#include "engine/settle/settle_internal.h"

enum { LATE_LIVE_MS = 5 * 60 * 1000, WINDOW_MS = 15 * 60 * 1000 };

static bool by_name(enum create_class class)
{
    return class == CREATE_NAMED || class == CREATE_PUT || class == CREATE_NATURAL;
}

/* Values of the natural key; absent when there is none, or when a part of it is not known. */
static struct value key_of(struct arena *arena, const struct resource_type *type, struct value attrs)
{
    struct value_builder key = { .arena = arena };
    struct str rest = str_of(type->natural_key);
    while (rest.ptr) {
        struct value part = value_get(attrs, arena_cstr(arena, str_split(&rest, ' ')));
        if (!value_present(part) || !value_known(part))
            return VALUE_NONE;
        value_builder_add(&key, part);
    }
    return type->natural_key ? value_builder_list(&key) : VALUE_NONE;
}

static struct loose *add(struct run_state *run, const struct loose *l)
{
    struct loose *kept = VEC_PUSH(&run->loose, &run->arena);
    *kept = *l;
    kept->provider_key = arena_str(&run->arena, l->provider_key);
    kept->uid = arena_str(&run->arena, l->uid);
    kept->key = value_given(l->key) ? value_copy(&run->arena, l->key) : VALUE_NONE;
    return kept;
}

/* ---- From the log ---------------------------------------------------------------------------------------------------- */

static bool take_noted(void *context, const struct record *r)
{
    struct run_state *run = context;
    struct value noted = value_get(r->body, "outcome");
    if (r->type != RECORD_EFFECT || !str_is(value_text(value_get(r->body, "key")), "engine/loose"))
        return true;
    struct loose l = {
        .type = registry_type(run->in->planning->registry, value_text(value_get(noted, "type")), NULL),
        .provider_key = value_text(value_get(noted, "provider")), .uid = r->uid, .key = value_get(noted, "key"),
        .kind = (enum intent_kind)value_to_int(value_get(noted, "kind"), INTENT_CREATE), .until_wall_ms = value_to_int(value_get(noted, "until"), 0),
    };
    struct str planned = value_text(value_get(noted, "planned"));
    if (planned.len == DIGEST_BYTES)
        memcpy(l.planned.bytes, planned.ptr, DIGEST_BYTES);
    if (l.type && l.until_wall_ms > io_wall_ms(run->io))
        (void)add(run, &l);
    return true;
}

/* A run that is over is not alive, for we hold its lock, and it sent nothing later than 30 s (the profile's) after its last record. */
int64_t loose_last_send(const struct run_state *run, const struct intent *intent)
{
    if (intent->run == run->number) /* our own: what was lost was sent before now */
        return io_wall_ms(run->io);
    int64_t now = io_wall_ms(run->io), window = intent->last_possible_send_ms - intent->wall_ms, last = intent->wall_ms;
    for (size_t i = 0; i < run->earlier_count; i++)
        if (run->earlier[i].number == intent->run)
            last = MAX_OF(last, i + 1 < run->earlier_count ? run->earlier[i + 1].began_ms : run->newest_wall_ms);
    return MIN_OF(now, last + window);
}

static void take_open(struct run_state *run, const struct intent *i)
{
    struct err unreachable = { 0 };
    struct loose l = { .type = registry_type(run->in->planning->registry, i->type, NULL), .provider_key = i->provider_key, .uid = i->uid,
                       .kind = i->kind, .planned = i->planned_digest };
    if (!l.type)
        return;
    struct intent sent = *i;
    sent.last_possible_send_ms = loose_last_send(run, i);
    struct provider *p = run->in->planning->recorded_provider(run->in->planning->provider_context, i->provider_name, i->provider_key, i->recipe,
                                                              &unreachable);
    if (!p)
        return; /* nothing of it will be touched in this run */
    l.until_wall_ms = settle_quiet_at(&sent, p);
    l.key = key_of(&run->arena, l.type, i->kind == INTENT_CREATE ? i->planned : i->prior);
    (void)add(run, &l);
}

static bool take_newest(void *context, const struct record *r)
{
    ((struct run_state *)context)->newest_wall_ms = r->wall_ms;
    return false;
}

struct loading {
    struct run_state *run;
    bool ok;
    struct err *err;
};

static void load_on_fiber(void *argument)
{
    struct loading *l = argument;
    struct run_state *run = l->run;
    struct intent *intents;
    size_t count;
    l->ok = state_intents(run->state, &run->arena, &intents, &count, l->err);
    for (size_t i = 0; l->ok && i < count; i++)
        take_open(run, &intents[i]);
}

bool loose_load(struct run_state *run, struct err *err)
{
    int64_t now = io_wall_ms(run->io);
    uint64_t newest = state_serial(run->state);
    TRY(state_runs(run->state, &run->arena, &run->earlier, &run->earlier_count, err));
    if (newest)
        TRY(state_records(run->state, newest, newest, take_newest, run, err));
    for (size_t i = 0; i < run->earlier_count; i++) {
        const struct run *r = &run->earlier[i];
        bool died = !r->ended_ms;
        int64_t over = i + 1 < run->earlier_count ? run->earlier[i + 1].began_ms : run->newest_wall_ms;
        uint64_t last = i + 1 < run->earlier_count ? run->earlier[i + 1].first_serial - 1 : newest;
        if (died ? over + WINDOW_MS > now : value_to_int(value_get(r->counts, "loose_until"), 0) > now)
            TRY(state_records(run->state, r->first_serial, last, take_noted, run, err));
    }
    struct loading l = { .run = run, .err = err };
    loop_call(run->loop, load_on_fiber, &l);
    return l.ok;
}

/* ---- Of this run ----------------------------------------------------------------------------------------------------- */

/* May a request of this step still be under way? Answers are counted for the whole run: rather once too often. */
bool step_is_loose(const struct step *step)
{
    return step->inherited || net_stats(step->run->in->planning->net).transient != step->transient_before;
}

void step_is_quiet(struct step *step)
{
    step->inherited = false;
    step->transient_before = net_stats(step->run->in->planning->net).transient;
}

bool step_note_loose(struct step *step, struct record *ret)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    const struct intent *i = &step->intent;
    bool matters = i->kind == INTENT_UPDATE || by_name(c->type->create_class);
    if (!matters || !c->provider || !step_is_loose(step))
        return false;
    int64_t lag = c->provider->settle_ms;
    struct value attrs = i->kind == INTENT_CREATE ? i->planned : c->live;
    struct loose l = { .type = c->type, .provider_key = c->provider_key, .uid = i->uid, .kind = i->kind, .planned = i->planned_digest,
                       .key = key_of(&step->arena, c->type, attrs),
                       .until_wall_ms = io_wall_ms(run->io) + (lag < 30 * 1000 ? lag : LATE_LIVE_MS) + lag };
    (void)add(run, &l);
    run->loose_until_wall_ms = MAX_OF(run->loose_until_wall_ms, l.until_wall_ms);
    *ret = record_effect(&step->arena, i, STR("engine"), STR("loose"),
                         value_map_of(&step->arena, "type", value_cstr(c->type->name), "provider", value_str(c->provider_key), "key", l.key, "kind",
                                      value_int(l.kind), "until", value_int(l.until_wall_ms), "planned",
                                      value_bytes(arena_str(&step->arena, (struct str){ (const char *)l.planned.bytes, DIGEST_BYTES })), NULL));
    return true;
}

static bool same_key(const struct loose *l, struct value key)
{
    return value_given(key) && value_given(l->key) && value_eq(key, l->key);
}

/* Could it undo, repeat or forestall what the step is about to do? */
static bool stands_in_the_way(const struct loose *l, const struct resource_type *type, struct str provider_key, enum intent_kind kind,
                              struct str uid, struct value key, const struct digest *planned)
{
    if (l->type != type || !str_eq(l->provider_key, provider_key))
        return false;
    bool same_uid = str_eq(l->uid, uid);
    switch (kind) {
    case INTENT_CREATE:
        return by_name(type->create_class) && !same_uid && same_key(l, key);
    case INTENT_DELETE:
        return by_name(type->create_class) && (same_uid || same_key(l, key)) &&
               (l->kind == INTENT_CREATE || (l->kind == INTENT_UPDATE && type->create_class == CREATE_PUT));
    case INTENT_UPDATE:
        if (l->kind == INTENT_CREATE)
            return type->create_class == CREATE_PUT && same_uid && !digest_eq(&l->planned, planned);
        return same_uid && l->kind != INTENT_MARKS && (l->kind == INTENT_DELETE || !digest_eq(&l->planned, planned));
    case INTENT_MARKS:
        return false;
    }
    return false;
}

bool step_wait_quiet(struct step *step, enum intent_kind kind, struct str uid, struct value attrs, bool *ret_waited)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    struct value key = run->loose.count ? key_of(&step->arena, c->type, attrs) : VALUE_NONE;
    struct digest planned = value_digest(step->want_full.kind ? step->want_full : value_null());
    int64_t until = 0;
    for (size_t i = 0; i < run->loose.count; i++)
        if (stands_in_the_way(&run->loose.items[i], c->type, c->provider_key, kind, uid, key, &planned))
            until = MAX_OF(until, run->loose.items[i].until_wall_ms);
    *ret_waited = until > io_wall_ms(run->io);
    for (int64_t now; (now = io_wall_ms(run->io)) < until;) {
        run_event(run, EVENT_STEP_PROGRESS, step->index, io_mono_ms(run->io) - step->began_mono_ms,
                  arena_printf(&step->arena, "an earlier request may still arrive: %lld s", (long long)(until - now + 999) / 1000), NULL);
        (void)fiber_sleep_until(run->loop, io_mono_ms(run->io) + MIN_OF(until - now, (int64_t)5000));
        if (loop_interrupted(run->loop) >= 2)
            return FAIL(&step->err, ERR_INTERRUPTED, "%.*s: stopped while waiting for an earlier request to be over", STR_ARG(c->address));
    }
    return true;
}
