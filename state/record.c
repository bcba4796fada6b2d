/*
 * record.c - rows and records to values and back: the positional layouts of docs/formats.md 3.
 *
 * A row is a canonical list, not a map: ten thousand of them are decoded by every plan. Positions are the enums below; a later format
 * appends, it never reorders.
 */
#include "state/record_internal.h"

static const char *const type_names[] = {
#define X(name, text) [RECORD_##name] = text,
    RECORD_TYPES(X)
#undef X
};
_Static_assert(ARRAY_LEN(type_names) == RECORD_TYPE_COUNT, "every record type has a name");

const char *record_type_name(enum record_type type)
{
    return (size_t)type < RECORD_TYPE_COUNT ? type_names[type] : "unknown";
}

const char *intent_kind_name(enum intent_kind kind)
{
    static const char *const names[] = { "create", "update", "delete", "marks" };
    return (size_t)kind < ARRAY_LEN(names) ? names[kind] : "unknown";
}

static struct value or_null(struct value v)
{
    return value_given(v) ? v : value_null();
}

static struct value from_null(struct value v)
{
    return v.kind == VALUE_NULL && !value_sensitive(v) ? VALUE_NONE : v;
}

static struct value digest_value(struct arena *arena, const struct digest *d)
{
    return value_bytes(arena_str(arena, (struct str){ (const char *)d->bytes, DIGEST_BYTES }));
}

static void to_digest(struct value v, struct digest *ret)
{
    struct str bytes = value_text(v);
    if (bytes.len == DIGEST_BYTES)
        memcpy(ret->bytes, bytes.ptr, DIGEST_BYTES);
}

static struct value pos_value(struct arena *arena, struct pos at)
{
    struct value v[3] = { value_str(at.file), value_int(at.line), value_int(at.column) };
    return value_list(arena, v, 3);
}

static struct pos to_pos(struct value v)
{
    return (struct pos){ .file = value_text(value_at(v, 0)), .line = (uint32_t)value_to_int(value_at(v, 1), 0),
                         .column = (uint32_t)value_to_int(value_at(v, 2), 0) };
}

static const struct str *to_strings(struct arena *arena, struct value list, size_t *ret_count)
{
    *ret_count = list.kind == VALUE_LIST ? list.count : 0;
    if (!*ret_count)
        return NULL;
    struct str *items = ARENA_ARRAY(arena, struct str, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        items[i] = value_text(list.items[i]);
    return items;
}

enum object_field {
    O_UID, O_ADDRESS, O_BIRTH, O_ROLE, O_STATUS, O_GENERATION, O_TYPE, O_TYPE_VERSION, O_CLASS, O_PROVIDER_KEY, O_PROVIDER_NAME, O_RECIPE,
    O_ID, O_APPLIED, O_APPLIED_DIGEST, O_SOURCE_DIGEST, O_OBSERVED, O_DEPENDS_ON, O_FLAGS, O_RUN, O_AT, O_COUNT
};
enum { FLAG_PREVENT_DESTROY = 1, FLAG_CREATE_BEFORE_DESTROY = 2 };

struct value object_to_value(struct arena *arena, const struct object *o)
{
    struct value v[O_COUNT] = {
        [O_UID] = value_str(o->uid), [O_ADDRESS] = value_str(o->address), [O_BIRTH] = value_str(o->address_at_birth),
        [O_ROLE] = value_int(o->role), [O_STATUS] = value_int(o->status), [O_GENERATION] = value_int(o->generation),
        [O_TYPE] = value_str(o->type), [O_TYPE_VERSION] = value_int(o->type_version), [O_CLASS] = value_int(o->create_class),
        [O_PROVIDER_KEY] = value_str(o->provider_key), [O_PROVIDER_NAME] = value_str(o->provider_name), [O_RECIPE] = or_null(o->recipe),
        [O_ID] = value_str(o->id), [O_APPLIED] = or_null(o->applied), [O_APPLIED_DIGEST] = digest_value(arena, &o->applied_digest),
        [O_SOURCE_DIGEST] = digest_value(arena, &o->source_digest), [O_OBSERVED] = or_null(o->observed),
        [O_DEPENDS_ON] = value_list_of_strings(arena, o->depends_on, o->depends_on_count),
        [O_FLAGS] = value_int((o->prevent_destroy ? FLAG_PREVENT_DESTROY : 0) | (o->create_before_destroy ? FLAG_CREATE_BEFORE_DESTROY : 0)),
        [O_RUN] = value_int((int64_t)o->run), [O_AT] = pos_value(arena, o->at),
    };
    return value_list(arena, v, O_COUNT);
}

/* An enum as stored, beyond which no code may be led. */
static bool in_range(struct value v, int64_t last)
{
    int64_t n = value_to_int(v, -1);
    return n >= 0 && n <= last;
}

bool object_from_value(struct arena *arena, struct value v, struct object *ret, struct err *err)
{
    if (v.kind != VALUE_LIST || v.count < O_COUNT)
        return FAIL(err, ERR_FORMAT, "an object row of the log has %u fields instead of %d", v.count, O_COUNT);
    if (!in_range(value_at(v, O_ROLE), OBJECT_FORGOTTEN) || !in_range(value_at(v, O_STATUS), OBJECT_DEAD) ||
        !in_range(value_at(v, O_CLASS), CREATE_NATURAL))
        return FAIL(err, ERR_FORMAT, "an object row of the log cannot be read");
    int64_t flags = value_to_int(value_at(v, O_FLAGS), 0);
    *ret = (struct object){
        .uid = value_text(value_at(v, O_UID)), .address = value_text(value_at(v, O_ADDRESS)), .address_at_birth = value_text(value_at(v, O_BIRTH)),
        .role = (enum object_role)value_to_int(value_at(v, O_ROLE), 0), .status = (enum object_status)value_to_int(value_at(v, O_STATUS), 0),
        .generation = (uint32_t)value_to_int(value_at(v, O_GENERATION), 1), .type = value_text(value_at(v, O_TYPE)),
        .type_version = (uint32_t)value_to_int(value_at(v, O_TYPE_VERSION), 1),
        .create_class = (enum create_class)value_to_int(value_at(v, O_CLASS), 0), .provider_key = value_text(value_at(v, O_PROVIDER_KEY)),
        .provider_name = value_text(value_at(v, O_PROVIDER_NAME)), .recipe = from_null(value_at(v, O_RECIPE)),
        .id = value_text(value_at(v, O_ID)), .applied = from_null(value_at(v, O_APPLIED)), .observed = from_null(value_at(v, O_OBSERVED)),
        .prevent_destroy = flags & FLAG_PREVENT_DESTROY, .create_before_destroy = flags & FLAG_CREATE_BEFORE_DESTROY,
        .run = (uint64_t)value_to_int(value_at(v, O_RUN), 0), .at = to_pos(value_at(v, O_AT)),
    };
    to_digest(value_at(v, O_APPLIED_DIGEST), &ret->applied_digest);
    to_digest(value_at(v, O_SOURCE_DIGEST), &ret->source_digest);
    ret->depends_on = to_strings(arena, value_at(v, O_DEPENDS_ON), &ret->depends_on_count);
    return true;
}

enum intent_field {
    I_KIND, I_UID, I_ADDRESS, I_TYPE, I_TYPE_VERSION, I_CLASS, I_PROVIDER_KEY, I_PROVIDER_NAME, I_RECIPE, I_GENERATION, I_PLANNED,
    I_PLANNED_DIGEST, I_PRIOR, I_TOKEN, I_LAST_SEND, I_DEPENDS_ON, I_AT, I_BOUND, I_EFFECTS, I_RUN, I_EPOCH, I_WALL, I_COUNT
};

struct value intent_to_value(struct arena *arena, const struct intent *i)
{
    struct value v[I_COUNT] = {
        [I_KIND] = value_int(i->kind), [I_UID] = value_str(i->uid), [I_ADDRESS] = value_str(i->address), [I_TYPE] = value_str(i->type),
        [I_TYPE_VERSION] = value_int(i->type_version), [I_CLASS] = value_int(i->create_class), [I_PROVIDER_KEY] = value_str(i->provider_key),
        [I_PROVIDER_NAME] = value_str(i->provider_name), [I_RECIPE] = or_null(i->recipe), [I_GENERATION] = value_int(i->generation),
        [I_PLANNED] = or_null(i->planned), [I_PLANNED_DIGEST] = digest_value(arena, &i->planned_digest), [I_PRIOR] = or_null(i->prior),
        [I_TOKEN] = value_str(i->token), [I_LAST_SEND] = value_int(i->last_possible_send_ms),
        [I_DEPENDS_ON] = value_list_of_strings(arena, i->depends_on, i->depends_on_count), [I_AT] = pos_value(arena, i->at),
        [I_BOUND] = i->bound.kind == VALUE_MAP ? i->bound : value_map(arena, NULL, 0),
        [I_EFFECTS] = i->effects.kind == VALUE_MAP ? i->effects : value_map(arena, NULL, 0), [I_RUN] = value_int((int64_t)i->run),
        [I_EPOCH] = value_int((int64_t)i->epoch), [I_WALL] = value_int(i->wall_ms),
    };
    return value_list(arena, v, I_COUNT);
}

bool intent_from_value(struct arena *arena, struct value v, struct intent *ret, struct err *err)
{
    if (v.kind != VALUE_LIST || v.count < I_COUNT)
        return FAIL(err, ERR_FORMAT, "an intent of the log has %u fields instead of %d", v.count, I_COUNT);
    if (!in_range(value_at(v, I_KIND), INTENT_MARKS) || !in_range(value_at(v, I_CLASS), CREATE_NATURAL))
        return FAIL(err, ERR_FORMAT, "an intent of the log cannot be read");
    *ret = (struct intent){
        .kind = (enum intent_kind)value_to_int(value_at(v, I_KIND), 0), .uid = value_text(value_at(v, I_UID)),
        .address = value_text(value_at(v, I_ADDRESS)), .type = value_text(value_at(v, I_TYPE)),
        .type_version = (uint32_t)value_to_int(value_at(v, I_TYPE_VERSION), 1),
        .create_class = (enum create_class)value_to_int(value_at(v, I_CLASS), 0), .provider_key = value_text(value_at(v, I_PROVIDER_KEY)),
        .provider_name = value_text(value_at(v, I_PROVIDER_NAME)), .recipe = from_null(value_at(v, I_RECIPE)),
        .generation = (uint32_t)value_to_int(value_at(v, I_GENERATION), 1), .planned = from_null(value_at(v, I_PLANNED)),
        .prior = from_null(value_at(v, I_PRIOR)), .token = value_text(value_at(v, I_TOKEN)),
        .last_possible_send_ms = value_to_int(value_at(v, I_LAST_SEND), 0), .at = to_pos(value_at(v, I_AT)),
        .bound = value_at(v, I_BOUND), .effects = value_at(v, I_EFFECTS), .run = (uint64_t)value_to_int(value_at(v, I_RUN), 0),
        .epoch = (uint64_t)value_to_int(value_at(v, I_EPOCH), 0), .wall_ms = value_to_int(value_at(v, I_WALL), 0),
    };
    to_digest(value_at(v, I_PLANNED_DIGEST), &ret->planned_digest);
    ret->depends_on = to_strings(arena, value_at(v, I_DEPENDS_ON), &ret->depends_on_count);
    return true;
}

/* Fields that the append itself decides: written into the stored intent, so that the row alone tells the whole story. */
struct value intent_stamp(struct arena *arena, struct value v, const struct record *r)
{
    struct value *items = arena_copy(arena, v.items, v.count * sizeof *items);
    items[I_RUN] = value_int((int64_t)r->run);
    items[I_EPOCH] = value_int((int64_t)r->epoch);
    items[I_WALL] = value_int(r->wall_ms);
    return value_list(arena, items, v.count);
}

struct value intent_with_bound(struct arena *arena, struct value v, struct str name, struct value bound)
{
    struct value *items = arena_copy(arena, v.items, v.count * sizeof *items);
    items[I_BOUND] = value_with(arena, items[I_BOUND], arena_cstr(arena, name), bound);
    return value_list(arena, items, v.count);
}

struct value intent_with_effect(struct arena *arena, struct value v, struct str key, struct value outcome)
{
    struct value *items = arena_copy(arena, v.items, v.count * sizeof *items);
    items[I_EFFECTS] = value_with(arena, items[I_EFFECTS], arena_cstr(arena, key), outcome);
    return value_list(arena, items, v.count);
}

struct record record_intent(struct arena *arena, const struct intent *i)
{
    return (struct record){ .type = RECORD_INTENT, .uid = i->uid, .address = i->address, .body = intent_to_value(arena, i) };
}

struct record record_bound(struct arena *arena, const struct intent *i, struct str name, struct value v)
{
    return (struct record){ .type = RECORD_BOUND, .uid = i->uid, .address = i->address,
                            .body = value_map_of(arena, "name", value_str(name), "value", v, NULL) };
}

struct record record_effect(struct arena *arena, const struct intent *i, struct str name, struct str key, struct value outcome)
{
    return (struct record){ .type = RECORD_EFFECT, .uid = i->uid, .address = i->address,
                            .body = value_map_of(arena, "key", value_str(arena_printf(arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(key))),
                                                 "outcome", or_null(outcome), NULL) };
}

struct record record_outcome(struct arena *arena, const struct intent *i, const char *result, const struct object *o)
{
    return (struct record){ .type = RECORD_OUTCOME, .uid = i->uid, .address = i->address,
                            .body = value_map_of(arena, "result", value_cstr(result), "kind", value_cstr(intent_kind_name(i->kind)), "object",
                                                 o ? object_to_value(arena, o) : value_null(), NULL) };
}

struct record record_object(struct arena *arena, enum record_type type, const struct object *o)
{
    return (struct record){ .type = type, .uid = o->uid, .address = o->address,
                            .body = value_map_of(arena, "object", object_to_value(arena, o), NULL) };
}

struct record record_pin(struct arena *arena, const struct pin *pin)
{
    return (struct record){ .type = RECORD_PIN, .body = value_map_of(arena, "key", value_str(pin->key), "args", or_null(pin->args), "answer",
                                                                     or_null(pin->answer), NULL) };
}

struct record record_outputs(struct arena *arena, struct value map)
{
    return (struct record){ .type = RECORD_OUTPUT, .body = value_map_of(arena, "outputs", map, NULL) };
}

struct record record_run_begin(struct arena *arena, const struct run *run, struct value plan, struct value bundle, struct value inputs)
{
    return (struct record){ .type = RECORD_RUN_BEGIN, .run = run->number,
                            .body = value_map_of(arena, "who", value_str(run->who), "where", value_str(run->where), "commit",
                                                 value_str(run->commit), "command", value_str(run->command), "digest", value_str(run->digest),
                                                 "plan", or_null(plan), "bundle", or_null(bundle), "inputs", or_null(inputs), NULL) };
}

struct record record_run_end(struct arena *arena, const struct run *run)
{
    return (struct record){ .type = RECORD_RUN_END, .run = run->number,
                            .body = value_map_of(arena, "exit_code", value_int(run->exit_code), "counts", or_null(run->counts), NULL) };
}
