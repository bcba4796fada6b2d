/*
 * cloud.c - see cloud.h. Requests are POST http://127.0.0.1/<operation>/<type> with lines "key=value"; answers are blocks of such lines,
 * one an object, or "code=..." with a status of 400.
 */
#include "tests/crash/cloud.h"

#include "engine/net/fake_io.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const char *const fault_names[] = { "none", "not sent", "reset before", "reset after", "time-out before", "time-out after",
                                           "500 before", "500 after", "throttled", "late arrival" };
_Static_assert(ARRAY_LEN(fault_names) == FAULT_COUNT, "every fault has a name");

const char *cloud_fault_name(enum cloud_fault fault)
{
    return fault_names[fault];
}

struct cloud *cloud_new(void)
{
    struct cloud *cloud = mmap(NULL, sizeof *cloud, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert(cloud != MAP_FAILED);
    cloud->now_ms = 1795305600000;
    cloud->lag_ms = 300;
    cloud->slow_ms = 5000;
    cloud->late_ms = 1500;
    return cloud;
}

void cloud_free(struct cloud *cloud)
{
    (void)munmap(cloud, sizeof *cloud);
}

/* ---- Bodies ---------------------------------------------------------------------------------------------------------- */

static void field(const char *body, const char *key, char *ret, size_t room)
{
    size_t len = strlen(key);
    *ret = '\0';
    for (const char *at = body; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
        if (strncmp(at, key, len) != 0 || at[len] != '=')
            continue;
        const char *end = strchr(at, '\n');
        size_t n = end ? (size_t)(end - at) - len - 1 : strlen(at + len + 1);
        assert(n < room);
        memcpy(ret, at + len + 1, n);
        ret[n] = '\0';
        return;
    }
}

static void show(const struct cloud *cloud, const struct cloud_object *o, char *ret, size_t room)
{
    size_t used = strlen(ret);
    const char *state = o->dead ? "dead" : o->deleted_ms ? "ready" : cloud->now_ms < o->ready_ms ? "pending" : "ready";
    (void)snprintf(ret + used, room - used,
                   "id=%s\nparent=%s\ntarget=%s\nname=%s\nrange=%s\nuid=%s\nstack=%s\naddress=%s\nsize=%lld\nstate=%s\n\n", o->id, o->parent,
                   o->target, o->name, o->range, o->uid, o->stack, o->address, (long long)o->size, state);
    assert(strlen(ret) + 1 < room);
}

static int refuse(char *ret, size_t room, const char *code)
{
    (void)snprintf(ret, room, "code=%s\n", code);
    return 400;
}

/* ---- Objects --------------------------------------------------------------------------------------------------------- */

static bool there(const struct cloud_object *o)
{
    return o->live && !o->deleted_ms;
}

static bool is_type(const struct cloud_object *o, const char *type)
{
    return strcmp(o->type, type) == 0;
}

struct cloud_object *cloud_find(struct cloud *cloud, const char *type, const char *id)
{
    for (size_t i = 0; i < cloud->count; i++)
        if (there(&cloud->objects[i]) && (!*type || is_type(&cloud->objects[i], type)) && strcmp(cloud->objects[i].id, id) == 0)
            return &cloud->objects[i];
    return NULL;
}

size_t cloud_live(const struct cloud *cloud)
{
    size_t n = 0;
    for (size_t i = 0; i < cloud->count; i++)
        n += there(&cloud->objects[i]) && !cloud->objects[i].stranger;
    return n;
}

static bool has_users(const struct cloud *cloud, const struct cloud_object *used)
{
    for (size_t i = 0; i < cloud->count; i++) {
        const struct cloud_object *o = &cloud->objects[i];
        if (there(o) && o != used && (strcmp(o->parent, used->id) == 0 || strcmp(o->target, used->id) == 0))
            return true;
    }
    return false;
}

/* What names an object of classes N, P and X: two cannot have the same. */
static bool same_key(const struct cloud_object *a, const struct cloud_object *b)
{
    if (is_type(a, "part"))
        return strcmp(a->parent, b->parent) == 0 && strcmp(a->range, b->range) == 0;
    if (is_type(a, "name") || is_type(a, "policy"))
        return strcmp(a->name, b->name) == 0;
    return is_type(a, "link") && strcmp(a->parent, b->parent) == 0 && strcmp(a->target, b->target) == 0;
}

static struct cloud_object *by_key(struct cloud *cloud, const struct cloud_object *like)
{
    for (size_t i = 0; i < cloud->count; i++)
        if (there(&cloud->objects[i]) && is_type(&cloud->objects[i], like->type) && same_key(like, &cloud->objects[i]))
            return &cloud->objects[i];
    return NULL;
}

static void read_object(struct cloud_object *o, const char *type, const char *body)
{
    char number[24];
    (void)snprintf(o->type, sizeof o->type, "%s", type);
    field(body, "parent", o->parent, sizeof o->parent);
    field(body, "target", o->target, sizeof o->target);
    field(body, "name", o->name, sizeof o->name);
    field(body, "range", o->range, sizeof o->range);
    field(body, "uid", o->uid, sizeof o->uid);
    field(body, "stack", o->stack, sizeof o->stack);
    field(body, "address", o->address, sizeof o->address);
    field(body, "token", o->token, sizeof o->token);
    field(body, "size", number, sizeof number);
    o->size = strtoll(number, NULL, 10);
    (void)snprintf(o->mismatch, sizeof o->mismatch, "%.12s/%lld", o->parent, (long long)o->size);
}

static struct cloud_object *add(struct cloud *cloud, const struct cloud_object *like)
{
    assert(cloud->count < CLOUD_OBJECTS_MAX);
    struct cloud_object *o = &cloud->objects[cloud->count++];
    *o = *like;
    o->live = true;
    o->made_ms = cloud->now_ms;
    o->ready_ms = cloud->now_ms + (is_type(o, "disk") ? cloud->slow_ms : 0);
    char id[sizeof o->id];
    if (is_type(o, "policy"))
        (void)snprintf(id, sizeof id, "%.39s", like->name);
    else if (is_type(o, "link"))
        (void)snprintf(id, sizeof id, "%.18s/%.18s", like->parent, like->target);
    else
        (void)snprintf(id, sizeof id, "%s-%llu", like->type, (unsigned long long)++cloud->ids);
    memcpy(o->id, id, sizeof id);
    return o;
}

struct cloud_object *cloud_stranger(struct cloud *cloud, const char *type, const char *parent, const char *name_or_range)
{
    struct cloud_object like = { .stranger = true };
    (void)snprintf(like.type, sizeof like.type, "%s", type);
    (void)snprintf(like.parent, sizeof like.parent, "%s", parent);
    (void)snprintf(like.name, sizeof like.name, "%s", name_or_range);
    (void)snprintf(like.range, sizeof like.range, "%.23s", name_or_range);
    struct cloud_object *o = add(cloud, &like);
    o->made_ms = 0;
    return o;
}

/* ---- Operations ------------------------------------------------------------------------------------------------------ */

static int create(struct cloud *cloud, const char *type, const char *body, char *ret, size_t room)
{
    struct cloud_object like = { 0 };
    read_object(&like, type, body);
    for (size_t i = 0; *like.token && i < cloud->count; i++) { /* also one that is gone: the token remembers it */
        if (!is_type(&cloud->objects[i], type) || strcmp(cloud->objects[i].token, like.token) != 0)
            continue;
        if (strcmp(cloud->objects[i].mismatch, like.mismatch) != 0)
            return refuse(ret, room, "TokenMismatch");
        show(cloud, &cloud->objects[i], ret, room);
        return 200;
    }
    if (*like.parent && !cloud_find(cloud, "", like.parent))
        return refuse(ret, room, "ParentNotFound");
    if (*like.target && !cloud_find(cloud, "", like.target))
        return refuse(ret, room, "TargetNotFound");
    struct cloud_object *taken = by_key(cloud, &like);
    if (taken && is_type(&like, "policy")) { /* a put */
        like.made_ms = taken->made_ms;
        like.live = true;
        memcpy(like.id, taken->id, sizeof like.id);
        *taken = like;
    } else if (taken) {
        return refuse(ret, room, "Exists");
    } else {
        taken = add(cloud, &like);
        cloud->creates++;
        taken->dead = is_type(taken, "disk") && cloud->dead_disks;
        if (taken->dead)
            cloud->dead_disks = false;
    }
    show(cloud, taken, ret, room);
    return 200;
}

static bool listed(const struct cloud *cloud, const struct cloud_object *o)
{
    if (!o->live || cloud->now_ms < o->made_ms + cloud->lag_ms)
        return false;
    return !o->deleted_ms || cloud->now_ms < o->deleted_ms + cloud->lag_ms;
}

static int list(struct cloud *cloud, const char *type, const char *body, char *ret, size_t room)
{
    char id[40], parent[40], uid[32], stack[96];
    field(body, "id", id, sizeof id);
    field(body, "parent", parent, sizeof parent);
    field(body, "uid", uid, sizeof uid);
    field(body, "stack", stack, sizeof stack);
    *ret = '\0';
    for (size_t i = 0; i < cloud->count; i++) {
        const struct cloud_object *o = &cloud->objects[i];
        if (!is_type(o, type) || !listed(cloud, o) || (*id && strcmp(id, o->id) != 0) || (*parent && strcmp(parent, o->parent) != 0) ||
            (*uid && strcmp(uid, o->uid) != 0) || (*stack && strcmp(stack, o->stack) != 0))
            continue;
        show(cloud, o, ret, room);
    }
    return 200;
}

static int change(struct cloud *cloud, const char *operation, const char *type, const char *body, char *ret, size_t room)
{
    char id[40], text[96];
    field(body, "id", id, sizeof id);
    struct cloud_object *o = cloud_find(cloud, type, id);
    *ret = '\0';
    if (!o)
        return refuse(ret, room, "NotFound");
    if (strcmp(operation, "update") == 0) {
        field(body, "size", text, sizeof text);
        o->size = *text ? strtoll(text, NULL, 10) : o->size;
    } else if (strcmp(operation, "attach") == 0) {
        field(body, "parent", text, sizeof text);
        if (*text && !cloud_find(cloud, "net", text))
            return refuse(ret, room, "ParentNotFound");
        (void)snprintf(o->parent, sizeof o->parent, "%.39s", text);
    } else if (strcmp(operation, "mark") == 0) {
        field(body, "stack", o->stack, sizeof o->stack);
        field(body, "uid", o->uid, sizeof o->uid);
        field(body, "address", o->address, sizeof o->address);
    } else if (has_users(cloud, o) || (is_type(o, "net") && cloud->now_ms < cloud->blocked_ms)) {
        return refuse(ret, room, "DependencyViolation");
    } else {
        o->deleted_ms = cloud->now_ms;
    }
    cloud->updates += strcmp(operation, "update") == 0;
    cloud->deletes += strcmp(operation, "delete") == 0;
    return 200;
}

int cloud_handle(struct cloud *cloud, const char *operation, const char *type, const char *body, char *ret, size_t room)
{
    cloud_arrive(cloud);
    *ret = '\0';
    if (strcmp(operation, "list") == 0)
        return list(cloud, type, body, ret, room);
    cloud->mutations++;
    return strcmp(operation, "create") == 0 ? create(cloud, type, body, ret, room) : change(cloud, operation, type, body, ret, room);
}

void cloud_arrive(struct cloud *cloud)
{
    for (size_t i = 0; i < CLOUD_LATE_MAX; i++) {
        struct cloud_late late = cloud->late[i];
        if (!late.used || cloud->now_ms < late.arrives_ms)
            continue;
        cloud->late[i].used = false;
        static char unheard[16384];
        int64_t now = cloud->now_ms;
        cloud->now_ms = late.arrives_ms; /* it happened then, also when nobody asked until now */
        (void)cloud_handle(cloud, late.operation, late.type, late.body, unheard, sizeof unheard);
        cloud->now_ms = now;
    }
}

/* ---- The door -------------------------------------------------------------------------------------------------------- */

struct door {
    struct cloud *cloud;
    struct cloud_hooks hooks;
    struct io *io;
    char answer[65536];
};
static struct door door; /* one engine a process */

static void point(void)
{
    if (door.hooks.point)
        door.hooks.point(door.hooks.context);
}

static struct cloud_late *send_late(struct cloud *cloud, const char *operation, const char *type, const char *body)
{
    for (size_t i = 0; i < CLOUD_LATE_MAX; i++) {
        struct cloud_late *late = &cloud->late[i];
        if (late->used)
            continue;
        *late = (struct cloud_late){ .used = true, .arrives_ms = cloud->now_ms + cloud->late_ms };
        (void)snprintf(late->operation, sizeof late->operation, "%s", operation);
        (void)snprintf(late->type, sizeof late->type, "%s", type);
        (void)snprintf(late->body, sizeof late->body, "%s", body);
        return late;
    }
    assert(!"too many late requests");
    return NULL;
}

static void check_durable(struct cloud *cloud, const struct io_http_request *request, const char *operation)
{
    if (!request->mutates || !door.hooks.durable || door.hooks.durable(door.hooks.context, request->step, operation))
        return;
    cloud->undurable++;
    (void)snprintf(cloud->last_undurable, sizeof cloud->last_undurable, "%s step %.*s", operation, STR_ARG(request->step));
}

static void serve(void *context, uint64_t n, const struct io_http_request *request, struct fake_io_answer *ret)
{
    (void)context;
    (void)n;
    struct cloud *cloud = door.cloud;
    char operation[12], type[12], body[CLOUD_BODY_MAX];
    assert(sscanf(request->url.ptr, "http://127.0.0.1/%11[a-z]/%11[a-z]", operation, type) == 2);
    assert(request->body.len < sizeof body);
    (void)snprintf(body, sizeof body, "%.*s", STR_ARG(request->body));
    cloud->now_ms = MAX_OF(cloud->now_ms, io_wall_ms(door.io));
    struct cloud_late *late = cloud->late_at_kill && request->mutates ? send_late(cloud, operation, type, body) : NULL;
    point();
    if (late)
        late->used = false; /* nobody was killed */
    uint64_t number = ++cloud->requests;
    check_durable(cloud, request, operation);
    bool met = number == cloud->fault_at || (cloud->fault_every && number % cloud->fault_every == 0);
    enum cloud_fault fault = met ? cloud->fault : FAULT_NONE;
    cloud->faults_met += fault != FAULT_NONE;
    bool effect = fault == FAULT_NONE || fault == FAULT_RESET_AFTER || fault == FAULT_TIMEOUT_AFTER || fault == FAULT_500_AFTER;
    *ret = (struct fake_io_answer){ .status = 200, .delay_ms = 20 };
    if (effect) {
        ret->status = cloud_handle(cloud, operation, type, body, door.answer, sizeof door.answer);
        ret->body = str_of(door.answer);
        point();
    }
    switch (fault) {
    case FAULT_NONE:
    case FAULT_COUNT:
        break;
    case FAULT_NOT_SENT:
        *ret = (struct fake_io_answer){ .outcome = IO_NOT_SENT, .problem = STR("connection refused") };
        break;
    case FAULT_LATE:
        (void)send_late(cloud, operation, type, body);
        /* fallthrough */
    case FAULT_RESET_BEFORE:
    case FAULT_RESET_AFTER:
        *ret = (struct fake_io_answer){ .outcome = IO_AMBIGUOUS, .problem = STR("connection reset"), .delay_ms = 10 };
        break;
    case FAULT_TIMEOUT_BEFORE:
    case FAULT_TIMEOUT_AFTER:
        *ret = (struct fake_io_answer){ .outcome = IO_AMBIGUOUS, .problem = STR("no answer in time"), .delay_ms = 60000 };
        break;
    case FAULT_500_BEFORE:
    case FAULT_500_AFTER:
        *ret = (struct fake_io_answer){ .status = 500, .delay_ms = 20 };
        break;
    case FAULT_THROTTLED:
        *ret = (struct fake_io_answer){ .status = 429, .delay_ms = 20 };
        break;
    }
}

struct io *cloud_door(struct cloud *cloud, int64_t pause_ms, const struct cloud_hooks *hooks)
{
    cloud->now_ms += pause_ms;
    door.cloud = cloud;
    door.hooks = hooks ? *hooks : (struct cloud_hooks){ 0 };
    door.io = fake_io_open(&(struct fake_io_options){ .serve = serve, .wall_ms = cloud->now_ms, .seed = ++cloud->doors });
    return door.io;
}
