/*
 * lang_world.h - a small invented cloud and a folder in memory, for tests of evaluating stacks.
 *
 *     struct world w = { 0 };
 *     world_file(&w, "stack.lua", "aws.vpc \"main\" { }");
 *     CHECK(world_run(&w));                     w.config, w.diags, w.printed
 *     world_done(&w);
 */
#ifndef TESTS_UNIT_ENGINE_LANG_LANG_WORLD_H
#define TESTS_UNIT_ENGINE_LANG_LANG_WORLD_H

#include "engine/lang/lang.h"
#include "tests/unit/test.h"

enum { WORLD_FILES_MAX = 32 };

struct world_file {
    const char *path; /* absolute: "/stacks/prod/stack.lua"; ends with /: a folder */
    struct str bytes;
    bool link;
};

struct world {
    struct arena memory;
    struct io io;
    struct io_ops ops;
    struct world_file files[WORLD_FILES_MAX];
    size_t file_count;
    struct lang_options options; /* filled in by world_run where empty */
    struct diags diags;
    struct config *config;
    struct buf printed;
    size_t reads;
};

/* --- the invented cloud --- */

static const char *const thing_modes[] = {"fast", "slow", NULL};
static const struct attr thing_size[] = {
    {.name = "size", .type = ATTR_INT, .flags = OPTIONAL},
    {.name = "mode", .type = ATTR_STRING, .flags = OPTIONAL, .values = thing_modes},
    {.name = "endpoint", .type = ATTR_STRING, .flags = COMPUTED},
    {0}};
static const struct attr thing_rule[] = {{.name = "from_port", .type = ATTR_INT, .flags = REQUIRED},
                                         {.name = "cidrs", .type = ATTR_STRING_LIST, .flags = OPTIONAL},
                                         {0}};
static const struct attr thing_option[] = {
    {.name = "name", .type = ATTR_STRING, .flags = REQUIRED},
    {.name = "value", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED},
    {0}};
static const struct attr world_thing_attrs[] = {
    {.name = "name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED},
    {.name = "port", .type = ATTR_INT, .flags = OPTIONAL},
    {.name = "enabled", .type = ATTR_BOOL, .flags = OPTIONAL},
    {.name = "zones", .type = ATTR_STRING_LIST, .flags = OPTIONAL},
    {.name = "members", .type = ATTR_STRING_SET, .flags = OPTIONAL},
    {.name = "labels", .type = ATTR_STRING_MAP, .flags = OPTIONAL},
    {.name = "settings", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = thing_size},
    {.name = "rules", .type = ATTR_OBJECT_LIST, .flags = OPTIONAL, .fields = thing_rule},
    {.name = "options",
     .type = ATTR_OBJECT_SET,
     .flags = OPTIONAL | COMPUTED,
     .fields = thing_option,
     .set_key = "name"},
    {.name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL},
    {.name = "data", .type = ATTR_ANY, .flags = OPTIONAL},
    {.name = "password", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR},
    {.name = "id", .type = ATTR_STRING, .flags = COMPUTED},
    {0}};
static const struct attr world_vpc_attrs[] = {
    {.name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_cidr4},
    {.name = "enable_dns_hostnames", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false"},
    {.name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL | OWNS_ALL},
    {.name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE},
    {0}};
static const struct attr world_subnet_attrs[] = {
    {.name = "vpc_id", .type = ATTR_STRING, .flags = REQUIRED | FORCE_NEW},
    {.name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW, .check = check_cidr4},
    {.name = "availability_zone", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED | FORCE_NEW},
    {.name = "id", .type = ATTR_STRING, .flags = COMPUTED | STABLE},
    {0}};
static const struct resource_type world_vpc = {.name = "aws_vpc", .attrs = world_vpc_attrs};
static const struct resource_type world_subnet = {.name = "aws_subnet", .attrs = world_subnet_attrs};
static const struct resource_type world_thing = {.name = "aws_thing", .attrs = world_thing_attrs};
static const struct resource_type *const world_types[] = {&world_vpc, &world_subnet, &world_thing, NULL};
static const struct attr world_provider_attrs[] = {
    {.name = "region", .type = ATTR_STRING, .flags = OPTIONAL},
    {.name = "default_tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL},
    {0}};
static const struct attr world_zones_attrs[] = {
    {.name = "state", .type = ATTR_STRING, .flags = OPTIONAL},
    {.name = "names", .type = ATTR_STRING_LIST, .flags = COMPUTED},
    {.name = "token", .type = ATTR_STRING, .flags = COMPUTED | SENSITIVE_ATTR},
    {0}};
static const struct attr world_caller_attrs[] = {
    {.name = "account_id", .type = ATTR_STRING, .flags = COMPUTED}, {0}};
static const struct lookup_type world_zones = {.name = "aws_zones", .attrs = world_zones_attrs};
static const struct lookup_type world_caller = {
    .name = "aws_caller", .attrs = world_caller_attrs, .fresh = true};
static const struct lookup_type *const world_lookups[] = {&world_zones, &world_caller, NULL};
static const struct provider_type world_aws = {.name = "aws",
                                               .prefix = "aws_",
                                               .attrs = world_provider_attrs,
                                               .types = world_types,
                                               .lookups = world_lookups};
static const struct provider_type *const world_providers[] = {&world_aws, NULL};
static const struct registry world_registry = {world_providers};

static inline bool world_answer(void *context, struct arena *arena, const struct config *config,
                                struct config_lookup *lookup, struct err *err)
{
    (void)context;
    if (value_is(value_get(lookup->args, "state"), "unreachable"))
        return FAIL(err, ERR_UNREACHABLE, "nothing is pinned");
    if (value_is(value_get(lookup->args, "state"), "broken"))
        return FAIL(err, ERR_REMOTE, "the cloud said no");
    struct value region = value_get(config->providers.items[lookup->provider].args, "region");
    struct str names[] = {arena_printf(arena, "%.*sa", STR_ARG(value_text(region))),
                          arena_printf(arena, "%.*sb", STR_ARG(value_text(region)))};
    lookup->answer = value_map_of(arena, "names", value_list_of_strings(arena, names, 2), "token",
                                  value_cstr("hush"), "account_id", value_cstr("123"), NULL);
    return true;
}
static const struct lookup_source world_source = {NULL, world_answer};

/* --- the folder in memory --- */

static inline struct world *world_of(struct io *io)
{
    return io->context;
}

static inline struct world_file *world_find(struct world *w, const char *path)
{
    for (size_t i = 0; i < w->file_count; i++)
        if (!strcmp(w->files[i].path, path))
            return &w->files[i];
    return NULL;
}

static inline bool world_read(struct io *io, struct arena *arena, const char *path, size_t max,
                              struct str *ret, struct err *err)
{
    struct world_file *file = world_find(world_of(io), path);
    world_of(io)->reads++;
    if (!file)
        return FAIL(err, ERR_NOT_FOUND, "cannot open '%s'", path);
    if (file->bytes.len > max)
        return FAIL(err, ERR_LIMIT, "'%s' is too large", path);
    *ret = arena_str(arena, file->bytes);
    return true;
}

static inline bool world_info(struct io *io, const char *path, struct io_file_info *ret, struct err *err)
{
    struct world *w = world_of(io);
    struct world_file *file = world_find(w, path);
    *ret = (struct io_file_info){.kind = IO_DIR};
    if (file) {
        ret->kind = file->link ? IO_LINK : IO_FILE;
        return true;
    }
    size_t len = strlen(path);
    for (size_t i = 0; i < w->file_count; i++)
        if (!strncmp(w->files[i].path, path, len) && w->files[i].path[len] == '/')
            return true;
    return FAIL(err, ERR_NOT_FOUND, "cannot open '%s'", path);
}

static inline bool world_resolve(struct io *io, struct arena *arena, const char *path, struct str *ret,
                                 struct err *err)
{
    (void)io;
    (void)err;
    *ret = arena_str(arena, str_of(path));
    return true;
}

static inline void world_print(void *context, struct pos at, struct str line)
{
    struct world *w = context;
    buf_printf(&w->printed, "%u: %.*s\n", at.line, STR_ARG(line));
}

/* `name` as the stack sees it: "stack.lua", "../lib/x.lua", "env/prod.yaml". */
static inline void world_bytes(struct world *w, const char *name, struct str bytes)
{
    assert_true(w->file_count < WORLD_FILES_MAX);
    bool up = !strncmp(name, "../", 3);
    struct str path = arena_printf(&w->memory, "/stacks%s/%s", up ? "" : "/prod", up ? name + 3 : name);
    w->files[w->file_count++] = (struct world_file){.path = path.ptr, .bytes = bytes};
}

static inline void world_file(struct world *w, const char *name, const char *text)
{
    world_bytes(w, name, str_of(text));
}

/* Evaluates; true when there was no error. */
static inline bool world_run(struct world *w)
{
    w->ops = io_real_ops;
    w->ops.file_read = world_read;
    w->ops.file_info = world_info;
    w->ops.file_resolve = world_resolve;
    w->io = (struct io){.ops = &w->ops, .context = w};
    w->options.io = &w->io;
    w->options.stack_dir = "/stacks/prod";
    w->options.registry = &world_registry;
    if (!w->options.lookups)
        w->options.lookups = &world_source;
    w->options.print = world_print;
    w->options.print_context = w;
    w->diags = (struct diags){.arena = &w->memory};
    buf_truncate(&w->printed, 0);
    return lang_evaluate(&w->options, &w->diags, &w->config);
}

static inline bool world_run_text(struct world *w, const char *stack)
{
    world_file(w, "stack.lua", stack);
    return world_run(w);
}

static inline void world_done(struct world *w)
{
    config_free(w->config);
    buf_done(&w->printed);
    arena_done(&w->memory);
    *w = (struct world){0};
}

/* One line a finding: "E0200 stack.lua:3:4-9 message", then label, hint and trail on lines of their own. */
static inline struct str world_findings(struct world *w)
{
    DROP_BUF struct buf out = {0};
    for (size_t i = 0; i < w->diags.list.count; i++) {
        const struct diag *d = &w->diags.list.items[i];
        buf_printf(&out, "%s %.*s:%u:%u-%u %.*s\n", d->code, STR_ARG(d->at.file), d->at.line, d->at.column,
                   d->at.end_column, STR_ARG(d->message));
        if (d->label.len)
            buf_printf(&out, "  ^ %.*s\n", STR_ARG(d->label));
        if (d->hint.len)
            buf_printf(&out, "  = %.*s\n", STR_ARG(d->hint));
        if (d->see.len)
            buf_printf(&out, "  = see: %.*s\n", STR_ARG(d->see));
        for (size_t j = 0; j < d->trail_count; j++)
            buf_printf(&out, "  < %.*s:%u %.*s\n", STR_ARG(d->trail[j].file), d->trail[j].line,
                       STR_ARG(d->trail_labels[j]));
    }
    return arena_str(&w->memory, buf_str(&out));
}

/* What the stack declared, one line each. */
static inline struct str world_config(struct world *w)
{
    DROP_BUF struct buf out = {0};
    struct config *c = w->config;
    for (size_t i = 0; c && i < c->resources.count; i++) {
        const struct config_resource *r = &c->resources.items[i];
        struct pos at = config_attr_pos(r, (struct path){0}, false);
        buf_printf(&out, "%.*s %.*s %.*s:%u:%u", STR_ARG(r->address),
                   STR_ARG(value_show(&w->memory, r->args, 400)), STR_ARG(at.file), at.line, at.column);
        if (r->provider)
            buf_printf(&out, " @%.*s", STR_ARG(c->providers.items[r->provider].name));
        for (size_t j = 0; j < r->depends_on_count; j++)
            buf_printf(&out, "%s%.*s", j ? ", " : " after ", STR_ARG(r->depends_on[j]));
        buf_add_char(&out, '\n');
    }
    for (size_t i = 0; c && i < c->outputs.count; i++)
        buf_printf(&out, "output %.*s = %.*s\n", STR_ARG(c->outputs.items[i].name),
                   STR_ARG(value_show(&w->memory, c->outputs.items[i].value, 400)));
    for (size_t i = 0; c && i < c->moves.count; i++)
        buf_printf(&out, "%s %.*s %.*s%s\n", c->moves.items[i].to.len ? "moved" : "removed",
                   STR_ARG(c->moves.items[i].from), STR_ARG(c->moves.items[i].to),
                   c->moves.items[i].forget ? " (forget)" : "");
    for (size_t i = 0; c && i < c->imports.count; i++)
        buf_printf(&out, "import %.*s %.*s\n", STR_ARG(c->imports.items[i].to),
                   STR_ARG(c->imports.items[i].id));
    for (size_t i = 0; c && i < c->lookups.count; i++)
        buf_printf(&out, "lookup %.*s\n", STR_ARG(c->lookups.items[i].key));
    for (size_t i = 0; c && i < c->inputs.count; i++)
        buf_printf(&out, "input %.*s: %.*s = %.*s from %.*s\n", STR_ARG(c->inputs.items[i].name),
                   STR_ARG(c->inputs.items[i].type),
                   STR_ARG(value_show(&w->memory, c->inputs.items[i].value, 100)),
                   STR_ARG(c->inputs.items[i].source));
    if (w->printed.len)
        buf_printf(&out, "%s", w->printed.ptr);
    return arena_str(&w->memory, buf_str(&out));
}

#endif
