/*
 * decide.c - the protocol itself: from what the log says and what the stack wants to the next step of a run.
 *
 * docs/protocol.md in code, section by section: open intents first (observe, conclude), then the plan (one
 * change a time an address; new creates of all addresses share one append), then run-end. Pure: reads and
 * writes one engine. The rules that a mutation can take out are asked for by name where they matter.
 */
#include "tests/model/model.h"

#include <string.h>

static unsigned bit_of(const struct engine *engine)
{
    return 1u << engine->a;
}
static struct uid_log *uid_at(struct engine *engine)
{
    return &engine->view.at[engine->a].uid[engine->u];
}

static void step_at(struct engine *engine, int a, int u)
{
    engine->a = a;
    engine->u = u;
}

/* Clearing: the last check before a request is signed. The stamp it gets is the time of this moment. */
void decide_send(const struct world *world, struct engine *engine)
{
    if (world_has(world, RULE_SELF_CHECK) && !engine->fresh) {
        log_append(world, engine, REC_HEARTBEAT);
        return;
    }
    engine->pc = PC_CLEARED;
    engine->stamp = 1;
}

static bool wait_for(struct engine *engine, bool rule)
{
    if (!rule || engine->quiet & bit_of(engine))
        return false;
    engine->pc = PC_WAIT;
    return true;
}

/* The row that already satisfies the stack at address a, or -1. In place, any live row can be brought there.
 */
static int keeper(const struct world *world, const struct engine *engine, int a)
{
    for (int u = 0; u < UIDS; u++) {
        const struct uid_log *uid = &engine->view.at[a].uid[u];
        if (engine->want && uid->st == UID_LIVE && (world->update || uid->val == engine->want))
            return u;
    }
    return -1;
}

static void intent(const struct world *world, struct engine *engine, enum record record)
{
    if (world_has(world, RULE_WRITE_AHEAD)) {
        log_append(world, engine, record);
        return;
    }
    engine->record = record;
    log_fold(world, &engine->view, engine); /* the engine knows; the log does not */
    decide_after_append(world, engine);
}

/* ---- open intents ---- */

static void decide_open_delete(const struct world *world, struct engine *engine)
{
    const struct uid_log *uid = uid_at(engine);
    bool mine = engine->mine & bit_of(engine);
    bool again =
        engine->want && (world->update || uid->val == engine->want) && keeper(world, engine, engine->a) < 0;

    if (mine || !again) {
        decide_send(world, engine); /* carried through: repeating a delete is harmless */
        return;
    }
    if (!wait_for(engine, world_has(world, RULE_QUIET_ABSENT)))
        engine->pc = PC_OBSERVE; /* wanted again: did it happen? */
}

static void decide_open_update(const struct world *world, struct engine *engine)
{
    bool mine = engine->mine & bit_of(engine);

    if (mine || uid_at(engine)->val == engine->want) {
        decide_send(world, engine); /* the same bytes again */
        return;
    }
    if (engine->want && !wait_for(engine, world_has(world, RULE_QUIET_UPDATE)))
        intent(world, engine, REC_UPDATE);
    else if (!engine->want &&
             !wait_for(engine, !world_deletes_by_id(world) && world_has(world, RULE_QUIET_REUSE)))
        intent(world, engine, REC_DELETE);
}

static bool decide_open(const struct world *world, struct engine *engine, int a)
{
    for (int u = 0; u < UIDS; u++) {
        step_at(engine, a, u);
        switch (uid_at(engine)->st) {
        case UID_CREATE_OPEN:
            if (engine->virgin & bit_of(engine) &&
                !(world->class == CLASS_P && world_has(world, RULE_LOOK_FIRST)))
                decide_send(world, engine);
            else
                engine->pc = PC_OBSERVE;
            return true;
        case UID_DELETE_OPEN:
            decide_open_delete(world, engine);
            return true;
        case UID_UPDATE_OPEN:
            decide_open_update(world, engine);
            return true;
        default:
            break;
        }
    }
    return false;
}

/* A look at the object of an open intent is back (engine->seen): conclude it, ask again later, or send
 * (again). */
static void conclude_create(const struct world *world, struct engine *engine)
{
    unsigned bit = bit_of(engine);
    const struct uid_log *uid = uid_at(engine);
    bool wanted = engine->want && uid->val == engine->want && keeper(world, engine, engine->a) < 0;
    bool sent = !(engine->virgin & bit);

    if (engine->seen == SEEN_OURS) {
        log_append(world, engine, REC_LIVE); /* adopt; unwanted, it is deleted as a row */
        return;
    }
    if (engine->seen == SEEN_FOREIGN) {
        engine->foreign |= bit; /* reported, never touched. Once sent, a stale read */
        if (!wait_for(engine,
                      sent &&
                          world_has(world, RULE_QUIET_ABSENT))) /* may hide that the name is ours by now */
            log_append(world, engine, REC_GONE);
        return;
    }
    engine->foreign &= ~bit;
    if (!wanted) {
        if (!wait_for(engine, world_has(world, RULE_QUIET_ABSENT)))
            log_append(world, engine, REC_GONE);
        return;
    }
    if (world->class == CLASS_T && sent && !world_has(world, RULE_SAME_TOKEN))
        engine->attempt = 1;
    if (world->class != CLASS_G || !sent)
        decide_send(world, engine);
    else if (!wait_for(engine, world_has(world, RULE_SETTLE)))
        log_append(world, engine, REC_REISSUED);
}

void conclude(const struct world *world, struct engine *engine)
{
    if (uid_at(engine)->st == UID_CREATE_OPEN)
        conclude_create(world, engine);
    else
        log_append(world, engine, engine->seen == SEEN_OURS ? REC_LIVE : REC_GONE);
}

/* ---- the plan ---- */

static void forget_run(struct engine *engine)
{
    memset(engine, 0, sizeof *engine);
}

static int live_other_than(const struct engine *engine, int a, int keep)
{
    for (int u = 0; u < UIDS; u++)
        if (u != keep && engine->view.at[a].uid[u].st == UID_LIVE)
            return u;
    return -1;
}

/* True when address a needs a new object now and none of its waits is due; such creates share one append. */
static bool wants_create(const struct world *world, const struct engine *engine, int a)
{
    if (!engine->want || engine->foreign >> a & 1 || keeper(world, engine, a) >= 0)
        return false;
    return !world_named(world) || live_other_than(engine, a, -1) < 0;
}

static bool decide_create(const struct world *world, struct engine *engine, int a)
{
    if (!wants_create(world, engine, a))
        return false;
    step_at(engine, a, 0);
    if (engine->view.at[a].uid[UIDS - 1].st != UID_UNUSED) { /* bound of the model, not of the protocol */
        forget_run(engine);
        return true;
    }
    if (wait_for(engine,
                 world_named(world) && engine->view.at[a].loose && world_has(world, RULE_QUIET_REUSE)))
        return true;
    engine->batch = 1u << a;
    for (int b = a + 1; b < world->addresses; b++)
        if (wants_create(world, engine, b) && !engine->view.at[b].loose &&
            engine->view.at[b].uid[UIDS - 1].st == UID_UNUSED)
            engine->batch |= 1u << b;
    intent(world, engine, REC_CREATE);
    return true;
}

static bool decide_address(const struct world *world, struct engine *engine, int a)
{
    if (decide_open(world, engine, a) || decide_create(world, engine, a))
        return true;

    int keep = keeper(world, engine, a), drop = live_other_than(engine, a, keep);
    bool loose = engine->view.at[a].loose;
    if (drop >= 0 && (!engine->want || keep >= 0 || world_named(world))) {
        step_at(engine, a, drop);
        if (!wait_for(engine, world_named(world) && loose && world_has(world, RULE_QUIET_REUSE)))
            intent(world, engine, REC_DELETE);
        return true;
    }
    if (keep >= 0 && engine->view.at[a].uid[keep].val != engine->want) {
        step_at(engine, a, keep);
        if (!wait_for(engine, loose && world_has(world, RULE_QUIET_UPDATE)))
            intent(world, engine, REC_UPDATE);
        return true;
    }
    return false;
}

void decide(const struct world *world, struct engine *engine)
{
    for (int a = 0; a < world->addresses; a++)
        if (decide_address(world, engine, a))
            return;
    step_at(engine, 0, 0);
    log_append(world, engine, REC_END);
}

void decide_after_append(const struct world *world, struct engine *engine)
{
    unsigned bit = bit_of(engine);
    enum record record = engine->record;

    engine->record = engine->seen = engine->seen_id = engine->seen_val = 0;
    switch (record) {
    case REC_BEGIN:
        for (int a = 0; a < ADDRESSES && !world_has(world, RULE_OBSERVE); a++)
            for (int u = 0; u < UIDS; u++)
                if (engine->view.at[a].uid[u].st == UID_CREATE_OPEN)
                    engine->view.at[a].uid[u].st = UID_GONE;
        break;
    case REC_CREATE:
        engine->mine |= engine->batch;
        engine->virgin |= engine->batch;
        engine->loose &= ~engine->batch;
        engine->batch = 0;
        break;
    case REC_DELETE:
    case REC_UPDATE:
        engine->mine |= bit;
        engine->loose &= ~bit;
        break;
    case REC_LIVE:
    case REC_GONE:
        engine->mine &= ~bit;
        engine->loose &= ~bit;
        engine->virgin &= ~bit;
        engine->attempt = 0;
        break;
    case REC_REISSUED:
        engine->mine |= bit;
        engine->loose &= ~bit;
        decide_send(world, engine);
        return;
    case REC_HEARTBEAT:
        decide_send(world, engine);
        return;
    case REC_END:
        forget_run(engine);
        return;
    }
    decide(world, engine);
}
