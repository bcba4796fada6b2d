/*
 * pass_diff.c - in the configuration's order: what a resource is to be, how that differs from what is, and so what is to be done.
 *
 * One walk resolves and decides together, because what is known of a resource depends on what is decided for those it refers to.
 */
#include "engine/plan/plan_internal.h"

static struct value digest_input(const struct config_resource *r)
{
    return r->args;
}

/*
 * Does the text alone say what it comes to? A reference to a state-only resource that is kept, yes; an input, a lookup, a function with
 * what it captured, or an object that others may change, no: the same expression may mean something else today.
 */
static bool text_decides(const struct planning *p, struct value v)
{
    if (!(v.flags & VALUE_HAS_UNKNOWN))
        return true;
    for (size_t i = 0; v.kind == VALUE_LIST && i < v.count; i++)
        if (!text_decides(p, v.items[i]))
            return false;
    for (size_t i = 0; v.kind == VALUE_MAP && i < v.count; i++)
        if (!text_decides(p, v.fields[i].value))
            return false;
    if (v.kind != VALUE_EXPR)
        return true;
    switch (v.expr->kind) {
    case EXPR_REF: {
        int64_t to = planning_at(p, v.expr->name);
        return to >= 0 && (uint64_t)to < p->declared && p->plan->changes.items[to].type->create_class == CREATE_STATE;
    }
    case EXPR_CALL:
        for (size_t i = 0; i < v.expr->arg_count; i++)
            if (!text_decides(p, v.expr->args[i]))
                return false;
        return true;
    case EXPR_CLOSURE:
    case EXPR_INPUT:
    case EXPR_LOOKUP:
        break;
    }
    return false;
}

/* The same text as last time over unchanged neighbours: nothing can differ. Only where nothing outside can have changed it. */
static bool surely_unchanged(struct planning *p, uint32_t index)
{
    const struct change *c = &p->plan->changes.items[index];
    const struct node *n = &p->nodes.items[index];
    if (!c->object || c->type->create_class != CREATE_STATE || c->object->status != OBJECT_READY || c->settled || c->marks)
        return false;
    if (c->object->type_version != c->type->version || value_given(c->config->lifecycle.replace_triggered_by))
        return false;
    if (!text_decides(p, c->config->args))
        return false;
    struct digest source = value_digest(c->config->args);
    if (!digest_eq(&source, &c->object->source_digest))
        return false;
    for (size_t i = 0; i < n->need_count; i++)
        if (change_acts(&p->plan->changes.items[n->needs[i]]))
            return false;
    return true;
}

static bool fail_at(struct planning *p, const struct change *c, struct err *err)
{
    struct pos at = c->at;
    err_at(err, arena_cstr(p->arena, at.file), (int)at.line, (int)at.column);
    return err_context(err, "%.*s", STR_ARG(c->address));
}

static void fill_defaults(struct planning *p, uint32_t index, uint32_t generation)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    struct str derived = STR_NONE;
    if (c->type->derived_name)
        derived = identity_derived_name(p->arena, p->in->identity, c->address, c->config->name, generation, c->type->derived_name_max);
    c->derived_name = derived;
    n->want_full = plan_with_defaults(p->arena, c->type, n->want, derived);
}

/* default_tags and the like: laid under what the stack says, also where that is not known yet. */
static bool add_provider_defaults(struct planning *p, uint32_t index, struct err *err)
{
    const struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    struct value defaults = c->provider ? c->provider->defaults : VALUE_NONE;
    for (size_t i = 0; defaults.kind == VALUE_MAP && i < defaults.count; i++) {
        const char *name = defaults.fields[i].key;
        if (!schema_find(c->type->attrs, str_of(name)))
            continue;
        struct value own = value_get(n->want, name), both[2] = { defaults.fields[i].value, own };
        if (!value_present(own))
            own = both[0];
        else if (own.kind == VALUE_MAP)
            own = value_merge(p->arena, both[0], own);
        else
            TRY(expr_call(p->arena, STR("merge"), both, 2, c->at, &own, err));
        n->want = value_with(p->arena, n->want, name, own);
    }
    return true;
}

/* Configuration with references replaced by what is known, checked again where values became known only now. */
static bool settle_want(struct planning *p, uint32_t index, uint32_t generation, struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    n->want = digest_input(c->config);
    if (n->want.flags & VALUE_HAS_UNKNOWN) {
        struct resolver resolver = planning_resolver(p);
        struct value resolved;
        if (!expr_resolve(p->arena, n->want, &resolver, &resolved, err) ||
            !schema_recheck(p->arena, c->type->attrs, resolved, &n->want, err))
            return fail_at(p, c, err);
    }
    if (!add_provider_defaults(p, index, err))
        return fail_at(p, c, err);
    fill_defaults(p, index, generation);
    return true;
}

struct triggers {
    struct planning *p;
    const struct expr *hit;
};

static bool attr_changes(const struct planning *p, uint32_t index, struct path path)
{
    const struct change *c = &p->plan->changes.items[index];
    const struct node *n = &p->nodes.items[index];
    if (!path.count)
        return change_acts(c) && c->action != CHANGE_MOVE && c->action != CHANGE_MARKS;
    if (c->action == CHANGE_CREATE || c->action == CHANGE_REISSUE || n->replace)
        return true;
    const struct attr *attr = schema_find(c->type->attrs, path.steps[0].name);
    if (planning_updates(p, index) && attr && attr->flags & VOLATILE)
        return true;
    for (size_t i = 0; i < n->attrs.count; i++)
        if (path_covers(path, n->attrs.items[i].path) || path_covers(n->attrs.items[i].path, path))
            return true;
    return false;
}

static void visit_trigger(void *context, const struct expr *ref)
{
    struct triggers *t = context;
    int64_t index = planning_at(t->p, ref->name);
    if (!t->hit && index >= 0 && attr_changes(t->p, (uint32_t)index, ref->path))
        t->hit = ref;
}

static bool asked_to_replace(const struct planning *p, struct str address)
{
    for (size_t i = 0; i < p->in->replace_count; i++)
        if (str_eq(p->in->replaces[i], address))
            return true;
    return false;
}

/* Reasons to replace that are not a differing attribute. */
static void other_reasons(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    if (asked_to_replace(p, c->address)) {
        n->replace = true;
        planning_cause(p, index, (struct cause){ .kind = CAUSE_ASKED, .text = STR("--replace asked for it") });
    }
    if (n->health == HEALTH_DEAD || c->object->status == OBJECT_DEAD) {
        n->replace = true;
        planning_cause(p, index, (struct cause){ .kind = CAUSE_DEAD,
            .text = str_empty(n->reason) ? STR("it failed and cannot become ready")
                                         : arena_printf(p->arena, "it failed: %.*s", STR_ARG(n->reason)) });
    }
    struct triggers t = { .p = p };
    if (value_given(c->config->lifecycle.replace_triggered_by))
        expr_each_ref(c->config->lifecycle.replace_triggered_by, visit_trigger, &t);
    if (t.hit) {
        n->replace = true;
        planning_cause(p, index, (struct cause){ .kind = CAUSE_TRIGGER, .address = t.hit->name, .path = t.hit->path, .at = t.hit->at,
            .text = arena_printf(p->arena, "replace_triggered_by: %.*s changes", STR_ARG(expr_text(p->arena, t.hit))) });
    }
}

struct origins {
    struct planning *p;
    uint32_t index;
};

/* A changed attribute that came through a reference: name the change behind it. */
static void visit_origin(void *context, const struct expr *ref)
{
    struct origins *o = context;
    int64_t from = planning_at(o->p, ref->name);
    if (from < 0 || !attr_changes(o->p, (uint32_t)from, ref->path))
        return;
    const struct node *n = &o->p->nodes.items[o->index];
    for (size_t i = 0; i < n->why.count; i++)
        if (n->why.items[i].kind != CAUSE_CONFIG && str_eq(n->why.items[i].address, ref->name))
            return;
    const struct change *source = &o->p->plan->changes.items[from];
    bool replaced = o->p->nodes.items[from].replace;
    bool created = source->action == CHANGE_CREATE || source->action == CHANGE_REISSUE;
    planning_cause(o->p, o->index, (struct cause){
        .kind = replaced ? CAUSE_REPLACED : CAUSE_UPSTREAM, .address = ref->name, .path = ref->path, .at = source->at,
        .text = arena_printf(o->p->arena, "%.*s is %s", STR_ARG(ref->name), replaced ? "replaced" : created ? "created" : "changed") });
}

static void explain(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    for (size_t i = 0; i < n->attrs.count; i++) {
        const struct attr_change *a = &n->attrs.items[i];
        struct value source = path_get(c->config->args, (struct path){ a->path.steps, 1 });
        size_t before = n->why.count;
        if (source.flags & VALUE_HAS_UNKNOWN)
            expr_each_ref(source, visit_origin, &(struct origins){ p, index });
        if (n->why.count > before)
            continue;
        struct pos at = config_attr_pos(c->config, a->path, false);
        planning_cause(p, index, a->drift ? (struct cause){ .kind = CAUSE_DRIFT, .path = a->path, .at = at, .text = STR("changed outside") }
                                          : (struct cause){ .kind = CAUSE_CONFIG, .path = a->path, .at = at, .text = STR("the stack says so") });
    }
}

static bool ask_the_type(struct planning *p, uint32_t index, struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    if (!c->type->plan)
        return true;
    const char *replace = NULL;
    if (!c->type->plan(p->arena, c->live, n->want_full, &replace, err))
        return fail_at(p, c, err);
    if (replace && c->object) {
        n->replace = true;
        for (size_t i = 0; i < n->attrs.count; i++)
            if (n->attrs.items[i].path.count && str_is(n->attrs.items[i].path.steps[0].name, replace))
                n->attrs.items[i].replaces = true;
    }
    return true;
}

static void derive_bytes(const struct compute_input *in, const char *purpose, uint8_t *ret, size_t len)
{
    DROP_BUF struct buf keepers = { 0 };
    struct value given = value_get(in->config, "keepers");
    value_encode(&keepers, value_given(given) ? given : value_null());
    identity_derive(in->secret, in->address_at_birth, in->generation, buf_str(&keepers), purpose, ret, len);
}

static uint32_t next_generation(const struct change *c)
{
    return c->object ? c->object->generation + 1 : MAX_OF(c->generation, 1u);
}

bool plan_compute(struct arena *arena, const struct identity *identity, const struct resource_type *type, struct str address_at_birth,
                  uint32_t generation, struct value config, struct value prior, struct value *ret_attrs, struct err *err)
{
    struct compute_input in = { .address_at_birth = address_at_birth, .generation = generation, .config = config, .prior = prior,
                                .derive = derive_bytes, .secret = identity };
    struct value attrs;
    TRY(type->compute(arena, &in, &attrs, err));
    *ret_attrs = schema_mark_sensitive(arena, type->attrs, attrs);
    return true;
}

/* State-only types compute their attributes now: the same function will run at apply. */
static bool compute(struct planning *p, uint32_t index, struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    if (!c->type->compute || !value_known(n->want_full))
        return true;
    bool born = c->object && !n->replace && c->action != CHANGE_CREATE;
    if (plan_compute(p->arena, p->in->identity, c->type, born ? c->object->address_at_birth : c->address,
                     born ? c->object->generation : next_generation(c), n->want_full, born ? c->live : VALUE_NONE, &c->computed, err))
        return true;
    return fail_at(p, c, err);
}

static void list_new(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    struct schema_difference *d;
    size_t count;
    schema_diff(p->arena, c->type->attrs, value_map(p->arena, NULL, 0), n->want, &d, &count);
    for (size_t i = 0; i < count; i++)
        *VEC_PUSH(&n->attrs, p->arena) = (struct attr_change){ .path = d[i].path, .attr = d[i].attr, .after = d[i].after };
    if (c->type->derived_name && !value_given(value_get(n->want, c->type->derived_name))) {
        struct path_step *step = ARENA_NEW(p->arena, struct path_step);
        *step = (struct path_step){ .kind = PATH_FIELD, .name = str_of(c->type->derived_name) };
        *VEC_PUSH(&n->attrs, p->arena) = (struct attr_change){ .path = { step, 1 }, .attr = schema_find(c->type->attrs, step->name),
                                                               .after = value_get(n->want_full, c->type->derived_name) };
    }
}

static bool decide_new(struct planning *p, uint32_t index, struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    if (c->action != CHANGE_REISSUE) {
        c->action = CHANGE_CREATE;
        c->generation = c->object ? c->object->generation + 1 : 1;
    }
    TRY(settle_want(p, index, c->generation, err));
    c->planned = p->nodes.items[index].want;
    list_new(p, index);
    if (c->gone)
        planning_cause(p, index, (struct cause){ .kind = CAUSE_GONE, .at = c->at, .text = STR("it vanished outside") });
    explain(p, index);
    TRY(ask_the_type(p, index, err));
    return compute(p, index, err);
}

/* What is imported is there for a reason: it is not replaced in the same breath. */
static bool refuse_import(struct planning *p, const struct change *c, const struct node *n, struct err *err)
{
    size_t at = 0;
    while (at + 1 < n->attrs.count && !n->attrs.items[at].replaces)
        at++;
    (void)FAIL(err, ERR_INVALID, "import: '%.*s' differs in %.*s, which would replace it", STR_ARG(c->import_id),
               STR_ARG(path_text(p->arena, n->attrs.items[at].path)));
    (void)err_hint(err, "write into the stack what the object has, or import another one");
    return fail_at(p, c, err);
}

static bool mentions(struct value v, struct str id)
{
    for (uint32_t i = 0; v.kind == VALUE_LIST && i < v.count; i++)
        if (mentions(value_at(v, i), id))
            return true;
    for (uint32_t i = 0; v.kind == VALUE_MAP && i < v.count; i++)
        if (mentions(value_field_at(v, i), id))
            return true;
    return v.kind == VALUE_STRING && str_eq(value_text(v), id);
}

/* Can its new object stand beside the old one? Not when both would have the same name. */
static bool may_come_first(const struct change *c, const struct node *n)
{
    struct str rest = c->type->natural_key ? str_of(c->type->natural_key) : STR_NONE;
    bool same = rest.ptr != NULL;
    while (rest.ptr && same) {
        struct str name = str_split(&rest, ' ');
        struct value now = value_get_str(c->live, name), then = value_get_str(n->want_full, name);
        same = value_present(now) ? value_known(then) && value_eq(now, then) : !value_present(then);
    }
    for (const struct attr *a = c->type->attrs; a->name && !same; a++)
        same = a->flags & UNIQUE_NAME && value_present(value_get(c->live, a->name)) &&
               value_eq(value_get(c->live, a->name), value_get(n->want_full, a->name));
    return !same;
}

/*
 * It stays, and holds what is replaced: the old one could not be deleted first. So the new one comes first, the holder moves over, and
 * the old one goes; where that cannot be, for want of another name, the holder is replaced as well.
 */
static void let_go(struct planning *p, uint32_t index)
{
    struct node *n = &p->nodes.items[index];
    for (size_t i = 0; i < n->attrs.count; i++) {
        struct attr_change *a = &n->attrs.items[i];
        for (size_t k = 0; a->attr && a->attr->flags & HOLDS && k < n->need_count; k++) {
            struct change *held = &p->plan->changes.items[n->needs[k]];
            if (!p->nodes.items[n->needs[k]].replace || !held->object || held->create_before_destroy || str_empty(held->object->id) ||
                !mentions(a->before, held->object->id))
                continue;
            if (may_come_first(held, &p->nodes.items[n->needs[k]]))
                held->create_before_destroy = true;
            else
                a->replaces = n->replace = true;
        }
    }
}

static bool decide_existing(struct planning *p, uint32_t index, struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    TRY(settle_want(p, index, c->object->generation, err));
    const struct lifecycle *l = &c->config->lifecycle;
    struct attr_change *attrs;
    size_t count;
    diff_attrs(p->arena, c->type->attrs, &(struct diff_sides){
        .applied = c->applied, .want = n->want, .live = c->live, .ignore = l->ignore_changes, .ignore_count = l->ignore_count,
        .ignore_all = l->ignore_all, .drift_known = n->read && c->object->status == OBJECT_READY && !c->settled }, &attrs, &count);
    n->attrs.items = attrs;
    n->attrs.count = n->attrs.room = count;
    c->planned = n->want;
    for (size_t i = 0; i < count; i++) {
        attrs[i].replaces |= c->type->flags & TYPE_NO_UPDATE && !attrs[i].released;
        n->replace |= attrs[i].replaces;
    }
    if (c->action == CHANGE_IMPORT && n->replace)
        return refuse_import(p, c, n, err);
    other_reasons(p, index);
    TRY(ask_the_type(p, index, err));
    if (!n->replace && c->action != CHANGE_IMPORT)
        let_go(p, index);
    explain(p, index);
    if (n->replace) /* the new one gets a name of its own */
        fill_defaults(p, index, c->object->generation + 1);
    if (c->action == CHANGE_IMPORT || c->action == CHANGE_ADOPT)
        ; /* differences are worked off in the same step; a replace is decided below all the same */
    else if (c->object->status == OBJECT_PARTIAL || c->settled) {
        c->action = CHANGE_ADOPT; /* work that began goes on, or is only closed */
        if (!n->why.count)
            planning_cause(p, index, (struct cause){ .kind = CAUSE_SETTLE, .at = c->at, .text = STR("an earlier run left it unfinished") });
    } else if (count || n->replace)
        c->action = CHANGE_UPDATE;
    else if (!str_empty(c->moved_from))
        c->action = CHANGE_MOVE;
    else if (c->marks)
        c->action = CHANGE_MARKS;
    return compute(p, index, err);
}

/* What does not exist yet cannot be used while nobody can say what became of it. */
static void wait_for_unread(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    const struct node *n = &p->nodes.items[index];
    for (size_t i = 0; i < n->need_count && !c->object && !(c->notes & NOTE_UNREAD); i++) {
        const struct change *used = &p->plan->changes.items[n->needs[i]];
        if (!(used->notes & NOTE_UNREAD) || used->object)
            continue;
        c->notes |= NOTE_UNREAD;
        c->note_err = used->note_err;
    }
}

static bool decide(struct planning *p, uint32_t index, struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    wait_for_unread(p, index);
    if (c->notes & NOTE_UNREAD) {
        c->action = CHANGE_KEEP; /* also what observing found: it could not be looked at again */
        n->want = n->want_full = c->object ? c->applied : VALUE_NONE;
        return true;
    }
    if (surely_unchanged(p, index) && str_empty(c->moved_from) && !asked_to_replace(p, c->address)) {
        n->want = n->want_full = c->applied;
        return true;
    }
    if (n->missing && c->object && c->action != CHANGE_ADOPT)
        c->gone = true;
    if (c->action == CHANGE_IMPORT) { /* no row yet: made up so that the diff has one to compare with */
        struct object *row = ARENA_NEW(p->arena, struct object);
        *row = (struct object){ .address = c->address, .address_at_birth = c->address, .role = OBJECT_CURRENT, .status = OBJECT_READY,
                                .generation = 1, .type = str_of(c->type->name), .type_version = c->type->version,
                                .create_class = c->type->create_class, .provider_key = c->provider_key,
                                .provider_name = str_of(c->provider_type->name), .id = c->id, .observed = c->live };
        c->object = row;
        c->generation = 1;
    }
    bool fresh = !c->object || c->gone || c->action == CHANGE_REISSUE;
    return fresh ? decide_new(p, index, err) : decide_existing(p, index, err);
}

/* --refresh-only: nothing is planned; what differs from the last apply is told. */
static void tell_drift(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    struct node *n = &p->nodes.items[index];
    c->action = CHANGE_KEEP;
    if (c->notes & NOTE_UNREAD || !c->object || !c->type)
        return;
    c->gone = n->missing;
    if (n->missing) {
        planning_cause(p, index, (struct cause){ .kind = CAUSE_GONE, .at = c->at, .text = STR("it vanished outside") });
        return;
    }
    struct attr_change *attrs;
    size_t count;
    diff_attrs(p->arena, c->type->attrs, &(struct diff_sides){ .applied = c->applied, .want = c->applied, .live = c->live, .drift_known = true },
               &attrs, &count);
    for (size_t i = 0; i < count; i++)
        if (attrs[i].drift)
            *VEC_PUSH(&n->attrs, p->arena) = attrs[i];
}

/* destroy: everything that exists goes, nothing is evaluated further. */
static void decide_destroy(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    if (c->notes & NOTE_UNREAD)
        return;
    if (c->action == CHANGE_REISSUE) {
        c->action = CHANGE_DROP;
        return;
    }
    if (!c->object)
        return;
    c->action = CHANGE_DELETE;
    c->gone = p->nodes.items[index].missing;
    planning_cause(p, index, (struct cause){ .kind = CAUSE_ASKED, .at = c->at, .text = STR("destroy was asked for") });
}

bool plan_pass_diff(struct planning *p, struct err *err)
{
    for (uint32_t i = 0; i < p->declared; i++) {
        uint32_t index = p->config_order[i];
        if (p->in->refresh == PLAN_REFRESH_ONLY)
            tell_drift(p, index);
        else if (p->in->destroy)
            decide_destroy(p, index);
        else
            TRY(decide(p, index, err));
        p->nodes.items[index].decided = true;
    }
    for (uint32_t i = p->declared; i < p->plan->changes.count; i++) {
        struct change *c = &p->plan->changes.items[i];
        if (p->in->refresh == PLAN_REFRESH_ONLY) {
            tell_drift(p, i);
            continue;
        }
        if (c->notes & NOTE_UNREAD && c->action != CHANGE_FORGET)
            c->action = CHANGE_KEEP;
        if (c->action == CHANGE_DELETE)
            c->gone = p->nodes.items[i].missing;
    }
    return true;
}
