/*
 * evaluate.c - lang_evaluate: from files, inputs and pins to a config, or to findings.
 *
 * Order: folders, input sources, Lua state, stack.lua, then what can only be checked at the end (names that
 * must exist, unknown inputs), then resolving. The Lua state is kept only when closures need it.
 */
#include "engine/lang/lang_internal.h"

static void name_by_folder(struct lang *lang)
{
    struct str dir = lang->stack_dir;
    size_t from = dir.len;
    while (from && dir.ptr[from - 1] != '/')
        from--;
    struct str name = str_slice(dir, from, dir.len);
    if (address_segment_ok(name, LANG_NAME_MAX)) {
        lang->config->stack_name = name;
        return;
    }
    struct diag *finding =
        lang_finding(lang, "E0411", (struct pos){.file = STR("stack.lua")},
                     "the folder's name \"%.*s\" cannot be the stack's name", STR_ARG(name));
    finding->hint = STR("begin stack.lua with stack \"name\" { }");
    lang_report(lang, finding);
}

static int run_main(lua_State *L)
{
    struct lang_module *module = lua_touserdata(L, 1);
    chunk_push(lang_of(L), module);
    lua_call(L, 0, 0);
    return 0;
}

static void run(struct lang *lang)
{
    struct lang_module *module = chunk_main(lang);
    if (!module) {
        lang->aborted = true;
        return;
    }
    module->result = -1; /* nobody can require it */
    lua_pushcfunction(lang->L, run_main);
    lua_pushlightuserdata(lang->L, module);
    struct diag *failed = host_call(lang, 1, 0);
    lang->aborted = failed;
    if (failed && !(lang->quiet && lang->diags->error_count))
        lang_report(lang, failed);
    lang->scope = STR("");
}

/* What is left is what config_attr_pos and closures need. */
static void settle(struct lang *lang)
{
    size_t count = lang->resources.count;
    if (lang->closures.count && lang->diags->error_count == 0) {
        struct lang_resource *kept = ARENA_ARRAY(lang->arena, struct lang_resource, count);
        lang->resources.items = kept;
        lang->resources.room = count;
        lua_gc(lang->L, LUA_GCCOLLECT);
    } else {
        host_close(lang);
        lang->resources.items = NULL;
        lang->resources.count = lang->resources.room = 0;
    }
    lang->pending = NULL;
    lang->claims = NULL;
    lang->sources = NULL;
    lang->source_count = 0;
    lang->closures.items = NULL;
    lang->closures.count = lang->closures.room = 0;
    lang->field_stack.items = NULL;
    lang->field_stack.count = lang->field_stack.room = 0;
    lang->item_stack.items = NULL;
    lang->item_stack.count = lang->item_stack.room = 0;
    lang->by_address = lang->ordinals = (struct map){0};
    lang->provider_used.items = NULL;
    lang->provider_used.count = lang->provider_used.room = 0;
    memset(lang->texts, 0, sizeof lang->texts);
    arena_done(&lang->work);
    arena_done(&lang->scratch);
    lang->options = NULL;
    lang->diags = NULL;
}

static struct lang *start(const struct lang_options *options, struct diags *diags)
{
    struct arena arena = {0};
    struct config *config = ARENA_NEW(&arena, struct config);
    struct lang *lang = ARENA_NEW(&arena, struct lang);
    config->arena = arena;
    config->lang = lang;
    config->by_address.arena = &config->arena;
    *lang = (struct lang){.config = config,
                          .arena = &config->arena,
                          .diags = diags,
                          .options = options,
                          .registry = options->registry,
                          .scope = STR("")};
    lang->ordinals.arena = &lang->work;
    lang->by_address.arena = lang->arena;
    return lang;
}

bool lang_evaluate(const struct lang_options *options, struct diags *diags, struct config **ret_config)
{
    struct lang *lang = start(options, diags);
    struct config *config = lang->config;
    size_t errors_before = diags->error_count;
    struct err err = {0};
    *ret_config = NULL;
    if (!chunk_open(lang, &err) || !host_open(lang, &err)) {
        struct diag *finding = lang_finding(lang, "E0027", (struct pos){0}, "%s", err.message);
        finding->hint =
            err.code == ERR_NOT_FOUND ? STR("a stack is a folder with a file stack.lua") : STR_NONE;
        lang_report(lang, finding);
        config_free(config);
        diag_sort(diags);
        return false;
    }
    (void)input_sources_load(lang);
    run(lang);
    if (!config->stack_name.len)
        name_by_folder(lang);
    chunk_seal(lang);
    apply_seal(lang);
    resources_finish(lang);
    if (!lang->aborted)
        modules_finish(lang);
    inputs_finish(lang);
    if (!lang->aborted && diags->error_count == errors_before)
        config_resolve(lang);
    bool ok = diags->error_count == errors_before && !lang->aborted;
    settle(lang);
    diag_sort(diags);
    if (lang->aborted)
        config_free(config);
    else
        *ret_config = config;
    return ok;
}
