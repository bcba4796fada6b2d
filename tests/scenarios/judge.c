/*
 * judge.c - what must hold, by what the world and the log say. The engine's own opinion is not asked.
 */
#include "tests/scenarios/scenarios.h"

#include "providers/aws/sim/call.h"

#include <dirent.h>

/* ---- What the log says ------------------------------------------------------------------------------------------------ */

bool judge_durable(struct scenario *s, struct str step)
{
    if (!step.len || !s->session || !engine_reader(s))
        return false;
    for (size_t i = 0; i < s->open_tokens.count; i++)
        if (str_eq(s->open_tokens.items[i], step))
            return true;
    DROP_ARENA struct arena scratch = { 0 };
    struct intent *intents;
    size_t count;
    struct err err = { 0 };
    if (!state_intents(s->reader, &scratch, &intents, &count, &err)) {
        problem(s, "harness: the log cannot be read: %s", err.message);
        return true;
    }
    bool found = false;
    s->open_tokens.count = 0;
    for (size_t i = 0; i < count; i++) {
        *VEC_PUSH(&s->open_tokens, &s->session_memory) = arena_str(&s->session_memory, intents[i].token);
        found |= str_eq(intents[i].token, step);
    }
    return found;
}

struct books {
    struct arena arena;
    struct object *rows;
    size_t row_count;
    struct intent *intents;
    size_t intent_count;
    struct map seen; /* uid -> id of the live object that carries it */
};

static const struct object *row_of(const struct books *b, struct str uid)
{
    for (size_t i = 0; i < b->row_count; i++)
        if (str_eq(b->rows[i].uid, uid) && b->rows[i].role != OBJECT_FORGOTTEN)
            return &b->rows[i];
    return NULL;
}

static bool row_with_id(const struct books *b, const char *type, struct str id)
{
    for (size_t i = 0; i < b->row_count; i++)
        if (str_is(b->rows[i].type, type) && str_eq(b->rows[i].id, id))
            return true;
    return false;
}

static bool is_open(const struct books *b, struct str uid)
{
    for (size_t i = 0; i < b->intent_count; i++)
        if (str_eq(b->intents[i].uid, uid))
            return true;
    return false;
}

/* ---- What the world says ---------------------------------------------------------------------------------------------- */

static struct value tags_of(const struct type *type, const struct sim_object *o)
{
    return type->name ? value_get(o->data, type->tags ? type->tags : "Tags") : VALUE_NONE;
}

/* A trace of what was, or of what never came to be, is listed for an hour. */
static bool is_live(const struct sim_object *o)
{
    return !o->gone_ms && !value_is(value_get(o->data, "State"), "deleted") && !value_is(value_get(o->data, "State"), "failed");
}

/* A create of class G that the network delivers twice makes two: no client can prevent it. The next run must take one away. */
static bool may_have_twins(const struct scenario *s, const struct type *type)
{
    bool tagged_only = type == &sim_type_vpc || type == &sim_type_internet_gateway || type == &sim_type_address;
    return tagged_only && s->delivered_twice;
}

static void judge_object(struct scenario *s, struct books *b, const struct type *type, const struct sim_object *o, struct str mark)
{
    struct value tags = tags_of(type, o);
    struct str uid = value_text(call_tag_value(tags, STR("infra:uid")));
    if (!uid.len || !str_eq(value_text(call_tag_value(tags, STR("infra:stack"))), mark))
        return;
    if (map_put(&b->seen, uid, (void *)o)) {
        if (!may_have_twins(s, type))
            problem(s, "two objects with the uid %.*s (%.*s)", STR_ARG(uid), STR_ARG(value_text(call_tag_value(tags, STR("infra:address")))));
        s->twins++;
        return;
    }
    const struct object *row = row_of(b, uid);
    if (!row && !is_open(b, uid))
        problem(s, "orphan: %.*s of %.*s is in no row and no open intent", STR_ARG(o->id), STR_ARG(value_text(call_tag_value(tags, STR("infra:address")))));
    struct str id = type == &sim_type_key_pair ? value_text(value_get(o->data, "KeyName")) : o->id;
    if (row && !is_open(b, uid) && !str_eq(row->id, id) && !may_have_twins(s, type))
        problem(s, "%.*s has the id '%.*s' in state, the cloud's is %.*s", STR_ARG(row->address), STR_ARG(row->id), STR_ARG(id));
}

static const struct sim_object *find_object(struct scenario *s, struct str key, struct str id)
{
    const struct type *type = call_type_of_id(id);
    struct str scope = str_ends(key, STR(FAR_REGION)) ? STR(ACCOUNT "/" FAR_REGION) : STR(ACCOUNT "/" NEAR_REGION);
    const struct sim_object *o = type ? sim_get(s->world, str_of(type->kind), scope, id) : NULL;
    return o && is_live(o) ? o : NULL;
}

static bool route_is_there(struct scenario *s, const struct object *row)
{
    struct str rest = row->id, table = str_split(&rest, '_');
    const struct sim_object *o = find_object(s, row->provider_key, table);
    struct value routes = o ? value_get(o->data, "Routes") : VALUE_NONE;
    for (uint32_t i = 0; i < routes.count; i++)
        if (str_eq(value_text(value_get(value_at(routes, i), "DestinationCidrBlock")), rest))
            return true;
    return false;
}

static void judge_row(struct scenario *s, const struct books *b, const struct object *row)
{
    if (!str_is(row->provider_name, "aws") || row->role == OBJECT_FORGOTTEN || is_open(b, row->uid))
        return;
    bool there;
    if (str_is(row->type, "aws_route"))
        there = route_is_there(s, row);
    else if (str_is(row->type, "aws_key_pair"))
        there = map_find(&b->seen, row->uid) != NULL;
    else
        there = find_object(s, row->provider_key, row->id) != NULL;
    if (!there)
        problem(s, "row without an object: %.*s %.*s", STR_ARG(row->address), STR_ARG(row->id));
}

/* Routes and associations carry no marks: in a table of ours each must be somebody's. */
static void judge_table(struct scenario *s, const struct books *b, const struct sim_object *o)
{
    struct str uid = value_text(call_tag_value(value_get(o->data, "Tags"), STR("infra:uid")));
    const struct object *row = row_of(b, uid);
    struct value routes = value_get(o->data, "Routes");
    for (uint32_t i = 0; uid.len && row && i < routes.count; i++) {
        struct value r = value_at(routes, i);
        struct str to = value_text(value_get(r, "DestinationCidrBlock"));
        if (!value_is(value_get(r, "Origin"), "CreateRoute") || !to.len || value_get(row->applied, "route").count)
            continue;
        if (!row_with_id(b, "aws_route", arena_printf(&s->session_memory, "%.*s_%.*s", STR_ARG(o->id), STR_ARG(to))))
            problem(s, "orphan: a route of %.*s to %.*s is in no row", STR_ARG(row->address), STR_ARG(to));
    }
}

static void judge_untagged(struct scenario *s, const struct books *b, const struct type *type, const struct sim_object *o)
{
    if (type == &sim_type_route_association && !value_to_bool(value_get(o->data, "Main"), false) && !world_is_foreign(s, o->kind, o->scope, o->id) &&
        !row_with_id(b, "aws_route_table_association", o->id))
        problem(s, "orphan: the association %.*s is in no row", STR_ARG(o->id));
    if (type == &sim_type_route_table && !world_is_foreign(s, o->kind, o->scope, o->id))
        judge_table(s, b, o);
}

void judge(struct scenario *s, bool done)
{
    struct books b = { 0 };
    s->twins = 0;
    b.seen.arena = &b.arena;
    struct err err = { 0 };
    if (!engine_reader(s) || !state_objects(s->reader, &b.arena, &b.rows, &b.row_count, &err) ||
        !state_intents(s->reader, &b.arena, &b.intents, &b.intent_count, &err)) {
        problem(s, "harness: the log cannot be read: %s", err.message);
        arena_done(&b.arena);
        return;
    }
    const struct sim_object *o;
    const struct type *type;
    for (size_t k = 0; world_scopes[k]; k++)
        for (size_t t = 0; (type = call_type_at(t)); t++)
            for (size_t i = 0; (o = sim_next(s->world, str_of(type->kind), str_of(world_scopes[k]), &i));) {
                if (!is_live(o))
                    continue;
                judge_object(s, &b, type, o, session_identity(s->session)->mark_stack);
                if (done)
                    judge_untagged(s, &b, type, o);
            }
    for (size_t i = 0; done && i < b.row_count; i++)
        judge_row(s, &b, &b.rows[i]);
    for (size_t i = 0; done && i < b.intent_count; i++)
        problem(s, "exit 0 with an open intent of %.*s", STR_ARG(b.intents[i].address));
    for (size_t i = 0; i < b.row_count; i++)
        if (str_is(b.rows[i].type, "core_random_password") && value_text(value_get(b.rows[i].observed, "result")).len)
            s->password = arena_str(&s->memory, value_text(value_get(b.rows[i].observed, "result")));
    arena_done(&b.arena);
}

void judge_foreign(struct scenario *s)
{
    for (size_t i = 0; i < s->foreign.count; i++) {
        const struct foreign *f = &s->foreign.items[i];
        const struct sim_object *o = sim_get(s->world, f->kind, f->scope, f->id);
        if (!o || !value_eq(o->data, f->data))
            problem(s, "foreign object %s: %.*s", o ? "touched" : "deleted", STR_ARG(f->id));
    }
}

void judge_emptiness(struct scenario *s)
{
    const struct sim_object *o;
    const struct type *type;
    for (size_t k = 0; world_scopes[k]; k++)
        for (size_t t = 0; (type = call_type_at(t)); t++)
            for (size_t i = 0; (o = sim_next(s->world, str_of(type->kind), str_of(world_scopes[k]), &i));)
                if (is_live(o) && !world_is_foreign(s, o->kind, o->scope, o->id))
                    problem(s, "left after destroy: %.*s %.*s", STR_ARG(o->id), STR_ARG(value_text(value_get(o->data, "State"))));
}

/* ---- Secrets ---------------------------------------------------------------------------------------------------------- */

static void look_into(struct scenario *s, struct str text, const char *where)
{
    if (str_find(text, STR(SECRET_INPUT)) >= 0)
        problem(s, "the secret input stands in %s", where);
    if (s->password.len >= 12 && str_find(text, s->password) >= 0)
        problem(s, "the generated password stands in %s", where);
}

static void look_into_folder(struct scenario *s, const char *path)
{
    static struct io files = { .ops = &io_real_ops };
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        DROP_ARENA struct arena scratch = { 0 };
        struct str text, at = arena_printf(&scratch, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] == '.' && strcmp(entry->d_name, ".infra") != 0)
            continue;
        if (io_file_read(&files, &scratch, at.ptr, 64 << 20, &text, NULL))
            look_into(s, text, at.ptr);
        else
            look_into_folder(s, at.ptr);
    }
    if (folder)
        (void)closedir(folder);
}

void judge_secrets(struct scenario *s)
{
    look_into(s, buf_str(&s->shown), "what was shown");
    look_into_folder(s, s->folder);
}
