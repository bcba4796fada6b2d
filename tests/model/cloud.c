/*
 * cloud.c - the cloud: requests arrive late, twice or never, answers get lost, listings lag, strangers own
 * things.
 *
 * What the server itself guarantees per create class (cloud-facts: T token, N unique name, P put, G nothing,
 * X natural key) is decided at the moment a request arrives, against what exists, not against what is
 * visible. Assumed of every cloud: once a request was answered, no copy of it arrives later (rule one-send:
 * curl's silent second send is forbidden).
 */
#include "tests/model/model.h"

int cloud_find(const struct state *now, int a)
{
    for (int i = 0; i < OBJECTS; i++)
        if (now->object[i].exists && now->object[i].a == a)
            return i;
    return -1;
}

static int token_find(const struct state *now, const struct request *request)
{
    for (int i = 0; i < OBJECTS; i++) {
        const struct object *object = &now->object[i];
        if (object->used && !object->foreign && object->a == request->a && object->u == request->u &&
            object->token == request->token)
            return i;
    }
    return -1;
}

static int object_make(const struct world *world, struct state *next, const struct request *request)
{
    for (int i = 0; i < OBJECTS; i++)
        if (!next->object[i].used) {
            next->object[i] =
                (struct object){.used = 1,
                                .exists = 1,
                                .a = request->a,
                                .u = request->u,
                                .val = request->val,
                                .token = request->token,
                                .marked = world_has(world, RULE_MARK) && world->class != CLASS_X};
            return i;
        }
    return -1;
}

/* The server's side of a create. Returns the answer, 0 when the model has no room for another object. */
static int serve_create(const struct world *world, struct state *next, const struct request *request,
                        int *ret_id, const char **ret_broken)
{
    int i = -1;
    if (world->class == CLASS_T)
        i = token_find(next, request); /* also when the object is gone: the token remembers */
    else if (world_named(world))
        i = cloud_find(next, request->a);

    if (i >= 0 && world->class == CLASS_P) {
        struct object *object = &next->object[i];
        if (object->foreign)
            *ret_broken = "a foreign object was overwritten";
        object->u = request->u;
        object->val = request->val;
    } else if (i >= 0 && world->class != CLASS_T) {
        return MAIL_CONFLICT;
    }
    if (i < 0)
        i = object_make(world, next, request);
    if (i < 0)
        return MAIL_NONE;
    *ret_id = i + 1;
    return MAIL_OK;
}

static int serve(const struct world *world, struct state *next, const struct request *request, int *ret_id,
                 const char **ret_broken)
{
    if (request->kind == REQUEST_CREATE)
        return serve_create(world, next, request, ret_id, ret_broken);

    int i = world_deletes_by_id(world) ? request->id - 1 : cloud_find(next, request->a);
    if (i < 0 || !next->object[i].exists)
        return MAIL_NOT_FOUND;
    if (next->object[i].foreign)
        *ret_broken =
            request->kind == REQUEST_DELETE ? "a foreign object was deleted" : "a foreign object was changed";
    if (request->kind == REQUEST_DELETE)
        next->object[i].exists = 0;
    else
        next->object[i].val = request->val;
    *ret_id = i + 1;
    return MAIL_OK;
}

static const char *const arrival[] = {
    [REQUEST_CREATE] = "create", [REQUEST_DELETE] = "delete", [REQUEST_UPDATE] = "update"};
static const char *const arrival_lost[] = {[REQUEST_CREATE] = "create arrives, its answer is lost:",
                                           [REQUEST_DELETE] = "delete arrives, its answer is lost:",
                                           [REQUEST_UPDATE] = "update arrives, its answer is lost:"};

static void arrive(struct search *search, const struct world *world, const struct state *now, int r)
{
    const struct request *request = &now->request[r];
    struct state next = *now;
    int id = 0;
    const char *broken = NULL;
    int mail = serve(world, &next, request, &id, &broken);
    if (mail == MAIL_NONE)
        return;

    if (!request->awaited) {
        struct state late = next;
        late.request[r] = (struct request){0};
        search_emit(search, &late,
                    (struct label){arrival_lost[request->kind], -1, request->a, request->u, broken, false});
    } else {
        struct state heard = next;
        heard.request[r] = (struct request){0};
        heard.engine[request->engine].mail = mail;
        heard.engine[request->engine].mail_id = id;
        search_emit(search, &heard,
                    (struct label){arrival[request->kind], -1, request->a, request->u, broken, false});
        struct state lost = next;
        lost.request[r] = (struct request){0};
        search_emit(search, &lost,
                    (struct label){arrival_lost[request->kind], -1, request->a, request->u, broken, false});
    }
    /* A copy stays under way. Class G has no defence against copies but the next run (design section 1). */
    if (!world_has(world, RULE_ONE_SEND)) {
        struct state heard = next;
        heard.request[r].awaited = heard.request[r].engine = 0;
        if (request->awaited) {
            heard.engine[request->engine].mail = mail;
            heard.engine[request->engine].mail_id = id;
        }
        search_emit(search, &heard,
                    (struct label){"a first copy arrives and is answered:", -1, request->a, request->u,
                                   broken, false});
    } else if (world->class != CLASS_G)
        search_emit(search, &next,
                    (struct label){"a copy arrives, unanswered:", -1, request->a, request->u, broken, false});
}

static void stranger_moves(struct search *search, const struct world *world, const struct state *now)
{
    bool known = false;
    for (int i = 0; i < OBJECTS; i++) {
        known |= now->object[i].foreign;
        if (now->object[i].foreign && now->object[i].exists) {
            struct state next = *now;
            next.object[i].exists = 0;
            search_emit(search, &next,
                        (struct label){"the stranger deletes his object", -1, 0, -1, NULL, false});
        }
    }
    if (world->stranger != STRANGER_COMES || known || cloud_find(now, 0) >= 0)
        return;
    for (int i = 0; i < OBJECTS; i++)
        if (!now->object[i].used) {
            struct state next = *now;
            next.object[i] = (struct object){.used = 1, .exists = 1, .visible = 1, .foreign = 1};
            search_emit(search, &next, (struct label){"a stranger takes the name", -1, 0, -1, NULL, false});
            break;
        }
}

void cloud_moves(struct search *search, const struct world *world, const struct state *now)
{
    for (int r = 0; r < REQUESTS; r++) {
        if (!now->request[r].kind)
            continue;
        arrive(search, world, now, r);
        struct state next = *now;
        next.request[r] = (struct request){0};
        search_emit(search, &next,
                    (struct label){"a request is lost, or its stamp runs out:", -1, now->request[r].a,
                                   now->request[r].u, NULL, false});
    }
    for (int i = 0; i < OBJECTS; i++)
        if (now->object[i].exists != now->object[i].visible) {
            struct state next = *now;
            next.object[i].visible = now->object[i].exists;
            search_emit(search, &next,
                        (struct label){now->object[i].exists ? "reads catch up: an object is seen"
                                                             : "reads catch up: an object is gone",
                                       -1, now->object[i].a, now->object[i].u, NULL, false});
        }
    stranger_moves(search, world, now);
}
