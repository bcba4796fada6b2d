/*
 * engine.c - see engine.h.
 */
#include "tests/crash/engine.h"

#include "engine/net/fake_io.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *no_env(void *context, const char *name)
{
    (void)context;
    (void)name;
    return NULL;
}

static const char *home_env(void *context, const char *name)
{
    return strcmp(name, "HOME") == 0 ? context : NULL;
}

static void must(bool ok, const struct err *err)
{
    if (ok)
        return;
    (void)fprintf(stderr, "harness: %s\n", err->message);
    abort();
}

static const char *path_in(const struct deployment *d, const char *name)
{
    static char path[160];
    (void)snprintf(path, sizeof path, "%s/%s", d->folder, name);
    return path;
}

static struct io files = { .ops = &io_real_ops };

void deployment_open(struct deployment *d)
{
    *d = (struct deployment){ .pause_ms = 500, .check_durable = true, .files = &files };
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* no disk to wait for */
    (void)snprintf(d->folder, sizeof d->folder, "%s/infra-crash-XXXXXX", memory);
    if (!mkdtemp(d->folder))
        abort();
    d->cloud = cloud_new();
    struct err err = { 0 };
    must(identity_open(&(struct identity_options){ .io = d->files, .stack_dir = d->folder, .stack = STR("crash"), .may_create = true,
                                                   .getenv = home_env, .getenv_context = d->folder }, &d->identity, &err), &err);
}

void deployment_close(struct deployment *d)
{
    config_free(d->config);
    identity_done(&d->identity);
    cloud_free(d->cloud);
    char command[200];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", d->folder);
    if (system(command) != 0)
        abort();
}

void deployment_write(struct deployment *d, const char *stack)
{
    config_free(d->config);
    struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    struct str text = arena_printf(&arena, "stack \"crash\" {}\n%s", stack);
    struct err err = { 0 };
    must(io_file_write(d->files, path_in(d, "stack.lua"), text, 0600, &err), &err);
    struct lang_options o = { .io = d->files, .stack_dir = d->folder, .registry = &fake_registry, .getenv = no_env };
    if (!lang_evaluate(&o, &diags, &d->config)) {
        (void)diag_to_err(&diags, &err);
        must(false, &err);
    }
    arena_done(&arena);
}

/* ---- An engine ------------------------------------------------------------------------------------------------------- */

struct engine {
    struct deployment *d;
    struct io *io;
    struct io door;          /* io with the log's VFS */
    struct io_ops ops;
    struct loop *loop;
    struct net *net;
    struct state *state, *reader;
    struct plan_input input;
    const struct engine_options *options;
    struct engine_result *result;
    struct provider *provider;
};

static const char *vfs_now;
static const char *chosen_vfs(struct io *io)
{
    (void)io;
    return vfs_now;
}

static struct state *open_log(struct deployment *d, struct io *io, bool read_only)
{
    struct state *state;
    struct err err = { 0 };
    static char path[160];
    (void)snprintf(path, sizeof path, "%s/state.db", d->folder);
    must(state_open(&(struct state_options){ .io = io, .path = path, .identity = &d->identity, .create = !read_only, .read_only = read_only },
                    &state, &err), &err);
    return state;
}

struct state *deployment_log(struct deployment *d, bool read_only)
{
    return open_log(d, d->files, read_only);
}

static struct provider *the_provider(struct engine *e, struct err *err)
{
    struct provider_open in = { .name = STR("default"), .net = e->net, .io = &e->door };
    if (!e->provider && !fake_registry.providers[0]->open(&in, &e->provider, err))
        return NULL;
    return e->provider;
}

static struct provider *config_provider(void *context, uint32_t index, struct err *err)
{
    (void)index;
    return the_provider(context, err);
}

static struct provider *recorded_provider(void *context, struct str name, struct str key, struct value recipe, struct err *err)
{
    (void)name;
    (void)key;
    (void)recipe;
    return the_provider(context, err);
}

/* Asked by the cloud: is an open intent of this step in the log, of the kind that the request is? */
static bool is_durable(void *context, struct str step, const char *operation)
{
    struct engine *e = context;
    struct arena arena = { 0 };
    struct intent *intents;
    size_t count;
    struct err err = { 0 };
    if (!e->reader)
        e->reader = open_log(e->d, e->d->files, true);
    must(state_intents(e->reader, &arena, &intents, &count, &err), &err);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        bool kind = strcmp(operation, "create") == 0 ? intents[i].kind == INTENT_CREATE
                    : strcmp(operation, "delete") == 0 ? intents[i].kind == INTENT_DELETE : intents[i].kind != INTENT_DELETE;
        found |= str_eq(intents[i].token, step) && kind;
    }
    arena_done(&arena);
    return found;
}

static void engine_open(struct engine *e, struct deployment *d)
{
    *e = (struct engine){ .d = d };
    struct cloud_hooks hooks = { .durable = d->check_durable ? is_durable : NULL, .point = d->point, .context = e };
    e->io = cloud_door(d->cloud, d->pause_ms, &hooks);
    vfs_now = d->vfs;
    e->ops = *e->io->ops;
    e->ops.sqlite_vfs = chosen_vfs;
    e->door = (struct io){ .ops = &e->ops, .context = e->io->context };
    e->loop = loop_new(&e->door);
    e->net = net_new(e->loop, &(struct net_options){ .seed = d->cloud->doors, .fast_profile = true });
    e->state = open_log(d, &e->door, false);
}

static void engine_close(struct engine *e)
{
    e->d->cloud->now_ms = MAX_OF(e->d->cloud->now_ms, io_wall_ms(e->io));
    state_close(e->reader); /* first: the last one to close folds the WAL into the file, which a reader cannot */
    state_close(e->state);
    net_free(e->net);
    loop_free(e->loop);
    fake_io_close(e->io);
}

static bool make_plan(struct engine *e, const struct engine_options *o, struct plan **ret, struct err *err)
{
    e->input = (struct plan_input){ .config = e->d->config, .state = e->state, .identity = &e->d->identity, .registry = &fake_registry,
                                    .net = e->net, .io = &e->door, .config_provider = config_provider, .recorded_provider = recorded_provider,
                                    .provider_context = e, .destroy = o->destroy, .replaces = o->replaces, .replace_count = o->replace_count };
    return plan_make(&e->input, ret, err);
}

/* CRASH_TRACE=1: what the engine does, for whoever has to understand a failing point. */
static void trace_event(struct engine *e, const struct apply_event *event)
{
    static const char *const words[] = { "run", "begin", "progress", "done", "failed", "skipped", "tick", "end" };
    if (!getenv("CRASH_TRACE") || event->kind == EVENT_TICK)
        return;
    const struct change *c = event->plan->changes.count ? &event->plan->changes.items[event->change] : NULL;
    (void)fprintf(stderr, "    %8lld %-8s %s %.*s %.*s%s\n", (long long)(io_mono_ms(e->io) % 1000000), words[event->kind],
                  c ? change_action_name(c->action) : "", STR_ARG(c ? c->address : STR_NONE), STR_ARG(event->text),
                  event->err ? event->err->message : "");
}

static void on_event(void *context, const struct apply_event *event)
{
    struct engine *e = context;
    trace_event(e, event);
    if (event->kind == EVENT_STEP_FAILED && !e->result->err.code)
        e->result->err = *event->err;
    if (e->options->event)
        e->options->event(e->options->context, e->loop, event);
}

static void run(struct engine *e, struct plan *plan, const struct engine_options *o, struct engine_result *r)
{
    struct apply_input in = { .plan = plan, .planning = &e->input, .stop_on_failure = o->stop_on_failure, .parallelism = o->parallelism,
                              .accept_drift = o->accept_drift, .resume_run = o->resume_run, .who = STR("test"), .where = STR("here"),
                              .commit = STR_NONE, .command = STR("apply"), .event = on_event, .event_context = e };
    struct apply_result result = { 0 };
    if (!state_begin_writing(e->state, 0, &r->err))
        return;
    r->ok = apply_run(&in, &result, &r->err);
    r->exit_code = result.exit_code;
    r->done = result.done;
    r->failed = result.failed;
    r->skipped = result.skipped;
    state_end_writing(e->state);
}

struct engine_result deployment_apply(struct deployment *d, const struct engine_options *options)
{
    static const struct engine_options none = { 0 };
    const struct engine_options *o = options ? options : &none;
    struct engine_result r = { .exit_code = 1 };
    struct engine e;
    struct plan *plan;
    engine_open(&e, d);
    e.options = o;
    e.result = &r;
    int64_t began = io_mono_ms(e.io);
    if (make_plan(&e, o, &plan, &r.err)) {
        r.empty = plan_is_empty(plan);
        if (!o->look || o->look(o->context, plan, e.state))
            run(&e, plan, o, &r);
        plan_free(plan);
    }
    r.took_ms = io_mono_ms(e.io) - began;
    engine_close(&e);
    return r;
}

struct emptiness {
    char *text;
    size_t room;
};

static bool say_first(void *context, const struct plan *plan, struct state *state)
{
    (void)state;
    const struct emptiness *say = context;
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (!change_acts(c) && !(c->notes & NOTE_UNREAD))
            continue;
        (void)snprintf(say->text, say->room, "%s %.*s: %s", change_action_name(c->action), STR_ARG(c->address),
                       c->why_count ? c->why[0].text.ptr : c->note_err ? c->note_err->message : "");
        break;
    }
    return false;
}

bool deployment_plan_is_empty(struct deployment *d, char *ret_first, size_t room)
{
    *ret_first = '\0';
    struct emptiness say = { ret_first, room };
    struct engine_result r = deployment_apply(d, &(struct engine_options){ .look = say_first, .context = &say });
    if (!r.empty && !*ret_first)
        (void)snprintf(ret_first, room, "%s", r.err.message);
    return r.empty && !*ret_first;
}

/* ---- Saving ---------------------------------------------------------------------------------------------------------- */

static struct cloud saved_cloud;
static bool saved;

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "re"), *out = fopen(to, "we");
    if (!in || !out)
        abort();
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        if (fwrite(bytes, 1, n, out) != n)
            abort();
    (void)fclose(in);
    if (fclose(out) != 0 || chmod(to, 0600) != 0)
        abort();
}

static void log_paths(const struct deployment *d, char from[160], char to[160])
{
    (void)snprintf(from, 160, "%s/state.db", d->folder);
    (void)snprintf(to, 160, "%s/saved.db", d->folder);
}

void deployment_save(struct deployment *d)
{
    char log[160], copy[160];
    log_paths(d, log, copy);
    saved_cloud = *d->cloud;
    saved = true;
    if (access(log, F_OK) == 0)
        copy_file(log, copy);
    else
        (void)unlink(copy);
}

void deployment_restore(struct deployment *d)
{
    char log[160], copy[160];
    log_paths(d, log, copy);
    (void)unlink(path_in(d, "state.db-wal"));
    (void)unlink(path_in(d, "state.db-shm"));
    (void)unlink(log);
    assert(saved);
    *d->cloud = saved_cloud;
    if (access(copy, F_OK) == 0)
        copy_file(copy, log);
}

/* ---- Judging --------------------------------------------------------------------------------------------------------- */

static bool is_there(const struct cloud_object *o)
{
    return o->live && !o->deleted_ms;
}

struct verdict deployment_judge(struct deployment *d, char *ret_text, size_t room)
{
    struct verdict v = { .undurable = (int)d->cloud->undurable };
    struct arena arena = { 0 };
    struct state *state = deployment_log(d, true);
    struct object *rows;
    struct intent *intents;
    size_t row_count = 0, intent_count = 0;
    struct err err = { 0 };
    *ret_text = '\0';
    cloud_arrive(d->cloud);
    must(state_objects(state, &arena, &rows, &row_count, &err) && state_intents(state, &arena, &intents, &intent_count, &err), &err);
    v.open_intents = (int)intent_count;
    if (v.undurable)
        (void)snprintf(ret_text, room, "received before its intent was durable: %s", d->cloud->last_undurable);
    for (size_t i = 0; i < d->cloud->count; i++) {
        const struct cloud_object *o = &d->cloud->objects[i];
        if (o->stranger && (o->deleted_ms || *o->uid || o->size)) {
            v.strangers_touched++;
            (void)snprintf(ret_text, room, "a stranger's %s was touched", o->id);
        }
        if (!is_there(o) || o->stranger)
            continue;
        int named = 0;
        for (size_t k = 0; k < row_count; k++)
            named += rows[k].role != OBJECT_FORGOTTEN && str_is(rows[k].id, o->id) && str_is(rows[k].type, "fake_note") == false;
        for (size_t k = 0; k < i && *o->uid; k++)
            if (is_there(&d->cloud->objects[k]) && strcmp(d->cloud->objects[k].uid, o->uid) == 0) {
                v.duplicates++;
                (void)snprintf(ret_text, room, "two objects of one intent: %s and %s (%s)", d->cloud->objects[k].id, o->id, o->address);
            }
        for (size_t k = 0; k < intent_count; k++) /* an open step names it: the next run settles it */
            named += str_is(intents[k].uid, o->uid);
        if (!named) {
            v.orphans++;
            (void)snprintf(ret_text, room, "%s (%s) is in no row", o->id, o->address);
        }
    }
    for (size_t k = 0; k < row_count; k++) {
        if (rows[k].create_class == CREATE_STATE || rows[k].role == OBJECT_FORGOTTEN)
            continue;
        const char *id = arena_cstr(&arena, rows[k].id);
        if (!cloud_find(d->cloud, "", id)) {
            v.missing++;
            (void)snprintf(ret_text, room, "the row %.*s has no object %s", STR_ARG(rows[k].address), id);
        }
        for (size_t n = 0; n < k; n++)
            if (rows[n].role == OBJECT_CURRENT && rows[k].role == OBJECT_CURRENT && str_eq(rows[n].address, rows[k].address)) {
                v.duplicates++;
                (void)snprintf(ret_text, room, "two rows for %.*s", STR_ARG(rows[k].address));
            }
    }
    state_close(state);
    arena_done(&arena);
    return v;
}

bool verdict_is_clean(const struct verdict *v)
{
    return !v->orphans && !v->duplicates && !v->missing && !v->strangers_touched && !v->open_intents && !v->undurable;
}
