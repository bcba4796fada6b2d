/*
 * approval.c - what was reviewed is what happens: is this plan the approved one, or what an interrupted run left of it?
 */
#include "engine/session/session_internal.h"

enum { DIGEST_MIN_CHARS = 32 };

struct approved {
    struct arena arena;
    struct value entries;        /* list of { address, action, digest } */
    struct str digest;
    bool found;
};

static bool take_run_begin(void *context, const struct record *r)
{
    struct approved *a = context;
    if (r->type != RECORD_RUN_BEGIN)
        return true;
    struct value plan = value_copy(&a->arena, value_get(r->body, "plan"));
    a->entries = value_get(plan, "entries");
    a->digest = value_text(value_get(plan, "digest"));
    a->found = true;
    return false;
}

static bool settles(enum change_action action)
{
    return action == CHANGE_ADOPT || action == CHANGE_REISSUE || action == CHANGE_DROP;
}

/* Approved as it stands, or the settling of an address that was approved to be built or removed. */
static bool covered(const struct change *c, struct value entries, struct arena *scratch)
{
    struct str digest = digest_hex(scratch, &c->digest);
    for (size_t i = 0; entries.kind == VALUE_LIST && i < entries.count; i++) {
        if (str_eq(value_text(value_get(entries.items[i], "digest")), digest))
            return true;
        if (!str_eq(value_text(value_get(entries.items[i], "address")), c->address))
            continue;
        if (settles(c->action))
            return true;
        /* the second half of an interrupted replace, or the removal of what was half made for it */
        if (c->object && c->object->role == OBJECT_DEPOSED && c->action == CHANGE_DELETE)
            return true;
    }
    return false;
}

static bool is_digest(struct str d)
{
    if (d.len < DIGEST_MIN_CHARS || d.len > DIGEST_HEX_CHARS)
        return false;
    for (size_t i = 0; i < d.len; i++)
        if (!((d.ptr[i] >= '0' && d.ptr[i] <= '9') || (d.ptr[i] >= 'a' && d.ptr[i] <= 'f')))
            return false;
    return true;
}

bool session_check_approval(struct session *s, const struct plan *plan, struct str digest, uint64_t *ret_run, struct err *err)
{
    *ret_run = 0;
    if (!is_digest(digest)) {
        (void)FAIL(err, ERR_INVALID, "a digest has %d to %d hex digits", DIGEST_MIN_CHARS, DIGEST_HEX_CHARS);
        return err_hint(err, "infra plan prints it in its last line");
    }
    if (str_starts(plan->digest_hex, digest))
        return true;
    DROP_ARENA struct arena scratch = { 0 };
    struct run *runs;
    size_t count;
    TRY(state_runs(s->state, &scratch, &runs, &count, err));
    const struct run *last = count ? &runs[count - 1] : NULL;
    bool unfinished = last && (!last->ended_ms || last->exit_code == 5 || last->exit_code == 130);
    const struct change *foreign = NULL;
    struct approved approved = { 0 };
    /* a run that was itself a resumption carries the digest of what was left then: follow back to the approved one */
    for (size_t i = count; unfinished && i-- > 0 && !approved.found;) {
        if (!str_starts(runs[i].digest, digest)) {
            if (runs[i].exit_code == 0)
                break;
            continue;
        }
        if (!state_records(s->state, runs[i].first_serial, runs[i].first_serial, take_run_begin, &approved, err)) {
            arena_done(&approved.arena);
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
        *ret_run = runs[i].number;
    }
    for (size_t i = 0; approved.found && i < plan->changes.count && !foreign; i++)
        if (change_acts(&plan->changes.items[i]) && !covered(&plan->changes.items[i], approved.entries, &scratch))
            foreign = &plan->changes.items[i];
    bool ok = approved.found && !foreign;
    arena_done(&approved.arena);
    if (ok)
        return true;
    *ret_run = 0;
    if (foreign)
        (void)FAIL(err, ERR_STALE, "what is left of the approved run differs from what was approved: %s %.*s",
                   change_action_name(foreign->action), STR_ARG(foreign->address));
    else
        (void)FAIL(err, ERR_STALE, "the plan's digest is now %.*s, not %.*s", DIGEST_MIN_CHARS, plan->digest_hex.ptr, STR_ARG(digest));
    return err_hint(err, "look at the new plan: something it depends on has changed since it was reviewed");
}
