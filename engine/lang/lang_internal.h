/*
 * lang_internal.h - what the files of this room share: one evaluation, its memories, its errors.
 *
 * Three memories. config->arena: what the config keeps. lang->work: until evaluation ends. lang->scratch:
 * until the next call of a library function or of Lua; who calls Lua must not hold anything in it. Lua errors
 * are longjmps: a function that may raise holds no DROP_ variable at that moment, so work that needs one is
 * done in a helper that returns its error.
 *
 * Two kinds of errors. lang_report records a finding and goes on (a constructor with a misspelt attribute
 * still returns a usable reference, so that the run shows every error); lang_throw ends the chunk, or reaches
 * a pcall of the stack. After evaluation, inside a closure, both throw.
 */
#ifndef ENGINE_LANG_LANG_INTERNAL_H
#define ENGINE_LANG_LANG_INTERNAL_H

#include "engine/lang/lang.h"
#include "engine/lang/parse.h"

#include <lauxlib.h>
#include <lua.h>

enum {
    LANG_HOOK_EVERY = 10000,
    LANG_TRAIL_MAX = 8,
    LANG_LEVELS_MAX = 100, /* frames looked at: reaching the n-th costs n steps */
    LANG_FILE_MAX_BYTES = 16 << 20,
    LANG_STRING_MAX_BYTES = 64 << 20,
    LANG_NAME_MAX = 100,
    LANG_K8S_NAME_MAX = 320,
};

/* The limits of a run, once hit, cannot be caught by the stack. */
enum lang_limit { LIMIT_NONE, LIMIT_INSTRUCTIONS, LIMIT_MEMORY, LIMIT_PATTERN, LIMIT_DEPTH };

/* One loaded file. */
struct lang_module {
    struct str name; /* relative to the stack: "stack.lua", "../lib/network.lua" */
    struct chunk *chunk;
    const char *lua_source; /* Lua's own copy of "@name": compared by pointer */
    enum { MODULE_LOADING, MODULE_READY } state;
    int result; /* registry reference of what it returned */
};

/* One frame of where: a module and a line. */
struct lang_frame {
    struct lang_module *module;
    uint32_t line;
};

/* A resource while the stack is evaluated, and afterwards for closures that hold its handle. */
struct lang_resource {
    struct lang_ref_cache *refs;
    bool bad; /* an error was recorded: keep quiet about what follows from it */
};

/* A constructor call that still waits for its body. */
struct lang_pending {
    struct str name; /* "aws.vpc" */
    struct str label;
    struct lang_frame at;
    bool done;
    struct lang_pending *next;
};

/* depends_on and replace_triggered_by entries that are text: checked when every resource is known. */
struct lang_claim {
    uint32_t resource;
    struct str address;
    const char *option; /* "depends_on" */
    uint32_t index;     /* from 1 */
    struct lang_claim *next;
};

enum { LANG_TEXT_CACHE = 1024 };

/* Where an input may come from; highest precedence first. */
struct lang_input_source {
    struct str name;             /* "--var", "inputs.yaml" */
    struct value values;         /* map */
    const struct lang_var *vars; /* --var: raw texts instead */
    size_t var_count;
    bool *var_used;
    bool strict; /* unknown names are errors */
    bool shared; /* INFRA_VAR_*: asked by name */
};

struct lang {
    lua_State *L; /* NULL once nothing can need it */
    struct config *config;
    struct arena *arena; /* &config->arena */
    struct arena work, scratch;
    struct diags *diags;                /* NULL after evaluation */
    const struct lang_options *options; /* NULL after evaluation */
    const struct registry *registry;
    struct map files;                 /* name -> file of the bundle + 1; in arena */
    struct str stack_dir, parent_dir; /* resolved, absolute; parent empty: the stack is at / */

    size_t memory_used, memory_max;
    uint64_t instructions, instructions_max;
    enum lang_limit limit;
    struct lang_frame starved; /* where memory was refused last: when Lua says so, the stack has unwound */
    uint32_t frozen;           /* inside a closure: nothing may be declared */
    bool quiet;                /* evaluation ended because of an error that was reported already */
    bool aborted;              /* the main chunk did not run to its end */
    const char *raised;        /* the text that error() raised last: compared by pointer */
    struct pos raised_at;

    struct map modules; /* name -> struct lang_module, in work... closures need them: in arena */
    struct str
        texts[LANG_TEXT_CACHE]; /* texts kept lately, by hash: repeated keys and values are stored once */
    VEC(struct value_field) field_stack; /* of tables being converted */
    VEC(struct value) item_stack;
    VEC(struct lang_resource) resources; /* parallel to config->resources */
    struct map by_address; /* -> index + 1; becomes config->by_address when evaluation ends */
    struct lang_pending *pending;
    struct lang_claim *claims;
    struct str scope; /* "net/edge/" or "" */
    const struct pos *last_trail;
    size_t last_trail_count;
    bool stack_seen, anything_seen;
    struct pos stack_at;

    struct lang_input_source *sources;
    size_t source_count;
    bool inputs_ready, inputs_failed;

    VEC(struct expr *) closures; /* their bundle digest is filled in at the end */
    struct map ordinals;         /* "file:line" -> count */
    uint64_t pattern_steps;      /* left for string.find and its like, in the whole run */
    struct buf text;             /* of gsub: here, so that no error leaks it */
    VEC(bool) provider_used;     /* a lookup has asked through this handle */
};

static inline struct lang *lang_of(lua_State *L)
{
    return *(struct lang **)lua_getextraspace(L);
}

/* --- host.c: the Lua state and its limits --- */
bool host_open(struct lang *lang, struct err *err) MUST_USE;
void host_close(struct lang *lang);
/* Calls with a handler that turns every error into a finding. NULL: went well. `results` as lua_pcall has it.
 */
struct diag *host_call(struct lang *lang, int args, int results);
void host_check_limits(lua_State *L); /* raises when a limit was hit, also by memory outside Lua */
int host_pcall(lua_State *L);         /* pcall and xpcall of stacks: limits go through */
int host_xpcall(lua_State *L);

/* --- errors.c: findings with positions --- */
struct diag *lang_finding(struct lang *lang, const char *code, struct pos at, const char *format, ...)
    PRINTF_LIKE(4, 5);
struct str lang_textf(struct lang *lang, const char *format, ...) PRINTF_LIKE(2, 3);
void lang_report(struct lang *lang, struct diag *finding);
NORETURN void lang_throw(struct lang *lang, struct diag *finding);
NORETURN void lang_throw_quiet(struct lang *lang);
struct diag *lang_caught(lua_State *L,
                         int index); /* the finding inside an error value; NULL: another error */
void lang_push_error(lua_State *L, struct diag *finding);
struct diag *lang_from_lua_error(struct lang *lang, int index);        /* inside a message handler */
bool lang_frame(struct lang *lang, int level, struct lang_frame *ret); /* nearest Lua frame from `level` on */
struct pos lang_frame_pos(struct lang_frame frame);
struct pos lang_line(struct lang *lang); /* the current line, underlined */
struct pos lang_call_pos(struct lang *lang, struct lang_frame frame, struct str name, struct str label);
/* The one whole-word occurrence of `word` in the line, else the line. */
struct pos lang_word_pos(struct lang_frame frame, struct str word);
struct pos lang_here_call(struct lang *lang, const char *name); /* the call of a library function */
struct pos lang_here_arg(struct lang *lang, const char *name, uint32_t n); /* its argument n */
void lang_trail(struct lang *lang, int level, struct diag *finding);
void lang_nearest(struct lang *lang, struct diag *finding, struct str word, const struct str *names,
                  size_t count);
void lang_code_throw(struct lang *lang, const char *code, struct pos at, const char *hint, const char *format,
                     ...) PRINTF_LIKE(5, 6) NORETURN;
/* An argument of library function `name` is not what it should be. */
NORETURN void lang_bad_arg(lua_State *L, const char *name, int n, const char *want);
NORETURN void lang_throw_err(struct lang *lang, const char *code, struct pos at, const struct err *err);
int lang_error_meta(lua_State *L); /* makes the metatable of error values */

/* --- sandbox.c: the environment --- */
void sandbox_open(struct lang *lang);
/* A library table: names that it does not have are errors with a suggestion. Leaves it on the stack. */
void sandbox_library(lua_State *L, const char *name);
int sandbox_pairs(lua_State *L);
void sandbox_tostring(lua_State *L, int index); /* pushes; raises for references */
const char *sandbox_type(lua_State *L, int index);

/* --- chunk.c: files --- */
struct lang_module *chunk_main(struct lang *lang); /* reads and parses stack.lua; NULL: reported */
void chunk_push(struct lang *lang, struct lang_module *module); /* its function; raises */
int chunk_require(lua_State *L);
/* Reads a file of the stack for the chunk that calls; takes it into the bundle. */
bool chunk_read(struct lang *lang, struct str path, struct str *ret, struct err *err) MUST_USE;
bool chunk_open(struct lang *lang, struct err *err) MUST_USE; /* finds the folders */
bool chunk_project_file(struct lang *lang, const char *name, struct str *ret, bool *ret_there,
                        struct err *err) MUST_USE;
struct lang_module *chunk_by_source(struct lang *lang, const char *source);
void chunk_seal(struct lang *lang); /* sorts the bundle and takes its digest */

/* --- convert.c: Lua <-> value --- */
struct convert {
    struct lang *lang;
    struct arena *arena;
    struct path_step steps[VALUE_DEPTH_MAX + 1];
    uint32_t depth;
    bool refs;   /* references may stand in it */
    bool borrow; /* texts stay Lua's: for who keeps the result before the table can go */
    /* On failure; the position is the caller's to find, by steps. */
    const char *code;
    struct str message, hint; /* in the config's arena */
};
bool convert_value(struct convert *c, lua_State *L, int index, struct value *ret) MUST_USE;
void convert_push(lua_State *L, struct value v);
/* A copy in the config's arena. Expressions already live there. */
struct value convert_keep(struct lang *lang, struct value v);
/* Where the steps lead in the table that a call was given: the value (or the key), else what encloses it,
 * else the call. */
struct pos convert_pos(const struct convert *c, struct lang_frame frame, struct str name, struct str label);
struct pos lang_path_pos(struct lang_frame frame, struct str name, struct str label,
                         const struct path_step *steps, size_t count, bool of_value);
/* The finding of a failed conversion, placed. */
struct diag *convert_finding(struct convert *c, struct pos at);
/* For library functions: converts argument n or raises with its position. */
struct value convert_arg(lua_State *L, struct arena *arena, int n, const char *function, bool refs);
bool convert_is_list(lua_State *L, int index); /* a table that counts as a list */
void convert_mark_list(lua_State *L);          /* the table on top is a list even when empty */
void convert_open(lua_State *L);

/* --- refs.c: references and resource handles --- */
struct ref {
    struct value v;          /* VALUE_EXPR */
    const struct attr *attr; /* the row it is at; NULL: unknown */
    enum ref_shape {
        REF_LEAF,
        REF_FIELDS,
        REF_LIST,
        REF_SET,
        REF_KEYED_SET,
        REF_MAP,
        REF_ITEMS,
        REF_ANY
    } shape;
    bool poison; /* stands for something that was reported already */
};
struct handle {
    uint32_t index; /* into lang->resources; UINT32_MAX: of a resource that could not be declared */
    const struct resource_type *type;
};
void refs_open(lua_State *L);
struct ref *refs_test(lua_State *L, int index); /* NULL: not a reference */
struct handle *handle_test(lua_State *L, int index);
void refs_push(lua_State *L, struct value v, const struct attr *attr, bool poison);
void handle_push(lua_State *L, uint32_t index, const struct resource_type *type);
struct str refs_text(struct lang *lang, int index); /* for messages: "aws_vpc.main.id", "input db_password" */
struct lang_resource *lang_resource_at(struct lang *lang, uint32_t index);
struct str lang_resource_address(struct lang *lang, const struct lang_resource *resource);
NORETURN void refs_misuse(struct lang *lang, int index, const char *code, struct pos at, const char *what,
                          const char *hint);
struct str lang_type_word(struct lang *lang, const struct resource_type *type); /* "aws.vpc" */

/* --- guards.c --- */
void guards_push(lua_State *L, struct lang_module *module);

/* --- namespaces.c: aws, core, ... and defer --- */
void resources_open(lua_State *L);
uint32_t resources_provider(struct lang *lang,
                            const struct provider_type *type); /* index of its default handle */

/* --- resources.c: constructors --- */
void resources_meta(lua_State *L);
void resources_push_constructor(lua_State *L, const struct provider_type *provider,
                                const struct resource_type *type, uint32_t index);
/* schema_check in scratch, with positions in the call `word "label" { }` and the trail. */
bool resources_check(struct lang *lang, struct lang_frame at, struct str word, struct str label,
                     const char *subject, const struct attr *table, struct value given, struct value *ret);
void resources_finish(struct lang *lang); /* pending bodies, claims, by_address, lookups that fed resources */
bool resources_may_declare(lua_State *L, const char *what);

/* --- lookups.c --- */
int lookups_call(lua_State *L, const struct lookup_type *type, uint32_t provider, bool deferred);

/* --- options.c: depends_on and lifecycle --- */
struct options_in {
    struct lang *lang;
    struct lang_frame at;
    struct str word, label; /* to find positions: "vpc", "main" */
    const struct resource_type *type;
    uint32_t resource;
};
bool options_read(const struct options_in *in, lua_State *L, int table, struct config_resource *r);
struct pos options_pos(const struct options_in *in, const char *option, const char *field);

/* --- modules.c: scope, stack, output, moved, removed, import --- */
void modules_open(lua_State *L);
/* word "name" { ... }: the C function `body` gets name and body as its arguments. */
int modules_named(lua_State *L, const char *word, const char *code, lua_CFunction body);
void modules_finish(struct lang *lang);
void modules_suggest_address(struct lang *lang, struct diag *finding, struct str address);

/* --- inputs.c, input_sources.c --- */
void inputs_open(lua_State *L);
void inputs_finish(struct lang *lang); /* unknown names */
bool input_sources_load(struct lang *lang);
/* The value of `name` from its highest source; *ret_raw: text to be converted. False: nowhere. */
bool input_sources_find(struct lang *lang, struct str name, struct value *ret, bool *ret_raw,
                        struct str *ret_source);
void input_sources_unknown(struct lang *lang);

/* --- stdlib*.c --- */
void stdlib_open(lua_State *L);
void stdlib_string_open(lua_State *L);
void stdlib_table_open(lua_State *L);
void stdlib_list_open(lua_State *L);
void stdlib_file_open(lua_State *L);
void policy_document_open(lua_State *L);
/* Calls an expression function with the arguments on the stack from `first` on; pushes the result. */
int stdlib_expr_call(lua_State *L, const char *function, int first, int count);
/* Pushes one, or the table of dotted `name`'s library ("cidr" of "cidr.subnet"), made when it is not there
 * yet. */
void stdlib_library(lua_State *L, const char *name);

/* --- apply.c --- */
void apply_open(lua_State *L);
void apply_seal(struct lang *lang);

/* --- resolve.c --- */
void config_resolve(struct lang *lang);

/* --- address.c --- */
bool address_segment_ok(struct str s, size_t max);
const char *address_segment_problem(struct str s, size_t max); /* NULL: fine */

/* --- config.c --- */
struct pos config_resource_pos(struct lang *lang, const struct config_resource *r); /* with its column */

#endif
