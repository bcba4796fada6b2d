/*
 * pass_seal.c - counts, outputs, digests. After it the plan does not change any more.
 *
 * Digest v1 (docs/formats.md 5): each acting entry is a canonical map { version, address, action, provider, uid, type, attributes,
 * id }, where an attribute is [path, prior, planned] in its managed form: value, keyed digest for sensitive ones, canonical expression for
 * what is not known. Changed outputs and allowances are entries, too. The plan's digest is SHA-256 over the sorted entry digests. No time, no host, no computed-only attribute.
 */
#include "engine/plan/plan_internal.h"

#include <stdlib.h>

enum { DIGEST_VERSION = 1 };

static struct value keyed(struct planning *p, struct arena *arena, struct value v)
{
    const struct identity *id = p->in->identity;
    struct digest d = value_digest_keyed((struct str){ (const char *)id->digest_key, sizeof id->digest_key }, v);
    return value_map_of(arena, "keyed", value_bytes(arena_str(arena, (struct str){ (const char *)d.bytes, DIGEST_BYTES })), NULL);
}

static bool has_closure(struct value v)
{
    if (!(v.flags & VALUE_HAS_UNKNOWN))
        return false;
    for (size_t i = 0; v.kind == VALUE_LIST && i < v.count; i++)
        if (has_closure(v.items[i]))
            return true;
    for (size_t i = 0; v.kind == VALUE_MAP && i < v.count; i++)
        if (has_closure(v.fields[i].value))
            return true;
    for (size_t i = 0; v.kind == VALUE_EXPR && i < v.expr->arg_count; i++)
        if (has_closure(v.expr->args[i]))
            return true;
    return v.kind == VALUE_EXPR && v.expr->kind == EXPR_CLOSURE;
}

/* What a function of the stack may have captured beside its text: everything that evaluating the same files depends on. */
static struct value given(struct planning *p, struct arena *arena)
{
    const struct config *config = p->in->config;
    struct value_builder inputs = { .arena = arena }, answers = { .arena = arena };
    for (size_t i = 0; config && i < config->inputs.count; i++)
        value_builder_put(&inputs, config->inputs.items[i].name, config->inputs.items[i].value);
    for (size_t i = 0; config && i < config->lookups.count; i++)
        if (value_given(config->lookups.items[i].answer))
            value_builder_put(&answers, config->lookups.items[i].key, config->lookups.items[i].answer);
    return keyed(p, arena, value_map_of(arena, "inputs", value_builder_map(&inputs), "answers", value_builder_map(&answers), NULL));
}

static struct value managed_form(struct planning *p, struct arena *arena, struct value v)
{
    if (has_closure(v)) {
        struct value form = value_sensitive(v) ? keyed(p, arena, v) : v;
        return value_map_of(arena, "form", form, "given", given(p, arena), NULL);
    }
    if (!value_given(v))
        return value_null();
    if (!value_sensitive(v))
        return v; /* an expression, too, may hold parts of a secret */
    return keyed(p, arena, v);
}

static struct digest entry_digest(struct planning *p, struct arena *scratch, const struct change *c)
{
    struct value_builder attrs = { .arena = scratch };
    for (size_t i = 0; i < c->attr_count; i++) {
        const struct attr_change *a = &c->attrs[i];
        if (a->computed)
            continue;
        struct value row[3] = { value_str(path_text(scratch, a->path)), managed_form(p, scratch, a->before), managed_form(p, scratch, a->after) };
        value_builder_add(&attrs, value_list(scratch, row, 3));
    }
    bool fresh = c->action == CHANGE_CREATE;
    struct value entry = value_map_of(scratch,
        "version", value_int(DIGEST_VERSION),
        "address", value_str(c->address),
        "action", value_cstr(change_action_name(c->action)),
        "type", value_cstr(c->type ? c->type->name : "?"),
        "provider", value_str(c->provider_key),
        "uid", value_str(fresh ? STR("") : c->uid),
        "id", value_str(fresh ? STR("") : str_empty(c->id) ? c->import_id : c->id),
        "generation", value_int(c->generation),
        "before_destroy", value_bool(c->pair >= 0 && c->create_before_destroy),
        "moved_from", value_str(c->moved_from),
        "attributes", value_builder_list(&attrs), NULL);
    return value_digest(entry);
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct digest));
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* What was allowed beyond the ordinary: an entry of its own. Absent: nothing. */
static struct value allowances(struct planning *p)
{
    const struct plan_input *in = p->in;
    if (!in->accept_missing && !in->allow_count)
        return VALUE_NONE;
    struct str *allows = ARENA_ARRAY(p->arena, struct str, in->allow_count + 1);
    for (size_t i = 0; i < in->allow_count; i++)
        allows[i] = in->allows[i];
    qsort(allows, in->allow_count, sizeof *allows, by_text);
    struct value row[3] = { value_cstr("allow"), value_bool(in->accept_missing), value_list_of_strings(p->arena, allows, in->allow_count) };
    return value_list(p->arena, row, 3);
}

/* The row says that it must not be destroyed, the stack does so no longer: nothing is sent, but who approves must know. */
static bool lifts_protection(const struct planning *p, const struct change *c)
{
    return c->config && c->object && c->object->prevent_destroy && !c->config->lifecycle.prevent_destroy && !(c->notes & NOTE_UNREAD) &&
           !p->plan->destroy && (!p->plan->partial || change_acts(c)) && p->in->refresh != PLAN_REFRESH_ONLY;
}

static void tell_lifted(struct planning *p)
{
    for (uint32_t i = 0; i < p->declared; i++) {
        const struct change *c = &p->plan->changes.items[i];
        if (lifts_protection(p, c))
            planning_warn(p, "%.*s: prevent_destroy is taken away; later plans may delete it", STR_ARG(c->address));
    }
}

static void seal_digest(struct planning *p)
{
    struct plan *plan = p->plan;
    VEC(struct digest) all = { 0 };
    DROP_ARENA struct arena scratch = { 0 };
    for (uint32_t i = 0; i < plan->changes.count; i++) {
        struct change *c = &plan->changes.items[i];
        c->attrs = p->nodes.items[i].attrs.items;
        c->attr_count = p->nodes.items[i].attrs.count;
        c->why = p->nodes.items[i].why.items;
        c->why_count = p->nodes.items[i].why.count;
        c->refs = p->nodes.items[i].needs;
        c->ref_count = p->nodes.items[i].need_count;
        if (c->action == CHANGE_DELETE || c->action == CHANGE_DROP || c->action == CHANGE_FORGET)
            c->attr_count = 0;
        if (i < p->declared && lifts_protection(p, c)) {
            struct value row[2] = { value_cstr("unprotect"), value_str(c->address) };
            *VEC_PUSH(&all, p->arena) = value_digest(value_list(&scratch, row, 2));
            arena_reset(&scratch);
        }
        if (!change_acts(c))
            continue;
        c->digest = entry_digest(p, &scratch, c);
        arena_reset(&scratch);
        *VEC_PUSH(&all, p->arena) = c->digest;
    }
    for (size_t i = 0; i < plan->outputs.count; i++) { /* a change of outputs alone is a change, too */
        const struct output_change *o = &plan->outputs.items[i];
        struct value row[4] = { value_cstr("output"), value_str(o->name), managed_form(p, p->arena, o->before), managed_form(p, p->arena, o->after) };
        *VEC_PUSH(&all, p->arena) = value_digest(value_list(p->arena, row, 4));
    }
    struct value allowed = allowances(p); /* who approved the plan approved these with it */
    if (value_given(allowed))
        *VEC_PUSH(&all, p->arena) = value_digest(allowed);
    if (all.count)
        qsort(all.items, all.count, sizeof all.items[0], by_bytes);
    struct str parts[2] = { { (const char[]){ DIGEST_VERSION }, 1 },
                            { all.count ? (const char *)all.items : "", all.count * sizeof(struct digest) } };
    plan->digest = digest_of_parts(parts, 2);
    plan->digest_hex = digest_hex(p->arena, &plan->digest);
}

struct left_out {
    const struct planning *p;
    bool any, without_object;
};

static void visit_left_out(void *context, const struct expr *ref)
{
    struct left_out *l = context;
    int64_t index = planning_at(l->p, ref->name);
    if (index < 0 || !l->p->nodes.items[index].left_out)
        return;
    l->any = true;
    l->without_object |= !l->p->plan->changes.items[index].object;
}

/* Does it show something that --target or --exclude leave as it is? */
static struct left_out shows_left_out(const struct planning *p, struct value v)
{
    struct left_out l = { .p = p };
    if (p->plan->partial)
        expr_each_ref(v, visit_left_out, &l);
    return l;
}

static bool seal_outputs(struct planning *p, struct err *err)
{
    struct value before;
    TRY(state_outputs(p->in->state, p->arena, &before, err));
    struct resolver resolver = planning_resolver(p);
    const struct config *config = p->in->config;
    if (p->in->refresh == PLAN_REFRESH_ONLY)
        return true;
    for (size_t i = 0; config && i < config->outputs.count; i++)
        if (shows_left_out(p, config->outputs.items[i].value).without_object)
            return true; /* apply writes outputs only when it knows them all */
    for (size_t i = 0; config && !p->in->destroy && i < config->outputs.count; i++) {
        const struct config_output *o = &config->outputs.items[i];
        struct value after;
        if (shows_left_out(p, o->value).any)
            continue;
        if (!expr_resolve(p->arena, o->value, &resolver, &after, err)) {
            err_at(err, arena_cstr(p->arena, o->at.file), (int)o->at.line, (int)o->at.column);
            return err_context(err, "output %.*s", STR_ARG(o->name));
        }
        if (o->sensitive)
            after = value_mark_sensitive(after);
        struct value old = value_get_str(before, o->name);
        if (!value_eq(old, after) || value_sensitive(old) != value_sensitive(after))
            *VEC_PUSH(&p->plan->outputs, p->arena) = (struct output_change){ .name = o->name, .before = old, .after = after,
                                                                             .sensitive = o->sensitive || value_sensitive(after) };
    }
    for (size_t i = 0; before.kind == VALUE_MAP && i < before.count; i++) {
        struct str name = { before.fields[i].key, before.fields[i].key_len };
        bool declared = false;
        for (size_t k = 0; config && !p->in->destroy && k < config->outputs.count && !declared; k++)
            declared = str_eq(config->outputs.items[k].name, name);
        if (!declared)
            *VEC_PUSH(&p->plan->outputs, p->arena) = (struct output_change){ .name = name, .before = before.fields[i].value,
                                                                             .sensitive = value_sensitive(before.fields[i].value) };
    }
    return true;
}

static void count(struct planning *p)
{
    struct plan_counts *n = &p->plan->counts;
    for (uint32_t i = 0; i < p->plan->changes.count; i++) {
        const struct change *c = &p->plan->changes.items[i];
        n->unread += (c->notes & NOTE_UNREAD) != 0;
        n->denied += (c->notes & NOTE_DENIED) != 0;
        bool drifted = false;
        for (size_t k = 0; k < c->attr_count; k++)
            drifted |= c->attrs[k].drift;
        n->drift += drifted || (c->gone && (c->action == CHANGE_CREATE || p->in->refresh == PLAN_REFRESH_ONLY));
        switch (c->action) {
        case CHANGE_KEEP:
        case CHANGE_READ:
            n->keep++;
            break;
        case CHANGE_CREATE:
            *(c->pair >= 0 ? &n->replace : &n->create) += 1;
            break;
        case CHANGE_DELETE:
            n->delete += c->pair < 0;
            break;
        case CHANGE_UPDATE:
            n->update++;
            break;
        case CHANGE_FORGET:
            n->forget++;
            break;
        case CHANGE_IMPORT:
            n->import++;
            break;
        case CHANGE_MOVE:
            n->move++;
            break;
        case CHANGE_MARKS:
            n->marks++;
            break;
        case CHANGE_ADOPT:
        case CHANGE_REISSUE:
        case CHANGE_DROP:
            n->settle++;
            break;
        case CHANGE_ACTION_COUNT:
            break;
        }
    }
}

/* What binds later deletes (prevent_destroy, order) stands in the row: it must follow the stack even when nothing else changes. */
static bool row_is_stale(const struct planning *p, const struct change *c)
{
    const struct object *o = c->object;
    if (o->prevent_destroy != c->config->lifecycle.prevent_destroy || o->create_before_destroy != c->create_before_destroy ||
        o->depends_on_count != c->ref_count)
        return true;
    for (size_t i = 0; i < c->ref_count; i++)
        if (!str_eq(o->depends_on[i], p->plan->changes.items[c->refs[i]].uid))
            return true;
    return false;
}

static void find_stale_rows(struct planning *p)
{
    for (uint32_t i = 0; i < p->declared && !p->plan->partial && !p->plan->destroy && !p->plan->stale_rows; i++) {
        const struct change *c = &p->plan->changes.items[i];
        p->plan->stale_rows = c->action == CHANGE_KEEP && c->object && !c->notes && row_is_stale(p, c);
    }
}

bool plan_pass_seal(struct planning *p, struct err *err)
{
    TRY(seal_outputs(p, err));
    tell_lifted(p);
    seal_digest(p);
    count(p);
    find_stale_rows(p);
    return true;
}
