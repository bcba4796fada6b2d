/*
 * plans.c - makers of small plans (plans.h).
 */
#include "tests/unit/engine_render/plans.h"

#include <stdlib.h>

static const struct attr net_attrs[] = {
    { .name = "cidr", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW },
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "dns", .type = ATTR_BOOL, .flags = OPTIONAL },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL },
    { .name = "rules", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { 0 },
};

static const struct attr disk_attrs[] = {
    { .name = "size", .type = ATTR_INT, .flags = REQUIRED },
    { .name = "key", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR },
    { 0 },
};

static const struct attr host_attrs[] = {
    { .name = "size", .type = ATTR_STRING, .flags = REQUIRED },
    { .name = "net_id", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "net_ids", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "password", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR },
    { .name = "disk", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = disk_attrs },
    { .name = "count", .type = ATTR_INT, .flags = OPTIONAL },
    { .name = "labels", .type = ATTR_STRING_LIST, .flags = OPTIONAL },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { .name = "address", .type = ATTR_STRING, .flags = COMPUTED },
    { 0 },
};

static const struct reader made_reader = { .service = "compute" };

const struct resource_type made_net = { .name = "cloud_net", .attrs = net_attrs, .reader = &made_reader, .headline = "cidr name dns", .version = 1 };
const struct resource_type made_host = { .name = "cloud_host", .attrs = host_attrs, .reader = &made_reader, .headline = "size count labels",
                                         .version = 1 };
const struct resource_type made_store = { .name = "cloud_store", .attrs = net_attrs, .flags = TYPE_DATA_BEARING, .headline = "name", .version = 1 };
static const struct resource_type *const made_types[] = { &made_net, &made_host, &made_store, NULL };
const struct provider_type made_cloud = { .name = "cloud", .prefix = "cloud_", .types = made_types };

struct made made_plan(const char *stack)
{
    struct made m = { .plan = test_calloc(1, sizeof *m.plan), .options = { .unicode = true, .width = 0 } };
    m.arena = &m.plan->arena;
    m.plan->stack = str_of(stack);
    m.plan->base_serial = 41;
    m.plan->read_requests = 38;
    m.plan->refreshed_ms = 2100;
    m.plan->changes.items = ARENA_ARRAY(m.arena, struct change, MADE_MAX);
    m.plan->changes.room = MADE_MAX;
    return m;
}

void made_done(struct made *m)
{
    buf_done(&m->out);
    arena_done(&m->plan->arena);
    test_free(m->plan);
}

static const struct resource_type *type_of(struct str address)
{
    for (size_t i = 0; made_types[i]; i++)
        if (str_find(address, str_of(made_types[i]->name)) >= 0)
            return made_types[i];
    return NULL;
}

struct change *made_change(struct made *m, enum change_action action, const char *address, unsigned line)
{
    assert_true(m->plan->changes.count < MADE_MAX);
    struct change *c = VEC_PUSH(&m->plan->changes, m->arena);
    *c = (struct change){ .action = action, .address = str_of(address), .type = type_of(str_of(address)), .provider_type = &made_cloud,
                          .provider_key = STR("cloud/test"), .pair = -1, .generation = 1,
                          .at = { .file = STR("stack.lua"), .line = line, .column = 1 } };
    c->planned = value_map(m->arena, NULL, 0);
    return c;
}

struct change *made_replace(struct made *m, const char *address, unsigned line)
{
    struct change *create = made_change(m, CHANGE_CREATE, address, line), *delete = made_change(m, CHANGE_DELETE, address, line);
    create->pair = (int32_t)(delete - m->plan->changes.items);
    delete->pair = (int32_t)(create - m->plan->changes.items);
    create->generation = 2;
    return create;
}

struct attr_change *made_attr(struct made *m, struct change *c, const char *path, struct value before, struct value after)
{
    struct attr_change *attrs = ARENA_ARRAY(m->arena, struct attr_change, c->attr_count + 1);
    if (c->attr_count)
        memcpy(attrs, c->attrs, c->attr_count * sizeof *attrs);
    struct attr_change *a = &attrs[c->attr_count++];
    c->attrs = attrs;
    struct err err = { 0 };
    *a = (struct attr_change){ .before = before, .after = after };
    if (!path_parse(m->arena, str_of(path), &a->path, &err))
        fail_msg("%s", err.message);
    a->attr = c->type ? schema_find(c->type->attrs, a->path.steps[0].name) : NULL;
    return a;
}

struct cause *made_cause(struct made *m, struct change *c, enum cause_kind kind, const char *text, unsigned line)
{
    struct cause *why = ARENA_ARRAY(m->arena, struct cause, c->why_count + 1);
    if (c->why_count)
        memcpy(why, c->why, c->why_count * sizeof *why);
    struct cause *cause = &why[c->why_count++];
    *cause = (struct cause){ .kind = kind, .text = str_of(text), .at = { .file = STR("stack.lua"), .line = line } };
    c->why = why;
    return cause;
}

struct value made_ref(struct made *m, const char *address, const char *path)
{
    struct path p = { 0 };
    struct err err = { 0 };
    if (*path && !path_parse(m->arena, str_of(path), &p, &err))
        fail_msg("%s", err.message);
    return expr_ref(m->arena, str_of(address), p, false, (struct pos){ 0 });
}

struct value made_list(struct made *m, struct value a, struct value b)
{
    return value_list(m->arena, (struct value[]){ a, b }, 2);
}

struct err *made_note(struct made *m, struct change *c, uint32_t notes, enum err_code code, const char *message)
{
    struct err *err = ARENA_NEW(m->arena, struct err);
    (void)FAIL(err, code, "%s", message);
    c->notes |= notes;
    c->note_err = err;
    return err;
}

static void count(struct plan *plan, const struct change *c)
{
    struct plan_counts *n = &plan->counts;
    n->keep += c->action == CHANGE_KEEP || c->action == CHANGE_READ;
    n->create += c->action == CHANGE_CREATE && c->pair < 0;
    n->replace += c->action == CHANGE_CREATE && c->pair >= 0;
    n->delete += c->action == CHANGE_DELETE && c->pair < 0;
    n->update += c->action == CHANGE_UPDATE;
    n->move += c->action == CHANGE_MOVE;
    n->import += c->action == CHANGE_IMPORT;
    n->forget += c->action == CHANGE_FORGET;
    n->marks += c->action == CHANGE_MARKS;
    n->settle += c->action == CHANGE_ADOPT || c->action == CHANGE_REISSUE || c->action == CHANGE_DROP;
    n->unread += (c->notes & NOTE_UNREAD) != 0;
    n->denied += (c->notes & NOTE_DENIED) != 0;
    bool drift = false;
    for (size_t i = 0; i < c->attr_count; i++)
        drift |= c->attrs[i].drift;
    n->drift += drift || (c->gone && c->action == CHANGE_CREATE);
}

void made_seal(struct made *m)
{
    m->plan->counts = (struct plan_counts){ 0 };
    for (size_t i = 0; i < m->plan->changes.count; i++)
        count(m->plan, &m->plan->changes.items[i]);
    m->plan->digest_hex = STR(MADE_DIGEST "00000000000000000000000000000000");
}

struct str made_text(struct made *m)
{
    made_seal(m);
    buf_truncate(&m->out, 0);
    render_plan(&m->out, m->plan, &m->options);
    return buf_str(&m->out);
}
