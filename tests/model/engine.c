/*
 * engine.c - the moves of an engine: start a run, look, send, hear, lose patience, wait, pause anywhere, die
 * anywhere.
 *
 * A pause needs no move of its own: any other party may move first, any number of times. What time takes away
 * meanwhile does: the lease of 30 s (`lapse`) and the validity of a signature (`stamp runs out`).
 */
#include "tests/model/model.h"

#include <string.h>

static struct label label(const char *text, int e, const struct engine *engine)
{
    return (struct label){.text = text, .engine = e, .a = engine->a, .u = engine->u};
}

static void start(struct search *search, const struct world *world, const struct state *now, int e)
{
    static const char *const texts[] = {"begins a run that wants nothing", "begins a run that wants value 1",
                                        "begins a run that wants value 2"};

    for (int want = 0; now->runs_left > 0 && want < 3; want++) {
        if (!(world->wants >> want & 1))
            continue;
        struct state next = *now;
        struct engine *engine = &next.engine[e];
        next.runs_left--;
        memset(engine, 0, sizeof *engine);
        engine->view = now->log;
        engine->want = want;
        log_append(world, engine, REC_BEGIN);
        search_emit(search, &next,
                    (struct label){.text = texts[want], .engine = e, .a = -1, .u = -1, .outside = true});
    }
}

static void forget_requests(struct state *next, int e)
{
    for (int r = 0; r < REQUESTS; r++)
        if (next->request[r].kind && next->request[r].engine == e && next->request[r].awaited) {
            next->request[r].awaited = 0;
            next->request[r].engine = 0;
        }
}

static void crash(struct search *search, const struct state *now, int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];

    forget_requests(&next, e);
    if (engine->pc == PC_APPEND && !engine->landed) {
        engine->pc = PC_DEAD_APPEND;
        engine->fresh = 0;
    } else {
        memset(engine, 0, sizeof *engine);
    }
    search_emit(search, &next,
                (struct label){.text = "is killed", .engine = e, .a = -1, .u = -1, .outside = true});
}

/* The delete was answered; its outcome waits until reads agree. */
static void confirm_delete(struct search *search, const struct world *world, const struct state *now, int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];
    int id = engine->view.at[engine->a].uid[engine->u].id;
    struct label move = label("looks: the deleted object is gone", e, engine);

    if (id && now->object[id - 1].visible && !now->object[id - 1].exists)
        return; /* looks again later */
    engine->confirm = 0;
    log_append(world, engine, REC_GONE);
    search_emit(search, &next, move);
}

/* One read of the class's kind: by mark, by name, by natural key. It sees what listings show, not what
 * exists. */
static void look(struct search *search, const struct world *world, const struct state *now, int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];

    if (engine->confirm) {
        confirm_delete(search, world, now, e);
        return;
    }
    engine->seen = SEEN_NONE;
    for (int i = 0; i < OBJECTS && engine->seen == SEEN_NONE; i++) {
        const struct object *object = &now->object[i];
        if (!object->visible || object->a != engine->a)
            continue;
        bool ours = !object->foreign && object->marked && object->u == engine->u;
        if (world->class == CLASS_X || (world_named(world) && !world_has(world, RULE_MARK_CHECK)))
            ours = true;
        if (ours)
            engine->seen = SEEN_OURS;
        else if (world_named(world) && (object->foreign || !object->marked))
            engine->seen =
                SEEN_FOREIGN; /* our mark with another uid: an earlier object, not gone from reads yet */
        engine->seen_id = ours ? i + 1 : 0;
        engine->seen_val = ours ? object->val : 0;
    }
    static const char *const texts[] = {"looks and sees nothing", "looks and finds the intent's object",
                                        "looks and finds a foreign object"};
    struct label move = label(texts[engine->seen], e, engine);
    conclude(world, engine);
    if (engine->pc != PC_APPEND)
        engine->seen = engine->seen_id = engine->seen_val = 0;
    search_emit(search, &next, move);
}

/* ---- requests ---- */

static int kind_of(const struct engine *engine)
{
    switch (engine->view.at[engine->a].uid[engine->u].st) {
    case UID_CREATE_OPEN:
        return REQUEST_CREATE;
    case UID_DELETE_OPEN:
        return REQUEST_DELETE;
    default:
        return REQUEST_UPDATE;
    }
}

/* The gate's promise, checked against the log itself. */
static const char *unannounced(const struct world *world, const struct state *now, int kind,
                               const struct engine *engine)
{
    int st = now->log.at[engine->a].uid[engine->u].st;
    bool durable = kind == REQUEST_CREATE   ? st != UID_UNUSED
                   : kind == REQUEST_DELETE ? st == UID_DELETE_OPEN || st == UID_GONE
                                            : st != UID_UNUSED && st != UID_CREATE_OPEN;
    return durable || world->harm_only ? NULL : "a request was sent without a durable intent";
}

static void send(struct search *search, const struct world *world, const struct state *now, int e)
{
    static const char *const texts[] = {[REQUEST_CREATE] = "sends create",
                                        [REQUEST_DELETE] = "sends delete",
                                        [REQUEST_UPDATE] = "sends update"};
    struct state next = *now;
    struct engine *engine = &next.engine[e];
    const struct uid_log *uid = &engine->view.at[engine->a].uid[engine->u];
    int kind = kind_of(engine);

    if (!engine->stamp && world_has(world, RULE_SIGN_ONCE)) {
        struct label move = label("sends with an old stamp and is refused", e, engine);
        decide_send(world, engine);
        search_emit(search, &next, move);
        return;
    }
    for (int r = 0; r < REQUESTS; r++) {
        if (next.request[r].kind)
            continue;
        bool by_id = kind != REQUEST_CREATE && world_deletes_by_id(world);
        next.request[r] = (struct request){.kind = kind,
                                           .engine = e,
                                           .awaited = 1,
                                           .a = engine->a,
                                           .u = engine->u,
                                           .val = kind == REQUEST_DELETE ? 0 : uid->val,
                                           .id = by_id ? uid->id : 0,
                                           .token = engine->attempt};
        engine->pc = PC_AWAIT;
        engine->stamp = engine->mail = engine->mail_id = 0;
        engine->virgin &= ~(1u << engine->a);
        engine->quiet &= ~(1u << engine->a);
        struct label move = label(texts[kind], e, engine);
        move.broken = unannounced(world, now, kind, engine);
        search_emit(search, &next, move);
        return;
    }
}

static void hear_answer(struct search *search, const struct world *world, const struct state *now, int e)
{
    static const char *const texts[] = {[MAIL_OK] = "hears: done",
                                        [MAIL_CONFLICT] = "hears: conflict",
                                        [MAIL_NOT_FOUND] = "hears: not found"};
    struct state next = *now;
    struct engine *engine = &next.engine[e];
    int mail = engine->mail, kind = kind_of(engine);
    struct label move = label(texts[mail], e, engine);

    engine->seen_id = kind == REQUEST_UPDATE ? engine->view.at[engine->a].uid[engine->u].id : engine->mail_id;
    engine->mail = engine->mail_id = 0;
    if (mail == MAIL_CONFLICT) {
        engine->pc = PC_OBSERVE;
        engine->seen_id = 0;
    } else {
        bool gone = kind == REQUEST_DELETE || mail == MAIL_NOT_FOUND;
        engine->seen_id = gone ? 0 : engine->seen_id;
        engine->seen_val = gone ? 0 : engine->view.at[engine->a].uid[engine->u].val;
        if (kind == REQUEST_DELETE && world_has(world, RULE_DELETE_SEEN)) {
            engine->pc = PC_OBSERVE;
            engine->confirm = 1;
        } else {
            log_append(world, engine, gone ? REC_GONE : REC_LIVE);
        }
    }
    search_emit(search, &next, move);
}

static void give_up_listening(struct search *search, const struct world *world, const struct state *now,
                              int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];
    struct label move = label("hears nothing: time-out", e, engine);

    forget_requests(&next, e);
    engine->loose |= 1u << engine->a;
    if (world->class == CLASS_T && !world_has(world, RULE_SAME_TOKEN))
        engine->attempt = 1;
    if (kind_of(engine) == REQUEST_CREATE &&
        !(world->class == CLASS_G && !world_has(world, RULE_NO_BLIND_RETRY)))
        engine->pc = PC_OBSERVE;
    else
        decide_send(world, engine);
    search_emit(search, &next, move);
}

/* ---- time ---- */

/*
 * The wait that proves quiet: until server clock >= the last possible stamp + its validity + the longest lag.
 * By then every request on the address has arrived or is refused, listings show what exists, and another
 * engine's lease and signature of that time have run out. Nothing is said about what it may *still* do: that
 * is for the rules to prevent.
 */
static bool waited_out(const struct state *now, int e)
{
    const struct engine *engine = &now->engine[e], *other = &now->engine[!e];

    for (int r = 0; r < REQUESTS; r++)
        if (now->request[r].kind && now->request[r].a == engine->a)
            return false;
    for (int i = 0; i < OBJECTS; i++)
        if (now->object[i].exists != now->object[i].visible && now->object[i].a == engine->a)
            return false;
    return !other->fresh && !(other->pc == PC_CLEARED && other->stamp);
}

static void wait_ends(struct search *search, const struct world *world, const struct state *now, int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];
    struct label move = label("has waited until nothing loose can arrive", e, engine);

    engine->quiet |= 1u << engine->a;
    engine->fresh = 0;
    decide(world, engine);
    search_emit(search, &next, move);
}

void engine_moves(struct search *search, const struct world *world, const struct state *now)
{
    for (int e = 0; e < ENGINES; e++) {
        const struct engine *engine = &now->engine[e];
        struct state next = *now;

        switch ((enum pc)engine->pc) {
        case PC_IDLE:
            start(search, world, now, e);
            continue;
        case PC_DEAD_APPEND:
            continue;
        case PC_OBSERVE:
            look(search, world, now, e);
            break;
        case PC_WAIT:
            if (waited_out(now, e))
                wait_ends(search, world, now, e);
            break;
        case PC_CLEARED:
            if (engine->stamp) {
                next.engine[e].stamp = 0;
                search_emit(search, &next, label("pauses after clearing; the stamp runs out", e, engine));
            }
            send(search, world, now, e);
            break;
        case PC_AWAIT:
            if (engine->mail)
                hear_answer(search, world, now, e);
            else
                give_up_listening(search, world, now, e);
            break;
        case PC_APPEND:
            break;
        }
        if (engine->fresh &&
            engine->stale) { /* before, a lapsed lease costs a heartbeat and changes nothing */
            next = *now;
            next.engine[e].fresh = 0;
            search_emit(search, &next,
                        (struct label){"pauses; its lease of 30 s lapses", e, -1, -1, NULL, false});
        }
        crash(search, now, e);
    }
}
