/*
 * fake_provider.c - see fake_provider.h. The recipes are those of the real providers in small: a create binds its id before anything
 * else, adopts what "Exists" under its own uid, waits until it is listed, and does its second request only when it is needed.
 */
#include "tests/crash/fake_provider.h"

#include "engine/provider/op.h"

/* ---- The wire -------------------------------------------------------------------------------------------------------- */

static enum net_verdict classify(void *context, const struct io_http_reply *reply, struct err *err)
{
    (void)context;
    if (reply->status == 200)
        return NET_OK;
    if (reply->status == 429) {
        (void)FAIL(err, ERR_THROTTLED, "too many requests");
        return NET_THROTTLED;
    }
    if (reply->status >= 500) {
        (void)FAIL(err, ERR_AMBIGUOUS, "internal error");
        return NET_TRANSIENT;
    }
    struct str line = reply->body, code = str_split(&line, '=');
    code = str_trim(line);
    (void)FAIL(err, str_is(code, "NotFound") ? ERR_NOT_FOUND : ERR_REMOTE, "refused: %.*s", STR_ARG(code));
    if (err)
        memcpy(err->remote_code, code.ptr, MIN_OF(code.len, sizeof err->remote_code - 1));
    return NET_REFUSED;
}

static bool send(struct provider *provider, const struct net_scope *scope, struct arena *arena, const char *operation, const char *type,
                 bool mutates, struct str body, struct str *ret, struct err *err)
{
    struct net_request request = { .method = STR("POST"), .url = arena_printf(arena, "http://127.0.0.1/%s/%s", operation, type), .body = body,
                                   .mutates = mutates, .scope = scope, .operation = arena_printf(arena, "%s %s", operation, type),
                                   .classify = classify };
    struct net_reply reply;
    TRY(net_call(provider->net, &request, &reply, err));
    *ret = arena_str(arena, reply.body);
    arena_done(&reply.memory);
    return true;
}

static const char *wire_type(const struct resource_type *type)
{
    return type->name + sizeof "fake_" - 1;
}

/* One block of "key=value" lines as a map; absent at the end of the text. */
static struct value next_block(struct arena *arena, struct str *text)
{
    struct value_builder b = { .arena = arena };
    while (text->ptr && text->len) {
        struct str value = str_split(text, '\n');
        if (!value.len)
            break;
        struct str key = str_split(&value, '=');
        value_builder_put(&b, key, value_str_copy(arena, value));
    }
    return b.fields.count ? value_builder_map(&b) : VALUE_NONE;
}

static int64_t number(struct value v)
{
    int64_t n = 0;
    return str_to_i64(value_text(v), &n) ? n : 0;
}

static struct value not_empty(struct value v)
{
    return value_text(v).len ? v : VALUE_NONE;
}

static enum health decode(struct arena *arena, struct value object, struct value *ret_attrs, struct str *ret_reason)
{
    *ret_attrs = value_map_of(arena, "id", value_get(object, "id"), "net_id", not_empty(value_get(object, "parent")), "part_id",
                              not_empty(value_get(object, "parent")), "target", not_empty(value_get(object, "target")), "name",
                              not_empty(value_get(object, "name")), "range", not_empty(value_get(object, "range")), "size",
                              value_int(number(value_get(object, "size"))), NULL);
    *ret_reason = value_text(value_get(object, "state"));
    return str_is(*ret_reason, "dead") ? HEALTH_DEAD : str_is(*ret_reason, "pending") ? HEALTH_PENDING : HEALTH_READY;
}

/* ---- Reading --------------------------------------------------------------------------------------------------------- */

static bool list(struct read *read, struct provider *provider, struct str filter, struct err *err)
{
    struct str text;
    TRY(send(provider, read->scope, read->arena, "list", wire_type(read->type), false, filter, &text, err));
    for (;;) {
        struct value object = next_block(read->arena, &text);
        if (!value_given(object))
            return true;
        struct read_object *o = VEC_PUSH(&read->objects, read->arena);
        *o = (struct read_object){ .id = value_text(value_get(object, "id")), .parent_id = value_text(value_get(object, "parent")) };
        o->health = decode(read->arena, object, &o->attrs, &o->reason);
        if (read->type->reader->tags) {
            o->mark_stack = value_text(value_get(object, "stack"));
            o->mark_uid = value_text(value_get(object, "uid"));
            o->mark_address = value_text(value_get(object, "address"));
        }
    }
}

static bool fake_read(struct provider *provider, struct read *read, struct err *err)
{
    switch (read->want) {
    case READ_ALL_MARKED:
        return list(read, provider, arena_printf(read->arena, "stack=%.*s\n", STR_ARG(read->mark_stack)), err);
    case READ_UID:
        return list(read, provider, arena_printf(read->arena, "stack=%.*s\nuid=%.*s\n", STR_ARG(read->mark_stack), STR_ARG(read->mark_uid)), err);
    case READ_IDS:
        for (size_t i = 0; i < read->id_count; i++)
            TRY(list(read, provider, arena_printf(read->arena, "id=%.*s\nparent=%.*s\n", STR_ARG(read->ids[i]),
                                                  STR_ARG(read->type->reader->parent ? read->parent_ids[i] : STR_NONE)), err));
        return true;
    }
    return FAIL(err, ERR_INTERNAL, "no such read");
}

/* The object under the natural key of what is wanted; *ret_uid its mark. */
static bool by_key(struct op *op, struct str *ret_id, struct str *ret_uid, struct err *err)
{
    struct read read = { .type = op->type, .scope = &op->scope, .arena = op->arena };
    *ret_id = *ret_uid = STR_NONE;
    TRY(list(&read, op->provider, STR(""), err));
    for (size_t i = 0; i < read.objects.count; i++) {
        struct str rest = str_of(op->type->natural_key);
        bool same = true;
        while (rest.ptr) {
            const char *name = arena_cstr(op->arena, str_split(&rest, ' '));
            same = same && value_eq(value_get(read.objects.items[i].attrs, name), op_want(op, name));
        }
        if (!same)
            continue;
        *ret_id = read.objects.items[i].id;
        *ret_uid = read.objects.items[i].mark_uid;
    }
    return true;
}

/* ---- Making and changing --------------------------------------------------------------------------------------------- */

static struct str text_of(struct op *op, struct value v)
{
    return v.kind == VALUE_INT ? arena_printf(op->arena, "%lld", (long long)v.integer) : value_text(v);
}

static struct str marks(struct op *op)
{
    return arena_printf(op->arena, "stack=%.*s\nuid=%.*s\naddress=%.*s\n", STR_ARG(op->marks[0].value), STR_ARG(op->marks[1].value),
                        STR_ARG(op->marks[2].value));
}

static bool mutate(struct op *op, const char *operation, struct str body, struct str *ret, struct err *err)
{
    return send(op->provider, &op->scope, op->arena, operation, wire_type(op->type), true, body, ret, err);
}

/* A name that is taken: ours exactly when it carries our uid (class X: when it stands there at all, its parent is ours). */
static bool adopt(struct op *op, struct err *err)
{
    struct str id, uid;
    struct err failed = { 0 };
    if (!op->type->foreign || !op_error_is(err, op->type->foreign) || !by_key(op, &id, &uid, &failed))
        return false;
    if (str_empty(id))
        return false; /* not listed yet: nothing is known */
    if (op->type->reader->tags && !str_eq(uid, op->uid)) {
        enum err_code known = err->code;
        (void)FAIL(err, known == ERR_AMBIGUOUS ? known : ERR_CONFLICT, "%.*s: its place is taken by %.*s, which is not ours", STR_ARG(op->address),
                   STR_ARG(id));
        return false;
    }
    err_clear(err);
    return op_bind(op, "id", value_str(id), err);
}

static bool is_class(const struct op *op, enum create_class class)
{
    return op->type->create_class == class;
}

static bool look_first(struct op *op, struct err *err)
{
    struct str id, uid;
    TRY(by_key(op, &id, &uid, err));
    if (!str_empty(id) && !str_eq(uid, op->uid))
        return FAIL(err, ERR_CONFLICT, "%.*s: its place is taken by %.*s, which is not ours", STR_ARG(op->address), STR_ARG(id));
    return true;
}

static bool request_create(struct op *op, struct err *err)
{
    struct value parent = op_want(op, "part_id");
    if (!value_present(parent) && strcmp(op->type->name, "fake_gate") != 0)
        parent = op_want(op, "net_id");
    if (is_class(op, CREATE_PUT))
        TRY(look_first(op, err));
    struct str body = arena_printf(op->arena, "parent=%.*s\ntarget=%.*s\nname=%.*s\nrange=%.*s\nsize=%.*s\ntoken=%.*s\n%.*s",
                                   STR_ARG(text_of(op, parent)), STR_ARG(text_of(op, op_want(op, "target"))),
                                   STR_ARG(text_of(op, op_want(op, "name"))), STR_ARG(text_of(op, op_want(op, "range"))),
                                   STR_ARG(text_of(op, op_want(op, "size"))),
                                   STR_ARG(is_class(op, CREATE_TOKEN) ? op_token(op, "", 32) : STR_NONE),
                                   STR_ARG(op->type->reader->tags ? marks(op) : STR_NONE));
    struct str answer;
    if (!mutate(op, "create", body, &answer, err))
        return adopt(op, err) || err_frame_(err, __FILE__, __func__, __LINE__);
    return op_bind(op, "id", value_get(next_block(op->arena, &answer), "id"), err);
}

static bool set_attached(struct op *op, struct err *err)
{
    struct str answer, want = value_text(op_want(op, "net_id"));
    if (str_eq(want, value_text(op_prior(op, "net_id"))))
        return true;
    TRY(mutate(op, "attach", arena_printf(op->arena, "id=%.*s\nparent=%.*s\n", STR_ARG(op_id(op)), STR_ARG(want)), &answer, err));
    op_set(op, "net_id", op_want(op, "net_id"));
    return true;
}

static bool fake_create(struct op *op, struct err *err)
{
    struct err scratch = { 0 };
    if (!err)
        err = &scratch;
    if (str_empty(op_id(op)))
        TRY(request_create(op, err));
    TRY(op_wait_ready(op, err));
    return strcmp(op->type->name, "fake_gate") != 0 || set_attached(op, err);
}

static bool fake_update(struct op *op, struct err *err)
{
    struct str answer;
    if (op->kind == OP_MARKS)
        return mutate(op, "mark", arena_printf(op->arena, "id=%.*s\n%.*s", STR_ARG(op_id(op)), STR_ARG(marks(op))), &answer, err);
    if (op_changed(op, "size"))
        TRY(mutate(op, "update", arena_printf(op->arena, "id=%.*s\nsize=%.*s\n", STR_ARG(op_id(op)), STR_ARG(text_of(op, op_want(op, "size")))),
                   &answer, err));
    return strcmp(op->type->name, "fake_gate") != 0 || !op_changed(op, "net_id") || set_attached(op, err);
}

static bool delete_once(struct op *op, struct err *err)
{
    struct str answer;
    struct err failed = { 0 };
    if (mutate(op, "delete", arena_printf(op->arena, "id=%.*s\n", STR_ARG(op_id(op))), &answer, &failed) || op_error_is(&failed, op->type->gone))
        return true;
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

static bool fake_delete(struct op *op, struct err *err)
{
    TRY(op_retry_while(op, "DependencyViolation", INT32_MAX, delete_once, err));
    return op_wait_gone(op, err);
}

static bool note_compute(struct arena *arena, const struct compute_input *in, struct value *ret_attrs, struct err *err)
{
    (void)err;
    *ret_attrs = value_map_of(arena, "id", value_cstr("note"), "text", value_get(in->config, "text"), NULL);
    return true;
}

/* ---- Types ----------------------------------------------------------------------------------------------------------- */

#define ID { .name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE, .doc = "id" }
#define SIZE { .name = "size", .type = ATTR_INT, .flags = OPTIONAL, .fallback = "0", .doc = "changes in place" }
#define RANGE { .name = "range", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "replaces" }
#define NET { .name = "net_id", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .doc = "the net" }
#define PART { .name = "part_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "the part" }

static const struct attr net_attrs[] = { RANGE, SIZE, ID, { 0 } };
static const struct attr gate_attrs[] = { { .name = "net_id", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "attached to" }, SIZE, ID, { 0 } };
static const struct attr part_attrs[] = { NET, RANGE, SIZE, ID, { 0 } };
static const struct attr disk_attrs[] = { PART, SIZE, ID, { 0 } };
static const struct attr name_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW | UNIQUE_NAME, .doc = "unique" }, NET,
    { .name = "range", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .doc = "replaces" }, SIZE, ID, { 0 }
};
static const struct attr policy_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "unique" },
    { .name = "range", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .doc = "replaces" }, SIZE, ID, { 0 }
};
static const struct attr link_attrs[] = {
    PART, { .name = "target", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW, .doc = "what it leads to" }, SIZE, ID, { 0 }
};
static const struct attr note_attrs[] = { { .name = "text", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "kept in the state" }, ID, { 0 } };

static const struct reader marked = { .by = READ_BY_MARK | READ_BY_IDS, .id = "id", .tags = "marks", .decode = decode };
static const struct reader below_part = { .by = READ_BY_PARENT, .id = "id", .parent = "part_id", .decode = decode };

#define TYPE(short_name, class)                                                                                          \
    .name = "fake_" #short_name, .doc = #short_name, .source = "tests/crash/cloud.h", .version = 1, .attrs = short_name##_attrs, \
    .create_class = class, .gone = "NotFound", .typical_create_s = 1, .typical_delete_s = 1, .create = fake_create,       \
    .update = fake_update, .delete = fake_delete

static const struct resource_type fake_net = { TYPE(net, CREATE_TAGGED), .reader = &marked, .flags = TYPE_SETTLE_SLOW };
static const struct resource_type fake_gate = { TYPE(gate, CREATE_TAGGED), .reader = &marked };
static const struct resource_type fake_part = { TYPE(part, CREATE_NAMED), .reader = &marked, .natural_key = "net_id range", .foreign = "Exists" };
static const struct resource_type fake_disk = { TYPE(disk, CREATE_TOKEN), .reader = &marked };
static const struct resource_type fake_name = { TYPE(name, CREATE_NAMED), .reader = &marked, .natural_key = "name", .foreign = "Exists",
                                                .derived_name = "name", .derived_name_max = 60 };
static const struct resource_type fake_policy = { TYPE(policy, CREATE_PUT), .reader = &marked, .natural_key = "name" };
static const struct resource_type fake_link = { TYPE(link, CREATE_NATURAL), .reader = &below_part, .natural_key = "part_id target",
                                                .foreign = "Exists" };
static const struct resource_type fake_note = { .name = "fake_note", .doc = "note", .source = "infra", .version = 1, .attrs = note_attrs,
                                                .create_class = CREATE_STATE, .compute = note_compute };

static const struct resource_type *const types[] = { &fake_net, &fake_gate, &fake_part, &fake_disk, &fake_name, &fake_policy, &fake_link,
                                                     &fake_note, NULL };

static bool fake_open(const struct provider_open *in, struct provider **ret, struct err *err);

static void fake_close(struct provider *provider)
{
    (void)provider;
}

static const struct provider_type fake_type = { .name = "fake", .prefix = "fake_", .doc = "for tests", .types = types, .open = fake_open,
                                                .close = fake_close, .read = fake_read };

static bool fake_open(const struct provider_open *in, struct provider **ret, struct err *err)
{
    (void)err;
    static struct provider fake; /* has no state of its own: one serves every handle */
    fake = (struct provider){ .type = &fake_type, .name = STR("default"), .key = STR("fake/one"), .recipe = value_null(), .net = in->net,
                              .settle_ms = FAKE_SETTLE_MS, .poll_ms = FAKE_POLL_MS };
    *ret = &fake;
    return true;
}

static const struct provider_type *const providers[] = { &fake_type, NULL };
const struct registry fake_registry = { providers };
