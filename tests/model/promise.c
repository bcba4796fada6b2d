/*
 * promise.c - promise 1 of the design, stated over a state.
 *
 * Whenever the log's last record is a run-end, however much later and whoever is still awake or under way:
 * each object of ours has a row, each row an object with the applied value, no address has two, and what that
 * run wanted is there (a foreign object with our name excuses its absence, nothing else). Touching what is
 * foreign and sending without an intent are broken at the move itself (cloud.c, engine.c).
 */
#include "tests/model/model.h"

static int row_of(const struct state *now, int object, int *ret_u)
{
    int a = now->object[object].a;
    for (int u = 0; u < UIDS; u++)
        if (now->log.at[a].uid[u].st == UID_LIVE && now->log.at[a].uid[u].id == object + 1) {
            *ret_u = u;
            return a;
        }
    return -1;
}

/* What the records and the goal must say on top; looked at only with all rules in force. */
static const char *record_check(const struct state *now, int a, int rows)
{
    bool stranger = false;
    for (int i = 0; i < OBJECTS; i++)
        stranger |= now->object[i].foreign;
    for (int u = 0; u < UIDS; u++) {
        const struct uid_log *uid = &now->log.at[a].uid[u];
        if (uid->st != UID_UNUSED && uid->st != UID_GONE && uid->st != UID_LIVE)
            return "the run ended with an open intent";
        if (uid->st == UID_LIVE && uid->val != now->log.want)
            return "the run ended, its goal is not reached";
    }
    if (now->log.foreign && !stranger)
        return "a foreign object was reported, there is none";
    if (!rows && now->log.want && !now->log.foreign)
        return "the run ended, its goal is not reached";
    return NULL;
}

static const char *address_check(const struct world *world, const struct state *now, int a)
{
    int rows = 0, objects = 0, u;

    for (int i = 0; i < OBJECTS; i++)
        if (now->object[i].exists && !now->object[i].foreign && now->object[i].a == a) {
            objects++;
            if (row_of(now, i, &u) < 0)
                return objects > 1 || now->log.at[a].uid[0].st == UID_LIVE ||
                               now->log.at[a].uid[1].st == UID_LIVE
                           ? "a duplicate: a second object of the address, in no row"
                           : "an orphan: an object of ours in no row";
        }
    for (u = 0; u < UIDS; u++) {
        const struct uid_log *uid = &now->log.at[a].uid[u];
        if (uid->st == UID_LIVE) {
            rows++;
            if (!uid->id || !now->object[uid->id - 1].exists)
                return "a row without an object";
            if (now->object[uid->id - 1].foreign)
                return "a row for a foreign object";
            if (now->object[uid->id - 1].val != uid->val)
                return "an object with another value than its row";
        }
    }
    if (rows > 1)
        return "two objects for one address";
    return world->harm_only ? NULL : record_check(now, a, rows);
}

const char *promise_check(const struct world *world, const struct state *now)
{
    for (int a = 0; now->log.ended && a < world->addresses; a++) {
        const char *broken = address_check(world, now, a);
        if (broken)
            return broken;
    }
    return NULL;
}
