/*
 * case_state.c - what a case says was applied, is there, was begun, was answered: rows of a real log, and the cloud as it is.
 *
 * A line is an address (or a name) and words: `key=value` is an attribute, `(key=value)` one that only the cloud gave, `[flag text]`
 * says something about the row. Values are written as their attribute's type wants them, lists and maps as JSON.
 */
#include "tests/cases/cases.h"

#include <ctype.h>
#include <stdlib.h>

bool next_word(struct str *rest, struct str *ret)
{
    *rest = str_trim(*rest);
    size_t depth = 0, n = 0;
    bool quoted = false;
    for (; n < rest->len; n++) {
        char ch = rest->ptr[n];
        if (quoted && ch == '\\')
            n++;
        else if (ch == '"')
            quoted = !quoted;
        else if (!quoted && strchr("[({", ch))
            depth++;
        else if (!quoted && strchr("])}", ch) && depth)
            depth--;
        else if (!quoted && !depth && isspace((unsigned char)ch))
            break;
    }
    *ret = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->len);
    return n > 0;
}

static int by_value(const void *a, const void *b)
{
    return value_cmp(*(const struct value *)a, *(const struct value *)b);
}

struct value read_value(struct arena *arena, const struct attr *attr, struct str text)
{
    struct value v;
    struct err err = { 0 };
    bool plain = attr && attr->type == ATTR_STRING && !(text.len && text.ptr[0] == '"');
    if (plain || !value_from_json(arena, text, &v, &err))
        return value_str_copy(arena, text);
    if (attr && (attr->type == ATTR_STRING_SET || attr->type == ATTR_OBJECT_SET) && v.kind == VALUE_LIST) {
        struct value *items = arena_copy(arena, v.items, v.count * sizeof *items);
        qsort(items, v.count, sizeof *items, by_value);
        return value_list(arena, items, v.count);
    }
    return v;
}

/* A line, taken apart. */
struct line {
    struct str address;
    const struct resource_type *type;
    const struct provider_type *provider;
    struct value given, seen;        /* given: what the stack had said; seen: all that the cloud says */
    VEC(struct str) flags;           /* without their brackets */
    VEC(struct str) depends_on;
};

static struct str flag_of(const struct line *l, const char *name, bool *ret_has)
{
    for (size_t i = 0; i < l->flags.count; i++) {
        struct str text = l->flags.items[i], word = str_split(&text, ' ');
        if (str_is(word, name)) {
            *ret_has = true;
            return str_trim(text);
        }
    }
    *ret_has = false;
    return STR_NONE;
}

static bool has(const struct line *l, const char *name)
{
    bool has;
    (void)flag_of(l, name, &has);
    return has;
}

static struct str flag_text(const struct line *l, const char *name, struct str fallback)
{
    bool has;
    struct str text = flag_of(l, name, &has);
    return has ? text : fallback;
}

static bool read_attr(struct seeding *s, struct line *l, struct str word, bool seen_only, struct err *err)
{
    struct arena *arena = &s->c->arena;
    ptrdiff_t at = str_find_char(word, '=');
    if (at <= 0)
        return FAIL(err, ERR_INVALID, "%.*s: `%.*s` is no key=value", STR_ARG(l->address), STR_ARG(word));
    struct str key = str_slice(word, 0, (size_t)at), text = str_slice(word, (size_t)at + 1, word.len);
    if (str_is(key, "depends_on")) {
        while (text.ptr)
            *VEC_PUSH(&l->depends_on, arena) = str_split(&text, ',');
        return true;
    }
    const struct attr *attr = schema_find(l->type->attrs, key);
    if (!attr)
        return FAIL(err, ERR_INVALID, "%s has no attribute %.*s", l->type->name, STR_ARG(key));
    struct value v = text.len ? read_value(arena, attr, text) : value_null(); /* "key=": the cloud says that there is none */
    const char *name = arena_cstr(arena, key);
    if (!seen_only && attr->flags & (REQUIRED | OPTIONAL))
        l->given = value_with(arena, l->given, name, v);
    if (!(attr->flags & WRITE_ONLY))
        l->seen = value_with(arena, l->seen, name, v);
    return true;
}

static bool read_line(struct seeding *s, struct str rest, struct str address, struct line *l, struct err *err)
{
    struct arena *arena = &s->c->arena;
    struct address parts;
    TRY(address_parse(address, &parts, err));
    *l = (struct line){ .address = address, .given = value_map(arena, NULL, 0), .seen = value_map(arena, NULL, 0) };
    l->type = registry_type(cloud_registry(), parts.type, &l->provider);
    if (!l->type)
        return FAIL(err, ERR_INVALID, "no type %.*s", STR_ARG(parts.type));
    struct str word;
    while (next_word(&rest, &word)) {
        struct str inside = word.len > 1 ? str_slice(word, 1, word.len - 1) : STR_NONE;
        if (word.ptr[0] == '[')
            *VEC_PUSH(&l->flags, arena) = inside;
        else
            TRY(read_attr(s, l, word.ptr[0] == '(' ? inside : word, word.ptr[0] == '(', err));
    }
    l->given = schema_mark_sensitive(arena, l->type->attrs, l->given);
    l->seen = schema_mark_sensitive(arena, l->type->attrs, l->seen);
    return true;
}

/* Calls `take` for each line that is not empty and no comment. Its first word comes apart. */
static bool each_line(struct seeding *s, const char *section, bool (*take)(struct seeding *s, struct str first, struct str rest, struct err *err),
                      struct err *err)
{
    const struct section *found = scenario_find(s->c, section);
    struct str text = found ? found->text : STR_NONE;
    while (text.ptr) {
        struct str line = str_trim(str_split(&text, '\n')), first;
        if (!line.len || line.ptr[0] == '#' || !next_word(&line, &first))
            continue;
        if (!take(s, first, line, err))
            return err_context(err, "@%s %.*s", section, STR_ARG(first));
    }
    return true;
}

static bool append(struct seeding *s, struct record record, struct err *err)
{
    record.run = 1;
    return state_append(s->state, &record, 1, err);
}

static struct str uid_of(struct seeding *s, const struct line *l)
{
    return flag_text(l, "uid", arena_printf(&s->c->arena, "uid-%.*s", STR_ARG(l->address)));
}

/* ---- @state -------------------------------------------------------------------------------------------------------- */

static bool mentions(struct value v, struct str id)
{
    if (v.kind == VALUE_STRING)
        return str_eq(value_text(v), id);
    for (uint32_t i = 0; (v.kind == VALUE_LIST || v.kind == VALUE_MAP) && i < v.count; i++)
        if (mentions(v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value, id))
            return true;
    return false;
}

/* The objects it was made from: those whose ids it holds, and those the line names. */
static void find_dependencies(struct seeding *s, const struct line *l, struct object *o)
{
    struct arena *arena = &s->c->arena;
    VEC(struct str) uids = { 0 };
    for (size_t i = 0; i < cloud.objects.count; i++) {
        const struct seen *other = &cloud.objects.items[i];
        bool named = false;
        for (size_t k = 0; k < l->depends_on.count; k++)
            named |= str_eq(l->depends_on.items[k], other->address);
        if (named || (other->id.len && mentions(l->given, other->id)))
            *VEC_PUSH(&uids, arena) = other->mark_uid;
    }
    o->depends_on = uids.items;
    o->depends_on_count = uids.count;
}

static bool take_row(struct seeding *s, struct str address, struct str rest, struct err *err)
{
    struct line l;
    TRY(read_line(s, rest, address, &l, err));
    int64_t generation = 1;
    (void)str_to_i64(flag_text(&l, "generation", STR("1")), &generation);
    struct str id = value_text(value_get(l.seen, "id"));
    struct object o = {
        .uid = uid_of(s, &l), .address = address, .address_at_birth = flag_text(&l, "born", address),
        .role = has(&l, "deposed") ? OBJECT_DEPOSED : has(&l, "forgotten") ? OBJECT_FORGOTTEN : OBJECT_CURRENT,
        .status = has(&l, "partial") ? OBJECT_PARTIAL : has(&l, "dead") ? OBJECT_DEAD : OBJECT_READY, .generation = (uint32_t)generation,
        .type = str_of(l.type->name), .type_version = l.type->version, .create_class = l.type->create_class,
        .provider_key = flag_text(&l, "key", cloud_key(l.provider)), .provider_name = str_of(l.provider->name), .recipe = value_null(), .id = id,
        .applied = l.given, .observed = l.seen, .prevent_destroy = has(&l, "protected"), .create_before_destroy = has(&l, "before"), .run = 1,
        .at = { .file = STR("stack.lua") },
    };
    o.applied_digest = value_digest(o.applied);
    find_dependencies(s, &l, &o);
    bool core = l.type->create_class == CREATE_STATE, marked = !core && l.type->reader->tags;
    *VEC_PUSH(&cloud.objects, cloud.arena) = (struct seen){
        .type = l.type, .id = id, .address = address, .key = o.provider_key, .mark_uid = o.uid, .mark_stack = marked ? s->identity->mark_stack : STR_NONE,
        .attrs = l.seen, .health = HEALTH_READY, .gone = core };
    return append(s, record_object(&s->c->arena, RECORD_IMPORT, &o), err);
}

/* ---- @live --------------------------------------------------------------------------------------------------------- */

static void take_health(const struct line *l, struct seen *o)
{
    if (has(l, "dead")) {
        o->health = HEALTH_DEAD;
        o->reason = flag_text(l, "dead", STR_NONE);
    }
    if (has(l, "pending"))
        o->health = HEALTH_PENDING;
    if (has(l, "trace"))
        o->health = HEALTH_GONE;
    o->gone |= has(l, "gone");
    o->mark_uid = has(l, "unmarked") ? STR_NONE : flag_text(l, "uid", o->mark_uid);
    o->mark_stack = has(l, "unmarked") ? STR_NONE : flag_text(l, "stack", o->mark_stack);
}

/* Something that no row is about: found by its mark, its parent, or imported by its id. */
static bool take_stranger(struct seeding *s, struct str rest, struct err *err)
{
    struct str address;
    struct line l;
    if (!next_word(&rest, &address))
        return FAIL(err, ERR_INVALID, "+ wants an address");
    TRY(read_line(s, rest, address, &l, err));
    struct seen o = { .type = l.type, .key = flag_text(&l, "key", cloud_key(l.provider)), .id = value_text(value_get(l.seen, "id")),
                      .address = address, .attrs = l.seen, .health = HEALTH_READY, .mark_uid = uid_of(s, &l), .mark_stack = s->identity->mark_stack };
    take_health(&l, &o);
    *VEC_PUSH(&cloud.objects, cloud.arena) = o;
    return true;
}

static bool take_live(struct seeding *s, struct str first, struct str rest, struct err *err)
{
    if (str_is(first, "+"))
        return take_stranger(s, rest, err);
    if (str_is(first, "unreadable") || str_is(first, "unreachable")) {
        struct cloud_word word = { .name = str_trim(rest) };
        if (str_is(first, "unreadable"))
            *VEC_PUSH(&cloud.unreadable, cloud.arena) = word;
        else
            *VEC_PUSH(&cloud.unreachable, cloud.arena) = word;
        return true;
    }
    if (str_is(first, "account")) {
        cloud.account = str_trim(rest);
        return true;
    }
    if (str_is(first, "lookup")) {
        struct str name;
        (void)next_word(&rest, &name);
        *VEC_PUSH(&cloud.lookups, cloud.arena) = (struct cloud_word){ name, read_value(&s->c->arena, NULL, str_trim(rest)) };
        return true;
    }
    struct line l;
    TRY(read_line(s, rest, first, &l, err));
    for (size_t i = 0; i < cloud.objects.count; i++) {
        struct seen *o = &cloud.objects.items[i];
        if (!str_eq(o->address, first))
            continue;
        take_health(&l, o);
        o->attrs = value_merge(&s->c->arena, o->attrs, l.seen);
        return true;
    }
    return FAIL(err, ERR_INVALID, "no row has this address; + adds something unknown");
}

/* ---- @intents, @outputs, @pins ---------------------------------------------------------------------------------------- */

static bool take_intent(struct seeding *s, struct str kind, struct str rest, struct err *err)
{
    struct str address;
    struct line l;
    if (!next_word(&rest, &address))
        return FAIL(err, ERR_INVALID, "an intent is about an address");
    TRY(read_line(s, rest, address, &l, err));
    struct arena *arena = &s->c->arena;
    int64_t sent_s = 3600, now = io_wall_ms(s->io), generation = 1;
    (void)str_to_i64(flag_text(&l, "sent", STR("3600")), &sent_s);
    (void)str_to_i64(flag_text(&l, "generation", STR("1")), &generation);
    struct intent intent = {
        .run = 1, .uid = uid_of(s, &l), .address = address, .type = str_of(l.type->name), .provider_key = cloud_key(l.provider),
        .provider_name = str_of(l.provider->name), .recipe = value_null(), .generation = (uint32_t)generation, .type_version = l.type->version,
        .create_class = l.type->create_class, .planned = l.given, .planned_digest = value_digest(l.given),
        .last_possible_send_ms = now - sent_s * 1000, .at = { .file = STR("stack.lua") },
    };
    while (intent.kind <= INTENT_MARKS && !str_is(kind, intent_kind_name(intent.kind)))
        intent.kind++;
    if (intent.kind > INTENT_MARKS)
        return FAIL(err, ERR_INVALID, "no kind of step");
    struct object o = { 0 };
    find_dependencies(s, &l, &o);
    intent.depends_on = o.depends_on;
    intent.depends_on_count = o.depends_on_count;
    TRY(append(s, record_intent(arena, &intent), err));
    if (!has(&l, "bound"))
        return true;
    return append(s, record_bound(arena, &intent, STR("id"), value_str(flag_text(&l, "bound", STR_NONE))), err);
}

static bool take_outputs(struct seeding *s, struct err *err)
{
    const struct section *found = scenario_find(s->c, "outputs");
    if (!found)
        return true;
    struct value_builder b = { .arena = &s->c->arena };
    struct str text = found->text, name;
    while (text.ptr) {
        struct str line = str_trim(str_split(&text, '\n'));
        if (next_word(&line, &name))
            value_builder_put(&b, name, read_value(&s->c->arena, NULL, str_trim(line)));
    }
    return append(s, record_outputs(&s->c->arena, value_builder_map(&b)), err);
}

/* Its key holds a digest of the arguments: the stack that asks is asked for it. */
static bool take_pin(struct seeding *s, struct str name, struct str rest, struct err *err)
{
    for (size_t i = 0; s->config && i < s->config->lookups.count; i++) {
        const struct config_lookup *l = &s->config->lookups.items[i];
        if (!str_eq(l->name, name))
            continue;
        struct pin pin = { .key = l->key, .args = l->args, .answer = read_value(&s->c->arena, NULL, str_trim(rest)) };
        return append(s, record_pin(&s->c->arena, &pin), err);
    }
    return FAIL(err, ERR_INVALID, "the stack does not ask for it");
}

bool seed(struct seeding *s, struct err *err)
{
    struct run run = { .number = 1, .who = STR("case"), .where = STR("here"), .command = STR("apply"), .digest = STR("") };
    bool open = scenario_find(s->c, "intents");
    TRY(append(s, record_run_begin(&s->c->arena, &run, value_null(), value_null(), value_null()), err));
    TRY(each_line(s, "state", take_row, err));
    TRY(each_line(s, "intents", take_intent, err));
    TRY(each_line(s, "pins", take_pin, err));
    TRY(take_outputs(s, err));
    TRY(each_line(s, "live", take_live, err));
    return open || append(s, record_run_end(&s->c->arena, &run), err);
}
