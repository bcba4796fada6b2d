/*
 * chunk.c - the files of a stack: where they may lie, loading Lua, `require`, and the source bundle.
 *
 * Names are relative to the stack's folder; what `require` found beside it is "../lib/network.lua". So the
 * bundle, and its digest, do not depend on where the stack lies. Nothing is read above the parent, and no
 * symlink is followed beneath it. Every file that took part is in config->files; evaluating a bundle reads
 * from there and touches no disk.
 */
#include "engine/lang/lang_internal.h"

#include <stdlib.h>

/* --- folders and names --- */

bool chunk_open(struct lang *lang, struct err *err)
{
    const struct lang_options *o = lang->options;
    lang->modules.arena = lang->files.arena = lang->arena;
    if (o->bundle) {
        lang->stack_dir = arena_str(lang->arena, str_of(o->stack_dir ? o->stack_dir : "stack"));
        return true;
    }
    struct io_file_info info;
    struct str dir;
    TRY(io_file_resolve(o->io, &lang->work, o->stack_dir, &dir, err));
    lang->stack_dir = arena_str(lang->arena, dir);
    if (!io_file_info(o->io, lang->stack_dir.ptr, &info, err))
        return false;
    if (info.kind != IO_DIR)
        return FAIL(err, ERR_INVALID, "'%s' is not a folder", o->stack_dir);
    size_t slash = dir.len;
    while (slash && dir.ptr[slash - 1] != '/')
        slash--;
    if (slash > 1)
        lang->parent_dir = arena_str(lang->arena, str_slice(dir, 0, slash - 1));
    return true;
}

/* Path segments: nothing hidden in them, nothing that climbs. */
static const char *path_problem(struct str path)
{
    if (!path.len)
        return "is empty";
    if (path.ptr[0] == '/')
        return "is absolute: files are named relative to the stack";
    struct str rest = path;
    while (rest.ptr) {
        struct str part = str_split(&rest, '/');
        if (str_is(part, "..") || str_is(part, ".") || !part.len)
            return "may not hold empty parts, `.` or `..`: nothing outside the project is read";
        if (memchr(part.ptr, 0, part.len) || memchr(part.ptr, '\\', part.len))
            return "may not hold NUL or a backslash";
    }
    return NULL;
}

static bool no_links(struct lang *lang, struct str base, struct str beneath, struct err *err)
{
    for (size_t i = 0; i <= beneath.len; i++) {
        if (i < beneath.len && beneath.ptr[i] != '/')
            continue;
        struct str part = arena_printf(&lang->work, "%.*s/%.*s", STR_ARG(base), (int)i, beneath.ptr);
        struct io_file_info info;
        TRY(io_file_info(lang->options->io, part.ptr, &info, err));
        if (info.kind == IO_LINK)
            return FAIL(err, ERR_DENIED, "'%.*s' is a symbolic link: a stack is made of plain files", (int)i,
                        beneath.ptr);
        if (i < beneath.len ? info.kind != IO_DIR : info.kind != IO_FILE)
            return FAIL(err, i < beneath.len ? ERR_NOT_FOUND : ERR_INVALID, "'%.*s' is not a %s", (int)i,
                        beneath.ptr, i < beneath.len ? "folder" : "file");
    }
    return true;
}

static bool in_bundle(struct lang *lang, struct str name, struct str *ret, struct err *err)
{
    for (size_t i = 0; i < lang->options->bundle_count; i++)
        if (str_eq(lang->options->bundle[i].path, name)) {
            *ret = arena_str(lang->arena, lang->options->bundle[i].bytes);
            return true;
        }
    return FAIL(err, ERR_NOT_FOUND, "the bundle has no file '%.*s'", STR_ARG(name));
}

/* Reads by bundle name; ERR_NOT_FOUND when there is no such file. */
static bool read_named(struct lang *lang, struct str name, struct str *ret, struct err *err)
{
    if (lang->options->bundle)
        return in_bundle(lang, name, ret, err);
    bool up = str_starts(name, STR("../"));
    struct str base = up ? lang->parent_dir : lang->stack_dir,
               beneath = up ? str_slice(name, 3, name.len) : name;
    if (!base.len)
        return FAIL(err, ERR_NOT_FOUND, "there is no folder above the stack");
    TRY(no_links(lang, base, beneath, err));
    struct str path = arena_printf(&lang->work, "%.*s/%.*s", STR_ARG(base), STR_ARG(beneath));
    return io_file_read(lang->options->io, lang->arena, path.ptr, LANG_FILE_MAX_BYTES, ret, err);
}

static void take_into_bundle(struct lang *lang, struct str name, struct str bytes, bool chunk)
{
    size_t seen = (size_t)(uintptr_t)map_find(&lang->files, name);
    if (seen) {
        lang->config->files.items[seen - 1].chunk |= chunk;
        return;
    }
    *VEC_PUSH(&lang->config->files, lang->arena) = (struct config_file){name, bytes, chunk};
    map_put(&lang->files, name, (void *)(uintptr_t)lang->config->files.count);
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct config_file *)a)->path, ((const struct config_file *)b)->path);
}

void chunk_seal(struct lang *lang)
{
    struct config *config = lang->config;
    if (config->files.count)
        qsort(config->files.items, config->files.count, sizeof *config->files.items, by_path);
    struct digest_stream *stream = digest_stream_new();
    for (size_t i = 0; i < config->files.count; i++) {
        const struct config_file *file = &config->files.items[i];
        struct str head =
            arena_printf(&lang->work, "%zu %.*s %zu ", file->path.len, STR_ARG(file->path), file->bytes.len);
        digest_stream_add(stream, head);
        digest_stream_add(stream, file->bytes);
    }
    config->bundle = digest_stream_end(stream);
}

/* --- project files that are not part of the bundle: inputs --- */

bool chunk_project_file(struct lang *lang, const char *name, struct str *ret, bool *ret_there,
                        struct err *err)
{
    *ret_there = false;
    if (lang->options->bundle)
        return true;
    struct err problem = {0};
    if (read_named(lang, str_of(name), ret, &problem)) {
        *ret_there = true;
        return true;
    }
    if (problem.code == ERR_NOT_FOUND)
        return true;
    *err = problem;
    return false;
}

/* --- data files: file.text and template --- */

bool chunk_read(struct lang *lang, struct str path, struct str *ret, struct err *err)
{
    const char *problem = path_problem(path);
    if (problem)
        return FAIL(err, ERR_DENIED, "the path '%.*s' %s", STR_ARG(path), problem);
    if (!lang->options)
        return FAIL(err, ERR_DENIED, "files are read while the stack is evaluated, not inside apply");
    struct lang_frame frame;
    struct str folder = STR("");
    if (lang_frame(lang, 0, &frame)) {
        size_t len = frame.module->name.len;
        while (len && frame.module->name.ptr[len - 1] != '/')
            len--;
        folder = str_slice(frame.module->name, 0, len);
    }
    for (int attempt = 0; attempt < 2; attempt++) {
        struct str name = attempt ? path : lang_textf(lang, "%.*s%.*s", STR_ARG(folder), STR_ARG(path));
        size_t seen = (size_t)(uintptr_t)map_find(&lang->files, name);
        if (seen) {
            *ret = lang->config->files.items[seen - 1].bytes;
            return true;
        }
        struct err failed = {0};
        if (read_named(lang, name, ret, &failed)) {
            take_into_bundle(lang, arena_str(lang->arena, name), *ret, false);
            return true;
        }
        if (failed.code != ERR_NOT_FOUND) {
            *err = failed;
            return false;
        }
        if (!folder.len)
            break;
    }
    return FAIL(err, ERR_NOT_FOUND, "there is no file '%.*s' in the stack's folder", STR_ARG(path));
}

/* --- Lua --- */

struct lang_module *chunk_by_source(struct lang *lang, const char *source)
{
    if (!source || source[0] != '@')
        return NULL;
    struct map_entry entry;
    for (size_t i = 0; map_next(&lang->modules, &i, &entry);) {
        struct lang_module *module = entry.value;
        if (module->lua_source == source)
            return module;
        if (strcmp(module->name.ptr, source + 1) == 0) {
            module->lua_source = source;
            return module;
        }
    }
    return NULL;
}

/* Reads and parses. NULL: ERR_NOT_FOUND in *err, or reported to diags (err untouched). */
static struct lang_module *load(struct lang *lang, struct str name, struct err *err)
{
    struct str text;
    if (!read_named(lang, name, &text, err))
        return NULL;
    name = arena_str(lang->arena, name);
    take_into_bundle(lang, name, text, true);
    struct source *source = source_new(lang->arena, name, text);
    struct parse_options options = {.house_rules = true, .guards = true};
    struct chunk *chunk = parse_chunk(lang->arena, source, &options, lang->diags);
    if (!chunk)
        return NULL;
    struct lang_module *module = ARENA_NEW(lang->arena, struct lang_module);
    *module = (struct lang_module){.name = name, .chunk = chunk};
    map_put(&lang->modules, name, module);
    return module;
}

struct lang_module *chunk_main(struct lang *lang)
{
    struct err err = {0};
    struct lang_module *module = load(lang, STR("stack.lua"), &err);
    if (!module && err.code) {
        struct diag *finding =
            lang_finding(lang, "E0027", (struct pos){.file = STR("stack.lua")}, "%s",
                         err.code == ERR_NOT_FOUND ? "there is no stack.lua in this folder" : err.message);
        finding->hint = err.code == ERR_NOT_FOUND
                            ? STR("a stack is a folder with a file stack.lua: name it, or use -C DIR")
                            : STR_NONE;
        lang_report(lang, finding);
    }
    return module;
}

void chunk_push(struct lang *lang, struct lang_module *module)
{
    lua_State *L = lang->L;
    struct str text = module->chunk->guarded;
    lua_pushfstring(L, "@%s", module->name.ptr);
    int status = luaL_loadbufferx(L, text.ptr, text.len, lua_tostring(L, -1), "t");
    lua_remove(L, -2);
    if (status == LUA_ERRMEM)
        lang->limit = LIMIT_MEMORY;
    host_check_limits(L);
    if (status != LUA_OK) { /* our parser took it and Lua's does not: a bug of ours, shown as it is */
        struct diag *finding =
            lang_finding(lang, "E0020", (struct pos){.file = module->name}, "%s", lua_tostring(L, -1));
        lang_throw(lang, finding);
    }
    guards_push(L, module);
    lua_call(L, 1, 1);
}

/* --- require --- */

static bool module_name_ok(struct str name)
{
    struct str rest = name;
    if (!name.len || name.len > 200)
        return false;
    while (rest.ptr) {
        struct str part = str_split(&rest, '.');
        if (!part.len)
            return false;
        for (size_t i = 0; i < part.len; i++) {
            char c = part.ptr[i];
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                  c == '-'))
                return false;
        }
    }
    return true;
}

static struct lang_module *find_module(struct lang *lang, struct str name)
{
    struct str path = lang_textf(lang, "%.*s.lua", STR_ARG(name));
    for (size_t i = 0; i + 4 < path.len; i++)
        if (path.ptr[i] == '.')
            ((char *)path.ptr)[i] = '/';
    struct str places[] = {path, lang_textf(lang, "../%s", path.ptr)};
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        struct lang_module *module = map_find(&lang->modules, places[i]);
        if (module)
            return module;
        if (!lang->options)
            continue;
        struct err err = {0};
        module = load(lang, places[i], &err);
        if (module)
            return module;
        if (!err.code)
            lang_throw_quiet(lang); /* the syntax error is in diags */
        if (err.code != ERR_NOT_FOUND)
            lang_throw_err(lang, "E0028", lang_here_arg(lang, "require", 1), &err);
    }
    lang_code_throw(
        lang, "E0027", lang_here_arg(lang, "require", 1),
        lang_textf(lang, "looked for %s in the stack's folder, then in the folder above", path.ptr).ptr,
        "there is no module `%.*s`", STR_ARG(name));
}

int chunk_require(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (lua_type(L, 1) != LUA_TSTRING)
        lang_bad_arg(L, "require", 1, "a string");
    struct str name = {0};
    name.ptr = lua_tolstring(L, 1, &name.len);
    if (!module_name_ok(name))
        lang_code_throw(lang, "E0028", lang_here_arg(lang, "require", 1),
                        "write it as in require \"lib.network\"", "`%.*s` is not a module's name",
                        STR_ARG(name));
    struct lang_module *module = find_module(lang, name);
    if (module->state == MODULE_LOADING && module->result == -1)
        lang_code_throw(
            lang, "E0029", lang_here_arg(lang, "require", 1), "move what both need into a third module",
            "the modules require each other: `%.*s` is still being loaded", STR_ARG(module->name));
    if (module->state == MODULE_LOADING) {
        struct str scope = lang->scope;
        module->result = -1;
        chunk_push(lang, module);
        lua_call(L, 0, 1);
        lang->scope = scope;
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            lua_pushboolean(L, 1);
        }
        module->result = luaL_ref(L, LUA_REGISTRYINDEX);
        module->state = MODULE_READY;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, module->result);
    return 1;
}
