/*
 * resources.c - constructors: `aws.vpc "main" { ... }` becomes a config_resource, and a handle comes back.
 *
 * Everything is copied at the call: the body is converted into scratch memory, checked against the type's
 * table there, and only the result is kept. Whatever is wrong with a resource is reported and its handle
 * still works, so that one run shows every error.
 */
#include "engine/lang/lang_internal.h"

#define PENDING_META "constructor"

bool resources_may_declare(lua_State *L, const char *what)
{
    struct lang *lang = lang_of(L);
    if (lang->frozen || !lang->options)
        lang_code_throw(
            lang, "E0406", lang_line(lang),
            "what exists must be known at plan: declare it outside, with the reference in its attributes",
            "%s cannot be declared inside apply", what);
    lang->anything_seen = true;
    return true;
}

/* --- findings of the schema --- */

struct place {
    struct lang *lang;
    struct lang_frame at;
    struct str word, label;
};

static struct pos place_at(void *context, struct path path, bool of_value)
{
    struct place *place = context;
    return lang_path_pos(place->at, place->word, place->label, path.steps, path.count, of_value);
}

bool resources_check(struct lang *lang, struct lang_frame at, struct str word, struct str label,
                     const char *subject, const struct attr *table, struct value given, struct value *ret)
{
    struct place place = {lang, at, word, label};
    struct schema_place schema = {.at = place_at, .context = &place, .subject = subject};
    size_t before = lang->diags->list.count;
    if (schema_check(&lang->scratch, table, given, &schema, lang->diags, ret))
        return true;
    /* The schema does not know who called. */
    struct diag trail = {0};
    lang_trail(lang, 0, &trail);
    for (size_t i = before; trail.trail_count && i < lang->diags->list.count; i++) {
        struct diag *d = &lang->diags->list.items[i];
        struct arena *arena = lang->diags->arena;
        struct pos *positions = arena_copy(arena, trail.trail, trail.trail_count * sizeof *positions);
        struct str *labels = arena_copy(arena, trail.trail_labels, trail.trail_count * sizeof *labels);
        for (size_t j = 0; j < trail.trail_count; j++) {
            positions[j].file = arena_str(arena, positions[j].file);
            labels[j] = arena_str(arena, labels[j]);
        }
        d->trail = positions;
        d->trail_labels = labels;
        d->trail_count = trail.trail_count;
    }
    return false;
}

/* --- one resource --- */

struct building {
    struct lang *lang;
    struct lang_pending *pending;
    const struct resource_type *type;
    uint32_t provider, index;
    struct config_resource *r;
    struct lang_resource *record;
};

/* Who called, innermost first; resources declared from the same place share it. */
static void set_trail(struct lang *lang, struct config_resource *r)
{
    lua_Debug ar;
    struct pos trail[LANG_TRAIL_MAX];
    size_t count = 0;
    bool first = true;
    for (int level = 1;
         count < LANG_TRAIL_MAX && level < LANG_LEVELS_MAX && lua_getstack(lang->L, level, &ar); level++) {
        struct lang_module *module;
        if (!lua_getinfo(lang->L, "Sl", &ar) || ar.currentline <= 0 ||
            !(module = chunk_by_source(lang, ar.source)))
            continue;
        if (!first)
            trail[count++] = (struct pos){.file = module->name, .line = (uint32_t)ar.currentline};
        first = false;
    }
    bool same = count == lang->last_trail_count;
    for (size_t i = 0; same && i < count; i++)
        same = trail[i].line == lang->last_trail[i].line && trail[i].file.ptr == lang->last_trail[i].file.ptr;
    if (!same) {
        lang->last_trail = arena_copy(lang->arena, trail, count * sizeof *trail);
        lang->last_trail_count = count;
    }
    r->trail = count ? lang->last_trail : NULL;
    r->trail_count = count;
}

static void refuse_duplicate(struct building *b, const struct config_resource *first)
{
    struct lang *lang = b->lang;
    struct str word = str_of(b->type->name + strlen(lang->config->providers.items[b->provider].type->prefix));
    struct diag *finding =
        lang_finding(lang, "E0401", lang_call_pos(lang, b->pending->at, word, b->pending->label),
                     "`%.*s` is declared twice", STR_ARG(b->r->address));
    struct pos at = config_resource_pos(lang, first);
    finding->label = STR("second declaration");
    finding->hint = lang_textf(lang, "the first is at %.*s:%u:%u; give this one another name",
                               STR_ARG(at.file), at.line, at.column ? at.column : 1);
    lang_report(lang, finding);
    b->record->bad = true;
}

static void start(struct building *b)
{
    struct lang *lang = b->lang;
    struct lang_frame at = b->pending->at;
    b->index = (uint32_t)lang->resources.count;
    b->r = VEC_PUSH(&lang->config->resources, lang->arena); /* stays there until the next constructor's call */
    b->record = VEC_PUSH(&lang->resources, &lang->work);
    *b->record = (struct lang_resource){0};
    size_t type_len = strlen(b->type->name), len = lang->scope.len + type_len + 1 + b->pending->label.len;
    char *address = arena_alloc(lang->arena, len + 1);
    memcpy(address, lang->scope.ptr, lang->scope.len);
    memcpy(address + lang->scope.len, b->type->name, type_len);
    address[lang->scope.len + type_len] = '.';
    memcpy(address + len - b->pending->label.len, b->pending->label.ptr, b->pending->label.len);
    *b->r = (struct config_resource){
        .address = str_n(address, len),
        .name = str_n(address + len - b->pending->label.len, b->pending->label.len),
        .type = b->type,
        .provider = b->provider,
        .at = {.file = at.module->name, .line = at.line},
        .fields = lang,
    };
    set_trail(lang, b->r);
    uint32_t first = (uint32_t)(uintptr_t)map_find(&lang->by_address, b->r->address);
    if (first)
        refuse_duplicate(b, &lang->config->resources.items[first - 1]);
    else
        map_put(&lang->by_address, b->r->address, (void *)(uintptr_t)(b->index + 1));
}

static bool reserved(struct str key)
{
    return str_is(key, "depends_on") || str_is(key, "lifecycle");
}

/* The body without the engine's two keys, in scratch. */
static bool read_body(struct building *b, lua_State *L, int body, struct convert *c, struct value *ret)
{
    struct lang *lang = b->lang;
    size_t base = lang->field_stack.count = lang->item_stack.count = 0;
    for (lua_pushnil(L); lua_next(L, body); lua_pop(L, 1)) {
        struct str key = {0};
        if (lua_type(L, -2) != LUA_TSTRING) {
            c->code = "E0502";
            c->message = lang_textf(
                lang, "the body of a resource is a table of attributes: `name = value`, not a list");
            return false;
        }
        key.ptr = lua_tolstring(L, -2, &key.len);
        if (reserved(key))
            continue;
        struct value_field field = {.key = key.ptr, .key_len = (uint32_t)key.len};
        c->steps[0] = (struct path_step){.kind = PATH_FIELD, .name = key};
        c->depth = 1;
        if (!str_is_utf8(key)) {
            c->code = "E0503";
            c->message = STR("a key is not UTF-8");
            return false;
        }
        if (!convert_value(c, L, -1, &field.value))
            return false;
        *VEC_PUSH(&lang->field_stack, &lang->work) = field;
    }
    c->depth = 0;
    *ret = value_map(&lang->scratch, lang->field_stack.items + base, lang->field_stack.count - base);
    lang->field_stack.count = base;
    return true;
}

static void finish(struct building *b, lua_State *L, int body)
{
    struct lang *lang = b->lang;
    struct str word = str_of(b->type->name + strlen(lang->config->providers.items[b->provider].type->prefix));
    struct convert c = {.lang = lang, .arena = &lang->scratch, .refs = true, .borrow = true};
    struct options_in options = {lang, b->pending->at, word, b->pending->label, b->type, b->index};
    struct value given, args;
    int top = lua_gettop(L);
    if (!options_read(&options, L, body, b->r))
        lang->resources.items[b->index].bad = true;
    arena_reset(&lang->scratch);
    if (!read_body(b, L, body, &c, &given)) {
        struct pos at = convert_pos(&c, b->pending->at, word, b->pending->label);
        lang_report(lang, convert_finding(&c, at));
        lang->resources.items[b->index].bad = true;
    } else if (!resources_check(lang, b->pending->at, word, b->pending->label, b->type->name, b->type->attrs,
                                given, &args)) {
        lang->resources.items[b->index].bad = true;
    } else {
        b->r->args = convert_keep(lang, args);
    }
    lua_settop(L, top);
    if (!b->r->args.kind)
        b->r->args = value_map(lang->arena, NULL, 0);
}

static int call_body(lua_State *L, struct lang_pending *pending, const struct resource_type *type,
                     uint32_t provider, int body)
{
    struct lang *lang = lang_of(L);
    host_check_limits(L);
    pending->done = true;
    if (!lua_istable(L, body)) {
        struct diag *finding =
            lang_finding(lang, "E0405", lang_line(lang), "the body of %.*s \"%.*s\" must be a table, not %s",
                         STR_ARG(pending->name), STR_ARG(pending->label),
                         lua_isnoneornil(L, body) ? "nothing" : sandbox_type(L, body));
        finding->hint =
            lang_textf(lang, "write %.*s \"%.*s\" { ... }", STR_ARG(pending->name), STR_ARG(pending->label));
        lang_report(lang, finding);
        handle_push(L, UINT32_MAX, NULL);
        return 1;
    }
    struct building b = {.lang = lang, .pending = pending, .type = type, .provider = provider};
    start(&b);
    finish(&b, L, body);
    handle_push(L, b.index, type);
    return 1;
}

/* --- aws.vpc "name" --- */

struct waiting {
    struct lang_pending *pending;
    const struct resource_type *type;
    uint32_t provider;
};

static int waiting_call(lua_State *L)
{
    struct waiting *w = luaL_checkudata(L, 1, PENDING_META);
    if (w->pending->done) {
        struct lang *lang = lang_of(L);
        lang_code_throw(lang, "E0401", lang_line(lang), NULL, "%.*s \"%.*s\" is given a second body",
                        STR_ARG(w->pending->name), STR_ARG(w->pending->label));
    }
    return call_body(L, w->pending, w->type, w->provider, 2);
}

static void no_body(struct lang *lang, const struct lang_pending *pending)
{
    struct str name = pending->name;
    ptrdiff_t dot = str_find_char(name, '.');
    struct str word = dot < 0 ? name : str_slice(name, (size_t)dot + 1, name.len);
    struct diag *finding = lang_finding(lang, "E0402", lang_call_pos(lang, pending->at, word, pending->label),
                                        "%.*s \"%.*s\" has no body", STR_ARG(name), STR_ARG(pending->label));
    finding->label = STR("declares nothing");
    finding->hint = lang_textf(lang, "write %.*s \"%.*s\" { ... }, with { } when it needs nothing",
                               STR_ARG(name), STR_ARG(pending->label));
    lang_report(lang, finding);
}

static int waiting_index(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct waiting *w = luaL_checkudata(L, 1, PENDING_META);
    if (!w->pending->done)
        no_body(lang, w->pending);
    w->pending->done = true;
    lang_throw_quiet(lang);
}

/* A name: constant text by the grammar of addresses. False: reported. */
static bool read_name(struct lang *lang, const char *what, int index, struct str word, size_t max,
                      struct str *ret)
{
    lua_State *L = lang->L;
    if (lua_type(L, index) == LUA_TSTRING) {
        ret->ptr = lua_tolstring(L, index, &ret->len);
        if (address_segment_ok(*ret, max))
            return true;
    }
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct pos at = lang_call_pos(lang, frame, word, STR_NONE);
    struct ref *ref = refs_test(L, index);
    if (ref || handle_test(L, index))
        refs_misuse(lang, index, ref && value_sensitive(ref->v) ? "E0214" : "E0215", at, "use as a name",
                    "names must be known at plan");
    if (lua_type(L, index) != LUA_TSTRING) {
        struct diag *finding = lang_finding(lang, "E0400", at, "%s needs a name first, not %s", what,
                                            lua_isnoneornil(L, index) ? "nothing"
                                            : lua_istable(L, index)   ? "its body"
                                                                      : sandbox_type(L, index));
        finding->hint = lang_textf(lang, "write %s \"name\" { ... }", what);
        lang_report(lang, finding);
        return false;
    }
    const char *problem = address_segment_problem(*ret, max);
    struct str shown = str_is_utf8(*ret) ? str_slice(*ret, 0, 120) : STR("(not UTF-8)");
    struct diag *finding = lang_finding(lang, "E0400", at, "the name \"%.*s\" %s", STR_ARG(shown), problem);
    finding->hint = STR("names are letters, digits and _ . : -, beginning with a letter, digit or _");
    lang_report(lang, finding);
    return false;
}

static int swallow_body(lua_State *L)
{
    handle_push(L, UINT32_MAX, NULL);
    return 1;
}

/* Upvalues: resource type, provider type, provider index (UINT32_MAX: the default one). */
static int construct(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const struct resource_type *type = lua_touserdata(L, lua_upvalueindex(1));
    const struct provider_type *provider = lua_touserdata(L, lua_upvalueindex(2));
    lua_Integer index = lua_tointeger(L, lua_upvalueindex(3));
    struct str name;
    const char *what = lua_tostring(L, lua_upvalueindex(4));
    (void)resources_may_declare(L, what);
    size_t max = str_starts(str_of(type->name), STR("k8s_")) ? LANG_K8S_NAME_MAX : LANG_NAME_MAX;
    if (!read_name(lang, what, 1, str_of(type->name + strlen(provider->prefix)), max, &name)) {
        if (lua_istable(L, 1) || lua_istable(L, 2))
            return swallow_body(L);
        lua_pushcfunction(L, swallow_body);
        return 1;
    }
    struct lang_pending *pending = ARENA_NEW(&lang->work, struct lang_pending);
    pending->name = str_of(what); /* the closure's, and its table's: alive as long as the state */
    pending->label = arena_str(&lang->work, name);
    (void)lang_frame(lang, 1, &pending->at);
    uint32_t handle = index == UINT32_MAX ? resources_provider(lang, provider) : (uint32_t)index;
    if (lua_gettop(L) > 1)
        return call_body(L, pending, type, handle, 2);
    pending->next = lang->pending;
    lang->pending = pending;
    struct waiting *w = lua_newuserdatauv(L, sizeof *w, 0);
    *w = (struct waiting){pending, type, handle};
    luaL_setmetatable(L, PENDING_META);
    return 1;
}

void resources_push_constructor(lua_State *L, const struct provider_type *provider,
                                const struct resource_type *type, uint32_t index)
{
    lua_pushlightuserdata(L, (void *)type);
    lua_pushlightuserdata(L, (void *)provider);
    lua_pushinteger(L, index);
    lua_pushfstring(L, "%s.%s", provider->name, type->name + strlen(provider->prefix));
    lua_pushcclosure(L, construct, 4);
}

void resources_meta(lua_State *L)
{
    luaL_newmetatable(L, PENDING_META);
    lua_pushcfunction(L, waiting_call);
    lua_setfield(L, -2, "__call");
    static const char *const others[] = {"__index", "__newindex", "__concat", "__len", "__eq"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        lua_pushcfunction(L, waiting_index);
        lua_setfield(L, -2, others[i]);
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

/* --- when the stack has run --- */

static void check_claims(struct lang *lang)
{
    for (struct lang_claim *claim = lang->claims; claim; claim = claim->next) {
        bool scope = claim->address.len && claim->address.ptr[claim->address.len - 1] == '/';
        bool found = !scope && map_find(&lang->by_address, claim->address);
        for (size_t i = 0; scope && !found && i < lang->resources.count; i++)
            found = str_starts(lang->config->resources.items[i].address, claim->address);
        if (found)
            continue;
        struct config_resource *r = &lang->config->resources.items[claim->resource];
        struct path_step steps[3] = {{.kind = PATH_FIELD, .name = str_of(claim->option)},
                                     {.kind = PATH_INDEX, .index = claim->index}};
        size_t count = 2;
        if (strcmp(claim->option, "depends_on") != 0) {
            steps[2] = steps[1];
            steps[1] = steps[0];
            steps[0] = (struct path_step){.kind = PATH_FIELD, .name = STR("lifecycle")};
            count = 3;
        }
        struct diag *finding =
            lang_finding(lang, "E0409", config_attr_pos(r, (struct path){steps, count}, true),
                         "%s names `%.*s`, which does not exist", claim->option, STR_ARG(claim->address));
        finding->label = scope ? STR("unknown scope") : STR("unknown address");
        modules_suggest_address(lang, finding, claim->address);
        lang_report(lang, finding);
    }
}

/* The first answer of a fresh lookup inside v; steps are left in `path`. */
static const struct expr *fresh_inside(struct lang *lang, struct value v)
{
    if (value_known(v))
        return NULL;
    const struct expr *found = NULL;
    if (v.kind == VALUE_LIST || v.kind == VALUE_MAP) {
        for (uint32_t i = 0; i < v.count && !found; i++)
            found = fresh_inside(lang, v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value);
        return found;
    }
    if (v.kind != VALUE_EXPR)
        return NULL;
    for (size_t i = 0; i < lang->config->lookups.count && v.expr->kind == EXPR_LOOKUP; i++)
        if (lang->config->lookups.items[i].type->fresh &&
            str_eq(lang->config->lookups.items[i].key, v.expr->name))
            return v.expr;
    for (size_t i = 0; i < v.expr->arg_count && !found; i++)
        found = fresh_inside(lang, v.expr->args[i]);
    return found;
}

static void refuse_fresh(struct lang *lang)
{
    bool any = false;
    for (size_t i = 0; i < lang->config->lookups.count; i++)
        any |= lang->config->lookups.items[i].type->fresh;
    for (size_t i = 0; any && i < lang->resources.count; i++) {
        const struct config_resource *r = &lang->config->resources.items[i];
        for (uint32_t f = 0; f < r->args.count; f++) {
            const struct expr *expr = fresh_inside(lang, r->args.fields[f].value);
            if (!expr)
                continue;
            struct path_step step = {.kind = PATH_FIELD,
                                     .name = str_n(r->args.fields[f].key, r->args.fields[f].key_len)};
            struct diag *finding =
                lang_finding(lang, "E0419", config_attr_pos(r, (struct path){&step, 1}, true),
                             "`%.*s` may change with every run, so no resource may depend on it",
                             STR_ARG(expr_text(lang->arena, expr)));
            finding->hint = STR("pass it as an input, or show it in an output");
            lang_report(lang, finding);
        }
    }
}

void resources_finish(struct lang *lang)
{
    struct config *config = lang->config;
    for (const struct lang_pending *p = lang->pending; p; p = p->next)
        if (!p->done && !lang->aborted)
            no_body(lang, p);
    if (!lang->aborted)
        check_claims(lang);
    refuse_fresh(lang);
    size_t named = 0; /* the map's entries are in the order of declaration, too */
    struct map *by_address = &lang->by_address;
    for (size_t i = 0; i < config->resources.count; i++) {
        struct config_resource *r = &config->resources.items[i];
        if (named < by_address->count &&
            by_address->entries[named].key.ptr == r->address.ptr) /* not so for a duplicate */
            by_address->entries[named++].value = r;
    }
    config->by_address = *by_address;
}
