/*
 * case_play.c - plays one case: a stack folder, a log with the rows, the cloud; then the real session plans.
 *
 * What holds for every plan is checked on the way: planning again gives the same digest, everything that acts has a cause, and the
 * text mentions no secret of the case (words that begin with "hush").
 */
#include "tests/cases/cases.h"

#include "engine/net/fake_io.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPTIONS_MAX = 32 };

struct play {
    struct scenario *c;
    struct buf *out;
    struct io *io;
    struct str folder, stack_dir;
    struct session_plan_options plan;
    struct str lists[4][OPTIONS_MAX];      /* targets, excludes, replaces, allows */
    struct lang_var vars[OPTIONS_MAX];
    size_t var_count;
    const char *env, *update_lookups;
};

static const char *case_getenv(void *context, const char *name)
{
    const struct play *p = context;
    return strcmp(name, "HOME") == 0 ? p->folder.ptr : NULL;
}

/* ---- @options ------------------------------------------------------------------------------------------------------ */

static bool take_list(struct play *p, struct str name, struct str value)
{
    static const char *const names[] = { "--target", "--exclude", "--replace", "--allow" };
    size_t *counts[] = { &p->plan.target_count, &p->plan.exclude_count, &p->plan.replace_count, &p->plan.allow_count };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_is(name, names[i]) && *counts[i] < OPTIONS_MAX) {
            p->lists[i][(*counts[i])++] = value;
            return true;
        }
    return false;
}

static bool take_option(struct play *p, struct str name, struct str value, struct err *err)
{
    if (take_list(p, name, value))
        return true;
    if (str_is(name, "--var")) {
        struct str text = value, key = str_split(&text, '=');
        p->vars[p->var_count++ % OPTIONS_MAX] = (struct lang_var){ key, text };
    } else if (str_is(name, "--env")) {
        p->env = arena_cstr(&p->c->arena, value);
    } else if (str_is(name, "--update-lookups")) {
        p->update_lookups = arena_cstr(&p->c->arena, value);
    } else if (str_is(name, "--refresh=false")) {
        p->plan.refresh = PLAN_NO_REFRESH;
    } else if (str_is(name, "--refresh-only")) {
        p->plan.refresh = PLAN_REFRESH_ONLY;
    } else if (str_is(name, "--destroy")) {
        p->plan.destroy = true;
    } else if (str_is(name, "--accept-missing")) {
        p->plan.accept_missing = true;
    } else {
        return FAIL(err, ERR_INVALID, "@options: %.*s is not known here", STR_ARG(name));
    }
    return true;
}

static bool read_options(struct play *p, struct err *err)
{
    const struct section *s = scenario_find(p->c, "options");
    struct str text = s ? s->text : STR_NONE, name;
    while (text.ptr) {
        struct str line = str_trim(str_split(&text, '\n'));
        while (next_word(&line, &name)) {
            struct str value = STR_NONE, peek = str_trim(line);
            if (peek.len && peek.ptr[0] != '-')
                (void)next_word(&line, &value);
            TRY(take_option(p, name, value, err));
        }
    }
    p->plan.targets = p->lists[0];
    p->plan.excludes = p->lists[1];
    p->plan.replaces = p->lists[2];
    p->plan.allows = p->lists[3];
    return true;
}

/* ---- The folder, the log ----------------------------------------------------------------------------------------------- */

static bool write_file(struct play *p, struct str name, struct str text, struct err *err)
{
    struct str path = arena_printf(&p->c->arena, "%.*s/%.*s", STR_ARG(p->stack_dir), STR_ARG(name));
    struct str folder = path;
    while (folder.len && folder.ptr[folder.len - 1] != '/')
        folder.len--;
    TRY(io_make_dirs(p->io, arena_cstr(&p->c->arena, str_slice(folder, 0, folder.len - 1)), 0700, err));
    return io_file_write(p->io, path.ptr, text, 0600, err);
}

static bool write_files(struct play *p, struct err *err)
{
    for (size_t i = 0; i < p->c->section_count; i++) {
        const struct section *s = &p->c->sections[i];
        if (str_is(s->name, "stack"))
            TRY(write_file(p, STR("stack.lua"), s->text, err));
        else if (str_is(s->name, "file"))
            TRY(write_file(p, s->argument, s->text, err));
    }
    return true;
}

/* Any answer will do: only the keys of lookups are looked at. */
static bool any_answer(void *context, struct arena *arena, const struct config *config, struct config_lookup *lookup, struct err *err)
{
    (void)context;
    (void)config;
    (void)err;
    lookup->answer = value_map_of(arena, "id", value_cstr("any"), NULL);
    return true;
}

static bool fill_state(struct play *p, struct state *state, const struct identity *identity, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    struct lookup_source source = { NULL, any_answer };
    struct diags diags = { .arena = &scratch };
    struct lang_options o = { .io = p->io, .stack_dir = p->stack_dir.ptr, .registry = cloud_registry(), .lookups = &source, .vars = p->vars,
                              .var_count = p->var_count, .env = str_of(p->env) };
    struct config *config = NULL;
    if (scenario_find(p->c, "pins"))
        (void)!lang_evaluate(&o, &diags, &config);
    struct seeding s = { .c = p->c, .io = p->io, .identity = identity, .state = state, .config = config };
    bool ok = seed(&s, err);
    config_free(config);
    return ok;
}

static bool make_state(struct play *p, struct err *err)
{
    const char *env = p->env ? p->env : "default";
    struct identity identity;
    struct identity_options o = { .io = p->io, .stack_dir = p->stack_dir.ptr, .stack = STR("prod"), .env = str_of(env), .may_create = true,
                                  .getenv = case_getenv, .getenv_context = p };
    TRY(identity_open(&o, &identity, err));
    /* the runner keeps what identifies the deployment: rows and marks refer to it until the case ends */
    identity.mark_stack = arena_str(&p->c->arena, identity.mark_stack);
    struct str folder = arena_printf(&p->c->arena, "%.*s/.infra/%s", STR_ARG(p->stack_dir), env);
    struct str path = arena_printf(&p->c->arena, "%.*s/state.db", STR_ARG(folder));
    struct state *state = NULL;
    bool ok = io_make_dirs(p->io, folder.ptr, 0700, err) &&
              state_open(&(struct state_options){ .io = p->io, .path = path.ptr, .identity = &identity, .create = true }, &state, err) &&
              state_begin_writing(state, 0, err) && fill_state(p, state, &identity, err);
    if (state)
        state_end_writing(state);
    state_close(state);
    identity_done(&identity);
    return ok;
}

/* ---- Planning -------------------------------------------------------------------------------------------------------------- */

static void show_findings(struct play *p, const struct diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *d = &diags->list.items[i];
        buf_printf(p->out, "%s %.*s:%u:%u  %.*s\n", d->code, STR_ARG(d->at.file), d->at.line, d->at.column, STR_ARG(d->message));
        if (d->hint.len)
            buf_printf(p->out, "  = %.*s\n", STR_ARG(d->hint));
    }
}

static void show_error(struct play *p, const struct err *err)
{
    buf_printf(p->out, "%s", err_code_name(err->code));
    if (err->at.line)
        buf_printf(p->out, " %s:%d", err->at.file, err->at.line);
    buf_printf(p->out, "  %s\n", err->message);
    if (err->hint[0])
        buf_printf(p->out, "  = %s\n", err->hint);
}

static bool check_promises(struct play *p, struct session *session, const struct plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        bool said = c->why_count || c->action == CHANGE_CREATE || c->action == CHANGE_IMPORT || c->action == CHANGE_MOVE || c->action == CHANGE_MARKS;
        if (change_acts(c) && !said)
            return FAIL(err, ERR_INTERNAL, "%s %.*s has no cause", change_action_name(c->action), STR_ARG(c->address));
    }
    if (plan->digest_hex.len != 2 * DIGEST_BYTES)
        return FAIL(err, ERR_INTERNAL, "the plan is not sealed");
    struct plan *again = NULL;
    TRY(session_plan(session, &p->plan, &again, err));
    bool same = str_eq(again->digest_hex, plan->digest_hex);
    plan_free(again);
    return same || FAIL(err, ERR_INTERNAL, "planning again gives another digest");
}

static bool plan_in(struct play *p, struct session *session, struct err *err)
{
    struct plan *plan;
    struct err refused = { 0 };
    if (!session_plan(session, &p->plan, &plan, &refused)) {
        show_error(p, &refused);
        return true;
    }
    show_plan(p->out, plan);
    if (scenario_find(p->c, "order")) {
        buf_add_cstr(p->out, "@order\n");
        show_order(p->out, plan);
    }
    if (scenario_find(p->c, "path")) {
        buf_add_cstr(p->out, "@path\n");
        show_path(p->out, plan);
    }
    bool ok = check_promises(p, session, plan, err);
    plan_free(plan);
    TRY(ok);
    if (str_find(buf_str(p->out), STR("hush")) >= 0)
        return FAIL(err, ERR_INTERNAL, "the plan shows a secret");
    return true;
}

static bool play_in(struct play *p, struct err *err)
{
    TRY(read_options(p, err));
    TRY(write_files(p, err));
    TRY(make_state(p, err));
    struct diags diags = { .arena = &p->c->arena };
    struct session_options o = {
        .stack_dir = p->stack_dir.ptr, .env = p->env, .vars = p->vars, .var_count = p->var_count, .update_lookups = p->update_lookups,
        .needs = SESSION_CONFIG | SESSION_STATE | SESSION_IDENTITY | SESSION_CREATE | SESSION_LOOKUPS, .registry = cloud_registry(), .io = p->io,
        .getenv = case_getenv, .getenv_context = p,
    };
    struct session *session = NULL;
    struct err refused = { 0 };
    if (!session_open(&o, &session, &diags, &refused)) {
        if (diags.list.count)
            show_findings(p, &diags);
        else
            show_error(p, &refused);
        return true;
    }
    bool ok = plan_in(p, session, err);
    session_close(session);
    return ok;
}

static void remove_folder(const char *folder)
{
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        (void)fprintf(stderr, "cannot remove %s\n", folder);
}

bool scenario_play(struct scenario *c, struct buf *out, struct err *err)
{
    char folder[] = "/tmp/infra-case-XXXXXX";
    if (!mkdtemp(folder))
        return FAIL(err, ERR_IO, "cannot make a folder in /tmp");
    cloud = (struct cloud){ .arena = &c->arena, .account = STR("123456789012") };
    struct play p = { .c = c, .out = out, .io = fake_io_open(&(struct fake_io_options){ .seed = 1 }), .folder = str_of(folder) };
    p.stack_dir = arena_printf(&c->arena, "%s/prod", folder);
    bool ok = play_in(&p, err);
    fake_io_close(p.io);
    remove_folder(folder);
    return ok;
}
