/*
 * log.c - the append-only log: compare-and-set appends that can be late, lost or unheard of.
 *
 * The log is kept as its fold. An append is two moves: it *lands* (only if nobody has appended since the
 * writer read the head), and later the writer *hears* of it. An answer that got lost is simply heard later:
 * the writer reads back and finds its own nonce, or repeats the same bytes, which changes nothing here. A
 * writer that died between leaves an append that may still land.
 */
#include "tests/model/model.h"

#include <string.h>

void log_append(const struct world *world, struct engine *engine, enum record record)
{
    engine->pc = PC_APPEND;
    engine->record = record;
    engine->landed = 0;
    /* The lease runs from here. Counted from the answer it would outlast what it proves. */
    if (world_has(world, RULE_LEASE_START))
        engine->fresh = 1;
}

/* A request sent for this step may still arrive after its outcome is written. */
static bool outcome_loose(const struct world *world, const struct engine *engine, const struct uid_log *uid)
{
    unsigned bit = 1u << engine->a;
    bool inherited = !(engine->mine & bit) && world_has(world, RULE_INHERIT);
    if (engine->quiet & bit || (!(engine->loose & bit) && !inherited))
        return false;
    if (uid->st == UID_DELETE_OPEN)
        return !world_deletes_by_id(world);
    return uid->st == UID_UPDATE_OPEN || world_named(world);
}

static void fold_create(struct log *log, const struct engine *engine)
{
    for (int a = 0; a < ADDRESSES; a++) {
        if (!(engine->batch >> a & 1))
            continue;
        for (int u = 0; u < UIDS; u++)
            if (log->at[a].uid[u].st == UID_UNUSED) {
                log->at[a].uid[u] = (struct uid_log){.st = UID_CREATE_OPEN, .val = engine->want};
                break;
            }
        if (engine->quiet >> a & 1)
            log->at[a].loose = 0;
    }
}

/* What the record that `engine` is appending means. Applied to the log when it lands, to the view when heard
 * of. */
void log_fold(const struct world *world, struct log *log, const struct engine *engine)
{
    struct address_log *at = &log->at[engine->a];
    struct uid_log *uid = &at->uid[engine->u];
    const struct uid_log *seen = &engine->view.at[engine->a].uid[engine->u];
    bool loose = outcome_loose(world, engine, seen);
    bool quiet = engine->quiet >> engine->a & 1;

    switch ((enum record)engine->record) {
    case REC_BEGIN:
        log->ended = log->foreign = log->want = 0;
        break;
    case REC_CREATE:
        fold_create(log, engine);
        break;
    case REC_DELETE:
        uid->st = UID_DELETE_OPEN;
        at->loose &= !quiet;
        break;
    case REC_UPDATE:
        uid->st = UID_UPDATE_OPEN;
        uid->val = engine->want;
        at->loose &= !quiet;
        break;
    case REC_LIVE:
        *uid = (struct uid_log){.st = UID_LIVE, .id = engine->seen_id, .val = engine->seen_val};
        at->loose = loose || (at->loose && !quiet);
        break;
    case REC_GONE:
        *uid = (struct uid_log){.st = UID_GONE};
        at->loose = loose || (at->loose && !quiet);
        break;
    case REC_END:
        log->ended = 1;
        log->want = engine->want;
        log->foreign = engine->foreign != 0;
        break;
    case REC_REISSUED:
    case REC_HEARTBEAT:
        break;
    }
}

static const char *const record_names[] = {
    [REC_BEGIN] = "append lands: run-begin",      [REC_CREATE] = "append lands: create intent",
    [REC_DELETE] = "append lands: delete intent", [REC_UPDATE] = "append lands: update intent",
    [REC_LIVE] = "append lands: outcome live",    [REC_GONE] = "append lands: outcome gone",
    [REC_REISSUED] = "append lands: reissued",    [REC_HEARTBEAT] = "append lands: heartbeat",
    [REC_END] = "append lands: run-end",
};

/*
 * The head has moved under `engine`. An append of its that has not landed can now only lose, so it has lost
 * already; all else it may go on with until it appends again. A run that had only begun reads the log again.
 */
static void overtake(const struct world *world, const struct log *log, struct engine *engine)
{
    bool flying = (engine->pc == PC_APPEND && !engine->landed) || engine->pc == PC_DEAD_APPEND;

    if (engine->pc == PC_IDLE)
        return;
    engine->stale = 1;
    if (!flying || !world_has(world, RULE_FENCE))
        return;
    if (engine->pc == PC_APPEND && engine->record == REC_BEGIN) {
        engine->view = *log;
        engine->stale = 0;
    } else {
        memset(engine, 0, sizeof *engine);
    }
}

static void land(struct search *search, const struct world *world, const struct state *now, int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];

    log_fold(world, &next.log, engine);
    overtake(world, &next.log, &next.engine[!e]);
    if (engine->pc == PC_DEAD_APPEND)
        memset(engine, 0, sizeof *engine);
    else
        engine->landed = 1;
    enum record record = now->engine[e].record;
    bool whole = record == REC_BEGIN || record == REC_END || record == REC_HEARTBEAT || record == REC_CREATE;
    struct label label = {
        .text = record_names[record], .engine = e, .a = whole ? -1 : now->engine[e].a, .u = now->engine[e].u};
    search_emit(search, &next, label);
}

static void hear_won(struct search *search, const struct world *world, const struct state *now, int e)
{
    struct state next = *now;
    struct engine *engine = &next.engine[e];

    log_fold(world, &engine->view, engine);
    engine->landed = 0;
    if (!world_has(world, RULE_LEASE_START))
        engine->fresh = 1;
    decide_after_append(world, engine);
    search_emit(search, &next, (struct label){"hears that its append won", e, -1, -1, NULL, false});
}

void log_moves(struct search *search, const struct world *world, const struct state *now)
{
    for (int e = 0; e < ENGINES; e++) {
        const struct engine *engine = &now->engine[e];
        bool flying = (engine->pc == PC_APPEND && !engine->landed) || engine->pc == PC_DEAD_APPEND;
        if (engine->pc == PC_APPEND && engine->landed)
            hear_won(search, world, now, e);
        if (flying && engine->stale && world_has(world, RULE_FENCE)) {
            struct state next = *now;
            memset(&next.engine[e], 0, sizeof next.engine[e]);
            search_emit(search, &next,
                        (struct label){"loses its append: fenced, stops", e, -1, -1, NULL, false});
        } else if (flying) {
            land(search, world, now, e);
        }
        if (engine->pc == PC_DEAD_APPEND) {
            struct state next = *now;
            memset(&next.engine[e], 0, sizeof next.engine[e]);
            search_emit(search, &next,
                        (struct label){"is dead, its append never arrives", e, -1, -1, NULL, false});
        }
    }
}
