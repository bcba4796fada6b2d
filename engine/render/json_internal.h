/*
 * json_internal.h - how the JSON renderers make text, places and values; jansson stays in these files.
 *
 * Roots are owned (DROP(json)), children handed over with the _new calls. Output is one line, keys sorted.
 */
#ifndef ENGINE_RENDER_JSON_INTERNAL_H
#define ENGINE_RENDER_JSON_INTERNAL_H

#include "engine/render/render_internal.h"

#include <jansson.h>

DEFINE_DROP(json, json_t *, json_decref)

/* A value taken apart as Terraform's format wants it: what is known, and two masks of the same shape. NULL: nothing there. */
struct json_parts {
    json_t *plain;      /* without what is unknown; sensitive leaves replaced */
    json_t *sensitive;  /* true, or a structure with true at sensitive leaves */
    json_t *unknown;
};

/*
 * Where a sensitive leaf is, for its replacement: "sensitive:<16 hex>", made of the entry's digest (which holds a keyed digest of the
 * value), the address and the path. It changes when the value does and tells nothing else.
 */
struct json_place {
    struct arena *arena;
    const struct digest *entry;
    struct str address;
    const char *side;   /* "before", "after": only where the two differ */
};

/* `other`: the same value on the other side, absent when there is none. Blocks at most once become lists of one. */
struct json_parts json_split(const struct json_place *place, const struct attr *table, struct value v, struct value other);
/* The value of one row; attr NULL: by structure. */
struct json_parts json_split_row(const struct json_place *place, const struct attr *attr, struct value v, struct value other);
void json_parts_done(struct json_parts *parts);

json_t *json_text(struct str s);                                /* broken UTF-8 is made harmless */
json_t *json_cstr(const char *s);
json_t *json_replacement(const struct json_place *place, struct str path);
void json_put(json_t *object, const char *key, json_t *child);  /* takes child; NULL: left out */
void json_put_text(json_t *object, const char *key, struct str s); /* left out when empty */
void json_put_str(json_t *object, struct str key, json_t *child);
json_t *json_or(json_t *child, json_t *otherwise);              /* child, or otherwise; the one not used is dropped */
json_t *json_pos(struct pos at);                                /* {file, line, column}; NULL when unknown */
json_t *json_err(const struct err *err);
bool json_write(struct buf *out, json_t *root, bool newline, struct err *err) MUST_USE;

/* plan_json_config.c: what the stack says, with its references */
json_t *plan_json_configuration(struct arena *arena, const struct plan *plan);
json_t *plan_json_variables(struct arena *arena, const struct plan *plan);
json_t *plan_json_relevant(struct arena *arena, const struct plan *plan);
/* Terraform's name of a resource: scopes become part of it ("net/a"), so that type.name is unique. */
struct str plan_json_name(struct arena *arena, struct str address);

#endif
