/*
 * approval.c - what was reviewed is what happens: is this plan the approved one, or what an interrupted run left of it?
 */
#include "engine/session/session_internal.h"

enum { DIGEST_MIN_CHARS = 32 };

struct approved {
    struct arena arena;
    struct value entries;        /* list of { address, action, provider, digest } */
    struct value bundle, inputs; /* of the run that carried it */
    bool found;
    bool same;                   /* files, inputs and answers are today's */
};

static bool take_run_begin(void *context, const struct record *r)
{
    struct approved *a = context;
    if (r->type != RECORD_RUN_BEGIN)
        return true;
    struct value body = value_copy(&a->arena, r->body);
    a->entries = value_get(value_get(body, "plan"), "entries");
    a->bundle = value_get(body, "bundle");
    a->inputs = value_get(body, "inputs");
    a->found = true;
    return false;
}

static bool settles(enum change_action action)
{
    return action == CHANGE_ADOPT || action == CHANGE_REISSUE || action == CHANGE_DROP;
}

static bool same_files(const struct config *config, struct value bundle)
{
    if (bundle.kind != VALUE_LIST || bundle.count != config->files.count)
        return false;
    for (size_t i = 0; i < bundle.count; i++)
        if (!str_eq(value_text(value_get(bundle.items[i], "path")), config->files.items[i].path) ||
            !str_eq(value_text(value_get(bundle.items[i], "bytes")), config->files.items[i].bytes))
            return false;
    return true;
}

static bool same_inputs(const struct config *config, struct value inputs)
{
    for (size_t i = 0; i < config->inputs.count; i++)
        if (!value_eq(value_get_str(inputs, config->inputs.items[i].name), config->inputs.items[i].value))
            return false;
    return true;
}

/* A run pins its answers before it begins. */
static bool same_answers(const struct session *s, const struct config *config)
{
    for (size_t i = 0; i < config->lookups.count; i++) {
        const struct config_lookup *l = &config->lookups.items[i];
        if (l->type->fresh || l->deferred || !value_given(l->answer))
            continue;
        const struct pin *pin = session_find_pin(s, l->key);
        if (!pin || !value_eq(pin->answer, l->answer))
            return false;
    }
    return true;
}

static bool drifts(const struct change *c)
{
    for (size_t i = 0; i < c->attr_count; i++)
        if (c->attrs[i].drift)
            return true;
    return false;
}

/*
 * Of the same files, inputs and answers, an entry can only refine what was approved for its address: references have become known. Not
 * so when others have changed the object since, or removed it.
 */
static bool refines(const struct change *c, struct value entry)
{
    if (!str_eq(value_text(value_get(entry, "address")), c->address) || !str_eq(value_text(value_get(entry, "provider")), c->provider_key))
        return false;
    if (settles(c->action))
        return true;
    /* the second half of an interrupted replace, or the removal of what was half made for it */
    if (c->action == CHANGE_DELETE)
        return c->object && c->object->role == OBJECT_DEPOSED;
    struct str action = value_text(value_get(entry, "action"));
    return (c->action == CHANGE_CREATE || c->action == CHANGE_UPDATE) && str_is(action, change_action_name(c->action)) && !c->gone && !drifts(c);
}

/* Approved as it stands, or refined. */
static bool covered(const struct change *c, const struct approved *a, struct arena *scratch)
{
    struct str digest = digest_hex(scratch, &c->digest);
    for (size_t i = 0; a->entries.kind == VALUE_LIST && i < a->entries.count; i++)
        if (str_eq(value_text(value_get(a->entries.items[i], "digest")), digest) || (a->same && refines(c, a->entries.items[i])))
            return true;
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
    approved.same = approved.found && plan->config && same_files(plan->config, approved.bundle) && same_inputs(plan->config, approved.inputs) &&
                    same_answers(s, plan->config);
    for (size_t i = 0; approved.found && i < plan->changes.count && !foreign; i++)
        if (change_acts(&plan->changes.items[i]) && !covered(&plan->changes.items[i], &approved, &scratch))
            foreign = &plan->changes.items[i];
    /* what outputs become is not listed: it follows from the same stack only */
    bool found = approved.found, same = approved.same, ok = found && !foreign && (same || !plan->outputs.count);
    arena_done(&approved.arena);
    if (ok)
        return true;
    *ret_run = 0;
    if (found && !same)
        (void)FAIL(err, ERR_STALE, "the stack, its inputs or its lookups are not those of the approved run");
    else if (foreign)
        (void)FAIL(err, ERR_STALE, "what is left of the approved run differs from what was approved: %s %.*s",
                   change_action_name(foreign->action), STR_ARG(foreign->address));
    else
        (void)FAIL(err, ERR_STALE, "the plan's digest is now %.*s, not %.*s", DIGEST_MIN_CHARS, plan->digest_hex.ptr, STR_ARG(digest));
    return err_hint(err, "look at the new plan: something it depends on has changed since it was reviewed");
}
