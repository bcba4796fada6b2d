/*
 * config.h - what a stack declares: the output of evaluating it, and the input of planning. Plain data, no Lua.
 *
 * Everything lives in the arena of the config. Values may hold expressions; what configuration itself fixes has already been
 * resolved (config_resolve), so remaining expressions wait for the cloud, for a pinned lookup or are sensitive inputs.
 */
#ifndef ENGINE_LANG_CONFIG_H
#define ENGINE_LANG_CONFIG_H

#include "engine/base/map.h"
#include "engine/provider/provider.h"

/* lifecycle = { ... } */
struct lifecycle {
    bool prevent_destroy;
    bool create_before_destroy;
    bool force;
    const struct path *ignore_changes;        /* checked against the schema */
    size_t ignore_count;
    bool ignore_all;
    struct value replace_triggered_by;        /* list of expressions (whole resources are refs with an empty path) */
    int64_t timeout_create_ms, timeout_update_ms, timeout_delete_ms; /* 0: the type's */
    struct value preconditions, postconditions;   /* lists of { condition = expr or bool, message = string } */
    struct value wait;                        /* for Kubernetes */
};

/* A provider handle: the default one of a provider, `aws.with { ... }`, or `k8s.cluster "x" {}`. */
struct config_provider {
    const struct provider_type *type;
    struct str name;                 /* "default", or a name made from its configuration: "us-east-1" */
    struct value args;               /* checked; may hold expressions (only a Kubernetes handle may depend on this plan) */
    struct pos at;
};

struct config_resource {
    struct str address;              /* "net/aws_subnet.private-a" */
    struct str name;                 /* "private-a" */
    const struct resource_type *type;
    uint32_t provider;               /* index into config.providers */
    struct value args;               /* checked configuration; derived names not yet filled in */
    struct lifecycle lifecycle;
    const struct str *depends_on;    /* addresses; scopes end with "/"; also those whose references are values now (resolve.c) */
    size_t depends_on_count;
    struct pos at;                   /* of the constructor call */
    const struct pos *trail;         /* called from, innermost first */
    size_t trail_count;
    void *fields;                    /* for config_attr_pos */
};

struct config_output {
    struct str name;
    struct value value;
    bool sensitive;
    struct str description;
    struct pos at;
};

struct config_move {
    struct str from, to;             /* addresses, or scopes ending with "/"; `to` empty: removed { } */
    bool forget;                     /* removed { destroy = false }: leave the object, forget the row */
    struct pos at;
};

struct config_import {
    struct str to, id;
    struct pos at;
};

struct config_input {
    struct str name, type, description;
    struct value value;              /* as decided, converted; SENSITIVE flag when declared so */
    struct value fallback;           /* default as declared; absent: required */
    struct str source;               /* "--var", "inputs.yaml", "default", ... */
    bool sensitive;
    struct pos at;
};

/* A lookup the stack made: constant arguments. `key` identifies it in pins: "aws_ami/<handle>/<digest of args, 16 hex>". */
struct config_lookup {
    struct str key, name;            /* name: "aws_ami" */
    const struct lookup_type *type;
    uint32_t provider;
    struct value args, answer;       /* answer absent: could not be had (validate without a pin) */
    bool deferred;                   /* defer.lookup: a read step, answering references */
    bool pinned;                     /* the answer came from the log */
    struct value newer;              /* pinned, and today's answer differs */
    struct pos at;
};

/* One file that took part, for the source bundle. */
struct config_file {
    struct str path;                 /* relative to the project root */
    struct str bytes;
    bool chunk;                      /* Lua source */
};

struct config {
    struct arena arena;
    struct str stack_name;           /* from stack "x" {}, else the folder's name */
    struct str state_url;            /* empty: local */
    struct str needs_infra;          /* ">= 0.1"; empty: any */
    VEC(struct config_provider) providers;
    VEC(struct config_resource) resources;   /* in declaration order */
    VEC(struct config_output) outputs;
    VEC(struct config_move) moves;
    VEC(struct config_import) imports;
    VEC(struct config_input) inputs;
    VEC(struct config_lookup) lookups;
    VEC(struct config_file) files;   /* sorted by path: the source bundle */
    struct map by_address;           /* -> struct config_resource */
    struct digest bundle;            /* of files: paths and bytes */
    struct lang *lang;               /* for closures; owned by config_free */
};

void config_free(struct config *config);
struct config_resource *config_find(const struct config *config, struct str address);
/* Position of an attribute's key (or value), else of the constructor. */
struct pos config_attr_pos(const struct config_resource *resource, struct path path, bool of_value);

#endif
