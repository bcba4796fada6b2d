/*
 * op.c - what operations use: values of the step, durable ids and effects, waiting through the reader.
 */
#include "engine/provider/op.h"

#include <stdio.h>

struct value op_want(struct op *op, const char *attribute)
{
    return value_get(op->want, attribute);
}

struct value op_prior(struct op *op, const char *attribute)
{
    struct value v = value_get(op->result, attribute);
    return value_given(v) ? v : value_get(op->prior, attribute);
}

bool op_changed(struct op *op, const char *attribute)
{
    if (op->kind == OP_CREATE)
        return value_present(op_want(op, attribute));
    for (size_t i = 0; i < op->difference_count; i++) {
        const struct path *path = &op->differences[i].path;
        if (path->count && str_is(path->steps[0].name, attribute))
            return true;
    }
    return false;
}

struct str op_id(struct op *op)
{
    return value_text(op_prior(op, "id"));
}

struct str op_token(struct op *op, const char *purpose, size_t max_chars)
{
    if (!*purpose)
        return str_slice(op->token, 0, max_chars);
    struct str parts[3] = { op->token, STR("/"), str_of(purpose) };
    struct digest d = digest_of_parts(parts, 3);
    struct str text = base32_encode(op->arena, (struct str){ (const char *)d.bytes, 20 });
    return arena_str(op->arena, str_slice(text, 0, max_chars));
}

void op_set(struct op *op, const char *attribute, struct value v)
{
    if (op->result.kind != VALUE_MAP)
        op->result = value_map(op->arena, NULL, 0);
    op->result = value_with(op->arena, op->result, attribute, value_copy(op->arena, v));
}

bool op_bind(struct op *op, const char *name, struct value v, struct err *err)
{
    if (!value_present(v) || (v.kind == VALUE_STRING && !v.count))
        return FAIL(err, ERR_REMOTE, "%.*s: the answer to its create carries no %s", STR_ARG(op->address), name);
    TRY(op->journal->ops->bind(op->journal, str_of(name), v, err));
    op_set(op, name, v);
    return true;
}

bool op_effect(struct op *op, const char *name, struct str key, struct value *ret_done, struct err *err)
{
    (void)err;
    *ret_done = op->journal->ops->effect_find(op->journal, str_of(name), key);
    return true;
}

bool op_effect_done(struct op *op, const char *name, struct str key, struct value outcome, struct err *err)
{
    return op->journal->ops->effect(op->journal, str_of(name), key, outcome, err);
}

static struct loop *loop_of(struct op *op)
{
    return net_loop(op->provider->net);
}

/* Reads the one object; *ret is NULL when it is not listed. Suspends. */
static bool read_one(struct op *op, struct read *read, const struct read_object **ret, struct err *err)
{
    struct str id = op_id(op), parent = STR_NONE;
    if (op->type->reader->parent) {
        parent = value_text(op_prior(op, op->type->reader->parent));
        if (str_empty(parent))
            parent = value_text(op_want(op, op->type->reader->parent));
    }
    *read = (struct read){ .type = op->type, .want = READ_IDS, .ids = &id, .parent_ids = &parent, .id_count = 1,
                           .scope = &op->scope, .arena = op->arena };
    struct err failed = { 0 };
    *ret = NULL;
    if (!op->provider->type->read(op->provider, read, &failed)) {
        if (failed.code == ERR_NOT_FOUND || op_error_is(&failed, op->type->gone))
            return true;
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    for (size_t i = 0; i < read->objects.count; i++)
        if (str_eq(read->objects.items[i].id, id))
            *ret = &read->objects.items[i];
    return true;
}

static void take(struct op *op, const struct read_object *object)
{
    if (op->result.kind != VALUE_MAP)
        op->result = value_map(op->arena, NULL, 0);
    op->result = value_merge(op->arena, op->result, object->attrs);
}

bool op_read(struct op *op, enum health *ret_health, struct err *err)
{
    struct read read;
    const struct read_object *object;
    TRY(read_one(op, &read, &object, err));
    if (!object || object->health == HEALTH_GONE)
        return FAIL(err, ERR_NOT_FOUND, "%.*s (%.*s) is not there", STR_ARG(op->address), STR_ARG(op_id(op)));
    take(op, object);
    *ret_health = object->health;
    return true;
}

enum { POLL_MAX_MS = 15000, VISIBLE_MS = 5 * 60 * 1000 };

/* Grows from the provider's shortest useful interval by half each time. */
static bool pause_before_poll(struct op *op, int64_t *interval_ms, const char *what, struct err *err)
{
    struct loop *loop = loop_of(op);
    if (loop_interrupted(loop) >= 2)
        return FAIL(err, ERR_INTERRUPTED, "%.*s: stopped while waiting for it to be %s", STR_ARG(op->address), what);
    int64_t now = io_mono_ms(loop_io(loop));
    if (now >= op->deadline_mono_ms) {
        (void)FAIL(err, ERR_TIMEOUT, "%.*s is not %s after %lld s", STR_ARG(op->address), what,
                   (long long)((now - op->started_mono_ms) / 1000));
        return err_hint(err, "run apply again to go on waiting, or raise lifecycle.timeouts");
    }
    if (!*interval_ms)
        *interval_ms = MAX_OF(op->provider->poll_ms, (int64_t)1);
    (void)fiber_sleep_until(loop, MIN_OF(now + *interval_ms, op->deadline_mono_ms));
    *interval_ms = MIN_OF(*interval_ms * 3 / 2 + 1, MAX_OF((int64_t)POLL_MAX_MS, op->provider->poll_ms));
    return true;
}

bool op_poll_pause(struct op *op, const char *what, struct err *err)
{
    int64_t interval = op->provider->poll_ms * 2;
    return pause_before_poll(op, &interval, what, err);
}

bool op_wait_ready(struct op *op, struct err *err)
{
    int64_t interval = 0, began = io_mono_ms(loop_io(loop_of(op)));
    for (;;) {
        struct read read;
        const struct read_object *object;
        TRY(read_one(op, &read, &object, err));
        if (object && object->health == HEALTH_READY) {
            take(op, object);
            return true;
        }
        if (object && (object->health == HEALTH_DEAD || object->health == HEALTH_GONE)) {
            (void)FAIL(err, ERR_REMOTE, "%.*s failed: %.*s", STR_ARG(op->address),
                       STR_ARG(str_empty(object->reason) ? STR("the cloud gives no reason") : object->reason));
            if (err)
                memcpy(err->remote_code, "dead", sizeof "dead");
            return false;
        }
        /* not listed: not visible yet, for a while */
        if (!object && io_mono_ms(loop_io(loop_of(op))) - began > VISIBLE_MS)
            return FAIL(err, ERR_NOT_FOUND, "%.*s (%.*s) was made, but is not listed", STR_ARG(op->address), STR_ARG(op_id(op)));
        if (object && !str_empty(object->reason))
            op_progress(op, "%.*s", STR_ARG(object->reason));
        TRY(pause_before_poll(op, &interval, "ready", err));
    }
}

bool op_wait_marked(struct op *op, struct err *err)
{
    int64_t interval = 0, until = io_mono_ms(loop_io(loop_of(op))) + op->provider->settle_ms;
    for (;;) {
        struct read read;
        const struct read_object *object;
        TRY(read_one(op, &read, &object, err));
        if ((object && str_eq(object->mark_uid, op->uid)) || io_mono_ms(loop_io(loop_of(op))) >= until)
            return true;
        TRY(pause_before_poll(op, &interval, "marked", err));
    }
}

bool op_wait_gone(struct op *op, struct err *err)
{
    int64_t interval = 0;
    for (;;) {
        struct read read;
        const struct read_object *object;
        TRY(read_one(op, &read, &object, err));
        if (!object || object->health == HEALTH_GONE)
            return true;
        if (!str_empty(object->reason))
            op_progress(op, "%.*s", STR_ARG(object->reason));
        TRY(pause_before_poll(op, &interval, "gone", err));
    }
}

bool op_retry_while(struct op *op, const char *codes, int64_t for_ms, bool (*call)(struct op *op, struct err *err), struct err *err)
{
    int64_t interval = 0, until = io_mono_ms(loop_io(loop_of(op))) + for_ms;
    for (;;) {
        struct err failed = { 0 };
        if (call(op, &failed))
            return true;
        if (!op_error_is(&failed, codes) || io_mono_ms(loop_io(loop_of(op))) >= until) {
            if (err)
                *err = failed;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
        op_progress(op, "%s", failed.remote_code);
        struct err late = { 0 };
        if (!pause_before_poll(op, &interval, "free", &late)) {
            if (err) {
                *err = failed; /* what blocks it says more than that time is over */
                err->code = late.code;
            }
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
    }
}

void op_progress(struct op *op, const char *format, ...)
{
    if (!op->progress)
        return;
    char text[160];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    op->progress(op, str_of(text));
}

bool op_error_is(const struct err *err, const char *codes)
{
    struct str rest = str_of(codes), code = str_of(err->remote_code);
    while (rest.ptr && code.len) {
        struct str one = str_split(&rest, ' ');
        if (str_eq(one, code))
            return true;
    }
    return false;
}
