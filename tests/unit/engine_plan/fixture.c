/*
 * fixture.c - see fixture.h. Types: t_net (T, replaces on cidr), t_sub (G, under a net), t_named (N, derived name), t_fixed (never
 * updated, after the t_sub of what it refers to), t_data (state only).
 */
#include "tests/unit/engine_plan/fixture.h"

#include <stdio.h>
#include <stdlib.h>

struct arena arena;
struct io *io;
struct config *config;
struct plan_input input;
struct plan *plan;
struct state *state;
struct identity me;
char folder[64];
int reads;
enum err_code read_fails, open_fails;
const char *read_fails_for, *provider_key;

static struct loop *loop;
static struct net *net;
static struct provider provider;
static VEC(struct thing) things;

static enum health decode(struct arena *a, struct value object, struct value *ret_attrs, struct str *ret_reason)
{
    (void)a;
    (void)ret_reason;
    *ret_attrs = object;
    return HEALTH_READY;
}

static bool step(struct op *op, struct err *err)
{
    (void)op;
    return FAIL(err, ERR_INTERNAL, "planning sends nothing");
}

#define READER { .by = READ_BY_MARK | READ_BY_IDS, .list = "things", .id = "id", .tags = "tags", .decode = decode }
static const struct reader reader = READER;

static const struct attr net_attrs[] = {
    { .name = "cidr", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW },
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL | OWNS_ALL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { .name = "version", .type = ATTR_STRING, .flags = COMPUTED | VOLATILE },
    { 0 }
};
static const struct attr sub_attrs[] = {
    { .name = "net_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW },
    { .name = "size", .type = ATTR_INT, .flags = OPTIONAL, .fallback = "1" },
    { .name = "label", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "password", .type = ATTR_STRING, .flags = OPTIONAL | WRITE_ONLY | SENSITIVE_ATTR },
    { .name = "groups", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { 0 }
};
static const struct attr named_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW | UNIQUE_NAME },
    { .name = "kind", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW },
    { .name = "size", .type = ATTR_INT, .flags = OPTIONAL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { 0 }
};
static const struct attr fixed_attrs[] = {
    { .name = "a", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "b", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { 0 }
};
static const struct attr data_attrs[] = {
    { .name = "input", .type = ATTR_ANY, .flags = OPTIONAL | OWNS_ALL },
    { .name = "output", .type = ATTR_ANY, .flags = COMPUTED | VOLATILE },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE },
    { 0 }
};

static bool data_compute(struct arena *a, const struct compute_input *in, struct value *ret, struct err *err)
{
    (void)err;
    uint8_t bytes[4];
    in->derive(in, "id", bytes, sizeof bytes);
    struct value v = value_get(in->config, "input");
    *ret = value_map_of(a, "id", value_str(hex_encode(a, str_n((char *)bytes, 4))), "input", v, "output", v, NULL);
    return true;
}

#define STEPS .create = step, .update = step, .delete = step, .typical_create_s = 10, .typical_update_s = 5, .typical_delete_s = 3
static const struct resource_type net_type = { .name = "t_net", .version = 1, .attrs = net_attrs, .create_class = CREATE_TOKEN, .reader = &reader, STEPS };
static const struct resource_type sub_type = { .name = "t_sub", .version = 1, .attrs = sub_attrs, .create_class = CREATE_TAGGED, .reader = &reader,
                                               .flags = TYPE_DATA_BEARING, STEPS };
static const struct resource_type named_type = { .name = "t_named", .version = 1, .attrs = named_attrs, .create_class = CREATE_NAMED,
                                                 .reader = &reader, .natural_key = "name", .derived_name = "name", .derived_name_max = 40, STEPS };
static const struct resource_type fixed_type = { .name = "t_fixed", .version = 1, .attrs = fixed_attrs, .create_class = CREATE_TOKEN,
                                                 .reader = &reader, .flags = TYPE_NO_UPDATE, .after = "t_sub", STEPS };
static const struct resource_type data_type = { .name = "t_data", .version = 1, .attrs = data_attrs, .create_class = CREATE_STATE,
                                                .compute = data_compute };
static const struct resource_type *const types[] = { &net_type, &sub_type, &named_type, &fixed_type, &data_type, NULL };

static bool world_read(struct provider *p, struct read *read, struct err *err)
{
    (void)p;
    reads++;
    if (read_fails && (!read_fails_for || strcmp(read_fails_for, read->type->name) == 0))
        return FAIL(err, read_fails, "the world does not answer");
    for (size_t i = 0; i < things.count; i++) {
        const struct thing *t = &things.items[i];
        bool hit = false;
        if (t->hidden || io_mono_ms(io) < t->seen_from_ms || t->type != read->type)
            continue;
        switch (read->want) {
        case READ_ALL_MARKED:
            hit = t->uid.len && str_eq(t->mark_stack, read->mark_stack);
            break;
        case READ_UID:
            hit = t->uid.len && str_eq(t->uid, read->mark_uid);
            break;
        case READ_IDS:
            for (size_t k = 0; k < read->id_count; k++)
                hit |= str_eq(read->ids[k], t->id);
            break;
        }
        if (hit)
            *VEC_PUSH(&read->objects, read->arena) = (struct read_object){
                .id = t->id, .health = t->health, .attrs = t->attrs, .mark_stack = t->uid.len ? t->mark_stack : STR_NONE, .mark_uid = t->uid };
    }
    return true;
}

static const struct provider_type provider_type = { .name = "t", .prefix = "t_", .types = types, .read = world_read };
static const struct provider_type *const providers[] = { &provider_type, NULL };
static const struct registry registry = { .providers = providers };

static struct provider *open_provider(struct err *err)
{
    if (open_fails) {
        (void)FAIL(err, open_fails, "the provider cannot be had");
        return NULL;
    }
    provider.key = str_of(provider_key);
    return &provider;
}

static struct provider *config_provider(void *context, uint32_t index, struct err *err)
{
    (void)context;
    CHECK_INT(index, 0);
    return open_provider(err);
}

static struct provider *recorded_provider(void *context, struct str name, struct str key, struct value recipe, struct err *err)
{
    (void)context;
    (void)key;
    (void)recipe;
    CHECK_STR(name, "t");
    return open_provider(err);
}

void forget_configuration(void)
{
    config->resources.count = config->outputs.count = config->moves.count = config->imports.count = 0;
}

int fixture_setup(void **unused)
{
    (void)unused;
    (void)snprintf(folder, sizeof folder, "/tmp/infra-test-plan-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    io = fake_io_open(&(struct fake_io_options){ .seed = 1 });
    loop = loop_new(io);
    net = net_new(loop, &(struct net_options){ .seed = 1 });
    me = (struct identity){ .stack = STR("prod"), .env = STR("default"), .lineage_text = STR("aaaqeayeaudaocajbifqydiob4"),
                            .mark_stack = STR("prod/default/aaaqeayeaudaocajbifqydiob4"), .has_secret = true };
    for (uint8_t i = 0; i < 32; i++) {
        if (i < LINEAGE_BYTES)
            me.lineage[i] = i;
        me.seal_key[i] = i;
        me.digest_key[i] = (uint8_t)(i + 50);
        me.derive_key[i] = (uint8_t)(i + 100);
    }
    const char *path = arena_printf(&arena, "%s/state.db", folder).ptr;
    struct err err = { 0 };
    if (!state_open(&(struct state_options){ .io = io, .path = path, .identity = &me, .create = true }, &state, &err) ||
        !state_begin_writing(state, 0, &err)) {
        print_error("%s\n", err.message);
        return -1;
    }
    config = ARENA_NEW(&arena, struct config);
    *VEC_PUSH(&config->providers, &arena) = (struct config_provider){ .type = &provider_type, .name = STR("default") };
    things.count = things.room = 0;
    things.items = NULL;
    provider = (struct provider){ .type = &provider_type, .name = STR("default"), .net = net, .settle_ms = 1000, .poll_ms = 1 };
    reads = 0;
    read_fails = open_fails = ERR_NONE;
    read_fails_for = NULL;
    provider_key = "t/one";
    input = (struct plan_input){ .config = config, .state = state, .identity = &me, .registry = &registry, .net = net, .io = io,
                                 .config_provider = config_provider, .recorded_provider = recorded_provider };
    return 0;
}

int fixture_done(void **unused)
{
    (void)unused;
    plan_free(plan);
    plan = NULL;
    state_close(state);
    net_free(net);
    loop_free(loop);
    fake_io_close(io);
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%.60s'", folder);
    arena_done(&arena);
    return system(command);
}

struct value ref(const char *address, const char *path)
{
    struct path p = { 0 };
    if (*path)
        assert_true(path_parse(&arena, str_of(path), &p, NULL));
    return expr_ref(&arena, str_of(address), p, false, (struct pos){ .file = STR("stack.lua"), .line = 9, .column = 1 });
}

struct value secret(const char *s)
{
    return value_mark_sensitive(value_cstr(s));
}

static struct str type_in(const char *address)
{
    const char *slash = strrchr(address, '/');
    struct str rest = str_of(slash ? slash + 1 : address);
    return str_split(&rest, '.');
}

static const struct resource_type *type_of(const char *address)
{
    for (size_t i = 0; types[i]; i++)
        if (str_is(type_in(address), types[i]->name))
            return types[i];
    fail_msg("no type for %s", address);
    return NULL;
}

struct config_resource *declare(const char *address, struct value args)
{
    struct config_resource *r = VEC_PUSH(&config->resources, &arena);
    struct pos at = { .file = STR("stack.lua"), .line = (uint32_t)config->resources.count, .column = 1 };
    *r = (struct config_resource){ .address = str_of(address), .name = str_of(strchr(strrchr(address, '/') ? strrchr(address, '/') : address, '.') + 1),
                                   .type = type_of(address), .args = args, .at = at };
    return r;
}

void declare_output(const char *name, struct value v, bool sensitive)
{
    *VEC_PUSH(&config->outputs, &arena) = (struct config_output){ .name = str_of(name), .value = v, .sensitive = sensitive };
}

void depends(const char *address, const char *on)
{
    for (size_t i = 0; i < config->resources.count; i++) {
        struct config_resource *r = &config->resources.items[i];
        if (!str_is(r->address, address))
            continue;
        struct str *list = ARENA_ARRAY(&arena, struct str, r->depends_on_count + 1);
        for (size_t k = 0; k < r->depends_on_count; k++)
            list[k] = r->depends_on[k];
        list[r->depends_on_count++] = str_of(on);
        r->depends_on = list;
    }
}

void move(const char *from, const char *to)
{
    bool left = to && strcmp(to, "forget") == 0;
    *VEC_PUSH(&config->moves, &arena) = (struct config_move){ .from = str_of(from), .to = to && !left ? str_of(to) : STR_NONE, .forget = left,
                                                              .at = { .file = STR("stack.lua"), .line = 40, .column = 1 } };
}

void import(const char *to, const char *id)
{
    *VEC_PUSH(&config->imports, &arena) = (struct config_import){ .to = str_of(to), .id = str_of(id),
                                                                  .at = { .file = STR("stack.lua"), .line = 50, .column = 1 } };
}

struct thing *thing(const char *type, const char *id, const char *uid, struct value attrs)
{
    struct thing *t = VEC_PUSH(&things, &arena);
    *t = (struct thing){ .type = type_of(arena_printf(&arena, "%s.x", type).ptr), .id = str_of(id), .uid = str_of(uid),
                         .mark_stack = me.mark_stack, .attrs = value_with(&arena, attrs, "id", value_cstr(id)) };
    return t;
}

struct thing *thing_of(const char *id)
{
    for (size_t i = 0; i < things.count; i++)
        if (str_is(things.items[i].id, id))
            return &things.items[i];
    fail_msg("no thing %s", id);
    return NULL;
}

struct object row_of(const char *address, const char *id, struct value applied)
{
    struct str uid = arena_printf(&arena, "u-%s", id);
    const struct resource_type *type = type_of(address);
    return (struct object){ .uid = uid, .address = str_of(address), .address_at_birth = str_of(address), .generation = 1,
                            .type = str_of(type->name), .type_version = 1, .create_class = type->create_class,
                            .provider_key = STR("t/one"), .provider_name = STR("t"), .id = str_of(id), .applied = applied,
                            .applied_digest = value_digest(applied), .source_digest = value_digest(applied),
                            .observed = value_with(&arena, applied, "id", value_cstr(id)),
                            .at = { .file = STR("old.lua"), .line = 3, .column = 1 } };
}

void put_row(struct object o)
{
    struct record r = record_object(&arena, RECORD_IMPORT, &o);
    struct err err = { 0 };
    if (!state_append(state, &r, 1, &err))
        fail_msg("%s", err.message);
}

void row_depends(const char *address, const char *id, struct value applied, const char *uid)
{
    struct object o = row_of(address, id, applied);
    struct str one = str_of(uid);
    if (uid) {
        o.depends_on = arena_copy(&arena, &one, sizeof one);
        o.depends_on_count = 1;
    }
    put_row(o);
    if (type_of(address)->reader) {
        struct value seen = value_with(&arena, applied, "password", VALUE_NONE); /* the cloud never tells */
        (void)thing(type_of(address)->name, id, o.uid.ptr, seen);
    }
}

void row(const char *address, const char *id, struct value applied)
{
    row_depends(address, id, applied, NULL);
}

struct intent intent_of(enum intent_kind kind, const char *address, const char *uid, struct value planned)
{
    const struct resource_type *type = type_of(address);
    return (struct intent){ .kind = kind, .uid = str_of(uid), .address = str_of(address), .type = str_of(type->name), .type_version = 1,
                            .create_class = type->create_class, .provider_key = STR("t/one"), .provider_name = STR("t"), .generation = 1,
                            .planned = planned, .planned_digest = value_digest(planned), .token = STR("tok"),
                            .last_possible_send_ms = io_wall_ms(io), .at = { .file = STR("old.lua"), .line = 3, .column = 1 } };
}

void put_intent(struct intent i)
{
    struct record r = record_intent(&arena, &i);
    r.run = 7;
    struct err err = { 0 };
    if (!state_append(state, &r, 1, &err))
        fail_msg("%s", err.message);
}

void plan_now(void)
{
    plan_free(plan);
    plan = NULL;
    struct err err = { 0 };
    if (!plan_make(&input, &plan, &err))
        fail_msg("%s", err.message);
}

void plan_fails_(enum err_code code, const char *part, const char *file, int line)
{
    plan_free(plan);
    plan = NULL;
    struct err err = { 0 };
    if (plan_make(&input, &plan, &err)) {
        print_error("%s:%d: there is a plan\n", file, line);
        _fail(file, line);
    }
    check_err_(&err, code, part, file, line);
}

void check_plan_(const char *want, const char *file, int line)
{
    plan_now();
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < plan->changes.count; i++) {
        const struct change *c = &plan->changes.items[i];
        if (!change_acts(c) && !(c->notes & NOTE_UNREAD))
            continue;
        buf_printf(&out, "%s%s%s%s%s %.*s", out.len ? " | " : "", c->notes & NOTE_DENIED ? "denied " : "",
                   c->notes & NOTE_UNREAD ? "unread " : "", c->gone ? "gone " : "", change_action_name(c->action), STR_ARG(c->address));
    }
    check_str_(buf_str(&out), want, file, line);
}

struct change *change_of(enum change_action action, const char *address)
{
    for (size_t i = 0; i < plan->changes.count; i++)
        if (plan->changes.items[i].action == action && str_is(plan->changes.items[i].address, address))
            return &plan->changes.items[i];
    fail_msg("no %s of %s", change_action_name(action), address);
    return NULL;
}

bool runs_before(enum change_action a, const char *a_address, enum change_action b, const char *b_address)
{
    size_t count = plan->changes.count;
    bool *marked = ARENA_ARRAY(&arena, bool, count + 1);
    marked[change_of(b, b_address) - plan->changes.items] = true;
    graph_spread(&plan->order, marked, false);
    return marked[change_of(a, a_address) - plan->changes.items];
}

void check_attrs_(const struct change *c, const char *want, const char *file, int line)
{
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < c->attr_count; i++) {
        const struct attr_change *a = &c->attrs[i];
        buf_printf(&out, "%s%.*s %s -> %s%s%s%s", out.len ? "; " : "", STR_ARG(path_text(&arena, a->path)),
                   value_given(a->before) ? value_show(&arena, a->before, 60).ptr : "none",
                   value_given(a->after) ? value_show(&arena, a->after, 60).ptr : "none", a->replaces ? " replaces" : "",
                   a->drift ? " drift" : "", a->released ? " released" : "");
    }
    check_str_(buf_str(&out), want, file, line);
}

bool has_cause(const struct change *c, enum cause_kind kind)
{
    for (size_t i = 0; i < c->why_count; i++)
        if (c->why[i].kind == kind)
            return true;
    return false;
}
