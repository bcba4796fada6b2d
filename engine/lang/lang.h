/*
 * lang.h - evaluates a stack: stack.lua + inputs + pins -> config. A pure function of these (promise 4).
 *
 *     struct lang_options o = { .io = io, .stack_dir = dir, .registry = registry, .lookups = source, ... };
 *     struct config *config;
 *     if (!lang_evaluate(&o, &diags, &config)) ...      every error of the run is in diags, sorted
 *     config_free(config);
 *
 * Main stack only (Lua recurses). No Lua pointer leaves this room: closures are called through the resolver by their id.
 */
#ifndef ENGINE_LANG_LANG_H
#define ENGINE_LANG_LANG_H

#include "engine/lang/config.h"

/* Where lookups get their answers (implemented in session: pins from the log, else the provider, else refused). */
struct lookup_source {
    void *context;
    /* Fills lookup->answer (and pinned, newer). ERR_UNREACHABLE when it may not ask (validate, destroy) and there is no pin. */
    bool (*answer)(void *context, struct arena *arena, const struct config *config, struct config_lookup *lookup,
                   struct err *err);
};

struct lang_var {
    struct str name, value;      /* raw text of --var k=v */
};

struct lang_options {
    struct io *io;
    const char *stack_dir;
    const struct registry *registry;
    const struct lookup_source *lookups;   /* NULL: every lookup is refused */
    struct str env;                        /* --env; empty: default */
    const struct lang_var *vars;           /* --var, in order; the last wins */
    size_t var_count;
    const char *const *var_files;          /* --var-file, in order */
    size_t var_file_count;
    const char *(*getenv)(void *context, const char *name);  /* for INFRA_VAR_* only */
    void *getenv_context;
    /* Not NULL: evaluate this bundle and these decided inputs instead of the disk (plan file, rollback). */
    const struct config_file *bundle;
    size_t bundle_count;
    struct value bundle_inputs;            /* map name -> value */
    size_t memory_max_bytes;               /* 0: 256 MiB */
    uint64_t instructions_max;             /* 0: 2,000,000,000 */
    /* print() of the stack; NULL: to nowhere. */
    void (*print)(void *context, struct pos at, struct str line);
    void *print_context;
};

/* False when diags holds an error. *ret_config is given also then when evaluation got through (for positions), else NULL. */
bool lang_evaluate(const struct lang_options *options, struct diags *diags, struct config **ret_config) MUST_USE;

/* Calls a closure of this config with known arguments; for struct resolver. Main stack only. */
enum resolved lang_call_closure(struct config *config, struct arena *arena, const struct expr *expr,
                                const struct value *args, struct value *ret, struct err *err);

/* Findings of lang and schema by code, for `infra explain E0107`. */
struct lang_code {
    const char *code, *title, *text;
};
const struct lang_code *lang_codes(size_t *ret_count);

/* Reads an address: grammar of design section 5. ERR_INVALID says what is wrong where. */
struct address {
    struct str scope;   /* "net/edge/" or "" */
    struct str type, name;
};
bool address_parse(struct str text, struct address *ret, struct err *err) MUST_USE;

#endif
